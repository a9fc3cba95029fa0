"""How rail and water alike are put in Dutch: amounts, people, objects, events, settings."""

from __future__ import annotations

from dataclasses import replace
from math import isnan
from typing import TYPE_CHECKING, Final

from hotspots.access.completeness_words import OBJECT_KINDS
from hotspots.dutch import day, listed, number, plural

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from hotspots.catalog.whole import WholeWords
    from hotspots.errors import Parts
    from hotspots.risico.beyond import Beyond
    from hotspots.risico.tally import Dependents


NOT_KNOWN: Final = "niet bekend"

UNKNOWN_AMOUNT: Final = "een onbekend aantal"

NOT_FILLED: Final = "niet ingevuld"

#: How many are named in a sentence.
_NAMED: Final = 4


def amount(people: float | None) -> str:
    """Write a number of people in a sentence, also one that is not known.

    Examples
    --------
    >>> amount(1200), amount(None)
    ('1.200', 'een onbekend aantal')
    """
    return shown(people, UNKNOWN_AMOUNT)


def amounts(pair: Sequence[float | None]) -> str:
    """Write a margin of people in a sentence, also one that is not known.

    Examples
    --------
    >>> amounts([30, 10]), amounts([None, None])
    ('10 tot 30', 'een onbekend aantal')
    """
    return shown_margin(pair, UNKNOWN_AMOUNT)


def shown(people: float | None, unknown: str = "–") -> str:
    """Write a number of people; ``unknown`` where it is not known."""
    return unknown if people is None else number(people)


def shown_margin(pair: Sequence[float | None], unknown: str = "–") -> str:
    """Write a margin of people, whichever end comes first; ``unknown`` where it is not known."""
    ends = [end for end in pair if end is not None]
    return margin((min(ends), max(ends))) if len(ends) == len(pair) else unknown


def between(bounds: Sequence[float | None]) -> str:
    """Say between which numbers an estimate lies for certain; nothing where it is exact.

    Examples
    --------
    >>> between([0, 23104.2]), between([5.0, 5.0]), between([])
    (', ergens tussen 0 en 23.104', '', '')
    """
    ends = [round(end) for end in bounds if end is not None]
    if len(ends) < len(bounds) or not ends or ends[0] == ends[-1]:
        return ""
    return f", ergens tussen {number(ends[0])} en {number(ends[-1])}"


def range_beside(bounds: Sequence[float | None]) -> str:
    """Say the same beside a figure.

    Examples
    --------
    >>> range_beside([0, 23104.2])
    'ergens tussen 0 en 23.104'
    """
    return between(bounds).removeprefix(", ")


def at_moment(moment: str) -> str:
    """Say when a scenario is, "nacht" or "dag", in a sentence.

    Examples
    --------
    >>> at_moment("nacht"), at_moment("dag")
    ("'s nachts", 'overdag')
    """
    return "'s nachts" if moment == "nacht" else "overdag"


def first_of(names: Sequence[str]) -> str:
    """Name the first few, and say how many there are more.

    Examples
    --------
    >>> first_of(["A", "B"]), first_of(["A", "B", "C", "D", "E", "F"])
    ('A, B', 'A, B, C, D en nog 2')
    """
    left = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" en nog {left}" if left > 0 else "")


def setting_value(value: float | None, low: float | None, high: float | None, unit: str) -> str:
    """Write a setting, as a margin where it is one.

    Examples
    --------
    >>> setting_value(30, None, None, "m"), setting_value(None, 0.08, 0.25, "")
    ('30 m', '0,08 tot 0,25')
    >>> setting_value(None, None, None, "m"), setting_value(1e-4, None, None, "per jaar")
    ('niet ingevuld', '0,0001 per jaar')
    """
    if value is not None:
        return f"{_short(value)} {unit}".strip()
    if low is None or high is None:
        return NOT_FILLED
    return f"{_short(low)} tot {_short(high)} {unit}".strip()


def _short(value: float) -> str:
    """Return a number without needless decimals."""
    written = number(value, 6).rstrip("0").rstrip(",")
    return written or "0"


def hours(low: float, high: float) -> str:
    """Write hours, as a margin where they are one.

    Examples
    --------
    >>> hours(4, 12), hours(0.5, 0.5)
    ('4 tot 12', '0,5')
    """
    return _short(low) if low == high else f"{_short(low)} tot {_short(high)}"


def capital(sentence: str) -> str:
    """Begin a sentence with it."""
    return sentence[:1].upper() + sentence[1:]


