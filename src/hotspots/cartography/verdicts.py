"""The classes of a test: what is more, what is fewer, and what is not shown to be either."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from hotspots.analysis.analysis import Status
from hotspots.cartography.map_spec import MapClass
from hotspots.cartography.palettes import MISSING_COLOUR, ZERO_COLOUR
from hotspots.text import maps as text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hotspots.analysis.analysis import Analysis
    from hotspots.analysis.verdicts import VerdictClass
    from hotspots.cartography.map_spec import Pattern

#: The ends of ColorBrewer's RdBu, apart for every common colour blindness; the pattern is the
#: second channel, in grey and in print.
MORE_COLOUR: Final = "#b2182b"
FEWER_COLOUR: Final = "#67a9cf"
#: Colour and pattern of what a measure can say, by its id.
_STYLES: Final[dict[str, tuple[str, Pattern | None]]] = {
    "not_shown": (ZERO_COLOUR, None),
    "more": (MORE_COLOUR, None),
    "fewer": (FEWER_COLOUR, "cross"),
    "high_high": (MORE_COLOUR, None),
    "high_low": ("#ef8a62", "dots"),
    "low_high": ("#d1e5f0", "dots"),
    "low_low": (FEWER_COLOUR, "cross"),
    "no_pattern": (ZERO_COLOUR, None),
    # Hot: darker the longer it lasts; dotted where it comes and goes, hatched where it went.
    "new_hot": ("#fdae61", None),
    "consecutive_hot": ("#f46d43", None),
    "intensifying_hot": ("#7f0018", None),
    "persistent_hot": (MORE_COLOUR, None),
    "diminishing_hot": ("#d6604d", "cross"),
    "sporadic_hot": ("#fdd49e", "dots"),
    "oscillating_hot": ("#e8a5c8", "dots"),
    "historical_hot": ("#c9b8ae", "cross"),
    # Cold: lined where it lasts, a grid where it comes and goes or went; in grey no hot class is.
    "new_cold": ("#c6dbef", "lines"),
    "consecutive_cold": ("#9ecae1", "lines"),
    "intensifying_cold": ("#08306b", "lines"),
    "persistent_cold": ("#2171b5", "lines"),
    "diminishing_cold": ("#5a9bc8", "grid"),
    "sporadic_cold": ("#deebf7", "grid"),
    "oscillating_cold": ("#b7c7e6", "grid"),
    "historical_cold": ("#9fb0bd", "grid"),
}
#: With more classes than this, those that hold no area are left out of the legend.
_MOST_ALWAYS_SHOWN: Final = 5


def verdict_classes(analysis: Analysis) -> tuple[NDArray[np.int16], tuple[MapClass, ...]]:
    """Return the class of every area or cell, and the classes, what is not shown first."""
    assert analysis.verdict is not None  # noqa: S101 - the caller has looked
    shown = _classes_to_show(analysis)
    fill = np.zeros(len(analysis.codes), dtype=np.int16)
    for position, entry in enumerate(shown):
        fill[analysis.verdict == entry.number] = position
    fill[analysis.status == Status.MISSING] = len(shown)
    fill[analysis.status == Status.NOT_ASKED] = -1
    tally = np.bincount(fill[fill >= 0], minlength=len(shown) + 1)
    tally[0] += analysis.zero_cells
    classes = (
        *(_map_class(entry) for entry in shown),
        MapClass("missing", text.NOT_DETERMINABLE, MISSING_COLOUR, "hatch"),
    )
    return fill, tuple(
        replace(entry, count=int(count)) for entry, count in zip(classes, tally, strict=True)
    )


def _classes_to_show(analysis: Analysis) -> list[VerdictClass]:
    """Return the classes of the legend: what is not shown first, then from low to high."""
    every = sorted(analysis.measure.verdicts, key=lambda entry: (entry.number != 0, entry.number))
    if len(every) <= _MOST_ALWAYS_SHOWN:
        return every
    assert analysis.verdict is not None  # noqa: S101 - the caller has looked
    found = set(np.unique(analysis.verdict).tolist())
    return [entry for entry in every if entry.number == 0 or entry.number in found]


def _map_class(entry: VerdictClass) -> MapClass:
    colour, pattern = _STYLES[entry.id]
    return MapClass("zero" if entry.number == 0 else "value", entry.label, colour, pattern)
