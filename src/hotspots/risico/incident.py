"""An incident at a point: its zone, the people in it, and whom to warn in which order."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from hotspots.access.completeness import completeness_of
from hotspots.access.completeness_words import OBJECT_KINDS
from hotspots.crs import NETHERLANDS_RD, RD_NEW, WGS84, reproject
from hotspots.dutch import fold
from hotspots.errors import SelectionError
from hotspots.risico import incident_words
from hotspots.risico import words as text
from hotspots.risico.beyond import beyond_border
from hotspots.risico.carried import SETTINGS as TRANSPORT_SETTINGS
from hotspots.risico.carried import transport_of
from hotspots.risico.contour import contour_label
from hotspots.risico.exposure import (
    Exposure,
    exposed_buurten,
    exposed_wijken,
    exposure,
    outside_status,
)
from hotspots.risico.layers import COUNTED
from hotspots.risico.objects import (
    VULNERABILITIES,
    Places,
    as_places,
    hours_of,
    kinds_not_loaded,
    moment_at,
    open_at,
)
from hotspots.risico.people import MEASURE_ENDS, QUAD_SEGS, known_sum, rounded
from hotspots.risico.settings import INCIDENT_KINDS, IncidentKind
from hotspots.risico.shelter import balance_of, ledger_of, shelters_outside
from hotspots.risico.tally import Dependents, Tally, dependents_in, events_status, tally
from hotspots.risico.zones import Zone, drawn, in_zone

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import time

    from numpy.typing import NDArray

    from hotspots.access.completeness import Completeness
    from hotspots.geography.areas import Geography
    from hotspots.risico.beyond import Beyond
    from hotspots.risico.carried import Transport
    from hotspots.risico.contour import Contour
    from hotspots.risico.exposure import ExposedArea, MeasureTotals
    from hotspots.risico.objects import Place
    from hotspots.risico.people import Margin
    from hotspots.risico.rail_inputs import RailInputs
    from hotspots.risico.settings import Setting
    from hotspots.risico.shelter import Balance, NotUsable, PlaceLedger, Shelters

#: degrees; a whole turn, and between the points of an arc that is drawn.
_TURN: Final = 360.0
_ARC_STEP: Final = 1.0
#: The settings that shape the zone of each kind; they are shown beside the result.
SETTINGS_OF: Final = {
    "plasbrand": ("plasbrand_m",),
    "bleve": ("bleve_m",),
    "gifwolk": ("gifwolk_m", "gifwolk_hoek_graden", "gifwolk_rondom_m"),
}


#: metres and degrees that somebody may give for one incident.
LEAST_M: Final = 1.0
MOST_M: Final = 50_000.0
MOST_HALF_DEG: Final = 180.0


@dataclass(frozen=True, slots=True)
class Incident:
    """The kind and the place of an incident.

    ``wind_from_deg`` is where the wind comes from, in degrees clockwise from the north, as the
    KNMI gives it: 270 is a west wind, which drives a cloud to the east.

    Attributes
    ----------
    place, place_sort
        How the place is called, and how it was written: see `WrittenPlace`.
    distance_m, half_deg
        How far the zone reaches, and half the width of a cloud, where they are given for this
        incident; else those of the settings.
    contour
        The outline that somebody else reckoned: then it is the zone.
    time
        At what time of the day; None where it is not known.
    """

    kind: IncidentKind
    x_rd: float
    y_rd: float
    wind_from_deg: float | None = None
    place: str = ""
    place_sort: str = "rd"
    distance_m: float | None = None
    half_deg: float | None = None
    contour: Contour | None = None
    time: time | None = None

    def __post_init__(self) -> None:
        """Check the kind, the point, the wind and the measures.

        Raises
        ------
        SelectionError
            If the kind is unknown, the point is not in the country, a cloud has neither wind nor
            contour, or a measure cannot be.
        """
        if self.kind not in INCIDENT_KINDS:
            raise SelectionError(*incident_words.no_kind(self.kind, INCIDENT_KINDS))
        west, south, east, north = NETHERLANDS_RD
        if not (west <= self.x_rd <= east and south <= self.y_rd <= north):
            raise SelectionError(*incident_words.not_in_country(self.x_rd, self.y_rd))
        if self.kind == "gifwolk" and self.wind_from_deg is None and self.contour is None:
            raise SelectionError(*incident_words.NO_WIND)
        if self.wind_from_deg is not None and not 0 <= self.wind_from_deg <= _TURN:
            raise SelectionError(*incident_words.wrong_wind(self.wind_from_deg))
        if self.distance_m is not None and not LEAST_M <= self.distance_m <= MOST_M:
            raise SelectionError(*incident_words.wrong_distance(self.distance_m, LEAST_M, MOST_M))
        if self.half_deg is not None and not 0 < self.half_deg <= MOST_HALF_DEG:
            raise SelectionError(*incident_words.wrong_angle(self.half_deg, MOST_HALF_DEG))

    @property
    def lon_lat(self) -> tuple[float, float]:
        """Its place in degrees."""
        lon, lat = reproject(
            np.array([self.x_rd]), np.array([self.y_rd]), source=RD_NEW, target=WGS84
        )
        return round(float(lon[0]), 5), round(float(lat[0]), 5)

    def to_dict(self) -> dict[str, object]:
        """Return the incident by field."""
        lon, lat = self.lon_lat
        return {
            "kind": self.kind,
            "x_rd": self.x_rd,
            "y_rd": self.y_rd,
            "lon": lon,
            "lat": lat,
            "wind_from_deg": self.wind_from_deg,
            "place": self.place or None,
            "place_sort": self.place_sort,
            "distance_m": self.distance_m,
            "half_deg": self.half_deg,
            "contour": None if self.contour is None else self.contour.to_dict(),
            "time": None if self.time is None else f"{self.time:%H:%M}",
        }


def wind_from(written: str) -> float:
    """Return where the wind comes from in degrees: of degrees, letters or a Dutch word.

    Raises
    ------
    SelectionError
        If it is none of these.

    Examples
    --------
    >>> wind_from("240"), wind_from("zw"), wind_from("noordwesten"), wind_from("22,5")
    (240.0, 225.0, 315.0, 22.5)
    """
    folded = fold(written)
    for names in (incident_words.SHORT_COMPASS, incident_words.COMPASS):
        for at, name in enumerate(names):
            if folded in (fold(name), fold(name).removesuffix("en")):
                return at * _TURN / len(names)
    try:
        return float(written.replace(",", "."))
    except ValueError:
        raise SelectionError(*incident_words.wind_unreadable(written)) from None


def incident_settings(incident: Incident, inputs: RailInputs) -> dict[str, Setting]:
    """Return what shapes the zone of an incident, by name; none of it shapes a contour.

    What was given for this incident, or else by the scenario, takes the place of the setting, and
    says so.
    """
    if incident.contour is not None:
        return {}
    used = inputs.settings.used(*SETTINGS_OF[incident.kind])
    for name in used.keys() & inputs.scenario.distances.keys():
        value, source = inputs.scenario.distances[name], inputs.scenario.note
        used[name] = replace(used[name], value=value, low=None, high=None, source=source)
    measures = {SETTINGS_OF[incident.kind][0]: incident.distance_m}
    if incident.kind == "gifwolk":
        measures["gifwolk_hoek_graden"] = incident.half_deg
    for name, given in measures.items():
        if given is not None:
            used[name] = replace(
                used[name], value=given, low=None, high=None, source=incident_words.GIVEN,
                certainty="aanname",
            )  # fmt: skip
    return used


def incident_zone(incident: Incident, inputs: RailInputs) -> Zone:
    """Return the zone of an incident: a circle, or a sector downwind with a circle at its tip.

    No model of a fire or a cloud: distances come from the settings, for any amount and substance,
    or from whoever knows this incident. A contour that was loaded is the zone itself. Points are
    tested by distance and direction, never by the outline.
    """
    if incident.contour is not None:
        label = contour_label(incident_words.KINDS[incident.kind], incident.contour)
        source = incident_words.contour_source(incident.contour.name)
        return drawn(incident.kind, label, incident.contour.outline, source)
    x, y = incident.x_rd, incident.y_rd
    name = SETTINGS_OF[incident.kind][0]
    settings = incident_settings(incident, inputs)
    radius_m = inputs.distance_m(name) if incident.distance_m is None else incident.distance_m
    near_m, heading, half_deg = radius_m, 0.0, 0.0
    outline = _circle(x, y, radius_m)
    if incident.kind == "gifwolk":
        assert incident.wind_from_deg is not None  # noqa: S101 - an incident was checked
        half_deg = settings["gifwolk_hoek_graden"].value or 0.0
        near_m = min(inputs.settings.value("gifwolk_rondom_m"), radius_m)
        heading = (incident.wind_from_deg + _TURN / 2) % _TURN
        if half_deg < MOST_HALF_DEG:
            outline = _sector(x, y, radius_m, heading, half_deg)
        outline = shapely.union(outline, _circle(x, y, near_m))

    def covers(x_rd: NDArray[np.float64], y_rd: NDArray[np.float64]) -> NDArray[np.bool_]:
        away = np.hypot(x_rd - x, y_rd - y)
        bearing = np.degrees(np.arctan2(x_rd - x, y_rd - y))
        turn = np.abs((bearing - heading + _TURN / 2) % _TURN - _TURN / 2)
        return np.asarray((away <= near_m) | ((away <= radius_m) & (turn <= half_deg)))

    return Zone(
        id=incident.kind,
        label=incident_words.KINDS[incident.kind],
        outline=outline,
        covers=covers,
        calculated=True,
        source=settings[name].source,
        distance_m=radius_m,
    )


def _circle(x: float, y: float, radius_m: float) -> shapely.Polygon:
    return shapely.buffer(shapely.Point(x, y), radius_m, quad_segs=QUAD_SEGS)


def _sector(
    x: float, y: float, radius_m: float, heading: float, half_deg: float
) -> shapely.Polygon:
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

    def to_dict(self) -> dict[str, object]:
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
    class where most people are who cannot help themselves, then where nobody knows how many they
    are, and the nearest first of what is alike. A place that is closed at the time of the incident,
    or else at the moment of the scenario, goes last.

    Parameters
    ----------
    moment
        "nacht" or "dag"; without it nothing is known of who is open.
    """
    inside = np.flatnonzero(in_zone(zone, places.places))
    away = np.hypot(places.x_rd - incident.x_rd, places.y_rd - incident.y_rd)
    rank = {name: at for at, name in enumerate(VULNERABILITIES)}
    hours = hours_of(moment, incident.time)
    is_open = {at: _open(places.places[at], hours) for at in inside.tolist()}
    ordered = sorted(
        inside.tolist(),
        key=lambda at: (
            is_open[at] is False,
            rank.get(places.places[at].vulnerability, len(rank)),
            _need(places.places[at]),
            away[at],
            places.places[at].name,
        ),
    )
    return tuple(
        Warned(number, places.places[at], float(away[at]), is_open[at])
        for number, at in enumerate(ordered, start=1)
    )


