"""`hotspots event profile`, `plan`, `move` and `afterwards`: the numbers of their page, by name."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

import hotspots
from event_town import CALENDAR
from hotspots.access import audit
from hotspots.access.workspace import open_workspace
from hotspots.errors import AccessError
from hotspots.exports.sheet import today

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., str]


ASKED = (
    "--location", "park", "--start", "2018-08-04T20:00", "--end", "2018-08-04T23:00",
    "--visitors", "300",
)  # fmt: skip


def served(root: Path) -> str:
    workspace = open_workspace(root, role="analist")
    return workspace.calendar(workspace.layer("kalender"))[0].name


def test_a_profile_is_one_object_and_its_lines_say_the_same(run: Run) -> None:
    told = json.loads(run("profile", "Markt", "--year", 2018, "--json"))
    # 1.000 m2 x 2 and 2,5 and 4; exits of 3 and 2 m (without the widest) x 82 x 10.
    assert told["capacity"] == {
        "people": 2000, "limited_by": "area", "by_exits": 4100, "counted_exits_m": 5.0,
        "by_area": [
            {"per_m2": 2.0, "people": 2000}, {"per_m2": 2.5, "people": 2500},
            {"per_m2": 4.0, "people": 4000},
        ],
    }  # fmt: skip
    assert told["days"]["events"][0] == {
        "class": "A", "allowed": 3, "granted": 1, "asked": 0, "left": 2,
    }  # fmt: skip
    assert (len(told["strip"]), told["strip"].count("A")) == (365, 1)
    assert [event["id"] for event in told["events"]] == ["1"]
    assert [ring["distance_m"] for ring in told["rings"]] == [100.0, 250.0, 500.0]
    assert told["flood"] == []
    assert "geen besluit" in told["advice"]

    lines = run("profile", "markt")
    assert "Er passen 2.000 mensen." in lines
    assert re.search(r"^Evenement +A +3 +1 +0 +2$", lines, re.MULTILINE)
    assert re.search(r"^spoorlijn +niet geladen", lines, re.MULTILINE)
    assert "Markt heeft in 2018 op 1 dag een evenement (1 van klasse A)." in lines


def test_a_profile_goes_on_paper(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "markt.pdf"
    assert "Geschreven" in run("profile", "markt", "--out", out, "--date", "2018-06-30")
    content = out.read_bytes()
    assert content.startswith(b"%PDF-")
    run("profile", "markt", "--out", out, "--date", "2018-06-30")
    assert out.read_bytes() == content
    assert "markt.txt" in run("profile", "markt", "--out", tmp_path / "markt.txt", code=2)
    assert "weggeschreven" in run("profile", "markt", "--out", tmp_path / "x" / "m.pdf", code=2)
    assert "Locatie 'maan'" in run("profile", "maan", code=2)


def test_the_year_is_one_object_with_its_conflicts(run: Run) -> None:
    told = json.loads(run("plan", "--year", 2018, "--json"))
    assert (told["year"], told["before"], told["weight"]) == (2018, "2017-11-01", 0)
    assert [(event["id"], event["in_time"]) for event in told["events"]] == [
        ("1", None), ("2", None),
    ]  # fmt: skip
    assert told["conflicts"] == []
    assert "Voor 2018 staan er 2 evenementen in de kalender" in run("plan")
    # A year without any event is one of which nobody entered anything.
    assert "Over 2017 zegt de kalender niets" in run("plan", "--year", 2017)
    other = json.loads(run("plan", "--year", 2017, "--json"))
    assert (other["known"], other["weight"], other["events"]) == (False, None, [])


def test_moving_shows_what_changes_and_keeps_it_only_when_asked(run: Run, root: Path) -> None:
    # The park is taken on 2 and 3 June.
    told = json.loads(run("move", "1", "--start", "2018-06-02", "--location", "Park", "--json"))
    assert (told["location"], told["start"]) == ("park", "2018-06-02T20:00:00")
    assert (told["weight_before"], told["weight_after"], told["version"]) == (0, 100, None)
    assert [(one["kind"], one["events"]) for one in told["new"]] == [("place", ["1", "2"])]
    assert told["burden_after"] < told["burden_before"]
    assert served(root) == "v1"

    lines = run("move", "1", "--start", "2018-06-02", "--location", "park")
    assert re.search(
        r"^ +100  Zelfde locatie  tegelijk op deze locatie  Park ", lines, re.MULTILINE
    )
    assert "Er is niets veranderd." in lines
    assert "Bewaard in versie v2" in run("move", "1", "--start", "2018-05-12", "--keep")
    assert json.loads(run("plan", "--json"))["events"][0]["start"] == "2018-05-12T20:00:00"


def test_who_looked_at_a_move_is_written_down(run: Run, root: Path) -> None:
    run("move", "1", "--start", "2018-06-02")
    home = open_workspace(root, role="analist").home
    seen = [line for line in audit.lines(home) if line["action"] == "saw"]
    assert [(line["subject"], line["selection"]) for line in seen] == [("kalender", {"move": "1"})]


def test_a_move_of_an_event_of_unknown_size_says_that_its_burden_is_not_known(
    run: Run, root: Path
) -> None:
    row = "3,muziek,2018-07-07,2018-07-07,Derde,markt,,vergund\n"
    (root / "data/feest/kalender.csv").write_text(CALENDAR + row, encoding="utf-8")
    told = json.loads(run("move", "3", "--location", "park", "--json"))
    assert (told["burden_before"], told["burden_after"]) == (None, None)
    lines = run("move", "3", "--location", "park")
    assert "is niet te zeggen: het aantal bezoekers is niet bekend." in lines
    # What is not known stays so when it is kept.
    run("move", "3", "--location", "park", "--keep")
    kept = json.loads(run("plan", "--json"))["events"][-1]
    assert (kept["id"], kept["location"], kept["visitors"]) == ("3", "park", None)


def test_what_is_announced_was_asked_for_today(run: Run, root: Path) -> None:
    run("add", *ASKED)
    workspace = open_workspace(root, role="analist")
    rows = workspace.calendar(workspace.layer("kalender"))[1].to_pylist()
    assert [row["requested"].date() for row in rows if row["requested"]] == [today()]


def test_a_calendar_that_cannot_be_written_says_why(run: Run, tmp_path: Path) -> None:
    assert "verwacht: .ics" in run("export", "--out", tmp_path / "kalender.csv", code=2)
    told = run("export", "--out", tmp_path / "x" / "kalender.ics", code=2)
    assert "Kies een map die bestaat" in told


def test_a_check_says_of_every_finding_where_it_comes_from(run: Run) -> None:
    findings = json.loads(run("check", *ASKED, "--json"))["findings"]
    told = run("check", *ASKED).splitlines()
    assert findings
    for finding in findings:
        at = next(n for n, line in enumerate(told) if finding["reason"] in line)
        kind = {"bron": "Bron", "aanname": "Aanname"}[finding["certainty"]]
        assert told[at + 1].strip() == f"({kind}: {finding['source']})"


def test_who_checked_what_is_written_down(run: Run, root: Path) -> None:
    run("check", *ASKED)
    home = open_workspace(root, role="analist").home
    seen = [line for line in audit.lines(home) if line["action"] == "saw"]
    assert [(line["subject"], line["selection"]) for line in seen] == [
        ("kalender", {"check": "park"})
    ]


@pytest.mark.parametrize(
    ("arguments", "selection"),
    [
        (("check", *ASKED), {"check": "park"}),
        (("profile", "markt"), {"location": "markt", "year": None}),
        (("plan", "--year", 2018), {"plan": 2018}),
        (("move", "1", "--start", "2018-06-02"), {"move": "1"}),
        (("afterwards", "--year", 2018), {"afterwards": 2018}),
    ],
)
def test_a_look_that_is_refused_is_written_down_as_refused(
    run: Run, root: Path, arguments: tuple[object, ...], selection: dict[str, object]
) -> None:
    only_buurten(root)
    assert "niet" in run(*arguments, code=2)
    assert looks(root) == [("refused", "kalender", selection)]


def test_a_script_that_is_refused_is_written_down_as_refused(root: Path) -> None:
    only_buurten(root)
    workspace = hotspots.open_home(root, role="analist")
    with pytest.raises(AccessError):
        hotspots.check_event(
            workspace,
            {
                "location": "park",
                "start": "2018-08-04T20:00",
                "end": "2018-08-04T23:00",
                "visitors": 300,
            },
        )
    assert looks(root) == [("refused", "kalender", {"check": "park"})]


def only_buurten(root: Path) -> None:
    """See to it that the role may not see where events are."""
    role = '[roles.analist]\nlabel = "Analist"\nsee = true\nfinest = "buurten"\n'
    (root / "rollen.toml").write_text(role, encoding="utf-8")


def looks(root: Path) -> list[tuple[str, str, dict[str, object]]]:
    """Outcome, layer and selection of each look."""
    return [
        (line["outcome"], line["subject"], line["selection"])
        for line in audit.lines(open_workspace(root, role="analist").home)
        if line["action"] == "saw"
    ]


def test_what_came_of_an_event_is_written_down_and_listed(run: Run, root: Path) -> None:
    assert "Bij 0 van 2 evenementen is ingevuld" in run("afterwards", "--year", 2018)
    assert "niets veranderd" in run("afterwards", "1", "--visitors", 260, "--dry-run")
    assert served(root) == "v1"
    told = json.loads(
        run("afterwards", "1", "--visitors", 260, "--findings", "Te druk bij de brug", "--json")
    )
    assert (told["id"], told["version"], told["updated"]) == ("1", "v2", 1)
    # Without new findings those that stand stay.
    run("afterwards", "1", "--visitors", 270)
    found = json.loads(run("afterwards", "--json"))["events"][0]
    assert (found["actual_visitors"], found["findings"]) == (270, "Te druk bij de brug")
    lines = run("afterwards")
    _, heading, *_ = lines.splitlines()
    assert heading.split()[:4] == ["Id", "Begint", "Evenement", "Locatie"]
    (told,) = (line for line in lines.splitlines() if "Eerste (voorbeeld)" in line)
    assert re.split(r" {2,}", told)[-4:] == ["Markt", "200", "270", "Te druk bij de brug"]


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (("move", "1"), "waar of wanneer"),
        (("move", "9", "--start", "2018-06-02"), "Evenement '9' staat niet in de kalender"),
        (("move", "1", "--location", "maan"), "Locatie 'maan'"),
        (("move", "1", "--start", "9999-12-31"), "Het jaar 9999 kan niet"),
        (("plan", "--year", "0"), "Het jaar 0 kan niet; verwacht 1900 tot en met 2100"),
        (("check", *ASKED, "--start", "9999-12-31T20:00", "--end", "9999-12-31T23:00"), "9999"),
        (("afterwards", "1"), "hoeveel bezoekers"),
        (("check", *ASKED, "--soort", "circus"), "'soort' is 'circus'; verwacht: muziek, markt"),
        (("check", *ASKED, "--profile", "alcohol=veel"), "kent: geen, beperkt, ruim"),
        (("add", *ASKED, "--profile", "bier=ruim"), "vraagt: alcohol, publiek, ervaring"),
        (("afterwards", "1", "--visitors", "-5"), "geen aantal bezoekers"),
        (("afterwards", "9", "--visitors", "5"), "Evenement '9'"),
    ],
)
def test_what_cannot_be_is_refused_in_dutch(
    run: Run, root: Path, arguments: tuple[str, ...], part: str
) -> None:
    told: Any = run(*arguments, code=2)
    assert part in told
    assert served(root) == "v1"
