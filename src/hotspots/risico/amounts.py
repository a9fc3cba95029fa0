"""How numbers, margins and names are written in Dutch sentences and figures."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Final

from hotspots.dutch import number

if TYPE_CHECKING:
    from collections.abc import Sequence

UNKNOWN_AMOUNT: Final = "een onbekend aantal"

#: How many are named in a sentence.
_NAMED: Final = 4


def amount(people: float | None) -> str:
    """Write a number of people in a sentence, also one that is not known.

    Examples
    --------
    >>> amount(1200), amount(None)
    ('1.200', 'een onbekend aantal')
    """
    return UNKNOWN_AMOUNT if people is None else number(people)


def amounts(pair: Sequence[float | None]) -> str:
    """Write a margin of people in a sentence, also one that is not known.

    Examples
    --------
    >>> amounts([30, 10]), amounts([None, None])
    ('10 tot 30', 'een onbekend aantal')
    """
    ends = [end for end in pair if end is not None]
    return margin((min(ends), max(ends))) if len(ends) == len(pair) else UNKNOWN_AMOUNT


def shown(people: float | None) -> str:
    """Write a number of people as a figure; a dash where it is not known."""
    return "–" if people is None else number(people)


def shown_margin(pair: Sequence[float | None]) -> str:
    """Write a margin of people as a figure; a dash where it is not known."""
    ends = [end for end in pair if end is not None]
    return margin((min(ends), max(ends))) if len(ends) == len(pair) else "–"


def between(bounds: Sequence[float | None]) -> str:
    """Say between which numbers an estimate lies for certain; nothing where it is exact.

    Examples
    --------
    >>> between([0, 23104.2]), between([5.0, 5.0]), between([])
    (', ergens tussen 0 en 23.104', '', '')
    """
    ends = [round(end) for end in bounds if end is not None]
    if len(ends) < len(bounds) or not ends or ends[0] == ends[-1]:
        return ""
    return f", ergens tussen {number(ends[0])} en {number(ends[-1])}"


def range_beside(bounds: Sequence[float | None]) -> str:
    """Say the same beside a figure.

    Examples
    --------
    >>> range_beside([0, 23104.2])
    'ergens tussen 0 en 23.104'
    """
    return between(bounds).removeprefix(", ")


def first_of(names: Sequence[str]) -> str:
    """Name the first few, and say how many there are more.

    Examples
    --------
    >>> first_of(["A", "B"]), first_of(["A", "B", "C", "D", "E", "F"])
    ('A, B', 'A, B, C, D en nog 2')
    """
    left = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" en nog {left}" if left > 0 else "")


def setting_value(value: float | None, low: float | None, high: float | None, unit: str) -> str:
    """Write a setting, as a margin where it is one.

    Examples
    --------
    >>> setting_value(30, None, None, "m"), setting_value(None, 0.08, 0.25, "")
    ('30 m', '0,08 tot 0,25')
    >>> setting_value(None, None, None, "m"), setting_value(1e-4, None, None, "per jaar")
    ('niet ingevuld', '0,0001 per jaar')
    """
    if value is not None:
        return f"{_short(value)} {unit}".strip()
    if low is None or high is None:
        return NOT_FILLED
    return f"{_short(low)} tot {_short(high)} {unit}".strip()


def _short(value: float) -> str:
    """Return a number without needless decimals."""
    written = number(value, 6).rstrip("0").rstrip(",")
    return written or "0"


def hours(low: float, high: float) -> str:
    """Write hours, as a margin where they are one.

    Examples
    --------
    >>> hours(4, 12), hours(0.5, 0.5)
    ('4 tot 12', '0,5')
    """
    return _short(low) if low == high else f"{_short(low)} tot {_short(high)}"


def capital(sentence: str) -> str:
    """Begin a sentence with it."""
    return sentence[:1].upper() + sentence[1:]


def margin(pair: tuple[float, float]) -> str:
    """Write a margin of whole people; a dash where it is not known.

    Examples
    --------
    >>> margin((1200.4, 3600.0)), margin((5.0, 5.0)), margin((float("nan"), 5.0))
    ('1.200 tot 3.600', '5', '–')
    """
    if any(isnan(end) for end in pair):
        return "–"
    low, high = (number(round(value)) for value in pair)
    return low if low == high else f"{low} tot {high}"


NOT_FILLED: Final = "niet ingevuld"
