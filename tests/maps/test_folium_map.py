from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING, Any

import folium
import numpy as np
import pytest

from attacks import FILLED_IN
from conftest import CHECKOUT
from found_shapes import FOUND, hostile
from hotspots.access.workspace import open_workspace
from hotspots.analysis.analyse import analyse
from hotspots.analysis.question import Selection
from hotspots.maps.choropleth import context_spec, map_spec
from hotspots.maps.folium_map import folium_map, standalone_html, write_html
from hotspots.maps.spec import Legend, Points
from hotspots.settings import Home
from visitor import await_true

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from hotspots.access.workspace import Workspace
    from hotspots.maps.spec import MapSpec

#: What a browser fetches by itself. The code of Leaflet holds a link, that nobody is shown.
ADDRESS = re.compile(r"""(?:\bsrc\s*=|\burl\(|@import)\s*["']?\s*(?:https?:)?//|<link""")


def test_it_is_a_map_of_folium_that_a_user_can_add_to(spec_of: Callable[[str], MapSpec]) -> None:
    drawn = folium_map(spec_of("count"))
    folium.CircleMarker([51.8, 4.7], tooltip="van mij").add_to(drawn)

    assert isinstance(drawn, folium.Map)
    assert "van mij" in drawn.get_root().render()
    assert "<iframe" in drawn._repr_html_()


@pytest.mark.parametrize("question", ["count", "rate", "cells", "density", "suppressed"])
def test_a_page_names_no_address_to_fetch_from(
    question: str, spec_of: Callable[[str], MapSpec]
) -> None:
    page = standalone_html(spec_of(question))

    assert not ADDRESS.search(page)
    assert "sourceMappingURL" not in page


def test_the_same_spec_gives_the_same_bytes(spec_of: Callable[[str], MapSpec]) -> None:
    spec = spec_of("cells")

    assert standalone_html(spec) == standalone_html(spec)


def test_no_text_from_data_is_in_a_script(hostile_spec: MapSpec) -> None:
    page = standalone_html(hostile_spec)
    scripts = " ".join(re.findall(r"<script>(.*?)</script>", page, flags=re.DOTALL))

    # A script with "PWN" would hold a name; FILLED_IN is what a template would come to.
    assert len(re.findall("<script>", page)) == 3
    assert "PWN" not in scripts
    assert FILLED_IN not in page


def test_more_points_than_2000_are_said_and_not_drawn(spec_of: Callable[[str], MapSpec]) -> None:
    few = _with_points(spec_of("count"), 2000)
    many = _with_points(spec_of("count"), 2001)

    assert _points_in(few) == 2000
    assert _points_in(many) == 0
    assert "het zijn er 2.001, en in dit bestand kunnen er 2.000" in standalone_html(many)
    assert "Losse plaatsen staan niet op deze kaart" not in standalone_html(few)


def test_the_table_has_every_area_with_what_its_tip_says(spec_of: Callable[[str], MapSpec]) -> None:
    page = standalone_html(spec_of("count"))

    for name, line in (("Noord", "4 inbraken"), ("Oost", "2 inbraken"), ("Zuid", "1 inbraak")):
        assert f"<tr><td>{name}</td><td>{line}</td></tr>" in page


@pytest.mark.slow
def test_a_real_municipality_is_one_small_file(tmp_path: Path) -> None:
    workspace = open_workspace(Home(CHECKOUT, tmp_path / "state"), role="analist")
    spec = map_spec(workspace, analyse(workspace, Selection("overlast", level="cells")))

    write_html(spec, tmp_path / "kaart.html")

    assert (tmp_path / "kaart.html").stat().st_size < 1_500_000


@pytest.fixture
def hostile_spec(hostile_town: Workspace) -> MapSpec:
    """Return a map with attacks in every text it has, besides those in the names of areas."""
    attack = "{{77777*99991}}</script><script>window.PWN=1</script>${window.PWN=1}"
    spec = map_spec(hostile_town, analyse(hostile_town, Selection("inbraak")))
    assert spec.areas is not None
    return dataclasses.replace(
        spec,
        title=f"titel {attack}",
        subtitle=f"ondertitel {attack}",
        attribution=f"bron {attack}",
        badge=f"badge {attack}",
        version=f"versie {attack}",
        classes=tuple(
            dataclasses.replace(entry, label=f"klasse {attack}") for entry in spec.classes
        ),
        tips=tuple(f"regel {attack}" for _ in spec.tips),
        legend=Legend(f"legenda {attack}", f"sub {attack}", (f"noot {attack}",)),
        unit=f"eenheid {attack}",
        overlay=hostile(attack),
    )


