"""Numbers that leave the tool as a file: a sheet is made of an answer, and a writer writes it.

What is taken away is the same in every kind of file: the rows, and the lines that say what they are
(`hotspots.analysis.metadata`). The command line comes in by the names below, the pages by those of
the sheets and of `file_bytes`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotspots.analysis.export.of_analysis import sheet_of_analysis
from hotspots.analysis.export.of_finding import sheet_of_finding
from hotspots.analysis.export.writers import WRITERS, write_file

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.access.workspace import Workspace
    from hotspots.analysis.analysis import Analysis
    from hotspots.analysis.finding import Finding

__all__ = ["WRITERS", "write_analysis", "write_finding"]


def write_analysis(workspace: Workspace, analysis: Analysis, path: Path) -> None:
    """Write an analysis to a file, made today; the end of its name says how: see `write_file`."""
    write_file(workspace, sheet_of_analysis(workspace, analysis), path)


def write_finding(workspace: Workspace, finding: Finding, path: Path) -> None:
    """Write what a search found to a file, made today; the end of its name says how."""
    write_file(workspace, sheet_of_finding(workspace, finding), path)
