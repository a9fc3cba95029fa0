"""Imports and versions, for who may: the store is reached from here, never from a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hotspots.access.workspace import as_told
from hotspots.publishing.publish import publish_file
from hotspots.store.versions import LayerStore

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.access.workspace import Workspace
    from hotspots.catalog.specs import LayerSpec
    from hotspots.intake.report import IntakeReport
    from hotspots.store.versions import Version


def import_file(
    workspace: Workspace,
    layer: LayerSpec,
    path: Path,
    **options: Any,  # noqa: ANN401
) -> IntakeReport:
    """Check a file and publish it in a layer; options as in `hotspots.publishing.publish_file`.

    Raises
    ------
    HotspotsError
        If the file is refused or nothing can be written; nothing was changed.
    """
    workspace.layer(layer.id)
    return publish_file(workspace.home, workspace.geography, layer, path, **options)


def versions_of(workspace: Workspace, layer: LayerSpec) -> tuple[Version, ...]:
    """Return the versions of a layer, newest first; rounded if it is sensitive."""
    workspace.layer(layer.id)
    versions = LayerStore.of(workspace.home, layer.id).versions()
    return tuple(as_told(version, layer) for version in reversed(versions))


def restore_version(workspace: Workspace, layer: LayerSpec, number: int) -> Version:
    """Serve an earlier version again.

    Raises
    ------
    StoreError
        If there is no such version.
    """
    workspace.layer(layer.id)
    store = LayerStore.of(workspace.home, layer.id)
    with store.writing():
        return as_told(store.restore(number), layer)


def damaged_versions(workspace: Workspace) -> list[str]:
    """Return the layer and name of every version whose file is not what was written."""
    return [
        f"{layer.id} {version.name}"
        for layer in workspace.catalog.layers
        if layer.kind != "context"
        for version in LayerStore.of(workspace.home, layer.id).versions()
        if not LayerStore.of(workspace.home, layer.id).intact(version)
    ]
