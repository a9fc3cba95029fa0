"""The pages on a home whose layers wait for their first file: no rows is not no incidents."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from hotspots import registry
from hotspots.access.fetching import make_new_home
from hotspots.access.importing import import_file
from hotspots.access.workspace import open_workspace
from hotspots.pages import words
from hotspots.settings import Home
from hotspots.wijkbeeld.make import briefing
from hotspots.wijkbeeld.place import place_named
from open_data_server.everything import town_parts
from open_data_server.server import serving
from opened_page import sentences, shown_without_fault

if TYPE_CHECKING:
    from pathlib import Path

    from opened_page import PageOpener

#: Pages that every role has, beside the map.
OTHER_PAGES = [page.key for page in registry.PAGES[1:] if not page.without]


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
    assert words.NO_ZERO in sentences(page)
    assert "0 meldingen" not in sentences(page)
    # What follows is where a file is loaded, and no folder or command of the server.
    assert str(waiting.state) not in sentences(page)
    assert "hotspots import" not in sentences(page)
    [link] = [link for link in page.get("page_link") if link.proto.label == words.LOAD_A_FILE]
    assert link.proto.query_string == "naar=Overlast"


def test_to_who_may_load_nothing_a_layer_that_waits_offers_nothing(
    waiting: Home, open_here: PageOpener
) -> None:
    page = open_here(waiting, role="wijkagent", thema="Overlast in de woonomgeving")
    assert words.NO_ZERO in sentences(page)
    assert words.LOAD_A_FILE not in [link.proto.label for link in page.get("page_link")]


def test_the_page_with_data_says_that_a_layer_waits_and_where_to_load_it(
    waiting: Home, open_here: PageOpener
) -> None:
    page = open_here(waiting, role="analist", page="gegevens", bekijk="Overlast")
    assert shown_without_fault(page)
    assert "nog niets ingelezen. Dat is geen nul" in sentences(page)
    assert "Van deze laag is er nog geen versie." in sentences(page)
    assert "hotspots import" not in sentences(page)


def test_a_layer_of_places_that_waits_says_where_to_get_them(
    waiting: Home, open_here: PageOpener
) -> None:
    page = open_here(waiting, role="analist", thema="Fysieke veiligheid", laag="Spoorlijnen")
    assert shown_without_fault(page)
    assert "op te halen op de pagina Gegevens" in sentences(page)
    assert not page.dataframe


@pytest.mark.parametrize("page", OTHER_PAGES)
def test_every_other_page_goes_on(waiting: Home, open_here: PageOpener, page: str) -> None:
    opened = open_here(waiting, role="analist", page=page)
    assert shown_without_fault(opened)


@pytest.mark.parametrize(
    ("page", "told"),
    [
        ("evenementen", ("De kalender is nog leeg", "is dus niet bekend")),
        ("risico", ("geen spoorlijnen en geen", "op de pagina Gegevens")),
    ],
)
def test_a_link_to_a_page_that_this_home_has_nothing_for_says_what_is_missing(
    waiting: Home, open_here: PageOpener, page: str, told: tuple[str, str]
) -> None:
    opened = open_here(waiting, role="analist", page=page)
    assert shown_without_fault(opened)
    for part in told:
        assert part in sentences(opened)


def test_the_page_about_risk_is_there_once_there_are_railways(
    waiting: Home, open_page: PageOpener, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    shutil.copytree(waiting.root, tmp_path / "town")
    home = Home(tmp_path / "town", tmp_path / "town" / ".hotspots")
    monkeypatch.setenv("HOTSPOTS_STATE", str(home.state))
    track = {"type": "LineString", "coordinates": [[100_100, 420_500], [101_900, 420_500]]}
    told = {
        "type": "FeatureCollection",
        "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::28992"}},
        "features": [{"type": "Feature", "properties": {"naam": "Lijn"}, "geometry": track}],
    }
    file = tmp_path / "spoor.geojson"
    file.write_text(json.dumps(told), encoding="utf-8")
    workspace = open_workspace(home, role="analist")
    import_file(workspace, workspace.layer("spoor"), file)
    page = open_page(home, role="analist", page="risico")
    assert shown_without_fault(page)
    assert "Inwoners in een zone langs het spoor" in sentences(page)


def test_a_home_with_crimes_only_opens_with_those_and_has_a_wijkbeeld(
    waiting: Home, open_here: PageOpener
) -> None:
    page = open_here(waiting, role="analist")
    assert shown_without_fault(page)
    assert "Geregistreerde misdrijven in Vierbuurten" in sentences(page)
    noord = briefing(
        open_workspace(waiting, role="analist"),
        place_named(open_workspace(waiting, role="analist"), "WK999901"),
        zones=None,
    )
    lines = {line.layer.id: (line.count, line.why_not) for line in noord.lines}
    # Noord has 0 and Oost 1 beside 1, 2 or 0 a month: 12 x (0 + 1) + 2 x 12.
    assert lines["politiecijfers"] == (36, "")
    assert lines["overlast"] == (None, "nothing_yet")


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
