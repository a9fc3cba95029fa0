"""The first page of a report as plain values: the place, the briefing and the figures."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from hotspots.analysis.wijkbeeld.briefing import UNTESTED
from hotspots.analysis.wijkbeeld.place import DRAWN
from hotspots.text import maps as map_text
from hotspots.text import report as text
from hotspots.text.numbers import day, number, times

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from hotspots.access.workspace import Workspace
    from hotspots.analysis.wijkbeeld.briefing import Briefing, Compared, LayerLine, Paragraph

#: Soorten that are named under a line; the rest is "en andere".
_MOST_SOORTEN: Final = 6
_DASH: Final = "–"


def heading(workspace: Workspace, briefing: Briefing, made_on: date) -> dict[str, Any]:
    """Return what stands above a report: which place, when, how many people, how made."""
    place = briefing.place
    told = text.IN_WIJK if place.wijk else text.IN_GEMEENTE
    facts = [(text.PERIOD, map_text.period(briefing.period.first, briefing.period.last))]
    if briefing.before is not None:
        before = map_text.period(briefing.before.first, briefing.before.last)
        facts.append((text.COMPARED, before))
    facts += [
        (
            entry.label[:1].upper() + entry.label[1:],
            _people(entry.count, entry.year, entry.estimated),
        )
        for entry in briefing.population
    ]
    facts += [
        (text.AREA, text.AREA_KM2.format(area=number(briefing.area_km2, 1))),
        (text.MADE_ON, day(made_on)),
    ]
    return {
        "name": place.name,
        "kind": told.format(
            kind=text.KINDS[place.level], wijk=place.wijk, gemeente=workspace.catalog.gemeente.name
        ),
        "badge": map_text.SYNTHETIC_BADGE if briefing.synthetic else "",
        "facts": facts,
    }  # fmt: skip


def _people(count: float, year: int, estimated: bool) -> str:
    if not math.isfinite(count):
        return text.NOT_KNOWN
    told = number(count)
    return text.PEOPLE.format(count=text.ABOUT.format(count=told) if estimated else told, year=year)


def spoken(paragraphs: Iterable[Paragraph]) -> list[dict[str, str]]:
    """Return the briefing, each paragraph with the word that leads it in."""
    return [{"lead": text.LEADS.get(told.id, ""), "text": told.text} for told in paragraphs]


def figures(briefing: Briefing) -> dict[str, Any]:
    """Return the table of figures: a row per layer under its theme, and how to read it."""
    groups: list[dict[str, Any]] = []
    for line in briefing.lines:
        if not groups or groups[-1]["id"] != line.theme.id:
            groups.append({"id": line.theme.id, "theme": line.theme.label, "rows": []})
        groups[-1]["rows"].append(_row(briefing, line))
    return {
        "title": text.FIGURES,
        "columns": list(text.COLUMNS),
        "groups": groups,
        "none": "" if groups else text.NO_FIGURES,
        "explained": [
            text.EXPLAINED,
            text.EXPLAINED_TEST.format(alpha=number(100 * _alpha(briefing.parameters))),
            *_unmapped(briefing),
        ],
    }


def _alpha(parameters: Mapping[str, object]) -> float:
    alpha = parameters.get("alpha", 0.05)
    return float(alpha) if isinstance(alpha, int | float) else 0.05


def _unmapped(briefing: Briefing) -> list[str]:
    themes = ", ".join(theme.label for theme in briefing.unmapped)
    return [text.UNMAPPED.format(themes=themes)] if themes else []


def _row(briefing: Briefing, line: LayerLine) -> dict[str, Any]:
    return {
        "layer": line.layer.label,
        "about": _about(briefing, line),
        "count": line.count_words or _DASH,
        "earlier": line.earlier_words or _DASH,
        "since_year": _compared(line, line.since_year, text.YEAR_VERDICTS),
        "rate": _rate(line),
        "city": number(line.city_rate, 1),
        "against_city": _compared(line, line.against_city, text.CITY_VERDICTS),
        "soorten": _soorten(line),
    }


def _about(briefing: Briefing, line: LayerLine) -> str:
    """Return what must be known beside a line: why it is empty, or what it divides by."""
    told = []
    if line.period is not None and line.period != briefing.period:
        told.append(
            text.OWN_PERIOD.format(period=map_text.period(line.period.first, line.period.last))
        )
    if line.why_not:
        told.append(text.REASONS.get(line.why_not, line.why_not))
    if math.isfinite(line.rate):
        told.append(
            text.DENOMINATOR.format(label=line.denominator_label, year=line.denominator_year)
        )
    about = "; ".join(told)
    if line.why_not == "too_fine" and briefing.place.level != DRAWN:
        about = f"{about}. {_of_wijk(line)}".strip(". ") + "."
    return about[:1].upper() + about[1:]


def _of_wijk(line: LayerLine) -> str:
    """Return what is told of the wijk around a buurt that is too fine for a layer."""
    return text.OF_WIJK.format(count=line.wijk_words).rstrip(".") if line.wijk_words else ""


def _compared(
    line: LayerLine, found: Compared, verdicts: Mapping[str, tuple[str, str]]
) -> dict[str, str]:
    """Return symbol, words and ratio of a comparison, or the reason that there is none."""
    symbol, words = verdicts[found.verdict]
    if found.verdict == UNTESTED:
        # Why there is no count stands in the line already.
        words = "" if not line.counted else text.REASONS.get(found.why_not, words)
    return {"symbol": symbol, "words": words, "times": _times(found)}


def _times(found: Compared) -> str:
    if math.isinf(found.value):
        return text.FROM_NOTHING
    if not math.isfinite(found.value):
        return ""
    return text.TIMES.format(
        value=times(found.value), lower=times(found.lower), upper=times(found.upper)
    )


def _rate(line: LayerLine) -> list[str]:
    """Return a rate and its interval."""
    if not math.isfinite(line.rate):
        return [_DASH, ""]
    rate, lower, upper = (number(at, 1) for at in (line.rate, line.rate_lower, line.rate_upper))
    return [rate, text.INTERVAL.format(lower=lower, upper=upper)]


def _soorten(line: LayerLine) -> str:
    """Return what the total is made of, the largest first."""
    ordered = sorted(line.soorten, key=lambda soort: -soort.count)
    told = [
        (text.SOORT if soort.earlier is None else text.SOORT_EARLIER).format(
            label=soort.label.lower(), count=number(soort.count), earlier=number(soort.earlier or 0)
        )
        for soort in ordered[:_MOST_SOORTEN]
        if soort.count or soort.earlier
    ]
    if not told:
        return ""
    more = [text.MORE_SOORTEN] if len(ordered) > _MOST_SOORTEN else []
    return text.SOORTEN.format(soorten=", ".join([*told, *more])) + "."
