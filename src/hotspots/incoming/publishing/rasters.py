"""Publish a raster: the cells in and around the municipality that hold a number."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from hotspots.crs import RD_NEW
from hotspots.dutch import fold
from hotspots.errors import CrsError, IntakeError
from hotspots.incoming.checking.report import IntakeReport
from hotspots.incoming.publishing import words as text
from hotspots.incoming.publishing.drafts import counts_of, draft_of
from hotspots.incoming.reading import words as reading_words
from hotspots.incoming.reading.geotiff_file import EXTENSIONS, Raster, read_geotiff, read_raster
from hotspots.incoming.reading.table import UPLOAD_LIMITS, Limits, shown_name
from hotspots.store.versions import LayerStore

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.catalog.specs import ContextSpec, LayerSpec
    from hotspots.geography.areas import Geography
    from hotspots.settings import Home
    from hotspots.store.catalogue import Version

#: What a raster of each purpose can hold: metres of water, hours until it comes or that it stays.
_BOUNDS: Final = {
    "flood_depth": (0.0, 50.0, "meters"),
    "flood_arrival": (0.0, 10_000.0, "uren"),
    "flood_duration": (0.0, 10_000.0, "uren"),
}
#: Cells that are kept; a metre raster of a small municipality.
_MOST_CELLS: Final = 20_000_000
_SQUARE_M: Final = 1e-6
_NO_CELLS: Final = pa.table(
    {
        "scenario": pa.DictionaryArray.from_arrays(
            pa.array([], pa.int32()), pa.array([], pa.string())
        ),
        **{name: pa.array([], pa.float64()) for name in ("x_rd", "y_rd", "value", "cell_m")},
    }
)


def publish_raster(
    home: Home,
    geography: Geography,
    layer: LayerSpec,
    spec: ContextSpec,
    path: Path,
    *,
    mode: str = "add",
    crs: str | None = None,
    scenario: str | None = None,
    name: str | None = None,
    dry_run: bool = False,
    folder: Path | None = None,
    limits: Limits = UPLOAD_LIMITS,
) -> IntakeReport:
    """Check a GeoTIFF and publish its cells as a new version of a layer.

    A version holds one raster per scenario. The name of the file is the scenario, unless one is
    given; a scenario that was there is replaced.

    Raises
    ------
    SourceError, IntakeError, CrsError
        If the file is refused; nothing was changed.
    StoreError
        If the version cannot be written; nothing was changed.
    """
    shown = shown_name(name or path.name)
    if path.suffix.lower() not in EXTENSIONS:
        raise IntakeError(*text.raster_expected(layer.label, path.suffix or shown))
    cells = cells_of(
        read_raster(path, limits=limits, name=name, within=geography.outline.bounds, folder=folder),
        spec,
        geography,
        name=shown,
        scenario=fold(scenario or shown.rsplit(".", 1)[0]),
        crs=crs,
    )
    first = cells.slice(0, 1).to_pylist()[0]
    warnings: tuple[str, ...] = (text.clipped(first["scenario"], cells.num_rows, first["cell_m"]),)
    read = cells.num_rows
    store = LayerStore.of(home, layer.id)
    if dry_run:
        gone = _scenarios_gone(cells, store.current(), store, mode, spec)
        return IntakeReport("would_publish", None, read, read, 0, 0, warnings=(*warnings, *gone))

    with store.writing():
        current = _current(store, spec, geography)
        warnings = (*warnings, *_scenarios_gone(cells, current, store, mode, spec))
        report = IntakeReport("would_publish", None, read, read, 0, 0, warnings=warnings)

        def published(version: Version) -> IntakeReport:
            return replace(report, status="published", version=version.name)

        rows = _beside_others(cells, current, store, mode)
        draft = draft_of(geography, path, name)
        written = store.add(
            rows,
            replace(draft, counts=counts_of(rows.num_rows), warnings=warnings),
            lambda version: published(version).to_dict(),
        )
    return published(written)


def _current(store: LayerStore, spec: ContextSpec, geography: Geography) -> Version | None:
    """Return the current version; the raster of the home becomes the first there is."""
    current = store.current()
    if current is not None or not spec.path.is_file() or spec.source.rows == 0:
        return current
    cells = embedded_cells(spec, geography)
    draft = draft_of(geography, spec.path, None, spec.source)
    return store.add(cells, replace(draft, counts=counts_of(cells.num_rows)))


def _beside_others(
    cells: pa.Table, current: Version | None, store: LayerStore, mode: str
) -> pa.Table:
    """Return the cells beside those of other scenarios; an example has none that stay."""
    if current is None or mode != "add" or current.embedded:
        return cells
    old = store.read(current)
    others = old.filter(pc.not_equal(old["scenario"], cells["scenario"][0]))
    return pa.concat_tables([others, cells], promote_options="permissive")


def _scenarios_gone(
    cells: pa.Table, current: Version | None, store: LayerStore, mode: str, spec: ContextSpec
) -> tuple[str, ...]:
    """Return what is said of the scenarios that are in the layer now and will not be."""
    if current is not None:
        there = store.read(current)["scenario"].unique().to_pylist()
    elif spec.path.is_file() and spec.source.rows != 0:
        # The raster of the home, which is no version yet.
        there = [fold(spec.path.stem)]
    else:
        return ()
    if current is not None and mode == "add" and not current.embedded:
        return ()
    brought = cells["scenario"][0].as_py()
    gone = sorted(name for name in there if name != brought)
    return (text.scenarios_gone(gone, current.name if current else "v1"),) if gone else ()


def embedded_cells(spec: ContextSpec, geography: Geography) -> pa.Table:
    """Return the cells of the raster that a home brings along, as `cells_of` does.

    One that is declared to have no rows has none, whatever its file holds.

    Raises
    ------
    SourceError, IntakeError, CrsError
        If the file is not what the layer holds.
    """
    if spec.source.rows == 0:
        return _NO_CELLS
    name = spec.path.name
    return cells_of(
        read_geotiff(spec.path),
        spec,
        geography,
        name=name,
        scenario=fold(spec.path.stem),
        crs=None,
    )


def cells_of(
    raster: Raster,
    spec: ContextSpec,
    geography: Geography,
    *,
    name: str,
    scenario: str,
    crs: str | None,
) -> pa.Table:
    """Return the cells of a raster in and around the municipality that hold a number.

    Columns scenario, x_rd and y_rd (RD metres, the middle of the cell), value, and cell_m.

    Raises
    ------
    CrsError
        If the raster is not in RD, or does not say so.
    IntakeError
        If it lies elsewhere, is not square, or holds what the layer cannot hold.
    """
    stated = crs or raster.crs
    if stated is None or stated.upper() != RD_NEW:
        raise CrsError(*text.raster_not_rd(name, stated or "geen bekend stelsel"))
    width, height = raster.cell_m
    if abs(width - height) > _SQUARE_M:
        raise IntakeError(*reading_words.no_geotiff(name, f"cellen van {width} bij {height} m"))
    west, south, east, north = geography.outline.bounds
    first_col = max(0, int((west - raster.west) // width) - 1)
    last_col = min(raster.values.shape[1], int((east - raster.west) // width) + 2)
    first_row = max(0, int((raster.north - north) // height) - 1)
    last_row = min(raster.values.shape[0], int((raster.north - south) // height) + 2)
    if first_col >= last_col or first_row >= last_row:
        raise IntakeError(*text.raster_elsewhere(name, raster.bounds))
    part = raster.values[first_row:last_row, first_col:last_col]
    row, col = np.nonzero(~np.isnan(part))
    if not len(row):
        raise IntakeError(*text.raster_elsewhere(name, raster.bounds))
    if len(row) > _MOST_CELLS:
        cells = f"{len(row)} cellen binnen de gemeente"
        raise IntakeError(*reading_words.raster_too_large(name, cells, _MOST_CELLS))
    values = part[row, col]
    possible = _BOUNDS[spec.purpose]
    if values.min() < possible[0] or values.max() > possible[1]:
        extremes = (float(values.min()), float(values.max()))
        raise IntakeError(*text.raster_values(name, extremes, possible))
    return pa.table(
        {
            "scenario": pa.DictionaryArray.from_arrays(
                np.zeros(len(row), dtype=np.int32), pa.array([scenario])
            ),
            "x_rd": raster.west + (first_col + col + 0.5) * width,
            "y_rd": raster.north - (first_row + row + 0.5) * height,
            "value": values,
            "cell_m": np.full(len(row), width),
        }
    )
