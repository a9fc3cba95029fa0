"""Places in dry shelters against the people who need one: per buurt, per shelter, for all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from hotspots.access.features import features_for
from hotspots.risk.people import known_sum, rounded
from hotspots.risk.shelter import assign_by_need

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from hotspots.access.workspace import Workspace
    from hotspots.risk.flood import Flood
    from hotspots.risk.ground import Ground
    from hotspots.risk.settings import RiskSettings
    from hotspots.risk.shelter import Assignment


@dataclass(frozen=True, slots=True, eq=False)
class Shelters:
    """Shelters and high ground with room; NaN where the area is not known: then without a place.

    Attributes
    ----------
    x_rd, y_rd, floor_m2 : shape (shelters,)
    kept : shape (shelters,)
        Which are for those who cannot help themselves alone.
    """

    names: tuple[str, ...]
    x_rd: NDArray[np.float64]
    y_rd: NDArray[np.float64]
    floor_m2: NDArray[np.float64]
    kept: NDArray[np.bool_]

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

    def to_dict(self) -> dict[str, Any]:
        """Return the balance of the whole island; the gap is who finds no place within reach.

        How many places there are is None where no shelter has a known area.
        """
        return {
            "need": _totals(self.need),
            "rooms_nights": rounded(known_sum(self._where_known(self.rooms))),
            "rooms_hours": rounded(known_sum(self._where_known(self.rooms_hours))),
            "placed": _totals(self.placed),
            "gap": _totals(self.without),
            "dependent_gap": _totals(self.dependent_without),
            "free_rooms": [
                round(max(0.0, float(self.rooms.sum() - used.sum())), 1) for used in self.used
            ],
            "mean_distance_m": [
                None if metres is None else round(metres) for metres in self.mean_distance_m
            ],
            "reach_m": self.reach_m,
        }

    def shelter_rows(self) -> list[dict[str, Any]]:
        """Return the dry shelters with their places and how many of those are taken.

        How many places there are is None where the area is not known.
        """
        known = self._where_known(self.rooms)
        return [
            {
                "name": name,
                "x_rd": round(float(self.shelters.x_rd[at]), 1),
                "y_rd": round(float(self.shelters.y_rd[at]), 1),
                "rooms": rounded(known[at]),
                "used": [round(float(used[at]), 1) for used in self.used],
            }
            for at, name in enumerate(self.shelters.names)
        ]

    def _where_known(self, places: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return places per shelter, NaN where its area is not known."""
        return np.where(np.isnan(self.shelters.floor_m2), np.nan, places)


def _totals(margins: NDArray[np.float64]) -> list[float | None]:
    """Return the totals of what is known; None if nothing is."""
    return [rounded(known_sum(numbers)) for numbers in margins]


@dataclass(frozen=True, slots=True)
class NotUsable:
    """Names of the shelters that nobody is sent to.

    Attributes
    ----------
    flooded
        Under water themselves.
    unknown
        Of which it is not known whether they stay dry.
    outside_dike
        Outside the dike, while nothing says that their ground stays dry.
    """

    flooded: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    outside_dike: tuple[str, ...] = ()


def dry_shelters(
    workspace: Workspace, flood: Flood, *, from_m: float
) -> tuple[Shelters, NotUsable]:
    """Return the shelters whose floor is known to stay above the water, and which are not.

    A floor of which the height is not known lies on the ground. High ground is a shelter where
    it is known how much room it has. A shelter outside the dike is used only where a number of the
    flood, or high ground, says that it stays dry there.
    """
    found = [*_built(workspace), *_high(workspace)]
    x_rd = np.array([one.x_rd for one in found], dtype=np.float64)
    y_rd = np.array([one.y_rd for one in found], dtype=np.float64)
    floor_m = np.array([one.floor_m for one in found], dtype=np.float64)
    depth, _ = flood.at(x_rd, y_rd)
    outside = np.array([one.outside_dike for one in found], dtype=np.bool_)
    outside &= ~flood.says_dry(x_rd, y_rd, from_m)
    untold = np.isnan(depth) & ~outside
    wet = depth - floor_m >= from_m
    dry = ~(wet | untold | outside)
    kept = [one for one, is_dry in zip(found, dry.tolist(), strict=True) if is_dry]
    return (
        Shelters(
            tuple(one.name for one in kept),
            x_rd[dry],
            y_rd[dry],
            np.array([one.floor_m2 for one in kept], dtype=np.float64),
            np.array([one.dependent_first for one in kept], dtype=np.bool_),
        ),
        NotUsable(_named(found, wet), _named(found, untold), _named(found, outside & ~wet)),
    )


