"""GeoTIFF: numbers by Pillow, place and CRS from the tags that GeoTIFF 1.1 (OGC 19-008r4) defines.

Pillow is here already, knows TIFF in all its usual compressions, and opens no other file or host:
what GDAL would do with a `.tif` that holds something else is not possible here.

Of a raster that is larger than the municipality only the blocks that lie in it are read, one at a
time, so that a raster of the whole country takes no more memory than a small one.
"""

from __future__ import annotations

import json
import re
import struct
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO, Final

import numpy as np
import pyarrow as pa
from PIL import TiffImagePlugin

from hotspots.crs import RD_NEW
from hotspots.errors import SourceError
from hotspots.incoming.reading import words
from hotspots.incoming.reading.child import in_child
from hotspots.incoming.reading.geotiff_blocks import Window, window_values
from hotspots.incoming.reading.table import UPLOAD_LIMITS, Limits, shown_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray


#: Extensions of a GeoTIFF, and the first bytes of every one: either byte order, plain or big.
EXTENSIONS: Final = (".tif", ".tiff")
_HEADS: Final = (b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")
_META: Final = b"hotspots"


@dataclass(frozen=True, slots=True, eq=False)
class Raster:
    """Numbers on the squares of a grid whose rows run from north to south.

    Attributes
    ----------
    values : shape (rows, columns)
        NaN where the file has no number.
    west, north
        The outer corner of the first cell, in ``crs``.
    cell_m
        Width and height of a cell.
    crs
        "EPSG:n" as the file states it; None if it is silent or describes one without a number.
    """

    values: NDArray[np.float32]
    west: float
    north: float
    cell_m: tuple[float, float]
    crs: str | None

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east and north."""
        rows, columns = self.values.shape
        return (
            self.west,
            self.north - rows * self.cell_m[1],
            self.west + columns * self.cell_m[0],
            self.north,
        )

    def send(self, path: Path) -> None:
        """Write the raster for the process that asked for it; `received` reads it back."""
        meta = {
            "shape": self.values.shape,
            "west": self.west,
            "north": self.north,
            "cell_m": self.cell_m,
            "crs": self.crs,
        }
        arrow = pa.table({"value": self.values.ravel()})
        arrow = arrow.replace_schema_metadata({_META: json.dumps(meta).encode()})
        with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, arrow.schema) as writer:
            writer.write_table(arrow)


def received(path: Path) -> Raster:
    """Return the raster that another process wrote."""
    with pa.OSFile(str(path)) as file:
        arrow = pa.ipc.open_file(file).read_all()
    meta = json.loads(arrow.schema.metadata[_META])
    values = np.array(arrow["value"].to_numpy(), dtype=np.float32).reshape(meta["shape"])
    return Raster(values, meta["west"], meta["north"], tuple(meta["cell_m"]), meta["crs"])


def read_raster(
    path: Path,
    *,
    limits: Limits = UPLOAD_LIMITS,
    name: str | None = None,
    within: tuple[float, float, float, float] | None = None,
    folder: Path | None = None,
) -> Raster:
    """Read a GeoTIFF of one band, in a process with limits on time and memory.

    Parameters
    ----------
    limits
        Of the file itself no size is too large where these say that it may be read in pieces.
    within
        West, south, east and north in RD metres: of a raster in RD that reaches farther only the
        cells in and just around it are read and returned.
    folder
        In which cells may lie while they are read; that of the system if left out.

    Raises
    ------
    SourceError
        If it is no such file, too large, turned, or in a form that is not read.
    """
    name = shown_name(name or path.name)
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(4)
    except (OSError, ValueError) as error:
        raise SourceError(*words.no_such_file(name)) from error
    if path.suffix.lower() not in EXTENSIONS:
        raise SourceError(*words.unknown_extension(name, path.suffix))
    if size > limits.file_bytes and not limits.in_pieces:
        raise SourceError(*words.file_too_large(name, size, limits.file_bytes))
    if head not in _HEADS:
        raise SourceError(*words.no_geotiff(name, "geen TIFF"))
    options = {} if within is None else {"within": list(within)}
    return in_child("GeoTIFF", path, options, received, limits=limits, name=name, folder=folder)


#: Tags of TIFF: bands, and what GeoTIFF and GDAL add to them.
_SAMPLES, _PIXEL_SCALE, _TIEPOINT, _TRANSFORMATION, _GEO_KEYS = 277, 33550, 33922, 34264, 34735
_GDAL_METADATA, _NO_DATA, _ORIENTATION = 42112, 42113, 274
#: GeoKeys: does a value belong to a square or to a point; which projected or geographic CRS.
_RASTER_TYPE, _PROJECTED, _GEOGRAPHIC = 1025, 3072, 2048
_IS_POINT: Final = 2
#: The highest number that EPSG gives out; above it a CRS is described in other keys.
_HIGHEST_EPSG: Final = 32766
#: What Pillow, and numbers that are not there, raise on a file that is damaged.
_DAMAGE: Final = (
    OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, AttributeError,
    OverflowError, ZeroDivisionError, RuntimeError, UserWarning, struct.error,
)  # fmt: skip
#: Cells around an area that are read with it.
_AROUND: Final = 2
#: How Pillow names one band of numbers.
_MODES: Final = ("F", "I", "I;16", "I;16B", "I;16L", "L")
_SCALED: Final = re.compile(r'role="(?:scale|offset)"[^>]*>\s*([^<]+)<')


def read_geotiff(
    path: Path,
    *,
    limits: Limits = UPLOAD_LIMITS,
    name: str | None = None,
    within: Sequence[float] | None = None,
) -> Raster:
    """Read the first image of a GeoTIFF; overviews behind it are not looked at.

    A value that the file calls "no data", and NaN, is NaN. The corner is that of the first cell,
    also where the file says that a value belongs to the middle of it.

    Parameters
    ----------
    within
        West, south, east and north, RD metres: of a raster in RD only what lies in and just around
        it is returned.

    Raises
    ------
    SourceError
        If it is no TIFF of one band of numbers, has too many cells, no place, or lies turned.
    """
    name = name or path.name
    try:
        with warnings.catch_warnings(), path.open("rb") as file:
            # What Pillow passes over with a warning is damage.
            warnings.simplefilter("error", UserWarning)
            # Not by `Image.open`, which refuses what is large for a picture: nothing is read of
            # the cells before it is known which are needed, and the limit on those is ours.
            return _raster(_opened(file, name), limits, name, within)
    except _DAMAGE as error:
        raise _refused(name, "een beschadigd bestand") from error


def _opened(file: BinaryIO, name: str) -> TiffImagePlugin.TiffImageFile:
    try:
        return TiffImagePlugin.TiffImageFile(file)
    except SyntaxError as error:
        raise _refused(name, "geen TIFF van één band met getallen van 32 bits of minder") from error


def _refused(name: str, why: str) -> SourceError:
    return SourceError(*words.no_geotiff(name, why))


def _raster(
    image: TiffImagePlugin.TiffImageFile,
    limits: Limits,
    name: str,
    within: Sequence[float] | None,
) -> Raster:
    tags: Mapping[int, Any] = dict(getattr(image, "tag_v2", {}))
    size = f"{image.width} bij {image.height} cellen"
    if image.mode not in _MODES or tags.get(_SAMPLES, 1) != 1:
        raise _refused(name, f"een afbeelding ({image.mode})")
    if tags.get(_ORIENTATION, 1) != 1:
        raise _refused(name, "een raster dat gedraaid of gespiegeld ligt")
    if any(float(text) not in {0.0, 1.0} for text in _SCALED.findall(_text(tags, _GDAL_METADATA))):
        raise _refused(name, "getallen met een schaalfactor")
    west, north, width, height = _place(tags, name)
    keys = _geo_keys(tags)
    if keys.get(_RASTER_TYPE) == _IS_POINT:
        west, north = west - width / 2, north + height / 2
    crs = _crs(keys)
    whole = Window(0, 0, image.width, image.height)
    window = whole
    if within is not None and crs in (None, RD_NEW):
        window = _window(within, whole, (west, north), (width, height))
    if window.cells > limits.cells:
        raise SourceError(*words.raster_too_large(name, size, limits.cells))
    if window == whole:
        values = np.array(image, dtype=np.float32)
    else:
        values = window_values(image, window, name=name, most_cells=limits.cells)
    corner = west + window.left * width, north - window.top * height
    return Raster(_numbers(values, tags), *corner, (width, height), crs)


def _window(
    within: Sequence[float],
    whole: Window,
    corner: tuple[float, float],
    cell: tuple[float, float],
) -> Window:
    """Return the columns and rows in and just around an area; all of them where it has none."""
    west, south, east, north = within
    window = Window(
        max(0, int((west - corner[0]) // cell[0]) - _AROUND),
        max(0, int((corner[1] - north) // cell[1]) - _AROUND),
        min(whole.right, int((east - corner[0]) // cell[0]) + _AROUND + 1),
        min(whole.bottom, int((corner[1] - south) // cell[1]) + _AROUND + 1),
    )
    # A raster that lies elsewhere is refused with its own bounds by who knows the municipality: of
    # that one cell is enough.
    return window if window.cells > 0 else whole


def _place(tags: Mapping[int, Any], name: str) -> tuple[float, float, float, float]:
    """Return the west and north of the first cell, and the width and height of all."""
    if _TRANSFORMATION in tags:
        matrix = [float(number) for number in tags[_TRANSFORMATION]]
        width, height, west, north = matrix[0], -matrix[5], matrix[3], matrix[7]
        turned = bool(matrix[1] or matrix[4])
    elif _PIXEL_SCALE in tags and _TIEPOINT in tags:
        width, height = (float(number) for number in tags[_PIXEL_SCALE][:2])
        column, row, _, x, y, _ = (float(number) for number in tags[_TIEPOINT][:6])
        west, north, turned = x - column * width, y + row * height, False
    else:
        raise _refused(name, "geen ligging in het bestand")
    if turned or not (width > 0 and height > 0) or not np.isfinite([west, north]).all():
        raise _refused(name, "een raster dat gedraaid of gespiegeld ligt")
    return west, north, width, height


def _geo_keys(tags: Mapping[int, Any]) -> dict[int, int]:
    """Return the GeoKeys whose value is a whole number, which is all that is needed."""
    entries = [int(number) for number in tags.get(_GEO_KEYS, ())]
    return {
        entries[at]: entries[at + 3] for at in range(4, len(entries) - 3, 4) if entries[at + 1] == 0
    }


def _crs(keys: Mapping[int, int]) -> str | None:
    for key in (_PROJECTED, _GEOGRAPHIC):
        number = keys.get(key, 0)
        if 0 < number <= _HIGHEST_EPSG:
            return f"EPSG:{number}"
    return None


def _numbers(values: NDArray[np.float32], tags: Mapping[int, object]) -> NDArray[np.float32]:
    """Return values with NaN for what is no number, and for what the file says is none."""
    values[~np.isfinite(values)] = np.nan
    try:
        no_data = np.float32(_text(tags, _NO_DATA).strip("\x00 "))
    except ValueError:
        return values
    values[values == no_data] = np.nan
    return values


def _text(tags: Mapping[int, object], tag: int) -> str:
    value = tags.get(tag, "")
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
