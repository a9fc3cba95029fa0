"""Two periods, or two areas of a level: sentences, then maps with the same classes, then a table.

The maps of two periods are drawn beside each other, or as one map of what they differ by.
"""

from __future__ import annotations

import math
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
import streamlit as st

from hotspots import dutch as numbers
from hotspots.access.cache import key_of
from hotspots.access.permission import default_level, levels_of
from hotspots.analysis.periods import beside, whole_quarters
from hotspots.analysis.question import Selection, finest_areas
from hotspots.analysis.question_words import compared_words
from hotspots.catalog.specs import PARTS, WHOLE
from hotspots.dutch import as_text, day, with_capital
from hotspots.errors import SelectionError
from hotspots.exports import words as export_words
from hotspots.geography.names import area_names
from hotspots.maps import words as map_text
from hotspots.maps.choropleth import MapStyle
from hotspots.maps.degrees import in_sight
from hotspots.maps.live.component import live_map
from hotspots.pages import cached
from hotspots.pages import words as pages
from hotspots.pages.controls import choose_one, choose_tile
from hotspots.pages.download import offer_map, offer_table
from hotspots.pages.filters import (
    AREA,
    choose_areas,
    choose_compared,
    choose_period,
    choose_soorten,
)
from hotspots.pages.opened import note_looking
from hotspots.pages.page_map import (
    AreaClick,
    choose_style,
    clicked_on,
    legend_html,
    map_data,
    parse_breaks,
    written_breaks,
)
from hotspots.pages.paging import choose_rows
from hotspots.pages.panel import panel
from hotspots.pages.problems import show_problem
from hotspots.vergelijken import words as text
from hotspots.vergelijken.compared import compared_areas, compared_periods
from hotspots.vergelijken.maps import compared_specs, difference_spec
from hotspots.vergelijken.sheet import difference_in_words, in_words, sheet_of_compared
from hotspots.vergelijken.words import (
    area_sentences,
    limit,
    noun_of,
    period_sentences,
    plain,
    spread,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hotspots.access.workspace import Version, Workspace
    from hotspots.analysis.answer import Analysis
    from hotspots.analysis.periods import Period
    from hotspots.catalog.specs import LayerSpec
    from hotspots.maps.spec import MapSpec
    from hotspots.vergelijken.compared import Compared, ComparedAreas


#: With the sentences above them, two maps fit in the first screen.
_BESIDE_PX: Final = 460
_ALONE_PX: Final = 560
#: A longer table is shown a page at a time.
_MOST_ROWS: Final = 1_000
#: metres; what is at least in sight.
_LEAST_M: Final = 800.0


def draw_two(
    workspace: Workspace,
    specs: tuple[MapSpec, MapSpec],
    names: tuple[str, str],
    *,
    key: str,
    focus: tuple[str, str] | None = None,
) -> None:
    """Draw two maps beside each other that move together; on a phone below each other.

    Parameters
    ----------
    names
        What each is of, as Markdown.
    focus
        Codes of the areas that each looks at; without them both look at the same place.
    """
    columns = st.columns(2, gap="small")
    for at, (column, spec, name) in enumerate(zip(columns, specs, names, strict=True)):
        with column:
            st.markdown(f"#### {name}")
            draw_one(
                workspace,
                spec,
                name,
                key=f"{key}_{at + 1}",
                linked=key,
                focus=focus[at] if focus is not None else None,
            )
    st.html(legend_html(specs[0]))


def draw_one(
    workspace: Workspace,
    spec: MapSpec,
    name: str,
    *,
    key: str,
    linked: str | None = None,
    focus: str | None = None,
) -> None:
    """Draw a map; a click on an area chooses it."""
    what = name.replace("\\", "")
    # On half a page a legend lies on what it explains: it is folded, and its colours stand below.
    data = map_data(
        spec,
        name=f"{key}:{focus or ''}",
        what=what,
        height=_BESIDE_PX if linked else _ALONE_PX,
        linked=linked,
        legend_folded=linked is not None,
        tiles=None,
    )
    if focus is not None:
        areas = workspace.geography.level(workspace.geography.level_of(focus))
        shape = areas.polygons[areas.codes.index(focus)]
        data["focus"] = in_sight(shape, least_m=_LEAST_M)
        data["anchor"] = np.mean(data["focus"], axis=0).round(5).tolist()
    if data["areas"] is not None:
        data["areas"]["selected"] = st.session_state.get(AREA)
    live_map(data, key=key, clicked=_Picked(key))
    offer_map(workspace, spec, f"{spec.layer}_{what}", key=f"{key}_bewaren")


class _Picked:
    """Chooses the area that was clicked on a map, before the page runs again."""

    def __init__(self, key: str) -> None:
        self.key = key

    def __call__(self) -> None:
        click = clicked_on(self.key)
        if isinstance(click, AreaClick):
            st.session_state[AREA] = click.code


def show_compared(
    lines: Sequence[Compared],
    *,
    head: tuple[str, str, str],
    minimum: int = 0,
    tested: bool = True,
    other_first: bool = False,
    difference: str = text.DIFFERENCE,
) -> None:
    """Show lines as a table.

    Parameters
    ----------
    head
        Labels of the name and of both numbers.
    minimum
        Below which a number of this layer is not told.
    tested
        Whether the lines have a ratio and a verdict.
    other_first
        Whether the second number comes first: what was, before what is.
    difference
        Label of what the first number is more than the second would be there.
    """
    rows: list[dict[str, str | float | None]] = []
    columns: dict[str, Callable[[Compared], str | float]] = {
        difference: lambda line: line.difference,
        head[0]: lambda line: line.name,
    }
    st.markdown(f"#### {text.TABLE}")
    page = choose_rows(
        [line.name for line in lines],
        tuple(columns),
        lambda label: [columns[label](line) for line in lines],
        key="vergelijking",
        most_whole=_MOST_ROWS,
    )
    for line in (lines[at] for at in page):
        row: dict[str, str | float | None] = {
            head[0]: line.name,
            head[1]: in_words(line.one, line.one_ends, minimum),
            head[2]: in_words(line.other, line.other_ends, minimum),
        }
        if other_first:
            row = {name: row[name] for name in (head[0], head[2], head[1])}
        row[difference] = difference_in_words(line)
        if tested:
            row |= {
                text.RATIO: "–" if math.isnan(line.ratio) else limit(line.ratio, 2),
                text.VERDICT: (
                    text.VERDICTS[int(line.verdict)]
                    if line.verdict is not None
                    else export_words.UNTESTED
                ),
                text.DIFFERENCE_RANGE: spread(line.lower, line.upper, 0),
                text.RATIO_RANGE: spread(line.ratio_lower, line.ratio_upper, 2),
            }
        rows.append(row)
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        width="stretch",
        height=min(38 + 35 * len(rows), 420),
    )


