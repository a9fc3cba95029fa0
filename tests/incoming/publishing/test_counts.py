"""A layer of counts: a number per area and period, by code or name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hotspots.access.workspace import open_workspace
from hotspots.analysis.analyse import analyse
from hotspots.analysis.question import Selection
from hotspots.app.data_page import data_quality
from hotspots.errors import IntakeError
from hotspots.incoming.checking.recipe import Recipe
from hotspots.pages.home_check import problems_of
from loading import Door

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.settings import Home

LAYER = """
[layers.signalen]
kind = "counts"
label = "Signalen"
observes = "signaal"
noun = "signaal"
noun_plural = "signalen"

[layers.signalen.source]
file = "signalen.csv"
attribution = "Verzonnen"
licence = "CC0-1.0"
synthetic = true

[layers.signalen.columns]
area = "wijk"
period = "kwartaal"
count = "aantal"

[layers.signalen.filters]
show = ["period", "wijk"]

[layers.signalen.privacy]
finest = "wijken"
minimum = 10
"""
HEADER = "wijk,kwartaal,aantal"


@pytest.fixture
def signalen(home: Home, tmp_path: Path) -> Door:
    theme = home.themes / "proef" / "theme.toml"
    theme.write_text(theme.read_text(encoding="utf-8") + LAYER, encoding="utf-8")
    (home.themes / "proef" / "signalen.csv").write_text(f"{HEADER}\nWK999901,2017K1,14\n")
    return Door(home, "signalen", tmp_path)


def counted(door: Door) -> list[tuple[str | None, str, int]]:
    rows = door.store.read(door.current).to_pydict()
    months = [f"{month:%Y-%m}" for month in rows["month"]]
    return list(zip(rows["area"], months, rows["count"], strict=True))


def test_areas_are_known_by_code_and_by_name(signalen: Door) -> None:
    report = signalen.load(
        "WK999901,2017K1,14", "onder,2017K1,3", "BOVEN,2017-05,20", header=HEADER
    )
    assert (report.read, report.accepted, report.outside) == (3, 3, 0)
    # A quarter counts at its first month; May is a period of its own.
    assert counted(signalen) == [
        ("WK999901", "2017-01", 14),
        ("WK999902", "2017-01", 3),
        ("WK999901", "2017-05", 20),
    ]


def test_an_area_of_elsewhere_is_kept_and_said(signalen: Door) -> None:
    report = signalen.load("WK000001,2017K1,14", "WK999901,2017K1,2", header=HEADER)
    assert (report.accepted, report.outside) == (2, 1)
    assert any("noemen een gebied dat deze gemeente niet kent" in one for one in report.warnings)
    assert [area for area, _, _ in counted(signalen)] == [None, "WK999901"]


def test_counts_replace_what_was_there_since_a_count_cannot_be_added_to(signalen: Door) -> None:
    signalen.load("WK999901,2017K1,14", header=HEADER)
    signalen.load("WK999902,2017K1,30", header=HEADER)
    assert counted(signalen) == [("WK999902", "2017-01", 30)]
    assert signalen.current.counts["read"] == 1


def test_a_year_cannot_be_told_apart_into_quarters(signalen: Door) -> None:
    with pytest.raises(IntakeError, match="Rij 3 telt over een periode") as caught:
        signalen.load("WK999901,2017K1,14", "WK999901,2016,99", header=HEADER)
    assert "2016" in caught.value.detail
    assert not signalen.store.folder.exists()


def test_rows_that_do_not_fit_are_put_aside_and_add_up(signalen: Door) -> None:
    report = signalen.load(
        "WK999901,2017K1,14", "WK999901,2017K1,14", "WK999902,2017K5,3", "WK999902,2017K2,3",
        header=HEADER,
    )  # fmt: skip
    # The second row is the first again; a fifth quarter does not exist.
    assert (report.read, report.accepted, report.quarantined, report.duplicate) == (4, 2, 1, 1)


def test_a_dry_run_writes_nothing(signalen: Door) -> None:
    report = signalen.load("WK999901,2017K1,14", header=HEADER, dry_run=True)
    assert report.status == "would_publish"
    assert not signalen.store.folder.exists()


def test_what_a_map_tallies_is_what_was_counted_and_not_the_rows(
    home: Home, tmp_path: Path
) -> None:
    theme = home.themes / "proef" / "theme.toml"
    open_to_all = LAYER.replace("minimum = 10\n", "")
    theme.write_text(theme.read_text(encoding="utf-8") + open_to_all, encoding="utf-8")
    (home.themes / "proef" / "signalen.csv").write_text(f"{HEADER}\nWK999901,2017-01,14\n")
    door = Door(home, "signalen", tmp_path)
    report = door.load(
        "WK999901,2017-01,14", "WK999902,2017-01,3", "WK999901,2017-02,veel", header=HEADER
    )
    assert (report.read, report.accepted, report.quarantined) == (3, 2, 1)
    workspace = open_workspace(home, role="analist")
    ledger = analyse(workspace, Selection("signalen", level="wijken")).ledger
    # 14 + 3 signals; a row that was put aside is one, of nobody knows how many.
    assert (ledger.read, ledger.accepted, ledger.quarantined) == (18, 17, 1)
    assert ledger.faults() == []
    assert data_quality(workspace, workspace.layer("signalen")).quarantined == pytest.approx(1 / 3)


def test_counts_may_be_of_several_soorten(home: Home, tmp_path: Path) -> None:
    theme = home.themes / "proef" / "theme.toml"
    told = (
        LAYER.replace("minimum = 10\n", "")
        .replace('count = "aantal"\n', 'count = "aantal"\nsoort = "soort"\n')
        .replace('show = ["period", "wijk"]', 'show = ["soort", "period", "wijk"]')
    )
    soorten = '\n[layers.signalen.soorten]\npand = "Leeg pand"\nauto = "Geparkeerde auto"\n'
    theme.write_text(theme.read_text(encoding="utf-8") + told + soorten, encoding="utf-8")
    header = "wijk,kwartaal,soort,aantal"
    (home.themes / "proef" / "signalen.csv").write_text(f"{header}\nWK999901,2017-01,pand,1\n")
    report = Door(home, "signalen", tmp_path).load(
        "WK999901,2017-01,pand,14",
        "WK999901,2017-01,Geparkeerde auto,3",
        "WK999901,2017-01,pand,14",
        "WK999902,2017-01,pand,2",
        "WK999902,2017-01,pand,5",
        "WK999902,2017-01,fiets,9",
        header=header,
    )
    # The third row says the first again; the fifth contradicts the fourth; a fiets is no soort.
    assert (report.read, report.accepted, report.duplicate, report.quarantined) == (6, 3, 1, 2)
    assert [(problem.row, problem.reason[:32]) for problem in report.problems] == [
        (6, "dubbel: zelfde gebied, periode e"),
        (7, "onbekende soort; deze laag kent:"),
    ]
    workspace = open_workspace(home, role="analist")
    everything = analyse(workspace, Selection("signalen", level="wijken"))
    assert dict(zip(everything.codes, everything.counts.tolist(), strict=True)) == {
        "WK999901": 17, "WK999902": 2,
    }  # fmt: skip
    cars = analyse(workspace, Selection("signalen", level="wijken", soorten=("auto",)))
    assert cars.counts.tolist() == [3, 0]


def test_small_counts_that_are_kept_back_have_no_soort(home: Home) -> None:
    theme = home.themes / "proef" / "theme.toml"
    told = LAYER.replace('count = "aantal"\n', 'count = "aantal"\nsoort = "soort"\n')
    theme.write_text(theme.read_text(encoding="utf-8") + told, encoding="utf-8")
    (home.themes / "proef" / "signalen.csv").write_text(f"{HEADER}\nWK999901,2017K1,14\n")
    (problem,) = problems_of(home)[1]
    assert "een minimum heeft geen soorten" in problem


def test_rows_of_one_area_and_period_add_up_where_each_row_is_one(signalen: Door) -> None:
    rows = (
        "WK999901,31-01-2017 23:15", "onder,2017-02-01", "WK999901,15-05-2017", "BU99990101,2017K1",
        "WK999999,15-05-2017", "WK999901,ooit",
    )  # fmt: skip
    report = signalen.load(*rows, header="wijk,kwartaal", recipe=Recipe(each_row=True))
    assert (report.read, report.accepted, report.quarantined) == (6, 5, 1)
    assert (report.duplicate, report.outside) == (0, 1)
    [problem] = report.problems
    assert (problem.row, problem.value) == (7, "ooit")
    # By month, which the layer counts by; the quarter and January begin on one day, and a buurt
    # counts in its wijk.
    assert counted(signalen) == [
        ("WK999901", "2017-01", 2), ("WK999901", "2017-05", 1), ("WK999902", "2017-02", 1),
        (None, "2017-05", 1),
    ]  # fmt: skip
    # A column with counts adds up too; without each_row the second is a conflict.
    twice = ("WK999901,2017K1,14", "WK999901,2017K1,3")
    signalen.load(*twice, header=HEADER, recipe=Recipe(each_row=True))
    assert counted(signalen) == [("WK999901", "2017-01", 17)]
    assert signalen.load(*twice, header=HEADER).quarantined == 1
    with pytest.raises(IntakeError, match="aantal"):
        signalen.load("WK999901,2017K1", header="wijk,kwartaal")
