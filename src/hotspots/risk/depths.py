"""What stands under water as zones by depth, so that people and places are counted in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from hotspots.access.drawable import DEPTHS_M
from hotspots.risk.exposure import Shares
from hotspots.risk.zones import Zone
from hotspots.text import risk_water as words
from hotspots.text.risk_layers import number_class

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from hotspots.risk.flood import Flood, Wet

#: From the deepest: whoever stands in two of them is counted in the first.
_DEEP_FIRST: Final = tuple(reversed(range(len(DEPTHS_M))))
#: After the last class of depth: under water, and nobody says how deep.
_UNKNOWN: Final = len(DEPTHS_M)


def depth_zones(flood: Flood, wet: Wet, from_m: float) -> tuple[tuple[Zone, ...], Shares]:
    """Return a zone per depth that occurs, the deepest first, and the part of each buurt in it.

    Water of which nobody says how deep is the last, a zone of its own.

    The outlines are not there: a raster has none. Depths do not overlap, so ``within`` is
    ``first``.

    Parameters
    ----------
    from_m
        A place that stands less deep is not under water.
    """
    depth_m = np.broadcast_to(wet.depth_m, wet.share.shape)
    classes = _class_of(depth_m)
    zones, shares = [], []
    for at in (*_DEEP_FIRST, _UNKNOWN):
        mine = (classes == at) & (depth_m >= from_m)
        share = np.where(mine, wet.share, 0.0).sum(axis=0)
        if not share.any():
            continue
        shares.append(share)
        zones.append(
            Zone(
                id=_name(at),
                label=(words.DEPTH_UNKNOWN if at == _UNKNOWN else number_class(DEPTHS_M, at, "m")),
                outline=shapely.Polygon(),
                covers=_at_depth(flood, at, from_m),
                calculated=False,
                source=flood.attribution,
            )
        )
    together = np.array(shares).reshape(len(shares), wet.share.shape[1])
    return tuple(zones), Shares(together, together)


def _name(at: int) -> str:
    if at == _UNKNOWN:
        return "diepte_niet_bekend"
    return f"vanaf_{DEPTHS_M[at]:g}_m".replace(".", "_")


def _class_of(depth_m: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return the class of each depth; one that nobody says is in a class of its own."""
    classes = np.searchsorted(DEPTHS_M, np.nan_to_num(depth_m, nan=0.0), side="right") - 1
    return np.where(np.isinf(depth_m), _UNKNOWN, classes)


def _at_depth(
    flood: Flood, at: int, from_m: float
) -> Callable[[NDArray[np.float64], NDArray[np.float64]], NDArray[np.bool_]]:
    def covers(x_rd: NDArray[np.float64], y_rd: NDArray[np.float64]) -> NDArray[np.bool_]:
        depth, _ = flood.at(x_rd, y_rd)
        return np.asarray((_class_of(depth) == at) & (depth >= from_m))

    return covers


def as_zone(flood: Flood, from_m: float) -> Zone:
    """Return all that is under water as one zone that points can be tested in."""
    return Zone(
        id="water",
        label=words.UNDER_WATER,
        outline=shapely.union_all(flood.shapes) if len(flood.shapes) else shapely.Polygon(),
        covers=lambda x_rd, y_rd: flood.at(x_rd, y_rd)[0] >= from_m,
        calculated=False,
        source=flood.attribution,
    )
