"""The map of one place: at a round scale, with its neighbours, and readable without colour."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely
from defusedxml import ElementTree
from matplotlib.colors import to_rgb

from hotspots.analysis.analyse import analyse
from hotspots.analysis.question import Selection
from hotspots.exports.clock_svg import clock_svg
from hotspots.maps.choropleth import map_spec
from hotspots.maps.palettes import PALETTES, ZERO_COLOUR, colours
from hotspots.maps.place_map import PlaceMap, class_swatch, place_map
from hotspots.maps.spec import Overlay, Shape
from hotspots.wijkbeeld.place import place_named

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.access.workspace import Workspace
    from hotspots.maps.spec import MapClass, MapSpec

#: CIE L*, 0 black and 100 white; a printer for black and white still tells this much apart.
_APART = 6.0
#: Nothing is paper, and the lightest class only has to show beside it: the line around it helps.
_PAPER_APART = 3.5


def drawn(town: Workspace, name: str, spec: MapSpec, *, side_mm: float = 120.0) -> PlaceMap:
    outline = place_named(town, name).shape(town.geography)
    return place_map(spec, outline, width_mm=side_mm, height_mm=side_mm, buurten=True)


def texts(picture: PlaceMap, gid: str = "") -> list[str]:
    """Return the texts of a picture, or of the groups with an id."""
    root = ElementTree.fromstring(picture.svg.decode())
    groups = [group for group in root.iter() if not gid or group.get("id") == gid]
    found = [text.text for group in groups for text in group.iter() if text.tag.endswith("}text")]
    return [text for text in found if text]


@pytest.fixture
def cells(town: Workspace) -> MapSpec:
    return map_spec(town, analyse(town, Selection("inbraak", level="cells", cell_m=100)))


def test_a_place_fills_its_map_at_a_round_scale(town: Workspace, cells: MapSpec) -> None:
    # Noord is 1.000 m wide; with 6 % around it and 4 % around that, 1.120 * 1.08 = 1.209,6 m on
    # 120 mm: 1 : 10.080, and the next round scale is 1 : 12.500.
    noord = drawn(town, "Noord", cells)
    assert noord.scale == 12_500
    # Boven is twice as wide: 1 : 20.160, so 1 : 25.000.
    assert drawn(town, "Boven", cells).scale == 25_000
    # 120 mm is 120 / 25,4 * 72 = 340,157 points.
    assert ElementTree.fromstring(noord.svg.decode()).get("width", "").startswith("340.157")


def test_a_map_names_the_place_its_neighbours_scale_and_north(
    town: Workspace, cells: MapSpec
) -> None:
    said = texts(drawn(town, "Noord", cells))
    # 34 mm for the bar are 425 m: the longest of 1, 2 and 4 times a power of ten is 400 m.
    assert {"Noord", "Oost", "Zuid", "N", "0", "200", "400 m"} <= set(said)


def test_each_cell_of_the_place_has_its_number_in_it(town: Workspace, cells: MapSpec) -> None:
    # Noord has 3 incidents in the cell at its corner and 1 in the middle; Oost has its own.
    picture = drawn(town, "Noord", cells)
    assert picture.counted
    assert sorted(texts(picture, "count")) == ["1", "3"]
    # A cell of 100 m on a map of 40 mm is 100 / 37,5 = 2,7 mm: no room for a number.
    small = drawn(town, "Noord", cells, side_mm=40.0)
    assert not small.counted
    assert texts(small, "count") == []


def test_an_outline_has_its_number_inside_it_not_in_the_next_cell(
    town: Workspace, cells: MapSpec
) -> None:
    ring = shapely.get_coordinates(shapely.box(100_000, 421_000, 100_100, 421_100))[:-1]
    marked = dataclasses.replace(cells, overlay=Overlay("", (), (Shape(ring, "7", "tip"),)))
    root = ElementTree.fromstring(drawn(town, "Noord", marked).svg.decode())
    tag = next(group for group in root.iter() if group.get("id") == "tag")
    text = next(entry for entry in tag.iter() if entry.text == "7")
    x, y = (float(text.get(axis) or 0) / 72 * 25.4 for axis in "xy")
    # In millimetres: the map is 1.500 m wide around x 100.500, y 421.500, so that the cell is
    # from 20 to 28 mm east and from 92 to 100 mm down.
    assert 20.0 < x < 28.0
    assert 92.0 < y < 100.0


def test_only_what_is_in_sight_is_in_the_file(town: Workspace, cells: MapSpec) -> None:
    many = dataclasses.replace(
        cells.cells,
        col=np.arange(3_000, 8_000, dtype=np.int32), row=np.full(5_000, 3_000, dtype=np.int32),
        fill=np.ones(5_000, dtype=np.int16), count=np.ones(5_000, dtype=np.int64),
    )  # fmt: skip
    far = drawn(town, "Noord", dataclasses.replace(cells, cells=many))
    assert len(far.svg) < len(drawn(town, "Noord", cells).svg) + 1_000


def test_areas_are_drawn_where_a_layer_has_no_cells(
    town: Workspace, spec_of: Callable[[str], MapSpec]
) -> None:
    picture = drawn(town, "Onder", spec_of("suppressed"))
    assert b"pattern" in picture.svg  # dots of what is below the minimum
    assert not picture.counted


def lightness(colour: str) -> float:
    """Return L* of CIE 1976 for a colour of sRGB."""
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in to_rgb(colour)
    ]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return 116 * luminance ** (1 / 3) - 16 if luminance > 0.008856 else 903.3 * luminance


def apart(one: MapClass, other: MapClass) -> bool:
    needed = _PAPER_APART if "zero" in (one.kind, other.kind) else _APART
    darker = abs(lightness(one.colour) - lightness(other.colour))
    return one.pattern != other.pattern or darker >= needed


def test_lightness_is_that_of_the_standard() -> None:
    # Black 0, white 100, and middle grey #777777 is L* 50,03.
    assert lightness("#000000") == 0.0
    assert lightness("#ffffff") == pytest.approx(100.0, abs=1e-9)
    assert lightness("#777777") == pytest.approx(50.03, abs=0.01)


@pytest.mark.parametrize("palette", PALETTES)
@pytest.mark.parametrize("count", [3, 5, 7])
def test_the_steps_of_a_palette_are_apart_without_colour(palette: str, count: int) -> None:
    steps = [lightness(colour) for colour in (ZERO_COLOUR, *colours(palette, count))]
    darker = -np.diff(steps)
    assert darker[0] >= _PAPER_APART
    assert min(darker[1:]) >= _APART


@pytest.mark.parametrize("name", ["count", "rate", "cells", "density", "suppressed"])
def test_every_two_classes_of_a_map_are_apart_without_colour(
    name: str, spec_of: Callable[[str], MapSpec]
) -> None:
    classes = spec_of(name).classes
    for at, one in enumerate(classes):
        for other in classes[at + 1 :]:
            assert apart(one, other), (one, other)


def test_a_swatch_is_in_the_colour_and_pattern_of_its_class() -> None:
    plain = class_swatch("value", "#b2182b", None)
    hatched = class_swatch("missing", "#d5d8dc", "hatch")
    assert b"#b2182b" in plain
    assert b"<pattern" not in plain
    assert b"#d5d8dc" in hatched
    assert b"<pattern" in hatched


def test_a_clock_is_darkest_where_most_happens_and_paper_where_nothing_does() -> None:
    weights = np.zeros((7, 24))
    weights[4, 22], weights[0, 0] = 4.0, 2.0
    root = ElementTree.fromstring(clock_svg(weights).decode())
    fills = [entry.get("fill") for entry in root if entry.tag.endswith("rect")]
    # 0,96 of 255 is 245, 0,12 is 31, and half way 0,54 is 138.
    assert fills[4 * 24 + 22] == "#1f1f1f"
    assert fills[0] == "#8a8a8a"
    assert fills.count("#f5f5f5") == 166
    assert len(set(ElementTree.fromstring(clock_svg(np.zeros((7, 24))).decode()))) > 168


def test_a_pattern_of_the_legend_is_on_the_cells_too(town: Workspace, cells: MapSpec) -> None:
    crossed = tuple(
        dataclasses.replace(entry, pattern="cross" if entry.kind == "value" else None)
        for entry in cells.classes
    )
    assert b"<pattern" not in drawn(town, "Noord", cells).svg
    assert b"<pattern" in drawn(town, "Noord", dataclasses.replace(cells, classes=crossed)).svg
