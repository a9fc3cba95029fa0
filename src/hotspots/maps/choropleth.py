"""From an analysis to a MapSpec: which class, which colour, which words beside them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from hotspots import dutch as numbers
from hotspots.access.features import STREET, ground_sources
from hotspots.analysis import question_words
from hotspots.analysis.answer import Status, area_only_notes
from hotspots.analysis.area_words import WITHHELD, tips_of
from hotspots.analysis.parameters import Cells, WithoutWeekday
from hotspots.analysis.question_words import analysis_words
from hotspots.analysis.registry import chosen_of, measure_named, search_named
from hotspots.analysis.settle import selected_places
from hotspots.dutch import number, with_capital
from hotspots.geography.grid import column_and_row
from hotspots.incoming.open_data.words import fetched_line
from hotspots.maps import words as text
from hotspots.maps.base import base_of
from hotspots.maps.classes import Breaks, find_breaks, rounded_up, verdict_classes, with_counts
from hotspots.maps.flood_picture import picture_of_layer
from hotspots.maps.palettes import (
    BETWEEN_COLOUR,
    MISSING_COLOUR,
    SMALL_COLOUR,
    SUPPRESSED_COLOUR,
    ZERO_COLOUR,
    colours,
)
from hotspots.maps.spec import (
    CellFill,
    Legend,
    MapClass,
    MapSpec,
    Overlay,
    Points,
    Shape,
    drawn_notes,
    outline_of,
)
from hotspots.statistics.rates import SMALL_DENOMINATOR, SMALLEST_DENOMINATOR, THIN_BELOW

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hotspots.access.workspace import Workspace
    from hotspots.analysis.answer import Analysis, Finding
    from hotspots.catalog.specs import LayerSpec


#: A density below this share of its highest break is paper: a whisper everywhere hides the rest.
_FAINTEST: Final = 0.02


@dataclass(frozen=True, slots=True)
class MapStyle:
    """How a user wants the map drawn; None and () mean what the layer declares.

    ``own_breaks`` are upper bounds, for method "own" or to lock what was shown. ``points`` says
    that single incidents are wanted; whoever makes the map looks them up with `points_of`.
    """

    method: str = "jenks"
    classes: int = 5
    own_breaks: tuple[float, ...] = ()
    palette: str | None = None
    points: bool = False
    selected: str | None = None


def map_spec(
    workspace: Workspace,
    analysis: Analysis,
    style: MapStyle | None = None,
    points: Points | None = None,
) -> MapSpec:
    """Return what to draw for an analysis.

    Parameters
    ----------
    workspace
        The home it was made in, for what lies under the map.
    style
        Classes, colours and what is selected.
    points
        Single incidents on top, from `points_of`.

    Raises
    ------
    SelectionError
        If the classes that are asked for cannot be made.
    """
    style = style or MapStyle()
    bounds: tuple[float, ...] = ()
    if analysis.verdict is not None:
        fill, classes = verdict_classes(analysis)
    else:
        breaks = _breaks_of(analysis, style)
        bounds = breaks.upper
        fill, classes = _classify(analysis, breaks, style.palette or analysis.layer.style.palette)
    fill, classes = _with_small(analysis, fill, classes)
    geography = workspace.geography
    on_areas = analysis.cell_col is None
    chosen = analysis_words(workspace, analysis)
    return MapSpec(
        title=f"{analysis.layer.label}: {analysis.measure.label.lower()}",
        subtitle=chosen,
        classes=classes,
        legend=_legend_of(analysis, style.method, chosen),
        attribution=text.attribution(
            analysis.version.attribution,
            geography.attribution,
            approximate=geography.approximate,
            ground=ground_sources(workspace),
        ),
        base=base_of(workspace),
        badge=text.SYNTHETIC_BADGE if analysis.synthetic else None,
        version=text.VERSION.format(
            name=analysis.version.name,
            covered=numbers.period(analysis.covered.first, analysis.covered.last),
        ),
        areas=geography.level(analysis.selection.level) if on_areas else None,
        fill=fill if on_areas else None,
        tips=tips_of(analysis) if on_areas else (),
        selected=style.selected,
        cells=None
        if on_areas or analysis.raster is not None
        else _cell_fill(analysis, fill, classes),
        unit=analysis.layer.noun_plural,
        unit_one=analysis.layer.noun,
        judged=analysis.verdict is not None,
        raster=analysis.raster,
        bounds=bounds,
        raster_bounds=bounds if analysis.raster is not None else (),
        mask=None if on_areas else workspace.mask(analysis.layer),
        points=points,
        drawn=outline_of(analysis.selection.drawn),
        layer=analysis.layer.id,
        selection=analysis.selection.to_dict(),
    )


def _with_small(
    analysis: Analysis, fill: NDArray[np.int16], classes: tuple[MapClass, ...]
) -> tuple[NDArray[np.int16], tuple[MapClass, ...]]:
    """Return fill and classes in which a rate that says little has no colour of a value."""
    if analysis.small is None or not analysis.small.any():
        return fill, classes
    few, lost = analysis.small, np.bincount(fill[analysis.small], minlength=len(classes))
    label = text.SMALL_LABEL.format(denominator=analysis.denominator_label)
    return np.where(few, np.int16(len(classes)), fill), (
        *(
            replace(entry, count=None if entry.count is None else entry.count - int(gone))
            for entry, gone in zip(classes, lost, strict=True)
        ),
        MapClass("small", label, SMALL_COLOUR, "lines", int(few.sum())),
    )


def _breaks_of(analysis: Analysis, style: MapStyle) -> Breaks:
    breaks = find_breaks(
        analysis.reference,
        method=style.method,
        classes=style.classes,
        decimals=analysis.measure.decimals,
        own=style.own_breaks,
    )
    return _reaching(breaks, analysis)


def _reaching(breaks: Breaks, analysis: Analysis) -> Breaks:
    """Return breaks whose last class holds the highest value on the map."""
    values = analysis.raster.values if analysis.raster is not None else analysis.in_classes
    shown = values[np.isfinite(values) & (values > 0) & _coloured(analysis, values)]
    if not shown.size or not breaks.upper or shown.max() <= breaks.upper[-1]:
        return breaks
    highest = float(rounded_up(shown.max(), breaks.decimals))
    return Breaks(breaks.method, (*breaks.upper[:-1], highest), breaks.decimals)


def _coloured(analysis: Analysis, values: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return which values are drawn in the colour of a class."""
    return np.ones(values.shape, dtype=bool) if analysis.small is None else ~analysis.small


