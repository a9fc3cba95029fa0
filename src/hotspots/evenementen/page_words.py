"""What the page `Evenementen` says: its parts, its filters, and the check of a request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hotspots.dutch import day, moment, number, period, plural
from hotspots.evenementen.words import counted
from hotspots.registry import page_title

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from hotspots.errors import Parts
    from hotspots.evenementen.alternatives import Alternative
    from hotspots.evenementen.check import Check
    from hotspots.evenementen.findings import Finding
    from hotspots.evenementen.pressure import BuurtPressure


PAGE: Final = page_title("evenementen.page:show")
#: Of a home, or a role, that has nothing for the page.
NOT_HERE: Final = (
    "Er is hier geen kalender met evenementen die u mag zien. Deze gemeente heeft zo'n laag niet, "
    "of uw rol ziet die niet. Wilt u er een? Zie 'Een eigen gemeente' op de pagina "
    "Handleiding."
)
#: Of a home whose calendar waits for its first event.
EMPTY_CHECK: Final = (
    "De kalender is nog leeg: er is niets ingelezen. Wat hier vrij of rustig heet, is dus niet "
    "bekend. Lees de kalender in op de pagina Inlezen."
)
PART: Final = "Onderdeel"
PARTS: Final = {
    "check": "Aanvraagtoets",
    "requests": "Aanvragen",
    "places": "Locaties",
    "pressure": "Druk",
    "board": "Jaarplan",
    "afterwards": "Na afloop",
}
NO_CALENDAR: Final = (
    "Uw rol mag de kalender van evenementen niet per locatie zien. Vraag de beheerder om toegang."
)
EMPTY: Final = "De kalender is nog leeg. Een aanvraag toetsen kan al wel."
NO_PLACES: Final = "Er staan geen locaties in de lijst. Vraag de beheerder om de lijst te laden."
NOTHING_FITS: Final = "Geen evenement past bij deze filters. Haal een filter weg."
YEAR: Final = "Jaar"
ADVICE_LABEL: Final = "Advies"
ADVICE: Final = "Dit is een advies, geen besluit. De burgemeester beslist."

SOORT: Final = "Soort evenement"
CLASS: Final = "Klasse"
WIJK: Final = "Wijk"
MONTH: Final = "Maand"
STATUS: Final = "Status"
STATUSES: Final = {
    "vooraankondiging": "Vooraankondiging",
    "aangevraagd": "Aangevraagd",
    "in_behandeling": "In behandeling",
    "vergund": "Vergund",
    "afgewezen": "Geweigerd",
    "ingetrokken": "Ingetrokken",
    "afgelast": "Afgelast",
    "": "Niet bekend",
}
SOUND: Final = "Versterkt geluid"
YES_NO: Final = {None: "Niet bekend", True: "Ja", False: "Nee"}
CERTAINTY: Final = {"bron": "Bron", "aanname": "Aanname"}

# The form.
FROM: Final = "Welke aanvraag"
FROM_OPTIONS: Final = {"new": "Zelf invullen", "calendar": "Uit de kalender"}
EVENT: Final = "Evenement"
PICK_EVENT: Final = "Kies een evenement"
NO_REQUESTS: Final = "In de kalender staat geen evenement op een locatie uit de lijst."
PLACE: Final = "Locatie"
PICK_LOCATION: Final = "Kies een locatie"
POINT: Final = "Of een punt"
POINT_HELP: Final = (
    "Voor een plek die niet in de lijst staat. Geef x en y in RD-meters, of breedte en lengte in "
    "graden, met een spatie ertussen. Decimalen met een punt. Een ingevuld punt gaat voor."
)
POINT_PLACEHOLDER: Final = "105400 425300"
POINT_AT: Final = "Plek aanwijzen op de kaart"
POINT_AT_HINT: Final = (
    "Klik op de kaart. Bij een locatie uit de lijst kiest u die; ergens anders zet u een punt. "
    "Zonder muis: kies de locatie of schrijf het punt hierboven."
)
POINT_AT_MAP: Final = "de plek van de aanvraag"
VISITORS: Final = "Bezoekers"
SIZE_UNKNOWN: Final = (
    "Van dit evenement is het aantal bezoekers niet bekend. Vul het in, dan staat hier of het past."
)
VISITORS_HELP: Final = "Hoeveel mensen er zijn op het drukste moment."
FIRST_DAY: Final = "Begint op"
FIRST_TIME: Final = "Begintijd"
LAST_DAY: Final = "Eindigt op"
LAST_DAY_HELP: Final = "Leeg is dezelfde dag, of de nacht erna als het einde vroeger is."
LAST_TIME: Final = "Eindtijd"
BUILD: Final = "Opbouw (uren)"
CLEAR: Final = "Afbouw (uren)"
BUILD_HELP: Final = "Zo lang van tevoren is de locatie al bezet."
CLEAR_HELP: Final = "Zo lang erna is de locatie nog bezet."
TITLE: Final = "Naam van het evenement"
TITLE_HELP: Final = "Met de naam van een eerder evenement telt mee hoe het toen ging."
UNKNOWN: Final = "Niet ingevuld"
#: The line under which the form is folded.
FORM: Final = "De aanvraag"
QUESTIONS: Final = "Vragen van de puntentabel"
FILL_IN: Final = (
    "Vul een locatie, een begindag en het aantal bezoekers in. Het antwoord staat dan meteen "
    "hieronder. Een toets verandert niets aan de kalender."
)

# The answer.
CHECK_THIS: Final = "Deze aanvraag toetsen"
HANDLE_THIS: Final = "Deze aanvraag behandelen"
VERDICTS: Final = {
    "belemmering": "Kan niet zoals gevraagd",
    "let_op": "Past, maar let op",
    "onbekend": "Niets in de weg, maar niet alles is bekend",
    "lichter": "Past",
    "in_orde": "Past",
}
SIGNS: Final = {"belemmering": "✕", "let_op": "!", "onbekend": "?", "lichter": "↓", "in_orde": "✓"}
GROUPS: Final = {
    "belemmering": "Staat in de weg",
    "let_op": "Let op",
    "onbekend": "Niet bekend",
    "lichter": "Kan lichter",
    "in_orde": "In orde",
}
MIND: Final = "Wat u moet weten"
TOPICS: Final = {
    "capacity": "Capaciteit",
    "days_events": "Evenementdagen",
    "days_sound": "Geluidsdagen",
    "place": "Bezet",
    "around": "In de buurt",
    "shift": "Politiedienst",
    "quiet": "Stille periode",
    "rest": "Rust van de locatie",
    "special": "Bijzondere dag",
    "roads": "Werk aan de weg",
    "route": "Route",
    "class": "Klasse",
    "history": "Eerdere keren",
}
CLOSURES: Final = "Straten die de route afsluit"
CLOSURE_COLUMNS: Final = {
    "number": "Nr.",
    "street": "Straat",
    "metres": "Na meters",
    "closed": "Dicht vanaf",
    "open": "Open om",
}
NO_STREET_NAME: Final = "zonder naam"
#: At a street that a route closes, on the map.
CLOSED: Final = "{street}: dicht van {closed} tot {open} uur"
ROUTE: Final = "De route, van start tot einde"
#: At the tag of a route on the map.
ROUTE_START: Final = "route"
ROUTE_NOTE: Final = (
    "De nummers zijn de regels van de tabel met straten die de route afsluit; wijs er een aan voor "
    "de tijden."
)
LIGHTER: Final = "Lichtere regels"
ANSWER: Final = "Antwoord op de aanvraag"
CAPACITY: Final = "Hoeveel mensen er passen"
DAYS: Final = "Dagen van deze locatie"
POINTS: Final = "Punten en klasse"
PRESSURE: Final = "Druk op de buurten"
LIGHTER_WHERE: Final = "Waar en wanneer het lichter is"
INVOLVED: Final = "Evenementen waar het om gaat"
PLACES: Final = "Andere locaties op deze datum"
DATES: Final = "Andere datums op deze locatie"
NO_LIGHTER_PLACES: Final = (
    "Geen: geen andere locatie komt op deze datum door dezelfde toets en geeft minder last."
)
NO_LIGHTER_DATES: Final = (
    "Geen: geen andere datum in de maanden eromheen komt hier door dezelfde toets en geeft minder "
    "last."
)
ABOUT_SAVES: Final = (
    "Last is bewoners maal druk, over de dagen van het evenement. Alleen wat door dezelfde toets "
    "komt staat hier: niets in de weg, en niets erbij om op te letten. Een datum die voorbij is, "
    "staat er niet."
)
NO_BUURTEN: Final = "Er wonen geen mensen binnen het bereik van dit evenement."
PRESSURE_TITLE: Final = "Extra druk door dit evenement"
PRESSURE_NOTE: Final = (
    "Gewogen bezoekers per bewoner en dag: bezoekers maal het gewicht van de klasse, minder naar "
    "afstand."
)
MAP_OF_PRESSURE: Final = "extra druk per buurt"
NOT_REACHED: Final = "niet bereikt"
COLUMNS: Final = {
    "verdict": "Oordeel",
    "topic": "Onderwerp",
    "reason": "Waarom",
    "source": "Bron",
    "certainty": "Bron of aanname",
    "rule": "Regel",
    "people": "Personen",
    "formula": "Berekening",
    "kind": "Soort dagen",
    "year": "Jaar",
    "risk": "Klasse",
    "allowed": "Toegestaan",
    "granted": "Vergund",
    "asked": "Gevraagd",
    "left": "Over",
    "question": "Vraag",
    "answer": "Antwoord",
    "points": "Punten",
    "most": "Hooguit",
    "buurt": "Buurt",
    "before": "Zonder",
    "after": "Met",
    "added": "Erbij",
    "location": "Locatie",
    "start": "Begint",
    "end": "Eindigt",
    "saves": "Scheelt (% last)",
    "days_left": "Dagen over",
    "capacity": "Capaciteit",
    "moves": "Verschuift",
    "solves": "Lost op",
    "remains": "Blijft: let op",
    "event": "Evenement",
    "status": "Status",
    "visitors": "Bezoekers",
    "topic_of": "Speelt bij",
    "soort": "Soort",
}
COUNTS_WITH: Final = "De toets rekent met {people}: {why}."
WHY: Final = {"area": "de oppervlakte bepaalt", "exits": "de uitgangen bepalen"}
POINT_NOUNS: Final = ("punt", "punten")
CLASSIFIED: Final = "{table}: {points} is klasse {risk}."
DAY_NOUNS: Final = ("dag", "dagen")
MEASURED: Final = {
    "visitors": "{value} bezoekers",
    "occupancy_pct": "{value} % vol",
    "hours_after_23": "{value} uur na 23 uur",
}
JSON: Final = "Antwoord als JSON"
OFFER_ANSWER: Final = "Antwoord als bestand"
ANSWER_ROWS: Final = "Een rij is een bevinding."
SHEET_TITLE: Final = "Toets van een aanvraag"

# To the calendar.
ADD: Final = "Opnemen als vooraankondiging"
ADD_SURE: Final = (
    "De kalender krijgt een nieuwe versie met dit evenement. Uw naam of rol en het moment staan "
    "erbij. Klopt dat?"
)
SURE: Final = "Ja, opnemen"
SURE_KEEP: Final = "Ja, bewaren"
NOT_SURE: Final = "Nee, niets veranderen"
ADDED: Final = "Opgenomen in versie {version} van de kalender ({event})."
SAVED: Final = "Bewaard in versie {version} van de kalender ({event})."
MAY_NOT_ADD: Final = "Uw rol mag de kalender bekijken, maar niet veranderen."
AS_ICALENDAR: Final = "Kalender als iCalendar (.ics)"


def calendar_line(count: int, first: date, last: date) -> str:
    """Say what the calendar holds."""
    return f"{counted(count)} van {period(first, last)}"


def event_label(title: str, start: datetime, place: str) -> str:
    """Name an event in a list to choose from."""
    return f"{day(start)} · {title} · {place}" if place else f"{day(start)} · {title}"


def topic(check: Check, finding: Finding) -> str:
    """Name what a finding is about."""
    if finding.id.startswith("lighter"):
        return LIGHTER
    if finding.id in TOPICS:
        return TOPICS[finding.id]
    # What is left are the rules of nearness, which a municipality names itself.
    label = next(near.label for near in check.facts.near if near.id == finding.id)
    return label[:1].upper() + label[1:]


def already_there(event: str) -> str:
    """Say that a request stands in the calendar, so that it is not entered twice."""
    return f"Deze aanvraag staat al in de kalender ({event}) en staat zichzelf niet in de weg."


def topics(names: Sequence[str]) -> str:
    """Name what findings are about; a dash for none.

    Examples
    --------
    >>> topics(["shift", "spoor"]), topics([])
    ('Politiedienst, Spoor', '–')
    """
    return ", ".join(TOPICS.get(name, name.capitalize()) for name in names) or "–"


def moves(offer: Alternative) -> str:
    """Say how far an event moves: in days, or else in metres."""
    if offer.away_days:
        days = plural(abs(offer.away_days), "dag", "dagen")
        return f"{days} {'later' if offer.away_days > 0 else 'eerder'}"
    return f"{number(offer.away_m)} m verderop"


def request_line(check: Check) -> str:
    """Describe a request in one line."""
    start, end = check.request.start, check.request.end
    until = f"{end:%H:%M}" if end.date() == start.date() else moment(end)
    people = plural(check.request.visitors, "bezoeker", "bezoekers")
    return f"{check.facts.plan.location.name}, {moment(start)} tot {until}, {people}"


_COUNTED: Final = {
    "belemmering": ("punt staat in de weg", "punten staan in de weg"),
    "let_op": ("punt om op te letten", "punten om op te letten"),
    "onbekend": ("punt is niet bekend", "punten zijn niet bekend"),
    "lichter": ("punt kan lichter", "punten kunnen lichter"),
    "in_orde": ("punt is in orde", "punten zijn in orde"),
}


def of_kind(verdict: str, count: int) -> str:
    """Say how many findings there are of one kind."""
    return plural(count, *_COUNTED[verdict])


def summed(counts: dict[str, int]) -> str:
    """Say how many findings there are of each kind."""
    return ", ".join(of_kind(name, counts[name]) for name in _COUNTED if counts.get(name)) + "."


def pressure_tip(entry: BuurtPressure) -> str:
    """Say what an event does to a buurt, where it is pointed at."""
    if entry.before is None or entry.after is None:
        return f"{number(entry.added)} gewogen bezoekers erbij; zonder dit evenement niet bekend"
    return f"van {number(entry.before)} naar {number(entry.after)} gewogen bezoekers"


def burdened(most: BuurtPressure, buurten: int, name: str) -> str:
    """Say where the pressure grows most, and by how much where nobody knows what else is on."""
    rest = "" if buurten == 1 else f" Het evenement bereikt {number(buurten)} buurten."
    before, after = most.before, most.after
    if before is None or after is None:
        return (
            f"Het evenement geeft de meeste druk in {name}: {number(most.added)} gewogen bezoekers "
            "per dag. Wat andere evenementen dan geven, is niet bekend: de kalender reikt niet tot "
            f"die dagen.{rest}"
        )
    return (
        f"De druk stijgt het meest in {name}: van {number(before)} naar {number(after)} gewogen "
        f"bezoekers per dag.{rest}"
    )


def no_point(written: str) -> Parts:
    """Say that a point cannot be read, or lies elsewhere."""
    return (
        "Het punt is niet te gebruiken.",
        f"Gevonden: {written[:40]}. Verwacht: twee getallen, in de gemeente.",
        "Geef x en y in RD-meters of breedte en lengte in graden, met een spatie ertussen.",
    )


# Places.
ALL_PLACES: Final = "Alle locaties"
KIND: Final = "Soort locatie"
#: In the legend: the borders and lines of places that are more than a point.
SHAPES: Final = "Vlakken en routes"
WITH_SHAPES: Final = "{title}, vlakken en routes"
PICK_A_PLACE: Final = "Klik op de kaart om een locatie te kiezen."
PLACES_MAP: Final = "de locaties"
EVENTS_COLUMNS: Final = {
    **{
        name: COLUMNS[name]
        for name in ("start", "end", "event", "location", "soort", "risk", "status", "visitors")
    },
    "requested": "Aangevraagd op",
    "actual": "Werkelijk",
    "turnout": "Opkomst (%)",
    "findings": "Bevindingen",
}
EVENTS_ROWS: Final = "Een rij is een evenement."


IN_ZONES: Final = "Grote evenementen in een zone langs het spoor: {count}"
ABOUT: Final = (
    "Een evenement buiten voor zo veel mensen is zelf een kwetsbare locatie (Bkl, bijlage VI). "
    "Dezelfde evenementen staan op de pagina Risico. Overleg met de veiligheidsregio."
)
NONE: Final = (
    "Dit jaar staat er geen groot evenement buiten in de kalender dat in een zone langs het spoor "
    "ligt."
)


def without_place(count: int) -> str:
    """Say how many events of the whole calendar have no place; of none there is nothing to say.

    Examples
    --------
    >>> without_place(1)
    'Van 1 evenement in de kalender is de plaats niet bekend: dat is niet nagekeken.'
    """
    if not count:
        return ""
    events = plural(count, "evenement in de kalender", "evenementen in de kalender")
    which = "dat is" if count == 1 else "die zijn"
    return f"Van {events} is de plaats niet bekend: {which} niet nagekeken."
