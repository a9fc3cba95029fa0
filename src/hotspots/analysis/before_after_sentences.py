"""What a measure came to, in sentences: one wording for the map, its files and the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hotspots.analysis.compare_before_after import FEW, before_after_answer
from hotspots.text import findings as text
from hotspots.text.numbers import number, signed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hotspots.analysis.compare_before_after import Effect
    from hotspots.analysis.finding import Finding

#: Names of buurten in a sentence; a file has the codes of all.
_MOST_NAMED: Final = 4


def before_after_sentences(finding: Finding) -> tuple[str, ...]:
    """Return what happened with the measure and elsewhere, and whether that is beyond chance."""
    answer = before_after_answer(finding)
    there, around = answer.there, answer.around
    said = [
        text.TREATED.format(
            before=number(there.pair.before),
            after=number(there.pair.after),
            control_before=number(there.control.before),
            control_after=number(there.control.after),
            plural=finding.layer.noun_plural,
        ),
        verdict_of(there),
    ]
    if answer.has_ring:
        pair = {"before": number(around.pair.before), "after": number(around.pair.after)}
        said += [
            text.DISPLACED.format(**pair, verdict=verdict_of(around)),
            text.TOGETHER.format(verdict=verdict_of(answer.both)),
        ]
    said.append(_compared_with(finding.summary["control_names"]))
    if answer.few:
        said.append(text.FEW_COUNTS.format(few=FEW))
    return tuple(said)


def _compared_with(names: Sequence[str]) -> str:
    told = ", ".join(names[:_MOST_NAMED])
    if len(names) > _MOST_NAMED:
        told = text.AND_MORE.format(names=told, count=number(len(names) - _MOST_NAMED))
    return text.COMPARED_WITH.format(names=told)


def verdict_of(effect: Effect) -> str:
    """Return whether a change goes beyond chance, with its interval; or why nobody can say."""
    if effect.why_not:
        return text.NO_VERDICT[effect.why_not]
    template = {-1: text.FEWER, 1: text.MORE, 0: text.NO_EFFECT}[effect.shown]
    told = template.format(
        size=number(abs(effect.difference)),
        change=_percent(effect.ratio),
        low=_percent(effect.lower),
        high=_percent(effect.upper),
    )
    return f"{told} {text.BY_ITSELF}" if effect.by_itself else told


def _percent(ratio: float) -> str:
    """Return a ratio as percent more or fewer; near 0 with a decimal, for its side counts."""
    percent = 100.0 * (ratio - 1.0)
    return signed(percent, 1 if abs(percent) < 1.0 else 0)
