"""The wijkbeeld of a gemeente and of a regio, in a home of more gemeenten."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from hotspots.access.workspace import open_workspace
from hotspots.errors import SelectionError
from hotspots.geography.names import gemeente_around
from hotspots.wijkbeeld import choosing
from hotspots.wijkbeeld import place as place_module
from hotspots.wijkbeeld.choosing import places_to_choose
from hotspots.wijkbeeld.make import briefing as brief
from hotspots.wijkbeeld.paper import report_bytes
from hotspots.wijkbeeld.paper_pages import heading
from hotspots.wijkbeeld.place import place_named, places
from hotspots.wijkbeeld.sheets import sheet_of_wijkbeeld
from printed import Printed
from wide_town import wide_home

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.access.workspace import Workspace


def test_every_area_can_be_chosen_the_widest_first(region: Workspace, town: Workspace) -> None:
    offered = places(region.geography)
    wide = [place.name for place in offered[:6]]
    assert wide == ["West", "Oost", "Dal", "Dijk", "Berg", "Cattum"]
    assert len(offered) == 2 + 4 + 8 + 16
    assert [place.kind for place in places(town.geography)] == [
        "wijk", "buurt", "buurt", "wijk", "buurt", "buurt",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "level", "count", "people"),
    [
        ("Cattum", "gemeenten", 28, 1_020.0),
        ("gemeente Dal", "gemeenten", 7, 1_020.0),
        ("RG01", "regios", 28, 2_040.0),
        ("Boven van Cattum", "wijken", 24, 1_000.0),
    ],
)
def test_it_counts_what_lies_in_it(
    region: Workspace, written: str, level: str, count: int, people: float
) -> None:
    place = place_named(region, written)
    assert place.level == level
    briefing = brief(region, place)
    assert briefing.line("inbraak").count == count
    households = next(entry for entry in briefing.population if entry.label == "huishoudens")
    assert households.count == people


def test_a_sensitive_layer_adds_the_two_ends_of_its_wijken(region: Workspace) -> None:
    # All of it lies in Dal: 12 and 23 in Boven, 9 in Onder.
    line = brief(region, place_named(region, "Dal")).line("zorg")
    boven = brief(region, place_named(region, "Boven van Dal")).line("zorg")
    onder = brief(region, place_named(region, "Onder van Dal")).line("zorg")
    assert line.count_ends is not None
    assert boven.count_ends is not None
    assert onder.count_ends is not None
    assert line.count_ends == (
        boven.count_ends[0] + onder.count_ends[0],
        boven.count_ends[1] + onder.count_ends[1],
    )


def test_an_unknown_gemeente_is_refused(region: Workspace) -> None:
    with pytest.raises(SelectionError):
        place_named(region, "gemeente Nergens")


def test_on_paper_and_in_a_file_the_rest_is_that_of_the_werkgebied(
    region: Workspace, town: Workspace
) -> None:
    briefing = brief(region, place_named(region, "Cattum"))
    paper = " ".join(
        Printed(report_bytes(region, briefing, made_on=date(2026, 12, 1))).text.split()
    )
    assert "Rest van het werkgebied" in paper
    assert "gemeente is de gemeente" not in paper
    labels = [column.label for column in sheet_of_wijkbeeld(region, briefing).columns]
    assert "Per 1.000 in de rest van het werkgebied" in labels
    of_one = sheet_of_wijkbeeld(town, brief(town, place_named(town, "Boven")))
    assert "Per 1.000 in de rest van de stad" in [column.label for column in of_one.columns]


def test_a_name_of_more_gemeenten_is_refused_with_those_there_are(tmp_path: Path) -> None:
    workspace = open_workspace(wide_home(tmp_path / "home", alike=True), role="analist")
    assert place_named(workspace, "boven (cattum)").code == "WK999401"
    with pytest.raises(SelectionError) as refused:
        place_named(workspace, "Boven")
    assert "kan meer dan één plaats zijn" in str(refused.value)
    assert "wijk Boven (Dal) (WK999101)" in str(refused.value)


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("Boven van Cattum", "Wijk in Cattum, Vierlanden"),
        ("Noord van Dal", "Buurt in wijk Boven van Dal, Dal, Vierlanden"),
        ("Cattum", "Gemeente in Vierlanden"),
        ("West", "Regio in Vierlanden"),
    ],
)
def test_paper_says_in_which_gemeente_a_place_lies(
    region: Workspace, written: str, kind: str
) -> None:
    briefing = brief(region, place_named(region, written))
    assert heading(region, briefing, date(2026, 12, 1)).kind == kind


def test_of_a_name_with_its_gemeente_that_is_said_once(tmp_path: Path) -> None:
    workspace = open_workspace(wide_home(tmp_path / "home", alike=True), role="analist")
    assert gemeente_around(workspace.geography, "wijken", "WK999401") == ""


def test_a_list_of_many_places_has_the_wide_ones_and_those_around_the_present_one(
    region: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    geography = region.geography
    every, whole = places_to_choose(geography, None)
    # Two regio's, four gemeenten, eight wijken and sixteen buurten.
    assert (len(every), whole) == (30, True)
    monkeypatch.setattr(choosing, "_MOST_OFFERED", 10)
    wide = ["RG01", "RG02", "GM9991", "GM9992", "GM9993", "GM9994"]
    of_cattum = ["WK999401", "BU99940100", "BU99940101", "WK999402", "BU99940200", "BU99940201"]
    for written, more in (
        ("West", []),
        ("Cattum", of_cattum),
        ("WK999401", of_cattum),
        ("BU99940201", of_cattum),
        ("cirkel:102500,422500,300", []),
    ):
        offered, whole = places_to_choose(geography, place_named(region, written))
        assert (sorted(offered), whole) == (sorted(wide + more), False), written
        # A place is called the same as on the list of all.
        assert offered.items() <= every.items()
    assert sorted(places_to_choose(geography, None)[0]) == sorted(wide)
    # Not even the widest level fits: then a name is written.
    monkeypatch.setattr(choosing, "_MOST_OFFERED", 1)
    assert places_to_choose(geography, place_named(region, "Cattum")) == ({}, False)


def test_an_unknown_name_of_very_many_is_not_answered_by_all_of_them(
    region: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(place_module, "_MOST_NAMED", 10)
    with pytest.raises(SelectionError) as refused:
        place_named(region, "Qqqq")
    assert refused.value.do == "Kies op de kaart, of geef de code van de wijk of buurt."
    with pytest.raises(SelectionError) as refused:
        place_named(region, "Catum")
    assert refused.value.do == "Bedoelde u 'Cattum'?"
