"""What a reader hands over: rows as text, places as numbers, and what it noticed.

How much a file may hold stands here too (`Limits`), with the checks that several readers share. A
point is handed over as two numbers and needs no more; lines and zones are handed over as WKB.
"""

from __future__ import annotations

import json
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from hotspots.errors import SourceError
from hotspots.incoming.reading import words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pandas as pd
    from numpy.typing import NDArray

    from hotspots.errors import Parts


#: Characters of a column name that are kept; it comes back in every message about a row.
_LONGEST_NAME: Final = 200
#: What is left of them when spaces and line ends are gone would steer a terminal.
_CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f]")
#: From here a float holds no whole numbers any more, such as long ids.
_EXACT_FLOAT: Final = 1e15


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a file the tool is willing to hold.

    The default is that of an upload. The sizes are in bytes, ``seconds`` is the most that
    a reader in a process of its own may take (a small file gets less), ``field_chars`` the
    longest cell, ``row_bytes`` and ``text_bytes`` the text of a row and of all rows. A reader
    hands back ``result_bytes`` at most: text, numbers and shapes.

    ``memory_bytes`` is address space, of which a reader fills some two thirds: with the server it
    stays under ``MemoryMax`` of the unit in ``docs/uitrol``.

    With ``in_pieces`` a CSV of incidents and a raster may be of any size: neither is read whole.

    A CSV of ``csv_bytes_here`` at most is read without a process of its own: one of 200 kB that was
    made to do harm takes about a second, no longer than the start of a process.
    """

    file_bytes: int = 50_000_000
    unzipped_bytes: int = 250_000_000
    rows: int = 2_000_000
    columns: int = 300
    cells: int = 60_000_000
    field_chars: int = 1_000_000
    row_bytes: int = 1_000_000
    text_bytes: int = 150_000_000
    result_bytes: int = 400_000_000
    seconds: int = 120
    memory_bytes: int = 1_000_000_000
    csv_bytes_here: int = 200_000
    in_pieces: bool = False

    def times(self, factor: float) -> Limits:
        """Return limits for files that are so many times as large, also of CSV in pieces."""
        sizes = (
            "file_bytes", "unzipped_bytes", "rows", "cells", "text_bytes", "result_bytes",
            "seconds", "memory_bytes",
        )  # fmt: skip
        larger = {name: int(getattr(self, name) * max(factor, 1.0)) for name in sizes}
        return replace(self, **larger, in_pieces=True)


#: What the app and the command line allow unless told otherwise.
UPLOAD_LIMITS: Final = Limits()
#: What a home brings along is as good as its declarations, which come from the same person: the
#: first page does not wait for a process per file.
HOME_LIMITS: Final = Limits(csv_bytes_here=5_000_000)


@dataclass(frozen=True, slots=True)
class Fault:
    """A row that could not be read as the fields of its header; ``row`` counts the header as 1."""

    row: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True)
class Table:
    """Rows of a file as they stand there; nothing is judged yet.

    A number, a date or an id is still the text of the file, so ``rows`` misleads whoever sorts
    it. A row with a fault is in ``rows`` too, so that every row of the file is counted.

    A reader makes the texts alone: half of the start of its process would go to pandas.

    Attributes
    ----------
    columns
        Names as in the file, without spaces around them, long ones cut off; a repeated name gets
        " (2)".
    texts
        One column of large strings per name; a missing value is "".
    row_numbers
        Shape (n,): where each row begins in the file, the header being 1.
    x, y
        Shape (n,): coordinates of the geometry in ``crs``, NaN without place; None where the
        format has no geometry.
    crs
        "EPSG:n" (or WKT that has no such number) as the file states it; None if it is silent.
    format
        One of the values of `hotspots.incoming.reading.files.EXTENSIONS`.
    warnings
        What a user should know about how the file was read, in Dutch.
    faults
        Rows that could not be read.
    shapes
        Shape (n,): geometries as WKB, None without one, where lines and areas were asked for;
        ``x`` and ``y`` are then the middle of each.
    """

    columns: tuple[str, ...]
    texts: pa.Table
    row_numbers: NDArray[np.int64]
    x: NDArray[np.float64] | None = None
    y: NDArray[np.float64] | None = None
    crs: str | None = None
    format: str = "CSV"
    warnings: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
    shapes: NDArray[np.object_] | None = None

    def __len__(self) -> int:
        """Count the rows, faulty ones included."""
        return len(self.row_numbers)

    @cached_property
    def rows(self) -> pd.DataFrame:
        """The texts as a frame, with the names of the file."""
        import pandas as pd  # noqa: PLC0415 - whoever reads a file does without

        if not self.columns:
            # Features without any property are rows all the same.
            return pd.DataFrame(index=pd.RangeIndex(len(self)))
        rows: pd.DataFrame = self.texts.to_pandas().astype("str")
        return rows.set_axis(list(self.columns), axis="columns")


def unique_names(names: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Name every column of a header, and warn where the file did not.

    Examples
    --------
    >>> unique_names(["id", " x ", "", "id"])[0]
    ('id', 'x', 'kolom 3', 'id (2)')
    """
    seen: dict[str, int] = {}
    unique: list[str] = []
    repeated: list[str] = []
    for position, name in enumerate(names, start=1):
        clean = " ".join(name[:_LONGEST_NAME].replace("\ufeff", "").split())
        clean = _CONTROL.sub("\ufffd", clean) or words.unnamed(position)
        count = seen.get(clean, 0) + 1
        seen[clean] = count
        if count > 1:
            repeated.append(clean)
            clean = f"{clean} ({count})"
            seen[clean] = 1
        unique.append(clean)
    warnings = (words.repeated_columns(repeated),) if repeated else ()
    return tuple(unique), warnings


