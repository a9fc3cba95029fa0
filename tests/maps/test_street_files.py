"""What the scripts of the map are sent of streets: joined lines, and what cells are called."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import shapely

from hotspots.analysis.analyse import analyse
from hotspots.analysis.question import Selection
from hotspots.geography.names import Naming
from hotspots.geography.streets import Streets
from hotspots.maps.choropleth import map_spec
from hotspots.maps.page_html import page_data
from hotspots.maps.streets import (
    MOST_IN_A_FILE,
    cell_names_json,
    cell_names_name,
    lines_json,
    lines_name,
    street_file,
)

if TYPE_CHECKING:
    from hotspots.access.workspace import Workspace


def streets_of(*lines: tuple[str, list[tuple[float, float]]]) -> Streets:
    shapes = np.array([shapely.LineString(corners) for _, corners in lines], dtype=object)
    return Streets.of(shapes, [name for name, _ in lines])


def numbers(packed: str) -> list[int]:
    return np.frombuffer(base64.b64decode(packed), dtype="<u2").tolist()


def lines_in(body: bytes) -> list[tuple[str, list[tuple[float, float]]]]:
    file: dict[str, Any] = json.loads(body)
    x, y = (
        [file[f"{axis}0"] + step * file["step_m"] for step in numbers(file[axis])] for axis in "xy"
    )
    corners, told, at = list(zip(x, y, strict=True)), [], 0
    for count, name in zip(numbers(file["corners"]), numbers(file["name"]), strict=True):
        told.append((file["names"][name], corners[at : at + count]))
        at += count
    assert at == len(corners)
    assert len(told) == file["lines"]
    return told


def test_stretches_of_a_street_are_one_line_and_straight_corners_go() -> None:
    body = lines_json(
        streets_of(
            ("Kade", [(0.0, 0.0), (50.0, 0.0), (100.0, 0.0)]),
            ("Plein", [(100.0, 0.0), (100.0, 100.0)]),
            ("Kade", [(100.0, 0.0), (200.0, 0.0)]),
        )
    )
    [(first, kade), (second, plein)] = lines_in(body)
    assert (first, second) == ("Kade", "Plein")
    # 200 m in 65.535 steps: no corner moves by as much as 2 mm.
    assert sorted(kade) == pytest.approx(np.array([(0, 0), (200, 0)]), abs=0.002)
    assert sorted(plein) == pytest.approx(np.array([(100, 0), (100, 100)]), abs=0.002)


def test_a_file_of_streets_has_a_name_that_changes_with_them(town: Workspace) -> None:
    naming = Naming(
        town.geography, streets_of(("Kade", [(100_000.0, 421_050.0), (101_000.0, 421_050.0)]))
    )
    assert naming.streets is not None
    assert street_file(naming, lines_name(naming.streets)) == lines_json(naming.streets)
    cells = street_file(naming, cell_names_name(naming.streets, 500))
    assert cells is not None
    # Of the sixteen cells of 500 m none has its middle, at 250 or 750, within 100 m of 421.050.
    assert json.loads(cells)["names"] == []
    assert street_file(naming, "straten~0123456789abcdef") is None
    assert street_file(naming, cell_names_name(naming.streets, 75)) is None
    assert street_file(Naming(town.geography), lines_name(naming.streets)) is None


def test_cells_without_a_street_are_left_out(town: Workspace) -> None:
    naming = Naming(
        town.geography, streets_of(("Kade", [(100_000.0, 421_050.0), (101_000.0, 421_050.0)]))
    )
    col, row = np.array([1000, 1001, 1003]), np.array([4210, 4219, 4211])
    file = json.loads(cell_names_json(naming, col, row, 100))
    # The middle of the last is 421.150: exactly 100 m.
    assert file["names"] == ["Kade, bij Noord"]
    cells = zip(numbers(file["col"]), numbers(file["row"]), strict=True)
    there = [(file["col0"] + c, file["row0"] + r) for c, r in cells]
    assert there == [(1000, 4210), (1003, 4211)]
    assert json.loads(cell_names_json(naming, col[:0], row[:0], 100))["cells"] == 0


def test_ten_thousand_stretches_fit_in_a_file() -> None:
    random = np.random.default_rng(2)
    starts = random.uniform((100_000, 420_000), (110_000, 430_000), (10_000, 2))
    bends = starts[:, None, :] + np.cumsum(random.uniform(-30, 30, (10_000, 4, 2)), axis=1)
    streets = Streets.of(
        np.asarray(shapely.linestrings(bends)), [f"Straat {at // 8}" for at in range(10_000)]
    )
    size = len(lines_json(streets))
    # 40.000 corners of two times two bytes, as text four for every three.
    assert 4 / 3 * 160_000 < size < MOST_IN_A_FILE


def test_more_streets_than_a_file_should_hold_stay_out_of_it(
    town: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    kade = streets_of(("Kade", [(100_000.0, 421_050.0), (101_000.0, 421_050.0)]))
    spec = map_spec(town, analyse(town, Selection("inbraak", level="cells")))
    spec = replace(spec, base=replace(spec.base, streets=kade))
    assert "roads" in page_data(spec)["data"]
    monkeypatch.setattr("hotspots.maps.page_html.MOST_IN_A_FILE", 10)
    held = page_data(spec)
    assert "roads" not in held["data"]
    # What cells are called is there all the same.
    assert held["data"]["cells"]["names"] in held["files"]


def test_a_map_without_streets_is_sent_nothing_of_them(town: Workspace) -> None:

    data = page_data(map_spec(town, analyse(town, Selection("inbraak", level="cells"))))["data"]
    assert "roads" not in data
    assert "names" not in data["cells"]
