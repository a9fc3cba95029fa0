"""The page `Kaart`: filters beside a map, and under it the same numbers in other shapes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Final

import streamlit as st

from hotspots.access.cache import key_of
from hotspots.access.served import one_moment
from hotspots.analysis.answer import total_in_words
from hotspots.analysis.periods import covered_days
from hotspots.analysis.question import finest_areas
from hotspots.analysis.question_words import title_words, words_under_title
from hotspots.analysis.registry import measure_named
from hotspots.app.map_details import area_chosen, is_choice_known, pick_area, show_details
from hotspots.app.map_search import may_be_judged, show_finding, show_quality
from hotspots.app.navigation import link_to_import
from hotspots.dutch import as_text, plural, with_capital
from hotspots.errors import NothingYetError
from hotspots.maps import words as map_text
from hotspots.maps.choropleth import context_spec, overlay_of
from hotspots.maps.degrees import in_sight
from hotspots.maps.live.component import live_map
from hotspots.pages import cached, results
from hotspots.pages import words as text
from hotspots.pages.clock import VIEW
from hotspots.pages.controls import choose_part
from hotspots.pages.download import offer_map
from hotspots.pages.filter_choices import drawing_offered, take_drawn
from hotspots.pages.filters import AREA, choose, choose_layer, go_down, show_active
from hotspots.pages.map_question import MapQuestion, asks_of, take_query
from hotspots.pages.opened import note_looking, opened_workspace
from hotspots.pages.page_map import (
    AreaClick,
    CellClick,
    DrawnClick,
    QueryClick,
    clicked_on,
    lock_breaks,
    map_data,
)
from hotspots.pages.panel import BESIDE, panel
from hotspots.pages.problems import show_problem
from hotspots.pages.results import choose_cell, clicked_cell, show_figures
from hotspots.pages.search import finding_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.access.workspace import Workspace
    from hotspots.analysis.answer import Analysis, Finding
    from hotspots.analysis.question import Selection
    from hotspots.catalog.specs import LayerSpec, ThemeSpec
    from hotspots.geography.areas import Geography
    from hotspots.maps.spec import MapSpec
    from hotspots.pages.filters import Choices

#: Key of the choice below the map, which is the name in the link.
BELOW: Final = "onder"
#: Where in the link the browser keeps what part of the map is in sight.
VIEW_KEY: Final = "beeld"
#: Fixed, so that the map stays mounted from one rerun to the next.
_MAP_KEY = "kaart"
#: What stands above the map: its title, what it is of, and the filters that let a part through.
_HEAD: Final = "kop"
_TITLE: Final = "kop_titel"
#: Streamlit fades whatever is being asked anew. For that a browser gives each of the some seventy
#: elements of this page a layer of its own, and paints them all again before it comes to the map.
#: The map has the rest of the window: room for what comes above it is kept from the beginning, and
#: what stands beside it scrolls by itself. Where there is little room, only the map says that it is
#: synthetic.
STYLE: Final = f"""<style>
[data-testid="stMain"] [data-testid="stMainBlockContainer"],
[data-testid="stMain"] [data-testid="stMarkdownContainer"] > p {{ max-width: none; }}
[data-stale="true"] {{ opacity: 1 !important; transition: none !important; }}
.st-key-{_HEAD} {{ min-height: 3.75rem; margin-bottom: -.5rem; gap: 0; }}
.st-key-{_TITLE} {{ gap: .25rem 1rem; min-height: 2.25rem; }}
.st-key-{_TITLE} h3 {{ font-size: 1.3rem; padding: 0; }}
@media (min-width: 801px) {{
  [data-testid="stMain"] [data-testid="stMainBlockContainer"] {{ padding: 2rem 1.25rem 1rem; }}
  .st-key-pagina {{ gap: 1rem; }}
  .st-key-{_TITLE} {{ padding-right: 15rem; }}
  [data-testid="stColumn"]:has(> * .st-key-{BESIDE}) {{ flex: 0 0 clamp(13rem, 18vw, 21rem); }}
  .st-key-{BESIDE} {{ max-height: calc(100dvh - 9rem); overflow-y: auto; }}
}}
@media (max-width: 800px) {{
  .st-key-kaart .hotspots-map {{ --hs-lowest: 18rem; }}
  .st-key-{_HEAD} {{ min-height: 4rem; }}
  .st-key-{_TITLE} {{ min-height: 1.75rem; }}
  .st-key-{_HEAD} p {{ font-size: .875rem; line-height: 1.3; }}
}}
@media (max-width: 767px) {{
  [data-testid="stMain"] [data-testid="stMainBlockContainer"] {{ padding-top: 1.6rem; }}
}}
@media (max-width: 1300px) {{
  .st-key-{_HEAD} .stMarkdownBadge {{ display: none !important; }}
}}
</style>"""


@dataclass(frozen=True, slots=True)
class _Question:
    """What a user asks of this page."""

    theme: ThemeSpec
    layer: LayerSpec | None
    #: None for a layer without counts.
    choices: Choices | None = None
    #: Of a layer that waits for its first file.
    waits: NothingYetError | None = None


@one_moment()
def show() -> None:
    """Show the page: the filters, the map, then what else there is to say of it."""
    workspace = opened_workspace()
    with panel():
        question = _ask(workspace)
    rest = _show_first(workspace, question)
    rest()


def _show_first(workspace: Workspace, question: _Question) -> Callable[[], None]:
    """Show what a user waits for; return the function that shows the rest."""
    if question.layer is None:
        return _show_without_map(question.theme)
    if question.waits is not None:
        return _show_waiting(workspace, question.layer, question.waits)
    if question.choices is None:
        return _show_context(workspace, question.theme, question.layer)
    return _show_counts(workspace, question.theme, question.layer, question.choices)


def _ask(workspace: Workspace) -> _Question:
    theme, layer = choose_layer(workspace)
    if layer is None or layer.kind == "context":
        return _Question(theme, layer)
    try:
        covered = covered_days(workspace, layer)
    except NothingYetError as waits:
        return _Question(theme, layer, waits=waits)
    return _Question(theme, layer, choose(workspace, layer, covered))


def _show_without_map(theme: ThemeSpec) -> Callable[[], None]:
    st.subheader(as_text(theme.label))
    st.info(as_text(theme.no_layers))
    return partial(show_figures, theme)


def _show_waiting(
    workspace: Workspace, layer: LayerSpec, waits: NothingYetError
) -> Callable[[], None]:
    st.subheader(as_text(layer.label))
    show_problem(waits)
    link_to_import(workspace, layer)
    return _nothing_more


def _show_context(workspace: Workspace, theme: ThemeSpec, layer: LayerSpec) -> Callable[[], None]:
    st.subheader(as_text(layer.label))
    note_looking(workspace, layer.id, {})
    spec = context_spec(workspace, layer)
    draw_map(workspace, spec)

    def rest() -> None:
        st.caption(as_text(layer.description))
        results.show_places(workspace, layer)
        offer_map(workspace, spec, layer.id, key="kaart_bewaren")
        show_figures(theme)

    return rest


def _show_counts(
    workspace: Workspace, theme: ThemeSpec, layer: LayerSpec, choices: Choices
) -> Callable[[], None]:
    key = key_of(workspace, layer.id)
    measure = measure_named(choices.selection.measure)
    if measure.of_soort and not choices.selection.soorten:
        st.info(text.PICK_SOORT.format(measure=measure.label))
        return _nothing_more
    note_looking(workspace, layer.id, choices.selection.to_dict())
    analysis = cached.analysis_of(workspace, key, choices.selection)
    # The map goes first of all: whatever is sent before it, it waits for.
    above = st.container(key=_HEAD, gap="xsmall")
    finding = None
    if choices.search is not None:
        finding = finding_of(workspace, key, layer, choices.selection, choices.search)
    spec = cached.spec_of(workspace, key, choices.selection, choices.style)
    if finding is not None:
        spec = replace(spec, overlay=overlay_of(finding))
    show_beside = _show_map(workspace, analysis, spec, choices)
    with above:
        with st.container(key=_TITLE, horizontal=True, vertical_alignment="center"):
            st.subheader(as_text(title_words(workspace, analysis)), anchor=False, width="content")
            show_active(workspace, layer, choices)
        st.markdown(_under_title(workspace, analysis))
        for note in analysis.version.notes:
            st.warning(as_text(note))
        if analysis.ledger.selected == 0:
            st.info(_nothing(analysis))

    def rest() -> None:
        show_beside()
        _show_below(workspace, theme, analysis, spec, finding)

    return rest


def _show_below(
    workspace: Workspace,
    theme: ThemeSpec,
    analysis: Analysis,
    spec: MapSpec,
    finding: Finding | None,
) -> None:
    """Show the same numbers in other shapes, one at a time; the rest is not made."""
    key = key_of(workspace, analysis.layer.id)
    if finding is not None:
        show_finding(finding)
    parts: dict[str, Callable[[], None]] = {}
    parts[text.TABLE] = lambda: results.show_table(workspace, analysis)
    parts[text.TIME] = lambda: results.show_time(workspace, analysis, key)
    if may_be_judged(analysis.layer):
        parts[text.QUALITY] = lambda: show_quality(workspace, analysis, key)
    parts[text.FILES] = lambda: results.offer_files(workspace, analysis, spec)
    parts[text.ABOUT_LAYER] = lambda: results.show_about(workspace, analysis, theme)
    # A link to hours of the week is a link to what shows them.
    opened = text.TIME if VIEW in st.query_params else None
    shown = choose_part(text.BELOW, tuple(parts), key=BELOW, opened=opened)
    if shown is not None:
        parts[shown]()


def _nothing_more() -> None:
    """Show nothing else: there is a question to answer first."""


def _show_map(
    workspace: Workspace, analysis: Analysis, spec: MapSpec, choices: Choices
) -> Callable[[], None]:
    """Show the map; return what shows its details beside it."""
    map_column, beside = st.columns([7, 3], gap="small")
    details_column = beside.container(key=BESIDE)
    # The list of all areas costs a browser as much as half of the filters: it comes after the map,
    # but for the first time where a link may name an area.
    listed = not is_choice_known()
    if listed:
        with details_column:
            chosen_area = pick_area(analysis)
    else:
        chosen_area = area_chosen(analysis)
    with map_column:
        asks = asks_of(
            workspace,
            key_of(workspace, analysis.layer.id),
            MapQuestion(choices.selection, choices.style),
            analysis,
            spec,
        )
        draw_map(workspace, spec, chosen_area, choices.selection, asks)

    def rest() -> None:
        with details_column:
            if not listed:
                pick_area(analysis)
            show_details(workspace, analysis, chosen_area)
            results.show_explanation(analysis, spec)
            results.show_ledger(analysis)
            if spec.bounds and choices.style.method != "own":
                st.button(
                    text.LOCK,
                    help=text.LOCK_HELP,
                    on_click=lock_breaks,
                    args=(spec.bounds,),
                    type="tertiary",
                )
            st.caption(map_text.REGISTERED_NOTE)

    return rest


def _under_title(workspace: Workspace, analysis: Analysis) -> str:
    """Return how many there are, and all that the title does not say of it."""
    layer, ledger = analysis.layer, analysis.ledger
    if layer.sensitive:
        total = f"{with_capital(total_in_words(analysis))} {as_text(layer.noun_plural)}"
    else:
        total = plural(ledger.selected or 0, as_text(layer.noun), as_text(layer.noun_plural))
    line = f"**{total}** · {as_text(words_under_title(workspace, analysis))}"
    if analysis.synthetic:
        line += f" :orange-badge[{map_text.SYNTHETIC_BADGE}]"
    return line


def _nothing(analysis: Analysis) -> str:
    inside = analysis.ledger.inside
    if inside is None:
        return text.NOTHING
    return f"{text.NOTHING} " + text.NOTHING_HELP.format(
        inside=inside, plural=as_text(analysis.layer.noun_plural), whole=analysis.whole
    )


def draw_map(
    workspace: Workspace,
    spec: MapSpec,
    chosen_area: str | None = None,
    selection: Selection | None = None,
    asks: dict[str, object] | None = None,
) -> None:
    """Draw a map; the benchmark puts another drawer in its place."""
    data = map_data(spec, name=_MAP_KEY, asks=asks)
    if data["areas"] is not None:
        data["areas"]["selected"] = chosen_area
    cell = clicked_cell()
    if spec.cells is not None and cell is not None and cell[2] == spec.cells.size_m:
        data["cells"]["selected"] = list(cell[:2])
    data["draw"] = drawing_offered(workspace.layer(spec.layer))
    # The view is the user's own; only a choice of other areas moves it.
    focus = None if selection is None else _areas_in_sight(workspace.geography, selection)
    data |= {"view_key": VIEW_KEY, "follows": True, "focus": focus, "fills": True}
    live_map(data, key=_MAP_KEY, clicked=partial(_clicked, workspace.geography))


def _areas_in_sight(geography: Geography, selection: Selection) -> list[list[float]] | None:
    """Return the corners around the chosen areas; None where all of them are."""
    level, codes = finest_areas(selection)
    if not level:
        return None
    areas = geography.level(level)
    return in_sight([areas.polygons[areas.codes.index(code)] for code in codes])


def _clicked(geography: Geography) -> None:
    """Select what was clicked on the map, before the page runs again.

    A wide area is gone into: the map shows the areas of the next finer level in it.
    """
    match clicked_on(_MAP_KEY):
        case AreaClick(code) if (levels := geography.below(code)) is not None:
            go_down(geography, code, *levels)
            choose_cell(None)
        case DrawnClick(sent):
            take_drawn(sent)
        case QueryClick() as query:
            take_query(query)
        case AreaClick(code):
            st.session_state[AREA] = code
            choose_cell(None)
        case CellClick(col, row, size_m):
            choose_cell((col, row, size_m))
        case _:
            pass
