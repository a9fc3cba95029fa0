"""The words of the page about the data itself."""

from __future__ import annotations

from typing import Final

from hotspots.pages.words import NO_ZERO
from hotspots.registry import page_title

PAGE: Final = page_title("app.data_page:show")
INTRO: Final = (
    "Alle lagen, waar zij vandaan komen en hoe goed zij zijn. Wat hier staat, staat ook in elke "
    "export."
)
LAYERS: Final = "Lagen met aantallen"
COLUMNS: Final = {
    "theme": "Thema",
    "layer": "Laag",
    "rows": "Rijen",
    "first": "Van",
    "last": "Tot en met",
    "version": "Versie",
    "made": "Ingelezen (UTC)",
    "synthetic": "Synthetisch",
    "source": "Bron",
    "licence": "Licentie",
}
CONTEXT: Final = "Grenzen en plaatsen"
CONTEXT_COLUMNS: Final = {
    "label": "Laag",
    "year": "Peiljaar",
    "synthetic": "Synthetisch",
    "approximate": "Benaderd",
    "source": "Bron",
    "licence": "Licentie",
    "note": "Toelichting",
}
SUPPLIES: Final = "Bronnen die vanzelf worden bijgewerkt"
SUPPLIES_INTRO: Final = (
    "Wat er in bronnen.toml staat, en wat er de laatste keer van kwam. De opdracht hotspots "
    "refresh, meestal elke nacht, kijkt of er iets nieuws is."
)
SUPPLY_COLUMNS: Final = {
    "name": "Bron",
    "outcome": "Uitkomst",
    "subject": "Laag",
    "every": "Hoe vaak",
    "looked_at": "Bekeken (UTC)",
    "arrived_at": "Laatste nieuws (UTC)",
    "version": "Versie",
}
EVERY: Final = {"day": "elke dag", "week": "elke week", "month": "elke maand"}
PICK: Final = "Bekijk een laag"
QUALITY: Final = "Hoe goed zijn de gegevens?"
QUALITY_ROWS: Final = {
    "with_place": "met een plaats",
    "area_only": "waarvan alleen een buurt of wijk",
    "with_time": "met een tijd van de dag",
    "outside": "buiten {whole.the}",
    "quarantined": "apart gezet bij het inlezen",
    "duplicate": "dubbel in de bestanden",
}
#: Of a layer of counts: what has no time and no place of its own cannot lack it.
COUNTS_ROWS: Final = {
    "with_place": "in een gebied van deze indeling",
    "quarantined": "apart gezet bij het inlezen",
    "duplicate": "dubbel in de bestanden",
    "withheld": "gebieden waarvan de bron een aantal niet geeft",
    "absent": "gebieden die de bron niet noemt",
}
QUALITY_WHAT: Final = "Wat"
QUALITY_SHARE: Final = "Deel"
PERCENT: Final = "{share} %"
NO_SHARE: Final = "–"
SENSITIVE: Final = (
    "Van deze laag worden geen precieze aantallen verteld: die zouden prijsgeven wat onder de "
    "{minimum} blijft."
)
COUNTS: Final = "Deze laag bestaat uit aantallen per gebied en periode, niet uit losse incidenten."
GAPS: Final = "Zonder één incident, en dat is geen toeval: {months}. Ontbreekt er een levering?"
WITHOUT_DAY: Final = (
    "Van {rows} rijen is alleen de maand of het jaar bekend: ze tellen niet mee per weekdag, en "
    "niet waar een methode dagen vergelijkt."
)
NO_GAPS: Final = "Geen maanden die verdacht leeg zijn."
REPORT: Final = "Laatste inleesverslag"
NO_REPORT: Final = "Van deze versie is geen inleesverslag: zij kwam met de installatie mee."
FETCHED_REPORT: Final = "Opgehaald bij {service} op {day} (UTC), met {rows} in het antwoord."
REPORT_LINE: Final = (
    "{read} gelezen, {accepted} geaccepteerd, {quarantined} apart gezet, {duplicate} dubbel."
)
RESTORE: Final = "Een eerdere versie terugzetten"
RESTORE_PICK: Final = "Welke versie?"
RESTORE_DO: Final = "Zet {version} terug"
RESTORE_SURE: Final = "Ja, laat iedereen {version} zien, zonder wat daarna kwam"
RESTORE_DONE: Final = "Laag '{layer}' toont nu weer {version}."
NOT_READABLE: Final = "Van deze laag is nu niets te lezen."
NOTHING_YET: Final = "nog niets ingelezen"
WAITS: Final = f"Van deze laag is nog niets ingelezen. {NO_ZERO}"
NO_LICENCE: Final = "van de eigenaar van het bestand"
COVERS: Final = "Periode"
FACT: Final = "Gegeven"
NO_IMPORT: Final = (
    "Uw rol mag geen gegevens inlezen. Vraag het de beheerder als u dat voor uw werk nodig hebt."
)
EMPTY: Final = "Er zijn geen lagen die u mag zien."
ROW_IS: Final = "Een laag, met waar zij vandaan komt."
OFFER: Final = "{what} bewaren"

