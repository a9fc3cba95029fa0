"""Who goes to which shelter: nearest with room, within reach, those who need help first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from hotspots.access.features import features_for
from hotspots.risico.assignment import NOBODY, assign_by_need
from hotspots.risico.people import known_sum, rounded, total_margin

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from hotspots.access.workspace import Workspace
    from hotspots.risico.flood import Flood
    from hotspots.risico.people import Ground, Margin
    from hotspots.risico.settings import RiskSettings
    from hotspots.risico.zones import Zone


@dataclass(frozen=True, slots=True, eq=False)
class Shelters:
    """Shelters and high ground with room; NaN where the area is not known: then without a place.

    Attributes
    ----------
    x_rd, y_rd, floor_m2 : shape (shelters,)
    reserved : shape (shelters,)
        Which are for those who cannot help themselves alone.
    """

    names: tuple[str, ...]
    x_rd: NDArray[np.float64]
    y_rd: NDArray[np.float64]
    floor_m2: NDArray[np.float64]
    reserved: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.names)


@dataclass(frozen=True, slots=True, eq=False)
class Balance:
    """Who gets a place in which shelter, for the least and for the most people that need one.

    Attributes
    ----------
    rooms
        Places to spend the night, shape (shelters,).
    rooms_hours
        Places for some hours, shape (shelters,).
    placed, without, dependent_without : shape (2, buurten)
        People with and without a place, and those without who cannot help themselves; NaN where
        it is not known how many need one.
    used : shape (2, shelters)
        Places taken.
    mean_distance_m
        How far people with a place go on average, as the crow flies; None if nobody has one.
    walk_m : shape (shelters,)
        The same to each shelter where most need one; NaN where nobody goes.
    m2_person
        Area per person that ``rooms`` was counted with.
    """

    shelters: Shelters
    rooms: NDArray[np.float64]
    rooms_hours: NDArray[np.float64]
    need: NDArray[np.float64]
    placed: NDArray[np.float64]
    without: NDArray[np.float64]
    dependent_without: NDArray[np.float64]
    used: NDArray[np.float64]
    mean_distance_m: tuple[float | None, float | None]
    reach_m: float
    walk_m: NDArray[np.float64]
    m2_person: float

    @property
    def rooms_nights(self) -> float | None:
        """How many places there are for the night; None where no shelter has a known area."""
        return rounded(known_sum(self._where_known(self.rooms)))

    @property
    def gap(self) -> Margin:
        """How many people find no place within reach."""
        return total_margin(self.without)

    @property
    def dependent_gap(self) -> Margin:
        """How many of those cannot help themselves."""
        return total_margin(self.dependent_without)

    @property
    def rooms_some_hours(self) -> float | None:
        """How many places there are for some hours; None where no shelter has a known area."""
        return rounded(known_sum(self._where_known(self.rooms_hours)))

    def to_dict(self) -> dict[str, object]:
        """Return the balance of the whole municipality."""
        return {
            "need": list(total_margin(self.need)),
            "rooms_nights": self.rooms_nights,
            "rooms_hours": self.rooms_some_hours,
            "placed": list(total_margin(self.placed)),
            "gap": list(self.gap),
            "dependent_gap": list(self.dependent_gap),
            "free_rooms": [
                round(max(0.0, float(self.rooms.sum() - used.sum())), 1) for used in self.used
            ],
            "mean_distance_m": [
                None if metres is None else round(metres) for metres in self.mean_distance_m
            ],
            "reach_m": self.reach_m,
        }

    @property
    def shelter_uses(self) -> tuple[ShelterUse, ...]:
        """The dry shelters with their places and how many of those are taken."""
        known = self._where_known(self.rooms)
        return tuple(
            ShelterUse(
                name=name,
                x_rd=round(float(self.shelters.x_rd[at]), 1),
                y_rd=round(float(self.shelters.y_rd[at]), 1),
                rooms=rounded(known[at]),
                used=(round(float(self.used[0, at]), 1), round(float(self.used[1, at]), 1)),
                walk_m=rounded(self.walk_m[at], 0),
                reserved=bool(self.shelters.reserved[at]),
            )
            for at, name in enumerate(self.shelters.names)
        )

    def _where_known(self, places: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return places per shelter, NaN where its area is not known."""
        return np.where(np.isnan(self.shelters.floor_m2), np.nan, places)


