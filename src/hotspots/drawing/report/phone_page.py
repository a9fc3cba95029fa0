"""The wijkbeeld as one HTML file: for a phone in the street, without a network.

The same briefing, figures and places as on paper, above a map that can be moved. Every text from
data is escaped here; nothing in the file asks anything of another file or host.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from hotspots.analysis.wijkbeeld.sentences import briefing_sentences
from hotspots.drawing.folium_border import escaped
from hotspots.drawing.folium_map import standalone_html
from hotspots.drawing.report import back
from hotspots.drawing.report.front import figures, heading, spoken
from hotspots.drawing.report.taken import note_taken, taken
from hotspots.drawing.standalone_story import Story
from hotspots.errors import SelectionError
from hotspots.text import report as text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from hotspots.access.workspace import Workspace
    from hotspots.analysis.wijkbeeld.briefing import Briefing, LayerDetail, LayerLine


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
    kept, left_out = taken(workspace, briefing)
    note_taken(workspace, kept, kind="html")
    line = back.map_line(kept, layer)
    if line is None:
        raise SelectionError(text.NO_MAP.format(reason=text.NO_MAP_LAYER), "", "")
    detail = kept.details.get(line.layer.id)
    spec = back.spec_of(workspace, kept, line, back.shown_places(detail))
    head = heading(workspace, kept, made_on)
    named = replace(
        spec,
        title=text.WIJKBEELD.format(place=kept.place.name),
        subtitle=f"{head['kind']} · {head['facts'][0][1]}",
        badge=head["badge"] or None,
        overlay=None if spec.overlay is None else replace(spec.overlay, title=text.FOUND_ON_MAP),
    )
    sources = back.sources_of(workspace, kept, left_out)
    html = "".join(_story(kept, head, line, detail, sources))
    story = Story(
        f'<section class="hs-story">{html}</section>', kept.place.shape(workspace.geography)
    )
    return standalone_html(named, workspace, story).encode()


def _story(
    briefing: Briefing,
    head: dict[str, Any],
    line: LayerLine,
    detail: LayerDetail | None,
    sources: dict[str, Any],
) -> Iterable[str]:
    """Return the pieces of the page above the map, in the order that they are read."""
    yield f"<h2>{text.BRIEFING}</h2>"
    for told in spoken(briefing_sentences(briefing)):
        lead = f"<b>{escaped(told['lead'])}.</b> " if told["lead"] else ""
        yield f"<p>{lead}{escaped(told['text'])}</p>"
    yield _figures(briefing)
    hot = back.hot_list(line, detail, back.shown_places(detail))
    yield f"<h2>{escaped(line.layer.label)}</h2>"
    yield _hot(hot)
    clock = back.clock_of(detail)
    yield _paragraph(f"{clock['title']}: {clock['told'][0]}")
    for listed in (back.zone_list(briefing), back.event_list(briefing)):
        yield f"<h2>{escaped(listed['title'])}</h2>" + _list(listed["rows"], listed["none"])
    facts = "; ".join(f"{name} {value}" for name, value in head["facts"])
    said = " ".join([*sources["mind"], *sources["said"], *sources["notes"]])
    yield (
        f"<details><summary>{escaped(sources['title'])}</summary><p>{escaped(facts)}.</p>"
        f"{_paragraph(said)}<p>{escaped(sources['program'])}</p></details>"
    )


def _figures(briefing: Briefing) -> str:
    """Return the table of figures; a row says by itself what it is of."""
    shown = figures(briefing)
    if shown["none"]:
        return _paragraph(shown["none"])
    columns = "".join(f'<th scope="col">{escaped(name)}</th>' for name in shown["columns"])
    rows = "".join(_row(row) for group in shown["groups"] for row in group["rows"])
    explained = "".join(_paragraph(said, "hs-note") for said in shown["explained"])
    return (
        f'<h2>{text.FIGURES}</h2><div class="hs-scroll" tabindex="0" role="region" '
        f'aria-label="{text.FIGURES}"><table><thead><tr>{columns}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>{explained}"
    )


def _row(row: dict[str, Any]) -> str:
    about = f"<small>{escaped(row['about'])}</small>" if row["about"] else ""
    cells = [
        escaped(row["count"]),
        escaped(row["earlier"]),
        _compared(row["since_year"]),
        f"{escaped(row['rate'][0])}<small>{escaped(row['rate'][1])}</small>",
        escaped(row["city"]),
        _compared(row["against_city"]),
    ]
    return (
        f'<tr><th scope="row">{escaped(row["layer"])}{about}</th>'
        + "".join(f"<td>{cell}</td>" for cell in cells)
        + "</tr>"
    )


def _compared(found: dict[str, str]) -> str:
    times = f"<small>{escaped(found['times'])}</small>" if found["times"] else ""
    return f"{found['symbol']} {escaped(found['words'])}{times}"


def _hot(hot: dict[str, Any]) -> str:
    if hot["none"]:
        return _paragraph(hot["none"])
    rows = [
        text.HOT_ROW.format(where=row[1], count=row[2], new=f" ({row[4]})" if row[4] else "")
        for row in hot["rows"]
    ]
    items = "".join(f"<li>{escaped(row)}</li>" for row in rows)
    more = _paragraph(f"{text.AND_MORE} {hot['more']}") if hot["more"] else ""
    return f"<ol>{items}</ol>{more}" + _paragraph(hot["hint"], "hs-note")


def _list(rows: Sequence[str], none: str) -> str:
    if none:
        return _paragraph(none)
    return "<ul>" + "".join(f"<li>{escaped(row)}</li>" for row in rows) + "</ul>"


def _paragraph(said: str, kind: str = "") -> str:
    return f'<p class="{kind}">{escaped(said)}</p>' if kind else f"<p>{escaped(said)}</p>"
