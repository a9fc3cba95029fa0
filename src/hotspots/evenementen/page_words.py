"""What the page `Evenementen` says: its parts, its filters, and the check of a request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hotspots.access.words import DEPTH_UNKNOWN, WET_UNKNOWN
from hotspots.dutch import MONTHS, day, number, plural
from hotspots.evenementen.words import counted
from hotspots.registry import page_title

if TYPE_CHECKING:
    from datetime import date, datetime

    from hotspots.errors import Parts


PAGE: Final = page_title("evenementen.page:show")
#: Of a home, or a role, that has nothing for the page.
NOT_HERE: Final = (
    "Er is hier geen kalender met evenementen die u mag zien. Deze gemeente heeft zo'n laag niet, "
    "of uw rol ziet die niet. Wilt u er een? Zie 'Voeg een laag of thema toe' in "
    "docs/eigen-gemeente.md."
)
PART: Final = "Onderdeel"
PARTS: Final = {
    "check": "Aanvraagtoets",
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
    "vergund": "Vergund",
    "afgewezen": "Afgewezen",
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
LOCATION: Final = "Locatie"
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
POINT_NAME: Final = "Punt {x} {y}"
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
QUESTIONS: Final = "Vragen van de puntentabel"
FILL_IN: Final = (
    "Vul een locatie, een begindag en het aantal bezoekers in. Het antwoord staat dan meteen "
    "hieronder. Een toets verandert niets aan de kalender."
)

# The answer.
VERDICTS: Final = {
    "belemmering": "Kan niet zoals gevraagd",
    "let_op": "Past, maar let op",
    "onbekend": "Past, maar niet alles is bekend",
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
TOPICS: Final = {
    "capacity": "Capaciteit",
    "days_events": "Evenementdagen",
    "days_sound": "Geluidsdagen",
    "place": "Bezet",
    "around": "In de buurt",
    "shift": "Politiedienst",
    "quiet": "Stille periode",
    "roads": "Werk aan de weg",
    "class": "Klasse",
    "history": "Eerdere keren",
}
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
NO_PLACES_FOUND: Final = "Geen andere locatie past op deze datum en geeft minder last."
NO_DATES_FOUND: Final = "Geen andere datum in de maanden eromheen past hier en geeft minder last."
ABOUT_SAVES: Final = (
    "Last is bewoners maal druk, over de dagen van het evenement. Alleen wat past staat hier: "
    "plaats genoeg, vrij, dagen over en geen stille periode."
)
NO_BUURTEN: Final = "Er wonen geen mensen binnen het bereik van dit evenement."
PRESSURE_TITLE: Final = "Extra druk door dit evenement"
PRESSURE_NOTE: Final = (
    "Gewogen bezoekers per bewoner en dag: bezoekers maal het gewicht van de klasse, minder naar "
    "afstand."
)
PRESSURE_TIP: Final = "van {before} naar {after} gewogen bezoekers"
MAP_OF_PRESSURE: Final = "extra druk per buurt"
NOBODY: Final = "niemand woont hier"
NOT_REACHED: Final = "niet bereikt"
UNIT: Final = ("gewogen bezoeker", "gewogen bezoekers")
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
    "event": "Evenement",
    "status": "Status",
    "visitors": "Bezoekers",
    "topic_of": "Speelt bij",
    "soort": "Soort",
}
BY_DENSITY: Final = "{density} personen per m²"
BY_EXITS: Final = "Via de uitgangen"
COUNTS_WITH: Final = "De toets rekent met {people}: {why}."
WHY: Final = {"area": "de oppervlakte bepaalt", "exits": "de uitgangen bepalen"}
CAPACITY_UNKNOWN: Final = "De lijst noemt geen oppervlakte en geen uitgangen."
DAY_KINDS: Final = {"events": "Evenement", "sound": "Geluid"}
POINT_NOUNS: Final = ("punt", "punten")
CLASSIFIED: Final = "{table}: {points} is klasse {risk}."
DAY_NOUNS: Final = ("dag", "dagen")
NO_LIMIT: Final = "geen grens"
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
KEPT: Final = "Bewaard in versie {version} van de kalender ({event})."
MAY_NOT_ADD: Final = "Uw rol mag de kalender bekijken, maar niet veranderen."
AS_ICALENDAR: Final = "Kalender als iCalendar (.ics)"


def calendar_line(count: int, first: date, last: date) -> str:
    """Say what the calendar holds."""
    return f"{counted(count)} van {day(first)} t/m {day(last)}"


def event_label(title: str, start: datetime, place: str) -> str:
    """Name an event in a list to choose from."""
    return f"{day(start)} · {title} · {place}" if place else f"{day(start)} · {title}"


def asked(place: str, start: datetime, end: datetime, visitors: int) -> str:
    """Say what was asked, in one line."""
    until = f"{end:%H:%M}" if end.date() == start.date() else f"{day(end)} {end:%H:%M}"
    people = plural(visitors, "bezoeker", "bezoekers")
    return f"{place}, {day(start)} {start:%H:%M} tot {until}, {people}"


def summed(counts: dict[str, int]) -> str:
    """Say how many findings there are of each kind."""
    words = {
        "belemmering": ("punt staat in de weg", "punten staan in de weg"),
        "let_op": ("punt om op te letten", "punten om op te letten"),
        "onbekend": ("punt is niet bekend", "punten zijn niet bekend"),
        "lichter": ("punt kan lichter", "punten kunnen lichter"),
        "in_orde": ("punt is in orde", "punten zijn in orde"),
    }
    told = [plural(counts[name], *words[name]) for name in words if counts.get(name)]
    return ", ".join(told) + "."


def burdened(name: str, before: float, after: float, buurten: int) -> str:
    """Say where the pressure grows most."""
    rest = "" if buurten == 1 else f" Het evenement bereikt {number(buurten)} buurten."
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
PLACE: Final = "Locatie"
ALL_PLACES: Final = "Alle locaties"
KIND: Final = "Soort locatie"
PLACES_COLUMNS: Final = {
    "location": "Locatie",
    "kind": "Soort",
    "wijk": "Wijk",
    "usable_m2": "m²",
    "capacity": "Capaciteit",
    "events": "Evenementen",
    "left_a": "Over A",
    "left_b": "Over B",
    "left_c": "Over C",
    "sound_left_a": "Geluid over A",
    "sound_left_b": "Geluid over B",
    "sound_left_c": "Geluid over C",
}
PICK_A_PLACE: Final = "Klik op de kaart om een locatie te kiezen."
PLACES_MAP: Final = "de locaties"
PLACES_TABLE: Final = "Alle locaties in {year}"
PLACES_ROWS: Final = "Een rij is een locatie."
INDOOR: Final = {True: "binnen", False: "buiten", None: ""}
PLACE_CAPACITY: Final = "Capaciteit"
PLACE_DAYS: Final = "Evenementdagen en geluidsdagen in {year}"
STRIP: Final = "Het jaar {year} dag voor dag"
STRIP_LEGEND: Final = "Zwaarste klasse van de dag"
STRIP_TABLE: Final = "Evenementen van dit jaar als tabel"
RINGS: Final = "Bewoners eromheen"
RING_COLUMNS: Final = {
    "distance": "Binnen (m)",
    "residents": "Bewoners",
    "event_days": "Evenementdagen binnen 250 m, gemiddeld",
}
RESIDENTS_NOTE: Final = (
    "Geteld: {label} ({year}), gelijk verdeeld over de cellen met woningen van een buurt. Het zijn "
    "dus schattingen."
)
NO_RESIDENTS: Final = "Er zijn geen cijfers over bewoners geladen."
INCIDENTS: Final = "Meldingen op evenementdagen"
INCIDENTS_NOTE: Final = (
    "Vergeleken zijn dezelfde weekdagen tot vier weken ervoor en erna, zonder evenement binnen "
    "250 m. Een verband is geen oorzaak: op evenementdagen zijn er meer mensen en let men meer op."
)
NO_INCIDENTS: Final = "Uw rol ziet geen laag die fijn genoeg is om dit te vergelijken."
NEAR: Final = "Spoor, water, kwetsbaar en bereikbaarheid"
NEAR_COLUMNS: Final = {
    "what": "Wat",
    "name": "Dichtstbij",
    "distance_m": "Afstand (m)",
    "zone": "Gebied",
}
NOT_LOADED: Final = "niet geladen"
FLOOD: Final = "waterdiepte bij overstroming"
MAP_AROUND: Final = (
    "Kaart van {name} met cirkels op 100, 250 en 500 m: daarbinnen zijn de bewoners geteld."
)
AS_PDF: Final = "Profiel op A4 (PDF)"
PROFILE_ROWS: Final = "Een rij is een kenmerk van de locatie."
PROFILE: Final = "Profiel van een locatie"
FEATURE: Final = "Kenmerk"
VALUE: Final = "Waarde"
EVENTS_COLUMNS: Final = {
    "start": "Begint",
    "end": "Eindigt",
    "event": "Evenement",
    "location": "Locatie",
    "soort": "Soort",
    "risk": "Klasse",
    "status": "Status",
    "visitors": "Bezoekers",
    "requested": "Aangevraagd op",
    "actual": "Werkelijk",
    "turnout": "Opkomst (%)",
    "findings": "Bevindingen",
}
EVENTS_ROWS: Final = "Een rij is een evenement."

# Pressure.
STEP: Final = "Per"
STEPS: Final = {"day": "Dag", "week": "Week", "season": "Seizoen"}
MOMENT: Final = {"day": "Welke dag", "week": "Welke week", "season": "Welk seizoen"}
SEASONS: Final = {12: "winter", 3: "lente", 6: "zomer", 9: "herfst"}
SHOWN_ON: Final = "Kaart per"
SHOWN_ONS: Final = {"cells": "Cellen", "buurten": "Buurten"}
PRESSURE_MAP: Final = "Druk van evenementen per dag"
WEIGHED: Final = (
    "Gewogen bezoekers: bezoekers maal het gewicht van de klasse (A {a}, B {b}, C {c})."
)
FADING: Final = (
    "De druk halveert elke {half_m} m en elke {half_days} dagen erna, tot {reach_m} m en "
    "{reach_days} dagen."
)
STAYS: Final = "De klassen blijven gelijk als u door het jaar schuift."
PRESSURE_NOTES: Final = (WEIGHED, FADING, STAYS)
ON_CELLS: Final = "Cellen van {size} m."
ON_BUURTEN: Final = "Op de gemiddelde bewoner van de buurt."
MORE_THAN: Final = "meer dan {low}"
BELOW: Final = "minder dan {low}"
NO_PRESSURE: Final = "In deze periode is er geen druk van evenementen."
TABLE_OF_MAP: Final = "De kaart als tabel per buurt"
HEAT: Final = "Het jaar per week"
HEAT_OF: Final = "Kalender van"
HEAT_OFS: Final = {"wijken": "Wijken", "places": "Locaties"}
HEAT_TITLE: Final = "Gewogen bezoekers per dag"
HEAT_ALTERNATIVE: Final = (
    "Druk per week in {year}. {sentence} De tabel eronder heeft alle getallen."
)
HEAT_MOST: Final = "Getekend zijn de {most} met de meeste druk, van {of}. De tabel heeft alles."
HEAT_TABLE: Final = "Kalender als tabel"
WEEK: Final = "week"
HEAT_OFFER: Final = "Kalender als bestand"
PLACE_OR_WIJK: Final = "Plek"
BURDEN_OFFER: Final = "Last als bestand"
BURDEN: Final = "Wie de last draagt"
LORENZ: Final = "Deel van de evenementdagen"
LORENZ_X: Final = "Deel van de buurten, de zwaarst belaste eerst"
LORENZ_ALTERNATIVE: Final = "Verdeling van de last over de buurten. {sentence}"
BURDEN_COLUMNS: Final = {
    "buurt": "Buurt",
    "wijk": "Wijk",
    "residents": "Bewoners",
    "resident_event_days": "Bewoner-evenementdagen",
    "days_each": "Dagen per bewoner",
    "share": "Deel van de last (%)",
    "pressure": "Druk per dag",
}
BURDEN_NOTE: Final = (
    "Een bewoner-evenementdag is één bewoner die één dag een evenement binnen {metres} m heeft. "
    "Twee evenementen op een dag tellen voor twee."
)
BURDEN_ROWS: Final = "Een rij is een buurt."
NO_BURDEN: Final = "In {year} is er geen evenement binnen 250 m van bewoners."


def fits(people: int, limited_by: str) -> str:
    """Say how many people a place holds, and why not more."""
    why = "de oppervlakte" if limited_by == "area" else "de breedte van de uitgangen"
    return f"Er passen {number(people)} mensen. Wat het beperkt is {why}."


def strip_told(name: str, year: int, days: dict[str, int]) -> str:
    """Say how many days of a year a place has an event."""
    total = sum(days.values())
    if not total:
        return f"{name} heeft in {year} geen evenement."
    parts = ", ".join(f"{count} van klasse {risk}" for risk, count in days.items() if count)
    told = f"{name} heeft in {year} op {plural(total, 'dag', 'dagen')} een evenement"
    return f"{told} ({parts})."


def incidents(label: str, ratio: float, lower: float, upper: float, days: tuple[int, int]) -> str:
    """Say how event days differ from other days."""
    if ratio != ratio:  # noqa: PLR0124 - NaN alone differs from itself
        return f"{label}: te weinig om te vergelijken."
    told = (
        f"{label}: op een evenementdag {number(ratio, 1)} keer zoveel als op een vergelijkbare "
        f"dag (tussen {number(lower, 2)} en {number(upper, 2)}; {number(days[0])} evenementdagen, "
        f"{number(days[1])} andere dagen)."
    )
    return told if lower > 1 or upper < 1 else f"{told} Geen aantoonbaar verschil."


def depth(metres: float | None, *, wet: bool | None) -> str:
    """Say how deep water stands, where it is known.

    Examples
    --------
    >>> depth(0.0, wet=False), depth(1.34, wet=True)
    ('blijft droog', '1,3 m')
    >>> depth(None, wet=True), depth(None, wet=None)
    ('onder water, diepte niet bekend', 'niet bekend of het nat wordt')
    """
    if wet is None:
        return WET_UNKNOWN
    if metres is None:
        return f"onder water, {DEPTH_UNKNOWN}"
    return f"{number(metres, 1)} m" if metres > 0 else "blijft droog"


def week_label(first: date, last: date) -> str:
    """Name a week.

    Examples
    --------
    >>> from datetime import date
    >>> week_label(date(2018, 4, 30), date(2018, 5, 6))
    'week 18 (30-04-2018 t/m 06-05-2018)'
    """
    return f"week {first.isocalendar().week} ({day(first)} t/m {day(last)})"


def season_label(first: date) -> str:
    """Name a season by its first day."""
    year = f"{first.year}-{first.year + 1}" if first.month == MONTHS.index("december") + 1 else ""
    return f"{SEASONS[first.month]} {year or first.year}"


def heaviest(name: str, share: float, people: float, each: float, rest: float) -> str:
    """Say which wijk carries most, against the rest."""
    return (
        f"**{name}** draagt {number(100 * share)} % van de last van het jaar, met "
        f"{number(100 * people)} % van de bewoners. Een bewoner heeft daar gemiddeld "
        f"**{number(each, 1)} evenementdagen** binnen 250 m; in de rest van de gemeente "
        f"{number(rest, 1)}."
    )


def unequal(buurten: int, of: int, gini: float) -> str:
    """Say how uneven the burden is."""
    return (
        f"De helft van alle bewoner-evenementdagen valt in {plural(buurten, 'buurt', 'buurten')} "
        f"van de {number(of)} met bewoners (Gini {number(gini, 2)}; 0 is gelijk verdeeld)."
    )


def busiest_week(name: str, week: str, pressure: float) -> str:
    """Say where and when the year is heaviest."""
    return f"Het drukst is {name} in {week}: {number(pressure)} gewogen bezoekers per dag."


def when(step: str, label: str) -> str:
    """Begin a sentence with a day, week or season.

    Examples
    --------
    >>> when("day", "05-05-2018"), when("week", "week 18"), when("season", "zomer 2018")
    ('Op 05-05-2018', 'In week 18', 'In de zomer van 2018')
    """
    if step == "season":
        season, _, year = label.partition(" ")
        return f"In de {season} van {year}"
    return f"{'Op' if step == 'day' else 'In'} {label}"


def pressure_now(name: str, pressure: float, period: str, events: int) -> str:
    """Say where the pressure of a period is highest."""
    verb = "is" if events == 1 else "zijn"
    return (
        f"{period} {verb} er {counted(events)}. De druk is het hoogst in {name}: "
        f"{number(pressure)} gewogen bezoekers per dag op de gemiddelde bewoner."
    )


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
    told = plural(count, "evenement in de kalender", "evenementen in de kalender")
    which = "dat is" if count == 1 else "die zijn"
    return f"Van {told} is de plaats niet bekend: {which} niet nagekeken."
