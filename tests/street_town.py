"""Streets for the town of four buurten: a road file, small enough to measure by hand.

    y 421.150  Achterweg    from x 100.000 to 101.000, in two stretches
    y 421.050  Dorpsstraat  from x 100.000 to 101.000
    x 101.900  (hostile)    from y 421.000 to 422.000
    y 421.250  without name from x 101.000 to 102.000
    y 420.450  =1+1         from x 100.000 to 101.000

A cell is named by its middle, and a street counts from 100 m:

    cell of 100 m at 100.000, 421.000: middle 100.050, 421.050, on Dorpsstraat
    cell of 200 m at 100.000, 421.000: middle 100.100, 421.100, 50 m from both; Achterweg is first
    cell of 100 m at 100.500, 420.500: middle 420.550, exactly 100 m from =1+1
    cell of 100 m at 101.200, 421.200: middle on the line without a name, none near
    cell of 100 m at 101.900, 421.900: middle 101.950, 50 m from the hostile one
    cell of 100 m at 100.500, 421.500: none near
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from hostile_town import IMAGE

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.settings import Home

FORMULA: Final = "=1+1"
#: street, identification, corners
LINES: Final = (
    ("Achterweg", "11", ((100_000, 421_150), (100_400, 421_150))),
    ("Achterweg", "12", ((100_400, 421_150), (101_000, 421_150))),
    ("Dorpsstraat", "13", ((100_000, 421_050), (101_000, 421_050))),
    (IMAGE, "14", ((101_900, 421_000), (101_900, 422_000))),
    ("", "15", ((101_000, 421_250), (102_000, 421_250))),
    (FORMULA, "16", ((100_000, 420_450), (101_000, 420_450))),
)
#: What cells of 100 m are called.
CALLED: Final = {
    "C100_100000_421000": "Dorpsstraat, bij Noord",
    "C100_100500_420500": f"{FORMULA}, bij Zuid",
    "C100_101900_421900": f"{IMAGE}, bij Oost",
    "C100_101200_421200": "",
    "C100_100500_421500": "",
}

LAYER: Final = """\
id = "wegen"
kind = "lines"
label = "Straten"
purpose = "street"

[source]
file = "wegen.geojson"
rows = {rows}
attribution = "Verzonnen"
licence = "CC0-1.0"

[columns]
{columns}

[fields.name]
kind = "text"
label = "straatnaam"
columns = ["stt_naam", "straatnaam"]

[fields.code]
kind = "text"
label = "code"
columns = ["wvk_id"]
key = true
"""
THEME: Final = """
[layers.wegen]
kind = "context"
label = "Straten"
observes = "plaats"
noun = "straat"
noun_plural = "straten"
context = "wegen"
"""


def road_file(lines: tuple[tuple[str, str, tuple[tuple[int, int], ...]], ...] = LINES) -> str:
    """Return lines as GeoJSON in RD, under the names of the NWB."""
    features = [
        {
            "type": "Feature",
            "properties": {"stt_naam": name or None, "wvk_id": code},
            "geometry": {"type": "LineString", "coordinates": [list(corner) for corner in corners]},
        }
        for name, code, corners in lines
    ]
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::28992"}}
    return json.dumps({"type": "FeatureCollection", "crs": crs, "features": features})


def with_streets(home: Home, *, waiting: bool = False) -> Home:
    """Give a home a layer of streets, with the file above or waiting for one."""
    folder = home.geodata / "wegen"
    folder.mkdir()
    lines = () if waiting else LINES
    named = "" if waiting else 'name = "stt_naam"'
    declared = LAYER.format(rows=len(lines), columns=named)
    (folder / "layer.toml").write_text(declared, encoding="utf-8")
    (folder / "wegen.geojson").write_text(road_file(lines), encoding="utf-8")
    theme = home.themes / "proef" / "theme.toml"
    theme.write_text(theme.read_text(encoding="utf-8") + THEME, encoding="utf-8")
    return home


def written_road_file(path: Path) -> Path:
    """Write the road file to a path, and return the path."""
    path.write_text(road_file(), encoding="utf-8")
    return path
