"""Six roles in one process, on every layer of this repository: no page shows what is not theirs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from hotspots.access import words as access_text
from hotspots.access.workspace import seen_by
from hotspots.app.data_words import NO_IMPORT
from hotspots.catalog.reading import read_catalog
from hotspots.pages import words as text
from hotspots.settings import STATE_VARIABLE, Home
from opened_page import PageOpener, sent_to_map, shown_without_fault

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

REPOSITORY = Path(__file__).parents[2]
HOME = Home(REPOSITORY, REPOSITORY / ".hotspots")
CATALOG = read_catalog(HOME)
ROLES = [role.id for role in CATALOG.roles]
THEME_OF = {layer.id: theme for theme in CATALOG.themes for layer in theme.layers}


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("state")


@pytest.fixture
def open_layer(open_page: PageOpener, state: Path) -> PageOpener:
    open_page.environment.setenv(STATE_VARIABLE, str(state))
    return open_page


@pytest.mark.parametrize("layer", CATALOG.layers, ids=lambda layer: layer.id)
def test_every_role_on_one_layer_in_turn(open_layer: PageOpener, layer: Any) -> None:  # noqa: ANN401
    link = {"thema": THEME_OF[layer.id].label, "laag": layer.label, "punten": "true"}
    # There and back: what the first left in a cache must not reach the last.
    for role in (*ROLES, *reversed(ROLES)):
        page = open_layer(HOME, role=role, **link)
        assert shown_without_fault(page), role
        own = {entry.id for entry in seen_by(CATALOG, role).layers}
        if layer.id not in own:
            assert layer.label not in [heading.value for heading in page.subheader], role
            assert not any(
                heading.value.startswith(f"{layer.label} in") for heading in page.subheader
            )
            continue
        may_see = role in layer.privacy.points_roles and not layer.sensitive
        sent = sent_to_map(page)
        assert bool(sent["points"] or sent["clusters"]) == may_see, role


@pytest.mark.parametrize("role", ROLES)
def test_only_who_may_load_has_the_page_for_it(open_layer: PageOpener, role: str) -> None:
    page = open_layer(HOME, role=role, page="inlezen")
    assert not page.exception
    # Who licenses events keeps their calendar.
    loads = role in ("analist", "beheerder", "vergunningen")
    assert bool(page.file_uploader) == loads
    refused = NO_IMPORT in [info.value for info in page.info]
    assert refused != loads
    assert headings(page) == [text.IMPORT_PAGE]


def headings(page: AppTest) -> list[str]:
    return [heading.value for heading in page.subheader]


def test_who_may_not_take_a_layer_away_has_no_button_for_it(open_layer: PageOpener) -> None:
    layer = next(entry for entry in CATALOG.layers if entry.sensitive)
    link = {"thema": THEME_OF[layer.id].label, "laag": layer.label, "onder": "Bewaren"}
    for role, may in (("wijkagent", False), ("wijkregisseur", True), ("wijkagent", False)):
        page = open_layer(HOME, role=role, **link)
        assert shown_without_fault(page)
        page.session_state["tabel_bewaren"] = True
        page.run()
        assert bool(page.get("download_button")) == may
        told = [caption.value for caption in page.caption]
        assert (access_text.NO_EXPORT_HERE in told) == (not may)
