"""One layer of the place closer: where, what is new, which zones are open, and when."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING, Final

import streamlit as st

from hotspots.analysis.wijkbeeld.briefing import MORE, UNTESTED
from hotspots.errors import HotspotsError
from hotspots.text import wijkbeeld_page as text
from hotspots.text.markdown import as_text
from hotspots.text.numbers import number
from hotspots.ui import cached, results
from hotspots.ui.controls import choose_one
from hotspots.ui.problems import show_problem
from hotspots.ui.wijkbeeld.answers import search_zones
from hotspots.ui.wijkbeeld.changes import show_events, show_news, show_zones
from hotspots.ui.wijkbeeld.when import show_when
from hotspots.ui.wijkbeeld.where import Shown, show_where

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

    from hotspots.access.workspace import Workspace
    from hotspots.analysis.wijkbeeld.briefing import Briefing, LayerLine, Soort

#: Key of the widget, which is the name in the link.
LAYER: Final = "uitgelicht"
_OF_PLACE: Final = "uitgelicht_van"
_NOT_SEARCHED: Final = "not_searched"
#: seconds; in which the browser gets and draws the map, before a search keeps the server busy.
HEAD_START_S: Final = 1.0


def standing_out(briefing: Briefing) -> str | None:
    """Return the layer that differs most from chance, more before fewer; the largest without one.

    None where no layer may be shown closer.
    """
    lines = [line for line in briefing.lines if line.layer.id in briefing.details]
    return min(lines, key=_rank).layer.id if lines else None


def _rank(line: LayerLine) -> tuple[bool, bool, float, int]:
    """Return a key that puts first what one would ask about first."""
    told = [one for one in (line.since_year, line.against_city) if one.verdict != UNTESTED]
    more = any(one.verdict == MORE for one in told)
    p = min((one.p_adjusted for one in told if one.shown), default=1.0)
    return not more, p >= 1.0, p, -(line.count or 0)


def choose_layer(briefing: Briefing) -> str | None:
    """Let a user choose what to see closer; another place starts with what stands out there."""
    st.markdown(f"#### {text.DETAIL}")
    first = standing_out(briefing)
    if first is None:
        st.info(text.NO_DETAIL)
        return None
    labels = {name: briefing.line(name).layer.label for name in briefing.details}
    before = st.session_state.get(_OF_PLACE)
    st.session_state[_OF_PLACE] = briefing.place.code
    elsewhere = before not in (None, briefing.place.code)
    if elsewhere or st.session_state.get(LAYER, first) not in labels:
        st.session_state[LAYER] = first
    return choose_one(
        text.DETAIL_LAYER,
        tuple(labels),
        key=LAYER,
        name=lambda name: labels[name],
        default=first,
    )


def show_closer(workspace: Workspace, briefing: Briefing, layer_id: str) -> DeltaGenerator:
    """Show a layer closer: words and the map first, the charts last.

    Returns where the search of zones may say how far it is.
    """
    zones = tuple(zone for zone in briefing.zones if zone.layer == layer_id)
    shown = Shown(briefing, briefing.line(layer_id), briefing.details[layer_id], zones)
    if shown.line.soorten:
        st.markdown(soorten_told(shown.line.soorten))
    show_where(workspace, shown)
    left, right = st.columns(2, gap="medium")
    with left:
        show_news(shown)
    with right:
        show_zones(shown, briefing.zones_silent.get(layer_id, ""))
        searching = st.empty()
    show_events(briefing)
    asked = briefing.place.selection(layer_id, period=shown.line.period)
    key = cached.key_of(workspace, layer_id)
    analysis = cached.analysis_of(workspace, key, asked)
    show_when(workspace, shown, analysis, key)
    results.show_ledger(analysis)
    for note in briefing.notes:
        if layer_id in note.layers:
            st.caption(as_text(note.text))
    return searching


def soorten_told(soorten: tuple[Soort, ...]) -> str:
    """Return what a total is made of, as Markdown: not tested, and said so."""
    told = [
        (text.SOORT if soort.earlier is None else text.SOORT_WAS).format(
            label=as_text(soort.label),
            count=number(soort.count),
            earlier="" if soort.earlier is None else number(soort.earlier),
        )
        for soort in soorten
    ]
    return text.SOORTEN.format(told=", ".join(told))


def search_the_rest(workspace: Workspace, briefing: Briefing, where: DeltaGenerator) -> None:
    """Look for near-repeat zones after all else is on the screen, then show the page with them."""
    waiting = [name for name, why in briefing.zones_silent.items() if why == _NOT_SEARCHED]
    if not waiting:
        return
    bar = where.progress(0.0)
    time.sleep(HEAD_START_S)
    for at, name in enumerate(waiting):
        line = briefing.line(name)
        if line.period is None:
            continue
        told = text.SEARCHING.format(layer=as_text(line.layer.label.lower()))
        bar.progress(at / len(waiting), text=told)
        progress = partial(_show_progress, bar, told, at, len(waiting))
        try:
            search_zones(workspace, name, line.period, progress)
        except HotspotsError as error:
            bar.empty()
            show_problem(error)
            return
    st.rerun()


def _show_progress(bar: DeltaGenerator, told: str, done: int, total: int, share: float) -> None:
    bar.progress(min((done + share) / total, 1.0), text=told)
