"""Where a place is, in words: the buurt it lies in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotspots.text.findings import OUTSIDE_BUURTEN

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from hotspots.geography.areas import Geography


def buurt_names(
    geography: Geography, x_rd: NDArray[np.float64], y_rd: NDArray[np.float64]
) -> list[str]:
    """Return the name of the buurt of each place; words where it lies in none."""
    names = geography.buurten.names
    return [names[at] if at >= 0 else OUTSIDE_BUURTEN for at in geography.index.locate(x_rd, y_rd)]
