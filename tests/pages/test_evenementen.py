"""The page `Evenementen`: what each part says, to whom, and that a check changes nothing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest

from event_page import REQUEST, EventPage, buttons, click, html_of, tables
from event_town import (
    CALENDAR,
    PLACES,
    calendar_home,
    event,
    event_calendar,
    waiting_home,
    with_road_works,
)
from hotspots.access import words as access_text
from hotspots.access.importing import import_file
from hotspots.access.workspace import open_workspace
from hotspots.crs import RD_NEW, WGS84, reproject
from hotspots.dutch import as_text
from hotspots.evenementen import letter_words, life_words, pressure_words, profile_words
from hotspots.evenementen import page_blocks as picking
from hotspots.evenementen import page_words as parts
from hotspots.evenementen import page_words as text
from hotspots.evenementen import plan_words as plan_text
from hotspots.evenementen import words as check_text
from hotspots.evenementen.locations import Locations
from hotspots.evenementen.page_view import may_see_calendar
from hotspots.evenementen.tables import place_rows
from hotspots.pages.page_map import PlaceClick, place_at
from opened_page import sent_to_map, sentences, shown_without_fault, toasts

if TYPE_CHECKING:
    from pathlib import Path

    from streamlit.testing.v1 import AppTest

    from opened_page import PageOpener

#: Names that would do something if a page read them as anything but text.
HOSTILE = "<img src=x onerror=alert(1)> **vet** =1+1"


@pytest.fixture
def events_page(tmp_path: Path, open_page: PageOpener) -> EventPage:
    return EventPage(calendar_home(tmp_path / "town"), open_page)


def test_the_page_opens_with_the_check_and_asks_for_what_it_needs(events_page: EventPage) -> None:
    page = events_page.opener(events_page.home, role="analist", page="evenementen")

    assert shown_without_fault(page)
    assert text.FILL_IN in sentences(page)
    assert "2 evenementen van 05-05-2018 t/m 03-06-2018" in sentences(page)


def with_what_is_fine(page: AppTest) -> AppTest:
    """Unfold the findings that ask for nothing; they stand under their number."""
    page.session_state["toets_in_orde"] = True
    return page.run()


def test_a_link_with_a_request_is_answered_on_the_page(events_page: EventPage) -> None:
    page = events_page(**REQUEST)

    assert shown_without_fault(page)
    assert not toasts(page)
    told = html_of(with_what_is_fine(page))
    # Room for 1.000 m2 x 2; the exits of 4, 3 and 2 m without the widest let 5 x 82 x 10 out.
    assert "100 bezoekers passen: er is plaats voor 2.000 (1.000 m² × 2,0 personen per m²)." in told
    assert "5,0 m uitgang × 82 personen per minuut per meter × 10 minuten" in told
    # One day of class A is used by the first event, of three.
    assert (
        "Evenementdagen van klasse A in 2018: 3 toegestaan, 1 vergund en 0 aangevraagd. "
        "Dit evenement neemt er 1; daarna nog 1 over."
    ) in told
    # Nobody answered the questions, so it could be heavier: that is not hidden.
    assert text.VERDICTS["onbekend"] in told
    assert text.ADVICE in told


def test_a_place_that_is_taken_cannot_be_had_as_asked(events_page: EventPage) -> None:
    page = events_page(**REQUEST | {"begindag": "2018-05-05"})

    told = html_of(page)
    assert text.VERDICTS["belemmering"] in told
    assert "op- en afbouw meegeteld: Eerste (voorbeeld)." in told
    # The event that is in the way stands in a table of its own, once unfolded.
    assert f"{text.INVOLVED} (1)" in [box.label for box in page.expander]


def test_what_ends_before_it_begins_ends_that_night(events_page: EventPage) -> None:
    page = events_page(**REQUEST | {"eindtijd": "01:00", "opbouw": "6"})

    assert "Markt, 12-05-2018 20:00 tot 13-05-2018 01:00, 100 bezoekers" in html_of(page)


def test_the_form_holds_what_the_link_says(events_page: EventPage) -> None:
    page = events_page(
        **REQUEST | {"toets_naam": "Lentefeest", "geluid": "Ja", "vraag_alcohol": "Ruim"}
    )

    assert page.selectbox(key="toets_locatie").value == "markt"
    assert page.number_input(key="bezoekers").value == 100
    assert page.text_input(key="toets_naam").value == "Lentefeest"
    assert page.selectbox(key="geluid").value is True
    # Plenty of alcohol is three points, amplified sound one: four, of which class A has calendar.
    assert "klasse A met 4 punten" in html_of(page)


def test_a_request_of_the_calendar_is_checked_without_standing_in_its_own_way(
    events_page: EventPage,
) -> None:
    page = events_page(
        aanvraag="Uit de kalender", toets_evenement="05-05-2018 · Eerste (voorbeeld) · Markt"
    )

    told = html_of(with_what_is_fine(page))
    assert "Markt, 05-05-2018 20:00 tot 06-05-2018 01:00, 200 bezoekers" in told
    assert "De locatie is vrij, ook tijdens op- en afbouw." in told
    assert text.ADD not in buttons(page)


def test_an_event_of_unknown_size_is_checked_for_as_many_as_somebody_fills_in(
    events_page: EventPage,
) -> None:
    file = events_page.home.themes / "feest" / "kalender.csv"
    rows = file.read_text(encoding="utf-8")
    at = rows.splitlines()[0].split(",").index("bezoekers")
    first = next(line for line in rows.splitlines() if "Eerste" in line)
    cells = first.split(",")
    cells[at] = ""
    file.write_text(rows.replace(first, ",".join(cells)), encoding="utf-8")
    link = {
        "aanvraag": "Uit de kalender",
        "toets_evenement": "05-05-2018 · Eerste (voorbeeld) · Markt",
    }
    page = events_page(**link)
    assert text.SIZE_UNKNOWN in [one.value for one in page.info]
    assert "bezoekers passen" not in html_of(page)
    page.number_input(key="bezoekers").set_value(300).run()
    assert "300 bezoekers" in html_of(page)


def test_a_point_that_is_in_no_list_is_checked_as_far_as_is_known(events_page: EventPage) -> None:
    page = events_page(**REQUEST | {"punt": "100500 421000"})

    told = html_of(page)
    assert "Punt 100.500 421.000" in told
    assert "Hoeveel mensen hier passen is niet bekend" in told


def test_what_is_announced_at_a_point_stays_at_that_point(events_page: EventPage) -> None:
    page = events_page(**REQUEST | {"punt": "100500 421000"})
    click(click(page, text.ADD), text.SURE)

    added = next(row for row in events_page.events() if row["id"].startswith("VA-"))
    assert not added["location"]
    assert (added["x_rd"], added["y_rd"]) == (100_500.0, 421_000.0)


def at(x_rd: float, y_rd: float) -> PlaceClick:
    """Return a click of the browser on a place."""
    lon, lat = reproject(np.array([x_rd]), np.array([y_rd]), source=RD_NEW, target=WGS84)
    place = place_at([float(lon[0]), float(lat[0])])
    assert place is not None
    return PlaceClick(place)


def test_a_click_on_the_map_is_a_location_or_a_point(monkeypatch: pytest.MonkeyPatch) -> None:
    places = Locations.of(PLACES)
    session: dict[str, str] = {}
    monkeypatch.setattr("streamlit.session_state", session)
    # 70 m from the markt means the markt; 80 m is a place of its own.
    picking._take(places, "toets_locatie", "punt", at(100_570, 421_500))
    assert session == {"toets_locatie": "markt", "punt": ""}
    picking._take(places, "toets_locatie", "punt", at(100_580, 421_500))
    assert session == {"toets_locatie": "", "punt": "100580 421500"}
    # On the map of all locations the nearest is chosen, unless all are far away.
    choose = picking.choose_on_map(places, "plaats")
    choose(at(100_700, 420_500))
    assert session["plaats"] == "park"
    choose(at(104_000, 420_500))
    assert session["plaats"] == "park"


def test_the_form_unfolds_a_map_that_takes_a_click(events_page: EventPage) -> None:
    page = events_page.opener(events_page.home, role="analist", page="evenementen")
    assert not page.get("bidi_component")
    page.session_state["toets_aanwijzen"] = True
    page.run()
    assert shown_without_fault(page)
    assert sent_to_map(page)["picks"] is True
    assert text.POINT_AT_HINT in sentences(page)


@pytest.mark.parametrize("written", ["nergens", "100500", "300000 421500"])
def test_a_point_that_cannot_be_is_said_to_be_so(events_page: EventPage, written: str) -> None:
    page = events_page(**REQUEST | {"punt": written})

    assert "Het punt is niet te gebruiken." in sentences(page)
    assert text.ADVICE not in html_of(page)


def test_a_link_to_a_place_that_is_not_there_falls_back_with_a_word(events_page: EventPage) -> None:
    page = events_page(**REQUEST | {"toets_locatie": "Maan"})

    assert shown_without_fault(page)
    assert any("Maan" in told for told in toasts(page))
    assert text.FILL_IN in sentences(page)


@pytest.mark.parametrize(
    ("name", "value"),
    [("begindag", "2018-02-30"), ("begindag", "1018-05-12"), ("begintijd", "25:00"),
     ("bezoekers", "-3"), ("opbouw", "lang"), ("deel", "Nergens")],
)  # fmt: skip
def test_what_a_link_says_that_cannot_be_is_said_to_be_left_out(
    events_page: EventPage, name: str, value: str
) -> None:
    page = events_page(**REQUEST | {name: value})

    assert shown_without_fault(page)
    assert any(value in told.replace("\\", "") for told in toasts(page))


def test_a_list_of_road_works_is_weighed_from_the_moment_it_is_loaded(
    tmp_path: Path, open_page: PageOpener
) -> None:
    events_page = EventPage(with_road_works(calendar_home(tmp_path / "town")), open_page)
    not_loaded = as_text(check_text.NOT_LOADED)
    assert not_loaded in sentences(events_page(**REQUEST))

    path = tmp_path / "werk.csv"
    path.write_text(
        "omschrijving,van,tot,x,y\nSpuiweg <b>,12-05-2018,31-05-2018,100600,421500\n",
        encoding="utf-8",
    )
    workspace = open_workspace(events_page.home.root, role="analist")
    import_file(workspace, workspace.layer("werk"), path)
    page = events_page(**REQUEST)
    assert not_loaded not in sentences(page)
    told = html_of(page)
    assert f"<strong>{text.TOPICS['roads']}</strong>" in told
    assert "Spuiweg &lt;b&gt;, 100 m, 12-05-2018 t/m 31-05-2018" in told


def test_a_check_and_the_first_click_change_nothing(events_page: EventPage) -> None:
    page = events_page(**REQUEST)
    assert events_page.versions() == 1

    page = click(page, text.ADD)
    assert text.ADD_SURE in sentences(page)
    assert events_page.versions() == 1
    page = click(page, text.NOT_SURE)
    assert text.ADD in buttons(page)
    assert events_page.versions() == 1


def test_the_second_click_adds_a_version_with_who_and_when(events_page: EventPage) -> None:
    page = click(click(events_page(**REQUEST), text.ADD), text.SURE)

    assert not page.error
    assert events_page.versions() == 2
    added = next(row for row in events_page.events() if row["id"].startswith("VA-"))
    assert (added["status"], added["location"], added["visitors"]) == (
        "vooraankondiging", "markt", 100,
    )  # fmt: skip
    assert added["entered_at"] is not None
    assert added["entered_by"]
    assert "3 evenementen van" in sentences(page)
    # What was added is there at once for who asks for the same, and is not in its own way.
    assert text.already_there(added["id"]) in sentences(page).replace("\\", "")
    assert text.ADD not in buttons(page)
    assert "Nog niets daarvan is vergund." not in html_of(page)


def test_a_request_is_decided_with_its_conditions_in_two_clicks(events_page: EventPage) -> None:
    page = events_page("requests", jaar="2018")
    chosen = next(field for field in page.selectbox if field.label == life_words.CHOOSE)
    page = chosen.set_value("2").run()
    assert "Status: aangevraagd" in sentences(page).replace("\\", "")
    step = next(field for field in page.selectbox if field.label == life_words.NEXT)
    # What was asked for is looked at, granted, turned down or withdrawn.
    assert step.options == ["In behandeling", "Vergund", "Geweigerd", "Ingetrokken"]
    page = step.set_value("afgewezen").run()
    # Nothing is turned down without grounds, and that is said before anyone clicks.
    assert life_words.DECIDE not in buttons(page)
    grounds = next(field for field in page.text_area if field.label == "Weigeringsgronden")
    page = grounds.set_value("Te vol: zes dagen te veel").run()
    page = click(click(page, life_words.DECIDE), text.SURE_KEEP)

    assert not page.error
    assert events_page.versions() == 2
    row = next(row for row in events_page.events() if row["id"] == "2")
    assert (row["status"], row["decision"]) == ("afgewezen", "Te vol: zes dagen te veel")
    assert row["entered_by"]
    # As the command says it.
    assert "(2): geweigerd (versie v2)." in page.success[0].value.replace("\\", "")
    assert "2 aanvragen voor 2018: 1 vergund, 1 geweigerd" in sentences(page).replace("\\", "")


def test_after_copying_the_copy_is_handled_in_its_own_year(
    events_page: EventPage,
) -> None:
    page = events_page("requests", jaar="2018")
    chosen = next(field for field in page.selectbox if field.label == life_words.CHOOSE)
    page = chosen.set_value("2").run()
    page = page.segmented_control("stap").set_value("copy").run()
    page = click(click(page, life_words.COPY), text.SURE_KEEP)

    assert not page.error
    copy = next(row for row in events_page.events() if row["id"].startswith("VA-"))
    said = page.success[0].value.replace("\\", "")
    assert f"({copy['id']}): begint op " in said
    assert "aangevraagd (versie v2)." in said
    handled = {field.label: field.value for field in page.selectbox}
    assert (handled[life_words.CHOOSE], str(handled[text.YEAR])) == (copy["id"], said_year(said))


def test_a_request_is_one_click_from_its_check_and_the_check_one_from_it(
    events_page: EventPage,
) -> None:
    page = events_page("requests", jaar="2018")
    chosen = next(field for field in page.selectbox if field.label == life_words.CHOOSE)
    page = click(chosen.set_value("2").run(), text.CHECK_THIS)
    assert not page.error
    assert text.ADVICE in html_of(page)
    assert "Tweede (voorbeeld)" in html_of(page)
    # The link leads a colleague to the same check.
    assert page.query_params["aanvraag"] == "Uit de kalender"
    assert page.query_params["toets_evenement"].endswith("Tweede (voorbeeld) · Park")
    page = click(page, text.HANDLE_THIS)
    assert "Status: aangevraagd" in sentences(page).replace("\\", "")
    handled = {field.label: field.value for field in page.selectbox}
    assert (handled[life_words.CHOOSE], handled[text.YEAR]) == ("2", 2018)


def test_the_pressure_of_a_year_without_a_calendar_is_not_none(events_page: EventPage) -> None:
    page = events_page(**REQUEST | {"begindag": "2021-08-14", "einddag": "2021-08-14"})
    click(click(page, text.ADD), text.SURE)
    page = events_page("pressure", jaar="2020")
    assert pressure_words.NO_BURDEN_KNOWN.format(year=2020) in sentences(page)
    assert pressure_words.NO_PRESSURE_KNOWN in sentences(page)
    page = events_page("pressure", jaar="2021")
    said = sentences(page).replace("\\", "")
    # One request is known of that year: of nothing it is said that it is all.
    assert "% van de last die bekend is" in said
    assert "is er 1 evenement bekend." in said
    assert "Het drukst, voor zover bekend, is" in said
    assert "evenementdagen** binnen 250 m" not in said


def said_year(said: str) -> str:
    """Return the year of "begint op 22-05-2027"."""
    return said.partition("begint op ")[2][6:10]


def test_requests_are_looked_at_and_not_handled_by_who_may_not_change(
    events_page: EventPage,
) -> None:
    page = events_page("requests", role="wijkregisseur", jaar="2018")

    assert shown_without_fault(page)
    assert text.MAY_NOT_ADD in sentences(page)
    assert life_words.COLUMNS["decision"] not in tables(page)[0].columns


def test_who_may_not_load_may_check_and_not_add(events_page: EventPage) -> None:
    page = events_page(role="wijkregisseur", **REQUEST)

    assert text.ADVICE in html_of(page)
    assert text.ADD not in buttons(page)
    assert text.MAY_NOT_ADD in sentences(page)


def test_who_sees_only_buurten_has_no_page_of_events(events_page: EventPage) -> None:
    page = events_page(role="crisisplanner")

    assert not [one for one in page.segmented_control if one.key == "deel"]
    assert not may_see_calendar(open_workspace(events_page.home.root, role="crisisplanner"))
    assert may_see_calendar(open_workspace(events_page.home.root, role="wijkagent"))


def test_all_places_stand_in_a_table_with_what_is_left_of_their_year(
    events_page: EventPage,
) -> None:
    page = events_page("places")

    assert shown_without_fault(page)
    table = tables(page)[0].set_index(profile_words.PLACES_COLUMNS["location"])
    # The hall: 400 m2 x 2 is 800, and one exit of 2 m lets 1.640 out.
    assert table.loc["Hal", profile_words.PLACES_COLUMNS["capacity"]] == 800
    # Two whole days of the second event, of class A, of ten.
    assert table.loc["Park", profile_words.PLACES_COLUMNS["left_a"]] == 8
    assert table.loc["Markt", profile_words.PLACES_COLUMNS["wijk"]] == "Boven"


def test_days_with_sound_that_are_left_are_told_per_class(events_page: EventPage) -> None:
    days = [("1", "05-05", "A"), ("2", "05-12", "B"), ("3", "05-19", "B")]
    loud = [
        event(
            name, "markt", f"2018-{day}T10:00", f"2018-{day}T12:00", sound="ja", **{"class": risk}
        )
        for name, day, risk in days
    ]
    workspace = open_workspace(events_page.home.root, role="analist")
    rows = place_rows(event_calendar(*loud), workspace.geography, 2018)
    left = rows.set_index("location")[["sound_left_a", "sound_left_b", "sound_left_c"]]
    # One of two days of A, two of one of B, none of none of C; the hall has no limit.
    assert left.loc["Markt"].tolist() == [1, -1, 0]
    assert left.loc["Hal"].isna().all()


def test_a_place_has_a_profile_with_its_year(events_page: EventPage) -> None:
    page = events_page("places", plaats="Park")

    assert shown_without_fault(page)
    said = sentences(page)
    assert "Er passen 8.200 mensen. Wat het beperkt is de breedte van de uitgangen." in said
    assert r"op 2 dagen een evenement \(2 van klasse A\)" in said
    assert '<td class="getal">8.200</td>' in html_of(page)
    offered = [button.proto.label for button in page.get("download_button")]
    assert offered == [profile_words.AS_PDF, text.AS_ICALENDAR]


def test_the_pressure_says_first_who_carries_it(events_page: EventPage) -> None:
    page = events_page("pressure")

    assert shown_without_fault(page)
    said = sentences(page)
    # In Boven some of 2.200 residents live within 250 m of the markt; in Onder nearly nobody is.
    assert "**Boven** draagt" in said
    # Two days of 500 against one of 200; what they leave behind makes the week after no busier.
    assert "In week 22 (28-05-2018 t/m 03-06-2018) is er 1 evenement." in said


def test_a_link_brings_back_a_day_and_the_map_of_buurten(events_page: EventPage) -> None:
    page = events_page("pressure", druk_per="Dag", druk_day="05-05-2018", druk_op="Buurten")

    assert not toasts(page)
    assert "Op 05-05-2018 is er 1 evenement" in sentences(page)
    (sent,) = (json.loads(map_.proto.json) for map_ in page.get("bidi_component"))
    assert sent["areas"] is not None
    assert sent["legend"]["subtitle"] == "05-05-2018 t/m 05-05-2018"


def test_a_filter_that_no_event_passes_says_so(events_page: EventPage) -> None:
    for part in ("pressure", "board"):
        page = events_page(part, klasse=["C"])
        assert text.NOTHING_FITS in sentences(page)
    assert plan_text.NO_PAST in sentences(events_page("afterwards", klasse=["C"]))


def test_afterwards_the_turnout_is_written_down_for_the_next_check(events_page: EventPage) -> None:
    page = events_page("afterwards", afloop_evenement="05-05-2018 · Eerste (voorbeeld) · Markt")
    assert "Bij 0 van 2 evenementen is ingevuld" in sentences(page)
    page.number_input(key="werkelijk_1").set_value(260).run()
    page = click(click(page, plan_text.KEEP), text.SURE_KEEP)

    assert events_page.versions() == 2
    # 260 of 200 that were expected is 130 %.
    assert "In het midden was de opkomst 130 %" in sentences(page)
    page = events_page(**REQUEST | {"toets_naam": "Eerste (voorbeeld)"})
    assert "trok eerder 130 % van wat was verwacht" in html_of(page)


def test_who_may_not_load_reads_how_it_went_and_writes_nothing(events_page: EventPage) -> None:
    page = events_page("afterwards", role="wijkregisseur")

    assert text.MAY_NOT_ADD in sentences(page)
    assert not page.number_input
    assert parts.EVENTS_COLUMNS["findings"] not in tables(page)[0]


def test_who_may_not_take_it_away_has_no_files(events_page: EventPage) -> None:
    roles = (
        '[roles.kijker]\nlabel = "Kijker"\nsee = true\nfinest = "cells"\nexport = false\n'
        '[roles.analist]\nlabel = "Analist"\nsee = true\nfinest = "places"\nimport = true\n'
    )
    (events_page.home.root / "rollen.toml").write_text(roles, encoding="utf-8")
    for part in ("check", "places", "board"):
        page = events_page(part, role="kijker", **REQUEST, bord="Alles")
        assert shown_without_fault(page)
        assert not page.get("download_button")
        assert access_text.NO_EXPORT_HERE in sentences(page)


def test_names_from_a_file_stay_text(events_page: EventPage) -> None:
    calendar = CALENDAR.replace("Eerste (voorbeeld)", HOSTILE)
    (events_page.home.root / "data/feest/kalender.csv").write_text(calendar, encoding="utf-8")
    page = events_page(**REQUEST | {"begindag": "2018-05-05", "toets_naam": HOSTILE})

    told = html_of(page)
    assert "<img" not in told
    assert "&lt;img src=x onerror=alert(1)&gt; **vet**" in told
    said = sentences(events_page("pressure")) + sentences(events_page("board", bord="Alles"))
    assert "<img" not in said


def test_a_calendar_of_what_was_turned_down_presses_on_nobody(events_page: EventPage) -> None:
    calendar = CALENDAR.replace("vergund", "afgewezen").replace("aangevraagd", "afgewezen")
    (events_page.home.root / "data/feest/kalender.csv").write_text(calendar, encoding="utf-8")
    page = events_page("pressure")

    assert shown_without_fault(page)
    # Of the other months of 2018 nothing was loaded.
    assert pressure_words.NO_BURDEN_KNOWN.format(year=2018) in sentences(page)
    assert pressure_words.NO_PRESSURE_KNOWN in sentences(page)
    # Nothing that was turned down takes a place either.
    asked = events_page(**REQUEST | {"begindag": "2018-05-05"})
    assert "De locatie is vrij" in html_of(with_what_is_fine(asked))


def test_a_calendar_without_events_says_so_still_checks_and_takes_the_first(
    tmp_path: Path, open_page: PageOpener
) -> None:
    events_page = EventPage(waiting_home(tmp_path / "town"), open_page)
    for part in ("pressure", "board", "afterwards"):
        page = events_page(part)
        assert shown_without_fault(page)
        assert text.EMPTY in sentences(page)
    assert shown_without_fault(events_page("places", plaats="Markt"))
    page = events_page(**REQUEST)
    assert shown_without_fault(page)
    told = html_of(page)
    # An empty calendar says of no place that it is free.
    assert "De locatie is vrij" not in told
    assert "Of de locatie vrij is, is niet bekend. De kalender is leeg" in told
    assert "3 toegestaan. Hoeveel er al vergund of aangevraagd zijn, is niet bekend" in told
    # What others would press on anybody is not known; it is not nothing.
    assert "Wat andere evenementen dan geven, is niet bekend" in sentences(page)
    assert "van 0 naar" not in sentences(page)

    page = click(click(page, text.ADD), text.SURE)
    assert shown_without_fault(page)
    assert [row["status"] for row in events_page.events()] == ["vooraankondiging"]
    assert "1 evenement van 12-05-2018" in sentences(events_page("board"))


def test_the_check_gives_its_advice_as_a_letter(events_page: EventPage) -> None:
    page = events_page(**REQUEST)
    assert shown_without_fault(page)
    labels = [button.label for button in page.get("download_button")]
    assert {letter_words.AS_DOCX, letter_words.AS_PDF} <= set(labels)


def test_lighter_places_name_their_columns_in_each_cell(events_page: EventPage) -> None:
    # On a telephone a row is lines below each other, without the head of the table.
    told = html_of(events_page(**REQUEST))
    assert 'class="korte-tabel gestapeld"' in told
    assert f'data-kop="{text.COLUMNS["saves"]}"' in told
