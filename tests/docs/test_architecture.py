"""What `docs/architecture.md` says of the code is so."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import hotspots

SRC = Path(hotspots.__file__).parent
ARCHITECTURE = SRC.parents[1] / "docs" / "architecture.md"


def is_of_a_page(path: Path) -> bool:
    """Return whether a file is of the pages: their rooms, and in a wing what is named a page."""
    room = path.relative_to(SRC).parts[0]
    wing = room in ("wijkbeeld", "vergelijken", "risico", "evenementen") and "page" in path.stem
    return room in ("pages", "app") or wing


def analysis_imported_by(path: Path) -> set[str]:
    """Return the modules of ``analysis`` that a file imports, for its types as well."""
    imported: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("hotspots.analysis"):
            named = [f"{node.module}.{alias.name}" for alias in node.names]
            modules = [
                name for name in named if (SRC.parent / f"{name.replace('.', '/')}.py").exists()
            ]
            imported.update(modules or [str(node.module)])
    return imported


def test_pages_import_the_modules_of_analysis_that_are_named_and_no_more() -> None:
    imported = set().union(
        *(analysis_imported_by(at) for at in SRC.rglob("*.py") if is_of_a_page(at))
    )
    told = ARCHITECTURE.read_text(encoding="utf-8")
    paragraph = next(part for part in told.split("\n\n") if part.startswith("Pages import"))
    count = re.match(r"Pages import (\d+) modules", paragraph)
    assert count is not None
    first, *named = re.findall(r"`(\w+)`", paragraph)
    assert first == "analysis"
    assert {name.rpartition(".")[2] for name in imported} == set(named)
    assert len(imported) == int(count[1]) == 10


def named_any(annotation: ast.expr | None) -> bool:
    """Return whether an annotation names ``Any``."""
    nodes = ast.walk(annotation) if annotation is not None else ()
    return any(isinstance(node, ast.Name) and node.id == "Any" for node in nodes)


def any_in_signatures(path: Path) -> int:
    """Return how many parameters and results in a file are said to be anything."""
    written, count = path.read_text(encoding="utf-8"), 0
    for node in ast.walk(ast.parse(written)) if "Any" in written else ():
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            given = node.args
            those = [*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg]
            annotations = [one.annotation for one in those if one is not None]
            count += sum(map(named_any, [*annotations, node.returns]))
    return count


def test_a_signature_says_what_it_takes_but_at_the_edges() -> None:
    # What a library without types gives, JSON that was not looked at yet, and what is passed on.
    assert sum(map(any_in_signatures, SRC.rglob("*.py"))) < 100
