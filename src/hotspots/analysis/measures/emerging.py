"""The measure "Opkomend en blijvend": Gi* per step of time, put into classes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

import numpy as np
import scipy

from hotspots.analysis.answer import Status
from hotspots.analysis.chance_words import (
    apart_notes,
    correction_notes,
    each,
    not_tested_notes,
    share_of,
)
from hotspots.analysis.counting import counts_in_steps
from hotspots.analysis.exposure import (
    NEIGHBOURS_NOTE,
    Expected,
    cells_at_risk,
    expected_of,
    exposure_of_areas,
)
from hotspots.analysis.layer_dispersion import layer_dispersion
from hotspots.analysis.measures.computed import ComputedMeasure
from hotspots.analysis.measures.count import areas_counted, cells_counted
from hotspots.analysis.measures.measure import TOO_FEW_WIJKEN, verdict_classes
from hotspots.analysis.parameters import Parameters, Part
from hotspots.analysis.periods import STEPS, Period, month_starts_after, moved, to_day
from hotspots.catalog.specs import PARTS
from hotspots.dutch import day, plural
from hotspots.dutch import period as period_in_words
from hotspots.errors import SelectionError
from hotspots.geography.names import cell_names
from hotspots.statistics.emerging import (
    FEWEST_FOR_TREND,
    Emerging,
    EmergingClass,
    emerging,
    gi_star_areas_per_step,
    gi_star_steps_of_some,
)
from hotspots.statistics.gi_star import ALPHA, including_self

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from hotspots.access.incidents import Countable
    from hotspots.analysis.answer import Analysis
    from hotspots.analysis.counting import StepCounts
    from hotspots.analysis.query import Query

#: Below this there is no history to speak of.
FEWEST_STEPS: Final = 4


@dataclass(frozen=True)
class NotTested(Part):
    """The incidents in places that take no part."""

    not_tested: int


@dataclass(frozen=True)
class History(Part):
    """How the history of the layer was cut into steps and tested.

    Attributes
    ----------
    steps, steps_with_scores
        Whole steps, and those in which anything could be tested.
    left_out
        Days at the end that are no whole step.
    trend_claimed
        Whether there are enough steps to say that a place grows stronger or weaker.
    """

    step: str
    steps: int
    steps_with_scores: int
    history_from: date
    history_to: date
    left_out: Period | None
    trend_claimed: bool
    fewest_for_trend: int
    classes: str
    test: str
    correction: str
    alpha: float
    tested: int


@dataclass(frozen=True, slots=True)
class Steps:
    """Whole steps, in order, and what came after the last of them.

    ``left_out`` are the days of a last step that is not complete: read as a step, they would look
    like a drop.
    """

    periods: tuple[Period, ...]
    left_out: Period | None

    def __len__(self) -> int:
        return len(self.periods)


def whole_steps(covered: Period, until: date, step: str) -> Steps:
    """Return the calendar steps from the begin of a layer up to a day.

    Parameters
    ----------
    covered
        First and last day of the layer.
    until
        The last day that may count.
    step
        One of `STEPS`.

    Examples
    --------
    >>> covered = Period(date(2017, 1, 15), date(2017, 12, 31))
    >>> found = whole_steps(covered, date(2017, 11, 30), "quarter")
    >>> [str(period.first) for period in found.periods], str(found.left_out.first)
    (['2017-04-01', '2017-07-01'], '2017-10-01')
    """
    months = STEPS[step]
    last = min(until, covered.last)
    first = covered.first if covered.first.day == 1 else month_starts_after(covered.first)
    while (first.month - 1) % months:
        first = month_starts_after(first)
    after = first
    for _ in range(months):
        after = month_starts_after(after)
    current = Period(first, after - timedelta(days=1))
    periods = []
    while current.last <= last:
        periods.append(current)
        current = moved(current, 1)
    left_out = Period(current.first, last) if current.first <= last else None
    return Steps(tuple(periods), left_out)


def counts_per_step(
    incidents: Countable,
    chosen: NDArray[np.bool_],
    place: NDArray[np.integer],
    places: int,
    steps: Steps,
) -> NDArray[np.int64]:
    """Count per place and step: shape (places, steps).

    Parameters
    ----------
    chosen : shape (n,)
        Incidents that pass every filter but the period.
    place : shape (n,)
        Position of each incident among ``places``; chosen ones are 0 or more.
    """
    step, inside = _step_of(incidents.day[chosen], steps)
    # What lies in no step is counted first.
    flat = np.where(inside, place[chosen] * len(steps) + step + 1, 0)
    counts = incidents.counts(flat, places * len(steps) + 1, chosen)
    return counts[1:].reshape(places, len(steps))


def _step_of(day: NDArray[np.integer], steps: Steps) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Return the step of each day, and which of them lie in any."""
    starts = np.array([to_day(period.first) for period in steps.periods])
    step = np.searchsorted(starts, day, side="right").astype(np.int64) - 1
    return step, (step >= 0) & (day <= to_day(steps.periods[-1].last))


