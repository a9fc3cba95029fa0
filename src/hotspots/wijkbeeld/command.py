"""Commands that write the wijkbeeld on paper, or say it as numbers: not known is null, never 0."""

from __future__ import annotations

import math
from dataclasses import asdict
from typing import TYPE_CHECKING

from hotspots.access.export import require_ending, writing_file
from hotspots.access.workspace import open_workspace
from hotspots.errors import SelectionError
from hotspots.exports import terminal as text
from hotspots.exports.sheet import today
from hotspots.exports.terminal import bar, period_of, say_json
from hotspots.wijkbeeld import paper_words as report_text
from hotspots.wijkbeeld.make import briefing as briefing_of
from hotspots.wijkbeeld.make import note_briefing
from hotspots.wijkbeeld.paper import atlas_bytes, report_bytes
from hotspots.wijkbeeld.phone_page import phone_page
from hotspots.wijkbeeld.place import place_named
from hotspots.wijkbeeld.sentences import briefing_sentences
from hotspots.wijkbeeld.word_page import report_docx

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable
    from pathlib import Path

    from hotspots.analysis.periods import Period
    from hotspots.catalog.specs import ThemeSpec
    from hotspots.wijkbeeld.briefing import (
        Briefing,
        BusyWindow,
        Compared,
        EventDay,
        HotCell,
        HotPlace,
        LayerDetail,
        LayerLine,
        MonthNews,
        OpenZone,
    )


_PDF, _HTML, _DOCX = ".pdf", ".html", ".docx"


def report_(args: Namespace) -> int:
    """Write the wijkbeeld of a place or the atlas of all wijken, or print what is in it."""
    _require_answerable(args)
    workspace = open_workspace(args.home)
    period = period_of(args.first, args.last, "--from", "--to")
    made_on = args.made_on or today()
    if args.every:
        document = atlas_bytes(workspace, period, made_on=made_on, progress=bar(text.MAKING_REPORT))
        return _written(args.out, document)
    briefing = briefing_of(
        workspace, place_named(workspace, args.place), period, bar(text.MAKING_REPORT)
    )
    if args.json:
        note_briefing(workspace, briefing)
        say_json(briefing_json(briefing))
    if args.out is not None:
        makers: dict[str, Callable[..., bytes]] = {
            _PDF: report_bytes,
            _HTML: phone_page,
            _DOCX: report_docx,
        }
        document = makers[args.out.suffix.lower()](
            workspace, briefing, layer=args.layer, made_on=made_on
        )
        return _written(args.out, document, quietly=args.json)
    return 0


def _require_answerable(args: Namespace) -> None:
    """Stop before the work is done for nothing."""
    if (args.place is None) != args.every or (args.out is None and not args.json):
        raise SelectionError(
            report_text.REPORT_UNCLEAR,
            report_text.REPORT_UNCLEAR_FOUND,
            report_text.REPORT_UNCLEAR_DO,
        )
    expected = (_PDF,) if args.every else (_PDF, _HTML, _DOCX)
    if args.out is not None:
        require_ending(args.out, expected, report_text.WRONG_ENDING.format(name=args.out.name))


def _written(path: Path, document: bytes, *, quietly: bool = False) -> int:
    with writing_file(report_text.NO_FILE.format(path=path)):
        path.write_bytes(document)
    if not quietly:
        print(text.WRITTEN.format(path=path))
    return 0


def briefing_json(briefing: Briefing) -> dict[str, object]:
    """Return a briefing as values that JSON knows, by name: the contract of ``report --json``."""
    place = briefing.place
    return {
        "place": {
            "level": place.level, "code": place.code, "name": place.name, "wijk": place.wijk,
        },
        "area_km2": briefing.area_km2,
        "period": _days(briefing.period),
        "compared_with": _days(briefing.before),
        "last_month": _days(briefing.last_month),
        "synthetic": briefing.synthetic is not None,
        "sentences": [asdict(paragraph) for paragraph in briefing_sentences(briefing)],
        "population": [
            {
                "id": entry.id, "year": entry.year, "count": _number(entry.count),
                "estimated": entry.estimated,
            }
            for entry in briefing.population
        ],
        "lines": [_line(line) for line in briefing.lines],
        "details": {name: _detail(detail) for name, detail in briefing.details.items()},
        "zones": [_zone(zone) for zone in briefing.zones],
        "no_zones": dict(briefing.zones_silent),
        "events_known": briefing.events_known,
        "events_status": briefing.events_status,
        "events": (
            [_event(event) for event in briefing.events]
            if briefing.events or briefing.events_known
            else None
        ),
        "figures": [_figures(theme) for theme in briefing.unmapped],
        "notes": [note.text for note in briefing.notes],
        "parameters": briefing.tested.to_dict(),
    }  # fmt: skip


