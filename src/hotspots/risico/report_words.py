"""What stands on a report of a scenario, in Dutch: its badge, and its figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hotspots.dutch import listed, number, plural

if TYPE_CHECKING:
    from collections.abc import Sequence

#: What stands on a map, in each table and in each file.
CALCULATED: Final = "Berekend"

PARTLY_EXAMPLE: Final = "Berekend, deels voorbeeld"

SOME_EXAMPLE: Final = "Deels voorbeeld"

EXAMPLE: Final = "Voorbeeld, verzonnen gegevens"

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
    """Say of how many more people it is not known, beside a number; "" if there are none.

    Examples
    --------
    >>> and_unknown(0.2), and_unknown(1200.4), and_unknown(None)
    ('', 'van 1.200 niet bekend', 'van anderen niet bekend')
    """
    if people is None:
        return "van anderen niet bekend"
    return f"van {number(people)} niet bekend" if round(people) else ""


def objects_beside(without: int) -> str:
    """Say how many objects give no number, beside a number of people; "" if all do.

    Examples
    --------
    >>> objects_beside(1), objects_beside(0)
    ('van 1 object niet bekend', '')
    """
    return f"van {plural(without, 'object', 'objecten')} niet bekend" if without else ""


def shelters_beside(unknown: int) -> str:
    """Say how many shelters may not stay dry, beside a number of places; "" if all do.

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
    """Say which kinds are not loaded, beside a number of objects.

    Examples
    --------
    >>> kinds_beside(["scholen", "kinderopvang"])
    'niet geladen: scholen en kinderopvang'
    """
    return f"niet geladen: {listed(kinds)}" if kinds else ""
