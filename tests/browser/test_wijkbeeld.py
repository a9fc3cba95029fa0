"""The page Wijkbeeld in the street and in a meeting: on a phone, by keyboard, where one stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pytest

from attacks import nothing_ran
from hostile_town import SCRIPT
from hotspots.crs import RD_NEW, WGS84, reproject
from hotspots.maps.live.words import WHERE_AM_I
from hotspots.wijkbeeld import page_words as text
from looked_over import PHONE, faults_of_ours, width_that_scrolls
from visitor import await_true

if TYPE_CHECKING:
    from visitor import Visitor, Visitors

SENTENCES: Final = ".wijkbeeld-zinnen"
BINNENSTAD: Final = "wijkbeeld?plek=WK050501"


def open_place(visitor: Visitor, address: str) -> None:
    """Open a wijkbeeld, and wait until all of it is on the screen."""
    visitor.page.goto(address)
    visitor.page.locator(SENTENCES).wait_for()
    visitor.page.wait_for_selector(".hotspots-map[data-drawn]")
    visitor.await_quiet()


def at(x_rd: float, y_rd: float, accuracy_m: float = 20) -> dict[str, Any]:
    """Return a device that knows where it is, and may tell."""
    lon, lat = reproject(np.array([x_rd]), np.array([y_rd]), source=RD_NEW, target=WGS84)
    where = {"longitude": float(lon[0]), "latitude": float(lat[0]), "accuracy": accuracy_m}
    return {"geolocation": where, "permissions": ["geolocation"]}


def open_choosing_map(visitor: Visitor, address: str) -> None:
    """Open the wijkbeeld, and the map on which another place is chosen."""
    visitor.page.goto(address + "wijkbeeld")
    visitor.page.locator(SENTENCES).wait_for()
    visitor.await_quiet()
    visitor.page.get_by_text(text.ON_THE_MAP).click()
    visitor.page.get_by_label(text.CHOOSING_MAP).wait_for()
    visitor.await_quiet()
    visitor.await_still()


def ask_where(visitor: Visitor, address: str) -> None:
    """Press the button that asks where one is, on a page without a place."""
    visitor.page.goto(address + "wijkbeeld")
    visitor.page.get_by_role("button", name=WHERE_AM_I["button"]).click()
    visitor.await_quiet()


def test_a_phone_reads_the_sentences_first_and_scrolls_one_way(
    visitors: Visitors, dordrecht: str
) -> None:
    visitor = visitors.arrive(**PHONE)
    open_place(visitor, dordrecht + BINNENSTAD)
    assert width_that_scrolls(visitor) == 0
    told = visitor.page.locator(SENTENCES).bounding_box()
    table = visitor.page.locator(".wijkbeeld-cijfers").bounding_box()
    assert told is not None
    assert table is not None
    # They begin on the first screen, large enough to read at arm's length.
    assert told["y"] < 500
    assert told["y"] + told["height"] <= table["y"]
    assert table["x"] >= 0
    assert table["x"] + table["width"] <= 390
    size = visitor.page.evaluate(
        f"getComputedStyle(document.querySelector('{SENTENCES}')).fontSize"
    )
    assert float(size.removesuffix("px")) >= 18


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_fault_of_ours_on_a_wijkbeeld(
    visitors: Visitors, dordrecht: str, scheme: str
) -> None:
    visitor = visitors.arrive(color_scheme=scheme)
    open_place(visitor, dordrecht + BINNENSTAD)
    assert faults_of_ours(visitor) == []


def test_axe_finds_no_fault_of_ours_on_a_phone_with_the_map_to_choose_on(
    visitors: Visitors, dordrecht: str
) -> None:
    visitor = visitors.arrive(**PHONE)
    open_place(visitor, dordrecht + BINNENSTAD)
    visitor.page.get_by_text(text.ON_THE_MAP).click()
    visitor.await_quiet()
    assert width_that_scrolls(visitor) == 0
    assert faults_of_ours(visitor) == []


def test_a_keyboard_alone_finds_a_place_and_points_at_its_hottest_cell(
    visitor: Visitor, dordrecht: str
) -> None:
    page = visitor.page
    page.goto(dordrecht + "wijkbeeld")
    box = page.get_by_label(text.PLACE, exact=True)
    box.focus()
    page.keyboard.type("binnenst")
    page.keyboard.press("Enter")
    page.locator(SENTENCES).wait_for()
    visitor.await_quiet()
    assert visitor.link()["plek"] == ["WK050501"]
    first = page.get_by_role("button", name="(met de cellen eromheen").first
    first.focus()
    page.keyboard.press("Enter")
    visitor.await_quiet()
    assert page.get_by_text("Aangewezen: ").is_visible()
    link = page.locator(f"{SENTENCES} a").first
    layer = link.inner_text()
    link.focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="in Binnenstad").wait_for()
    assert (
        layer.lower()[:5] in page.get_by_role("heading", name="in Binnenstad").inner_text().lower()
    )
    # One step back is the wijkbeeld again.
    page.go_back()
    page.locator(SENTENCES).wait_for()


def test_a_wijk_is_chosen_by_a_click_and_the_map_folds_away(
    visitor: Visitor, vierbuurten: str
) -> None:
    open_choosing_map(visitor, vierbuurten)
    visitor.click_area(0)
    await_true(visitor.page, lambda: visitor.link()["plek"] == ["WK999901"])
    assert visitor.page.get_by_role("heading", name="Wijk Boven").is_visible()
    choosing = visitor.page.get_by_label(text.CHOOSING_MAP)
    choosing.wait_for(state="detached")


def test_where_one_stands_is_a_buurt_and_is_nowhere_kept(
    visitors: Visitors, vierbuurten: str
) -> None:
    visitor = visitors.arrive(**at(101_400, 421_600))
    ask_where(visitor, vierbuurten)
    visitor.page.get_by_role("heading", name="Buurt Oost").wait_for()
    assert visitor.link() == {"plek": ["BU99990101"]}
    # A neighbour in a meeting who gets the link learns the buurt, not the doorstep.
    assert "101400" not in visitor.page.url


def test_who_stands_outside_the_municipality_is_told_so(
    visitors: Visitors, vierbuurten: str
) -> None:
    visitor = visitors.arrive(**at(120_000, 480_000))
    ask_where(visitor, vierbuurten)
    visitor.page.get_by_text(text.LOCATED_OUTSIDE.format(gemeente="Vierbuurten")).wait_for()
    # The wijk that the page opened with, and nothing of where someone stands.
    assert visitor.link() == {"plek": ["WK999901"]}


def test_who_does_not_tell_where_they_are_reads_what_to_do(
    visitors: Visitors, vierbuurten: str
) -> None:
    visitor = visitors.arrive(permissions=[])
    ask_where(visitor, vierbuurten)
    visitor.page.get_by_text(WHERE_AM_I["refused"]).wait_for()
    # The wijk that the page opened with, and nothing of where someone stands.
    assert visitor.link() == {"plek": ["WK999901"]}
    assert faults_of_ours(visitor) == []


def test_over_a_line_that_others_can_read_the_place_is_not_even_asked(
    visitors: Visitors, vierbuurten: str
) -> None:
    visitor = visitors.arrive(**at(101_400, 421_600))
    # As on a server without https; localhost itself counts as safe.
    visitor.context.add_init_script("Object.defineProperty(window,'isSecureContext',{value:false})")
    ask_where(visitor, vierbuurten)
    visitor.page.get_by_text(WHERE_AM_I["insecure"]).wait_for()
    # The wijk that the page opened with, and nothing of where someone stands.
    assert visitor.link() == {"plek": ["WK999901"]}


@pytest.mark.parametrize("link", ["plek=WK999901", "vlak=cirkel:100500,421500,300"])
def test_who_comes_back_from_the_map_finds_the_same_place(
    visitor: Visitor, vierbuurten: str, link: str
) -> None:
    open_place(visitor, f"{vierbuurten}wijkbeeld?{link}")
    name, written = link.split("=")
    for page in ("Kaart", "Wijkbeeld"):
        visitor.page.get_by_role("link", name=page, exact=True).click()
        visitor.await_quiet()
    visitor.page.locator(SENTENCES).wait_for()
    assert visitor.link()[name] == [written]
    assert visitor.page.get_by_test_id("stAlert").count() == 0


def test_no_name_runs_in_the_sentences_the_table_or_on_the_map(
    visitor: Visitor, hostile: str
) -> None:
    open_place(visitor, hostile + "wijkbeeld?plek=WK999901")
    heading = visitor.page.get_by_role("heading", name=SCRIPT)
    assert heading.first.is_visible()
    assert SCRIPT in visitor.page.locator(SENTENCES).inner_text()
    assert nothing_ran(visitor)


def test_an_area_is_drawn_on_the_map_and_stands_in_the_link(
    visitor: Visitor, vierbuurten: str
) -> None:
    open_choosing_map(visitor, vierbuurten)
    visitor.page.get_by_role("button", name="Teken cirkel").click()
    x, y = visitor.spot_in_area(0)
    visitor.page.mouse.click(x, y)
    visitor.page.mouse.click(x + 40, y)
    await_true(visitor.page, lambda: "vlak" in visitor.link())
    (written,) = visitor.link()["vlak"]
    assert written.startswith("cirkel:")
    visitor.page.get_by_role("heading", name="Getekend gebied").wait_for()
