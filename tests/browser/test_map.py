"""The map page in a browser: what a filter, a click and a pan do."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from visitor import MAP, QUIET_MS, STILL_MS, await_true

if TYPE_CHECKING:
    from playwright.sync_api import Locator

    from visitor import Visitor, Visitors

_LOOKS_ELSEWHERE = "(view) => document.querySelector('.hotspots-map').dataset.view !== view"
_IS_DRAWN_AGAIN = "(before) => document.querySelector('.hotspots-map').dataset.drawn > before"


def test_the_page_opens_with_its_map_drawn_in_dutch(visitor: Visitor, dordrecht: str) -> None:
    visitor.open(dordrecht)
    assert len(visitor.fills()) > 100
    assert len(set(visitor.fills())) > 3
    assert visitor.page.evaluate("document.documentElement.lang") == "nl"
    # A font that came from this server, not one that happened to be there.
    assert visitor.page.evaluate("document.fonts.check('12px \"Source Sans\"')")


def test_charts_are_drawn_without_evaluating_text(visitor: Visitor, dordrecht: str) -> None:
    visitor.open(f"{dordrecht}?onder=In de tijd")
    charts = visitor.page.get_by_test_id("stVegaLiteChart")
    for view in ("Verloop", "Uren van de week", "Maanden van het jaar"):
        visitor.choose_tile(view)
        # One at a time.
        assert charts.count() == 1
        charts.first.scroll_into_view_if_needed()
        await_true(visitor.page, lambda: colours(charts.first.screenshot()) > 3)


def once_drawn(visitor: Visitor, chart: Locator) -> bytes:
    """Return the picture of a chart after the last change in it."""
    seen, now = b"", chart.screenshot()
    while seen != now:
        visitor.page.wait_for_timeout(STILL_MS)
        seen, now = now, chart.screenshot()
    return now


def test_the_months_follow_a_filter_and_are_those_of_the_link(
    visitor: Visitor, vierbuurten: str
) -> None:
    # Only the rows of the chart are sent anew, for the browser to draw under the same axes.
    visitor.open(f"{vierbuurten}?onder=In de tijd")
    months = visitor.page.get_by_test_id("stVegaLiteChart")
    before = once_drawn(visitor, months)
    visitor.choose_some("Soort", "Schuur")
    visitor.page.mouse.move(5, 5)
    await_true(visitor.page, lambda: months.screenshot() != before)
    after = once_drawn(visitor, months)
    visitor.open(visitor.page.url)
    await_true(visitor.page, lambda: months.screenshot() == after)


def test_a_filter_changes_the_colours_and_leaves_the_view(
    visitor: Visitor, vierbuurten: str
) -> None:
    visitor.open(f"{vierbuurten}?maat=Aantal")
    visitor.page.mouse.move(*visitor.spot_in_area(2))
    before = visitor.view()
    visitor.page.mouse.wheel(0, -300)
    visitor.await_view_other_than(before)
    view, fills, drawn = visitor.view(), visitor.fills(), visitor.drawn()
    visitor.choose_some("Soort", "Schuur")
    # Rows 3 and 6: one in Noord, one in Oost.
    assert visitor.headline().startswith("2 inbraken")
    assert visitor.fills() != fills
    assert visitor.fills()[0] == visitor.fills()[1]
    assert visitor.view() == view
    assert visitor.drawn() == drawn + 1


def test_the_legend_lies_over_no_area_at_first(visitor: Visitor, vierbuurten: str) -> None:
    visitor.open(f"{vierbuurten}?maat=Aantal")
    legend = visitor.page.locator(f"{MAP} .hs-legend").bounding_box()
    assert legend is not None
    # The town is as high as the map: without room for the legend its east would lie under it.
    areas = visitor.page.locator(f"{MAP} .hs-area")
    assert areas.count() == 4
    for area in areas.all():
        box = area.bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= legend["x"]


def test_only_the_filter_of_wijken_moves_the_view_and_clearing_it_shows_all_again(
    visitor: Visitor, vierbuurten: str
) -> None:
    visitor.open(vierbuurten)
    whole = visitor.view()
    visitor.choose_some("Wijk", "Onder")
    visitor.page.wait_for_function(_LOOKS_ELSEWHERE, arg=whole)
    # The southern half of the town; the map opens with where most people live.
    onder = visitor.view()
    assert float(onder.split(",")[0]) < float(whole.split(",")[0])
    drawn = visitor.drawn()
    # None of the south: another map.
    visitor.choose_some("Soort", "Schuur")
    visitor.page.wait_for_function(_IS_DRAWN_AGAIN, arg=drawn)
    assert visitor.view() == onder
    visitor.take_away("Alle filters wissen")
    visitor.page.wait_for_function(_LOOKS_ELSEWHERE, arg=onder)
    # Within a pixel of where it began: latitude, longitude, zoom.
    begun, ended = ([float(part) for part in view.split(",")] for view in (whole, visitor.view()))
    assert ended == pytest.approx(begun, abs=1e-4)


def test_panning_and_zooming_asks_the_server_nothing(visitor: Visitor, dordrecht: str) -> None:
    visitor.open(dordrecht)
    view, drawn, sent = visitor.view(), visitor.drawn(), len(visitor.sent)
    box = visitor.map.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    visitor.page.mouse.move(x, y)
    visitor.page.mouse.down()
    visitor.page.mouse.move(x - 120, y - 60, steps=6)
    visitor.page.mouse.up()
    visitor.page.mouse.wheel(0, -240)
    visitor.map.get_by_role("button", name="Inzoomen").click()
    visitor.await_view_other_than(view)
    visitor.page.wait_for_timeout(QUIET_MS)
    assert len(visitor.sent) == sent
    assert visitor.drawn() == drawn


def test_a_click_on_an_area_names_it_beside_the_map_and_in_the_link(
    visitor: Visitor, vierbuurten: str
) -> None:
    visitor.open(vierbuurten)
    visitor.click_area(1)
    assert visitor.chosen("Gebied") == "Oost"
    assert visitor.link()["gebied"] == ["Oost"]
    # Rows 5 and 6, in a wijk that Noord is in too.
    details = visitor.page.get_by_test_id("stMain").inner_text()
    assert "2 inbraken" in details
    assert "Wijk Boven" in details
    assert visitor.map.locator("path.hs-selected").get_attribute("d") not in (None, "", "M0 0")
    visitor.click_area(2)
    assert visitor.link()["gebied"] == ["Zuid"]


def test_the_view_survives_a_visit_to_another_page(visitor: Visitor, vierbuurten: str) -> None:
    visitor.open(vierbuurten)
    before = visitor.view()
    visitor.map.get_by_role("button", name="Inzoomen").click()
    view = visitor.await_view_other_than(before)
    visitor.go_to("Inlezen", under="Beheer")
    visitor.page.get_by_role("heading", name="Inlezen").wait_for()
    visitor.page.get_by_role("link", name="Kaart").click()
    visitor.page.wait_for_selector(".hotspots-map[data-drawn]")
    assert visitor.view() == view


def test_a_link_opens_the_same_selection_for_someone_else(
    visitors: Visitors, vierbuurten: str
) -> None:
    one = visitors.arrive()
    one.open(vierbuurten)
    one.choose_one("Periode", "Laatste kwartaal")
    # What a map opens with is not in the link: another measure is.
    one.choose_one("Maat", "Aantal")
    one.choose_some("Soort", "Woning")
    one.choose_some("Wijk", "Boven")
    one.click_area(0)
    other = visitors.arrive()
    other.open(one.page.url)
    assert other.headline() == one.headline()
    assert other.fills() == one.fills()
    assert other.chosen("Gebied") == one.chosen("Gebied") == "Noord"
    assert other.link() == one.link()
    for name in ("periode", "maat", "soort", "wijk", "gebied"):
        assert name in other.link()


def test_a_link_opens_another_theme_layer_and_level(visitors: Visitors, dordrecht: str) -> None:
    one = visitors.arrive()
    one.open(dordrecht)
    first = one.page.get_by_role("heading").first.inner_text()
    theme = one.page.get_by_test_id("stSelectbox").filter(has_text="Thema")
    theme.locator("input").click()
    one.page.get_by_role("option").first.click()
    one.await_quiet()
    one.choose_tile("Wijk")
    other = visitors.arrive()
    other.open(one.page.url)
    assert other.page.get_by_role("heading").first.inner_text() != first
    assert other.chosen("Thema") == one.chosen("Thema")
    assert other.headline() == one.headline()
    # 13 wijken instead of more than a hundred buurten.
    assert len(other.fills()) == 13


def test_clearing_the_filters_clears_the_link_too(visitor: Visitor, vierbuurten: str) -> None:
    visitor.open(vierbuurten)
    visitor.choose_some("Soort", "Schuur")
    visitor.choose_some("Wijk", "Onder")
    visitor.take_away("Schuur")
    assert visitor.headline().startswith("1 inbraak")
    assert "soort" not in visitor.link()
    assert visitor.link()["wijk"] == ["Onder"]
    visitor.take_away("Onder")
    assert visitor.headline().startswith("7 inbraken")
    assert not visitor.link().keys() & {"soort", "wijk"}


def test_each_filter_is_a_step_back_in_the_browser(visitor: Visitor, vierbuurten: str) -> None:
    visitor.open(f"{vierbuurten}?maat=Aantal")
    all_kinds = visitor.headline()
    visitor.choose_tile("Wijk")
    await_true(visitor.page, lambda: visitor.link().get("niveau") == ["Wijk"])
    visitor.await_quiet()
    visitor.choose_some("Soort", "Schuur")
    await_true(visitor.page, lambda: visitor.link().get("soort") == ["Schuur"])
    visitor.await_quiet()
    sheds = visitor.headline()
    visitor.page.go_back()
    await_true(visitor.page, lambda: "soort" not in visitor.link())
    visitor.await_quiet()
    assert visitor.link()["niveau"] == ["Wijk"]
    assert visitor.headline() != sheds
    visitor.page.go_back()
    await_true(visitor.page, lambda: visitor.headline() == all_kinds)
    visitor.page.go_forward()
    visitor.page.go_forward()
    await_true(visitor.page, lambda: visitor.headline() == sheds)
    assert visitor.link()["soort"] == ["Schuur"]


def test_two_people_at_once_do_not_change_each_others_page(
    visitors: Visitors, vierbuurten: str
) -> None:
    one, other = visitors.arrive(), visitors.arrive()
    one.open(vierbuurten)
    other.open(vierbuurten)
    one.choose_some("Soort", "Woning")
    other.choose_some("Soort", "Schuur")
    other.choose_tile("Wijk")
    # Five times woning (1, 2, 4, 5, 7) and two times schuur (3, 6) lie in the town.
    assert one.headline().startswith("5 inbraken")
    assert other.headline().startswith("2 inbraken")
    one.choose_some("Wijk", "Onder")
    # Only row 7.
    assert one.headline().startswith("1 inbraak")
    assert other.headline().startswith("2 inbraken")
    assert len(one.fills()) == 4
    assert len(other.fills()) == 2


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_is_drawn_in_light_and_in_dark(
    visitors: Visitors, dordrecht: str, scheme: str
) -> None:
    visitor = visitors.arrive(color_scheme=scheme)
    visitor.open(dordrecht)
    assert visitor.map.get_attribute("data-theme") == scheme
    assert colours(visitor.map.screenshot()) > 100
    background = brightness(visitor.page.screenshot(clip={"x": 320, "y": 0, "width": 60,
                                                          "height": 40}))  # fmt: skip
    assert background > 0.8 if scheme == "light" else background < 0.2


def colours(png: bytes) -> int:
    """Return how many colours a picture has; a blank one has one."""
    picture = np.asarray(Image.open(io.BytesIO(png)).convert("RGB")).reshape(-1, 3)
    return len(np.unique(picture, axis=0))


def brightness(png: bytes) -> float:
    """Return the mean of a picture, 0 black to 1 white."""
    return float(np.asarray(Image.open(io.BytesIO(png)).convert("L")).mean() / 255)
