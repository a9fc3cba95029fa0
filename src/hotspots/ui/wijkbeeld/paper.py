"""The wijkbeeld to take along: two pages to print, or one file for a phone without a network."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from hotspots.analysis.metadata import today
from hotspots.drawing.report.paper import report_bytes
from hotspots.drawing.report.phone_page import phone_page
from hotspots.text import wijkbeeld_page as text
from hotspots.ui.taking import offer_file

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.access.workspace import Workspace
    from hotspots.analysis.wijkbeeld.briefing import Briefing


def offer_paper(workspace: Workspace, briefing: Briefing) -> None:
    """Offer the wijkbeeld as files, to who may take any layer of it away; made at the click."""
    if not any(workspace.may_export(line.layer) for line in briefing.lines):
        return
    with st.popover(text.TAKE_ALONG):
        st.caption(text.TAKE_ALONG_HELP)
        for ending, label, make in (
            (".pdf", text.AS_PDF, report_bytes),
            (".html", text.AS_PAGE, phone_page),
        ):
            offer_file(
                label,
                partial(_made, make, briefing),
                name=f"wijkbeeld_{briefing.place.name}",
                ending=ending,
                key=f"wijkbeeld_mee{ending}",
                width="stretch",
            )


def _made(make: Callable[..., bytes], briefing: Briefing, workspace: Workspace) -> bytes:
    """Return a file, with the day of the click on it."""
    return make(workspace, briefing, made_on=today())
