"""The words with which a page asks for a search."""

from __future__ import annotations

from typing import Final

SEARCH: Final = "Verder zoeken"
NO_SEARCH: Final = "Niets"
SEARCH_HELP: Final = (
    "Zoekt plekken en herhaling tussen de gekozen incidenten en zet ze als omtrek op de kaart. "
    "Het kan even duren."
)
SEARCHING: Final = "Bezig met zoeken"
IN_LINE: Final = "Wacht op een zoekopdracht die eerder begon"
STOP: Final = "Stop met zoeken"
REPLACED: Final = (
    "Deze zoekopdracht is gestopt: u begon op een andere pagina een nieuwe. Kies opnieuw wat u "
    "zoekt."
)
RADIUS: Final = "Straal van een groep"
MIN_POINTS: Final = "Ten minste zo veel in een groep"
AUTOMATIC_MINIMUM: Final = "2 % van alle, ten minste 5"
REACH: Final = "Hoe ver uit elkaar in de tijd"
ANY_TIME: Final = "Maakt niet uit"
DAYS: Final = "Hoogstens {days} dagen"
LARGEST_RADIUS: Final = "Grootste cirkel (straal)"
METRIC: Final = "Afstand"
METRICS: Final = {False: "Hemelsbreed", True: "Langs de assen (Manhattan)"}
DISTANCE_BANDS: Final = "Eigen afstanden (grenzen)"
DAY_BANDS: Final = "Eigen tijden (grenzen)"
FIXED_BANDS: Final = "De vaste banden"
BANDS_HELP: Final = (
    "Kies een of meer grenzen; de eerste band begint bij 0. Kiest u niets, dan gelden de vaste "
    "banden, met voor elke rol hetzelfde antwoord."
)
ONE_DAY: Final = "1 dag"
EDGE_DAYS: Final = "{days} dagen"
TREATED: Final = "Buurten met de maatregel"
CONTROL: Final = "Vergelijken met"
CONTROL_HELP: Final = (
    "Buurten zonder de maatregel. Kiest u niets, dan neemt de app alle buurten die daarvoor "
    "ongeveer even druk waren."
)
PICK_ONE: Final = "Kies een of meer buurten"
MOST_ALIKE: Final = "De app kiest wat ongeveer even druk was"
SINCE: Final = "Begin van de maatregel"
PICK_TREATED: Final = "Kies links een of meer buurten met de maatregel."
HOW: Final = "Wat dit zegt, en wat niet"
