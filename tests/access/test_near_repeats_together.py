"""Layers that a briefing looks at together share one error rate, on the map as well."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from hotspots.access.near_repeats import alpha_among, follows_a_target
from hotspots.catalog.reading import read_catalog
from hotspots.settings import Home
from hotspots.statistics.near_repeat import knox

REPOSITORY = Path(__file__).parents[2]


def test_three_layers_of_crimes_share_five_percent(tmp_path: Path) -> None:
    layers = read_catalog(Home(REPOSITORY, tmp_path)).layers
    together = [layer.id for layer in layers if follows_a_target(layer)]
    assert sorted(together) == ["geweld", "vermogensmisdrijven", "woninginbraak"]
    assert alpha_among(layers, "woninginbraak") == pytest.approx(0.05 / 3)
    # Reports of nuisance are looked at by themselves.
    assert alpha_among(layers, "overlast") == 0.05
    assert alpha_among([], "woninginbraak") == 0.05


def test_a_smaller_error_rate_asks_for_more_pairs() -> None:
    rng = np.random.default_rng(5)
    x_m, y_m = rng.uniform(0, 3_000, (2, 300))
    day = rng.integers(0, 365, 300)
    loose, strict = (
        knox(x_m, y_m, day, permutations=199, alpha=alpha).shown_from for alpha in (0.2, 0.1)
    )
    known = (loose > 0) & (strict > 0)
    assert known.any()
    assert (strict[known] >= loose[known]).all()
    assert (strict[known] > loose[known]).any()
