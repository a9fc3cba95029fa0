"""Numbers and dates as they are written in Dutch."""

from __future__ import annotations

import math
from datetime import datetime
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import date

MONTHS: Final = (
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
)
_SWAP: Final = str.maketrans({",": ".", ".": ","})


def number(value: float, decimals: int = 0) -> str:
    """Write a number with points between thousands and a comma before decimals.

    Examples
    --------
    >>> number(12345.67, 1), number(-3), number(float("nan"))
    ('12.345,7', '−3', '–')
    """
    if not math.isfinite(value):
        return "–"
    return f"{value:,.{decimals}f}".translate(_SWAP).replace("-", "−")


def signed(value: float, decimals: int = 0) -> str:
    """Write a difference with its sign.

    Examples
    --------
    >>> signed(5), signed(-2.6), signed(0)
    ('+5', '−3', '0')
    """
    return ("+" if round(value, decimals) > 0 else "") + number(value, decimals)


def day(moment: date) -> str:
    """Write a date as 31-12-2017."""
    return f"{moment:%d-%m-%Y}"


def moment(written: str) -> str:
    """Write a time stamp (ISO 8601) as 31-12-2017 13:45, in its own time zone.

    Examples
    --------
    >>> moment("2017-12-31T13:45:06+00:00")
    '31-12-2017 13:45'
    """
    return f"{datetime.fromisoformat(written):%d-%m-%Y %H:%M}"


def plural(count: int, one: str, many: str) -> str:
    """Write a count with its noun.

    Examples
    --------
    >>> plural(1, "melding", "meldingen"), plural(1200, "melding", "meldingen")
    ('1 melding', '1.200 meldingen')
    """
    return f"{number(count)} {one if count == 1 else many}"
