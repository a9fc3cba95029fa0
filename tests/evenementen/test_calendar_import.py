from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from event_town import calendar_home, event, event_calendar, waiting_home
from hotspots.access.importing import add_event, import_file
from hotspots.access.workspace import open_workspace
from hotspots.cli import main
from hotspots.crs import RD_NEW, WGS84, reproject
from hotspots.errors import AccessError, IntakeError
from hotspots.evenementen.calendar import open_calendar
from hotspots.evenementen.check import check
from hotspots.evenementen.icalendar import to_icalendar
from hotspots.evenementen.life import looked_back
from hotspots.evenementen.plan import year_plan
from hotspots.evenementen.profile import profile_of
from hotspots.evenementen.request import announcement_of, request_from
from hotspots.exports.sheet import today
from hotspots.incoming.publishing import publish
from hotspots.incoming.publishing.publish import publish_event
from hotspots.incoming.reading.files import read_table
from hotspots.maps.base import base_of
from hotspots.maps.geojson import base_json
from hotspots.store.versions import LayerStore

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.access.workspace import Workspace

#: All events of the calendar are over.
LATER = date(2026, 1, 1)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return open_workspace(calendar_home(tmp_path / "town"), role="analist")


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Return the town with a calendar, for tests that only look."""
    return open_workspace(calendar_home(tmp_path_factory.mktemp("town")), role="analist")


HEAD = "id,soort,begin,eind,titel,locatie,bezoekers,status,geluid,klasse,profiel,opbouw,afbouw"
GOOD = "9,muziek,2018-07-01 20:00,2018-07-01 23:00,Feest,markt,100,vergund,ja,A,alcohol=geen,,"


def checked(workspace: Workspace, *rows: str, head: str = HEAD) -> dict[str, object]:
    path = workspace.home.root / "los.csv"
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    layer = workspace.layer("kalender")
    return import_file(workspace, layer, path, dry_run=True).to_dict()


def test_an_event_lies_where_its_location_lies(shared: Workspace) -> None:
    calendar = open_calendar(shared)
    assert calendar.events.ids == ("1", "2")
    # By id and by name; the second row has a date without a time and keeps whole days.
    assert calendar.events.locations == ("markt", "park")
    assert calendar.events.x_rd.tolist() == [100_500.0, 100_500.0]
    assert calendar.events.y_rd.tolist() == [421_500.0, 420_500.0]
    assert (calendar.events.last_day - calendar.events.first_day + 1).tolist() == [1, 2]
    assert calendar.events.timed.tolist() == [True, False]


def test_a_calendar_is_counted_on_the_map_as_incidents_are(shared: Workspace) -> None:
    _, incidents = shared.incidents(shared.layer("kalender"))
    # Both in Noord and Zuid: buurt 0 and 2 by code.
    assert sorted(incidents.buurt.tolist()) == [0, 2]


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("bezoekers", "veel", "geen geheel aantal bezoekers"),
        ("bezoekers", "-5", "geen geheel aantal bezoekers"),
        ("status", "misschien", "geen bekende status"),
        ("geluid", "soms", "geen ja of nee"),
        ("klasse", "D", "geen klasse"),
        ("profiel", "alcohol:geen", "geen profiel"),
        ("locatie", "Nergens", "staat niet in de lijst van locaties"),
        ("opbouw", "2018-07-01 21:00", "na het begin"),
        ("afbouw", "2018-07-01 22:59", "vóór het einde"),
    ],
)
def test_what_is_wrong_with_an_event_is_told_and_nothing_is_repaired(
    shared: Workspace, column: str, value: str, reason: str
) -> None:
    fields = dict(zip(HEAD.split(","), GOOD.split(","), strict=True))
    bad = ",".join((fields | {"id": "10", column: value}).values())
    report = checked(shared, GOOD, bad)
    assert (report["accepted"], report["quarantined"]) == (1, 1)
    problem = report["problems"][0]  # type: ignore[index]
    assert (problem["row"], problem["column"]) == (3, column)
    assert reason in problem["reason"]


def test_numbers_of_visitors_may_have_points_and_empty_is_not_zero(workspace: Workspace) -> None:
    rows = [GOOD.replace(",100,", ",12.500,"), GOOD.replace("9,", "10,", 1).replace(",100,", ",,")]
    path = workspace.home.root / "los.csv"
    path.write_text("\n".join([HEAD, *rows]) + "\n", encoding="utf-8")
    import_file(workspace, workspace.layer("kalender"), path)
    visitors = dict(
        zip(
            open_calendar(workspace).events.ids,
            open_calendar(workspace).events.visitors,
            strict=True,
        )
    )
    assert visitors["9"] == 12_500.0
    assert np.isnan(visitors["10"])


def test_an_event_elsewhere_needs_coordinates_and_is_then_warned_about(shared: Workspace) -> None:
    head = "id,soort,begin,eind,locatie,x,y"
    elsewhere = "9,muziek,2018-07-01 20:00,2018-07-01 23:00,Kade,101600,420400"
    report = checked(shared, elsewhere, head=head)
    assert report["accepted"] == 1
    assert any("niet in de lijst van locaties" in text for text in report["warnings"])  # type: ignore[attr-defined]


ICS = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//test//NL
BEGIN:VEVENT
UID:zomer
SUMMARY:Zomeravond\\, met komma en een titel die zo lang is dat hij wordt gevou
 wen
DTSTART;TZID=Europe/Amsterdam:20180701T200000
DTEND;TZID=Europe/Amsterdam:20180702T010000
LOCATION:Markt
CATEGORIES:Muziek,Cultuur
STATUS:TENTATIVE
ORGANIZER;CN=Iemand:mailto:iemand@example.org
X-HOTSPOTS-VISITORS:750
END:VEVENT
BEGIN:VEVENT
UID:dagen
SUMMARY:Twee dagen
DTSTART;VALUE=DATE:20180711
DTEND;VALUE=DATE:20180713
CATEGORIES:markt
GEO:51.8;4.65
END:VEVENT
BEGIN:VEVENT
UID:utc
SUMMARY:In UTC
DTSTART:20180115T190000Z
DURATION:PT2H
LOCATION:park
CATEGORIES:markt
STATUS:CANCELLED
END:VEVENT
BEGIN:VEVENT
UID:elkeweek
SUMMARY:Elke week
DTSTART;VALUE=DATE:20180701
RRULE:FREQ=WEEKLY
CATEGORIES:markt
LOCATION:park
END:VEVENT
END:VCALENDAR
"""


