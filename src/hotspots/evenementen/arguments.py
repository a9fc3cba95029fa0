"""The commands about events and their options."""

from __future__ import annotations

import argparse
from pathlib import Path

from hotspots.evenementen import command_words as text
from hotspots.exports import terminal as command_line
from hotspots.exports.terminal import day_written
from hotspots.incoming.checking import words


def of_check(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``event check``: those of a request."""
    _add_request(parser)


def of_add(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``event add``."""
    _add_request(parser)
    parser.add_argument("--dry-run", action="store_true", help=command_line.DRY_RUN)


def of_export(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``event export``."""
    parser.add_argument("--from", dest="first", type=day_written, metavar="DAG", help=text.FROM)
    parser.add_argument("--to", dest="last", type=day_written, metavar="DAG", help=text.TO)
    parser.add_argument("--out", type=Path, required=True, metavar="BESTAND", help=text.OUT)


def of_profile(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``event profile``."""
    parser.add_argument("location", metavar="LOCATIE", help=text.LOCATION)
    of_plan(parser)
    parser.add_argument("--out", type=Path, metavar="BESTAND", help=text.OUT_PROFILE)
    parser.add_argument(
        "--date", dest="made_on", type=day_written, metavar="DAG", help=command_line.MADE_ON
    )


def of_plan(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``event plan``."""
    parser.add_argument("--year", type=int, metavar="JAAR", help=text.YEAR)
    parser.add_argument("--json", action="store_true", help=command_line.JSON)


def of_move(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``event move``."""
    parser.add_argument("event", metavar="EVENEMENT", help=text.EVENT_ID)
    parser.add_argument("--start", type=day_written, metavar="DAG", help=text.NEW_DAY)
    parser.add_argument("--location", metavar="LOCATIE", help=text.NEW_PLACE)
    parser.add_argument("--keep", action="store_true", help=text.KEEP)
    parser.add_argument("--json", action="store_true", help=command_line.JSON)


def of_afterwards(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``event afterwards``."""
    parser.add_argument("event", nargs="?", metavar="EVENEMENT", help=text.EVENT_ID)
    of_plan(parser)
    parser.add_argument("--visitors", type=int, metavar="N", help=text.CAME)
    parser.add_argument("--findings", metavar="TEKST", help=text.FINDINGS)
    parser.add_argument("--dry-run", action="store_true", help=command_line.DRY_RUN)


def _add_request(parser: argparse.ArgumentParser) -> None:
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
        raise argparse.ArgumentTypeError(words.PROFILE_UNREADABLE)
    return question, answer
