"""The months of a layer, one after the other and by their place in the year: the busiest one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy import special

from hotspots.analysis.layer_dispersion import layer_dispersion
from hotspots.analysis.periods import covered_period
from hotspots.analysis.query import rows_for
from hotspots.analysis.question import areas_selected, selected
from hotspots.analysis.settle import settle
from hotspots.analysis.withheld import withheld_days
from hotspots.catalog.specs import WHOLE
from hotspots.dutch import MONTHS, number, plural
from hotspots.statistics.busy_hours import FEWEST_MONTHS, seasonal_index

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hotspots.access.cube import Bounds
    from hotspots.access.workspace import Workspace
    from hotspots.analysis.question import Selection
    from hotspots.catalog.specs import LayerSpec


@dataclass(frozen=True, slots=True, eq=False)
class Timeline:
    """Counts per month, or what the layer counts by, under every filter but the period.

    Attributes
    ----------
    starts : shape (k,)
        First month of each step, without gaps, as datetime64[M].
    counts : shape (k,)
        Incidents; of a sensitive layer the fewest there can have been.
    complete : shape (k,)
        Whether the layer covers the step to its last day: an incomplete last month is no drop.
    step
        "month", "quarter" or "year".
    withheld : shape (k,)
        Whether the source withholds a count of the step: then it may have held more than is told,
        and where nothing is told nothing is known.
    bounds : shape (k,) or None
        Of a sensitive layer: the fewest and the most incidents of each step.
    """

    starts: NDArray[np.datetime64]
    counts: NDArray[np.int64]
    complete: NDArray[np.bool_]
    step: str
    withheld: NDArray[np.bool_]
    bounds: Bounds | None = None

    @property
    def lower_bound(self) -> bool:
        """Whether the source withholds a count of some step."""
        return bool(self.withheld.any())

    @property
    def unknown(self) -> NDArray[np.bool_]:
        """Return of which steps nothing is known: shape (k,)."""
        unknown: NDArray[np.bool_] = self.withheld & (self.counts == 0)
        return unknown


def timeline(workspace: Workspace, selection: Selection) -> Timeline:
    """Return the counts per month under every filter but the period."""
    settled, layer = settle(selection, workspace)
    if layer.sensitive:
        return _timeline_of_cube(workspace, settled)
    _, incidents = rows_for(workspace, settled, layer)
    covered = covered_period(incidents)
    chosen = selected(incidents, replace(settled, period=covered), workspace.geography)
    first = np.datetime64(covered.first, "M")
    after = np.datetime64(covered.last, "M") + np.timedelta64(1, "M")
    # A layer that counts per year covers whole years.
    starts = np.arange(first, after, np.timedelta64(layer.counted_months, "M"))

    def steps_of(day: NDArray[np.int32]) -> NDArray[np.int64]:
        month = day.astype("datetime64[D]").astype("datetime64[M]")
        return (month - first).astype(np.int64) // layer.counted_months

    counts = incidents.counts(steps_of(incidents.day[chosen]), len(starts), chosen)
    withheld = np.zeros(len(starts), dtype=bool)
    withheld[steps_of(withheld_days(incidents, settled, workspace.geography))] = True
    complete = np.ones(len(starts), dtype=bool)
    complete[0] = covered.first.day == 1
    last_day = after.astype("datetime64[D]") - np.timedelta64(1, "D")
    complete[-1] &= np.datetime64(covered.last, "D") == last_day
    return Timeline(starts, counts, complete, layer.counts_per, withheld)


def _timeline_of_cube(workspace: Workspace, selection: Selection) -> Timeline:
    """Return the two ends of what a sensitive layer counted per quarter."""
    _, cube = workspace.cube(workspace.layer(selection.layer))
    inside = areas_selected(workspace.geography, cube.level, selection)
    bounds = cube.bounds.pick(inside).sum(axis=0)
    every = np.ones(len(bounds.lower), dtype=bool)
    none = np.zeros_like(every)
    return Timeline(cube.quarters, bounds.lower, every, "quarter", none, bounds)


#: A moving year loses half a year at either end.
_LOST: Final = 6
_YEAR: Final = 12
#: The largest p for a month that is called busy, after Bonferroni over the twelve.
SEASON_ALPHA: Final = 0.05


class NoSeason(StrEnum):
    """Why there is no seasonal pattern."""

    TOO_SHORT = "too_short"
    EMPTY_YEAR = "empty_year"
    QUARTERS_ONLY = "quarters_only"
    YEARS_ONLY = "years_only"
    WITHHELD = "withheld"


@dataclass(frozen=True, slots=True, eq=False)
class Season:
    """How busy each month of the year is.

    Attributes
    ----------
    first, months
        First whole month of the layer and how many there are without a gap.
    index : shape (12,)
        January first: incidents per day over those of the year around it; their mean is 1. None
        with the reason in ``why_not``.
    counts, years : shape (12,)
        Incidents in the months that the index stands on, and how many months those are.
    busiest
        The number of the month with the highest index, January 0; None without.
    p
        The chance of so many in that month or more if all months were alike, times twelve, with
        the dispersion of the layer.
    """

    layer: LayerSpec
    first: np.datetime64
    months: int
    why_not: NoSeason | None = None
    index: NDArray[np.float64] | None = None
    counts: NDArray[np.int64] | None = None
    years: NDArray[np.int64] | None = None
    busiest: int | None = None
    p: float = float("nan")

    @property
    def shown(self) -> bool:
        """Whether the busiest month is busier than chance explains."""
        return self.p <= SEASON_ALPHA


def season(workspace: Workspace, selection: Selection) -> Season:
    """Return the seasonal index under every filter of a selection but its period.

    Whole months only, and two years of them at least. A pattern of two or three years is what
    those years had; it does not say what the next one brings.

    Raises
    ------
    SelectionError
        If the layer cannot answer the selection.
    AccessError
        If the layer is not for this role.
    """
    _, layer = settle(selection, workspace)
    line = timeline(workspace, selection)
    whole = np.flatnonzero(line.complete)
    if not whole.size:
        return Season(layer, line.starts[0], 0, NoSeason.TOO_SHORT)
    counts = line.counts[whole[0] : whole[-1] + 1]
    first = line.starts[whole[0]]
    about = Season(layer, first, len(counts))
    if line.step != "month":
        quarters = line.step == "quarter"
        return replace(about, why_not=NoSeason.QUARTERS_ONLY if quarters else NoSeason.YEARS_ONLY)
    if len(counts) < FEWEST_MONTHS:
        return replace(about, why_not=NoSeason.TOO_SHORT)
    if line.withheld[whole[0] : whole[-1] + 1].any():
        return replace(about, why_not=NoSeason.WITHHELD)
    moving = np.convolve(counts, np.ones(_YEAR, dtype=np.int64), mode="valid")
    if not moving.all():
        return replace(about, why_not=NoSeason.EMPTY_YEAR)
    seasonal = seasonal_index(counts, first)
    used = counts[_LOST : len(counts) - _LOST]
    month = ((first + np.arange(len(counts))).astype(np.int64) % _YEAR)[_LOST : len(counts) - _LOST]
    of_month = np.bincount(month, weights=used, minlength=_YEAR).astype(np.int64)
    busiest = int(seasonal.index.argmax())
    return replace(
        about,
        index=seasonal.index,
        counts=of_month,
        years=seasonal.years,
        busiest=busiest,
        p=_chance(
            int(of_month[busiest]),
            float(seasonal.index[busiest]),
            layer_dispersion(workspace.library, layer, WHOLE).time,
        ),
    )


def _chance(count: int, index: float, dispersion: float) -> float:
    """Return the Poisson tail of a month, corrected for there being twelve.

    Where incidents come in bursts there are as many fewer of those as counts vary more.

    What is expected of it is what the moving year gives: its count over its index. That the year
    holds the month itself makes it a little large, which is on the safe side.
    """
    expected = count / index
    if not count:
        return 1.0
    return min(1.0, _YEAR * float(special.gammainc(count / dispersion, expected / dispersion)))


BUSIEST_MONTH: Final = (
    "{month} is de drukste maand: per dag {times} keer zo veel als in een gemiddelde maand "
    "({count} in {years}). Dat is meer dan toeval."
)
BUSIEST_MAY_BE_CHANCE: Final = (
    "Geen maand springt eruit. {month} is de drukste, met per dag {times} keer zo veel als in een "
    "gemiddelde maand ({count} in {years}); dat kan toeval zijn."
)
ONE_YEAR: Final = "{name}maand"
YEARS: Final = "{name}maanden"
SEASON_FROM: Final = (
    "Berekend over {months} hele maanden vanaf {first}, ook buiten de gekozen periode. Elke maand "
    "is vergeleken met het jaar eromheen. Zo weinig jaren zeggen wat er was, niet wat er komt."
)
WHY_NO_SEASON: Final = {
    "too_short": (
        "Voor een drukste maand zijn ten minste {fewest} hele maanden nodig; in de laag zijn het "
        "er {months}."
    ),
    "empty_year": (
        "Er is een heel jaar zonder {plural}: dan is er geen drukste maand te noemen. Kies meer "
        "soorten of wis een filter."
    ),
    "quarters_only": "Deze laag geeft alleen aantallen per kwartaal: een drukste maand is er niet.",
    "years_only": "Deze laag geeft alleen aantallen per jaar: een drukste maand is er niet.",
}
SEASON_WITHHELD: Final = (
    "De bron geeft niet van elke maand alle aantallen: een drukste maand is er dan niet te noemen."
)


def season_sentences(season: Season) -> tuple[str, ...]:
    """Return the busiest month beside an average one, and what that is worth; or why not."""
    if season.why_not is NoSeason.WITHHELD:
        return (SEASON_WITHHELD,)
    if season.why_not is not None or season.busiest is None:
        return (
            WHY_NO_SEASON[season.why_not or "too_short"].format(
                fewest=FEWEST_MONTHS, months=season.months, plural=season.layer.noun_plural
            ),
        )
    assert season.index is not None  # noqa: S101 - there is a busiest month
    assert season.counts is not None  # noqa: S101
    assert season.years is not None  # noqa: S101
    name = MONTHS[season.busiest]
    count = int(season.counts[season.busiest])
    template = BUSIEST_MONTH if season.shown else BUSIEST_MAY_BE_CHANCE
    year, month = str(season.first.astype("datetime64[M]")).split("-")
    return (
        template.format(
            month=name.capitalize(),
            times=number(float(season.index[season.busiest]), 1),
            count=plural(count, season.layer.noun, season.layer.noun_plural),
            years=plural(
                int(season.years[season.busiest]),
                ONE_YEAR.format(name=name),
                YEARS.format(name=name),
            ),
        ),
        SEASON_FROM.format(months=season.months, first=f"{MONTHS[int(month) - 1]} {year}"),
    )
