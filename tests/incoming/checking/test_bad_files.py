"""What comes out of the files of others, beside the outcome, which publishing is tested on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hotspots.incoming.checking.rows import check_rows
from hotspots.incoming.reading.files import read_table
from offered import imported

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.catalog.specs import LayerSpec


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
