"""Rows that are past their term go from every version, and nothing brings them back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from hotspots.access import audit
from hotspots.access.importing import purge_layer, restore_version, term_of
from hotspots.access.workspace import open_workspace
from hotspots.catalog.specs import LayerSpec, Privacy
from hotspots.errors import AccessError, StoreError
from hotspots.incoming.checking.report import IntakeReport
from hotspots.store import catalogue, parts
from hotspots.store import purge as module
from hotspots.store.catalogue import entry_of
from hotspots.store.files import write_version_file
from hotspots.store.layer_files import DiskFiles
from hotspots.store.leftovers import leftovers
from hotspots.store.purge import overdue, purge
from loading import Door

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.settings import Home

#: All rows of before it go.
BEFORE = date(2018, 1, 1)
OLD = "oud,woning,2017-12-31 23:00,,100060,421060"
OLDER = "ouder,woning,2016-05-05,,100070,421070"
YOUNG = "jong,woning,2018-01-01 00:30,,100060,421060"
BAD = "geheim,woning,31-02-2017,,100060,421060"


@pytest.fixture
def door(home: Home, tmp_path: Path) -> Door:
    """A layer of three versions: two old rows; a young one beside them; all but one of them."""
    door = Door(home, "inbraak", tmp_path)
    door.load(OLD, OLDER, BAD)
    door.load(YOUNG)
    door.load(YOUNG, OLD, mode="replace")
    return door


def removed(door: Door) -> module.Purged:
    with door.store.writing():
        return purge(door.store, BEFORE)


def on_disk(door: Door, text: str) -> list[str]:
    """Return the files of the layer that hold a text, as bytes or as a row."""
    files = (path for path in sorted(door.store.folder.rglob("*")) if path.is_file())
    return [path.name for path in files if text.encode() in path.read_bytes()]


def test_old_rows_go_from_every_version_and_from_the_disk(door: Door) -> None:
    # Ids of one value stand in a Parquet file as they are; so do the values in a report.
    assert len(on_disk(door, "ouder")) == 2
    assert len(on_disk(door, "31-02-2017")) == 1
    assert removed(door).rows == {"v1": 2, "v2": 2, "v3": 1}
    ids = [sorted(door.store.read(version)["id"].to_pylist()) for version in door.store.versions()]
    assert ids == [[], ["jong"], ["jong"]]
    assert on_disk(door, "ouder") == []
    assert on_disk(door, "31-02-2017") == []
    assert door.store.faults() == []
    assert list(leftovers(door.store.files, catalogue.all_entries(door.store.files))) == []


def test_numbers_of_a_version_add_up_afterwards_and_it_says_what_went(door: Door) -> None:
    before = door.store.versions()[1]
    assert before.counts["read"] == 4
    removed(door)
    version = door.store.versions()[1]
    counts = version.counts
    assert (counts["read"], counts["accepted"], counts["quarantined"]) == (2, 1, 1)
    assert version.rows == 1
    assert version.forgotten_before == "2018-01-01"
    assert [line for line in version.warnings if "vóór 01-01-2018" in line]
    # Nothing more is old: a second purge writes nothing.
    held = door.bytes_on_disk()
    assert removed(door).rows == {}
    assert door.bytes_on_disk() == held


def test_the_report_of_an_import_keeps_its_numbers_and_loses_its_values(door: Door) -> None:
    removed(door)
    report = door.store.report(door.store.versions()[0])
    assert report is not None
    assert (report["read"], report["quarantined"]) == (3, 1)
    assert [(problem["row"], problem["value"]) for problem in report["problems"]] == [(4, "")]


def test_a_restore_does_not_bring_them_back_and_a_file_neither(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_term(door, monkeypatch)
    workspace = open_workspace(door.home, role="analist")
    assert purge_layer(workspace, door.layer).rows == 2
    restore_version(workspace, door.layer, 2)
    assert sorted(door.rows().index) == ["jong"]
    report = door.load(YOUNG, OLD, OLDER, mode="replace")
    assert (report.read, report.accepted, report.quarantined) == (3, 1, 2)
    assert any("voorbij de bewaartermijn" in line for line in report.warnings)
    assert sorted(door.rows().index) == ["jong"]


def with_term(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    """Declare a term of a year in the home, and let today be 1 January 2019."""
    path = next(
        file
        for file in door.home.root.rglob("*.toml")
        if "[layers.inbraak" in file.read_text(encoding="utf-8")
    )
    text = path.read_text(encoding="utf-8")
    head = "[layers.inbraak.privacy]"
    text = (
        text.replace(head, f"{head}\nkeep_months = 12")
        if head in text
        else f"{text}\n{head}\nkeep_months = 12\n"
    )
    path.write_text(text, encoding="utf-8")
    real = Privacy.term_begin
    monkeypatch.setattr(Privacy, "term_begin", lambda self, _: real(self, date(2019, 1, 1)))
    door.layer = next(
        layer
        for layer in open_workspace(door.home, role="analist").catalog.layers
        if layer.id == "inbraak"
    )


def test_who_is_killed_leaves_all_rows_or_none(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stop at each moment that something is written: before the catalogue, all is as it was."""

    class Killed(BaseException):
        pass

    before = {entry.name: entry for entry in door.store.versions()}
    steps = 0
    while True:
        left = iter(range(steps))

        def killed(*_: object, left: object = left, **__: object) -> None:
            if next(left, None) is None:  # type: ignore[call-overload]
                raise Killed

        with monkeypatch.context() as patch:
            for name in ("write", "write_rows", "keep"):
                real = getattr(DiskFiles, name)
                patch.setattr(
                    DiskFiles, name, lambda *a, real=real, killed=killed: (killed(), real(*a))[1]
                )
            try:
                removed(door)
                break
            except Killed:
                steps += 1
        now = {entry.name: entry for entry in door.store.versions()}
        assert now == before
        assert door.store.faults() == []
        door.store.tidy()
    assert steps >= 6
    assert door.store.faults() == []
    assert on_disk(door, "ouder") == []


