"""Check every row of a layer of `geodata/`: its shape and the fields that the layer declares."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
import shapely

from hotspots.catalog.specs import PURPOSES
from hotspots.crs import RD_NEW, reproject_shapes
from hotspots.dutch import fold
from hotspots.errors import IntakeError
from hotspots.incoming.checking import column_words, words
from hotspots.incoming.checking import places as numbers
from hotspots.incoming.checking.intake import Clash, Intake, digest, in_order_of_file, once_each
from hotspots.incoming.checking.moments import DATE_EMPTY, FINE, NO_FUTURE, read_moments
from hotspots.incoming.checking.places import read_places
from hotspots.incoming.checking.report import (
    RowProblems,
    stop_if_most_are_refused,
    without_faulty_rows,
)
from hotspots.incoming.reading import words as reading_words
from hotspots.incoming.reading.table import points_as_wkb, without_single_parts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from hotspots.catalog.specs import ContextSpec, FieldSpec
    from hotspots.incoming.reading.table import Table


#: Types of geometry that each kind of layer consists of.
_TYPES: Final = {
    "places": (shapely.GeometryType.POINT,),
    "lines": (shapely.GeometryType.LINESTRING, shapely.GeometryType.MULTILINESTRING),
    "zones": (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON),
}


def read_shapes(
    table: Table,
    spec: ContextSpec,
    columns: Mapping[str, str],
    problems: RowProblems,
    *,
    crs: str | None,
) -> tuple[NDArray[np.object_], tuple[str, ...]]:
    """Return the shape of each row as WKB in RD metres, None where there is none, and warnings.

    The CRS is decided as for incidents, on the middle of each shape.

    Raises
    ------
    IntakeError
        If the layer consists of shapes and the file has none.
    CrsError
        If the CRS is unknown, or most shapes are in another one.
    """
    shapes = np.full(len(table), None, dtype=object)
    if spec.kind not in _TYPES:
        return shapes, ()
    place_fields = {
        field: columns[field] for field in ("x_rd", "y_rd", "lon", "lat") if field in columns
    }
    drawn = table.shapes is not None and any(shape is not None for shape in table.shapes)
    by_columns = {"x_rd", "y_rd"} <= set(place_fields) or {"lon", "lat"} <= set(place_fields)
    if not drawn and not (spec.kind == "places" and by_columns):
        raise IntakeError(*words.no_shapes(spec.label, spec.kind, table.format))
    places = read_places(table, {} if drawn else place_fields, problems, crs=crs)
    problems.add(places.without, reading_words.GEOMETRY, [""] * len(table), words.NO_SHAPE)
    if not drawn:
        return points_as_wkb(places.x_rd, places.y_rd), places.warnings
    given = shapely.from_wkb(table.shapes)
    in_rd = given
    if places.crs != RD_NEW:
        in_rd = reproject_shapes(given, source=places.crs, target=RD_NEW)
    if spec.kind == "places":
        in_rd = without_single_parts(in_rd)
    _judge(in_rd, spec, problems)
    return np.asarray(shapely.to_wkb(in_rd), dtype=object), places.warnings


def _judge(shapes: NDArray[np.object_], spec: ContextSpec, problems: RowProblems) -> None:
    there = ~shapely.is_missing(shapes)
    also = PURPOSES[spec.purpose].also if spec.kind == "places" and spec.purpose else ()
    types = [shape for kind in (spec.kind, *also) for shape in _TYPES[kind]]
    fits = np.isin(shapely.get_type_id(shapes), types)
    kinds = ["" if shape is None else shape.geom_type for shape in shapes]
    problems.add(there & ~fits, reading_words.GEOMETRY, kinds, words.wrong_shape(spec.kind, *also))
    for at in np.flatnonzero(there & fits & ~shapely.is_valid(shapes)):
        where = np.zeros(len(shapes), dtype=np.bool_)
        where[at] = True
        reason = shapely.is_valid_reason(shapes[at])
        problems.add(where, reading_words.GEOMETRY, kinds, words.invalid_shape(reason))


#: The column of accepted rows with the shape, WKB in RD metres.
SHAPE: Final = "shape"
#: Where a table of places says it in columns; these names are recognised without a declaration.
PLACE_COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "x_rd": ("x_rd", "x", "rd_x", "x_coordinaat"),
    "y_rd": ("y_rd", "y", "rd_y", "y_coordinaat"),
    "lon": ("lon", "longitude", "lengtegraad"),
    "lat": ("lat", "latitude", "breedtegraad"),
}


def check_features(
    table: Table,
    spec: ContextSpec,
    *,
    by_hand: Mapping[str, str] | None = None,
    crs: str | None = None,
) -> Intake:
    """Check every row of a table against a layer of ``geodata/`` with a purpose.

    Nothing is repaired in silence: a shape that crosses itself is put aside with the reason. Of
    rows with the same key and content one is kept; the same key with other content is a problem
    of the later row. Only declared fields are kept; no other column is read.

    Returns
    -------
    Intake
        Accepted rows have the columns id, the fields of the layer (text, or numbers with NaN
        where nothing was filled in), shape (WKB in RD; None in a table), and row.

    Raises
    ------
    IntakeError
        If a needed column or the geometry is missing, there are no rows, or more than half of
        them do not fit.
    CrsError
        If coordinates are not in the CRS they should be in.
    """
    whole, faults = without_faulty_rows(table)
    stop_if_most_are_refused(faults, len(table), {})
    chosen = _columns(spec, table.columns, by_hand or {})
    if not len(table):
        raise IntakeError(*words.no_rows(spec.label))
    problems = RowProblems(whole.row_numbers)
    rows = pd.DataFrame({"row": whole.row_numbers})
    for field in spec.fields:
        rows[field.id] = _values(field, whole, chosen.get(field.id), problems)
    rows[SHAPE], warnings = read_shapes(whole, spec, chosen, problems, crs=crs)
    content = (*(field.id for field in spec.fields), SHAPE)
    rows["id"] = _ids(rows, spec, content)
    clash = Clash("", rows["id"], words.KEY_CONFLICT)
    once, duplicates = once_each(rows, problems, content, clash)
    in_order = in_order_of_file(table, faults, problems, chosen)
    if len(duplicates):
        warnings = (*warnings, words.DUPLICATES.format(count=len(duplicates)))
    accepted = once[["id", *content, "row"]].reset_index(drop=True)
    warnings = (*table.warnings, *warnings)
    unused = tuple(column for column in table.columns if column not in chosen.values())
    return Intake.of(
        table, accepted, in_order, duplicates, warnings=warnings, mapping=chosen, unused=unused
    )


def _columns(
    spec: ContextSpec, columns: Sequence[str], by_hand: Mapping[str, str]
) -> dict[str, str]:
    """Return the column of each field: by hand first, then by the names of the declaration."""
    names = [field.id for field in spec.fields]
    names += PLACE_COLUMNS if spec.kind == "places" else ()
    by_name = {fold(column): column for column in reversed(columns)}
    chosen: dict[str, str] = {}
    for name, wanted in by_hand.items():
        if name not in names:
            near = get_close_matches(name, names, n=1)
            raise IntakeError(*column_words.unknown_field(name, names, near[0] if near else None))
        if wanted and fold(wanted) not in by_name:
            near = get_close_matches(wanted, columns, n=1)
            raise IntakeError(
                *column_words.unknown_column(wanted, columns, near[0] if near else None)
            )
        chosen[name] = by_name[fold(wanted)] if wanted else ""
    chosen = recognised_fields(spec, columns) | chosen
    missing = [field for field in spec.fields if field.required and not chosen.get(field.id)]
    if missing:
        raise IntakeError(
            *words.missing_fields(
                [f"'{field.label}'" for field in missing],
                spec.label,
                columns,
                [field.columns[0] for field in missing],
            )
        )
    return {name: column for name, column in chosen.items() if column}


def recognised_fields(spec: ContextSpec, columns: Sequence[str]) -> dict[str, str]:
    """Return the column of each field that has the name of one."""
    aliases = {field.id: (*field.columns, field.id) for field in spec.fields}
    if spec.kind == "places":
        aliases |= PLACE_COLUMNS
    by_name = {fold(column): column for column in reversed(columns)}
    by_field = {
        name: next((by_name[fold(a)] for a in names if fold(a) in by_name), "")
        for name, names in aliases.items()
    }
    return {name: column for name, column in by_field.items() if column}


def _values(
    field: FieldSpec, table: Table, column: str | None, problems: RowProblems
) -> pd.Series[str] | NDArray[np.float64]:
    if column is None:
        if field.kind == "number":
            return np.full(len(table), np.nan)
        return pd.Series([""] * len(table), dtype="str")
    texts = table.rows[column].str.strip()
    if field.required:
        problems.add(np.asarray(texts == ""), column, texts, words.FIELD_EMPTY)
    if field.kind == "number":
        return _numbers(field, texts, column, problems)
    if field.kind == "choice":
        return _choices(field, texts, column, problems)
    if field.kind == "day":
        return _days(texts, column, problems)
    return texts


def _numbers(
    field: FieldSpec, texts: pd.Series[str], column: str, problems: RowProblems
) -> NDArray[np.float64]:
    values, codes = numbers.read_numbers(texts)
    for code in (numbers.UNREADABLE, numbers.ROUNDED, numbers.INFINITE):
        problems.add(codes == code, column, texts, numbers.NUMBER_REASONS[code])
    least = -np.inf if field.least is None else field.least
    most = np.inf if field.most is None else field.most
    beyond = np.isfinite(values) & ((values < least) | (values > most))
    problems.add(beyond, column, texts, words.out_of_range(field.least, field.most))
    return values


def _choices(
    field: FieldSpec, texts: pd.Series[str], column: str, problems: RowProblems
) -> pd.Series[str]:
    known = {fold(label): choice for choice, label in field.choices.items()}
    known |= {fold(choice): choice for choice in field.choices}
    values = texts.map(lambda text: known.get(fold(text), "")).astype("str")
    unknown = np.asarray((values == "") & (texts != ""))
    problems.add(unknown, column, texts, words.not_a_choice(tuple(field.choices)))
    return values


def _days(texts: pd.Series[str], column: str, problems: RowProblems) -> pd.Series[str]:
    """Return days as 2017-12-31, whatever time stands behind them; "" where none was filled in."""
    moments = read_moments(texts, now=NO_FUTURE)
    for code, reason in enumerate(words.MOMENT_REASONS):
        if code not in (FINE, DATE_EMPTY):
            problems.add((moments.date_fault == code), column, texts, reason)
    days = np.datetime_as_string(moments.wall.astype("M8[D]"))
    return pd.Series(np.where(np.isnat(moments.wall), "", days), index=texts.index, dtype="str")


def _ids(rows: pd.DataFrame, spec: ContextSpec, content: Sequence[str]) -> list[str]:
    """Return what tells rows apart: the key fields, or all there is of a row without a key."""
    keys = [field.id for field in spec.fields if field.key]
    filled = [bool(keys) and all(key) for key in zip(*(rows[key] for key in keys), strict=True)]
    texts = [rows[name].tolist() for name in content]
    return [
        "|".join(str(rows[key].iloc[at]) for key in keys)
        if filled and filled[at]
        else digest(repr([column[at] for column in texts]))
        for at in range(len(rows))
    ]
