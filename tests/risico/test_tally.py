"""Places and events in zones: per zone, buurt and wijk, along the track and under water."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import shapely

from hotspots.access.importing import import_file
from hotspots.access.workspace import open_workspace
from hotspots.cli import main
from hotspots.evenementen.calendar import open_calendar
from hotspots.risico.incident import Incident
from hotspots.risico.objects import Events, Place, Places, event_sites, events_on, hours_of
from hotspots.risico.spoor import spoor_answer
from hotspots.risico.tally import dependents_in, tally
from hotspots.risico.water import water_answer
from hotspots.risico.zones import drawn
from risky_town import festive_home

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.access.workspace import Workspace

DAY = date(2018, 6, 2)


@pytest.fixture(scope="module")
def festive(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The town with a calendar, for tests that only look."""
    return open_workspace(festive_home(tmp_path_factory.mktemp("feest")), role="analist")


def counts(row: dict[str, Any]) -> tuple[Any, ...]:
    """Zeer kwetsbaar, kwetsbaar and beperkt kwetsbaar, event sites and events of a row."""
    return (*row["objects"].values(), row["event_sites"], row["events"])


def by_name(rows: list[dict[str, Any]], key: str = "name") -> dict[str, tuple[Any, ...]]:
    return {row[key]: counts(row) for row in rows}


def test_places_and_events_are_counted_per_zone_buurt_and_wijk(festive: Workspace) -> None:
    told = spoor_answer(festive, "nacht", day=DAY).to_dict()
    # From the track: Loods, markt and hal 0 m, Ziekenhuis 50, School 300, park and Verpleeghuis
    # 1.000 m. Of the four events of that day one is not held.
    assert by_name(told["zones"], "id") == {
        "brand": (0, 0, 1, 2, 2), "explosie": (1, 0, 1, 2, 2), "gifwolk": (2, 1, 1, 3, 3),
    }  # fmt: skip
    assert by_name(told["buurten"]) == {
        "Noord": (1, 1, 1, 1, 1), "Oost": (0, 0, 0, 1, 1), "Zuid": (1, 0, 0, 1, 1),
        "Haven": (0, 0, 0, 0, 0),
    }  # fmt: skip
    assert by_name(told["wijken"]) == {"Boven": (1, 1, 1, 2, 2), "Onder": (1, 0, 0, 1, 1)}
    # Nobody stands in two of them: the sum over buurten is the total.
    assert counts(told["places"]["inside"]) == (2, 1, 1, 3, 3)
    assert counts(told["places"]["outside_municipality"]) == (0, 0, 0, 0, 0)


def test_without_a_day_events_are_not_asked_for_and_not_zero(festive: Workspace) -> None:
    told = spoor_answer(festive, "nacht").to_dict()
    assert {row["events"] for row in (*told["zones"], *told["buurten"], *told["wijken"])} == {None}
    # A day without events is something else: that is zero.
    quiet = spoor_answer(festive, "nacht", day=date(2018, 6, 15)).to_dict()
    assert {row["events"] for row in quiet["zones"]} == {0}
    # The calendar runs from June to July: of New Year's Day nobody knows.
    beyond = spoor_answer(festive, "nacht", day=date(2018, 1, 1)).to_dict()
    assert {row["events"] for row in beyond["zones"]} == {None}


def test_a_home_without_sites_or_a_calendar_does_not_know_of_any(workspace: Workspace) -> None:
    told = spoor_answer(workspace, "nacht", day=DAY).to_dict()
    assert {(row["event_sites"], row["events"]) for row in told["zones"]} == {(None, None)}
    assert not events_on(workspace, DAY).known


def test_what_lies_in_a_zone_outside_the_municipality_is_told_apart(workspace: Workspace) -> None:
    zone = drawn("a", "", shapely.box(99_000, 421_000, 100_500, 422_000), "")
    places = Places(
        (
            Place("Binnen", "", 100_100.0, 421_100.0, "kwetsbaar"),
            Place("Buiten", "", 99_100.0, 421_100.0, "kwetsbaar"),
            Place("Ver", "", 101_900.0, 421_100.0, "kwetsbaar"),
        )
    )
    found = tally((zone,), workspace.geography, places, Places(()), Events(()), stations=Places(()))
    assert counts(found.of_zone(0).to_dict()) == (0, 2, 0, None, 0)
    assert found.to_dict()["inside"]["objects"]["kwetsbaar"] == 1
    assert found.to_dict()["outside_municipality"]["objects"]["kwetsbaar"] == 1


def test_places_are_counted_as_one_by_one_in_any_zones(workspace: Workspace) -> None:
    random = np.random.default_rng(7)
    x, y = random.uniform(99_500, 102_500, 400), random.uniform(419_500, 422_500, 400)
    sites = Places(tuple(Place("", "", float(a), float(b)) for a, b in zip(x, y, strict=True)))
    boxes = [shapely.box(100_000, 420_500, 101_500, 421_700), shapely.box(101_000, 421_000,
             102_200, 422_200)]  # fmt: skip
    zones = [drawn(str(at), "", box, "") for at, box in enumerate(boxes)]
    found = tally(zones, workspace.geography, Places(()), sites, None, stations=Places(()))
    buurten = workspace.geography.buurten.polygons
    both = shapely.union_all(boxes)
    points = shapely.points(x, y)
    expected = [int(shapely.covers(shapely.intersection(both, b), points).sum()) for b in buurten]
    assert [found.of_buurt(at).event_sites for at in range(4)] == expected
    assert min(expected[:2]) > 20
    assert [found.of_zone(at).event_sites for at in (0, 1)] == [
        int(shapely.covers(box, points).sum()) for box in boxes
    ]


