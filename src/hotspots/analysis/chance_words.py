"""What a test promises, and what it tested: the lines that every test says alike.

'More than chance' is promised in three ways. A reader has to know which, for they differ: a share
of what is marked, a chance of any mark at all, or a chance per place that adds up over places.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hotspots.analysis.question import everywhere
from hotspots.dutch import number, plural

if TYPE_CHECKING:
    from hotspots.analysis.answer import Analysis

#: Percent, of every test that says nothing else.
ALPHA: Final = "5"


def share_of(marked: str, alpha: str = ALPHA) -> str:
    """Write a false discovery rate: of all that is marked, how much is chance.

    Examples
    --------
    >>> share_of("gekleurd")
    'van wat gekleurd is, is naar verwachting hooguit 5 % toeval'
    """
    return f"van wat {marked} is, is naar verwachting hooguit {alpha} % toeval"


def any_at_all(marked: str, of: str = "kaarten") -> str:
    """Write a familywise error rate: how often chance marks anything.

    Examples
    --------
    >>> any_at_all("een cirkel")
    'is er niets aan de hand, dan geeft hooguit 5 % van zulke kaarten toch een cirkel'
    """
    return f"is er niets aan de hand, dan geeft hooguit {ALPHA} % van zulke {of} toch {marked}"


def each(place: str, marked: str, alpha: str = ALPHA) -> str:
    """Write the error rate of tests that are not corrected for how many there are.

    Examples
    --------
    >>> each("plekken", "een trend")
    'zonder correctie: van alle plekken krijgt naar verwachting 5 % door toeval een trend'
    """
    return (
        f"zonder correctie: van alle {place} krijgt naar verwachting {alpha} % door toeval {marked}"
    )


def sentence(promise: str) -> str:
    """Write one of these as a sentence of its own.

    Examples
    --------
    >>> sentence(share_of("gekleurd"))
    'Van wat gekleurd is, is naar verwachting hooguit 5 % toeval.'
    """
    return f"{promise[:1].upper()}{promise[1:]}."


#: Of a test that looks for more alone.
MORE_NOTE: Final = "Alleen gezocht naar waar het meer is, niet naar minder."
FAMILY_NOTE: Final = (
    "Vergeleken en getoetst binnen de gekozen plaats, als een kaart op zichzelf: tegen de hele "
    "gemeente kan het oordeel anders zijn."
)
TEST_NOTE: Final = "Getoetst: {tested}, daarvoor gecorrigeerd. " + sentence(
    share_of("gekleurd", "{alpha}")
)
NOT_TESTED_NOTE: Final = "Niet getoetst: {count} in gebieden met minder dan {smallest} {label}."
NOT_TESTED_WITHOUT_NOTE: Final = "Niet getoetst: {count} op plekken zonder {label}."
CELL_NOUNS: Final = ("cel", "cellen")
AREA_NOUNS: Final = ("gebied", "gebieden")


def apart_notes(analysis: Analysis, *, tested: int) -> list[str]:
    """Return that a part of the municipality was tested by itself, where it was."""
    return [FAMILY_NOTE] if tested and not everywhere(analysis.selection) else []


def not_tested_notes(count: int, label: str, smallest: int | None) -> list[str]:
    """Say how many incidents lie where none are expected, and why none are.

    Parameters
    ----------
    smallest
        Below which an area is not tested; None where only places with nothing at all are left out.
    """
    if not count:
        return []
    if smallest is None:
        return [NOT_TESTED_WITHOUT_NOTE.format(count=number(count), label=label)]
    return [NOT_TESTED_NOTE.format(count=number(count), smallest=smallest, label=label)]


def correction_notes(
    analysis: Analysis, *, tested: int, alpha: float, template: str = TEST_NOTE
) -> list[str]:
    """Return how many areas or cells were tested, and what that promises."""
    if not tested:
        return []
    nouns = AREA_NOUNS if analysis.cell_col is None else CELL_NOUNS
    return [template.format(tested=plural(tested, *nouns), alpha=number(100 * alpha))]
