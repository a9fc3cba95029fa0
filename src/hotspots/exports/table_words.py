"""The words under the map."""

from __future__ import annotations

from typing import Final

EXPLANATION: Final = "Wat deze kaart zegt, en wat niet ({measure})"
LEDGER_WHAT: Final = "Wat"
LEDGER_COUNT: Final = "Aantal"
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
MONTHS_WITHHELD: Final = (
    "Van sommige perioden geeft de bron niet alle aantallen. Wat er dan staat, is een ondergrens; "
    "waar niets bekend is, staat er geen staaf. Dat is geen nul."
)
#: Of a period of which a part is given, and of one of which nothing is.
BOUNDED_STEPS: Final = (
    "Van deze laag is per kwartaal alleen een ondergrens en een bovengrens bekend: een balk loopt "
    "van de ene naar de andere."
)
AT_LEAST: Final = "minstens {count}"
PARTLY_GIVEN: Final = "door de bron niet helemaal gegeven"
NOTHING_GIVEN: Final = "De bron geeft deze aantallen niet. Dat is geen nul."
INCOMPLETE_MONTH: Final = (
    "De eerste of laatste maand is niet compleet: een lage staaf is daar geen daling."
)
PLACE_NAME: Final = "Naam"
PLACE_KIND: Final = "Soort"
OBSERVES: Final = {
    "melding": "Een melding is wat iemand doorgeeft. Eén voorval kan vaker of nooit gemeld zijn.",
    "aangifte": "Een aangifte is een formele melding van een feit. Veel wordt niet aangegeven.",
    "misdrijf": "Een misdrijf staat hier als de politie het registreerde.",
    "uitruk": "Een uitruk is een keer dat de brandweer uitreed, ook als er niets bleek te zijn.",
    "signaal": "Een signaal is een vastgelegd vermoeden. Meer toezicht geeft meer signalen.",
    "evenement": "Een evenement telt bij zijn begin en op zijn plaats.",
    "plaats": "Een plaats telt niet, zij ligt er.",
}
COVERED: Final = "In de laag: {first} t/m {last}."
VERSION: Final = "Versie {version}. {source}."
AREAS: Final = "Gebieden: {note} Bron: {source}."
DROPPED: Final = "Weggelaten omdat het alleen water is: {areas}."
