"""Numbers that leave the tool as a file: a sheet is made of an answer, and a writer writes it.

What is taken away is the same in every kind of file: the rows, and the lines that say what they are
(`hotspots.analysis.metadata`). The page and the command line come in by the names below.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotspots.analysis.export.of_analysis import sheet_of_analysis
from hotspots.analysis.export.of_finding import sheet_of_finding
from hotspots.analysis.export.writers import WRITERS, file_bytes, write_file

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd

    from hotspots.access.workspace import Workspace
    from hotspots.analysis.analysis import Analysis
    from hotspots.analysis.finding import Finding

__all__ = [
    "WRITERS",
    "csv_text",
    "described_areas",
    "geopackage_bytes",
    "write_analysis",
    "write_finding",
]


def csv_text(workspace: Workspace, analysis: Analysis, *, dutch: bool = False) -> str:
    """Return an analysis as CSV, made today."""
    return file_bytes(
        workspace, sheet_of_analysis(workspace, analysis), ".csv", dutch=dutch
    ).decode()


def geopackage_bytes(workspace: Workspace, analysis: Analysis) -> bytes:
    """Return an analysis as a GeoPackage, made today."""
    return file_bytes(workspace, sheet_of_analysis(workspace, analysis), ".gpkg")


def described_areas(workspace: Workspace, analysis: Analysis) -> gpd.GeoDataFrame:
    """Return what a geographic file holds of an analysis, in RD metres."""
    return sheet_of_analysis(workspace, analysis).described_shapes()


def write_analysis(workspace: Workspace, analysis: Analysis, path: Path) -> None:
    """Write an analysis to a file, made today; the end of its name says how: see `write_file`."""
    write_file(workspace, sheet_of_analysis(workspace, analysis), path)


def write_finding(workspace: Workspace, finding: Finding, path: Path) -> None:
    """Write what a search found to a file, made today; the end of its name says how."""
    write_file(workspace, sheet_of_finding(workspace, finding), path)
