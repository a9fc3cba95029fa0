"""Answers that sessions share: each that of its question, together within a bound."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotspots.access.cache import Cache, Memory, size_of

if TYPE_CHECKING:
    from hotspots.access.workspace import Workspace

#: bytes; of an answer below, so that a question beside it hardly counts.
LARGE_B = 100_000


@given(st.lists(st.integers(0, 9), max_size=60), st.integers(1, 5))
def test_an_answer_is_always_that_of_its_question_and_they_never_take_more_than_the_bound(
    questions: list[int], most: int
) -> None:
    bound_b = most * (LARGE_B + 1_000)
    memory = Memory(bound_b)
    cache = Cache["np.ndarray"](memory)
    for question in questions:
        answer = cache.answer(question, lambda at=question: np.full(LARGE_B, at, dtype=np.int8))
        assert answer[0] == question
        assert memory.size_b <= bound_b


def test_an_answer_larger_than_the_bound_stays_until_the_next_one() -> None:
    cache = Cache[bytes](Memory(10))
    first = cache.answer("a", lambda: bytes(1_000))
    assert cache.answer("a", lambda: b"") is first
    cache.answer("b", lambda: b"")
    assert cache.known("a") is None


def test_caches_share_one_bound_and_never_an_answer() -> None:
    memory = Memory(2 * LARGE_B)
    one, other = Cache[bytes](memory), Cache[bytes](memory)
    one.answer("q", lambda: bytes(LARGE_B))
    assert other.known("q") is None
    other.answer("q", lambda: bytes(LARGE_B))
    # Two of 100.000 bytes and what is around them are more than 200.000.
    assert one.known("q") is None
    assert other.known("q") is not None


def test_how_many_were_added_does_not_fall_when_one_makes_room() -> None:
    cache = Cache[bytes](Memory(LARGE_B))
    for question in range(5):
        cache.keep(question, bytes(LARGE_B))
    assert cache.added == 5


def test_the_size_of_an_answer_is_that_of_its_arrays_and_not_of_what_all_share(
    town: Workspace,
) -> None:
    answer = (town.geography, np.zeros(1_000), [at * 1.5 for at in range(1_000)])
    # Numbers of 8 bytes, then places of 8 bytes for numbers of 24: 40.000. The areas do not count.
    assert 40_000 <= size_of(answer) < 42_000


@dataclass(frozen=True)
class Answer:
    kind: type[Answer]
    lines: tuple[str, ...] = ()


def test_an_answer_that_says_of_which_kind_it_is_has_the_size_of_what_it_holds() -> None:
    one, other = Answer(Answer), Answer(Answer, ("a" * 10_000,))
    assert 10_000 <= size_of(other) - size_of(one) < 10_200


def test_the_oldest_makes_room_and_what_was_found_again_is_young() -> None:
    # Room for two answers of 1.000 bytes with all that is around them, not for three.
    cache = Cache[bytes](Memory(3_000))
    for question in ("a", "b", "a", "c"):
        cache.answer(question, lambda: b"1" * 1_000)
    # "b" was asked longest ago.
    assert cache.answer("a", lambda: b"2" * 1_000)[:1] == b"1"
    assert cache.answer("b", lambda: b"2" * 1_000)[:1] == b"2"


def test_an_answer_of_nothing_is_cache_as_well() -> None:
    cache = Cache[None]()
    found = []
    for _ in range(2):
        cache.answer("q", lambda: found.append(1))
    assert found == [1]


def test_an_error_is_not_cache() -> None:
    cache = Cache[int]()
    with pytest.raises(ZeroDivisionError):
        cache.answer("q", lambda: 1 // 0)
    assert cache.answer("q", lambda: 1) == 1


def test_who_ask_the_same_at_once_wait_for_one_answer() -> None:
    cache, found = Cache[int](), []

    def find() -> int:
        time.sleep(0.05)
        found.append(1)
        return 7

    answers: list[int] = []
    threads = [
        threading.Thread(target=lambda: answers.append(cache.answer("q", find))) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [7] * 8
    assert found == [1]
