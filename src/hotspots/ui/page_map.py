"""What every page does to put a map on it: the data for the browser, and its colours in words."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any, Final

import streamlit as st
from matplotlib.colors import to_hex

from hotspots.drawing.live_map.component import root_path
from hotspots.drawing.live_map.payload import payload
from hotspots.text import maps as text
from hotspots.ui import cached

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hotspots.access.workspace import Workspace
    from hotspots.cartography.map_spec import MapClass, MapSpec


#: What a click on a map holds besides its kind; drawn shapes and places are read by their owners.
_CLICKS: Final[Mapping[str, Mapping[str, type]]] = {
    "area": {"code": str},
    "cell": {"col": int, "row": int, "size_m": int},
    "drawn": {},
    "place": {},
}


def clicked_on(key: str) -> dict[str, Any] | None:
    """Return what was clicked on the map of this key; None for what no map of ours sends.

    To be called from the callback of the map. A browser can send anything.
    """
    click = getattr(st.session_state[key], "click", None)
    if not isinstance(click, dict):
        return None
    kind = click.get("kind")
    if not isinstance(kind, str) or kind not in _CLICKS:
        return None
    whole = all(type(click.get(name)) is wanted for name, wanted in _CLICKS[kind].items())
    return dict(click) if whole else None


def map_data(
    workspace: Workspace,
    spec: MapSpec,
    *,
    name: str,
    what: str | None = None,
    **more: Any,  # noqa: ANN401 - passed on
) -> dict[str, Any]:
    """Return a map as the component takes it.

    Parameters
    ----------
    name
        Which map this is: the browser keeps where someone looked per name.
    what
        What it is of, as plain words, for who does not see it; None for the only map of a page.
    more
        What this page asks of its map besides, such as its height.
    """
    data: dict[str, Any] = payload(
        spec,
        workspace,
        projection=cached.projection_of(workspace, workspace.geography.fingerprint),
        root=root_path(),
        name=name,
    )
    data |= more
    if what is not None:
        words = {
            "label": text.MAP_OF.format(what=what),
            "legend_label": text.LEGEND_OF.format(what=what),
        }
        data["text"] = {**data["text"], **words}
    return data


def legend_html(spec: MapSpec) -> str:
    """Return the colours of a map as a line of HTML; all words in it are made safe."""
    items = "".join(
        f'<li style="font-size:.85rem;display:flex;align-items:center;gap:.4rem">'
        f'<span aria-hidden="true" style="width:1.4rem;height:.9rem;border:1px solid #8a9099;'
        f'background:{_fill(entry)}"></span>{escape(entry.label)}</li>'
        for entry in spec.classes
    )
    return (
        f'<div style="font-size:.85rem"><strong>{escape(spec.legend.title)}</strong>'
        '<ul style="display:flex;flex-wrap:wrap;gap:.2rem 1rem;list-style:none;margin:.2rem 0 0;'
        f'padding:0">{items}</ul></div>'
    )


def _fill(entry: MapClass) -> str:
    """Return a colour, striped where the map has a pattern; made anew, so that it is one."""
    colour = to_hex(entry.colour)
    if entry.pattern is None:
        return colour
    return f"repeating-linear-gradient(45deg,{colour} 0 3px,#8a9099 3px 4px)"
