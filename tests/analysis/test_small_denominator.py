"""Which areas have too few households for a rate to stand out by, and that everybody says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hotspots.analysis.small_denominator import small_denominators

if TYPE_CHECKING:
    from hotspots.access.workspace import Workspace


def test_the_industrial_estate_and_the_polder_are_the_small_wijken(dordrecht: Workspace) -> None:
    # 56.760 households on 99,5 km2 are 571 per km2. Industriegebied West has 340 on 9,9 (34 per
    # km2) and Verspreide bebouwing 235; the next wijk, with 1.500 or more, is no small one.
    wijken = dordrecht.geography.wijken
    small = small_denominators(dordrecht.geography, "wijken", "huishoudens")
    assert [wijken.names[at] for at in np.flatnonzero(small)] == [
        "Industriegebied West",
        "Verspreide bebouwing",
    ]


def test_buurten_under_250_are_small_and_the_municipality_never_is_thin(town: Workspace) -> None:
    # Noord 600, Oost 400, Zuid 20, Haven 0; 1.020 in all.
    small = small_denominators(town.geography, "buurten", "huishoudens")
    assert small.tolist() == [False, False, True, True]
    assert small_denominators(town.geography, "gemeente", "huishoudens").tolist() == [False]


def test_what_a_drawn_area_has_is_judged_by_its_own_number(town: Workspace) -> None:
    part = np.array([180.0])
    assert small_denominators(town.geography, "gemeente", "huishoudens", part).tolist() == [True]
