"""Railways, zones and floods of the services, in the place of what the home made up itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import shapely

from hotspots.access.features import features_for
from hotspots.access.fetching import fetch_surroundings
from hotspots.access.importing import restore_version, versions_of
from hotspots.access.workspace import open_workspace
from hotspots.analysis.analyse import analyse
from hotspots.analysis.question import Selection
from hotspots.errors import SelectionError, SourceError
from hotspots.maps.choropleth import map_spec
from hotspots.store.versions import LayerStore
from open_data_server.answer import as_json
from open_data_server.kept_areas import Area
from open_data_server.pdok import features_by_ogc, features_by_wfs
from open_data_server.server import Server, serving
from risky_town import declarations, risky_home
from risky_town import layer as empty_layer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from hotspots.access.workspace import Workspace
    from hotspots.incoming.open_data.surroundings import Subject
    from hotspots.settings import Home


def track(name: str, status: str, *corners: tuple[int, int]) -> Area:
    return Area({"naam": name, "status": status}, shapely.LineString(corners))


@pytest.fixture
def server() -> Iterator[Server]:
    rail = [
        track("Spoor A", "Bestaand", (90_000, 421_500), (110_000, 421_500)),
        track("Ontwerp", "Definitief ontwerp", (100_000, 420_500), (101_000, 420_500)),
        track("Elders", "Bestaand", (190_000, 421_500), (191_000, 421_500)),
    ]
    bow_tie = shapely.Polygon(
        [(100_000, 421_000), (101_000, 422_000), (101_000, 421_000), (100_000, 422_000)]
    )
    zones = {
        "rev_public:bn_explosieaandachtsgebieden": [
            Area({"identificatie": "x1"}, shapely.box(100_000, 421_300, 102_000, 421_700)),
            Area({"identificatie": "x2"}, shapely.box(200_000, 421_300, 200_100, 421_700)),
        ],
        "rev_public:bn_pr10_6": [Area({"identificatie": "p1"}, bow_tie)],
    }
    floods = [
        Area(
            {"description": "Maas type D", "localId": "463885cf"},
            shapely.box(90_000, 410_000, 101_000, 421_500),
        )
    ]
    rings = [
        Area({"DIJKRINGNR": 22, "NAAM": "Eiland"}, shapely.box(99_000, 420_000, 103_000, 423_000)),
        Area({"DIJKRINGNR": 22}, shapely.box(99_000, 419_000, 99_500, 419_500)),
        Area({"DIJKRINGNR": 21}, shapely.box(150_000, 420_000, 151_000, 421_000)),
    ]
    with serving({}) as running:
        running.parts["/geoserver/LIWO_Basis/wfs"] = features_by_wfs(
            {"LIWO_Basis:infrastructuur_dijkringen": rings}
        )
        running.parts["/prorail"] = features_by_ogc({"spooras": rail}, lambda: running.url)
        running.parts["/geoserver/wfs"] = features_by_wfs(zones)
        running.parts["/rws"] = features_by_ogc({"risk_zone": floods}, lambda: running.url)
        yield running


@pytest.fixture
def risky(tmp_path: Path) -> Home:
    return risky_home(tmp_path / "risky")


@pytest.fixture
def ringed(risky: Home) -> Home:
    """Return the town with an empty layer for dike rings."""
    declarations().write_risk_layer(empty_layer("dike_ring", "zones"), risky.root / "geodata")
    theme = risky.root / "data/proef/theme.toml"
    shown = """
