"""How much of a denominator is in a place, and in the city around it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from hotspots.analysis.exposure import denominator_inside
from hotspots.analysis.wijkbeeld.briefing import Population

if TYPE_CHECKING:
    from hotspots.access.workspace import Workspace
    from hotspots.analysis.asked import Asked
    from hotspots.analysis.wijkbeeld.place import Place


@dataclass(frozen=True, slots=True)
class InPlace:
    """A denominator in a place and in the rest of the city; NaN where it was not published."""

    id: str
    label: str
    year: int
    here: float
    elsewhere: float
    estimated: bool

    def population(self) -> Population:
        """Return how much there is in the place."""
        return Population(self.id, self.label, self.year, self.here, self.estimated)


def denominators_of(workspace: Workspace, place: Place, asked: Asked | None) -> dict[str, InPlace]:
    """Return every denominator of the home, by id.

    Parameters
    ----------
    asked
        Any question about the place: what is in a drawn area is estimated from where people live.
        Without one, what is in a drawn area is not known.
    """
    geography = workspace.geography
    found = {}
    for entry in geography.denominators:
        whole = float(geography.gemeente.denominators[entry.id][0])
        here = _here(workspace, place, entry.id, asked)
        found[entry.id] = InPlace(
            id=entry.id,
            label=entry.label,
            year=entry.year,
            here=here,
            elsewhere=whole - here if np.isfinite(here) else whole,
            estimated=place.drawn is not None,
        )
    return found


def _here(workspace: Workspace, place: Place, name: str, asked: Asked | None) -> float:
    geography = workspace.geography
    if place.drawn is None:
        areas = geography.level(place.level)
        return float(areas.denominators[name][areas.codes.index(place.code)])
    return denominator_inside(asked, name) if asked is not None else float("nan")
