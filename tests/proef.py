"""A home with the layer that odd files are offered to: five soorten, date and time apart."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from town import tiny_home

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.settings import Home

#: Dordrecht lies in it, Rotterdam does not: the four squares of the town, five times as large.
WEST_M: Final = 100_000
SOUTH_M: Final = 420_000
TIMES: Final = 5

THEME: Final = """\
id = "proef"
label = "Proef"
order = 1
description = "Een thema om bestanden in te lezen."

[layers.proef]
kind = "incidents"
label = "Proef"
observes = "melding"
noun = "melding"
noun_plural = "meldingen"

[layers.proef.source]
file = "proef.csv"
attribution = "Verzonnen"
licence = "CC0-1.0"
synthetic = true

[layers.proef.columns]
id = "id"
soort = "soort"
begin = "datum"
time = "tijd"
x_rd = "x"
y_rd = "y"
lon = "lon"
lat = "lat"

[layers.proef.soorten]
woninginbraak = "Woninginbraak"
overlast = "Overlast"
overlast_verward_persoon = "Overlast verward persoon"
fietsdiefstal = "Fietsdiefstal"
vernieling = "Vernieling"
"""

#: The one row that the home brings along; the first real import takes its place.
INCIDENTS: Final = "id,datum,tijd,soort,x,y\n0,31-12-2016,10:00,overlast,105000,425000\n"


def proef_home(folder: Path) -> Home:
    """Write the home to a folder; nothing is published yet."""
    home = tiny_home(folder)
    for name in ("inbraak.csv", "zorg.csv"):
        (home.themes / "proef" / name).unlink()
    (home.themes / "proef" / "theme.toml").write_text(THEME, encoding="utf-8")
    (home.themes / "proef" / "proef.csv").write_text(INCIDENTS, encoding="utf-8")
    gemeente = home.gemeente.read_text(encoding="utf-8").replace('"inbraak"', '"proef"')
    home.gemeente.write_text(gemeente, encoding="utf-8")
    for level in ("buurten", "wijken"):
        path = home.geodata / level / f"{level}.geojson"
        collection = json.loads(path.read_text(encoding="utf-8"))
        for feature in collection["features"]:
            geometry = feature["geometry"]
            geometry["coordinates"] = [
                [[WEST_M + (x - WEST_M) * TIMES, SOUTH_M + (y - SOUTH_M) * TIMES] for x, y in ring]
                for ring in geometry["coordinates"]
            ]
        path.write_text(json.dumps(collection), encoding="utf-8")
    return home
