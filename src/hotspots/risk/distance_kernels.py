"""Distances from points to line segments, compiled: numbers in, one pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hotspots.geography.compiled import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]


@compiled
def nearest(x: Numbers, y: Numbers, segments: Numbers, blocks: Numbers, width: int) -> Numbers:
    """Return the distance from each point to the nearest segment, in metres.

    ``segments`` are x1, y1, x2, y2 per row; ``blocks`` the bounds of each ``width`` rows of them.
    The block whose bounds are nearest is looked into first: most others then lie farther than
    what was found in it, and are passed over.
    """
    found = np.empty(len(x))
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
        found[at] = np.sqrt(best)
    return found


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
