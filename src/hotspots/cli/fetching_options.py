"""What can be asked of the commands that fetch open data."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from hotspots.exports import terminal as command_line
from hotspots.incoming.open_data import words as text


def of_boundaries(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``fetch boundaries``."""
    parser.add_argument("--year", type=int, metavar="JAAR", help=text.YEAR)
    one = parser.add_mutually_exclusive_group()
    one.add_argument("--list", action="store_true", help=text.LIST)
    one.add_argument("--restore", metavar="VERSIE", help=text.RESTORE)
    _add_gemeenten(parser)
    _add_common(parser)


def of_keyfigures(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``fetch keyfigures``."""
    parser.add_argument("--year", type=int, metavar="JAAR", help=text.KEYFIGURES_YEAR)
    _add_gemeenten(parser)
    _add_common(parser)


def of_police(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``fetch police``."""
    parser.add_argument("--yearly", action="store_true", help=text.YEARLY)
    _add_gemeenten(parser)
    _add_common(parser)


def of_surroundings(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``fetch rail`` and the others; the name of the command is the subject."""
    _add_common(parser)
    parser.set_defaults(subject=parser.prog.rpartition(" ")[2])


def of_new_home(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``new-home``."""
    parser.add_argument("root", type=Path, metavar="MAP", help=text.NEW_HOME_DIR)
    parser.add_argument("--year", type=int, metavar="JAAR", help=text.YEAR)
    parser.add_argument(
        "--gemeente",
        nargs="+",
        type=gemeente,
        required=True,
        metavar="GM0000",
        help=text.GEMEENTE,
    )
    parser.add_argument("--base-url", default="", metavar="URL", help=text.BASE_URL)


def _add_gemeenten(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--gemeente", nargs="+", type=gemeente, default=[], metavar="GM0000", help=text.GEMEENTE
    )


def _add_common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--base-url", default="", metavar="URL", help=text.BASE_URL)
    parser.add_argument("--dry-run", action="store_true", help=text.DRY_RUN)
    parser.add_argument("--json", action="store_true", help=command_line.JSON)


def gemeente(written: str) -> str:
    """Return the code of a gemeente as CBS writes it.

    Examples
    --------
    >>> gemeente("0505"), gemeente("gm0518")
    ('GM0505', 'GM0518')
    """
    code = re.fullmatch(r"(?:GM)?([0-9]{4})", written.strip(), re.IGNORECASE)
    if code is None:
        raise argparse.ArgumentTypeError(text.NO_GEMEENTE_CODE.format(written=written))
    return f"GM{code.group(1)}"
