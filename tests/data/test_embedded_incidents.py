"""The embedded incidents agree with what was published, and their dirt is where it should be."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tomllib
from collections import Counter
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path
    from typing import Any

    from shapely.geometry.base import BaseGeometry

    Row = dict[str, str]
    Reader = Callable[[str], tuple[Row, ...]]
    PointReader = Callable[[str], Any]

POINT_LAYERS = (
    "overlast",
    "verward_gedrag",
    "woninginbraak",
    "vermogensmisdrijven",
    "geweld",
    "uitrukken",
)
FILES = {
    "overlast": ("overlast",),
    "kwetsbare_personen": ("verward_gedrag",),
    "vermogen_en_geweld": ("woninginbraak", "vermogensmisdrijven", "geweld"),
    "ondermijning": ("ondermijning_signalen",),
    "fysieke_veiligheid": ("uitrukken",),
    "digitale_criminaliteit": ("digitale_aangiften",),
    "evenementen": ("evenementen",),
}


def per_year(rows: Iterable[Row], soort: str | None = None) -> Counter[str]:
    """Return how many rows begin in each year."""
    return Counter(r["begin"][:4] for r in rows if soort is None or r["soort"] == soort)


def test_woninginbraak_has_the_two_published_totals(accepted: Reader) -> None:
    years = per_year(accepted("woninginbraak"))
    assert years["2015"] == 301
    assert years["2017"] == 246
    assert 246 < years["2016"] < 301


@pytest.mark.parametrize(
    ("layer", "soort", "percent"),
    # Veiligheidsbeeld 2017: jeugd "ca. 33%" and verkeer "ca. 50%" down, verwarde personen 13% up.
    [("overlast", "jeugd", -33), ("overlast", "verkeer", -50), ("verward_gedrag", None, 13)],
)
def test_published_changes_are_exact(
    accepted: Reader, layer: str, soort: str | None, percent: int
) -> None:
    years = per_year(accepted(layer), soort)
    # Exact in whole numbers: 100 * 2017 = (100 + percent) * 2015.
    assert 100 * years["2017"] == (100 + percent) * years["2015"]


def test_all_misdrijven_together_fall_by_16_percent(accepted: Reader) -> None:
    layers = ("woninginbraak", "vermogensmisdrijven", "geweld")
    years = sum((per_year(accepted(layer)) for layer in layers), Counter())
    assert round(100 * years["2017"] / years["2015"] - 100) == -16


def test_openlijke_geweldpleging_rises_slightly_above_both_earlier_years(accepted: Reader) -> None:
    years = per_year(accepted("geweld"), "openlijke_geweldpleging")
    before = max(years["2015"], years["2016"])
    assert before < years["2017"] <= 1.15 * before


def test_the_fire_brigade_goes_out_400_to_500_times_a_year(accepted: Reader) -> None:
    years = per_year(accepted("uitrukken"))
    assert set(years) == {"2015", "2016", "2017"}
    assert all(400 <= number <= 500 for number in years.values())


def test_events_are_about_250_a_year_of_which_about_70_last_several_days(all_rows: Reader) -> None:
    events = all_rows("evenementen")
    # More than 24 hours: an event that only runs past midnight is not one of several days.
    several = [
        r
        for r in events
        if datetime.fromisoformat(r["eind"]) - datetime.fromisoformat(r["begin"])
        > timedelta(days=1)
    ]
    for year in ("2015", "2016", "2017", "2018"):
        assert 240 <= per_year(events)[year] <= 260
        assert 65 <= per_year(several)[year] <= 75
    assert all(r["begin"] < r["eind"] for r in events)


def test_two_events_are_never_at_one_place_at_the_same_time(all_rows: Reader) -> None:
    last_end = {}
    for row in all_rows("evenementen"):
        place = row["x"], row["y"]
        assert last_end.get(place, "") <= row["begin"], row
        last_end[place] = row["eind"]


@pytest.mark.parametrize(
    ("layer", "low", "high"), [("ondermijning_signalen", 225, 275), ("digitale_aangiften", 21, 25)]
)
def test_counts_cover_every_wijk_in_every_quarter(
    all_rows: Reader, layer: str, low: int, high: int
) -> None:
    rows = all_rows(layer)
    # 13 wijken times 12 quarters.
    assert len({(r["wijkcode"], r["kwartaal"]) for r in rows}) == len(rows) == 156
    for year in ("2015", "2016", "2017"):
        assert low <= sum(int(r["aantal"]) for r in rows if r["kwartaal"][:4] == year) <= high


def test_the_industrial_area_has_most_signals(all_rows: Reader) -> None:
    wijken = Counter()
    for row in all_rows("ondermijning_signalen"):
        wijken[row["wijkcode"]] += int(row["aantal"])
    assert wijken.most_common(1)[0][0] == "WK050519"


@pytest.mark.parametrize("layer", [*POINT_LAYERS, "evenementen"])
def test_places_of_published_years_lie_in_a_buurt_and_not_in_a_river(
    home: Path, points: PointReader, layer: str
) -> None:
    def shapes(name: str) -> list[BaseGeometry]:
        path = home / "geodata" / name / f"{name}.geojson"
        features = json.loads(path.read_text("utf-8"))["features"]
        return [shapely.geometry.shape(feature["geometry"]) for feature in features]

    years = points(layer)
    places = shapely.points(
        *(
            np.concatenate([getattr(years.in_year(year), axis) for year in (2015, 2017)])
            for axis in ("x", "y")
        )
    )
    # "within" leaves out the border itself, so no place has two buurten.
    place, _ = shapely.STRtree(shapes("buurten")).query(places, predicate="within")
    assert np.array_equal(np.sort(place), np.arange(places.size))
    assert not shapely.STRtree(shapes("water")).query(places, predicate="intersects").size


@pytest.mark.parametrize("layer", POINT_LAYERS)
def test_dirt_is_of_every_kind_and_only_in_2016(
    all_rows: Reader, accepted: Reader, layer: str
) -> None:
    rows = all_rows(layer)
    doubles = len(rows) - len({tuple(row.items()) for row in rows})
    assert 2 <= doubles <= 3
    refused = [row for row in rows if row not in accepted(layer)]
    # One impossible date, two places outside the country, and one soort if the layer has any.
    assert len(refused) == (4 if "soort" in rows[0] else 3)
    assert all("2016" in row["begin"] for row in refused)
    assert sum(row["begin"] == "31-02-2016" for row in refused) == 1
    placeless = [row for row in rows if not row["x"]]
    assert all(row["y"] == "" and row["begin"].startswith("2016") for row in placeless)
    assert 0.01 <= len(placeless) / per_year(rows)["2016"] <= 0.02


@pytest.mark.parametrize("layer", POINT_LAYERS)
def test_a_few_rows_of_2016_lie_just_outside_the_municipality(
    home: Path, points: PointReader, layer: str
) -> None:
    path = home / "geodata" / "gemeente" / "gemeente.geojson"
    gemeente = shapely.geometry.shape(
        json.loads(path.read_text("utf-8"))["features"][0]["geometry"]
    )
    year = points(layer).in_year(2016)
    away_m = shapely.distance(gemeente, shapely.points(year.x, year.y))
    assert 2 <= np.count_nonzero(away_m) <= 3
    assert away_m.max() < 2_000


@pytest.mark.parametrize("layer", POINT_LAYERS)
def test_no_time_falls_in_the_hours_of_a_clock_change(accepted: Reader, layer: str) -> None:
    # Last Sundays of March and October: 02:00 to 03:00 does not exist, or exists twice.
    sundays = ("2015-03-29", "2015-10-25", "2016-03-27", "2016-10-30", "2017-03-26", "2017-10-29")
    strange = {f"{day} 02" for day in sundays}
    for row in accepted(layer):
        assert row["begin"][:13] not in strange
        assert row.get("eind", "")[:13] not in strange


@pytest.mark.parametrize("layer", POINT_LAYERS)
def test_rows_are_sorted_by_begin_and_id(all_rows: Reader, layer: str) -> None:
    keys = [(row["begin"], row["id"]) for row in all_rows(layer)]
    assert keys == sorted(keys)


@pytest.mark.parametrize(("theme", "layers"), FILES.items())
def test_declarations_name_the_rows_and_the_checksum_of_their_file(
    home: Path, all_rows: Reader, theme: str, layers: tuple[str, ...]
) -> None:
    declared = tomllib.loads((home / "data" / theme / "theme.toml").read_text("utf-8"))["layers"]
    for layer in layers:
        source = declared[layer]["source"]
        content = (home / "data" / theme / source["file"]).read_bytes()
        assert source["rows"] == len(all_rows(layer))
        assert source["sha256"] == hashlib.sha256(content).hexdigest()
        assert source["synthetic"] is True


@pytest.mark.slow
def test_building_again_gives_the_same_bytes(home: Path, tmp_path: Path) -> None:
    build = home / "data" / "_build" / "build.py"
    subprocess.run([sys.executable, "-B", build, "--to", tmp_path], check=True, cwd=tmp_path)
    written = sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*.*"))
    # Nine layers, the places of events with their declaration, and the truth file.
    assert len(written) == 12
    for path in written:
        assert (tmp_path / path).read_bytes() == (home / path).read_bytes(), path


@pytest.mark.parametrize("module", ["draws", "dwellings", "rhythm", "rows", "totals"])
def test_examples_in_the_build_scripts_run(home: Path, module: str) -> None:
    folder = home / "data" / "_build"
    subprocess.run([sys.executable, "-B", "-m", "doctest", f"{module}.py"], check=True, cwd=folder)
