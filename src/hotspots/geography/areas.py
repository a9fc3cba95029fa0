"""The areas of a home, from the whole down to wijken and buurten, as one consistent set."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import scipy
import shapely

from hotspots.catalog.specs import PARTS, WHOLE
from hotspots.catalog.whole import OF_MORE, OF_ONE
from hotspots.crs import NETHERLANDS_RD, RD_NEW, require_rd
from hotspots.dutch import number, reason
from hotspots.errors import DeclarationError, SourceError
from hotspots.geography.coverage import check_codes, check_coverage
from hotspots.geography.join import AreaIndex
from hotspots.geography.names import SOME_OF

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from hotspots.catalog.specs import Catalog, ContextSpec, Denominator
    from hotspots.catalog.whole import WholeWords


#: The shapes that each kind of layer is drawn with.
_SHAPES: Final = {
    "places": ("Point", "MultiPoint"),
    "lines": ("LineString", "MultiLineString"),
    "zones": ("Polygon", "MultiPolygon"),
}
#: What CBS writes in a column ``water`` for an area that is nothing else.
_IS_WATER: Final = ("JA", "J", "TRUE", "1")
#: Levels that every home has.
_ALWAYS: Final = ("wijken", "buurten")
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

    ``whole`` is one area, all buurten together; ``parts`` are the levels that it is divided in,
    wide to fine: wijken and buurten are the last two.

    ``repaired`` are the codes of areas that held loose lines or points beside their polygons.

    ``fingerprint`` changes when any boundary, code or name does: what was joined with another
    fingerprint has to be joined again.
    """

    whole: AreaSet
    parts: tuple[AreaSet, ...]
    index: AreaIndex
    denominators: tuple[Denominator, ...]
    dropped: tuple[str, ...]
    repaired: tuple[str, ...]
    fingerprint: str
    approximate: bool
    note: str
    attribution: str

    @property
    def words(self) -> WholeWords:
        """What the whole is called in a sentence."""
        return OF_MORE if self.is_wide else OF_ONE

    @property
    def is_wide(self) -> bool:
        """Whether the home is of more than one gemeente."""
        return len(self.parts) > len(_ALWAYS)

    def level(self, name: str) -> AreaSet:
        """Return the areas of a level by its name; a KeyError where the home has no such level."""
        return {areas.level: areas for areas in (self.whole, *self.parts)}[name]

    @property
    def wijken(self) -> AreaSet:
        """The wijken."""
        return self.parts[-2]

    @property
    def buurten(self) -> AreaSet:
        """The buurten: every point of the whole lies in one of them."""
        return self.parts[-1]

    @property
    def named(self) -> AreaSet:
        """The areas whose borders and names lie over every map: gemeenten, where there are more."""
        return self.level("gemeenten") if self.has("gemeenten") else self.wijken

    @property
    def opening(self) -> AreaSet:
        """The areas that a map of all of them opens with: the widest, buurten in one gemeente."""
        return self.parts[0] if self.is_wide else self.buurten

    def has(self, name: str) -> bool:
        """Say whether the home has areas of a level."""
        return any(areas.level == name for areas in (self.whole, *self.parts))

    def level_of(self, code: str) -> str:
        """Return the level of an area by its code, the finest that has it; "" for none."""
        return next((one.level for one in reversed(self.parts) if code in one.codes), "")

    def below(self, code: str) -> tuple[str, str] | None:
        """Return the level of a wide area and the next finer one; None for wijken and buurten."""
        for areas, finer in pairwise(self.parts[:-1]):
            if code in areas.codes:
                return areas.level, finer.level
        return None

    def around(self, name: str, of: str = "buurten") -> NDArray[np.int32]:
        """Return in which area of a level each buurt lies, by its position: shape (buurten,).

        ``of`` is another level than that of the buurten, as wide as the asked one or finer.
        """
        area = np.arange(len(self.level(of)), dtype=np.int32)
        names = [areas.level for areas in (self.whole, *self.parts)]
        for areas in reversed(self.parts[names.index(name) : names.index(of)]):
            area = areas.parent[area]
        return area

    def denominator(self, name: str) -> Denominator:
        """Return label and peildatum of a denominator."""
        return next(entry for entry in self.denominators if entry.id == name)

    @property
    def outline(self) -> shapely.Geometry:
        """The whole as one geometry."""
        return self.whole.polygons[0]


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
    for level in _ALWAYS:
        if level not in specs:
            raise DeclarationError(
                f'Geen laag in geodata/ heeft level = "{level}".',
                "Verwacht: een laag met wijken en een met buurten.",
                "Zie README, 'Een andere gemeente'.",
            )
    levels = [level for level in PARTS if level in specs]
    read = {level: _read_level(specs[level]) for level in levels}
    buurten = read["buurten"].areas
    denominators = specs["buurten"].denominators
    per_buurt = {entry.id: _numbers(buurten, entry.column) for entry in denominators}
    parts = [_area_set("buurten", buurten, per_buurt)]
    around = np.arange(len(buurten), dtype=np.int32)
    for finer, level in pairwise(reversed(levels)):
        areas = read[level].areas
        parent = _parents(read[finer].areas, areas, specs[finer], finer, level)
        around = parent[around]
        summed = {name: _sum_by(n, around, len(areas)) for name, n in per_buurt.items()}
        wider = _area_set(level, areas, summed)
        if level != "wijken":
            wider = replace(wider, polygons=_unions(parts[0].polygons, around, wider, specs[level]))
        parts[-1] = replace(parts[-1], parent=parent)
        parts.append(wider)
    parts = _named_apart(parts[::-1])
    everywhere = np.zeros(len(buurten), dtype=np.int32)
    whole = AreaSet(
        level=WHOLE,
        codes=(catalog.gemeente.code,),
        names=(catalog.gemeente.name,),
        polygons=np.array([_union(parts[-1].polygons)], dtype=object),
        parent=np.zeros(1, dtype=np.int32),
        denominators={name: _sum_by(n, everywhere, 1) for name, n in per_buurt.items()},
    )
    return Geography(
        whole=whole,
        parts=tuple(parts),
        index=AreaIndex.build(parts[-1].polygons),
        denominators=denominators,
        dropped=tuple(name for level in levels for name in read[level].dropped),
        repaired=tuple(code for level in levels for code in read[level].repaired),
        fingerprint=_fingerprint(*parts),
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
    if not spec.level:
        return areas
    return areas[areas["level"] == row_level(spec.level)].reset_index(drop=True)


def row_level(level: str) -> str:
    """Return what rows of a fetched division, each one area, call a level of a home."""
    return "gemeente" if level == "gemeenten" else level


@dataclass(frozen=True, slots=True, eq=False)
class _Level:
    """The land areas of a level by code, what is only water, and what was repaired."""

    areas: gpd.GeoDataFrame
    dropped: tuple[str, ...]
    repaired: tuple[str, ...]


def polygons_alone(
    shapes: NDArray[np.object_],
) -> tuple[NDArray[np.object_], NDArray[np.intp]]:
    """Return shapes of which collections hold their polygons alone, and which those were.

    An overlay in a GIS leaves lines and points beside the areas that it cuts: they hold no place.
    A collection without a polygon stays as it is, and is refused as no area.

    Examples
    --------
    >>> square, line = shapely.box(0, 0, 1, 1), shapely.LineString([(1, 1), (2, 2)])
    >>> shapes, repaired = polygons_alone(
    ...     np.array([square, shapely.GeometryCollection([square, line])])
    ... )
    >>> [shape.geom_type for shape in shapes], repaired.tolist()
    (['Polygon', 'Polygon'], [1])
    """
    alone = np.array(shapes, dtype=object).reshape(-1)
    repaired = []
    of_kind = shapely.get_type_id(alone) == shapely.GeometryType.GEOMETRYCOLLECTION
    for at in np.flatnonzero(of_kind).tolist():
        polygons = _polygons_in(alone[at])
        if polygons:
            alone[at] = polygons[0] if len(polygons) == 1 else shapely.union_all(polygons)
            repaired.append(at)
    return alone, np.array(repaired, dtype=np.intp)


def _polygons_in(shape: shapely.Geometry) -> list[shapely.Polygon]:
    """Return the polygons of a collection, of collections in it too."""
    if isinstance(shape, shapely.Polygon):
        return [] if shape.is_empty else [shape]
    return [one for part in getattr(shape, "geoms", ()) for one in _polygons_in(part)]


def outer_border(polygon: shapely.Geometry) -> NDArray[np.float64]:
    """Return the outer border of the largest piece of an area, not closed: shape (k, 2).

    Examples
    --------
    >>> far = shapely.MultiPolygon([shapely.box(0, 0, 1, 1), shapely.box(5, 5, 9, 9)])
    >>> outer_border(far).tolist()
    [[9.0, 5.0], [9.0, 9.0], [5.0, 9.0], [5.0, 5.0]]
    """
    pieces = shapely.get_parts(polygon)
    largest = pieces[int(np.argmax(shapely.area(pieces)))]
    corners: NDArray[np.float64] = shapely.get_coordinates(shapely.get_exterior_ring(largest))[:-1]
    return corners


def _read_level(spec: ContextSpec) -> _Level:
    """Return the land areas of a level."""
    areas = read_context(spec)
    where = f"'{spec.path.name}' (laag '{spec.id}')"
    require_netherlands(areas, where, f"herstel dan 'crs' in geodata/{spec.id}/layer.toml")
    code, name = spec.columns["code"], spec.columns["name"]
    dropped: list[str] = []
    shapes, repaired = polygons_alone(areas.geometry.to_numpy())
    areas = areas.set_geometry(gpd.GeoSeries(shapes, index=areas.index, crs=areas.crs))
    codes_repaired = tuple(areas[code].astype(str).iloc[repaired])
    if "water" in spec.columns:
        water = areas[spec.columns["water"]].astype(str).str.upper().isin(_IS_WATER)
        dropped = [f"{row[code]} ({row[name]})" for _, row in areas[water].iterrows()]
        areas = areas[~water]
    # Added and not renamed: one column may be the code, the name and more.
    renamed = areas.assign(_code=areas[code], _name=areas[name])
    if "parent" in spec.columns:
        renamed = renamed.assign(_parent=areas[spec.columns["parent"]])
    ordered = renamed.sort_values("_code", ignore_index=True)
    codes = tuple(ordered["_code"])
    # Of wider areas only the names are taken: their shapes are those of the buurten in them.
    problems = (
        check_coverage(ordered.geometry.to_numpy(), codes)
        if spec.level in _ALWAYS
        else check_codes(codes)
    )
    if problems:
        raise SourceError(
            f"'{spec.path.name}' (laag '{spec.id}') is geen sluitende indeling.",
            f"Gevonden: {'; '.join(problems[:5])}.",
            "Lever het bestand zoals CBS of Kadaster het uitgeeft, of herstel de grenzen.",
        )
    return _Level(ordered, tuple(dropped), codes_repaired)


def require_netherlands(areas: gpd.GeoDataFrame, where: str, repair: str) -> None:
    """Stop if any area lies where RD has no coordinates: distances would mean nothing there.

    Parameters
    ----------
    areas
        In RD.
    where, repair
        The file in a sentence, and what to do if the areas do lie in the country.

    Raises
    ------
    SourceError
    """
    west, south, east, north = (float(of) for of in areas.total_bounds)
    outer = NETHERLANDS_RD
    inside = outer[0] <= west and outer[1] <= south and east <= outer[2] and north <= outer[3]
    if len(areas) and not inside:
        raise SourceError(
            f"De gebieden in {where} liggen niet in Nederland.",
            f"Gevonden in meters RD: x {number(west)} tot {number(east)}, y {number(south)} tot "
            f"{number(north)}; verwacht: x {number(outer[0])} tot {number(outer[2])}, "
            f"y {number(outer[1])} tot {number(outer[3])}.",
            f"Deze tool rekent in RD en kan alleen in Nederland. Klopt de plek, {repair}.",
        )


#: One area of a level, in a sentence.
_ONE: Final = {"regios": "regio", "gemeenten": "gemeente", "wijken": "wijk", "buurten": "buurt"}
#: Areas of a level, in a sentence.
_MANY: Final = {**{level: level for level in PARTS}, "regios": "regio's"}
#: Of an error that names what is known: more than this nobody reads.
_MOST_NAMED: Final = 50


def _parents(
    areas: gpd.GeoDataFrame, around: gpd.GeoDataFrame, spec: ContextSpec, level: str, wider: str
) -> NDArray[np.int32]:
    """Return in which area of the next wider level each area lies, by its position."""
    if "_parent" not in areas.columns:
        raise DeclarationError(
            f"geodata/{spec.id}/layer.toml zegt niet in welke {_ONE[wider]} een {_ONE[level]} "
            "ligt.",
            f'Verwacht: [columns] parent = "<kolom met {_ONE[wider]}code>".',
            "Vul de kolom aan.",
        )
    position = {code: at for at, code in enumerate(around["_code"])}
    unknown = sorted(set(areas["_parent"].astype(str)) - set(position))
    if unknown:
        known = list(position)[:_MOST_NAMED]
        more = f" en nog {number(len(position) - len(known))}" if len(position) > len(known) else ""
        raise SourceError(
            f"{_MANY[level].capitalize()} in '{spec.path.name}' verwijzen naar {_ONE[wider]} "
            f"'{unknown[0]}', die er niet is.",
            f"Bekende {_MANY[wider]}: {', '.join(known)}{more}.",
            f"Lever {_MANY[wider]} en {_MANY[level]} van hetzelfde jaar aan.",
        )
    return np.array([position[code] for code in areas["_parent"]], dtype=np.int32)


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
    level: str, areas: gpd.GeoDataFrame, denominators: Mapping[str, NDArray[np.float64]]
) -> AreaSet:
    """Return the areas of a level as they were read; all lie in the whole until more is known."""
    return AreaSet(
        level=level,
        codes=tuple(areas["_code"].astype(str)),
        names=tuple(areas["_name"].astype(str)),
        polygons=areas.geometry.to_numpy(),
        parent=np.zeros(len(areas), dtype=np.int32),
        denominators=denominators,
    )


