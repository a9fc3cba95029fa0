"""An analysis as a file: the numbers of the map, with what they are and where they come from."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import geopandas as gpd
import numpy as np
import shapely

from hotspots.access.taking import allow_export
from hotspots.analysis.analysis import Status
from hotspots.crs import RD_NEW, WGS84
from hotspots.errors import SelectionError
from hotspots.geography.grid import cell_boxes
from hotspots.intake.report import harmless_cell

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pandas as pd

    from hotspots.access.workspace import Workspace
    from hotspots.analysis.analysis import Analysis
    from hotspots.analysis.finding import Finding


#: Parameters with a number per area, which is no choice.
_PER_AREA: Final = ("hidden_quarters",)


def described_table(analysis: Analysis) -> pd.DataFrame:
    """Return the table with, in every row, what it is: a row on its own still says it."""
    rows = analysis.table()
    denominator = analysis.parameters.get("denominator_label")
    described = rows.assign(
        layer=analysis.layer.id,
        measure=analysis.measure.id,
        unit=analysis.measure.unit_of(analysis.layer, denominator),
        period_from=analysis.period.first.isoformat(),
        period_to=analysis.period.last.isoformat(),
        version=analysis.version.name,
        synthetic=analysis.synthetic,
        source=analysis.version.attribution,
        parameters=_written(analysis.parameters),
    )
    return _harmless(described)


def _harmless(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows of which no text starts a formula, whoever gave the text."""
    texts = rows.select_dtypes(exclude=["number", "bool"]).columns
    return rows.assign(
        **{
            column: [
                harmless_cell(value) if isinstance(value, str) else value for value in rows[column]
            ]
            for column in texts
        }
    )


def _written(parameters: Mapping[str, Any]) -> str:
    """Return what was chosen, by the user or for them, as one cell of JSON."""
    chosen = {name: value for name, value in parameters.items() if name not in _PER_AREA}
    return json.dumps(chosen, ensure_ascii=False, default=float)


def csv_text(workspace: Workspace, analysis: Analysis, *, dutch: bool = False) -> str:
    """Return the described table as CSV; ``dutch`` is what Excel in Dutch opens as columns.

    Raises
    ------
    AccessError
        If this role may not take the layer away.
    """
    _allow(workspace, analysis, "csv")
    return _csv_text(analysis, dutch=dutch)


def _allow(workspace: Workspace, analysis: Analysis, kind: str) -> None:
    """Stop unless this role may take an analysis away, whoever asked for it."""
    selection = analysis.selection
    allow_export(
        workspace,
        analysis.layer.id,
        kind=kind,
        selection=selection.to_dict(),
        level=(selection.level, selection.cell_m),
    )


def _csv_text(analysis: Analysis, *, dutch: bool = False) -> str:
    rows = described_table(analysis)
    if dutch:
        return "\ufeff" + rows.to_csv(index=False, sep=";", decimal=",", lineterminator="\r\n")
    return rows.to_csv(index=False, lineterminator="\n")


def described_areas(workspace: Workspace, analysis: Analysis) -> gpd.GeoDataFrame:
    """Return the described table with the shape of each area or cell, in RD metres."""
    asked = analysis.status != Status.NOT_ASKED
    if analysis.cell_col is not None and analysis.cell_row is not None:
        shapes = cell_boxes(analysis.cell_col, analysis.cell_row, analysis.selection.cell_m)
    else:
        shapes = workspace.geography.level(analysis.selection.level).polygons
    return gpd.GeoDataFrame(described_table(analysis), geometry=shapes[asked], crs=RD_NEW)


def _write_csv(workspace: Workspace, analysis: Analysis, path: Path) -> None:
    del workspace
    path.write_text(_csv_text(analysis), encoding="utf-8", newline="")


def _write_geopackage(workspace: Workspace, analysis: Analysis, path: Path) -> None:
    areas = described_areas(workspace, analysis)
    areas["count"] = areas["count"].astype("Float64").astype(np.float64)
    path.unlink(missing_ok=True)
    areas.to_file(path, driver="GPKG", layer=analysis.layer.id)


def _write_geojson(workspace: Workspace, analysis: Analysis, path: Path) -> None:
    areas = described_areas(workspace, analysis).to_crs(WGS84)
    path.write_text(areas.to_json(drop_id=True), encoding="utf-8")


def _write_parquet(workspace: Workspace, analysis: Analysis, path: Path) -> None:
    described_areas(workspace, analysis).to_parquet(path, index=False)


def geopackage_bytes(workspace: Workspace, analysis: Analysis) -> bytes:
    """Return an analysis as a GeoPackage, for a download.

    Raises
    ------
    AccessError
        If this role may not take the layer away.
    """
    _allow(workspace, analysis, "gpkg")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "analyse.gpkg"
        _write_geopackage(workspace, analysis, path)
        return path.read_bytes()


#: How a file is written, by the end of its name.
WRITERS: Final[dict[str, Callable[[Workspace, Analysis, Path], None]]] = {
    ".csv": _write_csv,
    ".gpkg": _write_geopackage,
    ".geojson": _write_geojson,
    ".parquet": _write_parquet,
}


def write_analysis(workspace: Workspace, analysis: Analysis, path: Path) -> None:
    """Write an analysis to a file; the end of its name says how.

    Raises
    ------
    AccessError
        If this role may not take the layer away.
    SelectionError
        If the end of the name is none of `WRITERS`.
    """
    writer = WRITERS.get(path.suffix.lower())
    if writer is None:
        raise SelectionError(
            f"Naar '{path.name}' kan niet geschreven worden.",
            f"Mogelijk: {', '.join(WRITERS)}.",
            "Kies een andere extensie.",
        )
    _allow(workspace, analysis, path.suffix.lower().lstrip("."))
    writer(workspace, analysis, path)


def write_finding(workspace: Workspace, finding: Finding, path: Path) -> None:
    """Write what a search found to a file: a row per outline; the end of the name says how.

    Raises
    ------
    AccessError
        If this role may not take the layer away.
    SelectionError
        If the end of the name is none of .csv, .gpkg, .geojson.
    """
    allow_export(
        workspace,
        finding.layer.id,
        kind=path.suffix.lower().lstrip("."),
        selection={**finding.selection.to_dict(), "search": finding.search.method},
    )
    rows = finding.table().assign(
        layer=finding.layer.id,
        method=finding.search.method,
        period_from=finding.period.first.isoformat(),
        period_to=finding.period.last.isoformat(),
        version=finding.version.name,
        synthetic=finding.version.synthetic,
        source=finding.version.attribution,
        parameters=_written(finding.parameters),
    )
    rows = _harmless(rows)
    suffix = path.suffix.lower()
    if suffix == ".csv":
        path.write_text(rows.to_csv(index=False, lineterminator="\n"), encoding="utf-8", newline="")
        return
    outlines = gpd.GeoDataFrame(
        rows, geometry=[shapely.Polygon(ring) for ring in finding.rings], crs=RD_NEW
    )
    if suffix == ".geojson":
        path.write_text(outlines.to_crs(WGS84).to_json(drop_id=True), encoding="utf-8")
    elif suffix == ".gpkg":
        path.unlink(missing_ok=True)
        outlines.to_file(path, driver="GPKG", layer=finding.search.method)
    else:
        raise SelectionError(
            f"Naar '{path.name}' kan niet geschreven worden.",
            "Mogelijk: .csv, .gpkg, .geojson.",
            "Kies een andere extensie.",
        )
