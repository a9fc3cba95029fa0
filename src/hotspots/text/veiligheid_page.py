"""The page about rail and water, in Dutch: its parts, its choices, its tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hotspots.text.numbers import number, plural
from hotspots.text.risk_columns import margin

if TYPE_CHECKING:
    from collections.abc import Sequence

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
COMPASS: Final = (
    "noorden", "noordnoordoosten", "noordoosten", "oostnoordoosten", "oosten", "oostzuidoosten",
    "zuidoosten", "zuidzuidoosten", "zuiden", "zuidzuidwesten", "zuidwesten", "westzuidwesten",
    "westen", "westnoordwesten", "noordwesten", "noordnoordwesten",
)  # fmt: skip

#: What stands on a map, in each table and in each file.
CALCULATED: Final = "Berekend"
PARTLY_EXAMPLE: Final = "Berekend, deels voorbeeld"
EXAMPLE: Final = "Voorbeeld, verzonnen gegevens"
COMPUTED_FLOOD: Final = "Berekend"
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
MAP_OF: Final = "Kaart van {what}"
LEGEND_OF: Final = "Legenda: {what}"
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


def spoor_sentences(
    people: tuple[float, float], moment: str, zone: str, nearest: tuple[float, str, float]
) -> list[str]:
    """Tell how many people lie along the track: in any zone, and in the heaviest one.

    Parameters
    ----------
    people
        In any zone, and in the city.
    nearest
        People, label and metres of the first zone with a distance; no metres is 0.
    """
    when = "'s nachts" if moment == "nacht" else "overdag"
    inside, city = people
    part = f" ({number(100 * inside / city)} %)" if city else ""
    told = [
        (
            f"Langs het spoor zijn {when} ongeveer {number(inside)} van de {number(city)} mensen "
            f"binnen een zone{part}; de wijdste is: {zone.lower()}."
        )
    ]
    count, label, metres = nearest
    wide = f", tot {number(metres)} m van het spoor" if metres else ""
    told.append(f"In de smalste zone ({label.lower()}{wide}) zijn het er {number(count)}.")
    return told


def objects_sentence(very: int, limited: int, named: Sequence[str]) -> str:
    """Tell how many objects lie in a zone, and name the ones that cannot get away alone."""
    which = f": {', '.join(named)}" if named else ""
    return (
        f"In een zone liggen {plural(very, 'zeer kwetsbaar object', 'zeer kwetsbare objecten')}"
        f"{which}; en {plural(limited, 'kwetsbaar object', 'kwetsbare objecten')}."
    )


def water_sentences(
    inside: float, city: float, leave: Sequence[float], stay: Sequence[float]
) -> list[str]:
    """Tell who is under water, who can leave before it comes, and who stays."""
    return [
        (
            f"In dit scenario komt het huis van {number(inside)} van de {number(city)} inwoners "
            "onder water te staan."
        ),
        (
            f"Vóór het water komt, kunnen {_sorted(leave)} mensen weg. Dus {_sorted(stay)} mensen "
            "blijven."
        ),
    ]


def shelter_sentences(
    dry: Sequence[float], need: Sequence[float], rooms: float, gap: Sequence[float],
    helpless: Sequence[float],
) -> list[str]:  # fmt: skip
    """Tell who finds a dry floor, who needs a place, and the gap."""
    return [
        (
            f"{_sorted(dry)} van hen hebben thuis een droge verdieping. {_sorted(need)} moeten "
            "ergens anders heen."
        ),
        (
            f"Er zijn {plural(round(rooms), 'plaats', 'plaatsen')} om te overnachten. Dan houden "
            f"{_sorted(gap)} mensen geen plaats over, onder wie {_sorted(helpless)} die zich niet "
            "zelf kunnen redden; die gaan bij het verdelen voor."
        ),
    ]


def target_sentence(hours: float, persons: float, low: float, high: float) -> str:
    """Tell what a veiligheidsregio prepares for, beside what is needed here."""
    times = (
        f"{number(low)} tot {number(high)} keer" if round(low) != round(high)
        else f"{number(high)} keer"
    )  # fmt: skip
    return (
        f"Een veiligheidsregio bereidt opvang voor van hoogstens {number(persons)} mensen binnen "
        f"{number(hours)} uur. Hier is {times} zo veel nodig."
    )


def high_ground_sentence(names: Sequence[str]) -> str:
    """Tell where it stays dry; without a known area nobody was given a place there."""
    return (
        f"Hoge grond: {', '.join(names)}. Waar niet bekend is hoeveel plaats er is, is er niemand "
        "ingedeeld."
    )


def clocks_sentence(late: Sequence[str], unsure: Sequence[str], wet: int) -> str:
    """Tell which institutions the water may overtake."""
    if not wet:
        return "Geen enkele bekende instelling komt onder water."
    told = [f"{plural(wet, 'bekende instelling komt', 'bekende instellingen komen')} onder water."]
    if late:
        told.append(f"Te laat om weg te gaan: {', '.join(late)}.")
    if unsure:
        told.append(f"Onzeker of weggaan op tijd lukt: {', '.join(unsure)}.")
    if not late and not unsure:
        told.append("Voor geen ervan is bekend dat weggaan te laat is.")
    return " ".join(told)


def incident_sentences(
    kind: str, place: str, people: float, moment: str, metres: float
) -> list[str]:
    """Tell what happens where, and how many people lie in the zone."""
    when = "'s nachts" if moment == "nacht" else "overdag"
    return [
        f"{kind} bij {place}. De zone reikt tot {number(metres)} m.",
        f"Daarin zijn {when} ongeveer {number(people)} mensen.",
    ]


def helpless_sentence(elderly: float, margins: Sequence[float]) -> str:
    """Tell how many are old, and how many cannot help themselves."""
    return (
        f"{number(elderly)} mensen zijn 65 jaar of ouder. Naar schatting {_sorted(margins)} mensen "
        "kunnen zich niet zelf redden."
    )


def warn_sentence(names: Sequence[str]) -> str:
    """Tell whom to warn first."""
    if not names:
        return EMPTY_LISTS["warn"]
    return f"Waarschuw eerst: {', '.join(names)}."


def wind_sentence(degrees: float) -> str:
    """Tell a wind direction in words, and where a cloud goes.

    Examples
    --------
    >>> wind_sentence(240)
    'Wind uit het westzuidwesten: de wolk drijft naar het oostnoordoosten.'
    """
    return f"Wind uit het {compass(degrees)}: de wolk drijft naar het {compass(degrees + 180)}."


def compass(degrees: float) -> str:
    """Return the name of the nearest of sixteen directions.

    Examples
    --------
    >>> compass(0), compass(359), compass(90), compass(225)
    ('noorden', 'noorden', 'oosten', 'zuidwesten')
    """
    return COMPASS[round(degrees % 360 / 22.5) % len(COMPASS)]


def point_name(x_rd: float, y_rd: float) -> str:
    """Name a place that has no name."""
    return f"punt {number(x_rd)} – {number(y_rd)} (RD)"


def setting_value(value: float | None, low: float | None, high: float | None, unit: str) -> str:
    """Write a setting, as a margin where it is one.

    Examples
    --------
    >>> setting_value(30, None, None, "m"), setting_value(None, 0.08, 0.25, "")
    ('30 m', '0,08 tot 0,25')
    >>> setting_value(None, None, None, "m"), setting_value(1e-4, None, None, "per jaar")
    ('niet ingevuld', '0,0001 per jaar')
    """
    if value is not None:
        return f"{_short(value)} {unit}".strip()
    if low is None or high is None:
        return NOT_FILLED
    return f"{_short(low)} tot {_short(high)} {unit}".strip()


def _short(value: float) -> str:
    """Return a number without needless decimals."""
    written = number(value, 6).rstrip("0").rstrip(",")
    return written or "0"


def hours(low: float, high: float) -> str:
    """Write hours, as a margin where they are one.

    Examples
    --------
    >>> hours(4, 12), hours(0.5, 0.5)
    ('4 tot 12', '0,5')
    """
    return _short(low) if low == high else f"{_short(low)} tot {_short(high)}"


def depth_tip(metres: float, share: float, hour: float | None) -> str:
    """Tell how deep the water stands in a buurt, in how much of it, and when it comes.

    Examples
    --------
    >>> depth_tip(1.32, 0.5, 11.6)
    '1,3 m diep, in 50 % van de buurt, na 12 uur'
    """
    told = f"{number(metres, 1)} m diep, in {number(100 * share)} % van de buurt"
    return told if hour is None else f"{told}, na {number(hour)} uur"


def not_filled(labels: Sequence[str]) -> str:
    """Name the settings that nobody filled in."""
    return f"Niet ingevuld: {'; '.join(labels)}."


def shelters_in_zone(zone: str, names: Sequence[str]) -> str:
    """Tell in one sentence which shelters lie in a zone."""
    return f"{number(len(names))} opvangplaatsen liggen in: {zone}. Het zijn {', '.join(names)}."


def station_name(name: str) -> str:
    """Name a station."""
    return f"station {name}"


def rows_line(count: int, meaning: str) -> str:
    """Tell how long a list is, and what a row is."""
    return f"{plural(count, 'rij', 'rijen')}. {meaning}"


def stations_line(names: Sequence[str]) -> str:
    """Name the stations that can be typed."""
    return f"Stations: {', '.join(names)}."


def busiest_day(visitors: float, title: str) -> str:
    """Say why this day stands there when nobody chose one."""
    return f"Zonder keuze: de dag met het grootste evenement buiten ({title}, {number(visitors)})."


def _sorted(pair: Sequence[float]) -> str:
    return margin((min(pair), max(pair)))
