"""Emerging hotspots: every class in hand-made rows, a slow twin, and planted patterns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from hotspots.errors import StatisticError
from hotspots.statistics.emerging import (
    Emerging,
    EmergingClass,
    emerging,
    gi_star_areas_per_step,
    gi_star_per_step,
)
from hotspots.statistics.gi_star import gi_star_areas, gi_star_cells
from hotspots.statistics.mann_kendall import mann_kendall

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hotspots.statistics.emerging import GiStarSteps

#: H hot, C cold, a dot neither; oldest step first.
ROWS = [
    ("NEW_HOT", ".........H"),
    ("NEW_HOT", "C........H"),  # cold before, but never hot: new comes first
    ("NEW_HOT", "CCCCCCCCCH"),  # cold in 90 %, but what the last step is decides
    ("CONSECUTIVE_HOT", "........HH"),
    ("CONSECUTIVE_HOT", "C.......HH"),
    ("CONSECUTIVE_HOT", "..HHHHHHHH"),  # 8 of 10
    ("PERSISTENT_HOT", ".HHHHHHHHH"),  # 9 of 10 is exactly 90 %
    ("PERSISTENT_HOT", "HHHHHHHH.H"),
    ("PERSISTENT_HOT", "CHHHHHHHHH"),  # mostly hot comes before oscillating
    ("PERSISTENT_HOT", "HHHHHHHHHH"),
    ("SPORADIC_HOT", "H........H"),
    ("SPORADIC_HOT", "H.......HH"),
    ("SPORADIC_HOT", "HHHHHHH..H"),  # 8 of 10
    ("OSCILLATING_HOT", "HC.......H"),
    ("OSCILLATING_HOT", "CH......HH"),
    ("OSCILLATING_HOT", "CH.HHHHHHH"),
    ("HISTORICAL_HOT", "HHHHHHHHH."),  # exactly 90 %
    ("NO_PATTERN", ".HHHHHHHH."),
    ("NO_PATTERN", "HHHHHHHH.."),
    ("NO_PATTERN", "....HC...."),
    ("NO_PATTERN", ".........."),
    # 17, 18 and 19 of 20: 85, 90 and 95 %.
    ("CONSECUTIVE_HOT", "..." + 17 * "H"),
    ("PERSISTENT_HOT", ".." + 18 * "H"),
    ("HISTORICAL_HOT", 19 * "H" + "."),
    ("NO_PATTERN", 17 * "H" + "..."),
    # 35 and 36 of 40: 87,5 and 90 %; 32 and 33 of 36: 88,9 and 91,7 %.
    ("SPORADIC_HOT", "H....." + 34 * "H"),
    ("PERSISTENT_HOT", "H...." + 35 * "H"),
    ("SPORADIC_HOT", "H...." + 31 * "H"),
    ("PERSISTENT_HOT", "H..." + 32 * "H"),
]


def marks(rows: Sequence[str]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return scores without a trend, hot and cold."""
    letters = np.array([list(row) for row in rows])
    hot, cold = letters == "H", letters == "C"
    return np.where(hot, 4.0, np.where(cold, -4.0, 0.5)), hot, cold


def names(found: Emerging) -> list[str]:
    return [EmergingClass(number).name for number in found.pattern.tolist()]


def slowly(hot: list[bool], cold: list[bool], trend: int) -> str:
    """Return the class by walking through the definitions, one place at a time."""
    for kind, marked, opposite, outward in (
        ("HOT", hot, cold, trend),
        ("COLD", cold, hot, -trend),
    ):
        mostly = sum(marked) / len(marked) >= 0.9
        if marked[-1] and not mostly:
            before = marked[:-1]
            while before and before[-1]:
                before.pop()
            if sum(marked) == 1:
                return f"NEW_{kind}"
            if not any(before):
                return f"CONSECUTIVE_{kind}"
            return f"OSCILLATING_{kind}" if any(opposite) else f"SPORADIC_{kind}"
        if marked[-1]:
            return {1: "INTENSIFYING_", -1: "DIMINISHING_", 0: "PERSISTENT_"}[outward] + kind
        if mostly and not opposite[-1]:
            return f"HISTORICAL_{kind}"
    return "NO_PATTERN"


