"""An event as a row for the calendar: announced, moved, or with how it went."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import TYPE_CHECKING, Final

import numpy as np

from hotspots.errors import SelectionError
from hotspots.evenementen import words as text
from hotspots.evenementen.request import Request, planned

if TYPE_CHECKING:
    from datetime import date

    from hotspots.evenementen.calendar import EventCalendar
    from hotspots.evenementen.events import Events

#: The first letters of the id of what was entered here.
PREFIX: Final = "VA-"

_DIGEST_BYTES: Final = 6


def announcement_of(
    request: Request,
    calendar: EventCalendar,
    *,
    status: str = "vooraankondiging",
    requested_on: date | None = None,
) -> dict[str, str]:
    """Return a request as the texts of a row, per field of an import.

    The same request twice is the same row: its id is made of what it says.

    Raises
    ------
    SelectionError
        As `hotspots.evenementen.request.planned`.
    """
    plan = planned(request, calendar)
    row = {
        "id": request.id or new_id(request),
        "title": request.title or text.UNTITLED,
        "soort": request.soort,
        "location": plan.location.id,
        "begin": f"{request.start:%Y-%m-%d %H:%M}",
        "end": f"{request.end:%Y-%m-%d %H:%M}",
        "visitors": str(request.visitors),
        "status": status,
        "profile": ";".join(f"{key}={answer}" for key, answer in request.profile.items()),
    }
    if request.sound is not None:
        row["sound"] = "ja" if request.sound else "nee"
    if request.build_up is not None:
        row["build_up"] = f"{request.build_up:%Y-%m-%d %H:%M}"
    if request.dismantled is not None:
        row["dismantled"] = f"{request.dismantled:%Y-%m-%d %H:%M}"
    if requested_on is not None:
        row["requested"] = f"{requested_on:%Y-%m-%d}"
    return row


def new_id(request: Request) -> str:
    """Return an id made of what a request says."""
    content = repr((request.location, request.start, request.end, request.title, request.soort))
    digest = hashlib.blake2b(content.encode(), digest_size=_DIGEST_BYTES).hexdigest()
    return f"{PREFIX}{request.start:%Y%m%d}-{digest}"


def looked_back(
    events: Events, event_id: str, *, actual_visitors: int, findings: str
) -> dict[str, str]:
    """Return an event of the calendar with how it went, as the texts of a row.

    The rest of the row stays as it is; the next check of such an event uses it.

    Raises
    ------
    SelectionError
        If there is no such event, or the number cannot be right.
    """
    row = events.row(event_id)
    if actual_visitors < 0:
        raise SelectionError(*text.no_turnout(actual_visitors))
    return row_texts(events, row) | {
        "actual_visitors": str(actual_visitors),
        "findings": findings,
    }


def moved_row(calendar: EventCalendar, request: Request) -> dict[str, str]:
    """Return an event of the calendar elsewhere or at another time; the rest stays as it is.

    Raises
    ------
    SelectionError
        If there is no such event.
    """
    row = calendar.events.row(request.id)
    fields = row_texts(calendar.events, row)
    form = "%Y-%m-%d %H:%M" if calendar.events.timed[row] else "%Y-%m-%d"
    shift = np.datetime64(request.start, "s") - calendar.events.begin[row]
    for name in ("begin", "end", "build_up", "dismantled"):
        if name in fields:
            fields[name] = _shifted(fields[name], shift, form if name in ("begin", "end") else None)
    fields["location"] = request.location
    # The list of locations says where that is.
    for name in ("x_rd", "y_rd"):
        fields.pop(name, None)
    return fields


def _shifted(written: str, shift: np.timedelta64, form: str | None) -> str:
    moment = np.datetime64(written.replace(" ", "T"), "s") + shift
    return datetime.fromisoformat(str(moment)).strftime(form or "%Y-%m-%d %H:%M")


def row_texts(events: Events, row: int) -> dict[str, str]:
    """Return an event of the calendar as the texts of a row, per field of an import."""
    form = "%Y-%m-%d %H:%M" if events.timed[row] else "%Y-%m-%d"
    end = events.end[row] if events.timed[row] else events.end[row] - np.timedelta64(1, "D")
    fields = {
        "id": events.ids[row],
        "title": events.titles[row],
        "soort": events.soorten[row],
        "location": events.locations[row],
        "begin": events.begin[row].item().strftime(form),
        "end": end.item().strftime(form),
        "visitors": _people(events.visitors[row]),
        "status": events.statuses[row],
        "sound": ("ja" if events.sound[row] else "nee") if events.sound_known[row] else "",
        "class": events.risk[row],
        "profile": events.profiles[row],
        "actual_visitors": _people(events.actual_visitors[row]),
        "findings": events.findings[row],
    }
    if np.isfinite(events.x_rd[row]):
        fields |= {"x_rd": f"{events.x_rd[row]:.2f}", "y_rd": f"{events.y_rd[row]:.2f}"}
    for name, moment, without in (
        ("build_up", events.build_up[row], events.begin[row]),
        ("dismantled", events.dismantled[row], events.end[row]),
    ):
        if moment != without:
            fields[name] = moment.item().strftime("%Y-%m-%d %H:%M")
    if not np.isnat(events.requested[row]):
        fields["requested"] = events.requested[row].item().strftime("%Y-%m-%d")
    return fields


def _people(number: float) -> str:
    return "" if np.isnan(number) else f"{number:.0f}"
