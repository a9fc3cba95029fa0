"""The map page of a small town, opened as a visitor does, without a browser."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from hotspots.access import served as served_module
from hotspots.access.served import ServedVersions
from hotspots.pages import words as text
from hotspots.pages.filters import ACTIVE, MORE
from opened_page import (
    PageOpener,
    sent_to_map,
    sentences,
    shown_without_fault,
    tips_on,
    toasts,
    unfold,
    widget_keys,
)

if TYPE_CHECKING:
    from hotspots.catalog.specs import LayerSpec
    from hotspots.settings import Home
    from hotspots.store.catalogue import Version

#: Nothing of Python may reach a visitor.
INSIDE = ("Traceback", "Error:", 'File "')
NEW_THEME = """\
id = "groen"
label = "Groen"
order = 2
description = "Een thema dat er net bij kwam."

[layers.boomschade]
kind = "incidents"
label = "Boomschade"
observes = "melding"
noun = "kapotte boom"
noun_plural = "kapotte bomen"

[layers.boomschade.source]
file = "bomen.csv"
attribution = "Verzonnen"
licence = "CC0-1.0"
synthetic = true

[layers.boomschade.columns]
id = "id"
soort = "soort"
begin = "begin"
x_rd = "x"
y_rd = "y"

[layers.boomschade.soorten]
storm = "Storm"
vuur = "Vuur"

[layers.boomschade.filters]
show = ["soort", "period"]

