"""The page `Risico`: which part, and then that part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from hotspots.pages.controls import choose_tile
from hotspots.pages.opened import note_looking_at_all, opened_workspace
from hotspots.risico import page_words as text
from hotspots.risico.cached_answers import RiskAnswers
from hotspots.risico.layers import layers_of_part, visible_parts
from hotspots.risico.page_incident import show_incident
from hotspots.risico.page_spoor import show_spoor
from hotspots.risico.page_water import show_water

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.access.workspace import Workspace

#: Key of the widget, which is the name in the link.
PART: Final = "deel"
_SHOW: Final[dict[str, Callable[[RiskAnswers], None]]] = {
    "spoor": show_spoor,
    "water": show_water,
    "incident": show_incident,
}
#: What a user chose, as it stands in the session under its name in the link.
_CHOICES: Final = (
    "scenario", "waterscenario", "waterkaart", "evenementendag", "ongeval", "plaats_ongeval",
    "wind", "ongevaldag",
)  # fmt: skip


def may_see_risk(workspace: Workspace) -> bool:
    """Whether this role sees any part of the page."""
    return bool(visible_parts(workspace))


def show() -> None:
    """Show the page."""
    workspace = opened_workspace()
    st.subheader(text.TITLE)
    answers = RiskAnswers.of(workspace)
    parts = tuple(part for part in text.PARTS if part in answers.subjects)
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
    _SHOW[part](answers)
    choices = {name: str(st.session_state[name]) for name in _CHOICES if name in st.session_state}
    note_looking_at_all(workspace, layers_of_part(workspace, part), {"part": part, **choices})
