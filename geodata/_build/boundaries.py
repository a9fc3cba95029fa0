"""Where do the boundaries run? From a raster of labels to one coverage of polygons.

All steps treat the boundaries as one set of lines, never polygon by polygon, so that two
neighbours always share exactly the same line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely
from bisectors import Chain
from scipy import ndimage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

#: metres; all coordinates are multiples of this
PRECISION_M = 0.1
#: label of a raster cell without a buurt
NOTHING = -1


def without_crumbs(labels: NDArray[np.intp]) -> NDArray[np.intp]:
    """Give all but the largest piece of every label to the neighbour around it.

    A piece is a set of raster cells joined by their sides, not by their corners.

    Parameters
    ----------
    labels : shape (rows, columns)
        `NOTHING` or a label from 0 up.

    Examples
    --------
    >>> without_crumbs(np.array([[0, 0, 1, 0], [0, 0, 1, 1]])).tolist()
    [[0, 0, 1, 1], [0, 0, 1, 1]]
    """
    labels = np.pad(labels, 1, constant_values=NOTHING)
    for label, window in enumerate(ndimage.find_objects(labels + 1)):
        if window is not None:
            _give_away_crumbs(labels, label, window)
    return labels[1:-1, 1:-1]


def _give_away_crumbs(labels: NDArray[np.intp], label: int, window: tuple[slice, slice]) -> None:
    around = tuple(slice(side.start - 1, side.stop + 1) for side in window)
    view = labels[around]
    pieces, count = ndimage.label(view == label)
    if count == 1:
        return
    largest = np.bincount(pieces[pieces > 0]).argmax()
    for piece in range(1, count + 1):
        crumb = pieces == piece
        rim = ndimage.binary_dilation(crumb) & ~crumb & (view != NOTHING)
        if piece != largest and rim.any():
            view[crumb] = np.bincount(view[rim]).argmax()


def extended(labels: NDArray[np.intp], cells: int) -> NDArray[np.intp]:
    """Continue the labels outwards, over at most so many raster cells, as the nearest label.

    The exact border is cut afterwards; without this margin the raster would show at the border.
    """
    outside = labels == NOTHING
    distance, (rows, columns) = ndimage.distance_transform_edt(outside, return_indices=True)
    return np.where(distance <= cells, labels[rows, columns], NOTHING)


def boundary_chains(
    labels: NDArray[np.intp], origin: tuple[float, float], cell_m: float
) -> list[Chain]:
    """Return the lines between different labels, from junction to junction.

    Each step of the raster's staircase is cut halfway along its sides, which takes as much from
    one neighbour as from the other. Junctions stay where they are.

    Parameters
    ----------
    labels : shape (rows, columns)
        Row 0 lies lowest. Its outermost rows and columns are `NOTHING`.
    origin : (x_rd, y_rd)
        Lower left corner of the raster, metres.
    cell_m : float
        Side of a raster cell, metres.

    Examples
    --------
    Two cells side by side: the line between them, and around each a line to nothing.

    >>> grid = np.pad([[0, 1]], 1, constant_values=NOTHING)
    >>> chains = boundary_chains(grid, (0.0, 0.0), 10.0)
    >>> sorted(sorted((chain.left, chain.right)) for chain in chains)
    [[-1, 0], [-1, 1], [0, 1]]
    """
    rows, columns = np.nonzero(labels[:, 1:] != labels[:, :-1])
    upright = np.stack([columns + 1, rows, columns + 1, rows + 1], axis=1)
    rows, columns = np.nonzero(labels[1:, :] != labels[:-1, :])
    flat = np.stack([columns, rows + 1, columns + 1, rows + 1], axis=1)
    sides = shapely.linestrings(np.concatenate([upright, flat]).reshape(-1, 2, 2).astype(float))
    chains = []
    for line in shapely.get_parts(shapely.line_merge(shapely.multilinestrings(sides))):
        corners = shapely.get_coordinates(line)
        left, right = (_label_beside(labels, corners, side) for side in (1, -1))
        points = _halfway(corners) * cell_m + np.asarray(origin)
        chains.append(Chain(points, left, right))
    return chains


def _label_beside(labels: NDArray[np.intp], corners: NDArray[np.float64], side: int) -> int:
    """Return the label left (1) or right (-1) of the first step, in units of raster cells."""
    (x, y), (next_x, next_y) = corners[:2]
    column = (x + next_x - side * (next_y - y)) / 2
    row = (y + next_y + side * (next_x - x)) / 2
    return int(labels[int(row), int(column)])


def _halfway(corners: NDArray[np.float64]) -> NDArray[np.float64]:
    middles = (corners[:-1] + corners[1:]) / 2
    if (corners[0] == corners[-1]).all():
        return np.concatenate([middles, middles[:1]])
    return np.concatenate([corners[:1], middles, corners[-1:]])


def simplified(
    chains: Sequence[Chain],
    labels: NDArray[np.intp],
    origin: tuple[float, float],
    cell_m: float,
    tolerance_m: float,
) -> list[shapely.Polygon]:
    """Return one simplified polygon per label, in the order of the labels, without gaps.

    Parameters
    ----------
    chains
        From `boundary_chains`, of the same raster.
    tolerance_m : float
        Root of the smallest triangle that may stay, metres (Visvalingam and Whyatt).
    """
    lines = [shapely.LineString(chain.points) for chain in chains]
    faces = shapely.get_parts(shapely.polygonize(lines))
    inner = shapely.get_coordinates(shapely.point_on_surface(faces))
    columns, rows = ((inner - np.asarray(origin)) // cell_m).astype(np.intp).T
    order = np.argsort(labels[rows, columns], kind="stable")
    kept = [face for face in order if labels[rows[face], columns[face]] != NOTHING]
    return list(shapely.coverage_simplify(faces[kept], tolerance_m, simplify_boundary=False))


def cut_to(border: shapely.Polygon, polygons: Sequence[shapely.Polygon]) -> list[shapely.Polygon]:
    """Cut a coverage with a border, and round it so that it stays a coverage.

    All lines are noded together on a grid of `PRECISION_M`. A sliver that the border cuts off
    goes to the neighbour with which it shares the longest line.

    Returns
    -------
    list of Polygon
        One per given polygon, in the same order; together they are the border.
    """
    lines = [polygon.boundary for polygon in polygons]
    noded = shapely.union_all([*lines, border.boundary], grid_size=PRECISION_M)
    faces = shapely.get_parts(shapely.polygonize([noded]))
    inner = shapely.point_on_surface(faces)
    faces, inner = faces[shapely.covers(border, inner)], inner[shapely.covers(border, inner)]
    tree = shapely.STRtree(polygons)
    owners = tree.nearest(inner).astype(np.intp)
    _hand_over_slivers(faces, owners)
    return [on_grid(shapely.coverage_union_all(faces[owners == i])) for i in range(len(polygons))]


def _hand_over_slivers(faces: NDArray[np.object_], owners: NDArray[np.intp]) -> None:
    for owner in np.unique(owners):
        mine = np.nonzero(owners == owner)[0]
        largest = mine[np.argmax(shapely.area(faces[mine]))]
        for face in mine[mine != largest]:
            shared = shapely.length(shapely.intersection(faces[face], faces))
            shared[owners == owner] = 0.0
            owners[face] = owners[np.argmax(shared)]


def on_grid(area: shapely.Geometry) -> shapely.Geometry:
    """Round to the nearest float of each multiple of the grid, from a fixed starting corner."""
    rounded = shapely.transform(area, lambda corners: np.round(corners, 1))
    normal = shapely.normalize(rounded)
    return shapely.orient_polygons(normal)
