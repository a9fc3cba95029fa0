"""The words of the page Gegevens about open data: what was fetched, and fetching more."""

from __future__ import annotations

from typing import Final

HEAD: Final = "Openbare gegevens ophalen"
INTRO: Final = (
    "Openbare cijfers en grenzen komen van landelijke diensten. Er gaat niets van uw gegevens naar "
    "buiten: alleen de code van de gemeente of de randen van de kaart staan in de vraag."
)
WHAT: Final = "Wat wilt u ophalen?"
KINDS: Final = {
    "boundaries": "Grenzen van gemeente, wijken en buurten",
    "police": "Politiecijfers per buurt en maand",
    "police_yearly": "Politiecijfers per buurt en jaar",
    "keyfigures": "Kerncijfers: huishoudens, inwoners, woningen",
    "rail": "Spoorlijnen",
    "risk": "Aandachtsgebieden langs het spoor",
    "flood": "Gebieden die kunnen overstromen",
    "dikes": "Dijkringen",
}
FROM: Final = "Dienst: {service}. Licentie: {licence}."
TRIAL: Final = "Let op: dit is een proefserver op deze computer, niet de echte dienst."
TRY: Final = "Wat zou er veranderen?"
FETCH: Final = "Haal op en laat iedereen het zien"
TRY_FIRST: Final = "Kijk eerst wat er zou veranderen."
TRIED: Final = "Dit zou er veranderen. Er is nog niets gewijzigd."
DONE: Final = "Opgehaald. De pagina's tonen het meteen."
SAME: Final = "Er is niets nieuws: dit was er al."
BUSY: Final = "Er wordt al iets opgehaald of teruggezet. Wacht tot dat klaar is."
WORKING: Final = "Bezig…"
FAULT: Final = "Er ging iets mis bij het ophalen. Meld code {code} bij de beheerder."
CHANGES: Final = "Alle wijzigingen in de gebieden ({count})"
CHANGED_WITH: Final = "Wat er met {version} veranderde aan de gebieden ({count})"
CHANGE_COLUMNS: Final = ("Soort", "Niveau", "Wat")
CHANGE_LEVELS: Final = {"wijken": "wijk", "buurten": "buurt"}

PROVENANCE: Final = "Herkomst van wat is opgehaald"
LAYER: Final = "Laag"
DIVISION: Final = "Indeling in wijken en buurten"
FIGURES: Final = "Kerncijfers per buurt"

DIVISION_HEAD: Final = "Indeling in wijken en buurten"
SHOWS: Final = "De kaart toont de indeling van {year} ({version}), opgehaald op {day}."
SHOWS_OWN: Final = "De kaart toont de indeling van de installatie{year}."
OF_YEAR: Final = " ({year})"
OWN: Final = "van de installatie"
OWN_OF_YEAR: Final = "{year} (van de installatie)"
DIVISION_COLUMNS: Final = (
    "Versie",
    "Nu",
    "Grenzen van",
    "Cijfers van",
    "Gemaakt (UTC)",
    "Gebieden",
    "Bron van de grenzen",
)
RESTORE: Final = "Een eerdere indeling terugzetten"
RESTORE_PICK: Final = "Welke indeling?"
RESTORE_SURE: Final = "Ja, gebruik overal indeling {version}"
RESTORE_DO: Final = "Zet indeling {version} terug"

IMPORT: Final = "Lees een bestand in voor deze laag"
PLACES: Final = (
    "Deze laag bestaat uit plaatsen, lijnen of gebieden; er is niets te tellen in de tijd."
)
OF_HOME: Final = "Deze laag komt uit het bestand van de installatie; er is nog niets ingelezen."
