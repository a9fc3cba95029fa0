"""Gi*: published numbers, esda, scipy's binomial, and random maps of a real mask."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from esda import G_Local
from hypothesis import given, settings
from hypothesis import strategies as st
from libpysal.weights import W
from scipy import ndimage, sparse, stats

from hotspots.catalog.reading import read_catalog
from hotspots.errors import StatisticError
from hotspots.geography.areas import read_geography
from hotspots.geography.grid import column_and_row
from hotspots.geography.mask_making import read_masks
from hotspots.settings import Home
from hotspots.statistics import gi_star_judgement
from hotspots.statistics.binomial_kernels import two_sided_tails
from hotspots.statistics.gi_star import (
    gi_star,
    gi_star_areas,
    gi_star_cells,
    including_self,
    window_counts,
    window_exposure,
)
from hotspots.statistics.gi_star_judgement import GiStar

REPOSITORY = Path(__file__).parents[2]
#: Of Getis and Ord's 256 cells, the one they followed, at (210, 210): 7 rows of 16 and 7.
FOLLOWED = 119
#: Six points, their values, and who lies within 15 of whom.
SIX = np.array([2, 3, 3.2, 5, 8, 7])
SIX_X, SIX_Y = np.array([10, 20, 40, 15, 30, 30]), np.array([10, 10, 10, 20, 20, 30])


def within(x: np.ndarray, y: np.ndarray, distance: int) -> sparse.csr_array:
    """Return who lies within a distance, each point itself included."""
    squared = np.subtract.outer(x, x) ** 2 + np.subtract.outer(y, y) ** 2
    return sparse.csr_array((squared <= distance**2).astype(np.int64))


def queen(col: np.ndarray, row: np.ndarray, reach: int = 1) -> sparse.csr_array:
    """Return who lies within so many cells, the slow way."""
    apart = np.maximum(abs(np.subtract.outer(col, col)), abs(np.subtract.outer(row, row)))
    return sparse.csr_array((apart <= reach).astype(np.int64))


@pytest.fixture(scope="module")
def getis_ord(shared_reference: Path) -> np.ndarray:
    return np.loadtxt(shared_reference / "getisord_16x16.csv", delimiter=",", skiprows=1)


@pytest.fixture(scope="module")
def dordrecht() -> tuple[np.ndarray, np.ndarray]:
    """Columns and rows of the cells of 200 m with land."""
    catalog = read_catalog(Home(REPOSITORY, REPOSITORY))
    return column_and_row(read_masks(catalog, read_geography(catalog))["land"].cells(200))


def random_mask(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Return some cells of a grid of 12 by 9, with gaps."""
    cells = np.flatnonzero(rng.random(108) < 0.7)
    return cells % 12 + 40, cells // 12 - 3


def parts(found: GiStar) -> list[list[float]]:
    return [
        np.nan_to_num(np.asarray(part, dtype=float), nan=-99.0).tolist()
        for part in (found.z, found.p, found.p_adjusted, found.observed, found.expected, found.hot)
    ]


def test_the_followed_cell_of_getis_and_ord_has_its_published_score(
    getis_ord: np.ndarray,
) -> None:
    x, y, values = getis_ord.T
    assert (x[FOLLOWED], y[FOLLOWED], values[FOLLOWED]) == (210, 210, 83)
    assert gi_star(values, within(x, y, 30))[FOLLOWED] == pytest.approx(1.45078, abs=1e-5)
    # Getis and Ord (1996) divide the variance by n - 1: 1.45078 x sqrt(255 / 256).
    assert 1.45078 * np.sqrt(255 / 256) == pytest.approx(1.447943, abs=1e-5)


