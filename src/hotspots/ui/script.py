"""What Streamlit runs for every session: the frame around the pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from hotspots.errors import HotspotsError
from hotspots.text import pages as text
from hotspots.ui import inlezen, kaart
from hotspots.ui.opened import opened_workspace
from hotspots.ui.problems import outermost, show_problem

if TYPE_CHECKING:
    from collections.abc import Callable


#: Streamlit leaves a hand's breadth above the page; a map is better served by it.
_STYLE: Final = """<style>
[data-testid="stMainBlockContainer"] { padding-top: 4rem; padding-bottom: 3rem; }
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
    st.html('<script>document.documentElement.lang = "nl";</script>', unsafe_allow_javascript=True)
    st.html(_STYLE)
    pages = [
        st.Page(_page(kaart.show), title=text.MAP_PAGE, url_path="kaart", default=True),
        st.Page(_page(inlezen.show), title=text.IMPORT_PAGE, url_path="inlezen"),
    ]
    chosen = st.navigation(pages, position="top")
    chosen.run()
    with st.sidebar:
        st.caption(text.NO_LOGIN.format(role=workspace.role))


run()
