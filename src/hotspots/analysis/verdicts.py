"""What a measure that tests can say of an area: a number to store, a name, and Dutch words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Verdict(IntEnum):
    """What a test says of an area, corrected for how many were tested."""

    FEWER = -1
    NOT_SHOWN = 0
    MORE = 1


class Hotspot(IntEnum):
    """What Gi* says of an area; the numbers of `Verdict` mean the same.

    "Slightly" is beyond chance, but not by as much as a hotspot or coldspot must be.
    """

    SLIGHTLY_FEWER = -2
    FEWER = -1
    NOT_SHOWN = 0
    MORE = 1
    SLIGHTLY_MORE = 2


class Association(IntEnum):
    """How an area and its neighbours differ from the whole, beyond chance."""

    LOW_HIGH = -2
    LOW_LOW = -1
    NOT_SHOWN = 0
    HIGH_HIGH = 1
    HIGH_LOW = 2


@dataclass(frozen=True, slots=True)
class VerdictClass:
    """One thing a measure can say.

    ``number`` is above 0 for what is high, below 0 for what is low, and 0 where nothing is shown.
    ``id`` stands in files; ``label`` on screen.
    """

    number: int
    id: str
    label: str


def verdict_classes(
    kinds: Iterable[IntEnum], labels: Mapping[str, str]
) -> tuple[VerdictClass, ...]:
    """Return the classes of an enumeration, lowest number first.

    Examples
    --------
    >>> labels = {"fewer": "minder", "not_shown": "niets", "more": "meer"}
    >>> [entry.label for entry in verdict_classes(Verdict, labels)]
    ['minder', 'niets', 'meer']
    """
    ordered = sorted(kinds, key=int)
    return tuple(
        VerdictClass(int(kind), kind.name.lower(), labels[kind.name.lower()]) for kind in ordered
    )