def test_under_water_people_and_places_are_counted_by_depth(festive: Workspace) -> None:
    told = water_answer(festive, "proef", day=DAY).to_dict()["exposed"]
    zones = {zone["label"]: zone for zone in told["zones"]}
    # 3 m in all of Zuid, 1 m in the south half of Noord; the deepest first.
    assert list(zones) == ["2 tot 5 m", "1 tot 1,5 m"]
    noord = zones["1 tot 1,5 m"]["within"]
    # Half of 1.300 people, of 600 households and of 20 %; one setting: half of those need help.
    assert (noord["night"], noord["households"], noord["elderly"]) == (650, 300, 130)
    assert noord["dependent"] == [65, 65]
    # Of Zuid it is not published how many are old: not known, and not nobody.
    zuid = zones["2 tot 5 m"]["within"]
    assert (zuid["night"], zuid["elderly"], zuid["dependent"]) == (45, None, [None, None])
    # In Noord: School at 421.200; Loods and the markt at 421.500, on the edge of the water.
    assert counts(zones["1 tot 1,5 m"]) == (0, 1, 1, 1, 1)
    assert counts(zones["2 tot 5 m"]) == (1, 0, 0, 1, 1)
    assert by_name(told["wijken"]) == {"Boven": (0, 1, 1, 1, 1), "Onder": (1, 0, 0, 1, 1)}
    night = told["people"]["night"]
    assert (night["inside"], night["outside"], night["city"]) == (695, 1_550, 2_245)


def test_an_event_that_nobody_knows_the_place_of_is_said_to_be_left_out(tmp_path: Path) -> None:
    home = festive_home(tmp_path)
    file = home.themes / "feest" / "kalender.csv"
    lost = "6,muziek,2018-06-02,2018-06-02,Verdwaald,,7000,vergund\n"
    file.write_text(file.read_text(encoding="utf-8") + lost, encoding="utf-8")
    opened = open_workspace(home, role="analist")
    said = "Van 1 evenement van die dag is de plaats niet bekend: dat is niet nagekeken."
    for told in (
        spoor_answer(opened, "nacht", day=DAY).to_dict(),
        water_answer(opened, "proef", day=DAY).to_dict(),
    ):
        assert said in told["notes"]
    assert spoor_answer(opened, "nacht", day=DAY).tally.to_dict()["inside"]["events"] == 3
    later = spoor_answer(opened, "nacht", day=date(2018, 7, 1)).to_dict()
    assert said not in later["notes"]


def test_of_an_event_in_a_zone_whose_size_nobody_knows_that_is_said(tmp_path: Path) -> None:
    home = festive_home(tmp_path)
    file = home.themes / "feest" / "kalender.csv"
    # One on the markt, which lies in a zone, and one indoors, which is never a kwetsbare locatie.
    unsized = (
        "6,muziek,2018-06-02,2018-06-02,Open,markt,,vergund\n"
        "7,muziek,2018-06-02,2018-06-02,Dicht,hal,,vergund\n"
    )
    file.write_text(file.read_text(encoding="utf-8") + unsized, encoding="utf-8")
    opened = open_workspace(home, role="analist")
    told = spoor_answer(opened, "nacht", day=DAY).to_dict()
    said = "Van 1 evenement buiten in een zone is niet bekend hoe groot het is."
    assert said in told["notes"]
    assert [flag["name"] for flag in told["flags"] if flag["kind"] == "event"] == ["Groot"]
    assert said not in spoor_answer(opened, "nacht", day=date(2018, 7, 1)).to_dict()["notes"]


def test_large_events_of_every_day_are_found_with_their_zone(festive: Workspace) -> None:
    told = spoor_answer(festive, "nacht", day=DAY).to_dict()
    # 9.000 indoors are none, 500 in the open air neither, and what is refused is not held.
    assert [(row["day"], row["title"], row["zone"]) for row in told["large_events"]] == [
        ("2018-06-02", "Groot", "brand"), ("2018-07-01", "Later", "gifwolk"),
    ]  # fmt: skip
    flagged = [flag["name"] for flag in told["flags"] if flag["kind"] == "event"]
    assert flagged == ["Groot"]


def test_a_large_event_of_the_day_is_among_whom_one_warns(festive: Workspace) -> None:
    incident = Incident("bleve", 100_600.0, 421_500.0)
    found = spoor_answer(festive, "nacht", incident=incident, day=DAY).to_dict()["incident"]
    # 200 m around: the markt is 100 m away. Loods is at 350 m, Ziekenhuis at 304, School at 316.
    assert [(row["name"], row["vulnerability"]) for row in found["warn"]] == [
        ("Groot", "kwetsbaar")
    ]
    assert found["warn"][0]["persons"] == 6_000
    assert [row["name"] for row in found["events"]] == ["Groot"]
    assert counts(found["places"]["inside"]) == (0, 0, 0, 1, 1)


