"""A briefing as plain values, for `hotspots report --json`: what is not known is None, never 0."""

from __future__ import annotations

import math
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from hotspots.analysis.wijkbeeld.sentences import briefing_sentences

if TYPE_CHECKING:
    from datetime import date

    from hotspots.analysis.periods import Period
    from hotspots.analysis.wijkbeeld.briefing import (
        Briefing,
        Compared,
        LayerDetail,
        LayerLine,
        MonthNews,
    )
    from hotspots.catalog.specs import ThemeSpec


def briefing_json(told: Briefing) -> dict[str, Any]:
    """Return a briefing as values that JSON knows, by name."""
    place = told.place
    return {
        "place": {
            "level": place.level,
            "code": place.code,
            "name": place.name,
            "wijk": place.wijk or None,
            "area_km2": told.area_km2,
        },
        "period": _days(told.period),
        "before": _days(told.before),
        "last_month": _days(told.last_month),
        "synthetic": told.synthetic,
        "sentences": [asdict(paragraph) for paragraph in briefing_sentences(told)],
        "population": [_finite(asdict(entry)) for entry in told.population],
        "layers": [_line(line) | _detail(told.details.get(line.layer.id)) for line in told.lines],
        "zones": [_finite(asdict(zone)) for zone in told.zones],
        "no_zones": dict(told.zones_silent),
        "events": [_finite(asdict(event)) for event in told.events] if told.events_known else None,
        "figures": [_figures(theme) for theme in told.unmapped],
        "notes": [note.text for note in told.notes],
        "parameters": dict(told.parameters),
    }


def _line(line: LayerLine) -> dict[str, Any]:
    return {
        "layer": line.layer.id,
        "theme": line.theme.id,
        "label": line.layer.label,
        "version": line.version.name if line.version is not None else None,
        "period": _days(line.period),
        "before": _days(line.before),
        "count": line.count,
        "earlier": line.earlier,
        "why_not": line.why_not or None,
        "minimum": line.minimum or None,
        "incomplete": line.incomplete,
        "wijk_count": line.wijk_count,
        "since_year": _compared(line.since_year),
        "against_city": _compared(line.against_city),
        "soorten": [asdict(soort) for soort in line.soorten],
        **_finite(
            {
                "rate": line.rate,
                "rate_lower": line.rate_lower,
                "rate_upper": line.rate_upper,
                "city_rate": line.city_rate,
                "denominator": line.denominator,
            }
        ),
        "denominator_label": line.denominator_label or None,
        "denominator_year": line.denominator_year or None,
        "denominator_estimated": line.denominator_estimated,
    }


def _detail(detail: LayerDetail | None) -> dict[str, Any]:
    if detail is None:
        return {"hot_cells": None, "windows": None, "news": None}
    return {
        "hot_cells": [_finite(asdict(cell)) for cell in detail.cells] if detail.in_cells else None,
        "windows": [asdict(window) for window in detail.windows],
        "news": _news(detail.news),
    }


def _news(news: MonthNews | None) -> dict[str, Any] | None:
    if news is None:
        return None
    return {
        "month": _days(news.month),
        "count": news.count,
        "before": news.before,
        "since_month": _compared(news.since_month),
        "year_ago": news.year_ago,
        "since_year": _compared(news.since_year),
    }


def _figures(theme: ThemeSpec) -> dict[str, Any]:
    return {
        "theme": theme.id,
        "why_no_map": theme.no_layers or None,
        "source": theme.figures_source or None,
        "figures": [asdict(figure) for figure in theme.figures],
    }


def _compared(found: Compared) -> dict[str, Any]:
    return _finite(asdict(found)) | {"why_not": found.why_not or None}


def _finite(values: dict[str, Any]) -> dict[str, Any]:
    """Return values with days as text, and None for numbers that JSON has no word for."""
    return {name: _plain(value) for name, value in values.items()}


def _plain(value: Any) -> Any:  # noqa: ANN401 - whatever a briefing holds
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value.isoformat() if hasattr(value, "isoformat") else value


def _days(period: Period | None) -> list[str] | None:
    return None if period is None else [_day(period.first), _day(period.last)]


def _day(moment: date) -> str:
    return moment.isoformat()
