"""Which row is the header, where people write titles above it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Filled rows at the top in which a header is looked for.
HEADER_WITHIN: Final = 20


def header_position(sizes: NDArray[np.int64], filled: NDArray[np.bool_]) -> int:
    """Return the first filled row that is more than half as wide as rows usually are.

    Parameters
    ----------
    sizes
        Shape (n,): how wide each row is.
    filled
        Shape (n,): which rows hold anything; at least one.

    Examples
    --------
    A title, a blank row, then a header of six columns and its rows.

    >>> header_position(np.array([1, 0, 6, 6, 6]), np.array([True, False, True, True, True]))
    2
    """
    rows = np.flatnonzero(filled)
    usual = int(np.bincount(sizes[rows]).argmax())
    for row in rows[:HEADER_WITHIN]:
        if sizes[row] * 2 > usual:
            return int(row)
    return int(rows[0])
