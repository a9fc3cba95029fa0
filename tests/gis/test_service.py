"""What a map program gets: the numbers of the page, no finer than its role, and plain refusals."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from gis.conftest import MapProgram, let_in
from hotspots.access.audit import lines
from hotspots.access.keys import new_key
from hotspots.access.workspace import open_workspace
from hotspots.analysis.analyse import analyse
from hotspots.analysis.question import Selection
from hotspots.cli import main
from hotspots.crs import RD_NEW, WGS84, reproject
from hotspots.gis import words
from hotspots.gis.question import CRS84, PARAMETERS, RD, require_parameters
from hotspots.maps.choropleth import map_spec
from hotspots.settings import ROLE_VARIABLE
from town import tiny_home

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.access.workspace import Workspace

#: What part 1 of the standard asks of its answers (OGC 17-069r4, the schemas in its annex), in
#: words of our own.
_LINK = {
    "type": "object",
    "required": ["href", "rel", "type"],
    "properties": {name: {"type": "string"} for name in ("href", "rel", "type", "title")},
}
_LINKS = {"type": "array", "items": _LINK, "minItems": 1}
_BOX = {"type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 4}
_COLLECTION = {
    "type": "object",
    "required": ["id", "links", "extent", "crs", "storageCrs"],
    "properties": {
        "id": {"type": "string"},
        "title": {"type": "string"},
        "description": {"type": "string"},
        "links": _LINKS,
        "itemType": {"const": "feature"},
        "crs": {"type": "array", "items": {"type": "string"}, "contains": {"const": CRS84}},
        "storageCrs": {"const": RD},
        "extent": {
            "type": "object",
            "properties": {
                "spatial": {
                    "type": "object",
                    "required": ["bbox"],
                    "properties": {"bbox": {"type": "array", "items": _BOX, "minItems": 1}},
                }
            },
        },
    },
}
_FEATURE = {
    "type": "object",
    "required": ["type", "id", "geometry", "properties"],
    "properties": {
        "type": {"const": "Feature"},
        "id": {"type": "string"},
        "geometry": {
            "type": "object",
            "required": ["type", "coordinates"],
            "properties": {
                "type": {"enum": ["Point", "LineString", "Polygon", "MultiPolygon"]},
                "coordinates": {"type": "array"},
            },
        },
        "properties": {"type": "object"},
        "links": _LINKS,
    },
}
SCHEMAS: dict[str, dict[str, Any]] = {
    "": {
        "type": "object",
        "required": ["links"],
        "properties": {"title": {"type": "string"}, "links": _LINKS},
    },
    "conformance": {
        "type": "object",
        "required": ["conformsTo"],
        "properties": {"conformsTo": {"type": "array", "items": {"type": "string"}}},
    },
    "collections": {
        "type": "object",
        "required": ["links", "collections"],
        "properties": {"links": _LINKS, "collections": {"type": "array", "items": _COLLECTION}},
    },
    "collections/inbraak-buurten": _COLLECTION,
    "collections/inbraak-buurten/items": {
        "type": "object",
        "required": ["type", "features", "links", "timeStamp", "numberMatched", "numberReturned"],
        "properties": {
            "type": {"const": "FeatureCollection"},
            "features": {"type": "array", "items": _FEATURE},
            "links": _LINKS,
            "timeStamp": {"type": "string", "format": "date-time"},
            "numberMatched": {"type": "integer", "minimum": 0},
            "numberReturned": {"type": "integer", "minimum": 0},
        },
    },
    "collections/inbraak-buurten/items/BU99990100": _FEATURE,
}


@pytest.mark.parametrize("path", SCHEMAS)
def test_an_answer_is_as_the_standard_has_it(programs: dict[str, MapProgram], path: str) -> None:
    made = programs["ana"].ask(path)
    assert made.status == 200
    jsonschema.validate(made.body, SCHEMAS[path])


def test_every_link_leads_to_json_that_is_there(programs: dict[str, MapProgram]) -> None:
    ana, seen = programs["ana"], {""}
    waiting = [""]
    while waiting:
        made = ana.ask(waiting.pop())
        assert made.status == 200
        for link in links_in(made.body):
            assert "html" not in link["type"]
            assert "ld+json" not in link["type"]
            path = link["href"].removeprefix("http://localhost:8501/ogc").partition("?")[0]
            if path.strip("/") not in seen:
                seen.add(path.strip("/"))
                waiting.append(path.strip("/"))
    # Of six collections each itself, its schema and its features; and the four about the service.
    assert len(seen) == 4 + 6 * 3
    assert {"openapi", "conformance", "collections/zorg-wijken/items"} <= seen


def links_in(body: Any) -> list[dict[str, str]]:  # noqa: ANN401 - any JSON
    if isinstance(body, list):
        return [link for part in body for link in links_in(part)]
    if not isinstance(body, dict):
        return []
    return [*body.get("links", []), *links_in(list(body.values()))]


def test_the_numbers_are_those_of_the_command_line(
    programs: dict[str, MapProgram],
    open_town: Workspace,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(ROLE_VARIABLE, "analist")
    quarter = ("--from", "2017-01-01", "--to", "2017-03-31")
    questions = {
        "inbraak-buurten": ("inbraak", "--level", "buurten"),
        "inbraak-wijken": ("inbraak", "--level", "wijken"),
        "inbraak-cellen": ("inbraak", "--level", "cells"),
        "inbraak-hotspots": ("inbraak", "--level", "cells", "--measure", "gi_star"),
        "zorg-wijken": ("zorg", "--level", "wijken"),
    }
    for collection, arguments in questions.items():
        home = str(open_town.home.root)
        assert main(["--home", home, "analyse", *arguments, *quarter, "--json"]) == 0
        areas = json.loads(capsys.readouterr().out)["areas"]
        rows = programs["ana"].rows(collection, datetime="2017-01-01/2017-03-31")
        assert len(rows) == len(areas) > 0
        for area in areas:
            row = rows[area["code"]]
            assert {name: row[name] for name in area} == pytest.approx(area, nan_ok=True)


def test_counts_are_those_counted_by_hand(programs: dict[str, MapProgram]) -> None:
    counts = {code: row["count"] for code, row in programs["ana"].rows("inbraak-buurten").items()}
    # See `town`: Noord 4, Oost 2, Zuid 1, Haven none.
    assert counts == {"BU99990100": 4, "BU99990101": 2, "BU99990200": 1, "BU99990201": 0}
    of_soort = programs["ana"].rows("inbraak-buurten", soort="schuur")
    assert [row["count"] for row in of_soort.values()] == [1, 1, 0, 0]
    in_february = programs["ana"].rows("inbraak-buurten", datetime="2017-02-01/2017-02-28")
    assert [row["count"] for row in in_february.values()] == [1, 1, 0, 0]
    on_a_day = programs["ana"].rows("inbraak-buurten", datetime="2017-02-03T10:00:00Z")
    assert [row["count"] for row in on_a_day.values()] == [1, 0, 0, 0]
    until = programs["ana"].rows("inbraak-buurten", datetime="../2017-01-05")
    # The one of New Year's Eve and that of 5 January, both in Noord.
    assert [row["count"] for row in until.values()] == [2, 0, 0, 0]
    # 4 / 600 and 2 / 400 households; Zuid has too few of them, and Haven none.
    rates = programs["ana"].rows("inbraak-buurten", maat="rate")
    assert [row["value"] for row in rates.values()] == [
        pytest.approx(4 / 0.6), pytest.approx(5.0), None, None,
    ]  # fmt: skip


def test_a_small_count_stays_suppressed(programs: dict[str, MapProgram]) -> None:
    rows = programs["ana"].rows("zorg-wijken", datetime="2017-01-01/2017-03-31")
    # 12 in Boven is told as 10, what is rounded to that lies from 10 to 12; 9 in Onder is not told.
    assert rows["WK999902"]["count"] is None
    assert rows["WK999902"]["value"] is None
    assert rows["WK999902"]["status"] == "suppressed"
    assert rows["WK999902"]["legend"] == "minder dan 10"
    assert (rows["WK999901"]["lower"], rows["WK999901"]["upper"]) == (10, 12)
    assert rows["WK999901"]["count"] is None
    # Nor does any other way of asking tell it: one wijk, its corner, or without a period.
    alone = programs["ana"].ask("collections/zorg-wijken/items/WK999902")
    assert alone.body["properties"]["count"] is None
    corner = programs["ana"].rows(
        "zorg-wijken", bbox="100500,420500,100501,420501", bbox_crs=RD,
        datetime="2017-02-01/2017-03-31",
    )  # fmt: skip
    assert [row["count"] for row in corner.values()] == [None]
    # Between 0 and 9 is all that is said of either, as of any count that is not told.
    for row in (rows["WK999902"], *corner.values()):
        assert (row["lower"], row["upper"], row["status"]) == (0, 9, "suppressed")


def test_no_collection_holds_incidents(programs: dict[str, MapProgram]) -> None:
    listed = programs["ana"].ask("collections").body["collections"]
    assert [one["id"] for one in listed] == [
        "inbraak-wijken", "inbraak-buurten", "inbraak-cellen", "inbraak-hotspots", "zorg-wijken",
        "haltes",
    ]  # fmt: skip
    # The finest is a cell of 100 m, for who sees places as well.
    for feature in programs["ana"].items("inbraak-cellen", crs=RD)["features"]:
        assert shapely.from_geojson(json.dumps(feature["geometry"])).area == 100 * 100
        assert not {"id", "begin", "x_rd", "soort"} & set(feature["properties"])


@pytest.mark.parametrize(
    ("who", "collection", "why"),
    [
        ("cor", "inbraak-cellen", "kan niet op niveau 'cells'"),
        ("cor", "inbraak-hotspots", "kan niet op niveau 'cells'"),
        ("cor", "zorg-wijken", "Zorg"),
        ("wim", "zorg-wijken", "Zorg"),
        ("kim", "inbraak-buurten", "Inbraak"),
        ("kim", "haltes", "Haltes"),
    ],
)
def test_what_a_role_may_not_have_is_refused_and_written_down(
    programs: dict[str, MapProgram], open_town: Workspace, who: str, collection: str, why: str
) -> None:
    before = len(lines(open_town.home))
    for below in ("", "/schema", "/items", "/items/WK999901"):
        status, words_of_it = programs[who].refusal(f"collections/{collection}{below}")
        assert status == 403
        assert why in words_of_it
    offered = {one["id"] for one in programs[who].ask("collections").body["collections"]}
    assert collection not in offered
    written = [line for line in lines(open_town.home)[before:] if line["outcome"] == "refused"]
    assert {(line["who"], line["action"], line["subject"]) for line in written} == {
        (who, "exported", collection.partition("-")[0])
    }


def test_a_role_that_may_take_nothing_has_no_collections(programs: dict[str, MapProgram]) -> None:
    assert programs["kim"].ask("collections").body["collections"] == []


BAD = {
    "bbox of two": ({"bbox": "1,2"}, "uitsnede"),
    "bbox of words": ({"bbox": "a,b,c,d"}, "uitsnede"),
    "bbox upside down": ({"bbox": "4,52,5,51"}, "uitsnede"),
    "bbox without end": ({"bbox": "4,51,nan,52"}, "uitsnede"),
    "bbox-crs alone": ({"bbox_crs": RD}, "geen bbox"),
    "another system": ({"crs": "http://www.opengis.net/def/crs/EPSG/0/3857"}, "kan hier niet"),
    "limit too high": ({"limit": "10001"}, "1 tot en met 10000"),
    "limit of nothing": ({"limit": "0"}, "1 tot en met 10000"),
    "limit in words": ({"limit": "veel"}, "geheel getal"),
    "limit in other digits": ({"limit": "٣"}, "geheel getal"),
    "offset below": ({"offset": "-1"}, "geheel getal"),
    "offset huge": ({"offset": "9" * 30}, "geheel getal"),
    "offset beyond": ({"offset": "5"}, "heeft hier 4 vlakken"),
    "period in words": ({"datetime": "gisteren"}, "geen periode"),
    "period backwards": ({"datetime": "2017-03-01/2017-02-01"}, "geen periode"),
    "period of no day": ({"datetime": "2017-02-30/2017-03-01"}, "geen periode"),
    "period elsewhere": ({"datetime": "1950-01-01/1950-12-31"}, "1950"),
    "soort": ({"soort": "fiets"}, "fiets"),
    "measure": ({"maat": "density"}, "density"),
    "a page": ({"f": "html"}, "Verwacht: json"),
    "a filter": ({"filter": "count > 2"}, "Parameter 'filter' bestaat niet"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_question_that_cannot_be_is_refused_in_dutch(
    programs: dict[str, MapProgram], case: str
) -> None:
    question, why = BAD[case]
    status, words_of_it = programs["ana"].refusal("collections/inbraak-buurten/items", **question)
    assert status == 400
    assert why in words_of_it
    assert programs["ana"].ask("collections/inbraak-buurten/items", **question).body["code"] == (
        "InvalidParameterValue"
    )


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("collections/inbraken", "Bekend: inbraak-wijken"),
        ("collections/inbraak-straten/items", "bestaat niet"),
        ("collections/inbraak-buurten/items/BU00000000", "geen vlak of plek"),
        ("collections/inbraak-buurten/queryables", "Begin bij http://localhost:8501/ogc"),
        ("processes", "Begin bij"),
        ("collections/../../gezond", "bestaat niet"),
    ],
)
def test_what_is_not_there_is_not_found(
    programs: dict[str, MapProgram], path: str, why: str
) -> None:
    status, words_of_it = programs["ana"].refusal(path)
    assert status == 404
    assert why in words_of_it


def test_soort_and_measure_are_not_of_places(programs: dict[str, MapProgram]) -> None:
    for name in ("soort", "maat"):
        status, why = programs["ana"].refusal("collections/haltes/items", (name, "x"))
        assert (status, f"kent geen {name}" in why) == (400, True)


def test_pages_together_are_all_there_is(programs: dict[str, MapProgram]) -> None:
    ana, seen, offset = programs["ana"], [], 0
    while True:
        page = ana.items("inbraak-cellen", limit=2, offset=offset)
        seen += [feature["id"] for feature in page["features"]]
        assert page["numberMatched"] == 5
        if "next" not in [link["rel"] for link in page["links"]]:
            break
        offset += 2
    assert len(seen) == 5
    assert set(seen) == set(ana.rows("inbraak-cellen"))
    # Right behind the last there is an empty page, for whoever counts on in whole pages.
    assert ana.items("inbraak-cellen", offset=5)["features"] == []


def test_both_systems_say_the_same_place(programs: dict[str, MapProgram]) -> None:
    ana = programs["ana"]
    in_metres = ana.ask("collections/inbraak-buurten/items", crs=RD)
    in_degrees = ana.ask("collections/inbraak-buurten/items")
    assert in_metres.headers["content-crs"] == f"<{RD}>"
    assert in_degrees.headers["content-crs"] == f"<{CRS84}>"
    for metres, degrees in zip(
        in_metres.body["features"], in_degrees.body["features"], strict=True
    ):
        ring = shapely.get_coordinates(shapely.from_geojson(json.dumps(metres["geometry"])))
        assert set(ring.ravel().tolist()) <= {100e3, 101e3, 102e3, 420e3, 421e3, 422e3}
        lon, lat = reproject(ring[:, 0], ring[:, 1], source=RD_NEW, target=WGS84)
        there = shapely.get_coordinates(shapely.from_geojson(json.dumps(degrees["geometry"])))
        # 1e-8 of a degree is a millimetre.
        assert there[:, 0] == pytest.approx(lon, abs=1e-8)
        assert there[:, 1] == pytest.approx(lat, abs=1e-8)


def test_a_box_in_either_system_gives_what_it_touches(programs: dict[str, MapProgram]) -> None:
    ana = programs["ana"]
    # Within Noord, as the crow flies some 100 m from its sides.
    assert set(ana.rows("inbraak-buurten", bbox="100100,421100,100900,421900", bbox_crs=RD)) == {
        "BU99990100"
    }
    lon, lat = reproject([100_100, 100_900], [421_100, 421_900], source=RD_NEW, target=WGS84)
    box = f"{lon[0]},{lat[0]},{lon[1]},{lat[1]}"
    assert set(ana.rows("inbraak-buurten", bbox=box)) == {"BU99990100"}
    assert len(ana.rows("inbraak-buurten", bbox="-180,-90,180,90")) == 4
    assert len(ana.rows("inbraak-buurten", bbox="-180,-90,0,180,90,9")) == 4
    assert ana.rows("inbraak-buurten", bbox="5.5,52.5,5.6,52.6") == {}
    assert set(ana.rows("inbraak-buurten", bbox="100500,421500,100500,421500", bbox_crs=RD)) == {
        "BU99990100"
    }


def test_the_class_of_a_feature_is_that_of_the_map(
    programs: dict[str, MapProgram], open_town: Workspace
) -> None:
    analysis = analyse(open_town, Selection("inbraak", level="buurten"))
    spec = map_spec(open_town, analysis)
    assert spec.fill is not None
    drawn = [spec.classes[at].label for at in spec.fill]
    rows = programs["ana"].rows("inbraak-buurten")
    assert [row["legend"] for row in rows.values()] == drawn
    assert drawn[-1] == "0"


def test_the_description_says_how_much_comes_at_once(programs: dict[str, MapProgram]) -> None:
    made = programs["ana"].ask("openapi")
    limit = made.body["components"]["parameters"]["limit"]["schema"]
    assert (limit["default"], limit["maximum"]) == (1_000, 10_000)
    assert set(made.body["components"]["parameters"]) == set(PARAMETERS)
    assert made.media_type == "application/vnd.oai.openapi+json;version=3.0"
    at = made.body["paths"]["/collections/inbraak-buurten/items"]["get"]["parameters"]
    assert {"$ref": "#/components/parameters/limit"} in at


def test_the_same_twice_is_once_and_two_values_are_refused(
    programs: dict[str, MapProgram],
) -> None:
    path = "collections/inbraak-buurten/items"
    once = programs["ana"].ask(path, ("soort", "woning"), ("soort", "woning"))
    assert [one["properties"]["count"] for one in once.body["features"]] == [3, 1, 1, 0]
    status, why = programs["ana"].refusal(path, ("soort", "woning"), ("soort", "schuur"))
    assert (status, "met 2 waarden" in why) == (400, True)


@given(st.lists(st.tuples(st.sampled_from(PARAMETERS) | st.text(max_size=5), st.text(max_size=40))))
def test_no_address_is_more_than_a_client_may_ask(
    programs: dict[str, MapProgram], pairs: list[tuple[str, str]]
) -> None:
    made = programs["ana"].ask("collections/inbraak-buurten/items", *pairs)
    assert made.status in (200, 400)
    json.dumps(made.body, allow_nan=False)


def test_off_is_the_default_and_says_so(tmp_path: Path) -> None:
    workspace = open_workspace(tiny_home(tmp_path / "town"), role="analist")
    let_in(workspace.home, {"ana": "analist"})
    program = MapProgram(workspace, new_key(workspace, "ana")[1])
    assert program.refusal("collections") == (404, words.OFF)


def test_parameters_that_are_known_are_given_back() -> None:
    assert require_parameters([("limit", "5"), ("f", "json")]) == {"limit": "5", "f": "json"}
