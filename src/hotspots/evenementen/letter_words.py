"""What stands around the check in a letter of advice: headings, fields, and what is missing."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from hotspots.evenementen.page_words import STATUSES, summed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hotspots.evenementen.findings import Finding

TITLE: Final = "Advies evenement: {event}"
FOOT: Final = "Advies op basis van de evenemententoets, geen besluit"
REQUEST: Final = "De aanvraag"
REQUEST_COLUMNS: Final = ("Gegeven", "Zoals aangevraagd")
#: Whose class it is, behind it.
BY_TABLE: Final = "{risk} (volgens de puntentabel)"
BY_CALENDAR: Final = "{risk} (staat in de kalender)"
FIELDS: Final = {
    "event": "Evenement",
    "id": "Nummer in de kalender",
    "status": "Status",
    "location": "Locatie",
    "start": "Begin",
    "end": "Einde",
    "build_up": "Opbouw vanaf",
    "dismantled": "Afgebouwd op",
    "visitors": "Bezoekers op het drukste moment",
    "soort": "Soort",
    "sound": "Versterkt geluid",
    "risk": "Klasse",
}
NOT_KNOWN: Final = "–"
NOT_FILLED: Final = "niet ingevuld"
NOT_IN_CALENDAR: Final = "staat niet in de kalender"
FINDINGS: Final = "Uitkomst van de toets"
FINDING_COLUMNS: Final = ("Onderwerp", "Bevinding", "Bron")
UNKNOWN: Final = "Wat niet bekend is"
UNKNOWN_COLUMNS: Final = ("Onderwerp", "Wat er ontbreekt")
ALL_KNOWN: Final = "Op elke vraag van de toets is een antwoord."
CONDITIONS: Final = "Voorwaarden of gronden in de kalender"
#: What the text beside a decision is called, by the status that it came with.
CONDITIONS_OF: Final = {
    "vergund": "Voorwaarden bij de vergunning",
    "afgewezen": "Gronden van de weigering",
    "ingetrokken": "Toelichting bij de intrekking",
    "afgelast": "Reden van de afgelasting",
}
NO_CONDITIONS: Final = "Er zijn bij deze aanvraag geen voorwaarden of gronden te lezen."
NOTHING_MORE: Final = "Niets bijzonders."

# On the page and the command line.
BY: Final = "Naam op het advies"
BY_HELP: Final = "Komt onder de titel te staan. Leeg: alleen de rol."
AS_DOCX: Final = "Advies (Word)"
AS_PDF: Final = "Advies (PDF)"


def made_by(by: str, role: str) -> str:
    """Say who made the letter.

    Examples
    --------
    >>> made_by("A. Jansen", "vergunningen"), made_by(" ", "vergunningen")
    ('opgesteld door A. Jansen (vergunningen)', 'opgesteld met de rol vergunningen')
    """
    return f"opgesteld door {by.strip()} ({role})" if by.strip() else f"opgesteld met de rol {role}"


def counted(findings: Sequence[Finding]) -> str:
    """Say how many findings there are of each kind."""
    sentence = summed(Counter(one.verdict for one in findings))
    return sentence[:1].upper() + sentence[1:]


def decided(status: str) -> str:
    """Say what the calendar has already decided; "" where nothing was.

    Examples
    --------
    >>> decided("afgewezen")  # doctest: +NORMALIZE_WHITESPACE
    'Besluit in de kalender: geweigerd. Deze toets zegt wat de geladen gegevens zeggen; een besluit
    kan op meer rusten.'
    >>> decided("aangevraagd")
    ''
    """
    if status not in CONDITIONS_OF:
        return ""
    return (
        f"Besluit in de kalender: {STATUSES[status].lower()}. Deze toets zegt wat de geladen "
        "gegevens zeggen; een besluit kan op meer rusten."
    )


def unanswered(questions: Sequence[str]) -> str:
    """Say which questions of the scoring table have no answer."""
    return f"Niet ingevuld voor de klasse: {', '.join(questions).lower()}."
