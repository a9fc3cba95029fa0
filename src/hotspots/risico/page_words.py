"""The page about rail and water, in Dutch: its parts, its choices, its tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hotspots.dutch import listed, number, plural

if TYPE_CHECKING:
    from collections.abc import Sequence


#: Of a home, or a role, that has nothing for the page.
NOT_HERE: Final = (
    "Er zijn hier nog geen spoorlijnen en geen overstromingen die u mag zien. Ze zijn nog niet "
    "opgehaald of ingelezen, of uw rol ziet ze niet. Ophalen gaat op de pagina Gegevens."
)
TITLE: Final = "Spoor en water"
PART: Final = "Onderdeel"
PARTS: Final = {"spoor": "Spoor", "water": "Water", "incident": "Incident"}
NOTHING_HERE: Final = (
    "Er zijn geen spoorlijnen en geen overstromingen die u mag zien. Vraag de beheerder."
)
SCENARIO: Final = "Scenario"
DAY: Final = "Evenementen op"
DAY_HELP: Final = (
    "Evenementen op deze dag worden meegeteld. Grote evenementen buiten worden nagekeken: liggen "
    "ze in een zone langs het spoor?"
)
INCIDENT_DAY: Final = "Dag van het ongeval"
INCIDENT_DAY_HELP: Final = (
    "Evenementen op deze dag worden meegeteld. Een groot evenement buiten in de zone staat bij wie "
    "u waarschuwt. Zonder keuze is het vandaag."
)
KIND: Final = "Soort ongeval"
PLACE: Final = "Plaats van het ongeval"
PLACE_HELP: Final = (
    "Een station, of x en y in meters RD, zoals 105420,424530. Of klik op de plaats op de kaart."
)
PLACE_PLACEHOLDER: Final = "station of x,y"
WIND: Final = "Wind uit (graden)"
WIND_HELP: Final = "0 en 360 is noord, 90 oost, 180 zuid, 270 west."
WIND_PLACEHOLDER: Final = "0 tot 360"
ASK_WIND: Final = (
    "Vul in waar de wind vandaan komt: een gifwolk drijft met de wind mee. Zonder wind is er geen "
    "zone."
)
ASK_PLACE: Final = (
    "Klik op de kaart waar het ongeval is, of typ een station of coördinaten. Daarna staan hier de "
    "zone, wie erin wonen en wie als eerste gewaarschuwd moet worden."
)
OUTSIDE: Final = (
    "Let op: deze plaats ligt buiten de gemeente. Van daarbuiten zijn geen inwoners bekend."
)

#: What stands on a map, in each table and in each file.
CALCULATED: Final = "Berekend"
PARTLY_EXAMPLE: Final = "Berekend, deels voorbeeld"
SOME_EXAMPLE: Final = "Deels voorbeeld"
EXAMPLE: Final = "Voorbeeld, verzonnen gegevens"
NO_FLAGS: Final = "Niets gevonden dat elkaar in de weg zit."
FLAGS: Final = "Let op"
OTHER_FLAGS: Final = {
    "spoor": "Ook nagekeken langs het spoor ({scenario}): {count} om op te letten",
    "water": "Ook nagekeken onder water ({scenario}): {count} om op te letten",
}
FIVE_COLUMNS: Final = "De vijf kolommen van het toetsingskader"
FIVE_COLUMNS_ABOUT: Final = (
    "Naar het toetsingskader van Dordrecht (2004, TNO R2004/105). Bij wat nog niet is "
    "ingevuld, staat dat erbij."
)
WHO_IS_IN: Final = "Wie en wat er in de zones ligt"
WHO_IS_WET: Final = "Wie en wat er onder water komt"
EXPOSED_BY: Final = "Tel per"
LEVELS: Final = {"zones": "Zone", "buurten": "Buurt", "wijken": "Wijk"}
DEPTH: Final = "Diepte"
NO_FLOODS: Final = "Er is nog geen overstroming beschreven. Vraag de beheerder."
PLACE_WRONG: Final = "Deze plaats is niet te lezen."
ASSUMPTIONS: Final = "Instellingen en aannames"
ALL_ASSUMPTIONS: Final = "Instellingen en aannames over spoor en water"
NOTES: Final = "Hoe dit is gerekend"
PICK_HINT: Final = "Klik op de kaart om het ongeval te verplaatsen."

SPOOR_MAP: Final = {
    "night": "Inwoners in een zone langs het spoor, 's nachts",
    "day": "Mensen in een zone langs het spoor, overdag",
}
WATER_MAP: Final = "Waterdiepte per buurt"
#: What the map of a flood shows: its tile, and its title where it is by place.
WATER_SHOWN: Final = "De kaart toont"
WATER_MAPS: Final = {
    "buurten": "Diepte per buurt", "depth": "Diepte per plek", "hours": "Uren tot het water",
}  # fmt: skip
FLOOD_MAPS: Final = {"depth": "Waterdiepte per plek", "hours": "Na hoeveel uur het water er is"}
FLOOD_LEGENDS: Final = {"depth": "Diepte", "hours": "Uren na de doorbraak"}
HOUR_UNKNOWN: Final = "niet bekend wanneer"
WET_WITHOUT_DEPTH: Final = "onder water, diepte niet bekend"
WHETHER_AND_WHEN_UNKNOWN: Final = "niet bekend of en wanneer het water komt"
DRY_HAS_NO_COLOUR: Final = "Zonder kleur: blijft droog"
INCIDENT_MAP: Final = "Mensen in de zone van het ongeval"
PICK_MAP: Final = "Zones langs het spoor"
PEOPLE_UNITS: Final = ("mens", "mensen")
NOBODY: Final = "niemand in de zone"
UNKNOWN: Final = "aantal niet bekend"
STAYS_DRY: Final = "blijft droog"
DEPTH_LEGEND: Final = "Gemiddelde diepte waar het nat is"
PEOPLE_LEGEND: Final = "Mensen per buurt"
#: What stands at an outline on the map, and what it says.
ZONE_TAGS: Final = {"pr10_6": "PR", "brand": "B", "explosie": "E", "gifwolk": "G"}
ZONES_ON_MAP: Final = "Randen van de zones"
INCIDENT_ON_MAP: Final = "Zone, plaats (✕) en objecten met hun nummer"
WATER_ON_MAP: Final = "Opvang (O) en kwetsbare objecten met hun nummer"
#: What stands in the part of a zone outside the municipality, and what it says.
BEYOND_TAG: Final = "?"
BEYOND: Final = "buiten de gemeente: aantal mensen niet bekend"
DOTS: Final = "Stippen: kwetsbare objecten."
HERE: Final = "Plaats van het ongeval"
SHELTER_TAG: Final = "O"


ORIGIN_CALCULATED: Final = "berekend: {metres} m"
ORIGIN_REGISTER: Final = "uit het register"

#: Tables: title and what a row is.
LISTS: Final = {
    "zones": (
        "Wie ligt in welke zone",
        ("Een zone langs het spoor. Wie in een smalle zone woont, telt ook in de bredere."),
    ),
    "spoor_buurten": ("Per buurt", "Een buurt, met wie van haar in een zone is, één keer geteld."),
    "spoor_wijken": ("Per wijk", "Een wijk, met wie van haar in een zone is, één keer geteld."),
    "shares": (
        "Aandeel per buurt in het groepsrisico",
        ("Een buurt en haar deel in alle mensen die een BLEVE ergens op het spoor kan raken."),
    ),
    "zone_objects": (
        "Wat er in welke zone ligt",
        "Een zone. Wat in een smalle zone ligt, telt ook in de bredere.",
    ),
    "buurt_objects": (
        "Wat er per buurt in een zone ligt",
        "Een buurt, met wat er van haar in een zone ligt, elk één keer geteld.",
    ),
    "wijk_objects": (
        "Wat er per wijk in een zone ligt",
        "Een wijk, met wat er van haar in een zone ligt, elk één keer geteld.",
    ),
    "water_zones": (
        "Wie er onder water komt, per diepte",
        "Een diepte. Wie vooraf weg kan gaan, telt hier mee.",
    ),
    "water_buurten": ("Per buurt", "Een buurt met mensen onder water, ook wie weg kan gaan."),
    "water_wijken": ("Per wijk", "Een wijk met mensen onder water, ook wie weg kan gaan."),
    "water_zone_objects": ("Wat er onder water komt, per diepte", "Een diepte."),
    "water_buurt_objects": (
        "Wat er per buurt onder water komt",
        "Een buurt, met wat er van haar onder water komt.",
    ),
    "water_wijk_objects": (
        "Wat er per wijk onder water komt",
        "Een wijk, met wat er van haar onder water komt.",
    ),
    "large_events": (
        "Grote evenementen in een zone, hele kalender",
        "Een evenement buiten dat door zijn omvang zelf een kwetsbare locatie is.",
    ),
    "transport": (
        "Vervoer van gevaarlijke stoffen",
        "Een spoorlijn en een stofcategorie, met de wagens per jaar die zijn ingelezen.",
    ),
    "objects": ("Kwetsbare objecten in een zone", "Een object en de smalste zone eromheen."),
    "events": ("Evenementen in een zone", "Een evenement op de gekozen dag, in een zone."),
    "balance": (
        "Opvangbalans per buurt",
        (
            "Een buurt onder water. Aantallen zijn marges van gunstig tot ongunstig. Plaatsen zijn "
            "verdeeld naar afstand hemelsbreed; wie zich niet zelf kan redden, gaat voor."
        ),
    ),
    "depths": ("Water per buurt", "Een buurt die onder water komt."),
    "shelters": (
        "Droge opvangplaatsen",
        ("Een opvangplaats die droog blijft, met hoeveel plaatsen bezet raken."),
    ),
    "institutions": (
        "Twee klokken per kwetsbaar object",
        "Een kwetsbaar object: uren tot het water, en uren om omhoog of weg te gaan.",
    ),
    "warn": (
        "Wie u waarschuwt, op volgorde",
        "Een kwetsbaar object in de zone, of een groot evenement van die dag.",
    ),
    "incident_events": (
        "Evenementen van die dag in de zone",
        "Een evenement in de zone, de grote buiten eerst en dan het dichtstbijzijnde.",
    ),
    "sites": ("Evenementlocaties in de zone", "Een locatie in de zone, de dichtstbijzijnde eerst."),
    "incident_buurten": ("Mensen in de zone, per buurt", "Een buurt met mensen in de zone."),
    "incident_objects": (
        "Wat er per buurt in de zone ligt",
        "Een buurt, met wat er van haar in de zone ligt.",
    ),
    "settings": ("Instellingen en aannames", "Een instelling met haar bron."),
}
#: Columns by their English names. What is no count but follows from a setting says so.
COLUMNS: Final = {
    "order": "Nr.",
    "name": "Naam",
    "label": "Zone",
    "sort": "Soort",
    "class": "Klasse (Bkl)",
    "zone": "Zone",
    "buurt": "Buurt",
    "wijk": "Wijk",
    "origin": "Herkomst",
    "night": "'s Nachts",
    "night_bounds": "'s Nachts, ergens tussen",
    "helpless_unknown": "Objecten zonder dat aantal",
    "day": "Overdag (instelling)",
    "day_counted": "Overdag",
    "households": "Huishoudens",
    "elderly": "65-plus",
    "dependent": "Niet zelfredzaam (instelling)",
    "zeer_kwetsbaar": "Zeer kwetsbare objecten",
    "kwetsbaar": "Kwetsbare objecten",
    "beperkt_kwetsbaar": "Beperkt kwetsbare objecten",
    "event_sites": "Evenementlocaties",
    "events": "Evenementen die dag",
    "date": "Dag",
    "route": "Spoorlijn",
    "substance": "Stofcategorie",
    "wagons_per_year": "Wagens per jaar",
    "year": "Jaar",
    "depth": "Diepte",
    "dry_known": "Droge verdieping bekend (%)",
    "share": "Deel van de buurt (%)",
    "part": "Deel van het groepsrisico (%)",
    "distance_m": "Afstand (m)",
    "persons": "Personen",
    "helpless": "Niet zelfredzaam (opgegeven)",
    "open": "Iemand aanwezig",
    "title": "Evenement",
    "location": "Plaats",
    "visitors": "Bezoekers",
    "outdoors": "Buiten",
    "wet_share": "Onder water (%)",
    "unknown_share": "Niet bekend of het nat wordt (%)",
    "depth_m": "Diepte (m)",
    "first_hour": "Water na (uur)",
    "affected": "Inwoners onder water",
    "leave": "Gaan vooraf weg",
    "stay": "Blijven",
    "dry_home": "Thuis droog boven",
    "need": "Zoeken opvang",
    "needy": "Van wie niet zelfredzaam",
    "placed": "Met plaats",
    "without": "Zonder plaats",
    "dependent_without": "Niet zelfredzaam zonder plaats",
    "rooms": "Plaatsen voor de nacht",
    "used": "Bezet",
    "water_h": "Water na (uur)",
    "up_h": "Nodig: omhoog (uur)",
    "up": "Omhoog",
    "out_h": "Nodig: weg (uur)",
    "out": "Weg",
    "x_rd": "x (RD)",
    "y_rd": "y (RD)",
    "setting": "Instelling",
    "value": "Waarde",
    "certainty": "Hoe zeker",
    "source": "Bron",
}
#: Beside a number that is a margin, in a file with a column for each end.
LOWEST: Final = "{label}, laagste"
HIGHEST: Final = "{label}, hoogste"
EXAMPLE_COLUMN: Final = "Voorbeeld of berekend"
CERTAINTY: Final = {"bron": "bron", "algemeen": "algemeen, niet nagekeken", "aanname": "aanname"}
NOT_FILLED: Final = "niet ingevuld"
#: Whether there are people in a place at the moment of a scenario.
OPEN: Final = {True: "ja", False: "gesloten", None: "niet bekend"}
YES_NO: Final = {True: "ja", False: "nee"}
NOT_KNOWN: Final = "niet bekend"
KNOWN: Final = {True: "", False: NOT_KNOWN}
EMPTY_LISTS: Final = {
    "objects": "Er ligt geen kwetsbaar object in een zone.",
    "events": "Er is die dag geen evenement in een zone.",
    "large_events": "Er staat geen groot evenement in de kalender dat in een zone ligt.",
    "incident_events": "Er is die dag geen evenement in de zone.",
    "transport": "Niet bekend: er is geen tabel met wagens per jaar ingelezen.",
    "water_buurten": "Er woont niemand onder water, voor zover bekend.",
    "shelters": "Geen enkele opvangplaats blijft droog.",
    "buurt_objects": "In geen enkele buurt ligt er iets in een zone, voor zover bekend.",
    "wijk_objects": "In geen enkele wijk ligt er iets in een zone, voor zover bekend.",
    "warn": "Er ligt geen bekend kwetsbaar object in de zone.",
    "sites": "Er ligt geen evenementlocatie in de zone.",
    "incident_buurten": "Er woont niemand in de zone, voor zover bekend.",
}
NO_SHELTER_KNOWN: Final = "Van geen enkele opvangplaats is bekend dat zij droog blijft."
NOT_LOOKED: Final = "Niet bekend: hiervoor is niets ingelezen, of er is geen dag gekozen."
NOTHING_IN_LIST: Final = "Er is niets om te tonen."
OFFER: Final = "Lijst als bestand: {title}"


TAKE_ALONG: Final = "Scenarioblad meenemen"
TAKE_ALONG_HELP: Final = (
    "Eén vel A4 voor het crisisteam, of één bestand dat zonder internet opent. Op beide staan de "
    "kaart, de cijfers, de lijsten en de aannames."
)
AS_PDF: Final = "A4 om te printen (pdf)"
AS_PAGE: Final = "Voor een laptop zonder internet (html)"

#: Five figures, by their place in the answer.
FIGURES: Final = {
    "inside": "mensen in een zone",
    "elderly": "van 65 jaar en ouder",
    "dependent": "niet zelfredzaam",
    "objects": "zeer kwetsbare en kwetsbare objecten",
    "worst": "mensen bij de ongunstigste BLEVE",
    "affected": "inwoners onder water",
    "stay": "mensen blijven",
    "need": "mensen zoeken opvang",
    "rooms": "plaatsen voor de nacht",
    "gap": "mensen zonder plaats",
    "in_zone": "mensen in de zone",
    "buurten": "buurten geraakt",
    "warned": "plekken om te waarschuwen",
}
MARKS: Final = {
    "calculated": "berekend",
    "setting": "instelling",
    "counted": "geteld",
    "example": "voorbeeld",
    "unknown": "niet bekend",
}


def and_unknown(people: float | None) -> str:
    """Say beside a number of people of how many more it is not known; of nobody nothing.

    Examples
    --------
    >>> and_unknown(0.2), and_unknown(1200.4), and_unknown(None)
    ('', 'van 1.200 niet bekend', 'van anderen niet bekend')
    """
    if people is None:
        return "van anderen niet bekend"
    return f"van {number(people)} niet bekend" if round(people) else ""


def objects_beside(without: int) -> str:
    """Say beside a number of people how many objects give none; of none nothing.

    Examples
    --------
    >>> objects_beside(1), objects_beside(0)
    ('van 1 object niet bekend', '')
    """
    return f"van {plural(without, 'object', 'objecten')} niet bekend" if without else ""


def shelters_beside(unknown: int) -> str:
    """Say beside a number of places of how many shelters nobody knows whether they stay dry.

    Examples
    --------
    >>> shelters_beside(1), shelters_beside(0)
    ('van 1 plek voor opvang niet bekend', '')
    """
    return (
        f"van {plural(unknown, 'plek voor opvang', 'plekken voor opvang')} niet bekend"
        if unknown
        else ""
    )


def kinds_beside(kinds: Sequence[str]) -> str:
    """Say beside a number of objects which kinds are not loaded.

    Examples
    --------
    >>> kinds_beside(["scholen", "kinderopvang"])
    'niet geladen: scholen en kinderopvang'
    """
    return f"niet geladen: {listed(kinds)}" if kinds else ""


SHEET_TITLE: Final = "Scenarioblad {part}"
MADE_ON: Final = "gemaakt op {day} om {time} voor {gemeente}"
FIVE: Final = "Vijf cijfers"
AND_MORE: Final = "En nog"
