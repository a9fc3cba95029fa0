"""What can be asked of ``hotspots event``, and in which words."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

from hotspots.evenementen.page_words import STATUSES
from hotspots.exports import terminal as command_line
from hotspots.exports.terminal import day_written
from hotspots.incoming.checking import words

EVENT: Final = "toets een evenement, ken een locatie, plan het jaar of kijk terug"
CHECK: Final = "toets een aanvraag; er verandert niets"
ADD: Final = "neem een aanvraag op als vooraankondiging, als nieuwe versie van de kalender"
EXPORT: Final = "schrijf de kalender als iCalendar (.ics)"
PLACE_PROFILE: Final = "alles over een locatie, op het scherm of als A4 (.pdf)"
PLAN: Final = "het bord van een jaar: aanvragen en conflicten, of met --proposal een plan"
PROPOSAL: Final = "stel de lichtste spreiding van de aanvragen voor; er verandert niets"
EVERY: Final = "ook aanvragen van later en zonder datum van aanvraag mogen schuiven"
SECONDS: Final = "hoe lang er hooguit wordt gezocht, in seconden"
NO_SECONDS: Final = "'{value}' is geen aantal seconden van 1 tot en met 3.600"
OUT_PLAN: Final = "schrijf het voorstel: .pdf"
_MOST_SECONDS: Final = 3_600
MOVE: Final = "laat zien wat er verandert als een evenement verhuist; bewaar met --keep"
LIST: Final = "de aanvragen van een jaar met id en status, of wat er met één is gebeurd"
LIST_EVENT: Final = "id: toon deze aanvraag, met wie wat wanneer deed"
LIST_STATUS: Final = "alleen met deze status; mag vaker"
DECIDE: Final = "leg vast hoe ver een aanvraag is, met voorwaarden of gronden"
CHANGE: Final = "wijzig een aanvraag in de kalender: naam, bezoekers, plek of dag"
COPY: Final = "neem een aanvraag van eerder opnieuw op, op dezelfde dag van de week"
SITE: Final = "neem een locatie op: een punt, een vlak waarvan de grond meetelt, of een route"
SITE_NAME: Final = "naam van de locatie"
SITE_AT: Final = "'X Y' in meters RD, cirkel:X,Y,STRAAL, vlak:X,Y;X,Y;X,Y of route:X,Y;X,Y"
SITE_KIND: Final = "soort, zoals plein, park of hal"
SITE_FIGURE: Final = "veld van de lijst, zoals days=A=12;B=4 of rest_days=7; mag vaker"
NO_FIGURE: Final = "'{value}' is geen VELD=WAARDE"
STATUS: Final = "nieuwe status: in_behandeling, vergund, afgewezen, ingetrokken, afgelast …"
DECISION: Final = "voorwaarden bij vergund, gronden bij afgewezen; zonder namen van mensen"
COPY_DAY: Final = "begindag van de kopie; anders 52 weken later"
AFTERWARDS: Final = "leg vast hoeveel bezoekers er waren, of geef een lijst van wat voorbij is"
YEAR: Final = "jaar; anders dit jaar, of het jaar met een kalender dat er het dichtst bij ligt"
EVENT_ID: Final = "id van een evenement uit de kalender"
NEW_DAY: Final = "nieuwe begindag"
NEW_PLACE: Final = "id van de nieuwe locatie"
KEEP: Final = "bewaar als nieuwe versie van de kalender, met wie en wanneer"
CAME: Final = "bezoekers op het drukste moment, werkelijk"
FINDINGS: Final = "wat opviel; zet er geen namen van mensen in"
OUT_PROFILE: Final = "bestand: .pdf"
FILE: Final = "JSON met location, start, end, visitors en verder soort, sound, profile, title"
LOCATION: Final = "id of naam van de locatie"
OUT_LETTER: Final = "schrijf het advies als brief: .docx of .pdf"
BY: Final = "naam op het advies; anders alleen de rol"
START: Final = "begin, zoals 2018-05-05T20:00"
END: Final = "einde, zoals 2018-05-06T01:00"
VISITORS: Final = "bezoekers op het drukste moment"
SOORT: Final = "soort evenement"
SOUND: Final = "met versterkt geluid"
NO_SOUND: Final = "zonder versterkt geluid"
TITLE: Final = "titel"
PROFILE: Final = "antwoord op een vraag van de puntentabel, zoals alcohol=geen"
OUT: Final = "bestand om te schrijven (.ics)"
FROM: Final = "vanaf deze dag"
TO: Final = "tot en met deze dag"


_STATUSES: Final = tuple(name for name in STATUSES if name)


def of_check(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``event check``: those of a request, and of a letter."""
    _add_request(parser)
    parser.add_argument("--out", type=Path, metavar="BESTAND", help=OUT_LETTER)
    parser.add_argument("--by", default="", metavar="NAAM", help=BY)
    parser.add_argument(
        "--date", dest="made_on", type=day_written, metavar="DAG", help=command_line.MADE_ON
    )


