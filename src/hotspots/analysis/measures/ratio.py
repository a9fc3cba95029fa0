"""Counts beside what was expected: by the rest of the city, or by the mix of soorten."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from hotspots.analysis.answer import Status, Verdict
from hotspots.analysis.chance_words import not_tested_notes
from hotspots.analysis.counting import count_areas
from hotspots.analysis.judgement import FamilyTest, place_judgement
from hotspots.analysis.measures.computed import ComputedMeasure
from hotspots.analysis.measures.count import areas_counted, count_notes
from hotspots.analysis.measures.measure import verdict_classes
from hotspots.analysis.measures.rate import divided_by
from hotspots.analysis.parameters import DividedBy, Parameters, Part
from hotspots.analysis.question import selected
from hotspots.catalog.specs import PARTS
from hotspots.errors import SelectionError
from hotspots.statistics.rates import location_quotient

if TYPE_CHECKING:
    from hotspots.analysis.answer import Analysis
    from hotspots.analysis.query import Query


@dataclass(frozen=True)
class AgainstRest(Part):
    """What a ratio compares with, and the incidents in areas without a ratio."""

    against: str
    not_tested: int


@dataclass(frozen=True)
class AllKinds(Part):
    """The incidents of all soorten."""

    all_kinds: int


def ratio_answer(query: Query) -> Analysis:
    """Answer with the rate of each area over that of the rest of the municipality.

    As `hotspots.analysis.judgement` judged it; `expected` is what the area would have at the rate
    of the rest.
    """
    counted = areas_counted(query)
    areas = query.workspace.geography.level(query.selection.level)
    assert query.selection.denominator is not None  # noqa: S101 - the measure needs one
    inside = counted.status != Status.NOT_SELECTED
    judged = place_judgement(query)
    known = inside & np.isfinite(judged.p)
    status = np.where(known, Status.VALUE, Status.MISSING).astype(np.int8)
    status[~inside] = Status.NOT_SELECTED
    ratio = np.where(known, judged.ratio, np.nan)
    return replace(
        counted,
        values=ratio,
        lower=np.where(known, judged.lower, np.nan),
        upper=np.where(known, judged.upper, np.nan),
        status=status,
        reference=ratio[np.isfinite(ratio)],
        verdict=judged.verdict,
        denominators=areas.denominators[query.selection.denominator],
        columns={
            "elsewhere": np.where(known, judged.there, np.nan),
            "expected": np.where(known, judged.belongs, np.nan),
            "p": np.where(known, judged.p, np.nan),
            "p_adjusted": np.where(known, judged.p_adjusted, np.nan),
        },
        parameters=Parameters(
            (
                divided_by(query.workspace, query.selection.denominator),
                AgainstRest("rest", int(counted.counts[inside & ~known].sum())),
                judged.family_test(),
            )
        ),
    )


def quotient_answer(query: Query) -> Analysis:
    """Answer with how usual the chosen soorten are in each area, compared with the whole.

    Raises
    ------
    SelectionError
        If no soort is chosen, or all of them: then every area is like the whole.
    """
    layer, selection = query.layer, query.selection
    if not 0 < len(selection.soorten) < len(layer.soorten):
        raise SelectionError(
            f"De maat '{query.measure.label}' vergelijkt een soort met alle soorten.",
            f"Gekozen: {', '.join(selection.soorten) or 'geen soort'}; laag '{layer.label}' kent "
            f"{', '.join(layer.soorten)}.",
            "Kies een of meer soorten, niet allemaal.",
        )
    counted = areas_counted(query)
    every = selected(query.rows, replace(selection, soorten=()), query.workspace.geography)
    totals = count_areas(query.rows, every, selection.level, len(counted.codes))
    quotient = location_quotient(counted.counts, totals)
    status = np.select(
        [counted.status == Status.NOT_SELECTED, np.isnan(quotient), quotient == 0],
        [Status.NOT_SELECTED, Status.MISSING, Status.ZERO],
        Status.VALUE,
    )
    return replace(
        counted,
        values=quotient,
        status=status.astype(np.int8),
        reference=quotient[np.nan_to_num(quotient) > 0],
        columns={"all_kinds": totals.astype(np.float64)},
        parameters=Parameters((AllKinds(int(totals.sum())),)),
    )


VERDICTS: Final = {
    "fewer": "minder dan in de rest van {whole.the}",
    "not_shown": "geen aantoonbaar verschil",
    "more": "meer dan in de rest van {whole.the}",
}


def ratio_notes(analysis: Analysis) -> list[str]:
    """Return what an area was compared by, and how it was tested."""
    parameters = analysis.parameters
    divided, test = parameters.require(DividedBy), parameters.require(FamilyTest)
    rest = parameters.require(AgainstRest)
    label, smallest = divided.denominator_label, divided.smallest_denominator
    return [
        *test.side_notes(),
        divided.expected_note(),
        *test.notes(),
        *not_tested_notes(rest.not_tested, label, smallest),
    ]


RATIO: Final = ComputedMeasure(
    id="ratio",
    label="Vergeleken met de rest",
    levels=PARTS,
    unit="{plural} per {denominator}, keer de rest van {whole.the}",
    explanation=(
        "Het aantal {plural} naar het aantal {denominator}, gedeeld door dat in de rest van "
        "{whole.the}. 2 is twee keer zo veel. Een gebied krijgt kleur als toeval het verschil niet "
        "verklaart: exact getoetst, met de spreiding die de laag heeft, en gecorrigeerd voor alle "
        "gebieden en lagen samen. Waarom het meer of minder is, zegt de kaart niet."
    ),
    answer=ratio_answer,
    notes=ratio_notes,
    needs_denominator=True,
    ratio_of_rates=True,
    verdicts=verdict_classes(Verdict, VERDICTS),
    sided=True,
    decimals=2,
)
LOCATION_QUOTIENT: Final = ComputedMeasure(
    id="location_quotient",
    label="Aandeel van de soort",
    levels=PARTS,
    unit="keer het aandeel in {whole.the_entire}",
    explanation=(
        "Welk deel van alle {plural} in een gebied van de gekozen soort is, gedeeld door dat deel "
        "in {whole.the_entire} (locatiequotiënt). 2 betekent: de soort is hier twee keer zo gewoon "
        "als elders. Het zegt niet dat er veel van is: 1 van de 2 geeft ook een hoog getal."
    ),
    answer=quotient_answer,
    notes=count_notes,
    of_soort=True,
    decimals=2,
)
