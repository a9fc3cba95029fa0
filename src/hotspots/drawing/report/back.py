"""The second page of a report as plain values and pictures: where, when, and where it is from."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from hotspots.access.permission import levels_of
from hotspots.analysis.analyse import analyse
from hotspots.analysis.hours_sentences import busy_sentence, hours_notes
from hotspots.analysis.wijkbeeld.hot_cells import cell_size_of
from hotspots.analysis.wijkbeeld.notes import events_unknown
from hotspots.analysis.wijkbeeld.place import BUURTEN
from hotspots.cartography.choropleth import map_spec
from hotspots.cartography.map_spec import Overlay, Shape
from hotspots.drawing.report import place_map
from hotspots.drawing.report.clock_picture import clock_svg
from hotspots.errors import SelectionError
from hotspots.text import exported_map as map_words
from hotspots.text import maps as map_text
from hotspots.text import report as text
from hotspots.text.numbers import day, number, plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from hotspots.access.workspace import Workspace
    from hotspots.analysis.wijkbeeld.briefing import (
        Briefing,
        EventDay,
        HotPlace,
        LayerDetail,
        LayerLine,
        OpenZone,
    )  # fmt: skip
    from hotspots.cartography.map_spec import MapSpec

#: Millimetres on A4.
MAP_MM: Final = (124.0, 120.0)
#: What is listed at most; each list says how many it leaves out.
_MOST_PLACES: Final = 10
_MOST_ZONES: Final = 5
_MOST_EVENTS: Final = 5
_MOST_SOURCES: Final = 8


@dataclass(frozen=True, slots=True)
class Back:
    """The values of a second page, and its pictures by name."""

    values: dict[str, Any]
    pictures: dict[str, bytes] = field(default_factory=dict)


def back_page(
    workspace: Workspace, briefing: Briefing, left_out: Sequence[str], layer: str | None
) -> Back:
    """Return the second page of a place.

    Parameters
    ----------
    briefing
        As far as it may be taken away.
    left_out
        Labels of the layers that may not.
    layer
        Id of the layer that the map is of; None for the one that stands out most.

    Raises
    ------
    SelectionError
        If there is no map of that layer.
    """
    values: dict[str, Any] = {
        "zones": zone_list(briefing),
        "events": event_list(briefing),
        "sources": sources_of(workspace, briefing, left_out),
    }
    line = map_line(briefing, layer)
    if line is None:
        values |= {"map": None, "no_map": text.NO_MAP.format(reason=text.NO_MAP_LAYER)}
        return Back(values)
    detail = briefing.details.get(line.layer.id)
    shown = shown_places(detail)
    drawn, pictures = _map(workspace, briefing, line, shown)
    values |= {"map": drawn, "where": hot_list(line, detail, shown), "when": clock_of(detail)}
    if values["when"]["picture"] and detail is not None and detail.hours is not None:
        pictures["clock.svg"] = clock_svg(detail.hours.weights)
    return Back(values, pictures)


def shown_places(detail: LayerDetail | None) -> tuple[HotPlace, ...]:
    """Return the hot places that are numbered, most incidents first."""
    return detail.places[:_MOST_PLACES] if detail is not None else ()


def map_line(briefing: Briefing, layer: str | None) -> LayerLine | None:
    """Return the line that the map is of: the layer asked for, or the one that stands out most.

    A layer stands out if there is more of it than chance explains, against the rest of the city
    or against a year ago; of several, the one least explained by chance, then the largest.

    Raises
    ------
    SelectionError
        If the layer that was asked for is not in the briefing.
    """
    lines = [line for line in briefing.lines if line.counted and line.period is not None]
    if layer is not None:
        for line in lines:
            if line.layer.id == layer:
                return line
        raise SelectionError(
            text.LAYER_NOT_THERE.format(layer=layer, place=briefing.place.name),
            text.LAYER_NOT_THERE_FOUND.format(layers=", ".join(line.layer.id for line in lines)),
            text.LAYER_NOT_THERE_DO,
        )
    detailed = [line for line in lines if line.layer.id in briefing.details] or lines
    return min(detailed, key=_standing_out, default=None)


def _standing_out(line: LayerLine) -> tuple[float, int]:
    more = [
        compared.p_adjusted
        for compared in (line.against_city, line.since_year)
        if compared.verdict == "more" and math.isfinite(compared.p_adjusted)
    ]
    return min(more, default=math.inf), -(line.count or 0)


def _map(
    workspace: Workspace, briefing: Briefing, line: LayerLine, shown: Sequence[HotPlace]
) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Return what stands with the map, and the pictures."""
    spec = spec_of(workspace, briefing, line, shown)
    place = briefing.place
    drawn = place_map.place_map(
        spec, workspace, place.shape(workspace.geography), width_mm=MAP_MM[0], height_mm=MAP_MM[1],
        buurten=spec.areas is None or spec.areas.level == BUURTEN,
    )  # fmt: skip
    pictures = {"map.svg": drawn.svg}
    classes = []
    for at, entry in enumerate(spec.classes):
        swatch = place_map.class_swatch(entry.kind, entry.colour, entry.pattern)
        pictures[f"class-{at}.svg"] = swatch
        classes.append({"picture": f"class-{at}.svg", "label": entry.label})
    lines = []
    if spec.overlay is not None and shown:
        pictures["found.svg"] = place_map.found_swatch()
        lines.append({"picture": "found.svg", "label": _found_label(briefing, line, shown)})
    for style, label in (("selected", text.AREA_LINE), *drawn.base):
        pictures[f"line-{style}.svg"] = place_map.line_swatch(style)
        told = map_words.WIJKEN if style == "wijk" else label
        lines.append({"picture": f"line-{style}.svg", "label": told})
    values = {
        "picture": "map.svg",
        "width_mm": drawn.width_mm,
        "title": text.MAP_TITLE.format(layer=line.layer.label),
        "when": spec.legend.subtitle,
        "legend_title": map_words.LEGEND,
        "classes": classes,
        "lines": lines,
        "notes": [
            *spec.legend.notes,
            *([text.IN_CELLS] if drawn.counted else []),
            text.OUTSIDE,
            text.SCALE.format(scale=number(drawn.scale)),
        ],
        "alt": _alt(briefing, spec, shown, drawn.scale),
    }
    return values, pictures


