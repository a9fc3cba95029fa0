"""Event days and sound days of a place in a year: allowed, used, asked for, and left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from hotspots.events.calendar import GRANTED
from hotspots.events.settings import CLASSES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from hotspots.events.calendar import Events
    from hotspots.events.locations import Location


#: First and last year that an event can be in; a date beyond them is a slip of the pen.
YEARS: Final = (1900, 2100)


@dataclass(frozen=True, slots=True)
class DaysOfClass:
    """Days of one class in one year.

    ``allowed`` and ``left`` are None where the list of locations sets no limit. ``asked`` are days
    of requests without a decision; what is left is left after those too.
    """

    risk: str
    allowed: int | None
    granted: int
    asked: int

    @property
    def left(self) -> int | None:
        """Days that nobody has, below 0 where there are too many."""
        return None if self.allowed is None else self.allowed - self.granted - self.asked


@dataclass(frozen=True, slots=True)
class DaysUsed:
    """A year of a place, per class light to heavy."""

    year: int
    events: tuple[DaysOfClass, ...]
    sound: tuple[DaysOfClass, ...]


def year_bounds(year: int) -> tuple[int, int]:
    """Return the first and last day of a year, as days since 1 January 1970.

    Examples
    --------
    >>> first, last = year_bounds(2016)
    >>> last - first + 1
    366
    """
    start = np.datetime64(str(year), "Y")
    return int(start.astype("M8[D]").astype(np.int64)), int(
        (start + 1).astype("M8[D]").astype(np.int64)
    ) - 1


def days_used(
    location: Location,
    events: Events,
    risks: Sequence[str],
    *,
    place: int,
    year: int,
    without: str = "",
) -> DaysUsed:
    """Return how the year of a place is filled.

    A day counts once, however many events it has, for the heaviest class of that day; a granted
    event goes before one that was only asked for. An event over New Year has days in both years.

    Parameters
    ----------
    risks
        Class of each event.
    place
        Position of the location.
    without
        Id of an event that is left out.
    """
    rows = np.flatnonzero((events.place == place) & events.counts)
    rows = np.array([row for row in rows.tolist() if events.ids[row] != without], dtype=np.int64)
    return DaysUsed(
        year,
        _per_class(events, risks, rows, year, location.days),
        _per_class(events, risks, rows[events.sound[rows]], year, location.sound_days),
    )


def _per_class(
    events: Events,
    risks: Sequence[str],
    rows: NDArray[np.int64],
    year: int,
    allowed: Mapping[str, int],
) -> tuple[DaysOfClass, ...]:
    held = heaviest_per_day(events, risks, rows, *year_bounds(year))
    counted = dict.fromkeys([(risk, granted) for risk in CLASSES for granted in (True, False)], 0)
    for risk, granted in held.values():
        counted[risk, granted] += 1
    return tuple(
        DaysOfClass(risk, allowed.get(risk), counted[risk, True], counted[risk, False])
        for risk in CLASSES
    )


def heaviest_per_day(
    events: Events, risks: Sequence[str], rows: NDArray[np.int64], first: int, last: int
) -> dict[int, tuple[str, bool]]:
    """Return the heaviest class of each day on which something is, and whether it was granted."""
    held: dict[int, tuple[str, bool]] = {}
    for row in rows.tolist():
        here = (risks[row], events.statuses[row] == GRANTED)
        start, stop = int(events.first_day[row]), int(events.last_day[row])
        for day in range(max(start, first), min(stop, last) + 1):
            held[day] = max(held.get(day, here), here)
    return held
