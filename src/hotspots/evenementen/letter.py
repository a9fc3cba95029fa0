"""The advice about a request as a letter, filled from the check and from nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from hotspots.access.export import allow_export
from hotspots.access.permission import role_named
from hotspots.dutch import day, moment, number
from hotspots.evenementen import letter_words as text
from hotspots.evenementen import page_words
from hotspots.evenementen.findings import VERDICTS
from hotspots.evenementen.maps import sources_of
from hotspots.evenementen.paper import joined
from hotspots.evenementen.tables import alternative_rows, closure_rows, pressure_rows
from hotspots.exports.document import (
    Bullets,
    Document,
    Grid,
    Heading,
    Paragraph,
    document_pdf,
)
from hotspots.maps import words as map_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from hotspots.access.workspace import Workspace
    from hotspots.evenementen.alternatives import Alternative
    from hotspots.evenementen.calendar import EventCalendar
    from hotspots.evenementen.check import Check
    from hotspots.exports.document import Block

#: Buurten in the table of pressure; the file of the check has all.
_MOST_BUURTEN: Final = 8


def advice_letter(
    workspace: Workspace, calendar: EventCalendar, check: Check, *, made_on: date, by: str = ""
) -> Document:
    """Return the advice about a request as a document.

    Parameters
    ----------
    by
        Who made it, as they want to be named; "" names the role alone.
    """
    gemeente = workspace.catalog.gemeente.name
    role = role_named(workspace.library.catalog, workspace.role).label
    title = check.request.title or check.facts.plan.location.name
    return Document(
        title=text.TITLE.format(event=title),
        about=joined(gemeente, day(made_on), text.made_by(by, role)),
        author=gemeente,
        badge=map_text.SYNTHETIC_BADGE if calendar.synthetic else "",
        blocks=tuple(_blocks(calendar, check)),
        foot=joined(text.FOOT, day(made_on), sources_of(workspace, calendar)),
    )


def letter_bytes(
    workspace: Workspace,
    calendar: EventCalendar,
    check: Check,
    *,
    made_on: date,
    ending: str,
    by: str = "",
) -> bytes:
    """Return the letter as a file.

    Parameters
    ----------
    ending
        ".docx" or ".pdf".

    Raises
    ------
    AccessError
        If this role may not take the calendar away.
    StoreError
        If the audit cannot be written: then nothing is taken away.
    """
    selection = {"check": check.request.location}
    allow_export(workspace, calendar.layer.id, kind=ending[1:], selection=selection)
    document = advice_letter(workspace, calendar, check, made_on=made_on, by=by)
    if ending == ".pdf":
        return document_pdf(document, made_on)
    # A command pays for it only when it writes one.
    from hotspots.exports.word_file import document_docx  # noqa: PLC0415

    return document_docx(document, made_on)


def _blocks(calendar: EventCalendar, check: Check) -> Iterator[Block]:
    events, row = calendar.events, _row(calendar, check)
    status, decision = ("", "") if row is None else (events.statuses[row], events.decisions[row])
    if text.decided(status):
        yield Paragraph(text.decided(status), strong=True)
    yield Paragraph(page_words.VERDICTS[check.verdict], strong=True)
    yield Paragraph(text.counted(check.findings))
    yield Paragraph(check.notes[0])
    yield Heading(text.REQUEST)
    yield Grid(text.REQUEST_COLUMNS, tuple(_request(calendar, check)), (1, 2.6))
    yield Heading(text.FINDINGS)
    for verdict in VERDICTS:
        rows = tuple(
            (
                page_words.topic(check, one),
                one.reason,
                f"{page_words.CERTAINTY[one.certainty]}: {one.source}",
            )
            for one in check.findings
            if one.verdict == verdict and verdict != "onbekend"
        )
        if rows:
            yield Heading(page_words.GROUPS[verdict], level=3)
            yield Grid(text.FINDING_COLUMNS, rows, (1.1, 3, 2))
    if check.facts.closures:
        yield Heading(page_words.CLOSURES)
        yield Grid(
            tuple(page_words.CLOSURE_COLUMNS.values()),
            tuple(
                (
                    str(row["number"]),
                    str(row["street"]),
                    number(row["metres"]),
                    row["closed"],
                    row["open"],
                )
                for row in closure_rows(check.facts.closures).to_dict("records")
            ),
            (0.4, 3, 1, 1, 1),
            numbers=(0, 2),
        )
    yield Heading(text.UNKNOWN)
    yield from _unknown(check)
    yield Heading(text.CONDITIONS_OF.get(status, text.CONDITIONS))
    yield Paragraph(decision or text.NO_CONDITIONS)
    yield Heading(page_words.PRESSURE)
    yield from _pressure(check)
    yield Heading(page_words.LIGHTER_WHERE)
    for title, offers, none in (
        (page_words.PLACES, check.places, page_words.NO_LIGHTER_PLACES),
        (page_words.DATES, check.dates, page_words.NO_LIGHTER_DATES),
    ):
        yield Heading(title, level=3)
        yield _offers(offers, none)
    yield Heading(page_words.MIND)
    yield Bullets(check.notes[1:]) if check.notes[1:] else Paragraph(text.NOTHING_MORE)


def _row(calendar: EventCalendar, check: Check) -> int | None:
    """Return where the request stands in the calendar; None where it does not."""
    events = calendar.events
    return events.row(check.request.id) if check.request.id in events.ids else None


def _request(calendar: EventCalendar, check: Check) -> Iterator[tuple[str, str]]:
    """Yield what was requested; what is not filled in is said to be so."""
    request, plan = check.request, check.facts.plan
    known = calendar.layer.soorten
    events, row = calendar.events, _row(calendar, check)
    written = {
        "event": request.title,
        "id": text.NOT_IN_CALENDAR if row is None else request.id,
        "status": text.NOT_IN_CALENDAR
        if row is None
        else page_words.STATUSES.get(events.statuses[row], ""),
        "location": plan.location.name,
        "start": moment(request.start),
        "end": moment(request.end),
        "build_up": moment(request.build_up) if request.build_up else "",
        "dismantled": moment(request.dismantled) if request.dismantled else "",
        "visitors": number(request.visitors),
        "soort": known.get(request.soort, request.soort),
        "sound": "" if request.sound is None else page_words.YES_NO[request.sound],
        "risk": (text.BY_CALENDAR if request.known_risk else text.BY_TABLE).format(risk=plan.risk),
    }
    for name, label in text.FIELDS.items():
        yield label, written[name] or text.NOT_FILLED


def _unknown(check: Check) -> Iterator[Block]:
    rows = tuple(
        (page_words.topic(check, one), one.reason)
        for one in check.findings
        if one.verdict == "onbekend"
    )
    questions = [part.label for part in check.facts.plan.classified.made_of if part.answer is None]
    if rows:
        yield Grid(text.UNKNOWN_COLUMNS, rows, (1.1, 5))
    if questions:
        yield Paragraph(text.unanswered(questions))
    if not rows and not questions:
        yield Paragraph(text.ALL_KNOWN)


def _pressure(check: Check) -> Iterator[Block]:
    if not check.pressure:
        yield Paragraph(page_words.NO_BUURTEN)
        return
    most = check.pressure[0]
    yield Paragraph(page_words.burdened(most, len(check.pressure), most.name))
    rows = pressure_rows(check.pressure[:_MOST_BUURTEN])
    names = ("buurt", "before", "added", "after")
    yield Grid(
        tuple(page_words.COLUMNS[name] for name in names),
        tuple(
            (
                str(row["buurt"]),
                *(
                    text.NOT_KNOWN if pd.isna(row[name]) else number(row[name])
                    for name in names[1:]
                ),
            )
            for row in rows.to_dict("records")
        ),
        (3, 1, 1, 1),
        numbers=(1, 2, 3),
    )


def _offers(offers: tuple[Alternative, ...], none: str) -> Grid:
    rows = alternative_rows(offers).to_dict("records")
    names = ("location", "start", "saves", "moves", "days_left", "solves", "remains")
    return Grid(
        tuple(page_words.COLUMNS[name] for name in names),
        tuple(
            (
                str(row["location"]),
                moment(row["start"].to_pydatetime()),
                f"{number(row['saves'])} %",
                str(row["moves"]),
                left if isinstance(left := row["days_left"], str) else number(left),
                str(row["solves"]),
                str(row["remains"]),
            )
            for row in rows
        ),
        (1.8, 1.5, 0.8, 1.2, 0.8, 1.5, 1.3),
        numbers=(2, 4),
        none=none,
    )
