"""A wijkbeeld in Word: what the paper says, with its pictures, and nothing of the machine."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING

import docx
import pytest

from hotspots.access.audit import lines
from hotspots.cli import main
from hotspots.wijkbeeld.make import briefing
from hotspots.wijkbeeld.paper import report_of
from hotspots.wijkbeeld.place import place_named
from hotspots.wijkbeeld.word_page import report_docx

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.access.workspace import Workspace
    from hotspots.wijkbeeld.briefing import Briefing

MADE_ON = date(2026, 11, 25)
HOSTILE = 'Boven <w:p/> "&amp;" {{7*7}} \x07\u202e]]>'


@pytest.fixture(scope="module")
def boven(town: Workspace) -> Briefing:
    return briefing(town, place_named(town, "Boven"))


def words_of(content: bytes) -> str:
    file = docx.Document(BytesIO(content))
    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in file.paragraphs), *cells])


def test_it_says_what_the_paper_says(town: Workspace, boven: Briefing) -> None:
    said = words_of(report_docx(town, boven, made_on=MADE_ON))
    report, _ = report_of(town, boven, layer=None, made_on=MADE_ON, folder="")
    assert "Wijkbeeld Boven" in said
    for one in report.spoken:
        assert one.text in said
    for group in report.figures.groups:
        for row in group.rows:
            assert all(part in said for part in (row.layer, row.count, row.since_year.words))
            # What a row is about stands below its name, and not in one breath with it.
            assert not row.about or f"{row.layer}\n{row.about}" in said
    assert report.back.map is not None
    assert report.back.where is not None
    for text in (report.back.map.title, report.back.where.title, *report.back.sources.mind):
        assert text in said


def test_map_clock_and_legend_are_pictures_with_words(town: Workspace, boven: Briefing) -> None:
    report, _ = report_of(town, boven, layer=None, made_on=MADE_ON, folder="")
    drawn = report.back.map
    assert drawn is not None
    file = docx.Document(BytesIO(report_docx(town, boven, made_on=MADE_ON)))
    told = [shape._inline.docPr.get("descr") for shape in file.inline_shapes]
    assert drawn.alt in told
    assert [one.label for one in (*drawn.classes, *drawn.lines)] == [
        one for one in told if one in {entry.label for entry in (*drawn.classes, *drawn.lines)}
    ]
    widest = max(shape.width.mm for shape in file.inline_shapes)
    assert widest == pytest.approx(170, abs=0.1)
    with zipfile.ZipFile(BytesIO(report_docx(town, boven, made_on=MADE_ON))) as parts:
        pictures = [name for name in parts.namelist() if name.startswith("word/media/")]
        assert pictures
        assert all(parts.read(name).startswith(b"\x89PNG") for name in pictures)


def test_the_legend_stays_on_the_page_of_its_map(town: Workspace, boven: Briefing) -> None:
    report, _ = report_of(town, boven, layer=None, made_on=MADE_ON, folder="")
    drawn = report.back.map
    assert drawn is not None
    file = docx.Document(BytesIO(report_docx(town, boven, made_on=MADE_ON)))
    texts = [one.text.strip() for one in file.paragraphs]
    first, last = texts.index(drawn.when), texts.index((*drawn.classes, *drawn.lines)[-1].label)
    # When, map and title of the legend, and an entry for each class and line.
    assert last - first + 1 == 3 + len(drawn.classes) + len(drawn.lines)
    together = [one.paragraph_format.keep_with_next for one in file.paragraphs[first : last + 1]]
    assert together == [True] * (len(together) - 1) + [None]


def test_a_hostile_name_is_text_and_the_file_is_the_same_each_time(
    town: Workspace, boven: Briefing
) -> None:
    hostile = replace(boven, place=replace(boven.place, name=HOSTILE))
    content = report_docx(replace(town, who="wie.dit.leest"), hostile, made_on=MADE_ON)
    assert 'Wijkbeeld Boven <w:p/> "&amp;" {{7*7}} ]]>' in words_of(content)
    assert content == report_docx(replace(town, who="wie.dit.leest"), hostile, made_on=MADE_ON)
    with zipfile.ZipFile(BytesIO(content)) as parts:
        assert b"wie.dit.leest" not in b"".join(parts.read(name) for name in parts.namelist())


def test_the_audit_says_that_a_docx_was_taken(town: Workspace, boven: Briefing) -> None:
    report_docx(town, boven, made_on=MADE_ON)
    assert any("docx" in str(line) for line in lines(town.home))


def test_the_command_writes_it(
    town: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "boven.docx"
    ask_for = ["report", "Boven", "--home", str(town.home.root)]
    assert main([*ask_for, "--out", str(out)]) == 0
    assert "Wijkbeeld Boven" in words_of(out.read_bytes())
    assert main([*ask_for, "--out", str(tmp_path / "boven.doc")]) != 0
    assert ".docx" in capsys.readouterr().err
