"""An area drawn on the map or made in the fields: it stands in the link, and everything follows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from hotspots.errors import SelectionError
from hotspots.maps.live.drawing import area_of_click
from hotspots.pages import words as pages
from hotspots.pages.filter_choices import DRAWN, UNFOLDED
from hotspots.pages.filters import ACTIVE, MORE
from opened_page import sent_to_map, sentences, shown_without_fault, toasts, unfold

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

    from hotspots.settings import Home
    from opened_page import PageOpener

ALL = {"laag": "Inbraak", "periode": "Alles"}
#: Around rows 1, 2 and 4, in Noord.
CORNER = "cirkel:100055,421055,20"


def link_of(page: AppTest) -> list[str]:
    return page.query_params.get("vlak", [])


def said_beside_the_map(page: AppTest) -> str:
    return "\n".join(str(element.value) for element in (*page.caption, *page.text))


def test_a_link_with_an_area_counts_in_it(home: Home, open_page: PageOpener) -> None:
    page = open_page(home, vlak=CORNER, **ALL)

    assert shown_without_fault(page)
    # pi times 20 m squared is 1.257 m2: 0,0013 km2.
    assert "**3 inbraken**" in sentences(page)
    assert "cirkel met straal 20 m, 0,0013 km², rond" in sentences(page).replace("\\", "")
    sent = sent_to_map(page)
    assert sent["draw"] == 1
    assert len(sent["drawn"]["rings"][0]) > 100
    assert any(
        note.startswith("Alleen in het getekende gebied") for note in sent["legend"]["notes"]
    )
    told = "9 geaccepteerd → 7 in de gemeente → 3 in de selectie → **3 op de kaart**"
    assert any(told in expander.label for expander in page.expander)


def test_without_an_area_nothing_is_said_of_one(home: Home, open_page: PageOpener) -> None:
    page = open_page(home, **ALL)

    assert "getekend gebied: " not in sentences(page).replace("\\", "")
    assert sent_to_map(page)["drawn"] is None


def test_a_link_that_holds_no_area_says_so_and_counts_everywhere(
    home: Home, open_page: PageOpener
) -> None:
    page = open_page(home, vlak="cirkel:nergens", **ALL)

    assert not page.exception
    assert "**7 inbraken**" in sentences(page)
    assert any("nergens" in toast for toast in toasts(page))
    assert "Het getekende gebied is niet te lezen." in said_beside_the_map(page)


def test_clearing_the_filters_takes_the_area_away(home: Home, open_page: PageOpener) -> None:
    page = open_page(home, vlak=CORNER, soort="Woning", **ALL)
    (chips,) = [one for one in page.pills if one.key == ACTIVE]
    chips.set_value(DRAWN)
    page.run()

    assert not any(field.value for field in page.text_input)
    assert sent_to_map(page)["drawn"] is None


def test_a_circle_around_a_buurt_needs_no_mouse(home: Home, open_page: PageOpener) -> None:
    page = unfold(unfold(open_page(home, **ALL), MORE), UNFOLDED)
    page.selectbox(key="vlak_midden").set_value("Zuid")
    page.number_input(key="vlak_straal").set_value(100)
    next(button for button in page.button if button.label == pages.MAKE_CIRCLE).click().run()

    # The middle of Zuid is (100.500, 420.500), and there lies its one row.
    assert page.text_input(key="vlak").value == "cirkel:100500,420500,100"
    assert "**1 inbraak**" in sentences(page)
    next(button for button in page.button if button.label == pages.CLEAR_DRAWN).click().run()
    assert "**7 inbraken**" in sentences(page)


def test_measures_that_divide_are_not_on_offer_per_buurt(home: Home, open_page: PageOpener) -> None:
    page = open_page(home, vlak=CORNER, **ALL)

    assert page.selectbox(key="maat").options[0] == "Aantal"
    assert "Per 1.000" not in page.selectbox(key="maat").options
    assert pages.NO_RATES_NOTE in said_beside_the_map(page)
    everywhere = open_page(home, **ALL)
    assert "Per 1.000" in everywhere.selectbox(key="maat").options


def test_a_layer_that_is_too_coarse_says_so_and_keeps_the_area(
    home: Home, open_page: PageOpener
) -> None:
    page = open_page(home, laag="Zorg", periode="Alles", vlak=CORNER)

    assert shown_without_fault(page)
    sent = sent_to_map(page)
    assert (sent["draw"], sent["drawn"]) == (0, None)
    assert "kan niet voor een getekend gebied" in said_beside_the_map(page)
    page.selectbox(key="laag").set_value("inbraak").run()
    assert "**3 inbraken**" in sentences(page)


@pytest.mark.parametrize("level", ["Wijk", "Buurt", "Cel"])
@pytest.mark.parametrize("measure", ["Aantal", "Verandering", "Dichtheid"])
def test_every_kind_of_map_takes_an_area(
    home: Home, open_page: PageOpener, level: str, measure: str
) -> None:
    # The layer holds no year before: a change is asked of the month right before it.
    link = ALL | {"periode": "Laatste maand", "vergelijk": pages.COMPARED_WITH["before"]}
    assert shown_without_fault(open_page(home, vlak=CORNER, niveau=level, maat=measure, **link))


@pytest.mark.parametrize(
    "sent",
    [
        {"shape": "circle"}, {"shape": "circle", "corners": [[4.6, 51.8]]},
        {"shape": "circle", "corners": "<script>"}, {"shape": "star", "corners": [[4.6, 51.8]] * 2},
        {"shape": "polygon", "corners": [[4.6, None], [1, 2], [3, 4]]},
        {"shape": "polygon", "corners": [[4.6, 51.8, 1]] * 3}, {"shape": "polygon", "corners": []},
        {"shape": "polygon", "corners": [[4.6, 1e308], [5, 5], [6, 6]]},
        {"shape": "polygon", "corners": [[1e999, 51.8], [4.6, 51.8], [4.7, 51.9]]},
        {"shape": "circle", "corners": [[-74.0, 40.7], [-74.0, 40.8]]},
        {"shape": "circle", "corners": [[4.6, 51.8], [5.6, 52.8]]},
        {"shape": ["polygon"], "corners": {"a": 1}},
    ],
)  # fmt: skip
def test_a_browser_that_sends_no_area_is_refused(sent: dict[str, Any]) -> None:
    with pytest.raises(SelectionError) as refused:
        area_of_click(sent)
    assert refused.value.do


def test_what_was_drawn_lies_in_rd_where_it_was_drawn() -> None:
    # Corners of the square kilometre from (105.000, 425.000), by pyproj, in six decimals.
    corners = [[4.662144, 51.811383], [4.676644, 51.811471], [4.676502, 51.820459]]
    area = area_of_click({"shape": "polygon", "corners": corners})
    assert area is not None
    for found, expected in zip(
        area.corners, ((105_000, 425_000), (106_000, 425_000), (106_000, 426_000)), strict=True
    ):
        assert found == pytest.approx(expected, abs=1)
    circle = area_of_click({"shape": "circle", "corners": corners[:2]})
    assert circle is not None
    assert circle.corners[0] == pytest.approx((105_000, 425_000), abs=1)
    assert circle.radius_m == pytest.approx(1000, abs=1)


def test_taking_an_area_away_on_the_map_is_no_area() -> None:
    assert area_of_click({"shape": None, "corners": []}) is None
