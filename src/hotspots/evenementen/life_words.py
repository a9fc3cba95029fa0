"""What is said about the life of a request, in Dutch: its steps, and why a step cannot be."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from hotspots.dutch import day, listed, number, plural
from hotspots.evenementen.page_words import STATUSES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hotspots.errors import Parts


NOTHING_HERE: Final = "In dit jaar staat geen aanvraag met deze status."
CHOOSE: Final = "Een aanvraag behandelen"
ACTION: Final = "Wat wilt u doen?"
ACTIONS: Final = {"decide": "Status", "change": "Wijzigen", "copy": "Kopiëren naar later"}
NEXT: Final = "Wordt"
DECISION: Final = {
    "vergund": "Voorwaarden",
    "afgewezen": "Weigeringsgronden",
    "ingetrokken": "Toelichting",
    "afgelast": "Reden",
}
DECISION_HELP: Final = "Zet er geen namen van mensen in. Wie de kalender mag veranderen, leest dit."
NO_NEXT: Final = (
    "Deze aanvraag is afgesloten. Zet een eerdere versie van de kalender terug om dat te "
    "herstellen."
)
DECIDE: Final = "Status vastleggen"
CHANGE: Final = "Wijziging bewaren"
COPY: Final = "Als nieuwe aanvraag opnemen"
SURE: Final = (
    "De kalender krijgt een nieuwe versie. Uw naam of rol en het moment staan erbij. Een eerdere "
    "versie terugzetten kan op de pagina Gegevens. Klopt dat?"
)
BACK_TO_REQUEST: Final = (
    "Deze aanvraag is vergund. Een wijziging brengt haar terug naar in behandeling, zonder de "
    "voorwaarden."
)
NEW_TITLE: Final = "Naam"
CLOSED_REPAIR: Final = (
    "Kopieer de aanvraag naar een nieuwe, of zet een eerdere versie van de kalender terug."
)
#: How a request that is closed is opened again; of the others it cannot be.
_REOPEN: Final = {
    "afgewezen": "Neem de aanvraag eerst weer in behandeling.",
    "ingetrokken": "Zet de status eerst weer op aangevraagd.",
}
LICENCE_LAPSES: Final = "De vergunning vervalt, met haar voorwaarden."
STEPS: Final = "Wie deed wat en wanneer"
STEP_COLUMNS: Final = {
    "at": "Moment (UTC)",
    "who": "Wie",
    "role": "Rol",
    "status": "Status daarna",
    "version": "Versie",
}
BACK: Final = "kalender teruggezet"
STEPS_HIDDEN: Final = "Wie er iets aan deed, ziet alleen wie de kalender mag veranderen."
NO_STEPS: Final = (
    "Hier is niets aan deze aanvraag veranderd: zij kwam met een bestand. Welk, staat bij de "
    "versies van de kalender."
)
TABLE: Final = "Aanvragen"
COLUMNS: Final = {
    "start": "Begint",
    "event": "Evenement",
    "location": "Locatie",
    "status": "Status",
    "visitors": "Bezoekers",
    "decision": "Voorwaarden of gronden",
    "requested": "Aangevraagd op",
    "risk": "Klasse",
    "id": "Id",
}


def stand(counts: Mapping[str, int], year: int) -> str:
    """Say how many requests there are for a year, by status.

    Examples
    --------
    >>> stand({"aangevraagd": 3, "vergund": 1}, 2027)
    '4 aanvragen voor 2027: 3 aangevraagd, 1 vergund.'
    >>> stand({}, 2027)
    'Geen aanvragen voor 2027.'
    """
    total = sum(counts.values())
    if not total:
        return f"Geen aanvragen voor {year}."
    parts = [f"{number(counts[name])} {_small(name)}" for name in STATUSES if counts.get(name)]
    return f"{plural(total, 'aanvraag', 'aanvragen')} voor {year}: {', '.join(parts)}."


def _small(status: str) -> str:
    return "zonder status" if not status else STATUSES[status].lower()


def about(status: str, decision: str) -> str:
    """Say how far a request has come, with its conditions or grounds.

    Examples
    --------
    >>> about("vergund", "Om 23 uur stil"), about("aangevraagd", "")
    ('Status: vergund. Voorwaarden: Om 23 uur stil', 'Status: aangevraagd.')
    """
    more = f" {DECISION.get(status, 'Besluit')}: {decision}" if decision else ""
    return f"Status: {_small(status)}.{more}"


def version_or_trial(version: str | None) -> str:
    """Name the version of the calendar that holds a change; None of one that is only tried."""
    return f"versie {version}" if version else "proef; er is niets veranderd"


def recorded(row: Mapping[str, str], version: str | None) -> str:
    """Say how far a request has come now.

    Examples
    --------
    >>> recorded({"id": "EV1", "title": "Feest", "status": "in_behandeling"}, "v3")
    'Feest (EV1): in behandeling (versie v3).'
    """
    return f"{_named(row)}: {_small(row['status'])} ({version_or_trial(version)})."


def entered(row: Mapping[str, str], version: str | None, *, was: str = "") -> str:
    """Say what a request is after a change, or what a copy of it is.

    Parameters
    ----------
    was
        The status before it.

    Examples
    --------
    >>> row = {
    ...     "id": "EV1", "title": "Feest", "begin": "2027-06-05 12:00", "location": "markt",
    ...     "visitors": "2500", "status": "in_behandeling",
    ... }
    >>> entered(row, "v3")
    'Feest (EV1): begint op 05-06-2027, markt, 2.500 bezoekers, in behandeling (versie v3).'
    >>> entered(row, "v3", was="vergund").rpartition(". ")[2]
    'De vergunning vervalt, met haar voorwaarden.'
    """
    people = row.get("visitors", "")
    parts = [
        f"begint op {day(date.fromisoformat(row['begin'][:10]))}",
        row.get("location", ""),
        plural(int(people), "bezoeker", "bezoekers") if people else "",
        _small(row["status"]),
    ]
    said = ", ".join(part for part in parts if part)
    lapsed = f" {LICENCE_LAPSES}" if was == "vergund" else ""
    return f"{_named(row)}: {said} ({version_or_trial(version)}).{lapsed}"


def _named(row: Mapping[str, str]) -> str:
    """Name an event with its id, by which a command and the audit know it."""
    return f"{row['title']} ({row['id']})" if row.get("title") else row["id"]


def no_step(name: str, before: str, after: str, possible: Sequence[str]) -> Parts:
    """Say that a request cannot become something."""
    may = listed([_small(one) for one in possible]) if possible else "niets: zij is afgesloten"
    return (
        f"De status van {name} kan niet '{STATUSES.get(after, after).lower()}' worden.",
        f"De status is nu {_small(before)}; mogelijk: {may}.",
        "Kies een van deze, of zet een eerdere versie van de kalender terug.",
    )


def without_grounds(name: str) -> Parts:
    """Say that nothing can be turned down without grounds."""
    return (
        f"{name} kan niet worden geweigerd zonder gronden.",
        "Gevonden: geen tekst.",
        "Schrijf op waarom: de grond en het artikel.",
    )


def nothing_to_write(status: str) -> Parts:
    """Say that a text does not belong to a status."""
    return (
        f"Bij '{_small(status)}' hoort geen tekst.",
        "Voorwaarden horen bij vergund, gronden bij afgewezen.",
        "Laat de tekst weg.",
    )


def too_long(length: int, most: int) -> Parts:
    """Say that a text is too long."""
    return (
        "De tekst is te lang.",
        f"Gevonden: {number(length)} tekens; hoogstens {number(most)}.",
        "Schrijf de kern op en verwijs naar het zaaksysteem.",
    )


def has_begun(name: str) -> Parts:
    """Say that what has begun cannot be withdrawn."""
    return (
        f"{name} kan niet meer worden ingetrokken.",
        "Het evenement is begonnen of voorbij.",
        "Leg vast dat het is afgelast, als het niet doorging.",
    )


def not_open(name: str, status: str) -> Parts:
    """Say that a closed request cannot be changed."""
    return (
        f"{name} kan niet worden gewijzigd of verplaatst.",
        f"De status is {_small(status)}.",
        _REOPEN.get(status, CLOSED_REPAIR),
    )


def visitors_known(name: str, status: str, visitors: int) -> Parts:
    """Say that what had visitors was held."""
    return (
        f"{name} kan niet '{_small(status)}' worden.",
        f"Er zijn {plural(visitors, 'bezoeker', 'bezoekers')} vastgelegd: het is gehouden.",
        "Zet een eerdere versie van de kalender terug, als dat getal niet klopt.",
    )


def nothing_changes(name: str) -> Parts:
    """Say that nothing is different."""
    return (
        f"Er verandert niets aan {name}.",
        "Gevonden: dezelfde naam, bezoekers, plek en dag.",
        "Geef wat er anders wordt.",
    )


def copy_in_the_past(name: str, first: date) -> Parts:
    """Say that a copy would be over."""
    return (
        f"De kopie van {name} zou in het verleden liggen.",
        f"Zij zou beginnen op {day(first)}.",
        "Geef een latere begindag.",
    )


def copied_already(title: str, event: str) -> Parts:
    """Say that a copy is there already."""
    return (
        f"De kopie van {title} staat al in de kalender.",
        f"Gevonden: {event}.",
        "Wijzig die, of kies een andere dag.",
    )
