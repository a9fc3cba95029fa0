"""How far points lie from a track, exactly, without a polygon around it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self

import numpy as np
import shapely

from hotspots.geography.compiled import compiled

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import ArrayLike, NDArray

    Numbers = NDArray[np.float64]


@compiled
def nearest(x: Numbers, y: Numbers, segments: Numbers, blocks: Numbers, width: int) -> Numbers:
    """Return the distance from each point to the nearest segment, in metres.

    ``segments`` are x1, y1, x2, y2 per row; ``blocks`` the bounds of each ``width`` rows of them.
    The block whose bounds are nearest is looked into first: most others then lie farther than
    what was in it, and are passed over.
    """
    nearest_m = np.empty(len(x))
    for at in range(len(x)):
        best = np.inf
        first, least = -1, np.inf
        for block in range(len(blocks)):
            away = _to_bounds(x[at], y[at], blocks, block)
            if away < least:
                first, least = block, away
        if first >= 0:
            best = _in_block(x[at], y[at], segments, first * width, width, best)
        for block in range(len(blocks)):
            if block != first and _to_bounds(x[at], y[at], blocks, block) < best:
                best = _in_block(x[at], y[at], segments, block * width, width, best)
        nearest_m[at] = np.sqrt(best)
    return nearest_m


@compiled
def _to_bounds(x: float, y: float, blocks: Numbers, block: int) -> float:
    """Return the square of the distance to bounds; 0 within them."""
    away_x = max(blocks[block, 0] - x, x - blocks[block, 2], 0.0)
    away_y = max(blocks[block, 1] - y, y - blocks[block, 3], 0.0)
    squared: float = away_x * away_x + away_y * away_y
    return squared


@compiled
def _in_block(x: float, y: float, segments: Numbers, start: int, width: int, best: float) -> float:
    """Return the least square of the distance to segments, or ``best`` if that is less."""
    for segment in range(start, min(start + width, len(segments))):
        along_x = segments[segment, 2] - segments[segment, 0]
        along_y = segments[segment, 3] - segments[segment, 1]
        to_x = x - segments[segment, 0]
        to_y = y - segments[segment, 1]
        length = along_x * along_x + along_y * along_y
        if length > 0.0:
            part = (to_x * along_x + to_y * along_y) / length
            part = min(max(part, 0.0), 1.0)
            to_x -= part * along_x
            to_y -= part * along_y
        best = min(best, to_x * to_x + to_y * to_y)
    return best


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

    segments: NDArray[np.float64]
    blocks: NDArray[np.float64]
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

    def distance_m(self, x_rd: ArrayLike, y_rd: ArrayLike) -> NDArray[np.float64]:
        """Return the distance in metres from each point to the nearest line; inf without lines.

        Parameters
        ----------
        x_rd, y_rd : shape (points,)
            RD metres.
        """
        x = np.ascontiguousarray(x_rd, dtype=np.float64)
        y = np.ascontiguousarray(y_rd, dtype=np.float64)
        return nearest(x, y, self.segments, self.blocks, _BLOCK)
