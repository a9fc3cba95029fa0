"""A place is in RD metres, or the file says what it is instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from hotspots.errors import CrsError
from hotspots.incoming.checking.places import Places, read_places
from hotspots.incoming.checking.report import Problem, RowProblems
from hotspots.incoming.checking.rows import check_rows

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.catalog.specs import LayerSpec
    from hotspots.incoming.reading.table import Table

RD = {"x_rd": "x", "y_rd": "y"}
DEGREES = {"lon": "lon", "lat": "lat"}


def read(
    table: Table, columns: dict[str, str], **options: object
) -> tuple[Places, tuple[Problem, ...]]:
    problems = RowProblems(table.row_numbers)
    places = read_places(table, columns, problems, **options)  # type: ignore[arg-type]
    return places, problems.in_order()


def test_rd_columns_stay_as_they_are(make_table: Callable[..., Table]) -> None:
    places, told = read(make_table("x;y", "105123,50;425321,25"), RD)
    assert (places.x_rd[0], places.y_rd[0]) == (105123.5, 425321.25)
    assert places.crs == "EPSG:28992"
    assert not told


def test_degrees_become_metres(make_table: Callable[..., Table]) -> None:
    # The tower of Amersfoort is the origin of RD: 5.38720 E, 52.15517 N is (155000, 463000).
    places, _ = read(make_table("lon;lat", "5.38720621;52.15517440"), DEGREES)
    assert places.x_rd[0] == pytest.approx(155_000, abs=1)
    assert places.y_rd[0] == pytest.approx(463_000, abs=1)


def test_both_empty_is_no_place_and_no_fault(make_table: Callable[..., Table]) -> None:
    places, told = read(make_table("x;y", "105123;425321", ";"), RD)
    assert places.without.tolist() == [False, True]
    assert np.isnan(places.x_rd[1])
    assert not told


def test_half_a_place_is_a_fault_of_the_empty_column(make_table: Callable[..., Table]) -> None:
    _, told = read(make_table("x;y", "105123;425321", "105123;"), RD)
    assert [(problem.row, problem.column) for problem in told] == [(3, "y")]


def test_degrees_in_columns_of_metres_stop_and_say_what_to_do(
    make_table: Callable[..., Table],
) -> None:
    table = make_table("x;y", "4.66;51.81", "4.67;51.80")
    with pytest.raises(CrsError, match=r"100% .*graden .*--crs EPSG:4326"):
        read(table, RD)
    places, _ = read(table, RD, crs="epsg:4326")
    assert places.crs == "EPSG:4326"
    assert np.isfinite(places.x_rd).all()


def test_metres_in_columns_of_degrees_stop(make_table: Callable[..., Table]) -> None:
    with pytest.raises(CrsError, match=r"RD-meters.*--crs EPSG:28992"):
        read(make_table("lon;lat", "105123;425321"), DEGREES)


@pytest.mark.parametrize(
    ("header", "row", "columns"),
    [("x;y", "425321;105123", RD), ("lon;lat", "51.81;4.66", DEGREES)],
)
def test_two_columns_swapped_stop(
    header: str, row: str, columns: dict[str, str], make_table: Callable[..., Table]
) -> None:
    with pytest.raises(CrsError, match="verwisseld"):
        read(make_table(header, row), columns)


def test_a_few_rows_in_degrees_are_put_aside_with_a_hint(make_table: Callable[..., Table]) -> None:
    table = make_table("x;y", "105123;425321", "105987;424876", "4.69;51.81")
    _, told = read(table, RD)
    # 4.69 m lies between the western and eastern border, 51.81 m far below the southern one.
    assert [(problem.row, problem.column) for problem in told] == [(4, "y")]
    assert "WGS84" in told[0].reason


def test_the_coordinate_that_is_out_of_range_is_blamed(make_table: Callable[..., Table]) -> None:
    table = make_table("lon;lat", "4.66;51.81", "4.67;51.80", "4.67;95")
    _, told = read(table, DEGREES)
    assert [(problem.row, problem.column, problem.value) for problem in told] == [(4, "lat", "95")]


def test_a_file_that_names_no_crs_is_detected_aloud(make_table: Callable[..., Table]) -> None:
    x, y = np.array([105123.0]), np.array([425321.0])
    places, _ = read(make_table("id", "1", x=x, y=y, crs=None), {"id": "id"})
    assert places.crs == "EPSG:28992"
    assert "noemt geen coördinatenstelsel" in places.warnings[0]


def test_a_file_whose_numbers_fit_nothing_is_asked_for_its_crs(
    make_table: Callable[..., Table],
) -> None:
    # Web Mercator metres of Dordrecht: no degrees, and no RD.
    x, y = np.array([519_000.0]), np.array([6_770_000.0])
    table = make_table("id", "1", x=x, y=y, crs=None)
    with pytest.raises(CrsError, match="--crs EPSG:nummer"):
        read(table, {"id": "id"})
    places, _ = read(table, {"id": "id"}, crs="EPSG:3857")
    assert np.isfinite(places.x_rd[0])


def test_the_crs_of_the_file_is_believed_unless_its_numbers_deny_it(
    make_table: Callable[..., Table],
) -> None:
    x, y = np.array([105123.0]), np.array([425321.0])
    with pytest.raises(CrsError, match="past bij RD-meters"):
        read(make_table("id", "1", x=x, y=y, crs="EPSG:4326"), {"id": "id"})
    places, _ = read(
        make_table("id", "1", x=x, y=y, crs="EPSG:4326"), {"id": "id"}, crs="EPSG:28992"
    )
    assert "EPSG:4326" in places.warnings[0]


@pytest.mark.parametrize("crs", ["EPSG:99999", "RD", "+init=epsg:28992", "EPSG:5709"])
def test_a_crs_that_is_none_is_refused(crs: str, make_table: Callable[..., Table]) -> None:
    # EPSG:5709 is NAP: heights, no places.
    with pytest.raises(CrsError, match="onbekend"):
        read(make_table("x;y", "105123;425321"), RD, crs=crs)


@pytest.mark.parametrize("point", [".", ","])
def test_points_between_thousands_are_seen_where_all_numbers_have_them(
    proef: LayerSpec, make_table: Callable[..., Table], point: str
) -> None:
    soort = next(iter(proef.soorten))
    table = make_table(
        "id;datum;soort;x;y",
        f"1;31-12-2017;{soort};103{point}000;425{point}321",
        f"2;31-12-2017;{soort};104{point}500;425{point}000",
        f"3;31-12-2017;{soort};;",
    )
    checked = check_rows(table, proef)
    assert checked.accepted["x_rd"].tolist()[:2] == [103_000.0, 104_500.0]
    assert checked.accepted["y_rd"].tolist()[:2] == [425_321.0, 425_000.0]
    assert any("tussen de duizendtallen" in warning for warning in checked.warnings)


def test_one_number_without_such_a_point_leaves_the_others_decimal(
    proef: LayerSpec, make_table: Callable[..., Table]
) -> None:
    soort = next(iter(proef.soorten))
    rows = [f"{at};31-12-2017;{soort};105123;425321" for at in range(3)]
    table = make_table("id;datum;soort;x;y", *rows, f"9;31-12-2017;{soort};103.000;425.321")
    checked = check_rows(table, proef)
    assert checked.quarantined.tolist() == [5]
