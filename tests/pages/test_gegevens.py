"""The page `Gegevens`: where layers come from, how good they are, and back to an earlier one."""

from __future__ import annotations

import io
import os
import re
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from openpyxl import load_workbook

from hotspots.access.fetching import fetch_keyfigures, fetch_police
from hotspots.access.importing import import_file
from hotspots.access.refreshing import refresh
from hotspots.access.workspace import open_workspace
from hotspots.app import data_fetching as fetch_job
from hotspots.errors import StoreError
from hotspots.exports.list_sheets import sheet_of_listing
from hotspots.exports.writers import file_bytes
from hotspots.settings import STATE_VARIABLE, Home
from open_data_server.everything import town_parts
from open_data_server.server import Server, serving
from opened_page import sentences, shown_without_fault, tables_on

if TYPE_CHECKING:
    from collections.abc import Iterator

    from streamlit.testing.v1 import AppTest

    from opened_page import PageOpener


def test_every_layer_is_listed_with_its_source(home: Home, open_page: PageOpener) -> None:
    page = open_page(home, page="gegevens")
    assert shown_without_fault(page)
    layers = tables_on(page)[0]
    assert list(layers["Laag"]) == ["Inbraak", "Zorg"]
    # A sensitive layer tells no number of rows.
    assert list(layers["Rijen"]) == ["9", "niet getoond"]
    assert list(layers["Synthetisch"]) == ["ja", "ja"]
    tables = tables_on(page)
    (context,) = (table for table in tables if "Peiljaar" in table)
    (loaded,) = (table for table in tables if "Wijk" in table)
    assert {"Buurten", "Wijken", "Haltes"} <= set(context["Laag"])
    # What the town does not declare was not loaded either.
    assert list(loaded["Wijk"]) == ["Boven", "Onder", "Buiten alle wijken", "Samen"]
    assert "Stations" not in loaded
    captions = " ".join(caption.value for caption in page.caption)
    assert re.search(r"Nog nergens geladen\W+[^.]*\bStations\b", captions)


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
    # One table, of where it comes from; none of how good it is.
    (facts,) = page.table
    assert facts.value.set_index("Wat").loc["Rijen", "Gegeven"] == "niet getoond"


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
    assert tables_on(page)[0]["Rijen"].iloc[0] == "1"
    assert page.button[0].disabled
    # Beside when, what came in last tells one version from another.
    (versions,) = (one for one in tables_on(page) if "Nu" in one)
    assert list(versions["Als laatste erin"]) == ["nieuw.csv", ""]
    page.checkbox[0].check().run()
    page.button[0].click().run()
    assert shown_without_fault(page)
    assert "toont nu weer v1" in page.success[0].value
    assert tables_on(page)[0]["Rijen"].iloc[0] == "9"
    assert page.button[0].disabled
    (back,) = (one for one in page.selectbox if one.key == "terugzetten")
    assert back.options == ["v2 · nieuw.csv"]
    workspace = open_workspace(role="analist")
    assert workspace.version(workspace.layer("inbraak")).name == "v1"
    # Names of files are for who may load.
    told = open_page(home, page="gegevens", role="wijkagent")
    (seen,) = (one for one in tables_on(told) if "Nu" in one)
    assert "Als laatste erin" not in seen


@pytest.fixture
def services(home: Home) -> Iterator[Server]:
    """Run the services beside the town, at the addresses that its gemeente.toml names."""
    with serving({}) as running:
        running.parts.update(town_parts(lambda: running.url))
        declared = home.root / "gemeente.toml"
        declared.write_text(
            f"""{declared.read_text(encoding="utf-8")}
[open_data]
boundaries = "{running.url}/cbs/wijken-en-buurten-{{year}}"
boundaries_wfs = "{running.url}/wfs/{{year}}"
police = "{running.url}"
keyfigures = "{running.url}"
""",
            encoding="utf-8",
        )
        yield running


def told_by(page: AppTest) -> str:
    """Return what a visitor reads, without what keeps Markdown from meaning something."""
    return sentences(page).replace("\\", "")


def press(page: AppTest, label: str) -> AppTest:
    """Press the button of that name."""
    (button,) = [one for one in page.button if one.label == label]
    assert not button.disabled
    return button.click().run()


def is_off(page: AppTest, label: str) -> bool:
    """Whether the button of that name cannot be pressed."""
    (button,) = [one for one in page.button if one.label == label]
    return bool(button.disabled)


LOOK = "Wat zou er veranderen?"
TAKE = "Haal op en laat iedereen het zien"


