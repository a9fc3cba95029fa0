"""Work on roads near a request at the same time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from hotspots.access.calendar import date_of

if TYPE_CHECKING:
    from datetime import date

    import geopandas as gpd
    import pandas as pd
    from numpy.typing import NDArray

    from hotspots.evenementen.calendar import EventCalendar
    from hotspots.evenementen.request import Planned


@dataclass(frozen=True, slots=True)
class RoadWork:
    """Work on a road that is in the way.

    ``distance_m`` is to the edge of it; a day is None where it was not filled in.
    """

    name: str
    distance_m: float
    first_day: date | None
    last_day: date | None


@dataclass(frozen=True, slots=True)
class RoadWorks:
    """What is in the way, the nearest first.

    ``unclear`` counts work near the place that ends before it begins: that was not weighed.
    """

    works: tuple[RoadWork, ...]
    unclear: int


def road_works_of(plan: Planned, calendar: EventCalendar) -> RoadWorks | None:
    """Return the work on roads near a request; None where no list of it is loaded.

    Both days of a work belong to it, as do the days of building up and clearing away to an event:
    work that ends the day before an event is built up is not in its way.
    """
    settings = calendar.settings.road_works
    layer = calendar.nearby.get(settings.context)
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
                _date(first[row]),
                _date(last[row]),
            )
            for row in rows[np.argsort(away[rows], kind="stable")].tolist()
        ),
        int(unclear.sum()),
    )


def _days(features: gpd.GeoDataFrame | pd.DataFrame, name: str) -> NDArray[np.datetime64]:
    """Return the days of a column of text; NaT where nothing was filled in."""
    written = features[name].tolist() if name in features else [""] * len(features)
    return np.array([day or "NaT" for day in written], dtype="datetime64[D]")


def _date(day: np.datetime64) -> date | None:
    return None if np.isnat(day) else date_of(int(day.astype(np.int64)))
