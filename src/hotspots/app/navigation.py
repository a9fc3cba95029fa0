"""The pages that the registry lists, for whoever is let in, and the links between them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import streamlit as st

from hotspots import registry
from hotspots.errors import AccessError
from hotspots.pages import words as text
from hotspots.pages.opened import note_refused, opened_workspace
from hotspots.pages.panel import beside_panel
from hotspots.pages.problems import outermost

if TYPE_CHECKING:
    from collections.abc import Mapping

    from streamlit.navigation.page import StreamlitPage

    from hotspots.access.workspace import Workspace
    from hotspots.catalog.specs import LayerSpec

#: Of a session: the pages that it has, by their names in a link.
_PAGES: Final = "paginas"
#: What the page Inlezen calls its layer in a link.
IMPORT_KEY: Final = "naar"
#: Of the bar at the foot of a phone: how many pages stand in it by name, before the rest.
_BAR: Final = "onderbalk"
_IN_BAR: Final = ("wijkbeeld", "kaart", "overzicht")
#: Below 768 pixels Streamlit folds its menu behind an arrow without a name; the bar takes its
#: place.
BAR_STYLE: Final = f"""<style>
.st-key-{_BAR} {{ display: none; }}
@media (max-width: 767px) {{
  [data-testid="stMain"] {{ scroll-padding-bottom: 4.5rem; --hs-foot: 3.5rem; }}
  [data-testid="stExpandSidebarButton"] {{ display: none; }}
  .st-key-{_BAR} {{ display: flex; position: fixed; inset: auto 0 0 0; z-index: 999992; width: auto;
    max-width: none; flex-wrap: nowrap; align-items: stretch; justify-content: space-around; gap: 0;
    padding: 0 0 env(safe-area-inset-bottom); background: Canvas;
    border-top: 1px solid color-mix(in srgb, currentColor 30%, transparent); }}
  .st-key-{_BAR} > * {{ display: flex; flex: 1 1 0; align-items: center; width: auto; }}
  .st-key-{_BAR} > * > *, .st-key-{_BAR} [data-testid="stPageLink"] > * {{ width: 100%; }}
  .st-key-{_BAR} a, .st-key-{_BAR} button {{ min-height: 3.25rem; width: 100%; margin: 0;
    justify-content: center; border: 0; border-radius: 0; }}
}}
</style>"""
#: What may be the name of a page that someone looks for; the rest is no slip of the hand.
_NAME: Final = re.compile(r"[a-z0-9_-]{1,40}", re.IGNORECASE)
#: Sends what holds for every page, with the style of one.
Frame = Callable[[str], None]


def chosen_page(workspace: Workspace, frame: Frame) -> StreamlitPage:
    """Return the page that a link names, out of those that this role has.

    What is looked up now and then stands folded: more names do not fit beside each other.
    """
    pages = {}
    groups: dict[str, list[StreamlitPage]] = {}
    for number, page in enumerate(registry.PAGES):
        shown = _page_for(workspace, page, frame, opens_first=number == 0)
        if shown is not None:
            pages[page.key] = shown
            groups.setdefault(page.group, []).append(shown)
    unknown = _unknown_name()
    if unknown:
        groups[""].append(_hidden(unknown, text.NO_PAGE, _show_unknown, frame))
    st.session_state[_PAGES] = pages
    return st.navigation(groups, position="top")


def _pages_here() -> dict[str, StreamlitPage]:
    pages: dict[str, StreamlitPage] = st.session_state.get(_PAGES, {})
    return pages


def link_to_page(key: str, label: str, parameters: Mapping[str, str]) -> None:
    """Show a link to a page, if this session has it."""
    page = _pages_here().get(key)
    if page is not None:
        st.page_link(page, label=label, query_params=dict(parameters))


def link_to_import(workspace: Workspace, layer: LayerSpec) -> None:
    """Show a link to where a file is loaded into a layer, to who may do that."""
    if workspace.may_import(layer) and not layer.of_service:
        link_to_page("inlezen", text.LOAD_A_FILE, {IMPORT_KEY: layer.label})


def show_bar() -> None:
    """Show the pages by name on a phone: the first few, and the rest under one word."""
    pages = {key: page for key, page in _pages_here().items() if page.visibility != "hidden"}
    rest = [key for key in pages if key not in _IN_BAR]
    with st.container(key=_BAR, horizontal=True):
        for key in _IN_BAR:
            if key in pages:
                st.page_link(pages[key], width="stretch")
        if rest:
            with st.popover(text.OTHER_PAGES, type="tertiary", width="stretch"):
                for key in rest:
                    st.page_link(pages[key])


def open_page(key: str) -> None:
    """Go on with another page, if this session has it."""
    page = _pages_here().get(key)
    if page is not None:
        st.switch_page(page)


def _page_for(
    workspace: Workspace, page: registry.Page, frame: Frame, *, opens_first: bool
) -> StreamlitPage | None:
    """Return a page, what it says to whoever has nothing there, or None where it is not there."""
    if not page.visible_to or registry.load(page.visible_to)(workspace):
        return st.Page(
            _framed(page, frame, workspace),
            title=page.title,
            url_path=page.key,
            default=opens_first,
        )
    if not page.without:
        return None

    def show() -> None:
        note_refused("", {"page": page.key})
        st.subheader(page.title)
        st.info(registry.load(page.without))

    return _hidden(page.key, page.title, show, frame)


def _framed(page: registry.Page, frame: Frame, workspace: Workspace) -> Callable[[], None]:
    """Return what draws a page in the frame of all pages, with a style of its own."""

    def show() -> None:
        frame(registry.load(page.style) if page.style else "")
        _draw(page.show, workspace.who, workspace.role)

    return show


@st.fragment
def _draw(show: str, who: str, role: str) -> None:
    """Draw a page; what is chosen on it runs this alone, and not the menu around it.

    Whoever is no longer who they were when the menu was made, starts anew: the menu lists what a
    role has.
    """
    with outermost():
        try:
            workspace = opened_workspace()
        except AccessError:
            st.rerun()
        if (workspace.who, workspace.role) != (who, role):
            st.rerun()
        with beside_panel():
            registry.load(show)()


def _hidden(key: str, title: str, show: Callable[[], None], frame: Frame) -> StreamlitPage:
    """Return a page that is in no menu."""

    def framed() -> None:
        frame("")
        with outermost():
            show()

    return st.Page(framed, title=title, url_path=key, visibility="hidden")


def _unknown_name() -> str:
    """Return the name in the address where it is of no page of ours; empty where it is."""
    path = urlsplit(st.context.url or "").path
    name = path.rstrip("/").rpartition("/")[2]
    known = {page.key for page in registry.PAGES}
    return name if _NAME.fullmatch(name) and name not in known else ""


def _show_unknown() -> None:
    st.subheader(text.NO_PAGE)
    st.info(text.NO_PAGE_DO)
