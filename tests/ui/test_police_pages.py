"""The pages on fetched crimes: counts without places, hours or weekdays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hotspots.access.fetching import fetch_police
from hotspots.access.workspace import open_workspace
from hotspots.text import hours as hours_text
from open_data_server.cbs import Table, crimes_of, dimension, tables_by_odata
from open_data_server.server import serving
from opened_page import sentences, shown_without_fault

if TYPE_CHECKING:
    from hotspots.settings import Home
    from opened_page import PageOpener


def counted(month: int, at: int) -> int | None:
    """Return burglaries of a buurt: one number of Oost is not given."""
    return None if (month, at) == (20, 1) else (month * at) % 5


@pytest.fixture
def fetched(home: Home, open_page: PageOpener) -> Home:
    """Return the town with 24 months of crimes, in the state folder of `open_page`."""
    del open_page  # it names the state folder
    buurten = ("BU99990100", "BU99990101", "BU99990200", "BU99990201")
    counts = {
        ("1.1.1", area, f"{2022 + month // 12}MM{month % 12 + 1:02d}"): counted(month, at)
        for at, area in enumerate(buurten)
        for month in range(24)
    }
    table = Table(
        {
            "SoortMisdrijf": dimension({"1.1.1": "1.1.1 Inbraak"}, width=6),
            "TypedDataSet": crimes_of(counts),
        }
    )
    with serving({}) as running:
        running.parts["/ODataApi"] = running.parts["/ODataFeed"] = tables_by_odata(
            {"47022NED": table}, lambda: running.url
        )
        fetch_police(open_workspace(home.root, role="analist"), base_url=running.url)
    return home


def test_the_map_shows_counts_and_says_what_is_not_given(
    fetched: Home, open_page: PageOpener
) -> None:
    page = open_page(fetched, role="analist", thema="Politiecijfers (CBS)")
    assert shown_without_fault(page)
    assert "Geregistreerde misdrijven in Vierbuurten" in sentences(page)
    tables = [frame.value for frame in page.dataframe]
    told = [table for table in tables if "door de bron niet gegeven" in table.to_string()]
    assert told


def test_counts_have_months_and_no_hours(fetched: Home, open_page: PageOpener) -> None:
    page = open_page(fetched, role="analist", thema="Politiecijfers (CBS)")
    (views,) = [one for one in page.get("button_group") if "Verloop" in one.options]
    assert list(views.options) == ["Verloop", hours_text.SEASON]


@pytest.mark.parametrize("page", ["overzicht", "wijkbeeld", "vergelijken", "gegevens", "inlezen"])
def test_every_other_page_goes_on(fetched: Home, open_page: PageOpener, page: str) -> None:
    assert shown_without_fault(open_page(fetched, role="analist", page=page))


def test_the_page_with_data_says_where_the_counts_come_from(
    fetched: Home, open_page: PageOpener
) -> None:
    page = open_page(fetched, role="analist", page="gegevens", bekijk="Geregistreerde misdrijven")
    assert shown_without_fault(page)
    rows = page.dataframe[0].value.set_index("Laag")
    assert "Politie, via CBS" in rows.loc["Geregistreerde misdrijven", "Bron"]
    assert rows.loc["Geregistreerde misdrijven", "Licentie"] == "CC BY 4.0"
    assert rows.loc["Geregistreerde misdrijven", "Van"] == "01-01-2022"
    assert rows.loc["Geregistreerde misdrijven", "Tot en met"] == "31-12-2023"
