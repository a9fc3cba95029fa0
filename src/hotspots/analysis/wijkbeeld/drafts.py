"""The lines of a briefing before they are tested together: counts, rates and what they rest on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from hotspots.analysis.judgement import is_tested
from hotspots.analysis.wijkbeeld.briefing import LayerLine, Soort
from hotspots.analysis.wijkbeeld.compared import (
    WITHHELD,
    InCity,
    InTime,
    compared_in_city,
    compared_in_time,
    drawn_dispersion,
    of_place,
    untested,
)
from hotspots.analysis.wijkbeeld.counted import counted_in
from hotspots.analysis.wijkbeeld.cube_line import cube_line
from hotspots.errors import NothingYetError, SelectionError, StoreError
from hotspots.statistics.rates import PER, SMALLEST_DENOMINATOR, poisson_interval

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hotspots.access.workspace import Workspace
    from hotspots.analysis.periods import Period
    from hotspots.analysis.wijkbeeld.counted import Counted
    from hotspots.analysis.wijkbeeld.denominators import InPlace
    from hotspots.analysis.wijkbeeld.place import Place
    from hotspots.catalog.specs import LayerSpec, ThemeSpec

EVENTS = "events"


@dataclass(frozen=True, slots=True, eq=False)
class Draft:
    """A line that is not tested yet; ``counted`` is None where the layer gives no incidents."""

    line: LayerLine
    counted: Counted | None = None
    over: InPlace | None = None


def draft_of(
    workspace: Workspace, theme: ThemeSpec, layer: LayerSpec, place: Place, period: Period | None
) -> Draft:
    """Return the line of a layer, with the reason where it has no count."""
    try:
        if layer.sensitive:
            return Draft(cube_line(workspace, theme, layer, place, period))
        if not place.allows(layer):
            return Draft(_without(theme, layer, "too_fine_for_role"))
        if "wijken" in place.filters() and "wijk" not in layer.filters:
            return Draft(_without(theme, layer, "not_by_wijk"))
        return _counted_draft(workspace, theme, layer, place, period)
    except StoreError as error:
        why_not = "nothing_yet" if isinstance(error, NothingYetError) else "unreadable"
        return Draft(_without(theme, layer, why_not))
    except SelectionError:
        return Draft(_without(theme, layer, "no_data"))


def with_rates(drafts: Sequence[Draft], over: Mapping[str, InPlace]) -> list[Draft]:
    """Return the drafts with their rates, by the first denominator of each layer."""
    return [_rated(draft, over) for draft in drafts]


def tested(workspace: Workspace, drafts: Sequence[Draft], place: Place) -> tuple[LayerLine, ...]:
    """Return the lines with what was judged of the place.

    Of a wijk or a buurt that is what every page is given; a drawn area is judged here, its lines
    together.
    """
    if place.drawn is None:
        return tuple(_looked_up(workspace, draft, place) for draft in drafts)
    in_time, in_city = {}, {}
    for draft in drafts:
        line, counted = draft.line, draft.counted
        if counted is None or not tests(line.layer):
            continue
        spread = drawn_dispersion(workspace, line.layer)
        hidden = line.since_year.why_not == WITHHELD
        in_time[line.layer.id] = InTime(
            counted.count,
            counted.period,
            None if hidden else counted.earlier,
            counted.before,
            WITHHELD if hidden else "",
            spread[1],
        )
        in_city[line.layer.id] = InCity(
            counted.count, counted.elsewhere, draft.over, counted.period, spread[0]
        )
    since_year, against_city = compared_in_time(in_time), compared_in_city(in_city)
    return tuple(
        replace(
            draft.line,
            since_year=since_year.get(draft.line.layer.id, draft.line.since_year),
            against_city=against_city.get(draft.line.layer.id, draft.line.against_city),
        )
        for draft in drafts
    )


def _looked_up(workspace: Workspace, draft: Draft, place: Place) -> LayerLine:
    """Return a line with what was judged of a wijk or a buurt; of bounds, at both ends."""
    line = draft.line
    judged = draft.counted is not None or line.count_ends is not None
    if not judged or line.period is None or not is_tested(line.layer, place.level):
        return line
    since_year, against_city = of_place(workspace, place, line.layer, line.period)
    return replace(line, since_year=since_year, against_city=against_city)


def tests(layer: LayerSpec) -> bool:
    """Whether a layer is tested: events are planned, and say nothing by being many."""
    return layer.kind in ("incidents", "counts") and layer.observes != "evenement"


def _without(theme: ThemeSpec, layer: LayerSpec, why_not: str) -> LayerLine:
    return LayerLine(
        theme=theme,
        layer=layer,
        version=None,
        period=None,
        before=None,
        count=None,
        earlier=None,
        since_year=untested(why_not),
        against_city=untested(why_not),
        why_not=why_not,
    )


def _counted_draft(
    workspace: Workspace, theme: ThemeSpec, layer: LayerSpec, place: Place, period: Period | None
) -> Draft:
    counted = counted_in(workspace, place, layer, period)
    if counted.withheld_in(counted.period):
        told = _without(theme, layer, WITHHELD)
        return Draft(replace(told, version=counted.asked.version, period=counted.period))
    hidden_before = counted.before is not None and counted.withheld_in(counted.before)
    why_not = "" if tests(layer) else EVENTS
    line = LayerLine(
        theme=theme,
        layer=layer,
        version=counted.asked.version,
        period=counted.period,
        before=counted.before,
        count=counted.count,
        earlier=None if hidden_before else counted.earlier,
        since_year=untested(WITHHELD if hidden_before else why_not),
        against_city=untested(why_not),
        soorten=_soorten(layer, counted, counted.before if not hidden_before else None),
    )
    return Draft(line, counted)


def _soorten(layer: LayerSpec, counted: Counted, before: Period | None) -> tuple[Soort, ...]:
    """Return the soorten that occur now or a year earlier, most incidents first."""
    if not layer.soorten:
        return ()
    now = counted.per_soort(counted.period)
    then = counted.per_soort(before) if before is not None else None
    found = []
    for at, name in enumerate(counted.asked.incidents.soorten):
        earlier = int(then[at]) if then is not None else None
        if now[at] or earlier:
            found.append(Soort(name, layer.soorten.get(name, name), int(now[at]), earlier))
    return tuple(sorted(found, key=lambda soort: -soort.count))


def _rated(draft: Draft, over: Mapping[str, InPlace]) -> Draft:
    """Return a draft with the rate of the place and of the rest of the city."""
    counted, name = draft.counted, next(iter(draft.line.layer.denominators), None)
    if counted is None or name is None:
        return draft
    found = over[name]
    line = replace(
        draft.line,
        denominator=found.here,
        denominator_label=found.label,
        denominator_year=found.year,
        denominator_estimated=found.estimated,
        city_rate=_per_thousand(counted.elsewhere, found.elsewhere),
    )
    if np.isfinite(_per_thousand(counted.count, found.here)):
        lower, upper = poisson_interval(np.array([counted.count]))
        line = replace(
            line,
            rate=_per_thousand(counted.count, found.here),
            rate_lower=_per_thousand(float(lower[0]), found.here),
            rate_upper=_per_thousand(float(upper[0]), found.here),
        )
    return replace(draft, line=line, over=found)


def _per_thousand(count: float | None, denominator: float) -> float:
    """Return a rate; NaN without a count, or a denominator that is large enough to carry one."""
    if count is None or not denominator >= SMALLEST_DENOMINATOR:
        return float("nan")
    return count * PER / denominator
