"""Finding an entry of a registry by its id."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

from hotspots.catalog.grammar import suggestion
from hotspots.errors import SelectionError

if TYPE_CHECKING:
    from collections.abc import Iterable


class HasId(Protocol):
    """An entry with a name that scripts use."""

    @property
    def id(self) -> str:
        """The name."""


T = TypeVar("T", bound=HasId)


def named(name: str, entries: Iterable[T], *, what: str) -> T:
    """Return the entry of that name; ``what`` is how a user calls such entries.

    Raises
    ------
    SelectionError
        If there is none, with those there are.
    """
    known = {entry.id: entry for entry in entries}
    if name not in known:
        raise SelectionError(
            f"De {what} '{name}' bestaat niet.",
            f"Mogelijk: {', '.join(known)}.",
            suggestion(name, tuple(known)),
        )
    return known[name]
