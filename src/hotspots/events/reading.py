"""Read how events are weighed: the tool's own figures, and what a municipality says instead."""

from __future__ import annotations

import tomllib
from importlib import resources
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from hotspots.catalog.grammar import REQUIRED_TEXT, TEXT, TEXTS, Key, Problems, read_section
from hotspots.errors import DeclarationError
from hotspots.events.settings import (
    CLASSES,
    MEASURES,
    AccessRule,
    AlternativeSettings,
    CapacitySettings,
    DaySettings,
    EventSettings,
    LighterRule,
    NearRule,
    Origin,
    OverlapSettings,
    PlanSettings,
    PressureSettings,
    Question,
    QuietPeriod,
    RoadWorkSettings,
    ScoringTable,
)
from hotspots.events.settings_checks import check_values, month_day
from hotspots.text import events as text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

#: The file in the folder of a theme in which a municipality says otherwise, section by section.
OWN_FILE: Final = "toetsing.toml"
_STANDARD: Final = "standaard.toml"
_NUMBER: Final = Key(float, required=True)
_WHOLE: Final = Key(int, required=True)
_FLAG: Final = Key(bool, required=True)
_NUMBERS: Final = Key(list, required=True, holds=(int, float))
_CERTAINTY: Final = Key(str, required=True, allowed=("bron", "aanname"))
_ORIGIN: Final[Mapping[str, Key]] = {"source": REQUIRED_TEXT, "certainty": _CERTAINTY}

TOP: Final[Mapping[str, Key]] = {
    **dict.fromkeys(
        (
            "capacity",
            "days",
            "pressure",
            "overlap",
            "road_works",
            "scoring",
            "alternatives",
            "plan",
        ),
        Key(dict),
    ),
    **dict.fromkeys(("quiet", "near", "access", "lighter"), Key(list, holds=(dict,))),
}
SECTIONS: Final[Mapping[str, Mapping[str, Key]]] = {
    "capacity": {
        "densities": _NUMBERS, "density": _NUMBER, "exit_flow": _NUMBER, "exit_minutes": _NUMBER,
        "without_widest": _FLAG, "exits_source": REQUIRED_TEXT, "exits_certainty": _CERTAINTY,
        **_ORIGIN,
    },
    "days": {**_ORIGIN},
    "pressure": {
        "half_m": _NUMBER, "reach_m": _NUMBER, "half_days": _NUMBER, "reach_days": _WHOLE,
        "build_share": _NUMBER, "class_weights": Key(dict, required=True, holds=(int, float)),
        **_ORIGIN,
    },
    "overlap": {
        "catchment_m": _NUMBER, "shifts": Key(list, required=True, holds=(int,)),
        "heavy_per_shift": _WHOLE, **_ORIGIN,
    },
    "road_works": {"context": REQUIRED_TEXT, "distance_m": _NUMBER, **_ORIGIN},
    "scoring": {
        "example": _FLAG, "label": REQUIRED_TEXT, "class_b": _WHOLE, "class_c": _WHOLE,
        "questions": Key(list, required=True, holds=(dict,)), **_ORIGIN,
    },
    "alternatives": {"days_around": _WHOLE, "same_weekday": _FLAG, "most": _WHOLE},
    "plan": {
        "before": REQUIRED_TEXT, "weights": Key(dict, required=True, holds=(int,)), **_ORIGIN,
    },
}  # fmt: skip
LISTS: Final[Mapping[str, Mapping[str, Key]]] = {
    "quiet": {
        "from": REQUIRED_TEXT, "to": REQUIRED_TEXT, "reason": REQUIRED_TEXT,
        "only_sound": Key(bool),
    },
    "near": {
        "id": REQUIRED_TEXT, "label": REQUIRED_TEXT, "context": REQUIRED_TEXT,
        "categories": TEXTS, "distances_m": _NUMBERS,
        "names": Key(list, required=True, holds=(str,)), "only_outdoor_from": Key(int),
        "zones": TEXT, **_ORIGIN,
    },
    "access": {"label": REQUIRED_TEXT, "context": REQUIRED_TEXT, "categories": TEXTS},
    "lighter": {
        "id": REQUIRED_TEXT, "advice": REQUIRED_TEXT,
        "most_class": Key(str, required=True, allowed=CLASSES), "most_visitors": _WHOLE,
        "with_sound": _FLAG, "only_known": Key(bool),
    },
}  # fmt: skip
QUESTION: Final[Mapping[str, Key]] = {
    "id": REQUIRED_TEXT, "profile": REQUIRED_TEXT, "label": REQUIRED_TEXT,
    "measures": Key(str, allowed=MEASURES), "from": Key(list),
    "answers": Key(dict, holds=(int,)),
}  # fmt: skip


