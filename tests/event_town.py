"""Three places in the town of four buurten and a calendar to fill by hand.

    markt  (100.500, 421.500)  1.000 m2, exits 4, 3 and 2 m, outdoor, 100 residents at it
    park   (100.500, 420.500)  5.000 m2, exits 10 and 10 m, outdoor, 10 residents at it
    hal    (101.500, 421.500)    400 m2, exits 2 and 2 m, indoor, nobody near

Fifty more residents live 250 m east of the markt.
"""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from hotspots.access.calendar import Covered
from hotspots.catalog.specs import LayerSpec
from hotspots.evenementen.calendar import calendar_from, events_from
from hotspots.evenementen.locations import Location, Locations
from hotspots.evenementen.pressure import Residents
from hotspots.evenementen.request import Request
from hotspots.evenementen.settings import read_settings
from town import tiny_home

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.evenementen.calendar import EventCalendar
    from hotspots.evenementen.settings import EventSettings
    from hotspots.settings import Home

MARKT = Location(
    "markt", "Markt", "plein", 100_500.0, 421_500.0, 1_000.0, (4.0, 3.0, 2.0), "klinkers",
    indoor=False, days={"A": 3, "B": 1, "C": 0}, sound_days={"A": 2, "B": 1, "C": 0},
)  # fmt: skip
PARK = Location(
    "park", "Park", "park", 100_500.0, 420_500.0, 5_000.0, (10.0, 10.0), "gras",
    indoor=False, days={"A": 10, "B": 5, "C": 1},
)  # fmt: skip
HAL = Location("hal", "Hal", "hal", 101_500.0, 421_500.0, 400.0, (2.0, 2.0), "vloer", indoor=True)
PLACES = (MARKT, PARK, HAL)
RESIDENTS = Residents(
    np.array([100_500.0, 100_750.0, 100_500.0]),
    np.array([421_500.0, 421_500.0, 420_500.0]),
    np.array([100.0, 50.0, 10.0]),
    np.array([0, 0, 2]),
    "inwoners",
    2023,
)
BUURTEN = (("BU1", "BU2", "BU3", "BU4"), ("Noord", "Oost", "Zuid", "Haven"))
#: The calendar of the tests is whole: what is not in it is not there.
EVERY_DAY = Covered(date(2000, 1, 1), date(2050, 12, 31), frozenset(range(2000, 2051)))
LAYER = LayerSpec(
    "kalender", "feest", "calendar", "Kalender", "evenement", "evenement", "evenementen",
    places="plekken",
)  # fmt: skip


def event(
    event_id: str,
    location: str,
    begin: str,
    end: str,
    visitors: float | None = 100,
    **told: Any,  # noqa: ANN401
) -> dict[str, Any]:
    """Return an event as a version holds it; times such as "2018-05-05T20:00"."""
    place = next((item for item in PLACES if item.id == location), None)
    row: dict[str, Any] = {
        "id": event_id, "soort": "muziek", "title": event_id, "location": location,
        "begin": moment(begin), "begin_has_time": True, "end": moment(end), "end_has_time": True,
        "build_up": None, "dismantled": None, "visitors": visitors, "status": "vergund",
        "sound": "nee", "class": "A", "profile": "", "requested": None, "actual_visitors": None,
        "findings": "", "x_rd": place.x_rd if place else None,
        "y_rd": place.y_rd if place else None, "buurt": None, "wijk": None,
    }  # fmt: skip
    for name in ("build_up", "dismantled", "requested"):
        if name in told:
            told[name] = moment(told[name])
    return row | told


def moment(written: str) -> datetime:
    """Return wall time."""
    return datetime.fromisoformat(written)


def event_calendar(
    *rows: dict[str, Any],
    places: tuple[Location, ...] = PLACES,
    settings: EventSettings | None = None,
    residents: Residents = RESIDENTS,
) -> EventCalendar:
    """Return a calendar with these events."""
    settings = settings or read_settings()
    empty = {name: [] for name in event("a", "markt", "2018-01-01T00:00", "2018-01-01T01:00")}
    table = pa.Table.from_pylist(list(rows)) if rows else pa.table(empty)
    locations = Locations.of(places)
    events = events_from(table, locations)
    return calendar_from(
        LAYER, settings, locations, events, residents, buurten=BUURTEN, covered=EVERY_DAY
    )


def ask(
    location: str = "markt",
    start: str = "2018-05-05T20:00",
    end: str = "2018-05-05T23:00",
    visitors: int = 100,
    **told: Any,  # noqa: ANN401
) -> Request:
    """Return a request."""
    for name in ("build_up", "dismantled"):
        if name in told:
            told[name] = moment(told[name])
    return Request(location, moment(start), moment(end), visitors, **told)


