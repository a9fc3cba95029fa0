"""The only module that knows pygeoapi: what it is told of our collections, and our provider.

pygeoapi writes the answers of the standard; what is asked is checked before (`question`), and what
it would refuse, log or offer as a page never comes up. Its settings are made anew for each role.
"""

from __future__ import annotations

import copy
import json
import logging
import math
from contextlib import contextmanager
from functools import cache
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, urlencode

import numpy as np
import shapely
from pygeoapi.api import API, APIRequest, describe_collections, get_collection_schema, landing_page
from pygeoapi.api.itemtypes import get_collection_item, get_collection_items
from pygeoapi.provider.base import BaseProvider, ProviderItemNotFoundError

from hotspots.crs import RD_NEW, WGS84, reproject
from hotspots.gis import words as text
from hotspots.gis.question import (
    FORMAT,
    FORMATS,
    MOST_AT_ONCE,
    RD,
    SYSTEMS,
    TARGET_CRS,
    USUAL_LIMIT,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    import geopandas as gpd
    import pandas as pd
    from numpy.typing import NDArray

    from hotspots.gis.collection import Collection
    from hotspots.gis.features import FeatureSet
    from hotspots.gis.question import FeatureQuestion

_PROVIDER: Final = f"{__name__}.TownFeatures"
#: What a link of ours may be: no pages, and nothing that is not there.
_JSON_TYPES: Final = (
    "application/json",
    "application/geo+json",
    "application/schema+json",
    "application/vnd.oai.openapi+json;version=3.0",
)
_NOT_OFFERED: Final = (
    "about",
    "service-doc",
    "queryables",
    "processes",
    "job-list",
    "tiling-schemes",
)
#: What is fulfilled of the standards; of pages, queries and changes nothing is.
CONFORMANCE: Final = (
    "http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-common-2/1.0/conf/collections",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
    "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs",
    "http://www.opengis.net/spec/ogcapi-features-5/1.0/conf/schemas",
)
_OK: Final = 200


class ServiceFaultError(Exception):
    """pygeoapi refused what was checked before: a fault of ours."""


class TownFeatures(BaseProvider):  # type: ignore[misc]
    """Features that were counted and narrowed before pygeoapi asks for them."""

    def __init__(self, provider_def: dict[str, Any]) -> None:
        super().__init__(provider_def)
        self._features: FeatureSet = provider_def["features"]
        self._question: FeatureQuestion = provider_def["question"]
        self._fields = self.get_fields()

    def get_fields(self) -> dict[str, dict[str, str]]:
        """Return the columns, with what each is called in Dutch."""
        rows, labels = self._features.rows, self._features.labels
        return {
            name: {"type": _type_of(rows[name]), "title": labels.get(name, name)}
            for name in rows.columns.drop("geometry")
        }

    def query(self, **kwargs: object) -> dict[str, object]:
        """Return a page of features; the window and the page are those of our own question."""
        del kwargs
        rows = self._features.within(self._question.window)
        first = self._question.offset
        page = rows.iloc[first : first + self._question.limit]
        return {
            "type": "FeatureCollection",
            "features": list(_as_features(page, self._question.crs)),
            "numberMatched": len(rows),
            "numberReturned": len(page),
        }

    def get(self, identifier: str, **kwargs: object) -> dict[str, object]:
        """Return one feature."""
        del kwargs
        rows = self._features.rows
        rows = rows[rows.index == identifier]
        if rows.empty:
            raise ProviderItemNotFoundError(identifier)
        return next(_as_features(rows, self._question.crs))


def _type_of(column: pd.Series) -> str:
    kinds = {"b": "boolean", "i": "integer", "u": "integer", "f": "number"}
    return kinds.get(column.dtype.kind, "string")


def _as_features(rows: gpd.GeoDataFrame, system: str) -> Iterator[dict[str, object]]:
    """Yield rows as GeoJSON in a system; a number that is not there is null.

    Converted here: pygeoapi does so feature by feature, in a way that shapely is taking leave of.
    """
    columns = rows.drop(columns="geometry")
    plain = columns.astype(object).to_dict(orient="records")
    shapes = rows.geometry.to_numpy()
    if system != RD:
        shapes = shapely.transform(shapes, _in_degrees)
    # As GeoJSON has it: the outer ring of a polygon against the clock, holes with it.
    shapes = shapely.orient_polygons(shapes)
    for at, row, shape in zip(rows.index, plain, shapely.to_geojson(shapes), strict=True):
        yield {
            "type": "Feature",
            "id": at,
            "geometry": json.loads(shape),
            "properties": {name: _plain(value) for name, value in row.items()},
        }


def _in_degrees(places: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.column_stack(reproject(places[:, 0], places[:, 1], source=RD_NEW, target=WGS84))


def _plain(value: object) -> str | bool | float | None:
    """Return a value as GeoJSON knows it; a number that is not there is null.

    Raises
    ------
    TypeError
        If it is neither a text nor a number.
    """
    if value is None or isinstance(value, str | bool):
        return value
    if isinstance(value, np.bool_):
        return bool(value)
    if isinstance(value, int | np.integer):
        return int(value)
    if isinstance(value, float | np.floating):
        return float(value) if math.isfinite(value) else None
    raise TypeError(f"no value of a feature: {value!r}")


class Answers:
    """The answers of pygeoapi about the collections of a role.

    Parameters
    ----------
    url
        Where the service is, without a slash at its end.
    title
        What the service is called.
    extent_of
        West, south, east and north of a collection in degrees.
    """

    def __init__(
        self,
        url: str,
        title: str,
        extent_of: Callable[[Collection], tuple[float, float, float, float]],
        collections: Iterable[Collection],
    ) -> None:
        self._extent_of = extent_of
        self._api = copy.copy(_empty_api())
        self._api.base_url = url
        self._api.config = {
            **self._api.config,
            "metadata": {
                "identification": {"title": title, "description": text.DESCRIPTION, "url": url}
            },
            "resources": {one.id: self._resource(one) for one in collections},
        }

    def landing(self) -> dict[str, object]:
        """Return where everything is."""
        return self._made(landing_page)

    def collections(self, name: str | None = None) -> dict[str, object]:
        """Return what there is, or one of it."""
        return self._made(lambda api, request: describe_collections(api, request, name))

    def schema(
        self, collection: Collection, features: FeatureSet, question: FeatureQuestion
    ) -> dict[str, object]:
        """Return the fields of a collection."""
        self._fill(collection, features, question)
        return self._made(lambda api, request: get_collection_schema(api, request, collection.id))

    def items(
        self,
        collection: Collection,
        features: FeatureSet,
        question: FeatureQuestion,
        given: Mapping[str, str],
    ) -> dict[str, object]:
        """Return a page of features, with the way to the next one where there is one."""
        self._fill(collection, features, question)
        page = self._made(
            lambda api, request: get_collection_items(api, request, collection.id),
            {**given, "limit": str(question.limit)},
        )
        if question.offset + page["numberReturned"] >= page["numberMatched"]:
            # A page that is full has a next one for pygeoapi, also where it is the last.
            page["links"] = [link for link in page["links"] if link["rel"] != "next"]
        return self._with_own_address(page, f"{collection.id}/items", given)

    def item(
        self,
        collection: Collection,
        features: FeatureSet,
        question: FeatureQuestion,
        given: Mapping[str, str],
        name: str,
    ) -> dict[str, object]:
        """Return one feature."""
        self._fill(collection, features, question)
        feature = self._made(
            lambda api, request: get_collection_item(api, request, collection.id, name),
            {TARGET_CRS: question.crs},
        )
        return self._with_own_address(feature, f"{collection.id}/items/{quote(name)}", given)

    def _with_own_address(
        self, answer: dict[str, Any], path: str, given: Mapping[str, str]
    ) -> dict[str, object]:
        """Return an answer of which the link to itself has all that was asked.

        That of pygeoapi is of the first page, and of a feature without its period and system.
        """
        question = urlencode({**given, FORMAT: FORMATS[0]}, safe=",:/")
        for link in answer["links"]:
            if link["rel"] == "self":
                link["href"] = f"{self._api.get_collections_url()}/{path}?{question}"
        return answer

    def _fill(
        self, collection: Collection, features: FeatureSet, question: FeatureQuestion
    ) -> None:
        provider = self._api.config["resources"][collection.id]["providers"][0]
        provider |= {"features": features, "question": question}

    def _resource(self, collection: Collection) -> dict[str, object]:
        id_field = "number" if collection.kind == "context" else "code"
        return {
            "type": "collection",
            "title": collection.title,
            "description": collection.description or collection.title,
            "keywords": [collection.layer.label],
            "links": [],
            # In degrees, which is what it is where no system is named.
            "extents": {"spatial": {"bbox": list(self._extent_of(collection))}},
            "providers": [
                {
                    "type": "feature",
                    "name": _PROVIDER,
                    "data": collection.id,
                    "id_field": id_field,
                    "storage_crs": RD,
                    "crs": list(SYSTEMS),
                }
            ],
        }

    def _made(
        self,
        make: Callable[[API, APIRequest], tuple[dict[str, str], int, str]],
        given: Mapping[str, str] | None = None,
    ) -> dict[str, Any]:
        request = SimpleNamespace(
            headers={},
            query_params={**(given or {}), "f": "json"},
            scope={"path": ""},
        )
        _, status, body = make(self._api, APIRequest(request, self._api.locales))
        if status != _OK:
            raise ServiceFaultError(body)
        answer: dict[str, Any] = _in_json_alone(json.loads(body))
        return answer


def _in_json_alone(answer: object) -> Any:  # noqa: ANN401 - any JSON
    """Return an answer without links to pages and to what is not there, the others in Dutch."""
    if isinstance(answer, list):
        return [_in_json_alone(part) for part in answer]
    if not isinstance(answer, dict):
        return answer
    return {
        name: [_in_dutch(link) for link in part if _is_offered(link)]
        if name == "links"
        else _in_json_alone(part)
        for name, part in answer.items()
    }


def _is_offered(link: Mapping[str, str]) -> bool:
    return link["type"] in _JSON_TYPES and link["rel"].rpartition("/")[2] not in _NOT_OFFERED


def _in_dutch(link: Mapping[str, str]) -> dict[str, str]:
    return {**link, "title": text.LINKS.get(link["rel"], link["rel"])}


@cache
def _empty_api() -> API:
    """Return pygeoapi without a collection, made once."""
    # It logs what it refuses with what was asked; refusals are ours, and in the audit.
    logging.getLogger("pygeoapi").setLevel(logging.CRITICAL)
    config = {
        "server": {
            "url": "",
            "encoding": "utf-8",
            "mimetype": "application/json; charset=UTF-8",
            "languages": ["nl"],
            "limits": {
                "default_items": USUAL_LIMIT,
                "max_items": MOST_AT_ONCE,
                "on_exceed": "error",
            },
        },
        "logging": {"level": "ERROR"},
        "metadata": {},
        "resources": {},
    }
    with _root_logger_as_it_is():
        return API(config, {})


@contextmanager
def _root_logger_as_it_is() -> Iterator[None]:
    """Keep pygeoapi from setting up the log of the whole process."""
    root, nothing = logging.getLogger(), logging.NullHandler()
    root.addHandler(nothing)
    try:
        yield
    finally:
        root.removeHandler(nothing)
