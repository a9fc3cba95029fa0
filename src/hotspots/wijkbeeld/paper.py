"""A wijkbeeld as a PDF to print and to mail, and an atlas of all wijken.

The same briefing, figures and places as on paper, above a map that can be moved. Every text from
data is escaped here; nothing in the file asks anything of another file or host.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from hotspots.access.export import allow_export
from hotspots.errors import SelectionError
from hotspots.exports.typeset import typeset
from hotspots.maps import words as map_text
from hotspots.maps.folium_border import escaped
from hotspots.maps.folium_map import standalone_html
from hotspots.maps.page_html import Story
from hotspots.maps.paper_sheet import shortened
from hotspots.wijkbeeld import paper_pages as back
from hotspots.wijkbeeld import paper_words as text
from hotspots.wijkbeeld.hot_cells import hot_cells_of
from hotspots.wijkbeeld.latest import zones_of
from hotspots.wijkbeeld.make import briefing as briefing_of
from hotspots.wijkbeeld.paper_pages import back_page, figures, heading, spoken
from hotspots.wijkbeeld.place import DRAWN, WIJKEN, places
from hotspots.wijkbeeld.sentences import briefing_sentences

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

    from hotspots.access.workspace import Workspace
    from hotspots.analysis.periods import Period
    from hotspots.wijkbeeld.briefing import Briefing, LayerDetail, LayerLine


def taken(workspace: Workspace, briefing: Briefing) -> tuple[Briefing, tuple[str, ...]]:
    """Return a briefing of the layers that may be taken away, and the labels of the others."""
    exported = tuple(line for line in briefing.lines if workspace.may_export(line.layer))
    ids = {line.layer.id for line in exported}
    left = tuple(line.layer.label for line in briefing.lines if line.layer.id not in ids)
    if not left:
        return briefing, ()
    return replace(
        briefing,
        lines=exported,
        details={name: detail for name, detail in briefing.details.items() if name in ids},
        zones=tuple(zone for zone in briefing.zones if zone.layer in ids),
        zones_silent={name: why for name, why in briefing.zones_silent.items() if name in ids},
        events=tuple(event for event in briefing.events if event.layer in ids),
        synthetic=any(line.version is not None and line.version.synthetic for line in exported),
        notes=tuple(
            note for note in briefing.notes if not note.layers or set(note.layers) <= ids
        ),
    ), left  # fmt: skip


def note_taken(workspace: Workspace, briefing: Briefing, *, kind: str) -> None:
    """Write in the audit that every layer of a briefing leaves the tool, or stop.

    Raises
    ------
    AccessError
        If this role may not take one of them away.
    StoreError
        If the audit cannot be written: then nothing is taken away.
    """
    for line in briefing.lines:
        if line.version is not None:
            allow_export(
                workspace,
                line.layer.id,
                kind=kind,
                selection=briefing.place.selection(line.layer.id, period=line.period).to_dict(),
                level=_level_of(briefing, line),
            )


def _level_of(briefing: Briefing, line: LayerLine) -> tuple[str, int] | None:
    """Return how fine the numbers of a line are; None where it has none of its own."""
    if line.count is None or line.layer.sensitive:
        return None
    detail = briefing.details.get(line.layer.id)
    if detail is not None and detail.cells:
        return "cells", detail.cells[0].size_m
    return (briefing.place.level, 0) if briefing.place.level != DRAWN else None


#: Points, and millimetres that the name of the place has on the last line of a page.
_FOOT_SIZE: Final = 7.0
_FOOT_MM: Final = 80.0
#: Share of the work of an atlas that setting its pages is.
_SETTING: Final = 0.05


def report_bytes(
    workspace: Workspace, briefing: Briefing, *, layer: str | None = None, made_on: date
) -> bytes:
    """Return a wijkbeeld on two pages of A4 as PDF/UA-1; the same input gives the same bytes.

    Layers that the role may not take away are left out, and the report says which.

    Parameters
    ----------
    briefing
        What the report is of, made for this role.
    layer
        Id of the layer that the map is of; by default the one that stands out most.
    made_on
        The day that stands in the report as the day it was made.

    Raises
    ------
    SelectionError
        If there is no map of that layer here.
    StoreError
        If the audit cannot be written: then nothing is taken away.
    """
    values, pictures = _pages(workspace, briefing, layer=layer, made_on=made_on, folder="")
    title = text.WIJKBEELD.format(place=briefing.place.name)
    return typeset(_document(workspace, title, [values]), pictures, made_on)


def atlas_bytes(
    workspace: Workspace,
    period: Period | None,
    *,
    made_on: date,
    progress: Callable[[float], None] | None = None,
) -> bytes:
    """Return the wijkbeeld of every wijk in one PDF, with contents and bookmarks.

    Parameters
    ----------
    period
        By default the last twelve complete months of each layer.
    progress
        Called with the share that is done, 0 to 1.

    Raises
    ------
    SelectionError
        If no layer has anything in the period.
    StoreError
        If the audit cannot be written.
    """
    show = progress or _silent
    wijken = [place for place in places(workspace.geography) if place.level == WIJKEN]
    # What is hot or open in the city is the same for every wijk, so it is looked up once.
    hot_cells, zones = _once(hot_cells_of), _once(zones_of)
    reports: list[dict[str, Any]] = []
    pictures: dict[str, bytes] = {}
    for at, place in enumerate(wijken):
        begun = at

        def part(share: float, begun: int = begun) -> None:
            show((1 - _SETTING) * (begun + share) / len(wijken))

        made = briefing_of(workspace, place, period, part, hot_cells=hot_cells, zones=zones)
        values, drawn = _pages(workspace, made, layer=None, made_on=made_on, folder=f"{at}/")
        reports.append(values)
        pictures |= drawn
        part(1.0)
    title = text.ATLAS.format(gemeente=workspace.catalog.gemeente.name)
    document = typeset(
        _document(workspace, title, reports, contents=_contents(title, reports)), pictures, made_on
    )
    show(1.0)
    return document


def _once(look_up: Callable[..., Any]) -> Callable[..., Any]:
    """Return a look-up that remembers its answer per layer and period, for one workspace."""
    answers: dict[tuple[str, Period], Any] = {}

    def again(workspace: Workspace, layer_id: str, period: Period, *progress: Any) -> Any:  # noqa: ANN401 - as the look-up gives it
        if (layer_id, period) not in answers:
            answers[layer_id, period] = look_up(workspace, layer_id, period, *progress)
        return answers[layer_id, period]

    return again


def _pages(
    workspace: Workspace, briefing: Briefing, *, layer: str | None, made_on: date, folder: str
) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Return the values and the pictures of the two pages of a place."""
    exported, left_out = taken(workspace, briefing)
    note_taken(workspace, exported, kind="pdf")
    page = back_page(workspace, exported, left_out, layer)
    wijkbeeld = shortened(text.WIJKBEELD.format(place=exported.place.name), _FOOT_SIZE, _FOOT_MM)
    values = {
        "folder": folder,
        "head": heading(workspace, exported, made_on),
        "spoken": spoken(briefing_sentences(exported)),
        "figures": figures(exported),
        **page.values,
        "stands_out": _stands_out(exported),
        "foot": f"{wijkbeeld} · {page.values['sources']['program']}",
    }
    return values, {folder + name: picture for name, picture in page.pictures.items()}


