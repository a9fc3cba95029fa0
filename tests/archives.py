"""Archives of map tiles (PMTiles) for tests: pictures of one colour, and streets.

The writer is that of the format's own authors. Streets are written as Mapbox Vector Tiles 2.1.
"""

from __future__ import annotations

import gzip
import io
import math
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely
from PIL import Image
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

#: West, south, east, north in degrees.
Box = tuple[float, float, float, float]
#: A geometry in degrees, and its properties.
Feature = tuple[shapely.Geometry, "Mapping[str, str]"]

#: Around the town of four buurten, with some air.
AROUND_TOWN: Final[Box] = (4.5, 51.73, 4.65, 51.81)
#: Around Dordrecht.
AROUND_DORDRECHT: Final[Box] = (4.55, 51.7, 4.95, 51.9)
WHOSE: Final = '<a href="https://example.org" onclick="alert(1)">Landkaart &amp; zonen</a>'
EXTENT: Final = 4096
#: Of a tile, how much is drawn beyond its edges.
_BUFFER: Final = 64
_E7: Final = 10_000_000


def write_archive(
    path: Path,
    tiles: Mapping[tuple[int, int, int], bytes],
    kind: TileType,
    bounds: Box,
    description: Mapping[str, Any],
) -> Path:
    """Write tiles, by zoom, column and row, as an archive."""
    west, south, east, north = (round(degrees * _E7) for degrees in bounds)
    with path.open("wb") as file:
        writer = Writer(file)
        for at, tile in sorted(tiles.items(), key=lambda item: zxy_to_tileid(*item[0])):
            writer.write_tile(zxy_to_tileid(*at), tile)
        header = {
            "tile_type": kind,
            "tile_compression": Compression.GZIP if kind is TileType.MVT else Compression.NONE,
            "min_lon_e7": west, "min_lat_e7": south, "max_lon_e7": east, "max_lat_e7": north,
            "center_zoom": 0, "center_lon_e7": 0, "center_lat_e7": 0,
        }  # fmt: skip
        writer.finalize(header, dict(description))
    return path


def write_pictures(
    path: Path,
    colour: tuple[int, int, int],
    bounds: Box = AROUND_TOWN,
    zooms: Iterable[int] = range(8, 15),
    file_format: str = "PNG",
) -> Path:
    """Write an archive of pictures that are of one colour all over."""
    picture = io.BytesIO()
    Image.new("RGB", (256, 256), colour).save(picture, file_format)
    tiles = {at: picture.getvalue() for zoom in zooms for at in tiles_in(bounds, zoom)}
    kind = {"PNG": TileType.PNG, "JPEG": TileType.JPEG, "WEBP": TileType.WEBP}[file_format]
    return write_archive(path, tiles, kind, bounds, {"attribution": WHOSE})


def write_streets(
    path: Path,
    layers: Mapping[str, Sequence[Feature]],
    bounds: Box = AROUND_TOWN,
    zooms: Iterable[int] = range(8, 15),
) -> Path:
    """Write an archive of streets in the schema of Protomaps; layers are by their name in it."""
    flat = {
        name: [(on_the_web(shape), properties) for shape, properties in features]
        for name, features in layers.items()
    }
    tiles = {
        at: gzip.compress(_tile(flat, at), mtime=0)
        for zoom in zooms
        for at in tiles_in(bounds, zoom)
    }
    description = {
        "attribution": WHOSE,
        "vector_layers": [{"id": name, "fields": {"kind": "String"}} for name in layers],
    }
    return write_archive(path, tiles, TileType.MVT, bounds, description)


def all_land(bounds: Box = AROUND_TOWN) -> dict[str, list[Feature]]:
    """Return layers of nothing but land; water and roads are there and empty."""
    return {"earth": [(shapely.box(*bounds), {"kind": "earth"})], "water": [], "roads": []}


