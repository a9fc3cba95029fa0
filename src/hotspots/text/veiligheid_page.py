"""The page about rail and water, in Dutch: its parts, its choices, its tables."""

from __future__ import annotations

from typing import Final

PAGE: Final = "Risico"
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
