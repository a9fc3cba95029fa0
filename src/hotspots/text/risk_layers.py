"""How layers for fysieke veiligheid are named on a map."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hotspots.text.numbers import number

if TYPE_CHECKING:
    from collections.abc import Sequence

UNKNOWN: Final = "niet bekend"


def number_class(bounds: Sequence[float], at: int, unit: str) -> str:
    """Name a class of numbers, such as depths, by its bounds.

    Examples
    --------
    >>> number_class((0.0, 0.5, 5.0), 0, "m"), number_class((0.0, 0.5, 5.0), 2, "m")
    ('0 tot 0,5 m', 'meer dan 5 m')
    """
    low = number(bounds[at], 0 if bounds[at].is_integer() else 1)
    if at + 1 == len(bounds):
        return f"meer dan {low} {unit}"
    high = number(bounds[at + 1], 0 if bounds[at + 1].is_integer() else 1)
    return f"{low} tot {high} {unit}"
