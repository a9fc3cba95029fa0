"""Sentences about how events are weighed: settings, places and requests.

A function that returns three sentences gives the parts of an error.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from hotspots.dutch import day as written_day
from hotspots.dutch import number, plural

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from hotspots.errors import Parts


def counted(count: int) -> str:
    """Write how many events.

    Examples
    --------
    >>> counted(1), counted(1200)
    ('1 evenement', '1.200 evenementen')
    """
    return f"{number(count)} evenement{'' if count == 1 else 'en'}"


WITH_SOUND: Final = "{risk} met geluid"
SETTINGS: Final = "de instellingen voor evenementen"
SETTINGS_REPAIR: Final = "Herstel toetsing.toml, of haal het weg: dan gelden de eigen cijfers."
WEIGHTS_WRONG: Final = "'class_weights' heeft niet precies A, B en C met een getal van 0 of meer."
PLAN_WEIGHTS_WRONG: Final = "'weights' heeft niet precies: {kinds}."
NOT_EVERY_YEAR: Final = "'{written}' komt niet elk jaar voor; kies bij 'before' een andere dag."
NEAR_WRONG: Final = "'{id}' heeft niet evenveel 'names' als 'distances_m'."
QUESTION_WRONG: Final = (
    "vraag '{id}' heeft óf 'measures' met 'from' (paren van waarde en punten), óf 'answers'."
)


_LOCATION_EXPECTED: Final = (
    "Verwacht zoiets als '8;6;4,5' (uitgangen), 'A=12;B=4;C=1' (dagen), '05-04 Dodenherdenking' "
    "(stil) of 'ja' (binnen)."
)


def location_twice(layer: str, location: str) -> Parts:
    """Say that two places have one id."""
    return (
        f"Locatie '{location}' staat twee keer in laag '{layer}'.",
        "Verwacht: elke locatie heeft een eigen id.",
        "Geef een van beide een ander id.",
    )


def location_wrong(layer: str, location: str, value: str) -> Parts:
    """Say that a figure of a place cannot be read."""
    return (
        f"Een kenmerk van locatie '{location}' in laag '{layer}' is niet te lezen.",
        f"Gevonden: {value}. {_LOCATION_EXPECTED}",
        "Herstel het bestand van de locaties.",
    )


def no_calendar() -> Parts:
    """Say that there is no calendar for this role."""
    return (
        "Deze gemeente heeft geen kalender van evenementen voor u.",
        'Verwacht: een laag met kind = "calendar" in een thema.',
        "Vraag de beheerder om de laag of om toegang.",
    )


MonthDay = tuple[int, int]


ADVICE: Final = (
    "Dit is een advies op basis van de geladen gegevens, geen besluit. De burgemeester beslist."
)
EXAMPLE_TABLE: Final = (
    "De punten komen uit een voorbeeldtabel. Laad de tabel van de veiligheidsregio voor een echte "
    "indeling."
)
EXAMPLE_PLACES: Final = (
    "Oppervlakte, uitgangen en toegestane dagen van de locaties zijn een voorbeeld."
)
WHOLE_SHAPE: Final = "Dat is de hele getekende vlakte, ook waar niemand kan staan."
SYNTHETIC: Final = "De kalender is verzonnen: hij zegt niets over echte evenementen."

REQUEST_WRONG: Final = "De aanvraag is niet te beoordelen."
REQUEST_REPAIR: Final = "Herstel de aanvraag en toets haar opnieuw."
KEY_MISSING: Final = "'{key}' ontbreekt."
NO_MOMENT: Final = "'{key}' is '{value}'; verwacht een datum en tijd, zoals 2018-05-05T20:00."
NO_OFFSET: Final = "'{key}' heeft een tijdzone; geef de tijd zoals de klok hier hem aanwijst."
NO_VISITORS: Final = "'visitors' is {value}; verwacht een heel getal van 0 tot 9.999.999."
NO_PROFILE: Final = "'profile' is geen lijst van vraag en antwoord."
NO_SOUND: Final = "'sound' is {value}; verwacht true of false."
ENDS_BEFORE_START: Final = "Het einde ligt niet na het begin."
NO_YEAR: Final = "Het jaar {year} kan niet; verwacht {first} tot en met {last}."
TOO_LONG: Final = "Het evenement duurt langer dan een jaar."
AROUND_TOO_LONG: Final = "De opbouw of de afbouw duurt langer dan een jaar."
BUILT_TOO_LATE: Final = "De opbouw begint na het begin van het evenement."
CLEARED_TOO_EARLY: Final = "De afbouw is klaar vóór het einde van het evenement."


def unknown_key(key: str, known: Sequence[str]) -> str:
    """Say that a key of a request does not exist."""
    near = get_close_matches(key, known, n=1)
    hint = f"Bedoelde u '{near[0]}'?" if near else f"Mogelijk: {', '.join(known)}."
    return f"Onbekende sleutel '{key}'. {hint}"


def no_location(name: str, known: Sequence[str]) -> Parts:
    """Say that a place is not in the list, or is there twice."""
    near = get_close_matches(name, known, n=3, cutoff=0.4)
    return (
        f"Locatie '{name}' staat niet (of niet precies één keer) in de lijst van locaties.",
        f"Lijkt op: {', '.join(near)}." if near else f"Er zijn {len(known)} locaties.",
        "Gebruik het id van een locatie uit de lijst.",
    )


OVERLAP_SOURCE: Final = "De kalender; wat eindigt als het andere begint, overlapt niet."
QUIET_SOURCE: Final = "Stille perioden uit de instellingen en de lijst van locaties."
HISTORY_SOURCE: Final = "De kalender: wat na eerdere evenementen is ingevuld."
LIGHTER_SOURCE: Final = "Instelling van de gemeente: waar het lichter kan, blijft een afweging."
NOT_LOADED: Final = "Wegwerkzaamheden zijn niet geladen en dus niet meegewogen."
NO_CAPACITY: Final = (
    "Hoeveel mensen hier passen is niet bekend: de lijst noemt geen oppervlakte en geen uitgangen."
)
PLACE_FREE: Final = "De locatie is vrij, ook tijdens op- en afbouw."
SOUND_UNTOLD: Final = (
    "Of er versterkt geluid is, staat niet in de aanvraag; geluidsdagen zijn niet bekeken."
)
NOT_QUIET: Final = "Het evenement valt in geen stille periode."
NO_HISTORY: Final = "Van een eerdere keer is niet ingevuld hoeveel bezoekers er kwamen."
_KINDS: Final = {"events": "evenementdagen", "sound": "geluidsdagen"}


def untold(count: int) -> str:
    """Say that some events weigh nothing because nobody told for how many people they are."""
    told = counted(count)
    return f"Van {told} is het aantal bezoekers onbekend; de druk is daardoor eerder te laag."


def capacity(visitors: int, people: int, made: str) -> str:
    """Say whether the visitors fit, with the sum that says so."""
    fits = "past" if visitors <= people else "past niet"
    return f"{number(visitors)} bezoekers {fits}: er is plaats voor {number(people)} ({made})."


def by_area(usable_m2: float, density: float) -> str:
    """Write the sum of a capacity by square metres."""
    return f"{number(usable_m2)} m² × {number(density, 1)} personen per m²"


def by_exits(exits_m: float, flow: float, minutes: float) -> str:
    """Write the sum of a capacity by exits."""
    return (
        f"{number(exits_m, 1)} m uitgang × {number(flow)} personen per minuut per meter × "
        f"{number(minutes)} minuten"
    )


def no_limit(kind: str, year: int, risk: str) -> str:
    """Say that a place has no limit for a class."""
    return f"De lijst noemt geen grens aan {_KINDS[kind]} van klasse {risk} in {year}."


def days(
    kind: str, year: int, risk: str, *, allowed: int, granted: int, asked: int, new: int
) -> str:
    """Say how many days are left, and how many this request takes."""
    after = allowed - granted - asked - new
    told = f"nog {after} over" if after >= 0 else f"{-after} te veel"
    return (
        f"{_KINDS[kind].capitalize()} van klasse {risk} in {year}: {allowed} toegestaan, {granted} "
        f"vergund en {asked} aangevraagd. Dit evenement neemt er {new}; daarna {told}."
    )


def at_place(titles: Sequence[str], *, granted: bool) -> str:
    """Say what else is at the place, and whether any of it has a licence."""
    shown = "; ".join(titles[:3]) + ("; …" if len(titles) > 3 else "")  # noqa: PLR2004 - as shown
    told = f"Op de locatie is dan al {counted(len(titles))}, op- en afbouw meegeteld: {shown}."
    return told if granted else f"{told} Nog niets daarvan is vergund."


def around(count: int, visitors: int, metres: float, own: int, *, unknown: int) -> str:
    """Say what is on around the place, and of how many nobody knows how large they are.

    Examples
    --------
    >>> around(1, 0, 500, 200, unknown=1)
    'Binnen 500 m is tegelijk 1 ander evenement; van 1 is het aantal bezoekers niet bekend.'
    """
    others = plural(count, "ander evenement", "andere evenementen")
    verb = "is" if count == 1 else "zijn"
    told = f"Binnen {number(metres)} m {verb} tegelijk {others}"
    missing = f"van {number(unknown)} is het aantal bezoekers niet bekend" if unknown else ""
    if unknown == count:
        return f"{told}; {missing}."
    told += f" met {number(visitors)} bezoekers"
    total = number(visitors + own)
    if missing:
        return f"{told}, en {missing}; samen met dit minstens {total}."
    return f"{told}; samen met dit {total}."


def nothing_around(metres: float) -> str:
    """Say that nothing else is on around the place."""
    return f"Binnen {number(metres)} m is tegelijk geen ander evenement."


def place_unknown(reach: str) -> str:
    """Say that nobody knows whether the place is free."""
    return f"Of de locatie vrij is, is niet bekend. {reach}"


def around_unknown(metres: float, reach: str) -> str:
    """Say that nobody knows what else is on around the place."""
    return f"Of er binnen {number(metres)} m een ander evenement is, is niet bekend. {reach}"


def shift_unknown(reach: str) -> str:
    """Say that nobody knows what else the police have in their shift."""
    return (
        "Of er in dezelfde politiedienst een evenement van klasse B of C is, is niet bekend. "
        f"{reach}"
    )


def days_unknown(kind: str, year: int, risk: str, *, allowed: int, new: int, reach: str) -> str:
    """Say that nobody knows how many days of a year are taken already."""
    return (
        f"{_KINDS[kind].capitalize()} van klasse {risk} in {year}: {allowed} toegestaan. Hoeveel "
        f"er al vergund of aangevraagd zijn, is niet bekend; dit evenement neemt er {new}. {reach}"
    )


def shift(heavy: int, most: int, start: datetime | None) -> str:
    """Say how many heavy events share a shift of the police."""
    if not heavy:
        return "In de politiediensten van dit evenement is geen evenement van klasse B of C."
    when = "" if start is None else f" die op {written_day(start)} om {start:%H} uur begint"
    verb = "is" if heavy == 1 else "zijn"
    return (
        f"In de politiedienst{when} {verb} er {counted(heavy)} van "
        f"klasse B of C, dit meegeteld; de instelling is hooguit {most}."
    )


def quiet(first: MonthDay, last: MonthDay, reason: str, *, only_sound: bool) -> str:
    """Say in which quiet period a request falls."""
    what = "zonder versterkt geluid" if only_sound else "zonder evenementen"
    when = f"{first[1]}-{first[0]}"
    if last != first:
        when += f" tot en met {last[1]}-{last[0]}"
    return f"Stille periode {what}: {reason} ({when})."


def road_works(metres: float, told: Sequence[str]) -> str:
    """Say which work on roads is near at the same time."""
    if not told:
        return f"Binnen {number(metres)} m is dan geen werk aan de weg."
    shown = "; ".join(told[:3]) + ("; …" if len(told) > 3 else "")  # noqa: PLR2004 - as shown
    works = plural(len(told), "werk", "werken")
    return f"Binnen {number(metres)} m is tegelijk werk aan de weg ({works}): {shown}."


def road_work(name: str, metres: float, first: date | None, last: date | None) -> str:
    """Describe work on a road.

    Examples
    --------
    >>> from datetime import date
    >>> road_work("Spuiboulevard", 120.4, date(2018, 5, 1), None)
    'Spuiboulevard, 120 m, vanaf 01-05-2018'
    """
    where = f"{name or 'zonder naam'}, {number(metres)} m"
    if first is None:
        return where if last is None else f"{where}, t/m {written_day(last)}"
    if last is None:
        return f"{where}, vanaf {written_day(first)}"
    return f"{where}, {written_day(first)} t/m {written_day(last)}"


def unclear_works(count: int) -> str:
    """Say that some work could not be weighed."""
    works = plural(count, "werk", "werken")
    return f" Van {works} in de buurt ligt het einde vóór het begin; dat is niet meegewogen."


def classified(
    table: str,
    risks: tuple[str, str],
    points: tuple[int, int, int],
    made: Sequence[tuple[str, int]],
    unknown: Sequence[str],
) -> str:
    """Say which class the table gives, with the points that made it.

    Parameters
    ----------
    table
        What the table is called.
    risks
        The class, and the heaviest it could be.
    points
        Of this request, and from which class B and C begin.
    made
        Question and points.
    unknown
        Questions without an answer.
    """
    risk, heaviest = risks
    total, class_b, class_c = points
    parts = ", ".join(f"{label.lower()} {given}" for label, given in made if given)
    told = (
        f"{table}: klasse {risk} met {plural(total, 'punt', 'punten')} (B vanaf {class_b}, C vanaf "
        f"{class_c}). Punten: {parts or 'geen'}."
    )
    if unknown:
        listed = ", ".join(unknown).lower()
        told += f" Niet ingevuld: {listed}; de klasse kan dan {heaviest} zijn."
    return told


def not_loaded(label: str) -> str:
    """Say that a layer is not there."""
    return f"De afstand tot {label} is niet bekeken: die laag is niet geladen."


def none_of_kind(label: str) -> str:
    """Say that a layer has none of a kind."""
    return f"In de geladen laag staat geen {label}."


def near(label: str, name: str, metres: float, *, about: bool) -> str:
    """Say how far the nearest of a kind is."""
    roughly = "ongeveer " if about else ""
    return f"Het dichtst bij: {label} {name or 'zonder naam'}, {roughly}{number(metres)} m."


def in_zone(zone: str) -> str:
    """Say in which zone a place lies."""
    return f" De plek ligt in het {zone}." if zone.endswith("gebied") else f" Dat is {zone}."


def vulnerable(crowd: int, *, counts: bool) -> str:
    """Say from how many people on a place in the open is itself to be protected."""
    if counts:
        return f" Buiten met {number(crowd)} personen of meer is dit zelf een kwetsbare locatie."
    return f" Dit telt pas buiten en vanaf {number(crowd)} personen."


def history(
    turnout: float, compared: int, expected: int, *, same_event: bool, too_many: bool
) -> str:
    """Say how many people came before, and what that would mean now."""
    what = "Dit evenement" if same_event else "Dit soort evenement op deze plek"
    told = (
        f"{what} trok eerder {number(100 * turnout)} % van wat was verwacht "
        f"({plural(compared, 'keer', 'keer')} ingevuld). Nu zou dat {number(expected)} zijn."
    )
    return told + (" Dat past niet op de locatie." if too_many else "")


def last_finding(written: str) -> str:
    """Say what was written down last time."""
    return f" Laatste bevinding: {written}"


UNTITLED: Final = "Evenement zonder titel"


def no_event(event_id: str) -> Parts:
    """Say that an event is not in the calendar."""
    return (
        f"Evenement '{event_id}' staat niet in de kalender.",
        "Verwacht: het id van een evenement uit de kalender.",
        "Zoek het id op in de kalender.",
    )


def no_turnout(number_told: int) -> Parts:
    """Say that a number of visitors cannot be right."""
    return (
        f"{number_told} is geen aantal bezoekers.",
        "Verwacht: 0 of meer.",
        "Vul het aantal in dat er op het drukste moment was.",
    )
