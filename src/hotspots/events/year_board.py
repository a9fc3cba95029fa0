"""A year of all places at once: which class of event each has on each day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from hotspots.events.days import year_bounds
from hotspots.events.settings import CLASSES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from hotspots.events.calendar import Events
    from hotspots.events.locations import Locations


@dataclass(frozen=True, slots=True, eq=False)
class YearBoard:
    """The heaviest class per place and day, 0 for none, then 1 for A and up.

    Attributes
    ----------
    first_day
        Of the year, as days since 1 January 1970.
    events, sound : shape (k, days in the year)
        All events, and those with amplified sound.
    """

    first_day: int
    events: NDArray[np.int8]
    sound: NDArray[np.int8]

    def left(self, locations: Locations, risk: str, *, sound: bool) -> NDArray[np.float64]:
        """Return the days that each place has left for a class; infinite without a limit."""
        board = self.sound if sound else self.events
        used = (board == 1 + CLASSES.index(risk)).sum(axis=1)
        limits = [item.sound_days if sound else item.days for item in locations.items]
        allowed = np.array([limit.get(risk, np.inf) for limit in limits], dtype=np.float64)
        left: NDArray[np.float64] = allowed - used
        return left

    def new_days(self, place: int, first: int, last: int, risk: str, *, sound: bool) -> int:
        """Return how many days of this year an event would add to its class at a place.

        A day that already has an event of the same class or a heavier one is no new day.
        """
        board = self.sound if sound else self.events
        low = max(first - self.first_day, 0)
        high = min(last - self.first_day, board.shape[1] - 1)
        if low > high:
            return 0
        return int((board[place, low : high + 1] < 1 + CLASSES.index(risk)).sum())


def year_board(
    events: Events,
    risks: Sequence[str],
    locations: Locations,
    year: int,
    *,
    without: NDArray[np.bool_] | None = None,
) -> YearBoard:
    """Return the board of a year.

    Parameters
    ----------
    without
        Shape (n,): events that are left out.
    """
    first, last = year_bounds(year)
    counted = events.counts & (events.place >= 0)
    counted &= (events.first_day <= last) & (events.last_day >= first)
    if without is not None:
        counted &= ~without
    rows = np.flatnonzero(counted)
    weight = np.array([1 + CLASSES.index(risks[row]) for row in rows.tolist()], dtype=np.int8)
    boards = []
    for chosen in (np.ones(len(rows), dtype=np.bool_), events.sound[rows]):
        board = np.zeros((len(locations), last - first + 1), dtype=np.int8)
        here = rows[chosen]
        start = np.maximum(events.first_day[here], first) - first
        length = np.minimum(events.last_day[here], last) - first - start + 1
        row = np.repeat(np.arange(len(here)), length)
        day = start[row] + np.arange(len(row)) - np.repeat(np.cumsum(length) - length, length)
        np.maximum.at(board, (events.place[here][row], day), weight[chosen][row])
        boards.append(board)
    return YearBoard(first, boards[0], boards[1])
