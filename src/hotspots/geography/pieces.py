"""What each buurt has in each cell: a shape cut along the borders of both, to the last digit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from hotspots.geography.cell_areas import LEAST_M2, areas_of_shapes
from hotspots.geography.grid import FINEST_M, cell_middles, cell_number, coarsen, column_and_row

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hotspots.geography.areas import Geography


@dataclass(frozen=True, slots=True, eq=False)
class Pieces:
    """A shape cut along the borders of the finest cells and of the buurten.

    Attributes
    ----------
    cell : shape (k,)
        Number of the finest cell that each piece lies in, ascending; a cell that several buurten
        share is there once for each.
    buurt : shape (k,)
        Position of its buurt; -1 where none is.
    area_m2 : shape (k,)
    """

    cell: NDArray[np.int64]
    buurt: NDArray[np.int64]
    area_m2: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.cell)

    def in_buurten(self, chosen: NDArray[np.bool_]) -> Pieces:
        """Return the pieces in some buurten; shape (buurten,)."""
        inside = (self.buurt >= 0) & chosen[self.buurt]
        return Pieces(self.cell[inside], self.buurt[inside], self.area_m2[inside])

    def spread(
        self,
        per_buurt: NDArray[np.float64],
        weight: NDArray[np.float64] | None = None,
        *,
        total_m2: NDArray[np.float64] | None = None,
        total_weight: NDArray[np.float64] | None = None,
    ) -> NDArray[np.float64]:
        """Return what each piece has of a number per buurt; what is not known counts as nothing.

        Parameters
        ----------
        per_buurt : shape (buurten,)
        weight : shape (k,)
            What it is spread by in a buurt that has any of it; elsewhere, and by default, by area.
        total_m2, total_weight : shape (buurten + 1,)
            What all pieces of each buurt have, and last those of no buurt; by default these pieces
            are all there are.
        """
        n = len(per_buurt)
        owner = np.where(self.buurt >= 0, self.buurt, n)
        share = self.area_m2
        total = _summed(owner, share, n + 1) if total_m2 is None else total_m2
        if weight is not None:
            own = _summed(owner, weight, n + 1) if total_weight is None else total_weight
            share = np.where((own > 0)[owner], weight, share)
            total = np.where(own > 0, own, total)
        known = np.append(np.nan_to_num(per_buurt), 0.0)
        spread: NDArray[np.float64] = known[owner] * share / np.maximum(total, LEAST_M2)[owner]
        return spread

    def middles(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return x and y of the middle of the cell of each piece, metres RD."""
        return cell_middles(*column_and_row(self.cell))

    def place_of(self, cell: NDArray[np.int64], buurt: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the position of the piece of each cell and buurt; -1 where there is none."""
        most = max(int(self.buurt.max(initial=0)), int(buurt.max(initial=0))) + 2
        key, wanted = self.cell * most + self.buurt + 1, cell * most + buurt + 1
        place = np.minimum(np.searchsorted(key, wanted), max(len(key) - 1, 0))
        if not len(key):
            return np.full(len(wanted), -1)
        return np.where(key[place] == wanted, place, -1)


def _summed(
    owner: NDArray[np.int64], weight: NDArray[np.float64], size: int
) -> NDArray[np.float64]:
    """Return what each owner has, added up in order."""
    return np.bincount(owner, weights=weight, minlength=size).astype(np.float64)


def pieces_of(geometry: shapely.Geometry, geography: Geography) -> Pieces:
    """Return the pieces of a shapely (multi)polygon in RD metres."""
    parts, owner = parts_of(geometry, geography.buurten.polygons)
    return sorted_pieces(*pieces_of_parts(parts, owner))


def pieces_of_parts(
    parts: NDArray[np.object_], owner: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Return cell, buurt and area of what is in each cell of parts of buurten, part by part."""
    part, cell, area_m2 = areas_of_shapes(parts)
    return cell, owner[part], area_m2


def sorted_pieces(
    cell: NDArray[np.int64], buurt: NDArray[np.int64], area_m2: NDArray[np.float64]
) -> Pieces:
    """Return pieces in their order: by cell, and in a cell by buurt."""
    order = np.lexsort((buurt, cell))
    return Pieces(cell[order], buurt[order], area_m2[order])


def parts_of(
    geometry: shapely.Geometry, polygons: NDArray[np.object_]
) -> tuple[NDArray[np.object_], NDArray[np.int64]]:
    """Return what of a (multi)polygon lies in each buurt, and the position of that buurt.

    What lies in no buurt is one part more, of position -1.

    Parameters
    ----------
    geometry
        In RD metres.
    polygons : shape (buurten,)
    """
    parts = _cut(geometry, polygons)
    owner = np.arange(len(parts))
    # Where buurten leave gaps, land lies in none of them.
    gap_m2 = float(shapely.area(geometry) - shapely.area(parts).sum())
    if gap_m2 > LEAST_M2 * len(parts):
        rest = shapely.difference(geometry, shapely.union_all(polygons))
        parts, owner = np.append(parts, rest), np.append(owner, -1)
    return parts, owner


#: metres; how far a piece that is cut out reaches past what is looked at, so that no line of it
#: runs where one of a buurt does.
_BESIDE_M: Final = 1.0
#: metres; buurten in one square of this side are cut from one piece of the geometry.
_SQUARE_M: Final = 12_800.0


def _cut(geometry: shapely.Geometry, polygons: NDArray[np.object_]) -> NDArray[np.object_]:
    """Return the intersection of each polygon with a geometry that may be as wide as a country.

    A polygon wholly inside it is its own intersection. Of the others each is cut from what lies
    around it: an edge that reaches it is whole there, so that no digit differs.
    """
    shapely.prepare(geometry)
    parts = polygons.copy()
    left = np.flatnonzero(~shapely.contains_properly(geometry, polygons))
    for band in _groups(polygons, left, axis=0):
        wide = _around(geometry, polygons[band])
        for square in _groups(polygons, band, axis=1):
            near = _around(wide, polygons[square])
            parts[square] = shapely.intersection(polygons[square], near)
    return parts


def _groups(
    polygons: NDArray[np.object_], some: NDArray[np.intp], *, axis: int
) -> list[NDArray[np.intp]]:
    """Return positions grouped by the column (axis 0) or row of squares that they begin in."""
    if not len(some):
        return []
    at = shapely.bounds(polygons[some])[:, axis]
    number = np.floor(np.nan_to_num(at) / _SQUARE_M)
    order = np.argsort(number, kind="stable")
    return np.split(some[order], np.flatnonzero(np.diff(number[order])) + 1)


def _around(geometry: shapely.Geometry, polygons: NDArray[np.object_]) -> shapely.Geometry:
    """Return a geometry no farther than where each of its edges that reach polygons ends."""
    low, high = _box(shapely.bounds(polygons))
    rings = shapely.get_rings(shapely.get_parts(geometry))
    points, ring = shapely.get_coordinates(rings, return_index=True)
    same = ring[1:] == ring[:-1]
    start, end = points[:-1][same], points[1:][same]
    from_m, to_m = np.minimum(start, end), np.maximum(start, end)
    reach = ((from_m <= high) & (to_m >= low)).all(axis=1)
    low = np.minimum(low, from_m[reach].min(axis=0, initial=np.inf)) - _BESIDE_M
    high = np.maximum(high, to_m[reach].max(axis=0, initial=-np.inf)) + _BESIDE_M
    if len(points) and (low <= points.min(axis=0)).all() and (high >= points.max(axis=0)).all():
        return geometry
    return shapely.intersection(geometry, shapely.box(*low, *high))


def _box(bounds: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the lowest and the highest corner of some bounds; shape (2,) each."""
    return bounds[:, :2].min(axis=0), bounds[:, 2:].max(axis=0)


def areas_in_cells(shape: shapely.Geometry) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return the numbers of the finest cells that hold some of a shape, and its area in each.

    Parameters
    ----------
    shape
        A shapely (multi)polygon in RD metres.

    Examples
    --------
    A square of 60 m with a corner at the origin lies in four cells of 50 m.

    >>> cells, area_m2 = areas_in_cells(shapely.box(0, 0, 60, 60))
    >>> column_and_row(cells)[0].tolist(), area_m2.round(6).tolist()
    ([0, 0, 1, 1], [2500.0, 500.0, 500.0, 100.0])
    """
    _, cells, area_m2 = areas_of_shapes(np.array([shape]))
    return cells, area_m2


def cells_touching(shape: shapely.Geometry, size_m: int = FINEST_M) -> NDArray[np.int64]:
    """Return the numbers of all cells that share area with a shape, ascending.

    Parameters
    ----------
    shape
        A shapely (multi)polygon in RD metres.
    size_m
        A whole multiple of the finest size, in metres.
    """
    finest, _ = areas_in_cells(shape)
    col, row = column_and_row(finest)
    return np.unique(cell_number(coarsen(col, size_m), coarsen(row, size_m)))
