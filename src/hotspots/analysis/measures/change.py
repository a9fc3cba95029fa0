"""The measure "Verandering": what changed, and whether chance would do as much."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from hotspots.analysis.answer import Status, Verdict
from hotspots.analysis.judgement import FamilyTest, time_judgement
from hotspots.analysis.measures.computed import ComputedMeasure
from hotspots.analysis.measures.count import areas_counted
from hotspots.analysis.measures.measure import verdict_classes
from hotspots.analysis.parameters import Earlier, Parameters
from hotspots.analysis.periods import require_overlap
from hotspots.catalog.specs import AREA_LEVELS
from hotspots.errors import SelectionError

if TYPE_CHECKING:
    from hotspots.analysis.answer import Analysis
    from hotspots.analysis.query import Query


def change_answer(query: Query) -> Analysis:
    """Answer with how many incidents more there were than in the earlier period.

    As `hotspots.analysis.judgement` judged it. Where the periods are not as long as each other the
    earlier count is scaled to the later period, and stands in a column of its own: what is printed
    can be subtracted.

    Raises
    ------
    SelectionError
        If the layer does not reach back to the earlier period.
    """
    counted = areas_counted(query)
    if query.selection.compare_period is not None:
        require_overlap(query.selection.compare_period, query.covered, query.layer.label)
    judged = time_judgement(query)
    if judged.before is None:
        raise SelectionError(
            "Er is geen eerdere periode om mee te vergelijken.",
            f"De laag begint op {query.covered.first:%d-%m-%Y}; gekozen is "
            f"{query.period.first:%d-%m-%Y} t/m {query.period.last:%d-%m-%Y}.",
            "Vergeleken wordt met dezelfde dagen een jaar eerder. Kies een latere periode, of kies "
            "zelf waarmee.",
        )
    inside = counted.status != Status.NOT_SELECTED
    differs = {"earlier_scaled": judged.belongs} if judged.scaled else {}
    difference = judged.difference
    return replace(
        counted,
        values=np.where(inside, difference, np.nan),
        lower=np.where(inside, judged.difference_at(judged.lower), np.nan),
        upper=np.where(inside, judged.most_more, np.nan),
        status=np.where(inside, Status.VALUE, Status.NOT_SELECTED).astype(np.int8),
        reference=np.abs(difference[inside]),
        verdict=judged.verdict,
        columns={
            "earlier": judged.there.astype(np.float64),
            **differs,
            "ratio": judged.ratio,
            "ratio_lower": judged.lower,
            "ratio_upper": judged.upper,
            "p": judged.p,
            "p_adjusted": judged.p_adjusted,
        },
        parameters=Parameters(
            (Earlier(judged.before.first, judged.before.last), judged.family_test())
        ),
    )


VERDICTS: Final = {
    "fewer": "minder dan eerder",
    "not_shown": "geen aantoonbare verandering",
    "more": "meer dan eerder",
}


def change_notes(analysis: Analysis) -> list[str]:
    """Return from which period a change is measured, and how it was tested."""
    earlier, test = analysis.parameters.require(Earlier), analysis.parameters.require(FamilyTest)
    return [*test.side_notes(), earlier.note(), *test.notes()]


CHANGE: Final = ComputedMeasure(
    id="change",
    label="Verandering",
    levels=AREA_LEVELS,
    unit="{plural} meer of minder dan eerder",
    explanation=(
        "Hoeveel {plural} er meer of minder waren dan in de eerdere periode. Een gebied krijgt "
        "alleen kleur als toeval het verschil niet verklaart: exact getoetst, met de spreiding "
        "die de laag van maand tot maand heeft, en gecorrigeerd voor alle gebieden en lagen "
        "samen. Geen kleur betekent: geen aantoonbare verandering. Dat is iets anders dan geen "
        "verandering."
    ),
    answer=change_answer,
    notes=change_notes,
    compares=True,
    verdicts=verdict_classes(Verdict, VERDICTS),
    sided=True,
    why_levels="In een cel gebeurt te weinig om een verandering aan te tonen.",
)
