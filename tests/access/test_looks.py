"""Each question of a script or a command is in the audit: done, or refused; a wrong one is not."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

import hotspots
from hotspots import Period, Search, Selection
from hotspots.access import audit
from hotspots.cli import main
from hotspots.errors import AccessError, SelectionError
from hotspots.settings import ROLE_VARIABLE

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.access.workspace import Workspace
    from hotspots.settings import Home

BLIND = """
[roles.analist]
label = "Analist"
see = true
finest = "places"
[roles.analist.layers.inbraak]
see = false
"""
COUNT = Selection("inbraak", level="wijken")
GROUPS = Search("clusters", radius_m=300)
LAST = Selection("inbraak", level="wijken", period=Period(date(2017, 2, 1), date(2017, 2, 28)))
BEFORE = Period(date(2017, 1, 1), date(2017, 1, 31))
SCRIPTS: dict[str, Callable[[Workspace], object]] = {
    "analyse": lambda workspace: hotspots.analyse(workspace, COUNT),
    "find": lambda workspace: hotspots.find(workspace, COUNT, GROUPS),
    "compare_periods": lambda workspace: hotspots.compare_periods(workspace, LAST, BEFORE),
    "compare_wijken": lambda workspace: hotspots.compare_wijken(
        workspace, COUNT, "WK999901", "WK999902"
    ),
}
COMMANDS = {
    "analyse": ("analyse", "inbraak", "--level", "wijken"),
    "find": ("find", "inbraak", "--method", "clusters", "--radius", "300"),
}


@pytest.fixture(autouse=True)
def _as_analist(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ROLE_VARIABLE, "analist")


def looks(home: Home) -> list[tuple[str, str]]:
    """Outcome and layer of each look."""
    return [
        (line["outcome"], line["subject"]) for line in audit.lines(home) if line["action"] == "saw"
    ]


def make_blind(home: Home) -> None:
    (home.root / "rollen.toml").write_text(BLIND, encoding="utf-8")


@pytest.mark.parametrize("ask", SCRIPTS.values(), ids=SCRIPTS)
def test_a_script_is_noted_as_seen(home: Home, ask: Callable[[Workspace], object]) -> None:
    ask(hotspots.open_home(home.root))
    assert looks(home) == [("done", "inbraak")]


@pytest.mark.parametrize("ask", SCRIPTS.values(), ids=SCRIPTS)
def test_a_refused_script_is_noted_as_refused(
    home: Home, ask: Callable[[Workspace], object]
) -> None:
    make_blind(home)
    with pytest.raises(AccessError):
        ask(hotspots.open_home(home.root))
    assert looks(home) == [("refused", "inbraak")]


@pytest.mark.parametrize("arguments", COMMANDS.values(), ids=COMMANDS)
def test_a_command_is_noted_as_seen(home: Home, arguments: tuple[str, ...]) -> None:
    assert main(["--home", str(home.root), *arguments]) == 0
    assert looks(home) == [("done", "inbraak")]


@pytest.mark.parametrize("arguments", COMMANDS.values(), ids=COMMANDS)
def test_a_refused_command_is_noted_as_refused(home: Home, arguments: tuple[str, ...]) -> None:
    make_blind(home)
    assert main(["--home", str(home.root), *arguments]) != 0
    assert looks(home) == [("refused", "inbraak")]


def test_a_question_that_cannot_be_asked_was_neither_seen_nor_refused(home: Home) -> None:
    with pytest.raises(SelectionError):
        hotspots.analyse(hotspots.open_home(home.root), Selection("inbraak", measure="geraden"))
    assert looks(home) == []
