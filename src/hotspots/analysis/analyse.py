"""From a selection to an analysis: pure, the same answer for the same version."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hotspots.analysis.counting import without_withheld
from hotspots.analysis.cube import analyse_cube
from hotspots.analysis.exposure import with_small
from hotspots.analysis.measures.change import change_answer
from hotspots.analysis.measures.count import count_answer
from hotspots.analysis.measures.density import density_answer, risk_answer
from hotspots.analysis.measures.emerging import trend_answer
from hotspots.analysis.measures.gi_star import hotspot_answer
from hotspots.analysis.measures.moran import moran_answer
from hotspots.analysis.measures.rate import (
    eb_rate_answer,
    eb_rate_local_answer,
    rate_answer,
)
from hotspots.analysis.measures.ratio import quotient_answer, ratio_answer
from hotspots.analysis.measures.registry import Measure, measure_named, measures_of
from hotspots.analysis.query import query_of
from hotspots.analysis.settle import settle
from hotspots.errors import SelectionError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from hotspots.access.workspace import Workspace
    from hotspots.analysis.answer import Analysis
    from hotspots.analysis.query import Query
    from hotspots.analysis.question import Selection
    from hotspots.catalog.specs import LayerSpec

#: How each measure is answered; a new one is a line here and one in `measures`.
ANSWERS: Final[Mapping[str, Callable[[Query], Analysis]]] = {
    "count": count_answer,
    "rate": rate_answer,
    "eb_rate": eb_rate_answer,
    "eb_rate_local": eb_rate_local_answer,
    "ratio": ratio_answer,
    "location_quotient": quotient_answer,
    "change": change_answer,
    "density": density_answer,
    "risk_density": risk_answer,
    "gi_star": hotspot_answer,
    "emerging": trend_answer,
    "moran": moran_answer,
}


def analyse(workspace: Workspace, selection: Selection) -> Analysis:
    """Answer a selection.

    Parameters
    ----------
    workspace
        The open home, as a role sees it.
    selection
        What is asked; defaults are filled in and come back in the result.

    Raises
    ------
    SelectionError
        If the layer cannot answer it.
    AccessError
        If this role, or nobody, may have the answer.
    """
    settled, layer = settle(selection, workspace)
    measure = measure_named(settled.measure)
    _require_measure(measure, settled, layer)
    measure = measure.looking_for(settled.side)
    if layer.sensitive:
        answer = analyse_cube(workspace, settled, layer, measure)
    else:
        query = query_of(workspace, settled, layer, measure)
        answer = without_withheld(query, ANSWERS[measure.id](query))
    return with_small(workspace.geography, answer)


def _require_measure(measure: Measure, selection: Selection, layer: LayerSpec) -> None:
    on_offer = measures_of(layer)
    if measure not in on_offer:
        raise SelectionError(
            f"Laag '{layer.label}' kent de maat '{measure.label}' niet.",
            f"Mogelijk: {', '.join(entry.id for entry in on_offer)}.",
            "Kies een andere maat.",
        )
    if selection.level not in measure.levels:
        raise SelectionError(
            f"De maat '{measure.label}' kan niet op niveau '{selection.level}'.",
            f"{measure.why_levels} Mogelijk: {', '.join(measure.levels)}.".strip(),
            "Kies een ander niveau of een andere maat.",
        )
