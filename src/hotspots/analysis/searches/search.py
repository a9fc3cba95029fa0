"""What a search is, how it is asked for, and what it finds: outlines, and what they come to."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import date
from typing import TYPE_CHECKING, Any, Final, TypeVar

import numpy as np
import pandas as pd

from hotspots.analysis.parameters import Parameters, Part, Parts
from hotspots.dutch import number, period, plural

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from numpy.typing import NDArray

    from hotspots.access.workspace import Version
    from hotspots.analysis.periods import Period
    from hotspots.analysis.query import Query
    from hotspots.analysis.question import Selection
    from hotspots.catalog.specs import LayerSpec

    #: Called with the share of the work that is done, 0 to 1.
    Progress = Callable[[float], None]

P: Final = "p = {p}"
P_TINY: Final = "p kleiner dan 0,001"
#: Below this a p is only said to be small.
_TINY: Final = 0.001
#: Why nothing is shown.
TOO_FEW: Final = "Te weinig {plural} om in te zoeken: {count} (ten minste {least})."


@dataclass(frozen=True, slots=True)
class SearchKind:
    """A search: its name, what it says and does not say, what computes it and its sentences.

    Attributes
    ----------
    explanation
        In Dutch; ``{plural}`` stands for what the layer counts.
    find
        Computes it.
    sentences
        Says what a finding comes to.
    chosen
        Says in a legend how it was made and tested.
    in_cells
        Whether it shows cells, which not every layer may.
    """

    id: str
    label: str
    explanation: str
    find: Callable[[Query, Search, Progress], Finding]
    sentences: Callable[[Finding], tuple[str, ...]]
    chosen: Callable[[Finding], str]
    in_cells: bool = True


@dataclass(frozen=True, slots=True)
class Search:
    """What to look for, and how; 0, empty and None mean the default of the method.

    ``radius_m`` is the radius of a cluster or the largest of a scan. ``reach_days`` makes clusters
    of incidents that are near in time as well. ``distance_bands_m`` and ``day_bands`` are own edges
    of the bands of near repeats, only for roles that see places. ``treated``, ``control`` and
    ``since`` are the buurten with a measure, those to compare with, and the day the measure began.

    Examples
    --------
    >>> Search("scan", radius_m=500).permutations
    999
    """

    method: str
    radius_m: int = 0
    min_points: int = 0
    reach_days: int = 0
    manhattan: bool = False
    permutations: int = 999
    distance_bands_m: tuple[float, ...] = ()
    day_bands: tuple[float, ...] = ()
    treated: tuple[str, ...] = ()
    control: tuple[str, ...] = ()
    since: date | None = None


#: Corners of a circle on the map; only for drawing, distances are never measured on it.
_CORNERS = 64


@dataclass(frozen=True)
class Row:
    """A row of a table: its fields are the columns, under the names that they have in files."""

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """Return the names of the columns, in the order of a file."""
        return tuple(one.name for one in fields(cls))

    def values(self) -> dict[str, Any]:
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
    """What a finding comes to as a whole: the numbers that its sentences are made of."""

    __slots__ = ()


@dataclass(frozen=True)
class Counted(Part):
    """How many incidents there were, and how many a search needs."""

    count: int
    least: int


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

    def to_dict(self) -> dict[str, Any]:
        """Return the finding as plain values, for JSON."""
        return {
            "method": self.search.method,
            "parameters": self.parameters.to_dict(),
            "summary": self.summary.to_dict(),
            "silent": self.silent or None,
            "found": [
                {"number": at, **outline.values()} for at, outline in enumerate(self.outlines, 1)
            ],
        }


def _frame(rows: Iterable[Row], kind: type[Row]) -> pd.DataFrame:
    return pd.DataFrame([row.values() for row in rows], columns=list(kind.names()))


def finding_of(
    query: Query,
    search: Search,
    kind: type[Outline],
    parameters: Parameters,
    *,
    outlines: tuple[Outline, ...] = (),
    summary: tuple[Part, ...] = (),
    silent: str = "",
    tables: Mapping[str, tuple[Row, ...]] | None = None,
) -> Finding:
    """Return what a search comes up with as the answer to a question."""
    return Finding(
        search=search,
        selection=query.selection,
        layer=query.layer,
        version=query.version,
        period=query.period,
        kind=kind,
        parameters=parameters,
        outlines=outlines,
        summary=Summary(summary),
        silent=silent,
        tables=tables or {},
    )


def circle(
    x_rd: float, y_rd: float, radius_m: float, corners: int = _CORNERS
) -> NDArray[np.float64]:
    """Return the corners of a circle, for drawing: shape (64, 2).

    With four corners it is a square on its point: all that is within a Manhattan distance.

    Examples
    --------
    >>> circle(0.0, 0.0, 2.0)[[0, 16]].round(6).tolist()
    [[2.0, 0.0], [0.0, 2.0]]
    """
    turn = np.arange(corners) * (2.0 * np.pi / corners)
    return np.column_stack([x_rd + radius_m * np.cos(turn), y_rd + radius_m * np.sin(turn)])


def count_in_words(layer: LayerSpec, count: int) -> str:
    """Return a number of incidents, with the noun of the layer."""
    return plural(count, layer.noun, layer.noun_plural)


def too_few_sentence(finding: Finding) -> str:
    """Return that there are too few incidents to search among."""
    few = finding.summary.require(Counted)
    return TOO_FEW.format(plural=finding.layer.noun_plural, count=few.count, least=few.least)


def subject_of(finding: Finding) -> dict[str, str]:
    """Return what was searched and when, as sentences have it."""
    return {
        "plural": finding.layer.noun_plural,
        "period": period(finding.period.first, finding.period.last),
    }


def p_in_words(p: float) -> str:
    """Return a p as sentences have it.

    Examples
    --------
    >>> p_in_words(0.0123), p_in_words(0.0001)
    ('p = 0,012', 'p kleiner dan 0,001')
    """
    return P_TINY if p < _TINY else P.format(p=number(p, 3))
