"""Quotients, standardised ratios and funnel limits, by hand and by adding up the Poisson."""

from __future__ import annotations

import numpy as np
import pytest

from hotspots.errors import StatisticError
from hotspots.statistics.rates import location_quotient


def test_a_location_quotient_compares_shares() -> None:
    # The kind is 6 of 30. Areas: 4 of 10 = twice that; 2 of 20 = half of it; 0 of 0 = nothing.
    found = location_quotient(np.array([4, 2, 0]), np.array([10, 20, 0]))
    assert found[:2].tolist() == pytest.approx([2.0, 0.5])
    assert np.isnan(found[2])


def test_without_the_kind_there_is_no_quotient() -> None:
    assert np.isnan(location_quotient(np.array([0, 0]), np.array([3, 4]))).all()


def test_a_kind_cannot_be_more_than_all() -> None:
    with pytest.raises(StatisticError, match="5 van 4"):
        location_quotient(np.array([1, 5]), np.array([3, 4]))


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(StatisticError, match="negatief"):
        location_quotient(np.array([-1]), np.array([1]))
    with pytest.raises(StatisticError, match="even lang"):
        location_quotient(np.array([1]), np.ones(2, dtype=np.int64))


def test_inputs_are_left_as_they_were() -> None:
    counts, totals = np.array([1, 0]), np.array([4, 0])
    for array in (counts, totals):
        array.setflags(write=False)
    location_quotient(counts, totals)
