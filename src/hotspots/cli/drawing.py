"""Commands that write a picture of an answer."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hotspots.access.workspace import open_workspace
from hotspots.analysis.analyse import analyse
from hotspots.analysis.find import find
from hotspots.cartography.choropleth import map_spec
from hotspots.cartography.overlay import overlay_of
from hotspots.cli.answering import selection_of
from hotspots.cli.finding import search_of
from hotspots.cli.progress import bar
from hotspots.drawing.files import write_map
from hotspots.text import command_line as text

if TYPE_CHECKING:
    from argparse import Namespace


def map_(asked: Namespace) -> int:
    """Write the map of a selection; the end of the name says how."""
    workspace = open_workspace(asked.home)
    selection = selection_of(asked, workspace)
    spec = map_spec(workspace, analyse(workspace, selection))
    if asked.method:
        finding = find(workspace, selection, search_of(asked), bar(text.FIND))
        spec = replace(spec, overlay=overlay_of(finding))
    write_map(spec, workspace, asked.out)
    print(text.WRITTEN.format(path=asked.out))
    return 0
