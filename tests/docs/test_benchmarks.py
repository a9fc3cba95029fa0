"""Every benchmark can still be started: what it takes from the project and its tests is there."""

from __future__ import annotations

import ast
import inspect
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hotspots.app import map_page

if TYPE_CHECKING:
    from hotspots.access.workspace import Workspace

BENCHMARKS = sorted((Path(__file__).parents[2] / "benchmarks").glob("*.py"))
OURS = {"hotspots", *(path.stem for path in Path(__file__).parents[1].glob("*.py"))}


@pytest.mark.parametrize("path", BENCHMARKS, ids=lambda path: path.stem)
def test_what_a_benchmark_imports_is_there(path: Path) -> None:
    missing = [
        f"{node.module}.{name.name}"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in OURS
        for name in node.names
        if not _is_there(str(node.module), name.name)
    ]
    assert missing == []


def test_every_job_of_the_curve_runs(dordrecht: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """It makes incidents of its own from those of the home, column by column."""
    monkeypatch.syspath_prepend(str(BENCHMARKS[0].parent))
    case = import_module("bench_curve").Case.make(dordrecht, 500)
    for name, job in case.jobs().items():
        assert job() is not None, name


def _is_there(module: str, name: str) -> bool:
    if hasattr(import_module(module), name):
        return True
    try:
        import_module(f"{module}.{name}")
    except ModuleNotFoundError:
        return False
    return True


def test_the_map_of_a_peer_is_asked_for_as_ours_is() -> None:
    (peer,) = (path for path in BENCHMARKS if path.stem == "explore_page")
    tree = ast.parse(peer.read_text(encoding="utf-8"))
    (drawer,) = (
        node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == "draw_map"
    )
    assert [argument.arg for argument in drawer.args.args] == list(
        inspect.signature(map_page.draw_map).parameters
    )
