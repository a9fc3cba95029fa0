"""What the legend says of the outlines on a map; the same words in every drawing of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotspots.text import maps as text
from hotspots.text.numbers import number

if TYPE_CHECKING:
    from hotspots.cartography.map_spec import MapSpec, Overlay


def overlay_entry(overlay: Overlay) -> str:
    """Return the entry of the legend: how many were found, or that nothing was.

    Examples
    --------
    >>> from hotspots.cartography.map_spec import Overlay
    >>> overlay_entry(Overlay("Clusters", (), ()))
    'Clusters: niets gevonden'
    """
    if not overlay.shapes:
        return text.OVERLAY_NOTHING.format(title=overlay.title)
    return text.OVERLAY_FOUND.format(title=overlay.title, count=number(len(overlay.shapes)))


def legend_notes(spec: MapSpec) -> tuple[str, ...]:
    """Return the notes of the legend, those of the outlines last."""
    return spec.legend.notes + (spec.overlay.notes if spec.overlay is not None else ())
