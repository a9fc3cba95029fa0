"""The year as a plan laid out: rows of its tables, the object of its JSON, and a document."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Final

import pandas as pd

from hotspots.access.export import allow_export
from hotspots.dutch import day
from hotspots.evenementen import page_words, plan_words
from hotspots.evenementen import proposal_words as text
from hotspots.evenementen import words as check_text
from hotspots.evenementen.as_json import conflict_as_json, or_none
from hotspots.evenementen.check import example_notes
from hotspots.evenementen.maps import sources_of
from hotspots.evenementen.paper import joined
from hotspots.evenementen.spread import AIMS
from hotspots.evenementen.tables import conflict_rows
from hotspots.exports.document import Document, Grid, Heading, Paragraph, document_pdf
from hotspots.maps import words as map_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from hotspots.access.workspace import Workspace
    from hotspots.evenementen.calendar import EventCalendar
    from hotspots.evenementen.proposal import Line, Proposal, Totals
    from hotspots.exports.document import Block

#: Titles of a conflict in a cell of the document.
_MOST_TITLES: Final = 3


def compared_rows(plan: Proposal) -> pd.DataFrame:
    """Return what the three plans come to, a row per measure."""
    return pd.DataFrame(
        [
            {
                "what": label,
                "requested": text.measured(name, plan.requested),
                "in_turn": text.measured(name, plan.in_turn),
                "proposed": text.measured(name, plan.proposed),
            }
            for name, label in text.MEASURES.items()
        ]
    )


def line_rows(plan: Proposal, calendar: EventCalendar, outcomes: Sequence[str]) -> pd.DataFrame:
    """Return requests of some outcomes in words, in their order."""
    names, titles = calendar.locations.names, calendar.events.names
    rows = [
        {
            "outcome": text.OUTCOMES[line.outcome],
            "event": line.title,
            "id": line.id,
            "from": text.place_and_day(names[line.from_location], line, there=False),
            "to": _to(line, names[line.location]),
            "days": line.away_days,
            "metres": round(line.away_m),
            "visitors": line.visitors,
            "risk": line.risk,
            "why": text.why(line, titles),
        }
        for line in plan.lines
        if line.outcome in outcomes
    ]
    return pd.DataFrame(rows, columns=list(text.FILE_COLUMNS))


def _to(line: Line, name: str) -> str:
    if line.outcome != "moves":
        return "–"
    return f"{text.place_and_day(name, line, there=True)} ({text.moves(line)})"


def notes_of(plan: Proposal, calendar: EventCalendar) -> tuple[str, ...]:
    """Return what holds for the whole plan, the advice first."""
    within_pct = calendar.settings.plan.within_pct
    residents = plan.proposed.pressure is not None
    notes = text.notes(plan, within_pct, residents=residents)
    return (check_text.ADVICE, *notes, *example_notes(calendar))


def proposal_as_json(plan: Proposal, calendar: EventCalendar) -> dict[str, object]:
    """Return the object of ``hotspots event plan --proposal --json``."""
    movable = plan.movable
    return {
        "advice": check_text.ADVICE,
        "year": plan.year,
        "before": plan.before.isoformat(),
        "every": plan.every,
        "requests": len(plan.lines),
        "standing": {
            name: getattr(movable, name)
            for name in ("decided", "late", "undated", "unsized", "placeless")
        },
        "looked_at": movable.weighed,
        "proved": plan.proved,
        "searched": plan.searched,
        "past": plan.past,
        "aims": [
            {"aim": name, "value": or_none(one.value, 1), "gap": or_none(one.gap, 4)}
            for name, one in zip(AIMS, plan.reached, strict=True)
        ],
        "plans": {
            name: _totals(getattr(plan, name)) for name in ("requested", "in_turn", "proposed")
        },
        "lines": [_line(line, calendar) for line in plan.lines],
        "remaining": [conflict_as_json(one) for one in plan.remaining],
        "notes": list(notes_of(plan, calendar)),
    }


def _totals(totals: Totals) -> dict[str, object]:
    return asdict(totals) | {"pressure": or_none(totals.pressure, 1), "km": round(totals.km, 3)}


def _line(line: Line, calendar: EventCalendar) -> dict[str, object]:
    return {
        "id": line.id,
        "title": line.title,
        "outcome": line.outcome,
        "from": {"location": line.from_location, "start": line.from_start.isoformat()},
        "to": {"location": line.location, "start": line.start.isoformat()},
        "away_days": line.away_days,
        "away_m": round(line.away_m, 1),
        "visitors": line.visitors,
        "class": line.risk,
        "in_the_way": [one.id for one in line.in_the_way],
        "clashes": [conflict_as_json(one) for one in line.clashes],
        "heavier": round(line.heavier, 5),
        "solves": list(line.solves),
        "fits_at": line.fits_at,
        "why": text.why(line, calendar.events.names),
    }


def proposal_document(
    workspace: Workspace, calendar: EventCalendar, plan: Proposal, made_on: date
) -> Document:
    """Return the plan as a document."""
    gemeente = workspace.catalog.gemeente.name
    blocks: list[Block] = [Paragraph(text.headline(plan), strong=True)]
    blocks.append(Paragraph(check_text.ADVICE))
    if plan.lines:
        blocks += [
            Heading(text.COMPARED),
            _grid(compared_rows(plan), text.COMPARED_COLUMNS, (3, 1.4, 1.2, 1.2), (1, 2, 3)),
            Paragraph(text.COMPARED_NOTE, small=True),
        ]
        for outcome, title, none, widths in (
            ("moves", text.MOVES, text.NO_MOVES, (2.2, 2.2, 2.6, 4)),
            ("none", text.NONE_FIT, plan_words.NONE, (2.2, 2.2, 0, 6)),
            ("stays", text.STAYS, plan_words.NONE, (5, 5, 0, 0)),
        ):
            rows = line_rows(plan, calendar, (outcome,))
            labels = {
                name: label
                for (name, label), width in zip(text.LINE_COLUMNS.items(), widths, strict=True)
                if width
            }
            blocks += [
                Heading(f"{title} ({len(rows)})"),
                _grid(rows, labels, tuple(width for width in widths if width), (), none),
            ]
    remaining = conflict_rows(calendar, plan.remaining, most=_MOST_TITLES)
    labels = {name: plan_words.CONFLICT_COLUMNS[name] for name in ("weight", "told", "events")}
    blocks += [
        Heading(f"{text.REMAINING} ({len(plan.remaining)})"),
        _grid(remaining, labels, (0.8, 3, 5), (0,), plan_words.NO_CONFLICTS),
        Heading(page_words.MIND),
        *(Paragraph(note, small=True) for note in notes_of(plan, calendar)[1:]),
    ]
    return Document(
        title=text.TITLE_OF.format(year=plan.year),
        about=joined(gemeente, text.WHICH[plan.every].format(before=day(plan.before))),
        author=gemeente,
        badge=map_text.SYNTHETIC_BADGE if calendar.synthetic else "",
        blocks=tuple(blocks),
        foot=joined(f"{page_words.PAGE} {gemeente}", day(made_on), sources_of(workspace, calendar)),
    )


def _grid(
    rows: pd.DataFrame,
    labels: dict[str, str],
    widths: tuple[float, ...],
    numbers: tuple[int, ...],
    none: str = "",
) -> Grid:
    cells = tuple(tuple(str(row[name]) for name in labels) for row in rows.to_dict("records"))
    return Grid(tuple(labels.values()), cells, widths, numbers, none)


def proposal_pdf(
    workspace: Workspace, calendar: EventCalendar, plan: Proposal, *, made_on: date
) -> bytes:
    """Return the plan as PDF.

    Raises
    ------
    AccessError
        If this role may not take the calendar away.
    StoreError
        If the audit cannot be written: then nothing is taken away.
    """
    selection = {"plan": plan.year, "proposal": True}
    allow_export(workspace, calendar.layer.id, kind="pdf", selection=selection)
    return document_pdf(proposal_document(workspace, calendar, plan, made_on), made_on)
