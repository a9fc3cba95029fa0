"""Where people live: the residents of each buurt, spread over its land with homes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from hotspots.geography.grid import FINEST_M, cell_number, coarsen, column_and_row

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hotspots.access.workspace import Workspace
    from hotspots.geography.areas import Geography
    from hotspots.geography.masks import Mask

#: Denominators that count people or the homes they live in, best first.
_PEOPLE: Final = ("inwoners", "huishoudens")

#: metres; fine enough for pressure that halves in hundreds of metres.
PRESSURE_CELL_M: Final = 100


@dataclass(frozen=True, slots=True, eq=False)
class Residents:
    """Cells where people live; every array has shape (m,).

    A figure says how many live in a buurt, not where: they are spread evenly over its land with
    homes. Numbers near a border, or in a buurt that is partly empty, are therefore estimates.

    Attributes
    ----------
    x_rd, y_rd
        Middle of each cell, RD metres.
    number
        People in each cell.
    buurt
        Position of the buurt; never -1.
    label, year
        What was counted: "inwoners" of that year; "" and 0 where no figure is loaded.
    """

    x_rd: NDArray[np.float64]
    y_rd: NDArray[np.float64]
    number: NDArray[np.float64]
    buurt: NDArray[np.int64]
    label: str
    year: int


def residents_of(workspace: Workspace, size_m: int = FINEST_M) -> Residents:
    """Return the residents of a home in cells of a size."""
    return spread_residents(workspace.geography, workspace.library.masks["households"], size_m)


def spread_residents(geography: Geography, mask: Mask, size_m: int) -> Residents:
    """Spread the residents of each buurt evenly over its land in a mask, then gather in cells."""
    chosen = next(
        (entry for entry in geography.denominators if entry.id in _known(geography)), None
    )
    per_buurt = np.zeros(len(geography.buurten))
    if chosen is not None:
        per_buurt = np.nan_to_num(geography.buurten.denominators[chosen.id])
    pieces = mask.pieces
    inside = pieces.buurt >= 0
    number, buurt = pieces.spread(per_buurt)[inside], pieces.buurt[inside]
    col, row = column_and_row(pieces.cell[inside])
    key = cell_number(coarsen(col, size_m), coarsen(row, size_m)) * len(per_buurt) + buurt
    distinct, place = np.unique(key, return_inverse=True)
    # A cell on a border is there once per buurt, so that each keeps its own people.
    cell_col, cell_row = column_and_row(distinct // len(per_buurt))
    return Residents(
        x_rd=(cell_col.astype(np.float64) + 0.5) * size_m,
        y_rd=(cell_row.astype(np.float64) + 0.5) * size_m,
        number=np.bincount(place, weights=number, minlength=len(distinct)).astype(np.float64),
        buurt=distinct % len(per_buurt),
        label="" if chosen is None else chosen.label,
        year=0 if chosen is None else chosen.year,
    )


def _known(geography: Geography) -> tuple[str, ...]:
    loaded = {entry.id for entry in geography.denominators}
    return tuple(name for name in _PEOPLE if name in loaded)[:1]
