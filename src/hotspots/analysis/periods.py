"""Periods: whole days from and up to and including, and the presets a user picks from."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

import numpy as np

from hotspots.errors import SelectionError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hotspots.access.cube import Cube
    from hotspots.access.incidents import Countable
    from hotspots.access.workspace import Workspace
    from hotspots.catalog.specs import LayerSpec


#: Days in a year on average, for values per year.
DAYS_PER_YEAR: Final = 365.25


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Whole days, both ends included.

    Examples
    --------
    >>> Period(date(2017, 1, 1), date(2017, 12, 31)).days
    365
    """

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise SelectionError(
                "De periode eindigt vóór zij begint.",
                f"Gevonden: {self.first:%d-%m-%Y} tot en met {self.last:%d-%m-%Y}.",
                "Kies een einddatum op of na de begindatum.",
            )

    @property
    def days(self) -> int:
        """How many days it holds."""
        return (self.last - self.first).days + 1

    @property
    def years(self) -> float:
        """How many average years it lasts."""
        return self.days / DAYS_PER_YEAR

    def holds(self, day: NDArray[np.int32]) -> NDArray[np.bool_]:
        """Return which days since 1 January 1970 lie in it: shape (n,)."""
        inside: NDArray[np.bool_] = day >= to_day(self.first)
        inside &= day <= to_day(self.last)
        return inside

    def intersection(self, other: Period) -> Period | None:
        """Return the days in both, or None."""
        first, last = max(self.first, other.first), min(self.last, other.last)
        return Period(first, last) if first <= last else None


def require_overlap(period: Period, covered: Period, layer: str) -> Period:
    """Return the period, if the layer holds any day of it.

    Raises
    ------
    SelectionError
        If it holds none: zeros would then say that nothing happened.
    """
    if period.intersection(covered) is None:
        raise SelectionError(
            f"Laag '{layer}' heeft geen gegevens uit de gekozen periode.",
            f"Gevraagd: {period.first:%d-%m-%Y} t/m {period.last:%d-%m-%Y}; in de laag: "
            f"{covered.first:%d-%m-%Y} t/m {covered.last:%d-%m-%Y}.",
            "Kies een periode daarbinnen.",
        )
    return period


#: Presets, by id; what they mean depends on the last complete month of the layer.
PRESETS: Final = ("month", "quarter", "year", "last_12_months", "winter", "all")


def month_starts_after(day: date) -> date:
    """Return the first day of the next month."""
    return months_later(day.replace(day=1), 1)


def last_complete_month(covered: Period) -> Period:
    """Return the last calendar month that the layer covers to its last day.

    Where no month is complete, the period itself is returned.

    Examples
    --------
    Data up to 30 December: November is the last complete month.

    >>> last_complete_month(Period(date(2017, 1, 1), date(2017, 12, 30))).first
    datetime.date(2017, 11, 1)
    """
    end = month_starts_after(covered.last) - timedelta(days=1)
    if end > covered.last:
        end = covered.last.replace(day=1) - timedelta(days=1)
    first = end.replace(day=1)
    return Period(first, end) if first >= covered.first else covered


def preset(name: str, covered: Period) -> Period:
    """Return the period a preset stands for, counted back from the last complete month.

    Parameters
    ----------
    name
        One of `PRESETS`. "quarter" and "year" are the last complete calendar ones; "winter" is
        the last complete December to February.
    covered
        First and last day in the layer.

    Raises
    ------
    SelectionError
        If there is no preset of that name.

    Examples
    --------
    >>> covered = Period(date(2015, 1, 1), date(2017, 12, 31))
    >>> preset("winter", covered)
    Period(first=datetime.date(2016, 12, 1), last=datetime.date(2017, 2, 28))
    """
    if name not in PRESETS:
        raise SelectionError(
            f"De periode '{name}' bestaat niet.", f"Mogelijk: {', '.join(PRESETS)}.", ""
        )
    month = last_complete_month(covered)
    if name == "all":
        return covered
    if name == "month":
        return month
    after = month_starts_after(month.last)
    if name == "quarter":
        # A quarter is complete when the month after it starts January, April, July or October.
        after = months_later(after, -((after.month - 1) % 3))
        wanted = Period(months_later(after, -3), after - timedelta(days=1))
    elif name == "year":
        wanted = Period(date(after.year - 1, 1, 1), date(after.year - 1, 12, 31))
    elif name == "winter":
        year = after.year if after.month >= 3 else after.year - 1  # noqa: PLR2004 - March
        wanted = Period(date(year - 1, 12, 1), date(year, 3, 1) - timedelta(days=1))
    else:
        wanted = Period(months_later(after, -12), after - timedelta(days=1))
    return wanted.intersection(covered) or covered


