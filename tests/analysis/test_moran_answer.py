"""Local Moran of the embedded buurten, against esda on the same rates."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from esda import Moran_Local_Rate, Moran_Rate
from libpysal.weights import WSP
from scipy import sparse

from hotspots.analysis.analyse import analyse
from hotspots.analysis.answer import Analysis, Status
from hotspots.analysis.exposure import enough
from hotspots.analysis.measures.moran import Association
from hotspots.analysis.periods import Period, to_date
from hotspots.analysis.question import Selection
from hotspots.errors import SelectionError
from hotspots.maps.choropleth import map_spec
from hotspots.statistics.moran import assuncao_reis, local_moran, local_moran_of_counts

if TYPE_CHECKING:
    from hotspots.access.workspace import Workspace

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def clustered(dordrecht: Workspace) -> Analysis:
    return analyse(dordrecht, Selection("woninginbraak", measure="moran"))


def test_the_statistic_is_that_of_esda_on_the_same_rates(
    dordrecht: Workspace, clustered: Analysis
) -> None:
    households = enough(dordrecht.geography.buurten.denominators["huishoudens"])
    known = np.flatnonzero(households)
    pattern = sparse.csr_array(dordrecht.library.neighbours[known][:, known]).astype(float)
    weights = WSP(sparse.csr_matrix(pattern)).to_W(silence_warnings=True)
    counts, people = clustered.counts[known].astype(float), households[known]
    local = Moran_Local_Rate(counts, people, weights, permutations=0)
    whole = Moran_Rate(counts, people, weights, permutations=0)
    with_neighbours = np.diff(pattern.indptr) > 0
    np.testing.assert_allclose(
        clustered.values[known][with_neighbours], local.Is[with_neighbours], rtol=1e-9
    )
    assert clustered.parameters.to_dict()["global_moran"] == pytest.approx(whole.I, rel=1e-9)


def test_buurten_without_households_or_neighbours_are_not_determinable(
    dordrecht: Workspace, clustered: Analysis
) -> None:
    households = enough(dordrecht.geography.buurten.denominators["huishoudens"])
    assert (clustered.status[households == 0] == Status.MISSING).all()
    assert clustered.parameters.to_dict()["tested"] == np.isfinite(clustered.columns["p"]).sum()


def test_what_is_marked_is_significant_after_correction(clustered: Analysis) -> None:
    assert clustered.verdict is not None
    marked = clustered.verdict != Association.NOT_SHOWN
    with np.errstate(invalid="ignore"):
        np.testing.assert_array_equal(marked, clustered.columns["p_adjusted"] <= 0.05)


def test_the_legend_says_how_alike_neighbours_are_on_the_whole_map(
    dordrecht: Workspace, clustered: Analysis
) -> None:
    spec = map_spec(dordrecht, clustered)
    assert any("Moran's I" in note for note in spec.legend.notes)
    # Five things it can say, and what is not determinable.
    assert len(spec.classes) == 6
    assert sum(entry.count or 0 for entry in spec.classes) == 132


def test_without_incidents_nothing_stands_out(dordrecht: Workspace) -> None:
    _, incidents = dordrecht.incidents(dordrecht.layer("woninginbraak"))
    days = np.unique(incidents.day)
    quiet_day = to_date(int(np.setdiff1d(np.arange(days[0], days[-1]), days)[0]))
    quiet = Selection("woninginbraak", measure="moran", period=Period(quiet_day, quiet_day))
    analysis = analyse(dordrecht, quiet)
    assert analysis.ledger.selected == 0
    assert analysis.verdict is not None
    assert not analysis.verdict.any()
    assert np.isnan(analysis.values).all()
    assert analysis.parameters.to_dict()["tested"] == 0


def test_wijken_are_refused_with_the_reason(dordrecht: Workspace) -> None:
    with pytest.raises(SelectionError, match="bijna alles elkaars buur"):
        analyse(dordrecht, Selection("woninginbraak", level="wijken", measure="moran"))


def test_twenty_incidents_without_a_pattern_seldom_mark_anything(dordrecht: Workspace) -> None:
    # Dealing scores over the map marked something on 29 % of such maps: of 40 some 12. At most
    # 5 % is 2 of 40 on average, and 5 or fewer of 40 in 986 of 1.000 tries (binomial).
    households = enough(dordrecht.geography.buurten.denominators["huishoudens"])
    neighbours, rng = dordrecht.library.neighbours, np.random.default_rng(12)
    marked = {"map": 0, "both": 0}
    for counts in rng.multinomial(20, households / households.sum(), size=40):
        score = assuncao_reis(counts, households)
        found = {
            "map": local_moran(score, neighbours, permutations=9_999),
            "both": local_moran_of_counts(counts, households, neighbours, permutations=9_999),
        }
        for name, local in found.items():
            marked[name] += bool((local.p_adjusted <= 0.05).any())
    assert marked["map"] >= 8
    assert marked["both"] <= 5


def test_the_answer_deals_incidents_over_households_too(
    dordrecht: Workspace, clustered: Analysis
) -> None:
    households = enough(dordrecht.geography.buurten.denominators["huishoudens"])
    score = assuncao_reis(clustered.counts, households)
    alone = local_moran(score, dordrecht.library.neighbours, permutations=99_999)
    known = np.isfinite(alone.p)
    assert clustered.parameters.to_dict()["bootstraps"] == 9_999
    assert (clustered.columns["p"][known] >= alone.p[known]).all()
    assert (clustered.columns["p"][known] > alone.p[known]).any()