@dataclass(frozen=True, slots=True)
class ShelterUse:
    """A dry shelter: its places for the night, None where not known, and how many are taken."""

    name: str
    x_rd: float
    y_rd: float
    rooms: float | None
    used: tuple[float, float]
    walk_m: float | None = None
    reserved: bool = False

    @property
    def free(self) -> Margin:
        """How many places stay empty; None where it is not known how many there are."""
        if self.rooms is None:
            return None, None
        low, high = (round(max(0.0, self.rooms - used), 1) for used in self.used)
        return low, high

    def to_dict(self) -> dict[str, object]:
        """Return the shelter by field."""
        return {
            "name": self.name,
            "x_rd": self.x_rd,
            "y_rd": self.y_rd,
            "rooms": self.rooms,
            "used": list(self.used),
            "free": list(self.free),
            "walk_m": self.walk_m,
            "reserved": self.reserved,
        }


@dataclass(frozen=True, slots=True)
class NotUsable:
    """The names of the shelters that are not used, by reason.

    Attributes
    ----------
    flooded
        Under water themselves.
    unknown
        Of which it is not known whether they stay dry.
    outside_dike
        Outside the dike, while nothing says that their ground stays dry.
    flooded_m2, uncertain_m2
        Area of each of the first, and of each of the others; NaN where it is not known.
    """

    flooded: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    outside_dike: tuple[str, ...] = ()
    flooded_m2: tuple[float, ...] = ()
    uncertain_m2: tuple[float, ...] = ()

    @property
    def uncertain(self) -> int:
        """Of how many shelters it is not known whether they stay dry."""
        return len(self.unknown) + len(self.outside_dike)

    def to_dict(self) -> dict[str, object]:
        """Return the names by reason."""
        return {
            "flooded": list(self.flooded),
            "not_known": list(self.unknown),
            "outside_dike": list(self.outside_dike),
        }


def dry_shelters(
    workspace: Workspace, flood: Flood, *, from_m: float
) -> tuple[Shelters, NotUsable]:
    """Return the shelters whose floor is known to stay above the water, and which are not.

    A floor of which the height is not known lies on the ground. High ground is a shelter where
    it is known how much room it has. A shelter outside the dike is used only where a number of the
    flood, or high ground, says that it stays dry there.
    """
    shelters = [*_buildings(workspace), *_high_ground(workspace)]
    x_rd = np.array([one.x_rd for one in shelters], dtype=np.float64)
    y_rd = np.array([one.y_rd for one in shelters], dtype=np.float64)
    floor_m = np.array([one.floor_m for one in shelters], dtype=np.float64)
    depth, _ = flood.at(x_rd, y_rd)
    outside = np.array([one.outside_dike for one in shelters], dtype=np.bool_)
    outside &= ~flood.says_dry(x_rd, y_rd, from_m)
    unclear = np.isnan(depth) & ~outside
    wet = depth - floor_m >= from_m
    dry = ~(wet | unclear | outside)
    flooded = _those(shelters, wet)
    return (
        _those(shelters, dry),
        NotUsable(
            flooded.names,
            _those(shelters, unclear).names,
            _those(shelters, outside & ~wet).names,
            tuple(flooded.floor_m2.tolist()),
            tuple(_those(shelters, ~(dry | wet)).floor_m2.tolist()),
        ),
    )


def shelters_outside(workspace: Workspace, zone: Zone) -> tuple[Shelters, NotUsable]:
    """Return the shelters outside the zone of an incident, and those in it.

    A fire or a cloud asks nothing of the height of a floor; high ground gives no shelter from it.
    """
    shelters = _buildings(workspace)
    x_rd = np.array([one.x_rd for one in shelters], dtype=np.float64)
    y_rd = np.array([one.y_rd for one in shelters], dtype=np.float64)
    inside = np.asarray(zone.covers(x_rd, y_rd), dtype=np.bool_)
    in_zone = _those(shelters, inside)
    return (
        _those(shelters, ~inside),
        NotUsable(flooded=in_zone.names, flooded_m2=tuple(in_zone.floor_m2.tolist())),
    )


