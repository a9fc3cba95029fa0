"""Circles with more incidents than expected, by Kulldorff's scan: on a map, or of late."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

import numpy as np

from hotspots.analysis.answer import Outline
from hotspots.analysis.chance_words import any_at_all, sentence
from hotspots.analysis.counting import counts_in, selected_cells
from hotspots.analysis.exposure import cells_at_risk, exposure_of_areas
from hotspots.analysis.layer_dispersion import layer_dispersion
from hotspots.analysis.parameters import Parameters, Part
from hotspots.analysis.periods import to_date, to_day
from hotspots.analysis.searches.search import (
    Counted,
    SearchKind,
    circle,
    count_in_words,
    finding_of,
    p_in_words,
    subject_of,
    too_few_sentence,
)
from hotspots.dutch import day, number, plural
from hotspots.geography.grid import column_and_row
from hotspots.geography.names import listed_groups
from hotspots.statistics.scan import space_time_permutation_scan, spatial_scan

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from hotspots.analysis.answer import Finding
    from hotspots.analysis.query import Query
    from hotspots.analysis.question import Search
    from hotspots.catalog.specs import LayerSpec
    from hotspots.statistics.scan import Cluster, SpaceTimeCluster

#: metres; a larger circle is a wijk, for which there are counts.
LARGEST_RADIUS_M: Final = 1000
#: A circle with a p of at most this is shown.
ALPHA: Final = 0.05
#: Circles that are shown at most, the strongest first; ``significant`` says how many there are.
MOST_CIRCLES: Final = 30
#: Circles that are counted at most: more do not fit beside each other.
_EVERY: Final = 10_000
#: Fewer incidents than this have no circle that chance would not give.
LEAST: Final = 10
#: How long an excess of now may last, in weeks.
LONGEST_WEEKS: Final = 13
_WEEK_DAYS: Final = 7
#: Weeks that an excess of now is compared with, itself included.
_LEAST_WEEKS: Final = 8


@dataclass(frozen=True)
class Circles(Part):
    """Which circles were tried, and how many times chance was simulated.

    Attributes
    ----------
    longest_weeks, weeks
        Of the last weeks: how long an excess may last, and what it is compared with.
    """

    LEFT_OUT: ClassVar = frozenset({"longest_weeks", "weeks"})

    largest_radius_m: int
    longest_weeks: int | None = None
    weeks: int | None = None
    permutations: int = 0
    alpha: float = ALPHA
    cell_m: int = 0
    mask: str = ""


@dataclass(frozen=True)
class Counts(Part):
    """The incidents where none are expected, and how much counts of the layer vary."""

    not_tested: int
    dispersion: float


@dataclass(frozen=True)
class Seed(Part):
    """What the simulation began with."""

    seed: int


@dataclass(frozen=True, eq=False)
class Circle(Outline):
    """A circle: how many incidents, how many were expected, and what the scan made of that."""

    place: str
    observed: int
    expected: float
    p: float
    llr: float
    radius_m: float
    ratio: float

    def tip(self, layer: LayerSpec) -> str:
        """Return how many incidents a circle has, how many were expected, and where it is."""
        return SCAN_TIP.format(
            count=count_in_words(layer, self.observed),
            expected=number(self.expected, 1),
            ratio=number(self.ratio, 1),
            p=p_in_words(self.p),
            place=self.place,
        )


@dataclass(frozen=True, eq=False)
class RecentCircle(Circle):
    """A circle that stands out of late, and since when."""

    since: date

    def tip(self, layer: LayerSpec) -> str:
        """Return the same of a circle that stands out of late, and since when."""
        return Circle.tip(self, layer) + SCAN_SINCE.format(day=day(self.since))


@dataclass(frozen=True)
class Excess(Part):
    """How strong the best circle is, and how many are significant.

    Attributes
    ----------
    without_day
        Of the last weeks: incidents that take no part, since their day is not known.
    """

    LEFT_OUT: ClassVar = frozenset({"without_day"})

    best_p: float
    significant: int
    without_day: int | None = None


def find_excess(query: Query, search: Search, progress: Callable[[float], None]) -> Finding:
    """Answer with the circles that hold more than their households, or their land, explain."""
    size_m = query.selection.cell_m
    risk = cells_at_risk(query, _where_expected(query))
    counts = risk.tested(risk.counts)
    radius_m = search.radius_m or LARGEST_RADIUS_M
    dispersion = layer_dispersion(query.workspace.library, query.layer, "buurten").place
    parameters = Parameters(
        (
            Circles(
                largest_radius_m=radius_m,
                permutations=search.permutations,
                alpha=ALPHA,
                cell_m=size_m,
                mask=query.mask.label,
            ),
            risk.expected,
            Counts(int(np.count_nonzero(query.chosen) - counts.sum()), dispersion),
        )
    )
    if counts.sum() < LEAST:
        few = Counted(int(counts.sum()), LEAST)
        return finding_of(query, search, Circle, parameters, summary=(few,), silent="too_few")
    x_rd, y_rd = _centres(risk.cells, size_m)
    result = spatial_scan(
        counts,
        risk.exposure,
        x_rd,
        y_rd,
        largest_radius_m=float(radius_m),
        most_clusters=_EVERY,
        up_to_p=ALPHA,
        dispersion=dispersion,
        permutations=search.permutations,
        progress=progress,
    )
    proven = [cluster for cluster in result.clusters if cluster.p <= ALPHA]
    shown = proven[:MOST_CIRCLES]
    best = result.clusters[0].p if result.clusters else 1.0
    return finding_of(
        query,
        search,
        Circle,
        parameters.plus(Seed(result.seed)),
        outlines=_circles(query, shown, risk.cells, [counts] * len(shown)),
        summary=(Excess(best_p=best, significant=len(proven)),),
    )


def _where_expected(query: Query) -> NDArray[np.bool_]:
    """Return the chosen incidents in buurten where any are expected.

    A buurt with too few households expects none, though some happen there. In a cell on its border
    they would be held against the sliver of the neighbour: with 5.000 incidents that made a circle
    on 13 % of the maps without a pattern.
    """
    expected = exposure_of_areas(query, "buurten") > 0
    buurt = query.incidents.area("buurten")
    return query.chosen & (buurt >= 0) & expected[buurt]


def find_recent_excess(query: Query, search: Search, progress: Callable[[float], None]) -> Finding:
    """Answer with the circles where the last weeks of the period stand out, by permutation.

    The weeks are whole ones counted back from the last day of the period; the weeks before the
    period, as far as the layer reaches and up to a year in all, are what they are compared with.
    """
    size_m = query.selection.cell_m
    cells = selected_cells(query, size_m)
    last = min(to_day(query.period.last), to_day(query.covered.last))
    weeks = min((last - to_day(query.covered.first) + 1) // _WEEK_DAYS, 52)
    radius_m = search.radius_m or LARGEST_RADIUS_M
    longest_weeks = min(LONGEST_WEEKS, weeks // 2)
    circles = Circles(
        largest_radius_m=radius_m,
        longest_weeks=longest_weeks,
        weeks=weeks,
        permutations=search.permutations,
        alpha=ALPHA,
        cell_m=size_m,
        mask=query.mask.label,
    )
    parameters = Parameters((circles,))
    counts = _counts_per_week(query, cells, last, weeks)
    if weeks < _LEAST_WEEKS or counts.sum() < LEAST:
        few = Counted(int(counts.sum()), LEAST)
        return finding_of(query, search, RecentCircle, parameters, summary=(few,), silent="too_few")
    x_rd, y_rd = _centres(cells, size_m)
    result = space_time_permutation_scan(
        counts,
        x_rd,
        y_rd,
        longest_steps=longest_weeks,
        largest_radius_m=float(radius_m),
        most_clusters=_EVERY,
        up_to_p=ALPHA,
        permutations=search.permutations,
        progress=progress,
    )
    proven = [cluster for cluster in result.clusters if cluster.p <= ALPHA]
    shown = proven[:MOST_CIRCLES]
    recent = [
        counts[:, cluster.first_step : cluster.last_step + 1].sum(axis=1) for cluster in shown
    ]
    best = result.clusters[0].p if result.clusters else 1.0
    return finding_of(
        query,
        search,
        RecentCircle,
        parameters.plus(Seed(result.seed)),
        outlines=tuple(
            RecentCircle(
                **vars(drawn), since=to_date(last + 1 - (weeks - cluster.first_step) * _WEEK_DAYS)
            )
            for cluster, drawn in zip(shown, _circles(query, shown, cells, recent), strict=True)
        ),
        summary=(
            Excess(
                best_p=best,
                significant=len(proven),
                without_day=_without_day(query, last, weeks),
            ),
        ),
    )


def _without_day(query: Query, last: int, weeks: int) -> int:
    """Return how many incidents of the weeks are left out, since their day is not known."""
    day = query.incidents.day
    inside = query.any_time & (day > last - weeks * _WEEK_DAYS) & (day <= last)
    return int(np.count_nonzero(inside & ~query.incidents.day_known))


def _counts_per_week(
    query: Query, cells: NDArray[np.int64], last: int, weeks: int
) -> NDArray[np.int64]:
    """Return counts per cell and whole week up to a day: shape (cells, weeks).

    Without incidents of which the day is not known: on the first of a month they are no news.
    """
    day, known = query.incidents.day, query.any_time & query.incidents.day_known
    counts = np.zeros((len(cells), weeks), dtype=np.int64)
    for week in range(weeks):
        after = last + 1 - (weeks - 1 - week) * _WEEK_DAYS
        inside = known & (day >= after - _WEEK_DAYS) & (day < after)
        counts[:, week], _ = counts_in(cells, query.incidents, inside, query.selection.cell_m)
    return counts


def _centres(
    cells: NDArray[np.int64], size_m: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    col, row = column_and_row(cells)
    return (col.astype(np.float64) + 0.5) * size_m, (row.astype(np.float64) + 0.5) * size_m


def _circles(
    query: Query,
    shown: Sequence[Cluster | SpaceTimeCluster],
    cells: NDArray[np.int64],
    counts: Sequence[NDArray[np.int64]],
) -> tuple[Circle, ...]:
    """Return clusters as circles around the middles of cells.

    Parameters
    ----------
    cells
        The cells that were searched.
    counts : length of ``shown``
        Per circle the incidents of every cell that it is found by: what it is named by.
    """
    size_m = query.selection.cell_m
    centres = [cluster.centre for cluster in shown]
    x_rd, y_rd = (of[centres] for of in _centres(cells, size_m))
    inside = [
        (*column_and_row(cells[cluster.members]), count[cluster.members])
        for cluster, count in zip(shown, counts, strict=True)
    ]
    places = listed_groups(query.workspace.naming, x_rd, y_rd, inside, size_m=size_m)
    # The radius reaches the middle of the outermost cell; drawn is the whole of that cell.
    radii_m = [cluster.radius_m + size_m / 2 for cluster in shown]
    return tuple(
        Circle(
            ring=circle(x, y, radius_m),
            place=place,
            observed=cluster.observed,
            expected=cluster.expected,
            p=cluster.p,
            llr=cluster.llr,
            radius_m=radius_m,
            ratio=cluster.observed / cluster.expected,
        )
        for cluster, place, x, y, radius_m in zip(
            shown, places, x_rd.tolist(), y_rd.tolist(), radii_m, strict=True
        )
    )


CIRCLE_NOUNS: Final = ("cirkel", "cirkels")
CIRCLES_SHOWN: Final = "{found} cirkels, waarvan de {shown} sterkste getoond,"
NO_DAY_IN_WEEKS: Final = (
    "{count} doen niet mee: daarvan is alleen de maand of het jaar bekend, en weken vragen een dag."
)
SCAN_TIP: Final = "{count}, verwacht {expected} ({ratio} keer, {p}), {place}"
SCAN_SINCE: Final = ", sinds {day}"
EXCESS: Final = "In {circles} zijn meer {plural} dan toeval verklaart, {period}."
STRONGEST: Final = "De sterkste: {tip}."
NO_EXCESS: Final = (
    "Geen enkele cirkel heeft meer {plural} dan toeval verklaart (sterkste: p = {p}), {period}."
)
CHOSEN: Final = (
    "Cellen van {size} m, cirkels tot {radius} m, {permutations} keer nagebootst. "
    + sentence(any_at_all("een cirkel"))
)
CHOSEN_RECENT: Final = (
    "Cellen van {size} m, cirkels tot {radius} m, laatste {weeks} weken, {permutations} keer "
    "nagebootst. " + sentence(any_at_all("een cirkel"))
)


def scan_sentences(finding: Finding) -> tuple[str, ...]:
    """Return how many circles stand out, and the strongest; or that none does."""
    if finding.silent:
        return (too_few_sentence(finding),)
    excess = finding.summary.require(Excess)
    notes = []
    if excess.without_day:
        without = count_in_words(finding.layer, excess.without_day)
        notes.append(NO_DAY_IN_WEEKS.format(count=without))
    if not len(finding):
        best = number(excess.best_p, 3)
        return (NO_EXCESS.format(p=best, **subject_of(finding)), *notes)
    circles = plural(len(finding), *CIRCLE_NOUNS)
    if excess.significant > len(finding):
        circles = CIRCLES_SHOWN.format(found=number(excess.significant), shown=number(len(finding)))
    return (
        EXCESS.format(circles=circles, **subject_of(finding)),
        STRONGEST.format(tip=finding.outlines[0].tip(finding.layer)),
        *notes,
    )


def scan_chosen(finding: Finding) -> str:
    """Return which circles were tried, and what the test promises: the line in a legend."""
    circles = finding.parameters.require(Circles)
    template = CHOSEN if circles.longest_weeks is None else CHOSEN_RECENT
    return template.format(
        size=number(circles.cell_m),
        radius=number(circles.largest_radius_m),
        weeks=number(circles.longest_weeks or 0),
        permutations=number(circles.permutations),
    )


SCAN: Final = SearchKind(
    id="scan",
    label="Ophopingen (scan)",
    explanation=(
        "De methode schuift cirkels van allerlei grootte over de kaart en zoekt waar meer "
        "{plural} zijn dan verwacht (Kulldorff). De p-waarde houdt rekening met al die cirkels. "
        "Een cirkel is een grove vorm: niet alles erbinnen is druk, en er kan iets net buiten "
        "vallen."
    ),
    find=find_excess,
    sentences=scan_sentences,
    chosen=scan_chosen,
    per_area=True,
    alpha=ALPHA,
)
SCAN_RECENT: Final = SearchKind(
    id="scan_recent",
    label="Ophopingen van nu (scan in tijd)",
    explanation=(
        "De methode zoekt cirkels waar in de laatste weken van de periode meer {plural} zijn dan "
        "past bij hoeveel er daar anders zijn en bij hoe druk die weken overal waren (Kulldorff, "
        "ruimte en tijd). Een plek die altijd druk is, valt dus niet op. De p-waarde houdt "
        "rekening met alle cirkels en weken."
    ),
    find=find_recent_excess,
    sentences=scan_sentences,
    chosen=scan_chosen,
    per_area=True,
    alpha=ALPHA,
)
