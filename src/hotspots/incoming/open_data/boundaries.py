"""The boundaries of CBS and Kadaster of one year: gemeenten, wijken and buurten in RD."""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, TypeVar

import geopandas as gpd
import numpy as np
import shapely

from hotspots.crs import NETHERLANDS_RD, RD_NEW, WGS84
from hotspots.errors import SourceError
from hotspots.incoming.open_data import words as text
from hotspots.incoming.open_data.client import RefusedError, not_promised, shown, visible
from hotspots.incoming.open_data.feature_pages import (
    Features,
    ogc_features,
    require_known,
    wfs_features,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from hotspots.incoming.open_data.client import PoliteClient
    from hotspots.incoming.open_data.services import Service


Given = TypeVar("Given")

#: CBS writes -99995 (no data), -99997 (secret) and -99999999 for numbers that it does not give.
MISSING_FROM: Final = -99_990.0

#: What each field is called since 2022 (snake_case, camelCase) and before (BU_CODE, AANT_INW),
#: folded; ``statcode`` and ``statnaam`` are of the gebiedsindelingen.
NAMES: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = MappingProxyType(
    {
        "buurten": {
            "code": ("buurtcode", "bucode", "statcode"),
            "name": ("buurtnaam", "bunaam", "statnaam"),
            "parent": ("wijkcode", "wkcode"),
        },
        "wijken": {
            "code": ("wijkcode", "wkcode", "statcode"),
            "name": ("wijknaam", "wknaam", "statnaam"),
        },
        "gemeente": {
            "code": ("gemeentecode", "gmcode", "statcode"),
            "name": ("gemeentenaam", "gmnaam", "statnaam"),
        },
    }
)
WATER: Final = ("water", "h2o")
#: Denominators that the areas of CBS bring along; the first name that is there counts.
FIGURES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "huishoudens": ("aantalhuishoudens", "aantalhh", "huishoudenstotaal"),
        "inwoners": ("aantalinwoners", "aantinw"),
        "woningen": ("woningvoorraad", "aantalwoningen", "woningen"),
    }
)


def fold(name: str) -> str:
    """Return a name as it is compared: small letters and digits only.

    Examples
    --------
    >>> fold("aantal_inwoners") == fold("aantalInwoners"), fold("AANT_INW")
    (True, 'aantinw')
    """
    return "".join(character for character in name.lower() if character.isalnum())


def value_of(properties: Mapping[str, object], names: tuple[str, ...]) -> object:
    """Return the property with the first of these folded names; None where none is there."""
    folded = {fold(name): value for name, value in properties.items()}
    return next((folded[name] for name in names if folded.get(name) is not None), None)


def number_of(value: object) -> float | None:
    """Return a figure; NaN where CBS does not give one, None where it is no number at all.

    Examples
    --------
    >>> number_of(805), number_of(-99997), number_of("480"), number_of("veel")
    (805.0, nan, 480.0, None)
    """
    if value is None or value == "":
        return math.nan
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        figure = float(value)
    except (ValueError, OverflowError):
        return None
    if not math.isfinite(figure):
        return None
    if figure <= MISSING_FROM:
        return math.nan
    return figure if figure >= 0.0 else None


#: Years that PDOK has, newest first.
YEARS: Final = (2025, 2024, 2023, 2022)
#: Coarse to fine, with what the services call them.
LEVELS: Final = (("gemeente", "gemeenten"), ("wijken", "wijken"), ("buurten", "buurten"))
_CODES: Final = {
    "gemeente": (re.compile(r"GM[0-9]{4}"), "GM0505"),
    "wijken": (re.compile(r"WK[0-9]{6}"), "WK050501"),
    "buurten": (re.compile(r"BU[0-9]{8}"), "BU05050100"),
}
#: Characters; the longest name of a buurt is some 60.
_LONGEST_NAME: Final = 120
_NUMBERED: Final = re.compile(r"^Wijk [0-9]{2} (?=\S)")
#: RD metres are kept to the millimetre, as PDOK gives them.
_DECIMALS: Final = 3
_CODE_IN: Final = slice(2, 6)


@dataclass(frozen=True, slots=True, eq=False)
class Division:
    """What a service gave of one year; nothing is judged but each area on its own.

    Attributes
    ----------
    areas
        Columns level, code, name, parent ("" for a gemeente), gemeente, water (as CBS writes it),
        each of `FIGURES` (NaN where CBS does not give it) and geometry, in RD.
    requests, checksums
        The first address of each question, and the SHA-256 of each page of it.
    note
        Which service was tried first, and why it is another; "" if it is not.
    """

    year: int
    areas: gpd.GeoDataFrame
    service: Service
    requests: tuple[str, ...]
    checksums: tuple[str, ...]
    note: str = ""


