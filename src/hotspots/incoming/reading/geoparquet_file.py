"""GeoParquet: the number of rows is read before any row is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from hotspots.crs import WGS84
from hotspots.errors import SourceError
from hotspots.incoming.reading import words
from hotspots.incoming.reading.table import (
    UPLOAD_LIMITS,
    Fault,
    Limits,
    Meter,
    Table,
    places_from_wkb,
    points_as_wkb,
    require_size,
    stated_crs,
    unique_names,
)

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from hotspots.incoming.reading.table import MaybeShapes

#: From here a float holds no whole numbers any more.
_EXACT: Final = 2**53
_READABLE: Final = (
    pa.types.is_string, pa.types.is_large_string, pa.types.is_integer, pa.types.is_floating,
    pa.types.is_temporal, pa.types.is_decimal, pa.types.is_boolean, pa.types.is_null,
)  # fmt: skip


def read_geoparquet(
    path: Path,
    *,
    layer_name: str | None = None,
    limits: Limits = UPLOAD_LIMITS,
    name: str | None = None,
    shapes: bool = False,
) -> Table:
    """Read a (Geo)Parquet file; the first row is row 2, as if under a header.

    By the standard a geometry without ``crs`` is in degrees and one with ``crs: null`` is in an
    unknown CRS; that difference is kept. ``layer_name`` means nothing here. Lines and areas are
    faults of their rows, unless ``shapes`` asks for them.

    Raises
    ------
    SourceError
        If it is damaged, beyond the limits, or its geometry is in an encoding that is not read.
    """
    del layer_name
    name = name or path.name
    try:
        with pq.ParquetFile(path) as file:
            metadata = file.metadata
            require_size(metadata.num_columns, metadata.num_rows, limits, name)
            geo = _geo(metadata.metadata or {})
            texts = [field.name for field in file.schema_arrow if _is_text(field.type)]
        # A value that occurs many times may stand in the file once: it is counted before it is
        # written out.
        with pq.ParquetFile(path, read_dictionary=texts) as file:
            arrow = file.read()
        arrow = _written_out(arrow, texts, Meter(limits, name))
    except (pa.ArrowException, OSError) as error:
        raise SourceError(*words.damaged(name, "Parquet")) from error
    numbers = np.arange(2, arrow.num_rows + 2)
    geometry, crs, encoding = _geometry(geo, arrow.column_names)
    x = y = None
    faults: tuple[Fault, ...] = ()
    drawn = None
    if geometry is not None:
        x, y, faults, drawn = _places(arrow[geometry], encoding, numbers, name, shapes=shapes)
    rows, columns, warnings = _texts(arrow, geometry, Meter(limits, name))
    return Table(columns, rows, numbers, x, y, crs, "GeoParquet", warnings, faults, drawn)


def _is_text(kind: pa.DataType) -> bool:
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    return any(
        is_kind(kind)
        for is_kind in (
            pa.types.is_string, pa.types.is_large_string,
            pa.types.is_binary, pa.types.is_large_binary,
        )
    )  # fmt: skip


def _written_out(arrow: pa.Table, names: list[str], meter: Meter) -> pa.Table:
    """Return a table in which each text stands in its own row, if that fits."""
    for at, column in enumerate(arrow.columns):
        if arrow.column_names[at] not in names or not pa.types.is_dictionary(column.type):
            continue
        kind = column.type.value_type
        is_bytes = pa.types.is_binary(kind) or pa.types.is_large_binary(kind)
        size = sum(map(_size, column.chunks))
        meter.add(0 if is_bytes else size, size if is_bytes else 0)
        large = pa.large_binary() if is_bytes else pa.large_string()
        arrow = arrow.set_column(at, arrow.schema.field(at).name, pc.cast(column, large))
    return arrow


def _size(chunk: pa.DictionaryArray) -> int:
    """Return the bytes of all values, each as often as it occurs."""
    sizes = pc.binary_length(chunk.dictionary)
    total = pc.sum(pc.cast(pc.take(sizes, chunk.indices), pa.int64())).as_py()
    return int(total or 0)


def _geo(metadata: dict[bytes, bytes]) -> dict[str, object]:
    try:
        geo = json.loads(metadata.get(b"geo", b"{}"))
    except ValueError:
        return {}
    return geo if isinstance(geo, dict) else {}


def _geometry(geo: dict[str, object], names: list[str]) -> tuple[str | None, str | None, str]:
    """Return the geometry column, its CRS as stated, and how it is encoded."""
    primary = geo.get("primary_column")
    columns = geo.get("columns")
    column = columns.get(primary) if isinstance(columns, dict) else None
    if primary not in names or not isinstance(column, dict):
        return None, None, ""
    crs = column.get("crs", WGS84)
    stated = stated_crs(crs) if isinstance(crs, str | dict) else None
    return primary, stated, str(column.get("encoding", "WKB"))


def _places(
    column: pa.ChunkedArray,
    encoding: str,
    numbers: NDArray[np.int64],
    name: str,
    *,
    shapes: bool,
) -> MaybeShapes:
    if encoding.upper() == "WKB" and (
        pa.types.is_binary(column.type) or pa.types.is_large_binary(column.type)
    ):
        return places_from_wkb(column.to_pylist(), numbers, shapes=shapes)
    if encoding.lower() == "point" and pa.types.is_struct(column.type):
        x, y = (
            np.array(pc.cast(pc.struct_field(column, axis), pa.float64()), dtype=np.float64)
            for axis in ("x", "y")
        )
        drawn = points_as_wkb(x, y) if shapes else None
        return x, y, _infinite(x, y, numbers), drawn
    raise SourceError(*words.unknown_encoding_of_geometry(name, encoding))


def _infinite(
    x: NDArray[np.float64], y: NDArray[np.float64], numbers: NDArray[np.int64]
) -> tuple[Fault, ...]:
    """Blame coordinates that are no numbers; a point of two NaN is an empty one."""
    wrong = ~(np.isfinite(x) & np.isfinite(y)) & ~(np.isnan(x) & np.isnan(y))
    pairs = [(int(numbers[at]), f"{x[at]}, {y[at]}") for at in np.flatnonzero(wrong)]
    return tuple(
        Fault(row, words.GEOMETRY, *words.coordinate_is_no_number(pair)) for row, pair in pairs
    )


def _texts(
    arrow: pa.Table, geometry: str | None, meter: Meter
) -> tuple[pa.Table, tuple[str, ...], tuple[str, ...]]:
    names: list[str] = []
    texts: list[pa.ChunkedArray] = []
    skipped: list[str] = []
    for field, column in zip(arrow.schema, arrow.columns, strict=True):
        if field.name == geometry:
            continue
        text = _as_text(column)
        if text is None:
            skipped.append(field.name)
        else:
            meter.add(int(pc.sum(pc.binary_length(text)).as_py() or 0))
            names.append(field.name)
            texts.append(text)
    columns, repeated = unique_names(names)
    rows = pa.Table.from_arrays(
        [text.cast(pa.large_string()) for text in texts], names=list(columns)
    )
    warnings = (words.columns_skipped(skipped),) if skipped else ()
    return rows, columns, (*repeated, *warnings)


def _as_text(column: pa.ChunkedArray) -> pa.ChunkedArray | None:
    """Write values as text; None for bytes, lists and structures."""
    if pa.types.is_dictionary(column.type):
        column = pc.cast(column, column.type.value_type)
    if not any(readable(column.type) for readable in _READABLE):
        return None
    try:
        if pa.types.is_floating(column.type):
            return pc.fill_null(_numbers_as_text(column), "")
        return pc.fill_null(pc.cast(column, pa.large_string()), "")
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        # A duration, or a moment that no calendar holds.
        return None


def _numbers_as_text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Write floats; whole ones without ".0", as pandas makes floats of ids when one is missing."""
    finite = pc.if_else(pc.is_finite(column), column, None)
    whole = pc.all(pc.equal(pc.round(finite), finite)).as_py()
    text = pc.cast(column, pa.large_string())
    if not whole or (pc.max(pc.abs(finite)).as_py() or 0) >= _EXACT:
        return text
    return pc.coalesce(pc.cast(pc.cast(finite, pa.int64()), pa.large_string()), text)
