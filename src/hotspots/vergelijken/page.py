"""The page `Vergelijken`: what is compared, and then the answer: sentences, maps, table."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import pandas as pd
import streamlit as st

from hotspots.access.cache import key_of
from hotspots.access.permission import levels_of
from hotspots.access.served import one_moment
from hotspots.analysis.periods import covered_days
from hotspots.analysis.question import Search, Selection
from hotspots.analysis.question_words import finding_words
from hotspots.analysis.registry import searches_of
from hotspots.dutch import as_text
from hotspots.exports import words as export_words
from hotspots.exports.finding_sheets import sheet_of_finding
from hotspots.maps import words as map_text
from hotspots.pages import cached
from hotspots.pages.controls import choose_one, choose_some, choose_tile
from hotspots.pages.download import offer_table
from hotspots.pages.filter_choices import choose_since
from hotspots.pages.filters import choose_layer, choose_soorten
from hotspots.pages.opened import note_looking, opened_workspace
from hotspots.pages.panel import WIDE, panel
from hotspots.pages.search import finding_of
from hotspots.vergelijken import words as text
from hotspots.vergelijken.maps import change_around, measure_spec
from hotspots.vergelijken.two_page import (
    choose_view,
    draw_one,
    show_areas,
    show_periods,
    synthetic_mark,
)
from hotspots.vergelijken.words import (
    buurt_rows,
    course_rows,
    measure_sentences,
    title_of,
)

if TYPE_CHECKING:
    from hotspots.access.workspace import Workspace
    from hotspots.analysis.periods import Period
    from hotspots.catalog.specs import LayerSpec


#: Keys of the widgets, which are the names in the link; those of the buurten and the day are those
#: of the same search on the map page.
MEASURE: Final = "maatregel_soort"
WIJK: Final = "maatregel_wijk"
TREATED: Final = "maatregel"
CONTROL: Final = "vergelijking"
_NO_WIJK: Final = ""


def show_measure(workspace: Workspace, layer: LayerSpec, covered: Period) -> None:
    """Let a user say where and when a measure was taken, and show what it did."""
    if "before_after" not in {kind.id for kind in searches_of(layer)}:
        level = export_words.LEVELS[levels_of(layer)[0]].lower()
        if not layer.sensitive:
            st.info(text.NOT_FOR_COUNTS)
            return
        st.info(text.NOT_PER_BUURT.format(level=level, minimum=layer.privacy.minimum))
        return
    with panel():
        soorten = choose_soorten(layer)
    measure, search = _choose(workspace, covered)
    if not search.treated:
        st.info(text.PICK_WHERE)
        return
    selection = Selection(layer=layer.id, level="buurten", soorten=soorten)
    note_looking(workspace, layer.id, selection.to_dict())
    key = key_of(workspace, layer.id)
    finding = finding_of(workspace, key, layer, selection, search)
    if finding is None:
        return
    where = _where(workspace, search)
    mark = synthetic_mark(finding.version)
    st.markdown(f"#### {title_of(text.MEASURES[measure], where, finding)}{mark}")
    st.caption(as_text(finding_words(workspace, finding)))
    for sentence in measure_sentences(finding, where):
        st.markdown(sentence)
    change = cached.analysis_of(workspace, key, change_around(finding))
    draw_one(
        workspace,
        measure_spec(workspace, finding, change),
        text.OVERLAY_TITLE,
        key="maatregel_kaart",
    )
    st.markdown(f"#### {text.TABLE}")
    st.dataframe(pd.DataFrame(course_rows(finding)), hide_index=True, width="stretch")
    areas = buurt_rows(finding)
    st.dataframe(
        pd.DataFrame(areas), hide_index=True, width="stretch", height=min(38 + 35 * len(areas), 320)
    )
    offer_table(
        layer,
        partial(sheet_of_finding, finding=finding),
        name=f"{layer.id}_maatregel_{search.since}",
        key="maatregel_bestand",
    )
    with st.expander(text.HOW):
        st.text(text.HOW_MEASURE)


def _choose(workspace: Workspace, covered: Period) -> tuple[str, Search]:
    geography = workspace.geography
    wijken = dict(zip(geography.wijken.codes, geography.wijken.names, strict=True))
    buurten = dict(zip(geography.buurten.codes, geography.buurten.names, strict=True))
    left, right = st.columns(2, gap="medium")
    with left:
        measure = choose_one(
            text.MEASURE_NAME,
            tuple(text.MEASURES),
            key=MEASURE,
            name=lambda name: text.MEASURES[name],
        )
        wijk = choose_one(
            text.BY_WIJK,
            (_NO_WIJK, *wijken),
            key=WIJK,
            name=lambda code: wijken[code] if code else text.BY_WIJK_NONE,
        )
        since = choose_since(covered, label=text.SINCE)
    with right:
        named = choose_some(
            text.BUURTEN,
            tuple(buurten),
            key=TREATED,
            name=lambda code: buurten[code],
            placeholder=text.BUURTEN_PLACEHOLDER,
        )
        control = choose_some(
            text.CONTROL,
            tuple(buurten),
            key=CONTROL,
            name=lambda code: buurten[code],
            help=text.CONTROL_HELP,
            placeholder=text.CONTROL_PLACEHOLDER,
        )
    whole = (
        code
        for code, parent in zip(
            geography.buurten.codes, geography.buurten.parent.tolist(), strict=True
        )
        if wijk and geography.wijken.codes[parent] == wijk
    )
    treated = tuple(sorted({*named, *whole}))
    return measure, Search("before_after", treated=treated, control=control, since=since)


def _where(workspace: Workspace, search: Search) -> str:
    """Return the treated buurten in a few words: their wijk, if they are all of it."""
    geography = workspace.geography
    positions = [geography.buurten.codes.index(code) for code in search.treated]
    parents = {int(geography.buurten.parent[at]) for at in positions}
    if len(parents) == 1:
        (wijk,) = parents
        if len(positions) == int((geography.buurten.parent == wijk).sum()):
            return geography.wijken.names[wijk]
    return ", ".join(geography.buurten.names[at] for at in positions)


#: Key of the widget, which is the name in the link.
KIND: Final = "vergelijking_van"
_CHOICES: Final = "vergelijking_keuzen"
#: What is chosen above the answer stands on one line, so that two maps fit in the first screen; on
#: a phone each choice takes the lines that it needs.
STYLE: Final = (
    WIDE
    + f"""<style>
