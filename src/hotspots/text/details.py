"""What is said of one area or cell beside the map."""

from __future__ import annotations

from typing import Final

PLACEHOLDER: Final = "Zoek een gebied"
IN_WIJK: Final = "Wijk {wijk}"
DENOMINATOR: Final = "{number} {label} ({year})"
INTERVAL: Final = "Door toeval alleen al tussen {low} en {high} (95 %)"
CITY_RATE: Final = "Alle gebieden op de kaart samen: {rate} per 1.000 {label}"
RANK: Final = "Nummer {rank} van {areas} gebieden met een cijfer"
HIDDEN_QUARTERS: Final = (
    "In {hidden} van {quarters} kwartalen minder dan {minimum}: elk daarvan telt als 0 tot {most}"
)
HIGHEST: Final = "Hoogste op de kaart"
HIGHEST_CELLS: Final = "Drukste cellen"
DENSITY_EMPTY: Final = "Kies een cel uit de lijst."
BACK: Final = "Terug naar de lijst"
WITH_NEIGHBOURS: Final = " (met de buren {count})"
#: Of a buurt that a test judges together with the buurten beside it.
LISTED_TOGETHER: Final = (
    "{name}: {observed} met de buurten eromheen, verwacht {expected} ({ratio} keer)"
)
LISTED_RATIO: Final = "{name}: {value} keer verwacht"
LISTED_STEPS: Final = "{name}: hotspot in {hot} van de {steps} stappen"
TOGETHER_NOTE: Final = (
    "Een buurt is hier beoordeeld samen met de buurten eromheen. Daardoor kan een buurt gekleurd "
    "zijn door wat ernaast gebeurt, en kan de drukste buurt zelf zonder kleur blijven."
)
CELL_EMPTY: Final = "Klik op een cel op de kaart."
CELL: Final = "Celcode {code} (RD van de linkeronderhoek)"
CELL_EDGE: Final = "Rand van de gemeente, bij RD {x}, {y}"
EARLIER: Final = "Eerder: {count}"
DIFFERENCE: Final = "Het verschil ligt tussen {low} en {high} (gecorrigeerd interval)"
DIFFERENCE_AT_LEAST: Final = "Het verschil is ten minste {low} (gecorrigeerd)"
EARLIER_SCALED: Final = "Eerder: {count}; omgerekend naar deze periode {scaled}"
EXPECTED: Final = "Met de buren erbij: {observed}; verwacht {expected}"
AGAINST_REST: Final = (
    "Bij het aantal in de rest van de gemeente zouden het er {expected} zijn: {ratio} keer, tussen "
    "{low} en {high} (gecorrigeerd interval)"
)
AGAINST_REST_AT_LEAST: Final = (
    "Bij het aantal in de rest van de gemeente zouden het er {expected} zijn: {ratio} keer, ten "
    "minste {low} (gecorrigeerd)"
)
STEPS: Final = "Hotspot in {hot} en coldspot in {cold} van de {steps} stappen"
P: Final = "p = {p}, gecorrigeerd voor het aantal gebieden"
P_TINY: Final = "p kleiner dan 0,001, gecorrigeerd voor het aantal gebieden"
TO_WIJKBEELD: Final = "Wijkbeeld van dit gebied"
