"""What an import did: shown, saved and downloaded in the same words."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np
import pyarrow as pa

from hotspots.dutch import harmless_cell
from hotspots.errors import IntakeError
from hotspots.incoming.checking import words
from hotspots.incoming.checking.recipe_words import NOT_OF_THIS_LAYER

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from hotspots.errors import HotspotsError
    from hotspots.incoming.checking.intake import Outcome
    from hotspots.incoming.reading.table import Table
    from hotspots.store.catalogue import Version


#: A value in a report is cut off here: it is shown, mailed and saved.
LONGEST_VALUE: Final = 120


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with one row; ``row`` is its number in the file, the header being 1."""

    row: int
    column: str
    value: str
    reason: str


def shortened(value: str) -> str:
    """Cut off a value that is too long to show.

    Examples
    --------
    >>> len(shortened("a" * 5000))
    120
    """
    return value if len(value) <= LONGEST_VALUE else value[: LONGEST_VALUE - 1] + "…"


class RowProblems:
    """Collects problems of the rows of one table.

    A row can have several; it is put aside once.
    """

    def __init__(self, row_numbers: NDArray[np.int64]) -> None:
        self._row_numbers = row_numbers
        self._problems: list[Problem] = []
        #: Shape (n,): rows with at least one problem.
        self.refused: NDArray[np.bool_] = np.zeros(len(row_numbers), dtype=np.bool_)

    def add(
        self,
        where: NDArray[np.bool_],
        column: str,
        values: pd.Series[str] | Sequence[str],
        reason: str,
    ) -> None:
        """Note that ``values`` of ``column`` are wrong in the rows ``where``."""
        rows = np.flatnonzero(where)
        if not len(rows):
            return
        self.refused[rows] = True
        texts = np.asarray(values, dtype=object)[rows]
        self._problems.extend(
            Problem(row, column, shortened(value), reason)
            for row, value in zip(self._row_numbers[rows].tolist(), texts, strict=True)
        )

    def in_order(self) -> tuple[Problem, ...]:
        """Return all problems in the order of the file."""
        return tuple(sorted(self._problems, key=lambda problem: problem.row))


def example_of(problems: Sequence[Problem]) -> tuple[int, str]:
    """Return the first row with the most frequent reason, and what stands there.

    Examples
    --------
    >>> example_of([Problem(2, "x", "a", "geen getal"), Problem(3, "x", "b", "geen getal")])
    (2, 'a')
    """
    if not problems:
        return 0, ""
    reason, _ = Counter(problem.reason for problem in problems).most_common(1)[0]
    first = next(problem for problem in problems if problem.reason == reason)
    return first.row, first.value


def reasons_with_counts(problems: Iterable[Problem]) -> dict[str, int]:
    """Count rows per reason, most frequent first, with the column in front.

    Examples
    --------
    >>> reasons_with_counts([Problem(2, "x", "a", "geen getal")] * 2)
    {'x: geen getal': 2}
    """
    counted = Counter(
        f"{problem.column}: {problem.reason}" if problem.column else problem.reason
        for problem in problems
    )
    return dict(counted.most_common())


class RowsRefusedError(IntakeError):
    """Most rows of a file do not fit; it knows which, so that a report can tell."""

    def __init__(
        self, what: str, detail: str, do: str, *, read: int, problems: Sequence[Problem]
    ) -> None:
        self.read = read
        self.problems = tuple(problems)
        super().__init__(what, detail, do)


def without_faulty_rows(table: Table) -> tuple[Table, tuple[Problem, ...]]:
    """Return the rows that could be read, and the problems of those that could not."""
    if not table.faults:
        return table, ()
    faults = tuple(
        Problem(fault.row, fault.column, shortened(fault.value), fault.reason)
        for fault in table.faults
    )
    whole = ~np.isin(table.row_numbers, [fault.row for fault in table.faults])
    sound = replace(
        table,
        texts=table.texts.filter(pa.array(whole)),
        row_numbers=table.row_numbers[whole],
        x=None if table.x is None else table.x[whole],
        y=None if table.y is None else table.y[whole],
        shapes=None if table.shapes is None else table.shapes[whole],
        faults=(),
    )
    return sound, faults


def stop_if_most_are_refused(
    problems: Sequence[Problem], read: int, columns: Mapping[str, str]
) -> None:
    """Refuse a file of which more than half of the rows do not fit.

    Raises
    ------
    RowsRefusedError
        With every reason and how many rows it has.
    """
    refused, of = not_fitting(problems, read)
    if 2 * refused > of:
        counts = reasons_with_counts(problems)
        said = words.too_many_refused(refused, of, counts, columns, example_of(problems))
        raise RowsRefusedError(*said, read=read, problems=problems)


def not_fitting(problems: Iterable[Problem], read: int) -> tuple[int, int]:
    """Return how many rows do not fit, and of how many: rows put aside on purpose are neither.

    Examples
    --------
    >>> meant = Problem(2, "soort", "Test", NOT_OF_THIS_LAYER)
    >>> not_fitting([meant, Problem(3, "x", "a", "geen getal")], read=5)
    (1, 4)
    """
    wrong: set[int] = set()
    meant: set[int] = set()
    for problem in problems:
        (meant if problem.reason == NOT_OF_THIS_LAYER else wrong).add(problem.row)
    return len(wrong), read - len(meant - wrong)


