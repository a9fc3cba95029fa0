"""Where incidents of a layer can happen: the land, or where people live, and how much of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from hotspots.geography.areas import read_context
from hotspots.geography.grid import FINEST_M, cell_number, coarsen, column_and_row

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hotspots.catalog.specs import Catalog, ContextSpec
    from hotspots.geography.areas import Geography


#: m2; less of a shape than this in a cell is rounding of a border, and no part of it.
_LEAST_M2: Final = 0.001


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
        self, per_buurt: NDArray[np.float64], weight: NDArray[np.float64] | None = None
    ) -> NDArray[np.float64]:
        """Return what each piece has of a number per buurt; what is not known counts as nothing.

        Parameters
        ----------
        per_buurt : shape (buurten,)
        weight : shape (k,)
            What it is spread by in a buurt that has any of it; elsewhere, and by default, by area.
        """
        inside, n = self.buurt >= 0, len(per_buurt)
        owner = np.where(inside, self.buurt, n)
        share = self.area_m2
        if weight is not None:
            weighed = np.bincount(owner, weights=weight, minlength=n + 1) > 0
            share = np.where(weighed[owner], weight, self.area_m2)
        total = np.bincount(owner, weights=share, minlength=n + 1)
        known = np.append(np.nan_to_num(per_buurt), 0.0)
        spread: NDArray[np.float64] = known[owner] * share / np.maximum(total[owner], _LEAST_M2)
        return spread

    def middles(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return x and y of the middle of the cell of each piece, metres RD."""
        x_rd, y_rd = ((at.astype(np.float64) + 0.5) * FINEST_M for at in column_and_row(self.cell))
        return x_rd, y_rd

    def place_of(self, cell: NDArray[np.int64], buurt: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the position of the piece of each cell and buurt; -1 where there is none."""
        most = max(int(self.buurt.max(initial=0)), int(buurt.max(initial=0))) + 2
        key, wanted = self.cell * most + self.buurt + 1, cell * most + buurt + 1
        place = np.minimum(np.searchsorted(key, wanted), max(len(key) - 1, 0))
        if not len(key):
            return np.full(len(wanted), -1)
        return np.where(key[place] == wanted, place, -1)


def pieces_of(geometry: shapely.Geometry, geography: Geography) -> Pieces:
    """Return the pieces of a shapely (multi)polygon in RD metres."""
    parts = shapely.intersection(geography.buurten.polygons, geometry)
    owner = np.arange(len(parts))
    # Where buurten leave gaps, land lies in none of them.
    gap_m2 = float(shapely.area(geometry) - shapely.area(parts).sum())
    if gap_m2 > _LEAST_M2 * len(parts):
        rest = shapely.difference(geometry, shapely.union_all(geography.buurten.polygons))
        parts, owner = np.append(parts, rest), np.append(owner, -1)
    pieces = [areas_in_cells(part) for part in parts]
    buurt = np.repeat(owner, [len(cell) for cell, _ in pieces])
    cell = np.concatenate([cells for cells, _ in pieces])
    area_m2 = np.concatenate([areas for _, areas in pieces])
    order = np.lexsort((buurt, cell))
    return Pieces(cell[order], buurt[order], area_m2[order])


def areas_in_cells(shape: shapely.Geometry) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return the numbers of the finest cells that hold some of a shape, and its area in each.

    Every edge is cut where it crosses a line of the grid. A piece of an edge that climbs past a
    cell bounds the area to its right: a part of its own cell and all cells further along the row.
    Summed with the sign of the climb over all edges, that is the area in every cell, exactly and
    without cutting a single polygon.

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
    start, end = _edges(shape)
    if not len(start):
        return np.zeros(0, dtype=np.int64), np.zeros(0)
    start, end = _cut_along_grid(start / FINEST_M, end / FINEST_M)
    middle, climb = (start + end) / 2, end[:, 1] - start[:, 1]
    at = np.floor(middle).astype(np.int64)
    first_col, first_row = at.min(axis=0)
    cols, rows = at.max(axis=0) - (first_col, first_row) + 1
    place = (at[:, 1] - first_row) * cols + at[:, 0] - first_col
    beyond = np.bincount(place, weights=climb, minlength=rows * cols).reshape(rows, cols)
    own = np.bincount(place, weights=climb * (at[:, 0] + 1 - middle[:, 0]), minlength=rows * cols)
    share = own.reshape(rows, cols) + np.cumsum(beyond, axis=1) - beyond
    area_m2 = share.T * FINEST_M**2
    col, row = np.nonzero(area_m2 > _LEAST_M2)
    number = cell_number((col + first_col).astype(np.int32), (row + first_row).astype(np.int32))
    return number, area_m2[col, row].astype(np.float64)


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
    return _coarser(finest, size_m)


def _coarser(finest: NDArray[np.int64], size_m: int) -> NDArray[np.int64]:
    """Return the numbers of the cells of a size that hold any of the finest ones, ascending."""
    col, row = column_and_row(finest)
    cells = np.unique(cell_number(coarsen(col, size_m), coarsen(row, size_m)))
    cells.flags.writeable = False  # one array for all who ask
    return cells


def _edges(shape: shapely.Geometry) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return both ends of every edge, the inside always at the right hand; shape (k, 2) each."""
    polygons = shapely.get_parts(shape)
    polygons = polygons[shapely.get_type_id(polygons) == shapely.GeometryType.POLYGON]
    # The standard form runs clockwise around a polygon and the other way around a hole.
    rings = shapely.get_rings(shapely.normalize(polygons))
    points, ring = shapely.get_coordinates(rings, return_index=True)
    same = ring[1:] == ring[:-1]
    return points[:-1][same], points[1:][same]


def _cut_along_grid(
    start: NDArray[np.float64], end: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return edges, in cells, cut where they cross a line of the grid."""
    edge, where = [np.arange(len(start))], [np.zeros(len(start))]
    for axis in (0, 1):
        low = np.floor(np.minimum(start[:, axis], end[:, axis])).astype(np.int64)
        crossings = np.ceil(np.maximum(start[:, axis], end[:, axis])).astype(np.int64) - low - 1
        crossings = np.maximum(crossings, 0)
        of = np.repeat(np.arange(len(start)), crossings)
        nth = np.arange(len(of)) - np.repeat(np.cumsum(crossings) - crossings, crossings)
        line = low[of] + 1 + nth
        edge.append(of)
        where.append((line - start[of, axis]) / (end[of, axis] - start[of, axis]))
    owner, part = np.concatenate(edge), np.concatenate(where)
    order = np.lexsort((part, owner))
    owner, part = owner[order], part[order]
    last = np.append(owner[1:] != owner[:-1], np.True_)
    until = np.where(last, 1.0, np.append(part[1:], 1.0))
    along = end[owner] - start[owner]
    return start[owner] + along * part[:, np.newaxis], start[owner] + along * until[:, np.newaxis]


@dataclass(frozen=True, slots=True, eq=False)
class Mask:
    """A mask as a geometry and as cells.

    Attributes
    ----------
    geometry
        Shapely (multi)polygon in RD metres.
    finest : shape (m,)
        Numbers of the finest cells that share area with it, ascending.
    compartment : shape (m,)
        Which piece of land each of those cells lies on; density does not cross between them.
    pieces
        What each buurt has in each of those cells.
    """

    id: str
    label: str
    geometry: shapely.Geometry
    finest: NDArray[np.int64]
    compartment: NDArray[np.int8]
    pieces: Pieces
    _by_size: dict[int, NDArray[np.int64]] = field(default_factory=dict, repr=False)

    def cells(self, size_m: int) -> NDArray[np.int64]:
        """Return the numbers of the cells of ``size_m`` that hold any of the mask, ascending.

        They are found once per size: every answer by cell asks for them.
        """
        if size_m not in self._by_size:
            self._by_size[size_m] = _coarser(self.finest, size_m)
        return self._by_size[size_m]


def read_masks(catalog: Catalog, geography: Geography) -> dict[str, Mask]:
    """Return the masks on offer, by id.

    "land" is the municipality without the zones that gemeente.toml names as water; "households"
    is the land of the buurten that have households (all land, where none are known), and only what
    is built up of it where a layer of the home says what that is.
    """
    land = shapely.difference(geography.outline, _water(catalog))
    of_land = pieces_of(land, geography)
    inhabited, of_inhabited = land, of_land
    lived_in = np.nan_to_num(geography.buurten.denominators.get("huishoudens", np.zeros(0))) > 0
    if lived_in.any():
        inhabited = _land_of(lived_in, land, geography)
        of_inhabited = of_land.in_buurten(lived_in)
    label = "het land van buurten met huishoudens"
    built_up = _built_up(catalog)
    if built_up is not None:
        built = shapely.intersection(inhabited, built_up)
        area_m2 = shapely.area(shapely.intersection(geography.buurten.polygons, built))
        # Where people live and nothing is known to be built, they are somewhere on its land.
        unknown = (area_m2 <= 0.0) & (lived_in if lived_in.any() else area_m2 < 0.0)
        inhabited = shapely.union(built, _land_of(unknown, land, geography))
        of_inhabited = pieces_of(inhabited, geography)
        label = "het bebouwde land van buurten met huishoudens"
    parts = {
        "land": ("al het land", land, of_land),
        "households": (label, inhabited, of_inhabited),
    }
    masks = {}
    for name, (description, geometry, pieces) in parts.items():
        finest = np.unique(pieces.cell)
        compartment = _compartments(finest, catalog, geography)
        masks[name] = Mask(name, description, geometry, finest, compartment, pieces)
    return masks


def _land_of(
    chosen: NDArray[np.bool_],
    land: shapely.Geometry,
    geography: Geography,
) -> shapely.Geometry:
    """Return the land of some buurten."""
    return shapely.intersection(land, shapely.union_all(geography.buurten.polygons[chosen]))


def _shape_of(context: ContextSpec) -> shapely.Geometry:
    """Return all zones of a layer as one shape, whatever its columns are called."""
    return read_context(replace(context, columns={})).geometry.union_all()


def _water(catalog: Catalog) -> shapely.Geometry:
    shapes = [
        _shape_of(context) for context in catalog.contexts if context.id == catalog.gemeente.water
    ]
    return shapely.union_all(shapes)


def _built_up(catalog: Catalog) -> shapely.Geometry:
    """Return what the home declares as built-up land; None where no layer does or it is empty."""
    shapes = [
        _shape_of(context)
        for context in catalog.contexts
        if context.purpose == "built_up" and context.source.rows
    ]
    return shapely.union_all(shapes) if shapes else None


def _compartments(
    finest: NDArray[np.int64], catalog: Catalog, geography: Geography
) -> NDArray[np.int8]:
    """Return per cell the group of wijken its centre lies in: 0, or 1 and up as declared."""
    group_of_wijk = np.zeros(len(geography.wijken) + 1, dtype=np.int8)
    for number, codes in enumerate(catalog.gemeente.compartments, start=1):
        for code in codes:
            if code in geography.wijken.codes:
                group_of_wijk[geography.wijken.codes.index(code)] = number
    col, row = column_and_row(finest)
    half = FINEST_M / 2
    buurt = geography.index.locate(col * float(FINEST_M) + half, row * float(FINEST_M) + half)
    wijk = np.where(buurt >= 0, geography.buurten.parent[buurt], -1)
    return group_of_wijk[wijk]
