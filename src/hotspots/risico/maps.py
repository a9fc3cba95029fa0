"""Maps of risks: people in zones per buurt, how deep the water stands, the zone of an incident."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from hotspots.access.features import DEPTHS_M, features_for
from hotspots.access.words import WET_UNKNOWN, number_class
from hotspots.dutch import plural
from hotspots.maps import words as map_text
from hotspots.maps.base import base_of
from hotspots.maps.classes import find_breaks
from hotspots.maps.flood_picture import (
    DRY_HAS_NO_COLOUR,
    FLOOD_LEGENDS,
    WET_WITHOUT_DEPTH,
    flood_picture,
)
from hotspots.maps.palettes import MISSING_COLOUR, NO_DEPTH_COLOUR, ZERO_COLOUR, colours
from hotspots.maps.spec import Legend, MapClass, MapSpec, Overlay, Shape
from hotspots.risico import water_words
from hotspots.risico import words as risk_words
from hotspots.risico.layers import layers_of_part

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from hotspots.access.workspace import Workspace
    from hotspots.maps.flood_picture import FloodShown
    from hotspots.risico.beyond import Beyond
    from hotspots.risico.cached_answers import RiskAnswers
    from hotspots.risico.flood import FloodGrid
    from hotspots.risico.in_zones import ZonesAnswer
    from hotspots.risico.incident import Warned
    from hotspots.risico.register import RegisterAnswer
    from hotspots.risico.report import ScenarioReport
    from hotspots.risico.shelter import ShelterUse
    from hotspots.risico.spoor import SpoorAnswer
    from hotspots.risico.water import FloodedBuurt, WaterAnswer
    from hotspots.risico.water_people import Clock
    from hotspots.risico.zones import Zone


SPOOR_MAP: Final = {
    "night": "Inwoners in een zone langs het spoor, 's nachts",
    "day": "Mensen in een zone langs het spoor, overdag",
}

WATER_MAP: Final = "Waterdiepte per buurt"

FLOOD_MAPS: Final = {
    "depth": "Waterdiepte per plek", "hours": "Na hoeveel uur het water er is",
    "days": "Hoe lang het water er staat",
}  # fmt: skip

REGISTER_MAP: Final = {
    "night": "Inwoners in een gebied van het register, 's nachts",
    "day": "Mensen in een gebied van het register, overdag",
}

INCIDENT_MAP: Final = "Mensen in de zone van het ongeval"

PICK_MAP: Final = "Zones langs het spoor"

PEOPLE_UNITS: Final = ("mens", "mensen")

NOBODY: Final = "niemand in de zone"

UNKNOWN: Final = "aantal niet bekend"

STAYS_DRY: Final = "blijft droog"
#: Of a buurt that is under water for a part, and of which the rest is not known.
IN_PART_UNKNOWN: Final = "van een deel niet bekend of het nat wordt"
#: A smaller part of a buurt is the edge of a raster along a border that was drawn otherwise.
_UNKNOWN_SHOWN: Final = 0.05

DEPTH_LEGEND: Final = "Gemiddelde diepte waar het nat is"

PEOPLE_LEGEND: Final = "Mensen per buurt"

#: What stands at an outline on the map, and what it says.
ZONE_TAGS: Final = {"pr10_6": "PR", "brand": "B", "explosie": "E", "gifwolk": "G"}

ZONES_ON_MAP: Final = "Randen van de zones"

INCIDENT_ON_MAP: Final = "Zone, plaats (✕), opvang (O) en objecten met hun nummer"

WATER_ON_MAP: Final = "Opvang (O) en kwetsbare objecten met hun nummer"

#: What stands in the part of a zone outside the municipality, and what it says.
BEYOND_TAG: Final = "?"

BEYOND_KNOWN_TAG: Final = "buiten"

BEYOND: Final = "buiten {whole.the}: aantal mensen niet bekend"

DOTS: Final = "Stippen: kwetsbare objecten."

HERE: Final = "Plaats van het ongeval"

SHELTER_TAG: Final = "O"


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
    selection: Mapping[str, object] | None = None
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
        MapClass("zero", NOBODY, ZERO_COLOUR),
        *(
            MapClass("value", map_text.between(low, high, 0), colour)
            for low, high, colour in zip(
                lows, breaks.upper, colours("oranje", len(breaks.upper) or 1), strict=False
            )
        ),
        MapClass("missing", UNKNOWN, MISSING_COLOUR, "hatch"),
    ]
    fill[np.isnan(values)] = len(classes) - 1
    tips = tuple(
        UNKNOWN if np.isnan(value) else plural(int(value), *PEOPLE_UNITS) for value in values
    )
    spec = _spec(workspace, fill, classes, about, PEOPLE_LEGEND)
    return replace(spec, tips=tips, overlay=overlay)


def depth_spec(
    workspace: Workspace, flooded: Iterable[FloodedBuurt], about: About, overlay: Overlay
) -> MapSpec:
    """Return a map of how deep the water stands in each buurt, in the usual Dutch classes.

    A buurt of which a part is not known to come under water has the colour of the rest, hatched.
    """
    buurten = workspace.geography.buurten
    position = {code: at for at, code in enumerate(buurten.codes)}
    fill = np.zeros(len(buurten), dtype=np.int16)
    tips = [STAYS_DRY] * len(buurten)
    in_part = np.zeros(len(buurten), dtype=np.bool_)
    for buurt in flooded:
        at = position[buurt.code]
        fill[at] = _depth_class(buurt)
        in_part[at] = buurt.wet_share > 0 and buurt.unknown_share > _UNKNOWN_SHOWN
        tips[at] = water_words.depth_tip(
            buurt.depth_m, buurt.wet_share, buurt.first_hour, buurt.unknown_share
        )
    classes = [
        MapClass("zero", STAYS_DRY, ZERO_COLOUR),
        *(
            MapClass("value", number_class(DEPTHS_M, at, "m"), colour)
            for at, colour in enumerate(colours("blauw", len(DEPTHS_M)))
        ),
        MapClass("missing", WET_WITHOUT_DEPTH, NO_DEPTH_COLOUR, "dots"),
        MapClass("missing", WET_UNKNOWN, MISSING_COLOUR, "hatch"),
    ]
    for shade in np.unique(fill[in_part]).tolist():
        fill[in_part & (fill == shade)] = len(classes)
        whole = classes[shade]
        classes.append(
            MapClass(whole.kind, f"{whole.label}; {IN_PART_UNKNOWN}", whole.colour, "hatch")
        )
    spec = _spec(workspace, fill, classes, about, DEPTH_LEGEND)
    return replace(spec, tips=tuple(tips), overlay=overlay)


def _depth_class(buurt: FloodedBuurt) -> int:
    """Return the class of a buurt: by its mean depth, wet without a depth, or not known."""
    if buurt.depth_m is not None:
        return int(np.searchsorted(DEPTHS_M, buurt.depth_m, side="right"))
    return len(DEPTHS_M) + (1 if buurt.wet_share > 0 else 2)


def _empty(workspace: Workspace, about: About, legend: str, *notes: str) -> MapSpec:
    """Return a map with all that stands beside its numbers, and none of those.

    Parameters
    ----------
    notes
        What the legend says after the notes of the answer.
    """
    geography = workspace.geography
    return MapSpec(
        title=about.title,
        subtitle=about.subtitle,
        classes=(),
        legend=Legend(legend, about.subtitle, (*about.notes, *notes)),
        attribution=map_text.attribution(
            about.attribution, geography.attribution, approximate=geography.approximate
        ),
        base=base_of(workspace, about.context),
        badge=about.badge or None,
        layer=about.layer,
        also=about.also,
        selection=about.selection or {},
    )


def _spec(
    workspace: Workspace,
    fill: NDArray[np.int16],
    classes: Sequence[MapClass],
    about: About,
    legend: str,
) -> MapSpec:
    tally = np.bincount(fill, minlength=len(classes))
    # A class that no area has would only make the legend longer.
    shown = [at for at, entry in enumerate(classes) if tally[at] or entry.kind == "value"]
    moved = np.full(len(classes), -1, dtype=np.int16)
    moved[shown] = np.arange(len(shown))
    return replace(
        _empty(workspace, about, legend),
        classes=tuple(replace(classes[at], count=int(tally[at])) for at in shown),
        areas=workspace.geography.buurten,
        fill=moved[fill],
        unit=PEOPLE_UNITS[1],
        unit_one=PEOPLE_UNITS[0],
        registered=False,
    )


def zone_overlay(workspace: Workspace, zones: Sequence[Zone]) -> Overlay:
    """Return the outlines of zones along the track, as far as the municipality and around it."""
    near = shapely.buffer(shapely.envelope(workspace.geography.outline), _AROUND_M)
    shapes = [
        Shape(ring, ZONE_TAGS.get(zone.id, zone.id), zone.label)
        for zone in zones
        for ring in _rings(shapely.intersection(zone.outline, near))
    ]
    legend = " · ".join(f"{ZONE_TAGS.get(zone.id, zone.id)}: {zone.label}" for zone in zones)
    return Overlay(ZONES_ON_MAP, (legend,), tuple(shapes))


def incident_overlay(
    workspace: Workspace,
    zone: Zone,
    place: tuple[float, float],
    warned: Sequence[Warned],
    shelters: Sequence[ShelterUse] = (),
    *,
    outside: Beyond | None = None,
) -> Overlay:
    """Return the zone of an incident, its place, and objects with their number in the list.

    The part of the zone outside the municipality has an outline and an entry in the legend of its
    own: how many people there are, or that nobody knows.
    """
    beyond = shapely.difference(zone.outline, workspace.geography.outline)
    reaches = not shapely.is_empty(beyond)
    whole = workspace.geography.words
    tag, said = BEYOND_TAG, BEYOND.format(whole=whole)
    if outside is not None and outside.people is not None:
        tag, said = BEYOND_KNOWN_TAG, risk_words.beyond(outside, whole).removeprefix("; ")
        said = f"{said} mensen"
    unknown_part = [Shape(ring, tag, said) for ring in _rings(beyond) if reaches]
    shapes = [
        *(Shape(ring, zone.label, zone.label) for ring in _rings(zone.outline)),
        *unknown_part,
    ]
    shapes.append(Shape(_circle(*place, _PLACE_M), "✕", HERE))
    shapes += [
        Shape(_circle(one.place.x_rd, one.place.y_rd, _SPOT_M), str(one.order), one.place.name)
        for one in warned
    ]
    shapes += [
        Shape(_circle(one.x_rd, one.y_rd, _PLACE_M), SHELTER_TAG, one.name) for one in shelters
    ]
    notes = (f"{tag}: {said}",) if unknown_part else ()
    return Overlay(INCIDENT_ON_MAP, notes, tuple(shapes))


def water_overlay(shelters: Sequence[ShelterUse], institutions: Sequence[Clock]) -> Overlay:
    """Return dry shelters, and institutions under water with their number in the list."""
    shapes = [
        Shape(_circle(one.x_rd, one.y_rd, _PLACE_M), SHELTER_TAG, one.name) for one in shelters
    ]
    shapes += [
        Shape(_circle(clock.place.x_rd, clock.place.y_rd, _SPOT_M), str(at), clock.place.name)
        for at, clock in enumerate(institutions, start=1)
        if clock.out != "droog"
    ]
    return Overlay(WATER_ON_MAP, (), tuple(shapes))


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


def flood_spec(
    workspace: Workspace, grid: FloodGrid, shown: FloodShown, about: About, overlay: Overlay
) -> MapSpec:
    """Return a map of a flood by place, in the usual Dutch classes; dry land has no colour.

    Water of which it is not known when it comes is hatched, and so are places of which it is not
    known whether it comes. Water of which the depth is not known has a colour of its own.
    """
    values = {"depth": grid.depth_m, "hours": grid.arrival_h, "days": grid.duration_h}[shown]
    missing = grid.unknown | (~np.isnan(grid.depth_m) & np.isnan(values))
    picture = flood_picture(
        values,
        missing,
        (grid.west_m, grid.south_m, grid.cell_m),
        shown,
        whether_unknown=bool(grid.unknown.any()),
    )
    return replace(
        _empty(workspace, about, FLOOD_LEGENDS[shown], DRY_HAS_NO_COLOUR),
        classes=picture.classes,
        raster=picture.raster,
        raster_bounds=picture.bounds,
        overlay=overlay,
        registered=False,
    )


def spoor_map(answers: RiskAnswers, answer: SpoorAnswer, report: ScenarioReport) -> MapSpec:
    """Return the map of the zones along the track."""
    about = _about(answers, report, SPOOR_MAP[answer.measure], purpose="vulnerable")
    return _zones_map(answers.workspace, answer, about)


def register_map(answers: RiskAnswers, answer: RegisterAnswer, report: ScenarioReport) -> MapSpec:
    """Return the map of the areas around companies and pipelines."""
    title = REGISTER_MAP[answer.measure]
    about = _about(answers, report, title, purpose="vulnerable", attribution=answer.attribution)
    return _zones_map(answers.workspace, answer, about)


def _zones_map(workspace: Workspace, answer: ZonesAnswer, about: About) -> MapSpec:
    people = {area.code: area.people.present(answer.measure) for area in answer.buurten}
    return people_spec(workspace, people, about, zone_overlay(workspace, answer.zones))


def water_map(answers: RiskAnswers, answer: WaterAnswer, report: ScenarioReport) -> MapSpec:
    """Return the map of how deep the water stands."""
    about = _about(answers, report, WATER_MAP, attribution=answer.flood.attribution)
    overlay = water_overlay(answer.balance.shelter_uses, answer.institutions)
    return depth_spec(answers.workspace, answer.buurten, about, overlay)


def flood_map(
    answers: RiskAnswers, answer: WaterAnswer, report: ScenarioReport, shown: FloodShown
) -> MapSpec:
    """Return the map of a flood by place: how deep, or after how many hours."""
    about = _about(answers, report, FLOOD_MAPS[shown], attribution=answer.flood.attribution)
    overlay = water_overlay(answer.balance.shelter_uses, answer.institutions)
    return flood_spec(answers.workspace, answers.flood_grid(answer), shown, about, overlay)


def incident_map(answers: RiskAnswers, answer: SpoorAnswer, report: ScenarioReport) -> MapSpec:
    """Return the map of the zone of an incident."""
    assert answer.incident is not None  # noqa: S101 - this part chose one
    incident = answer.incident
    place = incident.incident
    about = _about(answers, report, INCIDENT_MAP)
    people = {area.code: area.people.present(answer.measure) for area in incident.buurten}
    overlay = incident_overlay(
        answers.workspace,
        incident.zone,
        (place.x_rd, place.y_rd),
        incident.warned,
        incident.balance.shelter_uses,
        outside=incident.beyond,
    )
    return people_spec(answers.workspace, people, about, overlay)


def picking_map(answers: RiskAnswers, answer: SpoorAnswer, report: ScenarioReport) -> MapSpec:
    """Return the map that a place is clicked on: the zones, and no people yet."""
    about = _about(answers, report, PICK_MAP)
    overlay = zone_overlay(answers.workspace, answer.zones)
    return replace(_empty(answers.workspace, about, about.title), overlay=overlay)


def _about(
    answers: RiskAnswers,
    report: ScenarioReport,
    title: str,
    *,
    purpose: str = "",
    attribution: str = "",
) -> About:
    features = features_for(answers.workspace, purpose) if purpose else None
    rail = features_for(answers.workspace, "rail") if not attribution else None
    known = [one.attribution for one in (rail, features) if one is not None and len(one)]
    return About(
        title=title,
        subtitle=report.label,
        badge=report.badge,
        attribution=attribution or " · ".join(dict.fromkeys(known)),
        layer=answers.subjects[report.part],
        context=features.spec.id if features is not None and len(features) else None,
        selection={"part": report.part, "scenario": report.label},
        # Only on the map of an incident stand events, as places to warn.
        also=layers_of_part(answers.workspace, report.part, events=report.part == "incident"),
    )
