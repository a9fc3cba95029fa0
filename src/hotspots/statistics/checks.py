"""What every statistic asks of its input, and what it says when it does not get it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hotspots.errors import StatisticError

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy import sparse


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


def require_same_length(**arrays: NDArray[np.generic]) -> None:
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


def require_square(weights: sparse.csr_array, areas: int) -> None:
    """Stop where weights of neighbours are not of these areas.

    Raises
    ------
    StatisticError
        If they are of more or fewer.
    """
    if weights.shape != (areas, areas):
        raise StatisticError(
            "De buurrelaties horen bij andere gebieden dan de waarden.",
            f"Gevonden: {weights.shape[0]} bij {weights.shape[1]}; verwacht {areas} bij {areas}.",
            "Maak de buurrelaties opnieuw, uit dezelfde gebieden.",
        )


def require_none_where_nothing_is_expected(counts: NDArray[np.int64]) -> None:
    """Stop where areas in which nothing is exposed have incidents all the same.

    Raises
    ------
    StatisticError
        If they have any.
    """
    lost = int(counts.sum())
    if lost:
        raise StatisticError(
            "Er zijn incidenten in gebieden waar niets verwacht wordt.",
            f"Gevonden: {lost} incidenten in gebieden zonder bijvoorbeeld huishoudens.",
            "Tel alleen binnen het masker, of kies een gelijke verwachting.",
        )
