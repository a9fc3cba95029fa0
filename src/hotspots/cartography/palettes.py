"""Colours: light for little, dark for much, and a pattern where a colour would lie."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import matplotlib as mpl
import numpy as np
from matplotlib.colors import to_hex

#: Our names for sequential ColorBrewer ramps, all readable with every common colour blindness.
PALETTES: Final = {
    "rood": "OrRd",
    "oranje": "YlOrBr",
    "groen": "YlGn",
    "blauw": "PuBu",
    "paars": "BuPu",
}
#: Where a ramp is entered: its lightest part reads as paper, not as a value.
_LIGHTEST: Final = 0.22

#: Fill of an area in which nothing happened.
ZERO_COLOUR: Final = "#f7f5f0"
#: Fill under the hatch of an area without a number, and under the dots of a suppressed one.
NO_DEPTH_COLOUR: Final = "#d9b382"
MISSING_COLOUR: Final = "#d5d8dc"
SUPPRESSED_COLOUR: Final = "#e4dcec"
#: Fill under the lines of an area whose rate says little: paler than any value.
SMALL_COLOUR: Final = "#f2ead8"
#: Fill under the hatch of an area that may lie in more than one class.
BETWEEN_COLOUR: Final = "#dde5e2"


@lru_cache(maxsize=64)
def colours(palette: str, count: int) -> tuple[str, ...]:
    """Return ``count`` colours of a palette, light to dark, as ``#rrggbb``.

    Examples
    --------
    >>> len(colours("rood", 5)), colours("rood", 1) == colours("rood", 5)[2:3]
    (5, True)
    """
    ramp = mpl.colormaps[PALETTES[palette]]
    if count == 1:
        return (to_hex(ramp((_LIGHTEST + 1.0) / 2.0)),)
    return tuple(to_hex(ramp(place)) for place in np.linspace(_LIGHTEST, 1.0, count))
