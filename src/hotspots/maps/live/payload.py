"""What a rerun sends to the browser: values and words; geometry is named, not sent."""

from __future__ import annotations

import base64
import re
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from hotspots.maps import words
from hotspots.maps.degrees import around_place
from hotspots.maps.geojson import closed_path, outline_rings
from hotspots.maps.live.routes import BACKGROUND_ROUTE, GEOMETRY_ROUTE
from hotspots.maps.live.words import ON_THE_MAP, OWN_TILES
from hotspots.maps.packing import packed, packed_classes, packed_small, packed_varied
from hotspots.maps.raster_image import raster_png
from hotspots.maps.spec import MOST_POINTS
from hotspots.maps.streets import cell_names_name, lines_name
from hotspots.maps.words import legend_notes, overlay_entry

if TYPE_CHECKING:
    from collections.abc import Sequence

    import shapely
    from numpy.typing import NDArray

    from hotspots.analysis.periods import Period
    from hotspots.analysis.places_in_time import PlacesInTime
    from hotspots.analysis.when import Timeline
    from hotspots.catalog.specs import LayerSpec
    from hotspots.geography.masks import Mask
    from hotspots.geography.streets import Streets
    from hotspots.maps.base import Tiles
    from hotspots.maps.spec import CellFill, MapSpec, Overlay, Points


#: Sides of the cells that points are gathered in, metres.
SIZES_M: Final = (50, 100, 200, 400, 800, 1600)


@dataclass(frozen=True, slots=True, eq=False)
class ClusterLevel:
    """Cells with points, counted from the corner the coordinates were taken from."""

    size_m: int
    col: NDArray[np.int64]
    row: NDArray[np.int64]
    count: NDArray[np.int64]