def _classify(
    analysis: Analysis, breaks: Breaks, palette: str
) -> tuple[NDArray[np.int16], tuple[MapClass, ...]]:
    """Return the class of every area or cell, and the classes: zero, values, no value."""
    status, values = analysis.status, analysis.values
    without_value = _classes_without_value(analysis)
    first_after = len(breaks) + 1
    place = {kind: first_after + at for at, kind in enumerate(without_value)}
    fill = breaks.assign(np.nan_to_num(values)) + np.int16(1)
    fill[(status == Status.ZERO) | ((status == Status.VALUE) & (values == 0))] = 0
    for kind, position in place.items():
        fill[status == kind] = position
    _fill_bounded(fill, analysis, breaks)
    fill[status == Status.NOT_SELECTED] = -1
    tally = np.bincount(fill[fill >= 0], minlength=first_after + len(place))
    tally[0] += analysis.zero_cells
    classes = [
        MapClass("zero", _zero_label(analysis, breaks), ZERO_COLOUR),
        *_value_classes(analysis, breaks, palette),
        *without_value.values(),
    ]
    if analysis.raster is not None:
        return fill, tuple(replace(entry, count=None) for entry in classes)
    return fill, with_counts(classes, tally)


def _fill_bounded(fill: NDArray[np.int16], analysis: Analysis, breaks: Breaks) -> None:
    """Give a class to what has only two ends, where both lie in that class."""
    if analysis.bounds is None or analysis.lower is None or analysis.upper is None:
        return
    low, high = _classed(breaks, analysis.lower), _classed(breaks, analysis.upper)
    one_class = (analysis.status == Status.BETWEEN) & (low == high)
    fill[one_class] = low[one_class]


