"""The part `Incident`: a place, a kind and a wind; then the zone, the people and whom to warn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from hotspots.drawing.report.scenario_told import incident_told
from hotspots.errors import SelectionError
from hotspots.risk.incident import Incident, place_of
from hotspots.risk.kinds import INCIDENT_KINDS
from hotspots.risk.objects import stations
from hotspots.text import veiligheid_incident as says
from hotspots.text import veiligheid_page as text
from hotspots.text.markdown import as_text
from hotspots.text.risk import KINDS
from hotspots.ui.controls import choose_tile, say_old_link, values_in_link
from hotspots.ui.veiligheid.day import choose_incident_day
from hotspots.ui.veiligheid.maps import PLACE, around_incident, draw, incident_map, picking_map
from hotspots.ui.veiligheid.showing import show_folded_list, show_foot, show_head, show_list
from hotspots.ui.veiligheid.spoor import choose_scenario
from hotspots.ui.veiligheid.taking_along import offer_scenario

if TYPE_CHECKING:
    from hotspots.ui.veiligheid.desk import RiskDesk

#: Keys of the widgets, which are the names in the link.
KIND: Final = "ongeval"
WIND: Final = "wind"
_MAP: Final = "ongeval_kaart"
_TURN: Final = 360


def show_incident(desk: RiskDesk) -> None:
    """Show the part."""
    incident = _choose(desk)
    left, right = st.columns([3, 2])
    with left:
        scenario = choose_scenario(desk)
    with right:
        day = choose_incident_day(desk)
    if incident is None:
        _show_empty(desk, scenario)
        return
    answer = desk.spoor(scenario, day, incident)
    assert answer.incident is not None  # noqa: S101 - it was asked for
    zone = answer.incident.zone
    told = incident_told(answer.to_dict(), desk.names)
    geography = desk.workspace.geography
    if geography.index.locate([incident.x_rd], [incident.y_rd])[0] < 0:
        st.warning(text.OUTSIDE)
    show_head(told)
    spec = incident_map(desk, answer, told)
    offer_scenario(desk, told, spec, zone.outline)
    st.markdown(f"#### {as_text(spec.title)}")
    st.caption(text.PICK_HINT)
    spot = around_incident(incident.x_rd, incident.y_rd, zone.distance_m)
    draw(desk, spec, key=_MAP, picks=True, around=spot)
    show_list(desk, told, told.listing("warn"))
    show_list(desk, told, told.listing("incident_buurten"))
    show_folded_list(desk, told, told.listing("incident_objects"))
    if day is not None:
        show_folded_list(desk, told, told.listing("incident_events"))
    show_folded_list(desk, told, told.listing("sites"))
    show_foot(desk, told)


def _show_empty(desk: RiskDesk, scenario: str) -> None:
    """Show the map to click on."""
    st.info(text.ASK_PLACE)
    answer = desk.spoor(scenario, None, None)
    told = desk.told_of_spoor(scenario, None)
    draw(desk, picking_map(desk, answer, told), key=_MAP, picks=True)


def _choose(desk: RiskDesk) -> Incident | None:
    """Let a user say what happens where; None until there is a place that can be read."""
    kind_column, place_column, wind_column = st.columns([3, 3, 2])
    with kind_column:
        kind = choose_tile(
            text.KIND, tuple(INCIDENT_KINDS), key=KIND, name=lambda name: KINDS[name]
        )
    with place_column:
        written = st.text_input(
            text.PLACE,
            key=PLACE,
            max_chars=80,
            placeholder=text.PLACE_PLACEHOLDER,
            help=text.PLACE_HELP,
            bind="query-params",
        ).strip()
    wind: float | None = None
    if kind == "gifwolk":
        with wind_column:
            asked = _choose_wind()
            wind = None if asked is None else float(asked)
    known = stations(desk.workspace)
    if known.places:
        st.caption(says.stations_line([as_text(place.name) for place in known.places]))
    if not written:
        return None
    if kind == "gifwolk" and wind is None:
        st.info(text.ASK_WIND)
        return None
    try:
        x_rd, y_rd, name = place_of(written, known)
        return Incident(kind, x_rd, y_rd, wind, name)
    except SelectionError as error:
        st.warning(text.PLACE_WRONG)
        for part in (error.what, error.found):
            st.text(part)
        return None


def _choose_wind() -> int | None:
    """Let a user say where the wind comes from; nothing is filled in for them."""
    for written in values_in_link(WIND):
        if not (written.isdigit() and int(written) <= _TURN):
            say_old_link(written, text.WIND)
    chosen: int | None = st.number_input(
        text.WIND,
        min_value=0,
        max_value=_TURN,
        value=None,
        placeholder=text.WIND_PLACEHOLDER,
        step=10,
        key=WIND,
        help=text.WIND_HELP,
        bind="query-params",
    )
    return chosen