def months_later(day: date, months: int) -> date:
    """Return the same day of another month, or its last day where that month is shorter.

    Examples
    --------
    >>> months_later(date(2017, 5, 31), -3)
    datetime.date(2017, 2, 28)
    """
    number = day.year * 12 + day.month - 1 + months
    year, month = number // 12, number % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def moved(period: Period, steps: int) -> Period:
    """Return the period of the same length next to a period; whole months stay whole months.

    Examples
    --------
    >>> moved(Period(date(2017, 2, 1), date(2017, 2, 28)), -1)
    Period(first=datetime.date(2017, 1, 1), last=datetime.date(2017, 1, 31))
    """
    months = whole_months(period)
    if months:
        first = months_later(period.first, months * steps)
        return Period(first, months_later(first, months) - timedelta(days=1))
    shift = timedelta(days=period.days * steps)
    return Period(period.first + shift, period.last + shift)


def whole_months(period: Period) -> int:
    """Return how many calendar months a period is, 0 if it is not whole months."""
    after = period.last + timedelta(days=1)
    if period.first.day != 1 or after.day != 1:
        return 0
    return (after.year - period.first.year) * 12 + after.month - period.first.month


#: The part of both counts that belongs to each of two that are as long as each other.
EQUAL: Final = 0.5


def time_share(period: Period, before: Period) -> float:
    """Return the share of the first of two periods in the time of both.

    As many whole months are as long as each other: a year is a year, with a leap day or without,
    so that what is printed of two years can be subtracted.

    Examples
    --------
    >>> leap, after = (Period(date(y, 1, 1), date(y, 12, 31)) for y in (2016, 2017))
    >>> time_share(after, leap)
    0.5
    """
    months = whole_months(period)
    if months and months == whole_months(before):
        return EQUAL
    return period.days / (period.days + before.days)


def a_year_earlier(period: Period) -> Period:
    """Return the same days of the year before; 29 February becomes the 28th.

    Examples
    --------
    >>> a_year_earlier(Period(date(2017, 1, 1), date(2017, 2, 28)))
    Period(first=datetime.date(2016, 1, 1), last=datetime.date(2016, 2, 29))
    """
    months = whole_months(period)
    if months:
        first = months_later(period.first, -12)
        return Period(first, months_later(first, months) - timedelta(days=1))
    return Period(months_later(period.first, -12), months_later(period.last, -12))


def year_before(period: Period) -> Period:
    """Return the same days of the year before; of more than a year as many days right before it.

    Never the days right before a shorter one: that would tell the season as change.

    Examples
    --------
    >>> year_before(Period(date(2022, 1, 1), date(2023, 12, 31)))
    Period(first=datetime.date(2020, 1, 1), last=datetime.date(2021, 12, 31))
    """
    earlier = a_year_earlier(period)
    return earlier if earlier.last < period.first else moved(period, -1)


#: What a change can be measured from, by name, best first.
COMPARED_WITH: Final = ("year", "before")


def compared_with(name: str, period: Period, covered: Period) -> Period | None:
    """Return the earlier period of a name that a layer reaches back to; None where it does not.

    Parameters
    ----------
    name
        One of `COMPARED_WITH`: the same days of the year before, or those right before the period.

    Examples
    --------
    >>> covered = Period(date(2017, 1, 1), date(2017, 12, 31))
    >>> march = Period(date(2017, 3, 1), date(2017, 3, 31))
    >>> compared_with("before", march, covered)
    Period(first=datetime.date(2017, 2, 1), last=datetime.date(2017, 2, 28))
    >>> compared_with("year", march, covered) is None
    True
    """
    if name not in COMPARED_WITH:
        raise SelectionError(
            f"Vergelijken met '{name}' kan niet.", f"Mogelijk: {', '.join(COMPARED_WITH)}.", ""
        )
    earlier = year_before(period) if name == "year" else moved(period, -1)
    return earlier if earlier.first >= covered.first else None


