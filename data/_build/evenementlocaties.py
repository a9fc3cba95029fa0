"""The layer evenementlocaties: real places that can hold an event, with figures made up for them.

Names and places are facts: venues of the municipal amenities monitor, and squares, quays and parks
that a buurt is named after (their place is then the middle of that buurt). Square metres, exits,
days and quiet periods are an example: nobody published them.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from events_calendar import FITTING, INNER_CITY, SQUARES

if TYPE_CHECKING:
    from pathlib import Path

    from town import Town, Venue

LAYER = "evenementlocaties"
CRS_URN = "urn:ogc:def:crs:EPSG::28992"


@dataclass(frozen=True, slots=True)
class Kind:
    """What places of one kind have in common, until a municipality fills in its own figures.

    ``exits_m`` are widths, ``days`` and ``sound_days`` are the most per year in class A, B and C.
    """

    name: str
    usable_m2: int
    exits_m: tuple[float, ...]
    surface: str
    days: tuple[int, int, int]
    sound_days: tuple[int, int, int]
    neighbours: str
    indoor: bool = False


SQUARE = Kind(
    "plein", 2400, (8.0, 6.0, 5.0), "klinkers", (40, 12, 2), (12, 6, 2), "woningen en horeca"
)
STREET = Kind("straat", 1500, (6.0, 6.0), "klinkers", (24, 4, 0), (6, 2, 0), "woningen en winkels")
QUAY = Kind("kade", 3000, (7.0, 6.0), "klinkers", (24, 8, 2), (8, 4, 2), "woningen en water")
PARK = Kind("park", 18000, (8.0, 6.0, 4.0), "gras", (30, 10, 3), (10, 6, 3), "woningen op afstand")
#: per category of the amenities monitor.
VENUES = {
    "theater": Kind(
        "theater",
        900,
        (4.0, 3.0, 3.0),
        "vloer",
        (200, 40, 0),
        (200, 40, 0),
        "woningen",
        indoor=True,
    ),
    "bioscoop": Kind(
        "bioscoop", 500, (3.0, 3.0), "vloer", (200, 10, 0), (200, 10, 0), "woningen", indoor=True
    ),
    "sportaccommodatie": Kind(
        "sporthal",
        1400,
        (4.0, 3.0, 3.0),
        "sportvloer",
        (60, 8, 0),
        (12, 4, 0),
        "woningen",
        indoor=True,
    ),
    "zwemlocatie": Kind(
        "zwembad", 1800, (4.0, 3.0), "tegels", (30, 4, 0), (6, 2, 0), "sport en groen"
    ),
    "ijsbaan": Kind(
        "ijsbaan",
        1800,
        (4.0, 4.0),
        "kunststof",
        (40, 6, 0),
        (8, 3, 0),
        "sport en groen",
        indoor=True,
    ),
    "bibliotheek": Kind(
        "bibliotheek", 250, (2.0, 2.0), "vloer", (60, 0, 0), (6, 0, 0), "woningen", indoor=True
    ),
}
SPORTS_FIELD = Kind(
    "sportpark", 16000, (6.0, 5.0, 4.0), "gras", (40, 8, 2), (8, 4, 2), "woningen op afstand"
)
BEACH = Kind("strand", 15000, (6.0, 5.0), "zand", (24, 8, 3), (12, 6, 3), "natuur")
#: places named after a buurt, beside those that hold the events of the example.
NAMED_AFTER = {
    "BU05050206": ("Park Merwestein", PARK),
    "BU05050600": ("Plein 1940-1945", SQUARE),
    "BU05050700": ("Admiraalsplein", SQUARE),
    "BU05050707": ("Dordtse Hout", PARK),
}
#: squares and streets of the inner city and parks; what is not here is a street.
KINDS = {
    "Grote Markt": SQUARE,
    "Groenmarkt": SQUARE,
    "Statenplein": SQUARE,
    "Nieuwe Haven": QUAY,
    "Weizigtpark": PARK,
    "Wantijpark": PARK,
}
#: square metres where a kind would be far off; invented as the others are.
USABLE_M2 = {"Statenplein": 5200, "Grote Markt": 3000, "Groenmarkt": 1600, "Wantijpark": 42000}
#: waterbus stops that are quays as well.
QUAYS = {"Dordrecht, Merwekade": "Merwekade", "Dordrecht, Hooikade": "Hooikade"}
#: municipality wide: no sound here on these days, by month and day.
QUIET = {"Grote Markt": "05-04 Dodenherdenking; 11-05/11-17 rustperiode na de kermis"}
MIDDLE = "Ligging benaderd: het midden van de buurt waarnaar de plek heet."
EXAMPLE = "Oppervlakte, uitgangen en aantal dagen zijn een voorbeeld."

Feature = dict[str, object]


@dataclass(frozen=True, slots=True)
class Place:
    """One place, in RD metres."""

    id: str
    name: str
    kind: Kind
    x_rd: float
    y_rd: float
    note: str

    @property
    def usable_m2(self) -> int:
        """Square metres that people can stand on."""
        return USABLE_M2.get(self.name, self.kind.usable_m2)

    def feature(self) -> Feature:
        """Return the place as a feature of GeoJSON."""
        properties = {
            "locatie": self.id,
            "naam": self.name,
            "soort": self.kind.name,
            "m2": self.usable_m2,
            "uitgangen_m": ";".join(f"{width:g}" for width in self.kind.exits_m),
            "ondergrond": self.kind.surface,
            "binnen": "ja" if self.kind.indoor else "nee",
            "dagen": per_class(self.kind.days),
            "geluidsdagen": per_class(self.kind.sound_days),
            "stil": QUIET.get(self.name, ""),
            "omgeving": self.kind.neighbours,
            "opmerking": self.note,
        }
        at = {"type": "Point", "coordinates": [self.x_rd, self.y_rd]}
        return {"type": "Feature", "properties": properties, "geometry": at}


def per_class(days: tuple[int, int, int]) -> str:
    """Write days per class.

    Examples
    --------
    >>> per_class((12, 4, 1))
    'A=12;B=4;C=1'
    """
    return ";".join(f"{name}={number}" for name, number in zip("ABC", days, strict=True))


def slug(name: str) -> str:
    """Return the id of a place.

    Examples
    --------
    >>> slug("Optisport | Zwembad, ijsbaan en andere sporten")
    'optisport_zwembad_ijsbaan_en_andere_sporten'
    """
    return "_".join(re.findall(r"[a-z0-9]+", name.lower()))


def event_places(town: Town) -> tuple[Place, ...]:
    """Return all places, sorted by id."""
    places = []
    for code in INNER_CITY:
        named = town.names[town.position(code)].removesuffix(" en omgeving")
        name = SQUARES.get(code, named)
        x, y = (float(round(axis)) for axis in town.midpoint(code))
        places.append(Place(slug(name), name, KINDS.get(name, STREET), x, y, f"{MIDDLE} {EXAMPLE}"))
    for code, (name, kind) in NAMED_AFTER.items():
        x, y = (float(round(axis)) for axis in town.midpoint(code))
        places.append(Place(slug(name), name, kind, x, y, f"{MIDDLE} {EXAMPLE}"))
    seen = {place.name for place in places}
    for venue in town.venues:
        name = QUAYS.get(venue.name, venue.name)
        kind = QUAY if venue.name in QUAYS else kind_of(venue)
        if kind is not None and name not in seen:
            seen.add(name)
            places.append(Place(slug(name), name, kind, venue.x_rd, venue.y_rd, EXAMPLE))
    return tuple(sorted(places, key=lambda place: place.id))


def kind_of(venue: Venue) -> Kind | None:
    """Return the kind of a venue; None where no public event is held."""
    if venue.category not in FITTING:
        return None
    if venue.name.startswith(("Sportpark", "Sportterreinen")):
        return SPORTS_FIELD
    return BEACH if "strand" in venue.name else VENUES[venue.category]


def write_places(places: tuple[Place, ...], geodata: Path) -> None:
    """Write the file of the layer and its declaration, always as the same bytes."""
    head = json.dumps({"type": "name", "properties": {"name": CRS_URN}})
    lines = ",\n".join(json.dumps(place.feature(), ensure_ascii=False) for place in places)
    content = f'{{"type": "FeatureCollection", "crs": {head}, "features": [\n{lines}\n]}}\n'
    folder = geodata / LAYER
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{LAYER}.geojson").write_bytes(content.encode())
    sha256 = hashlib.sha256(content.encode()).hexdigest()
    declaration = DECLARATION.format(rows=len(places), sha256=sha256)
    (folder / "layer.toml").write_bytes(declaration.encode())


DECLARATION = """\
# Written by data/_build/build.py; change it there.
id = "evenementlocaties"
kind = "places"
label = "Evenementlocaties"
purpose = "event_site"
note = "Echte plekken waar een evenement kan zijn. Oppervlakte, uitgangen, aantal dagen en stille \
perioden zijn een voorbeeld: vervang ze door de cijfers van de gemeente."

