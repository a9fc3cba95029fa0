"""Which column of a file means which field of the door."""

from __future__ import annotations

import difflib
import re
import unicodedata
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from hotspots.catalog.specs import COUNT_FIELDS, fields_of
from hotspots.errors import IntakeError
from hotspots.intake.personal import looks_personal, personal_kind, points_at_persons
from hotspots.text import door, door_people

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from hotspots.catalog.specs import LayerSpec
    from hotspots.sources.table import Table

_WORD: Final = re.compile(r"[^\W_]+")
_REPEAT: Final = re.compile(r" \(\d+\)$")
_INVISIBLE: Final = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")

_PLACE_PAIRS: Final = (("x_rd", "y_rd"), ("lon", "lat"))


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """Which column means which field, and what a user should know about the choice.

    Columns that are in no field are not read any further, and kept nowhere.
    """

    columns: Mapping[str, str]
    warnings: tuple[str, ...] = ()


def fold(name: str) -> str:
    """Fold a name so that only its letters and digits count.

    Case, spaces, underscores, hyphens, accents written in two ways and characters that cannot
    be seen make no difference.

    Examples
    --------
    >>> fold(" Datum_Begin") == fold("datum begin")
    True
    """
    visible = _INVISIBLE.sub("", unicodedata.normalize("NFC", name))
    return "".join(_WORD.findall(visible)).casefold()


def map_columns(
    table: Table,
    layer: LayerSpec,
    by_hand: Mapping[str, str] | None = None,
    *,
    placeless: bool = False,
    looked_up: Collection[str] = (),
) -> ColumnMap:
    """Find the column of each field: by hand first, then by the aliases of the layer.

    A field is always an alias of itself. Names are compared without case, spaces, underscores
    or hyphens. The first alias that a file has wins, in the order of the declaration. Columns
    that look personal, by their name or by their values, are left out unless the layer declares
    them; a column of ids that are burgerservicenummers or e-mailadressen is left out always.

    Parameters
    ----------
    by_hand
        Column per field; "" leaves a field out though an alias fits.
    placeless
        Whether the file may do without coordinates, as it has addresses.
    looked_up
        Columns of addresses that places come from: asked for, though personal.

    Raises
    ------
    IntakeError
        If a field or column does not exist, one column is two fields, a name fits twice, a
        column by hand looks personal, or a field that the layer needs has no column.
    """
    fields = fields_of(layer.kind)
    chosen = _by_hand(by_hand or {}, fields, table.columns)
    left_out = {field for field, column in (by_hand or {}).items() if not column}
    warnings: list[str] = []
    for field in fields:
        if field in chosen or field in left_out:
            continue
        fitting = _fitting(field, layer, table.columns, set(chosen.values()))
        if fitting:
            chosen[field] = fitting[0]
        if len(fitting) > 1:
            warnings.append(door.column_chosen(field, fitting[0], fitting[1:]))
    _require_fields(chosen, layer, table, placeless=placeless)
    warnings += _without_personal_id(chosen, table, by_hand or {})
    personal = [
        column
        for column in table.columns
        if column not in chosen.values()
        and column not in looked_up
        and (looks_personal(column) or personal_kind(table.rows[column]))
    ]
    if personal:
        warnings.append(door_people.personal_columns(personal))
    ordered = {field: chosen[field] for field in fields if field in chosen}
    return ColumnMap(MappingProxyType(ordered), tuple(warnings))


def _without_personal_id(
    chosen: dict[str, str], table: Table, by_hand: Mapping[str, str]
) -> list[str]:
    """Drop a column of ids that are numbers of persons, and say so."""
    column = chosen.get("id")
    kind = "" if column is None else personal_kind(table.rows[column])
    if column is None or not points_at_persons(kind):
        return []
    if by_hand.get("id"):
        raise IntakeError(*door_people.personal_by_hand(column))
    del chosen["id"]
    return [door_people.id_is_personal(column, kind)]


def _by_hand(
    by_hand: Mapping[str, str], fields: Sequence[str], columns: Sequence[str]
) -> dict[str, str]:
    names = {fold(column): column for column in reversed(columns)}
    names |= {column: column for column in columns}
    chosen: dict[str, str] = {}
    for field, wanted in by_hand.items():
        if field not in fields:
            near = difflib.get_close_matches(field, fields, n=1)
            raise IntakeError(*door.unknown_field(field, fields, near[0] if near else None))
        if not wanted:
            continue
        column = names.get(wanted) or names.get(fold(wanted))
        if column is None:
            near = difflib.get_close_matches(wanted, columns, n=1)
            raise IntakeError(*door.unknown_column(wanted, columns, near[0] if near else None))
        if looks_personal(column):
            raise IntakeError(*door_people.personal_by_hand(column))
        if column in chosen.values():
            twice = [other for other in chosen if chosen[other] == column]
            raise IntakeError(*door.column_twice(column, [*twice, field]))
        chosen[field] = column
    return chosen


def _fitting(
    field: str, layer: LayerSpec, columns: Sequence[str], taken: set[str]
) -> tuple[str, ...]:
    fitting: list[str] = []
    for alias in (*layer.columns.get(field, ()), field):
        same = [
            column
            for column in columns
            if fold(_REPEAT.sub("", column)) == fold(alias) and column not in taken
        ]
        if len(same) > 1:
            raise IntakeError(*door.ambiguous_column(field, same))
        fitting.extend(column for column in same if column not in fitting)
    return tuple(fitting)


def _require_fields(
    chosen: dict[str, str], layer: LayerSpec, table: Table, *, placeless: bool
) -> None:
    if layer.kind == "counts":
        needed = (*COUNT_FIELDS, "soort") if len(layer.soorten) > 1 else COUNT_FIELDS
        missing = [field for field in needed if field not in chosen]
    else:
        missing = [] if "begin" in chosen else ["begin"]
        # An agenda seldom has categories; an event is as much an event without.
        if len(layer.soorten) > 1 and "soort" not in chosen and layer.kind != "calendar":
            missing.append("soort")
        missing_place = _missing_place(chosen, table)
        started = any(field in chosen for pair in _PLACE_PAIRS for field in pair)
        if "location" in chosen or (placeless and not started):
            # The name of a place in the list is a place, and so is an address; half a pair of
            # coordinates is none.
            for field in (*_PLACE_PAIRS[0], *_PLACE_PAIRS[1]) if missing_place else ():
                chosen.pop(field, None)
            missing_place = []
        missing += missing_place
    if missing:
        expected = [layer.columns.get(field, (field,))[0] for field in missing]
        raise IntakeError(*door.missing_columns(missing, layer.label, table.columns, expected))


def _missing_place(chosen: dict[str, str], table: Table) -> list[str]:
    """Name what lacks of a pair of coordinates, and drop half a pair beside a whole one."""
    whole = [pair for pair in _PLACE_PAIRS if all(field in chosen for field in pair)]
    if whole or table.x is not None:
        for pair in _PLACE_PAIRS:
            if pair not in whole:
                for field in pair:
                    chosen.pop(field, None)
        return []
    started = [pair for pair in _PLACE_PAIRS if any(field in chosen for field in pair)]
    pair = started[0] if started else _PLACE_PAIRS[0]
    return [field for field in pair if field not in chosen]
