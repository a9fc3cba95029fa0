"""How far points lie from a track, exactly: no polygon around it is asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Self

import numpy as np
import shapely

from hotspots.risk.distance_kernels import nearest

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

#: Segments whose bounds are looked at together before any of them is.
_BLOCK: Final = 8


@dataclass(frozen=True, slots=True, eq=False)
class Track:
    """Lines as segments, prepared to be asked for the distance to many points.

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
    line: Any

    @classmethod
    def of(cls, lines: Any) -> Self:  # noqa: ANN401 - shapely has no types
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
