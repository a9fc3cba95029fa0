"""The words under the map: the table, the months and what is counted, as the pages show them."""

from __future__ import annotations

from typing import Final

EXPLANATION: Final = "Wat deze kaart zegt, en wat niet ({measure})"
ON_THE_MAP: Final = "op de kaart"
NOT_ON_THE_MAP: Final = "andere perioden"
MONTH: Final = "Periode"
QUARTER: Final = "kwartaal {quarter} van {year}"
MONTHS_TABLE: Final = "Maanden als tabel"
STEP_TABLES: Final = {
    "month": MONTHS_TABLE,
    "quarter": "Kwartalen als tabel",
    "year": "Jaren als tabel",
}
MONTHS_ALTERNATIVE: Final = (
    "Staafgrafiek met het aantal per maand of kwartaal; de getallen staan in de tabel eronder."
)
AT_LEAST: Final = "minstens {count}"
NOTHING_GIVEN: Final = "De bron geeft deze aantallen niet. Dat is geen nul."
PLACE_NAME: Final = "Naam"
PLACE_KIND: Final = "Soort"
COVERED: Final = "In de laag: {first} t/m {last}."
VERSION: Final = "Versie {version}. {source}."
AREAS: Final = "Gebieden: {note} Bron: {source}."
DROPPED: Final = "Weggelaten omdat het alleen water is: {areas}."
