"""Whether a measure helped and whether it moved, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hotspots.analysis.before_after_sentences import verdict_of
from hotspots.analysis.compare_before_after import FEW
from hotspots.text import findings as finding_text
from hotspots.text import vergelijken as text
from hotspots.text.markdown import as_text
from hotspots.text.numbers import day, number, plural
from hotspots.ui.vergelijken.told import joined

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hotspots.analysis.compare_before_after import BeforeAfterAnswer
    from hotspots.catalog.specs import LayerSpec


#: Names of buurten in a sentence; the table has those with the measure.
_MOST_NAMED: Final = 4


def title_of(measure: str, where: str, answer: BeforeAfterAnswer) -> str:
    """Return the title of an answer, as Markdown."""
    return text.TITLE.format(measure=measure, where=as_text(where), since=day(answer.after.first))


def measure_sentences(
    answer: BeforeAfterAnswer, layer: LayerSpec, where: str, control: Sequence[str]
) -> list[str]:
    """Return what happened, what else would have, and whether it helped and moved.

    Parameters
    ----------
    where, control
        Where the measure was taken, and the names of the buurten it is compared with.
    """
    there = answer.there
    nouns = (as_text(layer.noun), as_text(layer.noun_plural))
    place = as_text(where)
    said = [
        text.HAPPENED.format(
            where=place,
            before=plural(there.pair.before, *nouns),
            after=number(there.pair.after),
            days=number(answer.before.days),
        ),
        text.COMPARED_TO.format(
            names=_some(control),
            before=number(there.control.before),
            after=number(there.control.after),
            where=place,
            expected=number(there.expected),
            plural=nouns[1],
        ),
        text.HELPED.format(verdict=verdict_of(there)),
        _moved(answer),
    ]
    if answer.has_ring:
        said.append(finding_text.TOGETHER.format(verdict=verdict_of(answer.both)))
    if answer.few:
        said.append(finding_text.FEW_COUNTS.format(few=FEW))
    return [*said, text.CAVEAT]


def _moved(answer: BeforeAfterAnswer) -> str:
    around = answer.around
    if not answer.has_ring:
        return text.NO_RING
    return text.MOVED.format(
        before=number(around.pair.before),
        after=number(around.pair.after),
        verdict=verdict_of(around),
    )


def _some(names: Sequence[str]) -> str:
    told = [as_text(name) for name in names[:_MOST_NAMED]]
    if len(names) > _MOST_NAMED:
        told.append(text.AND_MORE.format(count=number(len(names) - _MOST_NAMED)))
    return joined(told)
