"""Places, lines, zones, tables and rasters come through the door with the same report."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pytest
import shapely

from hotspots.access.features import as_loaded, features_for
from hotspots.access.importing import import_file, restore_version, versions_of
from hotspots.access.workspace import open_workspace
from hotspots.catalog.reading import read_catalog
from hotspots.errors import CrsError, IntakeError, SourceError
from hotspots.incoming.publishing.features import embedded_features
from hotspots.maps.choropleth import context_spec
from hotspots.maps.live.payload import payload
from hotspots.settings import Home
from risky_town import declarations, risky_home

if TYPE_CHECKING:
    from hotspots.access.workspace import Workspace
    from hotspots.incoming.checking.report import IntakeReport

REPOSITORY = Path(__file__).parents[3]
WITH_PURPOSE = [
    context
    for context in read_catalog(Home(REPOSITORY, REPOSITORY / ".hotspots")).contexts
    if context.purpose
]
SQUARE = shapely.box(100_100, 421_100, 100_200, 421_200)
BOW = shapely.Polygon([(100_100, 421_100), (100_200, 421_200), (100_200, 421_100),
                       (100_100, 421_200)])  # fmt: skip


@pytest.fixture
def opened(tmp_path: Path) -> Workspace:
    return open_workspace(risky_home(tmp_path / "town"), role="analist")


def load(opened: Workspace, purpose: str, path: Path, **options: Any) -> IntakeReport:  # noqa: ANN401
    return import_file(opened, opened.layer(f"laag_{purpose}"), path, **options)


def geojson(path: Path, *features: tuple[dict[str, Any], Any], rd: bool = True) -> Path:
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::28992"}}
    collection = {
        "type": "FeatureCollection",
        **({"crs": crs} if rd else {}),
        "features": [
            {
                "type": "Feature",
                "properties": properties,
                "geometry": None if shape is None else json.loads(shapely.to_geojson(shape)),
            }
            for properties, shape in features
        ],
    }
    path.write_text(json.dumps(collection), encoding="utf-8")
    return path


def table(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("context", WITH_PURPOSE, ids=lambda context: context.id)
def test_every_embedded_layer_comes_through_its_own_door(context: Any) -> None:  # noqa: ANN401
    if context.kind == "raster" or context.source.rows == 0:
        pytest.skip("a raster has cells and an empty layer no rows; both have tests of their own")
    found = embedded_features(context)
    assert (found.read, found.problems) == (context.source.rows, ())
    assert len(found.accepted) == found.read


def test_every_layer_that_is_made_up_says_so() -> None:
    synthetic = {context.id for context in WITH_PURPOSE if context.source.synthetic}
    assert synthetic == {
        "overstroming", "overstroming_diepte", "overstroming_aankomst", "opvang",
        "evenementlocaties",
    }  # fmt: skip


def test_zones_of_a_register_are_published_with_a_report(opened: Workspace, tmp_path: Path) -> None:
    path = geojson(
        tmp_path / "rev.geojson",
        ({"gebied": "explosie", "code": "a"}, SQUARE),
        ({"gebied": "Explosieaandachtsgebied", "code": "b"}, SQUARE),
        ({"gebied": "explosie", "code": "a"}, SQUARE),
        ({"gebied": "onzin", "code": "c"}, SQUARE),
        ({"gebied": "brand", "code": "d"}, BOW),
        ({"gebied": "brand", "code": "e"}, shapely.Point(100_100, 421_100)),
        ({"gebied": "brand", "code": "f"}, shapely.box(90_000, 421_000, 90_100, 421_100)),
        ({"gebied": "brand", "code": "g"}, SQUARE),
    )
    report = load(opened, "rail_zone", path)
    # Refused: an unknown zone, a shape that crosses itself, a point. One row is there twice.
    assert (report.read, report.accepted, report.quarantined, report.duplicate) == (8, 4, 3, 1)
    assert (report.status, report.version, report.outside) == ("published", "v1", 1)
    reasons = {problem.row: problem.reason for problem in report.problems}
    assert "mogelijk: pr10_6, brand" in reasons[5]
    assert "ongeldige vorm" in reasons[6]
    assert "verwacht een vlak" in reasons[7]
    features = features_for(opened, "rail_zone")
    assert features is not None
    assert (features.loaded, features.version, len(features)) == (True, "v1", 4)


def test_a_map_draws_what_was_loaded_and_names_who_made_it(
    opened: Workspace, tmp_path: Path
) -> None:
    before, _ = opened.context("shelter")
    assert before.source.synthetic
    path = table(tmp_path / "x.csv", "naam,soort,x,y\nZaal,sporthal,100500,421500\n")
    load(opened, "shelter", path, mode="replace")
    spec, drawn = opened.context("shelter")
    assert drawn[spec.columns["name"]].tolist() == ["Zaal"]
    assert drawn[spec.columns["category"]].tolist() == ["sporthal"]
    assert (spec.source.synthetic, spec.source.attribution) == (False, "Ingelezen bestand")
    load(opened, "flood_depth", raster(tmp_path / "liwo.tif"))
    spec, drawn = opened.context("flood_depth")
    assert (spec.kind, drawn["name"].tolist()) == ("zones", ["1,5 tot 2 m"])
    # A square kilometre of cells of 100 m, as one zone.
    assert drawn.geometry.area.sum() == 1_000_000


def test_what_is_loaded_is_no_example_any_more() -> None:
    spec = next(entry for entry in WITH_PURPOSE if entry.id == "overstroming_diepte")
    assert spec.label == "Waterdiepte (voorbeeld)"
    assert as_loaded(spec, "LIWO").label == "Waterdiepte"


def test_a_map_fetches_its_shapes_again_when_others_are_loaded(
    opened: Workspace, tmp_path: Path
) -> None:
    context = next(entry for entry in opened.catalog.contexts if entry.purpose == "rail_zone")
    before = opened.context_mark(context.id)
    layer = opened.layer("laag_rail_zone")

    def base() -> str:
        sent = payload(context_spec(opened, layer), root="/", name="kaart")
        return str(sent["base"])

    assert base().endswith(f"basis-{context.id}~{before}.json")
    row = ({"gebied": "brand", "code": "a"}, SQUARE)
    load(opened, "rail_zone", geojson(tmp_path / "z.geojson", row))
    after = opened.context_mark(context.id)
    assert after != before
    # The checksum of what was loaded: nobody guesses where it is served.
    assert len(after) == 64
    assert base().endswith(f"basis-{context.id}~{after}.json")


def test_lines_in_degrees_are_brought_to_metres(opened: Workspace, tmp_path: Path) -> None:
    line = gpd.GeoSeries(
        [shapely.LineString([(100_000, 421_000), (101_000, 422_000)])], crs="EPSG:28992"
    )
    path = geojson(
        tmp_path / "spoor.geojson", ({"lijn": "Nieuw"}, line.to_crs("EPSG:4326")[0]), rd=False
    )
    assert load(opened, "rail", path, mode="replace").accepted == 1
    features = features_for(opened, "rail")
    assert features is not None
    assert features.rows.geometry[0].length == pytest.approx(1_000 * np.sqrt(2), abs=0.01)


@pytest.mark.parametrize("suffix", [".gpkg", ".zip", ".parquet"])
def test_zones_come_in_every_container(opened: Workspace, tmp_path: Path, suffix: str) -> None:
    frame = gpd.GeoDataFrame({"gebied": ["brand"]}, geometry=[SQUARE], crs="EPSG:28992")
    path = tmp_path / f"zones{suffix}"
    if suffix == ".gpkg":
        frame.to_file(path)
    elif suffix == ".parquet":
        frame.to_parquet(path)
    else:
        frame.to_file(tmp_path / "zones.shp.zip", driver="ESRI Shapefile")
        (tmp_path / "zones.shp.zip").rename(path)
    assert load(opened, "rail_zone", path).accepted == 1
    features = features_for(opened, "rail_zone")
    assert features is not None
    assert features.rows.geometry[0].equals(SQUARE)


def test_degrees_that_say_they_are_metres_are_refused(opened: Workspace, tmp_path: Path) -> None:
    path = geojson(tmp_path / "x.geojson", ({"gebied": "brand"}, shapely.box(4.6, 51.7, 4.7, 51.8)))
    with pytest.raises(CrsError):
        load(opened, "rail_zone", path)
    assert versions_of(opened, opened.layer("laag_rail_zone")) == ()


def test_a_table_without_a_needed_column_is_refused(opened: Workspace, tmp_path: Path) -> None:
    path = table(tmp_path / "x.csv", "buurt_naam,inwoners\nNoord,5\n")
    with pytest.raises(IntakeError, match="ontbreekt 'buurt'") as caught:
        load(opened, "people", path)
    assert "buurt_naam" in caught.value.detail
    by_hand = load(opened, "people", path, by_hand={"area": "buurt_naam"})
    assert by_hand.accepted == 1


def test_a_table_replaces_numbers_that_are_known_and_keeps_the_others(
    opened: Workspace, tmp_path: Path
) -> None:
    path = table(
        tmp_path / "x.csv",
        "buurtcode,inwoners,huishoudens,pct_65plus\nBU99990100,1400,600,20\nBU99990101,900,400,10\n"
        "BU00000000,9,,\nBU99990200,-5,,\n",
    )
    report = load(opened, "people", path)
    # One number changed, one is as it was, one names a buurt that is not here, one is negative.
    assert (report.read, report.accepted, report.quarantined, report.duplicate) == (4, 2, 1, 1)
    assert (report.updated, report.outside, report.version) == (1, 1, "v2")
    features = features_for(opened, "people")
    assert features is not None
    assert dict(zip(features.rows["area"], features.rows["residents_night"], strict=True)) == {
        "BU99990200": 45, "BU99990201": 0, "BU99990100": 1_400, "BU99990101": 900,
        "BU00000000": 9,
    }  # fmt: skip


def test_what_came_along_can_be_restored(opened: Workspace, tmp_path: Path) -> None:
    layer = opened.layer("laag_people")
    path = table(tmp_path / "x.csv", "buurtcode,inwoners\nBU99990100,1\n")
    load(opened, "people", path, mode="replace")
    assert [version.name for version in versions_of(opened, layer)] == ["v2", "v1"]
    restore_version(opened, layer, 1)
    features = features_for(opened, "people")
    assert features is not None
    assert (features.loaded, features.rows["residents_night"].sum()) == (False, 2_245)


def test_places_are_added_to_examples_that_stay_examples(opened: Workspace, tmp_path: Path) -> None:
    path = table(tmp_path / "x.csv", "naam,vloeroppervlak_m2,x,y\nZaal,100,100500,421500\n")
    tried = load(opened, "shelter", path, dry_run=True)
    report = load(opened, "shelter", path)
    assert (report.accepted, report.updated) == (1, 0)
    features = features_for(opened, "shelter")
    assert features is not None
    names = ["Sporthal Oost", "Sporthal Zuid", "Zaal"]
    assert (features.rows["name"].tolist(), features.synthetic) == (names, True)
    assert "Verzonnen" in features.attribution
    # That examples are among them is said beforehand, afterwards, and with the next file.
    again = load(opened, "shelter", path)
    for one in (tried, report, again):
        [stay] = [line for line in one.warnings if "voorbeeld of benadering" in line]
        assert stay.startswith("De 2 rij(en)")
        assert "--replace" in stay
    own = load(opened, "shelter", path, mode="replace")
    assert not [line for line in own.warnings if "voorbeeld of benadering" in line]
    features = features_for(opened, "shelter")
    assert features is not None
    assert (features.rows["name"].tolist(), features.synthetic) == (["Zaal"], False)


def test_a_dry_run_changes_nothing(opened: Workspace, tmp_path: Path) -> None:
    path = table(tmp_path / "x.csv", "buurtcode,inwoners\nBU99990100,1\n")
    report = load(opened, "people", path, dry_run=True)
    assert (report.status, report.version) == ("would_publish", None)
    assert versions_of(opened, opened.layer("laag_people")) == ()


def test_only_declared_fields_are_kept(opened: Workspace, tmp_path: Path) -> None:
    path = table(
        tmp_path / "x.csv", "naam,x,y,contactpersoon,telefoon\nZaal,100500,421500,Jan,0612345678\n"
    )
    load(opened, "shelter", path)
    features = features_for(opened, "shelter")
    assert features is not None
    assert not {"contactpersoon", "telefoon"} & set(features.rows.columns)


def raster(path: Path, depth: float = 1.5, *, west: float = 100_000.0) -> Path:
    declarations()
    import flood_example  # noqa: PLC0415 - a script, no package

    x, y = (axis.ravel() for axis in np.meshgrid(west + np.arange(50, 1_000, 100.0),
                                                 np.arange(421_050, 422_000, 100.0)))  # fmt: skip
    values = np.full(len(x), depth)
    path.write_bytes(
        flood_example.geotiff(flood_example.Cells(x, y, values, values, 100.0), values)
    )
    return path


def test_a_raster_is_published_by_its_cells_and_named_after_its_file(
    opened: Workspace, tmp_path: Path
) -> None:
    report = load(opened, "flood_depth", raster(tmp_path / "LIWO_Zuid.tif"))
    assert (report.status, report.read, report.accepted) == ("published", 100, 100)
    features = features_for(opened, "flood_depth")
    assert features is not None
    assert set(features.rows["scenario"]) == {"liwozuid"}
    assert features.rows["value"].unique().tolist() == [1.5]
    # The home's own example was made the first version; real rasters do not stand beside it.
    assert report.version == "v2"
    load(opened, "flood_depth", raster(tmp_path / "ander.tif", 0.5), table_name="West")
    features = features_for(opened, "flood_depth")
    assert features is not None
    assert set(features.rows["scenario"]) == {"liwozuid", "west"}


def test_a_raster_says_which_scenarios_it_puts_out_of_the_layer(
    opened: Workspace, tmp_path: Path
) -> None:
    def gone(report: IntakeReport) -> list[str]:
        return [one for one in report.warnings if one.startswith("Niet meer in deze laag")]

    first = raster(tmp_path / "liwo.tif")
    ahead = gone(load(opened, "flood_depth", first, dry_run=True))
    # The example of the home, which is no version yet, is v1 afterwards.
    assert len(ahead) == 1
    assert ahead[0].endswith("terug als u v1 terugzet.")
    assert gone(load(opened, "flood_depth", first)) == ahead
    # Another scenario stands beside the first, and the same again puts nothing out.
    assert gone(load(opened, "flood_depth", raster(tmp_path / "west.tif"))) == []
    assert gone(load(opened, "flood_depth", first)) == []
    # Who replaces all hears what went.
    (said,) = gone(load(opened, "flood_depth", raster(tmp_path / "oost.tif"), mode="replace"))
    assert said == "Niet meer in deze laag: liwo en west. Die komen terug als u v4 terugzet."


@pytest.mark.parametrize(
    ("options", "error", "said"),
    [
        ({"depth": 99.0}, IntakeError, "van 0,0 tot 50,0"),
        ({"depth": -1.0}, IntakeError, "kunnen niet kloppen"),
        ({"west": 150_000.0}, IntakeError, "ligt buiten de gemeente"),
    ],
)
def test_a_raster_that_cannot_be_right_is_refused(
    opened: Workspace, tmp_path: Path, options: dict[str, float], error: type[Exception], said: str
) -> None:
    with pytest.raises(error, match=said):
        load(opened, "flood_depth", raster(tmp_path / "x.tif", **options))
    assert versions_of(opened, opened.layer("laag_flood_depth")) == ()


def test_a_table_is_no_raster_and_a_raster_no_table(opened: Workspace, tmp_path: Path) -> None:
    with pytest.raises(IntakeError, match="is een raster"):
        load(opened, "flood_depth", table(tmp_path / "x.csv", "a\n1\n"))
    with pytest.raises(SourceError):
        load(opened, "people", raster(tmp_path / "x.tif"))
