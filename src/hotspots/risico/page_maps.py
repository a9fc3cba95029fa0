"""The maps of this page, and the place that is clicked on one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from hotspots.access.features import features_for
from hotspots.dutch import as_text
from hotspots.maps.degrees import around as view_around
from hotspots.maps.live.component import live_map
from hotspots.maps.words import legend_notes
from hotspots.pages.download import offer_map
from hotspots.pages.page_map import clicked_on, legend_html, map_data, place_of_click
from hotspots.risico import map_words
from hotspots.risico.layers import layers_of_part
from hotspots.risico.maps import (
    About,
    depth_spec,
    flood_spec,
    incident_overlay,
    outlines_spec,
    people_spec,
    water_overlay,
    zone_overlay,
)

if TYPE_CHECKING:
    from hotspots.maps.spec import MapSpec
    from hotspots.risico.cached_answers import RiskAnswers
    from hotspots.risico.maps import FloodShown
    from hotspots.risico.report import ScenarioReport
    from hotspots.risico.spoor import SpoorAnswer
    from hotspots.risico.water import WaterAnswer

#: Key of the field with the place of the incident, which is the name in the link.
PLACE: Final = "plaats_ongeval"
_MAP_PX: Final = 520
#: metres around an incident that its map opens with.
_AROUND_M: Final = 400.0


def spoor_map(answers: RiskAnswers, answer: SpoorAnswer, report: ScenarioReport) -> MapSpec:
    """Return the map of the zones along the track."""
    about = _about(answers, report, map_words.SPOOR_MAP[answer.measure], purpose="vulnerable")
    people = {area.code: area.people.present(answer.measure) for area in answer.buurten}
    return people_spec(
        answers.workspace, people, about, zone_overlay(answers.workspace, answer.zones)
    )


def water_map(answers: RiskAnswers, answer: WaterAnswer, report: ScenarioReport) -> MapSpec:
    """Return the map of how deep the water stands."""
    about = _about(answers, report, map_words.WATER_MAP, attribution=answer.flood.attribution)
    overlay = water_overlay(answer.balance.shelter_uses, answer.institutions)
    return depth_spec(answers.workspace, answer.buurten, about, overlay)


def flood_map(
    answers: RiskAnswers, answer: WaterAnswer, report: ScenarioReport, shown: FloodShown
) -> MapSpec:
    """Return the map of a flood by place: how deep, or after how many hours."""
    about = _about(
        answers, report, map_words.FLOOD_MAPS[shown], attribution=answer.flood.attribution
    )
    overlay = water_overlay(answer.balance.shelter_uses, answer.institutions)
    return flood_spec(answers.workspace, answers.flood_grid(answer), shown, about, overlay)


def incident_map(answers: RiskAnswers, answer: SpoorAnswer, report: ScenarioReport) -> MapSpec:
    """Return the map of the zone of an incident."""
    assert answer.incident is not None  # noqa: S101 - this part chose one
    incident = answer.incident
    place = incident.incident
    about = _about(answers, report, map_words.INCIDENT_MAP)
    people = {area.code: area.people.present(answer.measure) for area in incident.buurten}
    overlay = incident_overlay(
        answers.workspace, incident.zone, place.x_rd, place.y_rd, incident.warned
    )
    return people_spec(answers.workspace, people, about, overlay)


def picking_map(answers: RiskAnswers, answer: SpoorAnswer, report: ScenarioReport) -> MapSpec:
    """Return the map that a place is clicked on: the zones, and no people yet."""
    about = _about(answers, report, map_words.PICK_MAP)
    overlay = zone_overlay(answers.workspace, answer.zones)
    return outlines_spec(answers.workspace, about, overlay)


def _about(
    answers: RiskAnswers,
    report: ScenarioReport,
    title: str,
    *,
    purpose: str = "",
    attribution: str = "",
) -> About:
    features = features_for(answers.workspace, purpose) if purpose else None
    rail = features_for(answers.workspace, "rail") if not attribution else None
    known = [one.attribution for one in (rail, features) if one is not None and len(one)]
    return About(
        title=title,
        subtitle=report.label,
        badge=report.badge,
        attribution=attribution or " · ".join(dict.fromkeys(known)),
        layer=answers.subjects[report.part],
        context=features.spec.id if features is not None and len(features) else None,
        selection={"part": report.part, "scenario": report.label},
        # Only on the map of an incident stand events, as places to warn.
        also=layers_of_part(answers.workspace, report.part, events=report.part == "incident"),
    )


def draw(
    answers: RiskAnswers,
    spec: MapSpec,
    *,
    key: str,
    picks: bool = False,
    around: tuple[float, float, float] | None = None,
) -> None:
    """Draw a map.

    Parameters
    ----------
    picks
        Whether a click means a place: then it becomes the place of the incident.
    around
        x, y and the reach in metres RD that the map opens with.
    """
    spot = "" if around is None else f"{around[0]:.0f},{around[1]:.0f},{around[2]:.0f}"
    data = map_data(
        spec,
        name=f"{key}:{spot}",
        what=spec.title.lower(),
        height=_MAP_PX,
        tiles=None,
        picks=picks,
        legend_folded=True,
        focus=None if around is None else view_around(*around),
    )
    live_map(data, key=key, clicked=Picked(key))
    _explain(spec)
    offer_map(answers.workspace, spec, key, key=f"{key}_bewaren")


def _explain(spec: MapSpec) -> None:
    """Show the colours, and what outlines and dots are: the legend on the map is folded."""
    if spec.classes:
        st.html(legend_html(spec))
    notes = " ".join(f"{note}." for note in legend_notes(spec))
    if spec.base.subject is not None:
        notes = f"{notes} {map_words.DOTS}"
    if notes:
        st.caption(as_text(notes))


class Picked:
    """Takes the place that was clicked, before the page runs again."""

    def __init__(self, key: str) -> None:
        self.key = key

    def __call__(self) -> None:
        """Keep the place as somebody would write it."""
        click = clicked_on(self.key)
        if click and click["kind"] == "place":
            place = place_of_click(click)
            if place is not None:
                st.session_state[PLACE] = place


def around_incident(x_rd: float, y_rd: float, reach_m: float | None) -> tuple[float, float, float]:
    """Return what the map of an incident opens with: its whole zone, and more if that is small."""
    return x_rd, y_rd, max(reach_m or 0.0, _AROUND_M) * 1.1
