"""Streets of NWB, fetched as its documentation says, or read from a file of one's own."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import geopandas as gpd
import pytest
import shapely

from hotspots.access.fetching import fetch_surroundings
from hotspots.access.importing import import_file
from hotspots.access.workspace import open_workspace
from hotspots.analysis.analyse import analyse
from hotspots.analysis.question import Selection
from hotspots.errors import IntakeError, SourceError
from hotspots.maps.choropleth import map_spec
from open_data_server.kept_areas import Area
from open_data_server.pdok import features_by_ogc
from open_data_server.server import Server, serving
from street_town import CALLED, LINES, road_file, with_streets

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from hotspots.access.workspace import Workspace
    from hotspots.settings import Home

ROADS = "/rws/nationaal-wegenbestand-wegen"


def wegvak(name: str | None, code: object, *corners: tuple[float, float]) -> Area:
    """Return a wegvak with the attributes that NDW describes."""
    properties = {"wvk_id": code, "stt_naam": name, "wegbehsrt": "G", "gme_naam": "Vierbuurten"}
    return Area(properties, shapely.LineString(corners))


#: Those of the town, and one of its neighbour 600 m further on.
WEGVAKKEN = [
    *(wegvak(name or None, int(code), *corners) for name, code, corners in LINES),
    wegvak("Elders", 17, (102_600, 421_000), (103_000, 421_000)),
]


@pytest.fixture
def waiting(home: Home) -> Home:
    return with_streets(home, waiting=True)


@pytest.fixture
def server() -> Iterator[Server]:
    with serving({}) as running:
        running.parts[ROADS] = features_by_ogc({"wegvakken": WEGVAKKEN}, lambda: running.url)
        yield running


def opened(home: Home) -> Workspace:
    return open_workspace(home, role="analist")


def cells_of(workspace: Workspace) -> dict[str, str]:
    """Return the names of the cells that hold burglaries, by code."""
    found = analyse(workspace, Selection("inbraak", level="cells", measure="count", cell_m=100))
    return dict(zip(found.codes, found.names, strict=True))


def test_a_layer_that_waits_names_nothing(waiting: Home) -> None:
    workspace = opened(waiting)
    assert workspace.naming.streets is None
    assert cells_of(workspace)["C100_100000_421000"] == "Cel 100000 – 421000 (100 m)"


def test_fetched_streets_name_cells_from_then_on(waiting: Home, server: Server) -> None:
    before = opened(waiting)
    cells_of(before)
    layer, report = fetch_surroundings(before, "roads", base_url=server.url)
    # Of the seven the one of the neighbour lies outside the box of 500 m.
    assert (report.status, report.read, report.accepted) == ("published", 6, 6)
    assert report.warnings[1].startswith("Zonder straatnaam: 1 van 6 wegvakken.")
    after = opened(waiting)
    called = {code: f"{name}, cel" if name else "Cel" for code, name in CALLED.items()}
    told = cells_of(after)
    assert {code: told[code].startswith(name) for code, name in called.items()} == dict.fromkeys(
        CALLED, True
    )
    # Whoever had the home open before sees it too: an answer is kept by what names it.
    assert cells_of(before) == told
    version = after.version(layer)
    assert f"{ROADS}/ogc/v1/collections/wegvakken/items" in version.fetched["request"]
    assert version.fetched["licence"] == "CC0 1.0"


def test_every_map_says_whose_streets_it_is_named_by(waiting: Home, server: Server) -> None:
    fetch_surroundings(opened(waiting), "roads", base_url=server.url)
    workspace = opened(waiting)
    spec = map_spec(workspace, analyse(workspace, Selection("inbraak", level="wijken")))
    assert spec.attribution.endswith(
        "Ondergrond: Rijkswaterstaat, Nationaal Wegenbestand (NWB) (CC0 1.0) (proefserver)"
    )


def test_all_pages_come_and_a_fetch_that_is_cut_off_goes_on(waiting: Home, server: Server) -> None:
    # 2.500 wegvakken are three pages; the second fails the first time it is asked.
    many = [
        wegvak(f"Straat {at % 7}", 100.0 + at, (100_000 + at % 900, 421_000), (101_000, 421_900))
        for at in range(2_500)
    ]
    server.parts[ROADS] = features_by_ogc({"wegvakken": many}, lambda: server.url)
    server.fails("html", at="cursor=")
    with pytest.raises(SourceError):
        fetch_surroundings(opened(waiting), "roads", base_url=server.url)
    assert opened(waiting).naming.streets is None
    server.asked.clear()
    _, report = fetch_surroundings(opened(waiting), "roads", base_url=server.url)
    assert report.accepted == 2_500
    # The first page was kept.
    assert len(server.asked) == 2


def test_a_wegvak_that_comes_twice_is_one(waiting: Home, server: Server) -> None:
    twice = [*WEGVAKKEN, WEGVAKKEN[0]]
    server.parts[ROADS] = features_by_ogc({"wegvakken": twice}, lambda: server.url)
    _, report = fetch_surroundings(opened(waiting), "roads", base_url=server.url)
    streets = opened(waiting).naming.streets
    assert streets is not None
    assert report.accepted == 6
    assert sorted(streets.names) == sorted(name for name, _, _ in LINES)


def test_the_service_is_asked_for_the_municipality_and_500_m_around_it(
    waiting: Home, server: Server
) -> None:
    fetch_surroundings(opened(waiting), "roads", base_url=server.url, dry_run=True)
    assert opened(waiting).naming.streets is None
    [(path, query, _)] = server.asked
    assert path == f"{ROADS}/ogc/v1/collections/wegvakken/items"
    edges = shapely.box(*map(float, query["bbox"].split(",")))
    [box] = gpd.GeoSeries([edges], crs="EPSG:4326").to_crs("EPSG:28992").bounds.to_numpy()
    # The town is 100.000 to 102.000 by 420.000 to 422.000; north is a little aslant there.
    assert [round(edge, -2) for edge in box] == [99_500, 419_500, 102_500, 422_500]


def test_nothing_near_leaves_what_was_there(waiting: Home, server: Server) -> None:
    server.parts[ROADS] = features_by_ogc({"wegvakken": []}, lambda: server.url)
    with pytest.raises(SourceError, match=r"geen straten in of bij deze gemeente\."):
        fetch_surroundings(opened(waiting), "roads", base_url=server.url)


def frame() -> gpd.GeoDataFrame:
    lines = [{"weg": name, "geometry": shapely.LineString(corners)} for name, _, corners in LINES]
    return gpd.GeoDataFrame(lines, crs="EPSG:28992")


@pytest.mark.parametrize("kind", ["gpkg", "geojson", "zip", "degrees"])
def test_a_road_file_of_ones_own_names_cells_as_well(
    waiting: Home, tmp_path: Path, kind: str
) -> None:
    path = tmp_path / f"wegen.{'geojson' if kind == 'degrees' else kind}"
    rows = frame().to_crs("EPSG:4326") if kind == "degrees" else frame()
    rows.to_file(tmp_path / "wegen.shz" if kind == "zip" else path)
    if kind == "zip":
        (tmp_path / "wegen.shz").rename(path)
    workspace = opened(waiting)
    report = import_file(
        workspace, workspace.layer("wegen"), path, by_hand={"name": "weg"}, mode="replace"
    )
    assert (report.status, report.accepted) == ("published", 6)
    told = cells_of(opened(waiting))
    assert told["C100_100000_421000"].startswith("Dorpsstraat, bij Noord, cel")
    assert told["C100_101200_421200"].startswith("Cel")


def test_a_file_without_lines_is_refused(waiting: Home, tmp_path: Path) -> None:
    path = tmp_path / "punten.geojson"
    gpd.GeoDataFrame(
        {"straatnaam": ["Kade"]}, geometry=[shapely.Point(100_000, 421_000)], crs="EPSG:28992"
    ).to_file(path)
    workspace = opened(waiting)
    with pytest.raises(IntakeError):
        import_file(workspace, workspace.layer("wegen"), path)


def test_a_home_may_bring_its_road_file_along(home: Home) -> None:
    with_streets(home)
    assert cells_of(opened(home))["C100_100000_421000"].startswith("Dorpsstraat, bij Noord")


def test_a_home_may_bring_a_geopackage_along(home: Home) -> None:
    with_streets(home)
    declared = home.geodata / "wegen" / "layer.toml"
    told = declared.read_text(encoding="utf-8").replace("wegen.geojson", "wegen.gpkg")
    declared.write_text(told, encoding="utf-8")
    named = frame().rename(columns={"weg": "stt_naam"})
    named.to_file(home.geodata / "wegen" / "wegen.gpkg")
    assert cells_of(opened(home))["C100_100000_421000"].startswith("Dorpsstraat, bij Noord")


def test_a_road_file_that_cannot_be_read_stops_no_page(
    home: Home, caplog: pytest.LogCaptureFixture
) -> None:
    with_streets(home)
    (home.geodata / "wegen" / "wegen.geojson").write_text("{", encoding="utf-8")
    assert cells_of(opened(home))["C100_100000_421000"] == "Cel 100000 – 421000 (100 m)"
    assert "wegen" in caplog.text


def test_the_road_file_of_the_tests_is_what_it_says() -> None:
    assert len(json.loads(road_file())["features"]) == len(LINES)
