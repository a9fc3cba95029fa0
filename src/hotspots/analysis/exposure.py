"""What lies in each cell or area of what incidents are expected to follow: people, addresses, land.

A buurt's figures say how many live in it, not where. They are spread over its addresses where
those are loaded, else over its land (what is built up of it, where the home knows that) by the
land in each finest cell: a cell on a border or a river is not full.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar, Final

import numpy as np
import shapely

from hotspots.access.features import has_rows, places_now
from hotspots.analysis.answer import Status
from hotspots.analysis.counting import counts_in, selected_cells
from hotspots.analysis.parameters import EXPOSURE_NOTE, Part
from hotspots.analysis.question import buurten_selected
from hotspots.catalog.specs import LAND
from hotspots.geography.grid import FINEST_M, cell_number, cell_of, coarsen, column_and_row
from hotspots.geography.pieces import areas_in_cells, pieces_of
from hotspots.statistics.rates import SMALL_DENOMINATOR, SMALLEST_DENOMINATOR, small_denominator

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hotspots.access.workspace import Workspace
    from hotspots.analysis.answer import Analysis
    from hotspots.analysis.query import Query
    from hotspots.catalog.specs import ContextSpec, LayerSpec
    from hotspots.geography.areas import Geography
    from hotspots.geography.pieces import Pieces


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


def exposure_of_cells(query: Query, size_m: int) -> NDArray[np.float64]:
    """Return how much of the expectation of a selection lies in each cell, where it asks.

    Returns
    -------
    shape (m,)
        In the order of ``query.mask.cells(size_m)``; 0 where nothing is expected.
    """
    pieces, amount = _amounts(query)
    return _gather(query, pieces, amount * _share_selected(query, pieces), size_m)


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
    pieces, amount = _amounts(query)
    inside = pieces.buurt >= 0
    per_buurt = np.bincount(
        pieces.buurt[inside], weights=amount[inside], minlength=len(geography.buurten)
    )
    if level == "buurten":
        return per_buurt.astype(np.float64)
    place = geography.buurten.parent if level == "wijken" else np.zeros(len(per_buurt), dtype=int)
    return np.bincount(place, weights=per_buurt, minlength=len(areas)).astype(np.float64)


def spread_exposure(query: Query, denominator: str, size_m: int) -> NDArray[np.float64]:
    """Return how much of a denominator is in each cell of the mask, as `exposure_of_cells` does."""
    pieces, amount = _people(query.workspace, denominator)
    return _gather(query, pieces, amount * _share_selected(query, pieces), size_m)


def denominator_inside(query: Query, denominator: str) -> float:
    """Return an estimate of how much of a denominator is in the drawn area of a selection.

    What a buurt has is spread over where people live in it, as in `spread_exposure`: in a part of
    a buurt there may be more or fewer.
    """
    pieces = query.workspace.library.masks["households"].pieces
    numbers = query.workspace.geography.buurten.denominators[denominator]
    spread = pieces.spread(numbers, _dwellings(query.workspace, pieces))
    return float((spread * _share_selected(query, pieces)).sum())


def expectations_of(workspace: Workspace, layer: LayerSpec) -> tuple[Expectation, ...]:
    """Return what places of a layer can be compared with now, best first.

    A layer of the home without rows is not among them, nor is its own past: with nothing but
    that, no place can be compared with another.
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
    return tuple(possible)


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


def _amounts(query: Query) -> tuple[Pieces, NDArray[np.float64]]:
    """Return pieces of land and how much of the expectation lies in each."""
    workspace, name = query.workspace, _expectation(query)
    if name == LAND:
        return query.mask.pieces, query.mask.pieces.area_m2
    if name in workspace.geography.buurten.denominators:
        return _people(workspace, name)
    spec = next(one for one in workspace.library.catalog.contexts if one.id == name)
    if spec.kind == "zones":
        return _zones(query, spec)
    return query.mask.pieces, _points(workspace, spec, query.mask.pieces)


def _people(workspace: Workspace, name: str) -> tuple[Pieces, NDArray[np.float64]]:
    """Return where people live, and how much of a denominator each piece of it has."""
    pieces = workspace.library.masks["households"].pieces
    numbers = enough(workspace.geography.buurten.denominators[name])
    return pieces, pieces.spread(numbers, _dwellings(workspace, pieces))


