"""The page Wijkbeeld of a small town, opened as a visitor does, without a browser."""

from __future__ import annotations

import base64
import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest

from hotspots.access import audit
from hotspots.access.workspace import open_workspace
from hotspots.analysis.answer import Verdict
from hotspots.crs import RD_NEW, WGS84, reproject
from hotspots.wijkbeeld import layer_page as closer
from hotspots.wijkbeeld import maps
from hotspots.wijkbeeld import page_words as text
from hotspots.wijkbeeld import words as briefing_text
from hotspots.wijkbeeld.choosing import buurt_here, labels_of, opening_place
from hotspots.wijkbeeld.make import briefing
from hotspots.wijkbeeld.overview import at_a_glance
from hotspots.wijkbeeld.page import MapLinks, table_html, with_links
from hotspots.wijkbeeld.place import Place, place_named, places
from opened_page import PageOpener, sentences, shown_without_fault, toasts, unfold

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

    from hotspots.access.workspace import Workspace
    from hotspots.settings import Home

PAGE: Final = "wijkbeeld"
#: Around rows 1, 2 and 4 in Noord, which lie 5 to 7 m from its middle; row 3 lies 690 m away.
CIRCLE: Final = "cirkel:100055,421055,60"
SILENT_THEME: Final = """\
id = "mensen"
label = "Mensen"
order = 2
description = "Een thema zonder kaart."
no_layers = "Het gaat om personen, niet om stippen."
figures_source = "Verzonnen voor de test"

[[figures]]
indicator = "meldingen"
year = 2017
value = 24
unit = "meldingen"
kind = "niveau"
"""
ROLES: Final = """\
[roles.agent]
label = "Agent"
see = true
finest = "buurten"

[roles.agent.layers.zorg]
see = false

[roles.regisseur]
label = "Regisseur"
see = true
finest = "cells"

[roles.analist]
label = "Analist"
see = true
finest = "places"
"""


@pytest.fixture(autouse=True)
def _no_head_start(monkeypatch: pytest.MonkeyPatch) -> None:
    """Search for zones at once: no browser has to draw a map first."""
    monkeypatch.setattr(closer, "HEAD_START_S", 0.0)


def html_of(page: AppTest) -> str:
    """Return what the page holds of HTML of our own, but for styles."""
    return re.sub(r"<style>.*?</style>", "", " ".join(_bodies(page)), flags=re.DOTALL)


def _bodies(page: AppTest) -> list[str]:
    return [element.proto.body for element in page.get("html")]


def rows_of(page: AppTest) -> dict[str, str]:
    """Return the words in each row of the table, by the layer."""
    table = html_of(page).split("<tbody", 1)[1]
    rows = [
        re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", row)).strip()
        for row in re.findall(r"<tr[^>]*>(.*?)</tr>", table, flags=re.DOTALL)
    ]
    return {row.split(" ", 1)[0]: row for row in rows}


def heading(page: AppTest) -> str:
    """Return the first heading as it is read."""
    return page.subheader[0].value.replace("\\", "")


def type_of(element: object) -> str:
    kind: str = getattr(element, "type", "")
    return kind


def test_a_link_to_a_wijk_opens_its_sentences_and_its_figures(
    home: Home, open_page: PageOpener
) -> None:
    page = open_page(home, page=PAGE, plek="WK999901")
    assert shown_without_fault(page)
    assert not page.toast
    assert [heading.value for heading in page.subheader] == ["Wijk Boven"]
    assert 'class="wijkbeeld-zinnen"' in html_of(page)
    rows = rows_of(page)
    # Noord 4 and Oost 2. Of zorg 12 and 23 in two quarters: 10 to 12 and 23 to 27.
    assert "Aantal 6 " in rows["Inbraak"]
    assert "Aantal 33 tot 39 " in rows["Zorg"]
    # The data are of four months: nothing a year earlier.
    assert briefing_text.WHY_NOT["no_year_before"] in rows["Inbraak"]
    # 600 and 400 huishoudens: 6 per 1.000.
    assert "6,0 (" in rows["Inbraak"]
    assert "per 1.000 huishoudens" in rows["Inbraak"]


