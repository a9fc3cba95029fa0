"""The classes of a test: more, fewer, or not shown to be either."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from hotspots.analysis.analysis import Status, Verdict
from hotspots.cartography.map_spec import MapClass
from hotspots.cartography.palettes import MISSING_COLOUR, ZERO_COLOUR
from hotspots.text import maps as text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hotspots.analysis.analysis import Analysis

#: The ends of ColorBrewer's RdBu, apart for every common colour blindness; the pattern is the
#: second channel, in grey and in print.
MORE_COLOUR: Final = "#b2182b"
FEWER_COLOUR: Final = "#67a9cf"
_NOT_SHOWN, _FEWER, _MORE, _MISSING = range(4)


def verdict_classes(analysis: Analysis) -> tuple[NDArray[np.int16], tuple[MapClass, ...]]:
    """Return the class of every area or cell, and the classes, what is not shown first."""
    assert analysis.verdict is not None  # noqa: S101 - the caller has looked
    fewer, not_shown, more = analysis.measure.verdicts
    fill = np.select(
        [analysis.verdict == Verdict.MORE, analysis.verdict == Verdict.FEWER],
        [_MORE, _FEWER],
        _NOT_SHOWN,
    ).astype(np.int16)
    fill[analysis.status == Status.MISSING] = _MISSING
    fill[analysis.status == Status.NOT_ASKED] = -1
    tally = np.bincount(fill[fill >= 0], minlength=_MISSING + 1)
    tally[_NOT_SHOWN] += analysis.zero_cells
    classes = (
        MapClass("zero", not_shown, ZERO_COLOUR),
        MapClass("value", fewer, FEWER_COLOUR, "cross"),
        MapClass("value", more, MORE_COLOUR),
        MapClass("missing", text.NOT_DETERMINABLE, MISSING_COLOUR, "hatch"),
    )
    return fill, tuple(
        replace(entry, count=int(count)) for entry, count in zip(classes, tally, strict=True)
    )
