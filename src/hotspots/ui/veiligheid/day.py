"""Which day's events are looked at."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

import streamlit as st

from hotspots.analysis.metadata import today
from hotspots.text import veiligheid_page as text
from hotspots.text import veiligheid_sentences as says
from hotspots.text.markdown import as_text
from hotspots.ui.controls import say_old_link, values_in_link
from hotspots.ui.veiligheid.desk import busiest_day

if TYPE_CHECKING:
    from hotspots.ui.veiligheid.desk import RiskDesk

#: Keys of the widgets, which are the names in the link. An incident has a day of its own: who
#: looks along the track at the day of the largest event has no incident on that day.
DAY: Final = "evenementendag"
INCIDENT_DAY: Final = "ongevaldag"
_FIRST, _LAST = date(2000, 1, 1), date(2099, 12, 31)


def choose_day(desk: RiskDesk) -> date | None:
    """Let a user choose whose events are looked at; it opens at the day of the largest."""
    if not _has_calendar(desk):
        return None
    busiest = busiest_day(desk.workspace, desk.key)
    if busiest is None:
        return _choose(today(), key=DAY, label=text.DAY, help_=text.DAY_HELP)
    help_ = f"{text.DAY_HELP} {as_text(says.busiest_day(busiest[2], busiest[1]))}"
    return _choose(busiest[0], key=DAY, label=text.DAY, help_=help_)


def choose_incident_day(desk: RiskDesk) -> date | None:
    """Let a user choose the day of an incident; it opens today."""
    if not _has_calendar(desk):
        return None
    return _choose(today(), key=INCIDENT_DAY, label=text.INCIDENT_DAY, help_=text.INCIDENT_DAY_HELP)


def _has_calendar(desk: RiskDesk) -> bool:
    return any(layer.kind == "calendar" for layer in desk.workspace.catalog.layers)


def _choose(first: date, *, key: str, label: str, help_: str) -> date | None:
    for written in values_in_link(key):
        if not _is_day(written):
            say_old_link(written, label)
    chosen: date | None = st.date_input(
        label,
        value=first,
        min_value=_FIRST,
        max_value=_LAST,
        format="DD-MM-YYYY",
        key=key,
        help=help_,
        bind="query-params",
    )
    return chosen


def _is_day(written: str) -> bool:
    try:
        return _FIRST <= date.fromisoformat(written) <= _LAST
    except ValueError:
        return False
