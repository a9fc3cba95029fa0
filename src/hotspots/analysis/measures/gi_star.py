"""Gi*: where a neighbourhood holds more, or fewer, incidents than chance explains."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from hotspots.analysis.answer import Status, cell_names
from hotspots.analysis.exposure import cells_at_risk, expectation_parameters, exposure_of_areas
from hotspots.analysis.layer_dispersion import layer_dispersion
from hotspots.analysis.measures.count import areas_counted, cells_counted
from hotspots.analysis.measures.registry import Hotspot
from hotspots.statistics.gi_star import gi_star_areas, gi_star_cells, including_self
from hotspots.statistics.gi_star_judgement import smallest_visible_ratio

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hotspots.analysis.answer import Analysis
    from hotspots.analysis.query import Query
    from hotspots.statistics.gi_star_judgement import GiStar


def hotspot_answer(query: Query) -> Analysis:
    """Answer with z-scores of Gi*, and which of them chance does not explain."""
    return _cells(query) if query.selection.level == "cells" else _areas(query)


def _cells(query: Query) -> Analysis:
    """Test every cell of the mask; list those with incidents or a verdict."""
    counted = cells_counted(query)
    risk = cells_at_risk(query)
    counts, tested = risk.counts, risk.tested(risk.counts)
    parameters: dict[str, Any] = {
        **counted.parameters,
        **risk.told,
        "neighbourhood": "queen",
        "not_tested": int(counts.sum() - tested.sum()),
    }
    if not tested.any():
        return _without_verdict(counted, parameters)
    col, row = risk.col, risk.row
    found = gi_star_cells(tested, col, row, exposure=risk.exposure, **_rules(query))
    listed = (counts > 0) | found.significant
    codes, names = cell_names(col[listed], row[listed], query.selection.cell_m)
    return replace(
        counted,
        codes=codes,
        names=names,
        counts=counts[listed],
        values=found.z[listed],
        status=np.where(np.isnan(found.p[listed]), Status.MISSING, Status.VALUE).astype(np.int8),
        cell_col=col[listed],
        cell_row=row[listed],
        **risk.unlisted(listed),
        **_told(found, parameters, listed),
    )


def _areas(query: Query) -> Analysis:
    """Test every buurt by its households; one with too few takes no part."""
    counted = areas_counted(query)
    areas = query.workspace.geography.level(query.selection.level)
    parameters = {
        **expectation_parameters(query),
        "neighbourhood": "queen",
    }
    asked_for = counted.status != Status.NOT_ASKED
    exposure = np.where(asked_for, exposure_of_areas(query, query.selection.level), 0.0)
    tested = np.where(exposure > 0, counted.counts, 0)
    parameters["not_tested"] = int(counted.counts[asked_for].sum() - tested.sum())
    if not tested.any():
        return _without_verdict(counted, parameters)
    weights = including_self(query.workspace.library.neighbours)
    found = gi_star_areas(tested, weights, exposure=exposure, **_rules(query))
    status = np.where(np.isnan(found.p), Status.MISSING, Status.VALUE).astype(np.int8)
    status[~asked_for] = Status.NOT_ASKED
    everything = np.ones(len(areas), dtype=bool)
    return replace(counted, values=found.z, status=status, **_told(found, parameters, everything))


def _rules(query: Query) -> dict[str, Any]:
    """Return how much more a hotspot must be, and how much counts of the layer spread."""
    # A neighbourhood of cells is about as large as a buurt with those around it.
    spread = layer_dispersion(query.workspace.library, query.layer, "buurten")
    selection = query.selection
    return {
        "minimum_ratio": selection.minimum_ratio,
        "dispersion": spread.place,
        "side": selection.side,
    }


def _told(found: GiStar, parameters: dict[str, Any], listed: NDArray[np.bool_]) -> dict[str, Any]:
    """Return what the test says of the areas that are listed, and how it was done."""
    more = found.observed > found.expected
    verdict = np.select(
        [found.hot, found.cold, found.significant & more, found.significant],
        [Hotspot.MORE, Hotspot.FEWER, Hotspot.SLIGHTLY_MORE, Hotspot.SLIGHTLY_FEWER],
        Hotspot.NOT_SHOWN,
    )
    return {
        "reference": found.z[np.isfinite(found.z)],
        "verdict": verdict[listed].astype(np.int8),
        "columns": {
            "observed": found.observed[listed].astype(np.float64),
            "expected": found.expected[listed],
            "ratio": found.ratio[listed],
            "ratio_lower": found.lower[listed],
            "ratio_upper": found.upper[listed],
            "p": found.p[listed],
            "p_adjusted": found.p_adjusted[listed],
        },
        "parameters": {
            **parameters,
            "test": found.test,
            "correction": "Benjamini-Hochberg",
            "alpha": found.alpha,
            "tested": found.tested,
            "dispersion": found.dispersion,
            "minimum_ratio": found.minimum_ratio,
            "side": found.side,
            "incidents_tested": found.total,
            "visible_ratio": _visible(found),
            "hot": int(found.hot.sum()),
            "cold": int(found.cold.sum()),
        },
    }


def _visible(found: GiStar) -> float | None:
    """Return how many times more a place in the middle must have to be seen; None if none can."""
    ratio = smallest_visible_ratio(
        found.total,
        found.typical_share,
        level=found.level,
        minimum=found.minimum_ratio,
        dispersion=found.dispersion,
        side=found.side,
    )
    return round(ratio, 1) if np.isfinite(ratio) else None


def _without_verdict(counted: Analysis, parameters: dict[str, Any]) -> Analysis:
    """Return the answer where there is nothing to test: nothing is shown to be anywhere."""
    return replace(
        counted,
        values=np.full(len(counted.codes), np.nan),
        verdict=np.zeros(len(counted.codes), dtype=np.int8),
        parameters={**parameters, "tested": 0, "hot": 0, "cold": 0},
    )