@pytest.mark.parametrize(("expected", "row"), ROWS)
def test_each_class_in_rows_made_by_hand(expected: str, row: str) -> None:
    # A trend of two levels in so few steps is not shown, so that persistent is persistent.
    z, hot, cold = marks([row])
    assert names(emerging(z, hot, cold, alpha=1e-9)) == [expected]
    mirrored = names(emerging(-z, cold, hot, alpha=1e-9))
    assert mirrored == [expected.replace("HOT", "COLD")]


def test_the_numbers_of_the_classes_are_stable() -> None:
    assert {name: int(number) for name, number in EmergingClass.__members__.items()} == {
        "NOT_DETERMINABLE": 99,
        "NO_PATTERN": 0,
        **{
            f"{name}_{kind}": sign * number
            for kind, sign in (("HOT", 1), ("COLD", -1))
            for number, name in enumerate(
                (
                    "NEW",
                    "CONSECUTIVE",
                    "INTENSIFYING",
                    "PERSISTENT",
                    "DIMINISHING",
                    "SPORADIC",
                    "OSCILLATING",
                    "HISTORICAL",
                ),
                start=1,
            )
        },
    }


def test_the_score_that_moves_out_intensifies_and_back_diminishes() -> None:
    rising = np.linspace(3.0, 5.0, 10)
    z = np.array([rising, rising[::-1], np.full(10, 4.0), -rising, -rising[::-1]])
    found = emerging(z, z > 0, z < 0)
    assert names(found) == [
        "INTENSIFYING_HOT",
        "DIMINISHING_HOT",
        "PERSISTENT_HOT",
        "INTENSIFYING_COLD",
        "DIMINISHING_COLD",
    ]
    assert found.trend_claimed
    assert found.hot_steps.tolist() == [10, 10, 10, 0, 0]
    assert found.cold_steps.tolist() == [0, 0, 0, 10, 10]


def test_a_trend_counts_from_a_p_of_alpha() -> None:
    # Ten numbers that rise, S = 45; each pair in the wrong order takes 2. The first five turned
    # round are ten pairs; an eleventh makes S = 23 (p = .0491), a twelfth S = 21 (p = .0736).
    eleven = np.array([5, 4, 3, 2, 1, 7, 6, 8, 9, 10.0])
    twelve = np.array([5, 4, 3, 2, 1, 7, 6, 9, 8, 10.0])
    z = np.array([eleven, twelve])
    hot, cold = z > 0, z < 0
    found = emerging(z, hot, cold)
    assert found.trend is not None
    assert found.trend.score.tolist() == [23, 21]
    assert found.trend.p.round(4).tolist() == [0.0491, 0.0736]
    assert names(found) == ["INTENSIFYING_HOT", "PERSISTENT_HOT"]
    at_alpha = emerging(z, hot, cold, alpha=float(found.trend.p[1]))
    assert names(at_alpha) == ["INTENSIFYING_HOT", "INTENSIFYING_HOT"]


def test_with_fewer_than_ten_steps_no_trend_is_claimed() -> None:
    z = np.arange(1.0, 10.0)[np.newaxis]
    assert mann_kendall(z).p[0] < 0.001
    found = emerging(z, z > 0, z < 0)
    assert names(found) == ["PERSISTENT_HOT"]
    assert found.trend is None
    assert not found.trend_claimed
    assert (found.steps, found.steps_with_scores) == (9, 9)


def test_a_trend_makes_no_class_of_a_place_that_is_not_mostly_marked() -> None:
    z = np.arange(10.0)[np.newaxis]
    found = emerging(z, z > 7, z < 0)
    assert found.trend_claimed
    assert names(found) == ["CONSECUTIVE_HOT"]
    assert names(emerging(z, z > 20, z < 0)) == ["NO_PATTERN"]


@given(
    st.integers(2, 12).flatmap(
        lambda steps: st.lists(
            st.tuples(
                st.sampled_from(["HHHH.C", "HC.", "H.", "CCCC.H"]).flatmap(
                    lambda letters: st.text(letters, min_size=steps, max_size=steps)
                ),
                st.sampled_from([-1, 0, 1]),
            ),
            min_size=1,
            max_size=8,
        )
    )
)
def test_it_is_the_slow_walk_through_the_definitions(rows: list[tuple[str, int]]) -> None:
    z, hot, cold = marks([row for row, _ in rows])
    steps = z.shape[1]
    # A trend that is there without doubt, or scores that are all equal.
    way = np.array([way for _, way in rows])[:, np.newaxis]
    z = way * np.arange(steps, dtype=float)
    claimed = steps >= 10
    found = emerging(z, hot, cold)
    assert found.trend_claimed == claimed
    assert names(found) == [
        slowly(hot[place].tolist(), cold[place].tolist(), int(claimed) * rows[place][1])
        for place in range(len(rows))
    ]
    assert emerging(-z, cold, hot).pattern.tolist() == (-found.pattern).tolist()
    turned = emerging(z[::-1], hot[::-1], cold[::-1])
    assert turned.pattern.tolist() == found.pattern[::-1].tolist()


