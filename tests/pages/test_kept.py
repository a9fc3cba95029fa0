from __future__ import annotations

import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotspots.access.cache import Kept


@given(st.lists(st.integers(0, 9), max_size=60), st.integers(1, 5))
def test_an_answer_is_always_that_of_its_question_and_there_are_never_too_many(
    questions: list[int], most: int
) -> None:
    kept = Kept[int](most)
    for question in questions:
        assert kept.answer(question, lambda at=question: at * at) == question * question
        assert len(kept) <= most


def test_the_oldest_makes_room_and_what_was_asked_again_is_young() -> None:
    kept = Kept[str](2)
    for question in ("a", "b", "a", "c"):
        kept.answer(question, lambda: "first")
    # "b" was asked longest ago.
    assert kept.answer("a", lambda: "second") == "first"
    assert kept.answer("b", lambda: "second") == "second"


def test_an_answer_of_nothing_is_kept_as_well() -> None:
    kept = Kept[None](2)
    asked = []
    for _ in range(2):
        kept.answer("q", lambda: asked.append(1))
    assert asked == [1]


def test_an_error_is_not_kept() -> None:
    kept = Kept[int](2)
    with pytest.raises(ZeroDivisionError):
        kept.answer("q", lambda: 1 // 0)
    assert kept.answer("q", lambda: 1) == 1


def test_who_ask_the_same_at_once_wait_for_one_answer() -> None:
    kept, found = Kept[int](2), []

    def find() -> int:
        time.sleep(0.05)
        found.append(1)
        return 7

    answers: list[int] = []
    threads = [
        threading.Thread(target=lambda: answers.append(kept.answer("q", find))) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [7] * 8
    assert found == [1]
