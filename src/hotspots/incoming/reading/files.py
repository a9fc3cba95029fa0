"""Read any file a user may bring: recognised by its content, checked against its name."""

from __future__ import annotations

import re
import stat
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from hotspots.errors import SourceError
from hotspots.incoming.reading import words
from hotspots.incoming.reading.child import read_in_child
from hotspots.incoming.reading.csv_file import read_csv
from hotspots.incoming.reading.geojson_file import read_geojson
from hotspots.incoming.reading.packed import GZIP, left_in, odd_members, taken_out
from hotspots.incoming.reading.table import (
    UPLOAD_LIMITS,
    ZIP_FAULTS,
    Limits,
    Table,
    require_text,
    shown_name,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

#: What each extension promises.
EXTENSIONS: Final = {
    ".csv": "CSV",
    ".tsv": "CSV",
    ".txt": "CSV",
    ".xlsx": "XLSX",
    ".xlsm": "XLSX",
    ".xlsb": "XLSB",
    ".xls": "XLS",
    ".ods": "ODS",
    ".htm": "HTML",
    ".html": "HTML",
    ".gpkg": "GeoPackage",
    ".geojson": "GeoJSON",
    ".json": "GeoJSON",
    ".zip": "Shapefile",
    ".parquet": "GeoParquet",
    ".geoparquet": "GeoParquet",
    ".ics": "iCalendar",
    ".kml": "KML",
    ".kmz": "KML",
    ".gml": "GML",
    ".jsonl": "JSON lines",
    ".ndjson": "JSON lines",
    ".geojsonl": "JSON lines",
}
#: What a name may hold beside what it promises: JSON lines begin as JSON does, a zip holds several.
ALSO: Final[Mapping[str, tuple[str, ...]]] = {
    "XLS": ("HTML",), "Shapefile": ("FileGDB", "MapInfo"),
}  # fmt: skip
#: What a page of HTML with a table may be called: registers save one as an Excel file.
_PAGES: Final = (".xls", ".htm", ".html")
#: First bytes of files that can be nothing else.
_KINDS: Final = ((b"SQLite format 3\x00", "GeoPackage"), (b"PAR1", "GeoParquet"))
#: First bytes of files that people take for something else.
_REFUSED: Final = (
    (b"MZ\x90\x00", words.PROGRAM),
    (b"\x7fELF", words.PROGRAM),
    (b"\x89PNG", "een afbeelding (PNG)"),
    (b"\xff\xd8\xff", "een afbeelding (JPEG)"),
    (b"GIF8", "een afbeelding (GIF)"),
    (b"%PDF", "een PDF"),
    (GZIP, "een gz-bestand"),
    (b"7z\xbc\xaf", "een 7z-bestand"),
    (b"Rar!", "een rar-bestand"),
    (b"-- PostgreSQL database dump", "een kopie van een database (SQL)"),
)
#: The same, some bytes further on.
_FURTHER_ON: Final = ((257, b"ustar", "een tar-bestand"), (4, b"ftyp", "een video"))
#: Members by which a zip that is neither a workbook nor a shapefile gives itself away.
_REFUSED_ZIPS: Final = {
    "word/document.xml": "een Word-bestand",
    "ppt/presentation.xml": "een PowerPoint-bestand",
}
_HEAD_BYTES: Final = 4096
#: Of a file of old Office programs, and of one that was saved with a password since.
_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
#: How an OpenDocument says that it is a sheet.
_ODS: Final = b"application/vnd.oasis.opendocument.spreadsheet"
#: A collection of GeoJSON is one object, whatever its file is called.
_COLLECTION: Final = re.compile(rb'"type"\s*:\s*"FeatureCollection"')
#: What a GML names in its first lines.
_GML: Final = b"opengis.net/gml"
_MACROS: Final = "xl/vbaproject.bin"
#: Formats that hold lines and areas.
_DRAWN: Final = (
    "GeoJSON", "GeoPackage", "Shapefile", "GeoParquet", "KML", "JSON lines", "FileGDB", "MapInfo",
    "GML",
)  # fmt: skip
#: As `Limits.csv_bytes_here`; JSON grows more: each feature can lack every key of the others.
_GEOJSON_BYTES_HERE: Final = 20_000


def read_table(
    path: Path,
    *,
    layer_name: str | None = None,
    limits: Limits = UPLOAD_LIMITS,
    name: str | None = None,
    shapes: bool = False,
    folder: Path | None = None,
) -> Table:
    """Read the rows of a file, in whichever of the known formats it really is.

    A process of its own reads it, with limits on time and memory; only a small CSV or GeoJSON
    is read here.

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
        What messages call the file, if not its own name (an upload lies in a temporary file). It
        is only a name: no folder in it is looked at.
    shapes
        Whether lines and areas are wanted as they are drawn; else only points are read.
    folder
        In which rows may lie while they are read; that of the system if left out. A table that is
        packed alone in a zip or gz is taken out there first.

    Raises
    ------
    SourceError
        If the file is damaged, too large, not what its name says, or has several layers and
        none was chosen.
    """
    name = shown_name(name or path.name)
    with taken_out(path, limits, name=name, folder=folder) as file:
        table = _read(
            file, layer_name=layer_name, limits=limits, name=name, shapes=shapes, folder=folder
        )
    odd = words.odd_members(*odd_members(path))
    if left := left_in(path):
        odd = (*odd, words.left_in_zip(left))
    return replace(table, warnings=(*table.warnings, *odd)) if odd else table


def _read(
    path: Path,
    *,
    layer_name: str | None,
    limits: Limits,
    name: str,
    shapes: bool,
    folder: Path | None,
) -> Table:
    """Read the rows of a file that is not packed."""
    promised = EXTENSIONS.get(path.suffix.lower())
    size, kind = _recognised(path, limits, name)
    if promised is None:
        raise SourceError(*words.unknown_extension(name, path.suffix))
    if kind != promised and kind not in ALSO.get(promised, ()):
        raise SourceError(*words.lying_extension(name, "zip" if kind == "Shapefile" else kind))
    drawn = shapes and kind in _DRAWN
    if size <= {"CSV": limits.csv_bytes_here, "GeoJSON": _GEOJSON_BYTES_HERE}.get(kind, 0):
        if kind == "CSV":
            table = read_csv(path, limits=limits, name=name)
        else:
            table = read_geojson(path, limits=limits, name=name, shapes=drawn)
        require_text(table, limits, name)
        return table
    return read_in_child(
        kind, path, layer_name=layer_name, limits=limits, name=name, shapes=drawn, folder=folder
    )


def kind_of(path: Path) -> str:
    """Return the format of a file by its content.

    Raises
    ------
    SourceError
        If it is none that is read.
    """
    with path.open("rb") as file:
        return _kind_of(file.read(_HEAD_BYTES), path, shown_name(path.name))


def _recognised(path: Path, limits: Limits, name: str) -> tuple[int, str]:
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode) and path.suffix.lower() in words.NOT_READ:
            raise SourceError(*words.unknown_extension(name, path.suffix))
        if not stat.S_ISREG(status.st_mode):
            # Reading a pipe or a device would wait for ever.
            raise SourceError(*words.no_such_file(name))
        size = status.st_size
        with path.open("rb") as file:
            head = file.read(_HEAD_BYTES)
    except (OSError, ValueError) as error:
        raise SourceError(*words.no_such_file(name)) from error
    if size > limits.file_bytes:
        raise SourceError(*words.file_too_large(name, size, limits.file_bytes))
    if size == 0:
        raise SourceError(*words.empty_file(name))
    return size, _kind_of(head, path, name)


