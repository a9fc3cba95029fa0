"""Whether areas can be counted in: their codes, their shapes, and that no two overlap."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
import shapely

from hotspots.dutch import number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


#: m2; slivers below it come from rounding coordinates to centimetres, not from a wrong border
OVERLAP_TOLERANCE_M2 = 1.0


def check_coverage(
    polygons: NDArray[np.object_],
    codes: Sequence[str],
    *,
    tolerance_m2: float = OVERLAP_TOLERANCE_M2,
) -> list[str]:
    """List, in Dutch, why these areas cannot be counted in.

    An empty list does not say that the areas leave no gaps: a gap may be right (water, an enclave
    of another gemeente), and a point in it is counted as outside, never lost.

    Parameters
    ----------
    polygons : shape (areas,)
        Polygons and MultiPolygons in RD metres; ``None`` for an area without a shape.
    codes : length areas
        The code of each polygon.
    tolerance_m2
        Two areas may share this much, in square metres, before it is a problem.

    Returns
    -------
    list of str
        One problem each, without the full stop, to be joined into a message: double codes first,
        then shapes, then overlaps, in the order of the areas.

    Raises
    ------
    ValueError
        If there are not as many codes as polygons.

    Examples
    --------
    The second square starts 10 m too early, over a height of 100 m: 1.000 m2.

    >>> squares = np.array([shapely.box(0, 0, 100, 100), shapely.box(90, 0, 200, 100)])
    >>> check_coverage(squares, ["BU1", "BU2"])
    ['Gebieden BU1 en BU2 overlappen elkaar: 1.000 m2, toegestaan is 1 m2']
    """
    if len(polygons) != len(codes):
        msg = f"{len(polygons)} polygons and {len(codes)} codes; expected one code per polygon."
        raise ValueError(msg)
    areas = np.array(polygons, dtype=object).reshape(-1)
    usable, shape_problems = _check_shapes(areas, codes)
    return [
        *check_codes(codes),
        *shape_problems,
        *_check_overlaps(areas, codes, np.flatnonzero(usable), tolerance_m2),
    ]


def check_codes(codes: Sequence[str]) -> list[str]:
    """Report every code that more than one area has."""
    return [
        f"Code {code} komt {times} keer voor; verwacht: 1 keer"
        for code, times in Counter(codes).items()
        if times > 1
    ]


def _check_shapes(
    areas: NDArray[np.object_], codes: Sequence[str]
) -> tuple[NDArray[np.bool_], list[str]]:
    """Tell which areas have a valid shape, and report the others."""
    is_polygon = np.isin(
        shapely.get_type_id(areas),
        (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON),
    ) & ~shapely.is_empty(areas)
    is_valid = shapely.is_valid(areas)
    problems = []
    for position in np.flatnonzero(~(is_polygon & is_valid)).tolist():
        code, area = codes[position], areas[position]
        if not is_polygon[position]:
            kind = "geen geometrie" if area is None else _name_of(area)
            problems.append(f"Gebied {code} is geen vlak: gevonden is {kind}")
        else:
            reason = shapely.is_valid_reason(area)
            problems.append(f"Gebied {code} heeft een ongeldige vorm: {reason}")
    return is_polygon & is_valid, problems


def _name_of(area: shapely.Geometry) -> str:
    """Name the kind of geometry found where a polygon was expected."""
    return f"een lege {area.geom_type}" if area.is_empty else f"een {area.geom_type}"


def _check_overlaps(
    areas: NDArray[np.object_],
    codes: Sequence[str],
    usable: NDArray[np.intp],
    tolerance_m2: float,
) -> list[str]:
    """Report every pair of valid areas that share more than the tolerance."""
    valid = areas[usable]
    left, right = shapely.STRtree(valid).query(valid, predicate="intersects")
    once = left < right
    first, second = usable[left[once]], usable[right[once]]
    shared_m2 = shapely.area(shapely.intersection(areas[first], areas[second]))
    order = np.lexsort((second, first))
    return [
        f"Gebieden {codes[first[pair]]} en {codes[second[pair]]} overlappen elkaar: "
        f"{_m2(shared_m2[pair])} m2, toegestaan is {_m2(tolerance_m2)} m2"
        for pair in order
        if shared_m2[pair] > tolerance_m2
    ]


def _m2(area_m2: float) -> str:
    """Write an area of at most one decimal."""
    return number(area_m2, 1).removesuffix(",0")
