"""The pages of a home of more gemeenten, beside the map."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

import pytest

from golden.shown import lines_of, sent_to_maps
from golden.visits import unfold
from hotspots.analysis.registry import MEASURES
from hotspots.wijkbeeld import choosing
from opened_page import sentences, shown_without_fault, toasts
from wide_town import wide_home

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.settings import Home
    from opened_page import PageOpener

#: What is said of a home of one gemeente alone, and a sentence that nobody finished.
_OF_ONE_GEMEENTE: Final = re.compile(
    r"(de|hele|heel|deze) stad\b|hele gemeente\b|rest van de (stad|gemeente)\b"
    r"|(buiten|binnen|in) de gemeente\b(?!, gedeeld)|\{whole"
)
_LINKS: Final[dict[str, dict[str, str]]] = {
    **{
        f"kaart {measure.id} {level}": {
            "maat": measure.label, "niveau": level, "periode": "Alles", "onder": "Tabel"
        }
        for measure in MEASURES
        for level in ("Gemeente", "Buurt", "Cel")
    },
    "kaart in de tijd": {"onder": "In de tijd"},
    "kaart herhaling": {"zoek": "Herhaling in de buurt", "periode": "Alles"},
    "kaart leeg": {"periode": "Zelf kiezen", "van": "2017-03-30", "tot": "2017-03-30"},
    "gegevens": {"page": "gegevens"},
    "overzicht": {"page": "overzicht", "periode": "Alles"},
    "vergelijken": {"page": "vergelijken"},
    **{
        f"vergelijken {level}": {
            "page": "vergelijken", "vergelijking_van": "Twee gebieden", "niveau": level
        }
        for level in ("Regio", "Gemeente", "Wijk")
    },
    "verantwoording": {"page": "verantwoording"},
    "wijkbeeld": {"page": "wijkbeeld"},
    "wijkbeeld gemeente": {"page": "wijkbeeld", "plek": "GM9994", "periode": "Alles"},
    "wijkbeeld regio": {"page": "wijkbeeld", "plek": "RG01", "periode": "Alles"},
    "wijkbeeld wijk": {"page": "wijkbeeld", "plek": "WK999401", "periode": "Alles"},
}  # fmt: skip


@pytest.fixture
def wide(tmp_path: Path) -> Home:
    """Return four gemeenten in two regio's on disk."""
    return wide_home(tmp_path / "region")


def _table(page: object) -> str:
    (written,) = [
        element.proto.body
        for element in page.get("html")  # type: ignore[attr-defined]
        if "<table>" in element.proto.body
    ]
    return written.split("</style>")[1]


def test_overzicht_opens_with_gemeenten_and_leads_to_their_wijken(
    wide: Home, open_page: PageOpener
) -> None:
    page = open_page(wide, page="overzicht", periode="Alles")
    assert shown_without_fault(page)
    assert page.subheader[0].value == "Alle gemeenten in één oogopslag"
    table = _table(page)
    assert '<th scope="col">Gemeente</th>' in table
    assert table.count('<th scope="row">') == 4
    assert "overzicht?niveau=Wijk&amp;gemeente=Cattum" in table
    # Nothing is a city here.
    assert "stad" not in table
    assert "de stad" not in sentences(page)


def test_overzicht_shows_the_wijken_of_the_gemeente_that_was_clicked(
    wide: Home, open_page: PageOpener
) -> None:
    page = open_page(wide, page="overzicht", periode="Alles", niveau="Wijk", gemeente="Cattum")
    assert shown_without_fault(page)
    table = _table(page)
    assert table.count('<th scope="row">') == 2
    assert "Boven van Cattum" in table
    assert "wijkbeeld?plek=WK999401" in table


@pytest.mark.parametrize("key", ["vergelijken", "gegevens", "wijkbeeld", "verantwoording"])
def test_no_other_page_fails(wide: Home, open_page: PageOpener, key: str) -> None:
    assert shown_without_fault(open_page(wide, page=key))