def test_boundaries_are_looked_at_first_then_fetched_and_put_back(
    home: Home, services: Server, open_page: PageOpener
) -> None:
    page = open_page(home, page="gegevens", role="analist")
    assert "De kaart toont de indeling van de installatie" in told_by(page)
    assert is_off(page, TAKE)

    press(page, LOOK)
    assert shown_without_fault(page)
    assert "Indeling 2023: 2 wijken en 4 buurten van GM9999" in told_by(page)
    assert "Er is nog niets gewijzigd" in told_by(page)
    assert "De kaart toont de indeling van de installatie" in told_by(page)

    press(page, TAKE)
    assert shown_without_fault(page)
    assert [told.value for told in page.success] == ["Opgehaald. De pagina's tonen het meteen."]
    # The page that ran after the fetch opened the home anew: other areas, and where from.
    assert "De kaart toont de indeling van 2023 (v2)" in told_by(page)
    (areas,) = [frame for frame in tables_on(page) if "Peiljaar" in frame]
    assert "CBS en Kadaster, Wijken en buurten 2023 (CC BY 4.0) (proefserver)" in set(areas["Bron"])
    (told,) = [frame for frame in tables_on(page) if "Dienst" in frame]
    assert list(told["Dienst"]) == ["PDOK (CBS wijken en buurten)"]
    # The gemeente, two wijken and four buurten.
    assert list(told["Rijen in het antwoord"]) == ["7"]
    assert open_workspace(role="analist").geography.wijken.names[0] == "Wijk 01"
    # What it changed stays to be seen, also for who opens the page anew.
    anew = open_page(home, page="gegevens", role="analist")
    assert "Wat er met v2 veranderde aan de gebieden (2)" in [one.label for one in anew.expander]
    (changed,) = [frame for frame in tables_on(anew) if "Niveau" in frame]
    assert changed["Wat"].iloc[0] == "WK999901 heet nu Wijk 01 (was Boven)"
    # Also after newer figures came with the same lines.
    fetch_keyfigures(
        open_workspace(Home(home.root, Path(os.environ[STATE_VARIABLE])), role="analist")
    )
    later = open_page(home, page="gegevens", role="analist")
    assert "Wat er met v2 veranderde aan de gebieden (2)" in [one.label for one in later.expander]

    assert is_off(page, TAKE)
    page.checkbox(key="indeling_zeker_v1").check().run()
    press(page, "Zet indeling v1 terug")
    assert shown_without_fault(page)
    assert "weer die van v1" in page.success[0].value
    assert "De kaart toont de indeling van de installatie" in told_by(page)
    assert open_workspace(role="analist").geography.wijken.names[0] == "Boven"
    assert services.asked


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        # Four buurten and twelve months, of one soort.
        (
            "Politiecijfers per buurt en maand",
            ("120 misdrijven van 1 soort,", "CBS (politiecijfers)", "48"),
        ),
        (
            "Kerncijfers: huishoudens, inwoners, woningen, 65-plussers",
            ("Huishoudens: 4 van 4 buurten", "CBS (kerncijfers wijken en buurten)", "4"),
        ),
    ],
)
def test_figures_are_told_before_they_are_shown(
    home: Home,
    services: Server,
    open_page: PageOpener,
    kind: str,
    expected: tuple[str, str, str],
) -> None:
    told, service, rows = expected
    page = press(open_page(home, page="gegevens", role="analist", ophalen=kind), LOOK)
    assert shown_without_fault(page)
    assert told in told_by(page)
    press(page, TAKE)
    assert shown_without_fault(page)
    assert told in told_by(page)
    assert page.success
    (kept,) = [frame for frame in tables_on(page) if "Dienst" in frame]
    assert list(kept["Dienst"]) == [service]
    assert list(kept["Rijen in het antwoord"]) == [rows]
    assert services.asked


def test_a_layer_that_was_fetched_says_what_is_not_given_and_takes_no_file(
    home: Home, services: Server, open_page: PageOpener
) -> None:
    shown = Home(home.root, Path(os.environ[STATE_VARIABLE]))
    fetch_police(open_workspace(shown, role="analist"))
    label = "Geregistreerde misdrijven"
    page = open_page(home, page="gegevens", role="analist", bekijk=label)
    assert shown_without_fault(page)
    facts, quality = (table.value.set_index("Wat") for table in page.table)
    assert services.asked
    assert facts.loc["Licentie", "Gegeven"].replace("\\", "") == "CC BY 4.0"
    # The source gives all of the four buurten.
    assert quality.loc["gebieden waarvan de bron een aantal niet geeft", "Deel"] == "0,0 %"
    assert "Opgehaald bij CBS" in sentences(page)
    assert "Lees een bestand in voor deze laag" not in sentences(page)
    other = open_page(home, page="inlezen", role="analist")
    assert label not in other.selectbox(key="naar").options


