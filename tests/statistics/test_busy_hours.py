"""Busy hours: against scipy's tail, on hours that are alike, and however the circle is turned."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from scipy import stats

from hotspots.errors import StatisticError
from hotspots.statistics.busy_hours import LONGEST, MOST, busy_stretches

WEEK = 168


def test_p_is_the_binomial_tail_times_the_stretches_that_were_looked_at() -> None:
    # 10 of 60 incidents in the hour of Friday 18:00, where 60 / 168 are expected.
    weights = np.full(WEEK, 50 / (WEEK - 1))
    weights[4 * 24 + 18] = 10.0
    (found,) = busy_stretches(weights, np.ones(WEEK))
    assert (found.first, found.hours) == (4 * 24 + 18, 1)
    assert (found.weight, found.expected) == (10.0, pytest.approx(60 / 168))
    # Of every length up to six there are 168 around the week.
    assert found.p == pytest.approx(stats.binom.sf(9, 60, 1 / 168) * 168 * LONGEST)


def test_part_of_an_incident_counts_for_less_in_the_tail() -> None:
    weights = np.full(WEEK, 50.5 / (WEEK - 1))
    weights[10] = 9.5
    (found,) = busy_stretches(weights, np.ones(WEEK))
    # Nine whole ones of 60 are a bound on 9,5 that are made of parts.
    assert found.p == pytest.approx(stats.binom.sf(8, 60, 1 / 168) * 168 * LONGEST)


def test_a_night_goes_on_after_the_last_hour() -> None:
    weights = np.full(24, 0.5)
    weights[[23, 0, 1]] = 8.0
    (found,) = busy_stretches(weights, np.ones(24))
    assert (found.first, found.hours) == (23, 3)
    assert found.weight == pytest.approx(24.0)


def test_stretches_that_touch_become_one() -> None:
    # Ten hours in a row are longer than the longest stretch that is looked at.
    weights = np.full(WEEK, 0.1)
    weights[100:110] = 6.0
    (found,) = busy_stretches(weights, np.ones(WEEK))
    assert (found.first, found.hours) == (100, 10)
    assert (found.weight, found.expected) == (pytest.approx(60.0), pytest.approx(75.8 * 10 / WEEK))


def test_hours_that_were_not_asked_for_are_in_no_stretch_and_expect_nothing() -> None:
    exposure = np.zeros(WEEK)
    exposure[18:24] = 52.0
    weights = np.zeros(WEEK)
    weights[18:24] = [20.0, 2.0, 2.0, 2.0, 2.0, 2.0]
    # A long interval that ends on another day.
    weights[30] = 9.0
    (found,) = busy_stretches(weights, exposure)
    # 30 incidents over six hours: five an hour.
    assert (found.first, found.hours, found.expected) == (18, 1, pytest.approx(5.0))


def test_an_hour_that_came_more_often_may_hold_more() -> None:
    # Five Fridays and four of every other day: a fifth more is no surprise, and twice is.
    exposure = np.full(WEEK, 4.0)
    exposure[96:120] = 5.0
    assert busy_stretches(exposure * 10, exposure) == ()


def test_alike_hours_have_no_busy_one_and_an_empty_week_neither() -> None:
    assert busy_stretches(np.full(WEEK, 3.0), np.ones(WEEK)) == ()
    assert busy_stretches(np.zeros(WEEK), np.ones(WEEK)) == ()
    assert busy_stretches(np.ones(WEEK), np.zeros(WEEK)) == ()


def test_chance_alone_seldom_makes_an_hour_busy() -> None:
    random = np.random.default_rng(12)
    found = 0
    for _ in range(400):
        weights = np.bincount(random.integers(0, WEEK, 150), minlength=WEEK).astype(float)
        found += bool(busy_stretches(weights, np.ones(WEEK)))
    # 5 % of 400 are 20; with the correction it is fewer.
    assert found <= 20


@given(st.lists(st.floats(0, 20), min_size=24, max_size=24), st.integers(0, 23))
def test_turning_the_circle_turns_the_answer(hours: list[float], turn: int) -> None:
    # Rounded, so that sums do not depend on where they begin.
    weights = np.round(np.array(hours), 3)
    weights += np.arange(24) * 1e-7
    here = busy_stretches(weights, np.ones(24))
    turned = busy_stretches(np.roll(weights, turn), np.ones(24))
    assert sum(stretch.hours for stretch in here) == sum(stretch.hours for stretch in turned)


@given(st.lists(st.floats(0, 30), min_size=WEEK, max_size=WEEK))
@example([0.0] * (WEEK - 1) + [5e-324])
def test_stretches_do_not_overlap_and_hold_more_than_expected(hours: list[float]) -> None:
    weights = np.array(hours)
    found = busy_stretches(weights, np.ones(WEEK))
    assert len(found) <= MOST
    taken: set[int] = set()
    for stretch in found:
        own = {(stretch.first + at) % WEEK for at in range(stretch.hours)}
        assert not own & taken
        taken |= own
        assert stretch.weight == pytest.approx(weights[sorted(own)].sum())
        assert stretch.weight > stretch.expected
        assert 0 <= stretch.p <= 0.05


def test_what_cannot_be_hours_is_refused() -> None:
    with pytest.raises(StatisticError, match="passen niet bij elkaar"):
        busy_stretches(np.ones(24), np.ones(WEEK))
    for wrong in (-1.0, np.nan):
        weights = np.ones(24)
        weights[3] = wrong
        with pytest.raises(StatisticError, match="negatief of onbekend"):
            busy_stretches(weights, np.ones(24))


def test_nights_of_many_incidents_are_no_busy_hours_where_the_layer_is_known_to_have_them() -> None:
    # 200 incidents in a hundred moments of one hour, two at each: counts with twice the variance.
    rng = np.random.default_rng(11)
    false = {1.0: 0, 2.0: 0}
    for _ in range(200):
        weights = 2.0 * np.bincount(rng.integers(0, WEEK, 100), minlength=WEEK)
        for spread in false:
            false[spread] += bool(busy_stretches(weights, np.ones(WEEK), dispersion=spread))
    assert false[1.0] > 20
    # At most 10 of 200 with the dispersion, and some for luck: 99 % of such runs have 17 or fewer.
    assert false[2.0] <= 17


def test_with_a_dispersion_p_is_the_beta_binomial_tail() -> None:
    weights = np.full(WEEK, 50 / (WEEK - 1))
    weights[4 * 24 + 18] = 10.0
    (found,) = busy_stretches(weights, np.ones(WEEK), dispersion=1.5)
    a, b = 60 / WEEK / 0.5, 60 * (WEEK - 1) / WEEK / 0.5
    tail = stats.betabinom.pmf(np.arange(60, 9, -1), 60, a, b).sum()
    assert found.p == pytest.approx(tail * WEEK * LONGEST)
