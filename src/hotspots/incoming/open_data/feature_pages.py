"""Features of a service page by page: OGC API by its own links, WFS by counting on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Required, TypedDict
from urllib.parse import urlencode, urljoin

from hotspots.incoming.open_data import words as text
from hotspots.incoming.open_data.client import (
    as_safe,
    ask_pages,
    json_of,
    not_promised,
    require_same_host,
    shown,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from hotspots.incoming.open_data.client import Answer, PoliteClient
    from hotspots.incoming.open_data.services import Service

#: Features per page: the most that PDOK gives.
PAGE_SIZE: Final = 1000
CRS_RD: Final = "http://www.opengis.net/def/crs/EPSG/0/28992"


class Feature(TypedDict):
    """A feature of GeoJSON as far as `_page` looked at it; what properties hold is not known."""

    properties: dict[str, object]
    geometry: dict[str, object] | None


class Page(TypedDict, total=False):
    """A page of features; what is said beside them is looked at by whoever asks for it."""

    features: Required[list[Feature]]
    numberMatched: object
    numberReturned: object
    links: object
    crs: object


@dataclass(frozen=True, slots=True)
class Features:
    """The features of one question, all pages together.

    Attributes
    ----------
    features
        As GeoJSON gives them.
    crs
        What the answers say of their coordinates; "" where they say nothing.
    request
        The address of the first page.
    checksums
        SHA-256 of each page, in order.
    """

    features: tuple[Feature, ...]
    crs: str
    request: str
    checksums: tuple[str, ...]


def ogc_features(
    client: PoliteClient,
    service: Service,
    collection: str,
    filters: Mapping[str, str],
    *,
    progress: Callable[[int], None] = lambda _features: None,
) -> Features:
    """Return all features of a collection of an OGC API that pass the filters of the service.

    The links of the answers are followed as they are given; a fetch that breaks off is gone on
    with from its last page.

    Raises
    ------
    SourceError
        If a page cannot be had or is not a page.
    """
    parameters = {"f": "json", "limit": str(PAGE_SIZE), "crs": CRS_RD, **filters}
    first = f"{service.base_url}/collections/{collection}/items?{urlencode(parameters)}"

    def following(url: str, page: Page, count: int) -> str | None:
        del count
        return _next_link(service, url, page)

    return _all_pages(client, service, first, following, progress)


def wfs_features(
    client: PoliteClient,
    service: Service,
    parameters: Mapping[str, str],
    *,
    progress: Callable[[int], None] = lambda _features: None,
) -> Features:
    """Return all features of a WFS, page by page until one is not full.

    A filter in ``parameters`` may be ignored by the service: look at what came.

    Raises
    ------
    SourceError
        If a page cannot be had or is not a page.
    """
    query = {
        "service": "WFS",
        "version": "2.0.0",
        "request": "GetFeature",
        "outputFormat": "application/json",
        "count": str(PAGE_SIZE),
        **parameters,
    }

    def at(start: int) -> str:
        return f"{service.base_url}?{urlencode({**query, 'startIndex': str(start)})}"

    def following(url: str, page: Page, count: int) -> str | None:
        del url
        matched = page.get("numberMatched")
        more = len(page["features"]) > 0 and (
            count < matched if isinstance(matched, int) else len(page["features"]) >= PAGE_SIZE
        )
        return at(count) if more else None

    return _all_pages(client, service, at(0), following, progress)


def _all_pages(
    client: PoliteClient,
    service: Service,
    first: str,
    following: Callable[[str, Page, int], str | None],
    progress: Callable[[int], None],
) -> Features:
    features: list[Feature] = []
    checksums: list[str] = []
    before: list[Feature] = []
    crs = ""

    def take(url: str, answer: Answer) -> str | None:
        nonlocal before, crs
        page = _page(service, answer)
        crs = crs or answer.crs or _stated_crs(page)
        # A WFS that does not count on gives its first page again, and again.
        if page["features"] and page["features"] == before:
            raise not_promised(service, url, text.PAGE_AGAIN, text.OTHER_PAGE)
        before = page["features"]
        features.extend(before)
        checksums.append(answer.sha256)
        after, matched = following(url, page, len(features)), page.get("numberMatched")
        if after is None and isinstance(matched, int) and len(features) < matched:
            short = text.RETURNED.format(found=len(features))
            raise not_promised(service, url, short, text.SAID_RETURNED.format(said=matched))
        progress(len(features))
        return after

    ask_pages(client, service, first, take)
    if _in_degrees(crs) and _latitude_first(features):
        features = [_turned(feature) for feature in features]
    return Features(tuple(features), crs, first, tuple(checksums))


def has_shape(feature: Feature) -> bool:
    """Whether a feature has a place: neither null nor a shape without coordinates.

    Examples
    --------
    >>> has_shape({"geometry": {"type": "Point", "coordinates": [4.7, 51.8]}})
    True
    >>> has_shape({"geometry": None}), has_shape({"geometry": {"coordinates": [[]]}})
    (False, False)
    """
    geometry = feature["geometry"]
    if geometry is None:
        return False
    parts = geometry.get("geometries", geometry.get("coordinates"))
    while isinstance(parts, list) and parts:
        parts = next((part for part in parts if part != []), [])
    return bool(parts != [])


#: Degrees of the Netherlands, also beyond its borders: latitude and longitude have no value in
#: common, so that coordinates show themselves which of them comes first.
_LATITUDES: Final = (50.0, 54.5)
_LONGITUDES: Final = (2.5, 8.0)
#: CRS84 and WGS84, and ETRS89, which differs from them by less than a metre.
_DEGREES: Final = ("CRS84", "4326", "4258")


def _in_degrees(crs: str) -> bool:
    return not crs or crs.rstrip("/").endswith(_DEGREES)


def _latitude_first(features: list[Feature]) -> bool:
    """Whether coordinates are latitude before longitude, as EPSG itself orders 4326 and 4258."""
    shapes = (one["geometry"] for one in features if has_shape(one))
    position = next((shape.get("coordinates") for shape in shapes if shape is not None), None)
    while isinstance(position, list) and position and isinstance(position[0], list):
        position = position[0]
    if not isinstance(position, list) or len(position) < 2:  # noqa: PLR2004 - x and y
        return False
    bounds = (_LATITUDES, _LONGITUDES)
    return all(
        isinstance(value, int | float) and low <= value <= high
        for value, (low, high) in zip(position[:2], bounds, strict=True)
    )


def _turned(feature: Feature) -> Feature:
    """Return a feature with longitude before latitude."""
    geometry = feature["geometry"]
    if geometry is None:
        return feature

    def turn(part: object) -> object:
        if isinstance(part, list) and part and not isinstance(part[0], list):
            return [*part[1::-1], *part[2:]]
        return [turn(one) for one in part] if isinstance(part, list) else part

    turned = {**geometry, "coordinates": turn(geometry.get("coordinates"))}
    return {**feature, "geometry": turned}


def _page(service: Service, answer: Answer) -> Page:
    """Return a page, if it is one and whole."""
    page: Page = json_of(service, answer)
    if not isinstance(page, dict) or not isinstance(page.get("features"), list):
        raise not_promised(service, answer.url, text.NO_COLLECTION, text.COLLECTION)
    count, stated = len(page["features"]), page.get("numberReturned")
    if isinstance(stated, int) and stated != count:
        raise not_promised(
            service,
            answer.url,
            text.RETURNED.format(found=count),
            text.SAID_RETURNED.format(said=stated),
        )
    for position, feature in enumerate(page["features"], start=1):
        whole = isinstance(feature, dict) and isinstance(feature.get("properties"), dict)
        # A geometry of null is a feature without a shape; one without the member is no feature.
        if not whole or not isinstance(feature.get("geometry", ""), dict | None):
            raise not_promised(
                service, answer.url, text.NO_FEATURE.format(position=position), text.FEATURE
            )
    return page


def _next_link(service: Service, url: str, page: Page) -> str | None:
    """Return the address of the next page as the service gives it; None on the last."""
    links = page.get("links")
    for link in links if isinstance(links, list) else ():
        if not isinstance(link, dict) or link.get("rel") != "next":
            continue
        href = link.get("href")
        if not isinstance(href, str) or not href:
            raise not_promised(service, url, text.NO_LINK, text.LINK)
        address = as_safe(service, urljoin(url, href))
        require_same_host(service, address, url)
        return address
    return None


def _stated_crs(page: Page) -> str:
    """Return the CRS in the old member of GeoJSON that GeoServer still writes."""
    crs = page.get("crs")
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    return name if isinstance(name, str) else ""


def require_known(service: Service, features: Features) -> bool:
    """Return whether features are in RD metres; else they are in degrees, lon before lat.

    Raises
    ------
    SourceError
        If the service says that they are in something else.
    """
    crs = features.crs.rstrip("/")
    if crs.endswith(("28992", "EPSG/0/28992")):
        return True
    if _in_degrees(crs):
        return False
    fault = text.OTHER_CRS.format(crs=shown(crs))
    raise not_promised(service, features.request, fault, text.KNOWN_CRS)
