"""The page `Inlezen`: check, publish, refuse; with files handed over as an upload would."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook

from hotspots.access.importing import versions_of
from hotspots.access.workspace import open_workspace
from hotspots.app.import_page import link_to
from hotspots.pages import words as text
from hotspots.settings import STATE_VARIABLE, Home
from opened_page import PageOpener, sent_to_map, sentences, shown_without_fault, tables_on

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

#: Three in Noord, one in Oost; row 6 of the file has a day that does not exist.
EXPORT = b"""\
id;soort;begin;eind;x;y
a1;woning;2018-01-05 19:00;;100500;421500
a2;woning;2018-02-05 19:00;;100500;421500
a3;schuur;2018-03-05 19:00;;100500;421500
a4;schuur;2018-04-05 19:00;;101500;421500
a5;schuur;2018-02-31 19:00;;101500;421500
"""


@pytest.fixture
def import_page(home: Home, open_page: PageOpener) -> AppTest:
    return open_page(home, page="inlezen")


@pytest.fixture
def published(home: Home, open_page: PageOpener) -> Home:
    """Return the town with the folder that the pages of this test publish in."""
    del open_page
    return Home(home.root, Path(os.environ[STATE_VARIABLE]))


def upload(page: AppTest, content: bytes, name: str = "export.csv") -> AppTest:
    page.file_uploader[0].set_value((name, content, "text/csv"))
    return page.run()


def press(page: AppTest, label: str) -> AppTest:
    (button,) = [button for button in page.button if button.label == label]
    return button.click().run()


def unescaped(told: str) -> str:
    return told.replace("\\", "")


def said(page: AppTest) -> str:
    """Return everything that the page says, also in boxes, as a person reads it."""
    boxes = (*page.success, *page.warning)
    return unescaped("\n".join([sentences(page), *(box.value for box in boxes)]))


def choose(page: AppTest, label: str, value: str) -> AppTest:
    (box,) = [box for box in page.selectbox if unescaped(box.label) == label]
    return box.set_value(value).run()


def chosen(page: AppTest, label: str) -> str:
    (box,) = [box for box in page.selectbox if unescaped(box.label) == label]
    value: str = box.value
    return value


def version_names(home: Home) -> list[str]:
    workspace = open_workspace(home, role="analist")
    return [version.name for version in versions_of(workspace, workspace.layer("inbraak"))]


def test_without_a_file_the_page_shows_the_versions_there_are(import_page: AppTest) -> None:
    assert shown_without_fault(import_page)
    assert [button.label for button in import_page.button] == []
    assert len(tables_on(import_page)[0]) == 1
    assert text.IMPORT_SYNTHETIC in [info.value for info in import_page.info]


def test_layers_without_rows_of_their_own_cannot_be_imported(import_page: AppTest) -> None:
    assert import_page.selectbox(key="naar").options == ["Inbraak", "Zorg"]


def test_a_check_tells_what_is_wrong_and_changes_nothing(
    import_page: AppTest, published: Home
) -> None:
    page = press(upload(import_page, EXPORT), text.IMPORT_CHECK)
    assert shown_without_fault(page)
    assert text.IMPORT_READY in [info.value for info in page.info]
    counts = {metric.label: metric.value for metric in page.metric}
    # Five rows, of which 31 February is put aside.
    assert counts == {
        text.READ: "5", text.ACCEPTED: "4", text.QUARANTINED: "1", text.DUPLICATE: "0",
    }  # fmt: skip
    (problems,) = [
        table for table in tables_on(page) if tuple(table.columns) == text.PROBLEM_COLUMNS
    ]
    # The header is row 1, so the fifth row of data is row 6.
    assert problems["Rij"].tolist() == ["6"]
    assert problems["Waarde"].tolist() == ["2018-02-31 19:00"]
    assert version_names(published) == ["v1"]


def test_a_published_file_is_on_the_map_at_the_end_of_the_link(
    import_page: AppTest, published: Home, open_page: PageOpener
) -> None:
    page = press(upload(import_page, EXPORT), text.IMPORT_PUBLISH)
    assert shown_without_fault(page)
    assert [success.value for success in page.success] == [text.IMPORT_DONE.format(version="v2")]
    assert version_names(published) == ["v2", "v1"]
    # The invented rows are gone, and so is the box that told of them.
    assert text.IMPORT_SYNTHETIC not in [info.value for info in page.info]
    workspace = open_workspace(published, role="analist")
    link = link_to(workspace, workspace.layer("inbraak"))
    shown = open_page(published, **link)
    # Four accepted rows; the first real import replaced the nine synthetic ones.
    assert "**4 inbraken**" in sentences(shown)
    assert sent_to_map(shown)["badge"] is None


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("export.csv", b"naam;waarde\nx;1\n", "begin"),
        ("export.exe", b"MZ\x00\x01", ".exe"),
        ("export.csv", b"", "leeg"),
    ],
)
def test_a_refused_file_says_why_and_changes_nothing(
    import_page: AppTest, published: Home, name: str, content: bytes, told: str
) -> None:
    page = press(upload(import_page, content, name), text.IMPORT_PUBLISH)
    assert not page.exception
    assert [error.value for error in page.error] == [text.PROBLEM]
    assert told in sentences(page)
    assert text.IMPORT_NOTHING_CHANGED in [caption.value for caption in page.caption]
    assert version_names(published) == ["v1"]
    assert not page.success


def test_the_name_of_an_upload_is_never_a_path(
    import_page: AppTest, published: Home, tmp_path: Path
) -> None:
    target = tmp_path / "elsewhere.csv"
    page = press(upload(import_page, EXPORT, f"../../../..{target}"), text.IMPORT_CHECK)
    assert shown_without_fault(page)
    assert not target.exists()
    assert version_names(published) == ["v1"]


def test_another_file_does_not_keep_the_report_of_the_one_before(import_page: AppTest) -> None:
    page = press(upload(import_page, EXPORT), text.IMPORT_CHECK)
    assert page.metric
    page = upload(page, EXPORT.replace(b"a1", b"b1"), "second.csv")
    assert not page.metric


def test_a_column_named_by_hand_is_taken(import_page: AppTest) -> None:
    page = upload(import_page, EXPORT.replace(b"begin", b"wanneer"))
    assert press(page, text.IMPORT_CHECK).error
    page = press(choose(page, "Datum", "wanneer"), text.IMPORT_CHECK)
    assert shown_without_fault(page)
    assert {metric.label: metric.value for metric in page.metric}[text.ACCEPTED] == "4"


def test_of_a_file_with_several_tables_one_can_be_named(import_page: AppTest) -> None:
    book = Workbook()
    book.active.title = "Oud"
    book["Oud"].append(["id"])
    book["Oud"].append(["z1"])
    sheet = book.create_sheet("Nieuw")
    for line in EXPORT.decode().splitlines()[:4]:
        sheet.append(line.split(";"))
    file = io.BytesIO()
    book.save(file)
    refused = press(upload(import_page, file.getvalue(), "export.xlsx"), text.IMPORT_CHECK)
    assert "Gevonden: Oud, Nieuw." in sentences(refused)
    (named,) = [field for field in refused.text_input if field.label == text.IMPORT_TABLE]
    named.set_value("Nieuw").run()
    checked = press(refused, text.IMPORT_CHECK)
    assert {entry.label: entry.value for entry in checked.metric}[text.ACCEPTED] == "3"


def test_who_loads_is_told_that_addresses_leave_the_building_where_they_do(
    home: Home, open_page: PageOpener
) -> None:
    assert not open_page(home, page="inlezen").warning
    path = home.root / "gemeente.toml"
    path.write_text(path.read_text(encoding="utf-8") + "\n[open_data]\ngeocode = true\n")
    elsewhere = Home(home.root.rename(home.root.with_name("town2")), home.state)
    page = open_page(elsewhere, page="inlezen", naar="Inbraak")
    assert "Locatieserver" in page.warning[0].value
    # Of a sensitive layer no address is looked up.
    assert not open_page(elsewhere, page="inlezen", naar="Zorg").warning


def test_the_report_names_the_columns_that_were_not_used(import_page: AppTest) -> None:
    content = EXPORT.replace(b"x;y", b"x;wijkteam;y").replace(b"100500;", b"100500;Noord;")
    content = content.replace(b"101500;", b"101500;Oost;")
    page = press(upload(import_page, content), text.IMPORT_CHECK)
    assert "Kolommen die niet zijn gebruikt: wijkteam." in sentences(page)


#: As a register writes it: other headers, other labels, and date and time apart.
REGISTER = b"""\
zaaknr;feit;dag;oost;noord;wijkteam;naam melder
a1;Inbraak woning;5 jan. 2018;100500;421500;Noord;Jan Jansen
a2;Schuur;6-1-2018;100500;421500;Noord;Piet Pietersen
a3;Testmelding;7-1-2018 22:15;100500;421500;Oost;Klaas Klaassen
"""
BY_HAND = {"Id": "zaaknr", "Soort": "feit", "Datum": "dag", "X (RD)": "oost", "Y (RD)": "noord"}


def read_by_hand(page: AppTest) -> AppTest:
    page = upload(page, REGISTER, "register.csv")
    for label, column in BY_HAND.items():
        page = choose(page, label, column)
    page = choose(page, "Inbraak woning (1 rij)", "woning")
    return choose(page, "Testmelding (1 rij)", "")


def test_columns_are_chosen_beside_the_first_rows(import_page: AppTest) -> None:
    page = read_by_hand(import_page)
    assert shown_without_fault(page)
    first = page.dataframe[0].value
    assert list(first.columns) == ["zaaknr", "feit", "dag", "oost", "noord", "wijkteam"]
    told = said(page)
    assert "Klaas" not in told
    assert "naam melder" in told
    assert "In het bestand: 5 jan. 2018 · 6-1-2018 · 7-1-2018 22:15" in told
    assert (
        "Gelezen als: vr 05-01-2018, tijd onbekend · za 06-01-2018, tijd onbekend · "
        "zo 07-01-2018 22:15"
    ) in told
    assert "Niet gebruikt: wijkteam." in told
    page = press(page, text.IMPORT_CHECK)
    counts = {metric.label: metric.value for metric in page.metric}
    assert (counts[text.ACCEPTED], counts[text.QUARANTINED]) == ("2", "1")


def test_what_is_still_to_choose_gets_less_with_every_choice(import_page: AppTest) -> None:
    content = EXPORT.replace(b"soort;begin", b"rubriek;wanneer")
    page = upload(import_page, content)
    assert "Wijs hieronder nog de kolom aan voor: datum, soort." in said(page)
    choose(page, "Datum", "wanneer")
    assert "Wijs hieronder nog de kolom aan voor: soort." in said(page)
    choose(page, "Soort", "rubriek")
    assert "Wijs hieronder" not in said(page)
    assert {field: chosen(page, field) for field in ("Datum", "Soort")} == {
        "Datum": "wanneer",
        "Soort": "rubriek",
    }


def test_a_file_that_says_nowhere_where_is_told_to_choose_a_place(import_page: AppTest) -> None:
    page = upload(import_page, EXPORT.replace(b";x;y", b";oost;noord"))
    assert f"Wijs hieronder nog de kolom aan voor: {text.COLUMNS_PLACE}." in said(page)
    choose(page, "X (RD)", "oost")
    assert text.COLUMNS_PLACE in said(page)
    choose(page, "Y (RD)", "noord")
    assert text.COLUMNS_PLACE not in said(page)


def test_a_file_that_was_loaded_makes_no_version_unless_someone_insists(
    import_page: AppTest, published: Home
) -> None:
    page = press(upload(import_page, EXPORT), text.IMPORT_PUBLISH)
    names = version_names(published)
    page = press(page, text.IMPORT_PUBLISH)
    assert text.IMPORT_UNCHANGED in [box.value for box in page.info]
    assert version_names(published) == names
    page = press(page, text.IMPORT_ALWAYS)
    assert shown_without_fault(page)
    assert len(version_names(published)) == len(names) + 1
    assert text.IMPORT_ALWAYS not in [button.label for button in page.button]


def test_a_recipe_is_saved_and_recognises_the_file_of_next_week(
    import_page: AppTest, published: Home
) -> None:
    page = read_by_hand(import_page)
    page.text_input(key="recept_naam_").set_value("Register").run()
    page = press(page, text.RECIPE_SAVE)
    assert shown_without_fault(page)
    assert "Het recept 'Register' van laag 'Inbraak' is bewaard." in said(page)
    [saved] = published.state.glob("recipes/inbraak/*.toml")
    # No value of a row but the labels, and no name of a column about persons.
    assert "a1" not in saved.read_text(encoding="utf-8")
    assert "melder" not in saved.read_text(encoding="utf-8")
    page = upload(page, REGISTER.replace(b"a1", b"b1").replace(b"a2", b"b2"), "week 2.csv")
    assert "Dit bestand heeft de kolommen van het recept 'Register'" in said(page)
    assert {label: chosen(page, label) for label in BY_HAND} == BY_HAND
    assert chosen(page, "Testmelding (1 rij)") == ""
    page = press(page, text.IMPORT_PUBLISH)
    assert {metric.label: metric.value for metric in page.metric}[text.ACCEPTED] == "2"
    page = press(page, text.RECIPE_REMOVE)
    assert shown_without_fault(page)
    assert not list(published.state.glob("recipes/inbraak/*.toml"))
    assert chosen(page, "Datum") == ""


def test_a_recipe_that_no_longer_fits_says_which_column_is_missing(
    import_page: AppTest, published: Home
) -> None:
    page = read_by_hand(import_page)
    page.text_input(key="recept_naam_").set_value("Register").run()
    page = press(page, text.RECIPE_SAVE)
    page = upload(page, REGISTER.replace(b"dag", b"pleegdatum"), "week 3.csv")
    assert "Dit bestand heeft" not in said(page)
    assert "lijkt op dat van het recept 'Register', maar mist de kolom 'dag'" in said(page)
    page = choose(page, text.RECIPE, "Register")
    assert "noemt een kolom 'dag'; die staat niet in dit bestand" in said(page)
    assert chosen(page, "Id") == "zaaknr"
    page = press(choose(page, "Datum", "pleegdatum"), text.RECIPE_SAVE)
    assert 'begin" = "pleegdatum"' in (
        published.state / "recipes" / "inbraak" / "register.toml"
    ).read_text(encoding="utf-8")
    assert "Dit bestand heeft de kolommen van het recept 'Register'" in said(page)


def test_a_recipe_that_cannot_be_read_does_not_close_the_page(
    import_page: AppTest, published: Home
) -> None:
    folder = published.state / "recipes" / "inbraak"
    folder.mkdir(parents=True)
    (folder / "stuk.toml").write_text("name = 3", encoding="utf-8")
    page = press(upload(import_page, EXPORT), text.IMPORT_CHECK)
    assert shown_without_fault(page)
    assert any("stuk.toml" in unescaped(warning.value) for warning in page.warning)
    assert page.metric
