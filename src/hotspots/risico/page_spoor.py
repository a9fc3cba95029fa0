"""The part `Spoor`: zones along the track, who and what lies in them, five columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from hotspots.dutch import as_text
from hotspots.errors import HotspotsError
from hotspots.risico import page_words as text
from hotspots.risico.page_blocks import (
    offer_scenario,
    show_criteria,
    show_flags,
    show_folded_table,
    show_foot,
    show_head,
    show_other_flags,
    show_per_level,
    show_report_table,
)
from hotspots.risico.page_controls import choose_day, choose_scenario
from hotspots.risico.page_maps import draw, spoor_map

if TYPE_CHECKING:
    from datetime import date

    from hotspots.risico.cached_answers import RiskAnswers


#: Which tables show the people and the places per what.
_TABLES: Final = {
    "zones": ("zones", "zone_objects"),
    "buurten": ("spoor_buurten", "buurt_objects"),
    "wijken": ("spoor_wijken", "wijk_objects"),
}


def show_spoor(answers: RiskAnswers) -> None:
    """Show the part."""
    left, right = st.columns([3, 2])
    with left:
        scenario = choose_scenario(answers)
    with right:
        day = choose_day(answers)
    answer = answers.spoor(scenario, day, None)
    report = answers.spoor_report(scenario, day)
    show_head(report)
    show_flags(report)
    _show_flags_of_water(answers, day)
    spec = spoor_map(answers, answer, report)
    offer_scenario(answers, report, spec)
    st.markdown(f"#### {as_text(spec.title)}")
    draw(answers, spec, key="spoor_kaart")
    show_criteria(report.criteria)
    show_folded_table(answers, report, report.table("shares"))
    show_folded_table(answers, report, report.table("transport"))
    show_per_level(answers, report, text.WHO_IS_IN, _TABLES)
    show_report_table(answers, report, report.table("objects"))
    if day is not None:
        show_folded_table(answers, report, report.table("events"))
        show_folded_table(answers, report, report.table("large_events"))
    show_foot(answers, report)


def _show_flags_of_water(answers: RiskAnswers, day: date | None) -> None:
    """Show what lies under water in the first flood that has depths."""
    if "water" not in answers.subjects:
        return
    for scenario in answers.floods:
        try:
            report = answers.water_report(scenario, day)
        except HotspotsError:
            continue
        show_other_flags(report, key="risico_vlaggen_water")
        return
