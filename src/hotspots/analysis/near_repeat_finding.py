"""Near repeats: whether incidents follow each other nearby, and the zones still open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from hotspots.access.permission import cell_sizes_of
from hotspots.analysis.counting import to_date, to_day
from hotspots.analysis.finding import circle, finding_of
from hotspots.analysis.place_names import buurt_names
from hotspots.statistics.contagion_zones import contagion_zones
from hotspots.statistics.near_repeat import DISTANCE_BANDS_M, knox

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.analysis.asked import Asked
    from hotspots.analysis.finding import Finding
    from hotspots.analysis.search import Search
    from hotspots.statistics.contagion_zones import ContagionZones
    from hotspots.statistics.near_repeat import KnoxResult

#: Fewer incidents than this make no pairs to speak of.
LEAST: Final = 20
#: Metres between two edges, if a cell is not larger.
_STEP_M: Final = 100


def find_near_repeats(asked: Asked, search: Search, progress: Callable[[float], None]) -> Finding:
    """Answer with the zones open on the last day of the period, if Knox shows near repeats in it.

    The middle of a zone is that of a cell of the size the layer may be shown in, never the place
    of an incident.
    """
    chosen = asked.chosen
    parameters: dict[str, Any] = {
        "metric": "manhattan" if search.manhattan else "euclidean",
        "permutations": search.permutations,
        "on": min(asked.period.last, asked.covered.last).isoformat(),
    }
    count = int(np.count_nonzero(chosen))
    if count < LEAST:
        summary: dict[str, Any] = {"count": count, "least": LEAST}
        return finding_of(asked, search, parameters=parameters, summary=summary, silent="too_few")
    x_rd, y_rd, day = (getattr(asked.incidents, name)[chosen] for name in ("x_rd", "y_rd", "day"))
    bands = _distance_bands(asked)
    parameters["distance_bands_m"] = list(bands)
    table = knox(
        x_rd,
        y_rd,
        day.astype(np.float64),
        distance_bands_m=bands,
        metric=parameters["metric"],
        permutations=search.permutations,
        progress=progress,
    )
    on_day = to_day(min(asked.period.last, asked.covered.last))
    zones = contagion_zones(x_rd, y_rd, day.astype(np.float64), on_day=float(on_day), table=table)
    parameters |= {"alpha": zones.alpha, "seed": table.seed}
    return _told(asked, search, parameters, table, zones)


def _distance_bands(asked: Asked) -> tuple[float, ...]:
    """Return the edges of the bands of distance, in metres.

    Who may not see places gets the middles of cells: the same address becomes the same cell, and
    nothing lies between that and the next cell. Edges halfway between middles keep every pair in
    the band it belongs to.
    """
    if asked.workspace.may_see_points(asked.layer):
        return DISTANCE_BANDS_M
    cell_m = asked.layer.privacy.finest_cell_m
    step = max(cell_m, _STEP_M)
    return (
        0.0,
        *(float(edge) for edge in np.arange(cell_m / 2, DISTANCE_BANDS_M[-1] + step, step)),
    )


def _told(
    asked: Asked,
    search: Search,
    parameters: dict[str, Any],
    table: KnoxResult,
    zones: ContagionZones,
) -> Finding:
    """Return the zones, and the table they rest on."""
    tables = {"knox": knox_table(table)}
    summary: dict[str, Any] = {"incidents": table.n}
    if np.isnan(zones.radius_m):
        return finding_of(
            asked,
            search,
            parameters=parameters,
            summary=summary,
            silent=str(zones.reason),
            tables=tables,
        )
    within = np.searchsorted(table.distance_bands_m, zones.radius_m)
    lasting = np.searchsorted(table.day_bands, zones.lasts_days)
    observed = int(table.observed[:within, :lasting].sum())
    expected = float(table.expected[:within, :lasting].sum())
    # The band that all hangs on: the nearest that holds pairs, in the first days.
    nearest = int(np.argmax(table.expected[:, 0] > 0))
    summary |= {
        "radius_m": zones.radius_m,
        "days": zones.lasts_days,
        "observed": observed,
        "expected": expected,
        "ratio": observed / expected,
        "p": float(table.p[nearest, 0]),
    }
    size_m = cell_sizes_of(asked.layer)[0]
    x_rd = (np.floor(zones.x_m / size_m) + 0.5) * size_m
    y_rd = (np.floor(zones.y_m / size_m) + 0.5) * size_m
    # Wide enough to hold the true zone wherever in the cell its middle is.
    manhattan = zones.metric == "manhattan"
    radius_m = zones.radius_m + (size_m if manhattan else size_m / np.sqrt(2.0))
    shape = {"corners": 4} if manhattan else {}
    parameters |= {"centre_cell_m": size_m, "drawn_radius_m": round(float(radius_m), 1)}
    return finding_of(
        asked,
        search,
        parameters=parameters,
        summary=summary,
        rings=tuple(circle(x, y, radius_m, **shape) for x, y in zip(x_rd, y_rd, strict=True)),
        columns={
            "place": buurt_names(asked.workspace.geography, x_rd, y_rd),
            "count": zones.around.tolist(),
            "start": [to_date(int(day)).isoformat() for day in zones.start_day],
            # The statistic gives the first day on which a zone is over.
            "end": [to_date(int(np.ceil(day)) - 1).isoformat() for day in zones.end_day],
        },
        tables=tables,
    )


def knox_table(table: KnoxResult) -> pd.DataFrame:
    """Return a Knox table with a row per band of distance and of time."""
    distances, days = table.distance_bands_m, table.day_bands
    rows = [
        {
            "from_m": distances[at],
            "to_m": distances[at + 1],
            "from_days": days[when],
            "to_days": days[when + 1],
            "observed": int(table.observed[at, when]),
            "expected": float(table.expected[at, when]),
            "ratio": float(table.ratio[at, when]),
            "p": float(table.p[at, when]),
        }
        for at in range(len(distances) - 1)
        for when in range(len(days) - 1)
    ]
    return pd.DataFrame(rows)
