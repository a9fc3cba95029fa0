"""The letter of advice: all of the check and nothing else, in Word and PDF, for any name."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING

import docx
import pytest

from event_town import ask, calendar_home
from hotspots.access.workspace import open_workspace
from hotspots.cli import main
from hotspots.errors import AccessError
from hotspots.evenementen import letter_words as text
from hotspots.evenementen import page_words
from hotspots.evenementen.alternatives import Alternative
from hotspots.evenementen.calendar import open_calendar
from hotspots.evenementen.check import check
from hotspots.evenementen.letter import advice_letter, letter_bytes
from hotspots.evenementen.request import request_of
from hotspots.exports.document import Bullets, Grid, Heading, Paragraph
from printed import Printed

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.access.workspace import Workspace
    from hotspots.evenementen.calendar import EventCalendar
    from hotspots.evenementen.check import Check

DAY = date(2018, 3, 1)
HOSTILE = 'Feest <w:t>&amp; "co" {{7*7}} ${x} \x07\u202e]]>#'


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, EventCalendar]:
    home = calendar_home(tmp_path_factory.mktemp("brief") / "town")
    workspace = open_workspace(home.root, role="analist")
    return workspace, open_calendar(workspace)


def checked(calendar: EventCalendar, **more: object) -> Check:
    return check(ask(**more), calendar, now=DAY)  # type: ignore[arg-type]


def words_of(content: bytes) -> str:
    """All that a DOCX says, in cells and out of them."""
    file = docx.Document(BytesIO(content))
    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in file.paragraphs), *cells])


def test_the_letter_holds_each_finding_with_its_source_once(
    town: tuple[Workspace, EventCalendar],
) -> None:
    workspace, calendar = town
    answer = checked(calendar, visitors=2500, title="Groot feest")
    document = advice_letter(workspace, calendar, answer, made_on=DAY)
    rows = [row for one in document.blocks if isinstance(one, Grid) for row in one.rows]
    for finding in answer.findings:
        topic = page_words.topic(answer, finding)
        source = f"{page_words.CERTAINTY[finding.certainty]}: {finding.source}"
        known = (topic, finding.reason, source)
        assert rows.count(known if finding.verdict != "onbekend" else known[:2]) == 1
    said = [one.text for one in document.blocks if isinstance(one, Paragraph)]
    assert said[0] == page_words.VERDICTS["belemmering"]
    assert answer.notes[0] in said
    (bullets,) = [one for one in document.blocks if isinstance(one, Bullets)]
    assert bullets.items == answer.notes[1:]
    assert ("Bezoekers op het drukste moment", "2.500") in rows
    assert ("Opbouw vanaf", text.NOT_FILLED) in rows
    assert ("Klasse", f"{answer.facts.plan.classified.risk} (volgens de puntentabel)") in rows
    assert ("Status", text.NOT_IN_CALENDAR) in rows
    assert document.about.endswith("01-03-2018 · opgesteld met de rol Analist")


@pytest.mark.parametrize(
    ("status", "decision", "opens", "heading"),
    [
        ("vergund", "Om 23 uur stil.", "Besluit in de kalender: vergund.", "Voorwaarden bij de"),
        ("afgewezen", "Te druk.", "Besluit in de kalender: geweigerd.", "Gronden van de weigering"),
        ("aangevraagd", "", page_words.VERDICTS["let_op"], text.CONDITIONS),
    ],
)
def test_a_decision_opens_the_letter_and_its_conditions_or_grounds_are_called_that(
    town: tuple[Workspace, EventCalendar], status: str, decision: str, opens: str, heading: str
) -> None:
    workspace, calendar = town
    events = replace(calendar.events, decisions=(decision, ""), statuses=(status, "vergund"))
    calendar = replace(calendar, events=events)
    answer = replace(checked(calendar, id="1"), verdict="let_op")
    blocks = advice_letter(workspace, calendar, answer, made_on=DAY).blocks
    first = blocks[0]
    assert isinstance(first, Paragraph)
    assert first.text.startswith(opens)
    # What the check says stands below a decision, whatever that was.
    assert Paragraph(page_words.VERDICTS["let_op"], strong=True) in blocks[:2]
    (at,) = [
        at for at, one in enumerate(blocks)
        if isinstance(one, Heading) and one.text.startswith(heading)
    ]  # fmt: skip
    assert blocks[at + 1] == Paragraph(decision or text.NO_CONDITIONS)


def test_each_alternative_says_what_it_saves_and_what_it_costs(
    town: tuple[Workspace, EventCalendar],
) -> None:
    workspace, calendar = town
    answer = checked(calendar, visitors=100)
    park = Alternative(
        "park", "Park", answer.request.start, 10.0, 0.62, None, 4100, ("place",), (), 1_234.0
    )
    later = replace(park, away_m=0.0, away_days=7, days_left=3)
    answer = replace(answer, places=(park,), dates=(later,))
    blocks = advice_letter(workspace, calendar, answer, made_on=DAY).blocks
    rows = [row for one in blocks if isinstance(one, Grid) for row in one.rows]
    (here,) = [row for row in rows if "1.234 m verderop" in row]
    assert here[2:5] == ("62 %", "1.234 m verderop", "geen grens")
    (then,) = [row for row in rows if "7 dagen later" in row]
    assert then[2:5] == ("62 %", "7 dagen later", "3")


def test_a_class_of_the_calendar_is_not_said_to_be_that_of_the_table(
    town: tuple[Workspace, EventCalendar],
) -> None:
    workspace, calendar = town
    answer = check(replace(request_of(calendar, "1"), known_risk="C"), calendar)
    assert answer.facts.plan.classified.risk != "C"
    blocks = advice_letter(workspace, calendar, answer, made_on=DAY).blocks
    rows = [row for one in blocks if isinstance(one, Grid) for row in one.rows]
    assert ("Klasse", "C (staat in de kalender)") in rows


def test_word_and_pdf_say_the_same(town: tuple[Workspace, EventCalendar]) -> None:
    workspace, calendar = town
    answer = checked(calendar, title="Groot feest", visitors=2500)
    make = {
        ending: letter_bytes(
            workspace, calendar, answer, made_on=DAY, ending=ending, by="A. de Vries"
        )
        for ending in (".docx", ".pdf")
    }
    in_word = words_of(make[".docx"])
    in_pdf = Printed(make[".pdf"]).text
    for said in ("Advies evenement: Groot feest", "opgesteld door A. de Vries (Analist)",
                 page_words.VERDICTS["belemmering"], *(one.reason for one in answer.findings),
                 *answer.notes):  # fmt: skip
        assert said in in_word
        assert said in in_pdf


def test_a_hostile_name_is_text_and_nothing_more(town: tuple[Workspace, EventCalendar]) -> None:
    workspace, calendar = town
    answer = checked(calendar, title=HOSTILE)
    content = letter_bytes(workspace, calendar, answer, made_on=DAY, ending=".docx", by="<script>")
    said = words_of(content)
    assert 'Feest <w:t>&amp; "co" {{7*7}} ${x} ]]>#' in said
    assert "opgesteld door <script> (Analist)" in said
    assert letter_bytes(workspace, calendar, answer, made_on=DAY, ending=".pdf").startswith(b"%PDF")


def test_the_file_holds_nothing_of_this_machine_and_is_the_same_each_time(
    town: tuple[Workspace, EventCalendar],
) -> None:
    workspace, calendar = town
    answer = checked(calendar)
    first, again = (
        letter_bytes(
            replace(workspace, who="jan.op.dit.apparaat"), calendar, answer, made_on=DAY,
            ending=".docx",
        )
        for _ in range(2)
    )  # fmt: skip
    assert first == again
    with zipfile.ZipFile(BytesIO(first)) as parts:
        everything = b"".join(parts.read(part) for part in parts.namelist())
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [name for name in parts.namelist() if "thumbnail" in name]
    assert b"jan.op.dit.apparaat" not in everything
    about = docx.Document(BytesIO(first)).core_properties
    assert (about.author, about.last_modified_by) == ("Vierbuurten", "Vierbuurten")
    assert about.created.isoformat()[:19] == "2018-03-01T00:00:00"
    assert about.language == "nl-NL"


def test_tables_repeat_their_head_and_headings_are_headings(
    town: tuple[Workspace, EventCalendar],
) -> None:
    workspace, calendar = town
    content = letter_bytes(workspace, calendar, checked(calendar), made_on=DAY, ending=".docx")
    file = docx.Document(BytesIO(content))
    assert all("w:tblHeader" in table.rows[0]._tr.xml for table in file.tables)
    assert all("w:cantSplit" in row._tr.xml for table in file.tables for row in table.rows)
    styles = {one.style.name for one in file.paragraphs if one.style is not None}
    assert {"Title", "Heading 1", "Heading 2"} <= styles
    assert "PAGE" in file.sections[0].footer.paragraphs[0]._p.xml


def test_who_may_not_take_the_calendar_away_gets_no_letter(tmp_path: Path) -> None:
    home = calendar_home(tmp_path / "town")
    (home.root / "rollen.toml").write_text(
        '[roles.kijker]\nlabel = "Kijker"\nsee = true\nfinest = "cells"\nexport = false\n',
        encoding="utf-8",
    )
    workspace = open_workspace(home, role="kijker")
    calendar = open_calendar(workspace)
    with pytest.raises(AccessError):
        letter_bytes(workspace, calendar, checked(calendar), made_on=DAY, ending=".pdf")


def test_the_command_writes_a_letter(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home = calendar_home(tmp_path / "town")
    request = tmp_path / "aanvraag.json"
    request.write_text(json.dumps({
        "location": "markt", "start": "2018-05-12T20:00", "end": "2018-05-12T23:00",
        "visitors": 100, "title": "Feest",
    }), encoding="utf-8")  # fmt: skip
    out = tmp_path / "advies.docx"
    ask_for = ["event", "check", str(request), "--date", "2018-03-01", "--home", str(home.root)]
    assert main([*ask_for, "--out", str(out), "--by", "A. de Vries"]) == 0
    assert "opgesteld door A. de Vries" in words_of(out.read_bytes())
    assert main([*ask_for, "--out", str(tmp_path / "advies.doc")]) != 0
    assert ".docx of .pdf" in capsys.readouterr().err
