"""Pages that are made one after the other."""

from __future__ import annotations

import threading
from functools import partial
from time import monotonic, sleep
from typing import TYPE_CHECKING

import pytest

from hotspots.pages import turns
from hotspots.pages.turns import LONGEST_S, in_turn, out_of_turn

if TYPE_CHECKING:
    from collections.abc import Callable

#: seconds; after this something that must come does not come.
PATIENCE_S = 20.0


def begun(work: Callable[[], None]) -> threading.Thread:
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    return thread


def another_page(made: threading.Event) -> None:
    with in_turn():
        made.set()


@pytest.fixture
def long_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "LONGEST_S", PATIENCE_S)


@pytest.mark.usefixtures("long_turns")
def test_a_page_is_made_after_the_one_before_it() -> None:
    made = threading.Event()
    with in_turn():
        other = begun(lambda: another_page(made))
        assert not made.wait(0.1)
    assert made.wait(PATIENCE_S)
    other.join(PATIENCE_S)


@pytest.mark.usefixtures("long_turns")
def test_while_a_page_waits_for_a_search_others_are_made() -> None:
    made = threading.Event()
    with in_turn():
        other = begun(lambda: another_page(made))
        with out_of_turn():
            assert made.wait(PATIENCE_S)
            other.join(PATIENCE_S)
        after = threading.Event()
        third = begun(lambda: another_page(after))
        assert not after.wait(0.1), "who comes back has the turn again"
    assert after.wait(PATIENCE_S)
    third.join(PATIENCE_S)


def test_a_turn_that_lasts_too_long_is_over_for_who_waits() -> None:
    row = turns._Row()
    long = row.enter()
    began = monotonic()
    other = row.enter()
    assert monotonic() - began > LONGEST_S / 2
    # The end of the long page is not the end of somebody else's turn.
    row.leave(long)
    assert row._turn is other
    row.leave(other)
    assert row._turn is None


@pytest.mark.usefixtures("long_turns")
def test_who_came_first_is_first() -> None:
    order: list[int] = []

    def page(number: int) -> None:
        with in_turn():
            order.append(number)

    with in_turn():
        pages = []
        for number in range(5):
            pages.append(begun(partial(page, number)))
            while len(turns._row._waiting) <= number:
                sleep(0.001)
    for one in pages:
        one.join(PATIENCE_S)
    assert order == [0, 1, 2, 3, 4]


def test_a_page_that_stops_halfway_gives_up_its_turn() -> None:
    with pytest.raises(KeyError), in_turn():
        {}["gone"]
    made = threading.Event()
    begun(lambda: another_page(made)).join(PATIENCE_S)
    assert made.is_set()
