"""What a map shows, as shapes of matplotlib in RD metres: base, numbers, points and outlines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.colors import to_hex, to_rgb
from matplotlib.image import AxesImage
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from hotspots.maps import style as base_style
from hotspots.maps.base import COVERAGES, TOLERANCE_M
from hotspots.maps.raster_image import classes_at, coloured

if TYPE_CHECKING:
    from collections.abc import Iterable

    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from hotspots.analysis.answer import Raster
    from hotspots.geography.masks import Mask
    from hotspots.maps.base import Base, BaseLayer, BaseStyle
    from hotspots.maps.spec import MapClass, MapSpec, Overlay
    from hotspots.maps.style import Stroke

#: Of a class without a value: the same marks as on screen.
HATCHES: Final = {
    "hatch": "/////",
    "dots": "....",
    "cross": "xxxx",
    "lines": "----",
    "grid": "++++",
}
INK: Final = "#5f636b"
_HATCH_WIDTH: Final = 0.5
#: Of a raster along its longest side, on the map and in the overview: the edge of a class is a
#: line at both sizes.
_LONGEST_PX: Final = (1500, 400)
#: More points than this become pixels, also in a PDF: as shapes they would take minutes to open.
_MOST_SHAPES: Final = 5000
_PANES: Final = {"gemeente": 0.0, "mask": 0.5, "subject": 1.0, "water": 2.0, "wijk": 3.0,
                 "regio": 3.5, "spoor": 4.0, "selected": 5.0, "points": 6.0, "drawn": 6.4,
                 "found": 6.5}  # fmt: skip


#: Room around what is shown, as a share of it.
_AIR: Final = 0.04
#: Scales a sheet may have: 1 to these times a power of ten.
_ROUND: Final = (1.0, 1.25, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 7.5)
#: Of the width of lines of outlines in an overview: at full width they would fill a small one.
_SHARE_IN_OVERVIEW: Final = 0.6


#: West, south, east and north in metres RD.
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, eq=False)
class DrawnLayer:
    """A layer of the base as paper draws it: a name and a shapely geometry in RD per piece."""

    id: str
    style: BaseStyle
    label: str
    names: tuple[str, ...]
    shapes: NDArray[np.object_]


def drawn_layers(base: Base) -> list[DrawnLayer]:
    """Return the layers of a base in the pieces that are drawn."""
    return [_drawn_layer(layer) for layer in base.layers]


def _drawn_layer(layer: BaseLayer) -> DrawnLayer:
    pieces = layer.pieces()
    shapes = np.empty(len(pieces), dtype=object)
    shapes[:] = [piece.shape for piece in pieces]
    names = tuple(piece.name for piece in pieces)
    return DrawnLayer(layer.id, layer.style, layer.label, names, shapes)


@dataclass(frozen=True, slots=True, eq=False)
class MapFrame:
    """Axes over a piece of the country, and how much thicker than on A4 its lines are.

    ``main`` is False for the overview: it shows the same without what is read up close.
    """

    axes: Axes
    enlarged: float
    main: bool = True

    def show(self, bounds: Box) -> None:
        """Set what the frame shows: west, south, east, north in RD metres."""
        west, south, east, north = bounds
        self.axes.set(xlim=(west, east), ylim=(south, north))

    def width(self, points: float) -> float:
        """Return the width of a line."""
        return points * self.enlarged * (0.75 if self.main else 0.4)


def fitted(bounds: Box, width: float, height: float, enlarged: float) -> tuple[int, Box]:
    """Return the roundest scale at which bounds fit in a frame, and what the frame then shows."""
    west, south, east, north = bounds
    air = 1 + 2 * _AIR
    needed = max((east - west) / width, (north - south) / height) * air * 1000 / enlarged
    denominator = round_scale(needed)
    metres_per_mm = denominator / 1000 * enlarged
    x, y = (west + east) / 2, (south + north) / 2
    half_x, half_y = width * metres_per_mm / 2, height * metres_per_mm / 2
    return denominator, (x - half_x, y - half_y, x + half_x, y + half_y)


def round_scale(needed: float) -> int:
    """Return the denominator of the largest round scale that is not larger than needed.

    Examples
    --------
    >>> round_scale(41_300.0), round_scale(50_000.0), round_scale(76_000.0)
    (50000, 50000, 100000)
    """
    scales = (round(10**power * factor) for power in range(2, 7) for factor in _ROUND)
    return next((scale for scale in scales if scale >= needed), 10**7)


def draw_map(frame: MapFrame, spec: MapSpec, layers: list[DrawnLayer]) -> None:
    """Draw what a map shows, on its base; names and what lies beside the map are another's."""
    draw_base(frame, layers)
    outline = None
    if spec.mask is not None:
        outline = draw_mask(frame, spec, spec.mask)
    if spec.areas is not None and spec.fill is not None:
        draw_areas(frame, spec)
    if spec.cells is not None:
        draw_cells(frame, spec)
    if spec.raster is not None:
        draw_raster(frame, spec, outline)
    if spec.points is not None and frame.main:
        draw_points(frame, spec)
    if spec.place is not None and frame.main:
        _stroke(frame, np.array([spec.place]), base_style.SELECTED, _PANES["selected"])
    if spec.drawn is not None:
        draw_drawn(frame, spec.drawn)
    if spec.overlay is not None:
        draw_overlay(frame, spec.overlay)


