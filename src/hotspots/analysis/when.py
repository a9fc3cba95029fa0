"""When it happens: the months of a layer, the season of the year and the hours of the week."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from functools import reduce
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import pandas as pd
import scipy

from hotspots.analysis.chance_words import any_at_all, sentence
from hotspots.analysis.layer_dispersion import layer_dispersion
from hotspots.analysis.periods import covered_period, to_day
from hotspots.analysis.query import query_of, rows_for
from hotspots.analysis.question import DAY_PART_NUMBERS, UNKNOWN_PART, areas_selected, selected
from hotspots.analysis.registry import measure_named
from hotspots.analysis.settle import settle
from hotspots.analysis.withheld import withheld_days
from hotspots.catalog.specs import WHOLE
from hotspots.dutch import AMSTERDAM, MONTHS, WEEKDAY_NAMES, number, plural
from hotspots.statistics.aoristic import HoursOfWeek, hours_of_week
from hotspots.statistics.busy_hours import (
    FEWEST_MONTHS,
    BusyStretch,
    busy_stretches,
    seasonal_index,
)
from hotspots.statistics.conditional import ALPHA
from hotspots.statistics.false_discovery import shared_alpha

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from hotspots.access.cube import Bounds
    from hotspots.access.incidents import Incidents
    from hotspots.access.workspace import Workspace
    from hotspots.analysis.periods import Period
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
    return min(
        1.0, _YEAR * float(scipy.special.gammainc(count / dispersion, expected / dispersion))
    )


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


#: Below this many incidents no hour is called busy.
FEWEST: Final = 20
#: An incident that may lie in more hours than this says nothing of the hour.
LONG_H: Final = 24
_HOURS_PER_PART: Final = 6


@dataclass(frozen=True, slots=True, eq=False)
class HoursAndDays:
    """When in the week the incidents of a selection happened.

    Attributes
    ----------
    weights : shape (7, 24)
        Monday first, hour 0 first: incidents, each for the part of it that may lie in the hour.
        They add up to ``known``. A single hour is no count.
    known, unknown
        Incidents with and without a time of day; only the first are in ``weights``.
    spread, long
        Of ``known``: how many have a begin and a later end, and for how many those are more than a
        day apart.
    exposure : shape (7, 24)
        How often the period has each hour, as far as the filters ask for it.
    busy
        Stretches of the week (hour 0 is Monday, midnight) that are busier than chance.
    busy_of_day
        The busiest such stretch of the day, all days together, if there is one.
    by_weekday
        Whether some days of the week were asked for, by the begin.
    """

    layer: LayerSpec
    weights: NDArray[np.float64]
    known: int
    unknown: int
    spread: int
    long: int
    exposure: NDArray[np.float64]
    busy: tuple[BusyStretch, ...]
    busy_of_day: tuple[BusyStretch, ...]
    by_weekday: bool

    @property
    def enough(self) -> bool:
        """Whether there are enough incidents to call an hour busy."""
        return self.known >= FEWEST


def hours_and_days(workspace: Workspace, selection: Selection) -> HoursAndDays:
    """Return when in the week the incidents of a selection happened.

    An incident with a begin and an end is spread evenly over the time between (aoristic); one with
    a begin only counts in its hour, one with a date only in none.

    Raises
    ------
    SelectionError
        If the layer cannot answer the selection.
    AccessError
        If the layer is sensitive, or not for this role.
    """
    settled, layer = settle(selection, workspace)
    measure = measure_named(settled.measure)
    query = query_of(workspace, settled, layer, measure, reads="sums", known_at=WHOLE)
    none = _HoursOfRows(HoursOfWeek(np.zeros((7, 24)), 0, 0), 0, 0)
    total = reduce(_added_up, query.by_part(_hours_of, add=_added_up), none)
    hours = total.hours
    exposure = hours_in(query.period.intersection(query.covered) or query.period, settled)
    # Of the municipality as one, also for a part of it: bursts may be everywhere at once.
    spread = layer_dispersion(workspace.library, layer, WHOLE).time
    alpha = shared_alpha(layer.id, _looked_at_together(workspace.library.catalog.layers), ALPHA)
    busy, busy_of_day = _busy(hours, exposure, spread, alpha)
    return HoursAndDays(
        layer=layer,
        weights=hours.weights,
        known=hours.known,
        unknown=hours.unknown,
        spread=total.spread,
        long=total.long,
        exposure=exposure,
        busy=busy,
        busy_of_day=busy_of_day,
        by_weekday=bool(settled.weekdays),
    )


class _HoursOfRows(NamedTuple):
    """The hours of some incidents; how many have a begin and an end, and how many long ones."""

    hours: HoursOfWeek
    spread: int
    long: int


def _hours_of(incidents: Incidents, chosen: NDArray[np.bool_]) -> _HoursOfRows:
    begin, end = incidents.begin[chosen], incidents.end[chosen]
    length = end - begin
    return _HoursOfRows(
        hours_of_week(seconds_utc(begin), seconds_utc(end)),
        int(np.count_nonzero(length > np.timedelta64(0, "s"))),
        int(np.count_nonzero(length > np.timedelta64(LONG_H, "h"))),
    )


def _added_up(one: _HoursOfRows, more: _HoursOfRows) -> _HoursOfRows:
    return _HoursOfRows(one.hours.plus(more.hours), one.spread + more.spread, one.long + more.long)


def _looked_at_together(layers: Iterable[LayerSpec]) -> list[str]:
    """Return the layers of which a briefing looks for busy hours, whatever a role may see."""
    return [
        layer.id
        for layer in layers
        if layer.kind == "incidents" and not layer.sensitive and layer.observes != "evenement"
    ]


def _busy(
    hours: HoursOfWeek, exposure: NDArray[np.float64], dispersion: float, alpha: float
) -> tuple[tuple[BusyStretch, ...], tuple[BusyStretch, ...]]:
    """Return the busy stretches of the week and of the day."""
    if hours.known < FEWEST:
        return (), ()
    of_week = busy_stretches(
        hours.weights.ravel(), exposure.ravel(), alpha=alpha, dispersion=dispersion
    )
    if np.count_nonzero(exposure.any(axis=1)) == 1:
        # All days together are the one day that was asked for.
        return of_week, ()
    of_day = hours.weights.sum(axis=0), exposure.sum(axis=0)
    return of_week, busy_stretches(*of_day, most=1, alpha=alpha, dispersion=dispersion)


def seconds_utc(wall: NDArray[np.datetime64]) -> NDArray[np.float64]:
    """Return seconds since 1970 in UTC of Dutch wall times; NaN where there is none.

    In the hour that comes twice the first is meant, as on import.

    Examples
    --------
    >>> seconds_utc(np.array(["1970-01-01T01:00:01", "NaT"], dtype="datetime64[s]")).tolist()
    [1.0, nan]
    """
    local = pd.DatetimeIndex(wall).tz_localize(
        AMSTERDAM, ambiguous=np.ones(len(wall), dtype=bool), nonexistent="shift_forward"
    )
    utc = local.tz_convert("UTC").tz_localize(None).to_numpy().astype("datetime64[s]")
    return np.where(np.isnat(utc), np.nan, utc.astype(np.int64).astype(np.float64))


def hours_in(period: Period, selection: Selection) -> NDArray[np.float64]:
    """Return how often a period has each hour of the week, as far as the filters ask for it.

    Returns
    -------
    shape (7, 24)
        Monday first.

    Examples
    --------
    Friday and Saturday 6 and 7 January 2017, in the evening.

    >>> from datetime import date
    >>> from hotspots.analysis.periods import Period
    >>> from hotspots.analysis.question import Selection
    >>> found = hours_in(
    ...     Period(date(2017, 1, 6), date(2017, 1, 7)),
    ...     Selection("overlast", day_parts=("avond",)),
    ... )
    >>> found.sum(axis=1).tolist(), found[4].nonzero()[0].tolist()
    ([0.0, 0.0, 0.0, 0.0, 6.0, 6.0, 0.0], [18, 19, 20, 21, 22, 23])
    """
    all_days = np.arange(to_day(period.first), to_day(period.last) + 1)
    # 1 January 1970 was a Thursday, weekday 3.
    days = np.bincount((all_days + 3) % 7, minlength=7)
    if selection.weekdays:
        days = np.where(np.isin(np.arange(7), selection.weekdays), days, 0)
    hours = np.ones(24, dtype=bool)
    if selection.day_parts and UNKNOWN_PART not in selection.day_parts:
        parts = [DAY_PART_NUMBERS[name] for name in selection.day_parts]
        hours = np.isin(np.arange(24) // _HOURS_PER_PART, parts)
    return np.outer(days, hours).astype(np.float64)


WITHIN_DAY: Final = "{day} {first}–{last} uur"
INTO_NEXT_DAY: Final = "{day} {first} uur tot {next_day} {last} uur"
#: Of one day of the week, and of all together.
HOUR_RANGE: Final = "{first}–{last} uur"
BUSY: Final = "Drukste uren: {stretches}."
STRETCH: Final = "{when} ({weight} van de {known}, {times} keer het gemiddelde)"
ABOUT: Final = "ongeveer {weight}"
BUSY_OF_DAY: Final = "Over alle dagen: het drukst van {stretch}."
NO_BUSY_DAY: Final = "In de week springt geen uur eruit."
NOT_SHOWN: Final = "Geen uur springt eruit: de verschillen tussen de uren kunnen toeval zijn."
NO_TIME: Final = "Van deze incidenten is het uur niet bekend."
TOO_FEW: Final = (
    "{count} met een bekend uur: te weinig om drukke uren aan te wijzen (dat kan vanaf {fewest})."
)
SPREAD: Final = (
    "Van {spread} is een begin en een eind bekend. Die tellen voor een deel mee in elk uur "
    "daartussen, dus een vakje is geen telling."
)
LONG: Final = "Bij {count} is dat langer dan een dag: die zeggen weinig over het uur."
WITHOUT_HOUR: Final = "{count} zonder bekend uur staan hier niet bij."
ONE_WITHOUT_HOUR: Final = "{count} zonder bekend uur staat hier niet bij."
BY_BEGIN: Final = "Gekozen is op de dag van het begin; een tijdvak kan doorlopen in een andere dag."
BUSY_TEST: Final = sentence(any_at_all("een druk uur", "kaarten, alle lagen samen,"))

_DAY_H = 24


def busy_sentence(hours: HoursAndDays) -> str:
    """Return the busiest hours in words, or that none can be named."""
    if not hours.known:
        return NO_TIME
    if not hours.enough:
        count = plural(hours.known, hours.layer.noun, hours.layer.noun_plural)
        return TOO_FEW.format(count=count, fewest=FEWEST)
    sentences = []
    if hours.busy:
        stretches = [_stretch(stretch, hours, when_of_week(stretch)) for stretch in hours.busy]
        sentences.append(BUSY.format(stretches="; ".join(stretches)))
    for stretch in hours.busy_of_day:
        if not hours.busy:
            sentences.append(NO_BUSY_DAY)
        sentences.append(BUSY_OF_DAY.format(stretch=_stretch(stretch, hours, when_of_day(stretch))))
    return " ".join(sentences) or NOT_SHOWN


def _stretch(stretch: BusyStretch, hours: HoursAndDays, when: str) -> str:
    weight = number(round(stretch.weight))
    return STRETCH.format(
        when=when,
        weight=ABOUT.format(weight=weight) if hours.spread else weight,
        known=number(hours.known),
        times=number(stretch.weight / stretch.expected, 1),
    )


def when_of_week(stretch: BusyStretch) -> str:
    """Return hours of the week in words.

    Examples
    --------
    >>> from hotspots.statistics.busy_hours import BusyStretch
    >>> when_of_week(BusyStretch(4 * 24 + 18, 1, 9.0, 2.0, 0.01))
    'vrijdag 18–19 uur'
    >>> when_of_week(BusyStretch(5 * 24 + 21, 3, 9.0, 2.0, 0.01))
    'zaterdag 21–24 uur'
    >>> when_of_week(BusyStretch(6 * 24 + 22, 4, 9.0, 2.0, 0.01))
    'zondag 22 uur tot maandag 2 uur'
    """
    day, first = divmod(stretch.first, _DAY_H)
    last = first + stretch.hours
    name = WEEKDAY_NAMES[day]
    if last <= _DAY_H:
        return WITHIN_DAY.format(day=name, first=first, last=last)
    days_later, last = divmod(last, _DAY_H)
    next_day = WEEKDAY_NAMES[(day + days_later) % 7]
    return INTO_NEXT_DAY.format(day=name, first=first, next_day=next_day, last=last)


def when_of_day(stretch: BusyStretch) -> str:
    """Return hours of the day in words.

    Examples
    --------
    >>> from hotspots.statistics.busy_hours import BusyStretch
    >>> when_of_day(BusyStretch(18, 6, 9.0, 2.0, 0.01))
    '18–24 uur'
    >>> when_of_day(BusyStretch(22, 4, 9.0, 2.0, 0.01))
    '22–2 uur'
    """
    last = stretch.first + stretch.hours
    return HOUR_RANGE.format(first=stretch.first, last=last if last <= _DAY_H else last - _DAY_H)


def hours_notes(hours: HoursAndDays) -> tuple[str, ...]:
    """Return how the hours were counted, and what is not in them."""
    notes = [BUSY_TEST] if hours.busy else []
    if hours.spread:
        noun, nouns = hours.layer.noun, hours.layer.noun_plural
        notes.append(SPREAD.format(spread=plural(hours.spread, noun, nouns)))
        if hours.long:
            notes.append(LONG.format(count=number(hours.long)))
        if hours.by_weekday:
            notes.append(BY_BEGIN)
    if hours.unknown:
        template = ONE_WITHOUT_HOUR if hours.unknown == 1 else WITHOUT_HOUR
        count = plural(hours.unknown, hours.layer.noun, hours.layer.noun_plural)
        notes.append(template.format(count=count))
    return tuple(notes)
