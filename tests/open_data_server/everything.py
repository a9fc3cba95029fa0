"""All services of the local server together, from what is at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
from shapely import LineString, box, union_all

from open_data_server.cbs import Table, crimes_of, dimension, tables_by_odata
from open_data_server.geocoder import Door, addresses_by_free
from open_data_server.kept_areas import (
    REPOSITORY,
    SHARED,
    THE_HAGUE,
    Area,
    Collections,
    embedded,
    groningen,
    official,
    squares,
    the_hague,
    together,
)
from open_data_server.made_up_figures import keyfigures_table, police_table, yearly_police_table
from open_data_server.pdok import (
    areas_by_ogc,
    areas_by_wfs,
    features_by_ogc,
    features_by_wfs,
    regions_by_wfs,
)
from town import BUURTEN, SIDE_M

if TYPE_CHECKING:
    from collections.abc import Callable

    from open_data_server.server import Part


def all_parts(host: Callable[[], str]) -> dict[str, Part]:
    """Return each part under its path: official areas where they are, else those embedded."""
    areas = official(2023) if (SHARED / "dordrecht").is_dir() else embedded(2023)
    earlier = _of_2017()
    buurten = [*areas["buurten"], *earlier.get("buurten", [])]
    cbs = tables_by_odata(
        {
            "47022NED": police_table(buurten),
            "47018NED": yearly_police_table(buurten),
            "85618NED": keyfigures_table(areas["buurten"]),
            "83765NED": keyfigures_table(earlier.get("buurten", [])),
        },
        host,
    )
    return {
        "/cbs/wijken-en-buurten-2023": areas_by_ogc(areas, host),
        "/cbs/wijken-en-buurten-2022": areas_by_ogc(embedded(2022), host),
        **({"/cbs/wijken-en-buurten-2017": areas_by_ogc(earlier, host)} if earlier else {}),
        "/cbs/wijkenbuurten/2023": areas_by_wfs(areas),
        **(
            {
                "/cbs/gebiedsindelingen/2017": regions_by_wfs(
                    earlier,
                    {"VR01": ("Groningen", ["GM0014"]), "VR15": ("Haaglanden", list(THE_HAGUE))},
                )
            }
            if earlier
            else {}
        ),
        "/ODataApi": cbs,
        "/ODataFeed": cbs,
        "/prorail": features_by_ogc({"spooras": _tracks(), "station": _stations()}, host),
        "/geoserver/wfs": features_by_wfs(
            {
                "rev_public:bn_explosieaandachtsgebieden": [
                    Area(
                        {"identificatie": "proef"},
                        union_all([track.shape for track in _tracks()]).buffer(200.0),
                    ),
                ],
                "rev_public:bn_pr10_6": [],
                **_register(areas["gemeenten"]),
            }
        ),
        "/geoserver/LIWO_Basis/wfs": features_by_wfs(
            {"LIWO_Basis:infrastructuur_dijkringen": _rings(areas["gemeenten"])}
        ),
        "/rws": features_by_ogc({"risk_zone": _floods(areas["gemeenten"])}, host),
        "/rws/nationaal-wegenbestand-wegen": features_by_ogc(
            {"wegvakken": _streets(areas["gemeenten"])}, host
        ),
        "/bzk/locatieserver/search/v3_1": addresses_by_free(_doors()),
    }


def _of_2017() -> Collections:
    """Return Groningen and the region of The Hague where their files are at hand."""
    if not all((SHARED / name).is_dir() for name in ("groningen", "denhaag")):
        return {}
    return together(groningen(), the_hague(tuple(THE_HAGUE)))


def _doors() -> list[Door]:
    """Return a few doors of Dordrecht: a made-up list, on places that are there."""
    return [
        Door("Grote Markt", str(at), "3311PX", "0505", (105_200.0 + 12 * at, 425_300.0))
        for at in range(1, 20)
    ]


def _tracks() -> list[Area]:
    """Return the railways of the repository under the names of ProRail."""
    lines = gpd.read_file(REPOSITORY / "geodata/spoorlijnen/spoorlijnen.geojson")
    return [
        Area({"naam": row.lijn, "status": "Bestaand"}, row.geometry) for row in lines.itertuples()
    ]


def _register(gemeenten: list[Area]) -> dict[str, list[Area]]:
    """Return a made-up tank and a made-up pipeline through the middle of a gemeente.

    The pipeline has no area for toxic gas: the service answers as if it did not know the name.
    """
    middle = gemeenten[0].shape.centroid
    west, _, east, _ = gemeenten[0].shape.bounds
    line = LineString([(west, middle.y - 500), (east, middle.y - 500)])
    tank = {
        "identificatie": "tank",
        "bedrijfsnaam": "Proeftank",
        "evactiviteit": "Opslag van propaan",
        "maatgevende_stof": {"categorieNaam": "Brandbaar gas", "chemischeNaam": "propaan"},
    }
    pipe = {"identificatie": "leiding", "naamexploitant": "Proefleiding"}
    around = {
        "ev_pr10_6": (tank, middle.buffer(60)),
        "ev_brandaandachtsgebieden": (tank, middle.buffer(100)),
        "ev_explosieaandachtsgebieden": (tank, middle.buffer(300)),
        "ev_activiteiten": (tank, middle),
        "bl_pr10_6": (pipe, line.buffer(20)),
        "bl_brandaandachtsgebieden": (pipe, line.buffer(140)),
        "bl_buisleidingreferentie": (pipe, line),
    }
    empty = ("ev_gifwolkaandachtsgebieden", "bl_explosieaandachtsgebieden")
    return {
        **{f"rev_public:{name}": [Area(*one)] for name, one in around.items()},
        **{f"rev_public:{name}": [] for name in empty},
    }


def _stations() -> list[Area]:
    """Return the stations of the repository under the names of ProRail."""
    places = gpd.read_file(REPOSITORY / "geodata/stations/stations.geojson")
    return [
        Area({"naam": row.naam, "code": row.code, "status": "Bestaand"}, row.geometry)
        for row in places.itertuples()
    ]


def _floods(gemeenten: list[Area]) -> list[Area]:
    """Return the south half of a gemeente as what can flood: made up."""
    shape = gemeenten[0].shape
    west, south, east, north = shape.bounds
    half = shape.intersection(box(west, south, east, (south + north) / 2))
    named = {"description": "Maas type D - onbeschermd langs regionaal water", "localId": "proef"}
    return [Area(named, half)]


def _streets(gemeenten: list[Area]) -> list[Area]:
    """Return a made-up street every 200 m, straight on from west to east, and one without a name.

    With the attributes of a wegvak of NWB, as its documentation writes them.
    """
    shape = gemeenten[0].shape
    west, south, east, north = (round(edge, -2) for edge in shape.bounds)
    lines = [
        (at, LineString([(west, y), (east, y)]).intersection(shape))
        for at, y in enumerate(range(int(south), int(north), 200), start=1)
    ]
    return [
        Area(
            {"wvk_id": at, "stt_naam": f"Proefstraat {at}" if at > 1 else None, "wegbehsrt": "G"},
            line,
        )
        for at, line in lines
        if not line.is_empty
    ]


def _rings(gemeenten: list[Area]) -> list[Area]:
    """Return a gemeente without its edges as a ring of dikes: made up."""
    ring = gemeenten[0].shape.buffer(-400.0).buffer(0)
    return [Area({"DIJKRINGNR": 22, "NAAM": "Proefring"}, ring)]


def town_parts(host: Callable[[], str]) -> dict[str, Part]:
    """Return the services for the town of the tests, with its own figures and a few crimes."""
    areas = squares(BUURTEN, SIDE_M, gemeente=("GM9999", "Vierbuurten"))
    codes = [row[0] for row in BUURTEN]
    crimes: dict[tuple[str, str, str], int | None] = {
        ("1.1.1", code, f"2023MM{month:02d}"): at + month % 3
        for at, code in enumerate(codes)
        for month in range(1, 13)
    }
    police = Table(
        {
            "SoortMisdrijf": dimension({"1.1.1": "1.1.1 Inbraak"}, width=6),
            "TypedDataSet": crimes_of(crimes),
        }
    )
    cbs = tables_by_odata(
        {"47022NED": police, "85618NED": keyfigures_table(areas["buurten"])}, host
    )
    return {
        "/cbs/wijken-en-buurten-2023": areas_by_ogc(areas, host),
        "/ODataApi": cbs,
        "/ODataFeed": cbs,
    }
