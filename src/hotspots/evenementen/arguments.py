"""What can be asked about events on the command line."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hotspots.evenementen import command_words as text
from hotspots.exports import terminal as command_line
from hotspots.incoming import calendar_words as door_calendar

if TYPE_CHECKING:
    from collections.abc import Callable

    Parser = argparse.ArgumentParser
    Command = Callable[[str, str], Callable[[argparse.Namespace], int]]


def add_event_commands(
    commands: Any,  # noqa: ANN401 - argparse gives its class no public name
    command: Command,
    *,
    day: Callable[[str], Any],
    home: Callable[[Parser], None],
) -> None:
    """Add ``hotspots event check|add|export|profile|plan|move|afterwards``.

    Parameters
    ----------
    command
        Makes a command of a module and a function.
    day
        Reads a day.
    home
        Adds the option that chooses a home.
    """
    event = commands.add_parser("event", help=text.EVENT)
    parts = event.add_subparsers(required=True, metavar="OPDRACHT")
    checking = parts.add_parser("check", help=text.CHECK)
    _add_request(checking)
    checking.set_defaults(command=command("evenementen.command", "check_"))
    adding = parts.add_parser("add", help=text.ADD)
    _add_request(adding)
    adding.add_argument("--dry-run", action="store_true", help=command_line.DRY_RUN)
    adding.set_defaults(command=command("evenementen.command", "add"))
    export = parts.add_parser("export", help=text.EXPORT)
    export.add_argument("--from", dest="first", type=day, metavar="DAG", help=text.FROM)
    export.add_argument("--to", dest="last", type=day, metavar="DAG", help=text.TO)
    export.add_argument("--out", type=Path, required=True, metavar="BESTAND", help=text.OUT)
    export.set_defaults(command=command("evenementen.command", "export"))
    _add_profile(parts, command, day)
    _add_plan(parts, command, day)
    _add_afterwards(parts, command)
    for part in parts.choices.values():
        home(part)


def _add_profile(parts: Any, command: Command, day: Callable[[str], Any]) -> None:  # noqa: ANN401
    profile = parts.add_parser("profile", help=text.PLACE_PROFILE)
    profile.add_argument("location", metavar="LOCATIE", help=text.LOCATION)
    _add_year(profile)
    profile.add_argument("--out", type=Path, metavar="BESTAND", help=text.OUT_PROFILE)
    profile.add_argument(
        "--date", dest="made_on", type=day, metavar="DAG", help=command_line.MADE_ON
    )
    profile.set_defaults(command=command("evenementen.command", "profile"))


def _add_plan(parts: Any, command: Command, day: Callable[[str], Any]) -> None:  # noqa: ANN401
    plan = parts.add_parser("plan", help=text.PLAN)
    _add_year(plan)
    plan.set_defaults(command=command("evenementen.command", "plan"))
    move = parts.add_parser("move", help=text.MOVE)
    move.add_argument("event", metavar="EVENEMENT", help=text.EVENT_ID)
    move.add_argument("--start", type=day, metavar="DAG", help=text.NEW_DAY)
    move.add_argument("--location", metavar="LOCATIE", help=text.NEW_PLACE)
    move.add_argument("--keep", action="store_true", help=text.KEEP)
    move.add_argument("--json", action="store_true", help=command_line.JSON)
    move.set_defaults(command=command("evenementen.command", "move"))


def _add_afterwards(parts: Any, command: Command) -> None:  # noqa: ANN401
    afterwards = parts.add_parser("afterwards", help=text.AFTERWARDS)
    afterwards.add_argument("event", nargs="?", metavar="EVENEMENT", help=text.EVENT_ID)
    _add_year(afterwards)
    afterwards.add_argument("--visitors", type=int, metavar="N", help=text.CAME)
    afterwards.add_argument("--findings", metavar="TEKST", help=text.FINDINGS)
    afterwards.add_argument("--dry-run", action="store_true", help=command_line.DRY_RUN)
    afterwards.set_defaults(command=command("evenementen.command", "afterwards"))


def _add_year(parser: Parser) -> None:
    parser.add_argument("--year", type=int, metavar="JAAR", help=text.YEAR)
    parser.add_argument("--json", action="store_true", help=command_line.JSON)


def _add_request(parser: Parser) -> None:
    parser.add_argument("file", type=Path, nargs="?", metavar="BESTAND", help=text.FILE)
    parser.add_argument("--location", metavar="LOCATIE", help=text.LOCATION)
    parser.add_argument("--start", metavar="MOMENT", help=text.START)
    parser.add_argument("--end", metavar="MOMENT", help=text.END)
    parser.add_argument("--visitors", type=int, metavar="N", help=text.VISITORS)
    parser.add_argument("--soort", metavar="SOORT", help=text.SOORT)
    parser.add_argument("--title", metavar="TEKST", help=text.TITLE)
    sound = parser.add_mutually_exclusive_group()
    sound.add_argument(
        "--sound", dest="sound", action="store_const", const=True, default=None, help=text.SOUND
    )
    sound.add_argument(
        "--no-sound", dest="sound", action="store_const", const=False, help=text.NO_SOUND
    )
    parser.add_argument(
        "--profile",
        type=_answer,
        action="append",
        default=[],
        metavar="VRAAG=ANTWOORD",
        help=text.PROFILE,
    )
    parser.add_argument("--json", action="store_true", help=command_line.JSON)


def _answer(written: str) -> tuple[str, str]:
    question, separator, answer = written.partition("=")
    if not separator or not question or not answer:
        raise argparse.ArgumentTypeError(door_calendar.PROFILE_UNREADABLE)
    return question, answer
