"""The embedded calendar and its places: what was published, and what makes them a calendar."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Reader = Callable[[str], tuple[dict[str, str], ...]]


@pytest.fixture(scope="module")
def places(home: Path) -> dict[str, dict[str, Any]]:
    path = home / "geodata" / "evenementlocaties" / "evenementlocaties.geojson"
    features = json.loads(path.read_text("utf-8"))["features"]
    return {
        feature["properties"]["locatie"]: feature["properties"]
        | {"at": tuple(feature["geometry"]["coordinates"])}
        for feature in features
    }


def moment(written: str) -> datetime:
    return datetime.fromisoformat(written)


def test_every_event_lies_at_a_place_of_the_list(
    all_rows: Reader, places: dict[str, dict[str, Any]]
) -> None:
    for row in all_rows("evenementen"):
        assert (float(row["x"]), float(row["y"])) == places[row["locatie"]]["at"]


def test_places_of_the_facts_lie_where_the_facts_say(
    home: Path, places: dict[str, dict[str, Any]]
) -> None:
    path = home / "geodata" / "voorzieningen" / "voorzieningen.geojson"
    features = json.loads(path.read_text("utf-8"))["features"]
    at = {
        feature["properties"]["naam"]: tuple(feature["geometry"]["coordinates"])
        for feature in features
    }
    assert {"IJsbaan Dubbeldam", "Energiehuis Dordrecht"} <= set(at)
    told = {place["naam"]: place["at"] for place in places.values()}
    for name in set(at) & set(told):
        assert told[name] == at[name], name
    # Where people are cared for, nothing is on.
    assert not any("ziekenhuis" in str(place["soort"]) for place in places.values())
    assert told["Merwekade"] == at["Dordrecht, Merwekade"]


def test_the_list_of_places_says_that_its_figures_are_an_example(home: Path) -> None:
    declared = (home / "geodata" / "evenementlocaties" / "layer.toml").read_text("utf-8")
    assert "synthetic = true" in declared
    assert "voorbeeld" in declared


def test_an_event_is_built_up_before_it_begins_and_cleared_after_it_ends(all_rows: Reader) -> None:
    for row in all_rows("evenementen"):
        moments = [moment(row[name]) for name in ("opbouw", "begin", "eind", "afbouw")]
        assert moments == sorted(moments), row


def test_nobody_asks_for_an_event_that_has_begun(all_rows: Reader) -> None:
    assert all(row["aangevraagd"] < row["opbouw"][:10] for row in all_rows("evenementen"))


def test_most_requests_come_before_1_november(all_rows: Reader) -> None:
    rows = all_rows("evenementen")
    in_time = [row["aangevraagd"] < f"{int(row['begin'][:4]) - 1}-11-01" for row in rows]
    assert 0.75 < sum(in_time) / len(rows) < 0.95


def test_earlier_years_were_granted_and_looked_back_on_and_the_last_was_not(
    all_rows: Reader,
) -> None:
    rows = all_rows("evenementen")
    before = [row for row in rows if row["begin"] < "2018"]
    assert {row["status"] for row in before} == {"vergund"}
    assert any(row["bezoekers_werkelijk"] for row in before)
    last = [row for row in rows if row["begin"] >= "2018"]
    assert {row["status"] for row in last} == {
        "vergund", "aangevraagd", "vooraankondiging", "afgewezen",
    }  # fmt: skip
    assert not any(row["bezoekers_werkelijk"] or row["bevindingen"] for row in last)


def test_most_events_are_small_and_few_are_of_class_c(all_rows: Reader) -> None:
    classes = Counter(row["klasse"] for row in all_rows("evenementen"))
    assert classes["A"] > 3 * classes["B"] > 9 * classes["C"] > 0


def test_the_inner_city_is_under_pressure_and_other_places_are_free(
    all_rows: Reader, places: dict[str, dict[str, Any]]
) -> None:
    held = Counter(row["locatie"] for row in all_rows("evenementen"))
    inner = sum(held[name] for name in ("grote_markt", "groenmarkt", "statenplein"))
    assert inner > 0.3 * sum(held.values())
    # There are places to spread to.
    assert {name for name in places if not held[name]} >= {"merwekade", "dordtse_hout"}


@pytest.mark.parametrize("module", ["evenementen", "evenementlocaties"])
def test_examples_in_the_build_scripts_run(home: Path, module: str) -> None:
    folder = home / "data" / "_build"
    subprocess.run([sys.executable, "-B", "-m", "doctest", f"{module}.py"], check=True, cwd=folder)
