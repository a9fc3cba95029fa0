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
from hotspots.drawing.report.plate import PLATE_MM, PLATE_WIDTH_MM, draw_plate

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
    spec: MapSpec, workspace: Workspace, box: Box, size_mm: tuple[float, float]
) -> ScenarioMap:
    """Return a map of what lies in a box, with scale and north on it.

    Parameters
    ----------
    box
        West, south, east and north in metres RD: at least this is in sight.
    size_mm
        Width and height.
    """
    width_mm, height_mm = size_mm
    sheet = Sheet(width_mm, DPI, size_mm)
    frame = shapes.MapFrame(sheet.axes(0.0, 0.0, width_mm, height_mm), sheet.enlarged)
    scale, bounds = _beside_plate(box, width_mm, height_mm, sheet.enlarged)
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


def _beside_plate(box: Box, width_mm: float, height_mm: float, enlarged: float) -> tuple[int, Box]:
    """Return the scale and the bounds of a map on which the plate lies off what must be seen.

    The plate stands in the corner at the south and west. Where a wide map has room beside the box
    the box moves to the east of it; else it lies above.
    """
    beside, above = (
        fitted(box, width_mm - left, height_mm - foot, enlarged)
        for left, foot in ((PLATE_WIDTH_MM, 0.0), (0.0, PLATE_MM))
    )
    if beside[0] <= above[0]:
        scale, (west, south, east, north) = beside
        return scale, (west - PLATE_WIDTH_MM * scale / 1000 * enlarged, south, east, north)
    scale, (west, south, east, north) = above
    return scale, (west, south - PLATE_MM * scale / 1000 * enlarged, east, north)
