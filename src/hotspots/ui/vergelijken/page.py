"""The page `Vergelijken`: what is compared, and then the answer: sentences, maps, table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from hotspots.analysis.counting import covered_period
from hotspots.analysis.cube_answer import covered_by
from hotspots.text import maps as map_text
from hotspots.text import vergelijken as text
from hotspots.text.markdown import as_text
from hotspots.ui.controls import choose_tile
from hotspots.ui.filters import choose_layer
from hotspots.ui.opened import opened_workspace
from hotspots.ui.vergelijken.maatregel import show_measure
from hotspots.ui.vergelijken.perioden import show_periods
from hotspots.ui.vergelijken.wijken import show_wijken

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.access.workspace import Workspace
    from hotspots.analysis.periods import Period
    from hotspots.catalog.specs import LayerSpec

#: Key of the widget, which is the name in the link.
KIND: Final = "vergelijking_van"
_SHOW: Final[dict[str, Callable[[Workspace, LayerSpec, Period], None]]] = {
    "perioden": show_periods,
    "wijken": show_wijken,
    "maatregel": show_measure,
}


def show() -> None:
    """Show the page."""
    workspace = opened_workspace()
    with st.sidebar:
        theme, layer = choose_layer(workspace)
    st.subheader(text.PAGE)
    if layer is None:
        st.info(as_text(theme.no_layers))
        return
    if layer.kind == "context":
        st.info(text.NO_COUNTS.format(layer=as_text(layer.label)))
        return
    kind = choose_tile(text.WHAT, tuple(_SHOW), key=KIND, name=lambda name: text.KINDS[name])
    _SHOW[kind](workspace, layer, _covered(workspace, layer))
    st.caption(map_text.REGISTERED_NOTE)


def _covered(workspace: Workspace, layer: LayerSpec) -> Period:
    if layer.sensitive:
        return covered_by(workspace.cube(layer)[1])
    return covered_period(workspace.incidents(layer)[1])
