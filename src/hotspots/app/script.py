"""What Streamlit runs for every session: the frame around the pages."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import streamlit as st

from hotspots.access import words as access_text
from hotspots.access.workspace import Workspace, role_named
from hotspots.analysis import compare_words as compare_text
from hotspots.analysis import overview_words as overview_text
from hotspots.app import data_page as gegevens
from hotspots.app import data_words as data_text
from hotspots.app import handleiding_page as handleiding
from hotspots.app import import_page as inlezen
from hotspots.app import map_page as kaart
from hotspots.app import overview_page as overzicht
from hotspots.app import verantwoording_page as verantwoording
from hotspots.app.compare_page import show as show_comparison
from hotspots.app.headers import LANGUAGE_SCRIPT
from hotspots.dutch import as_text
from hotspots.errors import HotspotsError
from hotspots.evenementen import page_words as events_text
from hotspots.evenementen.page import show as show_events
from hotspots.evenementen.showing import may_see_calendar
from hotspots.pages import documents as document_text
from hotspots.pages import words as text
from hotspots.pages.login import (
    Stranger,
    asker,
    login_kind,
    show_log_out,
    show_stranger,
    visit_here,
)
from hotspots.pages.opened import note_refused, opened_library
from hotspots.pages.problems import outermost, show_problem
from hotspots.risico import page_words as risk_text
from hotspots.risico.page import may_see_risk
from hotspots.risico.page import show as show_risk
from hotspots.wijkbeeld import page_words as wijkbeeld_text
from hotspots.wijkbeeld.page import show as show_wijkbeeld

if TYPE_CHECKING:
    from collections.abc import Callable

    from streamlit.navigation.page import StreamlitPage

    from hotspots.access.library import Library

#: Streamlit leaves a hand's breadth above the page; a map is better served by it. Its captions
#: are too pale to read on grey (3,8 to 1), and h4 follows h3, but in the size of h5. Its own
#: buttons to download do not say where numbers come from, and nobody notes who took them.
_STYLE: Final = """<style>
[data-testid="stMainBlockContainer"] { padding-top: 4rem; padding-bottom: 3rem; }
div[data-testid="stCaptionContainer"] { opacity: .8; }
section[data-testid="stMain"] h4 { font-size: 1.25rem; }
button[data-testid="stBaseButton-tertiary"],
button[data-testid="stBaseButton-tertiary"] p { text-align: left; justify-content: flex-start; }
[data-testid="stElementToolbar"] :is(
  [aria-label="Download as CSV"], [aria-label="Download as PNG"],
  [aria-label="Copy Vega-Lite spec"]
) { display: none; }
</style>"""


def _page(show: Callable[[], None], style: str = "") -> Callable[[], None]:
    """Return a page in the frame of all pages, with a style of its own."""

    def framed() -> None:
        _frame(style)
        with outermost():
            show()

    return framed


def run() -> None:
    """Set up the page, and show the one that was asked for to who is let in."""
    try:
        library = opened_library()
        person = asker(library, visit_here())
        if not isinstance(person, Stranger):
            role_named(library.catalog, person.role)
    except HotspotsError as error:
        st.set_page_config(page_title="Hotspots", page_icon="🗺️", layout="wide")
        show_problem(error)
        return
    gemeente = library.catalog.gemeente.name
    st.set_page_config(
        page_title=text.APP_TITLE.format(gemeente=gemeente), page_icon="🗺️", layout="wide"
    )
    if isinstance(person, Stranger):
        _show_to(library, person)
        return
    workspace = Workspace(library, person.role, person.name)
    if not workspace.themes:
        _show_to(library, Stranger(access_text.NO_ACCESS, name=person.name))
        return
    _pages(workspace).run()
    with st.sidebar:
        _show_who(workspace)


def _frame(style: str = "") -> None:
    """Send what holds for every page, and the style of this one: together, since each costs."""
    st.html(f"<script>{LANGUAGE_SCRIPT}</script>{_STYLE}{style}", unsafe_allow_javascript=True)


def _show_to(library: Library, stranger: Stranger) -> None:
    """Show who is not let in why, and whom to ask."""
    _frame()
    with outermost():
        show_stranger(library, stranger)


def _pages(workspace: Workspace) -> StreamlitPage:
    """Return the page that was asked for, out of those that this role has.

    What is looked up now and then stands folded: more names do not fit beside each other.
    """
    map_page = st.Page(
        _page(kaart.show, kaart.STYLE), title=text.MAP_PAGE, url_path="kaart", default=True
    )
    load = []
    if inlezen.loadable_layers(workspace):
        show_import = partial(inlezen.show, map_page)
        load = [st.Page(_page(show_import), title=text.IMPORT_PAGE, url_path="inlezen")]
    show_data = partial(gegevens.show, *load)
    data = [st.Page(_page(show_data), title=data_text.PAGE, url_path="gegevens"), *load]
    pages = {
        "": [
            map_page,
            st.Page(_page(show_wijkbeeld), title=wijkbeeld_text.PAGE, url_path="wijkbeeld"),
            st.Page(_page(overzicht.show), title=overview_text.PAGE, url_path="overzicht"),
            st.Page(_page(show_comparison), title=compare_text.PAGE, url_path="vergelijken"),
            *_event_pages(workspace),
            *_risk_pages(workspace),
        ],
        text.DATA_PAGES: data,
        text.HELP_PAGES: [
            st.Page(
                _page(handleiding.show), title=document_text.HELP_PAGE, url_path=handleiding.PATH
            ),
            st.Page(_page(verantwoording.show), title=text.ABOUT_PAGE, url_path="verantwoording"),
        ],
    }
    return st.navigation(pages, position="top")


def _event_pages(workspace: Workspace) -> list[StreamlitPage]:
    """Return the page of the calendar, for who may see events at their place."""
    title = events_text.PAGE
    if may_see_calendar(workspace):
        return [st.Page(_page(show_events), title=title, url_path=title.lower())]
    return [_page_without(title, title.lower(), text.WITHOUT_EVENTS)]


def _risk_pages(workspace: Workspace) -> list[StreamlitPage]:
    """Return the page about rail and water, for who may see either."""
    if may_see_risk(workspace):
        return [st.Page(_page(show_risk), title=risk_text.PAGE, url_path="risico")]
    return [_page_without(risk_text.PAGE, "risico", text.WITHOUT_RISK)]


def _page_without(title: str, path: str, told: str) -> StreamlitPage:
    """Return what a link to a page finds where there is nothing to show; it is in no menu."""

    def show() -> None:
        note_refused("", {"page": path})
        st.subheader(title)
        st.info(told)

    return st.Page(_page(show), title=title, url_path=path, visibility="hidden")


def _show_who(workspace: Workspace) -> None:
    """Show as what someone works, and how to stop."""
    label = as_text(role_named(workspace.library.catalog, workspace.role).label.lower())
    if login_kind() is None:
        st.caption(text.NO_LOGIN.format(role=label))
        return
    st.caption(access_text.LOGGED_IN.format(role=label))
    if login_kind() == "oidc":
        show_log_out()


run()
