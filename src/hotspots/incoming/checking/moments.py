"""Dates and times as people write them, read as wall time in the Netherlands.

A register that has to have a time fills in 00:00, and one that knows the month alone writes its
first day. Such rows look precise; what gives them away is that there are too many of them.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import scipy

from hotspots.dutch import AMSTERDAM
from hotspots.incoming.checking import words
from hotspots.incoming.checking.intake import DATE_PRECISION, MONTH, YEAR

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray


#: Registrations before this year are typing errors.
FIRST_YEAR: Final = 1990
#: As ``now`` where nothing is too late: what is planned may lie far ahead, and some systems write
#: "until further notice" as the last day that there is.
NO_FUTURE: Final = np.datetime64("9999-12-31T23:59:59", "s")

(
    FINE, DATE_EMPTY, DATE_UNREADABLE, DATE_ABSENT, YEAR_SHORT, YEAR_EARLY, FUTURE,
    TIME_UNREADABLE, TIME_ABSENT, TIME_24, TIME_IN_GAP, TIME_EMPTY, DATE_ORDER,
) = range(len(words.MOMENT_REASONS))  # fmt: skip

#: The first of the notations below, and the share of dates that fit only month first, among
#: those that fit both ways, from which the latter are in doubt.
_DAY_FIRST: Final = 1
_AMERICAN: Final = 0.05
#: No place on earth is further from the Netherlands in time.
_LONGEST_OFFSET: Final = np.timedelta64(1, "D")
#: Marks the absence of a part, such as seconds or an offset.
_ABSENT: Final = -1
_NO_OFFSET: Final = 10_000

_DATES: Final = (
    r"(?P<d>[0-9]{1,2})[-/.](?P<m>[0-9]{1,2})[-/.](?P<y>[0-9]{4})",
    r"(?P<y>[0-9]{4})[-/](?P<m>[0-9]{1,2})[-/](?P<d>[0-9]{1,2})",
    r"(?P<y>[0-9]{4})(?P<m>[0-9]{2})(?P<d>[0-9]{2})",
)
_CLOCK: Final = r"(?P<h>[0-9]{1,2}):(?P<i>[0-9]{2})(?::(?P<s>[0-9]{2})(?:[.,][0-9]+)?)?"
_OFFSET: Final = r"(?P<o>Z|z|[+-](?:0[0-9]|1[0-4])(?::?[0-5][0-9])?)?"
_MOMENTS: Final = (
    *(rf"{date}(?:(?: +|[Tt]){_CLOCK} ?{_OFFSET})?" for date in _DATES),
    rf"{_DATES[-1]}[T ]?(?P<h>[0-9]{{2}})(?P<i>[0-9]{{2}})(?P<s>[0-9]{{2}})?",
)
_TIMES: Final = (
    _CLOCK,
    r"(?P<h>[0-9]{1,2})\.(?P<i>[0-9]{2})(?:\.(?P<s>[0-9]{2}))?",
    r"(?P<h>[0-9]{2})(?P<i>[0-9]{2})(?P<s>[0-9]{2})?",
)
#: A day, the name of a month and a year; the name is what follows, in full or as people shorten it.
_NAMED: Final = r"(?i)^(?P<d>[0-9]{{1,2}})[ -]+(?:{})\.?[ -]+(?P<y>[0-9]{{4}})"
_NAMES: Final = (
    "januari|jan", "februari|feb", "maart|mrt", "april|apr", "mei", "juni|jun", "juli|jul",
    "augustus|aug", "september|sept|sep", "oktober|okt", "november|nov", "december|dec",
)  # fmt: skip
#: What stands in a column, of times or of areas, where nothing is known.
UNKNOWN_TEXTS: Final = (
    "onbekend", "onb", "onb.", "niet bekend", "n.b.", "nb", "n.v.t.", "nvt", "?", "-", "null",
)  # fmt: skip
_SHORT_YEAR: Final = r"[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{2}(?:[ T].*)?"

_Parts = dict[str, "NDArray[np.int64]"]


@dataclass(frozen=True, slots=True)
class Moments:
    """Moments of rows, and what is wrong with them.

    Attributes
    ----------
    wall
        Shape (n,), datetime64[s]: local wall time; at midnight where there is no time; NaT where
        the date cannot be used.
    has_time
        Shape (n,): whether the time of day is known.
    date_fault, time_fault
        Shape (n,): 0 where fine, else the place of the reason in
        `hotspots.incoming.checking.words.MOMENT_REASONS`.
    doubled, converted, minute
        Shape (n,): in the hour that occurs twice; converted from another offset; seconds were 60.
    either_order
        Shape (n,): written with slashes, and day and month can be swapped, in a column where no
        date shows which is which.
    """

    wall: NDArray[np.datetime64]
    has_time: NDArray[np.bool_]
    date_fault: NDArray[np.int8]
    time_fault: NDArray[np.int8]
    doubled: NDArray[np.bool_]
    converted: NDArray[np.bool_]
    minute: NDArray[np.bool_]
    either_order: NDArray[np.bool_]

    @property
    def fine(self) -> NDArray[np.bool_]:
        """Where a moment can be used."""
        return np.asarray((self.date_fault == FINE) & (self.time_fault == FINE), dtype=np.bool_)


def amsterdam_now() -> np.datetime64:
    """Return the wall time in the Netherlands at this moment."""
    present = dt.datetime.now(ZoneInfo(AMSTERDAM)).replace(tzinfo=None, microsecond=0)
    return np.datetime64(present, "s")


def read_moments(
    dates: pd.Series[str],
    times: pd.Series[str] | None = None,
    *,
    time_required: bool = True,
    now: np.datetime64 | None = None,
) -> Moments:
    """Read dates, with their own time or with that of a second column.

    Day comes before month: 05-06-2017 is 5 June, unless other dates of the column can only have
    the month first: then it is a fault. A date without time keeps no time; it is not 00:00.
    Where a date has a time of its own other than 00:00:00, the second column is not looked at.
    A moment with an offset (Z, +01:00) is converted to wall time in the Netherlands. In the hour
    that occurs twice the first is meant; in the hour that does not occur the time is a fault.

    Parameters
    ----------
    dates
        Text such as 31-12-2017, 31/12/2017, 2017-12-31, 31 dec. 2017, 20171231 or 20171231235900,
        each with or without a time; or numbers, as `kind_of_numbers` says.
    times
        Text such as 23:15, 23:15:00, 23.15 or 2315, or "onbekend", which is no time.
    time_required
        Whether a date with an empty cell in ``times`` is a fault, where only a few cells are empty
        and most are filled; if not, it has no time: so a file says that it is not known.
    now
        What lies after it is in the future; the present if left out.

    Examples
    --------
    >>> found = read_moments(pd.Series(["20170920135960", "31-12-2017", "31-12-17"]))
    >>> found.wall.astype(str).tolist()
    ['2017-09-20T13:59:00', '2017-12-31T00:00:00', 'NaT']
    >>> found.has_time.tolist(), found.date_fault.tolist()
    ([True, False, False], [0, 0, 4])
    """
    now = amsterdam_now() if now is None else now
    dates = _from_numbers(dates, kind_of_numbers(dates))
    parts = _each_text_once(dates, _moment_parts)
    day, date_fault = _days(parts)
    clock = _clock(parts)
    if times is not None:
        own = (clock.has_time & (clock.seconds != 0)) | (parts["o"] != _NO_OFFSET)
        of_column = _each_text_once(times, _time_parts)
        clock = clock.or_else(~own, _clock(of_column))
        blank = ~clock.has_time & (clock.fault == FINE) & (of_column["unknown"] == 0)
        empty = np.count_nonzero(blank)
        if time_required and empty < _NOT_KNOWN and 2 * empty <= len(blank):
            clock.fault[blank] = TIME_EMPTY
    wall = day + clock.seconds.astype("m8[s]")
    # Years beyond the calendar of Python cannot be converted, and need not be.
    date_fault[(date_fault == FINE) & (wall > now + _LONGEST_OFFSET)] = FUTURE
    usable = (date_fault == FINE) & (clock.fault == FINE)
    converted = usable & (parts["o"] != _NO_OFFSET)
    wall[converted] = _to_amsterdam(wall[converted], parts["o"][converted])
    gap, doubled = _clock_changes(wall, usable & clock.has_time & ~converted)
    clock.fault[gap] = TIME_IN_GAP
    date_fault[usable & (wall > now)] = FUTURE
    usable &= (date_fault == FINE) & (clock.fault == FINE)
    wall[~usable] = np.datetime64("NaT")
    return Moments(
        wall=wall,
        has_time=clock.has_time & usable,
        date_fault=date_fault,
        time_fault=clock.fault,
        doubled=doubled & usable,
        converted=converted & usable,
        minute=clock.minute & usable,
        either_order=_either_order(parts) & usable,
    )


#: From so many empty times on, empty is how a file says that a time is not known.
_NOT_KNOWN: Final = 10
#: Days that Excel counts from 30 December 1899: of 1990 up to 2100.
_DAYS_OF_EXCEL: Final = (32_874.0, 73_050.0)
_EXCEL_BEGIN: Final = np.datetime64("1899-12-30", "s")
#: Seconds since 1970: of 1990 up to 2100.
_SECONDS: Final = (631_152_000.0, 4_102_444_800.0)
_A_DAY_S: Final = 86_400


def kind_of_numbers(dates: pd.Series[str]) -> str:
    """Return what dates are that are all numbers: "excel", "seconds", "milliseconds"; else "".

    One that is not is a date that was written, and so are the others: 20171231 is one too.

    Examples
    --------
    >>> kind_of_numbers(pd.Series(["42795.25", ""])), kind_of_numbers(pd.Series(["1488346200000"]))
    ('excel', 'milliseconds')
    >>> kind_of_numbers(pd.Series(["42795", "31-12-2017"]))
    ''
    """
    texts = dates.str.strip()
    texts = texts[texts != ""]
    patterns = {"excel": r"[0-9]{5}(?:[.,][0-9]+)?", "seconds": "[0-9]{9,10}",
                "milliseconds": "[0-9]{12,13}"}  # fmt: skip
    for kind, pattern in patterns.items():
        if not len(texts) or not texts.str.fullmatch(pattern).all():
            continue
        numbers = texts.str.replace(",", ".").astype(float)
        low, high = _DAYS_OF_EXCEL if kind == "excel" else _SECONDS
        scale = 1000 if kind == "milliseconds" else 1
        return kind if bool(numbers.between(low * scale, high * scale).all()) else ""
    return ""


def _from_numbers(dates: pd.Series[str], kind: str) -> pd.Series[str]:
    """Return dates that were numbers as texts; those of 1970 are of UTC."""
    if not kind:
        return dates
    texts = dates.str.strip()
    filled = (texts != "").to_numpy(dtype=bool)
    numbers = texts[filled].str.replace(",", ".").astype(float).to_numpy()
    begin, scale = np.datetime64(0, "s"), 1.0
    if kind == "excel":
        begin, scale = _EXCEL_BEGIN, float(_A_DAY_S)
    elif kind == "milliseconds":
        scale = 0.001
    moments = begin + np.round(numbers * scale).astype(np.int64).astype("m8[s]")
    written = np.datetime_as_string(moments, unit="s").astype(object)
    if kind == "excel":
        # A whole day has no time.
        whole = numbers == np.floor(numbers)
        written[whole] = np.datetime_as_string(moments[whole], unit="D")
    else:
        written += "+00:00"
    read = dates.astype(object).to_numpy(copy=True)
    read[filled] = written
    return pd.Series(read, index=dates.index, dtype="str")


def _each_text_once(texts: pd.Series[str], read: Callable[[pa.Array], _Parts]) -> _Parts:
    codes, distinct = pd.factorize(texts)
    trimmed = pc.utf8_trim_whitespace(pa.array(distinct, type=pa.string()))
    return {key: values[codes] for key, values in read(trimmed).items()}


def _moment_parts(texts: pa.Array) -> _Parts:
    parts = _parts(_with_month_numbers(texts), _MOMENTS)
    parts["short"] = _matches(texts, _SHORT_YEAR).astype(np.int64)
    slashes = pc.match_substring(texts, "/").to_numpy(zero_copy_only=False)
    parts["slash"] = np.asarray(slashes, dtype=np.int64)
    return parts


def _with_month_numbers(texts: pa.Array) -> pa.Array:
    """Write dates with the name of a month as 2017-12-31; the others stay as they are."""
    if not pc.any(pc.match_substring_regex(texts, _NAMED.format("[a-z]+"))).as_py():
        return texts
    for month, names in enumerate(_NAMES, start=1):
        texts = pc.replace_substring_regex(texts, _NAMED.format(names), rf"\2-{month:02d}-\1")
    return texts


def _time_parts(texts: pa.Array) -> _Parts:
    unknown = pc.is_in(pc.utf8_lower(texts), value_set=pa.array(UNKNOWN_TEXTS))
    parts = _parts(pc.if_else(unknown, "", texts), _TIMES)
    parts["unknown"] = np.asarray(unknown.to_numpy(zero_copy_only=False), dtype=np.int64)
    return parts


def _matches(texts: pa.Array, pattern: str) -> NDArray[np.bool_]:
    matches = pc.match_substring_regex(texts, rf"^(?:{pattern})$")
    return np.asarray(matches.to_numpy(zero_copy_only=False), dtype=np.bool_)


def _parts(texts: pa.Array, patterns: tuple[str, ...]) -> _Parts:
    """Divide texts by the first pattern that each fits; ``read`` is its place, 0 where none does.

    The first pattern is number 1.
    """
    size = len(texts)
    parts = {key: np.full(size, _ABSENT, dtype=np.int64) for key in "ymdhis"}
    parts["o"] = np.full(size, _NO_OFFSET, dtype=np.int64)
    parts["read"] = np.zeros(size, dtype=np.int64)
    parts["empty"] = np.asarray(pc.equal(texts, "").to_numpy(zero_copy_only=False), np.int64)
    left = np.flatnonzero(parts["empty"] == 0)
    for place, pattern in enumerate(patterns, start=1):
        subset = texts.take(pa.array(left))
        fits = _matches(subset, pattern)
        if fits.any():
            rows = left[fits]
            groups = pc.extract_regex(subset.filter(pa.array(fits)), rf"^(?:{pattern})$")
            for field in groups.type:
                values = pc.struct_field(groups, field.name)
                parts[field.name][rows] = _offsets(values) if field.name == "o" else _ints(values)
            parts["read"][rows] = place
        left = left[~fits]
    return parts


def _ints(values: pa.Array) -> NDArray[np.int64]:
    filled = pc.if_else(pc.equal(values, ""), str(_ABSENT), values)
    return np.asarray(pc.cast(filled, pa.int64()).to_numpy(), dtype=np.int64)


def _offsets(values: pa.Array) -> NDArray[np.int64]:
    """Return offsets in minutes east of Greenwich."""
    codes, distinct = pd.factorize(values.to_pandas())
    minutes = [_offset_minutes(text) for text in distinct]
    return np.array(minutes, dtype=np.int64)[codes]


def _offset_minutes(text: str) -> int:
    if not text:
        return _NO_OFFSET
    if text in {"Z", "z"}:
        return 0
    digits = text[1:].replace(":", "").ljust(4, "0")
    minutes = int(digits[:2]) * 60 + int(digits[2:])
    return -minutes if text[0] == "-" else minutes


def _days(parts: _Parts) -> tuple[NDArray[np.datetime64], NDArray[np.int8]]:
    year, month, day = parts["y"], parts["m"], parts["d"]
    fault = np.zeros(len(year), dtype=np.int8)
    fault[parts["read"] == 0] = DATE_UNREADABLE
    fault[parts["short"] == 1] = YEAR_SHORT
    fault[parts["empty"] == 1] = DATE_EMPTY
    read = fault == FINE
    months = np.where(read & (month >= 1) & (month <= 12), (year - 1970) * 12 + month - 1, 0)  # noqa: PLR2004
    first = months.astype("M8[M]")
    days = first.astype("M8[D]") + (np.where(read, day, 1) - 1).astype("m8[D]")
    fault[read & ((month < 1) | (month > 12) | (days.astype("M8[M]") != first))] = DATE_ABSENT  # noqa: PLR2004
    fault[(fault == FINE) & (year < FIRST_YEAR)] = YEAR_EARLY
    fault[(fault == FINE) & _doubtful_order(parts)] = DATE_ORDER
    return days.astype("M8[s]"), fault


def _orders(parts: _Parts) -> tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_]]:
    """Mark dates of day, month, year that fit only so, only month first, and both ways."""
    first, second = parts["d"], parts["m"]
    written = parts["read"] == _DAY_FIRST
    only_day_first = written & (first > 12) & (second <= 12)  # noqa: PLR2004 - months
    only_month_first = written & (second > 12) & (second <= 31) & (first <= 12)  # noqa: PLR2004
    both = written & (first <= 12) & (second <= 12) & (first != second)  # noqa: PLR2004
    return only_day_first, only_month_first, both


def _doubtful_order(parts: _Parts) -> NDArray[np.bool_]:
    """Mark dates that fit both ways, where others say that the month comes first.

    One typing error in a long file says nothing.
    """
    only_day_first, only_month_first, both = _orders(parts)
    american = np.count_nonzero(only_month_first)
    clear = american > 0 and american >= _AMERICAN * np.count_nonzero(both)
    in_doubt = clear and not only_day_first.any()
    return both if in_doubt else np.zeros_like(both)


def _either_order(parts: _Parts) -> NDArray[np.bool_]:
    only_day_first, only_month_first, both = _orders(parts)
    if (only_day_first | only_month_first).any():
        return np.zeros_like(both)
    return np.asarray(both & (parts["slash"] == 1), dtype=np.bool_)


@dataclass(frozen=True, slots=True)
class _Clock:
    """Seconds since midnight, whether a time is there, what is wrong, and ":60" as seconds."""

    seconds: NDArray[np.int64]
    has_time: NDArray[np.bool_]
    fault: NDArray[np.int8]
    minute: NDArray[np.bool_]

    def or_else(self, where: NDArray[np.bool_], other: _Clock) -> _Clock:
        return _Clock(
            np.where(where, other.seconds, self.seconds),
            np.where(where, other.has_time, self.has_time),
            np.where(where, other.fault, self.fault).astype(np.int8),
            np.where(where, other.minute, self.minute),
        )


def _clock(parts: _Parts) -> _Clock:
    hour, minute, second = parts["h"], parts["i"], parts["s"]
    has_time = hour != _ABSENT
    whole_minute = second == 60  # noqa: PLR2004
    second = np.where(whole_minute | (second == _ABSENT), 0, second)
    fault = np.zeros(len(hour), dtype=np.int8)
    fault[(hour > 23) | (minute > 59) | (second > 59)] = TIME_ABSENT  # noqa: PLR2004
    fault[(hour == 24) & (minute == 0) & (second == 0)] = TIME_24  # noqa: PLR2004
    if "short" not in parts:
        fault[(parts["read"] == 0) & (parts["empty"] == 0)] = TIME_UNREADABLE
    seconds = np.where(has_time & (fault == FINE), hour * 3600 + minute * 60 + second, 0)
    return _Clock(seconds, has_time, fault, whole_minute & has_time)


def _to_amsterdam(
    wall: NDArray[np.datetime64], offset_minutes: NDArray[np.int64]
) -> NDArray[np.datetime64]:
    utc = pd.DatetimeIndex(wall - offset_minutes.astype("m8[m]").astype("m8[s]"))
    local = utc.tz_localize("UTC").tz_convert(AMSTERDAM).tz_localize(None)
    return np.asarray(local, dtype="M8[s]")


def _clock_changes(
    wall: NDArray[np.datetime64], where: NDArray[np.bool_]
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Mark times in the hour that is skipped in spring, and in the one repeated in autumn."""
    gap, doubled = np.zeros(len(wall), dtype=np.bool_), np.zeros(len(wall), dtype=np.bool_)
    local = pd.DatetimeIndex(wall[where])
    summer = np.ones(len(local), dtype=np.bool_)
    gap[where] = local.tz_localize(AMSTERDAM, ambiguous=summer, nonexistent="NaT").isna()
    doubled[where] = local.tz_localize(
        AMSTERDAM, ambiguous="NaT", nonexistent="shift_forward"
    ).isna()
    return gap, doubled


