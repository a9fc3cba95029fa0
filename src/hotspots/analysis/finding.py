"""What a search over the incidents found: outlines with numbers, or why there are none."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from hotspots.access.workspace import Version
    from hotspots.analysis.asked import Asked
    from hotspots.analysis.periods import Period
    from hotspots.analysis.search import Search
    from hotspots.analysis.selection import Selection
    from hotspots.catalog.specs import LayerSpec

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
    parameters: Mapping[str, Any]
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
            "parameters": dict(self.parameters),
            "summary": dict(self.summary),
            "silent": self.silent or None,
            "found": self.rows(),
        }


def finding_of(asked: Asked, search: Search, **found: Any) -> Finding:  # noqa: ANN401
    """Return what was found as the answer to a question; without outlines, if none are given."""
    about: dict[str, Any] = {
        "selection": asked.selection,
        "layer": asked.layer,
        "version": asked.version,
        "period": asked.period,
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
