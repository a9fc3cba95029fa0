"""What all sessions on one home share: declarations, geography, and rows once read.

Nothing in it depends on a role, and nothing in it is ever changed in place. It is handed out by
`hotspots.access.workspace` only, which asks the role first.

A verdict may not depend on who looks, so that all layers of a home are judged as one family. What
comes from here is used for that and leaves `hotspots.analysis.judgement` only for a layer that was
asked for through a workspace; of every other layer no more goes out than how it moved the line
between chance and more than chance.
"""

from __future__ import annotations

from contextlib import suppress
from copy import copy
from dataclasses import dataclass
from functools import cached_property, reduce
from itertools import chain
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Final, TypeVar, cast

import numpy as np
import pyarrow as pa

from hotspots.access.cache import Itself, Latest
from hotspots.access.calendar import COLUMNS as CALENDAR_COLUMNS
from hotspots.access.cube import Cube, build_cube
from hotspots.access.features import DrawnContexts
from hotspots.access.incidents import (
    Countable,
    Incidents,
    Rows,
    columns_of,
    incidents_from,
    incidents_from_counts,
    snapped,
)
from hotspots.access.served import ServedVersions
from hotspots.access.tally import Tally, in_cells, tally_of_areas, tally_of_cells
from hotspots.catalog.storage import storage_in
from hotspots.dutch import number
from hotspots.errors import NothingYetError, SelectionError, SourceError, StoreError
from hotspots.geography.areas import Geography, queen_contiguity, read_geography
from hotspots.store import words as text
from hotspots.store.cubes import CUBE_NAMES
from hotspots.store.mask_files import are_on_disk, masks_on_disk
from hotspots.store.versions import LayerStore
from hotspots.workers import spread

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence

    import geopandas as gpd
    from scipy import sparse

    from hotspots.catalog.specs import Catalog, LayerSpec
    from hotspots.geography.masks import Mask
    from hotspots.settings import Home
    from hotspots.store.catalogue import Version
    from hotspots.store.cubes import CubeName
    from hotspots.store.files import VersionRows
    from hotspots.store.parts import Part


#: rows; of a layer with more of them a question has one part in memory at a time. So many take
#: 1,1 GB.
MOST_AT_ONCE: Final = 20_000_000

#: bytes that a row takes at most while all are read and searched; 100 million took 10 GB.
_ROW_BYTES: Final = 100

#: rows; what comes of so many is passed on at once, added up where it can be.
_TOGETHER: Final = 2_500_000

Read = TypeVar("Read")


@dataclass(frozen=True, slots=True)
class _PartReader:
    """What it takes to read a part of a version, here or on a worker."""

    store: LayerStore
    version: Version
    layer: LayerSpec
    geography: Geography
    cell_m: int

    def incidents(self, part: Part) -> Incidents:
        """Return the rows of a part."""
        rows = self.store.read_part(self.version, part, columns_of)
        incidents = incidents_from([rows], len(rows), self.layer, self.geography)
        return snapped(incidents, self.cell_m) if self.cell_m else incidents


def _together(parts: Sequence[Part], rows: int) -> list[tuple[Part, ...]]:
    """Return parts in groups, each as short as it can be with so many rows."""
    groups: list[tuple[Part, ...]] = []
    group: tuple[Part, ...] = ()
    for part in parts:
        group = (*group, part)
        if sum(one.rows for one in group) >= rows:
            groups.append(group)
            group = ()
    return [*groups, group] if group else groups


def _at_work(
    group: tuple[Part, ...],
    reader: _PartReader,
    work: Callable[..., Read],
    shared: tuple[object, ...],
    add: Callable[[Read, Read], Read] | None,
) -> list[Read]:
    results = (work(reader.incidents(part), *shared) for part in group)
    return list(results) if add is None else [reduce(add, results)]


