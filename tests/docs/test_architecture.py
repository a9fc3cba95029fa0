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
