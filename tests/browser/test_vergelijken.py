"""Comparing in a browser: maps that move together, on a phone below each other."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

from looked_over import PHONE, faults_of_ours, width_that_scrolls
from visitor import MAP, QUIET_MS, await_true, without_signs

if TYPE_CHECKING:
    from playwright.sync_api import Locator

    from visitor import Visitor, Visitors

PERIODS = {"periode": "Zelf kiezen", "dagen": ["2017-02-01", "2017-02-28"],
           "vergelijk": "De periode ervoor"}  # fmt: skip
WIJKEN = {"vergelijking_van": "Twee wijken", "periode": "Alles"}


def open_page(visitor: Visitor, root: str, link: dict[str, str | list[str]], maps: int = 2) -> None:
    visitor.page.goto(f"{root}vergelijken?{urlencode(link, doseq=True)}")
    for at in range(maps):
        visitor.page.locator(f"{MAP}[data-drawn]").nth(at).wait_for()
    visitor.await_quiet()


def views(visitor: Visitor) -> list[tuple[float, float, float]]:
    """Return where each map looks: latitude, longitude, zoom."""
    found = []
    for one in visitor.map.all():
        lat, lon, zoom = map(float, (one.get_attribute("data-view") or "").split(","))
        found.append((lat, lon, zoom))
    return found


def await_other_views(visitor: Visitor, before: list[tuple[float, float, float]]) -> None:
    """Wait until both maps look elsewhere than before, and stand still."""
    await_true(
        visitor.page,
        lambda: all(now != then for now, then in zip(views(visitor), before, strict=True)),
    )
    visitor.await_still()


def drag(visitor: Visitor, one: Locator, across: int, down: int) -> None:
    box = one.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    before = views(visitor)
    visitor.page.mouse.move(x, y)
    visitor.page.mouse.down()
    visitor.page.mouse.move(x + across, y + down, steps=6)
    # A still hand at the end, so that the map does not glide on.
    visitor.page.wait_for_timeout(250)
    visitor.page.mouse.up()
    await_other_views(visitor, before)


def test_what_one_map_of_two_periods_does_the_other_does(
    visitor: Visitor, vierbuurten: str
) -> None:
    open_page(visitor, vierbuurten, PERIODS)
    before, sent = views(visitor), len(visitor.sent)
    assert before[0] == pytest.approx(before[1], abs=5e-5)

    drag(visitor, visitor.map.nth(0), -60, 40)
    dragged = views(visitor)
    assert dragged[0] == pytest.approx(dragged[1], abs=2e-5)
    assert dragged[0][:2] != before[0][:2]
    visitor.map.nth(1).get_by_role("button", name="Inzoomen").click()
    await_other_views(visitor, dragged)
    zoomed = views(visitor)
    assert zoomed[0] == pytest.approx(zoomed[1], abs=2e-5)
    assert zoomed[0][2] == dragged[0][2] + 1
    # The keyboard moves the first, and with it the second.
    visitor.map.nth(0).focus()
    visitor.page.keyboard.press("ArrowRight")
    await_other_views(visitor, zoomed)
    assert views(visitor)[0] == pytest.approx(views(visitor)[1], abs=2e-5)
    assert views(visitor)[1][1] > zoomed[1][1]
    visitor.page.wait_for_timeout(QUIET_MS)
    assert len(visitor.sent) == sent


def test_maps_of_two_wijken_move_alike_and_stay_apart(visitor: Visitor, vierbuurten: str) -> None:
    open_page(visitor, vierbuurten, WIJKEN)
    boven, onder = views(visitor)
    # The wijken lie a kilometre apart, north and south: 0,009 degrees.
    assert boven[0] - onder[0] == pytest.approx(0.009, abs=5e-4)
    assert boven[2] == onder[2]

    drag(visitor, visitor.map.nth(1), 50, -30)
    moved = views(visitor)
    assert moved[1] != onder
    for at in (0, 1):
        assert moved[0][at] - moved[1][at] == pytest.approx(boven[at] - onder[at], abs=5e-5)
    visitor.map.nth(0).get_by_role("button", name="Uitzoomen").click()
    await_other_views(visitor, moved)
    zoomed = views(visitor)
    assert zoomed[0][2] == zoomed[1][2] == moved[0][2] - 1


def test_maps_stay_where_they_look_when_a_filter_changes(
    visitor: Visitor, vierbuurten: str
) -> None:
    open_page(visitor, vierbuurten, PERIODS)
    drag(visitor, visitor.map.nth(0), -40, 0)
    seen = views(visitor)
    visitor.choose_some("Soort", "Woning")
    visitor.await_still()
    assert views(visitor) == [pytest.approx(view, abs=2e-5) for view in seen]


def test_a_click_on_one_map_marks_the_area_on_both(visitor: Visitor, vierbuurten: str) -> None:
    open_page(visitor, vierbuurten, PERIODS)
    visitor.click_area(0)
    marked = visitor.map.locator("path.hs-selected")
    assert marked.count() == 2
    for at in (0, 1):
        assert marked.nth(at).get_attribute("d") not in (None, "", "M0 0")


@pytest.mark.parametrize("link", [PERIODS, WIJKEN], ids=["periods", "wijken"])
def test_on_a_phone_the_maps_stand_below_each_other(
    visitors: Visitors, vierbuurten: str, link: dict[str, str | list[str]]
) -> None:
    visitor = visitors.arrive(**PHONE)
    open_page(visitor, vierbuurten, link)
    first, second = (one.bounding_box() for one in visitor.map.all())
    assert first is not None
    assert second is not None
    assert second["y"] >= first["y"] + first["height"]
    assert first["width"] <= 390
    assert width_that_scrolls(visitor) == 0
    assert faults_of_ours(visitor) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_fault_of_ours_on_a_comparison(
    visitors: Visitors, vierbuurten: str, scheme: str
) -> None:
    visitor = visitors.arrive(color_scheme=scheme)
    open_page(visitor, vierbuurten, PERIODS)
    assert faults_of_ours(visitor) == []
    open_page(visitor, vierbuurten, PERIODS | {"beeld": "Het verschil op één kaart"}, maps=1)
    assert faults_of_ours(visitor) == []


def test_a_measure_is_answered_from_a_link_with_its_ring(visitor: Visitor, dordrecht: str) -> None:
    link: dict[str, str | list[str]] = {
        "vergelijking_van": "Voor en na een maatregel", "maatregel_wijk": "Sterrenburg",
        "maatregel_soort": "Straatverlichting", "sinds": "2016-09-01",
    }  # fmt: skip
    open_page(visitor, dordrecht, link, maps=1)
    said = without_signs(visitor.page.get_by_test_id("stMain").inner_text())

    assert "Straatverlichting in Sterrenburg, vanaf 01-09-2016" in said
    for question in ("Wat gebeurde er?", "Wat was er anders gebeurd?", "Hielp het?",
                     "Verplaatste het zich?"):  # fmt: skip
        assert question in said
    tags = visitor.map.locator(".hs-tag-text").all_inner_texts()
    assert {"M", "R"} == set(tags)
    assert faults_of_ours(visitor) == []
