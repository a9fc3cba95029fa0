"""What a user drew in the browser, as an area or a route in RD."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hotspots.geography.drawn import (
    LARGEST_RD,
    MOST_CORNERS,
    DrawnArea,
    not_an_area,
    not_in_rd,
)
from hotspots.maps.degrees import in_rd

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray


def area_of_click(click: Mapping[str, object]) -> DrawnArea | None:
    """Return the area that was drawn on the map, or None where it was taken away.

    Parameters
    ----------
    click
        What the map sent: ``shape`` is ``"polygon"``, ``"circle"`` or None, ``corners`` pairs of
        lon and lat in degrees; of a circle its middle and a place on its rim. The browser sends
        it, so it may hold anything.

    Raises
    ------
    SelectionError
        If it is no area, or not one in the Netherlands.

    Examples
    --------
    >>> sent = {"shape": "circle", "corners": [[5.3872, 52.1552], [5.3872, 52.1642]]}
    >>> area_of_click(sent).to_text()
    'cirkel:155000,463003,1001'
    """
    shape = click.get("shape")
    if shape is None:
        return None
    corners = _corners_in_rd(click.get("corners"))
    if shape == "circle" and len(corners) == 2:  # noqa: PLR2004 - its middle and its rim
        radius_m = round(float(np.hypot(*(corners[1] - corners[0]))))
        return DrawnArea((_whole(corners[0]),), max(radius_m, 1)).checked()
    if shape == "polygon":
        return DrawnArea(tuple(_whole(corner) for corner in corners)).checked()
    raise not_an_area(click)


def route_of_click(click: Mapping[str, object]) -> tuple[tuple[int, int], ...] | None:
    """Return the corners of a route that was drawn, from its start; None where it is none.

    Whole metres RD. The browser sends it, so it may hold anything.

    Raises
    ------
    SelectionError
        If it has too few or too many corners, or does not lie in the Netherlands.

    Examples
    --------
    >>> sent = {"shape": "line", "corners": [[5.387206, 52.155174], [5.387206, 52.159674]]}
    >>> route_of_click(sent)
    ((155000, 463000), (155000, 463501))
    """
    if click.get("shape") != "line":
        return None
    corners = _corners_in_rd(click.get("corners"))
    if not 2 <= len(corners) <= MOST_CORNERS:  # noqa: PLR2004 - its start and its end
        raise not_an_area(click)
    if (corners < 0).any() or (corners > LARGEST_RD).any():
        raise not_in_rd()
    return tuple(_whole(corner) for corner in corners)


def _corners_in_rd(corners: object) -> NDArray[np.float64]:
    """Return corners in metres RD: shape (k, 2)."""
    try:
        degrees = np.array(corners, dtype=np.float64)
    except (TypeError, ValueError, OverflowError) as error:
        raise not_an_area(corners) from error
    if degrees.ndim != 2 or degrees.shape[1] != 2:  # noqa: PLR2004 - pairs
        raise not_an_area(corners)
    metres = in_rd(degrees)
    if not np.isfinite(metres).all():
        raise not_in_rd()
    return metres


def _whole(corner: NDArray[np.float64]) -> tuple[int, int]:
    x_rd, y_rd = corner.round().tolist()
    return int(x_rd), int(y_rd)
