"""Layers of ``geodata/`` as they are now: what was loaded, else the file of the home.

A raster and a table become places and zones here, so that a map can draw them. Only `features_for`
looks at the role; the other functions are for what every role may see.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final
from weakref import WeakKeyDictionary

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from hotspots.access import words as text
from hotspots.access.cache import Itself, Latest
from hotspots.catalog.specs import layer_showing
from hotspots.crs import RD_NEW
from hotspots.errors import AccessError, HotspotsError, NothingYetError, StoreError
from hotspots.geography.areas import read_context, require_kind
from hotspots.geography.streets import Streets
from hotspots.incoming.open_data import words as provenance
from hotspots.incoming.open_data.words import fetched_line
from hotspots.incoming.publishing.drafts import GEOMETRY
from hotspots.incoming.publishing.features import AREA, embedded_features
from hotspots.incoming.publishing.rasters import embedded_cells
from hotspots.incoming.publishing.words import declared_empty
from hotspots.store.versions import LayerStore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from hotspots.access.library import Library
    from hotspots.access.workspace import Workspace
    from hotspots.catalog.specs import Catalog, ContextSpec, FieldSpec, LayerSpec
    from hotspots.geography.areas import Geography
    from hotspots.store.catalogue import Version


#: metres; lower bounds of the depth classes that are usual on Dutch maps.
DEPTHS_M: Final = (0.0, 0.5, 1.0, 1.5, 2.0, 5.0)
#: Hours until the water; lower bounds of what is drawn in one colour.
HOURS: Final = (0.0, 4.0, 8.0, 12.0, 16.0, 24.0)
#: Days that water stays; lower bounds of what is drawn in one colour.
DAYS: Final = (0.0, 1.0, 3.0, 7.0, 14.0, 28.0)
_HOURS_PER_DAY: Final = 24
#: The purpose of the layer that places are named by.
STREET: Final = "street"
#: The columns that a drawn raster or table has.
_DRAWN: Final = {"name": "name", "category": "category"}


class DrawnContexts(Mapping[str, gpd.GeoDataFrame]):
    """Layers of ``geodata/`` that are no areas, by id, each read once and when it is asked for."""

    def __init__(self, contexts: Iterable[ContextSpec], geography: Callable[[], Geography]) -> None:
        self._specs = {context.id: context for context in contexts if context.kind != "areas"}
        self._geography = geography
        self._read: dict[str, gpd.GeoDataFrame] = {}

    def __getitem__(self, context_id: str) -> gpd.GeoDataFrame:
        if context_id not in self._read:
            spec = self._specs[context_id]
            undrawn = spec.kind in ("raster", "table")
            self._read[context_id] = (
                drawn_context(spec, self._geography()) if undrawn else read_context(spec)
            )
        return self._read[context_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._specs)

    def __len__(self) -> int:
        return len(self._specs)


def as_loaded(
    spec: ContextSpec,
    attribution: str,
    fetched: Mapping[str, str] | None = None,
    *,
    synthetic: bool = False,
) -> ContextSpec:
    """Return a declaration under which rows that someone loaded are drawn, for whoever made them.

    What stands in brackets after its name, such as "(voorbeeld)", is of what came along, and so
    are its year, its licence and how it was made.

    Parameters
    ----------
    fetched
        What a version keeps of the service that the rows were fetched from.
    synthetic
        Whether examples of the home are among them.
    """
    fetched = fetched or {}
    source = replace(
        spec.source,
        attribution=attribution,
        licence=fetched.get("licence", provenance.LICENCE_OF_SUPPLIER),
        year=None,
        details=fetched.get("request", ""),
        synthetic=synthetic,
        approximate=synthetic and spec.source.approximate,
    )
    label = spec.label if synthetic else spec.label.partition(" (")[0]
    note = fetched_line(fetched)
    return replace(as_drawn(spec), label=label, columns=_DRAWN, source=source, note=note)


def as_drawn(spec: ContextSpec) -> ContextSpec:
    """Return a declaration under which a raster or table is drawn: as zones, or as places."""
    if spec.kind == "raster":
        return replace(spec, kind="zones", columns=_DRAWN)
    if spec.kind == "table":
        has_area = any(field.id == AREA for field in spec.fields)
        return replace(spec, kind="zones" if has_area else "places", columns=_DRAWN)
    return spec


def drawn_context(spec: ContextSpec, geography: Geography) -> gpd.GeoDataFrame:
    """Return the raster or table that a home brings along as a map draws it."""
    if spec.kind == "raster":
        return drawn_rows(spec, embedded_cells(spec, geography).to_pandas(), geography)
    return drawn_rows(spec, embedded_features(spec).accepted, geography)


def drawn_rows(
    spec: ContextSpec,
    rows: pd.DataFrame,
    geography: Geography,
) -> gpd.GeoDataFrame:
    """Return rows with the two columns that a map tells: name and category.

    A raster becomes one zone per class, a table the buurten it names. A table that names no areas
    is drawn as one point in the middle of the municipality: it has no place of its own, and its
    rows are listed below the map. Of such a table the rows without any number are left out once
    others have one. Cells that stay dry are no zone.
    """
    if spec.kind == "raster":
        if spec.purpose == "flood_arrival":
            return _zones(rows, HOURS, "uur")
        if spec.purpose == "flood_duration":
            days = rows.assign(value=rows["value"] / _HOURS_PER_DAY)
            return _zones(days[days["value"] > 0], DAYS, "dagen")
        return _zones(rows[rows["value"] > 0], DEPTHS_M, "m")
    ids = [field.id for field in spec.fields]
    fields = {field.id: field for field in spec.fields}
    if spec.kind != "table":
        name = "name" if "name" in ids else ids[0]
        choices = [field.id for field in spec.fields if field.kind == "choice"]
        sort = next((field for field in ("sort", *choices, "scenario") if field in ids), name)
        names, sorts = _column(rows, fields[name]), _column(rows, fields[sort])
        pairs = zip(names, sorts, strict=True)
        # Zones of a register have no name of their own.
        called = [kind if named == text.UNKNOWN else named for named, kind in pairs]
        labels = {"name": called, "category": sorts}
        return gpd.GeoDataFrame(labels, geometry=rows.geometry.to_numpy(), crs=RD_NEW)
    if AREA not in ids:
        rows = _with_numbers(rows, spec)
    columns = [_column(rows, fields[name]) for name in ids[1:]]
    labels_of_rows = [" · ".join(row) for row in zip(*columns, strict=True)]
    if AREA in ids:
        place = {code: at for at, code in enumerate(geography.buurten.codes)}
        known = [at for at, code in enumerate(rows[AREA]) if code in place]
        buurten = [place[rows[AREA].iloc[at]] for at in known]
        names = [geography.buurten.names[at] for at in buurten]
        shapes = geography.buurten.polygons[buurten]
        labels_of_rows = [labels_of_rows[at] for at in known]
    else:
        names = rows[ids[0]].tolist()
        middle = shapely.point_on_surface(geography.outline)
        shapes = np.array([middle] * len(rows), dtype=object)
    return gpd.GeoDataFrame(
        {"name": names, "category": labels_of_rows}, geometry=shapes, crs=RD_NEW
    )


def _with_numbers(rows: pd.DataFrame, spec: ContextSpec) -> pd.DataFrame:
    """Return the rows that have a number; all of them where none has."""
    numbers = [field.id for field in spec.fields if field.kind == "number"]
    known = rows[numbers].notna().any(axis=1)
    return rows[known] if known.any() else rows


def _column(rows: pd.DataFrame, field: FieldSpec) -> list[str]:
    """Return the cells of a field as they are read: labels, and numbers with their unit."""
    return [_cell_text(value, field) for value in rows[field.id]]


def _cell_text(value: object, field: FieldSpec) -> str:
    if value == "" or (isinstance(value, float) and np.isnan(value)):
        return text.UNKNOWN
    if isinstance(value, float):
        return f"{value:.12g} {field.unit}".strip().replace(".", ",")
    return field.choices.get(str(value), str(value))


def _zones(cells: pd.DataFrame, bounds: tuple[float, ...], unit: str) -> gpd.GeoDataFrame:
    """Return a zone per class, from runs of cells beside each other."""
    size = float(cells["cell_m"].max())
    depth = np.searchsorted(bounds, cells["value"].to_numpy(), side="right") - 1
    names, shapes = [], []
    for at in np.unique(depth):
        part = cells[depth == at].sort_values(["y_rd", "x_rd"])
        x, y = part["x_rd"].to_numpy(), part["y_rd"].to_numpy()
        starts = np.flatnonzero(np.r_[True, (np.diff(y) != 0) | (np.diff(x) > size * 1.5)])
        ends = np.r_[starts[1:], len(x)] - 1
        half = size / 2
        runs = shapely.box(x[starts] - half, y[starts] - half, x[ends] + half, y[ends] + half)
        names.append(text.number_class(bounds, int(at), unit))
        shapes.append(shapely.union_all(runs))
    return gpd.GeoDataFrame({"name": names, "category": names}, geometry=shapes, crs=RD_NEW)


_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """The rows of a layer with a purpose, and what must be said with every number from them.

    Attributes
    ----------
    rows
        The declared fields; a geopandas frame with geometry in RD unless it is a table. Of a
        raster: scenario, x_rd, y_rd, value and cell_m.
    loaded
        Whether someone loaded it; else it is the file of the home.
    version
        "v3", or "" for the file of the home.
    """

    spec: ContextSpec
    layer_id: str
    rows: pd.DataFrame
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
            rows = drawn[spec.id]
            if spec.source.rows != 0:
                require_kind(spec, rows)
            elif len(rows):
                where = f"geodata/{spec.id}/{spec.source.file}"
                wrong.append(declared_empty(where, len(rows), declared_in="layer.toml"))
        except HotspotsError as error:
            wrong.append(str(error))
    return wrong


_streets: WeakKeyDictionary[Library, Latest[Streets]] = WeakKeyDictionary()


def streets_now(library: Library) -> Streets | None:
    """Return the streets that places are named by now; None where the home has none.

    Streets that cannot be read name nothing: no page stops for them. The log says why, and so
    does ``hotspots check``.
    """
    specs = library.catalog.contexts
    spec = next((entry for entry in specs if entry.purpose == STREET), None)
    if spec is None:
        return None
    layer = layer_showing(library.catalog, spec)
    try:
        features = features_now(library, spec, layer)
    except HotspotsError as error:
        _log.warning("%s", error)
        return None
    if not len(features):
        return None
    latest = _streets.setdefault(library, Latest())
    # The same rows are the same object for as long as their version is served.
    return latest.answer(spec.id, Itself(features), lambda: _streets_of(features.rows))


def _streets_of(rows: pd.DataFrame) -> Streets:
    lines = shapely.force_2d(rows["geometry"].to_numpy())
    return Streets.of(lines, rows["name"].fillna("").astype(str).tolist())


def drawn_now(library: Library, spec: ContextSpec) -> tuple[ContextSpec, gpd.GeoDataFrame]:
    """Return a layer of ``geodata/`` as a map draws it now: what was loaded, else the home's file.

    Raises
    ------
    SourceError, IntakeError, StoreError
        If it cannot be read.
    """
    layer = layer_showing(library.catalog, spec)
    if not spec.purpose or layer is None or library.published(layer) is None:
        return as_drawn(spec), library.contexts[spec.id]
    features = features_now(library, spec, layer)
    if not features.loaded:
        return as_drawn(spec), library.contexts[spec.id]
    drawn = drawn_rows(spec, features.rows, library.geography)
    fetched, made_up = library.version(layer).fetched, features.synthetic
    return as_loaded(spec, features.attribution, fetched, synthetic=made_up), drawn


def drawn_mark(library: Library, spec: ContextSpec) -> str:
    """Return a mark of what `drawn_now` returns, that changes when other rows are loaded.

    Who has not been given it cannot guess it: the geometry of loaded rows is served under it.
    """
    layer = layer_showing(library.catalog, spec)
    version = library.published(layer) if spec.purpose and layer is not None else None
    return HOME_MARK if version is None or version.embedded else version.sha256


def features_now(library: Library, spec: ContextSpec, layer: LayerSpec | None) -> Features:
    """Return the features of a layer, read once per version."""
    version = library.published(layer) if layer is not None else None
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
        # Examples of the home may be among them: then all of it says so.
        synthetic=version.synthetic,
        approximate=version.synthetic and spec.source.approximate,
        attribution=version.attribution,
        version=version.name,
    )


def home_rows(spec: ContextSpec, geography: Geography) -> pd.DataFrame:
    """Return the rows of the file that the home brings along; one declared empty has none."""
    if spec.kind == "raster":
        cells: pd.DataFrame = embedded_cells(spec, geography).to_pandas()
        return cells
    if spec.source.rows == 0:
        fields = {
            field.id: pd.Series(dtype="float64" if field.kind == "number" else "str")
            for field in spec.fields
        }
        return _rows(pd.DataFrame({"id": pd.Series(dtype="str"), **fields, GEOMETRY: []}), spec)
    rows = embedded_features(spec).accepted
    return _rows(rows.drop(columns="row").rename(columns={"shape": GEOMETRY}), spec)


def _rows(rows: pd.DataFrame, spec: ContextSpec) -> pd.DataFrame:
    if spec.kind == "raster":
        return rows
    if spec.kind == "table":
        return rows.drop(columns=GEOMETRY, errors="ignore")
    shapes = shapely.from_wkb(rows[GEOMETRY].to_numpy())
    placed: pd.DataFrame = gpd.GeoDataFrame(
        rows.drop(columns=GEOMETRY), geometry=shapes, crs=RD_NEW
    )
    return placed


def features_for(workspace: Workspace, purpose: str) -> Features | None:
    """Return the layer of a purpose, or None if the home has none.

    Raises
    ------
    AccessError
        If this role may not see it.
    SourceError, IntakeError, StoreError
        If it cannot be read.
    """
    catalog = workspace.library.catalog
    spec = next((entry for entry in catalog.contexts if entry.purpose == purpose), None)
    if spec is None:
        return None
    layer = layer_showing(catalog, spec)
    if layer is not None:
        workspace.layer(layer.id)
    return features_now(workspace.library, spec, layer)


def visible_features(workspace: Workspace, purpose: str) -> Features | None:
    """Return the layer of a purpose, or None if the home has none or this role may not see it.

    Raises
    ------
    SourceError, IntakeError, StoreError
        If it cannot be read.
    """
    try:
        return features_for(workspace, purpose)
    except AccessError:
        return None


def longest_line(shape: shapely.Geometry) -> shapely.LineString:
    """Return a line as one; of lines that do not meet the longest."""
    parts = shapely.get_parts(shapely.line_merge(shape))
    longest: shapely.LineString = parts[int(shapely.length(parts).argmax())]
    return longest


def middle_of(shape: shapely.Geometry) -> tuple[float, float]:
    """Return where a place lies: a point itself, the centre of an area, halfway along a line.

    Examples
    --------
    >>> middle_of(shapely.box(0, 0, 10, 4)), middle_of(shapely.LineString([(0, 0), (6, 0), (6, 2)]))
    ((5.0, 2.0), (4.0, 0.0))
    """
    middle = shapely.centroid(shape)
    if shapely.get_dimensions(shape) == 1:
        middle = shapely.line_interpolate_point(longest_line(shape), 0.5, normalized=True)
    return float(shapely.get_x(middle)), float(shapely.get_y(middle))


def waits(workspace: Workspace, purpose: str) -> bool:
    """Whether a home has a layer of a purpose into which nothing was loaded or fetched yet."""
    catalog = workspace.library.catalog
    spec = next((entry for entry in catalog.contexts if entry.purpose == purpose), None)
    if spec is None or spec.source.rows != 0:
        return False
    layer = layer_showing(catalog, spec)
    if layer is None:
        return True
    try:
        return workspace.library.version(layer).embedded
    except NothingYetError:
        return True
    except StoreError:
        return False


def ground_sources(workspace: Workspace) -> tuple[str, ...]:
    """Return whose lines lie under every map, such as railways, where they were fetched."""
    library = workspace.library
    lines = {spec.id for spec in library.catalog.contexts if spec.kind == "lines" and spec.purpose}
    sources = []
    for layer in library.catalog.layers:
        if layer.context in lines:
            with contextlib.suppress(StoreError):
                version = library.version(layer)
                sources += [version.attribution] if "service" in version.fetched else []
    return tuple(dict.fromkeys(sources))
