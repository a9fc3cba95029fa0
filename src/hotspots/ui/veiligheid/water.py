"""The part `Water`: a flood, who can leave, who stays, where they can go, and who cannot."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from hotspots.errors import HotspotsError
from hotspots.text import veiligheid_page as text
from hotspots.text.markdown import as_text
from hotspots.ui.controls import choose_one
from hotspots.ui.veiligheid.desk import busiest_day
from hotspots.ui.veiligheid.maps import draw, water_map
from hotspots.ui.veiligheid.showing import (
    show_flags,
    show_folded_list,
    show_foot,
    show_head,
    show_list,
    show_other_flags,
)
from hotspots.ui.veiligheid.taking_along import offer_scenario

if TYPE_CHECKING:
    from hotspots.ui.veiligheid.desk import RiskDesk

#: Key of the widget, which is the name in the link.
SCENARIO: Final = "waterscenario"


def show_water(desk: RiskDesk) -> None:
    """Show the part."""
    scenarios = desk.settings.water
    if not scenarios:
        st.info(text.NO_FLOODS)
        return
    scenario = choose_one(
        text.SCENARIO, tuple(scenarios), key=SCENARIO, name=lambda name: scenarios[name].label
    )
    answer = desk.water(scenario)
    told = desk.told_of_water(scenario)
    show_head(told)
    show_flags(told)
    _show_flags_of_rail(desk)
    spec = water_map(desk, answer, told)
    offer_scenario(desk, told, spec)
    st.markdown(f"#### {as_text(spec.title)}")
    draw(desk, spec, key="water_kaart")
    show_list(desk, told, told.listing("balance"))
    show_list(desk, told, told.listing("institutions"))
    show_list(desk, told, told.listing("shelters"))
    show_folded_list(desk, told, told.listing("depths"))
    show_foot(desk, told)


def _show_flags_of_rail(desk: RiskDesk) -> None:
    """Show what lies in a zone along the track, in the first scenario of it."""
    if "spoor" not in desk.subjects or not desk.settings.rail:
        return
    busiest = busiest_day(desk.workspace, desk.key)
    day = busiest[0] if busiest is not None else None
    try:
        told = desk.told_of_spoor(next(iter(desk.settings.rail)), day)
    except HotspotsError:
        return
    show_other_flags(told, key="risico_vlaggen_spoor")
