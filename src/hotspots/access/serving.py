"""Which version of each layer this process shows, looked at byte by byte once."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from hotspots.errors import StoreError
from hotspots.store.serving import serve
from hotspots.store.versions import LayerStore, Version
from hotspots.text import storing as text

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.catalog.specs import LayerSpec
    from hotspots.settings import Home

#: Looks at a catalogue that writers keep replacing, before what was found is believed.
_LOOKS: Final = 5
#: seconds; after this a version that could not be used is looked at again: it may have been the
#: disk, or too many open files.
_AGAIN_AFTER_S: Final = 60.0

#: What tells a file that was replaced from the one before it: inode, bytes, time of change.
_Signature = tuple[int, int, int] | None


@dataclass(frozen=True, slots=True)
class _Look:
    """What was found in a file, and which file that was."""

    signature: _Signature
    fault: StoreError | None
    at_s: float = field(default_factory=time.monotonic)

    def holds(self, signature: _Signature) -> bool:
        """Whether the file is the same, and need not be read again."""
        recent = time.monotonic() - self.at_s < _AGAIN_AFTER_S
        return self.signature == signature and (self.fault is None or recent)


class ServedVersions:
    """The versions that are shown; see the module.

    Parameters
    ----------
    fingerprint
        Of the areas that this process has open: rows that were placed in others do not fit.
    """

    def __init__(self, home: Home, fingerprint: str) -> None:
        self._home = home
        self._fingerprint = fingerprint
        self._looked: dict[tuple[str, str], _Look] = {}

    def version(self, layer: LayerSpec) -> Version | None:
        """Return the version of a layer to show, or None if it was never published.

        Raises
        ------
        StoreError
            If no version of it can be used.
        """
        store = LayerStore.of(self._home, layer.id)
        for look in range(1, _LOOKS + 1):
            holding = store.holding()
            try:
                version = serve(holding, lambda entry: self._fault(layer, store, entry))
            except StoreError:
                if look == _LOOKS or store.current() == holding.current:
                    raise
                continue
            if version is None or not version.stands_in_for or look == _LOOKS:
                break
            # What seems gone may be a version that others have come after: look again.
            if store.current() == holding.current:
                break
        return version

    def found_unusable(self, layer: LayerSpec, version: Version, fault: StoreError) -> None:
        """Remember what was found when a version that seemed sound was read."""
        path = LayerStore.of(self._home, layer.id).folder / "versions" / version.file
        self._looked[layer.id, version.file] = _Look(_signature(path), fault)

    def _fault(self, layer: LayerSpec, store: LayerStore, version: Version) -> StoreError | None:
        if layer.holds_incidents and version.fingerprint != self._fingerprint:
            return StoreError(
                f"Versie {version.name} van laag '{layer.id}' past niet bij de gebieden.",
                text.OTHER_AREAS.capitalize(),
                "Start de applicatie opnieuw: dan worden de rijen opnieuw geplaatst.",
            )
        key = (layer.id, version.file)
        now = _signature(store.folder / "versions" / version.file)
        look = self._looked.get(key)
        if look is None or not look.holds(now):
            look = self._looked[key] = _Look(now, store.fault_of(version))
        return look.fault


def _signature(path: Path) -> _Signature:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns
