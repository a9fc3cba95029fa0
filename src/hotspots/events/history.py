"""What was written down after earlier events: how many people came, and what was found."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from hotspots.events.request import Planned
    from hotspots.events.room import EventRoom

_YEAR: Final = re.compile(r"\b(?:19|20)[0-9]{2}\b")


@dataclass(frozen=True, slots=True)
class History:
    """Earlier events that a request can be compared with.

    Attributes
    ----------
    rows
        Events in the calendar, latest first.
    same_event
        Whether they have the same title; if not, they are of the same soort at the same place.
    turnout
        Median of what came over what was expected; None where nobody wrote both down.
    compared
        How many events that median is of.
    """

    rows: tuple[int, ...]
    same_event: bool
    turnout: float | None
    compared: int


def stem(title: str) -> str:
    """Return a title without its year, as it comes back next year.

    Examples
    --------
    >>> stem("Lichtroute 2018 (Grote Markt)") == stem("lichtroute  (grote markt) 2017")
    True
    """
    return " ".join(sorted(re.findall(r"\w+", _YEAR.sub("", title).lower())))


def history_of(plan: Planned, room: EventRoom) -> History:
    """Return earlier editions of an event, or else earlier events of its soort at its place."""
    events = room.events
    before = events.counts & (events.end <= plan.begin)
    before &= np.array([event != plan.request.id for event in events.ids], dtype=np.bool_)
    wanted = stem(plan.request.title)
    rows = np.flatnonzero(before)
    same = [row for row in rows.tolist() if wanted and stem(events.titles[row]) == wanted]
    chosen = same or [
        row
        for row in rows.tolist()
        if plan.request.soort
        and events.place[row] == plan.place
        and events.soorten[row] == plan.request.soort
    ]
    expected, came = events.visitors[chosen], events.actual_visitors[chosen]
    both = np.isfinite(expected) & np.isfinite(came) & (np.nan_to_num(expected) > 0)
    turnout = float(np.median(came[both] / expected[both])) if both.any() else None
    return History(tuple(reversed(chosen)), bool(same), turnout, int(both.sum()))
