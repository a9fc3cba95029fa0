"""The seasonal index: built-in seasons come back, with a trend and with months of any length."""

from __future__ import annotations

import numpy as np
import pytest

from hotspots.errors import StatisticError
from hotspots.statistics.busy_hours import FEWEST_MONTHS, seasonal_index


def days_of(first: str, months: int) -> np.ndarray:
    starts = np.datetime64(first, "M") + np.arange(months + 1)
    return np.diff(starts.astype("datetime64[D]")).astype(np.int64)


def test_the_same_number_every_day_has_no_season() -> None:
    # February has fewer incidents only because it has fewer days.
    found = seasonal_index(10 * days_of("2015-01", 36), np.datetime64("2015-01"))
    assert found.index.tolist() == pytest.approx([1.0] * 12)
    assert found.years.tolist() == [2] * 12


def test_a_season_comes_back_in_its_own_month() -> None:
    # Every December double: 2 against a year of 13 / 12; the others 12 / 13. Mean 1 already.
    season = np.ones(12)
    season[11] = 2
    days = days_of("2014-05", 48)
    month = (np.arange(48) + 4) % 12
    counts = (1_000 * days * season[month]).astype(np.int64)
    found = seasonal_index(counts, np.datetime64("2014-05"))
    assert found.index[11] == pytest.approx(24 / 13)
    assert found.index[:11].tolist() == pytest.approx([12 / 13] * 11)


def test_a_straight_rise_is_not_taken_for_a_season() -> None:
    # Simple means per month would make December higher than January by 11 steps.
    days = days_of("2013-01", 60)
    counts = (days * (1_000 + 10 * np.arange(60))).astype(np.int64)
    found = seasonal_index(counts, np.datetime64("2013-01"))
    assert found.index.tolist() == pytest.approx([1.0] * 12, abs=1e-9)


def test_two_years_give_every_month_one_ratio() -> None:
    found = seasonal_index(days_of("2016-03", FEWEST_MONTHS), np.datetime64("2016-03"))
    assert found.years.tolist() == [1] * 12
    assert found.index.mean() == pytest.approx(1.0)


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(StatisticError, match="Gevonden: 23"):
        seasonal_index(np.ones(FEWEST_MONTHS - 1, dtype=np.int64), np.datetime64("2016-01"))
    with pytest.raises(StatisticError, match="heel jaar"):
        seasonal_index(np.array([0] * 24 + [1] * 12), np.datetime64("2016-01"))
    with pytest.raises(StatisticError, match="negatief"):
        seasonal_index(np.array([-1] * 24), np.datetime64("2016-01"))


def test_inputs_are_left_as_they_were() -> None:
    counts = days_of("2016-01", 24)
    counts.setflags(write=False)
    seasonal_index(counts, np.datetime64("2016-01"))
