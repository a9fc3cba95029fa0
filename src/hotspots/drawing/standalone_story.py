"""What a page that stands alone tells above its map, and the place that the map then opens at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from hotspots.crs import RD_NEW, WGS84, reproject
from hotspots.drawing.geometry_json import DECIMALS
from hotspots.drawing.map_features import collection, feature

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Metres; an outline finer than this is not seen on a phone.
_TOLERANCE_M: Final = 5.0
#: Degrees around the place, so that its neighbours are in sight: some 100 m.
_AIR: Final = 0.001


@dataclass(frozen=True, slots=True)
class Story:
    """A story about one place.

    Attributes
    ----------
    html
        Finished HTML; every text from data in it has passed `hotspots.drawing.folium_border`.
    place
        The place as a shapely (multi)polygon in RD metres.
    """

    html: str
    place: Any

    def bounds(self) -> list[list[float]]:
        """Return what the map opens at: south-west and north-east corner, lat before lon."""
        west, south, east, north = shapely.bounds(self.place)
        lon, lat = reproject(
            np.array([west, east]), np.array([south, north]), source=RD_NEW, target=WGS84
        )
        return [
            [round(float(lat[0]) - _AIR, DECIMALS), round(float(lon[0]) - _AIR, DECIMALS)],
            [round(float(lat[1]) + _AIR, DECIMALS), round(float(lon[1]) + _AIR, DECIMALS)],
        ]

    def outline(self) -> dict[str, Any]:
        """Return the border of the place as GeoJSON that holds nothing but numbers."""
        simple = shapely.simplify(self.place, _TOLERANCE_M)
        rings = [
            shapely.get_coordinates(ring)
            for polygon in shapely.get_parts(simple)
            for ring in (polygon.exterior, *polygon.interiors)
        ]
        return collection(feature("LineString", _degrees(ring)) for ring in rings)


def _degrees(corners: NDArray[np.float64]) -> list[list[float]]:
    lon, lat = reproject(corners[:, 0], corners[:, 1], source=RD_NEW, target=WGS84)
    found: list[list[float]] = np.column_stack([lon, lat]).round(DECIMALS).tolist()
    return found
