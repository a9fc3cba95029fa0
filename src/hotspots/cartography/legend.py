"""The words beside the colours: what is measured, of what, and what to bear in mind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotspots.cartography.map_spec import Legend
from hotspots.text import maps as text
from hotspots.text.numbers import number

if TYPE_CHECKING:
    from hotspots.analysis.analysis import Analysis


def legend_of(analysis: Analysis, method: str) -> Legend:
    """Return the legend of an analysis, drawn with a method of classes."""
    denominator = analysis.parameters.get("denominator_label")
    unit = analysis.measure.unit_of(analysis.layer, denominator)
    return Legend(
        title=unit[0].upper() + unit[1:],
        subtitle=text.period(analysis.period.first, analysis.period.last),
        notes=tuple(_notes(analysis, method)),
    )


def _notes(analysis: Analysis, method: str) -> list[str]:
    parameters = analysis.parameters
    notes = []
    if "denominator_label" in parameters:
        notes.append(
            text.DENOMINATOR_NOTE.format(
                label=parameters["denominator_label"], year=parameters["denominator_year"]
            )
        )
    if "bandwidth_m" in parameters:
        notes.append(
            text.BANDWIDTH_NOTE.format(
                bandwidth=number(parameters["bandwidth_m"]),
                size=parameters["cell_m"],
                mask=parameters["mask"],
            )
        )
    elif "cell_m" in parameters:
        notes.append(
            text.CELL_NOTE.format(
                size=parameters["cell_m"],
                mask=parameters["mask"],
                cells=number(parameters["mask_cells"]),
            )
        )
    if analysis.ledger.outside_mask:
        notes.append(
            text.OUTSIDE_MASK_NOTE.format(
                count=number(analysis.ledger.outside_mask), mask=parameters["mask"]
            )
        )
    if analysis.layer.sensitive:
        notes.append(text.ROUNDED_NOTE.format(minimum=analysis.layer.privacy.minimum))
    notes.append(text.OWN_BREAKS_NOTE if method == "own" else text.FIXED_BREAKS_NOTE)
    return notes
