"""The words of the pages."""

from __future__ import annotations

from typing import Final

from hotspots.registry import page_title

APP_TITLE: Final = "Hotspots {gemeente}"
NO_PAGE: Final = "Deze pagina bestaat niet"
NO_PAGE_DO: Final = "Misschien staat er een fout in de link. Kies een pagina in het menu."
IMPORT_PAGE: Final = page_title("app.import_page:show")
THEME: Final = "Thema"
LAYER: Final = "Laag"
SOORT: Final = "Soort"
ALL: Final = "Alle"
PERIOD: Final = "Periode"
COMPARED: Final = "Vergelijk met"
COMPARED_WITH: Final = {
    "year": "Een jaar eerder",
    "before": "De periode ervoor",
}
FROM_TO: Final = "Van en tot en met"
LEVEL: Final = "Niveau"
MEASURE: Final = "Maat"
DENOMINATOR: Final = "Per 1.000"
EXPECTED_BY: Final = "Verwachting naar"
MINIMUM_RATIO: Final = "Hotspot vanaf"
MINIMUM_RATIOS: Final = "{ratio} keer verwacht"
ANY_RATIO: Final = "elk aantoonbaar verschil"
MINIMUM_RATIO_HELP: Final = (
    "Een plek krijgt pas kleur als zij zeker zoveel keer heeft wat verwacht wordt. Met veel "
    "incidenten is bijna overal een verschil aan te tonen; dan zegt niet het bestaan ervan iets, "
    "maar hoe groot het is."
)
SIDE: Final = "Zoek naar"
SIDES: Final = {"both": "meer en minder", "more": "alleen meer"}
SIDE_HELP: Final = (
    "Alleen meer: waar minder is, wordt dan niet gezocht. Dat is een eigen reeks toetsen, die "
    "anders kan uitvallen: elk gebied is eerder aan te tonen, maar wat minder is telt niet mee in "
    "de correctie. Andere pagina's zoeken naar meer en minder."
)
CELL: Final = "Celgrootte"
BANDWIDTH: Final = "Straal"
PICK_SOORT: Final = (
    "De maat '{measure}' vergelijkt een soort met alle soorten. Kies links een of meer soorten."
)
SMOOTHING: Final = "Afvlakken"
BANDWIDTH_RULES: Final = {
    "fixed": "Vaste straal",
    "automatic": "Straal naar de spreiding",
    "adaptive": "Wisselend: kleiner waar het druk is",
}
KERNEL: Final = "Kern"
KERNELS: Final = {"quartic": "Kwartisch (houdt op bij de straal)", "gaussian": "Gaussisch"}
STEP: Final = "Stap in de tijd"
STEPS: Final = {"quarter": "Kwartaal", "month": "Maand"}
NO_TESTS_PER_AREA: Final = (
    "Maten die naar de buren kijken (hotspots, opkomend, Moran) kunnen niet per {one}: met zo "
    "weinig gebieden is bijna alles elkaars buur. Kies buurt of cel."
)
CLASSES: Final = "Aantal klassen"
METHOD: Final = "Klassenindeling"
OWN_BREAKS: Final = "Eigen bovengrenzen"
OWN_BREAKS_HELP: Final = (
    "De bovengrens van elke klasse, gescheiden door een puntkomma: 2; 5; 10; 20"
)
LOCK: Final = "Klassen vastzetten"
LOCK_HELP: Final = (
    "Neemt de klassen van nu over als eigen grenzen. Ze blijven staan, ook als u een andere laag "
    "of soort kiest."
)
POINTS: Final = "Punten tonen"
POINTS_HELP: Final = "Losse punten, of groepen met een getal als er veel zijn. Zoom in voor meer."
CLASS_SETTINGS: Final = "Klassen en kleuren"
FILTERS: Final = "Filters"
SHEET_DONE: Final = "Klaar"
MORE_FILTERS: Final = "Meer filters"
ACTIVE: Final = "Actieve filters; een klik haalt er een weg"
CLEAR: Final = "Alle filters wissen"
EARLIER: Final = "Eerder"
LATER: Final = "Later"
PRESETS: Final = {
    "last_12_months": "Laatste 12 maanden",
    "month": "Laatste maand",
    "quarter": "Laatste kwartaal",
    "year": "Laatste jaar",
    "winter": "Laatste winter",
    "all": "Alles",
}
#: On a wide screen, for a larger map.
PUT_AWAY_FILTERS: Final = "Zonder filters"
PUT_AWAY_DETAILS: Final = "Zonder details"
#: A question in one go.
WINTER: Final = "Hotspots van de laatste winter"
OWN_PERIOD: Final = "Zelf kiezen"
METHODS: Final = {
    "jenks": "Natuurlijke klassen (Jenks)",
    "quantiles": "Even veel gebieden (kwantielen)",
    "equal": "Gelijke stappen",
    "pretty": "Ronde getallen",
    "own": "Eigen grenzen",
}
QUARTER_HELP: Final = "Deze laag geeft alleen aantallen per heel kwartaal."
TOO_MANY_CELLS: Final = (
    "Van cellen kleiner dan {size} m zijn er hier te veel om te tekenen. Kies voor kleinere "
    "eerst een gemeente of een wijk, of teken een gebied."
)
NOTHING: Final = "Niets gevonden met deze filters."
NOTHING_HELP: Final = (
    "Er zijn {inside} {plural} in {whole.the}, maar geen enkele valt in deze periode en onder deze "
    "filters. Kies een langere periode of wis een filter."
)
OLD_LINK: Final = (
    "In de link stond '{value}' bij {label}; dat bestaat hier niet (meer). "
    "Wat u ziet is de gewone keuze."
)
DETAILS: Final = "Gekozen gebied"
DETAILS_EMPTY: Final = "Klik op een gebied op de kaart, of kies er een uit de lijst."
PICK_AREA: Final = "Gebied"
QUALITY: Final = "Was de kaart goed?"
FILES: Final = "Bewaren"
BELOW: Final = "Onder de kaart"
TABLE: Final = "Tabel"
TIME: Final = "In de tijd"
LEDGER: Final = "Telt het op?"
ABOUT_LAYER: Final = "Over deze laag"
MAP_FILES: Final = "Kaart bewaren"
MAP_FORMATS: Final = {
    ".html": "Als webpagina, werkt zonder internet (HTML)",
    ".pdf": "Op papier (PDF)",
    ".png": "Als plaatje (PNG)",
    ".svg": "Als tekening (SVG)",
}
FIGURES_INTRO: Final = "Gepubliceerde cijfers"
FIGURE_INDICATOR: Final = "Wat"
FIGURE_YEAR: Final = "Jaar"
FIGURE_VALUE: Final = "Cijfer"
FIGURE_NOTE: Final = "Toelichting"
NO_FIGURE: Final = "geen cijfer"
LEDGER_LINE: Final = (
    "{read} gelezen → {accepted} geaccepteerd → {inside} in {whole.the} → {selected} in de "
    "selectie → **{mapped} op de kaart**"
)
NOT_SHOWN: Final = "niet getoond"
#: Of the bar at the foot of a phone.
OTHER_PAGES: Final = "Meer"
NO_LOGIN: Final = (
    "Deze installatie heeft geen inlog en is alleen op deze computer te bereiken. U werkt als "
    "**{role}**."
)
PROBLEM: Final = "Dat lukt niet."
NO_ZERO: Final = "Dat is geen nul: er is niets te tonen."
LOAD_A_FILE: Final = "Lees een bestand in voor deze laag"
NOT_OPENED: Final = "Hotspots kan niet openen"
#: To who is not at the machine itself, and may not even be let in.
NOT_OPENED_WHY: Final = (
    "Er is iets mis met de gegevens of de instellingen van deze gemeente. De beheerder leest in "
    "het logboek wat dat is. Probeer het later opnieuw."
)
OLD_BUTTON: Final = "Deze knop is niet meer van nu. Laad de pagina opnieuw en klik nog een keer."
FAULT: Final = (
    "Er ging iets mis in het programma zelf. Probeer het opnieuw; blijft het, meld dan code {code} "
    "aan de beheerder."
)
IMPORT_INTRO: Final = (
    "Lees een export in, bekijk wat er mis mee is en publiceer hem. Er verandert pas iets als u op "
    "**Publiceren** klikt."
)
IMPORT_FILE: Final = "Bestand"
IMPORT_FILE_HELP: Final = (
    "CSV, Excel (.xlsx, .xls), LibreOffice (.ods), GeoPackage, GeoJSON, KML, GML, gezipte "
    "Shapefile, FileGDB of MapInfo, GeoParquet, JSON lines, en voor een evenementenkalender "
    "iCalendar (.ics), tot 50 MB."
)
IMPORT_LAYER: Final = "In welke laag?"
IMPORT_MODE: Final = "Toevoegen of vervangen?"
IMPORT_ADD: Final = "Toevoegen aan wat er is"
IMPORT_REPLACE: Final = "Alles vervangen"
IMPORT_CRS: Final = "Coördinaten"
IMPORT_CRS_AUTO: Final = "Zoals het bestand zegt"
IMPORT_TABLE: Final = "Tabel of laag in het bestand"
IMPORT_TABLE_AUTO: Final = "Alleen nodig als er meer dan één in zit"
IMPORT_COLUMNS: Final = "Kolommen aanwijzen"
FIRST_ROWS: Final = "De eerste {shown} van {rows} rijen, met {columns}."
NO_COLUMN: Final = "(geen kolom)"
EMPTY_VALUE: Final = "(leeg)"
IN_COLUMN: Final = "In het bestand: {values}"
READ_AS: Final = "Gelezen als: {values}"
COLUMNS_MISSING: Final = "Wijs hieronder nog de kolom aan voor: {fields}."
COLUMNS_PLACE: Final = "een plaats (x en y, lengte- en breedtegraad, of een buurt of wijk)"
COLUMNS_UNUSED: Final = "Niet gebruikt: {columns}."
COLUMNS_PERSONAL: Final = (
    "Deze kolommen lijken op persoonsgegevens; ze worden niet gelezen en niet getoond: {columns}."
)
LABELS: Final = "Soorten die deze laag niet kent"
LABELS_HELP: Final = (
    "Zeg van elke tekst welke soort het is. Rijen waarvan u niets zegt, worden apart gezet."
)
LABEL: Final = "{label} ({rows})"
LABEL_UNKNOWN: Final = "(apart zetten: onbekend)"
LABEL_OF_NO_SOORT: Final = "(hoort niet in deze laag)"
SOORT_OF_OTHERS: Final = "Rijen zonder soort zijn"
SOORT_NONE: Final = "(apart zetten)"
EACH_ROW: Final = "Elke rij is een melding"
EACH_ROW_ADDS: Final = (
    "Elke rij telt voor één (of voor haar aantal), per gebied en periode opgeteld"
)
EACH_ROW_HELP: Final = (
    "Ook rijen zonder id, en rijen met hetzelfde id of dezelfde inhoud als een andere, tellen dan "
    "elk mee. Kies dit alleen als de leverancier dat zo bedoelt."
)
TOO_MANY_LABELS: Final = (
    "In de kolom voor soort staan te veel verschillende teksten. Is het de goede kolom?"
)
RECIPE: Final = "Recept"
RECIPE_HELP: Final = (
    "Een recept zegt hoe de bestanden van een leverancier worden gelezen: welke kolom wat is, en "
    "welke tekst welke soort."
)
RECIPE_AUTO: Final = "Vanzelf herkennen"
RECIPE_NONE: Final = "Geen recept"
RECIPE_LACKS: Final = (
    "Het recept '{recipe}' noemt een kolom '{column}'; die staat niet in dit bestand. Wijs haar "
    "opnieuw aan en bewaar het recept, of kies een ander recept."
)
RECIPE_SAVE_HEAD: Final = "Bewaren voor de volgende keer"
RECIPE_SAVE_HELP: Final = (
    "Een volgend bestand met dezelfde kolommen wordt dan herkend. Er komt niets uit de rijen in "
    "het recept, behalve de teksten die u aan een soort koppelt."
)
RECIPE_NAME: Final = "Naam van het recept"
RECIPE_SAVE: Final = "Bewaar recept"
RECIPE_REMOVE: Final = "Verwijder dit recept"
IMPORT_CHECK: Final = "Controleren"
IMPORT_PUBLISH: Final = "Publiceren"
IMPORT_DONE: Final = "Gepubliceerd als {version}."
IMPORT_UNCHANGED: Final = "Er staat niets nieuws in. Er is geen versie bij gekomen."
IMPORT_ALWAYS: Final = "Toch een nieuwe versie maken"
IMPORT_READY: Final = "Klaar om te publiceren. Er is nog niets veranderd."
IMPORT_SHOW: Final = "Bekijk op de kaart"
IMPORT_REPORT: Final = "Rapport (CSV)"
IMPORT_PROBLEMS: Final = "Rijen die apart zijn gezet"
IMPORT_SYNTHETIC: Final = (
    "Deze laag bevat nu synthetische gegevens. De eerste echte import vervangt ze allemaal."
)
IMPORT_GEOCODES: Final = (
    "Heeft een rij een adres en geen coördinaten, dan gaat het adres naar PDOK Locatieserver. Dat "
    "is in deze gemeente aangezet."
)
IMPORT_NOTHING_CHANGED: Final = "Er is niets veranderd."
VERSIONS: Final = "Versies van deze laag"
READ: Final = "Gelezen"
ACCEPTED: Final = "Geaccepteerd"
QUARANTINED: Final = "Apart gezet"
DUPLICATE: Final = "Dubbel"
PROBLEM_COLUMNS: Final = ("Rij", "Kolom", "Waarde", "Reden")
IMPORT_BUSY: Final = "Bezig met lezen en controleren…"
IMPORT_WAITS: Final = (
    "Uw bestand wacht op zijn beurt: er wordt al iets ingelezen. Bestanden voor u: {count}. "
    "Laat deze pagina open; daarna gaat het vanzelf verder."
)
NO_VERSIONS: Final = "Van deze laag is er nog geen versie."
VERSION_NAME: Final = "Versie"
VERSION_NOW: Final = "Nu"
VERSION_CURRENT: Final = "wordt getoond"
VERSION_DATE: Final = "Gemaakt (UTC)"
VERSION_LAST: Final = "Als laatste erin"
VERSION_SOURCE: Final = "Bron"
VERSION_SYNTHETIC: Final = "Synthetisch"
YES: Final = "ja"
NO: Final = "nee"


