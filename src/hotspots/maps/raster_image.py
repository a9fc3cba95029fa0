"""A density as an image in Web Mercator, so that it lies where it should on the live map."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np
import scipy
from matplotlib.colors import to_rgb
from numpy.typing import NDArray
from PIL import Image

from hotspots.crs import RD_NEW, WEB_MERCATOR, WGS84, reproject
from hotspots.maps.choropleth import faintest

if TYPE_CHECKING:
    from hotspots.analysis.answer import Raster
    from hotspots.maps.spec import MapSpec

#: Rows or columns of a raster, in cells.
Places = NDArray[np.float32] | NDArray[np.float64]
#: Pixels along the longest side; a PNG of classes stays well under 100 kB.
_LONGEST_PX: Final = 900
#: A hatch in pixels of the image: how far apart its lines are, how wide, and their grey.
_HATCH_PX: Final = 8
_STRIPE_PX: Final = 2
_HATCH_INK: Final = (138, 143, 150)


def classes_at(spec: MapSpec, row: Places, col: Places) -> NDArray[np.int16]:
    """Return the class of a map's raster at places between its cells.

    Parameters
    ----------
    row, col : same shape
        Where, in cells from the centre of cell (0, 0).

    Returns
    -------
    same shape
        A position in ``spec.classes``, -1 where nothing is drawn. Where there is no number the
        class is the missing one, never nothing: that would read as little.
    """
    raster = spec.raster
    assert raster is not None  # noqa: S101 - the caller has looked
    values = interpolated(raster, row, col)
    classes = raster_classes(spec, values)
    if raster.missing is not None:
        nearest = scipy.ndimage.map_coordinates(
            raster.missing.astype(np.uint8), [row, col], order=0, mode="constant", cval=0
        )
        position = next(at for at, entry in enumerate(spec.classes) if entry.kind == "missing")
        classes[(nearest > 0) & np.isnan(values)] = position
    return classes


def raster_classes(spec: MapSpec, values: NDArray[np.float64]) -> NDArray[np.int16]:
    """Return the class of each value: a position in ``spec.classes``, -1 where nothing is drawn."""
    bounds = np.array(spec.raster_bounds)
    known = np.isfinite(values)
    filled = np.where(known, values, 0.0)
    if not bounds.size:
        return np.full(values.shape, -1, dtype=np.int16)
    first = next(at for at, entry in enumerate(spec.classes) if entry.kind == "value")
    place = np.minimum(np.searchsorted(bounds, filled, side="left"), bounds.size - 1) + first
    return np.where(known & (filled >= faintest(spec.raster_bounds)), place, -1).astype(np.int16)


def raster_png(spec: MapSpec) -> tuple[bytes, list[list[float]]]:
    """Return the raster of a map as a PNG, and its bounds [[south, west], [north, east]].

    The density is computed in RD and resampled here; between cell centres it is interpolated, so
    that the edge of a class is a line and not a staircase.
    """
    raster = spec.raster
    assert raster is not None  # noqa: S101 - the caller has looked
    frame = _frame(
        raster.values.shape[0], raster.values.shape[1], raster.west_m, raster.south_m, raster.cell_m
    )
    image = coloured(spec, classes_at(spec, frame.row, frame.col))
    buffer = io.BytesIO()
    Image.fromarray(image).quantize(16).save(buffer, format="PNG", optimize=True)
    return buffer.getvalue(), frame.bounds


@dataclass(frozen=True, slots=True, eq=False)
class _Frame:
    """Where each pixel of an image lies on a raster, in cells from the centre of cell (0, 0)."""

    row: NDArray[np.float32]
    col: NDArray[np.float32]
    bounds: list[list[float]]


@lru_cache(maxsize=8)
def _frame(rows: int, cols: int, west_m: float, south_m: float, cell_m: int) -> _Frame:
    """Return the pixels of a raster; the same for every filter, and slow to project."""
    corners_x = np.array([west_m, west_m + cols * cell_m])
    corners_y = np.array([south_m, south_m + rows * cell_m])
    x, y = reproject(
        np.tile(corners_x, 2), np.repeat(corners_y, 2), source=RD_NEW, target=WEB_MERCATOR
    )
    west, south, east, north = x.min(), y.min(), x.max(), y.max()
    scale = _LONGEST_PX / max(east - west, north - south)
    width, height = round((east - west) * scale), round((north - south) * scale)
    columns, lines = np.meshgrid(
        west + (np.arange(width) + 0.5) / scale, north - (np.arange(height) + 0.5) / scale
    )
    x_rd, y_rd = reproject(columns.ravel(), lines.ravel(), source=WEB_MERCATOR, target=RD_NEW)
    lon, lat = reproject(
        np.array([west, east]), np.array([south, north]), source=WEB_MERCATOR, target=WGS84
    )
    return _Frame(
        row=((y_rd - south_m) / cell_m - 0.5).reshape(height, width).astype(np.float32),
        col=((x_rd - west_m) / cell_m - 0.5).reshape(height, width).astype(np.float32),
        bounds=[[float(lat[0]), float(lon[0])], [float(lat[1]), float(lon[1])]],
    )


def interpolated(raster: Raster, row: Places, col: Places) -> NDArray[np.float64]:
    """Return a raster between its cells; NaN where most of what lies around is outside the mask.

    Parameters
    ----------
    row, col : same shape
        Where, in cells from the centre of cell (0, 0).
    """
    inside = np.isfinite(raster.values)
    values = np.where(inside, raster.values, 0.0)
    place = [row, col]
    smooth = scipy.ndimage.map_coordinates(values, place, order=1, mode="constant", cval=0.0)
    # Next to the mask a mean with nothing would fade: divide by the share that is inside.
    share = scipy.ndimage.map_coordinates(
        inside.astype(np.float64), place, order=1, mode="constant", cval=0.0
    )
    return np.where(share >= 0.5, smooth / np.where(share > 0, share, 1.0), np.nan)  # noqa: PLR2004


def coloured(spec: MapSpec, classes: NDArray[np.int16]) -> NDArray[np.uint8]:
    """Return classes as RGBA in the colours of a map; -1 is transparent."""
    palette = np.zeros((len(spec.classes) + 1, 4), dtype=np.uint8)
    for position, entry in enumerate(spec.classes):
        palette[position, :3] = np.round(np.array(to_rgb(entry.colour)) * 255)
        palette[position, 3] = 255
    image: NDArray[np.uint8] = palette[classes]
    lines, columns = classes.shape
    stripe = np.add.outer(np.arange(lines), np.arange(columns)) % _HATCH_PX < _STRIPE_PX
    for position, entry in enumerate(spec.classes):
        if entry.pattern == "hatch":
            image[stripe & (classes == position), :3] = _HATCH_INK
    return image
