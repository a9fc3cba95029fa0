"""Counts per area and month as analyses read incidents: a row for each, in its area and month.

So every measure that asks for areas answers on counts as on incidents. What counts cannot say is
left out: the time of day, the day of the week, a place within the area.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from hotspots.access.incidents import Incidents, Withheld

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    from hotspots.catalog.specs import LayerSpec
    from hotspots.geography.areas import Geography

_UNKNOWN: Final = -1


def incidents_from_counts(rows: pa.Table, layer: LayerSpec, geography: Geography) -> Incidents:
    """Return counts as incidents.

    Each lies on the first day of its month, or of the quarter or year that it is of, and has a
    point in its area as its place, which says no more than the area does.

    Parameters
    ----------
    rows
        Columns area (code, null for one that is not here), month, count (null where the source
        does not give it: that is no zero) and, where the layer has any, soort. An area without a
        row for a month had none in it; one that no row mentions is not given at all.
    """
    level = layer.privacy.finest
    areas = geography.level(level)
    position = {code: at for at, code in enumerate(areas.codes)}
    area = _positions(rows["area"].to_pylist(), position)
    soorten = tuple(layer.soorten)
    soort = np.full(len(area), _UNKNOWN, dtype=np.int16)
    if "soort" in rows.column_names:
        names = {name: at for at, name in enumerate(soorten)}
        soort = _positions(rows["soort"].to_pylist(), names)
    month = rows["month"].to_numpy().astype("datetime64[M]")
    day = month.astype("datetime64[D]").astype(np.int32)
    given = np.array(rows["count"].is_valid(), dtype=bool)
    count = np.array(rows["count"].fill_null(0), dtype=np.int64)
    at = np.repeat(np.arange(len(area)), count)
    buurt, wijk = _buurt_and_wijk(area, level, geography)
    arrays: dict[str, Any] = {
        "soort": soort[at],
        "buurt": buurt[at],
        "wijk": wijk[at],
        "day": day[at],
        **_points(areas.polygons, area[at]),
        **_not_known(len(at)),
    }
    for values in arrays.values():
        values.setflags(write=False)
    missing = ~given & (area != _UNKNOWN)
    absent = np.setdiff1d(np.arange(len(areas)), area) if len(area) else np.empty(0, dtype=int)
    withheld = _withheld(
        level,
        geography,
        area=np.concatenate([area[missing], np.repeat(absent, len(np.unique(day)))]),
        day=np.concatenate([day[missing], np.tile(np.unique(day), len(absent))]),
        soort=soort[missing],
    )
    covered = _days_covered(month, layer.counted_months)
    return Incidents(soorten=soorten, withheld=withheld, covered=covered, **arrays)


def _points(
    polygons: NDArray[np.object_], area: NDArray[np.int16]
) -> dict[str, NDArray[np.float64]]:
    """Return a point in each area; NaN where it is none of here."""
    points = shapely.point_on_surface(polygons)
    return {
        "x_rd": np.append(shapely.get_x(points), np.nan)[area],
        "y_rd": np.append(shapely.get_y(points), np.nan)[area],
    }


def _not_known(rows: int) -> dict[str, Any]:
    """Return what counts do not tell: the cell, the hour, the moment."""
    none8 = np.full(rows, _UNKNOWN, dtype=np.int8)
    none32 = np.full(rows, _UNKNOWN, dtype=np.int32)
    never = np.full(rows, np.datetime64("NaT", "s"))
    return {
        "cell_col": none32,
        "cell_row": none32,
        "day_known": np.zeros(rows, dtype=bool),
        # A month has no day of the week; filters on it are not on offer for counts.
        "weekday": np.zeros(rows, dtype=np.int8),
        "hour": none8,
        "day_part": none8,
        "begin": never,
        "end": never,
    }


def _positions(texts: list[str | None], position: dict[str, int]) -> NDArray[np.int16]:
    return np.array([position.get(text or "", _UNKNOWN) for text in texts], dtype=np.int16)


def _days_covered(month: NDArray[np.datetime64], months: int) -> tuple[int, int] | None:
    """Return the first day of the first period and the last of the last; None without any."""
    if not len(month):
        return None
    after = month.max() + np.timedelta64(months, "M")
    first, next_first = (
        int(moment.astype("datetime64[D]").astype(np.int64)) for moment in (month.min(), after)
    )
    return first, next_first - 1


def _withheld(
    level: str,
    geography: Geography,
    *,
    area: NDArray[np.integer[Any]],
    day: NDArray[np.int32],
    soort: NDArray[np.int16],
) -> Withheld | None:
    """Return what is not given; what comes after those with a soort is never mentioned at all."""
    if not len(area):
        return None
    buurt, wijk = _buurt_and_wijk(area.astype(np.int16), level, geography)
    absent = np.arange(len(area)) >= len(soort)
    soorten = np.where(absent, np.int16(_UNKNOWN), np.resize(soort, len(area)) if len(soort) else 0)
    return Withheld(level, buurt, wijk, day.astype(np.int32), soorten.astype(np.int16), absent)


def _buurt_and_wijk(
    area: NDArray[np.int16], level: str, geography: Geography
) -> tuple[NDArray[np.int16], NDArray[np.int16]]:
    """Return buurt and wijk of each row; of a wijk any buurt: finer than it is never asked."""
    parent = geography.buurten.parent
    if level == "buurten":
        wijk = np.append(parent, _UNKNOWN)[area]
        return area, wijk.astype(np.int16)
    if level == "gemeente":
        buurt = np.where(area == _UNKNOWN, _UNKNOWN, 0)
        return buurt.astype(np.int16), np.append(parent, _UNKNOWN)[buurt].astype(np.int16)
    first = np.full(len(geography.wijken) + 1, _UNKNOWN, dtype=np.int16)
    for at in range(len(parent) - 1, -1, -1):
        first[parent[at]] = at
    return first[area], area
