"""An area against the rest of the municipality, and against an earlier period: judged once.

Every page, file and command that says of an area that it has more or fewer looks it up here, so
that none of them can say otherwise. What is judged together is a family: all areas of a level, for
all layers of the home that can be tested, whatever a role may see of them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final
from weakref import WeakKeyDictionary

import numpy as np

from hotspots.access.cache import Cache
from hotspots.access.library import judged_version
from hotspots.access.permission import levels_of
from hotspots.analysis.answer import Verdict
from hotspots.analysis.chance_words import MORE_NOTE, share_of
from hotspots.analysis.counting import count_areas
from hotspots.analysis.exposure import small_denominators
from hotspots.analysis.layer_dispersion import layer_dispersion
from hotspots.analysis.parameters import Part
from hotspots.analysis.periods import EQUAL
from hotspots.analysis.question import FILTERS, areas_selected, everywhere, selected, without_places
from hotspots.analysis.two_counts import (
    Question,
    Sides,
    counts_in_place,
    counts_in_time,
    earlier_days,
    sides_in_place,
    sides_in_time,
    without_earlier,
    without_hidden,
)
from hotspots.analysis.withheld import withheld_anywhere, withheld_areas
from hotspots.catalog.specs import WHOLE
from hotspots.dutch import number, plural
from hotspots.errors import StoreError
from hotspots.statistics.conditional import ALPHA, Side, Tails, conditional_ratio, conditional_tails
from hotspots.statistics.false_discovery import benjamini_hochberg, false_coverage_level

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TypeVar

    from numpy.typing import NDArray

    from hotspots.access.library import Library
    from hotspots.access.workspace import Workspace
    from hotspots.analysis.periods import Period
    from hotspots.analysis.query import Query
    from hotspots.catalog.specs import LayerSpec

    Name = TypeVar("Name")

#: The name of the test in files: by the conditional distribution, given both counts together.
TEST: Final = "conditional"
CORRECTION: Final = "Benjamini-Hochberg"


@dataclass(frozen=True, slots=True)
class Family:
    """What was judged together.

    Attributes
    ----------
    tests, marked
        How many comparisons, and how many of them are marked.
    layers
        Of how many layers.
    level
        The part of such intervals that may miss, corrected for how many are marked.
    own
        Whether it is a family of its own: of a selection with filters, or of a drawn area.
    side
        Whether areas with fewer were looked for too; a family looks for the same in all of them.
    """

    tests: int
    marked: int
    layers: int
    level: float
    own: bool = False
    side: Side = "both"


JUDGED_NOTE: Final = (
    "Exact getoetst en gecorrigeerd voor {tests} vergelijkingen van {layers} samen: "
    + share_of("gekleurd")
    + ". Spreiding van de laag: {dispersion} keer die van toeval."
)
JUDGED_APART_NOTE: Final = (
    "Met een filter is dit een toets op zichzelf: gecorrigeerd voor {tests} vergelijkingen: "
    + share_of("gekleurd")
    + ". Spreiding van de laag: {dispersion} keer die van toeval."
)
LAYER_NOUNS: Final = ("laag", "lagen")


@dataclass(frozen=True)
class FamilyTest(Part):
    """How the areas of one layer were judged, and within which family.

    Attributes
    ----------
    interval_confidence
        Of the intervals, corrected for how many areas are marked.
    dispersion
        Variance over mean of counts of the layer.
    tested, more, fewer
        Areas of this layer.
    """

    test: str
    correction: str
    alpha: float
    family_tests: int
    family_layers: int
    family_own: bool
    side: Side
    interval_confidence: float
    dispersion: float
    tested: int
    more: int
    fewer: int

    def side_notes(self) -> list[str]:
        """Return what was looked for, where that is not both sides."""
        return [MORE_NOTE] if self.side == "more" else []

    def notes(self) -> list[str]:
        """Return what was judged together, where anything was."""
        if not self.family_tests:
            return []
        template = JUDGED_APART_NOTE if self.family_own else JUDGED_NOTE
        return [
            template.format(
                tests=number(self.family_tests),
                layers=plural(self.family_layers, *LAYER_NOUNS),
                dispersion=number(self.dispersion, 1),
            )
        ]


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """The areas of a level for one layer, each judged; every array has shape (n,).

    Attributes
    ----------
    period, before
        What was counted, and what it is held against: an earlier period, or None for the rest of
        the municipality in the same period.
    here, there
        The counts; -1 where they are not exact.
    ratio, lower, upper
        The rate here over the rate there, with the ratios that are not rejected: 1 lies outside
        exactly where there is a verdict. NaN where it is not judged, or the counts are bounds.
    p, p_adjusted
        Twice the smaller tail, or the upper one where only more is looked for, and after
        Benjamini-Hochberg over the family; NaN where not judged.
    verdict
        A `Verdict` each; NOT_SHOWN is no proof that there is no difference.
    why_not
        Why an area is not judged, else empty.
    dispersion
        Variance over mean of the layer, 1 where it varies as chance does.
    small
        Where the denominator is too small for a headline.
    """

    period: Period
    before: Period | None
    here: NDArray[np.int64]
    there: NDArray[np.int64]
    shares: NDArray[np.float64]
    ratio: NDArray[np.float64]
    lower: NDArray[np.float64]
    upper: NDArray[np.float64]
    p: NDArray[np.float64]
    p_adjusted: NDArray[np.float64]
    verdict: NDArray[np.int8]
    why_not: NDArray[np.object_]
    dispersion: float
    small: NDArray[np.bool_]
    family: Family

    @property
    def belongs(self) -> NDArray[np.float64]:
        """What would be here at the rate of there: the earlier count, scaled to the period."""
        pace = self.shares / (1.0 - self.shares)
        expected: NDArray[np.float64] = np.where(self.there < 0, np.nan, self.there * pace)
        return expected

    @property
    def scaled(self) -> bool:
        """Whether the counts there are of another length or size than those here."""
        return not bool((self.shares == EQUAL).all())

    @property
    def difference(self) -> NDArray[np.float64]:
        """Incidents more here than at the rate of there."""
        more: NDArray[np.float64] = np.where(self.here < 0, np.nan, self.here - self.belongs)
        return more

    def difference_at(self, ratio: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return how many more here a ratio is worth, given how many there are in both together.

        0 at a ratio of 1, and the observed difference at the observed ratio: an interval of the
        ratio becomes one of the difference with the same verdict.
        """
        pace = self.shares / (1.0 - self.shares)
        total = np.where((self.here < 0) | (self.there < 0), np.nan, self.here + self.there)
        with np.errstate(invalid="ignore"):
            there = np.where(np.isinf(ratio), 0.0, total / (1.0 + ratio * pace))
        worth: NDArray[np.float64] = total - there - there * pace
        return worth

    @property
    def most_more(self) -> NDArray[np.float64]:
        """The upper bound of the difference; infinite where only more was looked for."""
        worth = self.difference_at(self.upper)
        return np.where(np.isnan(worth), worth, np.inf) if self.family.side == "more" else worth

    def family_test(self) -> FamilyTest:
        """Return the figures of the test with which the family was judged."""
        family = self.family
        return FamilyTest(
            test=TEST,
            correction=CORRECTION,
            alpha=ALPHA,
            family_tests=family.tests,
            family_layers=family.layers,
            family_own=family.own,
            side=family.side,
            interval_confidence=1.0 - family.level,
            dispersion=self.dispersion,
            tested=int(np.isfinite(self.p).sum()),
            more=int(np.count_nonzero(self.verdict == Verdict.MORE)),
            fewer=int(np.count_nonzero(self.verdict == Verdict.FEWER)),
        )


