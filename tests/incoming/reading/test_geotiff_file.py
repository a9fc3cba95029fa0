"""GeoTIFF is read as numbers in their place, and refused where either is in doubt."""

from __future__ import annotations

import struct
import zlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from PIL import Image, TiffImagePlugin

from hotspots.errors import SourceError
from hotspots.incoming.reading.geotiff_file import read_geotiff, read_raster
from hotspots.incoming.reading.table import Limits

if TYPE_CHECKING:
    from pathlib import Path

VALUES = np.array([[1.0, 2.0, 3.0], [4.0, -9999.0, 6.0]], dtype=np.float32)
SCALE, TIE, TRANSFORM, KEYS, METADATA, NO_DATA = 33550, 33922, 34264, 34735, 42112, 42113
#: Projected; a value belongs to a square; EPSG:28992.
RD = (1, 1, 0, 3, 1024, 0, 1, 1, 1025, 0, 1, 1, 3072, 0, 1, 28992)


def written(
    path: Path,
    values: np.ndarray = VALUES,
    compression: str | None = None,
    **tags: Any,  # noqa: ANN401
) -> Path:
    info = TiffImagePlugin.ImageFileDirectory_v2()
    told = {
        SCALE: (25.0, 25.0, 0.0), TIE: (0.0, 0.0, 0.0, 100_000.0, 422_000.0, 0.0), KEYS: RD,
        NO_DATA: "-9999",
    } | {int(name[1:]): value for name, value in tags.items()}  # fmt: skip
    for tag, value in told.items():
        if value is None:
            continue
        info.tagtype[tag] = {KEYS: 3, NO_DATA: 2, METADATA: 2}.get(tag, 12)
        info[tag] = value
    Image.fromarray(values).save(path, format="TIFF", tiffinfo=info, compression=compression)
    return path


@pytest.mark.parametrize("compression", [None, "tiff_lzw", "tiff_adobe_deflate", "packbits"])
def test_numbers_lie_where_the_tags_say(tmp_path: Path, compression: str | None) -> None:
    found = read_geotiff(written(tmp_path / "a.tif", compression=compression))
    assert found.values.tolist()[0] == [1, 2, 3]
    # What the file calls no data is no number, and nothing else is.
    assert np.isnan(found.values).sum() == 1
    assert np.isnan(found.values[1, 1])
    assert (found.west, found.north, found.cell_m, found.crs) == (
        100_000, 422_000, (25, 25), "EPSG:28992",
    )  # fmt: skip
    assert found.bounds == (100_000, 421_950, 100_075, 422_000)


def test_a_value_of_a_point_lies_in_the_middle_of_its_cell(tmp_path: Path) -> None:
    keys = (*RD[:11], 2, *RD[12:])
    found = read_geotiff(written(tmp_path / "a.tif", _34735=keys))
    assert (found.west, found.north) == (99_987.5, 422_012.5)


def test_a_matrix_says_the_same_as_scale_and_tiepoint(tmp_path: Path) -> None:
    matrix = (25.0, 0, 0, 100_000.0, 0, -25.0, 0, 422_000.0, 0, 0, 0, 0, 0, 0, 0, 1.0)
    path = written(tmp_path / "a.tif", _33550=None, _33922=None, _34264=matrix)
    assert read_geotiff(path).bounds == (100_000, 421_950, 100_075, 422_000)


@pytest.mark.parametrize(
    ("tags", "said"),
    [
        ({"_33550": None, "_33922": None}, "geen ligging"),
        ({"_34264": (25.0, 3.0, 0, 1e5, 3.0, -25.0, 0, 4e5, *[0.0] * 7, 1.0)}, "gedraaid"),
        ({"_34264": (25.0, 0, 0, 1e5, 0, 25.0, 0, 4e5, *[0.0] * 7, 1.0)}, "gespiegeld"),
        ({"_42112": '<GDALMetadata><Item name="SCALE" role="scale">0.01</Item></GDALMetadata>'},
         "schaalfactor"),
    ],
)  # fmt: skip
def test_a_raster_whose_place_or_numbers_are_in_doubt_is_refused(
    tmp_path: Path, tags: dict[str, Any], said: str
) -> None:
    with pytest.raises(SourceError, match=said):
        read_geotiff(written(tmp_path / "a.tif", **tags))


