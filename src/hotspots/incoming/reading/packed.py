"""One table in a zip or gz, as mail programs and registers pack it: taken out, then read."""

from __future__ import annotations

import gzip
import tempfile
import zipfile
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, Final

from hotspots.errors import SourceError
from hotspots.incoming.reading import words
from hotspots.incoming.reading.table import ZIP_FAULTS, Limits, require_plain_zip
from hotspots.settings import private

if TYPE_CHECKING:
    from collections.abc import Iterator

GZIP: Final = b"\x1f\x8b"
_ZIP: Final = b"PK\x03\x04"
#: What is taken out of a zip where it is alone in it; a shapefile is read where it lies.
_TABLES: Final = (
    ".csv", ".tsv", ".txt", ".geojson", ".json", ".kml", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods",
    ".gpkg", ".parquet", ".gml", ".jsonl", ".ndjson", ".geojsonl",
)  # fmt: skip
#: What a zip holds that is one table or layer as a whole, by extension or by name.
_WHOLE: Final = frozenset({
    ".shp", ".gdbtable", ".tab", ".mif", "xl/workbook.xml", "xl/workbook.bin", "content.xml",
    "word/document.xml", "ppt/presentation.xml",
})  # fmt: skip
#: What a packed file may be called; under another name it is not what it says.
_NAMES: Final = (".zip", ".kmz", ".gz", ".gzip", "")
#: What a program or a script is called.
_PROGRAMS: Final = frozenset({
    ".exe", ".com", ".scr", ".msi", ".dll", ".bat", ".cmd", ".ps1", ".vbs", ".js", ".jse", ".wsf",
    ".hta", ".lnk", ".jar", ".sh", ".app", ".pif", ".reg",
})  # fmt: skip
#: Bytes copied at once.
_BLOCK_B: Final = 1 << 20


@contextmanager
def taken_out(path: Path, limits: Limits, *, name: str, folder: Path | None) -> Iterator[Path]:
    """Give the table that is packed alone in a file; the file itself where none is.

    Parameters
    ----------
    folder
        In which the table lies meanwhile; that of the system if left out.

    Raises
    ------
    SourceError
        If it cannot be unpacked, or is too large once it is.
    """
    try:
        # Reading a pipe or a device would wait for ever.
        can_be = path.suffix.lower() in _NAMES and path.is_file()
        head = _head_of(path) if can_be else b""
    except OSError:
        head = b""  # whoever reads it says why that cannot be
    tables = _tables(path) if head == _ZIP else []
    if len(tables) > 1:
        raise SourceError(*words.several_tables(name, tables))
    member = next(iter(tables), None)
    if not head.startswith(GZIP) and member is None:
        yield path
        return
    if member is not None:
        require_plain_zip(path, limits, name)
    inner = path.stem if member is None else PurePosixPath(member).name
    ending = Path(inner).suffix.lower()
    with tempfile.TemporaryDirectory(prefix="hotspots-", dir=folder) as own:
        # The name of a member is only looked at: what it is called here is ours.
        target = Path(own) / f"uitgepakt{ending if ending in _TABLES else '.csv'}"
        try:
            if member is None:
                with gzip.open(path) as packed:
                    _copy(packed, target, limits, name)
            else:
                with zipfile.ZipFile(path) as archive, archive.open(member) as packed:
                    _copy(packed, target, limits, name)
        except ZIP_FAULTS as error:
            raise SourceError(*words.damaged(name, "zip" if member else "gz")) from error
        yield target


def odd_members(path: Path) -> tuple[list[str], list[str]]:
    """Return the programs in a zip, and the names in it that lead outside; nothing of another file.

    None of it is ever taken out under its own name, and nothing of it is run.
    """
    if _head_of(path) != _ZIP:
        return [], []
    with zipfile.ZipFile(path) as archive:
        members = [member.filename for member in archive.infolist()]
    places = [PurePosixPath(member.replace("\\", "/")) for member in members]
    programs = [str(place) for place in places if place.suffix.lower() in _PROGRAMS]
    return programs, [str(place) for place in places if _leads_outside(place)]


def _leads_outside(place: PurePosixPath) -> bool:
    start = place.parts[0] if place.parts else ""
    return ".." in place.parts or place.is_absolute() or ":" in start


def _head_of(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(len(_ZIP))


def left_in(path: Path) -> list[str]:
    """Return what lies in a zip beside the table that is taken out; programs are named elsewhere.

    Nothing of a KMZ: what lies in it beside the places are pictures of them.
    """
    tables = _tables(path) if _head_of(path) == _ZIP and path.suffix.lower() in _NAMES else []
    if len(tables) != 1 or path.suffix.lower() == ".kmz":
        return []
    programs, outside = odd_members(path)
    odd = {*programs, *outside}
    return [
        member
        for member in _members(path)
        if member not in tables and str(PurePosixPath(member.replace("\\", "/"))) not in odd
    ]


def _members(path: Path) -> list[str]:
    """Return the files in a zip; nothing of one that cannot be opened."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = [entry.filename for entry in archive.infolist() if not entry.is_dir()]
    except ZIP_FAULTS:
        return []
    return [member for member in members if not member.startswith("__MACOSX/")]


def _tables(path: Path) -> list[str]:
    """Return the members of a zip that are tables; none where the zip as a whole is one."""
    files = _members(path)
    if path.suffix.lower() == ".kmz":
        # Beside the places a KMZ holds pictures of them.
        return sorted((one for one in files if one.lower().endswith(".kml")), key=_as_main)[:1]
    endings = {member: PurePosixPath(member.replace("\\", "/")).suffix.lower() for member in files}
    if not _WHOLE.isdisjoint({*endings.values(), *(member.lower() for member in files)}):
        return []
    tables = [member for member, ending in endings.items() if ending in _TABLES]
    # What lies as text beside a table tells about it.
    others = [member for member in tables if endings[member] != ".txt"]
    return others or tables


def _as_main(member: str) -> tuple[bool, int]:
    """Order the files of a KMZ: doc.kml at the top is the one, else the first at the top."""
    return member.lower() != "doc.kml", member.count("/")


def _copy(packed: IO[bytes] | gzip.GzipFile, target: Path, limits: Limits, name: str) -> None:
    size = 0
    with open(target, "wb", opener=private) as out:
        while block := packed.read(_BLOCK_B):
            size += len(block)
            if size > limits.file_bytes:
                raise SourceError(*words.unzips_too_large(name, size, limits.file_bytes))
            out.write(block)
