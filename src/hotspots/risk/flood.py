"""How deep the water stands in each buurt and at each place, and when it comes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from hotspots.access.drawable import DEPTHS_M
from hotspots.access.features import features_for
from hotspots.errors import SelectionError
from hotspots.intake.columns import fold
from hotspots.risk.cells import CellIndex
from hotspots.text import risk as text

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from hotspots.access.features import Features
    from hotspots.access.workspace import Workspace
    from hotspots.risk.ground import Ground
    from hotspots.risk.settings import WaterScenario

#: metres; what stands for a depth above the last bound.
_DEEPEST_M: Final = 10.0


@dataclass(frozen=True, slots=True, eq=False)
class Flood:
    """A flood as zones and as cells; a raster goes before zones where there is one.

    Attributes
    ----------
    shapes : shape (zones,)
        From deep to shallow; empty where a raster tells the depth.
    depth_m, arrival_h : shape (zones,) or (cells,)
        Middle of the class, or the number of the cell; NaN where it is not given.
    duration_h : shape (any,)
        Like ``arrival_h``; of a raster the hours of the zones of the same flood.
    cells
        Where the cells of a raster lie, or None.
    """

    kind: str
    shapes: NDArray[np.object_]
    depth_m: NDArray[np.float64]
    arrival_h: NDArray[np.float64]
    duration_h: NDArray[np.float64]
    cells: CellIndex | None
    synthetic: bool
    attribution: str
    note: str

    def at(
        self, x_rd: NDArray[np.float64], y_rd: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return depth in metres (0 where it stays dry) and hours until the water at points."""
        depth, arrival = np.zeros(len(x_rd)), np.full(len(x_rd), np.nan)
        if self.cells is not None:
            at = self.cells.locate(x_rd, y_rd)
            wet = at >= 0
            depth[wet], arrival[wet] = self.depth_m[at[wet]], self.arrival_h[at[wet]]
            return depth, arrival
        free = np.ones(len(x_rd), dtype=np.bool_)
        for shape, metres, hours in zip(self.shapes, self.depth_m, self.arrival_h, strict=True):
            inside = free & shapely.intersects_xy(shape, x_rd, y_rd)
            depth[inside], arrival[inside] = metres, hours
            free &= ~inside
        return depth, arrival


@dataclass(frozen=True, slots=True, eq=False)
class Wet:
    """The parts of each buurt under water, by depth: each part once, the deepest first.

    Attributes
    ----------
    share : shape (parts, buurten)
        Part of the people of each buurt.
    depth_m, arrival_h : shape (parts,) or (parts, buurten)
        Of each part.
    """

    share: NDArray[np.float64]
    depth_m: NDArray[np.float64]
    arrival_h: NDArray[np.float64]

    def wet_share(self, from_m: float = 0.0) -> NDArray[np.float64]:
        """Return the part of each buurt that stands at least so deep."""
        deep = np.where(self.depth_m >= from_m, self.share, 0.0)
        return np.asarray(np.minimum(deep.sum(axis=0), 1.0))

    def mean_depth_m(self, from_m: float = 0.0) -> NDArray[np.float64]:
        """Return the mean depth over the wet part of each buurt; NaN where it stays dry."""
        weight = np.where(self.depth_m >= from_m, self.share, 0.0)
        total = weight.sum(axis=0)
        with np.errstate(invalid="ignore"):
            return np.asarray((weight * self.depth_m).sum(axis=0) / total)

    def first_hour(self, from_m: float = 0.0) -> NDArray[np.float64]:
        """Return the hour at which the water first comes to each buurt; NaN where none is given."""
        wet = (self.share > 0) & (self.depth_m >= from_m) & ~np.isnan(self.arrival_h)
        hours = np.where(wet, self.arrival_h, np.inf).min(axis=0, initial=np.inf)
        return np.where(np.isinf(hours), np.nan, hours)


def flood_of(workspace: Workspace, scenario: WaterScenario) -> Flood:
    """Return the flood of a scenario: the raster of its name, else its zones.

    Raises
    ------
    SelectionError
        If no layer holds this scenario.
    """
    wanted = fold(scenario.depths)
    raster = features_for(workspace, "flood_depth")
    if raster is not None and len(raster):
        cells = raster.rows[raster.rows["scenario"] == wanted]
        if len(cells):
            return _from_raster(workspace, wanted, cells, raster)
    zones = _zones_of(workspace, wanted)
    if zones is not None:
        return zones
    raise SelectionError(*text.no_depths(scenario.label, scenario.depths))


def _zones_of(workspace: Workspace, wanted: str) -> Flood | None:
    """Return the zones of a flood; None where no layer has any."""
    zones = features_for(workspace, "flood_zone")
    if zones is None or not len(zones):
        return None
    rows = zones.rows[[fold(name) == wanted for name in zones.rows["scenario"]]]
    return _from_zones(rows, zones) if len(rows) else None


def _arrivals(
    workspace: Workspace, wanted: str, cells: pd.DataFrame, depths: Features, zones: Flood | None
) -> NDArray[np.float64]:
    """Return the hour at each cell of depth, from the raster of arrival, or else from zones."""
    x, y = cells["x_rd"].to_numpy(), cells["y_rd"].to_numpy()
    raster = features_for(workspace, "flood_arrival")
    if raster is not None and len(raster) and raster.synthetic <= depths.synthetic:
        hours = raster.rows[raster.rows["scenario"] == wanted]
        if len(hours):
            at = _index(hours).locate(x, y)
            found = hours["value"].to_numpy(dtype=np.float64)
            return np.where(at >= 0, found[at], np.nan)
    return np.full(len(cells), np.nan) if zones is None else zones.at(x, y)[1]


