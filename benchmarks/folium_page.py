"""The lightest page with a map of geopandas' `explore` in streamlit-folium: few parts, all cached.

    streamlit run benchmarks/folium_page.py -- HOME [--points]

It is less than the page of this project: two filters, a choropleth on water, wijken, rail and
stations, the count, the months, the hours and a table. Files are read, and points joined to
buurten, once for all sessions; the geometry is simplified as ours is; a buurt carries its code and
its count alone; there are no tiles and no legend, and the map sends nothing back. The same page
as this project's, with `explore` for its map, is in `benchmarks/explore_page.py`.
"""

from __future__ import annotations

import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

import altair as alt
import geopandas as gpd
import pandas as pd
import shapely
import streamlit as st
from streamlit_folium import st_folium

from hotspots.maps.base import TOLERANCE_M

RD_NEW = "EPSG:28992"
CODE = "buurtcode"
DAYS = ("ma", "di", "wo", "do", "vr", "za", "zo")
PARTS = {
    "Nacht (0–6)": (0, 6),
    "Ochtend (6–12)": (6, 12),
    "Middag (12–18)": (12, 18),
    "Avond (18–24)": (18, 24),
}
#: What lies below and above the buurten on the page of this project too.
BELOW = {"water": {"color": "#bcd7ea", "style_kwds": {"stroke": False, "fillOpacity": 1}}}
ABOVE = {
    "wijken": {"color": "#14171c", "style_kwds": {"fill": False, "weight": 1}},
    "spoorlijnen": {"color": "#4b4f57"},
    "stations": {"color": "#2b2f36"},
}


@dataclass(frozen=True)
class Town:
    """What all sessions share."""

    areas: gpd.GeoDataFrame
    around: dict[str, gpd.GeoDataFrame]
    incidents: pd.DataFrame


@st.cache_resource
def read(home: str) -> Town:
    """Return the areas in degrees, and incidents with the code of their buurt."""
    geodata = Path(home) / "geodata"
    areas = read_layer(geodata / "buurten").to_crs(RD_NEW)
    drawn = areas.set_geometry(shapely.coverage_simplify(areas.geometry, TOLERANCE_M))
    drawn = drawn.to_crs("EPSG:4326")
    # What five decimals leave out is a metre.
    drawn = drawn.set_geometry(shapely.transform(drawn.geometry, lambda at: at.round(5)))
    rows = pd.read_csv(
        Path(home) / "data" / "vermogen_en_geweld" / "woninginbraak.csv",
        parse_dates=["begin", "eind"],
    )
    points = gpd.GeoDataFrame(rows, geometry=gpd.points_from_xy(rows["x"], rows["y"], crs=RD_NEW))
    degrees = points.geometry.to_crs("EPSG:4326")
    points = points.assign(lon=degrees.x, lat=degrees.y)
    incidents = pd.DataFrame(points.sjoin(areas[[CODE, "geometry"]], predicate="within"))
    around = {
        name: read_layer(geodata / name).to_crs("EPSG:4326")[["geometry"]]
        for name in (*BELOW, *ABOVE)
    }
    return Town(drawn, around, incidents)


def read_layer(folder: Path) -> gpd.GeoDataFrame:
    """Return the features of the file that a layer declares."""
    declared = tomllib.loads((folder / "layer.toml").read_text(encoding="utf-8"))
    return gpd.read_file(folder / declared["source"]["file"])


def show(home: str, *, points: bool) -> None:
    """Show the page."""
    st.set_page_config(layout="wide")
    town = read(home)
    selected = town.incidents.loc[chosen(town.incidents)]
    counts = selected[CODE].value_counts()
    shown = town.areas.assign(aantal=town.areas[CODE].map(counts).fillna(0).astype(int))
    shown = shown[[CODE, "aantal", "geometry"]]
    st.subheader(f"{len(selected)} woninginbraken")
    drawn = None
    for name, style in BELOW.items():
        drawn = town.around[name].explore(m=drawn, tiles=None, tooltip=False, **style)
    drawn = shown.explore(
        "aantal", m=drawn, scheme="fisherjenks", k=5, cmap="OrRd", tiles=None, legend=False
    )
    for name, style in ABOVE.items():
        town.around[name].explore(m=drawn, tooltip=False, **style)
    if points:
        at = gpd.GeoDataFrame(
            geometry=gpd.points_from_xy(selected["lon"], selected["lat"], crs="EPSG:4326")
        )
        at.explore(m=drawn, color="#2b2f36", tooltip=False, marker_kwds={"radius": 2})
    st_folium(drawn, key="kaart", height=620, use_container_width=True, returned_objects=[])
    months, hours = st.columns([3, 2])
    with months:
        show_bars(selected["begin"].dt.to_period("M").dt.to_timestamp(), "yearmonth(begin):T")
    with hours:
        show_bars(selected["begin"].dt.hour, "begin:O")
    st.dataframe(
        pd.DataFrame(shown.drop(columns="geometry")).sort_values("aantal", ascending=False),
        hide_index=True,
    )


def chosen(incidents: pd.DataFrame) -> pd.Series[bool]:
    """Return which incidents the filters let through."""
    with st.sidebar:
        days = st.pills("Dag van de week", DAYS, selection_mode="multi")
        parts = st.pills("Deel van de dag", list(PARTS), selection_mode="multi")
    begin = incidents["begin"].dt
    kept = pd.Series(data=True, index=incidents.index)
    if days:
        kept &= begin.dayofweek.isin([DAYS.index(day) for day in days])
    if parts:
        kept &= begin.hour.isin([hour for part in parts for hour in range(*PARTS[part])])
    return kept


def show_bars(begins: pd.Series[object], field: str) -> None:
    """Show how many incidents begin when."""
    counts = begins.value_counts().rename_axis("begin").reset_index(name="aantal")
    st.altair_chart(alt.Chart(counts, height=190).mark_bar().encode(x=field, y="aantal:Q"))


show(sys.argv[1], points="--points" in sys.argv)