def _kind_of(head: bytes, path: Path, name: str) -> str:
    for magic, kind in _REFUSED:
        if head.startswith(magic):
            raise SourceError(*words.not_accepted(name, kind))
    for at, magic, kind in _FURTHER_ON:
        if head[at : at + len(magic)] == magic:
            raise SourceError(*words.not_accepted(name, kind))
    for magic, kind in _KINDS:
        if head.startswith(magic):
            return kind
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _kind_of_zip(path, name)
    if head.startswith(_OLD_OFFICE):
        if _ENCRYPTED in path.read_bytes():
            raise SourceError(*words.password(name))
        return "XLS"
    return _kind_of_text(head.removeprefix(b"\xef\xbb\xbf").lstrip(), path, name)


def _kind_of_text(start: bytes, path: Path, name: str) -> str:
    if start.startswith(b"<"):
        if b"<kml" in start:
            return "KML"
        if _GML in start and path.suffix.lower() == ".gml":
            return "GML"
        if path.suffix.lower() not in _PAGES:
            known = words.NOT_READ.get(path.suffix.lower(), "HTML of XML")
            raise SourceError(*words.not_accepted(name, known))
        return "HTML"
    if start.startswith((b"{", b"[")):
        lines = EXTENSIONS.get(path.suffix.lower()) == "JSON lines"
        return "JSON lines" if lines and not _COLLECTION.search(start) else "GeoJSON"
    if start[:15].upper() == b"BEGIN:VCALENDAR":
        return "iCalendar"
    return "CSV"


def _kind_of_zip(path: Path, name: str) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            members = {member.lower() for member in archive.namelist()}
    except ZIP_FAULTS as error:
        raise SourceError(*words.damaged(name, "zip")) from error
    if "xl/workbook.bin" in members:
        return "XLSB"
    if "content.xml" in members:
        return _kind_of_open_document(path, name)
    if _MACROS in members and path.suffix.lower() != ".xlsm":
        raise SourceError(*words.not_accepted(name, "een Excel-bestand met macro's"))
    is_shapefile = any(member.endswith(".shp") for member in members)
    for member, kind in _REFUSED_ZIPS.items():
        if member in members and not is_shapefile:
            raise SourceError(*words.not_accepted(name, kind))
    if not is_shapefile and any(member.endswith(".gdbtable") for member in members):
        return "FileGDB"
    if not is_shapefile and any(member.endswith((".tab", ".mif")) for member in members):
        return "MapInfo"
    return "XLSX" if "xl/workbook.xml" in members else "Shapefile"


def _kind_of_open_document(path: Path, name: str) -> str:
    try:
        with zipfile.ZipFile(path) as archive, archive.open("mimetype") as file:
            kind = file.read(_HEAD_BYTES)
    except (*ZIP_FAULTS, KeyError) as error:
        raise SourceError(*words.damaged(name, "LibreOffice")) from error
    if kind.strip() != _ODS:
        raise SourceError(*words.not_accepted(name, "een LibreOffice-bestand dat geen tabel is"))
    return "ODS"
