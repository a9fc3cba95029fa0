"""What is said about rail and water alike, in Dutch: people, objects, events, settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hotspots.dutch import day, listed, number, plural

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date


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
#: Objects that are zeer kwetsbaar by the Bkl (annex VI), as they are named in a sentence.
OBJECT_KINDS: Final = {
    "hospital": "ziekenhuizen",
    "nursing_home": "verpleeghuizen",
    "school": "scholen",
    "childcare": "kinderopvang",
    "prison": "gevangenissen",
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


def setting_unknown(name: str, label: str) -> tuple[str, str, str]:
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


def nothing_loaded(what: str) -> tuple[str, str, str]:
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


def beyond(status: str) -> str:
    """Say that it is not known how many people there are outside the municipality."""
    return "; buiten de gemeente niet bekend" if status == "counted_in_part" else ""


def shelters_in_zone(zone: str, names: Sequence[str]) -> str:
    """Say in one sentence which shelters lie in a zone."""
    return f"{number(len(names))} opvangplaatsen liggen in: {zone}. Het zijn {', '.join(names)}."


def events_of(day_: date) -> str:
    """Say of which day events were counted."""
    return f"Evenementen zijn die van {day(day_)}."


ALL_ROUTES: Final = (
    "Over welke spoorlijnen gevaarlijke stoffen gaan, is niet ingesteld: alle lijnen tellen mee."
)

NO_ROUTE_FOUND: Final = (
    "Geen van de ingestelde routes komt voor bij de spoorlijnen: alle lijnen tellen mee."
)


def routes(names: Sequence[str], source: str) -> str:
    """Say which railways were counted with."""
    return f"Gerekend met de routes: {', '.join(names)}. Bron: {source}."
