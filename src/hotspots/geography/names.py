"""What areas, cells and places are called, so that no two in one list have the same name."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from hotspots.geography.grid import cell_code, cell_codes, cell_middles
from hotspots.geography.streets import most_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from hotspots.geography.areas import AreaSet, Geography
    from hotspots.geography.streets import Streets

PLACE_IN_CELL: Final = "{place}, cel {code}"
#: Of two areas with the same name; ``code`` is the gemeente where that tells them apart.
SOME_OF: Final = "{name} ({code})"
OUTSIDE_BUURTEN: Final = "buiten de buurten"
#: The nine parts of the rectangle around a buurt, from the south-west, to the east first.
CORNERS: Final = (
    "zuidwesten",
    "zuiden",
    "zuidoosten",
    "westen",
    "midden",
    "oosten",
    "noordwesten",
    "noorden",
    "noordoosten",
)

CORNER: Final = "{corner} van {buurt}"
#: Of a place with a street near: the street, and the buurt its middle lies in. The street itself
#: may lie across the border.
AT_STREET: Final = "{street}, {near}"
NEAR_BUURT: Final = "bij {buurt}"
CELL: Final = "Cel {corner} ({size} m)"
CELL_AT: Final = "{place}, cel {corner} ({size} m)"


def corners_within(
    bounds: NDArray[np.float64], x_rd: NDArray[np.float64], y_rd: NDArray[np.float64]
) -> NDArray[np.int64]:
    """Return in which ninth of its rectangle each point lies, 0 to 8.

    Parameters
    ----------
    bounds : shape (n, 4)
        West, south, east and north of the rectangle around the buurt of each point, metres RD.
    x_rd, y_rd : shape (n,)
        Metres RD.

    Returns
    -------
    shape (n,)
        Counted from the south-west, to the east first: 4 is the middle, 8 the north-east.

    Examples
    --------
    >>> bounds = np.tile([0.0, 0.0, 900.0, 300.0], (3, 1))
    >>> corners_within(bounds, np.array([10.0, 450.0, 890.0]), np.array([10.0, 150.0, 150.0]))
    array([0, 4, 5])
    """
    west, south, east, north = bounds.T
    column = np.floor(3.0 * (x_rd - west) / np.maximum(east - west, 1.0))
    row = np.floor(3.0 * (y_rd - south) / np.maximum(north - south, 1.0))
    ninth: NDArray[np.int64] = (np.clip(row, 0, 2) * 3 + np.clip(column, 0, 2)).astype(np.int64)
    return ninth


@dataclass(frozen=True, slots=True, eq=False)
class Naming:
    """What places are named by: the areas of a home, and its streets where it has any.

    A place is only ever named by the middle of its cell. A street near the exact point would tell
    whoever may see no more than a cell where in that cell something happened.
    """

    geography: Geography
    streets: Streets | None = None

    @property
    def mark(self) -> str:
        """Changes when places may be named otherwise; "" for a home without streets."""
        return self.streets.mark if self.streets is not None else ""


def handles(
    naming: Naming, x_rd: NDArray[np.float64], y_rd: NDArray[np.float64]
) -> tuple[list[str], list[str]]:
    """Return the buurt of each place and what it is called.

    Parameters
    ----------
    x_rd, y_rd : shape (n,)
        Middles of cells, metres RD; never exact points (`Naming`).

    Returns
    -------
    tuple
        Buurten, and handles: "Jacob Catsstraat, bij Crabbehof" with the nearest street, or else
        where in the buurt it is, "noordoosten van Crabbehof". Words where a place lies in no buurt.
    """
    geography = naming.geography
    buurt = geography.index.locate(x_rd, y_rd)
    bounds = shapely.bounds(geography.buurten.polygons)
    ninth = corners_within(bounds[buurt], x_rd, y_rd)
    names = geography.buurten.names
    buurten = [names[at] if at >= 0 else OUTSIDE_BUURTEN for at in buurt]
    sides = [
        CORNER.format(corner=CORNERS[corner], buurt=name) if at >= 0 else name
        for at, corner, name in zip(buurt, ninth, buurten, strict=True)
    ]
    if naming.streets is None:
        return buurten, sides
    near = naming.streets.nearest(x_rd, y_rd)
    called = [
        _at_street(street, name) if street else side
        for street, name, side in zip(near, buurten, sides, strict=True)
    ]
    return buurten, called


def _at_street(street: str, buurt: str) -> str:
    near = OUTSIDE_BUURTEN if buurt == OUTSIDE_BUURTEN else NEAR_BUURT.format(buurt=buurt)
    return AT_STREET.format(street=street, near=near)


def is_side(handle: str, buurt: str) -> bool:
    """Whether a handle is a side of its buurt, before which a sentence needs an article.

    Examples
    --------
    >>> is_side("westen van Reeland", "Reeland"), is_side("Kade, bij Reeland", "Reeland")
    (True, False)
    """
    return any(handle == CORNER.format(corner=corner, buurt=buurt) for corner in CORNERS)


def buurt_names(
    geography: Geography, x_rd: NDArray[np.float64], y_rd: NDArray[np.float64]
) -> list[str]:
    """Return the name of the buurt of each place; words where it lies in none."""
    names = geography.buurten.names
    return [names[at] if at >= 0 else OUTSIDE_BUURTEN for at in geography.index.locate(x_rd, y_rd)]


def listed_places(
    naming: Naming, x_rd: NDArray[np.float64], y_rd: NDArray[np.float64], *, size_m: int
) -> list[str]:
    """Return names for places that stand in one list: no two places have the same.

    What `handles` calls the place; with the code of its cell of ``size_m`` where another place in
    the list is called the same.

    Parameters
    ----------
    x_rd, y_rd : shape (n,)
        Metres RD; with streets, a place is called as the middle of its cell of ``size_m`` is.
    """
    if naming.streets is not None:
        _, names = handles(naming, middle_of(x_rd, size_m), middle_of(y_rd, size_m))
    else:
        _, names = handles(naming, x_rd, y_rd)
    return unique_names(names, _codes(x_rd, y_rd, size_m))


def listed_groups(
    naming: Naming,
    x_rd: NDArray[np.float64],
    y_rd: NDArray[np.float64],
    members: Sequence[CellCounts],
    *,
    size_m: int,
) -> list[str]:
    """Return names for groups of incidents that stand in one list: no two have the same.

    A group is named by the street with the most of its incidents, and the buurt in which most of
    those lie; each incident counts at the middle of its cell, and of equals the first of the
    alphabet is taken. Where no incident has a street near, and in a home without streets, it is
    named by its middle, as `listed_places` does.

    Parameters
    ----------
    x_rd, y_rd : shape (groups,)
        The middle of each group, metres RD.
    members : length groups
        Column, row and number of incidents of the cells of ``size_m`` that a group has.
    """
    if naming.streets is None:
        return listed_places(naming, x_rd, y_rd, size_m=size_m)
    _, middles = handles(naming, middle_of(x_rd, size_m), middle_of(y_rd, size_m))
    called = [
        _most_called(naming, of, size_m) or name for of, name in zip(members, middles, strict=True)
    ]
    return unique_names(called, _codes(x_rd, y_rd, size_m))


#: Column, row and count of cells, each of shape (cells,).
CellCounts = tuple["NDArray[np.int32]", "NDArray[np.int32]", "NDArray[np.int64]"]


def _most_called(naming: Naming, members: CellCounts, size_m: int) -> str:
    """Return the street with the most incidents of a group, and its buurt; "" without a street."""
    assert naming.streets is not None  # noqa: S101 - the caller has looked
    col, row, count = members
    x_rd, y_rd = cell_middles(col, row, size_m)
    near = naming.streets.nearest(x_rd, y_rd)
    street = most_of(near, count)
    if not street:
        return ""
    there = np.array([name == street for name in near])
    buurten = buurt_names(naming.geography, x_rd[there], y_rd[there])
    return _at_street(street, most_of(buurten, count[there]))


def middle_of(coordinate_m: NDArray[np.float64], size_m: int) -> NDArray[np.float64]:
    """Return the middle of the cell of ``size_m`` that holds each coordinate, metres RD.

    Examples
    --------
    >>> middle_of(np.array([0.0, 199.0, 200.0]), 200).tolist()
    [100.0, 100.0, 300.0]
    """
    middles: NDArray[np.float64] = (np.floor(coordinate_m / size_m) + 0.5) * size_m
    return middles


def _codes(x_rd: NDArray[np.float64], y_rd: NDArray[np.float64], size_m: int) -> list[str]:
    return [
        cell_code(int(x // size_m), int(y // size_m), size_m)
        for x, y in zip(x_rd, y_rd, strict=True)
    ]


def unique_names(names: Sequence[str], codes: Sequence[str]) -> list[str]:
    """Return names with the code of the cell behind those that stand for several cells.

    Examples
    --------
    >>> unique_names(["a", "a", "b"], ["C1", "C2", "C3"])
    ['a, cel C1', 'a, cel C2', 'b']
    """
    cells: dict[str, set[str]] = {}
    for name, code in zip(names, codes, strict=True):
        cells.setdefault(name, set()).add(code)
    return [
        PLACE_IN_CELL.format(place=name, code=code) if len(cells[name]) > 1 else name
        for name, code in zip(names, codes, strict=True)
    ]


def area_names(areas: AreaSet, codes: Iterable[str]) -> list[str]:
    """Return the name of each area; with its code where another has the same name."""
    names = dict(zip(areas.codes, areas.names, strict=True))
    times = Counter(areas.names)
    return [
        names[code] if times[names[code]] == 1 else SOME_OF.format(name=names[code], code=code)
        for code in codes
    ]


def gemeente_around(geography: Geography, level: str, code: str) -> str:
    """Return the name of the gemeente that a wijk or buurt lies in.

    Empty in a home of one gemeente, of wider areas, and where the name of the area says it already.
    """
    if level not in ("wijken", "buurten") or not geography.has("gemeenten"):
        return ""
    areas, gemeenten = geography.level(level), geography.level("gemeenten")
    at = areas.codes.index(code)
    gemeente = gemeenten.names[geography.around("gemeenten", level)[at]]
    return "" if areas.names[at].endswith(SOME_OF.format(name="", code=gemeente)) else gemeente


def wijken_called(geography: Geography, written: str) -> tuple[str, ...]:
    """Return the codes of the wijken that are meant by a code, a name, or a name and its gemeente.

    "Centrum (Dal)" is the wijk Centrum of Dal, also where no other gemeente has one; "Centrum" is
    every wijk of that name. Capitals do not matter.
    """
    wijken, wanted = geography.wijken, " ".join(written.split()).casefold()
    if geography.has("gemeenten"):
        gemeenten = geography.level("gemeenten").names
        around = [gemeenten[at] for at in geography.around("gemeenten", "wijken")]
    else:
        around = [""] * len(wijken)
    return tuple(
        code
        for code, name, gemeente in zip(wijken.codes, wijken.names, around, strict=True)
        if wanted in _ways_to_write(code, name, gemeente)
    )


def _ways_to_write(code: str, name: str, gemeente: str) -> set[str]:
    bare = name.removesuffix(SOME_OF.format(name="", code=gemeente))
    ways = {code, name, bare}
    if gemeente:
        ways.add(SOME_OF.format(name=bare, code=gemeente))
    return {way.casefold() for way in ways}


def cell_names(
    naming: Naming, col: NDArray[np.int32], row: NDArray[np.int32], size_m: int
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return code and name of cells: the RD of a corner is how one is found in the street.

    With streets, the name begins with what `handles` calls its middle, if that is a street.
    """
    x_rd, y_rd = ((at.astype(np.int64) * size_m).tolist() for at in (col, row))
    corners = [f"{x} – {y}" for x, y in zip(x_rd, y_rd, strict=True)]
    # Written in the sentence once: a map of a country has a hundred thousand cells.
    before, after = CELL.format(corner="{}", size=size_m).split("{}")
    return cell_codes(x_rd, y_rd, size_m), tuple([
        CELL_AT.format(place=place, corner=corner, size=size_m)
        if place
        else before + corner + after
        for place, corner in zip(cell_streets(naming, col, row, size_m), corners, strict=True)
    ])  # fmt: skip


def cell_streets(
    naming: Naming, col: NDArray[np.int32], row: NDArray[np.int32], size_m: int
) -> list[str]:
    """Return the street of each cell with its buurt; "" where no street is near its middle."""
    if naming.streets is None or not len(col):
        return [""] * len(col)
    middles = cell_middles(col, row, size_m)
    near = naming.streets.nearest(*middles)
    buurten = buurt_names(naming.geography, *middles)
    return [
        _at_street(street, buurt) if street else ""
        for street, buurt in zip(near, buurten, strict=True)
    ]
