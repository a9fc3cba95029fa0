"""Tables of CBS by OData version 3: key figures per buurt, and registered crimes."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from http import HTTPStatus
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, urljoin

import pandas as pd

from hotspots.dutch import EVERY
from hotspots.errors import SelectionError
from hotspots.incoming.open_data import words as text
from hotspots.incoming.open_data.boundaries import fold, number_of
from hotspots.incoming.open_data.client import (
    RefusedError,
    as_safe,
    ask_pages,
    json_of,
    not_promised,
    require_same_host,
    visible,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from hotspots.incoming.open_data.client import Answer, PoliteClient
    from hotspots.incoming.open_data.services import Service


#: The bulk feed; the other interface refuses more than 10.000 rows.
FEED: Final = "ODataFeed/odata"
API: Final = "ODataApi/odata"
#: Characters that OData wants as they are in a filter; spaces become %20, as CBS asks for.
_AS_IS: Final = "$'(),="


class Rows:
    """The rows of a question, with where they come from."""

    def __init__(self, request: str) -> None:
        self.request = request
        self.rows: list[Mapping[str, Any]] = []
        self.checksums: list[str] = []


def table_rows(
    client: PoliteClient,
    service: Service,
    table: str,
    entity: str,
    *,
    condition: str = "",
    columns: Sequence[str] = (),
    feed: bool = True,
) -> Rows:
    """Return all rows of an entity of a table that meet a condition.

    Parameters
    ----------
    condition
        In the words of OData. Keys are padded with spaces to their width: that counts in ``eq``.
    columns
        Which to give; all unless some are named.
    feed
        Ask the bulk feed; dimensions are small and are asked of the other interface.

    Raises
    ------
    SourceError
        If a page cannot be had or is not a page.
    """
    options = {"$format": "json", "$filter": condition, "$select": ",".join(columns)}
    query = "&".join(f"{name}={quote(value, _AS_IS)}" for name, value in options.items() if value)
    url = f"{service.base_url}/{FEED if feed else API}/{table}/{entity}?{query}"
    fetched = Rows(url)

    def take(_: str, answer: Answer) -> str | None:
        page = _page(service, answer)
        fetched.rows += page["value"]
        fetched.checksums.append(answer.sha256)
        return _next(service, answer.url, page)

    ask_pages(client, service, url, take)
    return fetched


def _page(service: Service, answer: Answer) -> Mapping[str, Any]:
    page: Mapping[str, Any] = json_of(service, answer)
    rows = page.get("value") if isinstance(page, dict) else None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise not_promised(service, answer.url, text.NO_TABLE, text.TABLE)
    return page


def _next(service: Service, url: str, page: Mapping[str, object]) -> str | None:
    link = page.get("odata.nextLink")
    if link is None:
        return None
    if not isinstance(link, str) or not link:
        raise not_promised(service, url, text.NO_LINK, text.LINK)
    address = as_safe(service, urljoin(url, link))
    require_same_host(service, address, url)
    return address


def text_at(service: Service, fetched: Rows, position: int, field: str) -> str:
    """Return a text of a row, without the spaces that it was padded with.

    Raises
    ------
    SourceError
        If the row has none.
    """
    value = fetched.rows[position].get(field)
    if not isinstance(value, str):
        fault = text.NO_ROW.format(position=position + 1, field=field)
        raise not_promised(service, fetched.request, fault, text.ROW.format(fields=field))
    return value.strip()


#: Kerncijfers wijken en buurten, newest first; CBS gives each year a table of its own.
KEYFIGURE_TABLES: Final[Mapping[int, str]] = MappingProxyType(
    {2025: "86165NED", 2024: "85984NED", 2023: "85618NED", 2019: "84583NED", 2017: "83765NED"}
)
#: Per denominator what its column is called, title or key without the number behind it, folded.
COLUMNS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "huishoudens": ("huishoudenstotaal", "aantalhuishoudens"),
        "inwoners": ("aantalinwoners",),
        "woningen": ("woningvoorraad", "aantalwoningen"),
        "inwoners_65plus": ("k65jaarofouder", "65jaarofouder", "k65jaarenouder", "65jaarenouder"),
        "inwoners_0_15": ("k0tot15jaar", "0tot15jaar"),
        "eenpersoonshuishoudens": ("eenpersoonshuishoudens",),
    }
)
#: Without these a table is not one of key figures; the others are not in every year.
_ALWAYS: Final = ("huishoudens", "inwoners")
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
    if year is not None and year not in KEYFIGURE_TABLES:
        raise SelectionError(
            text.UNKNOWN_YEAR.format(year=year),
            text.UNKNOWN_YEAR_FOUND.format(years=", ".join(map(str, KEYFIGURE_TABLES))),
            text.UNKNOWN_YEAR_DO,
        )
    years = tuple(KEYFIGURE_TABLES) if year is None else (year,)
    for candidate in years[:-1]:
        try:
            figures = _of_year(client, service, gemeenten, candidate, progress=progress)
        except RefusedError as error:
            if error.status != HTTPStatus.NOT_FOUND:
                raise
            continue
        if any(math.isfinite(value) for one in figures.figures.values() for value in one.values()):
            return figures
    return _of_year(client, service, gemeenten, years[-1], progress=progress)


def _of_year(
    client: PoliteClient,
    service: Service,
    gemeenten: Sequence[str],
    year: int,
    *,
    progress: Callable[[float], None],
) -> KeyFigures:
    table = KEYFIGURE_TABLES[year]
    properties = table_rows(client, service, table, "DataProperties", feed=False)
    keys = _keys(service, properties)
    figures: dict[str, dict[str, float]] = {name: {} for name in keys}
    answers = [properties]
    for at, gemeente in enumerate(gemeenten, start=1):
        fetched = table_rows(
            client,
            service,
            table,
            "TypedDataSet",
            condition=f"startswith({_AREA},'BU{gemeente[2:]}')",
            columns=(_AREA, *keys.values()),
        )
        answers.append(fetched)
        if not _read(service, fetched, keys, gemeente, figures):
            fault = text.NO_FIGURES.format(gemeente=gemeente)
            raise not_promised(service, fetched.request, fault, text.FIGURES_EXPECTED)
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
        elif field in _ALWAYS:
            fault = text.NO_TOPIC.format(field=field)
            raise not_promised(
                service, properties.request, fault, text.TOPIC.format(names=", ".join(names))
            )
    return keys


def _read(
    service: Service,
    fetched: Rows,
    keys: Mapping[str, str],
    gemeente: str,
    figures: dict[str, dict[str, float]],
) -> bool:
    """Put the figures of a gemeente in ``figures``; return whether there were any rows of it."""
    any_row = False
    for at, row in enumerate(fetched.rows):
        area = text_at(service, fetched, at, _AREA)
        if not _BUURT.fullmatch(area) or area[2:6] != gemeente[2:]:
            continue
        any_row = True
        for field, key in keys.items():
            figure = number_of(row.get(key))
            if figure is None:
                fault = text.NO_NUMBER.format(value=repr(row.get(key))[:40], field=field, code=area)
                raise not_promised(service, fetched.request, fault, text.NUMBER)
            figures[field][area] = figure
    return any_row


#: The crimes that are fetched: what the themes of the tool are about. All are details; the total
#: (0.0.0) is never among them, so that nothing counts twice.
CRIMES: Final[tuple[str, ...]] = (
    "1.1.1", "1.1.2", "1.2.1", "1.2.2", "1.2.3", "1.2.4", "1.4.3", "1.4.4", "1.4.5", "1.4.6",
    "1.4.7", "1.6.1", "2.1.1", "2.2.1", "2.4.1", "2.4.2", "2.5.1", "2.5.2", "2.6.8", "2.6.9",
    "2.7.3", "3.1.1", "3.6.4", "3.7.4",
)  # fmt: skip
#: Characters that CBS pads a crime to.
_WIDTH: Final = 6
_POLICE_BUURT: Final = re.compile(r"BU[0-9]{8}")
_VALUE: Final = "GeregistreerdeMisdrijven_1"
_COLUMNS: Final = ("SoortMisdrijf", "WijkenEnBuurten", "Perioden", _VALUE)


@dataclass(frozen=True, slots=True)
class PoliceTable:
    """A table of the police: its name, what each number is of, and how it writes a period."""

    name: str
    counts_per: str
    mark: str
    period: re.Pattern[str]
    example: str


#: The same crimes in two tables. A table holds periods of the other kind too, so that both would
#: count twice; ``mark`` tells them apart.
POLICE_TABLES: Final[Mapping[str, PoliceTable]] = MappingProxyType(
    {
        table.counts_per: table
        for table in (
            PoliceTable(
                "47022NED", "month", "MM", re.compile(r"[0-9]{4}MM(?:0[1-9]|1[0-2])"), "2023MM01"
            ),
            PoliceTable("47018NED", "year", "JJ", re.compile(r"[0-9]{4}JJ00"), "2023JJ00"),
        )
    }
)


@dataclass(frozen=True, slots=True, eq=False)
class PoliceFigures:
    """What CBS gave.

    Attributes
    ----------
    counts
        Columns area (code of a buurt), month (datetime64[s], the first of the period), soort
        (such as "1.1.1") and count (Int64, missing where CBS gives none). A buurt without a row
        for a period had none.
    counts_per
        "month" or "year".
    crimes
        Label per soort, in the order of CBS.
    """

    counts: pd.DataFrame
    counts_per: str
    crimes: dict[str, str]
    service: Service
    requests: tuple[str, ...]
    checksums: tuple[str, ...]


def fetch_police(
    client: PoliteClient,
    service: Service,
    gemeenten: Sequence[str],
    *,
    counts_per: str = "month",
    progress: Callable[[float], None] = lambda _share: None,
) -> PoliceFigures:
    """Return the registered crimes of gemeenten per buurt, month or year, and soort.

    One question per soort and gemeente: a fetch that breaks off goes on where it was.

    Parameters
    ----------
    counts_per
        One of `TABLES`.

    Raises
    ------
    SourceError
        If there is no connection, or an answer is not what was promised.
    """
    table = POLICE_TABLES[counts_per]
    crimes, dimension = _crimes(client, service, table)
    answers = [dimension]
    rows: list[tuple[str, str, str, int | None]] = []
    questions = [(crime, gemeente) for crime in crimes for gemeente in gemeenten]
    for at, (crime, gemeente) in enumerate(questions):
        condition = (
            f"SoortMisdrijf eq '{crime:<{_WIDTH}}' and "
            f"startswith(WijkenEnBuurten,'BU{gemeente[2:]}') and "
            f"substringof('{table.mark}',Perioden)"
        )
        fetched = table_rows(
            client, service, table.name, "TypedDataSet", condition=condition, columns=_COLUMNS
        )
        answers.append(fetched)
        rows += _rows(service, fetched, table, crime, gemeente=gemeente)
        progress((at + 1) / len(questions))
    frame = pd.DataFrame(rows, columns=["area", "period", "soort", "count"])
    for gemeente in gemeenten:
        if not frame["area"].str.startswith(f"BU{gemeente[2:]}").any():
            fault = text.NO_ROWS.format(gemeente=gemeente)
            raise not_promised(service, answers[-1].request, fault, text.ROWS_EXPECTED)
    _require_once(service, frame, answers[-1])
    first = frame["period"].str.slice(6, 8).replace("00", "01")
    months = frame["period"].str.slice(0, 4) + "-" + first
    counts = pd.DataFrame(
        {
            "area": frame["area"],
            "month": months.to_numpy().astype("datetime64[M]").astype("datetime64[s]"),
            "soort": frame["soort"],
            "count": frame["count"].astype("Int64"),
        }
    )
    return PoliceFigures(
        counts=counts,
        counts_per=counts_per,
        crimes=crimes,
        service=service,
        requests=tuple(answer.request for answer in answers),
        checksums=tuple(checksum for answer in answers for checksum in answer.checksums),
    )


def _crimes(
    client: PoliteClient, service: Service, table: PoliceTable
) -> tuple[dict[str, str], Rows]:
    """Return the label of each crime that is fetched, and the answer they come from."""
    fetched = table_rows(client, service, table.name, "SoortMisdrijf", feed=False)
    there = {
        text_at(service, fetched, at, "Key"): text_at(service, fetched, at, "Title")
        for at in range(len(fetched.rows))
    }
    crimes: dict[str, str] = {
        code: visible(there[code].removeprefix(code)).strip() for code in CRIMES if code in there
    }
    if not crimes:
        raise not_promised(service, fetched.request, text.NO_CRIMES, text.CRIMES)
    return crimes, fetched


def _rows(
    service: Service, fetched: Rows, table: PoliceTable, crime: str, *, gemeente: str
) -> list[tuple[str, str, str, int | None]]:
    """Return the rows of one soort in buurten; others were not asked for."""
    rows = []
    for at, row in enumerate(fetched.rows):
        area = text_at(service, fetched, at, "WijkenEnBuurten")
        period = text_at(service, fetched, at, "Perioden")
        soort = text_at(service, fetched, at, "SoortMisdrijf")
        if soort != crime or not _POLICE_BUURT.fullmatch(area) or area[2:6] != gemeente[2:]:
            continue
        if not table.period.fullmatch(period):
            fault = text.NO_PERIOD.format(period=repr(visible(period)))
            expected = text.PERIOD.format(per=EVERY[table.counts_per], example=table.example)
            raise not_promised(service, fetched.request, fault, expected)
        rows.append((area, period, soort, _count(service, fetched, row, area, period=period)))
    return rows


def _count(
    service: Service, fetched: Rows, row: Mapping[str, object], area: str, *, period: str
) -> int | None:
    value = row.get(_VALUE)
    if value is None and _VALUE in row:
        return None
    number = value if isinstance(value, int | float) and not isinstance(value, bool) else math.nan
    if not math.isfinite(number) or number < 0 or number != int(number):
        fault = text.NO_COUNT.format(value=repr(value)[:40], area=area, period=period)
        raise not_promised(service, fetched.request, fault, text.COUNT)
    return int(number)


def _require_once(service: Service, frame: pd.DataFrame, fetched: Rows) -> None:
    repeated = frame.duplicated(["area", "period", "soort"])
    if repeated.any():
        row = frame[repeated].iloc[0]
        fault = text.ROW_TWICE.format(area=row["area"], period=row["period"], soort=row["soort"])
        raise not_promised(service, fetched.request, fault, text.ROW_ONCE)
