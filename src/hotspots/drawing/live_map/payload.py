"""What a rerun sends to the browser: values and words; geometry is named, not sent."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from hotspots.drawing.clusters import cluster_levels
from hotspots.drawing.map_features import drawn_ring
from hotspots.drawing.overlay_words import legend_notes, overlay_entry
from hotspots.drawing.raster_image import raster_png
from hotspots.text import drawn_area as drawn_text
from hotspots.text import live_map as text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hotspots.access.workspace import Workspace
    from hotspots.cartography.map_spec import CellFill, MapSpec, Overlay, Points

#: More points than this are sent as clusters; single ones could not be told apart anyway.
MOST_POINTS: Final = 2000
#: Where the server hands out geometry; the browser adds the path the app runs under.
GEOMETRY_ROUTE: Final = "kaart/meetkunde"
HEIGHT_PX: Final = 620


def _base_name(spec: MapSpec, workspace: Workspace) -> str:
    """Return the name of what lies under a map; the subject of one changes when it is loaded."""
    if spec.context is None:
        return "basis"
    return f"basis-{spec.context}~{workspace.context_mark(spec.context)}"


def payload(
    spec: MapSpec, workspace: Workspace, *, projection: dict[str, Any], root: str, name: str
) -> dict[str, Any]:
    """Return a map as the component takes it.

    Parameters
    ----------
    projection
        RD to degrees, from `hotspots.drawing.geometry_json.projection`.
    root
        Path the app runs under, with a slash at both ends.
    name
        Which map this is: the browser keeps the view per name.
    """
    fingerprint = workspace.geography.fingerprint
    place = f"{GEOMETRY_ROUTE}/{fingerprint}"
    tiles_url = workspace.catalog.gemeente.tiles_url
    return {
        "name": name,
        "root": root,
        "base": f"{place}/{_base_name(spec, workspace)}.json",
        "projection": projection,
        "areas": _areas(spec, place),
        "outline": {"url": f"{place}/wijken.json"},
        "cells": _cells(spec.cells, spec, place),
        "image": _image(spec),
        **_points(spec.points, spec.unit),
        "overlay": _overlay(spec.overlay),
        "drawn": {"ring": drawn_ring(spec.drawn)} if spec.drawn is not None else None,
        "classes": [
            {
                "colour": entry.colour,
                "label": entry.label,
                "pattern": entry.pattern,
                "kind": entry.kind,
                "n": entry.count,
            }
            for entry in spec.classes
        ],
        "legend": {
            "title": spec.legend.title,
            "subtitle": spec.legend.subtitle,
            "notes": list(legend_notes(spec)),
            "unit": spec.unit,
        },
        "badge": spec.badge,
        "attribution": spec.attribution,
        "tiles": {
            "url": tiles_url,
            "attribution": workspace.catalog.gemeente.tiles_attribution,
            "max_zoom": 19,
        }
        if tiles_url
        else None,
        "text": text.WORDS | drawn_text.TOOL_WORDS,
        "height": HEIGHT_PX,
    }


def _areas(spec: MapSpec, place: str) -> dict[str, Any] | None:
    if spec.areas is None or spec.fill is None:
        return None
    return {
        "url": f"{place}/{spec.areas.level}.json",
        "fill": spec.fill.tolist(),
        "tip": list(spec.tips),
        "selected": spec.selected,
    }


def _cells(cells: CellFill | None, spec: MapSpec, place: str) -> dict[str, Any] | None:
    if cells is None:
        return None
    first_col = int(cells.col.min(initial=1 << 20)) if len(cells.col) else 0
    first_row = int(cells.row.min(initial=1 << 20)) if len(cells.row) else 0
    return {
        "size_m": cells.size_m,
        "x0": first_col * cells.size_m,
        "y0": first_row * cells.size_m,
        "col": packed(cells.col - first_col, np.uint16),
        "row": packed(cells.row - first_row, np.uint16),
        "fill": packed(cells.fill, np.uint8),
        "count": packed(cells.count, np.uint32),
        "unit": spec.unit,
        "unit_one": spec.unit_one,
        "judged": spec.judged,
        "mask": f"{place}/masker-{spec.mask}.json",
    }


def _image(spec: MapSpec) -> dict[str, Any] | None:
    if spec.raster is None:
        return None
    png, bounds = raster_png(spec)
    return {
        "png": "data:image/png;base64," + base64.b64encode(png).decode(),
        "bounds": bounds,
        "opacity": 1.0,
    }


def _points(points: Points | None, unit: str) -> dict[str, Any]:
    """Return single points, or clusters of them by zoom where there are many."""
    if points is None or not len(points.x_rd):
        return {"points": None, "clusters": None}
    x0, y0 = int(points.x_rd.min()), int(points.y_rd.min())
    if len(points.x_rd) > MOST_POINTS:
        levels = [
            {
                "size_m": level.size_m,
                "x0": x0,
                "y0": y0,
                "col": packed(level.col, np.uint16),
                "row": packed(level.row, np.uint16),
                "count": packed(level.count, np.uint32),
            }
            for level in cluster_levels(points.x_rd - x0, points.y_rd - y0)
        ]
        return {"points": None, "clusters": {"levels": levels, "max_count": len(points.x_rd)}}
    return {
        "points": {
            "x": packed((points.x_rd - x0).round(), np.uint16),
            "y": packed((points.y_rd - y0).round(), np.uint16),
            "x0": x0,
            "y0": y0,
            "kind": packed(np.zeros(len(points.x_rd)), np.uint8),
            "labels": [unit],
        },
        "clusters": None,
    }


def _overlay(overlay: Overlay | None) -> dict[str, Any] | None:
    """Return outlines as one row of corners, how many each has of it, and what they say."""
    if overlay is None:
        return None
    rings = [shape.ring for shape in overlay.shapes]
    corners = np.concatenate([np.empty((0, 2)), *rings])
    origin = corners.min(axis=0) if rings else np.zeros(2)
    # In whole metres a circle of 100 m has dents that show: as small a step as two bytes allow.
    step_m = max(1.0, float((corners - origin).max(initial=0.0))) / np.iinfo(np.uint16).max
    steps = ((corners - origin) / step_m).round()
    return {
        "entry": overlay_entry(overlay),
        "x0": float(origin[0]),
        "y0": float(origin[1]),
        "step_m": step_m,
        "corners": packed(np.array([len(ring) for ring in rings]), np.uint16),
        "x": packed(steps[:, 0], np.uint16),
        "y": packed(steps[:, 1], np.uint16),
        "labels": [shape.label for shape in overlay.shapes],
        "tips": [shape.tip for shape in overlay.shapes],
    }


def packed(numbers: NDArray[Any], dtype: type[np.unsignedinteger[Any]]) -> str:
    """Return whole numbers as base64 of a little-endian typed array.

    Examples
    --------
    >>> packed(np.array([1, 258]), np.uint16)
    'AQACAQ=='
    """
    little = np.dtype(dtype).newbyteorder("<")
    return base64.b64encode(np.ascontiguousarray(numbers, dtype=little).tobytes()).decode()
