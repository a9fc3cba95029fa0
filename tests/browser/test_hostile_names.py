"""Names are data: none of them runs, none of them fetches, all of them are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attacks import nothing_ran
from hostile_town import BUURTEN, IMAGE, SCRIPT, TEMPLATE

if TYPE_CHECKING:
    from visitor import Visitor


def test_no_name_runs_on_the_map_the_table_the_legend_or_beside_it(
    visitor: Visitor, hostile: str
) -> None:
    visitor.open(f"{hostile}?onder=Tabel")
    assert SCRIPT in visitor.map.locator(".hs-legend").inner_text()
    visitor.fold_legend()
    for position, name in enumerate(BUURTEN):
        assert name in visitor.hover_area(position)
    assert IMAGE in visitor.map.locator(".hs-attribution").inner_text()
    table = visitor.page.get_by_test_id("stDataFrame").last
    table.scroll_into_view_if_needed()
    assert {IMAGE, TEMPLATE} <= set(table.locator("td").all_text_contents())
    assert nothing_ran(visitor)


def test_no_name_runs_when_it_is_chosen(visitor: Visitor, hostile: str) -> None:
    visitor.open(hostile)
    visitor.choose_some("Soort", TEMPLATE, IMAGE)
    visitor.choose_one("Maat", "Per 1.000")
    visitor.fold_legend()
    for position, name in enumerate(BUURTEN):
        visitor.click_area(position)
        assert visitor.chosen("Gebied") == name
        assert visitor.link()["gebied"] == [name]
        assert nothing_ran(visitor)
    headline = visitor.headline()
    assert TEMPLATE in headline
    assert IMAGE in headline
    assert visitor.page.get_by_role("heading").first.inner_text().startswith(SCRIPT)


def test_no_name_runs_on_a_layer_of_places(visitor: Visitor, hostile: str) -> None:
    visitor.open(hostile)
    visitor.choose_one("Laag", IMAGE)
    visitor.page.wait_for_selector(".hotspots-map[data-drawn]")
    assert visitor.page.get_by_role("heading").first.inner_text() == IMAGE
    for summary in visitor.page.locator("summary").all():
        summary.click()
    assert nothing_ran(visitor)


def test_a_link_cannot_bring_a_script(visitor: Visitor, vierbuurten: str) -> None:
    visitor.page.goto(vierbuurten + "?thema=%3Cimg%20src%3Dx%20onerror%3Dwindow.PWN%3D1%3E")
    # Before the map is waited for: a toast is there for some seconds.
    assert IMAGE in visitor.page.get_by_test_id("stToast").inner_text()
    visitor.page.wait_for_selector(".hotspots-map[data-drawn]")
    assert nothing_ran(visitor)
