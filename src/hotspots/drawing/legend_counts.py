"""What the numbers beside the classes of a legend count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotspots.text import exported_map as text

if TYPE_CHECKING:
    from hotspots.cartography.map_spec import MapSpec


def counted(spec: MapSpec) -> str:
    """Return the word for what is counted: areas or cells; "" where nothing is."""
    if all(entry.count is None for entry in spec.classes):
        return ""
    return text.AREAS if spec.areas is not None else text.CELLS
