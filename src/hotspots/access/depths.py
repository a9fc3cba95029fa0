"""How deep the water stands at places and for how long, as the rows of a layer of ``geodata/`` say.

Here are numbers at points alone, for the map of such a layer and for counting people in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self

import numpy as np
import shapely

from hotspots.access.cache import Cache, key_of_all
from hotspots.access.features import DEPTHS_M, features_for, visible_features

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from hotspots.access.features import Features
    from hotspots.access.workspace import Workspace
    from hotspots.geography.areas import Geography


@dataclass(frozen=True, slots=True, eq=False)
class CellIndex:
    """Square cells on one grid, of which some may be missing.

    Attributes
    ----------
    west, south
        The outer corner of the grid, RD metres.
    columns
        How many cells a row has.
    keys, order : shape (cells,)
        The number of each cell in the grid, ascending, and which cell it is.

    Examples
    --------
    Two cells of 100 m, with one missing between them. A point on a border belongs to the cell to
    the right of it.

    >>> cells = CellIndex.of(np.array([50.0, 250.0]), np.array([50.0, 50.0]), 100.0)
    >>> cells.locate(np.array([99.9, 150.0, 200.0, 300.0]), np.full(4, 10.0)).tolist()
    [0, -1, 1, -1]
    """

    west: float
    south: float
    cell_m: float
    columns: int
    rows: int
    keys: NDArray[np.int64]
    order: NDArray[np.int64]

    @classmethod
    def of(cls, x_rd: NDArray[np.float64], y_rd: NDArray[np.float64], cell_m: float) -> Self:
        """Return the index of cells by the middle of each."""
        west, south = float(x_rd.min()) - cell_m / 2, float(y_rd.min()) - cell_m / 2
        columns = round((float(x_rd.max()) - float(x_rd.min())) / cell_m) + 1
        rows = round((float(y_rd.max()) - float(y_rd.min())) / cell_m) + 1
        column = np.floor((x_rd - west) / cell_m).astype(np.int64)
        row = np.floor((y_rd - south) / cell_m).astype(np.int64)
        keys = row * columns + column
        order = np.argsort(keys, kind="stable")
        return cls(west, south, cell_m, columns, rows, keys[order], order)

    def locate(self, x_rd: NDArray[np.float64], y_rd: NDArray[np.float64]) -> NDArray[np.int64]:
        """Return the position of the cell that holds each point, -1 where none does."""
        column = np.floor((x_rd - self.west) / self.cell_m).astype(np.int64)
        row = np.floor((y_rd - self.south) / self.cell_m).astype(np.int64)
        on_grid = (column >= 0) & (column < self.columns) & (row >= 0) & (row < self.rows)
        key = row * self.columns + column
        at = np.minimum(np.searchsorted(self.keys, key), len(self.keys) - 1)
        return np.where(on_grid & (self.keys[at] == key), self.order[at], -1)


def cell_index(cells: pd.DataFrame) -> CellIndex:
    """Return where the cells of one raster lie."""
    x, y = cells["x_rd"].to_numpy(), cells["y_rd"].to_numpy()
    return CellIndex.of(x, y, float(cells["cell_m"].iloc[0]))


#: metres; what stands for a depth above the last bound.
_DEEPEST_M: Final = 10.0
#: What stands for the depth of a place under water of which the depth is not known: it is wet, and
#: in no class of depth. Where it is not known whether it is wet at all, the depth is NaN.
NO_DEPTH: Final = np.inf


def middle_depths(low: NDArray[np.float64], high: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the middle of classes of depth; `NO_DEPTH` of a class without bounds.

    A class without an upper bound is "more than 5 m", or it is a bound and no depth.

    Examples
    --------
    >>> middle_depths(np.array([0.5, 5.0, 0.0]), np.array([1.5, np.nan, np.nan])).tolist()
    [1.0, 10.0, inf]
    """
    deepest = low >= DEPTHS_M[-1]
    open_end = np.where(deepest, np.maximum(low, _DEEPEST_M), NO_DEPTH)
    middle: NDArray[np.float64] = np.where(np.isnan(high), open_end, (low + high) / 2)
    return np.where(np.isnan(middle), NO_DEPTH, middle)


def outline_now(workspace: Workspace, purpose: str) -> shapely.Geometry | None:
    """Return all shapes of a layer as one; None where this role sees none."""
    features = visible_features(workspace, purpose)
    if features is None or not len(features):
        return None
    return shapely.union_all(features.rows.geometry.to_numpy())


def known_area(workspace: Workspace) -> shapely.Geometry | None:
    """Return where zones of a flood say that it stays dry outside them.

    That is inside the dike rings and on high ground; None where no dike ring is known, and then it
    is everywhere.
    """
    rings, high = (outline_now(workspace, purpose) for purpose in ("dike_ring", "high_ground"))
    if rings is None:
        return None
    area = shapely.union_all([rings, *([] if high is None else [high])])
    shapely.prepare(area)
    return area


#: metres; finer than this is not seen on a map of a city.
_CELL_M: Final = 25
#: Cells of a grid at most, so that a large municipality is drawn as soon as a small one.
_MOST_CELLS: Final = 400_000


@dataclass(frozen=True, slots=True, eq=False)
class PictureGrid:
    """The cells of a picture of the municipality, from the south-west, row by row.

    Attributes
    ----------
    x_rd, y_rd, inside : shape (cells,)
        The middle of each, and whether that lies in the municipality.
    shape
        Rows and columns.
    """

    west_m: float
    south_m: float
    cell_m: int
    shape: tuple[int, int]
    x_rd: NDArray[np.float64]
    y_rd: NDArray[np.float64]
    inside: NDArray[np.bool_]


