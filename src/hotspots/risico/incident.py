"""An incident at a point: the zone it makes, and whom to warn in which order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from hotspots.crs import NETHERLANDS_RD
from hotspots.dutch import fold
from hotspots.errors import SelectionError
from hotspots.risico import words as text
from hotspots.risico.objects import VULNERABILITIES, open_at
from hotspots.risico.people import QUAD_SEGS
from hotspots.risico.settings import INCIDENT_KINDS, IncidentKind
from hotspots.risico.zones import Zone

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hotspots.risico.objects import Place, Places
    from hotspots.risico.scene import RailScene

#: degrees; a whole turn, and between the points of an arc that is drawn.
_TURN: Final = 360.0
_ARC_STEP: Final = 1.0
#: Which settings make the zone of each kind, to be told beside the result.
SETTINGS_OF: Final = {
    "plasbrand": ("plasbrand_m",),
    "bleve": ("bleve_m",),
    "gifwolk": ("gifwolk_m", "gifwolk_hoek_graden", "gifwolk_rondom_m"),
}


@dataclass(frozen=True, slots=True)
class Incident:
    """What happens where.

    ``wind_from_deg`` is where the wind comes from, in degrees clockwise from the north, as the
    KNMI tells it: 270 is a west wind, which drives a cloud to the east.
    """

    kind: IncidentKind
    x_rd: float
    y_rd: float
    wind_from_deg: float | None = None
    place: str = ""

    def __post_init__(self) -> None:
        """Check what was asked.

        Raises
        ------
        SelectionError
            If the kind is unknown, the point is not in the country, or a cloud has no wind.
        """
        if self.kind not in INCIDENT_KINDS:
            raise SelectionError(*text.no_kind(self.kind, INCIDENT_KINDS))
        west, south, east, north = NETHERLANDS_RD
        if not (west <= self.x_rd <= east and south <= self.y_rd <= north):
            raise SelectionError(*text.not_in_country(self.x_rd, self.y_rd))
        if self.kind == "gifwolk" and self.wind_from_deg is None:
            raise SelectionError(*text.NO_WIND)
        if self.wind_from_deg is not None and not 0 <= self.wind_from_deg <= _TURN:
            raise SelectionError(*text.wrong_wind(self.wind_from_deg))

    def to_dict(self) -> dict[str, Any]:
        """Return the incident by field."""
        return {
            "kind": self.kind,
            "x_rd": self.x_rd,
            "y_rd": self.y_rd,
            "wind_from_deg": self.wind_from_deg,
            "place": self.place or None,
        }


def place_of(written: str, known: Places) -> tuple[float, float, str]:
    """Return x, y and name of "X,Y" in RD metres, or of the station with that name.

    Raises
    ------
    SelectionError
        If it is neither.

    Examples
    --------
    >>> from hotspots.risico.objects import Places
    >>> place_of("105420,424530", Places(()))
    (105420.0, 424530.0, '')
    """
    parts = written.replace(";", ",").split(",")
    try:
        x, y = (float(part) for part in parts)
    except ValueError:
        for place in known.places:
            if fold(place.name) == fold(written):
                return place.x_rd, place.y_rd, place.name
        names = tuple(place.name for place in known.places)
        raise SelectionError(*text.no_place(written, names)) from None
    return x, y, ""


def incident_zone(incident: Incident, scene: RailScene) -> Zone:
    """Return the zone of an incident: a circle, or a sector downwind with a circle at its tip.

    No model of a fire or a cloud: distances come from the settings, for any amount and substance.
    Points are tested by distance and direction, never by the outline.
    """
    x, y = incident.x_rd, incident.y_rd
    name = SETTINGS_OF[incident.kind][0]
    radius_m, settings = scene.distance_m(name), scene.settings
    if incident.kind != "gifwolk":
        return _circle(incident, radius_m, settings[name].source)
    assert incident.wind_from_deg is not None  # noqa: S101 - an incident was checked
    half_deg = settings.value("gifwolk_hoek_graden")
    near_m = settings.value("gifwolk_rondom_m")
    heading = (incident.wind_from_deg + _TURN / 2) % _TURN

    def covers(x_rd: NDArray[np.float64], y_rd: NDArray[np.float64]) -> NDArray[np.bool_]:
        away = np.hypot(x_rd - x, y_rd - y)
        bearing = np.degrees(np.arctan2(x_rd - x, y_rd - y))
        turn = np.abs((bearing - heading + _TURN / 2) % _TURN - _TURN / 2)
        return np.asarray((away <= near_m) | ((away <= radius_m) & (turn <= half_deg)))

    return Zone(
        id=incident.kind,
        label=text.KINDS[incident.kind],
        outline=shapely.union(
            _sector(x, y, radius_m, heading, half_deg),
            shapely.buffer(shapely.Point(x, y), near_m, quad_segs=QUAD_SEGS),
        ),
        covers=covers,
        calculated=True,
        source=settings[name].source,
        distance_m=radius_m,
    )


def _circle(incident: Incident, radius_m: float, source: str) -> Zone:
    x, y = incident.x_rd, incident.y_rd
    return Zone(
        id=incident.kind,
        label=text.KINDS[incident.kind],
        outline=shapely.buffer(shapely.Point(x, y), radius_m, quad_segs=QUAD_SEGS),
        covers=lambda x_rd, y_rd: np.asarray(np.hypot(x_rd - x, y_rd - y) <= radius_m),
        calculated=True,
        source=source,
        distance_m=radius_m,
    )


def _sector(x: float, y: float, radius_m: float, heading: float, half_deg: float) -> Any:  # noqa: ANN401
    """Return a slice of a circle; its outer edge is a line along the arc."""
    steps = max(2, int(2 * half_deg / _ARC_STEP) + 1)
    bearing = np.radians(np.linspace(heading - half_deg, heading + half_deg, steps))
    arc = np.column_stack([x + radius_m * np.sin(bearing), y + radius_m * np.cos(bearing)])
    return shapely.Polygon(np.vstack([[(x, y)], arc]))


@dataclass(frozen=True, slots=True, eq=False)
class Warned:
    """A place in the zone of an incident, with its number in the order of warning.

    ``open`` says whether there are people at the moment of the scenario; None if nobody knows.
    """

    order: int
    place: Place
    distance_m: float
    open: bool | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the place with its order and distance."""
        return {
            "order": self.order,
            "distance_m": round(self.distance_m),
            "open": self.open,
            **self.place.to_dict(),
        }