def on_the_web(shape: shapely.Geometry) -> shapely.Geometry:
    """Return a geometry in degrees on the square of web maps: 0 to 1, eastwards and southwards."""

    def project(degrees: np.ndarray) -> np.ndarray:
        x = degrees[:, 0] / 360 + 0.5
        y = 0.5 - np.arcsinh(np.tan(np.radians(degrees[:, 1]))) / math.tau
        return np.column_stack([x, y])

    return shapely.transform(shape, project)


def tiles_in(bounds: Box, zoom: int) -> Iterator[tuple[int, int, int]]:
    """Return zoom, column and row of every tile that touches a box in degrees."""
    left, top, right, low = on_the_web(shapely.box(*bounds)).bounds
    count = 2**zoom
    for x in range(int(left * count), int(right * count) + 1):
        for y in range(int(top * count), int(low * count) + 1):
            yield zoom, x, y


def _tile(layers: Mapping[str, Sequence[Feature]], at: tuple[int, int, int]) -> bytes:
    zoom, x, y = at
    window = shapely.box(-_BUFFER, -_BUFFER, EXTENT + _BUFFER, EXTENT + _BUFFER)
    tile = b""
    for name, features in layers.items():
        keys: dict[str, int] = {}
        values: dict[str, int] = {}
        body = _bytes(1, name.encode())
        for shape, properties in features:
            placed = shapely.transform(
                shape, lambda web: (web * 2**zoom - np.array([x, y])) * EXTENT
            )
            tags = [
                number
                for key, value in properties.items()
                for number in (
                    keys.setdefault(key, len(keys)),
                    values.setdefault(value, len(values)),
                )
            ]
            clipped = shapely.intersection(placed, window)
            for part in shapely.get_parts(clipped):
                if not part.is_empty:
                    body += _bytes(2, _feature(part, tags))
        body += b"".join(_bytes(3, key.encode()) for key in keys)
        body += b"".join(_bytes(4, _bytes(1, value.encode())) for value in values)
        tile += _bytes(3, body + _number(5, EXTENT) + _number(15, 2))
    return tile


def _feature(shape: shapely.Geometry, tags: Sequence[int]) -> bytes:
    if shape.geom_type == "Point":
        kind, geometry = 1, _path([shape.coords[0]], (0, 0), closed=False)[0]
    elif shape.geom_type == "LineString":
        kind, geometry = 2, _path(list(shape.coords), (0, 0), closed=False)[0]
    else:
        kind, geometry, cursor = 3, [], (0, 0)
        right_way_round = shapely.geometry.polygon.orient(shape)
        for ring in (right_way_round.exterior, *right_way_round.interiors):
            numbers, cursor = _path(list(ring.coords)[:-1], cursor, closed=True)
            geometry += numbers
    return _bytes(2, _packed(tags)) + _number(3, kind) + _bytes(4, _packed(geometry))


def _path(
    points: Sequence[tuple[float, ...]], cursor: tuple[int, int], *, closed: bool
) -> tuple[list[int], tuple[int, int]]:
    """Return a path as commands: move, line to, close; and where the pen is after that."""
    move, line, close = 1, 2, 7
    numbers = [move | 1 << 3]
    for place, point in enumerate(points):
        if place == 1:
            numbers.append(line | (len(points) - 1) << 3)
        x, y = round(point[0]), round(point[1])
        steps = (x - cursor[0], y - cursor[1])
        numbers += [step << 1 if step >= 0 else -step * 2 - 1 for step in steps]
        cursor = (x, y)
    return numbers + ([close | 1 << 3] if closed else []), cursor


def _varint(number: int) -> bytes:
    written = bytearray()
    while number > 127:
        written.append(number & 127 | 128)
        number >>= 7
    return bytes([*written, number])


def _packed(numbers: Iterable[int]) -> bytes:
    return b"".join(map(_varint, numbers))


def _number(field: int, number: int) -> bytes:
    return _varint(field << 3) + _varint(number)


def _bytes(field: int, body: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(body)) + body
