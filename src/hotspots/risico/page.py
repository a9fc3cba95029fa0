"""The page `Risico`: which part, and then that part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from hotspots.pages.controls import choose_tile
from hotspots.pages.opened import note_looking_at_all, opened_workspace
from hotspots.risico import page_words as text
from hotspots.risico.answers import open_desk, parts_of
from hotspots.risico.page_spoor import show_incident, show_spoor
from hotspots.risico.page_water import show_water
from hotspots.risico.scene import looked_at

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.access.workspace import Workspace
    from hotspots.risico.answers import RiskDesk

#: Key of the widget, which is the name in the link.
PART: Final = "deel"
_SHOW: Final[dict[str, Callable[[RiskDesk], None]]] = {
    "spoor": show_spoor,
    "water": show_water,
    "incident": show_incident,
}
#: What is asked, as it stands in the session under its name in the link.
_ASKED: Final = (
    "scenario", "waterscenario", "waterkaart", "evenementendag", "ongeval", "plaats_ongeval",
    "wind", "ongevaldag",
)  # fmt: skip


def may_see_risk(workspace: Workspace) -> bool:
    """Whether this role sees any part of the page."""
    return bool(parts_of(workspace))


def show() -> None:
    """Show the page."""
    workspace = opened_workspace()
    st.subheader(text.TITLE)
    desk = open_desk(workspace)
    parts = tuple(part for part in text.PARTS if part in desk.subjects)
    if not parts:
        st.info(text.NOTHING_HERE)
        return
    part = choose_tile(
        text.PART,
        parts,
        key=PART,
        name=lambda name: text.PARTS[name],
        label_visibility="collapsed",
    )
    _SHOW[part](desk)
    asked = {name: str(st.session_state[name]) for name in _ASKED if name in st.session_state}
    note_looking_at_all(workspace, looked_at(workspace, part), {"part": part, **asked})
