"""Groups of incidents that lie close together, with an outline that follows cells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from hotspots.access.permission import cell_sizes_of
from hotspots.analysis.answer import Outline
from hotspots.analysis.parameters import Parameters, Part
from hotspots.analysis.periods import to_date
from hotspots.analysis.searches.search import SearchKind, count_in_words, finding_of, subject_of
from hotspots.dutch import number, plural
from hotspots.geography.grid import cell_boxes, cell_number, coarsen, column_and_row
from hotspots.geography.names import listed_groups
from hotspots.statistics.clusters import dbscan, summarise

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from numpy.typing import NDArray

    from hotspots.analysis.answer import Finding
    from hotspots.analysis.query import Query
    from hotspots.analysis.question import Search
    from hotspots.catalog.specs import LayerSpec

#: metres; two streets: what a wijkagent would call one place.
RADIUS_M: Final = 150
#: Of all incidents, that must lie around one for a group; never fewer than `LEAST_POINTS`. A
#: share, so that a longer period does not by itself join all groups into one.
SHARE_OF_ALL: Final = 0.02
LEAST_POINTS: Final = 5
#: Groups that are described; smaller ones are counted.
MOST_GROUPS: Final = 30
#: Of the work, the search for groups; the rest is to describe them.
_SHARE_OF_SEARCH: Final = 0.95


#: How the smallest group was chosen, in files.
CHOSEN: Final = "asked"
BY_SHARE: Final = "2 % of all, at least 5"


@dataclass(frozen=True, eq=False)
class Group(Outline):
    """A group: how many incidents, which share of all, and of which days."""

    place: str
    count: int
    share: float
    first: date
    last: date

    def tip(self, layer: LayerSpec) -> str:
        """Return how many incidents a group has, and where it is."""
        count = count_in_words(layer, self.count)
        return CLUSTER_TIP.format(count=count, share=number(100 * self.share, 1), place=self.place)


@dataclass(frozen=True)
class Clustered(Part):
    """How many groups there are, how many of all incidents they hold, and what has no day."""

    groups: int
    clustered: int
    all: int
    without_day: int


@dataclass(frozen=True)
class Groups(Part):
    """What a group is: the fewest incidents within a radius, and within so many days or ever."""

    radius_m: int
    min_points: int
    min_points_chosen: str
    reach_days: int | None
    outline_cell_m: int


def find_clusters(query: Query, search: Search, progress: Callable[[float], None]) -> Finding:
    """Answer with the groups that DBSCAN makes, the largest first.

    The outline of a group is that of its cells, of the size the layer may be shown in: a hull
    through the incidents would give away where they are. In time, incidents of which only the month
    is known are left out, and counted.
    """
    incidents = query.incidents
    # A group in time needs the day; one in space does not.
    usable = query.chosen & incidents.day_known if search.reach_days else query.chosen
    chosen = np.flatnonzero(usable)
    x_rd, y_rd, day = incidents.x_rd[chosen], incidents.y_rd[chosen], incidents.day[chosen]
    radius_m = search.radius_m or RADIUS_M
    min_points = search.min_points or max(LEAST_POINTS, round(SHARE_OF_ALL * len(chosen)))
    groups = dbscan(
        x_rd,
        y_rd,
        radius_m=float(radius_m),
        min_points=min_points,
        progress=lambda share: progress(_SHARE_OF_SEARCH * share),
        day=day if search.reach_days else None,
        reach_days=search.reach_days or None,
    )
    described = summarise(groups, day)
    largest = np.argsort(-described.points, kind="stable")[:MOST_GROUPS]
    size_m = cell_sizes_of(query.layer)[0]
    members = [np.flatnonzero(groups.label == label) for label in largest]
    rings = [
        _hull_of_cells(incidents.cell_col[chosen[at]], incidents.cell_row[chosen[at]], size_m)
        for at in members
    ]
    progress(1.0)
    middle_x = np.array([x_rd[at].mean() for at in members])
    middle_y = np.array([y_rd[at].mean() for at in members])
    places = listed_groups(
        query.workspace.naming,
        middle_x,
        middle_y,
        [
            _counts_per_cell(incidents.cell_col[chosen[at]], incidents.cell_row[chosen[at]], size_m)
            for at in members
        ],
        size_m=size_m,
    )
    return finding_of(
        query,
        search,
        Group,
        Parameters(
            (
                Groups(
                    radius_m=int(radius_m),
                    min_points=int(min_points),
                    min_points_chosen=CHOSEN if search.min_points else BY_SHARE,
                    reach_days=search.reach_days or None,
                    outline_cell_m=size_m,
                ),
            )
        ),
        outlines=tuple(
            Group(
                ring=ring,
                place=place,
                count=int(described.points[label]),
                share=float(described.share[label]),
                first=to_date(int(described.first_day[label])),
                last=to_date(int(described.last_day[label])),
            )
            for label, ring, place in zip(largest, rings, places, strict=True)
        ),
        summary=(
            Clustered(
                groups=groups.number,
                clustered=int(np.count_nonzero(groups.label >= 0)),
                all=len(chosen),
                without_day=int(np.count_nonzero(query.chosen)) - len(chosen),
            ),
        ),
    )


def _counts_per_cell(
    col: NDArray[np.int32], row: NDArray[np.int32], size_m: int
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int64]]:
    """Return column, row and number of incidents of each cell that holds some."""
    numbers = cell_number(coarsen(col, size_m), coarsen(row, size_m))
    cells, counts = np.unique(numbers, return_counts=True)
    return (*column_and_row(cells), counts)


def _hull_of_cells(
    col: NDArray[np.int32], row: NDArray[np.int32], size_m: int
) -> NDArray[np.float64]:
    """Return the corners of the convex hull of the cells that hold some incidents."""
    cells = np.unique(cell_number(coarsen(col, size_m), coarsen(row, size_m)))
    boxes = cell_boxes(*column_and_row(cells), size_m)
    corners: NDArray[np.float64] = shapely.get_coordinates(
        shapely.convex_hull(shapely.multipolygons(boxes))
    )[:-1]
    return corners


GROUP_NOUNS: Final = ("groep", "groepen")
SENTENCE: Final = "{clusters}: {count} van de {all} {plural} ({share} %), {period}."
NO_CLUSTERS: Final = "Nergens liggen de {plural} dicht genoeg bij elkaar voor een groep."
GROUP_IS: Final = "Een groep begint bij {least} {plural} binnen {radius} m{days}{share}."
GROUP_DAYS: Final = " en {days} dagen"
GROUP_SHARE: Final = " (2 % van alle {all}, ten minste 5)"
#: How many were found, where not all of them are drawn.
GROUPS_SHOWN: Final = "{found} groepen, waarvan de {shown} grootste getoond"
NO_DAY_IN_GROUP: Final = (
    "{count} doen niet mee: daarvan is alleen de maand of het jaar bekend, en een groep in de tijd "
    "vraagt een dag."
)
CLUSTER_TIP: Final = "{count} ({share} % van alle), {place}"
CHOSEN_WORDS: Final = "Straal {radius} m, ten minste {least} {plural}. Niet getoetst."


def cluster_sentences(finding: Finding) -> tuple[str, ...]:
    """Return how many groups there are, what a group is and what was left out."""
    summary = finding.summary.require(Clustered)
    notes = [_group_is(finding)]
    if summary.without_day:
        without = count_in_words(finding.layer, summary.without_day)
        notes.append(NO_DAY_IN_GROUP.format(count=without))
    if not len(finding):
        return (NO_CLUSTERS.format(**subject_of(finding)), *notes)
    clusters = plural(len(finding), *GROUP_NOUNS)
    if summary.groups > len(finding):
        clusters = GROUPS_SHOWN.format(found=number(summary.groups), shown=number(len(finding)))
    return (
        SENTENCE.format(
            clusters=clusters,
            count=number(summary.clustered),
            all=number(summary.all),
            share=number(100 * summary.clustered / summary.all),
            **subject_of(finding),
        ),
        *notes,
    )


def _group_is(finding: Finding) -> str:
    """Return the fewest incidents that are called a group, within what reach."""
    groups = finding.parameters.require(Groups)
    days, all_of = groups.reach_days, finding.summary.require(Clustered).all
    chosen = groups.min_points_chosen == CHOSEN
    return GROUP_IS.format(
        least=number(groups.min_points),
        radius=number(groups.radius_m),
        days=GROUP_DAYS.format(days=number(days)) if days else "",
        share="" if chosen else GROUP_SHARE.format(all=number(all_of)),
        **subject_of(finding),
    )


def cluster_chosen(finding: Finding) -> str:
    """Return what a group is: the line in a legend."""
    groups = finding.parameters.require(Groups)
    radius, least = number(groups.radius_m), number(groups.min_points)
    return CHOSEN_WORDS.format(radius=radius, least=least, plural=finding.layer.noun_plural)


CLUSTERS: Final = SearchKind(
    id="clusters",
    label="Groepen bij elkaar",
    explanation=(
        "Plekken waar binnen een straal ten minste een gekozen aantal {plural} ligt, aan elkaar "
        "gekoppeld tot groepen (DBSCAN). Wat los ligt, hoort bij geen groep. De methode toetst "
        "niet: waar veel mensen wonen, ontstaat vanzelf een groep. De omtrek volgt cellen, niet "
        "de adressen."
    ),
    find=find_clusters,
    sentences=cluster_sentences,
    chosen=cluster_chosen,
    per_area=True,
)
