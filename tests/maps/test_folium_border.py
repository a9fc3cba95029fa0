from __future__ import annotations

import html

import branca.element
import folium
import jinja2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotspots.maps import folium_map
from hotspots.maps.visible import escaped, visible

#: All that can start or end something in HTML, Jinja or JavaScript, but for & and # of entities.
DANGEROUS = "<>\"'{}`$\\%"


@given(st.text())
def test_a_browser_reads_back_exactly_the_text_that_can_be_seen(text: str) -> None:
    assert html.unescape(escaped(text)) == visible(text)


@given(st.text(alphabet=DANGEROUS + "&#;a1 "))
def test_nothing_is_left_that_starts_something(text: str) -> None:
    assert not set(escaped(text)) & set(DANGEROUS)


@given(st.text(max_size=3000))
def test_a_visible_text_is_one_line_of_at_most_a_thousand_characters(text: str) -> None:
    shown = visible(text)

    assert len(shown) <= 1000
    assert "\n" not in shown
    assert "\x00" not in shown


def test_a_mark_that_turns_the_direction_of_writing_is_left_out() -> None:
    # U+202E makes "gnp.exe" read as "exe.png".
    assert visible("kaart\u202egnp.exe") == "kaartgnp.exe"


def test_a_template_of_folium_has_no_names_to_start_from() -> None:
    assert folium_map is not None  # importing it is what closes the seal
    rendered = branca.element.Element("a{{ cycler }}{{ lipsum }}{{ range }}b").render()

    assert rendered == "ab"


def test_a_template_of_folium_cannot_reach_the_classes_of_python() -> None:
    element = branca.element.Element("{{ ''.__class__.__mro__ }}")

    with pytest.raises(jinja2.exceptions.SecurityError):
        element.render()


def test_what_someone_else_draws_with_folium_still_works() -> None:
    drawn = folium.Map(location=[51.8, 4.7], tiles=None)
    folium.Marker([51.8, 4.7], tooltip="hier").add_to(drawn)

    assert "hier" in drawn.get_root().render()
