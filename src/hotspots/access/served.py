"""Which version of a layer is served: the newest that can be read and fits the open areas.

Where it cannot be used the one before it stands in, and says so.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from hotspots.errors import StoreError
from hotspots.store import words as text
from hotspots.store.versions import LayerStore

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hotspots.catalog.specs import LayerSpec
    from hotspots.settings import Home
    from hotspots.store.catalogue import Version


#: Looks at a catalogue that writers keep replacing, before what was found is believed.
_LOOKS: Final = 5
#: seconds; after this a version that could not be used is looked at again: it may have been the
#: disk, or too many open files.
_AGAIN_AFTER_S: Final = 60.0

#: What tells files that were replaced from those before them.
_Signature = tuple[tuple[int, int, int] | None, ...]


@dataclass(frozen=True, slots=True)
class _Look:
    """What was found in the files of a version, and which files those were."""

    signature: _Signature
    fault: StoreError | None
    at_s: float = field(default_factory=time.monotonic)

    def holds(self, signature: _Signature) -> bool:
        """Whether the files are the same, and need not be read again."""
        recent = time.monotonic() - self.at_s < _AGAIN_AFTER_S
        return self.signature == signature and (self.fault is None or recent)


#: What this thread looked up in the moment that it is in; None where it is in none.
_MOMENT: Final = ContextVar[dict[tuple["ServedVersions", str], "Version | None"] | None](
    "moment", default=None
)


@contextmanager
def one_moment() -> Iterator[None]:
    """Answer all that this thread asks of a layer from one version of it, until the block ends.

    A page asks ten times which version is served. Another may come in between; then half of the
    page would be about the one and half about the other. For whoever only looks: what the block
    itself publishes is not in it.
    """
    token = _MOMENT.set({})
    try:
        yield
    finally:
        _MOMENT.reset(token)


class ServedVersions:
    """The versions of a home that are shown; see the module.

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
        moment = _MOMENT.get()
        if moment is None:
            return self._looked_up(layer)
        if (self, layer.id) not in moment:
            moment[self, layer.id] = self._looked_up(layer)
        return moment[self, layer.id]

    def _looked_up(self, layer: LayerSpec) -> Version | None:
        store = LayerStore.of(self._home, layer.id)
        for look in range(1, _LOOKS + 1):
            holding = store.holding()
            try:
                version = holding.served(lambda entry: self._fault(layer, store, entry))
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

    def note_unusable(self, layer: LayerSpec, version: Version, fault: StoreError) -> None:
        """Remember what was found when a version that seemed sound was read."""
        now = LayerStore.of(self._home, layer.id).signature(version)
        self._looked[layer.id, version.file] = _Look(now, fault)
        (_MOMENT.get() or {}).pop((self, layer.id), None)

    def _fault(self, layer: LayerSpec, store: LayerStore, version: Version) -> StoreError | None:
        if layer.holds_incidents and version.fingerprint != self._fingerprint:
            return StoreError(
                f"Versie {version.name} van laag '{layer.id}' past niet bij de gebieden.",
                text.OTHER_AREAS.capitalize(),
                "Start de applicatie opnieuw: dan worden de rijen opnieuw geplaatst.",
            )
        key = (layer.id, version.file)
        now = store.signature(version)
        look = self._looked.get(key)
        if look is None or not look.holds(now):
            look = self._looked[key] = _Look(now, store.fault_of(version))
        return look.fault
