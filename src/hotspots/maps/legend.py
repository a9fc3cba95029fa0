"""The words beside the colours: what is measured, of what, and what to bear in mind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotspots.analysis import question_words
from hotspots.analysis.measures.registry import measure_named
from hotspots.analysis.parameters import Cells, WithoutWeekday
from hotspots.dutch import number, with_capital
from hotspots.incoming.open_data.words import fetched_line
from hotspots.maps import words as text
from hotspots.maps.spec import Legend, drawn_notes
from hotspots.statistics.rates import SMALL_DENOMINATOR, THIN_BELOW

if TYPE_CHECKING:
    from hotspots.analysis.answer import Analysis


def legend_of(analysis: Analysis, method: str, chosen: str) -> Legend:
    """Return the legend of an analysis of what was ``chosen``, drawn with a method of classes."""
    return Legend(
        title=with_capital(analysis.unit),
        subtitle=chosen,
        notes=(*drawn_notes(analysis.selection.drawn), *_notes(analysis, method)),
    )


def _notes(analysis: Analysis, method: str) -> list[str]:
    """Return what the measure says of its numbers, and what the map does with them."""
    notes = measure_named(analysis.measure.id).notes(analysis)
    without_weekday = analysis.parameters.get(WithoutWeekday)
    if without_weekday is not None and without_weekday.without_weekday:
        layer = analysis.layer
        notes.append(without_weekday.note(layer.noun, layer.noun_plural))
    if analysis.verdict is None:
        notes.append(text.OWN_BREAKS_NOTE if method == "own" else text.FIXED_BREAKS_NOTE)
    if analysis.small is not None and analysis.small.any():
        notes.append(
            text.SMALL_NOTE.format(
                denominator=analysis.denominator_label,
                small=number(SMALL_DENOMINATOR),
                thin=number(THIN_BELOW),
            )
        )
    if analysis.layer.counted_months > 1:
        notes.append(question_words.WHOLE_PERIODS[analysis.layer.counts_per])
    fetched = fetched_line(analysis.version.fetched)
    if fetched:
        notes.append(fetched)
    cells = analysis.parameters.get(Cells)
    if analysis.ledger.outside_mask and cells is not None:
        count = number(analysis.ledger.outside_mask)
        notes.append(text.OUTSIDE_MASK_NOTE.format(count=count, mask=cells.mask))
    return notes
