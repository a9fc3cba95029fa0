"""The sheet of a risk scenario to take along, and its five figures, in Dutch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hotspots.text.numbers import listed, number, plural

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    "unknown": "niet bekend",
}


def and_unknown(people: float | None) -> str:
    """Say beside a number of people of how many more it is not known; of nobody nothing.

    Examples
    --------
    >>> and_unknown(0.2), and_unknown(1200.4), and_unknown(None)
    ('', 'van 1.200 niet bekend', 'van anderen niet bekend')
    """
    if people is None:
        return "van anderen niet bekend"
    return f"van {number(people)} niet bekend" if round(people) else ""


def objects_beside(without: int) -> str:
    """Say beside a number of people how many objects give none; of none nothing.

    Examples
    --------
    >>> objects_beside(1), objects_beside(0)
    ('van 1 object niet bekend', '')
    """
    return f"van {plural(without, 'object', 'objecten')} niet bekend" if without else ""


def shelters_beside(unknown: int) -> str:
    """Say beside a number of places of how many shelters nobody knows whether they stay dry.

    Examples
    --------
    >>> shelters_beside(1), shelters_beside(0)
    ('van 1 plek voor opvang niet bekend', '')
    """
    return (
        f"van {plural(unknown, 'plek voor opvang', 'plekken voor opvang')} niet bekend"
        if unknown
        else ""
    )


def kinds_beside(kinds: Sequence[str]) -> str:
    """Say beside a number of objects which kinds are not loaded.

    Examples
    --------
    >>> kinds_beside(["scholen", "kinderopvang"])
    'niet geladen: scholen en kinderopvang'
    """
    return f"niet geladen: {listed(kinds)}" if kinds else ""


SHEET_TITLE: Final = "Scenarioblad {part}"
MADE_ON: Final = "gemaakt op {day} om {time} voor {gemeente}"
FIVE: Final = "Vijf cijfers"
AND_MORE: Final = "En nog"
