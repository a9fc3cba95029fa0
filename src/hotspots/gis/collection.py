"""Which collections there are for a role: what it may see and take away, and no incidents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from hotspots.access.permission import (
    cell_sizes_of,
    levels_of,
    require_export,
    require_level,
    role_named,
)
from hotspots.analysis.registry import measure_named, measures_of
from hotspots.catalog.grammar import suggestion
from hotspots.catalog.specs import WHOLE
from hotspots.dutch import listed
from hotspots.errors import SelectionError
from hotspots.gis import words as text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hotspots.access.workspace import Workspace
    from hotspots.catalog.specs import LayerSpec

Kind = Literal["areas", "cells", "hotspots", "context"]

#: Between the id of a layer and what of it a collection holds; no id of a layer has one.
_SEPARATOR: Final = "-"
_CELLS: Final = "cellen"
HOTSPOTS: Final = "hotspots"
#: The measure of hotspots, and the measures that the other collections can be asked for.
HOTSPOT_MEASURE: Final = "gi_star"
_COUNT: Final = "count"


class NoCollectionError(SelectionError):
    """There is no collection, or no feature, of that name."""


@dataclass(frozen=True, slots=True)
class Collection:
    """What can be fetched at one address.

    Attributes
    ----------
    layer
        As this role may see it.
    level
        Of an analysis; empty for places, lines and zones.
    measures
        Ids of what can be asked, the usual one first.
    """

    id: str
    title: str
    description: str
    layer: LayerSpec
    kind: Kind
    level: str = ""
    measures: tuple[str, ...] = ()


def collections_of(workspace: Workspace) -> tuple[Collection, ...]:
    """Return every collection of a role, in the order of the themes."""
    return tuple(
        one
        for layer in workspace.catalog.layers
        if workspace.may_export(layer)
        for one in _of_layer(workspace, layer)
    )


def collection_named(workspace: Workspace, name: str) -> Collection:
    """Return a collection.

    Raises
    ------
    AccessError
        If it is of a layer that this role may not see, not so fine, or not take away.
    NoCollectionError
        If there is none of that name.
    """
    offered = {one.id: one for one in collections_of(workspace)}
    if name in offered:
        return offered[name]
    layer_id, _, part = name.partition(_SEPARATOR)
    if layer_id in {layer.id for layer in workspace.library.catalog.layers}:
        layer = workspace.layer(layer_id)
        catalog = workspace.library.catalog
        require_export(layer, role_named(catalog, workspace.role), catalog)
        if layer.kind not in ("context", "calendar"):
            level = "cells" if part in (_CELLS, HOTSPOTS) else part
            if level in text.LEVELS:
                sizes = cell_sizes_of(layer)
                require_level(layer, level, sizes[0] if sizes else 0)
    raise NoCollectionError(
        text.NO_COLLECTION.format(name=name),
        text.KNOWN_COLLECTIONS.format(known=", ".join(offered)),
        suggestion(name, tuple(offered)),
    )


def _of_layer(workspace: Workspace, layer: LayerSpec) -> Iterator[Collection]:
    if layer.kind == "context":
        yield Collection(layer.id, layer.label, layer.description, layer, "context")
        return
    if layer.kind == "calendar":
        # Its rows are single events, with what was written about them.
        return
    soort = ""
    if len(layer.soorten) > 1 and not layer.sensitive:
        soort = text.WITH_SOORT.format(soorten=", ".join(layer.soorten))
    said = {"label": layer.label, "noun": layer.noun, "size": layer.style.cell_m, "soort": soort}
    for level in levels_of(layer):
        if level == WHOLE:
            continue
        measures = _measures(workspace, layer, level)
        if level == "cells":
            about = text.ABOUT_CELLS.format(**said)
            title = text.OF_CELLS.format(layer=layer.label)
            name = f"{layer.id}{_SEPARATOR}{_CELLS}"
            yield Collection(name, title, about, layer, "cells", level, (_COUNT,))
        elif measures:
            about = text.ABOUT_AREAS.format(measures=listed(measures), **said)
            title = text.OF_AREAS.format(layer=layer.label, level=text.LEVELS[level])
            name = f"{layer.id}{_SEPARATOR}{level}"
            yield Collection(name, title, about, layer, "areas", level, measures)
    if _has_hotspots(layer):
        about = text.ABOUT_HOTSPOTS.format(**said)
        title = text.OF_HOTSPOTS.format(layer=layer.label)
        name = f"{layer.id}{_SEPARATOR}{HOTSPOTS}"
        yield Collection(name, title, about, layer, "hotspots", "cells", (HOTSPOT_MEASURE,))


def _measures(workspace: Workspace, layer: LayerSpec, level: str) -> tuple[str, ...]:
    """Return the plain numbers of a level: what is tested or compared has columns of its own."""
    return tuple(
        measure.id
        for measure in measures_of(layer)
        if level in measure.levels_in(workspace.geography)
        and not (measure.verdicts or measure.surface or measure.compares or measure.of_soort)
        and not measure.ratio_of_rates
    )


def _has_hotspots(layer: LayerSpec) -> bool:
    return "cells" in levels_of(layer) and measure_named(HOTSPOT_MEASURE) in measures_of(layer)
