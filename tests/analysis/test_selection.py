"""A question is settled before it is answered: defaults filled in, nonsense refused."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from hotspots.access.permission import default_level
from hotspots.analysis.analyse import analyse
from hotspots.analysis.periods import Period
from hotspots.analysis.question import Selection
from hotspots.analysis.settle import settle
from hotspots.errors import AccessError, HotspotsError, SelectionError

if TYPE_CHECKING:
    from hotspots.access.workspace import Workspace


def test_defaults_come_from_the_layer(town: Workspace) -> None:
    settled, layer = settle(Selection("inbraak"), town)
    assert layer.id == "inbraak"
    assert (settled.denominator, settled.cell_m, settled.bandwidth_m) == ("huishoudens", 100, 200)


def test_a_density_is_asked_in_the_smallest_cells_allowed(town: Workspace) -> None:
    settled, _ = settle(Selection("inbraak", measure="density"), town)
    assert (settled.level, settled.cell_m) == ("cells", 100)


def test_a_question_without_a_level_is_asked_at_the_one_its_layer_opens_with(
    town: Workspace,
) -> None:
    assert settle(Selection("inbraak"), town)[0].level == "buurten"
    assert settle(Selection("zorg"), town)[0].level == "wijken"


def test_one_question_is_one_value_however_it_is_asked(town: Workspace) -> None:
    asked = Selection("inbraak", soorten=("woning", "schuur", "woning"), weekdays=(4, 1))
    other = Selection("inbraak", soorten=("schuur", "woning"), weekdays=(1, 4, 4))
    assert settle(asked, town)[0] == settle(other, town)[0]
    assert settle(settle(asked, town)[0], town)[0] == settle(asked, town)[0]


def test_a_selection_becomes_json(town: Workspace) -> None:
    period = Period(date(2017, 1, 1), date(2017, 1, 31))
    settled, _ = settle(Selection("inbraak", period=period), town)
    told = json.loads(json.dumps(settled.to_dict()))
    assert told["period"] == ["2017-01-01", "2017-01-31"]
    assert told["layer"] == "inbraak"


def test_a_layer_opens_with_buurten_or_what_comes_nearest(town: Workspace) -> None:
    assert default_level(town.layer("inbraak")) == "buurten"
    assert default_level(town.layer("zorg")) == "wijken"


@pytest.mark.parametrize(
    ("asked", "error", "said"),
    [
        ({"layer": "inbrak"}, SelectionError, "Bedoelde u 'inbraak'"),
        ({"layer": "haltes"}, SelectionError, "heeft geen aantallen"),
        ({"soorten": ("wonig",)}, SelectionError, "Bedoelde u 'woning'"),
        ({"wijken": ("WK999909",)}, SelectionError, "geen wijk 'WK999909'"),
        ({"day_parts": ("ochtendd",)}, SelectionError, "Bedoelde u 'ochtend'"),
        ({"weekdays": (7,)}, SelectionError, "Dag 7 van de week"),
        ({"weekdays": (-1,)}, SelectionError, "Dag -1 van de week"),
        ({"denominator": "woningen"}, SelectionError, "kent de noemer 'woningen' niet"),
        ({"bandwidth_m": -5}, SelectionError, "straal van -5 m"),
        ({"bandwidth_m": 5_001}, SelectionError, "1 tot 5000 m"),
        ({"level": "straten"}, AccessError, "niveau 'straten'"),
        ({"level": "cells", "cell_m": 50}, AccessError, "cellen van 50 m"),
        ({"measure": "density", "cell_m": 50}, AccessError, "cellen van 50 m"),
        ({"measure": "gevoel"}, SelectionError, "De maat 'gevoel' bestaat niet"),
        ({"measure": "rate", "level": "cells"}, SelectionError, "kan niet op niveau 'cells'"),
        ({"measure": "density", "level": "wijken"}, SelectionError, "kan niet op niveau 'wijken'"),
        ({"layer": "zorg", "level": "buurten"}, AccessError, "Mogelijk: wijken"),
        ({"layer": "zorg", "level": "gemeente"}, AccessError, "Mogelijk: wijken"),
        ({"layer": "zorg", "level": "wijken", "weekdays": (1,)}, SelectionError, "op weekday"),
        ({"layer": "zorg", "level": "wijken", "day_parts": ("nacht",)}, SelectionError, "day_part"),
        ({"layer": "zorg", "measure": "density"}, HotspotsError, "kan niet op niveau 'cells'"),
    ],
)  # fmt: skip
def test_a_question_that_cannot_be_answered_says_why_and_what_can(
    town: Workspace, asked: dict[str, Any], error: type[HotspotsError], said: str
) -> None:
    with pytest.raises(error, match=said) as caught:
        analyse(town, Selection(**{"layer": "inbraak", **asked}))
    assert caught.value.what.endswith(".")
    assert caught.value.detail
    assert caught.value.do


def test_a_period_does_not_end_before_it_begins() -> None:
    with pytest.raises(SelectionError, match="eindigt vóór zij begint"):
        Period(date(2017, 2, 1), date(2017, 1, 31))


@pytest.mark.parametrize("layer", ["inbraak", "zorg"])
def test_a_period_without_any_data_is_refused_and_not_shown_as_zeros(
    town: Workspace, layer: str
) -> None:
    nothing = Period(date(2030, 1, 1), date(2030, 1, 31))
    with pytest.raises(SelectionError, match="geen gegevens uit de gekozen periode"):
        analyse(town, Selection(layer, level="wijken", period=nothing))
