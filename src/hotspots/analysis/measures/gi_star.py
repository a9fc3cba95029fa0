"""The measure "Hotspots", Gi*: where a neighbourhood holds more, or fewer, than chance explains."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import IntEnum
from typing import TYPE_CHECKING, Final

import numpy as np

from hotspots.analysis.answer import Status
from hotspots.analysis.chance_words import (
    MORE_NOTE,
    apart_notes,
    correction_notes,
    not_tested_notes,
    share_of,
)
from hotspots.analysis.exposure import (
    NEIGHBOURS_NOTE,
    Expected,
    cells_at_risk,
    expected_of,
    exposure_of_areas,
)
from hotspots.analysis.layer_dispersion import layer_dispersion
from hotspots.analysis.measures.computed import ComputedMeasure
from hotspots.analysis.measures.count import areas_counted, cells_counted
from hotspots.analysis.measures.measure import TOO_FEW_WIJKEN, verdict_classes
from hotspots.analysis.parameters import Parameters, Part
from hotspots.analysis.question import everywhere
from hotspots.catalog.specs import PARTS
from hotspots.dutch import number, number_in_short, plural
from hotspots.geography.names import cell_names
from hotspots.statistics.gi_star import gi_star_areas, gi_star_cells, including_self
from hotspots.statistics.gi_star_judgement import smallest_visible_ratio

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hotspots.analysis.answer import Analysis
    from hotspots.analysis.query import Query
    from hotspots.catalog.specs import LayerSpec
    from hotspots.statistics.conditional import Side
    from hotspots.statistics.gi_star_judgement import GiStar

#: What neighbours are: areas or cells that touch, also at a corner.
NEIGHBOURHOOD: Final = "queen"
#: From so many times on, tenths say nothing.
_COARSE_FROM: Final = 4.0


class Hotspot(IntEnum):
    """What Gi* says of an area; the numbers of `Verdict` mean the same.

    "Slightly" is beyond chance, but not by as much as a hotspot or coldspot must be.
    """

    SLIGHTLY_FEWER = -2
    FEWER = -1
    NOT_SHOWN = 0
    MORE = 1
    SLIGHTLY_MORE = 2


@dataclass(frozen=True)
class Neighbours(Part):
    """What neighbours are, and the incidents in places that take no part."""

    neighbourhood: str
    not_tested: int


@dataclass(frozen=True)
class Hotspots(Part):
    """How places were tested, and how many are marked.

    Attributes
    ----------
    dispersion
        Variance over mean of counts of the layer.
    minimum_ratio
        How many times what is expected a hotspot has at least.
    visible_ratio
        The smallest excess that would have shown in an ordinary place; None if none can.
    """

    test: str
    correction: str
    alpha: float
    tested: int
    dispersion: float
    minimum_ratio: float
    side: Side
    incidents_tested: int
    visible_ratio: float | None
    hot: int
    cold: int


@dataclass(frozen=True)
class NoHotspots(Part):
    """Nothing to test, so nothing is marked."""

    tested: int = 0
    hot: int = 0
    cold: int = 0


def hotspot_answer(query: Query) -> Analysis:
    """Answer with z-scores of Gi*, and which of them chance does not explain."""
    return _cells(query) if query.selection.level == "cells" else _areas(query)


def _cells(query: Query) -> Analysis:
    """Test every cell of the mask; list those with incidents or a verdict."""
    risk = cells_at_risk(query)
    # Of a part, what is tested touches it, and what is counted may lie around it.
    same = everywhere(query.selection)
    counts, tested = risk.counts, risk.tested(risk.counts)
    counted = cells_counted(
        query,
        risk.with_any(query.selection.cell_m) if same else None,
        named=not tested.any(),
    )
    left_out = int(counts.sum() - tested.sum())
    parameters = counted.parameters.plus(risk.expected, Neighbours(NEIGHBOURHOOD, left_out))
    if not tested.any():
        return _without_verdict(counted, parameters)
    col, row = risk.col, risk.row
    # A neighbourhood of cells is about as large as a buurt with those around it.
    spread = layer_dispersion(query.workspace.library, query.layer, "buurten")
    result = gi_star_cells(
        tested,
        col,
        row,
        exposure=risk.exposure,
        minimum_ratio=query.selection.minimum_ratio,
        dispersion=spread.place,
        side=query.selection.side,
    )
    listed = (counts > 0) | result.significant
    codes, names = cell_names(
        query.workspace.naming, col[listed], row[listed], query.selection.cell_m
    )
    listing = replace(
        counted,
        codes=codes,
        names=names,
        counts=counts[listed],
        status=np.where(np.isnan(result.p[listed]), Status.MISSING, Status.VALUE).astype(np.int8),
        cell_col=col[listed],
        cell_row=row[listed],
        zero_cells=risk.unlisted(listed),
        untested=risk.left_out(listed),
    )
    return _tested(listing, result, parameters, listed)


def _areas(query: Query) -> Analysis:
    """Test every buurt by its households; one with too few takes no part."""
    counted = areas_counted(query)
    areas = query.workspace.geography.level(query.selection.level)
    inside = counted.status != Status.NOT_SELECTED
    exposure = np.where(inside, exposure_of_areas(query, query.selection.level), 0.0)
    tested = np.where(exposure > 0, counted.counts, 0)
    left_out = int(counted.counts[inside].sum() - tested.sum())
    parameters = Parameters((expected_of(query), Neighbours(NEIGHBOURHOOD, left_out)))
    if not tested.any():
        return _without_verdict(counted, parameters)
    result = gi_star_areas(
        tested,
        including_self(query.workspace.library.neighbours_at(query.selection.level)),
        exposure=exposure,
        minimum_ratio=query.selection.minimum_ratio,
        dispersion=layer_dispersion(
            query.workspace.library, query.layer, query.selection.level
        ).place,
        side=query.selection.side,
    )
    status = np.where(np.isnan(result.p), Status.MISSING, Status.VALUE).astype(np.int8)
    status[~inside] = Status.NOT_SELECTED
    everything = np.ones(len(areas), dtype=bool)
    return _tested(replace(counted, status=status), result, parameters, everything)


def _tested(
    listing: Analysis, result: GiStar, parameters: Parameters, listed: NDArray[np.bool_]
) -> Analysis:
    """Return the areas that are listed with what the test says of them, and how it was done."""
    more = result.observed > result.expected
    verdict = np.select(
        [result.hot, result.cold, result.significant & more, result.significant],
        [Hotspot.MORE, Hotspot.FEWER, Hotspot.SLIGHTLY_MORE, Hotspot.SLIGHTLY_FEWER],
        Hotspot.NOT_SHOWN,
    )
    test = Hotspots(
        test=result.test,
        correction="Benjamini-Hochberg",
        alpha=result.alpha,
        tested=result.tested,
        dispersion=result.dispersion,
        minimum_ratio=result.minimum_ratio,
        side=result.side,
        incidents_tested=result.total,
        visible_ratio=_visible(result),
        hot=int(result.hot.sum()),
        cold=int(result.cold.sum()),
    )
    return replace(
        listing,
        values=result.z[listed],
        reference=result.z[np.isfinite(result.z)],
        verdict=verdict[listed].astype(np.int8),
        columns={
            "observed": result.observed[listed].astype(np.float64),
            "expected": result.expected[listed],
            "ratio": result.ratio[listed],
            "ratio_lower": result.lower[listed],
            "ratio_upper": result.upper[listed],
            "p": result.p[listed],
            "p_adjusted": result.p_adjusted[listed],
        },
        parameters=parameters.plus(test),
    )


def _visible(result: GiStar) -> float | None:
    """Return how many times more a place in the middle must have to be seen; None if none can."""
    ratio = smallest_visible_ratio(
        result.total,
        result.typical_share,
        level=result.level,
        minimum=result.minimum_ratio,
        dispersion=result.dispersion,
        side=result.side,
    )
    return round(ratio, 1) if np.isfinite(ratio) else None


def _without_verdict(counted: Analysis, parameters: Parameters) -> Analysis:
    """Return the answer where there is nothing to test: nothing is shown to be anywhere."""
    return replace(
        counted,
        values=np.full(len(counted.codes), np.nan),
        verdict=np.zeros(len(counted.codes), dtype=np.int8),
        parameters=parameters.plus(NoHotspots()),
    )


VERDICTS: Final = {
    "slightly_fewer": "minder dan verwacht, te weinig voor een coldspot",
    "fewer": "coldspot: duidelijk minder dan verwacht",
    "not_shown": "geen aantoonbaar verschil",
    "more": "hotspot: duidelijk meer dan verwacht",
    "slightly_more": "meer dan verwacht, te weinig voor een hotspot",
}
LARGE_NOTE: Final = (
    "Een hotspot is zeker ten minste {minimum} keer wat verwacht wordt: de ondergrens van de "
    "verhouding ligt erboven, gecorrigeerd voor hoeveel er gekleurd is."
)
ANY_EXCESS_NOTE: Final = (
    "Een hotspot is elke plek met aantoonbaar meer dan verwacht, hoe weinig ook."
)
SPREAD_COUNTS_NOTE: Final = (
    "Aantallen van deze laag wisselen {dispersion} keer zo sterk als door louter toeval; daar "
    "houdt de toets rekening mee."
)
VISIBLE_NOTE: Final = (
    "Geen kleur is geen bewijs dat er niets is: bij {incidents} valt een plek meestal pas op vanaf "
    "ongeveer {ratio} keer zoveel als verwacht."
)
NOTHING_VISIBLE_NOTE: Final = (
    "Geen kleur is geen bewijs dat er niets is: bij {incidents} kan een gewone plek niet opvallen."
)


def hotspot_notes(analysis: Analysis) -> list[str]:
    """Return what places were compared with, what a hotspot is, and what was tested."""
    parameters = analysis.parameters
    expected, neighbours = parameters.require(Expected), parameters.require(Neighbours)
    left_out = not_tested_notes(
        neighbours.not_tested, expected.expectation_label, expected.smallest_denominator
    )
    test = parameters.get(Hotspots)
    if test is None:
        return left_out
    in_cells = analysis.cell_col is not None
    return [
        *([MORE_NOTE] if test.side == "more" else []),
        f"{expected.note(in_cells=in_cells)} {NEIGHBOURS_NOTE}",
        *_large_notes(test),
        *apart_notes(analysis, tested=test.tested),
        *left_out,
        *correction_notes(analysis, tested=test.tested, alpha=test.alpha),
        _visible_note(test, analysis.layer),
    ]


def _large_notes(test: Hotspots) -> list[str]:
    """Return how much more a hotspot must be, and how the counts of the layer spread."""
    notes = [ANY_EXCESS_NOTE]
    if test.minimum_ratio > 1.0:
        notes = [LARGE_NOTE.format(minimum=number_in_short(test.minimum_ratio))]
    if round(test.dispersion, 1) > 1.0:
        notes.append(SPREAD_COUNTS_NOTE.format(dispersion=number(test.dispersion, 1)))
    return notes


def _visible_note(test: Hotspots, layer: LayerSpec) -> str:
    """Return what a map without marks leaves open: the smallest excess that would have shown."""
    ratio = test.visible_ratio
    incidents = plural(test.incidents_tested, layer.noun, layer.noun_plural)
    if ratio is None:
        return NOTHING_VISIBLE_NOTE.format(incidents=incidents)
    times = number_in_short(round(ratio, 1) if ratio < _COARSE_FROM else float(round(ratio)))
    return VISIBLE_NOTE.format(incidents=incidents, ratio=times)


GI_STAR: Final = ComputedMeasure(
    id="gi_star",
    label="Hotspots",
    levels=(*PARTS, "cells"),
    of_neighbours=True,
    unit="hotspots van {plural} (Gi*)",
    explanation=(
        "Waar in een gebied en zijn omgeving meer {plural} zijn dan verwacht (Gi*). Een hotspot "
        "is aangetoond en groot: toeval verklaart hem niet, en ook de ondergrens van de "
        "verhouding ligt boven het minimum. De toets is exact en gecorrigeerd voor het aantal "
        "gebieden: " + share_of("gekleurd") + ". Geen kleur betekent: geen aantoonbaar "
        "verschil. Dat is iets anders dan geen verschil. Een gekleurd gebied hoeft zelf niet veel "
        "{plural} te hebben; het gaat om de omgeving. De kaart beschrijft wat er was en voorspelt "
        "niets."
    ),
    answer=hotspot_answer,
    notes=hotspot_notes,
    expects=True,
    verdicts=verdict_classes(Hotspot, VERDICTS),
    sided=True,
    why_levels=TOO_FEW_WIJKEN,
    decimals=1,
)