def picture_grid(geography: Geography) -> PictureGrid:
    """Return the cells of a picture of the municipality."""
    west, south, east, north = shapely.bounds(geography.outline).tolist()
    cell_m = max(_CELL_M, int(np.ceil(np.sqrt((east - west) * (north - south) / _MOST_CELLS))))
    columns = int(np.ceil((east - west) / cell_m))
    rows = int(np.ceil((north - south) / cell_m))
    x, y = np.meshgrid(
        west + (np.arange(columns) + 0.5) * cell_m, south + (np.arange(rows) + 0.5) * cell_m
    )
    inside = geography.index.locate(x.ravel(), y.ravel()) >= 0
    return PictureGrid(west, south, cell_m, (rows, columns), x.ravel(), y.ravel(), inside)


#: What a layer of each purpose says of a place.
SHOWN_BY: Final = {
    "flood_zone": "depth", "flood_depth": "depth", "flood_arrival": "hours",
    "flood_duration": "days",
}  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class LayerGrid:
    """What one layer about water says of each cell of a picture, all its floods together.

    Attributes
    ----------
    values : shape (rows, columns), south to north
        Of each place the worst of all floods: the greatest depth (`NO_DEPTH` where it is wet and no
        depth is given), the fewest hours until it comes, the most hours that it stays. NaN where
        it stays dry, is not known, or lies outside the municipality.
    unknown : shape (rows, columns)
        Of which places in the municipality the layer does not say whether they stay dry.
    floods
        The names of the floods.
    """

    values: NDArray[np.float64]
    unknown: NDArray[np.bool_]
    west_m: float
    south_m: float
    cell_m: int
    floods: tuple[str, ...]


_grids: Final = Cache[LayerGrid]()


def layer_grid(workspace: Workspace, purpose: str) -> LayerGrid | None:
    """Return what a layer about water says of each place; None where it holds nothing.

    Raises
    ------
    AccessError
        If this role may not see it.
    SourceError, IntakeError, StoreError
        If it cannot be read.
    """
    features = features_for(workspace, purpose)
    if features is None or not len(features):
        return None
    marks = [
        "" if seen is None else f"{seen.spec.id}={seen.version}"
        for seen in (
            visible_features(workspace, name) for name in (*SHOWN_BY, "dike_ring", "high_ground")
        )
    ]
    key = key_of_all(workspace).with_marks(*marks)
    return _grids.answer((key, purpose), lambda: _layer_grid(workspace, features))


def _layer_grid(workspace: Workspace, features: Features) -> LayerGrid:
    grid = picture_grid(workspace.geography)
    purpose = features.spec.purpose
    if purpose == "flood_zone":
        values = _of_zones(workspace, features, grid)
    elif purpose == "flood_depth":
        values = _worst(features.rows, grid, np.fmax)
    else:
        values = _worst(features.rows, grid, np.fmin if purpose == "flood_arrival" else np.fmax)
        # Hours are given of wet places; which of the others stay dry is what depths say.
        depths = visible_features(workspace, "flood_depth")
        if depths is not None and len(depths) and depths.synthetic == features.synthetic:
            same = depths.rows[depths.rows["scenario"].isin(features.rows["scenario"].unique())]
            if len(same):
                dry = _worst(same, grid, np.fmax) == 0
                values[dry & np.isnan(values)] = -1.0
    unknown = np.isnan(values) & grid.inside
    wet = grid.inside & (values > 0 if SHOWN_BY[purpose] == "depth" else values >= 0)
    return LayerGrid(
        np.where(wet, values, np.nan).reshape(grid.shape),
        unknown.reshape(grid.shape),
        grid.west_m,
        grid.south_m,
        grid.cell_m,
        tuple(str(name) for name in features.rows["scenario"].unique()),
    )


def _worst(cells: pd.DataFrame, grid: PictureGrid, worse: np.ufunc) -> NDArray[np.float64]:
    """Return the worst number that the rasters of all floods give at each place, or NaN."""
    values = np.full(len(grid.x_rd), np.nan)
    for _, one in cells.groupby("scenario", observed=True, sort=False):
        at = cell_index(one).locate(grid.x_rd, grid.y_rd)
        numbers = one["value"].to_numpy(dtype=np.float64)
        values = worse(values, np.where(at >= 0, numbers[at], np.nan))
    return values


def _of_zones(workspace: Workspace, features: Features, grid: PictureGrid) -> NDArray[np.float64]:
    """Return the depth of the deepest zone at each place, 0 where it stays dry, or NaN."""
    area = known_area(workspace)
    values = np.zeros(len(grid.x_rd))
    if area is not None:
        values[~shapely.intersects_xy(area, grid.x_rd, grid.y_rd)] = np.nan
    rows = features.rows
    depth_m = middle_depths(
        rows["depth_from_m"].to_numpy(dtype=np.float64),
        rows["depth_to_m"].to_numpy(dtype=np.float64),
    )
    shapes = rows.geometry.to_numpy()
    shapely.prepare(shapes)
    # A zone without a depth first: one that says how deep it is goes before it.
    for at in np.argsort(np.where(np.isinf(depth_m), -1.0, depth_m), kind="stable").tolist():
        values[shapely.intersects_xy(shapes[at], grid.x_rd, grid.y_rd)] = depth_m[at]
    return values
