"""What a search is: its name, its words, what computes it; and what all searches say alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from hotspots.analysis.answer import Finding, Outline, Row, Summary
from hotspots.analysis.parameters import Parameters, Part
from hotspots.dutch import number, period, plural

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from hotspots.analysis.query import Query
    from hotspots.analysis.question import Search
    from hotspots.catalog.specs import LayerSpec

    #: Called with the share of the work that is done, 0 to 1.
    Progress = Callable[[float], None]

P: Final = "p = {p}"
P_TINY: Final = "p kleiner dan 0,001"
#: Below this a p is only said to be small.
_TINY: Final = 0.001
#: Why nothing is shown.
TOO_FEW: Final = "Te weinig {plural} om in te zoeken: {count} (ten minste {least})."


@dataclass(frozen=True, slots=True)
class SearchKind:
    """A search: its name, what it says and does not say, what computes it and its sentences.

    Attributes
    ----------
    explanation
        In Dutch; ``{plural}`` stands for what the layer counts.
    find
        Computes it.
    sentences
        Sums a finding up in sentences.
    chosen
        Says in a legend how it was made and tested.
    in_cells
        Whether it shows cells, which not every layer may.
    per_area
        Whether each area can be looked at by itself, and not only beside the rest.
    alpha
        The chance that it finds something where there is nothing; 0 where it does not test.
    """

    id: str
    label: str
    explanation: str
    find: Callable[[Query, Search, Progress], Finding]
    sentences: Callable[[Finding], tuple[str, ...]]
    chosen: Callable[[Finding], str]
    in_cells: bool = True
    per_area: bool = False
    alpha: float = 0.0


#: Corners of a circle on the map; only for drawing, distances are never measured on it.
_CORNERS = 64


@dataclass(frozen=True)
class Counted(Part):
    """How many incidents there were, and how many a search needs."""

    count: int
    least: int


def finding_of(
    query: Query,
    search: Search,
    kind: type[Outline],
    parameters: Parameters,
    *,
    outlines: tuple[Outline, ...] = (),
    summary: tuple[Part, ...] = (),
    silent: str = "",
    tables: Mapping[str, tuple[Row, ...]] | None = None,
) -> Finding:
    """Return the outcome of a search as the answer to a question."""
    return Finding(
        search=search,
        selection=query.selection,
        layer=query.layer,
        version=query.version,
        period=query.period,
        kind=kind,
        parameters=parameters,
        outlines=outlines,
        summary=Summary(summary),
        silent=silent,
        tables=tables or {},
        whole=query.workspace.geography.words,
        area_only=query.area_only,
    )


def circle(
    x_rd: float, y_rd: float, radius_m: float, corners: int = _CORNERS
) -> NDArray[np.float64]:
    """Return the corners of a circle, for drawing: shape (64, 2).

    With four corners it is a square on its point: all that is within a Manhattan distance.

    Examples
    --------
    >>> circle(0.0, 0.0, 2.0)[[0, 16]].round(6).tolist()
    [[2.0, 0.0], [0.0, 2.0]]
    """
    turn = np.arange(corners) * (2.0 * np.pi / corners)
    return np.column_stack([x_rd + radius_m * np.cos(turn), y_rd + radius_m * np.sin(turn)])


#: What is said where each area was searched by itself.
APART: Final = (
    "Elk gebied is apart getoetst: van {areas} gebieden waar niets aan de hand is, slaan er door "
    "toeval alleen zo'n {by_chance} aan."
)


def apart_in_words(kind: SearchKind, areas: int) -> str:
    """Return how many of some areas find something by chance alone; empty where none is tested.

    That follows from the level of the test, each area by itself.
    """
    if not kind.alpha or not areas:
        return ""
    return APART.format(areas=number(areas), by_chance=number(areas * kind.alpha, 1))


def count_in_words(layer: LayerSpec, count: int) -> str:
    """Return a number of incidents, with the noun of the layer."""
    return plural(count, layer.noun, layer.noun_plural)


def too_few_sentence(finding: Finding) -> str:
    """Return that there are too few incidents to search among."""
    few = finding.summary.require(Counted)
    return TOO_FEW.format(plural=finding.layer.noun_plural, count=few.count, least=few.least)


def subject_of(finding: Finding) -> dict[str, str]:
    """Return what was searched and when, as sentences have it."""
    return {
        "plural": finding.layer.noun_plural,
        "period": period(finding.period.first, finding.period.last),
    }


def p_in_words(p: float) -> str:
    """Return a p as sentences have it.

    Examples
    --------
    >>> p_in_words(0.0123), p_in_words(0.0001)
    ('p = 0,012', 'p kleiner dan 0,001')
    """
    return P_TINY if p < _TINY else P.format(p=number(p, 3))