def margin(pair: tuple[float, float]) -> str:
    """Write a margin of whole people; a dash where it is not known.

    Examples
    --------
    >>> margin((1200.4, 3600.0)), margin((5.0, 5.0)), margin((float("nan"), 5.0))
    ('1.200 tot 3.600', '5', '–')
    """
    if any(isnan(end) for end in pair):
        return "–"
    low, high = (number(round(value)) for value in pair)
    return low if low == high else f"{low} tot {high}"


NO_RISK: Final = "Beschrijf een scenario in data/<thema>/risk.toml."
VALUE_OR_MARGIN: Final = "verwacht 'value', of 'low' en 'high' samen."
MARGIN_REVERSED: Final = "'low' is hoger dan 'high'."

#: What a result says about how people were placed.
METHOD: Final = {
    "land": (
        "Inwoners zijn gelijk verdeeld over het land van hun buurt: cijfers zeggen hoeveel mensen "
        "in een buurt wonen, niet waar."
    ),
    "addresses": "Inwoners zijn gelijk verdeeld over de woningen van hun buurt.",
}
MEASURES: Final = {
    "night": "inwoners, 's nachts",
    "day": "mensen overdag",
    "households": "huishoudens",
    "elderly": "65 jaar en ouder",
    "dependent": "niet zelfredzaam",
}
ZONES: Final = {
    "pr10_6": "Plaatsgebonden risico 10⁻⁶",
    "brand": "Brandaandachtsgebied",
    "explosie": "Explosieaandachtsgebied",
    "gifwolk": "Gifwolkaandachtsgebied",
}
VULNERABILITY: Final = {
    "zeer_kwetsbaar": "zeer kwetsbaar",
    "kwetsbaar": "kwetsbaar",
    "beperkt_kwetsbaar": "beperkt kwetsbaar",
}


def kinds_unknown(kinds: Sequence[str]) -> str:
    """Say which kinds of objects nobody loaded, so that it is not known whether any is there.

    Examples
    --------
    >>> kinds_unknown(["scholen", "kinderopvang", "gevangenissen"])
    'scholen, kinderopvang en gevangenissen zijn niet geladen: niet bekend'
    >>> kinds_unknown(["kinderopvang"]), kinds_unknown([])
    ('kinderopvang is niet geladen: niet bekend', '')
    """
    if not kinds:
        return ""
    verb = "is" if list(kinds) == [OBJECT_KINDS["childcare"]] else "zijn"
    return f"{listed(kinds)} {verb} niet geladen: niet bekend"


CALCULATED: Final = "berekend"


def setting_unknown(name: str, label: str) -> Parts:
    """Say that a setting has no value."""
    return (
        f"De instelling '{name}' is niet ingevuld.",
        f"Het gaat om: {label}.",
        "Vul een waarde in, met de bron erbij, in data/<thema>/risk.toml.",
    )


def no_scenario(scenario: str, known: Sequence[str]) -> tuple[str, str]:
    """Say that there is no scenario of this name."""
    return f"Scenario '{scenario}' bestaat niet.", f"Bekende scenario's: {', '.join(known)}."


SETTINGS: Final = "de instellingen voor fysieke veiligheid"
SETTINGS_REPAIR: Final = "Herstel ze in risk.toml."


def nothing_loaded(what: str) -> Parts:
    """Say that a layer is needed that this home does not have."""
    return (
        f"Deze gemeente heeft geen laag met {what}.",
        "Zonder die laag is er niets om mee te rekenen.",
        "Maak een map in geodata/ met een layer.toml met het goede doel ('purpose').",
    )


def error_sentence(share: float) -> str:
    """Say how far areal weighting is off, measured on the areas of this home."""
    return (
        "Getest door steeds twee buurten samen te nemen en weer te verdelen: gemiddeld komt "
        f"{number(100 * share)} procent van de inwoners in de verkeerde helft terecht. Dat geldt "
        "voor een zone die buurten in tweeën deelt. Bij een strook die smaller is dan een buurt "
        "kan het veel meer schelen: daarom staan er grenzen bij, van niemand tot iedereen in de "
        "buurten die de zone voor een deel raakt."
    )


