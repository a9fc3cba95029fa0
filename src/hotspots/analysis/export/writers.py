"""Which writer makes which kind of file; the only way by which a table leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hotspots.analysis.export.geographic import (
    geojson_bytes,
    geopackage_bytes,
    geoparquet_bytes,
)
from hotspots.analysis.export.text_file import about_csv_bytes, csv_bytes
from hotspots.analysis.export.workbook import workbook_bytes
from hotspots.errors import SelectionError, SettingsError
from hotspots.text import taking as text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from hotspots.access.workspace import Workspace
    from hotspots.analysis.export.sheet import Sheet

#: Writers by the end of a file name.
WRITERS: Final[dict[str, Callable[[Sheet], bytes]]] = {
    ".csv": csv_bytes,
    ".xlsx": workbook_bytes,
    ".gpkg": geopackage_bytes,
    ".geojson": geojson_bytes,
    ".parquet": geoparquet_bytes,
}
#: What needs shapes.
_GEOGRAPHIC: Final = (".gpkg", ".geojson", ".parquet")
#: Comes in the place of ``.csv`` in the name of the file that accounts for a CSV.
ABOUT_CSV: Final = ".verantwoording.csv"


def endings_of(*, shapes: bool) -> tuple[str, ...]:
    """Return what a table can be written as."""
    return tuple(ending for ending in WRITERS if shapes or ending not in _GEOGRAPHIC)


def file_bytes(workspace: Workspace, sheet: Sheet, ending: str, *, dutch: bool = False) -> bytes:
    """Return a table as the bytes of a file, for whoever may take it away.

    Parameters
    ----------
    ending
        One of `WRITERS`, or `ABOUT_CSV` for what a CSV cannot hold.
    dutch
        A CSV with ``;`` between fields and ``,`` before decimals, for Excel in Dutch.

    Raises
    ------
    AccessError
        If this role may not take the layer away.
    SelectionError
        If a table cannot be written as that.
    """
    about = ending == ABOUT_CSV
    _require_known(sheet, ".csv" if about else ending, name=f"{sheet.name}{ending}")
    sheet.require(workspace, ending.rpartition(".")[2])
    if about:
        return about_csv_bytes(sheet, dutch=dutch)
    return csv_bytes(sheet, dutch=dutch) if ending == ".csv" else WRITERS[ending](sheet)


def write_file(workspace: Workspace, sheet: Sheet, path: Path) -> None:
    """Write a table to a file; the end of its name says how. A CSV gets a second file beside it.

    Raises
    ------
    AccessError
        If this role may not take the layer away.
    SelectionError
        If the end of the name is none of `WRITERS`, or needs shapes that the table has not.
    SettingsError
        If the file cannot be written there.
    """
    ending = path.suffix.lower()
    _require_known(sheet, ending, name=path.name)
    made = file_bytes(workspace, sheet, ending)
    try:
        path.write_bytes(made)
        if ending == ".csv":
            path.with_suffix(ABOUT_CSV).write_bytes(about_csv_bytes(sheet))
    except OSError as error:
        raise SettingsError(
            text.NOT_WRITTEN.format(path=path),
            text.NOT_WRITTEN_FOUND.format(error=error.strerror or error),
            text.NOT_WRITTEN_DO,
        ) from error


def _require_known(sheet: Sheet, ending: str, *, name: str) -> None:
    known = endings_of(shapes=sheet.shapes is not None)
    if ending not in known:
        raise SelectionError(
            text.WRONG_EXTENSION.format(name=name),
            text.WRONG_EXTENSION_FOUND.format(known=", ".join(known)),
            text.WRONG_EXTENSION_DO,
        )
