"""When in the week it happens: the hours, and the busiest of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from hotspots.analysis.chance_words import any_at_all, sentence
from hotspots.analysis.layer_dispersion import layer_dispersion
from hotspots.analysis.measures.registry import measure_named
from hotspots.analysis.periods import to_day
from hotspots.analysis.query import query_of
from hotspots.analysis.question import DAY_PART_NUMBERS, UNKNOWN_PART
from hotspots.analysis.settle import settle
from hotspots.catalog.specs import WHOLE
from hotspots.dutch import AMSTERDAM, WEEKDAY_NAMES, number, plural
from hotspots.statistics.aoristic import hours_of_week
from hotspots.statistics.busy_hours import (
    BusyStretch,
    busy_stretches,
)
from hotspots.statistics.conditional import ALPHA
from hotspots.statistics.false_discovery import shared_alpha

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from hotspots.access.workspace import Workspace
    from hotspots.analysis.periods import Period
    from hotspots.analysis.question import Selection
    from hotspots.catalog.specs import LayerSpec
    from hotspots.statistics.aoristic import HoursOfWeek


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
    query = query_of(workspace, settled, layer, measure, one_by_one=True)
    begin = query.incidents.begin[query.chosen]
    end = query.incidents.end[query.chosen]
    hours = hours_of_week(seconds_utc(begin), seconds_utc(end))
    length = end - begin
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
        spread=int(np.count_nonzero(length > np.timedelta64(0, "s"))),
        long=int(np.count_nonzero(length > np.timedelta64(LONG_H, "h"))),
        exposure=exposure,
        busy=busy,
        busy_of_day=busy_of_day,
        by_weekday=bool(settled.weekdays),
    )


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