@pytest.mark.browser
def test_hostile_names_are_shown_as_they_are_and_run_nothing(
    chromium: Browser, hostile_spec: MapSpec, tmp_path: Path
) -> None:
    page, requests = _open(chromium, hostile_spec, tmp_path)

    page.get_by_text("Dezelfde cijfers").click()
    page.locator("details").first.locator("summary").click()
    shown = page.locator("body").inner_text()
    page.mouse.move(*_middle_of_an_area(page))
    tooltip = page.locator(".hs-tooltip").inner_text()

    attack = "{{77777*99991}}</script><script>window.PWN=1</script>${window.PWN=1}"
    for word in ("titel", "ondertitel", "bron", "badge", "versie", "klasse", "regel", "noot",
                 "vondst", "vondstnoot", "toelichting"):  # fmt: skip
        assert f"{word} {attack}" in shown
    assert "<script>window.PWN=1</script>" in shown
    assert f"regel {attack}" in tooltip
    assert page.locator(".hs-tag").all_inner_texts() == [f"0{attack}", f"1{attack}"]
    assert FILLED_IN not in page.content()
    assert page.evaluate("window.PWN") is None
    assert requests == [page.url]


@pytest.mark.browser
def test_a_script_or_image_that_got_in_all_the_same_is_stopped_by_the_page_itself(
    chromium: Browser, spec_of: Callable[[str], MapSpec], tmp_path: Path
) -> None:
    write_html(spec_of("count"), tmp_path / "kaart.html")
    page = (tmp_path / "kaart.html").read_text(encoding="utf-8")
    inside = '<script>window.PWN=1</script><img src="http://127.0.0.1:9/x" onerror="window.PWN=1">'
    (tmp_path / "kaart.html").write_text(page.replace("<footer>", f"<footer>{inside}"))
    opened = chromium.new_page()
    requests: list[str] = []
    opened.on("requestfinished", lambda sent: requests.append(sent.url))

    opened.goto((tmp_path / "kaart.html").as_uri())
    opened.wait_for_selector(".leaflet-container path")
    opened.wait_for_timeout(300)

    assert opened.evaluate("window.PWN") is None
    assert not any("127.0.0.1" in url for url in requests)


@pytest.mark.browser
@pytest.mark.parametrize("question", ["rate", "cells", "density", "suppressed", "nothing"])
def test_a_page_opens_without_errors_and_asks_for_itself_alone(
    question: str, chromium: Browser, spec_of: Callable[[str], MapSpec], tmp_path: Path,
) -> None:  # fmt: skip
    page, requests = _open(chromium, spec_of(question), tmp_path)

    assert requests == [page.url]
    assert page.locator(".leaflet-container path, .leaflet-image-layer").count() > 3
    assert page.locator("html").get_attribute("lang") == "nl"


@pytest.mark.browser
def test_a_layer_of_places_shows_its_marks_and_their_names(
    chromium: Browser, town: Workspace, tmp_path: Path
) -> None:
    spec = context_spec(town, town.layer("haltes"))

    page, _ = _open(chromium, spec, tmp_path)
    page.locator(".leaflet-hs-marks-pane path").hover()

    assert page.locator(".hs-tooltip").inner_text() == "Marktplein"


@pytest.mark.browser
def test_an_outline_adds_to_the_tip_and_leaves_the_area_below_it_its_pointer(
    chromium: Browser, spec_of: Callable[[str], MapSpec], tmp_path: Path
) -> None:
    spec = dataclasses.replace(spec_of("count"), overlay=FOUND)

    page, _ = _open(chromium, spec, tmp_path)
    outlines = page.locator(".leaflet-hs-found-pane path")
    tags = page.locator(".hs-tag")

    # Two casings, then two lines, then a tag at each.
    assert outlines.count() == 4
    assert tags.all_inner_texts() == ["1", "B2"]
    triangle = outlines.nth(3).bounding_box()
    assert triangle is not None
    middle = triangle["x"] + triangle["width"] / 2, triangle["y"] + triangle["height"] / 2
    page.mouse.move(*middle)
    assert page.locator(".hs-tooltip").inner_text().split("\n") == [
        "Oost", "2 inbraken", "B2", "2 inbraken waar 0,4 te verwachten is",
    ]  # fmt: skip
    assert page.locator(".hs-pointed").count() == 1
    # Far left of it, in the same buurt; then outside the town.
    page.mouse.move(triangle["x"] - 30, middle[1])
    assert page.locator(".hs-tooltip").inner_text().split("\n") == ["Oost", "2 inbraken"]
    drawn = page.locator("main").bounding_box()
    assert drawn is not None
    page.mouse.move(drawn["x"] + drawn["width"] - 4, drawn["y"] + 4)
    page.locator(".hs-tooltip").wait_for(state="hidden")


