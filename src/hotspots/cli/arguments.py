"""What can be asked on the command line, and how."""

from __future__ import annotations

import argparse
import importlib
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn

from hotspots.analysis.measures.registry import MEASURE_IDS
from hotspots.analysis.periods import STEPS
from hotspots.analysis.question import BANDWIDTH_RULES, KERNELS, MINIMUM_RATIO
from hotspots.analysis.searches.registry import SEARCH_IDS
from hotspots.cli.fetching import add_fetch_commands
from hotspots.evenementen.arguments import add_event_commands
from hotspots.exports import terminal as text
from hotspots.risico import command as risk_told
from hotspots.risico.settings import INCIDENT_KINDS
from hotspots.statistics.conditional import SIDES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_SIZE_SEPARATOR: Final = ":"


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """Return the command that was asked, with its options; leave with 2 where it is none."""
    parser = _Parser(prog="hotspots", description=text.DESCRIPTION)
    _add_home(parser, default=None)
    commands = parser.add_subparsers(required=True, metavar="OPDRACHT")
    _add_running(commands)
    _add_storing(commands)
    _add_answering(commands)
    add_event_commands(
        commands, _command, day=_day, home=lambda part: _add_home(part, default=argparse.SUPPRESS)
    )
    add_fetch_commands(
        commands, _command, home=lambda part: _add_home(part, default=argparse.SUPPRESS)
    )
    for command in commands.choices.values():
        # Before or after the command is the same; a default here would undo the one before.
        _add_home(command, default=argparse.SUPPRESS)
    return parser.parse_args(arguments)


class _Parser(argparse.ArgumentParser):
    """A parser whose errors begin and end in Dutch; what argparse found stays in English."""

    def error(self, message: str) -> NoReturn:
        """Leave with 2, and say where to look."""
        self.exit(2, text.NOT_UNDERSTOOD.format(message=message, program=self.prog) + "\n")


def _add_home(parser: argparse.ArgumentParser, *, default: str | None) -> None:
    parser.add_argument("--home", type=Path, default=default, metavar="MAP", help=text.HOME)


def _command(module: str, function: str) -> Callable[[argparse.Namespace], int]:
    """Return a command whose module is imported when it runs.

    Drawing and Streamlit take seconds to import; counting should not wait for them.
    """

    def run(asked: argparse.Namespace) -> int:
        code: int = getattr(importlib.import_module(f"hotspots.{module}"), function)(asked)
        return code

    return run


def _day(written: str) -> date:
    """Return a day written as 2017-12-31 or 31-12-2017."""
    parts = written.split("-")
    if len(parts) == 3 and len(parts[2]) == 4:  # noqa: PLR2004 - day, month, year of four digits
        parts.reverse()
    try:
        return date.fromisoformat("-".join(parts))
    except ValueError as error:
        raise argparse.ArgumentTypeError(text.NO_DAY.format(written=written)) from error


def _level(written: str) -> tuple[str, int]:
    """Return a level and a cell size, 0 where none was given: ``buurten``, ``cells:100``."""
    level, _, size = written.partition(_SIZE_SEPARATOR)
    if level not in ("gemeente", "wijken", "buurten", "cells") or (size and not size.isdigit()):
        raise argparse.ArgumentTypeError(text.NO_LEVEL.format(written=written))
    return level, int(size or 0)


def _column(written: str) -> tuple[str, str]:
    field, separator, name = written.partition("=")
    if not separator or not field or not name:
        raise argparse.ArgumentTypeError(text.NO_COLUMN.format(written=written))
    return field, name


def _add_running(commands: argparse._SubParsersAction[_Parser]) -> None:
    app = commands.add_parser("app", help=text.APP)
    app.add_argument("--port", type=int, default=8501, help=text.PORT)
    app.set_defaults(command=_command("cli.running", "app"))
    check = commands.add_parser("check", help=text.CHECK)
    check.set_defaults(command=_command("cli.running", "check"))


