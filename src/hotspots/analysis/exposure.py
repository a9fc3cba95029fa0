"""What lies in each cell or area of what incidents are expected to follow: people, addresses, land.

A buurt's figures say how many live in it, not where. They are spread over its addresses where
those are loaded, else over its land (what is built up of it, where the home knows that) by the
land in each finest cell: a cell on a border or a river is not full.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING, ClassVar, Final

import numpy as np
import shapely
from numpy.typing import NDArray

from hotspots.access.features import has_rows, places_now
from hotspots.analysis.answer import Status
from hotspots.analysis.counting import (
    cells_with_any,
    counts_in,
    place_among,
    selected_cells,
)
from hotspots.analysis.parameters import EXPOSURE_NOTE, Part
from hotspots.analysis.question import WHERE, buurten_selected, everywhere
from hotspots.catalog.specs import LAND
from hotspots.geography.grid import FINEST_M, cell_number, cell_of, coarsen, column_and_row
from hotspots.geography.pieces import Pieces, areas_in_cells, pieces_of
from hotspots.statistics.rates import SMALL_DENOMINATOR, SMALLEST_DENOMINATOR, small_denominator

if TYPE_CHECKING:
    from hotspots.access.workspace import Workspace
    from hotspots.analysis.answer import Analysis
    from hotspots.analysis.counting import CellCounts
    from hotspots.analysis.query import Query
    from hotspots.catalog.specs import ContextSpec, LayerSpec
    from hotspots.geography.areas import Geography
    from hotspots.geography.grid import Window
    from hotspots.geography.masks import Mask


#: Where the people of a buurt are taken to live, by what they are spread over.
SPREAD: Final = {
    "address": "binnen een buurt verdeeld over de adressen",
    "built_up": "binnen een buurt verdeeld over het bebouwde land",
    "land": "binnen een buurt gelijk verdeeld over het land",
}
EVEN_NOTE: Final = "Verwachting: evenveel op elke hectare land, ook waar niemand woont."
EXPECTED_NOTE: Final = "Verwachting: naar {label}."
SPREAD_NOTE: Final = "Verwachting: naar {label} ({year}), {spread}."
#: Of a test that looks at a place with those around it.
NEIGHBOURS_NOTE: Final = "Telt de buren mee."


@dataclass(frozen=True)
class Expected(Part):
    """What places are compared with, of which year and how it lies within a buurt.

    Attributes
    ----------
    even
        Whether as much is expected on every hectare of land.
    smallest_denominator
        Areas with fewer take no part; None where only those with nothing do not.
    spread_over
        What people are spread over within a buurt; None where it is not people.
    """

    LEFT_OUT: ClassVar = frozenset({"smallest_denominator", "spread_over"})

    expectation: str
    expectation_label: str
    expectation_year: int | None
    even: bool
    smallest_denominator: int | None = None
    spread_over: str | None = None

    def note(self, *, in_cells: bool) -> str:
        """Return the line of a legend, for a map of cells or of areas."""
        label, year = self.expectation_label, self.expectation_year
        if self.even:
            return EVEN_NOTE
        if self.spread_over is None:
            return EXPECTED_NOTE.format(label=label)
        if not in_cells:
            return EXPOSURE_NOTE.format(label=label, year=year)
        return SPREAD_NOTE.format(label=label, year=year, spread=SPREAD[self.spread_over])


@dataclass(frozen=True, slots=True)
class Expectation:
    """Something that places of a layer can be compared with: its id, Dutch name and year."""

    id: str
    label: str
    year: int | None = None


def enough(denominators: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the denominators that carry a comparison; 0 where they are missing or too small.

    Figures are rounded to fives: on five households two incidents would be a hotspot for sure.

    Examples
    --------
    >>> enough(np.array([480.0, 5.0, np.nan])).tolist()
    [480.0, 0.0, 0.0]
    """
    known = np.nan_to_num(denominators)
    return np.where(known >= SMALLEST_DENOMINATOR, known, 0.0)


#: Pieces of land, strip by strip, and how much of something lies in each.
_Amounts = Iterator[tuple[Pieces, NDArray[np.float64]]]


def exposure_of_cells(query: Query, size_m: int) -> NDArray[np.float64]:
    """Return how much of the expectation of a selection lies in each cell, where it asks.

    Returns
    -------
    shape (m,)
        In the order of ``query.cells(size_m)``; 0 where nothing is expected.
    """
    name = _expectation(query)
    if name in query.workspace.geography.buurten.denominators:
        return spread_exposure(query, name, size_m)
    return _gathered(query, _amounts(query, query.window(size_m)), size_m)


