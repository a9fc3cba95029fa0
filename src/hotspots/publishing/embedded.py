"""What a home brings along is published when it is first opened, and again when it changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotspots.publishing.publish import provenance, publish_file, rejoin
from hotspots.store.versions import FORMAT, LayerStore

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.catalog.specs import Catalog
    from hotspots.geography.areas import Geography
    from hotspots.settings import Home


def ensure_published(
    home: Home,
    catalog: Catalog,
    geography: Geography,
    *,
    progress: Callable[[str], None] = lambda _label: None,
) -> None:
    """Publish each embedded layer that was never published, or whose file or areas changed.

    A layer that someone loaded real rows into is never replaced by its embedded file; it is only
    joined anew when the areas changed, or what a version holds of a row did.
    """
    for layer in catalog.layers:
        if layer.path is None:
            continue
        current = LayerStore.of(home, layer.id).current()
        if current is None or (current.embedded and current.made_from != (provenance(layer.path),)):
            progress(layer.label)
            publish_file(home, geography, layer, layer.path, mode="replace", embedded=True)
        elif layer.kind == "incidents" and (
            current.fingerprint != geography.fingerprint or current.format != FORMAT
        ):
            progress(layer.label)
            rejoin(home, geography, layer)
