"""A version of incidents is a manifest that names its parts: Parquet files of whole months.

A part holds the rows of which the month begins with its span: "" is all of them, "201" a decade,
"2017" a year, "2017-05" a month. It is divided when it has more than `ROWS_PER_PART` rows, down to
months: a small layer is one file, ten million rows are a file a month. So a few rows more are a few
files more, and all others are those of the version before.

Within a part, rows lie along a curve through the cells of 50 m: what is near on the map is near in
the file.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from hotspots.store.cubes import CUBE_NAMES
from hotspots.store.files import checked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from hotspots.store.cubes import CubeName

#: Rows from which a part is divided, unless it is a month: some 7 MB on disk.
ROWS_PER_PART: Final = 100_000
#: Characters of "2017-05" that a span can have: all, a decade, a year, a month.
_LENGTHS: Final = (0, 3, 4, 7)
#: How a manifest ends; a version of before there were parts is one Parquet file.
MANIFEST: Final = ".json"
#: The column by which rows are divided; a table without it is one file.
DAY: Final = "day"
_FORMAT: Final = 1
#: The code of the buurt or wijk of a row without a point; a version of before has no such column.
_AREA: Final = "area"
#: Whether the time of day of the begin of a row is known.
TIMED: Final = "begin_has_time"
_MONTHS: Final = "datetime64[M]"


@dataclass(frozen=True, slots=True)
class Part:
    """A file with rows of a version, and what is known of it without opening it.

    Attributes
    ----------
    span
        What the months in it begin with.
    file, sha256
        Its name in the folder of parts, and the checksum of its bytes.
    rows, without_place, outside
        How many rows it has; of them without a place, and with a place in no buurt.
    area_only
        How many have a buurt or wijk for a place, and no point in it.
    timed
        Of how many the time of day of the begin is known; -1 in a manifest that does not say.
    first, last
        Days since 1 January 1970 of its first and last row; 0 and -1 without rows.
    areas, cells
        Checksums of its cubes (`hotspots.store.cubes`); "" where it has none.
    """

    span: str
    file: str
    sha256: str
    rows: int
    without_place: int
    outside: int
    first: int
    last: int
    areas: str = ""
    cells: str = ""
    area_only: int = 0
    timed: int = -1

    def holds(self, month: str) -> bool:
        """Whether a month is one of this part."""
        return month.startswith(self.span)

    @property
    def cubes(self) -> dict[CubeName, str]:
        """The checksums of the cubes that it has."""
        return {name: sha for name in CUBE_NAMES if (sha := getattr(self, name))}

    def cube_file(self, name: CubeName, sha256: str = "") -> str:
        """Return the name of the file of one of its cubes, or of one that it is given."""
        stem = self.file.removesuffix(".parquet")
        return f"{stem}-{name}-{(sha256 or self.cubes[name])[:12]}.parquet"

    @property
    def files(self) -> tuple[str, ...]:
        """The names of its own file and those of its cubes."""
        return (self.file, *map(self.cube_file, self.cubes))


def part_of(span: str, file: str, sha256: str, rows: pa.Table) -> Part:
    """Return what a manifest says of rows that were written in a file under a checksum."""
    places = places_of(rows)
    days = pc.min_max(rows[DAY]).as_py() if rows.num_rows else {"min": 0, "max": -1}
    return Part(
        span=span,
        file=file,
        sha256=sha256,
        rows=rows.num_rows,
        first=days["min"],
        last=days["max"],
        without_place=places["without_place"],
        outside=places["outside"],
        area_only=places["area_only"],
        timed=timed_in(rows) if TIMED in rows.column_names else -1,
    )


def timed_in(rows: pa.Table) -> int:
    """Count the rows of which the time of day of the begin is known."""
    return int(pc.sum(rows[TIMED]).as_py() or 0)


def places_of(rows: pa.Table) -> dict[str, int]:
    """Count the rows without a place, those outside every buurt, and those with an area alone."""
    if not {"x_rd", "buurt"} <= set(rows.column_names):
        return {"without_place": 0, "outside": 0, "area_only": 0}
    unpointed = np.isnan(rows["x_rd"].to_numpy())
    inside = np.array(rows["buurt"].is_valid(), dtype=bool)
    if "wijk" in rows.column_names:
        inside |= np.array(rows["wijk"].is_valid(), dtype=bool)
    nowhere = unpointed & ~inside
    if _AREA in rows.column_names:
        elsewhere = pc.not_equal(rows[_AREA].cast(pa.string()), "").fill_null(fill_value=False)
        nowhere &= ~np.array(elsewhere, dtype=bool)
    return {
        "without_place": int(nowhere.sum()),
        "outside": int((~inside & ~nowhere).sum()),
        "area_only": int((unpointed & inside).sum()),
    }


def manifest_of(parts: Sequence[Part]) -> bytes:
    """Return a manifest as it stands on disk."""
    body = {"format": _FORMAT, "parts": [asdict(part) for part in parts]}
    return (json.dumps(body, ensure_ascii=False, indent=1) + "\n").encode()


def parts_in(manifest: bytes, sha256: str) -> tuple[Part, ...]:
    """Return the parts that a manifest names.

    Raises
    ------
    ValueError
        If it is not what was written.
    """
    body: dict[str, Any] = json.loads(checked(manifest, sha256))
    names = Part.__dataclass_fields__
    return tuple(
        Part(**{name: value for name, value in entry.items() if name in names})
        for entry in body["parts"]
    )


def months_of(rows: pa.Table) -> NDArray[np.datetime64]:
    """Return the month of each row, shape (n,)."""
    day = rows[DAY].to_numpy().astype("datetime64[D]")
    months: NDArray[np.datetime64] = day.astype(_MONTHS)
    return months


def rows_by_month(rows: pa.Table) -> dict[str, int]:
    """Count the rows of every month that has any.

    Examples
    --------
    >>> rows_by_month(pa.table({"day": [0, 30, 31]}))
    {'1970-01': 2, '1970-02': 1}
    """
    return days_by_month(rows[DAY].to_numpy())


def days_by_month(days: NDArray[np.int32]) -> dict[str, int]:
    """Count the days of every month that has any; days since 1 January 1970."""
    if not len(days):
        return {}
    number = days.astype("datetime64[D]").astype(_MONTHS).astype(np.int64)
    first = int(number.min())
    counts = np.bincount(number - first)
    months = np.flatnonzero(counts)
    names = (months + first).astype(_MONTHS).astype(str)
    return dict(zip(names.tolist(), counts[months].tolist(), strict=True))


def spans_for(counts: Mapping[str, int], span: str = "") -> list[str]:
    """Return the spans in which the months of a span are held, in order of time.

    Parameters
    ----------
    counts
        Rows per month ("2017-05"), all within the span.

    Examples
    --------
    >>> spans_for({"2016-01": 60_000, "2017-05": 50_000, "2017-06": 60_000})
    ['2016', '2017-05', '2017-06']
    """
    if sum(counts.values()) <= ROWS_PER_PART or len(span) == _LENGTHS[-1]:
        return [span]
    length = _LENGTHS[_LENGTHS.index(len(span)) + 1]
    finer: dict[str, dict[str, int]] = {}
    for month in sorted(counts):
        finer.setdefault(month[:length], {})[month] = counts[month]
    return [one for part, months in finer.items() for one in spans_for(months, part)]


def span_beside(spans: Iterable[str], month: str) -> str:
    """Return the widest span with a month in it that no other span lies within.

    Parameters
    ----------
    spans
        Spans of which none has the month in it.

    Examples
    --------
    >>> span_beside(["2016", "2017-05"], "2017-06"), span_beside(["2016", "2017-05"], "2021-01")
    ('2017-06', '202')
    """
    taken = tuple(spans)
    wide = (month[:length] for length in _LENGTHS)
    return next(span for span in wide if not any(other.startswith(span) for other in taken))


def within(rows: pa.Table, span: str) -> pa.Table:
    """Return the rows of a span."""
    if not span:
        return rows
    months = months_of(rows)
    named = np.unique(months)
    wanted = named[[str(month).startswith(span) for month in named]]
    return rows if len(wanted) == len(named) else rows.filter(pa.array(np.isin(months, wanted)))


def in_order(rows: pa.Table) -> pa.Table:
    """Return rows along a curve through the cells (Morton, 1966), then by day, then as they came.

    Texts that are written once hold those of these rows only: the same rows are the same file.

    References
    ----------
    Morton (1966), A computer oriented geodetic data base; IBM, Ottawa.
    """
    if not {"cell_col", "cell_row"} <= set(rows.column_names):
        return _by_code(rows)
    key = _spread(rows["cell_col"].to_numpy()) | (
        _spread(rows["cell_row"].to_numpy()) << np.uint64(1)
    )
    order = np.lexsort((rows[DAY].to_numpy(), key))
    return _by_code(rows.take(pa.array(order)).combine_chunks())


def _by_code(rows: pa.Table) -> pa.Table:
    """Return rows of which texts that come back are written once, in the order of their coming."""
    for at, column in enumerate(rows.schema):
        if pa.types.is_dictionary(column.type):
            texts = rows[column.name].cast(pa.string()).combine_chunks()
            rows = rows.set_column(at, column, texts.dictionary_encode())
    return rows


def _spread(cells: NDArray[np.int32]) -> NDArray[np.uint64]:
    """Put a zero between all bits of numbers; what has no cell comes last."""
    spread: NDArray[np.uint64] = cells.astype(np.int64).astype(np.uint64) & np.uint64(0xFFFFFFFF)
    for shift, mask in (
        (16, 0x0000FFFF0000FFFF),
        (8, 0x00FF00FF00FF00FF),
        (4, 0x0F0F0F0F0F0F0F0F),
        (2, 0x3333333333333333),
        (1, 0x5555555555555555),
    ):
        spread = (spread | (spread << np.uint64(shift))) & np.uint64(mask)
    return spread


@dataclass(frozen=True, slots=True)
class Plan:
    """How a version follows from the one before: which parts stay, and which spans are written.

    ``written`` has per span the part in which its rows were before, None where there was none.
    """

    stays: tuple[Part, ...]
    written: tuple[tuple[str, Part | None], ...]


def planned(
    before: Sequence[Part],
    fresh: Mapping[str, int],
    touched: Callable[[Part], bool],
    months_in: Callable[[Part], Mapping[str, int]],
) -> Plan:
    """Return which parts of a version can stay where rows are added to it.

    Parameters
    ----------
    fresh
        New rows per month.
    touched
        Whether a part loses rows, for another reason than that it gains some.
    months_in
        Rows per month that a part will still have of its own.
    """
    stays: list[Part] = []
    written: list[tuple[str, Part | None]] = []
    for part in before:
        own = {month: rows for month, rows in fresh.items() if part.holds(month)}
        if not own and not touched(part):
            stays.append(part)
            continue
        counts = dict(months_in(part))
        for month, rows in own.items():
            counts[month] = counts.get(month, 0) + rows
        if counts:
            written += [(span, part) for span in spans_for(counts, part.span)]
    spans = [part.span for part in before]
    beside: dict[str, dict[str, int]] = {}
    for month in sorted(fresh):
        if not any(part.holds(month) for part in before):
            beside.setdefault(span_beside(spans, month), {})[month] = fresh[month]
    for span, counts in beside.items():
        written += [(one, None) for one in spans_for(counts, span)]
    if not stays and not written:
        written.append(("", before[0] if before else None))
    return Plan(tuple(stays), tuple(written))


def divided(rows: pa.Table) -> Iterator[tuple[str, pa.Table]]:
    """Return the rows of a first version span by span."""
    for span in spans_for(rows_by_month(rows)):
        yield span, within(rows, span)
