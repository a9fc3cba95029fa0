"""Pieces of spoken sentences: names, periods and lists that stay short."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hotspots.analysis.periods import whole_months
from hotspots.analysis.wijkbeeld.listed import listed
from hotspots.text import wijkbeeld as text
from hotspots.text.numbers import MONTHS, day, number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hotspots.analysis.periods import Period
    from hotspots.analysis.wijkbeeld.place import Place

#: Characters and words of a name from data; no wijk has more.
_LONGEST_NAME: Final = 60
_MOST_WORDS: Final = 6
_YEAR: Final = 12


def name_of(name: str) -> str:
    """Return a name from data on one line, and cut off where it is no name any more.

    Examples
    --------
    >>> name_of("Het   Reeland")
    'Het Reeland'
    >>> name_of("een twee drie vier vijf zes zeven")
    'een twee drie vier vijf zes…'
    """
    words = name.split()
    short = " ".join(words[:_MOST_WORDS])[:_LONGEST_NAME]
    return short if short == " ".join(words) else short + "…"


def in_place(place: Place) -> str:
    """Return "In Krispijn"."""
    return text.IN_DRAWN if place.drawn is not None else text.IN_PLACE.format(
        name=name_of(place.name)
    )  # fmt: skip


def in_period(period: Period) -> str:
    """Return a period as it is said.

    Examples
    --------
    >>> from datetime import date
    >>> from hotspots.analysis.periods import Period
    >>> in_period(Period(date(2017, 1, 1), date(2017, 12, 31)))
    'in 2017'
    >>> in_period(Period(date(2017, 1, 1), date(2017, 11, 30)))
    'van 01-01-2017 tot en met 30-11-2017'
    """
    first, last = period.first, period.last
    if whole_months(period) == _YEAR and first.month == 1:
        return text.IN_YEAR.format(year=first.year)
    return text.IN_PERIOD.format(first=day(first), last=day(last))


def month_name(month: Period) -> str:
    """Return "december 2017"."""
    return f"{MONTHS[month.first.month - 1]} {month.first.year}"


def some(names: Sequence[str], most: int) -> str:
    """Return the first names as a list, and how many more there are.

    Examples
    --------
    >>> some(["a", "b", "c"], 3), some(["a", "b", "c"], 1)
    ('a, b en c', 'a en nog 2 andere')

    One name more takes no more room than the words for it.

    >>> some(["a", "b", "c"], 2)
    'a, b en c'
    """
    named = list(names[:most])
    if len(names) == most + 1:
        named = list(names)
    elif len(names) > most:
        named.append(text.OTHERS.format(count=number(len(names) - most)))
    return listed(named)


def label_of(label: str) -> str:
    """Return the label of a layer within a sentence.

    Examples
    --------
    >>> label_of("Overlast"), label_of("WOZ-waarde")
    ('overlast', 'WOZ-waarde')
    """
    return label[:1].lower() + label[1:] if label[1:2].islower() else label


def at_the_start(phrase: str) -> str:
    """Return a phrase with a capital: "woninginbraken" at the start of a sentence."""
    return phrase[:1].upper() + phrase[1:]