def test_what_was_forgotten_is_still_said_when_other_rows_come(door: Door) -> None:
    removed(door)
    door.load("later,woning,2018-06-01 10:00,,100060,421060")
    assert door.current.forgotten_before == "2018-01-01"
    assert len([line for line in door.current.warnings if "vóór 01-01-2018" in line]) == 1
    # A file that takes the place of all rows says for itself what it has.
    door.load(YOUNG, mode="replace")
    assert door.current.forgotten_before == ""


def test_a_damaged_report_costs_no_version_its_young_rows(door: Door) -> None:
    reports = door.store.folder / "reports"
    for path in reports.iterdir():
        path.write_bytes(b"{")
    assert removed(door).unreadable == ()
    assert [version.name for version in door.store.versions()] == ["v1", "v2", "v3"]
    assert sorted(door.rows().index) == ["jong"]
    assert door.store.faults() == []
    report = door.store.report(door.current)
    assert report is not None
    assert IntakeReport.from_dict(report).read == 2


def test_a_dry_run_says_the_same_and_changes_nothing(door: Door) -> None:
    held = door.bytes_on_disk()
    assert overdue(door.store, BEFORE).rows == {"v1": 2, "v2": 2, "v3": 1}
    assert door.bytes_on_disk() == held


def test_parts_without_old_rows_are_not_touched(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "ROWS_PER_PART", 1)
    door = Door(home, "inbraak", tmp_path)
    door.load(OLD, OLDER, YOUNG)
    [young] = [part.file for part in door.store.parts(door.current) if part.span >= "2018"]
    inode = (door.store.folder / "parts" / young).stat().st_ino
    removed(door)
    assert [part.file for part in door.store.parts(door.current)] == [young]
    assert (door.store.folder / "parts" / young).stat().st_ino == inode


def test_a_version_of_before_there_were_parts_loses_them_too(door: Door) -> None:
    rows = door.store.read(door.current)
    path = door.store.folder / "versions" / "heel.parquet"
    sha256 = write_version_file(rows, path)
    file = path.rename(path.with_name(f"00003-{sha256[:12]}.parquet")).name
    whole = replace(door.current, file=file, sha256=sha256, format=1)
    entries = [entry_of(version) for version in door.store.versions()[:2]]
    catalogue.write(door.store.files, 3, [*entries, entry_of(whole)])
    assert removed(door).rows["v3"] == 1
    assert sorted(door.rows().index) == ["jong"]
    assert not (door.store.folder / "versions" / file).exists()


def test_a_version_that_nobody_can_read_goes_whole_and_the_served_one_never(door: Door) -> None:
    first, _, last = door.store.versions()
    [part] = door.store.parts(first)
    (door.store.folder / "parts" / part.file).write_bytes(b"half")
    purged = removed(door)
    assert purged.unreadable == ("v1",)
    assert [entry.name for entry in door.store.versions()] == ["v2", "v3"]
    assert door.store.faults() == []
    [part] = door.store.parts(last if last.file == door.current.file else door.current)
    (door.store.folder / "parts" / part.file).write_bytes(b"half")
    held = door.bytes_on_disk()
    with pytest.raises(StoreError, match="v3"), door.store.writing():
        purge(door.store, date(2020, 1, 1))
    assert door.bytes_on_disk() == held


def test_a_purge_is_in_the_audit_and_only_for_who_may_load(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_term(door, monkeypatch)
    workspace = open_workspace(door.home, role="analist")
    assert "Er staan nog oudere rijen" in " ".join(term_of(workspace, door.layer))
    agent = open_workspace(door.home, role="wijkagent")
    assert "oudere rijen" not in " ".join(term_of(agent, agent.layer("inbraak")))
    with pytest.raises(AccessError):
        purge_layer(agent, agent.layer("inbraak"))
    purge_layer(workspace, door.layer)
    told = [line for line in audit.lines(door.home) if line["action"] == "purged"]
    assert [line["outcome"] for line in told] == ["refused", "asked", "done"]
    assert told[-1]["details"] == {"before": "2018-01-01"}
    assert term_of(workspace, door.layer) == (
        "Bewaartermijn: 12 maanden. Rijen van vóór 01-01-2018 worden niet ingelezen.",
    )


def test_a_layer_without_a_term_is_left_alone(door: Door) -> None:
    workspace = open_workspace(door.home, role="analist")
    held = door.bytes_on_disk()
    done = purge_layer(workspace, door.layer)
    assert (done.before, done.lines()) == (
        None, ("Inbraak: geen bewaartermijn (keep_months onder [privacy]); er is niets veranderd.",)
    )  # fmt: skip
    assert door.bytes_on_disk() == held
    assert term_of(workspace, door.layer) == ()


def test_a_sensitive_layer_tells_no_number(door: Door) -> None:
    layer = LayerSpec(
        id="zorg", theme="zorg", kind="incidents", label="Zorg", observes="melding",
        noun="melding", noun_plural="meldingen", privacy=Privacy(minimum=10, keep_months=12),
    )  # fmt: skip
    from hotspots.access.importing import LayerPurge  # noqa: PLC0415 - for this test alone

    done = LayerPurge(layer, BEFORE, module.Purged({"v1": 7}))
    assert done.rows is None
    assert "7" not in " ".join(done.lines())
    assert door.store.faults() == []
