"""What can be asked of ``hotspots exposure``, and in which words."""

from __future__ import annotations

import argparse
from datetime import time
from pathlib import Path
from typing import Final

from hotspots.exports import terminal as command_line
from hotspots.exports.terminal import day_written
from hotspots.risico.settings import INCIDENT_KINDS

EXPOSURE: Final = "vertel wie en wat langs het spoor, bij bedrijven of onder water ligt"
SUBJECT: Final = "spoor, register (bedrijven en leidingen) of water"
SCENARIO: Final = "naam van het scenario, uit risk.toml; alle: elk op een A4, met --out .pdf"
AT: Final = "plaats van een ongeval: X,Y in RD-meters, graden, station, adres of kilometer"
KIND: Final = "soort ongeval: plasbrand, bleve of gifwolk"
WIND: Final = "waar de wind vandaan komt, in graden of letters: 270 of W is westenwind"
DISTANCE: Final = "hoe ver de zone van dit ongeval reikt, in meters; anders de instelling"
ANGLE: Final = "halve breedte van de wolk, in graden; anders de instelling"
CONTOUR: Final = "contour van de AGS of een model, als zone: .geojson, .gpkg, .kml of .zip"
TIME: Final = "hoe laat het ongeval is, zoals 03:15"
DAY: Final = "dag waarvan de evenementen worden nagekeken"
OUT: Final = (
    "antwoord (.json), buurten (.csv; bij een ongeval die erin), of een A4 (.pdf) of pagina zonder "
    "internet (.html), ook van een ongeval"
)


def time_written(written: str) -> time:
    """Return a time of the day.

    Raises
    ------
    argparse.ArgumentTypeError
        If it is none.

    Examples
    --------
    >>> time_written("03:15")
    datetime.time(3, 15)
    """
    try:
        hours, minutes = (int(part) for part in written.replace(".", ":").split(":"))
        return time(hours, minutes)
    except ValueError:
        message = f"'{written}' is geen tijd. Verwacht: uren en minuten, zoals 03:15."
        raise argparse.ArgumentTypeError(message) from None


def of_exposure(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``exposure``."""
    parser.add_argument(
        "subject", choices=("spoor", "register", "water"), metavar="ONDERWERP", help=SUBJECT
    )
    parser.add_argument("--scenario", required=True, metavar="ID", help=SCENARIO)
    parser.add_argument("--at", metavar="X,Y", help=AT)
    parser.add_argument("--kind", choices=INCIDENT_KINDS, metavar="SOORT", help=KIND)
    parser.add_argument("--wind", metavar="GRADEN", help=WIND)
    parser.add_argument("--distance", type=float, metavar="METERS", help=DISTANCE)
    parser.add_argument("--angle", type=float, metavar="GRADEN", help=ANGLE)
    parser.add_argument("--contour", type=Path, metavar="BESTAND", help=CONTOUR)
    parser.add_argument("--time", type=time_written, metavar="UU:MM", help=TIME)
    parser.add_argument("--day", type=day_written, metavar="DAG", help=DAY)
    parser.add_argument("--out", type=Path, metavar="BESTAND", help=OUT)
    parser.add_argument("--json", action="store_true", help=command_line.JSON)
