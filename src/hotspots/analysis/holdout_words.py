"""How good a map was, and how much lies in how few cells, in sentences."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from hotspots.analysis.holdout import MARKED, SCORES, TrialQuarter, WhyNot
from hotspots.analysis.measures.registry import measure_named
from hotspots.dutch import day, number, period, plural
from hotspots.statistics.accuracy import FEWEST_EVENTS

if TYPE_CHECKING:
    from hotspots.analysis.holdout import Concentration, HoldOut, People, Trial
    from hotspots.statistics.accuracy import HitRate
    from hotspots.statistics.concentration import HottestShare


QUALITY: Final = "Was de kaart goed?"
#: What was marked, by measure.
MARKED_NAMES: Final = {
    "count": "de drukste {share} % van de cellen",
    "density": "de {share} % van de cellen met de hoogste dichtheid",
    "risk_density": "de {share} % van de cellen met het hoogste cijfer per 1.000",
    "gi_star": "de {share} % van de cellen met de hoogste hotspotscore",
}
MARKED_OTHERWISE: Final = "de {share} % van de cellen die op de kaart het hoogst staan"
AFTER: Final = (
    "Deze kaart had in het kwartaal erna ({test}) {pai} keer zo veel {plural} in {marked} als bij "
    "toeval (95 %: {low}–{high}): {hits} van de {events}."
)
THREE_MONTHS_EARLIER: Final = (
    "Na deze periode is er nog geen heel kwartaal met gegevens. Daarom gaat dit over dezelfde "
    "kaart van drie maanden eerder ({map}). Die had in de drie maanden erna ({test}) {pai} keer "
    "zo veel {plural} in {marked} als bij toeval (95 %: {low}–{high}): {hits} van de {events}."
)
ABOUT: Final = "ongeveer {hits}"
MORE: Final = "De drukke plekken op de kaart bleven dus druk."
MAY_BE_CHANCE: Final = "Dat verschil met toeval is niet aangetoond."
FEWER: Final = "De plekken op de kaart waren daarna dus niet de drukste."
PEOPLE: Final = (
    "Een kaart van alleen {label} had er {pai} keer zo veel (95 %: {low}–{high}): {hits} van de "
    "{events}."
)
#: What the history adds to a map of people alone.
ADDS: Final = "Wat er eerder gebeurde, voegt daar dus iets aan toe."
ADDS_NOT_SHOWN: Final = "Dat wat er eerder gebeurde daar iets aan toevoegt, is niet aangetoond."
PEOPLE_BETTER: Final = "Wie alleen naar {label} keek, had er dus meer gevonden."
BEST: Final = "In de {share} % die achteraf het drukst was, lagen er {best}."
OUTSIDE: Final = "{count} in de drie maanden van de proef buiten {mask}: niet meegeteld."
HOW: Final = (
    "Gemarkeerd: {marked} van de {cells} cellen van {size} m. Bij toeval: als elke cel evenveel "
    "kans heeft. Leeg land telt mee en maakt het getal hoger: vergelijk alleen kaarten van "
    "hetzelfde gebied met even grote cellen. Het interval gaat ervan uit dat incidenten los van "
    "elkaar staan; volgen ze elkaar op, dan is het te smal. De uitkomst zegt hoe vast drukke "
    "plekken zijn, niet waar iets zal gebeuren."
)
WHY_NOT: Final = {
    "no_cells": (
        "Of de kaart goed was, is alleen te meten op een kaart in cellen, met de maat {measures}."
    ),
    "too_little_history": (
        "Of de kaart goed was, is niet te meten: de laag begint op {first}, en dat is te laat om "
        "drie maanden apart te houden. Kies een kortere periode."
    ),
    "too_few": (
        "Of de kaart goed was, is niet te meten: in de drie maanden van de proef ({test}) waren er "
        "{events}. Bij minder dan {fewest} zegt de uitkomst meer over toeval dan over de kaart."
    ),
    "flat": (
        "Of de kaart goed was, is niet te meten: op de kaart over {map} is geen cel drukker dan "
        "een andere."
    ),
}

CONCENTRATION: Final = "Hoe geconcentreerd is het?"
HOTTEST: Final = (
    "De drukste {share} % van de cellen heeft {here} % van de {plural}; bij toeval zou dat "
    "{chance} % zijn."
)
NOT_CONCENTRATED: Final = "Dat is niet meer dan bij toeval."
CONCENTRATION_FEW: Final = (
    "Het zijn er weinig ({count} in {cells} cellen). Een verschil met toeval zegt dan niet veel."
)
GINI: Final = (
    "Gini-coëfficiënt, gecorrigeerd voor weinig incidenten: {gini}. Daarin is 0 zo gelijk verdeeld "
    "als kan en 1 alles in één cel. Leeg land telt mee: vergelijk alleen kaarten van hetzelfde "
    "gebied met even grote cellen."
)
CELLS_OF: Final = "Cellen van {size} m op {mask}: {cells}, ook die zonder {plural}."
CONCENTRATION_OUTSIDE: Final = "{count} buiten {mask}: niet meegeteld."
NO_CONCENTRATION: Final = "Geen {plural} in deze cellen, dus ook geen concentratie."
LORENZ_X: Final = "% van de cellen, drukste eerst"
LORENZ_Y: Final = "% van de {plural}"
LORENZ_LINES: Final = {
    "actual": "zoals het is",
    "chance": "bij toeval",
    "even": "zo gelijk als kan",
}
LORENZ_ALTERNATIVE: Final = (
    "Lijngrafiek: welk deel van de {plural} in welk deel van de cellen ligt. {sentence}"
)


#: Under this many incidents a share of the cells holds what chance gave it.
_FEW: Final = 50
#: Two maps that are as good know as often of an incident that the other does not.
_EVEN: Final = 0.5
#: From this share on, 100 % stands on screen.
_EVERYTHING: Final = 0.995


def hold_out_sentences(answer: HoldOut) -> tuple[str, ...]:
    """Return how good the map was and what that is worth, or why it cannot be said.

    The first text is the answer; the others are how it was measured.
    """
    hit_rate, trial = answer.hit_rate, answer.trial
    if hit_rate is None or trial is None:
        return (_why_not(answer),)
    share = number(MARKED * 100)
    notes = []
    # PEI is what was found over the most that could be; that all of it fits says nothing.
    best = hit_rate.hits / hit_rate.pei if hit_rate.pei > 0 else hit_rate.events
    if best < hit_rate.events:
        notes.append(BEST.format(share=share, best=number(round(best))))
    marked, cells = number(round(answer.cells * MARKED)), number(answer.cells)
    notes.append(HOW.format(marked=marked, cells=cells, size=answer.cell_m))
    if answer.outside:
        count = plural(answer.outside, answer.layer.noun, answer.layer.noun_plural)
        notes.append(OUTSIDE.format(count=count, mask=answer.mask))
    answers = [_answer(answer, hit_rate, trial), _judged(hit_rate), *_beside_people(answer.people)]
    return (" ".join(answers), *notes)


def _answer(answer: HoldOut, hit_rate: HitRate, trial: Trial) -> str:
    template = AFTER if trial.quarter is TrialQuarter.QUARTER_AFTER else THREE_MONTHS_EARLIER
    marked = MARKED_NAMES.get(answer.measure.id, MARKED_OTHERWISE)
    return template.format(
        map=period(trial.map_period.first, trial.map_period.last),
        test=_test_months(trial),
        pai=number(hit_rate.pai, 1),
        low=number(hit_rate.pai_lower, 1),
        high=number(hit_rate.pai_upper, 1),
        plural=answer.layer.noun_plural,
        marked=marked.format(share=number(MARKED * 100)),
        hits=_hits(hit_rate),
        events=number(hit_rate.events),
    )


def _hits(hit_rate: HitRate) -> str:
    """Return how many were in the marked part: about, where cells are marked in part."""
    hits = number(round(hit_rate.hits))
    whole = math.isclose(hit_rate.hits, round(hit_rate.hits), abs_tol=1e-6)
    return hits if whole else ABOUT.format(hits=hits)


def _beside_people(people: People | None) -> tuple[str, ...]:
    """Return how good a map of people alone is, and what the history adds to it."""
    if people is None:
        return ()
    hit_rate, beside = people.hit_rate, people.beside
    judged = ADDS_NOT_SHOWN
    if beside.lower > _EVEN:
        judged = ADDS
    elif beside.upper < _EVEN:
        judged = PEOPLE_BETTER.format(label=people.label)
    alone = PEOPLE.format(
        label=people.label,
        pai=number(hit_rate.pai, 1),
        low=number(hit_rate.pai_lower, 1),
        high=number(hit_rate.pai_upper, 1),
        hits=_hits(hit_rate),
        events=number(hit_rate.events),
    )
    return alone, judged


def _judged(hit_rate: HitRate) -> str:
    if hit_rate.pai_lower > 1.0:
        return MORE
    return FEWER if hit_rate.pai_upper < 1.0 else MAY_BE_CHANCE


def _why_not(answer: HoldOut) -> str:
    why, trial = answer.why_not or WhyNot.NO_CELLS, answer.trial
    return WHY_NOT[why].format(
        measures=_any_of([measure_named(name).label for name in SCORES]),
        first=day(answer.covered.first),
        map=period(trial.map_period.first, trial.map_period.last) if trial else "",
        test=_test_months(trial) if trial else "",
        events=plural(answer.events, answer.layer.noun, answer.layer.noun_plural),
        fewest=FEWEST_EVENTS,
    )


def _any_of(labels: list[str]) -> str:
    return f"{', '.join(labels[:-1])} of {labels[-1]}"


def _test_months(trial: Trial) -> str:
    return period(trial.test_period.first, trial.test_period.last)


def concentration_sentences(answer: Concentration) -> tuple[str, ...]:
    """Return how much lies in the hottest cells beside chance, and what that is worth.

    The first text is the answer; the others are how it was measured.
    """
    plurals = answer.layer.noun_plural
    if not answer.hottest or answer.gini is None:
        return (NO_CONCENTRATION.format(plural=plurals),)
    cells = number(answer.cells)
    answers = [_hottest(share, plurals) for share in _telling(answer.hottest)]
    if answer.hottest[0].incidents <= answer.hottest[0].by_chance:
        answers.append(NOT_CONCENTRATED)
    if answer.incidents < _FEW:
        count = number(answer.incidents)
        answers.append(CONCENTRATION_FEW.format(count=count, cells=cells))
    notes = [
        GINI.format(gini=number(answer.gini, 2)),
        CELLS_OF.format(size=answer.cell_m, mask=answer.mask, cells=cells, plural=plurals),
    ]
    if answer.outside:
        count = plural(answer.outside, answer.layer.noun, plurals)
        notes.append(CONCENTRATION_OUTSIDE.format(count=count, mask=answer.mask))
    return (" ".join(answers), *notes)


def _telling(hottest: tuple[HottestShare, ...]) -> tuple[HottestShare, ...]:
    """Return the first share, and those where chance does not put everything as well."""
    return (*hottest[:1], *(share for share in hottest[1:] if share.by_chance < _EVERYTHING))


def _hottest(share: HottestShare, plurals: str) -> str:
    return HOTTEST.format(
        share=number(share.cells * 100),
        here=number(share.incidents * 100),
        chance=number(share.by_chance * 100),
        plural=plurals,
    )
