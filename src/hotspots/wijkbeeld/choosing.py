"""Of which place the wijkbeeld is: by name, by a click, by where someone stands, or from a link."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import streamlit as st

from hotspots.access.cache import key_of_all
from hotspots.analysis.answer import Verdict
from hotspots.crs import RD_NEW, WGS84, reproject
from hotspots.dutch import as_text, number
from hotspots.errors import SelectionError
from hotspots.geography.drawn import DrawnArea
from hotspots.maps.live.component import where_am_i
from hotspots.maps.live.drawing import area_of_click
from hotspots.pages import words
from hotspots.pages.controls import say_old_link
from hotspots.pages.page_map import AreaClick, DrawnClick, clicked_on
from hotspots.pages.problems import show_problem
from hotspots.pages.tables import fold
from hotspots.wijkbeeld import page_words as text
from hotspots.wijkbeeld import words as briefing_text
from hotspots.wijkbeeld.answers import glance_of
from hotspots.wijkbeeld.maps import draw_choosing_map
from hotspots.wijkbeeld.place import DRAWN, Place, place_named, places

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hotspots.access.workspace import Workspace
    from hotspots.geography.areas import Geography

#: Names in the link.
PLACE: Final = "plek"
AREA: Final = "vlak"
#: Keys in the session.
_PICKED: Final = "wijkbeeld_keuze"
_LAST: Final = "wijkbeeld_laatst"
_HERE: Final = "wijkbeeld_hier"
_OPENED_WITH: Final = "wijkbeeld_opende_met"
_FAULT: Final = "wijkbeeld_fout"
_POSITION: Final = "wijkbeeld_gevonden"
_FOLD: Final = "wijkbeeld_op_de_kaart"
_WRITTEN: Final = "wijkbeeld_vlak"
CHOOSING_MAP: Final = "wijkbeeld_kiezen"
#: Places in a list: a line of each goes to the browser, at every change of it.
_MOST_OFFERED: Final = 2_000
#: metres; an answer vaguer than this may as well be of the next buurt.
_VAGUE_M: Final = 250


def place_in_link(workspace: Workspace) -> Place | None:
    """Return the place that the link asks for; None without one, said so where it is none.

    Whoever comes back from another page finds the place that was on the screen last.
    """
    if PLACE not in st.query_params and AREA not in st.query_params:
        name, written = st.session_state.get(_LAST, (PLACE, ""))
        if written:
            st.query_params[name] = written
    for name in (AREA, PLACE):
        written = st.query_params.get(name, "")
        if not written:
            continue
        try:
            place = _read(workspace, name, written)
        except SelectionError as error:
            del st.query_params[name]
            _say_unknown(name, written, error)
            continue
        st.session_state[_LAST] = (name, written)
        return place
    st.session_state.pop(_LAST, None)
    return None


def opening_place(workspace: Workspace) -> Place | None:
    """Return the wijk to open on where no link names one; None where nothing is told of any.

    That is the wijk of the user, or else the one that stands out on most layers.
    """
    own = workspace.own_wijk
    if own:
        return place_named(workspace, own)
    glance = glance_of(workspace, key_of_all(workspace), next(iter(words.PRESETS)))
    if not glance.columns:
        return None
    above = [
        sum(column.cells[at].verdict == Verdict.MORE for column in glance.columns)
        for at in range(len(glance.codes))
    ]
    return place_named(workspace, glance.codes[above.index(max(above))])


def say_why(workspace: Workspace, place: Place) -> None:
    """Say why the page opened with this wijk, as long as it is the one."""
    if st.session_state.get(_OPENED_WITH) != place.code:
        st.session_state.pop(_OPENED_WITH, None)
        st.session_state.pop(_FAULT, None)
        return
    fault = st.session_state.get(_FAULT)
    if fault is not None:
        show_problem(fault)
    st.caption(text.YOUR_WIJK if place.code == workspace.own_wijk else text.MOST_TO_TELL)


def open_with(place: Place) -> None:
    """Put the wijk that the page opens with in the link, as if it had been chosen."""
    st.session_state[_OPENED_WITH] = place.code
    st.session_state[_LAST] = (PLACE, place.code)
    st.query_params[PLACE] = place.code


def _read(workspace: Workspace, name: str, written: str) -> Place:
    """Return the place that one part of the link asks for.

    Raises
    ------
    SelectionError
        If there is none, or an area stands where a wijk or buurt belongs, or the other way round.
    """
    if name == AREA:
        DrawnArea.from_text(written)
    place = place_named(workspace, written)
    if name == PLACE and place.level == DRAWN:
        raise SelectionError(briefing_text.NO_PLACE.format(written=written), "", "")
    return place


def _say_unknown(name: str, written: str, error: SelectionError) -> None:
    """Say why a link opens no place: of a drawn area there is more to tell than of a code."""
    if name == AREA:
        st.session_state[_FAULT] = error
    else:
        say_old_link(written, text.PLACE)


def choose_place(workspace: Workspace, place: Place | None) -> None:
    """Let a user find a place by its name, by where they stand, or on a small map."""
    labels, all_of_them = places_to_choose(workspace.geography, place)
    st.session_state[_PICKED] = place.code if place is not None and place.code in labels else None
    by_name, by_device = st.columns([3, 1], vertical_alignment="bottom")
    with by_name:
        st.selectbox(
            text.WIDE_PLACE if workspace.geography.is_wide else text.PLACE,
            tuple(labels),
            index=None,
            key=_PICKED,
            format_func=lambda code: labels.get(code, code),
            placeholder=text.PLACE_PLACEHOLDER if all_of_them else text.MANY_PLACES_PLACEHOLDER,
            # What is not on the list can be written: a name, or a code.
            accept_new_options=not all_of_them,
            help=None if all_of_them else text.MANY_PLACES_HELP,
            on_change=_take_picked,
            args=(workspace,),
        )
    with by_device:
        where_am_i(key=_HERE, located=_note_place)
    position = st.session_state.pop(_POSITION, None)
    if position is not None:
        _take_here(workspace, position)
    fold(
        text.ON_THE_MAP,
        lambda: _show_map(workspace, place),
        key=_FOLD,
        unfolded=place is None,
    )


def _show_map(workspace: Workspace, place: Place | None) -> None:
    st.caption(text.CHOOSING_HELP)
    draw_choosing_map(workspace, place, key=CHOOSING_MAP, clicked=_take_clicked)
    st.text_input(
        words.DRAWN_AS_TEXT,
        value=place.code if place is not None and place.level == DRAWN else "",
        key=_WRITTEN,
        help=words.DRAWN_AS_TEXT_HELP,
        on_change=_take_written,
    )


def places_to_choose(geography: Geography, place: Place | None) -> tuple[dict[str, str], bool]:
    """Return by code what a list of places calls them, and whether those are all there are.

    A list goes to the browser whole, so that of very many places it has the wide ones, and of the
    finer ones those that lie around the place that is on the screen.
    """
    every = places(geography)
    if len(every) <= _MOST_OFFERED:
        return labels_of(every), True
    wide = _wide_levels(geography)
    offered = {code for level in wide for code in geography.level(level).codes}
    last = next(reversed(wide), "")
    if place is not None and last and place.level not in (DRAWN, *wide[:-1]):
        here = geography.around(last, place.level)[
            geography.level(place.level).codes.index(place.code)
        ]
        for areas in geography.parts[len(wide) :]:
            inside = np.flatnonzero(geography.around(last, areas.level) == here)
            offered |= {areas.codes[at] for at in inside}
    # Of all, so that a place is called the same whatever is on the list.
    return {code: label for code, label in labels_of(every).items() if code in offered}, False


def _wide_levels(geography: Geography) -> list[str]:
    """Return the levels of which a list can hold all areas: from wide, as far as they are few."""
    counts = np.cumsum([len(areas) for areas in geography.parts])
    few = int(np.searchsorted(counts, _MOST_OFFERED, side="right"))
    return [areas.level for areas in geography.parts[:few]]


def labels_of(offered: tuple[Place, ...]) -> dict[str, str]:
    """Return by code what a list calls a place; with the code where two have the same name.

    Examples
    --------
    >>> labels_of((Place("wijken", "WK1", "Staart"), Place("buurten", "BU1", "Kade", "Staart")))
    {'WK1': 'Staart (wijk)', 'BU1': 'Kade (buurt in Staart)'}
    """
    labels = {place.code: _label(place) for place in offered}
    often = Counter(labels.values())
    return {
        code: label if often[label] == 1 else f"{label} {code}" for code, label in labels.items()
    }


def _label(place: Place) -> str:
    template = text.BUURT_LABEL if place.wijk else text.AREA_LABEL
    return template.format(name=place.name, wijk=place.wijk, kind=place.kind)


def go_to(code: str) -> None:
    """Open the wijkbeeld of a wijk or a buurt, and forget a drawn area."""
    _open(PLACE, code)


def _open(name: str, written: str) -> None:
    """Put a place in the link, and fold the map away: the sentences are what one comes for."""
    for other in {PLACE, AREA} - {name}:
        st.query_params.pop(other, None)
    st.query_params[name] = written
    st.session_state[_LAST] = (name, written)
    st.session_state[_FOLD] = False


def _leave() -> None:
    """Go back to where nothing is chosen."""
    for name in (PLACE, AREA):
        st.query_params.pop(name, None)
    st.session_state.pop(_LAST, None)


def clear_area() -> None:
    """Take the drawn area away; called from a callback."""
    st.query_params.pop(AREA, None)
    st.session_state.pop(_LAST, None)


def _take_picked(workspace: Workspace) -> None:
    written = str(st.session_state[_PICKED] or "").strip()
    if not written:
        _leave()
        return
    try:
        place = place_named(workspace, written)
    except SelectionError as error:
        st.toast(" ".join(as_text(part) for part in (error.what, error.detail, error.do)))
        return
    if place.level == DRAWN:
        _open(AREA, place.code)
    else:
        go_to(place.code)


def _take_clicked() -> None:
    click = clicked_on(CHOOSING_MAP)
    if isinstance(click, AreaClick):
        go_to(click.code)
    elif isinstance(click, DrawnClick):
        _take_drawn(click)


def _take_drawn(click: DrawnClick) -> None:
    """Open the wijkbeeld of what was drawn, or forget it where it was wiped."""
    try:
        drawn = area_of_click(click.sent)
    except SelectionError as error:
        st.toast(" ".join(as_text(part) for part in (error.what, error.detail, error.do)))
        return
    if drawn is None:
        clear_area()
    else:
        _open(AREA, drawn.to_text())


def _take_written() -> None:
    """Open the area that was written; what is no area is reported where the link is read."""
    written = st.session_state[_WRITTEN].strip()
    if written:
        _open(AREA, written)
    else:
        clear_area()


def _note_place() -> None:
    """Keep the answer of the device until the page runs, a moment later, and no longer."""
    st.session_state[_POSITION] = st.session_state[_HERE].found


def _take_here(workspace: Workspace, position: Mapping[str, Any]) -> None:
    code = buurt_here(workspace, position)
    if code is None:
        gemeente = as_text(workspace.geography.whole.names[0])
        st.info(text.LOCATED_OUTSIDE.format(gemeente=gemeente))
        return
    buurten = workspace.geography.buurten
    name = as_text(buurten.names[buurten.codes.index(code)])
    accuracy_m = float(position.get("accuracy_m") or 0)
    template = text.LOCATED_ROUGHLY if accuracy_m > _VAGUE_M else text.LOCATED
    st.toast(template.format(buurt=name, accuracy=number(accuracy_m)))
    go_to(code)
    st.rerun()


def buurt_here(workspace: Workspace, position: Mapping[str, Any]) -> str | None:
    """Return the code of the buurt at a place in degrees, to whole metres RD; None outside all.

    Anything may come from a browser, also what is no place.
    """
    try:
        lon, lat = float(position["lon"]), float(position["lat"])
    except (KeyError, TypeError, ValueError):
        return None
    x_rd, y_rd = reproject(np.array([lon]), np.array([lat]), source=WGS84, target=RD_NEW)
    at = int(workspace.geography.index.locate(x_rd.round(), y_rd.round())[0])
    return workspace.geography.buurten.codes[at] if at >= 0 else None
