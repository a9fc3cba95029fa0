"""The page `Verantwoording`: what the tool is for, what it is not for, and which rules hold."""

from __future__ import annotations

from typing import Final

import streamlit as st

from hotspots.pages.documents import WIDTH_PX, document, one_step_down
from hotspots.pages.opened import opened_workspace
from hotspots.risico.page import show_assumptions

#: The one text there is; a wheel carries it among its own files (see pyproject.toml).
FILE: Final = "verantwoording.md"


def show() -> None:
    """Show the page: our own text, and below it what is assumed about rail and water."""
    st.markdown(one_step_down(document(FILE)), width=WIDTH_PX)
    show_assumptions(opened_workspace())
