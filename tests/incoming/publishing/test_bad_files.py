"""Files that a door must survive go through the whole of it: each has an outcome allowed."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING

import pytest

from compared_with import COMPARED_WITH
from containers import every_format
from hotspots.errors import HotspotsError
from hotspots.incoming.publishing.publish import publish_file
from loading import Door
from offered import GOOD, HEADER, REFUSED, Allowed, differences, outcome, refusal
from proef import proef_home

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.incoming.checking.report import IntakeReport
    from hotspots.settings import Home

SHARED = COMPARED_WITH / "badfiles"
EXPECTED = SHARED / "EXPECTED.csv"


def expectations() -> list[dict[str, str]]:
    """Read what may come of each shared file; nothing if there are none."""
    if not EXPECTED.is_file():
        return []
    with EXPECTED.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def proef_door(tmp_path_factory: pytest.TempPathFactory) -> Door:
    """The layer ``proef`` of its home, with one version of five rows."""
    folder = tmp_path_factory.mktemp("proef")
    door = Door(proef_home(folder / "home"), "proef", folder)
    door.load(*GOOD, header=HEADER)
    return door


def offered(door: Door, path: Path) -> IntakeReport:
    """Publish a file in place of what was there; a refusal may change nothing."""
    before = door.bytes_on_disk()
    try:
        return publish_file(door.home, door.geography, door.layer, path, mode="replace")
    except HotspotsError as error:
        report = refusal(error)
    assert door.bytes_on_disk() == before
    return report


def faults(expected: dict[str, str], report: IntakeReport) -> list[str]:
    found = outcome(report)
    told = report.to_text() + report.to_csv()
    wrong = []
    if found not in expected["allowed_outcomes"].split("|"):
        wrong.append(f"outcome {found}")
    # A row outside the gemeente is accepted, told, and counts on no map.
    counted = report.accepted - report.outside
    if counted > int(expected["rows_accepted_at_most"] or counted):
        wrong.append(f"accepted {report.accepted}")
    if found != "ok" and not re.search(expected["message_matches"], told, re.IGNORECASE):
        wrong.append(f"message {told}")
    if report.read != report.accepted + report.quarantined + report.duplicate:
        wrong.append("rows do not add up")
    if "root:" in told or "Traceback" in told:
        wrong.append("more than a message")
    if found == "quarantine":
        rows = {str(problem.row) for problem in report.problems}
        columns = {problem.column for problem in report.problems}
        if expected["row"] and expected["row"] not in rows:
            wrong.append(f"rows {rows}")
        if expected["column"] and expected["column"] not in columns:
            wrong.append(f"columns {columns}")
    return wrong


@pytest.mark.skipif(not EXPECTED.is_file(), reason=f"no bad files: {SHARED} is missing")
def test_there_are_enough_bad_files_to_say_something() -> None:
    assert len(expectations()) > 80


@pytest.mark.parametrize("expected", expectations(), ids=lambda expected: expected["file"])
def test_a_bad_file_has_an_outcome_that_is_allowed(
    expected: dict[str, str], proef_door: Door
) -> None:
    report = offered(proef_door, SHARED / expected["file"])
    assert faults(expected, report) == []
    if report.status == "published":
        rows = proef_door.rows()
        assert len(rows) == report.accepted
        assert set(rows["soort"].astype(str)) <= set(proef_door.layer.soorten)


@pytest.mark.parametrize("suffix", [suffix for suffix, _ in every_format()])
def test_the_same_rows_are_published_from_every_format(suffix: str, proef_door: Door) -> None:
    content = dict(every_format())[suffix]
    path = proef_door.folder / f"export{suffix}"
    path.write_bytes(content)
    allowed = Allowed("warning", 5, "webpagina") if suffix == ".html" else Allowed("ok", 5)
    assert differences(offered(proef_door, path), allowed) == []
    rows = proef_door.rows()
    assert rows["begin"].astype(str).tolist()[0] == "2017-12-31 23:15:00"
    # GeoJSON has degrees; what GeoPandas writes of them is good to a millimetre.
    assert rows["x_rd"].round(1).tolist() == [105123, 105987, 104500, 106200, 105600]


@pytest.mark.parametrize(("bad", "status"), [(2, "published"), (3, "refused")])
def test_from_one_row_over_the_half_nothing_is_published(
    bad: int, status: str, tmp_path: Path
) -> None:
    door = Door(proef_home(tmp_path / "home"), "proef", tmp_path)
    path = tmp_path / "export.csv"
    rows = [*GOOD[:2], *(f"9{n},geen,10:00,overlast,105123,425321" for n in range(bad))]
    path.write_text("\n".join((HEADER, *rows)) + "\n", encoding="utf-8")
    report = offered(door, path)
    assert (report.status, report.read) == (status, 2 + bad)
    assert (door.store.current() is None) == (status == "refused")


def test_a_hostile_file_name_is_kept_as_a_name(tmp_path: Path) -> None:
    door = Door(proef_home(tmp_path / "home"), "proef", tmp_path)
    door.load(*GOOD, header=HEADER, name="../../<b>\x1b[2J\nmaart.csv")
    told = (door.current.attribution, door.current.made_from[0].rsplit(" ", 1)[0])
    assert told == (
        "Ingelezen bestand", "<b>\ufffd[2J\ufffdmaart.csv",
    )  # fmt: skip


def test_a_refused_file_leaves_a_home_without_versions_empty(tmp_path: Path) -> None:
    home: Home = proef_home(tmp_path / "home")
    door = Door(home, "proef", tmp_path)
    path = tmp_path / "export.csv"
    path.write_bytes(b"<html></html>")
    assert differences(offered(door, path), REFUSED) == []
    # Only the place where imports take turns is there, with nothing of the file.
    assert [path.name for path in home.state.iterdir()] == ["incoming"]
    assert all(path.stat().st_size == 0 for path in home.incoming.iterdir())
