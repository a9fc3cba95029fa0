"""The part `Aanvraagtoets`: the form on top, and the whole answer below it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import partial
from html import escape
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
import streamlit as st

from hotspots import dutch as numbers
from hotspots.access.cache import Cache
from hotspots.access.calendar import date_of
from hotspots.dutch import as_text, number, plural
from hotspots.errors import HotspotsError
from hotspots.evenementen import letter_words, pressure_words, profile_words
from hotspots.evenementen import page_words as text
from hotspots.evenementen.as_json import check_as_json
from hotspots.evenementen.calendar import POINT_ID
from hotspots.evenementen.check import Check
from hotspots.evenementen.check import check as check_request
from hotspots.evenementen.findings import VERDICTS
from hotspots.evenementen.letter import letter_bytes
from hotspots.evenementen.maps import (
    breaks_of,
    buurt_spec,
    route_overlay,
    surroundings,
)
from hotspots.evenementen.page_blocks import draw_map, offer_change, offer_json, offer_rows
from hotspots.evenementen.page_request import choose_request
from hotspots.evenementen.request import announcement_of
from hotspots.evenementen.tables import (
    alternative_rows,
    capacity_rows,
    closure_rows,
    days_in_words,
    days_rows,
    finding_rows,
    involved_rows,
    point_rows,
    pressure_rows,
)
from hotspots.exports.sheet import today
from hotspots.pages.download import offer_file
from hotspots.pages.problems import show_problem
from hotspots.pages.tables import fold, show_small, show_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hotspots.access.workspace import Workspace
    from hotspots.evenementen.calendar import EventCalendar
    from hotspots.evenementen.findings import Finding
    from hotspots.evenementen.page_view import EventView
    from hotspots.evenementen.request import Request
    from hotspots.maps.spec import MapSpec


#: A line at the side in a colour, with a sign and words beside it: colour alone says nothing. The
#: ink is that of the page, so that the light and the dark one both do.
_STYLE: Final = """<style>
.toets { border-left: .5rem solid var(--toets); padding: .2rem 0 .2rem .9rem; }
.toets h3 { margin: 0; padding: 0; font-size: 1.6rem; line-height: 1.3; }
.toets p { margin: .2rem 0 0; }
.toets-groep { max-width: 48rem; margin: 0 0 .9rem; padding: 0 !important; list-style: none; }
.toets-groep li { border-left: .25rem solid var(--toets); margin: 0 0 .55rem !important;
  padding: .05rem 0 .05rem .75rem; }
