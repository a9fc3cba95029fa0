"""Commands that write the wijkbeeld on paper, or say it as numbers."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

from hotspots.access.taking import note_seen
from hotspots.access.workspace import open_workspace
from hotspots.analysis.metadata import today
from hotspots.analysis.wijkbeeld.make import briefing as briefing_of
from hotspots.analysis.wijkbeeld.place import place_named
from hotspots.analysis.wijkbeeld.sentences import briefing_sentences
from hotspots.cli.answering import period_of
from hotspots.cli.progress import bar
from hotspots.drawing.report.paper import atlas_bytes, report_bytes
from hotspots.drawing.report.phone_page import phone_page
from hotspots.errors import SelectionError, SettingsError
from hotspots.text import command_line as text
from hotspots.text import report as report_text

if TYPE_CHECKING:
    from argparse import Namespace
    from pathlib import Path

    from hotspots.access.workspace import Workspace
    from hotspots.analysis.periods import Period
    from hotspots.analysis.wijkbeeld.briefing import (
        Briefing,
        Compared,
        EventDay,
        HotPlace,
        LayerDetail,
        LayerLine,
        OpenZone,
    )  # fmt: skip

_PDF, _HTML = ".pdf", ".html"


def report_(asked: Namespace) -> int:
    """Write the wijkbeeld of a place or the atlas of all wijken, or print what is in it."""
    _require_answerable(asked)
    workspace = open_workspace(asked.home)
    period = period_of(asked.first, asked.last, "--from", "--to")
    made_on = asked.made_on or today()
    if asked.every:
        document = atlas_bytes(workspace, period, made_on=made_on, progress=bar(text.REPORT))
        return _written(asked.out, document)
    found = briefing_of(workspace, place_named(workspace, asked.place), period, bar(text.REPORT))
    if asked.json:
        _note_seen(workspace, found)
        print(json.dumps(as_json(found), ensure_ascii=False))
    if asked.out is not None:
        make = phone_page if asked.out.suffix.lower() == _HTML else report_bytes
        document = make(workspace, found, layer=asked.layer, made_on=made_on)
        return _written(asked.out, document, quietly=asked.json)
    return 0


def _require_answerable(asked: Namespace) -> None:
    """Stop before the work is done for nothing."""
    if (asked.place is None) != asked.every or (asked.out is None and not asked.json):
        raise SelectionError(
            report_text.NOT_ASKED, report_text.NOT_ASKED_FOUND, report_text.NOT_ASKED_DO
        )
    expected = (_PDF,) if asked.every else (_PDF, _HTML)
    if asked.out is not None and asked.out.suffix.lower() not in expected:
        raise SelectionError(
            report_text.WRONG_ENDING.format(name=asked.out.name),
            report_text.WRONG_ENDING_FOUND.format(
                found=asked.out.suffix or report_text.NO_ENDING, expected=", ".join(expected)
            ),
            report_text.WRONG_ENDING_DO,
        )


def _written(path: Path, document: bytes, *, quietly: bool = False) -> int:
    try:
        path.write_bytes(document)
    except OSError as error:
        raise SettingsError(
            report_text.NO_FILE.format(path=path),
            report_text.NO_FILE_FOUND.format(error=error.strerror or error),
            report_text.NO_FILE_DO,
        ) from error
    if not quietly:
        print(text.WRITTEN.format(path=path))
    return 0


def _note_seen(workspace: Workspace, found: Briefing) -> None:
    for line in found.lines:
        asked = found.place.selection(line.layer.id, period=line.period)
        note_seen(workspace, line.layer.id, asked.to_dict())


def as_json(found: Briefing) -> dict[str, Any]:
    """Return a briefing as one object of plain values; a number that is not there is null."""
    place = found.place
    return {
        "place": {
            "level": place.level, "code": place.code, "name": place.name, "wijk": place.wijk,
        },
        "period": _days(found.period),
        "compared_with": _days(found.before),
        "last_month": _days(found.last_month),
        "synthetic": found.synthetic,
        "sentences": [
            {"id": told.id, "text": told.text, "layers": list(told.layers)}
            for told in briefing_sentences(found)
        ],
        "lines": [_line(line) for line in found.lines],
        "details": {name: _detail(detail) for name, detail in found.details.items()},
        "zones": [_zone(zone) for zone in found.zones],
        "events": [_event(event) for event in found.events],
        "events_known": found.events_known,
        "population": [
            {"id": entry.id, "year": entry.year, "count": _number(entry.count)}
            for entry in found.population
        ],
        "area_km2": found.area_km2,
        "notes": [note.text for note in found.notes],
    }  # fmt: skip


def _line(line: LayerLine) -> dict[str, Any]:
    return {
        "theme": line.theme.id,
        "layer": line.layer.id,
        "version": line.version.name if line.version is not None else None,
        "period": _days(line.period),
        "compared_with": _days(line.before),
        "count": line.count,
        "earlier": line.earlier,
        "since_year": _compared(line.since_year),
        "per_1000": _number(line.rate),
        "per_1000_lower": _number(line.rate_lower),
        "per_1000_upper": _number(line.rate_upper),
        "city_per_1000": _number(line.city_rate),
        "against_city": _compared(line.against_city),
        "denominator": line.denominator_label,
        "denominator_year": line.denominator_year or None,
        "why_not": line.why_not,
        "incomplete": line.incomplete,
        "soorten": [
            {"soort": soort.id, "count": soort.count, "earlier": soort.earlier}
            for soort in line.soorten
        ],
    }


def _compared(found: Compared) -> dict[str, Any]:
    return {
        "verdict": found.verdict,
        "ratio": _number(found.value),
        "lower": _number(found.lower),
        "upper": _number(found.upper),
        "p_adjusted": _number(found.p_adjusted),
        "why_not": found.why_not,
    }


def _detail(detail: LayerDetail) -> dict[str, Any]:
    return {
        "hot_places": [_hot(hot) for hot in detail.places],
        "busy_windows": [
            {
                "days": list(window.days), "from_hour": window.first, "until_hour": window.until,
                "weight": _number(window.weight), "expected": _number(window.expected),
            }
            for window in detail.windows
        ],
    }  # fmt: skip


def _hot(hot: HotPlace) -> dict[str, Any]:
    return {
        "where": hot.handle, "buurt": hot.buurt, "count": hot.count, "new": hot.new,
        "cells": [cell.code for cell in hot.cells],
    }  # fmt: skip


def _zone(zone: OpenZone) -> dict[str, Any]:
    return {
        "layer": zone.layer, "where": zone.handle or zone.buurt, "since": zone.since.isoformat(),
        "until": zone.until.isoformat(), "count": zone.count, "radius_m": zone.radius_m,
    }  # fmt: skip


def _event(event: EventDay) -> dict[str, Any]:
    return {
        "layer": event.layer, "name": event.name, "where": event.where,
        "first": event.first.isoformat(), "last": event.last.isoformat(),
        "visitors": event.visitors, "distance_m": _number(event.distance_m),
    }  # fmt: skip


def _days(period: Period | None) -> list[str] | None:
    return None if period is None else [period.first.isoformat(), period.last.isoformat()]


def _number(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None
