"""What the parts `Jaarplan` and `Na afloop` say: the board, its conflicts, moves, and turnout."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING, Final

from hotspots.dutch import day, listed, number, plural
from hotspots.evenementen.page_words import STATUSES
from hotspots.evenementen.words import ENTRIES_ALONE, counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hotspots.evenementen.conflicts import Conflict
    from hotspots.evenementen.history import Turnout
    from hotspots.evenementen.plan import Moved, YearPlan

WHICH: Final = "Op het bord"
WHICHES: Final = {"in_time": "Aangevraagd vóór {before}", "all": "Alles"}
BOARD: Final = "Bord van {year}"
BOARD_READ: Final = (
    "Een balk is een evenement, de letter de klasse. Een rode rand is een conflict; hoe dikker, "
    "hoe zwaarder. De volste locatie staat bovenaan. **Klik op een balk** om het evenement te "
    "verplaatsen, of kies het hieronder. Met het filter Maand ziet u de dagen, ook op een telefoon."
)
BOARD_ALTERNATIVE: Final = (
    "Bord van {year}: een balk per evenement, per locatie. {sentence} De tabellen eronder hebben "
    "alles."
)
WHEN: Final = "Dagen"
CONFLICTS_OF: Final = "Conflicten"
BOARD_MOST: Final = (
    "Getekend zijn de {most} volste locaties, van {of}. Kies een wijk of maand voor de rest; de "
    "tabellen hebben alles."
)
BOARD_MONTHS: Final = "Evenementen per locatie en maand"
BOARD_TOTAL: Final = "Samen"
BOARD_LIST: Final = "Alle evenementen van het bord als tabel"
BOARD_FILE: Final = "Jaarplan"
BOARD_OFFER: Final = "Bord als bestand"
CONFLICT_OFFER: Final = "Conflicten als bestand"
CONFLICTS: Final = "Conflicten, zwaarste eerst"
NONE: Final = "Geen."
NO_CONFLICTS: Final = "Er zijn geen conflicten."
#: Of a year of which no calendar was loaded.
NO_CONFLICTS_ENTERED: Final = "In wat bekend is zijn er geen conflicten."
CONFLICT_COLUMNS: Final = {
    "weight": "Gewicht",
    "kind": "Conflict",
    "told": "Wat er speelt",
    "location": "Locatie",
    "events": "Evenementen",
}
CONFLICT_ROWS: Final = "Een rij is een conflict."
CONFLICT_KINDS: Final = {
    "place": "Zelfde locatie",
    "capacity": "Te veel mensen",
    "days": "Te veel dagen",
    "quiet": "Stille periode",
    "rest": "Te weinig rust",
    "shift": "Politiedienst",
    "around": "Vlakbij en tegelijk",
}
MOVE: Final = "Een evenement verplaatsen"
MOVE_INTRO: Final = (
    "Klik op het bord op een evenement, of kies het hier. Kies dan een andere dag of locatie. U "
    "ziet wat er verandert. Pas als u bewaart, verandert de kalender."
)
MOVE_LIGHTER: Final = "Hier zou het passen en lichter zijn. Een klik laat zien wat er verandert:"
MOVE_NO_LIGHTER: Final = (
    "Geen: geen andere locatie op deze dag en geen andere dag op deze locatie komt door dezelfde "
    "toets en is lichter."
)
MOVE_UNKNOWN_SIZE: Final = (
    "Van dit evenement is het aantal bezoekers niet bekend. Daarom is niet te zeggen waar of "
    "wanneer het past en lichter is."
)
MOVE_DAY: Final = "Nieuwe begindag"
MOVE_DAY_HELP: Final = "Leeg is dezelfde dag."
MOVE_PLACE: Final = "Nieuwe locatie"
SAME_PLACE: Final = "Zelfde locatie"
SOLVED_TABLE: Final = "Conflicten die verdwijnen"
NEW_TABLE: Final = "Conflicten die erbij komen"
CHANGED_TABLE: Final = "Conflicten die lichter of zwaarder worden"
CHANGED_COLUMNS: Final = {
    "kind": "Conflict",
    "location": "Locatie",
    "before": "Was",
    "after": "Wordt",
    "weight": "Verschil in gewicht",
}
BURDEN_UNKNOWN: Final = (
    "Wat de last voor bewoners wordt, is niet te zeggen: het aantal bezoekers is niet bekend."
)
KEEP_MOVE: Final = "Verplaatsing bewaren"
KEEP_MOVE_SURE: Final = (
    "De kalender krijgt een nieuwe versie waarin dit evenement is verplaatst. Uw naam of rol en "
    "het moment staan erbij. Klopt dat?"
)

# Afterwards.
AFTER_INTRO: Final = (
    "Leg na afloop vast hoeveel bezoekers er waren en wat opviel. De volgende toets van hetzelfde "
    "evenement gebruikt dat."
)
AFTER_EVENT: Final = "Evenement dat voorbij is"
ONLY_OPEN: Final = "Alleen wat nog niet is ingevuld"
ALL_FILLED: Final = "Alles is ingevuld."
ACTUAL: Final = "Bezoekers op het drukste moment, werkelijk"
FINDINGS: Final = "Bevindingen"
FINDINGS_HELP: Final = "Wat ging goed, wat niet. Zet geen namen van mensen in deze tekst."
KEEP: Final = "Bewaren"
KEEP_SURE: Final = (
    "De kalender krijgt een nieuwe versie met deze gegevens. Uw naam of rol en het moment staan "
    "erbij. Klopt dat?"
)
EXPECTED: Final = "Verwacht waren {visitors}."
AFTER_TABLE: Final = "Evenementen die voorbij zijn"
NO_PAST: Final = "Er is geen evenement dat voorbij is en bij deze filters past."


def board(plan: YearPlan) -> str:
    """Say what the board of a year holds: in time, later, and unknown."""
    if not plan.known and not plan.entries:
        return f"Over {plan.year} zegt de kalender niets: wat er dan is, is niet bekend."
    in_time = [entry.in_time for entry in plan.entries if entry.counts]
    stand = "staat" if len(in_time) == 1 else "staan"
    said = (
        f"Voor {plan.year} {stand} er {counted(len(in_time))} in de kalender: "
        f"{number(in_time.count(True))} aangevraagd vóór {day(plan.before)}, "
        f"{number(in_time.count(False))} later en {number(in_time.count(None))} zonder datum van "
        "aanvraag."
    )
    off = Counter(entry.status for entry in plan.entries if not entry.counts)
    if off:
        why = listed(
            [f"{number(off[name])} {STATUSES[name].lower()}" for name in STATUSES if off[name]]
        )
        said = f"{said} Niet op het bord: {why}."
    return said if plan.known else f"{said} {ENTRIES_ALONE}"


def conflicts(plan: YearPlan) -> str:
    """Say how many conflicts a year has, and how heavy they are together."""
    if not plan.known and not plan.entries:
        return "Of er conflicten zijn, is niet bekend."
    have = plural(len(plan.conflicts), "conflict", "conflicten")
    weight = f"samen gewicht {number(plan.weight)}"
    if not plan.known:
        return f"Wat bekend is heeft {have}, {weight}; met de rest kunnen het er meer zijn."
    return f"Het jaar heeft {have}, {weight}."


def conflict(one: Conflict) -> str:
    """Say what a conflict is."""
    if one.kind == "days":
        return f"{plural(one.excess, 'dag', 'dagen')} te veel van klasse {one.detail}"
    if one.kind == "capacity":
        return f"{plural(one.excess, 'bezoeker', 'bezoekers')} te veel"
    if one.kind == "quiet":
        return f"in een stille periode: {one.detail}"
    if one.kind == "rest":
        return f"{plural(one.excess, 'rustdag', 'rustdagen')} te weinig"
    if one.kind == "shift":
        begin = datetime.fromisoformat(one.detail)
        return (
            f"{one.excess} te veel van klasse B of C in de dienst van {day(begin)} {begin:%H} uur"
        )
    return "tegelijk op deze locatie" if one.kind == "place" else "tegelijk en vlakbij"


def lighter(name: str, saves: float) -> str:
    """Name a place or a day where an event would be lighter."""
    return f"{name}: {number(100 * saves)} % minder last"


def conflicts_of(kinds: Sequence[str], weight: int) -> str:
    """Say what an event is in conflict about.

    Examples
    --------
    >>> conflicts_of(["Zelfde locatie", "Te veel dagen"], 140), conflicts_of([], 0)
    ('Zelfde locatie, Te veel dagen (gewicht 140)', 'geen')
    """
    return f"{', '.join(kinds)} (gewicht {number(weight)})" if kinds else "geen"


def moved(move: Moved) -> str:
    """Say what moving an event does to the conflicts of the year and to the burden."""
    weight = (
        f"Het gewicht van alle conflicten gaat van {number(move.weight_before)} naar "
        f"{number(move.weight_after)}."
    )
    burden = _burden(move.burden_before, move.burden_after)
    return f"{weight} {burden}" if burden else weight


def _burden(before: float | None, after: float | None) -> str:
    """Say how the burden changes; None is a burden that is not known.

    Examples
    --------
    >>> _burden(100.0, 80.0), _burden(0.0, 0.0)
    ('De last voor bewoners wordt 20 % minder.', '')
    """
    if before is None or after is None:
        return BURDEN_UNKNOWN
    if before <= 0:
        return ""
    change = 100 * (after / before - 1)
    if round(change) == 0:
        return "De last voor bewoners blijft gelijk."
    return (
        f"De last voor bewoners wordt {number(abs(change))} % {'meer' if change > 0 else 'minder'}."
    )


def filled(turnout: Turnout) -> str:
    """Say of how many events the turnout is known."""
    events = counted(turnout.of)
    return f"Bij {number(turnout.filled)} van {events} is ingevuld hoeveel bezoekers er waren."


def turnout_line(turnout: Turnout) -> str:
    """Say of how many events the turnout is known, and what it was in the middle."""
    if turnout.median is None:
        return filled(turnout)
    percent = number(100 * turnout.median)
    return f"{filled(turnout)} In het midden was de opkomst {percent} % van wat was verwacht."