@pytest.mark.parametrize("link", _LINKS.values(), ids=_LINKS)
def test_a_region_is_nowhere_called_a_town(
    wide: Home, open_page: PageOpener, link: dict[str, str]
) -> None:
    page = open_page(wide, **link)
    unfold(page)
    assert not page.exception
    maps = json.dumps(sent_to_maps(page), ensure_ascii=False)
    assert [line for line in (*lines_of(page), maps) if _OF_ONE_GEMEENTE.search(line)] == []


def test_vergelijken_holds_gemeenten_side_by_side_and_the_link_keeps_which(
    wide: Home, open_page: PageOpener
) -> None:
    page = open_page(
        wide, page="vergelijken", periode="Alles", vergelijking_van="Twee gebieden",
        gemeente_een="Cattum", gemeente_twee="Dal",
    )  # fmt: skip
    assert shown_without_fault(page)
    said = sentences(page)
    assert "In Cattum: **28 inbraken** van 31-12-2016 t/m 31-03-2017. In Dal: 7." in said
    assert "Elke kaart blijft bij de eigen gemeente." in said
    assert [one.value for one in page.selectbox if one.label.startswith("Eerste")] == ["GM9994"]
    for level, first in (("Regio", "West"), ("Wijk", "Boven van Dal")):
        page = open_page(
            wide, page="vergelijken", periode="Alles", vergelijking_van="Twee gebieden",
            niveau=level,
        )  # fmt: skip
        assert shown_without_fault(page)
        assert f"In {first}: " in sentences(page)
        assert f"Eerste {level.lower()}" in [one.label for one in page.selectbox]


@pytest.mark.parametrize("level", ["Regio", "Gemeente", "Wijk", "Buurt"])
def test_two_periods_are_compared_at_every_level(
    wide: Home, open_page: PageOpener, level: str
) -> None:
    page = open_page(
        wide, page="vergelijken", niveau=level, periode="Zelf kiezen",
        dagen=["2017-03-01", "2017-03-31"], vergelijk="De periode ervoor",
    )  # fmt: skip
    assert shown_without_fault(page)
    assert f"In geen enkele {level.lower()} is de verandering aantoonbaar." in sentences(page)


def test_of_a_gemeente_overzicht_names_no_wijk_of_another(
    wide: Home, open_page: PageOpener
) -> None:
    # Boven van Cattum has the most by far, and lies in another gemeente than the one chosen.
    path = wide.themes / "proef" / "inbraak.csv"
    rows = [f"{900 + at},woning,2017-01-05 19:00,,102050,423050" for at in range(300)]
    path.write_text(path.read_text(encoding="utf-8") + "\n".join(rows) + "\n", encoding="utf-8")
    link = {"page": "overzicht", "periode": "Alles", "niveau": "Wijk"}
    everywhere = open_page(wide, **link)
    assert "het meest boven de rest van het werkgebied in Boven van Cattum" in sentences(everywhere)
    page = open_page(wide, **link, gemeente="Dal")
    assert page.subheader[0].value == "Alle wijken in Dal"
    assert "Cattum" not in sentences(page)


def test_in_a_list_that_is_too_long_a_place_elsewhere_is_written(
    wide: Home, open_page: PageOpener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(choosing, "_MOST_OFFERED", 10)
    page = open_page(wide, page="wijkbeeld", plek="GM9994")
    choice = page.selectbox(key="wijkbeeld_keuze")
    assert len(choice.options) == 2 + 4 + 2 + 4
    # A browser sends what was typed as one more option.
    choice.options.append("nergens")
    choice.set_value("nergens")
    page.run()
    assert any("nergens" in told for told in toasts(page))
    assert page.query_params["plek"] == "GM9994"
    choice = page.selectbox(key="wijkbeeld_keuze")
    choice.options.append("boven van dal")
    choice.set_value("boven van dal")
    page.run()
    assert page.query_params["plek"] == "WK999101"
    assert shown_without_fault(page)