def text_columns(columns: tuple[str, ...], cells: Sequence[Sequence[str]]) -> pa.Table:
    """Make the text columns of a table from rows of cells, each as long as ``columns``."""
    by_column = list(zip(*cells, strict=True)) if cells else [()] * len(columns)
    texts = [pa.array(values, pa.large_string()) for values in by_column]
    return pa.Table.from_arrays(texts, names=list(columns))


def one_of_several(
    names: Sequence[str], chosen: str | None, name: str, word: str, *, nothing: Parts
) -> str:
    """Return which layer or sheet of a file is meant: the one that was chosen, else the only one.

    Parameters
    ----------
    word
        What the file has several of.
    nothing
        What is said where it has none.

    Raises
    ------
    SourceError
        If the one that was chosen is not there, or none was and there is not one alone.
    """
    if chosen is not None:
        if chosen not in names:
            raise SourceError(*words.no_such_layer(name, chosen, names, word))
        return chosen
    if not names:
        raise SourceError(*nothing)
    if len(names) > 1:
        raise SourceError(*words.several_layers(name, names, word))
    return names[0]


def require_size(columns: int, rows: int, limits: Limits, name: str) -> None:
    """Stop if a table is larger than the limits.

    Raises
    ------
    SourceError
        With what was found and what the limit is.
    """
    if columns > limits.columns:
        raise SourceError(*words.too_many_columns(name, columns, limits.columns))
    if rows > limits.rows:
        raise SourceError(*words.too_many_rows(name, rows, limits.rows))
    if columns * rows > limits.cells:
        raise SourceError(*words.too_many_cells(name, columns * rows, limits.cells))


class Meter:
    """Counts what a reader takes out of a file while it does, and stops it beyond the limits.

    A file can name one long text many times and be small. Whoever copies text out of such a file
    counts it first; `require_text` judges what comes out in the end, of every format.
    """

    def __init__(self, limits: Limits, name: str) -> None:
        self._limits, self._name = limits, name
        self._text = self._shapes = 0

    def add(self, text: int, shapes: int = 0) -> None:
        """Count bytes of text and of shapes.

        Raises
        ------
        SourceError
            If there is more than the limits allow.
        """
        self._text += text
        self._shapes += shapes
        if self._text > self._limits.text_bytes:
            raise SourceError(*words.too_much_text(self._name, self._text, self._limits.text_bytes))
        if self._shapes > self._limits.result_bytes:
            raise SourceError(
                *words.too_much_read(self._name, self._shapes, self._limits.result_bytes)
            )


