"""The form in which a visitor describes an event, or picks one from the calendar."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import numpy as np
import streamlit as st

from hotspots.crs import RD_NEW, WGS84, reproject
from hotspots.errors import SelectionError
from hotspots.evenementen import page_words as text
from hotspots.evenementen.calendar import POINT_ID
from hotspots.evenementen.days import years_of
from hotspots.evenementen.page_blocks import (
    CHECK_EVENT,
    CHECK_FROM,
    choose_event,
    offer_handling_of,
    offer_to_point,
)
from hotspots.evenementen.request import MOST_VISITORS, Request, request_of
from hotspots.exports.sheet import today
from hotspots.pages.controls import choose_one, choose_tile, say_old_link, values_in_link

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.evenementen.calendar import EventCalendar
    from hotspots.evenementen.page_view import EventView
    from hotspots.evenementen.settings import Question

#: Keys of the widgets, which are the names in the link.
TITLE: Final = "toets_naam"

LISTED: Final = "toets_locatie"

POINT: Final = "punt"

VISITORS: Final = "bezoekers"

FIRST_DAY: Final = "begindag"

BUILD: Final = "opbouw"

CLEAR: Final = "afbouw"

#: Of the line with the form, and of how it was at first.
FORM: Final = "toets_formulier"

_UNFOLDED: Final = "toets_formulier_open"

_START: Final = time(12)

_END: Final = time(23)


#: hours; three weeks of building up is the most that was ever requested.
_MOST_HOURS: Final = 504

_YEARS_AHEAD: Final = 3

_YEARS_BACK: Final = 10

_NUMBER: Final = re.compile(r"-?\d+(?:\.\d+)?")

#: A degree is never this large, and a coordinate in RD metres of the Netherlands never smaller.
_SMALLEST_RD: Final = 400.0

_IN_A_ROW: Final = 4


def choose_request(view: EventView) -> tuple[EventCalendar, Request] | None:
    """Let a user describe an event; None as long as the request is not complete.

    Raises
    ------
    SelectionError
        If a point cannot be read or lies outside the municipality.
    """
    source = choose_tile(
        text.FROM,
        tuple(text.FROM_OPTIONS),
        key=CHECK_FROM,
        name=lambda name: text.FROM_OPTIONS[name],
    )
    if source == "calendar":
        return _from_calendar(view)
    with st.expander(text.FORM, _opens_unfolded(), key=FORM):
        place = _choose_place(view)
        point = str(st.session_state.get(POINT, "")).strip()
        offer_to_point(view, listed=place, point=point, keys=(LISTED, POINT))
        what = _choose_what(view)
        when = _choose_when(view)
        profile = _choose_answers(view.calendar.settings.scoring.questions)
    calendar, location = view.calendar, place
    if point:
        calendar = view.with_point(*read_point(view, point))
        location = POINT_ID
    if not location or when is None or what.visitors is None:
        st.info(text.FILL_IN)
        return None
    request = Request(
        location=location,
        start=when.start,
        end=when.end,
        visitors=what.visitors,
        build_up=when.build_up,
        dismantled=when.dismantled,
        soort=what.soort,
        sound=what.sound,
        profile=profile,
        title=what.title,
    )
    return calendar, request


def _opens_unfolded() -> bool:
    """Whether the form is unfolded at first: not for who came by a link with a whole request."""
    whole = all(
        any(key in st.query_params for key in keys)
        for keys in ((LISTED, POINT), (FIRST_DAY,), (VISITORS,))
    )
    return bool(st.session_state.setdefault(_UNFOLDED, not whole))


@dataclass(frozen=True, slots=True)
class _What:
    """What kind of event it is; ``visitors`` is None until it is filled in."""

    title: str
    visitors: int | None
    soort: str
    sound: bool | None


@dataclass(frozen=True, slots=True)
class _When:
    """The time of the event, and of building up and clearing away where hours are given."""

    start: datetime
    end: datetime
    build_up: datetime | None
    dismantled: datetime | None


def _from_calendar(view: EventView) -> tuple[EventCalendar, Request] | None:
    placed = np.flatnonzero(view.calendar.events.place >= 0).tolist()
    if not placed:
        st.info(text.NO_REQUESTS)
        return None
    chosen = choose_event(view, placed, label=text.EVENT, key=CHECK_EVENT, latest_first=True)
    if chosen is None:
        return None
    request = request_of(view.calendar, chosen)
    if view.may_change:
        offer_handling_of(view, chosen)
    if not view.calendar.events.knows_size(view.calendar.events.row(chosen)):
        people = _choose_visitors()
        if people is None:
            st.info(text.SIZE_UNKNOWN)
            return None
        request = replace(request, visitors=people)
    return view.calendar, request


def _choose_place(view: EventView) -> str:
    names = view.calendar.locations.names
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
            text.PLACE,
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


def read_point(view: EventView, written: str) -> tuple[float, float]:
    """Return x and y in metres RD of a point as it was written.

    Raises
    ------
    SelectionError
        If it is no point, or lies outside the municipality.
    """
    numbers = [float(part) for part in _NUMBER.findall(written)]
    if len(numbers) != 2:  # noqa: PLR2004 - a point
        raise SelectionError(*text.no_point(written))
    x_rd, y_rd = numbers
    if max(numbers) < _SMALLEST_RD:
        lat, lon = numbers
        x, y = reproject(np.array([lon]), np.array([lat]), source=WGS84, target=RD_NEW)
        x_rd, y_rd = float(x[0]), float(y[0])
    inside = view.workspace.geography.index.locate([x_rd], [y_rd])[0] >= 0
    if not inside:
        raise SelectionError(*text.no_point(written))
    return round(x_rd), round(y_rd)


def _choose_visitors() -> int | None:
    """Let a user say how many people there are at the busiest moment; None until they do."""
    _note(VISITORS, text.VISITORS, lambda written: 0 <= int(written) <= MOST_VISITORS)
    people: int | None = st.number_input(
        text.VISITORS,
        min_value=0,
        max_value=MOST_VISITORS,
        value=None,
        step=100,
        key=VISITORS,
        help=text.VISITORS_HELP,
        bind="query-params",
    )
    return people


def _choose_what(view: EventView) -> _What:
    layer = view.calendar.layer
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
            text.SOUND, tuple(text.YES_NO), key="geluid", name=lambda sound: text.YES_NO[sound]
        )
    with build:
        _hours(text.BUILD, BUILD, text.BUILD_HELP)
    with clear:
        _hours(text.CLEAR, CLEAR, text.CLEAR_HELP)
    title = str(st.session_state.get(TITLE, "")).strip()
    return _What(title, people, kind, loud)


def _choose_when(view: EventView) -> _When | None:
    years = years_of(view.calendar)
    earliest = date(min(years[-1], today().year - _YEARS_BACK), 1, 1)
    latest = date(max(years[0], today().year) + _YEARS_AHEAD, 12, 31)
    for key, label in ((FIRST_DAY, text.FIRST_DAY), ("einddag", text.LAST_DAY)):
        _note(key, label, lambda written: earliest <= date.fromisoformat(written) <= latest)
    for key, label in (("begintijd", text.FIRST_TIME), ("eindtijd", text.LAST_TIME)):
        _note(key, label, lambda written: bool(datetime.strptime(written, "%H:%M")))  # noqa: DTZ007 - a time of day
    first_day, first_time, last_day, last_time = st.columns([3, 2, 3, 2])
    with first_day:
        begins: date | None = st.date_input(
            text.FIRST_DAY, value=None, key=FIRST_DAY, format="DD-MM-YYYY",
            bind="query-params", min_value=earliest, max_value=latest,
        )  # fmt: skip
    with first_time:
        starts = st.time_input(text.FIRST_TIME, value=_START, key="begintijd", bind="query-params")
    with last_day:
        stops: date | None = st.date_input(
            text.LAST_DAY, value=None, key="einddag", format="DD-MM-YYYY",
            help=text.LAST_DAY_HELP, bind="query-params", min_value=earliest, max_value=latest,
        )  # fmt: skip
    with last_time:
        ends = st.time_input(text.LAST_TIME, value=_END, key="eindtijd", bind="query-params")
    if begins is None or starts is None or ends is None:
        return None
    start, end = span(begins, starts, stops, ends)
    before, after = (int(st.session_state.get(key) or 0) for key in (BUILD, CLEAR))
    return _When(
        start,
        end,
        build_up=start - timedelta(hours=before) if before else None,
        dismantled=end + timedelta(hours=after) if after else None,
    )


def _note(key: str, label: str, fits: Callable[[str], bool]) -> None:
    """Say so when the link holds what a widget drops in silence."""
    for written in values_in_link(key):
        try:
            fitting = fits(written)
        except ValueError:
            fitting = False
        if not fitting:
            say_old_link(written, label)


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
    open_questions = [question for question in questions if question.answers]
    answers: dict[str, str] = {}
    if not open_questions:
        return MappingProxyType(answers)
    with st.expander(text.QUESTIONS, expanded=True, key="toets_vragen"):
        for first in range(0, len(open_questions), _IN_A_ROW):
            columns = st.columns(_IN_A_ROW)
            for column, question in zip(
                columns, open_questions[first : first + _IN_A_ROW], strict=False
            ):
                with column:
                    answer = choose_one(
                        question.label,
                        ("", *question.answers),
                        key=_key(question),
                        name=lambda name: name.capitalize() if name else text.UNKNOWN,
                    )
                if answer:
                    answers[question.id] = answer
    return MappingProxyType(answers)


def _key(question: Question) -> str:
    return f"vraag_{question.id}"
