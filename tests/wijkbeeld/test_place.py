"""A place is found by code, name or drawing; where a name is of two, both are told."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest

from hotspots.access.workspace import open_workspace
from hotspots.errors import SelectionError
from hotspots.geography import names as place_names
from hotspots.geography.names import Naming, corners_within, handles
from hotspots.wijkbeeld.place import place_named, places

if TYPE_CHECKING:
    from hotspots.access.workspace import Workspace
    from hotspots.settings import Home

CIRCLE = "cirkel:101000,421000,300"


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("WK999901", "WK999901"),
        ("bu99990201", "BU99990201"),
        ("  oNDER ", "WK999902"),
        ("Haven", "BU99990201"),
        ("buurt haven", "BU99990201"),
        ("wijk Boven", "WK999901"),
        (CIRCLE, CIRCLE),
        ("CIRKEL:101000,421000,300", CIRCLE),
    ],
)
def test_a_place_is_found_by_code_name_or_drawing(town: Workspace, written: str, code: str) -> None:
    assert place_named(town, written).code == code


def test_a_buurt_knows_the_wijk_around_it(town: Workspace) -> None:
    haven = place_named(town, "Haven")
    assert (haven.wijk, haven.wijk_code) == ("Onder", "WK999902")
    assert place_named(town, "Onder").wijk == ""


def test_every_wijk_stands_before_its_buurten(town: Workspace) -> None:
    found = [place.name for place in places(town.geography)]
    assert found == ["Boven", "Noord", "Oost", "Onder", "Zuid", "Haven"]


def test_a_name_of_two_places_is_refused_with_both(home: Home) -> None:
    path = home.geodata / "buurten" / "buurten.geojson"
    collection = json.loads(path.read_text(encoding="utf-8"))
    collection["features"][2]["properties"]["naam"] = "Boven"
    path.write_text(json.dumps(collection), encoding="utf-8")
    workspace = open_workspace(home, role="analist")
    with pytest.raises(SelectionError) as refused:
        place_named(workspace, "boven")
    assert refused.value.detail == (
        "Gevonden: wijk Boven (WK999901); buurt Boven in wijk Onder (BU99990200)."
    )
    assert place_named(workspace, "wijk boven").code == "WK999901"
    assert place_named(workspace, "buurt boven").code == "BU99990200"


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("Nord", "Bedoelde u 'Noord'?"),
        ("", "Er is geen wijk of buurt ''."),
        ("x" * 10_000, "Er is geen wijk of buurt"),
        ("cirkel:101000,421000", "cirkel"),
        ("cirkel:150000,450000,300", "buiten de gemeente"),
        ("vlak:0,0;1,1", "hoeken"),
    ],
)
def test_what_is_no_place_is_refused_in_words(town: Workspace, written: str, message: str) -> None:
    with pytest.raises(SelectionError, match=message.replace("?", r"\?")):
        place_named(town, written)


def test_points_lie_in_a_place_where_a_count_would_put_them(town: Workspace) -> None:
    # Noord, Oost, Zuid, Haven, and outside the gemeente.
    x_rd = np.array([100_500.0, 101_500.0, 100_500.0, 101_500.0, 103_000.0])
    y_rd = np.array([421_500.0, 421_500.0, 420_500.0, 420_500.0, 421_500.0])
    for written, held in (
        ("Boven", [True, True, False, False, False]),
        ("Zuid", [False, False, True, False, False]),
        ("cirkel:102200,421500,900", [False, True, False, False, False]),
    ):
        inside = place_named(town, written).holds(town.geography, x_rd, y_rd)
        assert inside.tolist() == held


@pytest.mark.parametrize(
    ("x", "y", "corner"),
    [
        # The rectangle is cut at 1/3 and 2/3 of 900 and 300 m.
        (0, 0, "zuidwesten"),
        (299, 99, "zuidwesten"),
        (300, 99, "zuiden"),
        (600, 99, "zuidoosten"),
        (100, 150, "westen"),
        (450, 150, "midden"),
        (899, 199, "oosten"),
        (0, 200, "noordwesten"),
        (599, 300, "noorden"),
        (900, 300, "noordoosten"),
    ],
)
def test_a_corner_is_the_ninth_of_the_rectangle(x: int, y: int, corner: str) -> None:
    bounds = np.array([[1_000.0, 2_000.0, 1_900.0, 2_300.0]])
    at = corners_within(bounds, np.array([1_000.0 + x]), np.array([2_000.0 + y]))
    assert place_names.CORNERS[at[0]] == corner


def test_a_handle_names_the_buurt_and_the_corner(town: Workspace) -> None:
    # Haven is 101.000 to 102.000 by 420.000 to 421.000; the last point lies in no buurt.
    x_rd, y_rd = np.array([101_900.0, 101_500.0, 99_000.0]), np.array([420_900.0, 420_500.0, 0.0])
    buurten, told = handles(Naming(town.geography), x_rd, y_rd)
    assert told[:2] == ["noordoosten van Haven", "midden van Haven"]
    assert buurten[:2] == ["Haven", "Haven"]
    assert told[2] == buurten[2] != ""
