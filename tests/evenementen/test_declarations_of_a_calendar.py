from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from event_town import calendar_home
from hotspots.catalog.checks import check_catalog
from hotspots.catalog.reading import read_catalog
from hotspots.catalog.specs import fields_of

if TYPE_CHECKING:
    from pathlib import Path

THEME = "data/feest/theme.toml"


def problems(folder: Path, old: str = "", new: str = "", file: str = THEME) -> list[str]:
    home = calendar_home(folder)
    path = home.root / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return check_catalog(read_catalog(home), measures=("count",), palettes=("rood",))


def test_a_calendar_with_its_places_is_sound(tmp_path: Path) -> None:
    assert problems(tmp_path) == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('places = "plekken"', 'places = "plekke"', "Bedoelde u 'plekken'?"),
        ('places = "plekken"\n', "", "places 'None' bestaat niet"),
        ('visitors = "bezoekers"', 'visitor = "bezoekers"', "Bedoelde u 'visitors'?"),
        ('begin = "begin"\n', "", "'begin' ontbreekt"),
    ],
)
def test_what_is_wrong_with_a_calendar_is_named(
    tmp_path: Path, old: str, new: str, told: str
) -> None:
    assert [told in problem for problem in problems(tmp_path, old, new)] == [True]


def test_only_a_calendar_has_places(tmp_path: Path) -> None:
    theme = "data/proef/theme.toml"
    found = problems(tmp_path, 'mask = "households"', 'places = "plekken"', theme)
    assert ["'places' hoort bij" in problem for problem in found] == [True]


def test_a_column_that_no_place_has_is_named(tmp_path: Path) -> None:
    file = "geodata/plekken/layer.toml"
    found = problems(tmp_path, 'usable_m2 = "m2"', 'useable_m2 = "m2"', file)
    assert ["Bedoelde u 'usable_m2'?" in problem for problem in found] == [True]


def test_a_calendar_knows_what_incidents_know_and_more() -> None:
    # An event stands somewhere, at a known moment: a buurt alone does not do, nor does a month.
    assert set(fields_of("incidents")) - {"precision", "buurt", "wijk"} < set(fields_of("calendar"))
    # A number of an area has no moment, place or title; of a soort it may be.
    assert set(fields_of("counts")) & set(fields_of("calendar")) <= {"soort"}
