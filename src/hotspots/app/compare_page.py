"""The page `Vergelijken`: what is compared, and then the answer: sentences, maps, table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from hotspots.analysis.periods import covered_days
from hotspots.app import compare_words
from hotspots.app.compare_measure import show_measure
from hotspots.app.compare_two import show_areas, show_periods
from hotspots.dutch import as_text
from hotspots.maps import words as map_text
from hotspots.pages.controls import choose_tile
from hotspots.pages.filters import choose_layer
from hotspots.pages.opened import opened_workspace
from hotspots.pages.panel import panel

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.access.workspace import Workspace
    from hotspots.analysis.periods import Period
    from hotspots.catalog.specs import LayerSpec

#: Key of the widget, which is the name in the link.
KIND: Final = "vergelijking_van"
_SHOW: Final[dict[str, Callable[[Workspace, LayerSpec, Period], None]]] = {
    "perioden": show_periods,
    "wijken": show_areas,
    "maatregel": show_measure,
}


def show() -> None:
    """Show the page."""
    workspace = opened_workspace()
    with panel():
        theme, layer = choose_layer(workspace)
    st.subheader(compare_words.PAGE)
    if layer is None:
        st.info(as_text(theme.no_layers))
        return
    if layer.kind == "context":
        st.info(compare_words.NO_COUNTS.format(layer=as_text(layer.label)))
        return
    kinds = dict(compare_words.KINDS)
    if workspace.geography.is_wide:
        kinds["wijken"] = compare_words.TWO_AREAS
    kind = choose_tile(compare_words.WHAT, tuple(_SHOW), key=KIND, name=kinds.__getitem__)
    _SHOW[kind](workspace, layer, covered_days(workspace, layer))
    st.caption(map_text.REGISTERED_NOTE)
