"""Areas of a home: complete, in order, without water, and told apart by a fingerprint."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from hotspots.catalog.reading import read_catalog
from hotspots.errors import DeclarationError, SourceError
from hotspots.geography.areas import read_geography

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from hotspots.access.workspace import Workspace
    from hotspots.geography.areas import Geography
    from hotspots.settings import Home


def geography_of(home: Home) -> Geography:
    return read_geography(read_catalog(home))


def change_buurten(home: Home, change: Callable[[list[dict[str, Any]]], None]) -> None:
    """Change the features of the buurten: Noord, Oost, Zuid, Haven."""
    path = home.geodata / "buurten" / "buurten.geojson"
    collection = json.loads(path.read_text(encoding="utf-8"))
    change(collection["features"])
    path.write_text(json.dumps(collection), encoding="utf-8")


def edit(home: Home, old: str, new: str) -> None:
    path = home.geodata / "buurten" / "layer.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_town_has_four_buurten_in_two_wijken(town: Workspace) -> None:
    geography = town.geography
    assert geography.buurten.names == ("Noord", "Oost", "Zuid", "Haven")
    assert geography.wijken.names == ("Boven", "Onder")
    assert geography.buurten.parent.tolist() == [0, 0, 1, 1]
    # Squares of 1 km: a buurt is 1 km2, a wijk 2, the gemeente 4.
    assert geography.buurten.area_km2.tolist() == [1.0, 1.0, 1.0, 1.0]
    assert geography.wijken.area_km2.tolist() == [2.0, 2.0]
    assert geography.whole.area_km2.tolist() == [4.0]


def test_denominators_add_up_from_buurt_to_gemeente(town: Workspace) -> None:
    per_level = {
        level: town.geography.level(level).denominators["huishoudens"].tolist()
        for level in ("buurten", "wijken", "gemeente")
    }
    # 600 + 400 in Boven, 20 + 0 in Onder.
    assert per_level == {
        "buurten": [600.0, 400.0, 20.0, 0.0],
        "wijken": [1000.0, 20.0],
        "gemeente": [1020.0],
    }


def test_a_number_that_was_not_published_is_missing_and_not_zero(home: Home) -> None:
    def unpublish(buurten: list[dict[str, Any]]) -> None:
        buurten[0]["properties"]["huishoudens"] = -99_997
        buurten[2]["properties"]["huishoudens"] = None
        buurten[3]["properties"]["huishoudens"] = -99_997

    change_buurten(home, unpublish)
    geography = geography_of(home)
    buurten = geography.buurten.denominators["huishoudens"]
    assert np.isnan(buurten).tolist() == [True, False, True, True]
    # Boven is what is known of it (400); of Onder nothing is known.
    wijken = geography.wijken.denominators["huishoudens"]
    assert wijken[0] == 400.0
    assert np.isnan(wijken[1])


def test_water_is_left_out_and_said(home: Home) -> None:
    def flood(buurten: list[dict[str, Any]]) -> None:
        for buurt in buurten:
            buurt["properties"]["water"] = "NEE"
        buurten[3]["properties"]["water"] = "JA"

    change_buurten(home, flood)
    edit(home, 'name = "naam"', 'name = "naam"\nwater = "water"')
    geography = geography_of(home)
    assert geography.buurten.names == ("Noord", "Oost", "Zuid")
    assert geography.dropped == ("BU99990201 (Haven)",)
    # A place in the water is outside the gemeente: (101.500, 420.500) is the middle of Haven.
    assert geography.index.locate([101_500.0], [420_500.0]).tolist() == [-1]


def test_buurten_must_say_in_which_wijk_they_lie(home: Home) -> None:
    edit(home, 'parent = "wijk"', "")
    with pytest.raises(DeclarationError, match="niet in welke wijk"):
        geography_of(home)


def test_an_unknown_wijk_is_named(home: Home) -> None:
    change_buurten(home, lambda buurten: buurten[0]["properties"].update(wijk="WK999909"))
    with pytest.raises(SourceError, match="WK999909"):
        geography_of(home)


def test_overlapping_buurten_are_refused_with_their_codes(home: Home) -> None:
    def widen(buurten: list[dict[str, Any]]) -> None:
        west, _ = buurten[0]["geometry"]["coordinates"][0][0]
        for corner in buurten[0]["geometry"]["coordinates"][0]:
            corner[0] += 10 if corner[0] > west else 0

    change_buurten(home, widen)
    # 10 m too wide over a height of 1.000 m.
    with pytest.raises(SourceError, match=r"BU99990100 en BU99990101 overlappen .* 10\.000 m2"):
        geography_of(home)


@pytest.mark.parametrize("column", ['name = "name"', 'name = "naam2"'])
def test_a_column_that_is_not_in_the_file_is_named(home: Home, column: str) -> None:
    edit(home, 'name = "naam"', column)
    with pytest.raises(SourceError, match=column.split('"')[1]):
        geography_of(home)


def test_the_order_of_the_file_does_not_matter(home: Home, town: Workspace) -> None:
    change_buurten(home, lambda buurten: buurten.reverse())
    geography = geography_of(home)
    assert geography.buurten.codes == town.geography.buurten.codes
    assert geography.buurten.parent.tolist() == town.geography.buurten.parent.tolist()
    assert geography.fingerprint == town.geography.fingerprint


def test_the_fingerprint_changes_with_a_border_a_name_and_a_denominator(home: Home) -> None:
    def move(buurten: list[dict[str, Any]]) -> None:
        # The corner where all four meet, one metre to the west, in all of them.
        for buurt in buurten:
            for corner in buurt["geometry"]["coordinates"][0]:
                if corner == [101_000, 421_000]:
                    corner[0] -= 1

    found = [geography_of(home).fingerprint]
    assert geography_of(home).fingerprint == found[0]
    for change in (
        move,
        lambda buurten: buurten[0]["properties"].update(naam="Noorden"),
        lambda buurten: buurten[0]["properties"].update(huishoudens=601),
    ):
        change_buurten(home, change)
        found.append(geography_of(home).fingerprint)
    assert len(set(found)) == 4


def test_degrees_in_the_file_become_metres(home: Home) -> None:
    path = home.geodata / "buurten" / "buurten.geojson"
    collection = json.loads(path.read_text(encoding="utf-8"))
    del collection["crs"]  # GeoJSON without it is in degrees
    for feature in collection["features"]:
        # About one hundredth of a degree at 52 north: 0,7 by 1,1 km.
        feature["geometry"]["coordinates"] = [
            [[5 + (x - 100_000) / 1e5, 52 + (y - 420_000) / 1e5] for x, y in ring]
            for ring in feature["geometry"]["coordinates"]
        ]
    path.write_text(json.dumps(collection), encoding="utf-8")
    area = geography_of(home).buurten.area_km2
    # 0,01 degree of longitude is 0,686 km at 52,0 north, of latitude 1,113 km: 0,763 km2.
    assert area.tolist() == pytest.approx([0.763] * 4, abs=0.003)


@pytest.mark.parametrize(("lon", "lat"), [(-79.4, 43.7), (4.35, 50.2), (9.9, 53.5), (5.0, -52.0)])
def test_areas_elsewhere_are_refused_in_words(home: Home, lon: float, lat: float) -> None:
    def far(buurten: list[dict[str, Any]]) -> None:
        for buurt in buurten:
            buurt["geometry"]["coordinates"] = [
                [[lon + (x - 100_000) / 1e5, lat + (y - 420_000) / 1e5] for x, y in ring]
                for ring in buurt["geometry"]["coordinates"]
            ]

    change_buurten(home, far)
    path = home.geodata / "buurten" / "buurten.geojson"
    collection = json.loads(path.read_text(encoding="utf-8"))
    del collection["crs"]  # in degrees
    path.write_text(json.dumps(collection), encoding="utf-8")
    with pytest.raises(SourceError, match="liggen niet in Nederland") as refused:
        geography_of(home)
    assert "x -7.000 tot 300.000" in refused.value.detail.replace("\u2212", "-")
    assert "kan alleen in Nederland" in refused.value.do


def test_official_dordrecht_has_132_buurten_on_land_in_13_wijken(
    home: Home, shared_real: Path
) -> None:
    for level, name in (("buurten", "buurtnaam"), ("wijken", "wijknaam")):
        (home.geodata / level / "layer.toml").write_text(
            f"""\
id = "{level}"
kind = "areas"
label = "{level}"
level = "{level}"

[source]
file = "{shared_real / "dordrecht" / f"dordrecht_{level}_2023.gpkg"}"
attribution = "CBS"
licence = "CC BY 4.0"

[columns]
code = "{level.removesuffix("en")}code"
name = "{name}"
water = "water"
{'parent = "wijkcode"' if level == "buurten" else ""}
""",
            encoding="utf-8",
        )
    geography = geography_of(home)
    assert (len(geography.buurten), len(geography.wijken)) == (132, 13)
    assert any(entry.startswith("BU05059997") for entry in geography.dropped)
    assert not any(code.endswith("9997") for code in geography.buurten.codes)
    assert {geography.wijken.codes[at] for at in geography.buurten.parent} == set(
        geography.wijken.codes
    )
