"""What becomes of the rows of a file: each is accepted, put aside with a reason, or a duplicate.

Two rows are the same incident by their id, or by their content where there is none.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from hotspots.catalog.specs import CALENDAR_FIELDS
from hotspots.incoming.checking.report import Problem, RowProblems, stop_if_most_are_refused

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from hotspots.incoming.reading.table import Table


#: Fields that together are the content of an incident, next to its id.
CONTENT: Final = ("soort", "begin", "begin_has_time", "end", "end_has_time", "x_rd", "y_rd")
#: How precise the date of an incident is, one of the three below; the rest is not known.
DATE_PRECISION: Final = "date_precision"
DAY, MONTH, YEAR = "day", "month", "year"
#: The code of the buurt or wijk of an incident without a place, "" where it has one or neither is
#: known.
AREA: Final = "area"
#: What a version keeps of an event beside that; who entered it by hand and when comes from no file.
CALENDAR_CONTENT: Final = (*CALENDAR_FIELDS, "entered_by", "entered_at")
_DIGEST_BYTES: Final = 12
#: Decimals of RD metres that count: the same place through another CRS differs in the fourth.
_DECIMALS: Final = 2


def content_of_kind(kind: str) -> tuple[str, ...]:
    """Return the fields that are the content of a row in a kind of layer."""
    if kind == "calendar":
        return (*CONTENT, *CALENDAR_CONTENT)
    return (*CONTENT, DATE_PRECISION, AREA)


def content_ids(incidents: pd.DataFrame) -> list[str]:
    """Make an id from the content of each row, the same on every machine and in every version.

    Two different incidents of one soort at one place and moment get one id: they cannot be told
    apart without an id of their own.

    Parameters
    ----------
    incidents
        With the columns `CONTENT`.
    """
    columns = [
        incidents["soort"].tolist(),
        np.datetime_as_string(incidents["begin"].to_numpy().astype("M8[s]")).tolist(),
        incidents["begin_has_time"].tolist(),
        np.datetime_as_string(incidents["end"].to_numpy().astype("M8[s]")).tolist(),
        incidents["end_has_time"].tolist(),
        (incidents["x_rd"].round(_DECIMALS) + 0.0).tolist(),
        (incidents["y_rd"].round(_DECIMALS) + 0.0).tolist(),
    ]
    # Two events at one square at one moment are distinguished by what they are called.
    columns += [incidents[name].tolist() for name in ("title", "location") if name in incidents]
    rows = zip(*columns, strict=True)
    if AREA not in incidents:
        return [digest(repr(row)) for row in rows]
    areas = incidents[AREA].tolist()
    # An incident with a place has the id that it always had.
    return [
        digest(repr((*row, area) if area else row)) for row, area in zip(rows, areas, strict=True)
    ]


def placeless(incidents: pd.DataFrame) -> NDArray[np.bool_]:
    """Return which incidents have neither a place nor an area."""
    nowhere = incidents["x_rd"].isna().to_numpy(dtype=bool)
    if AREA in incidents:
        return nowhere & (incidents[AREA] == "").to_numpy(dtype=bool)
    return nowhere


def one_id_each(ids: Sequence[str]) -> list[str]:
    """Return ids of which none comes back, for a file of which each row is an event.

    The first row of an id keeps it. The second gets one made of that id and of its number, so that
    the same file gives the same ids once more.

    Examples
    --------
    >>> first, second, other = one_id_each(["a", "a", "b"])
    >>> first, second == nth_id("a", 2), other
    ('a', True, 'b')
    """
    seen: Counter[str] = Counter()
    unique = []
    for name in ids:
        seen[name] += 1
        unique.append(name if seen[name] == 1 else nth_id(name, seen[name]))
    return unique


def nth_id(name: str, number: int) -> str:
    """Return the id of the second row, or a later one, with the id or content of another."""
    return digest(repr((name, number)))


def digest(content: str) -> str:
    """Return an id that is made of the content of a row."""
    return f"h{hashlib.blake2b(content.encode(), digest_size=_DIGEST_BYTES).hexdigest()}"


def compared_with_first(
    incidents: pd.DataFrame, content: tuple[str, ...] = CONTENT, key: str = "id"
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Mark rows whose id an earlier row has, and those among them with the same content.

    Examples
    --------
    >>> import pandas as pd
    >>> rows = pd.DataFrame({"id": ["1", "1", "1"], "x": [5.0, 5.0, 6.0]})
    >>> repeated, same = compared_with_first(rows, content=("x",))
    >>> repeated.tolist(), same.tolist()
    ([False, True, True], [False, True, False])
    """
    repeated = incidents[key].duplicated().to_numpy()
    same = repeated.copy()
    if not repeated.any():
        return repeated, same
    later = incidents[repeated]
    first = incidents[~repeated].set_index(key).loc[later[key]]
    for column in content:
        same[repeated] &= _equal(later[column], first[column])
    return repeated, same


def _equal(later: pd.Series[str], first: pd.Series[str]) -> NDArray[np.bool_]:
    one, other = later.to_numpy(), first.to_numpy()
    if one.dtype.kind == "f":
        return np.isclose(one, other, rtol=0, atol=10.0**-_DECIMALS, equal_nan=True)
    both_missing = later.isna().to_numpy() & first.isna().to_numpy()
    return np.asarray((one == other) | both_missing, dtype=np.bool_)


