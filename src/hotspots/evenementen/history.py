"""Earlier events that a request can be compared with, and how many people came to them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np

from hotspots.access.calendar import day_number
from hotspots.evenementen.days import year_bounds

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from numpy.typing import NDArray

    from hotspots.evenementen.calendar import EventCalendar, Events
    from hotspots.evenementen.request import Planned

_YEAR: Final = re.compile(r"\b(?:19|20)[0-9]{2}\b")


@dataclass(frozen=True, slots=True)
class Turnout:
    """How many people came to some events, against what was expected.

    Attributes
    ----------
    of
        How many events they are.
    filled
        Of how many it was written down how many people came.
    compared
        Of how many it is also known how many were expected.
    median
        What came over what was expected; None where that is known of no event.
    """

    of: int
    filled: int
    compared: int
    median: float | None


def turnout_of(events: Events, rows: Sequence[int]) -> Turnout:
    """Return the turnout of some events."""
    expected, came = events.visitors[list(rows)], events.actual_visitors[list(rows)]
    filled = np.isfinite(came)
    both = filled & (np.nan_to_num(expected) > 0)
    median = float(np.median(came[both] / expected[both])) if both.any() else None
    return Turnout(len(rows), int(filled.sum()), int(both.sum()), median)


def is_past(events: Events, year: int, now: date) -> NDArray[np.bool_]:
    """Return which events of a year are over; one that was turned down is none."""
    in_year = events.begins_during(*year_bounds(year))
    return events.counts & in_year & (events.last_day < day_number(now))


@dataclass(frozen=True, slots=True)
class History:
    """Earlier events that a request can be compared with.

    Attributes
    ----------
    rows
        Events in the calendar, latest first.
    same_event
        Whether they have the same title; if not, they are of the same soort at the same place.
    turnout
        How many people came to them.
    """

    rows: tuple[int, ...]
    same_event: bool
    turnout: Turnout


@lru_cache(maxsize=100_000)
def stem(title: str) -> str:
    """Return a title without its year, as it comes back next year.

    Examples
    --------
    >>> stem("Lichtroute 2018 (Grote Markt)") == stem("lichtroute  (grote markt) 2017")
    True
    """
    return " ".join(sorted(re.findall(r"\w+", _YEAR.sub("", title).lower())))


def of_year(title: str, year: int) -> str:
    """Return a title with another year in it, where it has one.

    Examples
    --------
    >>> of_year("Lichtroute 2018", 2019), of_year("Kermis", 2019)
    ('Lichtroute 2019', 'Kermis')
    """
    return _YEAR.sub(str(year), title)


def history_of(plan: Planned, calendar: EventCalendar) -> History:
    """Return earlier editions of an event, or else earlier events of its soort at its place."""
    events = calendar.events
    before = events.counts & (events.end <= plan.begin)
    before &= events.other_than(plan.request.id)
    wanted = stem(plan.request.title)
    rows = np.flatnonzero(before)
    same = [row for row in rows.tolist() if wanted and stem(events.titles[row]) == wanted]
    chosen = same or [
        row
        for row in rows.tolist()
        if plan.request.soort
        and events.place[row] == plan.place
        and events.soorten[row] == plan.request.soort
    ]
    return History(tuple(reversed(chosen)), bool(same), turnout_of(events, chosen))
