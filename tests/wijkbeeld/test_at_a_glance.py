"""All layers for all wijken at once, by hand for a town of two wijken."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy import stats

from hotspots.analysis.analyse import analyse
from hotspots.analysis.answer import Status, Verdict, ends_of
from hotspots.analysis.judgement import is_compared_in_place, judged_in_place
from hotspots.analysis.question import Selection
from hotspots.errors import SelectionError
from hotspots.wijkbeeld.overview import at_a_glance

if TYPE_CHECKING:
    from hotspots.access.workspace import Workspace


def test_a_wijk_with_nearly_all_households_is_not_compared_with_the_rest(town: Workspace) -> None:
    glance = at_a_glance(town, "all")
    assert glance.names == ("Boven", "Onder")
    inbraak = next(column for column in glance.columns if column.layer.id == "inbraak")
    boven, onder = inbraak.cells
    # Boven leaves 20 households elsewhere: too few to compare with.
    assert (boven.count, boven.verdict) == (6, Verdict.NOT_SHOWN)
    assert np.isnan(boven.ratio)
    # Onder has one incident on 20 households: counted, and not compared.
    assert (onder.count, onder.verdict) == (1, Verdict.NOT_SHOWN)
    assert np.isnan(onder.ratio)


def test_a_sensitive_layer_tells_two_ends_and_no_comparison(town: Workspace) -> None:
    glance = at_a_glance(town, "all")
    zorg = next(column for column in glance.columns if column.layer.id == "zorg")
    boven, onder = zorg.cells
    # 12 and 23 are published as 10 (10 to 12) and 25 (23 to 27); 9 and 0 are not, 0 to 9 each.
    assert (boven.count, boven.bounds, boven.status) == (None, (33, 39), Status.BETWEEN)
    assert (onder.count, onder.bounds, onder.status) == (None, (0, 18), Status.BETWEEN)
    assert not zorg.compared
    assert np.isnan(boven.ratio)


def test_a_wijk_has_the_two_ends_that_the_map_has(dordrecht: Workspace) -> None:
    glance = at_a_glance(dordrecht, "last_12_months")
    for column in glance.columns:
        if not column.layer.sensitive:
            assert not any(cell.bounds for cell in column.cells)
            continue
        answer = analyse(
            dordrecht, Selection(column.layer.id, level="wijken", period=column.period)
        )
        assert [cell.bounds for cell in column.cells] == [
            ends_of(answer, at) for at in range(len(column.cells))
        ]
        assert all(cell.count is None for cell in column.cells)


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


def test_what_is_marked_is_so_by_the_beta_binomial_of_scipy_over_all_layers(
    dordrecht: Workspace,
) -> None:
    households = dordrecht.geography.wijken.denominators["huishoudens"]
    columns = [c for c in at_a_glance(dordrecht, "last_12_months").columns if c.compared]
    p, marks = [], []
    for column in columns:
        counts = np.array([cell.count for cell in column.cells])
        judged = judged_in_place(dordrecht, column.layer, "wijken", column.period)
        share = households / households.sum()
        for at, cell in enumerate(column.cells):
            if households[at] < 50:
                assert np.isnan(cell.ratio)
                continue
            rest = int(counts.sum()) - counts[at]
            ratio = counts[at] / households[at] / (rest / (households.sum() - households[at]))
            assert cell.ratio == pytest.approx(ratio)
            p.append(_two_sided(counts[at], int(counts.sum()), share[at], judged.dispersion))
            marks.append(cell.verdict)
            assert judged.p[at] == pytest.approx(p[-1], rel=1e-6)
    # Sensitive layers and those per gemeente add tests to the family that cannot be marked here.
    tests = judged.family.tests
    sensitive = [
        float(value)
        for layer in dordrecht.catalog.layers
        if layer.sensitive and is_compared_in_place(layer, "wijken")
        for value in judged_in_place(dordrecht, layer, "wijken", columns[0].period).p
    ]
    assert len(p) + len(sensitive) == tests
    adjusted = stats.false_discovery_control([*p, *sensitive])[: len(p)]
    assert [mark != Verdict.NOT_SHOWN for mark in marks] == (adjusted <= 0.05).tolist()


def _two_sided(count: int, total: int, share: float, dispersion: float) -> float:
    if dispersion == 1.0:
        low, high = stats.binom.cdf(count, total, share), stats.binom.sf(count - 1, total, share)
    else:
        a, b = total * share / (dispersion - 1), total * (1 - share) / (dispersion - 1)
        # Summed from the far end: as 1 minus the rest a small tail would be all rounding.
        low = stats.betabinom.pmf(np.arange(count + 1), total, a, b).sum()
        high = stats.betabinom.pmf(np.arange(total, count - 1, -1), total, a, b).sum()
    return min(2 * min(low, high), 1.0)
