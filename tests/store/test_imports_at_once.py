"""Whole imports beside each other, and whole imports that are killed: no row is lost."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from hotspots.access import words
from hotspots.access.workspace import open_workspace
from loading import HEADER, Door

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.settings import Home

KILLS = int(os.environ.get("HOTSPOTS_KILLS", "20")) // 10


@pytest.fixture
def door(home: Home, tmp_path: Path) -> Door:
    """A layer with one row, id 0."""
    open_workspace(home, role="analist")
    door = Door(home, "inbraak", tmp_path)
    door.load(row(0))
    return door


def row(number: int) -> str:
    return f"{number},woning,2018-01-05 19:00,,{100_060 + number},421060"


def begin(door: Door, number: int) -> subprocess.Popen[str]:
    """Start an import of one row, as the command line does it."""
    path = door.folder / f"lading-{number}.csv"
    path.write_text(f"{HEADER}\n{row(number)}\n", encoding="utf-8")
    command = [sys.executable, "-m", "hotspots", "--home", str(door.home.root)]
    return subprocess.Popen(
        [*command, "import", str(path), "--layer", "inbraak"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_two_imports_at_once_lose_no_row(door: Door) -> None:
    for running in [begin(door, number) for number in (1, 2)]:
        # Who had to wait for the other says that alone.
        waited = running.communicate()[1]
        assert waited in ("", f"{words.WAITING.format(count=1)}\n")
        assert running.returncode == 0
    # v1 came with the home, v2 holds row 0, and each import made one.
    assert door.current.name == "v4"
    assert set(door.rows().index) == {"0", "1", "2"}
    assert door.current.counts["read"] == 3
    assert door.store.faults() == []


def test_an_import_that_is_killed_is_there_wholly_or_not_at_all(door: Door) -> None:
    chance = random.Random(7)  # noqa: S311 - a seed, no secret
    began = time.monotonic()
    begin(door, 1).communicate()
    longest = time.monotonic() - began
    held = {"0", "1"}
    assert set(door.rows().index) == held
    for number in range(2, KILLS + 2):
        with begin(door, number) as running:
            time.sleep(chance.uniform(0.5, 1.1) * longest)
            running.kill()
        rows = set(door.rows().index)
        assert rows in (held, held | {str(number)})
        # Its report and its count came with it, or neither did.
        report = door.store.report(door.current)
        assert report is not None
        assert report["version"] == door.current.name
        assert door.current.counts["read"] == len(rows)
        assert door.store.faults() == []
        held = rows
    # The next one finds the lock free.
    begin(door, 99).communicate()
    assert "99" in door.rows().index
