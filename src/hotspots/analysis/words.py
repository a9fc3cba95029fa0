"""The words for what was chosen: one phrase for each choice, and how they become a sentence."""

from __future__ import annotations

from typing import Final

#: Between the phrases of a sentence.
BETWEEN: Final = " · "
LEVELS: Final = {
    "gemeente": "één getal voor de gemeente",
    "wijken": "per wijk",
    "buurten": "per buurt",
    "cells": "per cel van {size} m",
}
PER_1000: Final = "noemer: {label} ({year})"
BY: Final = "verwachting naar {label} ({year})"
BY_LAND: Final = "verwachting naar {label}"
#: What was looked for, where that is not both ends.
SIDES: Final = {"both": "", "more": "alleen wat er meer is"}
FROM_RATIO: Final = ", hotspots vanaf {minimum} keer"
PERIOD: Final = "{first} t/m {last}"
#: Of a measure that looks at more than the period that was chosen.
HISTORY: Final = "geschiedenis van {first} t/m {last}, {step}"
CHOSEN_PERIOD: Final = "gekozen periode: {first} t/m {last}"
STEPS: Final = {"quarter": "per kwartaal", "month": "per maand"}
COMPARED: Final = "vergeleken met {first} t/m {last}"
WHOLE: Final = "heel {gemeente}"
#: Behind the names that fit; a file with numbers names them all.
AND_OTHERS: Final = "nog {count} andere"
DRAWN: Final = "getekend gebied: {what}, rond {x}, {y} (RD)"
RADIUS: Final = {
    "fixed": "straal {radius} m",
    "automatic": "straal {radius} m, naar de spreiding van de incidenten",
    "adaptive": "straal wisselt rond {radius} m",
}
KERNELS: Final = {"quartic": "kwartische kern", "gaussian": "gaussische kern"}
COARSE: Final = "plaatsen afgerond op {size} m"
#: Of a search.
SEARCH_RADIUS: Final = "straal {radius} m"
MIN_POINTS: Final = "ten minste {count} bij elkaar"
REACH_DAYS: Final = "hoogstens {days} dagen uit elkaar"
MANHATTAN: Final = "afstand langs de assen"
PERMUTATIONS: Final = "{count} nabootsingen"
TREATED: Final = "maatregel in {names}"
CONTROL: Final = "vergeleken met {names}"
SINCE: Final = "maatregel sinds {day}"
#: Of a choice without a phrase of its own.
OTHER: Final = "{label}: {value}"
#: In the file that accounts for numbers, and in front of a table on a terminal.
LABEL: Final = "Keuze in één zin"

SOME_OF: Final = "{name} ({code})"

