"""What all parts of the page start from: the settings, and answers that are asked for once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

import streamlit as st

from hotspots.access.answer_key import key_of_all
from hotspots.access.cache import Cache
from hotspots.access.features import features_for, waits
from hotspots.dutch import as_text
from hotspots.errors import AccessError
from hotspots.exports.sheet import today
from hotspots.pages.controls import say_old_link, values_in_link
from hotspots.risico import page_words as text
from hotspots.risico import sentences as says
from hotspots.risico.flood import FloodGrid, flood_grid, water_scenarios
from hotspots.risico.lists import AreaNames
from hotspots.risico.objects import all_events
from hotspots.risico.scene import SUBJECTS, layers_by_purpose
from hotspots.risico.settings import read_risk_settings
from hotspots.risico.spoor import SpoorAnswer, spoor_answer
from hotspots.risico.story import ScenarioTold, spoor_told, water_told
from hotspots.risico.water import WaterAnswer, water_answer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from hotspots.access.answer_key import Key
    from hotspots.access.context_rows import Features
    from hotspots.access.workspace import Workspace
    from hotspots.risico.incident import Incident
    from hotspots.risico.settings import RiskSettings, WaterScenario


_spoor: Final = Cache[SpoorAnswer]()
_water: Final = Cache[WaterAnswer]()
_grids: Final = Cache[FloodGrid]()
_told: Final = Cache[ScenarioTold]()
_days: Final = Cache["tuple[date, str, float] | None"]()


@dataclass(frozen=True, slots=True, eq=False)
class RiskDesk:
    """A home as far as risks are concerned, for one role.

    Attributes
    ----------
    subjects
        Id of the layer that each part is about; a part that this role may not see is not in it.
    """

    workspace: Workspace
    key: Key
    settings: RiskSettings
    subjects: Mapping[str, str]

    @property
    def names(self) -> AreaNames:
        """The names of the areas."""
        return AreaNames.of(self.workspace.geography)

    @property
    def floods(self) -> Mapping[str, WaterScenario]:
        """The floods that have depths, by id."""
        return water_scenarios(self.workspace, self.settings)

    def spoor(self, scenario: str, day: date | None, incident: Incident | None) -> SpoorAnswer:
        """Return the answer about the track."""
        return spoor_of(self.workspace, self.key, scenario, day, incident)

    def water(self, scenario: str, day: date | None) -> WaterAnswer:
        """Return the answer about a flood."""
        return water_of(self.workspace, self.key, scenario, day)

    def flood_grid(self, answer: WaterAnswer) -> FloodGrid:
        """Return a flood by place."""
        return _grids.answer(
            (self.key, answer.scenario.id),
            lambda: flood_grid(answer.flood, self.workspace.geography, from_m=answer.wet_from_m),
        )

    def told_of_spoor(self, scenario: str, day: date | None) -> ScenarioTold:
        """Return what is said of the track."""
        return told_of(
            self.key,
            ("spoor", scenario, day),
            lambda: spoor_told(self.spoor(scenario, day, None).to_dict(), self.names),
        )

    def told_of_water(self, scenario: str, day: date | None) -> ScenarioTold:
        """Return what is said of a flood."""
        return told_of(
            self.key,
            ("water", scenario, day),
            lambda: water_told(self.water(scenario, day).to_dict(), self.names),
        )


def parts_of(workspace: Workspace) -> dict[str, str]:
    """Return the parts that a role sees, with the layer that each is about.

    A part of which the layer still waits for its first rows has nothing to tell.
    """
    layers = {
        purpose: layer
        for purpose, layer in layers_by_purpose(workspace).items()
        if not waits(workspace, purpose)
    }
    return {
        part: next(layers[purpose] for purpose in purposes if purpose in layers)
        for part, purposes in SUBJECTS.items()
        if any(purpose in layers for purpose in purposes)
    }


def open_desk(workspace: Workspace) -> RiskDesk:
    """Return what the page starts from.

    Raises
    ------
    DeclarationError
        If a settings file is wrong.
    """
    settings = read_risk_settings(workspace.home)
    return RiskDesk(workspace, _key_of(workspace, settings), settings, parts_of(workspace))


def _key_of(workspace: Workspace, settings: RiskSettings) -> Key:
    """Return what every answer depends on: the role, the areas, all layers and the settings."""
    marks = []
    for spec in workspace.library.catalog.contexts:
        if spec.purpose:
            features = _seen(workspace, spec.purpose)
            marks.append("" if features is None else f"{spec.id}={features.version}")
    marks.append(settings.fingerprint)
    return key_of_all(workspace).with_marks(*marks)


def _seen(workspace: Workspace, purpose: str) -> Features | None:
    try:
        return features_for(workspace, purpose)
    except AccessError:
        return None


def spoor_of(
    workspace: Workspace, key: Key, scenario: str, day: date | None, incident: Incident | None
) -> SpoorAnswer:
    """Return the answer about the track in a scenario, and around an incident."""
    return _spoor.answer(
        (key, scenario, day, incident),
        lambda: spoor_answer(workspace, scenario, incident=incident, day=day),
    )


def water_of(workspace: Workspace, key: Key, scenario: str, day: date | None) -> WaterAnswer:
    """Return the answer about a flood."""
    return _water.answer((key, scenario, day), lambda: water_answer(workspace, scenario, day=day))


def told_of(
    key: Key, asked: tuple[str, str, date | None], find: Callable[[], ScenarioTold]
) -> ScenarioTold:
    """Return what is said of a scenario."""
    return _told.answer((key, asked), find)


def busiest_day(workspace: Workspace, key: Key) -> tuple[date, str, float] | None:
    """Return the day of the largest event, its title and its visitors; None without a calendar."""
    return _days.answer(key, lambda: _busiest(workspace))


def _busiest(workspace: Workspace) -> tuple[date, str, float] | None:
    """Return the largest event that is held, of those whose place and size are known."""
    for event in all_events(workspace).events:
        if event.visitors is not None and event.day is not None:
            return event.day, event.title, event.visitors
    return None


#: Keys of the widgets, which are the names in the link. An incident has a day of its own: who
#: looks along the track at the day of the largest event has no incident on that day.
DAY: Final = "evenementendag"
INCIDENT_DAY: Final = "ongevaldag"
_FIRST, _LAST = date(2000, 1, 1), date(2099, 12, 31)


def choose_day(desk: RiskDesk) -> date | None:
    """Let a user choose whose events are looked at; it opens at the day of the largest."""
    if not _has_calendar(desk):
        return None
    busiest = busiest_day(desk.workspace, desk.key)
    if busiest is None:
        return _choose(today(), key=DAY, label=text.DAY, help_=text.DAY_HELP)
    help_ = f"{text.DAY_HELP} {as_text(says.busiest_day(busiest[2], busiest[1]))}"
    return _choose(busiest[0], key=DAY, label=text.DAY, help_=help_)


def choose_incident_day(desk: RiskDesk) -> date | None:
    """Let a user choose the day of an incident; it opens today."""
    if not _has_calendar(desk):
        return None
    return _choose(today(), key=INCIDENT_DAY, label=text.INCIDENT_DAY, help_=text.INCIDENT_DAY_HELP)


def _has_calendar(desk: RiskDesk) -> bool:
    return any(layer.kind == "calendar" for layer in desk.workspace.catalog.layers)


def _choose(first: date, *, key: str, label: str, help_: str) -> date | None:
    for written in values_in_link(key):
        if not _is_day(written):
            say_old_link(written, label)
    chosen: date | None = st.date_input(
        label,
        value=first,
        min_value=_FIRST,
        max_value=_LAST,
        format="DD-MM-YYYY",
        key=key,
        help=help_,
        bind="query-params",
    )
    return chosen


def _is_day(written: str) -> bool:
    try:
        return _FIRST <= date.fromisoformat(written) <= _LAST
    except ValueError:
        return False
