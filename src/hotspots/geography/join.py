"""Which area a point lies in: exactly one per level, also on a shared border."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Self, TypeVar

import numpy as np
import shapely

from hotspots.errors import SourceError
from hotspots.geography import join_kernels as kernels
from hotspots.geography.join_kernels import Borders, Edges, Frame, Progress

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

T = TypeVar("T", bound=np.generic)

#: cells per edge of the areas, when no width is asked for: more cells make fewer of them border
#: cells, fewer cells fit a faster memory; measured with benchmarks/bench_join.py
CELLS_PER_EDGE = 24
#: fewest and most cells in a raster, whatever width is asked for; the most take about 100 MB
LEAST_CELLS, MOST_CELLS = 4_096, 4_194_304
#: metres; narrower than this, a cell cannot be distinguished from the rounding of its coordinates
NARROWEST_CELL_M = 0.01
#: where the reference point lies in its cell; no round fraction, since borders often lie on those
REFERENCE_IN_CELL = (0.5131, 0.4873)


@dataclass(frozen=True, eq=False)
class AreaIndex:
    """Areas of one level, prepared to look up millions of times which of them covers a point.

    Build it once per version of the areas and keep it; it never changes, so threads may share it.

    Attributes
    ----------
    polygons : shape (areas,)
        The areas as they were given.
    tree
        Spatial index of the polygons, for the few points that need exact arithmetic.
    frame
        Where the cells of the raster lie, in RD metres.

    Examples
    --------
    Two squares of 100 m that share the border x = 100.

    >>> areas = AreaIndex.build(np.array([shapely.box(0, 0, 100, 100),
    ...                                   shapely.box(100, 0, 200, 100)]))
    >>> areas.locate([50, 100, 150, 250], [50, 50, 50, 50]).tolist()
    [0, 0, 1, -1]
    """

    polygons: NDArray[np.object_]
    tree: shapely.STRtree
    frame: Frame

    @classmethod
    def build(cls, polygons: NDArray[np.object_], *, cell_m: float | None = None) -> Self:
        """Prepare the areas of one level.

        Areas may have holes and parts, overlap, or leave gaps. They must be valid: an outline that
        crosses itself has no inside that everybody agrees on, and is read by the even-odd rule.
        `hotspots.geography.coverage.check_coverage` finds those, and overlaps.

        Parameters
        ----------
        polygons : shape (areas,)
            Polygons and MultiPolygons in RD metres, in ascending order of code: where areas
            overlap or share a border, the first one wins.
        cell_m
            Width of a cell in metres. It changes the speed, never an answer, and is kept within
            what fits in memory. By default it follows from the number of edges.

        Returns
        -------
        AreaIndex
            Positions in its answers are positions in ``polygons``.

        Raises
        ------
        SourceError
            If there are no areas, or one of them is missing, empty, no polygon, or has a
            coordinate that is not finite.
        ValueError
            If ``cell_m`` is not a positive number.
        """
        own_polygons = np.array(polygons, dtype=object).reshape(-1)
        _require_polygons(own_polygons)
        edges = _edges(own_polygons)
        frame = _frame(edges, cell_m)
        own_polygons.flags.writeable = False
        return cls(own_polygons, shapely.STRtree(own_polygons), frame)

    @cached_property
    def borders(self) -> Borders:
        """What is known of each cell, worked out at the first point that is looked up.

        A map of rows that know their area needs it not, and compiled loops take a second to load.
        """
        return _borders(self.frame, _edges(self.polygons))

    def locate(self, x_rd: ArrayLike, y_rd: ArrayLike) -> NDArray[np.int32]:
        """Find the area that covers each point.

        A point on a border, or on a corner, lies in every area that touches it; the first of
        those is the answer. So no point is counted twice, and none is lost between neighbours.
        Degrees are not recognised as such: they lie outside, far to the south-west.

        Parameters
        ----------
        x_rd, y_rd : shape (points,)
            Coordinates in RD metres.

        Returns
        -------
        shape (points,)
            Position of the area in ``polygons``; -1 for a point in no area, or without place
            (NaN or infinite).

        Raises
        ------
        ValueError
            If ``x_rd`` and ``y_rd`` are not two rows of numbers of the same length.
        """
        x, y = _as_numbers(x_rd), _as_numbers(y_rd)
        if x.ndim != 1 or x.shape != y.shape:
            msg = (
                f"x_rd and y_rd have shapes {x.shape} and {y.shape}; expected one coordinate "
                "of each per point. Pass two arrays of shape (points,)."
            )
            raise ValueError(msg)
        areas = np.empty(len(x), np.int32)
        if kernels.locate(self.frame, self.borders, x, y, areas):
            undecided = np.flatnonzero(areas == kernels.UNDECIDED)
            areas[undecided] = self._locate_exactly(x[undecided], y[undecided])
        return areas

    def _locate_exactly(
        self, x_rd: NDArray[np.float64], y_rd: NDArray[np.float64]
    ) -> NDArray[np.int32]:
        """Ask shapely, whose orientation test does not round, for the lowest area that covers."""
        points, areas = self.tree.query(shapely.points(x_rd, y_rd), predicate="covered_by")
        lowest = np.full(len(x_rd), len(self.polygons), np.int32)
        np.minimum.at(lowest, points, areas.astype(np.int32))
        lowest[lowest == len(self.polygons)] = kernels.OUTSIDE
        return lowest


def warm_up() -> None:
    """Compile the join, or load it from numba's cache, so that no user waits for it.

    Meant for a thread at the start of the app: 4 to 6 s of work the first time on a machine, 0.4 s
    from the cache. See `hotspots.geography.compiled` for where that cache lies.
    """
    triangle = shapely.Polygon([(0, 0), (2, 0), (0, 2)])
    AreaIndex.build(np.array([triangle])).locate([0.5, 1.0], [0.5, 1.0])


def _require_polygons(polygons: NDArray[np.object_]) -> None:
    """Stop at the first thing that is no area."""
    if len(polygons) == 0:
        raise SourceError(
            "Er zijn geen gebieden om punten in te plaatsen.",
            "Gevonden: 0 gebieden; verwacht: ten minste 1.",
            "Controleer of het bestand met gebieden niet leeg is.",
        )
    kinds = shapely.get_type_id(polygons)
    is_area = np.isin(kinds, (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON))
    is_area &= ~shapely.is_empty(polygons)
    corners, area_of_corner = shapely.get_coordinates(polygons, return_index=True)
    is_area[area_of_corner[~np.isfinite(corners).all(axis=1)]] = False
    if is_area.all():
        return
    position = int(np.argmin(is_area))
    what = f"Gebied {position + 1} van {len(polygons)} is geen vlak."
    raise SourceError(
        what,
        f"Gevonden: {_describe(polygons[position])}; "
        "verwacht: een Polygon of MultiPolygon waarvan elke coördinaat een getal is.",
        "Herstel dit gebied in het bronbestand, of haal het eruit.",
    )


def _describe(value: object) -> str:
    """Say in a few words what was found instead of an area."""
    if not isinstance(value, shapely.Geometry):
        return "geen geometrie"
    if value.is_empty:
        return f"een lege {value.geom_type}"
    if not np.isfinite(shapely.get_coordinates(value)).all():
        return f"een {value.geom_type} met een coördinaat die geen getal is"
    return f"een {value.geom_type}"


def _edges(polygons: NDArray[np.object_]) -> Edges:
    """Take the areas apart into edges, in order of area."""
    parts, area_of_part = shapely.get_parts(polygons, return_index=True)
    rings, part_of_ring = shapely.get_rings(parts, return_index=True)
    corners, ring_of_corner = shapely.get_coordinates(rings, return_index=True)
    begin, end = corners[:-1], corners[1:]
    is_edge = ring_of_corner[:-1] == ring_of_corner[1:]
    # An edge without length touches nothing, and has no left side to put a reference on.
    is_edge &= (begin != end).any(axis=1)
    area_of_edge = area_of_part[part_of_ring[ring_of_corner[:-1][is_edge]]]
    first = np.searchsorted(area_of_edge, np.arange(len(polygons) + 1))
    (ax, ay), (bx, by) = begin[is_edge].T, end[is_edge].T
    return Edges(
        _as_numbers(ax), _as_numbers(ay), _as_numbers(bx), _as_numbers(by), _read_only(first)
    )


def _frame(edges: Edges, cell_m: float | None) -> Frame:
    """Lay the raster over the edges, with half a cell around them that is surely outside."""
    west, south = float(edges.ax.min()), float(edges.ay.min())
    width_m = float(edges.ax.max()) - west
    height_m = float(edges.ay.max()) - south
    cell_m = _cell_width(cell_m, len(edges.ax), width_m, height_m)
    west -= 0.5 * cell_m
    south -= 0.5 * cell_m
    columns = int(width_m / cell_m) + 2
    rows = int(height_m / cell_m) + 2
    return Frame(
        west,
        south,
        1.0 / cell_m,
        reference_x=_as_numbers(west + (np.arange(columns) + REFERENCE_IN_CELL[0]) * cell_m),
        reference_y=_as_numbers(south + (np.arange(rows) + REFERENCE_IN_CELL[1]) * cell_m),
    )


def _cell_width(cell_m: float | None, n_edges: int, width_m: float, height_m: float) -> float:
    """Choose the width of a cell in metres, within what memory and rounding allow."""
    longest_m = max(width_m, height_m)
    if cell_m is None:
        n_cells = min(max(CELLS_PER_EDGE * n_edges, LEAST_CELLS), MOST_CELLS)
        cell_m = math.sqrt(width_m * height_m / n_cells)
    elif not (0.0 < cell_m < math.inf):
        msg = f"cell_m is {cell_m}; expected a positive number of metres. Leave it out if unsure."
        raise ValueError(msg)
    # The second bound holds for areas in a thin line too, where the first one is near zero.
    least_m = max(math.sqrt(width_m * height_m / MOST_CELLS), longest_m / MOST_CELLS * 4)
    return max(cell_m, least_m, NARROWEST_CELL_M)


def _borders(frame: Frame, edges: Edges) -> Borders:
    """Work out for each cell what is known of it."""
    n_edges, n_areas = kernels.count(frame, edges)
    border_cells = np.flatnonzero(n_areas)
    first_run = _starts(n_areas[border_cells])
    next_edge = _starts(n_edges[border_cells])
    n_runs, n_entries = int(first_run[-1]), int(next_edge[-1])
    label = np.full(len(n_areas), kernels.OUTSIDE, np.int32)
    label[border_cells] = kernels.FIRST_BORDER - np.arange(len(border_cells))
    borders = Borders(
        label=label,
        first_run=first_run[:-1].copy(),
        stop_run=first_run[:-1].copy(),
        cover=np.full(len(border_cells), kernels.OUTSIDE, np.int32),
        run_area=np.empty(n_runs, np.int32),
        run_reference=np.empty(n_runs, np.uint8),
        first_edge=np.full(n_runs + 1, n_entries, np.int64),
        edge=np.empty((n_entries, 4), np.float64),
    )
    noted = np.zeros(len(label), np.uint8)
    kernels.fill(frame, edges, borders, Progress(first_run[:-1].copy(), next_edge, noted))
    # Borders of areas behind one that covers the whole cell decide nothing.
    settled = borders.stop_run == borders.first_run
    label[border_cells[settled]] = borders.cover[settled]
    return Borders._make(_read_only(array) for array in borders)


def _starts(lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return where each of consecutive pieces starts, and where the last one ends."""
    return np.concatenate(([0], np.cumsum(lengths)))


def _as_numbers(values: ArrayLike) -> NDArray[np.float64]:
    """Return the values in the one variety of array that the kernels are compiled for.

    pandas gives read-only columns, numpy writable ones, shapely strided ones. The compiler would
    take seconds for each; a view, or a copy where needed, takes none.
    """
    return _read_only(np.require(values, np.float64, ("C_CONTIGUOUS", "ALIGNED")))


def _read_only(array: NDArray[T]) -> NDArray[T]:
    """Return a view that cannot be written to; the array itself keeps its owner's rights."""
    view = array.view()
    view.flags.writeable = False
    return view