def ics(workspace: Workspace, text: str = ICS) -> Path:
    path = workspace.home.root / "agenda.ics"
    path.write_bytes(text.replace("\n", "\r\n").encode())
    return path


def test_an_agenda_comes_in_through_the_same_door(workspace: Workspace) -> None:
    layer = workspace.layer("kalender")
    report = import_file(workspace, layer, ics(workspace), mode="replace")
    assert (report.accepted, report.quarantined) == (3, 1)
    # An event that repeats is refused with a reason, and the others come in.
    assert "herhaalt" in report.problems[0].reason
    assert report.problems[0].row == 5
    events = open_calendar(workspace).events
    told = {name: row for row, name in enumerate(events.ids)}
    summer, days, utc = told["zomer"], told["dagen"], told["utc"]
    assert events.titles[summer] == (
        "Zomeravond, met komma en een titel die zo lang is dat hij wordt gevouwen"
    )
    assert str(events.end[summer]) == "2018-07-02T01:00:00"
    assert (events.visitors[summer], events.statuses[summer]) == (750.0, "aangevraagd")
    assert events.soorten[summer] == "muziek"
    # DTEND of whole days is the day after: 11 and 12 July.
    assert events.last_day[days] - events.first_day[days] == 1
    assert not events.timed[days]
    # What another agenda calls cancelled was turned down by nobody.
    assert (events.statuses[utc], bool(events.counts[utc])) == ("afgelast", False)
    # 19:00 UTC in January is 20:00 here, and two hours on it ends.
    assert str(events.begin[utc]) == "2018-01-15T20:00:00"
    assert str(events.end[utc]) == "2018-01-15T22:00:00"
    assert not events.counts[utc]


