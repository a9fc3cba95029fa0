"""What is said of rows that lie alone far before or after the others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hotspots.text.numbers import day, number

if TYPE_CHECKING:
    from datetime import date

_BEFORE: Final = (
    "{rows} van {when} {lie} ver voor de rest. De laag telt vanaf {bound}; wat eerder is blijft "
    "bewaard en is te kiezen, maar bepaalt geen periode. Klopt de datum?"
)
_AFTER: Final = (
    "{rows} van {when} {lie} ver na de rest. De laag telt tot en met {bound}; wat later is blijft "
    "bewaard en is te kiezen, maar bepaalt geen periode. Klopt de datum?"
)
_DECLARED: Final = (
    "{rows} van {when} {lie} voor {bound}, de eerste dag die voor de laag is opgegeven. Ze blijven "
    "bewaard en zijn te kiezen, maar bepalen geen periode."
)


def before_the_rest(rows: int, first: date, last: date, bound: date) -> str:
    """Say that rows lie far before the day from which a layer counts."""
    return _told(_BEFORE, rows, first, last, bound)


def after_the_rest(rows: int, first: date, last: date, bound: date) -> str:
    """Say that rows lie far after the last day that a layer counts."""
    return _told(_AFTER, rows, first, last, bound)


def before_the_declared(rows: int, first: date, last: date, bound: date) -> str:
    """Say that rows lie before the day that a layer declares as its first."""
    return _told(_DECLARED, rows, first, last, bound)


def _told(template: str, rows: int, first: date, last: date, bound: date) -> str:
    """Return a sentence with the days of rows: one day, one year, or the years between.

    Examples
    --------
    >>> from datetime import date
    >>> before_the_rest(1, date(1995, 6, 1), date(1995, 6, 1), date(2013, 1, 2))[:44]
    '1 rij van 01-06-1995 ligt ver voor de rest. '
    """
    when = day(first)
    if first != last:
        when = str(first.year)
    if first.year != last.year:
        when = f"{first.year} tot en met {last.year}"
    return template.format(
        rows=f"{number(rows)} {'rij' if rows == 1 else 'rijen'}",
        lie="ligt" if rows == 1 else "liggen",
        when=when,
        bound=day(bound),
    )
