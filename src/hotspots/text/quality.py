"""How good a map was, and how much lies in how few cells, in sentences."""

from __future__ import annotations

from typing import Final

QUALITY: Final = "Was de kaart goed?"
#: What was marked, by measure.
MARKED: Final = {
    "count": "de drukste {share} % van de cellen",
    "density": "de {share} % van de cellen met de hoogste dichtheid",
    "risk_density": "de {share} % van de cellen met het hoogste cijfer per 1.000",
    "gi_star": "de {share} % van de cellen met de hoogste hotspotscore",
}
MARKED_OTHERWISE: Final = "de {share} % van de cellen die op de kaart het hoogst staan"
AFTER: Final = (
    "Deze kaart had in het kwartaal erna ({test}) {pai} keer zo veel {plural} in {marked} als bij "
    "toeval (95 %: {low}–{high}): {hits} van de {events}."
)
HELD_OUT: Final = (
    "Na deze periode is er nog geen heel kwartaal met gegevens. Daarom gaat dit over dezelfde "
    "kaart van drie maanden eerder ({map}). Die had in de drie maanden erna ({test}) {pai} keer "
    "zo veel {plural} in {marked} als bij toeval (95 %: {low}–{high}): {hits} van de {events}."
)
ABOUT: Final = "ongeveer {hits}"
MORE: Final = "De drukke plekken op de kaart bleven dus druk."
MAY_BE_CHANCE: Final = "Dat verschil met toeval is niet aangetoond."
FEWER: Final = "De plekken op de kaart waren daarna dus niet de drukste."
PEOPLE: Final = (
    "Een kaart van alleen {label} had er {pai} keer zo veel (95 %: {low}–{high}): {hits} van de "
    "{events}."
)
#: What the history adds to a map of people alone.
ADDS: Final = "Wat er eerder gebeurde, voegt daar dus iets aan toe."
ADDS_NOT_SHOWN: Final = "Dat wat er eerder gebeurde daar iets aan toevoegt, is niet aangetoond."
PEOPLE_BETTER: Final = "Wie alleen naar {label} keek, had er dus meer gevonden."
BEST: Final = "In de {share} % die achteraf het drukst was, lagen er {best}."
OUTSIDE: Final = "{count} in de drie maanden van de proef buiten {mask}: niet meegeteld."
HOW: Final = (
    "Gemarkeerd: {marked} van de {cells} cellen van {size} m. Bij toeval: als elke cel evenveel "
    "kans heeft. Leeg land telt mee en maakt het getal hoger: vergelijk alleen kaarten van "
    "hetzelfde gebied met even grote cellen. Het interval gaat ervan uit dat incidenten los van "
    "elkaar staan; volgen ze elkaar op, dan is het te smal. De uitkomst zegt hoe vast drukke "
    "plekken zijn, niet waar iets zal gebeuren."
)
WHY_NOT: Final = {
    "no_cells": (
        "Of de kaart goed was, is alleen te meten op een kaart in cellen, met de maat {measures}."
    ),
    "too_little_history": (
        "Of de kaart goed was, is niet te meten: de laag begint op {first}, en dat is te laat om "
        "drie maanden apart te houden. Kies een kortere periode."
    ),
    "too_few": (
        "Of de kaart goed was, is niet te meten: in de drie maanden van de proef ({test}) waren er "
        "{events}. Bij minder dan {fewest} zegt de uitkomst meer over toeval dan over de kaart."
    ),
    "flat": (
        "Of de kaart goed was, is niet te meten: op de kaart over {map} is geen cel drukker dan "
        "een andere."
    ),
}

CONCENTRATION: Final = "Hoe geconcentreerd is het?"
HOTTEST: Final = (
    "De drukste {share} % van de cellen heeft {here} % van de {plural}; bij toeval zou dat "
    "{chance} % zijn."
)
NOT_CONCENTRATED: Final = "Dat is niet meer dan bij toeval."
CONCENTRATION_FEW: Final = (
    "Het zijn er weinig ({count} in {cells} cellen). Een verschil met toeval zegt dan niet veel."
)
GINI: Final = (
    "Gini-coëfficiënt, gecorrigeerd voor weinig incidenten: {gini}. Daarin is 0 zo gelijk verdeeld "
    "als kan en 1 alles in één cel. Leeg land telt mee: vergelijk alleen kaarten van hetzelfde "
    "gebied met even grote cellen."
)
CELLS_OF: Final = "Cellen van {size} m op {mask}: {cells}, ook die zonder {plural}."
CONCENTRATION_OUTSIDE: Final = "{count} buiten {mask}: niet meegeteld."
NO_CONCENTRATION: Final = "Geen {plural} in deze cellen, dus ook geen concentratie."
LORENZ_X: Final = "% van de cellen, drukste eerst"
LORENZ_Y: Final = "% van de {plural}"
LORENZ_LINES: Final = {
    "actual": "zoals het is",
    "chance": "bij toeval",
    "even": "zo gelijk als kan",
}
LORENZ_ALTERNATIVE: Final = (
    "Lijngrafiek: welk deel van de {plural} in welk deel van de cellen ligt. {sentence}"
)
