"""The report says the same in JSON, in a spreadsheet and in words."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from hotspots.errors import SourceError
from hotspots.incoming.checking.report import IntakeReport, Problem, RowsRefusedError
from hotspots.incoming.checking.rows import check_rows

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.catalog.specs import LayerSpec
    from hotspots.incoming.reading.table import Table

PROBLEM = Problem(4, "soort", '=HYPERLINK("http://x")', "onbekende soort")


def report(*problems: Problem) -> IntakeReport:
    return IntakeReport(
        status="published", version="2018-01", read=6, accepted=4, quarantined=1, duplicate=1,
        outside=1, without_place=2, warnings=("codering",), problems=problems,
    )  # fmt: skip


def test_the_json_has_the_fields_of_the_command_line() -> None:
    told = json.loads(json.dumps(report(PROBLEM).to_dict()))
    assert {
        "status", "version", "read", "accepted", "quarantined", "duplicate", "outside",
        "without_place", "unused", "warnings", "problems",
    } <= set(told)  # fmt: skip
    assert told["problems"] == [
        {"row": 4, "column": "soort", "value": PROBLEM.value, "reason": "onbekende soort"}
    ]


@pytest.mark.parametrize("value", ["=1+1", "+1", "-105000", "@a", "\t=1", "\r=1"])
def test_no_cell_of_the_csv_can_be_taken_for_a_formula(value: str) -> None:
    text = report(Problem(4, value, value, value)).to_csv()
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    assert rows[0] == ["rij", "kolom", "waarde", "reden"]
    assert rows[1] == ["4", *[f"'{value}"] * 3]


def test_the_text_adds_up_in_dutch() -> None:
    text = report(PROBLEM, PROBLEM).to_text()
    assert "6 rijen = 4 goed + 1 apart gezet + 1 dubbel" in text
    assert "2 ×: soort: onbekende soort" in text


def test_columns_that_were_not_used_are_named_everywhere_and_survive_being_kept() -> None:
    told = replace(report(), unused=("wijkteam", "=cmd\x1b[2J"), columns={"begin": "datum"})
    assert told.to_dict()["columns"] == {"begin": "datum"}
    assert told.to_dict()["unused"] == ["wijkteam", "=cmd\x1b[2J"]
    line = next(line for line in told.to_text().split("\n") if "wijkteam" in line)
    assert line.startswith("Kolommen die niet zijn gebruikt: wijkteam, ")
    assert "\x1b" not in line
    assert IntakeReport.from_dict(told.to_dict()) == told
    older = {key: value for key, value in report().to_dict().items() if key != "unused"}
    assert IntakeReport.from_dict(older).unused == ()
    assert "niet zijn gebruikt" not in report().to_text()


def test_a_known_row_moves_from_accepted_to_duplicate(
    proef: LayerSpec, make_table: Callable[..., Table]
) -> None:
    table = make_table(
        "id;datum;soort;x;y",
        "1;31-12-2017;overlast;105123;425321",
        "2;31-12-2017;overlast;;",
    )
    told = IntakeReport.of(check_rows(table, proef).outcome, known=1, outside=1)
    assert (told.read, told.accepted, told.duplicate, told.without_place) == (2, 1, 1, 1)


def test_a_refusal_accepts_nothing_and_still_adds_up() -> None:
    error = RowsRefusedError("a", "b", "c", read=5, problems=[PROBLEM])
    told = IntakeReport.of_refusal(error)
    assert (told.status, told.read, told.accepted, told.quarantined) == ("refused", 5, 0, 5)
    assert told.problems == (PROBLEM,)
    assert IntakeReport.of_refusal(SourceError("kapot")).to_dict()["warnings"] == ["kapot"]
