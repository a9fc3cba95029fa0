"""The area that a user drew, on the map and in its words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shapely

from hotspots.analysis.drawn_area import area_in_words
from hotspots.cartography.map_spec import DrawnOutline
from hotspots.text import drawn_area as text

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
