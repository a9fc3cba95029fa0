"""Searches on their way: once for all who ask, one per person, stopped when nobody waits."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from hotspots.errors import StatisticError
from hotspots.pages.shared_search import ReplacedError, Searches

if TYPE_CHECKING:
    from collections.abc import Callable

LONG_S = 30.0


class Slow:
    """A search that goes on until it is let go, and counts how often it was begun."""

    def __init__(self) -> None:
        self.begun = 0
        self.working = threading.Event()
        self.let_go = threading.Event()
        self.stopped = threading.Event()

    def __call__(self, progress: Callable[[float], None]) -> str:
        self.begun += 1
        self.working.set()
        try:
            while not self.let_go.wait(0.01):
                progress(0.5)
        except BaseException:
            self.stopped.set()
            raise
        return "gevonden"


@pytest.fixture
def searches() -> Searches[str]:
    return Searches()


def test_eight_who_ask_the_same_wait_for_one_search(searches: Searches[str]) -> None:
    slow = Slow()
    tickets = [searches.ask("q", slow, person=f"agent {number}", heavy=True) for number in range(8)]
    assert slow.working.wait(LONG_S)
    assert not any(ticket.wait(0) for ticket in tickets)
    slow.let_go.set()
    for ticket in tickets:
        assert ticket.wait(LONG_S)
        assert ticket.answer() == "gevonden"
        ticket.leave()
    assert slow.begun == 1


def test_another_question_is_another_search_and_waits_for_its_turn(
    searches: Searches[str],
) -> None:
    one, other = Slow(), Slow()
    first = searches.ask(("analist", "q"), one, person="a", heavy=True)
    assert one.working.wait(LONG_S)
    second = searches.ask(("wijkagent", "q"), other, person="b", heavy=True)
    assert not second.wait(0.3)
    assert (first.begun, second.begun, other.begun) == (True, False, 0)
    # A small search need not wait for the heavy ones.
    small = searches.ask("small", lambda _: "klein", person="c", heavy=False)
    assert small.wait(LONG_S)
    assert small.answer() == "klein"
    one.let_go.set()
    other.let_go.set()
    assert second.wait(LONG_S)
    assert (first.answer(), second.answer()) == ("gevonden", "gevonden")


def test_a_search_that_nobody_waits_for_stops_and_can_begin_anew(searches: Searches[str]) -> None:
    slow = Slow()
    one, other = (searches.ask("q", slow, person=who, heavy=True) for who in "ab")
    assert slow.working.wait(LONG_S)
    one.leave()
    assert not slow.stopped.wait(0.3)
    other.leave()
    assert slow.stopped.wait(LONG_S)
    slow.let_go.set()
    again = searches.ask("q", slow, person="a", heavy=True)
    assert again.wait(LONG_S)
    assert (again.answer(), slow.begun) == ("gevonden", 2)


def test_who_leaves_before_the_turn_came_is_not_waited_for(searches: Searches[str]) -> None:
    one, other = Slow(), Slow()
    searches.ask("q", one, person="a", heavy=True)
    assert one.working.wait(LONG_S)
    searches.ask("r", other, person="b", heavy=True).leave()
    last = searches.ask("s", lambda _: "laatste", person="c", heavy=True)
    one.let_go.set()
    assert last.wait(LONG_S)
    assert (last.answer(), other.begun) == ("laatste", 0)


def test_a_person_has_one_heavy_search_and_the_newest_counts(searches: Searches[str]) -> None:
    older, newer = Slow(), Slow()
    first = searches.ask("q", older, person="a", heavy=True)
    assert older.working.wait(LONG_S)
    newer.let_go.set()
    second = searches.ask("r", newer, person="a", heavy=True)
    assert first.wait(LONG_S)
    with pytest.raises(ReplacedError):
        first.answer()
    assert older.stopped.wait(LONG_S)
    assert second.wait(LONG_S)
    assert second.answer() == "gevonden"


def test_what_someone_else_waits_for_goes_on_when_one_begins_another(
    searches: Searches[str],
) -> None:
    shared = Slow()
    mine, theirs = (searches.ask("q", shared, person=who, heavy=True) for who in "ab")
    assert shared.working.wait(LONG_S)
    searches.ask("r", lambda _: "ander", person="a", heavy=True)
    assert mine.wait(LONG_S)
    with pytest.raises(ReplacedError):
        mine.answer()
    shared.let_go.set()
    assert theirs.wait(LONG_S)
    assert theirs.answer() == "gevonden"


def test_a_refusal_reaches_all_who_wait_and_is_not_kept(searches: Searches[str]) -> None:
    def refuse(progress: Callable[[float], None]) -> str:
        progress(0.1)
        gate.wait(LONG_S)
        raise StatisticError("Te veel.", "Gevonden: veel.", "Kies minder.")

    gate = threading.Event()
    tickets = [searches.ask("q", refuse, person=who, heavy=False) for who in "abc"]
    gate.set()
    for ticket in tickets:
        assert ticket.wait(LONG_S)
        with pytest.raises(StatisticError, match="Te veel"):
            ticket.answer()
    again = searches.ask("q", lambda _: "nu wel", person="a", heavy=False)
    assert again.wait(LONG_S)
    assert again.answer() == "nu wel"
