"""The part `Aanvraagtoets`: ask on top, the whole answer below."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import partial
from html import escape
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
import streamlit as st

from hotspots.access.cache import Cache
from hotspots.access.export import allow_export
from hotspots.crs import RD_NEW, WGS84, reproject
from hotspots.dutch import as_text
from hotspots.errors import HotspotsError, SelectionError
from hotspots.evenementen import page_words as text
from hotspots.evenementen.changing import two_clicks
from hotspots.evenementen.check import VERDICTS, Check, check
from hotspots.evenementen.check_tables import (
    show_alternatives,
    show_capacity,
    show_days,
    show_involved,
    show_points,
    show_pressure_change,
)
from hotspots.evenementen.picking import offer_to_point
from hotspots.evenementen.plan import knows_size, request_of
from hotspots.evenementen.request import Request, announcement_of
from hotspots.evenementen.showing import (
    POINT_ID,
    choose_event,
    offer_rows,
    place_names,
    today,
    with_point,
    years_of,
)
from hotspots.pages.controls import choose_one, choose_tile, say_old_link, values_in_link
from hotspots.pages.download import offer_file
from hotspots.pages.problems import show_problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.access.workspace import Workspace
    from hotspots.evenementen.basis import EventRoom
    from hotspots.evenementen.check import Finding
    from hotspots.evenementen.settings import Question
    from hotspots.evenementen.showing import EventDesk


#: A line at the side in a colour, with a sign and words beside it: colour alone says nothing. The
#: ink is that of the page, so that the light and the dark one both do.
_STYLE: Final = """<style>
.toets { border-left: .5rem solid var(--toets); padding: .2rem 0 .2rem .9rem; }
.toets h3 { margin: 0; padding: 0; font-size: 1.6rem; line-height: 1.3; }
.toets p { margin: .2rem 0 0; }
.toets-groep { margin: 0 0 .9rem; padding: 0 !important; list-style: none; }
.toets-groep li { border-left: .25rem solid var(--toets); margin: 0 0 .55rem !important;
  padding: .05rem 0 .05rem .75rem; }