#: A heap is this many times what lies beside it, or more; a busy hour or day is less.
FACTOR: Final = 4 / 3
#: Chance makes a heap of its size as rarely as this.
RARE: Final = 0.001
#: Seconds after midnight of the four full hours beside it: people round, to every full hour alike.
_BESIDE: Final = (22 * 3600, 23 * 3600, 3600, 2 * 3600)
#: Days of the month that every month has.
_DAYS: Final = 28
#: A year is all that is known where its first day holds this share of the rows.
_MOST: Final = 0.9
#: Fewer rows, or years, do not show that.
_FEWEST_ROWS: Final = 10
_FEWEST_YEARS: Final = 3


def heap_at_midnight(moments: NDArray[np.datetime64]) -> NDArray[np.bool_]:
    """Return which moments are 00:00:00, if those are a heap; else none.

    Midnight is compared with the busiest of the four full hours beside it (22:00 to 02:00, to the
    second), by a binomial test that it is no more than `FACTOR` times as busy. The date with the
    most of them is left out: one night of New Year is no heap.

    Parameters
    ----------
    moments : shape (n,)
        datetime64[s], wall time; NaT where it is not known.

    Examples
    --------
    >>> hours = np.arange("2017-01-01", "2017-01-31", dtype="datetime64[h]")
    >>> even = hours.astype("datetime64[s]")
    >>> int(heap_at_midnight(even).sum())
    0
    >>> days = np.arange("2017-01-01", "2017-01-31", dtype="datetime64[D]").astype("datetime64[s]")
    >>> int(heap_at_midnight(np.concatenate([even, days, days])).sum())
    90
    """
    known = ~np.isnat(moments)
    date = moments.astype("datetime64[D]")
    second = (moments - date).astype("timedelta64[s]").astype(np.int64)
    at = known & (second == 0)
    beside = max(int(np.count_nonzero(known & (second == clock))) for clock in _BESIDE)
    count = int(np.count_nonzero(at)) - _most_alike(date[at])
    p = _at_least(count, count + beside, FACTOR / (1 + FACTOR))
    return at if count > 0 and p < RARE else np.zeros_like(at)


