"""Pressure as a map of a period, and as a calendar of days per area or per place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from hotspots.geography.grid import column_and_row
from hotspots.statistics.event_pressure import space_share

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hotspots.events.room import EventRoom
    from hotspots.geography.areas import Geography
    from hotspots.geography.masks import Mask


@dataclass(frozen=True, slots=True, eq=False)
class PressureMap:
    """Mean pressure per day over a period, in weighted visitors.

    Attributes
    ----------
    numbers : shape (m,)
        Of cells as in `hotspots.geography.grid`, or positions of buurten.
    values : shape (m,)
        NaN for a buurt where nobody lives: nobody feels it there.
    """

    first_day: int
    last_day: int
    numbers: NDArray[np.int64]
    values: NDArray[np.float64]


def pressure_on_cells(
    room: EventRoom, mask: Mask, size_m: int, first: int, last: int
) -> PressureMap:
    """Return the pressure at the middle of each cell of a mask."""
    cells = mask.cells(size_m)
    col, row = column_and_row(cells)
    x_rd, y_rd = ((part.astype(np.float64) + 0.5) * size_m for part in (col, row))
    values = room.field.at(x_rd, y_rd, first, last)
    return PressureMap(first, last, cells, values)


def pressure_on_buurten(room: EventRoom, first: int, last: int) -> PressureMap:
    """Return the pressure on the mean resident of each buurt."""
    values = room.buurt_share @ room.field.days(first, last).mean(axis=1)
    return PressureMap(first, last, np.arange(len(values), dtype=np.int64), values)


def days_of_wijken(
    room: EventRoom, geography: Geography, first: int, last: int
) -> NDArray[np.float64]:
    """Return the pressure on the mean resident of each wijk on each day.

    Returns
    -------
    shape (wijken, days)
        NaN where nobody lives.
    """
    share = room.field.of_areas(geography.buurten.parent.astype(np.int64), len(geography.wijken))
    found: NDArray[np.float64] = share @ room.field.days(first, last)
    return found


def days_of_places(room: EventRoom, first: int, last: int) -> NDArray[np.float64]:
    """Return the pressure at each location on each day, from all events around it.

    Returns
    -------
    shape (locations, days)
    """
    field, places = room.field, room.locations
    share = space_share(places.x_rd, places.y_rd, field.x_rd, field.y_rd, field.fading)
    found: NDArray[np.float64] = share @ field.days(first, last)
    return found


def period_of(day: int, step: str) -> tuple[int, int]:
    """Return the first and last day of the day, week or season that a day lies in.

    A week begins on Monday; seasons are those of the weather: winter is December to February.

    Examples
    --------
    >>> day = int(np.datetime64("2018-05-05", "D").astype(int))
    >>> [str(np.datetime64(edge, "D")) for edge in period_of(day, "week")]
    ['2018-04-30', '2018-05-06']
    >>> [str(np.datetime64(edge, "D")) for edge in period_of(day, "season")]
    ['2018-03-01', '2018-05-31']
    """
    if step == "day":
        return day, day
    if step == "week":
        # 1 January 1970 was a Thursday; Monday is 0.
        monday = day - (day + 3) % 7
        return monday, monday + 6
    month = np.datetime64(day, "D").astype("M8[M]").astype(np.int64)
    # December is the first month of a season, so count from there.
    start = month - (month + 1) % 3
    first = np.datetime64(int(start), "M").astype("M8[D]").astype(np.int64)
    after = np.datetime64(int(start) + 3, "M").astype("M8[D]").astype(np.int64)
    return int(first), int(after) - 1
