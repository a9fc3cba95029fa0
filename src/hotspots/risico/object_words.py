"""Sentences about people in objects who cannot help themselves, in Dutch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hotspots.dutch import number, plural
from hotspots.risico.amounts import amounts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hotspots.risico.tally import Dependents

NO_ELDERLY: Final = "Hoeveel ouderen er wonen, is niet bekend."


def in_objects(dependents: Dependents) -> str:
    """Say how many of those who cannot help themselves are in objects, as far as those give it.

    Examples
    --------
    >>> from hotspots.risico.tally import Dependents
    >>> in_objects(Dependents(150.0, objects=3, without=2))
    ', van wie 150 in kwetsbare objecten (van 2 objecten niet bekend)'
    >>> in_objects(Dependents(None, objects=1, without=1))
    ' (van 1 kwetsbaar object niet bekend)'
    >>> in_objects(Dependents(0.0, objects=0, without=0))
    ''
    """
    people, without = dependents.people, dependents.without
    if people is None and not dependents.objects:
        return " (van kwetsbare objecten niet bekend)"
    if people is None:
        return f" (van {plural(without, 'kwetsbaar object', 'kwetsbare objecten')} niet bekend)"
    if not dependents.objects:
        return ""
    part = f", van wie {number(people)} in kwetsbare objecten"
    if without:
        part += f" (van {plural(without, 'object', 'objecten')} niet bekend)"
    return part


def helpless_sentence(
    elderly: float | None, margins: Sequence[float | None], objects: Dependents
) -> str:
    """Say how many are old, and how many cannot help themselves, those in objects with them."""
    old = NO_ELDERLY if elderly is None else f"{number(elderly)} mensen zijn 65 jaar of ouder."
    return (
        f"{old} Naar schatting {amounts(margins)} mensen kunnen zich niet zelf redden"
        f"{in_objects(objects)}."
    )
