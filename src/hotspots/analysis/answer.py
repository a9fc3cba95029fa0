"""The answer to a question, as one frozen value: the numbers of a measure, or a finding."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields
from datetime import date
from enum import IntEnum
from typing import TYPE_CHECKING, Final, TypeVar

import numpy as np
import pandas as pd

from hotspots.analysis.parameters import DividedBy, Parameters, Parts
from hotspots.catalog.whole import OF_ONE
from hotspots.dutch import number, plural, two_ends

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from hotspots.access.cube import Bounds
    from hotspots.access.workspace import Version
    from hotspots.analysis.measures.measure import Measure
    from hotspots.analysis.periods import Period
    from hotspots.analysis.question import Search, Selection
    from hotspots.catalog.specs import LayerSpec
    from hotspots.catalog.whole import WholeWords


class Status(IntEnum):
    """What a number on the map is, or why there is none.

    BETWEEN is no value: only the fewest and the most that there can have been are known.
    """

    VALUE = 0
    ZERO = 1
    MISSING = 2
    SUPPRESSED = 3
    NOT_SELECTED = 4
    BETWEEN = 5


class Verdict(IntEnum):
    """What a test says of an area, corrected for how many were tested."""

    FEWER = -1
    NOT_SHOWN = 0
    MORE = 1


@dataclass(frozen=True, slots=True, eq=False)
class Raster:
    """A density as a grid.

    Attributes
    ----------
    values : shape (rows, columns), south to north
        In the unit of the measure; NaN outside the mask, and where there is no number.
    missing : shape (rows, columns) or None
        Which cells of the mask have no number.
    west_m, south_m
        RD of the corner of cell (0, 0).
    """

    values: NDArray[np.float64]
    west_m: float
    south_m: float
    cell_m: int
    missing: NDArray[np.bool_] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Analysis:
    """What came out: everything that is drawn, tabulated, exported or described.

    Attributes
    ----------
    codes, names : length n
        Areas of the level in their order, or the cells that hold incidents.
    counts : shape (n,)
        Incidents; -1 where suppressed, or where only ``bounds`` are known.
    values : shape (n,)
        The measure, in ``measure.unit``; NaN where there is none.
    status : shape (n,)
        A `Status` each.
    reference : shape (m,)
        Values the same question has at other times, for breaks that stay.
    lower, upper : shape (n,) or None
        Interval around the value; where there are ``bounds``, those in ``measure.unit``.
    bounds : shape (n,) or None
        The fewest and the most incidents, of a layer that tells no more.
    denominators : shape (n,) or None
        What the value was divided by.
    cell_col, cell_row : shape (n,) or None
        Where the cells are, in cells of ``selection.cell_m``.
    zero_cells
        Cells of the mask without incidents; they are in no row.
    untested : shape (m,) or None
        Of a test, numbers of the cells of the mask that take no part and are in no row.
    raster
        The density, where that is the measure.
    verdict : shape (n,) or None
        The number of one of ``measure.verdicts`` each, where the measure is a test: above 0 what
        is more than chance explains, below 0 what is less.
    small : shape (n,) or None
        Where a rate, or a ratio of rates, has a denominator too small to stand out by; None where
        the measure is neither.
    columns
        More numbers per area, by name, such as p and what was expected; shape (n,) each.
    parameters
        How the numbers were made: everything that was chosen, by the user or for them.
    whole
        What the whole of the home is called.
    """

    selection: Selection
    layer: LayerSpec
    version: Version
    measure: Measure
    period: Period
    covered: Period
    codes: tuple[str, ...]
    names: tuple[str, ...]
    counts: NDArray[np.int64]
    values: NDArray[np.float64]
    status: NDArray[np.int8]
    reference: NDArray[np.float64]
    ledger: Ledger
    lower: NDArray[np.float64] | None = None
    upper: NDArray[np.float64] | None = None
    bounds: Bounds | None = None
    denominators: NDArray[np.float64] | None = None
    cell_col: NDArray[np.int32] | None = None
    cell_row: NDArray[np.int32] | None = None
    zero_cells: int = 0
    untested: NDArray[np.int64] | None = None
    raster: Raster | None = None
    verdict: NDArray[np.int8] | None = None
    small: NDArray[np.bool_] | None = None
    columns: Mapping[str, NDArray[np.float64]] = field(default_factory=dict)
    parameters: Parameters = field(default_factory=Parameters)
    whole: WholeWords = OF_ONE

    @property
    def other_period(self) -> Period | None:
        """The period that the numbers are of, where it is not the one that was asked for.

        A measure that looks at a history begins where the layer does, and ends with a whole step.
        """
        chosen = self.selection.period or self.covered
        return self.period if self.measure.in_steps and self.period != chosen else None

    @property
    def denominator_label(self) -> str:
        """What the numbers were divided by; empty where they were not."""
        divided = self.parameters.get(DividedBy)
        return "" if divided is None else divided.denominator_label

    @property
    def unit(self) -> str:
        """The unit of the values, in words of the layer."""
        return self.measure.unit.format(
            plural=self.layer.noun_plural, denominator=self.denominator_label, whole=self.whole
        )

    @property
    def explanation(self) -> str:
        """What the measure says and does not say, in words of the layer."""
        return self.measure.explanation.format(
            plural=self.layer.noun_plural, denominator=self.denominator_label, whole=self.whole
        )

    @property
    def synthetic(self) -> bool:
        """Whether the incidents are made up."""
        return self.version.synthetic

    @property
    def in_classes(self) -> NDArray[np.float64]:
        """What classes are made of: the values, or the most that each can have been; NaN without.

        With classes that end where a range ends, few ranges lie in two of them.
        """
        if self.bounds is None or self.upper is None:
            return self.values
        return np.where(np.isin(self.status, (Status.VALUE, Status.BETWEEN)), self.upper, np.nan)

    @property
    def total(self) -> Bounds | None:
        """The fewest and the most incidents of all that was asked for; None where exact."""
        if self.bounds is None:
            return None
        return self.bounds.pick(self.status != Status.NOT_SELECTED).sum()

    @property
    def judged(self) -> NDArray[np.bool_]:
        """Whether each area or cell took part in the test: what has no number did not."""
        return ~np.isin(self.status, (Status.MISSING, Status.SUPPRESSED))

    def table(self) -> pd.DataFrame:
        """Return the numbers as a table: one row per area or cell that was asked for.

        Columns code, name, count, value, lower, upper, count_lower, count_upper, denominator, those
        of ``columns``, small_denominator, verdict and status, where the measure has them; numbers
        that are not there are missing, never 0, and so is the verdict on what was not tested.
        """
        wanted = self.status != Status.NOT_SELECTED
        known = (self.status[wanted] != Status.SUPPRESSED) & (self.counts[wanted] >= 0)
        rows = pd.DataFrame(
            {
                "code": np.array(self.codes, dtype=object)[wanted],
                "name": np.array(self.names, dtype=object)[wanted],
                "count": pd.array(np.where(known, self.counts[wanted], 0), dtype="Int64"),
                "value": self.values[wanted],
            }
        )
        rows.loc[~known, "count"] = pd.NA
        for name, numbers in (
            *self._ends(),
            ("denominator", self.denominators),
            *self.columns.items(),
        ):
            if numbers is not None:
                rows[name] = numbers[wanted]
        if self.small is not None:
            rows["small_denominator"] = self.small[wanted]
        if self.verdict is not None:
            rows["verdict"] = [
                self.measure.verdict(number).id if judged else None
                for number, judged in zip(self.verdict[wanted], self.judged[wanted], strict=True)
            ]
        rows["status"] = [Status(number).name.lower() for number in self.status[wanted]]
        return rows

    def in_order(self) -> pd.DataFrame:
        """Return the table, the highest first; by name where nobody knows which that is.

        Two counts of which only bounds are known have no rank.
        """
        if self.bounds is not None:
            return self.table().sort_values(["name", "code"])
        return self.table().sort_values("value", ascending=False, na_position="last")

    def _ends(self) -> tuple[tuple[str, NDArray[np.generic] | None], ...]:
        """Return both ends of the value, and of the count where that is something else."""
        if self.bounds is None:
            return ("lower", self.lower), ("upper", self.upper)
        if not self.measure.per_1000:
            return ("lower", self.bounds.lower), ("upper", self.bounds.upper)
        return (
            ("lower", self.lower),
            ("upper", self.upper),
            ("count_lower", self.bounds.lower),
            ("count_upper", self.bounds.upper),
        )


@dataclass(frozen=True, slots=True)
class Ledger:
    """Counts that add up, from the file to the map.

    read = accepted + quarantined + duplicate; accepted = inside + outside + without_place;
    inside = selected + filtered_out; selected = mapped + suppressed + outside_mask + area_only. A
    number that may not be told is None: those of a sensitive layer. Of ``area_only`` no more is
    known than a buurt or wijk that is wider than what was counted in.
    """

    read: int | None
    accepted: int | None
    quarantined: int | None
    duplicate: int | None
    without_place: int | None
    outside: int | None
    inside: int | None
    selected: int | None
    filtered_out: int | None
    outside_mask: int | None
    suppressed: int | None
    mapped: int | None
    area_only: int | None = 0

    def to_dict(self) -> dict[str, int | None]:
        """Return the numbers by name."""
        return asdict(self)

    def faults(self) -> list[str]:
        """Return the equations that do not hold; empty unless the tool lost a row.

        Examples
        --------
        >>> Ledger(10, 8, 1, 1, 1, 1, 6, 4, 2, 1, 0, 3).faults()
        []
        >>> Ledger(10, 9, 1, 1, 1, 1, 7, 4, 2, 1, 0, 3).faults()
        ['read', 'inside']
        """
        to_map = (self.mapped, self.suppressed, self.outside_mask, self.area_only)
        equations = {
            "read": (self.read, (self.accepted, self.quarantined, self.duplicate)),
            "accepted": (self.accepted, (self.inside, self.outside, self.without_place)),
            "inside": (self.inside, (self.selected, self.filtered_out)),
            "selected": (self.selected, to_map),
        }
        return [
            name
            for name, (whole, parts) in equations.items()
            if whole is not None
            and all(part is not None for part in parts)
            and whole != sum(part for part in parts if part is not None)
        ]


def ends_of(analysis: Analysis, position: int) -> tuple[int, int]:
    """Return the fewest and the most incidents of an area, the same twice where it is exact."""
    if analysis.bounds is None:
        return int(analysis.counts[position]), int(analysis.counts[position])
    return int(analysis.bounds.lower[position]), int(analysis.bounds.upper[position])


#: Of incidents that take no part: nobody knows in which cell, or in which buurt of a wijk.
AREA_ONLY: Final = (
    "Van {incidents} is alleen bekend in welke buurt of wijk; waar daarin niet. Zij doen hier niet "
    "mee, en wel in aantallen per buurt of wijk, voor zover bekend."
)


def area_only_notes(count: int, layer: LayerSpec) -> tuple[str, ...]:
    """Say how many incidents have an area that is too wide for an answer; nothing of none."""
    if not count:
        return ()
    return (AREA_ONLY.format(incidents=plural(count, layer.noun, layer.noun_plural)),)


def count_in_words(analysis: Analysis, position: int) -> str:
    """Return the count of an area as it is written, with both ends where that is all there is."""
    if analysis.bounds is None:
        return number(int(analysis.counts[position]))
    return two_ends(*ends_of(analysis, position), minimum=analysis.layer.privacy.minimum)


def value_in_words(analysis: Analysis, position: int) -> str:
    """Return the measure of an area as it is written, with both ends where that is all there is."""
    decimals = analysis.measure.decimals
    if analysis.bounds is None or analysis.lower is None or analysis.upper is None:
        return number(float(analysis.values[position]), decimals)  # noqa: PD011 - an array
    if not analysis.measure.per_1000:
        return count_in_words(analysis, position)
    lower, upper = float(analysis.lower[position]), float(analysis.upper[position])
    return two_ends(lower, upper, decimals=decimals) if lower == lower else number(lower)  # noqa: PLR0124


def total_in_words(analysis: Analysis) -> str:
    """Return the count of all that was asked for, as it is written."""
    total = analysis.total
    if total is None:
        return number(analysis.ledger.selected or 0)
    return two_ends(int(total.lower), int(total.upper), minimum=analysis.layer.privacy.minimum)


@dataclass(frozen=True)
class Row:
    """A row of a table: its fields are the columns, under the names that they have in files."""

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """Return the names of the columns, in the order of a file."""
        return tuple(one.name for one in fields(cls))

    def values(self) -> dict[str, object]:
        """Return the columns by name, as files know them."""
        values = {name: getattr(self, name) for name in self.names()}
        return {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in values.items()
        }


@dataclass(frozen=True, eq=False)
class Outline(Row):
    """One thing that a search finds: where it is, and what is said of it.

    Attributes
    ----------
    ring : shape (k, 2)
        Corners in RD metres; never the places of single incidents. It is no column.
    """

    ring: NDArray[np.float64]

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """Return the names of the columns, in the order of a file."""
        return tuple(one.name for one in fields(cls) if one.name != "ring")

    def tip(self, layer: LayerSpec) -> str:
        """Return what it is in one line, for whoever points at it."""
        raise NotImplementedError


class Summary(Parts):
    """The numbers of a finding as a whole, which its sentences are made of."""

    __slots__ = ()


Drawn = TypeVar("Drawn", bound=Outline)


@dataclass(frozen=True, slots=True, eq=False)
class Finding:
    """What a search comes up with, strongest first.

    Attributes
    ----------
    kind
        What an outline is, also where there is none.
    silent
        Why nothing is shown, as a name; empty where something could be.
    parameters
        Everything that was chosen, by the user or for them.
    tables
        More numbers behind it, by name, such as the table of Knox.
    whole
        What the whole of the home is called.
    area_only
        Incidents of which no more is known than their buurt or wijk: they took no part.
    """

    search: Search
    selection: Selection
    layer: LayerSpec
    version: Version
    period: Period
    kind: type[Outline]
    parameters: Parameters
    outlines: tuple[Outline, ...] = ()
    summary: Summary = field(default_factory=Summary)
    silent: str = ""
    tables: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    whole: WholeWords = OF_ONE
    area_only: int = 0

    def __len__(self) -> int:
        return len(self.outlines)

    def outlines_of(self, kind: type[Drawn]) -> tuple[Drawn, ...]:
        """Return the outlines as what this search is known to find."""
        return tuple(one for one in self.outlines if isinstance(one, kind))

    def table(self) -> pd.DataFrame:
        """Return one row per outline, numbered from 1 as on the map."""
        rows = _frame(self.outlines, self.kind)
        rows.insert(0, "number", np.arange(1, len(self) + 1))
        return rows

    def table_behind(self, name: str) -> pd.DataFrame:
        """Return one of the tables behind it."""
        rows = self.tables[name]
        return _frame(rows, type(rows[0]))

    def to_dict(self) -> dict[str, object]:
        """Return the finding as plain values, for JSON."""
        return {
            "method": self.search.method,
            "parameters": self.parameters.to_dict(),
            "summary": self.summary.to_dict(),
            "silent": self.silent or None,
            "area_only": self.area_only,
            "found": [
                {"number": at, **outline.values()} for at, outline in enumerate(self.outlines, 1)
            ],
        }


def _frame(rows: Iterable[Row], kind: type[Row]) -> pd.DataFrame:
    return pd.DataFrame([row.values() for row in rows], columns=list(kind.names()))
