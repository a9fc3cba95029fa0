"""Outlines on the live map: seen above the fills, told beside the pointer, and never in its way.

The map is opened by itself, on a page of a few lines whose files Playwright answers: what it is
sent is then exactly the spec of the test.
"""

from __future__ import annotations

import dataclasses
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import numpy as np
import pytest
from PIL import Image

from attacks import FILLED_IN
from found_shapes import FOUND, NOTHING_FOUND, circle, hostile
from hotspots.analysis.analyse import analyse
from hotspots.analysis.question import Selection
from hotspots.maps.base import base_of
from hotspots.maps.choropleth import map_spec
from hotspots.maps.geojson import areas_json, base_json, mask_json
from hotspots.maps.live.payload import payload
from hotspots.maps.live.routes import GEOMETRY_ROUTE
from hotspots.maps.live.scripts import joined_files
from hotspots.maps.spec import Overlay
from visitor import await_true

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, BrowserContext, Page, Route

    from hotspots.access.workspace import Workspace
    from hotspots.maps.spec import MapSpec

ADDRESS = "http://localhost/"
#: What the loader of the component does, and a list of what it was told was clicked.
PAGE = """<!DOCTYPE html><html lang="nl"><meta charset="utf-8"><title>Kaart</title>
<body style="margin:0"><div id="parent"><div class="hotspots-map"></div></div>
<script type="module">
import showMap from "/onderdelen/live_map.all.js";
window.clicks = [];
const parentElement = document.getElementById("parent");
window.show = (data) => showMap({
  data, parentElement, setTriggerValue: (name, value) => window.clicks.push(value),
});
window.show(await (await fetch("/gegevens.json")).json());
</script></body></html>"""
AXE = Path(__file__).parent / "vendor" / "axe-core" / "axe.min.js"
KINDS = {".js": "text/javascript", ".css": "text/css"}


@dataclasses.dataclass
class LiveMap:
    """A map in a browser, and what its page complained of."""

    page: Page
    workspace: Workspace
    faults: list[str]

    def show(self, spec: MapSpec) -> None:
        """Send other data to the map, as a filter does."""
        drawn = self.drawn()
        self.page.evaluate("(data) => window.show(data)", sent(spec))
        self.page.wait_for_selector(f'.hotspots-map[data-drawn="{drawn + 1}"]')

    def drawn(self) -> int:
        return int(self.page.locator(".hotspots-map").get_attribute("data-drawn") or 0)

    def tags(self) -> list[str]:
        """Return the labels that are to be seen on the map; those that were taken away fade."""
        seen: list[str] = self.page.evaluate(
            "[...document.querySelectorAll('.hs-tag')]"
            ".filter((tag) => tag.style.visibility !== 'hidden' && tag.style.opacity !== '0')"
            ".map((tag) => tag.textContent)"
        )
        return seen

    def point_beside_tag(self, label: str) -> tuple[float, float]:
        """Point at an outline, just below and left of its tag; return where that is."""
        box = self.page.locator(".hs-tag").get_by_text(label, exact=True).bounding_box()
        assert box is not None
        place = box["x"] - 2, box["y"] + box["height"] + 2
        self.page.mouse.move(*place)
        self.page.locator(".hs-tooltip").wait_for(state="visible")
        return place

    def tooltip(self) -> list[str]:
        return self.page.locator(".hs-tooltip").inner_text().split("\n")


def sent(spec: MapSpec) -> dict[str, Any]:
    return payload(spec, root="/", name="kaart")


def geometry(workspace: Workspace, name: str) -> bytes:
    kind, _, subject = name.partition("-")
    if kind == "basis":
        return base_json(base_of(workspace))
    if kind == "masker":
        return mask_json(workspace.library.masks[subject].geometry)
    return areas_json(workspace.geography.level(name))


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    opened = chromium.new_context(viewport={"width": 1200, "height": 700})
    yield opened
    opened.close()


@pytest.fixture
def open_map(context: BrowserContext, town: Workspace) -> Iterator[Callable[[MapSpec], LiveMap]]:
    """Return what opens a map; it may have nothing to complain of."""
    faults: list[str] = []

    def opened(spec: MapSpec) -> LiveMap:
        page = context.new_page()
        page.on("console", lambda message: faults.append(message.text))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.route("**/*", lambda route: answer(route, spec, town))
        page.goto(ADDRESS)
        page.wait_for_selector(".hotspots-map[data-drawn]")
        page.locator(".hs-legend").wait_for()
        return LiveMap(page, town, faults)

    yield opened
    assert faults == []