@pytest.mark.browser
def test_zooming_in_and_out_leaves_every_area_whole(
    chromium: Browser, spec_of: Callable[[str], MapSpec], tmp_path: Path
) -> None:
    page, _ = _open(chromium, spec_of("count"), tmp_path)
    areas = page.locator(".leaflet-overlay-pane path")
    before = [areas.nth(at).get_attribute("d") for at in range(areas.count())]

    for label in ("Inzoomen", "Uitzoomen"):
        page.get_by_label(label).click()
        page.wait_for_timeout(600)

    def after() -> list[str | None]:
        return [areas.nth(at).get_attribute("d") for at in range(areas.count())]

    assert len(before) == 4
    await_true(page, lambda: _sizes(after()) == pytest.approx(_sizes(before), abs=2))


@pytest.mark.browser
def test_a_phone_has_the_map_above_the_legend_and_nothing_beside_the_screen(
    chromium: Browser, spec_of: Callable[[str], MapSpec], tmp_path: Path
) -> None:
    page, _ = _open(chromium, spec_of("rate"), tmp_path, width=390)

    drawn = page.locator("main").bounding_box()
    legend = page.locator("aside").bounding_box()
    assert drawn is not None
    assert legend is not None
    assert drawn["y"] + drawn["height"] <= legend["y"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.browser
def test_the_keyboard_passes_the_map_in_a_few_steps(
    chromium: Browser, spec_of: Callable[[str], MapSpec], tmp_path: Path
) -> None:
    page, _ = _open(chromium, spec_of("count"), tmp_path)

    # The map, two buttons to zoom, one for the whole municipality, and the table below it.
    stops = []
    for _ in range(5):
        page.keyboard.press("Tab")
        stops.append(page.evaluate("document.activeElement.tagName"))

    assert sorted(stops) == ["A", "A", "BUTTON", "MAIN", "SUMMARY"]


def _open(
    chromium: Browser, spec: MapSpec, folder: Path, width: int = 1200
) -> tuple[Page, list[str]]:
    """Open a map in a browser and return the page and all it asked for; it may say nothing."""
    path = folder / "kaart.html"
    write_html(spec, path)
    page = chromium.new_page(viewport={"width": width, "height": 800})
    requests: list[str] = []
    complaints: list[str] = []
    page.on(
        "request",
        lambda sent: None if sent.url.startswith("data:") else requests.append(sent.url),
    )
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(path.as_uri())
    page.wait_for_selector(".leaflet-container path")
    page.wait_for_timeout(300)
    assert complaints == []
    return page, requests


def _middle_of_an_area(page: Page) -> tuple[float, float]:
    box = page.locator(".leaflet-overlay-pane path").first.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 3, box["y"] + box["height"] / 3


def _sizes(paths: list[str | None]) -> list[float]:
    """Return width and height of each path, pixels."""
    sizes = []
    for path in paths:
        numbers = np.array(re.findall(r"-?\d+\.?\d*", str(path)), dtype=float).reshape(-1, 2)
        sizes += np.ptp(numbers, axis=0).tolist()
    return sizes


def _with_points(spec: MapSpec, count: int) -> MapSpec:
    points = Points(np.full(count, 100_500.0), np.full(count, 421_500.0))
    return dataclasses.replace(spec, points=points)


def _points_in(spec: MapSpec) -> int:
    shapes: list[dict[str, Any]] = [
        shape["geometry"]
        for layer in folium_map(spec)._children.values()
        if isinstance(layer, folium.GeoJson)
        for shape in layer.data["features"]
    ]
    return sum(len(shape["coordinates"]) for shape in shapes if shape["type"] == "MultiPoint")
