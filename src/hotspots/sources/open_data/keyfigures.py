"""Key figures per buurt of CBS: by the name of a column, because its key moves every year."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from http import HTTPStatus
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from hotspots.errors import SelectionError
from hotspots.sources.open_data.answers import not_promised
from hotspots.sources.open_data.failing import RefusedError
from hotspots.sources.open_data.odata import Rows, table_rows, text_at
from hotspots.sources.open_data.properties import fold, number_of
from hotspots.text import open_data as text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from hotspots.sources.open_data.polite import PoliteClient
    from hotspots.sources.open_data.services import Service

#: Kerncijfers wijken en buurten, newest first; CBS gives each year a table of its own.
TABLES: Final[Mapping[int, str]] = MappingProxyType(
    {2025: "86165NED", 2024: "85984NED", 2023: "85618NED", 2019: "84583NED", 2017: "83765NED"}
)
#: Per denominator what its column is called, title or key without the number behind it, folded.
COLUMNS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "huishoudens": ("huishoudenstotaal", "aantalhuishoudens"),
        "inwoners": ("aantalinwoners",),
        "woningen": ("woningvoorraad", "aantalwoningen"),
    }
)
_SUFFIX: Final = re.compile(r"_[0-9]+$")
_BUURT: Final = re.compile(r"BU[0-9]{8}")
_AREA: Final = "WijkenEnBuurten"


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """What CBS gave: per denominator a number per buurt, NaN where there is none."""

    year: int
    figures: Mapping[str, Mapping[str, float]]
    service: Service
    requests: tuple[str, ...]
    checksums: tuple[str, ...]


def fetch_keyfigures(
    client: PoliteClient,
    service: Service,
    gemeenten: Sequence[str],
    *,
    year: int | None = None,
    progress: Callable[[float], None] = lambda _share: None,
) -> KeyFigures:
    """Return the key figures of a year, or of the newest that gives households or residents.

    CBS publishes a table before its figures: a year that has none yet, or no table any more, is
    passed over.

    Raises
    ------
    SelectionError
        If no table of that year is known.
    SourceError
        If there is no connection, or an answer is not what was promised.
    """
    if year is not None and year not in TABLES:
        raise SelectionError(
            text.UNKNOWN_YEAR.format(year=year),
            text.UNKNOWN_YEAR_FOUND.format(years=", ".join(map(str, TABLES))),
            text.UNKNOWN_YEAR_DO,
        )
    years = tuple(TABLES) if year is None else (year,)
    for candidate in years[:-1]:
        try:
            found = _of_year(client, service, gemeenten, candidate, progress=progress)
        except RefusedError as error:
            if error.status != HTTPStatus.NOT_FOUND:
                raise
            continue
        if any(math.isfinite(value) for one in found.figures.values() for value in one.values()):
            return found
    return _of_year(client, service, gemeenten, years[-1], progress=progress)


def _of_year(
    client: PoliteClient,
    service: Service,
    gemeenten: Sequence[str],
    year: int,
    *,
    progress: Callable[[float], None],
) -> KeyFigures:
    table = TABLES[year]
    properties = table_rows(client, service, table, "DataProperties", feed=False)
    keys = _keys(service, properties)
    figures: dict[str, dict[str, float]] = {name: {} for name in keys}
    answers = [properties]
    for at, gemeente in enumerate(gemeenten, start=1):
        found = table_rows(
            client,
            service,
            table,
            "TypedDataSet",
            condition=f"startswith({_AREA},'BU{gemeente[2:]}')",
            columns=(_AREA, *keys.values()),
        )
        answers.append(found)
        if not _read(service, found, keys, gemeente, figures):
            told = text.NO_FIGURES.format(gemeente=gemeente)
            raise not_promised(service, found.request, told, text.FIGURES_EXPECTED)
        progress(at / len(gemeenten))
    return KeyFigures(
        year=year,
        figures=figures,
        service=service,
        requests=tuple(answer.request for answer in answers),
        checksums=tuple(checksum for answer in answers for checksum in answer.checksums),
    )


def _keys(service: Service, properties: Rows) -> dict[str, str]:
    """Return the key of each column, by its title or by its key without the number."""
    there: dict[str, str] = {}
    for at, row in enumerate(properties.rows):
        if row.get("Type") not in ("Topic", "GeoDetail"):
            continue
        key = text_at(service, properties, at, "Key")
        for name in (_SUFFIX.sub("", key), str(row.get("Title") or "")):
            there.setdefault(fold(name), key)
    keys = {}
    for field, names in COLUMNS.items():
        named = [there[name] for name in names if name in there]
        if named:
            keys[field] = named[0]
        elif field != "woningen":  # not in every year
            told = text.NO_TOPIC.format(field=field)
            raise not_promised(
                service, properties.request, told, text.TOPIC.format(names=", ".join(names))
            )
    return keys


def _read(
    service: Service,
    found: Rows,
    keys: Mapping[str, str],
    gemeente: str,
    figures: dict[str, dict[str, float]],
) -> bool:
    """Put the figures of a gemeente in ``figures``; return whether there were any rows of it."""
    any_row = False
    for at, row in enumerate(found.rows):
        area = text_at(service, found, at, _AREA)
        if not _BUURT.fullmatch(area) or area[2:6] != gemeente[2:]:
            continue
        any_row = True
        for field, key in keys.items():
            figure = number_of(row.get(key))
            if figure is None:
                told = text.NO_NUMBER.format(value=repr(row.get(key))[:40], field=field, code=area)
                raise not_promised(service, found.request, told, text.NUMBER)
            figures[field][area] = figure
    return any_row
