"""The words of the page that compares two periods, two wijken or a measure."""

from __future__ import annotations

from typing import Final

from hotspots.pages import search_words
from hotspots.registry import page_title

PAGE: Final = page_title("app.compare_page:show")
WHAT: Final = "Wat wilt u vergelijken?"
KINDS: Final = {
    "perioden": "Twee perioden",
    "wijken": "Twee wijken",
    "maatregel": "Voor en na een maatregel",
}
NO_COUNTS: Final = (
    "Laag '{layer}' bestaat uit plaatsen, lijnen of vlakken. Daar valt niets van te tellen, en dus "
    "ook niets te vergelijken. Kies links een laag met aantallen."
)
NOTHING: Final = (
    "In geen van beide zijn er {plural} met deze filters. Kies een langere periode, of wis een "
    "filter."
)

# Two periods
VIEW: Final = "Beeld"
VIEWS: Final = {"naast": "Twee kaarten naast elkaar", "verschil": "Het verschil op één kaart"}
NO_EARLIER: Final = (
    "Er is geen eerdere periode om mee te vergelijken: de laag begint op {first}. Kies een latere "
    "of kortere periode."
)
SENSITIVE_PERIODS: Final = (
    "Van deze laag zijn alleen aantallen per wijk en kwartaal bekend, afgerond op vijven en vanaf "
    "{minimum}: elk aantal ligt tussen twee grenzen, en het verschil dus ook. Daarmee is hier niet "
    "te toetsen of een verschil meer is dan toeval."
)
WITHHELD_PERIODS: Final = (
    "Van sommige gebieden geeft de bron geen aantal. Een totaal is er dus niet, en die gebieden "
    "zijn niet getoetst. Dat is geen nul."
)
COUNTED: Final = (
    "In {where}: {now} van {period}. In de periode waarmee u vergelijkt, {earlier}: {then}."
)
MORE_THAN: Final = (
    "Dat is {size} meer dan toen: {ratio} keer zo veel (tussen {low} en {high}, gecorrigeerd). Dat "
    "is meer dan toeval verklaart."
)
FEWER_THAN: Final = (
    "Dat is {size} minder dan toen: {ratio} keer wat het was (tussen {low} en {high}, "
    "gecorrigeerd). Dat is meer dan toeval verklaart."
)
NO_CHANGE: Final = (
    "Het verschil ({size}) kan toeval zijn: geen aantoonbare verandering. De verhouding ligt "
    "tussen {low} en {high} (gecorrigeerd)."
)
UNEQUAL: Final = (
    "De perioden zijn niet even lang ({now} en {then} dagen). Daarom is gerekend met aantallen per "
    "dag."
)
AREAS_MORE: Final = "Aantoonbaar meer in: {names}."
AREAS_FEWER: Final = "Aantoonbaar minder in: {names}."
AREAS_NONE: Final = (
    "In geen enkele {area} is de verandering aantoonbaar. Er zijn er {count} getoetst, en "
    "daarvoor is gecorrigeerd."
)
AREA: Final = {"wijken": "wijk", "buurten": "buurt", "gemeente": "gemeente"}
NAMED: Final = "{name} ({difference})"
AND_MORE: Final = "nog {count}"
AND_SOME: Final = "{names} en {last}"
OVERLAP: Final = (
    "De perioden overlappen elkaar. Dan tellen dezelfde incidenten in beide mee, en is niet te "
    "zeggen of er iets veranderde. Kies perioden die elkaar niet raken."
)
LOCK: Final = "Klassen van het verschil vastzetten"
LOCKED: Final = "Klassen van het verschil"
LOCKED_HELP: Final = (
    "De bovengrens van elke klasse, voor meer en voor minder gelijk, gescheiden door een "
    "puntkomma: 2; 5; 10. Leeg: de app kiest."
)

