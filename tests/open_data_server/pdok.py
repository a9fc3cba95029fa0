"""The parts of the server that stand in for PDOK: areas by OGC API, and by WFS."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from shapely import union_all

from open_data_server.answer import Reply, problem
from open_data_server.kept_areas import Area, camel_case
from open_data_server.ogc_api import Collection, items
from open_data_server.wfs import features

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from open_data_server.kept_areas import Collections

AREA_FILTERS: Final = ("gemeentecode", "gemeentenaam", "buurtcode", "wijkcode")


def areas_by_ogc(
    collections: Collections, host: Callable[[], str]
) -> Callable[[str, Mapping[str, str]], Reply]:
    """Return the part that answers for one year of wijken-en-buurten.

    Parameters
    ----------
    host
        The address of the server, known once it runs: links are whole addresses.
    """

    def answer(path: str, query: Mapping[str, str]) -> Reply:
        parts = path.rstrip("/").split("/")
        if parts[-1] != "items" or parts[-2] not in collections:
            return problem(404, f"nothing at {path}")
        return items(Collection(collections[parts[-2]], AREA_FILTERS), f"{host()}{path}", query)

    return answer


def areas_by_wfs(
    collections: Collections, *, honours_filter: bool = True
) -> Callable[[str, Mapping[str, str]], Reply]:
    """Return the part that answers for one year by WFS, in camelCase."""
    types: dict[str, list[Area]] = {
        f"wijkenbuurten:{name}": areas for name, areas in collections.items()
    }

    def answer(path: str, query: Mapping[str, str]) -> Reply:
        del path
        return features(types, query, naming=camel_case, honours_filter=honours_filter)

    return answer


def regions_by_wfs(
    collections: Collections, regions: Mapping[str, tuple[str, Sequence[str]]]
) -> Callable[[str, Mapping[str, str]], Reply]:
    """Return the part that answers for one year of gebiedsindelingen.

    Parameters
    ----------
    regions
        Per code of a veiligheidsregio its name and the codes of its gemeenten.
    """
    shapes = {area.properties["gemeentecode"]: area for area in collections["gemeenten"]}
    types = {
        "gebiedsindelingen:veiligheidsregio_gegeneraliseerd": [
            Area(
                {"statcode": code, "statnaam": name, "rubriek": "veiligheidsregio"},
                union_all([shapes[gemeente].shape for gemeente in inside]),
            )
            for code, (name, inside) in regions.items()
        ],
        "gebiedsindelingen:gemeente_gegeneraliseerd": [
            Area({"statcode": code, "statnaam": area.properties["gemeentenaam"]}, area.shape)
            for code, area in shapes.items()
        ],
    }

    def answer(path: str, query: Mapping[str, str]) -> Reply:
        del path
        return features(types, query)

    return answer


def features_by_ogc(
    collections: Collections, host: Callable[[], str]
) -> Callable[[str, Mapping[str, str]], Reply]:
    """Return the part that answers for collections without filters of their own: rail, floods."""

    def answer(path: str, query: Mapping[str, str]) -> Reply:
        parts = path.rstrip("/").split("/")
        if parts[-1] != "items" or parts[-2] not in collections:
            return problem(404, f"nothing at {path}")
        return items(Collection(collections[parts[-2]]), f"{host()}{path}", query)

    return answer


def features_by_wfs(types: Mapping[str, list[Area]]) -> Callable[[str, Mapping[str, str]], Reply]:
    """Return the part that answers for types of a GeoServer."""

    def answer(path: str, query: Mapping[str, str]) -> Reply:
        del path
        return features(types, query)

    return answer
