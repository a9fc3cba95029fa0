"""The area that a user drew, on the map and in its words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shapely

from hotspots.cartography.map_spec import DrawnOutline
from hotspots.text import drawn_area as text
from hotspots.text.numbers import number

if TYPE_CHECKING:
    from hotspots.analysis.drawn_area import DrawnArea


def outline_of(drawn: DrawnArea | None) -> DrawnOutline | None:
    """Return the border of a drawn area, or None where nothing was drawn.

    Examples
    --------
    >>> from hotspots.analysis.drawn_area import DrawnArea
    >>> outline_of(DrawnArea(((0, 0), (100, 0), (0, 100)))).ring.tolist()
    [[0.0, 0.0], [100.0, 0.0], [0.0, 100.0]]
    """
    if drawn is None:
        return None
    return DrawnOutline(shapely.get_coordinates(drawn.outline())[:-1])


def drawn_notes(drawn: DrawnArea | None) -> tuple[str, ...]:
    r"""Return what the legend says of a drawn area.

    Examples
    --------
    >>> from hotspots.analysis.drawn_area import DrawnArea
    >>> drawn_notes(DrawnArea(((105000, 425000),), 618)), drawn_notes(None)
    (('Alleen in het getekende gebied (dikke stippellijn), 1,20\xa0km².',), ())
    """
    return () if drawn is None else (text.DRAWN_NOTE.format(area=area_in_words(drawn)),)


def named(drawn: DrawnArea) -> str:
    r"""Return a drawn area in a few words.

    Examples
    --------
    >>> from hotspots.analysis.drawn_area import DrawnArea
    >>> named(DrawnArea(((105000, 425000),), 618))
    'cirkel met straal 618\xa0m, 1,20\xa0km²'
    """
    area = area_in_words(drawn)
    if drawn.radius_m:
        return text.CIRCLE.format(radius=number(drawn.radius_m), area=area)
    return text.POLYGON.format(area=area)


def area_in_words(drawn: DrawnArea) -> str:
    """Return km2 with as many decimals as a small area needs.

    Examples
    --------
    >>> from hotspots.analysis.drawn_area import DrawnArea
    >>> area_in_words(DrawnArea(((105000, 425000),), 30))
    '0,0028'
    """
    area = drawn.area_km2
    decimals = 1 if area >= 10 else 2 if area >= 0.1 else 4  # noqa: PLR2004 - km2, for the eye
    return number(area, decimals)
