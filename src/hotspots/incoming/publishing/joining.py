"""What every row needs, computed once at import: its areas, its cell, its place in time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from hotspots.catalog.specs import DAY_PARTS
from hotspots.crs import RD_NEW, WEB_MERCATOR, reproject
from hotspots.dutch import fold
from hotspots.errors import IntakeError
from hotspots.geography.grid import cell_of
from hotspots.incoming.checking.intake import (
    AREA,
    CALENDAR_CONTENT,
    CONTENT,
    DATE_PRECISION,
    DAY,
)
from hotspots.incoming.publishing import words
from hotspots.incoming.publishing.drafts import counts_of, with_points

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hotspots.catalog.specs import LayerSpec
    from hotspots.geography.areas import Geography
    from hotspots.incoming.checking.intake import Intake

_HOURS_PER_PART: Final = 6
#: Months in the coarsest period a layer of counts may have: sensitive layers answer per quarter.
_LONGEST_MONTHS: Final = 3


def join_incidents(accepted: pd.DataFrame, geography: Geography) -> pa.Table:
    """Return incidents with area codes, finest cell, mercator place and time fields.

    Parameters
    ----------
    accepted
        Columns id, soort, begin, begin_has_time, end, end_has_time, x_rd, y_rd; times are local
        wall times, places are RD metres or NaN. Of incidents also date_precision and area; a
        version of before they were kept has none: its days count as known, and a row without a
        place has no area either.

    Returns
    -------
    pyarrow.Table
        The same rows in the same order, as GeoParquet. ``buurt`` and ``wijk`` are null outside the
        gemeente and without a place; ``area`` is there if it says them of any row. ``day_part`` and
        ``hour`` are -1 where the time of day is unknown, ``weekday`` where the day is.
    """
    x_rd = accepted["x_rd"].to_numpy(dtype=np.float64)
    y_rd = accepted["y_rd"].to_numpy(dtype=np.float64)
    buurt = geography.index.locate(x_rd, y_rd)
    inside = buurt >= 0
    wijk = np.where(inside, geography.buurten.parent[buurt], -1)
    in_area = AREA in accepted and bool((accepted[AREA] != "").any())
    if in_area:
        buurt, wijk = _in_areas(accepted[AREA], buurt, wijk, geography)
    x_mercator, y_mercator = reproject(x_rd, y_rd, source=RD_NEW, target=WEB_MERCATOR)
    begin = accepted["begin"].to_numpy(dtype="datetime64[s]")
    day = begin.astype("datetime64[D]")
    has_time = accepted["begin_has_time"].to_numpy(dtype=bool)
    hour = (begin - day).astype("timedelta64[h]").astype(np.int8)
    columns = {
        "id": pa.array(accepted["id"], type=pa.string()),
        "soort": pa.array(accepted["soort"], type=pa.string()).dictionary_encode(),
        "begin": pa.array(begin),
        "begin_has_time": pa.array(has_time),
        "end": pa.array(accepted["end"].to_numpy(dtype="datetime64[s]")),
        "end_has_time": pa.array(accepted["end_has_time"].to_numpy(dtype=bool)),
        "x_rd": pa.array(x_rd),
        "y_rd": pa.array(y_rd),
        "x_mercator": pa.array(x_mercator),
        "y_mercator": pa.array(y_mercator),
        "buurt": _coded(buurt, geography.buurten.codes),
        "wijk": _coded(wijk, geography.wijken.codes),
        "cell_col": pa.array(cell_of(x_rd)),
        "cell_row": pa.array(cell_of(y_rd)),
        "day": pa.array(day.astype(np.int32)),
        "weekday": pa.array(_weekday(day, accepted)),
        "hour": pa.array(np.where(has_time, hour, np.int8(-1))),
        "day_part": pa.array(part_of_day(accepted)),
    }
    if DATE_PRECISION in accepted:
        precision = pa.array(accepted[DATE_PRECISION], type=pa.string())
        columns[DATE_PRECISION] = precision.dictionary_encode()
    if in_area:
        columns[AREA] = pa.array(accepted[AREA], type=pa.string()).dictionary_encode()
    return with_points(pa.table(columns | _event_columns(accepted)))


def _in_areas(
    areas: pd.Series[str],
    buurt: NDArray[np.int32],
    wijk: NDArray[np.int32],
    geography: Geography,
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return the positions of buurt and wijk, of rows without a place by the code of their area.

    A row of which the wijk is known alone is in no buurt; an area that is not here is in neither.
    """
    codes, of_codes = pd.factorize(areas)

    def named(known: tuple[str, ...]) -> NDArray[np.int32]:
        position = {code: at for at, code in enumerate(known)}
        return np.array([position.get(code, -1) for code in of_codes], dtype=np.int32)[codes]

    in_buurt, in_wijk = named(geography.buurten.codes), named(geography.wijken.codes)
    in_wijk = np.where(in_buurt >= 0, geography.buurten.parent[in_buurt], in_wijk)
    return np.where(in_buurt >= 0, in_buurt, buurt), np.where(in_wijk >= 0, in_wijk, wijk)


