"""The page `Handleiding`: the manual, a chapter at a time, that of the own role first."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote

import streamlit as st

from hotspots.maps.live.component import root_path
from hotspots.pages import documents as text
from hotspots.pages.controls import choose_one
from hotspots.pages.documents import WIDTH_PX, anchor, as_page, chapters, document, one_step_down
from hotspots.pages.opened import opened_workspace
from hotspots.pages.panel import panel

#: A wheel carries it among its own files, with its pictures (see pyproject.toml).
FILE: Final = "handleiding.md"
#: The walk to a home of one's own, which is one chapter more.
OWN_HOME: Final = "eigen-gemeente.md"
PATH: Final = "handleiding"
CHAPTER_KEY: Final = "hoofdstuk"
#: What scrolls sideways cannot be reached with a keyboard: a long line goes on below.
_STYLE: Final = """<style>
[data-testid="stMarkdown"] pre, [data-testid="stMarkdown"] pre code {
  white-space: pre-wrap !important; overflow-wrap: anywhere; }
</style>"""


def show() -> None:
    """Show the page: our own text, in which nothing from data stands."""
    role = opened_workspace().role
    book = chapters(document(FILE)) | chapters(one_step_down(document(OWN_HOME)))
    with panel():
        title = choose_one(
            text.CHAPTER,
            tuple(book),
            key=CHAPTER_KEY,
            name=str,
            default=text.CHAPTER_OF_ROLE.get(role),
        )
    st.html(_STYLE)
    st.subheader(title)
    links = _links(book, title)
    shown = as_page(book[title], root=root_path(), links=links)
    st.markdown(one_step_down(shown), width=WIDTH_PX)


def _links(book: dict[str, str], shown: str) -> dict[str, str]:
    """Return where each heading of the manual is found, from the chapter that is shown."""
    links = {}
    for title, body in book.items():
        page = f"{root_path()}{PATH}?{CHAPTER_KEY}={quote(title)}"
        links[anchor(title)] = page
        for heading in re.findall(r"^###+ (.+)$", body, flags=re.MULTILINE):
            here = f"#{anchor(heading)}"
            links[anchor(heading)] = here if title == shown else f"{page}{here}"
    return links
