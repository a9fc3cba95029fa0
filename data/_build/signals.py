"""The layers that are counts per wijk and quarter: ondermijning and digital aangiften."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from draws import bell, pick
from surroundings import INDUSTRY
from totals import COUNT_TOTALS, YEARS

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from town import Town

QUARTERS = 4


@dataclass(frozen=True, slots=True, eq=False)
class Counts:
    """One number per wijk and quarter; shape (wijken, quarters), both in order."""

    wijken: tuple[str, ...]
    quarters: tuple[str, ...]
    number: NDArray[np.int64]


def counts(
    rng: np.random.Generator, layer: str, wijken: tuple[str, ...], weights: NDArray[np.float64]
) -> Counts:
    """Return counts whose sum per year is exactly that of `totals`."""
    years = []
    for total in COUNT_TOTALS[layer]:
        cells = pick(rng, np.repeat(weights, QUARTERS), total)
        years.append(np.bincount(cells, minlength=weights.size * QUARTERS).reshape(-1, QUARTERS))
    quarters = tuple(f"{year}K{k}" for year in YEARS for k in range(1, QUARTERS + 1))
    return Counts(wijken, quarters, np.hstack(years))


def households_per_wijk(town: Town) -> NDArray[np.float64]:
    """Return the households of each wijk, in the order of ``town.wijken``."""
    number = np.searchsorted(np.array(town.wijken), np.array(town.wijk_codes))
    per_wijk = np.zeros(len(town.wijken))
    np.add.at(per_wijk, number, town.households)
    return per_wijk


def signalen(rng: np.random.Generator, town: Town) -> Counts:
    """Return signals of ondermijning: most in the industrial area, uneven between wijken.

    Which wijken stand out is left to the seed; only the industrial area is set by hand, for
    its kind of use.
    """
    weights = np.sqrt(households_per_wijk(town))
    weights *= np.exp(bell(rng, 0.5, weights.size))
    weights[town.wijken.index(INDUSTRY)] = 0.22 * weights.sum()
    return counts(rng, "ondermijning_signalen", town.wijken, weights)


def aangiften(rng: np.random.Generator, town: Town) -> Counts:
    """Return digital aangiften, in proportion to households."""
    return counts(rng, "digitale_aangiften", town.wijken, households_per_wijk(town))