def exposure_of_areas(query: Query, level: str) -> NDArray[np.float64]:
    """Return how much of the expectation of a selection lies in each area of a level.

    Returns
    -------
    shape (areas,)
        0 where nothing is expected, or the figure is too small to compare by.
    """
    geography, name = query.workspace.geography, _expectation(query)
    areas = geography.level(level)
    if name in areas.denominators:
        return enough(areas.denominators[name])
    per_buurt = np.zeros(len(geography.buurten))
    if name == LAND:
        per_buurt = query.mask.total_m2[:-1]
    else:
        for pieces, amount in _amounts(query, None):
            inside = pieces.buurt >= 0
            np.add.at(per_buurt, pieces.buurt[inside], amount[inside])
    place = geography.around(level)
    return np.bincount(place, weights=per_buurt, minlength=len(areas)).astype(np.float64)


def spread_exposure(query: Query, denominator: str, size_m: int) -> NDArray[np.float64]:
    """Return how much of a denominator is in each cell of the mask, as `exposure_of_cells` does."""
    workspace, window = query.workspace, query.window(size_m)
    numbers = enough(workspace.geography.buurten.denominators[denominator])

    def answer() -> NDArray[np.float64]:
        return _gathered(query, _people(workspace, numbers, window), size_m)

    if not everywhere(query.selection) or where_spread(workspace) == "address":
        return answer()
    # Of everything it is the same whatever the period, and takes a second of a country.
    question = ("spread", query.mask.id, size_m, numbers.tobytes())
    return workspace.library.masks["households"].remembered(question, answer)


def denominator_inside(query: Query, denominator: str) -> float:
    """Return an estimate of how much of a denominator is in the drawn area of a selection.

    What a buurt has is spread over where people live in it, as in `spread_exposure`: in a part of
    a buurt there may be more or fewer.
    """
    numbers = query.workspace.geography.buurten.denominators[denominator]
    share_selected = _Share.of(query)
    # The exact sum, so that it does not depend on where a strip ends.
    return math.fsum(
        chain.from_iterable(
            (spread * share_selected(pieces)).tolist()
            for pieces, spread in _people(query.workspace, numbers, query.window(FINEST_M))
        )
    )


def expectations_of(workspace: Workspace, layer: LayerSpec) -> tuple[Expectation, ...]:
    """Return what places of a layer can be compared with now, best first.

    A layer of the home without rows is not among them, nor is its own past: with nothing but
    that, no place can be compared with another. Neither is a figure that is known of no buurt,
    as long as there is anything else.
    """
    denominators = {entry.id: entry for entry in workspace.geography.denominators}
    contexts = {entry.id: entry for entry in workspace.library.catalog.contexts}
    possible = []
    for name in layer.expectations:
        if name == LAND:
            possible.append(Expectation(LAND, "land"))
        elif name in denominators:
            possible.append(Expectation(name, denominators[name].label, denominators[name].year))
        elif name in contexts and has_rows(workspace.library, contexts[name]):
            label = contexts[name].label.partition(" (")[0].lower()
            possible.append(Expectation(name, label, contexts[name].source.year))
    numbers = workspace.geography.buurten.denominators
    known = [one for one in possible if one.id not in numbers or (numbers[one.id] > 0).any()]
    return tuple(known or possible)


def expected_of(query: Query) -> Expected:
    """Return what a test of a query compares places with."""
    workspace, name = query.workspace, _expectation(query)
    chosen = next(one for one in expectations_of(workspace, query.layer) if one.id == name)
    expected = Expected(chosen.id, chosen.label, chosen.year, even=chosen.id == LAND)
    if name not in workspace.geography.buurten.denominators:
        return expected
    return replace(
        expected,
        smallest_denominator=int(SMALLEST_DENOMINATOR),
        spread_over=where_spread(workspace),
    )


def where_spread(workspace: Workspace) -> str:
    """Return what people are spread over within a buurt: "address", "built_up" or "land"."""
    catalog = workspace.library.catalog
    for purpose in ("address", "built_up"):
        spec = next((one for one in catalog.contexts if one.purpose == purpose), None)
        if spec is not None and has_rows(workspace.library, spec):
            return purpose
    return LAND


def _expectation(query: Query) -> str:
    assert query.selection.expectation is not None  # noqa: S101 - settled for whoever tests
    return query.selection.expectation


def _amounts(query: Query, window: Window | None) -> _Amounts:
    """Yield pieces of land in a window and how much of the expectation lies in each."""
    workspace, name = query.workspace, _expectation(query)
    if name == LAND:
        return ((pieces, pieces.area_m2) for pieces in query.mask.strips(window))
    if name in workspace.geography.buurten.denominators:
        numbers = enough(workspace.geography.buurten.denominators[name])
        return _people(workspace, numbers, window)
    spec = next(one for one in workspace.library.catalog.contexts if one.id == name)
    if spec.kind == "zones":
        return _zones(query, spec)
    points = _Points.of(workspace, spec)
    return ((pieces, points.on(pieces)) for pieces in query.mask.strips(window))


