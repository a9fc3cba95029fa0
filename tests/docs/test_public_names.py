"""The surface is closed: nothing leaks from it, nothing is forgotten, and nobody inside uses it."""

from __future__ import annotations

import ast
import subprocess
import sys
from inspect import getdoc
from pathlib import Path
from types import ModuleType

import pytest

import hotspots

SOURCE = Path(hotspots.__file__).parent
SURFACE = (SOURCE / "__init__.py", SOURCE / "api.py")


def test_the_names_of_the_package_are_sorted_and_all_there_are() -> None:
    assert hotspots.__all__ == sorted(hotspots.__all__)
    assert dir(hotspots) == hotspots.__all__
    for name in hotspots.__all__:
        assert getattr(hotspots, name) is getattr(hotspots, name)
    own = {
        name
        for name, value in vars(hotspots).items()
        if not name.startswith("_") and not isinstance(value, ModuleType)
    }
    assert own - {"TYPE_CHECKING"} == set(hotspots.__all__)


def test_the_names_that_a_type_checker_sees_are_the_names_that_are_loaded() -> None:
    (block,) = (node for node in ast.parse(SURFACE[0].read_text()).body if isinstance(node, ast.If))
    seen = {
        alias.name: node.module
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert sorted(seen) == hotspots.__all__
    for name, module in seen.items():
        assert hotspots._MODULES.get(name, "hotspots.api") == module


def test_every_function_of_api_is_a_name_of_the_package() -> None:
    functions = {
        node.name
        for node in ast.parse(SURFACE[1].read_text()).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    }
    assert functions == set(hotspots.__all__) - set(hotspots._MODULES)


def test_a_name_that_is_not_there_is_no_attribute() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'heatmap'"):
        _ = hotspots.heatmap


@pytest.mark.parametrize("name", hotspots.__all__)
def test_every_name_explains_itself_with_an_example(name: str) -> None:
    text = getdoc(getattr(hotspots, name)) or ""
    assert "Examples\n--------" in text
    assert ">>> " in text


def test_nothing_inside_imports_the_surface() -> None:
    inside = [path for path in SOURCE.rglob("*.py") if path not in SURFACE]
    assert [str(path) for path in inside if _uses_the_surface(path)] == []


def _uses_the_surface(path: Path) -> bool:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import) and any(
            alias.name in ("hotspots", "hotspots.api") for alias in node.names
        ):
            return True
        if isinstance(node, ast.ImportFrom) and (
            node.module == "hotspots.api"
            or (
                node.module == "hotspots"
                and any(alias.name in {"api", *hotspots.__all__} for alias in node.names)
            )
        ):
            return True
    return False


def test_the_package_loads_nothing_until_it_is_asked() -> None:
    code = "import sys, hotspots; print([n for n in sys.modules if n.startswith('hotspots.')])"
    assert _printed(code) == "[]"


def _printed(code: str) -> str:
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return run.stdout.strip()
