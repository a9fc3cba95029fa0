"""The pages on fetched crimes: counts without places, hours or weekdays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest

from hotspots import registry
from hotspots.access.fetching import fetch_police
from hotspots.access.workspace import open_workspace
from hotspots.exports import words
from hotspots.incoming.open_data.words import POLICE_LAYERS, POLICE_THEME
from hotspots.pages import results
from hotspots.pages import words as words_words
from open_data_server.cbs import Table, crimes_of, dimension, tables_by_odata
from open_data_server.server import serving
from opened_page import sentences, shown_without_fault, tables_on, unfold

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

    from hotspots.settings import Home
    from opened_page import PageOpener

#: Pages that every role has, beside the map.
OTHER_PAGES = [page.key for page in registry.PAGES[1:] if not page.without]


BUURTEN = ("BU99990100", "BU99990101", "BU99990200", "BU99990201")


def counted(month: int, at: int) -> int | None:
    """Return burglaries of a buurt: two numbers of Oost are not given."""
    return None if at == 1 and month in (20, 21) else (month * at) % 5


def fetch(
    home: Home,
    table: str,
    counts: dict[tuple[str, str, str], int | None],
    *,
    counts_per: str = "month",
) -> None:
    """Fetch burglaries from a server that has no other crimes."""
    rows = Table(
        {
            "SoortMisdrijf": dimension({"1.1.1": "1.1.1 Inbraak"}, width=6),
            "TypedDataSet": crimes_of(counts),
        }
    )
    with serving({}) as running:
        running.parts["/ODataApi"] = running.parts["/ODataFeed"] = tables_by_odata(
            {table: rows}, lambda: running.url
        )
        workspace = open_workspace(home.root, role="analist")
        fetch_police(workspace, counts_per=counts_per, base_url=running.url)


@pytest.fixture
def fetched(home: Home, open_page: PageOpener) -> Home:
    """Return the town with 24 months of crimes, in the state folder of `open_page`."""
    del open_page  # it names the state folder
    counts = {
        ("1.1.1", area, f"{2022 + month // 12}MM{month % 12 + 1:02d}"): counted(month, at)
        for at, area in enumerate(BUURTEN)
        for month in range(24)
    }
    fetch(home, "47022NED", counts)
    return home


def bars_of(page: AppTest) -> list[dict[str, Any]]:
    """Return the rows of the months as the browser gets them."""
    (chart,) = page.get("vega_lite_chart")
    (rows,) = chart.proto.datasets
    return pa.ipc.open_stream(rows.data.data).read_all().to_pylist()


def test_the_map_shows_counts_and_says_what_is_not_given(
    fetched: Home, open_page: PageOpener
) -> None:
    page = open_page(fetched, role="analist", thema="Politiecijfers (CBS)", onder="Tabel")
    assert shown_without_fault(page)
    assert "Geregistreerde misdrijven in Vierbuurten" in sentences(page)
    tables = [frame.value for frame in page.dataframe]
    told = [table for table in tables if "door de bron niet gegeven" in table.to_string()]
    assert told


def test_counts_have_months_and_no_hours(fetched: Home, open_page: PageOpener) -> None:
    page = open_page(fetched, role="analist", thema="Politiecijfers (CBS)", onder="In de tijd")
    (views,) = [one for one in page.get("button_group") if "Verloop" in one.options]
    assert list(views.options) == ["Verloop", words_words.SEASON_TITLE]


def test_a_month_that_is_not_given_is_no_bar_and_no_zero(
    fetched: Home, open_page: PageOpener
) -> None:
    page = open_page(fetched, role="analist", thema="Politiecijfers (CBS)", onder="In de tijd")
    unfold(page, "maanden_als_tabel")
    assert shown_without_fault(page)
    assert words.MONTHS_WITHHELD in sentences(page)
    (table,) = [one.value for one in page.dataframe if next(iter(one.value)) == results.MONTH]
    # The last month first. Of September 2023, the 21st, Oost is not given and the others are 0:
    # 20 times 0, 2 and 3 leave nothing after division by five. A month later Zuid has 42 % 5 = 2
    # and Haven 63 % 5 = 3. In January 2022 there was nothing, and all is given.
    told = table.iloc[:, 1].tolist()[::-1]
    assert (told[0], told[20], told[21]) == ("0", "door de bron niet gegeven", "minstens 5")
    bars = bars_of(page)
    assert (bars[0]["count"], bars[20]["count"], bars[21]["count"]) == (0, None, 5)
    assert bars[20]["told"] == "door de bron niet gegeven"


@pytest.fixture
def per_year(home: Home, open_page: PageOpener) -> Home:
    """Return the town with crimes of whole years: in Noord 10 in 2020, 20 in 2021 and so on."""
    del open_page  # it names the state folder
    counts: dict[tuple[str, str, str], int | None] = {
        ("1.1.1", area, f"{year}JJ00"): (year - 2019) * (10 if area == BUURTEN[0] else 0)
        for area in BUURTEN
        for year in range(2020, 2024)
    }
    fetch(home, "47018NED", counts, counts_per="year")
    return home


@pytest.mark.parametrize(
    ("days", "compared", "told"),
    [
        # Two quarters of 2023 are that year both, and a winter shares 2022 with the one before.
        (("2023-10-01", "2023-12-31"), "De periode ervoor", ("40", "2022", "2022", "30")),
        (("2022-12-01", "2023-02-28"), "De periode ervoor", ("70", "2020", "2021", "30")),
        (("2022-12-01", "2023-02-28"), "Een jaar eerder", ("70", "2020", "2021", "30")),
    ],
)
def test_two_periods_in_one_year_are_compared_as_years_that_do_not_meet(
    per_year: Home,
    open_page: PageOpener,
    days: tuple[str, str],
    compared: str,
    told: tuple[str, str, str, str],
) -> None:
    page = open_page(
        per_year,
        role="analist",
        page="vergelijken",
        thema=POLICE_THEME,
        laag=POLICE_LAYERS["year"],
        periode="Zelf kiezen",
        dagen=list(days),
        vergelijk=compared,
    )
    assert shown_without_fault(page)
    count, first, last, before = told
    said = sentences(page)
    assert f"**{count} misdrijven**" in said
    assert f"01-01-{first} t/m 31-12-{last}: {before}." in said


@pytest.mark.parametrize("page", OTHER_PAGES)
def test_every_other_page_goes_on(fetched: Home, open_page: PageOpener, page: str) -> None:
    assert shown_without_fault(open_page(fetched, role="analist", page=page))


def test_the_page_with_data_says_where_the_counts_come_from(
    fetched: Home, open_page: PageOpener
) -> None:
    page = open_page(fetched, role="analist", page="gegevens", bekijk="Geregistreerde misdrijven")
    assert shown_without_fault(page)
    rows = tables_on(page)[0].set_index("Laag")
    assert "Politie, via CBS" in rows.loc["Geregistreerde misdrijven", "Bron"]
    assert rows.loc["Geregistreerde misdrijven", "Licentie"] == "CC BY 4.0"
    assert rows.loc["Geregistreerde misdrijven", "Van"] == "01-01-2022"
    assert rows.loc["Geregistreerde misdrijven", "Tot en met"] == "31-12-2023"
