"""FileGDB, GML and MapInfo, which GDAL reads: files of ours in a folder of ours, one driver each.

What GDAL is given was recognised by its content first, and bears names of ours, so that no other
driver than the one that is named looks at it. It runs in the process with limits, which has no
network; a GML that refers to something outside itself is not given to it at all.
"""

from __future__ import annotations

import re
import tempfile
import zipfile
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Final
from xml.parsers import expat

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError

from hotspots.errors import SourceError
from hotspots.incoming.reading import words
from hotspots.incoming.reading.shapefile_zip import texts_of
from hotspots.incoming.reading.table import (
    UPLOAD_LIMITS,
    ZIP_FAULTS,
    Limits,
    Meter,
    Table,
    one_of_several,
    places_from_wkb,
    require_plain_zip,
    require_size,
    stated_crs,
    unique_names,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

#: Files of a geodatabase; others in its folder are locks and notes.
_OF_GDB: Final = re.compile(
    r"(?:a[0-9a-f]{8}\.(?:gdbtable|gdbtablx|gdbindexes|spx|atx|freelist)|gdb|timestamps)"
)
#: Files of a table of MapInfo, beside the one that is named.
_OF_MAPINFO: Final = (".tab", ".dat", ".map", ".id", ".ind", ".mif", ".mid")
_PIECE_B: Final = 1 << 20
_OVERLAP_B: Final = 1 << 12
_DECLARATION: Final = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
#: A reference to anything but a part of the same file, and an inclusion of another.
_REFERENCE: Final = re.compile(rb"""(?:\bhref\s*=\s*["'](?!#)[^"']|<[\w.-]*:?include\b)""")
#: Where a GML says in which file or at which address its schema is.
_SCHEMA: Final = re.compile(rb"schemaLocation", re.IGNORECASE)
#: RD New, where a format has no room for its number: its false origin and its central meridian.
_RD: Final = ("155000", "463000", "5.3876")
_GML: Final[Mapping[str, str]] = {"DOWNLOAD_SCHEMA": "NO", "WRITE_GFS": "NO"}


def read_filegdb(
    path: Path,
    *,
    layer_name: str | None = None,
    limits: Limits = UPLOAD_LIMITS,
    name: str | None = None,
    shapes: bool = False,
) -> Table:
    """Read one layer of the geodatabase (.gdb) in a zip; the first row is row 2.

    Raises
    ------
    SourceError
        If it is damaged, too large once unzipped, or has several layers and none is chosen.
    """
    name = name or path.name
    require_plain_zip(path, limits, name)

    def member_of(place: PurePosixPath) -> str | None:
        whole = _OF_GDB.fullmatch(place.name.lower()) and place.parent.suffix.lower() == ".gdb"
        return f"lagen.gdb/{place.name.lower()}" if whole else None

    with tempfile.TemporaryDirectory(prefix="gdb-") as folder:
        (Path(folder) / "lagen.gdb").mkdir()
        _unzip(path, Path(folder), member_of, name, "FileGDB")
        source = Path(folder) / "lagen.gdb"
        return _read(source, "OpenFileGDB", layer_name, limits, name, shapes=shapes)


def read_mapinfo(
    path: Path,
    *,
    layer_name: str | None = None,
    limits: Limits = UPLOAD_LIMITS,
    name: str | None = None,
    shapes: bool = False,
) -> Table:
    """Read the table of MapInfo (TAB or MIF) in a zip; the first row is row 2.

    Raises
    ------
    SourceError
        If it is damaged, incomplete, too large once unzipped, or there are several tables and none
        is chosen.
    """
    name = name or path.name
    require_plain_zip(path, limits, name)
    stems = _stems(path, name)
    if layer_name is not None and layer_name.lower() not in stems:
        raise SourceError(*words.no_such_layer(name, layer_name, stems, words.LAYER))
    if layer_name is None and len(stems) > 1:
        raise SourceError(*words.several_layers(name, stems, words.LAYER))
    if not stems:
        raise SourceError(*words.damaged(name, "MapInfo"))
    stem = layer_name.lower() if layer_name else stems[0]

    def member_of(place: PurePosixPath) -> str | None:
        ours = place.suffix.lower() in _OF_MAPINFO and place.stem.lower() == stem
        return f"laag{place.suffix.lower()}" if ours else None

    with tempfile.TemporaryDirectory(prefix="tab-") as folder:
        _unzip(path, Path(folder), member_of, name, "MapInfo")
        parts = [Path(folder) / f"laag{suffix}" for suffix in (".tab", ".mif")]
        source = next(part for part in parts if part.is_file())
        table = _read(source, "MapInfo File", None, limits, name, shapes=shapes)
        rows = Path(folder) / "laag.mid"
        if source.suffix == ".mif" and rows.is_file() and _lines(rows) != len(table):
            # Where the places are cut off, GDAL gives the rows that have one, without a word.
            raise SourceError(*words.damaged(name, "MapInfo"))
        return table


def _lines(path: Path) -> int:
    with path.open("rb") as file:
        return sum(1 for line in file if line.strip())


def read_gml(
    path: Path,
    *,
    layer_name: str | None = None,
    limits: Limits = UPLOAD_LIMITS,
    name: str | None = None,
    shapes: bool = False,
) -> Table:
    """Read one kind of features of a GML file; the first is row 2.

    A schema that it names is not looked up. A reference to another file or address refuses it.

    Raises
    ------
    SourceError
        If it is damaged, declares entities, refers to something outside itself, or has several
        kinds of features and none is chosen.
    """
    name = name or path.name
    _require_closed(path, name)
    with tempfile.TemporaryDirectory(prefix="gml-") as folder:
        source = Path(folder) / "laag.gml"
        source.write_bytes(_SCHEMA.sub(b"schemaNotRead_", path.read_bytes()))
        return _read(source, "GML", layer_name, limits, name, shapes=shapes, options=_GML)


def _require_closed(path: Path, name: str) -> None:
    """Stop at a GML with entities, or with a reference to something outside itself."""
    tail = b""
    with path.open("rb") as file:
        while piece := file.read(_PIECE_B):
            seen = tail + piece
            # XML in UTF-16 would hide a declaration from this search.
            if _DECLARATION.search(seen) or b"\x00" in seen:
                raise SourceError(*words.unsafe_gml(name))
            if _REFERENCE.search(seen):
                raise SourceError(*words.gml_refers_elsewhere(name))
            tail = seen[-_OVERLAP_B:]
    # Of a file that is cut off GDAL gives the features that are whole, without a word.
    with path.open("rb") as file:
        try:
            expat.ParserCreate().ParseFile(file)
        except expat.ExpatError as error:
            raise SourceError(*words.damaged(name, "GML")) from error


def _stems(path: Path, name: str) -> list[str]:
    try:
        with zipfile.ZipFile(path) as archive:
            places = [PurePosixPath(one.replace("\\", "/")) for one in archive.namelist()]
    except ZIP_FAULTS as error:
        raise SourceError(*words.damaged(name, "MapInfo")) from error
    tables = [one for one in places if one.suffix.lower() in (".tab", ".mif")]
    return list(dict.fromkeys(one.stem.lower() for one in tables if "__MACOSX" not in one.parts))


def _unzip(
    path: Path,
    folder: Path,
    member_of: Callable[[PurePosixPath], str | None],
    name: str,
    kind: str,
) -> None:
    """Take out what belongs to a source, under names of ours; where a name comes twice, refuse."""
    try:
        with zipfile.ZipFile(path) as archive:
            for member in archive.infolist():
                place = PurePosixPath(member.filename.replace("\\", "/"))
                target = None if member.is_dir() else member_of(place)
                if target is None or "__MACOSX" in place.parts:
                    continue
                if (folder / target).exists():
                    raise SourceError(*words.several_layers(name, [place.name], words.LAYER))
                (folder / target).write_bytes(archive.read(member))
    except ZIP_FAULTS as error:
        raise SourceError(*words.damaged(name, kind)) from error


def _read(
    source: Path,
    driver: str,
    layer_name: str | None,
    limits: Limits,
    name: str,
    *,
    shapes: bool,
    options: Mapping[str, str] | None = None,
) -> Table:
    kind = {"OpenFileGDB": "FileGDB", "MapInfo File": "MapInfo"}.get(driver, driver)
    more: dict[str, Any] = dict(options or {})
    try:
        layers = [str(layer) for layer, _ in pyogrio.list_layers(source)]
        nothing = words.empty_file(name)
        layer = one_of_several(layers, layer_name, name, words.LAYER, nothing=nothing)
        info = pyogrio.read_info(source, layer=layer, force_feature_count=True, **more)
        if info["driver"] != driver:
            raise SourceError(*words.damaged(name, kind))
        require_size(len(info["fields"]), max(int(info["features"]), 0), limits, name)
        meta, _, geometries, values = pyogrio.raw.read(
            source, layer=layer, datetime_as_string=True, **more
        )
    except (DataSourceError, DataLayerError, ValueError, RuntimeError) as error:
        raise SourceError(*words.damaged(name, kind)) from error
    count = len(values[0]) if len(values) else len(geometries) if geometries is not None else 0
    if not count and not info["features"]:
        raise SourceError(*words.empty_file(name))
    if count != info["features"]:
        raise SourceError(*words.damaged(name, kind))
    columns, warnings = unique_names(list(meta["fields"]))
    texts = [texts_of(array) for array in values]
    meter = Meter(limits, name)
    for column in texts:
        meter.add(pc.sum(pc.utf8_length(column)).as_py() or 0)
    numbers = np.arange(2, count + 2)
    rows = pa.Table.from_arrays(texts, names=list(columns))
    if geometries is None:
        return Table(columns, rows, numbers, format=kind, warnings=warnings)
    x, y, faults, drawn = places_from_wkb(list(geometries), numbers, shapes=shapes)
    crs = _crs(meta["crs"])
    return Table(columns, rows, numbers, x, y, crs, kind, warnings, faults, drawn)


def _crs(stated: str | None) -> str | None:
    """Return a CRS; MapInfo has no number for one, and loses what datum RD has."""
    if not stated:
        return None
    if "Oblique_Stereographic" in stated and all(part in stated for part in _RD):
        return "EPSG:28992"
    return stated_crs(stated)
