"""A request that was entered here says nothing of the rest of its year, on no page."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from event_town import event, event_calendar
from hotspots.access.calendar import Covered, covered_by
from hotspots.access.words import calendar_reach
from hotspots.access.workspace import open_workspace
from hotspots.analysis.periods import Period
from hotspots.evenementen.calendar import open_calendar
from hotspots.evenementen.days import usual_year, year_bounds, years_of
from hotspots.evenementen.tables import place_rows
from hotspots.risico.objects import events_on
from hotspots.risico.tally import events_unknown
from hotspots.wijkbeeld.latest import event_days
from hotspots.wijkbeeld.place import place_named
from hotspots.wijkbeeld.sentences import events_unknown as unknown_in_wijkbeeld

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., str]

#: In August 2021, of which no calendar was loaded.
FIRST = (
    "--location", "markt", "--start", "2021-08-14T14:00", "--end", "2021-08-14T18:00",
    "--visitors", "100",
)  # fmt: skip
#: A week later at the same place, of class A as well.
SECOND = (
    "--location", "markt", "--start", "2021-08-21T14:00", "--end", "2021-08-21T18:00",
    "--visitors", "100",
)  # fmt: skip
BEYOND = (
    "De kalender loopt van 01-05-2018 tot en met 30-06-2018: van andere dagen is alleen bekend wat "
    "hier is ingevoerd."
)


def findings(answer: str) -> dict[str, tuple[str, str]]:
    told = json.loads(answer)["findings"]
    return {one["id"]: (one["verdict"], one["reason"]) for one in told}


def declare_complete(root: Path, *years: int) -> None:
    (path,) = root.glob("data/feest/theme.toml")
    written = path.read_text(encoding="utf-8")
    wanted = f'kind = "calendar"\ncomplete_years = {list(years)}\n'
    path.write_text(written.replace('kind = "calendar"\n', wanted), encoding="utf-8")


def test_an_own_request_does_not_make_its_month_known(run: Run) -> None:
    assert findings(run("check", *SECOND, "--json"))["place"][0] == "onbekend"
    run("add", *FIRST)
    after = findings(run("check", *SECOND, "--json"))
    assert after["place"][0] == after["around"][0] == after["shift"][0] == "onbekend"
    assert BEYOND in after["place"][1]
    # Three days of class A are allowed; one is known to be used.
    verdict, reason = after["days_events"]
    assert verdict == "onbekend"
    assert "3 toegestaan. Hier ingevoerd: 1. Hoeveel er nog meer" in reason


def test_one_request_for_a_later_year_is_no_year_to_begin_with(run: Run, root: Path) -> None:
    assert json.loads(run("plan", "--json"))["year"] == 2018
    run("add", *FIRST)
    # The clock of the tests stands after both: 2021 is nearer, and nothing was loaded of it.
    assert json.loads(run("plan", "--json"))["year"] == 2018
    assert json.loads(run("profile", "markt", "--json"))["year"] == 2018
    calendar = open_calendar(open_workspace(root, role="analist"))
    assert years_of(calendar) == (2021, 2020, 2019, 2018)
    # The year of today if there is a request in it; else the nearest year that was loaded.
    years = {
        year: usual_year(calendar, date(year, 6, 1)) for year in (2017, 2018, 2020, 2021, 2030)
    }
    assert years == {2017: 2018, 2018: 2018, 2020: 2018, 2021: 2021, 2030: 2018}
    declare_complete(root, 2022, 2024)
    calendar = open_calendar(open_workspace(root, role="analist"))
    assert years_of(calendar)[0] == 2024
    # Of two as near it is the later.
    years = {year: usual_year(calendar, date(year, 6, 1)) for year in (2020, 2023, 2024)}
    assert years == {2020: 2022, 2023: 2024, 2024: 2024}


def test_requests_without_any_calendar_open_in_the_nearest_year_of_one() -> None:
    def on(day: str) -> dict[str, object]:
        return event(f"VA-{day}", "markt", f"{day}T10:00", f"{day}T12:00")

    calendar = replace(event_calendar(on("2027-06-05"), on("2029-06-05")), covered=Covered())
    assert usual_year(calendar, date(2026, 12, 2)) == 2027
    empty = replace(event_calendar(), covered=Covered())
    assert usual_year(empty, date(2026, 12, 2)) == 2026


def test_own_requests_alone_can_fill_a_year(run: Run) -> None:
    for day in (7, 14, 28):
        start, end = f"2021-08-{day:02}T14:00", f"2021-08-{day:02}T18:00"
        run("add", "--location", "markt", "--start", start, "--end", end, "--visitors", "100")
    assert findings(run("check", *SECOND, "--json"))["days_events"][0] == "belemmering"


def test_the_board_and_the_profile_say_that_there_may_be_more(run: Run) -> None:
    run("add", *FIRST)
    alone = "Dat is alleen wat hier is ingevoerd: wat er dat jaar nog meer is, is niet bekend."
    board = run("plan", "--year", 2021)
    assert "Voor 2021 staat er 1 evenement in de kalender" in board
    assert alone in board
    assert "Wat bekend is heeft 0 conflicten, samen gewicht 0; met de rest kunnen het er" in board
    told = json.loads(run("plan", "--year", 2021, "--json"))
    assert (told["known"], told["weight"], len(told["events"])) == (False, 0, 1)
    profile = run("profile", "markt", "--year", 2021)
    assert f"Markt heeft in 2021 op 1 dag een evenement (1 van klasse A). {alone}" in profile


def test_the_list_of_places_leaves_out_what_nobody_knows(run: Run, root: Path) -> None:
    run("add", *FIRST)
    workspace = open_workspace(root, role="analist")
    calendar = open_calendar(workspace)
    rows = place_rows(calendar, workspace.geography, 2021).set_index("location")
    assert rows.loc["Markt", "events"] == 1
    assert rows["events"].drop("Markt").isna().all()
    assert rows["left_a"].isna().all()
    # Of the year that was loaded nothing is nothing.
    known = place_rows(calendar, workspace.geography, 2018).set_index("location")
    assert (known.loc["Hal", "events"], known.loc["Markt", "left_a"]) == (0, 2)
    assert calendar.not_known(*year_bounds(2021)) == BEYOND


def test_risk_and_wijkbeeld_say_the_same(run: Run, root: Path) -> None:
    run("add", *FIRST)
    workspace = open_workspace(root, role="analist")
    day = date(2021, 8, 14)
    events = events_on(workspace, day)
    assert (len(events.events), events.known) == (1, False)
    assert BEYOND in events_unknown(events, day)
    august = Period(date(2021, 8, 1), date(2021, 8, 31))
    days, covered = event_days(workspace, place_named(workspace, "Noord"), august)
    assert len(days) == 1
    assert unknown_in_wijkbeeld(august, covered) == BEYOND


def test_a_year_that_is_declared_complete_is_known(run: Run, root: Path) -> None:
    run("add", *FIRST)
    declare_complete(root, 2021)
    known = findings(run("check", *SECOND, "--json"))
    assert known["place"][0] == "in_orde"
    assert known["days_events"][0] == "in_orde"
    assert "niet bekend" not in run("plan", "--year", 2021)
    year_before = [one.replace("2021", "2020") for one in SECOND]
    verdict, reason = findings(run("check", *year_before, "--json"))["place"]
    assert verdict == "onbekend"
    assert reason == (
        "Of de locatie vrij is, is niet bekend. De kalender loopt van 01-05-2018 tot en met "
        "30-06-2018, en over heel 2021: van andere dagen niet bekend."
    )
    # Nor does it make known what was not loaded of another year.
    in_autumn = [one.replace("2021-08-21", "2018-10-20") for one in SECOND]
    assert findings(run("check", *in_autumn, "--json"))["place"][0] == "onbekend"


def test_a_calendar_that_is_kept_here_alone_is_known_of_the_years_that_are_declared() -> None:
    covered = covered_by([], complete=[2027])
    assert covered.whole(date(2027, 1, 1), date(2027, 12, 31))
    assert not covered.whole(date(2026, 12, 31), date(2027, 1, 1))
    assert calendar_reach(covered) == ("De kalender gaat over 2027: van andere jaren niet bekend.")
    assert calendar_reach(Covered(beyond=True)).startswith(
        "De kalender heeft alleen evenementen die hier zijn ingevoerd"
    )


def test_an_own_number_shows_that_it_was_entered_here(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "aanvraag.json"
    request = {
        "id": "Z-17", "location": "markt", "start": "2021-08-14T14:00",
        "end": "2021-08-14T18:00", "visitors": 100,
    }  # fmt: skip
    path.write_text(json.dumps(request), encoding="utf-8")
    assert json.loads(run("add", path, "--json"))["id"] == "VA-Z-17"
    # Once more it is itself, and in nobody's way.
    assert findings(run("check", path, "--json"))["place"][0] == "onbekend"
    run("add", path)
    assert len(json.loads(run("plan", "--year", 2021, "--json"))["events"]) == 1


def test_an_event_of_the_file_that_is_changed_still_counts_as_loaded(run: Run) -> None:
    """June is known by one event; the number that came is entered for it by hand."""
    run("afterwards", "2", "--visitors", "80")
    elsewhere = [one.replace("2021-08-21", "2018-06-30") for one in SECOND]
    assert findings(run("check", *elsewhere, "--json"))["place"][0] == "in_orde"
