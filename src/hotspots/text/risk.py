"""What is said about exposure to rail and water, in Dutch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hotspots.text.numbers import listed, number, plural

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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
KINDS: Final = {"plasbrand": "Plasbrand", "bleve": "BLEVE", "gifwolk": "Gifwolk"}
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
STRAIGHT_LINE: Final = "Afstanden zijn hemelsbreed: er is geen wegennet geladen."


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


def settings_wrong(problems: Sequence[str]) -> tuple[str, str, str]:
    """List everything that is wrong with the settings."""
    return (
        f"{len(problems)} fout(en) in de instellingen voor fysieke veiligheid:\n- "
        + "\n- ".join(problems),
        "",
        "Herstel ze in risk.toml.",
    )


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


def zones_calculated(calculated: Sequence[str], register: Sequence[str]) -> str:
    """Say which zones follow from settings, and which come from the register; of none nothing.

    Examples
    --------
    >>> zones_calculated([], ["Brandaandachtsgebied"])
    'Uit het Register externe veiligheid: brandaandachtsgebied.'
    """
    told = []
    if calculated:
        told.append(f"Berekend met afstanden uit de instellingen: {listed(calculated).lower()}.")
    if register:
        told.append(f"Uit het Register externe veiligheid: {listed(register).lower()}.")
    elif calculated:
        told.append("Geen zone komt uit het Register externe veiligheid.")
    return " ".join(told)


NO_WIND: Final = (
    "Een gifwolk heeft een windrichting nodig.",
    "Gevonden: geen wind.",
    "Geef waar de wind vandaan komt, in graden: --wind 270 is westenwind.",
)
WARN_ORDER: Final = (
    "Volgorde van waarschuwen: eerst zeer kwetsbaar, dan kwetsbaar, dan beperkt kwetsbaar; binnen "
    "een klasse eerst wie het dichtst bij het ongeval is."
)
PARTLY_OUTSIDE: Final = (
    "Een deel van de zone ligt buiten de gemeente. Hoeveel mensen daar zijn, is niet bekend."
)
WHOLLY_OUTSIDE: Final = "De zone ligt buiten de gemeente. Hoeveel mensen daar zijn, is niet bekend."
NO_EVENTS_KNOWN: Final = "Welke evenementen er op {day} zijn, is niet bekend. {reach}"
ZONES_OUTSIDE: Final = (
    "Een deel van de zones ligt buiten de gemeente. Hoeveel mensen daar zijn, is niet bekend."
)
NO_PR_ZONE: Final = (
    "Het gebied met plaatsgebonden risico 10⁻⁶ is niet ingelezen. Er is dus niet nagekeken of daar "
    "kwetsbare objecten in liggen."
)
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
ALL_ROUTES: Final = (
    "Over welke spoorlijnen gevaarlijke stoffen gaan, is niet ingesteld: alle lijnen tellen mee."
)
NO_ROUTE_FOUND: Final = (
    "Geen van de ingestelde routes komt voor bij de spoorlijnen: alle lijnen tellen mee."
)
DAY_ASSUMED: Final = (
    "Hoeveel mensen er overdag zijn, is een aanname: een deel van de inwoners. Wie er werkt of op "
    "bezoek is, telt niet mee."
)
NO_CALENDAR: Final = "Er is geen kalender."
NO_OBJECTS: Final = "Er zijn geen kwetsbare objecten geladen."
#: What an event is called among the places to warn.
EVENT_SORT: Final = "evenement"


def unknown_people(buurten: Mapping[str, int]) -> tuple[str, ...]:
    """Say of how many buurten which number is not known; of none there is nothing to say.

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
    told = plural(count, "evenement van die dag", "evenementen van die dag")
    which = "dat is" if count == 1 else "die zijn"
    return f"Van {told} is de plaats niet bekend: {which} niet nagekeken."


def events_without_visitors(count: int) -> str:
    """Say of how many events outdoors in a zone the size is not known; of none nothing.

    Examples
    --------
    >>> events_without_visitors(2)
    'Van 2 evenementen buiten in een zone is niet bekend hoe groot zij zijn.'
    """
    if not count:
        return ""
    told = plural(count, "evenement buiten in een zone", "evenementen buiten in een zone")
    return f"Van {told} is niet bekend hoe groot {'het is' if count == 1 else 'zij zijn'}."


def no_kind(kind: str, known: Sequence[str]) -> tuple[str, str, str]:
    """Say which kinds of incident there are."""
    return (
        f"Soort ongeval '{kind}' bestaat niet.",
        f"Mogelijk: {', '.join(known)}.",
        "Kies een van deze.",
    )


def not_in_country(x: float, y: float) -> tuple[str, str, str]:
    """Say that a point is no place in RD."""
    return (
        "De plaats van het ongeval ligt niet in Nederland.",
        f"Gevonden: x {number(x)}, y {number(y)}; verwacht: meters in RD, zoals 105420,424530.",
        "Controleer de coördinaten.",
    )


def wrong_wind(degrees: float) -> tuple[str, str, str]:
    """Say what a wind direction is."""
    return (
        "De windrichting klopt niet.",
        f"Gevonden: {number(degrees)}; verwacht: 0 tot en met 360 graden.",
        "0 en 360 zijn noordenwind, 90 oostenwind, 180 zuidenwind, 270 westenwind.",
    )


def no_place(written: str, stations: Sequence[str]) -> tuple[str, str, str]:
    """Say what a place can be."""
    return (
        f"De plaats '{written}' is niet gevonden.",
        f"Verwacht: X,Y in RD-meters, of een station: {', '.join(stations) or 'geen geladen'}.",
        "Schrijf bijvoorbeeld --at 105420,424530.",
    )


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


def vulnerable_in_pr(name: str, vulnerability: str) -> str:
    """Flag a place inside the limit value."""
    return (
        f"'{name}' is {VULNERABILITY[vulnerability]} en ligt binnen plaatsgebonden risico 10⁻⁶: "
        "daar geldt een grenswaarde (artikel 5.7 Bkl)."
    )


LOADED_FLOOD_NOTE: Final = (
    "Ingelezen en niet beschreven in risk.toml: wie vooraf vertrekt, is de algemene instelling."
)


def loaded_flood(name: str) -> str:
    """Name a flood that somebody loaded and nobody described."""
    return f"{name} (ingelezen)"


def no_depths(label: str, depths: str) -> tuple[str, str, str]:
    """Say that no layer holds the depths of a scenario."""
    return (
        f"Van scenario '{label}' is geen waterdiepte geladen.",
        f"Gezocht: een raster met de naam '{depths}', of gebieden met scenario '{depths}'.",
        "Lees een GeoTIFF of gebieden van LIWO in, of kies een ander scenario.",
    )


def routes(names: Sequence[str], source: str) -> str:
    """Say which railways were counted with."""
    return f"Gerekend met de routes: {', '.join(names)}. Bron: {source}."
