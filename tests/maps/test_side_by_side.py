"""Maps that are compared: the same classes on both, and what they differ by on one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pytest

from hotspots.analysis.analyse import analyse
from hotspots.analysis.answer import Status, Verdict
from hotspots.analysis.periods import Period
from hotspots.analysis.question import Selection
from hotspots.maps.choropleth import MapStyle
from hotspots.vergelijken.maps import compared_specs, difference_spec

if TYPE_CHECKING:
    from hotspots.access.workspace import Workspace
    from hotspots.analysis.answer import Analysis

ALL = Selection("inbraak")
JANUARY = Period(date(2017, 1, 1), date(2017, 1, 31))
FEBRUARY = Period(date(2017, 2, 1), date(2017, 2, 28))


@pytest.fixture(scope="module")
def change(town: Workspace) -> Analysis:
    """Return what changed from January to February: Noord from 2 to 1, Oost from 0 to 1."""
    return analyse(town, replace(ALL, measure="change", period=FEBRUARY, compare_period=JANUARY))


@pytest.mark.parametrize("method", ["jenks", "quantiles", "equal", "pretty"])
def test_both_maps_have_the_same_classes_whatever_each_would_have_had(
    town: Workspace, method: str
) -> None:
    # In all Noord 4, Oost 2, Zuid 1; in February Noord 1, Oost 1.
    found = [analyse(town, ALL), analyse(town, replace(ALL, period=FEBRUARY))]
    one, other = compared_specs(town, found, MapStyle(method=method))

    assert [entry.label for entry in one.classes] == [entry.label for entry in other.classes]
    assert [entry.colour for entry in one.classes] == [entry.colour for entry in other.classes]
    assert one.bounds == other.bounds
    assert one.bounds[-1] == 4
    assert one.fill is not None
    assert other.fill is not None
    # Zuid has 1 in all, as Noord has in February: the same number is the same colour.
    assert one.fill[2] == other.fill[0] == 1
    for spec in (one, other):
        assert spec.legend.notes[-1] == "Beide kaarten hebben dezelfde klassen."
        assert not any("verschuift" in note for note in spec.legend.notes)


def test_own_bounds_of_a_user_stay_and_reach_the_highest_of_both(town: Workspace) -> None:
    found = [analyse(town, ALL), analyse(town, replace(ALL, period=FEBRUARY))]
    for spec in compared_specs(town, found, MapStyle(method="own", own_breaks=(1, 3))):
        # 4 lies above 3.
        assert spec.bounds == (1, 4)


def test_nothing_at_all_has_the_class_for_zero_only(town: Workspace) -> None:
    empty = replace(ALL, soorten=("schuur",), period=FEBRUARY)
    specs = compared_specs(town, [analyse(town, empty)] * 2, MapStyle())
    assert [entry.label for entry in specs[0].classes] == [
        entry.label for entry in specs[1].classes
    ]


def test_more_and_fewer_have_as_many_classes_of_the_same_size(
    town: Workspace, change: Analysis
) -> None:
    # A month is as long as a month: Noord 1 fewer, Oost 1 more, and in Zuid and Haven nothing.
    spec = difference_spec(town, change)

    assert [entry.label for entry in spec.classes] == ["geen verschil", "1 minder", "1 meer"]
    assert [entry.count for entry in spec.classes] == [2, 1, 1]
    assert spec.fill is not None
    assert spec.fill.tolist() == [1, 2, 0, 0]
    fewer, more = spec.classes[1:]
    assert fewer.pattern == "cross"
    assert more.pattern is None
    # Blue has more blue than red, and red the other way round.
    assert int(fewer.colour[5:], 16) > int(fewer.colour[1:3], 16)
    assert int(more.colour[1:3], 16) > int(more.colour[5:], 16)
    # Every difference has a colour, so no note may say that what is coloured was tested.
    assert " ".join(spec.legend.notes) == (
        "Vergeleken met 01-01-2017 t/m 31-01-2017. "
        "Rood is meer, blauw is minder, met even grote stappen. "
        "Omlijnd is aantoonbaar, na correctie voor 2 vergelijkingen samen; de rest kan toeval "
        "zijn."
    )


def test_locked_classes_are_those_that_were_locked(town: Workspace, change: Analysis) -> None:
    spec = difference_spec(town, change, own=(2.0, 5.0))

    assert spec.bounds == (2.0, 5.0)
    assert [entry.label for entry in spec.classes] == [
        "geen verschil", "3 – 5 minder", "1 – 2 minder", "1 – 2 meer", "3 – 5 meer",
    ]  # fmt: skip
    assert spec.fill is not None
    assert spec.fill.tolist() == [2, 3, 0, 0]


def test_what_is_more_than_chance_is_outlined_and_the_rest_is_not(
    town: Workspace, change: Analysis
) -> None:
    assert difference_spec(town, change).overlay is not None
    assert difference_spec(town, change).overlay.shapes == ()
    values = np.array([-30.0, 0.0, 12.0, 0.0])
    marked = replace(
        change, values=values, verdict=np.array([-1, 0, 1, 0], dtype=np.int8),
    )  # fmt: skip
    spec = difference_spec(town, marked)

    assert spec.overlay is not None
    assert [shape.label for shape in spec.overlay.shapes] == ["−", "+"]
    assert "Noord" in spec.overlay.shapes[0].tip
    assert sorted(map(tuple, spec.overlay.shapes[1].ring.tolist())) == [
        (100_000, 420_000), (100_000, 421_000), (101_000, 420_000), (101_000, 421_000),
    ]  # fmt: skip
    assert spec.overlay.title == "Aantoonbaar veranderd"
    assert change.verdict is not None
    assert set(change.verdict.tolist()) == {Verdict.NOT_SHOWN}


def test_an_area_that_was_not_asked_for_has_no_colour(town: Workspace) -> None:
    asked = replace(ALL, measure="change", period=FEBRUARY, compare_period=JANUARY,
                    wijken=("WK999902",))  # fmt: skip
    found = analyse(town, asked)
    spec = difference_spec(town, found)
    assert spec.fill is not None
    assert (spec.fill == -1).tolist() == (found.status == Status.NOT_SELECTED).tolist()
    assert spec.fill.tolist() == [-1, -1, 0, 0]
