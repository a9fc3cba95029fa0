"""The parts of the two pages of a report: their texts as frozen values, and the pictures."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from itertools import groupby
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from hotspots import dutch as numbers
from hotspots.access.permission import levels_of
from hotspots.analysis.analyse import analyse
from hotspots.analysis.when import busy_sentence, hours_notes
from hotspots.dutch import day, number, plural, times
from hotspots.errors import SelectionError
from hotspots.exports.clock_svg import clock_svg
from hotspots.geography.names import gemeente_around
from hotspots.maps import place_map
from hotspots.maps import words as map_text
from hotspots.maps.choropleth import map_spec
from hotspots.maps.spec import Overlay, Shape
from hotspots.wijkbeeld import paper_words as text
from hotspots.wijkbeeld.briefing import UNTESTED
from hotspots.wijkbeeld.hot_cells import cell_size_of
from hotspots.wijkbeeld.paper_values import (
    BackPage,
    ClockPart,
    ComparedCell,
    FigureGroup,
    FigureRow,
    FigureTable,
    Heading,
    HotList,
    HotRow,
    LegendEntry,
    Listing,
    MapPart,
    SourcesPart,
    Spoken,
)
from hotspots.wijkbeeld.place import BUURTEN, DRAWN
from hotspots.wijkbeeld.sentences import events_unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from hotspots.access.workspace import Workspace
    from hotspots.maps.spec import MapSpec
    from hotspots.wijkbeeld.briefing import (
        Briefing,
        Compared,
        EventDay,
        HotPlace,
        LayerDetail,
        LayerLine,
        OpenZone,
        Paragraph,
    )


#: Soorten that are named under a line; the rest is "en andere".
_MOST_SOORTEN: Final = 6
_DASH: Final = "–"


def heading(workspace: Workspace, briefing: Briefing, made_on: date) -> Heading:
    """Return what stands above a report: which place, when, how many people, how made."""
    place = briefing.place
    kind = text.IN_WIJK if place.wijk else text.IN_GEMEENTE
    facts = [(text.PERIOD, numbers.period(briefing.period.first, briefing.period.last))]
    if briefing.before is not None:
        before = numbers.period(briefing.before.first, briefing.before.last)
        facts.append((text.COMPARED, before))
    facts += [
        (
            entry.label[:1].upper() + entry.label[1:],
            _people(entry.count, entry.year, entry.estimated),
        )
        for entry in briefing.population
    ]
    facts += [
        (text.AREA, text.AREA_KM2.format(area=number(briefing.area_km2, 1))),
        (text.MADE_ON, day(made_on)),
    ]
    around = gemeente_around(workspace.geography, place.level, place.code)
    home = workspace.catalog.gemeente.name
    made_up = briefing.synthetic
    return Heading(
        name=place.name,
        kind=kind.format(
            kind=text.KINDS[place.level],
            wijk=place.around,
            gemeente=text.IN_HOME.format(gemeente=around, home=home) if around else home,
        ),
        badge="" if made_up is None else map_text.synthetic_badge(made_up.layers),
        facts=tuple(facts),
    )


def _people(count: float, year: int, estimated: bool) -> str:
    if not math.isfinite(count):
        return text.NOT_KNOWN
    people = number(count)
    return text.PEOPLE.format(
        count=text.ABOUT.format(count=people) if estimated else people, year=year
    )


def spoken(paragraphs: Iterable[Paragraph]) -> tuple[Spoken, ...]:
    """Return the briefing, each paragraph with the word that leads it in."""
    return tuple(
        Spoken(lead=text.LEADS.get(paragraph.id, ""), text=paragraph.text)
        for paragraph in paragraphs
    )


def figures(briefing: Briefing) -> FigureTable:
    """Return the table of figures: a row per layer under its theme, and how to read it."""
    by_theme = groupby(briefing.lines, key=lambda line: (line.theme.id, line.theme.label))
    groups = tuple(
        FigureGroup(label, tuple(_row(briefing, line) for line in lines))
        for (_, label), lines in by_theme
    )
    return FigureTable(
        title=text.FIGURES,
        columns=tuple(name.format(whole=briefing.whole) for name in text.COLUMNS),
        groups=groups,
        none="" if groups else text.NO_FIGURES,
        explained=(
            text.EXPLAINED,
            text.EXPLAINED_TEST.format(
                alpha=number(100 * briefing.tested.alpha), whole=briefing.whole
            ),
            *_unmapped(briefing),
        ),
    )


def _unmapped(briefing: Briefing) -> list[str]:
    themes = ", ".join(theme.label for theme in briefing.unmapped)
    return [text.UNMAPPED.format(themes=themes)] if themes else []


def _row(briefing: Briefing, line: LayerLine) -> FigureRow:
    rate, interval = _rate(line)
    return FigureRow(
        layer=line.layer.label,
        about=_about(briefing, line),
        count=line.count_words or _DASH,
        earlier=line.earlier_words or _DASH,
        since_year=_compared(briefing, line, line.since_year, text.YEAR_VERDICTS),
        rate=rate,
        interval=interval,
        city=number(line.city_rate, 1),
        against_city=_compared(briefing, line, line.against_city, text.CITY_VERDICTS),
        soorten=_soorten(line),
    )


def _about(briefing: Briefing, line: LayerLine) -> str:
    """Return what must be known beside a line: why it is empty, or what it divides by."""
    notes = []
    if line.period is not None and line.period != briefing.period:
        notes.append(
            text.OWN_PERIOD.format(period=numbers.period(line.period.first, line.period.last))
        )
    if line.why_not:
        notes.append(_in_words(briefing, line.why_not, line.why_not))
    if math.isfinite(line.rate):
        notes.append(
            text.DENOMINATOR.format(label=line.denominator_label, year=line.denominator_year)
        )
    about = "; ".join(notes)
    if line.why_not == "too_fine" and briefing.place.level != DRAWN:
        about = f"{about}. {_of_wijk(line)}".strip(". ") + "."
    return about[:1].upper() + about[1:]


def _of_wijk(line: LayerLine) -> str:
    """Return the count of the wijk around a buurt that is too fine for a layer."""
    return text.OF_WIJK.format(count=line.wijk_words).rstrip(".") if line.wijk_words else ""


def _in_words(briefing: Briefing, reason: str, otherwise: str) -> str:
    """Return why a number is not there."""
    return text.REASONS.get(reason, otherwise).format(whole=briefing.whole)


def _compared(
    briefing: Briefing,
    line: LayerLine,
    comparison: Compared,
    verdicts: Mapping[str, tuple[str, str]],
) -> ComparedCell:
    """Return symbol, words and ratio of a comparison, or the reason that there is none."""
    symbol, words = verdicts[comparison.verdict]
    if comparison.verdict == UNTESTED:
        # Why there is no count stands in the line already.
        words = "" if not line.counted else _in_words(briefing, comparison.why_not, words)
    return ComparedCell(symbol=symbol, words=words, times=_times(comparison))


def _times(comparison: Compared) -> str:
    if math.isinf(comparison.value):
        return text.FROM_NOTHING
    if not math.isfinite(comparison.value):
        return ""
    return text.TIMES.format(
        value=times(comparison.value), lower=times(comparison.lower), upper=times(comparison.upper)
    )


def _rate(line: LayerLine) -> tuple[str, str]:
    """Return a rate and its interval."""
    if not math.isfinite(line.rate):
        return _DASH, ""
    rate, lower, upper = (number(at, 1) for at in (line.rate, line.rate_lower, line.rate_upper))
    return rate, text.INTERVAL.format(lower=lower, upper=upper)


def _soorten(line: LayerLine) -> str:
    """Return what the total is made of, the largest first."""
    ordered = sorted(line.soorten, key=lambda soort: -soort.count)
    soorten = [
        (text.SOORT if soort.earlier is None else text.SOORT_EARLIER).format(
            label=soort.label.lower(), count=number(soort.count), earlier=number(soort.earlier or 0)
        )
        for soort in ordered[:_MOST_SOORTEN]
        if soort.count or soort.earlier
    ]
    if not soorten:
        return ""
    more = [text.MORE_SOORTEN] if len(ordered) > _MOST_SOORTEN else []
    return text.SOORTEN.format(soorten=", ".join([*soorten, *more])) + "."


#: Millimetres on A4.
MAP_MM: Final = (124.0, 120.0)
#: What is listed at most; each list says how many it leaves out.
_MOST_PLACES: Final = 10
_MOST_ZONES: Final = 5
_MOST_EVENTS: Final = 5
_MOST_SOURCES: Final = 8


@dataclass(frozen=True, slots=True)
class Back:
    """A second page, and its pictures by name."""

    page: BackPage
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
    page = BackPage(
        zones=zone_list(briefing),
        events=event_list(briefing),
        sources=sources_of(workspace, briefing, left_out),
    )
    line = map_line(briefing, layer)
    if line is None:
        return Back(replace(page, no_map=text.NO_MAP.format(reason=text.NO_MAP_LAYER)))
    detail = briefing.details.get(line.layer.id)
    shown = shown_places(detail)
    drawn, pictures = _map(workspace, briefing, line, shown)
    when = clock_of(detail)
    if when.picture and detail is not None and detail.hours is not None:
        pictures[when.picture] = clock_svg(detail.hours.weights)
    return Back(
        replace(page, map=drawn, where=hot_list(briefing, line, detail, shown), when=when), pictures
    )


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
) -> tuple[MapPart, dict[str, bytes]]:
    """Return what stands with the map, and the pictures."""
    spec = spec_of(workspace, briefing, line, shown)
    place = briefing.place
    drawn = place_map.place_map(
        spec, place.shape(workspace.geography), width_mm=MAP_MM[0], height_mm=MAP_MM[1],
        buurten=spec.areas is None or spec.areas.level == BUURTEN,
    )  # fmt: skip
    pictures = {"map.svg": drawn.svg}
    classes = []
    for at, entry in enumerate(spec.classes):
        swatch = place_map.class_swatch(entry.kind, entry.colour, entry.pattern)
        pictures[f"class-{at}.svg"] = swatch
        classes.append(LegendEntry(f"class-{at}.svg", entry.label))
    lines = []
    if spec.overlay is not None and shown:
        pictures["found.svg"] = place_map.overlay_swatch()
        lines.append(LegendEntry("found.svg", _places_label(briefing, line, shown)))
    for style, label in (("selected", text.AREA_LINE), *drawn.base):
        pictures[f"line-{style}.svg"] = place_map.line_swatch(style)
        lines.append(LegendEntry(f"line-{style}.svg", label))
    part = MapPart(
        picture="map.svg",
        width_mm=drawn.width_mm,
        title=text.MAP_TITLE.format(layer=line.layer.label),
        when=spec.legend.subtitle,
        legend_title=map_text.LEGEND,
        classes=tuple(classes),
        lines=tuple(lines),
        notes=(
            *spec.legend.notes,
            *((text.IN_CELLS,) if drawn.counted else ()),
            text.OUTSIDE,
            text.SCALE.format(scale=number(drawn.scale)),
        ),
        alt=_alt(briefing, spec, shown, drawn.scale),
    )
    return part, pictures


def _places_label(briefing: Briefing, line: LayerLine, shown: Sequence[HotPlace]) -> str:
    every = len(briefing.details[line.layer.id].places)
    if every > len(shown):
        return text.BUSIEST_DRAWN.format(count=number(len(shown)), every=number(every))
    return text.PLACES_DRAWN.format(places=plural(every, *text.PLACE_NOUNS))


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
    return replace(spec, overlay=Overlay(title="", notes=(), shapes=outlined(shown)))


def outlined(places: Sequence[HotPlace]) -> tuple[Shape, ...]:
    """Return the outlines of hot places, numbered in the order that they are listed in."""
    return tuple(
        Shape(ring=ring, label=str(at), tip=hot.handle)
        for at, hot in enumerate(places, start=1)
        for ring in _rings(hot)
    )


def _rings(hot: HotPlace) -> list[NDArray[np.float64]]:
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
    places = text.MAP_ALT_NONE
    if shown:
        listed = "; ".join(f"{at} {hot.handle}" for at, hot in enumerate(shown, start=1))
        places = text.MAP_ALT_FOUND.format(places=listed)
    classes = "; ".join(entry.label for entry in spec.classes)
    return text.MAP_ALT.format(
        place=briefing.place.name, scale=number(scale), what=spec.legend.title,
        chosen=spec.legend.subtitle, found=places if spec.cells is not None else "",
        legend=text.MAP_ALT_LEGEND.format(classes=classes),
    )  # fmt: skip


def _of_history(hot: HotPlace) -> str:
    """Return whether a place is new or lasting, in a word; "" where it is neither or not known."""
    if hot.new:
        return text.WHERE_NEW
    return text.WHERE_LASTING if hot.lasting else ""


def hot_list(
    briefing: Briefing,
    line: LayerLine,
    detail: LayerDetail | None,
    shown: Sequence[HotPlace],
) -> HotList:
    """Return the hot places by name, with the number that they have on the map."""
    if detail is None or not detail.in_cells:
        return HotList(text.WHERE, (), (), 0, text.WHERE_NO_CELLS, hint="", around_hint="")
    rows = tuple(
        HotRow(str(at), hot.handle, number(hot.count), _around(hot), _of_history(hot))
        for at, hot in enumerate(shown, start=1)
    )
    return HotList(
        title=text.WHERE,
        columns=text.WHERE_COLUMNS,
        rows=rows,
        more=len(detail.places) - len(shown),
        none="" if rows else text.WHERE_NONE,
        hint=text.WHERE_HINT.format(size=number(cell_size_of(line.layer)), whole=briefing.whole),
        around_hint=text.AROUND_HINT,
    )


def _around(hot: HotPlace) -> str:
    """Return what is in and around the busiest cell of a place, and what chance puts there."""
    busiest = max(hot.cells, key=lambda cell: cell.around)
    return text.AROUND.format(
        around=number(busiest.around), expected=number(busiest.expected, 1)
    )  # fmt: skip


def clock_of(detail: LayerDetail | None) -> ClockPart:
    """Return the hours of the week: the picture, what stands for it, and the busiest in words."""
    if detail is None or detail.hours is None or not detail.hours.known:
        return ClockPart(text.WHEN, picture="", sentences=(text.NO_CLOCK,), alt="")
    sentence = busy_sentence(detail.hours)
    return ClockPart(
        title=text.WHEN,
        picture="clock.svg",
        sentences=(sentence, *hours_notes(detail.hours)),
        alt=text.CLOCK_ALT.format(sentence=sentence),
    )


def zone_list(briefing: Briefing) -> Listing:
    """Return the near-repeat zones that are open."""
    zones = [_zone(briefing, zone) for zone in briefing.zones[:_MOST_ZONES]]
    return _listed(text.ZONES, zones, len(briefing.zones), text.ZONES_NONE)


def _zone(briefing: Briefing, zone: OpenZone) -> str:
    layer = briefing.line(zone.layer).layer
    return text.ZONE.format(
        layer=layer.label, where=zone.name or zone.handle or zone.buurt,
        count=plural(zone.count, layer.noun, layer.noun_plural), since=day(zone.since),
        until=day(zone.until), radius=number(zone.radius_m),
    )  # fmt: skip


def event_list(briefing: Briefing) -> Listing:
    """Return the events in the period by day; of many, the largest first."""
    every = list(briefing.events)
    title = text.EVENTS
    if len(every) > _MOST_EVENTS:
        title = text.EVENTS_LARGEST
        every.sort(key=lambda event: (-(event.visitors or 0), event.first))
    events = [_event(event) for event in every[:_MOST_EVENTS]]
    unknown = events_unknown(briefing.period, briefing.events_covered)
    if events and unknown:
        # On paper as well: the list is not all there is.
        title = f"{title}. {unknown.removesuffix('.')}"
    return _listed(title, events, len(every), unknown or text.EVENTS_NONE)


def _event(event: EventDay) -> str:
    one_day = event.first == event.last
    visitors = distance = ""
    if event.visitors is not None:
        visitors = text.EVENT_VISITORS.format(count=number(event.visitors))
    if event.distance_m > 0:
        distance = text.EVENT_DISTANCE.format(distance=number(event.distance_m))
    return text.EVENT.format(
        days=day(event.first) if one_day else numbers.period(event.first, event.last),
        name=event.name, where=event.where, visitors=visitors, distance=distance,
    )  # fmt: skip


def _listed(title: str, rows: Sequence[str], every: int, none: str) -> Listing:
    return Listing(title, tuple(rows), every - len(rows), "" if rows else none)


def sources_of(workspace: Workspace, briefing: Briefing, left_out: Sequence[str]) -> SourcesPart:
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
    if (made_up := briefing.synthetic) is not None:
        notes.append(map_text.synthetic_note(made_up.layers))
    return SourcesPart(
        title=text.SOURCES,
        mind=tuple(notes),
        said=tuple(said),
        notes=tuple(note.text for note in briefing.notes if note.text not in notes),
        program=text.PROGRAM.format(version=version("hotspots")),
    )


def _attributions(lines: Iterable[LayerLine]) -> list[str]:
    """Return the sources, each once, with the layers and versions that come from it."""
    layers: dict[tuple[str, str], list[str]] = {}
    for line in lines:
        if line.version is None:
            continue
        licence = line.layer.source.licence if line.version.embedded and line.layer.source else ""
        source = text.SOURCE_LAYER.format(layer=line.layer.label, version=line.version.name)
        layers.setdefault((line.version.attribution, licence), []).append(source)
    return [
        text.SOURCE_LINE.format(
            layers=", ".join(source), attribution=attribution,
            licence=text.SOURCE_LICENCE.format(licence=licence) if licence else "",
        )
        for (attribution, licence), source in list(layers.items())[:_MOST_SOURCES]
    ]  # fmt: skip
