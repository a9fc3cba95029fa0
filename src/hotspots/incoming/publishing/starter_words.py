"""What a page beside a starter file says: what each column is, and how the file is loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from hotspots.errors import Parts

#: How a cell is written, where a label alone does not say so; by field.
NOTES: Final = {
    # Of places for events.
    "usable_m2": "waar mensen kunnen staan, zonder podia en kramen",
    "exits_m": "breedte van elke uitgang in meters, met een puntkomma ertussen",
    "indoor": "ja of nee",
    "days": "hoeveel dagen per jaar, per risicoklasse; zonder getal geldt geen grens",
    "sound_days": "hoeveel dagen per jaar met versterkt geluid, per risicoklasse",
    "quiet": "dagen zonder evenementen: MM-DD of MM-DD/MM-DD, en de reden",
    "neighbours": "wie er om de locatie heen wonen of werken",
    # Of objects and shelters.
    "dependent": "hoeveel van hen hulp nodig hebben om weg te komen",
    "hours_up": "hoeveel uur het duurt om iedereen een verdieping hoger te brengen",
    "hours_out": "hoeveel uur het duurt om iedereen weg te brengen",
    "opens_h": "het uur waarop er mensen komen: 8,5 is half negen",
    "closes_h": "het uur waarop iedereen weg is",
    "phone": "waarop het object gewaarschuwd wordt",
    "floor_m": "hoogte van de laagste vloer boven het maaiveld",
    "dependent_first": "ja: eerst voor wie zichzelf niet kan redden",
    "outside_dike": "ja: buiten de dijk",
    # Of events.
    "id": "uw eigen nummer; wie het bestand nog eens inleest, ververst daarmee dezelfde rij",
    "begin": "dag en tijd: JJJJ-MM-DD uu:mm; zonder tijd is het een hele dag",
    "end": "zoals het begin",
    "location": (
        "de code of de naam van een locatie uit de lijst met evenementlocaties; zonder x en y ligt "
        "het daar"
    ),
    "visitors": "op het drukste moment",
    "sound": "ja of nee: versterkt geluid",
    "profile": "antwoorden op de vragen van de toets: vraag=antwoord, met een puntkomma ertussen",
    "actual_visitors": "achteraf",
    "findings": "achteraf",
    "decision": "voorwaarden of gronden",
    # Of tables.
    "area": "de code van een buurt (BU…)",
    "dry_share": "0 is niemand, 1 is iedereen; leeg is niet bekend",
    "wagons_per_year": "leeg is niet bekend",
    "residents_day": "leeg is niet bekend",
    # Of whatever has a key.
    "code": "uw eigen code; wie het bestand nog eens inleest, ververst daarmee dezelfde rij",
    "dwellings": "hoeveel woningen dit adres telt",
}
#: What fits in a cell, by field; where there is none a cell is made of the declaration.
EXAMPLES: Final = {
    "name": "Voorbeeld",
    "code": "voorbeeld_1",
    "usable_m2": "2400",
    "exits_m": "8;6;5",
    "surface": "klinkers",
    "indoor": "nee",
    "days": "A=12;B=4;C=1",
    "sound_days": "A=6;B=2;C=1",
    "quiet": "05-04 Dodenherdenking",
    "rest_days": "2",
    "pace_kmh": "10;5",
    "neighbours": "woningen en horeca",
    "note": "Haal deze rij weg",
    "persons": "120",
    "dependent": "90",
    "hours_up": "2",
    "hours_out": "6",
    "opens_h": "8",
    "closes_h": "18",
    "phone": "",
    "floor_area_m2": "1200",
    "floor_m": "1",
    "dwellings": "1",
    "street": "Voorbeeldstraat",
    "house_number": "1",
    "house_letter": "",
    "house_addition": "",
    "postcode": "",
    "id": "VB0001",
    "title": "Voorbeeld: buurtfeest",
    "visitors": "250",
    "status": "aangevraagd",
    "sound": "ja",
    "class": "A",
    "profile": "alcohol=geen;publiek=gezinnen",
    "actual_visitors": "",
    "findings": "",
    "decision": "",
    "route": "Voorbeeldlijn",
    "substance": "A",
    "wagons_per_year": "",
    "year": "2023",
    "residents_night": "1250",
    "residents_day": "",
    "households": "600",
    "pct_65plus": "18",
    "pct_75plus_alone": "",
    "dry_share": "0.8",
}
#: What kind of place an example is, by purpose of its layer.
SORTS: Final = {"event_site": "plein", "shelter": "sporthal", "vulnerable": "verpleeghuis"}
#: Other columns by which a place is read as well.
DEGREES: Final = (
    "In plaats van `{x}` en `{y}` mogen er kolommen `lon` en `lat` zijn, in graden. Een GeoPackage "
    "of GeoJSON met punten mag ook; dan zijn er geen kolommen met coördinaten nodig."
)
X: Final = "meters in het RD-stelsel, west-oost"
Y: Final = "meters in het RD-stelsel, zuid-noord"

#: Where objects can be had, below the columns of that layer.
PUBLIC_HEAD: Final = "## Openbare bronnen"
PUBLIC: Final = """\
- Scholen: de adressen van vestigingen in de Open Onderwijsdata van DUO (basis-, speciaal en
  voortgezet onderwijs; kolommen `VESTIGINGSNAAM`, `STRAATNAAM`, `POSTCODE`).
