"""What the door hands on of a file of which every row has its area or its shape."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from hotspots.intake.problems import Problem


@dataclass(frozen=True, slots=True)
class PlacedIntake:
    """The rows of one file: read = accepted + quarantined + duplicate.

    Attributes
    ----------
    accepted
        Columns as `check_counts` or `check_features` says, and row (number in the file).
    problems, quarantined, duplicates, warnings, read, mapping
        As in `hotspots.intake.rows.Intake`.
    """

    accepted: pd.DataFrame
    problems: tuple[Problem, ...]
    quarantined: NDArray[np.int64]
    duplicates: NDArray[np.int64]
    warnings: tuple[str, ...]
    read: int
    mapping: Mapping[str, str]

    @property
    def without_place(self) -> int:
        """Count accepted rows without a place: none, they are put aside or need none."""
        return 0
