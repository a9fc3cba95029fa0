"""Dates that are numbers, and coordinates without their point: read, or named for what they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hotspots.errors import CrsError, IntakeError
from hotspots.incoming.checking.rows import check_rows

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.catalog.specs import LayerSpec
    from hotspots.incoming.reading.table import Table

    Make = Callable[..., Table]

HEADER = "id;datum;soort;x;y"


def dated(make_table: Make, *dates: str) -> Table:
    rows = [f"{at};{date};overlast;105123;425321" for at, date in enumerate(dates)]
    return make_table(HEADER, *rows)


@pytest.mark.parametrize(
    ("dates", "read", "said"),
    [
        # Excel counts from 30-12-1899: 43100 is 31-12-2017, a quarter of a day is 06:00.
        (("43100", "43100,25"), [("2017-12-31T00:00:00", False), ("2017-12-31T06:00:00", True)],
         "dagen zoals Excel"),
        # 1514757600 s after 1970 is 31-12-2017 22:00 in UTC, 23:00 here; in summer two hours on.
        (("1514757600000",), [("2017-12-31T23:00:00", True)], "milliseconden sinds 1970"),
        (("1498860000",), [("2017-07-01T00:00:00", True)], " seconden sinds 1970"),
    ],
)  # fmt: skip
def test_dates_that_are_numbers_are_read_and_said(
    make_table: Make,
    proef: LayerSpec,
    dates: tuple[str, ...],
    read: list[tuple[str, bool]],
    said: str,
) -> None:
    checked = check_rows(dated(make_table, *dates), proef)
    begin = checked.accepted["begin"].to_numpy().astype("M8[s]").astype(str)
    timed = checked.accepted["begin_has_time"]
    assert list(zip(begin.tolist(), timed.tolist(), strict=True)) == read
    assert any(said in warning for warning in checked.warnings)


def test_one_date_that_was_written_makes_the_others_so(make_table: Make, proef: LayerSpec) -> None:
    checked = check_rows(dated(make_table, "43100", "31-12-2017", "20171231", "2017-12-31"), proef)
    assert checked.quarantined.tolist() == [2]
    assert not any("Excel" in warning for warning in checked.warnings)


def test_a_number_of_another_century_is_no_date(make_table: Make, proef: LayerSpec) -> None:
    with pytest.raises(IntakeError, match="geen datum herkend") as refused:
        check_rows(dated(make_table, "10001", "10002"), proef)
    # What stands there, and where.
    assert "Eerste: rij 2, '10001'." in refused.value.detail


def test_a_file_of_unknown_soorten_is_told_in_the_words_of_the_page(
    make_table: Make, proef: LayerSpec
) -> None:
    table = make_table("id;dag;type;x;y", *(f"{at};3-1-2017;ruzie;105123;425321" for at in "12"))
    with pytest.raises(IntakeError) as refused:
        check_rows(table, proef, by_hand={"begin": "dag", "soort": "type"})
    labels = ", ".join(proef.soorten.values())
    assert f"2 × type: onbekende soort; deze laag kent: {labels}." in refused.value.detail
    assert "soort uit 'type', datum uit 'dag'" in refused.value.detail
    assert refused.value.do.startswith("Noemt het bestand soorten anders?")


@pytest.mark.parametrize(
    ("header", "place", "what"),
    [
        (HEADER, "10512300;42532100", "RD in centimeters"),
        (HEADER, "105123000;425321000", "RD in millimeters"),
        (HEADER, "105,1;425,3", "RD in kilometers"),
        ("id;datum;soort;lon;lat", "4670123;5181045", "graden zonder decimaalteken"),
        # In centimetres these would be a place in the North Sea, whatever the columns are called.
        ("id;datum;soort;lon;lat", "4677303;51815636", "graden zonder decimaalteken"),
        (HEADER, "4677303;51815636", "graden zonder decimaalteken"),
    ],
)
def test_coordinates_that_no_crs_can_help_are_named_for_what_they_are(
    make_table: Make, proef: LayerSpec, header: str, place: str, what: str
) -> None:
    rows = [f"{at};31-12-2017;overlast;{place}" for at in range(3)]
    with pytest.raises(CrsError, match=what) as refused:
        check_rows(make_table(header, *rows), proef)
    assert "Een andere --crs helpt niet" in refused.value.do


def test_a_time_beside_the_date_is_known_by_more_names(make_table: Make, proef: LayerSpec) -> None:
    table = make_table("id;datum;Tijd begin;soort;x;y", "1;31-12-2017;23:15;overlast;105123;425321")
    assert check_rows(table, proef).accepted["begin_has_time"].tolist() == [True]


def test_a_date_is_known_by_the_names_that_its_time_is(make_table: Make, proef: LayerSpec) -> None:
    table = make_table(
        "id;Datum begin;Tijd begin;soort;x;y", "1;31-12-2017;23:15;overlast;105123;425321"
    )
    (begin,) = check_rows(table, proef).accepted["begin"]
    assert str(begin) == "2017-12-31 23:15:00"
