"""import, versions, restore, verify: a contract that scripts depend on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from hotspots.settings import Home

    Run = Callable[..., Any]

HEADER = "id,soort,begin,eind,x,y"
ROWS = ("21,woning,2018-01-05 19:00,,100060,421060", "22,schuur,2018-01-06,,,")
BAD = "23,woning,31-02-2018,,100060,421060"
FIELDS = {
    "status", "version", "read", "accepted", "quarantined", "duplicate", "updated", "outside",
    "without_place", "area_only", "columns", "unused", "warnings", "problems",
}  # fmt: skip


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    def file(*rows: str, header: str = HEADER, name: str = "lading.csv") -> Path:
        path = tmp_path / name
        path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
        return path

    return file


def catalogue(home: Home, layer: str = "inbraak") -> bytes:
    return (home.state / "layers" / layer / "catalogue.json").read_bytes()


def test_an_import_is_published_with_every_field_of_the_contract(
    run: Run, write: Callable[..., Path]
) -> None:
    ran = run("import", write(*ROWS, BAD), "--layer", "inbraak", "--json")
    assert ran.code == 0
    assert set(ran.json) == FIELDS
    told = {name: ran.json[name] for name in FIELDS - {"warnings", "problems"}}
    assert told == {
        "status": "published", "version": "v2", "read": 3, "accepted": 2, "quarantined": 1,
        "duplicate": 0, "updated": 0, "outside": 0, "without_place": 1, "area_only": 0,
        "unused": [],
        "columns": {"id": "id", "soort": "soort", "begin": "begin", "end": "eind",
                    "x_rd": "x", "y_rd": "y"},
    }  # fmt: skip
    # Row 4 of the file, its header being row 1.
    assert ran.json["problems"] == [
        {"row": 4, "column": "begin", "value": "31-02-2018", "reason": "deze datum bestaat niet"}
    ]
    assert len(ran.out.strip().splitlines()) == 1


def test_an_import_adds_unless_it_is_told_to_replace(run: Run, write: Callable[..., Path]) -> None:
    first, second = write(ROWS[0]), write(ROWS[1], name="tweede.csv")
    run("import", first, "--layer", "inbraak")
    again = run("import", first, "--layer", "inbraak", "--json").json
    assert (again["accepted"], again["duplicate"]) == (0, 1)
    run("import", second, "--layer", "inbraak", "--add")
    assert run("analyse", "inbraak", "--json").json["ledger"]["accepted"] == 2
    run("import", second, "--layer", "inbraak", "--replace")
    assert run("analyse", "inbraak", "--json").json["ledger"]["accepted"] == 1


def test_a_dry_run_says_what_would_happen_and_changes_nothing(
    run: Run, write: Callable[..., Path], home: Home
) -> None:
    run("versions", "inbraak")
    before = catalogue(home)
    ran = run("import", write(*ROWS), "--layer", "inbraak", "--dry-run", "--json")
    assert ran.code == 0
    assert (ran.json["status"], ran.json["version"]) == ("would_publish", None)
    assert catalogue(home) == before


@pytest.mark.parametrize("as_json", [False, True])
def test_a_refused_file_gives_two_changes_nothing_and_says_why_in_dutch(
    run: Run, write: Callable[..., Path], home: Home, *, as_json: bool
) -> None:
    run("versions", "inbraak")
    before = catalogue(home)
    path = write(BAD, BAD.replace("23", "24", 1), BAD.replace("23", "25", 1))
    ran = run("import", path, "--layer", "inbraak", *(["--json"] if as_json else []))
    assert ran.code == 2
    assert catalogue(home) == before
    # What is wrong, what was found and what was expected, what to do.
    assert len(ran.err.strip().splitlines()) == 3
    assert ran.err.startswith("3 van de 3 rijen passen niet")
    if as_json:
        assert set(ran.json) == FIELDS
        assert (ran.json["status"], ran.json["version"]) == ("refused", None)
        assert (ran.json["read"], ran.json["accepted"], ran.json["quarantined"]) == (3, 0, 3)
        assert {problem["row"] for problem in ran.json["problems"]} == {2, 3, 4}
    else:
        assert ran.out == ""


def test_a_file_that_is_not_there_is_the_fault_of_the_input(run: Run, tmp_path: Path) -> None:
    ran = run("import", tmp_path / "weg.csv", "--layer", "inbraak", "--json")
    assert ran.code == 2
    assert "weg.csv" in ran.err
    assert (ran.json["status"], ran.json["read"]) == ("refused", 0)


def test_columns_can_be_named_by_hand(run: Run, write: Callable[..., Path]) -> None:
    path = write("1,woning,2018-01-05 19:00,,100060,421060", header="id,soort,wanneer,eind,x,y")
    assert run("import", path, "--layer", "inbraak").code == 2
    ran = run("import", path, "--layer", "inbraak", "--column", "begin=wanneer", "--json")
    assert (ran.code, ran.json["accepted"]) == (0, 1)
    assert run("import", path, "--layer", "inbraak", "--column", "begin").code == 2


def test_an_unknown_layer_gets_a_suggestion(run: Run, write: Callable[..., Path]) -> None:
    ran = run("import", write(*ROWS), "--layer", "inbrak")
    assert ran.code == 2
    assert "Bedoelde u 'inbraak'?" in ran.err


def test_versions_are_listed_newest_first_and_can_be_served_again(
    run: Run, write: Callable[..., Path]
) -> None:
    run("import", write(*ROWS), "--layer", "inbraak")
    listed = run("versions", "inbraak", "--json").json
    assert listed["layer"] == "inbraak"
    told = [(entry["version"], entry["current"], entry["rows"]) for entry in listed["versions"]]
    assert told == [("v2", True, 2), ("v1", False, 9)]
    assert [entry["synthetic"] for entry in listed["versions"]] == [False, True]
    restored = run("restore", "inbraak", "v1")
    assert (restored.code, restored.out) == (0, "Laag 'Inbraak' toont nu weer v1.\n")
    ran = run("versions", "inbraak")
    assert ran.listed == [("v2", False), ("v1", True)]
    # Rows, and whether they are made up.
    found = [re.search(r" (\d+)  (ja|nee) ", line) for line in ran.out.splitlines()[2:]]
    assert [one and one.groups() for one in found] == [("2", "nee"), ("9", "ja")]


@pytest.mark.parametrize("version", ["v9", "9", "laatste", "-1", ""])
def test_a_version_that_is_not_there_is_refused(run: Run, version: str) -> None:
    ran = run("restore", "inbraak", "--", version)
    assert ran.code == 2
    assert "hotspots versions inbraak" in ran.err


def test_versions_of_a_sensitive_layer_tell_no_number_of_rows(run: Run) -> None:
    listed = run("versions", "zorg", "--json").json["versions"]
    assert [entry["rows"] for entry in listed] == [None]
    assert "44" not in run("versions", "zorg").out


def test_verify_finds_the_version_that_was_damaged(run: Run, home: Home) -> None:
    ran = run("verify")
    assert (ran.code, ran.out) == (0, "Alle versies zijn ongeschonden.\n")
    path = next((home.state / "layers" / "zorg" / "versions").glob("*.json"))
    path.write_bytes(path.read_bytes()[:-1])
    ran = run("verify")
    assert (ran.code, ran.out) == (2, "")
    found, advice = ran.err.splitlines()
    assert found.startswith("Beschadigd: zorg v1 (het controlegetal klopt niet")
    assert "hotspots restore" in advice


def test_a_state_folder_that_cannot_be_written_is_told_in_dutch(
    run: Run, home: Home, write: Callable[..., Path]
) -> None:
    home.state.write_text("bezet")
    ran = run("import", write(*ROWS), "--layer", "inbraak")
    assert ran.code == 2
    assert "niet te beschrijven" in ran.err
    assert "Traceback" not in ran.err


def damage(home: Home, number: int) -> None:
    folder = home.state / "layers" / "inbraak" / "versions"
    path = next(folder.glob(f"{number:05d}-*.json"))
    path.write_bytes(path.read_bytes()[:-1])


def test_versions_say_which_is_served_in_the_place_of_a_damaged_one(
    run: Run, write: Callable[..., Path], home: Home
) -> None:
    run("import", write(*ROWS), "--layer", "inbraak")
    damage(home, 2)
    ran = run("versions", "inbraak")
    assert ran.listed == [("v2", False), ("v1", True)]
    assert "v2 is niet te gebruiken" in ran.err
    listed = run("versions", "inbraak", "--json").json["versions"]
    assert [entry["current"] for entry in listed] == [False, True]
    assert "v2 is niet te gebruiken" in listed[1]["notes"][0]


def test_versions_are_listed_also_where_none_can_be_served(
    run: Run, write: Callable[..., Path], home: Home
) -> None:
    run("import", write(*ROWS), "--layer", "inbraak")
    damage(home, 1)
    damage(home, 2)
    ran = run("versions", "inbraak")
    assert (ran.code, ran.listed) == (0, [("v2", False), ("v1", False)])
    assert "niet te lezen" in ran.err
    assert run("analyse", "inbraak").code == 2
    # And the source repairs it.
    assert run("import", write(*ROWS), "--layer", "inbraak", "--replace").code == 0
    assert run("analyse", "inbraak").code == 0


def test_verify_finds_a_damaged_catalogue_and_the_layer_goes_on(run: Run, home: Home) -> None:
    run("versions", "inbraak")
    (home.state / "layers" / "inbraak" / "catalogue.json").write_bytes(b"{")
    ran = run("verify")
    assert ran.code == 2
    assert ran.err.startswith("Beschadigd: inbraak catalogus (catalogue.json: ")
    assert run("analyse", "inbraak").code == 0
    assert run("restore", "inbraak", "v1").code == 0
    assert run("verify").code == 0


def test_a_purge_says_what_goes_from_which_versions(
    run: Run, write: Callable[..., Path], home: Home
) -> None:
    # The rows of the town and of ROWS are of 2016 to 2018: longer ago than two years.
    run("import", write(*ROWS), "--layer", "inbraak")
    assert run("purge").out == (
        "Geen laag die u mag inlezen heeft een bewaartermijn: in de verklaring van een laag is dat "
        "'keep_months' onder [privacy].\n"
    )
    theme = next(
        path for path in home.root.rglob("*.toml") if "[layers.inbraak]" in path.read_text()
    )
    head = "[layers.inbraak.privacy]"
    theme.write_text(theme.read_text().replace(head, f"{head}\nkeep_months = 24"))
    before = catalogue(home)
    would = run("purge", "--dry-run", "--json").json["layers"]
    assert catalogue(home) == before
    assert [(one["layer"], one["versions"], one["rows"]) for one in would] == [
        ("inbraak", ["v1", "v2"], 9)
    ]
    done = run("purge", "inbraak")
    assert done.code == 0
    assert re.fullmatch(
        r"Inbraak: ten hoogste 9 rijen van vóór \d\d-\d\d-\d{4} verwijderd uit de versies v1, v2. "
        r"Dit is niet terug te draaien.\n",
        done.out,
    )
    assert [entry["rows"] for entry in run("versions", "inbraak", "--json").json["versions"]] == [
        0, 0
    ]  # fmt: skip
    assert run("verify").code == 0
