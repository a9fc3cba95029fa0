"""Looking further on the map page: what is on offer, what is told, what is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from hotspots.pages import search_words
from hotspots.pages.filters import FURTHER, MORE
from opened_page import PageOpener, sent_to_map, sentences, shown_without_fault, unfold, widget_keys

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

    from hotspots.settings import Home

#: Three burglaries of Noord lie within 15 m of each other.
GROUPS = {"laag": "Inbraak", "periode": "Alles", "zoek": "Groepen bij elkaar", "groepsminimum": "5"}


def found_on_map(page: AppTest) -> dict[str, Any]:
    found: dict[str, Any] = sent_to_map(page)["overlay"]
    return found


def test_nothing_is_searched_until_someone_asks(home: Home, open_page: PageOpener) -> None:
    page = unfold(unfold(open_page(home, laag="Inbraak", periode="Alles"), MORE), FURTHER)
    assert page.selectbox(key="zoek").value == ""
    assert sent_to_map(page)["overlay"] is None


def test_a_link_searches_and_draws_and_says_that_there_is_nothing(
    home: Home, open_page: PageOpener
) -> None:
    page = open_page(home, **GROUPS)
    assert shown_without_fault(page)
    assert "Nergens liggen de inbraken dicht genoeg bij elkaar" in sentences(page)
    assert found_on_map(page)["entry"] == "Groepen bij elkaar: niets gevonden"


def test_what_is_too_little_to_search_in_is_said(home: Home, open_page: PageOpener) -> None:
    page = open_page(home, laag="Inbraak", periode="Alles", zoek="Herhaling in de buurt")
    assert shown_without_fault(page)
    assert "Te weinig inbraken om in te zoeken" in sentences(page)


def test_own_bands_are_only_for_who_sees_places(home: Home, open_page: PageOpener) -> None:
    asked = {"laag": "Inbraak", "periode": "Alles", "zoek": "Herhaling in de buurt"}
    keys = {"banden_afstand", "banden_dagen"}
    assert keys <= set(widget_keys(open_page(home, role="analist", **asked)))
    assert keys.isdisjoint(widget_keys(open_page(home, role="wijkregisseur", **asked)))


def test_an_effect_waits_for_a_buurt(home: Home, open_page: PageOpener) -> None:
    page = open_page(home, laag="Inbraak", periode="Alles", zoek="Voor en na een maatregel")
    assert shown_without_fault(page)
    assert search_words.PICK_TREATED in sentences(page)
    assert sent_to_map(page)["overlay"] is None


def test_a_day_that_allows_no_comparison_is_explained(home: Home, open_page: PageOpener) -> None:
    page = open_page(
        home, laag="Inbraak", periode="Alles", zoek="Voor en na een maatregel", maatregel="Noord",
        sinds="2017-03-30",
    )  # fmt: skip
    assert "ten minste 28 dagen ervoor en erna" in sentences(page)
    assert not page.exception


def test_a_sensitive_layer_offers_no_search(home: Home, open_page: PageOpener) -> None:
    assert "zoek" not in widget_keys(open_page(home, laag="Zorg"))


def test_a_search_stays_when_another_measure_is_chosen(home: Home, open_page: PageOpener) -> None:
    page = open_page(home, niveau="Buurt", **GROUPS)
    page.selectbox(key="maat").set_value("rate").run()
    assert shown_without_fault(page)
    assert found_on_map(page)["entry"]


@pytest.mark.parametrize("level", ["Wijk", "Buurt"])
def test_only_wijken_say_why_there_are_no_tests(
    home: Home, open_page: PageOpener, level: str
) -> None:
    page = open_page(home, laag="Inbraak", periode="Alles", niveau=level)
    told = "kunnen niet per wijk" in sentences(page)
    assert told == (level == "Wijk")