def heap_on_first(days: NDArray[np.datetime64]) -> NDArray[np.bool_]:
    """Return which days are the first of a month, if those are a heap; else none.

    Two binomial tests have to say so. The firsts hold more than `FACTOR` times their share of the
    rows; and the first is the busiest day of its month in more months than one in 28, so that a
    single busy day is no heap. 1 January is tested nowhere: New Year is busy by itself.

    Parameters
    ----------
    days : shape (n,)
        datetime64[D].

    Examples
    --------
    >>> every = np.arange("2017-01-01", "2018-01-01", dtype="datetime64[D]")
    >>> int(heap_on_first(every).sum())
    0
    >>> months = np.repeat(np.arange("2017-01", "2018-01", dtype="datetime64[M]"), 5)
    >>> int(heap_on_first(np.concatenate([every, months.astype("datetime64[D]")])).sum())
    72
    """
    month = days.astype("datetime64[M]")
    of_month = (days - month.astype("datetime64[D]")).astype(np.int64)
    first = of_month == 0
    tested = month.astype(np.int64) % 12 != 0
    if not (first & tested).any():
        return np.zeros_like(first)
    names, at = np.unique(month[tested], return_inverse=True)
    flat = np.bincount(at * 31 + of_month[tested], minlength=31 * len(names))
    per_day = flat.reshape(len(names), 31)
    busiest = int(np.count_nonzero(per_day[:, 0] > per_day[:, 1:].max(axis=1)))
    share = min(1.0, FACTOR / 30)
    count = int(per_day[:, 0].sum())
    too_many = _at_least(count, int(per_day.sum()), share) < RARE
    too_often = _at_least(busiest, len(names), 1 / _DAYS) < RARE
    return first if too_many and too_often else np.zeros_like(first)


