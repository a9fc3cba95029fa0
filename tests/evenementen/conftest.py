"""A town with a calendar, and `hotspots event` asked there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from event_town import calendar_home
from hotspots.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., str]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return calendar_home(tmp_path / "town").root


@pytest.fixture
def run(root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("HOTSPOTS_ROLE", "analist")

    def command(*arguments: object, code: int = 0) -> str:
        capsys.readouterr()
        assert main(["event", *map(str, arguments), "--home", str(root)]) == code
        told = capsys.readouterr()
        return told.err if code else told.out

    return command