def fetch_division(
    client: PoliteClient,
    first: Service,
    fallback: Service | None,
    gemeenten: Sequence[str],
    *,
    year: int | None = None,
    progress: Callable[[str, int], None] = lambda _level, _features: None,
) -> Division:
    """Return the division of a year, or of the newest year there is.

    Parameters
    ----------
    first, fallback
        An OGC API, and a WFS for when that does not answer; ``{year}`` in their addresses.
    gemeenten
        Codes such as "GM0505".

    Raises
    ------
    UnreachableError
        If there is no connection with either.
    RefusedError
        If no year is there.
    SourceError
        If an answer is not what was promised.
    """
    ask = partial(_of_year, client, first, fallback, gemeenten, progress=progress)
    return of_newest_year(first, year, ask)


def of_newest_year(service: Service, year: int | None, ask: Callable[[int], Given]) -> Given:
    """Return what a service gives of a year, or of the newest year that it has.

    Raises
    ------
    RefusedError
        If no year is there.
    """
    for candidate in YEARS if year is None else (year,):
        try:
            return ask(candidate)
        except RefusedError as error:
            if error.status != HTTPStatus.NOT_FOUND or year is not None:
                raise
    raise RefusedError(HTTPStatus.NOT_FOUND, *text.no_year(service.title))


def _of_year(
    client: PoliteClient,
    first: Service,
    fallback: Service | None,
    gemeenten: Sequence[str],
    year: int,
    *,
    progress: Callable[[str, int], None],
) -> Division:
    service = first.of_year(year)
    try:
        return _by_ogc(client, service, gemeenten, year, progress)
    except SourceError as error:
        if fallback is None:
            raise
        other = fallback.of_year(year)
        note = text.FELL_BACK.format(
            first=service.title, year=year, reason=error.what.rstrip("."), second=other.title
        )
        try:
            return _by_wfs(client, other, gemeenten, year, note, progress=progress)
        except SourceError:
            # What the first said is what matters; the second may not have the year at all.
            raise error from None


def _by_ogc(
    client: PoliteClient,
    service: Service,
    gemeenten: Sequence[str],
    year: int,
    progress: Callable[[str, int], None],
) -> Division:
    levels = []
    for level, collection in LEVELS:
        for gemeente in gemeenten:
            filters = {"gemeentecode": gemeente}
            tell = partial(progress, level)
            features = ogc_features(client, service, collection, filters, progress=tell)
            levels.append((level, features))
    return _division(service, levels, gemeenten, year, "")


def _by_wfs(
    client: PoliteClient,
    service: Service,
    gemeenten: Sequence[str],
    year: int,
    note: str,
    *,
    progress: Callable[[str, int], None],
) -> Division:
    levels = []
    for level, collection in LEVELS:
        options = {
            "typeNames": f"wijkenbuurten:{collection}",
            "srsName": RD_NEW,
            "filter": _fes(gemeenten),
        }
        features = wfs_features(client, service, options, progress=partial(progress, level))
        levels.append((level, features))
    return _division(service, levels, gemeenten, year, note)


def _fes(gemeenten: Sequence[str]) -> str:
    """Return a filter of OGC; a service that ignores it gives the country, which is sifted."""
    equal = "".join(
        "<PropertyIsEqualTo><ValueReference>gemeentecode</ValueReference>"
        f"<Literal>{code}</Literal></PropertyIsEqualTo>"
        for code in gemeenten
    )
    inner = equal if len(gemeenten) == 1 else f"<Or>{equal}</Or>"
    return f'<Filter xmlns="http://www.opengis.net/fes/2.0">{inner}</Filter>'


def _division(
    service: Service,
    levels: list[tuple[str, Features]],
    gemeenten: Sequence[str],
    year: int,
    note: str,
) -> Division:
    rows: list[dict[str, Any]] = []
    for level, features in levels:
        rows += _rows(service, level, features, gemeenten)
    for level, _ in LEVELS:
        have = {row["gemeente"] for row in rows if row["level"] == level}
        lacking = [code for code in gemeenten if code not in have]
        if lacking:
            request = next(features.request for at, features in levels if at == level)
            parts = (service.title, shown(request), ", ".join(lacking), year)
            raise SourceError(*text.no_gemeente(*parts))
    return Division(
        year=year,
        areas=gpd.GeoDataFrame(rows, geometry="geometry", crs=RD_NEW),
        service=service,
        requests=tuple(dict.fromkeys(features.request for _, features in levels)),
        checksums=tuple(checksum for _, features in levels for checksum in features.checksums),
        note=note,
    )


