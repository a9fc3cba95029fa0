"""A risk scenario as one sheet of A4 for the crisis team, and as a file for a laptop."""

from __future__ import annotations

import base64
import io
from dataclasses import replace
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Final

import shapely
from matplotlib.patches import Rectangle

from hotspots.access.export import allow_export
from hotspots.dutch import day
from hotspots.exports.typeset import typeset
from hotspots.maps import paper_shapes as shapes
from hotspots.maps import style as base_style
from hotspots.maps import words as map_text
from hotspots.maps.base import lived_in
from hotspots.maps.page_html import page_of_story, standalone_html
from hotspots.maps.paper_legend import PLATE_MM, PLATE_WIDTH_MM, draw_plate
from hotspots.maps.paper_names import NamePlaces, tag_outlines
from hotspots.maps.paper_sheet import DPI, Sheet, save_figure
from hotspots.maps.place_map import class_swatch, overlay_swatch
from hotspots.maps.visible import escaped
from hotspots.maps.words import legend_notes, overlay_entry
from hotspots.risico import page_words as text
from hotspots.risico import words
from hotspots.risico.layers import layers_of_part
from hotspots.risico.tables import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from hotspots.access.workspace import Workspace
    from hotspots.maps.paper_shapes import Box
    from hotspots.maps.spec import MapSpec
    from hotspots.risico.report import ScenarioReport
    from hotspots.risico.tables import Table


_TAG_SIZE: Final = 7.0


def scenario_map(spec: MapSpec, box: Box, size_mm: tuple[float, float]) -> bytes:
    """Return a map of what lies in a box as SVG, with scale and north on it.

    Parameters
    ----------
    box
        West, south, east and north in metres RD: at least this is in sight.
    size_mm
        Width and height.
    """
    width_mm, height_mm = size_mm
    sheet = Sheet(width_mm, DPI, size_mm)
    frame = shapes.MapFrame(sheet.axes(0.0, 0.0, width_mm, height_mm), sheet.enlarged)
    scale, bounds = _beside_plate(box, width_mm, height_mm, sheet.enlarged)
    frame.show(bounds)
    west, south, east, north = bounds
    frame.axes.add_artist(
        Rectangle(
            (west, south), east - west, north - south, facecolor=base_style.BEYOND, zorder=-1.0
        )
    )
    # The places of a context layer get numbers on paper, and those are of the lists here.
    layers = shapes.drawn_layers(spec.base.without_subject())
    shapes.draw_map(frame, spec, layers)
    names = NamePlaces(sheet, frame, bounds, scale / 1000)
    draw_plate(sheet, names, scale)
    if spec.overlay is not None:
        tag_outlines(names, spec.overlay.shapes, _TAG_SIZE)
    for layer in layers:
        if layer.style == "station":
            names.mark_stations(layer)
    names.name_areas(spec.base.geography.named.names, spec.base.geography.named.polygons)
    sheet.draw(
        Rectangle(
            (0.0, 0.0), width_mm, height_mm, fill=False, edgecolor="#4a505b", linewidth=1.0,
            zorder=10.0,
        )
    )  # fmt: skip
    stream = io.BytesIO()
    save_figure(sheet.figure, stream, ending=".svg", title=spec.title)
    return stream.getvalue()


def _beside_plate(box: Box, width_mm: float, height_mm: float, enlarged: float) -> tuple[int, Box]:
    """Return the scale and bounds of a map whose plate covers nothing of the box.

    The plate stands in the corner at the south and west. Where a wide map has room beside the box
    the box moves to the east of it; else it lies above.
    """
    beside, above = (
        shapes.fitted(box, width_mm - left, height_mm - foot, enlarged)
        for left, foot in ((PLATE_WIDTH_MM, 0.0), (0.0, PLATE_MM))
    )
    if beside[0] <= above[0]:
        scale, (west, south, east, north) = beside
        return scale, (west - PLATE_WIDTH_MM * scale / 1000 * enlarged, south, east, north)
    scale, (west, south, east, north) = above
    return scale, (west, south - PLATE_MM * scale / 1000 * enlarged, east, north)