def _where_any(query: Query, cells: NDArray[np.int64], steps: Steps) -> StepCounts:
    """Count per cell and step, and keep what is not 0: of a country, one cell in hundreds."""
    step, inside = _step_of(query.rows.day, steps)
    size_m = query.selection.cell_m
    return counts_in_steps(cells, query.rows, query.any_time & inside, step, size_m)


def trend_answer(query: Query) -> Analysis:
    """Answer with the class of every place over the whole steps up to the end of the period.

    The history begins where the layer begins, or at ``history_from`` of the selection, wherever
    the period begins: what is new can only be told from what was before. A step that is not
    complete is left out.

    Raises
    ------
    SelectionError
        If the layer holds too few whole steps.
    """
    steps = whole_steps(_history(query), query.period.last, query.selection.step)
    if len(steps) < FEWEST_STEPS:
        raise SelectionError(
            "Er is te weinig geschiedenis om te zien wat nieuw is en wat blijft.",
            f"Gevonden: {len(steps)} hele stappen tot {query.period.last:%d-%m-%Y}; nodig: "
            f"{FEWEST_STEPS}.",
            "Kies een later einde van de periode, of maanden in plaats van kwartalen.",
        )
    history = Period(steps.periods[0].first, steps.periods[-1].last)
    whole = replace(query, period=history, chosen=query.in_period(history))
    return _cells(whole, steps) if query.selection.level == "cells" else _areas(whole, steps)


def _history(query: Query) -> Period:
    """Return the days of which a history can be made."""
    since = query.selection.history_from
    if since is None or since > query.covered.last:
        return query.covered
    return Period(max(since, query.covered.first), query.covered.last)


def _cells(query: Query, steps: Steps) -> Analysis:
    size_m = query.selection.cell_m
    risk = cells_at_risk(query)
    counted = cells_counted(query, risk.with_any(size_m), named=False)
    every = _where_any(query, risk.cells, steps)
    total = np.bincount(every.place, weights=every.times, minlength=len(risk.cells))
    total = total.astype(np.int64)
    # Where nothing is expected, what happened is listed and not tested.
    tested_too = risk.exposure[every.place] > 0
    counts = scipy.sparse.csc_array(
        (every.times[tested_too], (every.place[tested_too], every.step[tested_too])),
        shape=(len(risk.cells), len(steps)),
    )
    where, marks, tested = np.flatnonzero(total > 0), None, 0
    result = _nothing(len(where), len(steps))
    if counts.nnz:
        tests = gi_star_steps_of_some(
            counts,
            risk.col,
            risk.row,
            total > 0,
            exposure=risk.exposure,
            dispersion=_dispersion(query),
        )
        where, marks, tested = tests.where, tests.marks, tests.tested
        result = emerging(marks.z, marks.hot, marks.cold, speaking=tests.speaking)
    shown = (result.pattern != 0) & (result.pattern != EmergingClass.NOT_DETERMINABLE)
    shown |= total[where] > 0
    where = where[shown]
    listed = np.zeros(len(risk.cells), dtype=bool)
    listed[where] = True
    col, row = risk.col[where], risk.row[where]
    codes, names = cell_names(query.workspace.naming, col, row, size_m)
    left_out = NotTested(int(every.times.sum() - counts.sum()))
    listing = replace(
        counted,
        codes=codes,
        names=names,
        counts=total[where],
        cell_col=col,
        cell_row=row,
        zero_cells=risk.unlisted(listed),
        untested=risk.left_out(listed),
        parameters=counted.parameters.plus(
            risk.expected, left_out, _history_tested(query, steps, result, tested)
        ),
    )
    return _classed(listing, result, shown)


