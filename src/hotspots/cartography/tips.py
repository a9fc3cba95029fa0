"""One line per area, for who points at it: what it holds, or why that is not said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hotspots.analysis.analysis import Status
from hotspots.analysis.cube_bounds import count_in_words, value_in_words
from hotspots.text import maps as text
from hotspots.text.numbers import number, plural, signed, times

if TYPE_CHECKING:
    from hotspots.analysis.analysis import Analysis


def tips_of(analysis: Analysis) -> tuple[str, ...]:
    """Return the line of every area."""
    return tuple(tip(analysis, position) for position in range(len(analysis.codes)))


def tip(analysis: Analysis, position: int) -> str:
    """Return the line of one area."""
    status = Status(int(analysis.status[position]))
    layer = analysis.layer
    if status is Status.NOT_ASKED:
        return ""
    if status is Status.SUPPRESSED and not layer.sensitive:
        return text.WITHHELD_LABEL
    if analysis.bounds is not None:
        return _between(analysis, position)
    count = plural(int(analysis.counts[position]), layer.noun, layer.noun_plural)
    if status is Status.MISSING:
        return f"{count} · {text.NO_VALUE}"
    if analysis.measure.per_1000:
        value = number(float(analysis.values[position]), analysis.measure.decimals)
        return f"{value} per 1.000 · {count}{_small(analysis, position)}"
    return f"{count}{_valued(analysis, position)}{_small(analysis, position)}"


def _small(analysis: Analysis, position: int) -> str:
    """Return what follows a rate that says little."""
    if analysis.small is None or not analysis.small[position]:
        return ""
    told = text.SMALL_TIP.format(denominator=analysis.parameters["denominator_label"])
    return f" · {told}"


def _between(analysis: Analysis, position: int) -> str:
    """Return the two ends of the count, after those of the rate if there is one."""
    layer, status = analysis.layer, int(analysis.status[position])
    count = f"{count_in_words(analysis, position)} {layer.noun_plural}"
    if not analysis.measure.per_1000 or status == Status.SUPPRESSED:
        return count
    if status == Status.MISSING:
        return f"{count} · {text.NO_VALUE}"
    value = value_in_words(analysis, position)
    return f"{value} per 1.000 · {count}{_small(analysis, position)}"


def _valued(analysis: Analysis, position: int) -> str:
    """Return what follows the count: how much it is, or what the test says of it."""
    value = float(analysis.values[position])
    decimals = analysis.measure.decimals
    if analysis.verdict is not None:
        told = f" · {analysis.measure.verdict(int(analysis.verdict[position])).label}"
        if analysis.measure.expects and "ratio" in analysis.columns:
            return f" · {times_expected(analysis, position)}{told}"
        if "elsewhere" in analysis.columns:
            told = f" · {text.RATIO.format(number=times(value))}{told}"
        return f" ({signed(value)}){told}" if analysis.measure.compares else told
    if analysis.measure.of_soort:
        return f" · {text.TIMES.format(number=number(value, decimals))}"
    return ""


def times_expected(analysis: Analysis, position: int) -> str:
    """Return how many times what is expected is in a neighbourhood, with its bounds if marked."""
    ratio, lower, upper = (
        float(analysis.columns[name][position]) for name in ("ratio", "ratio_lower", "ratio_upper")
    )
    if not np.isfinite(lower):
        return text.TIMES_EXPECTED.format(ratio=times(ratio))
    if np.isinf(upper):
        return text.TIMES_AT_LEAST.format(ratio=times(ratio), lower=times(lower))
    return text.TIMES_BETWEEN.format(ratio=times(ratio), lower=times(lower), upper=times(upper))
