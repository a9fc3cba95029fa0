"""Registered crimes per buurt and month or year, as the police publish them through CBS."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import pandas as pd

from hotspots.sources.open_data.answers import not_promised, visible
from hotspots.sources.open_data.odata import Rows, table_rows, text_at
from hotspots.text import open_data as text
from hotspots.text.counted import EVERY

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from hotspots.sources.open_data.polite import PoliteClient
    from hotspots.sources.open_data.services import Service

#: The crimes that are fetched: what the themes of the tool are about. All are details; the total
#: (0.0.0) is never among them, so that nothing counts twice.
CRIMES: Final[tuple[str, ...]] = (
    "1.1.1", "1.1.2", "1.2.1", "1.2.2", "1.2.3", "1.2.4", "1.4.3", "1.4.4", "1.4.5", "1.4.6",
    "1.4.7", "1.6.1", "2.1.1", "2.2.1", "2.4.1", "2.4.2", "2.5.1", "2.5.2", "2.6.8", "2.6.9",
    "2.7.3", "3.1.1", "3.6.4", "3.7.4",
)  # fmt: skip
#: Characters that CBS pads a crime to.
_WIDTH: Final = 6
_BUURT: Final = re.compile(r"BU[0-9]{8}")
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
TABLES: Final[Mapping[str, PoliceTable]] = MappingProxyType(
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
    table = TABLES[counts_per]
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
        found = table_rows(
            client, service, table.name, "TypedDataSet", condition=condition, columns=_COLUMNS
        )
        answers.append(found)
        rows += _rows(service, found, table, crime, gemeente=gemeente)
        progress((at + 1) / len(questions))
    frame = pd.DataFrame(rows, columns=["area", "period", "soort", "count"])
    for gemeente in gemeenten:
        if not frame["area"].str.startswith(f"BU{gemeente[2:]}").any():
            told = text.NO_ROWS.format(gemeente=gemeente)
            raise not_promised(service, answers[-1].request, told, text.ROWS_EXPECTED)
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
    found = table_rows(client, service, table.name, "SoortMisdrijf", feed=False)
    there = {
        text_at(service, found, at, "Key"): text_at(service, found, at, "Title")
        for at in range(len(found.rows))
    }
    crimes: dict[str, str] = {
        code: visible(there[code].removeprefix(code)).strip() for code in CRIMES if code in there
    }
    if not crimes:
        raise not_promised(service, found.request, text.NO_CRIMES, text.CRIMES)
    return crimes, found


def _rows(
    service: Service, found: Rows, table: PoliceTable, crime: str, *, gemeente: str
) -> list[tuple[str, str, str, int | None]]:
    """Return the rows of one soort in buurten; others were not asked for."""
    rows = []
    for at, row in enumerate(found.rows):
        area = text_at(service, found, at, "WijkenEnBuurten")
        period = text_at(service, found, at, "Perioden")
        soort = text_at(service, found, at, "SoortMisdrijf")
        if soort != crime or not _BUURT.fullmatch(area) or area[2:6] != gemeente[2:]:
            continue
        if not table.period.fullmatch(period):
            told = text.NO_PERIOD.format(period=repr(visible(period)))
            expected = text.PERIOD.format(per=EVERY[table.counts_per], example=table.example)
            raise not_promised(service, found.request, told, expected)
        rows.append((area, period, soort, _count(service, found, row, area, period=period)))
    return rows


def _count(
    service: Service, found: Rows, row: Mapping[str, object], area: str, *, period: str
) -> int | None:
    value = row.get(_VALUE)
    if value is None and _VALUE in row:
        return None
    number = value if isinstance(value, int | float) and not isinstance(value, bool) else math.nan
    if not math.isfinite(number) or number < 0 or number != int(number):
        told = text.NO_COUNT.format(value=repr(value)[:40], area=area, period=period)
        raise not_promised(service, found.request, told, text.COUNT)
    return int(number)


def _require_once(service: Service, frame: pd.DataFrame, found: Rows) -> None:
    repeated = frame.duplicated(["area", "period", "soort"])
    if repeated.any():
        row = frame[repeated].iloc[0]
        told = text.ROW_TWICE.format(area=row["area"], period=row["period"], soort=row["soort"])
        raise not_promised(service, found.request, told, text.ROW_ONCE)
