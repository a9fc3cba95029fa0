"""Where incidents of a layer can happen: the land, or the cells with households."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from hotspots.geography.areas import read_context
from hotspots.geography.grid import (
    FINEST_M,
    cell_number,
    cells_touching,
    coarsen,
    column_and_row,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hotspots.catalog.specs import Catalog
    from hotspots.geography.areas import Geography


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
    """

    id: str
    label: str
    geometry: Any
    finest: NDArray[np.int64]
    compartment: NDArray[np.int8]

    def cells(self, size_m: int) -> NDArray[np.int64]:
        """Return the numbers of the cells of ``size_m`` that hold any of the mask, ascending."""
        col, row = column_and_row(self.finest)
        return np.unique(cell_number(coarsen(col, size_m), coarsen(row, size_m)))


def read_masks(catalog: Catalog, geography: Geography) -> dict[str, Mask]:
    """Return the masks on offer, by id.

    "land" is the municipality without the zones that gemeente.toml names as water; "households"
    is the land of the buurten that have households (all land, where none are known).
    """
    land = shapely.difference(geography.outline, _water(catalog))
    households = geography.buurten.denominators.get("huishoudens")
    lived_in = np.zeros(0, dtype=np.bool_) if households is None else np.nan_to_num(households) > 0
    inhabited = land
    if lived_in.any():
        inhabited = shapely.intersection(
            land, shapely.union_all(geography.buurten.polygons[lived_in])
        )
    return {
        "land": _mask("land", "al het land", land, catalog, geography),
        "households": _mask(
            "households", "het land van buurten met huishoudens", inhabited, catalog, geography
        ),
    }


def _mask(
    name: str,
    label: str,
    geometry: Any,  # noqa: ANN401 - shapely has no types
    catalog: Catalog,
    geography: Geography,
) -> Mask:
    finest = cells_touching(geometry)
    return Mask(name, label, geometry, finest, _compartments(finest, catalog, geography))


def _water(catalog: Catalog) -> Any:  # noqa: ANN401 - shapely has no types
    shapes = [
        read_context(context).geometry.union_all()
        for context in catalog.contexts
        if context.id == catalog.gemeente.water
    ]
    return shapely.union_all(shapes)


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
