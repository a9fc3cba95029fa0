"""Every theme and layer that this repository declares opens; none is named here."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hotspots.catalog.reading import read_catalog
from hotspots.catalog.specs import context_of
from hotspots.settings import STATE_VARIABLE, Home
from opened_page import PageOpener, sent_to_map, sentences, shown_without_fault, toasts

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

    from hotspots.catalog.specs import LayerSpec, ThemeSpec

REPOSITORY = Path(__file__).parents[2]
HOME = Home(REPOSITORY, REPOSITORY / ".hotspots")
CATALOG = read_catalog(HOME)
COUNTED = [layer for layer in CATALOG.layers if layer.kind != "context"]
THEME_OF = {layer.id: theme for theme in CATALOG.themes for layer in theme.layers}


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder that the embedded layers are published in once for this file."""
    return tmp_path_factory.mktemp("state")


@pytest.fixture
def open_layer(open_page: PageOpener, state: Path) -> PageOpener:
    open_page.environment.setenv(STATE_VARIABLE, str(state))
    return open_page


@pytest.mark.parametrize("theme", CATALOG.themes, ids=lambda theme: theme.id)
def test_a_theme_opens_with_a_map_or_with_the_reason_why_there_is_none(
    open_layer: PageOpener, theme: ThemeSpec
) -> None:
    page = open_layer(HOME, thema=theme.label, onder="Over deze laag")
    assert shown_without_fault(page)
    assert not page.toast
    if theme.layers:
        assert sent_to_map(page)["base"]
    else:
        assert not page.get("bidi_component")
        # The reason is Markdown that shows exactly the text of the declaration.
        assert theme.no_layers in page.info[0].value.replace("\\", "")
    page.session_state[f"cijfers_{theme.id}"] = True  # unfolded
    assert page.run().table  # the published figures of the theme


@pytest.mark.parametrize("layer", CATALOG.layers, ids=lambda layer: layer.id)
def test_a_layer_opens_from_its_link(open_layer: PageOpener, layer: LayerSpec) -> None:
    page = open_layer(HOME, thema=THEME_OF[layer.id].label, laag=layer.label, onder="Tabel")
    assert shown_without_fault(page)
    assert layer.label in page.subheader[0].value.replace("\\", "")
    sent = sent_to_map(page)
    assert sent["attribution"]
    if layer in COUNTED:
        assert sent["areas"] or sent["cells"] or sent["image"]
        assert sent["legend"]["title"]
        assert page.dataframe
    context = context_of(CATALOG, layer)
    source = context.source if context else layer.source
    assert bool(source and source.synthetic) == bool(sent["badge"])


@pytest.mark.parametrize("layer", COUNTED, ids=lambda layer: layer.id)
def test_a_layer_answers_every_measure_at_every_level_that_its_page_offers(
    open_layer: PageOpener, layer: LayerSpec
) -> None:
    link: dict[str, str] = {"thema": THEME_OF[layer.id].label, "laag": layer.label}
    answered = set()
    for level in tiles(open_layer(HOME, **link), "niveau"):
        link["niveau"] = level
        for measure in tiles(open_layer(HOME, **link), "maat"):
            page = open_layer(HOME, **link, maat=measure)
            if not page.get("bidi_component"):
                # This one compares a soort with all of them, and asks for one.
                assert "Kies links een of meer soorten" in sentences(page)
                page = open_layer(HOME, **link, maat=measure, soort=soort_of(layer))
            assert shown_without_fault(page), f"{level}, {measure}: {sentences(page)}"
            assert not page.toast, f"{level}, {measure}: {toasts(page)}"
            answered.add(sent_to_map(page)["legend"]["title"])
    assert answered


@pytest.mark.parametrize("layer", COUNTED, ids=lambda layer: layer.id)
def test_an_update_of_a_choropleth_carries_values_and_no_geometry(
    open_layer: PageOpener, layer: LayerSpec
) -> None:
    link = {"thema": THEME_OF[layer.id].label, "laag": layer.label}
    for level in tiles(open_layer(HOME, **link), "niveau"):
        (component,) = open_layer(HOME, **link, niveau=level).get("bidi_component")
        if json.loads(component.proto.json)["areas"]:
            # 132 buurten with a sentence each, which tells the rate and the count; their borders
            # alone would be 127 kB.
            assert len(component.proto.json) < 10_000


def soort_of(layer: LayerSpec) -> str:
    return next(iter(layer.soorten.values()))


def tiles(page: AppTest, key: str) -> list[str]:
    """Return the options of a choice; one that is no choice where the page offers just one."""
    choices = (*page.segmented_control, *page.selectbox)
    offered = [control.options for control in choices if control.key == key]
    return offered[0] if offered else [""]