def _areas(query: Query, steps: Steps) -> Analysis:
    counted = areas_counted(query)
    level = query.selection.level
    areas = query.workspace.geography.level(level)
    inside = counted.status != Status.NOT_SELECTED
    exposure = np.where(inside, exposure_of_areas(query, level), 0.0)
    place = query.rows.area(level).astype(np.int64)
    counts = counts_per_step(query.rows, query.any_time, place, len(areas), steps)
    total = counts.sum(axis=1)
    counts = np.where(exposure[:, np.newaxis] > 0, counts, 0)
    left_out = NotTested(int(total[inside].sum() - counts.sum()))
    parameters = Parameters((expected_of(query), left_out))
    weights = including_self(query.workspace.library.neighbours_at(level))
    marks = None
    if counts.any():
        marks = gi_star_areas_per_step(
            counts,
            weights,
            exposure=exposure,
            dispersion=layer_dispersion(query.workspace.library, query.layer, level).place,
        )
    result = emerging(marks.z, marks.hot, marks.cold) if marks else _nothing(*counts.shape)
    everything = np.ones(len(areas), dtype=bool)
    tested = int(np.isfinite(marks.z).any(axis=1).sum()) if marks else 0
    made = parameters.plus(_history_tested(query, steps, result, tested))
    answer = _classed(replace(counted, parameters=made), result, everything)
    return replace(
        answer, status=np.where(inside, answer.status, Status.NOT_SELECTED).astype(np.int8)
    )


def _dispersion(query: Query) -> float:
    """Return how much more the counts of places vary than chance, as the hotspots have it."""
    return layer_dispersion(query.workspace.library, query.layer, "buurten").place


def _nothing(places: int, steps: int) -> Emerging:
    """Return the classes of places where nothing happened in any step."""
    never = np.zeros(places, dtype=np.int64)
    return Emerging(never.astype(np.int8), never, never, None, steps, 0, ALPHA)


def _classed(listing: Analysis, result: Emerging, listed: NDArray[np.bool_]) -> Analysis:
    """Return the listed places with their classes, and in how many steps they were marked."""
    pattern = result.pattern[listed]
    unknown = pattern == EmergingClass.NOT_DETERMINABLE
    hot = np.where(unknown, np.nan, result.hot_steps[listed])
    cold = np.where(unknown, np.nan, result.cold_steps[listed])
    columns = {"hot_steps": hot, "cold_steps": cold}
    if result.trend is not None:
        columns |= {"trend_z": result.trend.z[listed], "trend_p": result.trend.p[listed]}
    return replace(
        listing,
        values=hot,
        status=np.where(unknown, Status.MISSING, Status.VALUE).astype(np.int8),
        verdict=np.where(unknown, EmergingClass.NO_PATTERN, pattern).astype(np.int8),
        reference=hot,
        columns=columns,
    )


def _history_tested(query: Query, steps: Steps, result: Emerging, tested: int) -> History:
    """Return how the history was cut and tested."""
    return History(
        step=query.selection.step,
        steps=len(steps),
        steps_with_scores=result.steps_with_scores,
        history_from=steps.periods[0].first,
        history_to=steps.periods[-1].last,
        left_out=steps.left_out,
        trend_claimed=result.trend_claimed,
        fewest_for_trend=FEWEST_FOR_TREND,
        classes="per-step variant of Esri's emerging hot spot classes",
        test="exact",
        correction="Benjamini-Hochberg",
        alpha=result.alpha,
        tested=tested,
    )


