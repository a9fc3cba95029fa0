"""Below the list of `Locaties`: a new one by a click or a drawing on the map."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

import streamlit as st

from hotspots.access.importing import turn_to_import
from hotspots.dutch import as_text
from hotspots.errors import HotspotsError, SelectionError
from hotspots.evenementen import finding_words
from hotspots.evenementen import site_words as text
from hotspots.evenementen.locations import people_on
from hotspots.evenementen.maps import (
    look_at,
    places_spec,
    spotted,
    there_and_back,
    with_shapes,
)
from hotspots.evenementen.page_blocks import draw_map, offer_change
from hotspots.evenementen.routes import knows_streets
from hotspots.evenementen.sites import add_site, new_site, place_from, places_layer, written_route
from hotspots.geography.drawn import DrawnArea
from hotspots.maps.live.drawing import area_of_click, route_of_click
from hotspots.maps.spec import outline_of
from hotspots.pages.page_map import DrawnClick, PlaceClick
from hotspots.pages.problems import show_problem
from hotspots.pages.tables import fold

if TYPE_CHECKING:
    import shapely

    from hotspots.evenementen.page_view import EventView
    from hotspots.evenementen.sites import NewSite
    from hotspots.incoming.checking.report import IntakeReport
    from hotspots.maps.spec import MapSpec


#: Keys of the widgets.
NAME: Final = "locatie_naam"
KIND: Final = "locatie_soort"
WHERE: Final = "locatie_plek"
DAYS: Final = "locatie_dagen"
PACE: Final = "locatie_tempo"


def offer_new_site(view: EventView) -> None:
    """Fold out what a new place needs, to roles that may load the list of places."""
    if view.workspace.may_import(places_layer(view.workspace, view.calendar)):
        fold(text.NEW, partial(_show, view), key="locatie_nieuw")


def _show(view: EventView) -> None:
    st.caption(text.INTRO)
    left, right = st.columns(2)
    name = left.text_input(text.NAME, key=NAME, max_chars=80)
    kind = right.text_input(text.KIND, key=KIND, max_chars=40, help=text.KIND_HELP)
    written = left.text_input(text.WHERE, key=WHERE, help=text.WHERE_HELP)
    days = right.text_input(text.DAYS, key=DAYS, max_chars=40, help=text.DAYS_HELP)
    where = None
    if written.strip():
        try:
            where = place_from(written)
        except SelectionError as error:
            show_problem(error)
    draw_map(
        view, _spec(view, where, written), text.MAP, key="locatie_tekenen", picked=_take,
        exported=False, draws="also lines",
        around=None if where is None else look_at(where, _AROUND_M),
    )  # fmt: skip
    if where is None:
        return
    _ground(view, where)
    is_route = bool(where.length) and not where.area
    pace = st.text_input(text.PACE, key=PACE, max_chars=20, help=text.PACE_HELP) if is_route else ""
    if not name.strip():
        st.caption(text.NAME_FIRST)
        return
    try:
        figures = {"days": days.strip(), "pace_kmh": pace.strip()}
        site = new_site(view.calendar, name, where, kind=kind, figures=figures)
        with turn_to_import(view.workspace) as folder:
            report = add_site(view.workspace, view.calendar, site, folder, dry_run=True)
    except HotspotsError as error:
        show_problem(error)
        return
    for line in report.warnings:
        st.warning(as_text(line))
    offer_change(
        view, text.ADD, text.SURE, lambda: {"id": site.code}, key="locatie_opnemen",
        about=repr((site.code, written, kind, days, pace)), done=text.DONE,
        fills={NAME: "", KIND: "", WHERE: "", DAYS: "", PACE: ""}, save=partial(_save, site),
    )  # fmt: skip


def _save(site: NewSite, view: EventView, row: object) -> IntakeReport:
    del row
    with turn_to_import(view.workspace) as folder:
        return add_site(view.workspace, view.calendar, site, folder, dry_run=False)


def _ground(view: EventView, where: shapely.Geometry) -> None:
    settings = view.calendar.settings.capacity
    square_metres = float(where.area)
    if square_metres:
        people = people_on(square_metres, settings.density)
        st.markdown(text.ground(square_metres, people, settings.density))
    elif where.length:
        st.caption(text.route(float(where.length)))
        if not knows_streets(view.calendar):
            st.warning(finding_words.NO_STREETS)
    else:
        st.caption(text.NO_CAPACITY)


#: metres around a new place that the map shows.
_AROUND_M: Final = 600.0


def _spec(view: EventView, where: shapely.Geometry | None, written: str) -> MapSpec:
    """Return all places, and the new one as it stands."""
    overlay, drawn = None, None
    if where is not None and where.area:
        drawn = outline_of(DrawnArea.from_text(written))
    elif where is not None and where.length:
        drawn = there_and_back(where)
    elif where is not None:
        overlay = spotted(text.NEW, where.x, where.y, text.NEW)
    spec = places_spec(view.workspace, view.calendar, with_shapes(view.calendar, overlay))
    return replace(spec, drawn=drawn)


def _take(click: PlaceClick | DrawnClick) -> None:
    """Fill in what was clicked or drawn, as a visitor would have written it."""
    if isinstance(click, PlaceClick):
        st.session_state[WHERE] = click.place.replace(",", " ")
        return
    try:
        route = route_of_click(click.sent)
        drawn = None if route is not None else area_of_click(click.sent)
    except SelectionError as error:
        st.toast(" ".join(as_text(part) for part in (error.what, error.detail, error.do)))
        return
    if route is not None:
        st.session_state[WHERE] = written_route(route)
    else:
        st.session_state[WHERE] = "" if drawn is None else drawn.to_text()
