"""What can be asked of ``hotspots key`` and ``hotspots qgis``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from hotspots.exports import terminal as command_line
from hotspots.exports.terminal import day_written
from hotspots.gis import SERVICE_ROUTE
from hotspots.gis.words import (
    KEY,
    KEY_FOR_DAYS,
    KEY_LIST,
    KEY_NEW,
    KEY_NUMBER,
    KEY_REVOKE,
    KEY_WHO,
    QGIS,
    QGIS_AUTHCFG,
    QGIS_LAYERS,
    QGIS_OUT,
    QGIS_URL,
)

if TYPE_CHECKING:
    import argparse

__all__ = ["KEY", "KEY_LIST", "KEY_NEW", "KEY_REVOKE", "QGIS"]

#: Days that a key is good, as in `hotspots.access.keys`, which takes long to import.
_USUAL_DAYS: Final = 365
#: Where the application listens unless it was told otherwise.
USUAL_URL: Final = f"http://localhost:8501/{SERVICE_ROUTE}"


def of_key_new(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``key new``."""
    parser.add_argument("who", metavar="GEBRUIKER", help=KEY_WHO)
    parser.add_argument("--days", type=int, default=_USUAL_DAYS, metavar="DAGEN", help=KEY_FOR_DAYS)


def of_key_list(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``key list``."""
    parser.add_argument("--json", action="store_true", help=command_line.JSON)


def of_key_revoke(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``key revoke``."""
    parser.add_argument("number", metavar="NUMMER", help=KEY_NUMBER)


def of_qgis(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``qgis``."""
    parser.add_argument("--out", type=Path, required=True, metavar="BESTAND", help=QGIS_OUT)
    parser.add_argument("--url", default=USUAL_URL, metavar="URL", help=QGIS_URL)
    parser.add_argument("--authcfg", default="", metavar="NUMMER", help=QGIS_AUTHCFG)
    parser.add_argument("--layer", nargs="+", default=[], metavar="LAAG", help=QGIS_LAYERS)
    parser.add_argument(
        "--from", dest="first", type=day_written, metavar="DAG", help=command_line.FROM
    )
    parser.add_argument("--to", dest="last", type=day_written, metavar="DAG", help=command_line.TO)
