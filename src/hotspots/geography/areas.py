"""The areas of a municipality: gemeente, wijken and buurten as one consistent set."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from scipy import sparse

from hotspots.crs import NETHERLANDS_RD, RD_NEW, require_rd
from hotspots.dutch import number, reason
from hotspots.errors import DeclarationError, SourceError
from hotspots.geography.join import AreaIndex

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from hotspots.catalog.specs import Catalog, ContextSpec, Denominator


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
        *_check_codes(codes),
        *shape_problems,
        *_check_overlaps(areas, codes, np.flatnonzero(usable), tolerance_m2),
    ]


def _check_codes(codes: Sequence[str]) -> list[str]:
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
        f"{_dutch(shared_m2[pair])} m2, toegestaan is {_dutch(tolerance_m2)} m2"
        for pair in order
        if shared_m2[pair] > tolerance_m2
    ]


def _dutch(number: float) -> str:
    """Write a number of at most one decimal the Dutch way: 12.345,6."""
    text = f"{number:,.1f}".removesuffix(".0")
    return text.translate(str.maketrans(",.", ".,"))


#: The shapes that each kind of layer is drawn with.
_SHAPES: Final = {
    "places": ("Point", "MultiPoint"),
    "lines": ("LineString", "MultiLineString"),
    "zones": ("Polygon", "MultiPolygon"),
}
#: What CBS writes in a column ``water`` for an area that is nothing else.
_IS_WATER: Final = ("JA", "J", "TRUE", "1")
#: CBS marks an unpublished number by a large negative one.
_LOWEST_REAL_NUMBER: Final = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class AreaSet:
    """The areas of one level, in ascending order of code.

    Attributes
    ----------
    polygons : shape (n,)
        Shapely (multi)polygons in RD metres.
    parent : shape (n,)
        Position of each area in the next coarser level.
    denominators
        Per id the number of things in each area; NaN where it was not published.
    """

    level: str
    codes: tuple[str, ...]
    names: tuple[str, ...]
    polygons: NDArray[np.object_]
    parent: NDArray[np.int32]
    denominators: Mapping[str, NDArray[np.float64]]

    def __len__(self) -> int:
        return len(self.codes)

    @property
    def area_km2(self) -> NDArray[np.float64]:
        """Area of each, land and water together."""
        area: NDArray[np.float64] = shapely.area(self.polygons) / 1e6
        return area


@dataclass(frozen=True, slots=True, eq=False)
class Geography:
    """All levels of a home, the index that places a point in a buurt, and what was left out.

    ``fingerprint`` changes when any boundary, code or name does: what was joined with another
    fingerprint has to be joined again.
    """

    gemeente: AreaSet
    wijken: AreaSet
    buurten: AreaSet
    index: AreaIndex
    denominators: tuple[Denominator, ...]
    dropped: tuple[str, ...]
    fingerprint: str
    approximate: bool
    note: str
    attribution: str

    def level(self, name: str) -> AreaSet:
        """Return the areas of a level by its name."""
        areas: AreaSet = getattr(self, name)
        return areas

    def denominator(self, name: str) -> Denominator:
        """Return label and peildatum of a denominator."""
        return next(entry for entry in self.denominators if entry.id == name)

    @property
    def outline(self) -> shapely.Geometry:
        """The municipality as one geometry."""
        return self.gemeente.polygons[0]


def read_geography(catalog: Catalog) -> Geography:
    """Return the areas that a home declares, checked, in RD, without areas that are water.

    Raises
    ------
    DeclarationError
        If wijken or buurten are not declared, or a buurt lies in an unknown wijk.
    SourceError
        If areas overlap, are invalid, or a code occurs twice.
    """
    specs = {context.level: context for context in catalog.contexts if context.kind == "areas"}
    for level in ("wijken", "buurten"):
        if level not in specs:
            raise DeclarationError(
                f'Geen laag in geodata/ heeft level = "{level}".',
                "Verwacht: een laag met wijken en een met buurten.",
                "Zie README, 'Een andere gemeente'.",
            )
    wijken, dropped_wijken = _read_level(specs["wijken"])
    buurten, dropped_buurten = _read_level(specs["buurten"])
    wijk_of_buurt = _parents(buurten, wijken, specs["buurten"])
    denominators = specs["buurten"].denominators
    per_buurt = {entry.id: _numbers(buurten, entry.column) for entry in denominators}
    buurt_set = _area_set("buurten", buurten, wijk_of_buurt, per_buurt)
    wijk_set = _area_set(
        "wijken",
        wijken,
        np.zeros(len(wijken), dtype=np.int32),
        {name: _sum_by(n, wijk_of_buurt, len(wijken)) for name, n in per_buurt.items()},
    )
    gemeente_set = AreaSet(
        level="gemeente",
        codes=(catalog.gemeente.code,),
        names=(catalog.gemeente.name,),
        polygons=_outline(buurt_set),
        parent=np.zeros(1, dtype=np.int32),
        denominators={
            name: _sum_by(n, np.zeros(len(buurten), dtype=np.int32), 1)
            for name, n in per_buurt.items()
        },
    )
    return Geography(
        gemeente=gemeente_set,
        wijken=wijk_set,
        buurten=buurt_set,
        index=AreaIndex.build(buurt_set.polygons),
        denominators=denominators,
        dropped=tuple(dropped_wijken + dropped_buurten),
        fingerprint=_fingerprint(wijk_set, buurt_set),
        approximate=specs["buurten"].source.approximate,
        note=specs["buurten"].note,
        attribution=specs["buurten"].source.attribution,
    )


def read_context(spec: ContextSpec) -> gpd.GeoDataFrame:
    """Return a layer of ``geodata/`` in RD metres, with the columns of its file.

    Raises
    ------
    SourceError
        If the file cannot be read or has none of the declared columns.
    """
    try:
        features = _read_file(spec)
    except (OSError, ValueError, RuntimeError) as error:  # pyogrio's own are of the last
        raise SourceError(
            f"'{spec.path.name}' van laag '{spec.id}' is niet te lezen.",
            f"Melding bij het lezen: {reason(error)}.",
            "Lever het bestand opnieuw aan of herstel [source] in layer.toml.",
        ) from error
    missing = [name for name in spec.columns.values() if name not in features.columns]
    if missing:
        raise SourceError(
            f"In '{spec.path.name}' ontbreekt kolom '{missing[0]}' (laag '{spec.id}').",
            f"Gevonden: {', '.join(map(str, features.columns))}.",
            f"Herstel [columns] in geodata/{spec.id}/layer.toml.",
        )
    if features.crs is None:
        features = features.set_crs(spec.source.crs)
    in_rd = features.to_crs(RD_NEW)
    require_rd(in_rd, name=spec.id)
    return in_rd


def require_kind(spec: ContextSpec, features: gpd.GeoDataFrame) -> None:
    """Stop if a layer holds other shapes than its kind says; a feature without a shape is none.

    Raises
    ------
    SourceError
        With the kinds of shape that were found.
    """
    expected = _SHAPES.get(spec.kind)
    if expected is None:
        return
    others = sorted(set(features.geometry.dropna().geom_type) - set(expected))
    if others:
        raise SourceError(
            f"'{spec.path.name}' (laag '{spec.id}') bevat andere vormen dan de laag zegt.",
            f'Gevonden: {", ".join(others)}; verwacht bij kind = "{spec.kind}": '
            f"{' of '.join(expected)}.",
            f"Herstel 'kind' in geodata/{spec.id}/layer.toml, of lever het bestand opnieuw aan.",
        )


def _read_file(spec: ContextSpec) -> gpd.GeoDataFrame:
    """Return the features of a file; of a fetched division, which holds all levels, this one's."""
    if spec.path.suffix != ".parquet":
        return gpd.read_file(spec.path)
    areas = gpd.read_parquet(spec.path)
    return areas[areas["level"] == spec.level].reset_index(drop=True) if spec.level else areas