# Two wijken
ONE: Final = "Eerste wijk"
OTHER: Final = "Tweede wijk"
PICK_TWO: Final = "Kies twee verschillende wijken."
ONLY_WHOLE: Final = (
    "Van deze laag is alleen een getal voor de hele gemeente bekend. Wijken zijn dus niet te "
    "vergelijken."
)
BOTH_COUNTED: Final = "In {one}: {one_count} van {period}. In {other}: {other_count}."
BOTH_RATES: Final = (
    "Per 1.000 {label} ({year}) is dat {one_rate} in {one} en {other_rate} in {other}."
)
WIJK_MORE: Final = (
    "In {one} komt het {ratio} keer zo vaak voor als in {other} (tussen {low} en {high}, "
    "gecorrigeerd). Dat is meer verschil dan toeval verklaart."
)
WIJK_SAME: Final = (
    "Het verschil tussen beide wijken kan toeval zijn: geen aantoonbaar verschil. De "
    "verhouding ligt tussen {low} en {high} (gecorrigeerd)."
)
BY_COUNT: Final = (
    "Hoeveel er wonen is van een van beide niet bekend, of te weinig. Daarom zijn de aantallen "
    "zelf vergeleken, zonder rekening te houden met hoe groot de wijken zijn."
)
SENSITIVE_WIJKEN: Final = (
    "Per kwartaal is het aantal afgerond op vijven, en onder de {minimum} niet bekend: elk aantal "
    "ligt tussen twee grenzen. Daarmee is niet te toetsen of een verschil meer is dan toeval."
)
WITHHELD_WIJKEN: Final = (
    "Van deze wijken geeft de bron niet alle aantallen. Daarom is het totaal niet te vergelijken; "
    "per soort kan het soms wel."
)
SENSITIVE_COUNTED: Final = "{plural}, {period}: {one_count} in {one}, {other_count} in {other}."
SOORT_MORE: Final = "Naar soort: naar verhouding aantoonbaar meer in {name}: {soorten}."
EXPLAIN_WIJKEN: Final = (
    "De kaarten bewegen mee: wie de ene verschuift of inzoomt, doet dat met de andere ook. "
    "Elke kaart blijft bij de eigen wijk."
)
EXPLAIN_PERIODS: Final = (
    "De kaarten bewegen mee: wie de ene verschuift of inzoomt, doet dat met de andere ook."
)

