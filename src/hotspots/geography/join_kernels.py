"""The loops behind `hotspots.geography.join`: raster the borders, then look points up.

The raster is a grid of square cells over all areas. A cell that no border touches has one answer
for all its points. A cell with borders has a *reference* point in it, of which it is known for each
area whether it lies inside. A point in that cell lies inside the area too, unless the segment from
the point to the reference crosses the border of the area an odd number of times. The segment never
leaves the cell, so that only the few edges that touch the cell can be crossed.

No sign is guessed. Every orientation is compared with the bound on its rounding error, and a point
for which one of them is too close to call is handed back as `UNDECIDED`.

References
----------
Shewchuk, J. R. (1997). Adaptive precision floating-point arithmetic and fast robust geometric
predicates. Discrete & Computational Geometry 18(3), 305-363, doi:10.1007/PL00009321. The error
bound of `side`.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np

from hotspots.geography.compiled import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: label of a point, or of a whole cell, that no area covers
OUTSIDE = -1
#: label of a point that only exact arithmetic can place
UNDECIDED = -2
#: label of the first border cell; the next one has -3, and so on
FIRST_BORDER = -2

#: cell widths; an edge this close to a cell is taken to touch it. Far above the rounding of a
#: coordinate divided by the width of a cell (1e-8), far below what would cost time.
MARGIN = 1e-6

#: (3 + 16 u) u with u = 2**-53: Shewchuk's bound A for the orientation of three points
ORIENTATION_ERROR = (3.0 + 16.0 * 2.0**-53) * 2.0**-53

#: what is known of the reference point of a run
REFERENCE_OUTSIDE, REFERENCE_INSIDE, REFERENCE_UNKNOWN = 0, 1, 2

# bits that `fill` notes per cell, for one area at a time
_HAS_EDGE, _UNKNOWN, _LEFT_OF_REFERENCE, _LEFT_FROM_HERE = 1, 2, 4, 8


#: x and y in RD metres
Point: TypeAlias = tuple[float, float]


class Frame(NamedTuple):
    """Where the cells lie: row 0 is the southernmost, column 0 the westernmost.

    ``reference_x`` has one coordinate per column, ``reference_y`` one per row; the reference of a
    cell is the pair. Metres.
    """

    west: float
    south: float
    cells_per_m: float
    reference_x: NDArray[np.float64]
    reference_y: NDArray[np.float64]


class Edges(NamedTuple):
    """The edges of all rings of all areas, in order of area, in metres.

    Shape (edges,); ``first`` (areas + 1,): area ``i`` has edges ``first[i]`` to ``first[i + 1]``.
    """

    ax: NDArray[np.float64]
    ay: NDArray[np.float64]
    bx: NDArray[np.float64]
    by: NDArray[np.float64]
    first: NDArray[np.int64]


class Progress(NamedTuple):
    """How far `fill` is: where the next run and the next edge of each border cell go.

    ``noted`` (cells,) holds bits about the area at hand, and is zero between areas.
    """

    next_run: NDArray[np.int64]
    next_edge: NDArray[np.int64]
    noted: NDArray[np.uint8]


class Borders(NamedTuple):
    """What is known of the cells.

    ``label`` (cells,) is an area, `OUTSIDE`, or ``FIRST_BORDER - k`` for border cell ``k``. Border
    cell ``k`` has runs ``first_run[k]`` to ``stop_run[k]``, one per area with edges in the cell,
    in order of area; ``cover[k]`` is the lowest area that covers the whole cell, and comes after
    them. A run has its area, the position of the reference, and edges ``first_edge[run]`` to
    ``first_edge[run + 1]``, shape (entries, 4): ax, ay, bx, by, turned so that the reference lies
    to the left of the edge.
    """

    label: NDArray[np.int32]
    first_run: NDArray[np.int64]
    stop_run: NDArray[np.int64]
    cover: NDArray[np.int32]
    run_area: NDArray[np.int32]
    run_reference: NDArray[np.uint8]
    first_edge: NDArray[np.int64]
    edge: NDArray[np.float64]


@compiled
def side(a: Point, b: Point, p: Point) -> int:
    """Return 1 if p lies left of the line from a to b, -1 if right, 0 if too close to call."""
    plus = (a[0] - p[0]) * (b[1] - p[1])
    minus = (a[1] - p[1]) * (b[0] - p[0])
    turn = plus - minus
    bound = ORIENTATION_ERROR * (abs(plus) + abs(minus))
    if turn > bound:
        return 1
    if turn < -bound:
        return -1
    return 0


@compiled
def row_range(frame: Frame, y_low: float, y_high: float) -> tuple[int, int]:
    """Return the first and the last row that this range of y touches."""
    low = math.floor((y_low - frame.south) * frame.cells_per_m - MARGIN)
    high = math.floor((y_high - frame.south) * frame.cells_per_m + MARGIN)
    return max(low, 0), min(high, len(frame.reference_y) - 1)


@compiled
def column_range(frame: Frame, x_low: float, x_high: float) -> tuple[int, int]:
    """Return the first and the last column that this range of x touches."""
    low = math.floor((x_low - frame.west) * frame.cells_per_m - MARGIN)
    high = math.floor((x_high - frame.west) * frame.cells_per_m + MARGIN)
    return max(low, 0), min(high, len(frame.reference_x) - 1)


@compiled
def columns_in_row(frame: Frame, edges: Edges, e: int, row: int) -> tuple[int, int]:
    """Return the first and the last column that edge ``e`` touches within ``row``.

    The row is taken a margin wider on both sides. That absorbs the rounding of the division also
    for an edge that is almost horizontal.
    """
    ax, bx = edges.ax[e], edges.bx[e]
    rise = (edges.by[e] - edges.ay[e]) * frame.cells_per_m
    if rise == 0.0:
        return column_range(frame, min(ax, bx), max(ax, bx))
    above_a = row - (edges.ay[e] - frame.south) * frame.cells_per_m
    t_bottom = min(max((above_a - MARGIN) / rise, 0.0), 1.0)
    t_top = min(max((above_a + 1.0 + MARGIN) / rise, 0.0), 1.0)
    x_bottom = ax + t_bottom * (bx - ax)
    x_top = ax + t_top * (bx - ax)
    return column_range(frame, min(x_bottom, x_top), max(x_bottom, x_top))


@compiled
def count(frame: Frame, edges: Edges) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return per cell the number of edges that touch it, and of areas they belong to."""
    columns = len(frame.reference_x)
    n_cells = columns * len(frame.reference_y)
    n_edges = np.zeros(n_cells, np.int64)
    n_areas = np.zeros(n_cells, np.int64)
    last_area = np.full(n_cells, -1, np.int32)
    for area in range(len(edges.first) - 1):
        for e in range(edges.first[area], edges.first[area + 1]):
            ay, by = edges.ay[e], edges.by[e]
            first_row, last_row = row_range(frame, min(ay, by), max(ay, by))
            for row in range(first_row, last_row + 1):
                first, last = columns_in_row(frame, edges, e, row)
                for cell in range(row * columns + first, row * columns + last + 1):
                    n_edges[cell] += 1
                    if last_area[cell] != area:
                        last_area[cell] = area
                        n_areas[cell] += 1
    return n_edges, n_areas


