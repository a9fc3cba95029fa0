"""Rows of an import beside those that a layer has: id by id, and part by part of its version."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from hotspots.incoming.checking.intake import DATE_PRECISION, compared_with_version
from hotspots.incoming.checking.intake import DAY as DAY_IS_KNOWN
from hotspots.incoming.publishing.joining import content_of, join_incidents
from hotspots.store.catalogue import SAME_COLUMNS_SINCE
from hotspots.store.files import joined
from hotspots.store.parts import (
    DAY,
    Part,
    days_by_month,
    planned,
    rows_by_month,
    spans_for,
    within,
)
from hotspots.workers import spread

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from hotspots.geography.areas import Geography
    from hotspots.incoming.publishing.arrival import Arrival
    from hotspots.store.catalogue import Version
    from hotspots.store.versions import LayerStore

Mode = Literal["add", "replace"]


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
        report: Callable[[Version], dict[str, object]],
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

        light = store.read_part(current, part, _light) if stays is None else read()
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


def _light(_: Sequence[str]) -> list[str]:
    """Return the columns that tell whether a row is known, and of which day it is."""
    return ["id", DAY]


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
