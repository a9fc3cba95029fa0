"""A town of four square buurten, small enough to count by hand: the fixture of most tests.

y 422.000 +---------------+---------------+
          | Noord  (600)  | Oost   (400)  |   wijk Boven   WK999901
y 421.000 +---------------+---------------+
          | Zuid   (20)   | Haven  (0)    |   wijk Onder   WK999902
y 420.000 +---------------+---------------+
        x 100.000       101.000         102.000     (huishoudens)
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from hotspots.settings import Home

if TYPE_CHECKING:
    from pathlib import Path

#: code, name, wijk, west, south, huishoudens, inwoners
BUURTEN: Final = (
    ("BU99990100", "Noord", "WK999901", 100_000, 421_000, 600, 1_300),
    ("BU99990101", "Oost", "WK999901", 101_000, 421_000, 400, 900),
    ("BU99990200", "Zuid", "WK999902", 100_000, 420_000, 20, 45),
    ("BU99990201", "Haven", "WK999902", 101_000, 420_000, 0, 0),
)
WIJKEN: Final = (("WK999901", "Boven", 421_000), ("WK999902", "Onder", 420_000))
SIDE_M: Final = 1_000

GEMEENTE: Final = """\
[gemeente]
code = "GM9999"
name = "Vierbuurten"
start = "inbraak"

[land]
compartments = []
"""

THEME: Final = """\
id = "proef"
label = "Proef"
order = 1
description = "Een thema om mee te tellen."
figures_source = "Verzonnen voor de test"

[[figures]]
indicator = "inbraak"
year = 2017
value = 6
unit = "misdrijven"
kind = "niveau"

[layers.inbraak]
kind = "incidents"
label = "Inbraak"
observes = "misdrijf"
noun = "inbraak"
noun_plural = "inbraken"
mask = "households"

[layers.inbraak.source]
file = "inbraak.csv"
attribution = "Verzonnen"
licence = "CC0-1.0"
synthetic = true

[layers.inbraak.columns]
id = "id"
soort = "soort"
begin = "begin"
end = "eind"
x_rd = "x"
y_rd = "y"

[layers.inbraak.soorten]
woning = "Woning"
schuur = "Schuur"

[layers.inbraak.denominators]
use = ["huishoudens", "inwoners"]

[layers.inbraak.privacy]
finest = "cells"
finest_cell_m = 100
points_roles = ["analist"]

[layers.inbraak.style]
cell_m = 100
bandwidth_m = 200

[layers.zorg]
kind = "incidents"
label = "Zorg"
observes = "melding"
noun = "zorgmelding"
noun_plural = "zorgmeldingen"

[layers.zorg.source]
file = "zorg.csv"
attribution = "Verzonnen"
licence = "CC0-1.0"
synthetic = true

[layers.zorg.columns]
id = "id"
begin = "begin"
x_rd = "x"
y_rd = "y"

[layers.zorg.denominators]
use = ["huishoudens"]

[layers.zorg.filters]
show = ["period", "wijk"]

[layers.zorg.privacy]
finest = "wijken"
minimum = 10