[source]
file = "evenementlocaties.geojson"
rows = {rows}
sha256 = "{sha256}"
crs = "EPSG:28992"
year = 2025
attribution = "Voorzieningenmonitor gemeente Dordrecht 2025 en CBS-buurten 2023; cijfers verzonnen"
licence = "EUPL-1.2"
details = "Namen en ligging uit openbare bronnen, afgerond op 10 m of het midden van een buurt. \
Alle andere kolommen zijn verzonnen voorbeelden."
synthetic = true
approximate = true

[columns]
name = "naam"
category = "soort"
code = "locatie"
usable_m2 = "m2"
exits_m = "uitgangen_m"
surface = "ondergrond"
indoor = "binnen"
days = "dagen"
sound_days = "geluidsdagen"
quiet = "stil"
neighbours = "omgeving"
note = "opmerking"

[fields.code]
kind = "text"
label = "locatie"
columns = ["locatie", "code", "id"]
key = true
required = true

[fields.name]
kind = "text"
label = "naam"
columns = ["naam", "name", "omschrijving"]
required = true

[fields.sort]
kind = "text"
label = "soort"
columns = ["soort", "categorie", "type"]

[fields.usable_m2]
kind = "number"
label = "bruikbare oppervlakte"
columns = ["m2", "oppervlakte_m2", "bruikbaar_m2"]
least = 0
unit = "m²"

[fields.exits_m]
kind = "text"
label = "breedte van de uitgangen in meters"
columns = ["uitgangen_m", "uitgangen"]

[fields.surface]
kind = "text"
label = "ondergrond"
columns = ["ondergrond"]

[fields.indoor]
kind = "text"
label = "binnen"
columns = ["binnen", "overdekt"]

[fields.days]
kind = "text"
label = "evenementdagen per jaar en klasse"
columns = ["dagen", "evenementdagen"]

[fields.sound_days]
kind = "text"
label = "geluidsdagen per jaar en klasse"
columns = ["geluidsdagen"]

[fields.quiet]
kind = "text"
label = "stille perioden"
columns = ["stil", "stille_perioden"]

[fields.rest_days]
kind = "number"
label = "rustdagen tussen twee evenementen"
columns = ["rustdagen"]
least = 0

[fields.pace_kmh]
kind = "text"
label = "tempo van een route in km per uur, van de eerste en de laatste"
columns = ["tempo"]

[fields.neighbours]
kind = "text"
label = "omgeving"
columns = ["omgeving", "buren"]

[fields.note]
kind = "text"
label = "opmerking"
columns = ["opmerking"]
"""