def test_an_agenda_without_categories_comes_in_and_stays_without(workspace: Workspace) -> None:
    layer = workspace.layer("kalender")
    plain = "\n".join(line for line in ICS.splitlines() if not line.startswith("CATEGORIES"))
    report = import_file(workspace, layer, ics(workspace, plain + "\n"), mode="replace")
    # As with categories: three come in, all without a soort, and what repeats is refused.
    assert (report.accepted, report.quarantined) == (3, 1)
    assert any("3 evenementen hebben geen soort" in text for text in report.warnings)
    assert open_calendar(workspace).events.soorten == ("", "", "")
    mixed = ICS.replace("CATEGORIES:markt", "CATEGORIES:Blauw", 1)
    report = import_file(workspace, layer, ics(workspace, mixed), mode="replace")
    # A category that means nothing here is a fault, and no event without a soort.
    assert (report.accepted, report.quarantined) == (2, 2)
    assert not any("geen soort" in text for text in report.warnings)


def test_what_is_announced_without_a_soort_has_none(workspace: Workspace) -> None:
    calendar = open_calendar(workspace)
    row = announcement_of(request_from(ASKED | {"soort": ""}), calendar)
    assert row["soort"] == ""
    add_event(workspace, calendar.layer, row)
    events = open_calendar(workspace).events
    assert events.soorten[events.ids.index(row["id"])] == ""


def test_an_event_that_is_past_the_term_of_its_calendar_is_refused_and_not_lost_in_silence(
    workspace: Workspace,
) -> None:
    layer = workspace.layer("kalender")
    kept = replace(layer, privacy=replace(layer.privacy, keep_months=12))
    row = {"id": "oud", "title": "Lang geleden", "begin": "2010-05-05 12:00",
           "end": "2010-05-05 18:00", "location": "markt"}  # fmt: skip
    before = LayerStore.of(workspace.home, layer.id).current()
    with pytest.raises(IntakeError, match="voorbij de bewaartermijn"):
        publish_event(workspace.home, workspace.geography, kept, row, who="an")
    assert LayerStore.of(workspace.home, layer.id).current() == before
    # Without a term the same event goes in.
    assert publish_event(workspace.home, workspace.geography, layer, row, who="an").accepted == 1


def test_no_name_or_address_of_an_organiser_is_kept(workspace: Workspace) -> None:
    layer = workspace.layer("kalender")
    import_file(workspace, layer, ics(workspace), mode="replace")
    _, table = workspace.calendar(layer)
    assert "iemand" not in json.dumps(table.to_pylist(), default=str).lower()


def test_a_calendar_that_goes_out_comes_back_the_same(workspace: Workspace) -> None:
    layer = workspace.layer("kalender")
    path = workspace.home.root / "los.csv"
    path.write_text(
        f"{HEAD}\n{GOOD}\n"
        "10,markt,2018-10-27 22:00,2018-10-28 04:00,Nacht,park,,aangevraagd,,,,"
        "2018-10-26 08:00,2018-10-29 12:00\n",
        encoding="utf-8",
    )
    import_file(workspace, layer, path)
    calendar = open_calendar(workspace)
    before = workspace.calendar(layer)[1].to_pylist()
    out = workspace.home.root / "uit.ics"
    names = {item.id: item.name for item in calendar.locations.items}
    content = to_icalendar(calendar.events, names=names, stamped=datetime(2018, 1, 1, tzinfo=UTC))
    out.write_bytes(content)
    # RFC 5545 folds at 75 octets and ends lines with CRLF.
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    report = import_file(workspace, layer, out, mode="replace")
    assert report.quarantined == 0
    after = workspace.calendar(layer)[1].to_pylist()

    # Coordinates come back through degrees with six decimals, some centimetres off.
    def rows(found: list[dict[str, object]]) -> list[dict[str, object]]:
        kept = [{k: v for k, v in row.items() if k not in ("x_rd", "y_rd")} for row in found]
        return sorted(kept, key=lambda row: str(row["id"]))

    filled = [
        row | {"build_up": row["build_up"], "dismantled": row["dismantled"]} for row in before
    ]
    assert rows(after) == rows(filled)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Rustig.\nTwee klachten", "Rustig.\nTwee klachten"),
        ("Rustig.\r\nTwee\rklachten", "Rustig.\nTwee\nklachten"),
        ("een; twee, drie \\n vier\\", "een; twee, drie \\n vier\\"),
        ("a\u2028b\x85c", "a\nb\nc"),
        ("bel\x07 en nul\x00", "bel en nul"),
        ("BEGIN:VEVENT\nUID:vals\nEND:VEVENT", "BEGIN:VEVENT\nUID:vals\nEND:VEVENT"),
        ("lang " * 60 + "einde", "lang " * 60 + "einde"),
    ],
)
def test_whatever_was_written_afterwards_goes_out_and_comes_back(
    tmp_path: Path, written: str, read: str
) -> None:
    row = event("1", "markt", "2018-05-05T20:00", "2018-05-05T23:00", findings=written)
    other = event("2", "markt", "2018-05-06T20:00", "2018-05-06T23:00", title=written)
    calendar = event_calendar(row, other)
    stamped = datetime(2018, 1, 1, tzinfo=UTC)
    content = to_icalendar(calendar.events, names={}, stamped=stamped, remarks=True)
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    assert b"\n" not in content.replace(b"\r\n", b"")
    out = tmp_path / "uit.ics"
    out.write_bytes(content)
    frame = read_table(out).rows
    assert frame["id"].tolist() == ["1", "2"]
    assert frame["findings"].tolist() == [read, ""]
    assert frame["title"].tolist() == ["1", " ".join(read.split())]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("BEGIN:VCALENDAR\nEND:VCALENDAR\n", "geen enkel evenement"),
        ("BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR\n", "iCalendar-bestand|geen enkel"),
    ],
)
def test_an_agenda_without_events_is_refused(workspace: Workspace, text: str, reason: str) -> None:
    from hotspots.errors import SourceError  # noqa: PLC0415 - only here

    with pytest.raises(SourceError, match=reason):
        import_file(workspace, workspace.layer("kalender"), ics(workspace, text))