def test_no_connection_is_one_sentence_and_an_error_of_a_service_three_parts(
    home: Home, services: Server, open_page: PageOpener
) -> None:
    kind = "Politiecijfers per buurt en maand"
    page = open_page(home, page="gegevens", role="analist", ophalen=kind)
    services.fails("html")
    press(page, LOOK)
    assert "niet wat het hoort te zijn" in told_by(page)
    assert "Gevonden: een webpagina" in told_by(page)
    assert is_off(page, TAKE)
    declared = home.root / "gemeente.toml"
    declared.write_text(
        declared.read_text(encoding="utf-8").replace(services.url, "http://localhost:9"),
        encoding="utf-8",
    )
    fetch_job.let_go(open_workspace(role="analist").home)
    press(page, LOOK)
    assert [told.value.replace("\\", "") for told in page.warning][-1] == (
        "Geen verbinding met CBS (politiecijfers); er is niets opgehaald en alles werkt door met "
        "wat er is."
    )
    assert shown_without_fault(page)


def test_who_may_not_load_data_sees_where_from_and_cannot_fetch(
    home: Home, open_page: PageOpener
) -> None:
    page = open_page(home, page="gegevens", role="wijkagent")
    assert shown_without_fault(page)
    assert "De kaart toont de indeling" in told_by(page)
    assert not page.button


def test_one_thing_is_fetched_at_a_time_and_an_error_is_kept(home: Home) -> None:
    goes = threading.Event()

    def work(_job: fetch_job.Job) -> None:
        goes.wait(10)
        raise StoreError("De schijf is vol.", "", "")

    first = fetch_job.start(home, "police", work, changes=True)
    assert first is not None
    assert fetch_job.start(home, "rail", work, changes=False) is None
    assert fetch_job.running(home) is first
    goes.set()
    assert first.finished.wait(10)
    assert fetch_job.running(home) is None
    assert first.error is not None


def test_a_fault_that_is_nobodys_gets_a_code_and_no_words(home: Home) -> None:
    def work(_job: fetch_job.Job) -> None:
        raise ZeroDivisionError("Jan Jansen")

    job = fetch_job.start(home, "police", work, changes=False)
    assert job is not None
    assert job.finished.wait(10)
    assert job.code
    assert job.error is None


def test_the_lists_are_offered_as_files_to_who_sees_them(home: Home, open_page: PageOpener) -> None:
    workspace = open_workspace(home, role="wijkagent")
    rows = pd.DataFrame({"layer": ["Inbraak", "=1+1"], "rows": ["9", "niet getoond"]})
    sheet = sheet_of_listing(
        workspace, rows, {"layer": "Laag", "rows": "Rijen"}, name="lagen", title="Lagen",
        meaning="Een laag.",
    )  # fmt: skip
    book = load_workbook(io.BytesIO(file_bytes(workspace, sheet, ".xlsx")))
    told = [[cell.value for cell in row] for row in book["Gegevens"].iter_rows()]
    # A name that would be a formula is a text.
    assert told == [["Laag", "Rijen"], ["Inbraak", "9"], ["'=1+1", "niet getoond"]]
    page = open_page(home, page="gegevens", role="wijkagent")
    assert shown_without_fault(page)


def test_what_became_of_supplies_is_shown_to_whoever_may_load(
    home: Home, open_page: PageOpener
) -> None:
    (home.root / "aanlevering").mkdir()
    (home.root / "bronnen.toml").write_text(
        '[meldkamer]\nlayer = "inbraak"\nfiles = "aanlevering/*.csv"\nevery = "week"\n'
        '[kapot]\nlayer = "inbraak"\nfiles = "nergens/*.csv"\nevery = "day"\n',
        encoding="utf-8",
    )
    list(refresh(open_workspace(home.root, role="analist")))
    page = open_page(home, page="gegevens")
    assert shown_without_fault(page)
    [listed] = [one for one in tables_on(page) if "Hoe vaak" in one.columns]
    assert listed["Bron"].tolist() == ["meldkamer", "kapot"]
    assert listed["Uitkomst"].tolist() == ["niets nieuws", "mislukt"]
    assert listed["Hoe vaak"].tolist() == ["elke week", "elke dag"]
    [warning] = [one.value for one in page.warning if "kapot" in one.value]
    assert "nergens" in warning
    seen = open_page(home, page="gegevens", role="wijkagent")
    assert not [one for one in tables_on(seen) if "Hoe vaak" in one.columns]
    assert not [one for one in seen.warning if "kapot" in one.value]
