"""What lies near a place: rail, water, vulnerable buildings, stops; each with its distance."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import shapely

from hotspots.access.features import features_for
from hotspots.errors import HotspotsError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import geopandas as gpd
    import pandas as pd

    from hotspots.access.workspace import Workspace
    from hotspots.evenementen.locations import Location
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
    location: Location,
    context: str,
    categories: tuple[str, ...],
    nearby: Mapping[str, NearLayer],
    label: str,
) -> Near:
    """Return the nearest feature of a layer; of a shape, the distance to its edge, 0 inside it."""
    layer = nearby.get(context)
    if layer is None or layer.depths:
        return Near(label, loaded=False, name="", distance_m=None)
    chosen = layer.features
    if categories and layer.category:
        chosen = chosen[chosen[layer.category].isin(categories)]
    if not len(chosen):
        return Near(label, loaded=True, name="", distance_m=None)
    away = shapely.distance(chosen.geometry.to_numpy(), shapely.Point(location.x_rd, location.y_rd))
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
    near = nearest(location, rule.context, rule.categories, nearby, rule.label)
    near = replace(near, id=rule.id)
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


def _loaded_zone(location: Location, rule: NearRule, nearby: Mapping[str, NearLayer]) -> str | None:
    """Return the smallest loaded zone that a place lies in; None where no zones were loaded."""
    layer = nearby.get(rule.zones)
    if layer is None or not layer.loaded or not layer.category:
        return None
    shapes = layer.features.geometry.to_numpy()
    inside = np.flatnonzero(shapely.intersects(shapes, shapely.Point(location.x_rd, location.y_rd)))
    if not inside.size:
        return ""
    smallest = inside[np.argmin(shapely.area(shapes[inside]))]
    return f"{layer.features.iloc[int(smallest)][layer.category]}-gebied"


def access_of(location: Location, rule: AccessRule, nearby: Mapping[str, NearLayer]) -> Near:
    """Return the nearest stop of a kind."""
    return nearest(location, rule.context, rule.categories, nearby, rule.label)
