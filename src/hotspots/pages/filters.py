"""The filters of the map page: from widgets, which live in the link, to a Selection."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import compress
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from hotspots.access.permission import cell_sizes_of, default_level, levels_of
from hotspots.analysis.periods import (
    COMPARED_WITH,
    PRESETS,
    STEPS,
    Period,
    compared_with,
    moved,
    preset,
    whole_quarters,
)
from hotspots.analysis.question import (
    BANDWIDTH_RULES,
    FILTERS,
    KERNELS,
    MINIMUM_RATIO,
    MINIMUM_RATIOS,
    WHEN,
    WHERE,
    Selection,
    areas_selected,
    drawable_sizes,
)
from hotspots.analysis.registry import expectations_of, measures_of, opening_measure, searches_of
from hotspots.catalog.specs import FINEST, PARTS, WHOLE
from hotspots.dutch import as_text, number_in_short
from hotspots.exports import words as export_words
from hotspots.pages import search_words
from hotspots.pages import words as text
from hotspots.pages.controls import (
    choose_days,
    choose_one,
    choose_some,
    choose_tile,
    choose_tiles,
    fold,
    folded,
    put_in_link,
    say,
    say_old_link,
    values_in_link,
    within,
)
from hotspots.pages.filter_choices import (
    DRAWN,
    NO_SEARCH,
    SEARCH,
    choose_drawn,
    choose_search,
    forget_drawn,
    is_drawn_amiss,
)
from hotspots.pages.filter_choices import UNFOLDED as DRAWN_FIELDS_OPEN
from hotspots.pages.opened import note_refused
from hotspots.pages.page_map import UNFOLDED as CLASSES_OPEN
from hotspots.pages.page_map import choose_style
from hotspots.pages.panel import close_sheet
from hotspots.statistics.conditional import SIDES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hotspots.access.workspace import Workspace
    from hotspots.analysis.question import Filter, Search
    from hotspots.analysis.registry import Measure
    from hotspots.catalog.specs import LayerSpec, ThemeSpec
    from hotspots.geography.areas import Geography
    from hotspots.geography.drawn import DrawnArea
    from hotspots.maps.choropleth import MapStyle

#: Keys of the widgets, which are the names in the link.
THEME: Final = "thema"
LAYER: Final = "laag"
PRESET: Final = "periode"
DATES: Final = "dagen"
COMPARED: Final = "vergelijk"
COMPARED_DATES: Final = "vergelijk_dagen"
AREA: Final = "gebied"
LEVEL: Final = "niveau"
MEASURE: Final = "maat"
#: Names of the lines under which the other filters, and the searches, are folded.
MORE: Final = "meer_filters"
FURTHER: Final = "verder_zoeken"
#: What in a link unfolds a part of it.
_FOLDED_IN_IT: Final = (DRAWN_FIELDS_OPEN, FURTHER, SEARCH, CLASSES_OPEN)
#: Of the chips above the map, in the session.
ACTIVE: Final = "actief"
#: More are only counted.
_MOST_ON_A_CHIP: Final = 3
_ALL_OF_THEM: Final = ""
#: Of filters, before one unfolds the rest.
_MOST_IN_SIGHT: Final = 6
_BANDWIDTHS_M: Final = (150, 200, 300, 400, 600, 800, 1000)


@dataclass(frozen=True, slots=True)
class Choices:
    """What a user chose: the question, how to draw the answer, and what to look for besides."""

    selection: Selection
    style: MapStyle
    search: Search | None


def choose_layer(workspace: Workspace) -> tuple[ThemeSpec, LayerSpec | None]:
    """Let a user choose a theme and one of its layers; None where the theme has none."""
    themes = {theme.id: theme for theme in workspace.themes}
    start = workspace.catalog.gemeente.start
    first = next(
        (theme.id for theme in themes.values() if start in [layer.id for layer in theme.layers]),
        next(iter(themes)),
    )
    _note_hidden(workspace)
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


def _note_hidden(workspace: Workspace) -> None:
    """Write down that a link asks for a layer that this role may not see; it shows another."""
    seen = {layer.id for layer in workspace.catalog.layers}
    labels = st.query_params.get_all(LAYER)
    for layer in workspace.library.catalog.layers:
        if layer.label in labels and layer.id not in seen:
            note_refused(layer.id, {"page": "kaart"})


def choose(workspace: Workspace, layer: LayerSpec, covered: Period) -> Choices:
    """Let a user choose everything else about a layer that has counts.

    Six filters at most are in sight, and what a measure compares with; what is asked less often is
    folded away.
    """
    offered = st.container()
    level = _choose_level(layer)
    in_sight = st.container()
    _unfold_for_link(layer)
    more = fold(text.MORE_FILTERS, key=MORE)
    # What was drawn tells which measures there are, and stands below them.
    with within(more):
        others = st.container()
        drawn = choose_drawn(workspace, layer)
    # In a region the gemeenten take the place of the soorten, and a regio is clicked on the map.
    *far, near = ("", *layer.parts[:-2])
    soorten_fit = _in_sight_of(workspace, layer) < _MOST_IN_SIGHT
    with within(more), others:
        areas = choose_areas(workspace, layer, far)
    with in_sight:
        areas = choose_areas(workspace, layer, (near,), areas)
        measure = _choose_measure(workspace, layer, level, drawn)
        period = choose_period(layer, covered, moves=False)
        compare_period = choose_compared(period, covered) if measure.compares else None
        soorten = choose_soorten(layer) if soorten_fit else ()
    with within(more), others:
        soorten = soorten if soorten_fit else choose_soorten(layer)
        areas = choose_areas(workspace, layer, ("wijken",), areas)
        when = _choose_when(workspace, layer)
        denominator = _choose_denominator(workspace, layer, measure)
        expectation = _choose_expectation(workspace, layer, measure)
        where = Selection(layer.id, drawn=drawn, **areas)
        how = _choose_how(workspace, where, level, measure)
    with within(more):
        with folded(search_words.SEARCH, key=FURTHER, opened=SEARCH in st.query_params):
            search = choose_search(workspace, layer, covered)
        style = choose_style(workspace, layer)
    with offered:
        _offer_winter(layer, covered, (level, measure.id, period))
    selection = Selection(
        layer=layer.id,
        level=level,
        measure=measure.id,
        period=period,
        compare_period=compare_period,
        soorten=soorten,
        drawn=drawn,
        denominator=denominator,
        expectation=expectation,
        **areas,
        **when,
        **how,
    )
    return Choices(selection, style, search)


def _in_sight_of(workspace: Workspace, layer: LayerSpec) -> int:
    """Return how many filters of a layer are in sight without its soorten, whatever is chosen.

    What a user chooses does not move a widget: one in another box is not always in the link.
    """
    (theme,) = (one for one in workspace.themes if one.id == layer.theme)
    if_there = (len(theme.layers) > 1, len(_levels_offered(layer)) > 1, bool(layer.parts[:-2]))
    return len((THEME, MEASURE, PRESET)) + sum(if_there)


def _unfold_for_link(layer: LayerSpec) -> None:
    """Unfold what is folded where a link, or something that is wrong, asks for a part of it."""
    if MORE not in st.query_params and any(key in st.query_params for key in _FOLDED_IN_IT):
        st.session_state.setdefault(MORE, True)
    if is_drawn_amiss(layer):
        st.session_state[MORE] = True


def _choose_when(workspace: Workspace, layer: LayerSpec) -> dict[str, Any]:
    """Return days of the week and parts of the day, as fields; none is all of them."""
    if layer.sensitive:
        return {}
    return {
        one.field: _choose_of(one, dict(one.names(layer, workspace.geography)))
        for one in WHEN
        if one.key in layer.filters
    }


def _choose_of(one: Filter, names: dict[object, str]) -> tuple[object, ...]:
    """Return what is chosen of a filter with a few choices; its short names, where it has them."""
    shown = dict(zip(names, one.short or names.values(), strict=True))
    return choose_tiles(
        one.label,
        tuple(names),
        key=one.key_of_widget,
        name=lambda choice: shown[choice],
        help=one.widget_help,
    )


def _choose_how(
    workspace: Workspace, selection: Selection, level: str, measure: Measure
) -> dict[str, Any]:
    """Return what only some measures ask: cells, steps of time, and how wide to smooth."""
    layer = workspace.layer(selection.layer)
    if measure.surface:
        return _choose_smoothing(layer, measure)
    how: dict[str, Any] = {}
    if level == "cells":
        sizes = cell_sizes_of(layer)
        drawable = drawable_sizes(sizes, workspace.geography, selection)
        how["cell_m"] = choose_one(
            text.CELL,
            drawable,
            key="cel",
            name=lambda size: f"{size} m",
            default=layer.style.cell_m,
        )
        if drawable != sizes:
            say(text.TOO_MANY_CELLS.format(size=drawable[0]))
    if measure.id == "gi_star":
        how["minimum_ratio"] = choose_one(
            text.MINIMUM_RATIO,
            MINIMUM_RATIOS,
            key="minimum",
            name=lambda ratio: (
                text.MINIMUM_RATIOS.format(ratio=number_in_short(ratio))
                if ratio > 1.0
                else text.ANY_RATIO
            ),
            default=MINIMUM_RATIO,
            help=text.MINIMUM_RATIO_HELP,
        )
    if measure.sided:
        how["side"] = choose_one(
            text.SIDE,
            SIDES,
            key="kant",
            name=lambda side: text.SIDES[side],
            help=text.SIDE_HELP,
        )
    if measure.in_steps:
        how["step"] = choose_one(
            text.STEP, tuple(STEPS), key="stap", name=lambda step: text.STEPS[step]
        )
    return how


def _choose_smoothing(layer: LayerSpec, measure: Measure) -> dict[str, object]:
    rules = tuple(
        rule for rule in BANDWIDTH_RULES if rule != "adaptive" or not measure.needs_denominator
    )
    how: dict[str, Any] = {
        "bandwidth_rule": choose_one(
            text.SMOOTHING, rules, key="afvlakken", name=lambda rule: text.BANDWIDTH_RULES[rule]
        )
    }
    if how["bandwidth_rule"] != "automatic":
        how["bandwidth_m"] = choose_one(
            text.BANDWIDTH,
            tuple(sorted({*_BANDWIDTHS_M, layer.style.bandwidth_m})),
            key="straal",
            name=lambda size: f"{size} m",
            default=layer.style.bandwidth_m,
        )
    how["kernel"] = choose_one(
        text.KERNEL, KERNELS, key="kern", name=lambda kernel: text.KERNELS[kernel]
    )
    return how


def show_active(workspace: Workspace, layer: LayerSpec, choices: Choices) -> None:
    """Show the filters that let a part through, each to be taken away by one click."""
    active = {
        one.key_of_widget: _in_short(one, choices.selection, layer, workspace)
        for one in FILTERS
        if one.key and one.chosen(choices.selection)
    }
    if choices.selection.drawn is not None:
        active[DRAWN] = text.DRAWN_FIELDS
    if choices.search is not None:
        active[SEARCH] = next(
            kind.label for kind in searches_of(layer) if kind.id == choices.search.method
        )
    if not active:
        return
    if len(active) > 1:
        active[_ALL_OF_THEM] = text.CLEAR
    st.pills(
        text.ACTIVE,
        tuple(active),
        key=ACTIVE,
        format_func=lambda key: f"{as_text(active[key])} ✕",
        label_visibility="collapsed",
        on_change=_take_away,
        args=(tuple(active),),
    )


def _in_short(one: Filter, selection: Selection, layer: LayerSpec, workspace: Workspace) -> str:
    """Return what a filter lets through, as it fits on a chip."""
    names = one.names(layer, workspace.geography)
    shown = dict(zip(names, one.short or names.values(), strict=True))
    chosen = [shown[choice] for choice in one.chosen(selection)]
    if len(chosen) > _MOST_ON_A_CHIP:
        return f"{one.label}: {len(chosen)}"
    return ", ".join(chosen)


def _take_away(active: tuple[str, ...]) -> None:
    """Set the filter of the chip that was clicked to what it starts with, or all of them.

    A deleted value would come back from the link.
    """
    clicked = st.session_state[ACTIVE]
    st.session_state[ACTIVE] = None
    if clicked is None:
        return
    for key in active if clicked == _ALL_OF_THEM else (clicked,):
        if key == DRAWN:
            forget_drawn()
        elif key == SEARCH:
            st.session_state[SEARCH] = NO_SEARCH
        elif key != _ALL_OF_THEM:
            st.session_state[key] = []


def _offer_winter(layer: LayerSpec, covered: Period, shown: tuple[str, str, Period | None]) -> None:
    """Offer in one go what is asked most in autumn: where it was busy in the last whole winter.

    Not where it is shown, by its level, measure and period.
    """
    last = preset("winter", covered)
    if (last.first.month, last.first.day, last.last.month) != (12, 1, 2):
        return
    winter = {LEVEL: "cells", MEASURE: "gi_star", PRESET: "winter"}
    if shown == (winter[LEVEL], winter[MEASURE], last):
        return
    of_cells = any("cells" in one.levels for one in measures_of(layer) if one.id == winter[MEASURE])
    if of_cells and "cells" in levels_of(layer):
        st.button(text.WINTER, on_click=_ask, args=(winter,), type="tertiary")


def _ask(widgets: Mapping[str, str | list[str]]) -> None:
    """Choose several filters at once, also in the link, before the page runs again."""
    for key, value in widgets.items():
        st.session_state[key] = value
    close_sheet()


def go_down(geography: Geography, code: str, level: str, finer: str) -> None:
    """Ask for the areas of a finer level within one area, before the page runs again."""
    one = next(one for one in WHERE if one.field == level)
    areas = geography.level(level)
    # The filter may be folded away, and then it is not made yet.
    put_in_link(one.key_of_widget, [areas.names[areas.codes.index(code)]])
    _ask({one.key_of_widget: [code], LEVEL: finer})


def _levels_offered(layer: LayerSpec) -> tuple[str, ...]:
    return tuple(level for level in levels_of(layer) if level != WHOLE) or levels_of(layer)


def _choose_level(layer: LayerSpec) -> str:
    levels = _levels_offered(layer)
    level = levels[0]
    if len(levels) > 1:
        level = choose_tile(
            text.LEVEL,
            levels,
            key=LEVEL,
            name=lambda name: export_words.LEVELS[name],
            default=default_level(layer),
        )
    return level


def _choose_measure(
    workspace: Workspace, layer: LayerSpec, level: str, drawn: DrawnArea | None
) -> Measure:
    measures = {
        measure.id: measure
        for measure in measures_of(layer)
        if level in measure.levels_in(workspace.geography)
    }
    if drawn is not None and level in PARTS:
        measures = {
            name: one
            for name, one in measures.items()
            if not (one.needs_denominator or one.expects)
        }
    chosen = opening_measure(measures.values()).id
    if len(measures) > 1:
        chosen = choose_one(
            text.MEASURE,
            tuple(measures),
            key=MEASURE,
            name=lambda name: measures[name].label,
            default=chosen,
        )
    of_neighbours = [one for one in measures_of(layer) if one.of_neighbours]
    if level in PARTS and any(
        level not in one.levels_in(workspace.geography) for one in of_neighbours
    ):
        noun = next(one.noun for one in WHERE if one.field == level)
        say(text.NO_TESTS_PER_AREA.format(one=noun))
    if drawn is not None and level != "cells":
        say(text.NO_RATES_NOTE)
    return measures[chosen]


def _choose_denominator(workspace: Workspace, layer: LayerSpec, measure: Measure) -> str | None:
    """Return what a measure divides by; None where it divides by nothing."""
    if not measure.needs_denominator:
        return None
    if len(layer.denominators) == 1:
        return layer.denominators[0]
    return choose_one(
        text.DENOMINATOR if measure.per_1000 else text.EXPECTED_BY,
        layer.denominators,
        key="noemer",
        name=lambda name: workspace.geography.denominator(name).label,
    )


def _choose_expectation(workspace: Workspace, layer: LayerSpec, measure: Measure) -> str | None:
    """Return what a test compares places with; None where it is no such test."""
    if not measure.expects:
        return None
    possible = {entry.id: entry.label for entry in expectations_of(workspace, layer)}
    if len(possible) <= 1:
        return next(iter(possible), None)
    return choose_one(
        text.EXPECTED_BY,
        tuple(possible),
        key="verwachting",
        name=lambda name: possible[name],
        help=text.EXPECTED_BY_HELP,
    )


def choose_soorten(layer: LayerSpec) -> tuple[str, ...]:
    """Return the chosen soorten; none is all of them."""
    if not layer.soorten or "soort" not in layer.filters:
        return ()
    return choose_some(
        text.SOORT, tuple(layer.soorten), key="soort", name=lambda name: layer.soorten[name]
    )


def choose_period(layer: LayerSpec, covered: Period, *, moves: bool = True) -> Period:
    """Let a user choose a preset or days of their own; whole quarters for a sensitive layer.

    With ``moves`` two buttons go a period back or on; a page with a bar of time has those there.
    """
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
    period = _choose_dates(covered) if chosen == "own" else preset(chosen, covered)
    if layer.sensitive:
        period = whole_quarters(period)
    if moves:
        _offer_moves(period, covered)
    return period


def _offer_moves(period: Period, covered: Period) -> None:
    with st.container(horizontal=True):
        st.button(
            f"‹ {text.EARLIER}",
            on_click=_move,
            args=(period, covered, -1),
            width="stretch",
            disabled=period.first <= covered.first,
        )
        st.button(
            f"{text.LATER} ›",
            on_click=_move,
            args=(period, covered, 1),
            width="stretch",
            disabled=period.last >= covered.last,
        )


def choose_compared(period: Period, covered: Period, *, own: bool = False) -> Period | None:
    """Return what a change is measured from; None leaves it to the analysis.

    The same days a year earlier stand first, also where the layer does not reach back to them:
    what lies right before a period is another season, and only compared with if someone says so.
    With ``own`` a user can also choose days of their own.
    """
    candidates = {name: compared_with(name, period, covered) for name in COMPARED_WITH}
    reached = [name for name in candidates if candidates[name] is not None]
    possible = ["year", *(name for name in reached if name != "year")]
    if own:
        possible.append("own")
    if possible == ["year"] and not reached:
        return None
    names = {**text.COMPARED_WITH, "own": text.OWN_PERIOD}
    chosen = choose_one(text.COMPARED, possible, key=COMPARED, name=lambda name: names[name])
    if chosen == "own":
        before = moved(period, -1).intersection(covered) or period
        return _choose_dates(covered, key=COMPARED_DATES, default=before)
    return candidates[chosen]


def _choose_dates(covered: Period, *, key: str = DATES, default: Period | None = None) -> Period:
    default = default or preset("last_12_months", covered)
    written = values_in_link(key)
    if written and not dates_in_link(written * 2 if len(written) == 1 else written, covered):
        say_old_link(" – ".join(written), text.FROM_TO)
    chosen = choose_days(text.FROM_TO, (default.first, default.last), covered, key=key)
    # Streamlit writes a day that is first and last in the link once. So one day is that day, also
    # as long as the other is still to be picked; a link may hold them the wrong way.
    match chosen:
        case (date() as only,):
            return Period(only, only)
        case (date() as first, date() as last) if first <= last:
            return Period(first, last)
        case _:
            return default


def dates_in_link(written: list[str], covered: Period) -> bool:
    """Whether a link holds two days, in order, on which the layer has rows.

    Examples
    --------
    >>> dates_in_link(["2017-02-01", "2017-02-31"], Period(date(2017, 1, 1), date(2017, 12, 31)))
    False
    """
    try:
        first, last = (date.fromisoformat(day) for day in written)
    except ValueError:
        return False
    return covered.first <= first <= last <= covered.last


def _move(period: Period, covered: Period, steps: int) -> None:
    """Show the period before or after this one, as long as it."""
    shown = moved(period, steps).intersection(covered)
    if shown is None:
        return
    take_period(shown)


def take_period(period: Period) -> None:
    """Choose days, also in the link, before the page runs again; called from a callback.

    Streamlit writes what a widget is given in the link only if it was there before. The field of
    days comes with the choice for it: they go along with that, as one step back in the browser.
    """
    if st.session_state.get(PRESET) != "own":
        put_in_link(DATES, [period.first.isoformat(), period.last.isoformat()])
    st.session_state[PRESET] = "own"
    st.session_state[DATES] = (period.first, period.last)


def choose_areas(
    workspace: Workspace,
    layer: LayerSpec,
    levels: Sequence[str],
    wider: Mapping[str, tuple[str, ...]] | None = None,
) -> dict[str, Any]:
    """Return the areas that a user chooses of some levels, as fields of a selection; none is all.

    Of a finer level those are on offer that lie in what was chosen of the wider ones.
    """
    chosen: dict[str, Any] = dict(wider or {})
    for one in WHERE:
        if one.field not in levels or not _is_filtered_by(one, layer):
            continue
        areas = workspace.geography.level(one.field)
        inside = areas_selected(workspace.geography, one.field, Selection(layer.id, **chosen))
        names = dict(compress(zip(areas.codes, areas.names, strict=True), inside))
        chosen[one.field] = choose_some(
            one.label, tuple(names), key=one.key_of_widget, name=names.__getitem__
        )
    return chosen


def _is_filtered_by(one: Filter, layer: LayerSpec) -> bool:
    """Whether a layer has a filter on areas of a level."""
    finest = FINEST.index(layer.privacy.finest)
    return FINEST.index(one.field) <= finest and one.key in ("", *layer.filters)
