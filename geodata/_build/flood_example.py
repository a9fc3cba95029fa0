"""An example of a flood: no model of water, but a rule that anybody can follow with a ruler.

Stated facts: the ground inside the dike ring lies at about 0 m NAP; De Staart and the historic
harbour lie outside it. All else is assumed, and said so on every map: where the dike breaks, that
the water stands 2,4 m deep there and 0,17 m less for each kilometre on, never under 0,3 m, and
that it advances half a kilometre per hour.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

import numpy as np
import shapely

#: Outside the dike ring. De Staart and the historic harbour are facts; which buurten make up the
#: harbour, and that the Biesbosch beyond the dike is left out, are assumptions.
OUTSIDE_WIJKEN = ("WK050506",)
OUTSIDE_BUURTEN = (
    "BU05050100", "BU05050101", "BU05050103", "BU05050104", "BU05050201",
    "BU05059800", "BU05059801",
)  # fmt: skip
#: where the dike breaks in each example, RD metres
BREACHES = {"zuid": (106_250.0, 416_250.0), "west": (102_900.0, 421_000.0)}
DEPTH_AT_BREACH_M, LOSS_M_PER_KM, LEAST_DEPTH_M = 2.4, 0.17, 0.3
SPEED_KM_PER_HOUR = 0.5
#: m; lower bounds of the depth classes that are usual on Dutch maps, and of the hours
DEPTHS_M = (0.0, 0.5, 1.0, 1.5, 2.0, 5.0)
HOURS = (0.0, 4.0, 8.0, 12.0, 16.0, 24.0)
NO_DATA = -9999.0


@dataclass(frozen=True)
class Cells:
    """Squares whose middle is under water: shape (cells,) each; depth in metres, time in hours."""

    x_rd: np.ndarray
    y_rd: np.ndarray
    depth_m: np.ndarray
    arrival_h: np.ndarray
    size_m: float


def flooded_cells(dike_ring: shapely.Geometry, scenario: str, size_m: float) -> Cells:
    """Return the cells of a scenario, from the south-west, row by row."""
    west, south, east, north = dike_ring.bounds
    x = np.arange(west // size_m * size_m, east + size_m, size_m) + size_m / 2
    y = np.arange(south // size_m * size_m, north + size_m, size_m) + size_m / 2
    x_rd, y_rd = (axis.ravel() for axis in np.meshgrid(x, y))
    inside = shapely.contains_xy(dike_ring, x_rd, y_rd)
    x_rd, y_rd = x_rd[inside], y_rd[inside]
    far_km = np.hypot(x_rd - BREACHES[scenario][0], y_rd - BREACHES[scenario][1]) / 1000
    depth = np.maximum(LEAST_DEPTH_M, DEPTH_AT_BREACH_M - LOSS_M_PER_KM * far_km)
    return Cells(x_rd, y_rd, depth.round(2), (far_km / SPEED_KM_PER_HOUR).round(1), size_m)


def with_dry_land(
    cells: Cells, bounds: tuple[float, float, float, float], untold: shapely.Geometry
) -> Cells:
    """Return the cells with those around them that stay dry: a depth of 0.

    The example says nothing of the land outside the dike that the river itself may flood: there it
    has no number.
    """
    west, south, east, north = bounds
    size = cells.size_m
    x = np.arange(west // size * size, east + size, size) + size / 2
    y = np.arange(south // size * size, north + size, size) + size / 2
    x_rd, y_rd = (axis.ravel() for axis in np.meshgrid(x, y))
    wet = set(zip(cells.x_rd.tolist(), cells.y_rd.tolist(), strict=True))
    dry = ~shapely.contains_xy(untold, x_rd, y_rd)
    dry &= np.array([place not in wet for place in zip(x_rd.tolist(), y_rd.tolist(), strict=True)])
    nothing = np.zeros(int(dry.sum()))
    return Cells(
        np.concatenate([cells.x_rd, x_rd[dry]]),
        np.concatenate([cells.y_rd, y_rd[dry]]),
        np.concatenate([cells.depth_m, nothing]),
        np.concatenate([cells.arrival_h, np.full(len(nothing), NO_DATA)]),
        size,
    )


def zones(cells: Cells) -> list[tuple[float, float, float, shapely.Geometry]]:
    """Return lower and upper depth, first hour and area of each class that occurs."""
    half = cells.size_m / 2
    boxes = shapely.box(cells.x_rd - half, cells.y_rd - half, cells.x_rd + half, cells.y_rd + half)
    depth_class = np.searchsorted(DEPTHS_M, cells.depth_m, side="right") - 1
    hour_class = np.searchsorted(HOURS, cells.arrival_h, side="right") - 1
    found = []
    for depth, hour in sorted(set(zip(depth_class.tolist(), hour_class.tolist(), strict=True))):
        members = boxes[(depth_class == depth) & (hour_class == hour)]
        area = shapely.normalize(shapely.orient_polygons(shapely.union_all(members)))
        found.append((DEPTHS_M[depth], DEPTHS_M[depth + 1], HOURS[hour], area))
    return found


def geotiff(cells: Cells, numbers: np.ndarray) -> bytes:
    """Return numbers of cells as an uncompressed GeoTIFF of one band in RD, byte by byte."""
    size = cells.size_m
    west, south = cells.x_rd.min() - size / 2, cells.y_rd.min() - size / 2
    col = ((cells.x_rd - west) // size).astype(int)
    row_up = ((cells.y_rd - south) // size).astype(int)
    width, height = int(col.max()) + 1, int(row_up.max()) + 1
    values = np.full((height, width), NO_DATA, dtype="<f4")
    values[height - 1 - row_up, col] = numbers
    return _tiff(values, west, south + height * size, size)


def _tiff(values: np.ndarray, west: float, north: float, size_m: float) -> bytes:
    """Write a little-endian TIFF: a header, one directory of tags, what they point at, numbers."""
    height, width = values.shape
    keys = struct.pack("<16H", 1, 1, 0, 3, 1024, 0, 1, 1, 1025, 0, 1, 1, 3072, 0, 1, 28992)
    no_data = f"{NO_DATA:.0f}\0".encode()
    far = [
        (33550, 12, 3, struct.pack("<3d", size_m, size_m, 0)),
        (33922, 12, 6, struct.pack("<6d", 0, 0, 0, west, north, 0)),
        (34735, 3, 16, keys),
        (42113, 2, len(no_data), no_data),
    ]
    tags = 10 + len(far)
    place = 8 + 2 + 12 * tags + 4
    pointers, body = [], b""
    for tag, kind, count, content in far:
        pointers.append(struct.pack("<HHII", tag, kind, count, place + len(body)))
        body += content + b"\0" * (len(content) % 2)
    pixels = values.tobytes()
    near = [
        (256, 3, width), (257, 3, height), (258, 3, 32), (259, 3, 1), (262, 3, 1),
        (273, 4, place + len(body)), (277, 3, 1), (278, 3, height), (279, 4, len(pixels)),
        (339, 3, 3),
    ]  # fmt: skip
    entries = [
        struct.pack("<HHIHH", tag, kind, 1, value, 0) if kind == 3  # noqa: PLR2004 - SHORT
        else struct.pack("<HHII", tag, kind, 1, value)
        for tag, kind, value in near
    ]  # fmt: skip
    head = struct.pack("<2sHI", b"II", 42, 8) + struct.pack("<H", tags)
    return head + b"".join(entries + pointers) + struct.pack("<I", 0) + body + pixels
