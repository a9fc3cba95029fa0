"""What can be asked of the commands that bring in data, look after it, or start the pages."""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import Final

from hotspots.exports import terminal as text
from hotspots.incoming.open_data import words as open_data_words
from hotspots.incoming.publishing import starter_words
from hotspots.incoming.reading.database import is_database

#: MB; how large a file may be that is read whole, unless ``--largest`` says otherwise.
LARGEST_MB: Final = 500
_LAST_PORT: Final = 65_535


def of_app(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``app``."""
    parser.add_argument("--port", type=_port, metavar="POORT", help=text.PORT)
    parser.add_argument("--demo", action="store_true", help=text.DEMO)


def of_import(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``import``."""
    parser.add_argument("file", type=_file_or_database, metavar="BESTAND", help=text.FILE)
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
    parser.add_argument("--query", metavar="SELECT", help=text.QUERY)
    parser.add_argument(
        "--column",
        type=_column,
        action="append",
        default=[],
        metavar="VELD=KOLOM",
        help=text.COLUMN,
    )
    parser.add_argument(
        "--label", type=_label, action="append", default=[], metavar="TEKST=SOORT", help=text.LABEL
    )
    parser.add_argument("--soort", metavar="SOORT", help=text.SOORT_OF_OTHERS)
    parser.add_argument("--each-row", action="store_true", help=text.EACH_ROW)
    parser.add_argument("--always", action="store_true", help=text.ALWAYS)
    parser.add_argument("--recipe", metavar="NAAM", help=text.RECIPE)
    parser.add_argument("--save-recipe", metavar="NAAM", help=text.SAVE_RECIPE)
    _add_largest(parser)
    parser.add_argument("--dry-run", action="store_true", help=text.DRY_RUN)
    parser.add_argument("--json", action="store_true", help=text.JSON)


def of_starter(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``starter``."""
    parser.add_argument("--out", type=Path, required=True, metavar="MAP", help=starter_words.OUT)


def of_completeness(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``completeness``."""
    parser.add_argument("--json", action="store_true", help=text.JSON)


def _file_or_database(written: str) -> Path | str:
    """Return a path, or the address of a database as it was written."""
    return written if is_database(written) else Path(written)


def _port(written: str) -> int:
    if not written.isdecimal() or not 0 < int(written) <= _LAST_PORT:
        raise argparse.ArgumentTypeError(text.NO_PORT.format(written=written))
    return int(written)


def _megabytes(written: str) -> int:
    if not written.isdecimal() or not int(written):
        raise argparse.ArgumentTypeError(text.NO_MEGABYTES.format(written=written))
    return int(written)


def of_versions(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``versions``."""
    parser.add_argument("layer", metavar="LAAG", help=text.WHICH_LAYER)
    parser.add_argument("--json", action="store_true", help=text.JSON)


def of_restore(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``restore``."""
    parser.add_argument("layer", metavar="LAAG", help=text.WHICH_LAYER)
    parser.add_argument("version", metavar="VERSIE", help=text.VERSION)


def of_purge(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``purge``."""
    parser.add_argument("layer", nargs="?", metavar="LAAG", help=text.PURGE_LAYER)
    parser.add_argument("--dry-run", action="store_true", help=text.PURGE_DRY_RUN)
    parser.add_argument("--json", action="store_true", help=text.JSON)


def _add_largest(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--largest", type=_megabytes, default=LARGEST_MB, metavar="MB", help=text.LARGEST
    )


def of_refresh(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``refresh``."""
    parser.add_argument("names", nargs="*", metavar="BRON", help=text.REFRESH_NAMES)
    parser.add_argument("--all", action="store_true", help=text.REFRESH_ALL)
    parser.add_argument("--dry-run", action="store_true", help=text.REFRESH_DRY_RUN)
    _add_largest(parser)
    parser.add_argument("--json", action="store_true", help=text.JSON)


def _column(written: str) -> tuple[str, str]:
    field, separator, name = written.partition("=")
    if not separator or not field:
        raise argparse.ArgumentTypeError(text.NO_COLUMN.format(written=written))
    return field, name


def _label(written: str) -> tuple[str, str]:
    label, separator, soort = written.rpartition("=")
    if not separator or not label:
        raise argparse.ArgumentTypeError(text.NO_LABEL.format(written=written))
    return label, soort


def of_recipe_list(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``recipe list``."""
    parser.add_argument("layer", nargs="?", metavar="LAAG", help=text.RECIPE_LAYER)
    parser.add_argument("--json", action="store_true", help=text.JSON)


def of_recipe_show(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``recipe show``."""
    of_recipe_remove(parser)
    parser.add_argument("--json", action="store_true", help=text.JSON)


def of_recipe_remove(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``recipe remove``."""
    parser.add_argument("layer", metavar="LAAG", help=text.WHICH_LAYER)
    parser.add_argument("name", metavar="NAAM", help=text.RECIPE_NAME)


def of_boundaries(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``fetch boundaries``."""
    parser.add_argument("--year", type=int, metavar="JAAR", help=open_data_words.YEAR)
    one = parser.add_mutually_exclusive_group()
    one.add_argument("--list", action="store_true", help=open_data_words.LIST)
    one.add_argument("--restore", metavar="VERSIE", help=open_data_words.RESTORE)
    _add_gemeenten(parser)
    _add_common(parser)


def of_keyfigures(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``fetch keyfigures``."""
    parser.add_argument("--year", type=int, metavar="JAAR", help=open_data_words.KEYFIGURES_YEAR)
    _add_gemeenten(parser)
    _add_common(parser)


def of_police(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``fetch police``."""
    parser.add_argument("--yearly", action="store_true", help=open_data_words.YEARLY)
    _add_gemeenten(parser)
    _add_common(parser)


def of_surroundings(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``fetch rail`` and the others; the name of the command is the subject."""
    _add_common(parser)
    parser.set_defaults(subject=parser.prog.rpartition(" ")[2])


def of_new_home(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``new-home``."""
    parser.add_argument("root", type=Path, metavar="MAP", help=open_data_words.NEW_HOME_DIR)
    parser.add_argument("--year", type=int, metavar="JAAR", help=open_data_words.YEAR)
    one = parser.add_mutually_exclusive_group()
    one.add_argument(
        "--gemeente",
        nargs="+",
        type=gemeente,
        default=[],
        metavar="GM0000",
        help=open_data_words.GEMEENTE,
    )
    one.add_argument("--region", default="", metavar="NAAM", help=open_data_words.REGION_BY_NAME)
    parser.add_argument("--areas", type=Path, metavar="BESTAND", help=open_data_words.OWN_AREAS)
    parser.add_argument("--table", metavar="LAAG", help=open_data_words.OWN_TABLE)
    parser.add_argument(
        "--column",
        type=_column,
        action="append",
        default=[],
        metavar="VELD=KOLOM",
        help=open_data_words.OWN_COLUMN,
    )
    parser.add_argument("--name", default="", metavar="NAAM", help=open_data_words.NAME_OF_HOME)
    parser.add_argument("--base-url", default="", metavar="URL", help=open_data_words.BASE_URL)


def _add_gemeenten(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--gemeente",
        nargs="+",
        type=gemeente,
        default=[],
        metavar="GM0000",
        help=open_data_words.GEMEENTE,
    )


def _add_common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--base-url", default="", metavar="URL", help=open_data_words.BASE_URL)
    parser.add_argument("--dry-run", action="store_true", help=open_data_words.DRY_RUN)
    parser.add_argument("--json", action="store_true", help=text.JSON)


def gemeente(written: str) -> str:
    """Return the code of a gemeente as CBS writes it.

    Examples
    --------
    >>> gemeente("0505"), gemeente("gm0518")
    ('GM0505', 'GM0518')
    """
    code = re.fullmatch(r"(?:GM)?([0-9]{4})", written.strip(), re.IGNORECASE)
    if code is None:
        raise argparse.ArgumentTypeError(open_data_words.NO_GEMEENTE_CODE.format(written=written))
    return f"GM{code.group(1)}"