_TEMPLATE: Final = "scenario.typ"
#: Width and height of the map on the sheet in millimetres; the track has five columns below it.
_MAP_MM: Final = {
    "spoor": (128.0, 64.0), "water": (128.0, 76.0), "register": (128.0, 84.0),
    "incident": (128.0, 84.0),
}  # fmt: skip
#: What is known of few objects until a home loads it: a column of it with nothing in it says less
#: than the room it takes.
_OF_OBJECTS: Final = ("opening", "persons", "helpless", "phone")
#: The tables of a part, with the columns that there is room for; the first is the widest.
_LISTS: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "spoor": {
        "zones": ("label", "origin", "night", "night_bounds", "elderly", "dependent"),
        "objects": ("name", "class", "zone"),
        "spoor_buurten": ("name", "night", "dependent", "part"),
    },
    "water": {
        "institutions": ("order", "name", "class", "water_h", "up_h", "up", "out_h", "out"),
        "balance": ("name", "need", "without", "dependent_without"),
        "shelters": ("name", "rooms", "used"),
    },
    "register": {
        "register_areas": (
            "name",
            "register_source",
            "zone",
            "substance_of",
            "night",
            "day",
            "day_counted",
            "objects_in",
        ),
        "register_objects": ("name", "class", "zone"),
        "register_buurten": ("name", "night", "elderly", "dependent"),
    },
    "incident": {
        "warn": ("order", "name", "sort", "class", "distance_m", "open", *_OF_OBJECTS),
        "outside_shelters": ("name", "rooms_hours", "used", "free", "walk_m", "away_m"),
        "incident_buurten": ("name", "night", "elderly", "dependent"),
        "incident_events": ("name", "distance_m", "persons"),
    },
}
#: Words of the template.
_WORDS: Final = {
    "five": text.FIVE,
    "criteria": text.FIVE_COLUMNS,
    "flags": text.FLAGS,
    "notes": text.NOTES,
    "assumed": text.ASSUMPTIONS,
    "more": text.AND_MORE,
}
#: Rows of a list in a file for a laptop.
_MOST_ROWS: Final = 150
_SHORT: Final = 6


def scenario_pdf(
    workspace: Workspace,
    report: ScenarioReport,
    spec: MapSpec,
    place: shapely.Geometry | None,
    *,
    made_at: datetime,
) -> bytes:
    """Return a scenario on one page of A4 as PDF/UA-1; the same input gives the same bytes.

    Parameters
    ----------
    place
        What the map must show, as a shape in RD metres; None is where people live.

    Raises
    ------
    AccessError
        If this role may not take the layer away.
    StoreError
        If the audit cannot be written: then nothing is taken away.
    """
    return scenarios_pdf(workspace, [(report, spec, place)], made_at=made_at)


def scenarios_pdf(
    workspace: Workspace,
    scenarios: Sequence[tuple[ScenarioReport, MapSpec, shapely.Geometry | None]],
    *,
    made_at: datetime,
) -> bytes:
    """Return scenarios as one PDF, each on a page of its own as `scenario_pdf` has it.

    Raises
    ------
    AccessError
        If this role may not take a layer of one of them away.
    StoreError
        If the audit cannot be written: then nothing is taken away.
    """
    for report, spec, _ in scenarios:
        _allow(workspace, report, spec, kind="pdf")
    sheets: list[dict[str, object]] = []
    pictures: dict[str, bytes] = {}
    for number, (report, spec, place) in enumerate(scenarios):
        folder = f"{number}/"
        pictures |= {
            folder + name: picture
            for name, picture in _pictures(workspace, report, spec, place).items()
        }
        sheets.append(_values(workspace, report, spec, made_at) | {"folder": folder})
    gemeente = workspace.catalog.gemeente.name
    title = sheets[0]["title"] if len(sheets) == 1 else text.ALL_SHEETS.format(place=gemeente)
    values = {"title": title, "author": gemeente, "sheets": sheets}
    return typeset(values, pictures, made_at.date(), template=_TEMPLATE)


def _pictures(
    workspace: Workspace, report: ScenarioReport, spec: MapSpec, place: shapely.Geometry | None
) -> dict[str, bytes]:
    """Return the map of a scenario and the colours of its legend, as SVG by name."""
    box: Box = tuple(shapely.bounds(place) if place is not None else lived_in(workspace.geography))
    drawn = scenario_map(spec, box, _MAP_MM[report.part])
    pictures: dict[str, bytes] = {"map.svg": drawn, "found.svg": overlay_swatch()}
    for at, entry in enumerate(spec.classes):
        pictures[f"class{at}.svg"] = class_swatch(entry.kind, entry.colour, entry.pattern)
    return pictures


def layers_of(workspace: Workspace, report: ScenarioReport, spec: MapSpec) -> tuple[str, ...]:
    """Return the ids of the layers that a sheet shows: a role must be allowed to export all."""
    return tuple(dict.fromkeys((spec.layer, *layers_of_part(workspace, report.part))))


def _allow(workspace: Workspace, report: ScenarioReport, spec: MapSpec, *, kind: str) -> None:
    selection = {"part": report.part, "scenario": report.label}
    for layer_id in layers_of(workspace, report, spec):
        allow_export(workspace, layer_id, kind=kind, selection=selection)


