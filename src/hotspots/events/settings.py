"""How events are weighed: every figure with its source, and whether that was read or assumed."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Classes of risk, light to heavy.
CLASSES: Final = ("A", "B", "C")
#: What can be wrong on the board of a year, the gravest first.
CONFLICTS: Final = ("place", "capacity", "days", "quiet", "shift", "around")
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
class DaySettings:
    """Where it comes from how many event days a place may have."""

    origin: Origin


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
    """Days of every year that are kept quiet, both included, as (month, day)."""

    first: tuple[int, int]
    last: tuple[int, int]
    reason: str
    only_sound: bool = False


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
    that goes before the distances once somebody loaded it.

    ``only_outdoor_from`` is the number of people from which an outdoor place is in question.
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


@dataclass(frozen=True, slots=True)
class AccessRule:
    """A layer with stops of public transport, by its purpose or its id."""

    label: str
    context: str
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RoadWorkSettings:
    """Within how many metres of a place work on a road is in the way.

    ``context`` is the purpose of the layer that holds it, once somebody loaded it.
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

    ``weights`` says how heavy each of `CONFLICTS` is.
    """

    before: tuple[int, int]
    weights: Mapping[str, int]
    origin: Origin


@dataclass(frozen=True, slots=True)
class EventSettings:
    """Everything that a municipality or region may set otherwise."""

    capacity: CapacitySettings
    days: DaySettings
    pressure: PressureSettings
    overlap: OverlapSettings
    quiet: tuple[QuietPeriod, ...]
    road_works: RoadWorkSettings
    scoring: ScoringTable
    near: tuple[NearRule, ...]
    access: tuple[AccessRule, ...]
    alternatives: AlternativeSettings
    lighter: tuple[LighterRule, ...]
    plan: PlanSettings
