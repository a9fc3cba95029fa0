"""When a run or a parade closes the streets that its route crosses or follows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hotspots.evenementen.calendar import EventCalendar
    from hotspots.evenementen.nearness import NearLayer
    from hotspots.evenementen.request import Planned
    from hotspots.evenementen.settings import RouteSettings


#: metres; what a route leaves for less than this it still follows.
_GAP_M: Final = 50.0
_SECONDS_PER_HOUR: Final = 3600.0


@dataclass(frozen=True, slots=True)
class Closure:
    """A street that is closed for a while.

    Attributes
    ----------
    number
        Its place along the route, from 1: on the map, in the table, the letter and JSON alike.
    street
        Its name; "" where it has none.
    from_m, to_m
        Where along the route it is crossed or followed, metres from the start.
    closed, open
        From when and until when, wall time in whole minutes, never shorter than the street is used.
    """

    number: int
    street: str
    from_m: float
    to_m: float
    closed: np.datetime64
    open: np.datetime64


def closures_of(plan: Planned, calendar: EventCalendar) -> tuple[Closure, ...] | None:
    """Return the streets that a request closes, in the order of its route.

    The first of the participants sets out at the begin. How fast the first and the last go is what
    the list of locations says of the route, else a setting; a street is closed a while before the
    first and after the last.

    Returns
    -------
    None where no streets are loaded; none for a place that is no route.
    """
    if not plan.location.route:
        return ()
    settings = calendar.settings.route
    layer = _streets(calendar)
    if layer is None:
        return None
    route = shapely.LineString(plan.location.route)
    fast_kmh, slow_kmh = pace_of(plan, settings)
    return tuple(
        Closure(
            at,
            street,
            low,
            high,
            _passes(plan.begin, low, fast_kmh, -settings.margin_min, up=False),
            _passes(plan.begin, high, slow_kmh, settings.margin_min, up=True),
        )
        for at, (street, low, high) in enumerate(_met(route, layer), start=1)
    )


def knows_streets(calendar: EventCalendar) -> bool:
    """Return whether there are streets to tell which of them a route closes."""
    return _streets(calendar) is not None


def _streets(calendar: EventCalendar) -> NearLayer | None:
    layer = calendar.nearby.get(calendar.settings.route.context)
    return None if layer is None or layer.depths or not len(layer.features) else layer


def last_is_in(plan: Planned, settings: RouteSettings) -> np.datetime64:
    """Return when the last participant is at the end of a route."""
    length = float(shapely.LineString(plan.location.route).length)
    return _passes(plan.begin, length, pace_of(plan, settings)[1], 0.0, up=True)


def pace_of(plan: Planned, settings: RouteSettings) -> tuple[float, float]:
    """Return how fast the first and the last of a route go, km per hour."""
    return plan.location.pace_kmh or (settings.fast_kmh, settings.slow_kmh)


def _passes(
    begin: np.datetime64, metres: float, kmh: float, minutes: float, *, up: bool
) -> np.datetime64:
    """Return when somebody is so many metres on, and some minutes earlier or later.

    Parameters
    ----------
    up
        Whether a part of a minute makes it a minute later; else it is left out.

    Examples
    --------
    >>> begin = np.datetime64("2018-05-05T10:00:00")
    >>> str(_passes(begin, 5000, 18, -10, up=False)), str(_passes(begin, 5050, 4.5, 10, up=True))
    ('2018-05-05T10:06:00', '2018-05-05T11:18:00')
    """
    seconds = round(metres / 1000 / kmh * _SECONDS_PER_HOUR + minutes * 60)
    whole = -(-seconds // 60) if up else seconds // 60
    return begin + np.timedelta64(whole, "m")


def _met(route: shapely.LineString, layer: NearLayer) -> list[tuple[str, float, float]]:
    """Return each street that a route meets, and from where to where along it."""
    shapes = layer.features.geometry.to_numpy()
    rows = np.flatnonzero(shapely.intersects(shapes, route))
    per_street: dict[str, list[tuple[float, float]]] = {}
    for row in rows.tolist():
        name = str(layer.features.iloc[row][layer.name]) if layer.name else ""
        spans = per_street.setdefault(name, [])
        for part in shapely.get_parts(shapely.intersection(shapes[row], route)):
            along = [route.project(shapely.Point(*xy)) for xy in shapely.get_coordinates(part)]
            spans.append((float(min(along)), float(max(along))))
    met = [(name, low, high) for name, spans in per_street.items() for low, high in _joined(spans)]
    return sorted(met, key=lambda one: (one[1], one[2], one[0]))


def _joined(spans: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return spans with those that lie close after each other as one.

    Examples
    --------
    >>> _joined([(100.0, 200.0), (0.0, 10.0), (220.0, 300.0)])
    [(0.0, 10.0), (100.0, 300.0)]
    """
    joined: list[tuple[float, float]] = []
    for low, high in sorted(spans):
        if joined and low - joined[-1][1] <= _GAP_M:
            joined[-1] = (joined[-1][0], max(joined[-1][1], high))
        else:
            joined.append((low, high))
    return joined
