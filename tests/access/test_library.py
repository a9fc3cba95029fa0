"""What is read once and shared: parts come one by one, and are those of the whole table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hotspots.access.incidents import COLUMNS, PRECISION, incidents_from
from hotspots.access.workspace import open_workspace
from hotspots.store import parts
from hotspots.store.files import VersionFile
from hotspots.store.versions import LayerStore

if TYPE_CHECKING:
    import pyarrow as pa
    import pytest

    from hotspots.access.workspace import Workspace
    from hotspots.settings import Home


def test_a_layer_read_part_by_part_is_the_layer(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "ROWS_PER_PART", 2)
    town = open_workspace(home, role="analist")
    layer = town.layer("inbraak")
    version, incidents = town.incidents(layer)
    store = LayerStore.of(town.home, layer.id)
    assert len(store.parts(version)) > 2
    whole = store.read(version, [*COLUMNS, PRECISION])
    at_once = incidents_from([whole], version.rows, layer, town.geography)
    assert len(incidents) == version.rows > 0
    for name in set(incidents.__slots__) - {"soorten"}:
        np.testing.assert_array_equal(getattr(incidents, name), getattr(at_once, name))


def test_only_the_columns_of_an_analysis_are_read(
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
    assert [sorted(names or ()) for names in asked] == [sorted((*COLUMNS, PRECISION))]