#: "unchanged": all that came is there already, and no version was made.
Status = Literal["published", "refused", "would_publish", "unchanged"]


@dataclass(frozen=True, slots=True)
class IntakeReport:
    """The outcome of one import; read = accepted + quarantined + duplicate.

    ``outside`` are accepted rows outside the municipality, ``without_place`` accepted rows
    without coordinates, ``area_only`` accepted rows that have a buurt or wijk for a place,
    ``updated`` accepted rows that replaced a known id; each is part of
    ``accepted``. Values of problems come from the file: whoever shows them escapes them.
    ``unused`` are columns of the file of which nothing was read; those that look personal stand
    among the warnings. ``columns`` say which column was which field.
    """

    status: Status
    version: str | None
    read: int
    accepted: int
    quarantined: int
    duplicate: int
    outside: int = 0
    without_place: int = 0
    area_only: int = 0
    updated: int = 0
    warnings: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    unused: tuple[str, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        outcome: Outcome,
        written: Version | None = None,
        *,
        known: int = 0,
        updated: int = 0,
        outside: int = 0,
        area_only: int = 0,
        warnings: tuple[str, ...] = (),
    ) -> IntakeReport:
        """Report an outcome; ``known`` accepted rows turn out to be duplicates of a version.

        Parameters
        ----------
        written
            The version that holds the rows; None if they were only checked.
        known
            Accepted rows that an earlier version holds with the same content.
        updated
            Accepted rows that replace a row of an earlier version.
        outside
            Accepted rows outside the municipality.
        area_only
            Accepted rows of which the buurt or wijk is known, and no point in it.
        warnings
            What publishing has to add.
        """
        return cls(
            status="published" if written else "would_publish",
            version=written.name if written else None,
            read=outcome.read,
            accepted=outcome.accepted - known,
            quarantined=outcome.quarantined,
            duplicate=outcome.duplicate + known,
            outside=outside,
            without_place=outcome.without_place,
            area_only=area_only,
            updated=updated,
            warnings=(*outcome.warnings, *warnings),
            problems=outcome.problems,
            unused=outcome.unused,
            columns=outcome.columns,
        )

    def unchanged(self, served: Version | None) -> IntakeReport:
        """Return this report of rows that are all there already, in the version that is served."""
        return replace(self, status="unchanged", version=served.name if served else None)

    @classmethod
    def of_refusal(cls, error: HotspotsError) -> IntakeReport:
        """Report a file that was refused: none of its rows is accepted.

        The message comes first among the warnings. A file that could not be read has no rows.
        """
        rows = error if isinstance(error, RowsRefusedError) else None
        read = rows.read if rows else 0
        return cls(
            status="refused",
            version=None,
            read=read,
            accepted=0,
            quarantined=read,
            duplicate=0,
            warnings=(str(error),),
            problems=rows.problems if rows else (),
        )

    @classmethod
    def from_dict(cls, written: Mapping[str, Any]) -> IntakeReport:
        """Return a report as `to_dict` wrote it; an older release wrote fewer fields."""
        problems = tuple(Problem(**problem) for problem in written["problems"])
        fields = {name: written[name] for name in _JSON_FIELDS if name in written}
        texts = {name: tuple(written.get(name, ())) for name in ("warnings", "unused")}
        return cls(**fields | texts | {"problems": problems})

    def to_dict(self) -> dict[str, object]:
        """Return the fields of ``hotspots import --json``, ready for JSON."""
        as_json = {name: getattr(self, name) for name in _JSON_FIELDS}
        as_json["warnings"], as_json["unused"] = list(self.warnings), list(self.unused)
        as_json["columns"] = dict(self.columns)
        as_json["problems"] = [asdict(problem) for problem in self.problems]
        return as_json

    def to_csv(self) -> str:
        """Return the problems as CSV for a spreadsheet, ``;`` between fields.

        A value that a spreadsheet would run as a formula gets an apostrophe in front. Write it
        with the encoding "utf-8-sig", which a spreadsheet recognises.
        """
        out = io.StringIO(newline="")
        writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
        writer.writerow(words.REPORT_HEADER)
        for problem in self.problems:
            texts = (problem.column, problem.value, problem.reason)
            writer.writerow([problem.row, *(harmless_cell(text) for text in texts)])
        return out.getvalue()

    def to_text(self) -> str:
        """Tell the outcome in Dutch, the reasons with how often each occurs."""
        counts = {
            name: getattr(self, name)
            for name in (
                "read", "accepted", "quarantined", "duplicate", "updated", "outside",
                "without_place", "area_only",
            )
        }  # fmt: skip
        reasons = reasons_with_counts(self.problems)
        return "\n".join(
            words.report_lines(
                self.status,
                self.version,
                counts,
                self.warnings,
                reasons,
                unused=self.unused,
            )
        )


_JSON_FIELDS: Final = (
    "status", "version", "read", "accepted", "quarantined", "duplicate", "updated", "outside",
    "without_place", "area_only", "columns", "unused", "warnings", "problems",
)  # fmt: skip
