"""How often a test points at something that is chance: one sentence for each kind of promise.

'More than chance' is promised in three ways. A reader has to know which, for they differ: a share
of what is marked, a chance of any mark at all, or a chance per place that adds up over places.
"""

from __future__ import annotations

from typing import Final

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


def any_at_all(marked: str, of: str = "kaarten", alpha: str = ALPHA) -> str:
    """Write a familywise error rate: how often chance marks anything.

    Examples
    --------
    >>> any_at_all("een cirkel")
    'is er niets aan de hand, dan geeft hooguit 5 % van zulke kaarten toch een cirkel'
    """
    return f"is er niets aan de hand, dan geeft hooguit {alpha} % van zulke {of} toch {marked}"


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


def sentence(told: str) -> str:
    """Write one of these as a sentence of its own.

    Examples
    --------
    >>> sentence(share_of("gekleurd"))
    'Van wat gekleurd is, is naar verwachting hooguit 5 % toeval.'
    """
    return f"{told[:1].upper()}{told[1:]}."
