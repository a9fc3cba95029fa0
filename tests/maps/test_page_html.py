from __future__ import annotations

import dataclasses
import json
import re
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from attacks import FILLED_IN
from conftest import CHECKOUT
from found_shapes import FOUND, hostile
from hotspots.access.workspace import open_workspace
from hotspots.analysis.analyse import analyse
from hotspots.analysis.question import Selection
from hotspots.maps import area_tiles
from hotspots.maps.choropleth import context_spec, map_spec
from hotspots.maps.page_html import as_data, standalone_html, write_html
from hotspots.maps.spec import Legend, Points
from hotspots.maps.visible import visible
from hotspots.settings import Home
from map_file import data_in, open_file
from visitor import await_true

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from hotspots.access.workspace import Workspace
    from hotspots.maps.spec import MapSpec

#: What a browser fetches by itself. The code of Leaflet holds a link, that nobody is shown.
ADDRESS = re.compile(r"""(?:\bsrc\s*=|\burl\(|@import)\s*["']?\s*(?:https?:)?//|<link""")


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
    [script] = re.findall(r"<script>(.*?)</script>", page, flags=re.DOTALL)

    # A script with "PWN" would hold a name; FILLED_IN is what a template would come to.
    assert len(re.findall("<script", page)) == 2
    assert "PWN" not in script
    assert FILLED_IN not in page