def _values(
    workspace: Workspace, report: ScenarioReport, spec: MapSpec, made_at: datetime
) -> dict[str, object]:
    gemeente = workspace.catalog.gemeente.name
    title = text.SHEET_TITLE.format(part=text.PARTS[report.part].lower())
    return {
        "title": f"{title}: {report.label}",
        "author": gemeente,
        "name": report.label,
        "kind": f"{title} · {_made(made_at, gemeente)}",
        "badge": report.badge,
        "sentences": list(report.sentences),
        "figures": [
            {"value": figure.value, "label": figure.label, "mark": figure.mark}
            for figure in report.figures
        ],
        "map": _map_values(spec, _MAP_MM[report.part][0]),
        "criteria": _criteria(report),
        "flags": [sentence for _, sentence in report.flags],
        "lists": [
            _list_values(table.only(*_columns_to_print(table, columns)))
            for table, columns in (
                (report.table(name), columns) for name, columns in _LISTS[report.part].items()
            )
        ],
        "settings": _settings(report),
        "notes": [*filter(None, (criterion.about for criterion in report.criteria)), *report.notes],
        "foot": " · ".join(
            part
            for part in (
                f"{title}: {report.label}",
                report.badge,
                f"hotspots {version('hotspots')}",
                spec.attribution,
            )
            if part
        ),
        "words": dict(_WORDS),
    }


def _made(made_at: datetime, gemeente: str) -> str:
    return text.MADE_ON.format(day=day(made_at), time=f"{made_at:%H:%M}", gemeente=gemeente)


def _criteria(report: ScenarioReport) -> list[dict[str, object]]:
    return [
        {
            "label": criterion.label,
            "mark": "" if criterion.known else words.NOT_KNOWN,
            "sentences": list(criterion.sentences),
        }
        for criterion in report.criteria
    ]


def _settings(report: ScenarioReport) -> list[str]:
    """Return a sentence per setting, and one for all that are not filled in."""
    cells = report.settings.cells()
    sentences = [
        f"{label}: {value} ({certainty}; {source})."
        for label, value, certainty, source in cells
        if value != words.NOT_FILLED
    ]
    missing = [label for label, value, _, _ in cells if value == words.NOT_FILLED]
    return [*sentences, text.not_filled(missing)] if missing else sentences


def _map_values(spec: MapSpec, width_mm: float) -> dict[str, Any]:
    classes = [
        {"picture": f"class{at}.svg", "label": entry.label} for at, entry in enumerate(spec.classes)
    ]
    if spec.overlay is not None:
        classes.append({"picture": "found.svg", "label": overlay_entry(spec.overlay)})
    return {
        "title": spec.title,
        "picture": "map.svg",
        "width_mm": width_mm,
        "alt": map_text.MAP_OF.format(what=spec.title.lower()),
        "legend_title": spec.legend.title,
        "classes": classes,
        "notes": list(legend_notes(spec)),
    }


def _columns_to_print(table: Table, columns: Sequence[str]) -> Iterator[str]:
    """Yield the columns of a list of a sheet: those that the table has, and that say something."""
    for name in columns:
        if name in table.columns and (name not in _OF_OBJECTS or table.rows[name].notna().any()):
            yield name


def _list_values(table: Table) -> dict[str, object]:
    return {
        "title": table.title,
        "columns": [COLUMNS[name] for name in table.columns],
        "rows": table.cells(),
        "numeric": list(table.numeric()) if len(table) else [False] * len(table.columns),
        "none": table.nothing,
    }


def scenario_page(
    workspace: Workspace,
    report: ScenarioReport,
    spec: MapSpec,
    place: shapely.Geometry | None,
    *,
    made_at: datetime,
) -> bytes:
    """Return a scenario as one HTML page that loads nothing from another file or host.

    Raises
    ------
    AccessError
        If this role may not take the layer away.
    StoreError
        If the audit cannot be written: then nothing is taken away.
    """
    _allow(workspace, report, spec, kind="html")
    shown = place if place is not None else workspace.geography.outline
    html = "".join(_story(workspace, report, made_at))
    story = f'<section class="hs-story">{html}</section>'
    return standalone_html(replace(spec, place=shown), story).encode()


