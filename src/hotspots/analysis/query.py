"""A settled selection with the incidents it is about: where every answer starts from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import numpy as np

from hotspots.access.incidents import Incidents, those
from hotspots.analysis.answer import Analysis, Ledger
from hotspots.analysis.parameters import Parameters, WithoutWeekday
from hotspots.analysis.periods import covered_period, require_overlap, to_day
from hotspots.analysis.question import (
    Selection,
    areas_selected,
    buurten_selected,
    everywhere,
    incidents_where,
    selected,
    window_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from hotspots.access.incidents import Countable
    from hotspots.access.tally import Tally
    from hotspots.access.workspace import Version, Workspace
    from hotspots.analysis.measures.measure import Measure
    from hotspots.analysis.parameters import Part
    from hotspots.analysis.periods import Period
    from hotspots.catalog.specs import LayerSpec
    from hotspots.geography.areas import Geography
    from hotspots.geography.grid import Window
    from hotspots.geography.masks import Mask

#: What work on rows gives.
Made = TypeVar("Made")
#: What a query needs of incidents: see `query_of`.
Reads = Literal["counts", "sums", "places", "everything"]


@dataclass(frozen=True, slots=True, eq=False)
class Query:
    """A settled selection of a layer that is not sensitive, with what it is about.

    ``rows`` are incidents, or alike ones together where they are only counted. ``chosen`` are the
    rows of the selection; ``any_time`` those that differ in period only, over the days that the
    layer counts. Neither has the ``area_only`` incidents of which no more is known than an area
    that is wider than what the query counts in.
    """

    workspace: Workspace
    selection: Selection
    layer: LayerSpec
    measure: Measure
    version: Version
    rows: Tally | Incidents
    covered: Period
    period: Period
    chosen: NDArray[np.bool_]
    any_time: NDArray[np.bool_]
    known_at: str
    area_only: int = 0

    def by_part(
        self,
        work: Callable[..., Made],
        *shared: object,
        any_time: bool = False,
        add: Callable[[Made, Made], Made] | None = None,
    ) -> Iterator[Made]:
        """Give ``work(incidents, chosen, *shared)`` of all rows, or of those of each part.

        For what can be added up: of a layer that does not fit in memory no more is read at once
        than a part, and each is worked on where there is somebody to do it.

        Parameters
        ----------
        work
            A function of a module; ``chosen`` are the rows that are asked: shape (n,).
        any_time
            Whether those of any time are, and not only those of the period.
        add
            Adds up what comes of two parts, as far as that is of use on the way here.
        """
        if isinstance(self.rows, Incidents):
            yield work(self.rows, self.any_time if any_time else self.chosen, *shared)
            return
        periods = (self.period, self.covered) if any_time else (self.period,)
        days = (
            min(to_day(period.first) for period in periods),
            max(to_day(period.last) for period in periods),
        )
        geography = self.workspace.geography
        wanted = _RowFilter(self.selection, periods, self.known_at, geography)
        yield from self.workspace.by_part(
            self.layer, self.version, days, _of_part, work, wanted, shared, add=add
        )

    @property
    def incidents(self) -> Incidents:
        """The rows of a query that was made for incidents one by one.

        Raises
        ------
        TypeError
            If it was made for a count.
        """
        if not isinstance(self.rows, Incidents):
            raise TypeError("this query counts alike incidents: ask for them one by one")
        return self.rows

    @property
    def mask(self) -> Mask:
        """Where incidents of the layer can happen."""
        return self.workspace.mask(self.layer)

    def window(self, size_m: int, *, reach_m: float = 0.0) -> Window | None:
        """Return where to look for all that the selection asks; None where that is everywhere."""
        return window_of(self.workspace.geography, self.selection, size_m, reach_m=reach_m)

    def cells(self, size_m: int) -> NDArray[np.int64]:
        """Return the cells of the mask where it may find anything, ascending.

        All of them, or those in the window around what it asks: of a country the others are not
        even read.
        """
        return self.mask.cells(size_m, self.window(size_m))

    def in_period(self, period: Period) -> NDArray[np.bool_]:
        """Return which rows lie in another period and pass every other filter."""
        return self.any_time & period.holds(self.rows.day)

    def answer(
        self,
        *,
        codes: tuple[str, ...],
        names: tuple[str, ...],
        counts: NDArray[np.int64],
        values: NDArray[np.float64],
        status: NDArray[np.int8],
        parts: tuple[Part, ...] = (),
        outside_mask: int = 0,
        cell_col: NDArray[np.int32] | None = None,
        cell_row: NDArray[np.int32] | None = None,
        zero_cells: int = 0,
    ) -> Analysis:
        """Return counts as the analysis of this query, without values of other times.

        See `hotspots.analysis.answer.Analysis`; ``outside_mask`` incidents are counted, not drawn.
        """
        whole = self.workspace.geography.words
        return Analysis(
            selection=self.selection,
            layer=self.layer,
            version=self.version,
            measure=self.measure.in_words_of(whole),
            period=self.period,
            covered=self.covered,
            codes=codes,
            names=names,
            counts=counts,
            values=values,
            status=status,
            reference=np.empty(0),
            ledger=self.ledger(outside_mask=outside_mask),
            cell_col=cell_col,
            cell_row=cell_row,
            zero_cells=zero_cells,
            parameters=Parameters(parts),
            whole=whole,
        )

    def with_left_out(self, answer: Analysis) -> Analysis:
        """Return the answer of any measure with how many incidents no weekday lets through.

        Of those only the month is known.
        """
        if not self.selection.weekdays:
            return answer
        every = replace(self.selection, period=self.period, weekdays=())
        rows = selected(self.rows, every, self.workspace.geography)
        left_out = WithoutWeekday(self.rows.number(rows & ~self.rows.day_known))
        return replace(answer, parameters=answer.parameters.plus(left_out))

    def ledger(self, *, outside_mask: int) -> Ledger:
        """Return where every row went, ``outside_mask`` of them counted but not drawn."""
        counts, totals = self.version.counts, self.rows.totals
        chosen = self.rows.number(self.chosen)
        return Ledger(
            read=counts["read"],
            accepted=totals.accepted,
            quarantined=counts["quarantined"],
            duplicate=counts["duplicate"],
            without_place=totals.without_place,
            outside=totals.accepted - totals.inside - totals.without_place,
            inside=totals.inside,
            selected=chosen + self.area_only,
            filtered_out=totals.inside - chosen - self.area_only,
            area_only=self.area_only,
            outside_mask=outside_mask,
            suppressed=0,
            mapped=chosen - outside_mask,
        )


@dataclass(frozen=True, slots=True, eq=False)
class _RowFilter:
    """Which rows of a part a query is about."""

    selection: Selection
    periods: tuple[Period, ...]
    known_at: str
    geography: Geography

    def rows(self, incidents: Incidents) -> NDArray[np.bool_]:
        passed = selected(incidents, replace(self.selection, period=None), self.geography)
        passed &= incidents.known_at(self.known_at)
        in_time = np.zeros(len(incidents), dtype=bool)
        for period in self.periods:
            in_time |= period.holds(incidents.day)
        return passed & in_time


def _of_part(
    incidents: Incidents, work: Callable[..., Made], wanted: _RowFilter, shared: tuple[object, ...]
) -> Made:
    return work(incidents, wanted.rows(incidents), *shared)


def query_of(
    workspace: Workspace,
    settled: Selection,
    layer: LayerSpec,
    measure: Measure,
    *,
    reads: Reads = "counts",
    known_at: str = "",
) -> Query:
    """Return a settled selection with what it is about.

    Parameters
    ----------
    reads
        What it needs of incidents: their number alone ("counts"); their moments or places, to add
        up part by part ("sums"), as a density does; those beside each other, of where it asks
        ("places"), as a search does; or of the whole layer ("everything").
    known_at
        In what it has to be known where incidents are, if not in the level of the selection: a
        level, or "cells" where it is about places.

    Raises
    ------
    SelectionError
        If the layer has nothing in the period.
    AccessError
        If the layer is sensitive, or not for this role.
    """
    known_at = known_at or settled.level
    version: Version
    rows: Tally | Incidents
    adds_up = reads == "sums" or measure.surface
    if reads == "everything" or (adds_up and workspace.fits(layer)):
        version, rows = workspace.incidents(layer)
    elif reads == "places":
        version, rows = _all_or_inside(workspace, settled, layer)
    else:
        version, rows = rows_for(workspace, settled, layer, in_cells=known_at == "cells")
    fine = rows.known_at(known_at)
    covered = covered_period(rows)
    period = _period_of(settled, rows, covered, layer)
    passed = selected(rows, replace(settled, period=None), workspace.geography)
    chosen, every = passed & period.holds(rows.day), passed & covered.holds(rows.day)
    somewhere = chosen
    if settled.drawn is not None:
        fine = rows.known_at("cells")
        undrawn = replace(settled, period=period, drawn=None)
        somewhere = selected(rows, undrawn, workspace.geography)
        somewhere &= _may_lie_in(rows, settled, workspace.geography)
    return Query(
        workspace=workspace,
        selection=settled,
        layer=layer,
        measure=measure,
        version=version,
        rows=rows,
        covered=covered,
        period=period,
        chosen=chosen & fine,
        any_time=(every | chosen) & fine,
        known_at=known_at,
        area_only=0 if fine.all() else rows.number(somewhere & ~fine),
    )


def _may_lie_in(rows: Countable, settled: Selection, geography: Geography) -> NDArray[np.bool_]:
    """Return which rows lie in a buurt that a selection asks for, or in a wijk with such a one."""
    buurten = np.append(buurten_selected(geography, settled), np.False_)
    wijken = np.append(areas_selected(geography, "wijken", settled), np.False_)
    may: NDArray[np.bool_] = np.where(rows.buurt >= 0, buurten[rows.buurt], wijken[rows.wijk])
    return may


def rows_for(
    workspace: Workspace, selection: Selection, layer: LayerSpec, *, in_cells: bool = False
) -> tuple[Version, Tally | Incidents]:
    """Return the rows of a layer from which a selection is counted.

    Raises
    ------
    AccessError
        If the layer is sensitive, or not for this role.
    """
    if selection.drawn is not None:
        return _all_or_inside(workspace, selection, layer)
    cells = in_cells or selection.level == "cells"
    return workspace.countable(layer, "cells" if cells else "areas")


def _all_or_inside(
    workspace: Workspace, selection: Selection, layer: LayerSpec
) -> tuple[Version, Incidents]:
    """Return the incidents of a layer; of one that does not fit in memory those where it is asked.

    And those of which it is not known whether they lie in what was drawn.
    """
    if everywhere(selection) or workspace.fits(layer):
        return workspace.incidents(layer)
    where = Selection(
        layer.id,
        drawn=selection.drawn,
        regios=selection.regios,
        gemeenten=selection.gemeenten,
        wijken=selection.wijken,
        buurten=selection.buurten,
    )
    return workspace.some_incidents(layer, where, _inside, workspace.geography)


def _inside(
    incidents: Incidents, where: Selection, geography: Geography
) -> dict[str, NDArray[Any]]:
    """Return those that lie where it is asked; of a drawn area also those without a place."""
    rows = incidents_where(incidents, replace(where, drawn=None), geography)
    if where.drawn is not None:
        placed = rows & incidents.in_a_cell()
        rows[placed] = where.drawn.contains(incidents.x_rd[placed], incidents.y_rd[placed])
    return those(incidents, rows)


def _period_of(
    settled: Selection, rows: Tally | Incidents, covered: Period, layer: LayerSpec
) -> Period:
    """Return the days that are asked; those outside what the layer counts only if it has rows."""
    period = settled.period or covered
    if period.holds(rows.days).any():
        return period
    return require_overlap(period, covered, layer.label)