def answer(route: Route, spec: MapSpec, workspace: Workspace) -> None:
    path = urlsplit(route.request.url).path.removeprefix("/")
    if path == "":
        route.fulfill(body=PAGE, content_type="text/html")
    elif path == "gegevens.json":
        route.fulfill(body=json.dumps(sent(spec)), content_type="application/json")
    elif path.startswith("onderdelen/"):
        file = path.removeprefix("onderdelen/")
        route.fulfill(body=joined_files()[file], content_type=KINDS[Path(file).suffix])
    elif path.startswith(GEOMETRY_ROUTE):
        name = path.rpartition("/")[2].removesuffix(".json")
        route.fulfill(body=geometry(workspace, name), content_type="application/json")
    else:
        route.fulfill(status=404)


@pytest.fixture
def spec_with(town: Workspace) -> Callable[..., MapSpec]:
    """Return what puts outlines on a map of the town."""

    def make(overlay: Overlay | None, level: str = "buurten") -> MapSpec:
        spec = map_spec(town, analyse(town, Selection("inbraak", level=level)))
        return dataclasses.replace(spec, overlay=overlay)

    return make


def test_outlines_have_their_tags_and_an_entry_in_the_legend(
    open_map: Callable[[MapSpec], LiveMap], spec_with: Callable[..., MapSpec]
) -> None:
    opened = open_map(spec_with(FOUND))
    legend = opened.page.locator(".hs-legend")

    assert opened.tags() == ["1", "B2"]
    assert legend.locator(".hs-legend-overlay").inner_text() == "Clusters (2)"
    assert "Straal hooguit 500 m." in legend.inner_text()
    # The entry stands after the classes and before the notes.
    words = legend.inner_text()
    last_class = legend.locator(".hs-legend-row:not(.hs-legend-overlay)").last.inner_text()
    assert words.index(last_class) < words.index("Clusters (2)")
    assert words.index("Clusters (2)") < words.index("Getoetst: 400 cellen.")


@pytest.mark.parametrize("level", ["buurten", "cells"])
def test_pointing_at_an_outline_adds_its_words_and_a_click_goes_to_what_lies_below(
    level: str, open_map: Callable[[MapSpec], LiveMap], spec_with: Callable[..., MapSpec]
) -> None:
    # A cell of 100 m with three incidents lies at (100.000, 421.000); around it, a circle.
    overlay = Overlay("Zones", (), (circle(100_050, 421_050, 40, "7"),))
    opened = open_map(spec_with(overlay, level))

    place = opened.point_beside_tag("7")
    below = {"buurten": ["Noord", "4 inbraken"], "cells": ["3 inbraken · cel van 100 m"]}[level]
    assert opened.tooltip() == [*below, "7", "Zone 7, straal 40 m"]
    opened.page.mouse.click(*place)
    (click,) = opened.page.evaluate("window.clicks")
    expected = {
        "buurten": {"kind": "area", "code": "BU99990100"},
        "cells": {"kind": "cell", "col": 1000, "row": 4210, "size_m": 100},
    }[level]
    assert click == expected | {"n": click["n"]}
    # Elsewhere in Noord nothing is added.
    opened.page.mouse.move(place[0] + 60, place[1] - 60)
    opened.page.locator(".hs-tooltip:not([hidden])", has_text="Zone 7").wait_for(state="detached")


def test_a_filter_takes_outlines_away_and_brings_others(
    open_map: Callable[[MapSpec], LiveMap], spec_with: Callable[..., MapSpec]
) -> None:
    opened = open_map(spec_with(FOUND))
    entry = opened.page.locator(".hs-legend-overlay")
    with_outlines = picture(opened.page)

    opened.show(spec_with(NOTHING_FOUND))
    assert opened.tags() == []
    assert entry.inner_text() == "Clusters: niets gevonden"
    without = picture(opened.page)
    opened.show(spec_with(None))
    assert entry.count() == 0
    assert np.array_equal(picture(opened.page), without)
    opened.show(spec_with(FOUND))
    assert opened.tags() == ["1", "B2"]
    assert np.array_equal(picture(opened.page), with_outlines)
    assert not np.array_equal(with_outlines, without)


def test_an_outline_is_dark_beside_light_where_the_spec_has_it(
    open_map: Callable[[MapSpec], LiveMap], spec_with: Callable[..., MapSpec]
) -> None:
    opened = open_map(spec_with(FOUND))
    tag = opened.page.locator(".hs-tag").first.bounding_box()
    assert tag is not None

    # The tag begins above the right side of the block, over which a row of pixels is read: Noord
    # has the darkest class, the line is darker, and beside it on both sides it is light.
    row = luminance(opened.page, round(tag["y"] + tag["height"] + 12))
    right = round(tag["x"])
    across = row[right - 8 : right + 9]
    line = int(across.argmin())
    assert abs(line - 8) <= 1
    assert across[line] < across[0] < 60
    assert across[line - 3 : line].max() > 150
    assert across[line + 1 : line + 4].max() > 150


