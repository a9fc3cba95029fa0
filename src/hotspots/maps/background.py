"""The background map that a home brings along: what its archive tells, as far as a map needs it.

A PMTiles archive of version 3 is a header of 127 bytes, directories, a description in JSON and the
tiles (https://github.com/protomaps/PMTiles/blob/main/spec/v3/spec.md). Only header and description
are read here; the browser asks the application for parts of the file, and finds the tiles itself.
What the description says is hostile until it was cleaned: the file came from elsewhere.
"""

from __future__ import annotations

import hashlib
import json
import logging
import math
import struct
import zlib
from dataclasses import dataclass
from functools import lru_cache
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

import shapely

from hotspots.errors import HotspotsError, SourceError
from hotspots.maps import background_words as words
from hotspots.maps.degrees import in_degrees
from hotspots.maps.visible import visible

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from hotspots.catalog.specs import Gemeente
    from hotspots.geography.areas import Geography

_log = logging.getLogger(__name__)

#: Pictures of a map; photos, which a dark theme dims where it turns the others round; or streets.
Kind: TypeAlias = Literal["pictures", "photos", "streets"]

_MAGIC: Final = b"PMTiles"
_VERSION: Final = 3
#: Magic and version; where four parts begin and how long they are, and three counts; how it was
#: made; its bounds; a place to begin.
_HEADER: Final = struct.Struct("<7sB 11Q 6B 4i B2i")
#: Which of the four parts is the description.
_DESCRIPTION: Final = 1
_GZIP: Final = 2
#: Not said, not packed, or with gzip: what a browser can unpack.
_PACKINGS: Final = frozenset({0, 1, _GZIP})
_VECTOR: Final = 1
_PICTURES: Final[dict[int, tuple[Kind, str]]] = {
    2: ("pictures", "image/png"),
    3: ("photos", "image/jpeg"),
    4: ("pictures", "image/webp"),
}
#: bytes; a longer description is none.
_LONGEST_DESCRIPTION: Final = 4_000_000
_LONGEST_ATTRIBUTION: Final = 200
_MOST_ZOOM: Final = 26
#: What an archive in the schema of Protomaps has at least, and what tells version 4 from before.
_LAYERS: Final = frozenset({"earth", "water", "roads"})
_FIELD: Final = "kind"
_OLD_FIELD: Final = "pmap:kind"

#: West, south, east and north, degrees.
Box: TypeAlias = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Background:
    """An archive with the background map of a home.

    Attributes
    ----------
    path
        The file, in the home.
    mark
        Changes when the file does: part of its address.
    media_type
        Of a tile that is a picture; empty for streets.
    min_zoom, max_zoom
        Of its tiles, as on the web: each zoom is twice as near.
    bounds
        West, south, east and north, degrees.
    attribution
        Whose it is, as plain text; empty where the archive does not say.
    """

    path: Path
    mark: str
    kind: Kind
    media_type: str
    min_zoom: int
    max_zoom: int
    bounds: Box
    attribution: str


def background_of(root: Path, name: str) -> Background:
    """Return the background map of a home.

    Parameters
    ----------
    root
        Folder of the home; nothing outside of it is a background map.
    name
        The file, as ``gemeente.toml`` names it.

    Raises
    ------
    SourceError
        If it is missing, outside the home, cut off, or nothing that the map can draw.
    """
    folder = root.resolve()
    try:
        path = (folder / name).resolve()
        if not path.is_relative_to(folder):
            raise SourceError(*words.elsewhere(name))
        if not path.is_file():
            raise SourceError(*words.missing(name))
        state = path.stat()
        return _read(path, name, state.st_mtime_ns, state.st_size)
    except (OSError, ValueError) as error:
        raise SourceError(*words.missing(name)) from error


@lru_cache(maxsize=8)
def _read(path: Path, name: str, changed_ns: int, size: int) -> Background:
    with path.open("rb") as file:
        header = _header(file.read(_HEADER.size), name)
        end = max(start + length for start, length in header.parts)
        if size < end:
            raise SourceError(*words.cut_off(name, size, end))
        start, length = header.parts[_DESCRIPTION]
        if length > _LONGEST_DESCRIPTION:
            raise SourceError(*words.damaged(name))
        file.seek(start)
        description = _description(file.read(length), header.packing, name)
    kind, media_type = _kind_of(header, description, name)
    attribution = description.get("attribution")
    return Background(
        path,
        hashlib.sha256(f"{name} {changed_ns} {size}".encode()).hexdigest()[:16],
        kind,
        media_type,
        header.min_zoom,
        header.max_zoom,
        header.bounds,
        plain_text(attribution) if isinstance(attribution, str) else "",
    )


class _Header(NamedTuple):
    """What the first bytes of an archive say; each part is a start and a length in bytes."""

    parts: tuple[tuple[int, int], ...]
    packing: int
    tile_type: int
    min_zoom: int
    max_zoom: int
    bounds: Box


