"""Where in the place a layer is hot: a map that opens there, and the hot cells as a list."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
import streamlit as st

from hotspots.analysis.export.of_wijkbeeld_parts import sheet_of_hot_cells
from hotspots.analysis.selection import Selection, default_level
from hotspots.analysis.wijkbeeld.hot_cells import cell_size_of
from hotspots.cartography.choropleth import MapStyle
from hotspots.text import maps as map_text
from hotspots.text import taking as taking_text
from hotspots.text import wijkbeeld_page as text
from hotspots.text.markdown import as_text
from hotspots.text.numbers import number
from hotspots.ui import cached
from hotspots.ui.folded import fold
from hotspots.ui.page_map import clicked_on
from hotspots.ui.results import p_in_words, show_explanation
from hotspots.ui.taking import offer_table
from hotspots.ui.wijkbeeld.maps import draw_place_map

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hotspots.access.workspace import Workspace
    from hotspots.analysis.analysis import Analysis
    from hotspots.analysis.wijkbeeld.briefing import (
        Briefing,
        HotCell,
        LayerDetail,
        LayerLine,
        OpenZone,
    )
    from hotspots.cartography.map_spec import MapSpec

#: Of the map, so that it stays mounted from one rerun to the next.
MAP_KEY: Final = "wijkbeeld_kaart"
#: The cell that was pointed at, in the session: of which layer and place, column, row and size.
_CELL: Final = "wijkbeeld_cel"
#: Cells that are listed to be pointed at; the table has the others.
_MOST_LISTED: Final = 6


@dataclass(frozen=True, slots=True)
class Shown:
    """The layer that is shown closer, with everything of it."""

    briefing: Briefing
    line: LayerLine
    detail: LayerDetail
    zones: tuple[OpenZone, ...]

    @property
    def subject(self) -> tuple[str, str]:
        """Which layer of which place it is."""
        return self.line.layer.id, self.briefing.place.code


def show_where(workspace: Workspace, shown: Shown) -> None:
    """Show where, on the map and in a list with the same cells."""
    analysis, spec = _hotspots_of(workspace, shown)
    st.markdown(f"##### {text.WHERE}")
    pointed = _pointed(shown)
    on_map, in_list = st.columns([3, 2], gap="medium")
    with on_map:
        draw_place_map(
            workspace,
            spec,
            shown.briefing.place,
            shown.zones,
            pointed,
            key=MAP_KEY,
            clicked=partial(_take_click, shown.subject),
        )
        st.caption(map_text.REGISTERED_NOTE)
    with in_list:
        if shown.detail.in_cells:
            _show_cells(shown, pointed)
        else:
            _show_buurten(shown, analysis, shown.briefing.place.of_buurten(workspace.geography))
    show_explanation(analysis, spec)


def _hotspots_of(workspace: Workspace, shown: Shown) -> tuple[Analysis, MapSpec]:
    """Return the hotspots of the city, of which the map opens at the place; else the buurten."""
    layer = shown.line.layer
    if shown.detail.in_cells:
        asked = Selection(
            layer.id,
            level="cells",
            measure="gi_star",
            period=shown.line.period,
            cell_m=cell_size_of(layer),
        )
    else:
        asked = Selection(layer.id, level=default_level(layer), period=shown.line.period)
    key = cached.key_of(workspace, layer.id)
    analysis = cached.analysis_of(workspace, key, asked)
    return analysis, cached.spec_of(workspace, key, asked, MapStyle())


def _show_cells(shown: Shown, pointed: tuple[int, int, int] | None) -> None:
    cells, layer = shown.detail.listed_cells, shown.line.layer
    if not cells:
        st.markdown(text.NO_HOT.format(plural=as_text(layer.noun_plural)))
        return
    st.markdown(text.HOT)
    with st.container(gap=None):
        for cell in cells[:_MOST_LISTED]:
            st.button(
                _told(cell),
                key=f"wijkbeeld_hot_{cell.code}",
                on_click=_point_at,
                args=(shown.subject, _place_of(cell)),
                type="tertiary",
            )
    chosen = next((cell for cell in shown.detail.cells if _place_of(cell) == pointed), None)
    if chosen is not None:
        told = {"handle": as_text(chosen.handle), "code": as_text(chosen.code)}
        st.caption(text.CHOSEN_CELL.format(size=chosen.size_m, **told))
    if not shown.detail.new_known:
        st.caption(text.NEW_NOT_KNOWN)
    label = text.ALL_HOT.format(count=number(len(cells)))
    fold(
        label,
        lambda: st.dataframe(cells_table(cells), hide_index=True, width="stretch"),
        key="wijkbeeld_alle_cellen",
    )
    briefing, layer = shown.briefing, shown.line.layer
    offer_table(
        layer,
        lambda asked: sheet_of_hot_cells(asked, briefing, layer.id),
        name=f"hotspots_{layer.id}_{briefing.place.code}",
        key="wijkbeeld_cellen_bewaren",
        label=taking_text.OFFER_HOT_CELLS,
        quiet=True,
    )


def _show_buurten(shown: Shown, analysis: Analysis, inside: NDArray[np.bool_]) -> None:
    """Show the buurten of the place with their counts, where the layer is shown no finer."""
    st.markdown(text.NOT_IN_CELLS)
    if len(inside) != len(analysis.codes):
        return
    order = np.argsort(-analysis.counts, kind="stable")
    rows = [(analysis.names[at], number(int(analysis.counts[at]))) for at in order if inside[at]]
    st.dataframe(
        pd.DataFrame(rows, columns=[text.BUURT, shown.line.layer.noun_plural]),
        hide_index=True,
        width="stretch",
    )


def _told(cell: HotCell) -> str:
    told = text.HOT_CELL.format(
        handle=as_text(cell.name),
        count=number(cell.count),
        around=number(cell.around),
        expected=number(cell.expected, 1),
    )
    if cell.new:
        return text.HOT_NEW.format(cell=told)
    return text.HOT_LASTING.format(cell=told) if cell.lasting else told


def cells_table(cells: tuple[HotCell, ...]) -> pd.DataFrame:
    """Return the hot cells as a table with Dutch names and numbers."""
    rows = [
        (
            cell.name,
            cell.code,
            number(cell.count),
            number(cell.around),
            number(cell.expected, 1),
            p_in_words(cell.p_adjusted),
            text.YES if cell.new else text.NO,
            text.YES if cell.lasting else text.NO,
        )
        for cell in cells
    ]
    return pd.DataFrame(rows, columns=list(text.HOT_COLUMNS))


def _place_of(cell: HotCell) -> tuple[int, int, int]:
    return cell.col, cell.row, cell.size_m


def _pointed(shown: Shown) -> tuple[int, int, int] | None:
    """Return column, row and size of the cell that was pointed at on this layer and place."""
    subject, cell = st.session_state.get(_CELL, (None, None))
    return cell if subject == shown.subject else None


def _point_at(subject: tuple[str, str], cell: tuple[int, int, int]) -> None:
    st.session_state[_CELL] = (subject, cell)


def _take_click(subject: tuple[str, str]) -> None:
    """Point at the cell that was clicked on the map."""
    click = clicked_on(MAP_KEY)
    if click and click["kind"] == "cell":
        _point_at(subject, (int(click["col"]), int(click["row"]), int(click["size_m"])))
