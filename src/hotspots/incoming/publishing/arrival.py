"""The rows of an import, ready to be put beside those that a layer has: which they are, and where.

The rows come in blocks, each ordered by month, in memory or in a file. What is looked up among all
of them is the hash of an id: eight bytes a row, however many rows there are. Two ids with one hash
are only looked at more closely; what counts is the id.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from hotspots.incoming.checking.intake import (
    compared_with_first,
    content_of_kind,
    nth_id,
    placeless,
)
from hotspots.incoming.publishing import words
from hotspots.incoming.publishing.joining import content_of, join_incidents
from hotspots.store.files import joined
from hotspots.store.parts import DAY, months_of, places_of, rows_by_month

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from hotspots.catalog.specs import LayerSpec
    from hotspots.geography.areas import Geography
    from hotspots.incoming.checking.intake import Intake, Outcome


#: The number of a row in its file; not kept in a version.
ROW: Final = "row"
#: Where a row stands among all of an import.
POSITION: Final = "position"
#: Under which key the schema of a block in a file says what is known of its rows.
_KNOWN: Final = b"hotspots"
#: Rows of an import whose ids are looked up as they are: that is faster than a hash of all others.
_FEW: Final = 100_000
#: Rows with an id that comes back, compared at once.
_AT_ONCE: Final = 200_000


class Block:
    """Joined rows of an import, one batch per month; ``keep`` says which of them are still wanted.

    Parameters
    ----------
    rows
        As `join_incidents` gives them, with `ROW`.
    """

    def __init__(self, rows: pa.Table) -> None:
        ordered = rows.take(pa.array(np.argsort(months_of(rows), kind="stable"))).combine_chunks()
        self.months = rows_by_month(ordered)
        places = places_of(rows)
        self.outside, self.area_only = places["outside"], places["area_only"]
        self._schema = ordered.schema
        self._batches = _batches_by_month(ordered, self.months)
        self._path: Path | None = None
        self._renamed: tuple[NDArray[np.int64], pa.Array] | None = None
        self.keep: NDArray[np.bool_] = np.ones(len(self), dtype=bool)

    def __len__(self) -> int:
        return sum(self.months.values())

    @property
    def in_file(self) -> bool:
        """Whether the rows lie in a file."""
        return self._path is not None

    @property
    def empty(self) -> pa.Table:
        """No rows, with all columns."""
        return self._schema.empty_table()

    def write(self, path: Path) -> None:
        """Put the rows in a file, and hold on to no more than where they are."""
        known = {"months": self.months, "outside": self.outside, "area_only": self.area_only}
        meta = {_KNOWN: json.dumps(known).encode()}
        schema = self._schema.with_metadata({**(self._schema.metadata or {}), **meta})
        with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, schema) as writer:
            for batch in self._batches:
                writer.write_batch(batch)
        self._path, self._batches = path, []

    @classmethod
    def read(cls, path: Path) -> Block:
        """Return a block that was written to a file; its rows stay there."""
        with pa.OSFile(str(path)) as file:
            schema = pa.ipc.open_file(file).schema
        block = cls(schema.empty_table())
        known = json.loads(schema.metadata[_KNOWN])
        block._schema = schema.with_metadata(
            {key: value for key, value in schema.metadata.items() if key != _KNOWN}
        )
        block.months, block.outside = known["months"], known["outside"]
        block.area_only = known["area_only"]
        block._path, block._batches = path, []
        block.keep = np.ones(len(block), dtype=bool)
        return block

    def rename(self, positions: NDArray[np.int64], ids: Sequence[str]) -> None:
        """Give rows at positions in order another id than was written."""
        self._renamed = (positions, pa.array(ids, pa.string()))

    def _with_new_ids(self, table: pa.Table, start: int) -> pa.Table:
        if self._renamed is None or "id" not in table.column_names:
            return table
        positions, ids = self._renamed
        first, last = np.searchsorted(positions, [start, start + table.num_rows])
        if first == last:
            return table
        here = np.zeros(table.num_rows, dtype=bool)
        here[positions[first:last] - start] = True
        now = pc.replace_with_mask(
            table["id"].combine_chunks(), pa.array(here), ids[int(first) : int(last)]
        )
        return table.set_column(table.column_names.index("id"), table.field("id"), now)

    def _months_from(
        self, wanted: Callable[[str], bool], columns: Sequence[str] | None = None
    ) -> Iterator[tuple[int, pa.Table]]:
        """Give the rows of each month that is wanted, with the position of the first of them."""
        for start, table in self._months_as_written(wanted, columns):
            yield start, self._with_new_ids(table, start)

    def _months_as_written(
        self, wanted: Callable[[str], bool], columns: Sequence[str] | None = None
    ) -> Iterator[tuple[int, pa.Table]]:
        starts = np.concatenate([[0], np.cumsum(list(self.months.values()))]).tolist()
        chosen = [at for at, month in enumerate(self.months) if wanted(month)]
        if self._path is None:
            for at in chosen:
                batch = self._batches[at]
                yield (
                    starts[at],
                    pa.Table.from_batches([batch.select(columns) if columns else batch]),
                )
            return
        included = None if columns is None else [self._schema.get_field_index(c) for c in columns]
        options = pa.ipc.IpcReadOptions(included_fields=included)
        with pa.OSFile(str(self._path)) as file:
            reader = pa.ipc.open_file(file, options=options)
            for at in chosen:
                rows = pa.Table.from_batches([reader.get_batch(at)])
                yield starts[at], rows.replace_schema_metadata(self._schema.metadata)

    def columns(self, *names: str) -> pa.Table:
        """Return columns of all rows, wanted or not."""
        parts = [table for _, table in self._months_from(lambda _: True, names)]
        return pa.concat_tables(parts) if parts else self._schema.empty_table().select(list(names))

    def counts(self) -> dict[str, int]:
        """Return how many rows are wanted of each month that has any."""
        counted, start = {}, 0
        for month, rows in self.months.items():
            if wanted := int(np.count_nonzero(self.keep[start : start + rows])):
                counted[month] = wanted
            start += rows
        return counted

    def rows(self, span: str = "") -> list[pa.Table]:
        """Return the rows of a span that are wanted."""
        tables = []
        for start, table in self._months_from(lambda month: month.startswith(span)):
            wanted = self.keep[start : start + table.num_rows]
            tables.append(table if wanted.all() else table.filter(pa.array(wanted)))
        return tables

    def take(self, positions: NDArray[np.int64]) -> list[pa.Table]:
        """Return rows at positions in order, wanted or not."""
        tables = []
        months = np.searchsorted(np.cumsum(list(self.months.values())), positions, side="right")
        names = list(self.months)
        wanted = {names[at] for at in np.unique(months)}
        for start, table in self._months_from(wanted.__contains__):
            here = positions[(positions >= start) & (positions < start + table.num_rows)] - start
            tables.append(table.take(pa.array(here)))
        return tables


def _batches_by_month(ordered: pa.Table, months: dict[str, int]) -> list[pa.RecordBatch]:
    batches, start = [], 0
    for rows in months.values():
        batches += ordered.slice(start, rows).combine_chunks().to_batches()
        start += rows
    return batches


@dataclass(eq=False)
class Arrival:
    """All rows of an import, in blocks, in the order of its file block by block."""

    blocks: list[Block]
    kind: str
    _index: tuple[NDArray[np.uint64], NDArray[np.unsignedinteger]] | None = field(
        default=None, init=False
    )

    def __len__(self) -> int:
        return sum(map(len, self.blocks))

    @property
    def fields(self) -> tuple[str, ...]:
        """The content of a row. The moment of entry is none: what is entered twice is the same."""
        return tuple(name for name in content_of_kind(self.kind) if name != "entered_at")

    @property
    def in_files(self) -> bool:
        """Whether the rows lie in files, where a worker finds them too."""
        return all(block.in_file for block in self.blocks)

    def counts(self) -> dict[str, int]:
        """Return how many rows are wanted of each month that has any."""
        total: dict[str, int] = {}
        for block in self.blocks:
            for month, rows in block.counts().items():
                total[month] = total.get(month, 0) + rows
        return total

    def rows(self, span: str) -> list[pa.Table]:
        """Return the rows of a span that are wanted."""
        return [table.drop_columns([ROW]) for block in self.blocks for table in block.rows(span)]

    @property
    def outside(self) -> int:
        """How many rows have a place in no buurt, wanted or not."""
        return sum(block.outside for block in self.blocks)

    @property
    def area_only(self) -> int:
        """How many rows have a buurt or wijk and no point in it, wanted or not."""
        return sum(block.area_only for block in self.blocks)

    def empty(self) -> pa.Table:
        """Return no rows, with all columns of a version."""
        return self.blocks[0].empty.drop_columns([ROW])

    def days(self) -> NDArray[np.int32]:
        """Return the days of the rows that are wanted."""
        days = [block.columns(DAY)[DAY].to_numpy()[block.keep] for block in self.blocks]
        return np.concatenate(days) if days else np.empty(0, dtype=np.int32)

    @property
    def index(self) -> tuple[NDArray[np.uint64], NDArray[np.unsignedinteger]]:
        """The hashes of all ids in order, and the position of each: 12 bytes a row together."""
        if self._index is None:
            ends = np.cumsum([len(block) for block in self.blocks], dtype=np.int64).tolist()
            hashes = np.empty(ends[-1] if ends else 0, dtype=np.uint64)
            for block, end in zip(self.blocks, ends, strict=True):
                hashes[end - len(block) : end] = _hashes(block.columns("id")["id"])
            # Of a hundred million rows a copy is a gigabyte: the order is made small before the
            # hashes are put in it.
            small = np.min_scalar_type(max(len(hashes), 2**16))
            order = np.argsort(hashes, kind="stable").astype(small)
            self._index = hashes[order], order
        return self._index

    def with_ids(self, ids: pa.ChunkedArray) -> NDArray[np.int64]:
        """Return where rows are of which the id may be one of these, in order; wanted rows."""
        if len(self) <= _FEW:
            ids = ids.filter(pc.is_in(ids, value_set=self._own_ids))
        return self.with_hashes(_hashes(ids))

    @cached_property
    def _own_ids(self) -> pa.Array:
        parts = [block.columns("id")["id"].combine_chunks() for block in self.blocks]
        return pa.concat_arrays(parts)

    def with_hashes(self, hashes: NDArray[np.uint64]) -> NDArray[np.int64]:
        """Return where rows are of which the id has one of some hashes, in order; wanted rows."""
        known, position = self.index
        at = np.minimum(np.searchsorted(known, hashes), len(known) - 1)
        one_each = np.unique(hashes[known[at] == hashes]) if len(known) else hashes[:0]
        first = np.searchsorted(known, one_each, side="left")
        many = np.searchsorted(known, one_each, side="right") - first
        ends = np.cumsum(many)
        at = np.arange(many.sum()) + np.repeat(first - ends + many, many)
        positions = np.sort(position[at]).astype(np.int64)
        wanted: NDArray[np.bool_] = np.concatenate([block.keep for block in self.blocks])
        return positions[wanted[positions]]

    def take(self, positions: NDArray[np.int64]) -> pa.Table:
        """Return rows at positions in order, at least one, with `POSITION` beside them."""
        tables: list[pa.Table] = []
        start = 0
        for block in self.blocks:
            here = positions[(positions >= start) & (positions < start + len(block))] - start
            tables += block.take(here) if len(here) else []
            start += len(block)
        return joined(tables).append_column(POSITION, pa.array(positions))

    def forget_index(self) -> None:
        """Let go of the index: it takes as much as the days of all rows, which are needed next."""
        self._index = None

    def leave_out(self, positions: NDArray[np.int64]) -> None:
        """Want some rows no longer."""
        start = 0
        for block in self.blocks:
            here = positions[(positions >= start) & (positions < start + len(block))] - start
            block.keep[here] = False
            start += len(block)

    def tell_apart(self) -> None:
        """Give the second row of an id, and each later one, an id of its own, as `one_id_each`."""
        places: list[NDArray[np.int64]] = []
        names: list[str] = []
        for later, _ in self.repeated():
            nth = later.groupby("id").cumcount().to_numpy() + 2
            places.append(later[POSITION].to_numpy(dtype=np.int64))
            names += [
                nth_id(name, number) for name, number in zip(later["id"], nth.tolist(), strict=True)
            ]
        if not places:
            return
        at = np.concatenate(places)
        order = np.argsort(at)
        at, ids = at[order], [names[one] for one in order.tolist()]
        start = 0
        for block in self.blocks:
            first, last = np.searchsorted(at, [start, start + len(block)]).tolist()
            if last > first:
                block.rename(at[first:last] - start, ids[first:last])
            start += len(block)
        self.forget_index()

    def repeated(self) -> Iterator[tuple[pd.DataFrame, NDArray[np.bool_]]]:
        """Give the rows of which an earlier one has the id, and which have its content too.

        Beside their content they have `ROW`, `POSITION`, and whether they lie ``outside`` or in
        an ``inside`` buurt or wijk.
        """
        hashes, position = self.index
        again = np.flatnonzero(hashes[1:] == hashes[:-1]) + 1
        if not len(again):
            return
        of_many = np.unique(np.concatenate([again, again - 1]))
        # Rows with one hash stay together: a new group begins where the hash is another.
        begins = np.flatnonzero(np.diff(hashes[of_many], prepend=hashes[of_many][:1] + 1))
        steps = np.searchsorted(begins, np.arange(0, len(of_many), _AT_ONCE))
        cuts = np.unique(begins[np.minimum(steps, len(begins) - 1)])
        for group in np.split(of_many, cuts[1:]):
            rows = self.take(np.sort(position[group]).astype(np.int64))
            content = content_of(rows)
            inside = np.array(rows["wijk"].is_valid(), dtype=bool)
            content = content.assign(
                **{name: rows[name].to_numpy() for name in (ROW, POSITION)},
                inside=inside,
                outside=~inside & ~placeless(content),
            )
            content = content.sort_values(ROW, ignore_index=True)
            later, same = compared_with_first(content, self.fields)
            if later.any():
                yield content[later], same[later]


@dataclass(frozen=True, slots=True, eq=False)
class Arrived:
    """The rows of an import, what became of them, how many lie outside or have an area alone."""

    rows: Arrival
    outcome: Outcome
    outside: int
    area_only: int

    @classmethod
    def of(cls, checked: Intake, kind: str, geography: Geography) -> Arrived:
        """Return the accepted rows of a file for a kind of layer, in one block."""
        arrival = Arrival([block_of(checked.accepted, geography)], kind)
        return cls(arrival, checked.outcome, arrival.outside, arrival.area_only)


def block_of(accepted: pd.DataFrame, geography: Geography) -> Block:
    """Return accepted rows in their areas."""
    rows = join_incidents(accepted, geography)
    return Block(rows.append_column(ROW, pa.array(accepted[ROW].to_numpy(dtype=np.int64))))


def _hashes(ids: pa.ChunkedArray) -> NDArray[np.uint64]:
    texts = ids.to_numpy().astype(object)
    hashes: NDArray[np.uint64] = pd.util.hash_array(texts, categorize=False)
    return hashes


def term_begin_of(layer: LayerSpec) -> date | None:
    """Return the first day of which rows of a layer may be kept; None if it keeps all."""
    return layer.privacy.term_begin(date.today())  # noqa: DTZ011 - the day where people read it


def within_term(checked: Intake, layer: LayerSpec) -> Intake:
    """Return checked rows without those that are past the term of their layer: put aside, told."""
    term_begin = term_begin_of(layer)
    if term_begin is None:
        return checked
    begin = checked.accepted["begin"].to_numpy(dtype="datetime64[D]")
    late = begin < np.datetime64(term_begin)
    if not late.any():
        return checked
    rows = checked.accepted.loc[late, ROW].to_numpy(dtype=np.int64)
    return replace(
        checked,
        accepted=checked.accepted[~late].reset_index(drop=True),
        quarantined=np.union1d(checked.quarantined, rows),
        warnings=(*checked.warnings, words.past_their_term(len(rows), term_begin)),
    )
