"""The only answer a sensitive layer gives: area x quarter, rounded, small numbers kept.

Free periods, free areas or exact totals let a patient reader subtract one answer from another
until a small count stands alone. So there is one fixed table, made once: every count below the
minimum is one class, every other is rounded to fives, and all that is shown is a sum of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Counts are rounded to multiples of this.
ROUNDED_TO: Final = 5
#: Stands in ``counts`` for a number below the minimum.
SUPPRESSED: Final = -1


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
