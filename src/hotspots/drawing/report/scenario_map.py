"""The map of a scenario for paper: a picture in SVG that shows what the answer is about."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from matplotlib.patches import Rectangle

from hotspots.drawing import base_style
from hotspots.drawing import paper_shapes as shapes
from hotspots.drawing.paper_legend import draw_north, draw_scale
from hotspots.drawing.paper_map import draw_map, fitted
from hotspots.drawing.paper_names import NamePlaces
from hotspots.drawing.paper_overlay import tag_outlines
from hotspots.drawing.paper_saving import DPI, save_figure
from hotspots.drawing.paper_sheet import Sheet

if TYPE_CHECKING:
    from hotspots.access.workspace import Workspace
    from hotspots.cartography.map_spec import MapSpec
    from hotspots.drawing.paper_names import Box

_TAG_SIZE: Final = 7.0
_BAR_MM: Final = 34.0
#: The plate under scale and north: left, bottom, width and height in millimetres.
_PLATE: Final = (1.0, 1.0, 54.0, 12.0)


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
    _draw_plate(sheet, names, scale)
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


def _draw_plate(sheet: Sheet, names: NamePlaces, scale: int) -> None:
    """Draw scale and north in the corner, on a plate of their own."""
    west, south, width, height = _PLATE
    sheet.page.set_zorder(2.0)
    sheet.draw(Rectangle((west, south), width, height, facecolor="white", alpha=0.9, linewidth=0.0))
    draw_scale(sheet, west + 3.0, south + 2.4, _BAR_MM, scale)
    draw_north(sheet, west + width - 4.0, south + 0.8)
    x, y = names.bounds[:2]
    across, up = (west + width + 1.0) * scale / 1000, (south + height + 1.0) * scale / 1000
    names.taken.append((x, y, x + across, y + up))
