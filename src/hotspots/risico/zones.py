"""A zone: up to a distance from the track, measured exactly, or the outline of a register."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol, Self

import numpy as np
import shapely

from hotspots.access.features import features_for
from hotspots.geography.compiled import compiled
from hotspots.risico import words as text
from hotspots.risico.people import QUAD_SEGS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import ArrayLike, NDArray

    from hotspots.access.workspace import Workspace
    from hotspots.risico.rail_inputs import RailInputs

    Numbers = NDArray[np.float64]
    Covers = Callable[[Numbers, Numbers], NDArray[np.bool_]]


#: From the heaviest zone outwards: whoever is in two of them is counted in the first.
RAIL_ZONES: Final = ("pr10_6", "brand", "explosie", "gifwolk")
#: Zones that a setting gives a width to; the first has none, and is never made up.
_WIDTHS: Final = {"brand": "brand_m", "explosie": "explosie_m", "gifwolk": "gifwolk_m"}


@dataclass(frozen=True, slots=True, eq=False)
class Zone:
    """A zone: its outline for drawing and for areas, and an exact test for points.

    ``calculated`` says that it is a distance from the settings and no outline of a register.
    """

    id: str
    label: str
    outline: shapely.Geometry
    covers: Covers
    calculated: bool
    source: str
    distance_m: float | None = None

    def to_dict(self) -> dict[str, object]:
        """Return what is said about it; the outline is not."""
        return {
            "id": self.id,
            "label": self.label,
            "calculated": self.calculated,
            "distance_m": self.distance_m,
            "source": self.source,
        }


class Located(Protocol):
    """A place or an event: its point, and its shape where it is an area or a route."""

    @property
    def x_rd(self) -> float:
        """RD x, metres."""
        ...

    @property
    def y_rd(self) -> float:
        """RD y, metres."""
        ...

    @property
    def shape(self) -> shapely.Geometry | None:
        """All of it, in RD; None where it is a point."""
        ...


def in_zone(zone: Zone, places: Sequence[Located]) -> NDArray[np.bool_]:
    """Return whether each place lies in a zone: an area or a route does if any part of it does."""
    x_rd = np.array([place.x_rd for place in places], dtype=np.float64)
    y_rd = np.array([place.y_rd for place in places], dtype=np.float64)
    inside = np.array(zone.covers(x_rd, y_rd), dtype=np.bool_)
    for at, place in enumerate(places):
        if place.shape is not None and not inside[at]:
            inside[at] = shapely.intersects(zone.outline, place.shape)
    return inside


def within(id_: str, label: str, track: Track, distance_m: float, source: str) -> Zone:
    """Return the zone up to a distance from lines; a point at exactly that distance is in it."""
    return Zone(
        id=id_,
        label=label,
        outline=shapely.buffer(track.line, distance_m, quad_segs=QUAD_SEGS),
        covers=lambda x_rd, y_rd: track.distance_m(x_rd, y_rd) <= distance_m,
        calculated=True,
        source=source,
        distance_m=distance_m,
    )


def drawn(id_: str, label: str, outline: shapely.Geometry, source: str) -> Zone:
    """Return the zone of an outline that someone loaded; a point on its border is in it."""
    shapely.prepare(outline)
    return Zone(
        id=id_,
        label=label,
        outline=outline,
        covers=lambda x_rd, y_rd: shapely.intersects_xy(outline, x_rd, y_rd),
        calculated=False,
        source=source,
    )


def rail_zones(inputs: RailInputs) -> tuple[Zone, ...]:
    """Return the zones along the track, from the heaviest outwards.

    The outline of a register takes the place of a distance. Without one, the zone for
    plaatsgebonden risico is not there: its width is not known.
    """
    register = _register(inputs.workspace)
    track = inputs.routes.track
    zones: list[Zone] = []
    for name in RAIL_ZONES:
        if name in register:
            zones.append(register[name])
        elif name in _WIDTHS:
            setting = inputs.settings[_WIDTHS[name]]
            distance_m = inputs.distance_m(setting.id)
            own = setting.id in inputs.scenario.distances
            source = inputs.scenario.note if own else setting.source
            zones.append(within(name, text.ZONES[name], track, distance_m, source))
    return tuple(zones)


def _register(workspace: Workspace) -> dict[str, Zone]:
    """Return the zones whose outline comes from a register, by kind."""
    features = features_for(workspace, "rail_zone")
    if features is None or not len(features):
        return {}
    rows = features.rows
    # An outline that was made of the settings says nothing that the settings do not.
    outlined = rows[rows["origin"] != "berekend"] if "origin" in rows else rows
    return {
        str(name): drawn(
            str(name), text.ZONES[str(name)], part.geometry.union_all(), features.attribution
        )
        for name, part in outlined.groupby("zone")
    }


#: Points that look for their nearest segment together: enough that the search costs little of each,
#: few enough that they lie near each other.
_TOGETHER: Final = 48
#: Of the coordinates: far more than what a distance between them is rounded by, and no metre yet.
_ROUNDING: Final = 1e-9


@compiled
def nearest(x: Numbers, y: Numbers, segments: Numbers, blocks: Numbers, width: int) -> Numbers:
    """Return the distance from each point to the nearest segment, in metres.

    ``segments`` are x1, y1, x2, y2 per row; ``blocks`` the bounds of each ``width`` rows of them.
    The points are put in cells. No point of a cell lies farther from a segment than the middle of
    the cell does, and half the diagonal of the cell more: a segment farther from the middle than
    that and another half is the nearest of none of them, and is passed over for all.
    """
    if len(x) == 0 or len(segments) == 0:
        return np.full(len(x), np.inf)
    order, start = _by_cell(x, y)
    x_there, y_there = x[order], y[order]
    squares = np.full(len(x), np.inf)
    for cell in range(len(start) - 1):
        first, last = start[cell], start[cell + 1]
        if first < last:
            x_here, y_here = x_there[first:last], y_there[first:last]
            west, east = x_here.min(), x_here.max()
            south, north = y_here.min(), y_here.max()
            middle_x, middle_y = (west + east) / 2.0, (south + north) / 2.0
            limit = np.sqrt(_to_nearest(middle_x, middle_y, segments, blocks, width))
            limit += np.sqrt((east - west) ** 2 + (north - south) ** 2)
            limit += _ROUNDING * (limit + abs(middle_x) + abs(middle_y))
            for block in range(len(blocks)):
                if _to_bounds(middle_x, middle_y, blocks, block) <= limit * limit:
                    for row in range(block * width, min((block + 1) * width, len(segments))):
                        segment = segments[row]
                        if _to_segment(middle_x, middle_y, segment) <= limit * limit:
                            _lower(x_here, y_here, segment, squares[first:last])
    nearest_m = np.empty(len(x))
    for place in range(len(x)):
        nearest_m[order[place]] = np.sqrt(squares[place])
    return nearest_m


@compiled
def _by_cell(x: Numbers, y: Numbers) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the points in order of their cell, and where in that order each cell begins."""
    west, south = x.min(), y.min()
    wide, high = x.max() - west, y.max() - south
    part = _TOGETHER / len(x)
    # Where all points lie in a row, so many cells in that row.
    side = max(np.sqrt(wide * high * part), wide * part, high * part)
    if side == 0.0:
        side = 1.0
    cols, rows = int(wide / side) + 1, int(high / side) + 1
    cell_of = np.empty(len(x), np.int64)
    start = np.zeros(cols * rows + 1, np.int64)
    for point in range(len(x)):
        cell_of[point] = int((y[point] - south) / side) * cols + int((x[point] - west) / side)
        start[cell_of[point] + 1] += 1
    for cell in range(cols * rows):
        start[cell + 1] += start[cell]
    fill = start[:-1].copy()
    order = np.empty(len(x), np.int64)
    for point in range(len(x)):
        order[fill[cell_of[point]]] = point
        fill[cell_of[point]] += 1
    return order, start


