"""The words of the page Wijkbeeld, around the sentences of the briefing itself."""

from __future__ import annotations

from typing import Final

from hotspots.exports.words import AGAINST_CITY_VERDICTS, SINCE_YEAR_VERDICTS
from hotspots.registry import page_title

#: Answers to the button that asks the device where it is.
LOCATED: Final = "U bent in {buurt} (tot op {accuracy} m). Uw plek zelf is niet bewaard."
LOCATED_ROUGHLY: Final = (
    "Uw apparaat weet uw plek maar tot op {accuracy} m. {buurt} is het dichtst bij; kies zo nodig "
    "een andere buurt."
)
LOCATED_OUTSIDE: Final = "U bent niet in {gemeente}. Zoek uw wijk of buurt."

PAGE: Final = page_title("wijkbeeld.page:show")

PLACE: Final = "Wijk of buurt"
#: In a home of more gemeenten.
WIDE_PLACE: Final = "Gemeente, wijk of buurt"
PLACE_PLACEHOLDER: Final = "Typ een naam"
MANY_PLACES_PLACEHOLDER: Final = "Kies een gemeente, of typ een naam"
MANY_PLACES_HELP: Final = (
    "De lijst heeft alle gemeenten, en de wijken en buurten van de gemeente die u bekijkt. Van een "
    "andere gemeente typt u de hele naam van de wijk of buurt, of haar code."
)
AREA_LABEL: Final = "{name} ({kind})"
BUURT_LABEL: Final = "{name} (buurt in {wijk})"
ON_THE_MAP: Final = "Kies of teken op de kaart"
CHOOSING_MAP: Final = "Kaart om een wijk of buurt te kiezen"
CHOOSING_SKIP: Final = "Kaart overslaan; dezelfde wijken en buurten staan in de lijst erboven"
CHOOSING_LEVEL: Final = "Wat op de kaart te kiezen is"
CHOOSING_LEVELS: Final = {
    "regios": "Regio's",
    "gemeenten": "Gemeenten",
    "wijken": "Wijken",
    "buurten": "Buurten",
}
CHOOSING_HELP: Final = (
    "Klik op een wijk of buurt, of teken een vlak of een cirkel met de knoppen op de kaart."
)
YOUR_WIJK: Final = "Uw wijk. Kies hierboven een andere wijk of buurt."
MOST_TO_TELL: Final = (
    "Deze wijk valt op de meeste onderwerpen op. Kies hierboven een andere wijk of buurt."
)
IN_WIJK_HEADING: Final = "{place}, {wijk}"
DRAWN_HEADING: Final = "{name} ({area} km²)"
PEOPLE: Final = "{count} {label} ({year})"
PEOPLE_ESTIMATED: Final = "ongeveer {count} {label} ({year})"
NO_PEOPLE: Final = "geen {label} ({year})"
PERIOD: Final = "Periode: {period}"
TO_MAP: Final = "Bekijk op de kaart"
TO_WIJK: Final = "Naar {wijk}"
TAKE_ALONG: Final = "Meenemen"
TAKE_ALONG_HELP: Final = (
    "Lagen die uw rol niet mag meenemen, staan er niet in; het verslag noemt ze."
)
AS_PDF: Final = "Op papier, twee bladzijden (PDF)"
AS_WORD: Final = "Om in verder te schrijven (Word)"
AS_PAGE: Final = "Voor een telefoon zonder netwerk (HTML)"
CLEAR_AREA: Final = "Wis getekend gebied"

ON_MAP: Final = "Bekijk op de kaart"
BRIEFING: Final = "In een minuut"
#: A wijk or buurt, in a home of more gemeenten.
IN_GEMEENTE: Final = "{place}, {gemeente}"
FIGURES: Final = "Cijfers"
FIGURES_CAPTION: Final = (
    "Aantallen per laag, vergeleken met een jaar eerder en met {whole.the_town}"
)
COLUMNS: Final = {
    "layer": "Laag",
    "count": "Aantal",
    "earlier": "Jaar eerder",
    "since_year": "Tegen een jaar eerder",
    "against_city": "Tegen de rest van {whole.the_town}",
    "rate": "Per 1.000",
}
#: A sign and words; the sign is for whoever looks, the words for everyone.
MARKS: Final = {"more": "▲", "fewer": "▼", "not_shown": "≈"}
VERDICTS: Final = {name: SINCE_YEAR_VERDICTS[name] for name in MARKS}
CITY_VERDICTS: Final = {name: AGAINST_CITY_VERDICTS[name] for name in MARKS}
TIMES: Final = "{ratio} keer (tussen {low} en {high})"
TIMES_FROM_NOTHING: Final = "eerder geen"
RATE: Final = "{rate} ({low}–{high})"
RATE_CITY: Final = "rest van {whole.the_town} {rate}"
RATE_OF: Final = "per 1.000 {label}"
RATE_ESTIMATED: Final = "per 1.000 {label}, geschat"
NO_FIGURE: Final = "–"
IN_WIJK: Final = "in de wijk {count}"
OWN_PERIOD: Final = "{first} t/m {last}"
FIGURES_NOTE: Final = (
    "▲ meer en ▼ minder dan toeval; ≈ het verschil kan toeval zijn. Getoetst en gecorrigeerd voor "
    "alle gebieden en lagen samen; het interval van een verhouding hoort bij die toets, dat van "
    "een cijfer per 1.000 is 95 %. {denominators}"
)
DENOMINATOR: Final = "Noemer: {label} van {year}."
UNMAPPED: Final = "Thema's zonder kaart"
ALL_SILENT: Final = (
    "Uw rol ziet geen laag met aantallen. Vraag de beheerder welke lagen bij uw werk horen."
)

