"""A version before it is written: what is known of it, and its places as GeoParquet.

The tool itself reads ``x_rd`` and ``y_rd``: numbers need no decoding.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyproj

from hotspots.catalog.checks import sha256_of
from hotspots.crs import RD_NEW
from hotspots.incoming.open_data.client import checksum_of
from hotspots.incoming.reading.table import shown_name
from hotspots.store import words as text
from hotspots.store.catalogue import unwritten

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from hotspots.catalog.specs import Source
    from hotspots.geography.areas import Geography
    from hotspots.incoming.open_data.services import Service
    from hotspots.store.catalogue import Version


def draft_of(
    geography: Geography, path: Path, name: str | None, embedded: Source | None = None
) -> Version:
    """Return a version of a file, to be filled in by the store.

    Parameters
    ----------
    embedded
        What the home declares of the file; None if someone loads it.
    """
    return unwritten(
        made_from=(provenance(path, name),),
        synthetic=embedded is not None and embedded.synthetic,
        attribution=embedded.attribution if embedded else text.LOADED,
        fingerprint=geography.fingerprint,
        embedded=embedded is not None,
    )


def counts_of(read: int, accepted: int | None = None, **others: int) -> dict[str, int]:
    """Return what a version keeps of how many rows were read, and what became of them.

    ``accepted`` is all of them if it is left out; ``others`` are the counts that are not 0.
    """
    empty = dict.fromkeys(("quarantined", "duplicate", "without_place", "outside"), 0)
    return {"read": read, "accepted": read if accepted is None else accepted, **empty, **others}


def fetched_from(
    service: Service, request: str, checksums: Sequence[str], rows: int, **more: str
) -> dict[str, str]:
    """Return what a version remembers of rows that a service gave: which, when, and whose."""
    return {
        "service": service.title,
        "request": request,
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "licence": service.licence,
        "checksum": checksum_of(checksums),
        "rows": str(rows),
        **more,
    }


def provenance(path: Path, name: str | None = None) -> str:
    """Return what a version remembers of a file: its name and the SHA-256 of its bytes."""
    return f"{shown_name(name or path.name)} {sha256_of(path)}"


#: The column with points; other programs look for the name in the metadata.
GEOMETRY: Final = "geometry"
#: A point in well-known binary: little-endian, type 1, x and y.
_POINT: Final = np.dtype([("order", "u1"), ("type", "<u4"), ("x", "<f8"), ("y", "<f8")])


def with_points(rows: pa.Table) -> pa.Table:
    """Return rows with a column of points in RD, null where a row has no place.

    References
    ----------
    GeoParquet 1.0.0, https://geoparquet.org/releases/v1.0.0/.

    Examples
    --------
    >>> rows = with_points(pa.table({"x_rd": [100_000.0, np.nan], "y_rd": [420_000.0, np.nan]}))
    >>> rows.column_names, rows["geometry"].null_count
    (['x_rd', 'y_rd', 'geometry'], 1)
    """
    points = _points(rows["x_rd"].to_numpy(), rows["y_rd"].to_numpy())
    return as_geoparquet(rows.append_column(GEOMETRY, points), "Point")


def _points(x_rd: NDArray[np.float64], y_rd: NDArray[np.float64]) -> pa.Array:
    points = np.zeros(len(x_rd), dtype=_POINT)
    points["order"], points["type"] = 1, 1
    points["x"], points["y"] = x_rd, y_rd
    ends = np.arange(len(x_rd) + 1, dtype=np.int32) * np.int32(_POINT.itemsize)
    placed = pa.array(~np.isnan(x_rd)).buffers()[1]
    buffers = [placed, pa.py_buffer(ends), pa.py_buffer(points.tobytes())]
    return pa.Array.from_buffers(pa.binary(), len(x_rd), buffers)


def with_shapes(
    columns: Mapping[str, pa.Array], shapes: Sequence[bytes | None], *types: str
) -> pa.Table:
    """Return columns beside shapes (WKB in RD metres), as GeoParquet.

    ``types`` are those of the shapes as GeoParquet names them; none if they are of any type.
    """
    table = pa.table({**columns, GEOMETRY: pa.array(shapes, type=pa.binary())})
    return as_geoparquet(table, *types)


def as_geoparquet(table: pa.Table, *types: str) -> pa.Table:
    """Return a table of which the column `GEOMETRY` is described as GeoParquet 1.0 asks."""
    metadata = {**(table.schema.metadata or {}), b"geo": _metadata(types)}
    return table.replace_schema_metadata(metadata)


@lru_cache
def _metadata(types: tuple[str, ...]) -> bytes:
    column = {
        "encoding": "WKB",
        "geometry_types": list(types),
        "crs": pyproj.CRS(RD_NEW).to_json_dict(),
    }
    metadata = {"version": "1.0.0", "primary_column": GEOMETRY, "columns": {GEOMETRY: column}}
    return json.dumps(metadata, ensure_ascii=False).encode()