def _add_storing(commands: argparse._SubParsersAction[_Parser]) -> None:
    importing = commands.add_parser("import", help=text.IMPORT)
    importing.add_argument("file", type=Path, metavar="BESTAND")
    importing.add_argument("--layer", required=True, metavar="LAAG", help=text.LAYER)
    mode = importing.add_mutually_exclusive_group()
    mode.add_argument(
        "--add", dest="mode", action="store_const", const="add", default="add", help=text.ADD
    )
    mode.add_argument(
        "--replace", dest="mode", action="store_const", const="replace", help=text.REPLACE
    )
    importing.add_argument("--crs", metavar="EPSG:N", help=text.CRS)
    importing.add_argument("--table", metavar="NAAM", help=text.TABLE)
    importing.add_argument(
        "--column",
        type=_column,
        action="append",
        default=[],
        metavar="VELD=KOLOM",
        help=text.COLUMN,
    )
    importing.add_argument("--dry-run", action="store_true", help=text.DRY_RUN)
    importing.add_argument("--json", action="store_true", help=text.JSON)
    importing.set_defaults(command=_command("cli.storing", "import_"))

    versions = commands.add_parser("versions", help=text.VERSIONS)
    versions.add_argument("layer", metavar="LAAG")
    versions.add_argument("--json", action="store_true", help=text.JSON)
    versions.set_defaults(command=_command("cli.storing", "versions"))

    restore = commands.add_parser("restore", help=text.RESTORE)
    restore.add_argument("layer", metavar="LAAG")
    restore.add_argument("version", metavar="VERSIE", help=text.VERSION)
    restore.set_defaults(command=_command("cli.storing", "restore"))

    verify = commands.add_parser("verify", help=text.VERIFY)
    verify.set_defaults(command=_command("cli.storing", "verify"))


def _add_answering(commands: argparse._SubParsersAction[_Parser]) -> None:
    analyse = commands.add_parser("analyse", help=text.ANALYSE)
    analyse.add_argument("layer", metavar="LAAG")
    _add_selection(analyse)
    analyse.add_argument("--out", type=Path, metavar="BESTAND", help=text.OUT_DATA)
    analyse.add_argument("--json", action="store_true", help=text.JSON)
    analyse.set_defaults(command=_command("cli.answering", "analyse_"))

    find = commands.add_parser("find", help=text.FIND)
    find.add_argument("layer", metavar="LAAG")
    find.add_argument("--method", choices=SEARCH_IDS, required=True, help=text.METHOD)
    _add_selection(find)
    _add_search(find)
    find.add_argument("--out", type=Path, metavar="BESTAND", help=text.OUT_DATA)
    find.add_argument("--json", action="store_true", help=text.JSON)
    find.set_defaults(command=_command("cli.finding", "find_"))

    draw = commands.add_parser("map", help=text.MAP)
    draw.add_argument("layer", metavar="LAAG")
    _add_selection(draw)
    draw.add_argument("--find", dest="method", choices=SEARCH_IDS, help=text.WITH)
    _add_search(draw)
    draw.add_argument("--out", type=Path, required=True, metavar="BESTAND", help=text.OUT_MAP)
    draw.set_defaults(command=_command("cli.finding", "map_"))

    report = commands.add_parser("report", help=text.REPORT)
    report.add_argument("place", nargs="?", metavar="WIJK-OF-BUURT", help=text.PLACE)
    report.add_argument("--from", dest="first", type=_day, metavar="DAG", help=text.FROM)
    report.add_argument("--to", dest="last", type=_day, metavar="DAG", help=text.TO)
    report.add_argument("--layer", metavar="LAAG", help=text.MAP_LAYER)
    report.add_argument("--date", dest="made_on", type=_day, metavar="DAG", help=text.MADE_ON)
    report.add_argument("--out", type=Path, metavar="BESTAND", help=text.OUT_REPORT)
    one = report.add_mutually_exclusive_group()
    one.add_argument("--all", dest="every", action="store_true", help=text.ATLAS)
    one.add_argument("--json", action="store_true", help=text.JSON)
    report.set_defaults(command=_command("wijkbeeld.command", "report_"))

    exposure = commands.add_parser("exposure", help=risk_told.EXPOSURE)
    exposure.add_argument("subject", choices=("spoor", "water"), help=risk_told.SUBJECT)
    exposure.add_argument("--scenario", required=True, metavar="ID", help=risk_told.SCENARIO)
    exposure.add_argument("--at", metavar="X,Y", help=risk_told.AT)
    exposure.add_argument("--kind", choices=INCIDENT_KINDS, help=risk_told.KIND)
    exposure.add_argument("--wind", type=float, metavar="GRADEN", help=risk_told.WIND)
    exposure.add_argument("--day", type=_day, metavar="DAG", help=risk_told.DAY)
    exposure.add_argument("--out", type=Path, metavar="BESTAND", help=risk_told.OUT)
    exposure.add_argument("--json", action="store_true", help=text.JSON)
    exposure.set_defaults(command=_command("risico.command", "exposure_"))

    measures = commands.add_parser("measures", help=text.MEASURES)
    measures.set_defaults(command=_command("cli.answering", "measures"))