def _stop_without_memory(layer: LayerSpec, rows: int) -> None:
    """Stop before the system stops the process, which would say nothing to anybody."""
    free, needed = free_memory(), rows * _ROW_BYTES
    if free is not None and needed > free:
        raise SelectionError(
            f"Laag '{layer.label}' past niet in het geheugen: {number(rows)} rijen.",
            f"Nodig voor deze vraag: zo'n {number(needed / 1e9, 1)} GB; vrij op deze machine: "
            f"{number(free / 1e9, 1)} GB.",
            "Zoek in elk gebied apart (hotspots find --per gemeenten), of vraag een aantal, een "
            "cijfer of een dichtheid: die lezen niet alle rijen tegelijk.",
        )


def free_memory(system: Path = Path("/")) -> int | None:
    """Return how many bytes a process can still take here; None where the system does not say.

    Parameters
    ----------
    system
        Where the files of the system begin: of Linux, and of the container this runs in.
    """
    limits = []
    with suppress(OSError, ValueError, StopIteration):
        lines = (system / "proc/meminfo").read_text(encoding="ascii").splitlines()
        limits.append(1024 * int(next(x for x in lines if x.startswith("MemAvailable")).split()[1]))
    with suppress(OSError, ValueError):
        group = system / "sys/fs/cgroup"
        most, taken = ((group / f"memory.{x}").read_text() for x in ("max", "current"))
        limits.append(max(0, int(most) - int(taken)))
    return min(limits, default=None)