def beside(period: Period, earlier: Period, months: int) -> tuple[Period, Period]:
    """Return two periods as whole quarters (3) or years (12), the earlier moved back if they meet.

    Two periods in one year are that year both, and would be compared with themselves. What is moved
    ends right before the later period and is as long at least. Periods that meet as they are, or
    of which the second is not the earlier, are not moved.

    Examples
    --------
    >>> autumn = Period(date(2023, 10, 1), date(2023, 12, 31))
    >>> _, earlier = beside(autumn, Period(date(2023, 7, 1), date(2023, 9, 30)), 12)
    >>> earlier
    Period(first=datetime.date(2022, 1, 1), last=datetime.date(2022, 12, 31))
    """
    now, then = whole_spans(period, months), whole_spans(earlier, months)
    if earlier.last < period.first and now.intersection(then) is not None:
        first = months_later(now.first, -max(whole_months(now), whole_months(then)))
        then = Period(first, now.first - timedelta(days=1))
    return now, then


def whole_quarters(period: Period) -> Period:
    """Return the quarters that a period touches, for layers that answer per quarter only.

    Examples
    --------
    >>> whole_quarters(Period(date(2017, 2, 3), date(2017, 4, 1)))
    Period(first=datetime.date(2017, 1, 1), last=datetime.date(2017, 6, 30))
    """
    return whole_spans(period, 3)


def whole_spans(period: Period, months: int) -> Period:
    """Return the months, quarters (3) or years (12) that a period touches, whole.

    What is counted per year says nothing of a month in it.

    Examples
    --------
    >>> whole_spans(Period(date(2017, 2, 3), date(2017, 4, 1)), 12)
    Period(first=datetime.date(2017, 1, 1), last=datetime.date(2017, 12, 31))
    """
    first = months_later(period.first.replace(day=1), -((period.first.month - 1) % months))
    last = period.last.replace(day=1)
    after = months_later(last, months - (last.month - 1) % months)
    return Period(first, after - timedelta(days=1))


_EPOCH: Final = date(1970, 1, 1).toordinal()


def covered_period(incidents: Countable) -> Period:
    """Return over which days incidents count: the only place where that is answered.

    Rows that lie alone far before or after the others do not set it, and a declared first day
    does: see `hotspots.incoming.checking.far_dates`. Of a layer without rows it is 1 January 1970.
    """
    if incidents.covered is not None:
        first, last = incidents.covered
        return Period(to_date(first), to_date(last))
    if not len(incidents):
        return Period(date(1970, 1, 1), date(1970, 1, 1))
    return Period(to_date(int(incidents.day.min())), to_date(int(incidents.day.max())))


def covered_by(cube: Cube) -> Period:
    """Return the first and the last day of the quarters in a cube."""
    if not len(cube.quarters):
        return Period(date(1970, 1, 1), date(1970, 1, 1))
    first, after = cube.quarters[0], cube.quarters[-1] + np.timedelta64(3, "M")
    return Period(
        first.astype("datetime64[D]").astype(date),
        after.astype("datetime64[D]").astype(date) - timedelta(days=1),
    )


def covered_days(workspace: Workspace, layer: LayerSpec) -> Period:
    """Return over which days a layer counts, also one of which a role sees sums only."""
    if layer.sensitive:
        return covered_by(workspace.cube(layer)[1])
    return covered_period(workspace.countable(layer)[1])


def to_date(day: int) -> date:
    """Return the date of a number of days since 1 January 1970."""
    return date.fromordinal(_EPOCH + day)


def to_day(moment: date) -> int:
    """Return the number of days since 1 January 1970 of a date."""
    return moment.toordinal() - _EPOCH


#: Months in each kind of step.
STEPS: Final = {"quarter": 3, "month": 1}
