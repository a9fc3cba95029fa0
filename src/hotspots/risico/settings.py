"""What is assumed, with the source beside it: read from TOML, never written in code."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal

from hotspots.catalog.grammar import (
    REQUIRED_TEXT,
    TEXT,
    Key,
    Problems,
    declarations_wrong,
    read_section,
    read_toml,
    shipped_toml,
    sourced,
    suggestion,
)
from hotspots.errors import DeclarationError, SelectionError
from hotspots.risico import words as text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hotspots.catalog.specs import Catalog
    from hotspots.settings import Home


#: The file of a home, in the folder of any theme; and the settings that come with the tool.
FILE: Final = "risk.toml"
DEFAULTS: Final = "standaard.toml"

Certainty = Literal["bron", "algemeen", "aanname"]
Moment = Literal["nacht", "dag"]
IncidentKind = Literal["plasbrand", "bleve", "gifwolk"]
INCIDENT_KINDS: Final[tuple[IncidentKind, ...]] = ("plasbrand", "bleve", "gifwolk")

_TOP: Final = {
    "settings": Key(dict, holds=(dict,)),
    "spoor": Key(dict, holds=(dict,)),
    "water": Key(dict, holds=(dict,)),
    "routes": Key(dict),
}
_ROUTES: Final = {
    "lines": Key(list, required=True, holds=(str,)),
    "source": REQUIRED_TEXT,
}
_SETTING: Final = {
    "label": REQUIRED_TEXT,
    "value": Key(float),
    "low": Key(float),
    "high": Key(float),
    "unit": REQUIRED_TEXT,
    **sourced("bron", "algemeen", "aanname"),
}
_RAIL: Final = {
    "label": REQUIRED_TEXT,
    "moment": Key(str, required=True, allowed=("nacht", "dag")),
    "note": TEXT,
    "distances": Key(dict, holds=(int, float)),
}
_WATER: Final = {
    "label": REQUIRED_TEXT,
    "leave": REQUIRED_TEXT,
    "depths": TEXT,
    "note": TEXT,
}


@dataclass(frozen=True, slots=True)
class Setting:
    """A number that is not certain: a value, or a margin from ``low`` to ``high``.

    Without either it is not known, and nothing is counted with it.
    """

    id: str
    label: str
    unit: str
    source: str
    certainty: Certainty
    value: float | None = None
    low: float | None = None
    high: float | None = None

    @property
    def known(self) -> bool:
        """Whether there is anything to count with."""
        return self.value is not None or self.low is not None

    @property
    def margin(self) -> tuple[float, float]:
        """The lowest and highest it can be; twice the value where there is no margin.

        Raises
        ------
        DeclarationError
            If it is not known.
        """
        if self.value is not None:
            return self.value, self.value
        if self.low is None or self.high is None:
            raise DeclarationError(*text.setting_unknown(self.id, self.label))
        return self.low, self.high

    def to_dict(self) -> dict[str, object]:
        """Return all of it but its name, as it is printed beside a result."""
        return {
            "label": self.label,
            "value": self.value,
            "low": self.low,
            "high": self.high,
            "unit": self.unit,
            "source": self.source,
            "certainty": self.certainty,
        }


@dataclass(frozen=True, slots=True)
class RailScenario:
    """When an incident on the track happens, and which distances differ from the settings."""

    id: str
    label: str
    moment: Moment
    note: str
    distances: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class WaterScenario:
    """A flood: which depths, and the setting that says who leaves before it comes."""

    id: str
    label: str
    leave: str
    depths: str
    note: str


@dataclass(frozen=True, slots=True)
class RouteNames:
    """Which railways carry dangerous goods, by name, and who says so."""

    lines: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class RiskSettings:
    """All settings and scenarios of a home."""

    settings: Mapping[str, Setting]
    rail: Mapping[str, RailScenario]
    water: Mapping[str, WaterScenario]
    routes: RouteNames | None = None

    @property
    def fingerprint(self) -> str:
        """A hash of all of it, for the key of a cache."""
        return hashlib.sha256(repr(self).encode()).hexdigest()

    def __getitem__(self, name: str) -> Setting:
        return self.settings[name]

    def value(self, name: str) -> float:
        """Return the one value of a setting.

        Raises
        ------
        DeclarationError
            If it has none.
        """
        setting = self.settings[name]
        if setting.value is None:
            raise DeclarationError(*text.setting_unknown(setting.id, setting.label))
        return setting.value

    def rail_scenario(self, scenario: str) -> RailScenario:
        """Return a scenario for the track by its name.

        Raises
        ------
        SelectionError
            If there is none of that name.
        """
        if scenario not in self.rail:
            raise no_scenario(scenario, tuple(self.rail))
        return self.rail[scenario]

    def used(self, *names: str) -> dict[str, Setting]:
        """Return the settings that an answer uses, by name."""
        return {name: self.settings[name] for name in names}


def no_scenario(scenario: str, known: tuple[str, ...]) -> SelectionError:
    """Return what to raise when there is no scenario of that name."""
    return SelectionError(
        *text.no_scenario(scenario, known), suggestion(scenario, known) if known else text.NO_RISK
    )


def read_risk_settings(home: Home) -> RiskSettings:
    """Return the settings of a home on top of those that come with the tool.

    Raises
    ------
    DeclarationError
        If a file is wrong; ``problems`` lists all of it.
    """
    tables = [(DEFAULTS, shipped_toml("hotspots.risico", DEFAULTS))]
    wrong: list[str] = []
    for path in sorted(home.themes.glob(f"[!_.]*/{FILE}")):
        where = path.relative_to(home.root).as_posix()
        table = read_toml(path, where, wrong)
        if table is not None:
            tables.append((where, table))
    settings: dict[str, Setting] = {}
    rail: dict[str, RailScenario] = {}
    water: dict[str, WaterScenario] = {}
    routes: RouteNames | None = None
    for where, table in tables:
        problems = Problems(where)
        top = read_section(table, _TOP, "", problems)
        settings |= _settings(top.get("settings", {}), problems)
        rail |= _rail(top.get("spoor", {}), settings, problems)
        water |= _water(top.get("water", {}), settings, problems)
        if "routes" in top:
            named = read_section(top["routes"], _ROUTES, "routes", problems)
            routes = RouteNames(tuple(named.get("lines", ())), named.get("source", ""))
        wrong += problems.sentences
    if wrong:
        raise declarations_wrong(text.SETTINGS, wrong, text.SETTINGS_REPAIR)
    return RiskSettings(
        MappingProxyType(settings), MappingProxyType(rail), MappingProxyType(water), routes
    )


def _settings(tables: Mapping[str, Mapping[str, object]], problems: Problems) -> dict[str, Setting]:
    settings: dict[str, Setting] = {}
    for name, table in tables.items():
        before = len(problems.sentences)
        read = read_section(table, _SETTING, f"settings.{name}", problems)
        margin = ("low" in read, "high" in read)
        if any(margin) and ("value" in read or not all(margin)):
            problems.add(f"settings.{name}", text.VALUE_OR_MARGIN)
        if all(margin) and read["low"] > read["high"]:
            problems.add(f"settings.{name}", text.MARGIN_REVERSED)
        if len(problems.sentences) == before:
            settings[name] = Setting(name, **read)
    return settings


def _rail(
    tables: Mapping[str, Mapping[str, object]], settings: Mapping[str, Setting], problems: Problems
) -> dict[str, RailScenario]:
    scenarios: dict[str, RailScenario] = {}
    for name, table in tables.items():
        before = len(problems.sentences)
        read = read_section(table, _RAIL, f"spoor.{name}", problems)
        distances = read.get("distances", {})
        for setting in distances:
            if setting not in settings:
                problems.add(f"spoor.{name}.distances", _unknown(setting, settings))
        if len(problems.sentences) == before:
            scenarios[name] = RailScenario(
                name, read["label"], read["moment"], read.get("note", ""),
                MappingProxyType({key: float(value) for key, value in distances.items()}),
            )  # fmt: skip
    return scenarios


def _water(
    tables: Mapping[str, Mapping[str, object]], settings: Mapping[str, Setting], problems: Problems
) -> dict[str, WaterScenario]:
    scenarios: dict[str, WaterScenario] = {}
    for name, table in tables.items():
        before = len(problems.sentences)
        read = read_section(table, _WATER, f"water.{name}", problems)
        if "leave" in read and read["leave"] not in settings:
            problems.add(f"water.{name}", _unknown(read["leave"], settings))
        if len(problems.sentences) == before:
            scenarios[name] = WaterScenario(
                name, read["label"], read["leave"], read.get("depths", name), read.get("note", "")
            )
    return scenarios


def _unknown(name: str, settings: Mapping[str, Setting]) -> str:
    return f"instelling '{name}' bestaat niet. {suggestion(name, tuple(settings))}"


def settings_problems(home: Home, catalog: Catalog) -> list[str]:
    """Return what is wrong with how a home weighs risks."""
    del catalog
    try:
        read_risk_settings(home)
    except DeclarationError as error:
        return list(error.problems)
    return []
