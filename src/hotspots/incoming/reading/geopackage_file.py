"""GeoPackage, read as the SQLite file it is: only tables, never a view, never writing."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Final

import numpy as np

from hotspots.errors import SourceError
from hotspots.incoming.reading import words
from hotspots.incoming.reading.table import (
    UPLOAD_LIMITS,
    Fault,
    Limits,
    Meter,
    Table,
    as_text,
    one_of_several,
    places_from_wkb,
    require_size,
    text_columns,
    unique_names,
)

if TYPE_CHECKING:
    from pathlib import Path

#: Length of the bounding box in front of the WKB, by the code in the flags (GeoPackage 2.1.3).
_ENVELOPE_BYTES: Final = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}
_HEADER_BYTES: Final = 8
#: The flag of a geometry without coordinates.
_EMPTY: Final = 0b0001_0000
#: ``hidden`` of PRAGMA table_xinfo: 2 and 3 are computed columns, which run an expression.
_STORED: Final = 0
#: Tables that say which layers there are (GeoPackage 1.1.2, 1.1.3 and 2.1.5).
_INDEX: Final = ("gpkg_contents", "gpkg_geometry_columns", "gpkg_spatial_ref_sys")


def read_geopackage(
    path: Path,
    *,
    layer_name: str | None = None,
    limits: Limits = UPLOAD_LIMITS,
    name: str | None = None,
    shapes: bool = False,
) -> Table:
    """Read one layer of a GeoPackage; the first feature is row 2, as if under a header.

    Triggers cannot run, since nothing is written. Views, virtual tables and computed columns
    are never read, not even as the table of layers: they hold a program, not data. Lines and
    areas are faults of their rows, unless ``shapes`` asks for them.

    Raises
    ------
    SourceError
        If it is damaged, or holds no layer or several and none is chosen.
    """
    name = name or path.name
    uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(uri, uri=True)) as connection:
            connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
            connection.execute("PRAGMA trusted_schema = OFF")
            connection.execute("PRAGMA query_only = ON")
            connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, limits.field_chars)
            return _read_layer(connection, layer_name, limits, name, shapes=shapes)
    except (sqlite3.Error, ValueError, TypeError, OverflowError) as error:
        raise SourceError(*words.damaged(name, "GeoPackage")) from error


def _read_layer(
    connection: sqlite3.Connection,
    layer_name: str | None,
    limits: Limits,
    name: str,
    *,
    shapes: bool,
) -> Table:
    kinds = _kinds(connection)
    if any(kinds.get(table, "table") != "table" for table in _INDEX):
        raise SourceError(*words.index_is_a_view(name))
    tables, skipped = _layers(connection, kinds)
    nothing = words.no_layers(name, words.LAYER)
    chosen = one_of_several(tables, layer_name, name, words.LAYER, nothing=nothing)
    _require_sound(connection, chosen, name)
    warnings = (words.views_skipped(skipped),) if skipped else ()
    geometry, crs = _geometry_of(connection, chosen)
    fields = [
        field
        for _, field, _, _, _, _, hidden in connection.execute(
            f"PRAGMA table_xinfo({_quoted(chosen)})"
        )
        if hidden == _STORED and field != geometry
    ]
    rows = int(connection.execute(f"SELECT count(*) FROM {_quoted(chosen)}").fetchone()[0])  # noqa: S608
    require_size(len(fields), rows, limits, name)
    wanted = ", ".join(_quoted(field) for field in ([*fields, geometry] if geometry else fields))
    cells: list[list[str]] = []
    shapes_of: list[bytes | None] = []
    meter = Meter(limits, name)
    for record in connection.execute(f"SELECT {wanted} FROM {_quoted(chosen)}"):  # noqa: S608
        # A column that was added later has one value for all rows, which the file holds once.
        cells.append([_text(value) for value in record[: len(fields)]])
        shapes_of.append(_wkb(record[-1]) if geometry else None)
        meter.add(sum(map(len, cells[-1])), len(shapes_of[-1] or b""))
    columns, repeated = unique_names(fields)
    numbers = np.arange(2, len(cells) + 2)
    x = y = None
    faults: tuple[Fault, ...] = ()
    drawn = None
    if geometry:
        x, y, faults, drawn = places_from_wkb(shapes_of, numbers, shapes=shapes)
    return Table(
        columns, text_columns(columns, cells), numbers, x, y, crs, "GeoPackage",
        (*warnings, *repeated), faults, drawn,
    )  # fmt: skip


def _text(value: object) -> str:
    return "" if isinstance(value, bytes) else as_text(value)


def _kinds(connection: sqlite3.Connection) -> dict[str, str]:
    """Return "table", "view", "virtual" or "shadow" per name, as SQLite itself sees them."""
    listed = connection.execute("PRAGMA main.table_list")
    return {str(table).lower(): str(kind) for _, table, kind, *_ in listed}


def _layers(connection: sqlite3.Connection, kinds: dict[str, str]) -> tuple[list[str], list[str]]:
    """Return the names of layers that are real tables, and of those that are not."""
    query = "SELECT table_name FROM gpkg_contents WHERE data_type IN ('features', 'attributes')"
    tables: list[str] = []
    skipped: list[str] = []
    for (layer,) in connection.execute(query):
        is_table = kinds.get(str(layer).lower()) == "table"
        (tables if is_table else skipped).append(str(layer))
    return tables, skipped


def _require_sound(connection: sqlite3.Connection, layer: str, name: str) -> None:
    """Stop if a page of the layer is broken: SQLite would read on without a word."""
    answer = connection.execute(f"PRAGMA quick_check({_quoted(layer)})").fetchone()
    if answer is None or answer[0] != "ok":
        raise SourceError(*words.damaged(name, "GeoPackage"))


def _quoted(identifier: str) -> str:
    return '"' + identifier.replace('"', '""') + '"'


def _geometry_of(connection: sqlite3.Connection, layer: str) -> tuple[str | None, str | None]:
    """Return the geometry column and its CRS as the file states it."""
    query = (
        "SELECT g.column_name, s.organization, s.organization_coordsys_id, g.srs_id "
        "FROM gpkg_geometry_columns g LEFT JOIN gpkg_spatial_ref_sys s ON s.srs_id = g.srs_id "
        "WHERE lower(g.table_name) = lower(?)"
    )
    row = connection.execute(query, (layer,)).fetchone()
    if row is None:
        return None, None
    column, organization, number, srs_id = row
    known = srs_id not in {0, -1} and str(organization).upper() == "EPSG"
    return str(column), (f"EPSG:{int(number)}" if known else None)


#: Bytes that no reader takes for a geometry: the row becomes a fault.
_BROKEN: Final = b"\xff"


def _wkb(blob: object) -> bytes | None:
    """Return the WKB inside a GeoPackage geometry; None if there is no place."""
    if blob is None:
        return None
    if not isinstance(blob, bytes) or len(blob) < _HEADER_BYTES or blob[:2] != b"GP":
        return _BROKEN
    flags = blob[3]
    if flags & _EMPTY:
        return None
    envelope = _ENVELOPE_BYTES.get((flags >> 1) & 0b111)
    return _BROKEN if envelope is None else blob[_HEADER_BYTES + envelope :] or _BROKEN
