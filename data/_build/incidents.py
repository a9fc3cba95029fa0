"""Incidents as columns of equal length, on their way to a file."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

#: Nothing known about the end of an incident.
NO_END = np.datetime64("NaT", "m")


@dataclass(frozen=True, slots=True, eq=False)
class Incidents:
    """Columns of incidents, in any order.

    ``dated_only`` marks what is known to the day, without a time. ``end`` is NaT where there
    is none. Coordinates are whole RD metres.
    """

    soort: NDArray[np.str_]
    begin: NDArray[np.datetime64]
    end: NDArray[np.datetime64]
    dated_only: NDArray[np.bool_]
    x: NDArray[np.float64]
    y: NDArray[np.float64]

    def __len__(self) -> int:
        """Return the number of incidents."""
        return self.begin.size

    def take(self, rows: NDArray[np.int64]) -> Incidents:
        """Return some rows, in the order asked for."""
        return Incidents(
            self.soort[rows], self.begin[rows], self.end[rows],
            self.dated_only[rows], self.x[rows], self.y[rows],
        )  # fmt: skip

    def with_dates_only(self, rng: np.random.Generator, share: float) -> Incidents:
        """Return the same incidents, of which a share has lost its time."""
        return replace(self, dated_only=self.dated_only | (rng.random(len(self)) < share))


def points_in_time(
    soort: str,
    begin: NDArray[np.datetime64],
    x: NDArray[np.float64],
    y: NDArray[np.float64],
) -> Incidents:
    """Return incidents with one moment each and no end."""
    size = begin.size
    return Incidents(
        np.full(size, soort, dtype="U24"),
        begin,
        np.full(size, NO_END),
        np.zeros(size, dtype=bool),
        x,
        y,
    )


def join(parts: Sequence[Incidents]) -> Incidents:
    """Return all incidents of several parts, sorted by begin."""
    columns = ("soort", "begin", "end", "dated_only", "x", "y")
    joined = Incidents(*(np.concatenate([getattr(p, name) for p in parts]) for name in columns))
    return joined.take(np.lexsort((joined.y, joined.x, joined.begin)))
