"""A phone in the street, a keyboard, a screen reader."""

from __future__ import annotations

import hashlib
import tomllib
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import pytest

from browser_server import serving
from hotspots import registry
from hotspots.app.data_words import NO_IMPORT
from hotspots.maps.live.words import ON_THE_MAP
from looked_over import PHONE, VENDOR, faults_of_ours, width_that_scrolls
from town import tiny_home
from visitor import await_true

if TYPE_CHECKING:
    from pathlib import Path

    from visitor import Visitor, Visitors

#: Every page that an analyst has; the wijkbeeld of a place, for without one it is a list to choose.
PAGES: Final = tuple(
    {"kaart": "", "wijkbeeld": "wijkbeeld?plek=BU05050200"}.get(page.key, page.key)
    for page in registry.PAGES
)
#: A phone, a tablet, a laptop and a wide screen; and that laptop at 200 %.
SIZES: Final = ((2560, 1440), (1440, 900), (768, 1024), (720, 450), (390, 844))
LOOKED_AT: Final = (2560, 1440, 768, 390)
#: The parts of the menu and the button of the filters that the role lies on, and the lowest thing
#: on the page, scrolled to its end, against the highest thing that stays in its place below it.
_COVERED: Final = """() => {
  const shown = (found) => [...document.querySelectorAll(found)].filter(
    (one) => one.checkVisibility({ visibilityProperty: true })
      && one.getBoundingClientRect().height > 0);
  const box = (one) => one.getBoundingClientRect();
  const role = box(document.querySelector(".st-key-wie button"));
  const named = shown(`[data-testid=stTopNavLink], [data-testid=stTopNavSection], .filterknop,
    [data-testid=stMainMenuButton], .rc-overflow-item-rest`);
  const under = named.filter((one) => {
    const { left, right, top, bottom } = box(one);
    return left < role.right && role.left < right && top < role.bottom && role.top < bottom;
  }).map((one) => one.textContent || one.className);
  const main = document.querySelector("[data-testid=stMain]");
  main.scrollTo(0, main.scrollHeight);
  const [bar] = shown(".st-key-onderbalk");
  const last = Math.max(...shown(".st-key-inhoud [data-testid=stElementContainer]")
    .filter((one) => !one.querySelector(".filterknop")).map((one) => box(one).bottom));
  main.scrollTo(0, 0);
  return { named: named.length, under, room: (bar ? box(bar).top : innerHeight) - last };
}"""
#: Text of more than one line in which more than 115 letters stand beside each other.
_TOO_LONG: Final = """() => {
  const width = document.createElement("canvas").getContext("2d");
  return [...document.querySelectorAll("[data-testid=stMain] :is(p, li)")].filter((one) => {
    const style = getComputedStyle(one);
    width.font = `${style.fontSize} ${style.fontFamily}`;
    const letter = width.measureText(one.textContent).width / one.textContent.length;
    const { width: wide, height } = one.getBoundingClientRect();
    return height > 1.8 * parseFloat(style.lineHeight) && wide > 115 * letter;
  }).map((one) => one.textContent);
}"""
#: Streamlit turns dark a while after the device; the maps follow, and colours fade into each other.
_AT_REST: Final = """(scheme) => {
  const [red] = getComputedStyle(document.querySelector('[data-testid="stApp"]'))
    .backgroundColor.match(/\\d+/g);
  const maps = [...document.querySelectorAll(".hotspots-map")];
  return (red < 60) === (scheme === "dark")
    && document.getAnimations().every((one) => one.playState !== "running")
    && maps.every((map) => map.dataset.drawn && map.dataset.theme === scheme);
}"""


def test_a_phone_shows_the_map_without_scrolling_sideways(
    visitors: Visitors, dordrecht: str
) -> None:
    visitor = visitors.arrive(**PHONE)
    visitor.open(dordrecht)
    assert width_that_scrolls(visitor) == 0
    box = visitor.map.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    # A thumb can scroll past the map.
    assert box["height"] <= 0.7 * 844
    legend = visitor.map.locator(".hs-legend-button")
    assert legend.get_attribute("aria-expanded") == "false"
    legend.tap()
    assert visitor.map.locator(".hs-legend-row").first.is_visible()
    legend.tap()
    visitor.page.touchscreen.tap(*visitor.spot_in_area(20))
    visitor.await_quiet()
    assert visitor.link()["gebied"] == [visitor.chosen("Gebied")]
    assert width_that_scrolls(visitor) == 0


def test_a_keyboard_reaches_the_map_past_it_and_its_controls(
    visitor: Visitor, vierbuurten: str
) -> None:
    visitor.open(vierbuurten)
    skip = visitor.page.get_by_role("button", name=ON_THE_MAP["skip"])
    skip.focus()
    assert skip.is_visible()
    visitor.page.keyboard.press("Enter")
    assert visitor.page.evaluate("document.activeElement.className") == "hs-skip-end"
    legend = visitor.map.locator(".hs-legend-button")
    legend.focus()
    visitor.page.keyboard.press("Enter")
    assert legend.get_attribute("aria-expanded") == "false"
    visitor.map.focus()
    view = visitor.view()
    visitor.page.keyboard.press("ArrowRight")
    visitor.await_view_other_than(view)


