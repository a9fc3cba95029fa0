"""A new location from the map: what was clicked or drawn, added by a second click."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from event_page import EventPage, buttons, click
from event_town import calendar_home
from hotspots.access.workspace import open_workspace
from hotspots.evenementen import page_sites, site_words
from hotspots.evenementen import page_words as text
from hotspots.evenementen.calendar import open_calendar
from hotspots.pages.page_map import DrawnClick, PlaceClick
from opened_page import sentences, shown_without_fault, unfold

if TYPE_CHECKING:
    from pathlib import Path

    from opened_page import PageOpener

#: 50 x 40 m.
FIELD = "vlak:100600,420600;100650,420600;100650,420640;100600,420640"


@pytest.fixture
def events_page(tmp_path: Path, open_page: PageOpener) -> EventPage:
    return EventPage(calendar_home(tmp_path / "town"), open_page)


def test_the_page_adds_what_was_drawn_after_a_second_click(events_page: EventPage) -> None:
    page = unfold(events_page("places"), "locatie_nieuw")
    assert shown_without_fault(page)
    for key, value in ((page_sites.NAME, "Wei"), (page_sites.WHERE, FIELD)):
        page.text_input(key=key).set_value(value)
    page = page.run()
    assert "Het vlak is 2.000 m²: bij 2,0 personen per m² passen er 4.000 mensen" in sentences(page)
    page = click(page, site_words.ADD)
    assert len(open_calendar(open_workspace(events_page.home.root, role="analist")).locations) == 3
    page = click(page, text.SURE_KEEP)
    assert shown_without_fault(page)
    calendar = open_calendar(open_workspace(events_page.home.root, role="analist"))
    assert calendar.locations.position("wei") >= 0
    assert page.session_state[page_sites.WHERE] == ""


def test_a_click_and_a_drawing_fill_in_the_place(monkeypatch: pytest.MonkeyPatch) -> None:
    state: dict[str, str] = {}
    monkeypatch.setattr(page_sites.st, "session_state", state)
    page_sites._take(PlaceClick("100600,421500"))
    assert state[page_sites.WHERE] == "100600 421500"
    page_sites._take(DrawnClick({"kind": "drawn", "shape": None}))
    assert state[page_sites.WHERE] == ""


def test_a_role_that_may_not_load_the_list_is_not_offered_it(events_page: EventPage) -> None:
    page = events_page("places", role="wijkagent")
    assert site_words.NEW not in [one.label for one in page.expander]
    assert site_words.ADD not in buttons(page)
