"""What a home brings along is published when it is first opened, and again when it changes."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

from hotspots.errors import StoreError
from hotspots.incoming.publishing.drafts import provenance
from hotspots.incoming.publishing.publish import publish_file, rejoin
from hotspots.settings import close_to_others, private_folder
from hotspots.store.catalogue import VERSION_FORMAT as FORMAT
from hotspots.store.durable import StillLockedError, exclusive
from hotspots.store.versions import LayerStore
from hotspots.store.waiting import sweep

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.catalog.specs import Catalog, LayerSpec
    from hotspots.geography.areas import Geography
    from hotspots.settings import Home
    from hotspots.store.catalogue import Version


def ensure_published(
    home: Home,
    catalog: Catalog,
    geography: Geography,
    *,
    progress: Callable[[str], None] = lambda _label: None,
) -> dict[str, StoreError]:
    """Publish each embedded layer that was never published, or whose file or areas changed.

    A layer that someone loaded real rows into is never replaced by its embedded file; it is only
    joined anew when the areas changed, or what a version holds of a row did. An embedded version
    that was damaged is published again. What a killed writer left behind is removed.

    Returns
    -------
    dict
        Per layer that should have been published and could not: why. What was there before is
        still there; one layer on a faulty disk does not close the others.
    """
    close_to_others(home.state)
    sweep(home)
    faults: dict[str, StoreError] = {}
    for layer in catalog.layers:
        if layer.kind == "context":
            continue
        try:
            LayerStore.of(home, layer.id).tidy()
            if _to_do(home, geography, layer) is not None:
                progress(layer.label)
                bring_up_to_date(home, geography, layer)
        except StoreError as error:
            faults[layer.id] = error
    return faults


def bring_up_to_date(home: Home, geography: Geography, layer: LayerSpec) -> None:
    """Publish or join a layer anew if it has to be; the second of two openings finds it done.

    Raises
    ------
    StoreError
        If the version that is there cannot be read, or none can be written.
    """
    with ExitStack() as stack:
        try:
            folder = LayerStore.of(home, layer.id).folder
            private_folder(folder)
            stack.enter_context(exclusive(folder / "opening"))
        except (OSError, StillLockedError):
            pass  # whoever writes finds out why, and says so
        to_do = _to_do(home, geography, layer)
        if to_do is not None:
            to_do()


def _to_do(home: Home, geography: Geography, layer: LayerSpec) -> Callable[[], object] | None:
    """Return what makes a layer fit its home again, or None if it does."""
    store = LayerStore.of(home, layer.id)
    current = store.current()
    path = layer.path

    def publish() -> None:
        assert path is not None  # noqa: S101 - the caller has seen that there is one
        publish_file(home, geography, layer, path, mode="replace", embedded=True)

    if current is None:
        # A file declared empty is an example of a header: no rows is not the same as no incidents.
        waits = path is None or (layer.source is not None and layer.source.rows == 0)
        return None if waits else publish
    if current.format > FORMAT:
        return None  # made by a newer release, which knows better
    if path is not None and current.embedded:
        same = current.made_from == (provenance(path),)
        if not (same and store.intact(current)):
            return publish
    if not fits(current, layer, geography):
        return lambda: rejoin(home, geography, layer)
    return None


def fits(version: Version, layer: LayerSpec, geography: Geography) -> bool:
    """Whether the rows of a version were placed in these areas, by this release."""
    if not layer.holds_incidents:
        return True
    return version.fingerprint == geography.fingerprint and version.format == FORMAT