def test_a_keyboard_reads_the_end_of_a_legend_that_scrolls(
    visitors: Visitors, dordrecht: str
) -> None:
    visitor = visitors.arrive(viewport={"width": 720, "height": 450})
    visitor.open(dordrecht)
    legend = visitor.map.locator(".hs-legend-button")
    if legend.get_attribute("aria-expanded") == "false":
        legend.click()
    body = visitor.map.get_by_role("group", name=legend.inner_text())
    legend.focus()
    visitor.page.keyboard.press("Tab")
    assert body.evaluate("one => one === document.activeElement")
    view = visitor.view()
    visitor.page.keyboard.press("End")
    left = "one => one.scrollHeight - one.scrollTop - one.clientHeight"
    await_true(visitor.page, lambda: body.evaluate(left) <= 1)
    assert visitor.view() == view
    assert faults_of_ours(visitor, rules=("scrollable-region-focusable",)) == []
    # Where all of it is there, it is no stop on the way.
    visitor.page.set_viewport_size({"width": 1440, "height": 900})
    await_true(visitor.page, lambda: body.count() == 0)
    legend.focus()
    visitor.page.keyboard.press("Tab")
    assert not visitor.map.locator(".hs-legend-body").evaluate(
        "one => one === document.activeElement"
    )


def test_axe_finds_no_fault_of_ours_on_the_map_page(visitor: Visitor, dordrecht: str) -> None:
    visitor.open(dordrecht)
    visitor.click_area(20)
    for scheme in ("light", "dark"):
        visitor.page.emulate_media(color_scheme=scheme)
        visitor.page.wait_for_function(_AT_REST, arg=scheme)
        assert faults_of_ours(visitor) == []


def test_axe_finds_no_fault_of_ours_on_a_phone(visitors: Visitors, dordrecht: str) -> None:
    visitor = visitors.arrive(**PHONE)
    visitor.open(dordrecht)
    visitor.map.locator(".hs-legend-button").tap()
    assert faults_of_ours(visitor) == []


def test_every_page_of_the_navigation_is_looked_over(visitors: Visitors, dordrecht: str) -> None:
    # On a phone the pages are a list; on a laptop some of them are in the page only unfolded.
    visitor = visitors.arrive(**PHONE)
    visitor.open(dordrecht)
    links = visitor.page.get_by_test_id("stSidebarNavLink").evaluate_all(
        "links => links.map((link) => new URL(link.href).pathname.slice(1))"
    )
    assert sorted(links) == sorted(urlsplit(page).path for page in PAGES)


@pytest.mark.parametrize("page", PAGES)
def test_axe_finds_no_fault_of_ours_on_any_page_and_none_scrolls_sideways(
    visitor: Visitor, dordrecht: str, page: str
) -> None:
    visitor.page.goto(dordrecht + page)
    visitor.page.get_by_test_id("stMain").get_by_role("heading").first.wait_for()
    visitor.await_quiet()
    visitor.page.wait_for_function(_AT_REST, arg="light")
    for width, height in SIZES:
        visitor.page.set_viewport_size({"width": width, "height": height})
        visitor.await_quiet()
        assert width_that_scrolls(visitor) == 0, width
        if width in LOOKED_AT:
            assert faults_of_ours(visitor) == [], width
        covered = visitor.page.evaluate(_COVERED)
        assert covered["named"] > 0
        assert covered["under"] == [], width
        assert covered["room"] >= 0, width
        if width == SIZES[0][0]:
            assert visitor.page.evaluate(_TOO_LONG) == []
    visitor.page.emulate_media(color_scheme="dark")
    visitor.page.wait_for_function(_AT_REST, arg="dark")
    assert faults_of_ours(visitor, rules=("color-contrast",)) == []


def test_a_long_name_at_the_top_covers_nothing_of_the_menu(
    visitor: Visitor, vierbuurten: str
) -> None:
    visitor.open(vierbuurten)
    visitor.page.locator(".st-key-wie button p").evaluate(
        "(name) => { name.textContent = 'J. van der Meer-de Vries · vergunningverlener'; }"
    )
    for width in (390, 768, 900, 1100, 1440):
        visitor.page.set_viewport_size({"width": width, "height": 900})
        visitor.await_quiet()
        assert visitor.page.evaluate(_COVERED)["under"] == [], width


def test_a_page_that_a_role_lacks_says_so_in_dutch(visitor: Visitor, tmp_path: Path) -> None:
    home = tiny_home(tmp_path / "town").root
    with (home / "gemeente.toml").open("a", encoding="utf-8") as settings:
        settings.write('\n[access]\nlocal_role = "wijkagent"\n')
    with serving(home, tmp_path / "state") as address:
        visitor.page.goto(address + "inlezen")
        visitor.page.get_by_text(NO_IMPORT).wait_for()
        visitor.await_quiet()
        assert visitor.page.get_by_role("dialog").count() == 0


def test_axe_finds_a_fault_where_there_is_one(visitor: Visitor, vierbuurten: str) -> None:
    visitor.open(vierbuurten)
    visitor.page.evaluate("document.querySelector('.hs-fit').removeAttribute('aria-label')")
    visitor.page.evaluate("document.querySelector('.hs-fit').removeAttribute('title')")
    assert any(fault.startswith("button-name: ") for fault in faults_of_ours(visitor))


def test_axe_is_the_file_that_was_published() -> None:
    note = tomllib.loads((VENDOR / "VENDORED.toml").read_text(encoding="utf-8"))
    for name, expected in note["sha256"].items():
        assert hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() == expected
