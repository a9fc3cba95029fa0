"""A wijkbeeld as DOCX: the texts, tables and pictures of the paper, to go on writing in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hotspots.exports.document import Bullets, Document, Grid, Heading, Paragraph, Picture
from hotspots.wijkbeeld import paper_words as text
from hotspots.wijkbeeld.paper import report_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from hotspots.access.workspace import Workspace
    from hotspots.exports.document import Block
    from hotspots.wijkbeeld.briefing import Briefing
    from hotspots.wijkbeeld.paper_values import (
        ComparedCell,
        FigureTable,
        HotList,
        Listing,
        MapPart,
        Report,
    )

#: Millimetres; as wide as the text.
_WIDE_MM: Final = 170.0
#: Of the columns of figures: subject, count, year earlier, against it, rate, rest, against that.
_FIGURE_WIDTHS: Final = (2.2, 0.8, 0.8, 1.6, 1.0, 1.1, 1.6)


def report_docx(
    workspace: Workspace, briefing: Briefing, *, layer: str | None = None, made_on: date
) -> bytes:
    """Return a wijkbeeld as DOCX; the same input gives the same bytes.

    It says what the PDF says: layers that the role may not take away are left out, and the file
    says which.

    Parameters
    ----------
    briefing
        What it is of, made for this role.
    layer
        Id of the layer that the map is of; by default the one that stands out most.
    made_on
        The day that stands in it as the day it was made.

    Raises
    ------
    SelectionError
        If there is no map of that layer here.
    StoreError
        If the audit cannot be written: then nothing is taken away.
    """
    # A command pays for it only when it writes one.
    from hotspots.exports.word_file import document_docx  # noqa: PLC0415

    report, pictures = report_of(
        workspace, briefing, layer=layer, made_on=made_on, folder="", kind="docx"
    )
    head = report.head
    document = Document(
        title=text.WIJKBEELD.format(place=head.name),
        about=" · ".join([head.kind, *(f"{name}: {value}" for name, value in head.facts)]),
        author=workspace.catalog.gemeente.name,
        badge=head.badge,
        blocks=tuple(_blocks(report, pictures)),
        foot=report.foot,
    )
    return document_docx(document, made_on)


def _blocks(report: Report, pictures: Mapping[str, bytes]) -> Iterator[Block]:
    back = report.back
    yield Heading(text.BRIEFING)
    for one in report.spoken:
        yield Paragraph(f"{one.lead}. {one.text}" if one.lead else one.text)
    yield Heading(report.figures.title)
    yield from _figures(report.figures)
    if back.map is None:
        yield Heading(back.no_map)
    else:
        yield from _map(back.map, pictures)
    if back.where is not None:
        yield from _where(back.where)
    if back.when is not None:
        yield Heading(back.when.title, level=3)
        if back.when.picture:
            yield Picture(pictures[back.when.picture], back.when.alt, _WIDE_MM)
        for sentence in back.when.sentences:
            yield Paragraph(sentence)
    for listed in (back.zones, back.events):
        yield from _listing(listed)
    yield Heading(back.sources.title)
    for sentence in back.sources.mind:
        yield Paragraph(sentence)
    for sentence in (*back.sources.said, *back.sources.notes):
        yield Paragraph(sentence, small=True)


def _figures(figures: FigureTable) -> Iterator[Block]:
    if figures.none:
        yield Paragraph(figures.none)
        return
    for group in figures.groups:
        rows = []
        for row in group.rows:
            subject = "\n".join(part for part in (row.layer, row.about, row.soorten) if part)
            rate = "\n".join(part for part in (row.rate, row.interval) if part)
            rows.append(
                (
                    subject, row.count, row.earlier, _compared(row.since_year), rate, row.city,
                    _compared(row.against_city),
                )
            )  # fmt: skip
        yield Heading(group.theme, level=3)
        yield Grid(figures.columns, tuple(rows), _FIGURE_WIDTHS, numbers=(1, 2, 5))
    for sentence in figures.explained:
        yield Paragraph(sentence, small=True)


def _compared(cell: ComparedCell) -> str:
    return " ".join(part for part in (cell.symbol, cell.words, cell.times) if part)


def _map(drawn: MapPart, pictures: Mapping[str, bytes]) -> Iterator[Block]:
    # A legend on another page than its map is turned back to for each colour: they stay together.
    yield Heading(drawn.title)
    yield Paragraph(drawn.when, with_next=True)
    yield Picture(pictures[drawn.picture], drawn.alt, drawn.width_mm, with_next=True)
    yield Paragraph(drawn.legend_title, strong=True, with_next=True)
    # Of each class its own swatch, so that the file can be read without the page it came from.
    entries = (*drawn.classes, *drawn.lines)
    for at, entry in enumerate(entries, start=1):
        yield Picture(
            pictures[entry.picture], entry.label, _SWATCH_MM, label=entry.label,
            with_next=at < len(entries),
        )  # fmt: skip
    for note in drawn.notes:
        yield Paragraph(note, small=True)


#: Millimetres; a swatch of the legend.
_SWATCH_MM: Final = 7.0


def _where(hot: HotList) -> Iterator[Block]:
    yield Heading(hot.title, level=3)
    rows = tuple(
        (
            row.number,
            f"{row.where} ({row.history})" if row.history else row.where,
            row.count,
            row.around,
        )
        for row in hot.rows
    )
    yield Grid(hot.columns, rows, (0.4, 4, 1, 1.4), numbers=(0, 2, 3), none=hot.none)
    if hot.more:
        yield Paragraph(f"{text.AND_MORE} {hot.more}", small=True)
    for hint in (hot.hint, hot.around_hint if rows else ""):
        if hint:
            yield Paragraph(hint, small=True)


def _listing(listed: Listing) -> Iterator[Block]:
    yield Heading(listed.title, level=3)
    if listed.none:
        yield Paragraph(listed.none)
        return
    yield Bullets(listed.rows)
    if listed.more:
        yield Paragraph(f"{text.AND_MORE} {listed.more}", small=True)
