"""Contagion zones by hand: how far, how long, which are open, and when there are none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotspots.errors import StatisticError
from hotspots.statistics.contagion_zones import (
    ContagionZones,
    NoZones,
    contagion_zones,
    reach_of,
)
from hotspots.statistics.near_repeat import KnoxResult, Metric, knox

if TYPE_CHECKING:
    from random import Random

    from numpy.typing import NDArray

NEAR = (0.0, 0.1, 100.0, 200.0)
SOON = (0.0, 7.0, 14.0, 21.0)
#: Nothing is significant: a table to write small numbers into.
ALL_CHANCE = [[0.5] * 3] * 3


def table_of(
    p: list[list[float]],
    *,
    near: tuple[float, ...] = NEAR,
    soon: tuple[float, ...] = SOON,
    empty: tuple[int, ...] = (),
    metric: Metric = "euclidean",
    observed: list[list[int]] | None = None,
    possible: bool = True,
) -> KnoxResult:
    """Return a table with these p-values of all bands together; one pair is expected in each.

    ``empty`` are bands of distance without any pair, ``possible`` says that a band could stand
    out. Unless said 9 pairs are observed where p is at most .05, and elsewhere 1.
    """
    given_p = np.array(p)
    expected = np.ones(given_p.shape)
    expected[list(empty)] = 0.0
    return KnoxResult(
        observed=np.where(given_p <= 0.05, 9, 1) if observed is None else np.array(observed),
        expected=expected,
        ratio=expected,
        p=given_p,
        adjusted_p=given_p,
        shown_from=np.full(given_p.shape, 5 if possible else 0),
        at_distance=np.full(len(given_p), 50),
        distance_bands_m=near,
        day_bands=soon,
        n=100,
        metric=metric,
        permutations=999,
        seed=1,
    )


#: Up to 100 m, for two weeks.
TWO_WEEKS = table_of([[0.01, 0.02, 0.5], [0.01, 0.05, 0.5], [0.5, 0.5, 0.5]])


def zones_of(
    incidents: list[tuple[float, float, float]], on_day: float, table: KnoxResult = TWO_WEEKS
) -> ContagionZones:
    """Return the zones of incidents given as (x, y, day)."""
    x_m, y_m, day = np.array(incidents, dtype=float).reshape(-1, 3).T
    return contagion_zones(x_m, y_m, day, on_day=on_day, reach=reach_of(table))


def ends_of(table: KnoxResult) -> tuple[float, float]:
    reach = reach_of(table)
    assert reach.reason is None
    return reach.radius_m, reach.lasts_days


@pytest.mark.parametrize(
    ("p", "radius_m", "lasts_days"),
    [
        # One band: the address itself, for a week.
        ([[0.01, 0.5, 0.5], [0.5, 0.5, 0.5], [0.5, 0.5, 0.5]], 0.1, 7),
        # Exactly .05 stands out.
        ([[0.05, 0.5, 0.5], [0.05, 0.5, 0.5], [0.051, 0.5, 0.5]], 100, 7),
        # The same address does not, with a pair by chance; further away it does.
        ([[0.5, 0.5, 0.5], [0.01, 0.5, 0.5], [0.01, 0.5, 0.5]], 200, 7),
        # 9 of 1 at the address, root 8; 19 of 3 up to 200 m, root 9,2.
        ([[0.01, 0.5, 0.5], [0.06, 0.5, 0.5], [0.01, 0.5, 0.5]], 200, 7),
        # Three bands of 9 of 1 go beyond two.
        ([[0.01, 0.01, 0.01], [0.01, 0.06, 0.5], [0.5, 0.5, 0.5]], 0.1, 21),
        # And four beyond three.
        ([[0.01, 0.01, 0.01], [0.01, 0.01, 0.5], [0.5, 0.5, 0.5]], 100, 14),
        # Later only: until then.
        ([[0.5, 0.5, 0.5], [0.5, 0.01, 0.5], [0.5, 0.5, 0.5]], 100, 14),
        # The whole table.
        ([[0.01] * 3] * 3, 200, 21),
    ],
)
def test_a_zone_ends_with_a_band_that_stands_out(
    p: list[list[float]], radius_m: float, lasts_days: float
) -> None:
    assert ends_of(table_of(p)) == (radius_m, lasts_days)


def test_a_band_far_away_and_late_makes_no_wide_zone_of_what_holds_less() -> None:
    # At the address 9 of 1: 8. Up to 200 m and three weeks k, 16 more of
    # 9 by chance: (k + 16 - 9) / 3, so 7,7 and 8,3.
    p = [[0.01, 0.5, 0.5], [0.5, 0.5, 0.5], [0.5, 0.5, 0.01]]
    for far, ends in ((16, (0.1, 7)), (18, (200, 21))):
        observed = [[9, 1, 1], [1, 1, 1], [1, 1, far]]
        assert ends_of(table_of(p, observed=observed)) == ends


def test_a_zone_is_open_from_its_day_until_the_day_it_is_over() -> None:
    # Day 10 and two weeks: open on 10 up to and including 23.
    for on_day, is_open in [(9, False), (10, True), (23, True), (24, False)]:
        zones = zones_of([(5, 6, 10)], on_day)
        assert (zones.reason is None) == is_open
        assert zones.end_day.tolist() == [24] * is_open
    zones = zones_of([(5, 6, 10)], 23.99)
    assert (zones.x_m.tolist(), zones.y_m.tolist()) == ([5], [6])
    assert (zones.start_day.tolist(), zones.incidents.tolist()) == ([10], [1])


def test_a_repeat_prolongs_the_zone() -> None:
    # Days 0, 13 and 20 at one address: each before the one before was over (14, 27), so until 34.
    zones = zones_of([(0, 0, 13), (0, 0, 0), (0, 0, 20)], 33)
    assert zones.start_day.tolist() == [0]
    assert zones.end_day.tolist() == [34]
    assert zones.incidents.tolist() == zones.around.tolist() == [3]


def test_a_repeat_on_the_day_a_zone_is_over_starts_a_new_one() -> None:
    # Open from 0 until 14, and the next on day 14.
    zones = zones_of([(0, 0, 0), (0, 0, 14)], 14)
    assert zones.start_day.tolist() == [14]
    assert zones.end_day.tolist() == [28]
    assert zones.incidents.tolist() == zones.around.tolist() == [1]
    # On day 13 the second has not yet happened.
    zones = zones_of([(0, 0, 0), (0, 0, 14)], 13)
    assert (zones.start_day.tolist(), zones.end_day.tolist()) == ([0], [14])


def test_two_on_the_same_day_share_a_zone() -> None:
    zones = zones_of([(0, 0, 3), (0, 0, 3)], 3)
    assert (zones.incidents.tolist(), zones.end_day.tolist()) == ([2], [17])


def test_the_same_address_is_nearer_than_a_decimetre() -> None:
    # 0, 5 and 10 cm: each within 10 cm of the next, and so one address; 20 cm is another.
    incidents = [(0, 0, 0), (0.05, 0, 1), (0.1, 0, 2), (0.2, 0, 2)]
    zones = zones_of([(1_000 * x, y, day) for x, y, day in incidents], 3)
    assert zones.incidents.tolist() == [1, 1, 1, 1]
    zones = zones_of(incidents, 3)
    # Both until day 16, so in order of x: the centre is where the last one was.
    assert zones.x_m.tolist() == [0.1, 0.2]
    assert zones.incidents.tolist() == [3, 1]


def test_a_near_repeat_has_a_zone_of_its_own_and_is_counted_in_the_other() -> None:
    # 60 m away and five days later, and one at 100 m exactly, which is outside.
    zones = zones_of([(0, 0, 0), (60, 0, 5), (0, 100, 6)], 7)
    # The one that stays open longest first.
    assert zones.end_day.tolist() == [20, 19, 14]
    assert zones.x_m.tolist() == [0, 60, 0]
    assert zones.incidents.tolist() == [1, 1, 1]
    # (0, 100) and (60, 0) are 116 m apart. The zone at (60, 0) began on day 5: what was on day 0
    # came before it.
    assert zones.around.tolist() == [1, 1, 2]


def test_distance_is_measured_as_in_the_table() -> None:
    # 60 + 60 m along the streets, 85 m as the crow flies.
    incidents = [(0.0, 0.0, 0.0), (60.0, 60.0, 1.0)]
    p = [[0.01] * 3, [0.01] * 3, [0.5] * 3]
    assert zones_of(incidents, 2, table_of(p)).around.tolist() == [1, 2]
    streets = table_of(p, metric="manhattan")
    assert zones_of(incidents, 2, streets).around.tolist() == [1, 1]
    assert reach_of(streets).metric == "manhattan"


def empty_for(zones: ContagionZones, reason: NoZones) -> bool:
    columns = (zones.x_m, zones.y_m, zones.start_day, zones.end_day, zones.incidents, zones.around)
    return zones.reason is reason and all(column.size == 0 for column in columns)


def test_without_zones_it_says_why() -> None:
    one = [(0.0, 0.0, 0.0)]
    none = zones_of(one, 0, table_of(ALL_CHANCE))
    assert empty_for(none, NoZones.NOT_SIGNIFICANT)
    assert np.isnan(reach_of(table_of(ALL_CHANCE)).radius_m)
    assert empty_for(zones_of(one, 0, table_of([[1.0] * 3] * 3, empty=(0, 1, 2))), NoZones.NO_PAIRS)
    # Nothing stands out, and with so few permutations nothing could have.
    assert empty_for(
        zones_of(one, 0, table_of(ALL_CHANCE, possible=False)), NoZones.TOO_FEW_PERMUTATIONS
    )
    over = zones_of(one, 100)
    assert empty_for(over, NoZones.NONE_OPEN)
    assert empty_for(zones_of([], 0), NoZones.NONE_OPEN)
    assert empty_for(zones_of(one, -1), NoZones.NONE_OPEN)


def test_what_lies_in_cells_is_counted_as_much_wider_as_a_place_is_unsure() -> None:
    # Middles of cells of 100 m: 100 m apart is within 100 + 71.
    x_m, day = np.array([50.0, 150.0]), np.array([0, 1])
    reach = reach_of(TWO_WEEKS)
    for within_m, around in ((0.0, [1, 1]), (71.0, [1, 2])):
        zones = contagion_zones(x_m, x_m * 0, day, on_day=2, reach=reach, within_m=within_m)
        assert zones.around.tolist() == around


def test_a_map_without_near_repeats_seldom_gets_zones() -> None:
    # 30 addresses with ten incidents each, in any order: at most 5 in 100. Of 200 maps 20 is the
    # 99,9th percentile of a binomial number.
    place = np.repeat(np.arange(30) * 40.0, 10)
    with_zones = 0
    for seed in range(200):
        day = np.random.default_rng(seed).integers(0, 365, 300)
        table = knox(place, place * 0, day, permutations=399, seed=seed)
        with_zones += reach_of(table).reason is None
    assert with_zones <= 20


rows = st.lists(
    st.tuples(st.integers(0, 4), st.integers(0, 4), st.integers(0, 60)), min_size=1, max_size=30
)


def one_by_one(incidents: list[tuple[int, int, int]], on_day: int) -> list[tuple[int, ...]]:
    """Return (x, y, start, end, incidents) of the open zones, following each address in time."""
    found = []
    for x, y in sorted({(x, y) for x, y, _ in incidents}):
        start = end = shared = -1
        for day in sorted(day for *where, day in incidents if where == [x, y] and day <= on_day):
            start, shared = (start, shared + 1) if day < end else (day, 1)
            end = day + 14
        if end > on_day:
            found.append((x, y, start, end, shared))
    return sorted(found, key=lambda zone: -zone[3])


@given(rows, st.integers(0, 80), st.integers(-(10**6), 10**6), st.randoms(use_true_random=False))
@settings(max_examples=100)
def test_zones_are_those_of_each_address_followed_in_time(
    incidents: list[tuple[int, int, int]], on_day: int, shift: int, random: Random
) -> None:
    zones = zones_of(incidents, on_day)
    columns = (zones.x_m, zones.y_m, zones.start_day, zones.end_day, zones.incidents)
    assert list(zip(*(column.tolist() for column in columns), strict=True)) == one_by_one(
        incidents, on_day
    )
    assert (zones.around >= zones.incidents).all()
    assert (zones.reason is NoZones.NONE_OPEN) == (zones.end_day.size == 0)
    # Neither the order, nor where it is, nor from when days are counted.
    shuffled = list(incidents)
    random.shuffle(shuffled)
    again = zones_of(
        [(x + shift, y - shift, day + shift) for x, y, day in shuffled], on_day + shift
    )
    assert (again.x_m - shift).tolist() == zones.x_m.tolist()
    assert (again.end_day - shift).tolist() == zones.end_day.tolist()
    assert again.incidents.tolist() == zones.incidents.tolist()
    assert again.around.tolist() == zones.around.tolist()


def test_inputs_are_left_as_they_were() -> None:
    columns: list[NDArray[np.float64]] = [np.array([0.0, 30.0, 0.0]) for _ in range(3)]
    for column in columns:
        column.setflags(write=False)
    for part in (TWO_WEEKS.adjusted_p, TWO_WEEKS.expected):
        part.setflags(write=False)
    assert contagion_zones(*columns, on_day=31, reach=reach_of(TWO_WEEKS)).reason is None


def test_a_question_that_cannot_be_is_refused() -> None:
    one = np.zeros(1)
    reach = reach_of(TWO_WEEKS)
    with pytest.raises(StatisticError, match="verwacht een dag"):
        contagion_zones(one, one, one, on_day=np.nan, reach=reach)
    with pytest.raises(StatisticError, match="geen plaats of geen dag"):
        contagion_zones(one, one, one * np.nan, on_day=0, reach=reach)
    for bands in ({"near": (1.0, 2.0, 3.0, 4.0)}, {"soon": (1.0, 2.0, 3.0, 4.0)}):
        with pytest.raises(StatisticError, match="verwacht 0 en 0"):
            zones_of([(0, 0, 0)], 0, table_of(ALL_CHANCE, **bands))
