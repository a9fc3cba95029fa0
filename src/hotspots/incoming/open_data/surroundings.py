"""What lies in and around a municipality: railways, stations, zones, floods, dikes, streets."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Literal
from urllib.parse import unquote

import geopandas as gpd
import shapely

from hotspots.crs import NETHERLANDS_RD, RD_NEW, WGS84
from hotspots.dutch import listed, number
from hotspots.errors import SourceError
from hotspots.incoming.open_data import words as text
from hotspots.incoming.open_data.boundaries import fold, value_of
from hotspots.incoming.open_data.client import RefusedError, not_promised, visible
from hotspots.incoming.open_data.feature_pages import (
    Features,
    has_shape,
    ogc_features,
    require_known,
    wfs_features,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from hotspots.incoming.open_data.client import PoliteClient
    from hotspots.incoming.open_data.services import Service

Subject = Literal[
    "rail", "stations", "risk", "register", "companies", "pipelines", "flood", "dikes", "roads"
]
#: The service that is asked about each.
SERVICE_OF: Final[Mapping[str, str]] = MappingProxyType(
    {
        "rail": "rail",
        "stations": "rail",
        "risk": "risk",
        "register": "risk",
        "companies": "risk",
        "pipelines": "risk",
        "flood": "flood",
        "dikes": "flood_dikes",
        "roads": "roads",
    }
)

#: metres around the municipality: as far as a toxic cloud is reckoned with, and a little more.
MARGIN_M: Final = 2_000.0
#: metres; a street is only looked for beside what lies in the municipality itself.
STREETS_MARGIN_M: Final = 500.0
#: Types of the register for transport over rail (bn, Basisnet), and the zone each is.
_ZONES: Final = (
    ("rev_public:bn_explosieaandachtsgebieden", "explosie"),
    ("rev_public:bn_pr10_6", "pr10_6"),
)
#: Areas that the register draws around companies (ev) and pipelines (bl), with what each is and of
#: what. That the register has these names is seen in what others wrote; of a name that it does not
#: know the fetch says so, and goes on.
_AREAS: Final = tuple(
    (f"rev_public:{source}_{plural}", zone, kind)
    for source, kind in (("ev", "bedrijf"), ("bl", "buisleiding"))
    for plural, zone in (
        ("pr10_6", "pr10_6"),
        ("brandaandachtsgebieden", "brand"),
        ("explosieaandachtsgebieden", "explosie"),
        ("gifwolkaandachtsgebieden", "gifwolk"),
    )
)
_COMPANIES: Final = "rev_public:ev_activiteiten"
_PIPELINES: Final = "rev_public:bl_buisleidingreferentie"
#: Of whom an object of the register is: a company, an operator, else who gave it.
_OWNERS: Final = ("bedrijfsnaam", "naamexploitant", "bronhouder")
_ACTIVITIES: Final = ("evactiviteit",)
_SUBSTANCES: Final = ("maatgevendestof",)
_ENDED: Final = ("eindgeldigheid",)
#: What a GeoServer answers about a type that it does not know.
_NO_SUCH_TYPE: Final = (400, 404)
_LINE_NAMES: Final = ("naam", "naamlang", "lijnnaam", "baanvak", "geocodenaam", "geocode")
_NAMES: Final = ("naam", "bedrijfsnaam", "omschrijving", "identificatie")
_FLOOD_NAMES: Final = ("description", "omschrijving", "observedevent", "gebeurtenis")
_CODES: Final = ("identificatie", "localid", "id", "fuuid")
#: What LIWO calls the properties of a dike ring is written down nowhere: names that others use.
_RINGS: Final = "LIWO_Basis:infrastructuur_dijkringen"
_RING_NAMES: Final = ("naam", "dijkringnaam", "dijkringna", "omschrijving", "name", "ringnaam")
#: Of a wegvak, folded: the documentation of NWB has STT_NAAM, services of PDOK also sttNaam.
_STREET_NAMES: Final = ("sttnaam", "straatnaam")
_STREET_CODES: Final = ("wvkid",)
_STATION_NAMES: Final = ("naam", "stationsnaam", "naamlang")
#: The short code of a station, where the service gives it; else what it calls the feature.
_STATION_CODES: Final = ("code", "stationscode", "verkorting", "afkorting", "puic", "objectid")
_RING_CODES: Final = ("dijkringnr", "dijkringnummer", "dijkringn", "dijkring", "nummer", "ringnr")


@dataclass(frozen=True, slots=True, eq=False)
class Surroundings:
    """Shapes in RD, cut off outside the box around the municipality.

    Attributes
    ----------
    shapes
        With the columns of the fields of the layer that they are for.
    notes
        What a user should know, in Dutch.
    """

    subject: Subject
    shapes: gpd.GeoDataFrame
    service: Service
    requests: tuple[str, ...]
    checksums: tuple[str, ...]
    notes: tuple[str, ...] = ()


def fetch_surroundings(
    client: PoliteClient,
    service: Service,
    subject: Subject,
    bounds_rd: tuple[float, float, float, float],
) -> Surroundings:
    """Return what a service has in and around a municipality.

    Parameters
    ----------
    bounds_rd
        West, south, east and north of the municipality, RD metres.

    Raises
    ------
    SourceError
        If there is no connection, an answer is not what was promised, or there is nothing.
    """
    west, south, east, north = bounds_rd
    margin_m = STREETS_MARGIN_M if subject == "roads" else MARGIN_M
    box = shapely.box(west - margin_m, south - margin_m, east + margin_m, north + margin_m)
    rows, answers = _ASK[subject](client, service, box)
    every = [feature for answer in answers for feature in answer.features]
    without = sum(not has_shape(feature) for feature in every)
    if not rows and without:
        fault = text.NO_SHAPES.format(count=number(without))
        raise not_promised(service, answers[0].request, fault, text.FEATURE)
    if not rows:
        raise SourceError(*text.none_near(service.title, text.NONE_OF[subject], margin_m))
    notes: list[str] = []
    if without:
        notes.append(text.WITHOUT_SHAPE.format(count=number(without), all=number(len(every))))
    if subject == "risk":
        zones = sorted({row["zone"] for row in rows})
        notes.append(text.NOT_ALL_ZONES.format(zones=" en ".join(zones)))
    if subject in _OF_REGISTER:
        notes += _register_notes(subject, rows, answers)
    if subject == "flood":
        notes.append(text.NO_DEPTH)
    if subject == "roads" and (unnamed := sum(not row["name"] for row in rows)):
        notes.append(text.UNNAMED_STREETS.format(count=number(unnamed), all=number(len(rows))))
    return Surroundings(
        subject=subject,
        shapes=gpd.GeoDataFrame(rows, geometry="geometry", crs=RD_NEW),
        service=service,
        requests=tuple(answer.request for answer in answers),
        checksums=tuple(checksum for answer in answers for checksum in answer.checksums),
        notes=tuple(notes),
    )


_Fetched = tuple[list[dict[str, Any]], list[Features]]


def _rail(client: PoliteClient, service: Service, box: shapely.Polygon) -> _Fetched:
    features = ogc_features(client, service, "spooras", {"bbox": _degrees(box)})
    rows = []
    for at, (properties, shape) in enumerate(_inside(service, features, box), start=1):
        if not _is_there(properties):
            continue  # a track that is only designed carries no wagons
        name = _text(properties, _LINE_NAMES) or f"{text.UNNAMED_RAIL} {at}"
        rows.append({"name": name, "geometry": shape})
    return rows, [features]


def _stations(client: PoliteClient, service: Service, box: shapely.Polygon) -> _Fetched:
    """Return the stations of ProRail, each as one point.

    Written from what PDOK says of the service (OGC API Features, CC0 1.0) and of its collection
    ``station``, and not tried against it: that a station has a ``naam`` is seen in what others
    wrote, what else it has is not. A station that is only designed is none yet. One without a name
    is numbered.

    References
    ----------
    https://www.pdok.nl/ogc-webservices/-/article/spoorwegen
    """
    features = ogc_features(client, service, "station", {"bbox": _degrees(box)})
    rows: list[dict[str, Any]] = []
    seen: dict[str, shapely.Geometry] = {}
    for at, (properties, shape) in enumerate(_inside(service, features, box), start=1):
        if not _is_there(properties):
            continue
        name = _text(properties, _STATION_NAMES) or f"{text.UNNAMED_STATION} {at}"
        code = _whole(value_of(properties, _STATION_CODES)) or name
        # A platform, or a whole yard, is one point on it.
        place = shapely.point_on_surface(shape)
        # A row of the layer is recognised by its code: two places under one code are two rows.
        if code in seen and seen[code] != place:
            code = f"{code} ({at})"
        seen[code] = place
        rows.append({"name": name, "code": code, "geometry": place})
    return rows, [features]


def _is_there(properties: Mapping[str, object]) -> bool:
    """Whether what ProRail describes exists, and is not only designed."""
    return fold(str(value_of(properties, ("status",)) or "Bestaand")) == "bestaand"


def _risk(client: PoliteClient, service: Service, box: shapely.Polygon) -> _Fetched:
    rows, answers = [], []
    for type_name, zone in _ZONES:
        features = wfs_features(client, service, _in_box(type_name, box))
        answers.append(features)
        for at, (properties, shape) in enumerate(_inside(service, features, box), start=1):
            code = _text(properties, _CODES) or f"{at}"
            rows.append(
                {
                    "zone": zone,
                    "name": _text(properties, _NAMES) or code,
                    "origin": "bron",
                    "code": f"{zone} {code}",
                    "geometry": shape,
                }
            )
    return rows, answers


def _in_box(type_name: str, box: shapely.Polygon) -> dict[str, str]:
    """Return the question about what the register has in a box."""
    west, south, east, north = (round(edge) for edge in box.bounds)
    return {
        "typeNames": type_name,
        "srsName": RD_NEW,
        "cql_filter": f"BBOX(geometrie,{west},{south},{east},{north})",
    }


def _register(client: PoliteClient, service: Service, box: shapely.Polygon) -> _Fetched:
    """Return the areas around companies and pipelines, each with of whom it is and why.

    Written from what others wrote of the service, and not tried against it.
    """
    rows: list[dict[str, Any]] = []
    answers: list[Features] = []
    for type_name, zone, source in _AREAS:
        try:
            features = wfs_features(client, service, _in_box(type_name, box))
        except RefusedError as error:
            if error.status not in _NO_SUCH_TYPE:
                raise
            refused = error
            continue
        answers.append(features)
        rows += [
            {"zone": zone, "source": source, **_of_whom(properties, ""), "geometry": shape}
            for properties, shape in _inside(service, features, box)
            if not _has_ended(properties)
        ]
    if not answers:
        raise refused
    return _with_codes(rows, ("source", "zone")), answers


def _companies(client: PoliteClient, service: Service, box: shapely.Polygon) -> _Fetched:
    """Return the activities of companies with dangerous goods, each as one point."""
    features = wfs_features(client, service, _in_box(_COMPANIES, box))
    rows = [
        {**_of_whom(properties, text.UNNAMED_COMPANY), "geometry": shapely.point_on_surface(shape)}
        for properties, shape in _inside(service, features, box)
        if not _has_ended(properties)
    ]
    return _with_codes(rows), [features]


def _pipelines(client: PoliteClient, service: Service, box: shapely.Polygon) -> _Fetched:
    """Return the pipelines for dangerous goods."""
    features = wfs_features(client, service, _in_box(_PIPELINES, box))
    rows = [
        {**_of_whom(properties, text.UNNAMED_PIPELINE, "activity"), "geometry": shape}
        for properties, shape in _inside(service, features, box)
        if shapely.get_dimensions(shape) == 1 and not _has_ended(properties)
    ]
    return _with_codes(rows), [features]


def _of_whom(properties: Mapping[str, object], unnamed: str, *without: str) -> dict[str, str]:
    """Return of whom an object of the register is, what happens there, and with what."""
    fields = {
        "name": _text(properties, _OWNERS) or unnamed,
        "activity": _text(properties, _ACTIVITIES),
        "substance": _substance(value_of(properties, _SUBSTANCES)),
        "code": _text(properties, _CODES),
    }
    return {name: value for name, value in fields.items() if name not in without}


def _substance(value: object) -> str:
    """Return the substance that counts: text, an object, or an object in text; "" for none.

    Examples
    --------
    >>> _substance('{"categorieNaam": "klasse 2.1", "chemischeNaam": "propaan"}')
    'propaan'
    >>> _substance({"geenWaardeReden": "nietVanToepassing"}), _substance("aardgas")
    ('', 'aardgas')
    """
    if isinstance(value, str) and value.lstrip().startswith("{"):
        try:
            value = json.loads(value)
        except ValueError:
            return ""
    if isinstance(value, dict):
        value = value.get("chemischeNaam") or value.get("categorieNaam")
    return visible(str(value)).strip()[:120] if value else ""


def _has_ended(properties: Mapping[str, object]) -> bool:
    """Whether an object of the register is no longer valid today."""
    written = str(value_of(properties, _ENDED) or "")[:10]
    try:
        return date.fromisoformat(written) <= datetime.now(UTC).date()
    except ValueError:
        return False


def _with_codes(rows: list[dict[str, Any]], before: Sequence[str] = ()) -> list[dict[str, object]]:
    """Return rows with a code each: a row of a layer is recognised by it."""
    seen: dict[str, shapely.Geometry] = {}
    for at, row in enumerate(rows, start=1):
        code = " ".join([*(row[name] for name in before), row["code"] or f"{at}"])
        if code in seen and seen[code] != row["geometry"]:
            code = f"{code} ({at})"
        seen[code] = row["geometry"]
        row["code"] = code
    return rows


#: Subjects of the register besides the track.
_OF_REGISTER: Final = ("register", "companies", "pipelines")


def _register_notes(
    subject: Subject, rows: Sequence[Mapping[str, object]], answers: Sequence[Features]
) -> list[str]:
    """Return what the register did not know, has none of here, or no longer holds for valid."""
    notes = []
    if subject == "register":
        requests = " ".join(unquote(answer.request) for answer in answers)
        there = {(row["zone"], row["source"]) for row in rows}
        for said, kinds in (
            (text.NO_ANSWER_ABOUT, [(z, s) for name, z, s in _AREAS if name not in requests]),
            (
                text.NONE_OF_KIND,
                [(z, s) for name, z, s in _AREAS if name in requests and (z, s) not in there],
            ),
        ):
            if kinds:
                notes.append(said.format(kinds=listed([text.area_kind(*one) for one in kinds])))
    every = [feature["properties"] for answer in answers for feature in answer.features]
    if ended := sum(_has_ended(properties) for properties in every):
        notes.append(text.ENDED.format(count=number(ended), all=number(len(every))))
    return notes


def _flood(client: PoliteClient, service: Service, box: shapely.Polygon) -> _Fetched:
    features = ogc_features(client, service, "risk_zone", {"bbox": _degrees(box)})
    rows = []
    for at, (properties, shape) in enumerate(_inside(service, features, box), start=1):
        name = _text(properties, _FLOOD_NAMES) or text.UNNAMED_FLOOD
        rows.append(
            {
                "scenario": name,
                "name": name,
                "depth_from_m": 0,
                "code": _text(properties, _CODES) or f"{at}",
                "geometry": shape,
            }
        )
    return rows, [features]


def _dikes(client: PoliteClient, service: Service, box: shapely.Polygon) -> _Fetched:
    edges = ",".join(str(round(edge)) for edge in box.bounds)
    query = {"typeNames": _RINGS, "srsName": RD_NEW, "bbox": f"{edges},{RD_NEW}"}
    features = wfs_features(client, service, query)
    rows: list[dict[str, Any]] = []
    seen: set[str] = set()
    for at, (properties, shape) in enumerate(_inside(service, features, box), start=1):
        code = _text(properties, _RING_CODES)
        numbered = f"{text.UNNAMED_DIKE_RING} {code}".strip()
        rows.append(
            {
                "name": _text(properties, _RING_NAMES) or numbered,
                # A ring in two parts has one number; a row of the layer is recognised by its code.
                "code": f"{code} ({at})".strip() if code in seen or not code else code,
                "geometry": shape,
            }
        )
        seen.add(code)
    return rows, [features]


def _roads(client: PoliteClient, service: Service, box: shapely.Polygon) -> _Fetched:
    """Return the wegvakken of NWB, the stretches of road between two junctions, with their street.

    Written from the documentation and not tried against the service: PDOK names the service (OGC
    API Features, CC0 1.0) and its collection ``wegvakken``, NDW the attributes: WVK_ID is the
    identification of a wegvak, STT_NAAM its street, at most 80 characters. A wegvak of a road with
    a number alone, or of a path, may have no street: it is drawn and names nothing.

    References
    ----------
    https://www.pdok.nl/ogc-apis/-/article/nationaal-wegen-bestand-nwb-wegen
    https://docs.ndw.nu/handleidingen/nwb/nwb-producten/nwb-wegen/
    """
    features = ogc_features(client, service, "wegvakken", {"bbox": _degrees(box)})
    rows = [
        {
            "name": _text(properties, _STREET_NAMES),
            "code": _whole(value_of(properties, _STREET_CODES)),
            "geometry": shape,
        }
        for properties, shape in _inside(service, features, box)
    ]
    return rows, [features]


_ASK: Final[Mapping[Subject, Callable[[PoliteClient, Service, shapely.Polygon], _Fetched]]] = {
    "rail": _rail,
    "stations": _stations,
    "risk": _risk,
    "register": _register,
    "companies": _companies,
    "pipelines": _pipelines,
    "flood": _flood,
    "dikes": _dikes,
    "roads": _roads,
}


def _whole(code: object) -> str:
    """Return an identification as text; NWB keeps whole numbers as fractions."""
    if isinstance(code, float) and code.is_integer():
        code = int(code)
    return visible(str(code)).strip()[:120] if code is not None else ""


def _degrees(box: shapely.Polygon) -> str:
    bounds = gpd.GeoSeries([box], crs=RD_NEW).to_crs(WGS84).total_bounds
    return ",".join(f"{edge:.5f}" for edge in bounds)


def _inside(
    service: Service, features: Features, box: shapely.Polygon
) -> Sequence[tuple[Mapping[str, object], shapely.Geometry]]:
    """Return properties and shape of what lies in the box; a service may give more.

    Raises
    ------
    SourceError
        If there are shapes, and not one of them in the Netherlands.
    """
    shapes = gpd.GeoSeries(
        [_shape(service, features, at) for at in range(len(features.features))],
        crs=RD_NEW if require_known(service, features) else WGS84,
    ).to_crs(RD_NEW)
    rows = []
    for feature, shape in zip(features.features, shapes, strict=True):
        if shape is None or not shape.intersects(box):
            continue
        part = shapely.intersection(shapely.make_valid(shape), box)
        whole = _of_one_dimension(part, shapely.get_dimensions(shape))
        rows += [(feature["properties"], piece) for piece in whole]
    placed = shapes[~(shapes.isna() | shapes.is_empty)]
    if not rows and len(placed) and not placed.intersects(shapely.box(*NETHERLANDS_RD)).any():
        # Degrees that are called metres lie nowhere: that is no sign that nothing is here.
        raise not_promised(service, features.request, text.ALL_ABROAD, text.IN_COUNTRY)
    return rows


def _of_one_dimension(part: shapely.Geometry, dimension: int) -> list[shapely.Geometry]:
    """Return the part of a cut-off shape that is of its own kind, as one shape, if any is."""
    pieces = [piece for piece in _singles(part) if shapely.get_dimensions(piece) == dimension]
    return [shapely.union_all(pieces)] if pieces else []


def _singles(shape: shapely.Geometry) -> list[shapely.Geometry]:
    parts = list(shapely.get_parts(shape))
    nested = [single for piece in parts if hasattr(piece, "geoms") for single in _singles(piece)]
    return [piece for piece in parts if not hasattr(piece, "geoms")] + nested


def _shape(service: Service, features: Features, at: int) -> shapely.Geometry | None:
    geometry = features.features[at]["geometry"]
    if geometry is None:
        return None
    try:
        return shapely.force_2d(shapely.from_geojson(json.dumps(geometry)))
    except (shapely.GEOSException, TypeError) as error:
        fault = text.NO_FEATURE.format(position=at + 1)
        raise not_promised(service, features.request, fault, text.FEATURE) from error


def _text(properties: Mapping[str, object], names: tuple[str, ...]) -> str:
    value = value_of(properties, names)
    return visible(str(value)).strip()[:120] if value is not None else ""
