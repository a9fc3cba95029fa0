"""Choices of more than one widget: a drawn area, and a search with its numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

import shapely
import streamlit as st

from hotspots.access.permission import levels_of, too_fine_to_draw
from hotspots.analysis.question import Search
from hotspots.analysis.registry import searches_of
from hotspots.dutch import as_text
from hotspots.errors import SelectionError
from hotspots.geography.drawn import LARGEST_RADIUS_M, DrawnArea
from hotspots.maps.live.drawing import area_of_click
from hotspots.pages import search_words, words
from hotspots.pages.controls import (
    choose_days,
    choose_one,
    choose_some,
    folded,
    is_closed,
    say,
    say_old_link,
    values_in_link,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from hotspots.access.workspace import Workspace
    from hotspots.analysis.periods import Period
    from hotspots.catalog.specs import LayerSpec


#: Key of the field, which is the name in the link.
DRAWN: Final = "vlak"
#: Whether the fields are unfolded; only the text is always there, since it holds the link.
UNFOLDED: Final = "vlak_velden"
_MIDDLE: Final = "vlak_midden"
_RADIUS: Final = "vlak_straal"
_FAULT: Final = "vlak_fout"
_REFUSED: Final = "vlak_geweigerd"
_FIRST_RADIUS_M: Final = 300


def can_be_drawn_on(layer: LayerSpec) -> bool:
    """Whether a layer may be counted in an area of any shape: where it is shown in cells."""
    return "cells" in levels_of(layer)


def drawing_offered(layer: LayerSpec) -> int:
    """Return for the map whether to offer to draw: 0 is no.

    One more for each area that was refused: the map hears that as an answer, and takes what was
    drawn away.
    """
    return 1 + st.session_state.get(_REFUSED, 0) if can_be_drawn_on(layer) else 0


def is_drawn_amiss(layer: LayerSpec) -> bool:
    """Whether there is something to say of a drawn area, which `choose_drawn` says."""
    holds_one = bool(st.session_state.get(DRAWN)) or DRAWN in st.query_params
    return _FAULT in st.session_state or (holds_one and not can_be_drawn_on(layer))


def choose_drawn(workspace: Workspace, layer: LayerSpec) -> DrawnArea | None:
    """Let a user make an area without a mouse; return it, or what was drawn on the map.

    The field stays where the layer is too coarse for it, so that it is still there on the next one.
    """
    possible = can_be_drawn_on(layer)
    drawn: DrawnArea | None = None
    if is_drawn_amiss(layer):
        # What is wrong with it is said there.
        st.session_state[UNFOLDED] = True
    fault = st.session_state.pop(_FAULT, None)
    with folded(words.DRAWN_FIELDS, key=UNFOLDED):
        for old in values_in_link(DRAWN):
            if not _reads(old):
                say_old_link(old, words.DRAWN_AS_TEXT)
        # Always made: what is drawn on the map is to stand in the link at once.
        written = st.text_input(
            words.DRAWN_AS_TEXT,
            key=DRAWN,
            help=words.DRAWN_AS_TEXT_HELP,
            bind="query-params",
            disabled=not possible,
        )
        try:
            drawn = DrawnArea.from_text(written) if written and possible else None
        except SelectionError as error:
            fault = error
        if fault is not None:
            _say_fault(fault)
        if not possible:
            _say_too_coarse(layer)
        elif not is_closed():
            say(words.DRAWN_FIELDS_HELP)
            _offer_circle(workspace)
    return drawn


def take_drawn(sent: Mapping[str, object]) -> None:
    """Keep what was drawn on the map, before the page runs again; called from a callback."""
    try:
        drawn = area_of_click(sent)
    except SelectionError as error:
        st.session_state[_FAULT] = error
        st.session_state[_REFUSED] = st.session_state.get(_REFUSED, 0) + 1
        # The fields may be folded away, on a phone with all that stands beside the map.
        st.toast(" ".join(as_text(part) for part in (error.what, error.detail, error.do)))
        return
    st.session_state[DRAWN] = drawn.to_text() if drawn is not None else ""


def forget_drawn() -> None:
    """Take the area away; called from a callback."""
    st.session_state[DRAWN] = ""


def _reads(written: str) -> bool:
    try:
        DrawnArea.from_text(written)
    except SelectionError:
        return False
    return True


def _say_too_coarse(layer: LayerSpec) -> None:
    why = too_fine_to_draw(layer)
    say(as_text(f"{why.what} {why.detail}"))


def _say_fault(error: SelectionError) -> None:
    for part in (error.what, error.detail, error.do):
        st.text(part)


def _offer_circle(workspace: Workspace) -> None:
    buurten = workspace.geography.buurten
    st.selectbox(
        words.CIRCLE_MIDDLE,
        buurten.names,
        index=None,
        key=_MIDDLE,
        accept_new_options=True,
        placeholder=words.CIRCLE_MIDDLE_PLACEHOLDER,
        help=words.CIRCLE_MIDDLE_HELP,
    )
    st.number_input(
        words.CIRCLE_RADIUS,
        min_value=1,
        max_value=LARGEST_RADIUS_M,
        value=_FIRST_RADIUS_M,
        step=50,
        key=_RADIUS,
    )
    with st.container(horizontal=True):
        st.button(words.MAKE_CIRCLE, on_click=_make_circle, args=(workspace,), width="stretch")
        st.button(
            words.CLEAR_DRAWN,
            on_click=forget_drawn,
            width="stretch",
            disabled=not st.session_state.get(DRAWN),
        )


def _make_circle(workspace: Workspace) -> None:
    middle = st.session_state.get(_MIDDLE)
    if not middle:
        return
    buurten = workspace.geography.buurten
    if middle in buurten.names:
        inside = shapely.point_on_surface(buurten.polygons[buurten.names.index(middle)])
        middle = f"{inside.x:.0f},{inside.y:.0f}"
    written = f"cirkel:{middle},{st.session_state[_RADIUS]}"
    try:
        st.session_state[DRAWN] = DrawnArea.from_text(written).to_text()
    except SelectionError as error:
        st.session_state[_FAULT] = error


def choose_search(workspace: Workspace, layer: LayerSpec, covered: Period) -> Search | None:
    """Let a user choose what to look for; None where they do not, or nothing can be."""
    kinds = {kind.id: kind for kind in searches_of(layer)}
    if not kinds:
        return None
    chosen = choose_one(
        search_words.SEARCH,
        (NO_SEARCH, *kinds),
        key=SEARCH,
        name=lambda name: kinds[name].label if name else search_words.NO_SEARCH,
        help=search_words.SEARCH_HELP,
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
        search_words.LARGEST_RADIUS, _LARGEST_RADII_M, key="cirkel", name=_metres, default=1000
    )
    return Search(chosen, radius_m=radius_m)


def _metres(size: int) -> str:
    return f"{size} m"


def _choose_clusters() -> Search:
    radius_m = choose_one(
        search_words.RADIUS, _RADII_M, key="groepstraal", name=_metres, default=150
    )
    min_points = choose_one(
        search_words.MIN_POINTS,
        _MIN_POINTS,
        key="groepsminimum",
        name=lambda count: str(count) if count else search_words.AUTOMATIC_MINIMUM,
    )
    reach_days = choose_one(
        search_words.REACH,
        _REACHES_DAYS,
        key="dagen_uiteen",
        name=lambda days: search_words.DAYS.format(days=days) if days else search_words.ANY_TIME,
    )
    return Search("clusters", radius_m=radius_m, min_points=min_points, reach_days=reach_days)


def _choose_near_repeat(workspace: Workspace, layer: LayerSpec) -> Search:
    """Let a user choose how distance is measured, and own bands where a role sees places."""
    manhattan = choose_one(
        search_words.METRIC,
        (False, True),
        key="afstand",
        name=lambda value: search_words.METRICS[value],
    )
    if not workspace.may_see_points(layer):
        return Search("near_repeat", manhattan=manhattan)
    distances = choose_some(
        search_words.DISTANCE_BANDS,
        _BANDS_M,
        key="banden_afstand",
        name=_metres,
        placeholder=search_words.FIXED_BANDS,
        help=search_words.BANDS_HELP,
    )
    days = choose_some(
        search_words.DAY_BANDS,
        _BANDS_DAYS,
        key="banden_dagen",
        name=lambda count: (
            search_words.ONE_DAY if count == 1 else search_words.EDGE_DAYS.format(days=count)
        ),
        placeholder=search_words.FIXED_BANDS,
        help=search_words.BANDS_HELP,
    )
    return Search("near_repeat", manhattan=manhattan, distance_bands_m=distances, day_bands=days)


def _choose_measure_taken(workspace: Workspace, covered: Period) -> Search:
    buurten = workspace.geography.buurten
    names = dict(zip(buurten.codes, buurten.names, strict=True))
    treated = choose_some(
        search_words.TREATED,
        buurten.codes,
        key="maatregel",
        name=lambda code: names[code],
        placeholder=search_words.PICK_ONE,
    )
    control = choose_some(
        search_words.CONTROL,
        buurten.codes,
        key="vergelijking",
        name=lambda code: names[code],
        help=search_words.CONTROL_HELP,
        placeholder=search_words.MOST_ALIKE,
    )
    since = choose_since(covered, label=search_words.SINCE)
    return Search("before_after", treated=treated, control=control, since=since)


def choose_since(covered: Period, *, label: str) -> date:
    """Let a user choose the day a measure began; it stands in the link."""
    middle = covered.first + (covered.last - covered.first) // 2
    since = choose_days(label, middle.replace(day=1), covered, key=SINCE)
    return cast("date", since)


#: Keys of widgets, which are the names in the link.
SEARCH: Final = "zoek"

SINCE: Final = "sinds"

NO_SEARCH: Final = ""

_RADII_M: Final = (100, 150, 200, 300, 500)

_LARGEST_RADII_M: Final = (500, 1000, 2000)

_REACHES_DAYS: Final = (0, 7, 14, 30, 60)

#: Edges of own bands of near repeats.
_BANDS_M: Final = (25, 50, 75, 100, 150, 200, 250, 300, 400, 500, 750, 1000)

_BANDS_DAYS: Final = (1, 2, 3, 4, 7, 10, 14, 21, 28, 42, 56, 91)

_MIN_POINTS: Final = (0, 5, 10, 20, 50, 100)
