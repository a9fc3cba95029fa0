"""Maps of risks: people in zones per buurt, how deep the water stands, the zone of an incident."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np
import shapely

from hotspots.access.drawable import DEPTHS_M, HOURS
from hotspots.access.words import WET_UNKNOWN, number_class
from hotspots.analysis.answer import Raster
from hotspots.dutch import plural
from hotspots.maps import words as map_text
from hotspots.maps.base import base_of
from hotspots.maps.classes import find_breaks
from hotspots.maps.palettes import MISSING_COLOUR, NO_DEPTH_COLOUR, ZERO_COLOUR, colours
from hotspots.maps.spec import Legend, MapClass, MapSpec, Overlay, Shape
from hotspots.risico import map_words, water_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from hotspots.access.workspace import Workspace
    from hotspots.risico.flood import FloodGrid
    from hotspots.risico.incident import Warned
    from hotspots.risico.shelter import Clock, ShelterUse
    from hotspots.risico.water import FloodedBuurt
    from hotspots.risico.zones import Zone


_CLASSES: Final = 5
#: Corners of what is drawn as a circle.
_CORNERS: Final = 24
#: metres; how large the place of an incident and of an object is on the map.
_PLACE_M: Final = 35.0
_SPOT_M: Final = 25.0
#: metres; finer than this is not seen, and an outline has at most 65.535 corners.
_TOLERANCE_M: Final = 3.0
#: metres around the municipality as far as zones are drawn: the track goes on for miles.
_AROUND_M: Final = 2500.0
#: m2; a gap in a zone smaller than this is not drawn.
_SMALLEST_GAP_M2: Final = 20_000.0


@dataclass(frozen=True, slots=True)
class About:
    """What stands on a map beside its numbers.

    Attributes
    ----------
    layer
        Id of the layer that the map is about: its rights count.
    context
        Id of the layer of places to draw, or None.
    also
        Ids of the other layers that it shows: their rights count as well.
    """

    title: str
    subtitle: str
    badge: str
    attribution: str
    layer: str
    notes: tuple[str, ...] = ()
    context: str | None = None
    selection: Mapping[str, Any] | None = None
    also: tuple[str, ...] = ()


def people_spec(
    workspace: Workspace, people: Mapping[str, float | None], about: About, overlay: Overlay
) -> MapSpec:
    """Return a map of the people per buurt that an answer counts.

    Parameters
    ----------
    people
        The number of each buurt by its code, None where it is not known; a buurt that is not there
        has nobody. Numbers are drawn as they are written, in whole people.
    """
    buurten = workspace.geography.buurten
    values = np.zeros(len(buurten))
    position = {code: at for at, code in enumerate(buurten.codes)}
    for code, count in people.items():
        values[position[code]] = np.nan if count is None else round(count)
    breaks = find_breaks(values[np.nan_to_num(values) >= 1], method="jenks", classes=_CLASSES)
    fill = np.zeros(len(values), dtype=np.int16)
    felt = np.nan_to_num(values) >= 1
    fill[felt] = breaks.assign(values[felt]) + np.int16(1)
    lows = (1.0, *(bound + 1 for bound in breaks.upper[:-1]))
    classes = [
        MapClass("zero", map_words.NOBODY, ZERO_COLOUR),
        *(
            MapClass("value", map_text.between(low, high, 0), colour)
            for low, high, colour in zip(
                lows, breaks.upper, colours("oranje", len(breaks.upper) or 1), strict=False
            )
        ),
        MapClass("missing", map_words.UNKNOWN, MISSING_COLOUR, "hatch"),
    ]
    fill[np.isnan(values)] = len(classes) - 1
    tips = tuple(
        map_words.UNKNOWN if np.isnan(value) else plural(int(value), *map_words.PEOPLE_UNITS)
        for value in values
    )
    spec = _spec(workspace, fill, classes, about, map_words.PEOPLE_LEGEND)
    return replace(spec, tips=tips, overlay=overlay)


def depth_spec(
    workspace: Workspace, flooded: Iterable[FloodedBuurt], about: About, overlay: Overlay
) -> MapSpec:
    """Return a map of how deep the water stands in each buurt, in the usual Dutch classes."""
    buurten = workspace.geography.buurten
    position = {code: at for at, code in enumerate(buurten.codes)}
    fill = np.zeros(len(buurten), dtype=np.int16)
    tips = [map_words.STAYS_DRY] * len(buurten)
    for buurt in flooded:
        at = position[buurt.code]
        fill[at] = _depth_class(buurt)
        tips[at] = water_words.depth_tip(
            buurt.depth_m, buurt.wet_share, buurt.first_hour, buurt.unknown_share
        )
    classes = [
        MapClass("zero", map_words.STAYS_DRY, ZERO_COLOUR),
        *(
            MapClass("value", number_class(DEPTHS_M, at, "m"), colour)
            for at, colour in enumerate(colours("blauw", len(DEPTHS_M)))
        ),
        MapClass("missing", map_words.WET_WITHOUT_DEPTH, NO_DEPTH_COLOUR, "dots"),
        MapClass("missing", WET_UNKNOWN, MISSING_COLOUR, "hatch"),
    ]
    spec = _spec(workspace, fill, classes, about, map_words.DEPTH_LEGEND)
    return replace(spec, tips=tuple(tips), overlay=overlay)


def _depth_class(buurt: FloodedBuurt) -> int:
    """Return the class of a buurt: by its mean depth, wet without a depth, or not known."""
    if buurt.depth_m is not None:
        return int(np.searchsorted(DEPTHS_M, buurt.depth_m, side="right"))
    return len(DEPTHS_M) + (1 if buurt.wet_share > 0 else 2)


def outlines_spec(workspace: Workspace, about: About, overlay: Overlay) -> MapSpec:
    """Return a map of outlines alone: nothing is counted yet."""
    geography = workspace.geography
    return MapSpec(
        title=about.title,
        subtitle=about.subtitle,
        classes=(),
        legend=Legend(about.title, about.subtitle, about.notes),
        attribution=map_text.attribution(
            about.attribution, geography.attribution, approximate=geography.approximate
        ),
        base=base_of(workspace),
        badge=about.badge or None,
        layer=about.layer,
        also=about.also,
        overlay=overlay,
        selection=about.selection or {},
    )


def _spec(
    workspace: Workspace,
    fill: NDArray[np.int16],
    classes: Sequence[MapClass],
    about: About,
    legend: str,
) -> MapSpec:
    geography = workspace.geography
    tally = np.bincount(fill, minlength=len(classes))
    # A class that no area has would only make the legend longer.
    shown = [at for at, entry in enumerate(classes) if tally[at] or entry.kind == "value"]
    moved = np.full(len(classes), -1, dtype=np.int16)
    moved[shown] = np.arange(len(shown))
    return MapSpec(
        title=about.title,
        subtitle=about.subtitle,
        classes=tuple(replace(classes[at], count=int(tally[at])) for at in shown),
        legend=Legend(legend, about.subtitle, about.notes),
        attribution=map_text.attribution(
            about.attribution, geography.attribution, approximate=geography.approximate
        ),
        base=base_of(workspace, about.context),
        badge=about.badge or None,
        areas=geography.buurten,
        fill=moved[fill],
        unit=map_words.PEOPLE_UNITS[1],
        unit_one=map_words.PEOPLE_UNITS[0],
        registered=False,
        layer=about.layer,
        also=about.also,
        selection=about.selection or {},
    )


def zone_overlay(workspace: Workspace, zones: Sequence[Zone]) -> Overlay:
    """Return the outlines of zones along the track, as far as the municipality and around it."""
    near = shapely.buffer(shapely.envelope(workspace.geography.outline), _AROUND_M)
    shapes = [
        Shape(ring, map_words.ZONE_TAGS.get(zone.id, zone.id), zone.label)
        for zone in zones
        for ring in _rings(shapely.intersection(zone.outline, near))
    ]
    legend = " · ".join(
        f"{map_words.ZONE_TAGS.get(zone.id, zone.id)}: {zone.label}" for zone in zones
    )
    return Overlay(map_words.ZONES_ON_MAP, (legend,), tuple(shapes))


def incident_overlay(
    workspace: Workspace, zone: Zone, x_rd: float, y_rd: float, warned: Sequence[Warned]
) -> Overlay:
    """Return the zone of an incident, its place, and objects with their number in the list.

    The part of the zone outside the municipality, where nobody knows how many people there are,
    has an outline and an entry in the legend of its own.
    """
    beyond = shapely.difference(zone.outline, workspace.geography.outline)
    outside = not shapely.is_empty(beyond)
    unknown_part = [
        Shape(ring, map_words.BEYOND_TAG, map_words.BEYOND) for ring in _rings(beyond) if outside
    ]
    shapes = [
        *(Shape(ring, zone.label, zone.label) for ring in _rings(zone.outline)),
        *unknown_part,
    ]
    shapes.append(Shape(_circle(x_rd, y_rd, _PLACE_M), "✕", map_words.HERE))
    shapes += [
        Shape(_circle(one.place.x_rd, one.place.y_rd, _SPOT_M), str(one.order), one.place.name)
        for one in warned
    ]
    notes = (f"{map_words.BEYOND_TAG}: {map_words.BEYOND}",) if unknown_part else ()
    return Overlay(map_words.INCIDENT_ON_MAP, notes, tuple(shapes))


def water_overlay(shelters: Sequence[ShelterUse], institutions: Sequence[Clock]) -> Overlay:
    """Return dry shelters, and institutions under water with their number in the list."""
    shapes = [
        Shape(_circle(one.x_rd, one.y_rd, _PLACE_M), map_words.SHELTER_TAG, one.name)
        for one in shelters
    ]
    shapes += [
        Shape(_circle(clock.place.x_rd, clock.place.y_rd, _SPOT_M), str(at), clock.place.name)
        for at, clock in enumerate(institutions, start=1)
        if clock.out != "droog"
    ]
    return Overlay(map_words.WATER_ON_MAP, (), tuple(shapes))


def _rings(outline: shapely.Geometry) -> list[NDArray[np.float64]]:
    """Return the corners of each border of a zone, the gaps in it as well."""
    parts = shapely.get_parts(shapely.simplify(outline, _TOLERANCE_M))
    rings = [
        ring
        for part in parts
        if part.geom_type == "Polygon"
        for ring in (
            part.exterior,
            *(gap for gap in part.interiors if shapely.Polygon(gap).area > _SMALLEST_GAP_M2),
        )
    ]
    return [shapely.get_coordinates(ring)[:-1] for ring in rings]


def _circle(x_rd: float, y_rd: float, metres: float) -> NDArray[np.float64]:
    turn = np.linspace(0.0, 2 * np.pi, _CORNERS, endpoint=False)
    return np.column_stack([x_rd + metres * np.cos(turn), y_rd + metres * np.sin(turn)])


FloodShown = Literal["depth", "hours"]
#: Lower bounds, their unit and the colours of the classes; early water is as dark as deep water.
_DEPTH_CLASSES: Final[dict[FloodShown, tuple[tuple[float, ...], str, tuple[str, ...]]]] = {
    "depth": (DEPTHS_M, "m", colours("blauw", len(DEPTHS_M))),
    "hours": (HOURS, "uur", colours("paars", len(HOURS))[::-1]),
}
#: A class stands on the grid as its number and a half, so that its bounds are whole numbers.
_MIDDLE: Final = 0.5


def flood_spec(
    workspace: Workspace, grid: FloodGrid, shown: FloodShown, about: About, overlay: Overlay
) -> MapSpec:
    """Return a map of a flood by place, in the usual Dutch classes; dry land has no colour.

    Water of which it is not known when it comes is hatched, and so are places of which it is not
    known whether it comes. Water of which the depth is not known has a colour of its own.
    """
    bounds, unit, palette = _DEPTH_CLASSES[shown]
    values = grid.depth_m if shown == "depth" else grid.arrival_h
    missing = grid.unknown | (~np.isnan(grid.depth_m) & np.isnan(values))
    classes = [
        MapClass("value", number_class(bounds, at, unit), colour, count=None)
        for at, colour in enumerate(palette)
    ]
    if np.isinf(values).any():
        # One class more than there are bounds: wet, and in no class of depth.
        classes.append(MapClass("value", map_words.WET_WITHOUT_DEPTH, NO_DEPTH_COLOUR, count=None))
    if missing.any():
        label = _missing_label(shown, unknown=bool(grid.unknown.any()))
        classes.append(MapClass("missing", label, MISSING_COLOUR, "hatch", count=None))
    geography = workspace.geography
    return MapSpec(
        title=about.title,
        subtitle=about.subtitle,
        classes=tuple(classes),
        legend=Legend(
            map_words.FLOOD_LEGENDS[shown],
            about.subtitle,
            (*about.notes, map_words.DRY_HAS_NO_COLOUR),
        ),
        attribution=map_text.attribution(
            about.attribution, geography.attribution, approximate=geography.approximate
        ),
        base=base_of(workspace),
        badge=about.badge or None,
        raster=Raster(
            _in_classes(values, bounds),
            grid.west_m,
            grid.south_m,
            grid.cell_m,
            missing if missing.any() else None,
        ),
        raster_bounds=tuple(
            float(at + 1) for at, entry in enumerate(classes) if entry.kind == "value"
        ),
        overlay=overlay,
        registered=False,
        layer=about.layer,
        also=about.also,
        selection=about.selection or {},
    )


def _missing_label(shown: FloodShown, *, unknown: bool) -> str:
    """Say what is not known of the hatched places."""
    if shown == "depth":
        return WET_UNKNOWN
    return map_words.WHETHER_AND_WHEN_UNKNOWN if unknown else map_words.HOUR_UNKNOWN


def _in_classes(values: NDArray[np.float64], bounds: tuple[float, ...]) -> NDArray[np.float64]:
    """Return the number of the class of each value and a half; NaN stays NaN.

    What is infinite has a class of its own, after the last.
    """
    classes = np.searchsorted(bounds, np.nan_to_num(values, posinf=0.0), side="right") - 1
    classes = np.where(np.isinf(values), len(bounds), classes)
    return np.where(np.isnan(values), np.nan, classes + _MIDDLE)
