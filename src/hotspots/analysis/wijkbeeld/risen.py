"""Buurten of a wijk that became busier, as they are judged among all buurten of the city."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hotspots.analysis.judgement import is_tested, judged_in_time
from hotspots.analysis.verdicts import Verdict
from hotspots.analysis.wijkbeeld.briefing import RisenBuurt

if TYPE_CHECKING:
    from hotspots.access.workspace import Workspace
    from hotspots.analysis.periods import Period
    from hotspots.analysis.wijkbeeld.place import Place
    from hotspots.catalog.specs import LayerSpec

_BUURTEN = "buurten"


def risen_buurten(
    workspace: Workspace, place: Place, layer: LayerSpec, period: Period
) -> tuple[RisenBuurt, ...]:
    """Return the buurten of a wijk with more than a year earlier, the least like chance first.

    A wijk can stay as busy as it was while one of its buurten does not. None of a buurt itself,
    nor of an area that was drawn, which cuts through buurten.
    """
    if place.level != "wijken" or layer.sensitive or not is_tested(layer, _BUURTEN):
        return ()
    judged = judged_in_time(workspace, layer, _BUURTEN, period)
    buurten = workspace.geography.level(_BUURTEN)
    more = place.of_buurten(workspace.geography) & (judged.verdict == Verdict.MORE)
    found = [
        RisenBuurt(
            code=buurten.codes[at],
            name=buurten.names[at],
            count=int(judged.here[at]),
            earlier=int(judged.there[at]),
            p_adjusted=float(judged.p_adjusted[at]),
        )
        for at in np.flatnonzero(more).tolist()
    ]
    return tuple(sorted(found, key=lambda one: (one.p_adjusted, one.code)))
