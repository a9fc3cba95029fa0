"""From file to version: nothing is lost or counted twice; a refusal changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from hotspots.errors import CrsError, HotspotsError, IntakeError, SourceError

if TYPE_CHECKING:
    from collections.abc import Callable

    from loading import Door

ONE = "21,woning,2018-01-05 19:00,,100060,421060"
TWO = "22,schuur,2018-01-06 19:00,,101250,421250"


def test_the_eleven_rows_of_the_town_are_nine_accepted_one_aside_one_double(door: Door) -> None:
    report = door.load_embedded()
    # 31-02-2017 does not exist; the second row 1 is the first again.
    assert (report.read, report.accepted, report.quarantined, report.duplicate) == (11, 9, 1, 1)
    assert (report.outside, report.without_place) == (1, 1)
    assert door.current.counts == {
        "read": 11, "accepted": 9, "quarantined": 1, "duplicate": 1, "without_place": 1,
        "outside": 1,
    }  # fmt: skip
    assert [(problem.row, problem.column) for problem in report.problems] == [(12, "begin")]


def test_every_row_gets_its_areas(door: Door) -> None:
    door.load_embedded()
    rows = door.rows()
    noord, oost, zuid = "BU99990100", "BU99990101", "BU99990200"
    buurten = rows["buurt"].astype(object).where(rows["buurt"].notna(), None)
    assert buurten.to_dict() == {
        "1": noord, "2": noord, "3": noord, "4": noord, "5": oost, "6": oost, "7": zuid,
        "8": None, "9": None,
    }  # fmt: skip
    assert rows["wijk"].iloc[:7].tolist() == ["WK999901"] * 6 + ["WK999902"]
    assert rows["wijk"].iloc[7:].isna().all()


def test_every_row_gets_its_finest_cell(door: Door) -> None:
    door.load_embedded()
    cells = door.rows()[["cell_col", "cell_row"]]
    # 100.050 / 50 = 2001 and 421.050 / 50 = 8421: a corner belongs to the cell above it.
    assert cells.loc["1"].tolist() == [2001, 8421]
    # 101.999 / 50 = 2039,98 and 421.999 / 50 = 8439,98.
    assert cells.loc["6"].tolist() == [2039, 8439]
    assert cells.loc["8"].tolist() == [-1, -1]


def test_every_row_gets_its_place_in_time(door: Door) -> None:
    door.load_embedded()
    rows = door.rows()[["weekday", "hour", "day_part"]]
    # Row 1: Saturday 31-12-2016 (5, Monday being 0), 23:30 to 00:30 crosses midnight: no part.
    # Row 2: Thursday 5-1-2017, 19:00 to 22:00: evening (3). Row 3: a date only: no hour, no part.
    # Row 4: Friday 3-2-2017 02:00, night (0). Row 5: Friday 10-2-2017 13:15, afternoon (2).
    # Row 6: Wednesday 1-3-2017 08:00 to 09:00, morning (1). Row 7: Friday 31-3-2017 12:00 is the
    # first moment of the afternoon. Row 8: Wednesday, row 9: Thursday, both 10:00.
    assert rows.to_numpy().tolist() == [
        [5, 23, -1],
        [3, 19, 3],
        [4, -1, -1],
        [4, 2, 0],
        [4, 13, 2],
        [2, 8, 1],
        [4, 12, 2],
        [2, 10, 1],
        [3, 10, 1],
    ]
    # Days since 1-1-1970: 46 years with 11 leap days (1972 up to 2012), and 366 - 1 days of 2016.
    assert door.rows().loc["1", "day"] == 46 * 365 + 11 + 365


def test_a_part_of_the_day_holds_an_interval_wholly_or_not_at_all(door: Door) -> None:
    door.load(
        "1,woning,2018-01-05 12:00,2018-01-05 18:00,100060,421060",  # up to the end of the part
        "2,woning,2018-01-05 12:00,2018-01-05 18:01,100060,421060",  # a minute over
        "3,woning,2018-01-05 12:00,2018-01-06 13:00,100060,421060",  # a day later, same part
        "4,woning,2018-01-05 12:00,2018-01-05,100060,421060",  # an end without a time
        "5,woning,2018-01-05 00:00,2018-01-05 00:30,100060,421060",  # midnight, with a time
    )
    assert door.rows()["day_part"].tolist() == [2, -1, -1, -1, 0]


def test_loading_a_file_twice_makes_every_row_a_duplicate(door: Door) -> None:
    door.load(ONE, TWO)
    rows = door.rows()
    report = door.load(ONE, TWO)
    assert (report.read, report.accepted, report.duplicate, report.updated) == (2, 0, 2, 0)
    assert door.rows().equals(rows)
    # There is nothing new, so there is no new version.
    assert (report.status, report.version) == ("unchanged", "v1")
    assert [version.name for version in door.store.versions()] == ["v1"]
    tried = door.load(ONE, TWO, dry_run=True)
    assert (tried.status, tried.duplicate) == ("unchanged", 2)


def test_a_version_of_rows_that_were_known_is_made_if_someone_insists(door: Door) -> None:
    door.load(ONE, TWO)
    report = door.load(ONE, TWO, always=True)
    assert (report.status, report.version) == ("published", "v2")
    # The version remembers both: 4 read, of which 2 are held.
    counts = door.current.counts
    assert (counts["read"], counts["accepted"], counts["duplicate"]) == (4, 2, 2)


def test_a_known_id_with_other_content_replaces(door: Door) -> None:
    door.load(ONE, TWO)
    moved = ONE.replace("100060,421060", "100500,420500")
    report = door.load(moved, "23,woning,2018-02-01 10:00,,100060,421060")
    assert (report.accepted, report.updated, report.duplicate) == (2, 1, 0)
    assert door.rows().index.tolist() == ["21", "22", "23"]
    assert door.rows().loc["21", ["x_rd", "buurt"]].tolist() == [100_500.0, "BU99990200"]
    counts = door.current.counts
    assert counts["read"] == counts["accepted"] + counts["quarantined"] + counts["duplicate"]


def test_a_changed_end_or_place_that_went_away_is_a_change_too(door: Door) -> None:
    door.load("1,woning,2018-01-05 19:00,2018-01-05 20:00,100060,421060")
    assert door.load("1,woning,2018-01-05 19:00,,100060,421060").updated == 1
    assert door.load("1,woning,2018-01-05 19:00,,,").updated == 1
    # Missing equals missing: nothing changes any more.
    assert door.load("1,woning,2018-01-05 19:00,,,").duplicate == 1


def test_the_first_real_import_replaces_what_was_made_up(door: Door) -> None:
    door.load_embedded()
    assert door.current.synthetic
    door.load(ONE)
    assert not door.current.synthetic
    assert door.rows().index.tolist() == ["21"]
    assert door.current.counts["read"] == 1
    assert door.current.attribution == "Ingelezen bestand"
    # From now on, imports add.
    door.load(TWO)
    assert door.rows().index.tolist() == ["21", "22"]


def test_replace_starts_the_layer_anew(door: Door) -> None:
    door.load(ONE)
    door.load(TWO, mode="replace")
    assert door.rows().index.tolist() == ["22"]
    assert door.current.counts["read"] == 1
    assert len(door.current.made_from) == 1
    assert len(door.store.versions()) == 2


def test_a_dry_run_reports_the_same_and_writes_nothing(door: Door) -> None:
    door.load(ONE)
    before = door.bytes_on_disk()
    rows = (ONE, TWO, "23,woning,gisteren,,1,1")
    dry = door.load(*rows, dry_run=True)
    assert door.bytes_on_disk() == before
    assert (dry.status, dry.version) == ("would_publish", None)
    real = door.load(*rows)
    assert (real.status, real.version) == ("published", "v2")
    assert {**dry.to_dict(), "status": "", "version": ""} == {
        **real.to_dict(), "status": "", "version": "",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", SourceError),
        ("id,soort,eind,x,y\n1,woning,,100060,421060\n", IntakeError),
        ("id,begin,x,y\n1,gisteren,100060,421060\n2,morgen,100060,421060\n", IntakeError),
        ("id,soort,begin,x,y\n1,woning,2018-01-05 19:00,5.3,52.1\n", HotspotsError),
    ],
)
def test_a_refused_file_changes_nothing(door: Door, text: str, error: type[HotspotsError]) -> None:
    door.load(ONE)
    before = door.bytes_on_disk()
    path = door.folder / "fout.csv"
    path.write_text(text, encoding="utf-8")
    header, *rows = text.splitlines() or [""]
    with pytest.raises(error) as caught:
        door.load(*rows, header=header)
    assert caught.value.what
    assert caught.value.do
    assert door.bytes_on_disk() == before


def test_a_crs_that_does_not_exist_changes_nothing(door: Door) -> None:
    with pytest.raises(CrsError):
        door.load(ONE, crs="EPSG:999999")
    assert not door.store.folder.exists()


def test_a_layer_that_shows_a_context_takes_no_file(
    door_of: Callable[[str], Door],
) -> None:
    with pytest.raises(IntakeError, match="heeft geen eigen bestand") as caught:
        door_of("haltes").load(ONE)
    assert "geodata/haltes/" in caught.value.do


def test_rows_outside_the_gemeente_are_kept_and_said(door: Door) -> None:
    report = door.load(ONE, "24,woning,2018-01-05 19:00,,103000,421500")
    assert (report.accepted, report.outside) == (2, 1)
    assert any(warning.startswith("1 rij(en) liggen buiten") for warning in report.warnings)
    assert np.isnan(door.rows().loc["24", "x_rd"]).tolist() is False
