"""Water in the classes of a Dutch map: how deep, after how many hours, for how many days.

The map of a layer on `Kaart` and the maps of a flood on `Risico` are drawn in the same classes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, cast

import numpy as np

from hotspots.access.depths import SHOWN_BY, layer_grid
from hotspots.access.features import DAYS, DEPTHS_M, HOURS
from hotspots.access.words import WET_UNKNOWN, number_class
from hotspots.analysis.answer import Raster
from hotspots.dutch import listed
from hotspots.maps.palettes import MISSING_COLOUR, NO_DEPTH_COLOUR, colours
from hotspots.maps.spec import MapClass

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hotspots.access.workspace import Workspace

FloodShown = Literal["depth", "hours", "days"]

_HOURS_OF_A_DAY: Final = 24.0

FLOOD_LEGENDS: Final = {
    "depth": "Diepte", "hours": "Uren na de doorbraak", "days": "Dagen dat het water er staat",
}  # fmt: skip
HOUR_UNKNOWN: Final = "niet bekend wanneer"
DAYS_UNKNOWN: Final = "niet bekend hoe lang"
WET_WITHOUT_DEPTH: Final = "onder water, diepte niet bekend"
WHETHER_AND_WHEN_UNKNOWN: Final = "niet bekend of en wanneer het water komt"
WHETHER_AND_HOW_LONG_UNKNOWN: Final = "niet bekend of en hoe lang er water staat"
DRY_HAS_NO_COLOUR: Final = "Zonder kleur: blijft droog"
WORST: Final = {
    "depth": "Per plek de grootste diepte van: {floods}",
    "hours": "Per plek het vroegste uur van: {floods}",
    "days": "Per plek de langste duur van: {floods}",
}

#: Lower bounds, their unit and the colours of the classes; early water is as dark as deep water.
_CLASSES: Final[dict[FloodShown, tuple[tuple[float, ...], str, tuple[str, ...]]]] = {
    "depth": (DEPTHS_M, "m", colours("blauw", len(DEPTHS_M))),
    "hours": (HOURS, "uur", colours("paars", len(HOURS))[::-1]),
    "days": (DAYS, "dagen", colours("groen", len(DAYS))),
}
#: A class stands on the grid as its number and a half, so that its bounds are whole numbers.
_MIDDLE: Final = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class FloodPicture:
    """What a map of water fills its places with.

    Attributes
    ----------
    bounds
        Upper bound of each class of kind "value" on the raster.
    notes
        What the legend says of it.
    """

    classes: tuple[MapClass, ...]
    raster: Raster
    bounds: tuple[float, ...]
    legend: str
    notes: tuple[str, ...]


def flood_picture(
    values: NDArray[np.float64],
    missing: NDArray[np.bool_],
    corner: tuple[float, float, int],
    shown: FloodShown,
    *,
    whether_unknown: bool,
    floods: tuple[str, ...] = (),
) -> FloodPicture:
    """Return numbers in the usual Dutch classes; dry land has no colour.

    What is not known is hatched; water of which the depth is not known has a colour of its own.

    Parameters
    ----------
    values : shape (rows, columns), south to north
        Metres, or hours; NaN where nothing is drawn.
    missing : shape (rows, columns)
        What is hatched.
    corner
        West and south of the first cell, RD metres, and how large each is.
    whether_unknown
        Whether of any of those places it is not known either whether water comes at all.
    floods
        Whose worst it is; empty for one flood.
    """
    bounds, unit, palette = _CLASSES[shown]
    if shown == "days":
        values = values / _HOURS_OF_A_DAY
    classes = [
        MapClass("value", number_class(bounds, at, unit), colour, count=None)
        for at, colour in enumerate(palette)
    ]
    if np.isinf(values).any():
        # One class more than there are bounds: wet, and in no class of depth.
        classes.append(MapClass("value", WET_WITHOUT_DEPTH, NO_DEPTH_COLOUR, count=None))
    if missing.any():
        label = _missing_label(shown, whether_unknown=whether_unknown)
        classes.append(MapClass("missing", label, MISSING_COLOUR, "hatch", count=None))
    several = WORST[shown].format(floods=listed(floods)) if len(floods) > 1 else ""
    return FloodPicture(
        tuple(classes),
        Raster(_in_classes(values, bounds), *corner, missing if missing.any() else None),
        tuple(float(at + 1) for at, entry in enumerate(classes) if entry.kind == "value"),
        FLOOD_LEGENDS[shown],
        (DRY_HAS_NO_COLOUR, *((several,) if several else ())),
    )


def picture_of_layer(workspace: Workspace, purpose: str) -> FloodPicture | None:
    """Return the picture of a layer about water; None of another, and of one that holds nothing.

    Raises
    ------
    AccessError
        If this role may not see it.
    SourceError, IntakeError, StoreError
        If it cannot be read.
    """
    if purpose not in SHOWN_BY:
        return None
    grid = layer_grid(workspace, purpose)
    if grid is None:
        return None
    return flood_picture(
        grid.values,
        grid.unknown,
        (grid.west_m, grid.south_m, grid.cell_m),
        cast("FloodShown", SHOWN_BY[purpose]),
        whether_unknown=True,
        floods=grid.floods,
    )


def _missing_label(shown: FloodShown, *, whether_unknown: bool) -> str:
    """Say what is not known of the hatched places."""
    if shown == "depth":
        return WET_UNKNOWN
    if shown == "days":
        return WHETHER_AND_HOW_LONG_UNKNOWN if whether_unknown else DAYS_UNKNOWN
    return WHETHER_AND_WHEN_UNKNOWN if whether_unknown else HOUR_UNKNOWN


def _in_classes(values: NDArray[np.float64], bounds: tuple[float, ...]) -> NDArray[np.float64]:
    """Return the number of the class of each value and a half; NaN stays NaN.

    What is infinite has a class of its own, after the last.
    """
    classes = np.searchsorted(bounds, np.nan_to_num(values, posinf=0.0), side="right") - 1
    classes = np.where(np.isinf(values), len(bounds), classes)
    return np.where(np.isnan(values), np.nan, classes + _MIDDLE)
