"""Look further on the map page: what to look for, and what was found, in words and a table."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final, cast

import pandas as pd
import streamlit as st

from hotspots.access.permission import cell_sizes_of
from hotspots.analysis.export.of_finding import sheet_of_finding, sheet_of_finding_table
from hotspots.analysis.finding_sentences import explanation_of, sentences_of
from hotspots.analysis.search import Search, searches_of
from hotspots.errors import HotspotsError
from hotspots.text import findings as finding_text
from hotspots.text import search_page as text
from hotspots.text import taking as taking_text
from hotspots.text.markdown import as_text
from hotspots.text.numbers import day, number
from hotspots.ui import cached
from hotspots.ui.controls import choose_days, choose_one, choose_some
from hotspots.ui.problems import show_problem
from hotspots.ui.shared_search import ReplacedError
from hotspots.ui.taking import offer_table

if TYPE_CHECKING:
    from datetime import date

    from streamlit.delta_generator import DeltaGenerator

    from hotspots.access.workspace import Workspace
    from hotspots.analysis.finding import Finding
    from hotspots.analysis.periods import Period
    from hotspots.analysis.selection import Selection
    from hotspots.catalog.specs import LayerSpec
    from hotspots.ui.cached import Key
    from hotspots.ui.shared_search import Ticket

#: Keys of widgets, which are the names in the link.
SEARCH: Final = "zoek"
SINCE: Final = "sinds"
_NOTHING: Final = ""
#: seconds in which most searches are done: no button comes and goes.
_SOON_S: Final = 1.0
#: seconds between two looks at a search.
_LOOK_S: Final = 0.25
_RADII_M: Final = (100, 150, 200, 300, 500)
_LARGEST_RADII_M: Final = (500, 1000, 2000)
_REACHES_DAYS: Final = (0, 7, 14, 30, 60)
#: Edges of own bands of near repeats.
_BANDS_M: Final = (25, 50, 75, 100, 150, 200, 250, 300, 400, 500, 750, 1000)
_BANDS_DAYS: Final = (1, 2, 3, 4, 7, 10, 14, 21, 28, 42, 56, 91)
_MIN_POINTS: Final = (0, 5, 10, 20, 50, 100)


def choose_search(workspace: Workspace, layer: LayerSpec, covered: Period) -> Search | None:
    """Let a user choose what to look for; None where they do not, or nothing can be."""
    kinds = {kind.id: kind for kind in searches_of(layer)}
    if not kinds:
        return None
    chosen = choose_one(
        text.SEARCH,
        (_NOTHING, *kinds),
        key=SEARCH,
        name=lambda name: kinds[name].label if name else text.NO_SEARCH,
        help=text.SEARCH_HELP,
    )
    if not chosen:
        return None
    if chosen == "clusters":
        return _choose_clusters()
    if chosen == "near_repeat":
        return _choose_near_repeat(workspace, layer)
    if chosen == "before_after":
        return _choose_measure_taken(workspace, covered)
    radius_m = choose_one(
        text.LARGEST_RADIUS, _LARGEST_RADII_M, key="cirkel", name=_metres, default=1000
    )
    return Search(chosen, radius_m=radius_m)


def _metres(size: int) -> str:
    return f"{size} m"


def _choose_clusters() -> Search:
    radius_m = choose_one(text.RADIUS, _RADII_M, key="groepstraal", name=_metres, default=150)
    min_points = choose_one(
        text.MIN_POINTS,
        _MIN_POINTS,
        key="groepsminimum",
        name=lambda count: str(count) if count else text.AUTOMATIC_MINIMUM,
    )
    reach_days = choose_one(
        text.REACH,
        _REACHES_DAYS,
        key="dagen_uiteen",
        name=lambda days: text.DAYS.format(days=days) if days else text.ANY_TIME,
    )
    return Search("clusters", radius_m=radius_m, min_points=min_points, reach_days=reach_days)


def _choose_near_repeat(workspace: Workspace, layer: LayerSpec) -> Search:
    """Let a user choose how distance is measured, and own bands where a role sees places."""
    manhattan = choose_one(
        text.METRIC, (False, True), key="afstand", name=lambda value: text.METRICS[value]
    )
    if not workspace.may_see_points(layer):
        return Search("near_repeat", manhattan=manhattan)
    distances = choose_some(
        text.DISTANCE_BANDS,
        _BANDS_M,
        key="banden_afstand",
        name=_metres,
        placeholder=text.FIXED_BANDS,
        help=text.BANDS_HELP,
    )
    days = choose_some(
        text.DAY_BANDS,
        _BANDS_DAYS,
        key="banden_dagen",
        name=lambda count: text.ONE_DAY if count == 1 else text.EDGE_DAYS.format(days=count),
        placeholder=text.FIXED_BANDS,
        help=text.BANDS_HELP,
    )
    return Search("near_repeat", manhattan=manhattan, distance_bands_m=distances, day_bands=days)


def _choose_measure_taken(workspace: Workspace, covered: Period) -> Search:
    buurten = workspace.geography.buurten
    names = dict(zip(buurten.codes, buurten.names, strict=True))
    treated = choose_some(
        text.TREATED,
        buurten.codes,
        key="maatregel",
        name=lambda code: names[code],
        placeholder=text.PICK_ONE,
    )
    control = choose_some(
        text.CONTROL,
        buurten.codes,
        key="vergelijking",
        name=lambda code: names[code],
        help=text.CONTROL_HELP,
        placeholder=text.MOST_ALIKE,
    )
    since = choose_since(covered, label=text.SINCE)
    return Search("before_after", treated=treated, control=control, since=since)


def choose_since(covered: Period, *, label: str) -> date:
    """Let a user choose the day a measure began; it stands in the link."""
    middle = covered.first + (covered.last - covered.first) // 2
    since = choose_days(label, middle.replace(day=1), covered, key=SINCE)
    return cast("date", since)


def found(
    workspace: Workspace, key: Key, layer: LayerSpec, selection: Selection, search: Search
) -> Finding | None:
    """Return what a search finds, with a progress bar while it works; None without a question."""
    if search.method == "before_after" and not search.treated:
        st.info(text.PICK_TREATED)
        return None
    # Measure, level and the size of the cells play no part: another one is no other search, and
    # small cells make a scan slow without saying more.
    asked = replace(
        selection,
        level="cells" if cell_sizes_of(layer) else "buurten",
        measure="count",
        compare_period=None,
        bandwidth_m=0,
        bandwidth_rule="fixed",
        kernel="quartic",
        step="quarter",
        cell_m=layer.style.cell_m,
    )
    kept = cached.finding_kept(key, asked, search)
    if kept is not None:
        return kept
    return _await(cached.search_of(workspace, key, asked, search))


def _await(ticket: Ticket[Finding]) -> Finding | None:
    """Wait for a search with its progress in sight, and a way to stop it.

    Whoever chooses something else, stops it or closes the page ends the script here, at the next
    look; nobody has to wait for what nobody wants.
    """
    shown: list[DeltaGenerator] = []
    try:
        bar = st.progress(0.0, text=text.SEARCHING)
        stop = st.empty()
        shown = [bar, stop]
        if not ticket.wait(_SOON_S):
            stop.button(text.STOP, key="zoeken_stoppen", on_click=_stop, icon=":material/close:")
        while not ticket.wait(_LOOK_S):
            bar.progress(ticket.share, text=text.SEARCHING if ticket.begun else text.IN_LINE)
        return ticket.answer()
    except ReplacedError:
        st.info(text.REPLACED)
        return None
    except HotspotsError as error:
        # The map needs no search: it stays, with what is wrong above it.
        show_problem(error)
        return None
    finally:
        ticket.leave()
        for element in shown:
            element.empty()


def _stop() -> None:
    """Search for nothing, which ends the wait."""
    st.session_state[SEARCH] = _NOTHING


def show_finding(finding: Finding) -> None:
    """Show what was found: sentences first, then the outlines as a table, then how it works."""
    kinds = {kind.id: kind for kind in searches_of(finding.layer)}
    st.markdown(f"#### {kinds[finding.search.method].label}")
    for sentence in sentences_of(finding):
        st.markdown(as_text(sentence))
    if len(finding):
        st.dataframe(
            _for_screen(finding.table()),
            hide_index=True,
            width="stretch",
            height=min(38 + 35 * len(finding), 320),
            column_config={
                label: st.column_config.NumberColumn(format="localized")
                for label in text.COLUMNS.values()
                if label not in text.WORDS
            },
        )
    name = f"{finding.layer.id}_{finding.search.method}"
    if len(finding):
        offer_table(
            finding.layer,
            lambda asked: sheet_of_finding(asked, finding),
            name=name,
            key="omtrekken_bewaren",
            label=taking_text.OFFER_FOUND,
            quiet=True,
        )
    with st.expander(text.HOW):
        st.text(explanation_of(finding))
        for table_name, table in finding.tables.items():
            st.markdown(f"**{text.TABLES[table_name]}**")
            st.dataframe(_for_screen(table), hide_index=True, width="stretch")
            offer_table(
                finding.layer,
                partial(sheet_of_finding_table, finding=finding, name=table_name),
                name=f"{name}_{table_name}",
                key=f"{table_name}_bewaren",
                label=taking_text.OFFER_FOUND_TABLE,
                quiet=True,
                shapes=False,
            )


def _for_screen(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table with Dutch names, rounded, days as Dutch days."""
    shown = table.copy()
    for name in shown.columns:
        if name in ("first", "last", "start", "end", "since"):
            shown[name] = [day(moment.date()) for moment in pd.to_datetime(shown[name])]
        elif name == "share":
            shown[name] = (100 * shown[name]).round(1)
        elif name == "stands_out":
            shown[name] = [taking_text.YES if value else taking_text.NO for value in shown[name]]
        elif name == "observed":
            # A number, or fewer than are told.
            shown[name] = [v if isinstance(v, str) else number(v) for v in shown[name]]
        elif name == "role":
            shown[name] = [finding_text.ROLES[role] for role in shown[name]]
        elif name in text.DECIMALS:
            shown[name] = shown[name].round(text.DECIMALS[name])
    return shown[[name for name in text.COLUMNS if name in shown]].rename(columns=text.COLUMNS)
