"""Events of the calendar, and their conflicts, as rows of a table."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from hotspots.text import events_page as text
from hotspots.text import events_plan as plan_text
from hotspots.ui.evenementen.rooms import place_names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from hotspots.events.conflicts import Conflict
    from hotspots.events.room import EventRoom

#: Titles in a cell of the table of conflicts; the file has all of them.
_MOST_TITLES: Final = 4


def event_rows(
    room: EventRoom, rows: NDArray[np.int64], *, afterwards: bool = False, remarks: bool = False
) -> pd.DataFrame:
    """Return a row per event.

    Parameters
    ----------
    afterwards
        With how many came, and that as a part of what was expected.
    remarks
        With what was written down; for who keeps the calendar.
    """
    events, names = room.events, place_names(room)
    chosen = [int(row) for row in rows]
    shown = pd.DataFrame(
        {
            "start": pd.to_datetime(events.begin[rows]),
            "end": pd.to_datetime(events.end[rows]),
            "event": [events.titles[row] or events.ids[row] for row in chosen],
            "location": [names.get(events.locations[row], events.locations[row]) for row in chosen],
            "soort": [
                room.layer.soorten.get(events.soorten[row], events.soorten[row]) for row in chosen
            ],
            "risk": [room.risks[row] for row in chosen],
            "status": [
                text.STATUSES.get(events.statuses[row], events.statuses[row]) for row in chosen
            ],
            "visitors": people(events.visitors[rows]),
        }
    )
    if not afterwards:
        return shown.assign(requested=pd.to_datetime(events.requested[rows]))
    with np.errstate(invalid="ignore", divide="ignore"):
        turnout = 100 * events.actual_visitors[rows] / events.visitors[rows]
    shown = shown.assign(actual=people(events.actual_visitors[rows]), turnout=people(turnout))
    if remarks:
        shown = shown.assign(findings=[events.findings[row] for row in chosen])
    # What this is about stands in sight, and not behind the edge of the table.
    first = ["start", "event", "location", "visitors", "actual", "turnout"]
    first += ["findings"] if remarks else []
    return shown[first + [name for name in shown if name not in first]]


def people(counts: NDArray[np.float64]) -> pd.Series[Any]:
    """Return counts as whole numbers; missing where nobody told."""
    return pd.Series(
        [round(float(count)) if np.isfinite(count) else None for count in counts], dtype="Int64"
    )


def conflict_rows(
    room: EventRoom, conflicts: Sequence[Conflict], *, most: int = _MOST_TITLES
) -> pd.DataFrame:
    """Return conflicts in words, in their order."""
    events, names = room.events, place_names(room)
    at = {event: row for row, event in enumerate(events.ids)}
    rows = []
    for one in conflicts:
        titles = [events.titles[at[event]] or event for event in one.events]
        left = len(titles) - most
        rows.append(
            {
                "weight": one.weight,
                "kind": plan_text.CONFLICT_KINDS[one.kind],
                "told": _told(one),
                "location": names.get(one.place, one.place),
                "events": "; ".join(titles[:most]) + (f"; + {left}" if left > 0 else ""),
            }
        )
    return pd.DataFrame(rows)


def changed_rows(room: EventRoom, changed: Sequence[tuple[Conflict, Conflict]]) -> pd.DataFrame:
    """Return conflicts that weigh more or less in words, as they were and as they would be."""
    names = place_names(room)
    return pd.DataFrame(
        [
            {
                "kind": plan_text.CONFLICT_KINDS[before.kind],
                "location": names.get(before.place, before.place),
                "before": _told(before),
                "after": _told(after),
                "weight": after.weight - before.weight,
            }
            for before, after in changed
        ]
    )


def _told(one: Conflict) -> str:
    moment = datetime.fromisoformat(one.detail) if one.kind == "shift" else None
    return plan_text.conflict(one.kind, one.detail, one.excess, moment)
