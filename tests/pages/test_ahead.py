"""The map comes before the filters, which are asked what they hold; they have the last word."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from hotspots.app import map_page as kaart
from hotspots.pages import filters
from hotspots.pages.controls import is_ahead
from hotspots.pages.page_map import CLASSES, METHOD, UNFOLDED
from opened_page import sent_to_map, sentences, shown_without_fault, unfold, widget_keys

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

    from hotspots.settings import Home
    from opened_page import PageOpener

#: Every filter of the layer Inbraak, with what it is set to in turn.
CHANGES: tuple[tuple[str, str, Any], ...] = (
    ("selectbox", "periode", "all"),
    ("multiselect", "soort", ["woning"]),
    ("multiselect", "wijk", ["WK999901"]),
    ("pills", "weekdag", [2, 0]),
    ("pills", "dagdeel", ["night", "unknown"]),
    ("selectbox", "maat", "rate"),
    ("selectbox", "noemer", "inwoners"),
    ("segmented_control", "niveau", "cells"),
    ("selectbox", "maat", "density"),
    ("segmented_control", "niveau", "wijken"),
    ("selectbox", "indeling", "own"),
    ("text_input", "grenzen", "1; 2"),
    ("text_input", "vlak", "cirkel:100500,421500,300"),
    ("text_input", "vlak", "geen vlak"),
    ("selectbox", "periode", "own"),
    ("selectbox", "zoek", "clusters"),
    ("toggle", "punten", True),
)


@pytest.fixture
def order(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return what the page did, in that order."""
    done: list[str] = []

    def choose(*asked: Any) -> filters.Choices:  # noqa: ANN401 - passed on
        done.append("asked ahead" if is_ahead() else "filters")
        return filters.choose(*asked)

    draw_map = kaart.draw_map

    def draw(*asked: Any) -> None:  # noqa: ANN401 - passed on
        done.append("map")
        draw_map(*asked)

    monkeypatch.setattr(kaart, "choose", choose)
    monkeypatch.setattr(kaart, "draw_map", draw)
    return done


def test_the_map_comes_before_the_filters_but_for_the_first_time(
    home: Home, open_page: PageOpener, order: list[str]
) -> None:
    page = open_page(home, thema="Proef", laag="Inbraak", periode="Alles")
    assert order == ["filters", "map"]
    order.clear()
    page.multiselect(key="soort").set_value(["woning"])
    assert shown_without_fault(page.run())
    assert order == ["asked ahead", "map", "filters"]


def test_whatever_is_changed_the_filters_hold_what_was_drawn(
    home: Home, open_page: PageOpener, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[bool, filters.Choices]] = []

    def choose(*wanted: Any) -> filters.Choices:  # noqa: ANN401 - passed on
        asked.append((is_ahead(), filters.choose(*wanted)))
        return asked[-1][1]

    monkeypatch.setattr(kaart, "choose", choose)
    page = unfold(open_page(home, thema="Proef", laag="Inbraak"), UNFOLDED)
    for kind, key, value in CHANGES:
        assert key in keys_of(page), key
        asked.clear()
        getattr(page, kind)(key=key).set_value(value)
        assert shown_without_fault(page.run()), key
        (ahead, first), (_, last) = asked
        assert ahead
        assert first == last, key


def test_what_is_folded_is_drawn_for_who_unfolds_it_and_stays_where_it_was_changed(
    home: Home, open_page: PageOpener
) -> None:
    page = open_page(home, thema="Proef", laag="Inbraak")
    assert not {METHOD, CLASSES} & keys_of(page)
    page = unfold(page, UNFOLDED)
    assert {METHOD, CLASSES} <= keys_of(page)
    page.selectbox(key=CLASSES).set_value(7).run()
    page.session_state[UNFOLDED] = False
    assert page.run().selectbox(key=CLASSES).value == 7
    page.selectbox(key=CLASSES).set_value(5).run()
    assert not {METHOD, CLASSES} & keys_of(page.run())


def test_a_link_with_classes_is_followed_folded_or_not(home: Home, open_page: PageOpener) -> None:
    page = open_page(home, thema="Proef", laag="Inbraak", klassen="3")
    assert page.selectbox(key=CLASSES).value == 3


def keys_of(page: AppTest) -> set[str]:
    """Return the keys of all filters, those where one writes too."""
    return widget_keys(page) | {field.key for field in page.text_input if field.key}


def test_a_filter_that_lets_go_is_followed_by_the_map_of_what_is_left(
    home: Home, open_page: PageOpener, monkeypatch: pytest.MonkeyPatch
) -> None:
    def choose(*wanted: Any) -> filters.Choices:  # noqa: ANN401 - passed on
        choices = filters.choose(*wanted)
        # As a widget would that drops what it held.
        kept = choices.selection.soorten if is_ahead() else ()
        return replace(choices, selection=replace(choices.selection, soorten=kept))

    monkeypatch.setattr(kaart, "choose", choose)
    page = open_page(home, thema="Proef", laag="Inbraak", periode="Alles")
    everything = sent_to_map(page)["areas"]["tip"]
    page.multiselect(key="soort").set_value(["schuur"])
    assert shown_without_fault(page.run())
    assert sent_to_map(page)["areas"]["tip"] == everything
    assert "Schuur" not in sentences(page)