def draw_base(frame: MapFrame, layers: Iterable[DrawnLayer]) -> None:
    """Draw lines and surfaces of the base; marks are drawn with their names."""
    for layer in layers:
        if not len(layer.shapes):
            continue  # nothing was loaded into it yet
        if layer.style in base_style.MARKS or (layer.style in COVERAGES and not frame.main):
            continue
        drawn = _borders(layer.shapes) if layer.style in COVERAGES else layer.shapes
        for stroke in base_style.STROKES[layer.style]:
            _stroke(frame, drawn, stroke, _PANES[layer.style])


def _borders(polygons: NDArray[np.object_]) -> NDArray[np.object_]:
    """Return the lines between areas, each once: twice the same dashes would close the gaps."""
    merged = shapely.line_merge(shapely.union_all(shapely.boundary(polygons)))
    lines: NDArray[np.object_] = shapely.get_parts(merged)
    return lines


def _stroke(frame: MapFrame, shapes: NDArray[np.object_], stroke: Stroke, zorder: float) -> None:
    width = frame.width(stroke.width)
    dash = (0.0, tuple(part / max(stroke.width, 1.0) * 0.9 for part in stroke.dash))
    style: Any = dash if stroke.dash else "solid"
    if shapely.get_type_id(shapes[0]) == shapely.GeometryType.LINESTRING:
        frame.axes.add_collection(
            LineCollection(
                [shapely.get_coordinates(shape) for shape in shapes], colors=stroke.colour,
                linewidths=width, linestyles=[style], alpha=stroke.opacity, capstyle="butt",
                zorder=zorder,
            ),
            autolim=False,
        )  # fmt: skip
        return
    frame.axes.add_artist(
        PathPatch(
            path_of(shapely.get_parts(shapes)), facecolor=stroke.fill or "none",
            edgecolor=stroke.colour if stroke.width else "none", linewidth=width, linestyle=style,
            alpha=stroke.opacity, joinstyle="round", zorder=zorder,
        )
    )  # fmt: skip


def draw_areas(frame: MapFrame, spec: MapSpec) -> None:
    """Fill the areas, each in the colour and pattern of its class, and line the chosen one."""
    assert spec.areas is not None  # noqa: S101 - the caller has looked
    assert spec.fill is not None  # noqa: S101
    shapes = shapely.coverage_simplify(spec.areas.polygons, TOLERANCE_M)
    seam = base_style.SEAM
    edge = to_hex((*to_rgb(seam.colour), seam.opacity), keep_alpha=True)
    for at, (shape, entry) in enumerate(zip(shapes, spec.fill.tolist(), strict=True)):
        if entry >= 0:
            gid = f"area-{at}" if frame.main else None
            path = path_of(shapely.get_parts(shape))
            for patch in class_patches(spec.classes[entry], path, edge):
                patch.set(linewidth=frame.width(seam.width), zorder=_PANES["subject"], gid=gid)
                frame.axes.add_artist(patch)
                gid = None
    if frame.main and spec.selected_at is not None:
        chosen = shapes[spec.selected_at]
        _stroke(frame, np.array([chosen]), base_style.SELECTED, _PANES["selected"])


def class_patches(entry: MapClass, path: Path, edge: str) -> list[PathPatch]:
    """Return a shape in the fill of a class, and its pattern, if it has one, as a second one.

    The colour of a hatch is that of the edge, so a hatch of another colour is another patch.
    """
    patches = [PathPatch(path, facecolor=entry.colour, edgecolor=edge)]
    if entry.pattern:
        hatched = PathPatch(
            path, facecolor="none", edgecolor=INK, hatch=HATCHES[entry.pattern], linewidth=0.0
        )
        hatched.set_hatch_linewidth(_HATCH_WIDTH)
        patches.append(hatched)
    return patches


def draw_mask(frame: MapFrame, spec: MapSpec, mask: Mask) -> PathPatch:
    """Fill where something could have happened, in the colour for zero; return its outline."""
    zero = next(entry for entry in spec.classes if entry.kind == "zero")
    patch = PathPatch(
        path_of(shapely.get_parts(shapely.simplify(mask.geometry, TOLERANCE_M))),
        facecolor=zero.colour, edgecolor="none", zorder=_PANES["mask"],
    )  # fmt: skip
    frame.axes.add_artist(patch)
    return patch


