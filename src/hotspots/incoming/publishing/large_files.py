"""A CSV of any size: read, checked and placed piece by piece, and put together in the end.

Every piece that is done lies in a folder of the layer until the import is published or refused:

    <state>/layers/<layer>/staging/<key>/00001.arrow   its rows, in their areas
    <state>/layers/<layer>/staging/<key>/00001.json    what became of its rows; written last

So an import that is stopped or killed goes on where it was, if it is the same file with the same
options in the same areas. What nobody came back for is removed after a week.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from hotspots.errors import ClusterError, HotspotsError, LostRaceError, SourceError, StoreError
from hotspots.incoming.checking import words as checking_words
from hotspots.incoming.checking.intake import Outcome, placeless
from hotspots.incoming.checking.report import (
    Problem,
    RowsRefusedError,
    example_of,
    not_fitting,
    reasons_with_counts,
    stop_if_most_are_refused,
)
from hotspots.incoming.checking.rows import check_rows
from hotspots.incoming.publishing import words
from hotspots.incoming.publishing.arrival import (
    ROW,
    Arrival,
    Arrived,
    Block,
    block_of,
    within_term,
)
from hotspots.incoming.reading.csv_pieces import Head, head_of, pieces_of
from hotspots.incoming.reading.files import kind_of, read_table
from hotspots.incoming.reading.table import UPLOAD_LIMITS, Limits
from hotspots.settings import private_folder
from hotspots.store import words as store_words
from hotspots.store.durable import StillLockedError, exclusive, replace_whole
from hotspots.store.staging import STAGING, remove_staging
from hotspots.workers import is_worker, spread

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from hotspots.catalog.specs import LayerSpec
    from hotspots.geography.areas import Geography
    from hotspots.incoming.checking.calendar import Venues
    from hotspots.incoming.checking.intake import Intake
    from hotspots.incoming.checking.known_areas import KnownAreas
    from hotspots.incoming.checking.places import Locator
    from hotspots.incoming.checking.recipe import Recipe
    from hotspots.incoming.reading.csv_pieces import Piece
    from hotspots.incoming.reading.table import Table
    from hotspots.store.versions import LayerStore

#: Problems that a report names one by one; of a larger file all are counted.
MOST_PROBLEMS: Final = 100_000


def is_large(path: Path) -> bool:
    """Whether a file is a CSV that is not read at once."""
    try:
        return path.stat().st_size > UPLOAD_LIMITS.file_bytes and kind_of(path) == "CSV"
    except (OSError, ValueError, SourceError):
        return False


@dataclass(frozen=True, slots=True)
class _Done:
    """What became of the rows of a piece, and where the next begins."""

    end: int
    next_line: int
    read: int
    accepted: int
    quarantined: tuple[int, ...]
    duplicates: tuple[int, ...]
    without_place: int
    warnings: tuple[str, ...]
    problems: tuple[Problem, ...]
    columns: tuple[str, ...]
    unused: tuple[str, ...]
    mapping: dict[str, str]
    crs: str

    @classmethod
    def of(cls, checked: Intake, piece: Piece, columns: tuple[str, ...]) -> _Done:
        """Return what became of the rows of a piece that was checked."""
        return cls(
            end=piece.end,
            next_line=piece.next_line,
            read=checked.read,
            accepted=len(checked.accepted),
            quarantined=tuple(checked.quarantined.tolist()),
            duplicates=tuple(checked.duplicates.tolist()),
            without_place=checked.without_place,
            warnings=checked.warnings,
            problems=checked.problems,
            columns=columns,
            unused=checked.unused,
            mapping=dict(checked.mapping),
            crs=checked.crs,
        )

    @classmethod
    def read_from(cls, path: Path) -> _Done:
        """Return what was written of a piece."""
        body: dict[str, Any] = json.loads(path.read_bytes())
        lists = ("quarantined", "duplicates", "warnings", "columns", "unused")
        problems = tuple(Problem(**problem) for problem in body["problems"])
        return cls(**body | {name: tuple(body[name]) for name in lists} | {"problems": problems})


@dataclass(frozen=True, slots=True)
class PieceCheck:
    """How the rows of a piece of a large file are checked, also by a worker."""

    layer: LayerSpec
    recipe: Recipe
    venues: Venues
    locator: Locator | None
    areas: KnownAreas

    def __call__(self, table: Table, mapping: Mapping[str, str], crs: str) -> Intake:
        """Return which rows are accepted, and why others are not.

        ``mapping`` and ``crs`` are what the first piece made of the columns; none for the first
        itself.
        """
        self.recipe.require_fit(table.columns)
        checked = check_rows(
            table,
            self.layer,
            by_hand={**self.recipe.columns, **mapping},
            labels=self.recipe.soorten,
            soort=self.recipe.soort,
            each_row=self.recipe.each_row,
            crs=crs or self.recipe.crs or None,
            venues=self.venues,
            locator=self.locator,
            areas=self.areas,
            is_whole=False,
        )
        return within_term(checked, self.layer)


@dataclass(frozen=True, slots=True)
class _Pieces:
    """What is done with a piece, wherever that is.

    ``staging`` is where its rows are put aside, ``first`` what became of the first piece.
    """

    name: str
    geography: Geography
    staging: Path
    check: PieceCheck
    first: _Done | None = None

    def take(self, numbered: tuple[int, Piece]) -> _Done:
        """Read and check a piece, and put its rows aside."""
        number, piece = numbered
        with tempfile.TemporaryDirectory(dir=self.staging) as folder:
            path = Path(folder, "deel.csv")
            path.write_bytes(piece.content)
            table = piece.in_file(
                read_table(path, name=self.name, folder=path.parent, limits=_limits_of(piece))
            )
        first = self.first
        if first is not None and table.columns != first.columns:
            raise SourceError(
                *words.other_columns(self.name, piece.first_line, first.columns, table.columns)
            )
        mapping, crs = ({}, "") if first is None else (first.mapping, first.crs)
        checked = self.check(table, mapping, crs)
        if first is None:
            # Who took the wrong column hears it now, not after half a gigabyte.
            stop_if_most_are_refused(checked.problems, checked.read, checked.mapping)
        block_of(checked.accepted, self.geography).write(_rows_of(self.staging, number))
        return _Done.of(checked, piece, table.columns)


@dataclass(frozen=True, slots=True)
class LargeFile:
    """A CSV to be read in pieces, and what is done with each.

    Attributes
    ----------
    progress
        Called with the share that is done, 0 to 1.
    """

    path: Path
    name: str
    geography: Geography
    check: PieceCheck
    progress: Callable[[float], None]

    def arrive(self, staging: Path) -> Arrived:
        """Return all rows and what became of them; pieces that are done lie in a folder.

        Raises
        ------
        SourceError, IntakeError, CrsError
            If the file is refused.
        """
        head = head_of(self.path, name=self.name)
        done = list(_pieces_done(staging))
        pieces = pieces_of(
            self.path,
            head,
            start=done[-1].end if done else head.end,
            line=done[-1].next_line if done else head.lines + 1,
        )
        numbered = enumerate(pieces, start=len(done) + 1)
        for one in self._taken(numbered, done[0] if done else None, staging):
            done.append(one)
            if not (rows := _rows_of(staging, len(done))).is_file():
                raise ClusterError(*store_words.written_elsewhere(str(staging), rows.name))
            body = json.dumps(asdict(one), ensure_ascii=False).encode()
            replace_whole(staging / f"{len(done):05d}.json", body)
            self.progress(one.end / max(self.path.stat().st_size, 1))
        if not done:
            raise SourceError(*words.no_rows_in(self.name))
        blocks = [Block.read(_rows_of(staging, at)) for at in range(1, len(done) + 1)]
        return self._together(Arrival(blocks, self.check.layer.kind), done, head)

    def _taken(
        self, numbered: Iterator[tuple[int, Piece]], first: _Done | None, staging: Path
    ) -> Iterator[_Done]:
        """Give what became of pieces, in their order; the first tells the others its columns."""
        work = _Pieces(self.name, self.geography, staging, self.check, first)
        if first is None:
            for piece in islice(numbered, 1):
                first = work.take(piece)
                yield first
            work = replace(work, first=first)
        if self.check.locator is not None:
            # Whoever looks addresses up is one, with what it was asked before.
            yield from map(work.take, numbered)
            return
        yield from spread(_take, numbered, work)

    def _together(self, arrival: Arrival, done: list[_Done], head: Head) -> Arrived:
        """Put the pieces together: an id that an earlier row has is no new incident."""
        quarantined = sum(len(one.quarantined) for one in done)
        duplicate = sum(len(one.duplicates) for one in done)
        problems = [problem for one in done for problem in one.problems]
        without_place = sum(one.without_place for one in done)
        outside, area_only = arrival.outside, arrival.area_only
        column = done[0].mapping.get("id", "")
        each_row = self.check.recipe.each_row
        if each_row:
            arrival.tell_apart()
        for later, same in arrival.repeated() if not each_row else ():
            arrival.leave_out(np.sort(later["position"].to_numpy()))
            duplicate += int(same.sum())
            quarantined += int((~same).sum())
            without_place -= int(placeless(later).sum())
            outside -= int(later["outside"].sum())
            area_only -= int((later["x_rd"].isna() & later["inside"]).sum())
            problems += [
                Problem(int(row), column, str(name), checking_words.ID_CONFLICT)
                for row, name in zip(later[ROW][~same], later["id"][~same], strict=True)
            ]
        arrival.forget_index()
        read = sum(one.read for one in done)
        problems.sort(key=lambda problem: problem.row)
        wrong, of = not_fitting(problems, read)
        if 2 * wrong > of:
            counts = reasons_with_counts(problems)
            said = checking_words.too_many_refused(
                wrong, of, counts, done[0].mapping, example_of(problems)
            )
            raise RowsRefusedError(*said, read=read, problems=problems[:MOST_PROBLEMS])
        cut = (words.problems_cut(len(problems), MOST_PROBLEMS),)
        outcome = Outcome(
            read=read,
            accepted=read - quarantined - duplicate,
            quarantined=quarantined,
            duplicate=duplicate,
            without_place=without_place,
            warnings=(
                *head.notes,
                *_warnings_of(done),
                *(cut if len(problems) > MOST_PROBLEMS else ()),
            ),
            problems=tuple(problems[:MOST_PROBLEMS]),
            unused=done[0].unused,
            columns=done[0].mapping,
        )
        return Arrived(arrival, outcome, outside, area_only)


def _limits_of(piece: Piece) -> Limits:
    """Return the limits of a reader; a worker is a process of its own already, and starts none."""
    return Limits(csv_bytes_here=len(piece.content)) if is_worker() else Limits()


def _take(numbered: tuple[int, Piece], work: _Pieces) -> _Done:
    return work.take(numbered)


def _rows_of(staging: Path, number: int) -> Path:
    return staging / f"{number:05d}.arrow"


def _pieces_done(staging: Path) -> Iterator[_Done]:
    """Give what became of the pieces that are there, up to the first that is not."""
    number = 1
    while (path := staging / f"{number:05d}.json").is_file():
        try:
            done = _Done.read_from(path)
            Block.read(_rows_of(staging, number))
        except (OSError, ValueError, KeyError, TypeError):
            return  # half written, or of another release: it is read again
        yield done
        number += 1


def _warnings_of(done: list[_Done]) -> tuple[str, ...]:
    """Return each warning once, with the rows that it is about where it is not about all.

    Two are the same but for their numbers: each piece counts for itself.
    """
    by_shape: dict[str, tuple[str, int, int]] = {}
    for number, one in enumerate(done):
        for warning in one.warnings:
            shape = "".join(sign for sign in warning if not sign.isdigit())
            first, at, pieces = by_shape.get(shape, (warning, number, 0))
            by_shape[shape] = (first, at, pieces + 1)
    if len(done) == 1:
        return tuple(first for first, _, _ in by_shape.values())
    return tuple(
        words.in_pieces(first, at + 1, pieces, len(done)) for first, at, pieces in by_shape.values()
    )


@contextmanager
def staged(store: LayerStore, *what: object) -> Iterator[Path]:
    """Give the folder for the pieces of one import; it stays only where the import was stopped.

    Parameters
    ----------
    what
        The file with its checksum, the options, the areas: what makes it the same import.

    Raises
    ------
    StoreError
        If the same import is busy.
    """
    key = hashlib.sha256(repr(what).encode()).hexdigest()[:16]
    folder = private_folder_of(store, key)
    try:
        with exclusive(folder / "lock", wait_s=0):
            try:
                yield folder
            except (ClusterError, LostRaceError):
                raise  # whoever tries again goes on where this one was
            except HotspotsError:
                remove_staging(folder)
                raise
            remove_staging(folder)
    except StillLockedError as error:
        raise StoreError(*words.same_import_busy()) from error


def private_folder_of(store: LayerStore, key: str) -> Path:
    """Return the folder of an import, made if it was not there."""
    folder = store.folder / STAGING / key
    private_folder(folder)
    return folder