def synthetic_mark(version: Version) -> str:
    """Return what follows the sentences of made-up numbers, as Markdown; nothing of real ones."""
    return f" :orange-badge[{map_text.SYNTHETIC_BADGE}]" if version.synthetic else ""


#: Keys of the widgets, which are the names in the link.
VIEW: Final = "beeld"
_BESIDE: Final = "naast"
LOCKED: Final = "verschilgrenzen"


def choose_view(layer: LayerSpec) -> str:
    """Let a user choose two maps or one; what is rounded cannot be taken from each other."""
    if layer.sensitive:
        return _BESIDE
    return choose_tile(
        text.VIEW,
        tuple(text.VIEWS),
        key=VIEW,
        name=lambda name: text.VIEWS[name],
    )


def show_periods(workspace: Workspace, layer: LayerSpec, covered: Period, *, view: str) -> None:
    """Let a user choose two periods, and show how they differ, in the view that they chose."""
    with panel():
        selection, earlier = _choose(workspace, layer, covered)
    if earlier is None:
        st.info(text.NO_EARLIER.format(first=day(covered.first)))
        return
    if selection.period is not None and selection.period.intersection(earlier) is not None:
        st.info(text.OVERLAP)
        return
    # The classes of a difference are chosen below its map.
    style = MapStyle()
    if view == _BESIDE:
        with panel():
            style = choose_style(workspace, layer)
    note_looking(workspace, layer.id, replace(selection, compare_period=earlier).to_dict())
    key = key_of(workspace, layer.id)
    now = cached.analysis_of(workspace, key, selection)
    then = cached.analysis_of(workspace, key, replace(selection, period=earlier))
    st.caption(as_text(compared_words(workspace, now, then)))
    lines, whole = compared_periods(workspace, now, then)
    said: list[str] = []
    if whole is None:
        sentence = text.SENSITIVE_PERIODS if layer.sensitive else text.WITHHELD_PERIODS
        st.info(sentence.format(minimum=layer.privacy.minimum))
    elif whole.one == whole.other == 0:
        st.info(text.NOTHING.format(plural=as_text(layer.noun_plural)))
        return
    else:
        said = period_sentences(now, then, whole, lines, _where(workspace, selection))
        st.markdown(" ".join(said) + synthetic_mark(now.version))
    _show_maps(workspace, (now, then), view, style)
    head = (text.AREA_COLUMN, _days(now.period), _days(then.period))
    summed = () if whole is None or len(lines) == 1 else (replace(whole, name=text.WHOLE),)
    ordered = (*summed, *sorted(lines, key=_by_size))
    show_compared(
        ordered,
        head=head,
        minimum=layer.privacy.minimum,
        tested=not layer.sensitive,
        other_first=True,
    )
    offer_table(
        layer,
        partial(
            sheet_of_compared, lines=ordered, answers=(now, then), heads=head, sentences=plain(said)
        ),
        name=f"{layer.id}_{now.period.first}_{then.period.first}",
        key="perioden_bestand",
        shapes=False,
    )
    if not layer.sensitive:
        with st.expander(text.HOW):
            st.text(text.HOW_PERIODS)


