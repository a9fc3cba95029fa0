"""How precise a date and a time are, where the whole file shows that they cannot all be true."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hotspots.intake.identity import DATE_PRECISION, MONTH, YEAR
from hotspots.statistics.heaps import heap_at_midnight, heap_on_first, only_years
from hotspots.text import door

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray


def less_precise(accepted: pd.DataFrame, column: str) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Return incidents with the precision that their file shows, and what to say about it.

    Times of a heap at midnight become unknown; dates of a heap on the first of the month keep their
    month, those that are all on 1 January their year. Rows with and without a time are looked at
    apart: an export may know the month of some and the minute of others.

    Parameters
    ----------
    accepted
        As of `hotspots.intake.rows.Intake`; events, which have no date_precision, stay as they are.
    column
        What the column with the begin is called in the file.
    """
    if DATE_PRECISION not in accepted or not len(accepted):
        return accepted, ()
    begin = accepted["begin"].to_numpy().astype("datetime64[s]")
    timed = accepted["begin_has_time"].to_numpy(dtype=bool)
    midnight = heap_at_midnight(np.where(timed, begin, np.datetime64("NaT", "s")))
    timed = timed & ~midnight
    days = begin.astype("datetime64[D]")
    year = only_years(days)
    month = np.zeros_like(year)
    for group in (timed & ~year, ~timed & ~year):
        month[group] = heap_on_first(days[group])
    told = tuple(
        tell(count, len(accepted), column)
        for rows, tell in (
            (midnight & ~month & ~year, door.heap_at_midnight),
            (month, door.only_months),
            (year, door.only_years),
        )
        if (count := int(np.count_nonzero(rows)))
    )
    return _with(accepted, timed, month, year), told


def _with(
    accepted: pd.DataFrame,
    timed: NDArray[np.bool_],
    month: NDArray[np.bool_],
    year: NDArray[np.bool_],
) -> pd.DataFrame:
    found = accepted.assign(begin_has_time=timed)
    found.loc[month, DATE_PRECISION] = MONTH
    found.loc[year, DATE_PRECISION] = YEAR
    return found
