"""The pages of a home of more gemeenten, beside the map."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from opened_page import sentences, shown_without_fault
from wide_town import wide_home

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.settings import Home
    from opened_page import PageOpener


@pytest.fixture
def wide(tmp_path: Path) -> Home:
    """Return four gemeenten in two regio's on disk."""
    return wide_home(tmp_path / "region")


def _table(page: object) -> str:
    (written,) = [
        element.proto.body
        for element in page.get("html")  # type: ignore[attr-defined]
        if "<table>" in element.proto.body
    ]
    return written.split("</style>")[1]


def test_overzicht_opens_with_gemeenten_and_leads_to_their_wijken(
    wide: Home, open_page: PageOpener
) -> None:
    page = open_page(wide, page="overzicht", periode="Alles")
    assert shown_without_fault(page)
    assert page.subheader[0].value == "Alle gemeenten in één oogopslag"
    table = _table(page)
    assert '<th scope="col">Gemeente</th>' in table
    assert table.count('<th scope="row">') == 4
    assert "overzicht?niveau=Wijk&amp;gemeente=Cattum" in table
    # Nothing is a city here.
    assert "stad" not in table
    assert "de stad" not in sentences(page)


def test_overzicht_shows_the_wijken_of_the_gemeente_that_was_clicked(
    wide: Home, open_page: PageOpener
) -> None:
    page = open_page(wide, page="overzicht", periode="Alles", niveau="Wijk", gemeente="Cattum")
    assert shown_without_fault(page)
    table = _table(page)
    assert table.count('<th scope="row">') == 2
    assert "Boven van Cattum" in table
    assert "wijkbeeld?plek=WK999401" in table


@pytest.mark.parametrize("key", ["vergelijken", "gegevens", "wijkbeeld", "verantwoording"])
def test_no_other_page_fails(wide: Home, open_page: PageOpener, key: str) -> None:
    assert shown_without_fault(open_page(wide, page=key))
