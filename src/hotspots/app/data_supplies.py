"""On the page `Gegevens`: what became of the supplies that are looked at by themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from hotspots.access import refresh_words as words
from hotspots.access.fetching import may_fetch
from hotspots.access.refreshing import supplies_now
from hotspots.app import data_words as text
from hotspots.dutch import as_text, moment
from hotspots.errors import DeclarationError
from hotspots.pages.problems import show_problem

if TYPE_CHECKING:
    from hotspots.access.refreshing import Refreshed
    from hotspots.access.workspace import Workspace


def show_supplies(workspace: Workspace) -> None:
    """Show each supply with its last run, to whoever may load data; nothing where there is none."""
    if not may_fetch(workspace):
        return
    try:
        supplies = supplies_now(workspace.home, workspace.library.catalog)
    except DeclarationError as error:
        st.markdown(f"#### {text.SUPPLIES}")
        show_problem(error)
        return
    if not supplies:
        return
    st.markdown(f"#### {text.SUPPLIES}")
    st.caption(text.SUPPLIES_INTRO)
    for one in supplies:
        if not one.is_well:
            st.warning(as_text(f"{one.supply.name}: {' '.join(one.lines)}"))
    rows = pd.DataFrame([_row(workspace, one) for one in supplies])
    st.dataframe(rows.rename(columns=text.SUPPLY_COLUMNS), hide_index=True, width="stretch")


def _row(workspace: Workspace, one: Refreshed) -> dict[str, str]:
    supply, look = one.supply, one.look
    labels = {layer.id: layer.label for layer in workspace.library.catalog.layers}
    late = f", {words.LATE}" if one.late_days is not None else ""
    return {
        "name": supply.name,
        "outcome": f"{words.OUTCOMES[look.outcome]}{late}",
        "subject": labels.get(supply.layer, f"{words.OF_SERVICE}: {supply.fetch}"),
        "every": text.EVERY[supply.every],
        "looked_at": moment(look.looked_at) if look.looked_at else "",
        "arrived_at": moment(look.arrived_at) if look.arrived_at else "",
        "version": look.version or "",
    }
