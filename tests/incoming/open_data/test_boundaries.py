"""Boundaries of a vintage: names, sentinels, shapes, and answers that are something else."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest
import shapely

from hotspots.errors import SourceError
from hotspots.incoming.open_data.boundaries import fetch_division, number_of
from hotspots.incoming.open_data.client import PoliteClient, RefusedError
from hotspots.incoming.open_data.services import service_at
from open_data_server.kept_areas import Area, Collections, snake_case, squares, upper_case
from open_data_server.pdok import areas_by_ogc, areas_by_wfs
from open_data_server.server import Server, serving
from town import BUURTEN, SIDE_M

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hotspots.incoming.open_data.boundaries import Division

GEMEENTE = ("GM9999", "Vierbuurten")


@pytest.fixture
def collections() -> Collections:
    return squares(BUURTEN, SIDE_M, gemeente=GEMEENTE)


@pytest.fixture
def server(collections: Collections) -> Iterator[Server]:
    with serving({}) as running:
        running.parts["/cbs/wijken-en-buurten-2023"] = areas_by_ogc(
            collections, lambda: running.url
        )
        running.parts["/cbs/wijkenbuurten/2022"] = areas_by_wfs(collections, honours_filter=False)
        yield running


@pytest.fixture
def fetch(server: Server) -> Callable[..., Division]:
    def fetched(*gemeenten: str, year: int | None = 2023) -> Division:
        return fetch_division(
            PoliteClient(wait=lambda _seconds: None),
            service_at("boundaries", base_url=server.url),
            service_at("boundaries_wfs", base_url=server.url),
            gemeenten or ("GM9999",),
            year=year,
        )

    return fetched


def buurt(division: Division, code: str) -> object:
    return division.areas.set_index("code").loc[code]


def replaced(areas: list[Area], at: int, **properties: object) -> None:
    areas[at] = Area({**areas[at].properties, **properties}, areas[at].shape)


def test_a_division_comes_in_rd_with_each_area_under_the_one_above_it(
    fetch: Callable[..., Division],
) -> None:
    division = fetch()
    assert division.areas.crs == "EPSG:28992"
    assert division.areas["level"].value_counts().to_dict() == {
        "buurten": 4, "wijken": 2, "gemeente": 1,
    }  # fmt: skip
    noord = buurt(division, "BU99990100")
    assert (noord["name"], noord["parent"], noord["huishoudens"]) == ("Noord", "WK999901", 600.0)
    # A square of 1 km from (100000, 421000), as town.py draws it.
    assert noord["geometry"].equals(shapely.box(100_000, 421_000, 101_000, 422_000))
    assert division.note == ""
    assert len(division.requests) == 3


def test_figures_that_cbs_does_not_give_are_missing_and_zero_is_zero(
    fetch: Callable[..., Division], collections: Collections
) -> None:
    replaced(collections["buurten"], 0, aantal_inwoners=-99997)
    division = fetch()
    assert math.isnan(buurt(division, "BU99990100")["inwoners"])
    assert buurt(division, "BU99990201")["inwoners"] == 0.0
    assert math.isnan(buurt(division, "BU99990100")["woningen"])


@pytest.mark.parametrize("value", [-99990, -99995, -99997, -99999999, None, ""])
def test_every_sentinel_is_missing(value: object) -> None:
    figure = number_of(value)
    assert figure is not None
    assert math.isnan(figure)


@pytest.mark.parametrize("value", [-1, "veel", True, float("inf"), [], -99989])
def test_what_is_no_figure_and_no_sentinel_is_neither(value: object) -> None:
    assert number_of(value) is None


def test_the_names_of_before_2022_are_understood(
    fetch: Callable[..., Division], collections: Collections
) -> None:
    for level, areas in collections.items():
        # The filter of the server still works by the new name.
        collections[level][:] = [
            Area({**upper_case(area.properties), "gemeentecode": "GM9999"}, area.shape)
            for area in areas
        ]
    division = fetch()
    noord = buurt(division, "BU99990100")
    assert (noord["name"], noord["parent"]) == ("Noord", "WK999901")
    assert (noord["huishoudens"], noord["inwoners"]) == (600.0, 1300.0)


def test_names_in_camel_case_and_snake_case_are_each_others_translation() -> None:
    assert snake_case("aantalInwoners") == "aantal_inwoners"
    assert snake_case("percentagePersonen0Tot15Jaar") == "percentage_personen_0_tot_15_jaar"


def test_where_the_ogc_api_fails_the_wfs_is_asked_and_sifted_and_that_is_told(
    fetch: Callable[..., Division], server: Server, collections: Collections
) -> None:
    elsewhere = squares(
        (("BU88880000", "Elders", "WK888800", 120_000, 420_000, 1, 2),), 500,
        gemeente=("GM8888", "Elders"),
    )  # fmt: skip
    for level, areas in elsewhere.items():
        collections[level] += areas
    division = fetch(year=2022)
    assert "WFS" in division.service.title
    assert set(division.areas["gemeente"]) == {"GM9999"}
    assert buurt(division, "BU99990100")["huishoudens"] == 600.0
    assert "gaf geen indeling van 2022" in division.note
    assert any("startIndex" in query for _, query, _ in server.asked)


def test_the_newest_year_that_is_there_is_taken(fetch: Callable[..., Division]) -> None:
    assert fetch(year=None).year == 2023  # the server has no 2025 and no 2024


def test_a_year_that_nobody_has_is_refused(fetch: Callable[..., Division]) -> None:
    with pytest.raises(RefusedError, match="Code 404"):
        fetch(year=2019)


def test_several_gemeenten_come_together_and_one_that_is_not_there_stops(
    fetch: Callable[..., Division], collections: Collections
) -> None:
    beside = squares(
        (("BU88880000", "Buur", "WK888800", 102_000, 420_000, 1, 2),), 1_000,
        gemeente=("GM8888", "Buren"),
    )  # fmt: skip
    for level, areas in beside.items():
        collections[level] += areas
    assert set(fetch("GM9999", "GM8888").areas["gemeente"]) == {"GM9999", "GM8888"}
    with pytest.raises(SourceError, match="geen gemeente met de code GM7777"):
        fetch("GM9999", "GM7777")


@pytest.mark.parametrize(
    ("properties", "told"),
    [
        ({"buurtcode": "9999"}, "de code '9999'"),
        ({"buurtcode": None}, "zonder buurtcode"),
        ({"buurtnaam": ""}, "een naam die geen naam is"),
        ({"buurtnaam": "x" * 121}, "een naam die geen naam is"),
        ({"buurtnaam": "Noord\x1b[2J"}, "een naam die geen naam is"),
        ({"aantal_huishoudens": "veel"}, "'veel' als huishoudens van BU99990100"),
    ],
)
def test_an_area_that_is_not_as_promised_stops_the_fetch_by_name(
    fetch: Callable[..., Division],
    collections: Collections,
    properties: dict[str, object],
    told: str,
) -> None:
    replaced(collections["buurten"], 0, **properties)
    with pytest.raises(SourceError, match="(?s)PDOK.*" + told.replace("[", r"\[")):
        fetch()


def test_a_shape_outside_the_country_is_refused(
    fetch: Callable[..., Division], collections: Collections
) -> None:
    first = collections["buurten"][0]
    collections["buurten"][0] = Area(first.properties, shapely.box(0, 0, 1_000, 1_000))
    with pytest.raises(SourceError, match="buiten Nederland"):
        fetch()
