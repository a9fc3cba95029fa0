"""The tables of a scenario, in Dutch: what they are, their columns, what an empty one says."""

from __future__ import annotations

from typing import Final

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

#: Whether there are people in a place at the moment of a scenario.
OPEN: Final = {True: "ja", False: "gesloten", None: "niet bekend"}

YES_NO: Final = {True: "ja", False: "nee"}

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
