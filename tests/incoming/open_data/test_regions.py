"""The gemeenten of a veiligheidsregio: by its name, whatever the lines of either are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from shapely import affinity

from hotspots.errors import SourceError
from hotspots.incoming.open_data.client import PoliteClient, RefusedError
from hotspots.incoming.open_data.regions import Region, fetch_region
from hotspots.incoming.open_data.services import service_at
from open_data_server.kept_areas import Area, Collections, squares, together
from open_data_server.pdok import regions_by_wfs
from open_data_server.server import Server, serving
from open_data_server.wfs import features
from town import BUURTEN, SIDE_M

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

REGIONS = {"VR07": ("Twee Oevers-Zuid", ["GM9999", "GM8888"]), "VR08": ("Verderop", ["GM7777"])}


def three_gemeenten() -> Collections:
    """Return the town of the tests thrice, side by side from west to east: they touch."""
    width = max(row[3] for row in BUURTEN) + SIDE_M - min(row[3] for row in BUURTEN)
    towns = []
    for at, digits in enumerate(("9999", "8888", "7777")):
        moved = [
            (
                f"BU{digits}{code[6:]}",
                name,
                f"WK{digits}{wijk[6:]}",
                x + at * width,
                y,
                homes,
                people,
            )
            for code, name, wijk, x, y, homes, people in BUURTEN
        ]
        towns.append(squares(moved, SIDE_M, gemeente=(f"GM{digits}", f"Stad {digits}")))
    return together(*towns)


@pytest.fixture
def server() -> Iterator[Server]:
    with serving({}) as running:
        running.parts["/cbs/gebiedsindelingen/2024"] = regions_by_wfs(three_gemeenten(), REGIONS)
        yield running


@pytest.fixture
def fetch(server: Server) -> Callable[..., Region]:
    def fetched(written: str, year: int | None = None) -> Region:
        client = PoliteClient(wait=lambda _seconds: None)
        return fetch_region(client, service_at("regions", base_url=server.url), written, year=year)

    return fetched


@pytest.mark.parametrize(
    "written",
    ["Twee Oevers-Zuid", "twee oevers zuid", "Veiligheidsregio Twee Oevers-Zuid", "vr07"],
)
def test_a_region_is_found_by_its_name_in_the_newest_year(
    fetch: Callable[..., Region], written: str
) -> None:
    # Of 2025 there is nothing: the service says so, and 2024 is the next.
    assert fetch(written) == Region("Twee Oevers-Zuid", 2024, ("GM8888", "GM9999"))


def test_the_neighbour_of_a_region_stays_out_of_it_where_lines_differ(
    server: Server, fetch: Callable[..., Region]
) -> None:
    # A region 300 m to the east of its gemeenten, as lines that are simplified apart may lie:
    # it holds most of its own gemeenten, and a strip of the next.
    areas = {area.properties["gemeentecode"]: area for area in three_gemeenten()["gemeenten"]}
    own = areas["GM9999"].shape.union(areas["GM8888"].shape)
    types = {
        "gebiedsindelingen:veiligheidsregio_gegeneraliseerd": [
            Area({"statcode": "VR07", "statnaam": "Verschoven"}, affinity.translate(own, 300.0))
        ],
        "gebiedsindelingen:gemeente_gegeneraliseerd": [
            Area({"statcode": code, "statnaam": code}, area.shape) for code, area in areas.items()
        ],
    }
    server.parts["/cbs/gebiedsindelingen/2024"] = lambda _path, query: features(types, query)
    assert fetch("Verschoven", 2024).gemeenten == ("GM8888", "GM9999")


def test_an_unknown_name_is_told_with_the_names_there_are(fetch: Callable[..., Region]) -> None:
    with pytest.raises(SourceError) as refused:
        fetch("Twee Oever-Zuid")
    assert "geen veiligheidsregio met de naam 'Twee Oever-Zuid'" in refused.value.what
    assert refused.value.detail == "Bekend: Twee Oevers-Zuid, Verderop."
    assert refused.value.do.startswith("Bedoelde u 'Twee Oevers-Zuid'?")


def test_a_year_that_is_not_there_is_not_replaced_by_another(fetch: Callable[..., Region]) -> None:
    with pytest.raises(RefusedError):
        fetch("Verderop", 2023)


@pytest.mark.parametrize(
    ("properties", "said"),
    [
        ({"statcode": "PV07", "statnaam": "Provincie"}, "'PV07'"),
        ({"statcode": "VR07", "statnaam": ""}, "'VR07'"),
        ({"naam": "Twee Oevers"}, "''"),
    ],
)
def test_areas_without_a_code_and_a_name_are_refused(
    server: Server, fetch: Callable[..., Region], properties: dict[str, str], said: str
) -> None:
    shape = three_gemeenten()["gemeenten"][0].shape
    types = {"gebiedsindelingen:veiligheidsregio_gegeneraliseerd": [Area(properties, shape)]}
    server.parts["/cbs/gebiedsindelingen/2024"] = lambda _path, query: features(types, query)
    with pytest.raises(SourceError) as refused:
        fetch("Twee Oevers", 2024)
    assert said in refused.value.detail