def test_a_link_to_a_buurt_says_what_is_too_fine_there_and_leads_to_its_wijk(
    home: Home, open_page: PageOpener
) -> None:
    page = open_page(home, page=PAGE, plek="BU99990100")
    assert shown_without_fault(page)
    assert heading(page) == "Buurt Noord, wijk Boven"
    rows = rows_of(page)
    assert "Aantal 4 " in rows["Inbraak"]
    assert "Aantal – in de wijk 33 tot 39 " in rows["Zorg"]
    assert briefing_text.WHY_NOT["too_fine"] in rows["Zorg"]
    (button,) = [one for one in page.button if one.label == "Naar wijk Boven"]
    button.click()
    page.run()
    assert heading(page) == "Wijk Boven"
    assert page.query_params["plek"] == "WK999901"


def test_a_drawn_area_in_the_link_shows_the_same_figures_and_a_ledger_that_adds_up(
    home: Home, open_page: PageOpener
) -> None:
    page = open_page(home, role="analist", page=PAGE, vlak=CIRCLE)
    assert shown_without_fault(page)
    # pi times 60 m squared is 0,0113 km2.
    assert heading(page) == "Getekend gebied (0,01 km²)"
    assert "Aantal 3 " in rows_of(page)["Inbraak"]
    ledgers = [box.label for box in page.expander if "gelezen" in box.label]
    assert ledgers == [
        (
            "Telt het op? 11 gelezen → 9 geaccepteerd → 7 in de gemeente → 3 in de selectie → "
            "**3 op de kaart**"
        )
    ]
    (button,) = [one for one in page.button if one.label == text.CLEAR_AREA]
    button.click()
    page.run()
    assert "vlak" not in page.query_params
    assert heading(page).startswith("Wijk ")


def test_a_place_without_incidents_and_without_people_is_told_as_such(
    home: Home, open_page: PageOpener
) -> None:
    page = open_page(home, page=PAGE, plek="BU99990201")
    assert shown_without_fault(page)
    assert "geen huishoudens" in sentences(page)
    row = rows_of(page)["Inbraak"]
    assert "Aantal 0 " in row
    assert "keer" not in row


def test_less_than_the_minimum_is_never_a_number(home: Home, open_page: PageOpener) -> None:
    # Nine in one quarter, none in the other: 0 to 9 in each of them.
    page = open_page(home, page=PAGE, plek="WK999902")
    row = rows_of(page)["Zorg"]
    assert "Aantal 0 tot 18 " in row
    assert "9" not in row


@pytest.mark.parametrize("plek", ["WK000000", "Elders", "<img src=x onerror=alert(1)>"])
def test_a_place_that_is_not_there_falls_back_to_a_wijk_and_says_so(
    home: Home, open_page: PageOpener, plek: str
) -> None:
    page = open_page(home, page=PAGE, plek=plek)
    (told,) = toasts(page)
    assert plek in told.replace("\\", "")
    assert shown_without_fault(page)
    assert heading(page).startswith("Wijk ")
    assert page.query_params["plek"] in ("WK999901", "WK999902")


@pytest.mark.parametrize(
    ("vlak", "told"),
    [
        ("vierkant", "niet te lezen"),
        ("cirkel:0,0,10", "buiten de gemeente"),
        ("vlak:1,1;2,2", "te weinig of te veel hoeken"),
    ],
)
def test_an_area_that_is_none_falls_back_to_a_wijk_and_says_why(
    home: Home, open_page: PageOpener, vlak: str, told: str
) -> None:
    page = open_page(home, page=PAGE, vlak=vlak)
    assert not page.exception
    assert told in sentences(page)
    assert "vlak" not in page.query_params
    assert page.selectbox(key="wijkbeeld_keuze").value in ("WK999901", "WK999902")