def require_text(table: Table, limits: Limits, name: str) -> None:
    """Stop if the text of a value, of a row or of the whole table is beyond the limits.

    Raises
    ------
    SourceError
        With the row, or with how much was found.
    """
    of_row = np.zeros(len(table), dtype=np.int64)
    for texts in table.texts.columns:
        sizes = np.asarray(pc.fill_null(pc.binary_length(texts), 0))
        characters = sizes.max(initial=0)
        if characters > limits.field_chars:  # only then is it worth counting signs
            characters = np.asarray(pc.fill_null(pc.utf8_length(texts), 0))
            if characters.max() > limits.field_chars:
                row = table.row_numbers[characters.argmax()]
                raise SourceError(*words.field_too_long(name, int(row)))
        of_row += sizes
    if of_row.max(initial=0) > limits.row_bytes:
        raise SourceError(*words.field_too_long(name, int(table.row_numbers[of_row.argmax()])))
    Meter(limits, name).add(int(of_row.sum()))


def as_text(value: object) -> str:
    """Write a value of JSON, a database or a sheet as the text that a person would type.

    Examples
    --------
    >>> [as_text(value) for value in (None, 105123.0, 4.5, True, "a")]
    ['', '105123', '4.5', 'true', 'a']
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        whole = value.is_integer() and abs(value) < _EXACT_FLOAT
        return str(int(value)) if whole else repr(value)
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


#: How sure PROJ must be, in percent, that WKT without a number is a known CRS. ESRI's WKT of RD
#: New, in every shapefile made with ArcGIS, reaches 70.
_CONFIDENCE: Final = 60

#: Notations of a CRS that name or describe one. Others ("+proj", "init=") can name a file that
#: PROJ would open.
_STATED: Final = re.compile(r"\s*(?:[A-Za-z]+:\d|OGC:|urn:|https?://|\{|[A-Z][A-Z0-9_]*\s*[\[(])")
#: What is left in the description of a CRS that needs a grid: the name of a file.
_OPENS_FILES: Final = re.compile(r"parameterfile|grids|proj-based|\+proj", re.IGNORECASE)

Points = tuple["NDArray[np.float64]", "NDArray[np.float64]", tuple[Fault, ...]]


def points_from_wkb(geometries: Sequence[bytes | None], rows: NDArray[np.int64]) -> Points:
    """Return x, y and faults; a missing or empty geometry is NaN without a fault.

    A MultiPoint of one point counts as a point; a height is left out.
    """
    missing = np.array([geometry is None for geometry in geometries], dtype=np.bool_)
    shapes = shapely.from_wkb(np.array(geometries, dtype=object), on_invalid="ignore")
    broken = ~missing & shapely.is_missing(shapes)
    faults = [Fault(int(row), words.GEOMETRY, *words.GEOMETRY_UNREADABLE) for row in rows[broken]]
    x, y, others = _coordinates(shapes, rows)
    return x, y, (*faults, *others)


def without_single_parts(shapes: NDArray[np.object_]) -> NDArray[np.object_]:
    """Return shapes with the point itself in the place of a MultiPoint that holds no other."""
    single = (shapely.get_type_id(shapes) == shapely.GeometryType.MULTIPOINT) & (
        shapely.get_num_geometries(shapes) == 1
    )
    return np.where(single, shapely.get_geometry(shapes, 0), shapes)


def _coordinates(shapes: NDArray[np.object_], rows: NDArray[np.int64]) -> Points:
    shapes = without_single_parts(shapes)
    is_point = shapely.get_type_id(shapes) == shapely.GeometryType.POINT
    filled = ~shapely.is_missing(shapes) & ~shapely.is_empty(shapes)
    faults = [
        Fault(int(rows[at]), words.GEOMETRY, *words.geometry_is_no_point(shapes[at].geom_type))
        for at in np.flatnonzero(filled & ~is_point)
    ]
    # GEOS refuses to say where an empty point is, and with it all others.
    shapes[~(filled & is_point)] = None
    x = np.asarray(shapely.get_x(shapes), dtype=np.float64)
    y = np.asarray(shapely.get_y(shapes), dtype=np.float64)
    infinite = filled & is_point & ~(np.isfinite(x) & np.isfinite(y))
    faults += [
        Fault(int(rows[at]), words.GEOMETRY, *words.coordinate_is_no_number(f"{x[at]}, {y[at]}"))
        for at in np.flatnonzero(infinite)
    ]
    return x, y, tuple(faults)


def stated_crs(text: str | dict[str, object]) -> str | None:
    """Return "EPSG:n" for a CRS in any notation, its WKT if it has no number, None if unknown.

    CRS84 is degrees with lon first, which is how this tool reads EPSG:4326.

    Examples
    --------
    >>> stated_crs("urn:ogc:def:crs:EPSG::28992"), stated_crs("urn:ogc:def:crs:OGC:1.3:CRS84")
    ('EPSG:28992', 'EPSG:4326')
    """
    if isinstance(text, str) and not _STATED.match(text):
        return None
    import pyproj  # noqa: PLC0415 - a sixth of the start of a reader, and most files state none
    from pyproj.exceptions import CRSError  # noqa: PLC0415

    try:
        crs = pyproj.CRS.from_user_input(text)
    except CRSError:
        return None
    authority = crs.to_authority(min_confidence=_CONFIDENCE)
    if authority is None:
        wkt = str(crs.to_wkt())
        return None if _OPENS_FILES.search(wkt) else wkt
    if authority == ("OGC", "CRS84"):
        return "EPSG:4326"
    return ":".join(authority)


#: x and y of the middle of each shape, what is wrong with some, and the shapes as WKB or None.
Shapes = tuple[
    "NDArray[np.float64]", "NDArray[np.float64]", tuple[Fault, ...], "NDArray[np.object_]"
]
#: The same, without shapes where points were asked for.
MaybeShapes = tuple[
    "NDArray[np.float64]", "NDArray[np.float64]", tuple[Fault, ...], "NDArray[np.object_] | None"
]
#: Corners in one shape; the coast of the Netherlands has fewer.
_MOST_CORNERS: Final = 500_000


def places_from_wkb(
    geometries: Sequence[bytes | None], rows: NDArray[np.int64], *, shapes: bool
) -> MaybeShapes:
    """Return points, or with ``shapes`` whatever is drawn."""
    if shapes:
        return shapes_from_wkb(geometries, rows)
    return (*points_from_wkb(geometries, rows), None)


def points_as_wkb(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.object_]:
    """Return points as WKB, None where a coordinate is missing."""
    points = shapely.points(x, y)
    points[~(np.isfinite(x) & np.isfinite(y))] = None
    return np.asarray(shapely.to_wkb(points), dtype=object)


def shapes_from_wkb(geometries: Sequence[bytes | None], rows: NDArray[np.int64]) -> Shapes:
    """Return the middle of each shape, faults, and the shapes in two dimensions as WKB.

    A missing or empty geometry is NaN without a fault. The middle says where a row is, in the
    CRS of the file; it may lie outside a shape that is bent.
    """
    missing = np.array([geometry is None for geometry in geometries], dtype=np.bool_)
    shapes = shapely.from_wkb(np.array(geometries, dtype=object), on_invalid="ignore")
    return _checked_shapes(shapes, ~missing & shapely.is_missing(shapes), rows)


def shapes_from_geojson(
    geometries: Sequence[object], rows: NDArray[np.int64], already: NDArray[np.bool_]
) -> Shapes:
    """Return what `shapes_from_wkb` does for geometries of GeoJSON.

    Parameters
    ----------
    already : shape (n,)
        Rows whose fault was told before.
    """
    texts = [None if geometry is None else json.dumps(geometry) for geometry in geometries]
    missing = np.array([text is None for text in texts], dtype=np.bool_) | already
    given = np.array(["" if text is None else text for text in texts], dtype=object)
    shapes = np.full(len(texts), None, dtype=object)
    shapes[~missing] = shapely.from_geojson(given[~missing], on_invalid="ignore")
    return _checked_shapes(shapes, ~missing & shapely.is_missing(shapes), rows)


def _checked_shapes(
    shapes: NDArray[np.object_], broken: NDArray[np.bool_], rows: NDArray[np.int64]
) -> Shapes:
    shapes = shapely.force_2d(shapes)
    shapes[shapely.is_empty(shapes)] = None
    finite = np.ones(len(shapes), dtype=np.bool_)
    corners, of_shape = shapely.get_coordinates(shapes, return_index=True)
    finite[of_shape[~np.isfinite(corners).all(axis=1)]] = False
    large = shapely.get_num_coordinates(shapes) > _MOST_CORNERS
    faults: list[Fault] = []
    for where, (value, reason) in (
        (broken, words.GEOMETRY_UNREADABLE),
        (~finite, words.coordinate_is_no_number("")),
        (large, words.too_many_corners(_MOST_CORNERS)),
    ):
        faults += [
            Fault(int(rows[at]), words.GEOMETRY, value, reason) for at in np.flatnonzero(where)
        ]
        shapes[where] = None
    middle = shapely.centroid(shapes)
    x = np.asarray(shapely.get_x(middle), dtype=np.float64)
    y = np.asarray(shapely.get_y(middle), dtype=np.float64)
    return x, y, tuple(faults), np.asarray(shapely.to_wkb(shapes), dtype=object)


#: Filled rows at the top in which a header is looked for.
HEADER_WITHIN: Final = 20


def header_position(sizes: NDArray[np.int64], filled: NDArray[np.bool_]) -> int:
    """Return the first filled row that is more than half as wide as rows usually are.

    Parameters
    ----------
    sizes
        Shape (n,): how wide each row is.
    filled
        Shape (n,): which rows hold anything; at least one.

    Examples
    --------
    A title, a blank row, then a header of six columns and its rows.

    >>> header_position(np.array([1, 0, 6, 6, 6]), np.array([True, False, True, True, True]))
    2
    """
    rows = np.flatnonzero(filled)
    usual = int(np.bincount(sizes[rows]).argmax())
    for row in rows[:HEADER_WITHIN]:
        if sizes[row] * 2 > usual:
            return int(row)
    return int(rows[0])


#: Characters; a name of 255 bytes would push the rest of a message out of sight.
_LONGEST: Final = 80
_SHOWN_OF_END: Final = 20
#: Characters that steer a terminal, break a line, or turn the direction of writing around.
_STEERING: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]"
)


def shown_name(name: str) -> str:
    r"""Return the last part of a name or path, fit for a message, a report and a log.

    HTML in a name stays: whoever shows it on a page escapes it, as any other text.

    Examples
    --------
    >>> shown_name("../../etc/maart\n2017.csv"), shown_name("C:\\export\\maart.csv")
    ('maart�2017.csv', 'maart.csv')
    >>> len(shown_name("a" * 250 + ".csv"))
    80
    """
    last = re.split(r"[/\\]", name.rstrip("/\\"))[-1]
    printable = last.encode("utf-8", "replace").decode()
    clean = _STEERING.sub("\ufffd", printable).strip() or "\ufffd"
    if len(clean) <= _LONGEST:
        return clean
    return f"{clean[: _LONGEST - _SHOWN_OF_END - 1]}…{clean[-_SHOWN_OF_END:]}"


#: What Python raises on a zip that is damaged, or in a way of packing that it does not know.
ZIP_FAULTS: Final = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, RuntimeError,
)  # fmt: skip
#: Honest tables shrink to a tenth or a fiftieth; beyond this a zip is made to burst.
_MOST_SHRUNK: Final = 200
#: Below this size a high ratio does no harm.
_HARMLESS_BYTES: Final = 10_000_000
_ENCRYPTED: Final = 0x1
_MOST_MEMBERS: Final = 5_000


def require_plain_zip(path: Path, limits: Limits, name: str) -> None:
    """Stop if a zip is encrypted, or too large once unzipped.

    Raises
    ------
    SourceError
        With the size it would have.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except ZIP_FAULTS as error:
        raise SourceError(*words.damaged(name, "zip")) from error
    if any(member.flag_bits & _ENCRYPTED for member in members):
        raise SourceError(*words.password(name))
    size = sum(member.file_size for member in members)
    too_tight = any(
        member.file_size > _HARMLESS_BYTES
        and member.file_size > _MOST_SHRUNK * max(member.compress_size, 1)
        for member in members
    )
    if len(members) > _MOST_MEMBERS:
        raise SourceError(*words.too_many_members(name, len(members), _MOST_MEMBERS))
    if size > limits.unzipped_bytes or too_tight:
        raise SourceError(*words.unzips_too_large(name, size, limits.unzipped_bytes))
