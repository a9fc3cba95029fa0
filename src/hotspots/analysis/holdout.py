"""Was the map any good? The same map of an earlier time, tried on what came after it."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import numpy as np

from hotspots.analysis.counting import counts_in, selected_cells
from hotspots.analysis.exposure import cells_at_risk, spread_exposure
from hotspots.analysis.measures.density import density_answer, risk_answer
from hotspots.analysis.periods import Period, months_later, whole_months
from hotspots.analysis.query import query_of
from hotspots.analysis.registry import measure_named
from hotspots.analysis.settle import settle
from hotspots.dutch import day, number, period, plural
from hotspots.geography.grid import column_and_row
from hotspots.statistics.accuracy import FEWEST_EVENTS, beside, hit_rate
from hotspots.statistics.gi_star import gi_star_cells

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from hotspots.access.workspace import Workspace
    from hotspots.analysis.answer import Analysis
    from hotspots.analysis.measures.measure import Measure
    from hotspots.analysis.query import Query
    from hotspots.analysis.question import Selection
    from hotspots.catalog.specs import LayerSpec
    from hotspots.statistics.accuracy import Beside, HitRate


def _counts(query: Query) -> NDArray[np.float64]:
    cells, size_m = query.cells(query.selection.cell_m), query.selection.cell_m
    return counts_in(cells, query.rows, query.chosen, size_m)[0].astype(np.float64)


def _density(query: Query) -> NDArray[np.float64]:
    return _surface(density_answer(query), query)


def _risk_density(query: Query) -> NDArray[np.float64]:
    return _surface(risk_answer(query), query)


def _surface(analysis: Analysis, query: Query) -> NDArray[np.float64]:
    """Return a surface at every cell of the mask."""
    cell_m, raster = query.selection.cell_m, analysis.raster
    assert raster is not None  # noqa: S101 - a surface always has one
    col, row = column_and_row(query.cells(cell_m))
    first_col, first_row = round(raster.west_m / cell_m), round(raster.south_m / cell_m)
    values: NDArray[np.float64] = raster.values[row - first_row, col - first_col]
    return values


def _gi_star(query: Query) -> NDArray[np.float64]:
    risk = cells_at_risk(query)
    every = query.cells(query.selection.cell_m)
    scores = np.full(len(every), np.nan)
    tested = risk.tested(risk.counts)
    if tested.any():
        result = gi_star_cells(tested, risk.col, risk.row, exposure=risk.exposure)
        scores[np.searchsorted(every, risk.cells)] = result.z
    return scores


#: The score by measure: shape (m,), in the order of ``query.cells(query.selection.cell_m)``,
#: high where the map is hot, NaN where it says nothing. A new one is a line here.
SCORES: Final[Mapping[str, Callable[[Query], NDArray[np.float64]]]] = {
    "count": _counts,
    "density": _density,
    "risk_density": _risk_density,
    "gi_star": _gi_star,
}


#: Share of the cells that are marked: few enough to work in.
MARKED: Final = 0.05
#: Months that are kept apart to test on.
TEST_MONTHS: Final = 3


class TrialQuarter(StrEnum):
    """Which three months a map is tried on."""

    QUARTER_AFTER = "quarter_after"
    LAST_QUARTER = "last_quarter"


class WhyNot(StrEnum):
    """Why nothing can be said of a map."""

    NO_CELLS = "no_cells"
    TOO_LITTLE_HISTORY = "too_little_history"
    TOO_FEW = "too_few"
    FLAT = "flat"


@dataclass(frozen=True, slots=True)
class Trial:
    """Which months make the map, and which it is tried on."""

    quarter: TrialQuarter
    map_period: Period
    test_period: Period


@dataclass(frozen=True, slots=True)
class People:
    """How good a map is that follows a denominator alone, beside the one with a history.

    ``beside`` says of how many incidents only one of both knew: first the map, then the people.
    """

    label: str
    hit_rate: HitRate
    beside: Beside


@dataclass(frozen=True, slots=True)
class HoldOut:
    """How good a map was.

    Attributes
    ----------
    trial
        Which months make the map and which it was tried on; None where the level or the layer
        allows none.
    hit_rate
        PAI, PEI and hit rate of the marked cells; None with the reason in ``why_not``.
    people
        The same of a map that knows nothing but how many live where, and what it counts; None
        where the layer has no denominator, or all cells have as many.
    covered
        First and last day in the layer.
    cells
        How many cells there are; ``MARKED`` of them were marked.
    events, outside
        Incidents in the test months, in these cells and in none.
    area_only
        Others in those months, of which no more is known than a buurt or wijk.
    """

    layer: LayerSpec
    measure: Measure
    covered: Period
    mask: str
    cell_m: int
    trial: Trial | None = None
    hit_rate: HitRate | None = None
    people: People | None = None
    why_not: WhyNot | None = None
    cells: int = 0
    events: int = 0
    outside: int = 0
    area_only: int = 0


def hold_out(workspace: Workspace, selection: Selection) -> HoldOut:
    """Try a map on the incidents of the three months after it.

    Where the layer does not reach that far, the same map is made for a period of the same length
    that ends three months earlier. The filters of the selection hold for both. A high number says
    that busy places stay busy, not that the map foresaw any incident.

    Raises
    ------
    SelectionError
        If the layer cannot answer the selection.
    AccessError
        If the layer is sensitive, or not for this role.
    """
    settled, layer = settle(selection, workspace)
    measure = measure_named(settled.measure)
    query = query_of(workspace, settled, layer, measure)
    about = HoldOut(layer, measure, query.covered, query.mask.label, settled.cell_m)
    if settled.level != "cells" or settled.measure not in SCORES:
        return replace(about, why_not=WhyNot.NO_CELLS)
    trial = trial_of(query.period, query.covered)
    if trial is None:
        return replace(about, why_not=WhyNot.TOO_LITTLE_HISTORY)
    cells = selected_cells(query, settled.cell_m)
    later, outside = counts_in(
        cells, query.rows, query.in_period(trial.test_period), settled.cell_m
    )
    # The query counts those of the months that are asked, which need not be those of the trial.
    tried = replace(settled, period=trial.test_period)
    about = replace(
        about,
        trial=trial,
        cells=len(cells),
        events=int(later.sum()),
        outside=outside,
        area_only=query_of(workspace, tried, layer, measure).area_only,
    )
    if about.events < FEWEST_EVENTS:
        return replace(about, why_not=WhyNot.TOO_FEW)
    scores = _scores(_at(query, trial.map_period), cells)
    if np.ptp(scores) == 0:
        return replace(about, why_not=WhyNot.FLAT)
    people = _people(query, cells, scores, later)
    return replace(about, hit_rate=hit_rate(scores, later, area_share=MARKED), people=people)


def _people(
    query: Query,
    cells: NDArray[np.int64],
    scores: NDArray[np.float64],
    later: NDArray[np.int64],
) -> People | None:
    """Return how good a map of the first denominator of the layer is at the same incidents."""
    if not query.layer.denominators:
        return None
    name, size_m = query.layer.denominators[0], query.selection.cell_m
    of_mask = spread_exposure(query, name, size_m)
    exposed = of_mask[np.searchsorted(query.cells(size_m), cells)]
    alone = hit_rate(exposed, later, area_share=MARKED)
    if np.ptp(exposed) == 0 or alone is None:
        return None
    label = query.workspace.geography.denominator(name).label
    return People(label, alone, beside(scores, exposed, later, area_share=MARKED))


def trial_of(period: Period, covered: Period) -> Trial | None:
    """Return which months make the map and which test it; None where the history is too short.

    Examples
    --------
    >>> from datetime import date
    >>> covered = Period(date(2015, 1, 1), date(2017, 12, 31))
    >>> trial_of(Period(date(2016, 1, 1), date(2016, 12, 31)), covered).test_period
    Period(first=datetime.date(2017, 1, 1), last=datetime.date(2017, 3, 31))
    >>> trial = trial_of(Period(date(2017, 1, 1), date(2017, 12, 31)), covered)
    >>> trial.map_period
    Period(first=datetime.date(2016, 10, 1), last=datetime.date(2017, 9, 30))
    >>> trial.test_period
    Period(first=datetime.date(2017, 10, 1), last=datetime.date(2017, 12, 31))
    >>> trial_of(covered, covered).map_period
    Period(first=datetime.date(2015, 1, 1), last=datetime.date(2017, 9, 30))
    """
    shared = period.intersection(covered)
    if shared is None:
        return None
    after = shared.last + timedelta(days=1)
    quarter = Period(after, months_later(after, TEST_MONTHS) - timedelta(days=1))
    if quarter.last <= covered.last:
        return Trial(TrialQuarter.QUARTER_AFTER, shared, quarter)
    quarter = Period(months_later(after, -TEST_MONTHS), shared.last)
    last = quarter.first - timedelta(days=1)
    months = whole_months(shared)
    first = (
        months_later(quarter.first, -months) if months else last - timedelta(days=shared.days - 1)
    )
    if first < covered.first:
        # All there is was asked for: the map is made of all but the last quarter, if that leaves
        # more than is held back.
        first = covered.first
        if (last - first).days < (quarter.last - quarter.first).days:
            return None
    return Trial(TrialQuarter.LAST_QUARTER, Period(first, last), quarter)


def _at(query: Query, period: Period) -> Query:
    """Return the same question about another period."""
    return replace(
        query,
        selection=replace(query.selection, period=period),
        period=period,
        chosen=query.in_period(period),
    )


def _scores(query: Query, cells: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the scores of these cells; where the map says nothing, the lowest there is.

    What happens there later counts as missed, so that maps that say nothing of different cells
    are tried on the same incidents.
    """
    of_mask = SCORES[query.selection.measure](query)
    scores = of_mask[np.searchsorted(query.cells(query.selection.cell_m), cells)]
    known = np.isfinite(scores)
    if not known.any():
        return np.zeros(len(cells))
    return np.where(known, scores, scores[known].min())


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
OUTSIDE_TRIAL: Final = "{count} in de drie maanden van de proef buiten {mask}: niet meegeteld."
AREA_ONLY_TRIAL: Final = (
    "Van {count} in de drie maanden van de proef is alleen bekend in welke buurt of wijk: niet "
    "meegeteld."
)
HOW_TRIED: Final = (
    "Gemarkeerd: {marked} van de {cells} cellen van {size} m. Bij toeval: als elke cel evenveel "
    "kans heeft. Leeg land telt mee en maakt het getal hoger: vergelijk alleen kaarten van "
    "hetzelfde gebied met even grote cellen. Het interval gaat ervan uit dat incidenten los van "
    "elkaar staan; volgen ze elkaar op, dan is het te smal. De uitkomst zegt hoe vast drukke "
    "plekken zijn, niet waar iets zal gebeuren."
)
NOT_TRIED: Final = {
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
#: Two maps that are as good know as often of an incident that the other does not.
_EVEN: Final = 0.5


def hold_out_sentences(answer: HoldOut) -> tuple[str, ...]:
    """Return how good the map was and what that is worth, or why it cannot be said.

    The first text is the answer; the others are how it was measured.
    """
    hit_rate, trial = answer.hit_rate, answer.trial
    if hit_rate is None or trial is None:
        return (_why_not(answer), *_area_only(answer))
    share = number(MARKED * 100)
    notes = []
    # PEI is what was found over the most that could be; that all of it fits says nothing.
    best = hit_rate.hits / hit_rate.pei if hit_rate.pei > 0 else hit_rate.events
    if best < hit_rate.events:
        notes.append(BEST.format(share=share, best=number(round(best))))
    marked, cells = number(round(answer.cells * MARKED)), number(answer.cells)
    notes.append(HOW_TRIED.format(marked=marked, cells=cells, size=answer.cell_m))
    if answer.outside:
        count = plural(answer.outside, answer.layer.noun, answer.layer.noun_plural)
        notes.append(OUTSIDE_TRIAL.format(count=count, mask=answer.mask))
    notes += _area_only(answer)
    answers = [_answer(answer, hit_rate, trial), _judged(hit_rate), *_beside_people(answer.people)]
    return (" ".join(answers), *notes)


def _area_only(answer: HoldOut) -> list[str]:
    """Say how many incidents of the test months lie in a buurt or wijk, nobody knows where."""
    if not answer.area_only:
        return []
    count = plural(answer.area_only, answer.layer.noun, answer.layer.noun_plural)
    return [AREA_ONLY_TRIAL.format(count=count)]


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
    return NOT_TRIED[why].format(
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
