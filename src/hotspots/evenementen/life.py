"""The life of a request in the calendar: what may become of it, and what is written down.

Each step is the row of an event as an import has it, so that it becomes a version of the calendar
with who and when, which can be undone by restoring the one before.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

import numpy as np

from hotspots.access.calendar import date_of, day_number
from hotspots.errors import SelectionError
from hotspots.evenementen import life_words as text
from hotspots.evenementen import words as check_text
from hotspots.evenementen.calendar import GRANTED
from hotspots.evenementen.days import year_bounds
from hotspots.evenementen.history import of_year
from hotspots.evenementen.request import (
    moved,
    new_id,
    planned,
    request_of,
    row_texts,
)
from hotspots.incoming.checking.calendar import CALLED_OFF

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from hotspots.evenementen.calendar import EventCalendar, Events
    from hotspots.evenementen.request import Request


#: What can become of a request, by what it is.
STEPS: Final[Mapping[str, tuple[str, ...]]] = {
    "vooraankondiging": ("aangevraagd", "in_behandeling", "vergund", "afgewezen", "ingetrokken"),
    "aangevraagd": ("in_behandeling", "vergund", "afgewezen", "ingetrokken"),
    "in_behandeling": ("vergund", "afgewezen", "ingetrokken"),
    "vergund": ("afgelast", "ingetrokken"),
    "afgewezen": ("in_behandeling",),
    "ingetrokken": ("aangevraagd",),
    "afgelast": (),
    "": ("aangevraagd", "in_behandeling", "vergund", "afgewezen", "ingetrokken", "afgelast"),
}
#: What is written down with a step: it must be, it may be, or there is nothing to write.
NEEDS_TEXT: Final = ("afgewezen",)
MAY_HAVE_TEXT: Final = ("vergund", "afgewezen", "ingetrokken", "afgelast")
#: days; a year later on the same day of the week.
YEAR_LATER: Final = 364
_LONGEST_TEXT: Final = 2_000


def requests_of(
    events: Events, year: int, statuses: Sequence[str] = ()
) -> tuple[NDArray[np.int64], Counter[str]]:
    """Return the requests of a year by begin, and how many of the year have each status.

    Parameters
    ----------
    statuses
        Which of them are returned; all of them if there are none.
    """
    rows = np.flatnonzero(events.begins_during(*year_bounds(year)))
    counts = Counter(events.statuses[row] for row in rows.tolist())
    chosen = [row for row in rows.tolist() if not statuses or events.statuses[row] in statuses]
    return np.array(chosen, dtype=np.int64), counts


def decided(
    events: Events, event_id: str, *, status: str, decision: str, now: date
) -> dict[str, str]:
    """Return an event with another status, and with the conditions or the grounds of it.

    Parameters
    ----------
    now
        The day that it is: what has begun cannot be withdrawn. What had visitors was held.

    Raises
    ------
    SelectionError
        If there is no such event, it cannot become that, or what must be written is not there.
    """
    row = events.row(event_id)
    before, name, written = events.statuses[row], events.name(row), decision.strip()
    if status not in STEPS.get(before, ()):
        raise SelectionError(*text.no_step(name, before, status, STEPS.get(before, ())))
    if status in NEEDS_TEXT and not written:
        raise SelectionError(*text.without_grounds(name))
    if written and status not in MAY_HAVE_TEXT:
        raise SelectionError(*text.nothing_to_write(status))
    if len(written) > _LONGEST_TEXT:
        raise SelectionError(*text.too_long(len(written), _LONGEST_TEXT))
    if status in CALLED_OFF and np.isfinite(events.actual_visitors[row]):
        raise SelectionError(*text.visitors_known(name, status, int(events.actual_visitors[row])))
    if status == "ingetrokken" and events.first_day[row] <= day_number(now):
        raise SelectionError(*text.has_begun(name))
    return row_texts(events, row) | {"status": status, "decision": written}


def require_not_called_off(events: Events, event_id: str) -> int:
    """Return where an event stands that is going to be held, or was.

    Raises
    ------
    SelectionError
        If there is no such event, or it was turned down, withdrawn or cancelled.
    """
    row = events.row(event_id)
    if not events.counts[row]:
        raise SelectionError(*text.not_open(events.name(row), events.statuses[row]))
    return row


def without_licence(fields: Mapping[str, str]) -> dict[str, str]:
    """Return a row that changed: a licence is for what was asked, and lapses with its conditions.

    Examples
    --------
    >>> without_licence({"status": "vergund", "decision": "Om 23 uur stil"})
    {'status': 'in_behandeling', 'decision': ''}
    >>> without_licence({"status": "aangevraagd"})
    {'status': 'aangevraagd'}
    """
    lapsed = {"status": "in_behandeling", "decision": ""}
    return {**fields, **lapsed} if fields["status"] == GRANTED else dict(fields)


@dataclass(frozen=True, slots=True)
class Changes:
    """What changes about a request; None stays as it is."""

    title: str | None = None
    visitors: int | None = None
    location: str | None = None
    days: int = 0


def changed(calendar: EventCalendar, event_id: str, changes: Changes) -> dict[str, str]:
    """Return an event with another name, size, place or day; the rest stays as it is.

    A licence is for what was asked: an event that has one goes back to be looked at.

    Raises
    ------
    SelectionError
        If there is no such event, it was not going to be held, nothing changes, or what it
        becomes is no event.
    """
    events = calendar.events
    row = require_not_called_off(events, event_id)
    request = request_of(calendar, event_id)
    wanted = _wanted(request, changes)
    size_is_new = changes.visitors is not None and not events.knows_size(row)
    if wanted == request and not size_is_new:
        raise SelectionError(*text.nothing_changes(events.name(row)))
    planned(wanted, calendar)
    fields = row_texts(events, row) | {"title": wanted.title}
    if changes.visitors is not None:
        fields["visitors"] = str(wanted.visitors)
    if wanted.location != request.location:
        fields = _at(fields, wanted.location)
    return without_licence(fields | _moments_later(fields, changes.days))


def moved_row(calendar: EventCalendar, request: Request) -> dict[str, str]:
    """Return an event of the calendar elsewhere or on another day, without its licence.

    The rest stays as it is.

    Raises
    ------
    SelectionError
        If there is no such event, or it is not going to be held.
    """
    row = require_not_called_off(calendar.events, request.id)
    days = (request.start - calendar.events.begin[row].item()).days
    fields = _at(row_texts(calendar.events, row), request.location)
    return without_licence(fields | _moments_later(fields, days))


def _at(fields: Mapping[str, str], location: str) -> dict[str, str]:
    """Return an event at a location; the list of locations says where that is."""
    rest = {name: value for name, value in fields.items() if name not in ("x_rd", "y_rd")}
    return rest | {"location": location}


def _wanted(request: Request, changes: Changes) -> Request:
    """Return a request as it becomes."""
    wanted = moved(request, days=changes.days, location=changes.location or "")
    if changes.visitors is not None:
        wanted = replace(wanted, visitors=changes.visitors)
    return wanted if changes.title is None else replace(wanted, title=changes.title.strip())


def _moments_later(fields: Mapping[str, str], days: int) -> dict[str, str]:
    """Return the moments of an event some days later, those that it has."""
    names = ("begin", "end", "build_up", "dismantled")
    return {name: _later(fields[name], days) for name in names if name in fields}


def _later(written: str, days: int) -> str:
    """Return a moment or a day some days later, as it is written.

    Examples
    --------
    >>> _later("2018-05-05 20:00", 364), _later("2018-12-31", 1)
    ('2019-05-04 20:00', '2019-01-01')
    """
    day, space, hour = written.partition(" ")
    year, month, number = (int(part) for part in day.split("-"))
    return f"{date(year, month, number) + timedelta(days=days)}{space}{hour}"


def copied(
    calendar: EventCalendar, event_id: str, *, now: date, days: int = YEAR_LATER
) -> dict[str, str]:
    """Return the request of an earlier year again, as a new one on the same day of the week.

    What was decided about it, how many came and what was remarked stay with the earlier one.

    Raises
    ------
    SelectionError
        If there is no such event, the copy would begin in the past, or it stands there already.
    """
    events = calendar.events
    row = events.row(event_id)
    request = moved(request_of(calendar, event_id), days=days)
    title = of_year(request.title, request.start.year)
    request = replace(request, title=title, id="")
    if request.start.date() <= now:
        raise SelectionError(*text.copy_in_the_past(events.name(row), request.start.date()))
    own = new_id(request)
    if own in events.ids:
        raise SelectionError(*text.copied_already(title, own))
    fields = row_texts(events, row)
    return fields | _moments_later(fields, days) | {
        "id": own, "title": title, "status": "aangevraagd", "decision": "", "findings": "",
        "actual_visitors": "", "class": "", "requested": now.isoformat(),
    }  # fmt: skip


def looked_back(
    events: Events, event_id: str, *, actual_visitors: int, findings: str, now: date
) -> dict[str, str]:
    """Return an event of the calendar with how it went, as the texts of a row.

    The rest of the row stays as it is; the next check of such an event uses it.

    Parameters
    ----------
    now
        The day that it is: of an event that is not over nobody knows how it went.

    Raises
    ------
    SelectionError
        If there is no such event, it is not over or was not held, or the number cannot be right.
    """
    row = events.row(event_id)
    if not events.counts[row]:
        raise SelectionError(*check_text.called_off(events.name(row), events.statuses[row]))
    if events.last_day[row] >= day_number(now):
        raise SelectionError(
            *check_text.not_over(events.name(row), date_of(int(events.last_day[row])))
        )
    if actual_visitors < 0:
        raise SelectionError(*check_text.no_turnout(actual_visitors))
    return row_texts(events, row) | {
        "actual_visitors": str(actual_visitors),
        "findings": findings,
    }
