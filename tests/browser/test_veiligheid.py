"""The page `Risico` in a browser: in the dark, on a phone, by keyboard, and by a click."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

import pytest
import shapely

from browser_server import serving
from hotspots.access.importing import import_file
from hotspots.access.workspace import open_workspace
from hotspots.risico import page_words as text
from hotspots.settings import Home
from looked_over import PHONE, faults_of_ours, width_that_scrolls
from risky_town import risky_home
from visitor import MAP

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitor import Visitor, Visitors

LINKS: Final[dict[str, dict[str, str]]] = {
    "spoor": {},
    "water": {},
    "incident": {"ongeval": "BLEVE", "plaats_ongeval": "101000,421500"},
}


@pytest.fixture(scope="module")
def risico(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of the town with a railway and water; tests here only look.

    Two outlines of a register lie half over each other in Haven, where nobody lives.
    """
    folder = tmp_path_factory.mktemp("risico")
    home = risky_home(folder / "town")
    rings = [shapely.box(west, 420_200, west + 400, 420_600) for west in (101_200, 101_400)]
    features = [
        {"type": "Feature", "properties": {"gebied": "pr10_6", "code": str(at)},
         "geometry": shapely.geometry.mapping(ring)}
        for at, ring in enumerate(rings)
    ]  # fmt: skip
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::28992"}}
    path = folder / "rev.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "crs": crs, "features": features}))
    opened = open_workspace(Home(home.root, folder / "state"), role="analist")
    assert import_file(opened, opened.layer("laag_rail_zone"), path).accepted == len(rings)
    with serving(home.root, folder / "state") as address:
        yield address


def open_part(visitor: Visitor, root: str, part: str, **link: str) -> None:
    link = {"deel": text.PARTS[part], **LINKS[part], **link}
    visitor.page.goto(f"{root}risico?{urlencode(link)}")
    visitor.page.locator(f"{MAP}[data-drawn]").first.wait_for()
    visitor.await_quiet()


def test_on_a_phone_in_the_dark_no_part_moves_sideways_and_axe_is_content(
    visitors: Visitors, risico: str
) -> None:
    visitor = visitors.arrive(**PHONE, color_scheme="dark")
    for part in LINKS:
        open_part(visitor, risico, part)
        assert width_that_scrolls(visitor) == 0, part
        assert faults_of_ours(visitor) == [], part


def test_axe_finds_no_fault_of_ours_in_the_light(visitors: Visitors, risico: str) -> None:
    visitor = visitors.arrive(color_scheme="light")
    open_part(visitor, risico, "spoor")
    assert faults_of_ours(visitor) == []
    open_part(visitor, risico, "water", waterkaart=text.WATER_MAPS["depth"])
    assert visitor.page.locator(f"{MAP} img.leaflet-image-layer").count() == 1
    assert faults_of_ours(visitor) == []


def test_a_station_and_a_kind_are_chosen_by_keyboard_alone(visitor: Visitor, risico: str) -> None:
    open_part(visitor, risico, "incident", plaats_ongeval="", ongeval="Plasbrand")
    visitor.page.get_by_role("radio", name="Plasbrand").focus()
    visitor.page.keyboard.press("ArrowRight")
    visitor.page.keyboard.press("Space")
    visitor.await_quiet()
    visitor.page.get_by_role("textbox", name=text.PLACE).focus()
    visitor.page.keyboard.type("Proef Centraal")
    visitor.page.keyboard.press("Enter")
    # The hospital goes first, though the loods is nearer.
    visitor.page.get_by_text("Waarschuw eerst: Ziekenhuis (niet bekend").wait_for()
    assert visitor.link()["plaats_ongeval"] == ["Proef Centraal"]
    assert visitor.link()["ongeval"] == ["BLEVE"]


def test_a_click_on_the_map_is_the_place_of_the_incident(visitor: Visitor, risico: str) -> None:
    open_part(visitor, risico, "incident")
    box = visitor.map.bounding_box()
    assert box is not None
    # Off the middle, where the incident of the link is; the map opens around that.
    visitor.map.click(position={"x": box["width"] * 0.6, "y": box["height"] * 0.5})
    visitor.await_quiet()
    x_rd, y_rd = (int(part) for part in visitor.link()["plaats_ongeval"][0].split(","))
    # East of it by some tens or hundreds of metres, and as far north as it was.
    assert 101_010 < x_rd < 102_000
    assert abs(y_rd - 421_500) < 30


def test_where_two_loaded_zones_overlap_the_map_has_no_hole(visitor: Visitor, risico: str) -> None:
    visitor.page.goto(f"{risico}?{urlencode({'thema': 'Proef', 'laag': 'Laag rail_zone'})}")
    visitor.page.locator(f"{MAP}[data-drawn]").first.wait_for()
    visitor.await_quiet()
    drawn = visitor.page.locator("path.hs-subject")
    assert drawn.count() == 2
    # One path of both, filled by the even-odd rule, would leave out what is in both.
    filled = drawn.evaluate_all(
        """(paths) => {
          const boxes = paths.map((path) => path.getBBox());
          const left = Math.max(...boxes.map((box) => box.x));
          const right = Math.min(...boxes.map((box) => box.x + box.width));
          const middle = new DOMPoint((left + right) / 2, boxes[0].y + boxes[0].height / 2);
          return [left < right, paths.filter((path) => path.isPointInFill(middle)).length];
        }"""
    )
    assert filled == [True, 2]