def _those(shelters: Sequence[_Shelter], which: NDArray[np.bool_]) -> Shelters:
    """Return the shelters that are marked."""
    chosen = [one for one, holds in zip(shelters, which.tolist(), strict=True) if holds]
    return Shelters(
        tuple(one.name for one in chosen),
        np.array([one.x_rd for one in chosen], dtype=np.float64),
        np.array([one.y_rd for one in chosen], dtype=np.float64),
        np.array([one.floor_m2 for one in chosen], dtype=np.float64),
        np.array([one.dependent_first for one in chosen], dtype=np.bool_),
    )


@dataclass(frozen=True, slots=True)
class _Shelter:
    """A shelter as a layer has it; the area is NaN where it is not known."""

    name: str
    x_rd: float
    y_rd: float
    floor_m2: float
    floor_m: float = 0.0
    dependent_first: bool = False
    outside_dike: bool = False


def _buildings(workspace: Workspace) -> list[_Shelter]:
    features = features_for(workspace, "shelter")
    if features is None:
        return []
    corners = shapely.get_coordinates(features.rows.geometry.to_numpy())
    return [
        _Shelter(
            name=str(row.get("name", "")),
            x_rd=float(x),
            y_rd=float(y),
            floor_m2=float(row.get("floor_area_m2", np.nan)),
            floor_m=float(np.nan_to_num(row.get("floor_m", np.nan))),
            dependent_first=row.get("dependent_first", "") == "ja",
            outside_dike=row.get("outside_dike", "") == "ja",
        )
        for (_, row), (x, y) in zip(features.rows.iterrows(), corners, strict=True)
    ]


def _high_ground(workspace: Workspace) -> list[_Shelter]:
    features = features_for(workspace, "high_ground")
    if features is None or "floor_area_m2" not in features.rows:
        return []
    known = features.rows[features.rows["floor_area_m2"].notna()]
    middle = shapely.get_coordinates(shapely.point_on_surface(known.geometry.to_numpy()))
    return [
        _Shelter(str(row["name"]), float(x), float(y), float(row["floor_area_m2"]))
        for (_, row), (x, y) in zip(known.iterrows(), middle, strict=True)
    ]


def balance_of(
    shelters: Shelters,
    need: NDArray[np.float64],
    dependent: NDArray[np.float64],
    ground: Ground,
    settings: RiskSettings,
    *,
    m2_setting: str = "m2_nachten",
    zone: shapely.Geometry | None = None,
) -> Balance:
    """Return who gets a place, those who cannot help themselves first.

    Parameters
    ----------
    m2_setting
        Which setting says how much room a person takes.
    zone
        Where people leave from: the part of a buurt in it, as far as it has land there.
    need, dependent : shape (2, buurten)
        The least and the most people who need a place. Who are not known get no place and are in
        no total; where it is not known who of them need help, nobody goes first.
    """
    floor_m2 = np.nan_to_num(shelters.floor_m2)
    m2_person = settings.value(m2_setting)
    rooms = np.floor(floor_m2 / m2_person)
    reach_m = settings.value("loopafstand_m")
    land = ground.land
    if zone is not None:
        part = shapely.intersection(land, zone)
        land = np.where(shapely.area(part) > 0, part, land)
    middle = shapely.get_coordinates(shapely.point_on_surface(land))
    distance_m = np.hypot(
        middle[:, 0, None] - shelters.x_rd[None], middle[:, 1, None] - shelters.y_rd[None]
    )
    known, first = np.nan_to_num(need), np.nan_to_num(dependent)
    helped, everyone = [], []
    for at in (0, 1):
        before, others = assign_by_need(
            first[at],
            known[at] - first[at],
            rooms,
            distance_m,
            reach_m=reach_m,
            reserved=shelters.reserved,
        )
        helped.append(before)
        everyone.append(before.with_others(others))
    return Balance(
        shelters=shelters,
        rooms=rooms,
        rooms_hours=np.floor(floor_m2 / settings.value("m2_uren")),
        need=need,
        placed=_where_known(need, [end.people.sum(axis=1) for end in everyone]),
        without=_where_known(need, [end.without for end in everyone]),
        dependent_without=_where_known(dependent, [end.without for end in helped]),
        used=np.stack([end.people.sum(axis=0) for end in everyone]),
        mean_distance_m=(
            everyone[0].mean_distance_m(distance_m),
            everyone[1].mean_distance_m(distance_m),
        ),
        reach_m=reach_m,
        walk_m=_mean_walk(everyone[1].people, distance_m),
        m2_person=m2_person,
    )


