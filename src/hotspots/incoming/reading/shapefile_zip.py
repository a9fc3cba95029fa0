"""A zipped Shapefile: GDAL sees four files with names of ours, in a folder of ours."""

from __future__ import annotations

import tempfile
import zipfile
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError

from hotspots.errors import SourceError
from hotspots.incoming.reading import words
from hotspots.incoming.reading.table import (
    UPLOAD_LIMITS,
    ZIP_FAULTS,
    Limits,
    Table,
    as_text,
    places_from_wkb,
    require_plain_zip,
    require_size,
    stated_crs,
    unique_names,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hotspots.errors import Parts

_NEEDED: Final = (".shp", ".shx", ".dbf")
_PARTS: Final = (*_NEEDED, ".prj", ".cpg")
#: Bytes; no description of a CRS is longer.
_LONGEST_PRJ: Final = 20_000
#: The first bytes of every .shp and .shx: file code 9994, big endian.
_MAGIC: Final = b"\x00\x00\x27\x0a"


def read_shapefile_zip(
    path: Path,
    *,
    layer_name: str | None = None,
    limits: Limits = UPLOAD_LIMITS,
    name: str | None = None,
    shapes: bool = False,
) -> Table:
    """Read the Shapefile in a zip, in any folder of it; the first record is row 2.

    Lines and areas are faults of their rows, unless ``shapes`` asks for them.

    Raises
    ------
    SourceError
        If it is damaged, encrypted, too large once unzipped, incomplete, or there are several
        and none is chosen.
    """
    name = name or path.name
    require_plain_zip(path, limits, name)
    with tempfile.TemporaryDirectory(prefix="shp-") as folder:
        try:
            with zipfile.ZipFile(path) as archive:
                members = _members(archive, layer_name, name)
                crs = _crs(archive, members.pop(".prj", None))
                _copied(archive, members, Path(folder), name)
        except ZIP_FAULTS as error:
            raise SourceError(*words.damaged(name, "Shapefile")) from error
        return _read(Path(folder) / "layer.shp", crs, limits, name, shapes=shapes)


def _members(archive: zipfile.ZipFile, layer_name: str | None, name: str) -> dict[str, str]:
    """Return the member of the zip per extension of the one shapefile that is meant."""
    members: dict[str, dict[str, str]] = {}
    inner: list[str] = []
    for member in archive.namelist():
        place = PurePosixPath(member.replace("\\", "/"))
        rubbish = "__MACOSX" in place.parts or place.name.startswith(".")
        if rubbish or member.endswith("/"):
            continue
        inner.append(place.name)
        if place.suffix.lower() in _PARTS:
            stem = str(place.with_suffix("")).lower()
            members.setdefault(stem, {})[place.suffix.lower()] = member
    shapes = {stem: parts for stem, parts in members.items() if ".shp" in parts}
    if not shapes:
        raise SourceError(*_no_shapes(name, inner, is_part=bool(members)))
    names = {PurePosixPath(stem).name: stem for stem in shapes}
    if len(names) < len(shapes):
        names = {stem: stem for stem in shapes}
    if layer_name is not None:
        if layer_name.lower() not in names:
            raise SourceError(*words.no_such_layer(name, layer_name, list(names), words.LAYER))
        return shapes[names[layer_name.lower()]]
    if len(shapes) > 1:
        raise SourceError(*words.several_layers(name, list(names), words.LAYER))
    return next(iter(shapes.values()))


def _no_shapes(name: str, inner: list[str], *, is_part: bool) -> Parts:
    """Say what a zip holds that holds no shapefile."""
    if not inner:
        return words.empty_file(name)
    if not is_part:
        return words.nothing_in_zip(name, inner)
    return words.no_shapefile(name, [".shp"], inner)


def _crs(archive: zipfile.ZipFile, member: str | None) -> str | None:
    """Return the CRS that the .prj states; GDAL does not see that file, which it stumbles over."""
    if member is None:
        return None
    with archive.open(member) as file:
        text = file.read(_LONGEST_PRJ).decode("utf-8-sig", "replace")
    return stated_crs(text.strip("\x00 \r\n\t"))


def _copied(archive: zipfile.ZipFile, members: dict[str, str], folder: Path, name: str) -> None:
    missing = [extension for extension in _NEEDED if extension not in members]
    if missing:
        raise SourceError(*words.no_shapefile(name, missing, list(members.values())))
    for extension, member in members.items():
        content = archive.read(member)
        if extension in {".shp", ".shx"} and not content.startswith(_MAGIC):
            raise SourceError(*words.damaged(name, "Shapefile"))
        if extension in {".shp", ".shx"} and _length_b(content) > len(content):
            # GDAL reads what is there, and loses the places of the rest without a word.
            raise SourceError(*words.damaged(name, "Shapefile"))
        (folder / f"layer{extension}").write_bytes(content)


def _length_b(content: bytes) -> int:
    """Return how long a .shp or .shx says that it is: bytes 24 to 27 count words of 16 bits."""
    return 2 * int.from_bytes(content[24:28], "big")


def _read(path: Path, crs: str | None, limits: Limits, name: str, *, shapes: bool) -> Table:
    try:
        info = pyogrio.read_info(path, layer="layer")
        require_size(len(info["fields"]), int(info["features"]), limits, name)
        meta, _, geometries, values = pyogrio.raw.read(path, layer="layer", datetime_as_string=True)
    except (DataSourceError, DataLayerError, ValueError, RuntimeError) as error:
        raise SourceError(*words.damaged(name, "Shapefile")) from error
    if geometries is None or not len(geometries):
        raise SourceError(*words.empty_file(name))
    columns, warnings = unique_names(list(meta["fields"]))
    rows = pa.Table.from_arrays([texts_of(array) for array in values], names=list(columns))
    numbers = np.arange(2, len(geometries) + 2)
    x, y, faults, drawn = places_from_wkb(list(geometries), numbers, shapes=shapes)
    return Table(columns, rows, numbers, x, y, crs, "Shapefile", warnings, faults, drawn)


def texts_of(values: NDArray[np.generic]) -> pa.Array:
    """Return the values of a column as GDAL gives them as text; "" where one is missing."""
    missing = pd.isna(values)
    texts = [
        "" if lost else as_text(value.item() if isinstance(value, np.generic) else value)
        for value, lost in zip(values, missing, strict=True)
    ]
    return pa.array(texts, pa.large_string())
