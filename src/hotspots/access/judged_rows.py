"""The rows of layers that are judged together, whatever a role may see of each.

A verdict may not depend on who looks, so that all layers of a home are judged as one family. What
comes from here is used for that and leaves `hotspots.analysis.judgement` only for a layer that was
asked for through a workspace; of every other layer no more goes out than how it moved the line
between chance and more than chance.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hotspots.access.cube import Cube
    from hotspots.access.incidents import Incidents
    from hotspots.access.library import Library
    from hotspots.catalog.specs import LayerSpec


def judged_incidents(library: Library, layer: LayerSpec) -> tuple[str, Incidents]:
    """Return a checksum of the version that is served, and the rows of a layer in its areas.

    Raises
    ------
    StoreError
        If it cannot be read.
    """
    version, incidents = library.incidents(layer)
    return version.sha256, incidents


def judged_cube(library: Library, layer: LayerSpec) -> Cube:
    """Return what is published of a sensitive layer.

    Raises
    ------
    StoreError
        If it cannot be read.
    """
    return library.cube(layer)[1]


def judged_version(library: Library, layer: LayerSpec) -> str:
    """Return a checksum of the version that is served.

    Raises
    ------
    StoreError
        If the layer was never published, or no version of it can be read.
    """
    return library.version(layer).sha256
