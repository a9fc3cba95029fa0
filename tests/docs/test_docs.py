"""Documentation that nobody runs drifts: what can be run is run, what can be looked up is."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from hotspots.analysis.registry import MEASURES
from hotspots.app.server import QUIET
from hotspots.catalog.checks import sha256_of
from hotspots.registry import PAGES as PAGES_OF_APP

REPOSITORY = Path(__file__).parents[2]
PAGES = (*REPOSITORY.glob("*.md"), *(REPOSITORY / "docs").rglob("*.md"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_to_a_file_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


DESCRIBED = (*(REPOSITORY / "docs/decisions").glob("*.md"), REPOSITORY / "docs/architecture.md")


@pytest.mark.parametrize("page", DESCRIBED, ids=lambda page: page.name)
def test_every_module_that_a_page_describes_is_there(page: Path) -> None:
    named = re.findall(r"`([\w/]+\.py)`", page.read_text(encoding="utf-8"))
    assert [name for name in named if not _is_there(name)] == []


def _is_there(name: str) -> bool:
    """Whether a file is in the repository, or in the package: a name alone may be in any room."""
    source = REPOSITORY / "src/hotspots"
    if "/" in name:
        return (REPOSITORY / name).is_file() or (source / name).is_file()
    return any(source.rglob(name))


def test_the_python_of_the_readme_runs(tmp_path: Path) -> None:
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"```python\n(.*?)```", readme, flags=re.DOTALL)
    # Five lines, blank ones not counted.
    assert len([line for line in block.splitlines() if line]) == 5
    run = subprocess.run(
        [sys.executable, "-c", block + "\nprint(len(analysis.table()), analysis.measure.id)"],
        env={
            "HOTSPOTS_HOME": str(REPOSITORY),
            "HOTSPOTS_STATE": str(tmp_path),
            "PATH": "",
            "PYTHONPATH": str(REPOSITORY / "src"),
        },
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert (tmp_path / "inbraken.html").exists()
    assert run.stdout.split() == ["132", "rate"]


def test_the_handleiding_names_every_measure_and_lists_every_page() -> None:
    handleiding = (REPOSITORY / "docs/handleiding.md").read_text(encoding="utf-8")
    for measure in MEASURES:
        assert measure.label.lower() in handleiding.lower()
    _, _, section = handleiding.partition("### De pagina's")
    listed = re.findall(r"^\| \*\*(.+?)\*\* \|", section.partition("\n###")[0], flags=re.MULTILINE)
    assert listed == [page.title for page in PAGES_OF_APP]


def test_the_changelog_begins_with_the_version_of_the_project() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    changelog = (REPOSITORY / "CHANGELOG.md").read_text(encoding="utf-8")
    versions = re.findall(r"^## (\S+) \(\d{4}-\d\d-\d\d\)$", changelog, flags=re.MULTILINE)
    assert versions[0] == project["version"]
    assert versions == sorted(versions, reverse=True)


def test_the_settings_of_streamlit_are_the_same_with_and_without_its_file() -> None:
    written = tomllib.loads((REPOSITORY / ".streamlit/config.toml").read_text(encoding="utf-8"))
    assert _flat(written) == QUIET


def _flat(table: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    """Return nested tables as Streamlit names their settings: theme.dark.primaryColor."""
    flat: dict[str, Any] = {}
    for name, value in table.items():
        path = f"{prefix}{name}"
        flat |= _flat(value, f"{path}.") if isinstance(value, dict) else {path: value}
    return flat


def test_vendored_files_are_what_they_were() -> None:
    declarations = sorted(REPOSITORY.glob("**/vendor/**/VENDORED.toml"))
    declarations = [path for path in declarations if ".venv" not in path.parts]
    assert declarations
    for declaration in declarations:
        files = tomllib.loads(declaration.read_text(encoding="utf-8"))["sha256"]
        for name, digest in files.items():
            assert sha256_of(declaration.parent / name) == digest, name