NO_EVENTS_KNOWN: Final = "Welke evenementen er op {day} zijn, is niet bekend. {reach}"
#: What may be invented, and what is said of it.
INVENTED: Final = {
    "flood": (
        "De overstroming is een voorbeeld, geen berekening van water. Neem er geen besluit op."
    ),
    "areas": "De aandachtsgebieden van bedrijven en buisleidingen zijn een voorbeeld.",
    "sites": "Evenementlocaties zijn een voorbeeld.",
    "events": "Evenementen zijn verzonnen.",
    "shelters": "Opvangplaatsen hebben een verzonnen vloeroppervlak.",
    "objects": "Kwetsbare objecten zijn verzonnen.",
}
DAY_ASSUMED: Final = (
    "Hoeveel mensen er overdag zijn, is een aanname: een deel van de inwoners. Wie er werkt of op "
    "bezoek is, telt niet mee."
)
NO_CALENDAR: Final = "Er is geen kalender."
NO_OBJECTS: Final = "Er zijn geen kwetsbare objecten geladen."
#: What an event is called among the places to warn.
EVENT_SORT: Final = "evenement"


def unknown_people(buurten: Mapping[str, int]) -> tuple[str, ...]:
    """Say in how many buurten which number is not known; nothing where all are known.

    Examples
    --------
    >>> unknown_people({"night": 0, "elderly": 1})
    ('Niet bekend in 1 buurt: 65 jaar en ouder. Die buurten tellen daarin niet mee.',)
    """
    alike: dict[int, list[str]] = {}
    for name, count in buurten.items():
        alike.setdefault(count, []).append(MEASURES[name])
    return tuple(
        f"Niet bekend in {plural(count, 'buurt', 'buurten')}: {', '.join(labels)}. Die buurten "
        "tellen daarin niet mee."
        for count, labels in alike.items()
        if count
    )


def events_without_place(count: int) -> str:
    """Say how many events of the day could not be placed; of none there is nothing to say.

    Examples
    --------
    >>> events_without_place(1)
    'Van 1 evenement van die dag is de plaats niet bekend: dat is niet nagekeken.'
    """
    if not count:
        return ""
    events = plural(count, "evenement van die dag", "evenementen van die dag")
    which = "dat is" if count == 1 else "die zijn"
    return f"Van {events} is de plaats niet bekend: {which} niet nagekeken."


def events_without_visitors(count: int) -> str:
    """Say of how many events outdoors in a zone the size is not known; of none nothing.

    Examples
    --------
    >>> events_without_visitors(2)
    'Van 2 evenementen buiten in een zone is niet bekend hoe groot zij zijn.'
    """
    if not count:
        return ""
    events = plural(count, "evenement buiten in een zone", "evenementen buiten in een zone")
    return f"Van {events} is niet bekend hoe groot {'het is' if count == 1 else 'zij zijn'}."


def zone_name(label: str, *, calculated: bool) -> str:
    """Name a zone; one that is a distance from the settings says so."""
    return f"{label} ({CALCULATED})" if calculated else label


def event_in_zone(title: str, visitors: float, zone: str, *, calculated: bool) -> str:
    """Flag a large event in a zone."""
    return (
        f"Evenement '{title}' ({number(visitors)} bezoekers, buiten) ligt in: "
        f"{zone_name(zone, calculated=calculated)}. Dat is een kwetsbare locatie."
    )


def shelter_in_zone(name: str, zone: str, *, calculated: bool) -> str:
    """Flag a shelter in a zone."""
    return f"Opvangplaats '{name}' ligt in: {zone_name(zone, calculated=calculated)}."


def beyond(outside: Beyond | None, whole: WholeWords) -> str:
    """Say how many people there are in the part outside the municipality, or that it is not known.

    Examples
    --------
    >>> from hotspots.catalog.whole import OF_ONE
    >>> from hotspots.risico.beyond import Beyond
    >>> beyond(None, OF_ONE), beyond(Beyond(None, 0.0, (), ""), OF_ONE)
    ('', '; buiten de gemeente niet bekend')
    >>> beyond(Beyond(1200.0, 0.5, (), "CBS"), OF_ONE)
    '; buiten de gemeente naar schatting ten minste 1.200'
    """
    if outside is None:
        return ""
    if outside.people is None:
        return f"; buiten {whole.the} niet bekend"
    least = "ten minste " if outside.status == "counted_in_part" else ""
    return f"; buiten {whole.the} naar schatting {least}{number(outside.people)}"


