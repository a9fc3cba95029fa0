"""The first sentences of a briefing: what stands out, in time and beside the city."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotspots.analysis.periods import a_year_earlier
from hotspots.analysis.wijkbeeld.briefing import FEWER, MORE, NOT_SHOWN, Paragraph
from hotspots.analysis.wijkbeeld.listed import listed
from hotspots.analysis.wijkbeeld.spoken import in_period, in_place, some
from hotspots.text import wijkbeeld as text
from hotspots.text.numbers import number, times, two_ends

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hotspots.analysis.wijkbeeld.briefing import Briefing, Compared, LayerLine

    #: Which comparison of a line is meant.
    Which = Callable[[LayerLine], Compared]


def since_year(line: LayerLine) -> Compared:
    """Return the comparison with a year earlier."""
    return line.since_year


def against_city(line: LayerLine) -> Compared:
    """Return the comparison with the rest of the city."""
    return line.against_city


def lines_with(told: Briefing, which: Which, *verdicts: str) -> list[LayerLine]:
    """Return the lines with one of these verdicts, the least like chance first.

    Not those of which too few live in the place: such a rate says who lives there, not what
    happens.
    """
    held = [
        line for line in told.lines if which(line).verdict in verdicts and not which(line).small
    ]
    return sorted(held, key=lambda line: which(line).p_adjusted)


def standing_out(told: Briefing) -> list[LayerLine]:
    """Return the lines of which it is told where and when.

    First what became more, then what did so in a buurt of the place, then what is more than in the
    city; where nothing is, what has hot cells, most incidents first.
    """
    first = lines_with(told, since_year, MORE)
    first += [line for line in told.lines if _rose_within(told, line) and line not in first]
    first += [line for line in lines_with(told, against_city, MORE) if line not in first]
    if first:
        return first
    hot = [line for line in told.lines if _hot_count(told, line)]
    return sorted(hot, key=lambda line: -_hot_count(told, line))


def _rose_within(told: Briefing, line: LayerLine) -> bool:
    """Whether a buurt of the place became busier."""
    detail = told.details.get(line.layer.id)
    return detail is not None and bool(detail.risen)


def _hot_count(told: Briefing, line: LayerLine) -> int:
    detail = told.details.get(line.layer.id)
    return sum(place.count for place in detail.places) if detail is not None else 0


def headline(told: Briefing, *, named: int) -> Paragraph:
    """Return what became more and fewer, and what is more and fewer than in the city."""
    changed = lines_with(told, since_year, MORE, FEWER)
    differs = lines_with(told, against_city, MORE, FEWER)
    sentences = [_changed(told, changed, named)]
    if differs:
        sentences.append(
            text.AGAINST_REST.format(
                per=_per(differs), differs=_directions(differs, against_city, _times, named)
            )
        )
    layers = dict.fromkeys(line.layer.id for line in (*changed, *differs))
    return Paragraph("headline", " ".join(sentences), tuple(layers))


def _changed(told: Briefing, changed: list[LayerLine], named: int) -> str:
    where, period = in_place(told.place), in_period(told.period)
    if changed:
        directions = _directions(changed, since_year, _was, named)
        before = _before(changed)
        return text.CHANGED.format(where=where, period=period, changed=directions, before=before)
    alike = lines_with(told, since_year, NOT_SHOWN)
    if alike:
        return text.UNCHANGED_ALL.format(where=where, period=period, before=_before(alike))
    # Of two ends the upper one: only where that is 0 there was nothing.
    counts = [
        line.count_ends[1] if line.count_ends is not None else line.count
        for line in told.lines
        if line.counted
    ]
    if not counts:
        return text.NOTHING_TOLD.format(where=where, period=period)
    template = text.NO_YEAR_BEFORE if any(counts) else text.NOTHING_REGISTERED
    return template.format(where=where, period=period)


def _before(lines: Sequence[LayerLine]) -> str:
    """Return what lines are compared with, in words."""
    a_year = all(
        line.period is not None and line.before == a_year_earlier(line.period) for line in lines
    )
    return text.YEAR_BEFORE if a_year else text.TIME_BEFORE


def _directions(
    lines: Sequence[LayerLine], which: Which, tell: Callable[[LayerLine], str], named: int
) -> str:
    """Return "meer ... en minder ...", each with the first few."""
    parts = []
    for verdict, template in ((MORE, text.MORE_OF), (FEWER, text.FEWER_OF)):
        names = [tell(line) for line in lines if which(line).verdict == verdict]
        if names:
            parts.append(template.format(names=some(names, named)))
    return listed(parts)


def _was(line: LayerLine) -> str:
    count, earlier = number(line.count or 0), number(line.earlier or 0)
    if line.count_ends is not None and line.earlier_ends is not None:
        count, earlier = (
            two_ends(*ends, minimum=line.minimum) for ends in (line.count_ends, line.earlier_ends)
        )
    return text.WAS.format(plural=line.layer.noun_plural, count=count, earlier=earlier)


def _times(line: LayerLine) -> str:
    """Return how much more or fewer there are than in the city, and that it went the other way."""
    plural, compared = line.layer.noun_plural, line.against_city
    since = line.since_year.verdict
    opposite = since in (MORE, FEWER) and since != compared.verdict
    although = text.ALTHOUGH[compared.verdict] if opposite else ""
    if not compared.value >= 0:
        # Of a count that is known by its two ends there is no ratio, only which way it goes.
        return f"{plural}{although}"
    if compared.verdict == FEWER:
        share = number(100 * (1 - compared.value))
        return text.TIMES_FEWER.format(plural=plural, share=share, although=although)
    return text.TIMES.format(plural=plural, times=times(compared.value), although=although)


def _per(lines: Sequence[LayerLine]) -> str:
    """Return what all lines are divided by, if it is the same."""
    labels = {line.denominator_label for line in lines}
    if len(labels) > 1:
        return text.IN_PROPORTION
    return text.PER_THOUSAND.format(label=labels.pop())
