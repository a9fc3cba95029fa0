"""Counts beside what was to be expected: by the denominator, or by the mix of soorten."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from hotspots.analysis.analysis import Status
from hotspots.analysis.count_answer import areas_counted
from hotspots.analysis.counting import count_areas, selected
from hotspots.analysis.exposure import enough
from hotspots.analysis.rate_answer import denominator_parameters
from hotspots.analysis.verdicts import Verdict
from hotspots.errors import SelectionError
from hotspots.statistics.ratios import (
    expected_counts,
    funnel_limits,
    location_quotient,
    standardised_ratio,
)

if TYPE_CHECKING:
    from hotspots.analysis.analysis import Analysis
    from hotspots.analysis.asked import Asked

#: The outer limit of a funnel: 1 in 500 areas lies outside by chance.
FUNNEL: Final = 0.998


def ratio_answer(asked: Asked) -> Analysis:
    """Answer with counts over what the whole would give, and which lie outside the funnel."""
    counted = areas_counted(asked)
    areas = asked.workspace.geography.level(asked.selection.level)
    assert asked.selection.denominator is not None  # noqa: S101 - the measure needs one
    inside = counted.status != Status.NOT_ASKED
    exposure = np.where(inside, enough(areas.denominators[asked.selection.denominator]), 0.0)
    expected = expected_counts(counted.counts, exposure)
    ratio, lower, upper = standardised_ratio(counted.counts, expected)
    low, high = funnel_limits(expected, confidence=FUNNEL)
    verdict = np.select(
        [counted.counts > high, counted.counts < low],
        [Verdict.MORE, Verdict.FEWER],
        Verdict.NOT_SHOWN,
    )
    status = np.where(np.isnan(ratio), Status.MISSING, Status.VALUE).astype(np.int8)
    status[~inside] = Status.NOT_ASKED
    return replace(
        counted,
        values=ratio,
        lower=lower,
        upper=upper,
        status=status,
        reference=ratio[np.isfinite(ratio)],
        verdict=verdict.astype(np.int8),
        denominators=areas.denominators[asked.selection.denominator],
        columns={"expected": expected, "funnel_lower": low, "funnel_upper": high},
        parameters={
            **denominator_parameters(asked.workspace, asked.selection.denominator),
            "funnel": FUNNEL,
            "tested": int(np.isfinite(ratio).sum()),
            "not_tested": int(counted.counts[inside & np.isnan(ratio)].sum()),
            "more": int(np.count_nonzero(verdict == Verdict.MORE)),
            "fewer": int(np.count_nonzero(verdict == Verdict.FEWER)),
        },
    )


def quotient_answer(asked: Asked) -> Analysis:
    """Answer with how usual the chosen soorten are in each area, compared with the whole.

    Raises
    ------
    SelectionError
        If no soort is chosen, or all of them: then every area is like the whole.
    """
    layer, selection = asked.layer, asked.selection
    if not 0 < len(selection.soorten) < len(layer.soorten):
        raise SelectionError(
            f"De maat '{asked.measure.label}' vergelijkt een soort met alle soorten.",
            f"Gekozen: {', '.join(selection.soorten) or 'geen soort'}; laag '{layer.label}' kent "
            f"{', '.join(layer.soorten)}.",
            "Kies een of meer soorten, niet allemaal.",
        )
    counted = areas_counted(asked)
    every = selected(asked.incidents, replace(selection, soorten=()), asked.workspace.geography)
    totals = count_areas(asked.incidents, every, selection.level, len(counted.codes))
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
