"""What was chosen, as one sentence: the same in every heading, legend, picture and file."""

from __future__ import annotations

from dataclasses import MISSING, fields, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import shapely

from hotspots.analysis import words as text
from hotspots.analysis.exposure import Expected
from hotspots.analysis.filters import BUURTEN, FILTERS, WHEN, WIJKEN
from hotspots.analysis.measures.density import Smoothed
from hotspots.analysis.measures.emerging import History
from hotspots.analysis.measures.gi_star import Hotspots
from hotspots.analysis.measures.registry import measure_named
from hotspots.analysis.parameters import DividedBy, Earlier
from hotspots.analysis.question import drawn_words
from hotspots.analysis.searches.registry import search_named
from hotspots.dutch import day, enumerated, number, number_in_short

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from hotspots.access.workspace import Workspace
    from hotspots.analysis.answer import Analysis
    from hotspots.analysis.filters import Filter
    from hotspots.analysis.periods import Period
    from hotspots.analysis.question import DrawnArea, Selection
    from hotspots.analysis.searches.search import Finding, Search
    from hotspots.catalog.specs import LayerSpec
    from hotspots.geography.areas import AreaSet, Geography

#: Fields of a selection that have a phrase, or are a part of the phrase of another field.
PHRASED: Final = (
    *(one.field for one in FILTERS), "layer", "level", "measure", "period", "compare_period",
    "drawn", "denominator", "expectation", "minimum_ratio", "side", "cell_m", "bandwidth_m",
    "bandwidth_rule", "kernel", "step", "history_from",
)  # fmt: skip

#: Areas that are named, and never one fewer than there are: a sentence has to fit above a map.
MOST_NAMED: Final = 20
#: Characters, before the days.
_LONGEST_NAME: Final = 120


def analysis_words(workspace: Workspace, analysis: Analysis) -> str:
    """Return what an analysis is about: every choice that its numbers depend on."""
    selection, layer = analysis.selection, analysis.layer
    return _sentence(
        [
            *_what(workspace, layer, selection),
            analysis.measure.label.lower(),
            _level(analysis),
            _expected(analysis),
            text.SIDES[selection.side],
            *_when(analysis),
            *_moments(workspace, layer, selection),
            *_where(workspace.geography, selection),
            *_smoothed(analysis),
            _coarse(workspace, layer, selection),
            *_others(selection, PHRASED),
        ]
    )


def compared_words(workspace: Workspace, one: Analysis, other: Analysis) -> str:
    """Return what two answers that stand beside each other are about, their difference included."""
    wijken = tuple(sorted({*one.selection.wijken, *other.selection.wijken}))
    both = replace(one, selection=replace(one.selection, wijken=wijken))
    phrases = [analysis_words(workspace, both)]
    if other.period != one.period:
        first, last = day(other.period.first), day(other.period.last)
        phrases.append(text.COMPARED.format(first=first, last=last))
    return _sentence(phrases)


def file_name(analysis: Analysis) -> str:
    """Return a name for files of an analysis, which says what was let through: no ending."""
    selection, period = analysis.selection, analysis.period
    level = selection.level
    if analysis.cell_col is not None:
        level = f"cellen{selection.cell_m}"
    parts = [
        selection.layer, *selection.soorten, selection.measure, level, *selection.wijken,
        *selection.buurten, "getekend" if selection.drawn else "",
        *(name for one in WHEN for name in one.in_file_name(selection)),
    ]  # fmt: skip
    # What is many stays out of a name that a disk has to take.
    chosen = "_".join(part for part in parts if part)[:_LONGEST_NAME].rstrip("_")
    return f"{chosen}_{period.first}_{period.last}"


def finding_words(workspace: Workspace, finding: Finding) -> str:
    """Return what a search was about: every choice that its outlines depend on."""
    expected = finding.parameters.get(Expected)
    return _sentence(
        [
            filter_words(
                workspace, finding.layer, finding.selection, finding.period,
                what=search_named(finding.search.method).label.lower(),
            ),
            *_searched(workspace.geography, finding.search),
            *([_compared_with(expected)] if expected is not None else []),
            _precision(workspace, finding.layer),
            *_others(finding.selection, PHRASED),
        ]
    )  # fmt: skip