def test_a_calendar_without_events_is_checked_against_and_takes_the_first(tmp_path: Path) -> None:
    workspace = open_workspace(waiting_home(tmp_path / "town"), role="analist")
    calendar = open_calendar(workspace)
    assert (len(calendar.events), calendar.version) == (0, None)

    request = request_from(ASKED)
    answer = check(request, calendar)
    told = {finding.id: finding for finding in answer.findings}
    # What is on is not known, nor what presses on anybody before.
    for name in ("place", "around", "shift", "days_events"):
        assert told[name].verdict == "onbekend"
        assert "De kalender is leeg" in told[name].reason
    assert "3 toegestaan. Hoeveel er al vergund of aangevraagd zijn" in told["days_events"].reason
    assert {entry.before for entry in answer.pressure} == {None}
    assert answer.pressure[0].added > 0
    year = year_plan(calendar, 2018)
    assert (year.entries, year.conflicts, year.known) == ((), (), False)
    profile = profile_of(workspace, calendar, "markt", 2018)
    assert (profile.events, profile.used.known) == ((), False)

    report = add_event(workspace, calendar.layer, announcement_of(request, calendar))
    assert report.version == "v1"
    again = open_calendar(workspace)
    assert again.events.statuses == ("vooraankondiging",)
    assert not again.version.synthetic


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_a_calendar_as_csv_and_as_a_workbook_is_the_same_calendar(
    workspace: Workspace, suffix: str
) -> None:
    rows = [
        GOOD,
        # Over New Year, over the night in which the clock goes back, and on 29 February.
        "10,markt,2017-12-31 22:00,2018-01-01 02:00,Nieuwjaar,park,50,vergund,nee,B,,,",
        "11,markt,2018-10-28 01:00,2018-10-28 04:00,Nacht,park,,afgewezen,,,,2018-10-27 08:00,",
        "12,markt,2016-02-29,2016-02-29,Schrikkeldag,Markt,70,vooraankondiging,,C,,,",
    ]
    cells = [line.split(",") for line in (HEAD, *rows)]
    path = workspace.home.root / f"kalender{suffix}"
    if suffix == ".csv":
        path.write_text("\n".join((HEAD, *rows)) + "\n", encoding="utf-8")
    else:
        pd.DataFrame(cells[1:], columns=cells[0]).to_excel(path, index=False)
    report = import_file(workspace, workspace.layer("kalender"), path, mode="replace")
    assert (report.accepted, report.quarantined) == (4, 0)

    events = open_calendar(workspace).events
    assert events.ids == ("12", "10", "9", "11")
    assert events.statuses == ("vooraankondiging", "vergund", "vergund", "afgewezen")
    assert (events.last_day - events.first_day + 1).tolist() == [1, 1, 1, 1]
    assert events.counts.tolist() == [True, True, True, False]
    # On the clock on the wall, whatever the clock did that night.
    assert str(events.end[3] - events.begin[3]) == "10800 seconds"
    assert str(events.build_up[3]) == "2018-10-27T08:00:00"
    assert [str(moment) for moment in events.end[:2]] == [
        "2016-03-01T00:00:00", "2018-01-01T02:00:00",
    ]  # fmt: skip


