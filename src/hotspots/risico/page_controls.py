"""What a user chooses for the track and an incident: the scenario and the day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

import streamlit as st

from hotspots.dutch import as_text
from hotspots.exports.sheet import today
from hotspots.pages.controls import choose_one, say_old_link, values_in_link
from hotspots.risico import page_words as text

if TYPE_CHECKING:
    from hotspots.risico.cached_answers import RiskAnswers

#: Key of the widget, which is the name in the link.
SCENARIO: Final = "scenario"


def choose_scenario(answers: RiskAnswers) -> str:
    """Let a user choose when it happens, and with which distances."""
    scenarios = answers.settings.rail
    return choose_one(
        text.SCENARIO, tuple(scenarios), key=SCENARIO, name=lambda name: scenarios[name].label
    )


#: Keys of the widgets, which are the names in the link. An incident has a day of its own: somebody
#: who looks along the track at the day of the largest event has no incident on that day.
DAY: Final = "evenementendag"
INCIDENT_DAY: Final = "ongevaldag"
_FIRST, _LAST = date(2000, 1, 1), date(2099, 12, 31)


def choose_day(answers: RiskAnswers) -> date | None:
    """Let a user choose the day whose events count; it opens at the day of the largest."""
    if not _has_calendar(answers):
        return None
    busiest = answers.busiest_day
    if busiest is None:
        return _choose(today(), key=DAY, label=text.DAY, help_=text.DAY_HELP)
    help_ = f"{text.DAY_HELP} {as_text(text.busiest_day(busiest.visitors, busiest.title))}"
    return _choose(busiest.day, key=DAY, label=text.DAY, help_=help_)


def choose_incident_day(answers: RiskAnswers) -> date | None:
    """Let a user choose the day of an incident; it opens today."""
    if not _has_calendar(answers):
        return None
    return _choose(today(), key=INCIDENT_DAY, label=text.INCIDENT_DAY, help_=text.INCIDENT_DAY_HELP)


def _has_calendar(answers: RiskAnswers) -> bool:
    return any(layer.kind == "calendar" for layer in answers.workspace.catalog.layers)


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
