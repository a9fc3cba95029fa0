"""The year as a plan, below the board: three plans side by side, what moves and why, one by one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import streamlit as st

from hotspots.access.cache import Cache
from hotspots.dutch import as_text, day, number
from hotspots.evenementen import plan_words
from hotspots.evenementen import proposal_words as text
from hotspots.evenementen.life import Changes, changed
from hotspots.evenementen.page_blocks import offer_change, offer_json, offer_rows
from hotspots.evenementen.plan import day_before
from hotspots.evenementen.proposal import Proposal, proposal_of
from hotspots.evenementen.proposal_sheet import (
    compared_rows,
    line_rows,
    notes_of,
    proposal_as_json,
    proposal_pdf,
)
from hotspots.evenementen.tables import conflict_rows
from hotspots.exports.sheet import today
from hotspots.pages.controls import choose_one, choose_tile
from hotspots.pages.download import offer_file
from hotspots.pages.tables import fold, show_small, show_table

if TYPE_CHECKING:
    from hotspots.access.workspace import Workspace
    from hotspots.evenementen.calendar import EventCalendar
    from hotspots.evenementen.page_view import EventView
    from hotspots.evenementen.proposal import Line

#: Key of the widget, which is the name in the link.
MOVE: Final = "voorstel_nr"
_proposals = Cache[Proposal]()


def offer_proposal(view: EventView, year: int) -> None:
    """Fold the year as a plan out: it takes a while, and is only made when somebody asks."""
    fold(text.TITLE, partial(_show, view, year), key="jaar_als_plan")


def _show(view: EventView, year: int) -> None:
    st.markdown(text.INTRO)
    before = day(day_before(year, view.calendar.settings))
    every = choose_tile(
        text.EVERY, ("in_time", "all"), key="plan_van",
        name=lambda name: text.WHICH[name == "all"].format(before=before),
    ) == "all"  # fmt: skip
    with st.spinner(text.SEARCHES):
        plan = _proposals.answer(
            (view.key, year, every, today()),
            lambda: proposal_of(view.calendar, year, every=every, now=today()),
        )
    st.markdown(f"**{text.headline(plan)}**")
    if plan.lines:
        _show_plan(view, plan)
    for note in notes_of(plan, view.calendar):
        st.caption(as_text(note))


def _show_plan(view: EventView, plan: Proposal) -> None:
    calendar = view.calendar
    show_small(compared_rows(plan), text.COMPARED_COLUMNS, name=text.COMPARED)
    st.caption(text.COMPARED_NOTE)
    st.markdown(f"**{text.MOVES} ({number(plan.proposed.moves)})**")
    _list(plan, calendar, "moves", text.NO_MOVES)
    if plan.proposed.moves:
        _keep_one(view, plan)
    left = len(plan.lines) - plan.proposed.fits
    st.markdown(f"**{text.NONE_FIT} ({number(left)})**")
    _list(plan, calendar, "none", plan_words.NONE)
    stays = line_rows(plan, calendar, ("stays",))
    labels = {name: text.LINE_COLUMNS[name] for name in ("event", "from")}
    shown = partial(show_table, stays[list(labels)], labels)
    fold(f"{text.STAYS} ({number(len(stays))})", shown, key="plan_blijft")
    if plan.remaining:
        rows = conflict_rows(calendar, plan.remaining)
        shown = partial(show_table, rows, plan_words.CONFLICT_COLUMNS, wide=("events",))
        fold(f"{text.REMAINING} ({number(len(plan.remaining))})", shown, key="plan_conflicten")
    _offer_files(view, plan)


def _list(plan: Proposal, calendar: EventCalendar, outcome: str, none: str) -> None:
    """Show each request of an outcome in a sentence, which a phone can hold as well."""
    names, titles = calendar.locations.names, calendar.events.names
    sentences = [
        f"- **{as_text(line.title)}**: {as_text(text.sentence(line, names, titles))}"
        for line in plan.lines
        if line.outcome == outcome
    ]
    if sentences:
        st.markdown("\n".join(sentences))
    else:
        st.caption(none)


def _keep_one(view: EventView, plan: Proposal) -> None:
    """Let those who keep the calendar take one move over, as a change of that request."""
    calendar = view.calendar
    names, titles = calendar.locations.names, calendar.events.names
    moves = {line.id: line for line in plan.lines if line.outcome == "moves"}
    chosen = choose_one(
        text.CHOOSE, ("", *moves), key=MOVE, help=text.CHOOSE_HELP,
        name=lambda name: _label(moves[name], names[moves[name].location])
        if name else text.CHOOSE_NONE,
    )  # fmt: skip
    if not chosen:
        return
    line = moves[chosen]
    st.markdown(as_text(text.why(line, titles)))
    other = line.location != line.from_location
    changes = Changes(location=line.location if other else None, days=line.away_days)
    make = partial(changed, calendar, line.id, changes)
    offer_change(
        view, text.KEEP, text.KEEP_SURE, make, key="plan_bewaren", about=repr((line.id, changes)),
        fills={MOVE: ""},
    )  # fmt: skip


def _label(line: Line, name: str) -> str:
    return f"{line.title}: {text.place_and_day(name, line, there=True)}"


def _offer_files(view: EventView, plan: Proposal) -> None:
    calendar, name = view.calendar, f"{text.FILE}_{plan.year}"
    rows = line_rows(plan, calendar, tuple(text.OUTCOMES))
    with st.container(horizontal=True):
        offer_rows(
            view, rows, text.FILE_COLUMNS, name=name, title=text.TITLE_OF.format(year=plan.year),
            meaning=text.FILE_ROWS, key="plan_bestand", label=text.AS_FILE,
            sentences=(text.headline(plan), *notes_of(plan, calendar)),
        )  # fmt: skip
        if view.workspace.may_export(calendar.layer):
            made = partial(_pdf, calendar, plan)
            offer_file(text.AS_PDF, made, name=name, ending=".pdf", key="plan.pdf")
        offer_json(
            view, text.AS_JSON, partial(proposal_as_json, plan, calendar),
            {"plan": plan.year, "proposal": True}, name=name, key="plan.json",
        )  # fmt: skip


def _pdf(calendar: EventCalendar, plan: Proposal, workspace: Workspace) -> bytes:
    return proposal_pdf(workspace, calendar, plan, made_on=today())