# Before and after
MEASURE_NAME: Final = "Welke maatregel?"
MEASURES: Final = {
    "camera": "Camera",
    "toezicht": "Extra toezicht",
    "verlichting": "Straatverlichting",
    "anders": "Een andere maatregel",
}
BY_WIJK: Final = "Hele wijk"
BY_WIJK_NONE: Final = "Geen hele wijk"
BUURTEN: Final = "Buurten met de maatregel"
BUURTEN_PLACEHOLDER: Final = "Kies een of meer buurten"
CONTROL: Final = "Vergelijken met"
CONTROL_HELP: Final = search_words.CONTROL_HELP
CONTROL_PLACEHOLDER: Final = search_words.MOST_ALIKE
SINCE: Final = "Vanaf welke dag?"
PICK_WHERE: Final = (
    "Kies een wijk of een of meer buurten waar de maatregel is genomen, en de dag waarop hij "
    "begon. De app vergelijkt dan evenveel dagen ervoor en erna, met buurten zonder de "
    "maatregel."
)
NOT_PER_BUURT: Final = (
    "Voor en na vergelijken kan niet met deze laag. Er zijn alleen aantallen per {level} en "
    "kwartaal bekend, afgerond en vanaf {minimum}. Kleine veranderingen zijn daarin niet te "
    "zien."
)
NOT_FOR_COUNTS: Final = (
    "Voor en na vergelijken kan niet met deze laag. Het zijn aantallen per maand of jaar, zonder "
    "dag. Kies 'Twee perioden', of een laag met losse incidenten."
)
TITLE: Final = "{measure} in {where}, vanaf {since}"
HAPPENED: Final = (
    "**Wat gebeurde er?** In {where} ging het van {before} in de {days} dagen ervoor naar "
    "{after} in de {days} dagen erna."
)
COMPARED_TO: Final = (
    "**Wat was er anders gebeurd?** In de buurten waarmee is vergeleken ({names}) ging het "
    "van {before} naar {after}. Was het in {where} net zo gegaan, dan waren er {expected} "
    "{plural} geweest."
)
HELPED: Final = "**Hielp het?** {verdict}"
MOVED: Final = (
    "**Verplaatste het zich?** In de buurten eromheen ging het van {before} naar {after}. {verdict}"
)
NO_RING: Final = "**Verplaatste het zich?** Er zijn geen buurten eromheen om dat in te zien."
CAVEAT: Final = (
    "Een verschil is geen bewijs dat de maatregel het deed: er kan meer veranderd zijn. Zijn de "
    "buurten gekozen omdat het er al langer druk was dan in de twee periodes ervoor, dan kan een "
    "deel van een daling vanzelf gaan."
)
OVERLAY_TITLE: Final = "Maatregel (M) en eromheen (R)"
OVERLAY_NOTE: Final = "Kleur: verandering tussen {before} en {after}."
ROLE_LABELS: Final = {"treated": "M", "ring": "R"}
ROLES: Final = {
    "treated": "Met de maatregel",
    "control": "Vergelijking",
    "ring": "Eromheen",
    "ring_control": "Vergelijking voor eromheen",
}
HOW: Final = "Hoe is dit berekend?"
HOW_PERIODS: Final = (
    "Per gebied is exact getoetst of beide aantallen even vaak voorkomen, gegeven hoeveel het er "
    "samen zijn en met de spreiding die de laag van maand tot maand heeft. Er is gecorrigeerd "
    "voor alle gebieden en lagen samen (Benjamini-Hochberg), en het interval hoort bij die toets. "
    "Kaart, Overzicht en Wijkbeeld zeggen van hetzelfde gebied hetzelfde."
)
HOW_WIJKEN: Final = (
    "De verhouding is het aantal per inwoner, huishouden of woning in de eerste wijk, "
    "gedeeld door dat in de tweede. Getoetst is exact, gegeven hoeveel het er samen zijn en met de "
    "spreiding van de laag; voor het aantal soorten is gecorrigeerd, en het interval hoort bij die "
    "toets. Een verschil zegt niet waardoor het komt."
)
HOW_MEASURE: Final = (
    "De verhouding tussen erna en ervoor in de buurten met de maatregel, gedeeld door die in de "
    "buurten om mee te vergelijken; en hetzelfde voor de buurten eromheen. Aangenomen is dat het "
    "zonder maatregel overal in dezelfde verhouding was veranderd. Vergeleken wordt met buurten "
    "die daarvoor ongeveer even druk waren en die gelijk op gingen; zijn die er niet, dan is er "
    "geen oordeel. Het interval is het ruimste van twee: vergeleken met de periode ervoor, en met "
    "de periode daar weer voor, want een buurt die net een piek had, daalt vanzelf. Dat aantallen "
    "sterker wisselen dan toeval, telt mee."
)

# The tables
TABLE: Final = "Tabel"
AREA_COLUMN: Final = "Gebied"
SOORT_COLUMN: Final = "Soort"
ALL_SOORTEN: Final = "Alle"
WHOLE: Final = "Samen"
DIFFERENCE_IN_SIZE: Final = "Verschil naar verhouding"
DIFFERENCE_RANGE: Final = "Interval van het verschil"
RATIO_RANGE: Final = "Interval van de verhouding"
RANGE: Final = "{low} tot {high}"
NO_LIMIT: Final = "∞"
ROLE_COLUMN: Final = "Rol"
BEFORE_COLUMN: Final = "Ervoor"
AFTER_COLUMN: Final = "Erna"
EXPECTED_COLUMN: Final = "Verwacht erna"
