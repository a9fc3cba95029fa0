"""The same cell has the same street on the map, in every list, file and command, for every role."""

from __future__ import annotations

import base64
import json
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pytest

from hotspots.access.workspace import open_workspace
from hotspots.analysis.analyse import analyse, find
from hotspots.analysis.periods import Period
from hotspots.analysis.question import Search, Selection
from hotspots.cli import main
from hotspots.exports.writers import file_bytes
from hotspots.geography.names import is_side
from hotspots.maps.choropleth import map_spec
from hotspots.maps.live.payload import payload
from hotspots.maps.page_html import page_data, standalone_html
from hotspots.maps.streets import street_file
from hotspots.wijkbeeld.command import briefing_json
from hotspots.wijkbeeld.hot_cells import hot_cells_of
from hotspots.wijkbeeld.make import briefing
from hotspots.wijkbeeld.paper import report_bytes
from hotspots.wijkbeeld.place import place_named
from hotspots.wijkbeeld.sentences import briefing_sentences
from hotspots.wijkbeeld.sheets import sheet_of_hot_cells
from moved import moved_within
from opened_page import PageOpener
from printed import Printed
from street_town import CALLED, with_streets
from taken import csv_of
from town import tiny_home

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from hotspots.access.workspace import Workspace
    from hotspots.settings import Home

YEAR = Period(date(2017, 1, 1), date(2018, 12, 31))
#: The cell where it is busy, and what it is called by hand: see `street_town`.
BUSY, STREET = "C100_100000_421000", "Dorpsstraat, bij Noord"
ROLES = """
[roles.analist]
label = "Analist"
see = true
export = true
import = true
finest = "places"

[roles.grof]
label = "Cellen van 200 m"
see = true
export = true
finest = "cells"
finest_cell_m = 200

[roles.buurt]
label = "Buurten"
see = true
export = true
finest = "buurten"
"""


def rows() -> str:
    """Return 30 burglaries in the busy cell, in two years, and one in each other cell."""
    random = np.random.default_rng(5)
    lines = ["id,soort,begin,eind,x,y"]
    for at in range(30):
        x, y = random.uniform(100_001, 100_099), random.uniform(421_001, 421_099)
        day = np.datetime64("2017-01-01") + 24 * at
        lines.append(f"{at},woning,{day} 12:00,,{x:.1f},{y:.1f}")
    elsewhere = [code for code in CALLED if code != BUSY]
    for at, code in enumerate(elsewhere, start=30):
        x, y = (int(part) + 20 for part in code.split("_")[1:])
        lines.append(f"{at},woning,2017-06-0{at - 29} 12:00,,{x},{y}")
    return "\n".join([*lines, "90,woning,2018-12-31 12:00,,100520,420520", ""])


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = with_streets(tiny_home(tmp_path_factory.mktemp("straten") / "town"))
    (home.themes / "proef" / "inbraak.csv").write_text(rows(), encoding="utf-8")
    (home.root / "rollen.toml").write_text(ROLES, encoding="utf-8")
    return home


@pytest.fixture(scope="module")
def streets(home: Home) -> Workspace:
    return open_workspace(home, role="analist")


def cells(workspace: Workspace, measure: str = "count", cell_m: int = 100) -> Any:  # noqa: ANN401
    return analyse(workspace, Selection("inbraak", level="cells", measure=measure, cell_m=cell_m))


@pytest.mark.parametrize("measure", ["count", "gi_star"])
def test_every_cell_of_an_answer_has_its_street(streets: Workspace, measure: str) -> None:
    told = dict(zip((found := cells(streets, measure)).codes, found.names, strict=True))
    for code, name in CALLED.items():
        if code in told:
            assert told[code].startswith(f"{name}, cel 10" if name else "Cel 10")
    assert BUSY in told


def test_the_wijkbeeld_says_the_street_in_a_sentence(streets: Workspace) -> None:
    told = briefing(streets, place_named(streets, "Boven"), YEAR)
    said = " ".join(part.text for part in briefing_sentences(told))
    assert f"vooral rond {STREET} (30)" in said


def test_the_map_asks_for_the_streets_and_finds_the_name_of_a_cell(streets: Workspace) -> None:
    spec = map_spec(streets, cells(streets))
    sent = payload(spec, root="/", name="kaart")
    lines, names = sent["roads"]["url"], sent["cells"]["names"]
    assert lines.rpartition("/")[2].startswith("straten~")
    assert named_cells(streets, names)[1000, 4210] == STREET
    # Nothing of it is in what every click sends.
    assert "Dorpsstraat" not in json.dumps(sent)


def named_cells(workspace: Workspace, url: str) -> dict[tuple[int, int], str]:
    body = street_file(workspace.naming, url.rpartition("/")[2].removesuffix(".json"))
    assert body is not None
    return in_file(json.loads(body))


def in_file(file: dict[str, Any]) -> dict[tuple[int, int], str]:
    col, row, name = (
        np.frombuffer(base64.b64decode(file[key]), dtype="<u2") for key in ("col", "row", "name")
    )
    return {
        (int(c) + file["col0"], int(r) + file["row0"]): file["names"][n]
        for c, r, n in zip(col, row, name, strict=True)
    }


