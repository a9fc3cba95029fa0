"""What is new in a place: open near-repeat zones, the last month, event days."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from hotspots.access.calendar import Covered, EventSpans, covered_by, spans_of
from hotspots.access.near_repeats import follows_a_target
from hotspots.analysis.analyse import find
from hotspots.analysis.periods import Period, a_year_earlier, last_complete_month, whole_months
from hotspots.analysis.question import Search, Selection
from hotspots.analysis.registry import search_named, searches_of
from hotspots.analysis.searches.near_repeats import Zone, Zones
from hotspots.analysis.searches.search import circle
from hotspots.errors import AccessError, StatisticError, StoreError
from hotspots.geography.names import buurt_names, handles, middle_of
from hotspots.wijkbeeld.briefing import EventDay, MonthNews, OpenZone
from hotspots.wijkbeeld.lines import WITHHELD, InTime, compared_in_time, drawn_dispersion, of_place

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    import pyarrow as pa
    from numpy.typing import NDArray

    from hotspots.access.workspace import Workspace
    from hotspots.analysis.answer import Finding
    from hotspots.catalog.specs import LayerSpec
    from hotspots.geography.areas import Geography
    from hotspots.geography.names import Naming
    from hotspots.wijkbeeld.counted import Counted
    from hotspots.wijkbeeld.place import Place


NEAR_REPEAT: Final = "near_repeat"
#: As on the map.
PERMUTATIONS: Final = Search(NEAR_REPEAT).permutations


@dataclass(frozen=True, slots=True)
class CityZones:
    """The zones of a layer that are open in the whole city; they depend on no place.

    ``silent`` says why there are none: a name of `briefing.NO_ZONES` or of
    `contagion_zones.NoZones`.
    """

    zones: tuple[OpenZone, ...]
    silent: str = ""


def has_zones(layer: LayerSpec) -> bool:
    """Whether near repeats may be looked for in a layer."""
    return follows_a_target(layer) and search_named(NEAR_REPEAT) in searches_of(layer)


def zones_of(
    workspace: Workspace,
    layer_id: str,
    period: Period,
    progress: Callable[[float], None] | None = None,
) -> CityZones:
    """Return the zones of a layer that are open on the last day of a period, in the whole city.

    The same question as on the map, with the same period, and so the same answer.

    The slowest part of a briefing. Depends on the role, the version, the areas, the layer and the
    period alone.

    Raises
    ------
    SelectionError
        If the layer has nothing in the period.
    AccessError
        If the layer is not for this role.
    """
    layer = workspace.layer(layer_id)
    if not has_zones(layer):
        return CityZones((), "not_for_layer")
    try:
        selection = Selection(layer_id, period=period)
        finding = find(workspace, selection, Search(NEAR_REPEAT), progress)
    except StatisticError:
        # More pairs than can be counted: so many incidents that nothing is near by exception.
        return CityZones((), "too_many")
    zones = _zones(workspace.naming, finding)
    return CityZones(zones, finding.silent or ("" if zones else "none_open"))


def zones_within(
    city: CityZones, place: Place, geography: Geography, news_from: date | None
) -> tuple[OpenZone, ...]:
    """Return the zones that have their middle in a place; those since ``news_from`` are new."""
    if not city.zones:
        return ()
    middles = np.array([(zone.x_rd, zone.y_rd) for zone in city.zones])
    inside = place.holds(geography, *middles.T)
    return tuple(
        replace(zone, new=news_from is not None and zone.since >= news_from)
        for zone, within in zip(city.zones, inside, strict=True)
        if within
    )


def _zones(naming: Naming, finding: Finding) -> tuple[OpenZone, ...]:
    drawn, zones = finding.parameters.get(Zones), finding.outlines_of(Zone)
    if drawn is None or not zones:
        return ()
    middles = np.array([zone.ring.mean(axis=0) for zone in zones]).round(1)
    buurten, where = handles(naming, *middle_of(middles, drawn.centre_cell_m).T)
    return tuple(
        OpenZone(
            layer=finding.layer.id,
            buurt=buurten[at],
            handle=where[at],
            name=zone.place,
            since=zone.start,
            until=zone.end,
            count=zone.count,
            radius_m=drawn.drawn_radius_m,
            x_rd=float(middles[at, 0]),
            y_rd=float(middles[at, 1]),
        )
        for at, zone in enumerate(zones)
    )


def zone_ring(zone: OpenZone) -> NDArray[np.float64]:
    """Return the outline of a zone, shape (k, 2), metres RD: a circle, or a square on its point."""
    if zone.corners:
        return circle(zone.x_rd, zone.y_rd, zone.radius_m, zone.corners)
    return circle(zone.x_rd, zone.y_rd, zone.radius_m)


def last_month_of(layer: Counted) -> Period | None:
    """Return the last complete month of a layer up to the end of its period; None without one.

    A layer that counts per year knows of no month.
    """
    covered = layer.query.covered
    month = last_complete_month(Period(covered.first, min(layer.period.last, covered.last)))
    return month if whole_months(month) == layer.query.layer.counted_months else None


def news_of(counted: Mapping[str, Counted], place: Place) -> dict[str, MonthNews]:
    """Return the news of every layer with a complete month.

    Of a wijk or a buurt as it was judged for everyone; of a drawn area its layers together.
    """
    months = {
        name: _since_year(layer, month)
        for name, layer in counted.items()
        if (month := last_month_of(layer)) is not None and not layer.withheld_in(month)
    }
    if place.drawn is None:
        compared = {
            name: of_place(
                counted[name].query.workspace, place, counted[name].query.layer, counts.period
            )[0]
            for name, counts in months.items()
        }
    else:
        compared = compared_in_time(months)
    return {
        name: MonthNews(
            month=counts.period,
            count=counts.count,
            year_ago=counts.earlier,
            since_year=compared[name],
        )
        for name, counts in months.items()
    }


def _since_year(layer: Counted, month: Period) -> InTime:
    """Return a month beside the same month a year earlier: the season is in both."""
    count, before = layer.count_in(month), a_year_earlier(month)
    if not layer.reaches(before):
        return InTime(count, month, None, None)
    if layer.withheld_in(before):
        return InTime(count, month, None, None, WITHHELD)
    _, spread = drawn_dispersion(layer.query.workspace, layer.query.layer)
    return InTime(count, month, layer.count_in(before), before, dispersion=spread)


#: Metres from the place within which an event is near: its visitors walk past.
NEAR_M: Final = 500.0


def event_days(
    workspace: Workspace, place: Place, period: Period
) -> tuple[tuple[EventDay, ...], Covered | None]:
    """Return the events in a period in or near a place, and which days calendars cover.

    In order of their first day. A calendar that this role may not see, or that cannot be read, is
    none; without any the days are None.
    """
    days: list[EventDay] = []
    seen: list[EventSpans] = []
    complete: list[int] = []
    for layer in workspace.catalog.layers:
        if layer.kind != "calendar":
            continue
        try:
            _, events = workspace.calendar(layer)
        except (AccessError, StoreError):
            continue
        seen.append(spans_of(events))
        complete += layer.complete_years
        days += _of_calendar(workspace, layer, events, place, period)
    covered = covered_by(seen, complete) if seen else None
    return tuple(sorted(days, key=lambda event: (event.first, event.name))), covered


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


def _date(day: np.datetime64) -> date:
    moment: date = day.astype(object)
    return moment
