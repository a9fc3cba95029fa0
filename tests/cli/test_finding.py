"""find: groups, circles and repeats, as words, as JSON, as a file and on a map."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pandas as pd
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., Any]


def groups(run: Run, *more: str) -> Any:  # noqa: ANN401 - what a command gave
    # Three burglaries of Noord lie within 15 m of each other.
    return run("find", "inbraak", "--method", "clusters", "--min-points", "3", *more)


def test_groups_are_told_in_words_and_numbered(run: Run) -> None:
    ran = groups(run)
    assert ran.code == 0
    first, least, above, heading, _, *rest = ran.out.splitlines()
    assert first.startswith("1 groep: 3 van de 7 inbraken (43 %)")
    assert least == "Een groep begint bij 3 inbraken binnen 150 m."
    columns = re.split(r" {2,}", heading.strip())
    assert columns == ["Nr.", "Waar", "Aantal", "alle", "Eerste", "Laatste"]
    assert above.strip() == "% van"
    (group,) = (re.split(r" {2,}", line.strip()) for line in rest)
    assert group == ["1", "zuidwesten van Noord", "3", "42,9", "31-12-2016", "03-02-2017"]
    assert "Synthetische gegevens" in ran.err


def test_a_finding_is_one_object(run: Run) -> None:
    told = groups(run, "--json").json
    assert told["layer"] == "inbraak"
    assert told["method"] == "clusters"
    assert told["parameters"]["min_points"] == 3
    assert told["summary"] == {
        "groups": 1,
        "clustered": 3,
        "all": 7,
        "without_day": 0,
    }
    (group,) = told["found"]
    assert (group["place"], group["count"]) == ("zuidwesten van Noord", 3)
    assert (group["first"], group["last"]) == ("2016-12-31", "2017-02-03")


@pytest.mark.parametrize("suffix", [".csv", ".gpkg", ".geojson", ".parquet"])
def test_a_finding_is_written_with_what_it_is(run: Run, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"groepen{suffix}"
    assert groups(run, "--out", str(path)).code == 0
    if suffix == ".csv":
        rows = pd.read_csv(path)
    else:
        rows = gpd.read_parquet(path) if suffix == ".parquet" else gpd.read_file(path, layer=0)
    assert rows["count"].tolist() == [3]
    assert rows["method"].tolist() == ["clusters"]
    assert rows["synthetic"].all()
    if suffix == ".gpkg":
        # The cell of 100 m that holds all three.
        assert rows.to_crs(28992).geometry.iloc[0].bounds == (100_000, 421_000, 100_100, 421_100)


def test_a_finding_is_written_as_a_workbook(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "groepen.xlsx"
    assert groups(run, "--out", str(path)).code == 0
    sheets = pd.read_excel(path, sheet_name=None, engine="openpyxl")
    assert sheets["Gegevens"]["Aantal"].tolist() == [3]
    told = sheets["Verantwoording"].set_index("Wat")["Waarde"]
    assert told["Zoekmethode"] == "Groepen bij elkaar"


def test_a_finding_goes_to_no_other_kind_of_file(run: Run, tmp_path: Path) -> None:
    ran = groups(run, "--out", str(tmp_path / "groepen.txt"))
    assert ran.code == 2
    assert ".gpkg" in ran.err


def test_a_map_carries_what_was_found(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "kaart.html"
    ran = run(
        "map", "inbraak", "--find", "clusters", "--min-points", "3", "--out", str(path)
    )  # fmt: skip
    assert ran.code == 0
    assert "Groepen bij elkaar (1)" in path.read_text(encoding="utf-8")


def test_too_little_to_search_in_is_said(run: Run) -> None:
    ran = run("find", "inbraak", "--method", "near_repeat")
    assert ran.code == 0
    assert ran.out == (
        "Te weinig inbraken om in te zoeken: 7 (ten minste 60).\n"
        "Gezocht is in de hele gemeente, 01-12-2016 t/m 31-03-2017, op alle dagen en uren.\n"
    )


def test_a_sensitive_layer_is_refused(run: Run) -> None:
    ran = run("find", "zorg", "--method", "scan", "--level", "wijken")
    assert ran.code == 2
    assert "te gevoelig" in ran.err


def test_an_effect_needs_buurten_and_a_day(run: Run) -> None:
    ran = run("find", "inbraak", "--method", "before_after", "--treated", "BU99990100")
    assert ran.code == 2
    assert "geen dag" in ran.err


def test_each_area_is_searched_by_itself(run: Run) -> None:
    told = groups(run, "--per", "wijken", "--json").json
    assert told["per"] == "wijken"
    assert len(told["areas"]) > 1
    for area in told["areas"]:
        alone = groups(run, "--wijk", area["code"], "--json").json
        assert {**alone, "code": area["code"], "name": area["name"]} == area
    of_one = groups(run, "--per", "buurten", "--wijk", told["areas"][0]["code"], "--json").json
    assert {area["code"][2:8] for area in of_one["areas"]} == {told["areas"][0]["code"][2:8]}


def test_per_area_a_table_says_where_and_what_could_not_be_searched(run: Run) -> None:
    ran = groups(run, "--per", "wijken")
    assert ran.out.splitlines()[0].split() == ["gebied", "gevonden", "wat", "dat", "is"]
    assert "apart getoetst" not in ran.out
    ran = run("find", "inbraak", "--method", "scan", "--per", "wijken")
    assert ran.code == 0
    assert "niet gezocht" in ran.out
    assert "apart getoetst" not in ran.out
    assert "Te weinig inbraken" in ran.out
    assert "Synthetische gegevens" in ran.err


def test_per_area_a_file_is_written_for_each(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "groepen.geojson"
    ran = groups(run, "--per", "wijken", "--out", str(path))
    written = sorted(one.name for one in tmp_path.glob("groepen-*.geojson"))
    assert written
    assert all(name in ran.out for name in written)
    assert not path.exists()
    assert max(len(gpd.read_file(tmp_path / name)) for name in written) == 1


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("near_repeat", "wijken"), "kan niet per gebied"),
        (("before_after", "wijken"), "kan niet per gebied"),
        (("clusters", "gemeenten"), "Deze home heeft geen gemeenten."),
    ],
)
def test_what_cannot_be_searched_per_area_is_said(
    run: Run, asked: tuple[str, str], said: str
) -> None:
    ran = run("find", "inbraak", "--method", asked[0], "--per", asked[1])
    assert ran.code == 2
    assert said in ran.err
