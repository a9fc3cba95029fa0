"""What the parts `Locaties` and `Druk` say: places up close, pressure, and who carries it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hotspots.text.events import counted
from hotspots.text.numbers import MONTHS, day, number, plural
from hotspots.text.risk_water import DEPTH_UNKNOWN, WET_UNKNOWN

if TYPE_CHECKING:
    from datetime import date

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