#: What was chosen, by the user or for them. What is in no list is told by its own name.
PARAMETERS: Final = {
    "adjustment": "Aanpassing aan kleine gebieden",
    "all": "Incidenten in totaal",
    "all_kinds": "Incidenten van alle soorten",
    "alpha": "Grens van de toets",
    "day_bands": "Grenzen tussen de dagen",
    "bandwidth_m": "Straal (m)",
    "bandwidth_rule": "Hoe de straal gekozen is",
    "before_from": "Periode ervoor, vanaf",
    "after_to": "Periode erna, tot en met",
    "cell_m": "Celgrootte (m)",
    "centre_cell_m": "Cel waarop een zone is gelegd (m)",
    "classes": "Indeling in klassen",
    "cold": "Coldspots",
    "confidence": "Zekerheid van het interval",
    "control": "Vergeleken met",
    "dispersion": "Spreiding ten opzichte van toeval",
    "earlier_from": "Periode daar weer voor, vanaf",
    "control_alike": "Vergelijking was ongeveer even druk",
    "control_chosen": "Hoe de vergelijking gekozen is",
    "correction": "Correctie voor het aantal toetsen",
    "days": "Dagen",
    "distance_bands_m": "Grenzen tussen de afstanden (m)",
    "drawn_radius_m": "Getekende straal (m)",
    "even": "Verwachting overal gelijk",
    "expectation": "Vergeleken met",
    "spread_over": "Waarover het binnen een buurt verdeeld is",
    "fewer": "Gebieden met minder",
    "fewest_for_trend": "Stappen die een trend vraagt",
    "against": "Vergeleken met",
    "family_tests": "Vergelijkingen die samen zijn getoetst",
    "family_layers": "Lagen die samen zijn getoetst",
    "family_own": "Getoetst los van andere lagen (filter)",
    "interval_confidence": "Zekerheid van het interval, gecorrigeerd",
    "global_moran": "Moran's I van de hele kaart",
    "global_p": "p daarvan",
    "global_permutations": "Nabootsingen daarvoor",
    "history_from": "Geschiedenis vanaf",
    "history_to": "Geschiedenis tot en met",
    "hot": "Hotspots",
    "incidents_tested": "Incidenten in de toets",
    "kernel": "Kern",
    "largest_factor": "Grootste straal, keer de gekozen straal",
    "largest_radius_m": "Grootste straal (m)",
    "left_out": "Weggelaten, want niet heel",
    "longest_weeks": "Laatste weken die onderzocht zijn",
    "mask": "Waar geteld wordt",
    "mask_cells": "Cellen daarin",
    "mean_rate": "Gemiddelde per 1.000",
    "method": "Methode",
    "metric": "Hoe afstand gemeten is",
    "min_points": "Kleinste groep",
    "min_points_chosen": "Hoe de kleinste groep gekozen is",
    "minimum": "Onder dit aantal wordt niets verteld",
    "minimum_ratio": "Een hotspot is ten minste zo veel keer wat verwacht wordt",
    "more": "Gebieden met meer",
    "side": "Waarnaar gezocht is",
    "neighbourhood": "Wat buren zijn",
    "not_tested": "Incidenten in gebieden die niet getoetst zijn",
    "without_weekday": "Incidenten waarvan de weekdag niet bekend is",
    "on": "Zones op",
    "outline_cell_m": "Cel waarop een omtrek rust (m)",
    "permutations": "Nabootsingen van toeval",
    "bootstraps": "Keer dat incidenten zijn verdeeld over de noemer",
    "quarters": "Kwartalen",
    "radius_m": "Straal (m)",
    "reach_days": "Hoogstens zo veel dagen uit elkaar",
    "ring": "Buurten eromheen",
    "ring_control": "Vergeleken met, voor de buurten eromheen",
    "ring_control_alike": "Die was ongeveer even druk",
    "rounded_to": "Afgerond op",
    "rule": "Regel voor de straal",
    "rule_from": "Incidenten waar die regel op rust",
    "seed": "Begingetal van het toeval",
    "since": "Maatregel sinds",
    "spread_x_m": "Spreiding west-oost (m)",
    "spread_y_m": "Spreiding zuid-noord (m)",
    "step": "Stap in de tijd",
    "steps": "Stappen",
    "steps_with_scores": "Stappen met een toets",
    "test": "Toets",
    "tested": "Getoetste gebieden of cellen",
    "total_lower": "Alle gebieden samen, ten minste",
    "total_upper": "Alle gebieden samen, ten hoogste",
    "treated": "Buurten met de maatregel",
    "trend_claimed": "Genoeg stappen voor een trend",
    "visible_ratio": "Een plek valt meestal pas op vanaf zo veel keer wat verwacht wordt",
    "weeks": "Weken",
    "withheld_areas": "Gebieden waarvan de bron een aantal niet geeft",
    "years": "Jaren in de periode",
}

#: What such a choice is called, where the program knows it by an English name.
CHOICES: Final = {
    "2 % of all, at least 5": "2 % van alle, ten minste 5",
    "Marshall 1991, local": "Marshall 1991, naar de buurten eromheen",
    "conditional": "exact, gegeven beide aantallen samen",
    "land": "het land",
    "rest": "de rest van de gemeente",
    "adaptive": "wisselend: kleiner waar het druk is",
    "asked": "door de gebruiker",
    "automatic": "naar de spreiding",
    "permutation of scores, and of incidents": "voorwaardelijke permutatie, en incidenten verdeeld",
    "address": "adressen",
    "built_up": "bebouwd land",
    "euclidean": "hemelsbreed",
    "exact": "exact",
    "both": "meer en minder",
    "more": "alleen meer",
    "exact binomial": "exact, binomiaal",
    "fixed": "vast",
    "gaussian": "gaussisch",
    "manhattan": "langs de assen",
    "month": "maand",
    "about as busy before": "wat ervoor ongeveer even druk was",
    "normal_reference": "regel van Scott",
    "per-step variant of Esri's emerging hot spot classes": (
        "klassen van Esri voor opkomende hotspots, per stap"
    ),
    "quarter": "kwartaal",
    "quartic": "kwartisch",
    "queen": "gebieden die elkaar raken, ook op een hoek",
}

