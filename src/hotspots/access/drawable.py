"""A raster or a table as something that a map of places and zones can draw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import geopandas as gpd
import numpy as np
import shapely

from hotspots.access import words as text
from hotspots.crs import RD_NEW
from hotspots.geography.areas import read_context
from hotspots.incoming.open_data import words as provenance
from hotspots.incoming.open_data.words import fetched_line
from hotspots.incoming.publishing.features import AREA, embedded_features
from hotspots.incoming.publishing.rasters import embedded_cells

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import pandas as pd

    from hotspots.catalog.specs import ContextSpec, FieldSpec
    from hotspots.geography.areas import Geography

#: metres; lower bounds of the depth classes that are usual on Dutch maps.
DEPTHS_M: Final = (0.0, 0.5, 1.0, 1.5, 2.0, 5.0)
#: Hours until the water; lower bounds of what is drawn in one colour.
HOURS: Final = (0.0, 4.0, 8.0, 12.0, 16.0, 24.0)
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
    spec: ContextSpec, attribution: str, fetched: Mapping[str, str] | None = None
) -> ContextSpec:
    """Return a declaration under which rows that someone loaded are drawn, for whoever made them.

    What stands in brackets after its name, such as "(voorbeeld)", is of what came along, and so
    are its year, its licence and how it was made.

    Parameters
    ----------
    fetched
        What a version keeps of the service that the rows were fetched from.
    """
    fetched = fetched or {}
    source = replace(
        spec.source,
        attribution=attribution,
        licence=fetched.get("licence", provenance.LICENCE_OF_SUPPLIER),
        year=None,
        details=fetched.get("request", ""),
        synthetic=False,
        approximate=False,
    )
    label = spec.label.partition(" (")[0]
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
        return drawn_rows(spec, embedded_cells(spec, geography).table.to_pandas(), geography)
    return drawn_rows(spec, embedded_features(spec).accepted, geography)


def drawn_rows(
    spec: ContextSpec,
    rows: Any,  # noqa: ANN401 - frame of either kind
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
