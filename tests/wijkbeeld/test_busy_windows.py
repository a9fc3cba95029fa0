"""Busy hours in words: same hours together, midnight as 24, none where none stands out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hotspots.statistics.busy_hours import BusyStretch
from hotspots.wijkbeeld.make import briefing, busy_windows, windows_of_week
from hotspots.wijkbeeld.place import place_named

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.access.workspace import Workspace

FRIDAY, SATURDAY, SUNDAY = 4 * 24, 5 * 24, 6 * 24


def stretch(first: int, hours: int) -> BusyStretch:
    return BusyStretch(first, hours, 9.0, 2.0, 0.01)


@pytest.mark.parametrize(
    ("stretches", "words"),
    [
        ([(FRIDAY + 18, 1)], ["vrijdag tussen 18 en 19 uur"]),
        ([(FRIDAY + 21, 3)], ["vrijdag tussen 21 en 24 uur"]),
        ([(SUNDAY + 22, 5)], ["zondag tussen 22 en 3 uur"]),
        ([(FRIDAY, 6)], ["vrijdag tussen 0 en 6 uur"]),
        # Three days with the same hours are one window, in order of the week.
        (
            [(SUNDAY + 20, 4), (FRIDAY + 20, 4), (SATURDAY + 20, 4)],
            ["vrijdag, zaterdag en zondag tussen 20 en 24 uur"],
        ),
        # Other hours stay apart, the strongest first.
        (
            [(SATURDAY + 22, 5), (FRIDAY + 22, 4)],
            ["zaterdag tussen 22 en 3 uur", "vrijdag tussen 22 en 2 uur"],
        ),
    ],
)
def test_stretches_are_said_as_windows(stretches: list[tuple[int, int]], words: list[str]) -> None:
    found = windows_of_week([stretch(*one) for one in stretches])
    assert [window.words for window in found] == words


def test_windows_add_up_what_their_stretches_hold() -> None:
    (window,) = windows_of_week([stretch(FRIDAY + 22, 5), stretch(SATURDAY + 22, 5)])
    assert (window.days, window.first, window.until) == ((4, 5), 22, 3)
    assert (window.weight, window.expected) == (18.0, 4.0)


def test_no_clock_gives_no_windows() -> None:
    assert busy_windows(None) == ()


def test_the_windows_of_a_place_are_those_of_its_own_incidents(
    town_with: Callable[..., Workspace],
) -> None:
    # In Noord every Friday of 2018 between 22 and 23; in Oost as often, at noon on all days.
    fridays = [f"2018-{month:02d}-{day:02d}" for month, day in FRIDAYS_OF_2018]
    rows = [f"{day} 22:30,100050,421050" for day in fridays]
    rows += [f"2018-01-{day:02d} 12:30,101950,421950" for day in range(1, 29)]
    rows += ["2017-01-01 12:00,100500,420500", "2018-12-31 12:00,100500,420500"]
    workspace = town_with(rows)
    noord, zuid = (
        briefing(workspace, place_named(workspace, name), zones=None).details["inbraak"]
        for name in ("Noord", "Zuid")
    )
    assert [window.words for window in noord.windows] == ["vrijdag tussen 22 en 23 uur"]
    # One incident in Zuid in 2018: no hour stands out.
    assert zuid.windows == ()
    assert zuid.hours is not None
    assert zuid.hours.known == 1


#: 5 January 2018 was a Friday; the first 24 of them.
FRIDAYS_OF_2018 = [
    *((1, day) for day in (5, 12, 19, 26)),
    *((2, day) for day in (2, 9, 16, 23)),
    *((3, day) for day in (2, 9, 16, 23, 30)),
    *((4, day) for day in (6, 13, 20, 27)),
    *((5, day) for day in (4, 11, 18, 25)),
    *((6, day) for day in (1, 8, 15)),
]
