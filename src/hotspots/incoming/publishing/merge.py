"""Rows of an import beside those that a layer has: id by id, and part by part of its version.

The rows come in blocks, each ordered by month, in memory or in a file. What is looked up among all
of them is the hash of an id: eight bytes a row, however many rows there are. Two ids with one hash
are only looked at more closely; what counts is the id.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from hotspots.incoming.checking.intake import (
    DATE_PRECISION,
    compared_with_first,
    compared_with_version,
    content_of_kind,
    nth_id,
    placeless,
)
from hotspots.incoming.checking.intake import DAY as DAY_IS_KNOWN
from hotspots.incoming.publishing.joining import content_of, join_incidents
from hotspots.store.catalogue import SAME_COLUMNS_SINCE
from hotspots.store.files import joined
from hotspots.store.parts import (
    DAY,
    Part,
    days_by_month,
    months_of,
    places_of,
    planned,
    rows_by_month,
    spans_for,
    within,
)
from hotspots.workers import spread

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from numpy.typing import NDArray

    from hotspots.geography.areas import Geography
    from hotspots.store.catalogue import Version
    from hotspots.store.versions import LayerStore

Mode = Literal["add", "replace"]

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
    _index: tuple[NDArray[np.uint64], NDArray[np.unsignedinteger[Any]]] | None = field(
        default=None, init=False
    )

    def __len__(self) -> int:
        return sum(map(len, self.blocks))

    @property
    def fields(self) -> tuple[str, ...]:
        """The content of a row."""
        return content_of_kind(self.kind)

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
    def index(self) -> tuple[NDArray[np.uint64], NDArray[np.unsignedinteger[Any]]]:
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


def within_term(
    accepted: pd.DataFrame, term_begin: date | None
) -> tuple[pd.DataFrame, NDArray[np.int64]]:
    """Return the rows that may be kept, and the numbers of those that are past their term."""
    if term_begin is None:
        return accepted, np.empty(0, dtype=np.int64)
    late = accepted["begin"].to_numpy(dtype="datetime64[D]") < np.datetime64(term_begin)
    return accepted[~late].reset_index(drop=True), accepted.loc[late, ROW].to_numpy(dtype=np.int64)


def arrival_of(accepted: pd.DataFrame, kind: str, geography: Geography) -> Arrival:
    """Return accepted rows of a kind of layer as an import of one block."""
    return Arrival([block_of(accepted, geography)], kind)


def block_of(accepted: pd.DataFrame, geography: Geography) -> Block:
    """Return accepted rows in their areas."""
    rows = join_incidents(accepted, geography)
    return Block(rows.append_column(ROW, pa.array(accepted[ROW].to_numpy(dtype=np.int64))))


def _hashes(ids: pa.ChunkedArray) -> NDArray[np.uint64]:
    texts = ids.to_numpy().astype(object)
    hashes: NDArray[np.uint64] = pd.util.hash_array(texts, categorize=False)
    return hashes


@dataclass(frozen=True, slots=True, eq=False)
class _Before:
    """A part of the version before, or all of one that is whole, as far as it is of use.

    ``gone`` are ids of which the import has another content.
    """

    part: Part
    read: Callable[[], pa.Table]
    days: NDArray[np.int32]
    is_whole: bool
    gone: pa.Array

    def without_days(self) -> _Before:
        """Return it without what is known of each row: for whoever reads them."""
        return replace(self, days=self.days[:0])

    def rows(self) -> pa.Table:
        """Return what stays of its rows."""
        rows = self.read()
        if not len(self.gone):
            return rows
        return rows.filter(pc.invert(pc.is_in(rows["id"], value_set=self.gone)))


@dataclass(frozen=True, slots=True, eq=False)
class Merged:
    """What a new version holds, and how the rows of an import compare with the last one.

    Attributes
    ----------
    known, updated
        Rows of the import that were there with the same content, and with another.
    counts
        Read, accepted, quarantined and duplicate of all imports together.
    made_from
        What they were read from.
    by_hand
        Rows that were entered by hand beside an example that goes.
    forgotten_before
        Of before which day the version before lost its rows; "" if it lost none.
    examples_gone
        Rows of an example that the first real rows come in place of.
    """

    arrival: Arrival
    before: tuple[_Before, ...]
    known: int
    updated: int
    counts: dict[str, int]
    made_from: tuple[str, ...]
    by_hand: int
    geography: Geography
    joins_anew: bool
    forgotten_before: str = ""
    examples_gone: int = 0

    @property
    def is_what_there_was(self) -> bool:
        """Whether a new version would hold the rows of the one before, and no other."""
        nothing_new = not sum(self.arrival.counts().values())
        whole = not any(len(old.gone) for old in self.before)
        return bool(self.before) and nothing_new and whole and not self.joins_anew

    def days(self) -> NDArray[np.int32]:
        """Return the day of every row of the new version."""
        return np.concatenate([*(old.days for old in self.before), self.arrival.days()])

    def write(
        self,
        store: LayerStore,
        version: Version,
        report: Callable[[Version], dict[str, Any]],
    ) -> Version:
        """Write the new version; the parts that nothing falls in are those of the one before."""
        of_part = {id(old.part): old for old in self.before}

        def touched(part: Part) -> bool:
            old = of_part[id(part)]
            return self.joins_anew or old.is_whole or bool(len(old.gone))

        plan = planned(
            [old.part for old in self.before],
            self.arrival.counts(),
            touched,
            lambda part: days_by_month(of_part[id(part)].days),
        )

        # What was one part is read once, also where it becomes several.
        written: list[tuple[_Before | None, list[str]]] = []
        last: Part | None = None
        for span, part in plan.written:
            if part is not None and part is last:
                written[-1][1].append(span)
                continue
            written.append((None if part is None else of_part[id(part)].without_days(), [span]))
            last = part
        share = replace(self, before=())
        if self.arrival.in_files:
            made = spread(_write_spans, written, store, share)
        else:
            made = (_write_spans(one, store, share) for one in written)
        return store.add_parts(
            (*plan.stays, *(part for parts in made for part in parts)), version, report
        )

    def placed(self, rows: pa.Table) -> pa.Table:
        """Return rows of the version before in the areas as they are now."""
        if not self.joins_anew:
            return rows
        content = content_of(rows)
        if DATE_PRECISION in self.arrival.fields and DATE_PRECISION not in content:
            content[DATE_PRECISION] = DAY_IS_KNOWN
        return join_incidents(content, self.geography)


def _write_spans(
    written: tuple[_Before | None, list[str]], store: LayerStore, merged: Merged
) -> list[Part]:
    """Write spans of a new version, with what stays of the part in which their rows were before."""
    old, spans = written
    before = None if old is None else merged.placed(old.rows())
    made = []
    for span in spans:
        tables = merged.arrival.rows(span)
        if before is not None:
            tables.insert(0, within(before, span))
        made.append(store.write_part(span, joined(tables or [merged.arrival.empty()])))
    return made


def merged_with(
    store: LayerStore,
    geography: Geography,
    arrival: Arrival,
    draft: Version,
    *,
    counts: Mapping[str, int],
    mode: Mode,
) -> Merged:
    """Put the rows of an import beside those of the current version.

    Rows of the import that the version has already are not wanted any more.

    Parameters
    ----------
    counts
        What became of the rows of the import: read, accepted, quarantined, duplicate.

    Raises
    ------
    StoreError
        If the current version cannot be read.
    """
    current = store.current()
    alone = Merged(arrival, (), 0, 0, dict(counts), draft.made_from, 0, geography, joins_anew=False)
    if current is None or mode == "replace":
        return alone
    if _is_example_alone(current, draft):
        return replace(alone, examples_gone=current.rows)
    stays = by_hand_only if current.synthetic and not draft.synthetic else None
    before, known, updated = _beside(store, current, arrival, stays)
    arrival.forget_index()
    rows_before = sum(len(old.days) for old in before)
    total, made_from = dict(current.counts), current.made_from
    if stays is not None:
        entered = rows_before + updated
        total, made_from = entered_counts(entered), ()
    total = {name: total[name] + counts[name] for name in counts}
    # A row that is known, and one that was replaced, were both read and are held once.
    total["duplicate"] += known
    total["accepted"] = rows_before + sum(arrival.counts().values())
    other_areas = current.fingerprint != geography.fingerprint
    return replace(
        alone,
        before=before,
        known=known - updated,
        updated=updated,
        counts=total,
        made_from=(*made_from, *draft.made_from),
        by_hand=0 if made_from else rows_before,
        forgotten_before=current.forgotten_before,
        joins_anew=other_areas or current.is_whole or current.format < SAME_COLUMNS_SINCE,
    )


def _is_example_alone(current: Version, draft: Version) -> bool:
    """Whether real rows come in place of an example to which nobody added anything."""
    return current.synthetic and current.embedded and not draft.synthetic


def by_hand_only(rows: pa.Table) -> pa.Table:
    """Return the rows that a person entered; they outlive the example they were added to."""
    if "entered_by" not in rows.column_names:
        return rows.slice(0, 0)
    return rows.filter(pc.not_equal(rows["entered_by"], ""))


def entered_counts(rows: int) -> dict[str, int]:
    """Return the counts of rows that were each read once and accepted."""
    return {"read": rows, "accepted": rows, "quarantined": 0, "duplicate": 0}


def _beside(
    store: LayerStore,
    current: Version,
    arrival: Arrival,
    stays: Callable[[pa.Table], pa.Table] | None,
) -> tuple[tuple[_Before, ...], int, int]:
    """Return the parts of a version, how many rows of an import it knows, and how many otherwise.

    Parameters
    ----------
    stays
        Returns the rows that are of use where not all of them are.
    """
    parts: list[_Before] = []
    known_rows = updated_rows = 0
    for part in parts_or_whole(store, current):

        def read(part: Part = part) -> pa.Table:
            rows = store.read_part(current, part)
            return rows if stays is None else stays(rows)

        light = store.read_part(current, part, ["id", DAY]) if stays is None else read()
        gone = pa.array([], type=pa.string())
        positions = arrival.with_ids(light["id"])
        if len(positions):
            new = arrival.take(positions)
            old = read()
            old = old.filter(pc.is_in(old["id"], value_set=new["id"].combine_chunks()))
            known, same = compared_with_version(content_of(new), content_of(old), arrival.fields)
            arrival.leave_out(positions[same])
            gone = new["id"].filter(pa.array(known & ~same)).combine_chunks()
            known_rows += int(known.sum())
            updated_rows += len(gone)
        if len(gone):
            light = light.filter(pc.invert(pc.is_in(light["id"], value_set=gone)))
        parts.append(
            _Before(
                part=part,
                read=read,
                days=light[DAY].to_numpy(),
                is_whole=current.is_whole or stays is not None,
                gone=gone,
            )
        )
    return tuple(parts), known_rows, updated_rows


def parts_or_whole(store: LayerStore, version: Version) -> tuple[Part, ...]:
    """Return the parts of a version; of one that is whole, the one part that it would be."""
    if not version.is_whole:
        return store.parts(version)
    return (Part("", version.file, version.sha256, version.rows, 0, 0, 0, -1),)


def placed_anew(
    part: Part, store: LayerStore, current: Version, geography: Geography
) -> list[Part]:
    """Write the rows of a part of a version in the areas as they are now, and return the parts."""
    rows = join_incidents(content_of(store.read_part(current, part)), geography)
    spans = spans_for(rows_by_month(rows), part.span)
    return [store.write_part(span, within(rows, span)) for span in spans]