def _read_level(spec: ContextSpec) -> tuple[gpd.GeoDataFrame, list[str]]:
    """Return the land areas of a level by code, and the names of those that are only water."""
    areas = read_context(spec)
    _require_netherlands(spec, areas)
    code, name = spec.columns["code"], spec.columns["name"]
    dropped: list[str] = []
    if "water" in spec.columns:
        water = areas[spec.columns["water"]].astype(str).str.upper().isin(_IS_WATER)
        dropped = [f"{row[code]} ({row[name]})" for _, row in areas[water].iterrows()]
        areas = areas[~water]
    renamed = areas.rename(columns={code: "_code", name: "_name"})
    if "parent" in spec.columns:
        renamed = renamed.rename(columns={spec.columns["parent"]: "_parent"})
    ordered = renamed.sort_values("_code", ignore_index=True)
    problems = check_coverage(ordered.geometry.to_numpy(), tuple(ordered["_code"]))
    if problems:
        raise SourceError(
            f"'{spec.path.name}' (laag '{spec.id}') is geen sluitende indeling.",
            f"Gevonden: {'; '.join(problems[:5])}.",
            "Lever het bestand zoals CBS of Kadaster het uitgeeft, of herstel de grenzen.",
        )
    return ordered, dropped


def _require_netherlands(spec: ContextSpec, areas: gpd.GeoDataFrame) -> None:
    """Stop if any area lies where RD has no coordinates: distances would mean nothing there."""
    west, south, east, north = (float(of) for of in areas.total_bounds)
    outer = NETHERLANDS_RD
    inside = outer[0] <= west and outer[1] <= south and east <= outer[2] and north <= outer[3]
    if len(areas) and not inside:
        raise SourceError(
            f"De gebieden in '{spec.path.name}' (laag '{spec.id}') liggen niet in Nederland.",
            f"Gevonden in meters RD: x {number(west)} tot {number(east)}, y {number(south)} tot "
            f"{number(north)}; verwacht: x {number(outer[0])} tot {number(outer[2])}, "
            f"y {number(outer[1])} tot {number(outer[3])}.",
            "Deze tool rekent in RD en kan alleen in Nederland. Klopt de plek, herstel dan 'crs' "
            f"in geodata/{spec.id}/layer.toml.",
        )