def _mean_walk(people: NDArray[np.float64], distance_m: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how far people go to each shelter on average; NaN where nobody goes."""
    there = people.sum(axis=0)
    metres = (people * distance_m).sum(axis=0)
    walk_m = np.full(len(there), np.nan)
    np.divide(metres, there, out=walk_m, where=there > 0)
    return walk_m


@dataclass(frozen=True, slots=True)
class PlaceLedger:
    """All places of all shelters, each once.

    ``total`` = ``in_zone`` + ``uncertain`` + ``used`` + ``reserved`` + ``too_far`` + ``left``, at
    either end of the margins.

    Attributes
    ----------
    in_zone
        In shelters that lie in the zone or under water themselves.
    uncertain
        In shelters of which it is not known whether they stay dry.
    used
        Taken.
    reserved
        Empty, for those who cannot help themselves alone.
    too_far
        Empty, while there are people without a place: these lie out of reach of them.
    left
        Empty, while everybody has a place.
    without_area
        How many shelters are in none of these numbers: their area is not known.
    shelters
        How many there are in all.
    """

    total: float
    in_zone: float
    uncertain: float
    used: Margin
    reserved: Margin
    too_far: Margin
    left: Margin
    without_area: int
    shelters: int

    @property
    def usable(self) -> float:
        """Places that are neither in the zone nor uncertain."""
        return round(self.total - self.in_zone - self.uncertain, 1)

    def to_dict(self) -> dict[str, object]:
        """Return the numbers by name."""
        return {
            "total": self.total,
            "in_zone": self.in_zone,
            "uncertain": self.uncertain,
            "usable": self.usable,
            "used": list(self.used),
            "reserved": list(self.reserved),
            "too_far": list(self.too_far),
            "left": list(self.left),
            "shelters": self.shelters,
            "shelters_without_area": self.without_area,
        }


def ledger_of(balance: Balance, not_usable: NotUsable) -> PlaceLedger:
    """Return where all places of all shelters are.

    A place that stays empty while somebody has none is out of reach of all who have none: as many
    people as can be are placed.
    """
    in_zone, uncertain = (
        float(np.floor(np.nan_to_num(np.array(areas, dtype=np.float64)) / balance.m2_person).sum())
        for areas in (not_usable.flooded_m2, not_usable.uncertain_m2)
    )
    ends = [_empty(balance, at) for at in (0, 1)]
    areas = (*not_usable.flooded_m2, *not_usable.uncertain_m2, *balance.shelters.floor_m2.tolist())
    used, reserved, too_far, left = (
        (round(low, 1), round(high, 1)) for low, high in zip(*ends, strict=True)
    )
    return PlaceLedger(
        total=in_zone + uncertain + float(balance.rooms.sum()),
        in_zone=in_zone,
        uncertain=uncertain,
        used=used,
        reserved=reserved,
        too_far=too_far,
        left=left,
        without_area=int(np.count_nonzero(np.isnan(areas))),
        shelters=len(areas),
    )


def _empty(balance: Balance, end: int) -> tuple[float, float, float, float]:
    """Return the places of one end that are taken, reserved, too far, and left over."""
    empty = np.maximum(balance.rooms - balance.used[end], 0.0)
    reserved = float(empty[balance.shelters.reserved].sum())
    others = float(empty[~balance.shelters.reserved].sum())
    without = bool(np.nansum(balance.without[end]) > NOBODY)
    used = float(balance.used[end].sum())
    return used, reserved, others if without else 0.0, 0.0 if without else others


def _where_known(
    people: NDArray[np.float64], ends: list[NDArray[np.float64]]
) -> NDArray[np.float64]:
    """Return numbers at both ends, NaN where it is not known how many people it is about."""
    return np.where(np.isnan(people), np.nan, np.stack(ends))
