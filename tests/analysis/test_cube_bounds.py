"""The true count always lies between the two ends, and the ends are sums of what is published."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotspots.access.cube import Cube, build_cube
from hotspots.analysis.analyse import analyse
from hotspots.analysis.answer import count_in_words
from hotspots.analysis.cube import bounds_in, here_and_rest
from hotspots.analysis.periods import Period
from hotspots.analysis.question import Selection

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hotspots.access.workspace import Workspace
    from hotspots.catalog.specs import LayerSpec

CHECKOUT = Path(__file__).parents[2]
STARTS = np.arange("2017-01", "2018-01", 3, dtype="datetime64[M]")
YEAR = Period(date(2017, 1, 1), date(2017, 12, 31))


def cube_of(exact: NDArray[np.int64], minimum: int = 10) -> Cube:
    """Return the cube of true counts, shape (areas, quarters), from 2017 on."""
    area, quarter = (at.ravel() for at in np.indices(exact.shape))
    return build_cube(
        area.astype(np.int16),
        STARTS[0] + quarter * np.timedelta64(3, "M"),
        exact.ravel(),
        level="wijken",
        areas=len(exact),
        minimum=minimum,
    )


@pytest.mark.parametrize(
    ("published", "lower", "upper"),
    [
        # 8 and 9 round to 10 but are below the minimum, so a shown 10 is 10 to 12.
        ([10], 10, 12),
        ([15], 13, 17),
        ([-1], 0, 9),
        # 10 to 12 and three times 0 to 9.
        ([10, -1, -1, -1], 10, 39),
        ([-1, -1, -1, -1], 0, 36),
        # 10 + 8 x 0; 13 + 18 + 8 below: 10 to 12, 13 to 17, 18 to 22.
        ([10, 15, 20], 41, 51),
    ],
)
def test_two_ends_are_the_sums_of_what_each_published_quarter_says(
    published: list[int], lower: int, upper: int
) -> None:
    cube = Cube("wijken", 10, STARTS[: len(published)], np.array([published], np.int32))
    found = bounds_in(cube, YEAR)
    assert (found.lower.tolist(), found.upper.tolist()) == ([lower], [upper])


@given(
    st.lists(st.lists(st.integers(0, 60), min_size=4, max_size=4), min_size=1, max_size=4),
    st.integers(1, 20),
)
def test_a_true_count_lies_between_its_two_ends(exact: list[list[int]], minimum: int) -> None:
    counts = np.array(exact)
    cube = cube_of(counts, minimum)
    starts = [date(2017, 1 + 3 * at, 1) for at in range(4)] + [date(2018, 1, 1)]
    for (at, one), (after, other) in itertools.combinations(enumerate(starts), 2):
        period = Period(one, other - timedelta(days=1))
        here, rest = here_and_rest(cube, period)
        true = counts[:, at:after].sum(axis=1)
        assert (here.lower <= true).all()
        assert (true <= here.upper).all()
        assert (rest.lower <= true.sum() - true).all()
        assert (true.sum() - true <= rest.upper).all()


@given(st.integers(0, 60), st.integers(1, 20))
def test_the_two_ends_of_a_quarter_are_the_counts_that_look_the_same(
    count: int, minimum: int
) -> None:
    # Brute force: every count that would have been published as this one was.
    shown = cube_of(np.array([[count]]), minimum).counts[0, 0]
    same = [
        other for other in range(80) if cube_of(np.array([[other]]), minimum).counts[0, 0] == shown
    ]
    cell = cube_of(np.array([[count]]), minimum).bounds
    assert (cell.lower[0, 0], cell.upper[0, 0]) == (same[0], same[-1])


def true_counts(dordrecht: Workspace, layer: LayerSpec) -> pd.DataFrame:
    """Return the exact counts from the embedded file, a row per wijk and a column per quarter."""
    path = CHECKOUT / "data" / layer.theme / layer.source.file  # type: ignore[union-attr]
    rows = pd.read_csv(path)
    if "aantal" in rows:
        quarter = pd.PeriodIndex(rows["kwartaal"].str.replace("K", "Q"), freq="Q")
        counts = rows.assign(quarter=quarter).pivot_table(
            index="wijkcode", columns="quarter", values="aantal", aggfunc="sum", fill_value=0
        )
    else:
        wijken = dordrecht.geography.wijken
        # The file has dirt on purpose: rows twice, and a day that does not exist.
        rows = rows.drop_duplicates("id")
        begin = pd.to_datetime(rows["begin"], format="ISO8601", errors="coerce")
        points = gpd.GeoDataFrame(
            {"quarter": begin.dt.to_period("Q")},
            geometry=gpd.points_from_xy(rows["x"], rows["y"]), crs="EPSG:28992",
        )  # fmt: skip
        shapes = gpd.GeoDataFrame(
            {"wijkcode": list(wijken.codes)}, geometry=list(wijken.polygons), crs="EPSG:28992"
        )
        placed = gpd.sjoin(points, shapes, predicate="within")
        counts = pd.crosstab(placed["wijkcode"], placed["quarter"])
    return counts.reindex(list(dordrecht.geography.wijken.codes), fill_value=0)


def test_every_true_count_of_the_embedded_layers_lies_between_its_two_ends(
    dordrecht: Workspace,
) -> None:
    layers = [layer for layer in dordrecht.catalog.layers if layer.sensitive]
    assert len(layers) == 3
    for layer in layers:
        _, cube = dordrecht.cube(layer)
        counts = true_counts(dordrecht, layer)
        quarters = pd.PeriodIndex(cube.quarters.astype("datetime64[D]"), freq="Q")
        exact = counts.reindex(columns=quarters, fill_value=0).to_numpy()
        assert exact.sum() == counts.to_numpy().sum() > 0
        begins = [*quarters.start_time.date, (quarters[-1] + 1).start_time.date()]
        runs = itertools.combinations(range(len(begins)), 2)
        for first, after in runs:
            period = Period(begins[first], begins[after] - timedelta(days=1))
            here, rest = here_and_rest(cube, period)
            true = exact[:, first:after].sum(axis=1)
            assert (here.lower <= true).all()
            assert (true <= here.upper).all()
            assert (rest.lower <= true.sum() - true).all()
            assert (true.sum() - true <= rest.upper).all()


@pytest.mark.parametrize(
    ("layer_id", "name", "true", "words"),
    [
        # All four quarters under ten: "<10" was said of 32.
        ("ondermijning_signalen", "Stadspolders", 32, "0 tot 36"),
        ("ondermijning_signalen", "Het Reeland", 19, "0 tot 36"),
        ("ondermijning_signalen", "Oud Krispijn", 15, "0 tot 36"),
        ("ondermijning_signalen", "Wielwijk", 14, "0 tot 36"),
        ("ondermijning_signalen", "Nieuw-Krispijn", 12, "0 tot 36"),
        # 10 (10 to 12) and 15 (13 to 17) with two that are not published: 25 was shown for 40.
        ("verward_gedrag", "Het Reeland", 40, "23 tot 47"),
        # 10 and 10 with two that are not published: 20 was shown for 35.
        ("verward_gedrag", "Staart", 35, "20 tot 42"),
        # 10 with three that are not published: 10 was shown for 35 and for 28.
        ("verward_gedrag", "Crabbehof", 35, "10 tot 39"),
        ("verward_gedrag", "Wielwijk", 28, "10 tot 39"),
    ],
)
def test_a_year_of_a_wijk_is_what_its_quarters_can_mean(
    dordrecht: Workspace, layer_id: str, name: str, true: int, words: str
) -> None:
    asked = Selection(layer_id, level="wijken", period=YEAR)
    answer = analyse(dordrecht, asked)
    at = next(place for place, wijk in enumerate(answer.names) if name in wijk)
    counts = true_counts(dordrecht, answer.layer).loc[answer.codes[at]]
    year = [quarter.year == YEAR.first.year for quarter in counts.index]
    assert counts[year].sum() == true
    assert count_in_words(answer, at) == words
