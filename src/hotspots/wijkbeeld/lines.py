"""The lines of a briefing, one per layer: what is counted, and how it compares, tested together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, TypeVar

import numpy as np

from hotspots.analysis.answer import Verdict
from hotspots.analysis.cube import bounds_in
from hotspots.analysis.judgement import (
    Judged,
    is_compared_in_place,
    is_tested,
    judged_in_place,
    judged_in_time,
    judged_together,
)
from hotspots.analysis.layer_dispersion import layer_dispersion
from hotspots.analysis.periods import (
    Period,
    covered_by,
    time_share,
    whole_quarters,
    year_before,
)
from hotspots.analysis.two_counts import Question, Sides
from hotspots.catalog.specs import FINEST, WHOLE
from hotspots.errors import NothingYetError, SelectionError, StoreError
from hotspots.statistics.rates import PER, SMALLEST_DENOMINATOR, poisson_interval
from hotspots.wijkbeeld.briefing import (
    FEWER,
    MORE,
    NOT_SHOWN,
    UNTESTED,
    Compared,
    LayerLine,
    Soort,
)
from hotspots.wijkbeeld.counted import Counted, InPlace, counted_in, own_period
from hotspots.wijkbeeld.place import DRAWN, WIJKEN

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from hotspots.access.cube import Cube
    from hotspots.access.workspace import Workspace
    from hotspots.catalog.specs import LayerSpec, ThemeSpec
    from hotspots.geography.areas import Geography
    from hotspots.wijkbeeld.place import Place


#: What a comparison is known by.
Name = TypeVar("Name")

#: Why there is no number: the source keeps a part of it to itself.
WITHHELD: Final = "withheld"
#: Whose dispersion the counts of a drawn area are given: it is about as large as one.
_LIKE_DRAWN: Final = "buurten"
_VERDICTS: Final = {Verdict.MORE: MORE, Verdict.FEWER: FEWER, Verdict.NOT_SHOWN: NOT_SHOWN}


@dataclass(frozen=True, slots=True)
class InTime:
    """A count beside that of an earlier period; None where there is none, and ``why_not``."""

    count: int
    period: Period
    earlier: int | None
    before: Period | None
    why_not: str = ""
    dispersion: float = 1.0


@dataclass(frozen=True, slots=True)
class InCity:
    """A count beside that of the rest of the city; ``over`` is what both are divided by.

    ``elsewhere`` is None where the source does not give all of it.
    """

    count: int
    elsewhere: int | None
    over: InPlace | None
    period: Period
    dispersion: float = 1.0


def untested(why_not: str) -> Compared:
    """Return a comparison that was not made, and why."""
    nothing = float("nan")
    return Compared(nothing, nothing, nothing, UNTESTED, nothing, why_not)


def compared_at(judged: Judged, at: int) -> Compared:
    """Return what was judged of one area."""
    if judged.why_not[at]:
        return untested(str(judged.why_not[at]))
    return Compared(
        value=float(judged.ratio[at]),
        lower=float(judged.lower[at]),
        upper=float(judged.upper[at]),
        verdict=_VERDICTS[Verdict(int(judged.verdict[at]))],
        p_adjusted=float(judged.p_adjusted[at]),
        confidence=1.0 - judged.family.level,
        small=bool(judged.small[at]),
    )


def of_place(
    workspace: Workspace, place: Place, layer: LayerSpec, period: Period
) -> tuple[Compared, Compared]:
    """Return how a wijk or a buurt compares with a year earlier, and with the rest of the city."""
    at = workspace.geography.level(place.level).codes.index(place.code)
    in_time = compared_at(judged_in_time(workspace, layer, place.level, period), at)
    if not is_compared_in_place(layer, place.level):
        return in_time, untested("no_denominator")
    return in_time, compared_at(judged_in_place(workspace, layer, place.level, period), at)


def drawn_dispersion(workspace: Workspace, layer: LayerSpec) -> tuple[float, float]:
    """Return the dispersion in place and in time of a layer in a drawn area."""
    dispersion = layer_dispersion(workspace.library, layer, _LIKE_DRAWN)
    return dispersion.place, dispersion.time


def compared_in_time(pairs: Mapping[Name, InTime]) -> dict[Name, Compared]:
    """Compare counts with earlier ones, as a family of their own."""
    questions = {}
    for name, pair in pairs.items():
        why = _no_time(pair)
        share = time_share(pair.period, pair.before) if pair.before is not None else float("nan")
        questions[name] = _question(pair.count, pair.earlier, share, why, pair)
    return {
        name: compared_at(judged, 0)
        for name, judged in judged_together(questions, own=True).items()
    }


def compared_in_city(pairs: Mapping[Name, InCity]) -> dict[Name, Compared]:
    """Compare rates with those of the rest of the city, as a family of their own."""
    questions = {}
    for name, pair in pairs.items():
        why, share = _no_city(pair), float("nan")
        if pair.over is not None:
            share = pair.over.here / (pair.over.here + pair.over.elsewhere)
        questions[name] = _question(pair.count, pair.elsewhere, share, why, pair)
    return {
        name: compared_at(judged, 0)
        for name, judged in judged_together(questions, own=True).items()
    }


def _question(
    here: int, there: int | None, share: float, why_not: str, pair: InTime | InCity
) -> Question:
    """Return one place as a question of one area."""
    sides = Sides(
        here=np.array([here]),
        there=np.array([-1 if there is None else there]),
        shares=np.array([share]),
        dispersion=pair.dispersion,
        why_not=np.array([why_not], dtype=object),
    )
    before = pair.before if isinstance(pair, InTime) else None
    return Question(sides, pair.period, before)


def _no_time(pair: InTime) -> str:
    if pair.earlier is None or pair.before is None:
        return pair.why_not or "no_year_before"
    return "" if pair.count + pair.earlier else "nothing"


def _no_city(pair: InCity) -> str:
    if pair.over is None or not np.isfinite(pair.over.here):
        return "no_denominator"
    if pair.over.here < SMALLEST_DENOMINATOR:
        return "small_denominator"
    if pair.over.elsewhere < SMALLEST_DENOMINATOR:
        return "whole_city"
    if pair.elsewhere is None:
        return WITHHELD
    return "" if pair.count + pair.elsewhere else "nothing"


def cube_line(
    workspace: Workspace, theme: ThemeSpec, layer: LayerSpec, place: Place, period: Period | None
) -> LayerLine:
    """Return the line of a sensitive layer: the fewest and the most there can have been.

    Nothing is tested here: a test of one of the ends would say nothing of what happened.

    Raises
    ------
    SelectionError
        If the layer has nothing in the period.
    AccessError
        If the layer is not for this role.
    StoreError
        If it cannot be read.
    """
    version, cube = workspace.cube(layer)
    covered = covered_by(cube)
    own = own_period(whole_quarters(period) if period else None, covered, layer)
    earlier = year_before(own)
    before = earlier if earlier.first >= covered.first else None
    geography = workspace.geography
    too_fine = _too_fine(cube, place)
    why_not = ("only_gemeente" if cube.level == WHOLE else "too_fine") if too_fine else ""
    here = None if too_fine else _areas(geography, cube, place)
    return LayerLine(
        theme=theme,
        layer=layer,
        version=version,
        period=own,
        before=before,
        count=None,
        earlier=None,
        since_year=untested(why_not or ("no_year_before" if before is None else "rounded")),
        against_city=untested(why_not or "rounded"),
        why_not=why_not,
        minimum=cube.minimum,
        count_ends=_ends(cube, here, own),
        earlier_ends=_ends(cube, here, before),
        wijk_ends=_ends(cube, _wijk_around(geography, cube, place), own) if too_fine else None,
    )


def _too_fine(cube: Cube, place: Place) -> bool:
    return place.level == DRAWN or FINEST.index(place.level) > FINEST.index(cube.level)


def _areas(geography: Geography, cube: Cube, place: Place) -> NDArray[np.bool_]:
    """Return which areas of the cube lie in a place that is no finer: shape (areas,)."""
    inside = np.zeros(len(geography.level(cube.level)), dtype=bool)
    inside[geography.around(cube.level)[place.of_buurten(geography)]] = True
    return inside


def _wijk_around(geography: Geography, cube: Cube, place: Place) -> NDArray[np.bool_] | None:
    """Return the wijk around a buurt among the areas of the cube; None where it has none."""
    if cube.level != "wijken" or not place.wijk_code:
        return None
    return np.isin(geography.wijken.codes, (place.wijk_code,))


def _ends(
    cube: Cube, areas: NDArray[np.bool_] | None, period: Period | None
) -> tuple[int, int] | None:
    """Return the fewest and the most incidents in some areas together in a period."""
    if areas is None or period is None:
        return None
    total = bounds_in(cube, period).pick(areas).sum()
    return int(total.lower), int(total.upper)


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
        if place.level == WIJKEN and "wijk" not in layer.filters:
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
        without = _without(theme, layer, WITHHELD)
        return Draft(replace(without, version=counted.query.version, period=counted.period))
    hidden_before = counted.before is not None and counted.withheld_in(counted.before)
    why_not = "" if tests(layer) else EVENTS
    line = LayerLine(
        theme=theme,
        layer=layer,
        version=counted.query.version,
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
    soorten = []
    for at, name in enumerate(counted.query.rows.soorten):
        earlier = int(then[at]) if then is not None else None
        if now[at] or earlier:
            soorten.append(Soort(name, layer.soorten.get(name, name), int(now[at]), earlier))
    return tuple(sorted(soorten, key=lambda soort: -soort.count))


def _rated(draft: Draft, over: Mapping[str, InPlace]) -> Draft:
    """Return a draft with the rate of the place and of the rest of the city."""
    counted, name = draft.counted, next(iter(draft.line.layer.denominators), None)
    if counted is None or name is None:
        return draft
    denominator = over[name]
    line = replace(
        draft.line,
        denominator=denominator.here,
        denominator_label=denominator.label,
        denominator_year=denominator.year,
        denominator_estimated=denominator.estimated,
        city_rate=_per_thousand(counted.elsewhere, denominator.elsewhere),
    )
    if np.isfinite(_per_thousand(counted.count, denominator.here)):
        lower, upper = poisson_interval(np.array([counted.count]))
        line = replace(
            line,
            rate=_per_thousand(counted.count, denominator.here),
            rate_lower=_per_thousand(float(lower[0]), denominator.here),
            rate_upper=_per_thousand(float(upper[0]), denominator.here),
        )
    return replace(draft, line=line, over=denominator)


def _per_thousand(count: float | None, denominator: float) -> float:
    """Return a rate; NaN without a count, or a denominator that is large enough to carry one."""
    if count is None or not denominator >= SMALLEST_DENOMINATOR:
        return float("nan")
    return count * PER / denominator