.toets-groep small { display: block; opacity: .85; }
.toets-groep h4 { margin: .2rem 0 .4rem; padding: 0; font-size: 1.05rem; }
.toets-belemmering { --toets: #c22f2a; } .toets-let_op { --toets: #c77700; }
.toets-onbekend { --toets: #6b7480; } .toets-lichter { --toets: #2b6cb0; }
.toets-in_orde { --toets: #2e7d4f; }
.toets-kolommen { margin-top: 1rem; display: grid; grid-template-columns: 1fr 1fr;
  column-gap: 2.5rem; }
.toets-kolommen > :only-child { grid-column: 1 / -1; columns: 2; column-gap: 2.5rem; }
.toets-kolommen h4 { break-after: avoid; }
.toets-kolommen li { break-inside: avoid; }
@media (max-width: 800px) {
  .toets-kolommen { display: block; } .toets-kolommen > :only-child { columns: 1; }
}
</style>"""


def show_headline(found: Check) -> None:
    """Show whether it fits."""
    st.html(_STYLE + headline_html(found))


def show_findings(found: Check) -> None:
    """Show every finding, and what of it is an example."""
    st.html(findings_html(found))
    # The first note is that it is advice, which the headline says.
    st.caption(as_text(" ".join(found.notes[1:])))


def headline_html(found: Check) -> str:
    """Return whether it fits, that this is advice, and how many findings there are of a kind."""
    request, plan = found.request, found.facts.plan
    verdict = found.verdict
    counts = Counter(finding.verdict for finding in found.findings)
    what = text.asked(plan.location.name, request.start, request.end, request.visitors)
    title = f"<strong>{escape(request.title)}</strong>: " if request.title else ""
    return (
        f'<section class="toets toets-{verdict}" aria-label="{text.ANSWER}">'
        f'<h3><span aria-hidden="true">{text.SIGNS[verdict]}</span> {text.VERDICTS[verdict]}</h3>'
        f"<p>{title}{escape(what)}. {text.summed(counts)}</p>"
        f"<p><strong>{text.ADVICE}</strong></p></section>"
    )


def findings_html(found: Check) -> str:
    """Return every finding, the gravest first; all words in it are made safe.

    What is as it should be stands beside what asks for attention.
    """
    graver: list[str] = []
    fine: list[str] = []
    for verdict in VERDICTS:
        of_kind = [finding for finding in found.findings if finding.verdict == verdict]
        if of_kind:
            items = "".join(_finding(found, finding) for finding in of_kind)
            (fine if verdict == "in_orde" else graver).append(
                f"<section><h4>{text.SIGNS[verdict]} {text.GROUPS[verdict]}</h4>"
                f'<ul class="toets-groep toets-{verdict}">{items}</ul></section>'
            )
    columns = "".join(f"<div>{''.join(column)}</div>" for column in (graver, fine) if column)
    return f'<div class="toets-kolommen">{columns}</div>'


def _finding(found: Check, finding: Finding) -> str:
    source = text.CERTAINTY.get(finding.certainty, finding.certainty)
    return (
        f"<li><strong>{escape(topic_of(found, finding))}</strong>. {escape(finding.reason)}"
        f"<small>{escape(source)}: {escape(finding.source)}</small></li>"
    )


def topic_of(found: Check, finding: Finding) -> str:
    """Return what a finding is about."""
    if finding.id.startswith("lighter"):
        return text.LIGHTER
    if finding.id in text.TOPICS:
        return text.TOPICS[finding.id]
    # What is left are the rules of nearness, which a municipality names itself.
    told = next(near.label for near in found.facts.near if near.id == finding.id)
    return told[:1].upper() + told[1:]


#: Keys of the widgets, which are the names in the link.
TITLE: Final = "toets_naam"
LISTED: Final = "toets_locatie"
POINT: Final = "punt"
BUILD: Final = "opbouw"
CLEAR: Final = "afbouw"
_START: Final = time(12)
_END: Final = time(23)
_MOST_VISITORS: Final = 9_999_999
#: hours; three weeks of building up is the most that anybody asked for.
_MOST_HOURS: Final = 504
_YEARS_AHEAD: Final = 3
_YEARS_BACK: Final = 10
_NUMBER: Final = re.compile(r"-?\d+(?:\.\d+)?")
#: A degree is never this large, and a coordinate in RD metres of the Netherlands never smaller.
_SMALLEST_RD: Final = 400.0
_IN_A_ROW: Final = 4


def ask(desk: EventDesk) -> tuple[EventRoom, Request] | None:
    """Let a user ask for something; None as long as it is not whole.

    Raises
    ------
    SelectionError
        If a point cannot be read or lies outside the municipality.
    """
    source = choose_tile(
        text.FROM,
        tuple(text.FROM_OPTIONS),
        key="aanvraag",
        name=lambda name: text.FROM_OPTIONS[name],
    )
    if source == "calendar":
        return _from_calendar(desk)
    with st.container(border=True):
        place = _choose_place(desk)
        point = str(st.session_state.get(POINT, "")).strip()
        offer_to_point(desk, listed=place, point=point, keys=(LISTED, POINT))
        what = _choose_what(desk)
        when = _choose_when(desk)
        profile = _choose_answers(desk.room.settings.scoring.questions)
    room, location = desk.room, place
    if point:
        room = with_point(desk, *read_point(desk, point))
        location = POINT_ID
    if not location or when is None or what["visitors"] is None:
        st.info(text.FILL_IN)
        return None
    return room, Request(location=location, profile=profile, **when, **what)


def _from_calendar(desk: EventDesk) -> tuple[EventRoom, Request] | None:
    placed = np.flatnonzero(desk.room.events.place >= 0).tolist()
    if not placed:
        st.info(text.NO_REQUESTS)
        return None
    chosen = choose_event(desk, placed, label=text.EVENT, key="toets_evenement", latest_first=True)
    if chosen is None:
        return None
    request = request_of(desk.room, chosen)
    if not knows_size(desk.room.events, desk.room.events.ids.index(chosen)):
        people = _choose_visitors()
        if people is None:
            st.info(text.SIZE_UNKNOWN)
            return None
        request = replace(request, visitors=people)
    return desk.room, request


def _choose_place(desk: EventDesk) -> str:
    names = place_names(desk.room)
    title, listed, point = st.columns([4, 4, 3])
    with title:
        st.text_input(
            text.TITLE,
            key=TITLE,
            max_chars=120,
            help=text.TITLE_HELP,
            bind="query-params",
        )
    with listed:
        chosen = choose_one(
            text.LOCATION,
            ("", *names),
            key=LISTED,
            name=lambda name: names[name] if name else text.PICK_LOCATION,
        )
    with point:
        st.text_input(
            text.POINT,
            key=POINT,
            max_chars=60,
            help=text.POINT_HELP,
            placeholder=text.POINT_PLACEHOLDER,
            bind="query-params",
        )
    return chosen


def read_point(desk: EventDesk, written: str) -> tuple[float, float]:
    """Return x and y in metres RD of a point that somebody wrote.

    Raises
    ------
    SelectionError
        If it is no point, or lies outside the municipality.
    """
    numbers = [float(found) for found in _NUMBER.findall(written)]
    if len(numbers) != 2:  # noqa: PLR2004 - a point
        raise SelectionError(*text.no_point(written))
    x_rd, y_rd = numbers
    if max(numbers) < _SMALLEST_RD:
        lat, lon = numbers
        x, y = reproject(np.array([lon]), np.array([lat]), source=WGS84, target=RD_NEW)
        x_rd, y_rd = float(x[0]), float(y[0])
    inside = desk.workspace.geography.index.locate([x_rd], [y_rd])[0] >= 0
    if not inside:
        raise SelectionError(*text.no_point(written))
    return round(x_rd), round(y_rd)


def _choose_visitors() -> int | None:
    """Let a user say how many people there are at the busiest moment; None until they do."""
    _note("bezoekers", text.VISITORS, lambda written: 0 <= int(written) <= _MOST_VISITORS)
    people: int | None = st.number_input(
        text.VISITORS,
        min_value=0,
        max_value=_MOST_VISITORS,
        value=None,
        step=100,
        key="bezoekers",
        help=text.VISITORS_HELP,
        bind="query-params",
    )
    return people


def _choose_what(desk: EventDesk) -> dict[str, Any]:
    layer = desk.room.layer
    for key, label in ((BUILD, text.BUILD), (CLEAR, text.CLEAR)):
        _note(key, label, lambda written: 0 <= int(written) <= _MOST_HOURS)
    visitors, soort, sound, build, clear = st.columns(5)
    with visitors:
        people = _choose_visitors()
    with soort:
        kind = choose_one(
            text.SOORT,
            ("", *layer.soorten),
            key="toets_soort",
            name=lambda name: layer.soorten[name] if name else text.UNKNOWN,
        )
    with sound:
        loud = choose_one(
            text.SOUND, tuple(text.YES_NO), key="geluid", name=lambda told: text.YES_NO[told]
        )
    with build:
        _hours(text.BUILD, BUILD, text.BUILD_HELP)
    with clear:
        _hours(text.CLEAR, CLEAR, text.CLEAR_HELP)
    title = str(st.session_state.get(TITLE, "")).strip()
    return {"title": title, "visitors": people, "soort": kind, "sound": loud}


def _choose_when(desk: EventDesk) -> dict[str, Any] | None:
    years = years_of(desk.room.events)
    bounds: dict[str, Any] = {
        "min_value": date(min(years[-1], today().year - _YEARS_BACK), 1, 1),
        "max_value": date(max(years[0], today().year) + _YEARS_AHEAD, 12, 31),
    }
    for key, label in (("begindag", text.FIRST_DAY), ("einddag", text.LAST_DAY)):
        _note(key, label, lambda written: _in_bounds(date.fromisoformat(written), **bounds))
    for key, label in (("begintijd", text.FIRST_TIME), ("eindtijd", text.LAST_TIME)):
        _note(key, label, lambda written: bool(datetime.strptime(written, "%H:%M")))  # noqa: DTZ007 - a time of day
    first_day, first_time, last_day, last_time = st.columns([3, 2, 3, 2])
    with first_day:
        begins: date | None = st.date_input(
            text.FIRST_DAY, value=None, key="begindag", format="DD-MM-YYYY",
            bind="query-params", **bounds,
        )  # fmt: skip
    with first_time:
        starts = st.time_input(text.FIRST_TIME, value=_START, key="begintijd", bind="query-params")
    with last_day:
        stops: date | None = st.date_input(
            text.LAST_DAY, value=None, key="einddag", format="DD-MM-YYYY",
            help=text.LAST_DAY_HELP, bind="query-params", **bounds,
        )  # fmt: skip
    with last_time:
        ends = st.time_input(text.LAST_TIME, value=_END, key="eindtijd", bind="query-params")
    if begins is None or starts is None or ends is None:
        return None
    start, end = span(begins, starts, stops, ends)
    before, after = (int(st.session_state.get(key) or 0) for key in (BUILD, CLEAR))
    return {
        "start": start,
        "end": end,
        "build_up": start - timedelta(hours=before) if before else None,
        "dismantled": end + timedelta(hours=after) if after else None,
    }


def _note(key: str, label: str, fits: Callable[[str], bool]) -> None:
    """Say so when the link holds what a widget drops in silence."""
    for written in values_in_link(key):
        try:
            fitting = fits(written)
        except ValueError:
            fitting = False
        if not fitting:
            say_old_link(written, label)


def _in_bounds(moment: date, *, min_value: date, max_value: date) -> bool:
    return min_value <= moment <= max_value


def _hours(label: str, key: str, explained: str) -> None:
    st.number_input(
        label,
        min_value=0,
        max_value=_MOST_HOURS,
        value=0,
        key=key,
        help=explained,
        bind="query-params",
    )


def span(begins: date, starts: time, stops: date | None, ends: time) -> tuple[datetime, datetime]:
    """Return begin and end; without a last day what ends earlier than it begins ends that night.

    Examples
    --------
    >>> day = date(2018, 5, 5)
    >>> span(day, time(20), None, time(1))[1].isoformat()
    '2018-05-06T01:00:00'
    >>> span(day, time(12), None, time(23))[1].isoformat()
    '2018-05-05T23:00:00'
    """
    last = stops or (begins if ends > starts else begins + timedelta(days=1))
    return datetime.combine(begins, starts), datetime.combine(last, ends)


def _choose_answers(questions: tuple[Question, ...]) -> MappingProxyType[str, str]:
    """Let a user answer what the scoring table cannot measure by itself."""
    asked = [question for question in questions if question.answers]
    answers: dict[str, str] = {}
    if not asked:
        return MappingProxyType(answers)
    with st.expander(text.QUESTIONS, expanded=True, key="toets_vragen"):
        for first in range(0, len(asked), _IN_A_ROW):
            columns = st.columns(_IN_A_ROW)
            for column, question in zip(columns, asked[first : first + _IN_A_ROW], strict=False):
                with column:
                    told = choose_one(
                        question.label,
                        ("", *question.answers),
                        key=_key(question),
                        name=lambda name: name.capitalize() if name else text.UNKNOWN,
                    )
                if told:
                    answers[question.id] = told
    return MappingProxyType(answers)


def _key(question: Question) -> str:
    return f"vraag_{question.id}"


_checks = Cache[Check]()


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
