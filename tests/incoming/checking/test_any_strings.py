"""Whatever stands in the cells of a table, every row of it ends in exactly one place.

`make fuzz` tries many more tables: HOTSPOTS_FUZZ_EXAMPLES says how many.
"""

from __future__ import annotations

import os

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from hotspots.catalog.specs import LayerSpec
from hotspots.errors import HotspotsError
from hotspots.incoming.checking.report import IntakeReport
from hotspots.incoming.checking.rows import check_counts, check_rows
from hotspots.incoming.reading.table import Table, text_columns
from offered import refusal

EXAMPLES = max(100, int(os.environ.get("HOTSPOTS_FUZZ_EXAMPLES", "100")))
COLUMNS = ("id", "datum", "tijd", "eind", "eindtijd", "soort", "x", "y", "lon", "lat")
INCIDENTS = LayerSpec(
    id="proef", theme="t", kind="incidents", label="Proef", observes="melding", noun="melding",
    noun_plural="meldingen",
    columns={"begin": ("datum",), "time": ("tijd",), "end": ("eind",), "end_time": ("eindtijd",),
             "x_rd": ("x",), "y_rd": ("y",)},
    soorten={"overlast": "Overlast", "vernieling": "Vernieling"},
)  # fmt: skip
COUNTS = LayerSpec(
    id="aantal", theme="t", kind="counts", label="Aantal", observes="signaal", noun="signaal",
    noun_plural="signalen", columns={"area": ("gebied",), "period": ("kwartaal",),
                                     "count": ("aantal",)},
)  # fmt: skip
#: Anything, and things that come near to what a column expects.
ODD = st.one_of(
    st.text(max_size=30),
    st.from_regex(r"\A[0-9]{1,4}[-/. ][0-9]{1,2}[-/. ][0-9]{1,4}([ T][0-9:.+Z-]{0,12})?\Z"),
    st.from_regex(r"\A[0-9]{1,2}[:.][0-9]{1,2}([:.][0-9]{1,2})?\Z"),
    st.from_regex(r"\A[-+\u2212]?[0-9]{0,18}[.,]?[0-9]{0,20}([eE][-+]?[0-9]{1,3})?\Z"),
    st.sampled_from([
        "", " ", "NaN", "-inf", "1e309", "0", "00:00", "24:00", "9999-12-31T23:59:59-14:00",
        "0001-01-01T00:00:00+14:00", "29-02-2016 24:00", "28-10-2018 02:30", "25-03-2018 02:30",
        "20171231235960", "1990-01-01T00:00:00+01:00", "\u0661\u0662", "=1+1", "\x00", "\u202e",
        "2016K1", "2016-05", "9" * 200,
    ]),
)  # fmt: skip
FINE = {
    "id": st.integers(0, 9).map(str),
    "datum": st.sampled_from(["31-12-2017", "01/02/2018", "2018-03-04 10:00", "12/31/2017"]),
    "tijd": st.sampled_from(["10:00", "23:15", ""]),
    "eind": st.just(""),
    "eindtijd": st.just(""),
    "soort": st.sampled_from(["overlast", "Vernieling"]),
    "x": st.sampled_from(["105123", "105123,5", "106000"]),
    "y": st.sampled_from(["425321", "424000"]),
    "lon": st.just("4,67"),
    "lat": st.just("51,81"),
}
ROWS = st.lists(
    st.tuples(*(st.one_of(FINE[column], FINE[column], ODD) for column in COLUMNS)),
    min_size=1, max_size=12,
)  # fmt: skip


@settings(max_examples=EXAMPLES)
@given(ROWS, st.sets(st.sampled_from(COLUMNS)), st.sampled_from([None, "EPSG:28992", "EPSG:4326"]))
def test_any_rows_of_incidents_add_up_or_are_refused(
    rows: list[tuple[str, ...]], absent: set[str], crs: str | None
) -> None:
    names = tuple(f"geen {name}" if name in absent else name for name in COLUMNS)
    table = Table(names, text_columns(names, rows), np.arange(2, len(rows) + 2))
    try:
        intake = check_rows(table, INCIDENTS, crs=crs)
    except HotspotsError as error:
        refusal(error).to_csv().encode("utf-8")
        return
    parts = [intake.accepted["row"], intake.quarantined, intake.duplicates]
    assert sorted(int(row) for part in parts for row in part) == table.row_numbers.tolist()
    assert {problem.row for problem in intake.problems} == set(intake.quarantined.tolist())
    assert all(problem.reason for problem in intake.problems)
    assert 2 * len(intake.quarantined) <= len(table)
    assert set(intake.accepted["soort"]) <= set(INCIDENTS.soorten)
    assert intake.accepted["begin"].notna().all()
    assert intake.accepted["x_rd"].isna().equals(intake.accepted["y_rd"].isna())
    report = IntakeReport.of(intake.outcome)
    assert report.read == report.accepted + report.quarantined + report.duplicate
    assert len(report.to_csv().encode("utf-8")) > 0


@settings(max_examples=EXAMPLES)
@given(st.lists(st.tuples(ODD, ODD, ODD), min_size=1, max_size=10))
def test_any_rows_of_counts_add_up_or_are_refused(rows: list[tuple[str, str, str]]) -> None:
    names = ("gebied", "kwartaal", "aantal")
    table = Table(names, text_columns(names, rows), np.arange(2, len(rows) + 2))
    try:
        counted = check_counts(table, COUNTS)
    except HotspotsError as error:
        refusal(error)
        return
    parts = len(counted.accepted) + len(counted.quarantined) + len(counted.duplicates)
    assert parts == counted.read == len(table)
