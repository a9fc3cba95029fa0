from __future__ import annotations

import numpy as np
import pytest
import shapely

from hotspots.geography.coverage import check_coverage


def test_areas_side_by_side_are_no_problem() -> None:
    squares = np.array([shapely.box(0, 0, 100, 100), shapely.box(100, 0, 200, 100)])
    assert check_coverage(squares, ["BU1", "BU2"]) == []


def test_a_gap_is_no_problem() -> None:
    squares = np.array([shapely.box(0, 0, 100, 100), shapely.box(150, 0, 200, 100)])
    assert check_coverage(squares, ["BU1", "BU2"]) == []


def test_an_overlap_is_reported_with_its_area_in_dutch() -> None:
    # 25.5 m by 100 m is 2,550 m2.
    squares = np.array([shapely.box(0, 0, 100, 100), shapely.box(74.5, 0, 200, 100)])
    assert check_coverage(squares, ["BU1", "BU2"]) == [
        "Gebieden BU1 en BU2 overlappen elkaar: 2.550 m2, toegestaan is 1 m2"
    ]


def test_an_overlap_within_the_tolerance_is_no_problem() -> None:
    # 5 mm by 100 m is 0.5 m2.
    squares = np.array([shapely.box(0, 0, 100, 100), shapely.box(99.995, 0, 200, 100)])
    assert check_coverage(squares, ["BU1", "BU2"]) == []
    assert len(check_coverage(squares, ["BU1", "BU2"], tolerance_m2=0.4)) == 1


def test_a_double_code_and_a_double_shape_are_both_reported() -> None:
    # Both squares are the same 10,000 m2.
    squares = np.array([shapely.box(0, 0, 100, 100)] * 2)
    assert check_coverage(squares, ["BU1", "BU1"]) == [
        "Code BU1 komt 2 keer voor; verwacht: 1 keer",
        "Gebieden BU1 en BU1 overlappen elkaar: 10.000 m2, toegestaan is 1 m2",
    ]


def test_every_wrong_shape_is_reported_and_none_stops_the_check() -> None:
    bow_tie = shapely.Polygon([(0, 0), (10, 10), (10, 0), (0, 10)])
    shapes = np.array([bow_tie, None, shapely.Point(1, 1), shapely.Polygon()], dtype=object)
    assert check_coverage(shapes, ["BU1", "BU2", "BU3", "BU4"]) == [
        "Gebied BU1 heeft een ongeldige vorm: Self-intersection[5 5]",
        "Gebied BU2 is geen vlak: gevonden is geen geometrie",
        "Gebied BU3 is geen vlak: gevonden is een Point",
        "Gebied BU4 is geen vlak: gevonden is een lege Polygon",
    ]


def test_codes_that_do_not_pair_up_with_polygons_are_refused() -> None:
    with pytest.raises(ValueError, match="1 polygons and 2 codes"):
        check_coverage(np.array([shapely.box(0, 0, 1, 1)]), ["BU1", "BU2"])
