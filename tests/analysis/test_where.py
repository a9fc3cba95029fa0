"""Counts where someone asked: in a drawn area, in buurten, and what may not be asked."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import shapely

from hotspots.access.workspace import Workspace
from hotspots.analysis.analyse import analyse
from hotspots.analysis.answer import Status
from hotspots.analysis.exposure import denominator_inside
from hotspots.analysis.query import query_of
from hotspots.analysis.question import (
    Selection,
    areas_selected,
    buurten_selected,
    everywhere,
    incidents_where,
    selected_shape,
)
from hotspots.analysis.registry import measure_named
from hotspots.analysis.settle import settle
from hotspots.errors import AccessError, SelectionError
from hotspots.geography.drawn import DrawnArea

ALL = Selection("inbraak")
#: Around rows 1, 2 and 4 in Noord, at (100.050 to 100.060, 421.050 to 421.060).
CORNER = DrawnArea(((100_055, 421_055),), 20)
#: From the middle of Noord to the middle of Oost, the lower half of both: rows 1, 2 and 4 lie west
#: of it, row 3 and row 6 north, row 5 at (101.250, 421.250) in it.
MIDDLE = DrawnArea(((100_500, 421_000), (101_500, 421_000), (101_500, 421_500), (100_500, 421_500)))


def test_only_what_lies_in_a_circle_is_counted(town: Workspace) -> None:
    found = analyse(town, replace(ALL, drawn=CORNER))

    assert found.counts.tolist() == [3, 0, 0, 0]
    # The circle touches no other buurt.
    assert found.status.tolist() == [Status.VALUE] + [Status.NOT_SELECTED] * 3
    ledger = found.ledger
    # 9 accepted, 1 without a place and 1 outside: 7 inside, of which 4 lie elsewhere.
    assert (ledger.inside, ledger.selected, ledger.filtered_out) == (7, 3, 4)
    assert ledger.faults() == []


def test_a_polygon_over_two_buurten_counts_in_both(town: Workspace) -> None:
    found = analyse(town, replace(ALL, drawn=MIDDLE))

    # Zuid and Haven share its lower side, so they are asked for, and hold nothing of it.
    assert found.counts.tolist() == [0, 1, 0, 0]
    assert Status.NOT_SELECTED not in found.status.tolist()


def test_the_gemeente_is_the_part_of_it_that_was_drawn(town: Workspace) -> None:
    assert analyse(town, replace(ALL, level="gemeente", drawn=CORNER)).counts.tolist() == [3]


def test_cells_are_those_that_the_drawing_touches(town: Workspace) -> None:
    found = analyse(town, replace(ALL, level="cells", cell_m=100, drawn=CORNER))

    # (100.035 to 100.075, 421.035 to 421.075) lies in one cell of 100 m.
    assert list(zip(found.cell_col.tolist(), found.cell_row.tolist(), strict=True)) == [
        (1000, 4210)
    ]
    assert found.counts.tolist() == [3]


def test_a_square_drawn_around_a_wijk_has_the_numbers_of_that_wijk(busy: Workspace) -> None:
    # What lies on its southern side is of the buurten with the lowest codes, which are its own.
    corners = ((100_000, 421_000), (102_000, 421_000), (102_000, 422_000), (100_000, 422_000))
    boven = DrawnArea(corners)
    drawn = analyse(busy, replace(ALL, level="wijken", drawn=boven))
    named = analyse(busy, replace(ALL, level="wijken", wijken=("WK999901",)))

    assert named.counts[0] > 100
    assert drawn.counts.tolist() == named.counts.tolist()
    assert drawn.ledger.to_dict() == named.ledger.to_dict()


def test_buurten_leave_the_others_out(town: Workspace) -> None:
    found = analyse(town, replace(ALL, buurten=("BU99990101", "BU99990200")))

    # Oost 2 and Zuid 1.
    assert found.counts.tolist() == [0, 2, 1, 0]
    assert [status == Status.NOT_SELECTED for status in found.status] == [True, False, False, True]
    assert found.ledger.selected == 3


def test_a_wijk_and_buurten_and_a_drawing_all_hold(town: Workspace) -> None:
    asked = replace(ALL, wijken=("WK999901",), buurten=("BU99990101", "BU99990200"), drawn=MIDDLE)

    # Oost alone is in all three; row 5 is.
    assert analyse(town, asked).counts.tolist() == [0, 1, 0, 0]
    assert buurten_selected(town.geography, asked).tolist() == [False, True, False, False]
    assert areas_selected(town.geography, "wijken", asked).tolist() == [True, False]
    assert areas_selected(town.geography, "gemeente", asked).tolist() == [True]
    assert shapely.area(selected_shape(town.geography, asked)) == 500 * 500


def test_everywhere_is_where_nothing_was_chosen() -> None:
    assert everywhere(ALL)
    for part in ({"wijken": ("WK999901",)}, {"buurten": ("BU99990101",)}, {"drawn": CORNER}):
        assert not everywhere(replace(ALL, **part))


def test_what_lies_outside_the_municipality_is_in_no_drawing(town: Workspace) -> None:
    # Row 9 lies at (103.000, 421.500), east of the municipality.
    _, rows = town.incidents(town.layer("inbraak"))
    around = replace(ALL, drawn=DrawnArea(((103_000, 421_500),), 500))
    assert not incidents_where(rows, around, town.geography).any()


def test_a_sensitive_layer_refuses_a_drawing_and_buurten(town: Workspace) -> None:
    zorg = Selection("zorg", level="wijken")
    with pytest.raises(AccessError, match="kan niet voor een getekend gebied") as refused:
        analyse(town, replace(zorg, drawn=CORNER))
    assert refused.value.detail
    assert refused.value.do
    with pytest.raises(AccessError):
        analyse(town, replace(zorg, buurten=("BU99990100",)))


@pytest.mark.parametrize("measure", ["rate", "eb_rate"])
def test_part_of_a_buurt_has_no_rate(town: Workspace, measure: str) -> None:
    with pytest.raises(SelectionError, match="kan niet per gebied binnen een getekend gebied"):
        analyse(town, replace(ALL, measure=measure, drawn=CORNER))


def test_a_drawing_has_a_rate_by_the_households_that_it_holds(town: Workspace) -> None:
    # Noord and Oost are squares of 1.000 m, each covered by 100 cells of 100 m of the mask, and
    # their 600 and 400 households lie evenly: half of each in x, half in y. The middles of the
    # cells from 100.550 and up to 101.450, 421.050 to 421.450 lie inside: 25 of 100 in each, so
    # 150 + 100 = 250 households for 1 incident: 4 per 1.000.
    asked = replace(ALL, level="gemeente", measure="rate", denominator="huishoudens", drawn=MIDDLE)
    found = analyse(town, asked)

    settled, layer = settle(asked, town)
    question = query_of(town, settled, layer, measure_named("rate"))
    assert denominator_inside(question, "huishoudens") == pytest.approx(250)
    assert found.denominators.tolist() == pytest.approx([250])
    assert found.values.tolist() == pytest.approx([4.0])


def test_a_drawing_without_households_has_no_rate(town: Workspace) -> None:
    haven = DrawnArea(((101_500, 420_500),), 300)
    asked = replace(ALL, level="gemeente", measure="rate", denominator="huishoudens", drawn=haven)
    assert np.isnan(analyse(town, asked).values).all()


def test_a_role_without_places_cannot_draw_around_one(town: Workspace) -> None:
    # Row 7 lies at (100.500, 420.500). Who may not see places has it at the middle of its cell of
    # 100 m, (100.550, 420.550).
    seven, middle = DrawnArea(((100_500, 420_500),), 10), DrawnArea(((100_550, 420_550),), 10)
    other = next(role.id for role in town.catalog.roles if role.id != "analist")
    coarse = Workspace(town.library, other, "iemand")
    assert analyse(town, replace(ALL, drawn=seven)).ledger.selected == 1
    assert analyse(coarse, replace(ALL, drawn=seven)).ledger.selected == 0
    assert analyse(coarse, replace(ALL, drawn=middle)).ledger.selected == 1
