"""A comparison that leaves the tool: numbers for programs, words for people, for who may."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from hotspots.access.workspace import open_workspace
from hotspots.analysis.analyse import analyse
from hotspots.analysis.periods import Period
from hotspots.analysis.question import Selection
from hotspots.errors import AccessError
from hotspots.exports.writers import file_bytes
from hotspots.vergelijken.compared import compared_periods
from hotspots.vergelijken.sheet import sheet_of_compared

if TYPE_CHECKING:
    from hotspots.access.workspace import Workspace
    from hotspots.exports.sheet import Sheet
    from hotspots.settings import Home

FEBRUARY = Period(date(2017, 2, 1), date(2017, 2, 28))
JANUARY = Period(date(2017, 1, 1), date(2017, 1, 31))


def sheet_of(town: Workspace, asked: Selection, now: Period, then: Period) -> Sheet:
    answers = [analyse(town, replace(asked, period=period)) for period in (now, then)]
    lines, _ = compared_periods(town, *answers)
    return sheet_of_compared(
        town, lines, answers, heads=("Gebied", "nu", "toen"), sentences=("Een zin.",),
    )  # fmt: skip


def test_a_row_has_both_numbers_and_how_they_differ(town: Workspace) -> None:
    sheet = sheet_of(town, Selection("inbraak"), FEBRUARY, JANUARY)

    assert sheet.rows[["name", "one", "other"]].to_numpy().tolist() == [
        ["Noord", 1, 2], ["Oost", 1, 0], ["Zuid", 0, 0], ["Haven", 0, 0],
    ]  # fmt: skip
    # A month is as long as a month: what is printed can be subtracted.
    assert sheet.rows["difference"][0] == 1 - 2
    assert sheet.for_people["verdict"].tolist() == ["geen aantoonbaar verschil"] * 4
    assert [column.label for column in sheet.columns][:3] == ["Gebied", "nu", "toen"]
    assert sheet.described["synthetic"] is True


def test_what_is_suppressed_is_words_for_people_and_empty_for_programs(town: Workspace) -> None:
    first, second = (
        Period(date(2017, 1, 1), date(2017, 3, 31)), Period(date(2017, 4, 1), date(2017, 6, 30)),
    )  # fmt: skip
    sheet = sheet_of(town, Selection("zorg", level="wijken"), second, first)

    # Boven 25 and 10; Onder 9 in the first quarter, which is below 10.
    assert np.isnan(sheet.rows["other"]).all()
    assert sheet.rows[["other_lower", "other_upper"]].to_numpy().tolist() == [[10, 12], [0, 9]]
    assert sheet.rows["other_status"].tolist() == ["between", "suppressed"]
    assert sheet.for_people["other"].tolist() == ["10 tot 12", "minder dan 10"]
    # 23 to 27 less 10 to 12.
    assert sheet.for_people["difference"].tolist()[0] == "+11 tot +17"
    assert "ratio" not in [column.name for column in sheet.columns]
    assert "9" not in {str(value) for value in sheet.rows["other"]}


def test_the_files_read_back_and_say_where_they_come_from(town: Workspace) -> None:
    sheet = sheet_of(town, Selection("inbraak"), FEBRUARY, JANUARY)
    written = io.BytesIO(file_bytes(town, sheet, ".xlsx", dutch=True))
    book = pd.read_excel(written, sheet_name=None, engine="openpyxl")

    assert book["Gegevens"]["Gebied"].tolist() == ["Noord", "Oost", "Zuid", "Haven"]
    about = " ".join(map(str, book["Verantwoording"].to_numpy().ravel()))
    for told in ("nu", "toen", "Een zin.", "Verzonnen"):
        assert told in about


def test_who_may_not_take_the_layer_away_gets_no_file(home: Home) -> None:
    role = '[roles.{0}]\nlabel = "{0}"\nsee = true\nfinest = "cells"\nexport = {1}\n'
    roles = role.format("analist", "true") + role.format("kijker", "false")
    (home.root / "rollen.toml").write_text(roles, encoding="utf-8")
    workspace = open_workspace(home, role="analist")
    sheet = sheet_of(workspace, Selection("inbraak"), FEBRUARY, JANUARY)

    assert b"Noord" in file_bytes(workspace, sheet, ".csv")
    with pytest.raises(AccessError, match="geen bestand meenemen"):
        file_bytes(replace(workspace, role="kijker"), sheet, ".csv")
