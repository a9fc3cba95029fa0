"""Which gemeenten a veiligheidsregio has, by its name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

import geopandas as gpd
import shapely

from hotspots.catalog.grammar import suggestion
from hotspots.crs import RD_NEW, WGS84
from hotspots.errors import SourceError
from hotspots.incoming.open_data import words as text
from hotspots.incoming.open_data.boundaries import feature_shape, fold, of_newest_year, value_of
from hotspots.incoming.open_data.client import not_promised, visible
from hotspots.incoming.open_data.feature_pages import require_known, wfs_features

if TYPE_CHECKING:
    from hotspots.incoming.open_data.client import PoliteClient
    from hotspots.incoming.open_data.feature_pages import Feature, Features
    from hotspots.incoming.open_data.services import Service


#: What the service calls the two divisions, and what a code of each looks like.
_REGIONS: Final = ("gebiedsindelingen:veiligheidsregio_gegeneraliseerd", re.compile(r"VR[0-9]{2}"))
_GEMEENTEN: Final = ("gebiedsindelingen:gemeente_gegeneraliseerd", re.compile(r"GM[0-9]{4}"))
_KIND: Final = "veiligheidsregio"
#: Both are simplified from the same lines: all of a gemeente lies in its region, but for slivers.
_MOST_OF_IT: Final = 0.5


@dataclass(frozen=True, slots=True)
class Region:
    """A veiligheidsregio as the service names it, and the codes of its gemeenten, in order."""

    name: str
    year: int
    gemeenten: tuple[str, ...]


def fetch_region(
    client: PoliteClient, service: Service, written: str, *, year: int | None = None
) -> Region:
    """Return the region of a name or code, in a year or in the newest year there is.

    CBS gives areas and not lists: a gemeente belongs to the region in which most of it lies.

    Parameters
    ----------
    service
        A WFS of gebiedsindelingen, with ``{year}`` in its address.
    written
        "Zuid-Holland Zuid", in any case, also behind "veiligheidsregio"; or "VR18".

    Raises
    ------
    UnreachableError
        If there is no connection.
    RefusedError
        If the year, or any year, is not there.
    SourceError
        If no region has that name, or an answer is not what was promised.
    """
    return of_newest_year(service, year, partial(_of_year, client, service, written))


def _of_year(client: PoliteClient, of_any_year: Service, written: str, year: int) -> Region:
    service = of_any_year.of_year(year)
    regions = _areas(client, service, _REGIONS)
    sought = _folded(written)
    named = regions[
        [sought in (_folded(row.name_), fold(row.code)) for row in regions.itertuples()]
    ]
    if named.empty:
        names = tuple(sorted(regions["name_"]))
        said = visible(written)
        close = suggestion(said, names)
        raise SourceError(*text.no_region(service.title, said, year, names, close))
    border = shapely.union_all(named.geometry.to_numpy())
    gemeenten = _areas(client, service, _GEMEENTEN)
    shapes = gemeenten.geometry.to_numpy()
    inside = shapely.area(shapely.intersection(shapes, border)) > _MOST_OF_IT * shapely.area(shapes)
    name = str(named["name_"].iloc[0])
    if not inside.any():
        raise not_promised(
            service, service.base_url, text.EMPTY_REGION.format(name=name), text.FULL_REGION
        )
    return Region(name, year, tuple(sorted(gemeenten.loc[inside, "code"])))


def _folded(name: str) -> str:
    """Return a name of a region as it is compared.

    Examples
    --------
    >>> _folded("Veiligheidsregio Zuid-Holland Zuid") == _folded("zuid-holland zuid")
    True
    """
    return fold(name).removeprefix(_KIND)


def _areas(
    client: PoliteClient, service: Service, wanted: tuple[str, re.Pattern[str]]
) -> gpd.GeoDataFrame:
    """Return all areas of a division with their code and name, in RD; valid, so that they can meet.

    The names are in a column ``name_``: rows have a ``name`` of their own.
    """
    collection, pattern = wanted
    features = wfs_features(client, service, {"typeNames": collection, "srsName": RD_NEW})
    rows = [_row(service, feature, features, pattern) for feature in features.features]
    if not rows:
        fault = text.NO_AREAS.format(collection=collection)
        raise not_promised(service, features.request, fault, text.SOME_AREAS)
    crs = RD_NEW if require_known(service, features) else WGS84
    areas = gpd.GeoDataFrame(rows, geometry="geometry", crs=crs).to_crs(RD_NEW)
    return areas.set_geometry(areas.geometry.make_valid())


def _row(
    service: Service, feature: Feature, features: Features, pattern: re.Pattern[str]
) -> dict[str, object]:
    properties = feature["properties"]
    code = str(value_of(properties, ("statcode",)) or "").strip()
    name = str(value_of(properties, ("statnaam",)) or "").strip()
    if not pattern.fullmatch(code) or not name or name != visible(name):
        fault = text.NO_CODE.format(code=repr(visible(code)))
        raise not_promised(service, features.request, fault, text.STATCODE)
    return {
        "code": code,
        "name_": name,
        "geometry": feature_shape(service, code, feature["geometry"], features),
    }
