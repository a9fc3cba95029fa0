"""The words of a wijkbeeld on paper that are not in the briefing itself."""

from __future__ import annotations

from typing import Final

WIJKBEELD: Final = "Wijkbeeld {place}"
KINDS: Final = {
    "regios": "Regio",
    "gemeenten": "Gemeente",
    "wijken": "Wijk",
    "buurten": "Buurt",
    "drawn": "Getekend gebied",
}
IN_GEMEENTE: Final = "{kind} in {gemeente}"
#: Of a wijk or buurt, in a home of more gemeenten.
IN_HOME: Final = "{gemeente}, {home}"
IN_WIJK: Final = "{kind} in {wijk}, {gemeente}"
PERIOD: Final = "Periode"
COMPARED: Final = "Vergeleken met"
MADE_ON: Final = "Gemaakt op"
AREA: Final = "Oppervlakte"
AREA_KM2: Final = "{area} km²"
PEOPLE: Final = "{count} ({year})"
ABOUT: Final = "ongeveer {count}"
NOT_KNOWN: Final = "niet bekend"
PAGE: Final = "bladzijde"
PAGE_OF: Final = "van"
KEYWORD: Final = "wijkbeeld"
AND_MORE: Final = "en nog"
PROGRAM: Final = "hotspots {version}"

BRIEFING: Final = "In één minuut"
#: What stands before a paragraph of the briefing, by its id; the others stand on their own.
LEADS: Final = {
    "where": "Waar en wanneer",
    "new": "Nieuw",
    "events": "Evenementen",
    "unchanged": "Verder",
}

FIGURES: Final = "Cijfers"
COLUMNS: Final = (
    "Onderwerp",
    "Aantal",
    "Jaar eerder",
    "Tegen een jaar eerder",
    "Per 1.000",
    "Rest van {whole.the}",
    "Tegen de rest van {whole.the}",
)
DENOMINATOR: Final = "per 1.000 {label} ({year})"
OWN_PERIOD: Final = "over {period}"
SOORTEN: Final = "Waarvan {soorten}"
SOORT: Final = "{label} {count}"
SOORT_EARLIER: Final = "{label} {count} (was {earlier})"
OF_WIJK: Final = "In de hele wijk: {count}."
INTERVAL: Final = "({lower} – {upper})"
TIMES: Final = "× {value} ({lower} – {upper})"
FROM_NOTHING: Final = "was 0"
#: Symbol and words of a verdict; the symbol is read at a glance, also without colour.
YEAR_VERDICTS: Final = {
    "more": ("▲", "meer dan toeval"),
    "fewer": ("▼", "minder dan toeval"),
    "not_shown": ("=", "geen aantoonbare verandering"),
    "untested": ("–", "niet getoetst"),
}
CITY_VERDICTS: Final = YEAR_VERDICTS | {"not_shown": ("=", "geen aantoonbaar verschil")}
#: Why a number or a test is not there, short enough for a cell of a table.
REASONS: Final = {
    "rounded": "tussen twee grenzen, niet te toetsen",
    "too_fine": "alleen per wijk te zien",
    "only_gemeente": "alleen voor {whole.the_entire} te zien",
    "too_fine_for_role": "voor uw rol niet zo fijn te zien",
    "no_data": "geen gegevens in de periode",
    "unreadable": "niet te lezen",
    "nothing_yet": "nog niets ingelezen",
    "withheld": "de bron geeft niet alles",
    "no_year_before": "geen jaar eerder in de laag",
    "nothing": "niets geteld",
    "no_denominator": "geen noemer",
    "small_denominator": "noemer te klein",
    "whole_city": "is {whole.the_entire}",
    "events": "gepland, niet getoetst",
}
NO_FIGURES: Final = "Van dit gebied is er geen laag die uw rol mag meenemen."
EXPLAINED: Final = (
    "▲ meer en ▼ minder dan toeval verklaart; = het verschil kan toeval zijn; – niet getoetst."
)
EXPLAINED_TEST: Final = (
    "Elke toets is gecorrigeerd voor alle gebieden en lagen samen ({alpha} %), en het interval van "
    "een verhouding hoort bij die toets. Het interval van een cijfer per 1.000 is 95 %. De rest "
    "van {whole.the} is {whole.the} zonder dit gebied."
)
UNMAPPED: Final = (
    "Zonder laag die u mag zien, en dus niet hierboven: {themes}. De openbare cijfers daarvan "
    "staan in het programma."
)
OWN_NOTES: Final = "Aantekeningen"
MORE_SOORTEN: Final = "en andere"

