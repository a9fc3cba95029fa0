"""All layers for all wijken at once, by hand for a town of two wijken."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy import stats

from hotspots.analysis.analyse import analyse
from hotspots.analysis.analysis import Status
from hotspots.analysis.at_a_glance import at_a_glance
from hotspots.analysis.selection import Selection
from hotspots.analysis.verdicts import Verdict
from hotspots.errors import SelectionError

if TYPE_CHECKING:
    from hotspots.access.workspace import Workspace


def test_a_wijk_is_held_against_what_the_city_would_give_it(town: Workspace) -> None:
    glance = at_a_glance(town, "all")
    assert glance.names == ("Boven", "Onder")
    inbraak = next(column for column in glance.columns if column.layer.id == "inbraak")
    boven, onder = inbraak.cells
    # Boven has all six incidents of the wijken with 50 households or more: as expected.
    # The exact 95 % interval of a count of 6 is 2,202 to 13,059 (Garwood); over 6 expected.
    assert (boven.count, boven.ratio, boven.verdict) == (6, 1.0, Verdict.NOT_SHOWN)
    assert (boven.lower, boven.upper) == pytest.approx((2.202 / 6, 13.059 / 6), abs=1e-3)
    # Onder has one incident on 20 households: counted, and not compared.
    assert (onder.count, onder.verdict) == (1, Verdict.NOT_SHOWN)
    assert np.isnan(onder.ratio)


def test_a_sensitive_layer_tells_rounded_counts_and_no_comparison(town: Workspace) -> None:
    glance = at_a_glance(town, "all")
    zorg = next(column for column in glance.columns if column.layer.id == "zorg")
    boven, onder = zorg.cells
    # 12 and 23 in two quarters, each rounded to fives: 10 + 25. Onder has 9 and 0: below 10.
    assert (boven.count, boven.at_least) == (35, False)
    assert (onder.count, onder.status) == (None, Status.SUPPRESSED)
    assert not zorg.compared
    assert np.isnan(boven.ratio)


def test_a_sum_of_which_a_part_is_kept_back_is_told_as_at_least(dordrecht: Workspace) -> None:
    glance = at_a_glance(dordrecht, "last_12_months")
    for column in glance.columns:
        if not column.layer.sensitive:
            assert not any(cell.at_least for cell in column.cells)
            continue
        hidden = analyse(
            dordrecht, Selection(column.layer.id, level="wijken", period=column.period)
        ).parameters["hidden_quarters"]
        told = [cell for cell in column.cells if cell.count is not None]
        parts = [
            kept > 0
            for kept, cell in zip(hidden, column.cells, strict=True)
            if cell.count is not None
        ]
        assert [cell.at_least for cell in told] == parts


def test_the_numbers_are_those_of_the_map(dordrecht: Workspace) -> None:
    glance = at_a_glance(dordrecht, "last_12_months")
    for column in glance.columns:
        if not column.compared:
            continue
        on_map = analyse(
            dordrecht,
            Selection(column.layer.id, level="wijken", measure="ratio", period=column.period),
        )
        assert [cell.count for cell in column.cells] == on_map.counts.tolist()
        assert [cell.verdict for cell in column.cells] == on_map.verdict.tolist()  # type: ignore[union-attr]
    assert glance.marked > 10


def test_every_theme_is_in_the_table_or_below_it(dordrecht: Workspace) -> None:
    glance = at_a_glance(dordrecht, "last_12_months")
    in_table = {column.theme.id for column in glance.columns}
    below = {theme.id for theme in glance.elsewhere}
    assert in_table | below == {theme.id for theme in dordrecht.themes}
    assert not in_table & below
    assert "sociale_stabiliteit" in below


def test_a_period_that_does_not_exist_is_refused(town: Workspace) -> None:
    with pytest.raises(SelectionError, match="bestaat niet"):
        at_a_glance(town, "eeuw")


def test_what_is_more_than_chance_is_so_by_the_poisson_tails_of_scipy(dordrecht: Workspace) -> None:
    households = dordrecht.geography.wijken.denominators["huishoudens"]
    large = households >= 50
    for column in at_a_glance(dordrecht, "last_12_months").columns:
        if not column.compared:
            continue
        counts = np.array([cell.count for cell in column.cells])
        expected = households * (counts[large].sum() / households[large].sum())
        for cell, count, mean, enough in zip(column.cells, counts, expected, large, strict=True):
            if not enough:
                assert np.isnan(cell.ratio)
                continue
            assert cell.ratio == pytest.approx(count / mean)
            # The funnel of 99,8 %: a chance of at most one in a thousand on either side.
            more = stats.poisson.sf(count - 1, mean) <= 0.001
            fewer = stats.poisson.cdf(count, mean) <= 0.001
            assert (cell.verdict == Verdict.MORE) == more
            assert (cell.verdict == Verdict.FEWER) == fewer
