"""How deep the water stands in each buurt and at each place, and when it comes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from hotspots.access.depths import (
    NO_DEPTH,
    CellIndex,
    cell_index,
    known_area,
    middle_depths,
    outline_now,
    picture_grid,
)
from hotspots.access.features import DEPTHS_M, features_for
from hotspots.dutch import fold
from hotspots.errors import SelectionError
from hotspots.risico import water_words
from hotspots.risico.settings import WaterScenario, no_scenario

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import geopandas as gpd
    import pandas as pd
    from numpy.typing import NDArray

    from hotspots.access.features import Features
    from hotspots.access.workspace import Workspace
    from hotspots.geography.areas import Geography
    from hotspots.risico.people import Ground
    from hotspots.risico.settings import RiskSettings


#: A part of a buurt smaller than this is rounding.
_NOTHING: Final = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Flood:
    """A flood as zones and as cells; a raster goes before zones where there is one.

    Attributes
    ----------
    shapes : shape (zones,)
        From deep to shallow; empty where a raster gives the depth.
    depth_m, arrival_h, duration_h : shape (zones,) or (cells,)
        Middle of the class, or the number of the cell; NaN where no hour is given, and `NO_DEPTH`
        where no depth is. The hours are those until the water comes, and those that it stays.
    cells
        Where the cells of a raster lie, or None.
    high_ground
        The high ground of the home, RD metres, or None.
    known_area
        Where zones say that it stays dry outside them, RD metres: inside the dike rings and on high
        ground; None where no dike ring is known, and then everywhere.
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
    known_area: shapely.Geometry | None = None
    high_ground: shapely.Geometry | None = None

    def at(
        self, x_rd: NDArray[np.float64], y_rd: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return depth in metres and hours until the water at points.

        The depth is 0 where it stays dry, `NO_DEPTH` where it is wet at an unknown depth, and
        NaN where it is not known: a raster says nothing of what lies beyond its edge, or in a cell
        without a number.
        """
        at = self._locate(x_rd, y_rd)
        depth, arrival = _values_at(self.depth_m, at), _values_at(self.arrival_h, at)
        if self.cells is None:
            dry = at < 0
            if self.known_area is not None:
                dry &= shapely.intersects_xy(self.known_area, x_rd, y_rd)
            depth[dry] = 0.0
        return depth, arrival

    def stays(self, x_rd: NDArray[np.float64], y_rd: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return for how many hours the water stays at points; NaN where that is not given."""
        return _values_at(self.duration_h, self._locate(x_rd, y_rd))

    def _locate(self, x_rd: NDArray[np.float64], y_rd: NDArray[np.float64]) -> NDArray[np.int64]:
        """Return the position of the cell, or of the deepest zone, at points; -1 at neither."""
        if self.cells is not None:
            return self.cells.locate(x_rd, y_rd)
        at = np.full(len(x_rd), -1, dtype=np.int64)
        for number, shape in enumerate(self.shapes):
            at[(at < 0) & shapely.intersects_xy(shape, x_rd, y_rd)] = number
        return at

    def says_dry(
        self, x_rd: NDArray[np.float64], y_rd: NDArray[np.float64], from_m: float
    ) -> NDArray[np.bool_]:
        """Whether each place is known to stay dry, by a number or by high ground.

        That zones do not reach a place says nothing of one outside the dike.
        """
        depth, _ = self.at(x_rd, y_rd)
        dry = np.asarray(depth < from_m)
        if self.cells is not None:
            return dry
        high = self.high_ground
        if high is None:
            return np.zeros(len(x_rd), dtype=np.bool_)
        return np.asarray(dry & shapely.intersects_xy(high, x_rd, y_rd))


def _values_at(values: NDArray[np.float64], at: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the values at positions; NaN at -1."""
    there = np.full(len(at), np.nan)
    there[at >= 0] = values[at[at >= 0]]
    return there


@dataclass(frozen=True, slots=True, eq=False)
class Wet:
    """The parts of each buurt under water, by depth: each part once, the deepest first.

    Attributes
    ----------
    share : shape (parts, buurten)
        Part of the people of each buurt.
    depth_m, arrival_h : shape (parts,) or (parts, buurten)
        Of each part; the depth is `NO_DEPTH` where the depth is not known.
    unknown : shape (buurten,)
        Part of the people of each buurt of whom it is not known whether they stand under water.
    """

    share: NDArray[np.float64]
    depth_m: NDArray[np.float64]
    arrival_h: NDArray[np.float64]
    unknown: NDArray[np.float64]

    def wet_share(self, from_m: float = 0.0) -> NDArray[np.float64]:
        """Return the part of each buurt that stands at least so deep."""
        deep = np.where(self.depth_m >= from_m, self.share, 0.0)
        return np.asarray(np.minimum(deep.sum(axis=0), 1.0))

    def mean_depth_m(self, from_m: float = 0.0) -> NDArray[np.float64]:
        """Return the mean over the wet part of each buurt of which the depth is known.

        NaN where it stays dry, and where the depth is not known.
        """
        known = np.isfinite(self.depth_m)
        depth_m = np.where(known, self.depth_m, 0.0)
        weight = np.where(known & (depth_m >= from_m), self.share, 0.0)
        total = weight.sum(axis=0)
        with np.errstate(invalid="ignore"):
            return np.asarray((weight * depth_m).sum(axis=0) / total)

    def without_depth(self) -> NDArray[np.float64]:
        """Return the part of each buurt that is wet, with a depth that is not known."""
        unknown = np.where(np.isinf(self.depth_m), self.share, 0.0)
        return np.asarray(np.minimum(unknown.sum(axis=0), 1.0))

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
    raise SelectionError(*water_words.no_depths(scenario.label, scenario.depths))


def _zones_of(workspace: Workspace, wanted: str) -> Flood | None:
    """Return the zones of a flood; None where no layer has any."""
    zones = features_for(workspace, "flood_zone")
    if zones is None or not len(zones):
        return None
    rows = zones.rows[[fold(name) == wanted for name in zones.rows["scenario"]]]
    if not len(rows):
        return None
    return replace(
        _from_zones(rows, zones),
        known_area=known_area(workspace),
        high_ground=outline_now(workspace, "high_ground"),
    )


def _hours_at(
    workspace: Workspace,
    purpose: str,
    wanted: str,
    cells: pd.DataFrame,
    depths: Features,
) -> NDArray[np.float64] | None:
    """Return the hours that a raster of its own gives at each cell of depth; None without one."""
    raster = features_for(workspace, purpose)
    if raster is None or not len(raster) or raster.synthetic > depths.synthetic:
        return None
    hours = raster.rows[raster.rows["scenario"] == wanted]
    if not len(hours):
        return None
    at = cell_index(hours).locate(cells["x_rd"].to_numpy(), cells["y_rd"].to_numpy())
    return np.where(at >= 0, hours["value"].to_numpy(dtype=np.float64)[at], np.nan)


def hours_of_no_flood(workspace: Workspace) -> tuple[str, ...]:
    """Return the names of loaded rasters with hours that no raster and no zone with depths has."""
    floods, _ = _named(workspace)
    lost: dict[str, None] = {}
    for purpose in ("flood_arrival", "flood_duration"):
        hours = features_for(workspace, purpose)
        if hours is not None and hours.loaded and len(hours):
            names = (str(name) for name in hours.rows["scenario"].unique())
            lost.update(dict.fromkeys(name for name in names if fold(name) not in floods))
    return tuple(lost)


def _from_raster(
    workspace: Workspace, wanted: str, cells: pd.DataFrame, features: Features
) -> Flood:
    """Return the flood of a raster, with the hours that other layers give of the same flood.

    When the water comes and how long it stays is what a raster of that says, or else zones. Hours
    of an example are no hours of depths that somebody loaded: those are not known then.
    """
    zones = _zones_of(workspace, wanted)
    if zones is not None and zones.synthetic > features.synthetic:
        zones = None
    arrival = _hours_at(workspace, "flood_arrival", wanted, cells, features)
    duration = _hours_at(workspace, "flood_duration", wanted, cells, features)
    x, y = cells["x_rd"].to_numpy(), cells["y_rd"].to_numpy()
    unknown = np.full(len(cells), np.nan)
    if arrival is None:
        arrival = unknown if zones is None else zones.at(x, y)[1]
    if duration is None:
        duration = unknown if zones is None else zones.stays(x, y)
    depth_m = cells["value"].to_numpy(dtype=np.float64)
    return Flood(
        kind="raster",
        shapes=np.zeros(0, dtype=object),
        depth_m=depth_m,
        arrival_h=arrival,
        # A raster may have 0 hours where it stays dry: no water stays there for 0 hours.
        duration_h=np.where(depth_m > 0, duration, np.nan),
        cells=cell_index(cells),
        synthetic=features.synthetic,
        attribution=features.attribution,
        note="" if features.loaded else features.spec.note,
    )


def _from_zones(rows: gpd.GeoDataFrame, features: Features) -> Flood:
    middle = middle_depths(
        rows["depth_from_m"].to_numpy(dtype=np.float64),
        rows["depth_to_m"].to_numpy(dtype=np.float64),
    )
    # The deepest first; where the depth is not known, one that says it goes before.
    deep_first = np.argsort(np.where(np.isinf(middle), 0.0, -middle), kind="stable")
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

    Addresses are tested one by one. Without them zones are cut with the land; of a raster the
    points of a grid of 25 m on the land are tested.

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
    known = np.isfinite(depth)
    # The last part is the water of which the depth is not known.
    classes = np.where(np.isinf(depth), len(lowest), -1)
    classes[known] = np.searchsorted(lowest, depth[known], side="right") - 1
    size = (len(lowest) + 1, len(ground.land))
    share, metres, hours = np.zeros(size), np.zeros(size), np.full(size, np.nan)
    for number in range(size[0]):
        mine = (classes == number) & (depth > 0)
        share[number] = np.bincount(buurt[mine], weight[mine], minlength=size[1])
        hours[number] = _first_hour(buurt[mine], arrival[mine], size[1])
        if number == len(lowest):
            metres[number] = NO_DEPTH
            continue
        summed = np.bincount(buurt[mine], weight[mine] * depth[mine], minlength=size[1])
        mean = np.divide(summed, share[number], out=np.zeros(size[1]), where=share[number] > 0)
        # Of depths that are all alike the mean may come out a hair beside them.
        metres[number] = np.clip(mean, lowest[number], highest[number])
    unclear = np.isnan(depth)
    unknown = np.bincount(buurt[unclear], weight[unclear], minlength=size[1])
    return Wet(share, metres, hours, np.minimum(unknown, 1.0))


def _first_hour(
    buurt: NDArray[np.int32], arrival: NDArray[np.float64], buurten: int
) -> NDArray[np.float64]:
    """Return the first hour of each buurt; NaN where none is given."""
    first = np.full(buurten, np.inf)
    known = ~np.isnan(arrival)
    np.minimum.at(first, buurt[known], arrival[known])
    return np.where(np.isinf(first), np.nan, first)


def _wet_land(flood: Flood, ground: Ground) -> Wet:
    share = np.zeros((len(flood.shapes), len(ground.land)))
    covered = shapely.Polygon()
    for at, shape in enumerate(flood.shapes):
        share[at] = ground.of_land(shapely.difference(shape, covered))
        covered = shapely.union(covered, shape)
    size = share.shape
    unclear = np.zeros(size[1])
    if flood.known_area is not None:
        unclear = 1.0 - ground.of_land(shapely.union(flood.known_area, covered))
        # A share of land is exact to some ten digits.
        unclear[unclear < _NOTHING] = 0.0
    return Wet(
        share,
        np.broadcast_to(flood.depth_m[:, None], size),
        np.broadcast_to(flood.arrival_h[:, None], size),
        unclear,
    )


@dataclass(frozen=True, slots=True, eq=False)
class FloodGrid:
    """Cells from the south-west; NaN outside the municipality, where it stays dry and unknown.

    Attributes
    ----------
    depth_m, arrival_h, duration_h : shape (rows, columns), south to north
        Depth in metres, hours until the water and hours that it stays at the middle of each cell;
        the hours are NaN where they are not known, too, and the depth is infinite where it is wet
        and the depth is not known.
    unknown : shape (rows, columns)
        Cells of the municipality of which it is not known whether they come under water.
    west_m, south_m
        RD of the corner of cell (0, 0).
    """

    depth_m: NDArray[np.float64]
    arrival_h: NDArray[np.float64]
    west_m: float
    south_m: float
    cell_m: int
    unknown: NDArray[np.bool_]
    duration_h: NDArray[np.float64]


def flood_grid(flood: Flood, geography: Geography, *, from_m: float) -> FloodGrid:
    """Return a flood on a grid over the municipality.

    Parameters
    ----------
    from_m
        A place that stands less deep is not under water.
    """
    grid = picture_grid(geography)
    depth, arrival = flood.at(grid.x_rd, grid.y_rd)
    wet = (depth >= from_m) & grid.inside
    duration = np.where(wet, flood.stays(grid.x_rd, grid.y_rd), np.nan)
    return FloodGrid(
        np.where(wet, depth, np.nan).reshape(grid.shape),
        np.where(wet, arrival, np.nan).reshape(grid.shape),
        grid.west_m,
        grid.south_m,
        grid.cell_m,
        (np.isnan(depth) & grid.inside).reshape(grid.shape),
        duration.reshape(grid.shape),
    )


#: Layers that hold depths, by purpose; each names its scenarios.
_DEPTHS: Final = ("flood_depth", "flood_zone")
#: Who leaves before a flood that nobody described.
_LEAVE: Final = "vertrek_verwacht"


def water_scenarios(workspace: Workspace, settings: RiskSettings) -> Mapping[str, WaterScenario]:
    """Return the floods that have depths, by id; those that were loaded first.

    A raster or zones that somebody loads are a flood at once: its id is the name it was loaded
    under, and who leaves before it is the general setting, until the home describes it.

    Raises
    ------
    AccessError
        If this role may not see a layer that is needed.
    """
    named, loaded = _named(workspace)
    described = {
        scenario.id: scenario
        for scenario in settings.water.values()
        if fold(scenario.depths) in named
    }
    known = {fold(scenario.depths) for scenario in described.values()}
    own = {
        fold(name): WaterScenario(
            fold(name), water_words.loaded_flood(name), _LEAVE, name, water_words.LOADED_FLOOD_NOTE
        )
        for name in loaded
        if fold(name) not in known
    }
    return own | described


def _named(workspace: Workspace) -> tuple[set[str], list[str]]:
    """Return the folded names of all floods, and the names of those that somebody loaded."""
    named: set[str] = set()
    loaded: list[str] = []
    for purpose in _DEPTHS:
        features = features_for(workspace, purpose)
        if features is None or not len(features):
            continue
        names = [str(name) for name in features.rows["scenario"].unique()]
        named |= {fold(name) for name in names}
        if features.loaded:
            loaded += names
    return named, loaded


def water_scenario(workspace: Workspace, settings: RiskSettings, scenario_id: str) -> WaterScenario:
    """Return a flood by its id.

    Raises
    ------
    SelectionError
        If there is none of that name, or no layer holds its depths.
    AccessError
        If this role may not see a layer that is needed.
    """
    known = water_scenarios(workspace, settings)
    # A raster is known by the name of its file, however that was written.
    name = scenario_id if scenario_id in known else fold(scenario_id)
    if name in known:
        return known[name]
    if scenario_id in settings.water:
        # Described, but without depths: asking for those says what to load.
        return settings.water[scenario_id]
    raise no_scenario(scenario_id, tuple(known))
