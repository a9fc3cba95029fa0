"""The page `Evenementen` in a browser: on a phone, by keyboard, in the dark, and from a link."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

import pytest
import shapely

from browser_server import serving
from event_town import calendar_home
from hotspots.evenementen import page_words as text
from hotspots.evenementen import plan_words as plan_text
from hotspots.evenementen import profile_words, site_words
from hotspots.evenementen.sites import place_from
from looked_over import PHONE, faults_of_ours, width_that_scrolls
from visitor import MAP, await_true, with_signs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitor import Visitor, Visitors

REQUEST: Final = {
    "toets_locatie": "Markt", "begindag": "2018-05-12", "begintijd": "20:00",
    "eindtijd": "23:00", "bezoekers": "100", "geluid": "Ja", "opbouw": "6",
}  # fmt: skip
LINKS: Final[dict[str, dict[str, str]]] = {
    "check": REQUEST,
    "places": {"plaats": "Markt"},
    "pressure": {},
    "board": {"bord": "Alles"},
    "afterwards": {},
}
#: Parts without a map.
FLAT: Final = ("board", "afterwards")


@pytest.fixture(scope="module")
def feest(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of the town with a calendar; tests here only look."""
    folder = tmp_path_factory.mktemp("feest")
    home = calendar_home(folder / "town")
    # What is asked for outdoors may move into the hall.
    (home.themes / "feest" / "toetsing.toml").write_text(
        "[alternatives]\nsame_weekday = true\ndays_around = 90\nmost = 3\nsame_indoors = false\n",
        encoding="utf-8",
    )
    with serving(home.root, folder / "state") as address:
        yield address


def open_part(visitor: Visitor, root: str, part: str, **link: str) -> None:
    link = {"deel": text.PARTS[part], **LINKS[part], **link}
    visitor.page.goto(f"{root}evenementen?{urlencode(link)}")
    waited_for = "h4" if part in FLAT else f"{MAP}[data-drawn]"
    visitor.page.locator(waited_for).first.wait_for()
    visitor.await_quiet()


def await_bars(visitor: Visitor, *letters: str) -> None:
    """Wait until the two bars are drawn with these letters: a chart comes after its page."""
    bars = visitor.page.locator("path[aria-roledescription='bar']")
    words = visitor.page.locator("g.mark-text.role-mark text")
    await_true(
        visitor.page,
        lambda: (
            bars.count() == len(("Eerste", "Tweede"))
            and [letter for letter in words.all_text_contents() if letter] == list(letters)
        ),
    )


def test_axe_finds_no_fault_of_ours_on_any_part_in_the_dark(visitors: Visitors, feest: str) -> None:
    visitor = visitors.arrive(color_scheme="dark")
    for part in LINKS:
        open_part(visitor, feest, part)
        assert faults_of_ours(visitor) == [], part


def test_on_a_phone_no_part_moves_sideways(visitors: Visitors, feest: str) -> None:
    visitor = visitors.arrive(**PHONE)
    for part in LINKS:
        open_part(visitor, feest, part)
        assert width_that_scrolls(visitor) == 0, part
        assert faults_of_ours(visitor) == [], part
        if part == "board":
            # A year is so narrow that a letter would hide its bar; the two bars stay.
            await_bars(visitor)


def test_what_is_filled_in_stands_in_the_link_and_comes_back(visitor: Visitor, feest: str) -> None:
    open_part(visitor, feest, "check")
    visitor.page.get_by_text(text.FORM, exact=True).click()
    visitor.page.get_by_role("spinbutton", name="Bezoekers").fill("1900")
    visitor.page.keyboard.press("Enter")
    visitor.await_quiet()
    visitor.page.get_by_text("1.900 bezoekers").first.wait_for()
    await_true(visitor.page, lambda: visitor.link().get("bezoekers") == ["1900"])
    address = visitor.page.url

    visitor.page.goto("about:blank")
    visitor.page.goto(address)
    visitor.page.get_by_text("1.900 bezoekers").first.wait_for()
    # 1.000 m2 x 2 persons; that is in order, which stands folded.
    visitor.page.locator("summary").filter(has_text="in orde").click()
    visitor.page.get_by_text("1.900 bezoekers passen: er is plaats voor 2.000").wait_for()
    visitor.page.get_by_text(text.FORM, exact=True).click()
    filled_in = visitor.page.get_by_role("spinbutton", name="Bezoekers")
    await_true(visitor.page, lambda: filled_in.input_value() == "1900")
    await_true(visitor.page, lambda: visitor.chosen("Locatie") == "Markt")


