"""The words for what was chosen: one phrase for each choice, and how they become a sentence."""

from __future__ import annotations

from typing import Final

#: Between the phrases of a sentence.
BETWEEN: Final = " · "
SOORTEN: Final = ("soort {names}", "soorten {names}")
ONLY: Final = "alleen {names}"
ONLY_ON: Final = "alleen op {names}"
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
WIJKEN: Final = ("wijk {names}", "wijken {names}")
BUURTEN: Final = ("buurt {names}", "buurten {names}")
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
