"""The pictures of hours, months and concentration: what is drawn, and what stands for it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hotspots.access.workspace import open_workspace
from hotspots.analysis.map_quality import concentration
from hotspots.analysis.question import Selection
from hotspots.analysis.when import hours_and_days, season
from hotspots.app.map_search import lorenz_chart
from hotspots.pages.clock import heat_chart, hours_table, season_chart
from hotspots.settings import Home

if TYPE_CHECKING:
    from typing import Any

    from hotspots.access.workspace import Workspace

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def dordrecht(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return open_workspace(Home(REPOSITORY, tmp_path_factory.mktemp("state")), role="analist")


def rows_of(chart: dict[str, Any]) -> list[dict[str, Any]]:
    (rows,) = chart["datasets"].values()
    return list(rows)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_week_is_drawn_in_dutch(town: Workspace, theme: str) -> None:
    drawn = heat_chart(hours_and_days(town, Selection("inbraak")), theme).to_dict()
    rows = rows_of(drawn)
    assert len(rows) == 168
    assert drawn["encoding"]["y"]["sort"] == ["ma", "di", "wo", "do", "vr", "za", "zo"]
    # Thursday 19:00: a third of row 2. Friday 2:00: all of row 4.
    assert rows[3 * 24 + 19]["told"] == "0,3"
    assert rows[3 * 24 + 19]["when"] == "donderdag 19–20 uur"
    assert rows[4 * 24 + 2]["told"] == "1,0"
    # Who does not see it reads the sentence.
    assert "te weinig om drukke uren aan te wijzen" in drawn["description"]


def test_the_table_has_the_numbers_of_the_picture(town: Workspace) -> None:
    table = hours_table(hours_and_days(town, Selection("inbraak")))
    assert table.shape == (7, 24)
    assert (table.loc["zaterdag", "23"], table.loc["zondag", "0"]) == ("0,5", "0,5")
    assert table.loc["maandag", "0"] == "0,0"


def test_counts_are_written_without_decimals(dordrecht: Workspace) -> None:
    table = hours_table(hours_and_days(dordrecht, Selection("overlast")))
    assert not table.stack().str.contains(",").any()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_only_a_month_beyond_chance_stands_out(dordrecht: Workspace, theme: str) -> None:
    burglaries = season(dordrecht, Selection("woninginbraak"))
    assert burglaries.shown
    rows = rows_of(season_chart(burglaries, theme).to_dict())
    assert len({row["colour"] for row in rows}) == 2
    callouts = season(dordrecht, Selection("uitrukken"))
    assert not callouts.shown
    rows = rows_of(season_chart(callouts, theme).to_dict())
    assert len({row["colour"] for row in rows}) == 1


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_lines_differ_in_more_than_colour(dordrecht: Workspace, theme: str) -> None:
    found = concentration(dordrecht, Selection("overlast"))
    assert found.lorenz is not None
    drawn = lorenz_chart(found, found.lorenz, theme).to_dict()
    names = ["zoals het is", "bij toeval", "zo gelijk als kan"]
    assert drawn["encoding"]["color"]["scale"]["domain"] == names
    dashes = drawn["encoding"]["strokeDash"]["scale"]["range"]
    assert len({tuple(dash) for dash in dashes}) == 3
    assert "bij toeval zou dat" in drawn["description"]