- Kinderopvang: het Landelijk Register Kinderopvang (open data, CC0 1.0; kolommen
  `actuele_naam_oko`, `aantal_kindplaatsen`, `opvanglocatie_adres`).
- Verpleeghuizen: geen open landelijke lijst gevonden. Vraag de GHOR of de zorgorganisaties.

Deze lijsten geven een adres en geen coördinaten: zoek die op in de BAG, en zet ze in de kolommen
van hierboven. Geen ervan zegt wie zich niet zelf kan redden of wanneer er iemand is; wat leeg
blijft, is niet bekend."""
TITLE: Final = "# {label}"
ABOUT: Final = "{description} Laag `{layer}`, thema {theme}. Bestand: `{file}`."
HOW: Final = (
    "De eerste rij is de kop, de tweede een verzonnen voorbeeld: haal dat weg, of wijzig het. Elke "
    "volgende rij is één {noun}. Een lege cel is niet bekend; dat is geen nul. De volgorde van de "
    "kolommen doet er niet toe, en een kolom die niet nodig is, mag weg."
)
COLUMNS_HEAD: Final = "## Kolommen"
COLUMNS: Final = ("Kolom", "Nodig", "Wat", "Voorbeeld", "Mag ook heten")
NEEDED: Final = "ja"
KEY: Final = "sleutel"
ONE_OF: Final = "een van: {choices}"
BETWEEN: Final = "van {least} tot en met {most}"
FROM: Final = "{least} of meer"
UP_TO: Final = "ten hoogste {most}"
IN_UNIT: Final = "in {unit}"
LOAD_HEAD: Final = "## Inlezen"
LOAD: Final = (
    "Op de pagina Inlezen, of op de opdrachtregel. Kijk eerst wat er zou gebeuren; rijen die niet "
    "kloppen worden apart gezet, met de reden."
)
#: Beside the files: which page belongs to which, and in which order they go in.
README: Final = "LEESMIJ.md"
README_TITLE: Final = "# Startbestanden voor {home}"
README_INTRO: Final = (
    "Per onderwerp een bestand om te vullen en een bladzijde uitleg. Ze zijn gemaakt uit de lagen "
    "die deze gemeente heeft: wat erin staat, wordt zo herkend. Lees locaties in vóór evenementen."
)
README_LINE: Final = "- `{file}`: {label}; uitleg in `{page}`"
NO_LAYER_HEAD: Final = "## Hiervoor heeft deze gemeente nog geen laag"
NO_LAYER: Final = (
    "De map `lagen` heeft van elk de laag die erbij hoort. Zet de mappen in `lagen/geodata` bij de "
    "gemeente in `geodata`, en de map `lagen/data/evenementen`, als die er is, in `data`. Plak elk "
    "ander bestand in `lagen/data` onder aan de `theme.toml` van een thema dat er al is. Kijk met "
    "`hotspots check`, en geef deze opdracht opnieuw met een andere map."
)
SUBJECTS: Final = {
    "calendar": "de kalender van evenementen",
    "event_site": "locaties voor evenementen",
    "shelter": "plaatsen voor opvang",
    "vulnerable": "kwetsbare objecten",
    "address": "adressen met woningen",
}

COMMAND: Final = "schrijf bestanden om te vullen: kop, voorbeeld en uitleg per laag"
OUT: Final = "map waar de bestanden in komen; zij mag er nog niet zijn, of is leeg"
WRITTEN: Final = "{files} startbestanden, elk met een bladzijde uitleg, staan in {folder}."
LACKING: Final = "Deze gemeente heeft nog geen laag voor {subjects}: zie LEESMIJ.md in die map."
OFFER_HEAD: Final = "Startbestanden"
OFFER_INTRO: Final = (
    "Per onderwerp een bestand met de kop en een voorbeeld, en een bladzijde die elke kolom "
    "uitlegt. Vul ze in en lees ze in op de pagina Inlezen."
)
OFFER: Final = "Startbestanden bewaren (zip)"
ZIP: Final = "startbestanden"


def not_empty(folder: str) -> Parts:
    """Say that there is something in the folder already, that nobody wants overwritten."""
    return (
        f"In de map '{folder}' staat al iets; er is niets geschreven.",
        "Verwacht: een map die er nog niet is, of een lege.",
        "Noem een andere map met --out.",
    )


def not_written(folder: str, reason: str) -> Parts:
    """Say that the files cannot be written."""
    return (
        f"De startbestanden kunnen niet geschreven worden in '{folder}'.",
        f"Melding van het systeem: {reason}.",
        "Noem een map waarin u mag schrijven.",
    )
