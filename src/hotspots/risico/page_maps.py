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
from hotspots.risico import page_words as text
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
from hotspots.risico.scene import looked_at

if TYPE_CHECKING:
    from hotspots.maps.spec import MapSpec
    from hotspots.risico.answers import RiskDesk
    from hotspots.risico.maps import FloodShown
    from hotspots.risico.spoor import SpoorAnswer
    from hotspots.risico.story import ScenarioTold
    from hotspots.risico.water import WaterAnswer

#: Key of the field with the place of the incident, which is the name in the link.
PLACE: Final = "plaats_ongeval"
_MAP_PX: Final = 520
#: metres around an incident that its map opens with.
_AROUND_M: Final = 400.0


def spoor_map(desk: RiskDesk, answer: SpoorAnswer, told: ScenarioTold) -> MapSpec:
    """Return the map of the zones along the track."""
    about = _about(desk, told, text.SPOOR_MAP[answer.measure], purpose="vulnerable")
    rows = answer.to_dict()["buurten"]
    overlay = zone_overlay(desk.workspace, answer.zones)
    return people_spec(desk.workspace, rows, answer.measure, about, overlay)


def water_map(desk: RiskDesk, answer: WaterAnswer, told: ScenarioTold) -> MapSpec:
    """Return the map of how deep the water stands."""
    found = answer.to_dict()
    about = _about(desk, told, text.WATER_MAP, attribution=answer.flood.attribution)
    overlay = water_overlay(found["shelters"], found["institutions"])
    return depth_spec(desk.workspace, found["buurten"], about, overlay)


def flood_map(
    desk: RiskDesk, answer: WaterAnswer, told: ScenarioTold, shown: FloodShown
) -> MapSpec:
    """Return the map of a flood by place: how deep, or after how many hours."""
    found = answer.to_dict()
    about = _about(desk, told, text.FLOOD_MAPS[shown], attribution=answer.flood.attribution)
    overlay = water_overlay(found["shelters"], found["institutions"])
    return flood_spec(desk.workspace, desk.flood_grid(answer), shown, about, overlay)


def incident_map(desk: RiskDesk, answer: SpoorAnswer, told: ScenarioTold) -> MapSpec:
    """Return the map of the zone of an incident."""
    assert answer.incident is not None  # noqa: S101 - this part asked for one
    found = answer.incident.to_dict(desk.workspace.geography)
    about = _about(desk, told, text.INCIDENT_MAP)
    overlay = incident_overlay(
        desk.workspace, answer.incident.zone, found["x_rd"], found["y_rd"], found["warn"]
    )
    return people_spec(desk.workspace, found["buurten"], answer.measure, about, overlay)


def picking_map(desk: RiskDesk, answer: SpoorAnswer, told: ScenarioTold) -> MapSpec:
    """Return the map that a place is clicked on: the zones, and no people yet."""
    about = _about(desk, told, text.PICK_MAP)
    overlay = zone_overlay(desk.workspace, answer.zones)
    return outlines_spec(desk.workspace, about, overlay)


def _about(
    desk: RiskDesk,
    told: ScenarioTold,
    title: str,
    *,
    purpose: str = "",
    attribution: str = "",
) -> About:
    features = features_for(desk.workspace, purpose) if purpose else None
    rail = features_for(desk.workspace, "rail") if not attribution else None
    known = [found.attribution for found in (rail, features) if found is not None and len(found)]
    return About(
        title=title,
        subtitle=told.label,
        badge=told.badge,
        attribution=attribution or " · ".join(dict.fromkeys(known)),
        layer=desk.subjects[told.part],
        context=features.spec.id if features is not None and len(features) else None,
        selection={"part": told.part, "scenario": told.label},
        # Only on the map of an incident stand events, as places to warn.
        also=looked_at(desk.workspace, told.part, events=told.part == "incident"),
    )


def draw(
    desk: RiskDesk,
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
    offer_map(desk.workspace, spec, key, key=f"{key}_bewaren")


def _explain(spec: MapSpec) -> None:
    """Show the colours, and what outlines and dots are: the legend on the map is folded."""
    if spec.classes:
        st.html(legend_html(spec))
    notes = " ".join(f"{note}." for note in legend_notes(spec))
    if spec.base.subject is not None:
        notes = f"{notes} {text.DOTS}"
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
            found = place_of_click(click)
            if found is not None:
                st.session_state[PLACE] = found


def around_incident(x_rd: float, y_rd: float, reach_m: float | None) -> tuple[float, float, float]:
    """Return what the map of an incident opens with: its whole zone, and more if that is small."""
    return x_rd, y_rd, max(reach_m or 0.0, _AROUND_M) * 1.1
