"""Choices in whole numbers: the best of all, one aim after another, and what is not proved."""

from __future__ import annotations

from itertools import product
from types import SimpleNamespace

import numpy as np
import pytest
import scipy
from scipy.sparse import csr_array

from hotspots.statistics.choosing import Aim, Reached, Rows, best_in_turn


@pytest.mark.parametrize("seed", range(12))
def test_the_choice_is_the_best_of_all(seed: int) -> None:
    rng = np.random.default_rng(seed)
    count = 8
    matrix = rng.integers(0, 2, (5, count)).astype(float)
    high = rng.integers(1, 3, 5).astype(float)
    first = -rng.integers(1, 4, count).astype(float)
    second = rng.integers(0, 9, count).astype(float)
    every = [
        np.array(one, dtype=float)
        for one in product((0, 1), repeat=count)
        if (matrix @ np.array(one) <= high).all()
    ]
    rows = Rows(csr_array(matrix), np.full(5, -np.inf), high)
    best, reached = best_in_turn(
        [Aim(first), Aim(second)], rows, upper=np.ones(count),
        whole=np.ones(count, dtype=np.bool_), seconds=20,
    )  # fmt: skip
    least = min(first @ one for one in every)
    then = min(second @ one for one in every if first @ one == least)
    assert best is not None
    assert (matrix @ best <= high).all()
    assert [one.value for one in reached] == pytest.approx([least, then])
    assert (first @ best, second @ best) == pytest.approx((least, then))
    assert [one.gap for one in reached] == [0, 0]


def test_an_aim_with_slack_gives_way_to_the_next() -> None:
    # One of two must be taken: 100 or 101, of which the dearer is better for the second aim. With
    # one percent of 100 it may be 101.
    rows = Rows(csr_array([[1.0, 1.0], [-1.0, -1.0]]), np.full(2, -np.inf), np.array([1.0, -1.0]))
    for slack, taken in ((0.0, [1, 0]), (0.01, [0, 1])):
        best, _ = best_in_turn(
            [Aim(np.array([100.0, 101.0]), slack=slack), Aim(np.array([1.0, 0.0]))], rows,
            upper=np.ones(2), whole=np.ones(2, dtype=np.bool_), seconds=20,
        )  # fmt: skip
        assert best is not None
        assert best.tolist() == taken
    # What does not depend on the choice counts in the whole: one percent of 50 + 50.
    best, reached = best_in_turn(
        [Aim(np.array([50.0, 51.0]), known=50.0, slack=0.01), Aim(np.array([1.0, 0.0]))], rows,
        upper=np.ones(2), whole=np.ones(2, dtype=np.bool_), seconds=20,
    )  # fmt: skip
    assert best is not None
    assert (best.tolist(), reached[0].value) == ([0, 1], 100)


def answer(status: int, x: list[float] | None, bound: float | None) -> SimpleNamespace:
    return SimpleNamespace(
        status=status, x=None if x is None else np.array(x), mip_dual_bound=bound
    )


def test_where_the_time_is_up_the_gap_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = Rows(csr_array([[1.0]]), np.array([-np.inf]), np.array([1.0]))
    common = {"upper": np.ones(1), "whole": np.ones(1, dtype=np.bool_), "seconds": 1.0}

    def run(*answers: SimpleNamespace, aims: int = 1) -> tuple[object, tuple[Reached, ...]]:
        queue = list(answers)
        monkeypatch.setattr(scipy.optimize, "milp", lambda *_, **__: queue.pop(0))
        return best_in_turn([Aim(np.array([-4.0]))] * aims, rows, **common)

    # It is -4 and could be -5 at the best: a quarter more.
    assert run(answer(1, [1.0], -5.0))[1] == (Reached(-4.0, 0.25),)
    # It is -4, which the bound says cannot be better.
    assert run(answer(1, [1.0], -4.0))[1] == (Reached(-4.0, 0.0),)
    assert run(answer(1, [1.0], None))[1] == (Reached(-4.0, None),)
    # Nothing at all, then something.
    none, reached = run(answer(1, None, None))
    assert (none, reached) == (None, (Reached(None, None),))
    best, reached = run(answer(1, None, None), answer(0, [1.0], -4.0), aims=2)
    assert reached == (Reached(None, None), Reached(-4.0, 0.0))
    # What an aim was worth stays what it was worth when the next finds nothing.
    best, reached = run(answer(0, [1.0], -4.0), answer(1, None, None), aims=2)
    assert (best.tolist(), reached[1]) == ([1.0], Reached(-4.0, None))  # type: ignore[attr-defined]