HEALTHY = "gezond"
#: Of supplies: the server is well, and somebody has to look at what does not come in.
HEALTHY_BUT_LATE = "gezond; bronnen die aandacht vragen: {count}"
STARTING = "nog niet klaar: de gemeente wordt geopend"
NOT_HEALTHY = "niet gezond: {what}"
UNKNOWN_HOST = "Deze server luistert niet naar die naam. Zet de naam in HOTSPOTS_HOSTS."
TWICE = "Dit verzoek noemt iets twee keer dat er maar een keer in hoort."
LONG_ADDRESS = "Dit adres is te lang."
LONG_HEADERS = "Dit verzoek heeft te veel kopregels."
FOREIGN_ORIGIN = (
    "Dit verzoek komt van een pagina op een ander adres. "
    "Achter een proxy: stuur Host en X-Forwarded-Proto mee."
)
NO_SUCH_METHOD = "Dat kan hier niet."
NO_BODY_HERE = "Bij dit verzoek hoort geen inhoud."
LOG_IN_FOR_THIS = "Hiervoor moet u ingelogd zijn."
TOO_MANY_OF_YOU = "U hebt te veel pagina's tegelijk open. Sluit er een paar."
TOO_MANY = "Het is te druk: er staan te veel pagina's open. Probeer het straks opnieuw."
UPLOAD_NOT_YOURS = "Een bestand sturen kan alleen vanaf uw eigen pagina, als u mag inlezen."
UPLOAD_TOO_LARGE = "Dit bestand is te groot. Een bestand mag 50 MB zijn."
UPLOAD_TOO_MUCH = "U hebt al te veel bestanden klaarstaan. Haal er eerst een weg."
UPLOAD_ONE_AT_A_TIME = "Er komt al een bestand van u binnen. Wacht tot dat klaar is."
UPLOAD_TOO_MANY_WAITING = (
    "Er staan te veel bestanden klaar. Probeer het over een paar minuten opnieuw."
)
UPLOAD_TOO_SLOW = "Het bestand kwam te langzaam binnen."
UNREADABLE_QUESTION = "Wat de kaart vraagt, is niet te lezen."
UNREADABLE_QUESTION_DO = "Laad de pagina opnieuw."
MAP_NOT_YOURS = "Een kaart opvragen kan alleen vanaf uw eigen pagina. Laad de pagina opnieuw."
MAPS_AT_ONCE = "U vraagt te veel kaarten tegelijk. Wacht tot de vorige er is."
TOO_MANY_MAPS = "Het is te druk voor deze kaart. Probeer het zo nog eens."
REFUSED = "Geweigerd ({count} keer): {words}"
UNKNOWN_GEOMETRY = "Onbekende kaartlaag."
UNKNOWN_FILE = "Dit bestand is er niet."
UNKNOWN_BACKGROUND = "Deze achtergrondkaart is er niet, of niet meer."
TOO_MANY_RANGES = "Te veel delen van het bestand tegelijk gevraagd."
WAITING_FOR_IMPORTS = "Stoppen: eerst wordt afgemaakt wat nog wordt ingelezen ({count})."
IMPORTS_LEFT = "Gestopt terwijl nog iets werd ingelezen ({count}); daarvan is niets gepubliceerd."
LISTENING = "De tool staat op {address}"
#: Of the fields beside the map, for whoever does not draw with a mouse.
DRAWN_FIELDS: Final = "Getekend gebied"
DRAWN_FIELDS_HELP: Final = (
    "Teken een vlak of een cirkel met de knoppen op de kaart, of maak het gebied hier. Alles op de "
    "pagina gaat dan over wat erin ligt."
)
DRAWN_AS_TEXT: Final = "Gebied als tekst"
DRAWN_AS_TEXT_HELP: Final = (
    "In hele meters RD: cirkel:X,Y,STRAAL of vlak:X,Y;X,Y;X,Y. Leeg is geen getekend gebied."
)
CIRCLE_MIDDLE: Final = "Cirkel rond"
CIRCLE_MIDDLE_HELP: Final = "Kies een buurt, of typ een plaats in meters RD: 105000, 425000."
CIRCLE_MIDDLE_PLACEHOLDER: Final = "Buurt, of X, Y"
CIRCLE_RADIUS: Final = "Straal in meters"
MAKE_CIRCLE: Final = "Maak cirkel"
NO_RATES_NOTE: Final = (
    "Maten met een noemer kunnen hier niet per wijk of buurt: van een deel van een buurt is niet "
    "bekend hoeveel er wonen."
)
EXPECTED_BY_HELP: Final = (
    "Waarmee een plek vergeleken wordt. Met land: alsof overal evenveel gebeurt, ook waar niemand "
    "woont. Dan is elke woonwijk al snel een hotspot."
)
CLEAR_DRAWN: Final = "Wis gebied"
CLOCK_HOURS: Final = "Uren van de week"
HEAT_ALTERNATIVE: Final = (
    "Raster van 7 dagen bij 24 uren: hoe donkerder een vakje, hoe meer {plural}. {sentence}"
)
HEAT_TITLE: Final = "{plural} per uur van de week"
CLOCK_TITLE: Final = "Wanneer"
CLOCK_AS_TABLE: Final = "Uren als tabel"
SEASON_TITLE: Final = "Maanden van het jaar"
SEASON_ALTERNATIVE: Final = (
    "Staafgrafiek met een staaf per maand van het jaar; 1 is een gemiddelde maand. {sentence}"
)
SEASON_INDEX: Final = "Aantal per dag; 1 is een gemiddelde maand"
SEASON_MONTH: Final = "Maand"
CLOCK_VIEW: Final = "Wat te zien is van de tijd"
CLOCK_PER_MONTH: Final = "Verloop"
