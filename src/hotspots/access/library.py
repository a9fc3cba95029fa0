"""What all sessions on one home share: declarations, geography, and rows once read.

Nothing in it depends on a role, and nothing in it is ever changed in place. It is handed out by
`hotspots.access.workspace` only, which asks the role first.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from hotspots.access.cube import Cube, build_cube
from hotspots.access.incidents import COLUMNS, Incidents, incidents_from
from hotspots.errors import StoreError
from hotspots.geography.areas import Geography, read_context, read_geography
from hotspots.geography.contiguity import queen_contiguity
from hotspots.geography.masks import Mask, read_masks
from hotspots.store.versions import LayerStore, Version

if TYPE_CHECKING:
    import geopandas as gpd
    from scipy import sparse

    from hotspots.catalog.specs import Catalog, LayerSpec
    from hotspots.settings import Home


@dataclass(frozen=True, slots=True)
class _Columns:
    """The columns of a version, each read when it is asked for.

    Read together, a million incidents take three times the memory that they are kept in.
    """

    store: LayerStore
    version: Version

    def __getitem__(self, name: str) -> pa.ChunkedArray:
        column = self.store.read(self.version, [name])[name]
        # Arrow keeps what it read with for the next time, which may never come.
        pa.default_memory_pool().release_unused()
        return column


class Library:
    """The shared part of a workspace; see the module."""

    def __init__(self, home: Home, catalog: Catalog) -> None:
        self.home = home
        self.catalog = catalog
        self._incidents: dict[str, tuple[Version, Incidents]] = {}
        self._cubes: dict[str, tuple[Version, Cube]] = {}
        self._lock = Lock()

    @cached_property
    def geography(self) -> Geography:
        """The areas of the home."""
        return read_geography(self.catalog)

    @cached_property
    def masks(self) -> dict[str, Mask]:
        """The masks on offer, by id."""
        return read_masks(self.catalog, self.geography)

    @cached_property
    def neighbours(self) -> sparse.csr_array:
        """Which buurten touch: shape (buurten, buurten), the diagonal empty."""
        return queen_contiguity(self.geography.buurten.polygons)

    @cached_property
    def contexts(self) -> dict[str, gpd.GeoDataFrame]:
        """Context layers that are no areas, in RD, by id."""
        return {
            context.id: read_context(context)
            for context in self.catalog.contexts
            if context.kind != "areas"
        }

    def version(self, layer: LayerSpec) -> Version:
        """Return the version of a layer that is served now.

        Raises
        ------
        StoreError
            If the layer was never published.
        """
        version = LayerStore.of(self.home, layer.id).current()
        if version is None:
            raise StoreError(
                f"Van laag '{layer.label}' is nog niets gepubliceerd.",
                f"Gezocht in '{self.home.state}'.",
                f"Lees een bestand in: hotspots import BESTAND --layer {layer.id}",
            )
        return version

    def incidents(self, layer: LayerSpec) -> tuple[Version, Incidents]:
        """Return the current version and its rows; one version per layer is kept in memory."""
        version = self.version(layer)
        with self._lock:
            held = self._incidents.get(layer.id)
            if held is None or held[0] != version:
                columns = _Columns(LayerStore.of(self.home, layer.id), version)
                held = (version, incidents_from(columns, layer, self.geography))
                self._incidents[layer.id] = held
                pa.default_memory_pool().release_unused()
            return held

    def cube(self, layer: LayerSpec) -> tuple[Version, Cube]:
        """Return the current version of a sensitive layer, as its cube."""
        version = self.version(layer)
        with self._lock:
            held = self._cubes.get(layer.id)
            if held is None or held[0] != version:
                held = (version, self._build_cube(layer, version))
                self._cubes[layer.id] = held
            return held

    def _build_cube(self, layer: LayerSpec, version: Version) -> Cube:
        """Count the rows of a sensitive layer; the exact numbers end here."""
        store = LayerStore.of(self.home, layer.id)
        areas = self.geography.level(layer.privacy.finest)
        if layer.kind == "counts":
            rows = store.read(version).to_pydict()
            position = {code: at for at, code in enumerate(areas.codes)}
            area = np.array([position.get(code, -1) for code in rows["area"]], dtype=np.int16)
            month = np.array(rows["month"], dtype="datetime64[s]").astype("datetime64[M]")
            weight = np.array(rows["count"], dtype=np.int64)
        else:
            table = store.read(version, list(COLUMNS))
            incidents = incidents_from(table, layer, self.geography)
            area = incidents.area(layer.privacy.finest)
            month = incidents.day.astype("datetime64[D]").astype("datetime64[M]")
            weight = np.ones(len(incidents), dtype=np.int64)
        return build_cube(
            area,
            month,
            weight,
            level=layer.privacy.finest,
            areas=len(areas),
            minimum=layer.privacy.minimum,
        )
