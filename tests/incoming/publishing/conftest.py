"""Layers of the town, to load files into."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from loading import Door

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from hotspots.settings import Home


@pytest.fixture
def door_of(home: Home, tmp_path: Path) -> Callable[[str], Door]:
    return lambda layer_id: Door(home, layer_id, tmp_path)


@pytest.fixture
def door(door_of: Callable[[str], Door]) -> Door:
    """The layer of inbraken."""
    return door_of("inbraak")
