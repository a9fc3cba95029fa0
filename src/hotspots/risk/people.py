"""Who lives in each buurt: by night and by day, how many are old, how many need help."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from hotspots.access.features import features_for
from hotspots.intake.columns import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    from numpy.typing import NDArray

    from hotspots.access.workspace import Workspace
    from hotspots.geography.areas import Geography
    from hotspots.risk.settings import RiskSettings

#: Enough to add a ledger up again; a share of a buurt has endless decimals.
LEDGER_DECIMALS: Final = 6
#: What is counted of people, in the order in which it is told.
MEASURES: Final = ("night", "day", "households", "elderly", "dependent_low", "dependent_high")
#: The same as they are told: who cannot help themselves are a margin, with both its ends.
TOLD: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "night": ("night",),
        "day": ("day",),
        "households": ("households",),
        "elderly": ("elderly",),
        "dependent": ("dependent_low", "dependent_high"),
    }
)
_PERCENT: Final = 100.0


@dataclass(frozen=True, slots=True, eq=False)
class People:
    """How many people each buurt has, by measure; NaN where it is not known.

    Attributes
    ----------
    counts
        Per measure, shape (buurten,).
    day_assumed
        Whether the number by day is a setting times the residents.
    year, attribution
        Of the figures.
    """

    counts: Mapping[str, NDArray[np.float64]]
    day_assumed: bool
    year: int | None
    attribution: str

    @property
    def dependent(self) -> NDArray[np.float64]:
        """The lowest and highest number that cannot help themselves, shape (2, buurten)."""
        return np.stack([self.counts[end] for end in TOLD["dependent"]])

    def known_total(self, measure: str) -> float:
        """Return the total over the buurten whose number is known; NaN if none is."""
        return known_sum(self.counts[measure])

    def unknown(self, measure: str) -> int:
        """Return how many buurten have no number."""
        return int(np.count_nonzero(np.isnan(self.counts[measure])))


def people_of(workspace: Workspace, settings: RiskSettings) -> People:
    """Return the people of each buurt, from the table of a home or else its denominators.

    Residents by day are a setting times the residents, until a table says otherwise. Who cannot
    help themselves are the people of 75 and older who live alone where that is known, else a
    setting times the people of 65 and older.
    """
    geography = workspace.geography
    features = features_for(workspace, "people")
    columns: dict[str, NDArray[np.float64]] = {}
    if features is not None and len(features):
        columns = _by_buurt(features.rows, geography)
        year, attribution = features.spec.source.year, features.attribution
    else:
        year, attribution = None, geography.attribution
    nothing = np.full(len(geography.buurten), np.nan)
    denominators = geography.buurten.denominators
    night = columns.get("residents_night", denominators.get("inwoners", nothing))
    households = columns.get("households", denominators.get("huishoudens", nothing))
    elderly = night * columns.get("pct_65plus", nothing) / _PERCENT
    # Nobody lives there, so nobody old does, though no percentage is published.
    elderly = np.where(night == 0, 0.0, elderly)
    by_day = columns.get("residents_day", nothing)
    assumed = bool(np.isnan(by_day).all())
    day = night * settings.value("overdag_aandeel") if assumed else by_day
    low, high = settings["niet_zelfredzaam_65plus"].margin
    alone = night * columns.get("pct_75plus_alone", nothing) / _PERCENT
    dependent = np.stack(
        [np.where(np.isnan(alone), elderly * share, alone) for share in (low, high)]
    )
    return People(
        counts={
            "night": night,
            "day": day,
            "households": households,
            "elderly": elderly,
            "dependent_low": dependent[0],
            "dependent_high": dependent[1],
        },
        day_assumed=assumed,
        year=year,
        attribution=attribution,
    )


def known_sum(counts: NDArray[np.float64]) -> float:
    """Return the sum of what is known; NaN where something is unknown and nothing is known.

    Nobody here and an unknown number there are an unknown number, not nobody.

    Examples
    --------
    >>> known_sum(np.array([3.0, np.nan])), known_sum(np.array([0.0, np.nan]))
    (3.0, nan)
    """
    total = float(np.nansum(counts))
    return float("nan") if total == 0 and np.isnan(counts).any() else total


def told_measures(counts: Mapping[str, float]) -> dict[str, Any]:
    """Return a number of each measure under the name it is told by; of a margin both ends.

    Examples
    --------
    >>> told = told_measures({name: float(at) for at, name in enumerate(MEASURES)})
    >>> told["elderly"], told["dependent"]
    (3.0, [4.0, 5.0])
    """
    found: dict[str, Any] = {}
    for name, ends in TOLD.items():
        numbers = [rounded(counts[end]) for end in ends]
        found[name] = numbers[0] if len(numbers) == 1 else numbers
    return found


def rounded(number: float, decimals: int = 1) -> float | None:
    """Return a number to so many decimals; None where it is not known."""
    return None if np.isnan(number) else round(float(number), decimals)


def _by_buurt(rows: pd.DataFrame, geography: Geography) -> dict[str, NDArray[np.float64]]:
    """Return each numeric column in the order of the buurten, NaN where a buurt has no row."""
    position = area_positions(geography)
    at = np.array([position.get(fold(code), -1) for code in rows["area"]], dtype=np.int64)
    found: dict[str, NDArray[np.float64]] = {}
    for name in rows.columns:
        if name in ("id", "area"):
            continue
        values = rows[name].to_numpy(dtype=np.float64)
        column = np.full(len(geography.buurten), np.nan)
        column[at[at >= 0]] = values[at >= 0]
        found[name] = column
    return found


def area_positions(geography: Geography) -> dict[str, int]:
    """Return the position of each buurt by its code and by its name, folded; codes win."""
    buurten = geography.buurten
    by_name = {fold(name): at for at, name in enumerate(buurten.names)}
    return by_name | {fold(code): at for at, code in enumerate(buurten.codes)}


def column_by_buurt(rows: pd.DataFrame, column: str, geography: Geography) -> NDArray[np.float64]:
    """Return one numeric column of a table in the order of the buurten."""
    return _by_buurt(rows[["area", column]], geography)[column]
