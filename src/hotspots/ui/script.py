"""What Streamlit runs for every session: the frame around the pages."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import streamlit as st

from hotspots.errors import HotspotsError
from hotspots.text import pages as text
from hotspots.ui import inlezen, kaart
from hotspots.ui.headers import LANGUAGE_SCRIPT
from hotspots.ui.opened import opened_workspace
from hotspots.ui.problems import outermost, show_problem

if TYPE_CHECKING:
    from collections.abc import Callable


#: Streamlit leaves a hand's breadth above the page; a map is better served by it. Its captions
#: are too pale to read on grey (3,8 to 1), and h4 follows h3, but in the size of h5.
_STYLE: Final = """<style>
[data-testid="stMainBlockContainer"] { padding-top: 4rem; padding-bottom: 3rem; }
div[data-testid="stCaptionContainer"] { opacity: .8; }
section[data-testid="stMain"] h4 { font-size: 1.25rem; }
</style>"""


def _page(show: Callable[[], None]) -> Callable[[], None]:
    """Return a page with the outermost frame around it."""

    def framed() -> None:
        with outermost():
            show()

    return framed


def run() -> None:
    """Set up the page and show the one that was asked for."""
    try:
        workspace = opened_workspace()
    except HotspotsError as error:
        st.set_page_config(page_title="Hotspots", page_icon="🗺️", layout="wide")
        show_problem(error)
        return
    gemeente = workspace.catalog.gemeente.name
    st.set_page_config(
        page_title=text.APP_TITLE.format(gemeente=gemeente), page_icon="🗺️", layout="wide"
    )
    st.html(f"<script>{LANGUAGE_SCRIPT}</script>", unsafe_allow_javascript=True)
    st.html(_STYLE)
    map_page = st.Page(_page(kaart.show), title=text.MAP_PAGE, url_path="kaart", default=True)
    import_page = st.Page(
        _page(partial(inlezen.show, map_page)), title=text.IMPORT_PAGE, url_path="inlezen"
    )
    chosen = st.navigation([map_page, import_page], position="top")
    chosen.run()
    with st.sidebar:
        st.caption(text.NO_LOGIN.format(role=workspace.role))


run()
