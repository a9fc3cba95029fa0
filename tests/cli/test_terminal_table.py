"""A table on a terminal: headings, columns that line up, and rows that fit on the screen."""

from __future__ import annotations

import io
import os
import sys

import pandas as pd
import pytest

from hotspots.exports import terminal, terminal_table
from hotspots.exports.terminal import bar, say
from hotspots.exports.terminal_table import Heading, frame_lines, screen_width, table_lines

NAME = Heading("Naam")
COUNT = Heading("Aantal", number=True)
LONG = "Nieuwe Haven en omgeving, Groenmarkt en omgeving"


def test_a_heading_that_is_wider_than_its_column_goes_on_below_itself() -> None:
    headings = (NAME, Heading("Waarde: inbraken per 1.000 huishoudens", number=True))
    lines = list(table_lines(headings, [("Noord", "6,7")]))
    # The longest word, "huishoudens", has 11 characters.
    assert lines == [
        "           Waarde:",
        "          inbraken",
        "         per 1.000",
        "Naam   huishoudens",
        "-----  -----------",
        "Noord          6,7",
    ]
    (_, second, *_) = table_lines((NAME, Heading("Laag (95 %)", number=True)), [("Noord", "1")])
    assert second == "Naam   (95 %)"


def test_numbers_end_below_each_other_and_words_begin_there() -> None:
    rows = [("Noord", "1.200"), ("Buurt van Oost", "7")]
    heading, rule, first, second = table_lines((NAME, COUNT), rows)
    assert len(first) == len(second) == len(heading) == len(rule)
    assert (first[:5], second[:14]) == ("Noord", "Buurt van Oost")


def test_the_rule_below_a_last_column_of_sentences_is_that_of_its_heading() -> None:
    _, rule, row = table_lines((COUNT, Heading("Waarom")), [("1", LONG)])
    assert (rule, row) == ("------  ------", f"     1  {LONG}")


def test_a_column_with_more_in_it_keeps_more_of_a_narrow_screen() -> None:
    rows = [("kort woord", LONG * 4, "kort woord")]
    headings = (NAME, Heading("Bron"), Heading("Wat"))
    _, rule, *lines = table_lines(headings, rows, width=60)
    assert max(map(len, lines)) <= 60
    # 60 without twice two blanks, twice ten letters: 36 are left.
    assert [len(part) for part in rule.split()] == [10, 36, 3]
    assert lines[0].startswith("kort woord  Nieuwe Haven en omgeving")


def test_a_row_that_does_not_fit_goes_on_below_itself_and_loses_nothing() -> None:
    rows = [(LONG, "12", LONG)]
    lines = list(table_lines((NAME, COUNT, Heading("Bron")), rows, width=50))
    assert max(map(len, lines)) <= 50
    assert sorted(" ".join(lines[2:]).split()) == sorted(f"{LONG} 12 {LONG}".split())
    # In a pipe it is one line.
    assert len(list(table_lines((NAME, COUNT, Heading("Bron")), rows))) == 3


def test_a_screen_that_is_too_narrow_for_the_numbers_cuts_no_number_and_no_word() -> None:
    rows = [("Merwestein", "1.234.567")]
    lines = list(table_lines((NAME, COUNT), rows, width=8))
    assert lines[-1] == "Merwestein  1.234.567"


def test_a_line_break_in_a_cell_is_kept_in_its_column() -> None:
    lines = list(table_lines((COUNT, NAME), [("3", "Noord\nbij het water"), ("12", "Oost")]))
    assert lines[2:] == ["     3  Noord", "        bij het water", "    12  Oost"]


def test_what_steers_a_terminal_does_nothing() -> None:
    lines = list(table_lines((NAME, COUNT), [("\x1b[31mrood\x07", "1")]))
    assert all(line.isprintable() for line in lines)


def test_without_rows_there_is_nothing() -> None:
    assert list(table_lines((NAME, COUNT), [])) == []
    assert list(frame_lines(pd.DataFrame(), {"name": "Naam"})) == []


def test_a_frame_is_written_in_dutch() -> None:
    frame = pd.DataFrame(
        {
            "when": pd.to_datetime(["2017-12-31 23:30", "2018-01-01 00:00"]),
            "count": pd.array([12345, None], dtype="Int64"),
            "share": [0.5, float("nan")],
            "known": [True, False],
            "extra": ["weg", "weg"],
        }
    )
    labels = {"known": "Bekend", "when": "Begin", "count": "Aantal", "share": "Deel"}
    assert list(frame_lines(frame, labels, {"share": 1})) == [
        "Bekend  Begin             Aantal  Deel",
        "------  ----------------  ------  ----",
        "ja      31-12-2017 23:30  12.345   0,5",
        "nee     01-01-2018 00:00       –     –",
    ]


def test_a_sentence_is_broken_off_between_words_on_a_terminal_and_nowhere_in_a_pipe(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    row = "Noord   1.200   " + LONG
    say([LONG, row])
    assert capsys.readouterr().out == f"{LONG}\n{row}\n"
    monkeypatch.setattr(terminal, "screen_width", {sys.stdout: 30}.get)
    say([LONG, row])
    first, second, last = capsys.readouterr().out.splitlines()
    assert (f"{first} {second}", last) == (LONG, row)
    assert max(len(first), len(second)) <= 30


@pytest.mark.parametrize("columns", [60, 80, 200])
def test_a_bar_is_drawn_on_one_line(columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = io.StringIO()
    drawn.isatty = lambda: True  # type: ignore[method-assign]
    monkeypatch.setattr(sys, "stderr", drawn)
    monkeypatch.setenv("COLUMNS", str(columns))
    draw = bar("Incidenten opnieuw plaatsen")
    draw(0.5)
    draw(1.0)
    half, whole = drawn.getvalue().strip("\r\n").split("\r")
    assert half.endswith("]  50 %")
    assert whole.endswith("#] 100 %")
    assert abs(half.count("#") - half.count(".")) <= 1
    assert len(whole) < columns


def test_the_width_is_that_of_the_terminal_and_none_in_a_pipe(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    assert screen_width(sys.stdout) is None
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(
        terminal_table.shutil, "get_terminal_size", lambda: os.terminal_size((40, 24))
    )
    assert screen_width(sys.stdout) == 40
    lines = list(table_lines((NAME, COUNT, NAME), [(LONG, "1", LONG)]))
    assert max(map(len, lines)) <= 40