def filter_words(
    workspace: Workspace, layer: LayerSpec, selection: Selection, period: Period, *, what: str
) -> str:
    """Return which incidents were let through, for an answer that has no measure.

    Parameters
    ----------
    period
        The days that were looked at, which need not be those that were chosen.
    what
        What was made of them, such as a search or a table of months.
    """
    return _sentence(
        [
            *_what(workspace, layer, selection),
            what,
            text.PERIOD.format(first=day(period.first), last=day(period.last)),
            *_moments(workspace, layer, selection),
            *_where(workspace.geography, selection),
        ]
    )


def _sentence(phrases: Iterable[str]) -> str:
    # Pages and paper set plain spaces for any space: so it is the same sentence everywhere.
    return " ".join(text.BETWEEN.join(phrase for phrase in phrases if phrase).split())


def _what(workspace: Workspace, layer: LayerSpec, selection: Selection) -> list[str]:
    kinds = [one for one in FILTERS if one.of == "what"]
    return [layer.label, *(one.phrase(selection, layer, workspace.geography) for one in kinds)]


def _level(analysis: Analysis) -> str:
    level = "cells" if analysis.cell_col is not None else analysis.selection.level
    return text.LEVELS[level].format(size=number(analysis.selection.cell_m))


def _expected(analysis: Analysis) -> str:
    """Return what numbers are divided by or compared with."""
    parameters = analysis.parameters
    expected, divided = parameters.get(Expected), parameters.get(DividedBy)
    if expected is not None:
        hotspots = parameters.get(Hotspots)
        return _compared_with(expected, None if hotspots is None else hotspots.minimum_ratio)
    if divided is None:
        return ""
    template = text.PER_1000 if analysis.measure.per_1000 else text.BY
    return template.format(label=divided.denominator_label, year=divided.denominator_year)


def _compared_with(expected: Expected, minimum_ratio: float | None = None) -> str:
    """Return what a test compares places with, and how much more a hotspot must be."""
    label, year = expected.expectation_label, expected.expectation_year
    phrase = text.BY.format(label=label, year=year) if year else text.BY_LAND.format(label=label)
    if minimum_ratio:
        phrase += text.FROM_RATIO.format(minimum=number_in_short(minimum_ratio))
    return phrase


def _when(analysis: Analysis) -> list[str]:
    """Return the days that were counted, and which others they were compared with."""
    period, parameters = analysis.period, analysis.parameters
    history, earlier = parameters.get(History), parameters.get(Earlier)
    if history is not None:
        phrases = [
            text.HISTORY.format(
                first=day(history.history_from),
                last=day(history.history_to),
                step=text.STEPS[history.step],
            )
        ]
        chosen = analysis.selection.period
        if chosen is not None:
            phrases.append(
                text.CHOSEN_PERIOD.format(first=day(chosen.first), last=day(chosen.last))
            )
        return phrases
    phrases = [text.PERIOD.format(first=day(period.first), last=day(period.last))]
    if earlier is not None:
        first, last = day(earlier.compare_from), day(earlier.compare_to)
        phrases.append(text.COMPARED.format(first=first, last=last))
    return phrases


def _moments(workspace: Workspace, layer: LayerSpec, selection: Selection) -> list[str]:
    """Return the days of the week and the parts of the day that are let through."""
    return [one.phrase(selection, layer, workspace.geography) for one in WHEN]


def _where(geography: Geography, selection: Selection) -> list[str]:
    if not (selection.wijken or selection.buurten or selection.drawn):
        return [text.WHOLE.format(gemeente=geography.gemeente.names[0])]
    return [
        _areas(WIJKEN, geography.wijken, selection.wijken),
        _areas(BUURTEN, geography.buurten, selection.buurten),
        "" if selection.drawn is None else _drawn(selection.drawn),
    ]


