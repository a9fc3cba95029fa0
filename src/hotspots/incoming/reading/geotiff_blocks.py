"""Part of a TIFF: the cells of its blocks are read one block at a time, each as a TIFF of its own.

A TIFF is written in strips (whole rows) or tiles, each compressed by itself. Pillow undoes the
compression of a whole image; given a block with a heading of its own it undoes that of the block.
"""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from PIL import TiffImagePlugin

from hotspots.errors import SourceError
from hotspots.incoming.reading import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

#: Tags of TIFF: the size of an image, how its numbers are written, and where its blocks are.
_WIDTH, _HEIGHT, _BITS, _COMPRESSION, _FORMAT = 256, 257, 258, 259, 339
_STRIPS, _STRIP_ROWS, _STRIP_BYTES = 273, 278, 279
_TILE_WIDTH, _TILE_HEIGHT, _TILES, _TILE_BYTES = 322, 323, 324, 325
#: What a block has from the image that it belongs to, with the value where that is silent.
_SAME: Final = {
    _BITS: 1, _COMPRESSION: 1, 262: 1, 266: 1, 277: 1, 284: 1, 317: 1, _FORMAT: 1,
}  # fmt: skip
_NOT_COMPRESSED: Final = 1
_SHORT, _LONG = 3, 4


@dataclass(frozen=True, slots=True)
class Window:
    """Columns from left up to right, and rows from top up to bottom, of a raster."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def cells(self) -> int:
        """How many cells it holds; 0 where its borders lie the wrong way round."""
        return max(0, self.right - self.left) * max(0, self.bottom - self.top)


@dataclass(frozen=True, slots=True)
class _Block:
    """Where a block lies in the raster and in the file; with 0 bytes it was never written."""

    left: int
    top: int
    width: int
    height: int
    offset: int
    size: int


def window_values(
    image: TiffImagePlugin.TiffImageFile, window: Window, *, name: str, most_cells: int
) -> NDArray[np.float32]:
    """Return the values of a window, NaN in a block that was never written.

    Parameters
    ----------
    image
        Of one band; nothing of its cells is loaded.
    most_cells
        A block of more cells is not read: it is all or nothing.

    Raises
    ------
    SourceError
        If a block is larger than that.
    """
    tags: Mapping[int, Any] = dict(image.tag_v2)
    file = image.fp
    assert file is not None  # noqa: S101 - it was opened a moment ago
    values = np.full(
        (window.bottom - window.top, window.right - window.left), np.nan, dtype=np.float32
    )
    for block in _blocks(tags, window):
        if block.width * block.height > most_cells:
            size = f"een blok van {block.width} bij {block.height} cellen"
            raise SourceError(*words.raster_block_too_large(name, size, most_cells))
        if not block.size:
            continue
        file.seek(block.offset)
        content = file.read(block.size)
        if len(content) < block.size:
            raise OSError
        small = io.BytesIO(_alone(content, block, tags, str(image.tag_v2.prefix, "ascii")))
        block_values = np.array(TiffImagePlugin.TiffImageFile(small), dtype=np.float32)
        left, right = max(block.left, window.left), min(block.left + block.width, window.right)
        top, bottom = max(block.top, window.top), min(block.top + block.height, window.bottom)
        values[top - window.top : bottom - window.top, left - window.left : right - window.left] = (
            block_values[
                top - block.top : bottom - block.top, left - block.left : right - block.left
            ]
        )
    return values


def _blocks(tags: Mapping[int, Any], window: Window) -> Iterator[_Block]:
    """Yield the blocks that a window lies in."""
    columns, rows = int(tags[_WIDTH]), int(tags[_HEIGHT])
    if _TILES in tags:
        width, height = int(tags[_TILE_WIDTH]), int(tags[_TILE_HEIGHT])
        offsets, sizes = tags[_TILES], tags[_TILE_BYTES]
        across = -(-columns // width)
        for row in range(window.top // height, -(-window.bottom // height)):
            for column in range(window.left // width, -(-window.right // width)):
                at = row * across + column
                yield _Block(
                    column * width, row * height, width, height, int(offsets[at]), int(sizes[at])
                )
        return
    height = min(int(tags.get(_STRIP_ROWS, rows)), rows)
    offsets, sizes = tags[_STRIPS], tags[_STRIP_BYTES]
    if tags.get(_COMPRESSION, _NOT_COMPRESSED) == _NOT_COMPRESSED:
        # The bytes of each row are where they can be reckoned to be, however long a strip is.
        row_bytes = -(-columns * int(np.max(tags[_BITS])) // 8)
        for row in range(window.top, window.bottom):
            strip, below = divmod(row, height)
            size = row_bytes if sizes[strip] else 0
            yield _Block(0, row, columns, 1, int(offsets[strip]) + below * row_bytes, size)
        return
    for strip in range(window.top // height, -(-window.bottom // height)):
        top = strip * height
        high = min(height, rows - top)
        yield _Block(0, top, columns, high, int(offsets[strip]), int(sizes[strip]))


def _alone(content: bytes, block: _Block, tags: Mapping[int, Any], prefix: str) -> bytes:
    """Return a block as a TIFF of one strip, in the byte order of the file that it is from."""
    order = "<" if prefix == "II" else ">"
    whole = {tag: int(np.max(tags.get(tag, silent))) for tag, silent in _SAME.items()}
    numbers = whole | {
        _WIDTH: block.width, _HEIGHT: block.height, _STRIP_ROWS: block.height,
        _STRIP_BYTES: len(content),
    }  # fmt: skip
    # A heading of 8 bytes, how many tags there are, 12 bytes a tag, and where there are no more.
    begin = 8 + 2 + 12 * (len(numbers) + 1) + 4
    numbers[_STRIPS] = begin
    heading = struct.pack(f"{order}2sHIH", prefix.encode(), 42, 8, len(numbers))
    for tag in sorted(numbers):
        kind, value = _LONG, struct.pack(f"{order}I", numbers[tag])
        if tag in _SAME:
            kind, value = _SHORT, struct.pack(f"{order}HH", numbers[tag], 0)
        heading += struct.pack(f"{order}HHI", tag, kind, 1) + value
    return heading + struct.pack(f"{order}I", 0) + content
