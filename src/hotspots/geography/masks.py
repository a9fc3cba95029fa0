"""Where incidents of a layer can happen: the land, or where people live, and how much of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from hotspots.geography.areas import read_context
from hotspots.geography.grid import FINEST_M, cell_number, coarsen, column_and_row
from hotspots.geography.pieces import pieces_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hotspots.catalog.specs import Catalog, ContextSpec
    from hotspots.geography.areas import Geography
    from hotspots.geography.pieces import Pieces


@dataclass(frozen=True, slots=True, eq=False)
class Mask:
    """A mask as a geometry and as cells.

    Attributes
    ----------
    geometry
        Shapely (multi)polygon in RD metres.
    finest : shape (m,)
        Numbers of the finest cells that share area with it, ascending.
    compartment : shape (m,)
        Which piece of land each of those cells lies on; density does not cross between them.
    pieces
        What each buurt has in each of those cells.
    """

    id: str
    label: str
    geometry: Any
    finest: NDArray[np.int64]
    compartment: NDArray[np.int8]
    pieces: Pieces

    def cells(self, size_m: int) -> NDArray[np.int64]:
        """Return the numbers of the cells of ``size_m`` that hold any of the mask, ascending."""
        col, row = column_and_row(self.finest)
        return np.unique(cell_number(coarsen(col, size_m), coarsen(row, size_m)))


def read_masks(catalog: Catalog, geography: Geography) -> dict[str, Mask]:
    """Return the masks on offer, by id.

    "land" is the municipality without the zones that gemeente.toml names as water; "households"
    is the land of the buurten that have households (all land, where none are known), and only what
    is built up of it where a layer of the home says what that is.
    """
    land = shapely.difference(geography.outline, _water(catalog))
    of_land = pieces_of(land, geography)
    inhabited, of_inhabited = land, of_land
    lived_in = np.nan_to_num(geography.buurten.denominators.get("huishoudens", np.zeros(0))) > 0
    if lived_in.any():
        inhabited = _land_of(lived_in, land, geography)
        of_inhabited = of_land.in_buurten(lived_in)
    label = "het land van buurten met huishoudens"
    built_up = _built_up(catalog)
    if built_up is not None:
        built = shapely.intersection(inhabited, built_up)
        area_m2 = shapely.area(shapely.intersection(geography.buurten.polygons, built))
        # Where people live and nothing is known to be built, they are somewhere on its land.
        unknown = (area_m2 <= 0.0) & (lived_in if lived_in.any() else area_m2 < 0.0)
        inhabited = shapely.union(built, _land_of(unknown, land, geography))
        of_inhabited = pieces_of(inhabited, geography)
        label = "het bebouwde land van buurten met huishoudens"
    parts = {
        "land": ("al het land", land, of_land),
        "households": (label, inhabited, of_inhabited),
    }
    masks = {}
    for name, (told, geometry, pieces) in parts.items():
        finest = np.unique(pieces.cell)
        compartment = _compartments(finest, catalog, geography)
        masks[name] = Mask(name, told, geometry, finest, compartment, pieces)
    return masks


def _land_of(
    chosen: NDArray[np.bool_],
    land: Any,  # noqa: ANN401 - shapely has no types
    geography: Geography,
) -> Any:  # noqa: ANN401
    """Return the land of some buurten."""
    return shapely.intersection(land, shapely.union_all(geography.buurten.polygons[chosen]))


def _shape_of(context: ContextSpec) -> Any:  # noqa: ANN401 - shapely has no types
    """Return all zones of a layer as one shape, whatever its columns are called."""
    return read_context(replace(context, columns={})).geometry.union_all()


def _water(catalog: Catalog) -> Any:  # noqa: ANN401 - shapely has no types
    shapes = [
        _shape_of(context) for context in catalog.contexts if context.id == catalog.gemeente.water
    ]
    return shapely.union_all(shapes)


def _built_up(catalog: Catalog) -> Any:  # noqa: ANN401 - shapely has no types
    """Return what the home declares as built-up land; None where no layer does or it is empty."""
    shapes = [
        _shape_of(context)
        for context in catalog.contexts
        if context.purpose == "built_up" and context.source.rows
    ]
    return shapely.union_all(shapes) if shapes else None


def _compartments(
    finest: NDArray[np.int64], catalog: Catalog, geography: Geography
) -> NDArray[np.int8]:
    """Return per cell the group of wijken its centre lies in: 0, or 1 and up as declared."""
    group_of_wijk = np.zeros(len(geography.wijken) + 1, dtype=np.int8)
    for number, codes in enumerate(catalog.gemeente.compartments, start=1):
        for code in codes:
            if code in geography.wijken.codes:
                group_of_wijk[geography.wijken.codes.index(code)] = number
    col, row = column_and_row(finest)
    half = FINEST_M / 2
    buurt = geography.index.locate(col * float(FINEST_M) + half, row * float(FINEST_M) + half)
    wijk = np.where(buurt >= 0, geography.buurten.parent[buurt], -1)
    return group_of_wijk[wijk]
