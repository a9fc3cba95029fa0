"""The pressure that events put on places and days around them, in weighted visitors.

    pressure(place, day) = sum over events of weight x space(distance) x time(day)
    space(d) = 0.5 ** (d / half_m)       up to reach_m, 0 beyond it
    time(t)  = 1 on the days of an event, build_share while it is built up or cleared away, and
               0.5 ** (days since / half_days) after it, up to reach_days; the larger of the two

It is linear: the pressure of two events is the sum of theirs. So it is kept as a load per place of
an event and day, and brought to any other place by one multiplication.

This is a model of ours for comparing days and places; no source measures pressure in these terms.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from hotspots.errors import StatisticError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Days = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Fading:
    """How pressure fades in space (metres) and time (days)."""

    half_m: float
    reach_m: float
    half_days: float
    reach_days: int
    build_share: float


@dataclass(frozen=True, slots=True, eq=False)
class Spans:
    """When events are there, as days since 1 January 1970; every array has shape (n,).

    ``build`` <= ``first`` <= ``last`` <= ``clear``, each day included.
    """

    build: Days
    first: Days
    last: Days
    clear: Days


def space_share(
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    place_x: NDArray[np.float64],
    place_y: NDArray[np.float64],
    fading: Fading,
) -> NDArray[np.float64]:
    """Return how much of the pressure at places arrives elsewhere.

    Parameters
    ----------
    x, y : shape (m,)
        Where pressure is asked for, RD metres.
    place_x, place_y : shape (k,)
        Where events are, RD metres.

    Returns
    -------
    shape (m, k)
        1 at the place itself, one half at ``half_m``, 0 beyond ``reach_m``.

    Examples
    --------
    >>> fading = Fading(half_m=100, reach_m=250, half_days=3, reach_days=14, build_share=0.25)
    >>> origin = np.zeros(1)
    >>> space_share(np.array([0.0, 100.0, 200.0, 300.0]), np.zeros(4), origin, origin, fading)[:, 0]
    array([1.  , 0.5 , 0.25, 0.  ])
    """
    squared = np.subtract.outer(x, place_x) ** 2
    squared += np.subtract.outer(y, place_y) ** 2
    share = np.zeros_like(squared)
    near = squared <= fading.reach_m**2
    # Most pairs are too far apart to count: the roots and powers of the others are not taken.
    share[near] = np.exp2(-np.sqrt(squared[near]) / fading.half_m)
    return share


def daily_load(
    place: NDArray[np.int64],
    weight: NDArray[np.float64],
    spans: Spans,
    fading: Fading,
    *,
    places: int,
    first_day: int,
    days: int,
) -> NDArray[np.float64]:
    """Return the weight that lies on each place on each day.

    Parameters
    ----------
    place : shape (n,)
        Position of the place of each event, 0 to ``places`` - 1.
    weight : shape (n,)
        Visitors times class weight, finite.
    first_day, days
        The days asked for.

    Returns
    -------
    shape (places, days)

    Raises
    ------
    StatisticError
        If the days of an event are not in order.

    Examples
    --------
    >>> one = np.array([1])
    >>> fading = Fading(half_m=100, reach_m=250, half_days=1, reach_days=2, build_share=0.25)
    >>> daily_load(
    ...     np.array([0]), np.array([80.0]), Spans(one, one, one, one), fading,
    ...     places=1, first_day=0, days=5,
    ... ).tolist()
    [[0.0, 80.0, 40.0, 20.0, 0.0]]
    """
    ordered = (
        (spans.build <= spans.first) & (spans.first <= spans.last) & (spans.last <= spans.clear)
    )
    if not ordered.all():
        raise StatisticError(
            "De dagen van een evenement staan niet op volgorde.",
            "Verwacht: opbouw, begin, einde, afbouw.",
            "Controleer de begin- en einddagen.",
        )
    stop = np.maximum(spans.clear, spans.last + fading.reach_days) + 1
    length = stop - spans.build
    event = np.repeat(np.arange(len(place)), length)
    step = np.arange(len(event)) - np.repeat(np.cumsum(length) - length, length)
    day = spans.build[event] + step
    since = np.maximum(day - spans.last[event], 0)
    share = np.where(since <= fading.reach_days, np.exp2(-since / fading.half_days), 0.0)
    share[day < spans.first[event]] = 0.0
    share[day <= spans.clear[event]] = np.maximum(
        share[day <= spans.clear[event]], fading.build_share
    )
    column = day - first_day
    within = (column >= 0) & (column < days)
    flat = place[event[within]] * days + column[within]
    load: NDArray[np.float64] = np.bincount(
        flat, weights=weight[event[within]] * share[within], minlength=places * days
    ).astype(np.float64)
    return load.reshape(places, days)