MAP_TITLE: Final = "Kaart: {layer}"
MAP_ALT: Final = (
    "Kaart van {place} en omgeving, schaal 1 op {scale}: {what} ({chosen}). De kleuren lopen van "
    "licht (weinig) naar donker (veel). {found} {legend}"
)
MAP_ALT_FOUND: Final = "Met een dikke lijn en een nummer: {places}."
MAP_ALT_NONE: Final = "Er is geen plek die meer heeft dan toeval verklaart."
MAP_ALT_LEGEND: Final = "Legenda: {classes}."
NO_MAP: Final = "Er is geen kaart: {reason}"
NO_MAP_LAYER: Final = "van geen enkele laag mag uw rol een kaart van dit gebied meenemen."
SCALE: Final = "Schaal 1 : {scale} (op A4, niet verkleind). Het noorden is boven."
IN_CELLS: Final = "Het getal in een cel van het gebied is het aantal."
OUTSIDE: Final = "Buiten het gebied zijn de kleuren lichter."
PLACES_DRAWN: Final = "Meer dan toeval ({places}); het nummer staat bij Waar"
PLACE_NOUNS: Final = ("plek", "plekken")
BUSIEST_DRAWN: Final = (
    "Meer dan toeval: de {count} drukste van {every} plekken; het nummer staat bij Waar"
)
AREA_LINE: Final = "Dit gebied"

OUTLINED: Final = "Meer dan toeval"
HOT_ROW: Final = "{where}: {count}{new}"
WHERE: Final = "Waar"
WHERE_COLUMNS: Final = ("Nr", "Plek", "Aantal", "Met buren")
AROUND: Final = "{around} / {expected}"
WHERE_NEW: Final = "nieuw"
WHERE_LASTING: Final = "blijvend"
WHERE_HINT: Final = (
    "Cellen van {size} m die met hun buren meer hebben dan toeval verklaart, getoetst over "
    "{whole.the_entire}."
)
AROUND_HINT: Final = (
    "Met buren: het aantal in de drukste cel en de acht eromheen, en wat er te verwachten was."
)
WHERE_NONE: Final = "Geen plek in dit gebied heeft meer dan toeval verklaart."
WHERE_NO_CELLS: Final = (
    "Deze laag is hier niet in cellen te zien. Daarom zijn er geen plekken aan te wijzen."
)
WHEN: Final = "Wanneer"
CLOCK_ALT: Final = "Klok van de week, 7 dagen bij 24 uren; hoe donkerder, hoe meer. {sentence}"
NO_CLOCK: Final = "Van deze laag zijn geen uren bekend."
ZONES: Final = "Herhaling in de buurt"
ZONES_NONE: Final = "Er staat geen zone open."
ZONE: Final = (
    "{layer}, {where}: {count} sinds {since}. Open tot en met {until}, tot {radius} m rond het "
    "midden."
)
EVENTS_LARGEST: Final = "Grootste evenementen in de periode"
EVENTS: Final = "Evenementen in de periode"
EVENTS_NONE: Final = "Geen evenement in of bij dit gebied."
EVENT: Final = "{days}: {name}, {where}{visitors}{distance}"
EVENT_VISITORS: Final = ", {count} bezoekers"
EVENT_DISTANCE: Final = ", op {distance} m"

SOURCES: Final = "Bronnen en verantwoording"
SOURCE_LINE: Final = "{layers}: {attribution}{licence}."
SOURCE_LICENCE: Final = " ({licence})"
SOURCE_LAYER: Final = "{layer} {version}"
BOUNDARIES: Final = "Grenzen: {attribution}."
BOUNDARIES_ABOUT: Final = "Grenzen: benaderd, naar {attribution}."
DENOMINATORS: Final = "Noemers: {labels}, vast over de jaren."
DENOMINATOR_OF: Final = "{label} op peildatum {year}"
LEFT_OUT: Final = "Niet in dit verslag, omdat uw rol er geen bestand van mag meenemen: {layers}."

CONTENTS: Final = "Inhoud"
ATLAS: Final = "Atlas van de wijken van {gemeente}"
ATLAS_ABOUT: Final = (
    "Van elke wijk twee bladzijden: het beeld in één minuut met de cijfers, en de kaart met waar "
    "en wanneer."
)
ATLAS_PLACE: Final = "Wijk"
ATLAS_PAGE: Final = "Bladzijde"
ATLAS_STANDS_OUT: Final = "Meer (▲) of minder (▼) dan in de rest van {whole.the}"
ATLAS_NOTHING: Final = "geen aantoonbaar verschil"
ATLAS_MORE: Final = "▲ {layers}"
ATLAS_FEWER: Final = "▼ {layers}"

NO_FILE: Final = "Het verslag kan niet worden weggeschreven als '{path}'."
WRONG_ENDING: Final = "Een verslag kan niet worden weggeschreven als '{name}'."
REPORT_UNCLEAR: Final = "Het is niet duidelijk welk verslag er gevraagd wordt."
REPORT_UNCLEAR_FOUND: Final = (
    "Verwacht: een wijk of buurt, of --all voor alle wijken, en --out BESTAND."
)
REPORT_UNCLEAR_DO: Final = "Bijvoorbeeld: hotspots report Binnenstad --out binnenstad.pdf"
LAYER_NOT_THERE: Final = "Van laag '{layer}' is geen kaart van {place} te maken."
LAYER_NOT_THERE_FOUND: Final = "Wel van: {layers}."
LAYER_NOT_THERE_DO: Final = "Kies een van die lagen, of laat de keuze weg."
