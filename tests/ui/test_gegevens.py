"""The page `Gegevens`: where layers come from, how good they are, and back to an earlier one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotspots.access.importing import import_file
from hotspots.access.workspace import open_workspace
from opened_page import sentences, shown_without_fault

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.settings import Home
    from opened_page import PageOpener


def test_every_layer_is_listed_with_its_source(home: Home, open_page: PageOpener) -> None:
    page = open_page(home, page="gegevens")
    assert shown_without_fault(page)
    layers = page.dataframe[0].value
    assert list(layers["Laag"]) == ["Inbraak", "Zorg"]
    # A sensitive layer tells no number of rows.
    assert list(layers["Rijen"]) == ["9", "niet getoond"]
    assert list(layers["Synthetisch"]) == ["ja", "ja"]
    context = page.dataframe[-1].value
    assert {"Buurten", "Wijken", "Haltes"} <= set(context["Laag"])


def test_who_may_not_load_sees_no_report_and_no_way_back(home: Home, open_page: PageOpener) -> None:
    page = open_page(home, page="gegevens", role="wijkagent")
    assert shown_without_fault(page)
    told = [expander.label for expander in page.expander]
    assert "Laatste inleesverslag" not in told
    assert "Een eerdere versie terugzetten" not in told


def test_a_sensitive_layer_says_why_it_tells_nothing(home: Home, open_page: PageOpener) -> None:
    page = open_page(home, page="gegevens", bekijk="Zorg")
    assert shown_without_fault(page)
    assert "onder de 10 blijft" in sentences(page)
    assert not page.table


def test_an_earlier_version_comes_back_after_two_clicks(
    home: Home, open_page: PageOpener, tmp_path: Path
) -> None:
    open_page(home, page="gegevens")
    new = tmp_path / "nieuw.csv"
    new.write_text(
        "id,soort,begin,eind,x,y\n20,woning,2018-01-02 10:00,,100500,421500\n", encoding="utf-8"
    )
    workspace = open_workspace(role="analist")
    import_file(workspace, workspace.layer("inbraak"), new)
    page = open_page(home, page="gegevens", role="analist")
    assert page.dataframe[0].value["Rijen"].iloc[0] == "1"
    assert page.button[0].disabled
    page.checkbox[0].check().run()
    page.button[0].click().run()
    assert shown_without_fault(page)
    assert "toont nu weer v1" in page.success[0].value
    assert page.dataframe[0].value["Rijen"].iloc[0] == "9"
    assert page.button[0].disabled
    workspace = open_workspace(role="analist")
    assert workspace.version(workspace.layer("inbraak")).name == "v1"