def _header(start: bytes, name: str) -> _Header:
    if len(start) < _HEADER.size or not start.startswith(_MAGIC):
        begin = words.OTHER_BEGIN if start else words.NOTHING
        raise SourceError(*words.no_archive(name, begin))
    _, version, *rest = _HEADER.unpack(start)
    if version != _VERSION:
        raise SourceError(*words.no_archive(name, words.other_version(version)))
    offsets, (_, packing, tile_packing, tile_type, min_zoom, max_zoom) = rest[:8], rest[11:17]
    west, south, east, north = (degrees / 1e7 for degrees in rest[17:21])
    on_earth = -180 <= west < east <= 180 and -90 <= south < north <= 90  # noqa: PLR2004
    if not on_earth or not min_zoom <= max_zoom <= _MOST_ZOOM:
        raise SourceError(*words.wrong_bounds(name))
    if not {packing, tile_packing} <= _PACKINGS:
        raise SourceError(*words.other_packing(name))
    parts = tuple(zip(offsets[::2], offsets[1::2], strict=True))
    bounds = (west, south, east, north)
    return _Header(parts, packing, tile_type, min_zoom, max_zoom, bounds)


def _description(packed: bytes, packing: int, name: str) -> dict[str, object]:
    """Return the description, of which no more is unpacked than a description may be long."""
    try:
        if packing == _GZIP:
            unpacking = zlib.decompressobj(zlib.MAX_WBITS | 16)
            packed = unpacking.decompress(packed, _LONGEST_DESCRIPTION)
            if not unpacking.eof:
                raise SourceError(*words.damaged(name))
        description = json.loads(packed)
    except (zlib.error, ValueError, RecursionError) as error:
        raise SourceError(*words.damaged(name)) from error
    if not isinstance(description, dict):
        raise SourceError(*words.damaged(name))
    return description


def _kind_of(header: _Header, description: dict[str, object], name: str) -> tuple[Kind, str]:
    if header.tile_type in _PICTURES:
        return _PICTURES[header.tile_type]
    if header.tile_type != _VECTOR:
        raise SourceError(*words.other_kind(name))
    layers = description.get("vector_layers")
    named = {
        layer["id"]: layer.get("fields")
        for layer in (layers if isinstance(layers, list) else [])
        if isinstance(layer, dict) and isinstance(layer.get("id"), str)
    }
    fields = named.get("roads")
    old = isinstance(fields, dict) and _OLD_FIELD in fields and _FIELD not in fields
    if not named.keys() >= _LAYERS or old:
        raise SourceError(*words.other_schema(name, list(named)))
    return "streets", ""


class _Text(HTMLParser):
    """Keeps what is written between tags, and nothing of a script or a style."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.inside = 0

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        del attrs
        self.inside += tag in ("script", "style")

    def handle_endtag(self, tag: str) -> None:
        self.inside = max(0, self.inside - (tag in ("script", "style")))

    def handle_data(self, data: str) -> None:
        if not self.inside:
            self.parts.append(data)


def plain_text(markup: str) -> str:
    """Return what is to be read in a piece of HTML, on one line: an attribution has links in it.

    Still a text from elsewhere: it can hold signs that mean something in HTML.

    Examples
    --------
    >>> plain_text('<a href="https://osm.org">&copy; OpenStreetMap</a>, <b>Protomaps</b>')
    '© OpenStreetMap, Protomaps'
    """
    reader = _Text()
    reader.feed(markup[: 10 * _LONGEST_ATTRIBUTION])
    reader.close()
    return visible("".join(reader.parts), _LONGEST_ATTRIBUTION)


def background_or_none(root: Path, gemeente: Gemeente) -> Background | None:
    """Return the background map of a home; None where it names none, or one that cannot be read.

    A map goes on without it; the log says why, and so does ``hotspots check``.
    """
    if not gemeente.tiles_file:
        return None
    try:
        return background_of(root, gemeente.tiles_file)
    except HotspotsError as error:
        _log.warning("%s", error)
        return None


def background_problems(
    root: Path, gemeente: Gemeente, geography: Geography
) -> tuple[list[str], list[str]]:
    """Return what is wrong with the background map of a home, and what is worth knowing of it."""
    name = gemeente.tiles_file
    if not name:
        return [], []
    try:
        background = background_of(root, name)
    except HotspotsError as error:
        return [str(error)], []
    problems = []
    if not background.attribution and not gemeente.tiles_attribution:
        problems.append(" ".join(words.no_attribution(name)))
    home, covered = _box_around(geography), shapely.box(*background.bounds)
    bbox = bbox_of(home)
    if not covered.intersects(home):
        problems.append(" ".join(words.elsewhere_on_earth(name, bbox)))
    elif not covered.covers(home):
        return problems, [words.covers_in_part(name, bbox)]
    return problems, []


def bbox_of(home: shapely.Polygon) -> str:
    """Return a box in degrees as programs take it, rounded outwards to hundredths.

    Examples
    --------
    >>> bbox_of(shapely.box(4.581, 51.741, 4.789, 51.861))
    '4.58,51.74,4.79,51.87'
    """
    west, south, east, north = (degrees * 100 for degrees in home.bounds)
    rounded = (math.floor(west), math.floor(south), math.ceil(east), math.ceil(north))
    return ",".join(f"{hundredths / 100:.2f}" for hundredths in rounded)


def _box_around(geography: Geography) -> shapely.Polygon:
    """Return a box around a municipality in degrees."""
    places = in_degrees(shapely.get_coordinates(geography.outline))
    return shapely.box(*places.min(axis=0).tolist(), *places.max(axis=0).tolist())