def _rows(
    service: Service, level: str, features: Features, gemeenten: Sequence[str]
) -> list[dict[str, object]]:
    """Return the areas of these gemeenten as rows, each looked at on its own."""
    rows = []
    digits = {code[_CODE_IN] for code in gemeenten}
    for feature in features.features:
        code = _code(service, level, feature["properties"], features)
        if code[_CODE_IN] in digits:
            rows.append(_row(service, level, code, feature["properties"], features))
            rows[-1]["geometry"] = feature_shape(service, code, feature["geometry"], features)
    in_rd = require_known(service, features)
    if rows:
        shapes = gpd.GeoSeries([row["geometry"] for row in rows], crs=RD_NEW if in_rd else WGS84)
        shapes = shapes.to_crs(RD_NEW)
        _require_country(service, rows, shapes, features)
        for row, shape in zip(rows, _rounded(shapes), strict=True):
            row["geometry"] = shape
    return rows


def _code(
    service: Service, level: str, properties: Mapping[str, object], features: Features
) -> str:
    names = NAMES[level]["code"]
    value = value_of(properties, names)
    pattern, example = _CODES[level]
    if value is None:
        there = ", ".join(visible(str(name)) for name in list(properties)[:10])
        fault = text.NO_PROPERTY.format(field=names[0], names=there)
        raise not_promised(
            service, features.request, fault, text.PROPERTY.format(names=", ".join(names))
        )
    code = str(value).strip()
    if not pattern.fullmatch(code):
        fault = text.NO_CODE.format(code=repr(visible(code)))
        raise not_promised(service, features.request, fault, text.CODE.format(example=example))
    return code


def _row(
    service: Service, level: str, code: str, properties: Mapping[str, object], features: Features
) -> dict[str, object]:
    name = str(value_of(properties, NAMES[level]["name"]) or "").strip()
    if not name or len(name) > _LONGEST_NAME or name != visible(name):
        fault = text.NO_NAME.format(code=code)
        raise not_promised(service, features.request, fault, text.NAME.format(most=_LONGEST_NAME))
    # "Wijk 01 Binnenstad": the number stands in the code.
    name = _NUMBERED.sub("", name)
    # A code of CBS holds the one above it: BU05050100 lies in WK050501.
    above = {"gemeente": "", "wijken": f"GM{code[2:6]}", "buurten": f"WK{code[2:8]}"}[level]
    if level == "buurten":
        above = str(value_of(properties, NAMES[level]["parent"]) or above).strip()
    figures = {}
    for field, names in FIGURES.items():
        value = value_of(properties, names)
        figure = number_of(value)
        if figure is None:
            fault = text.NO_NUMBER.format(value=repr(value)[:40], field=field, code=code)
            raise not_promised(service, features.request, fault, text.NUMBER)
        figures[field] = figure
    return {
        "level": level,
        "code": code,
        "name": name,
        "parent": above,
        "gemeente": f"GM{code[2:6]}",
        "water": str(value_of(properties, WATER) or "NEE").strip().upper(),
        **figures,
    }


def feature_shape(
    service: Service, code: str, geometry: Mapping[str, object] | None, features: Features
) -> shapely.Geometry:
    """Return a shape of two dimensions; whether it is valid is judged with its neighbours.

    Raises
    ------
    SourceError
        If a feature has none.
    """
    try:
        shape = shapely.force_2d(shapely.from_geojson(json.dumps(geometry)))
    except (shapely.GEOSException, TypeError) as error:
        fault = text.NO_FEATURE.format(position=code)
        raise not_promised(service, features.request, fault, text.FEATURE) from error
    if shape is None or shape.is_empty:
        fault = text.NO_FEATURE.format(position=code)
        raise not_promised(service, features.request, fault, text.FEATURE)
    return shape


def _require_country(
    service: Service, rows: list[dict[str, object]], shapes: gpd.GeoSeries, features: Features
) -> None:
    west, south, east, north = NETHERLANDS_RD
    bounds = shapes.bounds
    outside = ~(
        (bounds["minx"] >= west)
        & (bounds["miny"] >= south)
        & (bounds["maxx"] <= east)
        & (bounds["maxy"] <= north)
    )
    if outside.any():
        fault = text.NOT_IN_COUNTRY.format(code=rows[int(np.flatnonzero(outside)[0])]["code"])
        raise not_promised(service, features.request, fault, text.IN_COUNTRY)


def _rounded(shapes: gpd.GeoSeries) -> list[shapely.Geometry]:
    """Return shapes to the millimetre: the same corner of two neighbours stays the same."""
    return [shapely.transform(shape, lambda corners: corners.round(_DECIMALS)) for shape in shapes]
