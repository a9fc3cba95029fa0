"""Cells that are hot in the city, told of the place that has their middle; new and lasting ones."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pytest

from hotspots.analysis.analyse import analyse
from hotspots.analysis.answer import Verdict
from hotspots.analysis.periods import Period
from hotspots.analysis.question import Selection
from hotspots.errors import AccessError
from hotspots.statistics.emerging import EmergingClass
from hotspots.wijkbeeld.hot_cells import cells_within, hot_cells_of, together
from hotspots.wijkbeeld.place import place_named

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.access.workspace import Workspace

YEAR = Period(date(2018, 1, 1), date(2018, 12, 31))
ENDS = ["2016-12-31 12:00,100500,420500", "2018-12-31 12:00,100500,420500"]


def test_the_hot_cells_are_those_of_the_map(two_years: Workspace) -> None:
    city = hot_cells_of(two_years, "inbraak", YEAR)
    answer = analyse(
        two_years, Selection("inbraak", level="cells", measure="gi_star", period=YEAR, cell_m=100)
    )
    assert answer.verdict is not None
    hot = answer.verdict == Verdict.MORE
    assert {cell.code: cell.count for cell in city.cells} == dict(
        zip(np.array(answer.codes)[hot].tolist(), answer.counts[hot].tolist(), strict=True)
    )
    # 30 of the 36 incidents lie in the cell at 100.000, 421.000: it leads, with its middle.
    first = city.cells[0]
    assert (first.code, first.count) == ("C100_100000_421000", 30)
    assert (first.x_rd, first.y_rd, first.size_m) == (100_050.0, 421_050.0, 100)
    assert (first.buurt, first.handle) == ("Noord", "zuidwesten van Noord")
    assert first.around == 30 > first.expected


def test_a_place_gets_the_cells_with_their_middle_in_it(two_years: Workspace) -> None:
    city = hot_cells_of(two_years, "inbraak", YEAR)
    held = {
        name: cells_within(city, place_named(two_years, name), two_years.geography)
        for name in ("Noord", "Oost", "Boven", "Onder")
    }
    assert {cell.buurt for cell in held["Noord"]} == {"Noord"}
    assert set(held["Boven"]) == set(held["Noord"]) | set(held["Oost"])
    assert len(held["Boven"]) + len(held["Onder"]) == len(city.cells)


def test_cells_with_the_same_handle_are_one_place(two_years: Workspace) -> None:
    city = hot_cells_of(two_years, "inbraak", YEAR)
    noord = cells_within(city, place_named(two_years, "Noord"), two_years.geography)
    found = together(noord)
    assert [place.handle for place in found] == ["zuidwesten van Noord"]
    assert found[0].count == 30
    assert set(found[0].cells) == set(noord)


def every_month(year: int, x: int, y: int) -> list[str]:
    """Return three a month in a cell."""
    return [
        f"{year}-{month:02d}-{day:02d} 12:00,{x},{y}"
        for month in range(1, 13)
        for day in (3, 13, 23)
    ]


def test_a_cell_is_new_or_lasting_as_the_measure_says(town_with: Callable[..., Workspace]) -> None:
    # In Noord in all eight quarters, in Oost in the last month only. So many in Noord that a
    # quarter of it is more than a layer with such a month brings by chance.
    old = [*every_month(2017, 100050, 421050), *every_month(2018, 100050, 421050)] * 2
    fresh = [f"2018-12-{day:02d} 12:00,101950,421950" for day in range(1, 25)]
    workspace = town_with([*ENDS, *old, *fresh])
    city = hot_cells_of(workspace, "inbraak", YEAR)
    assert city.history == Period(date(2017, 1, 1), date(2018, 12, 31))
    told = {(cell.buurt, cell.new, cell.lasting) for cell in city.cells if cell.count}
    assert told == {("Noord", False, True), ("Oost", True, False)}
    asked = Selection("inbraak", level="cells", measure="emerging", period=YEAR, cell_m=100)
    answer = analyse(workspace, asked)
    assert answer.verdict is not None
    new = np.array(answer.codes)[answer.verdict == EmergingClass.NEW_HOT]
    # A hot cell is new where the measure says so, and nowhere else.
    hot = {cell.code for cell in city.cells}
    assert {cell.code for cell in city.cells if cell.new} == set(new.tolist()) & hot
    assert any(cell.new for cell in city.cells)


def test_a_lasting_hotspot_that_crossed_the_line_a_month_ago_is_not_new(
    town_with: Callable[..., Workspace],
) -> None:
    # Hot in seven of eight quarters, not in the third of 2018, nor in the quarter up to November.
    old = [*every_month(2017, 100050, 421050), *every_month(2018, 100050, 421050)]
    gone = [row for row in old if not "2018-07" <= row[:7] <= "2018-11"]
    elsewhere = [f"2018-{month:02d}-05 12:00,101950,421950" for month in range(7, 12)]
    december = [f"2018-12-{day:02d} 12:00,100050,421050" for day in range(1, 9)]
    workspace = town_with([*ENDS, *gone, *elsewhere, *december])
    quarter = Period(date(2018, 10, 1), YEAR.last)
    before = hot_cells_of(workspace, "inbraak", Period(date(2018, 9, 1), date(2018, 11, 30)))
    assert "Noord" not in {cell.buurt for cell in before.cells}
    city = hot_cells_of(workspace, "inbraak", quarter)
    assert {cell.buurt for cell in city.cells if cell.count} == {"Noord"}
    assert not any(cell.new for cell in city.cells)


def test_a_cell_that_is_hot_for_a_year_is_no_news(town_with: Callable[..., Workspace]) -> None:
    # Four quarters in a row of the eight: since then, but not new.
    city = hot_cells_of(town_with([*ENDS, *every_month(2018, 100050, 421050)]), "inbraak", YEAR)
    told = {(cell.new, cell.lasting) for cell in city.cells if cell.count}
    assert told == {(False, False)}


def test_nothing_is_new_where_the_layer_does_not_reach_back(
    town_with: Callable[..., Workspace],
) -> None:
    fresh = [f"2018-12-{day:02d} 12:00,101950,421950" for day in range(1, 25)]
    # Three whole quarters, of the four that a history takes.
    workspace = town_with(["2018-02-01 12:00,100500,420500", ENDS[1], *fresh])
    city = hot_cells_of(workspace, "inbraak", YEAR)
    assert city.history is None
    assert {cell.new for cell in city.cells} == {False}


def test_a_layer_without_incidents_in_the_period_has_no_hot_cells(two_years: Workspace) -> None:
    # The only incident of January 2017 lies in Zuid, where too few live to take part.
    city = hot_cells_of(two_years, "inbraak", Period(date(2017, 1, 1), date(2017, 1, 31)))
    assert city.cells == ()
    assert together(city.cells) == ()


def test_a_sensitive_layer_gives_no_cells(two_years: Workspace) -> None:
    with pytest.raises(AccessError):
        hot_cells_of(two_years, "zorg", YEAR)


def test_every_hot_cell_has_a_name_of_its_own(dordrecht: Workspace) -> None:
    year = Period(date(2017, 1, 1), date(2017, 12, 31))
    cells = hot_cells_of(dordrecht, "woninginbraak", year).cells
    # Several lie in the same ninth of a buurt: the code of the cell tells them apart.
    assert len({cell.handle for cell in cells}) < len(cells)
    assert len({cell.name for cell in cells}) == len(cells)
    assert all(cell.name == f"{cell.handle}, cel {cell.code}" for cell in cells)
