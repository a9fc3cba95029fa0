"""The part `Spoor`: zones along the track, who and what lies in them, five columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from hotspots.dutch import as_text
from hotspots.errors import HotspotsError, SelectionError
from hotspots.pages.controls import choose_one, choose_tile, say_old_link, values_in_link
from hotspots.risico import page_words as text
from hotspots.risico import sentences as says
from hotspots.risico.answers import choose_day, choose_incident_day
from hotspots.risico.incident import Incident, place_of
from hotspots.risico.objects import stations
from hotspots.risico.page_maps import (
    PLACE,
    around_incident,
    draw,
    incident_map,
    picking_map,
    spoor_map,
)
from hotspots.risico.page_water import offer_scenario
from hotspots.risico.settings import INCIDENT_KINDS
from hotspots.risico.showing import (
    show_criteria,
    show_flags,
    show_folded_list,
    show_foot,
    show_head,
    show_list,
    show_other_flags,
    show_per_level,
)
from hotspots.risico.story import incident_told
from hotspots.risico.words import KINDS

if TYPE_CHECKING:
    from datetime import date

    from hotspots.risico.answers import RiskDesk


#: Key of the widget, which is the name in the link.
SCENARIO: Final = "scenario"
#: Which lists show the people and the places per what.
_LISTS: Final = {
    "zones": ("zones", "zone_objects"),
    "buurten": ("spoor_buurten", "buurt_objects"),
    "wijken": ("spoor_wijken", "wijk_objects"),
}


def show_spoor(desk: RiskDesk) -> None:
    """Show the part."""
    left, right = st.columns([3, 2])
    with left:
        scenario = choose_scenario(desk)
    with right:
        day = choose_day(desk)
    answer = desk.spoor(scenario, day, None)
    told = desk.told_of_spoor(scenario, day)
    show_head(told)
    show_flags(told)
    _show_flags_of_water(desk, day)
    spec = spoor_map(desk, answer, told)
    offer_scenario(desk, told, spec)
    st.markdown(f"#### {as_text(spec.title)}")
    draw(desk, spec, key="spoor_kaart")
    show_criteria(told.criteria)
    show_folded_list(desk, told, told.listing("shares"))
    show_folded_list(desk, told, told.listing("transport"))
    show_per_level(desk, told, text.WHO_IS_IN, _LISTS)
    show_list(desk, told, told.listing("objects"))
    if day is not None:
        show_folded_list(desk, told, told.listing("events"))
        show_folded_list(desk, told, told.listing("large_events"))
    show_foot(desk, told)


def _show_flags_of_water(desk: RiskDesk, day: date | None) -> None:
    """Show what lies under water in the first flood that has depths."""
    if "water" not in desk.subjects:
        return
    for scenario in desk.floods:
        try:
            told = desk.told_of_water(scenario, day)
        except HotspotsError:
            continue
        show_other_flags(told, key="risico_vlaggen_water")
        return


def choose_scenario(desk: RiskDesk) -> str:
    """Let a user choose when it happens, and with which distances."""
    scenarios = desk.settings.rail
    return choose_one(
        text.SCENARIO, tuple(scenarios), key=SCENARIO, name=lambda name: scenarios[name].label
    )


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