def test_sentences_stand_before_figures_and_figures_before_charts(
    home: Home, open_page: PageOpener
) -> None:
    page = open_page(home, page=PAGE, plek="WK999901")
    at = {}
    for number, element in enumerate(flat(page)):
        body = element.proto.body if type_of(element) == "html" else ""
        for name in ("wijkbeeld-zinnen", "wijkbeeld-cijfers"):
            if f'class="{name}"' in body:
                at[name] = number
        if type_of(element) == "vega_lite_chart":
            at.setdefault("chart", number)
    assert at["wijkbeeld-zinnen"] < at["wijkbeeld-cijfers"] < at["chart"]


def flat(page: AppTest) -> list[object]:
    """Return every element of the main part, in the order in which they are read."""
    found: list[object] = []
    waiting: list[object] = [page.main]
    while waiting:
        one = waiting.pop(0)
        children = getattr(one, "children", None)
        if children is None:
            found.append(one)
        else:
            waiting = [children[key] for key in sorted(children)] + waiting
    return found


def test_without_a_link_the_page_opens_on_the_wijk_that_stands_out_most(
    town: Workspace, home: Home, open_page: PageOpener
) -> None:
    page = open_page(home, page=PAGE)
    assert shown_without_fault(page)
    glance = at_a_glance(town, "last_12_months")
    above = {
        code: sum(column.cells[at].verdict == Verdict.MORE for column in glance.columns)
        for at, code in enumerate(glance.codes)
    }
    opened = page.query_params["plek"]
    assert above[opened] == max(above.values())
    assert heading(page) == f"Wijk {glance.names[glance.codes.index(opened)]}"
    assert text.MOST_TO_TELL in sentences(page)
    page.selectbox(key="wijkbeeld_keuze").set_value(
        "WK999902" if opened == "WK999901" else "WK999901"
    )
    page.run()
    assert text.MOST_TO_TELL not in sentences(page)


def test_whoever_has_a_wijk_opens_on_it(town: Workspace) -> None:
    town.home.users.write_text(
        '[users]\n"jan" = "wijkagent"\n[wijken]\n"jan" = "Onder"\n', encoding="utf-8"
    )
    opened = opening_place(replace(town, who="Jan"))
    assert opened is not None
    assert opened.code == "WK999902"


def test_a_place_is_chosen_from_a_list_or_on_a_map(home: Home, open_page: PageOpener) -> None:
    page = unfold(open_page(home, page=PAGE), "wijkbeeld_op_de_kaart")
    assert shown_without_fault(page)
    assert page.selectbox(key="wijkbeeld_keuze").options == [
        "Boven (wijk)", "Noord (buurt in Boven)", "Oost (buurt in Boven)",
        "Onder (wijk)", "Zuid (buurt in Onder)", "Haven (buurt in Onder)",
    ]  # fmt: skip
    names = [json.loads(one.proto.json or "{}").get("name") for one in page.get("bidi_component")]
    assert "wijkbeeld_kiezen" in names
    page.selectbox(key="wijkbeeld_keuze").set_value("BU99990101")
    page.run()
    assert heading(page) == "Buurt Oost, wijk Boven"
    assert page.query_params["plek"] == "BU99990101"


def test_beside_the_sentences_a_small_map_has_the_cells_of_the_larger_one(
    home: Home, open_page: PageOpener
) -> None:
    page = open_page(home, page=PAGE, plek="BU99990100")
    sent = [json.loads(one.proto.json or "{}") for one in page.get("bidi_component")]
    (told,) = [one for one in sent if one.get("name") == "wijkbeeld_bij_tekst:BU99990100"]
    (closer,) = [one for one in sent if one.get("name") == "wijkbeeld_kaart:BU99990100"]
    # One way to count: the same cells in the same colours as on the larger map below.
    assert told["cells"] == closer["cells"]
    assert told["classes"] == closer["classes"]
    assert told["focus"] == closer["focus"]
    assert told["height"] < closer["height"]
    assert told["overlay"]["entry"].startswith("Grens van Noord")


