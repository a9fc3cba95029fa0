"""What changed since an earlier period, and whether chance would do as much."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from hotspots.analysis.analysis import Status
from hotspots.analysis.count_answer import areas_counted
from hotspots.analysis.counting import count_areas, selected
from hotspots.analysis.periods import earlier_period, no_earlier, require_overlap
from hotspots.analysis.verdicts import Verdict
from hotspots.statistics.change import change_of_counts
from hotspots.statistics.false_discovery import benjamini_hochberg

if TYPE_CHECKING:
    from hotspots.analysis.analysis import Analysis
    from hotspots.analysis.asked import Asked

#: Share of the marked areas that may be chance.
ALPHA: Final = 0.05


def change_answer(asked: Asked) -> Analysis:
    """Answer with how many incidents more there were than in the earlier period.

    The earlier count is scaled to the length of the period. Areas are marked by the E-test, after
    Benjamini-Hochberg over all that were asked for.
    """
    counted = areas_counted(asked)
    before = asked.selection.compare_period or earlier_period(asked.period, asked.covered)
    require_overlap(before, asked.covered, asked.layer.label)
    if asked.layer.counted_months > 1 and before.first < asked.covered.first:
        # Of years that the layer does not have there is no count, and no zero.
        raise no_earlier(asked.period, asked.covered)
    rows = selected(
        asked.incidents, replace(asked.selection, period=before), asked.workspace.geography
    )
    earlier = count_areas(asked.incidents, rows, asked.selection.level, len(counted.codes))
    found = change_of_counts(
        earlier,
        counted.counts,
        earlier_duration=float(before.days),
        later_duration=float(asked.period.days),
    )
    inside = counted.status != Status.NOT_ASKED
    p_adjusted = benjamini_hochberg(np.where(inside, found.p, np.nan))
    marked = p_adjusted <= ALPHA
    verdict = np.where(marked, np.sign(found.difference), Verdict.NOT_SHOWN).astype(np.int8)
    return replace(
        counted,
        values=np.where(inside, found.difference, np.nan),
        lower=found.difference_lower,
        upper=found.difference_upper,
        status=np.where(inside, Status.VALUE, Status.NOT_ASKED).astype(np.int8),
        reference=np.abs(found.difference[inside]),
        verdict=verdict,
        columns={
            "earlier": earlier.astype(np.float64),
            "ratio": found.ratio,
            "p": found.p,
            "p_adjusted": p_adjusted,
        },
        parameters={
            "compare_from": before.first.isoformat(),
            "compare_to": before.last.isoformat(),
            "test": "E-test",
            "correction": "Benjamini-Hochberg",
            "alpha": ALPHA,
            "tested": int(inside.sum()),
            "more": int(np.count_nonzero(verdict == Verdict.MORE)),
            "fewer": int(np.count_nonzero(verdict == Verdict.FEWER)),
        },
    )
