"""The table under compared maps: both numbers, what they differ by, and how sure that is."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from hotspots.analysis.compare_sheet import difference_in_words, in_words
from hotspots.text import vergelijken as text
from hotspots.text.numbers import number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hotspots.analysis.compare import Compared


def show_compared(
    lines: Sequence[Compared],
    *,
    head: tuple[str, str, str],
    minimum: int = 0,
    tested: bool = True,
    other_first: bool = False,
    difference: str = text.DIFFERENCE,
) -> None:
    """Show lines as a table.

    Parameters
    ----------
    head
        Labels of the name and of both numbers.
    minimum
        Below which a number of this layer is not told.
    tested
        Whether the lines have a ratio and a verdict.
    other_first
        Whether the second number comes first: what was, before what is.
    difference
        Label of what the first number is more than the second would be there.
    """
    rows: list[dict[str, str | float | None]] = []
    for line in lines:
        row: dict[str, str | float | None] = {
            head[0]: line.name,
            head[1]: in_words(line.one, line.one_ends, minimum),
            head[2]: in_words(line.other, line.other_ends, minimum),
        }
        if other_first:
            row = {name: row[name] for name in (head[0], head[2], head[1])}
        row[difference] = difference_in_words(line)
        if tested:
            row |= {
                text.RATIO: "–" if math.isnan(line.ratio) else limit(line.ratio, 2),
                text.VERDICT: (
                    text.VERDICTS[int(line.verdict)]
                    if line.verdict is not None
                    else text.NOT_TESTED
                ),
                text.DIFFERENCE_RANGE: spread(line.lower, line.upper, 0),
                text.RATIO_RANGE: spread(line.ratio_lower, line.ratio_upper, 2),
            }
        rows.append(row)
    st.markdown(f"#### {text.TABLE}")
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        width="stretch",
        height=min(38 + 35 * len(rows), 420),
    )


def spread(low: float, high: float, decimals: int) -> str:
    """Return an interval in words.

    Examples
    --------
    >>> spread(0.5, 1.25, 2), spread(1.0, float("inf"), 2), spread(float("nan"), 1.0, 0)
    ('0,50 tot 1,25', '1,00 tot ∞', '–')
    """
    if math.isnan(low) or math.isnan(high):
        return "–"
    return text.RANGE.format(low=limit(low, decimals), high=limit(high, decimals))


def limit(value: float, decimals: int) -> str:
    """Return an end of an interval, which may be without end; never less than nothing of a zero.

    Examples
    --------
    >>> limit(-0.2, 0), limit(float("inf"), 2)
    ('0', '∞')
    """
    return text.NO_LIMIT if math.isinf(value) else number(round(value, decimals) + 0.0, decimals)
