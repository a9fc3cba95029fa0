"""The scenario to take along: one sheet of A4, or one file for a laptop without a network."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import streamlit as st

from hotspots.analysis.metadata import now
from hotspots.drawing.report.scenario_sheet import layers_of, scenario_page, scenario_pdf
from hotspots.text import access as access_text
from hotspots.text import veiligheid_sheet as text
from hotspots.ui.taking import may_export_all, offer_file

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.access.workspace import Workspace
    from hotspots.cartography.map_spec import MapSpec
    from hotspots.drawing.report.scenario_parts import ScenarioTold
    from hotspots.ui.veiligheid.desk import RiskDesk


def offer_scenario(
    desk: RiskDesk,
    told: ScenarioTold,
    spec: MapSpec,
    place: Any = None,  # noqa: ANN401 - shapely has no types
) -> None:
    """Offer the scenario as files, to who may take it away; made at the click.

    Parameters
    ----------
    place
        What the map in them must show; None is where people live.
    """
    if not may_export_all(desk.workspace, layers_of(desk.workspace, told, spec)):
        st.caption(access_text.NO_EXPORT_HERE)
        return
    with st.popover(text.TAKE_ALONG):
        st.caption(text.TAKE_ALONG_HELP)
        for ending, label, make in (
            (".pdf", text.AS_PDF, scenario_pdf),
            (".html", text.AS_PAGE, scenario_page),
        ):
            offer_file(
                label,
                partial(_made, make, told, spec, place),
                name=f"scenario_{told.part}_{told.label}",
                ending=ending,
                key=f"scenario_mee{ending}",
                width="stretch",
            )


def _made(
    make: Callable[..., bytes],
    told: ScenarioTold,
    spec: MapSpec,
    place: Any,  # noqa: ANN401
    workspace: Workspace,
) -> bytes:
    """Return a file, with the moment of the click on it."""
    return make(workspace, told, spec, place, made_at=now())
