"""The measure "Buren die op elkaar lijken": local Moran of adjusted rates."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import IntEnum
from typing import TYPE_CHECKING, Final

import numpy as np

from hotspots.analysis.answer import Status
from hotspots.analysis.chance_words import apart_notes, correction_notes, not_tested_notes
from hotspots.analysis.exposure import enough
from hotspots.analysis.layer_dispersion import layer_dispersion
from hotspots.analysis.measures.computed import ComputedMeasure
from hotspots.analysis.measures.count import areas_counted
from hotspots.analysis.measures.measure import TOO_FEW_WIJKEN, verdict_classes
from hotspots.analysis.measures.rate import divided_by
from hotspots.analysis.parameters import DividedBy, Parameters, Part
from hotspots.catalog.specs import PARTS
from hotspots.dutch import number
from hotspots.errors import StatisticError
from hotspots.statistics.moran import (
    HIGH_HIGH,
    HIGH_LOW,
    LOW_HIGH,
    LOW_LOW,
    assuncao_reis,
    local_moran_of_counts,
    moran,
)

if TYPE_CHECKING:
    from hotspots.analysis.answer import Analysis
    from hotspots.analysis.query import Query


class Association(IntEnum):
    """How an area and its neighbours differ from the whole, beyond chance."""

    LOW_HIGH = -2
    LOW_LOW = -1
    NOT_SHOWN = 0
    HIGH_HIGH = 1
    HIGH_LOW = 2


@dataclass(frozen=True)
class Adjusted(Part):
    """What neighbours are, how small areas count, and the incidents that take no part."""

    neighbourhood: str
    adjustment: str
    not_tested: int


@dataclass(frozen=True)
class Resemblance(Part):
    """How areas were tested, and Moran's I of the whole map."""

    test: str
    permutations: int
    bootstraps: int
    dispersion: float
    seed: int
    correction: str
    alpha: float
    tested: int
    global_moran: float
    global_p: float
    global_permutations: int


@dataclass(frozen=True)
class NothingTested(Part):
    """No two areas differ, or nothing happened."""

    tested: int = 0


#: Share of the marked areas that may be chance.
ALPHA: Final = 0.05
#: Draws per area: with 999 no p survives the correction for a hundred areas.
PERMUTATIONS: Final = 99_999
_ASSOCIATION: Final = {
    HIGH_HIGH: Association.HIGH_HIGH,
    HIGH_LOW: Association.HIGH_LOW,
    LOW_HIGH: Association.LOW_HIGH,
    LOW_LOW: Association.LOW_LOW,
}


def moran_answer(query: Query) -> Analysis:
    """Answer with local Moran of rates adjusted for population, and Moran's I of the whole."""
    counted = areas_counted(query)
    areas = query.workspace.geography.level(query.selection.level)
    assert query.selection.denominator is not None  # noqa: S101 - the measure needs one
    inside = counted.status != Status.NOT_SELECTED
    exposure = np.where(inside, enough(areas.denominators[query.selection.denominator]), 0.0)
    divided = divided_by(query.workspace, query.selection.denominator)
    left_out = int(counted.counts[inside & (exposure == 0)].sum())
    parameters = Parameters((divided, Adjusted("queen", "Assunção-Reis", left_out)))
    status = np.where(exposure > 0, Status.VALUE, Status.MISSING).astype(np.int8)
    status[~inside] = Status.NOT_SELECTED
    library = query.workspace.library
    weights = library.neighbours_at(query.selection.level)
    dispersion = layer_dispersion(library, query.layer, query.selection.level).place
    try:
        score = assuncao_reis(counted.counts, exposure)
        local = local_moran_of_counts(
            counted.counts, exposure, weights, dispersion=dispersion, permutations=PERMUTATIONS
        )
        whole = moran(score, weights)
    except StatisticError:
        # Nothing differs, or nothing happened: then no area stands out either.
        return replace(
            counted,
            values=np.full(len(counted.codes), np.nan),
            verdict=np.zeros(len(counted.codes), dtype=np.int8),
            status=status,
            parameters=parameters.plus(NothingTested()),
        )
    marked = local.p_adjusted <= ALPHA
    kind = np.array([_ASSOCIATION.get(int(at), Association.NOT_SHOWN) for at in local.quadrant])
    status[(status == Status.VALUE) & np.isnan(local.p)] = Status.MISSING
    return replace(
        counted,
        values=local.statistic,
        status=status,
        reference=local.statistic[np.isfinite(local.statistic)],
        verdict=np.where(marked, kind, Association.NOT_SHOWN).astype(np.int8),
        columns={"p": local.p, "p_adjusted": local.p_adjusted},
        parameters=parameters.plus(
            Resemblance(
                test="permutation of scores, and of incidents",
                permutations=local.permutations,
                bootstraps=local.bootstraps,
                dispersion=dispersion,
                seed=local.seed,
                correction="Benjamini-Hochberg",
                alpha=ALPHA,
                tested=local.tested,
                global_moran=float(whole.statistic),
                global_p=float(whole.p),
                global_permutations=whole.permutations,
            )
        ),
    )


VERDICTS: Final = {
    "low_high": "laag tussen hoge buren",
    "low_low": "laag, en de buren ook",
    "not_shown": "niet meer dan toeval",
    "high_high": "hoog, en de buren ook",
    "high_low": "hoog tussen lage buren",
}
GLOBAL_MORAN: Final = (
    "Over de hele kaart lijken buren op elkaar, meer dan toeval (Moran's I {value}, p {p})."
)
GLOBAL_MORAN_CHANCE: Final = (
    "Over de hele kaart lijken buren niet meer op elkaar dan toeval (Moran's I {value}, p {p})."
)


def moran_notes(analysis: Analysis) -> list[str]:
    """Return what was divided by, whether the whole map shows a pattern, and what was tested."""
    parameters = analysis.parameters
    divided, adjusted = parameters.require(DividedBy), parameters.require(Adjusted)
    label, smallest = divided.denominator_label, divided.smallest_denominator
    left_out = not_tested_notes(adjusted.not_tested, label, smallest)
    test = parameters.get(Resemblance)
    if test is None:
        return left_out
    whole = GLOBAL_MORAN_CHANCE if test.global_p > test.alpha else GLOBAL_MORAN
    return [
        divided.note(),
        whole.format(value=number(test.global_moran, 2), p=number(test.global_p, 3)),
        *apart_notes(analysis, tested=test.tested),
        *left_out,
        *correction_notes(analysis, tested=test.tested, alpha=test.alpha),
    ]


MORAN: Final = ComputedMeasure(
    id="moran",
    label="Buren die op elkaar lijken",
    levels=PARTS,
    of_neighbours=True,
    unit="{plural} naar {denominator}, met de buren (Moran)",
    explanation=(
        "Of een buurt en haar buren samen veel of weinig {plural} naar {denominator} hebben, of "
        "juist van elkaar verschillen (lokale Moran). Kleine buurten tellen minder zwaar "
        "(Assunção-Reis). De toets deelt de cijfers telkens opnieuw uit over de kaart en is "
        "gecorrigeerd voor het aantal buurten. De kaart zegt niet hoe hoog het cijfer is, alleen "
        "waar het samenhangt."
    ),
    answer=moran_answer,
    notes=moran_notes,
    needs_denominator=True,
    verdicts=verdict_classes(Association, VERDICTS),
    why_levels=TOO_FEW_WIJKEN,
    decimals=2,
)
