"""A file from a visitor's own disk: checked, published and seen on the map."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from browser_server import serving
from hotspots.pages import words as text
from hotspots.registry import DATA_PAGES
from town import tiny_home

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from visitor import Visitor

#: One in Noord, two in Zuid, and a day that does not exist.
EXPORT = b"""\
id;soort;begin;eind;x;y
a1;woning;2018-01-05 19:00;;100500;421500
a2;woning;2018-02-05 19:00;;100500;420500
a3;schuur;2018-03-05 19:00;;100500;420500
a4;schuur;2018-02-31 19:00;;100500;420500
"""


@pytest.fixture
def own_town(tmp_path: Path) -> Iterator[str]:
    """Return the address of a town that a test may change."""
    with serving(tiny_home(tmp_path / "town").root, tmp_path / "state") as address:
        yield address


def hand_over(visitor: Visitor, name: str, content: bytes) -> None:
    visitor.page.locator('input[type="file"]').set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": content}
    )
    visitor.page.get_by_role("button", name=text.IMPORT_CHECK).wait_for()
    visitor.await_quiet()


def press(visitor: Visitor, label: str) -> str:
    """Press a button and return what the page says then."""
    visitor.page.get_by_role("button", name=label, exact=True).click()
    visitor.await_quiet()
    return visitor.page.get_by_test_id("stMain").inner_text()


def test_a_file_is_checked_published_and_seen_on_the_map(visitor: Visitor, own_town: str) -> None:
    visitor.open(own_town)
    before = visitor.fills()
    visitor.go_to(text.IMPORT_PAGE, under=DATA_PAGES)
    visitor.page.locator('input[type="file"]').wait_for(state="attached")
    hand_over(visitor, "geen tabel.csv", b"naam;waarde\nx;1\n")
    refused = press(visitor, text.IMPORT_PUBLISH)
    assert text.PROBLEM in refused
    assert "begin" in refused
    assert text.IMPORT_NOTHING_CHANGED in refused
    visitor.page.get_by_test_id("stFileUploader").get_by_role("button").last.click()
    visitor.await_quiet()
    hand_over(visitor, "export.csv", EXPORT)
    assert text.IMPORT_READY in press(visitor, text.IMPORT_CHECK)
    assert text.IMPORT_DONE.format(version="v2") in press(visitor, text.IMPORT_PUBLISH)
    visitor.page.get_by_role("link", name=text.IMPORT_SHOW).click()
    visitor.page.wait_for_selector(".hotspots-map[data-drawn]")
    visitor.await_quiet()
    # The refused file counts for nothing: three rows, and none of the seven synthetic ones.
    assert visitor.headline().startswith("3 inbraken")
    assert "2 inbraken" in visitor.hover_area(2)
    assert visitor.fills() != before
    assert not visitor.map.locator(".hs-badge").is_visible()
