"""A wijkbeeld as one page for a telephone: the texts of the paper above a map that can be moved.

Every text from data is escaped here; nothing in the file asks anything of another file or host.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hotspots.errors import SelectionError
from hotspots.maps.page_html import standalone_html
from hotspots.maps.visible import escaped
from hotspots.wijkbeeld import paper_pages
from hotspots.wijkbeeld import paper_words as text
from hotspots.wijkbeeld.exporting import exportable, note_export
from hotspots.wijkbeeld.sentences import briefing_sentences

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from hotspots.access.workspace import Workspace
    from hotspots.wijkbeeld.briefing import Briefing, LayerDetail, LayerLine
    from hotspots.wijkbeeld.paper_values import (
        ComparedCell,
        FigureRow,
        Heading,
        HotList,
        Listing,
        SourcesPart,
    )


def phone_page(
    workspace: Workspace, briefing: Briefing, *, layer: str | None = None, made_on: date
) -> bytes:
    """Return a wijkbeeld as one HTML page in UTF-8; the same input gives the same bytes.

    It holds counts, cells of the size that the role may see, and never a place of an incident.
    Layers that the role may not take away are left out, and the page says which.

    Parameters
    ----------
    briefing
        What the page is of, made for this role.
    layer
        Id of the layer that the map is of; by default the one that stands out most.
    made_on
        The day that stands on it as the day it was made.

    Raises
    ------
    SelectionError
        If there is no map of that layer here, or of any.
    StoreError
        If the audit cannot be written: then nothing is taken away.
    """
    exported, left_out = exportable(workspace, briefing)
    note_export(workspace, exported, kind="html")
    line = paper_pages.map_line(exported, layer)
    if line is None:
        raise SelectionError(text.NO_MAP.format(reason=text.NO_MAP_LAYER), "", "")
    detail = exported.details.get(line.layer.id)
    spec = paper_pages.spec_of(workspace, exported, line, paper_pages.shown_places(detail))
    head = paper_pages.heading(workspace, exported, made_on)
    named = replace(
        spec,
        title=text.WIJKBEELD.format(place=exported.place.name),
        subtitle=f"{head.kind} · {head.facts[0][1]}",
        badge=head.badge or None,
        place=exported.place.shape(workspace.geography),
        overlay=None if spec.overlay is None else replace(spec.overlay, title=text.OUTLINED),
    )
    sources = paper_pages.sources_of(workspace, exported, left_out)
    html = "".join(_story(exported, head, line, detail, sources))
    return standalone_html(named, f'<section class="hs-story">{html}</section>').encode()


def _story(
    briefing: Briefing,
    head: Heading,
    line: LayerLine,
    detail: LayerDetail | None,
    sources: SourcesPart,
) -> Iterable[str]:
    """Return the pieces of the page above the map, in the order that they are read."""
    yield f"<h2>{text.BRIEFING}</h2>"
    for said in paper_pages.spoken(briefing_sentences(briefing)):
        lead = f"<b>{escaped(said.lead)}.</b> " if said.lead else ""
        yield f"<p>{lead}{escaped(said.text)}</p>"
    yield _figures(briefing)
    hot = paper_pages.hot_list(briefing, line, detail, paper_pages.shown_places(detail))
    yield f"<h2>{escaped(line.layer.label)}</h2>"
    yield _hot(hot)
    clock = paper_pages.clock_of(detail)
    yield _paragraph(f"{clock.title}: {clock.sentences[0]}")
    for listed in (paper_pages.zone_list(briefing), paper_pages.event_list(briefing)):
        yield f"<h2>{escaped(listed.title)}</h2>" + _list(listed)
    facts = "; ".join(f"{name} {value}" for name, value in head.facts)
    accounted = " ".join([*sources.mind, *sources.said, *sources.notes])
    yield (
        f"<details><summary>{escaped(sources.title)}</summary><p>{escaped(facts)}.</p>"
        f"{_paragraph(accounted)}<p>{escaped(sources.program)}</p></details>"
    )


def _figures(briefing: Briefing) -> str:
    """Return the table of figures; a row says by itself what it is of."""
    shown = paper_pages.figures(briefing)
    if shown.none:
        return _paragraph(shown.none)
    columns = "".join(f'<th scope="col">{escaped(name)}</th>' for name in shown.columns)
    rows = "".join(_row(row) for group in shown.groups for row in group.rows)
    explained = "".join(_paragraph(said, "hs-note") for said in shown.explained)
    return (
        f'<h2>{text.FIGURES}</h2><div class="hs-scroll" tabindex="0" role="region" '
        f'aria-label="{text.FIGURES}"><table><thead><tr>{columns}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>{explained}"
    )


def _row(row: FigureRow) -> str:
    about = f"<small>{escaped(row.about)}</small>" if row.about else ""
    cells = [
        escaped(row.count),
        escaped(row.earlier),
        _compared(row.since_year),
        f"{escaped(row.rate)}<small>{escaped(row.interval)}</small>",
        escaped(row.city),
        _compared(row.against_city),
    ]
    return (
        f'<tr><th scope="row">{escaped(row.layer)}{about}</th>'
        + "".join(f"<td>{cell}</td>" for cell in cells)
        + "</tr>"
    )


def _compared(comparison: ComparedCell) -> str:
    times = f"<small>{escaped(comparison.times)}</small>" if comparison.times else ""
    return f"{comparison.symbol} {escaped(comparison.words)}{times}"


def _hot(hot: HotList) -> str:
    if hot.none:
        return _paragraph(hot.none)
    rows = [
        text.HOT_ROW.format(
            where=row.where, count=row.count, new=f" ({row.history})" if row.history else ""
        )
        for row in hot.rows
    ]
    items = "".join(f"<li>{escaped(row)}</li>" for row in rows)
    more = _paragraph(f"{text.AND_MORE} {hot.more}") if hot.more else ""
    return f"<ol>{items}</ol>{more}" + _paragraph(hot.hint, "hs-note")


def _list(listing: Listing) -> str:
    if listing.none:
        return _paragraph(listing.none)
    return "<ul>" + "".join(f"<li>{escaped(row)}</li>" for row in listing.rows) + "</ul>"


def _paragraph(said: str, kind: str = "") -> str:
    return f'<p class="{kind}">{escaped(said)}</p>' if kind else f"<p>{escaped(said)}</p>"
