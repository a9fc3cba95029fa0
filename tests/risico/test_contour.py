"""A contour of the AGS or of a model as the zone of an incident."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pytest
import shapely

from containers import zipped
from hotspots.errors import CrsError, SelectionError, SourceError
from hotspots.risico.contour import contour_sentence, read_contour
from hotspots.risico.incident import Incident, incident_zone
from hotspots.risico.incident_words import incident_report
from hotspots.risico.rail_inputs import rail_inputs
from hotspots.risico.spoor import spoor_answer

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.access.workspace import Workspace

#: The north half of Noord: 1.000 by 500 m.
HALF = shapely.box(100_000, 421_500, 101_000, 422_000)


def frame(*shapes: shapely.Geometry) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(
        {"naam": ["deel"] * len(shapes)}, geometry=list(shapes), crs="EPSG:28992"
    )


def written(path: Path, *shapes: shapely.Geometry) -> Path:
    """The shapes in the format of the ending, as programs write it."""
    shapes_in_rd = frame(*shapes)
    match path.suffix:
        case ".geojson":
            shapes_in_rd.to_crs("EPSG:4326").to_file(path, engine="pyogrio")
        case ".gpkg":
            shapes_in_rd.to_file(path, engine="pyogrio")
        case ".kml":
            shapes_in_rd.to_crs("EPSG:4326").to_file(path, driver="KML", engine="pyogrio")
        case ".zip":
            shapes_in_rd.to_file(path.with_suffix(".shp"), engine="pyogrio")
            parts = path.parent.glob(f"{path.stem}.*")
            path.write_bytes(zipped({part.name: part.read_bytes() for part in parts}))
    return path


@pytest.mark.parametrize("ending", [".geojson", ".gpkg", ".kml", ".zip"])
def test_a_contour_is_read_from_every_format_of_a_model(ending: str, tmp_path: Path) -> None:
    contour = read_contour(written(tmp_path / f"ags{ending}", HALF))
    # 1.000 by 500 m is half a km2.
    assert contour.area_km2 == pytest.approx(0.5, rel=1e-4)
    assert contour.parts == 1
    assert contour.name == f"ags{ending}"
    assert contour.reach_m == pytest.approx(500, abs=1)


def test_areas_of_one_file_are_one_zone_and_a_closed_line_is_an_area(tmp_path: Path) -> None:
    inner = shapely.box(100_400, 421_600, 100_600, 421_700)
    apart = shapely.LineString([(0, 0), (100, 0), (100, 100), (0, 100), (0, 0)])
    apart = shapely.transform(apart, lambda corners: corners + np.array([103_000, 421_000]))
    contour = read_contour(written(tmp_path / "ags.gpkg", HALF, inner, apart))
    # The inner one lies in the other; the line encloses 100 by 100 m.
    assert contour.area_km2 == pytest.approx(0.5 + 0.01)
    assert contour.parts == 3


def test_who_is_in_a_contour_is_counted_without_wind_or_distance(
    workspace: Workspace, tmp_path: Path
) -> None:
    contour = read_contour(written(tmp_path / "ags.gpkg", HALF))
    incident = Incident("gifwolk", *contour.middle, contour=contour, distance_m=10.0)
    answer = spoor_answer(workspace, "nacht", incident=incident)
    assert answer.incident is not None
    # Half of the land of Noord, of 1.300 people; nothing of the others.
    assert answer.incident.exposure.per_buurt("night") == pytest.approx([650, 0, 0, 0])
    # The hospital at y 421.550 is in it, the loods at 421.500 on its border.
    assert [one.place.name for one in answer.incident.warned] == ["Ziekenhuis", "Loods"]
    report = incident_report(answer)
    text = " ".join(report.sentences)
    assert "in de contour" in text
    assert "contour uit ags.gpkg: 0,500 km²" in text
    # None of the settings shaped it, and the outline is not ours.
    assert "gifwolk_m" not in answer.incident.settings
    assert answer.incident.to_dict()["contour"] == {
        "name": "ags.gpkg", "area_km2": 0.5, "parts": 1, "not_areas": 0, "crs_detected": None,
    }  # fmt: skip
    assert answer.incident.zone.calculated is False


def test_measures_of_an_incident_go_before_the_settings(workspace: Workspace) -> None:
    inputs = rail_inputs(workspace, "nacht")
    incident = Incident("gifwolk", 101_000, 421_500, 270, distance_m=800, half_deg=45)
    zone = incident_zone(incident, inputs)
    # 799 and 801 m downwind, and 44 and 46 degrees beside it at 500 m.
    aside = np.radians([44.0, 46.0])
    x = np.array([101_799, 101_801, *(101_000 + 500 * np.cos(aside))])
    y = np.array([421_500, 421_500, *(421_500 + 500 * np.sin(aside))])
    assert zone.covers(x, y).tolist() == [True, False, True, False]
    answer = spoor_answer(workspace, "nacht", incident=incident)
    assert answer.incident is not None
    used = answer.incident.settings
    assert (used["gifwolk_m"].value, used["gifwolk_hoek_graden"].value) == (800, 45)
    assert used["gifwolk_m"].source == "Zelf opgegeven voor dit ongeval"
    assert used["gifwolk_rondom_m"].source != "Zelf opgegeven voor dit ongeval"


def test_a_cloud_all_around_is_a_circle_and_a_small_one_has_no_larger_foot(
    workspace: Workspace,
) -> None:
    inputs = rail_inputs(workspace, "nacht")
    around = incident_zone(
        Incident("gifwolk", 101_000, 421_500, 0, distance_m=100, half_deg=180), inputs
    )
    assert around.outline.area == pytest.approx(np.pi * 100**2, rel=1e-3)
    # The setting says 50 m around; 20 m was given.
    small = incident_zone(Incident("gifwolk", 101_000, 421_500, 0, distance_m=20), inputs)
    assert small.outline.area == pytest.approx(np.pi * 20**2, rel=1e-3)


@pytest.mark.parametrize(
    ("name", "content", "error", "said"),
    [
        ("a.csv", b"x,y\n1,2\n", SelectionError, "geen contour bevatten"),
        ("a.kml", b"<html></html>", SourceError, "HTML"),
        ("a.kml", b"<?xml version='1.0'?><!DOCTYPE kml [<!ENTITY a 'b'>]><kml>&a;</kml>",
         SourceError, "XML-definities"),
        ("a.kml", b"<kml><Document></Document></kml>", SourceError, "leeg"),
        ("a.kml", (b"<kml><Placemark><Polygon><outerBoundaryIs><LinearRing><coordinates>4.6,51.8 "
         b"4.7,51.8</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark></kml>"),
         SelectionError, "niet helemaal te lezen"),
    ],
)  # fmt: skip
def test_a_file_without_a_contour_is_refused(
    name: str, content: bytes, error: type[Exception], said: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(error, match=said):
        read_contour(tmp_path / name)


def feature_collection(*geometries: Any) -> bytes:  # noqa: ANN401
    features = [
        {"type": "Feature", "properties": {}, "geometry": geometry} for geometry in geometries
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def test_a_line_that_is_open_and_metres_without_a_system_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.geojson"
    path.write_bytes(
        feature_collection({"type": "LineString", "coordinates": [[4.6, 51.8], [4.7, 51.8]]})
    )
    with pytest.raises(SelectionError, match="staat geen vlak"):
        read_contour(path)
    path.write_bytes(feature_collection(shapely.geometry.mapping(HALF)))
    with pytest.raises(CrsError, match=r"in RD \(EPSG:28992\) of in graden") as refused:
        read_contour(path)
    # Of a contour nobody can give a system, on the page nor to `exposure`.
    assert "--crs" not in str(refused.value)


def test_what_is_no_area_in_a_contour_is_left_out_and_said(tmp_path: Path) -> None:
    path = tmp_path / "a.geojson"
    area = shapely.geometry.mapping(shapely.box(4.60, 51.77, 4.61, 51.78))
    path.write_bytes(
        feature_collection(None, area, {"type": "Point", "coordinates": [4.605, 51.775]})
    )
    contour = read_contour(path)
    # The row without a shape, and the point of the source that models write.
    assert (contour.parts, contour.not_areas) == (1, 2)
    assert "2 vormen in het bestand zijn geen vlak" in contour_sentence(contour)


def test_of_a_file_that_names_no_system_it_is_said_how_it_was_read(tmp_path: Path) -> None:
    whole = written(tmp_path / "met.zip", HALF)
    assert read_contour(whole).crs_detected == ""
    parts = {
        f"zonder.{end}": (tmp_path / f"met.{end}").read_bytes() for end in ("shp", "shx", "dbf")
    }
    (tmp_path / "zonder.zip").write_bytes(zipped(parts))
    contour = read_contour(tmp_path / "zonder.zip")
    assert contour.area_km2 == pytest.approx(0.5)
    assert contour.to_dict()["crs_detected"] == "EPSG:28992"
    assert "noemt geen coördinatenstelsel" in contour_sentence(contour)


def test_a_border_that_crosses_itself_is_repaired(tmp_path: Path) -> None:
    # Two triangles of 100 by 50 m each meet in the middle of a bow tie.
    tie = shapely.Polygon([(0, 0), (100, 100), (100, 0), (0, 100)])
    tie = shapely.transform(tie, lambda corners: corners + np.array([103_000, 421_000]))
    contour = read_contour(written(tmp_path / "a.gpkg", tie))
    assert contour.area_km2 * 1e6 == pytest.approx(2 * 100 * 50 / 2)
