"""Maps on the page `Vergelijken`: two that move together, or one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import streamlit as st

from hotspots.drawing.live_map.component import live_map
from hotspots.drawing.live_map.sight import in_sight
from hotspots.ui.filters import AREA
from hotspots.ui.page_map import clicked_on, legend_html, map_data
from hotspots.ui.taking import offer_map

if TYPE_CHECKING:
    from hotspots.access.workspace import Workspace
    from hotspots.cartography.map_spec import MapSpec

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
    what = name.replace("\\", "")
    # On half a page a legend lies on what it explains: it is folded, and its colours stand below.
    data = map_data(
        workspace,
        spec,
        name=f"{key}:{wijk or ''}",
        what=what,
        height=_BESIDE_PX if linked else _ALONE_PX,
        linked=linked,
        legend_folded=linked is not None,
        tiles=None,
    )
    if wijk is not None:
        wijken = workspace.geography.wijken
        shape = wijken.polygons[wijken.codes.index(wijk)]
        data["focus"] = in_sight(shape, least_m=_LEAST_M)
        data["anchor"] = np.mean(data["focus"], axis=0).round(5).tolist()
    if data["areas"] is not None:
        data["areas"]["selected"] = st.session_state.get(AREA)
    live_map(data, key=key, clicked=_Picked(key))
    offer_map(workspace, spec, f"{spec.layer}_{what}", key=f"{key}_bewaren")


class _Picked:
    """Chooses the area that was clicked on a map, before the page runs again."""

    def __init__(self, key: str) -> None:
        self.key = key

    def __call__(self) -> None:
        click = clicked_on(self.key)
        if click and click["kind"] == "area":
            st.session_state[AREA] = click["code"]
