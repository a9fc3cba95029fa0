"""The places that an event of a calendar can name: those loaded last, or of the home itself."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import shapely

from hotspots.catalog.reading import read_context_spec, read_what_is_right
from hotspots.geography.areas import read_context
from hotspots.intake.calendar import NO_VENUES, Venues
from hotspots.intake.columns import fold
from hotspots.publishing.geoparquet import GEOMETRY
from hotspots.store.versions import LayerStore

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hotspots.catalog.specs import LayerSpec
    from hotspots.settings import Home


def venues_of(home: Home, layer: LayerSpec) -> Venues:
    """Return the places of a calendar by id and name; none for a layer that is no calendar.

    A name that two places share means neither of them.
    """
    spec = None if layer.places is None else read_context_spec(home, layer.places)
    if spec is None:
        return NO_VENUES
    loaded = _loaded(home, spec.id) if spec.purpose else None
    if loaded is not None:
        return loaded
    if "name" not in spec.columns:
        return NO_VENUES
    features = read_context(spec)
    names = features[spec.columns["name"]]
    ids = features[spec.columns.get("code", spec.columns["name"])]
    return _venues(names, ids, features.geometry.to_numpy())


def _loaded(home: Home, context_id: str) -> Venues | None:
    """Return the places that somebody loaded; None where nobody did."""
    catalog, _ = read_what_is_right(home)
    layers = () if catalog is None else catalog.layers
    layer = next((entry for entry in layers if entry.context == context_id), None)
    store = None if layer is None else LayerStore.of(home, layer.id)
    version = None if store is None else store.current()
    if store is None or version is None or version.embedded:
        return None
    rows = store.read(version).to_pandas()
    ids = rows["code"].where(rows["code"] != "", rows["name"])
    return _venues(rows["name"], ids, shapely.from_wkb(rows[GEOMETRY].to_numpy()))


def _venues(names: Iterable[Any], ids: Iterable[Any], shapes: Any) -> Venues:  # noqa: ANN401 - of shapely
    texts = [str(venue) for venue in ids]
    middles = shapely.get_coordinates(shapely.centroid(shapes))
    known: dict[str, str] = {}
    for name, venue in zip(names, texts, strict=True):
        known[fold(str(name))] = "" if fold(str(name)) in known else venue
    known |= {fold(venue): venue for venue in texts}
    return Venues(
        MappingProxyType({name: venue for name, venue in known.items() if venue}),
        MappingProxyType(
            {venue: (float(x), float(y)) for venue, (x, y) in zip(texts, middles, strict=True)}
        ),
    )