def _named(found: Sequence[_Found], which: NDArray[np.bool_]) -> tuple[str, ...]:
    return tuple(one.name for one, holds in zip(found, which.tolist(), strict=True) if holds)


@dataclass(frozen=True, slots=True)
class _Found:
    """A shelter as a layer has it; the area is NaN where it is not known."""

    name: str
    x_rd: float
    y_rd: float
    floor_m2: float
    floor_m: float = 0.0
    dependent_first: bool = False
    outside_dike: bool = False


def _built(workspace: Workspace) -> list[_Found]:
    features = features_for(workspace, "shelter")
    if features is None:
        return []
    corners = shapely.get_coordinates(features.rows.geometry.to_numpy())
    return [
        _Found(
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


def _high(workspace: Workspace) -> list[_Found]:
    features = features_for(workspace, "high_ground")
    if features is None or "floor_area_m2" not in features.rows:
        return []
    known = features.rows[features.rows["floor_area_m2"].notna()]
    middle = shapely.get_coordinates(shapely.point_on_surface(known.geometry.to_numpy()))
    return [
        _Found(str(row["name"]), float(x), float(y), float(row["floor_area_m2"]))
        for (_, row), (x, y) in zip(known.iterrows(), middle, strict=True)
    ]


def balance_of(
    shelters: Shelters,
    need: NDArray[np.float64],
    dependent: NDArray[np.float64],
    ground: Ground,
    settings: RiskSettings,
) -> Balance:
    """Return who gets a place, those who cannot help themselves first.

    Parameters
    ----------
    need, dependent : shape (2, buurten)
        The least and the most people who need a place. Who are not known get no place and are in
        no total; where it is not known who of them need help, nobody goes first.
    """
    floor_m2 = np.nan_to_num(shelters.floor_m2)
    rooms = np.floor(floor_m2 / settings.value("m2_nachten"))
    reach_m = settings.value("loopafstand_m")
    middle = shapely.get_coordinates(shapely.point_on_surface(ground.land))
    distance_m = np.hypot(
        middle[:, 0, None] - shelters.x_rd[None], middle[:, 1, None] - shelters.y_rd[None]
    )
    known, first = np.nan_to_num(need), np.nan_to_num(dependent)
    ends = [
        assign_by_need(
            first[at],
            known[at] - first[at],
            rooms,
            distance_m,
            reach_m=reach_m,
            kept=shelters.kept,
        )
        for at in (0, 1)
    ]
    return Balance(
        shelters=shelters,
        rooms=rooms,
        rooms_hours=np.floor(floor_m2 / settings.value("m2_uren")),
        need=need,
        placed=_where_known(need, [_people(pair).sum(axis=1) for pair in ends]),
        without=_where_known(need, [helped.without + others.without for helped, others in ends]),
        dependent_without=_where_known(dependent, [helped.without for helped, _ in ends]),
        used=np.stack([_people(pair).sum(axis=0) for pair in ends]),
        mean_distance_m=(_mean(ends[0], distance_m), _mean(ends[1], distance_m)),
        reach_m=reach_m,
    )


def _where_known(
    asked: NDArray[np.float64], ends: list[NDArray[np.float64]]
) -> NDArray[np.float64]:
    """Return numbers at both ends, NaN where it is not known how many people it is about."""
    return np.where(np.isnan(asked), np.nan, np.stack(ends))


def _people(pair: tuple[Assignment, Assignment]) -> NDArray[np.float64]:
    return pair[0].people + pair[1].people


def _mean(pair: tuple[Assignment, Assignment], distance_m: NDArray[np.float64]) -> float | None:
    people = _people(pair)
    if people.sum() <= 0:
        return None
    return float((people * distance_m).sum() / people.sum())
