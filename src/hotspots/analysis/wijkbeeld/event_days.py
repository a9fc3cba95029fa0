"""Event days in or near a place, from the calendars of the home, if it has one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

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
#: An event that was refused did not take place.
_REFUSED: Final = "afgewezen"


def event_days(
    workspace: Workspace, place: Place, period: Period
) -> tuple[tuple[EventDay, ...], bool]:
    """Return the events in a period in or near a place, and whether there is a calendar.

    In order of their first day. A calendar that this role may not see, or that cannot be read, is
    none.
    """
    found: list[EventDay] = []
    known = False
    for layer in workspace.catalog.layers:
        if layer.kind != "calendar":
            continue
        try:
            _, events = workspace.calendar(layer)
        except (AccessError, StoreError):
            continue
        known = True
        found += _of_calendar(workspace, layer, events, place, period)
    return tuple(sorted(found, key=lambda event: (event.first, event.name))), known


def _of_calendar(
    workspace: Workspace, layer: LayerSpec, events: pa.Table, place: Place, period: Period
) -> list[EventDay]:
    first = _days(events, "begin")
    # What ends at midnight is over the day before; without an end it lasts one day.
    end = _days(events, "end", less_s=1)
    last = np.where(np.isnat(end), first, np.maximum(end, first))
    x_rd, y_rd = (events["x_rd"].to_numpy(), events["y_rd"].to_numpy())
    held = (first <= np.datetime64(period.last)) & (last >= np.datetime64(period.first))
    held &= np.isfinite(x_rd) & (_texts(events, "status") != _REFUSED)
    rows = np.flatnonzero(held)
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


def _days(events: pa.Table, name: str, *, less_s: int = 0) -> NDArray[np.datetime64]:
    """Return the days of moments; NaT where there is none, or a version has no such column."""
    if name not in events.column_names:
        return np.full(events.num_rows, "NaT", dtype="datetime64[D]")
    moments: NDArray[np.datetime64] = events[name].to_numpy().astype("datetime64[s]")
    return (moments - np.timedelta64(less_s, "s")).astype("datetime64[D]")


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