def beyond_note(outside: Beyond, whole: WholeWords, moment: str, of_zone: str) -> str:
    """Say who is in the part of a zone outside the municipality, whose numbers these are.

    Parameters
    ----------
    moment
        "nacht" or "dag".
    of_zone
        "de zone", or "de zones langs het spoor" of all tracks.

    Examples
    --------
    >>> from hotspots.catalog.whole import OF_ONE
    >>> from hotspots.risico.beyond import Beyond
    >>> beyond_note(Beyond(1200.0, 0.875, ("Zwijndrecht",), "CBS"), OF_ONE, "nacht", "de zone")
    ... # doctest: +NORMALIZE_WHITESPACE
    "Buiten de gemeente (Zwijndrecht) zijn 's nachts naar schatting 1.200 mensen in de zone, naar de
    oppervlakte van de buurten daar (CBS); van 12,5 % van dat deel is het niet bekend. Zij staan in
    geen ander getal."
    """
    when = at_moment(moment)
    of = f" ({listed(outside.gemeenten)})" if outside.gemeenten else ""
    rest = ""
    if outside.status == "counted_in_part":
        part = number(100 * (1 - outside.known_share), 1)
        rest = f"; van {part} % van dat deel is het niet bekend"
    return (
        f"Buiten {whole.the}{of} zijn {when} naar schatting {amount(outside.people)} mensen in "
        f"{of_zone}, naar de oppervlakte van de buurten daar ({outside.attribution}){rest}. Zij "
        "staan in geen ander getal."
    )


def shelters_in_zone(zone: str, names: Sequence[str]) -> str:
    """Say in one sentence which shelters lie in a zone."""
    return f"{number(len(names))} opvangplaatsen liggen in: {zone}. Het zijn {', '.join(names)}."


def events_of(day_: date) -> str:
    """Say of which day events were counted."""
    return f"Evenementen zijn die van {day(day_)}."


ALL_ROUTES: Final = (
    "Over welke spoorlijnen gevaarlijke stoffen gaan, is niet ingesteld: alle lijnen tellen mee."
)

NO_KNOWN_ROUTE: Final = (
    "Geen van de ingestelde routes komt voor bij de spoorlijnen: alle lijnen tellen mee."
)


def routes(names: Sequence[str], source: str) -> str:
    """Say which railways were counted with."""
    return f"Gerekend met de routes: {', '.join(names)}. Bron: {source}."


UNDER_WATER: Final = "Onder water in dit scenario"


def vulnerable_in_pr(name: str, vulnerability: str) -> str:
    """Flag a place inside the limit value."""
    return (
        f"'{name}' is {VULNERABILITY[vulnerability]} en ligt binnen plaatsgebonden risico 10⁻⁶: "
        "daar geldt een grenswaarde (artikel 5.7 Bkl)."
    )


NO_ELDERLY: Final = "Hoeveel ouderen er wonen, is niet bekend."


def in_objects(dependents: Dependents) -> str:
    """Say how many of those who cannot help themselves are in objects, as far as those give it.

    Examples
    --------
    >>> from hotspots.risico.tally import Dependents
    >>> in_objects(Dependents(150.0, objects=3, without=2))
    ', van wie 150 in kwetsbare objecten (van 2 objecten niet bekend)'
    >>> in_objects(Dependents(None, objects=1, without=1))
    ' (van 1 kwetsbaar object niet bekend)'
    >>> in_objects(Dependents(0.0, objects=0, without=0))
    ''
    >>> in_objects(Dependents(170.0, objects=2, without=0, closed=2))
    ', van wie 170 in kwetsbare objecten; 2 gesloten objecten tellen niet mee'
    """
    people, without = dependents.people, dependents.without
    if dependents.closed:
        closed = plural(dependents.closed, "gesloten object telt", "gesloten objecten tellen")
        open_ones = in_objects(replace(dependents, closed=0))
        return f"{open_ones}; {closed} niet mee" if people is not None else open_ones
    if people is None and not dependents.objects:
        return " (van kwetsbare objecten niet bekend)"
    if people is None:
        return f" (van {plural(without, 'kwetsbaar object', 'kwetsbare objecten')} niet bekend)"
    if not dependents.objects:
        return ""
    part = f", van wie {number(people)} in kwetsbare objecten"
    if without:
        part += f" (van {plural(without, 'object', 'objecten')} niet bekend)"
    return part


def helpless_sentence(
    elderly: float | None, margins: Sequence[float | None], objects: Dependents
) -> str:
    """Say how many are old, and how many cannot help themselves, those in objects with them."""
    old = NO_ELDERLY if elderly is None else f"{number(elderly)} mensen zijn 65 jaar of ouder."
    return (
        f"{old} Naar schatting {amounts(margins)} mensen kunnen zich niet zelf redden"
        f"{in_objects(objects)}."
    )
