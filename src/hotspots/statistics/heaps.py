"""Heaps of moments that were written down because the real one was not known.

A register that has to have a time fills in 00:00, and one that knows the month alone writes its
first day. Such rows look precise; what gives them away is that there are too many of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
from scipy.stats import binom

if TYPE_CHECKING:
    from numpy.typing import NDArray

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
    p = binom.sf(count - 1, count + beside, FACTOR / (1 + FACTOR))
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
    too_many = binom.sf(count - 1, int(per_day.sum()), share) < RARE
    too_often = binom.sf(busiest - 1, len(names), 1 / _DAYS) < RARE
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


def _most_alike(values: NDArray[Any]) -> int:
    """Return how often the most frequent value occurs."""
    return int(np.unique(values, return_counts=True)[1].max()) if len(values) else 0