def test_a_day_that_is_typed_is_taken_at_enter_and_no_calendar_lies_on_the_verdict(
    visitor: Visitor, feest: str
) -> None:
    open_part(visitor, feest, "check")
    visitor.page.get_by_text(text.FORM, exact=True).click()
    calendar = visitor.page.get_by_test_id("stDateInputCalendar")
    visitor.page.get_by_role("spinbutton", name=f"dag, {text.FIRST_DAY}").click()
    calendar.wait_for()
    visitor.page.keyboard.type("19052018")
    visitor.page.keyboard.press("Enter")
    calendar.wait_for(state="detached")
    await_true(visitor.page, lambda: visitor.link().get("begindag") == ["2018-05-19"])
    visitor.page.get_by_text(with_signs("Markt, 19-05-2018 20:00 tot 23:00")).first.wait_for()


def test_the_keyboard_moves_through_the_year_and_over_the_parts(
    visitor: Visitor, feest: str
) -> None:
    open_part(visitor, feest, "pressure")
    slider = visitor.page.get_by_role("slider", name="Welke week")
    slider.focus()
    before = slider.get_attribute("aria-valuetext")
    visitor.page.keyboard.press("ArrowLeft")
    visitor.await_quiet()
    after = slider.get_attribute("aria-valuetext")
    assert (before, after) == (
        "week 22 (28-05-2018 t/m 03-06-2018)",
        "week 21 (21-05-2018 t/m 27-05-2018)",
    )
    assert visitor.link()["druk_week"] == [after]
    # The parts are a row of radio buttons: an arrow goes to the next.
    visitor.page.get_by_role("radio", name=text.PARTS["pressure"]).focus()
    visitor.page.keyboard.press("ArrowRight")
    visitor.page.keyboard.press("Space")
    visitor.await_quiet()
    assert visitor.link()["deel"] == [text.PARTS["board"]]


def test_a_click_on_the_map_of_the_form_is_the_place_that_is_checked(
    visitor: Visitor, feest: str
) -> None:
    visitor.page.goto(f"{feest}evenementen?bezoekers=100&begindag=2018-05-12")
    visitor.page.get_by_text(text.POINT_AT).click()
    form_map = visitor.page.locator(f"{MAP}[data-drawn]").first
    form_map.wait_for()
    visitor.await_quiet()
    box = form_map.bounding_box()
    assert box is not None
    # The town lies in the middle, however wide the map is.
    form_map.click(position={"x": box["width"] / 2, "y": 230})
    visitor.page.get_by_text("Punt 10").first.wait_for()
    visitor.await_quiet()
    (written,) = visitor.link()["punt"]
    x_rd, y_rd = map(int, written.split())
    # The town lies from 100.000 to 102.000 and from 420.000 to 422.000.
    assert 100_000 <= x_rd <= 102_000
    assert 420_000 <= y_rd <= 422_000
    # It is the place of the answer, and the form can still be filled in by keyboard.
    assert visitor.page.get_by_role("textbox", name=text.POINT).input_value() == written


def test_the_legend_of_the_places_says_what_they_are(visitor: Visitor, dordrecht: str) -> None:
    """On a low map notes are left out of a legend, but not where there is nothing else in it."""
    visitor.page.set_viewport_size({"width": 1440, "height": 900})
    visitor.page.goto(f"{dordrecht}evenementen?{urlencode({'deel': text.PARTS['places']})}")
    body = visitor.page.locator(f"{MAP}[data-drawn] .hs-legend-body").first
    body.wait_for()
    assert body.locator(".hs-legend-rows").count() == 0
    assert body.inner_text().strip()


