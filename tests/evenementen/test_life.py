"""The life of a request: its steps, its conditions and grounds, changing, copying, looking back."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from event_town import ask, calendar_home, event, event_calendar
from hotspots.access import audit
from hotspots.access.calendar import day_number
from hotspots.access.event_steps import event_steps
from hotspots.access.importing import add_event, restore_version, source_line, versions_of
from hotspots.access.workspace import open_workspace
from hotspots.cli import main
from hotspots.errors import AccessError, SelectionError
from hotspots.evenementen import life_words
from hotspots.evenementen.calendar import open_calendar
from hotspots.evenementen.check import check
from hotspots.evenementen.life import (
    STEPS,
    Changes,
    changed,
    copied,
    decided,
    looked_back,
    moved_row,
)
from hotspots.evenementen.page_words import STATUSES
from hotspots.evenementen.plan import move
from hotspots.evenementen.request import request_of
from hotspots.incoming.checking.calendar import CALLED_OFF
from hotspots.incoming.checking.calendar import STATUSES as KNOWN

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.access.workspace import Workspace
    from hotspots.evenementen.calendar import EventCalendar

NOW = date(2018, 5, 1)


def with_status(status: str, **more: Any) -> EventCalendar:  # noqa: ANN401
    row = event("1", "markt", "2018-05-05T20:00", "2018-05-06T01:00", 200, **more)
    return event_calendar(row | {"status": status, "title": "Feest 2018"})


def test_every_status_has_a_name_and_its_steps_are_statuses() -> None:
    assert set(STATUSES) == {*KNOWN, ""} == set(STEPS)
    assert {step for steps in STEPS.values() for step in steps} <= set(KNOWN)


@pytest.mark.parametrize("before", [*KNOWN, ""])
@pytest.mark.parametrize("after", KNOWN)
def test_a_request_only_becomes_what_it_may(before: str, after: str) -> None:
    events = with_status(before).events
    if after in STEPS[before]:
        row = decided(events, "1", status=after, decision="" if after != "afgewezen" else "Grond",
                      now=NOW)  # fmt: skip
        assert row["status"] == after
        assert (row["title"], row["visitors"]) == ("Feest 2018", "200")
    else:
        with pytest.raises(SelectionError, match="De status van Feest 2018"):
            decided(events, "1", status=after, decision="Grond", now=NOW)


@pytest.mark.parametrize(
    ("status", "decision", "now", "said"),
    [
        ("afgewezen", " ", NOW, "zonder gronden"),
        ("in_behandeling", "tekst", NOW, "hoort geen tekst"),
        ("vergund", "x" * 2_001, NOW, "te lang"),
        # It begins on 5 May: on that day it has begun.
        ("ingetrokken", "", date(2018, 5, 5), "begonnen of voorbij"),
    ],
)
def test_a_step_without_what_it_needs_is_refused(
    status: str, decision: str, now: date, said: str
) -> None:
    events = with_status("aangevraagd").events
    with pytest.raises(SelectionError, match=said):
        decided(events, "1", status=status, decision=decision, now=now)


def test_a_request_can_be_withdrawn_until_the_day_before() -> None:
    events = with_status("vergund").events
    row = decided(events, "1", status="ingetrokken", decision="", now=date(2018, 5, 4))
    assert row["status"] == "ingetrokken"


@pytest.mark.parametrize("status", KNOWN)
def test_what_is_not_held_puts_no_pressure_and_is_in_nobodys_way(status: str) -> None:
    calendar = with_status(status)
    assert calendar.events.counts.tolist() == [status not in CALLED_OFF]
    answer = check(ask(start="2018-05-05T18:00", sound=False), calendar)
    taken = {one.id: one.verdict for one in answer.findings}["place"]
    assert (taken == "in_orde") == (status in CALLED_OFF)


def test_a_change_keeps_the_rest_and_takes_a_licence_back() -> None:
    calendar = with_status("vergund", build_up="2018-05-05T12:00")
    row = changed(calendar, "1", Changes(visitors=900, location="park", days=7))
    assert (row["visitors"], row["location"]) == ("900", "park")
    assert (row["begin"], row["end"]) == ("2018-05-12 20:00", "2018-05-13 01:00")
    assert row["build_up"] == "2018-05-12 12:00"
    assert (row["status"], row["decision"]) == ("in_behandeling", "")
    assert "x_rd" not in row
    asked = changed(with_status("aangevraagd"), "1", Changes(title="Groot feest"))
    assert (asked["status"], asked["title"]) == ("aangevraagd", "Groot feest")
    assert (asked["begin"], asked["location"]) == ("2018-05-05 20:00", "markt")


@pytest.mark.parametrize(
    ("status", "changes", "said"),
    [
        ("aangevraagd", Changes(), "Er verandert niets"),
        ("aangevraagd", Changes(visitors=200), "Er verandert niets"),
        ("aangevraagd", Changes(visitors=-1), "'visitors' is -1"),
        ("aangevraagd", Changes(location="maan"), "maan"),
        ("ingetrokken", Changes(visitors=900), "kan niet worden gewijzigd"),
    ],
)
def test_a_change_that_cannot_be_is_refused(status: str, changes: Changes, said: str) -> None:
    with pytest.raises(SelectionError, match=said):
        changed(with_status(status), "1", changes)


def test_a_copy_is_a_year_later_on_the_same_day_of_the_week() -> None:
    calendar = with_status(
        "vergund", actual_visitors=310, findings="Rustig", decision="Om 23 uur stil"
    )
    row = copied(calendar, "1", now=NOW)
    # 5 May 2018 is a Saturday, and so is 4 May 2019, 52 weeks later.
    assert (row["begin"], row["end"]) == ("2019-05-04 20:00", "2019-05-05 01:00")
    assert date(2019, 5, 4).weekday() == date(2018, 5, 5).weekday()
    assert (row["title"], row["status"], row["visitors"]) == ("Feest 2019", "aangevraagd", "200")
    assert (row["decision"], row["findings"], row["actual_visitors"]) == ("", "", "")
    assert row["requested"] == "2018-05-01"
    assert row["id"].startswith("VA-20190504-")


def test_a_copy_in_the_past_or_twice_is_refused() -> None:
    calendar = with_status("vergund")
    with pytest.raises(SelectionError, match="in het verleden"):
        copied(calendar, "1", now=date(2019, 5, 4))
    own = copied(calendar, "1", now=NOW)["id"]
    twice = event_calendar(
        event("1", "markt", "2018-05-05T20:00", "2018-05-06T01:00", 200) | {"title": "Feest 2018"},
        event(own, "markt", "2019-05-04T20:00", "2019-05-05T01:00", 200),
    )
    with pytest.raises(SelectionError, match="staat al in de kalender"):
        copied(twice, "1", now=NOW)


@pytest.mark.parametrize(
    ("status", "now", "said"),
    [
        ("vergund", date(2018, 5, 1), "nog niet geweest"),
        # The night until 1 o'clock belongs to the 5th: on that day it is not over.
        ("vergund", date(2018, 5, 5), "nog niet geweest"),
        ("vergund", date(2018, 5, 6), ""),
        ("afgelast", date(2018, 5, 6), "niet gehouden"),
    ],
)
def test_results_are_written_down_only_after_the_event_was(
    status: str, now: date, said: str
) -> None:
    events = with_status(status).events
    if said:
        with pytest.raises(SelectionError, match=said):
            looked_back(events, "1", actual_visitors=150, findings="", now=now)
    else:
        row = looked_back(events, "1", actual_visitors=150, findings="", now=now)
        assert row["actual_visitors"] == "150"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return open_workspace(calendar_home(tmp_path).root, role="beheerder")


def test_each_step_is_a_version_with_who_and_when_and_undone_by_restoring(
    workspace: Workspace,
) -> None:
    layer = workspace.layer("kalender")
    for status, decision in (("in_behandeling", ""), ("vergund", "Om 23 uur stil")):
        events = open_calendar(workspace).events
        add_event(workspace, layer, decided(events, "2", status=status, decision=decision, now=NOW))
    events = open_calendar(workspace).events
    row = events.row("2")
    assert (events.statuses[row], events.decisions[row]) == ("vergund", "Om 23 uur stil")
    numbers = [version.number for version in versions_of(workspace, layer)]
    assert numbers == [3, 2, 1]
    lines = [
        line
        for line in audit.lines(workspace.home)
        if (line["action"], line["subject"]) == ("imported", "kalender")
    ]
    # A line before each of them, and one after it with the version that came of it.
    assert [line["details"] for line in lines] == [
        {"id": "2", "status": "in_behandeling"},
        {"id": "2", "status": "in_behandeling", "version": "v2"},
        {"id": "2", "status": "vergund"},
        {"id": "2", "status": "vergund", "version": "v3"},
    ]
    assert all(line["who"] and line["at"] for line in lines)
    # Whoever goes back to one sees of which request it is, and how far that was.
    assert [source_line(one, names=True) for one in versions_of(workspace, layer)[:2]] == [
        "Verzonnen · met de hand aangevuld: kalender.csv, in behandeling: 2, vergund: 2",
        "Verzonnen · met de hand aangevuld: kalender.csv, in behandeling: 2",
    ]
    restore_version(workspace, layer, 2)
    events = open_calendar(workspace).events
    assert events.statuses[events.row("2")] == "in_behandeling"


def test_the_steps_by_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOTSPOTS_ROLE", "beheerder")
    home = calendar_home(tmp_path).root

    def run(*words: str) -> tuple[int, str, str]:
        code = main(["event", *words, "--home", str(home)])
        out = capsys.readouterr()
        return code, out.out, out.err

    code, out, err = run("decide", "2", "--status", "vergund", "--text", "Om 23 uur stil", "--json")
    assert code == 0, err
    assert json.loads(out)["event"]["decision"] == "Om 23 uur stil"
    code, out, _ = run("change", "2", "--visitors", "800")
    assert code == 0
    # It says what the request is now, and what became of its licence.
    assert out.splitlines()[0].endswith(
        ", 800 bezoekers, in behandeling (versie v3). De vergunning vervalt, met haar voorwaarden."
    )
    code, out, _ = run("change", "2", "--visitors", "900")
    assert (code, "vervalt" in out) == (0, False)
    code, out, _ = run("decide", "2", "--status", "afgewezen")
    assert code == 2
    code, out, _ = run("copy", "2", "--start", "2027-06-05", "--json")
    assert code == 0
    assert json.loads(out)["event"]["begin"].startswith("2027-06-05")
    code, out, _ = run("copy", "2", "--start", "2027-06-05")
    assert code == 2


def test_a_granted_event_that_is_cancelled_leaves_the_year_and_stays_in_the_history(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOTSPOTS_ROLE", "beheerder")
    home = calendar_home(tmp_path).root
    workspace = open_workspace(home)
    layer = workspace.layer("kalender")

    def run(*words: str, code: int = 0) -> str:
        capsys.readouterr()
        assert main(["event", *words, "--home", str(home)]) == code
        out = capsys.readouterr()
        return out.err if code else out.out

    def pressure() -> float:
        day = day_number(date(2018, 5, 5))
        return float(open_calendar(workspace).field.days(day, day).sum())

    def agenda() -> str:
        run("export", "--out", str(tmp_path / "jaar.ics"))
        text = (tmp_path / "jaar.ics").read_bytes().decode().replace("\r\n ", "")
        (event,) = [one for one in text.split("BEGIN:VEVENT") if "UID:1\r\n" in one]
        return event

    here = json.loads(run("plan", "--year", "2018", "--json"))
    was = next(one for one in here["events"] if one["id"] == "1")
    assert (was["status"], was["counts"]) == ("vergund", True)
    # 200 visitors of class A, which weighs 1, on its own day.
    assert pressure() == 200
    assert "STATUS:CONFIRMED" in agenda()
    run("decide", "1", "--status", "afgelast", "--text", "Storm")
    # It weighs on nobody and stands in nobody's way, and the year says that it was there.
    assert pressure() == 0
    after = json.loads(run("plan", "--year", "2018", "--json"))
    (now,) = [one for one in after["events"] if one["id"] == "1"]
    assert (now["status"], now["decision"], now["counts"]) == ("afgelast", "Storm", False)
    assert not [one for one in after["conflicts"] if "1" in one["events"]]
    sentence = run("plan", "--year", "2018").splitlines()[0]
    assert sentence.startswith("Voor 2018 staat er 1 evenement in de kalender")
    assert sentence.endswith("Niet op het bord: 1 afgelast.")
    assert "STATUS:CANCELLED" in agenda()
    assert "X-HOTSPOTS-STATUS:afgelast" in agenda()
    (line,) = [
        one for one in audit.lines(workspace.home)
        if one["action"] == "imported" and one["outcome"] == "done"
    ]  # fmt: skip
    assert line["details"] == {"id": "1", "status": "afgelast", "version": "v2"}
    assert line["who"]
    assert line["at"]
    # Nothing more can be done with it, and each refusal says what can.
    for step in (
        ("move", "1", "--start", "2018-05-12", "--keep"),
        ("change", "1", "--visitors", "300"),
        ("decide", "1", "--status", "vergund"),
        ("afterwards", "1", "--visitors", "5"),
    ):
        assert "eerdere versie" in (said := run(*step, code=2)) or "Verander eerst" in said
    assert [one.number for one in versions_of(workspace, layer)] == [2, 1]
    restore_version(workspace, layer, 1)
    assert pressure() == 200
    assert "STATUS:CONFIRMED" in agenda()


def test_the_list_has_every_request_with_its_id_and_who_did_what(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOTSPOTS_ROLE", "beheerder")
    home = calendar_home(tmp_path).root

    def run(*words: str, code: int = 0) -> str:
        capsys.readouterr()
        assert main(["event", "list", *words, "--home", str(home)]) == code
        out = capsys.readouterr()
        return out.err if code else out.out

    every = json.loads(run("--json"))
    assert (every["year"], every["counts"]) == (2018, {"vergund": 1, "aangevraagd": 1})
    assert [(one["id"], one["status"]) for one in every["events"]] == [
        ("1", "vergund"), ("2", "aangevraagd"),
    ]  # fmt: skip
    one = json.loads(run("--status", "aangevraagd", "--json"))
    # How many there are of each is said of the whole year.
    assert (one["counts"], [event["id"] for event in one["events"]]) == (every["counts"], ["2"])
    said = run("--status", "aangevraagd").splitlines()
    assert said[0] == "2 aanvragen voor 2018: 1 aangevraagd, 1 vergund."
    assert [line.split()[0] for line in said[-1:]] == ["2"]
    assert run("--year", "2031") == "Geen aanvragen voor 2031.\n"

    assert "kwam met een bestand" in run("2")
    workspace = open_workspace(home)
    layer = workspace.layer("kalender")
    for word in ("in_behandeling", "vergund"):
        assert main(["event", "decide", "2", "--status", word, "--home", str(home)]) == 0
    restore_version(workspace, layer, 2)
    steps = json.loads(run("2", "--json"))["steps"]
    assert [(step["status"], step["version"]) for step in steps] == [
        ("in_behandeling", "v2"), ("vergund", "v3"), ("", "v2"),
    ]  # fmt: skip
    assert {step["who"] for step in steps} == {workspace.who}
    assert "kalender teruggezet" in run("2")
    # Nothing was done to the other, though the calendar went back.
    assert json.loads(run("1", "--json"))["steps"] == []
    # A damaged line of the audit takes nothing else away.
    with (workspace.home.audit / audit.FILE).open("ab") as file:
        file.write(b"{half\n")
    assert json.loads(run("2", "--json"))["steps"] == steps
    assert "Laat een van beide weg" in run("2", "--year", "2018", code=2)
    assert "hotspots event list" in run("nergens", code=2)


def test_who_did_what_is_for_those_who_keep_the_calendar(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    home = calendar_home(tmp_path).root
    monkeypatch.setenv("HOTSPOTS_ROLE", "beheerder")
    assert main(["event", "decide", "1", "--status", "afgelast", "--home", str(home)]) == 0
    capsys.readouterr()
    monkeypatch.setenv("HOTSPOTS_ROLE", "wijkagent")
    assert main(["event", "list", "1", "--json", "--home", str(home)]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["event"]["status"], answer["steps"]) == ("afgelast", None)
    reader = open_workspace(home, role="wijkagent")
    with pytest.raises(AccessError):
        event_steps(reader, reader.layer("kalender"), "1")


@pytest.mark.parametrize(("before", "after"), [("vergund", "afgelast"), ("", "afgewezen")])
def test_what_had_visitors_was_held(before: str, after: str) -> None:
    events = with_status(before, actual_visitors=310).events
    with pytest.raises(SelectionError, match="310 bezoekers vastgelegd"):
        decided(events, "1", status=after, decision="Grond", now=date(2018, 6, 1))


@pytest.mark.parametrize(
    ("status", "then"),
    [
        ("afgewezen", "weer in behandeling"),
        ("ingetrokken", "weer op aangevraagd"),
        ("afgelast", "Kopieer de aanvraag"),
    ],
)
def test_a_closed_request_says_how_it_is_opened(status: str, then: str) -> None:
    calendar = with_status(status)
    for refused in (
        lambda: changed(calendar, "1", Changes(visitors=900)),
        lambda: move(calendar, 2018, "1", days=7),
        lambda: moved_row(calendar, request_of(calendar, "1")),
    ):
        with pytest.raises(SelectionError, match=then):
            refused()


def test_what_stands_is_said_by_status() -> None:
    assert life_words.stand({"in_behandeling": 1, "afgewezen": 2, "": 1}, 2027) == (
        "4 aanvragen voor 2027: 1 in behandeling, 2 geweigerd, 1 zonder status."
    )
