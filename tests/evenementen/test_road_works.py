"""Work on roads: what is in the way of a request, and that a list of it comes in by the door."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pytest

from event_town import ask, calendar_home, event_calendar, with_road_works
from hotspots.access.importing import import_file
from hotspots.access.workspace import open_workspace
from hotspots.evenementen import words as text
from hotspots.evenementen.calendar import open_calendar
from hotspots.evenementen.check import check
from hotspots.evenementen.nearness import NearLayer

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.access.workspace import Workspace
    from hotspots.evenementen.findings import Finding

#: Built up on 4 May, held on 5 May, cleared away until noon on 6 May.
REQUEST = ask(build_up="2018-05-04T09:00", dismantled="2018-05-06T12:00")


def works(*rows: tuple[str, str, str, float], loaded: bool = True) -> NearLayer:
    """Return work on roads: name, first day, last day, metres east of the markt."""
    frame = gpd.GeoDataFrame(
        {
            "name": [row[0] for row in rows],
            "first_day": [row[1] for row in rows],
            "last_day": [row[2] for row in rows],
        },
        geometry=gpd.points_from_xy([100_500 + row[3] for row in rows], [421_500.0] * len(rows)),
        crs="EPSG:28992",
    )
    return NearLayer(frame, name="name", category="", approximate=False, loaded=loaded)


def roads(layer: NearLayer, **told: Any) -> Finding:  # noqa: ANN401
    calendar = replace(event_calendar(), nearby={"road_works": layer})
    request = replace(REQUEST, **told)
    (found,) = [finding for finding in check(request, calendar).findings if finding.id == "roads"]
    return found


@pytest.mark.parametrize(
    ("first", "last", "metres", "in_the_way"),
    [
        ("2018-05-01", "2018-05-03", 100, False),  # ends the day before building up
        ("2018-05-01", "2018-05-04", 100, True),  # its last day is the day of building up
        ("2018-05-06", "2018-05-20", 100, True),  # begins on the day of clearing away
        ("2018-05-07", "2018-05-20", 100, False),  # begins the day after it
        ("2018-05-05", "2018-05-05", 300, True),  # 300 m is within 300 m
        ("2018-05-05", "2018-05-05", 301, False),
        ("2018-04-01", "", 100, True),  # until further notice
        ("", "2018-05-05", 100, True),
        ("", "2018-05-03", 100, False),
    ],
)
def test_work_is_in_the_way_near_the_place_from_building_up_to_clearing_away(
    first: str, last: str, metres: float, *, in_the_way: bool
) -> None:
    found = roads(works(("Kade", first, last, metres)))
    assert found.verdict == ("let_op" if in_the_way else "in_orde")
    assert ("Kade" in found.reason) is in_the_way


def test_a_night_of_clearing_away_is_no_day_more() -> None:
    # Until five in the morning of 6 May belongs to 5 May.
    layer = works(("Kade", "2018-05-06", "2018-05-20", 100))
    night = ask(dismantled="2018-05-06T05:00").dismantled
    assert roads(layer, dismantled=night).verdict == "in_orde"


def test_the_nearest_is_told_first_with_its_days() -> None:
    found = roads(works(("Brug", "2018-05-01", "2018-05-31", 250), ("Plein", "2018-05-05", "", 40)))
    assert found.reason == (
        "Binnen 300 m is tegelijk werk aan de weg (2 werken): Plein, 40 m, vanaf 05-05-2018; "
        "Brug, 250 m, 01-05-2018 t/m 31-05-2018."
    )


def test_work_that_ends_before_it_begins_is_not_weighed_and_that_is_said() -> None:
    found = roads(works(("Fout", "2018-05-10", "2018-05-01", 40)))
    assert found.verdict == "onbekend"
    assert "Van 1 werk in de buurt ligt het einde vóór het begin" in found.reason


def test_a_list_without_rows_that_came_with_the_home_is_not_a_town_without_works() -> None:
    for nearby in ({}, {"road_works": works(loaded=False)}):
        answer = check(REQUEST, replace(event_calendar(), nearby=nearby))
        assert text.NOT_LOADED in answer.notes
        assert "roads" not in {finding.id for finding in answer.findings}
    answer = check(REQUEST, replace(event_calendar(), nearby={"road_works": works()}))
    assert text.NOT_LOADED not in answer.notes


@pytest.fixture
def town(tmp_path: Path) -> Workspace:
    home = with_road_works(calendar_home(tmp_path / "town"))
    return open_workspace(home, role="analist")


def test_a_list_of_works_comes_in_by_the_door_and_is_weighed_at_once(town: Workspace) -> None:
    before = check(REQUEST, open_calendar(town))
    assert text.NOT_LOADED in before.notes

    path = town.home.root / "werk.csv"
    path.write_text(
        "omschrijving,van,tot,x,y\n"
        "Spuiweg,01-05-2018,2018-05-31 17:00,100600,421500\n"
        "Later,01-06-2018,30-06-2018,100600,421500\n"
        "Open,20180501,31-12-9999,100500,421700\n"
        "Fout,31-02-2018,,100600,421500\n"
        "Zonder dag,,,100600,421500\n",
        encoding="utf-8",
    )
    report = import_file(town, town.layer("werk"), path).to_dict()
    assert (report["accepted"], report["quarantined"]) == (3, 2)
    assert {(p["row"], p["column"], p["value"]) for p in report["problems"]} == {
        (5, "van", "31-02-2018"), (6, "van", ""),
    }  # fmt: skip

    answer = check(REQUEST, open_calendar(town))
    (found,) = [finding for finding in answer.findings if finding.id == "roads"]
    assert "Spuiweg, 100 m, 01-05-2018 t/m 31-05-2018" in found.reason
    assert "Open, 200 m" in found.reason
    assert "Later" not in found.reason
    assert text.NOT_LOADED not in answer.notes
