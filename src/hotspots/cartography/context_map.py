"""The map of a layer without counts: its places, lines or zones, on the base."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotspots.cartography.map_spec import Legend, MapSpec
from hotspots.text import maps as map_text

if TYPE_CHECKING:
    from hotspots.access.workspace import Workspace
    from hotspots.catalog.specs import LayerSpec


def context_spec(workspace: Workspace, layer: LayerSpec) -> MapSpec:
    """Return what to draw for a layer of places, lines or zones."""
    assert layer.context is not None  # noqa: S101 - checked when the catalog was read
    spec, _ = workspace.context(layer.context)
    return MapSpec(
        title=layer.label,
        subtitle=str(spec.source.year or ""),
        classes=(),
        legend=Legend(layer.label, str(spec.source.year or ""), (spec.note,) if spec.note else ()),
        attribution=spec.source.attribution,
        badge=map_text.SYNTHETIC_BADGE if spec.source.synthetic else None,
        unit=layer.noun_plural,
        context=layer.context,
        layer=layer.id,
    )
