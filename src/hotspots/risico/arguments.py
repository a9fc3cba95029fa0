"""What can be asked of ``hotspots exposure``, and in which words."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from hotspots.exports import terminal as command_line
from hotspots.exports.terminal import day_written
from hotspots.risico.settings import INCIDENT_KINDS

if TYPE_CHECKING:
    import argparse

EXPOSURE: Final = "vertel wie en wat langs het spoor of onder water ligt"
SUBJECT: Final = "spoor of water"
SCENARIO: Final = "naam van het scenario, uit risk.toml"
AT: Final = "plaats van een ongeval: X,Y in RD-meters of de naam van een station"
KIND: Final = "soort ongeval: plasbrand, bleve of gifwolk"
WIND: Final = "waar de wind vandaan komt, in graden: 270 is westenwind"
DAY: Final = "dag waarvan de evenementen worden nagekeken"
OUT: Final = "schrijf het antwoord (.json) of de buurten (.csv), bij een ongeval die erin"


def of_exposure(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``exposure``."""
    parser.add_argument("subject", choices=("spoor", "water"), metavar="ONDERWERP", help=SUBJECT)
    parser.add_argument("--scenario", required=True, metavar="ID", help=SCENARIO)
    parser.add_argument("--at", metavar="X,Y", help=AT)
    parser.add_argument("--kind", choices=INCIDENT_KINDS, metavar="SOORT", help=KIND)
    parser.add_argument("--wind", type=float, metavar="GRADEN", help=WIND)
    parser.add_argument("--day", type=day_written, metavar="DAG", help=DAY)
    parser.add_argument("--out", type=Path, metavar="BESTAND", help=OUT)
    parser.add_argument("--json", action="store_true", help=command_line.JSON)
