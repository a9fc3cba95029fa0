"""A wijkbeeld as a PDF to print and to mail, and an atlas of all wijken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from hotspots.analysis.wijkbeeld.hot_cells import hot_cells_of
from hotspots.analysis.wijkbeeld.make import briefing as briefing_of
from hotspots.analysis.wijkbeeld.open_zones import zones_of
from hotspots.analysis.wijkbeeld.place import WIJKEN, places
from hotspots.analysis.wijkbeeld.sentences import briefing_sentences
from hotspots.drawing.paper_sheet import shortened
from hotspots.drawing.report.back import back_page
from hotspots.drawing.report.front import figures, heading, spoken
from hotspots.drawing.report.taken import note_taken, taken
from hotspots.drawing.report.typeset import typeset
from hotspots.text import maps as map_text
from hotspots.text import report as text

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from hotspots.access.workspace import Workspace
    from hotspots.analysis.periods import Period
    from hotspots.analysis.wijkbeeld.briefing import Briefing

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
    told = progress or _silent
    wijken = [place for place in places(workspace.geography) if place.level == WIJKEN]
    # What is hot or open in the city is the same for every wijk, so it is looked up once.
    hot_cells, zones = _once(hot_cells_of), _once(zones_of)
    reports: list[dict[str, Any]] = []
    pictures: dict[str, bytes] = {}
    for at, place in enumerate(wijken):
        begun = at

        def part(share: float, begun: int = begun) -> None:
            told((1 - _SETTING) * (begun + share) / len(wijken))

        made = briefing_of(workspace, place, period, part, hot_cells=hot_cells, zones=zones)
        values, drawn = _pages(workspace, made, layer=None, made_on=made_on, folder=f"{at}/")
        reports.append(values)
        pictures |= drawn
        part(1.0)
    title = text.ATLAS.format(gemeente=workspace.catalog.gemeente.name)
    document = typeset(
        _document(workspace, title, reports, contents=_contents(title, reports)), pictures, made_on
    )
    told(1.0)
    return document


def _once(look_up: Callable[..., Any]) -> Callable[..., Any]:
    """Return a look-up that remembers its answer per layer and period, for one workspace."""
    answers: dict[tuple[str, Period], Any] = {}

    def again(workspace: Workspace, layer_id: str, period: Period, *told: Any) -> Any:  # noqa: ANN401 - as the look-up gives it
        if (layer_id, period) not in answers:
            answers[layer_id, period] = look_up(workspace, layer_id, period, *told)
        return answers[layer_id, period]

    return again


def _pages(
    workspace: Workspace, briefing: Briefing, *, layer: str | None, made_on: date, folder: str
) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Return the values and the pictures of the two pages of a place."""
    kept, left_out = taken(workspace, briefing)
    note_taken(workspace, kept, kind="pdf")
    page = back_page(workspace, kept, left_out, layer)
    wijkbeeld = shortened(text.WIJKBEELD.format(place=kept.place.name), _FOOT_SIZE, _FOOT_MM)
    values = {
        "folder": folder,
        "head": heading(workspace, kept, made_on),
        "spoken": spoken(briefing_sentences(kept)),
        "figures": figures(kept),
        **page.values,
        "stands_out": _stands_out(kept),
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
    told = [
        words.format(layers=", ".join(names))
        for verdict, words in (("more", text.ATLAS_MORE), ("fewer", text.ATLAS_FEWER))
        if (
            names := [
                line.layer.label for line in briefing.lines if line.against_city.verdict == verdict
            ]
        )
    ]
    return " ".join(told) or text.ATLAS_NOTHING


def _silent(share: float) -> None:
    del share
