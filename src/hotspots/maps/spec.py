"""A map as one frozen value: every drawer shows the same classes, colours and legend."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

import shapely

from hotspots.geography.drawn import area_in_words
from hotspots.maps import words

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    from hotspots.analysis.answer import Raster
    from hotspots.geography.areas import AreaSet
    from hotspots.geography.drawn import DrawnArea
    from hotspots.geography.masks import Mask
    from hotspots.maps.base import Base


#: More points than this are not drawn one by one; they could not be told apart anyway.
MOST_POINTS: Final = 2000

ClassKind = Literal["value", "zero", "missing", "suppressed", "outside", "small", "between"]
Pattern = Literal["hatch", "dots", "cross", "lines", "grid"]


@dataclass(frozen=True, slots=True)
class MapClass:
    """One entry of the legend: a colour, and a pattern where the colour is no value.

    ``count`` is the number of areas or cells in it; None where that says nothing (a density).
    """

    kind: ClassKind
    label: str
    colour: str
    pattern: Pattern | None = None
    count: int | None = 0


@dataclass(frozen=True, slots=True)
class Legend:
    """What stands beside the colours."""

    title: str
    subtitle: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class CellFill:
    """Cells with their class, in cells of ``size_m`` from RD 0, 0."""

    size_m: int
    col: NDArray[np.int32]
    row: NDArray[np.int32]
    fill: NDArray[np.int16]
    count: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.col)

    def within(self, box: tuple[float, float, float, float]) -> CellFill:
        """Return the cells that lie in a box or on its edge: west, south, east, north in RD.

        Examples
        --------
        >>> import numpy as np
        >>> col, row = np.array([0, 1, 2, 3], np.int32), np.zeros(4, np.int32)
        >>> cells = CellFill(100, col, row, np.zeros(4, np.int16), np.array([5, 6, 7, 8]))
        >>> cells.within((150.0, 0.0, 210.0, 50.0)).count.tolist()
        [6, 7]
        """
        west, south, east, north = box
        x, y = self.col * float(self.size_m), self.row * float(self.size_m)
        seen = (x + self.size_m > west) & (x < east) & (y + self.size_m > south) & (y < north)
        return CellFill(
            self.size_m, self.col[seen], self.row[seen], self.fill[seen], self.count[seen]
        )


@dataclass(frozen=True, slots=True, eq=False)
class Points:
    """Single incidents in RD metres, for roles that may see them."""

    x_rd: NDArray[np.float64]
    y_rd: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.x_rd)


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """An outline on top of the map, with a number to find it in the table.

    Attributes
    ----------
    ring : shape (k, 2)
        Corners in RD metres, in order; the last is not the first again.
    label
        What stands at the outline on the map: a number or a letter or two; "" for nothing.
    tip
        One line, shown to whoever points at it.
    """

    ring: NDArray[np.float64]
    label: str
    tip: str


@dataclass(frozen=True, slots=True, eq=False)
class Overlay:
    """Outlines on top of the areas, cells or density, never filled: mostly what a search found.

    Attributes
    ----------
    title
        Name in the legend, with how many there are said by the drawer.
    notes
        Lines of the legend: what was tested or chosen.
    shapes
        May be empty: then the legend says that nothing was found.
    """

    title: str
    notes: tuple[str, ...]
    shapes: tuple[Shape, ...]


@dataclass(frozen=True, slots=True, eq=False)
class MapSpec:
    """All that is drawn: a drawer needs nothing beside it but a size.

    Attributes
    ----------
    title, subtitle
        What is shown and of when.
    base
        What lies under the map, and the context layer that is its subject if it has one.
    areas
        The areas that are filled, or None.
    fill : shape (n,)
        Class of each area, a position in ``classes``; -1 is not filled.
    tips
        One line per area, shown to whoever points at it.
    cells, raster, points
        What is drawn instead of, or on top of, areas; None where there is none.
    unit, unit_one
        What is counted, several and one.
    judged
        Whether the classes are what a test says, and not numbers.
    also
        Ids of the other layers that it tells of: whoever takes it away must be allowed those too.
    registered
        Whether it counts what somebody reported: then a file says that this is not all.
    bounds
        Upper bound of each class of kind "value", for a user who wants to keep them.
    raster_bounds
        Upper bound of each class of the raster, in its unit; what lies below the first class
        of kind "value" is not drawn.
    mask
        Where something could have happened: it lies under cells and raster.
    overlay
        Outlines on top of everything but the names; None where there is nothing of the kind.
    drawn : shape (k, 2)
        Corners in RD metres of the area that a user drew, in order, the first not repeated: only
        what lies in it was counted. None where the map is of a municipality or wijken.
    place
        The place that it tells of, outlined, as a shapely (multi)polygon in RD metres: a map opens
        there. None where it tells of all that it shows.
    layer
        Id of the layer that it is a map of: who may take it away depends on it.
    selection
        What was asked, in plain values; for the audit.
    badge
        What must be in sight: "Synthetische gegevens".
    version
        Which version of the data, and which days it covers: what a sheet of paper must say.
    """

    title: str
    subtitle: str
    classes: tuple[MapClass, ...]
    legend: Legend
    attribution: str
    base: Base
    badge: str | None = None
    version: str = ""
    areas: AreaSet | None = None
    fill: NDArray[np.int16] | None = None
    tips: tuple[str, ...] = ()
    selected: str | None = None
    cells: CellFill | None = None
    unit: str = ""
    unit_one: str = ""
    judged: bool = False
    registered: bool = True
    also: tuple[str, ...] = ()
    raster: Raster | None = None
    bounds: tuple[float, ...] = ()
    raster_bounds: tuple[float, ...] = ()
    mask: Mask | None = None
    points: Points | None = None
    overlay: Overlay | None = None
    drawn: NDArray[np.float64] | None = None
    place: shapely.Geometry | None = None
    layer: str = ""
    selection: Mapping[str, object] = field(default_factory=dict)

    @property
    def selected_at(self) -> int | None:
        """Position of the area that a user chose, if it is on the map."""
        if self.areas is None or self.selected not in self.areas.codes:
            return None
        return self.areas.codes.index(self.selected)


def outline_of(drawn: DrawnArea | None) -> NDArray[np.float64] | None:
    """Return the corners of a drawn area, or None where nothing was drawn.

    Examples
    --------
    >>> from hotspots.geography.drawn import DrawnArea
    >>> outline_of(DrawnArea(((0, 0), (100, 0), (0, 100)))).tolist()
    [[0.0, 0.0], [100.0, 0.0], [0.0, 100.0]]
    """
    if drawn is None:
        return None
    corners: NDArray[np.float64] = shapely.get_coordinates(drawn.outline())[:-1]
    return corners


def drawn_notes(drawn: DrawnArea | None) -> tuple[str, ...]:
    r"""Return what the legend says of a drawn area.

    Examples
    --------
    >>> from hotspots.geography.drawn import DrawnArea
    >>> drawn_notes(DrawnArea(((105000, 425000),), 618)), drawn_notes(None)
    (('Alleen in het getekende gebied (dikke stippellijn), 1,20\xa0km².',), ())
    """
    return () if drawn is None else (words.DRAWN_NOTE.format(area=area_in_words(drawn)),)
