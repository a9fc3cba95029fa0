"""The part `Aanvraagtoets`: ask on top, the whole answer below."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from hotspots.access.kept import Kept
from hotspots.access.taking import allow_export
from hotspots.errors import HotspotsError
from hotspots.events.announcing import announcement_of
from hotspots.events.check import Check, check
from hotspots.text import events_page as text
from hotspots.ui.evenementen.changing import two_clicks
from hotspots.ui.evenementen.check_answer import show_findings, show_headline, topic_of
from hotspots.ui.evenementen.check_form import ask
from hotspots.ui.evenementen.check_tables import (
    show_alternatives,
    show_capacity,
    show_days,
    show_involved,
    show_points,
    show_pressure_change,
)
from hotspots.ui.evenementen.rooms import POINT_ID, today
from hotspots.ui.evenementen.showing import offer_rows
from hotspots.ui.problems import show_problem
from hotspots.ui.taking import offer_file

if TYPE_CHECKING:
    from hotspots.access.workspace import Workspace
    from hotspots.events.request import Request
    from hotspots.events.room import EventRoom
    from hotspots.ui.evenementen.rooms import EventDesk

_checks = Kept[Check](most=128)


def show_check(desk: EventDesk) -> None:
    """Show the part: whether it fits above what was asked, and why below it."""
    headline = st.container()
    try:
        asked = ask(desk)
        if asked is None:
            return
        room, request = asked
        found = _answer(desk, room, request)
    except HotspotsError as error:
        show_problem(error)
        return
    with headline:
        show_headline(found)
    show_findings(found)
    left, right = st.columns(2, gap="large")
    with left:
        show_capacity(found, room)
        show_days(found)
    with right:
        show_points(found, room)
    show_pressure_change(desk, room, found)
    show_alternatives(found)
    show_involved(found, room)
    _offer(desk, found)
    if not request.id:
        _offer_to_add(desk, room, request)


def _answer(desk: EventDesk, room: EventRoom, request: Request) -> Check:
    """Return the answer; of a point it depends on where that is, which its name says."""
    place = next((item.name for item in room.locations.items if item.id == request.location), "")
    question = (desk.key, place, repr(request))
    return _checks.answer(question, lambda: check(request, room))


def _offer(desk: EventDesk, found: Check) -> None:
    """Offer the answer as a table and as the object that the command line prints."""
    rows = pd.DataFrame(
        {
            "verdict": [text.GROUPS[finding.verdict] for finding in found.findings],
            "topic": [topic_of(found, finding) for finding in found.findings],
            "reason": [finding.reason for finding in found.findings],
            "source": [finding.source for finding in found.findings],
            "certainty": [text.CERTAINTY[finding.certainty] for finding in found.findings],
        }
    )
    plan = found.facts.plan
    told = (
        text.asked(plan.location.name, found.request.start, found.request.end,
                   found.request.visitors),
        text.VERDICTS[found.verdict],
        *found.notes,
    )  # fmt: skip
    name = f"toets_{plan.location.id}_{found.request.start:%Y-%m-%d}"
    with st.container(horizontal=True):
        offer_rows(
            desk, rows, text.COLUMNS, name=name, title=text.SHEET_TITLE,
            meaning=text.ANSWER_ROWS, key="toets_bestand", told=told, label=text.OFFER_ANSWER,
        )  # fmt: skip
        if desk.workspace.may_export(desk.room.layer):
            made = partial(_as_json, desk.layer_id, found)
            offer_file(text.JSON, made, name=name, ending=".json", key="toets_json")


def _as_json(layer_id: str, found: Check, workspace: Workspace) -> bytes:
    """Return the answer for a program."""
    allow_export(workspace, layer_id, kind="json", selection={"check": found.request.location})
    return json.dumps(found.to_dict(), ensure_ascii=False, indent=2).encode()


def _offer_to_add(desk: EventDesk, room: EventRoom, request: Request) -> None:
    two_clicks(
        desk,
        text.ADD,
        text.ADD_SURE,
        partial(_announced, room, request),
        key="opnemen",
        about=repr(request),
        yes=text.SURE,
        done=text.ADDED,
    )


def _announced(room: EventRoom, request: Request) -> dict[str, str]:
    """Return the row for the calendar; a point is no location of the list, so it stays a point."""
    row = announcement_of(request, room, asked_on=today())
    if request.location == POINT_ID:
        point = room.locations.items[-1]
        row |= {"location": "", "x_rd": f"{point.x_rd:.0f}", "y_rd": f"{point.y_rd:.0f}"}
    return row
