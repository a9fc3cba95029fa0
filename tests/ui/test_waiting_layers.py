"""The pages on a home whose layers wait for their first file: no rows is not no incidents."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hotspots.access.importing import import_file
from hotspots.access.new_home import make_new_home
from hotspots.access.workspace import open_workspace
from open_data_server.everything import town_parts
from open_data_server.server import serving
from opened_page import sentences, shown_without_fault

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.settings import Home
    from opened_page import PageOpener


@pytest.fixture(scope="module")
def waiting(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Return the town from the services, with empty layers beside the crimes of CBS."""
    with serving({}) as running:
        running.parts.update(town_parts(lambda: running.url))
        root = tmp_path_factory.mktemp("waiting") / "town"
        return make_new_home(root, ("GM9999",), base_url=running.url).home


@pytest.fixture
def open_here(waiting: Home, open_page: PageOpener, monkeypatch: pytest.MonkeyPatch) -> PageOpener:
    monkeypatch.setenv("HOTSPOTS_STATE", str(waiting.state))
    return open_page


def test_a_layer_that_waits_says_so_and_shows_no_zeros(
    waiting: Home, open_here: PageOpener
) -> None:
    page = open_here(waiting, role="analist", thema="Overlast in de woonomgeving")
    assert shown_without_fault(page)
    assert "nog niets gepubliceerd" in sentences(page)
    assert "0 meldingen" not in sentences(page)


@pytest.mark.parametrize("page", ["overzicht", "wijkbeeld", "vergelijken", "gegevens", "inlezen"])
def test_every_other_page_goes_on(waiting: Home, open_here: PageOpener, page: str) -> None:
    opened = open_here(waiting, role="analist", page=page)
    assert shown_without_fault(opened)


def test_a_file_can_be_loaded_into_a_layer_that_waits(waiting: Home, open_here: PageOpener) -> None:
    page = open_here(waiting, role="analist", page="inlezen")
    assert page.get("file_uploader")


def test_the_first_file_is_on_the_map(waiting: Home, open_here: PageOpener, tmp_path: Path) -> None:
    file = tmp_path / "eerste.csv"
    file.write_text("id,soort,datum,tijd,x,y\n1,jeugd,2024-05-01,20:15,100500,421500\n")
    workspace = open_workspace(waiting, role="analist")
    import_file(workspace, workspace.layer("overlast"), file)
    page = open_here(waiting, role="analist", thema="Overlast in de woonomgeving")
    assert shown_without_fault(page)
    assert "1 melding van overlast" in sentences(page)
