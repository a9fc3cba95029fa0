"""The hours of a week as a picture: darker where more happens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from matplotlib.colors import to_hex

from hotspots.dutch import SHORT_DAYS
from hotspots.exports.words import HOUR_MARK

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Of a cell, the column with days and the row with hours, in units of the picture.
_CELL: Final = (10.0, 11.0)
_DAYS_WIDTH: Final = 18.0
_HOURS_HEIGHT: Final = 12.0
_LABELLED: Final = (0, 6, 12, 18)
#: Grey of the emptiest and the fullest cell, 0 is black: any printer keeps them apart.
_PALEST: Final = 0.96
_DARKEST: Final = 0.12


def clock_svg(weights: NDArray[np.float64]) -> bytes:
    """Return the clock as SVG, in greys; it holds numbers of ours and no text from data.

    Parameters
    ----------
    weights : shape (7, 24)
        Incidents per hour, Monday first.

    Examples
    --------
    >>> picture = clock_svg(np.eye(7, 24))
    >>> picture.count(b"<rect"), b"#1f1f1f" in picture
    (168, True)
    """
    shares = weights / weights.max() if weights.max() > 0 else np.zeros_like(weights)
    width, height = _DAYS_WIDTH + 24 * _CELL[0], _HOURS_HEIGHT + 7 * _CELL[1] + 1.0
    pieces = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">',
    ]
    style = "font-family: 'DejaVu Sans'; font-size: 8px; fill: #22262e"
    for hour in (*_LABELLED, 24):
        x, anchor = _DAYS_WIDTH + hour * _CELL[0], "end" if hour == 24 else "start"  # noqa: PLR2004
        label = f"{hour} {HOUR_MARK}" if hour == 24 else hour  # noqa: PLR2004 - the end of the day
        pieces.append(f'<text x="{x}" y="8" text-anchor="{anchor}" style="{style}">{label}</text>')
    for day in range(7):
        top = _HOURS_HEIGHT + day * _CELL[1]
        pieces.append(f'<text x="0" y="{top + 8}" style="{style}">{SHORT_DAYS[day]}</text>')
        for hour in range(24):
            grey = _PALEST + (_DARKEST - _PALEST) * float(shares[day, hour])
            pieces.append(
                f'<rect x="{_DAYS_WIDTH + hour * _CELL[0]}" y="{top}" width="{_CELL[0] - 0.8}" '
                f'height="{_CELL[1] - 0.8}" fill="{to_hex((grey, grey, grey))}"/>'
            )
    return "".join([*pieces, "</svg>"]).encode()
