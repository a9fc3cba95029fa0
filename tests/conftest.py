from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from hotspots.access.workspace import open_workspace
from town import tiny_home

if TYPE_CHECKING:
    from hotspots.access.workspace import Workspace
    from hotspots.settings import Home

# Machines are shared: how long one example takes says nothing about the code.
settings.register_profile("shared_machine", deadline=None)
settings.load_profile("shared_machine")

CHECKOUT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def shared_real() -> Path:
    """Return the folder with official files to compare with, which is not part of the project."""
    shared = Path(os.environ.get("HOTSPOTS_SHARED", CHECKOUT.parent / "shared"))
    if not (shared / "real").is_dir():
        pytest.skip(f"no official files: {shared / 'real'} is missing (set HOTSPOTS_SHARED)")
    return shared / "real"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """Return a town of four buurten on disk; nothing is published yet."""
    return tiny_home(tmp_path / "town")


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Return the town opened by an analist, for tests that only look."""
    return open_workspace(tiny_home(tmp_path_factory.mktemp("town")), role="analist")
