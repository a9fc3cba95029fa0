"""Streets as the scripts of the map take them: their lines, and what cells are called by them.

Both are fetched once and kept, under an address that changes with the streets. The lines are
fetched when somebody looks from close by, so that a map opens as fast with ten thousand of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from hotspots.catalog.specs import CELL_SIZES_M
from hotspots.geography.grid import column_and_row
from hotspots.geography.names import cell_streets
from hotspots.geography.pieces import cells_touching
from hotspots.maps.geojson import as_json
from hotspots.maps.packing import packed, packed_small

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from hotspots.geography.names import Naming
    from hotspots.geography.streets import Streets

#: metres; at the closest zoom less than two pixels.
TOLERANCE_M: Final = 0.5
#: bytes; with more, a map that leaves as a file would be mostly streets, and it goes without them.
MOST_IN_A_FILE: Final = 500_000
_LINES: Final = "straten"
_CELL_NAMES: Final = "celnamen"


def lines_name(streets: Streets) -> str:
    """Return the name under which the server hands out the lines."""
    return f"{_LINES}~{streets.mark}"


def cell_names_name(streets: Streets, size_m: int) -> str:
    """Return the name under which the server hands out what cells of a size are called."""
    return f"{_CELL_NAMES}-{size_m}~{streets.mark}"


def street_file(naming: Naming, name: str) -> bytes | None:
    """Return what has this name; None where nothing has, or no longer."""
    if naming.streets is None:
        return None
    if name == lines_name(naming.streets):
        return lines_json(naming.streets)
    size_m = next(
        (size for size in CELL_SIZES_M if name == cell_names_name(naming.streets, size)), None
    )
    if size_m is None:
        return None
    cells = column_and_row(cells_touching(naming.geography.outline, size_m))
    return cell_names_json(naming, *cells, size_m)


def lines_json(streets: Streets) -> bytes:
    """Return the lines of streets as JSON, those of one name joined where they meet.

    Corners are steps of ``step_m`` from a corner of their own, two bytes each: of 10.000 stretches
    some 200 kB.
    """
    names, lines = _joined(streets)
    corners, owner = shapely.get_coordinates(lines, return_index=True)
    origin = corners.min(axis=0) if len(corners) else np.zeros(2)
    step_m = max(1.0, float((corners - origin).max(initial=0.0))) / np.iinfo(np.uint16).max
    steps = ((corners - origin) / step_m).round()
    written = sorted(set(names))
    place = {name: at for at, name in enumerate(written)}
    return as_json(
        {
            "x0": float(origin[0]),
            "y0": float(origin[1]),
            "step_m": step_m,
            "lines": len(lines),
            "corners": packed_small(np.bincount(owner, minlength=len(lines))),
            "x": packed(steps[:, 0], np.uint16),
            "y": packed(steps[:, 1], np.uint16),
            "names": written,
            "name": packed_small(np.array([place[name] for name in names], dtype=np.int64)),
        }
    )


def _joined(streets: Streets) -> tuple[list[str], NDArray[np.object_]]:
    """Return the name of each line and the lines: as few as there can be, in order of name."""
    of_name: dict[str, list[int]] = {}
    for at, name in enumerate(streets.names):
        of_name.setdefault(name, []).append(at)
    names: list[str] = []
    lines: list[shapely.Geometry] = []
    for name, members in sorted(of_name.items()):
        parts = shapely.get_parts(streets.lines[members])
        merged = shapely.line_merge(shapely.multilinestrings(_single(parts)))
        simple = shapely.simplify(shapely.get_parts(merged), TOLERANCE_M)
        lines += list(simple)
        names += [name] * len(simple)
    return names, np.array(lines, dtype=object)


def _single(parts: NDArray[np.object_]) -> list[shapely.Geometry]:
    """Return the lines that have a length."""
    return [part for part in parts if part.length > 0]


def cell_names_json(
    naming: Naming, col: NDArray[np.int32], row: NDArray[np.int32], size_m: int
) -> bytes:
    """Return as JSON what cells are called by their streets; cells without one are left out."""
    called = cell_streets(naming, col, row, size_m)
    there = np.array([bool(name) for name in called], dtype=np.bool_)
    first_col, first_row = (int(of[there].min(initial=1 << 20)) for of in (col, row))
    written = sorted({name for name in called if name})
    place = {name: at for at, name in enumerate(written)}
    return as_json(
        {
            "cells": int(there.sum()),
            "col0": first_col,
            "row0": first_row,
            "col": packed(col[there] - first_col, np.uint16),
            "row": packed(row[there] - first_row, np.uint16),
            "names": written,
            "name": packed_small(_places(called, place)),
        }
    )


def _places(called: Iterable[str], place: dict[str, int]) -> NDArray[np.int64]:
    return np.array([place[name] for name in called if name], dtype=np.int64)
