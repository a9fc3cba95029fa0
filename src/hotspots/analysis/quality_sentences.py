"""What a hold-out and a concentration say, in sentences that are plain text."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from hotspots.analysis.cell_scores import SCORES
from hotspots.analysis.holdout import MARKED, HeldAgainst, WhyNot
from hotspots.analysis.measures import measure_named
from hotspots.statistics.accuracy import FEWEST_EVENTS
from hotspots.text import quality as text
from hotspots.text.maps import period
from hotspots.text.numbers import day, number, plural

if TYPE_CHECKING:
    from hotspots.analysis.concentrated import Concentration
    from hotspots.analysis.holdout import HoldOut, People, Trial
    from hotspots.statistics.accuracy import HitRate
    from hotspots.statistics.concentration import HottestShare

#: Under this many incidents a share of the cells holds what chance gave it.
_FEW: Final = 50
#: Two maps that are as good know as often of an incident that the other does not.
_EVEN: Final = 0.5
#: From this share on, 100 % stands on screen.
_EVERYTHING: Final = 0.995


def hold_out_sentences(held: HoldOut) -> tuple[str, ...]:
    """Return how good the map was and what that is worth, or why it cannot be said.

    The first text is the answer; the others are how it was measured.
    """
    found, trial = held.found, held.trial
    if found is None or trial is None:
        return (_why_not(held),)
    share = number(MARKED * 100)
    notes = []
    # PEI is what was found over the most that could be; that all of it fits says nothing.
    best = found.hits / found.pei if found.pei > 0 else found.events
    if best < found.events:
        notes.append(text.BEST.format(share=share, best=number(round(best))))
    marked, cells = number(round(held.cells * MARKED)), number(held.cells)
    notes.append(text.HOW.format(marked=marked, cells=cells, size=held.cell_m))
    if held.outside:
        count = plural(held.outside, held.layer.noun, held.layer.noun_plural)
        notes.append(text.OUTSIDE.format(count=count, mask=held.mask))
    answers = [_answer(held, found, trial), _judged(found), *_beside_people(held.people)]
    return (" ".join(answers), *notes)


def _answer(held: HoldOut, found: HitRate, trial: Trial) -> str:
    template = text.AFTER if trial.against is HeldAgainst.QUARTER_AFTER else text.HELD_OUT
    marked = text.MARKED.get(held.measure.id, text.MARKED_OTHERWISE)
    return template.format(
        map=period(trial.map_period.first, trial.map_period.last),
        test=_test_months(trial),
        pai=number(found.pai, 1),
        low=number(found.pai_lower, 1),
        high=number(found.pai_upper, 1),
        plural=held.layer.noun_plural,
        marked=marked.format(share=number(MARKED * 100)),
        hits=_hits(found),
        events=number(found.events),
    )


def _hits(found: HitRate) -> str:
    """Return how many were in the marked part: about, where cells are marked in part."""
    hits = number(round(found.hits))
    whole = math.isclose(found.hits, round(found.hits), abs_tol=1e-6)
    return hits if whole else text.ABOUT.format(hits=hits)


def _beside_people(people: People | None) -> tuple[str, ...]:
    """Return how good a map of people alone is, and what the history adds to it."""
    if people is None:
        return ()
    found, beside = people.found, people.beside
    told = text.ADDS_NOT_SHOWN
    if beside.lower > _EVEN:
        told = text.ADDS
    elif beside.upper < _EVEN:
        told = text.PEOPLE_BETTER.format(label=people.label)
    alone = text.PEOPLE.format(
        label=people.label,
        pai=number(found.pai, 1),
        low=number(found.pai_lower, 1),
        high=number(found.pai_upper, 1),
        hits=_hits(found),
        events=number(found.events),
    )
    return alone, told


def _judged(found: HitRate) -> str:
    if found.pai_lower > 1.0:
        return text.MORE
    return text.FEWER if found.pai_upper < 1.0 else text.MAY_BE_CHANCE


def _why_not(held: HoldOut) -> str:
    why, trial = held.why_not or WhyNot.NO_CELLS, held.trial
    return text.WHY_NOT[why].format(
        measures=_any_of([measure_named(name).label for name in SCORES]),
        first=day(held.covered.first),
        map=period(trial.map_period.first, trial.map_period.last) if trial else "",
        test=_test_months(trial) if trial else "",
        events=plural(held.events, held.layer.noun, held.layer.noun_plural),
        fewest=FEWEST_EVENTS,
    )


def _any_of(labels: list[str]) -> str:
    return f"{', '.join(labels[:-1])} of {labels[-1]}"


def _test_months(trial: Trial) -> str:
    return period(trial.test_period.first, trial.test_period.last)


def concentration_sentences(found: Concentration) -> tuple[str, ...]:
    """Return how much lies in the hottest cells beside chance, and what that is worth.

    The first text is the answer; the others are how it was measured.
    """
    plurals = found.layer.noun_plural
    if not found.hottest or found.gini is None:
        return (text.NO_CONCENTRATION.format(plural=plurals),)
    cells = number(found.cells)
    answers = [_hottest(share, plurals) for share in _telling(found.hottest)]
    if found.hottest[0].incidents <= found.hottest[0].by_chance:
        answers.append(text.NOT_CONCENTRATED)
    if found.incidents < _FEW:
        count = number(found.incidents)
        answers.append(text.CONCENTRATION_FEW.format(count=count, cells=cells))
    notes = [
        text.GINI.format(gini=number(found.gini, 2)),
        text.CELLS_OF.format(size=found.cell_m, mask=found.mask, cells=cells, plural=plurals),
    ]
    if found.outside:
        count = plural(found.outside, found.layer.noun, plurals)
        notes.append(text.CONCENTRATION_OUTSIDE.format(count=count, mask=found.mask))
    return (" ".join(answers), *notes)


def _telling(hottest: tuple[HottestShare, ...]) -> tuple[HottestShare, ...]:
    """Return the first share, and those where chance does not put everything as well."""
    return (*hottest[:1], *(share for share in hottest[1:] if share.by_chance < _EVERYTHING))


def _hottest(share: HottestShare, plurals: str) -> str:
    return text.HOTTEST.format(
        share=number(share.cells * 100),
        here=number(share.incidents * 100),
        chance=number(share.by_chance * 100),
        plural=plurals,
    )
