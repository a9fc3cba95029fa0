"""What is said about exposure to rail and water, in Dutch."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Final

from hotspots.dutch import listed, number, plural

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hotspots.risico.exposure import Dependents


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


LABELS: Final = {
    "plaatsgebonden_risico": "Plaatsgebonden risico",
    "groepsrisico": "Groepsrisico",
    "zelfredzaamheid": "Zelfredzaamheid",
    "beheersbaarheid": "Beheersbaarheid",
    "resteffect": "Resteffect",
}
NO_PR: Final = (
    "Niet bekend: het gebied met plaatsgebonden risico 10⁻⁶ is niet ingelezen, en de breedte ervan "
    "is niet te berekenen zonder de Regeling basisnet."
)
WAGONS: Final = "het aantal wagens met brandbaar gas"
ACCIDENTS: Final = "de kans op een ongeval per wagen per kilometer"
LETHALITY: Final = "de overlijdenskans"
COLUMN_NO_OBJECTS: Final = "Er zijn geen kwetsbare objecten geladen: niet bekend of er een in ligt."
NO_ELDERLY: Final = "Hoeveel ouderen er wonen, is niet bekend."
NO_DEPENDENT: Final = "Hoeveel mensen zich niet zelf kunnen redden, is niet bekend."
CONTRIBUTION: Final = (
    "Bijdrage: het deel in alle mensen die een BLEVE zou raken, als die overal op het spoor even "
    "waarschijnlijk is. Naar de groepsrisicokaart van RIVM en TNO (2007), vereenvoudigd."
)
#: How many buurten a sentence names.
_NAMED: Final = 3


def location_risk(residents: float, objects: Sequence[str] | None) -> tuple[str, ...]:
    """Tell who and what lies inside the limit value; None if no objects were loaded."""
    if objects is None:
        return _inside_limit(residents), COLUMN_NO_OBJECTS
    named = f": {', '.join(objects)}" if objects else ""
    return (
        _inside_limit(residents),
        lie_in(len(objects), "kwetsbaar of zeer kwetsbaar", "kwetsbare of zeer kwetsbare", named),
    )


def _inside_limit(residents: float) -> str:
    if isnan(residents):
        return "Hoeveel mensen er binnen plaatsgebonden risico 10⁻⁶ wonen, is niet bekend."
    return f"{number(residents)} inwoners wonen binnen plaatsgebonden risico 10⁻⁶."


def not_calculated(missing: Sequence[str]) -> str:
    """Say what is lacking.

    Examples
    --------
    >>> not_calculated(["de overlijdenskans"])
    'Niet te berekenen. Niet ingevuld: de overlijdenskans.'
    """
    return f"Niet te berekenen. Niet ingevuld: {', '.join(missing)}."


def group_risk(
    ratio: float | None, why: str, shares: Sequence[tuple[str, float]]
) -> tuple[str, ...]:
    """Tell the group risk as times the oriëntatiewaarde, and which buurten add most."""
    told = why
    if ratio is not None:
        told = (
            f"Hoogstens {number(ratio, 2)} keer de oriëntatiewaarde per kilometer. Dat is geen "
            "grens: boven de waarde moet worden uitgelegd waarom het mag."
        )
    if not shares:
        return told, "Nergens langs het spoor zijn genoeg mensen om als groep te tellen."
    named = ", ".join(f"{name} ({number(100 * part)} %)" for name, part in shares[:_NAMED])
    return told, f"Dragen het meest bij: {named}."


def in_objects(dependents: Dependents) -> str:
    """Say how many of those who cannot help themselves are in objects, as far as those give it.

    Examples
    --------
    >>> from hotspots.risico.exposure import Dependents
    >>> in_objects(Dependents(150.0, objects=3, without=2))
    ', van wie 150 in kwetsbare objecten (van 2 objecten niet bekend)'
    >>> in_objects(Dependents(None, objects=1, without=1))
    ' (van 1 kwetsbaar object niet bekend)'
    >>> in_objects(Dependents(0.0, objects=0, without=0))
    ''
    """
    people, without = dependents.people, dependents.without
    if people is None and not dependents.objects:
        return " (van kwetsbare objecten niet bekend)"
    if people is None:
        return f" (van {plural(without, 'kwetsbaar object', 'kwetsbare objecten')} niet bekend)"
    if not dependents.objects:
        return ""
    told = f", van wie {number(people)} in kwetsbare objecten"
    if without:
        told += f" (van {plural(without, 'object', 'objecten')} niet bekend)"
    return told


def self_reliance(
    zone: str,
    elderly: float,
    dependent: tuple[float, float],
    cared: Sequence[str] | None,
    helpless: Dependents,
) -> tuple[str, ...]:
    """Tell who cannot get away alone; None if no objects were loaded."""
    told = [
        f"Tot en met {zone.lower()} wonen {number(elderly)} mensen van 65 jaar en ouder.",
        (
            f"Naar schatting {margin(dependent)} mensen kunnen zich niet zelf redden"
            f"{in_objects(helpless)}."
        ),
    ]
    if isnan(elderly):
        told = [NO_ELDERLY]
    if cared is None:
        return *told, COLUMN_NO_OBJECTS
    named = f": {', '.join(cared)}" if cared else ""
    return *told, lie_in(len(cared), "zeer kwetsbaar", "zeer kwetsbare", named)


def lie_in(count: int, one: str, many: str, named: str) -> str:
    """Tell how many objects lie in a zone, and which.

    Examples
    --------
    >>> lie_in(1, "kwetsbaar", "kwetsbare", ": School"), lie_in(0, "kwetsbaar", "kwetsbare", "")
    ('1 kwetsbaar object ligt erin: School.', '0 kwetsbare objecten liggen erin.')
    """
    told = plural(count, f"{one} object ligt", f"{many} objecten liggen")
    return f"{told} erin{named}."


def setting_sentence(label: str, value: float, unit: str, source: str) -> str:
    """Tell a setting with its source."""
    return f"{label}: {number(value, 1)} {unit}".strip() + f". Bron: {source}."


def not_given(labels: Sequence[str], sources: Sequence[str]) -> str:
    """Tell which settings nobody filled in, and where to ask."""
    return f"Niet ingevuld: {'; '.join(labels)}. {' '.join(f'{source}.' for source in sources)}"


def rest(
    most: float | None,
    place: Sequence[int] | None,
    radius_m: float,
    dependent: tuple[float, float],
) -> tuple[str, ...]:
    """Tell what is left when all measures have been taken."""
    if most is None or place is None:
        return ("Er woont niemand binnen de straal van een BLEVE op het spoor.",)
    return (
        (
            f"Op de ongunstigste plek van het spoor (x {number(place[0])}, y {number(place[1])}) "
            f"zijn {number(most)} mensen binnen {number(radius_m)} m."
        ),
        _left_to_help(dependent),
    )


def _left_to_help(dependent: tuple[float, float]) -> str:
    if isnan(dependent[0]):
        return NO_DEPENDENT
    return f"Wie zich niet zelf kan redden, blijft aangewezen op hulp: {margin(dependent)} mensen."


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


UNDER_WATER: Final = "Onder water in dit scenario"
#: The two ends of every margin.
ENDS: Final = ("gunstig", "ongunstig")
NO_HOURS: Final = "Wanneer het water komt, is in deze gegevens niet opgegeven."
NO_DURATION: Final = "Hoe lang het water blijft staan, is in deze gegevens niet opgegeven."
VERDICTS: Final = {
    "droog": "blijft droog",
    "op_tijd": "op tijd",
    "onzeker": "onzeker",
    "te_laat": "te laat",
    "niet_bekend": "niet bekend",
}


def margins(*, dry_known: bool) -> str:
    """Say why numbers are margins; a dry floor at home may be known.

    Examples
    --------
    >>> margins(dry_known=True).partition(": ")[2]
    'hoeveel mensen vertrekken, is niet bekend.'
    """
    dry = "" if dry_known else " en wie thuis een droge verdieping heeft"
    return (
        f"Alle aantallen zijn marges, van gunstig tot ongunstig: hoeveel mensen vertrekken{dry}, "
        "is niet bekend."
    )


NO_DIKE: Final = (
    "Wat buiten de gebieden van deze waterkaart ligt, telt als droog. Welk land buiten de dijk "
    "ligt, is niet ingelezen."
)


def shelters_not_usable(
    flooded: Sequence[str], unknown: Sequence[str], outside_dike: Sequence[str]
) -> tuple[str, ...]:
    """Say which shelters cannot be used, and why.

    Examples
    --------
    >>> shelters_not_usable(["A"], [], [])
    ('1 opvangplaats staat zelf onder water en telt niet mee.',)
    """
    told = []
    if flooded:
        which = plural(len(flooded), "opvangplaats staat", "opvangplaatsen staan")
        counts = "telt" if len(flooded) == 1 else "tellen"
        told.append(f"{which} zelf onder water en {counts} niet mee.")
    if unknown:
        told.append(
            f"Niet bekend of het er droog blijft: {', '.join(unknown)}. Daar is niemand ingedeeld."
        )
    if outside_dike:
        told.append(
            f"Buiten de dijk, en niet bekend of het er droog blijft: {', '.join(outside_dike)}. "
            "Daar is niemand ingedeeld."
        )
    return tuple(told)


def shelters_without_area(count: int) -> str:
    """Say that nobody was given a place where it is not known how many there are.

    Examples
    --------
    >>> shelters_without_area(0), shelters_without_area(2)
    ('', 'Van 2 droge opvangplaatsen is het oppervlak niet bekend: daar is niemand ingedeeld.')
    """
    if not count:
        return ""
    return (
        f"Van {plural(count, 'droge opvangplaats', 'droge opvangplaatsen')} is het oppervlak niet "
        "bekend: daar is niemand ingedeeld."
    )