YES: Final = "ja"

NO: Final = "nee"

NOT_AN_AREA: Final = "Het getekende gebied is niet te lezen."
NOT_AN_AREA_FOUND: Final = (
    "Gevonden: '{found}'. Verwacht: cirkel:X,Y,STRAAL of vlak:X,Y;X,Y;X,Y, in hele meters RD."
)
NOT_AN_AREA_DO: Final = "Teken het gebied opnieuw, of verbeter de link."
NOT_RD: Final = "Het getekende gebied ligt niet in Nederland."
NOT_RD_FOUND: Final = "Verwacht: coördinaten in meters RD, zoals 105000,425000."
NOT_RD_DO: Final = "Teken het gebied opnieuw op de kaart."
WRONG_RADIUS: Final = "De straal van de cirkel kan niet."
WRONG_RADIUS_FOUND: Final = "Gevonden: {found} m. Verwacht: 1 tot {most} m."
WRONG_RADIUS_DO: Final = "Kies een andere straal."
WRONG_CORNERS: Final = "Het getekende vlak heeft te weinig of te veel hoeken."
WRONG_CORNERS_FOUND: Final = "Gevonden: {found}. Verwacht: {fewest} tot {most}."
WRONG_CORNERS_DO: Final = "Teken het gebied opnieuw."
CROSSING: Final = "De randen van het getekende vlak kruisen elkaar, of het heeft geen oppervlak."
CROSSING_FOUND: Final = "Verwacht: een vlak waarvan de randen elkaar nergens raken."
CROSSING_DO: Final = "Teken het gebied opnieuw, de hoeken op volgorde."
TOO_FINE: Final = "Laag '{layer}' kan niet voor een getekend gebied."
TOO_FINE_FOUND: Final = "Mogelijk: {levels}. Een vrij gebied is fijner dan deze laag mag zijn."
TOO_FINE_DO: Final = "Kies een wijk, of een andere laag."
NO_RATE: Final = "De maat '{measure}' kan niet per gebied binnen een getekend gebied."
NO_RATE_FOUND: Final = "Van een deel van een buurt is niet bekend hoeveel er wonen."
NO_RATE_DO: Final = "Kies cellen, een andere maat, of haal het getekende gebied weg."

#: Of the tool on the map; the browser fills in {radius} and {area}.
TOOL_WORDS: Final = {
    "draw_tools": "Gebied tekenen",
    "draw_polygon": "Teken vlak",
    "draw_circle": "Teken cirkel",
    "draw_clear": "Wis gebied",
    "draw_polygon_how": (
        "Klik de hoeken van het vlak aan. Klaar? Klik op de eerste hoek, dubbelklik, of kies Klaar."
    ),
    "draw_circle_how": "Klik op het midden van de cirkel, en daarna op de rand.",
    "draw_polygon_size": "{area} km²",
    "draw_circle_size": "Straal {radius} m, {area} km²",
    "draw_crossing": "De randen kruisen elkaar. Doe een of meer stappen terug.",
    "draw_done": "Klaar",
    "draw_undo": "Stap terug",
    "draw_stop": "Stoppen",
}
#: Beside a map of it.
DRAWN_NOTE: Final = "Alleen in het getekende gebied (dikke stippellijn), {area}\u00a0km²."
#: Of its border, in the legend of a file.
DRAWN_LINE: Final = "Getekend gebied"
CIRCLE: Final = "cirkel met straal {radius}\u00a0m, {area}\u00a0km²"
POLYGON: Final = "vlak van {area}\u00a0km²"
#: Of the fields beside the map, for whoever does not draw with a mouse.
FIELDS: Final = "Getekend gebied"
FIELDS_HELP: Final = (
    "Teken een vlak of een cirkel met de knoppen op de kaart, of maak het gebied hier. Alles op de "
    "pagina gaat dan over wat erin ligt."
)
AS_TEXT: Final = "Gebied als tekst"
AS_TEXT_HELP: Final = (
    "In hele meters RD: cirkel:X,Y,STRAAL of vlak:X,Y;X,Y;X,Y. Leeg is geen getekend gebied."
)
MIDDLE: Final = "Cirkel rond"
MIDDLE_HELP: Final = "Kies een buurt, of typ een plaats in meters RD: 105000, 425000."
MIDDLE_PLACEHOLDER: Final = "Buurt, of X, Y"
DRAWN_RADIUS: Final = "Straal in meters"
MAKE_CIRCLE: Final = "Maak cirkel"
CLEAR: Final = "Wis gebied"
NO_RATES_NOTE: Final = (
    "Maten met een noemer kunnen hier niet per wijk of buurt: van een deel van een buurt is niet "
    "bekend hoeveel er wonen."
)


