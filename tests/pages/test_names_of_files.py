"""The name of a file that was loaded is for who may load the layer: people put names in names."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hotspots.access.importing import import_file, versions_of
from hotspots.access.workspace import open_workspace
from hotspots.settings import STATE_VARIABLE, Home
from hotspots.store.catalogue import version_from
from loading import HEADER
from opened_page import PageOpener, sent_to_map, sentences, tables_on

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

NAME = "zaak Jansen.csv"


@pytest.fixture
def loaded(home: Home, open_page: PageOpener, tmp_path: Path) -> Home:
    """A town in which someone loaded a file with a name of a person."""
    del open_page
    town = Home(home.root, Path(os.environ[STATE_VARIABLE]))
    path = tmp_path / "a.csv"
    rows = [f"{row},woning,2018-01-05 19:00,,{100_060 + row},421060" for row in range(30)]
    path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    workspace = open_workspace(town, role="analist")
    import_file(workspace, workspace.layer("inbraak"), path, name=NAME)
    return town


def all_words(page: AppTest) -> str:
    """Everything that a page holds, tables and maps included."""
    tables = [frame.to_csv() for frame in tables_on(page)]
    return "\n".join([sentences(page), *tables, str(page)])


@pytest.mark.parametrize("role", ["wijkagent", "analist"])
def test_no_map_and_no_table_says_how_a_file_was_called(
    role: str, loaded: Home, open_page: PageOpener
) -> None:
    page = open_page(loaded, role=role)
    workspace = open_workspace(loaded, role=role)
    version = workspace.version(workspace.layer("inbraak"))
    assert (version.name, version.attribution) == ("v2", "Ingelezen bestand")
    assert "Jansen" not in all_words(page)
    assert "Jansen" not in json.dumps(sent_to_map(page))


@pytest.mark.parametrize("role", ["wijkagent", "wijkregisseur"])
def test_the_list_of_versions_names_no_file_to_who_may_not_load_it(
    role: str, loaded: Home, open_page: PageOpener
) -> None:
    workspace = open_workspace(loaded, role=role)
    assert not workspace.may_import(workspace.layer("inbraak"))
    assert "Jansen" not in all_words(open_page(loaded, role=role, page="gegevens"))


def test_the_list_of_versions_names_the_file_to_who_may_load_it(
    loaded: Home, open_page: PageOpener
) -> None:
    page = open_page(loaded, role="analist", page="inlezen")
    assert f"Ingelezen bestand: {NAME}" in all_words(page)


def test_a_version_of_an_older_release_no_longer_says_it_either(loaded: Home) -> None:
    folder = loaded.state / "layers" / "inbraak"
    entry = json.loads((folder / "catalogue.json").read_bytes())["versions"][-1]
    old = version_from(entry | {"attribution": f"Ingelezen uit {NAME}"})
    assert old.attribution == "Ingelezen bestand"
    assert old.files == (NAME,)
    workspace = open_workspace(loaded, role="wijkagent")
    newest = versions_of(workspace, workspace.layer("inbraak"))[0]
    assert newest.attribution == "Ingelezen bestand"
