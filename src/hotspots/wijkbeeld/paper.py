"""A wijkbeeld as a PDF to print and to mail, and an atlas of all wijken."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Concatenate, Final, ParamSpec, TypeVar

from hotspots.exports.typeset import typeset
from hotspots.maps import words as map_text
from hotspots.maps.paper_sheet import shortened
from hotspots.wijkbeeld import paper_words as text
from hotspots.wijkbeeld.exporting import exportable, note_export
from hotspots.wijkbeeld.hot_cells import hot_cells_of
from hotspots.wijkbeeld.latest import zones_of
from hotspots.wijkbeeld.make import briefing as briefing_of
from hotspots.wijkbeeld.paper_pages import back_page, figures, heading, spoken
from hotspots.wijkbeeld.paper_values import Contents, Document, FixedWords, Report
from hotspots.wijkbeeld.place import WIJKEN, places
from hotspots.wijkbeeld.sentences import briefing_sentences

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from datetime import date

    from hotspots.access.workspace import Workspace
    from hotspots.analysis.periods import Period
    from hotspots.catalog.whole import WholeWords
    from hotspots.wijkbeeld.briefing import Briefing


P = ParamSpec("P")
T = TypeVar("T")

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
    report, pictures = report_of(workspace, briefing, layer=layer, made_on=made_on, folder="")
    title = text.WIJKBEELD.format(place=briefing.place.name)
    return typeset(asdict(_document(workspace, title, [report])), pictures, made_on)


def atlas_bytes(
    workspace: Workspace,
    period: Period | None,
    *,
    wijken: Collection[str] | None = None,
    where: str = "",
    made_on: date,
    progress: Callable[[float], None] | None = None,
) -> bytes:
    """Return the wijkbeeld of every wijk, or of some, in one PDF with contents and bookmarks.

    Parameters
    ----------
    period
        By default the last twelve complete months of each layer.
    wijken, where
        Codes of the wijken, and what they are the wijken of; by default all, of the home.
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
    chosen = [
        place
        for place in places(workspace.geography)
        if place.level == WIJKEN and (wijken is None or place.code in wijken)
    ]
    # What is hot or open in the city is the same for every wijk, so it is looked up once.
    hot_cells, zones = _once(hot_cells_of), _once(zones_of)
    reports: list[Report] = []
    pictures: dict[str, bytes] = {}
    for at, place in enumerate(chosen):
        begun = at

        def part(share: float, begun: int = begun) -> None:
            show((1 - _SETTING) * (begun + share) / len(chosen))

        made = briefing_of(workspace, place, period, part, hot_cells=hot_cells, zones=zones)
        report, drawn = report_of(workspace, made, layer=None, made_on=made_on, folder=f"{at}/")
        reports.append(report)
        pictures |= drawn
        part(1.0)
    title = text.ATLAS.format(gemeente=where or workspace.catalog.gemeente.name)
    document = _document(
        workspace, title, reports, contents=_contents(title, reports, workspace.geography.words)
    )
    pdf = typeset(asdict(document), pictures, made_on)
    show(1.0)
    return pdf


def _once(
    look_up: Callable[Concatenate[Workspace, str, Period, P], T],
) -> Callable[Concatenate[Workspace, str, Period, P], T]:
    """Return a look-up that remembers its answer per layer and period, for one workspace."""
    answers: dict[tuple[str, Period], T] = {}

    def again(
        workspace: Workspace, layer_id: str, period: Period, /, *more: P.args, **named: P.kwargs
    ) -> T:
        if (layer_id, period) not in answers:
            answers[layer_id, period] = look_up(workspace, layer_id, period, *more, **named)
        return answers[layer_id, period]

    return again


def report_of(
    workspace: Workspace,
    briefing: Briefing,
    *,
    layer: str | None,
    made_on: date,
    folder: str,
    kind: str = "pdf",
) -> tuple[Report, dict[str, bytes]]:
    """Return the texts and the pictures of a place, and put in the audit that they are taken.

    Parameters
    ----------
    folder
        Stands before the name of each picture.
    kind
        Of the file that they are for.
    """
    exported, left_out = exportable(workspace, briefing)
    note_export(workspace, exported, kind=kind)
    back = back_page(workspace, exported, left_out, layer)
    wijkbeeld = shortened(text.WIJKBEELD.format(place=exported.place.name), _FOOT_SIZE, _FOOT_MM)
    report = Report(
        folder=folder,
        head=heading(workspace, exported, made_on),
        spoken=spoken(briefing_sentences(exported)),
        figures=figures(exported),
        back=back.page,
        stands_out=_stands_out(exported),
        foot=f"{wijkbeeld} · {back.page.sources.program}",
    )
    return report, {folder + name: picture for name, picture in back.pictures.items()}


def _document(
    workspace: Workspace, title: str, reports: Sequence[Report], contents: Contents | None = None
) -> Document:
    return Document(
        title=title,
        author=workspace.catalog.gemeente.name,
        keywords=(text.KEYWORD,),
        contents=contents,
        reports=tuple(reports),
        words=FixedWords(
            briefing=text.BRIEFING,
            own_notes=text.OWN_NOTES,
            more=text.AND_MORE,
            page=text.PAGE,
            of=text.PAGE_OF,
        ),
    )


def _contents(title: str, reports: Sequence[Report], whole: WholeWords) -> Contents:
    badges = {report.head.badge for report in reports}
    facts = reports[0].head.facts
    return Contents(
        title=title,
        badge=badges.pop() if len(badges) == 1 else map_text.PARTLY_SYNTHETIC_BADGE,
        about=text.ATLAS_ABOUT,
        facts=facts[:1] + facts[-1:],
        heading=text.CONTENTS,
        columns=(text.ATLAS_PLACE, text.ATLAS_STANDS_OUT.format(whole=whole), text.ATLAS_PAGE),
        mind=map_text.REGISTERED_NOTE,
        foot=f"{title} · {reports[0].back.sources.program}",
    )


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