def _weekday(day: NDArray[np.datetime64], accepted: pd.DataFrame) -> NDArray[np.int8]:
    """Return the day of the week, Monday is 0; -1 where only the month or the year is known."""
    # 1 January 1970 was a Thursday.
    weekday = ((day.astype(np.int64) + 3) % 7).astype(np.int8)
    if DATE_PRECISION in accepted:
        weekday[(accepted[DATE_PRECISION] != DAY).to_numpy(dtype=bool)] = -1
    return weekday


def _event_columns(accepted: pd.DataFrame) -> dict[str, pa.Array]:
    """Return what a calendar knows of its events; nothing where rows are no events."""
    return {
        name: pa.array(accepted[name].to_numpy(dtype="datetime64[s]"))
        if accepted[name].dtype.kind == "M"
        else pa.array(accepted[name], type=pa.float64() if _is_number(name) else pa.string())
        for name in CALENDAR_CONTENT
        if name in accepted
    }


def _is_number(name: str) -> bool:
    return name.endswith("visitors")


def _coded(position: NDArray[np.int32], codes: tuple[str, ...]) -> pa.DictionaryArray:
    indices = pa.array(position, mask=position < 0, type=pa.int32())
    return pa.DictionaryArray.from_arrays(indices, pa.array(codes, type=pa.string()))


def part_of_day(incidents: pd.DataFrame) -> NDArray[np.int8]:
    """Return the part of the day an incident lies in wholly, or -1 where that is unknown.

    Examples
    --------
    An evening at home, a night away from 23:00 to 01:00, and a date without a time.

    >>> import pandas as pd
    >>> part_of_day(pd.DataFrame({
    ...     "begin": pd.to_datetime(["2017-01-05 19:00", "2017-01-05 23:00", "2017-01-05 00:00"]),
    ...     "begin_has_time": [True, True, False],
    ...     "end": pd.to_datetime(["2017-01-05 22:30", "2017-01-06 01:00", None]),
    ...     "end_has_time": [True, True, False],
    ... })).tolist()
    [3, -1, -1]
    """
    begin = incidents["begin"].to_numpy(dtype="datetime64[s]")
    end = incidents["end"].to_numpy(dtype="datetime64[s]")
    has_end = ~np.isnat(end)
    part_of_begin = begin.astype("datetime64[h]").astype(np.int64) // _HOURS_PER_PART
    part_ends = ((part_of_begin + 1) * _HOURS_PER_PART).astype("datetime64[h]")
    inside = ~has_end | (incidents["end_has_time"].to_numpy(dtype=bool) & (end <= part_ends))
    known = incidents["begin_has_time"].to_numpy(dtype=bool) & inside
    return np.where(known, part_of_begin % len(DAY_PARTS), -1).astype(np.int8)


