"""Entry point of ``streamlit run app.py``: it only routes."""

import streamlit as st

from hotspots.ui import server

app = st.App(
    server.SCRIPT,
    lifespan=server.prepared,
    routes=server.routes(),
    middleware=server.middleware(),
)