[layers.ringen]
kind = "context"
label = "Dijkringen"
observes = "plaats"
noun = "ring"
noun_plural = "ringen"
context = "dike_ring"
"""
    theme.write_text(theme.read_text(encoding="utf-8") + shown, encoding="utf-8")
    return risky


def opened(home: Home) -> Workspace:
    return open_workspace(home, role="analist")


def test_tracks_that_are_there_and_near_replace_the_lines_of_the_home(
    risky: Home, server: Server
) -> None:
    layer, report = fetch_surroundings(opened(risky), "rail", base_url=server.url)
    assert (report.status, report.accepted) == ("published", 1)
    found = features_for(opened(risky), "rail")
    assert found is not None
    assert found.rows["name"].tolist() == ["Spoor A"]
    # Cut off at 2 km around the town of x 100.000 to 102.000.
    assert [round(edge) for edge in found.rows.total_bounds] == [98_000, 421_500, 104_000, 421_500]
    assert found.attribution == "ProRail, Spoorwegen (CC0 1.0) (proefserver)"
    version = opened(risky).version(layer)
    assert "/spooras/items" in version.fetched["request"]
    assert version.fetched["licence"] == "CC0 1.0"
    restore_version(opened(risky), layer, 1)
    back = features_for(opened(risky), "rail")
    assert back is not None
    assert (back.loaded, back.rows["name"].tolist()) == (False, ["Proeflijn"])


def test_the_map_draws_what_was_fetched_under_its_own_source(risky: Home, server: Server) -> None:
    fetch_surroundings(opened(risky), "risk", base_url=server.url)
    workspace = opened(risky)
    spec = next(entry for entry in workspace.catalog.contexts if entry.purpose == "rail_zone")
    drawn_spec, drawn = workspace.context(spec.id)
    assert len(drawn) == 2
    assert "Register externe veiligheid" in drawn_spec.source.attribution
    assert not drawn_spec.source.approximate


def test_every_map_names_whose_railways_lie_under_it(risky: Home, server: Server) -> None:
    def named(workspace: Workspace) -> str:
        found = analyse(workspace, Selection("inbraak", level="wijken"))
        return map_spec(workspace, found).attribution

    assert "Ondergrond" not in named(opened(risky))
    fetch_surroundings(opened(risky), "rail", base_url=server.url)
    assert named(opened(risky)).endswith(
        " | Ondergrond: ProRail, Spoorwegen (CC0 1.0) (proefserver)"
    )


def test_zones_of_the_register_are_the_source_and_a_crossed_outline_is_repaired(
    risky: Home, server: Server
) -> None:
    _, report = fetch_surroundings(opened(risky), "risk", base_url=server.url)
    found = features_for(opened(risky), "rail_zone")
    assert found is not None
    rows = found.rows.set_index("zone")
    assert sorted(rows.index) == ["explosie", "pr10_6"]
    assert set(rows["origin"]) == {"bron"}
    # Two triangles of half a kilometre high and a kilometre wide: half of a square kilometre.
    assert rows.geometry["pr10_6"].area == pytest.approx(500_000)
    assert any("blijven berekend" in warning for warning in report.warnings)


def test_a_flood_without_depths_says_so(risky: Home, server: Server) -> None:
    _, report = fetch_surroundings(opened(risky), "flood", base_url=server.url)
    found = features_for(opened(risky), "flood_zone")
    assert found is not None
    row = found.rows.iloc[0]
    assert (row["scenario"], row["depth_from_m"]) == ("Maas type D", 0)
    # 98.000 to 101.000 by 418.000 to 421.500.
    assert row["geometry"].area == pytest.approx(3_000 * 3_500, rel=1e-4)
    assert any("niet hoe diep" in warning for warning in report.warnings)


def test_dike_rings_come_with_their_licence_and_day_and_each_part_has_a_code(
    ringed: Home, server: Server
) -> None:
    layer, report = fetch_surroundings(opened(ringed), "dikes", base_url=server.url)
    assert (report.accepted, report.quarantined) == (2, 0)
    assert "In deze laag stond nog niets." in report.warnings
    found = features_for(opened(ringed), "dike_ring")
    assert found is not None
    # The second part has no name, and the number of the first; ring 21 lies elsewhere.
    assert found.rows[["name", "code"]].to_numpy().tolist() == [
        ["Eiland", "22"], ["Dijkring 22", "22 (2)"],
    ]  # fmt: skip
    version = opened(ringed).version(layer)
    assert set(version.fetched) >= {"service", "request", "at", "licence", "checksum", "rows"}
    assert found.attribution == "LIWO, Rijkswaterstaat (zie de dienst) (proefserver)"


def test_what_is_fetched_again_and_is_the_same_makes_no_version(
    risky: Home, server: Server
) -> None:
    layer, first = fetch_surroundings(opened(risky), "rail", base_url=server.url)
    assert "Dit komt in de plaats van 1 rij (Verzonnen)." in first.warnings
    _, again = fetch_surroundings(opened(risky), "rail", base_url=server.url)
    assert (again.status, again.version) == ("unchanged", first.version)
    assert [entry.name for entry in versions_of(opened(risky), layer)] == ["v2", "v1"]


def test_what_is_the_same_as_a_damaged_version_is_made_anew(risky: Home, server: Server) -> None:
    layer, first = fetch_surroundings(opened(risky), "rail", base_url=server.url)
    newest = max((LayerStore.of(risky, layer.id).folder / "versions").glob("*.parquet"))
    newest.write_bytes(newest.read_bytes()[:-40])
    before = features_for(opened(risky), "rail")
    assert before is not None
    assert before.rows["name"].tolist() == ["Proeflijn"]  # v1 stands in
    _, tried = fetch_surroundings(opened(risky), "rail", base_url=server.url, dry_run=True)
    assert tried.status == "would_publish"
    _, again = fetch_surroundings(opened(risky), "rail", base_url=server.url)
    assert (first.version, again.status, again.version) == ("v2", "published", "v3")
    after = features_for(opened(risky), "rail")
    assert after is not None
    assert after.rows["name"].tolist() == ["Spoor A"]


def test_a_try_changes_nothing(risky: Home, server: Server) -> None:
    _, report = fetch_surroundings(opened(risky), "rail", base_url=server.url, dry_run=True)
    assert (report.status, report.version) == ("would_publish", None)
    found = features_for(opened(risky), "rail")
    assert found is not None
    assert not found.loaded


def test_nothing_near_is_no_reason_to_empty_a_layer(risky: Home, server: Server) -> None:
    server.parts["/prorail"] = features_by_ogc({"spooras": []}, lambda: server.url)
    # A plain answer: nobody made a fault, so nobody is asked to report one.
    with pytest.raises(SourceError, match="geen spoorlijnen in of bij deze gemeente") as refused:
        fetch_surroundings(opened(risky), "rail", base_url=server.url)
    assert "Meld het" not in str(refused.value)
    assert "niet wat het hoort te zijn" not in str(refused.value)
    assert "niets veranderd" in str(refused.value)


def test_a_home_without_such_a_layer_says_what_it_lacks(home: Home, server: Server) -> None:
    with pytest.raises(SelectionError, match='purpose = "rail"'):
        fetch_surroundings(opened(home), "rail", base_url=server.url)


#: Of one straight track at y 421.500 in RD: its ends in degrees (EPSG:28992 to 4326 by pyproj).
WEST, EAST = (4.5902, 51.779456), (4.61918, 51.779649)


def answering(server: Server, where: str, body: dict[str, object], crs: str = "") -> None:
    """Have a part of the server give one page as it is."""
    headers = {"Content_Crs": f"<{crs}>"} if crs else {}
    server.parts[where] = lambda _path, _query: as_json(
        body, media="application/geo+json", **headers
    )


def page_of(*features: object) -> dict[str, object]:
    return {"type": "FeatureCollection", "features": list(features)}


def line_of(*corners: tuple[float, float], **properties: object) -> dict[str, object]:
    geometry = {"type": "LineString", "coordinates": [list(corner) for corner in corners]}
    return {"type": "Feature", "properties": {"naam": "A", **properties}, "geometry": geometry}


def unchanged(home: Home) -> bool:
    found = features_for(opened(home), "rail")
    return found is not None and found.rows["name"].tolist() == ["Proeflijn"]


@pytest.mark.parametrize(
    "broken",
    [
        {"type": "Feature", "properties": {"naam": "A"}},
        {"type": "Feature", "properties": None, "geometry": None},
        {"type": "Feature", "properties": {}, "geometry": []},
        {"type": "Feature", "properties": {}, "geometry": {"type": "LineString"}},
        {"type": "Feature", "properties": {}, "geometry": {"type": "Lijn", "coordinates": []}},
        "geen object",
    ],
    ids=["no geometry", "no properties", "a list", "no coordinates", "no type", "a text"],
)
@pytest.mark.parametrize(
    ("subject", "where"), [("rail", "/prorail"), ("risk", "/geoserver/wfs"), ("flood", "/rws")]
)
def test_a_feature_that_is_none_is_refused_in_three_parts(
    risky: Home, server: Server, broken: object, subject: Subject, where: str
) -> None:
    answering(server, where, page_of(broken))
    with pytest.raises(SourceError, match="niet wat het hoort te zijn") as refused:
        fetch_surroundings(opened(risky), subject, base_url=server.url)
    assert "Gevonden: gebied 1 zonder eigenschappen of vorm" in refused.value.detail
    assert "Verwacht: een gebied met eigenschappen en een vorm" in refused.value.detail
    assert "Er is niets veranderd" in refused.value.do
    assert unchanged(risky)


@pytest.mark.parametrize(
    "shape",
    [
        None,
        {"type": "LineString", "coordinates": []},
        {"type": "MultiLineString", "coordinates": [[]]},
        {"type": "GeometryCollection", "geometries": []},
    ],
    ids=["null", "no points", "an empty part", "an empty collection"],
)
def test_what_has_no_shape_is_left_out_and_counted(
    risky: Home, server: Server, shape: object
) -> None:
    without = {"type": "Feature", "properties": {"naam": "Leeg"}, "geometry": shape}
    answering(server, "/prorail", page_of(line_of(WEST, EAST), without))
    _, report = fetch_surroundings(opened(risky), "rail", base_url=server.url)
    assert report.accepted == 1
    assert any("Zonder vorm in het antwoord: 1 van 2." in line for line in report.warnings)
    # Nothing but features without a shape is not "no railways".
    answering(server, "/prorail", page_of(without))
    with pytest.raises(SourceError, match="zonder vorm") as refused:
        fetch_surroundings(opened(risky), "rail", base_url=server.url)
    assert "geen spoorlijnen in of bij" not in str(refused.value)


@pytest.mark.parametrize(
    ("crs", "turned"),
    [
        ("", False),
        ("http://www.opengis.net/def/crs/OGC/1.3/CRS84", False),
        ("http://www.opengis.net/def/crs/EPSG/0/4258", True),
        ("http://www.opengis.net/def/crs/EPSG/0/4258", False),
        ("urn:ogc:def:crs:EPSG::4326", True),
    ],
)
def test_degrees_are_read_in_either_order_and_in_etrs89(
    risky: Home, server: Server, crs: str, turned: bool
) -> None:
    corners = [corner[::-1] if turned else corner for corner in (WEST, EAST)]
    answering(server, "/prorail", page_of(line_of(*corners)), crs)
    fetch_surroundings(opened(risky), "rail", base_url=server.url)
    found = features_for(opened(risky), "rail")
    assert found is not None
    west, south, east, north = found.rows.total_bounds
    assert (west, east) == (pytest.approx(100_000, abs=2), pytest.approx(102_000, abs=2))
    assert (south, north) == (pytest.approx(421_500, abs=2), pytest.approx(421_500, abs=2))


def test_another_crs_is_refused_and_nothing_changes(risky: Home, server: Server) -> None:
    crs = "http://www.opengis.net/def/crs/EPSG/0/3857"
    answering(server, "/prorail", page_of(line_of(WEST, EAST)), crs)
    with pytest.raises(SourceError, match="EPSG/0/3857") as refused:
        fetch_surroundings(opened(risky), "rail", base_url=server.url)
    assert "Verwacht: CRS84, EPSG:4326, EPSG:4258 of EPSG:28992" in refused.value.detail
    assert unchanged(risky)


@pytest.mark.parametrize(
    ("corners", "crs"),
    [
        # Degrees that are called metres, and metres that are called degrees.
        ((WEST, EAST), "http://www.opengis.net/def/crs/EPSG/0/28992"),
        (((100_000.0, 421_500.0), (102_000.0, 421_500.0)), ""),
    ],
)
def test_what_lies_nowhere_is_no_sign_that_nothing_is_here(
    risky: Home, server: Server, corners: tuple[tuple[float, float], ...], crs: str
) -> None:
    answering(server, "/prorail", page_of(line_of(*corners)), crs)
    with pytest.raises(SourceError, match="niet wat het hoort te zijn") as refused:
        fetch_surroundings(opened(risky), "rail", base_url=server.url)
    assert "Gevonden: alleen vormen buiten Nederland" in str(refused.value)
    assert unchanged(risky)


def test_no_zones_of_the_register_is_a_plain_answer(risky: Home, server: Server) -> None:
    answering(server, "/geoserver/wfs", page_of())
    with pytest.raises(SourceError, match="geen aandachtsgebieden langs het spoor") as refused:
        fetch_surroundings(opened(risky), "risk", base_url=server.url)
    assert "Meld het" not in str(refused.value)
    assert "er is niets te doen" in str(refused.value)


def test_a_first_feature_without_points_does_not_hide_that_latitude_comes_first(
    risky: Home, server: Server
) -> None:
    empty = {"type": "LineString", "coordinates": []}
    leeg = {"type": "Feature", "properties": {"naam": "Leeg"}, "geometry": empty}
    turned = [(north, east) for east, north in (WEST, EAST)]
    answering(server, "/prorail", page_of(leeg, line_of(*turned)))
    _, report = fetch_surroundings(opened(risky), "rail", base_url=server.url)
    assert report.accepted == 1
