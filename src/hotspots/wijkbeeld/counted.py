"""A layer counted in a place and in the city, once, for everything a briefing needs of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from hotspots.analysis.exposure import denominator_inside
from hotspots.analysis.periods import (
    Period,
    covered_days,
    preset,
    require_overlap,
    whole_spans,
    year_before,
)
from hotspots.analysis.query import Query, rows_for
from hotspots.analysis.question import incidents_where
from hotspots.analysis.registry import measure_named
from hotspots.analysis.settle import settle
from hotspots.analysis.withheld import withheld_anywhere, withheld_in
from hotspots.wijkbeeld.briefing import Population

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hotspots.access.workspace import Workspace
    from hotspots.catalog.specs import LayerSpec
    from hotspots.wijkbeeld.place import Place

#: What a wijkbeeld looks at unless someone says otherwise.
DEFAULT_PERIOD = "last_12_months"


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
    query
        Any question about the place: what is in a drawn area is estimated from where people live.
        Without one, what is in a drawn area is not known.
    """
    geography = workspace.geography
    denominators = {}
    for entry in geography.denominators:
        whole = float(geography.whole.denominators[entry.id][0])
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


@dataclass(frozen=True, slots=True, eq=False)
class Counted:
    """The incidents of a layer that is not sensitive, in a place.

    Attributes
    ----------
    query
        The question with its rows: those in the place, and those of them in the period.
    before
        The same days a year earlier, of more than a year as many days right before it; None where
        the layer does not reach back to them.
    city_count
        Incidents in the whole city in the period.
    """

    query: Query
    before: Period | None
    city_count: int

    @property
    def period(self) -> Period:
        """What was asked for, as far as the layer has it."""
        return self.query.period

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
        if withheld_anywhere(self.query.rows, self.query.selection, self.period):
            return None
        return self.city_count - self.count

    def count_in(self, period: Period) -> int:
        """Return the incidents in the place in another period."""
        return self.query.rows.number(self.query.in_period(period))

    def reaches(self, period: Period) -> bool:
        """Whether the layer holds a period to its first day."""
        return period.first >= self.query.covered.first

    def withheld_in(self, period: Period) -> bool:
        """Whether the source keeps a count of the place in a period to itself."""
        query = self.query
        geography = query.workspace.geography
        return withheld_in(query.rows, query.selection, geography, period)

    def per_soort(self, period: Period) -> NDArray[np.int64]:
        """Return the incidents of each soort in a period, in the order of the incidents."""
        incidents = self.query.rows
        rows = self.query.in_period(period)
        return incidents.counts(incidents.soort[rows] + 1, len(incidents.soorten) + 1, rows)[1:]


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
    covered = covered_days(workspace, layer)
    own = own_period(period, covered, layer)
    settled, layer = settle(place.selection(layer.id, period=own), workspace)
    version, rows = rows_for(workspace, settled, layer)
    inside = incidents_where(rows, settled, workspace.geography) & rows.known_at(settled.level)
    earlier = year_before(own)
    _, city = rows_for(workspace, replace(settled, drawn=None), layer)
    return Counted(
        query=Query(
            workspace=workspace,
            selection=settled,
            layer=layer,
            measure=measure_named(settled.measure),
            version=version,
            rows=rows,
            covered=covered,
            period=own,
            chosen=inside & own.holds(rows.day),
            any_time=inside,
            known_at=settled.level,
        ),
        before=earlier if earlier.first >= covered.first else None,
        city_count=city.number(own.holds(city.day) & city.known_at(settled.level)),
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