def _by_size(line: Compared) -> float:
    """Sort the largest difference first, and what cannot be compared last."""
    return -abs(line.difference) if math.isfinite(line.difference) else 1.0


def _choose(
    workspace: Workspace, layer: LayerSpec, covered: Period
) -> tuple[Selection, Period | None]:
    levels = tuple(level for level in levels_of(layer) if level in PARTS)
    level = levels[0] if levels else levels_of(layer)[0]
    if len(levels) > 1:
        level = choose_tile(
            pages.LEVEL,
            levels,
            key="niveau",
            name=lambda name: export_words.LEVELS[name],
            default=default_level(layer),
        )
    period = choose_period(layer, covered)
    earlier = choose_compared(period, covered, own=True)
    if earlier is not None and layer.sensitive:
        earlier = whole_quarters(earlier)
    elif earlier is not None and layer.counted_months > 1:
        period, earlier = beside(period, earlier, layer.counted_months)
        if earlier.first < covered.first:
            earlier = None
    selection = Selection(
        layer=layer.id,
        level=level,
        period=period,
        soorten=choose_soorten(layer),
        **choose_areas(workspace, layer, layer.parts[:-1]),
    )
    return selection, earlier


def _show_maps(
    workspace: Workspace, answers: tuple[Analysis, Analysis], view: str, style: MapStyle
) -> None:
    now, then = answers
    if view != _BESIDE:
        _show_difference(workspace, now, then.period)
        return
    one, other = compared_specs(workspace, answers, style)
    names = (_days(now.period), _days(then.period))
    # What was, before what is: as a reader of Dutch reads.
    draw_two(workspace, (other, one), (names[1], names[0]), key="perioden")
    st.caption(text.EXPLAIN_PERIODS)


def _show_difference(workspace: Workspace, now: Analysis, earlier: Period) -> None:
    selection = replace(now.selection, measure="change", compare_period=earlier)
    key = key_of(workspace, now.layer.id)
    change = cached.analysis_of(workspace, key, selection)
    written = st.session_state.get(LOCKED, "")
    place = st.container()
    with st.expander(pages.CLASS_SETTINGS):
        written = st.text_input(
            text.LOCKED,
            key=LOCKED,
            help=text.LOCKED_HELP,
            placeholder="2; 5; 10",
            bind="query-params",
        )
        own: tuple[float, ...] = ()
        try:
            own = parse_breaks(written)
        except SelectionError as error:
            show_problem(error)
        spec = difference_spec(workspace, change, own)
        if spec.bounds and not own:
            st.button(text.LOCK, on_click=_lock, args=(spec.bounds,), type="tertiary")
    with place:
        draw_one(workspace, spec, text.DIFFERENCE_TITLE, key="verschil")


def _lock(bounds: tuple[float, ...]) -> None:
    st.session_state[LOCKED] = written_breaks(bounds)


def _days(period: Period) -> str:
    return numbers.period(period.first, period.last)


def _where(workspace: Workspace, selection: Selection) -> str:
    geography = workspace.geography
    level, codes = finest_areas(selection)
    return ", ".join(area_names(geography.level(level or WHOLE), codes or geography.whole.codes))


#: How the keys of the widgets end, which are the names in the link: `wijk_een`, `gemeente_twee`.
ONE: Final = "een"
OTHER: Final = "twee"
#: Levels at which two areas stand beside each other, wide to fine.
_LEVELS: Final = ("regios", "gemeenten", "wijken")
#: What is drawn of an area of a level: its own parts would be too few or too many to look at.
_DRAWN_IN: Final = {"regios": "wijken", "gemeenten": "buurten", "wijken": "buurten"}


