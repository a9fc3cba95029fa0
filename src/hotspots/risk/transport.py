"""What is carried over the track: wagons per year, railway and substance class, as loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from hotspots.access.features import features_for
from hotspots.intake.columns import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hotspots.access.workspace import Workspace

#: The substance of which a wagon can explode.
_FLAMMABLE_GAS: Final = "A"


def transport_rows(workspace: Workspace) -> tuple[dict[str, Any], ...]:
    """Return the wagons per year by railway and substance; None where nobody gave a number.

    The table that a home brings along names railways and substances without numbers; a row of it
    is left out once there is a number of any year.
    """
    transport = features_for(workspace, "transport")
    if transport is None:
        return ()
    rows = [
        {
            "route": str(row["route"]),
            "substance": str(row["substance"]),
            "wagons_per_year": _known(row.get("wagons_per_year")),
            "year": _known(row.get("year")),
        }
        for _, row in transport.rows.iterrows()
    ]
    told = {_what(row) for row in rows if row["wagons_per_year"] is not None}
    return tuple(
        row for row in rows if row["wagons_per_year"] is not None or _what(row) not in told
    )


def _what(row: Mapping[str, Any]) -> tuple[str, str]:
    return fold(row["route"]), row["substance"]


def _known(value: Any) -> int | float | None:  # noqa: ANN401 - a cell of a table
    if value is None or np.isnan(value):
        return None
    return int(value) if float(value).is_integer() else float(value)


def gas_wagons(workspace: Workspace) -> dict[str, float]:
    """Return the wagons with flammable gas by the folded name of a railway, in its last year."""
    found: dict[str, tuple[float, float]] = {}
    for row in transport_rows(workspace):
        if row["substance"] != _FLAMMABLE_GAS or row["wagons_per_year"] is None:
            continue
        route, year = fold(row["route"]), row["year"] or 0
        if route not in found or year >= found[route][0]:
            found[route] = year, float(row["wagons_per_year"])
    return {route: wagons for route, (_, wagons) in found.items()}
