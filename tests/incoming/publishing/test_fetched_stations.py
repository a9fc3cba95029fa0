"""Stations of ProRail by its service as PDOK describes it, and what they are good for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import shapely

from hotspots.access.completeness import completeness_of
from hotspots.access.features import features_for
from hotspots.access.fetching import fetch_surroundings
from hotspots.access.workspace import open_workspace
from hotspots.errors import SourceError
from hotspots.evenementen.nearness import layers_near
from hotspots.risico.incident import Incident
from hotspots.risico.spoor import spoor_answer
from hotspots.risico.spoor_words import spoor_report
from open_data_server.answer import as_json
from open_data_server.kept_areas import Area
from open_data_server.pdok import features_by_ogc
from open_data_server.server import Server, serving
from risky_town import risky_home

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from hotspots.access.workspace import Workspace
    from hotspots.settings import Home


def station(name: str | None, x: float, y: float, **more: object) -> Area:
    return Area({"naam": name, **more}, shapely.Point(x, y))


STATIONS = [
    station("Vierbuurten", 101_000, 421_520, code="Vb", status="Bestaand"),
    station("Vierbuurten Zuid", 100_500, 420_300, code="Vbz"),
    station("Later", 100_900, 421_500, status="Definitief ontwerp"),
    station("Buurstad", 103_900, 421_500, code="Bs"),
    station("Elders", 190_000, 421_500),
]


@pytest.fixture
def server() -> Iterator[Server]:
    with serving({}) as running:
        running.parts["/prorail"] = features_by_ogc({"station": STATIONS}, lambda: running.url)
        yield running


@pytest.fixture
def risky(tmp_path: Path) -> Home:
    return risky_home(tmp_path / "risky")


def opened(home: Home) -> Workspace:
    return open_workspace(home, role="analist")


def answers(server: Server, *features: object, **more: object) -> None:
    """Have the service answer one page as it is."""
    page = {"type": "FeatureCollection", "features": list(features), **more}
    server.parts["/prorail"] = lambda _path, _query: as_json(page, media="application/geo+json")


def names_of(home: Home) -> list[str]:
    found = features_for(opened(home), "station")
    assert found is not None
    return sorted(found.rows["name"])


def test_stations_that_are_there_and_near_replace_those_of_the_home(
    risky: Home, server: Server
) -> None:
    layer, report = fetch_surroundings(opened(risky), "stations", base_url=server.url)
    # One is only designed, and one lies 88 km away; that of the neighbour is within 2 km.
    assert (report.status, report.accepted) == ("published", 3)
    assert names_of(risky) == ["Buurstad", "Vierbuurten", "Vierbuurten Zuid"]
    version = opened(risky).version(layer)
    assert "/prorail/spoorwegen/ogc/v1/collections/station/items" in version.fetched["request"]
    assert version.fetched["licence"] == "CC0 1.0"
    loaded = completeness_of(opened(risky), ("station",)).layer("station")
    # Vierbuurten lies in wijk Boven, Zuid in Onder, Buurstad in neither.
    assert (loaded.per_wijk, loaded.outside) == ((1, 1), 1)


def test_a_fetched_station_is_an_object_in_a_zone_of_whom_nobody_knows_who_is_there(
    risky: Home, server: Server
) -> None:
    fetch_surroundings(opened(risky), "stations", base_url=server.url)
    answer = spoor_answer(opened(risky), "ver", incident=Incident("bleve", 101_000, 421_500))
    told = answer.to_dict()
    # The track lies at y 421.500: 20 m from Vierbuurten, through Buurstad, and 1.200 m from Zuid.
    zones = {row["name"]: row["zone"] for row in told["stations"]}
    assert zones == {"Vierbuurten": "brand", "Buurstad": "brand"}
    assert {row["persons"] for row in told["stations"]} == {None}
    assert told["places"]["inside"]["stations"] == 1
    assert told["places"]["outside_municipality"]["stations"] == 1
    (near,) = told["incident"]["stations"]
    assert (near["name"], near["open"], near["persons"], near["distance_m"]) == (
        "Vierbuurten", None, None, 20,
    )  # fmt: skip
    table = spoor_report(answer).table("stations")
    assert table.cells()[0][-1] == "–"


def test_the_event_check_measures_to_a_fetched_station(risky: Home, server: Server) -> None:
    fetch_surroundings(opened(risky), "stations", base_url=server.url)
    near = layers_near(opened(risky), ["station"])["station"]
    assert sorted(near.features[near.name]) == ["Buurstad", "Vierbuurten", "Vierbuurten Zuid"]


def test_a_platform_is_one_point_and_a_code_that_comes_twice_is_two_rows(
    risky: Home, server: Server
) -> None:
    platform = Area(
        {"naam": "Perron", "code": "P"}, shapely.box(100_100, 421_100, 100_300, 421_110)
    )
    places = [
        platform,
        station("Perron", 100_700, 421_100, code="P"),
        station(None, 100_900, 421_900),
    ]
    server.parts["/prorail"] = features_by_ogc({"station": places}, lambda: server.url)
    _, report = fetch_surroundings(opened(risky), "stations", base_url=server.url)
    assert report.accepted == 3
    found = features_for(opened(risky), "station")
    assert found is not None
    assert set(found.rows.geometry.geom_type) == {"Point"}
    assert sorted(found.rows["code"]) == ["P", "P (2)", "Station 3"]


def test_odd_answers_leave_what_was_there(risky: Home, server: Server) -> None:
    before = names_of(risky)

    def refused() -> SourceError:
        with pytest.raises(SourceError) as caught:
            fetch_surroundings(opened(risky), "stations", base_url=server.url)
        assert names_of(risky) == before
        return caught.value

    answers(server)
    assert "geen stations in of bij deze gemeente" in refused().what
    answers(server, {"type": "Feature", "properties": {"naam": "Leeg"}, "geometry": None})
    assert "zonder vorm" in refused().detail
    answers(server, {"type": "Feature", "properties": {"naam": "Zonder"}})
    assert "zonder eigenschappen of vorm" in refused().detail
    # It says two and sends one: an answer that was cut short is no answer.
    whole = {
        "type": "Feature",
        "properties": {},
        "geometry": {"type": "Point", "coordinates": [4.6, 51.78]},
    }
    answers(server, whole, numberReturned=2)
    assert "Gevonden: 1" in refused().detail
    del server.parts["/prorail"]
    assert "gaf geen antwoord" in refused().what
    server.parts["/prorail"] = features_by_ogc({"station": STATIONS}, lambda: server.url)
    server.fails("broken_off", at="station", times=9)
    refused()
    server.faults.clear()
    server.fails("half_json", at="station", times=9)
    refused()
