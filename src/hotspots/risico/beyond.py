"""The people in the part of a zone outside the municipality, from the buurten of its neighbours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
import shapely

from hotspots.access.features import visible_features
from hotspots.risico.people import rounded

if TYPE_CHECKING:
    from hotspots.access.workspace import Workspace
    from hotspots.risico.people import PresentMeasure
    from hotspots.risico.settings import RiskSettings

#: m2; what lies outside by less is a border that was drawn twice.
_NOTHING_M2: Final = 1.0
#: A part of the zone that is so near to all of it is all of it: borders seldom fit exactly.
_ALL: Final = 0.99


@dataclass(frozen=True, slots=True)
class Beyond:
    """The people in the part of a zone outside the municipality, by the area of each buurt there.

    Attributes
    ----------
    people
        As far as they are known; None where nobody knows any.
    known_share
        The part of that part of the zone of which the people are known, by area.
    gemeenten
        Whose buurten it lies in, as far as their rows say.
    attribution
        Whose figures these are; "" where none are loaded.
    """

    people: float | None
    known_share: float
    gemeenten: tuple[str, ...]
    attribution: str

    @property
    def status(self) -> Literal["counted", "counted_in_part", "not_known"]:
        """How much of it is known."""
        if self.people is None:
            return "not_known"
        return "counted" if self.known_share >= _ALL else "counted_in_part"

    def to_dict(self) -> dict[str, object]:
        """Return the numbers by name."""
        return {
            "people": self.people,
            "status": self.status,
            "known_share": round(self.known_share, 4),
            "gemeenten": list(self.gemeenten),
            "attribution": self.attribution or None,
        }


def beyond_border(
    workspace: Workspace,
    settings: RiskSettings,
    outline: shapely.Geometry,
    measure: PresentMeasure,
) -> Beyond | None:
    """Return who is in the part of a zone outside the municipality; None where it has no such part.

    People lie evenly over their buurt. Of a buurt without a number of people by day they are the
    setting times its residents, as inside the municipality.

    Parameters
    ----------
    measure
        "night" or "day".
    """
    outside = shapely.difference(outline, workspace.geography.outline)
    area = float(shapely.area(outside))
    if area < _NOTHING_M2:
        return None
    neighbours = visible_features(workspace, "neighbour")
    if neighbours is None or not len(neighbours):
        return Beyond(None, 0.0, (), "")
    rows = neighbours.rows
    shapes = rows.geometry.to_numpy()
    # A neighbour is what lies outside: a file of a whole region has our own buurten too.
    parts = shapely.intersection(shapes, outside)
    part_area = shapely.area(parts)
    night = rows["residents_night"].to_numpy(dtype=np.float64)
    by_day = rows["residents_day"].to_numpy(dtype=np.float64)
    counts = night
    if measure == "day":
        counts = np.where(np.isnan(by_day), night * settings.value("overdag_aandeel"), by_day)
    touched = part_area > _NOTHING_M2
    known = touched & ~np.isnan(counts)
    if not known.any():
        return Beyond(None, 0.0, (), neighbours.attribution)
    people = float((counts[known] * part_area[known] / shapely.area(shapes[known])).sum())
    known_area = float(shapely.area(shapely.union_all(parts[known])))
    named = rows["gemeente"].to_numpy()[touched]
    return Beyond(
        rounded(people),
        min(1.0, known_area / area),
        tuple(sorted({str(name) for name in named if isinstance(name, str) and name})),
        neighbours.attribution,
    )
