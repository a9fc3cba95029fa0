"""Which month of the year is busier than the months around it, and whether chance would do so."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy import special

from hotspots.analysis.layer_dispersion import layer_dispersion
from hotspots.analysis.selection import settle
from hotspots.analysis.timeline import timeline
from hotspots.statistics.seasons import FEWEST_MONTHS, seasonal_index

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hotspots.access.workspace import Workspace
    from hotspots.analysis.selection import Selection
    from hotspots.catalog.specs import LayerSpec

#: A moving year loses half a year at either end.
_LOST: Final = 6
_YEAR: Final = 12
#: The largest p for a month that is called busy, after Bonferroni over the twelve.
ALPHA: Final = 0.05


class NoSeason(StrEnum):
    """Why there is no seasonal pattern."""

    TOO_SHORT = "too_short"
    EMPTY_YEAR = "empty_year"
    QUARTERS_ONLY = "quarters_only"
    YEARS_ONLY = "years_only"
    WITHHELD = "withheld"


@dataclass(frozen=True, slots=True, eq=False)
class Season:
    """How busy each month of the year is.

    Attributes
    ----------
    first, months
        First whole month of the layer and how many there are without a gap.
    index : shape (12,)
        January first: incidents per day over those of the year around it; their mean is 1. None
        with the reason in ``why_not``.
    counts, years : shape (12,)
        Incidents in the months that the index stands on, and how many months those are.
    busiest
        The number of the month with the highest index, January 0; None without.
    p
        The chance of so many in that month or more if all months were alike, times twelve, with
        the dispersion of the layer.
    """

    layer: LayerSpec
    first: np.datetime64
    months: int
    why_not: NoSeason | None = None
    index: NDArray[np.float64] | None = None
    counts: NDArray[np.int64] | None = None
    years: NDArray[np.int64] | None = None
    busiest: int | None = None
    p: float = float("nan")

    @property
    def shown(self) -> bool:
        """Whether the busiest month is busier than chance explains."""
        return self.p <= ALPHA


def season(workspace: Workspace, selection: Selection) -> Season:
    """Return the seasonal index under every filter of a selection but its period.

    Whole months only, and two years of them at least. A pattern of two or three years is what
    those years had; it does not say what the next one brings.

    Raises
    ------
    SelectionError
        If the layer cannot answer the selection.
    AccessError
        If the layer is not for this role.
    """
    _, layer = settle(selection, workspace)
    line = timeline(workspace, selection)
    whole = np.flatnonzero(line.complete)
    if not whole.size:
        return Season(layer, line.starts[0], 0, NoSeason.TOO_SHORT)
    counts = line.counts[whole[0] : whole[-1] + 1]
    first = line.starts[whole[0]]
    about = Season(layer, first, len(counts))
    if line.step != "month":
        quarters = line.step == "quarter"
        return replace(about, why_not=NoSeason.QUARTERS_ONLY if quarters else NoSeason.YEARS_ONLY)
    if len(counts) < FEWEST_MONTHS:
        return replace(about, why_not=NoSeason.TOO_SHORT)
    if line.withheld[whole[0] : whole[-1] + 1].any():
        return replace(about, why_not=NoSeason.WITHHELD)
    moving = np.convolve(counts, np.ones(_YEAR, dtype=np.int64), mode="valid")
    if not moving.all():
        return replace(about, why_not=NoSeason.EMPTY_YEAR)
    found = seasonal_index(counts, first)
    used = counts[_LOST : len(counts) - _LOST]
    month = ((first + np.arange(len(counts))).astype(np.int64) % _YEAR)[_LOST : len(counts) - _LOST]
    of_month = np.bincount(month, weights=used, minlength=_YEAR).astype(np.int64)
    busiest = int(found.index.argmax())
    return replace(
        about,
        index=found.index,
        counts=of_month,
        years=found.years,
        busiest=busiest,
        p=_chance(
            int(of_month[busiest]),
            float(found.index[busiest]),
            layer_dispersion(workspace.library, layer, "gemeente").time,
        ),
    )


def _chance(count: int, index: float, dispersion: float) -> float:
    """Return the Poisson tail of a month, corrected for there being twelve.

    Where incidents come in bursts there are as many fewer of those as counts vary more.

    What is expected of it is what the moving year gives: its count over its index. That the year
    holds the month itself makes it a little large, which is on the safe side.
    """
    expected = count / index
    if not count:
        return 1.0
    return min(1.0, _YEAR * float(special.gammainc(count / dispersion, expected / dispersion)))
