"""How much of a denominator is in a place, and in the city around it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, TypeVar

import numpy as np

from hotspots.analysis.counting import withheld_anywhere, withheld_in
from hotspots.analysis.cube import bounds_in, covered_by
from hotspots.analysis.exposure import denominator_inside
from hotspots.analysis.judgement import (
    Judged,
    is_compared_in_place,
    is_tested,
    judged_in_place,
    judged_in_time,
    judged_together,
)
from hotspots.analysis.layer_dispersion import layer_dispersion
from hotspots.analysis.measures.measure import Verdict
from hotspots.analysis.measures.registry import measure_named
from hotspots.analysis.periods import (
    Period,
    covered_period,
    preset,
    require_overlap,
    to_day,
    whole_quarters,
    whole_spans,
    year_before,
)
from hotspots.analysis.query import Query
from hotspots.analysis.settle import settle
from hotspots.analysis.two_counts import Question, Sides, time_share
from hotspots.analysis.where import incidents_where
from hotspots.catalog.specs import FINEST
from hotspots.errors import NothingYetError, SelectionError, StoreError
from hotspots.statistics.rates import PER, SMALLEST_DENOMINATOR, poisson_interval
from hotspots.wijkbeeld.briefing import (
    FEWER,
    MORE,
    NOT_SHOWN,
    UNTESTED,
    Compared,
    LayerLine,
    Population,
    Soort,
)
from hotspots.wijkbeeld.place import DRAWN

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from hotspots.access.cube import Cube
    from hotspots.access.workspace import Workspace
    from hotspots.catalog.specs import LayerSpec, ThemeSpec
    from hotspots.geography.areas import Geography
    from hotspots.wijkbeeld.place import Place


@dataclass(frozen=True, slots=True)
class InPlace:
    """A denominator in a place and in the rest of the city; NaN where it was not published."""

    id: str
    label: str
    year: int
    here: float
    elsewhere: float
    estimated: bool

    def population(self) -> Population:
        """Return how much there is in the place."""
        return Population(self.id, self.label, self.year, self.here, self.estimated)


def denominators_of(workspace: Workspace, place: Place, query: Query | None) -> dict[str, InPlace]:
    """Return every denominator of the home, by id.

    Parameters
    ----------
    asked
        Any question about the place: what is in a drawn area is estimated from where people live.
        Without one, what is in a drawn area is not known.
    """
    geography = workspace.geography
    denominators = {}
    for entry in geography.denominators:
        whole = float(geography.gemeente.denominators[entry.id][0])
        here = _here(workspace, place, entry.id, query)
        denominators[entry.id] = InPlace(
            id=entry.id,
            label=entry.label,
            year=entry.year,
            here=here,
            elsewhere=whole - here if np.isfinite(here) else whole,
            estimated=place.drawn is not None,
        )
    return denominators


def _here(workspace: Workspace, place: Place, name: str, query: Query | None) -> float:
    geography = workspace.geography
    if place.drawn is None:
        areas = geography.level(place.level)
        return float(areas.denominators[name][areas.codes.index(place.code)])
    return denominator_inside(query, name) if query is not None else float("nan")


#: What a wijkbeeld looks at unless someone says otherwise.
DEFAULT_PERIOD = "last_12_months"


@dataclass(frozen=True, slots=True, eq=False)
class Counted:
    """The incidents of a layer that is not sensitive, in a place.

    Attributes
    ----------
    asked
        The question with its rows: those in the place, and those of them in the period.
    before
        The same days a year earlier, of more than a year as many days right before it; None where
        the layer does not reach back to them.
    day : shape (n,)
        Days since 1 January 1970 of the incidents in the place, of all times.
    city_count
        Incidents in the whole city in the period.
    """

    asked: Query
    before: Period | None
    day: NDArray[np.int32]
    city_count: int

    @property
    def period(self) -> Period:
        """What was asked for, as far as the layer has it."""
        return self.asked.period

    @property
    def count(self) -> int:
        """Incidents in the place in the period."""
        return self.count_in(self.period)

    @property
    def earlier(self) -> int | None:
        """Incidents in the place a year earlier."""
        return None if self.before is None else self.count_in(self.before)

    @property
    def elsewhere(self) -> int | None:
        """Incidents in the rest of the city in the period; None where a part is not given."""
        if withheld_anywhere(self.asked.incidents, self.asked.selection, self.period):
            return None
        return self.city_count - self.count

    def count_in(self, period: Period) -> int:
        """Return the incidents in the place in another period."""
        day = self.day
        within = (day >= to_day(period.first)) & (day <= to_day(period.last))
        return int(np.count_nonzero(within))

    def reaches(self, period: Period) -> bool:
        """Whether the layer holds a period to its first day."""
        return period.first >= self.asked.covered.first

    def withheld_in(self, period: Period) -> bool:
        """Whether the source keeps a count of the place in a period to itself."""
        asked = self.asked
        geography = asked.workspace.geography
        return withheld_in(asked.incidents, asked.selection, geography, period)

    def per_soort(self, period: Period) -> NDArray[np.int64]:
        """Return the incidents of each soort in a period, in the order of the incidents."""
        incidents = self.asked.incidents
        rows = self.asked.in_period(period)
        counts: NDArray[np.int64] = np.bincount(
            incidents.soort[rows] + 1, minlength=len(incidents.soorten) + 1
        )
        return counts[1:]


def counted_in(
    workspace: Workspace, place: Place, layer: LayerSpec, period: Period | None
) -> Counted:
    """Count a layer in a place.

    Raises
    ------
    SelectionError
        If the layer has nothing in the period.
    AccessError
        If the layer is sensitive, or too fine in such a place for this role.
    StoreError
        If it cannot be read.
    """
    version, incidents = workspace.incidents(layer)
    covered = covered_period(incidents)
    own = own_period(period, covered, layer)
    settled, layer = settle(place.selection(layer.id, period=own), workspace)
    inside = incidents_where(incidents, settled, workspace.geography)
    in_time = (incidents.day >= to_day(own.first)) & (incidents.day <= to_day(own.last))
    earlier = year_before(own)
    return Counted(
        asked=Query(
            workspace=workspace,
            selection=settled,
            layer=layer,
            measure=measure_named(settled.measure),
            version=version,
            incidents=incidents,
            covered=covered,
            period=own,
            chosen=inside & in_time,
            any_time=inside,
        ),
        before=earlier if earlier.first >= covered.first else None,
        day=incidents.day[inside],
        city_count=int(np.count_nonzero(in_time & (incidents.buurt >= 0))),
    )


def own_period(period: Period | None, covered: Period, layer: LayerSpec) -> Period:
    """Return the days of a period that a layer has, or its last twelve complete months.

    Days after its last one hold no zeros: they are not there yet.

    Raises
    ------
    SelectionError
        If it has none.
    """
    wanted = period or preset(DEFAULT_PERIOD, covered)
    if layer.counted_months > 1:
        wanted = whole_spans(wanted, layer.counted_months)
    return require_overlap(wanted, covered, layer.label).intersection(covered) or wanted


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
    why_not = ("only_gemeente" if cube.level == "gemeente" else "too_fine") if too_fine else ""
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
    buurten = place.of_buurten(geography)
    if cube.level == "buurten":
        return buurten
    return np.isin(geography.level(cube.level).codes, (place.code,))


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
        without = _without(theme, layer, WITHHELD)
        return Draft(replace(without, version=counted.asked.version, period=counted.period))
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
    soorten = []
    for at, name in enumerate(counted.asked.incidents.soorten):
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
