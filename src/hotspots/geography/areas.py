"""The areas of a municipality: gemeente, wijken and buurten as one consistent set."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from hotspots.crs import RD_NEW, require_rd
from hotspots.errors import DeclarationError, SourceError
from hotspots.geography.coverage import check_coverage
from hotspots.geography.join import AreaIndex

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from hotspots.catalog.specs import Catalog, ContextSpec, Denominator

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
    def outline(self) -> Any:  # noqa: ANN401 - shapely has no types
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
            f"Melding bij het lezen: {error}.",
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
