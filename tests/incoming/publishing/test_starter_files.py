"""Starter files: what stands in them is read as it is meant, in any home, without a remark."""

from __future__ import annotations

import csv
import io
import zipfile
from typing import TYPE_CHECKING

import pytest

from hotspots.access.importing import import_file, starter_for
from hotspots.access.workspace import open_workspace
from hotspots.catalog.reading import read_catalog
from hotspots.cli import main
from hotspots.evenementen.calendar import open_calendar
from hotspots.pages.home_check import problems_of
from hotspots.settings import Home
from town import tiny_home

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.access.workspace import Workspace

#: The layers of the repository that consist of rows, those of events and shelters first.
OF_DORDRECHT = [
    "evenementlocaties", "evenementen", "opvangplaatsen", "kwetsbare_objecten", "adrespunten",
    "vervoer", "treinstations", "bedrijven_register", "droge_verdiepingen", "bewoners",
    "wegwerkzaamheden",
]  # fmt: skip


@pytest.fixture(scope="module")
def dordrecht(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    own = open_workspace(role="analist").home
    return open_workspace(Home(own.root, tmp_path_factory.mktemp("state")), role="analist")


def test_the_home_of_the_repository_has_a_file_for_each_of_its_layers_of_rows(
    dordrecht: Workspace,
) -> None:
    starter = starter_for(dordrecht)
    assert [one.layer.id for one in starter.files] == OF_DORDRECHT
    assert (starter.lacking, starter.declarations) == ((), ())


def test_the_page_about_objects_names_public_sources_and_what_they_lack(
    dordrecht: Workspace,
) -> None:
    pages = {one.layer.id: one.page().decode() for one in starter_for(dordrecht).files}
    named = [name for name, page in pages.items() if "Landelijk Register Kinderopvang" in page]
    assert named == ["kwetsbare_objecten"]
    page = pages["kwetsbare_objecten"]
    assert "Open Onderwijsdata van DUO" in page
    assert "Verpleeghuizen: geen open landelijke lijst gevonden" in page
    # Below the columns, before how it is loaded.
    assert page.index("`naam`") < page.index("## Openbare bronnen") < page.index("hotspots import")


@pytest.mark.parametrize("layer_id", OF_DORDRECHT)
def test_an_example_is_one_good_row_and_every_column_is_recognised(
    dordrecht: Workspace, tmp_path: Path, layer_id: str
) -> None:
    one = next(one for one in starter_for(dordrecht).files if one.layer.id == layer_id)
    path = tmp_path / one.name
    path.write_bytes(one.table())
    report = import_file(
        dordrecht, dordrecht.layer(layer_id), path, name=one.name, mode="replace", dry_run=True
    )
    assert (report.read, report.accepted, report.quarantined) == (1, 1, 0)
    assert (report.problems, report.unused, report.warnings) == ((), (), ())
    assert sorted(report.columns.values()) == sorted(column.name for column in one.columns)
    header, example = csv.reader(io.StringIO(one.table().decode("utf-8-sig")), delimiter=";")
    assert len(header) == len(example) == len(set(header))
    page = one.page().decode()
    for column in one.columns:
        assert f"| `{column.name}` |" in page
    assert f"hotspots import {layer_id}.csv --layer {layer_id} --dry-run" in page


def test_bounds_choices_and_needs_of_a_declaration_stand_on_its_page(dordrecht: Workspace) -> None:
    pages = {one.layer.id: one.page().decode() for one in starter_for(dordrecht).files}
    objects = pages["kwetsbare_objecten"]
    assert (
        "| `kwetsbaarheid` | ja | Kwetsbaarheid; een van: zeer_kwetsbaar, kwetsbaar, "
        "beperkt_kwetsbaar | `zeer_kwetsbaar` | `klasse` |"
    ) in objects
    assert "van 0 tot en met 24; in uur | `8` |" in objects
    # Empty is not zero, and the page says so of every layer.
    assert all("Een lege cel is niet bekend; dat is geen nul." in page for page in pages.values())


def test_one_file_holds_all_and_the_one_to_read_first(dordrecht: Workspace) -> None:
    archive = zipfile.ZipFile(io.BytesIO(starter_for(dordrecht).as_zip()))
    assert archive.namelist()[0] == "LEESMIJ.md"
    assert len(archive.namelist()) == 1 + 2 * len(OF_DORDRECHT)
    first = archive.read("LEESMIJ.md").decode()
    # Places before what happens there.
    assert first.index("evenementlocaties.csv") < first.index("`evenementen.csv`")


def test_a_home_without_such_layers_gets_the_layers_as_well(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home, out = tiny_home(tmp_path / "kaal"), tmp_path / "start"
    assert main(["--home", str(home.root), "starter", "--out", str(out)]) == 0
    assert (
        "locaties voor evenementen, de kalender van evenementen, plaatsen voor opvang"
        in capsys.readouterr().out
    )
    assert sorted(path.name for path in out.iterdir()) == ["LEESMIJ.md", "lagen"]
    # What the page says to do: the folders go into the home, and the home is sound.
    for path in (out / "lagen").rglob("*"):
        if not path.is_file():
            continue
        target = home.root / path.relative_to(out / "lagen")
        if path.suffix == ".toml" and path.name not in ("layer.toml", "theme.toml"):
            theme = home.root / "data" / "proef" / "theme.toml"
            theme.write_text(theme.read_text("utf-8") + "\n" + path.read_text("utf-8"), "utf-8")
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    assert problems_of(home)[1] == []
    read_catalog(home)
    again = starter_for(open_workspace(home, role="analist"))
    assert [one.layer.id for one in again.files] == [
        "evenementlocaties", "evenementen", "opvangplaatsen", "kwetsbare_objecten", "adrespunten",
    ]  # fmt: skip
    assert again.lacking == ()
    # The example of an event is at the example of a place, with all that its page explains.
    for one in again.files[:2]:
        (tmp_path / one.name).write_bytes(one.table())
        workspace = open_workspace(home, role="analist")
        report = import_file(workspace, workspace.layer(one.layer.id), tmp_path / one.name)
        assert (report.status, report.accepted, report.problems) == ("published", 1, ())
        assert report.warnings == ()
    calendar = open_calendar(open_workspace(home, role="analist"))
    place = calendar.locations.items[calendar.events.place[calendar.events.row("VB0001")]]
    assert (place.id, place.usable_m2, place.exits_m) == ("voorbeeld_1", 2400.0, (8.0, 6.0, 5.0))
    assert (dict(place.days), place.rest_days) == ({"A": 12, "B": 4, "C": 1}, 2)
    assert place.quiet[0].reason == "Dodenherdenking"
    assert calendar.events.visitors.tolist() == [250.0]


def test_a_folder_with_something_in_it_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home, out = tiny_home(tmp_path / "feest"), tmp_path / "vol"
    out.mkdir()
    (out / "mijn.csv").write_text("a\n", encoding="utf-8")
    assert main(["--home", str(home.root), "starter", "--out", str(out)]) == 2
    refused = capsys.readouterr().err
    assert "staat al iets; er is niets geschreven" in refused
    assert "Noem een andere map" in refused
    assert [path.name for path in out.iterdir()] == ["mijn.csv"]
