"""What a picture shows is also there for who does not see it."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from hotspots.analysis.analyse import analyse
from hotspots.analysis.question import Selection
from hotspots.app.map_details import CELL_NOT_HERE
from hotspots.dutch import as_text
from hotspots.maps.choropleth import context_spec
from hotspots.pages import results
from hotspots.pages import words as words_words
from hotspots.pages.results import CELL
from opened_page import sent_to_map, shown_without_fault, tips_on

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

    from hotspots.access.workspace import Workspace
    from hotspots.settings import Home
    from opened_page import PageOpener


def told_of_charts(page: AppTest) -> list[str]:
    """Return what each chart on a page says to a screen reader."""
    charts = page.get("vega_lite_chart")
    return [json.loads(chart.proto.spec).get("description", "") for chart in charts]


@pytest.mark.parametrize(
    ("view", "table"),
    [
        ("Verloop", results.MONTHS_TABLE),
        (words_words.CLOCK_HOURS, words_words.CLOCK_AS_TABLE),
    ],
)
def test_a_chart_below_the_map_says_what_it_is_and_has_a_table(
    home: Home, open_page: PageOpener, view: str, table: str
) -> None:
    page = open_page(home, tijdbeeld=view, onder="In de tijd")
    assert shown_without_fault(page)
    (told,) = told_of_charts(page)
    assert len(told.split()) > 5
    assert table in [box.label for box in page.expander]


def test_the_charts_of_a_wijkbeeld_say_what_they_are(home: Home, open_page: PageOpener) -> None:
    page = open_page(home, page="wijkbeeld", plek="WK999901")
    assert shown_without_fault(page)
    told = told_of_charts(page)
    assert told
    assert all(len(words.split()) > 5 for words in told)
    assert results.MONTHS_TABLE in [box.label for box in page.expander]


def test_the_bars_unfold_into_a_table_with_the_last_month_first(
    home: Home, open_page: PageOpener
) -> None:
    page = open_page(home, periode="Alles", onder="In de tijd")
    page.session_state["maanden_als_tabel"] = True
    page.run()
    (table,) = [one.value for one in page.dataframe if list(one.value) == ["Periode", "Aantal"]]
    # In the gemeente: row 1 in December, 2 and 3 in January, 4 and 5 in February, 6 and 7 in March.
    assert table.to_numpy().tolist() == [
        ["03-2017", "2"],
        ["02-2017", "2"],
        ["01-2017", "2"],
        ["12-2016", "1"],
    ]


def test_the_table_has_the_numbers_of_the_areas_on_the_map(
    home: Home, open_page: PageOpener
) -> None:
    page = open_page(home, periode="Alles", maat="Aantal", onder="Tabel")
    tips = tips_on(sent_to_map(page)["areas"])
    table = page.dataframe[0].value.sort_values("Code")
    assert table["Naam"].tolist() == ["Noord", "Oost", "Zuid", "Haven"]
    assert table["Aantal"].tolist() == [4, 2, 1, 0]
    assert [int(tip.split()[0]) for tip in tips] == table["Aantal"].tolist()


def test_the_table_has_the_numbers_of_the_cells_on_the_map(
    home: Home, open_page: PageOpener
) -> None:
    page = open_page(home, periode="Alles", niveau="Cel", onder="Tabel")
    packed = sent_to_map(page)["cells"]["count"]
    counts = np.frombuffer(base64.b64decode(packed), dtype="<u4")
    table = page.dataframe[0].value
    # Rows 1, 2 and 4 lie in one cell of 100 m; 3, 5, 6 and 7 have one each.
    assert sorted(counts[counts > 0].tolist()) == [1, 1, 1, 1, 3]
    assert sorted(table["Aantal"][table["Aantal"] > 0].tolist()) == [1, 1, 1, 1, 3]


def test_a_ticked_row_of_cells_points_its_cell_out_as_a_click_does(
    town: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    analysis = analyse(town, Selection("inbraak", level="cells", cell_m=100))
    ticked = type("Ticked", (), {"selection": type("Rows", (), {"rows": [0]})})
    state: dict[str, Any] = {results._TABLE_KEY: ticked}
    link: dict[str, str] = {}
    monkeypatch.setattr(results.st, "session_state", state)
    monkeypatch.setattr(results.st, "query_params", link)
    # The cell from RD 100.000, 421.000 on: column 1000, row 4210.
    results._pick_from_table(("C100_100000_421000",), analysis)()
    assert link == {CELL: "C100_100000_421000"}


@pytest.mark.parametrize("size_m", [100, 200])
def test_a_cell_of_a_link_that_is_not_on_the_map_is_no_cell_with_nothing(
    home: Home, open_page: PageOpener, size_m: int
) -> None:
    page = open_page(
        home, niveau="Cel", cel=f"{size_m} m", meer_filters="true", vak=f"C{size_m}_0_0"
    )
    assert not page.exception
    said = [one.value for one in page.markdown]
    assert f"**{as_text(CELL_NOT_HERE)}**" in said
    assert not any(one.startswith("**0 ") and "·" not in one for one in said)


def test_a_map_of_made_up_places_says_so(home: Home, open_page: PageOpener) -> None:
    layer = home.geodata / "haltes" / "layer.toml"
    written = layer.read_text(encoding="utf-8")
    layer.write_text(
        written.replace('licence = "CC0-1.0"', 'licence = "CC0-1.0"\nsynthetic = true'),
        encoding="utf-8",
    )
    page = open_page(home, laag="Haltes")
    assert sent_to_map(page)["badge"] == "Synthetische gegevens"


def test_a_map_of_real_places_does_not_say_that_they_are_made_up(town: Workspace) -> None:
    assert context_spec(town, town.layer("haltes")).badge is None
