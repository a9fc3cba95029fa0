"""Layers of ``geodata/`` as they are now: what was loaded, else the file of the home.

Nothing here asks for a role; `hotspots.access.features` does.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from weakref import WeakKeyDictionary

import geopandas as gpd
import pandas as pd
import shapely

from hotspots.access.cache import Latest
from hotspots.access.drawable import DrawnContexts, as_drawn, as_loaded, drawn_rows
from hotspots.catalog.specs import layer_showing
from hotspots.crs import RD_NEW
from hotspots.errors import HotspotsError
from hotspots.geography.areas import require_kind
from hotspots.incoming.publishing.drafts import GEOMETRY
from hotspots.incoming.publishing.features import embedded_features
from hotspots.incoming.publishing.rasters import embedded_cells
from hotspots.store.versions import LayerStore

if TYPE_CHECKING:
    from hotspots.access.library import Library
    from hotspots.catalog.specs import Catalog, ContextSpec, LayerSpec
    from hotspots.geography.areas import Geography
    from hotspots.store.catalogue import Version

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """The rows of a layer with a purpose, and what must be said with every number from them.

    Attributes
    ----------
    rows
        The declared fields; geometry in RD unless it is a table. Of a raster: scenario, x_rd,
        y_rd, value and cell_m.
    loaded
        Whether someone loaded it; else it is the file of the home.
    version
        "v3", or "" for the file of the home.
    """

    spec: ContextSpec
    layer_id: str
    rows: Any
    loaded: bool
    synthetic: bool
    approximate: bool
    attribution: str
    version: str

    def __len__(self) -> int:
        return len(self.rows)


#: The mark of a layer that comes from the file of the home.
HOME_MARK: Final = "thuis"

_latest: WeakKeyDictionary[Library, Latest[Features]] = WeakKeyDictionary()


def places_now(library: Library, spec: ContextSpec) -> gpd.GeoDataFrame:
    """Return a layer of ``geodata/`` as it is now, for sums per cell or area alone.

    What is expected in a cell is the same for every role, so no role is asked for: whoever calls
    this hands on sums and never a place.

    Raises
    ------
    SourceError, IntakeError, StoreError
        If it cannot be read.
    """
    if not spec.purpose:
        return library.contexts[spec.id]
    layer = layer_showing(library.catalog, spec)
    rows: gpd.GeoDataFrame = features_now(library, spec, layer).rows
    return rows


def has_rows(library: Library, spec: ContextSpec) -> bool:
    """Whether a layer of ``geodata/`` has rows now.

    One that cannot be read has none: no page stops for it. The log says why, and so does
    ``hotspots check``.
    """
    try:
        return bool(len(places_now(library, spec)))
    except HotspotsError as error:
        _log.warning("%s", error)
        return False


def unreadable(catalog: Catalog, geography: Geography) -> list[str]:
    """Return what is wrong with the files of layers that are no areas, opened as a page does."""
    wrong = []
    drawn = DrawnContexts(catalog.contexts, lambda: geography)
    for spec in catalog.contexts:
        if spec.kind == "areas":
            continue
        try:
            if spec.purpose:
                home_rows(spec, geography)
            if spec.source.rows != 0:
                require_kind(spec, drawn[spec.id])
        except HotspotsError as error:
            wrong.append(str(error))
    return wrong


def drawn_now(library: Library, spec: ContextSpec) -> tuple[ContextSpec, gpd.GeoDataFrame]:
    """Return a layer of ``geodata/`` as a map draws it now: what was loaded, else the home's file.

    Raises
    ------
    SourceError, IntakeError, StoreError
        If it cannot be read.
    """
    layer = layer_showing(library.catalog, spec)
    if not spec.purpose or layer is None or LayerStore.of(library.home, layer.id).current() is None:
        return as_drawn(spec), library.contexts[spec.id]
    features = features_now(library, spec, layer)
    if not features.loaded:
        return as_drawn(spec), library.contexts[spec.id]
    drawn = drawn_rows(spec, features.rows, library.geography)
    return as_loaded(spec, features.attribution, library.version(layer).fetched), drawn


def drawn_mark(library: Library, spec: ContextSpec) -> str:
    """Return a mark of what `drawn_now` returns, that changes when other rows are loaded.

    Who has not been given it cannot guess it: the geometry of loaded rows is served under it.
    """
    layer = layer_showing(library.catalog, spec)
    if not spec.purpose or layer is None or LayerStore.of(library.home, layer.id).current() is None:
        return HOME_MARK
    version = library.version(layer)
    return HOME_MARK if version.embedded else version.sha256


def features_now(library: Library, spec: ContextSpec, layer: LayerSpec | None) -> Features:
    """Return the features of a layer, read once per version."""
    version = None
    if layer is not None and LayerStore.of(library.home, layer.id).current() is not None:
        version = library.version(layer)
    latest = _latest.setdefault(library, Latest())
    if layer is None or version is None or version.embedded:
        layer_id = layer.id if layer else ""
        return latest.answer(spec.id, HOME_MARK, lambda: _of_home(spec, layer_id, library))
    return latest.answer(spec.id, version.sha256, lambda: _loaded(spec, layer.id, version, library))


def _of_home(spec: ContextSpec, layer_id: str, library: Library) -> Features:
    return Features(
        spec,
        layer_id,
        home_rows(spec, library.geography),
        loaded=False,
        synthetic=spec.source.synthetic,
        approximate=spec.source.approximate,
        attribution=spec.source.attribution,
        version="",
    )


def _loaded(spec: ContextSpec, layer_id: str, version: Version, library: Library) -> Features:
    table = LayerStore.of(library.home, layer_id).read(version)
    return Features(
        spec,
        layer_id,
        _rows(table.to_pandas(), spec),
        loaded=True,
        synthetic=False,
        approximate=False,
        attribution=version.attribution,
        version=version.name,
    )


def home_rows(spec: ContextSpec, geography: Geography) -> Any:  # noqa: ANN401 - frame of either kind
    """Return the rows of the file that the home brings along; one declared empty has none."""
    if spec.kind == "raster":
        return embedded_cells(spec, geography).table.to_pandas()
    if spec.source.rows == 0:
        fields = {
            field.id: pd.Series(dtype="float64" if field.kind == "number" else "str")
            for field in spec.fields
        }
        return _rows(pd.DataFrame({"id": pd.Series(dtype="str"), **fields, GEOMETRY: []}), spec)
    rows = embedded_features(spec).accepted
    return _rows(rows.drop(columns="row").rename(columns={"shape": GEOMETRY}), spec)


def _rows(rows: pd.DataFrame, spec: ContextSpec) -> Any:  # noqa: ANN401 - frame of either kind
    if spec.kind == "raster":
        return rows
    if spec.kind == "table":
        return rows.drop(columns=GEOMETRY, errors="ignore")
    shapes = shapely.from_wkb(rows[GEOMETRY].to_numpy())
    return gpd.GeoDataFrame(rows.drop(columns=GEOMETRY), geometry=shapes, crs=RD_NEW)
