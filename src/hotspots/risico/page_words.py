"""The page about rail and water, in Dutch: its parts, its choices, its files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hotspots.dutch import number, plural

if TYPE_CHECKING:
    from collections.abc import Sequence


#: Of a home, or a role, that has nothing for the page.
NOT_HERE: Final = (
    "Er zijn hier nog geen spoorlijnen en geen overstromingen die u mag zien. Ze zijn nog niet "
    "opgehaald of ingelezen, of uw rol ziet ze niet. Ophalen gaat op de pagina Gegevens."
)
TITLE: Final = "Spoor, water en bedrijven"
PART: Final = "Onderdeel"
PARTS: Final = {
    "spoor": "Spoor", "water": "Water", "register": "Bedrijven", "incident": "Incident",
}  # fmt: skip
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
    "Een station, een adres, de naam van een plek, een kilometer van het spoor (km 12,3), x en y "
    "in meters RD (105420,424530) of graden (4.667, 51.807), ook zoals ze op het blad staan. Of "
    "klik op de plaats op de kaart."
)
PLACE_PLACEHOLDER: Final = "station, adres, km of x,y"
WIND: Final = "Wind uit (graden)"
WIND_HELP: Final = "0 en 360 is noord, 90 oost, 180 zuid, 270 west. Of klik op het kompas."
WIND_PLACEHOLDER: Final = "0 tot 360"
COMPASS: Final = "Kompas"
COMPASS_HELP: Final = "Klik op de kant waar de wind vandaan komt."
TIME: Final = "Tijd"
TIME_HELP: Final = (
    "Hoe laat het is: wie open is, gaat dan voor bij het waarschuwen. Het scenario gaat mee naar "
    "nacht of dag."
)
OWN_MEASURES: Final = "Eigen maten of contour"
OWN_MEASURES_HELP: Final = (
    "Voor dit ongeval alleen: een afstand of hoek van de adviseur gevaarlijke stoffen, of de "
    "contour uit een model. Wat leeg blijft, komt uit de instellingen."
)
DISTANCE: Final = "Afstand vanaf het ongeval (m)"
HALF_ANGLE: Final = "Halve breedte van de wolk (graden)"
CONTOUR: Final = "Contour van de AGS of een model"
CONTOUR_HELP: Final = (
    "GeoJSON, GeoPackage, KML of een gezipte shapefile met een vlak. De zone is dan die contour. "
    "Zij blijft in dit scherm: zij staat niet in de link en in geen laag."
)
MIDDLE_OF_CONTOUR: Final = "midden van de contour"
ASK_WIND: Final = (
    "Vul in waar de wind vandaan komt: een gifwolk drijft met de wind mee. Zonder wind is er geen "
    "zone."
)
ASK_PLACE: Final = (
    "Klik op de kaart waar het ongeval is, of typ een station, adres of coördinaten. Daarna staan "
    "hier de zone, wie erin wonen en wie als eerste gewaarschuwd moet worden."
)
OUTSIDE: Final = "Let op: deze plaats ligt buiten {whole.the}."
NOBODY_KNOWN_OUTSIDE: Final = " Van daarbuiten zijn geen inwoners bekend."

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
WHO_IS_NEAR: Final = "Wie en wat er in de gebieden ligt"
WHO_IS_WET: Final = "Wie en wat er onder water komt"
EXPOSED_BY: Final = "Tel per"
LEVELS: Final = {"zones": "Zone", "buurten": "Buurt", "wijken": "Wijk"}
AREA_KIND: Final = "Soort gebied"
DEPTH: Final = "Diepte"
NO_FLOODS: Final = "Er is nog geen overstroming beschreven. Vraag de beheerder."
PLACE_WRONG: Final = "Deze plaats is niet te lezen."
ASSUMPTIONS: Final = "Instellingen en aannames"
ALL_ASSUMPTIONS: Final = "Instellingen en aannames over spoor en water"
NOTES: Final = "Hoe dit is gerekend"
PICK_HINT: Final = "Klik op de kaart om het ongeval te verplaatsen."

#: What the map of a flood shows: its tile, and its title where it is by place.
WATER_SHOWN: Final = "De kaart toont"
WATER_MAPS: Final = {
    "buurten": "Diepte per buurt", "depth": "Diepte per plek", "hours": "Uren tot het water",
    "days": "Dagen met water",
}  # fmt: skip


OFFER: Final = "Lijst als bestand: {title}"


TAKE_ALONG: Final = "Scenarioblad meenemen"
TAKE_ALONG_HELP: Final = (
    "Eén vel A4 voor het crisisteam, of één bestand dat zonder internet opent. Op beide staan de "
    "kaart, de cijfers, de lijsten en de aannames."
)
AS_PDF: Final = "A4 om te printen (pdf)"
NO_SCENARIOS: Final = (
    "Er is geen scenario om op papier te zetten.",
    "Verwacht: een scenario van het spoor of een overstroming met diepten, die uw rol mag zien.",
    "Kies een ander scenario, of laad de gegevens.",
)
ALL_UNCLEAR: Final = (
    "Alle scenario's tegelijk kan alleen als pdf of html.",
    "Verwacht: --scenario alle --out BESTAND.pdf of .html, zonder ongeval.",
    "Geef een .pdf of .html, of kies één scenario.",
)
SHEET_AND_JSON: Final = (
    "Een blad en een JSON-object kunnen niet tegelijk.",
    "Gevonden: --json, en --out met .pdf of .html.",
    "Laat --json weg, of vraag het JSON-object apart.",
)
ALL_FILE: Final = "alle_scenarios"
AS_ALL: Final = "Alle scenario's in één pdf, elk een A4"
AS_ALL_PAGE: Final = "Alle scenario's zonder internet (html)"
AS_PAGE: Final = "Voor een laptop zonder internet (html)"


SHEET_TITLE: Final = "Scenarioblad {part}"
ALL_SHEETS: Final = "Alle scenario's van {place}"
MADE_ON: Final = "gemaakt op {day} om {time} voor {gemeente}"
FIVE: Final = "Vijf cijfers"
AND_MORE: Final = "En nog"


def compass_at(letters: str) -> str:
    """Say on the button of the compass where the wind comes from."""
    return f"Kompas: {letters}"


def wind_from(direction: str) -> str:
    """Say what a side of the compass means."""
    return f"Wind uit het {direction}"


def from_setting(value: str) -> str:
    """Say what counts where nothing is filled in."""
    return f"instelling: {value}"


CONTOUR_NOT_USED: Final = (
    "De contour die u laadde, doet niet mee: het bestand is niet te gebruiken. Waarom, staat onder "
    "Eigen maten of contour."
)


def contour_in_use(name: str) -> str:
    """Say that the zone is the contour that was loaded."""
    return f"De zone is de contour uit {name}; wind, afstand en hoek doen niet mee."


def not_filled(labels: Sequence[str]) -> str:
    """Name the settings that nobody filled in."""
    return f"Niet ingevuld: {'; '.join(labels)}."


def under_title(badge: str, count: int, meaning: str) -> str:
    """Say what kind of numbers a table has, how long it is, and what a row is.

    Examples
    --------
    >>> under_title("Berekend", 2, "Een buurt.")
    'Berekend · 2 rijen. Een buurt.'
    """
    count_and_meaning = f"{plural(count, 'rij', 'rijen')}. {meaning}"
    return f"{badge} · {count_and_meaning}" if badge else count_and_meaning


def busiest_day(visitors: float, title: str) -> str:
    """Say which day is shown when nobody chose one."""
    return f"Zonder keuze: de dag met het grootste evenement buiten ({title}, {number(visitors)})."
