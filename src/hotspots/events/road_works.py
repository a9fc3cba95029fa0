"""Work on the roads around a place while an event is built up, held and cleared away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hotspots.events.request import Planned
    from hotspots.events.room import EventRoom


@dataclass(frozen=True, slots=True)
class RoadWork:
    """Work on a road that is in the way.

    ``distance_m`` is to the edge of it; a day is None where nobody filled it in. Days
    are counted since 1 January 1970.
    """

    name: str
    distance_m: float
    first_day: int | None
    last_day: int | None


@dataclass(frozen=True, slots=True)
class RoadWorks:
    """What is in the way, the nearest first.

    ``unclear`` counts work near the place that ends before it begins: that was not weighed.
    """

    found: tuple[RoadWork, ...]
    unclear: int


def road_works_of(plan: Planned, room: EventRoom) -> RoadWorks | None:
    """Return the work on roads near a request; None where no list of it is loaded.

    Both days of a work belong to it, as do the days of building up and clearing away to an event:
    work that ends the day before an event is built up is not in its way.
    """
    settings = room.settings.road_works
    layer = room.nearby.get(settings.context)
    # A layer that came empty with the home is not a municipality without road works.
    if layer is None or layer.depths or not (layer.loaded or len(layer.features)):
        return None
    shapes = layer.features.geometry.to_numpy()
    spot = shapely.Point(plan.location.x_rd, plan.location.y_rd)
    away = shapely.distance(shapes, spot)
    first, last = _days(layer.features, "first_day"), _days(layer.features, "last_day")
    near = away <= settings.distance_m
    unclear = near & (last < first)
    meets = near & ~unclear & (np.isnat(first) | (first.astype(np.int64) <= plan.clear_day))
    meets &= np.isnat(last) | (last.astype(np.int64) >= plan.build_day)
    rows = np.flatnonzero(meets)
    names = layer.features["name"].tolist()
    return RoadWorks(
        tuple(
            RoadWork(
                str(names[row]),
                float(away[row]),
                _number(first[row]),
                _number(last[row]),
            )
            for row in rows[np.argsort(away[rows], kind="stable")].tolist()
        ),
        int(unclear.sum()),
    )


def _days(features: Any, name: str) -> NDArray[np.datetime64]:  # noqa: ANN401 - a frame
    """Return the days of a column of text; NaT where nothing was filled in."""
    written = features[name].tolist() if name in features else [""] * len(features)
    return np.array([day or "NaT" for day in written], dtype="datetime64[D]")


def _number(day: np.datetime64) -> int | None:
    return None if np.isnat(day) else int(day.astype(np.int64))
