"""Check every row of a file of incidents, or of counts per area and period.

A row is accepted, put aside with a reason, or a duplicate.
"""

from __future__ import annotations

import re
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from hotspots.catalog.specs import AREA_FIELDS, PRECISION
from hotspots.dutch import fold
from hotspots.errors import IntakeError
from hotspots.incoming.checking import column_words, words
from hotspots.incoming.checking import moments as times
from hotspots.incoming.checking.calendar import NO_VENUES, Venues, add_event_fields
from hotspots.incoming.checking.columns import map_columns, read_soorten
from hotspots.incoming.checking.intake import (
    AREA,
    DATE_PRECISION,
    DAY,
    MONTH,
    YEAR,
    Clash,
    Intake,
    content_ids,
    content_of_kind,
    in_order_of_file,
    once_each,
)
from hotspots.incoming.checking.known_areas import look_like_places, read_areas
from hotspots.incoming.checking.moments import (
    FIRST_YEAR,
    Moments,
    amsterdam_now,
    kind_of_numbers,
    less_precise,
    read_moments,
)
from hotspots.incoming.checking.places import (
    address_columns,
    read_places,
    require_allowed,
    with_addresses,
    without_addresses,
)
from hotspots.incoming.checking.report import (
    RowProblems,
    stop_if_most_are_refused,
    without_faulty_rows,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from numpy.typing import NDArray

    from hotspots.catalog.specs import LayerSpec
    from hotspots.incoming.checking.columns import ColumnMap
    from hotspots.incoming.checking.known_areas import KnownAreas
    from hotspots.incoming.checking.places import Locator
    from hotspots.incoming.reading.table import Table


_PLACE_FIELDS: Final = ("x_rd", "y_rd", "lon", "lat")
_ROUNDED_ID: Final = re.compile(r"^[0-9][.,]?[0-9]*[eE]\+?[0-9]+$")
#: How far ahead a calendar of events may look.
_CALENDAR: Final = np.timedelta64(5 * 366, "D")
#: Characters; longer ids are texts that slipped into the wrong column.
_LONGEST_ID: Final = 100
_DECIMAL_ID: Final = r"^[0-9]+[.,]0+$"
#: From this many rows, dates of which none has a day above 12 are worth a warning.
_EITHER_ORDER_ROWS: Final = 10
_NO_LABELS: Final[Mapping[str, str]] = MappingProxyType({})
#: From this many rows, times that are all 00:00 mean that there was no time.
_MIDNIGHT_ROWS: Final = 10


def check_rows(
    table: Table,
    layer: LayerSpec,
    *,
    by_hand: Mapping[str, str] | None = None,
    labels: Mapping[str, str] = _NO_LABELS,
    soort: str = "",
    each_row: bool = False,
    crs: str | None = None,
    now: np.datetime64 | None = None,
    venues: Venues = NO_VENUES,
    locator: Locator | None = None,
    areas: KnownAreas | None = None,
    is_whole: bool = True,
) -> Intake:
    """Check every row of a table against a layer of incidents.

    Nothing is repaired in silence: a row that does not fit is put aside with everything that is
    wrong with it. Of rows with the same id and content one is kept; an id that comes back with
    other content is a problem of the later row. Whether ids are known from an earlier version
    is not looked at here.

    Parameters
    ----------
    by_hand
        Column per field, before the aliases of the layer.
    labels
        Soort per label in the file, beside its id and label in the layer; "" is none of the layer.
    soort
        Of rows that name none.
    each_row
        Whether each row is an event: rows with the same id, or the same content, are all accepted,
        and `one_id_each` tells them apart when all rows are there. A row without an id is no fault.
    crs
        "EPSG:n" of the coordinates, before what columns or file say.
    now
        What lies after it is in the future, and a fault unless the layer holds planned events;
        the present if left out.
    venues
        The places that an event of a calendar can name instead of coordinates.
    locator
        Looks up the address of a row without coordinates; None where that may not be.
    areas
        Those that a row without coordinates can name instead; None where it cannot.
    is_whole
        Whether it is a whole file, of which more than half has to fit. Of a piece of one it is not
        looked at which ids come back.

    Raises
    ------
    IntakeError
        If columns are missing, there are no rows, or (`RowsRefusedError`, which knows the
        problems) more than half of them do not fit.
    CrsError
        If coordinates are not in the CRS they should be in.
    """
    whole, faults = without_faulty_rows(table)
    if is_whole:
        stop_if_most_are_refused(faults, len(table), {})
    chosen, looks_up = _columns(
        table, layer, by_hand or {}, soort=soort, locator=locator, in_areas=areas is not None
    )
    if not len(table):
        raise IntakeError(*words.no_rows(layer.label))
    problems = RowProblems(whole.row_numbers)
    incidents = pd.DataFrame({"row": whole.row_numbers})
    incidents["id"] = _ids(whole, chosen.columns, problems, may_lack=each_row)
    incidents["soort"] = read_soorten(
        whole, chosen.columns, layer, problems, labels=labels, soort=soort
    )
    warnings = [*table.warnings, *chosen.warnings, *_soort_warnings(whole, chosen.columns, layer)]
    warnings += _id_warnings(incidents["id"], chosen.columns.get("id"))
    now = times.amsterdam_now() if now is None else now
    latest = _latest(layer, now)
    warnings += _add_moments(incidents, whole, chosen.columns, problems, latest)
    by_column = any((by_hand or {}).get(field) for field in _PLACE_FIELDS)
    places = read_places(whole, chosen.columns, problems, crs=crs, prefer_columns=by_column)
    incidents["x_rd"], incidents["y_rd"] = places.x_rd, places.y_rd
    if looks_up and locator is not None:
        x_rd, y_rd, place_notes = with_addresses(whole, looks_up, places, problems, locator)
        incidents["x_rd"], incidents["y_rd"] = x_rd, y_rd
        warnings += place_notes
    if layer.kind == "calendar":
        warnings += add_event_fields(
            incidents, whole, chosen.columns, problems, venues=venues, latest=latest, now=now
        )
    else:
        _add_precision(incidents, whole, chosen.columns, problems)
        without = incidents["x_rd"].isna().to_numpy(dtype=bool) & places.without
        incidents[AREA] = read_areas(whole, chosen.columns, without, problems, areas)
        chosen, area_notes = _areas_used(chosen, incidents)
        warnings += area_notes
    content = content_of_kind(layer.kind)
    nameless = np.asarray(~problems.refused & (incidents["id"] == ""), dtype=np.bool_)
    if nameless.any():
        incidents.loc[nameless, "id"] = content_ids(incidents[nameless])
    clash = Clash(chosen.columns.get("id", ""), incidents["id"], words.ID_CONFLICT)
    if is_whole and not each_row:
        once, duplicates = once_each(incidents, problems, content, clash)
    else:
        once, duplicates = incidents[~problems.refused], np.empty(0, dtype=np.int64)
    in_order = in_order_of_file(table, faults, problems, chosen.columns, is_whole=is_whole)
    accepted = once[["id", *content, "row"]].reset_index(drop=True)
    accepted, heaps = less_precise(accepted, chosen.columns["begin"])
    warnings += places.warnings
    if not each_row:
        warnings += _without_ids(chosen.columns, len(duplicates))
    elif len(once):
        warnings.append(words.EACH_ROW)
    return Intake.of(
        table,
        accepted,
        in_order,
        duplicates,
        warnings=(*warnings, *heaps, *_notes(accepted)),
        mapping=chosen.columns,
        crs=places.crs,
        unused=chosen.unused,
    )


def _columns(
    table: Table,
    layer: LayerSpec,
    by_hand: Mapping[str, str],
    *,
    soort: str,
    locator: Locator | None,
    in_areas: bool,
) -> tuple[ColumnMap, dict[str, str]]:
    """Return which column is which field, and those of the addresses that are looked up.

    Raises
    ------
    IntakeError
        If a column is missing, or says where rows are in a way that may not be read.
    """
    addressed = address_columns(table, layer, by_hand)
    looks_up = addressed if locator is not None and not layer.sensitive else {}
    chosen = map_columns(
        table,
        layer,
        without_addresses(layer, by_hand),
        placeless=bool(addressed),
        looked_up=tuple(looks_up.values()),
        soort=soort,
        in_areas=in_areas,
    )
    if table.x is None and not set(_PLACE_FIELDS) & set(chosen.columns):
        if set(AREA_FIELDS) & set(chosen.columns):
            _require_no_places(table, chosen, layer, by_hand)
        elif addressed:
            require_allowed(layer, addressed, locator)
    return chosen, looks_up


def _require_no_places(
    table: Table, chosen: ColumnMap, layer: LayerSpec, by_hand: Mapping[str, str]
) -> None:
    """Stop at columns that hold coordinates and were not recognised: all points would be lost.

    Raises
    ------
    IntakeError
    """
    if any(by_hand.get(field) == "" for field in _PLACE_FIELDS):
        return
    if columns := look_like_places(table.rows[list(chosen.unused)]):
        raise IntakeError(*column_words.places_not_recognised(columns, layer.label))


def _areas_used(chosen: ColumnMap, incidents: pd.DataFrame) -> tuple[ColumnMap, list[str]]:
    """Return the columns of which something was read, and how many rows have an area alone."""
    named = [chosen.columns[field] for field in AREA_FIELDS if field in chosen.columns]
    if count := int((incidents[AREA] != "").sum()):
        return chosen, [words.in_areas(count, named)]
    columns = {field: one for field, one in chosen.columns.items() if field not in AREA_FIELDS}
    unused = (*chosen.unused, *named)
    return replace(chosen, columns=MappingProxyType(columns), unused=unused), []


#: What a column says is known of a date; a time is known by being there.
_PRECISIONS: Final = {
    "": "", "tijd": "", "uur": "", "minuut": "", "time": "", "minute": "", "hour": "",
    "dag": DAY, "day": DAY, "datum": DAY,
    "maand": MONTH, "month": MONTH, "jaar": YEAR, "year": YEAR,
}  # fmt: skip


def _add_precision(
    incidents: pd.DataFrame, table: Table, columns: Mapping[str, str], problems: RowProblems
) -> None:
    """Add how precise each date is, where a column says so; a day and less has no time.

    Of a month or a year the date is its first day, whichever the file fills in.
    """
    incidents[DATE_PRECISION] = DAY
    if PRECISION not in columns:
        return
    texts = table.rows[columns[PRECISION]]
    known = texts.str.strip().str.casefold().map(_PRECISIONS)
    unknown = known.isna().to_numpy(dtype=bool)
    problems.add(unknown, columns[PRECISION], texts, words.PRECISION_UNKNOWN)
    known = known.where(~unknown, "")
    incidents.loc[(known != "").to_numpy(), "begin_has_time"] = False
    begin = incidents["begin"].to_numpy().astype("M8[s]")
    for precision, unit in ((DAY, "M8[D]"), (MONTH, "M8[M]"), (YEAR, "M8[Y]")):
        rows = (known == precision).to_numpy(dtype=bool)
        incidents.loc[rows, DATE_PRECISION] = precision
        begin[rows] = begin[rows].astype(unit).astype("M8[s]")
    incidents["begin"] = begin


def _without_ids(columns: Mapping[str, str], duplicates: int) -> tuple[str, ...]:
    if "id" in columns:
        return ()
    return (words.identical_rows(duplicates) if duplicates else words.NO_ID_COLUMN,)


def _latest(layer: LayerSpec, now: np.datetime64) -> np.datetime64:
    """Return the last moment that can be right: what is planned may lie ahead."""
    return now + _CALENDAR if layer.observes == "evenement" else now


def _ids(
    table: Table, columns: Mapping[str, str], problems: RowProblems, *, may_lack: bool
) -> pd.Series[str]:
    if "id" not in columns:
        return pd.Series([""] * len(table), dtype="str")
    name = columns["id"]
    ids = table.rows[name].str.strip()
    if not may_lack:
        problems.add(np.asarray(ids == ""), name, ids, words.ID_EMPTY)
    problems.add(np.asarray(ids.str.match(_ROUNDED_ID)), name, ids, words.ID_ROUNDED)
    problems.add(np.asarray(ids.str.len() > _LONGEST_ID), name, ids, words.ID_TOO_LONG)
    return ids


def _id_warnings(ids: pd.Series[str], column: str | None) -> list[str]:
    filled = ids[ids != ""]
    if column is None or not len(filled) or not filled.str.match(_DECIMAL_ID).all():
        return []
    return [words.ids_with_decimals(column)]


def _soort_warnings(table: Table, columns: Mapping[str, str], layer: LayerSpec) -> list[str]:
    """Warn about events without a soort, where a calendar knows more than one."""
    if layer.kind != "calendar" or len(layer.soorten) <= 1:
        return []
    texts = _column(table, columns, "soort")
    without = len(table) if texts is None else int((texts.str.strip() == "").sum())
    return [words.without_soort(without)] if without else []


def _add_moments(
    incidents: pd.DataFrame,
    table: Table,
    columns: Mapping[str, str],
    problems: RowProblems,
    now: np.datetime64,
) -> list[str]:
    """Add begin and end to ``incidents`` and return what to warn about."""
    numbers = [
        words.dates_as_numbers(columns[field], kind)
        for field in ("begin", "end")
        if field in columns and (kind := kind_of_numbers(table.rows[columns[field]]))
    ]
    begin = read_moments(table.rows[columns["begin"]], _column(table, columns, "time"), now=now)
    _report_moments(begin, table, columns, ("begin", "time"), problems)
    warnings = [*numbers, *_moment_warnings(begin, table.row_numbers, columns["begin"])]
    end_texts = _column(table, columns, "end")
    if end_texts is None:
        end_texts = pd.Series([""] * len(table), dtype="str")
    end = read_moments(end_texts, _column(table, columns, "end_time"), time_required=False, now=now)
    missing = end.date_fault == times.DATE_EMPTY
    end.date_fault[missing] = times.FINE
    end.time_fault[missing] = times.FINE
    _report_moments(end, table, columns, ("end", "end_time"), problems)
    warnings += _moment_warnings(end, table.row_numbers, columns.get("end", ""))
    problems.add(_before(end, begin), columns.get("end", ""), end_texts, words.END_BEFORE_BEGIN)
    for field, moments in (("begin", begin), ("end", end)):
        has_time = moments.has_time
        if _all_midnight(moments):
            has_time = np.zeros(len(has_time), dtype=np.bool_)
            warnings.append(words.all_midnight(columns[field]))
        incidents[field], incidents[f"{field}_has_time"] = moments.wall, has_time
    return warnings


def _column(table: Table, columns: Mapping[str, str], field: str) -> pd.Series[str] | None:
    return table.rows[columns[field]] if field in columns else None


def _report_moments(
    moments: Moments,
    table: Table,
    columns: Mapping[str, str],
    fields: tuple[str, str],
    problems: RowProblems,
) -> None:
    """Blame the column of the date or that of the time."""
    date_field, time_field = fields
    if date_field not in columns:
        return
    clock = columns.get(time_field, columns[date_field])
    for code, reason in enumerate(words.MOMENT_REASONS):
        if code == times.FINE:
            continue
        dates = table.rows[columns[date_field]]
        problems.add(moments.date_fault == code, columns[date_field], dates, reason)
        problems.add(moments.time_fault == code, clock, table.rows[clock], reason)


def _moment_warnings(moments: Moments, row_numbers: NDArray[np.int64], column: str) -> list[str]:
    warnings: list[str] = []
    if moments.doubled.any():
        first = int(row_numbers[moments.doubled.argmax()])
        warnings.append(words.doubled_hours(int(moments.doubled.sum()), first, column))
    if moments.converted.any():
        warnings.append(words.converted_offsets(int(moments.converted.sum()), column))
    if (either := int(moments.either_order.sum())) >= _EITHER_ORDER_ROWS:
        warnings.append(words.either_order(either, column))
    if moments.minute.any():
        warnings.append(words.minute_precision(int(moments.minute.sum()), column))
    return warnings


def _before(end: Moments, begin: Moments) -> NDArray[np.bool_]:
    """Where an interval ends before it begins, as far as their precision tells."""
    timed = end.has_time & begin.has_time
    day_before = end.wall.astype("M8[D]") < begin.wall.astype("M8[D]")
    return np.where(timed, end.wall < begin.wall, day_before)


def _all_midnight(moments: Moments) -> bool:
    timed = moments.wall[moments.has_time]
    return len(timed) >= _MIDNIGHT_ROWS and bool((timed == timed.astype("M8[D]")).all())


def _notes(accepted: pd.DataFrame) -> tuple[str, ...]:
    dates_only = int((~accepted["begin_has_time"]).sum())
    return (words.without_time(dates_only),) if dates_only else ()


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
    labels: Mapping[str, str] = _NO_LABELS,
    soort: str = "",
    each_row: bool = False,
) -> Intake:
    """Check every row of a table against a layer of counts.

    Whether an area exists is not looked at here. Of rows with the same area, period, soort and
    count one is kept; another count for the same is a problem of the later row.

    Parameters
    ----------
    each_row
        Whether rows of the same area and period add up: each counts for one, or for what stands in
        its column. Its period may be a date then.

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
    chosen = map_columns(table, layer, by_hand, soort=soort, each_row=each_row)
    if not len(table):
        raise IntakeError(*words.no_rows(layer.label))
    problems = RowProblems(whole.row_numbers)
    counts = _read_counts(whole, chosen.columns, problems, layer.counts_per if each_row else "")
    if layer.soorten:
        soorten = read_soorten(whole, chosen.columns, layer, problems, labels=labels, soort=soort)
        counts["soort"] = soorten.to_numpy()
        counts["key"] += "|" + counts["soort"]
    area = chosen.columns["area"]
    reason = words.SOORT_CONFLICT if layer.soorten else words.PERIOD_CONFLICT
    clash = Clash(area, whole.rows[area], reason)
    if each_row:
        once, duplicates = counts[~problems.refused], np.empty(0, dtype=np.int64)
    else:
        once, duplicates = once_each(counts, problems, ("count",), clash, key="key")
    in_order = in_order_of_file(table, faults, problems, chosen.columns)
    accepted = once.drop(columns="key").astype({"count": np.int64}).reset_index(drop=True)
    warnings = (*table.warnings, *chosen.warnings, *((words.ADDED_UP,) if each_row else ()))
    return Intake.of(
        table,
        accepted,
        in_order,
        duplicates,
        warnings=warnings,
        mapping=chosen.columns,
        unused=chosen.unused,
    )


def _read_counts(
    table: Table, columns: Mapping[str, str], problems: RowProblems, per: str
) -> pd.DataFrame:
    """Return the counts of a table; with ``per`` a date is the period that it lies in."""
    texts = {field: table.rows[column].str.strip() for field, column in columns.items()}
    given = texts["period"]
    if per:
        texts["period"] = _periods_of_dates(given, per)
    if "count" not in texts:
        texts["count"] = pd.Series(["1"] * len(table), dtype="str")
    periods = [read_period(text) for text in texts["period"]]
    begins = np.array([begin for _, begin, _ in periods], dtype="M8[s]")
    readable = ~np.isnat(begins)
    implausible = readable & (
        (begins < np.datetime64(f"{FIRST_YEAR}-01-01")) | (begins > amsterdam_now())
    )
    whole = np.array([bool(_COUNT.match(text)) for text in texts["count"]], dtype=np.bool_)
    area, period, count = (columns.get(field, "") for field in ("area", "period", "count"))
    problems.add(np.asarray(texts["area"] == ""), area, texts["area"], words.AREA_EMPTY)
    problems.add(~readable, period, given, words.PERIOD_UNREADABLE)
    problems.add(implausible, period, given, words.PERIOD_OUT_OF_RANGE)
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


def _periods_of_dates(texts: pd.Series[str], per: str) -> pd.Series[str]:
    """Return periods, and of dates the month, quarter or year that each lies in.

    Examples
    --------
    >>> import pandas as pd
    >>> _periods_of_dates(pd.Series(["31-05-2017 23:15", "2016K1", "ooit"]), "quarter").tolist()
    ['2017K2', '2016K1', 'ooit']
    """
    dates = read_moments(texts).wall.astype("M8[M]")
    return pd.Series(
        [
            text if np.isnat(month) or read_period(text)[0] else _period_of(month.item(), per)
            for text, month in zip(texts, dates, strict=True)
        ],
        dtype="str",
    )


def _period_of(month: date, per: str) -> str:
    quarter = f"K{(month.month + 2) // 3}"
    return f"{month.year}{ {'month': f'-{month.month:02d}', 'quarter': quarter, 'year': ''}[per] }"


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