def test_of_256_cells_114_stand_out_78_after_benjamini_hochberg_9_after_bonferroni(
    getis_ord: np.ndarray,
) -> None:
    x, y, values = getis_ord.T.astype(np.int64)
    by_cells = gi_star_cells(values, x // 30, y // 30, reach_m=30, cell_m=30, test="normal")
    by_areas = gi_star_areas(values, within(x, y, 30), test="normal")
    for found in (by_cells, by_areas):
        assert np.count_nonzero(found.p < 0.05) == 114
        assert np.count_nonzero(found.p_adjusted < 0.05) == 78
        assert np.count_nonzero(found.hot | found.cold) == 78
        assert np.count_nonzero(found.p * found.p.size < 0.05) == 9
        assert found.z[FOLLOWED] == pytest.approx(1.45078, abs=1e-5)


def test_the_first_of_six_points_has_its_published_score() -> None:
    near = within(SIX_X, SIX_Y, 15)
    assert gi_star(SIX, near)[0] == pytest.approx(-1.39727626, abs=1e-8)


# esda copies the weights and warns of its own copy that a map with gaps falls apart.
@pytest.mark.filterwarnings("ignore:The weights matrix is not fully connected")
def test_scores_are_those_of_esda_on_random_maps() -> None:
    rng = np.random.default_rng(1)
    for _ in range(30):
        col, row = random_mask(rng)
        near = queen(col, row)
        has = np.diff(near.indptr) > 1
        col, row = col[has], row[has]
        counts = rng.poisson(rng.gamma(1.0, 2.0, col.size))
        near = queen(col, row)
        others = {
            i: [int(j) for j in near.indices[near.indptr[i] : near.indptr[i + 1]] if j != i]
            for i in range(col.size)
        }
        peer = G_Local(
            counts.astype(float),
            W(others, silence_warnings=True),
            transform="B",
            star=True,
            permutations=0,
        )
        mine = gi_star_cells(counts, col, row)
        determinable = ~np.isnan(mine.z)
        assert determinable.sum() > 0.9 * col.size
        for z in (mine.z, gi_star(counts, near), gi_star_areas(counts, near).z):
            assert np.abs(z - peer.Zs)[determinable].max() < 5e-14


def test_six_of_eight_incidents_in_a_third_of_the_cells() -> None:
    # The third cell of nine and its two neighbours: Bin(8, 3/9), 28 x 4 + 8 x 2 + 1 of 6.561
    # from 6 up; twice that.
    found = gi_star_cells(
        np.array([0, 2, 3, 1, 0, 0, 1, 1, 0]), np.arange(9), np.zeros(9, dtype=int)
    )
    assert found.p[2] == pytest.approx(2 * 129 / 6561)
    assert (found.total, found.tested, found.even, found.test) == (8, 9, True, "exact")
    assert found.expected.tolist() == pytest.approx([16 / 9] + [24 / 9] * 7 + [16 / 9])
    # The lowest p of nine, .0393, is 9 x as high after correction at most: nothing is marked.
    assert not found.hot.any()


def test_the_exact_tail_is_that_of_scipy() -> None:
    rng = np.random.default_rng(2)
    for total in (1, 2, 7, 20, 246, 2_000, 100_000, 3_000_000):
        share = rng.uniform(1e-5, 0.2, 400)
        share[:3] = (0.5, 0.25, 0.9)
        observed = rng.binomial(total, np.minimum(share * rng.choice([0.2, 1.0, 2.0], 400), 1.0))
        low = stats.binom.cdf(observed, total, share)
        high = stats.binom.sf(observed - 1, total, share)
        expected = np.minimum(2 * np.minimum(low, high), 1.0)
        found = two_sided_tails(observed, share, total)
        assert found == pytest.approx(expected, rel=1e-10, abs=1e-250)


@given(st.integers(1, 40), st.floats(0.001, 0.999))
def test_no_count_at_all_and_all_incidents_are_powers(total: int, share: float) -> None:
    none, every = two_sided_tails(np.array([0, total]), np.array([share, share]), total)
    assert none == pytest.approx(min(2 * (1 - share) ** total, 1.0), rel=1e-9)
    assert every == pytest.approx(min(2 * share**total, 1.0), rel=1e-9)


def test_cells_and_areas_agree_for_every_window() -> None:
    rng = np.random.default_rng(3)
    for reach in (1, 2):
        col, row = random_mask(rng)
        counts = rng.poisson(3.0, col.size)
        households = rng.gamma(2.0, 30.0, col.size)
        square, disc = queen(col, row, reach), within(col * 100, row * 100, 141 * reach)
        # 141 m keeps the eight neighbours out of a disc that holds only four; 142 takes them in.
        assert np.diff(disc.indptr).max() == {1: 5, 2: 21}[reach]
        for exposure in (None, households):
            pairs = (
                (gi_star_cells(counts, col, row, reach=reach, exposure=exposure), square),
                (
                    gi_star_cells(
                        counts, col, row, reach_m=141 * reach, cell_m=100, exposure=exposure
                    ),
                    disc,
                ),
            )
            for cells, near in pairs:
                areas = gi_star_areas(counts, near, exposure=exposure)
                assert np.array(parts(cells)) == pytest.approx(np.array(parts(areas)), rel=1e-9)


@pytest.mark.parametrize(
    "rules",
    [
        {},
        {"test": "normal"},
        {"dispersion": 1.4},
        {"minimum_ratio": 1.3},
        {"minimum_ratio": 1.3, "side": "more", "dispersion": 1.2},
    ],
    ids=str,
)
def test_neighbourhoods_that_are_alike_are_judged_as_each_by_itself(
    monkeypatch: pytest.MonkeyPatch, rules: dict[str, Any]
) -> None:
    rng = np.random.default_rng(12)
    # 900 cells in one block, a corner of them busy, and one cell that has no neighbour.
    row, col = np.divmod(np.arange(900), 30)
    counts = rng.poisson(np.where((row < 8) & (col < 8), 9.0, 3.0))
    cells = (np.append(counts, 4), np.append(col, 90), np.append(row, 90))
    once = gi_star_cells(*cells, **rules)
    monkeypatch.setattr(gi_star_judgement, "LARGEST_TABLE", 0)
    each = gi_star_cells(*cells, **rules)
    assert once.hot.any()
    for field in fields(GiStar):
        np.testing.assert_array_equal(
            getattr(once, field.name), getattr(each, field.name), err_msg=field.name, strict=True
        )


def test_windows_hold_what_a_convolution_counts_in_them_however_many_it_is() -> None:
    rng = np.random.default_rng(13)
    inside = rng.random((40, 50)) < 0.6
    row, col = np.nonzero(inside)
    # Up to a thousand million in a cell: more than the 24 bits that are set apart for cells.
    counts = rng.integers(0, 10**9, row.size)
    for reach_m, wide in ((300, 3), (550, 5)):
        step = np.arange(-wide, wide + 1) * 100
        disc = (np.add.outer(step**2, step**2) <= reach_m**2).astype(np.int64)
        grid = np.zeros(inside.shape, dtype=np.int64)
        grid[inside] = counts
        around = ndimage.convolve(grid, disc, mode="constant")[inside]
        sizes = ndimage.convolve(inside.astype(np.int64), disc, mode="constant")[inside]
        half_width = disc.sum(axis=1) // 2
        observed, size = window_counts(col, row, counts, half_width)
        assert observed.tolist() == around.tolist()
        assert size.tolist() == sizes.tolist()
        households = rng.gamma(1.0, 60.0, row.size)
        grid = np.zeros(inside.shape)
        grid[inside] = households
        expected = ndimage.convolve(grid, disc, mode="constant")[inside]
        assert window_exposure(col, row, households, half_width) == pytest.approx(expected)


def test_a_diagonal_neighbour_counts_from_the_root_of_two() -> None:
    col, row, counts = np.array([0, 1, 0, 9]), np.array([0, 1, 5, 9]), np.array([1, 2, 4, 8])
    seen = [
        gi_star_cells(counts, col, row, reach_m=reach_m, cell_m=100).observed[0]
        for reach_m in (141, 142)
    ]
    assert seen == [1, 3]


def test_exposure_that_is_the_same_everywhere_changes_nothing() -> None:
    rng = np.random.default_rng(4)
    col, row = random_mask(rng)
    counts = rng.poisson(3.0, col.size)
    even = gi_star_cells(counts, col, row)
    given_even = gi_star_cells(counts, col, row, exposure=np.full(col.size, 7.0))
    assert (even.even, given_even.even) == (True, False)
    assert np.array(parts(given_even)) == pytest.approx(np.array(parts(even)), rel=1e-9)


def test_twice_the_households_explain_twice_the_incidents() -> None:
    # In proportion everywhere, but for two incidents: nothing stands out.
    households = np.array([10.0, 20, 40, 10, 20, 10])
    counts = np.array([10, 20, 42, 8, 20, 10])
    found = gi_star_cells(counts, np.arange(6), np.zeros(6, int), exposure=households)
    # The third cell: 20 + 40 + 10 of 110 households, 110 incidents.
    assert found.expected[2] == pytest.approx(70.0)
    assert np.nanmin(found.p) > 0.5
    # Even, the middle of the row has 72 of 110 where 55 were expected.
    assert gi_star_cells(counts, np.arange(6), np.zeros(6, int)).p[1] < 0.01


def test_the_score_by_households_widens_the_binomial_spread() -> None:
    found = gi_star_cells(
        np.array([3, 1, 5, 3]), np.arange(4), np.zeros(4, int), exposure=np.array([1.0, 1, 1, 3])
    )
    # Expected by cell 2, 2, 2, 6: dispersion (1/2 + 1/2 + 9/2 + 9/6) / 4 = 7/4. Second window:
    # 9 where 6 were expected, variance 7/4 x 6 x 1/2 x 4/3 = 7; third: 9 where 10 were,
    # 7/4 x 10 x 1/6 x 4/3 = 35/9. The outer two hold what is expected.
    expected = [0.0, 3 / np.sqrt(7), -1 / np.sqrt(35 / 9), 0.0]
    assert found.z.tolist() == pytest.approx(expected)
    # Second window, exactly: 9 of 12 or more with even odds, (220 + 66 + 12 + 1) / 4.096.
    assert found.p[1] == pytest.approx(2 * 299 / 4096)


def test_a_cell_without_households_or_neighbours_is_not_determinable() -> None:
    # Column 9 is alone; column 3 has no households, so that column 4 has one neighbour.
    col, row = np.array([0, 1, 2, 3, 4, 5, 9]), np.zeros(7, dtype=int)
    counts, households = np.array([1, 2, 3, 0, 1, 1, 5]), np.array([9.0, 9, 9, 0, 9, 9, 9])
    found = gi_star_cells(counts, col, row, exposure=households)
    for part in (found.z, found.p, found.p_adjusted):
        assert np.flatnonzero(np.isnan(part)).tolist() == [3, 6]
    assert found.tested == 5
    # 5 at column 9 takes part in the total, not in a test.
    assert found.total == 13
    assert not (found.hot | found.cold)[[3, 6]].any()
    assert found.observed.tolist() == [3, 6, 5, 0, 2, 2, 5]
    # The correction counts five tests.
    assert found.p_adjusted[1] == pytest.approx(min(found.p[1] * 5, 1.0))
    areas = gi_star_areas(counts, queen(col, row), exposure=np.where(households, 9.0, np.nan))
    assert np.array(parts(areas)) == pytest.approx(np.array(parts(found)), rel=1e-9)
    assert np.isnan(gi_star(counts, queen(col, row))[6])


def test_a_neighbourhood_that_is_the_whole_map_is_not_determinable() -> None:
    found = gi_star_cells(np.array([5, 0, 1]), np.arange(3), np.zeros(3, dtype=int))
    assert np.isnan(found.z).tolist() == [False, True, False]
    assert np.isnan(found.p).tolist() == [False, True, False]


@given(st.integers(-3_000, 3_000), st.integers(-12_000, 12_000), st.integers(0, 2**32 - 1))
@settings(max_examples=25)
def test_moving_the_map_and_shuffling_the_cells_change_nothing(
    east: int, north: int, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    col, row = random_mask(rng)
    counts = rng.poisson(2.0, col.size)
    found = gi_star_cells(counts, col, row)
    assert parts(gi_star_cells(counts, col + east, row + north)) == parts(found)
    order = rng.permutation(col.size)
    shuffled = parts(gi_star_cells(counts[order], col[order], row[order]))
    expected = np.array(parts(found))[:, order]
    assert np.array(shuffled) == pytest.approx(expected, rel=1e-12)


def test_inputs_are_left_as_they_were() -> None:
    col, row = random_mask(np.random.default_rng(5))
    counts, exposure = np.arange(col.size) % 4, np.ones(col.size)
    near = queen(col, row)
    near.data[:] = 3
    before = near.copy()
    for array in (col, row, counts, exposure):
        array.setflags(write=False)
    gi_star_cells(counts, col, row, exposure=exposure)
    gi_star_areas(counts, near, exposure=exposure, alpha=0.1)
    gi_star_areas(counts, near, test="permutation", permutations=9)
    gi_star(counts, near)
    assert (before != near).nnz == 0
    assert near.data.tolist() == before.data.tolist()


def test_the_permutation_p_is_that_of_dealing_anew_place_by_place() -> None:
    rng = np.random.default_rng(6)
    col, row = np.divmod(np.arange(42), 7)
    counts = rng.poisson(2.0, 42)
    near = queen(col, row)
    found = gi_star_cells(counts, col, row, test="permutation", permutations=19_999)
    for place in (0, 9, 20, 41):
        others = np.delete(counts, place)
        dealt = rng.permuted(np.tile(others, (19_999, 1)), axis=1)
        chance = dealt[:, : near[[place]].nnz - 1].sum(axis=1) + counts[place]
        more = np.mean(chance >= found.observed[place])
        fewer = np.mean(chance <= found.observed[place])
        # Both are counts of 19.999 draws: four standard errors of twice a share.
        assert found.p[place] == pytest.approx(min(2 * min(more, fewer), 1.0), abs=0.03)
    assert found.p.min() >= 2 / 20_000


def test_the_seed_decides_the_draws() -> None:
    col, row = np.divmod(np.arange(42), 7)
    counts = np.random.default_rng(7).poisson(2.0, 42)

    def p(seed: int) -> list[float]:
        found = gi_star_cells(counts, col, row, test="permutation", seed=seed)
        return found.p.tolist()

    assert p(1) == p(1)
    assert p(1) != p(2)


@pytest.mark.parametrize("incidents", [20, 246, 2_000])
def test_a_random_map_of_dordrecht_seldom_shows_a_false_hotspot(
    incidents: int, dordrecht: tuple[np.ndarray, np.ndarray]
) -> None:
    col, row = dordrecht
    assert col.size > 1_500
    rng = np.random.default_rng(20171231)
    households = rng.gamma(0.5, 100.0, col.size)
    false = {"even": 0, "households": 0, "normal": 0}
    for _ in range(400):
        even = rng.multinomial(incidents, np.full(col.size, 1 / col.size))
        uneven = rng.multinomial(incidents, households / households.sum())
        found = {
            "even": gi_star_cells(even, col, row),
            "households": gi_star_cells(uneven, col, row, exposure=households),
            "normal": gi_star_cells(even, col, row, test="normal"),
        }
        for kind, one in found.items():
            false[kind] += bool(one.hot.any() or one.cold.any())
    assert false["even"] <= 20
    assert false["households"] <= 20
    # Why the normal p is not the default: on sparse maps it finds what is not there.
    assert false["normal"] > {20: 300, 246: 300, 2_000: 40}[incidents]


def test_what_cannot_be_answered_is_refused() -> None:
    line = np.arange(4)
    flat, some = line * 0, np.array([1, 0, 2, 1])
    near = queen(line, flat)
    for wrong, asked in (
        ("ten minste één incident", lambda: gi_star_cells(flat, line, flat)),
        ("hele aantallen", lambda: gi_star_cells(some / 2, line, flat)),
        ("laagste waarde -1", lambda: gi_star_cells(some - 1, line, flat)),
        ("laagste waarde geen", lambda: gi_star_cells(flat[:0], line[:0], flat[:0])),
        ("gelijk", lambda: gi_star_cells(flat + 2, line, flat)),
        ("gelijk", lambda: gi_star(flat + 2.0, near)),
        ("twee keer", lambda: gi_star_cells(some, line // 2, flat)),
        ("even lang", lambda: gi_star_cells(some, line[:3], flat)),
        ("even lang", lambda: gi_star_areas(some, near, exposure=np.ones(3))),
        ("kleiner dan een cel", lambda: gi_star_cells(some, line, flat, reach=0)),
        ("kleiner dan een cel", lambda: gi_star_cells(some, line, flat, reach_m=99, cell_m=100)),
        ("kleiner dan een cel", lambda: gi_star_cells(some, line, flat, reach_m=99)),
        ("1 incidenten", lambda: gi_star_areas(some, near, exposure=np.array([0.0, 1, 1, 1]))),
        (
            "evenveel kans",
            lambda: gi_star_areas(some, near, exposure=some + 1.0, test="permutation"),
        ),
        (
            "ten minste één nodig",
            lambda: gi_star_areas(some, near, test="permutation", permutations=0),
        ),
        ("oneindig", lambda: gi_star(np.array([1, np.nan, 2, 3]), near)),
        ("andere gebieden", lambda: gi_star(np.ones(3), near)),
        ("alle andere grenst", lambda: gi_star(some, sparse.csr_array(np.ones((4, 4))))),
        ("telt een gebied zelf mee", lambda: gi_star(some, sparse.csr_array(np.eye(4, k=1)))),
    ):
        with pytest.raises(StatisticError, match=wrong):
            asked()


def test_the_star_is_the_area_itself() -> None:
    others = sparse.csr_array(np.eye(4, k=1) + np.eye(4, k=-1))
    assert including_self(others).diagonal().tolist() == [1.0] * 4
    assert including_self(including_self(others)).toarray().tolist() == (
        including_self(others).toarray().tolist()
    )
    assert others.diagonal().tolist() == [0.0] * 4
