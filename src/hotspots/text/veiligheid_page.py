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
    "Grote evenementen op deze dag worden nagekeken: liggen ze in een zone langs het spoor?"
)
KIND: Final = "Soort ongeval"
PLACE: Final = "Plaats van het ongeval"
PLACE_HELP: Final = (
    "Een station, of x en y in meters RD, zoals 105420,424530. Of klik op de plaats op de kaart."
)
PLACE_PLACEHOLDER: Final = "station of x,y"
WIND: Final = "Wind uit (graden)"
WIND_HELP: Final = "0 en 360 is noord, 90 oost, 180 zuid, 270 west."
FIRST_WIND: Final = 240
ASK_PLACE: Final = (
    "Klik op de kaart waar het ongeval is, of typ een station of coördinaten. Daarna staan hier de "
    "zone, wie erin wonen en wie als eerste gewaarschuwd moet worden."
)
OUTSIDE: Final = (
    "Let op: deze plaats ligt buiten de gemeente. Van daarbuiten zijn geen inwoners bekend."
)
PARTLY_OUTSIDE: Final = (
    "Een deel van de zone ligt buiten de gemeente. Van daar zijn geen inwoners bekend."
)
COMPASS: Final = (
    "noorden", "noordnoordoosten", "noordoosten", "oostnoordoosten", "oosten", "oostzuidoosten",
    "zuidoosten", "zuidzuidoosten", "zuiden", "zuidzuidwesten", "zuidwesten", "westzuidwesten",
    "westen", "westnoordwesten", "noordwesten", "noordnoordwesten",
)  # fmt: skip

#: What stands on a map, in each table and in each file.
CALCULATED: Final = "Berekend"
PARTLY_EXAMPLE: Final = "Berekend, deels voorbeeld"
EXAMPLE: Final = "Voorbeeld, verzonnen gegevens"
ORIGIN_CALCULATED: Final = "berekend: {metres} m"
ORIGIN_REGISTER: Final = "uit het register"
NO_FLAGS: Final = "Niets gevonden dat elkaar in de weg zit."
FLAGS: Final = "Let op"
AND_MORE: Final = "En nog"
OTHER_FLAGS: Final = {
    "spoor": "Ook nagekeken langs het spoor ({scenario}): {count} om op te letten",
    "water": "Ook nagekeken onder water ({scenario}): {count} om op te letten",
}
FIVE_COLUMNS: Final = "De vijf kolommen van het toetsingskader"
FIVE_COLUMNS_ABOUT: Final = (
    "Naar het toetsingskader van Dordrecht (2004, TNO R2004/105). Bij wat nog niet is "
    "ingevuld, staat dat erbij."
)
WHO_IS_IN: Final = "Wie er in de zones zijn"
NO_FLOODS: Final = "Er is nog geen overstroming beschreven. Vraag de beheerder."
PLACE_WRONG: Final = "Deze plaats is niet te lezen."
ASSUMPTIONS: Final = "Instellingen en aannames"
NOTES: Final = "Hoe dit is gerekend"
TAKE_ALONG: Final = "Scenarioblad meenemen"
TAKE_ALONG_HELP: Final = (
    "Eén vel A4 voor het crisisteam, of één bestand dat zonder internet opent. Op beide staan de "
    "kaart, de cijfers, de lijsten en de aannames."
)
AS_PDF: Final = "A4 om te printen (pdf)"
AS_PAGE: Final = "Voor een laptop zonder internet (html)"
PICK_HINT: Final = "Klik op de kaart om het ongeval te verplaatsen."

SPOOR_MAP: Final = {
    "night": "Inwoners in een zone langs het spoor, 's nachts",
    "day": "Mensen in een zone langs het spoor, overdag",
}
WATER_MAP: Final = "Waterdiepte per buurt"
INCIDENT_MAP: Final = "Mensen in de zone van het ongeval"
PICK_MAP: Final = "Klik waar het ongeval is"
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
WATER_ON_MAP: Final = "Opvang (O) en instellingen met hun nummer"
DOTS: Final = "Zwarte stippen: kwetsbare objecten."
HERE: Final = "Plaats van het ongeval"
SHELTER_TAG: Final = "O"