def test_a_crs_without_a_number_is_not_known(tmp_path: Path) -> None:
    assert read_geotiff(written(tmp_path / "a.tif", _34735=(*RD[:15], 32767))).crs is None


def test_a_picture_is_no_raster(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="een afbeelding"):
        read_geotiff(written(tmp_path / "a.tif", np.zeros((2, 2, 3), dtype=np.uint8)))


@pytest.mark.parametrize("content", [b"II*\x00", b"II*\x00" + b"\xff" * 200, b"%PDF-1.7", b""])
def test_a_file_that_is_something_else_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.tif"
    path.write_bytes(content)
    with pytest.raises(SourceError, match="niet te lezen als GeoTIFF"):
        read_raster(path)


def test_a_cut_off_file_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "a.tif", np.ones((300, 300), dtype=np.float32))
    path.write_bytes(path.read_bytes()[:20_000])
    with pytest.raises(SourceError, match="niet te lezen als GeoTIFF"):
        read_geotiff(path)


def test_a_small_file_that_claims_to_be_enormous_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    path.write_bytes(tiled(60_000, 60_000, 60_000, {}))
    with pytest.raises(SourceError, match="te veel"):
        read_raster(path)
    # Of a part of it the one block that it has must be read whole.
    with pytest.raises(SourceError, match=r"te grote blokken.*TILED=YES"):
        read_raster(path, within=(101_000, 421_000, 101_100, 421_100))