def of_add(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``event add``."""
    _add_request(parser)
    parser.add_argument("--dry-run", action="store_true", help=command_line.DRY_RUN)


def of_export(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``event export``."""
    parser.add_argument("--from", dest="first", type=day_written, metavar="DAG", help=FROM)
    parser.add_argument("--to", dest="last", type=day_written, metavar="DAG", help=TO)
    parser.add_argument("--out", type=Path, required=True, metavar="BESTAND", help=OUT)


def of_profile(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``event profile``."""
    parser.add_argument("location", metavar="LOCATIE", help=LOCATION)
    _add_year(parser)
    parser.add_argument("--out", type=Path, metavar="BESTAND", help=OUT_PROFILE)
    parser.add_argument(
        "--date", dest="made_on", type=day_written, metavar="DAG", help=command_line.MADE_ON
    )


def of_plan(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``event plan``."""
    _add_year(parser)
    parser.add_argument("--proposal", action="store_true", help=PROPOSAL)
    parser.add_argument("--all", action="store_true", help=EVERY)
    parser.add_argument("--seconds", type=_seconds, metavar="N", help=SECONDS)
    parser.add_argument("--out", type=Path, metavar="BESTAND", help=OUT_PLAN)
    parser.add_argument(
        "--date", dest="made_on", type=day_written, metavar="DAG", help=command_line.MADE_ON
    )


def _seconds(written: str) -> float:
    """Return seconds of 1 and more.

    Raises
    ------
    argparse.ArgumentTypeError
        If it is no such number.
    """
    try:
        seconds = float(written)
    except ValueError:
        seconds = 0.0
    if not 1 <= seconds <= _MOST_SECONDS:
        raise argparse.ArgumentTypeError(NO_SECONDS.format(value=written[:20]))
    return seconds


def _add_year(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--year", type=int, metavar="JAAR", help=YEAR)
    parser.add_argument("--json", action="store_true", help=command_line.JSON)


def of_move(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``event move``."""
    parser.add_argument("event", metavar="EVENEMENT", help=EVENT_ID)
    parser.add_argument("--start", type=day_written, metavar="DAG", help=NEW_DAY)
    parser.add_argument("--location", metavar="LOCATIE", help=NEW_PLACE)
    parser.add_argument("--keep", action="store_true", help=KEEP)
    parser.add_argument("--json", action="store_true", help=command_line.JSON)


def of_list(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``event list``."""
    parser.add_argument("event", nargs="?", metavar="EVENEMENT", help=LIST_EVENT)
    parser.add_argument(
        "--status", action="append", default=[], choices=_STATUSES, metavar="STATUS",
        help=LIST_STATUS,
    )  # fmt: skip
    _add_year(parser)


def of_decide(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``event decide``."""
    parser.add_argument("event", metavar="EVENEMENT", help=EVENT_ID)
    parser.add_argument("--status", required=True, choices=_STATUSES, metavar="STATUS", help=STATUS)
    parser.add_argument("--text", default="", metavar="TEKST", help=DECISION)
    _add_row(parser)


def of_site(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``event site``."""
    parser.add_argument("name", metavar="NAAM", help=SITE_NAME)
    parser.add_argument("--at", required=True, metavar="PLEK", help=SITE_AT)
    parser.add_argument("--kind", default="", metavar="SOORT", help=SITE_KIND)
    parser.add_argument(
        "--figure", dest="figures", action="append", default=[], type=_figure,
        metavar="VELD=WAARDE", help=SITE_FIGURE,
    )  # fmt: skip
    _add_row(parser)


def _figure(written: str) -> tuple[str, str]:
    """Return a field and its value.

    Raises
    ------
    argparse.ArgumentTypeError
        If there is no equals sign.
    """
    name, sign, value = written.partition("=")
    if not sign or not name.strip():
        raise argparse.ArgumentTypeError(NO_FIGURE.format(value=written[:40]))
    return name.strip(), value.strip()


def of_change(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``event change``."""
    parser.add_argument("event", metavar="EVENEMENT", help=EVENT_ID)
    parser.add_argument("--title", metavar="TEKST", help=TITLE)
    parser.add_argument("--visitors", type=int, metavar="N", help=VISITORS)
    parser.add_argument("--location", metavar="LOCATIE", help=NEW_PLACE)
    parser.add_argument("--start", type=day_written, metavar="DAG", help=NEW_DAY)
    _add_row(parser)


def of_copy(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``event copy``."""
    parser.add_argument("event", metavar="EVENEMENT", help=EVENT_ID)
    parser.add_argument("--start", type=day_written, metavar="DAG", help=COPY_DAY)
    _add_row(parser)


def _add_row(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--dry-run", action="store_true", help=command_line.DRY_RUN)
    parser.add_argument("--json", action="store_true", help=command_line.JSON)


def of_afterwards(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``event afterwards``."""
    parser.add_argument("event", nargs="?", metavar="EVENEMENT", help=EVENT_ID)
    _add_year(parser)
    parser.add_argument("--visitors", type=int, metavar="N", help=CAME)
    parser.add_argument("--findings", metavar="TEKST", help=FINDINGS)
    parser.add_argument("--dry-run", action="store_true", help=command_line.DRY_RUN)


def _add_request(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, nargs="?", metavar="BESTAND", help=FILE)
    parser.add_argument("--location", metavar="LOCATIE", help=LOCATION)
    parser.add_argument("--start", metavar="MOMENT", help=START)
    parser.add_argument("--end", metavar="MOMENT", help=END)
    parser.add_argument("--visitors", type=int, metavar="N", help=VISITORS)
    parser.add_argument("--soort", metavar="SOORT", help=SOORT)
    parser.add_argument("--title", metavar="TEKST", help=TITLE)
    sound = parser.add_mutually_exclusive_group()
    sound.add_argument(
        "--sound", dest="sound", action="store_const", const=True, default=None, help=SOUND
    )
    sound.add_argument("--no-sound", dest="sound", action="store_const", const=False, help=NO_SOUND)
    parser.add_argument(
        "--profile",
        type=_answer,
        action="append",
        default=[],
        metavar="VRAAG=ANTWOORD",
        help=PROFILE,
    )
    parser.add_argument("--json", action="store_true", help=command_line.JSON)


def _answer(written: str) -> tuple[str, str]:
    question, separator, answer = written.partition("=")
    if not separator or not question or not answer:
        raise argparse.ArgumentTypeError(words.PROFILE_UNREADABLE)
    return question, answer