@compiled
def _to_nearest(x: float, y: float, segments: Numbers, blocks: Numbers, width: int) -> float:
    """Return the square of the distance from one point to the nearest segment.

    The block whose bounds are nearest is looked into first: most others then lie farther than
    what was in it, and are passed over.
    """
    best, first, least = np.inf, 0, np.inf
    for block in range(len(blocks)):
        away = _to_bounds(x, y, blocks, block)
        if away < least:
            first, least = block, away
    for turn in range(-1, len(blocks)):
        block = first if turn < 0 else turn
        if turn < 0 or (block != first and _to_bounds(x, y, blocks, block) < best):
            for row in range(block * width, min((block + 1) * width, len(segments))):
                best = min(best, _to_segment(x, y, segments[row]))
    return best


@compiled
def _to_bounds(x: float, y: float, blocks: Numbers, block: int) -> float:
    """Return the square of the distance to bounds; 0 within them."""
    away_x = max(blocks[block, 0] - x, x - blocks[block, 2], 0.0)
    away_y = max(blocks[block, 1] - y, y - blocks[block, 3], 0.0)
    squared: float = away_x * away_x + away_y * away_y
    return squared


@compiled
def _to_segment(x: float, y: float, segment: Numbers) -> float:
    """Return the square of the distance from a point to one segment."""
    along_x, along_y = segment[2] - segment[0], segment[3] - segment[1]
    to_x, to_y = x - segment[0], y - segment[1]
    length = along_x * along_x + along_y * along_y
    # Of a segment that is a point the part along it is nothing, whatever it is divided by.
    part = (to_x * along_x + to_y * along_y) / (length if length > 0.0 else 1.0)
    part = min(max(part, 0.0), 1.0)
    to_x -= part * along_x
    to_y -= part * along_y
    squared: float = to_x * to_x + to_y * to_y
    return squared


