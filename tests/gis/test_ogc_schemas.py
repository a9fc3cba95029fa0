"""Every kind of answer to a map program is as OGC has it: its schemas, and its requirements."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

import jsonschema
import pytest
import shapely

from gis.conftest import PEOPLE, URL, MapProgram
from gis.ogc_schemas import DEFINITIONS, schema
from hotspots.gis.question import CRS84, PARAMETERS, RD
from hotspots.gis.service import Asker, ProgramRequest, answer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hotspots.access.workspace import Workspace
    from hotspots.gis.service import ProgramAnswer

GEOJSON = "application/geo+json"
#: Pages that a link goes on.
STEP = {"next": 1, "prev": -1}
#: Who may take something; `kim` may take nothing, and has a list without collections.
ASKING = ("ana", "wim", "cor")
#: Questions of each collection, of which all, some or no features are the answer.
QUESTIONS: tuple[dict[str, object], ...] = (
    {},
    {"limit": 1},
    {"limit": 1, "offset": 1},
    {"limit": 10_000, "f": "json"},
    {"bbox": "4.59,51.766,4.6,51.78"},
    {"bbox": "4.59,51.766,0,4.6,51.78,10", "crs": CRS84},
    {"bbox": "100100,420100,101900,421900", "bbox_crs": RD, "crs": RD},
    {"bbox": "5.5,52.5,5.6,52.6"},
    {"bbox": "177,51,-177,52"},
)
OF_ANALYSES: tuple[dict[str, object], ...] = (
    {"datetime": "2017-01-01/2017-03-31"},
    {"datetime": "2017-01-01T00:00:00Z/2017-03-31T23:59:59Z", "limit": 2},
    {"datetime": "2017-02-01/..", "crs": RD},
    {"datetime": "2017-02-03"},
)


def is_as(name: str, made: ProgramAnswer, status: int = 200) -> Any:  # noqa: ANN401 - any JSON
    """Return the body of an answer that is as a schema has it."""
    body = json.loads(json.dumps(made.body, allow_nan=False))
    assert made.status == status, body
    validator_of(name).validate(body)
    return body


@cache
def validator_of(name: str) -> jsonschema.Draft202012Validator:
    """Return what looks over bodies by a schema, which is looked over itself once."""
    jsonschema.Draft202012Validator.check_schema(schema(name))
    return jsonschema.Draft202012Validator(schema(name))


def relations(body: dict[str, Any]) -> dict[str, dict[str, str]]:
    """Return the links of an answer by what they are to it; there is one of each."""
    assert Counter(link["rel"] for link in body["links"]).most_common(1)[0][1] == 1
    return {link["rel"]: link for link in body["links"]}


def question_in(link: dict[str, str]) -> dict[str, str]:
    """Return the parameters of a link."""
    return dict(parse_qsl(urlsplit(link["href"]).query))


def written(question: dict[str, object]) -> dict[str, str]:
    """Return a question as it stands in an address."""
    return {name.replace("_", "-"): str(value) for name, value in question.items()}


def collections_of(program: MapProgram) -> list[dict[str, Any]]:
    offered: list[dict[str, Any]] = is_as("collections", program.ask("collections"))["collections"]
    return offered


def each_of(program: MapProgram) -> Iterator[tuple[str, list[dict[str, object]]]]:
    """Yield every collection with what is asked of it."""
    for one in collections_of(program):
        name = one["id"]
        asked = [*QUESTIONS]
        if name != "haltes":
            asked += OF_ANALYSES
        if name.startswith("inbraak"):
            asked += [{"soort": "woning"}, {"soort": "woning,schuur", "limit": 1}]
        if name == "inbraak-buurten":
            asked += [{"maat": measure} for measure in ("count", "rate", "eb_rate")]
        yield name, asked


def test_the_schemas_are_schemas() -> None:
    for name in DEFINITIONS:
        jsonschema.Draft202012Validator.check_schema(schema(name))


@pytest.mark.parametrize(
    ("name", "path", "spoil"),
    [
        ("landingPage", "", lambda body: body.pop("links")),
        ("landingPage", "", lambda body: body["links"][0].pop("href")),
        ("confClasses", "conformance", lambda body: body.update(conformsTo="core")),
        ("collections", "collections", lambda body: body["collections"][0].pop("id")),
        ("collection", "collections/haltes", lambda body: body["links"][0].pop("type")),
        (
            "collection",
            "collections/haltes",
            lambda body: body["extent"]["spatial"]["bbox"][0].append(1),
        ),
        (
            "featureCollectionGeoJSON",
            "collections/haltes/items",
            lambda body: body.update(type="Features"),
        ),
        (
            "featureCollectionGeoJSON",
            "collections/haltes/items",
            lambda body: body["features"][0].pop("geometry"),
        ),
        (
            "featureGeoJSON",
            "collections/inbraak-buurten/items/BU99990100",
            lambda body: body["geometry"]["coordinates"][0].__delitem__(slice(3, None)),
        ),
        ("exception", "collections/nergens", lambda body: body.pop("code")),
    ],
)
def test_a_schema_refuses_what_is_not_as_it_has_it(
    programs: dict[str, MapProgram],
    name: str,
    path: str,
    spoil: Any,  # noqa: ANN401
) -> None:
    made = programs["ana"].ask(path)
    body = is_as(name, made, made.status)
    spoil(body)
    with pytest.raises(jsonschema.ValidationError):
        validator_of(name).validate(body)


@pytest.mark.parametrize("who", PEOPLE)
def test_what_tells_of_the_service(programs: dict[str, MapProgram], who: str) -> None:
    program = programs[who]
    links = relations(is_as("landingPage", program.ask()))
    assert {"self", "service-desc", "conformance", "data"} <= set(links)
    assert is_as("confClasses", program.ask("conformance"))
    assert "self" in relations(is_as("collections", program.ask("collections")))
    for one in collections_of(program):
        # In the list and alone it is told in the same words.
        assert is_as("collection", program.ask(f"collections/{one['id']}")) == one
        links = relations(one)
        assert links["items"]["type"] == GEOJSON
        assert links["items"]["href"].startswith(f"{URL}/collections/{one['id']}/items")


@pytest.mark.parametrize("who", PEOPLE)
def test_the_description_is_openapi(programs: dict[str, MapProgram], who: str) -> None:
    # The schema of OpenAPI 3.0 by those who make it, as pygeoapi has it with it.
    openapi = json.loads(
        files("pygeoapi").joinpath("schemas/openapi/openapi-3.0.x.json").read_text()
    )
    described = programs[who].ask("openapi").body
    jsonschema.validate(described, openapi)
    operations = [path["get"] for path in described["paths"].values()]
    assert max(Counter(one["operationId"] for one in operations).values()) == 1
    # What is refused is refused in the form that is described.
    assert described["components"]["schemas"]["exception"]["required"] == ["code"]
    for operation in operations:
        assert {"200", "4XX", "5XX"} == set(operation["responses"])
        refs = {one["$ref"].rpartition("/")[2] for one in operation["parameters"] if "$ref" in one}
        assert refs == set(PARAMETERS) == set(described["components"]["parameters"])
    for path in described["paths"]:
        if "{" not in path:
            assert programs[who].ask(path.strip("/"), limit=1).status == 200


@pytest.mark.parametrize("who", ASKING)
def test_features_of_every_collection(programs: dict[str, MapProgram], who: str) -> None:
    program, before = programs[who], datetime.now(UTC) - timedelta(seconds=1)
    answers = 0
    for name, asked in each_of(program):
        for question in asked:
            made = program.ask(f"collections/{name}/items", **question)
            offset, limit = int(str(question.get("offset", 0))), question.get("limit", 1_000)
            body = is_as("featureCollectionGeoJSON", made)
            assert made.media_type == GEOJSON
            assert made.headers["content-crs"] == f"<{question.get('crs', CRS84)}>"
            assert body["numberReturned"] == len(body["features"]) <= int(str(limit))
            assert before <= datetime.fromisoformat(body["timeStamp"]) <= datetime.now(UTC)
            links = relations(body)
            assert links["self"]["type"] == GEOJSON
            assert question_in(links["self"]) == written({"f": "json", **question})
            for rel in {"next", "prev"} & set(links):
                other = question_in(links[rel])
                assert other.pop("offset") == str(max(offset + STEP[rel] * int(str(limit)), 0))
                assert other == written(
                    {name: value for name, value in question.items() if name not in ("offset", "f")}
                )
            # There is a next page where more is left, and nowhere else.
            more = offset + body["numberReturned"] < body["numberMatched"]
            assert ("next" in links, "prev" in links) == (more, offset > 0)
            answers += 1
    # Nine questions each, four more of what is counted in time, two of what has a soort, three of
    # what has a maat. An analist has six collections, of which four are of inbraak; a wijkagent
    # not the sensitive one; a crisisplanner inbraak per wijk and buurt, and haltes.
    expected = {
        "ana": 6 * 9 + 5 * 4 + 4 * 2 + 3,
        "wim": 5 * 9 + 4 * 4 + 4 * 2 + 3,
        "cor": 3 * 9 + 2 * 4 + 2 * 2 + 3,
    }
    assert answers == expected[who]


@pytest.mark.parametrize("who", ASKING)
def test_each_feature_alone_is_the_one_of_the_page(
    programs: dict[str, MapProgram], who: str
) -> None:
    for one in collections_of(programs[who]):
        where = f"collections/{one['id']}/items"
        for feature in programs[who].ask(where).body["features"]:
            made = programs[who].ask(f"{where}/{feature['id']}")
            alone = is_as("featureGeoJSON", made)
            assert made.media_type == GEOJSON
            links = relations(alone)
            assert links["self"]["type"] == GEOJSON
            assert links["self"]["href"] == f"{URL}/{where}/{feature['id']}?f=json"
            assert links["collection"]["href"] == f"{URL}/collections/{one['id']}"
            assert {name: alone[name] for name in feature} == feature


def test_a_feature_links_to_itself_as_it_was_asked_for(programs: dict[str, MapProgram]) -> None:
    path = "collections/inbraak-buurten/items/BU99990100"
    question = {"datetime": "2017-02-01/2017-02-28", "maat": "rate", "crs": RD}
    feature = is_as("featureGeoJSON", programs["ana"].ask(path, **question))
    link = relations(feature)["self"]
    assert question_in(link) == {**question, "f": "json"}
    again = programs["ana"].ask(path, **question_in(link)).body
    assert again == feature
    # One in February, by 600 households.
    assert again["properties"]["value"] == pytest.approx(1 / 0.6)


def test_every_refusal_is_an_exception(programs: dict[str, MapProgram]) -> None:
    refused = Counter[int]()
    for one in collections_of(programs["ana"]):
        where = f"collections/{one['id']}"
        for path, question, status in (
            (f"{where}/items", {"bbox": "1,2"}, 400),
            (f"{where}/items", {"limit": "0"}, 400),
            (f"{where}/items", {"datetime": "gisteren"}, 400),
            (f"{where}/items", {"offset": "99999"}, 400),
            (f"{where}/items", {"onbekend": "x"}, 400),
            (f"{where}/items/x", {"crs": "EPSG:3857"}, 400),
            (where, {"onbekend": "x"}, 400),
            (f"{where}/items/nergens", {}, 404),
            (f"{where}/nergens", {}, 404),
        ):
            made = programs["ana"].ask(path, **question)
            body = is_as("exception", made, status)
            assert made.media_type == "application/json"
            assert body["code"] == {400: "InvalidParameterValue", 404: "NotFound"}[status]
            refused[status] += 1
        body = is_as("exception", programs["kim"].ask(f"{where}/items"), 403)
        assert body["code"] == "Forbidden"
    for path in ("nergens", "collections/nergens", "collections/nergens/items"):
        is_as("exception", programs["ana"].ask(path), 404)
    for path in ("", "conformance", "collections", "openapi"):
        is_as("exception", programs["ana"].ask(path, onbekend="x"), 400)
    assert refused == {400: 6 * 7, 404: 6 * 2}
    nobody = MapProgram(programs["ana"].workspace, "geen-sleutel")
    assert is_as("exception", nobody.ask("collections"), 401)["code"] == "Unauthorized"


def test_a_box_over_the_antimeridian_is_two(programs: dict[str, MapProgram]) -> None:
    ana = programs["ana"]
    # From 179 degrees east, the long way around to 4.6: the western half of the town.
    half = ana.rows("inbraak-buurten", bbox="179,51,4.6,52")
    assert half == ana.rows("inbraak-buurten", bbox="-180,51,4.6,52")
    assert set(half) == {"BU99990100", "BU99990200"}
    assert ana.rows("inbraak-buurten", bbox="5,51,4,52") == {}
    # Metres do not go around.
    status, why = ana.refusal(
        "collections/inbraak-buurten/items", bbox="102000,420000,100000,422000", bbox_crs=RD
    )
    assert (status, "uitsnede" in why) == (400, True)


def test_all_that_this_repository_has_is_as_ogc_has_it(dordrecht: Workspace) -> None:
    asker = Asker(dordrecht, "1")

    def ask(path: str, **question: object) -> ProgramAnswer:
        given = tuple((name, str(value)) for name, value in question.items())
        return answer(asker, ProgramRequest(URL, path, given))

    offered = is_as("collections", ask("collections"))["collections"]
    assert {"spoor", "water", "overlast-cellen", "woninginbraak-hotspots"} <= {
        one["id"] for one in offered
    }
    outside = 0
    for one in offered:
        made = ask(f"collections/{one['id']}/items", limit=9_999)
        body = {**made.body}
        # All of it lies on the one page; to look at every point of it takes long.
        assert body["numberReturned"] == body["numberMatched"]
        few = {**body, "features": body["features"][:5]}
        is_as("featureCollectionGeoJSON", replace(made, body=few))
        if not body["features"]:
            continue
        shapes = [shapely.from_geojson(json.dumps(each["geometry"])) for each in body["features"]]
        # The extent holds all of it; an outer ring goes against the clock, a hole with it.
        west, south, east, north = one["extent"]["spatial"]["bbox"][0]
        assert shapely.box(west, south, east, north).covers(shapely.GeometryCollection(shapes))
        for part in shapely.get_parts(shapes):
            if part.geom_type == "Polygon":
                assert part.exterior.is_ccw
                assert not any(hole.is_ccw for hole in part.interiors)
        outside += not shapely.box(4.6184, 51.714, 4.8858, 51.8242).covers(
            shapely.GeometryCollection(shapes)
        )
    # Of the track, the zones beside it and the stations some lie outside the gemeente.
    assert outside == 3
