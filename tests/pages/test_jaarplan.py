"""The part `Jaarplan`: the board of a year, and what moving an event changes before it is kept."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pytest

from event_page import EventPage, buttons, click, html_of
from event_town import CALENDAR, calendar_home
from hotspots.access.importing import import_file
from hotspots.access.workspace import open_workspace
from hotspots.evenementen import page_plan as board
from hotspots.evenementen import page_words as text
from hotspots.evenementen import plan_words as plan_text
from hotspots.evenementen import pressure_words
from hotspots.evenementen import proposal_words as proposal_text
from hotspots.evenementen.calendar import open_calendar
from hotspots.evenementen.charts import board_chart, per_location, shown_days
from hotspots.evenementen.plan import year_plan
from hotspots.evenementen.tables import board_rows
from opened_page import sentences, shown_without_fault, unfold

if TYPE_CHECKING:
    from pathlib import Path

    from opened_page import PageOpener


@pytest.fixture
def events_page(tmp_path: Path, open_page: PageOpener) -> EventPage:
    return EventPage(calendar_home(tmp_path / "town"), open_page)


def test_the_board_has_a_bar_per_event_and_the_same_as_tables(events_page: EventPage) -> None:
    page = events_page("board", bord="Alles")

    assert shown_without_fault(page)
    assert "0 aangevraagd vóór 01-11-2017, 0 later en 2 zonder datum" in sentences(page)
    (board,) = page.get("vega_lite_chart")
    (bars,) = [pa.ipc.open_stream(data.data.data).read_all() for data in board.proto.datasets]
    # 5 May is day 124 after 1 January (31 + 28 + 31 + 30 + 4), 2 June day 152; a bar takes at
    # least 2,2 % of 365 days: 8.
    assert {
        row["id"]: (row["location"], row["begin"], row["stop"], row["when"], row["conflicts"])
        for row in bars.to_pylist()
    } == {
        "1": ("Markt", 124, 132, "05-05-2018", "geen"),
        "2": ("Park", 152, 160, "02-06-2018 t/m 03-06-2018", "geen"),
    }
    assert events_page("board", bord="Alles", maand="mei").get("vega_lite_chart")

    calendar = open_calendar(open_workspace(events_page.home.root, role="analist"))
    months = board_rows(calendar, np.arange(2)).set_index("location")
    assert (months.loc["Markt", "mei"], months.loc["Park", "jun"]) == (1, 1)


def test_a_town_with_many_places_draws_the_fullest_and_says_so(
    events_page: EventPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hotspots.evenementen.charts._MOST_PLACES", 1)
    monkeypatch.setattr("hotspots.evenementen.page_pressure._MOST_NAMES", 2)
    board_page = events_page("board", bord="Alles")
    assert shown_without_fault(board_page)
    assert plan_text.BOARD_MOST.format(most=1, of=2) in sentences(board_page)
    pressure_page = events_page("pressure", kalender_van="Locaties")
    assert shown_without_fault(pressure_page)
    assert pressure_words.HEAT_MOST.format(most=2, of=3) in sentences(pressure_page)
    # What has more events than can be drawn is left to the tables, not drawn in part.
    monkeypatch.setattr("hotspots.evenementen.charts._MOST_EVENTS", 0)
    calendar = open_calendar(open_workspace(events_page.home.root, role="analist"))
    assert per_location(calendar, np.arange(2)) == {}


def test_what_is_in_conflict_has_a_red_edge_and_a_lane_of_its_own(events_page: EventPage) -> None:
    both = CALENDAR + "3,markt,2018-05-05 22:00,2018-05-05 23:00,Derde,markt,50,aangevraagd\n"
    (events_page.home.root / "data/feest/kalender.csv").write_text(both, encoding="utf-8")
    calendar = open_calendar(open_workspace(events_page.home.root, role="analist"))
    plan = year_plan(calendar, 2018)
    drawn = per_location(calendar, np.arange(3))
    assert list(drawn) == ["Markt", "Park"]  # the fullest first
    chart = board_chart(
        calendar, drawn, plan.conflicts, shown_days(2018, ()), sentence="", theme="light"
    ).to_dict()
    (rows,) = chart["datasets"].values()
    bars = {row["id"]: row for row in rows}
    # Two at one place at one time weigh 100: both are marked, each on its own line.
    assert {event: bar["row"] for event, bar in bars.items()} == {"1": 0, "3": 1, "2": 2}
    assert bars["1"]["edge"] == bars["3"]["edge"] != bars["2"]["edge"]
    assert bars["1"]["width"] > bars["2"]["width"]
    assert bars["1"]["conflicts"] == "Zelfde locatie (gewicht 100)"


def test_a_click_on_the_board_is_the_choice_to_move_that_event(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def clicked(*events: str) -> dict[str, Any]:
        picked = SimpleNamespace(selection={"gekozen": [{"id": event} for event in events]})
        session = {"bord_kaart": picked, "verplaats": "1", "naar_dag": "x", "naar_locatie": "park"}
        monkeypatch.setattr("streamlit.session_state", session)
        board._choose_clicked(("1", "2"))
        return session

    # What the one before would go to is forgotten.
    assert (clicked("2")["verplaats"], clicked("2")["naar_locatie"]) == ("2", "")
    # Nothing, the same, or what is not in the calendar: nothing changes.
    for events in ((), ("1",), ("<script>",)):
        assert (clicked(*events)["verplaats"], clicked(*events)["naar_dag"]) == ("1", "x")


def test_where_an_event_would_be_lighter_is_one_click_away(events_page: EventPage) -> None:
    # Here what is in the open air may go to a hall.
    own = "[alternatives]\ndays_around = 90\nsame_weekday = true\nmost = 3\nsame_indoors = false\n"
    (events_page.home.root / "data/feest/toetsing.toml").write_text(own, encoding="utf-8")
    page = events_page("board", bord="Alles", verplaats="05-05-2018 · Eerste (voorbeeld) · Markt")

    assert plan_text.MOVE_LIGHTER in sentences(page)
    # 200 visitors: calendar enough in the park and the hal; nobody lives near the hal.
    (label,) = [told for told in buttons(page) if told.startswith("Hal: ")]
    page = click(page, label)
    assert shown_without_fault(page)
    assert "De last voor bewoners wordt" in sentences(page)
    assert plan_text.KEEP_MOVE in buttons(page)
    assert events_page.versions() == 1


def test_for_an_event_of_unknown_size_nothing_lighter_is_offered_and_it_is_said_why(
    events_page: EventPage,
) -> None:
    both = CALENDAR + "3,muziek,2018-05-05 22:00,2018-05-05 23:00,Derde,markt,,vergund\n"
    (events_page.home.root / "data/feest/kalender.csv").write_text(both, encoding="utf-8")
    chosen = "05-05-2018 · Derde · Markt"
    page = events_page("board", bord="Alles", verplaats=chosen)
    assert shown_without_fault(page)
    assert plan_text.MOVE_UNKNOWN_SIZE in sentences(page)
    assert plan_text.MOVE_LIGHTER not in sentences(page)
    assert not [told for told in buttons(page) if "minder last" in told]

    # It can be moved: from the evening that the markt has already; for residents nobody knows.
    page = events_page("board", bord="Alles", verplaats=chosen, naar_locatie="Park")
    assert shown_without_fault(page)
    assert "gewicht van alle conflicten gaat van 100 naar 0" in sentences(page)
    assert plan_text.BURDEN_UNKNOWN in sentences(page)


def test_moving_an_event_shows_what_changes_and_keeps_it_only_when_asked(
    events_page: EventPage,
) -> None:
    chosen = "05-05-2018 · Eerste (voorbeeld) · Markt"
    page = events_page(
        "board", bord="Alles", verplaats=chosen, naar_locatie="Park", naar_dag="2018-05-12"
    )

    assert shown_without_fault(page)
    # The markt has 100 residents at it, the park 10: of the same event that is less to bear.
    assert "De last voor bewoners wordt" in sentences(page)
    assert events_page.versions() == 1
    page = click(click(page, plan_text.KEEP_MOVE), text.SURE_KEEP)
    assert events_page.versions() == 2
    moved = next(row for row in events_page.events() if row["id"] == "1")
    assert (moved["location"], moved["y_rd"]) == ("park", 420_500.0)
    assert moved["begin"].isoformat() == "2018-05-12T20:00:00"
    assert moved["end"].isoformat() == "2018-05-13T01:00:00"
    # What was kept is done: nothing stands ready to move once more.
    state = page.session_state
    assert (state["verplaats"], state["naar_dag"], state["naar_locatie"]) == ("", None, "")
    assert plan_text.MOVE_LIGHTER not in sentences(page)


def test_a_conflict_that_stays_stands_once_with_what_it_was_and_will_be(
    events_page: EventPage, tmp_path: Path
) -> None:
    path = tmp_path / "vol.csv"
    rows = [f"v{n},muziek,2018-07-0{n},2018-07-0{n},Vol {n},markt,vergund,A" for n in range(1, 6)]
    head = "id,soort,begin,eind,titel,locatie,status,klasse"
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    workspace = open_workspace(events_page.home.root, role="analist")
    import_file(workspace, workspace.layer("kalender"), path, mode="replace")
    chosen = "01-07-2018 · Vol 1 · Markt"
    page = events_page("board", bord="Alles", verplaats=chosen, naar_locatie="Park")

    # Three days of class A may be; five are too many by two, four by one: 40 less.
    told = html_of(page)
    assert "<td>2 dagen te veel van klasse A</td><td>1 dag te veel van klasse A</td>" in told
    assert f"{plan_text.SOLVED_TABLE} (0)" in sentences(page)
    assert f"{plan_text.CHANGED_TABLE} (1)" in sentences(page)


def test_whole_days_stay_whole_days_when_they_move(events_page: EventPage) -> None:
    chosen = "02-06-2018 · Tweede (voorbeeld) · Park"
    page = events_page("board", bord="Alles", verplaats=chosen, naar_locatie="Markt")
    click(click(page, plan_text.KEEP_MOVE), text.SURE_KEEP)

    moved = next(row for row in events_page.events() if row["id"] == "2")
    assert moved["location"] == "markt"
    assert not moved["begin_has_time"]
    assert moved["end"].isoformat() == "2018-06-03T00:00:00"


#: Two requests of before 1 November that want the markt at once.
REQUESTS = """\
id,soort,begin,eind,titel,locatie,bezoekers,status,geluid,aangevraagd
A,muziek,2018-05-05 10:00,2018-05-05 18:00,Groot (voorbeeld),markt,200,aangevraagd,nee,2017-10-01
B,muziek,2018-05-05 17:00,2018-05-05 22:00,Klein (voorbeeld),markt,100,aangevraagd,nee,2017-10-02
"""


@pytest.fixture
def busy_page(tmp_path: Path, open_page: PageOpener) -> EventPage:
    home = calendar_home(tmp_path / "town")
    (home.root / "data/feest/kalender.csv").write_text(REQUESTS, encoding="utf-8")
    theme = home.root / "data/feest/theme.toml"
    told = theme.read_text(encoding="utf-8")
    theme.write_text(
        told.replace('status = "status"', 'status = "status"\nrequested = "aangevraagd"'),
        encoding="utf-8",
    )
    return EventPage(home, open_page)


def test_the_year_as_a_plan_is_folded_and_keeps_one_move_when_asked(busy_page: EventPage) -> None:
    page = busy_page("board")
    assert proposal_text.INTRO not in sentences(page)
    page = unfold(page, "jaar_als_plan")
    assert shown_without_fault(page)
    assert "Van 2 aanvragen voor 2018 passen er zoals aangevraagd 0; in het voorstel 2" in (
        sentences(page)
    )
    chooser = next(one for one in page.selectbox if one.label == proposal_text.CHOOSE)
    moves = [option for option in chooser.options if option != proposal_text.CHOOSE_NONE]
    page = chooser.select(moves[0]).run()
    page = click(page, proposal_text.KEEP)
    # Nothing changes by one click.
    assert busy_page.versions() == 1
    before = {row["id"]: (row["location"], row["begin"]) for row in busy_page.events()}
    page = click(page, text.SURE_KEEP)
    assert busy_page.versions() == 2
    after = {row["id"]: (row["location"], row["begin"]) for row in busy_page.events()}
    changed = [name for name in after if after[name] != before[name]]
    assert len(changed) == 1
    assert {row["status"] for row in busy_page.events()} == {"aangevraagd"}
    # The plan of now: both fit as they are requested.
    assert "passen er zoals aangevraagd 2" in sentences(unfold(page, "jaar_als_plan"))


def test_who_may_not_change_the_calendar_sees_the_plan_and_keeps_nothing(
    busy_page: EventPage,
) -> None:
    page = unfold(busy_page("board", role="wijkagent"), "jaar_als_plan")
    assert "in het voorstel 2" in sentences(page)
    chooser = next(one for one in page.selectbox if one.label == proposal_text.CHOOSE)
    page = chooser.select(chooser.options[1]).run()
    assert proposal_text.KEEP not in buttons(page)
    assert text.MAY_NOT_ADD in sentences(page)


def test_a_year_without_requests_says_so(events_page: EventPage) -> None:
    page = unfold(events_page("board"), "jaar_als_plan")
    assert shown_without_fault(page)
    assert "Voor 2018 is er geen aanvraag die nog kan schuiven." in sentences(page)
    assert "1 zonder datum van aanvraag" in sentences(page)
