"""Incidents for a role that may not see places: each lies at the middle of its cell.

A density with a radius of a few metres, or distances to two cells, would find a place back that
was never drawn. So the places themselves are coarse before an analysis gets them.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace
from threading import Lock
from typing import TYPE_CHECKING, Final

import numpy as np

from hotspots.geography.grid import FINEST_M

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hotspots.access.incidents import Incidents

#: Sets of places kept, 24 bytes an incident each.
_MOST: Final = 16
_lock = Lock()
_kept: OrderedDict[tuple[str, int], tuple[Incidents, Incidents]] = OrderedDict()


def snapped(incidents: Incidents, *, cell_m: int, name: str) -> Incidents:
    """Return incidents that lie at the middle of their cells, also in cells of 50 m.

    Parameters
    ----------
    cell_m
        Size of the cells, metres.
    name
        Which layer this is; one set of places is kept per name and size.
    """
    with _lock:
        held = _kept.get((name, cell_m))
        if held is None or held[0] is not incidents:
            coarse = replace(
                incidents,
                x_rd=_middle(incidents.x_rd, cell_m),
                y_rd=_middle(incidents.y_rd, cell_m),
                cell_col=_coarse(incidents.cell_col, cell_m),
                cell_row=_coarse(incidents.cell_row, cell_m),
            )
            held = (incidents, coarse)
            _kept[(name, cell_m)] = held
        _kept.move_to_end((name, cell_m))
        while len(_kept) > _MOST:
            _kept.popitem(last=False)
    return held[1]


def _middle(metres: NDArray[np.float64], cell_m: int) -> NDArray[np.float64]:
    middle: NDArray[np.float64] = (np.floor(metres / cell_m) + 0.5) * cell_m
    middle.setflags(write=False)
    return middle


def _coarse(cells: NDArray[np.int32], cell_m: int) -> NDArray[np.int32]:
    """Return the finest cell at the south-west of each cell; -1 stays without a place."""
    steps = np.int32(cell_m // FINEST_M)
    coarse: NDArray[np.int32] = np.where(cells < 0, cells, cells // steps * steps)
    coarse.setflags(write=False)
    return coarse
