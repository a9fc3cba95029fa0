"""The tables of speed in the methods page are those of what the benchmarks kept."""

from __future__ import annotations

import json
import sys
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

REPOSITORY = Path(__file__).parents[2]
PAGE = (REPOSITORY / "docs/methoden.md").read_text(encoding="utf-8")
RESULTS = json.loads((REPOSITORY / "benchmarks/speed.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def script() -> Iterator[ModuleType]:
    """Return the script that writes the tables, which is in no package."""
    sys.path.insert(0, str(REPOSITORY / "benchmarks"))
    try:
        import speed_table  # noqa: PLC0415 - a script

        yield speed_table
    finally:
        sys.path.remove(str(REPOSITORY / "benchmarks"))


def test_the_tables_are_what_the_benchmarks_kept(script: ModuleType) -> None:
    assert script.page(PAGE, RESULTS) == PAGE


def test_a_table_that_was_typed_is_seen(script: ModuleType) -> None:
    typed = PAGE.replace("| hetzelfde |", "| iets anders |", 1)
    assert script.page(typed, RESULTS) == PAGE != typed


def test_a_page_without_a_place_for_a_table_is_refused(script: ModuleType) -> None:
    with pytest.raises(SystemExit, match="no place for the table 'kosten'"):
        script.page(PAGE.replace("speed_table.py: kosten", "speed_table.py: weg"), RESULTS)


def test_the_strongest_peer_of_a_job_stands_first(script: ModuleType) -> None:
    rows = script.strongest_first(RESULTS)
    assert sorted(rows, key=str) == sorted(script.ROWS, key=str)
    for before, after in pairwise(rows):
        if before.job == after.job:
            assert script.ratio(before, RESULTS) <= script.ratio(after, RESULTS)


def test_what_is_missed_is_said_with_its_reason(script: ModuleType) -> None:
    told = PAGE.split("### Wat niet gehaald wordt", 1)[1].split("\n### ", 1)[0]
    for row in script.missed(RESULTS):
        assert row.job.split(",")[0] in told.replace("Dichtheid", "dichtheid"), row.job


def test_numbers_are_written_in_dutch(script: ModuleType) -> None:
    assert [script.dutch(1234.56, 1), script.dutch(0.145, 2)] == ["1.234,6", "0,14"]
    assert [script.three(n) for n in (0.4567, 3.456, 34.56, 4321.0)] == [
        "0,457", "3,46", "34,6", "4.321",
    ]  # fmt: skip
