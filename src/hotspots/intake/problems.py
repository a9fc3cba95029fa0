"""What is wrong with rows: collected per column, told per row."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from hotspots.errors import IntakeError
from hotspots.text import door

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from hotspots.sources.table import Table

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


class Problems:
    """Collects problems of the rows of one table.

    A row can have several; it is put aside once.
    """

    def __init__(self, row_numbers: NDArray[np.int64]) -> None:
        self._row_numbers = row_numbers
        self._found: list[Problem] = []
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
        self._found.extend(
            Problem(row, column, shortened(value), reason)
            for row, value in zip(self._row_numbers[rows].tolist(), texts, strict=True)
        )

    def told(self) -> tuple[Problem, ...]:
        """Return all problems in the order of the file."""
        return tuple(sorted(self._found, key=lambda problem: problem.row))


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
        self, what: str, found: str, do: str, *, read: int, problems: Sequence[Problem]
    ) -> None:
        self.read = read
        self.problems = tuple(problems)
        super().__init__(what, found, do)


def without_faulty_rows(table: Table) -> tuple[Table, tuple[Problem, ...]]:
    """Return the rows that could be read, and the problems of those that could not."""
    if not table.faults:
        return table, ()
    faults = tuple(
        Problem(fault.row, fault.column, shortened(fault.value), fault.reason)
        for fault in table.faults
    )
    whole = ~np.isin(table.row_numbers, [fault.row for fault in table.faults])
    kept = replace(
        table,
        rows=table.rows[whole].reset_index(drop=True),
        row_numbers=table.row_numbers[whole],
        x=None if table.x is None else table.x[whole],
        y=None if table.y is None else table.y[whole],
        shapes=None if table.shapes is None else table.shapes[whole],
        faults=(),
    )
    return kept, faults


def stop_if_most_are_refused(
    problems: Sequence[Problem], read: int, columns: Mapping[str, str]
) -> None:
    """Refuse a file of which more than half of the rows do not fit.

    Raises
    ------
    RowsRefusedError
        With every reason and how many rows it has.
    """
    refused = len({problem.row for problem in problems})
    if 2 * refused > read:
        counts = reasons_with_counts(problems)
        raise RowsRefusedError(
            *door.too_many_refused(refused, read, counts, columns), read=read, problems=problems
        )
