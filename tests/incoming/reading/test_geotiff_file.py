"""GeoTIFF is read as numbers in their place, and refused where either is in doubt."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from PIL import Image, TiffImagePlugin

from hotspots.errors import SourceError
from hotspots.incoming.reading.geotiff_file import read_geotiff, read_raster

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
    entries = [(256, 3, 60_000), (257, 3, 60_000), (258, 3, 32), (259, 3, 1), (262, 3, 1),
               (273, 4, 8), (277, 3, 1), (278, 3, 60_000), (279, 4, 8), (339, 3, 3)]  # fmt: skip
    body = struct.pack("<H", len(entries))
    body += b"".join(struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in entries)
    path = tmp_path / "a.tif"
    path.write_bytes(struct.pack("<2sHI", b"II", 42, 8) + body + b"\0" * 8)
    with pytest.raises(SourceError, match="te veel"):
        read_raster(path)


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
