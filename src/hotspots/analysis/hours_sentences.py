"""What the hours and the months say, in sentences that are plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotspots.analysis.clock import FEWEST
from hotspots.analysis.season import NoSeason
from hotspots.statistics.seasons import FEWEST_MONTHS
from hotspots.text import hours as text
from hotspots.text import results as words
from hotspots.text.numbers import MONTHS, number, plural

if TYPE_CHECKING:
    from hotspots.analysis.clock import HoursAndDays
    from hotspots.analysis.season import Season
    from hotspots.statistics.busy_hours import BusyStretch

_DAY_H = 24


def busy_sentence(found: HoursAndDays) -> str:
    """Return the busiest hours in words, or that none can be named."""
    if not found.known:
        return text.NO_TIME
    if not found.enough:
        count = plural(found.known, found.layer.noun, found.layer.noun_plural)
        return text.TOO_FEW.format(count=count, fewest=FEWEST)
    told = []
    if found.busy:
        stretches = [_told(stretch, found, when_of_week(stretch)) for stretch in found.busy]
        told.append(text.BUSY.format(stretches="; ".join(stretches)))
    for stretch in found.busy_of_day:
        if not found.busy:
            told.append(text.NO_BUSY_DAY)
        told.append(text.BUSY_OF_DAY.format(stretch=_told(stretch, found, when_of_day(stretch))))
    return " ".join(told) or text.NOT_SHOWN


def _told(stretch: BusyStretch, found: HoursAndDays, when: str) -> str:
    weight = number(round(stretch.weight))
    return text.STRETCH.format(
        when=when,
        weight=text.ABOUT.format(weight=weight) if found.spread else weight,
        known=number(found.known),
        times=number(stretch.weight / stretch.expected, 1),
    )


def when_of_week(stretch: BusyStretch) -> str:
    """Return hours of the week in words.

    Examples
    --------
    >>> from hotspots.statistics.busy_hours import BusyStretch
    >>> when_of_week(BusyStretch(4 * 24 + 18, 1, 9.0, 2.0, 0.01))
    'vrijdag 18–19 uur'
    >>> when_of_week(BusyStretch(5 * 24 + 21, 3, 9.0, 2.0, 0.01))
    'zaterdag 21–24 uur'
    >>> when_of_week(BusyStretch(6 * 24 + 22, 4, 9.0, 2.0, 0.01))
    'zondag 22 uur tot maandag 2 uur'
    """
    day, first = divmod(stretch.first, _DAY_H)
    last = first + stretch.hours
    name = text.WEEKDAY_NAMES[day]
    if last <= _DAY_H:
        return text.WITHIN_DAY.format(day=name, first=first, last=last)
    days_later, last = divmod(last, _DAY_H)
    next_day = text.WEEKDAY_NAMES[(day + days_later) % 7]
    return text.INTO_NEXT_DAY.format(day=name, first=first, next_day=next_day, last=last)


def when_of_day(stretch: BusyStretch) -> str:
    """Return hours of the day in words.

    Examples
    --------
    >>> from hotspots.statistics.busy_hours import BusyStretch
    >>> when_of_day(BusyStretch(18, 6, 9.0, 2.0, 0.01))
    '18–24 uur'
    >>> when_of_day(BusyStretch(22, 4, 9.0, 2.0, 0.01))
    '22–2 uur'
    """
    last = stretch.first + stretch.hours
    return text.HOUR_RANGE.format(
        first=stretch.first, last=last if last <= _DAY_H else last - _DAY_H
    )


def hours_notes(found: HoursAndDays) -> tuple[str, ...]:
    """Return how the hours were counted, and what is not in them."""
    notes = [text.BUSY_TEST] if found.busy else []
    if found.spread:
        noun, nouns = found.layer.noun, found.layer.noun_plural
        notes.append(text.SPREAD.format(spread=plural(found.spread, noun, nouns)))
        if found.long:
            notes.append(text.LONG.format(count=number(found.long)))
        if found.by_weekday:
            notes.append(text.BY_BEGIN)
    if found.unknown:
        template = text.ONE_WITHOUT_HOUR if found.unknown == 1 else text.WITHOUT_HOUR
        count = plural(found.unknown, found.layer.noun, found.layer.noun_plural)
        notes.append(template.format(count=count))
    return tuple(notes)


def season_sentences(found: Season) -> tuple[str, ...]:
    """Return the busiest month beside an average one, and what that is worth; or why not."""
    if found.why_not is NoSeason.WITHHELD:
        return (words.SEASON_WITHHELD,)
    if found.why_not is not None or found.busiest is None:
        return (
            text.NO_SEASON[found.why_not or "too_short"].format(
                fewest=FEWEST_MONTHS, months=found.months, plural=found.layer.noun_plural
            ),
        )
    assert found.index is not None  # noqa: S101 - there is a busiest month
    assert found.counts is not None  # noqa: S101
    assert found.years is not None  # noqa: S101
    name = MONTHS[found.busiest]
    count = int(found.counts[found.busiest])
    template = text.BUSIEST_MONTH if found.shown else text.BUSIEST_MAY_BE_CHANCE
    year, month = str(found.first.astype("datetime64[M]")).split("-")
    return (
        template.format(
            month=name.capitalize(),
            times=number(float(found.index[found.busiest]), 1),
            count=plural(count, found.layer.noun, found.layer.noun_plural),
            years=plural(
                int(found.years[found.busiest]),
                text.ONE_YEAR.format(name=name),
                text.YEARS.format(name=name),
            ),
        ),
        text.SEASON_FROM.format(months=found.months, first=f"{MONTHS[int(month) - 1]} {year}"),
    )