def draw_cells(frame: MapFrame, spec: MapSpec) -> None:
    """Draw the cells, one collection per class, with its pattern over them if it has one."""
    cells = spec.cells
    assert cells is not None  # noqa: S101 - the caller has looked
    corners = np.array([(0, 0), (1, 0), (1, 1), (0, 1)])
    places = np.stack([cells.col, cells.row], axis=1)
    squares = (places[:, None, :] + corners) * float(cells.size_m)
    for at, entry in enumerate(spec.classes):
        members = squares[cells.fill == at]
        if len(members):
            frame.axes.add_collection(
                PolyCollection(
                    members, facecolors=entry.colour, edgecolors="white",
                    linewidths=frame.width(0.25), zorder=_PANES["subject"],
                    gid=f"cells-{at}" if frame.main else None,
                ),
                autolim=False,
            )  # fmt: skip
        if len(members) and entry.pattern:
            path = Path.make_compound_path_from_polys(members)
            _, pattern = class_patches(entry, path, "none")
            pattern.set_zorder(_PANES["subject"])
            frame.axes.add_artist(pattern)


def draw_raster(frame: MapFrame, spec: MapSpec, outline: PathPatch | None) -> None:
    """Draw the density, cut off along the mask instead of along its cells."""
    raster = spec.raster
    assert raster is not None  # noqa: S101 - the caller has looked
    rows, cols = raster.values.shape
    image = AxesImage(
        frame.axes, origin="lower", interpolation="nearest", zorder=_PANES["subject"],
        extent=(raster.west_m, raster.west_m + cols * raster.cell_m,
                raster.south_m, raster.south_m + rows * raster.cell_m),
    )  # fmt: skip
    fine = _finer(raster, _LONGEST_PX[0 if frame.main else 1])
    image.set_data(coloured(spec, classes_at(spec, *fine)))
    image.set_gid("raster" if frame.main else None)
    frame.axes.add_image(image)
    if outline is not None:
        image.set_clip_path(outline)


def _finer(raster: Raster, longest: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return row and column of a finer grid over a raster, in its cells."""
    rows, cols = raster.values.shape
    times = max(1, longest // max(rows, cols))
    row, col = np.meshgrid(
        (np.arange(rows * times) + 0.5) / times - 0.5,
        (np.arange(cols * times) + 0.5) / times - 0.5,
        indexing="ij",
    )
    return row, col


def draw_points(frame: MapFrame, spec: MapSpec) -> None:
    """Draw single incidents."""
    assert spec.points is not None  # noqa: S101 - the caller has looked
    mark = base_style.POINT
    frame.axes.scatter(
        spec.points.x_rd, spec.points.y_rd, s=4.0 * frame.enlarged**2, c=mark.fill,
        edgecolors=mark.colour, linewidths=0.25 * frame.enlarged, zorder=_PANES["points"],
        rasterized=len(spec.points.x_rd) > _MOST_SHAPES, gid="points",
    )  # fmt: skip


def draw_overlay(frame: MapFrame, overlay: Overlay) -> None:
    """Draw the outlines: first all casings, then all lines."""
    share = 1.0 if frame.main else _SHARE_IN_OVERVIEW
    for stroke, gid in zip(base_style.OVERLAY, ("found-casing", "found"), strict=True):
        frame.axes.add_collection(
            PolyCollection(
                [shape.ring for shape in overlay.shapes], facecolors="none",
                edgecolors=stroke.colour, linewidths=share * frame.width(stroke.width),
                alpha=stroke.opacity, joinstyle="round", zorder=_PANES["found"],
                gid=gid if frame.main else None,
            ),
            autolim=False,
        )  # fmt: skip


def draw_drawn(frame: MapFrame, drawn: NDArray[np.float64]) -> None:
    """Draw the border of the area that a user drew."""
    for stroke, gid in zip(base_style.DRAWN, ("drawn-casing", "drawn"), strict=True):
        dashes = tuple(part / stroke.width for part in stroke.dash)
        frame.axes.add_collection(
            PolyCollection(
                [drawn], facecolors="none", edgecolors=stroke.colour,
                linewidths=frame.width(stroke.width), alpha=stroke.opacity,
                linestyles=[(0.0, dashes)] if dashes else "solid", zorder=_PANES["drawn"],
                gid=gid if frame.main else None,
            ),
            autolim=False,
        )  # fmt: skip


def path_of(polygons: NDArray[np.object_]) -> Path:
    """Return polygons as one path, with holes.

    Examples
    --------
    >>> hole = shapely.box(1, 1, 2, 2)
    >>> ring = path_of(np.array([shapely.difference(shapely.box(0, 0, 3, 3), hole)]))
    >>> ring.contains_point((0.5, 0.5)), len(ring.vertices)
    (True, 10)
    """
    # What is a hole is told by the direction of a ring, so that must be certain.
    rings = [
        shapely.get_coordinates(ring)
        for polygon in shapely.orient_polygons(polygons)
        for ring in (polygon.exterior, *polygon.interiors)
    ]
    codes = np.full(sum(map(len, rings)), Path.LINETO, dtype=Path.code_type)
    ends = np.cumsum([len(ring) for ring in rings])
    codes[np.r_[0, ends[:-1]]] = Path.MOVETO
    codes[ends - 1] = Path.CLOSEPOLY
    return Path(np.concatenate(rings), codes)