def test_a_finger_draws_the_route_of_a_parade(visitors: Visitors, feest: str) -> None:
    visitor = visitors.arrive(**PHONE)
    link = urlencode({"deel": text.PARTS["places"]})
    visitor.page.goto(f"{feest}evenementen?{link}")
    visitor.page.get_by_text(site_words.NEW).tap()
    # Not the other map of this part, on which a place is chosen.
    button = visitor.page.get_by_role("button", name="Teken route")
    drawn_on = visitor.page.locator(f"{MAP}[data-drawn]").filter(has=button)
    drawn_on.wait_for()
    visitor.await_quiet()
    button.tap()
    visitor.page.get_by_role("button", name="Teken route", pressed=True).wait_for()
    box = drawn_on.bounding_box()
    assert box is not None
    x = box["width"] / 2
    # On the map and not at a spot of the screen: the page may still move under the finger.
    for spot in ((x - 40, 150), (x + 40, 150), (x + 40, 210), (x - 40, 210)):
        # As fast as they come: only two at one place are a double tap, which ends the line.
        drawn_on.tap(position={"x": spot[0], "y": spot[1]})
    # The last one was a slip.
    visitor.page.get_by_role("button", name="Stap terug").tap()
    size = drawn_on.locator(".hs-draw-size").inner_text()
    visitor.page.get_by_role("button", name="Klaar").tap()
    field = visitor.page.get_by_role("textbox", name=site_words.WHERE)
    await_true(visitor.page, lambda: field.input_value().startswith("route:"))
    visitor.await_quiet()
    route = place_from(field.input_value())
    assert len(shapely.get_coordinates(route)) == 3
    # The panel rounds to metres, and so does each corner.
    assert int(size.replace(".", "").split()[0]) == pytest.approx(route.length, abs=4)
    visitor.page.get_by_text(site_words.route(route.length)).wait_for()
    # This town has no streets.
    assert visitor.page.get_by_text("er zijn geen straten geladen").first.is_visible()
    assert drawn_on.locator("path.hs-drawn").get_attribute("d") not in (None, "", "M0 0")
    assert width_that_scrolls(visitor) == 0


def test_a_click_on_the_board_chooses_what_moves_and_one_more_shows_what_changes(
    visitor: Visitor, feest: str
) -> None:
    open_part(visitor, feest, "board")
    await_bars(visitor, "A", "A")
    bar = visitor.page.locator("path[aria-label^='Eerste (voorbeeld), 05-05-2018']")
    box = bar.bounding_box()
    assert box is not None
    # In the middle, on the letter.
    visitor.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    visitor.page.get_by_text(plan_text.MOVE_LIGHTER).wait_for()
    visitor.await_quiet()
    assert visitor.link()["verplaats"] == ["05-05-2018 · Eerste (voorbeeld) · Markt"]
    visitor.page.get_by_role("button", name="Hal: ").click()
    visitor.page.get_by_text("De last voor bewoners wordt").wait_for()
    visitor.await_quiet()
    assert visitor.link()["naar_locatie"] == ["Hal"]


def test_an_answer_a_profile_and_a_calendar_can_be_taken_along(
    visitor: Visitor, feest: str
) -> None:
    open_part(visitor, feest, "check")
    answer = json.loads(taken(visitor, text.JSON))
    assert (answer["location"], answer["capacity"], answer["visitors"]) == ("markt", 2000, 100)
    assert "geen besluit" in answer["advice"]

    open_part(visitor, feest, "places")
    assert taken(visitor, profile_words.AS_PDF).startswith(b"%PDF-")
    # One event is at the markt in 2018.
    calendar = taken(visitor, text.AS_ICALENDAR)
    assert calendar.count(b"BEGIN:VEVENT") == 1
    assert b"SUMMARY:Eerste (voorbeeld)" in calendar
    assert b"Verzonnen voorbeeld" in calendar


def taken(visitor: Visitor, label: str) -> bytes:
    """Return the bytes of the file under a button."""
    with visitor.page.expect_download() as download:
        visitor.page.get_by_role("button", name=label).click()
    return Path(download.value.path()).read_bytes()
