"""Read any file a user may bring: recognised by its content, checked against its name."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING, Final

from hotspots.errors import SourceError
from hotspots.sources.child import read_in_child
from hotspots.sources.csv_file import read_csv
from hotspots.sources.geojson_file import read_geojson
from hotspots.sources.table import UPLOAD_LIMITS, Limits, Table
from hotspots.text import door_files

if TYPE_CHECKING:
    from pathlib import Path

#: What each extension promises.
EXTENSIONS: Final = {
    ".csv": "CSV",
    ".tsv": "CSV",
    ".txt": "CSV",
    ".xlsx": "XLSX",
    ".gpkg": "GeoPackage",
    ".geojson": "GeoJSON",
    ".json": "GeoJSON",
    ".zip": "Shapefile",
    ".parquet": "GeoParquet",
    ".geoparquet": "GeoParquet",
}
#: First bytes of files that people take for something else.
_REFUSED: Final = (
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "een oud Excel-bestand (.xls) of een beveiligd Excel-bestand",
    ),
    (b"\x89PNG", "een afbeelding (PNG)"),
    (b"\xff\xd8\xff", "een afbeelding (JPEG)"),
    (b"GIF8", "een afbeelding (GIF)"),
    (b"%PDF", "een PDF"),
    (b"\x1f\x8b", "een gz-bestand"),
    (b"7z\xbc\xaf", "een 7z-bestand"),
    (b"Rar!", "een rar-bestand"),
)
_HEAD_BYTES: Final = 4096


def read_table(
    path: Path,
    *,
    layer_name: str | None = None,
    limits: Limits = UPLOAD_LIMITS,
    name: str | None = None,
) -> Table:
    """Read the rows of a file, in whichever of the known formats it really is.

    Formats that are small on disk and large in memory (Excel, GeoPackage, Shapefile, Parquet)
    are read by a process of its own, with limits on time and memory.

    Parameters
    ----------
    path
        The file; its extension must agree with its content.
    layer_name
        The layer of a GeoPackage, the sheet of a workbook or the shapefile in a zip; needed
        only where there are several.
    limits
        Sizes that are accepted.
    name
        What messages call the file, if not its own name (an upload lies in a temporary file).

    Raises
    ------
    SourceError
        If the file is damaged, too large, not what its name says, or has several layers and
        none was chosen.
    """
    name = name or path.name
    promised = EXTENSIONS.get(path.suffix.lower())
    kind = _recognised(path, limits, name)
    if promised is None:
        raise SourceError(*door_files.unknown_extension(name, path.suffix))
    if kind != promised:
        raise SourceError(*door_files.lying_extension(name, kind))
    if kind == "CSV":
        return read_csv(path, limits=limits, name=name)
    if kind == "GeoJSON":
        return read_geojson(path, limits=limits, name=name)
    return read_in_child(kind, path, layer_name=layer_name, limits=limits, name=name)


def _recognised(path: Path, limits: Limits, name: str) -> str:
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(_HEAD_BYTES)
    except OSError as error:
        raise SourceError(*door_files.no_such_file(name)) from error
    if size > limits.file_bytes:
        raise SourceError(*door_files.file_too_large(name, size, limits.file_bytes))
    if size == 0:
        raise SourceError(*door_files.empty_file(name))
    return _kind_of(head, path, name)


def _kind_of(head: bytes, path: Path, name: str) -> str:
    for magic, found in _REFUSED:
        if head.startswith(magic):
            raise SourceError(*door_files.not_accepted(name, found))
    if head.startswith(b"SQLite format 3\x00"):
        return "GeoPackage"
    if head.startswith(b"PAR1"):
        return "GeoParquet"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _kind_of_zip(path, name)
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"<"):
        raise SourceError(*door_files.not_accepted(name, "HTML of XML"))
    if start.startswith((b"{", b"[")):
        return "GeoJSON"
    return "CSV"


def _kind_of_zip(path: Path, name: str) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            members = {member.lower() for member in archive.namelist()}
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise SourceError(*door_files.damaged(name, "zip")) from error
    return "XLSX" if "xl/workbook.xml" in members else "Shapefile"
