"""The busiest hours of the week in words that can be said aloud."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hotspots.analysis.wijkbeeld.briefing import BusyWindow
from hotspots.analysis.wijkbeeld.listed import listed
from hotspots.text import wijkbeeld as text
from hotspots.text.hours import WEEKDAY_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hotspots.analysis.clock import HoursAndDays
    from hotspots.statistics.busy_hours import BusyStretch

_DAY_H: Final = 24
_ALL_DAYS: Final = tuple(range(7))


def busy_windows(found: HoursAndDays | None) -> tuple[BusyWindow, ...]:
    """Return the busiest windows of the week, or else of the day; none where no hour stands out.

    Days with the same hours are one window: "vrijdag en zaterdag tussen 22 en 3 uur".
    """
    if found is None:
        return ()
    if found.busy:
        return windows_of_week(found.busy)
    return tuple(_window(_ALL_DAYS, [stretch]) for stretch in found.busy_of_day)


def windows_of_week(stretches: Iterable[BusyStretch]) -> tuple[BusyWindow, ...]:
    """Return stretches of the week as windows, the strongest first.

    Examples
    --------
    >>> from hotspots.statistics.busy_hours import BusyStretch
    >>> friday, saturday = (BusyStretch(d * 24 + 22, 5, 9.0, 2.0, 0.01) for d in (4, 5))
    >>> [window.words for window in windows_of_week([saturday, friday])]
    ['vrijdag en zaterdag tussen 22 en 3 uur']
    """
    alike: dict[tuple[int, int], list[BusyStretch]] = {}
    for stretch in stretches:
        alike.setdefault((stretch.first % _DAY_H, stretch.hours), []).append(stretch)
    return tuple(
        _window(tuple(sorted(stretch.first // _DAY_H for stretch in group)), group)
        for group in alike.values()
    )


def _window(days: tuple[int, ...], group: list[BusyStretch]) -> BusyWindow:
    first = group[0].first % _DAY_H
    until = (first + group[0].hours - 1) % _DAY_H + 1
    return BusyWindow(
        days=days,
        first=first,
        until=until,
        weight=sum(stretch.weight for stretch in group),
        expected=sum(stretch.expected for stretch in group),
        words=text.WINDOW.format(days=_days(days), first=first, until=until),
    )


def _days(days: tuple[int, ...]) -> str:
    if days == _ALL_DAYS:
        return text.EVERY_DAY
    return listed([WEEKDAY_NAMES[day] for day in days])
