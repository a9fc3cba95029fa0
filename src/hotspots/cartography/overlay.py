"""From a finding to outlines on the map."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotspots.analysis.finding_sentences import chosen_of, tip_of
from hotspots.analysis.search import search_named
from hotspots.cartography.map_spec import Overlay, Shape

if TYPE_CHECKING:
    from hotspots.analysis.finding import Finding


def overlay_of(finding: Finding) -> Overlay:
    """Return the outlines of a finding, numbered as in its table."""
    return Overlay(
        title=search_named(finding.search.method).label,
        notes=(chosen_of(finding),),
        shapes=tuple(
            Shape(ring=ring, label=str(row["number"]), tip=tip_of(finding, row))
            for ring, row in zip(finding.rings, finding.rows(), strict=True)
        ),
    )
