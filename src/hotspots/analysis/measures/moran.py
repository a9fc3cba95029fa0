"""Moran: which buurten resemble their neighbours, or stand out from them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from hotspots.analysis.answer import Status
from hotspots.analysis.exposure import enough
from hotspots.analysis.layer_dispersion import layer_dispersion
from hotspots.analysis.measures.count import areas_counted
from hotspots.analysis.measures.rate import denominator_parameters
from hotspots.analysis.measures.registry import Association
from hotspots.errors import StatisticError
from hotspots.statistics.moran import (
    HIGH_HIGH,
    HIGH_LOW,
    LOW_HIGH,
    LOW_LOW,
    assuncao_reis,
    local_moran_of_counts,
    moran,
)

if TYPE_CHECKING:
    from hotspots.analysis.answer import Analysis
    from hotspots.analysis.query import Query

#: Share of the marked areas that may be chance.
ALPHA: Final = 0.05
#: Draws per area: with 999 no p survives the correction for a hundred areas.
PERMUTATIONS: Final = 99_999
_ASSOCIATION: Final = {
    HIGH_HIGH: Association.HIGH_HIGH,
    HIGH_LOW: Association.HIGH_LOW,
    LOW_HIGH: Association.LOW_HIGH,
    LOW_LOW: Association.LOW_LOW,
}


def moran_answer(query: Query) -> Analysis:
    """Answer with local Moran of rates adjusted for population, and Moran's I of the whole."""
    counted = areas_counted(query)
    areas = query.workspace.geography.level(query.selection.level)
    assert query.selection.denominator is not None  # noqa: S101 - the measure needs one
    inside = counted.status != Status.NOT_ASKED
    exposure = np.where(inside, enough(areas.denominators[query.selection.denominator]), 0.0)
    parameters: dict[str, Any] = {
        **denominator_parameters(query.workspace, query.selection.denominator),
        "neighbourhood": "queen",
        "adjustment": "Assunção-Reis",
        "not_tested": int(counted.counts[inside & (exposure == 0)].sum()),
    }
    status = np.where(exposure > 0, Status.VALUE, Status.MISSING).astype(np.int8)
    status[~inside] = Status.NOT_ASKED
    library = query.workspace.library
    weights = library.neighbours
    dispersion = layer_dispersion(library, query.layer, "buurten").place
    try:
        score = assuncao_reis(counted.counts, exposure)
        local = local_moran_of_counts(
            counted.counts, exposure, weights, dispersion=dispersion, permutations=PERMUTATIONS
        )
        whole = moran(score, weights)
    except StatisticError:
        # Nothing differs, or nothing happened: then no area stands out either.
        return replace(
            counted,
            values=np.full(len(counted.codes), np.nan),
            verdict=np.zeros(len(counted.codes), dtype=np.int8),
            status=status,
            parameters={**parameters, "tested": 0},
        )
    marked = local.p_adjusted <= ALPHA
    kind = np.array([_ASSOCIATION.get(int(at), Association.NOT_SHOWN) for at in local.quadrant])
    status[(status == Status.VALUE) & np.isnan(local.p)] = Status.MISSING
    return replace(
        counted,
        values=local.statistic,
        status=status,
        reference=local.statistic[np.isfinite(local.statistic)],
        verdict=np.where(marked, kind, Association.NOT_SHOWN).astype(np.int8),
        columns={"p": local.p, "p_adjusted": local.p_adjusted},
        parameters={
            **parameters,
            "test": "permutation of scores, and of incidents",
            "permutations": local.permutations,
            "bootstraps": local.bootstraps,
            "dispersion": dispersion,
            "seed": local.seed,
            "correction": "Benjamini-Hochberg",
            "alpha": ALPHA,
            "tested": local.tested,
            "global_moran": float(whole.statistic),
            "global_p": float(whole.p),
            "global_permutations": whole.permutations,
        },
    )
