"""Which drawer makes which kind of file."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hotspots.access.export import allow_export, require_ending, writing_file
from hotspots.maps import file_words
from hotspots.maps.page_html import write_html

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.access.workspace import Workspace
    from hotspots.maps.spec import MapSpec


def _write_paper_map(spec: MapSpec, path: Path) -> None:
    """Write a map on paper; matplotlib takes long to import, and most who look take no file."""
    from hotspots.maps.paper_map import write_paper_map  # noqa: PLC0415

    write_paper_map(spec, path)


#: Drawers by the end of a file name.
DRAWERS: Final[dict[str, Callable[[MapSpec, Path], None]]] = {
    ".html": write_html,
    ".png": _write_paper_map,
    ".svg": _write_paper_map,
    ".pdf": _write_paper_map,
}


def map_bytes(spec: MapSpec, workspace: Workspace, ending: str) -> bytes:
    """Return a map as the bytes of a file, for a download; ``ending`` is one of `DRAWERS`."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"kaart{ending}"
        write_map(spec, workspace, path)
        return path.read_bytes()


def write_map(spec: MapSpec, workspace: Workspace, path: Path) -> None:
    """Write a map as the kind of file that its name asks for.

    Parameters
    ----------
    workspace
        The home as the user sees it: it says whether they may take the map away.
    path
        Ends in .html, .png, .svg or .pdf, in capitals or not. An existing file is replaced.

    Raises
    ------
    AccessError
        If this role may not take the layer, or the places on the map, away.
    SelectionError
        If the name ends in something else.
    SettingsError
        If the file cannot be written there.
    """
    ending = path.suffix.lower()
    require_ending(path, DRAWERS, file_words.WRONG_EXTENSION.format(name=path.name))
    allow_export(
        workspace,
        spec.layer,
        kind=ending.lstrip("."),
        selection=spec.selection,
        level=_level_of(spec, workspace),
        points=spec.points is not None,
    )
    for other in spec.also:
        allow_export(workspace, other, kind=ending.lstrip("."), selection=spec.selection)
    with writing_file(file_words.NOT_WRITTEN.format(path=path)):
        DRAWERS[ending](spec, path)


def _level_of(spec: MapSpec, workspace: Workspace) -> tuple[str, int] | None:
    """Return the level and cell size of the numbers on a map, None where there are none.

    A layer of places, lines or zones has no numbers of its own: what a map about it counts per
    area, such as the people along a track, is of no level that the layer could forbid.
    """
    if workspace.layer(spec.layer).context is not None:
        return None
    if spec.cells is not None:
        return "cells", spec.cells.size_m
    if spec.raster is not None:
        return "cells", round(spec.raster.cell_m)
    return (spec.areas.level, 0) if spec.areas is not None else None
