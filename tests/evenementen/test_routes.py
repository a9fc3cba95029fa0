"""A run or a parade: which streets it closes and when, worked out by hand."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import shapely

from event_town import HAL, MARKT, PARK, ask, calendar_home, event, event_calendar
from hotspots.access.workspace import open_workspace
from hotspots.cli import main
from hotspots.evenementen.alternatives import alternatives_of
from hotspots.evenementen.as_json import check_as_json
from hotspots.evenementen.calendar import open_calendar
from hotspots.evenementen.check import check
from hotspots.evenementen.conflicts import conflicts_of
from hotspots.evenementen.locations import Location
from hotspots.evenementen.maps import route_overlay
from hotspots.evenementen.nearness import NearLayer, near_of, road_works_of
from hotspots.evenementen.request import planned
from hotspots.evenementen.routes import closures_of, last_is_in
from hotspots.evenementen.tables import closure_rows
from hotspots.evenementen.words import FROM_MIDDLE

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from hotspots.evenementen.calendar import EventCalendar

#: 6 km east, then 3 km north.
LOOP = Location(
    "loop", "Loop", "route", 104_000.0, 420_000.0,
    route=((101_000.0, 420_000.0), (107_000.0, 420_000.0), (107_000.0, 423_000.0)),
)  # fmt: skip
#: Crossed after 3 km; followed from 5 km to 6 km; a second crossing of the first after 7,5 km; and
#: one that the route does not meet.
STREETS = [
    ("Kruisweg", [(104_000, 419_000), (104_000, 421_000)]),
    ("Langsweg", [(106_000, 420_000), (107_000, 420_000)]),
    ("Kruisweg", [(106_500, 421_500), (107_500, 421_500)]),
    ("Elders", [(101_000, 425_000), (102_000, 425_000)]),
]


def with_streets(calendar: EventCalendar, streets: list[Any] | None = None) -> EventCalendar:
    rows = STREETS if streets is None else streets
    features = gpd.GeoDataFrame(
        {"name": [name for name, _ in rows]},
        geometry=[shapely.LineString(corners) for _, corners in rows], crs="EPSG:28992",
    )  # fmt: skip
    layer = NearLayer(features, name="name", category="", approximate=False, loaded=True)
    return replace(calendar, nearby={**calendar.nearby, "street": layer})


def run(**more: Any) -> Any:  # noqa: ANN401
    about = {"location": "loop", "start": "2018-05-05T10:00", "end": "2018-05-05T12:30"} | more
    return ask(sound=False, **about)


def test_streets_close_before_the_first_and_open_after_the_last() -> None:
    calendar = with_streets(event_calendar(places=(MARKT, LOOP)))
    found = closures_of(planned(run(), calendar), calendar)
    assert found is not None
    # The first goes 18 km/h, 3 km in 10 minutes; the last 4,5 km/h, 3 km in 40 minutes; ten minutes
    # before and after. Followed from 5 km (16:40, so 10:06:40: closed from 10:06) until 6 km (80
    # minutes). 7,5 km: 25 and 100.
    assert [
        (one.number, one.street, one.from_m, one.to_m, str(one.closed)[11:], str(one.open)[11:])
        for one in found
    ] == [
        (1, "Kruisweg", 3000, 3000, "10:00:00", "10:50:00"),
        (2, "Langsweg", 5000, 6000, "10:06:00", "11:30:00"),
        (3, "Kruisweg", 7500, 7500, "10:15:00", "11:50:00"),
    ]


def test_a_street_opens_no_second_before_the_last_has_passed() -> None:
    """At 3.010 m the last comes by after 40 minutes and 8 seconds, so 50:08 with the margin."""
    street = [("Kruisweg", [(104_010, 419_000), (104_010, 421_000)])]
    calendar = with_streets(event_calendar(places=(MARKT, LOOP)), street)
    (one,) = closures_of(planned(run(), calendar), calendar) or ()
    # The first after 10:02, ten minutes earlier: closed from 10:00, not from 10:01.
    assert (str(one.closed)[11:16], str(one.open)[11:16]) == ("10:00", "10:51")
    assert closure_rows([one])["open"].tolist() == ["10:51"]


def test_a_parade_that_goes_at_a_pace_of_its_own_closes_streets_by_that() -> None:
    parade = replace(LOOP, pace_kmh=(6.0, 3.0))
    calendar = with_streets(event_calendar(places=(MARKT, parade)))
    found = closures_of(planned(run(), calendar), calendar)
    assert found is not None
    # The first is at 3, 5 and 7,5 km after 30, 50 and 75 minutes; the last at 3, 6 and 7,5 km after
    # 60, 120 and 150; ten minutes before and after.
    assert [(str(one.closed)[11:16], str(one.open)[11:16]) for one in found] == [
        ("10:20", "11:10"),
        ("10:40", "12:10"),
        ("11:05", "12:40"),
    ]
    # Nine kilometres at 3 km per hour.
    assert str(last_is_in(planned(run(), calendar), calendar.settings.route))[11:16] == "13:00"


def test_the_map_shows_the_route_and_where_it_closes_which_street() -> None:
    calendar = with_streets(event_calendar(places=(MARKT, LOOP)))
    found = closures_of(planned(run(), calendar), calendar)
    assert found is not None
    drawn = route_overlay("Loop", LOOP.route, found)
    # The times are those of the test above; the numbers those of the rows of the table.
    assert [(shape.label, shape.tip) for shape in drawn.shapes[1:]] == [
        ("1", "Kruisweg: dicht van 10:00 tot 10:50 uur"),
        ("2", "Langsweg: dicht van 10:06 tot 11:30 uur"),
        ("3", "Kruisweg: dicht van 10:15 tot 11:50 uur"),
    ]
    assert closure_rows(found)["number"].tolist() == [1, 2, 3]
    # From the start to the end and back; the crossings are circles at 3 km and at 7,5 km.
    assert drawn.shapes[0].ring.tolist() == [*map(list, LOOP.route), list(LOOP.route[1])]
    assert drawn.shapes[1].ring.mean(axis=0).round(6).tolist() == [104_000, 420_000]
    assert drawn.shapes[2].ring.tolist() == [[106_000, 420_000], [107_000, 420_000]]
    assert drawn.shapes[3].ring.mean(axis=0).round(6).tolist() == [107_000, 421_500]


def test_the_check_says_which_streets_and_that_the_last_is_late() -> None:
    calendar = with_streets(event_calendar(places=(MARKT, LOOP)))
    answer = check(run(), calendar)
    (finding,) = [one for one in answer.findings if one.id == "route"]
    # 9 km at 4,5 km/h is two hours: at 12:00, before the end.
    assert (finding.verdict, finding.certainty) == ("let_op", "aanname")
    assert finding.reason == (
        "De route sluit 3 keer een straat af, het langst: Kruisweg 10:15–11:50; Langsweg "
        "10:06–11:30; Kruisweg 10:00–10:50. De laatste deelnemer is om 12:00 uur binnen, bij "
        "18 km per uur voorop en 4,5 km per uur achteraan."
    )
    late = check(run(end="2018-05-05T11:30"), calendar)
    assert "12:00 uur binnen, na het einde" in next(
        one.reason for one in late.findings if one.id == "route"
    )
    told = json.loads(json.dumps(check_as_json(answer), allow_nan=False))["route"]
    assert [(one["number"], one["street"]) for one in told] == [
        (1, "Kruisweg"), (2, "Langsweg"), (3, "Kruisweg"),
    ]  # fmt: skip


def test_without_streets_it_is_not_known_and_a_square_is_not_asked() -> None:
    bare = event_calendar(places=(MARKT, LOOP))
    told = {one.id: one.verdict for one in check(run(), bare).findings}
    assert told["route"] == "onbekend"
    assert check_as_json(check(run(), bare))["route"] is None
    square = check(ask(), with_streets(bare))
    assert "route" not in {one.id for one in square.findings}
    assert "route" not in check_as_json(square)
    none = with_streets(bare, STREETS[3:])
    (finding,) = [one for one in check(run(), none).findings if one.id == "route"]
    assert finding.verdict == "in_orde"


#: A block of 200 by 100 m, whose middle lies 100 m from either short side.
FIELD = Location(
    "veld", "Veld", "park", 100_500.0, 421_500.0, 20_000.0, indoor=False,
    area=shapely.box(100_400, 421_450, 100_600, 421_550),
)  # fmt: skip


def beside(x_rd: float, y_rd: float, **more: list[str]) -> NearLayer:
    """Return a layer with one feature: 10 m long, to the north of a point."""
    rows = gpd.GeoDataFrame(
        {"name": ["Ding"], **more},
        geometry=[shapely.LineString([(x_rd, y_rd), (x_rd, y_rd + 10)])], crs="EPSG:28992",
    )  # fmt: skip
    kind = next(iter(more), "")
    return NearLayer(rows, name="name", category=kind, approximate=False, loaded=True)


def near(place: Location, layer: NearLayer, rule: str = "spoor") -> Any:  # noqa: ANN401
    calendar = event_calendar(places=(place,))
    (asked,) = [one for one in calendar.settings.near if one.id == rule]
    return near_of(place, asked, {asked.context: layer})


def test_what_lies_along_a_route_or_beside_an_area_is_near_to_all_of_it() -> None:
    # The route begins at (101.000, 420.000); its middle is 4.500 m on. Forty metres from its start.
    start = near(LOOP, beside(101_000, 420_040))
    assert (start.distance_m, start.zone) == (40, "explosieaandachtsgebied")
    # A track that it crosses, 5 km from the middle.
    assert near(LOOP, beside(101_200, 419_995)).distance_m == 0
    # Thirty metres east of the field; 130 m from its middle.
    assert near(FIELD, beside(100_630, 421_500)).distance_m == 30
    point = replace(FIELD, area=None)
    assert near(point, beside(100_630, 421_500)).distance_m == 130


def test_work_on_a_road_that_the_route_passes_is_in_its_way_far_from_the_middle() -> None:
    # 300 m is a setting; the end of the route is 4.500 m from its middle, and 290 m from the work.
    layer = beside(107_290, 423_000, first_day=["2018-05-01"], last_day=["2018-05-31"])
    calendar = replace(event_calendar(places=(LOOP,)), nearby={"road_works": layer})
    found = road_works_of(planned(run(), calendar), calendar)
    assert found is not None
    assert [(work.name, work.distance_m) for work in found.works] == [("Ding", 290)]


def test_an_event_beside_the_route_meets_it_in_the_check_and_on_the_board() -> None:
    # The markt lies 500 m west of the start (100.500), and 1.500 m north: too far. One that lies
    # 400 m north of the start is 4.517 m from the middle, and within 500 m of the route.
    stand = Location("kade", "Kade", "kade", 101_000.0, 420_400.0, indoor=False)
    there = event("1", "kade", "2018-05-05T09:00", "2018-05-05T18:00")
    far = event("2", "markt", "2018-05-05T09:00", "2018-05-05T18:00")
    calendar = event_calendar(there, far, places=(LOOP, stand, MARKT))
    (finding,) = [one for one in check(run(), calendar).findings if one.id == "around"]
    assert finding.events == ("1",)
    both = event_calendar(
        there, far, event("3", "loop", "2018-05-05T10:00", "2018-05-05T12:30"),
        places=(LOOP, stand, MARKT),
    )  # fmt: skip
    board = conflicts_of(both, both.events, 2018)
    assert [one.events for one in board if one.kind == "around"] == [("1", "3")]
    # What it does to residents is told from the middle, and that is said.
    assert FROM_MIDDLE in check(run(), calendar).notes
    assert FROM_MIDDLE not in check(ask(), calendar).notes


def test_a_run_is_offered_no_square() -> None:
    calendar = with_streets(event_calendar(places=(LOOP, MARKT, PARK, HAL)))
    assert alternatives_of(planned(run(), calendar), calendar)[1] == ()


def test_a_route_is_read_from_a_file_and_from_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = calendar_home(tmp_path / "town")
    at = "route:100200,420200;100800,420200;100800,420800"
    assert main(["event", "site", "Parade", "--at", at, "--home", str(home.root)]) == 0
    line = {"type": "LineString", "coordinates": [[100200, 421200], [100800, 421200]]}
    collection = {
        "type": "FeatureCollection",
        "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::28992"}},
        "features": [
            {"type": "Feature", "properties": {"plek": "run", "naam": "Run"}, "geometry": line}
        ],
    }
    path = tmp_path / "run.geojson"
    path.write_text(json.dumps(collection), encoding="utf-8")
    ask_for = ["import", str(path), "--layer", "plekken", "--home", str(home.root)]
    assert main(ask_for) == 0
    calendar = open_calendar(open_workspace(home.root, role="analist"))
    places = {item.id: item for item in calendar.locations.items}
    assert places["parade"].route == (
        (100_200.0, 420_200.0), (100_800.0, 420_200.0), (100_800.0, 420_800.0),
    )  # fmt: skip
    # Its middle is after 600 of 1.200 m; how many fit on a line is not known.
    assert (places["parade"].x_rd, places["parade"].y_rd) == (100_800.0, 420_200.0)
    assert places["parade"].usable_m2 is None
    assert len(places["run"].route) == 2
    assert places["run"].area is None
    assert places["markt"].route == ()
    capsys.readouterr()
    assert main(["event", "site", "Fout", "--at", "route:1,2", "--home", str(home.root)]) != 0
    assert "De route is niet te lezen" in capsys.readouterr().err
