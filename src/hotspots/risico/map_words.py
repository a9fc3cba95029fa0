"""The maps of risks, in Dutch: titles, classes, legends, outlines."""

from __future__ import annotations

from typing import Final

SPOOR_MAP: Final = {
    "night": "Inwoners in een zone langs het spoor, 's nachts",
    "day": "Mensen in een zone langs het spoor, overdag",
}

WATER_MAP: Final = "Waterdiepte per buurt"

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
