"""What a map is worth: how good it was, and how much of what happened lies in how few cells.

Whether it was good is tried with the same map of an earlier time, on what came after it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import numpy as np

from hotspots.access.permission import require_level
from hotspots.analysis.answer import area_only_notes
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
from hotspots.statistics.concentration import (
    HOTTEST,
    generalised_gini,
    hottest_shares,
    lorenz_curve,
)
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
    from hotspots.statistics.concentration import HottestShare


def _counts(query: Query) -> NDArray[np.float64]:
    cells, size_m = query.cells(query.selection.cell_m), query.selection.cell_m
    return counts_in(cells, query.rows, query.chosen, size_m)[0].astype(np.float64)


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
    "density": lambda query: _surface(density_answer(query), query),
    "risk_density": lambda query: _surface(risk_answer(query), query),
    "gi_star": _gi_star,
}


#: Share of the cells that are marked: few enough to work in.
MARKED: Final = 0.05
#: Months that are kept apart to test on.
TEST_MONTHS: Final = 3


class WhyNot(StrEnum):
    """Why nothing can be said of a map."""

    NO_CELLS = "no_cells"
    TOO_LITTLE_HISTORY = "too_little_history"
    TOO_FEW = "too_few"
    FLAT = "flat"


@dataclass(frozen=True, slots=True)
class Trial:
    """Which months make the map, and which it is tried on.

    ``earlier`` says that the map is of three months before the one that was chosen, for want of
    what came after that.
    """

    map_period: Period
    test_period: Period
    earlier: bool


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
        return Trial(shared, quarter, earlier=False)
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
    return Trial(Period(first, last), quarter, earlier=True)


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
    template = THREE_MONTHS_EARLIER if trial.earlier else AFTER
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


#: Points that the lines are drawn through, beside the ends; closer together where they bend.
_POINTS: Final = 60


@dataclass(frozen=True, slots=True, eq=False)
class Lorenz:
    """Three lines from (0, 0) to (1, 1), each shape (k,): shares of the incidents.

    Attributes
    ----------
    cells
        Share of the cells, hottest first.
    actual, chance, even
        As it is; if each incident fell in any cell with the same chance; spread as evenly as they
        go. Where the incidents are few, chance is far from even.
    """

    cells: NDArray[np.float64]
    actual: NDArray[np.float64]
    chance: NDArray[np.float64]
    even: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Concentration:
    """How concentrated the incidents of a selection are.

    Attributes
    ----------
    cells
        How many cells there are, those without incidents included.
    incidents, outside
        Incidents in them, and in none. Of ``area_only`` others no more is known than an area.
    hottest
        What lies in the hottest 5 and 20 %; empty without incidents, as ``gini`` and ``lorenz``.
    gini
        Generalised coefficient: 0 is as even as so many incidents can be.
    """

    layer: LayerSpec
    cell_m: int
    mask: str
    cells: int
    incidents: int
    outside: int
    hottest: tuple[HottestShare, ...] = ()
    gini: float | None = None
    lorenz: Lorenz | None = None
    area_only: int = 0


def concentration(workspace: Workspace, selection: Selection) -> Concentration:
    """Return how much of a selection lies in how few cells.

    The cells have the size that was chosen, and that of the layer where none was. What lies in one
    cell of a large size lies in several of a small one: compare only the same.

    Raises
    ------
    SelectionError
        If the layer cannot answer the selection.
    AccessError
        If the layer is sensitive, may not be shown in cells, or is not for this role.
    """
    settled, layer = settle(selection, workspace)
    query = query_of(workspace, settled, layer, measure_named(settled.measure), known_at="cells")
    # A surface is drawn in the finest cells there are, which no one chose.
    cell_m = layer.style.cell_m if query.measure.surface else settled.cell_m
    require_level(layer, "cells", cell_m)
    counts, outside = counts_in(selected_cells(query, cell_m), query.rows, query.chosen, cell_m)
    incidents = int(counts.sum())
    return Concentration(
        layer=layer,
        cell_m=cell_m,
        mask=query.mask.label,
        cells=len(counts),
        incidents=incidents,
        outside=outside,
        hottest=hottest_shares(counts, HOTTEST) if incidents else (),
        gini=generalised_gini(counts) if incidents else None,
        lorenz=_lorenz(counts) if incidents else None,
        area_only=query.area_only,
    )


def _lorenz(counts: NDArray[np.int64]) -> Lorenz:
    """Return the lines through few points: thousands of cells would weigh on the page."""
    # The curve bends where the cells are hottest, and again where the last incident is.
    drawn = np.linspace(0.0, 1.0, _POINTS) ** 2
    bend = np.count_nonzero(counts) / counts.size
    shares = np.unique(
        np.concatenate([drawn[1:], HOTTEST, [bend, min(1.0, counts.sum() / counts.size)]])
    )
    hottest = hottest_shares(counts, tuple(shares.tolist()))
    cells, incidents = lorenz_curve(counts)
    return Lorenz(
        cells=np.concatenate([[0.0], shares]),
        actual=np.concatenate([[0.0], np.interp(shares, cells, incidents)]),
        chance=np.array([0.0, *(share.by_chance for share in hottest)]),
        even=np.array([0.0, *(share.evenly for share in hottest)]),
    )


CONCENTRATION: Final = "Hoe geconcentreerd is het?"
HOTTEST_PART: Final = (
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
#: From this share on, 100 % stands on screen.
_EVERYTHING: Final = 0.995


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
    notes += area_only_notes(answer.area_only, answer.layer)
    return (" ".join(answers), *notes)


def _telling(hottest: tuple[HottestShare, ...]) -> tuple[HottestShare, ...]:
    """Return the first share, and those where chance does not put everything as well."""
    return (*hottest[:1], *(share for share in hottest[1:] if share.by_chance < _EVERYTHING))


def _hottest(share: HottestShare, plurals: str) -> str:
    return HOTTEST_PART.format(
        share=number(share.cells * 100),
        here=number(share.incidents * 100),
        chance=number(share.by_chance * 100),
        plural=plurals,
    )
