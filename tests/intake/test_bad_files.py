"""Files that a door must survive, each with its allowed outcome."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING

import pytest

from hotspots.errors import HotspotsError
from hotspots.intake.report import IntakeReport
from hotspots.intake.rows import check_rows
from hotspots.sources.reading import read_table

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.catalog.specs import LayerSpec

#: The door does not know the municipality: that a place lies outside it is found when publishing.
LEFT_TO_PUBLISHING = {"xy_buiten_gemeente.csv"}


def imported(path: Path, layer: LayerSpec) -> IntakeReport:
    try:
        return IntakeReport.of(check_rows(read_table(path), layer), status="would_publish")
    except HotspotsError as error:
        return IntakeReport.of_refusal(error)


def outcome(report: IntakeReport) -> str:
    if report.status == "refused":
        return "refused"
    if report.quarantined:
        return "quarantine"
    return "warning" if report.warnings else "ok"


def faults(expected: dict[str, str], report: IntakeReport) -> list[str]:
    found = outcome(report)
    told = report.to_text() + report.to_csv()
    wrong = []
    if found not in expected["allowed_outcomes"].split("|"):
        wrong.append(f"outcome {found}")
    if report.accepted > int(expected["rows_accepted_at_most"] or report.accepted):
        wrong.append(f"accepted {report.accepted}")
    if found != "ok" and not re.search(expected["message_matches"], told, re.IGNORECASE):
        wrong.append(f"message {told}")
    if report.read != report.accepted + report.quarantined + report.duplicate:
        wrong.append("rows do not add up")
    if found == "quarantine":
        rows = {str(problem.row) for problem in report.problems}
        columns = {problem.column for problem in report.problems}
        if expected["row"] and expected["row"] not in rows:
            wrong.append(f"rows {rows}")
        if expected["column"] and expected["column"] not in columns:
            wrong.append(f"columns {columns}")
    return wrong


def test_every_bad_file_has_an_outcome_that_is_allowed(shared_bad: Path, proef: LayerSpec) -> None:
    with (shared_bad / "EXPECTED.csv").open(encoding="utf-8", newline="") as file:
        expectations = list(csv.DictReader(file))
    wrong = {
        expected["file"]: found
        for expected in expectations
        if expected["file"] not in LEFT_TO_PUBLISHING
        and (found := faults(expected, imported(shared_bad / expected["file"], proef)))
    }
    assert len(expectations) > 80
    assert wrong == {}


@pytest.mark.parametrize(
    "name",
    ["ok_iso_datum.csv", "ok_tab.csv", "ok_cr.csv", "ok_bom.csv", "csv_utf16.csv", "xl_ok.xlsx",
     "gpkg_ok.gpkg", "gpkg_wgs84.gpkg", "pq_ok.parquet", "shp_ok.zip", "gj_rd_met_crs.geojson",
     "gj_ok.geojson", "ok_lonlat.csv"],
)  # fmt: skip
def test_the_same_five_incidents_come_out_of_every_format(
    name: str, shared_bad: Path, proef: LayerSpec
) -> None:
    plain = check_rows(read_table(shared_bad / "ok_rd_komma.csv"), proef).accepted
    other = check_rows(read_table(shared_bad / name), proef).accepted
    for column in ("id", "soort", "begin", "begin_has_time"):
        assert other[column].tolist() == plain[column].tolist()
    # Degrees with six decimals are good to 0.1 m.
    assert (other["x_rd"] - plain["x_rd"]).abs().max() < 0.5
    assert (other["y_rd"] - plain["y_rd"]).abs().max() < 0.5


def test_no_file_shows_what_is_on_the_server(shared_bad: Path, proef: LayerSpec) -> None:
    for name in ("csv_is_vrt.csv", "gj_is_vrt.geojson", "xl_xxe.xlsx"):
        report = imported(shared_bad / name, proef)
        assert report.status == "refused"
        assert "root:" not in report.to_text() + str(report.to_dict())