def _line(line: LayerLine) -> dict[str, object]:
    return {
        "theme": line.theme.id,
        "layer": line.layer.id,
        "label": line.layer.label,
        "version": line.version.name if line.version is not None else None,
        "period": _days(line.period),
        "compared_with": _days(line.before),
        "count": line.count,
        "count_ends": line.count_ends,
        "earlier": line.earlier,
        "earlier_ends": line.earlier_ends,
        "why_not": line.why_not,
        "minimum": line.minimum or None,
        "wijk_ends": line.wijk_ends,
        "since_year": _compared(line.since_year),
        "per_1000": _number(line.rate),
        "per_1000_lower": _number(line.rate_lower),
        "per_1000_upper": _number(line.rate_upper),
        "city_per_1000": _number(line.city_rate),
        "against_city": _compared(line.against_city),
        "denominator": line.denominator_label,
        "denominator_year": line.denominator_year or None,
        "denominator_count": _number(line.denominator),
        "denominator_estimated": line.denominator_estimated,
        "soorten": [
            {
                "soort": soort.id, "label": soort.label, "count": soort.count,
                "earlier": soort.earlier,
            }
            for soort in line.soorten
        ],
    }  # fmt: skip


def _compared(compared: Compared) -> dict[str, object]:
    return {
        "verdict": compared.verdict,
        "ratio": _number(compared.value),
        "lower": _number(compared.lower),
        "upper": _number(compared.upper),
        "p_adjusted": _number(compared.p_adjusted),
        "why_not": compared.why_not,
    }


def _detail(detail: LayerDetail) -> dict[str, object]:
    """Return where and when; null where the city was not divided into cells."""
    return {
        "hot_places": [_hot_place(place) for place in detail.places] if detail.in_cells else None,
        "hot_cells": [_hot_cell(cell) for cell in detail.listed_cells] if detail.in_cells else None,
        "busy_windows": [_window(window) for window in detail.windows],
        "news": _news(detail.news),
        "risen_buurten": [asdict(buurt) for buurt in detail.risen],
    }


def _hot_place(place: HotPlace) -> dict[str, object]:
    return {
        "where": place.handle, "buurt": place.buurt, "count": place.count, "new": place.new,
        "cells": [cell.code for cell in place.cells],
    }  # fmt: skip


def _hot_cell(cell: HotCell) -> dict[str, object]:
    return {
        "code": cell.code, "where": cell.name, "buurt": cell.buurt, "x_rd": cell.x_rd,
        "y_rd": cell.y_rd, "size_m": cell.size_m, "count": cell.count, "around": cell.around,
        "expected": _number(cell.expected), "p_adjusted": _number(cell.p_adjusted),
        "new": cell.new,
    }  # fmt: skip


def _window(window: BusyWindow) -> dict[str, object]:
    return {
        "days": list(window.days), "from_hour": window.first, "until_hour": window.until,
        "weight": _number(window.weight), "expected": _number(window.expected),
    }  # fmt: skip


def _news(news: MonthNews | None) -> dict[str, object] | None:
    if news is None:
        return None
    return {
        "month": _days(news.month),
        "count": news.count,
        "year_ago": news.year_ago,
        "since_year": _compared(news.since_year),
    }


def _zone(zone: OpenZone) -> dict[str, object]:
    return {
        "layer": zone.layer, "where": zone.name or zone.handle or zone.buurt,
        "since": zone.since.isoformat(),
        "until": zone.until.isoformat(), "count": zone.count, "radius_m": zone.radius_m,
    }  # fmt: skip


def _event(event: EventDay) -> dict[str, object]:
    return {
        "layer": event.layer, "name": event.name, "soort": event.soort, "where": event.where,
        "first": event.first.isoformat(), "last": event.last.isoformat(),
        "visitors": event.visitors, "distance_m": _number(event.distance_m),
    }  # fmt: skip


def _figures(theme: ThemeSpec) -> dict[str, object]:
    return {
        "theme": theme.id,
        "why_no_map": theme.no_layers or None,
        "source": theme.figures_source or None,
        "figures": [asdict(figure) for figure in theme.figures],
    }


def _days(period: Period | None) -> list[str] | None:
    return None if period is None else [period.first.isoformat(), period.last.isoformat()]


def _number(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None
