"""Colours: light for little, dark for much, and a pattern where a colour would lie."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import matplotlib as mpl
import numpy as np
from matplotlib.colors import to_hex, to_rgb

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
#: Fill of water of which the depth is not known.
NO_DEPTH_COLOUR: Final = "#d9b382"
#: Fill under the hatch of an area without a number, and under the dots of a suppressed one.
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


#: Upper bounds of the classes but the last: the same at both sides of 1, and the same every time.
BREAKS: Final = (0.5, 0.8, 1.25, 2.0)
#: Classes from low to high, with the colours of ColorBrewer's RdBu: apart for every common colour
#: blindness. Even the darkest carries one of the inks at 4,5 to 1.
_FILLS: Final = {
    "far_below": "#2f79b5",
    "below": "#92c5de",
    "like": "#f3f1ee",
    "above": "#f4a582",
    "far_above": "#b2182b",
}
CLASSES: Final = tuple(_FILLS)
_DARK_INK: Final = "#1c1c1c"
_LIGHT_INK: Final = "#ffffff"
#: How much of the colour is left where chance may explain the ratio.
_PALE: Final = 0.22


@dataclass(frozen=True, slots=True)
class Shade:
    """Fill and ink of a ratio, as ``#rrggbb``."""

    name: str
    fill: str
    ink: str


def ratio_shade(ratio: float, *, sure: bool) -> Shade:
    """Return the shade of a ratio; pale where chance may explain it.

    Examples
    --------
    >>> ratio_shade(2.4, sure=True)
    Shade(name='far_above', fill='#b2182b', ink='#ffffff')
    >>> ratio_shade(2.4, sure=False).name, ratio_shade(0.79, sure=True).name
    ('far_above', 'below')
    """
    return class_shade(CLASSES[int(np.searchsorted(BREAKS, ratio, side="right"))], sure=sure)


def class_shade(name: str, *, sure: bool) -> Shade:
    """Return the shade of a class, for the legend too."""
    fill = np.array(to_rgb(_FILLS[name]))
    if not sure:
        fill = 1.0 - _PALE * (1.0 - fill)
    written = to_hex(tuple(fill))
    inks = (_DARK_INK, _LIGHT_INK)
    return Shade(name, written, max(inks, key=lambda ink: contrast(ink, written)))


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21 (WCAG 2.2, contrast ratio).

    Examples
    --------
    >>> contrast("#000000", "#ffffff")
    21.0
    """
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    gamma = np.array(to_rgb(colour))
    linear = np.where(gamma <= 0.04045, gamma / 12.92, ((gamma + 0.055) / 1.055) ** 2.4)  # noqa: PLR2004 - the sRGB curve of IEC 61966-2-1
    return float(linear @ np.array([0.2126, 0.7152, 0.0722]))
