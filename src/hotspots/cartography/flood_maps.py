"""Maps of a flood by place: how deep the water stands, and after how many hours it is there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from hotspots.access.drawable import DEPTHS_M, HOURS
from hotspots.analysis.analysis import Raster
from hotspots.cartography.map_spec import Legend, MapClass, MapSpec, Overlay
from hotspots.cartography.palettes import MISSING_COLOUR, NO_DEPTH_COLOUR, colours
from hotspots.text import maps as map_text
from hotspots.text import veiligheid_page as text
from hotspots.text.risk_layers import number_class
from hotspots.text.risk_water import WET_UNKNOWN

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hotspots.access.workspace import Workspace
    from hotspots.cartography.risk_maps import About
    from hotspots.risk.flood_grid import FloodGrid

FloodShown = Literal["depth", "hours"]
#: Lower bounds, their unit and the colours of the classes; early water is as dark as deep water.
_CLASSES: Final[dict[FloodShown, tuple[tuple[float, ...], str, tuple[str, ...]]]] = {
    "depth": (DEPTHS_M, "m", colours("blauw", len(DEPTHS_M))),
    "hours": (HOURS, "uur", colours("paars", len(HOURS))[::-1]),
}
#: A class stands on the grid as its number and a half, so that its bounds are whole numbers.
_MIDDLE: Final = 0.5


def flood_spec(
    workspace: Workspace, grid: FloodGrid, shown: FloodShown, about: About, overlay: Overlay
) -> MapSpec:
    """Return a map of a flood by place, in the usual Dutch classes; dry land has no colour.

    Water of which it is not known when it comes is hatched, and so are places of which it is not
    known whether it comes. Water of which nobody says how deep has a colour of its own.
    """
    bounds, unit, palette = _CLASSES[shown]
    values = grid.depth_m if shown == "depth" else grid.arrival_h
    missing = grid.unknown | (~np.isnan(grid.depth_m) & np.isnan(values))
    classes = [
        MapClass("value", number_class(bounds, at, unit), colour, count=None)
        for at, colour in enumerate(palette)
    ]
    if np.isinf(values).any():
        # One class more than there are bounds: wet, and in no class of depth.
        classes.append(MapClass("value", text.WET_WITHOUT_DEPTH, NO_DEPTH_COLOUR, count=None))
    if missing.any():
        label = _missing_label(shown, unknown=bool(grid.unknown.any()))
        classes.append(MapClass("missing", label, MISSING_COLOUR, "hatch", count=None))
    geography = workspace.geography
    return MapSpec(
        title=about.title,
        subtitle=about.subtitle,
        classes=tuple(classes),
        legend=Legend(
            text.FLOOD_LEGENDS[shown], about.subtitle, (*about.notes, text.DRY_HAS_NO_COLOUR)
        ),
        attribution=map_text.attribution(
            about.attribution, geography.attribution, approximate=geography.approximate
        ),
        badge=about.badge or None,
        raster=Raster(
            _in_classes(values, bounds),
            grid.west_m,
            grid.south_m,
            grid.cell_m,
            missing if missing.any() else None,
        ),
        raster_bounds=tuple(
            float(at + 1) for at, entry in enumerate(classes) if entry.kind == "value"
        ),
        overlay=overlay,
        registered=False,
        layer=about.layer,
        also=about.also,
        selection=about.selection or {},
    )


def _missing_label(shown: FloodShown, *, unknown: bool) -> str:
    """Say what is not known of the hatched places."""
    if shown == "depth":
        return WET_UNKNOWN
    return text.WHETHER_AND_WHEN_UNKNOWN if unknown else text.HOUR_UNKNOWN


def _in_classes(values: NDArray[np.float64], bounds: tuple[float, ...]) -> NDArray[np.float64]:
    """Return the number of the class of each value and a half; NaN stays NaN.

    What is infinite has a class of its own, after the last.
    """
    classes = np.searchsorted(bounds, np.nan_to_num(values, posinf=0.0), side="right") - 1
    classes = np.where(np.isinf(values), len(bounds), classes)
    return np.where(np.isnan(values), np.nan, classes + _MIDDLE)
