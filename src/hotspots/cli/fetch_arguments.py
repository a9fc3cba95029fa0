"""What can be asked of open data on the command line."""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hotspots.text import command_line
from hotspots.text import open_data as text

if TYPE_CHECKING:
    from collections.abc import Callable


def add_fetch_commands(
    commands: Any,  # noqa: ANN401 - argparse keeps its name to itself
    command: Callable[[str, str], Callable[[argparse.Namespace], int]],
    *,
    home: Callable[[argparse.ArgumentParser], None],
) -> None:
    """Add ``fetch`` with what can be fetched.

    Parameters
    ----------
    command
        Gives a command by module and function.
    home
        Adds the option that every command has.
    """
    fetch = commands.add_parser("fetch", help=text.FETCH)
    kinds = fetch.add_subparsers(required=True, metavar="WAT")
    boundaries = kinds.add_parser("boundaries", help=text.BOUNDARIES)
    boundaries.add_argument("--year", type=int, metavar="JAAR", help=text.YEAR)
    one = boundaries.add_mutually_exclusive_group()
    one.add_argument("--list", action="store_true", help=text.LIST)
    one.add_argument("--restore", metavar="VERSIE", help=text.RESTORE)
    _add_common(boundaries, home)
    boundaries.set_defaults(command=command("fetching", "boundaries"))
    figures = kinds.add_parser("keyfigures", help=text.KEYFIGURES)
    figures.add_argument("--year", type=int, metavar="JAAR", help=text.KEYFIGURES_YEAR)
    _add_common(figures, home)
    figures.set_defaults(command=command("fetching", "keyfigures"))
    police = kinds.add_parser("police", help=text.POLICE)
    police.add_argument("--yearly", action="store_true", help=text.YEARLY)
    _add_common(police, home)
    police.set_defaults(command=command("fetching", "police"))
    for subject, told in text.SURROUNDINGS.items():
        around = kinds.add_parser(subject, help=told)
        _add_common(around, home, of_gemeenten=False)
        around.set_defaults(command=command("fetching", "surroundings"), subject=subject)

    new = commands.add_parser("new-home", help=text.NEW_HOME)
    new.add_argument("root", type=Path, metavar="MAP", help=text.NEW_HOME_DIR)
    new.add_argument("--year", type=int, metavar="JAAR", help=text.YEAR)
    new.add_argument(
        "--gemeente",
        nargs="+",
        type=gemeente,
        required=True,
        metavar="GM0000",
        help=text.GEMEENTE,
    )
    new.add_argument("--base-url", default="", metavar="URL", help=text.BASE_URL)
    new.set_defaults(command=command("fetching", "new_home"))


def _add_common(
    parser: argparse.ArgumentParser,
    home: Callable[[argparse.ArgumentParser], None],
    *,
    of_gemeenten: bool = True,
) -> None:
    if of_gemeenten:
        parser.add_argument(
            "--gemeente", nargs="+", type=gemeente, default=[], metavar="GM0000", help=text.GEMEENTE
        )
    parser.add_argument("--base-url", default="", metavar="URL", help=text.BASE_URL)
    parser.add_argument("--dry-run", action="store_true", help=text.DRY_RUN)
    parser.add_argument("--json", action="store_true", help=command_line.JSON)
    home(parser)


def gemeente(written: str) -> str:
    """Return the code of a gemeente as CBS writes it.

    Examples
    --------
    >>> gemeente("0505"), gemeente("gm0518")
    ('GM0505', 'GM0518')
    """
    found = re.fullmatch(r"(?:GM)?([0-9]{4})", written.strip(), re.IGNORECASE)
    if found is None:
        raise argparse.ArgumentTypeError(text.NO_GEMEENTE_CODE.format(written=written))
    return f"GM{found.group(1)}"