def _document(
    workspace: Workspace,
    title: str,
    reports: list[dict[str, Any]],
    contents: dict[str, Any] | None = None,
) -> dict[str, Any]:
    return {
        "title": title,
        "author": workspace.catalog.gemeente.name,
        "keywords": [text.KEYWORD],
        "contents": contents,
        "reports": reports,
        "words": {
            "briefing": text.BRIEFING, "own_notes": text.OWN_NOTES, "more": text.AND_MORE,
            "page": text.PAGE, "of": text.PAGE_OF,
        },
    }  # fmt: skip


def _contents(title: str, reports: list[dict[str, Any]]) -> dict[str, Any]:
    made_up = any(report["head"]["badge"] for report in reports)
    return {
        "title": title,
        "badge": map_text.SYNTHETIC_BADGE if made_up else "",
        "about": text.ATLAS_ABOUT,
        "facts": reports[0]["head"]["facts"][:1] + reports[0]["head"]["facts"][-1:],
        "heading": text.CONTENTS,
        "columns": [text.ATLAS_PLACE, text.ATLAS_STANDS_OUT, text.ATLAS_PAGE],
        "mind": map_text.REGISTERED_NOTE,
        "foot": f"{title} · {reports[0]['sources']['program']}",
    }


def _stands_out(briefing: Briefing) -> str:
    """Return which layers are above or below the rest of the municipality, for the contents."""
    sentences = [
        words.format(layers=", ".join(names))
        for verdict, words in (("more", text.ATLAS_MORE), ("fewer", text.ATLAS_FEWER))
        if (
            names := [
                line.layer.label for line in briefing.lines if line.against_city.verdict == verdict
            ]
        )
    ]
    return " ".join(sentences) or text.ATLAS_NOTHING


def _silent(share: float) -> None:
    del share


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
    exported, left_out = taken(workspace, briefing)
    note_taken(workspace, exported, kind="html")
    line = back.map_line(exported, layer)
    if line is None:
        raise SelectionError(text.NO_MAP.format(reason=text.NO_MAP_LAYER), "", "")
    detail = exported.details.get(line.layer.id)
    spec = back.spec_of(workspace, exported, line, back.shown_places(detail))
    head = heading(workspace, exported, made_on)
    named = replace(
        spec,
        title=text.WIJKBEELD.format(place=exported.place.name),
        subtitle=f"{head['kind']} · {head['facts'][0][1]}",
        badge=head["badge"] or None,
        overlay=None if spec.overlay is None else replace(spec.overlay, title=text.OUTLINED),
    )
    sources = back.sources_of(workspace, exported, left_out)
    html = "".join(_story(exported, head, line, detail, sources))
    story = Story(
        f'<section class="hs-story">{html}</section>', exported.place.shape(workspace.geography)
    )
    return standalone_html(named, story).encode()


def _story(
    briefing: Briefing,
    head: dict[str, Any],
    line: LayerLine,
    detail: LayerDetail | None,
    sources: dict[str, Any],
) -> Iterable[str]:
    """Return the pieces of the page above the map, in the order that they are read."""
    yield f"<h2>{text.BRIEFING}</h2>"
    for sentence in spoken(briefing_sentences(briefing)):
        lead = f"<b>{escaped(sentence['lead'])}.</b> " if sentence["lead"] else ""
        yield f"<p>{lead}{escaped(sentence['text'])}</p>"
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


def _compared(comparison: dict[str, str]) -> str:
    times = f"<small>{escaped(comparison['times'])}</small>" if comparison["times"] else ""
    return f"{comparison['symbol']} {escaped(comparison['words'])}{times}"


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