def test_of_many_cells_those_near_the_place_are_sent_and_the_page_says_so(
    home: Home, open_page: PageOpener, monkeypatch: pytest.MonkeyPatch
) -> None:
    def sent() -> tuple[list[tuple[int, int]], list[object]]:
        page = open_page(home, page=PAGE, plek="BU99990100")
        shown = [json.loads(one.proto.json or "{}") for one in page.get("bidi_component")]
        told = [
            one["cells"]
            for one in shown
            if one.get("name") in ("wijkbeeld_kaart:BU99990100", "wijkbeeld_bij_tekst:BU99990100")
        ]
        assert len(told) == 2
        assert told[0] == told[1]
        col, row = (
            np.frombuffer(base64.b64decode(told[0][name]), dtype=np.uint16).astype(int)
            for name in ("col", "row")
        )
        size, x0, y0 = (told[0][name] for name in ("size_m", "x0", "y0"))
        corners = zip((x0 + size * col).tolist(), (y0 + size * row).tolist(), strict=True)
        return sorted(corners), [one.value for one in page.caption]

    every, captions = sent()
    assert not [told for told in captions if "verder dan" in str(told)]
    monkeypatch.setattr(maps, "_MOST_CELLS", len(every) - 1)
    monkeypatch.setattr(maps, "_AROUND_M", 0.0)
    near, captions = sent()
    # Noord is the square of 1 km with its corner at 100.000, 421.000.
    inside = [(x, y) for x, y in every if 99_900 < x < 101_000 and 420_900 < y < 422_000]
    assert 0 < len(inside) < len(every)
    assert near == inside
    assert any("0 km van Noord" in str(told) for told in captions)


def test_beside_the_sentences_a_role_that_sees_no_cells_gets_none(
    home: Home, open_page: PageOpener
) -> None:
    (home.root / "rollen.toml").write_text(ROLES, encoding="utf-8")
    page = open_page(home, role="agent", page=PAGE, plek="WK999901")
    sent = [json.loads(one.proto.json or "{}") for one in page.get("bidi_component")]
    (told,) = [one for one in sent if one.get("name") == "wijkbeeld_bij_tekst:WK999901"]
    (closer,) = [one for one in sent if one.get("name") == "wijkbeeld_kaart:WK999901"]
    assert told["cells"] is None
    assert told["areas"] == closer["areas"]
    # Hot cells would be outlined: it is the border of the wijk, and no other shape.
    assert told["overlay"]["entry"] == "Grens van Boven"


def test_the_map_opens_where_the_place_is(home: Home, open_page: PageOpener) -> None:
    page = open_page(home, page=PAGE, plek="BU99990100")
    sent = [json.loads(one.proto.json or "{}") for one in page.get("bidi_component")]
    (shown,) = [one for one in sent if one.get("name") == "wijkbeeld_kaart:BU99990100"]
    (south, west), (north, east) = shown["focus"]
    lon, lat = reproject(np.array([100_500.0]), np.array([421_500.0]), source=RD_NEW, target=WGS84)
    assert west < lon[0] < east
    assert south < lat[0] < north
    # A square of 1 km with 8 % on each side: 1,16 km, and a degree north is 111,2 km.
    assert (north - south) * 111.2 == pytest.approx(1.16, abs=0.03)
    assert shown["overlay"]["entry"] == "Grens van Noord"


def test_a_link_restores_the_period_and_the_layer_that_is_shown_closer(
    home: Home, open_page: PageOpener
) -> None:
    page = open_page(
        home, page=PAGE, plek="WK999901", periode="Zelf kiezen", dagen=["2017-01-01", "2017-01-31"]
    )
    assert shown_without_fault(page)
    assert not page.toast
    assert "01-01-2017 t/m 31-01-2017" in sentences(page)
    # Rows 2 and 3, both in Noord.
    assert "Aantal 2 " in rows_of(page)["Inbraak"]
    assert page.selectbox(key="uitgelicht").value == "inbraak"


