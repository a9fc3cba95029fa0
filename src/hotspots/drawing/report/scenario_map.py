"""The map of a scenario for paper: a picture in SVG that shows what the answer is about."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from matplotlib.patches import Rectangle

from hotspots.drawing import base_style
from hotspots.drawing import paper_shapes as shapes
from hotspots.drawing.paper_map import draw_map, fitted
from hotspots.drawing.paper_names import NamePlaces
from hotspots.drawing.paper_overlay import tag_outlines
from hotspots.drawing.paper_saving import DPI, save_figure
from hotspots.drawing.paper_sheet import Sheet
from hotspots.drawing.report.plate import draw_plate

if TYPE_CHECKING:
    from hotspots.access.workspace import Workspace
    from hotspots.cartography.map_spec import MapSpec
    from hotspots.drawing.paper_names import Box

_TAG_SIZE: Final = 7.0


@dataclass(frozen=True, slots=True)
class ScenarioMap:
    """A map as SVG; ``scale`` is the number behind "1 :"."""

    svg: bytes
    scale: int


def scenario_map(
    spec: MapSpec, workspace: Workspace, box: Box, *, width_mm: float, height_mm: float
) -> ScenarioMap:
    """Return a map of what lies in a box, with scale and north on it.

    Parameters
    ----------
    box
        West, south, east and north in metres RD: at least this is in sight.
    """
    sheet = Sheet(width_mm, DPI, (width_mm, height_mm))
    frame = shapes.MapFrame(sheet.axes(0.0, 0.0, width_mm, height_mm), sheet.enlarged)
    scale, bounds = fitted(box, width_mm, height_mm, sheet.enlarged)
    frame.show(bounds)
    west, south, east, north = bounds
    frame.axes.add_artist(
        Rectangle(
            (west, south), east - west, north - south, facecolor=base_style.BEYOND, zorder=-1.0
        )
    )
    # The places of a context layer get numbers on paper, and those are of the lists here.
    layers = shapes.base_layers(workspace, None)
    draw_map(frame, spec, workspace, layers)
    names = NamePlaces(sheet, frame, bounds, scale / 1000)
    draw_plate(sheet, names, scale)
    if spec.overlay is not None:
        tag_outlines(names, spec.overlay.shapes, _TAG_SIZE)
    for layer in layers:
        if layer.style == "station":
            names.mark_stations(layer)
    names.name_areas(workspace.geography.wijken.names, workspace.geography.wijken.polygons)
    sheet.draw(
        Rectangle(
            (0.0, 0.0), width_mm, height_mm, fill=False, edgecolor="#4a505b", linewidth=1.0,
            zorder=10.0,
        )
    )  # fmt: skip
    stream = io.BytesIO()
    save_figure(sheet.figure, stream, ending=".svg", title=spec.title)
    return ScenarioMap(stream.getvalue(), scale)
