"""What someone takes away of an analysis, as the page makes it for the button under its table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotspots.exports.analysis_sheet import sheet_of_analysis
from hotspots.exports.writers import file_bytes

if TYPE_CHECKING:
    from hotspots.access.workspace import Workspace
    from hotspots.analysis.answer import Analysis


def csv_of(workspace: Workspace, analysis: Analysis, *, dutch: bool = False) -> str:
    """Return an analysis as the CSV that is taken away."""
    sheet = sheet_of_analysis(workspace, analysis)
    return file_bytes(workspace, sheet, ".csv", dutch=dutch).decode()
