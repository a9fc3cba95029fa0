"""The part `Water`: a flood, who can leave, who stays, where they can go, and who cannot."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

import numpy as np
import streamlit as st

from hotspots.errors import HotspotsError
from hotspots.text import veiligheid_page as text
from hotspots.text.markdown import as_text
from hotspots.ui.controls import choose_one, choose_tile
from hotspots.ui.veiligheid.day import choose_day
from hotspots.ui.veiligheid.maps import draw, flood_map, water_map
from hotspots.ui.veiligheid.showing import (
    show_flags,
    show_folded_list,
    show_foot,
    show_head,
    show_list,
    show_other_flags,
    show_per_level,
)
from hotspots.ui.veiligheid.taking_along import offer_scenario

if TYPE_CHECKING:
    from datetime import date

    from hotspots.cartography.flood_maps import FloodShown
    from hotspots.risk.water import WaterAnswer
    from hotspots.ui.veiligheid.desk import RiskDesk

#: Keys of the widgets, which are the names in the link.
SCENARIO: Final = "waterscenario"
SHOWN: Final = "waterkaart"
#: Which lists show the people and the places per what.
_LISTS: Final = {
    "zones": ("water_zones", "water_zone_objects"),
    "buurten": ("water_buurten", "water_buurt_objects"),
    "wijken": ("water_wijken", "water_wijk_objects"),
}


def show_water(desk: RiskDesk) -> None:
    """Show the part."""
    scenarios = desk.floods
    if not scenarios:
        st.info(text.NO_FLOODS)
        return
    left, right = st.columns([3, 2])
    with left:
        scenario = choose_one(
            text.SCENARIO, tuple(scenarios), key=SCENARIO, name=lambda name: scenarios[name].label
        )
    with right:
        day = choose_day(desk)
    answer = desk.water(scenario, day)
    told = desk.told_of_water(scenario, day)
    show_head(told)
    show_flags(told)
    _show_flags_of_rail(desk, day)
    shown = _choose_map(answer)
    spec = (
        water_map(desk, answer, told)
        if shown == "buurten"
        else flood_map(desk, answer, told, shown)
    )
    offer_scenario(desk, told, spec)
    st.markdown(f"#### {as_text(spec.title)}")
    draw(desk, spec, key="water_kaart")
    show_list(desk, told, told.listing("balance"))
    show_list(desk, told, told.listing("institutions"))
    show_list(desk, told, told.listing("shelters"))
    show_folded_list(desk, told, told.listing("depths"))
    show_per_level(desk, told, text.WHO_IS_WET, _LISTS, first=text.DEPTH)
    show_foot(desk, told)


def _choose_map(answer: WaterAnswer) -> Literal["buurten"] | FloodShown:
    """Let a user choose what the map shows; hours only where any are known."""
    options: tuple[Literal["buurten"] | FloodShown, ...] = ("buurten", "depth", "hours")
    if np.isnan(answer.flood.arrival_h).all():
        options = options[:-1]
    return choose_tile(
        text.WATER_SHOWN, options, key=SHOWN, name=lambda name: text.WATER_MAPS[name]
    )


def _show_flags_of_rail(desk: RiskDesk, day: date | None) -> None:
    """Show what lies in a zone along the track, in the first scenario of it."""
    if "spoor" not in desk.subjects or not desk.settings.rail:
        return
    try:
        told = desk.told_of_spoor(next(iter(desk.settings.rail)), day)
    except HotspotsError:
        return
    show_other_flags(told, key="risico_vlaggen_spoor")
