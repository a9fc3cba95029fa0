"""Masks are made once and kept; what is damaged, half written or of other areas is made again."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING, NoReturn

import numpy as np
import pytest

from hotspots.access.workspace import open_library
from hotspots.catalog.reading import read_catalog
from hotspots.geography.areas import read_geography
from hotspots.geography.mask_making import read_masks
from hotspots.store import mask_files as module
from hotspots.store.mask_files import are_on_disk, masks_on_disk

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.geography.masks import Mask
    from hotspots.settings import Home


def kept(home: Home) -> dict[str, Mask]:
    catalog = read_catalog(home)
    return masks_on_disk(home.state, catalog, read_geography(catalog))


def folders(home: Home) -> list[Path]:
    return sorted(entry for entry in (home.state / "maskers").iterdir() if entry.is_dir())


def same(one: dict[str, Mask], other: dict[str, Mask]) -> bool:
    return all(
        np.array_equal(getattr(one[name].pieces, of), getattr(other[name].pieces, of))
        for name in ("land", "households")
        for of in ("cell", "buurt", "area_m2")
    )


def not_again(*_arguments: object) -> NoReturn:
    msg = "made again"
    raise AssertionError(msg)


def test_what_is_kept_is_what_is_made_in_memory_and_is_made_once(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalog = read_catalog(home)
    in_memory = read_masks(catalog, read_geography(catalog))
    assert same(kept(home), in_memory)
    monkeypatch.setattr(module, "make_masks", not_again)
    monkeypatch.setattr(module, "read_masks", not_again)
    again = kept(home)
    assert same(again, in_memory)
    for name, mask in in_memory.items():
        assert again[name].label == mask.label
        assert again[name].geometry.equals_exact(mask.geometry, 0)
        assert np.array_equal(again[name].total_m2, mask.total_m2)


def test_opening_a_home_makes_them(home: Home) -> None:
    library = open_library(home)
    assert are_on_disk(home.state, library.catalog, library.geography)


@pytest.mark.parametrize("array", ["land-cell", "land-buurt", "households-cells_100"])
@pytest.mark.parametrize("damage", ["changed", "cut", "gone"])
def test_a_damaged_file_is_made_again(home: Home, array: str, damage: str) -> None:
    right = kept(home)
    path = folders(home)[0] / f"{array}.bin"
    content = path.read_bytes()
    path.unlink()
    if damage == "changed":
        path.write_bytes(bytes([content[0] ^ 1]) + content[1:])
    elif damage == "cut":
        path.write_bytes(content[:-1])
    again = kept(home)
    assert same(again, right)
    assert path.read_bytes() == content


@pytest.mark.parametrize("text", ["", "[]", '{"land": {"arrays": {}}}', '{"land": 1}', "\x00"])
def test_a_manifest_that_makes_no_sense_is_made_again(home: Home, text: str) -> None:
    right = kept(home)
    path = folders(home)[0] / "manifest.json"
    path.unlink()
    path.write_text(text, encoding="utf-8")
    assert same(kept(home), right)
    assert set(json.loads(path.read_text(encoding="utf-8"))) == {"land", "households"}


def test_a_maker_that_stops_halfway_leaves_nothing_that_is_seen(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Stopped(BaseException):
        """As a signal is."""

    def stop(self: object, *_arguments: object) -> NoReturn:
        del self
        raise Stopped

    with monkeypatch.context() as patch:
        patch.setattr(module._Files, "mask", stop)
        with pytest.raises(Stopped):
            kept(home)
    assert folders(home) == []
    # Of one that was killed the half stays, under a name that nobody reads, until the next.
    (home.state / "maskers" / f"x{module.PARTIAL}").mkdir()
    kept(home)
    assert [entry.name.endswith(module.PARTIAL) for entry in folders(home)] == [False]


def test_where_nothing_can_be_written_they_are_made_in_memory(home: Home) -> None:
    home.state.mkdir()
    (home.state / "maskers").write_text("in the way", encoding="utf-8")
    catalog = read_catalog(home)
    assert same(kept(home), read_masks(catalog, read_geography(catalog)))


def test_other_areas_have_masks_of_their_own_and_two_makings_stay(home: Home) -> None:
    catalog = read_catalog(home)
    geography = read_geography(catalog)
    names = set()
    for number in range(3):
        other = replace(geography, fingerprint=f"{number:016}")
        masks_on_disk(home.state, catalog, other)
        names.add(folders(home)[-1].name)
        assert are_on_disk(home.state, catalog, other)
    assert len(folders(home)) == 2


def test_whoever_answers_from_masks_goes_on_when_they_are_cleared_away(home: Home) -> None:
    mask = kept(home)["land"]
    before = mask.pieces.area_m2
    shutil.rmtree(home.state / "maskers")
    assert np.array_equal(mask.pieces.area_m2, before)


def test_compartments_that_are_declared_later_are_known(home: Home) -> None:
    assert not kept(home)["land"].compartment.any()
    text = home.gemeente.read_text(encoding="utf-8")
    home.gemeente.write_text(
        text.replace("compartments = []", 'compartments = [["WK999902"]]'), encoding="utf-8"
    )
    # Onder, half of 1.600 cells.
    assert kept(home)["land"].compartment.sum() == 800