def test_places_that_somebody_loads_keep_what_is_indoors(tmp_path: Path) -> None:
    opened = open_workspace(festive_home(tmp_path / "town"), role="analist")
    path = tmp_path / "plekken.csv"
    path.write_text(
        "naam,plek,soort,x,y,binnen\nMarkt,markt,plein,100500,421500,nee\n"
        "Hal,hal,hal,101500,421500,ja\n",
        encoding="utf-8",
    )
    assert import_file(opened, opened.layer("plekken"), path).status == "published"
    events = {event.title: event for event in events_on(opened, DAY).events}
    outdoors = {title: event.outdoors for title, event in events.items()}
    assert outdoors == {"Binnen": False, "Groot": True, "Klein": True}
    # A calendar names its places by code; people know them by name.
    assert (events["Groot"].location, events["Klein"].location) == ("Markt", "Park")


def test_a_site_that_is_an_area_or_a_route_lies_where_its_middle_is(tmp_path: Path) -> None:
    home = festive_home(tmp_path / "town")
    # A field of 50 by 40 m in Zuid, and a run along the track and then north, 400 and 200 m: its
    # middle is on the track, 300 m from the start.
    for name, at in (
        ("Wei", "vlak:100600,420600;100650,420600;100650,420640;100600,420640"),
        ("Loop", "route:100200,421500;100600,421500;100600,421700"),
    ):
        assert main(["event", "site", name, "--at", at, "--home", str(home.root)]) == 0
    opened = open_workspace(home, role="analist")
    where = {site.name: (site.x_rd, site.y_rd) for site in event_sites(opened).places}
    assert (where["Wei"], where["Loop"]) == ((100_625, 420_620), (100_500, 421_500))
    # The same place as on the page with events.
    listed = {item.name: (item.x_rd, item.y_rd) for item in open_calendar(opened).locations.items}
    assert {name: listed[name] for name in ("Wei", "Loop")} == {
        name: where[name] for name in ("Wei", "Loop")
    }
    # Nothing falls over: markt, hal and the run lie on the track, the field 880 m from it and the
    # park 1.000 m.
    told = spoor_answer(opened, "nacht", day=DAY).to_dict()
    assert [row["event_sites"] for row in told["zones"]] == [3, 3, 5]
    assert water_answer(opened, "proef", day=DAY).to_dict()["people"]["inside"] == 695


def test_who_cannot_help_themselves_is_not_counted_in_an_object_that_is_closed() -> None:
    zone = drawn("a", "", shapely.box(0, 0, 1_000, 1_000), "")
    places = Places(
        (
            Place("Huis", "verpleeghuis", 100, 100, "zeer_kwetsbaar", dependent=150),
            Place("School", "basisschool", 200, 100, "zeer_kwetsbaar", dependent=10, opens_h=8,
                  closes_h=16),
            Place("Opvang", "kinderopvang", 300, 100, "zeer_kwetsbaar", dependent=60, opens_h=7,
                  closes_h=18),
            Place("Hal", "gebouw", 400, 100, "kwetsbaar"),
            Place("Elders", "verpleeghuis", 5_000, 100, "zeer_kwetsbaar", dependent=80),
        )
    )  # fmt: skip
    # A verpleeghuis is never empty, and of the hal nothing is known. At 03:15 the two others are
    # closed, at 17:00 the school alone; of a flood it is not known how late it is.
    night = dependents_in((zone,), places, hours_of("", time(3, 15)))
    assert (night.people, night.objects, night.without, night.closed) == (150, 2, 1, 2)
    late = dependents_in((zone,), places, hours_of("", time(17)))
    assert (late.people, late.objects, late.without, late.closed) == (210, 3, 1, 1)
    unknown = dependents_in((zone,), places)
    assert (unknown.people, unknown.objects, unknown.closed) == (220, 4, 0)
    by_day = dependents_in((zone,), places, hours_of("dag"))
    assert (by_day.people, by_day.closed) == (220, 0)


def test_a_route_that_enters_a_zone_lies_in_it_wherever_its_middle_is(tmp_path: Path) -> None:
    home = festive_home(tmp_path / "town")
    before = spoor_answer(open_workspace(home, role="analist"), "nacht", day=DAY).to_dict()
    # From 20 m south of the track, in all three zones, 800 m to the south: its middle is at 420 m,
    # out of the narrow ones (30 and 200 m).
    at = "route:100600,421480;100600,420680"
    assert main(["event", "site", "Loop", "--at", at, "--home", str(home.root)]) == 0
    after = spoor_answer(open_workspace(home, role="analist"), "nacht", day=DAY).to_dict()
    more = [
        row["event_sites"] - was["event_sites"]
        for row, was in zip(after["zones"], before["zones"], strict=True)
    ]
    assert [row["distance_m"] for row in after["zones"]] == [30, 200, 1500]
    assert more == [1, 1, 1]
