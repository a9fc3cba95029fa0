"""What changed since an earlier period, and whether chance would do as much."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from hotspots.analysis.answer import Status
from hotspots.analysis.judgement import time_judgement
from hotspots.analysis.measures.count import areas_counted
from hotspots.analysis.periods import no_earlier, require_overlap

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
        raise no_earlier(query.period, query.covered)
    inside = counted.status != Status.NOT_ASKED
    differs = {"earlier_scaled": judged.belongs} if judged.scaled else {}
    difference = judged.difference
    return replace(
        counted,
        values=np.where(inside, difference, np.nan),
        lower=np.where(inside, judged.difference_at(judged.lower), np.nan),
        upper=np.where(inside, judged.most_more, np.nan),
        status=np.where(inside, Status.VALUE, Status.NOT_ASKED).astype(np.int8),
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
        parameters={
            "compare_from": judged.before.first.isoformat(),
            "compare_to": judged.before.last.isoformat(),
            **judged.parameters(),
        },
    )
