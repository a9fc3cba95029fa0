"""How far the making of a briefing is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

#: A search of zones takes about as long as this many layers without one.
_LAYERS_PER_SEARCH: Final = 10


class Progress:
    """Tells which share of the layers and of the searches is done."""

    def __init__(self, tell: Callable[[float], None], *, layers: int, searches: int) -> None:
        self._tell = tell
        self._total = layers + searches * _LAYERS_PER_SEARCH
        self._done = 0

    def layer_done(self) -> None:
        """Count a layer as done."""
        self._done += 1
        self._tell(self._done / self._total)

    def searched(self, share: float) -> None:
        """Tell which share of the search that is going on is done."""
        self._tell((self._done + share * _LAYERS_PER_SEARCH) / self._total)

    def search_done(self) -> None:
        """Count a search as done."""
        self._done += _LAYERS_PER_SEARCH
        self._tell(self._done / self._total)
