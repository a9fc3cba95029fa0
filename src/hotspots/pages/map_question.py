"""What the map of a page may ask by itself, and how that becomes the selection of the page.

The page hands its map the question that it answered. The map asks the same with another level or
period at an address (`hotspots.app.map_answers`), draws what comes back, and only then tells the
page, which puts it in its filters and with that in its link.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Final

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from hotspots.access.permission import cell_sizes_of, levels_of
from hotspots.analysis.periods import compared_with, covered_days, whole_quarters
from hotspots.analysis.places_in_time import can_follow, days_known
from hotspots.analysis.question import Selection, drawable_sizes, selection_from
from hotspots.analysis.registry import measure_named
from hotspots.catalog.specs import PARTS, WHOLE
from hotspots.errors import SelectionError
from hotspots.exports.words import LEVELS
from hotspots.maps.choropleth import MapStyle
from hotspots.maps.classes import METHODS, MOST_CLASSES
from hotspots.maps.live.payload import TIPS_AT_ONCE, Followed, time_payload
from hotspots.maps.live.routes import ANSWERS_ROUTE, COUNTS_ROUTE, TIPS_ROUTE
from hotspots.maps.live.words import TIME_BAR
from hotspots.pages import cached
from hotspots.pages import words as text
from hotspots.pages.filters import COMPARED, LEVEL, take_period

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hotspots.access.cache import Key
    from hotspots.access.workspace import Workspace
    from hotspots.analysis.answer import Analysis
    from hotspots.analysis.periods import Period
    from hotspots.catalog.specs import LayerSpec
    from hotspots.maps.spec import MapSpec
    from hotspots.pages.page_map import QueryClick

#: What the address of a question has, by name.
SESSION: Final = "sessie"
QUESTION: Final = "vraag"
STYLE: Final = "stijl"
COMPARING: Final = "vergelijk"
STEP: Final = "stap"
FROM_AREA: Final = "vanaf"
#: In the session: the last that the map told, and what it may tell.
_HEARD: Final = "kaart_gehoord"
_OFFERED: Final = "kaart_biedt"
_START: Final = Selection("").to_dict()
_PLAIN_STYLE: Final = MapStyle()


@dataclass(frozen=True, slots=True)
class MapQuestion:
    """What is asked of a map, and how it is drawn."""

    selection: Selection
    style: MapStyle


@dataclass(frozen=True, slots=True)
class _Offered:
    """Levels that the map may be asked at, and the days that it may be of."""

    levels: tuple[str, ...]
    covered: Period


def asks_of(
    workspace: Workspace, key: Key, question: MapQuestion, analysis: Analysis, spec: MapSpec
) -> dict[str, object]:
    """Return what the map of this page may ask by itself, and what its bar of time shows.

    Parameters
    ----------
    question
        As the page asked it: what the map asks differs from it in level or period.
    analysis, spec
        What the page draws as the answer.
    """
    selection, layer = question.selection, analysis.layer
    levels, covered = _levels(workspace, analysis), covered_days(workspace, layer)
    st.session_state[_OFFERED] = _Offered(levels, covered)
    context = get_script_run_ctx()
    followed = followed_by(workspace, analysis, spec)
    return {
        "answers": ANSWERS_ROUTE,
        "counts": COUNTS_ROUTE,
        "tips": TIPS_ROUTE,
        "session": context.session_id if context is not None else "",
        "question": {
            name: value for name, value in selection.to_dict().items() if value != _START.get(name)
        },
        "style": _style_sent(question.style),
        "compared": st.session_state.get(COMPARED) if analysis.measure.compares else None,
        "heard": st.session_state.get(_HEARD, 0),
        "levels": [
            {
                "id": level,
                "label": LEVELS[level],
                "cell_m": _cell_m(workspace, selection, analysis.layer, level),
            }
            for level in levels
        ],
        "level": analysis.selection.level,
        "level_label": text.LEVEL,
        "time": time_payload(
            cached.timeline_of(workspace, key, selection),
            covered=covered,
            shown=analysis.period,
            layer=layer,
            finer=can_follow(workspace, layer, "count") and days_known(workspace, layer),
            followed=followed,
        ),
        "text": TIME_BAR,
    }


def followed_by(workspace: Workspace, analysis: Analysis, spec: MapSpec) -> Followed | None:
    """Return how a map is coloured while its period is dragged; None if it follows afterwards."""
    if not can_follow(workspace, analysis.layer, analysis.measure.id):
        return None
    return Followed(spec.bounds, analysis.measure.decimals)


def _levels(workspace: Workspace, analysis: Analysis) -> tuple[str, ...]:
    """Return the levels at which the same can be asked, coarse to fine; none where that is one."""
    measure = analysis.measure
    in_part = analysis.selection.drawn is not None and (
        measure.needs_denominator or measure.expects
    )
    levels = tuple(
        level
        for level in levels_of(analysis.layer)
        if level != WHOLE
        and level in measure.levels_in(workspace.geography)
        and not (in_part and level in PARTS)
    )
    return levels if len(levels) > 1 and analysis.selection.level in levels else ()


def _cell_m(workspace: Workspace, selection: Selection, layer: LayerSpec, level: str) -> int:
    """Return the size of cells that the page asks at a level."""
    if level != "cells":
        return 0
    if selection.level == "cells":
        return selection.cell_m
    sizes = drawable_sizes(cell_sizes_of(layer), workspace.geography, selection)
    return layer.style.cell_m if layer.style.cell_m in sizes else sizes[0]


def _style_sent(style: MapStyle) -> dict[str, object]:
    return {
        field.name: value
        for field in fields(MapStyle)
        if (value := getattr(style, field.name)) != getattr(_PLAIN_STYLE, field.name)
    }


def question_from(query: Mapping[str, str], workspace: Workspace) -> MapQuestion:
    """Return the question that stands in an address: anyone can have written it.

    Raises
    ------
    SelectionError
        If it is not what the map of a page asks.
    AccessError
        If its layer is not for this role.
    """
    selection = selection_from(_read(query.get(QUESTION, "")))
    style = _style_from(_read(query.get(STYLE, "") or "{}"))
    layer = workspace.layer(selection.layer)
    period = selection.period
    if period is None or layer.kind == "context":
        raise _unreadable()
    if layer.sensitive:
        selection = replace(selection, period=(period := whole_quarters(period)))
    if selection.level == "cells" and (selection.cell_m or layer.style.cell_m) < min(
        drawable_sizes(cell_sizes_of(layer), workspace.geography, selection), default=0
    ):
        raise _unreadable()
    if measure_named(selection.measure).compares and query.get(COMPARING):
        earlier = compared_with(query[COMPARING], period, covered_days(workspace, layer))
        selection = replace(selection, compare_period=earlier)
    return MapQuestion(selection, style)


def subject_of(query: Mapping[str, str]) -> tuple[str, dict[str, object]]:
    """Return the layer and the selection of a question that can be read, for the audit."""
    selection = selection_from(_read(query.get(QUESTION, "")))
    return selection.layer, selection.to_dict()


def first_area(query: Mapping[str, str], areas: int) -> int:
    """Return the position of the first of the areas that an address asks what they say of.

    Raises
    ------
    SelectionError
        If it is not one that a map asks.
    """
    written = query.get(FROM_AREA, "")
    first = int(written) if re.fullmatch("[0-9]{1,9}", written) else -1
    if not 0 <= first < areas or first % TIPS_AT_ONCE:
        raise _unreadable()
    return first


def _style_from(sent: Mapping[str, object]) -> MapStyle:
    match {"method": METHODS[0], "classes": 5, "own_breaks": [], "points": False, **sent}:
        case {
            "method": str(method),
            "classes": int(classes),
            "own_breaks": list(bounds),
            "points": bool(points),
            **more,
        } if not more and method in METHODS and len(bounds) <= MOST_CLASSES:
            if all(isinstance(bound, int | float) for bound in bounds) and classes > 1:
                own = tuple(float(bound) for bound in bounds if abs(bound) < _LARGEST_BOUND)
                return MapStyle(method=method, classes=classes, own_breaks=own, points=points)
    raise _unreadable()


_LARGEST_BOUND: Final = 1e9


def _read(written: str) -> dict[str, object]:
    """Return an object of JSON in which each name stands once."""
    try:
        read = json.loads(written, object_pairs_hook=_each_once, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise _unreadable() from error
    if not isinstance(read, dict):
        raise _unreadable()
    return read


def _each_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    read = dict(pairs)
    if len(read) != len(pairs):
        raise ValueError
    return read


def _no_constant(name: str) -> object:
    """Refuse what Python reads and JSON does not have: NaN and Infinity."""
    raise ValueError(name)


def _unreadable() -> SelectionError:
    return SelectionError(text.UNREADABLE_QUESTION, "", text.UNREADABLE_QUESTION_DO)


def take_query(click: QueryClick) -> None:
    """Put what the map asked by itself in the filters, before the page runs again.

    What the page did not offer its map is not taken: a browser can send anything.
    """
    st.session_state[_HEARD] = click.turn
    offered: _Offered | None = st.session_state.get(_OFFERED)
    if offered is None:
        return
    if click.level in offered.levels:
        st.session_state[LEVEL] = click.level
    shown = click.period and click.period.intersection(offered.covered)
    if shown is not None:
        take_period(shown)