#: Tables: title and what a row is.
LISTS: Final = {
    "zones": (
        "Wie ligt in welke zone",
        ("Een zone langs het spoor. Wie in een smalle zone woont, telt ook in de bredere."),
    ),
    "spoor_buurten": ("Per buurt", "Een buurt met mensen in een zone, elk één keer geteld."),
    "spoor_wijken": ("Per wijk", "Een wijk met mensen in een zone, elk één keer geteld."),
    "shares": (
        "Aandeel per buurt in het groepsrisico",
        ("Een buurt en haar deel in alle mensen die een BLEVE ergens op het spoor kan raken."),
    ),
    "zone_objects": (
        "Wat er in welke zone ligt",
        ("Een zone langs het spoor, met de kwetsbare objecten en evenementlocaties erin."),
    ),
    "objects": ("Kwetsbare objecten in een zone", "Een object en de smalste zone eromheen."),
    "events": ("Evenementen in een zone", "Een evenement op de gekozen dag, in een zone."),
    "balance": (
        "Opvangbalans per buurt",
        ("Een buurt onder water. Aantallen zijn marges van gunstig tot ongunstig."),
    ),
    "depths": ("Water per buurt", "Een buurt die onder water komt."),
    "shelters": (
        "Droge opvangplaatsen",
        ("Een opvangplaats die droog blijft, met hoeveel plaatsen bezet raken."),
    ),
    "institutions": (
        "Twee klokken per instelling",
        ("Een instelling: uren tot het water, en uren die nodig zijn om omhoog of weg te gaan."),
    ),
    "warn": ("Wie u waarschuwt, op volgorde", "Een kwetsbaar object in de zone."),
    "sites": ("Evenementlocaties in de zone", "Een locatie in de zone, de dichtstbijzijnde eerst."),
    "incident_buurten": ("Mensen in de zone, per buurt", "Een buurt met mensen in de zone."),
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
    "day": "Overdag (instelling)",
    "households": "Huishoudens",
    "elderly": "65-plus",
    "dependent": "Niet zelfredzaam (instelling)",
    "zeer_kwetsbaar": "Zeer kwetsbare objecten",
    "kwetsbaar": "Kwetsbare objecten",
    "beperkt_kwetsbaar": "Beperkt kwetsbare objecten",
    "event_sites": "Evenementlocaties",
    "share": "Deel van de buurt (%)",
    "part": "Aandeel (%)",
    "distance_m": "Afstand (m)",
    "persons": "Personen",
    "title": "Evenement",
    "location": "Plaats",
    "visitors": "Bezoekers",
    "outdoors": "Buiten",
    "wet_share": "Onder water (%)",
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
YES_NO: Final = {True: "ja", False: "nee"}
KNOWN: Final = {True: "", False: "niet bekend"}
EMPTY_LISTS: Final = {
    "objects": "Er ligt geen kwetsbaar object in een zone.",
    "events": "Er is die dag geen evenement in een zone.",
    "shelters": "Geen enkele opvangplaats blijft droog.",
    "warn": "Er ligt geen bekend kwetsbaar object in de zone.",
    "sites": "Er ligt geen evenementlocatie in de zone.",
    "incident_buurten": "Er woont niemand in de zone, voor zover bekend.",
}
NOTHING_IN_LIST: Final = "Er is niets om te tonen."
OFFER: Final = "Lijst als bestand: {title}"
EXPOSED_BY: Final = "Tel per"
LEVELS: Final = {"zones": "Zone", "buurten": "Buurt", "wijken": "Wijk"}

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
    "warned": "objecten om te waarschuwen",
}
MARKS: Final = {
    "calculated": "berekend",
    "setting": "instelling",
    "middle": "instelling, midden van de marge",
    "counted": "geteld",
    "example": "voorbeeld",
}
SHEET_TITLE: Final = "Scenarioblad {part}"
MADE_ON: Final = "gemaakt op {day} voor {gemeente}"
FIVE: Final = "Vijf cijfers"