.st-key-{_CHOICES} [data-testid="stElementContainer"] {{ max-width: 100%; }}
.st-key-{_CHOICES} [data-testid="stButtonGroup"] [role="radiogroup"] {{ flex-wrap: wrap; }}
</style>"""
)


@one_moment()
def show() -> None:
    """Show the page."""
    workspace = opened_workspace()
    with panel():
        theme, layer = choose_layer(workspace)
    st.subheader(text.PAGE)
    if layer is None:
        st.info(as_text(theme.no_layers))
        return
    if layer.kind == "context":
        st.info(text.NO_COUNTS.format(layer=as_text(layer.label)))
        return
    kinds = dict(text.KINDS)
    if workspace.geography.is_wide:
        kinds["wijken"] = text.TWO_AREAS
    covered = covered_days(workspace, layer)
    with st.container(key=_CHOICES, horizontal=True, gap="medium"):
        kind = choose_tile(text.WHAT, tuple(kinds), key=KIND, name=kinds.__getitem__)
        view = choose_view(layer) if kind == "perioden" else ""
    if kind == "perioden":
        show_periods(workspace, layer, covered, view=view)
    elif kind == "wijken":
        show_areas(workspace, layer, covered)
    else:
        show_measure(workspace, layer, covered)
    st.caption(map_text.REGISTERED_NOTE)
