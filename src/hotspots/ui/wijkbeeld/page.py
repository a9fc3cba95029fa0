"""The page `Wijkbeeld`: sentences first, figures second, then one layer closer, charts last."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from hotspots.analysis.periods import preset
from hotspots.analysis.wijkbeeld.place import BUURTEN, DRAWN
from hotspots.analysis.wijkbeeld.sentences import briefing_sentences
from hotspots.drawing.live_map.component import root_path
from hotspots.errors import HotspotsError
from hotspots.text import maps as map_text
from hotspots.text import pages
from hotspots.text import wijkbeeld_page as text
from hotspots.text.markdown import as_text
from hotspots.text.numbers import number
from hotspots.ui.cached import counting_layers, key_of_all
from hotspots.ui.filters import PRESET, choose_period
from hotspots.ui.opened import note_looking_at_all, opened_workspace
from hotspots.ui.problems import show_problem
from hotspots.ui.wijkbeeld.answers import briefing_of, covered_days
from hotspots.ui.wijkbeeld.choosing import choose_place, clear_area, go_to, place_in_link
from hotspots.ui.wijkbeeld.closer import choose_layer, search_the_rest, show_closer, standing_out
from hotspots.ui.wijkbeeld.figures import show_table, show_unmapped
from hotspots.ui.wijkbeeld.links import MapLinks
from hotspots.ui.wijkbeeld.paper import offer_paper
from hotspots.ui.wijkbeeld.told import show_sentences

if TYPE_CHECKING:
    from hotspots.access.workspace import Workspace
    from hotspots.analysis.periods import Period
    from hotspots.analysis.wijkbeeld.briefing import Briefing, Population
    from hotspots.ui.cached import Key

#: What was looked at last, in the session: it is written down once for each change.
_PERIOD_BOX: Final = "wijkbeeld_periode"


def show() -> None:
    """Show the page."""
    workspace = opened_workspace()
    place = place_in_link(workspace)
    if place is None:
        st.subheader(text.PAGE)
        st.markdown(text.START)
    choose_place(workspace, place)
    if place is None:
        return
    if not counting_layers(workspace):
        st.info(text.ALL_SILENT)
        return
    key = key_of_all(workspace)
    heading = st.container()
    actions = st.container(horizontal=True, vertical_alignment="center")
    with actions:
        period = _choose_period(workspace, key)
    try:
        found = briefing_of(workspace, key, place, period)
    except HotspotsError as error:
        # Another period may do: the choices stay above what is wrong.
        show_problem(error)
        return
    _note(workspace, found)
    with heading:
        _show_heading(found)
    links = MapLinks(workspace, place, as_days=period is not None, root=root_path())
    with actions:
        _offer(found, links)
    show_sentences(found, briefing_sentences(found), links)
    offer_paper(workspace, found)
    show_table(found, links)
    layer_id = choose_layer(found)
    searching = None if layer_id is None else show_closer(workspace, found, layer_id)
    show_unmapped(found)
    if searching is not None:
        search_the_rest(workspace, found, searching)


def _choose_period(workspace: Workspace, key: Key) -> Period | None:
    """Return the days that are asked for; None for the last twelve months of each layer."""
    covered = covered_days(workspace, key)
    layers = counting_layers(workspace)
    if covered is None:
        return None
    exact = next((layer for layer in layers if not layer.sensitive), layers[0])
    chosen = str(st.session_state.get(PRESET, ""))
    names = {**pages.PRESETS, "own": pages.OWN_PERIOD}
    label = text.PERIOD.format(period=names.get(chosen, next(iter(names.values()))).lower())
    with st.popover(label, key=_PERIOD_BOX):
        period = choose_period(exact, covered)
    return None if period == preset("last_12_months", covered) else period


def _note(workspace: Workspace, briefing: Briefing) -> None:
    """Write down which layers are looked at, of which place; once for every change of it."""
    asked = {
        "wijkbeeld": briefing.place.code,
        "period": [briefing.period.first.isoformat(), briefing.period.last.isoformat()],
    }
    read = (line.layer.id for line in briefing.lines if line.version is not None)
    note_looking_at_all(workspace, read, asked)


def _show_heading(briefing: Briefing) -> None:
    place = briefing.place
    template = text.BUURT_HEADING if place.level == BUURTEN else text.WIJK_HEADING
    told = template.format(name=place.name, wijk=place.wijk)
    if place.level == DRAWN:
        told = text.DRAWN_HEADING.format(name=place.name, area=number(briefing.area_km2, 2))
    st.subheader(as_text(told))
    parts = [map_text.period(briefing.period.first, briefing.period.last)]
    parts += [as_text(_people(entry)) for entry in briefing.population]
    if briefing.synthetic:
        parts.append(f":orange-badge[{map_text.SYNTHETIC_BADGE}]")
    st.markdown(" · ".join(parts))


def _people(entry: Population) -> str:
    if not entry.count > 0:
        return text.NO_PEOPLE.format(label=entry.label, year=entry.year)
    template = text.PEOPLE_ESTIMATED if entry.estimated else text.PEOPLE
    return template.format(count=number(entry.count), label=entry.label, year=entry.year)


def _offer(briefing: Briefing, links: MapLinks) -> None:
    """Offer the map of the place, the wijk around it, and to be rid of a drawn area."""
    line = briefing.line(standing_out(briefing) or briefing.lines[0].layer.id)
    st.link_button(text.TO_MAP, links.to(line))
    if briefing.place.level == DRAWN:
        st.button(text.CLEAR_AREA, on_click=clear_area)
    elif briefing.place.wijk_code:
        label = text.TO_WIJK.format(wijk=as_text(briefing.place.wijk))
        st.button(label, on_click=go_to, args=(briefing.place.wijk_code,))