def _classed(breaks: Breaks, values: NDArray[np.float64]) -> NDArray[np.int16]:
    """Return the class of each number, 0 for none."""
    known = np.nan_to_num(values)
    fill = breaks.assign(known) + np.int16(1)
    fill[known == 0] = 0
    return fill


def _classes_without_value(analysis: Analysis) -> dict[Status, MapClass]:
    """Return the classes that this layer and measure can have beside numbers."""
    classes: dict[Status, MapClass] = {}
    if analysis.measure.per_1000 or (
        analysis.raster is not None and analysis.raster.missing is not None
    ):
        label = text.MISSING_LABEL.format(
            smallest=int(SMALLEST_DENOMINATOR),
            denominator=analysis.denominator_label,
        )
        classes[Status.MISSING] = MapClass("missing", label, MISSING_COLOUR, "hatch")
    if analysis.layer.sensitive:
        label = text.SUPPRESSED_LABEL.format(minimum=analysis.layer.privacy.minimum)
        classes[Status.SUPPRESSED] = MapClass("suppressed", label, SUPPRESSED_COLOUR, "dots")
        classes[Status.BETWEEN] = MapClass("between", text.BETWEEN_LABEL, BETWEEN_COLOUR, "cross")
    elif (analysis.status == Status.SUPPRESSED).any():
        label = WITHHELD
        classes[Status.SUPPRESSED] = MapClass("suppressed", label, SUPPRESSED_COLOUR, "dots")
    return classes


def _zero_label(analysis: Analysis, breaks: Breaks) -> str:
    """Return 0; of a density, what is too little to draw."""
    if analysis.raster is None or not breaks.upper:
        return text.ZERO_LABEL
    return text.BELOW_LABEL.format(bound=number(faintest(breaks.upper), breaks.decimals))


def _value_classes(analysis: Analysis, breaks: Breaks, palette: str) -> list[MapClass]:
    if not breaks.upper:
        return []
    lows = list(breaks.lows)
    if analysis.layer.sensitive and analysis.measure.id == "count":
        lows[0] = max(lows[0], float(analysis.layer.privacy.minimum))
    if analysis.raster is not None:
        lows[0] = faintest(breaks.upper)
    ramp = colours(palette, len(breaks))
    return [
        MapClass("value", text.between(low, upper, breaks.decimals), colour)
        for low, upper, colour in zip(lows, breaks.upper, ramp, strict=True)
    ]


def faintest(bounds: tuple[float, ...]) -> float:
    """Return the density below which nothing is drawn."""
    return bounds[-1] * _FAINTEST


def _cell_fill(
    analysis: Analysis, fill: NDArray[np.int16], classes: tuple[MapClass, ...]
) -> CellFill:
    """Return the cells to draw: those in a row, and those that took no part in a test."""
    assert analysis.cell_col is not None  # noqa: S101 - the caller has looked
    assert analysis.cell_row is not None  # noqa: S101
    col, row, count = analysis.cell_col, analysis.cell_row, analysis.counts
    if analysis.untested is not None and len(analysis.untested):
        missing = next(at for at, entry in enumerate(classes) if entry.kind == "missing")
        more_col, more_row = column_and_row(analysis.untested)
        col, row = np.append(col, more_col), np.append(row, more_row)
        fill = np.append(fill, np.full(len(more_col), missing, dtype=np.int16))
        count = np.append(count, np.zeros(len(more_col), dtype=np.int64))
    return CellFill(size_m=analysis.selection.cell_m, col=col, row=row, fill=fill, count=count)