def test_a_place_that_misses_scores_others_have_is_not_determinable() -> None:
    z, hot, cold = marks(["HHHHHHHHHH", "..........", "HHHHHHHHH.", ".........."])
    z[1] = np.nan
    z[3, 4] = np.nan
    assert names(emerging(z, hot, cold)) == [
        "PERSISTENT_HOT",
        "NOT_DETERMINABLE",
        "HISTORICAL_HOT",
        "NOT_DETERMINABLE",
    ]


def test_a_step_in_which_nothing_can_stand_out_is_not_divided_by() -> None:
    # Nine of the nine that say something, or eight; and with nine scores no trend is claimed.
    z, hot, cold = marks(["HHHH.HHHHH", "HHHH.HHH.H", "HHHH.HHHHH"])
    z[2] = np.arange(10) + 3.0
    z[:, 4] = np.nan
    found = emerging(z, hot, cold)
    assert names(found) == ["PERSISTENT_HOT", "SPORADIC_HOT", "PERSISTENT_HOT"]
    assert (found.steps, found.steps_with_scores, found.trend_claimed) == (10, 9, False)
    # With eleven steps ten are left, of which the second place has nine; the trend is of those.
    z, hot, cold = (np.insert(part, 0, part[:, 0], axis=1) for part in (z, hot, cold))
    z[2, 0] = 2.0
    found = emerging(z, hot, cold)
    assert names(found) == ["PERSISTENT_HOT", "PERSISTENT_HOT", "INTENSIFYING_HOT"]
    assert found.trend_claimed


def test_without_any_score_nothing_is_determinable() -> None:
    nothing = np.zeros((2, 12), dtype=bool)
    found = emerging(np.full((2, 12), np.nan), nothing, nothing)
    assert names(found) == ["NOT_DETERMINABLE", "NOT_DETERMINABLE"]
    assert (found.steps_with_scores, found.trend_claimed) == (0, False)


def test_marks_that_cannot_be_are_refused() -> None:
    z, hot, cold = marks(["H..", "..C"])
    lost = z.copy()
    lost[1, 2] = np.nan
    for wrong, asked in (
        ("even grote tabellen", lambda: emerging(z, hot[:, :2], cold)),
        ("even lang", lambda: emerging(z, hot[:1], cold)),
        ("even grote tabellen", lambda: emerging(z[:, :1], hot[:, :1], cold[:, :1])),
        ("even grote tabellen", lambda: emerging(z[0], hot[0], cold[0])),
        ("plek 0, stap 0", lambda: emerging(z, hot, cold | hot)),
        ("plek 1, stap 2", lambda: emerging(lost, hot, cold)),
    ):
        with pytest.raises(StatisticError, match=wrong):
            asked()


def square(side: int) -> tuple[np.ndarray, np.ndarray, sparse.csr_array]:
    """Return columns, rows and neighbours, each cell its own, of a square of cells."""
    col, row = (part.ravel() for part in np.meshgrid(np.arange(side), np.arange(side)))
    apart = np.maximum(abs(np.subtract.outer(col, col)), abs(np.subtract.outer(row, row)))
    return col, row, sparse.csr_array((apart <= 1).astype(np.int64))


def same(one: GiStarSteps, other: GiStarSteps) -> bool:
    np.testing.assert_allclose(one.z, other.z, rtol=1e-9)
    return bool((one.hot == other.hot).all() and (one.cold == other.cold).all())


