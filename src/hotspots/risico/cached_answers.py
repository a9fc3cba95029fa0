"""The answers about a home for one role, calculated once and cached for all parts of the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from hotspots.access.cache import Cache, key_of_all
from hotspots.access.features import visible_features
from hotspots.risico.flood import FloodGrid, flood_grid, water_scenarios
from hotspots.risico.layers import visible_parts
from hotspots.risico.objects import all_events
from hotspots.risico.register import RegisterAnswer, register_answer
from hotspots.risico.register_words import register_report
from hotspots.risico.report import ScenarioReport
from hotspots.risico.settings import read_risk_settings
from hotspots.risico.spoor import SpoorAnswer, spoor_answer
from hotspots.risico.spoor_words import spoor_report
from hotspots.risico.water import WaterAnswer, water_answer
from hotspots.risico.water_words import water_report

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from hotspots.access.cache import Key
    from hotspots.access.workspace import Workspace
    from hotspots.risico.incident import Incident
    from hotspots.risico.settings import RiskSettings, WaterScenario


_spoor: Final = Cache[SpoorAnswer]()
_water: Final = Cache[WaterAnswer]()
_registers: Final = Cache[RegisterAnswer]()
_grids: Final = Cache[FloodGrid]()
_reports: Final = Cache[ScenarioReport]()
_days: Final = Cache["BusiestDay | None"]()


@dataclass(frozen=True, slots=True)
class BusiestDay:
    """The day of the largest event that goes on, of those whose place and size are known."""

    day: date
    title: str
    visitors: float


@dataclass(frozen=True, slots=True, eq=False)
class RiskAnswers:
    """The answers about a home for one role; each is calculated once and cached.

    Attributes
    ----------
    subjects
        Id of the layer that each part is about; a part that this role may not see is not in it.
    """

    workspace: Workspace
    key: Key
    settings: RiskSettings
    subjects: Mapping[str, str]

    @classmethod
    def of(cls, workspace: Workspace) -> RiskAnswers:
        """Return the answers about a home.

        Raises
        ------
        DeclarationError
            If a settings file is wrong.
        """
        settings = read_risk_settings(workspace.home)
        return cls(workspace, _key_of(workspace, settings), settings, visible_parts(workspace))

    @property
    def floods(self) -> Mapping[str, WaterScenario]:
        """The floods that have depths, by id."""
        return water_scenarios(self.workspace, self.settings)

    def spoor(
        self, scenario: str, day: date | None, incident: Incident | None = None
    ) -> SpoorAnswer:
        """Return the answer about the track in a scenario, and around an incident."""
        return _spoor.answer(
            (self.key, scenario, day, incident),
            lambda: spoor_answer(self.workspace, scenario, incident=incident, day=day),
        )

    def water(self, scenario: str, day: date | None) -> WaterAnswer:
        """Return the answer about a flood."""
        return _water.answer(
            (self.key, scenario, day), lambda: water_answer(self.workspace, scenario, day=day)
        )

    def flood_grid(self, answer: WaterAnswer) -> FloodGrid:
        """Return a flood by place."""
        return _grids.answer(
            (self.key, answer.scenario.id),
            lambda: flood_grid(answer.flood, self.workspace.geography, from_m=answer.wet_from_m),
        )

    def register(self, scenario: str, day: date | None) -> RegisterAnswer:
        """Return the answer about companies and pipelines."""
        return _registers.answer(
            (self.key, scenario, day), lambda: register_answer(self.workspace, scenario, day=day)
        )

    def register_report(self, scenario: str, day: date | None) -> ScenarioReport:
        """Return the report about companies and pipelines."""
        return _reports.answer(
            (self.key, "register", scenario, day),
            lambda: register_report(self.register(scenario, day)),
        )

    def spoor_report(self, scenario: str, day: date | None) -> ScenarioReport:
        """Return the report about the track."""
        return _reports.answer(
            (self.key, "spoor", scenario, day), lambda: spoor_report(self.spoor(scenario, day))
        )

    def water_report(self, scenario: str, day: date | None) -> ScenarioReport:
        """Return the report about a flood."""
        return _reports.answer(
            (self.key, "water", scenario, day), lambda: water_report(self.water(scenario, day))
        )

    @property
    def busiest_day(self) -> BusiestDay | None:
        """The day of the largest event; None without a calendar."""
        return _days.answer(self.key, lambda: _busiest(self.workspace))


def _key_of(workspace: Workspace, settings: RiskSettings) -> Key:
    """Return what every answer depends on: the role, the areas, all layers and the settings."""
    marks = []
    for spec in workspace.library.catalog.contexts:
        if spec.purpose:
            features = visible_features(workspace, spec.purpose)
            marks.append("" if features is None else f"{spec.id}={features.version}")
    return key_of_all(workspace).with_marks(*marks, settings.fingerprint)


def _busiest(workspace: Workspace) -> BusiestDay | None:
    for event in all_events(workspace).events:
        if event.visitors is not None and event.day is not None:
            return BusiestDay(event.day, event.title, event.visitors)
    return None
