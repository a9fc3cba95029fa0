"""What is read once and shared: columns come one by one, and are those of the whole table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hotspots.access.incidents import COLUMNS, PRECISION, incidents_from
from hotspots.store.versions import LayerStore, VersionFile

if TYPE_CHECKING:
    import pyarrow as pa
    import pytest

    from hotspots.access.workspace import Workspace


def test_a_layer_read_column_by_column_is_the_layer(town: Workspace) -> None:
    layer = town.layer("inbraak")
    version, incidents = town.incidents(layer)
    whole = LayerStore.of(town.home, layer.id).read(version, list(COLUMNS))
    at_once = incidents_from(whole, layer, town.geography)
    assert len(incidents) == version.rows > 0
    for name in set(incidents.__slots__) - {"soorten"}:
        np.testing.assert_array_equal(getattr(incidents, name), getattr(at_once, name))


def test_only_one_column_is_in_memory_twice(
    town: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[str] | None] = []
    read = VersionFile.read

    def noted(file: VersionFile, columns: list[str] | None = None) -> pa.Table:
        asked.append(columns)
        return read(file, columns)

    monkeypatch.setattr(VersionFile, "read", noted)
    library = type(town.library)(town.home, town.library.catalog)
    library.incidents(town.layer("inbraak"))
    assert sorted(name for (name,) in asked) == sorted((*COLUMNS, PRECISION))