def test_each_step_is_gi_star_of_that_step() -> None:
    col, row, near = square(9)
    rng = np.random.default_rng(1)
    counts = rng.poisson(rng.gamma(0.5, 6.0, (81, 1)), (81, 5))
    households = rng.gamma(2.0, 30.0, 81)
    kept = counts.copy()
    for exposure in (None, households):
        found = gi_star_per_step(counts, col, row, exposure=exposure, alpha=0.2)
        for step in range(5):
            alone = gi_star_cells(counts[:, step], col, row, exposure=exposure, alpha=0.2)
            np.testing.assert_array_equal(found.z[:, step], alone.z)
            np.testing.assert_array_equal(found.hot[:, step], alone.hot)
            np.testing.assert_array_equal(found.cold[:, step], alone.cold)
        assert found.hot.any()
        assert same(found, gi_star_areas_per_step(counts, near, exposure=exposure, alpha=0.2))
    by_disc = gi_star_per_step(counts, col, row, reach_m=150, cell_m=100)
    assert same(by_disc, gi_star_per_step(counts, col, row, reach=1))
    assert (counts == kept).all()
    areas = gi_star_areas_per_step(counts, near, exposure=households)
    alone = gi_star_areas(counts[:, 2], near, exposure=households)
    np.testing.assert_array_equal(areas.z[:, 2], alone.z)


def test_a_step_that_says_nothing_has_no_scores_and_no_marks() -> None:
    col, row, _ = square(5)
    counts = np.zeros((25, 4), dtype=int)
    counts[12] = [60, 0, 2, 0]
    counts[:, 2] = 2
    households = np.arange(1.0, 26.0)
    counts[:, 3] = 3 * households
    found = gi_star_per_step(counts, col, row)
    assert np.isnan(found.z).all(axis=0).tolist() == [False, True, True, False]
    assert found.hot.any(axis=0).tolist()[:3] == [True, False, False]
    # Three per household everywhere is what is expected, exactly.
    found = gi_star_per_step(counts, col, row, exposure=households)
    assert np.isnan(found.z).all(axis=0).tolist() == [False, True, False, True]


def test_a_cell_without_households_stays_without_a_class() -> None:
    col, row, _ = square(5)
    counts = np.random.default_rng(2).poisson(3.0, (25, 12))
    counts[7] = 0
    households = np.full(25, 10.0)
    households[7] = 0.0
    steps = gi_star_per_step(counts, col, row, exposure=households)
    found = emerging(steps.z, steps.hot, steps.cold)
    determinable = found.pattern != EmergingClass.NOT_DETERMINABLE
    assert np.flatnonzero(~determinable).tolist() == [7]


def test_planted_hotspots_get_their_class_and_chance_gets_none() -> None:
    col, row, _ = square(20)
    rng = np.random.default_rng(3)
    counts = rng.poisson(2.0, (400, 12))
    chance = gi_star_per_step(counts, col, row)
    calm = emerging(chance.z, chance.hot, chance.cold)
    assert np.count_nonzero(calm.pattern) <= 2
    planted = {(3, 3): "INTENSIFYING_HOT", (15, 3): "NEW_HOT", (3, 15): "HISTORICAL_HOT"}
    for (at_col, at_row), name in planted.items():
        around = (abs(col - at_col) <= 1) & (abs(row - at_row) <= 1)
        extra = {
            "INTENSIFYING_HOT": np.arange(6, 30, 2),
            "NEW_HOT": np.eye(1, 12, 11, dtype=int)[0] * 20,
            "HISTORICAL_HOT": np.append(np.full(11, 12), 0),
        }[name]
        counts[around] += extra
    steps = gi_star_per_step(counts, col, row)
    found = emerging(steps.z, steps.hot, steps.cold)
    for (at_col, at_row), name in planted.items():
        middle = int(np.flatnonzero((col == at_col) & (row == at_row))[0])
        assert EmergingClass(found.pattern[middle]).name == name


def test_a_cube_that_cannot_be_judged_is_refused() -> None:
    col, row, near = square(3)
    none = np.zeros((9, 4), dtype=int)
    some = none.copy()
    some[4, 1] = 5
    for wrong, asked in (
        ("samen 0 incidenten", lambda: gi_star_per_step(none, col, row)),
        ("ten minste één incident", lambda: gi_star_per_step(some[:, 1], col, row)),
        ("negatief", lambda: gi_star_per_step(some - 1, col, row)),
        ("even lang", lambda: gi_star_per_step(some, col[:3], row)),
        ("even lang", lambda: gi_star_areas_per_step(some, near, exposure=np.ones(3))),
        ("5 incidenten", lambda: gi_star_per_step(some, col, row, exposure=np.zeros(9))),
        ("hele aantallen", lambda: gi_star_per_step(some / 2, col, row)),
    ):
        with pytest.raises(StatisticError, match=wrong):
            asked()
