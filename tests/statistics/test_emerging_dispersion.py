"""The trend of hotspots counts with how much a layer varies, as a hotspot of a period does."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from hotspots.statistics.emerging import gi_star_areas_per_step, gi_star_per_step


def test_what_stands_out_by_chance_alone_does_not_where_incidents_come_together() -> None:
    # Nine cells in a row with 4 each, but 40 in the middle one: its neighbourhood holds 48 of the
    # 72, where a third, 24, is expected. With twelve together it is 4 of 6, where 2 are expected:
    # the binomial tail of that is 0,10.
    counts = np.full((9, 2), 4)
    counts[4] = 40
    place = np.arange(9), np.zeros(9, dtype=int)
    assert gi_star_per_step(counts, *place).hot[4].all()
    assert not gi_star_per_step(counts, *place, dispersion=12.0).hot.any()
    near = sparse.csr_array(np.abs(np.subtract.outer(np.arange(9), np.arange(9))) <= 1)
    assert gi_star_areas_per_step(counts, near).hot[4].all()
    assert not gi_star_areas_per_step(counts, near, dispersion=12.0).hot.any()
