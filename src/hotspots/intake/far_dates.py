"""Dates that lie alone far before or after the others of a layer."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from hotspots.statistics.counted_days import counted_days
from hotspots.text import counted_days as text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hotspots.catalog.specs import LayerSpec
    from hotspots.statistics.counted_days import CountedDays


def counted_days_of(days: NDArray[np.integer[Any]], layer: LayerSpec) -> CountedDays | None:
    """Return over which days a layer counts, as it declares or as its rows show.

    Parameters
    ----------
    days : shape (n,)
        Days since 1 January 1970.

    Returns
    -------
    CountedDays
        None without rows, and for what is planned ahead: a calendar may look a year further.
    """
    if not len(days) or layer.observes == "evenement":
        return None
    first = layer.first_day
    declared = int(np.datetime64(first, "D").astype(np.int64)) if first is not None else None
    return counted_days(days, first=declared)


def far_dates(counted: CountedDays | None, layer: LayerSpec) -> tuple[str, ...]:
    """Return a sentence about the rows before what a layer counts, and one about those after."""
    if counted is None:
        return ()
    found = []
    if (rows := counted.before) is not None:
        declared = layer.first_day == _date(counted.first)
        say = text.before_the_declared if declared else text.before_the_rest
        found.append(say(rows.rows, _date(rows.first), _date(rows.last), _date(counted.first)))
    if (rows := counted.after) is not None:
        bound = _date(counted.last)
        found.append(text.after_the_rest(rows.rows, _date(rows.first), _date(rows.last), bound))
    return tuple(found)


def _date(day: int) -> date:
    return date(1970, 1, 1) + timedelta(days=day)
