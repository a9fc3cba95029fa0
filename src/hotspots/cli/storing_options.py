"""What can be asked of the commands that start the application or keep versions."""

from __future__ import annotations

import argparse
from pathlib import Path

from hotspots.exports import terminal as text


def of_app(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``app``."""
    parser.add_argument("--port", type=int, default=8501, help=text.PORT)


def of_import(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``import``."""
    parser.add_argument("file", type=Path, metavar="BESTAND")
    parser.add_argument("--layer", required=True, metavar="LAAG", help=text.LAYER)
    mode = parser.add_mutually_exclusive_group()
    mode.add_argument(
        "--add", dest="mode", action="store_const", const="add", default="add", help=text.ADD
    )
    mode.add_argument(
        "--replace", dest="mode", action="store_const", const="replace", help=text.REPLACE
    )
    parser.add_argument("--crs", metavar="EPSG:N", help=text.CRS)
    parser.add_argument("--table", metavar="NAAM", help=text.TABLE)
    parser.add_argument(
        "--column",
        type=_column,
        action="append",
        default=[],
        metavar="VELD=KOLOM",
        help=text.COLUMN,
    )
    parser.add_argument("--dry-run", action="store_true", help=text.DRY_RUN)
    parser.add_argument("--json", action="store_true", help=text.JSON)


def of_versions(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``versions``."""
    parser.add_argument("layer", metavar="LAAG")
    parser.add_argument("--json", action="store_true", help=text.JSON)


def of_restore(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``restore``."""
    parser.add_argument("layer", metavar="LAAG")
    parser.add_argument("version", metavar="VERSIE", help=text.VERSION)


def _column(written: str) -> tuple[str, str]:
    field, separator, name = written.partition("=")
    if not separator or not field or not name:
        raise argparse.ArgumentTypeError(text.NO_COLUMN.format(written=written))
    return field, name