def _add_selection(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--level", type=_level, default=None, metavar="NIVEAU", help=text.LEVEL)
    parser.add_argument("--measure", choices=MEASURE_IDS, default="count", help=text.MEASURE)
    parser.add_argument("--from", dest="first", type=_day, metavar="DAG", help=text.FROM)
    parser.add_argument("--to", dest="last", type=_day, metavar="DAG", help=text.TO)
    parser.add_argument(
        "--compare-from", dest="compare_first", type=_day, metavar="DAG", help=text.COMPARE_FROM
    )
    parser.add_argument(
        "--compare-to", dest="compare_last", type=_day, metavar="DAG", help=text.COMPARE_TO
    )
    parser.add_argument("--soort", nargs="+", default=[], metavar="SOORT", help=text.SOORT)
    parser.add_argument("--wijk", nargs="+", default=[], metavar="CODE", help=text.WIJK)
    parser.add_argument("--buurt", nargs="+", default=[], metavar="CODE", help=text.BUURT)
    parser.add_argument("--drawn", metavar="AREA", help=text.DRAWN)
    parser.add_argument(
        "--weekday",
        nargs="+",
        type=int,
        default=[],
        choices=range(1, 8),
        metavar="1-7",
        help=text.WEEKDAY,
    )
    parser.add_argument("--day-part", nargs="+", default=[], metavar="DAGDEEL", help=text.DAY_PART)
    parser.add_argument("--denominator", metavar="NOEMER", help=text.DENOMINATOR)
    parser.add_argument("--expectation", metavar="VERWACHTING", help=text.EXPECTATION)
    parser.add_argument(
        "--minimum-ratio",
        type=float,
        default=MINIMUM_RATIO,
        metavar="KEER",
        help=text.MINIMUM_RATIO,
    )
    parser.add_argument("--side", choices=SIDES, default=SIDES[0], help=text.SIDE)
    parser.add_argument("--bandwidth", type=int, default=0, metavar="METER", help=text.BANDWIDTH)
    parser.add_argument(
        "--bandwidth-rule",
        choices=BANDWIDTH_RULES,
        default=BANDWIDTH_RULES[0],
        help=text.BANDWIDTH_RULE,
    )
    parser.add_argument("--kernel", choices=KERNELS, default=KERNELS[0], help=text.KERNEL)
    parser.add_argument("--step", choices=tuple(STEPS), default=next(iter(STEPS)), help=text.STEP)


def _add_search(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--radius", type=int, default=0, metavar="METER", help=text.RADIUS)
    parser.add_argument("--min-points", type=int, default=0, metavar="N", help=text.MIN_POINTS)
    parser.add_argument("--reach-days", type=int, default=0, metavar="DAGEN", help=text.REACH_DAYS)
    parser.add_argument("--manhattan", action="store_true", help=text.MANHATTAN)
    parser.add_argument(
        "--permutations", type=int, default=999, metavar="N", help=text.PERMUTATIONS
    )
    parser.add_argument(
        "--distance-bands",
        type=float,
        nargs="+",
        default=[],
        metavar="METER",
        help=text.DISTANCE_BANDS,
    )
    parser.add_argument(
        "--day-bands", type=float, nargs="+", default=[], metavar="DAGEN", help=text.DAY_BANDS
    )
    parser.add_argument("--treated", nargs="+", default=[], metavar="CODE", help=text.TREATED)
    parser.add_argument("--control", nargs="+", default=[], metavar="CODE", help=text.CONTROL)
    parser.add_argument("--since", type=_day, default=None, metavar="DAG", help=text.SINCE)
