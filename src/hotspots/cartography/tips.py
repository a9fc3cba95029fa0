"""One line per area, for who points at it: what it holds, or why that is not said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotspots.analysis.analysis import Status
from hotspots.text import maps as text
from hotspots.text.numbers import number, plural, signed

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
    if status is Status.SUPPRESSED:
        return text.BELOW_LABEL.format(bound=layer.privacy.minimum)
    count = plural(int(analysis.counts[position]), layer.noun, layer.noun_plural)
    if status is Status.MISSING:
        return f"{count} · {text.NO_VALUE}"
    value = float(analysis.values[position])
    if analysis.measure.compares:
        count = f"{count} ({signed(value)})"
    if analysis.verdict is not None:
        # The verdicts stand in the order fewer, not shown, more.
        return f"{count} · {analysis.measure.verdicts[int(analysis.verdict[position]) + 1]}"
    if analysis.measure.per_1000:
        return f"{number(value, analysis.measure.decimals)} per 1.000 · {count}"
    return count
