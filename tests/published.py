"""What a home publishes when it is first opened: made once for all homes that are alike.

Half of what opening a page of a test takes is publishing the same files again, and a server that
starts does it more slowly still.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hotspots.access import workspace
from hotspots.errors import HotspotsError
from hotspots.settings import Home
from hotspots.store import versions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hotspots.access.library import Library
    from hotspots.catalog.specs import Catalog

#: How the tool itself opens a home.
_OPEN: Final = workspace.open_library
#: By what a home holds: the folder with what it published; None where it cannot be opened.
_PUBLISHED: Final[dict[str, Path | None]] = {}
#: Gone when the process ends.
_FOLDER: Final = tempfile.TemporaryDirectory(prefix="hotspots-published-")


@contextmanager
def publishing_once() -> Iterator[None]:
    """Have homes that are alike published once, for tests of what a home answers."""

    def opened(home: Home, *, declared: Catalog | None = None) -> Library:
        if not home.state.exists():
            lend_published(home)
        return _OPEN(home, declared=declared)

    workspace.open_library = opened
    try:
        yield
    finally:
        workspace.open_library = _OPEN


def lend_published(home: Home) -> None:
    """Give a home that was never opened what it would publish first; another keeps what it has."""
    if (home.state / "layers").exists():
        return
    content = _content(home.root)
    if content not in _PUBLISHED:
        _PUBLISHED[content] = _publish(home.root, Path(_FOLDER.name) / content)
    published = _PUBLISHED[content]
    if published is not None:
        shutil.copytree(published, home.state, dirs_exist_ok=True)


def _publish(root: Path, state: Path) -> Path | None:
    try:
        _OPEN(Home(root, state))
    except (HotspotsError, OSError):
        return None  # a test of what is wrong with it
    return state


def _content(root: Path) -> str:
    """Return a digest of what a home would publish: its files, and whether it counts them."""
    digest = hashlib.sha256(f"{versions.ROWS_FOR_CUBES}\0".encode())
    for path in _files(root):
        digest.update(f"{path.relative_to(root)}\0{path.stat().st_size}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _files(root: Path) -> Iterator[Path]:
    yield from sorted(root.glob("*.toml"))
    for folder in ("geodata", "data"):
        yield from sorted(path for path in (root / folder).rglob("*") if path.is_file())
