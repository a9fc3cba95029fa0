"""Counts beside what was to be expected: by the rest of the city, or by the mix of soorten."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from hotspots.analysis.answer import Status
from hotspots.analysis.counting import count_areas
from hotspots.analysis.judgement import place_judgement
from hotspots.analysis.measures.count import areas_counted
from hotspots.analysis.measures.rate import denominator_parameters
from hotspots.analysis.where import selected
from hotspots.errors import SelectionError
from hotspots.statistics.rates import location_quotient

if TYPE_CHECKING:
    from hotspots.analysis.answer import Analysis
    from hotspots.analysis.query import Query


def ratio_answer(query: Query) -> Analysis:
    """Answer with the rate of each area over that of the rest of the municipality.

    As `hotspots.analysis.judgement` judged it; `expected` is what the area would have at the rate
    of the rest.
    """
    counted = areas_counted(query)
    areas = query.workspace.geography.level(query.selection.level)
    assert query.selection.denominator is not None  # noqa: S101 - the measure needs one
    inside = counted.status != Status.NOT_ASKED
    judged = place_judgement(query)
    known = inside & np.isfinite(judged.p)
    status = np.where(known, Status.VALUE, Status.MISSING).astype(np.int8)
    status[~inside] = Status.NOT_ASKED
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
        parameters={
            **denominator_parameters(query.workspace, query.selection.denominator),
            "against": "rest",
            "not_tested": int(counted.counts[inside & ~known].sum()),
            **judged.parameters(),
        },
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
    every = selected(query.incidents, replace(selection, soorten=()), query.workspace.geography)
    totals = count_areas(query.incidents, every, selection.level, len(counted.codes))
    quotient = location_quotient(counted.counts, totals)
    status = np.select(
        [counted.status == Status.NOT_ASKED, np.isnan(quotient), quotient == 0],
        [Status.NOT_ASKED, Status.MISSING, Status.ZERO],
        Status.VALUE,
    )
    return replace(
        counted,
        values=quotient,
        status=status.astype(np.int8),
        reference=quotient[np.nan_to_num(quotient) > 0],
        columns={"all_kinds": totals.astype(np.float64)},
        parameters={"all_kinds": int(totals.sum())},
    )