def scenarios_page(
    workspace: Workspace,
    scenarios: Sequence[tuple[ScenarioReport, MapSpec, shapely.Geometry | None]],
    *,
    made_at: datetime,
) -> bytes:
    """Return scenarios as one HTML page that loads nothing from another file or host.

    Each says what its own page says; its map is the picture of the sheet of paper.

    Raises
    ------
    AccessError
        If this role may not take a layer of one of them away.
    StoreError
        If the audit cannot be written: then nothing is taken away.
    """
    for report, spec, _ in scenarios:
        _allow(workspace, report, spec, kind="html")
    title = text.ALL_SHEETS.format(place=workspace.catalog.gemeente.name)
    links = "".join(
        f'<li><a href="#scenario-{at}">{escaped(text.PARTS[report.part])}: {escaped(report.label)}'
        "</a></li>"
        for at, (report, _, _) in enumerate(scenarios)
    )
    pieces = [f'<nav aria-label="{escaped(title)}"><ol>{links}</ol></nav>']
    for at, (report, spec, place) in enumerate(scenarios):
        story = list(_story(workspace, report, made_at))
        badge = f'<p class="hs-page-badge">{escaped(report.badge)}</p>' if report.badge else ""
        # The heading and the moment, then the map, then the sentences.
        story.insert(2, badge + _picture_of_map(workspace, report, spec, place))
        source = _paragraph(map_text.SOURCE.format(attribution=spec.attribution))
        pieces.append(
            f'<section class="hs-story" id="scenario-{at}">{"".join(story)}{source}</section>'
        )
    return page_of_story(title, "".join(pieces)).encode()


def _picture_of_map(
    workspace: Workspace, report: ScenarioReport, spec: MapSpec, place: shapely.Geometry | None
) -> str:
    """Return the map of a scenario as a picture, with its legend as text beside its colours."""
    pictures = _pictures(workspace, report, spec, place)
    values = _map_values(spec, _MAP_MM[report.part][0])
    classes = "".join(
        f'<li><img alt="" src="{_as_address(pictures[entry["picture"]])}">{escaped(entry["label"])}'
        "</li>"
        for entry in values["classes"]
    )
    notes = "".join(_paragraph(note) for note in values["notes"])
    return (
        f'<figure><img alt="{escaped(values["alt"])}" src="{_as_address(pictures["map.svg"])}">'
        f'<figcaption><b>{escaped(values["legend_title"])}</b><ul class="hs-classes">{classes}</ul>'
        f"{notes}</figcaption></figure>"
    )


def _as_address(svg: bytes) -> str:
    return f"data:image/svg+xml;base64,{base64.b64encode(svg).decode()}"


def _story(workspace: Workspace, report: ScenarioReport, made_at: datetime) -> Iterator[str]:
    """Return the pieces above the map, in the order that they are read."""
    title = text.SHEET_TITLE.format(part=text.PARTS[report.part].lower())
    gemeente = workspace.catalog.gemeente.name
    yield f"<h2>{escaped(report.label)}</h2>"
    yield _paragraph(f"{title} · {_made(made_at, gemeente)}")
    yield from (_paragraph(sentence) for sentence in report.sentences)
    yield f"<h2>{text.FIVE}</h2><ul>"
    for figure in report.figures:
        yield (
            f"<li><b>{escaped(figure.value)}</b> {escaped(figure.label)} "
            f"({escaped(figure.mark)})</li>"
        )
    yield "</ul>"
    if report.flags:
        yield f"<h2>{text.FLAGS}</h2>" + _items(sentence for _, sentence in report.flags)
    for criterion in report.criteria:
        mark = "" if criterion.known else f"({words.NOT_KNOWN})"
        sentences = (*criterion.sentences, *filter(None, (criterion.about,)))
        yield f"<h2>{escaped(criterion.label)} {escaped(mark)}</h2>" + _items(sentences)
    for table in report.tables:
        # A long list pushes the map out of sight.
        opened = " open" if len(table) <= _SHORT else ""
        title = f"{escaped(table.title)} ({len(table)})"
        yield f"<details{opened}><summary>{title}</summary>{_table(table)}</details>"
    yield f"<details><summary>{text.ASSUMPTIONS}</summary>{_table(report.settings)}</details>"
    # What is not known stands open and in the size of the rest, as on the sheet of paper.
    yield f"<h2>{text.NOTES}</h2>" + _items(report.notes)


def _table(table: Table) -> str:
    if not len(table):
        return _paragraph(table.nothing)
    right = [' class="hs-number"' if counted else "" for counted in table.numeric()]
    heads = "".join(
        f'<th scope="col"{css}>{escaped(COLUMNS[name])}</th>'
        for name, css in zip(table.columns, right, strict=True)
    )
    lines = "".join(
        "<tr>"
        + "".join(f"<td{css}>{escaped(cell)}</td>" for cell, css in zip(row, right, strict=True))
        + "</tr>"
        for row in table.cells()[:_MOST_ROWS]
    )
    left = len(table) - _MOST_ROWS
    more = _paragraph(f"{text.AND_MORE} {left}") if left > 0 else ""
    return (
        f'<div class="hs-scroll" tabindex="0" role="region" aria-label="{escaped(table.title)}">'
        f"<table><thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table></div>{more}"
    )


def _items(sentences: Iterator[str] | tuple[str, ...]) -> str:
    return "<ul>" + "".join(f"<li>{escaped(sentence)}</li>" for sentence in sentences) + "</ul>"


def _paragraph(said: str) -> str:
    return f"<p>{escaped(said)}</p>"
