"""The part `Incident`: what happens where, its zone, and whom to warn first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from hotspots.dutch import as_text
from hotspots.errors import SelectionError
from hotspots.pages.controls import choose_tile, say_old_link, values_in_link
from hotspots.risico import incident_words
from hotspots.risico import page_words as text
from hotspots.risico.incident import Incident, place_of
from hotspots.risico.incident_report import incident_report
from hotspots.risico.incident_words import KINDS
from hotspots.risico.objects import stations
from hotspots.risico.page_blocks import (
    offer_scenario,
    show_folded_table,
    show_foot,
    show_head,
    show_report_table,
)
from hotspots.risico.page_controls import choose_incident_day, choose_scenario
from hotspots.risico.page_maps import PLACE, around_incident, draw, incident_map, picking_map
from hotspots.risico.settings import INCIDENT_KINDS

if TYPE_CHECKING:
    from hotspots.risico.cached_answers import RiskAnswers

#: Keys of the widgets, which are the names in the link.
KIND: Final = "ongeval"
WIND: Final = "wind"
_MAP: Final = "ongeval_kaart"
_TURN: Final = 360


def show_incident(answers: RiskAnswers) -> None:
    """Show the part."""
    incident = _choose(answers)
    left, right = st.columns([3, 2])
    with left:
        scenario = choose_scenario(answers)
    with right:
        day = choose_incident_day(answers)
    if incident is None:
        _show_empty(answers, scenario)
        return
    answer = answers.spoor(scenario, day, incident)
    assert answer.incident is not None  # noqa: S101 - it was chosen
    zone = answer.incident.zone
    report = incident_report(answer)
    geography = answers.workspace.geography
    if geography.index.locate([incident.x_rd], [incident.y_rd])[0] < 0:
        st.warning(text.OUTSIDE)
    show_head(report)
    spec = incident_map(answers, answer, report)
    offer_scenario(answers, report, spec, zone.outline)
    st.markdown(f"#### {as_text(spec.title)}")
    st.caption(text.PICK_HINT)
    spot = around_incident(incident.x_rd, incident.y_rd, zone.distance_m)
    draw(answers, spec, key=_MAP, picks=True, around=spot)
    show_report_table(answers, report, report.table("warn"))
    show_report_table(answers, report, report.table("incident_buurten"))
    show_folded_table(answers, report, report.table("incident_objects"))
    if day is not None:
        show_folded_table(answers, report, report.table("incident_events"))
    show_folded_table(answers, report, report.table("sites"))
    show_foot(answers, report)


def _show_empty(answers: RiskAnswers, scenario: str) -> None:
    """Show the map to click on."""
    st.info(text.ASK_PLACE)
    answer = answers.spoor(scenario, None, None)
    report = answers.spoor_report(scenario, None)
    draw(answers, picking_map(answers, answer, report), key=_MAP, picks=True)


def _choose(answers: RiskAnswers) -> Incident | None:
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
            degrees = _choose_wind()
            wind = None if degrees is None else float(degrees)
    known = stations(answers.workspace)
    if known.places:
        st.caption(incident_words.stations_line([as_text(place.name) for place in known.places]))
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
        for part in (error.what, error.detail):
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
