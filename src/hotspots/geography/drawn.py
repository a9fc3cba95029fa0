"""An area that someone draws on the map, a circle or a polygon, and what it is called."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from hotspots.dutch import number
from hotspots.errors import SelectionError

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Metres; a circle larger than a municipality is a slip of the hand.
LARGEST_RADIUS_M: Final = 20_000
#: More corners than anyone draws, and few enough for a link.
MOST_CORNERS: Final = 100
_FEWEST_CORNERS: Final = 3
#: Metres RD between which the Netherlands lie; the largest number that is a coordinate.
LARGEST_RD: Final = 700_000
_CIRCLE: Final = "cirkel"
_POLYGON: Final = "vlak"
_SEGMENTS: Final = 32


@dataclass(frozen=True, slots=True)
class DrawnArea:
    """A circle or a polygon in whole metres RD, so that a link holds exactly what was drawn.

    ``corners`` is the middle of a circle, or the corners of a polygon without the first one
    repeated; ``radius_m`` is 0 for a polygon.

    Examples
    --------
    >>> area = DrawnArea.from_text("cirkel:105000,425000,300")
    >>> area.contains(np.array([105300.0, 105301.0]), np.array([425000.0, 425000.0])).tolist()
    [True, False]
    >>> area.to_text()
    'cirkel:105000,425000,300'
    """

    corners: tuple[tuple[int, int], ...]
    radius_m: int = 0

    def contains(self, x_rd: NDArray[np.float64], y_rd: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Return which places lie in it, its border included: shape (n,), metres RD.

        For a circle by distance: a polygon of it would miss what lies near its border.
        """
        if self.radius_m:
            (x, y) = self.corners[0]
            near: NDArray[np.bool_] = np.hypot(x_rd - x, y_rd - y) <= self.radius_m
            return near
        corners = np.array(self.corners)
        (west, south), (east, north) = corners.min(axis=0), corners.max(axis=0)
        inside: NDArray[np.bool_] = (x_rd >= west) & (x_rd <= east)
        inside &= (y_rd >= south) & (y_rd <= north)
        polygon = shapely.Polygon(self.corners)
        shapely.prepare(polygon)
        inside[inside] = shapely.intersects_xy(polygon, x_rd[inside], y_rd[inside])
        return inside

    def outline(self) -> shapely.Geometry:
        """Return it as a polygon, for drawing and for the cells it touches; not for distances."""
        if self.radius_m:
            return shapely.Point(self.corners[0]).buffer(self.radius_m, quad_segs=_SEGMENTS)
        return shapely.Polygon(self.corners)

    @property
    def area_km2(self) -> float:
        """How large it is."""
        if self.radius_m:
            return float(np.pi * self.radius_m**2 / 1e6)
        return float(shapely.Polygon(self.corners).area / 1e6)

    def to_text(self) -> str:
        """Return it as it stands in a link, and as the command line takes it."""
        if self.radius_m:
            (x, y) = self.corners[0]
            return f"{_CIRCLE}:{x},{y},{self.radius_m}"
        return f"{_POLYGON}:" + ";".join(f"{x},{y}" for x, y in self.corners)

    @classmethod
    def from_text(cls, written: str) -> DrawnArea:
        """Read what `to_text` wrote, or a person did.

        Raises
        ------
        SelectionError
            If it is no circle and no polygon whose borders do not cross.
        """
        kind, _, numbers = written.strip().partition(":")
        try:
            if kind == _CIRCLE:
                x, y, radius_m = (_metres(part) for part in numbers.split(","))
                return cls(((x, y),), radius_m).checked()
            if kind == _POLYGON:
                pairs = [pair.split(",") for pair in numbers.split(";") if pair.strip()]
                return cls(tuple((_metres(x), _metres(y)) for x, y in pairs)).checked()
        except (ValueError, OverflowError):
            pass
        raise not_an_area(written)

    def checked(self) -> DrawnArea:
        """Return it, if it is an area.

        Raises
        ------
        SelectionError
            If it is too large, has too few or too many corners, or its borders cross.
        """
        if any(not 0 <= at <= LARGEST_RD for corner in self.corners for at in corner):
            raise not_in_rd()
        if len(self.corners) == 1:
            if not 0 < self.radius_m <= LARGEST_RADIUS_M:
                raise SelectionError(
                    "De straal van de cirkel kan niet.",
                    f"Gevonden: {self.radius_m} m. Verwacht: 1 tot {LARGEST_RADIUS_M} m.",
                    "Kies een andere straal.",
                )
            return self
        if not _FEWEST_CORNERS <= len(self.corners) <= MOST_CORNERS:
            raise SelectionError(
                "Het getekende vlak heeft te weinig of te veel hoeken.",
                f"Gevonden: {len(self.corners)}. Verwacht: {_FEWEST_CORNERS} tot {MOST_CORNERS}.",
                "Teken het gebied opnieuw.",
            )
        polygon = shapely.Polygon(self.corners)
        if not polygon.is_valid or polygon.area == 0:
            raise SelectionError(
                "De randen van het getekende vlak kruisen elkaar, of het heeft geen oppervlak.",
                "Verwacht: een vlak waarvan de randen elkaar nergens raken.",
                "Teken het gebied opnieuw, de hoeken op volgorde.",
            )
        return self


def _metres(written: str) -> int:
    return round(float(written))


def not_an_area(sent: object) -> SelectionError:
    """Return that what a link or a browser sent is no area."""
    return SelectionError(
        "Het getekende gebied is niet te lezen.",
        f"Gevonden: '{str(sent)[:80]}'. Verwacht: cirkel:X,Y,STRAAL of vlak:X,Y;X,Y;X,Y, in hele "
        "meters RD.",
        "Teken het gebied opnieuw, of verbeter de link.",
    )


def not_in_rd() -> SelectionError:
    """Return that an area does not lie where RD has coordinates."""
    return SelectionError(
        "Het getekende gebied ligt niet in Nederland.",
        "Verwacht: coördinaten in meters RD, zoals 105000,425000.",
        "Teken het gebied opnieuw op de kaart.",
    )


def drawn_words(drawn: DrawnArea) -> str:
    r"""Return a drawn area in a few words.

    Examples
    --------
    >>> drawn_words(DrawnArea(((105000, 425000),), 618))
    'cirkel met straal 618\xa0m, 1,20\xa0km²'
    """
    area = area_in_words(drawn)
    if drawn.radius_m:
        return f"cirkel met straal {number(drawn.radius_m)}\u00a0m, {area}\u00a0km²"
    return f"vlak van {area}\u00a0km²"


def area_in_words(drawn: DrawnArea) -> str:
    """Return km2 with as many decimals as a small area needs.

    Examples
    --------
    >>> area_in_words(DrawnArea(((105000, 425000),), 30))
    '0,0028'
    """
    area = drawn.area_km2
    decimals = 1 if area >= 10 else 2 if area >= 0.1 else 4  # noqa: PLR2004 - km2, for the eye
    return number(area, decimals)