def _need(place: Place) -> tuple[int, float]:
    """Return where a place stands among its class: most need first, no need after unknown need."""
    if place.dependent is None:
        return 1, 0.0
    return (0, -place.dependent) if place.dependent > 0 else (2, 0.0)


def _open(place: Place, hours: tuple[float, float] | None) -> bool | None:
    # An event is on that day: who is there is known from its calendar.
    if hours is None or place.sort == text.EVENT_SORT:
        return None
    return open_at(place, hours)


#: What is said of a zone that lies outside the municipality for a part, or wholly.
_OUTSIDE: Final = {
    "counted_in_part": incident_words.PARTLY_OUTSIDE,
    "not_known": incident_words.WHOLLY_OUTSIDE,
}


@dataclass(frozen=True, slots=True, eq=False)
class IncidentAnswer:
    """An incident: its zone, who lies in it, and whom to warn in which order.

    Attributes
    ----------
    warned
        Kwetsbare objecten, and of the events of the day those that are as kwetsbaar.
    stations
        Railway stations in the zone; how many people are there is not known.
    events
        All events of the day in the zone.
    status
        What is known of the people in the zone: "counted", "counted_in_part" where part of it lies
        outside the municipality, "not_known" where all of it does.
    dependents
        Who cannot help themselves in the objects of the zone.
    kinds_not_loaded
        Kinds of objects of which none is loaded at all.
    events_status
        "counted", "none", "not_known", or "not_asked" if no day was chosen.
    notes
        What the numbers leave out.
    balance, not_usable, places_ledger
        Who of the zone gets a place outside it for some hours, the shelters in the zone, and where
        all places are.
    transport
        How those who cannot walk are carried.
    completeness
        How many rows of each layer of places are loaded per wijk.
    buurt
        The name of the buurt that it happens in; None outside the municipality.
    clashing
        Whether its time of the day is not that of the scenario.
    beyond
        Who is in the part of the zone outside the municipality; None without such a part.
    """

    incident: Incident
    zone: Zone
    exposure: Exposure
    places: Tally
    warned: tuple[Warned, ...]
    sites: tuple[Warned, ...]
    stations: tuple[Warned, ...]
    events: tuple[Warned, ...]
    status: str
    dependents: Dependents
    kinds_not_loaded: tuple[str, ...]
    events_status: str
    notes: tuple[str, ...]
    settings: Mapping[str, Setting]
    geography: Geography
    balance: Balance
    not_usable: NotUsable
    places_ledger: PlaceLedger
    transport: Transport
    completeness: Completeness
    buurt: str | None = None
    clashing: bool = False
    beyond: Beyond | None = None

    def totals(self, measure: str) -> MeasureTotals:
        """Return the people in the zone; not known where it lies outside the municipality."""
        totals = self.exposure.totals(measure)
        return totals.with_inside_unknown() if self.status == "not_known" else totals

    @property
    def away_m(self) -> tuple[float, ...]:
        """How far each shelter outside the zone is from the incident, in metres."""
        at, shelters = self.incident, self.balance.shelters
        return tuple(np.hypot(shelters.x_rd - at.x_rd, shelters.y_rd - at.y_rd).tolist())

    @property
    def dependent_with_objects(self) -> Margin:
        """Who cannot help themselves: residents, and those in objects as far as that is known."""
        return self.dependents.added_to(self.totals("dependent").margin)

    @property
    def buurten(self) -> tuple[ExposedArea, ...]:
        """The buurten with anyone or anything in the zone, most people first."""
        return exposed_buurten(self.exposure, self.places, self.geography.buurten)

    def to_dict(self) -> dict[str, object]:
        """Return the answer as one object."""
        people = {measure: self.totals(measure).to_dict() for measure in MEASURE_ENDS}
        people["dependent"]["with_objects"] = list(self.dependent_with_objects)
        wijken = exposed_wijken(self.exposure, self.places, self.geography)
        return {
            **self.incident.to_dict(),
            "zone": self.zone.to_dict(),
            "buurt": self.buurt,
            "time_clashes_with_scenario": self.clashing,
            "people_status": self.status,
            "people": people,
            "beyond": None if self.beyond is None else self.beyond.to_dict(),
            "dependents_in_objects": self.dependents.to_dict(),
            "objects_not_loaded": list(self.kinds_not_loaded),
            "events_status": self.events_status,
            "places": self.places.to_dict(),
            "buurten": [area.to_dict() for area in self.buurten],
            "wijken": [area.to_dict() for area in wijken],
            "warn": [entry.to_dict() for entry in self.warned],
            "balance": self.balance.to_dict(),
            "shelters": [shelter.to_dict() for shelter in self.balance.shelter_uses],
            "shelters_in_zone": list(self.not_usable.flooded),
            "places_ledger": self.places_ledger.to_dict(),
            "transport": self.transport.to_dict(),
            "objects_loaded_per_wijk": self.completeness.by_wijk(*OBJECT_KINDS),
            "loaded_per_wijk": self.completeness.to_dict(),
            "stations": [entry.to_dict() for entry in self.stations],
            "event_sites": [entry.to_dict() for entry in self.sites],
            "events": [entry.to_dict() for entry in self.events],
            "order": incident_words.WARN_ORDER,
            "notes": list(self.notes),
            "settings": {name: setting.to_dict() for name, setting in self.settings.items()},
        }