@compiled
def fill(frame: Frame, edges: Edges, borders: Borders, progress: Progress) -> None:
    """Write the runs, their edges and the labels into ``borders``.

    ``borders.stop_run`` starts equal to ``first_run``. ``progress`` is used up.
    """
    columns = len(frame.reference_x)
    for area in range(len(edges.first) - 1):
        start, stop = edges.first[area], edges.first[area + 1]
        ax, ay = edges.ax[start:stop], edges.ay[start:stop]
        first_row, last_row = row_range(frame, ay.min(), ay.max())
        first, last = column_range(frame, ax.min(), ax.max())
        for e in range(start, stop):
            place_edge(frame, edges, (area, e, last), borders, progress)
        for row in range(first_row, last_row + 1):
            span = (row * columns + first, row * columns + last)
            sweep_row(span, area, borders, progress)


@compiled
def place_edge(
    frame: Frame, edges: Edges, which: tuple[int, int, int], borders: Borders, progress: Progress
) -> None:
    """Add an edge to every cell it touches, and note where it lies left of the reference.

    ``which`` holds the area, the edge, and the last column of the area.
    """
    area, e, last_column = which
    columns = len(frame.reference_x)
    a, b = (edges.ax[e], edges.ay[e]), (edges.bx[e], edges.by[e])
    first_row, last_row = row_range(frame, min(a[1], b[1]), max(a[1], b[1]))
    for row in range(first_row, last_row + 1):
        y = frame.reference_y[row]
        # Half open, so that a vertex at the height of the reference counts once, not twice.
        passes = (a[1] > y) != (b[1] > y)
        first, last = columns_in_row(frame, edges, e, row)
        for column in range(first, last + 1):
            cell = row * columns + column
            turn = side(a, b, (frame.reference_x[column], y))
            if turn == 0:
                progress.noted[cell] |= _UNKNOWN
            elif passes and (turn < 0) == (b[1] > a[1]):
                progress.noted[cell] ^= _LEFT_OF_REFERENCE
            # Either way round it is the same border; this way the reference is on its left.
            put_edge(cell, area, (b, a) if turn < 0 else (a, b), borders, progress)
        if passes and last < last_column:
            progress.noted[row * columns + last + 1] ^= _LEFT_FROM_HERE


