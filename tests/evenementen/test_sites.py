"""A new place for events: a point, or an area whose ground counts."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely
from matplotlib.text import Text

from event_town import calendar_home
from hotspots.access.audit import lines
from hotspots.access.importing import versions_of
from hotspots.access.workspace import open_workspace
from hotspots.cli import main
from hotspots.errors import SelectionError
from hotspots.evenementen.calendar import open_calendar
from hotspots.evenementen.locations import Location, Locations, capacity_of
from hotspots.evenementen.maps import (
    places_spec,
    route_overlay,
    shapes_of,
    surroundings,
    with_shapes,
)
from hotspots.evenementen.page_blocks import nearest_to
from hotspots.evenementen.profile_words import characteristics
from hotspots.evenementen.sites import new_site, place_from
from hotspots.maps.base import BaseLayer
from hotspots.maps.paper_map import paper_figure

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.maps.spec import MapSpec
    from hotspots.settings import Home

#: 50 x 40 m.
FIELD = "vlak:100600,420600;100650,420600;100650,420640;100600,420640"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return calendar_home(tmp_path / "town")


def site(home: Home, *more: str) -> int:
    return main(["event", "site", *more, "--home", str(home.root)])


def test_a_point_and_an_area_are_added_and_the_others_stay(
    home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    assert site(home, "Nieuw Plein", "--at", "100600 421500", "--kind", "plein") == 0
    assert "Locatie nieuw_plein opgenomen (versie" in capsys.readouterr().out
    assert site(home, "Wei", "--at", FIELD, "--figure", "days=A=5;B=1", "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["id"], answer["ground_m2"]) == ("wei", 2000.0)
    calendar = open_calendar(open_workspace(home.root, role="analist"))
    places = {item.id: item for item in calendar.locations.items}
    assert set(places) == {"markt", "park", "hal", "nieuw_plein", "wei"}
    point, field = places["nieuw_plein"], places["wei"]
    assert (point.name, point.kind, point.x_rd, point.y_rd) == (
        "Nieuw Plein", "plein", 100_600.0, 421_500.0,
    )  # fmt: skip
    assert point.usable_m2 is None
    # 2.000 m2 at 2 persons per m2; its middle is where it lies.
    assert (field.usable_m2, field.area_from_shape, dict(field.days)) == (
        2000.0, True, {"A": 5, "B": 1},
    )  # fmt: skip
    assert (field.x_rd, field.y_rd) == (100_625.0, 420_620.0)
    assert capacity_of(field, calendar.settings.capacity).people == 4000
    assert any("imported" in str(line) and "plekken" in str(line) for line in lines(home))
    workspace = open_workspace(home.root, role="analist")
    # Each version says which place it added.
    newest, before, *_ = versions_of(workspace, workspace.layer("plekken"))
    assert (newest.files[-1], before.files[-1]) == ("wei.geojson", "nieuw_plein.geojson")


def test_a_trial_changes_nothing(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    assert site(home, "Wei", "--at", FIELD, "--dry-run") == 0
    assert "proef; er is niets veranderd" in capsys.readouterr().out
    calendar = open_calendar(open_workspace(home.root, role="analist"))
    assert len(calendar.locations) == 3


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("Markt", "--at", "100600 421500"), "staat al in de lijst"),
        (("!!", "--at", "100600 421500"), "nog geen naam"),
        (("Wei", "--at", ""), "nog geen plek"),
        (("Wei", "--at", "vlak:1,2;3,4"), "te weinig of te veel hoeken"),
        (("Wei", "--at", "daar"), "vlak:X,Y;X,Y;X,Y"),
        (("Wei", "--at", FIELD, "--figure", "kleur=rood"), "kent 'kleur' niet"),
        (("Wei", "--at", FIELD, "--figure", "kleur"), "geen VELD=WAARDE"),
    ],
)
def test_what_is_no_place_is_refused_in_words(
    home: Home, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], said: str
) -> None:
    # The parser of arguments ends by itself.
    with suppress(SystemExit):
        assert site(home, *arguments) != 0
    assert said in capsys.readouterr().err


def test_an_id_is_made_of_the_name(home: Home) -> None:
    calendar = open_calendar(open_workspace(home.root, role="analist"))
    made = new_site(calendar, "  Nieuwe Haven (oost) ", shapely.Point(1, 2))
    assert (made.code, made.name) == ("nieuwe_haven_oost", "Nieuwe Haven (oost)")
    assert made.ground_m2 is None
    with pytest.raises(SelectionError):
        new_site(calendar, "markt", shapely.Point(1, 2))
    assert place_from("cirkel:100000,420000,100").area == pytest.approx(31_400, rel=0.01)


def test_examples_stay_beside_an_own_place_and_a_trial_says_so(
    home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    declared = home.root / "geodata/plekken/layer.toml"
    written = declared.read_text(encoding="utf-8")
    declared.write_text(
        written.replace('licence = "CC0-1.0"', 'licence = "CC0-1.0"\nsynthetic = true'),
        encoding="utf-8",
    )
    assert site(home, "Wei", "--at", FIELD, "--dry-run") == 0
    assert "De 3 rij(en) die deze gemeente als voorbeeld" in capsys.readouterr().err
    assert site(home, "Wei", "--at", FIELD) == 0
    assert "De 3 rij(en) die deze gemeente als voorbeeld" in capsys.readouterr().err


#: 50 x 40 m with its middle at (100_625, 420_620), and 5 km of road from its south-west corner.
WEI = Location(
    "wei", "Wei", "park", 100_625.0, 420_620.0,
    area=shapely.box(100_600, 420_600, 100_650, 420_640),
)  # fmt: skip
RUN = Location(
    "loop", "Loop", "", 102_100.0, 422_600.0, pace_kmh=(12.0, 5.0),
    route=((100_600.0, 420_600.0), (103_600.0, 424_600.0)),
)  # fmt: skip


def test_the_map_of_places_shows_an_area_and_a_route_as_they_are(home: Home) -> None:
    workspace = open_workspace(home.root, role="analist")
    bare = open_calendar(workspace)
    # Three points have no shape to draw.
    assert places_spec(workspace, bare).overlay is None
    locations = Locations.of((*bare.locations.items, WEI, RUN))
    calendar = replace(bare, locations=locations)
    drawn = places_spec(workspace, calendar).overlay
    assert drawn is not None
    assert drawn.title == "Vlakken en routes"
    assert [(shape.label, shape.tip) for shape in drawn.shapes] == [
        ("", "Wei: vlak van 2.000 m²"),
        ("", "Loop: route van 5.000 m"),
    ]
    area, line = (shape.ring for shape in drawn.shapes)
    assert shapely.Polygon(area).equals(WEI.area)
    assert line.tolist() == [list(corner) for corner in RUN.route]
    # Around a place that was chosen only its own stands beside its circles: ✕, 250 m, the line.
    around = surroundings(RUN, [250])
    assert (around.title, len(around.shapes)) == ("Locatie", 3)
    assert around.shapes[2].ring.tolist() == line.tolist()
    beside = with_shapes(calendar, around)
    assert beside is not None
    assert (beside.title, len(beside.shapes)) == ("Locatie, vlakken en routes", 5)


def test_a_hole_in_an_area_is_drawn_too() -> None:
    ring = shapely.box(0, 0, 100, 100).difference(shapely.box(40, 40, 60, 60))
    shapes = shapes_of([replace(WEI, area=ring)])
    assert [shapely.Polygon(shape.ring).area for shape in shapes] == [10_000, 400]


def test_paper_draws_a_straight_route_and_no_tag_without_a_label(home: Home) -> None:
    workspace = open_workspace(home.root, role="analist")
    bare = open_calendar(workspace)
    straight = route_overlay("Loop", RUN.route, ())
    # Its line there and back has two corners, which no ring can have.
    assert len(straight.shapes[0].ring) == 2
    assert tags_on_paper(places_spec(workspace, bare, straight)) == ["route"]
    calendar = replace(bare, locations=Locations.of((*bare.locations.items, WEI)))
    assert tags_on_paper(places_spec(workspace, calendar)) == []


def tags_on_paper(spec: MapSpec) -> list[str]:
    return [one.get_text() for one in paper_figure(spec).findobj(Text) if one.get_gid() == "tag"]


def test_a_click_on_an_area_or_at_the_end_of_a_route_means_that_place() -> None:
    point = Location("punt", "Punt", "", 103_500.0, 424_000.0)
    places = Locations.of((point, WEI, RUN))
    # In the area, 30 m from its middle; 10 m beside the end of the route, 2,5 km from its middle.
    assert nearest_to(places, "100645,420635", 5.0) == 1
    assert nearest_to(places, "103608,424606", 20.0) == 2
    assert nearest_to(places, "103510,424000", 75.0) == 0
    assert nearest_to(places, "110000,430000", 75.0) is None


def test_a_route_says_how_long_and_how_fast_it_is() -> None:
    assert characteristics(RUN) == ("route van 5.000 m", "12 km per uur voorop, 5 achteraan")
    parade = replace(RUN, pace_kmh=(4.5, 4.5), kind="optocht")
    assert characteristics(parade) == ("optocht", "route van 5.000 m", "4,5 km per uur")


def test_the_mark_of_a_route_on_a_map_is_halfway_along_it() -> None:
    # 600 m east and 200 m north: halfway is after 400 m, and its centroid lies beside the line.
    line = shapely.LineString([(0, 0), (600, 0), (600, 200)])
    layer = BaseLayer("plekken", "point", "site", None, "", np.array([line]), ("Loop",))
    assert [piece.shape.coords[0] for piece in layer.pieces()] == [(400.0, 0.0)]
