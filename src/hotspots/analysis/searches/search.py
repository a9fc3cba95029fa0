"""What a search is: what computes and tells it, how it is asked for, and what it finds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from hotspots.dutch import number, period, plural

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from numpy.typing import NDArray

    from hotspots.access.workspace import Version
    from hotspots.analysis.parameters import Parameters
    from hotspots.analysis.periods import Period
    from hotspots.analysis.query import Query
    from hotspots.analysis.question import Selection
    from hotspots.catalog.specs import LayerSpec

    #: Called with the share of the work that is done, 0 to 1.
    Progress = Callable[[float], None]
    #: One outline of a finding, by the name of its column.
    Row = Mapping[str, Any]

P: Final = "p = {p}"
P_TINY: Final = "p kleiner dan 0,001"
#: Below this a p is only said to be small.
_TINY: Final = 0.001
#: Why nothing is shown.
TOO_FEW: Final = "Te weinig {plural} om in te zoeken: {count} (ten minste {least})."


@dataclass(frozen=True, slots=True)
class SearchKind:
    """A search: its name, what it says and does not say, what computes it and what tells it.

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
    tip
        Says what one outline is.
    in_cells
        Whether it tells of cells, which not every layer may show.
    """

    id: str
    label: str
    explanation: str
    find: Callable[[Query, Search, Progress], Finding]
    sentences: Callable[[Finding], tuple[str, ...]]
    chosen: Callable[[Finding], str]
    tip: Callable[[Finding, Row], str]
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


@dataclass(frozen=True, slots=True, eq=False)
class Finding:
    """What was found, strongest first.

    Attributes
    ----------
    rings : length n
        Outline of each in RD metres, shape (k, 2); never through single incidents.
    columns
        Numbers and texts per outline, by name; length n each.
    summary
        Numbers of the whole, by name, that its sentence is made of.
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
    rings: tuple[NDArray[np.float64], ...]
    columns: Mapping[str, Any]
    summary: Mapping[str, Any]
    parameters: Parameters
    silent: str = ""
    tables: Mapping[str, pd.DataFrame] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.rings)

    def table(self) -> pd.DataFrame:
        """Return one row per outline, numbered from 1 as on the map."""
        return pd.DataFrame({"number": np.arange(1, len(self) + 1), **self.columns})

    def rows(self) -> list[dict[str, Any]]:
        """Return the table row by row, by name."""
        return [
            {"number": at + 1, **{name: column[at] for name, column in self.columns.items()}}
            for at in range(len(self))
        ]

    def to_dict(self) -> dict[str, Any]:
        """Return the finding as plain values, for JSON."""
        return {
            "method": self.search.method,
            "parameters": self.parameters.to_dict(),
            "summary": dict(self.summary),
            "silent": self.silent or None,
            "found": self.rows(),
        }


def finding_of(query: Query, search: Search, **parts: Any) -> Finding:  # noqa: ANN401
    """Return what was found as the answer to a question; without outlines, if none are given."""
    about: dict[str, Any] = {
        "selection": query.selection,
        "layer": query.layer,
        "version": query.version,
        "period": query.period,
        "rings": (),
        "columns": {},
    }
    return Finding(search=search, **(about | parts))


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


def count_in_words(finding: Finding, count: int) -> str:
    """Return a number of incidents, with the noun of the layer."""
    return plural(int(count), finding.layer.noun, finding.layer.noun_plural)


def subject_of(finding: Finding) -> dict[str, str]:
    """Return what was searched and when, as sentences have it."""
    return {
        "plural": finding.layer.noun_plural,
        "period": period(finding.period.first, finding.period.last),
    }


def p_in_words(p: float) -> str:
    """Return a p as it is told.

    Examples
    --------
    >>> p_in_words(0.0123), p_in_words(0.0001)
    ('p = 0,012', 'p kleiner dan 0,001')
    """
    return P_TINY if p < _TINY else P.format(p=number(p, 3))