def test_a_file_of_a_map_holds_lines_and_the_names_of_its_own_cells(streets: Workspace) -> None:
    spec = map_spec(streets, cells(streets))
    held = page_data(spec)
    called = in_file(held["files"][held["data"]["cells"]["names"]])
    expected = {code: name for code, name in CALLED.items() if name}
    assert {f"C100_{c * 100}_{r * 100}": name for (c, r), name in called.items()} == expected
    assert held["files"][held["data"]["roads"]["url"]]["names"][0] == ""
    table = standalone_html(spec).partition("<table>")[2]
    assert f"{STREET} (100.000 – 421.000)" in table
    rows = held["data"]["legend"]["ground"]["rows"]
    assert rows[-1] == {"style": "line", "kind": "line", "label": "Straten (als u inzoomt)"}
    assert "<img src=x" not in table


def test_the_same_cell_has_the_same_street_in_every_outlet(
    home: Home, streets: Workspace, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def command(*arguments: str) -> str:
        capsys.readouterr()
        assert main(["--home", str(home.root), *arguments]) == 0
        return capsys.readouterr().out

    place = place_named(streets, "Boven")
    told = briefing(streets, place, YEAR)
    report = tmp_path / "boven.pdf"
    report.write_bytes(report_bytes(streets, told, made_on=date(2019, 1, 1)))
    asked = ("analyse", "inbraak", "--level", "cells", "--measure", "count")
    answer = json.loads(command(*asked, "--json"))
    outlets = {
        "table": csv_of(streets, cells(streets)),
        "json": " ".join(area["name"] for area in answer["areas"] if area["code"] == BUSY),
        "command": command(*asked),
        "wijkbeeld": json.dumps(briefing_json(told), ensure_ascii=False),
        "wijkbeeld table": file_bytes(
            streets, sheet_of_hot_cells(streets, told, "inbraak"), ".csv", dutch=False
        ).decode(),
        "paper": Printed(report.read_bytes()).text,
        "hot cells": hot_cells_of(streets, "inbraak", YEAR).cells[0].handle,
        "file": standalone_html(map_spec(streets, cells(streets))),
    }
    assert {name: STREET in text for name, text in outlets.items()} == dict.fromkeys(outlets, True)


def test_the_page_lists_cells_by_their_street(
    home: Home, streets: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    del streets  # published beforehand
    page = PageOpener(monkeypatch)(
        home, role="analist", thema="Proef", niveau="Cel", periode="Alles"
    )
    assert not page.exception
    listed = [button.label for button in page.button] + [
        str(option) for radio in page.radio for option in radio.options
    ]
    # Signs that Markdown knows have a backslash before them.
    assert any(STREET in label.replace("\\", "") for label in listed), listed


def test_a_layer_of_streets_is_listed_once_by_name(
    home: Home, streets: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    del streets
    page = PageOpener(monkeypatch)(home, role="analist", thema="Proef", laag="Straten")
    assert not page.exception
    [table] = page.dataframe
    names = table.value["Naam"].tolist()
    assert "Dorpsstraat" in names
    # However many stretches of road it has; one without a name is no street.
    assert names == sorted(set(names))
    assert not {"", "None", "nan"} & set(names)
    assert list(table.value.columns) == ["Naam"]


def test_a_group_and_a_circle_are_called_by_the_street_of_most(streets: Workspace) -> None:
    groups = find(streets, Selection("inbraak"), Search("clusters"))
    assert [outline.place for outline in groups.outlines] == [STREET]


def test_whoever_sees_larger_cells_gets_the_street_of_those_and_not_of_the_points(
    home: Home,
) -> None:
    coarse = open_workspace(home, role="grof")
    # All of it lies at Dorpsstraat; the middle of its cell of 200 m is as near to Achterweg.
    told = dict(zip((found := cells(coarse, cell_m=200)).codes, found.names, strict=True))
    assert told["C200_100000_421000"].startswith("Achterweg, bij Noord, cel")
    groups = find(coarse, Selection("inbraak"), Search("clusters"))
    assert [outline.place for outline in groups.outlines] == ["Achterweg, bij Noord"]


@pytest.mark.parametrize(("role", "cell_m"), [("grof", 200), ("analist", 100)])
def test_where_in_its_cell_an_incident_lies_names_nothing(
    home: Home, role: str, cell_m: int
) -> None:
    answers = []
    for seed in (1, 2):
        with moved_within(lambda _: cell_m, seed):
            workspace = open_workspace(home, role=role)
            found = find(workspace, Selection("inbraak"), Search("clusters"))
            answers.append(
                (
                    [outline.place for outline in found.outlines],
                    cells(workspace, cell_m=cell_m).names,
                )
            )
    assert answers[0] == answers[1]
    assert answers[0][0]


def test_who_sees_buurten_alone_is_told_no_street(home: Home) -> None:
    workspace = open_workspace(home, role="buurt")
    told = briefing(workspace, place_named(workspace, "Boven"), YEAR)
    said = json.dumps(briefing_json(told), ensure_ascii=False)
    assert "Dorpsstraat" not in said
    assert "Achterweg" not in said


def test_a_hot_place_is_one_street(streets: Workspace) -> None:
    [first, *_] = hot_cells_of(streets, "inbraak", YEAR).cells
    assert (first.code, first.buurt, first.handle) == (BUSY, "Noord", STREET)
    assert not is_side(first.handle, first.buurt)
