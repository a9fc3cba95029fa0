"""The part `Water`: a flood, who can leave, who stays, where they can go, and who cannot."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np
import streamlit as st

from hotspots.access import words as access_text
from hotspots.dutch import as_text
from hotspots.errors import HotspotsError
from hotspots.exports.sheet import now
from hotspots.pages.controls import choose_one, choose_tile
from hotspots.pages.download import may_export_all, offer_file
from hotspots.risico import page_words as text
from hotspots.risico.answers import choose_day
from hotspots.risico.page_maps import draw, flood_map, water_map
from hotspots.risico.paper import layers_of, scenario_page, scenario_pdf
from hotspots.risico.showing import (
    show_flags,
    show_folded_list,
    show_foot,
    show_head,
    show_list,
    show_other_flags,
    show_per_level,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from hotspots.access.workspace import Workspace
    from hotspots.maps.spec import MapSpec
    from hotspots.risico.answers import RiskDesk
    from hotspots.risico.maps import FloodShown
    from hotspots.risico.story import ScenarioTold
    from hotspots.risico.water import WaterAnswer


def offer_scenario(
    desk: RiskDesk,
    told: ScenarioTold,
    spec: MapSpec,
    place: Any = None,  # noqa: ANN401 - shapely has no types
) -> None:
    """Offer the scenario as files, to who may take it away; made at the click.

    Parameters
    ----------
    place
        What the map in them must show; None is where people live.
    """
    if not may_export_all(desk.workspace, layers_of(desk.workspace, told, spec)):
        st.caption(access_text.NO_EXPORT_HERE)
        return
    with st.popover(text.TAKE_ALONG):
        st.caption(text.TAKE_ALONG_HELP)
        for ending, label, make in (
            (".pdf", text.AS_PDF, scenario_pdf),
            (".html", text.AS_PAGE, scenario_page),
        ):
            offer_file(
                label,
                partial(_made, make, told, spec, place),
                name=f"scenario_{told.part}_{told.label}",
                ending=ending,
                key=f"scenario_mee{ending}",
                width="stretch",
            )


def _made(
    make: Callable[..., bytes],
    told: ScenarioTold,
    spec: MapSpec,
    place: Any,  # noqa: ANN401
    workspace: Workspace,
) -> bytes:
    """Return a file, with the moment of the click on it."""
    return make(workspace, told, spec, place, made_at=now())


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
