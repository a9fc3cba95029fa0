"""The map page as one writes it first: no caches, read and join at every run.

    streamlit run benchmarks/naive_page.py -- HOME

The server's half alone: two filters, a join of points to buurten, counts, months, hours and a
table. There is no map in it, which would cost more on top. The incidents lie ready in Parquet,
the friendliest file there is to read again and again.
"""

from __future__ import annotations

import sys
from pathlib import Path

import altair as alt
import geopandas as gpd
import pandas as pd
import streamlit as st

RD_NEW = "EPSG:28992"
DAYS = ("ma", "di", "wo", "do", "vr", "za", "zo")
PERIODS = {
    "Alles": None,
    "Laatste 12 maanden": 365,
    "Laatste halfjaar": 182,
    "Laatste kwartaal": 91,
    "Laatste maand": 30,
    "Laatste week": 7,
}

home = Path(sys.argv[1])
areas = gpd.read_file(home / "geodata" / "buurten" / "buurten.geojson").to_crs(RD_NEW)
incidents = pd.read_parquet(home / "incidents.parquet")
points = gpd.GeoDataFrame(
    incidents, geometry=gpd.points_from_xy(incidents["x"], incidents["y"], crs=RD_NEW)
)
with st.sidebar:
    days = PERIODS[st.selectbox("Periode", list(PERIODS))]
    weekdays = st.pills("Dag van de week", DAYS, selection_mode="multi")
if days:
    points = points[points["begin"] > points["begin"].max() - pd.Timedelta(days=days)]
if weekdays:
    points = points[points["begin"].dt.dayofweek.isin([DAYS.index(day) for day in weekdays])]
joined = points.sjoin(areas[["buurtcode", "geometry"]], predicate="within")
st.subheader(f"{len(joined)} incidenten")
counts = joined.groupby("buurtcode").size()
months = joined["begin"].dt.to_period("M").dt.to_timestamp().value_counts()
hours = joined["begin"].dt.hour.value_counts()
for counted, field in ((months, "begin:T"), (hours, "begin:O")):
    rows = counted.rename_axis("begin").reset_index(name="aantal")
    st.altair_chart(alt.Chart(rows).mark_bar().encode(x=field, y="aantal:Q"))
st.dataframe(areas.drop(columns="geometry").assign(aantal=areas["buurtcode"].map(counts)))