def incident_answer(inputs: RailInputs, incident: Incident) -> IncidentAnswer:
    """Return the zone of an incident, who lies in it, and whom to warn in which order."""
    zone = incident_zone(incident, inputs)
    large_from = inputs.settings.value("groot_evenement")
    events = as_places(() if inputs.events is None else inputs.events.events, large_from=large_from)
    large = tuple(place for place in events.places if place.vulnerability)
    status = outside_status(inputs.geography, zone.outline)
    moment = inputs.scenario.moment
    inside = exposure((zone,), inputs.ground, inputs.people)
    dependents = dependents_in((zone,), inputs.places, hours_of(moment, incident.time))
    usable, not_usable = shelters_outside(inputs.workspace, zone)
    balance = _balance(inputs, inside, usable, zone, known=status != "not_known")
    beyond = beyond_border(inputs.workspace, inputs.settings, zone.outline, inputs.measure)
    resident = [rounded(known_sum(inside.per_buurt(end))) for end in MEASURE_ENDS["dependent"]]
    if status == "not_known":
        resident = [None, None]
    return IncidentAnswer(
        incident=incident,
        zone=zone,
        exposure=inside,
        places=tally(
            (zone,),
            inputs.geography,
            inputs.places,
            inputs.sites,
            inputs.events,
            stations=inputs.stations,
        ),
        warned=to_warn(incident, zone, Places((*inputs.places.places, *large)), moment),
        sites=to_warn(incident, zone, inputs.sites),
        stations=to_warn(incident, zone, inputs.stations),
        events=to_warn(incident, zone, events),
        status=status,
        dependents=dependents,
        kinds_not_loaded=kinds_not_loaded(inputs.places),
        events_status=events_status(inputs.events),
        notes=_outside_notes(inputs, status, beyond),
        settings={
            **incident_settings(incident, inputs),
            **inputs.settings.used("m2_uren", "loopafstand_m", *TRANSPORT_SETTINGS),
        },
        geography=inputs.geography,
        balance=balance,
        not_usable=not_usable,
        places_ledger=ledger_of(balance, not_usable),
        transport=transport_of(dependents.added_to((resident[0], resident[1])), inputs.settings),
        completeness=completeness_of(inputs.workspace, COUNTED),
        buurt=_buurt_name(incident, inputs.geography),
        clashing=incident.time is not None and moment_at(incident.time) not in (None, moment),
        beyond=beyond,
    )


