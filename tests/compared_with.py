"""Where the files lie that answers are compared with, which are not part of the project."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

import pytest

COMPARED_WITH: Final = Path(
    os.environ.get("HOTSPOTS_SHARED", Path(__file__).resolve().parents[2] / "shared")
)


def folder_with(name: str) -> Path:
    """Return a folder with such files; without it, the test that asks is skipped."""
    folder = COMPARED_WITH / name
    if not folder.is_dir():
        pytest.skip(f"nothing to compare with: {folder} is missing (set HOTSPOTS_SHARED)")
    return folder