def test_a_layer_in_the_link_that_is_not_on_offer_falls_back_and_says_so(
    home: Home, open_page: PageOpener
) -> None:
    page = open_page(home, page=PAGE, plek="WK999901", uitgelicht="Bestaat niet")
    assert shown_without_fault(page)
    assert any("Bestaat niet" in told for told in toasts(page))


def test_a_role_sees_no_line_of_a_layer_that_is_not_for_it(
    home: Home, open_page: PageOpener
) -> None:
    (home.root / "rollen.toml").write_text(ROLES, encoding="utf-8")
    # There and back: what one left in a cache must not reach the other.
    for role, layers in (
        ("regisseur", {"Inbraak", "Zorg"}),
        ("agent", {"Inbraak"}),
        ("regisseur", {"Inbraak", "Zorg"}),
    ):
        page = open_page(home, role=role, page=PAGE, plek="WK999901")
        assert shown_without_fault(page), role
        assert set(rows_of(page)) == layers, role


def test_a_role_that_sees_no_cells_reads_the_buurten_of_the_map_in_a_table(
    home: Home, open_page: PageOpener
) -> None:
    (home.root / "rollen.toml").write_text(ROLES, encoding="utf-8")
    page = open_page(home, role="agent", page=PAGE, plek="WK999901")
    assert text.NOT_IN_CELLS in sentences(page)
    (buurten,) = [one.value for one in page.dataframe if text.BUURT in one.value]
    # Noord and Oost; the other two lie in the other wijk.
    assert buurten.to_numpy().tolist() == [["Noord", "4"], ["Oost", "2"]]


def test_a_role_that_sees_no_cells_gets_no_area_of_any_shape(
    home: Home, open_page: PageOpener
) -> None:
    (home.root / "rollen.toml").write_text(ROLES, encoding="utf-8")
    page = open_page(home, role="agent", page=PAGE, vlak=CIRCLE)
    assert not page.exception
    assert briefing_text.NO_LAYERS in sentences(page)
    # Its rights, and not the period, are why.
    assert briefing_text.NO_LAYERS_FOR_ROLE in sentences(page)
    assert briefing_text.NO_LAYERS_FOUND not in sentences(page)
    assert "<table" not in html_of(page)


def test_a_theme_without_a_map_shows_what_was_published_and_why(
    home: Home, open_page: PageOpener
) -> None:
    folder = home.themes / "mensen"
    folder.mkdir()
    (folder / "theme.toml").write_text(SILENT_THEME, encoding="utf-8")
    page = open_page(home, page=PAGE, plek="WK999901")
    assert shown_without_fault(page)
    assert "Het gaat om personen, niet om stippen." in sentences(page)
    assert any("24 meldingen" in str(table.value) for table in page.table)


def test_who_looks_at_a_place_is_written_down_once_for_each_layer(
    home: Home, open_page: PageOpener
) -> None:
    page = open_page(home, page=PAGE, plek="WK999901")
    page.run()
    seen = [line for line in audit.lines(opened(home)) if line["action"] == "saw"]
    assert [line["subject"] for line in seen] == ["inbraak", "zorg"]
    assert {line["selection"]["wijkbeeld"] for line in seen} == {"WK999901"}


def opened(home: Home) -> Home:
    """Return the home with the folder of state that the test gave to the page."""
    return open_workspace(home.root).home