def _dwellings(workspace: Workspace, pieces: Pieces) -> NDArray[np.float64] | None:
    """Return the dwellings in each piece; None where no addresses are loaded."""
    catalog = workspace.library.catalog
    spec = next((one for one in catalog.contexts if one.purpose == "address"), None)
    if spec is None or not has_rows(workspace.library, spec):
        return None
    return _points(workspace, spec, pieces)


def _points(workspace: Workspace, spec: ContextSpec, pieces: Pieces) -> NDArray[np.float64]:
    """Return how many places lie in each piece; a place with dwellings counts for each of them."""
    rows = places_now(workspace.library, spec)
    at = shapely.get_coordinates(shapely.centroid(rows.geometry.to_numpy()))
    weight = np.ones(len(at))
    if "dwellings" in rows:
        known = rows["dwellings"].to_numpy(dtype=np.float64)
        weight = np.where(np.isnan(known), 1.0, known)
    buurt = workspace.geography.index.locate(at[:, 0], at[:, 1]).astype(np.int64)
    place = pieces.place_of(cell_number(cell_of(at[:, 0]), cell_of(at[:, 1])), buurt)
    inside = place >= 0
    return np.bincount(place[inside], weights=weight[inside], minlength=len(pieces)).astype(
        np.float64
    )


def _zones(query: Query, spec: ContextSpec) -> tuple[Pieces, NDArray[np.float64]]:
    """Return the land in the zones of a layer."""
    rows = places_now(query.workspace.library, spec)
    covered = shapely.intersection(query.mask.geometry, rows.geometry.union_all())
    pieces = pieces_of(covered, query.workspace.geography)
    return pieces, pieces.area_m2


def _share_selected(query: Query, pieces: Pieces) -> NDArray[np.float64]:
    """Return which part of each piece lies where a selection asks: of a drawn area, its share."""
    selection, geography = query.selection, query.workspace.geography
    in_none = not (selection.wijken or selection.buurten)
    wanted = np.append(buurten_selected(geography, selection), in_none)
    share = wanted[pieces.buurt].astype(np.float64)
    if selection.drawn is not None:
        cells, area_m2 = areas_in_cells(selection.drawn.outline())
        place = np.minimum(np.searchsorted(cells, pieces.cell), len(cells) - 1)
        inside = np.where(cells[place] == pieces.cell, area_m2[place] / FINEST_M**2, 0.0)
        share *= inside
    return share


def _gather(
    query: Query, pieces: Pieces, amount: NDArray[np.float64], size_m: int
) -> NDArray[np.float64]:
    """Return amounts of pieces summed over the cells of the mask."""
    cells = query.mask.cells(size_m)
    col, row = column_and_row(pieces.cell)
    number = cell_number(coarsen(col, size_m), coarsen(row, size_m))
    place = np.minimum(np.searchsorted(cells, number), max(len(cells) - 1, 0))
    inside = cells[place] == number if len(cells) else np.zeros(len(number), dtype=bool)
    return np.bincount(place[inside], weights=amount[inside], minlength=len(cells)).astype(
        np.float64
    )


@dataclass(frozen=True, slots=True, eq=False)
class CellsAtRisk:
    """Cells of the mask, in the wijken of the selection if it names any.

    Attributes
    ----------
    cells, counts : shape (m,)
        Numbers of the cells, ascending, and the incidents in each.
    exposure : shape (m,)
        How much of what they are expected to follow is in each cell: people, addresses, m2 of
        land. A cell with nothing takes no part.
    expected
        What they are expected to follow.
    """

    cells: NDArray[np.int64]
    counts: NDArray[np.int64]
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
    counts, _ = counts_in(
        cells, query.incidents, query.chosen if chosen is None else chosen, size_m
    )
    exposure = exposure_of_cells(query, size_m)
    exposure = exposure[np.searchsorted(query.mask.cells(size_m), cells)]
    return CellsAtRisk(cells, counts, exposure, expected_of(query))


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
        "gemeente", "wijken" or "buurten". The gemeente is never thin: it is what areas are
        compared with.
    denominator
        Its id, such as "huishoudens".
    numbers : shape (n,)
        What counts were divided by, where that is a part of what the areas have: a drawn area.

    Returns
    -------
    shape (n,)
        In the order of the areas of the level; see `hotspots.statistics.rates.small_denominator`.
    """
    areas, whole = geography.level(level), geography.gemeente
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
