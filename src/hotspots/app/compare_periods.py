"""Two periods: on two maps with the same classes, or what they differ by on one."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

import streamlit as st

from hotspots import dutch as numbers
from hotspots.access.cache import key_of
from hotspots.access.permission import default_level, levels_of
from hotspots.analysis.compare import compared_periods
from hotspots.analysis.periods import beside, whole_quarters
from hotspots.analysis.question import Selection
from hotspots.analysis.question_words import compared_words
from hotspots.app import compare_words
from hotspots.app.compare_sentences import period_sentences, plain
from hotspots.app.compare_showing import draw_one, draw_two, show_compared, synthetic_mark
from hotspots.dutch import as_text, day
from hotspots.errors import SelectionError
from hotspots.exports import words as export_words
from hotspots.exports.compare_sheet import sheet_of_compared
from hotspots.maps import words
from hotspots.maps.choropleth import MapStyle
from hotspots.maps.compared import compared_specs, difference_spec
from hotspots.pages import cached
from hotspots.pages import words as pages
from hotspots.pages.controls import choose_tile
from hotspots.pages.download import offer_table
from hotspots.pages.filters import choose_compared, choose_period, choose_soorten, choose_wijken
from hotspots.pages.opened import note_looking
from hotspots.pages.page_map import choose_style, parse_breaks, written_breaks
from hotspots.pages.problems import show_problem

if TYPE_CHECKING:
    from hotspots.access.workspace import Workspace
    from hotspots.analysis.answer import Analysis
    from hotspots.analysis.compare import Compared
    from hotspots.analysis.periods import Period
    from hotspots.catalog.specs import LayerSpec

#: Keys of the widgets, which are the names in the link.
VIEW: Final = "beeld"
LOCKED: Final = "verschilgrenzen"


def show_periods(workspace: Workspace, layer: LayerSpec, covered: Period) -> None:
    """Let a user choose two periods, and show how they differ."""
    with st.sidebar:
        selection, earlier = _choose(workspace, layer, covered)
    if earlier is None:
        st.info(compare_words.NO_EARLIER.format(first=day(covered.first)))
        return
    if selection.period is not None and selection.period.intersection(earlier) is not None:
        st.info(compare_words.OVERLAP)
        return
    # The sentences come first, and what is said depends on nothing below them.
    chosen, place = st.container(), st.container()
    view, style = _choose_view(workspace, layer)
    note_looking(workspace, layer.id, replace(selection, compare_period=earlier).to_dict())
    key = key_of(workspace, layer.id)
    now = cached.analysis_of(workspace, key, selection)
    then = cached.analysis_of(workspace, key, replace(selection, period=earlier))
    chosen.caption(as_text(compared_words(workspace, now, then)))
    lines, whole = compared_periods(workspace, now, then)
    said: list[str] = []
    if whole is None:
        sentence = (
            compare_words.SENSITIVE_PERIODS if layer.sensitive else compare_words.WITHHELD_PERIODS
        )
        with place:
            st.info(sentence.format(minimum=layer.privacy.minimum))
    elif whole.one == whole.other == 0:
        st.info(compare_words.NOTHING.format(plural=as_text(layer.noun_plural)))
        return
    else:
        said = period_sentences(now, then, whole, lines, _where(workspace, selection))
        with place:
            st.markdown(" ".join(said) + synthetic_mark(now))
    _show_maps(workspace, (now, then), view, style)
    head = (compare_words.AREA_COLUMN, _days(now.period), _days(then.period))
    summed = () if whole is None or len(lines) == 1 else (replace(whole, name=compare_words.WHOLE),)
    ordered = (*summed, *sorted(lines, key=_by_size))
    show_compared(
        ordered,
        head=head,
        minimum=layer.privacy.minimum,
        tested=not layer.sensitive,
        other_first=True,
    )
    offer_table(
        layer,
        partial(
            sheet_of_compared, lines=ordered, answers=(now, then), heads=head, sentences=plain(said)
        ),
        name=f"{layer.id}_{now.period.first}_{then.period.first}",
        key="perioden_bestand",
        shapes=False,
    )
    if not layer.sensitive:
        with st.expander(compare_words.HOW):
            st.text(compare_words.HOW_PERIODS)


def _by_size(line: Compared) -> float:
    """Sort the largest difference first, and what cannot be compared last."""
    return -abs(line.difference) if math.isfinite(line.difference) else 1.0


def _choose(
    workspace: Workspace, layer: LayerSpec, covered: Period
) -> tuple[Selection, Period | None]:
    levels = tuple(level for level in levels_of(layer) if level in ("wijken", "buurten"))
    level = levels[0] if levels else levels_of(layer)[0]
    if len(levels) > 1:
        level = choose_tile(
            pages.LEVEL,
            levels,
            key="niveau",
            name=lambda name: export_words.LEVELS[name],
            default=default_level(layer),
        )
    period = choose_period(layer, covered)
    earlier = choose_compared(period, covered, own=True)
    if earlier is not None and layer.sensitive:
        earlier = whole_quarters(earlier)
    elif earlier is not None and layer.counted_months > 1:
        period, earlier = beside(period, earlier, layer.counted_months)
        if earlier.first < covered.first:
            earlier = None
    selection = Selection(
        layer=layer.id,
        level=level,
        period=period,
        soorten=choose_soorten(layer),
        wijken=choose_wijken(workspace, layer),
    )
    return selection, earlier


def _choose_view(workspace: Workspace, layer: LayerSpec) -> tuple[str, MapStyle]:
    """Return how it is drawn: of a difference the classes are chosen below its map."""
    view = "naast"
    if not layer.sensitive:
        view = choose_tile(
            compare_words.VIEW,
            tuple(compare_words.VIEWS),
            key=VIEW,
            name=lambda name: compare_words.VIEWS[name],
        )
    if view == "verschil":
        return view, MapStyle()
    with st.sidebar:
        return view, choose_style(workspace, layer)


def _show_maps(
    workspace: Workspace, answers: tuple[Analysis, Analysis], view: str, style: MapStyle
) -> None:
    now, then = answers
    if view == "verschil":
        _show_difference(workspace, now, then.period)
        return
    one, other = compared_specs(workspace, answers, style)
    names = (_days(now.period), _days(then.period))
    # What was, before what is: as a reader of Dutch reads.
    draw_two(workspace, (other, one), (names[1], names[0]), key="perioden")
    st.caption(compare_words.EXPLAIN_PERIODS)


def _show_difference(workspace: Workspace, now: Analysis, earlier: Period) -> None:
    selection = replace(now.selection, measure="change", compare_period=earlier)
    key = key_of(workspace, now.layer.id)
    change = cached.analysis_of(workspace, key, selection)
    written = st.session_state.get(LOCKED, "")
    place = st.container()
    with st.expander(pages.CLASS_SETTINGS):
        written = st.text_input(
            compare_words.LOCKED,
            key=LOCKED,
            help=compare_words.LOCKED_HELP,
            placeholder="2; 5; 10",
            bind="query-params",
        )
        own: tuple[float, ...] = ()
        try:
            own = parse_breaks(written)
        except SelectionError as error:
            show_problem(error)
        spec = difference_spec(workspace, change, own)
        if spec.bounds and not own:
            st.button(compare_words.LOCK, on_click=_lock, args=(spec.bounds,), type="tertiary")
    with place:
        draw_one(workspace, spec, words.DIFFERENCE_TITLE, key="verschil")


def _lock(bounds: tuple[float, ...]) -> None:
    st.session_state[LOCKED] = written_breaks(bounds)


def _days(period: Period) -> str:
    return numbers.period(period.first, period.last)


def _where(workspace: Workspace, selection: Selection) -> str:
    geography = workspace.geography
    if not selection.wijken:
        return geography.gemeente.names[0]
    names = dict(zip(geography.wijken.codes, geography.wijken.names, strict=True))
    return ", ".join(names[code] for code in selection.wijken)