def _found_label(briefing: Briefing, line: LayerLine, shown: Sequence[HotPlace]) -> str:
    every = len(briefing.details[line.layer.id].places)
    if every > len(shown):
        return text.FOUND_BUSIEST.format(count=number(len(shown)), every=number(every))
    return text.FOUND.format(places=plural(every, *text.PLACE_NOUNS))


def spec_of(
    workspace: Workspace, briefing: Briefing, line: LayerLine, shown: Sequence[HotPlace]
) -> MapSpec:
    """Return the counts of a layer as fine as they may be drawn, with the hot places outlined."""
    level = levels_of(line.layer)[-1]
    on_cells = level == "cells"
    selection = replace(
        briefing.place.selection(line.layer.id, level=level, period=line.period),
        # The whole city: a place reads against what lies around it.
        wijken=(), buurten=(), drawn=None, cell_m=cell_size_of(line.layer) if on_cells else 0,
    )  # fmt: skip
    spec = map_spec(workspace, analyse(workspace, selection))
    if not on_cells:
        return spec
    shapes = tuple(
        Shape(ring=ring, label=str(at), tip=hot.handle)
        for at, hot in enumerate(shown, start=1)
        for ring in _rings(hot)
    )
    return replace(spec, overlay=Overlay(title="", notes=(), shapes=shapes))


def _rings(hot: HotPlace) -> list[Any]:
    """Return the outlines of the cells of a place, those that touch as one."""
    squares = [
        shapely.box(
            cell.col * cell.size_m, cell.row * cell.size_m,
            (cell.col + 1) * cell.size_m, (cell.row + 1) * cell.size_m,
        )
        for cell in hot.cells
    ]  # fmt: skip
    parts = shapely.get_parts(shapely.union_all(np.array(squares, dtype=object)))
    return [shapely.get_coordinates(shapely.get_exterior_ring(part))[:-1] for part in parts]


def _alt(briefing: Briefing, spec: MapSpec, shown: Sequence[HotPlace], scale: int) -> str:
    """Return the map in words: what a screen reader says in its place."""
    found = text.MAP_ALT_NONE
    if shown:
        listed = "; ".join(f"{at} {hot.handle}" for at, hot in enumerate(shown, start=1))
        found = text.MAP_ALT_FOUND.format(places=listed)
    classes = "; ".join(entry.label for entry in spec.classes)
    return text.MAP_ALT.format(
        place=briefing.place.name, scale=number(scale), what=spec.legend.title,
        chosen=spec.legend.subtitle, found=found if spec.cells is not None else "",
        legend=text.MAP_ALT_LEGEND.format(classes=classes),
    )  # fmt: skip


def _of_history(hot: HotPlace) -> str:
    """Return whether a place is new or lasting, in a word; "" where it is neither or not known."""
    if hot.new:
        return text.WHERE_NEW
    return text.WHERE_LASTING if hot.lasting else ""


def hot_list(
    line: LayerLine, detail: LayerDetail | None, shown: Sequence[HotPlace]
) -> dict[str, Any]:
    """Return the hot places by name, with the number that they have on the map."""
    if detail is None or not detail.in_cells:
        return {
            "title": text.WHERE,
            "none": text.WHERE_NO_CELLS,
            "rows": [],
            "more": "",
            "hint": "",
        }
    rows = [
        [str(at), hot.handle, number(hot.count), _around(hot),
         _of_history(hot)]
        for at, hot in enumerate(shown, start=1)
    ]  # fmt: skip
    size_m = cell_size_of(line.layer)
    return {
        "title": text.WHERE,
        "columns": list(text.WHERE_COLUMNS),
        "rows": rows,
        "more": len(detail.places) - len(shown),
        "none": "" if rows else text.WHERE_NONE,
        "hint": text.WHERE_HINT.format(size=number(size_m)),
        "around_hint": text.AROUND_HINT,
    }


