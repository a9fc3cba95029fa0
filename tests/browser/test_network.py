"""What a page asks of others: nothing; and what it does when they do not answer."""

from __future__ import annotations

import re
import urllib.request
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from hotspots.app.headers import checksum_source
from hotspots.app.page_script import PAGE_SCRIPT
from hotspots.catalog.reading import read_catalog
from hotspots.maps.live.routes import ASSETS_ROUTE, GEOMETRY_ROUTE
from hotspots.maps.live.words import ON_THE_MAP
from hotspots.settings import Home

if TYPE_CHECKING:
    from pathlib import Path

    from visitor import Visitor, Visitors


def test_no_page_asks_another_host_for_anything(visitor: Visitor, dordrecht: str) -> None:
    visitor.open(dordrecht)
    visitor.choose_tile("Cel")
    visitor.page.get_by_test_id("stMain").locator("summary").last.scroll_into_view_if_needed()
    visitor.go_to("Inlezen", under="Beheer")
    visitor.page.get_by_role("heading", name="Inlezen").wait_for()
    visitor.await_quiet()
    assert len(visitor.asked) > 20
    assert {urlsplit(address).hostname for address in visitor.asked} <= {"localhost", None}
    assert visitor.asked_elsewhere() == []


def test_the_map_comes_in_one_script_and_one_sheet_each_part_fetched_once(
    visitor: Visitor, dordrecht: str
) -> None:
    visitor.open(dordrecht)
    of_the_map = [urlsplit(address).path for address in visitor.asked if "/kaart/" in address]
    parts = [path.rpartition("/")[2] for path in of_the_map if ASSETS_ROUTE in path]
    assert sorted(parts) == ["live_map.all.css", "live_map.all.js"]
    geometry = [path.rpartition("/")[2] for path in of_the_map if GEOMETRY_ROUTE in path]
    assert sorted(geometry) == ["basis.json", "buurten.json", "wijken.json"]


def test_a_page_with_a_map_names_beforehand_what_its_map_will_fetch(
    visitor: Visitor, vierbuurten: str
) -> None:
    visitor.open(vierbuurten)
    fetched = {urlsplit(address).path for address in visitor.asked if "/kaart/" in address}
    named = {
        path: set(re.findall("<([^>]+)>", _link_of(vierbuurten + path)))
        for path in ("", "wijkbeeld", "gegevens", "_stcore/health")
    }
    assert named[""] == fetched
    assert {path.rpartition("/")[2] for path in named["wijkbeeld"]} == {
        "live_map.all.css", "live_map.all.js"
    }  # fmt: skip
    assert named["gegevens"] == named["_stcore/health"] == set()


def _link_of(address: str) -> str:
    with urllib.request.urlopen(address, timeout=120) as answer:  # noqa: S310 - our own address
        return answer.headers["link"] or ""


def test_tiles_that_do_not_come_are_given_up_in_words_and_the_map_stays(
    visitors: Visitors, dordrecht: str, repository: Path
) -> None:
    catalog = read_catalog(Home(repository, repository / ".hotspots"))
    tiles = urlsplit(catalog.gemeente.tiles_url).hostname
    assert tiles
    visitor = visitors.arrive(may_reach=(tiles,))
    visitor.open(dordrecht)
    fills, drawn = visitor.fills(), visitor.drawn()
    button = visitor.map.get_by_role("button", name=ON_THE_MAP["tiles_on"])
    button.click()
    status = visitor.map.get_by_role("status")
    status.get_by_text(ON_THE_MAP["tiles_failed"]).wait_for()
    assert len([address for address in visitor.asked if tiles in address]) >= 3
    assert button.get_attribute("aria-pressed") == "false"
    assert visitor.fills() == fills
    assert visitor.drawn() == drawn
    # The base of our own is still there, and so is what a pointer finds.
    assert visitor.map.locator("path.hs-spoor").count() > 0
    assert visitor.hover_area(0)


def test_the_policy_lets_no_other_script_run_and_evaluates_no_text(vierbuurten: str) -> None:
    with urllib.request.urlopen(vierbuurten, timeout=120) as answer:  # noqa: S310 - our own address
        policy = answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
    directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert checksum_source(PAGE_SCRIPT) in directives["script-src"]
    assert "unsafe" not in directives["script-src"]
    assert directives["object-src"] == "'none'"


def test_a_script_in_line_that_is_not_ours_is_refused(visitor: Visitor, vierbuurten: str) -> None:
    visitor.open(vierbuurten)
    visitor.page.evaluate(
        "{ const s = document.createElement('script'); s.textContent = 'window.PWN = 1';"
        " document.body.append(s); }"
    )
    assert visitor.page.evaluate("typeof window.PWN") == "undefined"
    # The browser complained, as it should; nothing else did.
    assert len(visitor.faults) == 1
    visitor.faults.clear()
