"""Pages that are made one after the other."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from hotspots.pages import turns
from hotspots.pages.turns import in_turn, out_of_turn

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


def test_a_page_is_made_after_the_one_before_it() -> None:
    made = threading.Event()
    with in_turn():
        other = begun(lambda: another_page(made))
        assert not made.wait(0.1)
    assert made.wait(PATIENCE_S)
    other.join(PATIENCE_S)


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


def test_nobody_waits_long_for_a_page_that_takes_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "LONGEST_S", 0.05)
    made = threading.Event()
    with in_turn():
        other = begun(lambda: another_page(made))
        assert made.wait(PATIENCE_S)
        other.join(PATIENCE_S)
    # The one that went on without the turn did not give back what it did not have.
    with in_turn():
        behind = threading.Event()
        monkeypatch.setattr(turns, "LONGEST_S", PATIENCE_S)
        waits = begun(lambda: another_page(behind))
        assert not behind.wait(0.1)
    assert behind.wait(PATIENCE_S)
    waits.join(PATIENCE_S)


def test_a_page_that_stops_halfway_gives_up_its_turn() -> None:
    with pytest.raises(KeyError), in_turn():
        {}["gone"]
    made = threading.Event()
    begun(lambda: another_page(made)).join(PATIENCE_S)
    assert made.is_set()
