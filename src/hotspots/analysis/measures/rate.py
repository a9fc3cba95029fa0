"""Incidents per 1.000 of a denominator: as they are, or drawn to those of other areas."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np

from hotspots.analysis.answer import Status
from hotspots.analysis.cube import cube_notes
from hotspots.analysis.exposure import denominator_inside, small_denominators
from hotspots.analysis.measures.computed import ComputedMeasure
from hotspots.analysis.measures.count import area_windows, areas_counted
from hotspots.analysis.parameters import DividedBy, Parameters, Part
from hotspots.analysis.question import buurten_selected, everywhere
from hotspots.catalog.specs import AREA_LEVELS, PARTS
from hotspots.statistics.rates import PER, SMALLEST_DENOMINATOR, crude_rate, poisson_interval
from hotspots.statistics.shrinkage import locally_shrunk_rates, shrunk_rates

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from hotspots.access.workspace import Workspace
    from hotspots.analysis.answer import Analysis
    from hotspots.analysis.query import Query
    from hotspots.statistics.shrinkage import ShrunkRates


RATE_UNIT: Final = "{plural} per 1.000 {denominator}"


@dataclass(frozen=True)
class Shrunk(Part):
    """How rates of small areas were drawn to those of others."""

    method: str


@dataclass(frozen=True)
class ShrunkToMean(Shrunk):
    """The same, to one mean for all: None where there is none."""

    mean_rate: float | None


def rate_answer(query: Query) -> Analysis:
    """Answer with crude rates and their exact interval; none below the smallest denominator."""
    counted, denominators = areas_counted(query), _denominators(query)
    values = crude_rate(counted.counts, denominators)
    no_rate = np.isnan(values)
    lower, upper = (
        np.where(no_rate, np.nan, bound * PER / np.where(no_rate, 1.0, denominators))
        for bound in poisson_interval(counted.counts)
    )
    reference = area_windows(query)
    return _rated(
        query,
        counted,
        values=values,
        lower=lower,
        upper=upper,
        denominators=denominators,
        reference=crude_rate(reference.ravel(), np.tile(denominators, len(reference))),
    )


def eb_rate_answer(query: Query) -> Analysis:
    """Answer with empirical Bayes rates (Marshall): small areas lean on all others."""
    return _shrunk(query, shrunk_rates, method="Marshall 1991")


def eb_rate_local_answer(query: Query) -> Analysis:
    """Answer with empirical Bayes rates whose small areas lean on their own neighbours."""
    neighbours = query.workspace.library.neighbours_at(query.selection.level)
    return _shrunk(
        query,
        partial(locally_shrunk_rates, neighbours=neighbours),
        method="Marshall 1991, local",
    )


def _shrunk(query: Query, shrink: Callable[..., ShrunkRates], *, method: str) -> Analysis:
    counted, denominators = areas_counted(query), _denominators(query)
    inside = counted.status != Status.NOT_SELECTED
    large = np.nan_to_num(denominators) >= SMALLEST_DENOMINATOR
    known = np.where(inside & large, denominators, np.nan)
    shrunk = shrink(counted.counts, known)
    reference = [shrink(counts, known).rates for counts in area_windows(query)]
    answer = _rated(
        query,
        counted,
        values=shrunk.rates,
        lower=shrunk.lower,
        upper=shrunk.upper,
        denominators=denominators,
        reference=np.concatenate(reference),
        columns={"own_share": shrunk.own_share},
    )
    how = Shrunk(method)
    if shrink is shrunk_rates:
        mean = shrunk.mean[np.isfinite(shrunk.mean)]
        how = ShrunkToMean(method, float(mean[0]) if mean.size else None)
    return replace(answer, parameters=answer.parameters.plus(how))


def _rated(
    query: Query,
    counted: Analysis,
    *,
    values: NDArray[np.float64],
    lower: NDArray[np.float64],
    upper: NDArray[np.float64],
    denominators: NDArray[np.float64],
    reference: NDArray[np.float64],
    columns: Mapping[str, NDArray[np.float64]] | None = None,
) -> Analysis:
    """Return rates in the place of counts; what has none is missing, not zero.

    A rate on few households makes no class: ``reference`` is one map after the other.
    """
    outside = counted.status == Status.NOT_SELECTED
    status = counted.status.copy()
    status[np.isnan(values) & ~outside] = Status.MISSING
    selection, geography = query.selection, query.workspace.geography
    assert selection.denominator is not None  # noqa: S101 - a rate was asked for
    small = small_denominators(geography, selection.level, selection.denominator, denominators)
    return replace(
        counted,
        reference=reference.reshape(-1, len(small))[:, ~small].ravel(),
        values=np.where(outside, np.nan, values),
        status=status,
        lower=lower,
        upper=upper,
        denominators=denominators,
        columns=columns or {},
        parameters=Parameters((divided_by(query.workspace, selection.denominator),)),
    )


def _denominators(query: Query) -> NDArray[np.float64]:
    """Return what counts are divided by: of a wider area, by the buurten that are counted only."""
    geography, selection = query.workspace.geography, query.selection
    assert selection.denominator is not None  # noqa: S101 - a rate was asked for
    areas = geography.level(selection.level)
    if everywhere(selection) or selection.level == "buurten":
        return areas.denominators[selection.denominator]
    if selection.drawn is not None:
        return np.array([denominator_inside(query, selection.denominator)])
    counted = buurten_selected(geography, selection)
    per_buurt = np.nan_to_num(geography.buurten.denominators[selection.denominator])
    summed = np.zeros(len(areas))
    np.add.at(summed, geography.around(selection.level)[counted], per_buurt[counted])
    return summed


def divided_by(workspace: Workspace, denominator: str) -> DividedBy:
    """Return what a rate is divided by, with its peildatum."""
    entry = workspace.geography.denominator(denominator)
    return DividedBy(entry.id, entry.label, entry.year, int(SMALLEST_DENOMINATOR), 0.95)


def rate_notes(analysis: Analysis) -> list[str]:
    """Return what counts were divided by, and what the cube of a sensitive layer hides."""
    divided = analysis.parameters.require(DividedBy)
    return [divided.note(), *cube_notes(analysis.layer)]


RATE: Final = ComputedMeasure(
    id="rate",
    label="Per 1.000",
    levels=AREA_LEVELS,
    unit=RATE_UNIT,
    explanation=(
        "Het aantal {plural} in de gekozen periode, gedeeld door het aantal {denominator}, maal "
        "1.000. Bij minder dan 50 {denominator} is er geen cijfer. Het interval zegt hoe ver het "
        "cijfer alleen al door toeval kan afwijken (95 %)."
    ),
    answer=rate_answer,
    notes=rate_notes,
    needs_denominator=True,
    per_1000=True,
    answers_sensitive=True,
    decimals=1,
)
EB_RATE: Final = ComputedMeasure(
    id="eb_rate",
    label="Per 1.000, afgevlakt",
    levels=PARTS,
    unit=RATE_UNIT,
    explanation=(
        "Het aantal {plural} per 1.000 {denominator}, waarbij een kleine buurt leunt op het "
        "gemiddelde van alle (empirische Bayes). Een uitschieter door toeval valt zo weg; een "
        "echte piek in een kleine buurt wordt ook lager. Kijk er het aantal bij."
    ),
    answer=eb_rate_answer,
    notes=rate_notes,
    needs_denominator=True,
    per_1000=True,
    decimals=1,
)
EB_RATE_LOCAL: Final = ComputedMeasure(
    id="eb_rate_local",
    label="Per 1.000, afgevlakt naar de buren",
    levels=PARTS,
    of_neighbours=True,
    unit=RATE_UNIT,
    explanation=(
        "Het aantal {plural} per 1.000 {denominator}, waarbij een kleine buurt leunt op de "
        "buurten eromheen (empirische Bayes, ruimtelijk). Een streek die als geheel hoog is, "
        "blijft hoog. Een echte piek in één kleine buurt wordt lager. Kijk er het aantal bij."
    ),
    answer=eb_rate_local_answer,
    notes=rate_notes,
    needs_denominator=True,
    per_1000=True,
    why_levels="Een wijk heeft te weinig wijken naast zich om op te leunen.",
    decimals=1,
)
