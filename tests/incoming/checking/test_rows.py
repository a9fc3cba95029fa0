"""Every row is accepted, put aside with a reason, or a duplicate."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotspots.catalog.specs import LayerSpec
from hotspots.errors import HotspotsError, IntakeError
from hotspots.incoming.checking.report import RowsRefusedError
from hotspots.incoming.checking.rows import check_rows
from hotspots.incoming.reading.table import Fault, Table, text_columns

if TYPE_CHECKING:
    from collections.abc import Callable

HEADER = "id;datum;soort;x;y"
GOOD = ("1;31-12-2017 23:15;overlast;105123;425321", "2;01-02-2018 08:05;overlast;105987;424876")
NOW = np.datetime64("2024-06-01T12:00:00")


def test_good_rows_are_accepted_as_typed_columns(
    proef: LayerSpec, make_table: Callable[..., Table]
) -> None:
    intake = check_rows(make_table(HEADER, *GOOD), proef)
    first = intake.accepted.iloc[0]
    assert first["id"] == "1"
    assert str(first["begin"]) == "2017-12-31 23:15:00"
    assert bool(first["begin_has_time"])
    assert (first["x_rd"], first["y_rd"], first["row"]) == (105123.0, 425321.0, 2)
    assert intake.accepted["begin"].dtype == "datetime64[s]"
    assert intake.accepted["end"].isna().all()
    assert (intake.read, len(intake.quarantined), len(intake.duplicates)) == (2, 0, 0)


def test_a_row_with_three_faults_is_put_aside_once(
    proef: LayerSpec, make_table: Callable[..., Table]
) -> None:
    table = make_table(HEADER, *GOOD, "3;geen datum;ruimtepuin;x;424000")
    intake = check_rows(table, proef)
    assert intake.quarantined.tolist() == [4]
    assert sorted(problem.column for problem in intake.problems) == ["datum", "soort", "x"]
    assert len(intake.accepted) == 2


def test_the_same_id_with_the_same_content_is_a_duplicate(
    proef: LayerSpec, make_table: Callable[..., Table]
) -> None:
    intake = check_rows(make_table(HEADER, *GOOD, GOOD[0]), proef)
    assert intake.duplicates.tolist() == [4]
    assert len(intake.accepted) == 2


def test_the_same_id_with_other_content_is_put_aside(
    proef: LayerSpec, make_table: Callable[..., Table]
) -> None:
    table = make_table(HEADER, *GOOD, "1;05-05-2018 10:00;overlast;106000;424000")
    intake = check_rows(table, proef)
    assert [(problem.row, problem.column, problem.value) for problem in intake.problems] == [
        (4, "id", "1")
    ]


def test_an_id_whose_first_row_was_bad_is_free_for_the_next(
    proef: LayerSpec, make_table: Callable[..., Table]
) -> None:
    table = make_table(HEADER, "1;geen;overlast;105123;425321", *GOOD)
    intake = check_rows(table, proef)
    assert intake.accepted["id"].tolist() == ["1", "2"]


def test_without_an_id_identical_rows_count_once_and_it_is_told(
    proef: LayerSpec, make_table: Callable[..., Table]
) -> None:
    rows = [row.split(";", 1)[1] for row in (*GOOD, GOOD[0])]
    intake = check_rows(make_table("datum;soort;x;y", *rows), proef)
    assert intake.duplicates.tolist() == [4]
    assert any("geen kolom met een id. 1 rij(en)" in warning for warning in intake.warnings)


def test_an_id_made_from_content_does_not_depend_on_the_notation(
    proef: LayerSpec, make_table: Callable[..., Table]
) -> None:
    one = check_rows(make_table("datum;soort;x;y", "31-12-2017;overlast;105123;425321"), proef)
    other = check_rows(make_table("y;x;datum;soort", "425321,0;105123.0;20171231;Overlast"), proef)
    assert one.accepted["id"].tolist() == other.accepted["id"].tolist()


def test_an_id_of_twenty_digits_stays_whole(
    proef: LayerSpec, make_table: Callable[..., Table]
) -> None:
    rows = [f"1234567890123456789{last};31-12-2017;overlast;105123;425321" for last in (0, 1)]
    intake = check_rows(make_table(HEADER, *rows), proef)
    assert intake.accepted["id"].tolist() == ["12345678901234567890", "12345678901234567891"]


def test_an_id_that_a_spreadsheet_rounded_is_put_aside(
    proef: LayerSpec, make_table: Callable[..., Table]
) -> None:
    table = make_table(HEADER, *GOOD, "1,23457E+19;31-12-2017;overlast;105123;425321")
    assert "afgerond" in check_rows(table, proef).problems[0].reason


@pytest.mark.parametrize(
    "written", ["Overlast", "OVERLAST", " over-last ", "over\u200blast", "o_verlast"]
)
def test_a_soort_is_recognised_in_any_spelling(
    written: str, proef: LayerSpec, make_table: Callable[..., Table]
) -> None:
    table = make_table(HEADER, f"1;31-12-2017;{written};105123;425321")
    assert check_rows(table, proef).accepted["soort"].tolist() == ["overlast"]


def test_one_word_in_two_unicode_forms_is_one_soort(
    proef: LayerSpec, make_table: Callable[..., Table]
) -> None:
    layer = replace(proef, soorten={"cafe": "Caf\u00e9", "overlast": "Overlast"})
    rows = [
        f"{n};31-12-2017;{word};105123;425321" for n, word in enumerate(("caf\u00e9", "cafe\u0301"))
    ]
    assert set(check_rows(make_table(HEADER, *rows), layer).accepted["soort"]) == {"cafe"}


def test_a_layer_of_one_soort_fills_it_in(
    proef: LayerSpec, make_table: Callable[..., Table]
) -> None:
    layer = replace(proef, soorten={"woninginbraak": "Woninginbraak"})
    table = make_table("id;datum;x;y", "1;31-12-2017;105123;425321")
    assert check_rows(table, layer).accepted["soort"].tolist() == ["woninginbraak"]


def test_a_layer_without_soorten_ignores_the_column(
    proef: LayerSpec, make_table: Callable[..., Table]
) -> None:
    layer = replace(proef, soorten={})
    assert set(check_rows(make_table(HEADER, *GOOD), layer).accepted["soort"]) == {""}


def test_an_end_before_the_begin_is_put_aside(
    proef: LayerSpec, make_table: Callable[..., Table]
) -> None:
    table = make_table(
        "id;datum;einddatum;soort;x;y",
        "1;31-12-2017 23:15;31-12-2017 23:14;overlast;105123;425321",
        # The same day without a time can be after 23:15, so it is no fault.
        "2;31-12-2017 23:15;31-12-2017;overlast;105123;425321",
        "3;31-12-2017 23:15;;overlast;105123;425321",
    )
    intake = check_rows(table, proef)
    assert [(problem.row, problem.column) for problem in intake.problems] == [(2, "einddatum")]


def test_times_that_are_all_midnight_are_no_times(
    proef: LayerSpec, make_table: Callable[..., Table]
) -> None:
    rows = [f"{day};{day:02d}-12-2017 00:00;overlast;105123;425321" for day in range(1, 11)]
    intake = check_rows(make_table(HEADER, *rows), proef)
    assert not intake.accepted["begin_has_time"].any()
    assert any("alle tijden" in warning.casefold() for warning in intake.warnings)


def test_one_real_midnight_among_other_times_stays(
    proef: LayerSpec, make_table: Callable[..., Table]
) -> None:
    rows = [f"{day};{day:02d}-12-2017 00:0{day % 2};overlast;105123;425321" for day in range(1, 11)]
    assert check_rows(make_table(HEADER, *rows), proef).accepted["begin_has_time"].all()


def test_a_planned_event_may_lie_ahead_and_a_report_may_not(
    proef: LayerSpec, make_table: Callable[..., Table]
) -> None:
    table = make_table(HEADER, "1;01-07-2024;overlast;105123;425321")
    assert len(check_rows(table, replace(proef, observes="evenement"), now=NOW).accepted) == 1
    with pytest.raises(IntakeError, match="toekomst"):
        check_rows(table, proef, now=NOW)


def test_a_row_that_could_not_be_read_is_counted(
    proef: LayerSpec, make_table: Callable[..., Table]
) -> None:
    table = replace(
        make_table(HEADER, *GOOD, ";;;;"), faults=(Fault(4, "", "7 velden", "te veel velden"),)
    )
    intake = check_rows(table, proef)
    assert (intake.read, len(intake.accepted), intake.quarantined.tolist()) == (3, 2, [4])
    assert [problem.reason for problem in intake.problems] == ["te veel velden"]


def test_more_than_half_bad_refuses_all_and_counts_the_reasons(
    proef: LayerSpec, make_table: Callable[..., Table]
) -> None:
    bad = [f"{n};geen datum;overlast;105123;425321" for n in (7, 8, 9)]
    with pytest.raises(
        RowsRefusedError, match=r"3 van de 5 rijen.*3 × datum: .*toewijzing"
    ) as told:
        check_rows(make_table(HEADER, *GOOD, *bad), proef)
    assert told.value.read == 5
    assert [problem.row for problem in told.value.problems] == [4, 5, 6]


def test_exactly_half_bad_is_not_refused(
    proef: LayerSpec, make_table: Callable[..., Table]
) -> None:
    bad = [f"{n};geen datum;overlast;105123;425321" for n in (8, 9)]
    assert len(check_rows(make_table(HEADER, *GOOD, *bad), proef).quarantined) == 2


def test_a_header_without_rows_is_refused(
    proef: LayerSpec, make_table: Callable[..., Table]
) -> None:
    with pytest.raises(IntakeError, match="bevat geen rijen"):
        check_rows(make_table(HEADER), proef)


def test_the_table_is_left_as_it_was(proef: LayerSpec, make_table: Callable[..., Table]) -> None:
    table = make_table(HEADER, *GOOD)
    before = table.rows.copy(deep=True)
    check_rows(table, proef)
    assert table.rows.equals(before)


cells = st.tuples(
    st.sampled_from(["1", "2", "3", "", "1,2E+19"]),
    st.sampled_from(["31-12-2017", "31-12-2017 23:15", "", "morgen", "25-03-2018 02:30"]),
    st.sampled_from(["overlast", "Vernieling", "", "ruimtepuin"]),
    st.sampled_from(["105123", "105123,5", "", "NaN", "4.66"]),
    st.sampled_from(["425321", "", "51.81", "1e309"]),
)
LAYER = LayerSpec(
    id="proef", theme="t", kind="incidents", label="Proef", observes="melding", noun="melding",
    noun_plural="meldingen",
    columns={"begin": ("datum",), "x_rd": ("x",), "y_rd": ("y",)},
    soorten={"overlast": "Overlast", "vernieling": "Vernieling"},
)  # fmt: skip


@given(st.lists(cells, min_size=1, max_size=12), st.booleans())
def test_read_is_accepted_plus_quarantined_plus_duplicate(
    rows: list[tuple[str, ...]], with_id: bool
) -> None:
    columns = ("id" if with_id else "anders", "datum", "soort", "x", "y")
    table = Table(columns, text_columns(columns, rows), np.arange(2, len(rows) + 2))
    try:
        intake = check_rows(table, LAYER)
    except HotspotsError:
        return
    parts = [
        intake.accepted["row"].tolist(),
        intake.quarantined.tolist(),
        intake.duplicates.tolist(),
    ]
    assert sorted(row for part in parts for row in part) == table.row_numbers.tolist()
    assert {problem.row for problem in intake.problems} == set(intake.quarantined.tolist())
    assert intake.accepted["id"].is_unique


def test_a_heap_at_midnight_has_no_time_and_the_report_says_so(
    proef: LayerSpec, make_table: Callable[..., Table]
) -> None:
    # One row on each full hour of ten days, and five more at midnight: 60 at 00:00, 10 at 23:00.
    hours = [(day, hour) for day in range(1, 11) for hour in [*range(24), 0, 0, 0, 0, 0]]
    rows = [
        f"{at};{day:02d}-12-2017 {hour:02d}:00;overlast;105123;425321"
        for at, (day, hour) in enumerate(hours)
    ]
    intake = check_rows(make_table(HEADER, *rows), proef)
    assert int((~intake.accepted["begin_has_time"]).sum()) == 60
    assert any("60 rij(en) (20,7 %)" in warning for warning in intake.warnings)
    assert (intake.accepted["date_precision"] == "day").all()


def test_dates_on_the_first_of_the_month_are_months_and_the_report_says_so(
    proef: LayerSpec, make_table: Callable[..., Table]
) -> None:
    rows = [
        f"{month}-{at};01-{month:02d}-2017;overlast;105123;425321"
        for month in range(2, 8)
        for at in range(5)
    ]
    intake = check_rows(make_table(HEADER, *rows), proef)
    assert (intake.accepted["date_precision"] == "month").all()
    assert any("alleen de maand bekend" in warning for warning in intake.warnings)


def test_an_id_made_of_the_content_does_not_depend_on_the_rest_of_the_file(
    proef: LayerSpec, make_table: Callable[..., Table]
) -> None:
    header = HEADER.removeprefix("id;")
    rows = [f"01-{month:02d}-2017;overlast;1051{month:02d};425321" for month in range(2, 13)]
    heap = check_rows(make_table(header, *rows * 3), proef).accepted
    alone = check_rows(make_table(header, rows[0]), proef).accepted
    assert heap["date_precision"].eq("month").all()
    assert alone["date_precision"].tolist() == ["day"]
    assert alone["id"][0] == heap["id"][0]


def test_rows_without_a_soort_are_of_the_one_that_was_named(
    proef: LayerSpec, make_table: Callable[..., Table]
) -> None:
    other = next(iter(proef.soorten))
    named = list(proef.soorten)[1]
    with_column = make_table(
        "id;datum;soort;x;y", f"1;31-12-2017;{named};105123;425321", "2;31-12-2017;;105123;425321"
    )
    without = make_table("id;datum;x;y", "1;31-12-2017;105123;425321")
    assert check_rows(with_column, proef, soort=other).accepted["soort"].tolist() == [named, other]
    assert check_rows(without, proef, soort=other).accepted["soort"].tolist() == [other]
    with pytest.raises(IntakeError, match="soort"):
        check_rows(without, proef)


def test_labels_of_a_supplier_are_soorten(
    proef: LayerSpec, make_table: Callable[..., Table]
) -> None:
    first, second = list(proef.soorten)[:2]
    table = make_table(
        "id;datum;soort;x;y",
        "1;31-12-2017;Hinder (E35);105123;425321",
        "2;31-12-2017;?;105123;425321",
        "3;31-12-2017;Oefening;105123;425321",
        f"4;31-12-2017;{proef.soorten[second]};105123;425321",
        "5;31-12-2017;;105123;425321",
    )
    checked = check_rows(
        table, proef, labels={"hinder e35": first, "?": second, "Oefening": "", "!": first}
    )
    assert checked.accepted["soort"].tolist() == [first, second, second]
    assert [(one.row, one.reason) for one in checked.problems] == [
        (4, "soort hoort volgens het recept niet in deze laag"), (6, "soort is leeg"),
    ]  # fmt: skip


def test_a_column_says_how_precise_each_date_is(
    proef: LayerSpec, make_table: Callable[..., Table]
) -> None:
    soort = next(iter(proef.soorten))
    table = make_table(
        "id;datum;soort;x;y;datumprecisie",
        f"1;15-03-2017 10:20;{soort};105123;425321;tijd",
        f"2;15-03-2017 10:20;{soort};105123;425321;Dag",
        f"3;15-03-2017;{soort};105123;425321;maand",
        f"4;15-03-2017;{soort};105123;425321;jaar",
        f"5;15-03-2017;{soort};105123;425321;ongeveer",
        f"6;15-03-2017;{soort};105123;425321;",
    )
    checked = check_rows(table, proef)
    rows = checked.accepted.set_index("id")
    assert rows["date_precision"].to_dict() == {
        "1": "day", "2": "day", "3": "month", "4": "year", "6": "day",
    }  # fmt: skip
    assert rows["begin"].dt.strftime("%d-%m-%Y %H:%M").to_dict() == {
        "1": "15-03-2017 10:20", "2": "15-03-2017 00:00", "3": "01-03-2017 00:00",
        "4": "01-01-2017 00:00", "6": "15-03-2017 00:00",
    }  # fmt: skip
    assert rows["begin_has_time"].to_dict() == {
        "1": True, "2": False, "3": False, "4": False, "6": False,
    }  # fmt: skip
    [problem] = checked.problems
    assert (problem.row, problem.value) == (6, "ongeveer")
    # Not a word of a heap: the file says it itself.
    assert not any("eerste van een maand" in warning for warning in checked.warnings)