class Library:
    """The shared part of a workspace; see the module."""

    def __init__(self, home: Home, catalog: Catalog) -> None:
        self.home = home
        self.catalog = catalog
        self._faults: dict[str, tuple[str, StoreError]] = {}
        self._incidents: dict[str, tuple[Version, Incidents]] = {}
        self._tallies: dict[CubeName, dict[str, tuple[Version, Tally | None]]] = {
            name: {} for name in CUBE_NAMES
        }
        self._cubes: dict[str, tuple[Version, Cube]] = {}
        self._calendars: dict[str, tuple[Version, pa.Table]] = {}
        self._snapped: Latest[Countable] = Latest()
        self._some: Latest[Countable] = Latest()
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
        return masks_on_disk(self.home.state, self.catalog, self.geography)

    def keep_masks(self) -> None:
        """Make the masks if they are not on disk; what cannot be read is said when it is asked."""
        with suppress(SourceError):
            if not are_on_disk(self.home.state, self.catalog, self.geography):
                _ = self.masks

    @cached_property
    def neighbours(self) -> sparse.csr_array:
        """Which buurten touch: shape (buurten, buurten), the diagonal empty."""
        return self.neighbours_at("buurten")

    def neighbours_at(self, level: str) -> sparse.csr_array:
        """Return which areas of a level touch: shape (areas, areas), the diagonal empty."""
        if level not in self._neighbours:
            self._neighbours[level] = queen_contiguity(self.geography.level(level).polygons)
        return self._neighbours[level]

    @cached_property
    def _neighbours(self) -> dict[str, sparse.csr_array]:
        return {}

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
                continue  # the fault is raised to whoever asks for the layer
            self._faults[layer_id] = (current.name if current else "", fault)

    @cached_property
    def _served(self) -> ServedVersions:
        return ServedVersions(self.home, self.geography.fingerprint)

    def published(self, layer: LayerSpec) -> Version | None:
        """Return the version of a layer that is served now; None if there was never one.

        Raises
        ------
        StoreError
            If no version of it can be read.
        """
        return self._served.version(layer)

    def version(self, layer: LayerSpec) -> Version:
        """Return the version of a layer that is served now; its notes say if it stands in.

        Raises
        ------
        StoreError
            If the layer was never published, or no version of it can be read.
        """
        version = self.published(layer)
        at_opening, fault = self._faults.get(layer.id, ("", None))
        if version is None and fault is not None:
            raise fault
        if version is None:
            raise NothingYetError(
                f"Van laag '{layer.label}' is nog niets gepubliceerd.",
                f"Gezocht in '{storage_in(self.home.gemeente) or self.home.state}'.",
                f"Lees een bestand in: hotspots import BESTAND --layer {layer.id}",
            )
        if fault is not None and at_opening == (version.stands_in_for or version.name):
            return version.noted(text.NOT_UPDATED.format(reason=fault.detail))
        return version

    def incidents(self, layer: LayerSpec) -> tuple[Version, Incidents]:
        """Return the version that is served and its rows; one per layer is kept in memory.

        Raises
        ------
        SelectionError
            If there are so many that the memory of this machine has no room for them.
        """
        return self._latest(self._incidents, layer, self._opened(self._read_all))

    def fits(self, layer: LayerSpec) -> bool:
        """Whether the rows of a layer are kept in memory all together.

        Raises
        ------
        StoreError
            If no version of it can be read.
        """
        version = self.version(layer)
        counts = layer.kind == "counts"
        return counts or version.is_whole or version.rows <= MOST_AT_ONCE

    def by_part(
        self,
        layer: LayerSpec,
        version: Version,
        days: tuple[int, int] | None,
        cell_m: int,
        work: Callable[..., Read],
        *shared: object,
        add: Callable[[Read, Read], Read] | None = None,
    ) -> Iterator[Read]:
        """Give ``work(incidents, *shared)`` of every part of a version, in their order.

        On the workers of a cluster where there is one (`hotspots.workers`).

        Parameters
        ----------
        days
            First and last day that are asked: of other parts nothing is read. None for all.
        cell_m
            As in `snapped`; 0 for incidents as they are.
        add
            Adds up what comes of two parts. Those that lie beside each other are then added up
            where they are read, so that sums travel: the same ones with workers and without.

        Raises
        ------
        StoreError
            If a part is gone or damaged.
        """
        parts = self._store(layer).parts(version)
        if days is not None:
            parts = tuple(one for one in parts if one.first <= days[1] and days[0] <= one.last)
        reader = _PartReader(self._store(layer), version, layer, self.geography, cell_m)
        groups = _together(parts, _TOGETHER)
        try:
            yield from chain.from_iterable(spread(_at_work, groups, reader, work, shared, add))
        except StoreError as error:
            self._served.note_unusable(layer, version, error)
            raise

    def some(self, layer: LayerSpec, mark: Hashable, find: Callable[[], Rows]) -> Rows:
        """Return rows of a layer that were picked from all its parts; the last ones are kept.

        Parameters
        ----------
        mark
            What they were picked by, the version among it.
        """
        return cast("Rows", self._some.answer(layer.id, mark, find))

    def tally(self, layer: LayerSpec, name: CubeName) -> tuple[Version, Tally | None]:
        """Return the version that is served as its cubes; None where no part of it has any."""
        read = self._read_areas if name == "areas" else self._read_cells
        return self._latest(self._tallies[name], layer, read)

    def timed(self, layer: LayerSpec, version: Version) -> int:
        """Return of how many incidents of a version the time of day is known."""
        return self._store(layer).timed(version)

    def snapped(self, layer: LayerSpec, incidents: Incidents) -> Incidents:
        """Return incidents of a layer at the middle of the smallest cells that it is shown in."""
        return self._coarse(layer, incidents, snapped)

    def snapped_tally(self, layer: LayerSpec, tally: Tally) -> Tally:
        """Return a tally of cells in the smallest cells that the layer is shown in."""
        return self._coarse(layer, tally, in_cells)

    def _coarse(self, layer: LayerSpec, rows: Rows, make: Callable[[Rows, int], Rows]) -> Rows:
        cell_m = layer.privacy.finest_cell_m
        key = (layer.id, cell_m, type(rows).__name__)
        return cast("Rows", self._snapped.answer(key, Itself(rows), lambda: make(rows, cell_m)))

    def cube(self, layer: LayerSpec) -> tuple[Version, Cube]:
        """Return the version of a sensitive layer that is served, as its cube."""
        return self._latest(self._cubes, layer, self._opened(self._build_cube))

    def calendar(self, layer: LayerSpec) -> tuple[Version, pa.Table]:
        """Return the version of a calendar that is served and its events, not to be changed."""
        return self._latest(self._calendars, layer, self._opened(self._read_calendar))

    def _read_calendar(self, layer: LayerSpec, file: VersionRows) -> pa.Table:
        del layer
        return file.read(CALENDAR_COLUMNS)

    def _store(self, layer: LayerSpec) -> LayerStore:
        return LayerStore.of(self.home, layer.id)

    def _latest(
        self,
        in_memory: dict[str, tuple[Version, Read]],
        layer: LayerSpec,
        read: Callable[[LayerSpec, Version], Read],
    ) -> tuple[Version, Read]:
        """Return what is in memory of the version that is served, read if it is another."""
        while True:
            version = self.version(layer)
            with self._lock:
                before = in_memory.get(layer.id)
                if before is not None and before[0].sha256 == version.sha256:
                    return version, before[1]
                try:
                    in_memory[layer.id] = (version, read(layer, version))
                except StoreError as error:
                    # Damaged since it was looked at: the next round serves the one before it, and
                    # raises when there is none.
                    self._served.note_unusable(layer, version, error)
                    continue
                pa.default_memory_pool().release_unused()
                return in_memory[layer.id]

    def _opened(
        self, read: Callable[[LayerSpec, VersionRows], Read]
    ) -> Callable[[LayerSpec, Version], Read]:
        """Return what reads a version by its rows, opened."""

        def reading(layer: LayerSpec, version: Version) -> Read:
            with self._store(layer).opened(version) as file:
                return read(layer, file)

        return reading

    def _read_all(self, layer: LayerSpec, file: VersionRows) -> Incidents:
        if len(file) > MOST_AT_ONCE:
            _stop_without_memory(layer, len(file))
        return self._read_incidents(layer, file)

    def _read_incidents(self, layer: LayerSpec, file: VersionRows) -> Incidents:
        if layer.kind == "counts":
            return incidents_from_counts(file.read(), layer, self.geography)
        columns = columns_of(file.column_names)
        return incidents_from(file.each(columns), len(file), layer, self.geography)

    def _read_areas(self, layer: LayerSpec, version: Version) -> Tally | None:
        parts = self._store(layer).parts(version)
        if not any(part.cubes for part in parts):
            return None
        without_place = sum(part.without_place for part in parts)
        cubes = self._cubes_of(layer, version, "areas")
        return tally_of_areas(cubes, without_place, layer, self.geography)

    def _read_cells(self, layer: LayerSpec, version: Version) -> Tally | None:
        areas = self._read_areas(layer, version)
        if areas is None:
            return None
        cubes = self._cubes_of(layer, version, "cells")
        return tally_of_cells(cubes, areas, layer, self.geography)

    def _cubes_of(self, layer: LayerSpec, version: Version, name: CubeName) -> Iterator[pa.Table]:
        """Read a cube of every part of a version, one after the other."""
        store = self._store(layer)
        return (store.cube(version, part, name) for part in store.parts(version))

    def _build_cube(self, layer: LayerSpec, file: VersionRows) -> Cube:
        """Count the rows of a sensitive layer; the exact numbers end here."""
        areas = self.geography.level(layer.privacy.finest)
        if layer.kind == "counts":
            rows = file.read().to_pydict()
            position = {code: at for at, code in enumerate(areas.codes)}
            area = np.array([position.get(code, -1) for code in rows["area"]], dtype=np.int16)
            month = np.array(rows["month"], dtype="datetime64[s]").astype("datetime64[M]")
            weight = np.array(rows["count"], dtype=np.int64)
        else:
            incidents = self._read_incidents(layer, file)
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


def judged_rows(
    library: Library, layer: LayerSpec, cube: CubeName = "areas"
) -> tuple[str, Tally | Incidents]:
    """Return a checksum of the version that is served, and the rows of a layer for counting.

    Raises
    ------
    StoreError
        If it cannot be read.
    """
    version, tally = library.tally(layer, cube)
    if tally is None:
        version, incidents = library.incidents(layer)
        return version.sha256, incidents
    return version.sha256, tally


def judged_cube(library: Library, layer: LayerSpec) -> Cube:
    """Return what is published of a sensitive layer.

    Raises
    ------
    StoreError
        If it cannot be read.
    """
    return library.cube(layer)[1]


def judged_version(library: Library, layer: LayerSpec) -> str:
    """Return a checksum of the version that is served.

    Raises
    ------
    StoreError
        If the layer was never published, or no version of it can be read.
    """
    return library.version(layer).sha256