def judged_together(
    questions: Mapping[Name, Question],
    *,
    own: bool = False,
    side: Side = "both",
) -> dict[Name, Judged]:
    """Judge every area of every question as one family.

    Twice the smaller tail of the conditional distribution, or the upper tail where only more is
    looked for; Benjamini-Hochberg over the whole; intervals that invert the same test, corrected
    for how many are marked. A count that is known by its bounds is marked only if it would be at
    both ends.

    References
    ----------
    Benjamini, Y. and Hochberg, Y. (1995), doi:10.1111/j.2517-6161.1995.tb02031.x; Benjamini, Y.
    and Yekutieli, D. (2005), doi:10.1198/016214504000001907; the test in
    `hotspots.statistics.conditional`.
    """
    tails = {name: _p_of(question.sides, side) for name, question in questions.items()}
    every = np.concatenate([p for p, _ in tails.values()]) if tails else np.empty(0)
    adjusted, level = benjamini_hochberg(every), false_coverage_level(every, ALPHA)
    family = Family(
        tests=int(np.isfinite(every).sum()),
        marked=int(np.count_nonzero(adjusted <= ALPHA)),
        layers=len(questions),
        level=level,
        own=own,
        side=side,
    )
    judged: dict[Name, Judged] = {}
    begin = 0
    for name, question in questions.items():
        p, more = tails[name]
        part = adjusted[begin : begin + p.size]
        begin += p.size
        judged[name] = _judged(question, p, part, more, family)
    return judged


