"""Drawing an area: by mouse, by finger and by keyboard, and asking nothing until it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hotspots.geography.drawn import DrawnArea
from looked_over import PHONE, faults_of_ours, width_that_scrolls
from visitor import QUIET_MS, await_true

if TYPE_CHECKING:
    from collections.abc import Callable

    from visitor import Visitor, Visitors

Spot = tuple[float, float]


def spots_around(visitor: Visitor, position: int, reach: int) -> list[Spot]:
    """Return four corners around a spot in an area: a square on the screen."""
    x, y = visitor.spot_in_area(position)
    return [(x - reach, y - reach), (x + reach, y - reach), (x + reach, y + reach),
            (x - reach, y + reach)]  # fmt: skip


def drawn_in_link(visitor: Visitor) -> DrawnArea:
    """Return the area in the link, once it is there: a busy machine hears of a key late."""
    await_true(visitor.page, lambda: "vlak" in visitor.link())
    visitor.await_quiet()
    return DrawnArea.from_text(visitor.link()["vlak"][0])


@pytest.fixture
def opened(visitor: Visitor, vierbuurten: str) -> Visitor:
    """Return a visitor at the map of all incidents, with the legend out of the way."""
    visitor.open(f"{vierbuurten}?periode=Alles")
    visitor.fold_legend()
    return visitor


def finish_by_enter(visitor: Visitor, first: Spot) -> None:
    del first
    visitor.page.keyboard.press("Enter")


def finish_on_first_corner(visitor: Visitor, first: Spot) -> None:
    visitor.page.mouse.click(*first)


def finish_by_button(visitor: Visitor, first: Spot) -> None:
    del first
    visitor.map.get_by_role("button", name="Klaar").click()


@pytest.mark.parametrize("finish", [finish_by_enter, finish_on_first_corner, finish_by_button])
def test_a_polygon_drawn_with_the_mouse_counts_what_lies_in_it(
    opened: Visitor, finish: Callable[[Visitor, Spot], None]
) -> None:
    page = opened.page
    corners = spots_around(opened, 1, 64)
    view, drawn, sent = opened.view(), opened.drawn(), len(opened.sent)

    opened.map.get_by_role("button", name="Teken vlak").click()
    for corner in corners:
        page.mouse.move(*corner, steps=4)
        page.mouse.click(*corner)
    size = opened.map.locator(".hs-draw-size").inner_text()
    page.wait_for_timeout(QUIET_MS)
    # Nothing was asked, and nothing was chosen, while it was drawn.
    assert (len(opened.sent), opened.drawn()) == (sent, drawn)
    assert "gebied" not in opened.link()
    finish(opened, corners[0])
    opened.await_quiet()

    area = drawn_in_link(opened)
    assert len(area.corners) == 4
    assert size == f"{area.area_km2:.2f} km²".replace(".", ",")
    assert "getekend gebied: vlak van" in opened.headline()
    # Row 5 lies in the middle of Oost; row 6 in its corner is too far.
    assert opened.headline().startswith("1 inbraak")
    assert opened.map.locator("path.hs-drawn").get_attribute("d") not in (None, "", "M0 0")
    assert opened.map.locator("path.hs-drawing-line").first.get_attribute("d") in (None, "M0 0")
    assert (opened.view(), opened.drawn()) == (view, drawn + 1)


def test_a_double_click_is_the_last_corner_and_does_not_zoom(opened: Visitor) -> None:
    corners = spots_around(opened, 1, 64)
    view = opened.view()
    opened.map.get_by_role("button", name="Teken vlak").click()
    for corner in corners[:-1]:
        opened.page.mouse.click(*corner)
    opened.page.mouse.dblclick(*corners[-1])
    opened.await_quiet()

    assert len(drawn_in_link(opened).corners) == 4
    assert opened.await_still() == view


#: A busy phone hears at once of two taps that came one after the other.
_TAPS_AT_ONCE = """(spots) => {
  const map = document.querySelector(".hotspots-map .leaflet-map-pane");
  for (const [clientX, clientY] of spots) {
    for (const kind of ["mousedown", "mouseup", "click"]) {
      const what = { clientX, clientY, detail: 1, bubbles: true, pointerType: "touch" };
      map.dispatchEvent(new PointerEvent(kind, what));
    }
  }
}"""


def test_two_quick_taps_at_two_places_are_two_corners_and_at_one_the_end(opened: Visitor) -> None:
    corners = spots_around(opened, 1, 64)
    opened.map.get_by_role("button", name="Teken vlak").click()
    opened.page.mouse.click(*corners[0])
    opened.page.evaluate(_TAPS_AT_ONCE, corners[1:3])
    assert opened.map.get_by_role("button", name="Stap terug").is_visible()
    # A finger is not where it was before.
    x, y = corners[3]
    opened.page.wait_for_timeout(500)
    opened.page.evaluate(_TAPS_AT_ONCE, [(x, y), (x - 7, y + 5)])
    opened.await_quiet()

    assert len(drawn_in_link(opened).corners) == 4


def test_a_circle_has_its_rim_where_the_second_click_was(opened: Visitor) -> None:
    x, y = opened.spot_in_area(1)
    opened.map.get_by_role("button", name="Teken cirkel").click()
    opened.page.mouse.click(x, y)
    opened.page.mouse.move(x + 60, y + 80, steps=5)
    told = opened.map.locator(".hs-draw-size").inner_text()
    opened.page.mouse.click(x + 60, y + 80)
    opened.await_quiet()

    area = drawn_in_link(opened)
    assert f"Straal {area.radius_m} m, " in told or f"Straal {area.radius_m + 1} m, " in told
    assert f"cirkel met straal {area.radius_m} m" in opened.headline().replace("\u00a0", " ")
    # The same place clicked as a polygon was: 100 pixels is the radius, as 3-4-5.
    scale = opened.map.locator(".leaflet-control-scale-line").bounding_box()
    assert scale is not None
    length = opened.map.locator(".leaflet-control-scale-line").inner_text()
    metres = {"km": 1000, "m": 1}[length.split()[1]] * int(length.split()[0])
    assert area.radius_m == pytest.approx(100 * metres / (scale["width"] - 2), rel=0.06)


def test_the_map_moves_while_something_is_drawn_and_escape_ends_it(opened: Visitor) -> None:
    corners = spots_around(opened, 1, 60)
    view, sent = opened.view(), len(opened.sent)
    opened.map.get_by_role("button", name="Teken vlak").click()
    opened.page.mouse.click(*corners[0])
    opened.page.mouse.click(*corners[1])
    opened.page.mouse.move(*corners[2])
    opened.page.mouse.down()
    opened.page.mouse.move(corners[2][0] - 50, corners[2][1] - 30, steps=4)
    opened.page.mouse.up()
    opened.await_view_other_than(view)
    # A drag is no corner.
    assert opened.map.locator("path.hs-drawing-corner").count() == 2
    opened.page.keyboard.press("Backspace")
    assert opened.map.locator("path.hs-drawing-corner").count() == 1
    # Two corners more are too few to be finished.
    opened.page.mouse.click(*corners[2])
    opened.page.keyboard.press("Enter")
    assert opened.map.locator(".hs-draw-panel").is_visible()
    opened.page.keyboard.press("Escape")
    assert not opened.map.locator(".hs-draw-panel").is_visible()
    assert opened.map.locator("path.hs-drawing-corner").count() == 0
    opened.page.wait_for_timeout(QUIET_MS)
    assert len(opened.sent) == sent
    # The pointer chooses again.
    opened.click_area(0)
    assert opened.chosen("Gebied") == "Noord"


def test_borders_that_cross_are_said_and_can_be_mended(opened: Visitor) -> None:
    west_north, east_north, east_south, west_south = spots_around(opened, 1, 60)
    opened.map.get_by_role("button", name="Teken vlak").click()
    for corner in (west_north, east_south, east_north, west_south):
        opened.page.mouse.click(*corner)
    opened.page.keyboard.press("Enter")
    assert "kruisen elkaar" in opened.map.locator(".hs-draw-how").inner_text()
    assert "vlak" not in opened.link()
    # Two steps back, and then the other way round.
    opened.page.keyboard.press("Backspace")
    opened.page.keyboard.press("Backspace")
    assert "Klik de hoeken" in opened.map.locator(".hs-draw-how").inner_text()
    opened.page.mouse.click(*west_south)
    opened.page.keyboard.press("Enter")
    opened.await_quiet()
    assert len(drawn_in_link(opened).corners) == 3


def test_an_area_that_the_server_refuses_goes_from_the_map_with_a_word(opened: Visitor) -> None:
    opened.map.focus()
    while float((view := opened.view()).split(",")[2]) > 8:
        # Three steps at once.
        opened.page.keyboard.press("Shift+Minus")
        opened.await_view_other_than(view)
    box = opened.map.bounding_box()
    assert box is not None
    opened.map.get_by_role("button", name="Teken cirkel").click()
    opened.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    opened.page.mouse.click(box["x"] + box["width"] / 2 + 120, box["y"] + box["height"] / 2)
    opened.page.get_by_test_id("stToast").wait_for()
    assert "straal van de cirkel" in opened.page.get_by_test_id("stToast").inner_text()
    opened.await_quiet()
    assert "vlak" not in opened.link()
    assert opened.headline().startswith("7 inbraken")
    assert opened.map.locator("path.hs-drawing-corner").count() == 0


def test_the_button_on_the_map_takes_the_area_away(visitor: Visitor, vierbuurten: str) -> None:
    visitor.open(f"{vierbuurten}?periode=Alles&vlak=cirkel:100055,421055,20")
    assert visitor.headline().startswith("3 inbraken")
    visitor.map.get_by_role("button", name="Wis gebied").click()
    visitor.await_quiet()
    assert visitor.headline().startswith("7 inbraken")
    assert "vlak" not in visitor.link()
    assert not visitor.map.get_by_role("button", name="Wis gebied").is_visible()


@pytest.mark.parametrize("kind", ["vlak", "cirkel"])
def test_a_finger_draws_by_taps(visitors: Visitors, vierbuurten: str, kind: str) -> None:
    visitor = visitors.arrive(**PHONE)
    visitor.open(f"{vierbuurten}?periode=Alles")
    corners = spots_around(visitor, 1, 40)
    view = visitor.view()
    visitor.map.get_by_role("button", name=f"Teken {kind}").tap()
    taps = corners if kind == "vlak" else [visitor.spot_in_area(1), corners[2]]
    for tap in taps:
        visitor.page.touchscreen.tap(*tap)
        visitor.page.wait_for_timeout(350)
    if kind == "vlak":
        assert faults_of_ours(visitor) == []
        visitor.map.get_by_role("button", name="Klaar").tap()
    visitor.await_quiet()

    area = drawn_in_link(visitor)
    assert bool(area.radius_m) == (kind == "cirkel")
    assert visitor.headline().startswith("1 inbraak")
    # The chip above takes a line of the map, which looks at the same middle: half a pixel at most.
    lat, lng, zoom = (float(part) for part in visitor.view().split(","))
    assert (lat, lng, zoom) == pytest.approx([float(part) for part in view.split(",")], abs=1e-4)
    assert width_that_scrolls(visitor) == 0


def test_what_a_finger_has_to_hit_is_44_pixels(visitors: Visitors, vierbuurten: str) -> None:
    visitor = visitors.arrive(**PHONE)
    visitor.open(f"{vierbuurten}?vlak=cirkel:100055,421055,20")
    names = ["Teken vlak", "Wis gebied", "Teken cirkel", "Klaar", "Stap terug", "Stoppen"]
    visitor.map.get_by_role("button", name="Teken cirkel").tap()
    for name in names:
        box = visitor.map.get_by_role("button", name=name).bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 44


def test_a_keyboard_writes_an_area_and_makes_a_circle(visitor: Visitor, vierbuurten: str) -> None:
    visitor.open(f"{vierbuurten}?periode=Alles")
    page = visitor.page
    for line in ("Meer filters", "Getekend gebied"):
        page.locator("summary").filter(has_text=line).focus()
        page.keyboard.press("Enter")
        visitor.await_quiet()
    page.get_by_role("textbox", name="Gebied als tekst").focus()
    page.keyboard.type("vlak:100000,421000;101000,421000;101000,422000;100000,422000")
    page.keyboard.press("Enter")
    visitor.await_quiet()
    # Noord, all of it.
    assert visitor.headline().startswith("4 inbraken")
    assert drawn_in_link(visitor).area_km2 == 1.0
    page.get_by_role("combobox", name="Cirkel rond").focus()
    page.keyboard.type("101250, 421250")
    page.keyboard.press("Enter")
    visitor.await_quiet()
    page.get_by_role("button", name="Maak cirkel").focus()
    page.keyboard.press("Enter")
    visitor.await_quiet()
    assert drawn_in_link(visitor).to_text() == "cirkel:101250,421250,300"
    assert visitor.headline().startswith("1 inbraak")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_fault_of_ours_while_drawing(
    visitors: Visitors, vierbuurten: str, scheme: str
) -> None:
    visitor = visitors.arrive(color_scheme=scheme)
    visitor.open(f"{vierbuurten}?periode=Alles&vlak=cirkel:100055,421055,200")
    visitor.unfold("Meer filters")
    visitor.page.get_by_text("Getekend gebied", exact=True).click()
    visitor.map.get_by_role("button", name="Teken vlak").click()
    for corner in spots_around(visitor, 1, 60):
        visitor.page.mouse.click(*corner)
    assert faults_of_ours(visitor) == []
