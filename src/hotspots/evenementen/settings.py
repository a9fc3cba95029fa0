"""How events are weighed: every figure with its source, and whether that was read or assumed."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from hotspots.catalog.grammar import (
    REQUIRED_FLAG,
    REQUIRED_MONTH_DAY,
    REQUIRED_NUMBER,
    REQUIRED_TEXT,
    REQUIRED_WHOLE,
    TEXT,
    TEXTS,
    Key,
    Problems,
    Section,
    declarations_wrong,
    month_day,
    read_section,
    read_toml,
    shipped_toml,
    sourced,
)
from hotspots.catalog.specs import EVENT_CLASSES
from hotspots.errors import DeclarationError
from hotspots.evenementen import words as text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from hotspots.catalog.specs import Catalog
    from hotspots.settings import Home


#: What can be wrong on the board of a year, the gravest first.
CONFLICTS: Final = ("place", "capacity", "days", "quiet", "rest", "shift", "around")
_REST: Final = "rest"
#: What a question of the scoring table can measure by itself, without an answer.
MEASURES: Final = ("visitors", "occupancy_pct", "days", "hours_after_23", "sound")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a figure comes from: "bron" was read there, "aanname" was not."""

    text: str
    certainty: str


@dataclass(frozen=True, slots=True)
class CapacitySettings:
    """How many people fit: by the square metre, and by how fast they can leave.

    ``densities`` and ``density`` are persons per m2, ``exit_flow`` persons per minute per metre.
    """

    densities: tuple[float, ...]
    density: float
    exit_flow: float
    exit_minutes: float
    without_widest: bool
    origin: Origin
    exits_origin: Origin


@dataclass(frozen=True, slots=True)
class PressureSettings:
    """How pressure fades; see `hotspots.statistics.event_pressure` for the formula."""

    half_m: float
    reach_m: float
    half_days: float
    reach_days: int
    build_share: float
    class_weights: Mapping[str, float]
    origin: Origin


@dataclass(frozen=True, slots=True)
class OverlapSettings:
    """When two events are in each other's way without being at one place.

    ``shifts`` are the hours at which the police change; ``heavy_per_shift`` how many events of
    class B or C one shift can handle.
    """

    catchment_m: float
    shifts: tuple[int, ...]
    heavy_per_shift: int
    origin: Origin


@dataclass(frozen=True, slots=True)
class QuietPeriod:
    """Days of every year that are quiet, both included, as (month, day)."""

    first: tuple[int, int]
    last: tuple[int, int]
    reason: str
    only_sound: bool = False


