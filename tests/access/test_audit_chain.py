"""A line of the audit that was removed, changed or moved shows, and so does an end that was cut."""

from __future__ import annotations

import json
import multiprocessing
from typing import TYPE_CHECKING

import pytest

from hotspots.access import audit
from hotspots.access.audit import (
    HEAD,
    MOST_A_DAY,
    Event,
    check_chain,
    lines,
    note,
    note_denied_login,
    record,
)
from hotspots.cli import main
from hotspots.settings import STATE_VARIABLE, Home

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def look(number: int) -> Event:
    return Event(f"jan{number}", "wijkagent", "saw", "done", "inbraak")


@pytest.fixture
def written(home: Home, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of an audit of thirty lines in several files."""
    monkeypatch.setattr(audit, "FULL_B", 3_000)
    for number in range(30):
        (record if number % 2 else note)(home, look(number))
    assert len(list(home.audit.glob("audit-*.jsonl"))) > 1
    return home.audit


def edit(path: Path, change: Callable[[list[bytes]], list[bytes]]) -> None:
    path.write_bytes(b"".join(change(path.read_bytes().splitlines(keepends=True))))


def swapped(told: list[bytes]) -> list[bytes]:
    return [*told[:2], told[3], told[2], *told[4:]]


def test_an_audit_that_nobody_touched_is_whole(home: Home, written: Path) -> None:
    found = check_chain(home)
    assert found.broken == []
    assert (found.last.number, found.unlinked, found.gone) == (30, 0, 0)
    assert [line["who"] for line in lines(home)] == [f"jan{number}" for number in range(30)]
    assert (written / HEAD).stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "change",
    [
        lambda told: told[:2] + told[3:],
        lambda told: [*told[:2], told[2].replace(b"jan", b"piet"), *told[3:]],
        lambda told: [*told[:2], told[2], told[2], *told[3:]],
        swapped,
        lambda told: [*told[:2], told[2][:40] + b"\n", *told[3:]],
        lambda told: [*told[:2], b'{"who": "an"}\n', *told[2:]],
    ],
    ids=("removed", "changed", "doubled", "swapped", "halved", "put in"),
)
@pytest.mark.parametrize("full", [True, False], ids=("in a full file", "in the file of now"))
def test_a_line_that_is_not_as_it_was_written_is_found_with_its_place(
    home: Home,
    written: Path,
    monkeypatch: pytest.MonkeyPatch,
    change: Callable[[list[bytes]], list[bytes]],
    *,
    full: bool,
) -> None:
    path = sorted(written.glob("audit-*.jsonl"))[1] if full else written / audit.FILE
    if not full:
        monkeypatch.setattr(audit, "FULL_B", 100_000)
        for number in range(30, 36):
            note(home, look(number))
    edit(path, change)
    found = check_chain(home)
    assert found.broken
    assert found.broken[0].startswith(path.name)
    assert any(f"regel {line}" in found.broken[0] for line in (3, 4))


def test_last_lines_that_were_cut_off_show_also_when_more_came_after(
    home: Home, written: Path
) -> None:
    edit(written / audit.FILE, lambda told: told[:-1])
    (told,) = check_chain(home).broken
    assert "houdt op bij nummer 29, en er zijn er 30 geschreven" in told
    note(home, look(30))
    assert "nummer 31" in check_chain(home).broken[0]


def test_a_whole_file_that_is_gone_shows(home: Home, written: Path) -> None:
    first, second, *_ = sorted(written.glob("audit-*.jsonl"))
    second.unlink()
    assert "sluit niet aan" in check_chain(home).broken[0]
    # What a keeper put away at the front is told, and is no fault.
    first.unlink()
    found = check_chain(home)
    assert found.broken == []
    assert found.gone > 10


def test_without_its_note_of_the_last_line_an_audit_says_so(home: Home, written: Path) -> None:
    (written / HEAD).unlink()
    assert "ontbreekt" in check_chain(home).broken[0]
    note(home, look(30))
    (told,) = check_chain(home).broken
    assert "beginnen hier opnieuw" in told


def test_lines_of_before_there_was_a_chain_can_be_read_and_are_named(home: Home) -> None:
    home.audit.mkdir(parents=True)
    old = {"at": "2025-01-01T00:00:00+00:00", "who": "oud", "role": "", "action": "saw"}
    path = home.audit / audit.FILE
    path.write_text(json.dumps(old) + "\n" + json.dumps(old) + "\n", encoding="utf-8")
    note(home, look(1))
    found = check_chain(home)
    assert (found.broken, found.unlinked, found.last.number) == ([], 2, 1)
    assert [line["who"] for line in lines(home)] == ["oud", "oud", "jan1"]
    edit(path, lambda told: told[1:])
    assert check_chain(home).broken == []
    edit(path, lambda told: told[1:])
    assert "sluit niet aan" in check_chain(home).broken[0]


def test_half_a_line_of_a_power_cut_spoils_no_other(home: Home) -> None:
    note(home, look(1))
    path = home.audit / audit.FILE
    path.write_bytes(path.read_bytes() + b'{"n": 2, "wh')
    note(home, look(2))
    assert check_chain(home).broken == [
        "audit.jsonl, regel 2: niet te lezen. Hij is veranderd, of half geschreven bij een storing."
    ]


def _write(home: Home) -> None:
    for number in range(40):
        record(home, look(number))


@pytest.mark.parametrize("full", [3_000, 1])
def test_a_process_killed_between_a_line_and_its_note_breaks_no_chain(
    home: Home, monkeypatch: pytest.MonkeyPatch, full: int
) -> None:
    # 1 byte: every line is in a file of its own.
    monkeypatch.setattr(audit, "FULL_B", full)
    record(home, look(0))
    record(home, look(1))
    before = (home.audit / HEAD).read_bytes()
    record(home, look(2))
    (home.audit / HEAD).write_bytes(before)
    assert check_chain(home).broken == []
    record(home, look(3))
    found = check_chain(home)
    assert (found.broken, found.last.number) == ([], 4)
    assert [line["who"] for line in lines(home)] == ["jan0", "jan1", "jan2", "jan3"]


def test_several_processes_write_one_chain(home: Home) -> None:
    start = multiprocessing.get_context("fork")
    workers = [start.Process(target=_write, args=(home,)) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    found = check_chain(home)
    assert (found.broken, found.last.number) == ([], 120)


def test_verify_tells_where_and_with_what_to_compare(
    home: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(STATE_VARIABLE, str(home.state))
    for number in range(3):
        note(home, look(number))
    assert main(["--home", str(home.root), "verify"]) == 0
    assert f"nummer 3, controlesom {check_chain(home).last.checksum}" in capsys.readouterr().out
    edit(home.audit / audit.FILE, lambda told: [told[0], told[2]])
    assert main(["--home", str(home.root), "verify"]) == 2
    assert "audit.jsonl, regel 2" in capsys.readouterr().err


def test_strangers_cannot_fill_the_audit(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "_denied", audit._DeniedToday())
    for _ in range(1_000):
        note_denied_login(home, name="", address="10.0.0.7")
    assert [line["details"]["times"] for line in lines(home)] == [1, 10, 100, 1_000]
    assert {line["details"]["address"] for line in lines(home)} == {"10.0.0.7"}
    for number in range(3 * MOST_A_DAY):
        note_denied_login(home, name=f"x{number}", address=None)
    told = lines(home)
    assert len(told) <= MOST_A_DAY + 2
    assert told[-1]["details"] == {"more": True}
    assert told[4]["who"] == "x0"


def test_each_stranger_is_written_again_on_another_day(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = audit._DeniedToday()
    monkeypatch.setattr(audit, "_denied", day)
    note_denied_login(home, name="piet", address=None)
    note_denied_login(home, name="piet", address="10.0.0.7")
    assert len(lines(home)) == 1
    day._day = day._day.replace(year=2000)
    note_denied_login(home, name="piet", address=None)
    assert [line["who"] for line in lines(home)] == ["piet", "piet"]
