"""What the page `Evenementen` says of places, pressure, the plan of a year and afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hotspots.text.events import counted
from hotspots.text.numbers import MONTHS, day, number, plural

if TYPE_CHECKING:
    from datetime import date, datetime

# Places.
PLACE: Final = "Locatie"
ALL_PLACES: Final = "Alle locaties"
KIND: Final = "Soort locatie"
PLACES_COLUMNS: Final = {
    "location": "Locatie",
    "kind": "Soort",
    "wijk": "Wijk",
    "usable_m2": "Oppervlakte (m²)",
    "capacity": "Capaciteit",
    "events": "Evenementen",
    "left_a": "Over A",
    "left_b": "Over B",
    "left_c": "Over C",
    "sound_left": "Geluidsdagen over",
}
PLACES_MAP: Final = "de locaties"
PLACES_TABLE: Final = "Alle locaties in {year}"
PLACES_ROWS: Final = "Een rij is een locatie."
INDOOR: Final = {True: "binnen", False: "buiten", None: ""}
CAPACITY: Final = "Capaciteit"
DAYS: Final = "Evenementdagen en geluidsdagen in {year}"
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

# The plan of a year.
WHICH: Final = "Op het bord"
WHICHES: Final = {"in_time": "Aangevraagd vóór {before}", "all": "Alles"}
BOARD: Final = "Bord van {year}: evenementen per locatie en maand"
BOARD_TOTAL: Final = "Samen"
BOARD_LIST: Final = "Alle evenementen van het bord als tabel"
BOARD_FILE: Final = "Jaarplan"
BOARD_OFFER: Final = "Bord als bestand"
CONFLICT_OFFER: Final = "Conflicten als bestand"
CONFLICTS: Final = "Conflicten, zwaarste eerst"
NONE: Final = "Geen."
NO_CONFLICTS: Final = "Er zijn geen conflicten."
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
    "shift": "Politiedienst",
    "around": "Vlakbij en tegelijk",
}
MOVE: Final = "Een evenement verplaatsen"
MOVE_INTRO: Final = (
    "Kies een evenement en een andere dag of locatie. U ziet wat er verandert. Pas als u bewaart, "
    "verandert de kalender."
)
MOVE_EVENT: Final = "Evenement"
MOVE_DAY: Final = "Nieuwe begindag"
MOVE_DAY_HELP: Final = "Leeg is dezelfde dag."
MOVE_PLACE: Final = "Nieuwe locatie"
SAME_PLACE: Final = "Zelfde locatie"
SAME: Final = "Kies een andere dag of locatie."
SOLVED_TABLE: Final = "Conflicten die verdwijnen"
NEW_TABLE: Final = "Conflicten die erbij komen"
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


def fits(people: int, limited_by: str) -> str:
    """Say how many people a place holds, and why not more."""
    why = "de oppervlakte" if limited_by == "area" else "de breedte van de uitgangen"
    return f"Er passen {number(people)} mensen. Wat het beperkt is {why}."


def strip_told(name: str, year: int, days: dict[str, int]) -> str:
    """Say how many days of a year a place has an event."""
    total = sum(days.values())
    parts = ", ".join(f"{count} van klasse {risk}" for risk, count in days.items() if count)
    told = f"{name} heeft in {year} op {plural(total, 'dag', 'dagen')} een evenement"
    return f"{told} ({parts})." if parts else f"{told}."


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


def depth(metres: float) -> str:
    """Say how deep water stands.

    Examples
    --------
    >>> depth(0.0), depth(1.34)
    ('blijft droog', '1,3 m')
    """
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


def board_told(year: int, counts: tuple[int, int, int], before: date) -> str:
    """Say what the board of a year holds: in time, later, and unknown."""
    in_time, later, unknown = counts
    return (
        f"Voor {year} staan er {counted(sum(counts))} in de kalender: {number(in_time)} "
        f"aangevraagd vóór {day(before)}, {number(later)} later en {number(unknown)} zonder datum "
        "van aanvraag."
    )


def conflicts_told(count: int, weight: int) -> str:
    """Say how many conflicts there are, and how heavy they are together."""
    have = plural(count, "conflict", "conflicten")
    return f"Het jaar heeft {have}, samen gewicht {number(weight)}."


def conflict(kind: str, detail: str, excess: int, moment: datetime | None) -> str:
    """Say what a conflict is."""
    if kind == "days":
        return f"{plural(excess, 'dag', 'dagen')} te veel van klasse {detail}"
    if kind == "capacity":
        return f"{plural(excess, 'bezoeker', 'bezoekers')} te veel"
    if kind == "quiet":
        return f"in een stille periode: {detail}"
    if kind == "shift":
        when = "" if moment is None else f" van {day(moment)} {moment:%H} uur"
        return f"{excess} te veel van klasse B of C in de dienst{when}"
    return "tegelijk op deze locatie" if kind == "place" else "tegelijk en vlakbij"


def moved(weights: tuple[int, int], burdens: tuple[float, float]) -> str:
    """Say what moving an event does to conflicts and burden."""
    before, after = weights
    told = f"Het gewicht van alle conflicten gaat van {number(before)} naar {number(after)}."
    if burdens[0] > 0:
        change = 100 * (burdens[1] / burdens[0] - 1)
        if round(change) == 0:
            return f"{told} De last voor bewoners blijft gelijk."
        more = "meer" if change > 0 else "minder"
        told += f" De last voor bewoners wordt {number(abs(change))} % {more}."
    return told


def turnout(filled: int, of: int, median: float) -> str:
    """Say of how many events the turnout is known."""
    told = f"Bij {number(filled)} van {counted(of)} is ingevuld hoeveel bezoekers er waren."
    if filled and median == median:  # noqa: PLR0124 - NaN alone differs from itself
        told += f" In het midden was de opkomst {number(100 * median)} % van wat was verwacht."
    return told