def join_counts(
    accepted: pd.DataFrame, geography: Geography, layer: LayerSpec, *, add_up: bool = False
) -> tuple[pa.Table, int]:
    """Return counts by area code and month, and how many rows name an area that is not here.

    Parameters
    ----------
    accepted
        Columns area (code or name), begin, end, count and soort.
    add_up
        Whether rows of the same area, month and soort become one; a code of a buurt is then its
        wijk where the layer is of wijken.

    Raises
    ------
    IntakeError
        If a count is of another period than the layer is shown by: a year cannot be told apart
        into quarters or months.
    """
    begin = accepted["begin"].to_numpy(dtype="datetime64[M]")
    _require_length(accepted, begin, layer)
    areas = geography.level(layer.privacy.finest)
    code_of = {fold(code): code for code in areas.codes}
    code_of |= {fold(name): code for name, code in zip(areas.names, areas.codes, strict=True)}
    if add_up and layer.privacy.finest == "wijken":
        wijken = geography.wijken.codes
        for code, wijk in zip(geography.buurten.codes, geography.buurten.parent, strict=True):
            code_of[fold(code)] = wijken[wijk]
    codes = [code_of.get(fold(area)) for area in accepted["area"]]
    columns = {
        "area": pa.array(codes, type=pa.string()),
        "month": pa.array(begin.astype("datetime64[s]")),
        "count": pa.array(accepted["count"], type=pa.int64()),
    }
    if layer.soorten:
        columns["soort"] = pa.array(accepted["soort"], type=pa.string()).dictionary_encode()
    return (_added_up(columns) if add_up else pa.table(columns)), codes.count(None)


def _added_up(columns: dict[str, pa.Array]) -> pa.Table:
    """Return the sum of the counts of each area, month and soort, in order."""
    keys = [name for name in columns if name != "count"]
    plain = {
        name: values.cast(pa.string()) if pa.types.is_dictionary(values.type) else values
        for name, values in columns.items()
    }
    summed = pa.table(plain).group_by(keys).aggregate([("count", "sum")])
    summed = summed.rename_columns([*keys, "count"]).sort_by([(key, "ascending") for key in keys])
    if "soort" in columns:
        at = summed.column_names.index("soort")
        summed = summed.set_column(at, "soort", summed["soort"].dictionary_encode())
    return summed.select(list(columns)).combine_chunks()


def tally_of_counts(
    rows: pa.Table, checked: Intake, layer: LayerSpec, outside: int
) -> dict[str, int]:
    """Return what a version of counts keeps of its file, for the ledger of a map.

    A map shows what was counted, and so does its ledger: a row that was put aside, or came twice,
    is one there, for nobody knows how many it stood for. A sensitive layer has rows only.
    """
    aside, twice = len(checked.quarantined), len(checked.duplicates)
    total = len(checked.accepted) if layer.sensitive else pc.sum(rows["count"]).as_py() or 0
    return counts_of(
        total + aside + twice, total, quarantined=aside, duplicate=twice, outside=outside
    )


def _require_length(
    accepted: pd.DataFrame, begin: NDArray[np.datetime64], layer: LayerSpec
) -> None:
    months = (accepted["end"].to_numpy(dtype="datetime64[M]") - begin).astype(np.int64)
    wrong = months > _LONGEST_MONTHS if layer.sensitive else months != layer.counted_months
    at = np.flatnonzero(wrong)
    if not len(at):
        return
    row = accepted.iloc[int(at[0])]
    if layer.sensitive:
        raise IntakeError(*words.too_long(row["row"], row["period"], layer.label))
    raise IntakeError(*words.other_length(row["row"], row["period"], layer.label, layer.counts_per))


def content_of(table: pa.Table) -> pd.DataFrame:
    """Return what the rows of a published version said, as they were when checked."""
    known = (*CALENDAR_CONTENT, DATE_PRECISION)
    names = ["id", *CONTENT, *(name for name in known if name in table.column_names)]
    columns = {
        name: table[name].cast(pa.string())
        if pa.types.is_dictionary(table[name].type)
        else table[name]
        for name in names
    }
    content: pd.DataFrame = pa.table(columns).to_pandas()
    if "entered_by" in content:
        return content
    # Of rows that all have a place, nothing was written.
    areas = table[AREA].cast(pa.string()).to_pandas() if AREA in table.column_names else ""
    content[AREA] = pd.Series(areas, index=content.index, dtype="str").fillna("")
    return content