def cluster_levels(east_m: NDArray[np.float64], north_m: NDArray[np.float64]) -> list[ClusterLevel]:
    """Gather points in cells of every size, the smallest first; of many points in large ones alone.

    Parameters
    ----------
    east_m, north_m : shape (n,)
        Metres from a corner south-west of all points.

    Examples
    --------
    >>> levels = cluster_levels(np.array([10.0, 20.0, 790.0]), np.zeros(3))
    >>> levels[0].count.tolist(), levels[-1].count.tolist()
    ([2, 1], [3])
    """
    levels = []
    for size_m in SIZES_M:
        col = (east_m // size_m).astype(np.int64)
        row = (north_m // size_m).astype(np.int64)
        width = int(row.max()) + 1
        cells, count = np.unique(col * width + row, return_counts=True)
        levels.append(ClusterLevel(size_m, cells // width, cells % width, count))
    # The smallest go first: of a country they would be as many as the points themselves.
    while len(levels) > 1 and sum(len(level.count) for level in levels) > MOST_CLUSTERS:
        levels.pop(0)
    return levels


#: A character that no word of ours holds, and that is left in a file: it can be seen.
_BLANK: Final = "¤"
_NUMBER: Final = re.compile(r"[0-9][0-9.,]*")
HEIGHT_PX: Final = 620
#: Of more areas the classes are packed, and what they say is asked by a map that can.
MOST_AREAS: Final = 500
#: More cells than this go in the order of their rows, packed.
MOST_CELLS_PLAIN: Final = 20_000
#: Circles of clusters of all sizes together: well under 1 MB as they go.
MOST_CLUSTERS: Final = 50_000
#: Counts by place and time that are sent to follow a period by: less than 1 MB as it goes.
MOST_FOLLOWED: Final = 120_000
#: Of how many areas, next to each other in order of code, what they say is asked at once.
TIPS_AT_ONCE: Final = 100


def payload(spec: MapSpec, *, root: str, name: str, asks: bool = False) -> dict[str, Any]:
    """Return a map as the component takes it.

    Parameters
    ----------
    root
        Path the app runs under, with a slash at both ends.
    name
        Which map this is: the browser keeps the view per name.
    asks
        Whether the map can ask by itself what areas say: then that is not sent for many.
    """
    place = f"{GEOMETRY_ROUTE}/{spec.base.geography.fingerprint}"
    return {
        "name": name,
        "root": root,
        "base": f"{place}/{spec.base.name}.json",
        "projection": asdict(spec.base.projection),
        "areas": _areas(spec, place, asks=asks),
        "outline": {"url": f"{place}/{spec.base.geography.named.level}.json"},
        "cells": _cells(spec.cells, spec, place),
        "image": _image(spec, place),
        **_points(spec.points, spec.unit),
        "overlay": _overlay(spec.overlay),
        "drawn": {"rings": [closed_path(spec.drawn)]} if spec.drawn is not None else None,
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
        "tiles": _tiles(spec.base.tiles),
        "text": ON_THE_MAP
        | {"fit": words.FIT.format(whole=spec.base.geography.words)}
        | _tile_words(spec.base.tiles)
        | words.TOOL_WORDS,
        "height": HEIGHT_PX,
        **_place(spec.place),
        **_streets(spec.base.streets, place),
    }


def _streets(streets: Streets | None, place: str) -> dict[str, object]:
    """Return where the lines of streets are fetched; none in a home without them."""
    if streets is None:
        return {}
    return {"roads": {"url": f"{place}/{lines_name(streets)}.json"}}


def _place(place: shapely.Geometry | None) -> dict[str, object]:
    """Return the border of the place that a map tells of, and a view on it; none without one."""
    if place is None:
        return {}
    return {"place": {"rings": outline_rings(place)}, "focus": around_place(place)}


def _tiles(tiles: Tiles | None) -> dict[str, object] | None:
    if tiles is None:
        return None
    if tiles.own is None:
        trouble = {"trouble": OWN_TILES["tiles_failed"]} if tiles.broken else {}
        return {"url": tiles.url, "attribution": tiles.attribution, "max_zoom": 19, **trouble}
    west, south, east, north = tiles.own.bounds
    return {
        "file": f"{BACKGROUND_ROUTE}/{tiles.own.mark}.pmtiles",
        "kind": tiles.own.kind,
        "media_type": tiles.own.media_type,
        "attribution": tiles.own.attribution or tiles.attribution,
        "min_zoom": tiles.own.min_zoom,
        "max_zoom": tiles.own.max_zoom,
        "bounds": [[south, west], [north, east]],
    }


def _tile_words(tiles: Tiles | None) -> dict[str, str]:
    return OWN_TILES if tiles is not None and tiles.own is not None else {}


def _areas(spec: MapSpec, place: str, *, asks: bool) -> dict[str, object] | None:
    if spec.areas is None or spec.fill is None:
        return None
    many = len(spec.areas) > MOST_AREAS
    fill = {"count": len(spec.fill), "packed": packed_classes(spec.fill)}
    return {
        "url": f"{place}/{spec.areas.level}.json",
        "fill": fill if many else spec.fill.tolist(),
        **({"tips_in": TIPS_AT_ONCE} if many and asks else tips_in_forms(spec.tips)),
        "selected": spec.selected,
    }


def tips_in_forms(tips: Sequence[str]) -> dict[str, list[str]]:
    """Return what areas say in as few characters as it can: most differ in their numbers alone.

    Returns
    -------
    dict
        ``forms``: each sentence once, with a blank for every number; ``tip``: per area the position
        of its form, and its numbers, with a bar between. ``assets/area_layer.js`` puts them
        together again.

    Examples
    --------
    >>> tips_in_forms(["3,5 per 1.000 · 2 branden", "8 per 1.000 · 4 branden", ""])["tip"]
    ['0|3,5|1.000|2', '0|8|1.000|4', '1']
    """
    forms: dict[str, int] = {}
    packed_tips = []
    for tip in tips:
        plain = tip.replace(_BLANK, "")
        form = forms.setdefault(_NUMBER.sub(_BLANK, plain), len(forms))
        packed_tips.append("|".join([str(form), *_NUMBER.findall(plain)]))
    return {"forms": list(forms), "tip": packed_tips}


def _cells(cells: CellFill | None, spec: MapSpec, place: str) -> dict[str, object] | None:
    if cells is None:
        return None
    first_col = int(cells.col.min(initial=1 << 20)) if len(cells.col) else 0
    first_row = int(cells.row.min(initial=1 << 20)) if len(cells.row) else 0
    return {
        "size_m": cells.size_m,
        "x0": first_col * cells.size_m,
        "y0": first_row * cells.size_m,
        **_cell_columns(cells, first_col, first_row),
        "unit": spec.unit,
        "unit_one": spec.unit_one,
        "judged": spec.judged,
        "mask": _mask_url(spec.mask, place),
        **_cell_names(spec.base.streets, cells.size_m, place),
    }


def _cell_columns(cells: CellFill, first_col: int, first_row: int) -> dict[str, object]:
    """Return where cells are, their class and their count; of many in a third of the bytes.

    Those of many go in the order of their rows: how far each is from the one before is then a small
    number, and most counts are small too.
    """
    col, row = cells.col - first_col, cells.row - first_row
    if len(col) <= MOST_CELLS_PLAIN:
        return {
            "col": packed(col, np.uint16),
            "row": packed(row, np.uint16),
            "fill": packed(cells.fill, np.uint8),
            "count": packed(cells.count, np.uint32),
        }
    width = int(col.max()) + 1
    place = row.astype(np.int64) * width + col
    order = np.argsort(place, kind="stable")
    return {
        "ordered": {
            "cells": len(col),
            "width": width,
            "steps": packed_varied(np.diff(place[order], prepend=0)),
            "fill": packed_classes(cells.fill[order]),
            "count": packed_varied(cells.count[order]),
        }
    }


def _cell_names(streets: Streets | None, size_m: int, place: str) -> dict[str, object]:
    """Return where the names of cells are fetched: of all there are, so once for every filter."""
    if streets is None:
        return {}
    return {"names": f"{place}/{cell_names_name(streets, size_m)}.json"}


def _mask_url(mask: Mask | None, place: str) -> str | None:
    return None if mask is None else f"{place}/masker-{mask.id}.json"


def _image(spec: MapSpec, place: str) -> dict[str, object] | None:
    if spec.raster is None:
        return None
    png, bounds = raster_png(spec)
    return {
        "png": "data:image/png;base64," + base64.b64encode(png).decode(),
        "bounds": bounds,
        "opacity": 1.0,
        "mask": _mask_url(spec.mask, place),
    }


def _points(points: Points | None, unit: str) -> dict[str, object]:
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
                "col": packed_small(level.col),
                "row": packed_small(level.row),
                "count": packed(level.count, np.uint32),
            }
            for level in cluster_levels(points.x_rd - x0, points.y_rd - y0)
        ]
        return {"points": None, "clusters": {"levels": levels, "max_count": len(points.x_rd)}}
    return {
        "points": {
            "x": packed_small((points.x_rd - x0).round().astype(np.int64)),
            "y": packed_small((points.y_rd - y0).round().astype(np.int64)),
            "x0": x0,
            "y0": y0,
            "kind": packed(np.zeros(len(points.x_rd)), np.uint8),
            "labels": [unit],
        },
        "clusters": None,
    }


#: metres; corners of an outline are not further off than half of it.
_LARGEST_STEP_M: Final = 0.5


def _overlay(overlay: Overlay | None) -> dict[str, object] | None:
    """Return outlines as one row of corners, how many each has of it, and what they say."""
    if overlay is None:
        return None
    rings = [shape.ring for shape in overlay.shapes]
    corners = np.concatenate([np.empty((0, 2)), *rings])
    origin = corners.min(axis=0) if rings else np.zeros(2)
    # In whole metres a circle of 100 m has dents that show: as small a step as two bytes allow, or
    # four where outlines lie so far apart that two would be metres.
    extent_m = max(1.0, float((corners - origin).max(initial=0.0)))
    step_m = min(extent_m / np.iinfo(np.uint16).max, _LARGEST_STEP_M)
    steps = ((corners - origin) / step_m).round().astype(np.int64)
    return {
        "entry": overlay_entry(overlay),
        "x0": float(origin[0]),
        "y0": float(origin[1]),
        "step_m": step_m,
        "corners": packed(np.array([len(ring) for ring in rings]), np.uint16),
        "x": packed_small(steps[:, 0]),
        "y": packed_small(steps[:, 1]),
        "labels": [shape.label for shape in overlay.shapes],
        "tips": [shape.tip for shape in overlay.shapes],
    }


@dataclass(frozen=True, slots=True)
class Followed:
    """How a map of counts is coloured while its period is dragged: as its legend says."""

    bounds: tuple[float, ...]
    decimals: int


def time_payload(
    months: Timeline,
    *,
    covered: Period,
    shown: Period,
    layer: LayerSpec,
    finer: bool,
    followed: Followed | None,
) -> dict[str, object] | None:
    """Return what the bar of time below a map shows; None where the layer has no rows.

    Parameters
    ----------
    months
        Counts per month, or what the layer counts by.
    covered, shown
        The days of the layer, and those on the map.
    finer
        Whether weeks and days can be told.
    followed
        None for a map that follows only when the period stands.
    """
    if not len(months.starts):
        return None
    known = months.bounds.lower if months.bounds is not None else months.counts
    return {
        "step": months.step,
        "first": str(months.starts[0]),
        "counts": packed(known, np.uint32),
        "most": None if months.bounds is None else packed(months.bounds.upper, np.uint32),
        "withheld": np.flatnonzero(months.withheld).tolist(),
        "incomplete": np.flatnonzero(~months.complete).tolist(),
        "covered": [covered.first.isoformat(), covered.last.isoformat()],
        "shown": [shown.first.isoformat(), shown.last.isoformat()],
        "unit": layer.noun_plural,
        "unit_one": layer.noun,
        "finer": finer,
        "followed": None if followed is None else asdict(followed),
    }


def places_payload(
    places: PlacesInTime, size_m: int, denominators: NDArray[np.float64] | None
) -> dict[str, object]:
    """Return counts by place and time as the component takes them.

    Parameters
    ----------
    size_m
        Of the cells, where the places are cells.
    denominators : shape (areas,)
        Of a rate; None for counts.

    Returns
    -------
    dict
        Of a country with many steps the totals alone, and ``whole`` is False: its map follows when
        the period stands, as that of a test does.
    """
    whole = len(places.place) <= MOST_FOLLOWED
    if not whole:
        none = np.zeros(0, dtype=np.int64)
        places = replace(
            places,
            per_step=np.zeros_like(places.per_step),
            place=none,
            count=none,
            col=None,
            row=None,
        )
        denominators = None
    return {
        "whole": whole,
        "step": places.step,
        "first": places.first.isoformat(),
        "totals": packed(places.totals, np.uint32),
        "per_step": packed(places.per_step, np.uint32),
        "place": packed_small(places.place),
        "count": packed_small(places.count),
        "cells": None if places.col is None or places.row is None else _corners(places, size_m),
        "denominators": None
        if denominators is None
        else [float(one) if np.isfinite(one) else None for one in denominators],
    }


def _corners(places: PlacesInTime, size_m: int) -> dict[str, object]:
    assert places.col is not None  # noqa: S101 - the caller has looked
    assert places.row is not None  # noqa: S101
    first_col, first_row = (
        int(places.col.min(initial=1 << 20)),
        int(places.row.min(initial=1 << 20)),
    )
    return {
        "size_m": size_m,
        "x0": first_col * size_m,
        "y0": first_row * size_m,
        "col": packed(places.col - first_col, np.uint16),
        "row": packed(places.row - first_row, np.uint16),
    }
