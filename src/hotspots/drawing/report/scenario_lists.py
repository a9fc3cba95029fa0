"""A list of a risk scenario: rows of the answer that the command line prints, under Dutch names.

Numbers are those of the answer, to its one decimal; only what is shown is rounded to people.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from hotspots.text import veiligheid_lists as text
from hotspots.text import veiligheid_sentences as says
from hotspots.text.numbers import number
from hotspots.text.risk_columns import margin

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hotspots.geography.areas import Geography

Row = dict[str, Any]
Where = str | tuple[float, float]
#: Numbers with a decimal on the page; all other numbers are whole there.
_DECIMALS: Final = {"depth_m": 1, "part": 1}
#: Numbers that are no amount: a year has no point in it.
_YEARS: Final = ("year",)
LOW: Final = "_low"
HIGH: Final = "_high"


@dataclass(frozen=True, slots=True, eq=False)
class Listing:
    """A table: rows by English names of columns; a margin is two columns, low and high.

    Attributes
    ----------
    looked
        False where it is not known whether there are rows: nothing was loaded or asked.
    unknown
        Why that is not known, or why there may be more rows; "" where there is nothing to say.
    where : same length as ``rows``, or empty
        The code of the buurt or wijk of each row, or x and y in metres RD.
    """

    id: str
    rows: pd.DataFrame
    columns: tuple[str, ...]
    looked: bool = True
    where: tuple[Where, ...] = ()
    unknown: str = ""

    @property
    def title(self) -> str:
        """What the table is."""
        return text.LISTS[self.id][0]

    @property
    def meaning(self) -> str:
        """What a row is."""
        return text.LISTS[self.id][1]

    @property
    def nothing(self) -> str:
        """What is said when there are no rows."""
        if self.unknown:
            return self.unknown
        if not self.looked:
            return text.NOT_LOOKED
        return text.EMPTY_LISTS.get(self.id, text.NOTHING_IN_LIST)

    def __len__(self) -> int:
        return len(self.rows)

    def only(self, *columns: str, most: int | None = None) -> Listing:
        """Return the same with fewer columns, or only its first rows."""
        rows = self.rows if most is None else self.rows.head(most)
        where = self.where[: len(rows)]
        return Listing(self.id, rows, columns, self.looked, where, self.unknown)

    def shown(self) -> pd.DataFrame:
        """Return the rows as they are read: whole people, and a margin in one column."""
        return pd.DataFrame({name: self._shown(name) for name in self.columns})

    def _shown(self, name: str) -> Any:  # noqa: ANN401 - a column of any kind
        if name not in self.rows:
            low, high = self.rows[name + LOW], self.rows[name + HIGH]
            as_hours = name.endswith("_h")
            return [_margin(*pair, as_hours=as_hours) for pair in zip(low, high, strict=True)]
        column = self.rows[name]
        if name in _YEARS:
            return [None if pd.isna(year) else f"{year:.0f}" for year in column]
        if not pd.api.types.is_numeric_dtype(column) or pd.api.types.is_bool_dtype(column):
            return column.to_numpy()
        decimals = _DECIMALS.get(name, 0)
        if decimals:
            return column.round(decimals).to_numpy()
        return pd.array([None if pd.isna(one) else round(one) for one in column], dtype="Int64")

    def cells(self) -> list[list[str]]:
        """Return the rows as texts, for paper."""
        rows = self.shown()
        return [
            [_text(value, _DECIMALS.get(str(name), 0)) for name, value in row.items()]
            for row in rows.to_dict("records")
        ]

    def numeric(self) -> tuple[bool, ...]:
        """Return which columns hold numbers."""
        rows = self.shown()
        return tuple(bool(pd.api.types.is_numeric_dtype(rows[name])) for name in rows)


def listing(
    name: str,
    rows: Sequence[Row],
    columns: Sequence[str],
    *,
    beside: Sequence[str] = (),
    looked: bool = True,
    unknown: str = "",
) -> Listing:
    """Return a table of rows; columns that are margins may be there as ``[low, high]``.

    Parameters
    ----------
    beside
        Columns of a file that a page or a sheet has no room for.
    """
    spread = [_spread(row) for row in rows]
    needed = [
        part
        for column in (*columns, *beside)
        for part in (
            (column,) if not spread or column in spread[0] else (column + LOW, column + HIGH)
        )
    ]
    frame = pd.DataFrame({part: [row.get(part) for row in spread] for part in needed})
    for part in needed:
        values = [row.get(part) for row in spread]
        if any(isinstance(value, int | float) for value in values) and not any(
            isinstance(value, str | bool) for value in values
        ):
            frame[part] = pd.to_numeric(frame[part])
    where = [found for row in rows if (found := _where(row)) is not None]
    placed = tuple(where) if len(where) == len(rows) else ()
    return Listing(name, frame, tuple(columns), looked, placed, unknown)


def _where(row: Row) -> Where | None:
    if row.get("code"):
        return str(row["code"])
    if row.get("x_rd") is None or row.get("y_rd") is None:
        return None
    return float(row["x_rd"]), float(row["y_rd"])


def _spread(row: Row) -> Row:
    """Return a row with each margin as its two ends, the lowest first."""
    told: Row = {}
    for name, value in row.items():
        if isinstance(value, list):
            known = [end for end in value if end is not None]
            told[name + LOW] = min(known) if known else None
            told[name + HIGH] = max(known) if known else None
        else:
            told[name] = value
    return told


def _margin(low: float, high: float, *, as_hours: bool) -> str:
    if pd.isna(low) or pd.isna(high):
        return "–"
    return says.hours(low, high) if as_hours else margin((low, high))


def _text(value: object, decimals: int) -> str:
    if value is None or value is pd.NA or value != value:  # noqa: PLR0124 - NaN alone differs
        return "–"
    if isinstance(value, int | float) and not isinstance(value, bool):
        return number(value, decimals)
    return str(value)


@dataclass(frozen=True, slots=True, eq=False)
class AreaNames:
    """Names of buurten and of the wijk of each, by the code of the buurt."""

    buurt: Mapping[str, str]
    wijk: Mapping[str, str]

    @classmethod
    def of(cls, geography: Geography) -> AreaNames:
        """Return the names of a home."""
        buurten, wijken = geography.buurten, geography.wijken
        of_wijk = [wijken.names[at] for at in buurten.parent]
        return cls(
            dict(zip(buurten.codes, buurten.names, strict=True)),
            dict(zip(buurten.codes, of_wijk, strict=True)),
        )
