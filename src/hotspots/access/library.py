"""What all sessions on one home share: declarations, geography, and rows once read.

Nothing in it depends on a role, and nothing in it is ever changed in place. It is handed out by
`hotspots.access.workspace` only, which asks the role first.
"""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, TypeVar

import numpy as np
import pyarrow as pa

from hotspots.access.area_counts import incidents_from_counts
from hotspots.access.calendar import COLUMNS as CALENDAR_COLUMNS
from hotspots.access.cube import Cube, build_cube
from hotspots.access.drawable import DrawnContexts
from hotspots.access.incidents import COLUMNS, Incidents, incidents_from
from hotspots.access.serving import ServedVersions
from hotspots.errors import NothingYetError, StoreError
from hotspots.geography.areas import Geography, read_geography
from hotspots.geography.contiguity import queen_contiguity
from hotspots.geography.masks import Mask, read_masks
from hotspots.store.versions import LayerStore, Version
from hotspots.text import storing as text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import geopandas as gpd
    from scipy import sparse

    from hotspots.catalog.specs import Catalog, LayerSpec
    from hotspots.settings import Home
    from hotspots.store.version_file import VersionFile

Held = TypeVar("Held")


@dataclass(frozen=True, slots=True)
class _Columns:
    """The columns of a version, each read when it is asked for.

    Read together, a million incidents take three times the memory that they are kept in.
    """

    file: VersionFile

    @property
    def column_names(self) -> list[str]:
        """The names of all columns."""
        return self.file.column_names

    def __getitem__(self, name: str) -> pa.ChunkedArray:
        column = self.file.read([name])[name]
        # Arrow keeps what it read with for the next time, which may never come.
        pa.default_memory_pool().release_unused()
        return column


class Library:
    """The shared part of a workspace; see the module."""

    def __init__(self, home: Home, catalog: Catalog) -> None:
        self.home = home
        self.catalog = catalog
        self._faults: dict[str, tuple[str, StoreError]] = {}
        self._incidents: dict[str, tuple[Version, Incidents]] = {}
        self._cubes: dict[str, tuple[Version, Cube]] = {}
        self._calendars: dict[str, tuple[Version, pa.Table]] = {}
        self._lock = Lock()

    def with_catalog(self, catalog: Catalog) -> Library:
        """Return a library with other declarations, that shares all else with this one.

        Whoever works with this one goes on with the declarations that they began with.
        """
        other = copy(self)
        other.catalog = catalog
        return other

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
    def contexts(self) -> Mapping[str, gpd.GeoDataFrame]:
        """Context layers that are no areas, in RD, by id; each is read when it is asked for."""
        return DrawnContexts(self.catalog.contexts, lambda: self.geography)

    def opened_with(self, faults: Mapping[str, StoreError]) -> None:
        """Remember which layers could not be published; said until another version comes."""
        for layer_id, fault in faults.items():
            try:
                current = LayerStore.of(self.home, layer_id).current()
            except StoreError:
                continue  # whoever asks for the layer is told that one
            self._faults[layer_id] = (current.name if current else "", fault)

    @cached_property
    def _served(self) -> ServedVersions:
        return ServedVersions(self.home, self.geography.fingerprint)

    def version(self, layer: LayerSpec) -> Version:
        """Return the version of a layer that is served now; its notes say if it stands in.

        Raises
        ------
        StoreError
            If the layer was never published, or no version of it can be read.
        """
        version = self._served.version(layer)
        at_opening, fault = self._faults.get(layer.id, ("", None))
        if version is None and fault is not None:
            raise fault
        if version is None:
            raise NothingYetError(
                f"Van laag '{layer.label}' is nog niets gepubliceerd.",
                f"Gezocht in '{self.home.state}'.",
                f"Lees een bestand in: hotspots import BESTAND --layer {layer.id}",
            )
        if fault is not None and at_opening == (version.stands_in_for or version.name):
            return version.noted(text.NOT_UPDATED.format(reason=fault.found))
        return version

    def incidents(self, layer: LayerSpec) -> tuple[Version, Incidents]:
        """Return the version that is served and its rows; one per layer is kept in memory."""
        return self._held(self._incidents, layer, self._read_incidents)

    def cube(self, layer: LayerSpec) -> tuple[Version, Cube]:
        """Return the version of a sensitive layer that is served, as its cube."""
        return self._held(self._cubes, layer, self._build_cube)

    def calendar(self, layer: LayerSpec) -> tuple[Version, pa.Table]:
        """Return the version of a calendar that is served and its events, not to be changed."""
        return self._held(self._calendars, layer, self._read_calendar)

    def _read_calendar(self, layer: LayerSpec, file: VersionFile) -> pa.Table:
        del layer
        return file.read(CALENDAR_COLUMNS)

    def _held(
        self,
        held: dict[str, tuple[Version, Held]],
        layer: LayerSpec,
        read: Callable[[LayerSpec, VersionFile], Held],
    ) -> tuple[Version, Held]:
        """Return what is in memory of the version that is served, read if it is another."""
        while True:
            version = self.version(layer)
            with self._lock:
                before = held.get(layer.id)
                if before is not None and before[0].sha256 == version.sha256:
                    return version, before[1]
                try:
                    with LayerStore.of(self.home, layer.id).opened(version) as file:
                        held[layer.id] = (version, read(layer, file))
                except StoreError as error:
                    # Damaged since it was looked at: the next round serves the one before it, and
                    # raises when there is none.
                    self._served.found_unusable(layer, version, error)
                    continue
                pa.default_memory_pool().release_unused()
                return held[layer.id]

    def _read_incidents(self, layer: LayerSpec, file: VersionFile) -> Incidents:
        if layer.kind == "counts":
            return incidents_from_counts(file.read(), layer, self.geography)
        return incidents_from(_Columns(file), layer, self.geography)

    def _build_cube(self, layer: LayerSpec, file: VersionFile) -> Cube:
        """Count the rows of a sensitive layer; the exact numbers end here."""
        areas = self.geography.level(layer.privacy.finest)
        if layer.kind == "counts":
            rows = file.read().to_pydict()
            position = {code: at for at, code in enumerate(areas.codes)}
            area = np.array([position.get(code, -1) for code in rows["area"]], dtype=np.int16)
            month = np.array(rows["month"], dtype="datetime64[s]").astype("datetime64[M]")
            weight = np.array(rows["count"], dtype=np.int64)
        else:
            incidents = incidents_from(file.read(COLUMNS), layer, self.geography)
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