VERDICTS: Final = {
    "historical_cold": "was een coldspot",
    "oscillating_cold": "wisselend, nu een coldspot",
    "sporadic_cold": "af en toe een coldspot",
    "diminishing_cold": "blijvende coldspot, wordt zwakker",
    "persistent_cold": "blijvende coldspot",
    "intensifying_cold": "blijvende coldspot, wordt sterker",
    "consecutive_cold": "sinds kort een coldspot, aaneengesloten",
    "new_cold": "nieuwe coldspot",
    "no_pattern": "geen patroon",
    "new_hot": "nieuwe hotspot",
    "consecutive_hot": "sinds kort een hotspot, aaneengesloten",
    "intensifying_hot": "blijvende hotspot, wordt sterker",
    "persistent_hot": "blijvende hotspot",
    "diminishing_hot": "blijvende hotspot, wordt zwakker",
    "sporadic_hot": "af en toe een hotspot",
    "oscillating_hot": "wisselend, nu een hotspot",
    "historical_hot": "was een hotspot",
}
STEP_NOUNS: Final = {"quarter": ("kwartaal", "kwartalen"), "month": ("maand", "maanden")}
STEPS_NOTE: Final = (
    "{steps}, van {first} tot en met {last}, elk apart getoetst; de kleur vat de rij samen."
)
OTHER_PERIOD_NOTE: Final = (
    "De kaart gaat dus over een andere periode dan de gekozen {asked}: wat nieuw is, blijkt pas "
    "uit wat eraan voorafging."
)
LEFT_OUT_NOTE: Final = "Geen heel {step}, en telt dus niet mee: {period}."
NO_TREND_NOTE: Final = (
    "Minder dan {fewest} stappen: of een hotspot sterker of zwakker wordt, is niet te zeggen."
)
STEP_TEST_NOTE: Final = (
    "Getoetst: elke stap {tested}, daarvoor gecorrigeerd; "
    + share_of("in een stap een hotspot", "{alpha}")
    + ". De trend is per plek getoetst, "
    + each("plekken", "een trend", "{alpha}")
    + "."
)


def trend_notes(analysis: Analysis) -> list[str]:
    """Return what places were compared with, how the history was cut, and what was tested."""
    parameters = analysis.parameters
    expected, history = parameters.require(Expected), parameters.require(History)
    left_out = parameters.require(NotTested)
    in_cells = analysis.cell_col is not None
    label, smallest = expected.expectation_label, expected.smallest_denominator
    compared = f"{expected.note(in_cells=in_cells)} {NEIGHBOURS_NOTE}"
    tested, alpha = history.tested, history.alpha
    return [
        *([compared] if tested else []),
        *_step_notes(analysis, history),
        *apart_notes(analysis, tested=tested),
        *not_tested_notes(left_out.not_tested, label, smallest),
        *correction_notes(analysis, tested=tested, alpha=alpha, template=STEP_TEST_NOTE),
    ]


def _step_notes(analysis: Analysis, history: History) -> list[str]:
    """Return how the history was cut, what was left out, and whether a trend is claimed."""
    nouns = STEP_NOUNS[history.step]
    notes = [
        STEPS_NOTE.format(
            steps=plural(history.steps, *nouns),
            first=day(history.history_from),
            last=day(history.history_to),
        )
    ]
    if analysis.other_period is not None:
        chosen = analysis.selection.period or analysis.covered
        notes.append(OTHER_PERIOD_NOTE.format(asked=period_in_words(chosen.first, chosen.last)))
    if history.left_out is not None:
        period = period_in_words(history.left_out.first, history.left_out.last)
        notes.append(LEFT_OUT_NOTE.format(step=nouns[0], period=period))
    if not history.trend_claimed:
        notes.append(NO_TREND_NOTE.format(fewest=history.fewest_for_trend))
    return notes


EMERGING: Final = ComputedMeasure(
    id="emerging",
    label="Opkomend en blijvend",
    levels=(*PARTS, "cells"),
    of_neighbours=True,
    unit="hotspots van {plural} door de tijd",
    explanation=(
        "Welke hotspots van {plural} nieuw zijn, welke blijven en welke verdwijnen. Elk kwartaal "
        "(of elke maand) krijgt een eigen toets, zoals bij 'Hotspots'; de kaart vat de rij samen. "
        "'Sterker' en 'zwakker' vragen ten minste 10 stappen en een trend die toeval niet "
        "verklaart (Mann-Kendall). Een laatste kwartaal dat nog niet af is, telt niet mee. De "
        "kaart beschrijft wat er was en voorspelt niets."
    ),
    answer=trend_answer,
    notes=trend_notes,
    expects=True,
    in_steps=True,
    verdicts=verdict_classes(
        [kind for kind in EmergingClass if kind is not EmergingClass.NOT_DETERMINABLE], VERDICTS
    ),
    why_levels=TOO_FEW_WIJKEN,
)
