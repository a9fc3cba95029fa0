"""What is written down of who did what, and what stops when it cannot be."""

from __future__ import annotations

import json
import logging
import os
import threading
from typing import TYPE_CHECKING, Any

import pytest

from hotspots.access import audit
from hotspots.access.audit import Event, lines, note, record
from hotspots.access.export import note_seen
from hotspots.access.importing import import_file, restore_version, versions_of
from hotspots.access.workspace import Workspace, open_workspace
from hotspots.analysis.analyse import analyse
from hotspots.analysis.question import Selection
from hotspots.errors import HotspotsError, StoreError
from hotspots.exports.writers import write_analysis
from hotspots.maps.choropleth import map_spec
from hotspots.maps.files import map_bytes
from taken import csv_of

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.settings import Home

#: Texts from a file that must be nowhere in the audit.
ROWS = "id,soort,begin,eind,x,y\nGEHEIM-21,woning,2018-01-05 19:00,,100061,421067\n"
LOOK = Event("jan", "wijkagent", "saw", "done", "inbraak")


@pytest.fixture
def own(home: Home) -> Workspace:
    opened = open_workspace(home, role="analist")
    return Workspace(opened.library, "analist", who="jan@dordrecht.nl")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "dossier-de-vries.csv"
    path.write_text(ROWS, encoding="utf-8")
    return path


def told(home: Home, *names: str) -> list[tuple[Any, ...]]:
    return [tuple(line[name] for name in names) for line in lines(home)]


def test_looking_taking_loading_and_restoring_are_written_down(own: Workspace, file: Path) -> None:
    asked = Selection("inbraak", level="wijken", wijken=("WK999901",))
    note_seen(own, "inbraak", asked.to_dict())
    answer = analyse(own, asked)
    csv_of(own, answer)
    map_bytes(map_spec(own, answer), own, ".svg")
    layer = own.layer("inbraak")
    import_file(own, layer, file, dry_run=True)
    import_file(own, layer, file)
    restore_version(own, layer, 1)
    assert told(own.home, "action", "outcome") == [
        ("saw", "done"),
        ("exported", "done"), ("exported", "done"),
        ("checked", "asked"), ("checked", "done"),
        ("imported", "asked"), ("imported", "done"),
        ("restored", "asked"), ("restored", "done"),
    ]  # fmt: skip
    assert {line["who"] for line in lines(own.home)} == {"jan@dordrecht.nl"}
    assert {line["subject"] for line in lines(own.home)} == {"inbraak"}
    seen, csv, svg, *_, imported, _, restored = lines(own.home)
    assert seen["selection"]["wijken"] == csv["selection"]["wijken"] == ["WK999901"]
    assert (csv["details"]["kind"], svg["details"]["kind"]) == ("csv", "svg")
    assert imported["details"]["version"] == "v2"
    assert restored["details"]["version"] == 1


def test_nothing_of_an_incident_or_a_file_name_is_in_it(own: Workspace, file: Path) -> None:
    layer = own.layer("inbraak")
    import_file(own, layer, file)
    csv_of(own, analyse(own, Selection("inbraak", level="cells", cell_m=100)))
    with pytest.raises(HotspotsError):
        import_file(own, layer, file.with_name("GEHEIM.csv"))
    written = (own.home.audit / audit.FILE).read_text(encoding="utf-8")
    for secret in ("GEHEIM", "de-vries", "100061", "421067", "2018-01-05"):
        assert secret not in written


def test_a_refused_file_is_written_down_with_the_kind_of_fault(
    own: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "leeg.csv"
    path.write_text("", encoding="utf-8")
    with pytest.raises(HotspotsError):
        import_file(own, own.layer("inbraak"), path)
    assert lines(own.home)[-1]["outcome"] == "refused"
    assert lines(own.home)[-1]["details"]["error"] == "SourceError"


def test_without_an_audit_nothing_is_taken_away_or_changed(
    own: Workspace, file: Path, tmp_path: Path
) -> None:
    layer = own.layer("inbraak")
    import_file(own, layer, file)
    answer = analyse(own, Selection("inbraak", level="wijken"))
    _block(own.home)
    target = tmp_path / "a.csv"
    for door in (
        lambda: csv_of(own, answer),
        lambda: write_analysis(own, answer, target),
        lambda: map_bytes(map_spec(own, answer), own, ".svg"),
        lambda: import_file(own, layer, file, mode="replace"),
        lambda: restore_version(own, layer, 1),
    ):
        with pytest.raises(StoreError, match="logboek is niet te beschrijven"):
            door()
    assert not target.exists()
    assert [version.name for version in versions_of(own, layer)] == ["v2", "v1"]
    assert own.version(layer).name == "v2"


def test_without_an_audit_looking_goes_on_and_the_log_says_so_without_names(
    own: Workspace, caplog: pytest.LogCaptureFixture
) -> None:
    _block(own.home)
    with caplog.at_level(logging.WARNING):
        note_seen(own, "inbraak", {})
    assert "Het logboek is niet te beschrijven" in caplog.text
    assert "jan" not in caplog.text
    assert analyse(own, Selection("inbraak", level="wijken")).counts.sum() == 7


def test_half_a_line_is_taken_back_on_a_full_disk(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    record(home, LOOK)
    write = os.write
    monkeypatch.setattr(audit.os, "write", lambda file, line: write(file, line[:10]))
    with pytest.raises(StoreError):
        record(home, LOOK)
    monkeypatch.undo()
    record(home, LOOK)
    assert told(home, "who") == [("jan",), ("jan",)]


def test_a_name_cannot_write_a_line_of_its_own(home: Home) -> None:
    note(home, Event('x"}\n{"who": "een ander"\r\u2028', "r\n", "let_in", "refused"))
    assert len((home.audit / audit.FILE).read_bytes().splitlines()) == 1
    assert lines(home)[0]["who"].startswith('x"}\n{"who"')


def test_a_name_without_end_is_cut(home: Home) -> None:
    note(home, Event("x" * 1_000_000, "r", "let_in", "refused"))
    assert len(lines(home)[0]["who"]) == 200


def test_a_full_file_is_put_aside_and_nothing_is_lost(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "FULL_B", 1_000)
    for number in range(40):
        record(home, Event(str(number), "r", "saw", "done"))
    files = sorted(home.audit.glob("audit-*.jsonl"))
    assert len(files) > 3
    assert all(path.stat().st_size <= 1_000 for path in home.audit.glob("*.jsonl"))
    assert told(home, "who") == [(str(number),) for number in range(40)]


def test_many_at_once_write_whole_lines(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "FULL_B", 4_000)

    def work(name: str) -> None:
        for _ in range(25):
            note(home, Event(name, "r", "saw", "done", selection={"wijken": [name] * 5}))

    threads = [threading.Thread(target=work, args=(str(number),)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told(home, "who")) == sorted([(str(n),) for n in range(8)] * 25)


def test_only_the_owner_reads_who_looked_at_what(home: Home) -> None:
    note(home, LOOK)
    assert (home.audit / audit.FILE).stat().st_mode & 0o077 == 0
    assert json.loads((home.audit / audit.FILE).read_text())["at"].endswith("+00:00")


def _block(home: Home) -> None:
    """Put a file where the folder of the audit was: root writes to a read-only folder too."""
    if home.audit.exists():
        home.audit.rename(home.audit.with_name("weg"))
    home.audit.write_text("", encoding="utf-8")
