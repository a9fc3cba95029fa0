"""The part `Spoor`: zones along the track, who and what lies in them, five columns."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

import streamlit as st

from hotspots.errors import HotspotsError
from hotspots.text import veiligheid_page as text
from hotspots.text import veiligheid_sentences as says
from hotspots.text.markdown import as_text
from hotspots.ui.controls import choose_one, choose_tile, say_old_link, values_in_link
from hotspots.ui.veiligheid.desk import busiest_day
from hotspots.ui.veiligheid.maps import draw, spoor_map
from hotspots.ui.veiligheid.showing import (
    show_criteria,
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

#: Keys of the widgets, which are the names in the link.
SCENARIO: Final = "scenario"
DAY: Final = "evenementendag"
_LEVEL: Final = "tel_per"
_FIRST, _LAST = date(2000, 1, 1), date(2099, 12, 31)
#: Which list shows the people per what.
_LISTS: Final = {"zones": "zones", "buurten": "spoor_buurten", "wijken": "spoor_wijken"}


def show_spoor(desk: RiskDesk) -> None:
    """Show the part."""
    left, right = st.columns([3, 2])
    with left:
        scenario = choose_scenario(desk)
    with right:
        day = _choose_day(desk)
    answer = desk.spoor(scenario, day, None)
    told = desk.told_of_spoor(scenario, day)
    show_head(told)
    show_flags(told)
    _show_flags_of_water(desk)
    spec = spoor_map(desk, answer, told)
    offer_scenario(desk, told, spec)
    st.markdown(f"#### {as_text(spec.title)}")
    draw(desk, spec, key="spoor_kaart")
    show_criteria(told.criteria)
    st.markdown(f"#### {text.WHO_IS_IN}")
    level = choose_tile(
        text.EXPOSED_BY, tuple(_LISTS), key=_LEVEL, name=lambda name: text.LEVELS[name]
    )
    show_list(desk, told, told.listing(_LISTS[level]), title=False)
    show_list(desk, told, told.listing("zone_objects"))
    show_list(desk, told, told.listing("objects"))
    show_folded_list(desk, told, told.listing("shares"))
    if day is not None:
        show_folded_list(desk, told, told.listing("events"))
    show_foot(desk, told)


def _show_flags_of_water(desk: RiskDesk) -> None:
    """Show what lies under water in the first flood that has depths."""
    if "water" not in desk.subjects:
        return
    for scenario in desk.settings.water:
        try:
            told = desk.told_of_water(scenario)
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


def _choose_day(desk: RiskDesk) -> date | None:
    """Let a user choose whose events are looked at; it opens at the day of the largest."""
    busiest = busiest_day(desk.workspace, desk.key)
    if busiest is None:
        return None
    for written in values_in_link(DAY):
        if not _is_day(written):
            say_old_link(written, text.DAY)
    chosen: date | None = st.date_input(
        text.DAY,
        value=busiest[0],
        min_value=_FIRST,
        max_value=_LAST,
        format="DD-MM-YYYY",
        key=DAY,
        help=f"{text.DAY_HELP} {as_text(says.busiest_day(busiest[2], busiest[1]))}",
        bind="query-params",
    )
    return chosen


def _is_day(written: str) -> bool:
    try:
        return _FIRST <= date.fromisoformat(written) <= _LAST
    except ValueError:
        return False
