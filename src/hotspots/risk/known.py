"""What is known: counted, none, or not known, of events on a day and of people in a zone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import shapely

from hotspots.text import risk as text
from hotspots.text.events import calendar_reach
from hotspots.text.numbers import day as written_day

if TYPE_CHECKING:
    from datetime import date

    from hotspots.geography.areas import Geography
    from hotspots.risk.objects import Events


def events_unknown(events: Events | None, day: date | None) -> str:
    """Say why it is not known which events there are on the day that was asked; else nothing."""
    if events is None or events.known or day is None:
        return ""
    reach = (
        text.NO_CALENDAR
        if events.covered is None
        else calendar_reach(events.covered.first, events.covered.last)
    )
    return text.NO_EVENTS_KNOWN.format(day=written_day(day), reach=reach)


def events_status(events: Events | None) -> str:
    """Return "counted", "none", "not_known" or "not_asked"."""
    if events is None:
        return "not_asked"
    if events.events:
        return "counted" if events.known else "counted_in_part"
    return "none" if events.known else "not_known"


def outside_status(geography: Geography, outline: Any) -> str:  # noqa: ANN401 - shapely has no types
    """Return what is known of the people in a zone: all, those in the municipality, or nothing.

    "counted" lies within the municipality, "not_known" wholly outside it, "counted_in_part" on
    both sides of its border.
    """
    if shapely.covers(geography.outline, outline):
        return "counted"
    touches = shapely.area(shapely.intersection(geography.outline, outline)) > 0
    return "counted_in_part" if touches else "not_known"
