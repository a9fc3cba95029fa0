"""Maps of the pressure of events, and of the places where they can be."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely
from shapely.ops import substring

from hotspots.dutch import number
from hotspots.evenementen import page_words as text
from hotspots.evenementen import pressure_words, profile_words
from hotspots.evenementen.finding_words import clock
from hotspots.evenementen.periods import PressureMap, days_of_places
from hotspots.geography.grid import column_and_row
from hotspots.maps import words as map_text
from hotspots.maps.base import TOLERANCE_M, base_of
from hotspots.maps.classes import Breaks, find_breaks, with_counts
from hotspots.maps.palettes import MISSING_COLOUR, ZERO_COLOUR, colours
from hotspots.maps.spec import CellFill, Legend, MapClass, MapSpec, Overlay, Shape

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from hotspots.access.workspace import Workspace
    from hotspots.evenementen.calendar import EventCalendar
    from hotspots.evenementen.locations import Location
    from hotspots.evenementen.routes import Closure


_CLASSES: Final = 6
#: Corners of what is drawn as a circle.
_CORNERS: Final = 48
#: metres; how large a place is on a map.
_SPOT_M: Final = 40.0
#: metres; how large the crossing of a route with a street is on a map.
_CROSSING_M: Final = 15.0


def year_breaks(calendar: EventCalendar, first: int, last: int, days: int) -> Breaks:
    """Return classes for a whole year, so that they stay while one moves through it.

    Parameters
    ----------
    days
        Over how many days the mean is taken that is shown at a time.
    """
    daily = np.vstack(
        [
            np.nan_to_num(calendar.buurt_share @ calendar.field.days(first, last)),
            days_of_places(calendar, first, last),
        ]
    )
    summed = np.cumsum(np.pad(daily, ((0, 0), (1, 0))), axis=1)
    mean = (summed[:, days:] - summed[:, :-days]) / days
    # What falls under one visitor is drawn as none: not a class of its own.
    return find_breaks(mean[mean >= 1].ravel(), method="jenks", classes=_CLASSES)


def breaks_of(values: NDArray[np.float64]) -> Breaks:
    """Return classes for one map."""
    return find_breaks(values[np.nan_to_num(values) >= 1], method="jenks", classes=_CLASSES)


def buurt_spec(
    workspace: Workspace,
    calendar: EventCalendar,
    values: NDArray[np.float64],
    breaks: Breaks,
    *,
    title: str,
    subtitle: str,
    notes: Sequence[str],
    tips: Sequence[str] = (),
    zero: str = "",
) -> MapSpec:
    """Return a map of a value per buurt; NaN is a buurt where nobody lives.

    Parameters
    ----------
    tips
        One line per buurt; the value itself where there are none.
    zero
        What stands in the legend for less than one.
    """
    fill = _classes_of(values, breaks)
    classes = [
        *_legend(calendar, breaks, zero),
        MapClass("missing", pressure_words.NOBODY, MISSING_COLOUR, "hatch"),
    ]
    fill[np.isnan(values)] = len(classes) - 1
    lines = tips or tuple(
        pressure_words.NOBODY
        if np.isnan(value)
        else f"{number(float(value))} {pressure_words.UNIT[1]}"
        for value in values
    )
    spec = _spec(workspace, calendar, fill, classes, (title, subtitle, notes))
    return replace(spec, areas=workspace.geography.buurten, fill=fill, tips=tuple(lines))


def cell_spec(
    workspace: Workspace,
    calendar: EventCalendar,
    pressure: PressureMap,
    size_m: int,
    breaks: Breaks,
    *,
    title: str,
    subtitle: str,
    notes: Sequence[str],
) -> MapSpec:
    """Return a map of the pressure in cells; what is below one visitor is not drawn."""
    felt = pressure.values >= 1
    fill = _classes_of(pressure.values[felt], breaks)
    col, row = column_and_row(pressure.numbers[felt])
    classes = _legend(calendar, breaks, "")
    spec = _spec(workspace, calendar, fill, classes, (title, subtitle, notes))
    cells = CellFill(
        size_m, col.astype(np.int32), row.astype(np.int32), fill,
        np.rint(pressure.values[felt]).astype(np.int64),
    )  # fmt: skip
    return replace(spec, cells=cells, mask=workspace.mask(calendar.layer))


def places_spec(
    workspace: Workspace, calendar: EventCalendar, overlay: Overlay | None = None
) -> MapSpec:
    """Return a map of the places that can hold an event.

    Parameters
    ----------
    overlay
        What stands on it; by default the shape of each place that has one.
    """
    spec, _ = workspace.context(str(calendar.layer.places))
    return MapSpec(
        title=spec.label,
        subtitle=str(spec.source.year or ""),
        classes=(),
        legend=Legend(spec.label, str(spec.source.year or ""), (spec.note,) if spec.note else ()),
        attribution=spec.source.attribution,
        badge=map_text.SYNTHETIC_BADGE if calendar.locations.synthetic else None,
        base=base_of(workspace, spec.id),
        layer=calendar.layer.id,
        overlay=overlay or with_shapes(calendar),
    )


def with_shapes(calendar: EventCalendar, overlay: Overlay | None = None) -> Overlay | None:
    """Return an overlay with the shapes of all places beside what is on it; None of nothing."""
    shapes = shapes_of(calendar.locations.items)
    if not shapes:
        return overlay
    if overlay is None:
        return Overlay(text.SHAPES, (), shapes)
    title = text.WITH_SHAPES.format(title=overlay.title)
    return replace(overlay, title=title, shapes=overlay.shapes + shapes)


def shapes_of(places: Sequence[Location]) -> tuple[Shape, ...]:
    """Return the border of each area and the line of each route; a point has neither.

    None has a label: the name stands at the place itself, which is a mark on the same map.
    """
    return tuple(
        Shape(ring, "", profile_words.shape_tip(place))
        for place in places
        for ring in _rings(place)
    )


def _rings(place: Location) -> Iterator[NDArray[np.float64]]:
    """Yield what is drawn of the shape of a place: the borders of an area, or a line."""
    if place.area is not None:
        borders = shapely.boundary(shapely.simplify(place.area, TOLERANCE_M))
        for border in shapely.get_parts(borders):
            yield shapely.get_coordinates(border)[:-1]
    elif place.route:
        yield there_and_back(shapely.LineString(place.route))


def look_at(shape: shapely.Geometry, least_m: float) -> tuple[float, float, float]:
    """Return the middle of a shape, and the metres around it that show all of it.

    Examples
    --------
    >>> look_at(shapely.Point(50, 80), 600), look_at(shapely.LineString([(0, 0), (4000, 0)]), 600)
    ((50.0, 80.0, 600), (2000.0, 0.0, 2000.0))
    """
    west, south, east, north = shapely.bounds(shape).tolist()
    reach = max(east - west, north - south) / 2
    return (west + east) / 2, (south + north) / 2, max(reach, least_m)


def surroundings(place: Location, distances_m: Sequence[float]) -> Overlay:
    """Return a location in its shape, with a circle at each distance in metres around it."""
    spot = spotted(text.PLACE, place.x_rd, place.y_rd, place.name)
    rings = tuple(
        Shape(_circle(place.x_rd, place.y_rd, metres), f"{metres:.0f} m", f"{metres:.0f} m")
        for metres in distances_m
    )
    return replace(spot, shapes=(*spot.shapes, *rings, *shapes_of([place])))


def spotted(title: str, x_rd: float, y_rd: float, name: str) -> Overlay:
    """Return the mark of a place, with the name that it says."""
    return Overlay(title, (), (Shape(_circle(x_rd, y_rd, _SPOT_M), "✕", name),))


def route_overlay(
    title: str, route: Sequence[tuple[float, float]], closures: Sequence[Closure]
) -> Overlay:
    """Return a route, and on it each street that it closes: a number, and from when until when.

    The numbers follow the route, as the rows of the table of closures do.
    """
    line = shapely.LineString(route)
    shapes = [Shape(there_and_back(line), text.ROUTE_START, text.ROUTE)]
    for one in closures:
        part = substring(line, one.from_m, one.to_m)
        ring = there_and_back(part) if part.length else _circle(part.x, part.y, _CROSSING_M)
        shapes.append(Shape(ring, str(one.number), _closed(one)))
    return Overlay(title, (text.ROUTE_NOTE,) if closures else (), tuple(shapes))


def _closed(one: Closure) -> str:
    return text.CLOSED.format(
        street=one.street or text.NO_STREET_NAME, closed=clock(one.closed), open=clock(one.open)
    )


def there_and_back(line: shapely.LineString) -> NDArray[np.float64]:
    """Return a line as the ring of an outline: from its start to its end, and back over itself.

    Examples
    --------
    >>> there_and_back(shapely.LineString([(0, 0), (10, 0), (10, 10)])).tolist()
    [[0.0, 0.0], [10.0, 0.0], [10.0, 10.0], [10.0, 0.0]]
    """
    corners = shapely.get_coordinates(line)
    return np.concatenate([corners, corners[-2:0:-1]])


def _circle(x_rd: float, y_rd: float, metres: float) -> NDArray[np.float64]:
    turn = np.linspace(0.0, 2 * np.pi, _CORNERS, endpoint=False)
    return np.array([x_rd, y_rd]) + metres * np.column_stack([np.cos(turn), np.sin(turn)])


def _classes_of(values: NDArray[np.float64], breaks: Breaks) -> NDArray[np.int16]:
    """Return the class of each value: 0 below one, and from 1 on those of the breaks."""
    known = np.nan_to_num(values)
    fill = np.zeros(len(known), dtype=np.int16)
    felt = known >= 1
    fill[felt] = breaks.assign(known[felt]) + np.int16(1)
    return fill


def _legend(calendar: EventCalendar, breaks: Breaks, zero: str) -> list[MapClass]:
    """Return the classes; the last one has no upper bound, for a place may be busier still."""
    labels = []
    for at, (low, high) in enumerate(zip(breaks.lows, breaks.upper, strict=True)):
        last = at == len(breaks) - 1 and at > 0
        labels.append(
            pressure_words.MORE_THAN.format(low=number(low - 1))
            if last
            else map_text.between(low, high, 0)
        )
    ramp = colours(calendar.layer.style.palette, len(labels)) if labels else ()
    return [
        MapClass("zero", zero or pressure_words.BELOW.format(low=1), ZERO_COLOUR),
        *(MapClass("value", label, colour) for label, colour in zip(labels, ramp, strict=True)),
    ]


def sources_of(workspace: Workspace, calendar: EventCalendar) -> str:
    """Return whom the calendar and the borders come from."""
    geography = workspace.geography
    return map_text.attribution(
        "" if calendar.version is None else calendar.version.attribution,
        geography.attribution,
        approximate=geography.approximate,
    )


def _spec(
    workspace: Workspace,
    calendar: EventCalendar,
    fill: NDArray[np.int16],
    classes: list[MapClass],
    texts: tuple[str, str, Sequence[str]],
) -> MapSpec:
    title, subtitle, notes = texts
    return MapSpec(
        title=title,
        subtitle=subtitle,
        classes=with_counts(classes, np.bincount(fill, minlength=len(classes))),
        legend=Legend(title, subtitle, tuple(notes)),
        attribution=sources_of(workspace, calendar),
        base=base_of(workspace),
        badge=map_text.SYNTHETIC_BADGE if calendar.synthetic else None,
        unit=pressure_words.UNIT[1],
        unit_one=pressure_words.UNIT[0],
        layer=calendar.layer.id,
    )
