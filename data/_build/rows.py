"""Incidents and counts as rows of text, in the order and form of their files."""

from __future__ import annotations

import csv
import hashlib
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

    from incidents import Incidents
    from numpy.typing import NDArray
    from signals import Counts


@dataclass(frozen=True, slots=True)
class Rows:
    """A header and rows of text."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def write(self, path: Path) -> str:
        """Write UTF-8 with commas and line feeds; return the SHA-256 of the bytes."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(self.columns)
        writer.writerows(self.rows)
        content = text.getvalue().encode("utf-8")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return hashlib.sha256(content).hexdigest()


def of_incidents(incidents: Incidents, columns: tuple[str, ...], prefix: str) -> Rows:
    """Return incidents as rows sorted by begin, numbered in that order.

    ``columns`` starts with id and chooses from soort, begin, eind, x, y.
    """
    begin = texts(incidents.begin, incidents.dated_only)
    order = np.argsort(begin, kind="stable")
    fields = {
        "id": np.array([f"{prefix}{number:05d}" for number in range(1, len(incidents) + 1)]),
        "soort": incidents.soort[order],
        "begin": begin[order],
        "eind": texts(incidents.end, incidents.dated_only)[order],
        "x": whole(incidents.x[order]),
        "y": whole(incidents.y[order]),
    }
    return Rows(columns, tuple(zip(*(fields[name].tolist() for name in columns), strict=True)))


def of_counts(counts: Counts) -> Rows:
    """Return counts as rows: every wijk in every quarter, zeros too."""
    return Rows(
        ("wijkcode", "kwartaal", "aantal"),
        tuple(
            (wijk, quarter, str(counts.number[i, j]))
            for i, wijk in enumerate(counts.wijken)
            for j, quarter in enumerate(counts.quarters)
        ),
    )


def texts(moments: NDArray[np.datetime64], dated_only: NDArray[np.bool_]) -> NDArray[np.str_]:
    """Return moments as ``2017-12-31 23:10``, or the date alone, or nothing.

    Examples
    --------
    >>> moments = np.array(["2017-12-31T23:10", "2017-12-31T23:10", "NaT"], dtype="M8[m]")
    >>> texts(moments, np.array([False, True, False])).tolist()
    ['2017-12-31 23:10', '2017-12-31', '']
    """
    written = np.char.replace(np.datetime_as_string(moments, unit="m"), "T", " ")
    written = np.where(dated_only, np.char.partition(written, " ")[:, 0], written)
    return np.where(np.isnat(moments), "", written)


def whole(metres: NDArray[np.float64]) -> NDArray[np.str_]:
    """Return whole metres as text."""
    return metres.astype(np.int64).astype(str)
