"""The filters of the map page: from widgets, which live in the link, to a Selection."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import streamlit as st

from hotspots.access.permission import cell_sizes_of, levels_of
from hotspots.analysis.measures import measures_of
from hotspots.analysis.periods import PRESETS, Period, preset, whole_quarters
from hotspots.analysis.selection import Selection, default_level
from hotspots.cartography.breaks import METHODS
from hotspots.cartography.choropleth import MapStyle
from hotspots.errors import SelectionError
from hotspots.text import pages as text
from hotspots.ui.controls import choose_one, choose_some, choose_tile

if TYPE_CHECKING:
    from datetime import date

    from hotspots.access.workspace import Workspace
    from hotspots.analysis.measures import Measure
    from hotspots.catalog.specs import LayerSpec, ThemeSpec

#: Keys of the widgets, which are the names in the link.
THEME: Final = "thema"
LAYER: Final = "laag"
PRESET: Final = "periode"
DATES: Final = "dagen"
AREA: Final = "gebied"
OWN_BREAKS: Final = "grenzen"
METHOD: Final = "indeling"
#: All filters that "Filters wissen" takes away.
CLEARED: Final = ("soort", "wijk", "dagdeel", "weekdag", PRESET, DATES)

_BANDWIDTHS_M: Final = (150, 200, 300, 400, 600, 800, 1000)


@dataclass(frozen=True, slots=True)
class Choices:
    """What a user chose: the question, and how to draw the answer."""

    selection: Selection
    style: MapStyle


def choose_layer(workspace: Workspace) -> tuple[ThemeSpec, LayerSpec | None]:
    """Let a user choose a theme and one of its layers; None where the theme has none."""
    themes = {theme.id: theme for theme in workspace.themes}
    start = workspace.catalog.gemeente.start
    first = next(
        (theme.id for theme in themes.values() if start in [layer.id for layer in theme.layers]),
        next(iter(themes)),
    )
    theme = themes[
        choose_one(
            text.THEME,
            tuple(themes),
            key=THEME,
            name=lambda name: themes[name].label,
            default=first,
        )
    ]
    layers = {layer.id: layer for layer in theme.layers}
    if not layers:
        return theme, None
    opened = start if start in layers else next(iter(layers))
    if len(layers) > 1:
        opened = choose_one(
            text.LAYER,
            tuple(layers),
            key=LAYER,
            name=lambda name: layers[name].label,
            default=opened,
        )
    return theme, layers[opened]


def choose(workspace: Workspace, layer: LayerSpec, covered: Period) -> Choices:
    """Let a user choose everything else about a layer that has counts."""
    level = _choose_level(layer)
    measure, denominator = _choose_measure(workspace, layer, level)
    cell_m, bandwidth_m = 0, 0
    if level == "cells" and measure.id != "density":
        cell_m = choose_one(
            text.CELL,
            cell_sizes_of(layer),
            key="cel",
            name=lambda size: f"{size} m",
            default=layer.style.cell_m,
        )
    if measure.id == "density":
        bandwidth_m = choose_one(
            text.BANDWIDTH,
            tuple(sorted({*_BANDWIDTHS_M, layer.style.bandwidth_m})),
            key="straal",
            name=lambda size: f"{size} m",
            default=layer.style.bandwidth_m,
        )
    period = _choose_period(layer, covered)
    soorten: tuple[str, ...] = ()
    day_parts: tuple[str, ...] = ()
    weekdays: tuple[int, ...] = ()
    if layer.soorten and "soort" in layer.filters:
        soorten = choose_some(
            text.SOORT, tuple(layer.soorten), key="soort", name=lambda name: layer.soorten[name]
        )
    wijken = _choose_wijken(workspace, layer)
    if "weekday" in layer.filters and not layer.sensitive:
        weekdays = choose_some(
            text.WEEKDAY, tuple(range(7)), key="weekdag", name=lambda day: text.WEEKDAYS[day]
        )
    if "day_part" in layer.filters and not layer.sensitive:
        day_parts = choose_some(
            text.DAY_PART,
            tuple(text.DAY_PARTS),
            key="dagdeel",
            name=lambda part: text.DAY_PARTS[part],
            help=text.DAY_PART_HELP,
        )
    st.button(text.CLEAR, on_click=_clear, width="stretch")
    style = _choose_style(workspace, layer)
    selection = Selection(
        layer=layer.id,
        level=level,
        measure=measure.id,
        period=period,
        soorten=soorten,
        wijken=wijken,
        day_parts=day_parts,
        weekdays=weekdays,
        denominator=denominator,
        cell_m=cell_m,
        bandwidth_m=bandwidth_m,
    )
    return Choices(selection, style)


def _clear() -> None:
    for key in CLEARED:
        if key in st.session_state:
            del st.session_state[key]


def _choose_level(layer: LayerSpec) -> str:
    levels = tuple(level for level in levels_of(layer) if level != "gemeente") or levels_of(layer)
    level = levels[0]
    if len(levels) > 1:
        level = choose_tile(
            text.LEVEL,
            levels,
            key="niveau",
            name=lambda name: text.LEVELS[name],
            default=default_level(layer),
        )
    return level


def _choose_measure(
    workspace: Workspace, layer: LayerSpec, level: str
) -> tuple[Measure, str | None]:
    measures = {measure.id: measure for measure in measures_of(layer) if level in measure.levels}
    chosen = next(iter(measures))
    if len(measures) > 1:
        chosen = choose_tile(
            text.MEASURE, tuple(measures), key="maat", name=lambda name: measures[name].label
        )
    measure = measures[chosen]
    if not measure.needs_denominator:
        return measure, None
    denominator = layer.denominators[0]
    if len(layer.denominators) > 1:
        denominator = choose_one(
            text.DENOMINATOR,
            layer.denominators,
            key="noemer",
            name=lambda name: workspace.geography.denominator(name).label,
        )
    return measure, denominator


def _choose_period(layer: LayerSpec, covered: Period) -> Period:
    presets = tuple(name for name in PRESETS if name in text.PRESETS)
    names = {**text.PRESETS, "own": text.OWN_PERIOD}
    order = (*(name for name in text.PRESETS if name in presets), "own")
    chosen = choose_one(
        text.PERIOD,
        order,
        key=PRESET,
        name=lambda name: names[name],
        help=text.QUARTER_HELP if layer.sensitive else None,
    )
    period = _choose_dates(covered, layer) if chosen == "own" else preset(chosen, covered)
    if layer.sensitive:
        period = whole_quarters(period)
    earlier, later = st.columns(2)
    with earlier:
        st.button(
            f"‹ {text.EARLIER}",
            on_click=_move,
            args=(period, covered, -1),
            width="stretch",
            disabled=period.first <= covered.first,
        )
    with later:
        st.button(
            f"{text.LATER} ›",
            on_click=_move,
            args=(period, covered, 1),
            width="stretch",
            disabled=period.last >= covered.last,
        )
    return period


def _choose_dates(covered: Period, layer: LayerSpec) -> Period:
    default = preset("last_12_months", covered)
    chosen: tuple[date, ...] = st.date_input(
        text.FROM_TO,
        value=(default.first, default.last),
        min_value=covered.first,
        max_value=covered.last,
        format="DD-MM-YYYY",
        key=DATES,
        bind="query-params",
    )
    del layer
    if len(chosen) != 2:  # noqa: PLR2004 - a user who picked one day has still to pick the other
        return default
    return Period(*chosen)


def _move(period: Period, covered: Period, steps: int) -> None:
    """Show the period before or after this one, as long as it."""
    moved = moved_period(period, steps).intersection(covered)
    if moved is None:
        return
    st.session_state[PRESET] = "own"
    st.session_state[DATES] = (moved.first, moved.last)


def moved_period(period: Period, steps: int) -> Period:
    """Return the period of the same length next to a period; whole months stay whole months.

    Examples
    --------
    >>> from datetime import date
    >>> moved_period(Period(date(2017, 2, 1), date(2017, 2, 28)), -1)
    Period(first=datetime.date(2017, 1, 1), last=datetime.date(2017, 1, 31))
    """
    after = period.last + timedelta(days=1)
    if period.first.day == after.day == 1:
        months = (after.year - period.first.year) * 12 + after.month - period.first.month
        first = _add_months(period.first, months * steps)
        return Period(first, _add_months(first, months) - timedelta(days=1))
    shift = timedelta(days=period.days * steps)
    return Period(period.first + shift, period.last + shift)


def _add_months(day: date, months: int) -> date:
    number = day.year * 12 + day.month - 1 + months
    return day.replace(year=number // 12, month=number % 12 + 1)


def _choose_wijken(workspace: Workspace, layer: LayerSpec) -> tuple[str, ...]:
    if "wijk" not in layer.filters:
        return ()
    names = dict(
        zip(workspace.geography.wijken.codes, workspace.geography.wijken.names, strict=True)
    )
    return choose_some(text.WIJK, tuple(names), key="wijk", name=lambda code: names[code])


def _choose_style(workspace: Workspace, layer: LayerSpec) -> MapStyle:
    points = False
    if workspace.may_see_points(layer):
        points = st.toggle(text.POINTS, key="punten", help=text.POINTS_HELP, bind="query-params")
    with st.expander(text.CLASS_SETTINGS):
        method = choose_one(text.METHOD, METHODS, key=METHOD, name=lambda name: text.METHODS[name])
        own: tuple[float, ...] = ()
        classes = 5
        if method == "own":
            own = parse_breaks(
                st.text_input(
                    text.OWN_BREAKS,
                    key=OWN_BREAKS,
                    help=text.OWN_BREAKS_HELP,
                    bind="query-params",
                    placeholder="2; 5; 10; 20",
                )
            )
            if not own:
                method = "pretty"
        else:
            classes = choose_one(text.CLASSES, (3, 4, 5, 6, 7), key="klassen", name=str, default=5)
    return MapStyle(method=method, classes=classes, own_breaks=own, points=points)


def parse_breaks(written: str) -> tuple[float, ...]:
    """Return the bounds a user wrote, with decimal commas, between semicolons.

    Raises
    ------
    SelectionError
        If something between the semicolons is no number.

    Examples
    --------
    >>> parse_breaks("2; 5,5; 10")
    (2.0, 5.5, 10.0)
    """
    parts = [part.strip() for part in written.split(";") if part.strip()]
    try:
        return tuple(float(part.replace(",", ".")) for part in parts)
    except ValueError as error:
        raise SelectionError(
            "Uw eigen klassengrenzen zijn geen getallen.",
            f"Gevonden: {written}.",
            "Schrijf bijvoorbeeld: 2; 5; 10; 20",
        ) from error