def to_warn(incident: Incident, zone: Zone, places: Places, moment: str = "") -> tuple[Warned, ...]:
    """Return the places in a zone in the order of warning.

    Those who need the longest go first: zeer kwetsbaar, then kwetsbaar, then the rest; within a
    class the nearest first. A place that is closed at the moment of the scenario goes last.

    Parameters
    ----------
    moment
        "nacht" or "dag"; without it nothing is known of who is open.
    """
    inside = np.flatnonzero(zone.covers(places.x_rd, places.y_rd))
    away = np.hypot(places.x_rd - incident.x_rd, places.y_rd - incident.y_rd)
    rank = {name: at for at, name in enumerate(VULNERABILITIES)}
    is_open = {at: _open(places.places[at], moment) for at in inside.tolist()}
    ordered = sorted(
        inside.tolist(),
        key=lambda at: (
            is_open[at] is False,
            rank.get(places.places[at].vulnerability, len(rank)),
            away[at],
            places.places[at].name,
        ),
    )
    return tuple(
        Warned(number, places.places[at], float(away[at]), is_open[at])
        for number, at in enumerate(ordered, start=1)
    )


def _open(place: Place, moment: str) -> bool | None:
    # An event is on that day: who is there is known from its calendar.
    if not moment or place.sort == text.EVENT_SORT:
        return None
    return open_at(place, moment)