def _around(hot: HotPlace) -> str:
    """Return what is in and around the busiest cell of a place, and what chance puts there."""
    busiest = max(hot.cells, key=lambda cell: cell.around)
    return text.AROUND.format(
        around=number(busiest.around), expected=number(busiest.expected, 1)
    )  # fmt: skip


def clock_of(detail: LayerDetail | None) -> dict[str, Any]:
    """Return the hours of the week: the picture, what stands for it, and the busiest in words."""
    if detail is None or detail.hours is None or not detail.hours.known:
        return {"title": text.WHEN, "picture": "", "told": [text.NO_CLOCK], "alt": ""}
    sentence = busy_sentence(detail.hours)
    return {
        "title": text.WHEN,
        "picture": "clock.svg",
        "told": [sentence, *hours_notes(detail.hours)],
        "alt": text.CLOCK_ALT.format(sentence=sentence),
    }


def zone_list(briefing: Briefing) -> dict[str, Any]:
    """Return the near-repeat zones that are open."""
    told = [_zone(briefing, zone) for zone in briefing.zones[:_MOST_ZONES]]
    return _listed(text.ZONES, told, len(briefing.zones), text.ZONES_NONE)


def _zone(briefing: Briefing, zone: OpenZone) -> str:
    layer = briefing.line(zone.layer).layer
    return text.ZONE.format(
        layer=layer.label, where=zone.name or zone.handle or zone.buurt,
        count=plural(zone.count, layer.noun, layer.noun_plural), since=day(zone.since),
        until=day(zone.until), radius=number(zone.radius_m),
    )  # fmt: skip


def event_list(briefing: Briefing) -> dict[str, Any]:
    """Return the events in the period by day; of many, the largest first."""
    every = list(briefing.events)
    title = text.EVENTS
    if len(every) > _MOST_EVENTS:
        title = text.EVENTS_LARGEST
        every.sort(key=lambda event: (-(event.visitors or 0), event.first))
    told = [_event(event) for event in every[:_MOST_EVENTS]]
    unknown = events_unknown(briefing.period, briefing.events_covered)
    if told and unknown:
        # On paper as well: the list is not all there is.
        title = f"{title}. {unknown.removesuffix('.')}"
    return _listed(title, told, len(every), unknown or text.EVENTS_NONE)


def _event(event: EventDay) -> str:
    one_day = event.first == event.last
    visitors = distance = ""
    if event.visitors is not None:
        visitors = text.EVENT_VISITORS.format(count=number(event.visitors))
    if event.distance_m > 0:
        distance = text.EVENT_DISTANCE.format(distance=number(event.distance_m))
    return text.EVENT.format(
        days=day(event.first) if one_day else map_text.period(event.first, event.last),
        name=event.name, where=event.where, visitors=visitors, distance=distance,
    )  # fmt: skip


def _listed(title: str, told: list[str], every: int, none: str) -> dict[str, Any]:
    return {"title": title, "rows": told, "more": every - len(told), "none": "" if told else none}


def sources_of(workspace: Workspace, briefing: Briefing, left_out: Sequence[str]) -> dict[str, Any]:
    """Return where everything comes from, what it is divided by, and what to bear in mind."""
    geography = workspace.geography
    borders = text.BOUNDARIES_ABOUT if geography.approximate else text.BOUNDARIES
    said = [*_attributions(briefing.lines), borders.format(attribution=geography.attribution)]
    denominators = sorted(
        {
            text.DENOMINATOR_OF.format(label=line.denominator_label, year=line.denominator_year)
            for line in briefing.lines
            if line.denominator_label
        }
    )
    if denominators:
        said.append(text.DENOMINATORS.format(labels=", ".join(denominators)))
    if left_out:
        said.append(text.LEFT_OUT.format(layers=", ".join(left_out)))
    notes = [map_text.REGISTERED_NOTE]
    if briefing.synthetic:
        notes.append(map_text.SYNTHETIC_NOTE)
    return {
        "title": text.SOURCES,
        "mind": notes,
        "said": said,
        "notes": [note.text for note in briefing.notes if note.text not in notes],
        "program": text.PROGRAM.format(version=version("hotspots")),
    }


def _attributions(lines: Iterable[LayerLine]) -> list[str]:
    """Return the sources, each once, with the layers and versions that come from it."""
    layers: dict[tuple[str, str], list[str]] = {}
    for line in lines:
        if line.version is None:
            continue
        licence = line.layer.source.licence if line.version.embedded and line.layer.source else ""
        told = text.SOURCE_LAYER.format(layer=line.layer.label, version=line.version.name)
        layers.setdefault((line.version.attribution, licence), []).append(told)
    return [
        text.SOURCE_LINE.format(
            layers=", ".join(told), attribution=attribution,
            licence=text.SOURCE_LICENCE.format(licence=licence) if licence else "",
        )
        for (attribution, licence), told in list(layers.items())[:_MOST_SOURCES]
    ]  # fmt: skip