def compared_with_version(
    new: pd.DataFrame, old: pd.DataFrame, fields: Sequence[str]
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Mark the new rows whose id a version knows, and those among them with the same content."""
    both = new.merge(old, on="id", how="left", suffixes=("", "_old"), indicator=True)
    known = (both["_merge"] == "both").to_numpy()
    same = known & np.logical_and.reduce(
        [_identical(both[name], both[f"{name}_old"]) for name in fields if f"{name}_old" in both]
    )
    return known, same


def _identical(left: pd.Series, right: pd.Series) -> NDArray[np.bool_]:
    equal = (left == right) | (left.isna() & right.isna())
    return equal.to_numpy(dtype=bool)


@dataclass(frozen=True, slots=True)
class Clash:
    """What is said of a row that says other things than an earlier one with the same key."""

    column: str
    values: pd.Series[str]
    reason: str


def once_each(
    rows: pd.DataFrame,
    problems: RowProblems,
    content: tuple[str, ...],
    clash: Clash,
    *,
    key: str = "id",
) -> tuple[pd.DataFrame, NDArray[np.int64]]:
    """Return the sound rows, the first of each key, and the numbers of those that repeat one.

    A row with the key of an earlier one and other content is put aside.
    """
    fine = ~problems.refused
    sound = rows[fine]
    repeated, same = compared_with_first(sound, content, key)
    conflict = np.zeros(len(rows), dtype=np.bool_)
    conflict[np.flatnonzero(fine)[repeated & ~same]] = True
    problems.add(conflict, clash.column, clash.values, clash.reason)
    return sound[~repeated], sound["row"].to_numpy()[same]


def in_order_of_file(
    table: Table,
    faults: tuple[Problem, ...],
    problems: RowProblems,
    columns: Mapping[str, str],
    *,
    is_whole: bool = True,
) -> tuple[Problem, ...]:
    """Return all problems of a table in the order of its rows.

    Parameters
    ----------
    is_whole
        Whether it is a whole file; of a piece of one nobody can tell how the rest is.

    Raises
    ------
    RowsRefusedError
        If more than half of the rows of a whole file do not fit.
    """
    in_order = tuple(sorted((*faults, *problems.in_order()), key=lambda problem: problem.row))
    if is_whole:
        stop_if_most_are_refused(in_order, len(table), columns)
    return in_order


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many rows of a file came where: read = accepted + quarantined + duplicate.

    ``without_place`` are accepted incidents without a place; ``problems`` say what is wrong with
    rows, at least with the first of them; ``columns`` say which column was which field, and
    ``unused`` are columns of which nothing was read.
    """

    read: int
    accepted: int
    quarantined: int
    duplicate: int
    without_place: int
    warnings: tuple[str, ...]
    problems: tuple[Problem, ...]
    unused: tuple[str, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Intake:
    """The rows of one file, each in exactly one place: read = accepted + quarantined + duplicate.

    Attributes
    ----------
    accepted
        Columns id, soort (text), begin, end (datetime64[s], wall time in the Netherlands; at
        midnight where there is no time; NaT without end), begin_has_time, end_has_time, x_rd,
        y_rd (RD metres, NaN without place), date_precision ("day", "month" or "year"; not of
        events), area (`AREA`; not of events) and row (number in the file). Of counts and of
        features: as `check_counts` and `check_features` say.
    problems
        Everything wrong with quarantined rows; a row may occur more than once.
    quarantined, duplicates
        Row numbers in the file, the header being 1.
    warnings
        What a user should know, in Dutch.
    read
        How many rows the file has.
    mapping
        Column per field.
    crs
        The CRS in which coordinates of incidents were read.
    unused
        Columns of which nothing was read; those that look personal stand in a warning.
    """

    accepted: pd.DataFrame
    problems: tuple[Problem, ...]
    quarantined: NDArray[np.int64]
    duplicates: NDArray[np.int64]
    warnings: tuple[str, ...]
    read: int
    mapping: Mapping[str, str]
    crs: str = ""
    unused: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        table: Table,
        accepted: pd.DataFrame,
        problems: tuple[Problem, ...],
        duplicates: NDArray[np.int64],
        *,
        warnings: tuple[str, ...],
        mapping: Mapping[str, str],
        crs: str = "",
        unused: tuple[str, ...] = (),
    ) -> Intake:
        """Return the intake of a table of which every row was judged."""
        return cls(
            accepted=accepted,
            problems=problems,
            quarantined=np.unique(np.array([problem.row for problem in problems], dtype=np.int64)),
            duplicates=duplicates,
            warnings=warnings,
            read=len(table),
            mapping=mapping,
            crs=crs,
            unused=unused,
        )

    @property
    def outcome(self) -> Outcome:
        """How many rows came where."""
        return Outcome(
            read=self.read,
            accepted=len(self.accepted),
            quarantined=len(self.quarantined),
            duplicate=len(self.duplicates),
            without_place=self.without_place,
            warnings=self.warnings,
            problems=self.problems,
            unused=self.unused,
            columns=self.mapping,
        )

    @property
    def without_place(self) -> int:
        """Count accepted incidents without a place; a count or a feature needs none or has one.

        One of which the buurt or wijk is known has that for a place.
        """
        return int(placeless(self.accepted).sum()) if "x_rd" in self.accepted else 0
