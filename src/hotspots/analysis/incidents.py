"""The incidents of a selection themselves, for roles that may see them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotspots.analysis.counting import selected
from hotspots.analysis.selection import settle
from hotspots.errors import AccessError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from hotspots.access.workspace import Workspace
    from hotspots.analysis.selection import Selection


def selected_places(
    workspace: Workspace, selection: Selection
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return where the incidents of a selection are, in RD metres.

    Raises
    ------
    AccessError
        If this role may not see single places of the layer.
    """
    settled, layer = settle(selection, workspace)
    if not workspace.may_see_points(layer):
        raise AccessError(
            f"Losse plaatsen van laag '{layer.label}' zijn niet voor de rol '{workspace.role}'.",
            f"Wel voor: {', '.join(layer.privacy.points_roles) or 'niemand'}.",
            "Bekijk aantallen per gebied of cel.",
        )
    _, incidents = workspace.incidents(layer)
    chosen = selected(incidents, settled, workspace.geography)
    return incidents.x_rd[chosen], incidents.y_rd[chosen]