def only_years(days: NDArray[np.datetime64]) -> NDArray[np.bool_]:
    """Return which days are 1 January, if nearly all are, over some years; else none.

    Examples
    --------
    >>> years = np.repeat(np.arange("2014", "2018", dtype="datetime64[Y]"), 5)
    >>> int(only_years(years.astype("datetime64[D]")).sum())
    20
    """
    year = days.astype("datetime64[Y]")
    at = days == year.astype("datetime64[D]")
    count = int(np.count_nonzero(at))
    enough = count >= max(_FEWEST_ROWS, _MOST * len(days))
    return at if enough and len(np.unique(year[at])) >= _FEWEST_YEARS else np.zeros_like(at)


def _at_least(count: int, of: int, share: float) -> float:
    """Return the chance of so many or more out of a number of draws, each with the same chance.

    `scipy.stats.binom` gives the same and is most of what starting this tool would take.
    """
    return float(scipy.special.betainc(count, of - count + 1.0, share)) if count > 0 else 1.0


def _most_alike(values: NDArray[np.generic]) -> int:
    """Return how often the most frequent value occurs."""
    return int(np.unique(values, return_counts=True)[1].max()) if len(values) else 0


def less_precise(accepted: pd.DataFrame, column: str) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Return incidents with the precision that their file shows, and what to say about it.

    Times of a heap at midnight become unknown; dates of a heap on the first of the month keep their
    month, those that are all on 1 January their year. Rows with and without a time are looked at
    apart: an export may know the month of some and the minute of others.

    Parameters
    ----------
    accepted
        As of `Intake` in `rows`; events, which have no date_precision, stay as they are.
    column
        What the column with the begin is called in the file.
    """
    if DATE_PRECISION not in accepted or not len(accepted):
        return accepted, ()
    said = accepted[DATE_PRECISION].isin([MONTH, YEAR]).to_numpy(dtype=bool)
    if said.any():
        # What the file says itself needs no looking for, and would be a heap of its own.
        rest, warnings = less_precise(accepted[~said], column)
        judged = accepted.copy()
        for name in ("begin_has_time", DATE_PRECISION):
            judged.loc[~said, name] = rest[name]
        return judged, warnings
    begin = accepted["begin"].to_numpy().astype("datetime64[s]")
    timed = accepted["begin_has_time"].to_numpy(dtype=bool)
    midnight = heap_at_midnight(np.where(timed, begin, np.datetime64("NaT", "s")))
    timed = timed & ~midnight
    days = begin.astype("datetime64[D]")
    year = only_years(days)
    month = np.zeros_like(year)
    for group in (timed & ~year, ~timed & ~year):
        month[group] = heap_on_first(days[group])
    warnings = tuple(
        tell(count, len(accepted), column)
        for rows, tell in (
            (midnight & ~month & ~year, words.heap_at_midnight),
            (month, words.only_months),
            (year, words.only_years),
        )
        if (count := int(np.count_nonzero(rows)))
    )
    return _with(accepted, timed, month, year), warnings


def _with(
    accepted: pd.DataFrame,
    timed: NDArray[np.bool_],
    month: NDArray[np.bool_],
    year: NDArray[np.bool_],
) -> pd.DataFrame:
    marked = accepted.assign(begin_has_time=timed)
    marked.loc[month, DATE_PRECISION] = MONTH
    marked.loc[year, DATE_PRECISION] = YEAR
    return marked