def _people(workspace: Workspace, numbers: NDArray[np.float64], window: Window | None) -> _Amounts:
    """Yield where people live in a window, and how much of a figure per buurt each piece has."""
    mask = workspace.library.masks["households"]
    homes = _dwellings(workspace)
    total = None if homes is None else homes.per_buurt(mask, len(numbers))
    for pieces in mask.strips(window):
        weight = None if homes is None else homes.on(pieces)
        yield (
            pieces,
            pieces.spread(numbers, weight, total_m2=mask.total_m2, total_weight=total),
        )


def _dwellings(workspace: Workspace) -> _Points | None:
    """Return where dwellings are; None where no addresses are loaded."""
    catalog = workspace.library.catalog
    spec = next((one for one in catalog.contexts if one.purpose == "address"), None)
    if spec is None or not has_rows(workspace.library, spec):
        return None
    return _Points.of(workspace, spec)


@dataclass(frozen=True, slots=True, eq=False)
class _Points:
    """The places of a layer by finest cell, ascending; one with dwellings counts for each of them.

    Attributes
    ----------
    cell, buurt, weight : shape (n,)
    """

    cell: NDArray[np.int64]
    buurt: NDArray[np.int64]
    weight: NDArray[np.float64]

    @classmethod
    def of(cls, workspace: Workspace, spec: ContextSpec) -> _Points:
        rows = places_now(workspace.library, spec)
        at = shapely.get_coordinates(shapely.centroid(rows.geometry.to_numpy()))
        weight = np.ones(len(at))
        if "dwellings" in rows:
            known = rows["dwellings"].to_numpy(dtype=np.float64)
            weight = np.where(np.isnan(known), 1.0, known)
        buurt = workspace.geography.index.locate(at[:, 0], at[:, 1]).astype(np.int64)
        cell = cell_number(cell_of(at[:, 0]), cell_of(at[:, 1]))
        # Those of one piece keep their order, and so their sum.
        order = np.argsort(cell, kind="stable")
        return cls(cell[order], buurt[order], weight[order])

    def on(self, pieces: Pieces) -> NDArray[np.float64]:
        """Return how much of them lies in each piece."""
        if not len(pieces):
            return np.zeros(0)
        first, after = np.searchsorted(self.cell, (pieces.cell[0], pieces.cell[-1] + 1))
        place = pieces.place_of(self.cell[first:after], self.buurt[first:after])
        inside = place >= 0
        weight = self.weight[first:after][inside]
        return np.bincount(place[inside], weights=weight, minlength=len(pieces)).astype(np.float64)

    def per_buurt(self, mask: Mask, n_buurten: int) -> NDArray[np.float64]:
        """Return how much of them lies in the pieces of each buurt, and last in those of none."""
        total = np.zeros(n_buurten + 1)
        for pieces in mask.strips():
            np.add.at(total, pieces.buurt, self.on(pieces))
        return total


def _zones(query: Query, spec: ContextSpec) -> _Amounts:
    """Yield the land in the zones of a layer."""
    rows = places_now(query.workspace.library, spec)
    covered = shapely.intersection(query.mask.geometry, rows.geometry.union_all())
    pieces = pieces_of(covered, query.workspace.geography)
    yield pieces, pieces.area_m2


@dataclass(frozen=True, slots=True, eq=False)
class _Share:
    """Which part of a piece lies where a selection asks.

    Attributes
    ----------
    wanted : shape (buurten + 1,)
        Whether each buurt is asked for, and last what lies in none.
    drawn
        The cells of a drawn area and its area in each.
    """

    wanted: NDArray[np.float64]
    drawn: tuple[NDArray[np.int64], NDArray[np.float64]] | None

    @classmethod
    def of(cls, query: Query) -> _Share:
        selection, geography = query.selection, query.workspace.geography
        in_none = not any(one.chosen(selection) for one in WHERE)
        wanted = np.append(buurten_selected(geography, selection), in_none).astype(np.float64)
        drawn = None if selection.drawn is None else areas_in_cells(selection.drawn.outline())
        return cls(wanted, drawn)

    def __call__(self, pieces: Pieces) -> NDArray[np.float64]:
        """Return the share of each piece; of a drawn area, of what it has of the cell."""
        share = self.wanted[pieces.buurt]
        if self.drawn is not None:
            cells, area_m2 = self.drawn
            place = np.minimum(np.searchsorted(cells, pieces.cell), len(cells) - 1)
            inside = np.where(cells[place] == pieces.cell, area_m2[place] / FINEST_M**2, 0.0)
            share = share * inside
        return share


