"""Beside the map: what is known of the area or cell that was clicked or picked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import streamlit as st

from hotspots.analysis.answer import Status
from hotspots.analysis.area_words import area_lines, listed_line, tip, verdict_lines
from hotspots.catalog.specs import PARTS
from hotspots.dutch import as_text, number
from hotspots.geography.grid import cell_code
from hotspots.geography.names import area_names, cell_streets, listed_places
from hotspots.maps.live.component import root_path
from hotspots.pages import words as pages
from hotspots.pages.controls import note_old_link
from hotspots.pages.filters import AREA
from hotspots.pages.results import cell_at, choose_cell, clicked_cell

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hotspots.access.workspace import Workspace
    from hotspots.analysis.answer import Analysis


PLACEHOLDER: Final = "Zoek een gebied"
HIGHEST: Final = "Hoogste op de kaart"
HIGHEST_CELLS: Final = "Drukste cellen"
DENSITY_EMPTY: Final = "Kies een cel uit de lijst."
BACK: Final = "Terug naar de lijst"
WITH_NEIGHBOURS: Final = " (met de buren {count})"
TOGETHER_NOTE: Final = (
    "Een buurt is hier beoordeeld samen met de buurten eromheen. Daardoor kan een buurt gekleurd "
    "zijn door wat ernaast gebeurt, en kan de drukste buurt zelf zonder kleur blijven."
)
CELL_EMPTY: Final = "Klik op een cel op de kaart."
CELL: Final = "Celcode {code} (RD van de linkeronderhoek)"
#: Of a cell that a link names, or that a filter left out: nothing was counted there, which is no 0.
CELL_NOT_HERE: Final = "Over deze cel zegt deze kaart niets."
CELL_EDGE: Final = "Rand van {whole.the}, bij RD {x}, {y}"
TO_WIJKBEELD: Final = "Wijkbeeld van dit gebied"


#: Places that are listed beside the map.
_MOST_LISTED: Final = 6


def is_choice_known() -> bool:
    """Whether it is known which area is chosen before the list of them: no link names one to it."""
    return AREA in st.session_state or AREA not in st.query_params


def area_chosen(analysis: Analysis) -> str | None:
    """Return the code of the area that is chosen, as far as it is on this map."""
    if analysis.cell_col is not None:
        return None
    chosen: str | None = st.session_state.get(AREA)
    return chosen if chosen in _codes_in_question(analysis) else None


def pick_area(analysis: Analysis) -> str | None:
    """Let a user pick an area by its name; return its code, for the map to mark."""
    st.markdown(f"#### {pages.DETAILS}")
    if analysis.cell_col is not None:
        return None
    names = dict(zip(analysis.codes, analysis.names, strict=True))
    codes = _codes_in_question(analysis)
    note_old_link(AREA, pages.PICK_AREA, [names[code] for code in codes])
    if st.session_state.get(AREA) not in codes:
        st.session_state.pop(AREA, None)
    chosen: str | None = st.selectbox(
        pages.PICK_AREA,
        codes,
        index=None,
        key=AREA,
        format_func=lambda code: names[code],
        placeholder=PLACEHOLDER,
        bind="query-params",
    )
    return chosen


def show_details(workspace: Workspace, analysis: Analysis, chosen: str | None) -> None:
    """Show what is known of the chosen area or cell, or the highest ones to choose from."""
    if analysis.cell_col is not None:
        _show_cell(workspace, analysis)
    elif chosen is None:
        st.caption(pages.DETAILS_EMPTY)
        _show_highest(workspace, analysis)
    else:
        _show_area(workspace, analysis, analysis.codes.index(chosen))


def _codes_in_question(analysis: Analysis) -> list[str]:
    """Return the codes of the chosen areas, in their own order."""
    return [analysis.codes[at] for at in np.flatnonzero(analysis.status != Status.NOT_SELECTED)]


def _show_area(workspace: Workspace, analysis: Analysis, position: int) -> None:
    st.markdown(f"**{as_text(tip(analysis, position))}**")
    lines = [as_text(line) for line in area_lines(workspace, analysis, position)]
    if analysis.selection.level in PARTS:
        link = f"{root_path()}wijkbeeld?plek={analysis.codes[position]}"
        lines.append(f"[{TO_WIJKBEELD}]({link})")
    st.markdown("\n".join(f"- {line}" for line in lines))


def _show_highest(workspace: Workspace, analysis: Analysis) -> None:
    """Show where a user would click first: the highest, or what a test marks, class by class."""
    if analysis.verdict is None:
        _show_highest_values(workspace, analysis)
        return
    tested = analysis.status != Status.NOT_SELECTED
    classes = [
        entry
        for entry in analysis.measure.verdicts
        if entry.number > 0 and entry.id != "slightly_more"
    ]
    if analysis.measure.compares:
        classes += [entry for entry in analysis.measure.verdicts if entry.number < 0]
    if analysis.small is not None:
        tested &= ~analysis.small
    places_of = {
        entry: np.flatnonzero(tested & (analysis.verdict == entry.number)) for entry in classes
    }
    if not any(len(places) for places in places_of.values()):
        st.markdown(f"**{_headed(classes[0].label, 0)}**")
    most = max(_MOST_LISTED // max(sum(len(places) > 0 for places in places_of.values()), 1), 2)
    for entry, places in places_of.items():
        if len(places):
            order = np.lexsort((-analysis.counts[places], -np.abs(analysis.values[places])))
            strongest = places[order]
            if analysis.cell_col is not None:
                # An empty cell may be hot by its neighbours, which are in the list themselves.
                strongest = strongest[analysis.counts[strongest] > 0]
            title = _headed(entry.label, len(places))
            _list_places(workspace, analysis, title, strongest[:most].tolist())
    if analysis.cell_col is None and "observed" in analysis.columns:
        st.caption(TOGETHER_NOTE)


def _show_highest_values(workspace: Workspace, analysis: Analysis) -> None:
    order = np.argsort(-np.nan_to_num(analysis.values), kind="stable")
    listed = (analysis.counts > 0) & np.isfinite(analysis.values)
    if analysis.small is not None:
        # A rate on few households is no place to click first.
        listed &= ~analysis.small
    shown = [int(at) for at in order if listed[at]][:_MOST_LISTED]
    if shown:
        title = HIGHEST if analysis.cell_col is None else HIGHEST_CELLS
        _list_places(workspace, analysis, title, shown)


def _headed(label: str, count: int) -> str:
    return f"{label[0].upper()}{label[1:]}: {number(count)}"


def _list_places(workspace: Workspace, analysis: Analysis, title: str, places: list[int]) -> None:
    """Show areas or cells under a title, each to be chosen by a click."""
    names = _listed(workspace, analysis, places)
    where = {at: cell_at(analysis, at) or (analysis.codes[at],) for at in places}
    key = f"hoogste_{title}"
    # One list, not a button for each, of which a browser draws all six anew at every filter.
    st.radio(
        f"**{title}**",
        places,
        index=None,
        key=key,
        format_func=names.__getitem__,
        on_change=_pick_listed,
        args=(key, where),
    )


def _pick_listed(key: str, where: Mapping[int, tuple[str] | tuple[int, int, int]]) -> None:
    """Choose what was clicked in a list, which then shows no choice: the map may change it."""
    at = st.session_state[key]
    st.session_state[key] = None
    if at is None:
        return
    chosen = where[at]
    if len(chosen) == 1:
        _pick(*chosen)
    else:
        choose_cell(chosen)


def _listed(workspace: Workspace, analysis: Analysis, places: list[int]) -> dict[int, str]:
    """Return the line of each area or cell in a list, as Markdown; no two have the same name."""
    if analysis.cell_col is None or analysis.cell_row is None:
        areas = workspace.geography.level(analysis.selection.level)
        own = area_names(areas, [analysis.codes[at] for at in places])
        return {
            at: listed_line(analysis, at, as_text(name))
            for at, name in zip(places, own, strict=True)
        }
    size_m = analysis.selection.cell_m
    x_rd, y_rd = (
        (of[places].astype(np.float64) + 0.5) * size_m
        for of in (analysis.cell_col, analysis.cell_row)
    )
    names = listed_places(workspace.naming, x_rd, y_rd, size_m=size_m)
    lines = {}
    for at, name in zip(places, names, strict=True):
        lines[at] = f"{as_text(name)}: {number(int(analysis.counts[at]))}"
        if "observed" in analysis.columns:
            # It is its neighbourhood that is hot.
            lines[at] += WITH_NEIGHBOURS.format(count=number(analysis.columns["observed"][at]))
    return lines


def chosen_cell(analysis: Analysis) -> tuple[int, int, int] | None:
    """Return the cell that was chosen, if it is one of this map."""
    cell = clicked_cell()
    if cell is None or analysis.cell_col is None or cell[2] != analysis.selection.cell_m:
        return None
    return cell


def _pick(code: str) -> None:
    st.session_state[AREA] = code


def _show_cell(workspace: Workspace, analysis: Analysis) -> None:
    cell = chosen_cell(analysis)
    if cell is None:
        st.caption(DENSITY_EMPTY if analysis.raster is not None else CELL_EMPTY)
        _show_highest(workspace, analysis)
        return
    code = cell_code(*cell)
    lines = [cell_place(workspace, *cell), CELL.format(code=code)]
    sentence = CELL_NOT_HERE
    if code in analysis.codes:
        position = analysis.codes.index(code)
        sentence = tip(analysis, position)
        if analysis.verdict is not None:
            lines += [as_text(line) for line in verdict_lines(analysis, position)]
    st.markdown(f"**{as_text(sentence)}**")
    st.markdown("\n".join(f"- {line}" for line in lines))
    st.button(BACK, on_click=choose_cell, args=(None,), type="tertiary")


def cell_place(workspace: Workspace, col: int, row: int, size_m: int) -> str:
    """Return where a cell is, as Markdown: the street and the buurt of its middle."""
    centre = np.array([(col + 0.5) * size_m]), np.array([(row + 0.5) * size_m])
    [street] = cell_streets(workspace.naming, np.array([col]), np.array([row]), size_m)
    if street:
        return as_text(street)
    buurt = int(workspace.geography.index.locate(*centre)[0])
    if buurt < 0:
        return CELL_EDGE.format(whole=workspace.geography.words, x=col * size_m, y=row * size_m)
    return as_text(workspace.geography.buurten.names[buurt])