def read_settings(folder: Path | None = None) -> EventSettings:
    """Return the tool's own figures, with the sections that ``toetsing.toml`` in a folder replaces.

    Raises
    ------
    DeclarationError
        If that file is wrong; ``problems`` lists all of it.
    """
    standard = resources.files("hotspots.events").joinpath(_STANDARD).read_text(encoding="utf-8")
    table = tomllib.loads(standard)
    problems = Problems(_STANDARD)
    own = None if folder is None else folder / OWN_FILE
    if own is not None and own.is_file():
        problems = Problems(f"{own.parent.name}/{OWN_FILE}")
        try:
            table |= tomllib.loads(own.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            problems.add("", text.NO_TOML.format(error=error))
    settings = None if problems.found else _settings(table, problems)
    if settings is None or problems.found:
        raise DeclarationError(
            text.SETTINGS_WRONG.format(count=len(problems.found)) + " ".join(problems.found),
            "",
            text.SETTINGS_REPAIR,
            problems=tuple(problems.found),
        )
    return settings


def _settings(table: Mapping[str, Any], problems: Problems) -> EventSettings | None:
    top = read_section(table, TOP, "", problems)
    one = {
        name: read_section(top.get(name, {}), keys, name, problems)
        for name, keys in SECTIONS.items()
    }
    many = {
        name: [read_section(entry, keys, name, problems) for entry in top.get(name, [])]
        for name, keys in LISTS.items()
    }
    questions = [
        read_section(entry, QUESTION, "scoring.questions", problems)
        for entry in one["scoring"].get("questions", [])
    ]
    check_values(one, many, questions, problems)
    if problems.found:
        return None
    overlap, plan, roads = one["overlap"], one["plan"], one["road_works"]
    return EventSettings(
        capacity=_capacity(one["capacity"]),
        days=DaySettings(_origin(one["days"])),
        pressure=_pressure(one["pressure"]),
        overlap=OverlapSettings(
            overlap["catchment_m"],
            tuple(sorted(overlap["shifts"])),
            overlap["heavy_per_shift"],
            _origin(overlap),
        ),
        quiet=tuple(_quiet(entry) for entry in many["quiet"]),
        road_works=RoadWorkSettings(roads["context"], roads["distance_m"], _origin(roads)),
        scoring=_scoring(one["scoring"], questions),
        near=tuple(_near(entry) for entry in many["near"]),
        access=tuple(
            AccessRule(entry["label"], entry["context"], tuple(entry.get("categories", ())))
            for entry in many["access"]
        ),
        alternatives=AlternativeSettings(**one["alternatives"]),
        lighter=tuple(LighterRule(**entry) for entry in many["lighter"]),
        plan=PlanSettings(
            month_day(plan["before"]), MappingProxyType(dict(plan["weights"])), _origin(plan)
        ),
    )


def _capacity(section: Mapping[str, Any]) -> CapacitySettings:
    return CapacitySettings(
        densities=tuple(section["densities"]),
        density=section["density"],
        exit_flow=section["exit_flow"],
        exit_minutes=section["exit_minutes"],
        without_widest=section["without_widest"],
        origin=_origin(section),
        exits_origin=Origin(section["exits_source"], section["exits_certainty"]),
    )


def _pressure(section: Mapping[str, Any]) -> PressureSettings:
    return PressureSettings(
        half_m=section["half_m"],
        reach_m=section["reach_m"],
        half_days=section["half_days"],
        reach_days=section["reach_days"],
        build_share=section["build_share"],
        class_weights=MappingProxyType(dict(section["class_weights"])),
        origin=_origin(section),
    )


def _quiet(entry: Mapping[str, Any]) -> QuietPeriod:
    return QuietPeriod(
        month_day(entry["from"]),
        month_day(entry["to"]),
        entry["reason"],
        entry.get("only_sound", False),
    )


def _origin(section: Mapping[str, Any]) -> Origin:
    return Origin(section["source"], section["certainty"])


def _scoring(section: Mapping[str, Any], questions: list[dict[str, Any]]) -> ScoringTable:
    return ScoringTable(
        label=section["label"],
        example=section["example"],
        class_b=section["class_b"],
        class_c=section["class_c"],
        questions=tuple(
            Question(
                id=entry["id"],
                profile=entry["profile"],
                label=entry["label"],
                measures=entry.get("measures", ""),
                steps=tuple(sorted((float(low), int(points)) for low, points in entry["from"]))
                if "from" in entry
                else (),
                answers=MappingProxyType(dict(entry.get("answers", {}))),
            )
            for entry in questions
        ),
        origin=_origin(section),
    )


def _near(entry: Mapping[str, Any]) -> NearRule:
    return NearRule(
        id=entry["id"],
        label=entry["label"],
        context=entry["context"],
        distances_m=tuple(entry["distances_m"]),
        names=tuple(entry["names"]),
        origin=_origin(entry),
        categories=tuple(entry.get("categories", ())),
        only_outdoor_from=entry.get("only_outdoor_from", 0),
        zones=entry.get("zones", ""),
    )
