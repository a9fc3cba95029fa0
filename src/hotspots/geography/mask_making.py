"""The making of masks, strip by strip: no more of a country is in memory than some kilometres.

A strip is so many columns of cells, over the whole height of a home. Every buurt is divided over
its cells once, in the strip in which it begins, and what lies farther east waits for its turn. So
the cells come out in their order, and what is computed of a buurt is what would be computed of it
alone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING, Final, Protocol

import numpy as np
import shapely

from hotspots.catalog.specs import CELL_SIZES_M
from hotspots.geography.areas import read_context
from hotspots.geography.grid import FINEST_M, cell_number, column_and_row
from hotspots.geography.masks import FULL_M2, STRIP_COLUMNS, Mask
from hotspots.geography.pieces import Pieces, parts_of, pieces_of_parts, sorted_pieces

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from numpy.typing import NDArray

    from hotspots.catalog.specs import Catalog, ContextSpec
    from hotspots.geography.areas import Geography


class Sink(Protocol):
    """Where the arrays of a mask go, each part after the one before it."""

    def add(self, name: str, values: NDArray[np.generic]) -> None:
        """Put values behind those that the array of this name has."""

    def mask(self, label: str, of: Mask | None, of_buurten: NDArray[np.bool_] | None) -> Mask:
        """Return the mask of all that was added.

        Parameters
        ----------
        of
            The mask that has the arrays that were not added; of its pieces only those in
            ``of_buurten`` count.
        """


class InMemory:
    """The arrays of a mask in memory."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._parts: dict[str, list[NDArray[np.generic]]] = {}

    def add(self, name: str, values: NDArray[np.generic]) -> None:
        """Put values behind those that the array of this name has."""
        self._parts.setdefault(name, []).append(values)

    def mask(self, label: str, of: Mask | None, of_buurten: NDArray[np.bool_] | None) -> Mask:
        """Return the mask of all that was added."""
        own = {name: np.concatenate(parts) for name, parts in self._parts.items()}

        def arrays(name: str) -> NDArray[np.generic]:
            return own[name] if name in own or of is None else of.arrays(name)

        return Mask(self._name, label, arrays, of_buurten)


def read_masks(catalog: Catalog, geography: Geography) -> dict[str, Mask]:
    """Return the masks on offer, by id, made anew and in memory."""
    return make_masks(catalog, geography, InMemory)


def make_masks(
    catalog: Catalog, geography: Geography, sink_of: Callable[[str], Sink]
) -> dict[str, Mask]:
    """Make the masks on offer, and return them by id.

    "land" is the municipality without the zones that gemeente.toml names as water; "households"
    is the land of the buurten that have households (all land, where none are known), and only what
    is built up of it where a layer of the home says what that is.
    """
    polygons = geography.buurten.polygons
    compartments = _Compartments.of(catalog, geography)
    land = shapely.difference(geography.outline, _water(catalog))
    sink = sink_of("land")
    _fill(sink, land, _swept(*parts_of(land, polygons)), compartments)
    whole = sink.mask("al het land", None, None)
    lived_in = np.nan_to_num(geography.buurten.denominators.get("huishoudens", np.zeros(0))) > 0
    if not lived_in.any():
        lived_in = np.ones(0, dtype=bool)
    inhabited = _land_of(lived_in, land, geography) if len(lived_in) else land
    sink, built_up = sink_of("households"), _built_up(catalog)
    if built_up is None:
        of_buurten = lived_in if len(lived_in) else None
        strips = Mask(whole.id, whole.label, whole.arrays, of_buurten).strips()
        _fill(sink, inhabited, strips, compartments, with_pieces=False)
        households = sink.mask("het land van buurten met huishoudens", whole, of_buurten)
    else:
        built = shapely.intersection(inhabited, built_up)
        area_m2 = shapely.area(shapely.intersection(polygons, built))
        # Where people live and nothing is known to be built, they are somewhere on its land.
        unknown = (area_m2 <= 0.0) & (lived_in if len(lived_in) else area_m2 < 0.0)
        inhabited = shapely.union(built, _land_of(unknown, land, geography))
        _fill(sink, inhabited, _swept(*parts_of(inhabited, polygons)), compartments)
        label = "het bebouwde land van buurten met huishoudens"
        households = sink.mask(label, None, None)
    return {"land": whole, "households": households}


def _swept(parts: NDArray[np.object_], owner: NDArray[np.int64]) -> Iterator[Pieces]:
    """Yield the pieces of parts of buurten, strip by strip from the west, in their order."""
    some = np.flatnonzero(~shapely.is_empty(parts))
    west = np.floor(shapely.bounds(parts[some])[:, 0] / FINEST_M).astype(np.int64)
    strip = west // STRIP_COLUMNS
    waiting = (np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))
    at = int(strip.min(initial=0))
    last = int(strip.max(initial=at - 1))
    while at <= last or len(waiting[0]):
        begin = some[strip == at]
        new = pieces_of_parts(parts[begin], owner[begin])
        cell, buurt, area_m2 = (np.concatenate(both) for both in zip(waiting, new, strict=True))
        ready = column_and_row(cell)[0] < (at + 1) * STRIP_COLUMNS
        if ready.any():
            yield sorted_pieces(cell[ready], buurt[ready], area_m2[ready])
        waiting = (cell[~ready], buurt[~ready], area_m2[~ready])
        at += 1


