"""The town with a railway and water, opened for an analist."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hotspots.access.workspace import open_workspace
from risky_town import risky_home

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.access.workspace import Workspace
    from hotspots.settings import Home


@pytest.fixture
def risky(tmp_path: Path) -> Home:
    """A home of its own, to load files into."""
    return risky_home(tmp_path)


@pytest.fixture(scope="session")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The town for all who only look."""
    return open_workspace(risky_home(tmp_path_factory.mktemp("town")), role="analist")
