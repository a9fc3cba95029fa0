"""Which circles a scan statistic looks at."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np
import scipy

from hotspots.errors import StatisticError
from hotspots.statistics.scan_kernels import close_windows, distances_within

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

#: Members listed in one go: with their windows less than 100 MB, twice that while being joined.
_AT_ONCE: Final = 3_000_000
#: Distances worked out in one go.
_DISTANCES_AT_ONCE: Final = 2_000_000
#: Distances that differ by less than this share of the map are the same: far above the rounding
#: of coordinates, also after the map was turned; 15 micrometres in a city of 15 km.
_SAME: Final = 1e-9
#: Sums of the same numbers in another order differ by less than this share.
_ROUNDING: Final = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Windows:
    """The windows around some centres.

    Attributes
    ----------
    begin
        The first of these centres; they are consecutive.
    first : shape (centres + 1,)
        The windows of the i-th centre are ``first[i]`` to ``first[i + 1]``, from small to large.
    stop : shape (windows,)
        Where in ``members`` the window ends; it begins where the first of its centre does.
    exposed : shape (windows,)
        The exposure inside.
    reach_m : shape (windows,)
        From the centre to the farthest member, metres.
    members : shape (members,)
        Areas with exposure, each at its smallest window.
    """

    begin: int
    first: NDArray[np.int64]
    stop: NDArray[np.int64]
    exposed: NDArray[np.float64]
    reach_m: NDArray[np.float64]
    members: NDArray[np.int32]

    @property
    def centres(self) -> int:
        """How many centres."""
        return self.first.size - 1


@dataclass(frozen=True, slots=True, eq=False)
class Circles:
    """All circles around an area that do not hold too much.

    Attributes
    ----------
    x_m, y_m : shape (n,)
        Metres, from the middle of the map.
    exposure : shape (n,)
        0 where an area can hold no incidents.
    largest_share
        Of the exposure, that a circle may hold.
    largest_radius_m
        Metres; may be infinite.
    most_areas
        That a circle may hold.
    """

    x_m: NDArray[np.float64]
    y_m: NDArray[np.float64]
    exposure: NDArray[np.float64]
    largest_share: float
    largest_radius_m: float
    most_areas: int

    @classmethod
    def on(
        cls,
        x_m: NDArray[np.float64],
        y_m: NDArray[np.float64],
        exposure: NDArray[np.float64],
        *,
        largest_share: float,
        largest_radius_m: float | None,
        most_areas: int | None,
    ) -> Circles:
        """Check the choices and put the middle of the map at 0, which rounds less."""
        x, y = (np.asarray(part, dtype=np.float64) for part in (x_m, y_m))
        if not (np.isfinite(x).all() and np.isfinite(y).all()):
            raise StatisticError(
                "Een gebied heeft geen plaats.",
                f"Gevonden: {np.count_nonzero(~np.isfinite(x + y))} van {x.size} gebieden zonder "
                "eindige x en y.",
                "Geef elk gebied een middelpunt in meters.",
            )
        if not 0.0 < largest_share <= 0.5:  # noqa: PLR2004 - half, as the sentence says
            raise StatisticError(
                "De grootste cirkel klopt niet.",
                f"Gevonden: een aandeel van {largest_share}; verwacht meer dan 0 en hooguit 0.5.",
                "Geef bijvoorbeeld 0.5: een cirkel met meer dan de helft is geen plek meer.",
            )
        radius_m = np.inf if largest_radius_m is None else float(largest_radius_m)
        areas = x.size if most_areas is None else most_areas
        if not radius_m > 0.0 or areas < 1:
            raise StatisticError(
                "In de grootste cirkel past niets.",
                f"Gevonden: straal {largest_radius_m} m, gebieden {most_areas}.",
                "Kies een straal boven 0 en ten minste één gebied.",
            )
        middle_x, middle_y = (float(part.min() + part.max()) / 2.0 for part in (x, y))
        exposed = exposure.astype(np.float64)
        return cls(x - middle_x, y - middle_y, exposed, float(largest_share), radius_m, areas)

    @property
    def same_m(self) -> float:
        """Distances that differ by less are the same, metres."""
        return _SAME * float(max(np.ptp(self.x_m), np.ptp(self.y_m)))

    def windows(self) -> Iterator[Windows]:
        """Yield the windows around all centres, in parts that fit in memory."""
        rows = max(_DISTANCES_AT_ONCE // self.x_m.size, 1)
        bounds = [*range(0, self.x_m.size, rows), self.x_m.size]
        pieces: list[Windows] = []
        for begin, end in pairwise(bounds):
            pieces.append(self._around(begin, end))
            if end == bounds[-1] or sum(piece.members.size for piece in pieces) > _AT_ONCE:
                pieces = [_join(pieces)]
                # Out of our hands: nothing of this part is kept while the next is made.
                yield pieces.pop()

    def _around(self, begin: int, end: int) -> Windows:
        """Return the windows around the areas from ``begin`` to ``end``."""
        distance_m, areas = distances_within(
            self.x_m, self.y_m, begin, end, self.largest_radius_m + self.same_m
        )
        order = np.argsort(distance_m, axis=1)
        parts = close_windows(
            np.take_along_axis(distance_m, order, axis=1),
            np.take_along_axis(areas, order, axis=1),
            self.exposure,
            self.largest_share * float(self.exposure.sum()) * (1.0 + _ROUNDING),
            self.most_areas,
            self.same_m,
        )
        return Windows(begin, *parts)

    def members(self, centre: int, reach_m: float) -> NDArray[np.intp]:
        """Return the areas in a circle, with exposure or not, from the centre outwards."""
        distance_m = np.hypot(self.x_m - self.x_m[centre], self.y_m - self.y_m[centre])
        inside = np.flatnonzero(distance_m <= reach_m + self.same_m)
        # Whole steps of the tolerance, so that areas at the same distance keep their order.
        steps = np.rint(distance_m[inside] / self.same_m) if self.same_m else distance_m[inside]
        return inside[np.lexsort((inside, steps))]

    def distance_to(self, areas: NDArray[np.intp]) -> NDArray[np.float64]:
        """Return how far every area is from the nearest of these, metres."""
        points = np.column_stack([self.x_m, self.y_m])
        distance_m: NDArray[np.float64] = scipy.spatial.KDTree(points[areas]).query(points)[0]
        return distance_m


def _join(pieces: list[Windows]) -> Windows:
    """Make one of windows around consecutive centres."""
    if len(pieces) == 1:
        return pieces[0]
    n_windows = np.cumsum([0, *(piece.stop.size for piece in pieces)])
    n_members = np.cumsum([0, *(piece.members.size for piece in pieces)])
    firsts = [piece.first[:-1] + n_windows[i] for i, piece in enumerate(pieces)]
    return Windows(
        begin=pieces[0].begin,
        first=np.concatenate([*firsts, n_windows[-1:]]),
        stop=np.concatenate([piece.stop + n_members[i] for i, piece in enumerate(pieces)]),
        exposed=np.concatenate([piece.exposed for piece in pieces]),
        reach_m=np.concatenate([piece.reach_m for piece in pieces]),
        members=np.concatenate([piece.members for piece in pieces]),
    )
