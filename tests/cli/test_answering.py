"""analyse and measures: numbers as a table, as JSON, as a file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., Any]

FIELDS = {
    "layer", "version", "synthetic", "level", "measure", "selection", "parameters", "ledger",
    "areas", "notes",
}  # fmt: skip
LEDGER = {
    "read", "accepted", "quarantined", "duplicate", "without_place", "outside", "inside",
    "selected", "area_only", "filtered_out", "outside_mask", "suppressed", "mapped",
}  # fmt: skip


def counts(told: dict[str, Any]) -> dict[str, int | None]:
    return {area["name"]: area["count"] for area in told["areas"]}


@pytest.mark.parametrize("measure", ["count", "rate", "density"])
def test_an_analysis_is_one_object_with_the_fields_of_the_contract(run: Run, measure: str) -> None:
    ran = run("analyse", "inbraak", "--measure", measure, "--json")
    assert ran.code == 0
    assert set(ran.json) == FIELDS
    assert set(ran.json["ledger"]) == LEDGER
    assert all({"code", "name", "count", "value"} <= set(area) for area in ran.json["areas"])
    assert ran.json["synthetic"] is True
    assert len(ran.out.strip().splitlines()) == 1


def test_the_numbers_are_those_of_the_town(run: Run) -> None:
    told = run("analyse", "inbraak", "--level", "buurten", "--json").json
    assert counts(told) == {"Noord": 4, "Oost": 2, "Zuid": 1, "Haven": 0}
    assert told["ledger"]["mapped"] == 7
    assert told["selection"]["period"] == ["2016-12-31", "2017-03-31"]
    wijken = run("analyse", "inbraak", "--level", "wijken", "--json").json
    assert counts(wijken) == {"Boven": 6, "Onder": 1}


def test_a_number_that_is_not_there_is_null(run: Run) -> None:
    rate = run("analyse", "inbraak", "--measure", "rate", "--json").json
    # Zuid has 20 households.
    assert [area["value"] is None for area in rate["areas"]] == [False, False, True, True]
    zorg = run("analyse", "zorg", "--json").json
    # Never a value: the two ends of 10 and 25, and of two quarters of 0 to 9.
    assert counts(zorg) == {"Boven": None, "Onder": None}
    assert [(area["lower"], area["upper"], area["status"]) for area in zorg["areas"]] == [
        (33, 39, "between"), (0, 18, "between"),
    ]  # fmt: skip
    assert zorg["ledger"]["suppressed"] is None


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (("--from", "2017-01-01", "--to", "31-01-2017"), [2, 0, 0, 0]),
        (("--soort", "schuur"), [1, 1, 0, 0]),
        (("--soort", "schuur", "woning"), [4, 2, 1, 0]),
        (("--weekday", "5"), [2, 1, 1, 0]),  # Monday is 1 here: Friday
        (("--day-part", "onbekend", "avond"), [3, 0, 0, 0]),
        (("--wijk", "WK999902"), [1, 0]),
    ],
)
def test_options_are_the_filters_of_the_page(
    run: Run, options: tuple[str, ...], expected: list[int]
) -> None:
    told = run("analyse", "inbraak", *options, "--json").json
    assert list(counts(told).values()) == expected


def test_cells_can_be_asked_with_a_size(run: Run) -> None:
    told = run("analyse", "inbraak", "--level", "cells:500", "--json").json
    assert told["parameters"]["cell_m"] == 500
    assert [area["count"] for area in told["areas"]] == [3, 1, 1, 1, 1]
    assert run("analyse", "inbraak", "--level", "cells:50").code == 2


def test_a_table_for_people_has_dutch_numbers_and_says_that_it_is_made_up(run: Run) -> None:
    ran = run("analyse", "inbraak", "--measure", "rate")
    assert ran.code == 0
    heading, _, *lines = ran.out.splitlines()[-6:]
    assert heading.split()[:2] == ["Code", "Naam"]
    # The highest first: 4 of 600 is 6,7 per 1.000.
    assert lines[0].split()[:4] == ["BU99990100", "Noord", "4", "6,7"]
    assert lines[2].split()[:4] == ["BU99990200", "Zuid", "1", "–"]
    assert "Synthetische gegevens" in ran.err
    assert re.search(r"^gelezen uit bestanden +11$", ran.err, re.MULTILINE)
    assert re.search(r"^= op de kaart +7$", ran.err, re.MULTILINE)


def test_a_sensitive_layer_tells_both_ends_and_no_number_of_rows(run: Run) -> None:
    ran = run("analyse", "zorg")
    boven, onder = ran.out.splitlines()[-2:]
    # By name, since nobody knows which is higher.
    assert boven.split() == ["WK999901", "Boven", "33", "tot", "39"]
    assert onder.split() == ["WK999902", "Onder", "0", "tot", "18"]
    assert "33 tot 57 op de kaart; per wijk en kwartaal afgerond op vijven" in ran.err
    assert "gelezen uit bestanden" not in ran.err


def test_a_file_is_written_and_named(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "uit.csv"
    ran = run("analyse", "inbraak", "--out", path)
    assert (ran.code, ran.out) == (0, f"Geschreven: {path}\n")
    assert pd.read_csv(path)["count"].tolist() == [4, 2, 1, 0]
    # What a CSV cannot hold stands beside it.
    beside = pd.read_csv(tmp_path / "uit.verantwoording.csv")
    assert dict(zip(beside["Wat"], beside["Waarde"], strict=True))["Laag"] == "Inbraak"
    # With --json stdout stays one object.
    assert set(run("analyse", "inbraak", "--out", path, "--json").json) == FIELDS


def test_a_workbook_is_written(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "uit.xlsx"
    assert run("analyse", "inbraak", "--out", path).code == 0
    assert list(tmp_path.glob("uit*")) == [path]
    sheets = pd.read_excel(path, sheet_name=None, engine="openpyxl")
    assert list(sheets) == ["Gegevens", "Verantwoording"]
    assert sheets["Gegevens"]["Aantal (inbraken)"].tolist() == [4, 2, 1, 0]


@pytest.mark.parametrize(
    "arguments",
    [
        ("inbrak",),
        ("inbraak", "--soort", "wonig"),
        ("inbraak", "--wijk", "WK1"),
        ("inbraak", "--day-part", "middagje"),
        ("inbraak", "--from", "2017-01-01"),
        ("inbraak", "--from", "2017-02-01", "--to", "2017-01-01"),
        ("inbraak", "--denominator", "woningen"),
        ("inbraak", "--out", "kaart.ods"),
        ("inbraak", "--level", "cells", "--measure", "rate"),
        ("zorg", "--level", "buurten"),
        ("haltes",),
    ],
)
def test_a_question_that_cannot_be_answered_gives_two_and_dutch_sentences(
    run: Run, arguments: tuple[str, ...]
) -> None:
    ran = run("analyse", *arguments)
    assert (ran.code, ran.out) == (2, "")
    parts = ran.err.strip().splitlines()
    assert len(parts) == 3
    assert all(part.endswith((".", "?")) for part in parts)


@pytest.mark.parametrize(
    "arguments",
    [
        ("analyse", "inbraak", "--level", "straten"),
        ("analyse", "inbraak", "--from", "gisteren"),
        ("analyse", "inbraak", "--weekday", "8"),
        ("analyseer", "inbraak"),
        (),
    ],
)
def test_what_is_no_command_gives_two(run: Run, arguments: tuple[str, ...]) -> None:
    ran = run(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err


def test_measures_lists_every_measure_with_its_levels(run: Run) -> None:
    ran = run("measures")
    assert ran.code == 0
    heading, _, *lines = ran.out.splitlines()
    assert heading.split() == ["--measure", "Maat", "--level"]
    names = {line.split()[0]: line for line in lines}
    assert {"count", "rate", "density"} <= set(names)
    assert "buurten" in names["rate"]
    assert "cells" in names["density"]
    assert "buurten" not in names["density"]


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--measure", "count", "--denominator", "huishoudens"], "gebruikt geen noemer"),
        (["--measure", "rate", "--expectation", "land"], "vergelijkt niet met een verwachting"),
        (["--measure", "gi_star", "--expectation", "bomen"], "niet vergeleken worden met 'bomen'"),
        (
            ["--measure", "gi_star", "--expectation", "land", "--denominator", "inwoners"],
            "twee verschillende verwachtingen",
        ),
    ],
)
def test_an_option_that_would_change_nothing_is_refused(
    run: Run, options: list[str], sentence: str
) -> None:
    done = run("analyse", "inbraak", *options)
    assert (done.code, sentence in done.err) == (2, True)
    # What is wrong, what was found, what to do.
    assert len(done.err.strip().splitlines()) == 3


@pytest.mark.parametrize("measure", ["density", "risk_density", "change", "moran"])
def test_a_level_that_a_measure_has_not_is_refused(run: Run, measure: str) -> None:
    level = "cells" if measure == "change" else "wijken"
    done = run("analyse", "inbraak", "--measure", measure, "--level", level)
    assert (done.code, done.out) == (2, "")
    assert f"kan niet op niveau '{level}'" in done.err
    assert len(done.err.strip().splitlines()) == 3


def test_a_denominator_that_is_given_is_what_a_test_compares_by(run: Run) -> None:
    done = run("analyse", "inbraak", "--measure", "gi_star", "--denominator", "inwoners", "--json")
    assert done.json["parameters"]["expectation"] == "inwoners"
