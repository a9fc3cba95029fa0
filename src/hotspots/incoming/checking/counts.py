"""Check every row of a file of counts: a number per area and period."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from hotspots.dutch import fold
from hotspots.errors import IntakeError
from hotspots.incoming.checking import words
from hotspots.incoming.checking.columns import map_columns, read_soorten
from hotspots.incoming.checking.intake import Clash, Intake, in_order_of_file, once_each
from hotspots.incoming.checking.moments import FIRST_YEAR, amsterdam_now
from hotspots.incoming.checking.report import (
    RowProblems,
    stop_if_most_are_refused,
    without_faulty_rows,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hotspots.catalog.specs import LayerSpec
    from hotspots.incoming.reading.table import Table

_YEAR: Final = re.compile(r"^(?P<year>[0-9]{4})(?:JJ00)?$", re.IGNORECASE)
_QUARTER: Final = re.compile(
    r"^(?P<year>[0-9]{4})[ -]?(?:K|Q|KW0?|kwartaal )(?P<quarter>[1-4])$", re.IGNORECASE
)
_MONTH: Final = re.compile(r"^(?P<year>[0-9]{4})(?:-|MM?|)(?P<month>0[1-9]|1[0-2])$", re.IGNORECASE)
#: A count; a spreadsheet may have put zero decimals behind it.
_COUNT: Final = re.compile(r"^[0-9]{1,9}(?:[.,]0+)?$")
_MONTHS_OF: Final = {"year": 12, "quarter": 3, "month": 1}


def check_counts(
    table: Table,
    layer: LayerSpec,
    *,
    by_hand: Mapping[str, str] | None = None,
) -> Intake:
    """Check every row of a table against a layer of counts.

    Whether an area exists is not looked at here. Of rows with the same area, period, soort and
    count one is kept; another count for the same is a problem of the later row.

    Returns
    -------
    Intake
        Accepted rows have the columns area (code or name, as in the file), period ("2016",
        "2016K1" or "2016-05"), begin and end (datetime64[s], the first moment of the period and
        of the next), soort ("" in a layer without), count, and row.

    Raises
    ------
    IntakeError
        If columns are missing, there are no rows, or more than half of them do not fit.
    """
    whole, faults = without_faulty_rows(table)
    stop_if_most_are_refused(faults, len(table), {})
    chosen = map_columns(table, layer, by_hand)
    if not len(table):
        raise IntakeError(*words.no_rows(layer.label))
    problems = RowProblems(whole.row_numbers)
    counts = _read_counts(whole, chosen.columns, problems)
    if layer.soorten:
        counts["soort"] = read_soorten(whole, chosen.columns, layer, problems).to_numpy()
        counts["key"] += "|" + counts["soort"]
    area = chosen.columns["area"]
    reason = words.SOORT_CONFLICT if layer.soorten else words.PERIOD_CONFLICT
    clash = Clash(area, whole.rows[area], reason)
    once, duplicates = once_each(counts, problems, ("count",), clash, key="key")
    in_order = in_order_of_file(table, faults, problems, chosen.columns)
    accepted = once.drop(columns="key").astype({"count": np.int64}).reset_index(drop=True)
    warnings = (*table.warnings, *chosen.warnings)
    return Intake.of(
        table, accepted, in_order, duplicates, warnings=warnings, mapping=chosen.columns
    )


def _read_counts(table: Table, columns: Mapping[str, str], problems: RowProblems) -> pd.DataFrame:
    texts = {field: table.rows[column].str.strip() for field, column in columns.items()}
    periods = [read_period(text) for text in texts["period"]]
    begins = np.array([begin for _, begin, _ in periods], dtype="M8[s]")
    readable = ~np.isnat(begins)
    implausible = readable & (
        (begins < np.datetime64(f"{FIRST_YEAR}-01-01")) | (begins > amsterdam_now())
    )
    whole = np.array([bool(_COUNT.match(text)) for text in texts["count"]], dtype=np.bool_)
    area, period, count = (columns[field] for field in ("area", "period", "count"))
    problems.add(np.asarray(texts["area"] == ""), area, texts["area"], words.AREA_EMPTY)
    problems.add(~readable, period, texts["period"], words.PERIOD_UNREADABLE)
    problems.add(implausible, period, texts["period"], words.PERIOD_OUT_OF_RANGE)
    problems.add(~whole, count, texts["count"], words.COUNT_UNREADABLE)
    names = [name for name, _, _ in periods]
    return pd.DataFrame(
        {
            "area": texts["area"],
            "period": pd.Series(names, dtype="str"),
            "begin": begins,
            "end": np.array([end for _, _, end in periods], dtype="M8[s]"),
            "count": [
                int(re.split("[.,]", text)[0]) if fits else 0
                for text, fits in zip(texts["count"], whole, strict=True)
            ],
            "soort": "",
            "row": table.row_numbers,
            "key": [
                f"{fold(text)}|{name}" for text, name in zip(texts["area"], names, strict=True)
            ],
        }
    )


def read_period(text: str) -> tuple[str, np.datetime64, np.datetime64]:
    """Return the name of a year, quarter or month, its first moment and that of the next.

    Examples
    --------
    >>> name, begin, end = read_period("2016-Q1")
    >>> name, str(begin), str(end)
    ('2016K1', '2016-01-01T00:00:00', '2016-04-01T00:00:00')
    """
    for pattern in (_YEAR, _QUARTER, _MONTH):
        match = pattern.match(text)
        if match is None:
            continue
        parts = match.groupdict()
        year, quarter, month = int(parts["year"]), parts.get("quarter"), parts.get("month")
        first = 3 * int(quarter) - 2 if quarter else int(month or 1)
        length = _MONTHS_OF["quarter" if quarter else "month" if month else "year"]
        begin = np.datetime64(f"{year:04d}-{first:02d}", "M")
        name = f"{year:04d}" + (f"K{quarter}" if quarter else f"-{month}" if month else "")
        return name, begin.astype("M8[s]"), (begin + length).astype("M8[s]")
    return "", np.datetime64("NaT", "s"), np.datetime64("NaT", "s")
