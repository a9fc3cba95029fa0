"""Each test says how often it points at chance, and all in the words of one place."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

import hotspots
from hotspots.analysis.analyse import analyse, find
from hotspots.analysis.chance_words import any_at_all, each, share_of
from hotspots.analysis.periods import Period
from hotspots.analysis.question import Search, Selection
from hotspots.maps.choropleth import map_spec, overlay_of

if TYPE_CHECKING:
    from hotspots.access.workspace import Workspace

YEAR: Final = Period(date(2017, 1, 1), date(2017, 12, 31))


@pytest.mark.parametrize("measure", ["ratio", "change", "gi_star", "moran"])
def test_a_map_of_a_test_says_how_much_of_what_is_coloured_is_chance(
    measure: str, dordrecht: Workspace
) -> None:
    asked = Selection("woninginbraak", measure=measure, period=YEAR)
    notes = " ".join(map_spec(dordrecht, analyse(dordrecht, asked)).legend.notes)
    assert share_of("gekleurd") in notes.replace("Van wat", "van wat")


def test_a_history_says_what_holds_for_a_step_and_what_for_a_trend(dordrecht: Workspace) -> None:
    asked = Selection("woninginbraak", measure="emerging", period=YEAR)
    notes = " ".join(map_spec(dordrecht, analyse(dordrecht, asked)).legend.notes)
    assert share_of("in een stap een hotspot") in notes
    assert each("plekken", "een trend") in notes


@pytest.mark.parametrize(
    ("method", "said"),
    [
        ("scan", any_at_all("een cirkel")),
        ("scan_recent", any_at_all("een cirkel")),
        ("near_repeat", any_at_all("zones")),
        ("clusters", "niet getoetst"),
    ],
)
def test_a_search_says_how_often_chance_gives_anything(
    method: str, said: str, dordrecht: Workspace
) -> None:
    asked = Selection("woninginbraak", period=YEAR)
    finding = find(dordrecht, asked, Search(method, permutations=99))
    assert said in " ".join(overlay_of(finding).notes).lower()


def test_no_promise_is_written_by_hand() -> None:
    folder = Path(hotspots.__file__).parent
    for path in folder.rglob("*.py"):
        if path != folder / "analysis" / "chance_words.py":
            assert "hooguit 5 %" not in path.read_text(encoding="utf-8"), path.name