def _areas(one: Filter, areas: AreaSet, codes: tuple[str, ...]) -> str:
    if not codes:
        return ""
    names = area_names(areas, codes)
    if len(names) > MOST_NAMED + 1:
        rest = text.AND_OTHERS.format(count=number(len(names) - MOST_NAMED))
        names = [*names[:MOST_NAMED], rest]
    return one.phrases[len(codes) > 1].format(names=enumerated(names))


def area_names(areas: AreaSet, codes: Iterable[str]) -> list[str]:
    """Return the name of each area; with its code where another has the same name."""
    names = dict(zip(areas.codes, areas.names, strict=True))
    every = list(areas.names)
    return [
        names[code]
        if every.count(names[code]) == 1
        else text.SOME_OF.format(name=names[code], code=code)
        for code in codes
    ]


def _drawn(drawn: DrawnArea) -> str:
    middle = shapely.centroid(drawn.outline())
    x, y = round(shapely.get_x(middle)), round(shapely.get_y(middle))
    return text.DRAWN.format(what=drawn_words(drawn), x=x, y=y)


def _smoothed(analysis: Analysis) -> list[str]:
    if not analysis.measure.surface:
        return []
    selection = analysis.selection
    # A rule can have found another radius than was asked.
    smoothed = analysis.parameters.get(Smoothed)
    radius = selection.bandwidth_m if smoothed is None else smoothed.bandwidth_m
    return [
        text.RADIUS[selection.bandwidth_rule].format(radius=number(radius)),
        text.KERNELS[selection.kernel],
    ]


def _coarse(workspace: Workspace, layer: LayerSpec, selection: Selection) -> str:
    """Return how coarse the places are, where that can change the numbers."""
    if measure_named(selection.measure).surface or selection.drawn is not None:
        return _precision(workspace, layer)
    return ""


def _precision(workspace: Workspace, layer: LayerSpec) -> str:
    own = workspace.layer(layer.id)
    if own.sensitive or not own.holds_incidents or workspace.may_see_points(own):
        return ""
    return text.COARSE.format(size=number(own.privacy.finest_cell_m))


def _searched(geography: Geography, search: Search) -> list[str]:
    """Return what was chosen of a search, beside its method; nothing of a default."""
    buurten = geography.buurten
    phrases: dict[str, Callable[[Any], str]] = {
        "radius_m": lambda size: text.SEARCH_RADIUS.format(radius=number(size)),
        "min_points": lambda count: text.MIN_POINTS.format(count=number(count)),
        "reach_days": lambda days: text.REACH_DAYS.format(days=number(days)),
        "manhattan": lambda _: text.MANHATTAN,
        "permutations": lambda count: text.PERMUTATIONS.format(count=number(count)),
        "treated": lambda codes: text.TREATED.format(names=enumerated(area_names(buurten, codes))),
        "control": lambda codes: text.CONTROL.format(names=enumerated(area_names(buurten, codes))),
        "since": lambda since: text.SINCE.format(day=day(since)),
    }
    chosen = _changed(search, ("method",))
    return [
        phrases[name](value) if name in phrases else _other(name, value)
        for name, value in chosen.items()
    ]


def _others(selection: Selection, phrased: Sequence[str]) -> list[str]:
    """Return a phrase for each choice that has none of its own: a new one is never left out."""
    return [_other(name, value) for name, value in _changed(selection, phrased).items()]


def _changed(chosen: Any, but: Sequence[str]) -> dict[str, Any]:  # noqa: ANN401 - a dataclass
    """Return the fields of a value that are not at their default."""
    changed = {}
    for field in fields(chosen):
        value = getattr(chosen, field.name)
        if field.name not in but and field.default is not MISSING and value != field.default:
            changed[field.name] = value
    return changed


def _other(name: str, value: object) -> str:
    if isinstance(value, float):
        value = number(value, 4).rstrip("0").rstrip(",")
    elif isinstance(value, date):
        value = day(value)
    elif isinstance(value, tuple | list):
        value = enumerated([str(part) for part in value])
    elif isinstance(value, bool):
        value = text.YES if value else text.NO
    phrase = text.CHOICES.get(str(value), str(value))
    return text.OTHER.format(label=text.PARAMETERS.get(name, name), value=phrase)
