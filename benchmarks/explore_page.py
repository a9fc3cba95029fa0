"""The page `Kaart` of this project, with geopandas' `explore` in streamlit-folium for its map.

    streamlit run benchmarks/explore_page.py -- HOME

The map alone is another: filters, details, table, charts and downloads are those of
`hotspots.app`, as fast or slow as they are there, and so are the analysis and its caches. The map
is written as the documentation of geopandas and of streamlit-folium shows it: the layer of buurten
as it was published, with all of its columns, joined to the answer, with a tooltip and a legend; a
click on a buurt comes back and chooses it, and nothing else comes back. Layers are read once for
all sessions. There are no tiles: they would come from another host.
"""

from __future__ import annotations

import os
import runpy
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import geopandas as gpd
import pandas as pd
import streamlit as st
from streamlit_folium import st_folium

from hotspots.app import map_page as kaart
from hotspots.pages.filters import AREA
from hotspots.settings import HOME_VARIABLE

if TYPE_CHECKING:
    from hotspots.access.workspace import Workspace
    from hotspots.analysis.question import Selection
    from hotspots.maps.spec import MapSpec

KEY: Final = "kaart"
CODE: Final = "buurtcode"
#: What lies below and above the buurten on the page of this project too.
BELOW: Final = {"water": {"color": "#bcd7ea", "style_kwds": {"stroke": False, "fillOpacity": 1}}}
ABOVE: Final = {
    "wijken": {"color": "#14171c", "style_kwds": {"fill": False, "weight": 1}},
    "spoorlijnen": {"color": "#4b4f57"},
    "stations": {"color": "#2b2f36"},
}


@st.cache_resource
def read_layer(home: str, name: str) -> gpd.GeoDataFrame:
    """Return the features of a layer in degrees, with all of their columns."""
    folder = Path(home) / "geodata" / name
    declared = tomllib.loads((folder / "layer.toml").read_text(encoding="utf-8"))
    return gpd.read_file(folder / declared["source"]["file"]).to_crs("EPSG:4326")


def draw_map(
    workspace: Workspace,
    spec: MapSpec,
    chosen_area: str | None = None,
    selection: Selection | None = None,
    asks: dict[str, Any] | None = None,
) -> None:
    """Draw the map of a selection: its classes and colours, and its tooltips."""
    del chosen_area, selection, asks
    assert spec.areas is not None  # noqa: S101 - the clicks of the benchmark stay with buurten
    assert spec.fill is not None  # noqa: S101
    home = str(workspace.home.root)
    labels = [entry.label for entry in spec.classes]
    answer = pd.DataFrame(
        {CODE: spec.areas.codes, "klasse": [labels[at] for at in spec.fill], "uitkomst": spec.tips}
    )
    # The official layer has buurten of water alone as well, which no answer is about.
    shown = read_layer(home, "buurten").merge(answer, on=CODE)
    drawn = None
    for name, style in BELOW.items():
        drawn = read_layer(home, name)[["geometry"]].explore(
            m=drawn, tiles=None, tooltip=False, **style
        )
    drawn = shown.explore(
        "klasse",
        m=drawn,
        tiles=None,
        categorical=True,
        categories=labels,
        cmap=[entry.colour for entry in spec.classes],
        tooltip=["buurtnaam", "uitkomst"],
        legend_kwds={"caption": spec.legend.title},
    )
    for name, style in ABOVE.items():
        read_layer(home, name)[["geometry"]].explore(m=drawn, tooltip=False, **style)
    if spec.points is not None:
        at = gpd.points_from_xy(spec.points.x_rd, spec.points.y_rd, crs="EPSG:28992")
        gpd.GeoDataFrame(geometry=at).explore(
            m=drawn, color="#2b2f36", tooltip=False, marker_kwds={"radius": 2}
        )
    st_folium(
        drawn,
        key=KEY,
        height=620,
        use_container_width=True,
        returned_objects=["last_active_drawing"],
        on_change=choose_clicked,
    )


def choose_clicked() -> None:
    """Choose the buurt that was clicked, before the page runs again."""
    drawing = st.session_state[KEY]["last_active_drawing"]
    if drawing and CODE in drawing["properties"]:
        st.session_state[AREA] = drawing["properties"][CODE]


os.environ[HOME_VARIABLE] = sys.argv[1]
kaart.draw_map = draw_map
runpy.run_module("hotspots.app.script")