# Fetching open data, and which division is shown
FETCH_HEAD: Final = "Openbare gegevens ophalen"
FETCH_INTRO: Final = (
    "Openbare cijfers en grenzen komen van landelijke diensten. Er gaat niets van uw gegevens naar "
    "buiten: alleen de code van de gemeente of de randen van de kaart staan in de vraag."
)
FETCH_WHAT: Final = "Wat wilt u ophalen?"
FETCH_KINDS: Final = {
    "boundaries": "Grenzen van gemeente, wijken en buurten",
    "police": "Politiecijfers per buurt en maand",
    "police_yearly": "Politiecijfers per buurt en jaar",
    "keyfigures": "Kerncijfers: huishoudens, inwoners, woningen, 65-plussers",
    "rail": "Spoorlijnen",
    "stations": "Stations",
    "risk": "Aandachtsgebieden langs het spoor",
    "register": "Aandachtsgebieden van bedrijven en buisleidingen",
    "companies": "Bedrijven met gevaarlijke stoffen",
    "pipelines": "Buisleidingen met gevaarlijke stoffen",
    "flood": "Gebieden die kunnen overstromen",
    "dikes": "Dijkringen",
    "roads": "Straten met hun naam",
}
FETCH_FROM: Final = "Dienst: {service}. Licentie: {licence}."
FETCH_TRIAL: Final = "Let op: dit is een proefserver op deze computer, niet de echte dienst."
FETCH_TRY: Final = "Wat zou er veranderen?"
FETCH_DO: Final = "Haal op en laat iedereen het zien"
FETCH_TRY_FIRST: Final = "Kijk eerst wat er zou veranderen."
FETCH_TRIED: Final = "Dit zou er veranderen. Er is nog niets gewijzigd."
FETCHED: Final = "Opgehaald. De pagina's tonen het meteen."
FETCHED_SAME: Final = "Er is niets nieuws: dit was er al."
FETCH_BUSY: Final = "Er wordt al iets opgehaald of teruggezet. Wacht tot dat klaar is."
FETCH_WORKING: Final = "Bezig…"
FETCH_FAULT: Final = "Er ging iets mis bij het ophalen. Meld code {code} bij de beheerder."

CHANGES: Final = "Alle wijzigingen in de gebieden ({count})"
CHANGED_WITH: Final = "Wat er met {version} veranderde aan de gebieden ({count})"
CHANGE_COLUMNS: Final = ("Soort", "Niveau", "Wat")
CHANGE_LEVELS: Final = {"wijken": "wijk", "buurten": "buurt"}

PROVENANCE_HEADING: Final = "Herkomst van wat is opgehaald"
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

RESTORE_DIVISION: Final = "Een eerdere indeling terugzetten"
RESTORE_WHICH_DIVISION: Final = "Welke indeling?"
RESTORE_DIVISION_SURE: Final = "Ja, gebruik overal indeling {version}"
RESTORE_DIVISION_DO: Final = "Zet indeling {version} terug"

PLACES: Final = (
    "Deze laag bestaat uit plaatsen, lijnen of gebieden; er is niets te tellen in de tijd."
)
OF_HOME: Final = "Deze laag komt uit het bestand van de installatie; er is nog niets ingelezen."