DETAIL: Final = "Uitgelicht"
DETAIL_LAYER: Final = "Laag"
SOORTEN: Final = "Soorten, niet apart getoetst: {soorten}."
SOORT: Final = "{label} **{count}**"
SOORT_WAS: Final = "{label} **{count}** (was {earlier})"
NO_DETAIL: Final = (
    "Geen enkele laag mag in een gebied zo klein als dit per cel of per uur getoond worden. Kies "
    "de wijk eromheen."
)
WHERE: Final = "Waar"
BORDER: Final = "Grens van {place}"
BORDER_AND_ZONES: Final = "{border}; herhaalzones, genummerd ({zones})"
CELLS_NEAR: Final = (
    "Wat verder dan {distance} km van {place} ligt, staat hier niet; de pagina Kaart heeft het."
)
#: Which of the two maps of a place it is.
BESIDE_TEXT: Final = "{place}, bij de tekst"
PLACES_OUTLINED: Final = "{layer}: omlijnd zijn de plekken die eruit springen."
LAYER_IN_PLACE: Final = "{layer}, met de grens van {place}."
BORDER_AND_PLACES: Final = "{border}; plekken die eruit springen"
ZONE_TIP: Final = "Herhaalzone {number}, open t/m {until}"
NO_HOT: Final = (
    "Geen enkele cel hier is een hotspot: nergens vallen er meer {plural} dan door toeval te "
    "verwachten is, gerekend over {whole.the_entire_town}."
)
NOT_IN_CELLS: Final = "Deze laag wordt niet fijner getoond dan per buurt; hotspots zijn er niet."
BUURT: Final = "Buurt"
HOT: Final = "Hotspots, de drukste eerst. Kies er een om hem op de kaart aan te wijzen."
HOT_CELL: Final = "{handle}: {count} (met de cellen eromheen {around}, verwacht {expected})"
HOT_NEW: Final = "{cell} · nieuw"
HOT_LASTING: Final = "{cell} · blijvend"
NEW_NOT_KNOWN: Final = (
    "De laag gaat niet ver genoeg terug om te zeggen welke hotspots nieuw of blijvend zijn."
)
MORE_ZONES: Final = "Nog {count} herhaalzones"
ALL_HOT: Final = "Alle hotspots als tabel ({count})"
HOT_COLUMNS: Final = (
    "Waar",
    "Celcode",
    "Aantal",
    "Met de cellen eromheen",
    "Verwacht",
    "p, gecorrigeerd",
    "Nieuw",
    "Blijvend",
)
CHOSEN_CELL: Final = "Aangewezen: {handle}, cel {code} van {size} m."
YES: Final = "ja"
NO: Final = "nee"

NEWS: Final = "Wat is nieuw"
NEWS_LINE: Final = "{month}: {count}."
NEWS_YEAR: Final = "Dezelfde maand een jaar eerder {count}."
JUDGED: Final = "{count} ({verdict})"
NO_NEWS: Final = "Er is nog geen hele maand om te vergelijken."
NEW_CELLS: Final = "Nieuw als hotspot: {places}."
NO_NEW_CELLS: Final = "Geen hotspot is nieuw."
LASTING_CELLS: Final = "Blijvend als hotspot: {places}."
HISTORY_OF_CELLS: Final = (
    "Volgens de maat Opkomend en blijvend, over hele kwartalen van {first} tot en met {last}. "
    "Nieuw: een hotspot in het laatste kwartaal of de laatste twee, daarvoor nooit."
)

ZONES: Final = "Herhaalzones"
ZONES_HELP: Final = (
    "Kort na een incident is de kans op nog een vlakbij groter. Een zone is open tot de dag die "
    "erbij staat. Het midden van een zone is het midden van een cel; de straal is daarom iets "
    "groter dan de afstand die gevonden is."
)
SEARCHING: Final = "Herhaalzones zoeken: {layer}…"
NO_OPEN_ZONES: Final = "Er staat hier op {day} geen herhaalzone open."
ZONE: Final = "{where}: open t/m **{until}** (sinds {since}; {count}, straal {radius} m)"
NEW_ZONE: Final = "{zone} · nieuw"

EVENTS: Final = "Evenementen, de laatste eerst"
EVENTS_COLUMNS: Final = ("Wanneer", "Evenement", "Waar", "Bezoekers", "Afstand")
NO_EVENTS: Final = "In deze periode was hier en dichtbij geen evenement."
EVENT: Final = "**{days}** {name} ({more})"
VISITORS: Final = "{count} bezoekers"
ALL_EVENTS: Final = "Alle evenementen als tabel ({count})"
EVENTS_INSIDE: Final = "hier"
METRES: Final = "op {distance} m"

WHEN: Final = "Wanneer"
WINDOWS: Final = "Drukste uren: {windows}."
WINDOW: Final = "{words} (ongeveer {weight}, verwacht {expected})"
MONTHS: Final = "Maanden"
MONTHS_SENTENCE: Final = "Meeste {plural}: {month} ({most}); minste: {quiet} ({least})."
INCOMPLETE: Final = "De eerste of laatste maand is nog niet heel."
HOW: Final = "Hoe is dit gerekend?"
