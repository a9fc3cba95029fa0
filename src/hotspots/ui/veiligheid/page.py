"""The page `Risico`: which part, and then that part."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final

import streamlit as st

from hotspots.access.calendar import require_calendar
from hotspots.errors import AccessError
from hotspots.text import veiligheid_page as text
from hotspots.ui.controls import choose_tile
from hotspots.ui.opened import note_looking_at_all, opened_workspace
from hotspots.ui.veiligheid.desk import layers_by_purpose, open_desk, parts_of
from hotspots.ui.veiligheid.incident import show_incident
from hotspots.ui.veiligheid.spoor import show_spoor
from hotspots.ui.veiligheid.water import show_water

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.access.workspace import Workspace
    from hotspots.ui.veiligheid.desk import RiskDesk

#: Key of the widget, which is the name in the link.
PART: Final = "deel"
_SHOW: Final[dict[str, Callable[[RiskDesk], None]]] = {
    "spoor": show_spoor,
    "water": show_water,
    "incident": show_incident,
}
#: Layers that someone looks at in a part, by purpose; the others say nothing by themselves.
_LOOKED_AT: Final = {
    "spoor": ("rail", "people", "vulnerable", "shelter", "event_site", "transport"),
    "water": ("flood_depth", "flood_zone", "people", "vulnerable", "shelter", "event_site"),
    "incident": ("rail", "people", "vulnerable", "event_site"),
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
    layers = layers_by_purpose(workspace)
    looked_at = [layers[purpose] for purpose in _LOOKED_AT[part] if purpose in layers]
    looked_at += _calendars(workspace)
    asked = {name: str(st.session_state[name]) for name in _ASKED if name in st.session_state}
    note_looking_at_all(workspace, looked_at, {"part": part, **asked})


def _calendars(workspace: Workspace) -> list[str]:
    """Return the calendars whose events this role sees, and so the page counts."""
    found = []
    for layer in workspace.catalog.layers:
        if layer.kind == "calendar":
            with suppress(AccessError):
                require_calendar(layer, workspace.role)
                found.append(layer.id)
    return found
