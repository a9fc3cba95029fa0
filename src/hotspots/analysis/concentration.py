"""How much of what happened lies in how few cells, and what that is worth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from hotspots.access.permission import require_level
from hotspots.analysis.answer import area_only_notes
from hotspots.analysis.counting import counts_in, selected_cells
from hotspots.analysis.query import query_of
from hotspots.analysis.registry import measure_named
from hotspots.analysis.settle import settle
from hotspots.dutch import number, plural
from hotspots.statistics.concentration import (
    HOTTEST,
    generalised_gini,
    hottest_shares,
    lorenz_curve,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hotspots.access.workspace import Workspace
    from hotspots.analysis.question import Selection
    from hotspots.catalog.specs import LayerSpec
    from hotspots.statistics.concentration import HottestShare

#: Points that the lines are drawn through, beside the ends; closer together where they bend.
_POINTS: Final = 60


@dataclass(frozen=True, slots=True, eq=False)
class Lorenz:
    """Three lines from (0, 0) to (1, 1), each shape (k,): shares of the incidents.

    Attributes
    ----------
    cells
        Share of the cells, hottest first.
    actual, chance, even
        As it is; if each incident fell in any cell with the same chance; spread as evenly as they
        go. Where the incidents are few, chance is far from even.
    """

    cells: NDArray[np.float64]
    actual: NDArray[np.float64]
    chance: NDArray[np.float64]
    even: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Concentration:
    """How concentrated the incidents of a selection are.

    Attributes
    ----------
    cells
        How many cells there are, those without incidents included.
    incidents, outside
        Incidents in them, and in none. Of ``area_only`` others no more is known than an area.
    hottest
        What lies in the hottest 5 and 20 %; empty without incidents, as ``gini`` and ``lorenz``.
    gini
        Generalised coefficient: 0 is as even as so many incidents can be.
    """

    layer: LayerSpec
    cell_m: int
    mask: str
    cells: int
    incidents: int
    outside: int
    hottest: tuple[HottestShare, ...] = ()
    gini: float | None = None
    lorenz: Lorenz | None = None
    area_only: int = 0


def concentration(workspace: Workspace, selection: Selection) -> Concentration:
    """Return how much of a selection lies in how few cells.

    The cells have the size that was chosen, and that of the layer where none was. What lies in one
    cell of a large size lies in several of a small one: compare only the same.

    Raises
    ------
    SelectionError
        If the layer cannot answer the selection.
    AccessError
        If the layer is sensitive, may not be shown in cells, or is not for this role.
    """
    settled, layer = settle(selection, workspace)
    query = query_of(workspace, settled, layer, measure_named(settled.measure), known_at="cells")
    # A surface is drawn in the finest cells there are, which no one chose.
    cell_m = layer.style.cell_m if query.measure.surface else settled.cell_m
    require_level(layer, "cells", cell_m)
    counts, outside = counts_in(selected_cells(query, cell_m), query.rows, query.chosen, cell_m)
    incidents = int(counts.sum())
    return Concentration(
        layer=layer,
        cell_m=cell_m,
        mask=query.mask.label,
        cells=len(counts),
        incidents=incidents,
        outside=outside,
        hottest=hottest_shares(counts, HOTTEST) if incidents else (),
        gini=generalised_gini(counts) if incidents else None,
        lorenz=_lorenz(counts) if incidents else None,
        area_only=query.area_only,
    )


def _lorenz(counts: NDArray[np.int64]) -> Lorenz:
    """Return the lines through few points: thousands of cells would weigh on the page."""
    # The curve bends where the cells are hottest, and again where the last incident is.
    drawn = np.linspace(0.0, 1.0, _POINTS) ** 2
    bend = np.count_nonzero(counts) / counts.size
    shares = np.unique(
        np.concatenate([drawn[1:], HOTTEST, [bend, min(1.0, counts.sum() / counts.size)]])
    )
    hottest = hottest_shares(counts, tuple(shares.tolist()))
    cells, incidents = lorenz_curve(counts)
    return Lorenz(
        cells=np.concatenate([[0.0], shares]),
        actual=np.concatenate([[0.0], np.interp(shares, cells, incidents)]),
        chance=np.array([0.0, *(share.by_chance for share in hottest)]),
        even=np.array([0.0, *(share.evenly for share in hottest)]),
    )


CONCENTRATION: Final = "Hoe geconcentreerd is het?"
HOTTEST_PART: Final = (
    "De drukste {share} % van de cellen heeft {here} % van de {plural}; bij toeval zou dat "
    "{chance} % zijn."
)
NOT_CONCENTRATED: Final = "Dat is niet meer dan bij toeval."
CONCENTRATION_FEW: Final = (
    "Het zijn er weinig ({count} in {cells} cellen). Een verschil met toeval zegt dan niet veel."
)
GINI: Final = (
    "Gini-coëfficiënt, gecorrigeerd voor weinig incidenten: {gini}. Daarin is 0 zo gelijk verdeeld "
    "als kan en 1 alles in één cel. Leeg land telt mee: vergelijk alleen kaarten van hetzelfde "
    "gebied met even grote cellen."
)
CELLS_OF: Final = "Cellen van {size} m op {mask}: {cells}, ook die zonder {plural}."
CONCENTRATION_OUTSIDE: Final = "{count} buiten {mask}: niet meegeteld."
NO_CONCENTRATION: Final = "Geen {plural} in deze cellen, dus ook geen concentratie."
LORENZ_X: Final = "% van de cellen, drukste eerst"
LORENZ_Y: Final = "% van de {plural}"
LORENZ_LINES: Final = {
    "actual": "zoals het is",
    "chance": "bij toeval",
    "even": "zo gelijk als kan",
}
LORENZ_ALTERNATIVE: Final = (
    "Lijngrafiek: welk deel van de {plural} in welk deel van de cellen ligt. {sentence}"
)
#: Under this many incidents a share of the cells holds what chance gave it.
_FEW: Final = 50
#: From this share on, 100 % stands on screen.
_EVERYTHING: Final = 0.995


def concentration_sentences(answer: Concentration) -> tuple[str, ...]:
    """Return how much lies in the hottest cells beside chance, and what that is worth.

    The first text is the answer; the others are how it was measured.
    """
    plurals = answer.layer.noun_plural
    if not answer.hottest or answer.gini is None:
        return (NO_CONCENTRATION.format(plural=plurals),)
    cells = number(answer.cells)
    answers = [_hottest(share, plurals) for share in _telling(answer.hottest)]
    if answer.hottest[0].incidents <= answer.hottest[0].by_chance:
        answers.append(NOT_CONCENTRATED)
    if answer.incidents < _FEW:
        count = number(answer.incidents)
        answers.append(CONCENTRATION_FEW.format(count=count, cells=cells))
    notes = [
        GINI.format(gini=number(answer.gini, 2)),
        CELLS_OF.format(size=answer.cell_m, mask=answer.mask, cells=cells, plural=plurals),
    ]
    if answer.outside:
        count = plural(answer.outside, answer.layer.noun, plurals)
        notes.append(CONCENTRATION_OUTSIDE.format(count=count, mask=answer.mask))
    notes += area_only_notes(answer.area_only, answer.layer)
    return (" ".join(answers), *notes)


def _telling(hottest: tuple[HottestShare, ...]) -> tuple[HottestShare, ...]:
    """Return the first share, and those where chance does not put everything as well."""
    return (*hottest[:1], *(share for share in hottest[1:] if share.by_chance < _EVERYTHING))


def _hottest(share: HottestShare, plurals: str) -> str:
    return HOTTEST_PART.format(
        share=number(share.cells * 100),
        here=number(share.incidents * 100),
        chance=number(share.by_chance * 100),
        plural=plurals,
    )
