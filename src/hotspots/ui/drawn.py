"""The area that a user draws: on the map, or in fields beside it for who uses no mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import shapely
import streamlit as st

from hotspots.access.permission import levels_of
from hotspots.analysis.drawn_area import LARGEST_RADIUS_M, DrawnArea
from hotspots.drawing.live_map.drawing import area_of_click
from hotspots.errors import SelectionError
from hotspots.text import drawn_area as text
from hotspots.text.markdown import as_text
from hotspots.ui.controls import is_ahead, say_old_link, values_in_link

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hotspots.access.workspace import Workspace
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


def choose_drawn(workspace: Workspace, layer: LayerSpec) -> DrawnArea | None:
    """Let a user make an area without a mouse; return it, or what was drawn on the map.

    The field stays where the layer is too coarse for it, so that it is still there on the next one.
    """
    possible = can_be_drawn_on(layer)
    if is_ahead():
        return _drawn_ahead() if possible else None
    fault = st.session_state.pop(_FAULT, None)
    drawn: DrawnArea | None = None
    if fault is not None:
        st.session_state[UNFOLDED] = True
    fields = st.expander(text.FIELDS, key=UNFOLDED, on_change="rerun")
    with fields:
        if not possible:
            _say_too_coarse(layer)
        elif fields.open:
            st.caption(text.FIELDS_HELP)
        for old in values_in_link(DRAWN):
            if not _reads(old):
                say_old_link(old, text.AS_TEXT)
        written = st.text_input(
            text.AS_TEXT,
            key=DRAWN,
            help=text.AS_TEXT_HELP,
            bind="query-params",
            disabled=not possible,
        )
        try:
            drawn = DrawnArea.from_text(written) if written and possible else None
        except SelectionError as error:
            fault = error
        if fault is not None:
            _say_fault(fault)
        if possible and fields.open:
            _offer_circle(workspace)
    return drawn


def _drawn_ahead() -> DrawnArea | None:
    written = st.session_state.get(DRAWN)
    return DrawnArea.from_text(written) if written and _reads(written) else None


def take_drawn(click: Mapping[str, Any]) -> None:
    """Keep what was drawn on the map, before the page runs again; called from a callback."""
    try:
        drawn = area_of_click(click)
    except SelectionError as error:
        st.session_state[_FAULT] = error
        st.session_state[_REFUSED] = st.session_state.get(_REFUSED, 0) + 1
        # The fields may be folded away, on a phone with all that stands beside the map.
        st.toast(" ".join(as_text(part) for part in (error.what, error.found, error.do)))
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
    st.caption(
        " ".join(
            (
                text.TOO_FINE.format(layer=as_text(layer.label)),
                text.TOO_FINE_FOUND.format(levels=", ".join(levels_of(layer))),
            )
        )
    )


def _say_fault(error: SelectionError) -> None:
    for part in (error.what, error.found, error.do):
        st.text(part)


def _offer_circle(workspace: Workspace) -> None:
    buurten = workspace.geography.buurten
    st.selectbox(
        text.MIDDLE,
        buurten.names,
        index=None,
        key=_MIDDLE,
        accept_new_options=True,
        placeholder=text.MIDDLE_PLACEHOLDER,
        help=text.MIDDLE_HELP,
    )
    st.number_input(
        text.RADIUS,
        min_value=1,
        max_value=LARGEST_RADIUS_M,
        value=_FIRST_RADIUS_M,
        step=50,
        key=_RADIUS,
    )
    with st.container(horizontal=True):
        st.button(text.MAKE_CIRCLE, on_click=_make_circle, args=(workspace,), width="stretch")
        st.button(
            text.CLEAR,
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
