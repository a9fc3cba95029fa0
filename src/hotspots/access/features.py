"""Layers of ``geodata/`` with a purpose, as a role may see them now."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from hotspots.access.context_rows import Features, features_now
from hotspots.catalog.specs import layer_showing
from hotspots.errors import NothingYetError, StoreError

if TYPE_CHECKING:
    from hotspots.access.workspace import Workspace


def features_for(workspace: Workspace, purpose: str) -> Features | None:
    """Return the layer of a purpose, or None if the home has none.

    Raises
    ------
    AccessError
        If this role may not see it.
    SourceError, IntakeError, StoreError
        If it cannot be read.
    """
    catalog = workspace.library.catalog
    spec = next((entry for entry in catalog.contexts if entry.purpose == purpose), None)
    if spec is None:
        return None
    layer = layer_showing(catalog, spec)
    if layer is not None:
        workspace.layer(layer.id)
    return features_now(workspace.library, spec, layer)


def waits(workspace: Workspace, purpose: str) -> bool:
    """Whether a home has a layer of a purpose into which nothing was loaded or fetched yet."""
    catalog = workspace.library.catalog
    spec = next((entry for entry in catalog.contexts if entry.purpose == purpose), None)
    if spec is None or spec.source.rows != 0:
        return False
    layer = layer_showing(catalog, spec)
    if layer is None:
        return True
    try:
        return workspace.library.version(layer).embedded
    except NothingYetError:
        return True
    except StoreError:
        return False


def ground_sources(workspace: Workspace) -> tuple[str, ...]:
    """Return whose lines lie under every map, such as railways, where they were fetched."""
    library = workspace.library
    lines = {spec.id for spec in library.catalog.contexts if spec.kind == "lines" and spec.purpose}
    sources = []
    for layer in library.catalog.layers:
        if layer.context in lines:
            with contextlib.suppress(StoreError):
                version = library.version(layer)
                sources += [version.attribution] if "service" in version.fetched else []
    return tuple(dict.fromkeys(sources))