.toets-groep small { display: block; opacity: .85; }
.toets-belemmering { --toets: #c22f2a; } .toets-let_op { --toets: #c77700; }
.toets-onbekend { --toets: #6b7480; } .toets-lichter { --toets: #2b6cb0; }
.toets-in_orde { --toets: #2e7d4f; }
.toets-kolommen { columns: 2; column-gap: 2.5rem; }
.toets-kolommen h4 { margin: 0 0 .4rem !important; padding: 0; font-size: 1.05rem;
  break-after: avoid; }
.toets-kolommen > section { padding-top: .4rem; }
.toets-kolommen li { break-inside: avoid; }
@media (max-width: 800px) {
  .toets-kolommen { columns: 1; }
}
</style>"""


def show_headline(check: Check) -> None:
    """Show whether it fits."""
    st.html(_STYLE + headline_html(check))


def show_findings(check: Check) -> None:
    """Show what asks for attention, the gravest first, then where and when it would be lighter."""
    asks = [verdict for verdict in VERDICTS if verdict != "in_orde"]
    st.html(findings_html(check, asks))
    show_alternatives(check)
    fine = sum(finding.verdict == "in_orde" for finding in check.findings)
    if fine:
        shown = partial(st.html, findings_html(check, ["in_orde"]))
        fold(text.of_kind("in_orde", fine), shown, key="toets_in_orde")
    # The first note is that it is advice, which the headline says.
    st.caption(as_text(" ".join(check.notes[1:])))


def headline_html(check: Check) -> str:
    """Return whether it fits, that this is advice, and how many findings there are of a kind."""
    request, verdict = check.request, check.verdict
    counts = Counter(finding.verdict for finding in check.findings)
    title = f"<strong>{escape(request.title)}</strong>: " if request.title else ""
    return (
        f'<section class="toets toets-{verdict}" aria-label="{text.ANSWER}">'
        f'<h3><span aria-hidden="true">{text.SIGNS[verdict]}</span> {text.VERDICTS[verdict]}</h3>'
        f"<p>{title}{escape(text.request_line(check))}. {text.summed(counts)}</p>"
        f"<p><strong>{text.ADVICE}</strong></p></section>"
    )


def findings_html(check: Check, verdicts: Sequence[str]) -> str:
    """Return the findings of some kinds, in their order; all words in them are made safe."""
    sections = []
    for verdict in verdicts:
        of_kind = [finding for finding in check.findings if finding.verdict == verdict]
        if of_kind:
            items = "".join(_finding(check, finding) for finding in of_kind)
            sections.append(
                f"<section><h4>{text.SIGNS[verdict]} {text.GROUPS[verdict]}</h4>"
                f'<ul class="toets-groep toets-{verdict}">{items}</ul></section>'
            )
    return f'<div class="toets-kolommen">{"".join(sections)}</div>'


def _finding(check: Check, finding: Finding) -> str:
    source = text.CERTAINTY.get(finding.certainty, finding.certainty)
    return (
        f"<li><strong>{escape(text.topic(check, finding))}</strong>. {escape(finding.reason)}"
        f"<small>{escape(source)}: {escape(finding.source)}</small></li>"
    )


_checks = Cache[Check]()
#: Characters of the name on a letter.
_LONGEST_NAME: Final = 80


def show_check(view: EventView) -> None:
    """Show the part: whether it fits above the form, and why below it."""
    headline = st.container()
    try:
        form = choose_request(view)
        if form is None:
            return
        calendar, request = form
        answer = _answer(view, calendar, request)
    except HotspotsError as error:
        show_problem(error)
        return
    with headline:
        show_headline(answer)
    show_findings(answer)
    left, right = st.columns(2, gap="large")
    with left:
        show_closures(answer)
        show_capacity(answer, calendar)
        show_days(answer)
    with right:
        show_points(answer, calendar)
    show_pressure_change(view, calendar, answer)
    show_involved(answer, calendar)
    _offer(view, calendar, answer)
    if not answer.request.id:
        _offer_to_add(view, calendar, request)
    elif not request.id:
        st.caption(as_text(text.already_there(answer.request.id)))


def _answer(view: EventView, calendar: EventCalendar, request: Request) -> Check:
    """Return the answer; of a point it depends on where that is, which its name says."""
    place = next(
        (item.name for item in calendar.locations.items if item.id == request.location), ""
    )
    question = (view.key, place, repr(request), today())
    return _checks.answer(question, lambda: check_request(request, calendar, now=today()))


def _offer(view: EventView, calendar: EventCalendar, answer: Check) -> None:
    """Offer the answer as a table and as the object that the command line prints."""
    plan = answer.facts.plan
    sentences = (text.request_line(answer), text.VERDICTS[answer.verdict], *answer.notes)
    name = f"toets_{plan.location.id}_{answer.request.start:%Y-%m-%d}"
    with st.container(horizontal=True):
        offer_rows(
            view,
            finding_rows(answer),
            text.COLUMNS,
            name=name,
            title=text.SHEET_TITLE,
            meaning=text.ANSWER_ROWS,
            key="toets_bestand",
            sentences=sentences,
            label=text.OFFER_ANSWER,
        )
        offer_json(
            view, text.JSON, partial(check_as_json, answer),
            {"check": answer.request.location}, name=name, key="toets_json",
        )  # fmt: skip
    if view.workspace.may_export(view.calendar.layer):
        _offer_letter(calendar, answer, name.replace("toets", "advies", 1))


def _offer_letter(calendar: EventCalendar, answer: Check, name: str) -> None:
    """Offer the advice as a letter, to go on writing in or to print."""
    by = st.text_input(
        letter_words.BY, key="advies_door", help=letter_words.BY_HELP, max_chars=_LONGEST_NAME
    )
    with st.container(horizontal=True):
        for label, ending in ((letter_words.AS_DOCX, ".docx"), (letter_words.AS_PDF, ".pdf")):
            made = partial(_letter, calendar, answer, ending, by)
            offer_file(label, made, name=name, ending=ending, key=f"advies{ending}")


def _letter(
    calendar: EventCalendar, answer: Check, ending: str, by: str, workspace: Workspace
) -> bytes:
    return letter_bytes(workspace, calendar, answer, made_on=today(), ending=ending, by=by)


def _offer_to_add(view: EventView, calendar: EventCalendar, request: Request) -> None:
    offer_change(
        view,
        text.ADD,
        text.ADD_SURE,
        partial(_announced, calendar, request),
        key="opnemen",
        about=repr(request),
        yes=text.SURE,
        done=text.ADDED,
    )


def _announced(calendar: EventCalendar, request: Request) -> dict[str, str]:
    """Return the row for the calendar; a point is no location of the list, so it stays a point."""
    row = announcement_of(request, calendar, requested_on=today())
    if request.location == POINT_ID:
        point = calendar.locations.items[-1]
        row |= {"location": "", "x_rd": f"{point.x_rd:.0f}", "y_rd": f"{point.y_rd:.0f}"}
    return row


#: metres around the location that the map opens with.
_AROUND_M: Final = 1400.0
#: Events in a table; more than these say nothing.
_MOST_ROWS: Final = 400


def show_capacity(answer: Check, calendar: EventCalendar) -> None:
    """Show how many people fit, each with its sum, and what the check counts with."""
    st.markdown(f"#### {text.CAPACITY}")
    capacity = answer.facts.plan.capacity
    rows = capacity_rows(capacity, calendar.settings.capacity)
    if not len(rows):
        st.caption(profile_words.CAPACITY_UNKNOWN)
        return
    show_small(rows, text.COLUMNS, name=text.CAPACITY)
    if capacity.people is not None:
        people = number(capacity.people)
        st.caption(text.COUNTS_WITH.format(people=people, why=text.WHY[capacity.limited_by]))


def show_days(answer: Check) -> None:
    """Show what is used and left of the days of the place."""
    st.markdown(f"#### {text.DAYS}")
    rows = pd.concat([days_rows(used) for used in answer.facts.days], ignore_index=True)
    if len(answer.facts.days) == 1:
        rows = rows.drop(columns="year")
    show_small(days_in_words(rows), text.COLUMNS, name=text.DAYS)


def show_closures(answer: Check) -> None:
    """Show when a route closes which street; nothing of a place that is no route."""
    closures = answer.facts.closures
    if closures:
        st.markdown(f"#### {text.CLOSURES}")
        show_small(closure_rows(closures), text.CLOSURE_COLUMNS, name=text.CLOSURES)


def show_points(answer: Check, calendar: EventCalendar) -> None:
    """Show the class with the points that made it."""
    st.markdown(f"#### {text.POINTS}")
    rows = point_rows(answer.facts.plan.classified, calendar.settings.scoring)
    show_small(rows, text.COLUMNS, name=text.POINTS)
    classified = answer.facts.plan.classified
    points = plural(classified.points, *text.POINT_NOUNS)
    table = as_text(calendar.settings.scoring.label)
    st.caption(text.CLASSIFIED.format(table=table, points=points, risk=classified.risk))


def show_pressure_change(view: EventView, calendar: EventCalendar, answer: Check) -> None:
    """Show what the request adds per buurt: in a sentence, on a map, in a table."""
    st.markdown(f"#### {text.PRESSURE}")
    if not answer.pressure:
        st.info(text.NO_BUURTEN)
        return
    most = answer.pressure[0]
    st.markdown(text.burdened(most, len(answer.pressure), as_text(most.name)))
    plan = answer.facts.plan
    mapped, listed = st.columns([5, 4], gap="medium")
    with mapped:
        spec = _added_spec(view, calendar, answer)
        around = (plan.location.x_rd, plan.location.y_rd, _AROUND_M)
        draw_map(view, spec, text.MAP_OF_PRESSURE, key="toets_kaart", around=around, folded=True)
    with listed:
        show_table(pressure_rows(answer.pressure), text.COLUMNS)


def _added_spec(view: EventView, calendar: EventCalendar, answer: Check) -> MapSpec:
    plan = answer.facts.plan
    at = {code: place for place, code in enumerate(calendar.buurt_codes)}
    # Nobody lives where the share of every place is unknown.
    values = np.where(np.isnan(calendar.buurt_share).all(axis=1), np.nan, 0.0)
    tips = [pressure_words.NOBODY if np.isnan(value) else text.NOT_REACHED for value in values]
    for entry in answer.pressure:
        values[at[entry.code]] = entry.added
        tips[at[entry.code]] = text.pressure_tip(entry)
    spec = buurt_spec(
        view.workspace,
        calendar,
        values,
        breaks_of(values),
        title=text.PRESSURE_TITLE,
        subtitle=numbers.period(date_of(plan.first_day), date_of(plan.last_day)),
        notes=(text.PRESSURE_NOTE,),
        tips=tips,
        zero=text.NOT_REACHED,
    )
    place = plan.location
    if place.route:
        return replace(
            spec, overlay=route_overlay(text.ROUTE, place.route, answer.facts.closures or ())
        )
    return replace(spec, overlay=surroundings(place, ()))


def show_alternatives(answer: Check) -> None:
    """Show where and when it would be lighter, with what that saves."""
    st.markdown(f"#### {text.LIGHTER_WHERE}")
    places, dates = st.columns(2, gap="large")
    for column, title, offers, none, same in (
        (places, text.PLACES, answer.places, text.NO_LIGHTER_PLACES, "start"),
        (dates, text.DATES, answer.dates, text.NO_LIGHTER_DATES, "location"),
    ):
        with column:
            st.markdown(f"**{title}**")
            if offers:
                rows = alternative_rows(offers).drop(columns=same)
                show_small(rows, text.COLUMNS, name=title, stacked=True)
            else:
                st.caption(none)
    st.caption(text.ABOUT_SAVES)


def show_involved(answer: Check, calendar: EventCalendar) -> None:
    """Show the events that findings are about, folded."""
    rows = involved_rows(answer, calendar)[:_MOST_ROWS]
    if len(rows):
        label = f"{text.INVOLVED} ({number(len(rows))})"
        fold(label, partial(show_table, rows, text.COLUMNS), key="toets_evenementen")