@compiled
def put_edge(
    cell: int, area: int, edge: tuple[Point, Point], borders: Borders, progress: Progress
) -> None:
    """Write one edge of a cell, and begin a run if it is the first one of its area."""
    k = FIRST_BORDER - borders.label[cell]
    entry = progress.next_edge[k]
    progress.next_edge[k] += 1
    if not progress.noted[cell] & _HAS_EDGE:
        progress.noted[cell] |= _HAS_EDGE
        run = progress.next_run[k]
        progress.next_run[k] += 1
        borders.run_area[run] = area
        borders.first_edge[run] = entry
    (ax, ay), (bx, by) = edge
    borders.edge[entry, 0], borders.edge[entry, 1] = ax, ay
    borders.edge[entry, 2], borders.edge[entry, 3] = bx, by


@compiled
def sweep_row(span: tuple[int, int], area: int, borders: Borders, progress: Progress) -> None:
    """Decide for the cells of one row which references lie in the area, and clear the notes.

    A reference lies inside if an odd number of edges lies to its left.
    """
    odd = False
    for cell in range(span[0], span[1] + 1):
        noted = progress.noted[cell]
        progress.noted[cell] = 0
        odd ^= (noted & _LEFT_FROM_HERE) != 0
        inside = odd ^ ((noted & _LEFT_OF_REFERENCE) != 0)
        label = borders.label[cell]
        if label == OUTSIDE and inside:
            borders.label[cell] = area
        elif label <= FIRST_BORDER and borders.cover[FIRST_BORDER - label] == OUTSIDE:
            k = FIRST_BORDER - label
            if noted & _HAS_EDGE:
                known = REFERENCE_INSIDE if inside else REFERENCE_OUTSIDE
                unknown = (noted & _UNKNOWN) != 0
                run = progress.next_run[k] - 1
                borders.run_reference[run] = REFERENCE_UNKNOWN if unknown else known
                borders.stop_run[k] = run + 1
            elif inside:
                borders.cover[k] = area


@compiled
def crossed(a: Point, b: Point, point: Point, reference: Point) -> int:
    """Return 1 if the segment from point to reference crosses the edge from a to b, else 0.

    -1 if that is too close to call. The reference lies to the left of the edge, for certain.
    """
    of_point = side(a, b, point)
    if of_point > 0:
        return 0
    of_a = side(point, reference, a)
    of_b = side(point, reference, b)
    if of_a * of_b > 0:
        return 0
    return 1 if of_point * of_a * of_b > 0 else -1


@compiled
def place_in_border_cell(borders: Borders, k: int, point: Point, reference: Point) -> int:
    """Return the lowest area of border cell ``k`` that the point lies in, or `UNDECIDED`."""
    for run in range(borders.first_run[k], borders.stop_run[k]):
        if borders.run_reference[run] == REFERENCE_UNKNOWN:
            return UNDECIDED
        inside = borders.run_reference[run] == REFERENCE_INSIDE
        for e in range(borders.first_edge[run], borders.first_edge[run + 1]):
            a = (borders.edge[e, 0], borders.edge[e, 1])
            b = (borders.edge[e, 2], borders.edge[e, 3])
            crossing = crossed(a, b, point, reference)
            if crossing < 0:
                return UNDECIDED
            inside ^= crossing == 1
        if inside:
            return int(borders.run_area[run])
    return int(borders.cover[k])


@compiled
def locate(
    frame: Frame,
    borders: Borders,
    x_rd: NDArray[np.float64],
    y_rd: NDArray[np.float64],
    areas: NDArray[np.int32],
) -> int:
    """Write the area of each point into ``areas``; return how many are `UNDECIDED`."""
    columns = len(frame.reference_x)
    rows = len(frame.reference_y)
    n_undecided = 0
    for i in range(len(x_rd)):
        across = (x_rd[i] - frame.west) * frame.cells_per_m
        up = (y_rd[i] - frame.south) * frame.cells_per_m
        # Written so that NaN and infinity fail it: an int made of them could be any cell.
        if not (0.0 <= across < columns and 0.0 <= up < rows):
            areas[i] = OUTSIDE
            continue
        column, row = int(across), int(up)
        label = borders.label[row * columns + column]
        if label <= FIRST_BORDER:
            point = (x_rd[i], y_rd[i])
            reference = (frame.reference_x[column], frame.reference_y[row])
            label = place_in_border_cell(borders, FIRST_BORDER - label, point, reference)
            n_undecided += label == UNDECIDED
        areas[i] = label
    return n_undecided
