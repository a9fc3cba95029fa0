"""What the page, the paper and the command say about a location and its year."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Final

from hotspots.access.words import DEPTH_UNKNOWN, WET_UNKNOWN
from hotspots.dutch import number, plural
from hotspots.evenementen.finding_words import WHOLE_SHAPE
from hotspots.evenementen.words import ENTRIES_ALONE

if TYPE_CHECKING:
    from hotspots.evenementen.locations import Capacity, Location
    from hotspots.evenementen.profile import DaysCompared, LocationProfile


BY_DENSITY: Final = "{density} personen per m²"
BY_EXITS: Final = "Via de uitgangen"
CAPACITY_UNKNOWN: Final = "De lijst noemt geen oppervlakte en geen uitgangen."
DAY_KINDS: Final = {"events": "Evenement", "sound": "Geluid"}
#: Of days: the list of locations sets no limit; the calendar says nothing of that year.
NO_LIMIT: Final = "geen grens"
NOT_KNOWN: Final = "niet bekend"
NO_LIMIT_NOTE: Final = "Een streepje bij Over: de lijst noemt geen grens."
PLACES_COLUMNS: Final = {
    "location": "Locatie",
    "kind": "Soort",
    "wijk": "Wijk",
    "usable_m2": "m²",
    "capacity": "Capaciteit",
    "events": "Evenementen",
    "left_a": "Over A",
    "left_b": "Over B",
    "left_c": "Over C",
    "sound_left_a": "Geluid over A",
    "sound_left_b": "Geluid over B",
    "sound_left_c": "Geluid over C",
}
PLACES_TABLE: Final = "Alle locaties in {year}"
PLACES_ROWS: Final = "Een rij is een locatie."
INDOOR: Final = {True: "binnen", False: "buiten", None: ""}
PLACE_CAPACITY: Final = "Capaciteit"
PLACE_DAYS: Final = "Evenementdagen en geluidsdagen in {year}"
STRIP: Final = "Het jaar {year} dag voor dag"
STRIP_LEGEND: Final = "Zwaarste klasse van de dag"
STRIP_TABLE: Final = "Evenementen van dit jaar als tabel"
RINGS: Final = "Bewoners eromheen"
RING_COLUMNS: Final = {
    "distance": "Binnen (m)",
    "residents": "Bewoners",
    "event_days": "Evenementdagen binnen 250 m, gemiddeld",
}
RESIDENTS_NOTE: Final = (
    "Geteld: {label} ({year}), gelijk verdeeld over de cellen met woningen van een buurt. Het zijn "
    "dus schattingen."
)
NO_RESIDENTS: Final = "Er zijn geen cijfers over bewoners geladen."
INCIDENTS: Final = "Meldingen op evenementdagen"
INCIDENTS_NOTE: Final = (
    "Vergeleken zijn dezelfde weekdagen tot vier weken ervoor en erna, zonder evenement binnen "
    "250 m. Een verband is geen oorzaak: op evenementdagen zijn er meer mensen en let men meer op."
)
NO_INCIDENTS: Final = "Uw rol ziet geen laag die fijn genoeg is om dit te vergelijken."
NEAR: Final = "Spoor, water, kwetsbaar en bereikbaarheid"
NEAR_COLUMNS: Final = {
    "what": "Wat",
    "name": "Dichtstbij",
    "distance_m": "Afstand (m)",
    "zone": "Gebied",
}
NOT_LOADED: Final = "niet geladen"
FLOOD: Final = "waterdiepte bij overstroming"
MAP_AROUND: Final = (
    "Kaart van {name} met cirkels op 100, 250 en 500 m: daarbinnen zijn de bewoners geteld."
)
AS_PDF: Final = "Profiel op A4 (PDF)"
PROFILE_ROWS: Final = "Een rij is een kenmerk van de locatie."
PROFILE: Final = "Profiel van een locatie"
FEATURE: Final = "Kenmerk"
VALUE: Final = "Waarde"


def capacity_line(capacity: Capacity) -> str:
    """Say how many people a location holds, and why not more."""
    if capacity.people is None:
        return CAPACITY_UNKNOWN
    why = "de oppervlakte" if capacity.limited_by == "area" else "de breedte van de uitgangen"
    return f"Er passen {number(capacity.people)} mensen. Wat het beperkt is {why}."


def characteristics(place: Location) -> tuple[str, ...]:
    """Return the kind, surface and size of a location, as far as they are known."""
    known = (
        place.kind, INDOOR[place.indoor], place.surface, area(place), route(place), pace(place),
        place.neighbours,
    )  # fmt: skip
    return tuple(part for part in known if part)


def area(place: Location) -> str:
    """Write the square metres of a location; "" where they are not known."""
    return "" if place.usable_m2 is None else f"{number(place.usable_m2)} m²"


def route(place: Location) -> str:
    """Write how long the route of a location is; "" where it is none.

    Examples
    --------
    >>> from hotspots.evenementen.locations import Location
    >>> route(Location("l", "Loop", "", 0.0, 0.0, route=((0.0, 0.0), (3000.0, 4000.0))))
    'route van 5.000 m'
    """
    return f"route van {number(place.shape.length)} m" if place.route else ""


def pace(place: Location) -> str:
    """Write how fast a route goes, where the list says so."""
    if place.pace_kmh is None:
        return ""
    fast, slow = (number(kmh, 1).removesuffix(",0") for kmh in place.pace_kmh)
    return f"{fast} km per uur" + ("" if fast == slow else f" voorop, {slow} achteraan")


def shape_tip(place: Location) -> str:
    """Say what the border or the line of a location on a map is."""
    drawn = route(place) or f"vlak van {number(place.shape.area)} m²"
    return f"{place.name}: {drawn}"


def whole_shape(place: Location) -> str:
    """Say that square metres are those of the whole drawn shape; "" where they are not."""
    return f"{area(place)}. {WHOLE_SHAPE}" if place.area_from_shape else ""


def density(per_m2: float) -> str:
    """Name the rule of so many people per square metre."""
    return BY_DENSITY.format(density=number(per_m2, 1).removesuffix(",0"))


def residents_note(label: str, year: int) -> str:
    """Say what was counted around a location."""
    return RESIDENTS_NOTE.format(label=label, year=year)


def strip(profile: LocationProfile) -> str:
    """Say on how many days of a year a location has an event, as far as that is known."""
    days = profile.days_per_class
    total = sum(days.values())
    if not profile.used.known and not total:
        return (
            f"Hoeveel evenementen {profile.name} in {profile.year} heeft, is niet bekend: de "
            "kalender zegt niets over dat jaar."
        )
    if not total:
        return f"{profile.name} heeft in {profile.year} geen evenement."
    parts = ", ".join(f"{count} van klasse {risk}" for risk, count in days.items() if count)
    when = plural(total, "dag", "dagen")
    said = f"{profile.name} heeft in {profile.year} op {when} een evenement ({parts})."
    return said if profile.used.known else f"{said} {ENTRIES_ALONE}"


def incidents(compared: DaysCompared) -> str:
    """Say how event days differ from other days."""
    if isnan(compared.ratio):
        return f"{compared.label}: te weinig om te vergelijken."
    difference = (
        f"{compared.label}: op een evenementdag {number(compared.ratio, 1)} keer zoveel als op een "
        f"vergelijkbare dag (tussen {number(compared.lower, 2)} en {number(compared.upper, 2)}; "
        f"{number(compared.on_days)} evenementdagen, {number(compared.other_days)} andere dagen)."
    )
    return difference if compared.shown else f"{difference} Geen aantoonbaar verschil."


def depth(metres: float | None, *, wet: bool | None) -> str:
    """Say how deep water stands, where it is known.

    Examples
    --------
    >>> depth(0.0, wet=False), depth(1.34, wet=True)
    ('blijft droog', '1,3 m')
    >>> depth(None, wet=True), depth(None, wet=None)
    ('onder water, diepte niet bekend', 'niet bekend of het nat wordt')
    """
    if wet is None:
        return WET_UNKNOWN
    if metres is None:
        return f"onder water, {DEPTH_UNKNOWN}"
    return f"{number(metres, 1)} m" if metres > 0 else "blijft droog"