def test_links_ask_the_map_for_what_was_told(town: Workspace) -> None:
    def asked(written: str, *, as_days: bool) -> dict[str, dict[str, list[str]]]:
        place = place_named(town, written)
        links = MapLinks(town, place, as_days=as_days, root="/onder/")
        found = briefing(town, place, zones=None)
        addresses = {line.layer.id: urlsplit(links.to(line)) for line in found.lines}
        assert {address.path for address in addresses.values()} == {"/onder/"}
        return {name: parse_qs(address.query) for name, address in addresses.items()}

    # The map opens with the theme and the layer of itself.
    assert asked("WK999901", as_days=False) == {
        "inbraak": {"wijk": ["Boven"]},
        "zorg": {"laag": ["Zorg"], "wijk": ["Boven"]},
    }
    assert asked("BU99990200", as_days=True)["inbraak"] == {
        "wijk": ["Onder"], "gebied": ["Zuid"],
        "periode": ["Zelf kiezen"], "dagen": ["2016-12-31", "2017-03-31"],
    }  # fmt: skip
    # Of an area of any shape the map of a sensitive layer knows nothing.
    assert asked(CIRCLE, as_days=False) == {
        "inbraak": {"vlak": [CIRCLE]},
        "zorg": {"laag": ["Zorg"]},
    }


def test_where_someone_stands_is_a_buurt_or_nothing(town: Workspace) -> None:
    x, y = np.array([100_500.0, 101_500.0, 120_000.0]), np.array([421_500.0, 420_500.0, 480_000.0])
    lon, lat = reproject(x, y, source=RD_NEW, target=WGS84)
    here = [
        buurt_here(town, {"lon": float(one), "lat": float(other)})
        for one, other in zip(lon, lat, strict=True)
    ]
    assert here == ["BU99990100", "BU99990201", None]


@pytest.mark.parametrize(
    "told",
    [{}, {"lon": "hier", "lat": 51.8}, {"lon": None, "lat": None}, {"lon": 1e400, "lat": 0.0}],
)
def test_what_is_no_place_is_nowhere(town: Workspace, told: dict[str, object]) -> None:
    assert buurt_here(town, told) is None


def test_names_that_are_alike_are_told_apart_by_their_code() -> None:
    found = labels_of((Place("wijken", "WK1", "Kade"), Place("wijken", "WK2", "Kade")))
    assert list(found.values()) == ["Kade (wijk) WK1", "Kade (wijk) WK2"]


def test_every_place_of_a_home_is_on_the_list(town: Workspace) -> None:
    geography = town.geography
    offered = labels_of(places(geography))
    assert set(offered) == {*geography.wijken.codes, *geography.buurten.codes}


def test_a_layer_is_linked_where_it_is_named_and_other_words_stay_text(town: Workspace) -> None:
    layer = town.layer("inbraak")
    told = with_links("Meer <b>inbraken</b> en inbraken & <i>", [(layer, "/?a=1&b=2")])
    assert told == (
        "Meer &lt;b&gt;"
        f'<a href="/?a=1&amp;b=2" target="_self" title="{text.ON_MAP}">inbraken</a>'
        "&lt;/b&gt; en inbraken &amp; &lt;i&gt;"
    )


def test_a_date_in_a_sentence_stays_on_one_line() -> None:
    assert with_links("tot en met 04-01-2018.", []) == (
        'tot en met <span class="dag">04-01-2018</span>.'
    )


def test_a_name_from_the_data_is_text_in_the_table(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    theme = home.themes / "proef" / "theme.toml"
    written = theme.read_text(encoding="utf-8")
    hostile = "<script>alert(1)</script>"
    theme.write_text(written.replace('label = "Inbraak"', f'label = "{hostile}"'), encoding="utf-8")
    monkeypatch.setenv("HOTSPOTS_STATE", str(home.root / "state"))
    workspace = open_workspace(home.root, role="analist")
    place = place_named(workspace, "WK999901")
    links = MapLinks(workspace, place, as_days=False, root="/")
    table = table_html(briefing(workspace, place, zones=None), links)
    assert "<script" not in table
    assert "&lt;script&gt;" in table


def test_the_wijkbeeld_can_be_taken_along_by_who_may(home: Home, open_page: PageOpener) -> None:
    page = open_page(home, page="wijkbeeld", plek="WK999901", role="analist")
    taken = {button.proto.label for button in page.get("download_button")}
    assert {
        "Op papier, twee bladzijden (PDF)", "Voor een telefoon zonder netwerk (HTML)",
    } <= taken  # fmt: skip
