"""A home of more gemeenten: every level adds up, and what is asked of a part is of that part.

The numbers were counted by hand from `wide_town`: what happened in the town, seven incidents, once
in Dal, twice in Dijk, three times in Berg and four times in Cattum; a town has 1.020 huishoudens.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from hotspots.access.permission import default_level, levels_of
from hotspots.access.workspace import open_workspace
from hotspots.analysis import question
from hotspots.analysis.analyse import analyse
from hotspots.analysis.question import Selection, drawable_sizes
from hotspots.analysis.registry import MEASURES
from hotspots.catalog.checks import check_catalog
from hotspots.catalog.reading import read_catalog
from hotspots.catalog.specs import PARTS
from hotspots.errors import DeclarationError, HotspotsError, SelectionError, SourceError
from hotspots.vergelijken.compared import compared_areas
from hotspots.wijkbeeld.overview import at_a_glance
from wide_town import GEMEENTEN, wide_home

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.access.workspace import Workspace
    from hotspots.analysis.registry import ComputedMeasure
    from hotspots.settings import Home

LEVELS = ("gemeente", *PARTS)
#: Per level, in the order of the codes.
COUNTED = {
    "gemeente": [70],
    "regios": [7 + 21, 14 + 28],
    "gemeenten": [7, 14, 21, 28],
    "wijken": [6, 1, 12, 2, 18, 3, 24, 4],
    "buurten": [4, 2, 1, 0, 8, 4, 2, 0, 12, 6, 3, 0, 16, 8, 4, 0],
}


@pytest.mark.parametrize("level", LEVELS)
def test_every_level_counts_all_of_it(region: Workspace, level: str) -> None:
    answer = analyse(region, Selection("inbraak", level=level))
    assert answer.counts.tolist() == COUNTED[level]


@pytest.mark.parametrize(
    ("level", "expected"),
    [
        ("gemeente", [70 / 4.08]),
        ("regios", [28 / 2.04, 42 / 2.04]),
        ("gemeenten", [7 / 1.02, 14 / 1.02, 21 / 1.02, 28 / 1.02]),
    ],
)
def test_a_rate_divides_by_the_huishoudens_of_the_level(
    region: Workspace, level: str, expected: list[float]
) -> None:
    answer = analyse(region, Selection("inbraak", level=level, measure="rate"))
    assert answer.values == pytest.approx(expected)


@pytest.mark.parametrize(
    ("asked", "level", "counts"),
    [
        ({"gemeenten": ("GM9994",)}, "gemeente", [28]),
        ({"gemeenten": ("GM9994",)}, "wijken", [0, 0, 0, 0, 0, 0, 24, 4]),
        ({"regios": ("RG01",)}, "gemeenten", [7, 0, 21, 0]),
        ({"regios": ("RG01",), "gemeenten": ("GM9993", "GM9994")}, "gemeente", [21]),
        ({"gemeenten": ("GM9991",), "wijken": ("WK999101",)}, "gemeente", [6]),
    ],
)
def test_a_part_is_counted_as_that_part(
    region: Workspace, asked: dict[str, tuple[str, ...]], level: str, counts: list[int]
) -> None:
    answer = analyse(region, Selection("inbraak", level=level, **asked))
    assert answer.counts.tolist() == counts


def test_a_rate_of_a_part_divides_by_that_part(region: Workspace) -> None:
    asked = Selection("inbraak", level="regios", measure="rate", gemeenten=("GM9991",))
    answer = analyse(region, asked)
    assert answer.values[0] == pytest.approx(7 / 1.02)


def test_a_sensitive_layer_stays_at_its_own_level(region: Workspace) -> None:
    layer = region.layer("zorg")
    assert levels_of(layer) == ("wijken",)
    with pytest.raises(HotspotsError, match="niveau"):
        analyse(region, Selection("zorg", level="gemeenten"))


def test_a_map_opens_with_the_widest_areas_of_more_gemeenten(
    region: Workspace, town: Workspace
) -> None:
    assert default_level(region.layer("inbraak")) == "regios"
    assert region.geography.opening.level == "regios"
    assert default_level(region.layer("zorg")) == "wijken"
    assert default_level(town.layer("inbraak")) == "buurten"
    assert town.geography.opening.level == "buurten"


def test_a_click_on_a_wide_area_goes_one_level_down(region: Workspace) -> None:
    assert region.geography.below("RG02") == ("regios", "gemeenten")
    assert region.geography.below("GM9991") == ("gemeenten", "wijken")
    assert region.geography.below("WK999101") is None
    assert region.geography.below("BU99910100") is None


def test_gemeenten_are_held_side_by_side(region: Workspace) -> None:
    glance = at_a_glance(region, "all", "gemeenten")
    assert glance.names == ("Dal", "Dijk", "Berg", "Cattum")
    (column,) = glance.columns
    assert [cell.count for cell in column.cells] == [7, 14, 21, 28]
    # 7 of 1.020 huishoudens, beside 63 of 3.060.
    assert column.cells[0].ratio == pytest.approx((7 / 1.02) / (63 / 3.06))
    # What is told per wijk alone has no place in it, and is named.
    assert [layer.id for layer in glance.silent] == ["zorg"]
    with pytest.raises(HotspotsError, match="Het niveau 'buurten' bestaat niet"):
        at_a_glance(region, "all", "buurten")


def test_a_home_of_one_gemeente_knows_no_wider_areas(town: Workspace) -> None:
    assert town.layer("inbraak").parts == ("wijken", "buurten")
    assert not town.geography.has("gemeenten")
    with pytest.raises(HotspotsError, match="niveau 'gemeenten'"):
        analyse(town, Selection("inbraak", level="gemeenten"))


def test_who_may_see_gemeenten_alone_cannot_ask_of_a_wijk(tmp_path: Path) -> None:
    home = wide_home(tmp_path / "home")
    theme = home.themes / "proef" / "theme.toml"
    text = theme.read_text(encoding="utf-8")
    theme.write_text(text.replace('finest = "cells"', 'finest = "gemeenten"', 1), encoding="utf-8")
    workspace = open_workspace(home, role="analist")
    assert levels_of(workspace.layer("inbraak")) == ("gemeente", "regios", "gemeenten")
    assert analyse(workspace, Selection("inbraak", gemeenten=("GM9992",))).counts[1] == 14
    for finer in ({"wijken": ("WK999201",)}, {"buurten": ("BU99920100",)}):
        with pytest.raises(HotspotsError, match="kan niet op niveau"):
            analyse(workspace, Selection("inbraak", level="gemeenten", **finer))


#: Three months hold no year before them, and no history to cut in steps.
NEEDS_YEARS = ("change", "emerging")


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize(
    "measure", [one for one in MEASURES if one.id not in NEEDS_YEARS], ids=lambda one: one.id
)
def test_every_measure_is_asked_at_every_level_or_says_why_not(
    region: Workspace, measure: ComputedMeasure, level: str
) -> None:
    soorten = ("woning",) if measure.of_soort else ()
    asked = Selection("inbraak", level=level, measure=measure.id, soorten=soorten)
    if level in measure.levels_in(region.geography):
        assert analyse(region, asked).codes == region.geography.level(level).codes
    else:
        with pytest.raises(HotspotsError, match="kan niet op niveau"):
            analyse(region, asked)


def test_a_test_of_neighbours_needs_thirty_areas_or_buurten(region: Workspace) -> None:
    gi_star = next(one for one in MEASURES if one.id == "gi_star")
    assert gi_star.levels_in(region.geography) == ("buurten", "cells")
    gemeenten = region.geography.level("gemeenten")
    many = replace(gemeenten, codes=tuple(f"GM{number:04}" for number in range(30)))
    parts = tuple(many if areas.level == "gemeenten" else areas for areas in region.geography.parts)
    country = replace(region.geography, parts=parts)
    assert gi_star.levels_in(country) == ("gemeenten", "buurten", "cells")


def test_neighbours_are_of_the_level_that_is_asked(region: Workspace) -> None:
    # Four gemeenten around one corner: each touches the three others.
    touching = region.library.neighbours_at("gemeenten").toarray()
    assert touching.tolist() == (np.ones((4, 4), dtype=int) - np.eye(4, dtype=int)).tolist()


@pytest.mark.parametrize(
    ("level", "column", "unknown", "said"),
    [
        ("wijken", "gemeente", "GM0001", "Wijken in 'wijken.geojson' verwijzen naar gemeente"),
        ("gemeenten", "regio", "RG09", "Gemeenten in 'gemeenten.geojson' verwijzen naar regio"),
    ],
)
def test_an_area_in_one_that_is_not_there_is_refused(
    tmp_path: Path, level: str, column: str, unknown: str, said: str
) -> None:
    home = wide_home(tmp_path / "home")
    path = home.geodata / level / f"{level}.geojson"
    code = "GM9993" if level == "wijken" else "RG01"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(f'"{column}": "{code}"', f'"{column}": "{unknown}"', 1))
    with pytest.raises(SourceError, match=said):
        open_workspace(home, role="analist")


def test_a_wijk_has_to_say_in_which_gemeente_it_lies(tmp_path: Path) -> None:
    home = wide_home(tmp_path / "home")
    path = home.geodata / "wijken" / "layer.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('parent = "gemeente"', ""))
    with pytest.raises(DeclarationError, match="in welke gemeente een wijk ligt"):
        open_workspace(home, role="analist")


def test_a_gemeente_without_buurten_is_refused(tmp_path: Path) -> None:
    home = wide_home(tmp_path / "home")
    for level in ("wijken", "buurten"):
        path = home.geodata / level / f"{level}.geojson"
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace('"gemeente": "GM9992"', '"gemeente": "GM9991"'))
    with pytest.raises(SourceError, match="In gemeente 'GM9992' van"):
        open_workspace(home, role="analist")


def test_without_regios_gemeenten_are_the_widest(tmp_path: Path) -> None:
    workspace = open_workspace(wide_home(tmp_path / "home", regios=False), role="analist")
    assert workspace.layer("inbraak").parts == ("gemeenten", "wijken", "buurten")
    answer = analyse(workspace, Selection("inbraak", level="gemeenten", measure="ratio"))
    # Each has as many huishoudens, so that the rest has what is left over three of them.
    times = [gm[-1] for gm in GEMEENTEN]
    assert answer.values == pytest.approx([t / ((10 - t) / 3) for t in times])


def test_a_layer_cannot_stay_at_a_level_that_the_home_has_not(home: Home) -> None:
    theme = home.themes / "proef" / "theme.toml"
    text = theme.read_text(encoding="utf-8")
    theme.write_text(text.replace('finest = "wijken"', 'finest = "gemeenten"'), encoding="utf-8")
    problems = check_catalog(read_catalog(home), measures=(), palettes=())
    (problem,) = [line for line in problems if "finest" in line]
    assert "finest is 'gemeenten', en geen laag in geodata/ heeft dat niveau" in problem
    assert "mogelijk: gemeente, wijken, buurten, cells, places" in problem


@pytest.mark.parametrize(
    ("codes", "level", "counts", "ratio"),
    [
        (("GM9994", "GM9991"), "gemeenten", (28, 7), 4.0),
        (("RG01", "RG02"), "regios", (28, 42), 2 / 3),
        # 1.000 huishoudens in each Boven.
        (("WK999401", "WK999201"), "wijken", (24, 12), 2.0),
    ],
)
def test_two_areas_of_any_level_are_compared_by_their_huishoudens(
    region: Workspace, codes: tuple[str, str], level: str, counts: tuple[int, int], ratio: float
) -> None:
    found = compared_areas(region, Selection("inbraak"), *codes)
    assert (found.whole.one, found.whole.other) == counts
    assert found.whole.ratio == pytest.approx(ratio)
    assert (found.level, found.exposures is not None) == (level, True)


def test_a_map_holds_no_more_cells_than_can_be_drawn(
    region: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    # 16 km2 in all, 4 in a gemeente, 1 in a buurt: 1.600, 400 and 100 cells of 100 m.
    monkeypatch.setattr(question, "MOST_CELLS", 400)
    sizes, everything = (100, 200, 500), Selection("inbraak")
    in_gemeente = replace(everything, gemeenten=("GM9994",))
    assert drawable_sizes(sizes, region.geography, everything) == (200, 500)
    assert drawable_sizes(sizes, region.geography, in_gemeente) == (100, 200, 500)
    monkeypatch.setattr(question, "MOST_CELLS", 1)
    # The largest, where none fits.
    assert drawable_sizes(sizes, region.geography, everything) == (500,)


def test_two_areas_of_different_levels_are_refused(region: Workspace) -> None:
    with pytest.raises(SelectionError, match="kent geen gemeente 'WK999401'"):
        compared_areas(region, Selection("inbraak"), "GM9994", "WK999401")


def test_what_is_called_the_same_in_two_gemeenten_has_the_gemeente_behind_it(
    tmp_path: Path, region: Workspace
) -> None:
    home = wide_home(tmp_path / "home", alike=True)
    path = home.geodata / "wijken" / "wijken.geojson"
    path.write_text(
        path.read_text(encoding="utf-8").replace('"naam": "Onder"', '"naam": "Punt"', 1)
    )
    geography = open_workspace(home, role="analist").geography
    assert geography.wijken.names[:4] == ("Boven (Dal)", "Punt", "Boven (Dijk)", "Onder (Dijk)")
    assert geography.buurten.names[-1] == "Haven (Cattum)"
    assert geography.level("gemeenten").names == ("Dal", "Dijk", "Berg", "Cattum")
    assert region.geography.wijken.names[0] == "Boven van Dal"