def _p_of(sides: Sides, side: Side) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return p of every area, NaN where it cannot be judged, and whether it is more than there."""
    open_to = np.array([not why for why in sides.why_not], dtype=bool)
    share = np.where(open_to, sides.shares, np.nan)
    here_most = sides.here if sides.here_most is None else sides.here_most
    there_most = sides.there if sides.there_most is None else sides.there_most
    few = np.where(open_to, sides.here, 0)
    many = np.where(open_to, there_most, 0)
    at_least = conditional_tails(few, few + many, share, dispersion=sides.dispersion).at_least
    many_here = np.where(open_to, here_most, 0)
    few_there = np.where(open_to, sides.there, 0)
    at_most = conditional_tails(
        many_here, many_here + few_there, share, dispersion=sides.dispersion
    ).at_most
    # Without a single incident at the one end there is no tail, and nothing to mark by it.
    at_least = np.where(open_to & np.isnan(at_least), 1.0, at_least)
    at_most = np.where(open_to & np.isnan(at_most), 1.0, at_most)
    return Tails(at_most, at_least).p(side), at_least < at_most


def _judged(
    question: Question,
    p: NDArray[np.float64],
    adjusted: NDArray[np.float64],
    more: NDArray[np.bool_],
    family: Family,
) -> Judged:
    sides = question.sides
    exact = sides.here_most is None and sides.there_most is None
    nothing = np.full(p.size, np.nan)
    ratio, lower, upper = nothing, nothing, nothing
    if exact:
        share = np.where(np.isfinite(p), sides.shares, np.nan)
        here, there = (np.maximum(part, 0) for part in (sides.here, sides.there))
        ratio, lower, upper = conditional_ratio(
            here,
            here + there,
            share,
            dispersion=sides.dispersion,
            alpha=family.level,
            side=family.side,
        )
    unknown = np.full(p.size, -1)
    return Judged(
        period=question.period,
        before=question.before,
        here=sides.here if exact else unknown,
        there=sides.there if exact else unknown,
        shares=sides.shares,
        ratio=ratio,
        lower=lower,
        upper=upper,
        p=p,
        p_adjusted=adjusted,
        verdict=np.where(
            adjusted <= ALPHA, np.where(more, Verdict.MORE, Verdict.FEWER), Verdict.NOT_SHOWN
        ).astype(np.int8),
        why_not=sides.why_not,
        dispersion=sides.dispersion,
        small=np.zeros(p.size, dtype=bool) if sides.small is None else sides.small,
        family=family,
    )


def judged_in_place(
    workspace: Workspace, layer: LayerSpec, level: str, period: Period, *, side: Side = "both"
) -> Judged:
    """Return the areas of a level against the rest of the municipality, for a layer in a period.

    Parameters
    ----------
    period
        As far as the layer has it; the other layers of the family are counted in it too.
    side
        What is looked for; more alone is another family than more and fewer.

    Raises
    ------
    KeyError
        If the layer is not one that is compared with the rest: see `is_compared_in_place`.
    """
    return _families(workspace, "place", level, (period, None), side)[layer.id]


def judged_in_time(
    workspace: Workspace,
    layer: LayerSpec,
    level: str,
    period: Period,
    before: Period | None = None,
    *,
    side: Side = "both",
) -> Judged:
    """Return the areas of a level against an earlier period, for a layer.

    Parameters
    ----------
    before
        By default the same days a year earlier: see `periods.year_before`.
    side
        As in `judged_in_place`.

    Raises
    ------
    KeyError
        If the layer is not tested: see `is_tested`.
    """
    return _families(workspace, "time", level, (period, before), side)[layer.id]


def is_tested(layer: LayerSpec, level: str) -> bool:
    """Whether areas of a level are judged for a layer: events are planned, and say nothing."""
    return (
        layer.kind in ("incidents", "counts")
        and layer.observes != "evenement"
        and level in levels_of(layer)
    )


def is_compared_in_place(layer: LayerSpec, level: str) -> bool:
    """Whether areas of a level are judged against the rest of the municipality for a layer."""
    return bool(layer.denominators) and level != WHOLE and is_tested(layer, level)


def place_judgement(query: Query) -> Judged:
    """Return the areas of a question against the rest of the municipality.

    Without filters, what everyone is given; where only some areas are asked for too, since what is
    said of an area does not depend on which others are looked at. Other filters make a family of
    their own, of the areas that are asked for.
    """
    selection, layer = query.selection, query.layer
    own = query.period.intersection(query.covered) or query.period
    usual = selection.denominator == next(iter(layer.denominators), None)
    if usual and not _is_filtered(query) and is_compared_in_place(layer, selection.level):
        side = selection.side
        return judged_in_place(query.workspace, layer, selection.level, own, side=side)
    geography, library = query.workspace.geography, query.workspace.library
    assert selection.denominator is not None  # noqa: S101 - the measure needs one
    denominators = geography.level(selection.level).denominators[selection.denominator]
    sides = sides_in_place(
        _counts_of(query, own),
        denominators,
        layer_dispersion(library, layer, selection.level).place,
        small=small_denominators(geography, selection.level, selection.denominator),
    )
    if withheld_anywhere(query.rows, selection, own):
        sides = without_hidden(sides, np.ones(len(denominators), dtype=bool))
    return _own_family(query, Question(sides, own))


def time_judgement(query: Query) -> Judged:
    """Return the areas of a question against the earlier period that it is compared with.

    As `place_judgement` with filters and without.
    """
    selection, layer = query.selection, query.layer
    own = query.period.intersection(query.covered) or query.period
    if not _is_filtered(query) and is_tested(layer, selection.level):
        return judged_in_time(
            query.workspace,
            layer,
            selection.level,
            own,
            selection.compare_period,
            side=selection.side,
        )
    earlier = earlier_days(layer, query.covered, own, selection.compare_period)
    dispersion = layer_dispersion(query.workspace.library, layer, selection.level).time
    counts = _counts_of(query, own)
    if earlier is None:
        return _own_family(query, Question(without_earlier(counts), own))
    sides = sides_in_time(counts, _counts_of(query, earlier), own, earlier, dispersion)
    hidden = np.zeros(len(counts), dtype=bool)
    for period in (own, earlier):
        hidden |= withheld_areas(query.rows, selection.level, len(counts), period)
    return _own_family(query, Question(without_hidden(sides, hidden), own, earlier))


def _is_filtered(query: Query) -> bool:
    """Whether a question counts fewer incidents of an area than there are."""
    selection = query.selection
    in_part = selection.level == WHOLE and not everywhere(selection)
    few = any(one.chosen(selection) for one in FILTERS if one.of != "where")
    return few or selection.drawn is not None or in_part


def _counts_of(query: Query, period: Period) -> NDArray[np.int64]:
    """Return what a question counts in a period, in every area of its level: shape (n,).

    Which areas are asked for makes no difference, but where the municipality is counted as one.
    """
    selection = replace(query.selection, period=period)
    if selection.level != WHOLE:
        selection = without_places(selection)
    geography = query.workspace.geography
    rows = selected(query.rows, selection, geography)
    return count_areas(query.rows, rows, selection.level, len(geography.level(selection.level)))


def _own_family(query: Query, question: Question) -> Judged:
    """Judge the areas that a question asks for as a family of their own."""
    inside = areas_selected(query.workspace.geography, query.selection.level, query.selection)
    sides = question.sides
    why_not = np.where(inside, sides.why_not, "not_asked")
    question = replace(question, sides=replace(sides, why_not=why_not))
    family = judged_together({query.layer.id: question}, own=True, side=query.selection.side)
    return family[query.layer.id]


_CACHES: WeakKeyDictionary[Library, Cache[dict[str, Judged]]] = WeakKeyDictionary()


def _families(
    workspace: Workspace, kind: str, level: str, periods: tuple[Period, Period | None], side: Side
) -> dict[str, Judged]:
    """Return the family of a level and two periods by layer, judged once for all who ask.

    Layers that the role may not see are judged with the rest, so that a verdict is the same for
    all; only what is asked of a layer that it sees leaves this module.
    """
    library = workspace.library
    tested = is_compared_in_place if kind == "place" else is_tested
    layers = [layer for layer in library.catalog.layers if tested(layer, level)]
    versions = []
    for layer in layers:
        try:
            versions.append(judged_version(library, layer))
        except StoreError:
            versions.append("")
    cache = _CACHES.setdefault(library, Cache())
    key = (kind, level, periods, side, tuple(versions), library.geography.fingerprint)

    def judge() -> dict[str, Judged]:
        count = counts_in_place if kind == "place" else counts_in_time
        questions = {}
        for layer in layers:
            try:
                question = count(library, layer, level, *periods)
            except StoreError:
                # A layer that cannot be read hides no other.
                continue
            if question is not None:
                questions[layer.id] = question
        return judged_together(questions, side=side)

    return cache.answer(key, judge)
