from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hotspots.errors import SelectionError, SettingsError
from hotspots.maps.files import DRAWERS, write_map

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from hotspots.access.workspace import Workspace
    from hotspots.maps.spec import MapSpec

#: What a file of each kind begins with.
BEGINNINGS = {".html": b"<!DOCTYPE html>", ".png": b"\x89PNG", ".svg": b"<?xml", ".pdf": b"%PDF"}


@pytest.mark.parametrize("ending", DRAWERS)
def test_the_end_of_a_name_says_which_kind_of_file_it_becomes(
    ending: str, spec_of: Callable[[str], MapSpec], town: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / f"kaart{ending.upper()}"

    write_map(spec_of("count"), town, path)

    assert path.read_bytes().startswith(BEGINNINGS[ending])


@pytest.mark.parametrize(("name", "found"), [("kaart.gif", ".gif"), ("kaart", "geen extensie")])
def test_another_name_is_refused_in_three_parts(
    name: str, found: str, spec_of: Callable[[str], MapSpec], town: Workspace, tmp_path: Path
) -> None:
    with pytest.raises(SelectionError) as refused:
        write_map(spec_of("count"), town, tmp_path / name)

    assert name in refused.value.what
    assert refused.value.detail == f"Gevonden: {found}; verwacht: .html, .png, .svg, .pdf."
    assert refused.value.do
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("ending", DRAWERS)
def test_a_folder_that_is_not_there_is_said_and_not_a_stack_trace(
    ending: str, spec_of: Callable[[str], MapSpec], town: Workspace, tmp_path: Path
) -> None:
    with pytest.raises(SettingsError) as refused:
        write_map(spec_of("count"), town, tmp_path / "weg" / f"kaart{ending}")

    assert "weg" in refused.value.what
    assert refused.value.do