def _named_apart(parts: Sequence[AreaSet]) -> list[AreaSet]:
    """Return levels, wide to fine, in which no two gemeenten have an area of one name.

    What is called the same in two gemeenten has its gemeente behind it: "Centrum (Dal)".
    """
    named, gemeenten, around = [], None, np.empty(0, dtype=np.int32)
    for areas in parts:
        if gemeenten is None:
            named.append(areas)
            if areas.level == "gemeenten":
                gemeenten, around = areas, np.arange(len(areas), dtype=np.int32)
            continue
        around = around[areas.parent]
        of_name: dict[str, set[int]] = {}
        for name, at in zip(areas.names, around.tolist(), strict=True):
            of_name.setdefault(name, set()).add(at)
        names = tuple(
            SOME_OF.format(name=name, code=gemeenten.names[at]) if len(of_name[name]) > 1 else name
            for name, at in zip(areas.names, around.tolist(), strict=True)
        )
        named.append(replace(areas, names=names))
    return named


def _unions(
    buurten: NDArray[np.object_], around: NDArray[np.int32], areas: AreaSet, spec: ContextSpec
) -> NDArray[np.object_]:
    """Return each area as the union of the buurten in it: shape (areas,)."""
    shapes = np.empty(len(areas), dtype=object)
    for at, code in enumerate(areas.codes):
        inside = buurten[around == at]
        if not len(inside):
            raise SourceError(
                f"In {_ONE[areas.level]} '{code}' van '{spec.path.name}' ligt geen enkele buurt.",
                f"Verwacht: ten minste een buurt in elk van de {number(len(areas))} "
                f"{_MANY[areas.level]}.",
                f"Lever de buurten van deze {_ONE[areas.level]} aan, of laat haar weg.",
            )
        shapes[at] = _union(inside)
    return shapes


def _union(buurten: NDArray[np.object_]) -> shapely.Geometry:
    """Return buurten as one shape, so that inside it means inside one of them."""
    try:
        return shapely.coverage_union_all(buurten)
    except shapely.GEOSException:
        # Neighbours that do not share every corner: what a corner rounds away is no reason to stop.
        return shapely.union_all(buurten)


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


def queen_contiguity(polygons: NDArray[np.object_]) -> scipy.sparse.csr_array:
    """Return which areas share a border or a corner.

    Neighbours on the map may lie far apart on foot: a river along the border of two areas does
    not separate them here.

    Parameters
    ----------
    polygons : shape (n,)
        Shapely (multi)polygons in RD metres that do not overlap.

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
    one, other = tree.query(polygons, predicate="dwithin", distance=TOLERANCE_M)
    apart = one != other
    ones, shape = np.ones(np.count_nonzero(apart), dtype=np.int64), (len(polygons), len(polygons))
    neighbours = scipy.sparse.csr_array((ones, (one[apart], other[apart])), shape=shape)
    neighbours.sort_indices()
    return neighbours
