"""Published data to reproduce, which is not part of the project."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def shared_reference() -> Path:
    """Return the folder with data behind published numbers."""
    shared = Path(os.environ.get("HOTSPOTS_SHARED", CHECKOUT.parent / "shared"))
    if not (shared / "reference").is_dir():
        pytest.skip(f"no reference data: {shared / 'reference'} is missing (set HOTSPOTS_SHARED)")
    return shared / "reference"