[layers.haltes]
kind = "context"
label = "Haltes"
observes = "plaats"
noun = "halte"
noun_plural = "haltes"
context = "haltes"
"""

#: Accepted: 9. Noord 4, Oost 2, Zuid 1; one without a place, one outside the gemeente.
#: 31-02-2017 is put aside, and the second row 1 is a duplicate: read 11.
INCIDENTS: Final = """\
id,soort,begin,eind,x,y
1,woning,2016-12-31 23:30,2017-01-01 00:30,100050,421050
1,woning,2016-12-31 23:30,2017-01-01 00:30,100050,421050
2,woning,2017-01-05 19:00,2017-01-05 22:00,100060,421060
3,schuur,2017-01-06,,100550,421550
4,woning,2017-02-03 02:00,,100060,421055
5,woning,2017-02-10 13:15,2017-02-10 13:45,101250,421250
6,schuur,2017-03-01 08:00,2017-03-01 09:00,101999,421999
7,woning,2017-03-31 12:00,,100500,420500
8,woning,2017-03-15 10:00,,,
9,woning,2017-03-16 10:00,,103000,421500
10,woning,31-02-2017 10:00,,100500,420500
"""


def zorg_csv() -> str:
    """Return sensitive rows: 12 in Boven and 9 in Onder in 2017K1, 23 in Boven in 2017K2."""
    rows = ["id,begin,x,y"]
    groups = (
        ("2017-02-01 10:00", 421_500, 12),
        ("2017-03-01 10:00", 420_500, 9),
        ("2017-05-01 10:00", 421_500, 23),
    )
    for begin, y, count in groups:
        rows += [f"{len(rows) + at},{begin},100500,{y}" for at in range(count)]
    return "\n".join(rows) + "\n"


def tiny_home(folder: Path) -> Home:
    """Write the town to a folder and return it as a home; nothing is published yet."""
    for name, text in (
        ("gemeente.toml", GEMEENTE),
        ("data/proef/theme.toml", THEME),
        ("data/proef/inbraak.csv", INCIDENTS),
        ("data/proef/zorg.csv", zorg_csv()),
        ("geodata/buurten/layer.toml", areas_toml("buurten", parent="wijk", figures=True)),
        ("geodata/buurten/buurten.geojson", collection([buurt(row) for row in BUURTEN])),
        ("geodata/wijken/layer.toml", areas_toml("wijken")),
        ("geodata/wijken/wijken.geojson", collection([_wijk(row) for row in WIJKEN])),
        ("geodata/haltes/layer.toml", _PLACES_TOML),
        ("geodata/haltes/haltes.geojson", collection([_halte()])),
    ):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return Home(folder, folder / ".hotspots")


def areas_toml(level: str, *, parent: str = "", figures: bool = False) -> str:
    """Return the declaration of a level of areas, with the column of the area around each."""
    denominators = """
[denominators.huishoudens]
column = "huishoudens"
label = "huishoudens"
year = 2023

[denominators.inwoners]
column = "inwoners"
label = "inwoners"
year = 2023
"""
    return f"""\
id = "{level}"
kind = "areas"
label = "{level.capitalize()}"
level = "{level}"
note = "Vierkanten, verzonnen voor de test."

[source]
file = "{level}.geojson"
attribution = "Verzonnen"
licence = "CC0-1.0"
synthetic = true

[columns]
code = "code"
name = "naam"
{f'parent = "{parent}"' if parent else ""}
{denominators if figures else ""}"""


_PLACES_TOML: Final = """\
id = "haltes"
kind = "places"
label = "Haltes"

[source]
file = "haltes.geojson"
attribution = "Verzonnen"
licence = "CC0-1.0"

[columns]
name = "naam"
"""


def square(west: int, south: int, width: int, height: int = SIDE_M) -> list[list[list[int]]]:
    """Return the corners of a rectangle, metres RD."""
    east, north = west + width, south + height
    return [[[west, south], [east, south], [east, north], [west, north], [west, south]]]


def feature(properties: dict[str, object], kind: str, coordinates: object) -> dict[str, object]:
    """Return a feature of GeoJSON."""
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def buurt(row: tuple[str, str, str, int, int, int, int]) -> dict[str, object]:
    """Return a row of `BUURTEN` as a feature."""
    code, name, wijk, west, south, huishoudens, inwoners = row
    properties = {
        "code": code, "naam": name, "wijk": wijk,
        "huishoudens": huishoudens, "inwoners": inwoners,
    }  # fmt: skip
    return feature(properties, "Polygon", square(west, south, SIDE_M))


def _wijk(row: tuple[str, str, int]) -> dict[str, object]:
    code, name, south = row
    return feature({"code": code, "naam": name}, "Polygon", square(100_000, south, 2 * SIDE_M))


def _halte() -> dict[str, object]:
    return feature({"naam": "Marktplein"}, "Point", [100_900, 420_900])


def collection(features: list[dict[str, object]]) -> str:
    """Return features as a file of GeoJSON in RD."""
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::28992"}}
    return json.dumps({"type": "FeatureCollection", "crs": crs, "features": features})
