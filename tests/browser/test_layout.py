"""Where things stand: what is in the first screen, what a thumb reaches, what a link holds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

from hotspots import registry
from hotspots.evenementen import page_words as event_words
from hotspots.maps.live.words import ON_THE_MAP
from hotspots.pages import words as text
from looked_over import PHONE, width_that_scrolls
from visitor import SIGN, await_true

if TYPE_CHECKING:
    from playwright.sync_api import Locator

    from visitor import Visitor, Visitors

SCREEN = {"viewport": {"width": 1440, "height": 900}}
REQUEST = urlencode({"toets_locatie": "Wantijpark", "begindag": "2018-06-16", "bezoekers": "5000"})
BAR = ".st-key-onderbalk"


def bottom_of(place: Locator) -> float:
    box = place.bounding_box()
    assert box is not None
    return box["y"] + box["height"]


def test_a_thumb_reaches_every_page_by_its_name(visitors: Visitors, dordrecht: str) -> None:
    visitor = visitors.arrive(**PHONE)
    visitor.open(dordrecht)
    bar = visitor.page.locator(BAR)
    assert bar.get_by_role("link").all_inner_texts() == ["Wijkbeeld", "Kaart", "Overzicht"]
    assert bottom_of(bar) == pytest.approx(844, abs=1)
    assert not visitor.page.get_by_test_id("stExpandSidebarButton").is_visible()
    bar.get_by_role("button", name=text.OTHER_PAGES).tap()
    others = visitor.page.get_by_test_id("stPopoverBody").get_by_role("link")
    named = {"Wijkbeeld", "Kaart", "Overzicht", *others.all_inner_texts()}
    assert named == {page.title for page in registry.PAGES}
    others.filter(has_text="Risico").tap()
    visitor.page.get_by_role("heading", name="Spoor, water en bedrijven").wait_for()
    visitor.await_quiet()
    assert visitor.page.url.endswith("/risico")
    assert width_that_scrolls(visitor) == 0


def test_on_a_wide_screen_there_is_no_bar_and_the_role_stands_at_the_top(
    visitors: Visitors, dordrecht: str
) -> None:
    visitor = visitors.arrive(**SCREEN)
    visitor.open(dordrecht)
    assert not visitor.page.locator(BAR).is_visible()
    role = visitor.page.get_by_role("button", name="analist")
    assert bottom_of(role) < 60
    role.click()
    visitor.page.get_by_text("Deze installatie heeft geen inlog").wait_for()


def test_from_the_wijkbeeld_the_hotspots_of_last_winter_are_three_taps_away(
    visitors: Visitors, dordrecht: str
) -> None:
    visitor = visitors.arrive(**PHONE)
    visitor.page.goto(dordrecht + "wijkbeeld")
    visitor.page.get_by_test_id("stMain").get_by_role("heading").first.wait_for()
    visitor.await_quiet()
    visitor.page.locator(BAR).get_by_role("link", name="Kaart").tap()
    visitor.page.wait_for_selector(".hotspots-map[data-drawn]")
    visitor.page.locator(".filterknop").tap()
    visitor.page.get_by_role("button", name=text.WINTER).tap()
    await_true(visitor.page, lambda: "01-12-2016 t/m 28-02-2017" in visitor.headline())
    visitor.await_quiet()
    link = visitor.link()
    assert (link["maat"], link["niveau"], link["periode"]) == (
        ["Hotspots"], ["Cel"], ["Laatste winter"],
    )  # fmt: skip
    # The sheet is away again: what was asked for is in sight.
    await_true(visitor.page, lambda: not visitor.page.locator("#filters-open").is_checked())
    assert visitor.page.get_by_label("Thema", exact=True).is_hidden()
    # What was asked is not offered again, nor to who opens the link to it.
    assert visitor.page.get_by_role("button", name=text.WINTER).count() == 0
    visitor.open(visitor.page.url)
    assert visitor.page.get_by_role("button", name=text.WINTER).count() == 0


def test_a_link_opens_where_its_sender_looked(visitor: Visitor, dordrecht: str) -> None:
    visitor.open(dordrecht)
    # What opens by itself is in no link.
    assert "beeld" not in visitor.link()
    view = visitor.view()
    visitor.map.get_by_role("button", name=ON_THE_MAP["zoom_in"]).click()
    visitor.await_view_other_than(view)
    await_true(visitor.page, lambda: "beeld" in visitor.link())
    view, link = visitor.view(), visitor.page.url
    visitor.page.goto("about:blank")
    visitor.open(link)
    assert visitor.view() == view


@pytest.mark.parametrize("written", ["", "x", "51.8_4.6", "91.0_4.6_13_1", "1e3_4_5"])
def test_a_view_that_is_none_opens_the_whole_map(
    visitor: Visitor, vierbuurten: str, written: str
) -> None:
    visitor.open(vierbuurten)
    view = visitor.view()
    visitor.open(f"{vierbuurten}?{urlencode({'beeld': written})}")
    assert visitor.view() == view


def test_a_link_holds_the_chosen_cell_and_the_view(visitor: Visitor, dordrecht: str) -> None:
    visitor.open(dordrecht + "?niveau=Cel&onder=Tabel")
    view = visitor.view()
    visitor.map.get_by_role("button", name=ON_THE_MAP["zoom_in"]).click()
    visitor.await_view_other_than(view)
    await_true(visitor.page, lambda: "beeld" in visitor.link())
    looked_at = visitor.link()["beeld"]
    visitor.page.get_by_test_id("stRadio").get_by_role("radiogroup").locator("label").first.click()
    await_true(visitor.page, lambda: "vak" in visitor.link())
    visitor.await_quiet()
    assert visitor.link()["beeld"] == looked_at
    (code,) = visitor.link()["vak"]
    assert re.fullmatch(r"C200_\d+_\d+", code)
    said = visitor.page.get_by_text(code).first.inner_text()
    visitor.page.goto("about:blank")
    visitor.open(f"{dordrecht}?{urlencode({'niveau': 'Cel', 'vak': code})}")
    assert visitor.page.get_by_text(code).first.inner_text() == said


def test_the_map_has_what_is_left_of_a_wide_screen_with_its_months_below_it(
    visitors: Visitors, dordrecht: str
) -> None:
    visitor = visitors.arrive(**SCREEN)
    visitor.open(dordrecht)
    own = visitor.map.bounding_box()
    assert own is not None
    assert own["width"] * own["height"] >= 0.40 * 1440 * 900
    months = visitor.page.locator(".hs-time")
    assert 870 <= bottom_of(months) <= 900
    # What stands beside it takes no more of the page than the map does.
    assert bottom_of(visitor.page.locator(".st-key-naast")) <= 900
    # A filter that becomes a chip above the map leaves all of it where it was.
    visitor.unfold(text.MORE_FILTERS)
    visitor.page.locator(".st-key-dagdeel").get_by_text("Nacht (0–6)", exact=True).click()
    visitor.page.locator(".st-key-kop").get_by_text("Nacht (0–6) ✕").wait_for()
    visitor.await_quiet()
    assert visitor.map.bounding_box() == own


def test_on_a_phone_the_map_is_six_tenths_of_the_height(visitors: Visitors, dordrecht: str) -> None:
    visitor = visitors.arrive(**PHONE)
    visitor.open(dordrecht)
    own = visitor.map.bounding_box()
    assert own is not None
    assert own["height"] >= 0.6 * 844
    pages = visitor.page.locator(BAR).bounding_box()
    assert pages is not None
    assert bottom_of(visitor.page.locator(".hs-time")) <= pages["y"]


#: What can be pushed aside within its own frame.
_PUSHED_ASIDE = """() => [...document.querySelectorAll("[data-testid=stMain] *")]
  .filter((one) => one.scrollWidth > one.clientWidth + 1
    && ["auto", "scroll"].includes(getComputedStyle(one).overflowX))
  .map((one) => one.className)"""


@pytest.mark.parametrize(
    ("path", "ready"),
    [("overzicht", ".overzicht td a"), ("gegevens", ".korte-tabel td"), ("wijkbeeld", "h3")],
)
def test_a_table_fits_on_a_phone(visitors: Visitors, dordrecht: str, path: str, ready: str) -> None:
    visitor = visitors.arrive(**PHONE)
    visitor.page.goto(dordrecht + path)
    visitor.page.wait_for_selector(ready)
    visitor.await_quiet()
    assert visitor.page.evaluate(_PUSHED_ASIDE) == []
    assert width_that_scrolls(visitor) == 0


def test_risk_shows_map_number_and_warnings_in_one_screen(
    visitors: Visitors, dordrecht: str
) -> None:
    visitor = visitors.arrive(**SCREEN)
    visitor.page.goto(dordrecht + "risico")
    visitor.page.wait_for_selector(".hotspots-map[data-drawn]")
    visitor.await_quiet()
    flags = visitor.page.get_by_test_id("stAlertContainer")
    assert flags.count() >= 2
    for place in (visitor.map, visitor.page.locator(".risico-cijfers"), flags.first, flags.nth(1)):
        assert bottom_of(place) <= 900


def test_two_maps_of_a_comparison_are_in_the_first_screen(
    visitors: Visitors, dordrecht: str
) -> None:
    visitor = visitors.arrive(**SCREEN)
    visitor.page.goto(dordrecht + "vergelijken")
    maps = visitor.page.locator(".hotspots-map[data-drawn]")
    await_true(visitor.page, lambda: maps.count() == 2)
    visitor.await_quiet()
    for at in range(2):
        assert bottom_of(maps.nth(at)) <= 900


def test_the_source_of_a_narrow_map_is_one_line_until_it_is_asked_for(
    visitors: Visitors, dordrecht: str
) -> None:
    visitor = visitors.arrive(**PHONE)
    visitor.open(dordrecht)
    source = visitor.map.locator(".hs-attribution")
    # A keyboard reaches what is cut off.
    assert source.get_attribute("tabindex") == "0"
    folded = source.bounding_box()
    source.tap()
    unfolded = source.bounding_box()
    assert folded is not None
    assert unfolded is not None
    assert folded["height"] < 24
    assert unfolded["height"] > 2 * folded["height"]


def test_a_check_by_link_begins_with_its_verdict_on_a_phone(
    visitors: Visitors, dordrecht: str
) -> None:
    visitor = visitors.arrive(**PHONE)
    visitor.page.goto(f"{dordrecht}evenementen?{REQUEST}")
    verdict = visitor.page.get_by_role("region", name=event_words.ANSWER)
    verdict.wait_for()
    visitor.await_quiet()
    assert bottom_of(verdict) <= 500
    # The form is one line, and what is in order is told after what is not.
    assert not visitor.page.get_by_label(event_words.PLACE, exact=True).is_visible()
    findings = visitor.page.locator(".toets-kolommen")
    assert findings.count() == 1
    assert event_words.GROUPS["in_orde"] not in findings.inner_text()
    visitor.page.get_by_text("punten zijn in orde").last.tap()
    visitor.page.locator(".toets-groep.toets-in_orde").wait_for()


def test_whoever_fills_in_a_request_by_hand_keeps_the_form_open(
    visitor: Visitor, dordrecht: str
) -> None:
    visitor.page.goto(f"{dordrecht}evenementen?toets_locatie=Wantijpark&begindag=2018-06-16")
    people = visitor.page.get_by_label(event_words.VISITORS, exact=True)
    people.fill("5000")
    people.press("Enter")
    visitor.page.get_by_role("region", name=event_words.ANSWER).wait_for()
    visitor.await_quiet()
    assert people.is_visible()


def test_filters_and_details_can_be_put_away_for_a_larger_map(
    visitors: Visitors, dordrecht: str
) -> None:
    visitor = visitors.arrive(**SCREEN)
    visitor.open(dordrecht)
    before = visitor.map.bounding_box()
    visitor.page.get_by_label(text.PUT_AWAY_FILTERS).check()
    visitor.page.get_by_label(text.PUT_AWAY_DETAILS).check()
    await_true(visitor.page, lambda: visitor.page.get_by_label("Thema", exact=True).is_hidden())
    after = visitor.map.bounding_box()
    assert before is not None
    assert after is not None
    assert after["width"] > before["width"] + 400
    assert width_that_scrolls(visitor) == 0
    # What was put away still holds what it held.
    visitor.page.get_by_label(text.PUT_AWAY_FILTERS).uncheck()
    assert visitor.chosen("Thema") == "Vermogens- en geweldscriminaliteit"


def test_on_a_tablet_the_menu_says_in_dutch_how_many_pages_do_not_fit(
    visitors: Visitors, dordrecht: str
) -> None:
    visitor = visitors.arrive(viewport={"width": 820, "height": 1100})
    visitor.open(dordrecht)
    assert visitor.page.get_by_text(re.compile("^[0-9]+ more$")).count() == 0
    visitor.page.get_by_text(re.compile("^nog [0-9]+$")).first.wait_for()


#: Each date of a page, and over how many lines it stands.
_LINES_OF_DATES = """(form) => {
  const found = [], range = document.createRange();
  const walk = document.createTreeWalker(
    document.querySelector("[data-testid=stMain]"), NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const node = walk.currentNode;
    for (const one of node.nodeValue.matchAll(new RegExp(form, "gu"))) {
      range.setStart(node, one.index);
      range.setEnd(node, one.index + one[0].length);
      const tops = [...range.getClientRects()].filter((box) => box.width > 0)
        .map((box) => Math.round(box.top));
      if (tops.length) found.push([one[0], new Set(tops).size]);
    }
  }
  return found;
}"""


@pytest.mark.parametrize("width", [390, 420, 768])
def test_no_date_stands_on_two_lines_and_is_copied_as_it_reads(
    visitors: Visitors, dordrecht: str, width: int
) -> None:
    visitor = visitors.arrive(viewport={"width": width, "height": 844})
    visitor.page.goto(dordrecht + "vergelijken")
    visitor.page.wait_for_selector(".hotspots-map[data-drawn]")
    visitor.await_quiet()
    dates = visitor.page.evaluate(
        _LINES_OF_DATES, f"[0-9]{{2}}-{SIGN}?[0-9]{{2}}-{SIGN}?[0-9]{{4}}"
    )
    assert len(dates) >= 8
    assert {lines for _, lines in dates} == {1}
    copied = visitor.page.evaluate("""() => {
      const carried = new DataTransfer();
      getSelection().selectAllChildren(document.querySelector("[data-testid=stMain]"));
      const copy = new ClipboardEvent("copy", { clipboardData: carried, bubbles: true,
        cancelable: true });
      document.dispatchEvent(copy);
      return ["text/plain", "text/html"].map((kind) => carried.getData(kind));
    }""")
    for said in copied:
        assert "01-01-2017 t/m 31-12-2017" in said
        assert SIGN not in said
    # What a reader searches for on the page is found as it reads.
    visitor.page.evaluate("getSelection().removeAllRanges()")
    assert visitor.page.evaluate("window.find('01-01-2017')")
