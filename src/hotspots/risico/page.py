"""The page `Risico`: the parts `Spoor`, `Water` and `Incident`, and what is assumed in them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
import streamlit as st

from hotspots.dutch import as_text
from hotspots.errors import HotspotsError
from hotspots.pages.controls import choose_one, choose_tile
from hotspots.pages.opened import note_looking_at_all, opened_workspace
from hotspots.pages.tables import fold, show_small
from hotspots.risico import page_words as text
from hotspots.risico.cached_answers import RiskAnswers
from hotspots.risico.layers import layers_of_part, may_see_risk
from hotspots.risico.maps import flood_map, register_map, spoor_map, water_map
from hotspots.risico.page_blocks import (
    DAY,
    SCENARIO,
    beside_map,
    choices_row,
    choose_day,
    choose_scenario,
    draw,
    offer_scenario,
    show_answer,
    show_criteria,
    show_folded_table,
    show_foot,
    show_other_flags,
    show_per_level,
    show_report_table,
)
from hotspots.risico.page_incident import CHOICES as INCIDENT_CHOICES
from hotspots.risico.page_incident import show_incident
from hotspots.risico.settings import read_risk_settings
from hotspots.risico.tables import COLUMNS, settings_table

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from streamlit.delta_generator import DeltaGenerator

    from hotspots.access.workspace import Workspace
    from hotspots.maps.flood_picture import FloodShown
    from hotspots.maps.spec import MapSpec
    from hotspots.risico.report import ScenarioReport
    from hotspots.risico.water import WaterAnswer


#: Keys of the widgets, which are the names in the link.
PART: Final = "deel"
WATER_SCENARIO: Final = "waterscenario"
WATER_SHOWN: Final = "waterkaart"
#: What a user chose, as it stands in the session under its name in the link.
_CHOICES: Final = (
    SCENARIO, WATER_SCENARIO, WATER_SHOWN, DAY, *INCIDENT_CHOICES,
)  # fmt: skip
#: Key of the line with the assumptions, which unfolds.
ASSUMPTIONS: Final = "risico_aannames"
#: Which tables show the people and the places per what.
_SPOOR_TABLES: Final = {
    "zones": ("zones", "zone_objects"),
    "buurten": ("spoor_buurten", "buurt_objects"),
    "wijken": ("spoor_wijken", "wijk_objects"),
}


def _show_beside_map(
    answers: RiskAnswers,
    report: ScenarioReport,
    spec: MapSpec,
    show_other_part: Callable[[], None],
    day: date | None,
) -> None:
    """Show what fills the first screen: the map, and beside it what it comes to."""
    beside, said = beside_map()
    with said:
        show_answer(report)
        show_other_part()
        offer_scenario(answers, report, spec, day=day)
    with beside:
        st.markdown(f"#### {as_text(spec.title)}")
        draw(answers, spec, key=f"{report.part}_kaart")


def show_spoor(answers: RiskAnswers, row: DeltaGenerator) -> None:
    """Show the part `Spoor`."""
    with row:
        scenario = choose_scenario(answers)
        day = choose_day(answers)
    answer = answers.spoor(scenario, day, None)
    report = answers.spoor_report(scenario, day)
    spec = spoor_map(answers, answer, report)
    _show_beside_map(answers, report, spec, partial(_show_flags_of_water, answers, day), day)
    show_criteria(report.criteria)
    show_folded_table(answers, report, report.table("shares"))
    show_folded_table(answers, report, report.table("transport"))
    show_per_level(answers, report, text.WHO_IS_IN, _SPOOR_TABLES)
    show_report_table(answers, report, report.table("objects"))
    show_folded_table(answers, report, report.table("stations"))
    if day is not None:
        show_folded_table(answers, report, report.table("events"))
        show_folded_table(answers, report, report.table("large_events"))
    show_folded_table(answers, report, report.table("completeness"))
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


_REGISTER_TABLES: Final = {
    "zones": ("register_zones", "register_zone_objects"),
    "buurten": ("register_buurten", "register_buurt_objects"),
    "wijken": ("register_wijken", "register_wijk_objects"),
}


def show_register(answers: RiskAnswers, row: DeltaGenerator) -> None:
    """Show the part `Bedrijven`, in which pipelines are too."""
    with row:
        scenario = choose_scenario(answers)
        day = choose_day(answers)
    answer, report = answers.register(scenario, day), answers.register_report(scenario, day)
    spec = register_map(answers, answer, report)
    _show_beside_map(answers, report, spec, partial(_show_flags_of_rail, answers, day), day)
    show_report_table(answers, report, report.table("register_areas"))
    show_folded_table(answers, report, report.table("register_sources"))
    show_per_level(answers, report, text.WHO_IS_NEAR, _REGISTER_TABLES, first=text.AREA_KIND)
    show_report_table(answers, report, report.table("register_objects"))
    show_folded_table(answers, report, report.table("register_stations"))
    show_folded_table(answers, report, report.table("completeness"))
    show_foot(answers, report)


#: Which tables show the people and the places per what.
_WATER_TABLES: Final = {
    "zones": ("water_zones", "water_zone_objects"),
    "buurten": ("water_buurten", "water_buurt_objects"),
    "wijken": ("water_wijken", "water_wijk_objects"),
}


def show_water(answers: RiskAnswers, row: DeltaGenerator) -> None:
    """Show the part `Water`."""
    scenarios = answers.floods
    if not scenarios:
        st.info(text.NO_FLOODS)
        return
    with row:
        scenario = choose_one(
            text.SCENARIO,
            tuple(scenarios),
            key=WATER_SCENARIO,
            name=lambda name: scenarios[name].label,
        )
        day = choose_day(answers)
        answer = answers.water(scenario, day)
        shown = _choose_map(answer)
    report = answers.water_report(scenario, day)
    spec = (
        water_map(answers, answer, report)
        if shown == "buurten"
        else flood_map(answers, answer, report, shown)
    )
    _show_beside_map(answers, report, spec, partial(_show_flags_of_rail, answers, day), day)
    show_report_table(answers, report, report.table("balance"))
    show_report_table(answers, report, report.table("institutions"))
    show_report_table(answers, report, report.table("shelters"))
    show_folded_table(answers, report, report.table("place_ledger"))
    show_folded_table(answers, report, report.table("depths"))
    show_per_level(answers, report, text.WHO_IS_WET, _WATER_TABLES, first=text.DEPTH)
    show_folded_table(answers, report, report.table("completeness"))
    show_foot(answers, report)


def _choose_map(answer: WaterAnswer) -> Literal["buurten"] | FloodShown:
    """Let a user choose what the map shows; hours and days only where any are known."""
    options: list[Literal["buurten"] | FloodShown] = ["buurten", "depth"]
    if not np.isnan(answer.flood.arrival_h).all():
        options.append("hours")
    if not np.isnan(answer.flood.duration_h).all():
        options.append("days")
    return choose_tile(
        text.WATER_SHOWN, tuple(options), key=WATER_SHOWN, name=lambda name: text.WATER_MAPS[name]
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


_SHOW: Final[dict[str, Callable[[RiskAnswers, DeltaGenerator], None]]] = {
    "spoor": show_spoor,
    "water": show_water,
    "register": show_register,
    "incident": show_incident,
}


def show() -> None:
    """Show the page."""
    workspace = opened_workspace()
    st.subheader(text.TITLE)
    answers = RiskAnswers.of(workspace)
    parts = tuple(part for part in text.PARTS if part in answers.subjects)
    if not parts:
        st.info(text.NOTHING_HERE)
        return
    row = choices_row()
    with row:
        part = choose_tile(
            text.PART,
            parts,
            key=PART,
            name=lambda name: text.PARTS[name],
            label_visibility="collapsed",
        )
    _SHOW[part](answers, row)
    chosen = {name: str(st.session_state[name]) for name in _CHOICES if name in st.session_state}
    note_looking_at_all(workspace, layers_of_part(workspace, part), {"part": part, **chosen})


def show_assumptions(workspace: Workspace) -> None:
    """Show every setting of a home, used or not, folded, to a role that sees the page about risk.

    Raises
    ------
    DeclarationError
        If a settings file is wrong.
    """
    if not may_see_risk(workspace):
        return
    settings = read_risk_settings(workspace.home).settings
    title = text.ALL_ASSUMPTIONS
    rows = settings_table(settings.values()).shown()
    fold(title, partial(show_small, rows, COLUMNS, name=title), key=ASSUMPTIONS)