def _fill(
    sink: Sink,
    geometry: shapely.Geometry,
    strips: Iterable[Pieces],
    compartments: _Compartments,
    *,
    with_pieces: bool = True,
) -> None:
    """Put the arrays of a mask in its sink, strip by strip; see `Mask` for what they are.

    Parameters
    ----------
    with_pieces
        Whether the mask has pieces of its own, and not some of those of another.
    """
    n_buurten = len(compartments.of_buurt)
    buurt_type = np.min_scalar_type(-n_buurten - 1)
    total_m2, before = np.zeros(n_buurten + 1), 0
    # Without pieces first, so that every array is there.
    nothing = Pieces(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))
    for pieces in chain([nothing], strips):
        col, row = column_and_row(pieces.cell)
        lies_on = compartments.at(col, row)
        if with_pieces:
            part = np.flatnonzero(pieces.area_m2 != FULL_M2)
            sink.add("cell", pieces.cell.astype(np.int32))
            sink.add("buurt", pieces.buurt.astype(buurt_type))
            sink.add("compartment", compartments.to_write(lies_on))
            sink.add("part_at", (part + before).astype(np.int32))
            sink.add("part_m2", pieces.area_m2[part])
            before += len(pieces)
        # One by one in their order: the same sum, to the last digit, wherever a strip ends.
        np.add.at(total_m2, pieces.buurt, pieces.area_m2)
        for size_m, cells, of_cell in _coarser(col, row, lies_on):
            sink.add(f"cells_{size_m}", cells.astype(np.int32))
            sink.add(f"compartment_{size_m}", compartments.to_write(of_cell))
    sink.add("total_m2", total_m2)
    sink.add("geometry", np.frombuffer(shapely.to_wkb(geometry), dtype=np.uint8))


#: The sizes above the finest, and the side of a square of whole cells of all of them.
_COARSER_M: Final = CELL_SIZES_M[1:]
_WHOLE: Final = int(np.lcm.reduce([size_m // FINEST_M for size_m in CELL_SIZES_M]))


def _coarser(
    col: NDArray[np.int32], row: NDArray[np.int32], lies_on: NDArray[np.int8]
) -> Iterator[tuple[int, NDArray[np.int64], NDArray[np.int8]]]:
    """Yield per size the cells that hold any of these, and the piece of land each lies on.

    A coarser cell over two pieces of land belongs to the higher number, the smaller piece.
    """
    first_col, first_row = (int(of.min(initial=1 << 15)) // _WHOLE * _WHOLE for of in (col, row))
    cols, rows = (
        max(int(of.max(initial=-1)) + 1 - first, 0) // -_WHOLE * -_WHOLE
        for of, first in ((col, first_col), (row, first_row))
    )
    grid = np.full((cols, rows), -1, dtype=np.int8)
    grid[col - first_col, row - first_row] = lies_on
    for size_m in _COARSER_M:
        per_cell = size_m // FINEST_M
        tall = np.maximum.reduce([grid[at::per_cell] for at in range(per_cell)])
        coarse = np.maximum.reduce([tall[:, at::per_cell] for at in range(per_cell)])
        at_col, at_row = np.nonzero(coarse >= 0)
        cells = cell_number(
            (at_col + first_col // per_cell).astype(np.int32),
            (at_row + first_row // per_cell).astype(np.int32),
        )
        yield size_m, cells, coarse[at_col, at_row]


@dataclass(frozen=True, slots=True, eq=False)
class _Compartments:
    """Which piece of land a cell lies on: 0, or 1 and up as declared, of the wijk of its centre.

    Attributes
    ----------
    of_buurt : shape (buurten,)
    """

    of_buurt: NDArray[np.int8]
    geography: Geography

    def to_write(self, lies_on: NDArray[np.int8]) -> NDArray[np.int8]:
        """Return what a mask says of cells: nothing, where no compartments are declared."""
        return lies_on if self.of_buurt.any() else lies_on[:0]

    @classmethod
    def of(cls, catalog: Catalog, geography: Geography) -> _Compartments:
        of_wijk = np.zeros(len(geography.wijken), dtype=np.int8)
        for number, codes in enumerate(catalog.gemeente.compartments, start=1):
            of_wijk[np.isin(geography.wijken.codes, codes)] = number
        return cls(of_wijk[geography.buurten.parent], geography)

    def at(self, col: NDArray[np.int32], row: NDArray[np.int32]) -> NDArray[np.int8]:
        if not self.of_buurt.any():
            return np.zeros(len(col), dtype=np.int8)
        half = FINEST_M / 2
        middle = (of * float(FINEST_M) + half for of in (col, row))
        # A centre in no buurt has position -1: the last, which is 0.
        return np.append(self.of_buurt, np.int8(0))[self.geography.index.locate(*middle)]


def _land_of(
    chosen: NDArray[np.bool_],
    land: shapely.Geometry,
    geography: Geography,
) -> shapely.Geometry:
    """Return the land of some buurten."""
    return shapely.intersection(land, shapely.union_all(geography.buurten.polygons[chosen]))


def shaping_contexts(catalog: Catalog) -> tuple[ContextSpec, ...]:
    """Return the layers of a home that its masks are made of, beside its areas."""
    return tuple(
        context
        for context in catalog.contexts
        if context.id == catalog.gemeente.water or _says_what_is_built(context)
    )


def _says_what_is_built(context: ContextSpec) -> bool:
    return context.purpose == "built_up" and bool(context.source.rows)


def _shape_of(context: ContextSpec) -> shapely.Geometry:
    """Return all zones of a layer as one shape, whatever its columns are called."""
    return read_context(replace(context, columns={})).geometry.union_all()


def _water(catalog: Catalog) -> shapely.Geometry:
    shapes = [
        _shape_of(context) for context in catalog.contexts if context.id == catalog.gemeente.water
    ]
    return shapely.union_all(shapes)


def _built_up(catalog: Catalog) -> shapely.Geometry:
    """Return what the home declares as built-up land; None where no layer does or it is empty."""
    shapes = [_shape_of(context) for context in catalog.contexts if _says_what_is_built(context)]
    return shapely.union_all(shapes) if shapes else None