THEME = """\
id = "feest"
label = "Feest"
order = 2
description = "Een kalender om mee te rekenen."
figures_source = "Verzonnen voor de test"

[layers.kalender]
kind = "calendar"
places = "plekken"
label = "Kalender"
observes = "evenement"
noun = "evenement"
noun_plural = "evenementen"
mask = "land"

[layers.kalender.source]
file = "kalender.csv"
attribution = "Verzonnen"
licence = "CC0-1.0"
synthetic = true

[layers.kalender.columns]
id = "id"
soort = "soort"
begin = "begin"
end = "eind"
x_rd = "x"
y_rd = "y"
location = "locatie"
title = "titel"
visitors = "bezoekers"
status = "status"
sound = "geluid"
class = "klasse"
profile = "profiel"
build_up = "opbouw"
dismantled = "afbouw"

[layers.kalender.soorten]
muziek = "Muziek"
markt = "Markt"

[layers.kalender.privacy]
finest = "cells"
finest_cell_m = 50
points_roles = ["analist"]

[layers.plekken]
kind = "context"
label = "Plekken"
observes = "plaats"
noun = "plek"
noun_plural = "plekken"
context = "plekken"

[layers.plekken.privacy]
finest = "places"
"""
CALENDAR = """\
id,soort,begin,eind,titel,locatie,bezoekers,status
1,muziek,2018-05-05 20:00,2018-05-06 01:00,Eerste (voorbeeld),markt,200,vergund
2,markt,2018-06-02,2018-06-03,Tweede (voorbeeld),Park,500,aangevraagd
"""
PLACES_TOML = """\
id = "plekken"
kind = "places"
label = "Plekken"
purpose = "event_site"

[source]
file = "plekken.geojson"
attribution = "Verzonnen"
licence = "CC0-1.0"

[columns]
name = "naam"
code = "plek"
category = "soort"
usable_m2 = "m2"
exits_m = "uitgangen"
days = "dagen"
indoor = "binnen"

[fields.code]
kind = "text"
label = "plek"
columns = ["plek"]
key = true
required = true

[fields.name]
kind = "text"
label = "naam"
columns = ["naam"]
required = true

[fields.sort]
kind = "text"
label = "soort"
columns = ["soort"]

[fields.usable_m2]
kind = "number"
label = "oppervlakte"
columns = ["m2"]
least = 0

[fields.exits_m]
kind = "text"
label = "uitgangen"
columns = ["uitgangen"]

[fields.days]
kind = "text"
label = "dagen"
columns = ["dagen"]

[fields.indoor]
kind = "text"
label = "binnen"
columns = ["binnen"]
"""


def calendar_home(folder: Path) -> Home:
    """Write the town with a calendar to a folder; nothing is published yet."""
    home = tiny_home(folder)
    features = [
        {
            "type": "Feature",
            "properties": {
                "naam": item.name, "plek": item.id, "soort": item.kind, "m2": item.usable_m2,
                "uitgangen": ";".join(f"{width:g}" for width in item.exits_m),
                "dagen": ";".join(f"{risk}={days}" for risk, days in item.days.items()),
                "binnen": "ja" if item.indoor else "nee",
            },
            "geometry": {"type": "Point", "coordinates": [item.x_rd, item.y_rd]},
        }
        for item in PLACES
    ]  # fmt: skip
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::28992"}}
    collection = {"type": "FeatureCollection", "crs": crs, "features": features}
    for name, text in (
        ("data/feest/theme.toml", THEME),
        ("data/feest/kalender.csv", CALENDAR),
        ("geodata/plekken/layer.toml", PLACES_TOML),
        ("geodata/plekken/plekken.geojson", json.dumps(collection)),
    ):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return home


def waiting_home(folder: Path) -> Home:
    """Return the town with a calendar that nobody put an event into."""
    home = calendar_home(folder)
    (home.root / "data/feest/kalender.csv").write_text(
        CALENDAR.splitlines()[0] + "\n", encoding="utf-8"
    )
    theme = home.root / "data/feest/theme.toml"
    told = theme.read_text(encoding="utf-8")
    theme.write_text(told.replace('csv"', 'csv"\nrows = 0', 1), encoding="utf-8")
    return home


ROAD_WORKS_TOML = """\
id = "werk"
kind = "places"
label = "Wegwerkzaamheden"
purpose = "road_works"

[source]
file = "werk.geojson"
rows = 0
attribution = "Nog geen bron"
licence = "CC0-1.0"

[columns]

[fields.name]
kind = "text"
label = "omschrijving"
columns = ["omschrijving"]
required = true

[fields.first_day]
kind = "day"
label = "van"
columns = ["van"]
required = true

[fields.last_day]
kind = "day"
label = "tot en met"
columns = ["tot"]
"""
ROAD_WORKS = """
[layers.werk]
kind = "context"
label = "Wegwerkzaamheden"
observes = "plaats"
noun = "werk"
noun_plural = "werken"
context = "werk"

[layers.werk.privacy]
finest = "places"
"""
NO_FEATURES = (
    '{"type": "FeatureCollection", "crs": {"type": "name", "properties": '
    '{"name": "urn:ogc:def:crs:EPSG::28992"}}, "features": []}'
)


def with_road_works(home: Home) -> Home:
    """Give a town with a calendar a layer for work on roads, which waits for its list."""
    theme = home.root / "data/feest/theme.toml"
    theme.write_text(theme.read_text(encoding="utf-8") + ROAD_WORKS, encoding="utf-8")
    folder = home.root / "geodata/werk"
    folder.mkdir()
    (folder / "layer.toml").write_text(ROAD_WORKS_TOML, encoding="utf-8")
    (folder / "werk.geojson").write_text(NO_FEATURES, encoding="utf-8")
    return home