def _gathered(query: Query, amounts: _Amounts, size_m: int) -> NDArray[np.float64]:
    """Return amounts where a selection asks, summed over the cells that it looks at."""
    cells, share_selected = query.cells(size_m), _Share.of(query)
    total = np.zeros(len(cells))
    for pieces, amount in amounts:
        if not len(pieces):
            continue
        col, row = (coarsen(of, size_m) for of in column_and_row(pieces.cell))
        # The cells of these columns: no other strip has any of them.
        ends = cell_number(np.array([col.min(), col.max() + 1]), np.array([0, 0]))
        first, after = np.searchsorted(cells, ends)
        place = place_among(cells[first:after], col, row)
        inside = place >= 0
        some = (amount * share_selected(pieces))[inside]
        total[first:after] += np.bincount(place[inside], weights=some, minlength=after - first)
    return total


@dataclass(frozen=True, slots=True, eq=False)
class CellsAtRisk:
    """Cells of the mask, in the wijken of the selection if it names any.

    Attributes
    ----------
    cells, counts : shape (m,)
        Numbers of the cells, ascending, and the incidents in each.
    outside
        Incidents of the selection in none of them.
    exposure : shape (m,)
        How much of what they are expected to follow is in each cell: people, addresses, m2 of
        land. A cell with nothing takes no part.
    expected
        What they are expected to follow.
    """

    cells: NDArray[np.int64]
    counts: NDArray[np.int64]
    outside: int
    exposure: NDArray[np.float64]
    expected: Expected

    @property
    def col(self) -> NDArray[np.int32]:
        """Columns of the cells."""
        return column_and_row(self.cells)[0]

    @property
    def row(self) -> NDArray[np.int32]:
        """Rows of the cells."""
        return column_and_row(self.cells)[1]

    def with_any(self, size_m: int) -> CellCounts:
        """Return the cells that have incidents."""
        return cells_with_any(self.cells, self.counts, self.outside, size_m)

    def left_out(self, listed: NDArray[np.bool_]) -> NDArray[np.int64]:
        """Return the cells that take no part and are not listed."""
        return self.cells[~listed & (self.exposure <= 0)]

    def unlisted(self, listed: NDArray[np.bool_]) -> int:
        """Return how many cells take part and are not listed."""
        return int(np.count_nonzero(~listed & (self.exposure > 0)))

    def tested(self, counts: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return counts of these cells, one or more columns, without cells that take no part."""
        takes_part = (self.exposure > 0).reshape(-1, *[1] * (counts.ndim - 1))
        return np.where(takes_part, counts, 0)


def cells_at_risk(query: Query, chosen: NDArray[np.bool_] | None = None) -> CellsAtRisk:
    """Return the cells of a question with the incidents of its selection, or with others.

    Parameters
    ----------
    chosen : shape (n,)
        Which incidents to count instead.
    """
    size_m = query.selection.cell_m
    cells = selected_cells(query, size_m)
    counts, outside = counts_in(
        cells, query.rows, query.chosen if chosen is None else chosen, size_m
    )
    exposure = exposure_of_cells(query, size_m)
    exposure = exposure[np.searchsorted(query.cells(size_m), cells)]
    return CellsAtRisk(cells, counts, outside, exposure, expected_of(query))


def with_small(geography: Geography, answer: Analysis) -> Analysis:
    """Return an answer that says which of its rates, or ratios of rates, say little."""
    selection, measure = answer.selection, answer.measure
    rated = measure.per_1000 or measure.ratio_of_rates
    if not rated or selection.denominator is None or answer.cell_col is not None:
        return answer
    small = small_denominators(
        geography, selection.level, selection.denominator, answer.denominators
    )
    given = np.isin(answer.status, (Status.VALUE, Status.ZERO, Status.BETWEEN))
    return replace(answer, small=small & given)


def small_denominators(
    geography: Geography,
    level: str,
    denominator: str,
    numbers: NDArray[np.float64] | None = None,
) -> NDArray[np.bool_]:
    """Return which areas of a level have a denominator too small for a headline or a colour.

    Every rate and every ratio of rates is asked here: map, Overzicht and Wijkbeeld leave the same
    areas out.

    Parameters
    ----------
    level
        One of `AREA_LEVELS`. The whole is never thin: it is what areas are compared with.
    denominator
        Its id, such as "huishoudens".
    numbers : shape (n,)
        What counts were divided by, where that is a part of what the areas have: a drawn area.

    Returns
    -------
    shape (n,)
        In the order of the areas of the level; see `hotspots.statistics.rates.small_denominator`.
    """
    areas, whole = geography.level(level), geography.whole
    everyone = float(np.nansum(whole.denominators[denominator]))
    small = small_denominator(
        areas.denominators[denominator],
        areas.area_km2,
        whole_per_km2=everyone / float(whole.area_km2.sum()),
    )
    if numbers is not None:
        with np.errstate(invalid="ignore"):
            small |= numbers < SMALL_DENOMINATOR
    return small
