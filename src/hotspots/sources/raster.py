"""A raster as a reader hands it over: numbers on squares, north up, and where they lie."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa

from hotspots.errors import SourceError
from hotspots.sources.child import in_child
from hotspots.sources.file_name import shown_name
from hotspots.sources.table import UPLOAD_LIMITS, Limits
from hotspots.text import door_files, door_kinds, door_shapes

if TYPE_CHECKING:
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
    within
        West, south, east and north in RD metres: of a raster in RD that reaches farther only the
        cells in and just around it are returned.
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
        raise SourceError(*door_files.no_such_file(name)) from error
    if path.suffix.lower() not in EXTENSIONS:
        raise SourceError(*door_kinds.unknown_extension(name, path.suffix))
    if size > limits.file_bytes:
        raise SourceError(*door_files.file_too_large(name, size, limits.file_bytes))
    if head not in _HEADS:
        raise SourceError(*door_shapes.no_geotiff(name, "geen TIFF"))
    options = {} if within is None else {"within": list(within)}
    return in_child("GeoTIFF", path, options, received, limits=limits, name=name, folder=folder)
