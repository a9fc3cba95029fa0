"""Commands that write a picture of an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotspots.access.workspace import open_workspace
from hotspots.analysis.analyse import analyse
from hotspots.cartography.choropleth import map_spec
from hotspots.cli.answering import selection_of
from hotspots.drawing.files import write_map
from hotspots.text import command_line as text

if TYPE_CHECKING:
    from argparse import Namespace


def map_(asked: Namespace) -> int:
    """Write the map of a selection; the end of the name says how."""
    workspace = open_workspace(asked.home)
    analysis = analyse(workspace, selection_of(asked, workspace))
    write_map(map_spec(workspace, analysis), workspace, asked.out)
    print(text.WRITTEN.format(path=asked.out))
    return 0
