"""What is read once and shared: parts come one by one, and are those of the whole table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from hotspots.access import library
from hotspots.access.incidents import COLUMNS, PRECISION, incidents_from
from hotspots.access.library import free_memory
from hotspots.access.workspace import open_workspace
from hotspots.errors import SelectionError
from hotspots.store import parts
from hotspots.store.files import VersionFile
from hotspots.store.versions import LayerStore

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa

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


def test_rows_that_the_memory_has_no_room_for_are_not_read(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    town = open_workspace(home, role="analist")
    layer = town.layer("inbraak")
    monkeypatch.setattr(library, "MOST_AT_ONCE", 2)
    monkeypatch.setattr(library, "free_memory", lambda: 100)
    with pytest.raises(SelectionError, match="past niet in het geheugen: 9 rijen"):
        town.incidents(layer)
    monkeypatch.setattr(library, "free_memory", lambda: 900)
    assert len(town.incidents(layer)[1]) == 9
    # What is in memory needs no room.
    monkeypatch.setattr(library, "free_memory", lambda: 0)
    assert len(town.incidents(layer)[1]) == 9


def test_a_system_that_does_not_say_what_is_free_stops_nobody(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library, "MOST_AT_ONCE", 2)
    monkeypatch.setattr(library, "free_memory", lambda: None)
    town = open_workspace(home, role="analist")
    assert len(town.incidents(town.layer("inbraak"))[1]) == 9


@pytest.mark.parametrize(
    ("files", "free"),
    [
        ({}, None),
        ({"proc/meminfo": "MemTotal: 9 kB\nMemAvailable:   5 kB\n"}, 5 * 1024),
        ({"proc/meminfo": "MemTotal: 9 kB\n"}, None),
        (
            {
                "proc/meminfo": "MemAvailable: 5 kB\n",
                "sys/fs/cgroup/memory.max": "3000\n",
                "sys/fs/cgroup/memory.current": "1000\n",
            },
            2000,
        ),
        (
            {
                "proc/meminfo": "MemAvailable: 5 kB\n",
                "sys/fs/cgroup/memory.max": "max\n",
                "sys/fs/cgroup/memory.current": "1000\n",
            },
            5 * 1024,
        ),
    ],
)
def test_free_is_what_the_machine_and_the_container_both_have(
    tmp_path: Path, files: dict[str, str], free: int | None
) -> None:
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content, encoding="ascii")
    assert free_memory(tmp_path) == free
