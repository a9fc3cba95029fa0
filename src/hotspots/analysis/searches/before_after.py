"""Before and after a measure in three answers: there, around it, and both together.

Each is a change beyond that of buurten without the measure; around it is where what happened may
have moved to.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import numpy as np

from hotspots.analysis.answer import Outline
from hotspots.analysis.counting import count_areas
from hotspots.analysis.parameters import Parameters, Part
from hotspots.analysis.periods import Period, to_day
from hotspots.analysis.question import selected
from hotspots.analysis.searches.comparable import Roles, roles_of
from hotspots.analysis.searches.search import SearchKind, finding_of
from hotspots.dutch import day, number, signed
from hotspots.errors import SelectionError
from hotspots.geography.areas import outer_border
from hotspots.statistics.change import BeforeAfter, relative_change, widest
from hotspots.statistics.dispersion import dispersion_in_place

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from hotspots.analysis.answer import Finding
    from hotspots.analysis.query import Query
    from hotspots.analysis.question import Search
    from hotspots.catalog.specs import LayerSpec


#: Incidents below which the limits of an interval, which are normal ones, are coarse.
FEW: Final = 5
#: Why there is no verdict: the layer begins too late to tell what went before; no buurten were
#: about as busy; those that were went another way before the measure.
NO_EARLIER: Final = "no_earlier"
NOT_ALIKE: Final = "not_alike"
OTHER_WAY: Final = "other_way"


@dataclass(frozen=True, slots=True)
class Course:
    """Incidents in some buurten, in three periods after each other; ``earlier`` may be unknown."""

    earlier: int | None
    before: int
    after: int

    @property
    def pair(self) -> BeforeAfter:
        """Before and after."""
        return BeforeAfter(self.before, self.after)


@dataclass(frozen=True, slots=True)
class Effect:
    """A change beyond that of the areas it is compared with.

    Attributes
    ----------
    course, control_course
        Incidents in each period, there and where nothing was done.
    expected
        Incidents after, had they changed in proportion to the control.
    ratio
        Incidents after over expected.
    lower, upper
        Interval of 95 % around it, the widest of two: from the period before, and from the one
        before that.
    why_not
        Why there is no verdict: `NO_EARLIER`, `NOT_ALIKE` or `OTHER_WAY`; empty where there is.
    by_itself
        Whether the period before alone would have shown a difference, and the one before that
        does not: the areas may have been at a peak by chance.
    """

    course: Course
    control_course: Course
    expected: float
    ratio: float
    lower: float
    upper: float
    why_not: str = ""
    by_itself: bool = False

    @property
    def pair(self) -> BeforeAfter:
        """Before and after, there."""
        return self.course.pair

    @property
    def control(self) -> BeforeAfter:
        """Before and after, where nothing was done."""
        return self.control_course.pair

    @property
    def difference(self) -> float:
        """Incidents more (below 0: fewer) than expected."""
        return self.pair.after - self.expected

    @property
    def shown(self) -> int:
        """Return -1 where there are fewer than chance explains, 1 where there are more, else 0."""
        return 0 if self.why_not else int(self.lower > 1) - int(self.upper < 1)


@dataclass(frozen=True)
class BeforeAfterAnswer(Part):
    """What a measure did where it was taken, what happened around it, and both together.

    Attributes
    ----------
    few
        Whether some counts are so small that the intervals are coarse.
    has_ring
        Whether there are buurten around it at all.
    control_names
        The buurten it is compared with.
    """

    there: Effect
    around: Effect
    both: Effect
    before: Period
    after: Period
    few: bool
    has_ring: bool
    control_names: tuple[str, ...]

    def to_dict(self) -> dict[str, object]:
        """Return the incidents of each part in each period, and what came of them, for JSON."""
        courses = {
            "treated": self.there.course,
            "control": self.there.control_course,
            "ring": self.around.course,
            "ring_control": self.around.control_course,
            "both": self.both.course,
            "both_control": self.both.control_course,
        }
        effects = {"there": self.there, "around": self.around, "both": self.both}
        return {
            **{
                f"{name}_{window}": count
                for name, course in courses.items()
                for window, count in asdict(course).items()
            },
            **{
                f"{name}_{figure}": value
                for name, effect in effects.items()
                for figure, value in (
                    ("expected", round(effect.expected, 1)),
                    ("ratio", effect.ratio),
                    ("lower", effect.lower),
                    ("upper", effect.upper),
                    ("no_verdict", effect.why_not or None),
                )
            },
            "control_names": list(self.control_names),
        }


@dataclass(frozen=True)
class Comparison(Part):
    """What was compared with what; buurten by their codes.

    Attributes
    ----------
    since, days
        When the measure began, and how many days before and after it are compared.
    earlier_from
        Where the days before those begin; None where the layer does not reach so far.
    control_alike, ring_control_alike
        Whether the buurten that are compared with were about as busy.
    """

    since: date
    days: int
    before_from: date
    after_to: date
    earlier_from: date | None
    treated: tuple[str, ...]
    control: tuple[str, ...]
    control_chosen: str
    control_alike: bool
    ring: tuple[str, ...]
    ring_control: tuple[str, ...]
    ring_control_alike: bool
    dispersion: float
    confidence: float


def effect(treated: Course, control: Course, *, alike: bool, dispersion: float = 1.0) -> Effect:
    """Return how one area changed beyond another.

    Parameters
    ----------
    treated, control
        Where something was done, and where not.
    alike
        Whether the control was about as busy.
    dispersion
        Of the layer.

    Examples
    --------
    From 200 to 80, where it went from 200 to 160 elsewhere; in the year before, 190 and 210.

    >>> found = effect(Course(190, 200, 80), Course(210, 200, 160), alike=True)
    >>> found.expected, found.ratio, found.shown
    (160.0, 0.5, -1)
    """
    change = relative_change(treated.pair, control.pair, dispersion=dispersion)
    why_not, by_itself = "" if alike else NOT_ALIKE, False
    if treated.earlier is None or control.earlier is None:
        why_not = NO_EARLIER
    else:
        earlier = treated.earlier, control.earlier
        course = relative_change(
            BeforeAfter(earlier[0], treated.before),
            BeforeAfter(earlier[1], control.before),
            dispersion=dispersion,
        )
        long_ago = relative_change(
            BeforeAfter(earlier[0], treated.after),
            BeforeAfter(earlier[1], control.after),
            dispersion=dispersion,
        )
        if not why_not and not course.lower <= 1.0 <= course.upper:
            why_not = OTHER_WAY
        alone, change = change, widest(change, long_ago)
        by_itself = not alone.lower <= 1.0 <= alone.upper and change.lower <= 1.0 <= change.upper
    return Effect(
        course=treated,
        control_course=control,
        expected=change.expected,
        ratio=change.ratio,
        lower=change.lower,
        upper=change.upper,
        why_not=why_not,
        by_itself=by_itself and not why_not,
    )


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
    rows &= query.incidents.known_at("buurten")
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
                ring=outer_border(buurten.polygons[at]),
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


FEWER: Final = (
    "Het zijn er {size} minder dan verwacht: {change} % (95 %: {low} tot {high} %). Dat is meer "
    "dan toeval verklaart."
)
MORE: Final = (
    "Het zijn er {size} meer dan verwacht: {change} % (95 %: {low} tot {high} %). Dat is meer dan "
    "toeval verklaart."
)
NO_EFFECT: Final = (
    "Geen aantoonbaar effect: het verschil met de verwachting is {change} % (95 %: {low} tot "
    "{high} %)."
)
BY_ITSELF: Final = (
    "Vergeleken met alleen de periode ervoor lijkt er een verschil, maar niet met de periode daar "
    "weer voor: het kan er toevallig net druk of rustig zijn geweest."
)
TOGETHER: Final = "Alles bij elkaar, met de buurten eromheen. {verdict}"
FEW_COUNTS: Final = (
    "Sommige aantallen zijn kleiner dan {few}. Lees het interval dan als een grove schatting."
)
#: Why there is no verdict.
NO_VERDICT: Final = {
    "no_earlier": (
        "Geen oordeel: de laag begint te laat om te zien of de buurten ervoor gelijk op gingen, en "
        "of het er niet toevallig net druk was."
    ),
    "not_alike": (
        "Geen oordeel: er zijn geen buurten om mee te vergelijken die ervoor ongeveer even druk "
        "waren (de helft tot het dubbele)."
    ),
    "other_way": (
        "Geen oordeel: vóór de maatregel ging het in de buurten om mee te vergelijken al een "
        "andere kant op."
    ),
}
#: Names of buurten in a sentence; a file has the codes of all.
_MOST_NAMED: Final = 4
TREATED: Final = (
    "Met de maatregel gingen de {plural} van {before} naar {after}; ter vergelijking van "
    "{control_before} naar {control_after}."
)
DISPLACED: Final = "In de buurten eromheen: van {before} naar {after}. {verdict}"
AND_MORE: Final = "{names} en nog {count}"
COMPARED_WITH: Final = "Vergeleken met: {names}."
ROLES: Final = {"treated": "met de maatregel", "ring": "eromheen"}
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


def verdict_of(effect: Effect) -> str:
    """Return whether a change goes beyond chance, with its interval; or why nobody can say."""
    if effect.why_not:
        return NO_VERDICT[effect.why_not]
    template = {-1: FEWER, 1: MORE, 0: NO_EFFECT}[effect.shown]
    text = template.format(
        size=number(abs(effect.difference)),
        change=_percent(effect.ratio),
        low=_percent(effect.lower),
        high=_percent(effect.upper),
    )
    return f"{text} {BY_ITSELF}" if effect.by_itself else text


def _percent(ratio: float) -> str:
    """Return a ratio as percent more or fewer; near 0 with a decimal, for its side counts."""
    percent = 100.0 * (ratio - 1.0)
    return signed(percent, 1 if abs(percent) < 1.0 else 0)


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
