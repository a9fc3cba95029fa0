"""A row of which no more than the buurt or wijk is known counts there, and on no point."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from hotspots.access.tally import Tally
from hotspots.access.workspace import open_workspace
from hotspots.analysis.analyse import analyse, find
from hotspots.analysis.map_quality import concentration, concentration_sentences
from hotspots.analysis.places_in_time import places_in_time
from hotspots.analysis.question import Search, Selection
from hotspots.analysis.registry import measures_of, searches_of, sentences_of
from hotspots.analysis.settle import selected_places
from hotspots.analysis.when import hours_and_days, timeline
from hotspots.errors import HotspotsError, IntakeError
from hotspots.geography.drawn import DrawnArea
from hotspots.incoming.publishing import large_files
from hotspots.incoming.reading import csv_pieces
from hotspots.incoming.reading.table import UPLOAD_LIMITS
from hotspots.store import versions
from hotspots.wijkbeeld.make import briefing
from hotspots.wijkbeeld.place import place_named
from loading import Door

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.access.workspace import Workspace
    from hotspots.settings import Home

HEADER = "id,soort,begin,x,y,buurtcode,wijk"
POINTS = (
    "p1,woning,2017-01-05 19:00,100060,421060,BU99990100,",
    "p2,woning,2017-02-06 20:00,100070,421070,,",
    "p3,schuur,2017-03-07 21:00,101250,421250,BU99990101,",
)
BUURTEN = (
    "b1,woning,2017-01-08 19:00,,,BU99990100,",
    "b2,woning,2017-02-09 19:00,,,zuid,",
    # The buurt says more than the wijk.
    "b3,schuur,2017-03-10 19:00,,,99990201,Boven",
)
WIJKEN = ("w1,woning,2017-01-11 19:00,,,,Boven", "w2,woning,2017-03-12 19:00,,,onbekend,WK999902")
OTHERS = (
    "n1,woning,2017-02-13 19:00,,,-,",
    "o1,woning,2017-02-14 19:00,,,BU03630000,",
    "q1,woning,2017-02-15 19:00,,,Nergenshuizen,",
)
ROWS = (*POINTS, *BUURTEN, *WIJKEN, *OTHERS)


@pytest.fixture(params=["row by row", "counted beforehand"])
def loaded(home: Home, tmp_path: Path, request: pytest.FixtureRequest) -> Workspace:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(versions, "ROWS_FOR_CUBES", 1 if request.param != "row by row" else 10_000)
        Door(home, "inbraak", tmp_path).load(*ROWS, header=HEADER, mode="replace")
    workspace = open_workspace(home, role="analist")
    _, rows = workspace.countable(workspace.layer("inbraak"))
    assert isinstance(rows, Tally) is (request.param != "row by row")
    return workspace


def test_the_report_names_them_and_nothing_is_lost(home: Home, tmp_path: Path) -> None:
    door = Door(home, "inbraak", tmp_path)
    report = door.load(*ROWS, header=HEADER, mode="replace")
    # Three points, three buurten, two wijken, one nowhere, one elsewhere; one of a name not known.
    assert (report.read, report.accepted, report.quarantined) == (11, 10, 1)
    assert (report.area_only, report.without_place, report.outside) == (5, 1, 1)
    [problem] = report.problems
    assert (problem.row, problem.column, problem.value) == (12, "buurtcode", "Nergenshuizen")
    text = report.to_text()
    assert "Alleen een buurt of wijk bekend: 5." in text
    assert "6 rijen hebben geen coördinaten, en wel een gebied" in text
    assert report.to_dict()["area_only"] == 5
    assert door.current.counts["area_only"] == 5
    rows = door.rows()
    known = rows.loc[["b1", "b2", "b3", "w1", "w2", "o1", "p1"], ["buurt", "wijk", "area"]]
    assert known.astype(object).where(known.notna(), None).values.tolist() == [
        ["BU99990100", "WK999901", "BU99990100"],
        ["BU99990200", "WK999902", "BU99990200"],
        ["BU99990201", "WK999902", "BU99990201"],
        [None, "WK999901", "WK999901"],
        [None, "WK999902", "WK999902"],
        [None, None, "BU03630000"],
        ["BU99990100", "WK999901", ""],
    ]
    # On no point: neither coordinates nor a cell.
    assert rows.loc[["b1", "w1"], ["x_rd", "geometry"]].isna().all(axis=None)
    assert rows.loc[["b1", "w1"], ["cell_col", "cell_row"]].to_numpy().tolist() == [[-1, -1]] * 2


@pytest.mark.parametrize(
    ("level", "counts", "area_only"),
    [
        ("buurten", {"Noord": 3, "Oost": 1, "Zuid": 1, "Haven": 1}, 2),
        ("wijken", {"Boven": 5, "Onder": 3}, 0),
        ("gemeente", {"Vierbuurten": 8}, 0),
        ("cells", None, 5),
    ],
)
def test_they_count_where_they_are_known_and_the_ledger_says_how_many_are_not(
    loaded: Workspace, level: str, counts: dict[str, int] | None, area_only: int
) -> None:
    analysis = analyse(loaded, Selection("inbraak", level=level))
    ledger = analysis.ledger
    if counts is not None:
        assert dict(zip(analysis.names, analysis.counts.tolist(), strict=True)) == counts
    # Inside: three points, three buurten, two wijken.
    assert (ledger.accepted, ledger.inside, ledger.selected) == (10, 8, 8)
    assert (ledger.without_place, ledger.outside, ledger.area_only) == (1, 1, area_only)
    assert (ledger.mapped or 0) + (ledger.outside_mask or 0) == 8 - area_only
    assert not ledger.faults()
    assert int(analysis.counts.sum()) == ledger.mapped


def test_filters_take_them_along(loaded: Workspace) -> None:
    boven = Selection("inbraak", level="cells", wijken=("WK999901",), soorten=("woning",))
    # In Boven, of woningen: p1 and p2 in cells, b1 and w1 not.
    assert (analyse(loaded, boven).ledger.selected, analyse(loaded, boven).ledger.area_only) == (
        4,
        2,
    )
    noord = Selection("inbraak", level="buurten", buurten=("BU99990100",))
    assert analyse(loaded, noord).ledger.selected == 3
    around = DrawnArea.from_text("cirkel:100065,421065,50")
    drawn = analyse(loaded, Selection("inbraak", level="buurten", drawn=around)).ledger
    # Two points lie in it; b1 in Noord and w1 in Boven may.
    assert (drawn.mapped, drawn.area_only, drawn.faults()) == (2, 2, [])


def test_every_measure_and_search_has_an_answer_that_adds_up(loaded: Workspace) -> None:
    layer = loaded.layer("inbraak")
    asked = 0
    for measure in measures_of(layer):
        for level in measure.levels_in(loaded.geography):
            selection = Selection("inbraak", level=level, measure=measure.id, soorten=("woning",))
            try:
                analysis = analyse(loaded, selection)
            except HotspotsError:
                continue  # too little history, or no earlier period
            asked += 1
            assert not analysis.ledger.faults(), (measure.id, level)
            assert analysis.ledger.area_only == {"cells": 4, "buurten": 2}.get(level, 0)
    assert asked >= 12
    found = 0
    for kind in searches_of(layer):
        try:
            finding = find(loaded, Selection("inbraak"), Search(kind.id))
        except HotspotsError:
            continue
        found += 1
        assert finding.area_only == 5
        assert "Van 5 inbraken is alleen bekend in welke buurt of wijk" in sentences_of(finding)[-1]
    assert found >= 3


def test_what_needs_no_place_counts_them_all(loaded: Workspace) -> None:
    assert timeline(loaded, Selection("inbraak")).counts.tolist() == [3, 2, 3]
    hours = hours_and_days(loaded, Selection("inbraak", level="cells"))
    assert hours.known == 8
    steps = places_in_time(loaded, Selection("inbraak", level="buurten"), step="month")
    assert steps.totals.tolist() == [3, 2, 3]


def test_what_is_drawn_as_a_point_has_one(loaded: Workspace) -> None:
    x_rd, y_rd = selected_places(loaded, Selection("inbraak"))
    assert sorted(x_rd.tolist()) == [100_060.0, 100_070.0, 101_250.0]
    assert len(y_rd) == 3
    cells = concentration(loaded, Selection("inbraak", level="cells"))
    assert (cells.incidents + cells.outside, cells.area_only) == (3, 5)
    assert "alleen bekend in welke buurt of wijk" in concentration_sentences(cells)[-1]


def test_a_wijkbeeld_counts_them(loaded: Workspace) -> None:
    page = briefing(loaded, place_named(loaded, "Boven"))
    [line] = [line for line in page.lines if line.layer.id == "inbraak"]
    # Up to the last whole month, February: p1, p2, b1 and w1.
    assert line.count == 4


def test_areas_that_changed_and_rows_that_come_back_keep_them(home: Home, tmp_path: Path) -> None:
    door = Door(home, "inbraak", tmp_path)
    door.load(*ROWS, header=HEADER, mode="replace")
    again = door.load(*ROWS, header=HEADER)
    assert (again.accepted, again.duplicate, again.updated) == (0, 10, 0)
    # The same id in another buurt is another content.
    moved = door.load("b1,woning,2017-01-08 19:00,,,BU99990101,", header=HEADER)
    assert (moved.accepted, moved.updated, moved.area_only) == (1, 1, 1)
    assert door.rows().loc["b1", "buurt"] == "BU99990101"
    # A file without such a column beside it leaves what was known.
    door.load("p9,woning,2017-03-07 21:00,101250,421250", header="id,soort,begin,x,y")
    rows = door.rows()
    assert rows.loc["b2", "area"] == "BU99990200"
    assert door.current.counts["area_only"] == 5
    # In other areas the code is looked up again.
    other = replace(door.geography, fingerprint="andere")
    door.geography = other
    door.load("p8,woning,2017-03-08 21:00,101250,421250", header="id,soort,begin,x,y")
    assert door.rows().loc["b2", "buurt"] == "BU99990200"
    assert door.current.counts["area_only"] == 5


def test_a_file_with_areas_alone_is_taken_and_ids_tell_buurten_apart(
    home: Home, tmp_path: Path
) -> None:
    door = Door(home, "inbraak", tmp_path)
    header = "soort,begin,gebied"
    day = "woning,2017-01-08 19:00"
    report = door.load(
        f"{day},BU99990100", f"{day},BU99990101", f"{day},", header=header, mode="replace"
    )
    # Known by its codes, whatever it is called; of one row nothing is known.
    assert (report.accepted, report.duplicate) == (3, 0)
    assert (report.area_only, report.without_place) == (2, 1)
    assert report.columns["buurt"] == "gebied"


def test_coordinates_that_were_not_recognised_are_not_taken_for_none(
    home: Home, tmp_path: Path
) -> None:
    door = Door(home, "inbraak", tmp_path)
    rows = ("1,woning,2017-01-08 19:00,100060,421060,Noord",)
    header = "id,soort,begin,oost_west,noord_zuid,buurt"
    with pytest.raises(IntakeError, match="'oost_west' en 'noord_zuid' lijken coördinaten"):
        door.load(*rows, header=header, mode="replace")
    left_out = door.load(*rows, header=header, mode="replace", by_hand={"x_rd": ""})
    assert left_out.area_only == 1


def test_a_row_with_coordinates_keeps_them_whatever_the_buurt_says(
    home: Home, tmp_path: Path
) -> None:
    door = Door(home, "inbraak", tmp_path)
    report = door.load(
        "1,woning,2017-01-08 19:00,100060,421060,BU99990101", header="id,soort,begin,x,y,buurt",
        mode="replace",
    )  # fmt: skip
    assert door.rows().loc["1", "buurt"] == "BU99990100"
    # Nothing was read of it.
    assert "buurt" in report.unused
    assert "buurt" not in report.columns


def test_a_large_file_counts_them_as_a_small_one(home: Home, tmp_path: Path) -> None:
    door = Door(home, "inbraak", tmp_path)
    whole = door.load(*ROWS, ROWS[3], header=HEADER, mode="replace")
    counts = door.current.counts
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(large_files, "UPLOAD_LIMITS", replace(UPLOAD_LIMITS, file_bytes=100))
        patch.setattr(csv_pieces, "PIECE_B", 150)
        pieces = door.load(
            *ROWS, ROWS[3], header=HEADER, mode="replace", limits=UPLOAD_LIMITS.times(10)
        )
    for name in ("read", "accepted", "duplicate", "outside", "without_place", "area_only"):
        assert getattr(pieces, name) == getattr(whole, name), name
    assert door.current.counts == counts


def test_a_sensitive_layer_counts_rows_of_a_wijk(home: Home, tmp_path: Path) -> None:
    door = Door(home, "zorg", tmp_path)
    rows = [f"{number},2017-01-{number:02},,,WK999901" for number in range(1, 15)]
    door.load(*rows, header="id,begin,x,y,wijkcode", mode="replace")
    _, cube = open_workspace(home, role="analist").library.cube(door.layer)
    # Fourteen of one quarter are shown as 15.
    assert cube.counts.tolist() == [[15], [-1]]