def _outside_notes(inputs: RailInputs, status: str, beyond: Beyond | None) -> tuple[str, ...]:
    """Return what is said of the part of the zone outside the municipality."""
    whole = inputs.geography.words
    if beyond is not None and beyond.people is not None:
        return (text.beyond_note(beyond, whole, inputs.scenario.moment, "de zone"),)
    return (_OUTSIDE[status].format(whole=whole),) if status in _OUTSIDE else ()


def _balance(
    inputs: RailInputs, inside: Exposure, usable: Shelters, zone: Zone, *, known: bool
) -> Balance:
    """Return who of the zone gets a place outside it, for some hours."""
    people = inside.per_buurt(inputs.measure)
    if not known:
        people = np.full(len(people), np.nan)
    dependent = np.stack([inside.per_buurt(end) for end in MEASURE_ENDS["dependent"]])
    return balance_of(
        usable,
        np.stack([people, people]),
        np.minimum(dependent, people),
        inputs.ground,
        inputs.settings,
        m2_setting="m2_uren",
        zone=zone.outline,
    )


def _buurt_name(incident: Incident, geography: Geography) -> str | None:
    at = int(geography.index.locate(np.array([incident.x_rd]), np.array([incident.y_rd]))[0])
    return geography.buurten.names[at] if at >= 0 else None
