"""Where a place is, in words: the buurt it lies in, the side of it, and the code of its cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotspots.analysis.wijkbeeld.handles import handles
from hotspots.geography.grid import cell_code
from hotspots.text import findings as text

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from hotspots.geography.areas import Geography


def buurt_names(
    geography: Geography, x_rd: NDArray[np.float64], y_rd: NDArray[np.float64]
) -> list[str]:
    """Return the name of the buurt of each place; words where it lies in none."""
    names = geography.buurten.names
    return [
        names[at] if at >= 0 else text.OUTSIDE_BUURTEN for at in geography.index.locate(x_rd, y_rd)
    ]


def listed_places(
    geography: Geography, x_rd: NDArray[np.float64], y_rd: NDArray[np.float64], *, size_m: int
) -> list[str]:
    """Return names for places that stand in one list: no two places have the same.

    The side of its buurt: "noordoosten van Crabbehof"; with the code of its cell of ``size_m``
    where another place in the list has the same side.
    """
    _, names = handles(geography, x_rd, y_rd)
    codes = [
        cell_code(int(x // size_m), int(y // size_m), size_m)
        for x, y in zip(x_rd, y_rd, strict=True)
    ]
    return unique_names(names, codes)


def unique_names(names: Sequence[str], codes: Sequence[str]) -> list[str]:
    """Return names with the code of the cell behind those that stand for several cells.

    Examples
    --------
    >>> unique_names(["a", "a", "b"], ["C1", "C2", "C3"])
    ['a, cel C1', 'a, cel C2', 'b']
    """
    cells: dict[str, set[str]] = {}
    for name, code in zip(names, codes, strict=True):
        cells.setdefault(name, set()).add(code)
    return [
        text.PLACE_IN_CELL.format(place=name, code=code) if len(cells[name]) > 1 else name
        for name, code in zip(names, codes, strict=True)
    ]
