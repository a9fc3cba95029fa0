"""What Streamlit runs for every session: who is let in, and the page that they chose."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import streamlit as st

from hotspots.access import words as access_text
from hotspots.access.permission import role_named
from hotspots.access.workspace import Workspace
from hotspots.app.health import shown_once
from hotspots.app.navigation import BAR_STYLE, chosen_page, open_page, show_bar
from hotspots.app.page_script import PAGE_SCRIPT
from hotspots.dutch import as_text
from hotspots.errors import HotspotsError
from hotspots.maps.live.component import root_path
from hotspots.pages import words as text
from hotspots.pages.login import (
    DeniedLogin,
    asker,
    is_this_machine,
    login_kind,
    show_denied,
    show_log_out,
    visit_here,
)
from hotspots.pages.opened import opened_library
from hotspots.pages.panel import STYLE as PANEL_STYLE
from hotspots.pages.problems import outermost, show_problem

if TYPE_CHECKING:
    from hotspots.access.library import Library

#: In the session, once it has begun.
_ARRIVED: Final = "aangekomen"
#: Of the line at the top with who someone is.
_WHO: Final = "wie"
#: Streamlit leaves a hand's breadth above the page; a map is better served by it. Its captions
#: are too pale to read on grey (3,8 to 1), and h4 follows h3, but in the size of h5. Its own
#: buttons to download do not say where numbers come from, and nobody notes who took them. A line
#: of more than about 110 characters is hard to follow, and so is a form as wide as a wall: pages
#: that are a map take all of a wide screen. The menu leaves room for who someone is; what says
#: that the page is busy stands below that, where it moves nothing.
_STYLE: Final = f"""<style>
[data-testid="stMainBlockContainer"] {{ padding: 3rem 1.5rem 3rem; }}
@media (max-width: 800px) {{
  [data-testid="stMainBlockContainer"] {{ padding: 2.75rem 1rem 6rem; }}
  [data-testid="stMain"] h3 {{ font-size: 1.4rem; }} }}
[data-testid="stMainBlockContainer"] {{ max-width: 110rem; margin-right: auto; }}
[data-testid="stMain"] :is([data-testid="stMarkdownContainer"], [data-testid="stCaptionContainer"],
  [data-testid="stHtml"]) > :is(p, ul, ol) {{ max-width: 90ch; }}
div[data-testid="stCaptionContainer"] {{ opacity: .8; }}
[data-testid="stMain"] h4 {{ font-size: 1.25rem; }}
.st-key-{_WHO} {{ position: fixed; top: .65rem; right: 3.25rem; z-index: 999991;
  width: max-content; max-width: 60vw; }}
.st-key-{_WHO} button p {{ overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }}
[data-testid="stStatusWidget"] {{ position: fixed; top: 3.5rem; right: 1rem; padding: 0 .5rem;
  border-radius: .5rem; background: Canvas; }}
@media (min-width: 768px) {{
  [data-testid="stTopNav"] + div {{ min-width: 17rem; }}
  .st-key-{_WHO} {{ max-width: 14rem; }} }}
button[data-testid="stBaseButton-tertiary"],
button[data-testid="stBaseButton-tertiary"] p {{ text-align: left; justify-content: flex-start; }}
[data-testid="stMain"] .stButton button[data-testid="stBaseButton-tertiary"] p {{
  text-decoration: underline; text-decoration-thickness: 1px; text-underline-offset: .2em; }}
[data-testid="stElementToolbar"] :is(
  [aria-label="Download as CSV"], [aria-label="Download as PNG"],
  [aria-label="Copy Vega-Lite spec"]
) {{ display: none; }}
</style>"""


def run() -> None:
    """Set up the page, and show the one that was asked for to whoever is let in."""
    try:
        library = opened_library()
        person = asker(library, visit_here())
        if not isinstance(person, DeniedLogin):
            role_named(library.catalog, person.role)
    except HotspotsError as error:
        st.set_page_config(page_title="Hotspots", page_icon="🗺️", layout="wide")
        _show_not_opened(error)
        return
    gemeente = library.catalog.gemeente.name
    st.set_page_config(
        page_title=text.APP_TITLE.format(gemeente=gemeente), page_icon="🗺️", layout="wide"
    )
    if isinstance(person, DeniedLogin):
        _show_to(library, person)
        return
    workspace = Workspace(library, person.role, person.name)
    if not workspace.themes:
        _show_to(library, DeniedLogin(access_text.NO_ACCESS, name=person.name))
        return
    page = chosen_page(workspace, _frame)
    if _just_arrived() and workspace.own_wijk:
        open_page("wijkbeeld")
    _show_who(workspace)
    page.run()
    show_bar()
    shown_once.set()


def _just_arrived() -> bool:
    """Say whether this is the first run of a session that came by no link."""
    first = _ARRIVED not in st.session_state
    st.session_state[_ARRIVED] = True
    return (
        first and not st.query_params and urlsplit(st.context.url or "").path in ("", root_path())
    )


def _frame(style: str = "") -> None:
    """Send what holds for every page, and the style of this one: together, since each costs."""
    shown = f"<script>{PAGE_SCRIPT}</script>{_STYLE}{PANEL_STYLE}{BAR_STYLE}{style}"
    st.html(shown, unsafe_allow_javascript=True)


def _show_not_opened(error: HotspotsError) -> None:
    """Tell who sits at the machine what is wrong; who they are else is not known yet."""
    _frame()
    st.subheader(text.NOT_OPENED)
    if is_this_machine(visit_here()):
        show_problem(error)
    else:
        st.info(text.NOT_OPENED_WHY)


def _show_to(library: Library, denied: DeniedLogin) -> None:
    """Tell someone who is not let in why that is, and whom to ask."""
    _frame()
    with outermost():
        show_denied(library, denied)


def _show_who(workspace: Workspace) -> None:
    """Show at the top as whom someone works; unfolded, what that is and how to end it."""
    label = as_text(role_named(workspace.library.catalog, workspace.role).label.lower())
    is_logged_in = login_kind() is not None
    who = as_text(workspace.who) if is_logged_in else ""
    shown = " · ".join(filter(None, (who, label)))
    with st.container(key=_WHO, width="content"), st.popover(shown, type="tertiary"):
        words = access_text.LOGGED_IN if is_logged_in else text.NO_LOGIN
        st.caption(words.format(role=label))
        if login_kind() == "oidc":
            show_log_out()


run()
