"""Entry point of ``streamlit run app.py``: it only routes."""

import streamlit as st

from hotspots.app import server
from hotspots.app.listening import Bearable, raised_descriptors
from hotspots.pages.problems import show_fault

app = st.App(
    server.SCRIPT,
    lifespan=server.prepared,
    routes=server.routes(),
    middleware=server.middleware(Bearable.of(raised_descriptors()).sessions),
    on_script_error=show_fault,
)
