"""How complete layers of places are, per wijk: rows, none here, none at all, not to be read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from hotspots.access.completeness import completeness_of
from hotspots.access.completeness_words import labels_of, lines_of, rows_of
from hotspots.access.importing import import_file
from hotspots.access.workspace import open_workspace
from hotspots.cli import main
from hotspots.risico.incident import Incident
from hotspots.risico.layers import COUNTED
from hotspots.risico.spoor import spoor_answer
from risky_town import festive_home, risky_home

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from hotspots.access.completeness import Completeness
    from hotspots.settings import Home


def _cells(completeness: Completeness, layer: str) -> dict[str, str]:
    return {row["name"]: row[layer] for row in rows_of(completeness)}


def _load(home: Home, layer: str, rows: str) -> None:
    """Put rows of a CSV in the place of what a layer has."""
    file = home.root / f"{layer}.csv"
    file.write_text(rows, encoding="utf-8")
    workspace = open_workspace(home, role="analist")
    import_file(workspace, workspace.layer(layer), file, mode="replace")


OBJECTS = """\
naam,kwetsbaarheid,soort,x,y
Gasthuis,zeer_kwetsbaar,ziekenhuis,100900,421550
De Brug,zeer_kwetsbaar,basisschool,100500,421200
De Oever,zeer_kwetsbaar,basisschool,101500,421200
Loods,beperkt_kwetsbaar,gebouw,100950,421500
De Wilg,zeer_kwetsbaar,verpleeghuis,100500,420500
"""


def test_rows_are_counted_per_wijk_and_three_states_are_told_apart(tmp_path: Path) -> None:
    home = risky_home(tmp_path)
    _load(home, "laag_vulnerable", OBJECTS)
    loaded = completeness_of(open_workspace(home, role="analist"))
    # Four of the five stand above y 421.000, in wijk Boven; the verpleeghuis in Onder.
    assert loaded.names == ("Boven", "Onder")
    assert loaded.layer("vulnerable").per_wijk == (4, 1)
    assert loaded.layer("hospital").per_wijk == (1, 0)
    assert loaded.layer("school").per_wijk == (2, 0)
    assert loaded.layer("nursing_home").per_wijk == (0, 1)
    assert loaded.layer("prison").per_wijk is None
    outside = "Buiten alle wijken"
    assert _cells(loaded, "vulnerable") == {"Boven": "4", "Onder": "1", outside: "0", "Samen": "5"}
    assert _cells(loaded, "hospital") == {
        "Boven": "1", "Onder": "geladen, 0 hier", outside: "0", "Samen": "1",
    }  # fmt: skip
    assert set(_cells(loaded, "prison").values()) == {"niet geladen"}
    # Declared without a row, and not declared at all, are both not loaded.
    assert set(_cells(loaded, "address").values()) == {"niet geladen"}
    assert set(_cells(loaded, "event_site").values()) == {"niet geladen"}
    assert "voorbeelden" in labels_of(loaded)["shelter"]


def test_what_is_loaded_later_is_counted_also_outside_every_wijk(tmp_path: Path) -> None:
    home = risky_home(tmp_path)
    before = completeness_of(open_workspace(home, role="analist")).layer("station")
    _load(home, "laag_station", "naam,code,x,y\nNoord,N,100100,421900\nVer,V,98500,421500\n")
    after = completeness_of(open_workspace(home, role="analist")).layer("station")
    # The station of the home lies on the border of Noord and Oost, both of wijk Boven; of the two
    # that came in its place one lies west of the town.
    assert (before.per_wijk, before.outside, before.rows) == ((1, 0), 0, 1)
    assert (after.per_wijk, after.outside, after.rows) == ((1, 0), 1, 2)


def test_a_layer_that_cannot_be_read_is_no_layer_without_rows(tmp_path: Path) -> None:
    home = risky_home(tmp_path)
    next((tmp_path / "geodata" / "vulnerable").glob("*.geojson")).write_text("kapot")
    loaded = completeness_of(open_workspace(home, role="analist"), COUNTED)
    assert loaded.layer("vulnerable").status == "unreadable"
    assert set(_cells(loaded, "school").values()) == {"niet te lezen"}
    assert loaded.layer("station").status == "loaded"


def test_who_may_not_see_a_layer_does_not_learn_whether_it_is_there(tmp_path: Path) -> None:
    home = risky_home(tmp_path)
    theme = tmp_path / "data" / "proef" / "theme.toml"
    text = theme.read_text(encoding="utf-8")
    head = "[layers.laag_shelter.privacy]\n"
    theme.write_text(text.replace(head, f'{head}roles = ["analist"]\n'), encoding="utf-8")
    ids = [layer.id for layer in completeness_of(open_workspace(home, role="wijkagent")).layers]
    assert "shelter" not in ids
    assert "station" in ids


def test_risico_and_the_command_line_tell_the_same_numbers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    home = festive_home(tmp_path)
    _load(home, "laag_vulnerable", OBJECTS)
    monkeypatch.setenv("HOTSPOTS_ROLE", "analist")
    assert main(["completeness", "--json", "--home", str(home.root)]) == 0
    told = {layer["id"]: layer for layer in json.loads(capsys.readouterr().out)["layers"]}
    answer = spoor_answer(
        open_workspace(home, role="analist"), "ver", incident=Incident("bleve", 100_500, 421_500)
    )
    loaded = answer.to_dict()["loaded_per_wijk"]
    assert loaded == answer.to_dict()["incident"]["loaded_per_wijk"]
    assert [layer["id"] for layer in loaded["layers"] if layer["id"] in COUNTED] == list(COUNTED)
    assert all(told[layer["id"]] == layer for layer in loaded["layers"])
    # Nothing else than what the value has stands on the terminal.
    assert main(["completeness", "--home", str(home.root)]) == 0
    said = capsys.readouterr().out
    lines = lines_of(completeness_of(open_workspace(home, role="analist")))
    assert all(" ".join(where.split()) in " ".join(said.split()) for _, _, where in lines)
    assert "geladen, 0 in" in said