[layers.boomschade.privacy]
finest = "buurten"
"""
#: Two in Noord, one in Oost.
TREES = """\
id,soort,begin,x,y
1,storm,2017-01-18 12:00,100500,421500
2,vuur,2017-02-18 12:00,100500,421500
3,storm,2017-03-18 12:00,101500,421500
"""


def test_a_folder_added_to_a_home_is_a_theme_with_its_layer_and_filters(
    home: Home, open_page: PageOpener
) -> None:
    folder = home.themes / "groen"
    folder.mkdir()
    (folder / "theme.toml").write_text(NEW_THEME, encoding="utf-8")
    (folder / "bomen.csv").write_text(TREES, encoding="utf-8")
    page = open_page(home, thema="Groen", periode="Alles")
    assert shown_without_fault(page)
    assert page.selectbox(key="thema").options == ["Proef", "Groen"]
    assert page.subheader[0].value == "Boomschade in Vierbuurten"
    assert page.multiselect(key="soort").options == ["Storm", "Vuur"]
    # It asked for soort and period alone, and to stop at buurten: no wijk, no time, no cells.
    assert not widget_keys(page) & {"wijk", "dagdeel", "weekdag"}
    assert page.segmented_control(key="niveau").options == ["Wijk", "Buurt"]
    assert "**3 kapotte bomen**" in sentences(page)
    page.multiselect(key="soort").set_value(["storm"])
    assert "**2 kapotte bomen**" in sentences(page.run())


def test_a_link_restores_the_whole_selection(home: Home, open_page: PageOpener) -> None:
    page = open_page(
        home,
        thema="Proef", laag="Inbraak", niveau="Buurt", maat="Per 1.000", noemer="inwoners",
        periode="Zelf kiezen", dagen=["2017-01-01", "2017-02-28"], soort=["Woning"],
        wijk=["Boven"], gebied="Noord",
    )  # fmt: skip
    assert shown_without_fault(page)
    assert not page.toast
    # Woning in Boven in January and February: rows 2 and 4 in Noord, 5 in Oost.
    assert (
        "**3 inbraken** · soort Woning · per 1.000 · per buurt · noemer: inwoners (2023) "
        "· 01-01-2017 t/m 28-02-2017 · wijk Boven"
    ) in sentences(page).replace("\\", "")
    assert page.subheader[0].value == "Inbraak in Boven"
    assert page.selectbox(key="gebied").value == "BU99990100"
    sent = sent_to_map(page)
    assert sent["areas"]["selected"] == "BU99990100"
    # 2 per 1.300 inwoners = 1,5 per 1.000.
    assert "1,5" in tips_on(sent["areas"])[0]
    # Zuid and Haven lie outside the wijk that was chosen.
    assert sent["areas"]["fill"][2:] == [-1, -1]


def test_a_chosen_area_stays_marked_while_filters_change(home: Home, open_page: PageOpener) -> None:
    page = open_page(home, periode="Alles")
    assert sent_to_map(page)["areas"]["selected"] is None
    page.selectbox(key="gebied").set_value("BU99990100")
    assert sent_to_map(page.run())["areas"]["selected"] == "BU99990100"
    page.multiselect(key="soort").set_value(["schuur"])
    assert sent_to_map(page.run())["areas"]["selected"] == "BU99990100"
    # Noord lies in Boven: on a map of Onder it cannot be chosen.
    unfold(page, MORE)
    page.multiselect(key="wijk").set_value(["WK999902"])
    assert sent_to_map(page.run())["areas"]["selected"] is None
    assert page.selectbox(key="gebied").value is None
    page.segmented_control(key="niveau").set_value("cells")
    assert shown_without_fault(page.run())
    page.segmented_control(key="niveau").set_value("wijken")
    assert sent_to_map(page.run())["areas"]["selected"] is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("thema", "Bestaat niet"), ("laag", "Bestaat niet"), ("niveau", "Straat"),
        ("maat", "Gevoel"), ("periode", "Vroeger"), ("soort", "Fiets"), ("wijk", "Elders"),
        ("weekdag", "zevendag"), ("dagdeel", "schemer"), ("gebied", "Elders"),
        ("punten", "misschien"), ("indeling", "Gokken"), ("klassen", "99"), ("tijdbeeld", "Ooit"),
        ("thema", "<img src=x onerror=alert(1)>"),
    ],
)  # fmt: skip
def test_a_link_with_a_value_that_is_not_on_offer_falls_back_and_says_so(
    home: Home, open_page: PageOpener, name: str, value: str
) -> None:
    page = open_page(home, **{name: value})
    (told,) = toasts(page)
    assert value in told.replace("\\", "")
    assert shown_without_fault(page)
    assert page.subheader[0].value == "Inbraak in Vierbuurten"
    assert sent_to_map(page)["areas"]


@pytest.mark.parametrize(
    "days",
    [
        "gisteren",
        ["2017-01-01", "2017-02-31"],
        ["2017-03-01", "2017-01-01"],
        ["2037-01-01", "2037-01-31"],
    ],
)
def test_days_in_a_link_that_cannot_be_fall_back_and_say_so(
    home: Home, open_page: PageOpener, days: str | list[str]
) -> None:
    page = open_page(home, periode="Zelf kiezen", dagen=days)
    assert shown_without_fault(page)
    assert len(toasts(page)) == 1
    assert sent_to_map(page)["areas"]


@pytest.mark.parametrize("bounds", ["a;b", "nan", "1; inf", "0; 5", "-3"])
def test_bounds_that_are_none_leave_the_map_and_say_what_to_write(
    home: Home, open_page: PageOpener, bounds: str
) -> None:
    page = open_page(home, indeling="Eigen grenzen", grenzen=bounds)
    assert not page.exception
    assert [error.value for error in page.error] == [text.PROBLEM]
    assert "2; 5; 10; 20" in sentences(page)
    assert sent_to_map(page)["areas"]


def test_an_old_link_is_told_once_and_not_at_every_filter(
    home: Home, open_page: PageOpener
) -> None:
    page = open_page(home, wijk="Elders")
    assert len(toasts(page)) == 1
    page.multiselect(key="soort").set_value(["schuur"])
    assert toasts(page.run()) == []


def test_filters_that_match_nothing_say_so_and_keep_the_map(
    home: Home, open_page: PageOpener
) -> None:
    # The only schuur by day in Zuid and Haven does not exist: both schuren lie in Boven.
    page = open_page(home, soort=["Schuur"], wijk=["Onder"])
    assert shown_without_fault(page)
    assert "**0 inbraken**" in sentences(page)
    # Inside the gemeente are seven: nine accepted, one without a place, one outside.
    assert any("7 inbraken in de gemeente" in info.value for info in page.info)
    assert any(info.value.startswith(text.NOTHING) for info in page.info)
    assert sent_to_map(page)["areas"]


def test_clearing_the_filters_brings_every_row_back(home: Home, open_page: PageOpener) -> None:
    page = open_page(home, soort=["Schuur"], periode="Alles")
    assert "**2 inbraken**" in sentences(page)
    (chips,) = [one for one in page.pills if one.key == ACTIVE]
    chips.set_value("soort")
    page.run()
    assert page.multiselect(key="soort").value == []
    assert "**7 inbraken**" in sentences(page)


def test_a_sensitive_layer_offers_no_soort_no_time_and_no_points(
    home: Home, open_page: PageOpener
) -> None:
    page = open_page(home, laag="Zorg", role="analist")
    assert shown_without_fault(page)
    assert not widget_keys(page) & {"soort", "dagdeel", "weekdag", "punten", "niveau"}
    sent = sent_to_map(page)
    assert sent["points"] is None
    assert sent["clusters"] is None
    assert sent["cells"] is None


def test_a_sensitive_layer_tells_no_small_number_anywhere(
    home: Home, open_page: PageOpener
) -> None:
    # Boven had 12 and 23, published as 10 (10 to 12) and 25 (23 to 27); Onder had 9 and none, which
    # is 0 to 9 twice.
    page = open_page(home, laag="Zorg", periode="Alles", maat="Aantal", onder="Tabel")
    sent = sent_to_map(page)
    assert tips_on(sent["areas"])[0].startswith("33 tot 39 zorgmeldingen")
    assert tips_on(sent["areas"])[1] == "0 tot 18 zorgmeldingen"
    table = page.dataframe[0].value
    # By name: nobody knows which of the two is higher, so nothing is ranked.
    assert list(zip(table["Naam"], table["Aantal"], strict=True)) == [
        ("Boven", "33 tot 39"), ("Onder", "0 tot 18"),
    ]  # fmt: skip
    assert "Nummer" not in sentences(open_page(home, laag="Zorg", periode="Alles", gebied="Boven"))


def test_what_is_too_small_to_tell_is_not_called_nothing(home: Home, open_page: PageOpener) -> None:
    # All that Onder has is 9 in one quarter, of two that are not published.
    page = open_page(home, laag="Zorg", periode="Alles", wijk="Onder")
    said = sentences(page)
    assert "0 tot 18 zorgmeldingen" in said
    assert "inder dan 10 zorgmeldingen" not in said
    assert "33 tot 57 zorgmeldingen" in sentences(open_page(home, laag="Zorg", periode="Alles"))


def test_a_link_does_not_open_points_of_a_sensitive_layer(
    home: Home, open_page: PageOpener
) -> None:
    page = open_page(home, laag="Zorg", punten="true", niveau="Cel", dagdeel="Nacht (0–6)")
    assert shown_without_fault(page)
    sent = sent_to_map(page)
    assert sent["points"] is None
    assert sent["cells"] is None


def test_a_role_that_may_see_points_gets_them_when_it_asks(
    home: Home, open_page: PageOpener
) -> None:
    page = open_page(home, role="analist", periode="Alles")
    assert sent_to_map(page)["points"] is None
    unfold(page, MORE)
    page.toggle(key="punten").set_value(True)
    assert sent_to_map(page.run())["points"] is not None


def test_a_role_without_points_gets_no_toggle_and_none_in_what_is_sent(
    home: Home, open_page: PageOpener
) -> None:
    page = open_page(home, role="wijkagent", punten="true", periode="Alles")
    unfold(page, MORE)
    assert shown_without_fault(page)
    assert not page.toggle
    sent = sent_to_map(page)
    assert sent["points"] is None
    assert sent["clusters"] is None


def test_one_role_does_not_see_what_another_role_asked_before(
    home: Home, open_page: PageOpener
) -> None:
    assert sent_to_map(open_page(home, role="analist", punten="true"))["points"] is not None
    assert sent_to_map(open_page(home, role="wijkagent", punten="true"))["points"] is None


def test_an_unknown_key_in_a_declaration_is_told_in_words(
    home: Home, open_page: PageOpener
) -> None:
    declaration = home.geodata / "buurten" / "layer.toml"
    written = declaration.read_text(encoding="utf-8")
    declaration.write_text(written.replace("attribution", "atribution"), encoding="utf-8")
    page = open_page(home)
    assert not page.exception
    assert [error.value for error in page.error] == [text.PROBLEM]
    told = sentences(page)
    assert "geodata/buurten/layer.toml" in told
    assert "atribution" in told
    assert "Bedoelde u 'attribution'?" in told
    assert not any(inside in told for inside in INSIDE)
    assert not page.get("bidi_component")


def test_a_repaired_home_opens_without_a_restart(home: Home, open_page: PageOpener) -> None:
    written = home.gemeente.read_text(encoding="utf-8")
    home.gemeente.write_text(written.replace("code =", "cod ="), encoding="utf-8")
    assert open_page(home).error
    home.gemeente.write_text(written, encoding="utf-8")
    assert shown_without_fault(open_page(home))


def test_a_fault_of_the_program_shows_a_code_and_nothing_of_the_inside(
    home: Home, open_page: PageOpener
) -> None:
    def break_down(*_: object, **__: object) -> None:
        raise ZeroDivisionError("secret of the inside")

    open_page.environment.setattr("hotspots.app.map_page.choose_layer", break_down)
    page = open_page(home)
    assert not page.exception
    (error,) = page.error
    assert error.value.startswith("Er ging iets mis in het programma zelf.")
    assert "secret" not in sentences(page)


def test_the_heading_says_the_day_and_the_part_of_the_day(
    home: Home, open_page: PageOpener
) -> None:
    page = open_page(
        home, laag="Inbraak", periode="Alles", weekdag=["vr"], dagdeel=["Tijd onbekend"]
    )
    assert shown_without_fault(page)
    assert "alleen op vrijdag · alleen tijd onbekend" in sentences(page).replace("\\", "")
    legend = sent_to_map(page)["legend"]["subtitle"]
    # The title has said which layer it is, and where.
    assert legend.startswith("Inbraak · ")
    assert legend.endswith(" · heel Vierbuurten")
    under = legend.removeprefix("Inbraak · ").removesuffix(" · heel Vierbuurten")
    assert under in sentences(page).replace("\\", "")


def test_names_are_shown_as_they_are_and_never_as_markdown(
    home: Home, open_page: PageOpener
) -> None:
    hostile = "![x](https://elders.example/x.png) *Noord*"
    for level, name in (("buurten", "Noord"), ("wijken", "Boven")):
        areas = home.geodata / level / f"{level}.geojson"
        written = areas.read_text(encoding="utf-8")
        areas.write_text(written.replace(f'"{name}"', f'"{hostile}"'), encoding="utf-8")
    shown = [option for listed in open_page(home).radio for option in listed.options]
    page = open_page(home, gebied=hostile, wijk=[hostile])
    shown += [element.value for kind in (page.subheader, page.markdown) for element in kind]
    hostile_ones = [value for value in shown if "elders" in value]
    # The highest buurt in its list, the title and the sentence with the wijk, and the line with
    # its wijk.
    assert len(hostile_ones) == 4
    # Every mark of Markdown has a backslash before it, so no picture is made of it.
    assert all("\\!\\[x\\]" in value and "![" not in value for value in hostile_ones)


def test_a_click_in_the_list_of_the_highest_chooses_it_and_leaves_the_list_open_to_another(
    home: Home, open_page: PageOpener
) -> None:
    page = open_page(home, periode="Alles", maat="Aantal")
    (highest,) = page.radio
    # Rows 1, 2, 4 and 9 lie in Noord.
    assert highest.options[0] == "Noord: 4"
    highest.set_value(0)
    assert shown_without_fault(page.run())
    assert page.selectbox(key="gebied").value == "BU99990100"
    assert sent_to_map(page)["areas"]["selected"] == "BU99990100"
    page.segmented_control(key="niveau").set_value("cells")
    (cells,) = page.run().radio
    cells.set_value(cells.options.index(cells.options[0]))
    assert shown_without_fault(page.run())
    assert sent_to_map(page)["cells"]["selected"]


def test_a_layer_with_a_denominator_opens_with_the_rate_and_in_cells_with_the_count(
    home: Home, open_page: PageOpener
) -> None:
    # 4 of 600 in Noord: 6,7 per 1.000. Cells are not divided by households.
    page = open_page(home, periode="Alles")
    assert page.selectbox(key="maat").value == "rate"
    assert tips_on(sent_to_map(page)["areas"])[0] == "6,7 per 1.000 · 4 inbraken"
    assert open_page(home, periode="Alles", niveau="Cel").selectbox(key="maat").value == "count"
    asked = open_page(home, periode="Alles", maat="Aantal")
    assert asked.selectbox(key="maat").value == "count"


def test_few_households_are_no_place_to_click_first(home: Home, open_page: PageOpener) -> None:
    # With 200 households and not 400 the 2 inbraken of Oost are 10,0 per 1.000, more than Noord.
    path = home.geodata / "buurten" / "buurten.geojson"
    shapes = path.read_text("utf-8")
    assert '"huishoudens": 400' in shapes
    path.write_text(shapes.replace('"huishoudens": 400', '"huishoudens": 200'), encoding="utf-8")
    assert open_page(home, periode="Alles").radio[0].options == ["Noord: 6,7"]


@pytest.mark.parametrize("page", ["", "wijkbeeld", "overzicht", "vergelijken"])
def test_a_page_looks_up_once_which_version_of_a_layer_is_served(
    home: Home, open_page: PageOpener, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    looked: list[tuple[object, str]] = []
    look = ServedVersions._looked_up

    def noted(served: ServedVersions, layer: LayerSpec) -> Version | None:
        moment = served_module._MOMENT.get()
        if moment is not None:
            looked.append((moment, layer.id))
        return look(served, layer)

    monkeypatch.setattr(ServedVersions, "_looked_up", noted)
    open_page(home, page=page)
    # A page that opens itself anew is another moment.
    times = Counter((id(moment), layer_id) for moment, layer_id in looked)
    assert "inbraak" in {layer_id for _, layer_id in looked}
    assert set(times.values()) == {1}