def _from_raster(
    workspace: Workspace, wanted: str, cells: pd.DataFrame, features: Features
) -> Flood:
    """Return the flood of a raster, with the hours that other layers give of the same flood.

    Hours of an example are no hours of depths that somebody loaded: those are not known then.
    """
    zones = _zones_of(workspace, wanted)
    if zones is not None and zones.synthetic > features.synthetic:
        zones = None
    return Flood(
        kind="raster",
        shapes=np.zeros(0, dtype=object),
        depth_m=cells["value"].to_numpy(dtype=np.float64),
        arrival_h=_arrivals(workspace, wanted, cells, features, zones),
        duration_h=np.full(1, np.nan) if zones is None else zones.duration_h,
        cells=_index(cells),
        synthetic=features.synthetic,
        attribution=features.attribution,
        note="" if features.loaded else features.spec.note,
    )


def _index(cells: pd.DataFrame) -> CellIndex:
    x, y = cells["x_rd"].to_numpy(), cells["y_rd"].to_numpy()
    return CellIndex.of(x, y, float(cells["cell_m"].iloc[0]))


def _from_zones(rows: Any, features: Features) -> Flood:  # noqa: ANN401 - a GeoDataFrame
    low = rows["depth_from_m"].to_numpy(dtype=np.float64)
    high = rows["depth_to_m"].to_numpy(dtype=np.float64)
    middle = np.where(np.isnan(high), np.maximum(low, _DEEPEST_M), (low + high) / 2)
    deep_first = np.argsort(-middle, kind="stable")
    shapes = rows.geometry.to_numpy()[deep_first]
    shapely.prepare(shapes)
    return Flood(
        kind="zones",
        shapes=shapes,
        depth_m=middle[deep_first],
        arrival_h=rows["arrival_h"].to_numpy(dtype=np.float64)[deep_first],
        duration_h=rows["duration_h"].to_numpy(dtype=np.float64)[deep_first],
        cells=None,
        synthetic=features.synthetic,
        attribution=features.attribution,
        note="" if features.loaded else features.spec.note,
    )


def wet_parts(flood: Flood, ground: Ground, decisive_m: Sequence[float] = ()) -> Wet:
    """Return which part of the people of each buurt stands how deep.

    Addresses are asked one by one. Without them zones are cut with the land; of a raster the
    points of a grid of 25 m on the land are asked.

    Parameters
    ----------
    decisive_m
        Depths in metres from which something else holds, such as whether a storey stays dry. No
        part holds depths on both sides of one of them, or of the classes: its mean decides for all.
    """
    if flood.cells is None and ground.method == "land":
        return _wet_land(flood, ground)
    x, y, buurt = ground.sample()
    weight = 1.0 / np.bincount(buurt, minlength=len(ground.land))[buurt]
    if ground.method == "addresses":
        keep = ground.by_land[buurt]
        total = np.bincount(ground.buurt, ground.dwellings, minlength=len(ground.land))
        x = np.concatenate([x[keep], ground.x_rd])
        y = np.concatenate([y[keep], ground.y_rd])
        weight = np.concatenate([weight[keep], ground.dwellings / total[ground.buurt]])
        buurt = np.concatenate([buurt[keep], ground.buurt])
    depth, arrival = flood.at(x, y)
    lowest = np.array(sorted({*DEPTHS_M, *decisive_m}))
    highest = np.nextafter(np.append(lowest[1:], np.inf), -np.inf)
    classes = np.searchsorted(lowest, depth, side="right") - 1
    size = (len(lowest), len(ground.land))
    share, metres, hours = np.zeros(size), np.zeros(size), np.full(size, np.nan)
    for number in range(len(lowest)):
        mine = (classes == number) & (depth > 0)
        share[number] = np.bincount(buurt[mine], weight[mine], minlength=size[1])
        summed = np.bincount(buurt[mine], weight[mine] * depth[mine], minlength=size[1])
        mean = np.divide(summed, share[number], out=np.zeros(size[1]), where=share[number] > 0)
        # Of depths that are all alike the mean may come out a hair beside them.
        metres[number] = np.clip(mean, lowest[number], highest[number])
        first = np.full(size[1], np.inf)
        told = mine & ~np.isnan(arrival)
        np.minimum.at(first, buurt[told], arrival[told])
        hours[number] = np.where(np.isinf(first), np.nan, first)
    return Wet(share, metres, hours)


def _wet_land(flood: Flood, ground: Ground) -> Wet:
    share = np.zeros((len(flood.shapes), len(ground.land)))
    taken: Any = shapely.Polygon()
    for at, shape in enumerate(flood.shapes):
        share[at] = ground.of_land(shapely.difference(shape, taken))
        taken = shapely.union(taken, shape)
    size = share.shape
    return Wet(
        share,
        np.broadcast_to(flood.depth_m[:, None], size),
        np.broadcast_to(flood.arrival_h[:, None], size),
    )