@compiled
def _lower(x: Numbers, y: Numbers, segment: Numbers, squares: Numbers) -> None:
    """Lower the squares of the distances of points to that to the segment, where it is less.

    There is no jump in the loop: the processor takes several points at once.
    """
    for point in range(len(x)):
        squares[point] = min(squares[point], _to_segment(x[point], y[point], segment))


#: Segments whose bounds are looked at together before any of them is.
_BLOCK: Final = 8


@dataclass(frozen=True, slots=True, eq=False)
class Track:
    """Lines as segments, prepared for the distances to many points.

    Attributes
    ----------
    segments : shape (n, 4)
        x1, y1, x2, y2 in RD metres.
    blocks : shape (m, 4)
        West, south, east and north of each eight of them.
    line
        The lines themselves, for drawing and for areas.

    Examples
    --------
    >>> track = Track.of([shapely.LineString([(0, 0), (100, 0)])])
    >>> track.distance_m([50.0, 130.0], [30.0, 40.0]).tolist()
    [30.0, 50.0]
    """

    segments: Numbers
    blocks: Numbers
    line: shapely.Geometry

    @classmethod
    def of(cls, lines: Iterable[shapely.Geometry]) -> Self:
        """Return the track of (multi)lines in RD metres; it may hold none."""
        parts = shapely.get_parts(np.asarray(lines, dtype=object))
        corners, line = shapely.get_coordinates(parts, return_index=True)
        joined = np.flatnonzero(line[1:] == line[:-1])
        segments = np.ascontiguousarray(
            np.column_stack([corners[joined], corners[joined + 1]]), dtype=np.float64
        )
        starts = np.arange(0, len(segments), _BLOCK)
        low = np.minimum(segments[:, :2], segments[:, 2:])
        high = np.maximum(segments[:, :2], segments[:, 2:])
        blocks = np.zeros((0, 4))
        if len(segments):
            blocks = np.column_stack(
                [np.minimum.reduceat(low, starts), np.maximum.reduceat(high, starts)]
            )
        return cls(segments, np.ascontiguousarray(blocks), shapely.union_all(parts))

    def distance_m(self, x_rd: ArrayLike, y_rd: ArrayLike) -> Numbers:
        """Return the distance in metres from each point to the nearest line.

        It is infinite without lines, and for a point that is nowhere.

        Parameters
        ----------
        x_rd, y_rd : shape (points,)
            RD metres.
        """
        x = np.ascontiguousarray(x_rd, dtype=np.float64)
        y = np.ascontiguousarray(y_rd, dtype=np.float64)
        somewhere = np.isfinite(x) & np.isfinite(y)
        away_m = np.full(x.shape, np.inf)
        away_m[somewhere] = nearest(x[somewhere], y[somewhere], self.segments, self.blocks, _BLOCK)
        return away_m
