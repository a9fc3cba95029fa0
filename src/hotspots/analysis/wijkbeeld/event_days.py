"""Event days in or near a place, from the calendars of the home, if it has one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from hotspots.access.event_days import Covered, EventSpans, covered_by, spans_of
from hotspots.analysis.place_names import buurt_names
from hotspots.analysis.wijkbeeld.briefing import EventDay
from hotspots.errors import AccessError, StoreError

if TYPE_CHECKING:
    from datetime import date

    import pyarrow as pa
    from numpy.typing import NDArray

    from hotspots.access.workspace import Workspace
    from hotspots.analysis.periods import Period
    from hotspots.analysis.wijkbeeld.place import Place
    from hotspots.catalog.specs import LayerSpec

#: Metres from the place within which an event is near: its visitors walk past.
NEAR_M: Final = 500.0


def event_days(
    workspace: Workspace, place: Place, period: Period
) -> tuple[tuple[EventDay, ...], Covered | None]:
    """Return the events in a period in or near a place, and which days calendars cover.

    In order of their first day. A calendar that this role may not see, or that cannot be read, is
    none; without any the days are None.
    """
    found: list[EventDay] = []
    seen: list[EventSpans] = []
    for layer in workspace.catalog.layers:
        if layer.kind != "calendar":
            continue
        try:
            _, events = workspace.calendar(layer)
        except (AccessError, StoreError):
            continue
        seen.append(spans_of(events))
        found += _of_calendar(workspace, layer, events, place, period)
    covered = covered_by(seen) if seen else None
    return tuple(sorted(found, key=lambda event: (event.first, event.name))), covered


def _of_calendar(
    workspace: Workspace,
    layer: LayerSpec,
    events: pa.Table,
    place: Place,
    period: Period,
) -> list[EventDay]:
    spans = spans_of(events)
    first, last = spans.first_day.astype("M8[D]"), spans.last_day.astype("M8[D]")
    x_rd, y_rd = (events["x_rd"].to_numpy(), events["y_rd"].to_numpy())
    rows = np.flatnonzero(spans.within(period.first, period.last) & np.isfinite(x_rd))
    away = _distances(workspace, place, x_rd[rows], y_rd[rows])
    rows, away = rows[away <= NEAR_M], away[away <= NEAR_M]
    names, soorten = _texts(events, "title"), _texts(events, "soort")
    visitors = _numbers(events, "visitors")
    where = buurt_names(workspace.geography, x_rd[rows], y_rd[rows])
    return [
        EventDay(
            layer=layer.id,
            name=str(names[row]) or layer.noun,
            soort=layer.soorten.get(str(soorten[row]), str(soorten[row])),
            first=_date(first[row]),
            last=_date(last[row]),
            where=where[at],
            visitors=int(visitors[row]) if np.isfinite(visitors[row]) else None,
            distance_m=float(away[at].round()),
            x_rd=float(x_rd[row]),
            y_rd=float(y_rd[row]),
        )
        for at, row in enumerate(rows)
    ]


def _distances(
    workspace: Workspace, place: Place, x_rd: NDArray[np.float64], y_rd: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return how far points lie from a place, metres; 0 inside it."""
    shape = place.shape(workspace.geography)
    shapely.prepare(shape)
    away: NDArray[np.float64] = shapely.distance(shape, shapely.points(x_rd, y_rd))
    return away


def _texts(events: pa.Table, name: str) -> NDArray[np.object_]:
    """Return texts; empty where there is none, or a version has no such column."""
    if name not in events.column_names:
        return np.full(events.num_rows, "", dtype=object)
    values = [value or "" for value in events[name].to_pylist()]
    return np.array(values, dtype=object)


def _numbers(events: pa.Table, name: str) -> NDArray[np.float64]:
    """Return numbers; NaN where there is none, or a version has no such column."""
    if name not in events.column_names:
        return np.full(events.num_rows, np.nan)
    numbers: NDArray[np.float64] = events[name].to_numpy().astype(np.float64)
    return numbers


def _date(day: Any) -> date:  # noqa: ANN401 - a numpy scalar
    moment: date = day.astype(object)
    return moment
