"""The part `Water`: a flood, who can leave, who stays, where they can go, and who cannot."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

import numpy as np
import streamlit as st

from hotspots.dutch import as_text
from hotspots.errors import HotspotsError
from hotspots.pages.controls import choose_one, choose_tile
from hotspots.risico import page_words as text
from hotspots.risico.page_blocks import (
    offer_scenario,
    show_flags,
    show_folded_table,
    show_foot,
    show_head,
    show_other_flags,
    show_per_level,
    show_report_table,
)
from hotspots.risico.page_controls import choose_day
from hotspots.risico.page_maps import draw, flood_map, water_map

if TYPE_CHECKING:
    from datetime import date

    from hotspots.risico.cached_answers import RiskAnswers
    from hotspots.risico.maps import FloodShown
    from hotspots.risico.water import WaterAnswer


#: Keys of the widgets, which are the names in the link.
SCENARIO: Final = "waterscenario"
SHOWN: Final = "waterkaart"
#: Which tables show the people and the places per what.
_TABLES: Final = {
    "zones": ("water_zones", "water_zone_objects"),
    "buurten": ("water_buurten", "water_buurt_objects"),
    "wijken": ("water_wijken", "water_wijk_objects"),
}


def show_water(answers: RiskAnswers) -> None:
    """Show the part."""
    scenarios = answers.floods
    if not scenarios:
        st.info(text.NO_FLOODS)
        return
    left, right = st.columns([3, 2])
    with left:
        scenario = choose_one(
            text.SCENARIO, tuple(scenarios), key=SCENARIO, name=lambda name: scenarios[name].label
        )
    with right:
        day = choose_day(answers)
    answer = answers.water(scenario, day)
    report = answers.water_report(scenario, day)
    show_head(report)
    show_flags(report)
    _show_flags_of_rail(answers, day)
    shown = _choose_map(answer)
    spec = (
        water_map(answers, answer, report)
        if shown == "buurten"
        else flood_map(answers, answer, report, shown)
    )
    offer_scenario(answers, report, spec)
    st.markdown(f"#### {as_text(spec.title)}")
    draw(answers, spec, key="water_kaart")
    show_report_table(answers, report, report.table("balance"))
    show_report_table(answers, report, report.table("institutions"))
    show_report_table(answers, report, report.table("shelters"))
    show_folded_table(answers, report, report.table("depths"))
    show_per_level(answers, report, text.WHO_IS_WET, _TABLES, first=text.DEPTH)
    show_foot(answers, report)


def _choose_map(answer: WaterAnswer) -> Literal["buurten"] | FloodShown:
    """Let a user choose what the map shows; hours only where any are known."""
    options: tuple[Literal["buurten"] | FloodShown, ...] = ("buurten", "depth", "hours")
    if np.isnan(answer.flood.arrival_h).all():
        options = options[:-1]
    return choose_tile(
        text.WATER_SHOWN, options, key=SHOWN, name=lambda name: text.WATER_MAPS[name]
    )


def _show_flags_of_rail(answers: RiskAnswers, day: date | None) -> None:
    """Show what lies in a zone along the track, in the first scenario of it."""
    if "spoor" not in answers.subjects or not answers.settings.rail:
        return
    try:
        report = answers.spoor_report(next(iter(answers.settings.rail)), day)
    except HotspotsError:
        return
    show_other_flags(report, key="risico_vlaggen_spoor")
