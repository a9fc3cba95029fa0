"""The registry of searches: what can be looked for among incidents, beside a number per area."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from hotspots.access.permission import levels_of
from hotspots.analysis import search_words as text
from hotspots.analysis.question import require_choice

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from numpy.typing import NDArray

    from hotspots.access.workspace import Version
    from hotspots.analysis.parameters import Parameters
    from hotspots.analysis.periods import Period
    from hotspots.analysis.query import Query
    from hotspots.analysis.question import Selection
    from hotspots.catalog.specs import LayerSpec


@dataclass(frozen=True, slots=True)
class SearchKind:
    """A search: its name, what it says and does not say, and whether it tells of cells."""

    id: str
    label: str
    explanation: str
    in_cells: bool = True


#: Every search, in the order of the page.
SEARCHES: Final = (
    SearchKind("clusters", text.CLUSTERS_LABEL, text.CLUSTERS_EXPLANATION),
    SearchKind("scan", text.SCAN_LABEL, text.SCAN_EXPLANATION),
    SearchKind("scan_recent", text.SCAN_RECENT_LABEL, text.SCAN_RECENT_EXPLANATION),
    SearchKind("near_repeat", text.NEAR_REPEAT_LABEL, text.NEAR_REPEAT_EXPLANATION),
    SearchKind(
        "before_after", text.BEFORE_AFTER_LABEL, text.BEFORE_AFTER_EXPLANATION, in_cells=False
    ),
)
SEARCH_IDS: Final = tuple(kind.id for kind in SEARCHES)


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


def search_named(name: str) -> SearchKind:
    """Return a search by its id.

    Raises
    ------
    SelectionError
        If there is none of that name.
    """
    require_choice("De zoekmethode", name, SEARCH_IDS)
    return next(kind for kind in SEARCHES if kind.id == name)


def searches_of(layer: LayerSpec) -> tuple[SearchKind, ...]:
    """Return what can be looked for in a layer: nothing where single places may not count.

    Of a layer that may be shown no finer than buurten, only what is told per buurt.
    """
    if layer.sensitive or not layer.holds_incidents:
        return ()
    if "cells" in levels_of(layer):
        return SEARCHES
    return tuple(kind for kind in SEARCHES if not kind.in_cells and "buurten" in levels_of(layer))


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


def finding_of(query: Query, search: Search, **found: Any) -> Finding:  # noqa: ANN401
    """Return what was found as the answer to a question; without outlines, if none are given."""
    about: dict[str, Any] = {
        "selection": query.selection,
        "layer": query.layer,
        "version": query.version,
        "period": query.period,
        "rings": (),
        "columns": {},
    }
    return Finding(search=search, **(about | found))


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