def show_areas(workspace: Workspace, layer: LayerSpec, covered: Period) -> None:
    """Let a user choose two wijken, or two areas of another level, and show how they differ."""
    levels = tuple(level for level in levels_of(layer) if level in _LEVELS)
    if not levels:
        st.info(text.ONLY_WHOLE.format(whole=workspace.geography.words))
        return
    with panel():
        level = levels[0]
        if len(levels) > 1:
            opened = "gemeenten" if "gemeenten" in levels else levels[0]
            level = choose_tile(
                pages.LEVEL,
                levels,
                key="niveau",
                name=lambda name: export_words.LEVELS[name],
                default=opened,
            )
        period = choose_period(layer, covered)
        soorten = choose_soorten(layer)
        style = choose_style(workspace, layer)
    called = {"one": noun_of(level).noun, "many": noun_of(level).plural}
    codes, names = _choose_two(workspace, level)
    if codes[0] == codes[1]:
        st.info(text.PICK_TWO.format(**called))
        return
    selection = Selection(layer=layer.id, level=level, period=period, soorten=soorten)
    note_looking(workspace, layer.id, _within(selection, *codes).to_dict())
    compared = compared_areas(workspace, selection, *codes)
    drawn_in = _DRAWN_IN[level] if _DRAWN_IN[level] in levels_of(layer) else level
    key = key_of(workspace, layer.id)
    maps = [
        cached.analysis_of(
            workspace, key, _within(replace(selection, level=drawn_in), code, at=level)
        )
        for code in codes
    ]
    st.caption(as_text(compared_words(workspace, *maps)))
    _say(compared, layer, names, synthetic_mark(maps[0].version))
    one, other = compared_specs(workspace, maps, style)
    draw_two(
        workspace,
        (one, other),
        (as_text(names[0]), as_text(names[1])),
        key=level,
        focus=codes,
    )
    st.caption(text.EXPLAIN_AREAS.format(**called))
    lines = (replace(compared.whole, name=text.ALL_SOORTEN), *compared.soorten)
    show_compared(
        lines,
        head=(text.SOORT_COLUMN, *names),
        minimum=layer.privacy.minimum,
        tested=not layer.sensitive,
        difference=text.DIFFERENCE if compared.exposures is None else text.DIFFERENCE_IN_SIZE,
    )
    offer_table(
        layer,
        partial(
            sheet_of_compared,
            lines=lines,
            answers=maps,
            heads=(text.SOORT_COLUMN, *names),
            sentences=() if _untold(compared) else plain(area_sentences(compared, layer, names)),
        ),
        name=f"{layer.id}_{names[0]}_{names[1]}",
        key=f"{level}_bestand",
        shapes=False,
    )
    if not layer.sensitive:
        with st.expander(text.HOW):
            st.text(text.HOW_AREAS.format(**called))


def _within(selection: Selection, *codes: str, at: str = "") -> Selection:
    """Return a selection of some areas: of its own level, or ``at`` another."""
    places: dict[str, Any] = {at or selection.level: codes}
    return replace(selection, **places)


def _choose_two(workspace: Workspace, level: str) -> tuple[tuple[str, str], tuple[str, str]]:
    """Return codes and names of both areas; the first opens with the wijk of who asks."""
    areas, one = workspace.geography.level(level), noun_of(level)
    own = workspace.own_wijk
    opened = sorted(areas.codes, key=lambda code: code != own)
    name_of = dict(zip(areas.codes, area_names(areas, areas.codes), strict=True))
    columns = st.columns(2, gap="small")
    chosen = []
    for at, (column, label, which) in enumerate(
        zip(columns, (text.ONE, text.OTHER), (ONE, OTHER), strict=True)
    ):
        with column:
            code = choose_one(
                label.format(one=one.noun),
                areas.codes,
                key=f"{one.key_of_widget}_{which}",
                name=name_of.__getitem__,
                default=opened[min(at, len(opened) - 1)],
            )
            chosen.append(code)
    return (chosen[0], chosen[1]), (name_of[chosen[0]], name_of[chosen[1]])


def _say(compared: ComparedAreas, layer: LayerSpec, names: tuple[str, str], mark: str) -> None:
    if not _untold(compared):
        st.markdown(" ".join(area_sentences(compared, layer, names)) + mark)
        return
    minimum, whole = layer.privacy.minimum, compared.whole
    counts = [
        in_words(whole.one, whole.one_ends, minimum),
        in_words(whole.other, whole.other_ends, minimum),
    ]
    st.markdown(
        text.SENSITIVE_COUNTED.format(
            plural=as_text(with_capital(layer.noun_plural)),
            period=numbers.period(compared.period.first, compared.period.last),
            one=as_text(names[0]),
            other=as_text(names[1]),
            one_count=counts[0],
            other_count=counts[1],
        )
        + mark
    )
    sentence = text.SENSITIVE_AREAS if layer.sensitive else text.WITHHELD_AREAS
    st.info(sentence.format(minimum=minimum, many=noun_of(compared.level).plural))


def _untold(compared: ComparedAreas) -> bool:
    """Whether the two are not compared: too little of one may be shown, or is given."""
    return compared.whole.verdict is None
