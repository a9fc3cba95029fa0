"""The two coordinate systems of the tool, and the guard in front of every distance."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np
import pyproj
import shapely

from hotspots.errors import CrsError

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

#: Amersfoort / RD New; metres.
RD_NEW: Final = "EPSG:28992"
#: WGS 84; degrees, in the order lon, lat wherever this tool writes them.
WGS84: Final = "EPSG:4326"
#: Web Mercator; what map tiles and images on the live map are in.
WEB_MERCATOR: Final = "EPSG:3857"

#: Bounds of the Netherlands in RD metres (west, south, east, north), from the area of use
#: of EPSG:28992, rounded outwards: a place outside them is not in the country.
NETHERLANDS_RD: Final = (-7_000.0, 289_000.0, 300_000.0, 629_000.0)
#: The same in degrees: lon west, lat south, lon east, lat north.
NETHERLANDS_WGS84: Final = (3.2, 50.7, 7.3, 53.7)

#: PROJ makes a transformation anew in every thread that asks for one, which takes some 50 ms; a
#: click on a page is answered in a new thread each time. So few coordinates are converted in one
#: thread that stays, and many, which take longer than that themselves, where they are asked for.
_FEW: Final = 20_000


def require_rd(layer: gpd.GeoDataFrame, *, name: str) -> None:
    """Stop unless ``layer`` is in RD New, so that distances are metres.

    Raises
    ------
    CrsError
        If the layer has no CRS or another one.
    """
    if layer.crs is None:
        raise CrsError(
            f"Laag '{name}' heeft geen coördinatenstelsel, dus de getallen hebben geen eenheid.",
            f"Verwacht: {RD_NEW}.",
            f"Zet 'crs = \"{RD_NEW}\"' in de declaratie of lever het bestand met stelsel aan.",
        )
    if layer.crs != RD_NEW:
        raise CrsError(
            f"Laag '{name}' staat in {layer.crs.to_string()} ({layer.crs.name}).",
            f"Verwacht: {RD_NEW}, waarin afstanden meters zijn.",
            "Reken de laag één keer om, bij de bron.",
        )


@lru_cache(maxsize=16)
def transformer(source: str, target: str) -> pyproj.Transformer:
    """Return the transformation between two CRS, x before y, made once.

    Which transformation PROJ picks for RD depends on whether the RDTRANS grid is on this
    machine; without it the difference is at most 0,25 m in the Netherlands.
    """
    return pyproj.Transformer.from_crs(source, target, always_xy=True)


def reproject(
    x: NDArray[np.float64], y: NDArray[np.float64], *, source: str, target: str
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Convert coordinates; what cannot be converted comes back as NaN.

    Examples
    --------
    The tower of Amersfoort is the origin of RD.

    >>> x, y = np.array([155000.0]), np.array([463000.0])
    >>> lon, lat = reproject(x, y, source=RD_NEW, target=WGS84)
    >>> lon.round(4).tolist(), lat.round(4).tolist()
    ([5.3872], [52.1552])
    """
    if source == target:
        return np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    if np.size(x) <= _FEW:
        out_x, out_y = _lasting_thread().submit(_converted, x, y, source, target).result()
    else:
        out_x, out_y = _converted(x, y, source, target)
    out_x, out_y = np.asarray(out_x, dtype=np.float64), np.asarray(out_y, dtype=np.float64)
    failed = ~(np.isfinite(out_x) & np.isfinite(out_y))
    out_x[failed] = np.nan
    out_y[failed] = np.nan
    return out_x, out_y


def reproject_shapes(
    shapes: NDArray[np.object_], *, source: str, target: str
) -> NDArray[np.object_]:
    """Convert shapes of two dimensions; one that is missing stays so.

    Raises
    ------
    CrsError
        If either system is unknown.
    """

    def moved(corners: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(
            reproject(corners[:, 0], corners[:, 1], source=source, target=target)
        )

    return np.asarray(shapely.transform(shapes, moved), dtype=object)


def _converted(
    x: NDArray[np.float64], y: NDArray[np.float64], source: str, target: str
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    out_x, out_y = transformer(source, target).transform(x, y, errcheck=False)
    return out_x, out_y


@lru_cache(maxsize=1)
def _lasting_thread() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="proj")


if hasattr(os, "register_at_fork"):
    # A thread does not come along into a process that is forked off.
    os.register_at_fork(after_in_child=_lasting_thread.cache_clear)