MINIMUM: Final = "Een hotspot van ten minste {minimum} keer zoveel kan niet."
MINIMUM_FOUND: Final = "Verwacht: een getal van 1 tot {most}."
MINIMUM_DO: Final = "Kies 1 om alles te tonen wat niet door toeval komt, of 1,5 zoals de standaard."
NO_SIDE: Final = "De maat '{measure}' kan niet alleen naar meer zoeken."
NO_SIDE_FOUND: Final = "Dat kan bij: {measures}."
NO_SIDE_DO: Final = "Kies een van die maten, of zoek naar meer en minder."
UNKNOWN: Final = "Laag '{layer}' kan niet vergeleken worden met '{asked}'."
POSSIBLE: Final = "Mogelijk: {possible}."
NONE: Final = "geen"
EMPTY: Final = "In laag '{label}' staan nog geen rijen."
EMPTY_DO: Final = "Lees die laag eerst in, of kies een andere verwachting."
OWN_PAST_DO: Final = "Kies de maat 'Verandering': die vergelijkt een plek met haar eigen verleden."
HELP: Final = (
    "Waarmee een plek vergeleken wordt. Met land: alsof overal evenveel gebeurt, ook waar niemand "
    "woont. Dan is elke woonwijk al snel een hotspot."
)
NOT_USED: Final = "De maat '{measure}' vergelijkt niet met een verwachting."
NOT_USED_FOUND: Final = "Gevraagd: --expectation {asked}."
NOT_USED_DO: Final = "Laat --expectation weg, of kies de maat gi_star of emerging."
NO_DENOMINATOR: Final = "De maat '{measure}' gebruikt geen noemer."
NO_DENOMINATOR_FOUND: Final = "Gevraagd: --denominator {asked}."
NO_DENOMINATOR_DO: Final = "Laat --denominator weg, of kies een maat die door een noemer deelt."
TWO: Final = "Er zijn twee verschillende verwachtingen gegeven."
TWO_FOUND: Final = "Gevraagd: --denominator {denominator} en --expectation {expectation}."
TWO_DO: Final = "Geef alleen --expectation."

#: For a layer of counts: how fine it can be asked.
NO_FINER: Final = {
    "quarter": "Deze laag telt per kwartaal; fijner is er niet.",
    "year": "Deze laag telt per jaar; fijner is er niet.",
}

#: Under a map and in an export.
WHOLE_PERIODS: Final = {
    "quarter": "De bron telt per kwartaal: de kaart toont hele kwartalen, fijner is er niet.",
    "year": "De bron telt per jaar: de kaart toont hele jaren, fijner is er niet.",
}

NO_STEPS: Final = "Laag '{layer}' kan niet per {step} bekeken worden."

OVERLAP: Final = "De twee perioden overlappen elkaar, zoals laag '{layer}' telt."

OVERLAP_DO: Final = "Kies perioden die elkaar niet raken, de vroegste als vergelijking."

NO_STEPS_DO: Final = {
    "quarter": "Kies een langere stap: --step quarter.",
    "year": "Kies een andere maat; 'change' vergelijkt het ene jaar met het andere.",
}
