"""What can be asked about events on the command line."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hotspots.text import command_line, door_calendar
from hotspots.text import events_command as text

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
    """Add ``hotspots event check|add|export``.

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
    checking.set_defaults(command=command("events", "check_"))
    adding = parts.add_parser("add", help=text.ADD)
    _add_request(adding)
    adding.add_argument("--dry-run", action="store_true", help=command_line.DRY_RUN)
    adding.set_defaults(command=command("events", "add"))
    export = parts.add_parser("export", help=text.EXPORT)
    export.add_argument("--from", dest="first", type=day, metavar="DAG", help=text.FROM)
    export.add_argument("--to", dest="last", type=day, metavar="DAG", help=text.TO)
    export.add_argument("--out", type=Path, required=True, metavar="BESTAND", help=text.OUT)
    export.set_defaults(command=command("events", "export"))
    for part in parts.choices.values():
        home(part)


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
