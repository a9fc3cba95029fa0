"""What every statistic asks of its input, and what it says when it does not get it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from hotspots.errors import StatisticError

if TYPE_CHECKING:
    from numpy.typing import NDArray


def require_counts(counts: NDArray[np.int64]) -> None:
    """Stop where a count is below 0 or unknown: a suppressed number is not a number.

    Raises
    ------
    StatisticError
        If one is.
    """
    if counts.size and not counts.min() >= 0:
        raise StatisticError(
            "Een aantal is negatief of onbekend.",
            f"Gevonden: {counts.min()}; verwacht 0 of meer.",
            "Geef onderdrukte aantallen niet aan een statistiek.",
        )


def require_same_length(**arrays: NDArray[Any]) -> None:
    """Stop where arrays that describe the same things do not have the same length.

    Raises
    ------
    StatisticError
        If they have not.
    """
    lengths = {name: len(array) for name, array in arrays.items()}
    if len(set(lengths.values())) > 1:
        raise StatisticError(
            "Reeksen die bij elkaar horen, zijn niet even lang.",
            "Gevonden: " + ", ".join(f"{name} {length}" for name, length in lengths.items()) + ".",
            "Geef voor elk gebied één getal, in dezelfde volgorde.",
        )


def require_positive(name: str, numbers: NDArray[np.float64]) -> None:
    """Stop where a duration or an exposure is not a finite number above 0.

    Raises
    ------
    StatisticError
        If one is not.
    """
    good = np.isfinite(numbers) & (numbers > 0)
    if not good.all():
        raise StatisticError(
            f"'{name}' is niet overal groter dan 0.",
            f"Gevonden: {numbers[~good].flat[0]}; verwacht een eindig getal boven 0.",
            "Laat gebieden zonder duur of zonder noemer weg.",
        )


def require_confidence(confidence: float) -> None:
    """Stop unless a confidence is a share between 0 and 1: 0.95, not 95.

    Raises
    ------
    StatisticError
        If it is not.
    """
    if not 0.0 < confidence < 1.0:
        raise StatisticError(
            "De betrouwbaarheid klopt niet.",
            f"Gevonden: {confidence}; verwacht een getal tussen 0 en 1.",
            "Geef bijvoorbeeld 0.95.",
        )