def test_zooming_out_keeps_tags_apart_and_in_brings_them_back(
    open_map: Callable[[MapSpec], LiveMap], spec_with: Callable[..., MapSpec]
) -> None:
    zones = tuple(
        circle(100_500 + 15 * (at % 6), 421_500 + 15 * (at // 6), 10, str(at + 1))
        for at in range(36)
    )
    opened = open_map(spec_with(Overlay("Zones", (), zones)))
    few = opened.tags()
    boxes = opened.page.evaluate(
        "[...document.querySelectorAll('.hs-tag')].filter((t) => t.style.visibility !== 'hidden')"
        ".map((t) => t.getBoundingClientRect()).map((b) => [b.left, b.top, b.right, b.bottom])"
    )
    assert 1 < len(few) < 36
    assert few[0] == "1"
    # The browser rounds places to pixels, so boxes that touch may share one.
    assert not any(
        one[0] + 1.1 < other[2] and other[0] + 1.1 < one[2] and one[1] + 1.1 < other[3]
        and other[1] + 1.1 < one[3]
        for at, one in enumerate(boxes) for other in boxes[at + 1 :]
    )  # fmt: skip
    box = opened.page.locator(".hs-tag").first.bounding_box()
    assert box is not None
    opened.page.mouse.move(box["x"], box["y"] + box["height"])
    for _ in range(6):
        opened.page.mouse.wheel(0, -240)
        opened.page.wait_for_timeout(400)
    await_true(opened.page, lambda: len(opened.tags()) > len(few))


def test_axe_finds_no_fault_on_a_map_with_outlines(
    open_map: Callable[[MapSpec], LiveMap], spec_with: Callable[..., MapSpec]
) -> None:
    opened = open_map(spec_with(FOUND))
    opened.point_beside_tag("1")

    opened.page.evaluate(AXE.read_text(encoding="utf-8"))
    found = opened.page.evaluate(
        "axe.run('.hotspots-map', {resultTypes: ['violations']})"
        ".then((told) => told.violations.map((fault) => fault.id))"
    )

    assert found == []


def test_hostile_words_are_shown_and_run_nothing(
    open_map: Callable[[MapSpec], LiveMap], spec_with: Callable[..., MapSpec]
) -> None:
    attack = "<img src=x onerror=window.PWN=1>{{77777*99991}}</script><script>window.PWN=1</script>"
    opened = open_map(spec_with(hostile(attack)))
    page = opened.page

    assert opened.tags() == [f"0{attack}", f"1{attack}"]
    assert f"vondst {attack} (2)" in page.locator(".hs-legend").inner_text()
    assert f"vondstnoot {attack}" in page.locator(".hs-legend").inner_text()
    opened.point_beside_tag(f"0{attack}")
    told = page.locator(".hs-tooltip").inner_text()
    assert f"toelichting {attack}" in told
    assert page.evaluate("[typeof window.PWN, document.querySelectorAll('img').length]") == [
        "undefined", 0,
    ]  # fmt: skip
    assert FILLED_IN not in page.content()


def picture(page: Page) -> np.ndarray:
    """Return the map without its legend, as numbers."""
    page.mouse.move(1, 1)
    page.wait_for_timeout(150)
    hidden = ".hs-legend, .hs-tooltip { visibility: hidden !important; }"
    png = page.locator(".hotspots-map").screenshot(style=hidden)
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"))


def luminance(page: Page, y: int) -> np.ndarray:
    """Return a row of pixels of the page, 0 black to 255 white."""
    png = page.screenshot()
    return np.asarray(Image.open(io.BytesIO(png)).convert("L"))[y].astype(int)


def test_an_outline_without_a_label_has_no_tag_and_still_says_what_it_is(
    open_map: Callable[[MapSpec], LiveMap], spec_with: Callable[..., MapSpec]
) -> None:
    tagged = circle(100_050, 421_050, 40, "7")
    bare = dataclasses.replace(tagged, label="", tip="Wei: vlak van 5.000 m²")
    opened = open_map(spec_with(Overlay("Zones", (), (tagged, bare)), "cells"))

    assert opened.tags() == ["7"]
    opened.point_beside_tag("7")
    assert opened.tooltip()[1:] == ["7", "Zone 7, straal 40 m", "Wei: vlak van 5.000 m²"]
