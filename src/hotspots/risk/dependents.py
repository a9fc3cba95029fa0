"""Who cannot help themselves in vulnerable objects: what objects give, and how many do not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from hotspots.risk.objects import Place, Places
    from hotspots.risk.zones import Zone


@dataclass(frozen=True, slots=True)
class Dependents:
    """People in objects who cannot help themselves.

    Attributes
    ----------
    people
        The sum of what objects give; None where no objects are loaded, or none of those here gives
        a number.
    objects, without
        How many objects there are here, and how many of them give none.
    """

    people: float | None
    objects: int
    without: int

    @property
    def status(self) -> str:
        """Return "counted", "counted_in_part", "none" or "not_known"."""
        if self.people is None:
            return "not_known"
        if not self.objects:
            return "none"
        return "counted_in_part" if self.without else "counted"

    def added_to(self, margin: Sequence[float | None]) -> list[float | None]:
        """Return a margin of residents with those in objects added, as far as that is known."""
        more = self.people or 0.0
        return [None if end is None else round(end + more, 1) for end in margin]

    def to_dict(self) -> dict[str, Any]:
        """Return the numbers by field."""
        return {
            "people": self.people,
            "objects": self.objects,
            "without": self.without,
            "status": self.status,
        }


def dependents_of(places: Iterable[Place], *, loaded: bool) -> Dependents:
    """Return who cannot help themselves in some objects.

    Parameters
    ----------
    loaded
        Whether any objects are loaded, so that none here is none.

    Examples
    --------
    >>> from hotspots.risk.objects import Place
    >>> home, hall = Place("A", "", 0, 0, dependent=150), Place("B", "", 0, 0)
    >>> found = dependents_of([home, hall], loaded=True)
    >>> found.people, found.without, found.added_to([79.0, 237.0])
    (150.0, 1, [229.0, 387.0])
    """
    found = list(places)
    given = [place.dependent for place in found if place.dependent is not None]
    known = loaded and (bool(given) or not found)
    return Dependents(float(sum(given)) if known else None, len(found), len(found) - len(given))


def dependents_in(zones: Sequence[Zone], places: Places) -> Dependents:
    """Return who cannot help themselves in the objects that lie in any zone, each once."""
    inside = np.zeros(len(places), dtype=np.bool_)
    for zone in zones:
        inside |= np.asarray(zone.covers(places.x_rd, places.y_rd), dtype=np.bool_)
    chosen = [place for place, within in zip(places.places, inside.tolist(), strict=True) if within]
    return dependents_of(chosen, loaded=bool(len(places)))
