"""What a test says of an area: checked against plain scipy, and against what was planted."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy import stats

from hotspots.analysis.analyse import analyse
from hotspots.analysis.answer import Status, Verdict
from hotspots.analysis.exposure import enough
from hotspots.analysis.periods import Period
from hotspots.analysis.question import Selection
from hotspots.errors import SelectionError
from hotspots.maps.choropleth import map_spec

if TYPE_CHECKING:
    from hotspots.access.workspace import Workspace
    from hotspots.analysis.answer import Analysis

REPOSITORY = Path(__file__).parents[2]
TRUTH = json.loads((REPOSITORY / "tests/truth/planted_hotspots.json").read_text(encoding="utf-8"))


def planted(layer: str, kind: str) -> list[dict[str, float]]:
    return [spot for spot in TRUTH if spot["layer"] == layer and spot["kind"] == kind]


def hot_within(analysis: Analysis, spot: dict[str, float]) -> int:
    """How many hot cells have their centre in the circle of a planted hotspot."""
    assert analysis.cell_col is not None
    assert analysis.cell_row is not None
    assert analysis.verdict is not None
    size = analysis.selection.cell_m
    x = (analysis.cell_col + 0.5) * size - spot["x_rd"]
    y = (analysis.cell_row + 0.5) * size - spot["y_rd"]
    near = np.hypot(x, y) <= max(spot["radius_m"], size)
    return int(np.count_nonzero(near & (analysis.verdict == Verdict.MORE)))


def test_a_planted_hotspot_is_marked(dordrecht: Workspace) -> None:
    analysis = analyse(dordrecht, Selection("woninginbraak", level="cells", measure="gi_star"))
    for spot in planted("woninginbraak", "stable"):
        assert hot_within(analysis, spot) > 0


def test_an_emerging_hotspot_is_a_change_beyond_chance(dordrecht: Workspace) -> None:
    (spot,) = planted("woninginbraak", "emerging")
    half_year = Period(date(2017, 7, 1), date(2017, 12, 31))
    analysis = analyse(dordrecht, Selection("woninginbraak", measure="change", period=half_year))
    index = dordrecht.geography.index
    buurt = int(index.locate(np.array([spot["x_rd"]]), np.array([spot["y_rd"]]))[0])
    assert analysis.verdict is not None
    assert analysis.verdict[buurt] == Verdict.MORE
    # Without telling, the same half of the year before.
    assert analysis.parameters.to_dict()["compare_from"] == "2016-07-01"


def test_p_of_a_buurt_is_the_tail_of_its_neighbourhood_given_the_total(
    dordrecht: Workspace,
) -> None:
    """Burglaries bring others: beta-binomial, both parts with that variance over their mean."""
    analysis = analyse(dordrecht, Selection("woninginbraak", measure="gi_star"))
    areas = dordrecht.geography.buurten
    households = enough(areas.denominators["huishoudens"])
    counted = np.where(households > 0, analysis.counts, 0)
    touching = dordrecht.library.neighbours.toarray() > 0
    for place in np.flatnonzero(np.isfinite(analysis.columns["p"]))[::15]:
        around = touching[place] & (households > 0)
        around[place] = True
        share = households[around].sum() / households.sum()
        observed, total = int(counted[around].sum()), int(counted.sum())
        apart = total / (analysis.parameters.to_dict()["dispersion"] - 1)
        chance = stats.betabinom(total, share * apart, (1 - share) * apart)
        upper, lower = chance.sf(observed - 1), chance.cdf(observed)
        assert analysis.columns["observed"][place] == observed
        assert analysis.columns["p"][place] == pytest.approx(min(1.0, 2 * min(upper, lower)))


def test_a_buurt_with_few_households_takes_no_part_and_is_counted_as_such(
    dordrecht: Workspace,
) -> None:
    analysis = analyse(dordrecht, Selection("woninginbraak", measure="gi_star"))
    small = enough(dordrecht.geography.buurten.denominators["huishoudens"]) == 0
    # A buurt whose neighbours all take no part is an island: not determinable either.
    with_company = dordrecht.library.neighbours @ (~small).astype(int) > 0
    np.testing.assert_array_equal(analysis.status == Status.MISSING, small | ~with_company)
    assert analysis.parameters.to_dict()["not_tested"] == int(analysis.counts[small].sum())


def test_cells_without_incidents_are_tested_but_listed_only_with_a_verdict(
    dordrecht: Workspace,
) -> None:
    analysis = analyse(dordrecht, Selection("woninginbraak", level="cells", measure="gi_star"))
    assert analysis.verdict is not None
    assert ((analysis.counts > 0) | (analysis.verdict != Verdict.NOT_SHOWN)).all()
    # In a row, tested without a row, or never tested: no cell of the mask is two of those.
    assert analysis.untested is not None
    everything = len(analysis.codes) + analysis.zero_cells + len(analysis.untested)
    assert everything == analysis.parameters.to_dict()["mask_cells"]
    assert int(analysis.counts.sum()) == analysis.ledger.mapped


def test_a_test_per_wijk_is_refused_and_says_why(dordrecht: Workspace) -> None:
    with pytest.raises(SelectionError, match="Een toets per wijk zegt niets"):
        analyse(dordrecht, Selection("woninginbraak", level="wijken", measure="gi_star"))


def test_nothing_to_test_marks_nothing(dordrecht: Workspace) -> None:
    # No burglary in the Biesbosch was ever planted on a night in July.
    asked = Selection(
        "woninginbraak",
        level="cells",
        measure="gi_star",
        wijken=("WK050598",),
        day_parts=("nacht",),
        period=Period(date(2017, 7, 1), date(2017, 7, 2)),
    )
    analysis = analyse(dordrecht, asked)
    assert (analysis.ledger.selected, analysis.parameters.to_dict()["tested"]) == (0, 0)
    classes = map_spec(dordrecht, analysis).classes
    assert {entry.count for entry in classes if entry.kind == "value"} == {0}


def test_an_afgevlakt_rate_lies_between_the_own_rate_and_that_of_all(dordrecht: Workspace) -> None:
    crude = analyse(dordrecht, Selection("woninginbraak", measure="rate"))
    drawn = analyse(dordrecht, Selection("woninginbraak", measure="eb_rate"))
    known = np.isfinite(crude.values) & np.isfinite(drawn.values)
    mean = drawn.parameters.to_dict()["mean_rate"]
    low = np.minimum(crude.values[known], mean)
    high = np.maximum(crude.values[known], mean)
    assert (drawn.values[known] >= low - 1e-9).all()
    assert (drawn.values[known] <= high + 1e-9).all()
    np.testing.assert_array_equal(np.isfinite(crude.values), np.isfinite(drawn.values))


def test_the_map_of_a_test_shows_verdicts_and_not_numbers(dordrecht: Workspace) -> None:
    analysis = analyse(dordrecht, Selection("woninginbraak", measure="gi_star"))
    spec = map_spec(dordrecht, analysis)
    assert [entry.label for entry in spec.classes] == [
        "geen aantoonbaar verschil",
        "coldspot: duidelijk minder dan verwacht",
        "minder dan verwacht, te weinig voor een coldspot",
        "meer dan verwacht, te weinig voor een hotspot",
        "hotspot: 1,5 tot 2 keer verwacht",
        "hotspot: 2 tot 3 keer verwacht",
        "hotspot: 3 tot 5 keer verwacht",
        "hotspot: 5 keer verwacht, of meer",
        "niet getoetst: buurt met minder dan 50 huishoudens",
    ]
    assert sum(entry.count or 0 for entry in spec.classes) == len(analysis.codes)
    tested = int(np.isfinite(analysis.values).sum())
    assert any(f"Getoetst: {tested} gebieden" in note for note in spec.legend.notes)
