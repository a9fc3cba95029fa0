"""One layer of places or lines that cannot be read does not stop a page; `check` names it."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING

import pytest

from hotspots.access.workspace import open_workspace
from hotspots.cli import main
from hotspots.maps.base import base_of
from hotspots.maps.geojson import base_json
from opened_page import PageOpener, sentences

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.settings import Home

LINES = """\
id = "spoor"
kind = "lines"
label = "Spoor"

[source]
file = "spoor.geojson"
attribution = "Verzonnen"
licence = "CC0-1.0"

[columns]
name = "naam"
"""


def add_lines(home: Home, *, columns: str = 'name = "naam"', kind: str = "LineString") -> Path:
    """Add a railway to a home; it lies under every map."""
    shape = {"Point": [4.7, 51.8], "LineString": [[4.7, 51.8], [4.71, 51.81]]}[kind]
    feature = {
        "type": "Feature", "properties": {"naam": "Lijn 1"},
        "geometry": {"type": kind, "coordinates": shape},
    }  # fmt: skip
    folder = home.geodata / "spoor"
    folder.mkdir()
    (folder / "layer.toml").write_text(LINES.replace('name = "naam"', columns), encoding="utf-8")
    (folder / "spoor.geojson").write_text(
        json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8"
    )
    return folder


def checked(home: Home, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    code = main(["--home", str(home.root), "check"])
    said = capsys.readouterr()
    return code, said.out + said.err


def test_check_names_a_column_that_is_not_in_the_file(
    home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    add_lines(home, columns='name = "straatnaam"')
    code, said = checked(home, capsys)
    assert code == 2
    assert "ontbreekt kolom 'straatnaam' (laag 'spoor')" in said
    assert "Alles klopt" not in said


def test_check_names_shapes_of_another_kind_than_declared(
    home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    add_lines(home, kind="Point")
    code, said = checked(home, capsys)
    assert code == 2
    assert "'spoor.geojson' (laag 'spoor') bevat andere vormen dan de laag zegt" in said
    assert "Point" in said


def test_check_names_a_file_that_cannot_be_read(
    home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    (add_lines(home) / "spoor.geojson").write_text("{", encoding="utf-8")
    code, said = checked(home, capsys)
    assert code == 2
    assert "'spoor.geojson' van laag 'spoor' is niet te lezen" in said


def test_check_is_content_with_a_layer_that_is_right(
    home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    add_lines(home)
    assert checked(home, capsys)[0] == 0


@pytest.mark.parametrize("page", ["", "gegevens", "verantwoording"])
def test_a_page_goes_on_without_a_layer_that_cannot_be_read(
    page: str, home: Home, open_page: PageOpener
) -> None:
    add_lines(home, columns='name = "straatnaam"')
    told = open_page(home, role="analist", page=page)
    assert not told.exception
    assert not told.error
    assert sentences(told)


def test_a_map_is_drawn_without_a_layer_that_cannot_be_read(
    home: Home, caplog: pytest.LogCaptureFixture
) -> None:
    add_lines(home, columns='name = "straatnaam"')
    with caplog.at_level(logging.WARNING):
        base = json.loads(base_json(base_of(open_workspace(home, role="analist"))))
    assert [layer["id"] for layer in base["layers"]] == ["gemeente", "wijken"]
    assert "straatnaam" in caplog.text


def test_places_are_compared_without_a_layer_that_cannot_be_read(
    home: Home, open_page: PageOpener
) -> None:
    declared = home.themes / "proef" / "theme.toml"
    words = declared.read_text(encoding="utf-8")
    with_places = words.replace(
        "[layers.inbraak.style]",
        '[layers.inbraak.expectation]\nuse = ["haltes"]\n\n[layers.inbraak.style]',
    )
    declared.write_text(with_places, encoding="utf-8")
    layer = home.geodata / "haltes" / "layer.toml"
    spoiled = layer.read_text(encoding="utf-8").replace('"naam"', '"straatnaam"')
    layer.write_text(spoiled, encoding="utf-8")
    told = open_page(home, role="analist")
    assert not told.exception
    assert not told.error
