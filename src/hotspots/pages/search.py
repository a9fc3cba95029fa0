"""A search of a page: done once for all who ask it, with its progress in sight while it works."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import streamlit as st

from hotspots.access.cache import Cache
from hotspots.access.permission import cell_sizes_of
from hotspots.analysis.analyse import find
from hotspots.errors import HotspotsError
from hotspots.pages import search_words
from hotspots.pages.filter_choices import NO_SEARCH, SEARCH
from hotspots.pages.problems import show_problem
from hotspots.pages.shared_search import ReplacedError, Searches

if TYPE_CHECKING:
    from collections.abc import Callable

    from streamlit.delta_generator import DeltaGenerator

    from hotspots.access.cache import Key
    from hotspots.access.workspace import Workspace
    from hotspots.analysis.answer import Finding
    from hotspots.analysis.question import Search, Selection
    from hotspots.catalog.specs import LayerSpec
    from hotspots.pages.shared_search import Ticket

#: seconds in which most searches are done: no button comes and goes.
_SOON_S: Final = 1.0
#: seconds between two looks at a search.
_LOOK_S: Final = 0.25
#: Rows from which on a search is heavy: below it the slowest takes a second or two.
_HEAVY_ROWS: Final = 100_000

_findings: Final = Cache["Finding"]()
_searches: Final = Searches["Finding"]()


def finding_of(
    workspace: Workspace, key: Key, layer: LayerSpec, selection: Selection, search: Search
) -> Finding | None:
    """Return what a search finds, with a progress bar while it works; None without a question."""
    if search.method == "before_after" and not search.treated:
        st.info(search_words.PICK_TREATED)
        return None
    # Measure, level and the size of the cells play no part: another one is no other search, and
    # small cells make a scan slow without saying more.
    counting = replace(
        selection,
        level="cells" if cell_sizes_of(layer) else "buurten",
        measure="count",
        compare_period=None,
        bandwidth_m=0,
        bandwidth_rule="fixed",
        kernel="quartic",
        step="quarter",
        cell_m=layer.style.cell_m,
    )
    known = _findings.known((key, counting, search))
    if known is not None:
        return known
    return _await(_begin(workspace, key, counting, search))


def _begin(workspace: Workspace, key: Key, selection: Selection, search: Search) -> Ticket[Finding]:
    """Return a place at a search, which works in a thread of its own and keeps what it finds."""

    def search_and_keep(progress: Callable[[float], None]) -> Finding:
        # Someone may have found it since the page looked.
        return _findings.answer(
            (key, selection, search), lambda: find(workspace, selection, search, progress)
        )

    rows = workspace.version(workspace.layer(selection.layer)).rows
    return _searches.ask(
        (key, selection, search), search_and_keep, person=workspace.who, heavy=rows >= _HEAVY_ROWS
    )


def _await(ticket: Ticket[Finding]) -> Finding | None:
    """Wait for a search with its progress in sight, and a way to stop it.

    Whoever chooses something else, stops it or closes the page ends the script here, at the next
    look; nobody has to wait for what nobody wants.
    """
    shown: list[DeltaGenerator] = []
    try:
        bar = st.progress(0.0, text=search_words.SEARCHING)
        stop = st.empty()
        shown = [bar, stop]
        if not ticket.wait(_SOON_S):
            stop.button(
                search_words.STOP, key="zoeken_stoppen", on_click=_stop, icon=":material/close:"
            )
        while not ticket.wait(_LOOK_S):
            bar.progress(
                ticket.share, text=search_words.SEARCHING if ticket.begun else search_words.IN_LINE
            )
        return ticket.answer()
    except ReplacedError:
        st.info(search_words.REPLACED)
        return None
    except HotspotsError as error:
        # The map needs no search: it stays, with what is wrong above it.
        show_problem(error)
        return None
    finally:
        ticket.leave()
        for element in shown:
            element.empty()


def _stop() -> None:
    """Search for nothing, which ends the wait."""
    st.session_state[SEARCH] = NO_SEARCH