ASKED = {
    "location": "markt", "start": "2018-08-04T20:00", "end": "2018-08-04T23:00",
    "visitors": 300, "title": "Nieuw feest", "soort": "muziek", "sound": True,
}  # fmt: skip


def test_a_file_says_of_nothing_how_many_came_before_it_was(workspace: Workspace) -> None:
    later = today().year + 1
    rows = [
        "20,markt,2018-05-01 10:00,2018-05-01 12:00,Geweest,Markt,100,vergund,nee,A,,,,90",
        f"21,markt,{later}-05-01 10:00,{later}-05-01 12:00,Later,Markt,100,vergund,nee,A,,,,80",
        "22,markt,2018-05-02 10:00,2018-05-02 12:00,Storm,Markt,100,afgelast,nee,A,,,,70",
        # None came, which is a number too.
        "23,markt,2018-05-03 10:00,2018-05-03 12:00,Leeg,Markt,100,vergund,nee,A,,,,0",
    ]
    path = workspace.home.root / "kalender.csv"
    path.write_text("\n".join((f"{HEAD},bezoekers_werkelijk", *rows)) + "\n", encoding="utf-8")
    report = import_file(
        workspace, workspace.layer("kalender"), path, mode="replace",
        by_hand={"actual_visitors": "bezoekers_werkelijk"},
    )  # fmt: skip
    # Every event comes in; two of the numbers do not, and that is said.
    assert (report.accepted, report.quarantined) == (4, 0)
    (said,) = [one for one in report.warnings if "hoeveel bezoekers er kwamen" in one]
    assert said.startswith("Bij 2 evenementen")
    events = open_calendar(workspace).events
    came = dict(zip(events.ids, events.actual_visitors.tolist(), strict=True))
    assert (came["20"], came["23"]) == (90.0, 0.0)
    assert all(np.isnan(came[one]) for one in ("21", "22"))