def tiled(
    columns: int,
    rows: int,
    side: int,
    tiles: dict[tuple[int, int], np.ndarray],
    *,
    big: bool = False,
) -> bytes:
    """Return a GeoTIFF of tiles of 25 m cells, Deflate, in which most tiles were never written.

    Parameters
    ----------
    tiles
        By row and column of the tile.
    big
        Whether it is a BigTIFF: its offsets have 8 bytes.
    """
    across, down = -(-columns // side), -(-rows // side)
    offsets, sizes, body = [0] * (across * down), [0] * (across * down), b""
    word, head = ("Q", 16) if big else ("I", 8)
    for (row, column), values in sorted(tiles.items()):
        packed = zlib.compress(values.astype("<f4").tobytes())
        offsets[row * across + column], sizes[row * across + column] = head + len(body), len(packed)
        body += packed
    entries = {
        256: (4, [columns]), 257: (4, [rows]), 258: (3, [32]), 259: (3, [8]), 262: (3, [1]),
        277: (3, [1]), 322: (4, [side]), 323: (4, [side]), 324: (16 if big else 4, offsets),
        325: (4, sizes), 339: (3, [3]), SCALE: (12, [25.0, 25.0, 0.0]),
        TIE: (12, [0.0, 0.0, 0.0, 100_000.0, 422_000.0, 0.0]), KEYS: (3, list(RD)),
    }  # fmt: skip
    table = b""
    for tag, (kind, numbers) in entries.items():
        letter = {3: "H", 4: "I", 12: "d", 16: "Q"}[kind]
        packed = struct.pack(f"<{len(numbers)}{letter}", *numbers)
        if len(packed) > struct.calcsize(f"<{word}"):
            at = head + len(body)
            body += packed
            packed = struct.pack(f"<{word}", at)
        table += struct.pack(f"<HH{word}", tag, kind, len(numbers))
        table += packed.ljust(struct.calcsize(f"<{word}"), b"\0")
    begin = head + len(body)
    if big:
        first = struct.pack("<2sHHHQ", b"II", 43, 8, 0, begin)
        return first + body + struct.pack("<Q", len(entries)) + table + bytes(8)
    first = struct.pack("<2sHI", b"II", 42, begin)
    return first + body + struct.pack("<H", len(entries)) + table + bytes(4)


@pytest.mark.parametrize("big", [False, True])
def test_of_a_raster_of_a_country_only_the_tiles_in_the_town_are_read(
    tmp_path: Path, *, big: bool
) -> None:
    # 40.000 by 40.000 cells of 25 m, 6,4 GB once read: 79 by 79 tiles of 512, of which two exist.
    # The tile in row 1, column 2 begins at column 1.024 and row 512: x 125.600, y 409.200.
    here, beside = np.full((512, 512), 2.5), np.full((512, 512), 7.0)
    here[0, :3] = [1.0, 2.0, 3.0]
    path = tmp_path / "land.tif"
    path.write_bytes(tiled(40_000, 40_000, 512, {(1, 2): here, (1, 1): beside}, big=big))
    found = read_raster(path, within=(125_600, 409_100, 125_700, 409_200))
    # Columns 1.024 to 1.028 and rows 512 to 516, with two around them.
    assert found.values.shape == (9, 9)
    assert (found.west, found.north) == (125_550, 409_250)
    # Two rows in the tiles above, which were never written; two columns in the tile beside it.
    assert np.isnan(found.values[:2]).all()
    assert found.values[2].tolist() == [7, 7, 1, 2, 3, 2.5, 2.5, 2.5, 2.5]
    assert found.values[3].tolist() == [7, 7, *[2.5] * 7]


@pytest.mark.parametrize(
    ("compression", "dtype"),
    [(None, "f4"), (None, "u1"), ("tiff_lzw", "f4"), ("tiff_adobe_deflate", "u2"),
     ("packbits", "i4"), ("tiff_lzw", ">f4")],
)  # fmt: skip
def test_a_part_holds_what_the_whole_holds_there(
    tmp_path: Path, compression: str | None, dtype: str
) -> None:
    # 300 by 200 cells of 25 m, in strips: every number is another one, but for 8 bits.
    values = (np.arange(60_000) % 250 if dtype == "u1" else np.arange(60_000)).reshape(200, 300)
    path = written(tmp_path / "a.tif", values.astype(dtype), compression)
    # From column 40 and row 60: x 101.000, y 420.500.
    found = read_raster(path, within=(101_000, 419_010, 102_490, 420_490))
    assert (found.west, found.north) == (100_950, 420_550)
    assert found.values.tolist() == values[58:122, 38:102].tolist()


def test_a_part_of_a_file_that_was_cut_off_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "a.tif", np.ones((300, 300), dtype=np.float32))
    path.write_bytes(path.read_bytes()[:200_000])
    with pytest.raises(SourceError, match="beschadigd"):
        read_raster(path, within=(100_000, 414_600, 100_500, 414_900))


def test_a_large_file_may_only_be_read_in_pieces(tmp_path: Path) -> None:
    path = written(tmp_path / "a.tif")
    small = Limits(file_bytes=100)
    with pytest.raises(SourceError, match="te groot"):
        read_raster(path, limits=small)
    assert read_raster(path, limits=replace(small, in_pieces=True)).values.shape == (2, 3)


def test_a_process_of_its_own_hands_back_the_same_raster(tmp_path: Path) -> None:
    path = written(tmp_path / "a.tif")
    here, there = read_geotiff(path), read_raster(path)
    assert np.array_equal(here.values, there.values, equal_nan=True)
    assert (here.bounds, here.cell_m, here.crs) == (there.bounds, there.cell_m, there.crs)


def test_a_spoilt_file_gives_a_raster_or_our_own_error(tmp_path: Path) -> None:
    content = written(tmp_path / "a.tif").read_bytes()
    random = np.random.default_rng(6)
    path = tmp_path / "b.tif"
    refused = 0
    for _ in range(300):
        spoilt = bytearray(content)
        for at in random.integers(4, len(content), random.integers(1, 4)):
            spoilt[at] = random.integers(0, 256)
        path.write_bytes(bytes(spoilt[: random.integers(len(content) // 2, len(content) + 1)]))
        try:
            assert read_geotiff(path).values.size
        except SourceError:
            refused += 1
    assert 0 < refused < 300
