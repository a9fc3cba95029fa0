"""Which street a place lies at: the nearest line that has a name."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

#: metres; a street further away says nothing of a place: between two streets of a neighbourhood
#: lie some 50 to 80 m, so that a place among houses has one, and one in a field has none.
REACH_M: Final = 100.0
#: metres; lines that are as near as this to each other are equally near.
_SAME_M: Final = 0.01
#: The longest name in NWB has 80 characters; what is longer is no name.
_LONGEST: Final = 80


@dataclass(frozen=True, eq=False)
class Streets:
    """The streets of a home, each line with its name.

    Attributes
    ----------
    lines : shape (n,)
        Shapely lines in RD metres.
    names : length n
        "" for a line without a name: it is drawn, and no place is named by it.
    mark
        Changes with lines and names: what was named by others has to be named again.
    """

    lines: NDArray[np.object_]
    names: tuple[str, ...]
    mark: str

    @classmethod
    def of(cls, lines: NDArray[np.object_], names: Sequence[str]) -> Streets:
        """Return the streets of lines and their names; blanks in a name are one space each."""
        plain = tuple(" ".join(name.split())[:_LONGEST].strip() for name in names)
        digest = hashlib.sha256("\n".join(plain).encode())
        for geometry in shapely.to_wkb(lines):
            digest.update(geometry)
        return cls(lines, plain, digest.hexdigest()[:16])

    def __len__(self) -> int:
        return len(self.names)

    @cached_property
    def _named(self) -> NDArray[np.intp]:
        return np.flatnonzero([bool(name) for name in self.names])

    @cached_property
    def _tree(self) -> shapely.STRtree:
        return shapely.STRtree(self.lines[self._named])

    @cached_property
    def _rank(self) -> NDArray[np.int64]:
        """Position of the name of each named line in the alphabet."""
        written = [self.names[at] for at in self._named.tolist()]
        order = {name: at for at, name in enumerate(sorted(set(written)))}
        return np.array([order[name] for name in written], dtype=np.int64)

    def nearest(self, x_rd: NDArray[np.float64], y_rd: NDArray[np.float64]) -> list[str]:
        """Return the street of each place: that of the nearest line with a name.

        Of streets that are equally near, to the centimetre, it is the first of the alphabet, so
        that the order of the file says nothing.

        Parameters
        ----------
        x_rd, y_rd : shape (n,)
            Metres RD.

        Returns
        -------
        list of str
            "" where no line with a name lies within `REACH_M`.

        Examples
        --------
        >>> lines = shapely.linestrings([[[0, 0], [90, 0]], [[0, 40], [90, 40]]])
        >>> streets = Streets.of(lines, ["Dorpsstraat", "Achterweg"])
        >>> streets.nearest(np.array([45.0, 45.0, 45.0]), np.array([10.0, 20.0, 141.0]))
        ['Dorpsstraat', 'Achterweg', '']
        """
        if not len(self._named):
            return [""] * len(x_rd)
        points = shapely.points(x_rd, y_rd)
        place, line = self._tree.query(points, predicate="dwithin", distance=REACH_M)
        away = shapely.distance(points[place], self.lines[self._named[line]])
        steps = np.round(away / _SAME_M)
        order = np.lexsort((self._rank[line], steps, place))
        first = np.unique(place[order], return_index=True)[1]
        chosen = [""] * len(x_rd)
        for at in order[first].tolist():
            chosen[int(place[at])] = self.names[int(self._named[line[at]])]
        return chosen


def most_of(names: Sequence[str], weights: NDArray[np.int64]) -> str:
    """Return the name with the most weight; the first of the alphabet of those with as much.

    "" is no name: it is returned only where there is no other.

    Examples
    --------
    >>> most_of(["Kade", "", "Achterom", "Kade"], np.array([1, 9, 2, 1]))
    'Achterom'
    """
    total: dict[str, int] = {}
    for name, weight in zip(names, weights.tolist(), strict=True):
        if name:
            total[name] = total.get(name, 0) + weight
    return min(total, key=lambda name: (-total[name], name), default="")
