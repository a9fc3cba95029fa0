"""Emerging hotspots of the embedded incidents: steps, classes and what is left out."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from hotspots.analysis.analyse import analyse
from hotspots.analysis.answer import Status
from hotspots.analysis.measures.emerging import whole_steps
from hotspots.analysis.periods import Period
from hotspots.analysis.question import Selection
from hotspots.errors import SelectionError
from hotspots.maps.choropleth import map_spec
from hotspots.statistics.emerging import EmergingClass

if TYPE_CHECKING:
    from hotspots.access.workspace import Workspace

REPOSITORY = Path(__file__).parents[2]
TRUTH = json.loads((REPOSITORY / "tests/truth/planted_hotspots.json").read_text(encoding="utf-8"))


def test_a_step_that_is_not_complete_is_left_out() -> None:
    covered = Period(date(2015, 1, 1), date(2017, 12, 30))
    steps = whole_steps(covered, covered.last, "quarter")
    # Eleven whole quarters; the twelfth lacks its last day.
    assert len(steps) == 11
    assert steps.left_out == Period(date(2017, 10, 1), date(2017, 12, 30))
    assert whole_steps(covered, date(2017, 9, 30), "quarter").left_out is None
    assert len(whole_steps(covered, covered.last, "month")) == 35


def test_a_layer_that_starts_halfway_a_quarter_starts_with_the_next() -> None:
    covered = Period(date(2015, 2, 1), date(2015, 12, 31))
    assert whole_steps(covered, covered.last, "quarter").periods[0].first == date(2015, 4, 1)
    assert whole_steps(covered, covered.last, "month").periods[0].first == date(2015, 2, 1)


def test_the_planted_emerging_hotspot_is_new_in_the_last_quarters(dordrecht: Workspace) -> None:
    (spot,) = [
        spot for spot in TRUTH if spot["layer"] == "woninginbraak" and spot["kind"] == "emerging"
    ]
    analysis = analyse(dordrecht, Selection("woninginbraak", level="cells", measure="emerging"))
    assert analysis.cell_col is not None
    assert analysis.cell_row is not None
    assert analysis.verdict is not None
    size = analysis.selection.cell_m
    near = np.hypot(
        (analysis.cell_col + 0.5) * size - spot["x_rd"],
        (analysis.cell_row + 0.5) * size - spot["y_rd"],
    ) <= max(spot["radius_m"], size)
    recent = np.isin(analysis.verdict, [EmergingClass.NEW_HOT, EmergingClass.CONSECUTIVE_HOT])
    assert (near & recent).any()


def test_the_history_reaches_back_to_the_begin_of_the_layer(dordrecht: Workspace) -> None:
    quarter = Period(date(2017, 4, 1), date(2017, 6, 30))
    analysis = analyse(
        dordrecht,
        Selection("woninginbraak", level="buurten", measure="emerging", period=quarter),
    )
    assert analysis.parameters.to_dict()["steps"] == 10
    assert analysis.period == Period(date(2015, 1, 1), quarter.last)
    assert not analysis.ledger.faults()
    asked = analysis.status != Status.NOT_SELECTED
    assert analysis.ledger.mapped == analysis.counts[asked].sum()


def test_under_ten_steps_no_trend_is_claimed_and_the_legend_says_so(dordrecht: Workspace) -> None:
    two_years = Period(date(2016, 1, 1), date(2016, 12, 31))
    analysis = analyse(
        dordrecht, Selection("overlast", level="cells", measure="emerging", period=two_years)
    )
    assert analysis.parameters.to_dict()["steps"] == 8
    assert not analysis.parameters.to_dict()["trend_claimed"]
    assert analysis.verdict is not None
    trends = [EmergingClass.INTENSIFYING_HOT, EmergingClass.DIMINISHING_HOT]
    assert not np.isin(analysis.verdict, trends).any()
    notes = map_spec(dordrecht, analysis).legend.notes
    assert any("Minder dan 10 stappen" in note for note in notes)


def test_the_cells_of_the_map_add_up_to_the_mask(dordrecht: Workspace) -> None:
    analysis = analyse(dordrecht, Selection("overlast", level="cells", measure="emerging"))
    spec = map_spec(dordrecht, analysis)
    assert (
        sum(entry.count or 0 for entry in spec.classes)
        == analysis.parameters.to_dict()["mask_cells"]
    )
    # Classes without any cell are not in the legend.
    assert all(entry.count for entry in spec.classes if entry.kind == "value")


def test_too_short_a_history_is_refused(dordrecht: Workspace) -> None:
    early = Period(date(2015, 1, 1), date(2015, 8, 31))
    with pytest.raises(SelectionError, match="te weinig geschiedenis"):
        analyse(
            dordrecht,
            Selection("woninginbraak", level="cells", measure="emerging", period=early),
        )


def test_a_step_that_does_not_exist_is_refused(dordrecht: Workspace) -> None:
    with pytest.raises(SelectionError, match="quarter"):
        analyse(
            dordrecht,
            Selection("woninginbraak", level="cells", measure="emerging", step="quartr"),
        )


def test_a_history_says_that_it_is_not_the_period_that_was_chosen(dordrecht: Workspace) -> None:
    year = Period(date(2017, 1, 1), date(2017, 12, 31))
    asked = Selection("woninginbraak", level="buurten", measure="emerging", period=year)
    analysis = analyse(dordrecht, asked)
    assert analysis.other_period == Period(date(2015, 1, 1), date(2017, 12, 31))
    notes = " ".join(map_spec(dordrecht, analysis).legend.notes)
    assert "van 01-01-2015 tot en met 31-12-2017" in notes
    assert "een andere periode dan de gekozen" in notes
    count = analyse(dordrecht, Selection("woninginbraak", period=year))
    assert count.other_period is None