def points_of(workspace: Workspace, analysis: Analysis) -> Points | None:
    """Return the incidents that an analysis counted; None if this role may not see them."""
    if not workspace.may_see_points(analysis.layer):
        return None
    return Points(*selected_places(workspace, analysis.selection))


def context_spec(workspace: Workspace, layer: LayerSpec) -> MapSpec:
    """Return what to draw for a layer of places, lines or zones.

    One about water is drawn in classes by place, as a flood is, and has no outlines.
    """
    assert layer.context is not None  # noqa: S101 - checked when the catalog was read
    spec, _ = workspace.context(layer.context)
    picture = picture_of_layer(workspace, spec.purpose)
    plain = MapSpec(
        title=layer.label,
        subtitle=str(spec.source.year or ""),
        classes=(),
        legend=Legend(
            layer.label,
            str(spec.source.year or ""),
            (
                *((spec.note,) if spec.note else ()),
                *((text.STREETS_NEAR_BY,) if spec.purpose == STREET else ()),
            ),
        ),
        attribution=spec.source.attribution,
        base=base_of(workspace, layer.context if picture is None else None),
        badge=text.SYNTHETIC_BADGE if spec.source.synthetic else None,
        unit=layer.noun_plural,
        layer=layer.id,
    )
    if picture is None:
        return plain
    return replace(
        plain,
        classes=picture.classes,
        legend=replace(
            plain.legend, title=picture.legend, notes=(*picture.notes, *plain.legend.notes)
        ),
        raster=picture.raster,
        raster_bounds=picture.bounds,
        registered=False,
    )


def overlay_of(finding: Finding) -> Overlay:
    """Return the outlines of a finding, numbered as in its table."""
    return Overlay(
        title=search_named(finding.search.method).label,
        notes=(chosen_of(finding),),
        shapes=tuple(
            Shape(ring=outline.ring, label=str(number), tip=outline.tip(finding.layer))
            for number, outline in enumerate(finding.outlines, 1)
        ),
    )


def _legend_of(analysis: Analysis, method: str, chosen: str) -> Legend:
    """Return the legend of an analysis of what was ``chosen``, drawn with a method of classes."""
    return Legend(
        title=with_capital(analysis.unit),
        subtitle=chosen,
        notes=(*drawn_notes(analysis.selection.drawn), *_notes(analysis, method)),
    )


def _notes(analysis: Analysis, method: str) -> list[str]:
    """Return what the measure says of its numbers, and what the map does with them."""
    notes = measure_named(analysis.measure.id).notes(analysis)
    without_weekday = analysis.parameters.get(WithoutWeekday)
    if without_weekday is not None and without_weekday.without_weekday:
        layer = analysis.layer
        notes.append(without_weekday.note(layer.noun, layer.noun_plural))
    if analysis.verdict is None:
        notes.append(text.OWN_BREAKS_NOTE if method == "own" else text.FIXED_BREAKS_NOTE)
    if analysis.small is not None and analysis.small.any():
        notes.append(
            text.SMALL_NOTE.format(
                denominator=analysis.denominator_label,
                small=number(SMALL_DENOMINATOR),
                thin=number(THIN_BELOW),
                whole=analysis.whole,
            )
        )
    if analysis.layer.counted_months > 1:
        notes.append(question_words.WHOLE_PERIODS[analysis.layer.counts_per])
    fetched = fetched_line(analysis.version.fetched)
    if fetched:
        notes.append(fetched)
    cells = analysis.parameters.get(Cells)
    if analysis.ledger.outside_mask and cells is not None:
        count = number(analysis.ledger.outside_mask)
        notes.append(text.OUTSIDE_MASK_NOTE.format(count=count, mask=cells.mask))
    notes += area_only_notes(analysis.ledger.area_only or 0, analysis.layer)
    return notes
