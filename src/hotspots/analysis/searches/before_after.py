"""Before and after a measure, against buurten without it and with a ring for displacement."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from hotspots.analysis.counting import count_areas
from hotspots.analysis.parameters import Parameters
from hotspots.analysis.periods import Period, to_day
from hotspots.analysis.question import selected
from hotspots.analysis.searches.effect import (
    FEW,
    FEW_COUNTS,
    TOGETHER,
    BeforeAfterAnswer,
    Comparison,
    Course,
    effect,
    verdict_of,
)
from hotspots.analysis.searches.search import Outline, SearchKind, finding_of
from hotspots.dutch import day, number
from hotspots.errors import SelectionError
from hotspots.statistics.dispersion import dispersion_in_place

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from numpy.typing import NDArray
    from scipy import sparse

    from hotspots.analysis.query import Query
    from hotspots.analysis.searches.search import Finding, Search
    from hotspots.catalog.specs import LayerSpec


#: How many times as busy a buurt may be as the one it is compared with, and the other way round.
MOST_TIMES: Final = 2.0


@dataclass(frozen=True, slots=True)
class Roles:
    """Positions of the buurten in each part, and of those that each is compared with.

    ``control_alike`` and ``ring_control_alike`` say whether those were about as busy.
    """

    treated: list[int]
    control: list[int]
    ring: list[int]
    ring_control: list[int]
    control_alike: bool
    ring_control_alike: bool


def roles_of(
    level: NDArray[np.int64],
    treated: list[int],
    named: list[int],
    neighbours: sparse.csr_array,
) -> Roles:
    """Return what every buurt is compared with.

    Parameters
    ----------
    level : shape (buurten,)
        Incidents before; from the period before the one that is compared, where it is known, so
        that a control is not chosen for a peak either.
    treated, named
        Where the measure was taken, and which buurten a user compares them with; none where the
        most alike are to be found.
    neighbours : shape (buurten, buurten)
        Which touch.

    Raises
    ------
    SelectionError
        If too few buurten are left.
    """
    touching = np.flatnonzero(neighbours[treated].sum(axis=0))
    ring = [int(at) for at in touching if at not in treated and at not in named]
    free = [at for at in range(len(level)) if at not in {*treated, *ring}]
    control, alike = _compared_with(level, treated, free)
    if named:
        control = named
        alike = _about(level[named].mean(), level[treated].mean())
    ring_control, ring_alike = _compared_with(level, ring, free)
    return Roles(treated, control, ring, ring_control, alike, ring_alike)


def _compared_with(
    level: NDArray[np.int64], wanted: list[int], free: list[int]
) -> tuple[list[int], bool]:
    """Return all free buurten about as busy as one of those wanted; else the nearest, and not."""
    alike = {at: [other for other in free if _about(level[other], level[at])] for at in wanted}
    if all(alike.values()):
        return sorted({other for others in alike.values() for other in others}), True
    return _nearest(level, wanted, free), False


def _about(one: float, other: float) -> bool:
    """Whether two numbers are about the same; one more on both, so that 0 is about 1."""
    times = (float(one) + 1.0) / (float(other) + 1.0)
    return 1.0 / MOST_TIMES <= times <= MOST_TIMES


def _nearest(level: NDArray[np.int64], wanted: list[int], free: Collection[int]) -> list[int]:
    """Return for each wanted buurt another one with the nearest count before.

    The busiest chooses first; of equally near ones the first in the order of the codes is taken.
    """
    left = list(free)
    if len(left) < len(wanted):
        raise SelectionError(
            "Er blijven te weinig buurten over om mee te vergelijken.",
            f"Gevonden: {len(left)}; nodig: {len(wanted)}.",
            "Kies minder buurten met de maatregel.",
        )
    chosen = []
    for at in sorted(wanted, key=lambda at: (-level[at], at)):
        best = min(left, key=lambda other: (abs(level[other] - level[at]), other))
        left.remove(best)
        chosen.append(best)
    return sorted(chosen)


@dataclass(frozen=True, eq=False)
class Buurt(Outline):
    """A buurt with the measure ("treated") or around it ("ring"): incidents before and after."""

    role: str
    code: str
    name: str
    before: int
    after: int

    def tip(self, layer: LayerSpec) -> str:
        """Return what happened in the buurt."""
        del layer
        return ROLE_TIP.format(
            name=self.name,
            role=ROLES[self.role],
            before=number(self.before),
            after=number(self.after),
        )


#: Days on each side of a measure below which seasons and chance are all there is to see.
LEAST_DAYS: Final = 28
#: Days on each side at most: of longer, too much else has changed.
MOST_DAYS: Final = 365
#: Days of a step in which scatter is looked at: longer than a burst lasts.
_STEP_DAYS: Final = 28


@dataclass(frozen=True, slots=True)
class _Windows:
    """Before and after a measure, and what came before that, if the layer reaches so far."""

    earlier: Period | None
    before: Period
    after: Period


@dataclass(frozen=True, slots=True, eq=False)
class _Counts:
    """Incidents per buurt in each window."""

    earlier: NDArray[np.int64] | None
    before: NDArray[np.int64]
    after: NDArray[np.int64]


def find_before_after(query: Query, search: Search, progress: Callable[[float], None]) -> Finding:
    """Answer with the change where a measure was taken, beyond that in buurten like it.

    As many days are compared before the measure as after it, as far as the layer reaches, up to a
    year. The days before those, as many as there are up to as many again, say which buurten were
    about as busy, whether they went the same way, and whether the treated ones were at a peak. The
    buurten around the treated ones are the ring for displacement. A choice of wijken plays no
    part: buurten outside it would count as quiet.

    Raises
    ------
    SelectionError
        If the buurten or the day do not allow a comparison.
    """
    everywhere = replace(query.selection, period=None, wijken=(), buurten=(), drawn=None)
    rows = selected(query.incidents, everywhere, query.workspace.geography)
    query = replace(query, any_time=rows)
    windows = _windows(query, search)
    counts = _counts(query, windows)
    roles = _roles(query, search, counts)
    progress(1.0)
    buurten = query.workspace.geography.buurten
    comparison = _comparison(query, search, roles, windows)
    return finding_of(
        replace(query, period=Period(windows.before.first, windows.after.last)),
        search,
        Buurt,
        Parameters((comparison,)),
        outlines=tuple(
            Buurt(
                ring=_outline(buurten.polygons[at]),
                role=role,
                code=buurten.codes[at],
                name=buurten.names[at],
                before=int(counts.before[at]),
                after=int(counts.after[at]),
            )
            for role, places in (("treated", roles.treated), ("ring", roles.ring))
            for at in places
        ),
        summary=(
            _answer(
                roles,
                counts,
                windows,
                dispersion=comparison.dispersion,
                control_names=tuple(buurten.names[at] for at in roles.control),
            ),
        ),
    )


def _answer(
    roles: Roles,
    counts: _Counts,
    windows: _Windows,
    *,
    dispersion: float,
    control_names: tuple[str, ...],
) -> BeforeAfterAnswer:
    """Return three answers, each with its own interval.

    References
    ----------
    As `hotspots.statistics.change.relative_change`.
    """

    def course(places: list[int]) -> Course:
        earlier = None if counts.earlier is None else int(counts.earlier[places].sum())
        before, after = int(counts.before[places].sum()), int(counts.after[places].sum())
        return Course(earlier, before, after)

    there, there_control = course(roles.treated), course(roles.control)
    around, around_control = course(roles.ring), course(roles.ring_control)
    both = course([*roles.treated, *roles.ring])
    both_control = course(sorted({*roles.control, *roles.ring_control}))
    alike = roles.control_alike
    shown = (there, there_control, *((around, around_control) if roles.ring else ()))
    return BeforeAfterAnswer(
        there=effect(there, there_control, alike=alike, dispersion=dispersion),
        around=effect(
            around, around_control, alike=roles.ring_control_alike, dispersion=dispersion
        ),
        both=effect(both, both_control, alike=alike, dispersion=dispersion),
        before=windows.before,
        after=windows.after,
        few=any(min(one.pair) < FEW for one in shown),
        has_ring=bool(roles.ring),
        control_names=control_names,
    )


def _windows(query: Query, search: Search) -> _Windows:
    """Return as many days before the measure as after it, and the days before those or None."""
    since, covered = search.since, query.covered
    days = 0
    if since is not None:
        days = min((since - covered.first).days, (covered.last - since).days + 1, MOST_DAYS)
    if since is None or days < LEAST_DAYS:
        raise SelectionError(
            "De dag waarop de maatregel begon, laat geen vergelijking toe.",
            f"Gevonden: {'geen dag' if since is None else f'{since:%d-%m-%Y}'}; in de laag: "
            f"{covered.first:%d-%m-%Y} t/m {covered.last:%d-%m-%Y}.",
            f"Kies een dag met ten minste {LEAST_DAYS} dagen ervoor en erna.",
        )
    span, one = timedelta(days=days), timedelta(days=1)
    before = Period(since - span, since - one)
    first = max(before.first - span, covered.first)
    long_enough = (before.first - first).days >= LEAST_DAYS
    return _Windows(
        earlier=Period(first, before.first - one) if long_enough else None,
        before=before,
        after=Period(since, since + span - one),
    )


def _counts(query: Query, windows: _Windows) -> _Counts:
    buurten = len(query.workspace.geography.buurten)

    def count(window: Period) -> NDArray[np.int64]:
        return count_areas(query.incidents, query.in_period(window), "buurten", buurten)

    return _Counts(
        earlier=count(windows.earlier) if windows.earlier else None,
        before=count(windows.before),
        after=count(windows.after),
    )


def _roles(query: Query, search: Search, counts: _Counts) -> Roles:
    codes = query.workspace.geography.buurten.codes
    treated = _positions(search.treated, codes, "met de maatregel")
    control = _positions(search.control, codes, "om mee te vergelijken") if search.control else []
    both = sorted(set(treated) & set(control))
    if both:
        raise SelectionError(
            "Een buurt kan niet tegelijk de maatregel hebben en de vergelijking zijn.",
            f"Gevonden: {codes[both[0]]}.",
            "Laat haar bij een van beide weg.",
        )
    level = counts.before if counts.earlier is None else counts.earlier
    return roles_of(level, treated, control, query.workspace.library.neighbours)


def _positions(wanted: tuple[str, ...], codes: tuple[str, ...], what: str) -> list[int]:
    unknown = [code for code in wanted if code not in codes]
    if unknown or not wanted:
        raise SelectionError(
            f"De buurten {what} kloppen niet.",
            f"Gevonden: {unknown[0] if unknown else 'geen'}.",
            "Kies een of meer buurten van deze gemeente.",
        )
    return sorted(codes.index(code) for code in set(wanted))


def _outline(polygon: Any) -> NDArray[np.float64]:  # noqa: ANN401 - shapely has no types
    """Return the outer border of the largest piece of an area."""
    pieces = shapely.get_parts(polygon)
    largest = pieces[int(np.argmax(shapely.area(pieces)))]
    corners: NDArray[np.float64] = shapely.get_coordinates(shapely.get_exterior_ring(largest))[:-1]
    return corners


def _comparison(query: Query, search: Search, roles: Roles, windows: _Windows) -> Comparison:
    codes = query.workspace.geography.buurten.codes
    earlier, before, after = windows.earlier, windows.before, windows.after
    return Comparison(
        since=after.first,
        days=before.days,
        before_from=before.first,
        after_to=after.last,
        earlier_from=earlier.first if earlier else None,
        treated=tuple(codes[at] for at in roles.treated),
        control=tuple(codes[at] for at in roles.control),
        control_chosen="named" if search.control else "about as busy before",
        control_alike=roles.control_alike,
        ring=tuple(codes[at] for at in roles.ring),
        ring_control=tuple(codes[at] for at in roles.ring_control),
        ring_control_alike=roles.ring_control_alike,
        dispersion=round(_dispersion(query, earlier or before, before), 3),
        confidence=0.95,
    )


def _dispersion(query: Query, first: Period, last: Period) -> float:
    """Return how much more buurten vary than chance before the measure, in steps of four weeks."""
    begin, end = to_day(first.first), to_day(last.last) + 1
    steps = (end - begin) // _STEP_DAYS
    incidents = query.incidents
    rows = query.any_time & (incidents.day >= begin) & (incidents.day < begin + steps * _STEP_DAYS)
    buurten = len(query.workspace.geography.buurten)
    place = incidents.buurt[rows].astype(np.int64)
    step = (incidents.day[rows].astype(np.int64) - begin) // _STEP_DAYS
    table = np.bincount(place * steps + step, minlength=buurten * steps)
    return dispersion_in_place(table.reshape(buurten, steps))


#: Names of buurten in a sentence; a file has the codes of all.
_MOST_NAMED: Final = 4
TREATED: Final = (
    "Met de maatregel gingen de {plural} van {before} naar {after}; ter vergelijking van "
    "{control_before} naar {control_after}."
)
DISPLACED: Final = "In de buurten eromheen: van {before} naar {after}. {verdict}"
AND_MORE: Final = "{names} en nog {count}"
COMPARED_WITH: Final = "Vergeleken met: {names}."
ROLE_TIP: Final = "{name} ({role}): van {before} naar {after}"
CHOSEN: Final = "Vanaf {since}, {days} dagen ervoor en erna."


def before_after_sentences(finding: Finding) -> tuple[str, ...]:
    """Return what happened with the measure and elsewhere, and whether that is beyond chance."""
    answer = finding.summary.require(BeforeAfterAnswer)
    there, around = answer.there, answer.around
    said = [
        TREATED.format(
            before=number(there.pair.before),
            after=number(there.pair.after),
            control_before=number(there.control.before),
            control_after=number(there.control.after),
            plural=finding.layer.noun_plural,
        ),
        verdict_of(there),
    ]
    if answer.has_ring:
        pair = {"before": number(around.pair.before), "after": number(around.pair.after)}
        said += [
            DISPLACED.format(**pair, verdict=verdict_of(around)),
            TOGETHER.format(verdict=verdict_of(answer.both)),
        ]
    said.append(_control_in_words(answer.control_names))
    if answer.few:
        said.append(FEW_COUNTS.format(few=FEW))
    return tuple(said)


def _control_in_words(names: Sequence[str]) -> str:
    first = ", ".join(names[:_MOST_NAMED])
    if len(names) > _MOST_NAMED:
        first = AND_MORE.format(names=first, count=number(len(names) - _MOST_NAMED))
    return COMPARED_WITH.format(names=first)


def before_after_chosen(finding: Finding) -> str:
    """Return when the measure began, and how many days are compared: the line in a legend."""
    comparison = finding.parameters.require(Comparison)
    return CHOSEN.format(since=day(comparison.since), days=number(comparison.days))


BEFORE_AFTER: Final = SearchKind(
    id="before_after",
    label="Voor en na een maatregel",
    explanation=(
        "Hoeveel {plural} er minder of meer zijn in buurten met een maatregel dan te verwachten "
        "was, als het er in verhouding net zo was gegaan als in buurten zonder, die ervoor "
        "ongeveer even druk waren; en hetzelfde voor de buurten eromheen. Het interval is het "
        "ruimste van twee: vergeleken met de periode ervoor, en met de periode daar weer voor. "
        "Wie buurten kiest omdat het er druk is, kiest ook toeval, en dat daalt vanzelf. Een "
        "verschil buiten het interval is geen bewijs dat de maatregel het deed: er kan meer "
        "veranderd zijn."
    ),
    find=find_before_after,
    sentences=before_after_sentences,
    chosen=before_after_chosen,
    in_cells=False,
)

ROLES: Final = {"treated": "met de maatregel", "ring": "eromheen"}
