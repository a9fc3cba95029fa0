"""How good the data of a layer is: how much has a place and a time, which months are empty."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from hotspots.analysis.counting import covered_period
from hotspots.analysis.selection import Selection
from hotspots.analysis.timeline import timeline
from hotspots.intake.far_dates import far_dates

if TYPE_CHECKING:
    from hotspots.access.incidents import Incidents
    from hotspots.access.workspace import Workspace
    from hotspots.analysis.periods import Period
    from hotspots.catalog.specs import LayerSpec

#: An empty month is a gap if chance would leave a layer with one as rarely as this.
RARE: Final = 0.001


@dataclass(frozen=True, slots=True)
class DataQuality:
    """What can be said of the rows of a layer that is not sensitive.

    ``with_place`` and ``with_time`` are shares of the accepted rows, 0 to 1, NaN where there are
    none; ``quarantined`` and ``duplicate`` are shares of what was read. ``withheld`` and ``absent``
    are shares of the areas that a layer counts by: the source keeps a count of them to itself, or
    never mentions them. ``far_dates`` says which rows lie outside the days that the layer counts,
    and ``without_day`` of how many the day is not known. ``gaps`` are months (YYYY-MM) without a
    single incident where chance does not explain that.
    """

    covered: Period
    rows: int
    with_place: float
    with_time: float
    outside: float
    quarantined: float
    duplicate: float
    withheld: float
    absent: float
    gaps: tuple[str, ...]
    far_dates: tuple[str, ...] = ()
    without_day: int = 0


def data_quality(workspace: Workspace, layer: LayerSpec) -> DataQuality:
    """Return how good the data of a layer is.

    Raises
    ------
    AccessError
        If the layer is sensitive: exact shares of it narrow what is kept back.
    """
    version, incidents = workspace.incidents(layer)
    rows = len(incidents)
    placed = ~np.isnan(incidents.x_rd)
    inside = incidents.buurt >= 0
    withheld, absent = _not_given(workspace, layer, incidents)
    aside, twice = version.counts["quarantined"], version.counts["duplicate"]
    # A row of counts stands for many; what was put aside is rows.
    read = version.rows + aside + twice if layer.kind == "counts" else version.counts["read"]
    return DataQuality(
        covered=covered_period(incidents),
        rows=rows,
        with_place=_share(int(placed.sum()), rows),
        with_time=_share(int(np.count_nonzero(~np.isnat(incidents.begin))), rows),
        outside=_share(int(np.count_nonzero(placed & ~inside)), rows),
        quarantined=_share(aside, read),
        duplicate=_share(twice, read),
        withheld=withheld,
        absent=absent,
        gaps=_gaps(workspace, layer) if rows else (),
        far_dates=far_dates(incidents.counted, layer),
        without_day=0 if layer.kind == "counts" else int(np.count_nonzero(~incidents.day_known)),
    )


def _not_given(workspace: Workspace, layer: LayerSpec, incidents: Incidents) -> tuple[float, float]:
    """Return the share of areas that lack a count, and the share of those that lack all."""
    if layer.kind != "counts":
        return float("nan"), float("nan")
    level = layer.privacy.finest
    areas = len(workspace.geography.level(level))
    kept = incidents.withheld
    if kept is None:
        return 0.0, 0.0
    where = kept.area(level)
    counts = (len(np.unique(where[at & (where >= 0)])) for at in (~kept.absent, kept.absent))
    withheld, absent = (_share(count, areas) for count in counts)
    return withheld, absent


def _share(part: int, whole: int) -> float:
    return part / whole if whole else float("nan")


def _gaps(workspace: Workspace, layer: LayerSpec) -> tuple[str, ...]:
    """Return the months between the first and the last that are empty and should not be.

    With ``mean`` incidents a month one of ``months`` is empty by chance at most ``months`` times
    exp(-mean) (Bonferroni): a layer with few incidents has empty months, and no gaps.
    """
    months = timeline(workspace, Selection(layer.id, level="gemeente"))
    if not len(months.counts):
        return ()
    by_chance = len(months.counts) * float(np.exp(-months.counts.mean()))
    if by_chance > RARE:
        return ()
    return tuple(str(start) for start in months.starts[(months.counts == 0) & ~months.withheld])