def test_an_announcement_is_a_new_version_with_who_and_when(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    calendar = open_calendar(workspace)
    row = announcement_of(request_from(ASKED), calendar)
    report = add_event(workspace, calendar.layer, row)
    assert (report.version, report.accepted) == ("v2", 1)
    version, table = workspace.calendar(calendar.layer)
    assert (version.rows, version.synthetic, version.embedded) == (3, True, False)
    added = next(entry for entry in table.to_pylist() if entry["id"] == row["id"])
    assert added["status"] == "vooraankondiging"
    assert added["entered_by"] == (workspace.who or "onbekend")
    assert added["entered_at"] is not None
    assert (added["x_rd"], added["visitors"], added["sound"]) == (100_500.0, 300.0, "ja")
    # The same request again, an hour later, is the same row: nothing is there twice, and no version
    # is made of it.
    later = publish.amsterdam_now() + np.timedelta64(1, "h")
    monkeypatch.setattr(publish, "amsterdam_now", lambda: later)
    assert add_event(workspace, calendar.layer, row).version == "v2"
    assert workspace.calendar(calendar.layer)[0].rows == 3


@pytest.mark.parametrize("dry_run", [True, False])
def test_the_first_own_rows_say_that_the_example_goes(
    workspace: Workspace, *, dry_run: bool
) -> None:
    path = workspace.home.root / "los.csv"
    path.write_text(f"{HEAD}\n{GOOD}\n", encoding="utf-8")
    layer = workspace.layer("kalender")
    report = import_file(workspace, layer, path, dry_run=dry_run)
    assert [one for one in report.warnings if "in de plaats van 2 rijen" in one]
    # Whoever asks to replace everything is told nothing new.
    asked = import_file(workspace, layer, path, mode="replace", dry_run=True)
    assert not [one for one in asked.warnings if "in de plaats van" in one]


def test_what_a_person_entered_outlives_the_example_it_was_added_to(workspace: Workspace) -> None:
    calendar = open_calendar(workspace)
    row = announcement_of(request_from(ASKED), calendar)
    add_event(workspace, calendar.layer, row)
    path = workspace.home.root / "los.csv"
    path.write_text(f"{HEAD}\n{GOOD}\n", encoding="utf-8")
    report = import_file(workspace, calendar.layer, path)
    version, table = workspace.calendar(calendar.layer)
    assert sorted(table["id"].to_pylist()) == sorted(["9", row["id"]])
    assert not version.synthetic
    assert any("met de hand" in warning for warning in report.warnings)
    assert version.counts["read"] == version.counts["accepted"] == 2


def test_what_was_found_afterwards_stays_with_the_event(workspace: Workspace) -> None:
    calendar = open_calendar(workspace)
    before = calendar.events.where(np.array([0]))
    row = looked_back(
        calendar.events, "1", actual_visitors=350, findings="Rustig verlopen.", now=LATER
    )
    add_event(workspace, calendar.layer, row)
    after = open_calendar(workspace).events
    assert (after.actual_visitors[0], after.findings[0]) == (350.0, "Rustig verlopen.")
    for name in ("ids", "titles", "statuses", "locations"):
        assert getattr(after, name)[0] == getattr(before, name)[0]
    for name in ("begin", "end", "build_up", "dismantled", "visitors", "x_rd"):
        assert getattr(after, name)[0] == getattr(before, name)[0]
    # Whole days stay whole days.
    add_event(
        workspace,
        calendar.layer,
        looked_back(after, "2", actual_visitors=10, findings="", now=LATER),
    )
    again = open_calendar(workspace).events
    assert (again.begin[1], again.end[1], again.timed[1]) == (
        calendar.events.begin[1], calendar.events.end[1], False,
    )  # fmt: skip


def test_remarks_and_names_are_for_who_keeps_the_calendar(workspace: Workspace) -> None:
    calendar = open_calendar(workspace)
    add_event(
        workspace, calendar.layer,
        looked_back(
            calendar.events, "1", actual_visitors=350, findings="Rustig verlopen.", now=LATER
        ),
    )  # fmt: skip
    agent = open_workspace(workspace.home, role="wijkagent")
    _, table = agent.calendar(agent.layer("kalender"))
    assert table["findings"].null_count == table.num_rows
    assert table["entered_by"].null_count == table.num_rows
    assert table["actual_visitors"].to_pylist()[:1] != [None] or table.num_rows
    with pytest.raises(AccessError):
        add_event(agent, agent.layer("kalender"), announcement_of(request_from(ASKED), calendar))


def test_a_role_that_sees_only_buurten_does_not_get_the_places(workspace: Workspace) -> None:
    planner = open_workspace(workspace.home, role="crisisplanner")
    with pytest.raises(AccessError, match="niet voor"):
        planner.calendar(planner.layer("kalender"))


def test_one_event_that_is_wrong_is_refused_whole(workspace: Workspace) -> None:
    calendar = open_calendar(workspace)
    row = announcement_of(request_from(ASKED), calendar) | {"visitors": "veel"}
    with pytest.raises(IntakeError, match="visitors"):
        add_event(workspace, calendar.layer, row)
    assert workspace.calendar(calendar.layer)[0].name == "v1"


def test_the_command_checks_announces_and_exports(
    workspace: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = ["--home", str(workspace.home.root)]
    asked = tmp_path / "aanvraag.json"
    asked.write_text(json.dumps(ASKED), encoding="utf-8")
    assert main(["event", "check", str(asked), "--json", *home]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["location"], told["capacity"]) == ("markt", 2000)
    assert workspace.calendar(workspace.layer("kalender"))[0].name == "v1"
    options = ["--location", "Markt", "--start", "2018-08-04T20:00", "--end", "2018-08-04T23:00"]
    assert main(["event", "check", *options, "--visitors", "300", *home]) == 0
    assert "geen besluit" in capsys.readouterr().out
    assert main(["event", "add", str(asked), *home]) == 0
    assert "vooraankondiging VA-20180804" in capsys.readouterr().out
    out = tmp_path / "kalender.ics"
    assert main(["event", "export", "--out", str(out), "--from", "2018-06-01", *home]) == 0
    assert out.read_bytes().count(b"BEGIN:VEVENT") == 2
    assert b"Verzonnen" in out.read_bytes()
    asked.write_text("geen json", encoding="utf-8")
    assert main(["event", "check", str(asked), *home]) == 2
    assert "geen leesbare aanvraag" in capsys.readouterr().err


def test_a_list_of_places_comes_in_through_the_door_and_is_used_at_once(
    workspace: Workspace,
) -> None:
    path = workspace.home.root / "plekken.csv"
    path.write_text(
        "plek,naam,soort,m2,uitgangen,dagen,binnen,x,y\n"
        "markt,Markt,plein,1500,4;3,A=9;B=2,nee,100500,421500\n"
        "kade,Kade,kade,800,,,nee,101600,420400\n"
        "fout,Fout,plein,veel,,,nee,100500,421500\n",
        encoding="utf-8",
    )
    report = import_file(workspace, workspace.layer("plekken"), path, mode="replace")
    assert (report.accepted, report.quarantined) == (2, 1)
    places = {item.id: item for item in open_calendar(workspace).locations.items}
    assert set(places) == {"markt", "kade"}
    assert (places["markt"].usable_m2, dict(places["markt"].days)) == (1500.0, {"A": 9, "B": 2})
    # What the file leaves open is not known.
    assert places["kade"].exits_m == ()
    # An event may name a place that was loaded; one that is no longer in the list has to say where.
    rows = (GOOD.replace("markt", "kade"), GOOD.replace("9,", "10,", 1).replace("markt", "park"))
    checked_rows = checked(workspace, *rows)
    assert (checked_rows["accepted"], checked_rows["quarantined"]) == (1, 1)


def test_a_place_that_is_drawn_with_its_edges_comes_in_beside_points(workspace: Workspace) -> None:
    square = [[[100_400, 421_400], [100_500, 421_400], [100_500, 421_500], [100_400, 421_500],
               [100_400, 421_400]]]  # fmt: skip
    line = [[100_400, 421_400], [100_500, 421_400]]
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::28992"}}
    features = [
        {"type": "Feature", "properties": {"plek": name, "naam": name}, "geometry": geometry}
        for name, geometry in (
            ("veld", {"type": "Polygon", "coordinates": square}),
            ("punt", {"type": "Point", "coordinates": [100_600, 421_600]}),
            ("lijn", {"type": "LineString", "coordinates": line}),
        )
    ]
    path = workspace.home.root / "plekken.geojson"
    collection = {"type": "FeatureCollection", "crs": crs, "features": features}
    path.write_text(json.dumps(collection), encoding="utf-8")
    report = import_file(workspace, workspace.layer("plekken"), path, mode="replace").to_dict()
    assert (report["accepted"], report["quarantined"]) == (3, 0)

    places = {item.id: item for item in open_calendar(workspace).locations.items}
    # 100 m x 100 m, with its middle at (100.450, 421.450).
    field = places["veld"]
    assert (field.usable_m2, field.area_from_shape) == (10_000.0, True)
    assert (field.x_rd, field.y_rd) == (100_450.0, 421_450.0)
    assert places["punt"].usable_m2 is None
    # A line is a route, which lies where its middle is.
    assert (places["lijn"].x_rd, places["lijn"].y_rd) == (100_450.0, 421_400.0)
    assert places["lijn"].usable_m2 is None
    # On the map it stands at its middle, as a point does.
    told = json.loads(base_json(base_of(workspace, "plekken")))
    (layer,) = [entry for entry in told["layers"] if entry["id"] == "plekken"]
    at = np.array([feature["at"] for feature in layer["features"]])
    x_rd, y_rd = reproject(at[:, 0], at[:, 1], source=WGS84, target=RD_NEW)
    assert np.abs(x_rd - [100_450, 100_600, 100_450]).max() < 2
    assert np.abs(y_rd - [421_450, 421_600, 421_400]).max() < 2
