"""A table to export and the lines that account for it: what every kind of file is made from."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

import geopandas as gpd
import pandas as pd

from hotspots import dutch
from hotspots.access.export import allow_export
from hotspots.crs import RD_NEW
from hotspots.dutch import AMSTERDAM, day, harmless_cell, number
from hotspots.exports import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import numpy as np
    from numpy.typing import NDArray

    from hotspots.access.workspace import Workspace


#: With which a formula starts, once what nobody sees is gone.
_SIGNS: Final = ("=", "+", "-", "@")
#: Unicode categories of what is not seen: controls, formats, unassigned; and spaces of any kind.
_UNSEEN: Final = ("C", "Z")


def formula_free(value: str) -> str:
    r"""Return text with an apostrophe in front where a spreadsheet may take it for a formula.

    Stricter than the report of an import: some programs skip blanks and marks that are not seen
    before they look at the first sign, and some read the wide signs of East Asian keyboards as
    the narrow ones.

    References
    ----------
    OWASP, CSV Injection, https://owasp.org/www-community/attacks/CSV_Injection.

    Examples
    --------
    >>> formula_free("=1+1"), formula_free("  @SUM(A1)"), formula_free("\uff1d1+1")
    ("'=1+1", "'  @SUM(A1)", "'\uff1d1+1")
    >>> formula_free("De Staart"), formula_free("1 - 2")
    ('De Staart', '1 - 2')
    """
    harmless = harmless_cell(value)
    if harmless != value:
        return harmless
    first = next((sign for sign in value if unicodedata.category(sign)[0] not in _UNSEEN), "")
    return f"'{value}" if unicodedata.normalize("NFKC", first).startswith(_SIGNS) else value


@dataclass(frozen=True, slots=True)
class Permit:
    """What a role has to be allowed before a table leaves: see `allow_export`."""

    layer_id: str
    selection: Mapping[str, object] = field(default_factory=dict)
    level: tuple[str, int] | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column as people read it: Dutch, with its unit; ``number_format`` as in a workbook."""

    name: str
    label: str
    number_format: str = ""


def marked(columns: Iterable[Column], *, synthetic: bool) -> tuple[Column, ...]:
    """Return columns, and one more of numbers that are made up: every row says so."""
    more = (Column("synthetic", words.SYNTHETIC_COLUMN),) if synthetic else ()
    return (*columns, *more)


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """A table and what it is, for whoever writes a file.

    Attributes
    ----------
    name
        Of the table inside a file; ours, never a text from data.
    rows
        For programs: English names, numbers as they are, missing where there is no number.
    described
        What stands in every row of a file for programs: a row on its own still says what it is.
    for_people : same length as ``rows``
        In words: a number that is kept says so, one that is not there is empty.
    columns
        Those of ``for_people`` to show, in order.
    permits
        One for each layer in it; none for what others published for everyone.
    shapes : same length as ``rows``, or None
        Geometries in metres RD.
    """

    name: str
    rows: pd.DataFrame
    for_people: pd.DataFrame
    columns: tuple[Column, ...]
    metadata: Metadata
    permits: tuple[Permit, ...]
    described: Mapping[str, Value | None] = field(default_factory=lambda: MappingProxyType({}))
    shapes: NDArray[np.object_] | None = None

    def described_rows(self) -> pd.DataFrame:
        """Return the rows for programs; no text in them starts a formula."""
        rows = self.rows
        said = {**self.described, "made_on": self.metadata.made_on.isoformat()}
        texts = set(rows.select_dtypes(exclude=["number", "bool"]).columns)
        columns: dict[str, object] = {
            str(name): _as_texts(rows[name], rows.index) if name in texts else rows[name]
            for name in rows.columns
        }
        for name, value in said.items():
            plain = isinstance(value, int | float)
            columns[name] = value if plain else _as_texts([value] * len(rows), rows.index)
        return pd.DataFrame(columns, index=rows.index)

    def described_shapes(self) -> gpd.GeoDataFrame:
        """Return the rows for programs with the shape of each, in RD metres."""
        return gpd.GeoDataFrame(self.described_rows(), geometry=self.shapes, crs=RD_NEW)

    def require(self, workspace: Workspace, kind: str) -> None:
        """Stop unless whoever asks may take it away as this kind of file.

        Raises
        ------
        AccessError
            If they may not.
        """
        for one in self.permits:
            allow_export(
                workspace, one.layer_id, kind=kind, selection=one.selection, level=one.level
            )


def _as_texts(values: Iterable[object], index: pd.Index) -> pd.Series:
    return pd.Series([_free(value) for value in values], index, object)


def _free(value: object) -> object:
    return formula_free(value) if isinstance(value, str) else value


#: What stands in a line: never None; a value that is withheld says so.
Value = str | bool | int | float | date


@dataclass(frozen=True, slots=True)
class Line:
    """One fact about a file; ``id`` is its name for scripts, in English."""

    id: str
    part: str
    label: str
    value: Value

    def in_dutch(self) -> str:
        """Return the value in Dutch.

        Examples
        --------
        >>> Line("rate", "Vraag", "Gemiddelde", 1234.5).in_dutch()
        '1.234,5'
        >>> Line("made_on", "Dit bestand", "Gemaakt op", date(2017, 12, 31)).in_dutch()
        '31-12-2017'
        """
        if isinstance(self.value, bool):
            return dutch.YES if self.value else dutch.NO
        if isinstance(self.value, date):
            return day(self.value)
        if isinstance(self.value, int):
            return number(self.value)
        if isinstance(self.value, float):
            return number(self.value, 4).rstrip("0").rstrip(",")
        return formula_free(self.value)


@dataclass(frozen=True, slots=True)
class Metadata:
    """All the facts about a file, in the order in which a person reads them.

    The same value and date give the same bytes in a file: nothing in it looks at a clock.
    """

    lines: tuple[Line, ...]
    made_on: date

    def __post_init__(self) -> None:
        names = [line.id for line in self.lines]
        assert len(set(names)) == len(names), names  # noqa: S101 - ids are written in our code

    def rows(self) -> list[tuple[str, str, str]]:
        """Return part, label and value of each line as Dutch text that starts no formula."""
        return [(line.part, formula_free(line.label), line.in_dutch()) for line in self.lines]

    def plain(self) -> dict[str, dict[str, str | bool | int | float]]:
        """Return the lines by their id, ready for JSON: dates as 2017-12-31."""
        return {
            line.id: {
                "part": line.part,
                "label": formula_free(line.label),
                "value": _plain(line.value),
            }
            for line in self.lines
        }


def today() -> date:
    """Return the day it is in the Netherlands."""
    return now().date()


def now() -> datetime:
    """Return the moment it is in the Netherlands."""
    return datetime.now(ZoneInfo(AMSTERDAM))


def _plain(value: Value) -> str | bool | int | float:
    if isinstance(value, date):
        return value.isoformat()
    return formula_free(value) if isinstance(value, str) else value