def _parents(
    buurten: gpd.GeoDataFrame, wijken: gpd.GeoDataFrame, spec: ContextSpec
) -> NDArray[np.int32]:
    if "_parent" not in buurten.columns:
        raise DeclarationError(
            f"geodata/{spec.id}/layer.toml zegt niet in welke wijk een buurt ligt.",
            'Verwacht: [columns] parent = "<kolom met wijkcode>".',
            "Vul de kolom aan.",
        )
    position = {code: at for at, code in enumerate(wijken["_code"])}
    unknown = sorted(set(buurten["_parent"]) - set(position))
    if unknown:
        raise SourceError(
            f"Buurten in '{spec.path.name}' verwijzen naar wijk '{unknown[0]}', die er niet is.",
            f"Bekende wijken: {', '.join(position)}.",
            "Lever wijken en buurten van hetzelfde jaar aan.",
        )
    return np.array([position[code] for code in buurten["_parent"]], dtype=np.int32)


def _numbers(areas: gpd.GeoDataFrame, column: str) -> NDArray[np.float64]:
    if column not in areas.columns:
        raise SourceError(
            f"De kolom '{column}' van een noemer ontbreekt bij de buurten.",
            f"Gevonden: {', '.join(map(str, areas.columns))}.",
            "Herstel [denominators] in layer.toml.",
        )
    numbers = pd.to_numeric(areas[column], errors="coerce").to_numpy(dtype=np.float64)
    return np.where(numbers >= _LOWEST_REAL_NUMBER, numbers, np.nan)


def _sum_by(
    numbers: NDArray[np.float64], group: NDArray[np.int32], size: int
) -> NDArray[np.float64]:
    """Sum what was published; NaN where nothing of a group was."""
    known = np.isfinite(numbers)
    total = np.bincount(group[known], weights=numbers[known], minlength=size)
    return np.where(np.bincount(group[known], minlength=size) > 0, total, np.nan)


def _area_set(
    level: str,
    areas: gpd.GeoDataFrame,
    parent: NDArray[np.int32],
    denominators: Mapping[str, NDArray[np.float64]],
) -> AreaSet:
    return AreaSet(
        level=level,
        codes=tuple(areas["_code"].astype(str)),
        names=tuple(areas["_name"].astype(str)),
        polygons=areas.geometry.to_numpy(),
        parent=parent,
        denominators=denominators,
    )


def _outline(buurten: AreaSet) -> NDArray[np.object_]:
    """Return the municipality: the union of its buurten, so that inside means inside one."""
    outline = np.empty(1, dtype=object)
    try:
        outline[0] = shapely.coverage_union_all(buurten.polygons)
    except shapely.GEOSException:
        # Neighbours that do not share every corner: what a corner rounds away is no reason to stop.
        outline[0] = shapely.union_all(buurten.polygons)
    return outline


def _fingerprint(*levels: AreaSet) -> str:
    digest = hashlib.sha256()
    for areas in levels:
        digest.update("\n".join([*areas.codes, *areas.names]).encode())
        for geometry in shapely.to_wkb(areas.polygons):
            digest.update(geometry)
        for name in sorted(areas.denominators):
            digest.update(name.encode() + areas.denominators[name].tobytes())
    return digest.hexdigest()[:16]


#: metres; borders of one coverage that were snapped to 0,1 m lie at most this far apart
#: (half a step along x and y on each side).
TOLERANCE_M: Final = 0.15


def queen_contiguity(
    polygons: NDArray[np.object_], *, tolerance_m: float = TOLERANCE_M
) -> sparse.csr_array:
    """Return which areas share a border or a corner.

    Neighbours on the map may lie far apart on foot: a river along the border of two areas does
    not separate them here.

    Parameters
    ----------
    polygons : shape (n,)
        Shapely (multi)polygons in RD metres that do not overlap.
    tolerance_m
        Metres that the two sides of one border may lie apart.

    Returns
    -------
    scipy.sparse.csr_array, shape (n, n)
        1 where areas are neighbours, in the order of ``polygons``; symmetric, the diagonal empty,
        columns ascending in each row. An island has an empty row.

    Examples
    --------
    Two squares side by side and one that touches the first at a corner.

    >>> squares = shapely.box([0, 10, 10], [0, 0, 10], [10, 20, 20], [10, 10, 20])
    >>> queen_contiguity(squares).toarray().tolist()
    [[0, 1, 1], [1, 0, 1], [1, 1, 0]]
    """
    tree = shapely.STRtree(polygons)
    one, other = tree.query(polygons, predicate="dwithin", distance=tolerance_m)
    apart = one != other
    ones, shape = np.ones(np.count_nonzero(apart), dtype=np.int64), (len(polygons), len(polygons))
    neighbours = sparse.csr_array((ones, (one[apart], other[apart])), shape=shape)
    neighbours.sort_indices()
    return neighbours
