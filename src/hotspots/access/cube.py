"""The only answer a sensitive layer gives: area x quarter, rounded, small numbers kept.

Free periods, free areas or exact totals let a patient reader subtract one answer from another
until a small count stands alone. So there is one fixed table, made once: every count below the
minimum is one class, every other is rounded to fives, and all that is shown is a sum of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_Positions: TypeAlias = "NDArray[np.bool_] | NDArray[np.integer]"
#: Counts are rounded to multiples of this.
ROUNDED_TO: Final = 5
#: Stands in ``counts`` for a number below the minimum.
SUPPRESSED: Final = -1


@dataclass(frozen=True, slots=True, eq=False)
class Bounds:
    """The fewest and the most that there can have been, of each of some counts.

    Made from what was published and from nothing else: whoever subtracts one sum from another
    learns no more than the cells in it say.

    Attributes
    ----------
    lower, upper : same shape
        Whole numbers; the true count is one of them or lies between.
    """

    lower: NDArray[np.int64]
    upper: NDArray[np.int64]

    def sum(self, axis: int | None = None) -> Bounds:
        """Return the bounds of the sum: of the lower ends, and of the upper ends."""
        return Bounds(np.asarray(self.lower.sum(axis=axis)), np.asarray(self.upper.sum(axis=axis)))

    def pick(self, at: _Positions | tuple[slice, _Positions]) -> Bounds:
        """Return the bounds at some positions."""
        return Bounds(self.lower[at], self.upper[at])

    def __sub__(self, part: Bounds) -> Bounds:
        """Return the bounds of a sum without one of its terms."""
        return Bounds(self.lower - part.lower, self.upper - part.upper)


@dataclass(frozen=True, slots=True, eq=False)
class Cube:
    """Rounded counts of a sensitive layer.

    Attributes
    ----------
    level
        The level of the areas, in the order of that level.
    quarters : shape (q,)
        First month of each quarter, without gaps.
    counts : shape (areas, q)
        Multiples of five, or -1 where the number is below ``minimum`` (also where it is 0).
    """

    level: str
    minimum: int
    quarters: NDArray[np.datetime64]
    counts: NDArray[np.int32]

    @property
    def bounds(self) -> Bounds:
        """What each published cell says of the count behind it: shape (areas, q).

        Examples
        --------
        With a minimum of 10, "10" is 10 to 12, since 8 and 9 are not published; "15" is 13 to
        17, and what is not published 0 to 9.

        >>> quarters = np.array(["2017-01", "2017-04", "2017-07"], dtype="datetime64[M]")
        >>> cells = Cube("wijken", 10, quarters, np.array([[10, 15, -1]], np.int32)).bounds
        >>> cells.lower.tolist(), cells.upper.tolist()
        ([[10, 13, 0]], [[12, 17, 9]])
        """
        shown, hidden = self.counts.astype(np.int64), self.counts == SUPPRESSED
        below = ROUNDED_TO // 2
        return Bounds(
            np.where(hidden, 0, np.maximum(shown - below, self.minimum)),
            np.where(hidden, self.minimum - 1, shown + (ROUNDED_TO - 1 - below)),
        )


def build_cube(
    area: NDArray[np.int16],
    month: NDArray[np.datetime64],
    weight: NDArray[np.int64],
    *,
    level: str,
    areas: int,
    minimum: int,
) -> Cube:
    """Count per area and quarter, then round and suppress.

    Parameters
    ----------
    area : shape (n,)
        Position of the area of each row; rows with -1 count nowhere.
    month : shape (n,)
        Month of each row, as datetime64[M].
    weight : shape (n,)
        Incidents in each row.

    Examples
    --------
    Twelve in one quarter are shown as 10, nine in the next are not.

    >>> months = np.array(["2017-01"] * 12 + ["2017-06"] * 9, dtype="datetime64[M]")
    >>> cube = build_cube(np.zeros(21, np.int16), months, np.ones(21, np.int64),
    ...                   level="wijken", areas=1, minimum=10)
    >>> cube.counts.tolist()
    [[10, -1]]
    """
    quarter = month.astype(np.int64) // 3
    first, last = (int(quarter.min()), int(quarter.max())) if len(quarter) else (0, -1)
    size = last - first + 1
    exact = np.zeros((areas, size), dtype=np.int64)
    placed = area >= 0
    np.add.at(exact, (area[placed], quarter[placed] - first), weight[placed])
    rounded = (exact + ROUNDED_TO // 2) // ROUNDED_TO * ROUNDED_TO
    counts = np.where(exact >= minimum, rounded, SUPPRESSED).astype(np.int32)
    counts.setflags(write=False)
    quarters = (np.arange(first, last + 1) * 3).astype("datetime64[M]")
    return Cube(level, minimum, quarters, counts)
