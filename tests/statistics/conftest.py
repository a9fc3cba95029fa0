"""Published data to reproduce, which is not part of the project."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from compared_with import folder_with

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def shared_reference() -> Path:
    """Return the folder with data behind published numbers."""
    return folder_with("reference")
