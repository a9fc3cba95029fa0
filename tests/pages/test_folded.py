"""What is folded on the map page: sent to nobody who does not unfold it, and whole to who does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotspots.exports import words as taking
from hotspots.pages import words as text
from opened_page import PageOpener, sentences, shown_without_fault, unfold, widget_keys

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

    from hotspots.settings import Home


def ledger(page: AppTest) -> dict[str, str]:
    """Return the numbers of the ledger by their names."""
    (table,) = page.table
    what, count = table.value.columns
    return dict(zip(table.value[what], table.value[count], strict=True))


def test_the_ledger_is_sent_once_it_is_unfolded_and_stays_so(
    home: Home, open_page: PageOpener
) -> None:
    page = open_page(home, periode="Alles")
    assert not page.table
    assert any(box.label.startswith(text.LEDGER) for box in page.expander)
    unfold(page, "grootboek")
    names = dict(taking.LEDGER_ROWS)
    # Nine rows are accepted; one has no place and one lies outside, so seven are on the map.
    assert ledger(page)[names["mapped"]] == "7"
    page.multiselect(key="soort").set_value(["schuur"])
    # Rows 3 and 6. The line now says another number, and is the same line.
    assert ledger(page.run())[names["mapped"]] == "2"


def test_every_folded_line_holds_something(home: Home, open_page: PageOpener) -> None:
    page = open_page(home, periode="Alles")
    before = len(sentences(page).splitlines())
    unfold(page, "uitleg")
    assert len(sentences(page).splitlines()) > before
    for part in (text.TABLE, text.TIME, text.QUALITY, text.FILES, text.ABOUT_LAYER):
        opened = open_page(home, periode="Alles", onder=part)
        assert shown_without_fault(opened)
        assert not opened.toast
        assert everything_on(opened) > everything_on(open_page(home, periode="Alles")), part


def everything_on(page: AppTest) -> int:
    """Return how many elements a page has that a user can read or use."""
    return sum(
        len(page.get(kind))
        for kind in ("markdown", "text", "caption", "dataframe", "expander", "popover")
    )


def test_of_the_time_one_picture_is_drawn_at_a_time(home: Home, open_page: PageOpener) -> None:
    page = open_page(home, periode="Alles", onder=text.TIME)
    views = page.segmented_control(key="tijdbeeld")
    drawn = []
    for label in views.options:
        page = open_page(home, periode="Alles", tijdbeeld=label)
        assert shown_without_fault(page)
        assert not page.toast
        drawn.append(len(page.get("vega_lite_chart")))
    # The months, and the hours; eight months are too few for months of the year.
    assert drawn == [1, 1, 0]


def test_the_hours_can_be_read_as_a_table(home: Home, open_page: PageOpener) -> None:
    page = open_page(home, periode="Alles", tijdbeeld=text.CLOCK_HOURS)
    assert not page.dataframe
    unfold(page, "uren_als_tabel")
    (week,) = (frame.value for frame in page.dataframe)
    assert week.shape == (7, 24)


def test_a_layer_that_tells_no_hours_offers_no_choice_of_pictures(
    home: Home, open_page: PageOpener
) -> None:
    page = open_page(home, laag="Zorg", periode="Alles", tijdbeeld=text.CLOCK_HOURS)
    assert shown_without_fault(page)
    assert "tijdbeeld" not in widget_keys(page)
