"""Which areas have too few households for a rate to stand out by, and that everybody says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from hotspots.analysis.analyse import analyse
from hotspots.analysis.exposure import small_denominators
from hotspots.analysis.question import Selection
from hotspots.exports.analysis_sheet import sheet_of_analysis
from hotspots.maps.choropleth import map_spec

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


@pytest.mark.parametrize(
    ("layer", "measure"),
    [
        ("uitrukken", "rate"),
        ("uitrukken", "eb_rate"),
        ("uitrukken", "ratio"),
    ],
)
def test_every_map_of_rates_draws_few_households_pale_and_lined(
    dordrecht: Workspace, layer: str, measure: str
) -> None:
    analysis = analyse(dordrecht, Selection(layer, level="wijken", measure=measure))
    spec = map_spec(dordrecht, analysis)
    entry = spec.classes[-1]
    assert (entry.kind, entry.pattern) == ("small", "lines")
    assert entry.label == "weinig huishoudens: zegt weinig"
    assert spec.fill is not None
    drawn = np.flatnonzero(spec.fill == len(spec.classes) - 1)
    assert "Industriegebied West" in {analysis.names[at] for at in drawn}
    assert entry.count == len(drawn)
    # Each area is in one class, and the legend counts each once.
    assert sum(one.count or 0 for one in spec.classes) == np.count_nonzero(spec.fill >= 0)
    assert all(spec.tips[at].endswith("· weinig huishoudens") for at in drawn)
    assert any(note.startswith("Weinig huishoudens: minder dan 250") for note in spec.legend.notes)


def test_a_rate_on_few_households_does_not_stretch_the_classes(dordrecht: Workspace) -> None:
    # Industriegebied West has by far the highest rate of call-outs; the highest class ends at
    # the highest of the others, rounded up to the decimal of the measure.
    analysis = analyse(dordrecht, Selection("uitrukken", level="wijken", measure="rate"))
    assert analysis.small is not None
    highest, others = np.nanmax(analysis.values), np.nanmax(analysis.values[~analysis.small])
    assert highest > others
    assert others <= map_spec(dordrecht, analysis).bounds[-1] < highest


def test_a_count_has_no_small_denominator(dordrecht: Workspace) -> None:
    analysis = analyse(dordrecht, Selection("uitrukken", level="wijken"))
    assert analysis.small is None
    assert "small_denominator" not in analysis.table()


def test_tables_say_which_rates_have_few_households(dordrecht: Workspace) -> None:
    analysis = analyse(dordrecht, Selection("uitrukken", level="wijken", measure="rate"))
    sheet = sheet_of_analysis(dordrecht, analysis)
    few = sheet.for_people.loc[sheet.for_people["small_denominator"] == "ja", "name"]
    assert sorted(few) == ["Industriegebied West", "Verspreide bebouwing"]
    assert "small_denominator" in {column.name for column in sheet.columns}
