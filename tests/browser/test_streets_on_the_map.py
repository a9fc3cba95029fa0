"""Streets on the live map: fetched from close by and once, drawn under the outlines, with names."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from hostile_town import IMAGE
from hotspots.access.workspace import open_workspace
from hotspots.analysis.analyse import analyse
from hotspots.analysis.question import Selection
from hotspots.maps.base import base_of
from hotspots.maps.choropleth import map_spec
from hotspots.maps.geojson import areas_json, base_json, mask_json
from hotspots.maps.live.payload import payload
from hotspots.maps.live.routes import GEOMETRY_ROUTE
from hotspots.maps.live.scripts import joined_files
from hotspots.maps.page_html import standalone_html
from hotspots.maps.streets import street_file
from street_town import with_streets
from town import tiny_home
from visitor import await_true

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page, Route

    from hotspots.access.workspace import Workspace
    from hotspots.maps.spec import MapSpec

PAGE = """<!DOCTYPE html><html lang="nl"><meta charset="utf-8"><title>Kaart</title>
<body style="margin:0"><div id="parent"><div class="hotspots-map"></div></div>
<script type="module">
import showMap from "/onderdelen/live_map.all.js";
const parentElement = document.getElementById("parent");
showMap({
  data: await (await fetch("/gegevens.json")).json(), parentElement, setTriggerValue() {},
});
</script></body></html>"""
KINDS = {".js": "text/javascript", ".css": "text/css"}
#: How many pixels of the streets are drawn on.
INKED = """() => {
  const canvas = document.querySelector(".leaflet-hs-roads-pane canvas");
  if (!canvas) return 0;
  const copy = new OffscreenCanvas(canvas.width, canvas.height);
  const ctx = copy.getContext("2d", { willReadFrequently: true });
  ctx.drawImage(canvas, 0, 0);
  const { data } = ctx.getImageData(0, 0, canvas.width, canvas.height);
  return data.filter((value, i) => i % 4 === 3 && value > 0).length;
}"""


@pytest.fixture(scope="module")
def streets(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    home = with_streets(tiny_home(tmp_path_factory.mktemp("straten") / "town"))
    return open_workspace(home, role="analist")


@pytest.fixture
def spec(streets: Workspace) -> MapSpec:
    return map_spec(streets, analyse(streets, Selection("inbraak", level="cells", cell_m=100)))


def geometry(workspace: Workspace, name: str) -> bytes | None:
    if name == "basis":
        return base_json(base_of(workspace))
    if name.startswith("masker-"):
        return mask_json(workspace.library.masks[name.removeprefix("masker-")].geometry)
    if name == "wijken":
        return areas_json(workspace.geography.wijken)
    return street_file(workspace.naming, name)


@pytest.fixture
def open_map(
    chromium: Browser, streets: Workspace, spec: MapSpec
) -> Iterator[Callable[..., tuple[Page, list[str]]]]:
    """Return what opens the map of cells, and a list of the geometry that it asked for."""
    faults: list[str] = []
    contexts = []

    def opened(*, width: int = 1200, dark: bool = False) -> tuple[Page, list[str]]:
        asked: list[str] = []
        scheme = "dark" if dark else "light"
        context = chromium.new_context(
            viewport={"width": width, "height": 700}, color_scheme=scheme
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: faults.append(message.text))
        page.on("pageerror", lambda error: faults.append(str(error)))

        def answer(route: Route) -> None:
            path = urlsplit(route.request.url).path.removeprefix("/")
            if path == "":
                route.fulfill(body=PAGE, content_type="text/html")
            elif path == "gegevens.json":
                sent = payload(spec, root="/", name="kaart")
                route.fulfill(body=json.dumps(sent), content_type="application/json")
            elif path.startswith("onderdelen/"):
                file = path.removeprefix("onderdelen/")
                route.fulfill(body=joined_files()[file], content_type=KINDS[Path(file).suffix])
            elif path.startswith(GEOMETRY_ROUTE):
                name = path.rpartition("/")[2].removesuffix(".json")
                asked.append(name.partition("~")[0])
                body = geometry(streets, name)
                assert body is not None
                route.fulfill(body=body, content_type="application/json")
            else:
                route.fulfill(status=404)

        page.route("**/*", answer)
        page.goto("http://localhost/")
        page.wait_for_selector(".hotspots-map[data-drawn]")
        return page, asked

    yield opened
    for context in contexts:
        context.close()
    assert faults == []


def zoom_of(page: Page) -> float:
    return float((page.locator(".hotspots-map").get_attribute("data-view") or ",,0").split(",")[2])


def zoom_in(page: Page) -> None:
    before = zoom_of(page)
    page.get_by_role("button", name="Inzoomen").click()
    await_true(page, lambda: zoom_of(page) > before)


def test_lines_are_fetched_from_close_by_and_once(
    open_map: Callable[..., tuple[Page, list[str]]],
) -> None:
    # The town of 2 km is 320 pixels wide at level 13,5.
    page, asked = open_map(width=320)
    assert zoom_of(page) < 14
    assert "straten" not in asked
    assert asked.count("celnamen-100") == 1
    assert page.evaluate(INKED) == 0
    zoom_in(page)
    await_true(page, lambda: page.evaluate(INKED) > 0)
    zoom_in(page)
    await_true(page, lambda: page.evaluate(INKED) > 0)
    assert asked.count("straten") == 1


def test_streets_lie_under_the_outlines_of_areas_and_above_their_colours(
    open_map: Callable[..., tuple[Page, list[str]]],
) -> None:
    page, _ = open_map()
    level = "(name) => +getComputedStyle(document.querySelector(`.leaflet-${name}-pane`)).zIndex"
    panes = ["hs-cells", "hs-areas", "hs-water", "hs-roads", "hs-lines"]
    levels = [page.evaluate(level, name) for name in panes]
    assert levels == sorted(levels)


#: Where on the screen cells are drawn, every 24 pixels: a cell is 36 wide.
SPOTS_IN_CELLS = """() => {
  const spots = [];
  for (const canvas of document.querySelectorAll(".leaflet-hs-cells-pane canvas")) {
    const map = document.querySelector(".hotspots-map").getBoundingClientRect();
    const box = canvas.getBoundingClientRect(), { width, height } = canvas;
    const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
    for (let x = Math.max(box.left, map.left); x < Math.min(box.right, map.right); x += 24)
      for (let y = Math.max(box.top, map.top); y < Math.min(box.bottom, map.bottom); y += 24) {
        const [right, down] = [(x - box.left) / box.width, (y - box.top) / box.height];
        const at = Math.floor(down * height) * width + Math.floor(right * width);
        if (data[4 * at + 3]) spots.push([x, y]);
      }
  }
  return spots;
}"""


def test_pointing_at_a_cell_says_its_street_as_text(
    open_map: Callable[..., tuple[Page, list[str]]],
) -> None:
    page, _ = open_map()
    tooltip = page.locator(".hs-tooltip")
    spots = page.evaluate(SPOTS_IN_CELLS)
    assert spots
    named, found = {"Dorpsstraat, bij Noord", f"{IMAGE}, bij Oost"}, set()
    for x, y in spots:
        page.mouse.move(x, y)
        if tooltip.is_visible():
            found.add(tooltip.inner_text().split("\n")[0])
        if named <= found:
            break
    assert named <= found
    assert page.evaluate("window.PWN") is None


#: Keeps what is written on any canvas from then on.
LISTEN = """() => {
  window.written = [];
  const own = CanvasRenderingContext2D.prototype.fillText;
  CanvasRenderingContext2D.prototype.fillText = function (text, ...rest) {
    window.written.push(text);
    return own.call(this, text, ...rest);
  };
}"""


def test_names_of_streets_stand_on_the_map_at_the_closest_levels(
    open_map: Callable[..., tuple[Page, list[str]]],
) -> None:
    page, _ = open_map()
    page.evaluate(LISTEN)
    zoom_in(page)
    await_true(page, lambda: "Dorpsstraat" in page.evaluate("window.written"))
    # At the closest level the map is dragged some 600 m to the south-west, where none was placed.
    for _ in range(3):
        zoom_in(page)
    page.evaluate("window.written.length = 0")
    for _ in range(12):
        page.mouse.move(300, 500)
        page.mouse.down()
        page.mouse.move(700, 130, steps=4)
        page.mouse.up()
        page.wait_for_timeout(300)
        if "Dorpsstraat" in page.evaluate("window.written"):
            break
    assert "Dorpsstraat" in page.evaluate("window.written")


def test_a_background_has_streets_of_its_own(
    open_map: Callable[..., tuple[Page, list[str]]],
) -> None:
    page, _ = open_map()
    page.evaluate(LISTEN)
    zoom_in(page)
    await_true(page, lambda: "Dorpsstraat" in page.evaluate("window.written"))
    page.locator(".hotspots-map").evaluate(
        "(root) => { root.classList.add('hs-with-tiles'); window.written.length = 0; }"
    )
    # All that is on canvas is drawn anew.
    page.set_viewport_size({"width": 1_100, "height": 700})
    await_true(page, lambda: "Boven" in page.evaluate("window.written"))
    assert "Dorpsstraat" not in page.evaluate("window.written")
    expect(page.locator(".leaflet-hs-roads-pane")).to_be_hidden()


def test_a_file_draws_its_streets_without_asking_anybody(chromium: Browser, spec: MapSpec) -> None:
    context = chromium.new_context(viewport={"width": 1200, "height": 700}, offline=True)
    page = context.new_page()
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.set_content(standalone_html(spec))
    page.wait_for_selector(".hotspots-map[data-drawn]")
    expect(page.get_by_role("button", name="Inzoomen")).to_be_visible()
    page.get_by_role("button", name="Inzoomen").click()
    await_true(page, lambda: page.evaluate(INKED) > 0)
    context.close()
    assert faults == []
