"""The sheet of a risk scenario to take along, and its five figures, in Dutch."""

from __future__ import annotations

from typing import Final

TAKE_ALONG: Final = "Scenarioblad meenemen"
TAKE_ALONG_HELP: Final = (
    "Eén vel A4 voor het crisisteam, of één bestand dat zonder internet opent. Op beide staan de "
    "kaart, de cijfers, de lijsten en de aannames."
)
AS_PDF: Final = "A4 om te printen (pdf)"
AS_PAGE: Final = "Voor een laptop zonder internet (html)"

#: Five figures, by their place in the answer.
FIGURES: Final = {
    "inside": "mensen in een zone",
    "elderly": "van 65 jaar en ouder",
    "dependent": "niet zelfredzaam",
    "objects": "zeer kwetsbare en kwetsbare objecten",
    "worst": "mensen bij de ongunstigste BLEVE",
    "affected": "inwoners onder water",
    "stay": "mensen blijven",
    "need": "mensen zoeken opvang",
    "rooms": "plaatsen voor de nacht",
    "gap": "mensen zonder plaats",
    "in_zone": "mensen in de zone",
    "buurten": "buurten geraakt",
    "warned": "plekken om te waarschuwen",
}
MARKS: Final = {
    "calculated": "berekend",
    "setting": "instelling",
    "counted": "geteld",
    "example": "voorbeeld",
}
SHEET_TITLE: Final = "Scenarioblad {part}"
MADE_ON: Final = "gemaakt op {day} voor {gemeente}"
FIVE: Final = "Vijf cijfers"
AND_MORE: Final = "En nog"
