"""The page `Overzicht`: a table of links that says the same as the map."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from hostile_town import hostile_home
from opened_page import sent_to_map, sentences, shown_without_fault

if TYPE_CHECKING:
    from pathlib import Path

    from streamlit.testing.v1 import AppTest

    from hotspots.settings import Home
    from opened_page import PageOpener


class _Links(HTMLParser):
    """The cells of the table: what is shown, and where it leads."""

    def __init__(self) -> None:
        super().__init__()
        self.cells: list[tuple[str, dict[str, list[str]]]] = []
        self.tags: set[str] = set()
        self.labels: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        named = dict(attributes)
        if tag == "a" and "aria-label" in named:
            self.cells.append(("", parse_qs(urlsplit(named["href"] or "").query)))
            self.labels.append(named["aria-label"] or "")

    def handle_data(self, data: str) -> None:
        if self.cells and data.strip():
            shown, link = self.cells[-1]
            self.cells[-1] = (f"{shown} {data.strip()}".strip(), link)


def read_table(page: AppTest) -> _Links:
    """Return the table on the page."""
    (written,) = [
        element.proto.body for element in page.get("html") if "<table>" in element.proto.body
    ]
    links = _Links()
    links.feed(written.split("</style>")[1].split("</table>")[0])
    return links


def test_every_wijk_has_every_layer_with_what_it_says_in_full(
    home: Home, open_page: PageOpener
) -> None:
    page = open_page(home, page="overzicht", periode="Alles")
    assert shown_without_fault(page)
    links = read_table(page)
    # Two wijken by two layers: six and one inbraken, and two ends of the zorgmeldingen: 10 to 12
    # and 23 to 27 in Boven, and two quarters of 0 to 9 in Onder.
    assert [shown.split()[0] for shown, _ in links.cells] == ["6", "33", "1", "0"]
    told = [shown for shown, _ in links.cells][1::2]
    assert told[0].startswith("33 tot 39")
    assert told[1].startswith("0 tot 18")
    # Boven has nearly all households of the town, Onder only 20.
    assert "Buiten dit gebied is er geen stad om mee te vergelijken" in links.labels[0]
    assert "Er wonen hier te weinig mensen" in links.labels[2]
    assert "0 tot 18 zorgmeldingen" in links.labels[3]


def test_a_click_leads_to_the_map_that_says_the_same(home: Home, open_page: PageOpener) -> None:
    links = read_table(open_page(home, page="overzicht", periode="Alles"))
    shown, link = links.cells[0]
    assert link["gebied"] == ["Boven"]
    page = open_page(home, **link)
    assert shown_without_fault(page)
    assert not page.toast
    assert sent_to_map(page)["areas"]["selected"] == "WK999901"
    assert shown.startswith("6")


def test_names_are_text_and_nothing_else(tmp_path: Path, open_page: PageOpener) -> None:
    page = open_page(hostile_home(tmp_path / "town"), page="overzicht", periode="Alles")
    assert shown_without_fault(page)
    links = read_table(page)
    assert links.tags == {
        "div", "table", "thead", "tbody", "tr", "th", "td", "a", "small",
    }  # fmt: skip
    assert any("onerror" in label for label in links.labels)


def test_who_may_see_less_gets_fewer_columns(home: Home, open_page: PageOpener) -> None:
    page = open_page(home, page="overzicht", periode="Alles", role="crisisplanner")
    assert shown_without_fault(page)
    assert len(read_table(page).cells) == 2


def test_a_layer_that_is_alike_everywhere_is_said_too(home: Home, open_page: PageOpener) -> None:
    page = open_page(home, page="overzicht", periode="Alles")
    assert "Geen aantoonbaar verschil tussen de wijken: inbraak." in sentences(page)


def test_the_atlas_is_made_on_request_and_then_taken(home: Home, open_page: PageOpener) -> None:
    page = open_page(home, page="overzicht", periode="Alles")
    assert not page.get("download_button")
    next(button for button in page.button if button.label == "Maak de atlas").click().run()
    assert shown_without_fault(page)
    (taken,) = page.get("download_button")
    assert taken.proto.label == "Bewaar de atlas (PDF)"


def test_who_may_take_nothing_away_gets_no_atlas(home: Home, open_page: PageOpener) -> None:
    (home.root / "rollen.toml").write_text(
        '[roles.kijker]\nlabel = "Kijker"\nsee = true\nfinest = "cells"\n'
        '[roles.analist]\nlabel = "Analist"\nsee = true\nfinest = "places"\n',
        encoding="utf-8",
    )
    page = open_page(home, page="overzicht", periode="Alles", role="kijker")
    assert shown_without_fault(page)
    assert "Maak de atlas" not in [button.label for button in page.button]
