"""The part `Spoor`: zones along the track, who and what lies in them, five columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from hotspots.errors import HotspotsError
from hotspots.text import veiligheid_page as text
from hotspots.text.markdown import as_text
from hotspots.ui.controls import choose_one
from hotspots.ui.veiligheid.day import choose_day
from hotspots.ui.veiligheid.maps import draw, spoor_map
from hotspots.ui.veiligheid.showing import (
    show_criteria,
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

    from hotspots.ui.veiligheid.desk import RiskDesk

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
