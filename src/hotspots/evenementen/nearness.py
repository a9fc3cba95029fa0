"""What lies near a place: rail, water, vulnerable buildings, stops, and work on roads meanwhile."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from hotspots.access.calendar import date_of
from hotspots.access.features import features_for
from hotspots.errors import HotspotsError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    import geopandas as gpd
    import pandas as pd
    from numpy.typing import NDArray

    from hotspots.access.workspace import Workspace
    from hotspots.evenementen.calendar import EventCalendar
    from hotspots.evenementen.locations import Location
    from hotspots.evenementen.request import Planned
    from hotspots.evenementen.settings import AccessRule, NearRule


@dataclass(frozen=True, slots=True, eq=False)
class NearLayer:
    """The features of a layer that distances are measured to, in RD.

    ``name`` is the column with names, "" for none. ``loaded`` says that they were loaded in
    place of what came with the home; ``depths`` that they are cells with a depth and no shapes.
    """

    features: gpd.GeoDataFrame | pd.DataFrame
    name: str
    category: str
    approximate: bool
    synthetic: bool = False
    loaded: bool = False
    depths: bool = False


@dataclass(frozen=True, slots=True)
class Near:
    """The nearest feature of a kind.

    ``distance_m`` is None where the layer is not there, or has none of the kind. ``zone`` is the
    name of the narrowest zone around it that the place lies in, "" for none. ``id`` is that of the
    rule that asks for it, "" for a stop.
    """

    label: str
    loaded: bool
    name: str
    distance_m: float | None
    zone: str = ""
    approximate: bool = False
    id: str = ""


def layers_near(workspace: Workspace, wanted: Iterable[str]) -> dict[str, NearLayer]:
    """Return the layers of these purposes or ids, as far as the home has them and they are read.

    A layer with a purpose is what was loaded last; one that cannot be read, or is not for this
    role, is as one that is not there: the check goes on and says so.
    """
    layers: dict[str, NearLayer] = {}
    for name in wanted:
        layer = _of_purpose(workspace, name) or _of_context(workspace, name)
        if layer is not None:
            layers[name] = layer
    return layers


def _of_purpose(workspace: Workspace, purpose: str) -> NearLayer | None:
    if not purpose:
        return None
    try:
        features = features_for(workspace, purpose)
    except HotspotsError:
        return None
    if features is None:
        return None
    columns = features.rows.columns
    raster = features.spec.kind == "raster"
    kind = "zone" if "zone" in columns else "vulnerability" if "vulnerability" in columns else ""
    return NearLayer(
        features.rows,
        name="name" if "name" in columns else "",
        category=kind,
        approximate=features.approximate,
        synthetic=features.synthetic,
        loaded=features.loaded,
        depths=raster,
    )


def _of_context(workspace: Workspace, context: str) -> NearLayer | None:
    if context not in workspace.library.contexts:
        return None
    spec, features = workspace.context(context)
    return NearLayer(
        features,
        name=spec.columns.get("name", ""),
        category=spec.columns.get("category", ""),
        approximate=spec.source.approximate,
        synthetic=spec.source.synthetic,
    )


def nearest(
    location: Location, rule: NearRule | AccessRule, nearby: Mapping[str, NearLayer]
) -> Near:
    """Return the nearest feature of a kind to any part of a place: 0 m where they meet."""
    layer = nearby.get(rule.context)
    # One that still waits for its first rows was not loaded: it says nothing of what is near.
    if layer is None or layer.depths or not len(layer.features):
        return Near(rule.label, loaded=False, name="", distance_m=None)
    return _nearest(layer, location.shape, rule.categories, rule.label)


# A plan of a year asks the same few places more than a thousand times.
@lru_cache(maxsize=512)
def _nearest(
    layer: NearLayer, place: shapely.Geometry, categories: tuple[str, ...], label: str
) -> Near:
    chosen = layer.features
    if categories and layer.category:
        chosen = chosen[chosen[layer.category].isin(categories)]
    if not len(chosen):
        return Near(label, loaded=True, name="", distance_m=None)
    away = shapely.distance(chosen.geometry.to_numpy(), place)
    at = int(np.argmin(away))
    return Near(
        label,
        loaded=True,
        name="" if not layer.name else str(chosen.iloc[at][layer.name]),
        distance_m=float(away[at]),
        approximate=layer.approximate,
    )


def near_of(location: Location, rule: NearRule, nearby: Mapping[str, NearLayer]) -> Near:
    """Return the nearest feature and the zone around it that a place lies in.

    Zones that were loaded go before distances.
    """
    near = replace(nearest(location, rule, nearby), id=rule.id)
    if near.distance_m is None:
        return near
    zone = _loaded_zone(location, rule, nearby)
    if zone is None:
        zone = next(
            (
                name
                for metres, name in sorted(zip(rule.distances_m, rule.names, strict=True))
                if near.distance_m <= metres
            ),
            "",
        )
    return replace(near, zone=zone)


#: What a kind of zone is called, where that is not its name in the layer.
_ZONES: Final = {"pr10_6": "PR 10⁻⁶"}


def _loaded_zone(location: Location, rule: NearRule, nearby: Mapping[str, NearLayer]) -> str | None:
    """Return the smallest loaded zone that a part of a place lies in; None without zones."""
    layer = nearby.get(rule.zones)
    if layer is None or not layer.loaded or not layer.category:
        return None
    shapes = layer.features.geometry.to_numpy()
    inside = np.flatnonzero(shapely.intersects(shapes, location.shape))
    if not inside.size:
        return ""
    smallest = inside[np.argmin(shapely.area(shapes[inside]))]
    kind = str(layer.features.iloc[int(smallest)][layer.category])
    return f"{_ZONES.get(kind, kind)}-gebied"


@dataclass(frozen=True, slots=True)
class RoadWork:
    """Work on a road that is in the way.

    ``distance_m`` is to the edge of it; a day is None where it was not filled in.
    """

    name: str
    distance_m: float
    first_day: date | None
    last_day: date | None


@dataclass(frozen=True, slots=True)
class RoadWorks:
    """What is in the way, the nearest first.

    ``unclear`` counts work near the place that ends before it begins: that was not weighed.
    """

    works: tuple[RoadWork, ...]
    unclear: int


def road_works_of(plan: Planned, calendar: EventCalendar) -> RoadWorks | None:
    """Return the work on roads near a request; None where no list of it is loaded.

    Both days of a work belong to it, as do the days of building up and clearing away to an event:
    work that ends the day before an event is built up is not in its way.
    """
    settings = calendar.settings.road_works
    layer = calendar.nearby.get(settings.context)
    # A layer that came empty with the home is not a municipality without road works.
    if layer is None or layer.depths or not (layer.loaded or len(layer.features)):
        return None
    shapes = layer.features.geometry.to_numpy()
    away = shapely.distance(shapes, plan.location.shape)
    first, last = _days(layer.features, "first_day"), _days(layer.features, "last_day")
    near = away <= settings.distance_m
    unclear = near & (last < first)
    meets = near & ~unclear & (np.isnat(first) | (first.astype(np.int64) <= plan.clear_day))
    meets &= np.isnat(last) | (last.astype(np.int64) >= plan.build_day)
    rows = np.flatnonzero(meets)
    names = layer.features["name"].tolist()
    return RoadWorks(
        tuple(
            RoadWork(
                str(names[row]),
                float(away[row]),
                _date(first[row]),
                _date(last[row]),
            )
            for row in rows[np.argsort(away[rows], kind="stable")].tolist()
        ),
        int(unclear.sum()),
    )


def _days(features: gpd.GeoDataFrame | pd.DataFrame, name: str) -> NDArray[np.datetime64]:
    """Return the days of a column of text; NaT where nothing was filled in."""
    written = features[name].tolist() if name in features else [""] * len(features)
    return np.array([day or "NaT" for day in written], dtype="datetime64[D]")


def _date(day: np.datetime64) -> date | None:
    return None if np.isnat(day) else date_of(int(day.astype(np.int64)))