@dataclass(frozen=True, slots=True)
class SpecialDays:
    """Days of every year on which an event asks for a look, both included, as (month, day).

    ``kinds`` of places that it is about; all of them where it is empty.
    """

    first: tuple[int, int]
    last: tuple[int, int]
    reason: str
    origin: Origin
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the scoring table.

    Either ``measures`` something and has ``steps`` of (from this value, points), or has
    ``answers`` with their points.
    """

    id: str
    profile: str
    label: str
    measures: str = ""
    steps: tuple[tuple[float, int], ...] = ()
    answers: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def most(self) -> int:
        """The most points this question can give."""
        return max([points for _, points in self.steps] + list(self.answers.values()))


@dataclass(frozen=True, slots=True)
class ScoringTable:
    """Points per answer, and from which sum a class begins."""

    label: str
    example: bool
    class_b: int
    class_c: int
    questions: tuple[Question, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class NearRule:
    """Zones around the features of a layer of ``geodata/``, from near to far, metres.

    ``context`` is the purpose or the id of that layer; ``zones`` the purpose of a layer of zones
    that goes before the distances once it is loaded.

    ``only_outdoor_from`` is the number of people from which an outdoor place is in question.
    ``when_loaded`` says that there is no finding until somebody loaded the layer, but a note.
    """

    id: str
    label: str
    context: str
    distances_m: tuple[float, ...]
    names: tuple[str, ...]
    origin: Origin
    categories: tuple[str, ...] = ()
    only_outdoor_from: int = 0
    zones: str = ""
    when_loaded: bool = False


@dataclass(frozen=True, slots=True)
class AccessRule:
    """A layer with stops of public transport, by its purpose or its id."""

    label: str
    context: str
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RoadWorkSettings:
    """Within how many metres of a place work on a road is in the way.

    ``context`` is the purpose of the layer that holds it, once it is loaded.
    """

    context: str
    distance_m: float
    origin: Origin


@dataclass(frozen=True, slots=True)
class AlternativeSettings:
    """How far to look for another place or date."""

    days_around: int
    same_weekday: bool
    most: int
    same_indoors: bool = True


@dataclass(frozen=True, slots=True)
class LighterRule:
    """What an event may be at the most for a lighter procedure to be worth a look."""

    id: str
    advice: str
    most_class: str
    most_visitors: int
    with_sound: bool
    only_known: bool = False


@dataclass(frozen=True, slots=True)
class PlanSettings:
    """The day, as (month, day), before which requests for the next year come together.

    ``weights`` says how heavy each of `CONFLICTS` is. Of a proposal for the year,
    ``options`` is how many other places and dates a request can get, ``seconds`` how long is
    searched, and ``within_pct`` by how much the spread may be heavier than the lightest, to move
    less.
    """

    before: tuple[int, int]
    weights: Mapping[str, int]
    origin: Origin
    options: int = 24
    seconds: float = 30.0
    within_pct: float = 1.0


@dataclass(frozen=True, slots=True)
class RouteSettings:
    """How fast a run or a parade goes along its route, and how long streets stay closed.

    ``context`` is the layer with streets; the first participant goes at ``fast_kmh`` and the last
    at ``slow_kmh``; ``margin_min`` is how many minutes before and after them a street is closed.
    """

    context: str
    fast_kmh: float
    slow_kmh: float
    margin_min: float
    origin: Origin


@dataclass(frozen=True, slots=True)
class EventSettings:
    """Everything that a municipality or region may set otherwise.

    ``days_origin`` says where it comes from how many event days a place may have.
    """

    capacity: CapacitySettings
    days_origin: Origin
    pressure: PressureSettings
    overlap: OverlapSettings
    quiet: tuple[QuietPeriod, ...]
    special: tuple[SpecialDays, ...]
    road_works: RoadWorkSettings
    route: RouteSettings
    scoring: ScoringTable
    near: tuple[NearRule, ...]
    access: tuple[AccessRule, ...]
    alternatives: AlternativeSettings
    lighter: tuple[LighterRule, ...]
    plan: PlanSettings


#: The one day that not every year has.
_LEAP_DAY: Final = "02-29"


def _check_together(
    one: Mapping[str, Section],
    many: Mapping[str, list[Section]],
    questions: list[Section],
    problems: Problems,
) -> None:
    """Report values that are right by themselves, and do not belong together."""
    weights = one["pressure"].get("class_weights", dict.fromkeys(EVENT_CLASSES, 1.0))
    if set(weights) != set(EVENT_CLASSES) or min(weights.values()) < 0:
        problems.add("pressure", text.WEIGHTS_WRONG)
    if one["plan"].get("before") == _LEAP_DAY:
        problems.add("plan", text.NOT_EVERY_YEAR.format(written=_LEAP_DAY))
    if {*one["plan"].get("weights", CONFLICTS), _REST} != set(CONFLICTS):
        problems.add("plan", text.PLAN_WEIGHTS_WRONG.format(kinds=", ".join(CONFLICTS)))
    for entry in many["near"]:
        if len(entry.get("distances_m", ())) != len(entry.get("names", ())):
            problems.add("near", text.NEAR_WRONG.format(id=entry.get("id", "?")))
    for entry in questions:
        steps = entry.get("from", [])
        paired = all(_is_step(step) for step in steps)
        if (
            not paired
            or ("measures" in entry) != bool(steps)
            or bool(steps) == ("answers" in entry)
        ):
            problems.add("scoring", text.QUESTION_WRONG.format(id=entry.get("id", "?")))


def _is_step(step: object) -> bool:
    """Whether an item is a value and the points from there on."""
    numbers = isinstance(step, list) and all(isinstance(part, int | float) for part in step)
    return numbers and isinstance(step, list) and len(step) == 2  # noqa: PLR2004 - a pair


#: The file in the folder of a theme in which a municipality says otherwise, section by section.
OWN_FILE: Final = "toetsing.toml"
_STANDARD: Final = "standaard.toml"
_POSITIVE: Final = Key(float, required=True, above=0)
_NUMBERS: Final = Key(list, required=True, holds=(int, float))
_ORIGIN: Final = sourced("bron", "aanname")

TOP: Final[Mapping[str, Key]] = {
    **dict.fromkeys(
        (
            "capacity",
            "days",
            "pressure",
            "overlap",
            "road_works",
            "route",
            "scoring",
            "alternatives",
            "plan",
        ),
        Key(dict),
    ),
    **dict.fromkeys(("quiet", "special", "near", "access", "lighter"), Key(list, holds=(dict,))),
}
SECTIONS: Final[Mapping[str, Mapping[str, Key]]] = {
    "capacity": {
        "densities": _NUMBERS,
        "density": _POSITIVE,
        "exit_flow": _POSITIVE,
        "exit_minutes": _POSITIVE,
        "without_widest": REQUIRED_FLAG,
        "exits_source": REQUIRED_TEXT,
        "exits_certainty": _ORIGIN["certainty"],
        **_ORIGIN,
    },
    "days": {**_ORIGIN},
    "pressure": {
        "half_m": _POSITIVE,
        "reach_m": _POSITIVE,
        "half_days": _POSITIVE,
        "reach_days": REQUIRED_WHOLE,
        "build_share": REQUIRED_NUMBER,
        "class_weights": Key(dict, required=True, holds=(int, float)),
        **_ORIGIN,
    },
    "overlap": {
        "catchment_m": REQUIRED_NUMBER,
        "shifts": Key(list, required=True, holds=(int,)),
        "heavy_per_shift": REQUIRED_WHOLE,
        **_ORIGIN,
    },
    "road_works": {"context": REQUIRED_TEXT, "distance_m": _POSITIVE, **_ORIGIN},
    "route": {
        "context": REQUIRED_TEXT,
        "fast_kmh": _POSITIVE,
        "slow_kmh": _POSITIVE,
        "margin_min": Key(float, required=True, least=0),
        **_ORIGIN,
    },
    "scoring": {
        "example": REQUIRED_FLAG,
        "label": REQUIRED_TEXT,
        "class_b": REQUIRED_WHOLE,
        "class_c": REQUIRED_WHOLE,
        "questions": Key(list, required=True, holds=(dict,)),
        **_ORIGIN,
    },
    "alternatives": {
        "days_around": Key(int, required=True, least=0),
        "same_weekday": REQUIRED_FLAG,
        "most": Key(int, required=True, least=1),
        "same_indoors": Key(bool),
    },
    "plan": {
        "before": REQUIRED_MONTH_DAY,
        "weights": Key(dict, required=True, holds=(int,)),
        "options": Key(int, least=1),
        "seconds": Key(float, least=1),
        "within_pct": Key(float, least=0),
        **_ORIGIN,
    },
}
LISTS: Final[Mapping[str, Mapping[str, Key]]] = {
    "quiet": {
        "from": REQUIRED_MONTH_DAY,
        "to": REQUIRED_MONTH_DAY,
        "reason": REQUIRED_TEXT,
        "only_sound": Key(bool),
    },
    "special": {
        "from": REQUIRED_MONTH_DAY,
        "to": REQUIRED_MONTH_DAY,
        "reason": REQUIRED_TEXT,
        "kinds": TEXTS,
        **_ORIGIN,
    },
    "near": {
        "id": REQUIRED_TEXT,
        "label": REQUIRED_TEXT,
        "context": REQUIRED_TEXT,
        "categories": TEXTS,
        "distances_m": _NUMBERS,
        "names": Key(list, required=True, holds=(str,)),
        "only_outdoor_from": Key(int),
        "zones": TEXT,
        "when_loaded": Key(bool),
        **_ORIGIN,
    },
    "access": {"label": REQUIRED_TEXT, "context": REQUIRED_TEXT, "categories": TEXTS},
    "lighter": {
        "id": REQUIRED_TEXT,
        "advice": REQUIRED_TEXT,
        "most_class": Key(str, required=True, allowed=EVENT_CLASSES),
        "most_visitors": REQUIRED_WHOLE,
        "with_sound": REQUIRED_FLAG,
        "only_known": Key(bool),
    },
}
QUESTION: Final[Mapping[str, Key]] = {
    "id": REQUIRED_TEXT,
    "profile": REQUIRED_TEXT,
    "label": REQUIRED_TEXT,
    "measures": Key(str, allowed=MEASURES),
    "from": Key(list),
    "answers": Key(dict, holds=(int,)),
}


def read_settings(folder: Path | None = None) -> EventSettings:
    """Return the tool's own figures, with the sections that ``toetsing.toml`` in a folder replaces.

    Raises
    ------
    DeclarationError
        If that file is wrong; ``problems`` lists all of it.
    """
    table = shipped_toml("hotspots.evenementen", _STANDARD)
    problems = Problems(_STANDARD)
    own = None if folder is None else folder / OWN_FILE
    if own is not None and own.is_file():
        problems = Problems(f"{own.parent.name}/{OWN_FILE}")
        table |= read_toml(own, problems.where, problems.sentences) or {}
    settings = None if problems.sentences else _settings(table, problems)
    if settings is None or problems.sentences:
        raise declarations_wrong(text.SETTINGS, problems.sentences, text.SETTINGS_REPAIR)
    return settings


def _settings(table: Mapping[str, object], problems: Problems) -> EventSettings | None:
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
    _check_together(one, many, questions, problems)
    if problems.sentences:
        return None
    plan = one["plan"]
    return EventSettings(
        capacity=_capacity(one["capacity"]),
        days_origin=_origin(one["days"]),
        pressure=PressureSettings(**_fields(one["pressure"])),
        overlap=OverlapSettings(
            **_fields(one["overlap"] | {"shifts": sorted(one["overlap"]["shifts"])})
        ),
        quiet=tuple(QuietPeriod(**_fields(entry)) for entry in many["quiet"]),
        special=tuple(SpecialDays(**_fields(entry)) for entry in many["special"]),
        road_works=RoadWorkSettings(**_fields(one["road_works"])),
        route=RouteSettings(**_fields(one["route"])),
        scoring=_scoring(one["scoring"], questions),
        near=tuple(NearRule(**_fields(entry)) for entry in many["near"]),
        access=tuple(AccessRule(**_fields(entry)) for entry in many["access"]),
        alternatives=AlternativeSettings(**one["alternatives"]),
        lighter=tuple(LighterRule(**entry) for entry in many["lighter"]),
        plan=PlanSettings(
            **_fields(plan)
            | {
                "before": month_day(plan["before"]),
                # A home that wrote its weights before there were days of rest has none of its own.
                "weights": MappingProxyType({_REST: plan["weights"]["quiet"]} | plan["weights"]),
            }
        ),
    )


def _origin(section: Section) -> Origin:
    return Origin(section["source"], section["certainty"])


def _fields(section: Mapping[str, object]) -> dict[str, Any]:
    """Return a section as the fields of its settings, which are called as its keys.

    Lists and tables are frozen; what says where a figure comes from is its ``origin``, and the days
    that a period runs from and to are its ``first`` and ``last``.
    """
    fields = {name: _frozen(value) for name, value in section.items()}
    if "source" in fields:
        fields["origin"] = Origin(fields.pop("source"), fields.pop("certainty"))
    if "from" in fields:
        fields |= {"first": month_day(fields.pop("from")), "last": month_day(fields.pop("to"))}
    return fields


def _frozen(value: object) -> Any:  # noqa: ANN401 - a value of TOML
    if isinstance(value, list):
        return tuple(value)
    return MappingProxyType(dict(value)) if isinstance(value, dict) else value


def _capacity(section: Mapping[str, object]) -> CapacitySettings:
    fields = _fields(section)
    exits = Origin(fields.pop("exits_source"), fields.pop("exits_certainty"))
    return CapacitySettings(**fields, exits_origin=exits)


def _scoring(section: Mapping[str, object], questions: list[dict[str, object]]) -> ScoringTable:
    return ScoringTable(**_fields(section) | {"questions": tuple(map(_question, questions))})


def _question(entry: Section) -> Question:
    fields = {name: _frozen(value) for name, value in entry.items() if name != "from"}
    steps = tuple(sorted((float(low), int(points)) for low, points in entry.get("from", ())))
    return Question(**fields, steps=steps)


def settings_problems(home: Home, catalog: Catalog) -> list[str]:
    """Return what is wrong with how a home weighs events, per calendar."""
    del home
    problems: list[str] = []
    for layer in catalog.layers:
        if layer.kind == "calendar":
            try:
                read_settings(layer.folder)
            except DeclarationError as error:
                problems += error.problems
    return problems
