"""A home of more gemeenten in the browser: down from the widest areas, and side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from browser_server import serving
from looked_over import PHONE, faults_of_ours, width_that_scrolls
from wide_town import wide_home

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitor import Visitor, Visitors


@pytest.fixture(scope="module")
def vierlanden(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of four gemeenten in two regio's; tests here only look."""
    folder = tmp_path_factory.mktemp("vierlanden")
    with serving(wide_home(folder / "region").root, folder / "state") as address:
        yield address


def test_a_click_goes_down_and_the_browser_back_up(visitor: Visitor, vierlanden: str) -> None:
    visitor.open(f"{vierlanden}?periode=Alles")
    assert visitor.headline().startswith("70 inbraken")
    # Of two regio's the first is West, with Dal and Berg: 7 and 21.
    visitor.page.mouse.click(*visitor.spot_in_area(0))
    visitor.await_quiet()
    assert (visitor.link()["regio"], visitor.link()["niveau"]) == (["West"], ["Gemeente"])
    assert visitor.headline().startswith("28 inbraken")
    visitor.page.mouse.click(*visitor.spot_in_area(0))
    visitor.await_quiet()
    assert (visitor.link()["gemeente"], visitor.link()["niveau"]) == (["Dal"], ["Wijk"])
    assert visitor.headline().startswith("7 inbraken")
    visitor.page.go_back()
    visitor.await_quiet()
    assert visitor.headline().startswith("28 inbraken")
    visitor.page.go_back()
    visitor.await_quiet()
    assert visitor.headline().startswith("70 inbraken")
    assert "regio" not in visitor.link()
    assert faults_of_ours(visitor) == []


def test_a_link_opens_in_the_same_gemeente(visitors: Visitors, vierlanden: str) -> None:
    visitor = visitors.arrive(**PHONE)
    visitor.open(f"{vierlanden}?periode=Alles&niveau=Wijk&gemeente=Cattum")
    assert visitor.headline().startswith("28 inbraken")
    assert width_that_scrolls(visitor) == 0
