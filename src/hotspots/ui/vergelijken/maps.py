"""Maps on the page `Vergelijken`: two that move together, or one."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely
import streamlit as st
from matplotlib.colors import to_hex

from hotspots.crs import RD_NEW, WGS84, reproject
from hotspots.drawing.live_map.component import live_map, root_path
from hotspots.drawing.live_map.payload import payload
from hotspots.text import vergelijken as text
from hotspots.ui import cached
from hotspots.ui.filters import AREA

if TYPE_CHECKING:
    from hotspots.access.workspace import Workspace
    from hotspots.cartography.map_spec import MapClass, MapSpec

_BESIDE_PX: Final = 480
_ALONE_PX: Final = 560
#: metres; what is at least in sight.
_LEAST_M: Final = 800.0
#: Of the extent of a wijk, how much is in sight around it.
_MARGIN: Final = 0.06


def draw_two(
    workspace: Workspace,
    specs: tuple[MapSpec, MapSpec],
    names: tuple[str, str],
    *,
    key: str,
    focus: tuple[str, str] | None = None,
) -> None:
    """Draw two maps beside each other that move together; on a phone below each other.

    Parameters
    ----------
    names
        What each is of, as Markdown.
    focus
        Codes of the wijken that each looks at; without them both look at the same place.
    """
    columns = st.columns(2, gap="small")
    for at, (column, spec, name) in enumerate(zip(columns, specs, names, strict=True)):
        with column:
            st.markdown(f"#### {name}")
            draw_one(
                workspace,
                spec,
                name,
                key=f"{key}_{at + 1}",
                linked=key,
                wijk=focus[at] if focus is not None else None,
            )
    st.html(legend_html(specs[0]))


def draw_one(
    workspace: Workspace,
    spec: MapSpec,
    name: str,
    *,
    key: str,
    linked: str | None = None,
    wijk: str | None = None,
) -> None:
    """Draw a map; a click on an area chooses it."""
    data: dict[str, Any] = payload(
        spec,
        workspace,
        projection=cached.projection_of(workspace, workspace.geography.fingerprint),
        root=root_path(),
        name=f"{key}:{wijk or ''}",
    )
    # On half a page a legend lies on what it explains: it is folded, and its colours stand below.
    data |= {"height": _BESIDE_PX if linked else _ALONE_PX, "linked": linked}
    data |= {"legend_folded": linked is not None, "tiles": None}
    what = name.replace("\\", "")
    words = {
        "label": text.MAP_OF.format(what=what),
        "legend_label": text.LEGEND_OF.format(what=what),
    }
    data["text"] = {**data["text"], **words}
    if wijk is not None:
        data["focus"] = _in_sight(workspace, wijk)
        data["anchor"] = np.mean(data["focus"], axis=0).round(5).tolist()
    if data["areas"] is not None:
        data["areas"]["selected"] = st.session_state.get(AREA)
    live_map(data, key=key, clicked=_Picked(key))


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


class _Picked:
    """Chooses the area that was clicked on a map, before the page runs again."""

    def __init__(self, key: str) -> None:
        self.key = key

    def __call__(self) -> None:
        click = st.session_state[self.key].click
        if click and click["kind"] == "area":
            st.session_state[AREA] = click["code"]


def _in_sight(workspace: Workspace, wijk: str) -> list[list[float]]:
    """Return what a map of a wijk opens with: south-west and north-east, lat before lon."""
    wijken = workspace.geography.wijken
    west, south, east, north = shapely.bounds(wijken.polygons[wijken.codes.index(wijk)])
    x, y = _spread(west, east), _spread(south, north)
    lon, lat = reproject(x, y, source=RD_NEW, target=WGS84)
    corners: list[list[float]] = np.column_stack([lat, lon]).round(5).tolist()
    return corners


def _spread(low: float, high: float) -> Any:  # noqa: ANN401 - an array of two
    middle, half = (low + high) / 2, max((high - low) * (0.5 + _MARGIN), _LEAST_M / 2)
    return np.array([middle - half, middle + half])
