"""The filters beside the map: asked once, folded where they can be, and chips where they are on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from hotspots.app import map_page as kaart
from hotspots.app.map_page import BELOW
from hotspots.pages import filters, search_words
from hotspots.pages import words as text
from hotspots.pages.filter_choices import UNFOLDED as DRAWN_UNFOLDED
from hotspots.pages.filters import ACTIVE, FURTHER, MORE
from hotspots.pages.page_map import CLASSES, METHOD, UNFOLDED
from opened_page import sentences, shown_without_fault, toasts, unfold, widget_keys
from wide_town import wide_home

if TYPE_CHECKING:
    from pathlib import Path

    from streamlit.testing.v1 import AppTest

    from hotspots.settings import Home
    from opened_page import PageOpener

FOLDED_TWICE = [text.DRAWN_FIELDS, search_words.SEARCH, text.CLASS_SETTINGS]
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


def test_whatever_is_changed_the_page_asks_its_filters_once_and_draws_one_map(
    home: Home, open_page: PageOpener, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []

    def choose(*wanted: Any) -> filters.Choices:  # noqa: ANN401 - passed on
        done.append("filters")
        return filters.choose(*wanted)

    draw_map = kaart.draw_map

    def draw(*wanted: Any) -> None:  # noqa: ANN401 - passed on
        done.append("map")
        draw_map(*wanted)

    monkeypatch.setattr(kaart, "choose", choose)
    monkeypatch.setattr(kaart, "draw_map", draw)
    page = open_page(home, thema="Proef", laag="Inbraak")
    for line in (MORE, UNFOLDED, DRAWN_UNFOLDED, FURTHER):
        page = unfold(page, line)
    for kind, key, value in CHANGES:
        assert key in keys_of(page), key
        done.clear()
        getattr(page, kind)(key=key).set_value(value)
        assert shown_without_fault(page.run()), key
        assert done == ["filters", "map"], key


def test_six_filters_are_in_sight_and_the_rest_is_folded(home: Home, open_page: PageOpener) -> None:
    page = open_page(home, thema="Proef", laag="Inbraak")
    # The field of a drawn area is folded away too, and made all the same: the map writes in it.
    assert keys_of(page) - {"gebied", "vlak", BELOW} == {
        "thema", "laag", "niveau", "maat", "periode", "soort",
    }  # fmt: skip
    (fold,) = [one for one in page.expander if one.label == text.MORE_FILTERS]
    # What is seldom asked is folded once more, in the same fold.
    assert [one.label for one in fold.expander] == FOLDED_TWICE
    assert keys_of(unfold(page, MORE)) >= {"wijk", "weekdag", "dagdeel", "punten"}


def test_what_a_measure_compares_with_is_in_sight(home: Home, open_page: PageOpener) -> None:
    page = open_page(
        home, thema="Proef", laag="Inbraak", maat="Verandering", periode="Laatste maand"
    )
    assert MORE not in page.query_params
    assert page.selectbox(key="vergelijk").options[0] == text.COMPARED_WITH["year"]


def test_in_a_region_six_filters_are_in_sight_as_well(
    tmp_path: Path, open_page: PageOpener
) -> None:
    page = open_page(wide_home(tmp_path / "region"), thema="Proef", laag="Inbraak")
    assert keys_of(page) - {"gebied", "vlak", BELOW} == {
        "thema", "laag", "niveau", "gemeente", "maat", "periode",
    }  # fmt: skip
    assert keys_of(unfold(page, MORE)) >= {"regio", "soort", "wijk", "weekdag"}


@pytest.mark.parametrize(
    "asked", [{DRAWN_UNFOLDED: "true"}, {FURTHER: "true"}, {UNFOLDED: "true"}, {"zoek": "Groepen"}]
)
def test_a_link_to_what_is_folded_twice_unfolds_both(
    home: Home, open_page: PageOpener, asked: dict[str, str]
) -> None:
    page = open_page(home, thema="Proef", laag="Inbraak", **asked)
    assert page.session_state[MORE] is True
    assert keys_of(page) >= {"wijk", "weekdag"}


def test_an_area_that_cannot_be_is_said_where_it_was_written(
    home: Home, open_page: PageOpener
) -> None:
    page = open_page(home, thema="Proef", laag="Zorg", vlak="cirkel:100500,421500,300")
    assert page.session_state[MORE] is True
    assert page.session_state[DRAWN_UNFOLDED] is True


def test_a_filter_in_the_link_is_followed_while_it_is_folded_away(
    home: Home, open_page: PageOpener
) -> None:
    page = open_page(home, thema="Proef", laag="Inbraak", periode="Alles", wijk="Onder")
    assert page.multiselect(key="wijk").value == ["WK999902"]
    assert "wijk Onder" in sentences(page)
    assert "weekdag" not in keys_of(page)


def test_each_active_filter_is_a_chip_that_takes_it_away(home: Home, open_page: PageOpener) -> None:
    page = open_page(
        home, thema="Proef", laag="Inbraak", periode="Alles", wijk="Boven", soort=["Woning"]
    )
    (chips,) = [one for one in page.pills if one.key == ACTIVE]
    assert chips.options == ["Woning ✕", "Boven ✕", f"{text.CLEAR} ✕"]
    chips.set_value("wijk")
    assert shown_without_fault(page.run())
    assert page.multiselect(key="soort").value == ["woning"]
    assert "wijk Boven" not in sentences(page)
    (chips,) = [one for one in page.pills if one.key == ACTIVE]
    assert chips.options == ["Woning ✕"]
    chips.set_value("soort")
    page.run()
    assert "soort Woning" not in sentences(page)
    assert ACTIVE not in keys_of(page)


def test_what_is_folded_is_drawn_for_who_unfolds_it_and_stays_where_it_was_changed(
    home: Home, open_page: PageOpener
) -> None:
    page = unfold(open_page(home, thema="Proef", laag="Inbraak"), MORE)
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


@pytest.mark.parametrize("days", ["2017-03-03", ["2017-03-03", "2017-03-03"]])
def test_a_link_with_one_day_is_that_day_and_not_a_year(
    days: str | list[str], home: Home, open_page: PageOpener
) -> None:
    page = open_page(home, periode="Zelf kiezen", dagen=days)
    assert shown_without_fault(page)
    assert "03-03-2017 t/m 03-03-2017" in sentences(page).replace("\\", "")
    assert toasts(page) == []