def test_borders_of_many_areas_are_simplified_and_the_file_says_how_far(
    dordrecht: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = map_spec(dordrecht, analyse(dordrecht, Selection("woninginbraak", level="buurten")))
    assert "vereenvoudigd" not in standalone_html(spec)
    whole = _corners_in(spec)
    monkeypatch.setattr(area_tiles, "MOST_CORNERS", 0)
    monkeypatch.setattr(area_tiles, "_IN_A_FILE", 0)
    assert "hoeken van minder dan ongeveer 250 bij 250 m zijn weggelaten" in standalone_html(spec)
    held = data_in(spec)
    assert held["data"]["legend"]["notes"][-1].startswith("De grenzen in dit bestand zijn vereen")
    assert _corners_in(spec) < whole


def _corners_in(spec: MapSpec) -> int:
    """Count the corners of the areas in a page."""
    held = data_in(spec)
    areas = held["files"][held["data"]["areas"]["url"]]
    return sum(len(ring) for area in areas for rings in area["polygons"] for ring in rings)


def test_more_points_than_2000_are_said_and_not_drawn(spec_of: Callable[[str], MapSpec]) -> None:
    few, many = (data_in(_with_points(spec_of("count"), count))["data"] for count in (2000, 2001))

    # Two bytes for the x of each, in base64 four signs for three bytes.
    assert len(few["points"]["x"]) == pytest.approx(2000 * 2 * 4 / 3, abs=4)
    assert (many["points"], many["clusters"]) == (None, None)
    said = "het zijn er 2.001, en in dit bestand kunnen er 2.000"
    assert any(said in note for note in many["legend"]["notes"])
    assert not any("Losse plaatsen" in note for note in few["legend"]["notes"])


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
    page, requests = open_file(chromium, hostile_spec, tmp_path)

    page.get_by_text("Dezelfde cijfers").click()
    page.locator("details").first.locator("summary").click()
    shown = page.locator("body").inner_text()
    page.mouse.move(*_middle_of_an_area(page))
    page.locator(".hs-tooltip").wait_for()
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
    opened.wait_for_selector(".hotspots-map[data-drawn]")
    opened.wait_for_timeout(300)

    assert opened.evaluate("window.PWN") is None
    assert not any("127.0.0.1" in url for url in requests)


@pytest.mark.browser
@pytest.mark.parametrize("question", ["rate", "cells", "density", "suppressed", "nothing"])
def test_a_page_opens_without_errors_and_asks_for_itself_alone(
    question: str, chromium: Browser, spec_of: Callable[[str], MapSpec], tmp_path: Path,
) -> None:  # fmt: skip
    page, requests = open_file(chromium, spec_of(question), tmp_path)

    assert requests == [page.url]
    assert page.locator(".leaflet-container path, .leaflet-image-layer").count() > 3
    assert page.locator("html").get_attribute("lang") == "nl"


@pytest.mark.browser
def test_a_layer_of_places_shows_its_marks_and_their_names(
    chromium: Browser, town: Workspace, tmp_path: Path
) -> None:
    spec = context_spec(town, town.layer("haltes"))

    page, _ = open_file(chromium, spec, tmp_path)
    mark = page.locator("path.hs-site").bounding_box()
    assert mark is not None
    page.mouse.move(mark["x"] + mark["width"] / 2, mark["y"] + mark["height"] / 2)
    page.locator(".hs-tooltip").wait_for()

    assert page.locator(".hs-tooltip").inner_text() == "Marktplein"


@pytest.mark.browser
def test_an_outline_adds_to_the_tip_and_leaves_the_area_below_it_its_pointer(
    chromium: Browser, spec_of: Callable[[str], MapSpec], tmp_path: Path
) -> None:
    spec = dataclasses.replace(spec_of("count"), overlay=FOUND)

    page, _ = open_file(chromium, spec, tmp_path)
    assert page.locator(".hs-tag").all_inner_texts() == ["1", "B2"]
    # The tag stands at the north-east of the triangle in Oost, and Oost goes on to the left.
    tag = page.locator(".hs-tag").nth(1).bounding_box()
    assert tag is not None
    page.mouse.move(tag["x"] + tag["width"] / 2, tag["y"] + tag["height"] / 2)
    await_true(page, lambda: _tooltip(page) == [
        "Oost", "2 inbraken", "B2", "2 inbraken waar 0,4 te verwachten is",
    ])  # fmt: skip
    hovered = page.locator("path.hs-hovered").get_attribute("d")
    assert hovered is not None
    assert len(hovered) > len("M0 0")
    # Far left of it, in the same buurt; then outside the town.
    page.mouse.move(tag["x"] - 90, tag["y"] + tag["height"] / 2)
    await_true(page, lambda: _tooltip(page) == ["Oost", "2 inbraken"])
    drawn = page.locator(".hotspots-map").bounding_box()
    assert drawn is not None
    page.mouse.move(drawn["x"] + drawn["width"] - 4, drawn["y"] + 4)
    page.locator(".hs-tooltip").wait_for(state="hidden")


@pytest.mark.browser
def test_zooming_in_and_out_leaves_every_area_whole(
    chromium: Browser, spec_of: Callable[[str], MapSpec], tmp_path: Path
) -> None:
    page, _ = open_file(chromium, spec_of("count"), tmp_path)
    areas = page.locator("path.hs-area")
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
    page, _ = open_file(chromium, spec_of("rate"), tmp_path, width=390)

    drawn = page.locator(".hotspots-map").bounding_box()
    legend = page.locator(".hs-legend").bounding_box()
    assert drawn is not None
    assert legend is not None
    assert drawn["y"] + drawn["height"] <= legend["y"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.browser
def test_a_wide_table_in_what_stands_above_the_map_moves_by_itself_on_a_phone(
    chromium: Browser, spec_of: Callable[[str], MapSpec], tmp_path: Path
) -> None:
    row = "<td>Gifwolk</td>" * 40
    story = (
        '<section class="hs-story"><p>Een zin.</p><details open><summary>Zones</summary>'
        f"<div><table><tr>{row}</tr></table></div></details></section>"
    )
    path = tmp_path / "sheet.html"
    path.write_text(standalone_html(spec_of("rate"), story), encoding="utf-8")
    page = chromium.new_page(viewport={"width": 390, "height": 844})
    page.goto(path.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    box = page.locator(".hs-story details div")
    assert box.evaluate("(it) => it.scrollWidth > it.clientWidth")
    page.close()


@pytest.mark.browser
def test_the_keyboard_passes_the_map_in_a_few_steps(
    chromium: Browser, spec_of: Callable[[str], MapSpec], tmp_path: Path
) -> None:
    page, _ = open_file(chromium, spec_of("count"), tmp_path)

    # Past the map in one press, or: the map, two buttons to zoom, one for the whole municipality,
    # the legend that folds, and the table below it.
    stops = []
    for _ in range(7):
        page.keyboard.press("Tab")
        stops.append(
            page.evaluate("document.activeElement.className || document.activeElement.tagName")
        )

    assert stops[0] == "hs-skip"
    assert stops[1].startswith("hotspots-map")
    assert ["zoom" in stop for stop in stops[2:4]] == [True, True]
    assert stops[4:] == ["hs-fit leaflet-control", "hs-legend-button", "SUMMARY"]


@pytest.mark.browser
def test_what_needs_a_server_is_not_offered(
    chromium: Browser, spec_of: Callable[[str], MapSpec], tmp_path: Path
) -> None:
    page, _ = open_file(chromium, spec_of("count"), tmp_path)

    shown = [button for button in page.locator("main button").all() if button.is_visible()]

    # The link to skip the map has a place of its own, off the screen until it has the focus.
    names = [button.get_attribute("class") for button in shown]
    assert names == ["hs-skip", "hs-fit leaflet-control", "hs-legend-button"]


@pytest.mark.browser
def test_who_runs_no_scripts_reads_why_and_what_to_bear_in_mind(
    chromium: Browser, spec_of: Callable[[str], MapSpec], tmp_path: Path
) -> None:
    write_html(spec_of("count"), tmp_path / "kaart.html")
    page = chromium.new_page(java_script_enabled=False)

    page.goto((tmp_path / "kaart.html").as_uri())

    shown = page.locator("body").inner_text()
    assert "omdat dit programma geen scripts uitvoert" in shown
    assert "Geregistreerd is niet hetzelfde als gebeurd" in shown
    assert "Synthetische gegevens" in shown
    assert "Dezelfde cijfers als tabel" in shown


@pytest.mark.browser
def test_a_dark_screen_gets_a_dark_map_and_paper_a_light_one(
    chromium: Browser, spec_of: Callable[[str], MapSpec], tmp_path: Path
) -> None:
    page, _ = open_file(chromium, spec_of("cells"), tmp_path, dark=True)
    theme = "document.querySelector('.hotspots-map').dataset.theme"
    page.evaluate(
        "window.printed = []; matchMedia('print').addEventListener('change',"
        f" (event) => window.printed.push([event.matches, {theme}]))"
    )

    assert page.evaluate(theme) == "dark"
    page.pdf(path=tmp_path / "kaart.pdf")
    assert page.evaluate("window.printed") == [[True, "light"], [False, "dark"]]


@given(st.text(), st.text(alphabet='<>&/script!-\u2028\u2029"\\\u0085 '))
def test_no_text_can_end_the_data_of_a_page_and_all_of_it_comes_back(one: str, two: str) -> None:
    written = as_data({"een": [one, {"twee": two}], "lang": "x" * 2000})

    assert not set(written) & set("<>&")
    assert written.isascii()
    assert json.loads(written) == {
        "een": [visible(one, len(one)), {"twee": visible(two, len(two))}], "lang": "x" * 2000,
    }  # fmt: skip


def _middle_of_an_area(page: Page) -> tuple[float, float]:
    box = page.locator("path.hs-area").first.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 3, box["y"] + box["height"] / 3


def _tooltip(page: Page) -> list[str]:
    return page.locator(".hs-tooltip").inner_text().split("\n")


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
