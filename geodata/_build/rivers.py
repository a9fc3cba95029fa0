"""Where is the water? Bands along the border, which runs through the middle of the rivers.

The facts hold no shore lines. Each river is therefore drawn with one width along its whole
stretch. The half-widths are APPROXIMATIONS, not measured on a map: hectares of water that CBS
counts in the buurten along a stretch, divided by their length along it. Where the buurten hold
harbours as well, those without count; the two rural buurten keep a fifth of their water for
creeks. geodata/README.md has the figures.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import shapely
from boundaries import PRECISION_M, on_grid

if TYPE_CHECKING:
    from collections.abc import Mapping

    Corner = tuple[float, float]

#: the wijk that lies across the Wantij, and the wijken on the other side of it. Verspreide
#: bebouwing is not among them: it borders De Staart over land, along the railway to Sliedrecht
DE_STAART = "WK050506"
ACROSS_THE_WANTIJ = ("WK050502", "WK050505", "WK050511")


@dataclass(frozen=True)
class River:
    """A stretch of the border that is the middle of a river.

    Attributes
    ----------
    start, end : (x_rd, y_rd)
        Corners of the border, metres; the river runs between them in the border's own order.
    half_width_m : float
        Approximate distance from the border to the shore, metres.
    """

    name: str
    start: Corner
    end: Corner
    half_width_m: float


#: clockwise from the south-west corner of the island; every half-width is an approximation
RIVERS = (
    River("Dordtsche Kil", (102000, 414200), (102175, 423850), 150.0),
    River("Oude Maas", (102175, 423850), (105500, 426025), 130.0),
    River("Beneden Merwede", (105500, 426025), (120250, 425675), 160.0),
    River("Nieuwe Merwede", (120250, 425675), (107050, 416175), 400.0),
    River("Hollands Diep", (107050, 416175), (102000, 414200), 700.0),
)
#: metres, approximate: 40 ha of water in the buurten at both sides, along 4,3 km
WANTIJ_HALF_WIDTH_M = 45.0


def draw_rivers(
    border: shapely.Polygon, wijken: Mapping[str, shapely.Polygon]
) -> list[tuple[str, float, shapely.Geometry]]:
    """Return name, half-width in metres and area of each river; the areas do not overlap.

    Parameters
    ----------
    border : Polygon
        The municipal border as in the facts, RD metres.
    wijken : mapping of wijkcode to Polygon
        For the Wantij; together they are the municipality.
    """
    municipality = shapely.coverage_union_all(list(wijken.values()))
    drawn: list[tuple[str, float, shapely.Geometry]] = []
    lines = [(river.name, river.half_width_m, _stretch(border, river)) for river in RIVERS]
    lines.append(("Wantij", WANTIJ_HALF_WIDTH_M, _wantij(wijken)))
    taken: shapely.Geometry = shapely.Polygon()
    for name, half_width_m, line in sorted(lines, key=lambda river: -river[1]):
        band = shapely.intersection(
            shapely.buffer(line, half_width_m, quad_segs=4), municipality, grid_size=PRECISION_M
        )
        band = _areas_only(shapely.difference(band, taken, grid_size=PRECISION_M))
        taken = shapely.union(taken, band, grid_size=PRECISION_M)
        drawn.append((name, half_width_m, on_grid(band)))
    return sorted(drawn, key=lambda river: river[0])


def _stretch(border: shapely.Polygon, river: River) -> shapely.LineString:
    """Return the part of the border from the start to the end of a river."""
    corners = [tuple(corner) for corner in shapely.get_coordinates(border.exterior)[:-1]]
    first = corners.index(river.start)
    ahead = corners[first:] + corners[:first]
    return shapely.LineString(ahead[: ahead.index(river.end) + 1])


def _wantij(wijken: Mapping[str, shapely.Polygon]) -> shapely.Geometry:
    others = shapely.coverage_union_all([wijken[code] for code in ACROSS_THE_WANTIJ])
    shared = shapely.intersection(wijken[DE_STAART].boundary, others.boundary)
    return shapely.line_merge(shared)


def _areas_only(geometry: shapely.Geometry) -> shapely.Geometry:
    parts = [part for part in shapely.get_parts(geometry) if part.geom_type == "Polygon"]
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)
