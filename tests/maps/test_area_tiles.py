"""Areas that are too many for one answer: every one in one part, and borders that stay shared."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely

from hotspots.geography.areas import AreaSet
from hotspots.maps import area_tiles
from hotspots.maps.area_tiles import STEPS, goes_in_parts, part_features, parts_index
from hotspots.maps.degrees import in_rd
from hotspots.maps.geojson import areas_json

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: metres; a square of 4 x 4 areas, far enough apart for several parts.
SIDE_M = 20_000


def wavy(start: NDArray[np.float64], end: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return a border that winds: the same from both of its sides."""
    share = np.linspace(0.0, 1.0, 400)[:, np.newaxis]
    along = start + share * (end - start)
    across = np.array([start[1] - end[1], end[0] - start[0]]) / SIDE_M
    bend = np.sin(share * 40.0) * 300.0 * np.sin(share * np.pi)
    return np.asarray((along + bend * across)[:-1])


@pytest.fixture(scope="module")
def areas() -> AreaSet:
    def square(col: int, row: int) -> shapely.Polygon:
        west, south = 60_000.0 + SIDE_M * col, 400_000.0 + SIDE_M * row
        a, b = np.array([west, south]), np.array([west + SIDE_M, south])
        up = np.array([0.0, SIDE_M])
        c, d = b + up, a + up
        # Opposite sides run the same way, so that neighbours have the same corners.
        south_side, east_side = wavy(a, b), wavy(b, c)
        north_side, west_side = wavy(d, c), wavy(a, d)
        ring = [south_side, east_side, [c], north_side[:0:-1], [d], west_side[:0:-1]]
        return shapely.Polygon(np.concatenate(ring))

    cells = [(col, row) for col in range(4) for row in range(4)]
    polygons = np.array([square(*cell) for cell in cells], dtype=object)
    assert shapely.coverage_is_valid(polygons)
    codes = tuple(f"BU{at:02}" for at in range(16))
    names = tuple(f"Buurt {at}" for at in range(16))
    parent = np.zeros(16, dtype=np.int32)
    return AreaSet("buurten", codes, names, polygons, parent, {})


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let some thousand corners be too many: 16 areas have 25.000."""
    monkeypatch.setattr(area_tiles, "MOST_CORNERS", 5_000)
    monkeypatch.setattr(area_tiles, "_IN_PART", 2_000)


def test_a_level_with_few_corners_stays_whole(
    areas: AreaSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert goes_in_parts(areas)
    monkeypatch.setattr(area_tiles, "MOST_CORNERS", 100_000)
    assert not goes_in_parts(areas)
    assert part_features(areas, 0, 0) is None


@pytest.mark.parametrize("step", range(len(STEPS)))
def test_every_area_is_in_one_part_and_inside_its_box(areas: AreaSet, step: int) -> None:
    index = parts_index(areas)
    assert index["count"] == 16
    found = []
    for part, (west, south, east, north) in enumerate(index["steps"][step]["parts"]):
        features = part_features(areas, step, part)
        assert features is not None
        for feature in features:
            found.append(feature["at"])
            assert feature["code"] == areas.codes[feature["at"]]
            assert feature["name"] == areas.names[feature["at"]]
            ring = np.array(feature["polygons"][0][0])
            # RD stands slightly turned, so a box of degrees has some room; 0,01 degree is 1 km.
            assert (ring > (west - 0.01, south - 0.01)).all()
            assert (ring < (east + 0.01, north + 0.01)).all()
    assert sorted(found) == list(range(16))


def test_closer_by_there_are_more_parts_and_finer_borders(areas: AreaSet) -> None:
    index = parts_index(areas)
    parts = [len(step["parts"]) for step in index["steps"]]
    assert parts == sorted(parts)
    assert parts[0] < parts[-1]
    zooms = [step["from"] for step in index["steps"]]
    assert zooms == sorted(zooms)
    assert zooms[0] == 0

    def corners(step: int) -> int:
        every = (part_features(areas, step, part) or [] for part in range(parts[step]))
        return sum(len(one["polygons"][0][0]) for features in every for one in features)

    drawn = [corners(step) for step in range(len(STEPS))]
    assert drawn == sorted(drawn)
    assert drawn[0] < drawn[-1] / 2


@pytest.mark.parametrize("step", range(len(STEPS)))
def test_neighbours_share_what_is_left_of_their_border(areas: AreaSet, step: int) -> None:
    parts = range(len(parts_index(areas)["steps"][step]["parts"]))
    features = [one for part in parts for one in part_features(areas, step, part) or []]
    shapes = [shapely.Polygon(in_rd(np.array(one["polygons"][0][0]))) for one in features]
    # A place in degrees is a metre or two off; the same corner is as much off on both sides.
    assert shapely.coverage_is_valid(shapely.set_precision(np.array(shapes), 0.001))
    assert shapely.area(shapes).sum() == pytest.approx(shapely.area(areas.polygons).sum(), rel=1e-3)


@pytest.mark.parametrize(("step", "part"), [(-1, 0), (len(STEPS), 0), (0, -1), (0, 99)])
def test_a_part_that_is_not_there_is_none(areas: AreaSet, step: int, part: int) -> None:
    assert part_features(areas, step, part) is None


def test_the_finest_step_is_as_fine_as_a_level_that_goes_whole(areas: AreaSet) -> None:
    whole = json.loads(areas_json(areas))
    last = len(STEPS) - 1
    parts = range(len(parts_index(areas)["steps"][last]["parts"]))
    by_code = {one["code"]: one for part in parts for one in part_features(areas, last, part) or []}
    for feature in whole:
        assert by_code[feature["code"]]["polygons"] == json.loads(json.dumps(feature["polygons"]))
