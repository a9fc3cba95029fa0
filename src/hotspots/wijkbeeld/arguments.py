"""The arguments of ``hotspots report`` and ``hotspots digest``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from hotspots.exports import terminal as text
from hotspots.exports.terminal import day_written

if TYPE_CHECKING:
    import argparse


def of_report(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``report``."""
    parser.add_argument("place", nargs="?", metavar="WIJK-OF-BUURT", help=text.PLACE)
    parser.add_argument("--from", dest="first", type=day_written, metavar="DAG", help=text.FROM)
    parser.add_argument("--to", dest="last", type=day_written, metavar="DAG", help=text.TO)
    parser.add_argument("--layer", metavar="LAAG", help=text.MAP_LAYER)
    parser.add_argument(
        "--date", dest="made_on", type=day_written, metavar="DAG", help=text.MADE_ON
    )
    parser.add_argument("--out", type=Path, metavar="BESTAND", help=text.OUT_REPORT)
    one = parser.add_mutually_exclusive_group()
    one.add_argument("--all", dest="every", action="store_true", help=text.ATLAS)
    one.add_argument("--json", action="store_true", help=text.JSON)


def of_digest(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``digest``."""
    parser.add_argument("places", nargs="*", metavar="WIJK", help=text.DIGEST_PLACES)
    parser.add_argument("--dry-run", action="store_true", help=text.DIGEST_DRY_RUN)
    parser.add_argument(
        "--date", dest="made_on", type=day_written, metavar="DAG", help=text.DIGEST_DAY
    )
    parser.add_argument("--out", type=Path, metavar="MAP", help=text.DIGEST_OUT)
    parser.add_argument("--json", action="store_true", help=text.JSON)
